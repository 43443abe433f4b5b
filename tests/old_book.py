"""Books as earlier versions of the program left them: their schema, and the rows of a present book that it can hold."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from casebook.store import canonical, verify
from casebook.store.canonical import chain as canonical_chain
from casebook.store.connection import APPLICATION_ID, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS = Path(__file__).with_name("schemas")
PUBLISHED = sorted(int(path.stem) for path in SCHEMAS.glob("*.sql"))

Row = tuple[object, ...]


def make_old(path: Path, present: Path, version: int) -> Path:
    """Make at ``path`` the book that a program of schema ``version`` would have kept of what ``present`` holds."""
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("pragma journal_mode = wal")
        old.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
        old.execute("attach ? as present", (str(_first_chained(path.with_suffix(".chained"), present)),))
        old.execute("begin")
        for (table,) in old.execute("select name from main.sqlite_schema where type = 'table'").fetchall():
            names = ", ".join(row[1] for row in old.execute(f"pragma main.table_info({table})"))
            # rows of their own order: triggers let a number follow the one before it only
            into = f"insert into main.{table} ({names}) "
            old.execute(f"{into} select {names} from present.{table} order by 1, 2")  # noqa: S608 - names of our schema
        old.execute("commit")
        old.execute("detach present")
        old.execute(f"pragma application_id = {APPLICATION_ID}")
        old.execute(f"pragma user_version = {version}")
    path.with_suffix(".chained").unlink()
    path.chmod(0o600)  # as every program made it
    return path


def _first_chained(path: Path, present: Path) -> Path:
    """Make at ``path`` the book ``present`` with the chain of schema 1: from its uuid, without batches and machines."""
    shutil.copy(present, path)
    digests: list[str] = []

    def rechained(before: str, content: Mapping[str, object]) -> str:
        digests.append(canonical_chain(digests[-1] if digests else before, content))
        return digests[-1]

    with closing(sqlite3.connect(path)) as book:
        for trigger in ("entry_no_update", "book_no_update"):
            book.execute(f"drop trigger {trigger}")
        book.execute("update entry set batch = null, machine = null")
        book.execute("update book set chained_by = (select max(entry_no) + 1 from entry)")
        with mock.patch.object(canonical, "chain", rechained):
            list(verify.broken_entries(book))
        book.executemany("update entry set digest = ? where entry_no = ?", zip(digests, count(1), strict=False))
        book.commit()
    return path


def shape(database: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return what the database is made of, by kind and name, without comments, quotes and spacing."""
    return {
        (kind, name): _plain(sql)
        for kind, name, sql in database.execute(
            "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'"
        )
    }


def _plain(sql: str) -> str:
    return " ".join(re.sub(r"--.*", "", sql).replace('"', "").split())


def new_shape() -> dict[tuple[str, str], str]:
    """Return what a new book is made of."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA.read_text(encoding="utf-8"))
        return shape(database)


def content(path: Path) -> dict[str, list[Row]]:
    """Return the rows of every table of the book at ``path``."""
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_schema where type = 'table'")]
        return {name: database.execute(f"select * from {name}").fetchall() for name in tables}  # noqa: S608 - own names
