"""The deadlines of the book as they stand, in one statement over the derived rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.store.cases import KNOWN_NOW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import date

COLUMNS = (
    "v.register", "v.docket_no", "v.handler", "d.case_no", "d.occurrence", "d.rule", "d.name", "d.law", "d.article",
    "d.bound", "d.own", "d.starts_on", "d.nominal_on", "d.due_on", "d.met_on", "d.remaining", "d.provisional",
    "d.deemed_accepted_on", "d.mark", "d.after_decision", "d.exists_after",
)  # fmt: skip

CONDITIONS: Mapping[str, str] = {
    "open": "d.met_on is null",
    "own": "d.own = 1",
    "after_decision": "d.after_decision = 1",
    "due_from": "d.due_on >= {value}",
    "due_to": "d.due_on <= {value}",
    "register": "v.register = {value}",
    "handler": "instr(v.handler, {value}) > 0",
    "rules": "d.rule in (select value from json_each({value}))",
    "case_no": "d.case_no = {value}",
}


def rows(
    connection: sqlite3.Connection, filters: Sequence[tuple[str, object]], today: date, book_no: int = 1
) -> list[tuple[Any, ...]]:
    """Return the deadlines that satisfy every filter, a condition of ``CONDITIONS`` with its value.

    They come by last day and number, those without a last day at the end. A deadline that hangs on silence is left
    out until it exists.
    """
    values: dict[str, object] = {"book": book_no, "today": today.isoformat()}
    conditions = ["d.book_no = :book", "(d.exists_after is null or d.exists_after < :today)"]
    for number, (name, value) in enumerate(filters):
        conditions.append(CONDITIONS[name].format(value=f":value{number}"))
        values[f"value{number}"] = value
    return connection.execute(
        f"select {', '.join(COLUMNS)} from deadline d join case_version v"
        f" on v.book_no = d.book_no and v.case_no = d.case_no and v.{KNOWN_NOW}"
        f" where {' and '.join(conditions)}"
        " order by d.due_on is null, d.due_on, v.docket_no, v.register, d.ordinal",
        values,
    ).fetchall()


def identity(connection: sqlite3.Connection, book_no: int = 1) -> tuple[str, str, int]:
    """Return the book's own mark, its bureau, and the number of its last entry."""
    row: tuple[str, str, int] = connection.execute(
        "select uuid, bureau, (select coalesce(max(entry_no), 0) from entry where book_no = b.book_no)"
        " from book b where book_no = ?",
        (book_no,),
    ).fetchone()
    return row
