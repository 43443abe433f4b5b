"""The file itself: others may read it, nobody changes what was told, and a deep check sees who tried."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blackbox.program import Casebook

NUMBER = "南府复〔2024〕1号"
SUIT = "(2024)赣01行初5号"
PROMISED = {
    "book",
    "entry",
    "step",
    "case_file",
    "particulars",
    "party",
    "hearing",
    "case_version",
    "deadline",
}
JOURNAL = ["entry", "step", "case_file", "particulars", "hearing"]


@pytest.fixture
def told(casebook: Casebook) -> Casebook:
    """A book with a row in each table of the journal."""
    casebook.intake("review", "2024-03-04", NUMBER, "--applicant", "张某", "--matter", "penalty")
    casebook.record(NUMBER, "accept", "2024-03-06")
    casebook.close(NUMBER, "maintain", "2024-04-15")
    casebook.intake("litigation", "2024-03-04", SUIT, "--instance", "first")
    casebook.record(SUIT, "hear", "2024-04-16", "--set", "head_attended=yes")
    casebook.ok("correct", NUMBER, "3", "--on", "2024-04-16", "--reason", "笔误")
    return casebook


@pytest.fixture
def database(told: Casebook) -> Iterator[sqlite3.Connection]:
    """The book as any other program opens it."""
    with contextlib.closing(sqlite3.connect(told.path, isolation_level=None)) as connection:
        yield connection


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"pragma table_info({table})")]


def tampered(casebook: Casebook, statement: str) -> None:
    """Change the book by force: triggers away, then the statement."""
    with contextlib.closing(sqlite3.connect(casebook.path, isolation_level=None)) as connection:
        names = connection.execute("select name from sqlite_schema where type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f'drop trigger "{name}"')
        changed = connection.execute(statement).rowcount
    assert changed >= 1


def test_the_tables_for_outside_tools_are_there(database: sqlite3.Connection) -> None:
    names = {row[0] for row in database.execute("select name from sqlite_schema where type in ('table', 'view')")}
    assert names >= PROMISED


@pytest.mark.parametrize("table", JOURNAL)
def test_a_row_of_the_journal_is_neither_changed_nor_removed(database: sqlite3.Connection, table: str) -> None:
    before = database.execute(f"select * from {table}").fetchall()  # noqa: S608 - our own table names
    assert before
    for column in columns(database, table):
        with pytest.raises(sqlite3.DatabaseError):
            database.execute(f"update {table} set {column} = {column}")  # noqa: S608 - as above
    with pytest.raises(sqlite3.DatabaseError):
        database.execute(f"delete from {table}")  # noqa: S608 - as above
    assert database.execute(f"select * from {table}").fetchall() == before  # noqa: S608 - as above


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("way", ["insert or replace", "replace", "insert or ignore"])
def test_a_row_of_the_journal_is_not_replaced(database: sqlite3.Connection, table: str, way: str) -> None:
    before = database.execute(f"select * from {table}").fetchall()  # noqa: S608 - our own table names
    verb = "replace" if way == "replace" else way
    names = ", ".join(columns(database, table))
    with contextlib.suppress(sqlite3.DatabaseError):
        database.execute(f"{verb} into {table} ({names}) select {names} from {table}")  # noqa: S608 - as above
    assert database.execute(f"select * from {table}").fetchall() == before  # noqa: S608 - as above


def test_a_replaced_entry_with_other_words_is_refused(database: sqlite3.Connection) -> None:
    names = columns(database, "entry")
    values = ", ".join("'forged'" if name == "recorded_by" else name for name in names)
    before = database.execute("select recorded_by from entry").fetchall()
    with pytest.raises(sqlite3.DatabaseError):
        database.execute(
            f"insert or replace into entry ({', '.join(names)}) select {values} from entry"  # noqa: S608 - own names
        )
    assert database.execute("select recorded_by from entry").fetchall() == before


def test_entries_are_numbered_without_a_gap_and_one_act_is_one_entry(database: sqlite3.Connection) -> None:
    numbers = [row[0] for row in database.execute("select entry_no from entry order by entry_no")]
    assert numbers == list(range(1, len(numbers) + 1)) == [1, 2, 3, 4, 5, 6]


def test_a_sound_book_passes_the_deep_check(told: Casebook) -> None:
    assert told.json("check", "--deep")["findings"] == []


@pytest.mark.parametrize(
    "statement",
    [
        "update step set on_date = '2024-04-01' where step = 'conclude'",
        "update step set outcome = 'revoke' where step = 'conclude'",
        "update step set note = 'forged' where step = 'accept'",
        "update entry set recorded_by = 'somebody else'",
        "update entry set reason = 'another reason' where reason is not null",
        "update entry set recorded_at = '2020-01-01T00:00:00Z' where entry_no = 2",
        "update particulars set matter = 'licence' where matter is not null",
        "update hearing set head_attended = 'no'",
        "update party set name = '李某'",
        "delete from hearing",
        "delete from entry where entry_no = 6",
    ],
)
def test_a_journal_changed_by_force_is_found_out(told: Casebook, statement: str) -> None:
    tampered(told, statement)
    findings = told.json("check", "--deep", status=1)["findings"]
    assert "error" in {each["severity"] for each in findings}


@pytest.mark.parametrize(
    "statement",
    [
        "update case_version set outcome = 'revoke' where until_entry is null and outcome is not null",
        "update case_version set closed_on = '2024-04-20' where until_entry is null and outcome is not null",
        "delete from case_version where until_entry is not null and since_entry = 2",
        "delete from case_version where register = 'litigation'",
    ],
)
def test_derived_rows_changed_by_force_are_found_out(told: Casebook, statement: str) -> None:
    tampered(told, statement)
    findings = told.json("check", "--deep", status=1)["findings"]
    assert "error" in {each["severity"] for each in findings}
