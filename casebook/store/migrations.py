"""Bringing a book of an earlier schema to the present one: one transaction, after a copy was put beside the book."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.bookfaults import BookTooOld
from casebook.store import connection as gateway
from casebook.store import readonly, search
from casebook.store.derive import DERIVED_TABLES, VIEWS, rebuild
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casebook.store.derive import Deriver

DERIVED = "-- derived:"  # what stands below it in the schema is made anew, whatever it was
_HERE = Path(__file__).parent


def migrate(connection: sqlite3.Connection, path: Path, deriver: Callable[[], Deriver]) -> Path | None:
    """Bring the book at ``path`` to the present schema; return the copy of it as it was.

    ``deriver`` is asked for once the journal can be read. Waits for another writer, and returns ``None`` where that
    one has brought the book up. Raises ``BookTooOld`` where the book or its folder cannot be written, ``BookLocked``
    and ``BookUnreadable``; the book is then as it was.
    """
    if not os.access(path, os.W_OK):
        raise BookTooOld(path=path, **_versions(connection), why=Words("没有写权限", "it cannot be written"))
    if readonly.is_read_only(connection):
        why = Words("命令行写了 --read-only", "--read-only was given")
        raise BookTooOld(path=path, **_versions(connection), why=why)
    try:
        with _foreign_keys_off(connection):
            connection.execute("begin immediate")
            return _bring_up(connection, path, deriver)
    except sqlite3.Error as error:
        gateway.fault(error, path)


def _versions(connection: sqlite3.Connection) -> dict[str, int]:
    return {"found": gateway.version(connection), "known": gateway.SCHEMA_VERSION}


def _bring_up(connection: sqlite3.Connection, path: Path, deriver: Callable[[], Deriver]) -> Path | None:
    found = gateway.version(connection)
    if found >= gateway.SCHEMA_VERSION:  # another officer was first
        return None
    with ExitStack() as undo:
        kept = _keep_copy(connection, path, found)
        undo.callback(kept.unlink)
        for number in range(found + 1, gateway.SCHEMA_VERSION + 1):
            run(connection, script(number))
        renew_derived(connection)
        rebuild(connection, deriver())
        if connection.execute("pragma foreign_key_check").fetchone() is not None:
            message = "a row belongs to nothing"
            raise sqlite3.IntegrityError(message)
        connection.execute(f"pragma user_version = {gateway.SCHEMA_VERSION}")
        connection.execute("commit")
        undo.pop_all()
    return kept


@contextmanager
def _foreign_keys_off(connection: sqlite3.Connection) -> Iterator[None]:
    """Let tables be made anew: the switch works outside a transaction only."""
    connection.execute("pragma foreign_keys = off")
    gateway.durable(connection)
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("rollback")
        connection.execute("pragma foreign_keys = on")


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the book as it was last written, while its lock is held, to a new file that its owner only may read."""
    name = f"{path.name}.v{version}-backup"
    places = (path.with_name(name if number == 1 else f"{name}-{number}") for number in range(1, 1000))
    place = next(place for place in places if not place.exists())
    draft = place.with_name(f".{place.name}.{os.urandom(4).hex()}.new")  # a copy that breaks off is not taken for one
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        said = error.strerror or str(error)
        why = Words(f"不能在旁边存放备份（{said}）", f"no copy can be put beside it ({said})")
        raise BookTooOld(path=path, **_versions(connection), why=why) from error
    with ExitStack() as undo:
        undo.callback(draft.unlink, missing_ok=True)
        source = undo.enter_context(closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)))
        copy = undo.enter_context(closing(sqlite3.connect(draft)))
        source.backup(copy)
        copy.close()
        source.close()
        gateway.put_in_place(draft, place)
    return place


def script(number: int) -> str:
    """Return what brings the journal of a book from the schema before to schema ``number``."""
    return (_HERE / f"migration_{number}.sql").read_text(encoding="utf-8")


def run(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of ``script`` inside the transaction that is open: ``executescript`` would end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def is_whole(connection: sqlite3.Connection) -> bool:
    """Return whether the derived tables, their indexes and the views are those of the schema of today."""
    told = "select name, sql from sqlite_schema where tbl_name in (select value from json_each(?)) and sql is not null"
    names = json.dumps([*DERIVED_TABLES, *VIEWS])
    with closing(sqlite3.connect(":memory:")) as today:
        today.executescript(gateway.SCHEMA.read_text(encoding="utf-8"))
        wanted = set(today.execute(told, (names,)))
    return wanted == set(connection.execute(told, (names,)))


def renew_derived(connection: sqlite3.Connection) -> None:
    """Make the derived tables, their indexes and the views anew, the tables empty, as the schema of today has them."""
    search.drop(connection)
    for view in VIEWS:
        connection.execute(f"drop view if exists {view}")
    for table in DERIVED_TABLES:
        connection.execute(f"drop table if exists {table}")
    run(connection, gateway.SCHEMA.read_text(encoding="utf-8").partition(DERIVED)[2].partition("\n")[2])
