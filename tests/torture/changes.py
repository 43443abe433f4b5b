"""Changes behind the program's back: one field of the journal, or one byte of the file. A deep check finds each."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

from desk import RULES, TODAY

from casebook import check
from casebook.book import Book
from casebook.bookfaults import BookDamaged
from casebook.cli.main import run
from torture.ground import JOURNAL, Result, environment, furnished, journal, timed

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ENTRY = re.compile(r"[Ee]ntry (\d+)")


class Field(NamedTuple):
    """A field of a row: its table and column, and the values of the primary key."""

    table: str
    column: str
    key: tuple[tuple[str, object], ...]
    value: object


def fields(database: sqlite3.Connection) -> dict[tuple[str, str], list[Field]]:
    """Return every field of the journal, by table and column."""
    found: dict[tuple[str, str], list[Field]] = {}
    for table in JOURNAL:
        columns = database.execute(f"pragma table_info({table})").fetchall()
        keys = [name for _, name, _, _, _, place in columns if place]
        names = [name for _, name, *_ in columns]
        for row in database.execute(f"select * from {table}").fetchall():  # noqa: S608 - names of our schema
            told = dict(zip(names, row, strict=True))
            key = tuple((name, told[name]) for name in keys)
            for name in names:
                found.setdefault((table, name), []).append(Field(table, name, key, told[name]))
    return found


def other(value: object, kind: str, chance: random.Random, *, nullable: bool) -> object:
    """Return another value of the kind that a column holds: by a slip, wiped out, or put in where there was none."""
    if value is None:
        return chance.choice(("x", "张某", "2026-03-04")) if kind == "TEXT" else chance.randrange(1, 99)
    if nullable and chance.random() < 0.25:
        return None
    if isinstance(value, int):
        return max(0, value + chance.choice((1, -1, 2, 10, 1000)))
    text = str(value)
    place = chance.randrange(len(text) or 1)
    letter = chance.choice("0123456789abcdefghij张李〔")
    return chance.choice((text[:place] + letter + text[place + 1 :], text + letter, text[:-1], letter + text))


def change(path: Path, field: Field, value: object) -> bool:
    """Write ``value`` into a field as somebody would who knows SQL: triggers off, written, triggers on again.

    Returns whether the database took it: a key that stands there already it does not.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("pragma synchronous = off")
        triggers = database.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        database.execute("pragma ignore_check_constraints = on")
        database.execute("begin")
        for name, _ in triggers:
            database.execute(f"drop trigger {name}")
        where = " and ".join(f"{name} = ?" for name, _ in field.key)
        try:
            database.execute(
                f"update {field.table} set {field.column} = ? where {where}",  # noqa: S608 - names of our schema
                (value, *(each for _, each in field.key)),
            )
        except sqlite3.IntegrityError:
            return False
        for _, sql in triggers:
            database.execute(sql)
        database.execute("commit")
    return True


def entries_of(database: sqlite3.Connection, field: Field, value: object) -> set[int]:
    """Return the entries that may be named for a changed field: those it belonged to, and belongs to now."""
    key = dict(field.key)
    if field.table == "book":
        return {1}
    if field.table in ("particulars", "party", "hearing", "name_mask"):
        steps = {key["step_no"], value if field.column == "step_no" else key["step_no"]}
        sql, keys = "select entry_no from step where step_no = ?", steps
    elif field.table == "frozen_cell":
        reports = {key["report_no"], value if field.column == "report_no" else key["report_no"]}
        sql, keys = "select entry_no from frozen_report where report_no = ?", reports
    else:
        where = " and ".join(f"{name} = ?" for name in key)
        found = database.execute(f"select entry_no from {field.table} where {where}", tuple(key.values())).fetchone()  # noqa: S608
        own = {int(found[0])}
        if field.column == "entry_no" and isinstance(value, int):
            own |= {value}
        return own | {each + 1 for each in own} if field.table == "entry" else own
    told = {int(no) for each in keys for (no,) in database.execute(sql, (each,))}
    if field.table == "name_mask":  # a forged mask fits neither its act nor the name that it hides
        told |= {int(no) for (no,) in database.execute("select entry_no from entry where act = 'mask'")}
        told |= {value} if field.column == "entry_no" and isinstance(value, int) else set()
    return told


def findings(path: Path) -> list[str]:
    """Return what a deep check says of a book that can be opened."""
    try:
        with Book.open(path, RULES) as book, book.reading():
            found = check.run(book, TODAY, deep=True)
    except BookDamaged as error:  # what every command needs cannot be read
        return [str(error)]
    return [each.message.en for each in found if each.severity == check.ERROR]


