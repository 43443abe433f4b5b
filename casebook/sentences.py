"""The sentence in which a bureau reports its figures, written from a template and reports that balance.

A template is data. Its parts are joined in order; a part is left out where the figure of ``when`` is zero,
where its ``equal`` figures differ, or where its ``unequal`` ones are all the same. In braces stand figures by
their name in the JSON report (``flow.concluded``), ``cell:`` with a selector, ``period.from``, ``period.to``
(written as the language does), ``bureau``, or the name of a list: the cells of a section that are not zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.datafile import Table, parse
from casebook.filefaults import TemplateFaulty
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from casebook.figures import Report

    CellCounter = Callable[[str, str], int]

_BRACES = re.compile(r"\{([^{}]*)\}")
_CELL = "cell:"
_NO_FIGURE = "—"

Figure = int | str | None


@dataclass(frozen=True, slots=True)
class ListRule:
    """An enumeration of the cells of section ``of``: ``order`` first, ``omit`` never, the rest as usual."""

    name: str
    of: str
    item: str
    separator: str
    order: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    register: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence, about one register, and the conditions under which it is printed."""

    register: str
    text: str
    when: str | None = None
    equal: tuple[str, ...] = ()
    unequal: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the part asks for: the names in its braces and in its conditions."""
        conditions = (self.when,) if self.when else ()
        return (*_BRACES.findall(self.text), *conditions, *self.equal, *self.unequal)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence template: its labels by code, lists by name, and parts in order."""

    name: str
    language: Language
    labels: Mapping[str, str]
    lists: Mapping[str, ListRule]
    parts: tuple[Part, ...]

    def fault(self, zh: str, en: str) -> TemplateFaulty:
        """Return the error that says what is wrong with the template."""
        return TemplateFaulty(template=self.name, what=Words(zh, en))


