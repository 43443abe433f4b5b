"""Copies of a book as the database makes them: one state of it, whatever others write; proved before it is trusted."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from casebook.bookfaults import BookTooNew, OutputUnwritable
from casebook.copyfaults import BookInUse
from casebook.placing import beside, copy_private, private_file, take_place, to_disk
from casebook.store import connection as gateway
from casebook.store import migrations, verify
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"SQLite format 3\0"
_JOURNAL_MODE = 18  # the place in the header where 2, twice, says WAL, which a database in memory cannot have
_ROLLBACK = b"\1\1"
_OF_TARGET = ("SQLITE_FULL", "SQLITE_NOMEM", "SQLITE_TOOBIG")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


class Head(NamedTuple):
    """Which book it is, and how far it is told: its last entry with the digest that covers all before it."""

    uuid: str
    entry_no: int
    digest: str


def head_of(connection: sqlite3.Connection, book_no: int = 1) -> Head | None:
    """Return the head of the book, ``None`` where there is no book in it."""
    book = connection.execute("select uuid from book where book_no = ?", (book_no,)).fetchone()
    if book is None:
        return None
    last = connection.execute(
        "select entry_no, digest from entry where book_no = ? order by entry_no desc limit 1", (book_no,)
    ).fetchone()
    return Head(book[0], *(last or (0, book[0])))


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold one state of the database, whatever others write. Raises ``sqlite3.Error`` as it comes."""
    connection.execute("begin")
    try:
        yield
    finally:
        connection.execute("rollback")


def open_kept(path: Path) -> sqlite3.Connection:
    """Return a connection that reads the database at ``path`` and never writes, not even the files beside it.

    One that was not closed in order has a log beside it, which is read too. Raises ``sqlite3.Error``.
    """
    mode = "ro" if beside(path)[0].exists() else "ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)


def open_bytes(content: bytes) -> sqlite3.Connection:
    """Return a connection to the database ``content``, held in memory. Raises ``sqlite3.Error``."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(_without_log(content))
        connection.execute("pragma user_version")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def as_bytes(connection: sqlite3.Connection) -> bytes:
    """Return a database in memory as the bytes of a file that needs nothing beside it."""
    return _without_log(connection.serialize())


def _without_log(content: bytes) -> bytes:
    """Return the file of a database as one that needs no log beside it."""
    return content[:_JOURNAL_MODE] + _ROLLBACK + content[_JOURNAL_MODE + len(_ROLLBACK) :]


def copy_to_file(source: sqlite3.Connection, path: Path) -> None:
    """Copy the database to the empty file at ``path``; it needs nothing beside it. Raises ``sqlite3.Error``."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("pragma journal_mode = delete")