def field_changes(folder: Path, chance: random.Random, count: int) -> tuple[int, list[str]]:
    """Change ``count`` fields, one at a time; return how many columns were hit and what was not found, or not named."""
    book = furnished(folder / "fields.book")
    here = folder / "field.book"
    with contextlib.closing(sqlite3.connect(book)) as database:
        by_column = fields(database)
        kinds = {
            (table, name): (kind, not required)
            for table in JOURNAL
            for _, name, kind, required, _, _ in database.execute(f"pragma table_info({table})")
        }
        missed, done, turn = [], 0, 0
        columns = sorted(by_column)
        while done < count:
            column = columns[turn % len(columns)]
            turn += 1
            field = chance.choice(by_column[column])
            kind, nullable = kinds[column]
            value = other(field.value, kind, chance, nullable=nullable)
            if value == field.value:
                continue
            shutil.copy(book, here)
            if not change(here, field, value):
                continue
            done += 1
            allowed = entries_of(database, field, value)
            said = findings(here)
            named = {int(number) for each in said for number in ENTRY.findall(each)}
            if not said or not named & allowed:
                missed.append(
                    f"{field.table}.{field.column} {field.key}: {field.value!r} -> {value!r}: {said or 'nothing'}"
                )
    return len(columns), missed


class Bytes(NamedTuple):
    """What became of changed bytes: how often what, and those that changed the journal unseen."""

    became: Counter[str]
    missed: list[str]


def byte_changes(folder: Path, chance: random.Random, count: int) -> Bytes:
    """Change ``count`` bytes of the file, one at a time, in the pages of the journal; return what became of them."""
    book = furnished(folder / "bytes.book")
    sound, content = book.read_bytes(), journal(book)
    places = [place for page in journal_pages(book) for place in used(sound, page)]
    here = folder / "byte.book"
    became, missed = Counter[str](), []
    for _ in range(count):
        place = chance.choice(places)
        changed = bytearray(sound)
        changed[place] ^= chance.choice((1, 2, 4, 8, 16, 32, 64, 128, chance.randrange(1, 256)))
        for ending in ("", "-wal", "-shm"):
            here.with_name(here.name + ending).unlink(missing_ok=True)
        here.write_bytes(changed)
        status, said = checked(here)
        if status == 3:
            became["refused when it was opened or read"] += 1
        elif status == 1:
            became["found by the check"] += 1
        elif _same(here, content):
            became["harmless (a gap between rows): every row of the journal is the same"] += 1
        else:
            missed.append(f"byte {place}: {said}")
    return Bytes(became, missed)


def _same(path: Path, content: object) -> bool:
    try:
        return journal(path) == content
    except sqlite3.DatabaseError:
        return False


def journal_pages(book: Path) -> list[int]:
    """Return the pages of the file that hold the journal: by the database's own table of pages, else all of them."""
    with contextlib.closing(sqlite3.connect(book)) as database:
        try:
            rows = database.execute("select name, pageno from dbstat").fetchall()
        except sqlite3.OperationalError:  # an SQLite without that table
            return list(range(1, database.execute("pragma page_count").fetchone()[0] + 1))
    return [page for name, page in rows if name in JOURNAL]


def used(content: bytes, page: int) -> Iterator[int]:
    """Yield the places of the bytes of a page that are in use: its header, its pointers and its cells."""
    size = int.from_bytes(content[16:18], "big")
    start = (page - 1) * size
    if content[start] not in (2, 10):  # no page of an index; tables without rowid are kept as indexes: an overflow page
        yield from range(start, start + size)
        return
    header, cells = (12 if content[start] == 2 else 8), int.from_bytes(content[start + 3 : start + 5], "big")
    yield from range(start, start + header + 2 * cells)
    yield from range(start + int.from_bytes(content[start + 5 : start + 7], "big"), start + size)


def checked(book: Path) -> tuple[int, str]:
    """Run ``check --deep``; return its status and what it printed. Raises what the program raises."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, environment(book), clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = run(["check", "--deep", "--format", "json"])
    if status == 1:
        assert any(each["severity"] == "error" for each in json.loads(out.getvalue())["findings"])
    return status, out.getvalue() + err.getvalue()


def _told(missed: Sequence[str]) -> str:
    return "".join(f"; NOT FOUND: {each}" for each in missed[:20])


def trial(folder: Path, chance: random.Random, count: int) -> Iterator[Result]:
    """Change ``count`` fields and ``count`` bytes."""
    with timed() as taken:
        columns, missed = field_changes(folder, chance, count)
    yield Result(
        f"{count} changes of one field of the journal, triggers off and on again",
        f"a deep check finds each and names its entry; all {columns} columns of {len(JOURNAL)} tables are hit",
        f"{count - len(missed)} found and named ({taken():.0f} s){_told(missed)}",
        kept=not missed,
    )
    with timed() as taken:
        became, unseen = byte_changes(folder, chance, count)
    shown = ", ".join(f"{number} {what}" for what, number in became.most_common())
    yield Result(
        f"{count} changes of one byte of the pages that hold the journal",
        "found, or refused, or every row of the journal proved the same",
        f"{shown} ({taken():.0f} s){_told(unseen)}",
        kept=not unseen,
    )
