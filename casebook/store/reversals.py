"""Acts that take others back: what an officer told last, what was undone, and what an act is beside others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Told(NamedTuple):
    """An act as it stands in the journal. ``batch`` is the first entry of the import that it belongs to."""

    entry_no: int
    act: str
    recorded_by: str
    corrects: int | None
    batch: int | None


_ACT = "select entry_no, act, recorded_by, corrects, batch from entry where book_no = ?"


def acts_of(connection: sqlite3.Connection, officer: str, book_no: int = 1) -> Iterator[Told]:
    """Yield the acts of an officer, the last one first."""
    for row in connection.execute(f"{_ACT} and recorded_by = ? order by entry_no desc", (book_no, officer)):
        yield Told(*row)


def act(connection: sqlite3.Connection, entry_no: int, book_no: int = 1) -> Told:
    """Return the act of an entry."""
    return Told(*connection.execute(f"{_ACT} and entry_no = ?", (book_no, entry_no)).fetchone())


def reversing(connection: sqlite3.Connection, book_no: int = 1) -> list[Told]:
    """Return the acts that took others back as a whole, the last one first: undoing, and striking an import."""
    rows = connection.execute(
        f"{_ACT} and act in ('undo', 'strike') and corrects is not null"
        " and (act = 'undo' or exists (select 1 from entry c where c.book_no = entry.book_no"
        " and c.entry_no = entry.corrects and c.batch = c.entry_no)) order by entry_no desc",
        (book_no,),
    )
    return [Told(*row) for row in rows]


def cases_touched(connection: sqlite3.Connection, entry_no: int, book_no: int = 1) -> list[int]:
    """Return the cases of which an act told or struck a step, by number."""
    rows = connection.execute(
        "select case_no from step where book_no = :book and entry_no = :entry"
        " union select s.case_no from strike x join step s on s.book_no = x.book_no and s.step_no = x.step_no"
        " where x.book_no = :book and x.entry_no = :entry order by 1",
        {"book": book_no, "entry": entry_no},
    )
    return [case_no for (case_no,) in rows]
