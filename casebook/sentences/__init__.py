"""The sentence in which a bureau reports its figures, written from a template and reports that balance.

A template is data. Its parts are joined in order; a part is left out where the figure of ``when`` or one of ``every``
is zero, where one of ``none`` is not, where its ``equal`` figures differ, or where its ``unequal`` ones are all the
same. ``lead`` joins a part to what stands before it in its sentence; a part without a register is the stop of a
sentence and printed where the sentence has a part. In braces stand figures by their name in the JSON report
(``flow.concluded``), ``cell:`` with a selector, ``period.from``, ``period.to`` (written as the language does),
``bureau``, or the name of a list: the cells of a section, or figures, that are not zero.

Beside a figure of the period a part can name that of the period before (``before.flow.received``), the change of a
count in per cent (``change.flow.received``) or of a rate in percentage points (``points.rates.loss``), both without a
sign: ``rises``, ``falls`` and ``same`` name the figure on whose direction a part depends. Such a part is left out
where there is nothing to compare with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.sentences.definitions import Explained, Explainer
from casebook.sentences.known import Known, Said, check_labels, frame
from casebook.sentences.template import BEFORE, BRACES, Part, Template, load, names, read, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from casebook.figures import Report

    CellCounter = Callable[[str, str], int]

__all__ = ["Explained", "Template", "explain", "figures_needed", "load", "names", "read", "shipped", "write"]


def figures_needed(template: Template) -> dict[str, frozenset[str]]:
    """Return the figures that the template asks for, by register; a list of cells stands as its section."""
    needed: dict[str, set[str]] = {}
    for part in template.parts:
        if part.register is None:
            continue
        needed.setdefault(part.register, set())
        for name in part.names:
            rule = template.lists.get(name)
            register = (rule.register if rule else None) or part.register
            needed.setdefault(register, set()).update(rule.names if rule else (name,))
    return {register: frozenset(names) for register, names in needed.items()}


def write(
    template: Template,
    reports: Mapping[str, Report],
    count_cell: CellCounter,
    before: Mapping[str, Report] | None = None,
) -> str:
    """Return the sentence of ``template`` with the figures of ``reports``, which are given by register.

    Parts about a register without a report are left out, and so are those that compare where ``before``, the
    reports of the same days a year earlier, does not have the register. ``count_cell`` takes a register and a selector
    and returns the number of cases behind it. Raises ``TemplateFaulty`` for a figure or a list that does not exist,
    also in a part that its conditions leave out.
    """
    return "".join(said.text for said in _said(template, reports, count_cell, before or {})).rstrip(" ")


def explain(
    template: Template,
    reports: Mapping[str, Report],
    count_cell: CellCounter,
    before: Mapping[str, Report] | None = None,
) -> tuple[Explained, ...]:
    """Return what each figure is that ``write`` prints of the same, in order of appearance. Raises the same."""
    explainer = Explainer(template, reports, before or {}, count_cell)
    said = _said(template, reports, count_cell, before or {})
    return tuple(explainer.explain(each) for each in said if each.name)


def _said(
    template: Template, reports: Mapping[str, Report], count_cell: CellCounter, before: Mapping[str, Report]
) -> Iterator[Said]:
    known = {register: Known(template, reports, register, count_cell, before.get(register)) for register in reports}
    _check(template, known)
    opening = _framed(template, template.opening, reports)
    begun = anything = False
    for part in template.parts:
        if part.register is None:
            yield from [Said(part.text)] if begun else []
            begun = False
            continue
        words = _printed(part, known.get(part.register))
        if not words:
            continue
        yield Said(part.lead if begun else "" if anything else opening)
        yield from words
        begun = anything = True
    if not anything and template.nothing:
        yield Said(opening + _framed(template, template.nothing, reports))


def _check(template: Template, known: Mapping[str, Known]) -> None:
    for part in template.parts:
        about = known.get(part.register or "")
        if about:
            for name in (*part.names, *(f"{BEFORE}{name}" for name in part.compared)):
                about.check(name)
    check_labels(template)


def _printed(part: Part, about: Known | None) -> list[Said]:
    """Return what a part says; nothing where its conditions, or only lists without items, leave nothing to say."""
    if about is None or not about.is_printed(part):
        return []
    words = [*about.said(part.text)]
    return words if any(each.text for each in words) else []


def _framed(template: Template, text: str, reports: Mapping[str, Report]) -> str:
    for report in reports.values():
        said = frame(report, template.language)
        return "".join(said[piece] if place % 2 else piece for place, piece in enumerate(BRACES.split(text)))
    return ""
