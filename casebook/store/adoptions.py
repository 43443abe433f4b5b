"""What a book relies on besides the program: notices, schemes, forms and targets; the cases that a notice touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

CALENDAR, SCHEME, FORM, TARGET = "calendar", "scheme", "form", "target"


class Adoption(NamedTuple):
    """What an act adopted: the subject (a year, a name, register/figure/year), the text as read, and its short form."""

    entry_no: int
    subject: str
    content: str
    compiled: str

    @property
    def year(self) -> int:
        """The year of a notice."""
        return int(self.subject)


def adopted(connection: sqlite3.Connection, kind: str, book_no: int = 1) -> tuple[Adoption, ...]:
    """Return what was adopted of ``kind``, oldest act first; of a subject the latest stands."""
    rows = connection.execute(
        "select entry_no, subject, content, compiled from adoption where book_no = ? and kind = ? order by entry_no",
        (book_no, kind),
    )
    return tuple([Adoption(*row) for row in rows])


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
