"""Many who write at once: every act of every one is there, once, and nobody is turned away."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from blackbox.program import COMMAND

from casebook.cli.main import run
from torture.ground import OPEN, Result, counted, environment, faults, furnished, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGGED = re.compile(r"^(\S+)\nLogged (\S+) \(entry (\d+)\)|(\S+): hear on .* recorded \(entry (\d+)\)", re.MULTILINE)


class Word(NamedTuple):
    """What one writer was told of an act: the entry, the number of the case, and the token that the act says."""

    entry_no: int
    number: str
    token: str
    seconds: float


def line(writer: int, turn: int) -> tuple[list[str], str]:
    """Return the act of a writer's turn: two new cases, then a hearing in a case that all of them write to."""
    token = f"第{writer}人第{turn}次"
    if turn % 3:
        return ["intake", "review", "--received", "2026-09-01", "--applicant", token], token
    return ["record", OPEN, "hear", "--on", "2026-09-10", "--note", token], token


def write(writer: int, acts: int) -> Iterator[Word]:
    """Do the acts of one writer. Raises ``AssertionError`` where one is turned away."""
    for turn in range(acts):
        argv, token = line(writer, turn)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), timed() as taken:
            status = run(argv)
            seconds = taken()
        assert status == 0, err.getvalue()
        found = LOGGED.search(out.getvalue() + err.getvalue())
        assert found, out.getvalue() + err.getvalue()
        yield Word(int(found[3] or found[5]), found[1] or found[4], token, seconds)


def _words(book: Path, writers: int, acts: int) -> list[Word]:
    """Let the writers write at the same time, and return all that they were told."""
    command = [sys.executable, "-m", "torture.crowd"]
    settings = {**environment(book), "PYTHONPATH": str(Path(__file__).parents[1])}
    running = [
        subprocess.Popen(
            [*command, str(writer), str(acts)], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for writer in range(writers)
    ]
    told = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [0] * writers, [err for _, err in told if err]
    return [
        Word(int(no), number, token, float(seconds))
        for no, number, token, seconds in chain(*((w.split() for w in out.splitlines()) for out, _ in told))
    ]


def _processes(book: Path, writers: int) -> int:
    """Let as many real processes log a case each, at the same time; return how many did."""
    argv = [COMMAND, "intake", "review", "--received", "2026-09-01"]
    running = [
        subprocess.Popen(argv, env=environment(book), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(writers)
    ]
    numbers = [each.communicate()[0].strip() for each in running]
    assert [each.returncode for each in running] == [0] * writers
    assert len(set(numbers)) == writers
    return writers


def _held(book: Path) -> dict[str, int]:
    """Return the entry of every token that the book holds. Raises ``AssertionError`` for one that is there twice."""
    with contextlib.closing(sqlite3.connect(book)) as database:
        rows = database.execute(
            "select p.name, s.entry_no from party p join step s using (book_no, step_no) where p.name like '第%次'"
            " union all select note, entry_no from step where note like '第%次'"
        ).fetchall()
        (twice,) = database.execute(
            "select count(*) from (select 1 from case_version where until_entry is null"
            " group by docket_key having count(*) > 1)"
        ).fetchone()
    assert not twice, "a case number was given twice"
    assert len(rows) == len(dict(rows)), "an act is in the book twice"
    return dict(rows)


def trial(folder: Path, writers: int = 8, acts: int = 500) -> Iterator[Result]:
    """Let ``writers`` processes do ``acts`` acts each on one book, and as many real commands besides."""
    book = furnished(folder / "crowd.book")
    before = counted(book)["entry"]
    with timed() as taken:
        words = _words(book, writers, acts)
        seconds = taken()
    commands = _processes(book, writers)
    held, total = _held(book), writers * acts
    numbers = Counter(word.number for word in words if word.number != OPEN)
    assert held == {word.token: word.entry_no for word in words}, "an act was lost, or stands under another entry"
    assert max(numbers.values()) == 1
    assert sorted(word.entry_no for word in words) == list(range(before + 1, before + total + 1)), "there is a gap"
    assert counted(book)["entry"] == before + total + commands
    assert not faults(book)
    yield Result(
        f"{writers} processes that write at once, {acts} acts each, and {writers} commands together",
        f"{total} entries without a gap, each told to one; no case number twice; nobody turned away",
        f"{len(words)} entries, {len(numbers)} new numbers, {total / seconds:.0f} acts a second,"
        f" the slowest took {max(word.seconds for word in words):.1f} s; then {commands} more",
        kept=True,
    )


def main() -> None:
    """Be one writer: the arguments are its number and how many acts; a line for each is printed."""
    writer, acts = map(int, sys.argv[1:])
    for word in write(writer, acts):
        sys.stdout.write(f"{word.entry_no} {word.number} {word.token} {word.seconds:.3f}\n")


if __name__ == "__main__":
    os.umask(0o077)
    main()
