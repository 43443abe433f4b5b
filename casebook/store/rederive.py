"""The derived rows anew from the journal, by ranges of cases: what they should be, beside what the book keeps.

A range is read with a fixed number of statements, so the memory of a rebuild does not grow with the book, and ranges
can be derived in several processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.store.derive import DERIVED_TABLES, INSERT, History
from casebook.store.rebuilt import compared

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.store.derive import Deriver

CaseRows = tuple[int, History]  # a case, and what the derived tables should hold of it


def differing(
    connection: sqlite3.Connection, first: int, last: int, derive: Deriver, book_no: int = 1
) -> Iterator[CaseRows]:
    """Yield what the derived rows should be of the cases ``first`` to ``last`` for which the book keeps others.

    Raises ``LookupError`` for a case of which the journal makes no sense.
    """
    for case_no, _, made, others in compared(connection, derive, (first, last), book_no):
        if made is None:
            raise LookupError(case_no)
        if others:
            yield case_no, made._replace(derived=None)  # it may have to be sent to another process


def replace(connection: sqlite3.Connection, found: Iterable[CaseRows], book_no: int = 1) -> int:
    """Put the rows of ``found`` in the place of those that the book keeps; return how many cases there were."""
    cases = dict(found)  # a case without steps is told once for each table
    for table in DERIVED_TABLES:
        connection.executemany(
            f"delete from {table} where book_no = ? and case_no = ?", [(book_no, case_no) for case_no in cases]
        )
    insert(connection, tuple(cases.items()), book_no)
    return len(cases)


def insert(connection: sqlite3.Connection, cases: Sequence[CaseRows], book_no: int = 1) -> None:
    """Add the derived rows of ``cases``, of which the book keeps none."""
    for place, table in enumerate(DERIVED_TABLES):
        rows = [(book_no, case_no, *row) for case_no, made in cases for row in made[:3][place]]
        connection.executemany(INSERT[table], rows)


def drop_strays(connection: sqlite3.Connection, last: int, book_no: int = 1) -> int:
    """Delete derived rows of cases that the journal does not know; return of how many cases."""
    stray = "book_no = ? and (case_no < 1 or case_no > ?)"
    found: set[int] = set()
    for table in DERIVED_TABLES:
        found |= {row[0] for row in connection.execute(f"select case_no from {table} where {stray}", (book_no, last))}
        connection.execute(f"delete from {table} where {stray}", (book_no, last))
    return len(found)


def reindex(connection: sqlite3.Connection) -> None:
    """Make the indexes of the derived tables anew from their rows."""
    for table in DERIVED_TABLES:
        connection.execute(f"reindex {table}")
