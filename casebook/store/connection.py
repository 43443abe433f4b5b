"""The one gateway to SQLite: opening a book, reading it, and writing an act as one transaction."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NoReturn

from casebook.bookfaults import (
    BookDamaged,
    BookForbidden,
    BookLocked,
    BookMissing,
    BookOnShare,
    BookReadOnly,
    BookTooNew,
    BookUnreadable,
    DiskFull,
    FileExists,
    FolderMissing,
    NotABook,
)
from casebook.store import readonly
from casebook.store.shares import share
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APPLICATION_ID = 0x63617365  # "case"
SCHEMA_VERSION = 2
WAIT_SECONDS = 10  # for a lock that somebody else holds
LONGEST_PAUSE, SHORTEST_PAUSE = 0.02, 0.001  # seconds until a writer asks again: at first, and after half of the wait
SCHEMA = Path(__file__).with_name("schema.sql")

_MAGIC = b"SQLite format 3\0"
_HEAD = 100  # bytes of the header of the database file; its application_id stands at 68
_LOCK_ERRORS = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")
_READ_ONLY_ERRORS = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")
_FULL_ERRORS = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")  # the latter: no room for the memory that connections share
_NO_PLACE = ("SQLITE_FULL", "SQLITE_IOERR_SHM", "SQLITE_CANTOPEN", "SQLITE_READONLY")  # said when a reader wants memory


def fault(error: sqlite3.Error, path: Path) -> NoReturn:
    """Raise what a database error means to an officer."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_LOCK_ERRORS):
        raise BookLocked(path=path) from error
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        if _is_ours(path):
            raise BookDamaged(path=path, why=Words(f"数据库报告 {error}", str(error))) from error
        raise NotABook(path=path, why=Words("不是数据库，或文件已损坏", "not a database, or a damaged one")) from error
    if name.startswith(_FULL_ERRORS):
        raise DiskFull(path=path) from error
    if name.startswith(_READ_ONLY_ERRORS):
        raise BookReadOnly(path=path) from error
    raise BookUnreadable(path=path, why=str(error)) from error


