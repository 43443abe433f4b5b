"""Reports as they were sent, and what was told of closed periods afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.store.canonical import CELL_COLUMNS, REPORT_COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Cell(NamedTuple):
    """A figure as it was printed: ``sheet.line.column`` of a register; no value is no figure."""

    ordinal: int
    register: str | None
    name: str
    kind: str
    value: str | None


class ReportRow(NamedTuple):
    """A frozen report without its cells: the columns of its table after the number of the book."""

    report_no: int
    form: str
    edition: str
    scheme: str
    registers: str | None
    first_on: str
    last_on: str
    request: str
    known_at: int
    note: str | None
    digest: str = ""
    entry_no: int = 0


class LateRow(NamedTuple):
    """A step that was told, or struck, after its day had been closed; or one of the same act, of another day.

    ``first_on`` and ``last_on`` are those of the closed period, empty for a day of none.
    """

    entry_no: int
    case_no: int
    step_no: int
    step: str
    on_date: str
    struck: bool
    act: str
    reason: str | None
    first_on: str = ""
    last_on: str = ""


class EntryRow(NamedTuple):
    """An act as it is named beside a case that it touched."""

    entry_no: int
    act: str
    reason: str | None
    recorded_at: str


def reports(connection: sqlite3.Connection, book_no: int = 1) -> list[ReportRow]:
    """Return the frozen reports, oldest first."""
    rows = connection.execute(
        f"select {', '.join(REPORT_COLUMNS)}, digest, entry_no from frozen_report where book_no = ? order by report_no",
        (book_no,),
    )
    return [ReportRow(*row) for row in rows]


def report(connection: sqlite3.Connection, report_no: int, book_no: int = 1) -> ReportRow | None:
    """Return a frozen report by its number."""
    row = connection.execute(
        f"select {', '.join(REPORT_COLUMNS)}, digest, entry_no from frozen_report where book_no = ? and report_no = ?",
        (book_no, report_no),
    ).fetchone()
    return ReportRow(*row) if row else None


def cells(connection: sqlite3.Connection, report_no: int, book_no: int = 1) -> tuple[Cell, ...]:
    """Return the cells of a frozen report in their order."""
    rows = connection.execute(
        f"select {', '.join(CELL_COLUMNS)} from frozen_cell where book_no = ? and report_no = ? order by ordinal",
        (book_no, report_no),
    )
    return tuple(Cell(*row) for row in rows)


def last_freeze_before(
    connection: sqlite3.Connection, register: str, start: str, known_at: int, book_no: int = 1
) -> int:
    """Return the latest act that froze a report of ``register`` on a period before ``start``, 0 where none did."""
    row = connection.execute(
        "select max(entry_no) from frozen_report r where book_no = :book and entry_no <= :known and last_on < :start"
        " and (registers is null or exists (select 1 from json_each(r.registers) where value = :register))",
        {"book": book_no, "known": known_at, "start": start, "register": register},
    ).fetchone()
    return row[0] or 0


_LATE = (
    "select {entry}, s.case_no, s.step_no, s.step, s.on_date, {struck}, e.act, e.reason,"
    " min(c.first_on || '/' || c.last_on) from {source}"
    " join case_file f on f.book_no = s.book_no and f.case_no = s.case_no"
    " join entry e on e.book_no = s.book_no and e.entry_no = {entry}"
    " join closing c on c.book_no = s.book_no and s.on_date between c.first_on and c.last_on"
    " and c.entry_no < {entry} and c.last_on < :start"
    " where s.book_no = :book and f.register = :register and {entry} > :after and {entry} <= :known"
    " group by {entry}, s.step_no"
)
_LATE_TOLD = _LATE.format(entry="s.entry_no", struck="0", source="step s").replace(
    "where ", "where s.step_no > :first_step and "
)
# crossed, so that the few strikes lead to their steps: else the planner reads every step of the book
_LATE_STRUCK = _LATE.format(
    entry="x.entry_no",
    struck="1",
    source="strike x cross join step s on s.book_no = x.book_no and s.step_no = x.step_no",
)


def late_steps(
    connection: sqlite3.Connection, register: str, start: str, after: int, known_at: int, book_no: int = 1
) -> list[LateRow]:
    """Return what acts from ``after`` (not included) to ``known_at`` told late of ``register``.

    Late is what lies in a period that ended before ``start`` and was closed by then. What such an act told or struck
    of the same case on other days comes with it; ordered as it was told.
    """
    asked = {"book": book_no, "register": register, "start": start, "after": after, "known": known_at}
    asked["first_step"] = _last_step_of(connection, after, book_no)
    rows = [
        LateRow(entry_no, case_no, step_no, step, on_date, bool(struck), act, reason, *closed.split("/"))
        for sql in (_LATE_TOLD, _LATE_STRUCK)
        for entry_no, case_no, step_no, step, on_date, struck, act, reason, closed in connection.execute(sql, asked)
    ]
    late = {(row.entry_no, row.step_no) for row in rows}
    for entry_no, case_no in dict.fromkeys((row.entry_no, row.case_no) for row in rows):
        same = _steps_of_act(connection, entry_no, case_no, book_no)
        rows += [row for row in same if (row.entry_no, row.step_no) not in late]
    return sorted(rows, key=lambda row: (row.entry_no, row.step_no))


def _steps_of_act(connection: sqlite3.Connection, entry_no: int, case_no: int, book_no: int) -> list[LateRow]:
    rows = connection.execute(
        "select e.entry_no, s.case_no, s.step_no, s.step, s.on_date, x.entry_no is e.entry_no, e.act, e.reason"
        " from step s indexed by step_of_case left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
        " join entry e on e.book_no = s.book_no and e.entry_no = :entry and e.entry_no in (s.entry_no, x.entry_no)"
        " where s.book_no = :book and s.case_no = :case",
        {"book": book_no, "entry": entry_no, "case": case_no},
    )
    return [
        LateRow(entry, case, step_no, step, on_date, bool(struck), act, reason)
        for entry, case, step_no, step, on_date, struck, act, reason in rows
    ]


def _last_step_of(connection: sqlite3.Connection, entry_no: int, book_no: int) -> int:
    """Return the last step told up to an act, found by halving: steps are numbered in the order of acts."""
    low = 0
    high: int = connection.execute(
        "select coalesce(max(step_no), 0) from step where book_no = ?", (book_no,)
    ).fetchone()[0]
    while low < high:
        middle = (low + high + 1) // 2
        told = connection.execute(
            "select entry_no from step where book_no = ? and step_no = ?", (book_no, middle)
        ).fetchone()
        if told is not None and told[0] > entry_no:
            high = middle - 1
        else:
            low = middle
    return low


def number_at(connection: sqlite3.Connection, case_no: int, known_at: int, book_no: int = 1) -> tuple[str, str]:
    """Return register and number of a case as last told by ``known_at``, of a struck case too."""
    register, number = connection.execute(
        "select f.register, p.docket_no from step s indexed by step_of_case"
        " join case_file f on f.book_no = s.book_no and f.case_no = s.case_no"
        " join particulars p on p.book_no = s.book_no and p.step_no = s.step_no"
        " where s.book_no = ? and s.case_no = ? and s.entry_no <= ? order by s.step_no desc limit 1",
        (book_no, case_no, known_at),
    ).fetchone()
    return register, number


def touching(connection: sqlite3.Connection, case_no: int, after: int, book_no: int = 1) -> Iterator[EntryRow]:
    """Yield the acts after the act ``after`` that told, struck or changed anything of a case, oldest first."""
    rows = connection.execute(
        "select entry_no, act, reason, recorded_at from entry where book_no = :book and entry_no > :after"
        " and entry_no in ("
        "select entry_no from step indexed by step_of_case where book_no = :book and case_no = :case"
        " union select x.entry_no from step s indexed by step_of_case join strike x using (book_no, step_no)"
        " where s.book_no = :book and s.case_no = :case"
        " union select since_entry from case_version where book_no = :book and case_no = :case) order by entry_no",
        {"book": book_no, "case": case_no, "after": after},
    )
    for row in rows:
        yield EntryRow(*row)
