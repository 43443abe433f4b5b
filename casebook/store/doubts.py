"""What an officer should look at: cases that stand still, acts told late, a clock that went wrong, running numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Overdue(NamedTuple):
    """A pending case whose own period has run out by more than its own length again."""

    register: str
    number: str
    rule: str
    article: str
    starts_on: str
    due_on: str


class Still(NamedTuple):
    """A pending case in which nothing has happened since ``since``; ``ground`` is that of a suspension."""

    register: str
    number: str
    law: str | None
    since: str
    ground: str | None


class Told(NamedTuple):
    """A step that counts, the day on which it happened and the instant at which it was told."""

    register: str
    number: str
    step: str
    on_date: str
    entry_no: int
    recorded_at: str


class Turned(NamedTuple):
    """Acts whose instant is earlier than that of the act before: how many, and the first with both instants."""

    acts: int
    entry_no: int
    recorded_at: str
    before: str


class Number(NamedTuple):
    """The running number of a case as known now."""

    number: str
    key: str
    year: int
    serial: int
    received_on: str
    intake_on: str | None
    closed_on: str | None


_PENDING = "v.book_no = :book and v.until_entry is null and v.left_on is null"
_OVERDUE = (
    "select v.register, v.docket_no, d.rule, d.article, d.starts_on, d.due_on from case_version v"
    " join deadline d on d.book_no = v.book_no and d.case_no = v.case_no and d.own = 1 and d.met_on is null"
    " and d.due_on in (v.due_on, case when v.replied_on is null then v.reply_due_on end)"
    f" where {_PENDING} and julianday(:today) - julianday(d.due_on) > julianday(d.due_on) - julianday(d.starts_on)"
    " group by v.case_no, d.due_on order by v.case_no, d.due_on"
)
# The last live step of a case; a bare column beside max() is that of the row with the greatest value.
_STILL = (
    "select v.register, v.docket_no, v.law, max(s.on_date), s.ground from case_version v"
    " join step s on s.book_no = v.book_no and s.case_no = v.case_no"
    " where {condition} and not exists"
    " (select 1 from strike x where x.book_no = s.book_no and x.step_no = s.step_no) group by v.case_no"
)
_SUSPENDED = _STILL.format(condition=f"{_PENDING} and v.status = 'suspended' and s.step = 'suspend'")
_SILENT = _STILL.format(
    condition=f"{_PENDING} and v.register = 'review' and v.status <> 'suspended' and v.due_on is null"
)
_TOLD = (
    "select v.register, v.docket_no, s.step, s.on_date, e.entry_no, e.recorded_at from step s"
    " join entry e on e.book_no = s.book_no and e.entry_no = s.entry_no"
    " join case_version v on v.book_no = s.book_no and v.case_no = s.case_no and v.until_entry is null"
    " where s.book_no = :book and {condition} and not exists"
    " (select 1 from strike x where x.book_no = s.book_no and x.step_no = s.step_no) order by s.step_no"
)
_LATE = _TOLD.format(
    condition="e.act in ('intake', 'record') and e.recorded_at < :tomorrow"
    " and s.on_date >= (select substr(created_at, 1, 10) from book where book_no = s.book_no)"
    " and date(s.on_date, 'start of month', '+2 months') <= substr(e.recorded_at, 1, 10)"
)
# a day by the office's clock can be the next one of the clock in UTC
_AHEAD = _TOLD.format(condition="s.on_date > date(substr(e.recorded_at, 1, 10), '+1 day')")


def overdue_twice(connection: sqlite3.Connection, today: str, book_no: int = 1) -> Iterator[Overdue]:
    """Yield the pending cases whose review period, or time for our reply, has gone by twice over."""
    for row in connection.execute(_OVERDUE, {"book": book_no, "today": today}):
        yield Overdue(*row)


def suspended(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Still]:
    """Yield the suspended cases with the day and the ground of the suspension."""
    for row in connection.execute(_SUSPENDED, {"book": book_no}):
        yield Still(*row)


def silent(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Still]:
    """Yield our own pending reviews that no period runs for, with the day of their last step."""
    for row in connection.execute(_SILENT, {"book": book_no}):
        yield Still(*row)


def told_late(connection: sqlite3.Connection, tomorrow: str, book_no: int = 1) -> Iterator[Told]:
    """Yield the steps that were told when the month after theirs had ended.

    Left out are steps from before the book was made, imports, corrections, and acts from ``tomorrow`` on.
    """
    for row in connection.execute(_LATE, {"book": book_no, "tomorrow": tomorrow}):
        yield Told(*row)


def told_ahead(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Told]:
    """Yield the steps of a day after the instant at which they were told."""
    for row in connection.execute(_AHEAD, {"book": book_no}):
        yield Told(*row)


def turned_back(connection: sqlite3.Connection, minutes: int, book_no: int = 1) -> Turned | None:
    """Return the acts that were told more than so many ``minutes`` before the act before them."""
    count, *first = connection.execute(
        "select count(*), min(entry_no), recorded_at, before from (select entry_no, recorded_at,"
        " lag(recorded_at) over (order by entry_no) as before from entry where book_no = ?)"
        " where recorded_at < before and strftime('%s', before) - strftime('%s', recorded_at) > 60 * ?",
        (book_no, minutes),
    ).fetchone()
    return Turned(count, *first) if count else None


def told_after(connection: sqlite3.Connection, instant: str, book_no: int = 1) -> tuple[int, int, str] | None:
    """Return how many acts were told after ``instant``, and the first of them with its own."""
    count, *first = connection.execute(
        "select count(*), min(entry_no), recorded_at from entry where book_no = ? and recorded_at > ?",
        (book_no, instant),
    ).fetchone()
    return (count, *first) if count else None


def numbers(connection: sqlite3.Connection, register: str, book_no: int = 1) -> Iterator[Number]:
    """Yield the cases of a register that have a running number, by that number."""
    for row in connection.execute(
        "select docket_no, docket_key, docket_year, docket_serial, received_on, intake_on, closed_on from case_version"
        " where book_no = ? and register = ? and until_entry is null and docket_year is not null"
        " and docket_serial is not null order by docket_serial, case_no",
        (book_no, register),
    ):
        yield Number(*row)
