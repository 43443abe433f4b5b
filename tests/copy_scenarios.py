"""What an officer does to meet each error of backups, restoring and rescuing; the book is ``cases.book``."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from unittest import mock

from pyrage import x25519
from scenarios import Scenario, changed, no_book

from casebook import bookfaults, copyfaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blackbox.program import Casebook

KEY, OTHER = str(x25519.Identity.generate()), str(x25519.Identity.generate())


@contextmanager
def backups(casebook: Casebook) -> Iterator[None]:
    """A backup, an encrypted one and key files lie beside the book."""
    folder = casebook.path.parent
    for name, text in (("key", KEY), ("other", OTHER), ("empty", "")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    if not (folder / "kept.db").exists():
        casebook.ok("backup", str(folder / "kept.db"))
        casebook.ok("backup", "--encrypt", "--key-file", str(folder / "key.txt"), str(folder / "kept.age"))
    yield


@contextmanager
def backup_that_was_changed(casebook: Casebook) -> Iterator[None]:
    """A backup in which somebody wrote."""
    with backups(casebook):
        kept = casebook.path.with_name("kept.db")
        before = kept.read_bytes()
        with closing(sqlite3.connect(kept)) as database:
            database.execute("drop trigger step_no_update")
            database.execute("update step set on_date = '2024-01-01' where step_no = 1")
            database.commit()
        yield
        kept.write_bytes(before)


@contextmanager
def backup_of_a_later_program(casebook: Casebook) -> Iterator[None]:
    with backups(casebook):
        kept = casebook.path.with_name("kept.db")
        with closing(sqlite3.connect(kept)) as database:
            database.execute("pragma user_version = 99")
        yield
        kept.unlink()


@contextmanager
def somebody_reads(casebook: Casebook) -> Iterator[None]:
    with backups(casebook), closing(sqlite3.connect(casebook.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from entry").fetchone()
        with mock.patch("casebook.store.connection.WAIT_SECONDS", 0):
            yield


@contextmanager
def at_a_terminal(casebook: Casebook, *typed: str) -> Iterator[None]:
    """Somebody types these words where a passphrase is asked for, again and again."""
    with (
        backups(casebook),
        mock.patch("casebook.cli.passphrase.sys.stdin.isatty", return_value=True),
        mock.patch("getpass.getpass", side_effect=typed * 2),
    ):
        yield


COPY_SCENARIOS = (
    Scenario(copyfaults.CopyExists, "backup {folder}/faulty.toml"),
    Scenario(copyfaults.CopyExists, "backup {folder}/cases.book"),
    Scenario(copyfaults.CopyExists, "backup {folder}"),
    Scenario(copyfaults.FileOfTheBook, "backup {folder}/cases.book-wal"),
    Scenario(copyfaults.FileOfTheBook, "restore --replace {folder}/cases.book"),
    Scenario(copyfaults.FileOfTheBook, "rescue {folder}/cases.book"),
    Scenario(
        copyfaults.CopyFaulty,
        "backup {folder}/x.db",
        changed("drop trigger step_no_update", "update step set on_date = '2024-01-01' where step_no = 1"),
    ),
    Scenario(bookfaults.BookMissing, "backup {folder}/x.db", no_book),
    Scenario(bookfaults.FolderMissing, "backup {folder}/nowhere/x.db"),
    Scenario(bookfaults.FolderMissing, "backup --keep 3 {folder}/faulty.toml"),
    Scenario(copyfaults.BookInTheWay, "restore {folder}/kept.db", backups),
    Scenario(copyfaults.BookInTheWay, "--book {folder} restore {folder}/kept.db", backups),
    Scenario(copyfaults.BookInTheWay, "rescue {folder}/kept.db", backups),
    Scenario(bookfaults.NotABook, "--book {folder} restore --replace {folder}/kept.db", backups),
    Scenario(bookfaults.FolderMissing, "--book {folder}/nowhere/x.db restore {folder}/kept.db", backups),
    Scenario(bookfaults.BookTooNew, "--book {folder}/x.db restore {folder}/kept.db", backup_of_a_later_program),
    Scenario(bookfaults.BookTooNew, "--book {folder}/x.db rescue {folder}/kept.db", backup_of_a_later_program),
    Scenario(copyfaults.BookInUse, "restore --replace {folder}/kept.db", somebody_reads),
    Scenario(copyfaults.CopyUnusable, "--book {folder}/x.db restore {folder}/none.db"),
    Scenario(copyfaults.CopyUnusable, "--book {folder}/x.db restore {folder}/faulty.toml"),
    Scenario(copyfaults.CopyUnusable, "--book {folder}/x.db restore {folder}/empty.csv"),
    Scenario(copyfaults.CopyUnusable, "--book {folder}/x.db restore {folder}"),
    Scenario(copyfaults.CopyUnusable, "--book {folder}/x.db restore {folder}/kept.db", backup_that_was_changed),
    Scenario(copyfaults.NothingRescued, "--book {folder}/x.db rescue {folder}/none.db"),
    Scenario(copyfaults.NothingRescued, "--book {folder}/x.db rescue {folder}/faulty.toml"),
    Scenario(copyfaults.NothingRescued, "--book {folder}/x.db rescue {folder}/kept.db", backup_that_was_changed),
    Scenario(copyfaults.KeyFileFaulty, "backup --encrypt --key-file {folder}/none.txt {folder}/x.age"),
    Scenario(copyfaults.KeyFileFaulty, "backup --encrypt --key-file {folder}/empty.txt {folder}/x.age", backups),
    Scenario(copyfaults.KeyFileFaulty, "backup --encrypt --key-file {folder}/faulty.toml {folder}/x.age"),
    Scenario(copyfaults.PassphraseNeeded, "backup --encrypt {folder}/x.age"),
    Scenario(copyfaults.PassphraseNeeded, "export --encrypt {folder}/x.csv.age"),
    Scenario(copyfaults.PassphraseNeeded, "--book {folder}/x.db restore {folder}/kept.age", backups),
    Scenario(
        copyfaults.PassphraseUnusable, "backup --encrypt {folder}/x.age", lambda book: at_a_terminal(book, "一", "二")
    ),
    Scenario(copyfaults.PassphraseUnusable, "export --encrypt {folder}/x.csv", lambda book: at_a_terminal(book, "")),
    Scenario(
        copyfaults.WrongKey, "--book {folder}/x.db restore {folder}/kept.age --key-file {folder}/other.txt", backups
    ),
)
