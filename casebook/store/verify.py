"""Proof of the book: its numbers, its chain of digests, its derived rows, and the database's own word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.store.chain import broken_entries, broken_parties

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

__all__ = ["broken_entries", "broken_parties"]  # and what stands below

_NUMBERED = (
    ("entry", "entry_no"),
    ("step", "step_no"),
    ("case_file", "case_no"),
    ("frozen_report", "report_no"),
)


class Gap(NamedTuple):
    """A table whose numbers have a gap: how many rows, and the last number."""

    table: str
    rows: int
    last: int


def gaps(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Gap]:
    """Yield the tables of the journal whose numbers do not run from 1 without a gap."""
    for table, column in _NUMBERED:
        rows, last = connection.execute(
            f"select count(*), coalesce(max({column}), 0) from {table} where book_no = ?",
            (book_no,),
        ).fetchone()
        if rows != last:
            yield Gap(table, rows, last)


def integrity(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what the database itself finds wrong with its pages, indexes and links."""
    for (said,) in connection.execute("pragma integrity_check"):
        if said != "ok":
            yield said
    for table, *_ in connection.execute("pragma foreign_key_check"):
        yield f"foreign key: {table}"


CONTRADICTIONS = {
    "outcome-without-date": "outcome is not null and closed_on is null",
    "date-without-outcome": "closed_on is not null and outcome is null",
    "closed-before-received": "closed_on < received_on",
    "closed-before-accepted": "closed_on < intake_on",
    "accepted-before-received": "intake_on < received_on",
    "refused-with-outcome": "intake_result is not null and intake_result <> 'accept' and outcome is not null",
    "status-without-closing": "(status = 'closed') <> (closed_on is not null)",
}


def contradictions(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[tuple[str, str, str]]:
    """Yield name, register and number of every case whose state contradicts itself."""
    for name, condition in CONTRADICTIONS.items():
        for register, number in connection.execute(
            f"select register, docket_no from case_version"
            f" where book_no = ? and until_entry is null and {condition} order by case_no",
            (book_no,),
        ):
            yield name, register, number


class Extent(NamedTuple):
    """The first and last day of which the book tells anything."""

    first: date
    last: date


def extent(connection: sqlite3.Connection, register: str, book_no: int = 1) -> Extent | None:
    """Return the days between which cases of a register were received and left."""
    first, last = connection.execute(
        "select min(received_on), max(max(received_on, coalesce(intake_on, ''), coalesce(closed_on, '')))"
        " from case_version where book_no = ? and register = ? and until_entry is null",
        (book_no, register),
    ).fetchone()
    return Extent(date.fromisoformat(first), date.fromisoformat(last)) if first else None
