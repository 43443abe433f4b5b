"""Who is registered: the rows of the officers, as the journal tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

Row = tuple[int, str, str, str]


def told(connection: sqlite3.Connection, known_at: int | None = None, book_no: int = 1) -> list[Row]:
    """Return entry, account, name and roles (a JSON list) of every enrolment by ``known_at``, oldest first."""
    return connection.execute(
        "select entry_no, account, name, roles from officer"
        " where book_no = ? and (? is null or entry_no <= ?) order by entry_no, account",
        (book_no, known_at, known_at),
    ).fetchall()
