"""Questions about cases as they are known: by number, by filter, by link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.docket import fold_number, parse_number, parse_tail
from casebook.model import Found
from casebook.store.canonical import BOOK_COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

KNOWN_NOW = "until_entry is null"
KNOWN_AT = "since_entry <= :known_at and (until_entry is null or until_entry > :known_at)"
MANY = 20

LIST_COLUMNS = (
    "register", "docket_no", "law", "crosses_border", "status", "received_on", "applicant", "applicant_kind",
    "applicant_count", "respondents", "respondent_level", "matter", "field", "handler", "procedure", "intake_result",
    "intake_on", "closed_on", "outcome", "ground", "court", "instance", "defendant_role", "reviewed_first",
    "replied_on", "heard_on", "head_attended", "head_rank", "previous_number", "channel", "note",
)  # fmt: skip


def find(connection: sqlite3.Connection, text: str, register: str | None = None, book_no: int = 1) -> list[Found]:
    """Return the cases that ``text`` (a number as on paper, or a tail of it) can mean; one, if it is exact."""
    exact = _cases(connection, "docket_key = :key", {"key": fold_number(text)}, register, book_no)
    if exact:
        return exact
    tail = parse_tail(text)
    if tail is not None:
        return by_serial(connection, tail[1], tail[0], register, book_no)
    return _ending(connection, text, register, book_no)


def by_serial(
    connection: sqlite3.Connection,
    serial: int,
    year: int | None,
    register: str | None = None,
    book_no: int = 1,
) -> list[Found]:
    """Return the cases with a running number, of one year where ``year`` is given."""
    condition = "docket_serial = :serial" + ("" if year is None else " and docket_year = :year")
    return _cases(connection, condition, {"serial": serial, "year": year}, register, book_no)


def _ending(connection: sqlite3.Connection, text: str, register: str | None, book_no: int) -> list[Found]:
    """Return the cases whose number ends as ``text`` does, whole running number included."""
    docket = parse_number(text)
    if docket.serial is None or not docket.key:
        return []
    return [
        found
        for found in by_serial(connection, docket.serial, docket.year, register, book_no)
        if fold_number(found.docket_no).endswith(docket.key)
    ]


def _cases(
    connection: sqlite3.Connection,
    condition: str,
    values: Mapping[str, object],
    register: str | None,
    book_no: int,
) -> list[Found]:
    rows = connection.execute(
        f"select case_no, register, docket_no from case_version where book_no = :book and {KNOWN_NOW}"
        f" and register in ('review', 'review-defence', 'litigation') and {condition}"
        " and (:register is null or register = :register) order by received_on, case_no",
        {**values, "book": book_no, "register": register},
    )
    return [Found(*row) for row in rows]


def with_key(connection: sqlite3.Connection, register: str, key: str, book_no: int = 1) -> tuple[int, int] | None:
    """Return case number and first entry of the case that has a number in a register."""
    row: tuple[int, int] | None = connection.execute(
        f"select v.case_no, f.entry_no from case_version v join case_file f using (book_no, case_no)"
        f" where v.book_no = ? and v.register = ? and v.docket_key = ? and v.{KNOWN_NOW}",
        (book_no, register, key),
    ).fetchone()
    return row


def holding(connection: sqlite3.Connection, registers: Iterable[str], book_no: int = 1) -> frozenset[str]:
    """Return those of ``registers`` in which any case is known now."""
    sql = f"select exists (select 1 from case_version where book_no = ? and register = ? and {KNOWN_NOW})"
    return frozenset(each for each in registers if connection.execute(sql, (book_no, each)).fetchone()[0])


def last_serial(connection: sqlite3.Connection, register: str, prefix: str, year: int, book_no: int = 1) -> int:
    """Return the highest running number under the word and year ``prefix`` (folded), 0 if there is none."""
    row = connection.execute(
        f"select max(docket_serial) from case_version where book_no = ? and register = ? and {KNOWN_NOW}"
        " and docket_key >= ? and docket_key < ? and docket_year = ?",
        (book_no, register, prefix, prefix + "\U0010ffff", year),
    ).fetchone()
    return row[0] or 0


def linked(connection: sqlite3.Connection, keys: Sequence[str], own_key: str, book_no: int = 1) -> list[Found]:
    """Return the cases before (whose number is one of ``keys``) and after (which name ``own_key``)."""
    before = [found for key in keys for found in _cases(connection, "docket_key = :key", {"key": key}, None, book_no)]
    return before + _cases(connection, "previous_key = :key", {"key": own_key}, None, book_no)


def listing(
    connection: sqlite3.Connection,
    filters: Sequence[tuple[str, object]],
    *,
    limit: int | None = None,
    known_at: int | None = None,
    book_no: int = 1,
) -> list[dict[str, object]]:
    """Return the cases that satisfy every filter, a condition of ``CONDITIONS`` with its value, oldest first."""
    values: dict[str, object] = {
        "book": book_no,
        "known_at": known_at,
        "limit": -1 if limit is None else limit,
    }
    conditions = ["book_no = :book", KNOWN_NOW if known_at is None else KNOWN_AT]
    for number, (name, value) in enumerate(filters):
        conditions.append(CONDITIONS[name].format(value=f":value{number}"))
        values[f"value{number}"] = value
    rows = connection.execute(
        f"select case_no, {', '.join(LIST_COLUMNS)} from case_version where {' and '.join(conditions)}"
        " order by received_on, case_no limit :limit",
        values,
    )
    return [dict(zip(("case_no", *LIST_COLUMNS), row, strict=True)) for row in rows]


_EQUAL = (
    "register", "status", "applicant_kind", "respondent_level", "matter", "procedure", "intake_result", "outcome",
    "ground", "instance", "defendant_role", "reviewed_first", "law",
)  # fmt: skip
_CONTAINS = (
    "applicant",
    "respondents",
    "field",
    "handler",
    "court",
    "channel",
    "note",
    "docket_no",
    "previous_number",
)

CONDITIONS: Mapping[str, str] = {
    **{name: f"{name} = {{value}}" for name in _EQUAL},
    **{name: f"instr({name}, {{value}}) > 0" for name in _CONTAINS},
    "received_from": "received_on >= {value}",
    "received_to": "received_on <= {value}",
    "accepted_from": "intake_result = 'accept' and intake_on >= {value}",
    "accepted_to": "intake_result = 'accept' and intake_on <= {value}",
    "closed_from": "closed_on >= {value}",
    "closed_to": "closed_on <= {value}",
    "pending": "left_on is null and {value}",
    "case_no": "case_no in (select value from json_each({value}))",
}


def holds(connection: sqlite3.Connection, register: str, book_no: int = 1) -> bool:
    """Return whether a register holds any case."""
    sql = f"select exists (select 1 from case_version where book_no = ? and register = ? and {KNOWN_NOW})"
    return bool(connection.execute(sql, (book_no, register)).fetchone()[0])


class Head(NamedTuple):
    """The book as it is now."""

    bureau: str
    organ: str | None
    organ_level: str | None
    number_word: str | None
    year_start: str
    entry_no: int


def found_book(
    connection: sqlite3.Connection,
    uuid: str,
    bureau: str,
    organ: str | None,
    organ_level: str | None,
    number_word: str | None,
    year_start: str,
    created_at: str,
) -> None:
    """Write the one row that says whose book a new file is."""
    covered_from_the_start = 0  # the link before the first act covers the row
    names, marks = ", ".join(BOOK_COLUMNS), ", ".join("?" * len(BOOK_COLUMNS))
    connection.execute(
        f"insert into book (book_no, {names}) values (1, {marks})",
        (uuid, bureau, organ, organ_level, number_word, year_start, created_at, covered_from_the_start),
    )


def head(connection: sqlite3.Connection, book_no: int = 1) -> Head:
    """Return the book's own data and the number of its last entry."""
    row = connection.execute(
        "select bureau, organ, organ_level, number_word, year_start,"
        " (select coalesce(max(entry_no), 0) from entry where book_no = b.book_no) from book b where book_no = ?",
        (book_no,),
    ).fetchone()
    return Head(*row)


