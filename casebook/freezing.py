"""Frozen reports: every cell as it was sent, and what has changed since, with the cases that changed it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.bookfaults import ReportUnknown
from casebook.closing import listed_reports
from casebook.dates import Period
from casebook.errors import FigureUnknown
from casebook.sheets import NUMERIC, Figure
from casebook.store import canonical, frozen, masks
from casebook.store.frozen import Cell, EntryRow
from casebook.store.journal import Act
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casebook.book import Book, Scribe
    from casebook.documents import Request
    from casebook.sheets import Document

_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?[%‰]?")

_IN_COLUMNS = frozenset({"form", "period", "registers", "scheme", "known_at"})  # of a request

Place = tuple[str | None, str]  # register and name of a cell


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report as it was sent: what was asked for, the cells, and whether their digest still fits."""

    report_no: int
    entry_no: int
    form: str
    edition: str
    scheme: str
    period: Period
    known_at: int
    request: Request
    digest: str
    note: str | None
    cells: tuple[Cell, ...]
    intact: bool = True


@dataclass(frozen=True, slots=True)
class Touched:
    """A case that was counted in a cell then and is not now (``then``), or the reverse, with the later acts on it."""

    register: str
    case_no: int
    number: str
    then: bool
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that has another value now. ``change`` is now less then; ``None`` where either is no number."""

    register: str | None
    name: str
    label: Words
    kind: str
    then: str | None
    now: str | None
    change: str | None
    cases: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A frozen report against the book: ``reproduced`` as known at its entry, and what differs as known at ``now``."""

    frozen: Frozen
    title: Words
    now: int
    reproduced: bool
    differences: tuple[Difference, ...]

    @property
    def matches(self) -> bool:
        """Tell whether the report could be sent again as it was."""
        return self.reproduced and self.frozen.intact and not self.differences


@dataclass(frozen=True, slots=True)
class _Built:
    """A cell of a document, with its label and the name under which its cases are listed."""

    cell: Cell
    label: Words
    figure: Figure
    sheet: str


def freeze(book: Book, request: Request, scribe: Scribe, note: str | None = None, reason: str | None = None) -> Frozen:
    """Keep every cell of the document that ``request`` makes now, as one act. Raises what ``documents.build`` does."""
    with book.writing("freeze"):
        known_at = book.head.entry_no
        asked = request._replace(known_at=known_at)
        document = _build(book, asked)
        named = asked._replace(form=document.form, scheme=document.scheme)
        if named != asked:  # it will be made again by these names: what they do not lead to cannot be frozen
            asked, document = named, _build(book, named)
        cells = tuple(each.cell for each in _cells(document).values())
        number = len(frozen.reports(book.connection)) + 1
        row = _row(document, asked, number, note)
        writer = book.writer()
        writer.append(Act("freeze", scribe.clock(), scribe.officer, reason=reason, frozen=[(row, cells)]))
        writer.flush()
        return _read(book, number)


def _row(document: Document, asked: Request, number: int, note: str | None) -> frozen.ReportRow:
    period = asked.period
    kept = {name: value for name, value in asked._asdict().items() if name not in _IN_COLUMNS}
    kept["as_of"] = asked.as_of.isoformat() if asked.as_of else None
    return frozen.ReportRow(
        report_no=number,
        form=asked.form,
        edition=document.edition,
        scheme=document.scheme,
        registers=json.dumps(asked.registers),
        first_on=period.start.isoformat(),
        last_on=period.end.isoformat(),
        request=json.dumps(kept, ensure_ascii=False),
        known_at=document.known_at,
        note=note,
    )


def _build(book: Book, request: Request) -> Document:
    from casebook.documents import build  # with all that forms and schemes need

    return build(book, request)


