"""The figures and lists that a part of a template can name, and what its conditions and braces make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook import figures, headings, terms
from casebook.errors import FigureUnknown, UnknownCode
from casebook.sentences.template import BEFORE, BRACES, CELL, CHANGE, FRAME, POINTS
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from casebook.figures import Report
    from casebook.sentences.template import ListRule, Part, Template
    from casebook.words import Language

    CellCounter = Callable[[str, str], int]

Figure = int | str | None

_NO_FIGURE = "—"
_FINE = 6  # places to which two printed figures are compared; more than any scheme prints
_VALUE = "{value}"


class Said(NamedTuple):
    """A run of the sentence. ``name`` is the figure it prints, ``None`` for words; ``label`` that of its list."""

    text: str
    register: str = ""
    name: str | None = None
    label: str | None = None


class Item(NamedTuple):
    """An item of a list: the name of its figure, what it is called in the sentence, and its number."""

    name: str
    label: str
    number: int


class Known:
    """The figures and lists that a part about one register can name."""

    def __init__(
        self,
        template: Template,
        reports: Mapping[str, Report],
        register: str,
        count_cell: CellCounter,
        before: Report | None = None,
    ) -> None:
        self._template = template
        self._reports = reports
        self._register = register
        self._count_cell = count_cell
        self._counted: dict[str, int] = {}
        report = reports[register]
        self._values = dict(report.values())
        self._before = dict(before.values()) if before else None
        self._places = report.rates[0].places if report.rates else 2
        self._frame = frame(report, template.language)

    def check(self, name: str) -> None:
        """Raise the template's error where ``name`` is no figure, no list and no cell."""
        if name in self._template.lists:
            self._check_list(self._template.lists[name])
        elif name.startswith(POINTS):
            self._check_figure(name, f"{name.removeprefix(POINTS)}.percent")
        elif name.startswith(CHANGE):
            self._check_figure(name, name.removeprefix(CHANGE), count=True)
        elif name not in FRAME and not name.startswith(CELL):
            self._check_figure(name, name.removeprefix(BEFORE))

    def _check_figure(self, name: str, figure: str, *, count: bool = False) -> None:
        if figure not in self._values or (count and not isinstance(self._values[figure], int)):
            called, near = terms.REGISTER.label(self._register), _near(figure, self._values)
            raise self._template.fault(
                f"{called.zh}没有数字“{name}”{near.zh}", f"{called.en} has no figure “{name}”{near.en}"
            )

    def _check_list(self, rule: ListRule) -> None:
        register = rule.register or self._register
        called = terms.REGISTER.label(register)
        if register not in self._reports:
            raise self._template.fault(f"没有{called.zh}的数字可列", f"there are no figures of {called.en} to list")
        known = self._of(register)
        for name in (*(each.name for each in rule.figures), *((rule.whole,) if rule.whole else ())):
            known.check(name)
        if not rule.of:
            return
        sections = self._reports[register].sections
        if rule.of not in sections:
            near = _near(rule.of, sections)
            raise self._template.fault(
                f"{called.zh}没有项目“{rule.of}”{near.zh}", f"{called.en} has no section “{rule.of}”{near.en}"
            )
        for code in (*rule.order, *rule.omit, *(rule.labels or {})):
            if code not in sections[rule.of]:
                near = _near(code, sections[rule.of])
                raise self._template.fault(f"“{rule.of}”没有“{code}”{near.zh}", f"“{rule.of}” has no “{code}”{near.en}")

    def figure(self, name: str) -> Figure:
        """Return the figure ``name``; that of a list is the sum of its items."""
        if name in self._template.lists:
            return sum(item.number for item in self.items(self._template.lists[name]))
        if name.startswith(CELL):
            return self._counted_cell(name.removeprefix(CELL))
        if name.startswith((BEFORE, CHANGE, POINTS)):
            return self._compared(name)
        return self._frame[name] if name in FRAME else self._values[name]

    def _counted_cell(self, selector: str) -> int:
        if selector not in self._counted:
            try:
                self._counted[selector] = self._count_cell(self._register, selector)
            except (FigureUnknown, UnknownCode) as wrong:
                zh, en = (text.splitlines()[0].rstrip("。.") for text in (wrong.say("zh"), wrong.say("en")))
                raise self._template.fault(f"{CELL}{selector}：{zh}", f"{CELL}{selector}: {en}") from wrong
        return self._counted[selector]

    def _compared(self, name: str) -> Figure:
        """Return a figure of two periods; ``None`` where the period before leaves nothing to compare with."""
        if self._before is None:
            return None
        if name.startswith(BEFORE):
            return self._before[name.removeprefix(BEFORE)]
        figure = f"{name.removeprefix(POINTS)}.percent" if name.startswith(POINTS) else name.removeprefix(CHANGE)
        now, then = self._values[figure], self._before[figure]
        if isinstance(now, int) and isinstance(then, int):
            return figures.percent(abs(now - then), then, self._places)
        return _points(now, then)

    def is_printed(self, part: Part) -> bool:
        """Tell whether the conditions of ``part`` hold."""
        if part.compares and not self._can_compare(part):
            return False
        if part.when and _is_zero(self.figure(part.when)):
            return False
        if any(_is_zero(self.figure(name)) for name in part.every):
            return False
        if not all(_is_zero(self.figure(name)) for name in part.none):
            return False
        if len({self.figure(name) for name in part.equal}) > 1:
            return False
        return not part.unequal or len({self.figure(name) for name in part.unequal}) > 1

    def _can_compare(self, part: Part) -> bool:
        if self._before is None or any(self.figure(name) is None for name in part.names):
            return False
        wanted = ((part.rises, 1), (part.falls, -1), (part.same, 0))
        return all(not name or self._direction(name) == way for name, way in wanted)

    def _direction(self, name: str) -> int | None:
        now, then = _amount(self.figure(name)), _amount(self.figure(f"{BEFORE}{name}"))
        return None if now is None or then is None else (now > then) - (now < then)

    def said(self, text: str) -> Iterator[Said]:
        """Yield ``text`` with its braces filled in, figure by figure."""
        for place, piece in enumerate(BRACES.split(text)):
            if not place % 2:
                yield Said(piece)
            elif piece in self._template.lists:
                yield from self._enumerated(self._template.lists[piece])
            elif piece in FRAME:
                yield Said(self._frame[piece])
            else:
                figure = self.figure(piece)
                yield Said(_NO_FIGURE if figure is None else str(figure), self._register, piece)

    def _enumerated(self, rule: ListRule) -> Iterator[Said]:
        separator = ""
        for item in self.items(rule):
            if not item.number:
                continue
            yield Said(separator)
            separator = rule.separator
            for place, words in enumerate(rule.item.replace("{label}", item.label).split(_VALUE)):
                if place:
                    yield Said(str(item.number), rule.register or self._register, item.name, item.label)
                yield Said(words)

    def items(self, rule: ListRule) -> list[Item]:
        """Return the items of a list, those that are zero too, the rest last. Raises the template's error."""
        known = self._of(rule.register or self._register)
        found = known.cells_of(rule, rule.of) if rule.of else known.figures_of(rule)
        if not rule.whole or not rule.rest:
            return found
        whole = known.count(rule.whole)
        rest = whole - sum(item.number for item in found)
        if rest < 0:
            wrong = f"{' + '.join(str(item.number) for item in found)} > {whole}（{rule.whole}）"
            raise self._template.fault(
                f"列表“{rule.name}”各项之和超过总数：{wrong}", f"the items of “{rule.name}” exceed their whole: {wrong}"
            )
        return [*found, Item(f"{rule.name}.rest", rule.rest, rest)]

    def _of(self, register: str) -> Known:
        if register == self._register:
            return self
        return Known(self._template, self._reports, register, self._count_cell)

    def count(self, name: str) -> int:
        """Return the figure ``name``, which must be a count. Raises the template's error."""
        number = self.figure(name)
        if isinstance(number, int):
            return number
        raise self._template.fault(f"“{name}”不是件数，不能列入列表", f"“{name}” is no count, and no item of a list")

    def figures_of(self, rule: ListRule) -> list[Item]:
        """Return the items of a list of figures."""
        return [Item(each.name, each.label, self.count(each.name)) for each in rule.figures]

    def cells_of(self, rule: ListRule, section: str) -> list[Item]:
        """Return the items of a list of the cells of ``section``."""
        cells = self._reports[self._register].sections[section]
        labels = {**self._template.labels, **(rule.labels or {})}
        vocabulary = headings.section_values(self._register, section)
        return [
            Item(
                f"{section}.{code}",
                labels.get(code) or vocabulary.label(code).say(self._template.language),
                cells[code],
            )
            for code in dict.fromkeys((*rule.order, *cells))
            if code not in rule.omit
        ]


