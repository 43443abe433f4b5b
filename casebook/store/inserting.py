"""Rows are appended several to a statement: SQLite opens and closes an undo record for each statement."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

AT_ONCE = 50  # from here on it hardly gets faster; 50 rows of the widest table are far below 32,766 values


def insert_rows(connection: sqlite3.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert ``rows`` in their order; ``statement`` is that of one row."""
    whole = len(rows) - len(rows) % AT_ONCE
    if whole:
        groups = (rows[place : place + AT_ONCE] for place in range(0, whole, AT_ONCE))
        connection.executemany(_several(statement), (list(chain.from_iterable(group)) for group in groups))
    if whole < len(rows):
        connection.executemany(statement, rows[whole:])


@cache
def _several(statement: str) -> str:
    """Return ``statement`` for as many rows as go at once."""
    head, values, marks = statement.rpartition(" values ")
    return f"{head}{values}{', '.join([marks] * AT_ONCE)}"
