"""A book opened with --read-only: nothing is written, by whomever; read while others write, and where none can."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from blackbox.program import Casebook
from desk import RULES, Desk
from old_book import PUBLISHED, make_old

from casebook.accessfaults import BookChanged
from casebook.book import Book
from casebook.bookfaults import BookReadOnly
from casebook.store import connection, readonly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASE, NEXT = "南府复〔2024〕1号", "南府复〔2024〕2号"
NOBODY = 65534


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An officer whose book is open: what was told is in the log beside it."""
    desk = Desk(tmp_path / "cases.book")
    desk.log("review", "2024-03-04", CASE, applicant="张某")
    yield desk
    desk.book.connection.close()


@pytest.fixture
def casebook(desk: Desk) -> Casebook:
    """The same book after that officer has gone home."""
    desk.book.connection.close()
    return Casebook(desk.book.path)


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


# Nothing is written


def test_the_connection_itself_may_not_write(casebook: Casebook) -> None:
    with closing(connection.open_book(casebook.path, read_only=True)) as database:
        for statement in ("delete from deadline", "create table x (y)", "create temp table x (y)", "vacuum"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                database.execute(statement)
        database.execute("pragma query_only = off")  # and not for want of that word alone
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute("delete from deadline")
    with Book.open(casebook.path, RULES, read_only=True) as book, pytest.raises(BookReadOnly), book.writing("record"):
        pass


def test_no_file_is_left_beside_it(casebook: Casebook) -> None:
    before = everything_in(casebook.path.parent)
    casebook.ok("--read-only", "show", CASE)
    casebook.ok("--read-only", "check", "--deep")
    assert everything_in(casebook.path.parent) == before


def test_a_search_finds_without_an_index_and_makes_none(casebook: Casebook) -> None:
    assert CASE in casebook.ok("--read-only", "search", "张某")
    with closing(sqlite3.connect(casebook.path)) as database:
        assert database.execute("select 1 from sqlite_schema where name = 'search_index'").fetchone() is None
    casebook.ok("search", "张某")
    Desk(casebook.path).log("review", "2024-03-04", NEXT, applicant="张某")
    assert NEXT in casebook.ok("--read-only", "search", "张某")


def test_no_book_is_made(tmp_path: Path) -> None:
    shelf = Casebook(tmp_path / "cases.book")
    assert "--read-only was given" in shelf.refused("--read-only", "init", "--bureau", "南昌县司法局", status=3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", PUBLISHED)
def test_a_book_of_an_earlier_schema_is_not_brought_up(casebook: Casebook, tmp_path: Path, version: int) -> None:
    old = Casebook(make_old(tmp_path / "old.book", casebook.path, version))
    before = old.path.read_bytes()
    answer = old.run("--read-only", "list")
    assert (answer.status, answer.out) == (3, "")
    assert "--read-only was given" in answer.err
    assert old.path.read_bytes() == before


# Somebody writes


def test_what_a_colleague_has_told_is_read_while_the_book_is_open_there(desk: Desk) -> None:
    reader = Casebook(desk.book.path)
    desk.log("review", "2024-03-04", NEXT)
    assert reader.path.with_name("cases.book-wal").stat().st_size > 0
    assert NEXT in reader.ok("--read-only", "list")
    desk.book.connection.execute("begin immediate")
    desk.book.connection.execute("delete from deadline")
    assert NEXT in reader.ok("--read-only", "list")  # neither waiting nor seeing what is not done yet
    desk.book.connection.execute("rollback")


def read(casebook: Casebook, writer: Desk, *, leaving: bool) -> int:
    """Read the book while somebody tells a case; return how many acts were seen."""
    with Book.open(casebook.path, RULES, read_only=True) as book:
        writer.log("review", "2024-03-04", NEXT)
        if leaving:
            writer.book.connection.close()  # the last one to leave moves the log into the book
        return book.head.entry_no


def test_a_book_that_was_written_while_it_was_read_without_locks_is_not_believed(casebook: Casebook) -> None:
    with pytest.raises(BookChanged):
        read(casebook, Desk(casebook.path), leaving=True)
    assert NEXT in casebook.ok("--read-only", "list")


def test_a_log_that_only_grows_does_not_touch_what_is_read(casebook: Casebook) -> None:
    assert read(casebook, Desk(casebook.path), leaving=False) == 1


def test_a_book_that_another_program_took_out_of_wal_is_read_with_locks(casebook: Casebook) -> None:
    with closing(sqlite3.connect(casebook.path)) as database:
        database.execute("pragma journal_mode = delete")
    assert readonly.mode(casebook.path) == "ro"
    before = everything_in(casebook.path.parent)
    assert CASE in casebook.ok("--read-only", "list")
    assert everything_in(casebook.path.parent) == before


# Nobody may write


def test_a_book_on_a_medium_that_cannot_be_written_is_read_and_checked(casebook: Casebook) -> None:
    with mock.patch("casebook.store.connection.os.access", return_value=False):  # the superuser may write anything
        before = everything_in(casebook.path.parent)
        for asked in ((), ("--read-only",)):
            assert CASE in casebook.ok(*asked, "list")
            casebook.ok(*asked, "check", "--deep")
        assert everything_in(casebook.path.parent) == before


@contextmanager
def without_any_right(folder: Path) -> Iterator[None]:
    """Be somebody who may read a folder and its files, not write them; the superuser becomes nobody meanwhile."""
    own = os.getuid()
    inside, above = [*folder.iterdir(), folder], folder.parents[:3] if own == 0 else ()  # those of the test
    kept = {path: path.stat().st_mode for path in (*inside, *above)}
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in above:
        path.chmod(0o755)
    if own == 0:
        os.setresuid(NOBODY, NOBODY, own)
    try:
        yield
    finally:
        os.setresuid(own, own, own)
        for path, mode in kept.items():
            path.chmod(mode)


def test_somebody_who_may_only_read_the_file_and_its_folder_reads(casebook: Casebook) -> None:
    commands = [
        [*asked, *line] for asked in ((), ("--read-only",)) for line in (("list",), ("check", "digest", "rebuild"))
    ]
    before = [casebook.ok(*each) for each in commands]  # and all modules are loaded, which nobody may not read either
    with without_any_right(casebook.path.parent):
        assert [casebook.ok(*each) for each in commands] == before
        assert casebook.run("record", CASE, "accept", "--on", "2024-03-06").status == 3


# A new book


def test_the_folders_of_a_new_book_are_for_its_owner_alone(tmp_path: Path) -> None:
    shelf = Casebook(tmp_path / "cases.book")
    place = tmp_path / "data" / "share"
    home = {
        name: value for name, value in shelf.environment(XDG_DATA_HOME=str(place)).items() if name != "CASEBOOK_BOOK"
    }
    before = os.umask(0)
    try:
        with mock.patch.dict(os.environ, home, clear=True), mock.patch.object(shelf, "environment", return_value=home):
            shelf.ok("init", "--bureau", "南昌县司法局")
    finally:
        os.umask(before)
    book = place / "casebook" / "casebook.db"
    assert [f"{each.stat().st_mode & 0o777:o}" for each in (book, *book.parents[:3])] == ["600", "700", "700", "700"]


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Casebook(tmp_path / "cases.book").init()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "cases.book").stat().st_mode & 0o777 == 0o600