def check_labels(template: Template) -> None:
    """Raise the template's error where its labels name a code that no list has."""
    codes = {
        code
        for rule in template.lists.values()
        for register in terms.REGISTER.codes
        for code in headings.section_values(register, rule.of or "").codes
    }
    for code in template.labels:
        if code not in codes:
            raise template.fault(f"labels 中的“{code}”不在任何列表内", f"“{code}” of labels is in no list")


def frame(report: Report, language: Language) -> dict[str, str]:
    """Return what is said of a report beside its figures: who reports, and the days of the period."""
    start, end = (_day(day, language) for day in (report.period.start, report.period.end))
    return dict(zip(FRAME, (report.bureau, start, end), strict=True))


def _day(day: date, language: Language) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def _is_zero(figure: Figure) -> bool:
    return not figure if figure is None or isinstance(figure, int) else not figure.strip("0.%")


def _amount(figure: Figure) -> int | None:
    """Return a figure as a whole number of fine units: ``5.75%`` and ``41.5`` are compared without a float."""
    if figure is None or isinstance(figure, int):
        return None if figure is None else figure * 10**_FINE
    before, _, after = figure.rstrip("%").partition(".")
    return int(before + after.ljust(_FINE, "0"))


def _points(now: Figure, then: Figure) -> str | None:
    """Return by how many percentage points two rates differ as they are printed, so that a reader finds the same."""
    first, second = _amount(now), _amount(then)
    if first is None or second is None:
        return None
    places = max(len(str(each).rstrip("%").partition(".")[2]) for each in (now, then))
    before, after = divmod(abs(first - second) // 10 ** (_FINE - places), 10**places)
    return f"{before}.{after:0{places}d}" if places else str(before)


def _near(name: str, known: Mapping[str, object]) -> Words:
    from difflib import get_close_matches  # only on the way to an error message

    close = get_close_matches(name, known, n=3, cutoff=0.5)
    return Words(f"，相近的有 {'、'.join(close)}", f"; near it: {', '.join(close)}") if close else Words("", "")