def entries_of(
    connection: sqlite3.Connection, entry_nos: Sequence[int], book_no: int = 1
) -> dict[int, dict[str, object]]:
    """Return who recorded what when, by entry number."""
    import json

    names = ("entry_no", "recorded_at", "recorded_by", "machine", "act", "corrects", "reason", "source")
    rows = connection.execute(
        f"select {', '.join(names)} from entry"
        " where book_no = ? and entry_no in (select value from json_each(?)) order by entry_no",
        (book_no, json.dumps(list(entry_nos))),
    )
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def entries_of_batch(connection: sqlite3.Connection, batch: int, book_no: int = 1) -> frozenset[int]:
    """Return the entries of the import whose first entry is ``batch``."""
    rows = connection.execute(
        "select entry_no from entry where book_no = ? and entry_no >= ? and batch = ?", (book_no, batch, batch)
    )
    return frozenset(entry_no for (entry_no,) in rows)


def cases_of_entries(connection: sqlite3.Connection, entries: frozenset[int], book_no: int = 1) -> list[int]:
    """Return the cases of which ``entries`` told a step, by number."""
    import json

    rows = connection.execute(
        "select distinct case_no from step where book_no = ? and entry_no in (select value from json_each(?))"
        " order by case_no",
        (book_no, json.dumps(sorted(entries))),
    )
    return [case_no for (case_no,) in rows]
