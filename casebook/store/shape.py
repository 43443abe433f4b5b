"""What the database is made of, against the schema file: a trigger that is gone lets the journal be changed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import NamedTuple

from casebook.store.connection import SCHEMA

# tables of SQLite's own, and those that the first search makes
_KNOWN = ("sqlite_", "search_index")
_COMMENT = re.compile(r"--.*")

Key = tuple[str, str]


class Deviation(NamedTuple):
    """A table, trigger, view or index that is missing, changed, or not of the schema (``added``)."""

    how: str
    kind: str
    name: str


MISSING, CHANGED, ADDED = "missing", "changed", "added"


def shape(connection: sqlite3.Connection) -> dict[Key, str]:
    """Return what the database is made of, by kind and name, without comments, quotes and spacing."""
    return {
        (kind, name): " ".join(_COMMENT.sub("", sql).replace('"', "").split())
        for kind, name, sql in connection.execute("select type, name, sql from sqlite_schema where sql is not null")
        if not (kind == "table" and name.startswith(_KNOWN))
    }


def deviations(connection: sqlite3.Connection) -> list[Deviation]:
    """Return in what the database differs from the schema file."""
    with closing(sqlite3.connect(":memory:")) as new:
        new.executescript(SCHEMA.read_text(encoding="utf-8"))
        wanted = shape(new)
    found = shape(connection)
    return [
        *(Deviation(MISSING, *key) for key in wanted if key not in found),
        *(Deviation(CHANGED, *key) for key in wanted if key in found and found[key] != wanted[key]),
        *(Deviation(ADDED, *key) for key in found if key not in wanted),
    ]
