"""What a book relies on besides the program: notices adopted, and the cases that a notice touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

CALENDAR = "calendar"


class Adoption(NamedTuple):
    """A holiday notice as adopted by an act: the year, and the notice in the form of ``noticeform``."""

    entry_no: int
    year: int
    compiled: str


def adopted(connection: sqlite3.Connection, book_no: int = 1) -> tuple[Adoption, ...]:
    """Return the adopted notices, oldest act first; a later one of a year stands instead of an earlier one."""
    return tuple(
        [
            Adoption(entry_no, int(year), compiled)
            for entry_no, year, compiled in connection.execute(
                "select entry_no, subject, compiled from adoption where book_no = ? and kind = ? order by entry_no",
                (book_no, CALENDAR),
            )
        ]
    )


def content(connection: sqlite3.Connection, entry_no: int, book_no: int = 1) -> str:
    """Return the file that an act adopted, as it was read."""
    text: str = connection.execute(
        "select content from adoption where book_no = ? and entry_no = ?", (book_no, entry_no)
    ).fetchone()[0]
    return text


def touched(connection: sqlite3.Connection, year: int, book_no: int = 1) -> list[int]:
    """Return the cases whose deadlines the notice of ``year`` can change; some of them it will not.

    A notice decides on days from 25 December before its year. A period that is counted back from a hearing can
    reach into the year from the January after it.
    """
    window = {"book": book_no, "first": date(year - 1, 12, 25).isoformat(), "last": date(year + 1, 1, 31).isoformat()}
    rows = connection.execute(
        "select case_no from case_version v where book_no = :book and until_entry is null and received_on <= :last"
        " and (left_on is null or left_on >= :first or due_on >= :first or reply_due_on >= :first or exists"
        " (select 1 from deadline d where d.book_no = v.book_no and d.case_no = v.case_no"
        " and (d.due_on is null or d.due_on >= :first or d.provisional = 1))) order by case_no",
        window,
    )
    return [case_no for (case_no,) in rows]


def last_days(connection: sqlite3.Connection, case_no: int, book_no: int = 1) -> list[tuple[str, str | None, int]]:
    """Return rule, last day and provisional mark of the deadlines of a case, in their order."""
    return connection.execute(
        "select rule, due_on, provisional from deadline where book_no = ? and case_no = ? order by ordinal",
        (book_no, case_no),
    ).fetchall()


def provisional(connection: sqlite3.Connection, today: date, book_no: int = 1) -> tuple[int, str | None]:
    """Return how many open deadlines rest on a year without a notice, and the first of their last days."""
    count, first = connection.execute(
        "select count(*), min(due_on) from deadline where book_no = ? and met_on is null and provisional = 1"
        " and (exists_after is null or exists_after < ?)",
        (book_no, today.isoformat()),
    ).fetchone()
    return count, first
