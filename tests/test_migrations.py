"""A book of an earlier schema is brought up once, whole or not at all, with a copy beside it; nothing told is lost."""

from __future__ import annotations

import sqlite3
import threading
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook
from desk import RULES, TODAY, Desk
from old_book import PUBLISHED, content, make_old, new_shape, shape
from sealed import blotted

from casebook import check
from casebook.book import Book
from casebook.bookfaults import BookLocked, BookTooOld, BookUnreadable, DiskFull
from casebook.store import connection, migrations, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[1] / "sample_data"
CASE, SUIT = "南府复〔2024〕1号", "（2024）赣01行初5号"


def version_of(path: Path) -> object:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("pragma user_version").fetchone()[0]


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.v*"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A present book with a row in every table that schema 1 had."""
    desk = Desk(tmp_path_factory.mktemp("told") / "cases.book")
    desk.log("review", "2024-03-04", CASE, applicant="张某、李某", respondent="县公安局", matter="penalty")
    desk.step(CASE, "accept", "2024-03-06")
    desk.close(CASE, "maintain", "2024-04-15")
    desk.correct(CASE, 3, on="2024-04-16", outcome="revoke")
    desk.step(CASE, "sued", "2024-05-20")
    desk.log("litigation", "2024-05-20", SUIT, instance="first")
    desk.step(SUIT, "hear", "2024-06-20", head_attended="yes", head_rank="deputy")
    desk.log("review", "2024-08-01", "南府复〔2024〕2号")
    desk.strike("南府复〔2024〕2号", 8)
    desk.adopt(2027, "2027-01-01", "2027-01-03")
    desk.book.connection.close()
    return desk.book.path


