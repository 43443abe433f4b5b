"""Derived rows against the journal: every case derived again and compared with the rows kept, one case at a time.

Nothing is written, so a book that nobody may write is checked too, and no writer is waited for.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.store.derive import (
    DERIVED_ROWS,
    DERIVED_TABLES,
    Deriver,
    History,
    history,
    notices_adopted,
    version_row,
)
from casebook.store.records import told_between

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from casebook.model import CaseRecord

    Row = tuple[Any, ...]

# What deriving raises where the journal tells what no act of ours would have told.
NONSENSE = (LookupError, ValueError, TypeError, AttributeError)


_NO_ROWS = History([], [], [], None)
EVERY_CASE = (-(2**63), 2**63 - 1)  # whatever number a row may claim


class Compared(NamedTuple):
    """A case, the derived rows that its steps make, and the derived tables whose rows are others.

    ``record`` is ``None`` where the journal has no such case, which makes no rows, or tells no sense: ``made`` is
    ``None`` then too.
    """

    case_no: int
    record: CaseRecord | None
    made: History | None
    differing: tuple[str, ...]


class _Kept:
    """The rows of one derived table, handed out case by case."""

    def __init__(self, connection: sqlite3.Connection, table: str, condition: str, asked: tuple[int, int, int]) -> None:
        first, *others = DERIVED_ROWS[table]
        names = ", ".join((first, *others))
        rows = connection.execute(
            f"select case_no, {names} from {table} where book_no = ? and case_no between ? and ?{condition}"
            f" order by case_no, {first}",
            asked,
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
    connection: sqlite3.Connection,
    derive: Deriver,
    between: tuple[int, int] = EVERY_CASE,
    book_no: int = 1,
    *,
    whole: bool = True,
) -> Iterator[Compared]:
    """Yield the cases with numbers ``between`` these, each with the derived tables that a rebuild would change.

    Not ``whole``: its present state only.
    """
    tables = DERIVED_TABLES if whole else DERIVED_TABLES[:1]
    condition = "" if whole else " and until_entry is null"
    kept = [_Kept(connection, table, condition, (book_no, *between)) for table in tables]
    adoptions = notices_adopted(connection, book_no)
    for told in told_between(connection, *between, book_no):
        yield from _strays(kept, tables, told.case_no)
        before = [each.of(told.case_no) for each in kept]
        try:
            record = told.record()
            made = history(record, derive, adoptions) if whole else _present(record, derive)
        except NONSENSE:
            yield Compared(told.case_no, None, None, tables)
            continue
        if not whole:
            before[0] = [row[2:] for row in before[0]]
        differing = tuple(table for table, rows, again in zip(tables, before, made[:3], strict=False) if rows != again)
        yield Compared(told.case_no, record, made, differing)
    yield from _strays(kept, tables, None)


def _strays(kept: Sequence[_Kept], tables: Sequence[str], case_no: int | None) -> Iterator[Compared]:
    for table, each in zip(tables, kept, strict=True):
        for stray in each.before(case_no):
            yield Compared(stray, None, _NO_ROWS, (table,))


def _present(record: CaseRecord, derive: Deriver) -> History:
    derived = derive(record, None)
    return History([version_row(derived.version)] if derived else [], [], [], derived)