def _is_ours(path: Path) -> bool:
    """Tell whether the header of the file says that it is a book, whatever the rest of it is."""
    try:
        head = _head_of(path)
    except OSError:
        return False
    return head.startswith(_MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def open_book(path: Path, *, write: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection to the book at ``path``; ``write`` says that an act will follow, ``read_only`` that none may.

    Raises ``BookMissing``, ``NotABook``, ``BookDamaged``, ``BookForbidden``, ``BookOnShare``, ``BookTooNew``,
    ``BookReadOnly``, ``BookLocked``, ``DiskFull`` or ``BookUnreadable``.
    """
    _look_at(path)
    _refuse_share(path)
    if write and not os.access(path, os.W_OK):
        raise BookReadOnly(path=path)
    try:
        return _opened(path, _uri(path, write=write, read_only=read_only), write=write)
    except sqlite3.Error as error:
        if write or not (getattr(error, "sqlite_errorname", "") or "").startswith(_NO_PLACE):
            fault(error, path)
    return _read_as_it_stands(path)


def _opened(path: Path, uri: str, *, write: bool = False) -> sqlite3.Connection:
    connection = _connect(uri, write=write)
    try:
        _recognise(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _read_as_it_stands(path: Path) -> sqlite3.Connection:
    """Open a book whose readers cannot have the memory that they share: the disk is full, the folder not ours."""
    from casebook.placing import beside  # few readers come here

    wal = beside(Path(os.path.realpath(path)))[0]  # beside what a link leads to
    if wal.exists() and wal.stat().st_size:
        why = Words(
            f"{wal.name} 中有尚未并入的登记，而文件夹不能写入或磁盘已满",
            f"{wal.name} holds acts that are not merged yet, and the folder cannot be written or the disk is full",
        )
        raise BookUnreadable(path=path, why=why)
    try:
        return _opened(path, _uri(path, alone=True))
    except sqlite3.Error as error:
        fault(error, path)


def _look_at(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # to open a pipe would wait for somebody to write into it
            raise NotABook(path=path, why=_NO_FILES.get(stat.S_IFMT(mode), _NO_FILE))
        head = _head_of(path)
    except FileNotFoundError as error:
        if path.is_symlink():
            why = Words("这是一个链接，所指的文件不存在", "it is a link that leads nowhere")
            raise NotABook(path=path, why=why) from error
        raise BookMissing(path=path) from error
    except PermissionError as error:
        raise BookForbidden(path=path) from error
    except OSError as error:
        raise BookUnreadable(path=path, why=error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in it
        raise BookMissing(path=path) from error
    if not head:
        raise NotABook(path=path, why=Words("文件是空的（零字节）", "the file is empty (zero bytes)"))
    if not head.startswith(_MAGIC):
        raise NotABook(path=path, why=Words("不是 SQLite 数据库", "not an SQLite database"))


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


_NO_FILE = Words("这是设备或管道，不是文件", "it is a device or a pipe, not a file")
_NO_FILES = {stat.S_IFDIR: Words("这是一个文件夹", "it is a folder")}


def _refuse_share(path: Path) -> None:
    """Raise ``BookOnShare`` for a book on a network share, to be read too: what others write there is not seen."""
    kind = share(Path(os.path.realpath(path)).parent)
    if kind is not None:
        raise BookOnShare(path=path, kind=kind)


def _uri(path: Path, *, write: bool = False, read_only: bool = False, alone: bool = False) -> str:
    """Return how a book is opened; one that may not be written as it stands, without the memory that WAL shares."""
    place = Path(os.path.realpath(path))
    mode = "rw" if write or (not read_only and os.access(place, os.W_OK)) else readonly.mode(place)
    if alone:
        mode = "ro&immutable=1"
    return f"{place.as_uri()}?mode={mode}"


def _connect(uri: str, *, write: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma trusted_schema = off")
    if write:
        durable(connection)
    if not uri.endswith("?mode=rw"):
        connection.execute("pragma query_only = on")
    return connection


def durable(connection: sqlite3.Connection) -> None:
    """Let no transaction end before it is on disk, not in the cache of a drive either (macOS needs to be told)."""
    for pragma in ("synchronous = full", "fullfsync = on", "checkpoint_fullfsync = on"):
        connection.execute(f"pragma {pragma}")


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


@contextmanager
def create_book(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to an empty book, which stands at ``path`` once the block has ended, whole and on disk.

    Until then it is a draft beside it, which is gone where anything fails. It is readable and writable by its owner
    only. Raises ``FileExists`` over anything that is there, ``FolderMissing`` where no file can be made,
    ``BookOnShare`` on a network share, and ``DiskFull`` or ``BookUnreadable``.
    """
    from casebook.placing import beside  # only a new book needs it

    for found in (path, *beside(path)):  # SQLite would take the log of a book that is gone for that of the new one
        if os.path.lexists(found):
            raise FileExists(path=found)
    _refuse_share(path)
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise FolderMissing(path=path, why=error.strerror or str(error)) from error
    try:
        with closing(_connect(_uri(draft, write=True), write=True)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.executescript(
                f"begin;\n{SCHEMA.read_text(encoding='utf-8')}\n"
                f"pragma application_id = {APPLICATION_ID};\npragma user_version = {SCHEMA_VERSION};\ncommit;"
            )
            yield connection
            connection.execute("pragma wal_checkpoint(truncate)")  # closing would do it, but not say where it failed
        put_in_place(draft, path)
    except sqlite3.Error as error:
        fault(error, path)
    finally:
        for made in (draft, *beside(draft)):
            made.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished draft its name, in one step and never over another file; both are on disk then.

    Raises ``FileExists`` and ``FolderMissing``. The draft may still stand there: the caller takes it away.
    """
    from casebook.placing import settle

    try:
        settle(draft, path)
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise FolderMissing(path=path, why=error.strerror or str(error)) from error


def reading(connection: sqlite3.Connection, path: Path) -> AbstractContextManager[None]:
    """Hold one state of the book for several questions. Never waits for a writer."""
    return _transaction(connection, path, lambda book: book.execute("begin"))


def writing(connection: sqlite3.Connection, path: Path) -> AbstractContextManager[None]:
    """Make one act one transaction: all of it on disk at the end, or nothing. Waits for another writer."""
    return _transaction(connection, path, _begin_writing)


def _begin_writing(connection: sqlite3.Connection) -> None:
    """Take the lock of writers, ten seconds at most. Who has waited longer asks more often.

    SQLite's own waiting sleeps longer and longer: of eight who wrote without a pause,
    two were turned away within 4,000 acts.
    """
    began = monotonic()
    connection.execute("pragma busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("begin immediate")
            except sqlite3.OperationalError as error:
                waited = monotonic() - began
                if waited >= WAIT_SECONDS or not (error.sqlite_errorname or "").startswith(_LOCK_ERRORS):
                    raise
            else:
                return
            sleep(max(SHORTEST_PAUSE, LONGEST_PAUSE * (1 - 2 * waited / WAIT_SECONDS)))
    finally:
        connection.execute(f"pragma busy_timeout = {WAIT_SECONDS * 1000}")


@contextmanager
def _transaction(
    connection: sqlite3.Connection, path: Path, begin: Callable[[sqlite3.Connection], object]
) -> Iterator[None]:
    try:
        begin(connection)
        yield
        connection.execute("commit")
    except sqlite3.Error as error:
        fault(error, path)
    finally:
        if connection.in_transaction:
            connection.execute("rollback")