@pytest.fixture(params=PUBLISHED)
def old(told: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The same book as each earlier program kept it."""
    return make_old(tmp_path / "cases.book", told, request.param)


@pytest.fixture
def opened(old: Path) -> Iterator[Book]:
    with Book.open(old, RULES) as book:
        yield book


def test_a_book_brought_up_has_the_shape_of_a_new_one(opened: Book) -> None:
    assert shape(opened.connection) == new_shape()
    assert connection.version(opened.connection) == connection.SCHEMA_VERSION
    for name, kept in (("application_id", connection.APPLICATION_ID), ("journal_mode", "wal"), ("foreign_keys", 1)):
        assert opened.connection.execute(f"pragma {name}").fetchone()[0] == kept


def test_it_holds_the_rows_of_one_that_was_always_new(opened: Book, told: Path) -> None:
    before, after = content(told), content(opened.path)
    for rows in (before, after):  # each has its own chain
        rows["book"] = [row[:-1] for row in rows["book"]]
        rows["entry"] = [row[:-1] for row in rows["entry"]]
    assert after == before
    assert all(before[table] for table in ("entry", "step", "strike", "party", "hearing", "adoption", "deadline"))


def test_a_deep_check_finds_nothing_wrong_with_it(opened: Book, told: Path) -> None:
    with Book.open(told, RULES) as always_new:
        assert check.run(opened, TODAY, deep=True) == check.run(always_new, TODAY, deep=True)
    assert [each for each in check.run(opened, TODAY, deep=True) if each.severity == check.ERROR] == []


def test_the_next_act_covers_the_row_of_the_book(opened: Book) -> None:
    desk = Desk(opened.path)
    assert list(verify.broken_entries(desk.book.connection)) == []
    desk.log("review", "2024-09-02", "南府复〔2024〕3号")
    assert list(verify.broken_entries(desk.book.connection)) == []
    [last] = desk.book.connection.execute("select max(entry_no) from entry").fetchone()
    desk.book.connection.execute("drop trigger book_no_update")
    broken = {"bureau = 'x'": last, "chained_by = 0": 1, f"chained_by = {last - 1}": last - 1}
    for change, first in (broken | {f"chained_by = {last + 1}": last}).items():
        desk.book.connection.execute("begin")
        desk.book.connection.execute(f"update book set {change}")  # noqa: S608 - our own words
        assert next(verify.broken_entries(desk.book.connection)) == first
        desk.book.connection.execute("rollback")
    desk.book.connection.close()


def test_what_was_told_cannot_be_changed_afterwards_either(opened: Book) -> None:
    for table in ("book", "entry", "adoption", "frozen_report", "frozen_cell", "closing"):
        names = {name for kind, name in shape(opened.connection) if kind == "trigger" and name.startswith(f"{table}_")}
        assert names == {f"{table}_{what}" for what in ("appends", "no_update", "no_delete")}
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        opened.connection.execute("update entry set reason = 'x'")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        opened.connection.execute("delete from book")


def test_a_copy_of_the_book_as_it_was_stands_beside_it(old: Path) -> None:
    version, before = version_of(old), content(old)
    Book.open(old, RULES).connection.close()
    [copy] = backups(old)
    assert copy.name == f"cases.book.v{version}-backup"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert version_of(copy) == version
    assert content(copy) == before
    assert {path.name for path in old.parent.iterdir()} == {"cases.book", copy.name}


def test_a_book_is_brought_up_once(old: Path) -> None:
    for _ in range(2):
        Book.open(old, RULES, write=True).connection.close()
    assert len(backups(old)) == 1


def test_a_copy_that_is_there_already_is_never_overwritten(old: Path) -> None:
    there = old.with_name(f"{old.name}.v1-backup")
    there.write_text("another file", encoding="utf-8")
    Book.open(old, RULES).connection.close()
    assert there.read_text(encoding="utf-8") == "another file"
    assert version_of(old.with_name(f"{there.name}-2")) == 1


def test_a_book_that_cannot_be_written_is_left_as_it_is(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()
    monkeypatch.setattr("casebook.store.connection.os.access", lambda *_: False)
    with pytest.raises(BookTooOld, match="cannot be written"):
        Book.open(old, RULES)
    assert old.read_bytes() == before
    assert backups(old) == []


def test_a_folder_that_takes_no_copy_leaves_the_book_as_it_is(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    before = content(old)
    monkeypatch.setattr("casebook.store.migrations.os.open", refuse)
    with pytest.raises(BookTooOld, match=r"no copy can be put beside it \(No space left on device\)"):
        Book.open(old, RULES)
    assert content(old) == before


@pytest.mark.parametrize("failing", ["renew_derived", "rebuild"])
def test_what_breaks_off_on_the_way_leaves_the_old_book(
    old: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def break_off(*_: object) -> None:
        said = sqlite3.OperationalError("database or disk is full")
        said.sqlite_errorname = "SQLITE_FULL"
        raise said

    before, version = content(old), version_of(old)
    with monkeypatch.context() as broken:
        broken.setattr(migrations, failing, break_off)
        with pytest.raises(DiskFull):
            Book.open(old, RULES)
    assert (content(old), version_of(old)) == (before, version)
    assert backups(old) == []
    with Book.open(old, RULES) as book:
        assert shape(book.connection) == new_shape()


def test_rows_that_belong_to_nothing_stop_it(old: Path) -> None:
    with closing(sqlite3.connect(old)) as database:
        database.execute("drop trigger case_file_no_delete")
        database.execute("delete from case_file where case_no = 3")
        database.commit()
    before = content(old)
    with pytest.raises(BookUnreadable, match="belongs to nothing"):
        Book.open(old, RULES)
    assert content(old) == before


def test_somebody_who_writes_is_waited_for(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("begin immediate")
        release = threading.Timer(0.3, lambda: writer.execute("rollback"))
        release.start()
        with Book.open(old, RULES) as book:
            assert connection.version(book.connection) == connection.SCHEMA_VERSION
        release.join()


def test_somebody_who_writes_too_long_is_named(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0)
    with closing(sqlite3.connect(old, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        with pytest.raises(BookLocked):
            Book.open(old, RULES)
    assert version_of(old) == 1


def test_somebody_who_reads_goes_on_reading_the_old_book(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as reader:
        reader.execute("begin")
        [before] = reader.execute("select count(*) from case_version").fetchone()
        with Book.open(old, RULES) as book:
            assert book.head.organ_level is None
        assert reader.execute("select count(*) from case_version").fetchone() == (before,)
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            reader.execute("select * from closing")


def test_of_two_who_open_it_together_one_brings_it_up(old: Path) -> None:
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def use() -> None:
        start.wait()
        try:
            with Book.open(old, RULES) as book:
                assert shape(book.connection) == new_shape()
        except BaseException as fault:  # noqa: BLE001 - a thread has nobody else to tell
            faults.append(fault)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(backups(old)) == 1


@pytest.mark.parametrize("sample", ["nanchang", "mixed"])
def test_a_sample_book_gives_the_same_reports_from_an_old_file(sample: str, tmp_path: Path) -> None:
    present = Casebook(tmp_path / "present.book")
    present.init()
    folder = SAMPLES / sample
    present.ok("import", str(folder / "cases.csv"))
    former = Casebook(make_old(tmp_path / "old.book", present.path, 1))
    period = str(tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))["period"])
    asked = ("report", "--period", period, "--format", "plain")
    assert blotted(former.ok(*asked)) == blotted(present.ok(*asked))
    assert former.run("check", "--deep").out == present.run("check", "--deep").out
    assert len(backups(former.path)) == 1
