"""A report as it is printed: sheets of typed figures. Those who print know nothing else of a report.

Every text is given in both languages. A figure that counts cases bears the name under which ``--cases`` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.dates import Period
    from casebook.figures import Check, Report
    from casebook.words import Language

COUNT, PERCENT, POINTS, DAYS, YUAN, TEXT, DATE = "count", "percent", "points", "days", "yuan", "text", "date"
KINDS = (COUNT, PERCENT, POINTS, DAYS, YUAN, TEXT, DATE)
NUMERIC = (COUNT, PERCENT, POINTS, DAYS, YUAN)

BAR, COLUMNS, LINE = "bar", "columns", "line"

NO_FIGURE = "—"

Value = int | str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. ``value`` is an integer, or exact text as it is printed (``5.75%``, ``41.5``); ``None`` prints as —.

    ``kind`` is one of ``KINDS``; ``points`` are percentage points (``-1.20``), ``yuan`` text with two places.
    ``words`` is the text of a figure that is said in the reader's language.
    """

    value: Value
    kind: str = COUNT
    name: str | None = None
    words: Words | None = None

    @property
    def text(self) -> str:
        """The figure as it is printed, where it is the same in both languages."""
        return NO_FIGURE if self.value is None else str(self.value)

    def say(self, language: Language) -> str:
        """Return the figure as it is printed in ``language``."""
        return self.words.say(language) if self.words else self.text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. ``group`` heads neighbouring columns that belong together (被申请人)."""

    code: str
    label: Words
    kind: str = COUNT
    group: Words | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures under its label."""

    code: str
    label: Words
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a column of labels headed ``head``, then ``columns``; ``total`` closes it, ``notes`` stand below.

    Raises ``ValueError`` where a line has not one figure for each column.
    """

    code: str
    title: Words
    head: Words
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    notes: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        for line in self.all_lines:
            if len(line.figures) != len(self.columns):
                message = f"{self.code}.{line.code}: {len(line.figures)} figures for {len(self.columns)} columns"
                raise ValueError(message)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """The lines with the total as the last one."""
        return self.lines if self.total is None else (*self.lines, self.total)

    @property
    def has_groups(self) -> bool:
        """Tell whether any column stands under a group."""
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a chart under one label, one for each category; ``None`` leaves a gap."""

    label: Words
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures that also stand in a sheet. ``kind`` is ``bar``, ``columns`` or ``line``.

    Values are integers, or texts such as ``5.75%`` where ``percent`` is true.
    """

    code: str
    title: Words
    kind: str
    categories: tuple[Words, ...]
    series: tuple[Series, ...]
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """What a rate of the report is: its name in the JSON, its label, and its definition in words."""

    name: str
    label: Words
    text: Words


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case behind the figures, without names of persons; ``counted`` are the figures it is counted in."""

    register: str
    number: str
    values: tuple[str, ...]
    counted: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases behind the figures of a report; ``columns`` head the ``values`` of each."""

    columns: tuple[Words, ...]
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says of one register (``None``: of several): sheets, charts, definitions and identities."""

    register: str | None
    sheets: tuple[Sheet, ...]
    checks: tuple[Check, ...] = ()
    definitions: tuple[Definition, ...] = ()
    charts: tuple[Chart, ...] = ()
    report: Report | None = None

    @property
    def identities(self) -> tuple[Check, ...]:
        """The identities that are printed: those with a label, and any that fails. ``checks`` are all of them."""
        return tuple(check for check in self.checks if check.label or not check.holds)

    @property
    def label(self) -> Words:
        """The register as it heads the part."""
        return REGISTER.label(self.register) if self.register else Words("全部台账", "all registers")


SEAL = Words("封印", "Seal")


def seal_line(seal: str) -> Words:
    """Return the line that shows a seal at the foot of a report."""
    return Words(f"{SEAL.zh} {seal}", f"{SEAL.en} {seal}")


@dataclass(frozen=True, slots=True)
class Document:
    """A report of one form over one period, as known at an entry: one part for each register.

    ``compared`` is the period whose figures stand beside those of ``period``, where there is one.
    """

    form: str
    edition: str
    title: Words
    bureau: str
    period: Period
    known_at: int
    scheme: str
    scheme_label: Words
    unit: Words
    parts: tuple[Part, ...]
    notes: tuple[Words, ...] = ()
    cases: CaseList | None = field(default=None, compare=False)
    compared: Period | None = None
    seal: str = ""  # of the entry as known at which it was counted

    @property
    def checks(self) -> Iterator[Check]:
        """Every identity of the report."""
        for part in self.parts:
            yield from part.checks

    @property
    def holds(self) -> bool:
        """Tell whether every identity holds."""
        return all(check.holds for check in self.checks)

    @property
    def foot(self) -> tuple[Words, ...]:
        """The lines below everything else: notes, then the seal."""
        return (*self.notes, seal_line(self.seal)) if self.seal else self.notes

    @property
    def heading(self) -> tuple[Words, ...]:
        """Who reports, and what the figures count: the lines above everything else, title first."""
        start, end = self.period.start.isoformat(), self.period.end.isoformat()
        named = self.scheme_label.en
        scheme = named if named == self.scheme else f"{named} ({self.scheme})"
        compared = Words("", "")
        if self.compared:
            first, last = self.compared.start.isoformat(), self.compared.end.isoformat()
            compared = Words(f"　对比期间：{first} 至 {last}", f" Compared with {first} to {last}.")
        return (
            Words(f"{self.bureau}{self.title.zh}", f"{self.bureau}: {self.title.en}"),
            Words(
                f"统计期间：{start} 至 {end}（含首尾两日）{compared.zh}　登记号：{self.known_at}"
                f"　统计口径：{self.scheme_label.zh}（{self.scheme}）　单位：{self.unit.zh}",
                f"Period: {start} to {end}, both days included.{compared.en} Entry: {self.known_at}."
                f" Scheme: {scheme}. Unit: {self.unit.en}",
            ),
        )