def _cells(document: Document) -> dict[Place, _Built]:
    found: dict[Place, _Built] = {}
    for part in document.parts:
        for sheet in part.sheets:
            for line in sheet.all_lines:
                for column, figure in zip(sheet.columns, line.figures, strict=True):
                    name = f"{sheet.code}.{line.code}.{column.code}"
                    words = (sheet.title, line.label, column.label)
                    label = Words(" · ".join([each.zh for each in words]), " · ".join([each.en for each in words]))
                    value = None if figure.value is None else str(figure.value)
                    cell = Cell(len(found) + 1, part.register, name, figure.kind, value)
                    if (part.register, name) in found:
                        message = f"two cells are named {name}"
                        raise ValueError(message)
                    found[part.register, name] = _Built(cell, label, figure, sheet.code)
    return found


def list_frozen(book: Book) -> list[Frozen]:
    """Return the frozen reports, oldest first."""
    with book.reading():
        return [_read(book, row.report_no) for row in frozen.reports(book.connection)]


def find(book: Book, report_no: int) -> Frozen:
    """Return a frozen report. Raises ``ReportUnknown``."""
    with book.reading():
        return _read(book, report_no)


def chosen(book: Book, numbers: Sequence[int], period: Period | None, form: str | None) -> list[Frozen]:
    """Return the frozen reports of these numbers (of any), on that period, of that form.

    Raises ``ReportUnknown`` for a number that is not there, and where nothing fits what was asked for.
    """
    with book.reading():
        found = [find(book, number) for number in dict.fromkeys(numbers)] if numbers else list_frozen(book)
        fitting = [
            each for each in found if (period is None or each.period == period) and (form is None or each.form == form)
        ]
        if not fitting and (period or form):
            asked = " ".join(filter(None, (form, str(period) if period else None)))
            raise ReportUnknown(value=asked, choices=listed_reports(book))
        return fitting


def _read(book: Book, report_no: int) -> Frozen:
    from casebook.documents import Request

    row = frozen.report(book.connection, report_no)
    if row is None:
        raise ReportUnknown(value=report_no, choices=listed_reports(book))
    cells = frozen.cells(book.connection, report_no)
    period = Period(date.fromisoformat(row.first_on), date.fromisoformat(row.last_on))
    registers = tuple(json.loads(row.registers)) if row.registers else tuple(book.registers())
    request = Request(
        form=row.form,
        period=period,
        registers=registers,
        scheme=row.scheme,
        known_at=row.known_at,
        **_asked(row.request, Request._fields),
    )
    return Frozen(
        report_no=report_no,
        entry_no=row.entry_no,
        form=row.form,
        edition=row.edition,
        scheme=row.scheme,
        period=period,
        known_at=row.known_at,
        request=request,
        digest=row.digest,
        note=row.note,
        cells=cells,
        intact=canonical.report_digest(row, cells) == row.digest,
    )


def _asked(text: str, fields: Sequence[str]) -> dict[str, Any]:
    """Return what else a report was asked for, of the ``fields`` that a request has."""
    kept = {name: value for name, value in json.loads(text).items() if name in fields and name not in _IN_COLUMNS}
    if kept.get("as_of"):
        kept["as_of"] = date.fromisoformat(kept["as_of"])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def compare(book: Book, report_no: int, *, with_cases: bool = True) -> Compared:
    """Compare a frozen report with the book as known at its entry and as known now.

    ``with_cases`` finds the cases behind each difference. Raises ``ReportUnknown`` and the errors of
    ``documents.build``.
    """
    with book.reading():
        kept = find(book, report_no)
        document = _build(book, kept.request)
        then = _cells(document)
        present = kept.request._replace(known_at=None)
        now = _cells(_build(book, present))
        differences = tuple(_differences(kept, then, now))
        if with_cases:
            causes = _Causes(book, kept.request, present)
            differences = tuple([causes.explain(each, then, now) for each in differences])
        reproduced = _same(then, kept, _renamed(book, kept, then)) and document.edition == kept.edition
        return Compared(kept, document.title, book.head.entry_no, reproduced, differences)


def _renamed(book: Book, kept: Frozen, then: Mapping[Place, _Built]) -> frozenset[Place]:
    """Return register and sheet of each table that shows a name masked since: it names others than the one sent."""
    shown = masks.shown_since(book.connection, kept.known_at)
    return frozenset(
        (each.cell.register, each.sheet)
        for each in then.values()
        if any(name in text for name in shown for text in (each.cell.name, each.cell.value or ""))
    )


