"""The gateway to SQLite: what a file must be to be a book, one act one transaction, and faults in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Never

import pytest
from desk import BUREAU, Desk
from rederived import differing_cases, rebuilt_differs

from casebook.bookfaults import (
    BookLocked,
    BookMissing,
    BookReadOnly,
    BookTooNew,
    BookUnreadable,
    DiskFull,
    FileExists,
    FolderMissing,
    NotABook,
    Unsound,
)
from casebook.store import adoptions, cases, connection, verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASE = "南府复〔2024〕1号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def pragma(database: sqlite3.Connection, name: str) -> object:
    return database.execute(f"pragma {name}").fetchone()[0]


# opening


def test_a_new_book_is_private_and_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "new.book"
    with connection.create_book(path) as database:
        assert pragma(database, "application_id") == connection.APPLICATION_ID
        assert pragma(database, "user_version") == connection.SCHEMA_VERSION
        assert pragma(database, "journal_mode") == "wal"
        assert pragma(database, "foreign_keys") == 1
        assert pragma(database, "synchronous") == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_new_book_is_never_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x", encoding="utf-8")
    for path in (tmp_path, tmp_path / "there"):
        with pytest.raises(FileExists), connection.create_book(path):
            pytest.fail("it was made")
    assert (tmp_path / "there").read_text(encoding="utf-8") == "x"
    with pytest.raises(FolderMissing), connection.create_book(tmp_path / "nowhere" / "new.book"):
        pytest.fail("it was made")


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_new_book_is_never_made_beside_what_one_that_is_gone_has_left(tmp_path: Path, ending: str) -> None:
    left = tmp_path / f"new.book{ending}"
    left.write_bytes(b"a log that would be taken for that of the new book")
    with pytest.raises(FileExists, match=ending), connection.create_book(tmp_path / "new.book"):
        pytest.fail("it was made")
    assert [path.name for path in tmp_path.iterdir()] == [left.name]


def test_a_schema_that_cannot_be_written_is_a_fault_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = tmp_path / "schema.sql"
    schema.write_text("create table nonsense;", encoding="utf-8")
    monkeypatch.setattr(connection, "SCHEMA", schema)
    with pytest.raises(BookUnreadable, match="syntax error"), connection.create_book(tmp_path / "new.book"):
        pytest.fail("it was made")
    assert list(tmp_path.iterdir()) == [schema]


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04", b"SQLite format 3"])
def test_another_file_is_no_book(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cases.book"
    path.write_bytes(content)
    with pytest.raises(NotABook, match="not an SQLite database"):
        connection.open_book(path)


def test_a_damaged_file_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "cases.book"
    path.write_bytes(b"SQLite format 3\0" + b"\x07" * 4096)
    with pytest.raises(NotABook, match="damaged"):
        connection.open_book(path)


def test_a_folder_and_nothing_are_no_book(tmp_path: Path) -> None:
    with pytest.raises(NotABook, match="folder"):
        connection.open_book(tmp_path)
    with pytest.raises(BookMissing):
        connection.open_book(tmp_path / "none.book")


def test_a_path_through_a_file_is_unreadable(desk: Desk) -> None:
    with pytest.raises(BookUnreadable, match="Not a directory"):
        connection.open_book(desk.book.path / "cases.book")


def test_another_programs_database_is_no_book(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table step (code text)")
    with pytest.raises(NotABook, match="another application"):
        connection.open_book(path)


def test_a_book_of_a_later_program_is_left_alone(desk: Desk) -> None:
    desk.book.connection.execute("pragma user_version = 99")
    with pytest.raises(BookTooNew, match="99"):
        connection.open_book(desk.book.path)


def test_a_book_that_nobody_may_write_is_read_as_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.log("review", "2024-03-04", CASE)
    desk.book.connection.execute("pragma journal_mode = delete")  # the last one to close it takes the sidecars away
    monkeypatch.setattr("casebook.store.connection.os.access", lambda *_: False)
    with pytest.raises(BookReadOnly):
        connection.open_book(desk.book.path, write=True)
    with closing(connection.open_book(desk.book.path)) as database:
        assert cases.head(database).bureau == BUREAU
        with pytest.raises(BookReadOnly), connection.writing(database, desk.book.path):
            database.execute("delete from deadline")


# transactions


def test_an_act_is_written_whole_or_not_at_all(desk: Desk) -> None:
    database = desk.book.connection

    def write_and_fail() -> None:
        with connection.writing(database, desk.book.path):
            database.execute("create table half (number)")
            database.execute("insert into nonsense values (1)")

    before = desk.dump()
    with pytest.raises(BookUnreadable, match="nonsense"):
        write_and_fail()
    assert desk.dump() == before
    assert not database.in_transaction


def test_an_act_that_breaks_off_leaves_nothing(desk: Desk) -> None:
    def write_and_fall(number: int) -> Never:
        with connection.writing(desk.book.connection, desk.book.path):
            desk.book.connection.execute("create table half (number)")
            raise LookupError(number)

    before = desk.dump()
    with pytest.raises(LookupError):
        write_and_fall(1)
    assert desk.dump() == before


def test_a_second_writer_is_told_that_somebody_writes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0)
    with closing(connection.open_book(desk.book.path, write=True)) as second:
        desk.book.connection.execute("begin immediate")
        with pytest.raises(BookLocked), connection.writing(second, desk.book.path):
            second.execute("select 1")
        with connection.reading(second, desk.book.path):
            assert cases.head(second).entry_no == 0
        desk.book.connection.execute("rollback")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("SQLITE_BUSY_SNAPSHOT", BookLocked),
        ("SQLITE_LOCKED", BookLocked),
        ("SQLITE_NOTADB", NotABook),
        ("SQLITE_CORRUPT_INDEX", NotABook),
        ("SQLITE_READONLY_DBMOVED", BookReadOnly),
        ("SQLITE_CANTOPEN", BookReadOnly),
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_IOERR_WRITE", BookUnreadable),
        ("", BookUnreadable),
    ],
)
def test_what_the_database_says_is_said_to_an_officer(tmp_path: Path, name: str, error: type[Unsound]) -> None:
    said = sqlite3.OperationalError("disk I/O error")
    said.sqlite_errorname = name
    with pytest.raises(error):
        connection.fault(said, tmp_path)


def test_a_fault_without_a_name_is_a_fault_too(tmp_path: Path) -> None:
    with pytest.raises(BookUnreadable, match="closed database"):
        connection.fault(sqlite3.ProgrammingError("Cannot operate on a closed database."), tmp_path)


# questions


def test_every_filter_of_a_list_is_a_condition_that_holds(desk: Desk) -> None:
    desk.log("review", "2024-03-04", CASE, applicant="张某、李某", field="公安", note="转来")
    desk.step(CASE, "accept", "2024-03-06")
    desk.log("litigation", "2024-03-05", "（2024）赣01行初5号", court="某区法院", instance="first")
    asked: list[tuple[tuple[str, object], list[str]]] = [
        (("register", "review"), ["review"]),
        (("status", "open"), ["review", "litigation"]),
        (("applicant", "李某"), ["review"]),
        (("docket_no", "行初"), ["litigation"]),
        (("court", "区"), ["litigation"]),
        (("instance", "first"), ["litigation"]),
        (("received_from", "2024-03-05"), ["litigation"]),
        (("received_to", "2024-03-04"), ["review"]),
        (("accepted_from", "2024-03-06"), ["review"]),
        (("accepted_to", "2024-03-05"), []),
        (("closed_from", "2024-01-01"), []),
        (("pending", 1), ["review", "litigation"]),
        (("case_no", "[2]"), ["litigation"]),
    ]
    for wanted, registers in asked:
        assert [each["register"] for each in desk.book.listing([wanted])] == registers, wanted


def test_a_list_may_be_cut_short(desk: Desk) -> None:
    for received in ("2024-03-05", "2024-03-04", "2024-03-06"):
        desk.log("review", received)
    assert [each["received_on"] for each in desk.book.listing([], limit=2)] == ["2024-03-04", "2024-03-05"]


def test_the_running_number_is_the_highest_under_the_word_of_the_year(desk: Desk) -> None:
    for number in ("南府复〔2024〕9号", "南府复〔2024〕10号", "南府复二〔2024〕30号", "南府复〔2023〕44号"):
        desk.log("review", "2024-03-04", number)
    assert cases.last_serial(desk.book.connection, "review", "南府复(2024)", 2024) == 10
    assert cases.last_serial(desk.book.connection, "review", "南府复(2022)", 2022) == 0


def test_the_days_of_a_register_reach_from_the_first_receipt_to_the_last_event(desk: Desk) -> None:
    assert verify.extent(desk.book.connection, "review") is None
    desk.review("2024-03-04", "2024-03-06", CASE)
    desk.log("review", "2023-11-06")
    desk.close(CASE, "maintain", "2024-04-15")
    found = verify.extent(desk.book.connection, "review")
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == ("2023-11-06", "2024-04-15")


def test_an_adopted_notice_is_kept_as_it_was_read(desk: Desk) -> None:
    adopted = desk.adopt(2027, "2027-01-01", "2027-01-03")
    [kept] = adoptions.adopted(desk.book.connection, adoptions.CALENDAR)
    assert (kept.entry_no, kept.year) == (adopted.entry_no, 2027) == (1, 2027)
    assert "2027-01-03" in kept.content
    again = desk.adopt(2027, "2027-01-01", "2027-01-03")
    assert (again.new, desk.book.head.entry_no) == (False, 1)


def test_a_state_that_no_steps_make_is_found(desk: Desk) -> None:
    desk.log("review", "2024-03-04", CASE)
    desk.strike(CASE, 1)
    database = desk.book.connection
    assert differing_cases(database, desk.book.derive) == []
    database.execute("update case_version set until_entry = null")
    assert differing_cases(database, desk.book.derive) == [1]
    database.execute("update case_version set case_no = 99")
    assert differing_cases(database, desk.book.derive) == [99]


def test_a_damaged_index_is_found_by_the_database_itself(desk: Desk) -> None:
    desk.log("review", "2024-03-04", CASE)
    database = desk.book.connection
    assert list(verify.integrity(database)) == []
    database.execute("pragma writable_schema = on")
    database.execute(
        "update sqlite_schema set rootpage = (select rootpage from sqlite_schema where name = 'entry')"
        " where name = 'case_version_docket'"
    )
    database.execute("pragma writable_schema = reset")
    assert list(verify.integrity(database))


def test_numbers_that_cases_had_one_after_another_do_not_stand_in_the_way_of_a_rebuild(desk: Desk) -> None:
    later = "南府复〔2024〕2号"
    desk.log("review", "2024-03-04", CASE)
    desk.log("review", "2024-03-04", later)
    desk.correct(later, 2, "number=南府复〔2024〕3号")
    desk.correct(CASE, 1, f"number={later}")
    assert rebuilt_differs(desk.book.connection, desk.book.derive) == []
