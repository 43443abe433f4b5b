"""What leaves a book as tables: cases, steps, parties and hearings as known at an entry, one row after the other.

Every question has the same order: by the day on which a case was received, then by its internal number. So several can
be read side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.store.cases import CONDITIONS, KNOWN_AT, KNOWN_NOW, LIST_COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

CASE_COLUMNS = ("case_no", *LIST_COLUMNS)
STEP_COLUMNS = (
    "case_no", "register", "docket_no", "step_no", "entry_no", "step", "on_date", "outcome", "ground", "note",
    "details", "held", "head_attended", "head_name", "head_post", "head_rank", "absence",
)  # fmt: skip
PARTY_COLUMNS = ("case_no", "register", "docket_no", "role", "ordinal", "name", "applicant_kind")
HEARING_COLUMNS = (
    "case_no", "register", "docket_no", "on_date", "court", "instance", "respondents", "head_attended", "head_name",
    "head_post", "head_rank", "absence",
)  # fmt: skip
Row = tuple[object, ...]
_ORDER = "order by v.received_on, v.case_no"
_LIVE = (
    # in this order, by this index: otherwise every step of the book may be read for each case
    " cross join step s indexed by step_of_case on s.book_no = v.book_no and s.case_no = v.case_no"
    " and s.entry_no <= :known"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no and x.entry_no <= :known"
)
_HEARD = " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no"


class Asked(NamedTuple):
    """Which cases are asked for: conditions of ``store.cases.CONDITIONS`` with their values, as known at an entry."""

    filters: Sequence[tuple[str, object]] = ()
    known_at: int | None = None
    book_no: int = 1


def cases(connection: sqlite3.Connection, asked: Asked) -> Iterator[Row]:
    """Yield the state of every case, by ``CASE_COLUMNS``."""
    chosen, values = _chosen(connection, asked)
    yield from connection.execute(
        f"{chosen} select {', '.join(f'v.{name}' for name in CASE_COLUMNS)} from chosen v {_ORDER}", values
    )


def steps(connection: sqlite3.Connection, asked: Asked) -> Iterator[Row]:
    """Yield the live steps of every case by day, with what a hearing says, by ``STEP_COLUMNS``."""
    chosen, values = _chosen(connection, asked)
    yield from connection.execute(
        f"{chosen} select v.case_no, v.register, v.docket_no, s.step_no, s.entry_no, s.step, s.on_date, s.outcome,"
        " s.ground, s.note, s.details, h.step_no is not null, h.head_attended, h.head_name, h.head_post, h.head_rank,"
        f" h.absence from chosen v{_LIVE}{_HEARD} where x.step_no is null {_ORDER}, s.on_date, s.step_no",
        values,
    )


def parties(connection: sqlite3.Connection, asked: Asked) -> Iterator[Row]:
    """Yield the parties that the card of every case names, applicants first, by ``PARTY_COLUMNS``."""
    chosen, values = _chosen(connection, asked)
    yield from connection.execute(
        f"{chosen} select v.case_no, v.register, v.docket_no, p.role, p.ordinal, p.name, v.applicant_kind"
        f" from chosen v{_LIVE} cross join party p on p.book_no = s.book_no and p.step_no = s.step_no"
        f" where x.step_no is null {_ORDER}, p.role, p.ordinal",
        values,
    )


def hearings(connection: sqlite3.Connection, asked: Asked) -> Iterator[Row]:
    """Yield the hearings of every case by day, by ``HEARING_COLUMNS``."""
    chosen, values = _chosen(connection, asked)
    yield from connection.execute(
        f"{chosen} select v.case_no, v.register, v.docket_no, s.on_date, v.court, v.instance, v.respondents,"
        f" h.head_attended, h.head_name, h.head_post, h.head_rank, h.absence from chosen v{_LIVE}{_HEARD}"
        f" where x.step_no is null and s.step = 'hear' {_ORDER}, s.on_date, s.step_no",
        values,
    )


def names(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Row]:
    """Yield every name that the book was ever told, struck ones too, with side and kind of applicant, as told.

    Last comes whether it is no name any more but what is shown instead of one.
    """
    yield from connection.execute(
        "select p.name, p.role, c.applicant_kind, p.salt = '' from party p"
        " left join particulars c using (book_no, step_no) where p.book_no = ? order by p.step_no, p.role, p.ordinal",
        (book_no,),
    )


def _chosen(connection: sqlite3.Connection, asked: Asked) -> tuple[str, dict[str, object]]:
    """Return the cases asked for as a common table, and the values of the whole statement."""
    known = _known(connection, asked.known_at, asked.book_no)
    values: dict[str, object] = {"book": asked.book_no, "known_at": asked.known_at, "known": known}
    conditions = ["book_no = :book", KNOWN_NOW if asked.known_at is None else KNOWN_AT]
    for number, (name, value) in enumerate(asked.filters):
        conditions.append(CONDITIONS[name].format(value=f":value{number}"))
        values[f"value{number}"] = value
    return f"with chosen as (select * from case_version where {' and '.join(conditions)})", values


def _known(connection: sqlite3.Connection, known_at: int | None, book_no: int) -> int:
    if known_at is not None:
        return known_at
    sql = "select coalesce(max(entry_no), 0) from entry where book_no = ?"
    number: int = connection.execute(sql, (book_no,)).fetchone()[0]
    return number