def _same(then: Mapping[Place, _Built], kept: Frozen, renamed: frozenset[Place]) -> bool:
    """Tell whether the cells are those that were sent, the tables of masked names apart."""
    if not renamed:
        return tuple(each.cell for each in then.values()) == kept.cells
    sent = [cell[1:] for cell in kept.cells if not _in_any(cell, renamed)]
    return [each.cell[1:] for each in then.values() if not _in_any(each.cell, renamed)] == sent


def _in_any(cell: Cell, sheets: frozenset[Place]) -> bool:
    return any(cell.register == register and cell.name.startswith(f"{sheet}.") for register, sheet in sheets)


def _differences(kept: Frozen, then: Mapping[Place, _Built], now: Mapping[Place, _Built]) -> Iterator[Difference]:
    sent = {(cell.register, cell.name): cell for cell in kept.cells}
    for place in dict.fromkeys((*sent, *now)):
        old = sent.get(place)
        new = now[place].cell if place in now else None
        before, after = old.value if old else None, new.value if new else None
        if before == after and (old is None) == (new is None):
            continue
        register, name = place
        cell = new or old
        labelled = now.get(place) or then.get(place)
        label = labelled.label if labelled else Words(name, name)
        kind = cell.kind if cell else ""
        yield Difference(register, name, label, kind, before, after, change_of(kind, before, after))


def change_of(kind: str, then: str | None, now: str | None) -> str | None:
    """Return ``now`` less ``then`` with its sign, exact; percentages give percentage points. A vanished count is 0."""
    if kind not in NUMERIC:
        return None
    first, second = (_NUMBER.fullmatch(text or "0") for text in (then, now))
    if first is None or second is None or (kind != "count" and None in (then, now)):
        return None
    places = max(len(found.group(3) or "") for found in (first, second))
    less = _scaled(second, places) - _scaled(first, places)
    digits = f"{abs(less):0{places + 1}}"
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"{'-' if less < 0 else '+'}{whole}"


def _scaled(found: re.Match[str], places: int) -> int:
    sign, whole, part = found.groups()
    return int(f"{sign}{whole}{part or '':0<{places}}") if places else int(f"{sign}{whole}")


class _Causes:
    """The cases that make a figure differ, each looked up once."""

    def __init__(self, book: Book, then: Request, now: Request) -> None:
        self.book, self.then, self.now = book, then, now
        self._behind: dict[tuple[bool, str, str], frozenset[int]] = {}
        self._touched: dict[tuple[int, bool], Touched] = {}

    def explain(self, difference: Difference, then: Mapping[Place, _Built], now: Mapping[Place, _Built]) -> Difference:
        """Return ``difference`` with the cases that are behind its figure then or now, but not both."""
        place = (difference.register, difference.name)
        named = [built[place].figure.name for built in (now, then) if place in built]
        name = next((each for each in named if each), None)
        if name is None or difference.register is None:
            return difference
        before, after = (self._cases(was, difference.register, name) for was in (True, False))
        cases = [self._touch(case_no, then=case_no in before) for case_no in sorted(before ^ after)]
        return replace(difference, cases=tuple(cases))

    def _cases(self, then: bool, register: str, name: str) -> frozenset[int]:  # noqa: FBT001 - one of two keys
        from casebook.documents import behind

        key = (then, register, name)
        if key not in self._behind:
            try:
                found: Sequence[int] = behind(self.book, self.then if then else self.now, register, name)
            except FigureUnknown:  # the scheme or form of that time has no such figure
                found = ()
            self._behind[key] = frozenset(found)
        return self._behind[key]

    def _touch(self, case_no: int, *, then: bool) -> Touched:
        key = (case_no, then)
        if key not in self._touched:
            connection, known = self.book.connection, self.then.known_at or 0
            register, number = frozen.number_at(connection, case_no, self.book.head.entry_no)
            entries = tuple(frozen.touching(connection, case_no, known))
            self._touched[key] = Touched(register, case_no, number, then, entries)
        return self._touched[key]