def load(path: Path) -> Template:
    """Return the template of a file. Raises ``TemplateFaulty``."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        what = Words(f"读不出（{wrong}）", f"it cannot be read ({wrong})")
        raise TemplateFaulty(template=path.name, what=what) from wrong
    return read(path.name, text)


def read(file_name: str, text: str) -> Template:
    """Return the template that the TOML ``text`` of ``file_name`` defines. Raises ``TemplateFaulty``."""
    table = parse(text, lambda what: TemplateFaulty(template=file_name, what=what))
    language = table.text("language")
    if language not in ("zh", "en"):
        raise table.fail("language", "应为 zh 或 en", "must be zh or en")
    lists = tuple(_list_rule(each) for each in table.tables("list"))
    template = Template(
        name=table.text("name"),
        language="zh" if language == "zh" else "en",
        labels=table.table("labels").text_by_key(),
        lists={each.name: each for each in lists},
        parts=tuple(_part(each) for each in table.tables("part")),
    )
    table.done()
    if not template.parts:
        raise table.fail("part", "一个也没有", "is missing")
    return template


def _list_rule(table: Table) -> ListRule:
    rule = ListRule(
        name=table.text("name"),
        of=table.text("of"),
        item=table.text("item"),
        separator=table.text("separator"),
        order=table.texts("order"),
        omit=table.texts("omit"),
        register=_register(table) if "register" in table else None,
    )
    table.done()
    return rule


def _part(table: Table) -> Part:
    part = Part(
        register=_register(table),
        text=table.text("text"),
        when=table.optional_text("when"),
        equal=table.texts("equal"),
        unequal=table.texts("unequal"),
    )
    table.done()
    return part


def _register(table: Table) -> str:
    register = table.text("register")
    if register not in terms.REGISTER:
        raise table.fail("register", f"没有台账“{register}”", f"names no register: “{register}”")
    return register


def figures_needed(template: Template) -> dict[str, frozenset[str]]:
    """Return the figures that the template asks for, by register; a list stands as its section."""
    needed: dict[str, set[str]] = {}
    for part in template.parts:
        needed.setdefault(part.register, set())
        for name in part.names:
            rule = template.lists.get(name)
            register = rule.register or part.register if rule else part.register
            needed.setdefault(register, set()).add(rule.of if rule else name)
    return {register: frozenset(names) for register, names in needed.items()}


def write(template: Template, reports: Mapping[str, Report], count_cell: CellCounter) -> str:
    """Return the sentence of ``template`` with the figures of ``reports``, which are given by register.

    Parts about a register without a report are left out. ``count_cell`` takes a register and a selector and
    returns the number of cases behind it. Raises ``TemplateFaulty`` for a figure or a list that does not exist,
    also in a part that its conditions leave out.
    """
    known = {register: _Known(template, reports, register, count_cell) for register in reports}
    parts = [part for part in template.parts if part.register in reports]
    for part in parts:
        for name in part.names:
            known[part.register].check(name)
    _check_labels(template)
    return "".join(
        known[part.register].filled(part.text) for part in parts if _is_printed(part, known[part.register].figure)
    )


def _check_labels(template: Template) -> None:
    codes = {
        code
        for rule in template.lists.values()
        for register in terms.REGISTER.codes
        for code in headings.section_values(register, rule.of).codes
    }
    for code in template.labels:
        if code not in codes:
            raise template.fault(f"labels 中的“{code}”不在任何列表内", f"“{code}” of labels is in no list")


def _is_printed(part: Part, figure: Callable[[str], Figure]) -> bool:
    if part.when and _is_zero(figure(part.when)):
        return False
    if len({figure(name) for name in part.equal}) > 1:
        return False
    return not part.unequal or len({figure(name) for name in part.unequal}) > 1


def _is_zero(figure: Figure) -> bool:
    return not figure if figure is None or isinstance(figure, int) else not figure.strip("0.%")


class _Known:
    """The figures and lists that a part about one register can name."""

    def __init__(
        self, template: Template, reports: Mapping[str, Report], register: str, count_cell: CellCounter
    ) -> None:
        self._template = template
        self._reports = reports
        self._register = register
        self._count_cell = count_cell
        report = reports[register]
        self._figures: dict[str, Figure] = {
            **dict(report.values()),
            "bureau": report.bureau,
            "period.from": _day(report.period.start, template.language),
            "period.to": _day(report.period.end, template.language),
        }

    def check(self, name: str) -> None:
        """Raise the template's error where ``name`` is no figure, no list and no cell."""
        if name in self._template.lists:
            list(self._items(self._template.lists[name]))
        elif name not in self._figures and not name.startswith(_CELL):
            label = terms.REGISTER.label(self._register)
            raise self._template.fault(f"{label.zh}没有数字“{name}”", f"{label.en} has no figure “{name}”")

    def figure(self, name: str) -> Figure:
        """Return the figure ``name``; that of a list is the sum of its items."""
        if name.startswith(_CELL):
            return self._count_cell(self._register, name.removeprefix(_CELL))
        if name in self._template.lists:
            return sum(number for _, number in self._items(self._template.lists[name]))
        return self._figures[name]

    def filled(self, text: str) -> str:
        """Return ``text`` with its braces filled in."""
        return _BRACES.sub(lambda found: self._said(found[1]), text)

    def _said(self, name: str) -> str:
        rule = self._template.lists.get(name)
        if rule is None:
            figure = self.figure(name)
            return _NO_FIGURE if figure is None else str(figure)
        items = (
            rule.item.replace("{label}", label).replace("{value}", str(number))
            for label, number in self._items(rule)
            if number
        )
        return rule.separator.join(items)

    def _items(self, rule: ListRule) -> Iterator[tuple[str, int]]:
        register = rule.register or self._register
        cells = self._reports[register].sections.get(rule.of) if register in self._reports else None
        if cells is None:
            called = terms.REGISTER.label(register)
            raise self._template.fault(f"{called.zh}没有项目“{rule.of}”", f"{called.en} has no section “{rule.of}”")
        for code in (*rule.order, *rule.omit):
            if code not in cells:
                raise self._template.fault(f"“{rule.of}”没有“{code}”", f"“{rule.of}” has no “{code}”")
        vocabulary = headings.section_values(register, rule.of)
        for code in dict.fromkeys((*rule.order, *cells)):
            if code not in rule.omit:
                label = self._template.labels.get(code) or vocabulary.label(code).say(self._template.language)
                yield label, cells[code]


def _day(day: date, language: Language) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
