"""What a command costs, counted and not timed: flat as the book grows, and near to the bare framework at its start."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from blackbox.program import Casebook

from casebook.store import connection as gateway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 1, 15)
LAST = "南府复〔2025〕2000号"
SMALL, LARGE = 200, 2000
COMMANDS = (
    f"show {LAST}",
    "show 2025-2000",
    f"history {LAST}",
    f"record {LAST} extend --on 2026-01-10",
    f"close {LAST} maintain --on 2026-01-12",
    f"correct {LAST} {{notified}} --on 2026-01-05 --reason 笔误",
    "intake review --received 2026-01-10 --applicant 张某",
    "list --limit 20",
    "list review --limit 20",
    "due --within 7",
    "report --period 2025-12 --register review",
    "report --period 2025-12 --register review --by matter,family",
    "report --period 2025-12 --register review --known-at {entries}",
)
HEADER = ("register", "number", "received_on", "matter", "intake_result", "intake_on", "closed_on", "outcome")
TICK = 20  # steps of the database's machine that are counted together
# Read to the end of a key, or at its first fitting row, or never large.
SHORT = re.compile(r"max\(|limit|exists|from (?:adoption|closing|book|officer|json_each|sqlite_schema)\b")
WHOLE = re.compile(r"SCAN (?!CONSTANT|w$|json_each|told|held|facts)|SEARCH \w+ USING [\w ]+\(book_no=\?\)")
BARE = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def hello(name: str = "x") -> None:
    print(name)
app(standalone_mode=False)
"""
OURS = "from casebook.cli.main import run; run({})"
CALLS = """
import sys
calls = 0
def count(frame, event, thing):
    global calls
    calls += event in ("call", "c_call")
sys.setprofile(count)
{}
sys.setprofile(None)
print(calls, file=sys.stderr)
"""


class Asked(NamedTuple):
    """What the database was asked by a command: its statements, and the steps of its machine."""

    statements: tuple[str, ...]
    steps: int


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The last ``count`` of 2,000 reviews, one a day; those of the last days are open."""
    for number in range(LARGE - count + 1, LARGE + 1):
        received = date(2026, 1, 1) - timedelta(days=LARGE - number)
        closed = received + timedelta(days=50)
        told = (closed.isoformat(), "maintain") if closed < TODAY else ("", "")
        name = f"南府复〔{received.year if number < LARGE else 2025}〕{number}号"
        accepted = (received + timedelta(days=2)).isoformat()
        yield ("review", name, received.isoformat(), "penalty", "accept", accepted, *told)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Casebook]:
    """A book of 200 cases, and one that holds 1,800 older ones too."""
    folder = tmp_path_factory.mktemp("books")
    made: dict[int, Casebook] = {}
    for count in (SMALL, LARGE):
        table = folder / f"{count}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((HEADER, *rows(count)))
        made[count] = Casebook(folder / f"{count}.book", today=TODAY.isoformat())
        made[count].init()
        made[count].ok("import", str(table))
        made[count].ok("record", LAST, "notify", "--on", "2026-01-04")
    return made


def asked(casebook: Casebook, command: str, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Run a command on a copy of the book and look on at the database."""
    copy = Casebook(casebook.path.with_name("copy.book"), casebook.today)
    shutil.copy(casebook.path, copy.path)
    statements: list[str] = []
    ticks: list[None] = []
    connect = gateway._connect  # noqa: SLF001 - the one place where the program connects

    def watched(uri: str, **how: bool) -> sqlite3.Connection:
        connection = connect(uri, **how)
        connection.set_trace_callback(statements.append)
        connection.set_progress_handler(lambda: ticks.append(None), TICK)
        return connection

    monkeypatch.setattr(gateway, "_connect", watched)
    with closing(sqlite3.connect(casebook.path)) as database:
        entries = database.execute("select max(entry_no) from entry").fetchone()[0]
    copy.ok(*command.format(entries=entries, notified=entries).split())
    monkeypatch.undo()
    return Asked(tuple(dict.fromkeys(statements)), len(ticks) * TICK)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_as_much_in_a_large_book_as_in_a_small_one(
    books: dict[int, Casebook], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (asked(books[count], command, monkeypatch).steps for count in (SMALL, LARGE))
    assert small > 0
    assert large <= 1.25 * small + 500


@pytest.mark.parametrize("command", COMMANDS)
def test_no_table_that_grows_is_read_whole(
    books: dict[int, Casebook], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_whole(books[SMALL], asked(books[SMALL], command, monkeypatch).statements) == []


def read_whole(casebook: Casebook, statements: tuple[str, ...]) -> list[str]:
    """Return the statements that read a table from end to end, with the line of the plan that says so."""
    found: list[str] = []
    with closing(sqlite3.connect(casebook.path)) as database:
        for statement in statements:
            if SHORT.search(statement) or not statement.startswith(("select", "with", "update", "delete")):
                continue
            plan = [row[3] for row in database.execute(f"explain query plan {statement}")]
            found += [f"{line}: {statement}" for line in plan if WHOLE.match(line)]
    return found


def test_a_question_without_an_index_is_found(books: dict[int, Casebook]) -> None:
    """The guard above looks for what it should."""
    assert read_whole(books[SMALL], ("select case_no from case_version where matter = 'x'",))
    assert read_whole(books[SMALL], ("select case_no from case_version where book_no = 1 and matter = 'x'",))
    assert not read_whole(books[SMALL], ("select step from step where book_no = 1 and case_no = 7",))


def test_a_book_whose_planner_was_told_nothing_would_be_read_whole(books: dict[int, Casebook], tmp_path: Path) -> None:
    """Why the schema fills sqlite_stat1: without it the key of a book hides the index of a link."""
    with (
        closing(sqlite3.connect(tmp_path / "untold.book")) as untold,
        closing(sqlite3.connect(books[SMALL].path)) as told,
    ):
        told.backup(untold)
        untold.execute("drop table sqlite_stat1")
        untold.commit()
    question = (
        "select case_no from case_version where book_no = 1 and until_entry is null and previous_key = 'x'"
        " and register in ('review', 'litigation') order by received_on, case_no"
    )
    assert read_whole(Casebook(tmp_path / "untold.book"), (question,))
    assert not read_whole(books[SMALL], (question,))


def calls(program: str, book: Path) -> int:
    """Return how many functions a fresh interpreter calls in a program."""
    done = subprocess.run(
        [sys.executable, "-c", CALLS.format(program)],
        env={
            "PATH": os.environ["PATH"],
            "CASEBOOK_BOOK": str(book),
            "CASEBOOK_TODAY": TODAY.isoformat(),
            "CASEBOOK_LANG": "en",
            "PYTHONHASHSEED": "0",
        },
        capture_output=True,
        check=True,
        timeout=60,
    )
    return int(done.stderr.split()[-1])


@pytest.mark.parametrize(
    ("command", "most"),
    [(f"show {LAST}", 1.7), ("list --limit 20", 1.7), (f"record {LAST} reply --on 2026-01-10", 1.9)],
)
def test_a_short_command_calls_little_more_than_the_bare_framework(
    books: dict[int, Casebook], command: str, most: float
) -> None:
    """Instructions stand in docs/performance.md; calls are counted here, for which nothing need be installed."""
    book = books[SMALL].path
    bare = calls(BARE, book)
    assert bare < calls(OURS.format(command.split()), book) < most * bare
