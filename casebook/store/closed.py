"""Periods that are closed. Apart from the frozen reports, because every act asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3


class ClosingRow(NamedTuple):
    """A closed period: its days, the report on it, and the act that closed it."""

    first_on: str
    last_on: str
    report_no: int
    entry_no: int = 0


def closings(connection: sqlite3.Connection, book_no: int = 1) -> list[ClosingRow]:
    """Return the closed periods, the one that was closed first first."""
    rows = connection.execute(
        "select first_on, last_on, report_no, entry_no from closing where book_no = ? order by entry_no", (book_no,)
    )
    return [ClosingRow(*row) for row in rows]
