"""Backups: of one state while others write, private, proved, rotated; restored without losing what was there."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from blackbox.program import Casebook, assert_refusal
from desk import RULES, Desk
from old_book import content, make_old
from pyrage import x25519

from casebook import copies, placing
from casebook.book import Book
from casebook.bookfaults import BookUnreadable, FolderMissing, OutputUnwritable
from casebook.copyfaults import BookInUse
from casebook.store import connection, copying

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.encryption import Key

NUMBER = "南府复〔2024〕1号"


def no_key() -> Key:
    raise AssertionError("nothing here is encrypted")


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    """A book of three entries."""
    casebook = Casebook(tmp_path / "cases.book")
    casebook.init()
    casebook.open_review("2024-03-04", "2024-03-06", NUMBER)
    casebook.close(NUMBER, "maintain", "2024-04-15")
    return casebook


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def journal(path: Path) -> list[tuple[int, str]]:
    with closing(copying.open_kept(path)) as database:
        rows: list[tuple[int, str]] = database.execute("select entry_no, digest from entry").fetchall()
        return rows


@contextlib.contextmanager
def log_grows(book: Casebook) -> Iterator[None]:
    """Somebody has the book open, so that what is told meanwhile stands in the log beside it."""
    with closing(sqlite3.connect(book.path, isolation_level=None)) as other:
        other.execute("select count(*) from entry").fetchone()
        book.intake("review", "2024-05-07", "南府复〔2024〕3号")
        yield


# Making one


def test_a_backup_is_private_holds_everything_and_says_how_far_it_goes(book: Casebook, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    old = os.umask(0)
    try:
        said = book.ok("backup", str(kept))
    finally:
        os.umask(old)
    [entry_no, digest] = journal(book.path)[-1]
    assert said.splitlines() == [f"Backed up and verified: {kept}", f"entry {entry_no}, digest {digest}"]
    assert mode(kept) == 0o600
    assert content(kept) == content(book.path)
    assert names(tmp_path) == ["cases.book", "kept.db"]


def test_an_empty_book_has_a_backup_too(tmp_path: Path) -> None:
    empty = Casebook(tmp_path / "cases.book")
    empty.init()
    assert "entry 0, digest " in empty.ok("backup", str(tmp_path / "kept.db"))
    again = Casebook(tmp_path / "again.book")
    again.ok("restore", str(tmp_path / "kept.db"))
    assert content(again.path) == content(empty.path)


def test_backups_made_while_somebody_writes_each_hold_one_whole_state(tmp_path: Path) -> None:
    path = tmp_path / "cases.book"
    first = Desk(path)
    with first.book:
        first.review("2024-03-04", "2024-03-06")
    stop, faults = threading.Event(), list[BaseException]()

    def write() -> None:
        try:
            desk = Desk(path)
            with desk.book:
                while not stop.is_set():
                    desk.review("2024-03-04", "2024-03-06")
        except BaseException as fault:  # noqa: BLE001 - a thread has nobody else to tell
            faults.append(fault)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [copies.back_up(path, tmp_path / f"{number}.db") for number in range(8)]
    finally:
        stop.set()
        writer.join()
    assert faults == []
    heads = [each.head.entry_no for each in made]
    assert heads == sorted(heads)
    assert heads[-1] > heads[0]
    told = dict(journal(path))
    for each in made:
        assert told[each.head.entry_no] == each.head.digest
        assert Casebook(each.path).run("check", "--deep").status == 0


def test_it_neither_waits_for_an_act_that_is_being_written_nor_holds_it(book: Casebook, tmp_path: Path) -> None:
    with closing(sqlite3.connect(book.path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute(
            "insert into entry select 1, 4, recorded_at, 'x', null, act, null, null, null, null, 'x' from entry limit 1"
        )
        before = journal(book.path)
        made = copies.back_up(book.path, tmp_path / "kept.db")
        writer.execute("rollback")
    assert (made.head.entry_no, journal(made.path)) == (3, before)


@pytest.mark.parametrize("open_elsewhere", [False, True])
def test_a_book_that_cannot_be_written_is_backed_up(book: Casebook, tmp_path: Path, open_elsewhere: bool) -> None:
    with contextlib.ExitStack() as around:
        if open_elsewhere:  # so that a log lies beside it
            writer = around.enter_context(closing(sqlite3.connect(book.path, isolation_level=None)))
            writer.execute("pragma wal_autocheckpoint = 0")
            writer.execute("create table scratch (x)")
        around.enter_context(mock.patch("casebook.store.connection.os.access", return_value=False))
        made = copies.back_up(book.path, tmp_path / "kept.db")
    assert content(made.path) == content(book.path)


@pytest.mark.parametrize("what", ["file", "folder", "link", "dangling link", "book", "hard link of the book"])
def test_whatever_stands_there_is_refused_and_left(book: Casebook, tmp_path: Path, what: str) -> None:
    target = tmp_path / "kept.db"
    if what == "file":
        target.write_bytes(b"mine")
    elif what == "folder":
        target.mkdir()
    elif what == "link":
        target.symlink_to(book.path)
    elif what == "dangling link":
        target.symlink_to(tmp_path / "nowhere")
    elif what == "hard link of the book":
        target.hardlink_to(book.path)
    else:
        target = book.path
    before = names(tmp_path)
    book.refused("backup", str(target))
    assert names(tmp_path) == before
    assert target.is_symlink() or target.is_dir() or target.read_bytes() in (b"mine", book.path.read_bytes())


def test_a_name_taken_meanwhile_is_not_overwritten(book: Casebook, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    with mock.patch("casebook.copies.os.path.lexists", return_value=False):
        target.write_bytes(b"mine")
        book.refused("backup", str(target))
    assert target.read_bytes() == b"mine"
    assert names(tmp_path) == ["cases.book", "kept.db"]


def test_a_file_system_without_hard_links_will_do(book: Casebook, tmp_path: Path) -> None:
    with mock.patch("casebook.placing.os.link", side_effect=OSError(1, "Operation not permitted")):
        book.ok("backup", str(tmp_path / "kept.db"))
        book.refused("backup", str(tmp_path / "kept.db"))
    assert content(tmp_path / "kept.db") == content(book.path)
    assert names(tmp_path) == ["cases.book", "kept.db"]


@pytest.mark.parametrize("options", [(), ("--encrypt", "--key-file", "key")])
def test_a_full_disk_leaves_nothing(book: Casebook, tmp_path: Path, options: Sequence[str]) -> None:
    key = tmp_path / "key"
    key.write_text(str(x25519.Identity.generate()), encoding="utf-8")
    before = names(tmp_path)
    options = [str(key) if each == "key" else each for each in options]
    # the largest file that the system lets it write; half of the book
    full = ("prlimit", f"--fsize={book.path.stat().st_size // 2}")
    answer = book.process("backup", *options, str(tmp_path / "kept.db"), before=full)
    assert_refusal(answer, 3)
    assert "kept.db" in answer.err
    assert names(tmp_path) == before


def test_a_copy_that_is_not_what_was_read_is_not_kept(book: Casebook, tmp_path: Path) -> None:
    whole = copying.copy_to_file

    def torn(source: sqlite3.Connection, path: Path) -> None:
        whole(source, path)
        with closing(sqlite3.connect(path)) as copy:
            copy.execute("drop trigger entry_no_delete")
            copy.execute("pragma foreign_keys = off")
            copy.execute("delete from entry where entry_no = 3")
            copy.commit()

    with mock.patch("casebook.store.copying.copy_to_file", torn):
        assert "did not stand its verification" in book.refused("backup", str(tmp_path / "kept.db"), status=3)
    assert names(tmp_path) == ["cases.book"]


def test_damaged_pages_are_found_and_no_copy_is_kept(book: Casebook, tmp_path: Path) -> None:
    with book.path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096)
    assert_refusal(book.run("backup", str(tmp_path / "kept.db")), 3)
    assert names(tmp_path) == ["cases.book"]


# Rotation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def clock() -> Iterator[list[str]]:
    """The instants that the program sees, one after the other; the last one stays."""
    instants = ["2026-11-21T08:00:00Z"]

    def now() -> str:
        return instants.pop(0) if len(instants) > 1 else instants[0]

    with mock.patch("casebook.cli.session.clock", now):
        yield instants


def daily(day: int) -> str:
    return f"2026-11-{day:02d}T23:00:00Z"


def test_the_latest_stay_and_the_folder_is_private(book: Casebook, folder: Path, clock: list[str]) -> None:
    clock[:] = [daily(day) for day in range(1, 6)]
    said = [book.ok("backup", "--keep", "3", str(folder)) for _ in range(5)]
    assert mode(folder) == 0o700
    assert [name[:23] for name in names(folder)] == [f"cases-202611{day:02d}T230000Z-" for day in (3, 4, 5)]
    assert all(mode(path) == 0o600 for path in folder.iterdir())
    assert ["deleted" in each for each in said] == [False, False, False, True, True]


def test_two_of_one_instant_both_stay_under_names_of_their_own(book: Casebook, folder: Path, clock: list[str]) -> None:
    for _ in range(3):
        book.ok("backup", "--keep", "3", str(folder))
    assert [re.sub("[0-9a-f]{8}", "U", name[22:]) for name in names(folder)] == ["-U-2.db", "-U-3.db", "-U.db"]
    assert clock == ["2026-11-21T08:00:00Z"]
    book.ok("backup", "--keep", "1", str(folder))
    assert [name[-5:] for name in names(folder)] == ["-4.db"]


def test_a_clock_that_goes_back_never_costs_the_new_one(book: Casebook, folder: Path, clock: list[str]) -> None:
    clock[:] = [daily(9), daily(2)]
    book.ok("backup", "--keep", "1", str(folder))
    book.ok("backup", "--keep", "1", str(folder))
    assert [name[:15] for name in names(folder)] == ["cases-20261102T"]


def test_only_its_own_backups_of_the_same_book_are_deleted(book: Casebook, folder: Path, clock: list[str]) -> None:
    clock[:] = [daily(1), daily(2), daily(3), daily(4)]
    book.ok("backup", "--keep", "9", str(folder))
    [own] = folder.iterdir()
    other = Casebook(book.path.with_name("other.book"))
    other.init()
    other.ok("backup", "--keep", "9", str(folder))
    [foreign] = set(folder.iterdir()) - {own}
    mine = own.name.removesuffix(".db")
    disguised = {
        f"{mine}-7.db": foreign.read_bytes(),  # another book under a name of ours
        f"{mine}-8.db": b"",
        f"{mine}-9.db": own.read_bytes()[:5000],
        f"{mine}-7.db.age": b"no such thing",
        "notes.txt": b"mine",
        f"{mine}.db.bak": own.read_bytes(),
        "cases.db": own.read_bytes(),
    }
    for name, held in disguised.items():
        (folder / name).write_bytes(held)
    (folder / f"{mine}-5.db").symlink_to(own)
    (folder / f"{mine}-6.db").mkdir()
    book.ok("backup", "--keep", "1", str(folder))
    left = set(names(folder))
    assert own.name not in left
    assert {*disguised, foreign.name, f"{mine}-5.db", f"{mine}-6.db"} < left
    assert len(left) == len(disguised) + 4


def test_encrypted_ones_rotate_with_the_others(book: Casebook, folder: Path, clock: list[str], tmp_path: Path) -> None:
    clock[:] = [daily(1), daily(2), daily(3)]
    (tmp_path / "key").write_text(str(x25519.Identity.generate()), encoding="utf-8")
    sealed = ("--encrypt", "--key-file", str(tmp_path / "key"))
    book.ok("backup", "--keep", "2", *sealed, str(folder))
    book.ok("backup", "--keep", "2", str(folder))
    book.ok("backup", "--keep", "2", *sealed, str(folder))
    assert [name.partition(".")[2] for name in names(folder)] == ["db", "db.age"]


def test_nothing_is_deleted_where_the_new_one_fails(book: Casebook, folder: Path, clock: list[str]) -> None:
    clock[:] = [daily(1), daily(2)]
    book.ok("backup", "--keep", "1", str(folder))
    before = names(folder)
    with mock.patch("casebook.store.copying.fault_in", return_value="worse than nothing"):
        book.refused("backup", "--keep", "1", str(folder), status=3)
    with book.path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096)
    assert_refusal(book.run("backup", "--keep", "1", str(folder)), 3)
    assert names(folder) == before


@pytest.mark.parametrize("keep", ["0", "-1", "many"])
def test_how_many_are_kept_is_a_number_from_one_on(book: Casebook, folder: Path, keep: str) -> None:
    book.refused("backup", "--keep", keep, str(folder))
    assert not folder.exists()


# Restoring


@pytest.fixture
def kept(book: Casebook, tmp_path: Path) -> Path:
    """A backup of the book, which has one entry more since."""
    path = tmp_path / "kept.db"
    book.ok("backup", str(path))
    book.intake("review", "2024-05-06", "南府复〔2024〕2号")
    return path


def test_a_restored_book_is_private_whole_and_at_work(book: Casebook, kept: Path, tmp_path: Path) -> None:
    new = Casebook(tmp_path / "new.book")
    said = new.ok("restore", str(kept))
    [entry_no, digest] = journal(kept)[-1]
    assert said.splitlines() == [f"Restored and verified: {new.path}", f"entry {entry_no}, digest {digest}"]
    assert mode(new.path) == 0o600
    assert content(new.path) == content(kept)
    new.intake("review", "2024-05-06", "南府复〔2024〕3号")
    with closing(sqlite3.connect(new.path)) as database:
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)
    assert new.run("check", "--deep").status == 0
    assert len(journal(book.path)) == 4


def test_over_a_book_only_with_replace_which_keeps_a_copy_each_time(book: Casebook, kept: Path, tmp_path: Path) -> None:
    book.refused("restore", str(kept))
    before = journal(book.path)
    assert f"The old one is kept: {book.path}.before-restore" in book.ok("restore", "--replace", str(kept))
    assert journal(book.path) == journal(kept) == before[:3]
    first = book.path.with_name("cases.book.before-restore")
    assert (journal(first), mode(first)) == (before, 0o600)
    book.ok("restore", "--replace", str(kept))
    assert names(tmp_path) == ["cases.book", "cases.book.before-restore", "cases.book.before-restore-2", "kept.db"]
    assert journal(first) == before
    again = Casebook(tmp_path / "again.book")
    again.ok("restore", str(first))  # the way back
    assert journal(again.path) == before


def test_what_was_only_in_the_log_is_kept_and_never_reaches_the_new_book(book: Casebook, kept: Path) -> None:
    log = book.path.with_name("cases.book-wal")
    with log_grows(book):
        before = journal(book.path)
        left = {path: path.read_bytes() for path in (book.path, log)}
    for path, held in left.items():  # as a crash would have left them
        path.write_bytes(held)
    assert len(left[log]) > 4096
    book.ok("restore", "--replace", str(kept))
    assert not log.exists()
    assert journal(book.path) == journal(kept)
    assert journal(book.path.with_name("cases.book.before-restore")) == before


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_log_without_its_book_is_in_the_way(book: Casebook, kept: Path, tmp_path: Path, ending: str) -> None:
    new = Casebook(tmp_path / "new.book")
    left = tmp_path / f"new.book{ending}"
    with log_grows(book):
        left.write_bytes(book.path.with_name("cases.book-wal").read_bytes())
    held = left.read_bytes()
    assert str(left) in new.refused("restore", str(kept))
    assert left.read_bytes() == held
    said = new.ok("restore", "--replace", str(kept))
    assert f"new.book.before-restore{ending}" in said
    assert not left.exists()
    assert (tmp_path / f"new.book.before-restore{ending}").read_bytes() == held
    assert journal(new.path) == journal(kept)


@pytest.mark.parametrize("doing", ["reads", "writes", "has it open"])
def test_a_book_that_is_in_use_is_not_replaced(
    book: Casebook, kept: Path, doing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0)
    before = content(book.path)
    with closing(sqlite3.connect(book.path, isolation_level=None)) as other:
        if doing != "has it open":
            other.execute("begin immediate" if doing == "writes" else "begin")
        other.execute("select count(*) from entry").fetchone()
        with pytest.raises(BookInUse):
            copies.restore(book.path, kept, no_key, replace=True)
    assert content(book.path) == before
    assert names(book.path.parent) == ["cases.book", "kept.db"]


def test_somebody_who_waits_to_write_is_told_instead_of_writing_into_the_old_book(book: Casebook, kept: Path) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(book.path, isolation_level=None, timeout=20)) as late:
            waiting.set()
            try:
                late.execute("begin immediate")
                late.execute("insert into entry select * from entry")
            except sqlite3.Error as error:
                said.append(str(error))

    writer = threading.Thread(target=write)
    exchange = placing.take_place

    def while_one_waits(made: Path, path: Path) -> None:
        writer.start()
        waiting.wait()
        threading.Event().wait(0.3)
        exchange(made, path)

    with mock.patch("casebook.store.copying.take_place", while_one_waits):
        copies.restore(book.path, kept, no_key, replace=True)
    writer.join()
    assert said == ["no such table: entry"]
    assert journal(book.path) == journal(kept)
    assert names(book.path.parent) == ["cases.book", "cases.book.before-restore", "kept.db"]


@pytest.mark.parametrize("damage", ["no header", "empty", "short", "page"])
def test_a_damaged_book_is_replaced_and_kept_byte_by_byte(book: Casebook, kept: Path, damage: str) -> None:
    held = book.path.read_bytes()
    damaged = {
        "no header": b"\0" * 100 + held[100:],
        "empty": b"",
        "short": held[: len(held) // 2],
        "page": held[:4096] + b"\xff" * 8192 + held[12288:],
    }[damage]
    book.path.write_bytes(damaged)
    book.path.with_name("cases.book-shm").write_bytes(b"x")
    book.ok("restore", "--replace", str(kept))
    aside = book.path.with_name("cases.book.before-restore")
    assert mode(aside) == 0o600
    if damage in ("no header", "short"):
        assert aside.read_bytes() == damaged
    assert journal(book.path) == journal(kept)
    assert names(book.path.parent) == ["cases.book", "cases.book.before-restore", "kept.db"]


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("failing", ["casebook.placing.os.replace", "casebook.store.copying.to_disk"])
def test_what_breaks_off_leaves_the_old_book_as_it_was(book: Casebook, kept: Path, failing: str, damaged: bool) -> None:
    if damaged:
        held = book.path.read_bytes()
        book.path.write_bytes(held[: len(held) // 2])
        book.path.with_name("cases.book-wal").write_bytes(b"log")
    before, there = book.dump(), names(book.path.parent)
    with mock.patch(failing, side_effect=OSError(28, "No space left on device")), pytest.raises(OutputUnwritable):
        copies.restore(book.path, kept, no_key, replace=True)
    assert names(book.path.parent) == there
    assert book.dump() == before
    if not damaged:
        with closing(sqlite3.connect(book.path)) as database:
            assert database.execute("pragma journal_mode").fetchone() == ("wal",)


STEPS = (
    "casebook.store.copying.copy_to_file",
    "casebook.store.copying.to_wal",
    "casebook.store.copying.private_file",
    "casebook.store.copying.to_disk",
    "casebook.store.copying.take_place",
    "casebook.placing.os.replace",
    "casebook.store.copying.os.ftruncate",
)


@pytest.mark.parametrize("step", STEPS)
def test_whoever_is_killed_midway_leaves_the_old_book_or_the_new_one(book: Casebook, kept: Path, step: str) -> None:
    with log_grows(book):
        before = journal(book.path)
        left = {path: path.read_bytes() for path in (book.path, book.path.with_name("cases.book-wal"))}
    for path, held in left.items():  # as a crash would have left them
        path.write_bytes(held)
    process = os.fork()
    if process == 0:
        with mock.patch(step, side_effect=lambda *_: os._exit(9)):
            copies.restore(book.path, kept, no_key, replace=True)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 9, "the step is not on the way"
    book.ok("list")
    assert journal(book.path) == (journal(kept) if step.endswith("ftruncate") else before)
    assert not [each for each in book.json("check", "--deep")["findings"] if each["severity"] == "error"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(book: Casebook, kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.book"
    link.symlink_to(book.path)
    Casebook(link).ok("restore", "--replace", str(kept))
    assert link.is_symlink()
    assert journal(book.path) == journal(kept)


def test_a_link_that_leads_nowhere_is_no_book(kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.book"
    link.symlink_to(tmp_path / "nowhere")
    assert_refusal(Casebook(link).run("restore", str(kept)), 2)
    assert_refusal(Casebook(link).run("restore", "--replace", str(kept)), 3)
    assert not (tmp_path / "nowhere").exists()


def test_the_database_of_another_program_is_never_replaced(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("create table t (x)")
    before = other.read_bytes()
    assert_refusal(Casebook(other).run("restore", "--replace", str(kept)), 3)
    assert other.read_bytes() == before
    again = Casebook(tmp_path / "again.book")
    assert "another application" in again.refused("restore", str(other), status=3)


@pytest.mark.parametrize("length", [1, 100, 4096, 5000, 40960])
def test_a_backup_that_is_cut_short_is_refused(kept: Path, tmp_path: Path, length: int) -> None:
    kept.write_bytes(kept.read_bytes()[:length])
    assert_refusal(Casebook(tmp_path / "new.book").run("restore", str(kept)), 3)
    assert names(tmp_path) == ["cases.book", "kept.db"]


def test_an_older_book_is_backed_up_and_restored_as_it_is_and_brought_up_when_it_is_opened(
    book: Casebook, tmp_path: Path
) -> None:
    old = make_old(tmp_path / "old.book", book.path, 1)
    before = content(old)
    Casebook(old).ok("backup", str(tmp_path / "kept.db"))
    assert content(old) == before
    new = Casebook(tmp_path / "new.book")
    new.ok("restore", str(tmp_path / "kept.db"))
    assert content(new.path) == before
    assert len(new.numbers()) == 1
    assert (tmp_path / "new.book.v1-backup").exists()
    assert new.run("check", "--deep").status == 0


def test_a_changed_backup_of_an_older_book_is_found_out(book: Casebook, tmp_path: Path) -> None:
    old = make_old(tmp_path / "old.book", book.path, 1)
    with closing(sqlite3.connect(old)) as database:
        database.execute("drop trigger step_no_update")
        database.execute("update step set on_date = '2024-01-01' where step_no = 2")
        database.commit()
    assert "entry 2" in Casebook(tmp_path / "new.book").refused("restore", str(old), status=3)


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_no_place_for_a_book(folder: str, kept: Path) -> None:
    """Its name cannot be changed into those of the files beside a book."""
    for command, status in (("restore", 2), ("rescue", 2), ("restore --replace", 3)):
        assert_refusal(Casebook(Path(folder)).process(*command.split(), str(kept)), status)


def test_a_book_can_be_restored_from_a_book_that_is_open(book: Casebook, tmp_path: Path) -> None:
    with log_grows(book):
        held = {each: each.read_bytes() for each in (book.path, book.path.with_name("cases.book-wal"))}
        new = Casebook(tmp_path / "new.book")
        new.ok("restore", str(book.path))
        assert {each: each.read_bytes() for each in held} == held
        assert journal(new.path) == journal(book.path)
        assert len(journal(new.path)) == 4


def test_a_process_that_found_the_old_book_open_reads_no_figures_from_it(book: Casebook, kept: Path) -> None:
    opened = Book(book.path, sqlite3.connect(book.path, isolation_level=None), lambda: RULES)
    copies.restore(book.path, kept, no_key, replace=True)
    with opened, pytest.raises(BookUnreadable), opened.reading():
        opened.refresh()


def test_a_folder_that_cannot_be_written_is_named(book: Casebook, tmp_path: Path) -> None:
    with (
        mock.patch("casebook.placing.tempfile.mkdtemp", side_effect=PermissionError(13, "Permission denied")),
        pytest.raises(FolderMissing, match="Permission denied"),
    ):
        copies.back_up(book.path, tmp_path / "kept.db")