def copy_to_memory(source: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy of the database that is held in memory only. Raises ``sqlite3.Error``."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        source.backup(copy)
    except sqlite3.Error:
        copy.close()
        raise
    return copy


def to_wal(path: Path) -> None:
    """Let the finished book at ``path`` be one that many may read while one writes. Raises ``sqlite3.Error``."""
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("pragma journal_mode = wal")


def is_of_book(path: Path, uuid: str) -> bool:
    """Tell whether the file at ``path`` is a legible copy of the book ``uuid``."""
    try:
        with closing(open_kept(path)) as kept:
            [application] = kept.execute("pragma application_id").fetchone()
            head = head_of(kept) if application == gateway.APPLICATION_ID else None
    except (sqlite3.Error, OSError):
        return False
    return head is not None and head.uuid == uuid


def fault_in(connection: sqlite3.Connection, path: Path) -> Words | None:
    """Return why the database is no sound book, ``None`` where it is: its pages, its numbers, its chain of digests.

    Derived rows are not looked at: they can be made anew. Raises ``BookTooNew`` for ``path``.
    """
    try:
        return _fault_in(connection, path)
    except sqlite3.Error as error:
        return Words(f"数据库读取失败（{error}）", f"the database cannot be read ({error})")


def _fault_in(connection: sqlite3.Connection, path: Path) -> Words | None:
    [application] = connection.execute("pragma application_id").fetchone()
    if application != gateway.APPLICATION_ID:
        return Words("是其他程序的数据库", "it is another application's database")
    version = gateway.version(connection)
    if version > gateway.SCHEMA_VERSION:
        raise BookTooNew(path=path, found=version, known=gateway.SCHEMA_VERSION)
    [said] = connection.execute("pragma integrity_check(1)").fetchone()
    if said != "ok":
        return Words(f"数据库自检：{said}", f"the database says: {said}")
    if head_of(connection) is None:
        return Words("其中没有台账", "there is no book in it")
    if version == gateway.SCHEMA_VERSION:
        return _broken(connection)
    with closing(copy_to_memory(connection)) as trial:  # digests are told by the tables of today
        bring_up(trial)
        return _broken(trial)


def bring_up(connection: sqlite3.Connection) -> None:
    """Bring the journal of an earlier schema to the present one; derived tables stay. Raises ``sqlite3.Error``."""
    connection.execute("begin")
    for number in range(gateway.version(connection) + 1, gateway.SCHEMA_VERSION + 1):
        migrations.run(connection, migrations.script(number))
    connection.execute(f"pragma user_version = {gateway.SCHEMA_VERSION}")
    connection.execute("commit")


def _broken(connection: sqlite3.Connection) -> Words | None:
    for gap in verify.gaps(connection):
        return Words(f"{gap.table} 表编号有缺", f"the numbers of the table {gap.table} have a gap")
    entry_no = first_broken(connection)
    if entry_no is None:
        return None
    return Words(f"登记号 {entry_no} 的内容与其摘要不符", f"the content of entry {entry_no} does not fit its digest")


def first_broken(connection: sqlite3.Connection) -> int | None:
    """Return the first entry whose content, names included, does not fit its digest."""
    found = (next(verify.broken_entries(connection), None), next(verify.broken_parties(connection), None))
    return min((each for each in found if each is not None), default=None)


def copying_fault(error: sqlite3.Error, book: Path, target: Path) -> NoReturn:
    """Raise what a database error means that came while ``book`` was copied to ``target``."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(_OF_TARGET) or (name.startswith("SQLITE_IOERR") and _reads_well(book)):
        raise OutputUnwritable(path=str(target), why=str(error)) from error
    gateway.fault(error, book)


def _reads_well(book: Path) -> bool:
    """Tell whether the disk gives the book whole: the database does not say on which side of a copy the disk failed."""
    try:
        with book.open("rb") as file:
            while file.read(1 << 20):
                pass
    except OSError:
        return False
    return True


# Replacing a book


def keep_aside(path: Path) -> Path:
    """Return a new name beside the book at ``path`` for the book as it was; nothing has it, nor a name beside it."""
    name = f"{path.name}.before-restore"
    places = (path.with_name(name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(place for place in places if not any(map(os.path.lexists, (place, *beside(place)))))


def replace(made: Path, path: Path) -> Path:
    """Let the finished book ``made`` take the place of the one at ``path``; return where that one is kept.

    Nobody else has the old book open meanwhile, and none of the files that the database keeps beside it is left for
    the new one. Raises ``BookInUse``, ``OSError`` and ``sqlite3.Error``; the old book is then as it was.
    """
    kept = keep_aside(path)
    if not path.exists():  # but its log does, which would be taken for that of the new book
        return _exchange_damaged(made, path, kept)
    try:
        with _held(path) as held:
            copy_to_file(held, private_file(kept))
            to_disk(kept)
            _exchange_held(held, made, path)
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if not name.startswith(_DAMAGE):
            _drop(kept)
            raise
        _drop(kept)
        return _exchange_damaged(made, path, kept)
    except OSError:
        _drop(kept)
        raise
    to_disk(path.parent)
    return kept


@contextmanager
def _held(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection beside which nobody has the book open. Raises ``BookInUse`` and ``sqlite3.Error``."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=gateway.WAIT_SECONDS, isolation_level=None)) as held:
        held.execute("pragma locking_mode = exclusive")  # the lock stays when the transaction ends
        try:
            held.execute("begin exclusive")
            held.execute("rollback")
        except sqlite3.OperationalError as error:
            if (getattr(error, "sqlite_errorname", "") or "").startswith(_LOCKED):
                raise BookInUse(path=str(path)) from error
            raise
        yield held


def _exchange_held(held: sqlite3.Connection, made: Path, path: Path) -> None:
    """Exchange the files while nobody else has the old one open.

    The log is folded in and goes before the exchange: closing the old book would later delete that of the new one by
    its name. Who waits for the lock has the old file open already: it is emptied, so that what that one would write
    fails instead of vanishing.
    """
    held.execute("pragma journal_mode = delete")
    handle = os.open(path, os.O_RDWR)  # closed after the connection: closing any handle drops the locks on the file
    try:
        with closing(held):
            try:
                for each in beside(path):
                    each.unlink(missing_ok=True)
                take_place(made, path)
            except OSError:
                held.execute("pragma journal_mode = wal")
                raise
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _exchange_damaged(made: Path, path: Path, kept: Path) -> Path:
    """Exchange the files where the database cannot so much as lock the old one: nobody can be at work in it.

    It is kept byte by byte with what lies beside it, so that it can still be rescued; returned is the first of these.
    """
    pairs = zip((path, *beside(path)), (kept, *beside(kept)), strict=True)
    old = [(own, aside) for own, aside in pairs if own.exists() and not own.name.endswith("-shm")]
    try:
        for own, aside in old:
            copy_private(own, aside)
        to_disk(path.parent)
        for own in beside(path):
            own.unlink(missing_ok=True)
        take_place(made, path)
    except OSError:
        for own, aside in reversed(old):
            if not own.exists() and aside.exists():
                copy_private(aside, own)
        _drop(kept)
        raise
    to_disk(path.parent)
    return next((aside for _, aside in old), kept)


def _drop(path: Path) -> None:
    for each in (path, *beside(path)):
        each.unlink(missing_ok=True)


def is_of_another(path: Path) -> bool:
    """Tell whether a legible database of another application is at ``path``."""
    try:
        with closing(open_kept(path)) as there:
            [application] = there.execute("pragma application_id").fetchone()
            [tables] = there.execute("select count(*) from sqlite_schema").fetchone()
    except (sqlite3.Error, OSError):
        return False
    return bool(application != gateway.APPLICATION_ID and tables)
