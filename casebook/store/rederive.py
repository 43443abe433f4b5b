"""The derived rows anew from the journal, by ranges of cases: what they should be, beside what the book keeps.

A range is read with a fixed number of statements, so the memory of a rebuild does not grow with the book, and ranges
can be derived in several processes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Step
from casebook.store.canonical import CARD_COLUMNS, HEARING_COLUMNS
from casebook.store.derive import DERIVED_ROWS, INSERT, history

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.store.derive import Deriver

Row = tuple[Any, ...]

_STEPS = (
    "select s.case_no, f.register, s.step_no, s.entry_no, s.step, s.on_date, s.outcome, s.ground, s.note, s.details,"
    f" x.entry_no, p.step_no, {', '.join(f'p.{name}' for name in CARD_COLUMNS)}, h.step_no,"
    f" {', '.join(f'h.{name}' for name in HEARING_COLUMNS)}"
    " from case_file f cross join step s indexed by step_of_case on s.book_no = f.book_no and s.case_no = f.case_no"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
    " left join particulars p on p.book_no = s.book_no and p.step_no = s.step_no and s.step = 'receive'"
    " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no and s.step = 'hear'"
    " where f.book_no = ? and f.case_no between ? and ? order by f.case_no, s.step_no"
)
_PARTIES = (
    "select p.step_no, p.role, p.name from case_file f"
    " cross join step s indexed by step_of_case on s.book_no = f.book_no and s.case_no = f.case_no"
    " cross join party p on p.book_no = s.book_no and p.step_no = s.step_no"
    " where f.book_no = ? and f.case_no between ? and ? order by p.step_no, p.role, p.ordinal"
)
_CARD_AT = 12
_HEARING_AT = _CARD_AT + len(CARD_COLUMNS)


class CaseRows(NamedTuple):
    """The derived rows of one case, by table, without the numbers of book and case."""

    case_no: int
    case_version: tuple[Row, ...]
    hearing_version: tuple[Row, ...]
    deadline: tuple[Row, ...]


def case_count(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the number of the last case: they have no gap."""
    number: int = connection.execute(
        "select coalesce(max(case_no), 0) from case_file where book_no = ?", (book_no,)
    ).fetchone()[0]
    return number


def records_between(connection: sqlite3.Connection, first: int, last: int, book_no: int = 1) -> Iterator[CaseRecord]:
    """Yield the cases with the numbers ``first`` to ``last`` as their acts tell them, in order."""
    asked = (book_no, first, last)
    named: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for step_no, role, name in connection.execute(_PARTIES, asked):
        named[step_no][role].append(name)
    for (case_no, register), told in groupby(connection.execute(_STEPS, asked), key=itemgetter(0, 1)):
        steps: list[Step] = []
        cards: dict[int, Card] = {}
        hearings: dict[int, Hearing] = {}
        for row in told:
            _, _, no, entry, code, on, outcome, ground, note, details, by = row[: _CARD_AT - 1]
            said = json.loads(details) if details else {}
            step = Step(no, entry, code, date.fromisoformat(on), outcome, ground, note, said, by)
            steps.append(step)
            if row[_CARD_AT - 1] is not None:
                number, *rest = row[_CARD_AT:_HEARING_AT]
                names = named[no]
                cards[no] = Card(number, tuple(names["applicant"]), tuple(names["respondent"]), *rest)
            if code == "hear":
                hearings[no] = Hearing(no, step.on, *row[_HEARING_AT + 1 :])
        yield CaseRecord(case_no, register, tuple(steps), cards, hearings)


def rows_of(record: CaseRecord, derive: Deriver, adoptions: Sequence[int]) -> CaseRows:
    """Return what the derived rows of a case should be; ``adoptions`` are the entries that changed the calendar."""
    made = history(record, derive, adoptions)
    return CaseRows(record.case_no, tuple(made.versions), tuple(made.hearings), tuple(made.deadlines))


def differing(
    connection: sqlite3.Connection, first: int, last: int, derive: Deriver, adoptions: Sequence[int], book_no: int = 1
) -> Iterator[CaseRows]:
    """Yield what the derived rows should be of the cases ``first`` to ``last`` for which the book keeps others."""
    kept = {table: _kept(connection, table, (book_no, first, last)) for table in DERIVED_ROWS}
    for record in records_between(connection, first, last, book_no):
        right = rows_of(record, derive, adoptions)
        if any(tuple(kept[table].get(record.case_no, ())) != getattr(right, table) for table in DERIVED_ROWS):
            yield right


def _kept(connection: sqlite3.Connection, table: str, asked: tuple[int, int, int]) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    # the key of each table: book, case, then the first of its columns
    for row in connection.execute(
        f"select case_no, {', '.join(DERIVED_ROWS[table])} from {table} where book_no = ? and case_no between ? and ?"
        f" order by case_no, {DERIVED_ROWS[table][0]}",
        asked,
    ):
        rows[row[0]].append(row[1:])
    return rows


def replace(connection: sqlite3.Connection, found: Iterable[CaseRows], book_no: int = 1) -> int:
    """Put the rows of ``found`` in the place of those that the book keeps; return how many cases there were."""
    cases = tuple(found)
    for table in DERIVED_ROWS:
        connection.executemany(
            f"delete from {table} where book_no = ? and case_no = ?", [(book_no, each.case_no) for each in cases]
        )
    insert(connection, cases, book_no)
    return len(cases)


def insert(connection: sqlite3.Connection, cases: Sequence[CaseRows], book_no: int = 1) -> None:
    """Add the derived rows of ``cases``, of which the book keeps none."""
    for table in DERIVED_ROWS:
        rows = [(book_no, each.case_no, *row) for each in cases for row in getattr(each, table)]
        connection.executemany(INSERT[table], rows)


def drop_strays(connection: sqlite3.Connection, last: int, book_no: int = 1) -> int:
    """Delete derived rows of cases that the journal does not know; return of how many cases."""
    stray = "book_no = ? and (case_no < 1 or case_no > ?)"
    found: set[int] = set()
    for table in DERIVED_ROWS:
        found |= {row[0] for row in connection.execute(f"select case_no from {table} where {stray}", (book_no, last))}
        connection.execute(f"delete from {table} where {stray}", (book_no, last))
    return len(found)


def reindex(connection: sqlite3.Connection) -> None:
    """Make the indexes of the derived tables anew from their rows."""
    for table in DERIVED_ROWS:
        connection.execute(f"reindex {table}")
