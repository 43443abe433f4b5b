"""A book opened without the right to write: read as it stands, without leaving a file beside it where that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

Stamp = tuple[int, ...]
_READ_VERSION, _WAL = 19, 2  # the byte of the header that says how a database is to be read


def mode(path: Path) -> str:
    """Return how the file is opened: without locks where its log holds nothing, for those of WAL lie beside the book.

    Where somebody writes, or wrote last and did not finish, the log is read too.
    """
    return "ro" if _has_log(path) or not _in_wal_mode(path) else "ro&immutable=1"


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False


def _in_wal_mode(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_READ_VERSION + 1)
    return head[_READ_VERSION:] == bytes([_WAL])


def is_read_only(connection: sqlite3.Connection) -> bool:
    """Tell whether a book was opened without the right to write."""
    return bool(connection.execute("pragma query_only").fetchone()[0])


def is_unlocked(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell whether a writer would not notice that the book is being read."""
    if not is_read_only(connection):
        return False
    return connection.execute("pragma journal_mode").fetchone()[0] != "wal" and _in_wal_mode(path)


def stamp(path: Path) -> Stamp:
    """Return what changes where the file of a book is written or replaced."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns
