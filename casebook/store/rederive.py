"""The derived rows anew from the journal, by ranges of cases: what they should be, beside what the book keeps.

A range is read with a fixed number of statements, so the memory of a rebuild does not grow with the book, and ranges
can be derived in several processes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.store.derive import DERIVED_ROWS, INSERT, history
from casebook.store.records import records_between

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.model import CaseRecord
    from casebook.store.derive import Deriver

Row = tuple[Any, ...]


class CaseRows(NamedTuple):
    """The derived rows of one case, by table, without the numbers of book and case."""

    case_no: int
    case_version: tuple[Row, ...]
    hearing_version: tuple[Row, ...]
    deadline: tuple[Row, ...]


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
