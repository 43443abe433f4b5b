"""Derived rows against the journal: every case derived again and compared with the rows kept, one case at a time.

Nothing is written, so a book that nobody may write is checked too, and no writer is waited for.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Step
from casebook.store.canonical import CARD_COLUMNS, HEARING_COLUMNS
from casebook.store.derive import (
    DERIVED_ROWS,
    DERIVED_TABLES,
    Deriver,
    History,
    history,
    notices_adopted,
    version_row,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from casebook.versions import Derived

    Row = tuple[Any, ...]

# What deriving raises where the journal tells what no act of ours would have told.
NONSENSE = (LookupError, ValueError, TypeError, AttributeError)

_CARD = ", ".join(f"p.{name}" for name in CARD_COLUMNS)
_HEARD = ", ".join(f"h.{name}" for name in HEARING_COLUMNS)
_STEPS = (
    "select s.case_no, f.register, s.step_no, s.entry_no, s.step, s.on_date, s.outcome, s.ground, s.note, s.details,"
    f" x.entry_no, p.step_no, {_CARD}, h.step_no, {_HEARD}"
    # without the hint the planner sorts every step of the book
    " from step s indexed by step_of_case join case_file f on f.book_no = s.book_no and f.case_no = s.case_no"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
    " left join particulars p on p.book_no = s.book_no and p.step_no = s.step_no"
    " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no"
    " where s.book_no = ? order by s.case_no, s.step_no"
)
_NAMED = "select role, name from party where book_no = ? and step_no = ? order by role, ordinal"
_CARD_AT = 12
_HEARING_AT = _CARD_AT + len(CARD_COLUMNS)


class Compared(NamedTuple):
    """A case, what its steps make it, and the derived tables whose rows are others.

    ``record`` and ``derived`` are ``None`` where the journal has no such case or makes no sense of it.
    """

    case_no: int
    record: CaseRecord | None
    derived: Derived | None
    differing: tuple[str, ...]


class _Kept:
    """The rows of one derived table, handed out case by case."""

    def __init__(self, connection: sqlite3.Connection, table: str, condition: str, book_no: int) -> None:
        first, *others = DERIVED_ROWS[table]
        names = ", ".join((first, *others))
        rows = connection.execute(
            f"select case_no, {names} from {table} where book_no = ?{condition} order by case_no, {first}", (book_no,)
        )
        self._cases = groupby(rows, key=itemgetter(0))
        self._next = next(self._cases, None)

    def before(self, case_no: int | None) -> Iterator[int]:
        """Yield the cases before ``case_no`` that have rows and were not asked for; all that are left for ``None``."""
        while self._next is not None and (case_no is None or self._next[0] < case_no):
            yield self._next[0]
            self._next = next(self._cases, None)

    def of(self, case_no: int) -> list[Row]:
        """Return the rows of a case."""
        if self._next is None or self._next[0] != case_no:
            return []
        rows = [row[1:] for row in self._next[1]]
        self._next = next(self._cases, None)
        return rows


def compared(
    connection: sqlite3.Connection, derive: Deriver, book_no: int = 1, *, whole: bool = True
) -> Iterator[Compared]:
    """Yield every case with the derived tables that a rebuild would change; not ``whole``: its present state only."""
    tables = DERIVED_TABLES if whole else DERIVED_TABLES[:1]
    condition = "" if whole else " and until_entry is null"
    kept = [_Kept(connection, table, condition, book_no) for table in tables]
    adoptions = notices_adopted(connection, book_no)
    for case_no, register, rows in _told(connection, book_no):
        yield from _strays(kept, tables, case_no)
        before = [each.of(case_no) for each in kept]
        try:
            record = _record(connection, case_no, register, rows, book_no)
            made = history(record, derive, adoptions) if whole else _present(record, derive)
        except NONSENSE:
            yield Compared(case_no, None, None, tables)
            continue
        if not whole:
            before[0] = [row[2:] for row in before[0]]
        differing = tuple(table for table, rows, again in zip(tables, before, made[:3], strict=False) if rows != again)
        yield Compared(case_no, record, made.derived, differing)
    yield from _strays(kept, tables, None)


def _strays(kept: Sequence[_Kept], tables: Sequence[str], case_no: int | None) -> Iterator[Compared]:
    for table, each in zip(tables, kept, strict=True):
        for stray in each.before(case_no):
            yield Compared(stray, None, None, (table,))


def _present(record: CaseRecord, derive: Deriver) -> History:
    derived = derive(record, None)
    return History([version_row(derived.version)] if derived else [], [], [], derived)


def _told(connection: sqlite3.Connection, book_no: int) -> Iterator[tuple[int, str, list[Row]]]:
    rows = connection.execute(_STEPS, (book_no,))
    for (case_no, register), told in groupby(rows, key=itemgetter(0, 1)):
        yield case_no, register, list(told)


def _record(connection: sqlite3.Connection, case_no: int, register: str, rows: list[Row], book_no: int) -> CaseRecord:
    steps: list[Step] = []
    cards: dict[int, Card] = {}
    hearings: dict[int, Hearing] = {}
    for row in rows:
        step = _step(row)
        steps.append(step)
        if step.step == "receive":
            named: dict[str, list[str]] = {"applicant": [], "respondent": []}
            for role, name in connection.execute(_NAMED, (book_no, step.step_no)):
                named[role].append(name)
            number, *rest = row[_CARD_AT:_HEARING_AT]
            cards[step.step_no] = Card(number, tuple(named["applicant"]), tuple(named["respondent"]), *rest)
        if step.step == "hear":
            hearings[step.step_no] = Hearing(step.step_no, step.on, *row[_HEARING_AT + 1 :])
    return CaseRecord(case_no, register, tuple(steps), cards, hearings)


def _step(row: Row) -> Step:
    _, _, no, entry, code, on, outcome, ground, note, details, by = row[: _CARD_AT - 1]
    said = json.loads(details) if details else {}
    return Step(no, entry, code, date.fromisoformat(on), outcome, ground, note, said, by)


def differing_cases(
    connection: sqlite3.Connection, derive: Callable[[CaseRecord, int | None], Derived | None], book_no: int = 1
) -> Iterator[int]:
    """Yield the cases whose present derived state is not what their steps make it."""
    return (each.case_no for each in compared(connection, derive, book_no, whole=False) if each.differing)


def rebuilt_differs(connection: sqlite3.Connection, derive: Deriver, book_no: int = 1) -> list[str]:
    """Return the derived tables that a rebuild from the journal would change. The book stays as it is."""
    found = {table for each in compared(connection, derive, book_no) for table in each.differing}
    return [table for table in DERIVED_TABLES if table in found]
