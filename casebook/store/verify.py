"""Proof of the book: the journal read as one stream, its chain of digests recomputed, its rows compared."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Step
from casebook.store import frozen
from casebook.store.derive import DERIVED_TABLES, VERSION_COLUMNS, Deriver, rebuild, version_row
from casebook.store.journal import CARD_COLUMNS, chain, origin, party_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from casebook.versions import Derived

_NUMBERED = (
    ("entry", "entry_no"),
    ("step", "step_no"),
    ("case_file", "case_no"),
    ("frozen_report", "report_no"),
)
_OF_AN_ENTRY = ("case_file", "step", "strike", "adoption", "frozen_report", "closing")
_HEARING = ("head_attended", "head_name", "head_post", "head_rank", "absence")
_CARD = ", ".join(f"p.{name}" for name in CARD_COLUMNS)
_HEARD = ", ".join(f"h.{name}" for name in _HEARING)
_STEPS = (
    "select s.case_no, f.register, s.step_no, s.entry_no, s.step, s.on_date, s.outcome, s.ground, s.note, s.details,"
    f" x.entry_no, p.step_no, {_CARD}, h.step_no, {_HEARD}"
    " from step s join case_file f on f.book_no = s.book_no and f.case_no = s.case_no"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
    " left join particulars p on p.book_no = s.book_no and p.step_no = s.step_no"
    " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no"
    " where s.book_no = ? order by s.case_no, s.step_no"
)
_CARD_AT = 12
_HEARING_AT = _CARD_AT + len(CARD_COLUMNS)


def records(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[CaseRecord]:
    """Yield every case of the book from one pass over the journal, by case number."""
    named = _parties(connection, book_no)
    rows = connection.execute(_STEPS, (book_no,))
    for (case_no, register), told in groupby(rows, key=itemgetter(0, 1)):
        steps: list[Step] = []
        cards: dict[int, Card] = {}
        hearings: dict[int, Hearing] = {}
        for row in told:
            step = _step(row)
            steps.append(step)
            if row[_CARD_AT - 1] is not None:
                cards[step.step_no] = _card(row, named.get(step.step_no, {}))
            if row[_HEARING_AT] is not None:
                hearings[step.step_no] = Hearing(step.step_no, step.on, *row[_HEARING_AT + 1 :])
        yield CaseRecord(case_no, register, tuple(steps), cards, hearings)


def _step(row: tuple[Any, ...]) -> Step:
    _, _, no, entry, code, on, outcome, ground, note, details, by = row[: _CARD_AT - 1]
    said = json.loads(details) if details else {}
    return Step(no, entry, code, date.fromisoformat(on), outcome, ground, note, said, by)


def _card(row: tuple[Any, ...], named: dict[str, list[str]]) -> Card:
    number, *rest = row[_CARD_AT:_HEARING_AT]
    return Card(number, tuple(named.get("applicant", ())), tuple(named.get("respondent", ())), *rest)


def _parties(connection: sqlite3.Connection, book_no: int) -> dict[int, dict[str, list[str]]]:
    named: dict[int, dict[str, list[str]]] = {}
    for step_no, role, name in connection.execute(
        "select step_no, role, name from party where book_no = ? order by step_no, role, ordinal", (book_no,)
    ):
        named.setdefault(step_no, {}).setdefault(role, []).append(name)
    return named


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


def broken_entries(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[int]:
    """Yield the entries whose digest does not fit their content and the digest before; the first one matters."""
    before = origin(connection, book_no)
    cases = _by_entry(
        connection,
        "select entry_no, case_no, register from case_file where book_no = ? order by case_no",
        book_no,
    )
    strikes = _by_entry(
        connection,
        "select entry_no, step_no from strike where book_no = ? order by entry_no, step_no",
        book_no,
    )
    adoptions = _by_entry(
        connection,
        "select entry_no, kind, subject, content, compiled from adoption where book_no = ? order by entry_no",
        book_no,
    )
    closings = _by_entry(
        connection,
        "select entry_no, first_on, last_on, report_no from closing where book_no = ? order by entry_no",
        book_no,
    )
    reports = frozen.canonical(connection, book_no)
    steps = _canonical_steps(connection, book_no)
    for row in connection.execute(
        "select entry_no, recorded_at, recorded_by, act, corrects, reason, source, batch, digest from entry"
        " where book_no = ? order by entry_no",
        (book_no,),
    ):
        *entry, batch, digest = row
        content = {
            "entry": entry,
            "cases": [list(case) for case in cases.get(row[0], ())],
            "steps": steps.get(row[0], []),
            "strikes": [step_no for (step_no,) in strikes.get(row[0], ())],
            **({"adoptions": adoptions[row[0]]} if row[0] in adoptions else {}),
            **({"frozen": reports[row[0]]} if row[0] in reports else {}),
            **({"closings": closings[row[0]]} if row[0] in closings else {}),
            **({"batch": batch} if batch is not None else {}),
        }
        if chain(before, content) != digest:
            yield row[0]
        before = digest
    yield from _without_entry(connection)


def _without_entry(connection: sqlite3.Connection) -> Iterator[int]:
    """Yield the entries that rows belong to and that are not there: the last of a chain is missed by no other."""
    told = " union ".join(f"select book_no, entry_no from {table}" for table in _OF_AN_ENTRY)
    for _, entry_no in connection.execute(f"select * from ({told}) except select book_no, entry_no from entry"):
        yield entry_no


def _by_entry(connection: sqlite3.Connection, sql: str, book_no: int) -> dict[int, list[tuple[object, ...]]]:
    found: dict[int, list[tuple[object, ...]]] = {}
    for entry_no, *rest in connection.execute(sql, (book_no,)):
        found.setdefault(entry_no, []).append(tuple(rest))
    return found


def _canonical_steps(connection: sqlite3.Connection, book_no: int) -> dict[int, list[list[object]]]:
    parties: dict[int, list[list[object]]] = {}
    for step_no, role, ordinal, digest in connection.execute(
        "select step_no, role, ordinal, digest from party where book_no = ? order by step_no, role, ordinal",
        (book_no,),
    ):
        parties.setdefault(step_no, []).append([role, ordinal, digest])
    found: dict[int, list[list[object]]] = {}
    for row in connection.execute(_STEPS.replace("order by s.case_no, s.step_no", "order by s.step_no"), (book_no,)):
        case_no, _, step_no, entry_no, *said = row[: _CARD_AT - 2]
        canonical: list[object] = [step_no, entry_no, case_no, *said]
        if row[_CARD_AT - 1] is not None:
            canonical.append([*row[_CARD_AT:_HEARING_AT], parties.get(step_no, [])])
        if row[_HEARING_AT] is not None:
            canonical.append(list(row[_HEARING_AT + 1 :]))
        found.setdefault(entry_no, []).append(canonical)
    return found


def broken_parties(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[int]:
    """Yield the entries that name a party whose digest does not fit its name."""
    for entry_no, salt, name, digest in connection.execute(
        "select s.entry_no, p.salt, p.name, p.digest from party p join step s using (book_no, step_no)"
        " where p.book_no = ? order by s.entry_no",
        (book_no,),
    ):
        if party_digest(salt, name) != digest:
            yield entry_no


def differing_cases(
    connection: sqlite3.Connection, derive: Callable[[CaseRecord], Derived | None], book_no: int = 1
) -> Iterator[int]:
    """Yield the cases whose present derived state is not what their steps make it."""
    kept = {
        row[0]: row[1:]
        for row in connection.execute(
            f"select case_no, {', '.join(VERSION_COLUMNS)} from case_version where book_no = ? and until_entry is null",
            (book_no,),
        )
    }
    for record in records(connection, book_no):
        derived = derive(record)
        if kept.pop(record.case_no, None) != (version_row(derived.version) if derived else None):
            yield record.case_no
    yield from kept


def rebuilt_differs(connection: sqlite3.Connection, derive: Deriver, book_no: int = 1) -> list[str]:
    """Return the derived tables that a rebuild from the journal would change. The book stays as it is.

    The rebuild goes to temporary tables, which hide those of the book by their names: a check waits for no writer.
    """
    made: list[str] = []
    try:
        for table in DERIVED_TABLES:
            (sql,) = connection.execute("select sql from main.sqlite_schema where name = ?", (table,)).fetchone()
            connection.execute(f"create temporary table {sql[sql.index(table) :]}")
            made.append(table)
        rebuild(connection, derive, book_no)
        return [table for table in DERIVED_TABLES if _differ(connection, table, book_no)]
    finally:
        for table in made:
            connection.execute(f"drop table temp.{table}")


def _differ(connection: sqlite3.Connection, table: str, book_no: int) -> bool:
    """Tell whether a table of the book holds other rows than the temporary one of the same name."""
    kept, made = (_content(connection, f"{schema}.{table}", book_no) for schema in ("main", "temp"))
    return kept != made


def _content(connection: sqlite3.Connection, table: str, book_no: int) -> list[tuple[object, ...]]:
    return connection.execute(
        f"select * from {table} where book_no = ? order by 1, 2, 3",
        (book_no,),
    ).fetchall()


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


def numbers(connection: sqlite3.Connection, register: str, book_no: int = 1) -> list[tuple[str, int, int]]:
    """Return folded number, year and running number of the cases of a register that have them."""
    return connection.execute(
        "select docket_key, docket_year, docket_serial from case_version where book_no = ? and register = ?"
        " and until_entry is null and docket_year is not null and docket_serial is not null order by docket_serial",
        (book_no, register),
    ).fetchall()
