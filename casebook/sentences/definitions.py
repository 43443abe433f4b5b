"""What each figure of a sentence is: its name, its definition in words, and the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.sentences.template import BEFORE, CELL, CHANGE, POINTS
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casebook.figures import Report, Share
    from casebook.sentences.known import Said
    from casebook.sentences.template import ListRule, Template

    CellCounter = Callable[[str, str], int]

_RATES = "rates."
_NO_CASES = frozenset(("efficiency.days_total", "efficiency.median_days", "efficiency.average_days"))
_SIDES = {"part": Words("分子", "part"), "whole": Words("分母", "whole"), "percent": Words("", "")}


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure of a sentence: its name in the JSON report (of a cell, its selector), its label and definition.

    ``value`` is the figure as it is printed. ``cases`` is the number of cases behind it: of a percentage those of
    its whole, ``None`` where no list of cases answers to the figure.
    """

    register: str
    name: str
    label: Words
    value: str
    cases: int | None
    definition: Words


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains what was said, from the reports that were used, by register."""

    template: Template
    reports: Mapping[str, Report]
    before: Mapping[str, Report]
    count_cell: CellCounter

    def explain(self, said: Said) -> Explained:
        """Return what the figure ``said`` is."""
        name = said.name or ""
        rest = self._rest(name)
        if rest:
            return self._explained_rest(said, rest)
        if name.startswith(CELL):
            return self._explained_cell(said, name.removeprefix(CELL))
        for prefix, of in ((BEFORE, _earlier), (CHANGE, _change), (POINTS, _points)):
            if name.startswith(prefix):
                figure = name.removeprefix(prefix)
                label, definition = of(figure, self.reports[said.register], self.before[said.register])
                return Explained(said.register, name, label, said.text, None, definition)
        label, definition = described(name, self.reports[said.register])
        return Explained(said.register, name, label, said.text, self._cases(said.register, name), definition)

    def _rest(self, name: str) -> ListRule | None:
        rule = self.template.lists.get(name.removesuffix(".rest"))
        return rule if rule and rule.rest and name == f"{rule.name}.rest" else None

    def _explained_rest(self, said: Said, rule: ListRule) -> Explained:
        label = Words(rule.rest or "", rule.rest or "")
        whole, _ = described(rule.whole or "", self.reports[said.register])
        definition = Words(f"{whole.zh} − 已列各项", f"{whole.en} − the items listed before")
        return Explained(said.register, said.name or "", label, said.text, None, definition)

    def _explained_cell(self, said: Said, selector: str) -> Explained:
        label = Words(said.label, said.label) if said.label else Words(selector, selector)
        cases = self.count_cell(said.register, selector)
        return Explained(said.register, selector, label, said.text, cases, Words(selector, selector))

    def _cases(self, register: str, name: str) -> int | None:
        if name in _NO_CASES:
            return None
        if name.startswith(_RATES) and name.endswith(".percent"):
            name = f"{name.removesuffix('.percent')}.whole"
        return self.count_cell(register, name)


def described(name: str, report: Report) -> tuple[Words, Words]:
    """Return the label and the definition of the figure ``name`` of ``report``."""
    section, _, code = name.rpartition(".")
    if name.startswith(_RATES):
        return _rate(_share(report, section.removeprefix(_RATES)), code)
    label = headings.section_values(report.register, section).label(code)
    place = _section(report.register, section)
    return label, Words(f"{place.zh}：{label.zh}", f"{place.en}: {label.en}")


def _share(report: Report, name: str) -> Share:
    return next(share for share in report.rates if share.name == name)


def _rate(share: Share, side: str) -> tuple[Words, Words]:
    suffix = _SIDES[side]
    label = Words(f"{share.label.zh}{suffix.zh}", f"{share.label.en}, {suffix.en}") if suffix.zh else share.label
    numbers = f"{share.part}/{share.whole}"
    return label, Words(f"{share.definition.zh}：{numbers}", f"{share.definition.en}: {numbers}")


def _section(register: str, section: str) -> Words:
    head, _, of = section.partition(".")
    label = headings.SECTION.label(head)
    if not of:
        return label
    vocabulary = terms.outcomes(register) if head == "grounds" else headings.with_not_stated(terms.INSTANCE)
    under = vocabulary.label(of)
    return Words(f"{label.zh}（{under.zh}）", f"{label.en} ({under.en})")


def _earlier(name: str, _now: Report, then: Report) -> tuple[Words, Words]:
    label, definition = described(name, then)
    start, end = then.period.start.isoformat(), then.period.end.isoformat()
    return (
        Words(f"上年同期{label.zh}", f"{label.en}, the year before"),
        Words(f"{definition.zh}（{start} 至 {end}）", f"{definition.en} ({start} to {end})"),
    )


def _change(name: str, now: Report, then: Report) -> tuple[Words, Words]:
    label, _ = described(name, now)
    first, second = dict(then.values())[name], dict(now.values())[name]
    return (
        Words(f"{label.zh}同比增减", f"change of {label.en}"),
        Words(
            f"|本期 − 上年同期| ÷ 上年同期：|{second} − {first}|/{first}",
            f"|this period − the year before| ÷ the year before: |{second} − {first}|/{first}",
        ),
    )


def _points(name: str, now: Report, then: Report) -> tuple[Words, Words]:
    label, _ = described(f"{name}.percent", now)
    first, second = (_share(report, name.removeprefix(_RATES)).percent for report in (then, now))
    return (
        Words(f"{label.zh}同比增减百分点", f"change of {label.en} in percentage points"),
        Words(
            f"|本期 − 上年同期|：|{second} − {first}|",
            f"|this period − the year before|: |{second} − {first}|",
        ),
    )
