"""A large book of every published schema is brought up: how long it takes, and that nothing told is lost."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
from typing import TYPE_CHECKING

from bench_books import write_table
from blackbox.program import COMMAND, Casebook
from desk import TODAY
from old_book import PUBLISHED, make_old

from torture.ground import JOURNAL, Result, counted, environment, timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def rows_of(path: Path) -> int:
    """Return how many rows the journal and the derived tables have together."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("select name from sqlite_schema where type = 'table'")]
        return sum(database.execute(f"select count(*) from {name}").fetchone()[0] for name in names)  # noqa: S608


def told(path: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables say in these columns."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return {
            table: database.execute(f"select {', '.join(names)} from {table} order by 1, 2, 3").fetchall()  # noqa: S608
            for table, names in columns.items()
        }


def columns_of(path: Path) -> dict[str, list[str]]:
    """Return the columns of the journal of a book, by table."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        of = {table: database.execute(f"pragma table_info({table})").fetchall() for table in JOURNAL}
        return {table: [row[1] for row in rows] for table, rows in of.items() if rows}


def trial(folder: Path, cases: int) -> Iterator[Result]:
    """Bring a book of ``cases`` cases up from each published schema, by the first command that an officer gives."""
    present = Casebook(folder / "large.book", TODAY.isoformat())
    present.init()
    write_table(folder / "large.csv", cases)
    present.ok("import", str(folder / "large.csv"))
    for version in PUBLISHED:
        old = make_old(folder / f"old{version}.book", present.path, version)
        columns = columns_of(old)
        before = told(old, columns)
        with timed() as taken:
            subprocess.run([COMMAND, "list", "--limit", "1"], env=environment(old), check=True, capture_output=True)
            seconds = taken()
        assert told(old, columns) == before, "what was told is not what it was"
        checked = subprocess.run([COMMAND, "check", "--deep"], env=environment(old), check=False, capture_output=True)
        assert checked.returncode == 0, checked.stdout
        yield Result(
            f"a book of schema {version} with {cases} cases, brought up by the first command",
            "every row of the journal as it was; a deep check finds nothing",
            f"{counted(old)['entry']} entries, {rows_of(old)} rows in {seconds:.1f} s, backup beside it included",
            kept=True,
        )
