"""The journal: rows are added, never changed, not even with SQL; and a deep check names the entry that was forged."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import RULES, TODAY, Desk

from casebook import check
from casebook.book import Book
from casebook.store import verify
from casebook.store.derive import DERIVED_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

JOURNAL = (
    "book", "entry", "case_file", "step", "strike", "particulars", "party", "hearing", "adoption", "frozen_report",
    "frozen_cell", "closing", "officer", "name_mask",
)  # fmt: skip
SUIT = "(2024)赣01行初5号"

A_FURTHER_ENTRY = """insert into entry (book_no, entry_no, recorded_at, recorded_by, act, digest)
values (1, 13, '', '某人', '{act}', '')"""
A_FURTHER_STEP = """insert into step (book_no, step_no, entry_no, case_no, step, on_date)
values (1, 8, 7, 1, 'serve', '2024-05-06')"""

# What a forger could write without the journal ceasing to make sense: a change in each column of each table.
FORGERIES = {
    "book": (
        "uuid = 'another'",
        "bureau = '别的局'",
        "organ = null",
        "organ_level = 'county'",
        "number_word = '别的字'",
        "year_start = '12-11'",
        "created_at = '2020-01-01T00:00:00Z'",
        "chained_by = 3",
    ),
    "entry": (
        "recorded_at = '2020-01-01T00:00:00Z'",
        "recorded_by = '某人'",
        "machine = 'desk-2'",
        "act = 'import'",
        "corrects = 1",
        "reason = '别的理由'",
        "source = 'cases.csv:2'",
        "batch = 1",
        "digest = 'forged'",
    ),
    "case_file": ("register = 'review-defence'", "entry_no = 1"),
    "step": (
        "case_no = 2",
        "on_date = '2024-04-17'",
        "outcome = 'maintain'",
        "ground = 'settled'",
        "note = '改动'",
        """details = '{"redo":"yes"}'""",
    ),
    "strike": ("entry_no = 1",),
    "particulars": (
        "docket_no = '南府复〔2024〕9号'",
        "applicant_kind = 'organisation'",
        "applicant_count = 99",
        "respondent_level = 'other'",
        "matter = 'other'",
        "field = '别的'",
        "handler = '别人'",
        "procedure = 'ordinary'",
        "court = '别的法院'",
        "instance = 'second'",
        "defendant_role = 'joint'",
        "reviewed_first = 'no'",
        "previous_number = '1号'",
        "channel = '邮寄'",
        "note = '改动'",
    ),
    "party": ("ordinal = 7", "name = '某人'", "salt = 'forged'", "digest = 'forged'"),
    "adoption": (
        "entry_no = 1",
        "subject = '2028'",
        "content = ''",
        "compiled = replace(compiled, '01-03', '01-04')",
    ),
    "frozen_report": (
        "form = 'disclosure'",
        "edition = '2015'",
        "scheme = 'broad'",
        "registers = null",
        "first_on = '2024-02-01'",
        "last_on = '2024-11-30'",
        """request = '{"base":"received"}'""",
        "known_at = 7",
        "digest = 'forged'",
        "note = '改动'",
    ),
    "frozen_cell": (
        "ordinal = 99999",
        "register = 'review-defence'",
        "name = 'x'",
        "kind = 'points'",
        "value = '99'",
    ),
    "officer": ("entry_no = 1", "account = 'li'", "name = '某人'", """roles = '["freeze","read"]'"""),
    "closing": ("entry_no = 1", "first_on = '2024-02-01'", "last_on = '2024-11-30'", "report_no = 9"),
    "name_mask": ("step_no = 2", "ordinal = 7", "entry_no = 1", "shown = '某人'"),
    "hearing": (
        "head_attended = 'no'",
        "head_name = '某人'",
        "head_post = '局长'",
        "head_rank = 'other'",
        "absence = '出差'",
    ),
}
KEYS = {
    "book": {"book_no"},
    "entry": {"book_no", "entry_no"},
    "case_file": {"book_no", "case_no"},
    "step": {"book_no", "step_no", "step", "entry_no"},
    "strike": {"book_no", "step_no"},
    "particulars": {"book_no", "step_no"},
    "party": {"book_no", "step_no", "role"},
    "adoption": {"book_no", "kind"},
    "frozen_report": {"book_no", "report_no", "entry_no"},
    "frozen_cell": {"book_no", "report_no"},
    "closing": {"book_no"},
    "officer": {"book_no"},
    "name_mask": {"book_no", "role"},
    "hearing": {"book_no", "step_no"},
}


def write(desk: Desk) -> None:
    """Tell a review and a suit, with every kind of act and a row in every table of the journal."""
    number = desk.log(
        "review", "2024-03-04", "南府复〔2024〕1号", applicant="张某、李某、赵小六", respondent="县公安局"
    )
    desk.step(number, "accept", "2024-03-06")
    desk.step(number, "extend", "2024-04-10", days="30", note="案情复杂")
    desk.close(number, "terminate", "2024-04-15", ground="withdrawn")
    desk.log("litigation", "2024-03-04", SUIT, instance="first", respondent="县公安局")
    desk.step(SUIT, "hear", "2024-04-16", head_attended="yes", head_name="李某")
    desk.correct(number, 4, on="2024-04-16")
    desk.adopt(2027, "2027-01-01", "2027-01-03")
    desk.freeze("2024", close=True)
    desk.mask(number, "赵小六", "赵某")
    desk.enrol("wang", "王科员", "freeze")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book as an officer leaves it, in one file."""
    desk = Desk(tmp_path_factory.mktemp("written") / "cases.book")
    write(desk)
    desk.book.connection.execute("pragma wal_checkpoint(truncate)")
    desk.book.connection.close()
    return desk.book.path


@pytest.fixture
def database(written: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of that book as any other program opens it."""
    copy = tmp_path / "cases.book"
    shutil.copy(written, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        yield connection


def run(database: sqlite3.Connection, statement: str, **names: str) -> sqlite3.Cursor:
    """Run a statement with the names of our own schema put in: they cannot be bound."""
    return database.execute(statement.format_map(names))


def columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"pragma table_info({table})")]


def content(database: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return run(database, "select * from {table}", table=table).fetchall()


def key(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"pragma table_info({table})") if row[5]]


def test_every_table_is_of_the_journal_or_derived(database: sqlite3.Connection) -> None:
    named = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
    tables = {row[0] for row in database.execute(named)}
    assert tables <= {*JOURNAL, *DERIVED_TABLES}
    assert all(content(database, table) for table in JOURNAL)


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("way", ["update", "update or replace", "update or ignore"])
def test_no_column_of_a_journal_row_is_updated(database: sqlite3.Connection, table: str, way: str) -> None:
    before = content(database, table)
    for column in columns(database, table):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            run(database, "{way} {table} set {column} = {column}", way=way, table=table, column=column)
    assert content(database, table) == before


@pytest.mark.parametrize("table", JOURNAL)
def test_no_row_of_the_journal_is_deleted(database: sqlite3.Connection, table: str) -> None:
    before = content(database, table)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run(database, "delete from {table}", table=table)
    assert content(database, table) == before


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("way", ["insert or replace", "replace", "insert or ignore", "insert or fail", "insert"])
def test_no_row_of_the_journal_is_replaced(database: sqlite3.Connection, table: str, way: str) -> None:
    before = content(database, table)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run(database, "{way} into {table} select * from {table}", way=way, table=table)
    assert content(database, table) == before


@pytest.mark.parametrize("table", JOURNAL)
def test_no_row_of_the_journal_is_changed_on_conflict(database: sqlite3.Connection, table: str) -> None:
    before = content(database, table)
    insert = "insert into {table} select * from {table} where true"
    keys = ", ".join(key(database, table))
    for column in columns(database, table):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            run(
                database,
                insert + " on conflict ({keys}) do update set {column} = excluded.{column}",
                table=table,
                keys=keys,
                column=column,
            )
    assert content(database, table) == before


@pytest.mark.parametrize(("table", "number"), [("entry", "entry_no"), ("step", "step_no"), ("case_file", "case_no")])
@pytest.mark.parametrize("gap", [-1, 1, 100])
def test_the_numbers_of_the_journal_have_no_gap(
    database: sqlite3.Connection, table: str, number: str, gap: int
) -> None:
    names = columns(database, table)
    values = ", ".join(f"{number} + 1 + {gap}" if name == number else name for name in names)
    insert = "insert into {table} select {values} from {table} order by {number} desc limit 1"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run(database, insert, table=table, values=values, number=number)


def test_an_entry_of_another_kind_is_refused(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        database.execute(A_FURTHER_ENTRY.format(act="decree"))


# What is found after the triggers were taken away, or where a row was added that none of our acts told.


def by_force(database: sqlite3.Connection, statement: str) -> None:
    for (name,) in database.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
        database.execute(f"drop trigger {name}")
    assert database.execute(statement).rowcount == 1, "the forgery changed nothing"


def path_of(database: sqlite3.Connection) -> Path:
    return Path(database.execute("pragma database_list").fetchone()[2])


def findings(database: sqlite3.Connection) -> dict[str, str]:
    """Return what the deep check finds gravely wrong, by the name of the check."""
    with Book.open(path_of(database), RULES) as book:
        found = check.run(book, TODAY, deep=True)
    return {each.check: each.message.en for each in found if each.severity == check.ERROR}


def entry_of_last_row(database: sqlite3.Connection, table: str) -> int:
    if table == "book":
        return 1  # the first act follows it in the chain
    own = "select entry_no from {table} order by {number} desc limit 1"
    if table == "frozen_cell":
        table = "frozen_report"
    of_step = "select entry_no from step join {table} using (book_no, step_no) order by step_no desc limit 1"
    statement = own if "entry_no" in columns(database, table) else of_step
    entry_no: int = run(database, statement, table=table, number=key(database, table)[1]).fetchone()[0]
    return entry_no


def change_last_row(database: sqlite3.Connection, table: str, change: str) -> None:
    keys = ", ".join(key(database, table))
    order = ", ".join(f"{each} desc" for each in key(database, table))
    statement = "update {table} set {change} where ({keys}) = (select {keys} from {table} order by {order} limit 1)"
    by_force(database, statement.format(table=table, change=change, keys=keys, order=order))


def test_a_book_as_written_passes_the_deep_check(database: sqlite3.Connection) -> None:
    assert findings(database) == {}


@pytest.mark.parametrize(
    ("table", "change"), [(table, change) for table, changes in FORGERIES.items() for change in changes]
)
def test_a_forged_column_is_found_and_its_entry_named(database: sqlite3.Connection, table: str, change: str) -> None:
    told = entry_of_last_row(database, table)
    change_last_row(database, table, change)
    # what is moved to another entry breaks that one first; a forged mask no longer fits the name of entry 1
    named = 1 if change == "entry_no = 1" or table == "name_mask" else told
    assert f"entry {named} " in findings(database)["digest"]


def test_every_column_of_the_journal_was_forged(database: sqlite3.Connection) -> None:
    for table, changes in FORGERIES.items():
        forged = {change.partition(" =")[0] for change in changes}
        assert forged | KEYS[table] == set(columns(database, table))


@pytest.mark.parametrize(
    ("statement", "entry_no"),
    [
        ("delete from hearing", 6),
        ("delete from party where name = '李某'", 1),
        ("delete from strike", 7),
        ("delete from adoption", 8),
        ("delete from frozen_cell where ordinal = 2", 9),
        ("delete from frozen_report", 9),
        ("delete from closing", 10),
        ("delete from name_mask", 11),
        ("delete from officer", 12),
        ("update entry set entry_no = 13 where entry_no = 12", 12),
        ("update party set role = 'applicant' where step_no = 5", 5),
        ("delete from entry where entry_no = 12", 12),
        ("delete from step where step_no = 6", 6),
        ("update step set entry_no = 3 where step_no = 7", 3),
        ("update book set uuid = 'another'", 1),
        ("update book set bureau = '别县司法局'", 1),
        ("update book set organ = null", 1),
        ("update book set number_word = '别府复'", 1),
        ("update book set year_start = '12-11'", 1),
        ("update book set created_at = '1999-01-01T00:00:00Z'", 1),
        ("update book set book_no = 2", 1),
    ],
)
def test_a_row_taken_away_is_found(database: sqlite3.Connection, statement: str, entry_no: int) -> None:
    by_force(database, statement)
    assert next(verify.broken_entries(database)) == entry_no


def test_the_last_entry_is_missed_where_its_rows_remain(database: sqlite3.Connection) -> None:
    (last,) = database.execute("select max(entry_no) from entry").fetchone()
    by_force(database, f"delete from entry where entry_no = {last}")  # noqa: S608 - a number
    assert list(verify.broken_entries(database)) == [last]


@pytest.mark.parametrize(
    ("statement", "entry_no"),
    [
        (A_FURTHER_STEP, 7),
        ("insert into strike values (1, 6, 6)", 6),
        ("insert into adoption select book_no, 6, kind, subject, content, compiled from adoption", 6),
        ("insert into frozen_cell values (1, 1, 99999, 'review', 'x', 'count', '1')", 9),
        ("insert into closing values (1, 6, '2024-01-01', '2024-12-31', 1)", 6),
        ("insert into case_file values (1, 3, 'review', 5)", 5),
        ("insert into name_mask values (1, 1, 'applicant', 1, 6, '某人')", 6),
        ("insert into party values (1, 5, 'applicant', 1, '某人', '', '')", 5),
        ("insert into particulars (book_no, step_no, docket_no) values (1, 2, '9号')", 2),
        ("insert into hearing (book_no, step_no, head_attended) values (1, 2, 'yes')", 2),
        (A_FURTHER_ENTRY.format(act="record"), 13),
        ("insert into step values (1, 8, 14, 1, 'serve', '2024-05-06', null, null, null, null)", 14),
        ("insert into strike values (1, 99, 7)", 7),
        ("insert into strike values (1, 99, 14)", 14),
        ("insert into particulars (book_no, step_no, docket_no) values (1, 99, '9号')", 12),
        ("insert into party values (1, 99, 'applicant', 1, '某人', '', '')", 12),
        ("insert into party values (1, 2, 'applicant', 1, '某人', '', '')", 2),
        ("insert into hearing (book_no, step_no) values (1, 99)", 12),
        ("insert into frozen_cell values (1, 9, 1, 'review', 'x', 'count', '1')", 12),
    ],
)
def test_a_row_that_no_act_told_is_found(database: sqlite3.Connection, statement: str, entry_no: int) -> None:
    assert list(verify.broken_entries(database)) == []
    database.execute(statement)
    assert next(verify.broken_entries(database)) == entry_no


def test_a_name_that_was_changed_without_an_act_leaves_the_chain_whole_but_is_seen(
    database: sqlite3.Connection,
) -> None:
    by_force(database, "update party set name = '张某某' where name = '张某'")
    assert list(verify.broken_entries(database)) == []
    assert list(verify.broken_parties(database)) == [1]


@pytest.mark.parametrize("change", ["name = '某人'", "salt = 'forged'"])
def test_a_masked_party_that_shows_anything_else_is_seen(database: sqlite3.Connection, change: str) -> None:
    by_force(database, "update party set {change} where name = '赵某'".format(change=change))  # noqa: S608, UP032
    assert list(verify.broken_entries(database)) == []
    assert list(verify.broken_parties(database)) == [1]


A_MASK = "insert into name_mask values (1, 1, 'applicant', 1, 11, '张某某')"


@pytest.mark.parametrize(
    "change",
    [
        "name = '张某某'",
        "name = '张某某', salt = salt",
        "name = '某人', salt = ''",
        "name = '张某某', salt = '', digest = ''",
        "name = '张某某', salt = '', ordinal = 7",
        "name = '张某某', salt = '', step_no = 5",
    ],
)
def test_a_name_gives_way_to_nothing_but_its_mask(database: sqlite3.Connection, change: str) -> None:
    database.execute(A_MASK)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        run(database, "update party set {change} where name = '张某'", change=change)


def test_a_name_gives_way_to_its_mask_once(database: sqlite3.Connection) -> None:
    database.execute(A_MASK)
    database.execute("update party set name = '张某某', salt = '' where name = '张某'")
    for shown in ("张某某", "赵某"):  # not even to the same
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute("update party set name = name where name = ?", (shown,))


def test_a_name_without_a_mask_stays(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute("update party set name = '张某某', salt = '' where name = '张某'")
