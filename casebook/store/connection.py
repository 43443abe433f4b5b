"""The one gateway to SQLite: opening a book, reading it, and writing an act as one transaction."""

from __future__ import annotations

import os
import sqlite3
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from casebook.bookfaults import (
    BookLocked,
    BookMissing,
    BookReadOnly,
    BookTooNew,
    BookUnreadable,
    FileExists,
    FolderMissing,
    NotABook,
)
from casebook.store import readonly
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x63617365  # "case"
SCHEMA_VERSION = 2
WAIT_SECONDS = 10
SCHEMA = Path(__file__).with_name("schema.sql")

_LOCK_ERRORS = ("SQLITE_BUSY", "SQLITE_LOCKED")
_READ_ONLY_ERRORS = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")


def fault(error: sqlite3.Error, path: Path) -> NoReturn:
    """Raise what a database error means to an officer."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_LOCK_ERRORS):
        raise BookLocked(path=path) from error
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        why = Words("不是数据库，或文件已损坏", "not a database, or a damaged one")
        raise NotABook(path=path, why=why) from error
    if name.startswith(_READ_ONLY_ERRORS):
        raise BookReadOnly(path=path) from error
    raise BookUnreadable(path=path, why=str(error)) from error


def open_book(path: Path, *, write: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the book at ``path``; ``write`` says that an act will follow, ``read_only`` that none may.

    Raises ``BookMissing``, ``NotABook``, ``BookTooNew``, ``BookReadOnly``, ``BookLocked`` or ``BookUnreadable``.
    """
    _look_at(path)
    if write and not os.access(path, os.W_OK):
        raise BookReadOnly(path=path)
    try:
        connection = _connect(path, write=write, read_only=read_only)
        _recognise(connection, path)
    except sqlite3.Error as error:
        fault(error, path)
    return connection


def _look_at(path: Path) -> None:
    if path.is_dir():
        raise NotABook(path=path, why=Words("这是一个文件夹", "it is a folder"))
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise BookMissing(path=path) from error
    except OSError as error:
        raise BookUnreadable(path=path, why=error.strerror or str(error)) from error
    if head != b"SQLite format 3\0":
        raise NotABook(path=path, why=Words("不是 SQLite 数据库", "not an SQLite database"))


def _connect(path: Path, *, write: bool, read_only: bool = False) -> sqlite3.Connection:
    """Connect. A book that may not be written is read as it stands, without the shared memory file that WAL wants."""
    mode = "rw" if write or (not read_only and os.access(path, os.W_OK)) else readonly.mode(path)
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma trusted_schema = off")
    if write:
        connection.execute("pragma synchronous = full")
    if mode != "rw":
        connection.execute("pragma query_only = on")
    return connection


def _recognise(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("pragma application_id").fetchone()
    if application != APPLICATION_ID:
        raise NotABook(path=path, why=Words("是其他程序的数据库", "it is another application's database"))
    found = version(connection)
    if found > SCHEMA_VERSION:
        raise BookTooNew(path=path, found=found, known=SCHEMA_VERSION)


def version(connection: sqlite3.Connection) -> int:
    """Return the number of the schema that a book has."""
    number: int = connection.execute("pragma user_version").fetchone()[0]
    return number


def create_book(path: Path) -> sqlite3.Connection:
    """Create an empty book at ``path``, readable and writable by its owner only, and return a connection to it.

    Raises ``FileExists`` over anything that is there, ``FolderMissing`` where no file can be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise FolderMissing(path=path, why=error.strerror or str(error)) from error
    try:
        connection = _connect(path, write=True)
        connection.execute("pragma journal_mode = wal")
        connection.executescript(
            f"begin;\n{SCHEMA.read_text(encoding='utf-8')}\n"
            f"pragma application_id = {APPLICATION_ID};\npragma user_version = {SCHEMA_VERSION};\ncommit;"
        )
    except sqlite3.Error as error:
        fault(error, path)
    return connection


def reading(connection: sqlite3.Connection, path: Path) -> AbstractContextManager[None]:
    """Hold one state of the book for several questions. Never waits for a writer."""
    return _transaction(connection, path, "begin")


def writing(connection: sqlite3.Connection, path: Path) -> AbstractContextManager[None]:
    """Make one act one transaction: all of it on disk at the end, or nothing. Waits for another writer."""
    return _transaction(connection, path, "begin immediate")


@contextmanager
def _transaction(connection: sqlite3.Connection, path: Path, begin: str) -> Iterator[None]:
    try:
        connection.execute(begin)
        yield
        connection.execute("commit")
    except sqlite3.Error as error:
        fault(error, path)
    finally:
        if connection.in_transaction:
            connection.execute("rollback")
