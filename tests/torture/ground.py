"""Ground under every trial: books to be tried, the program run in a fork of this process, and what a book must be."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from blackbox.program import COMMAND, Casebook
from desk import RULES, TODAY

from casebook import check
from casebook.book import Book
from casebook.cli import main as program
from casebook.cli import session
from casebook.errors import CasebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

OPEN = "南府复〔2026〕1号"
SUIT = "（2026）赣01行初5号"
JOURNAL = (
    "book", "entry", "case_file", "step", "strike", "particulars", "party", "hearing", "adoption", "frozen_report",
    "frozen_cell", "closing", "officer", "name_mask",
)  # fmt: skip
NOTICE = """year = 2027
number = "国办发明电〔2026〕9号"
issued_on = 2026-11-04
[[holiday]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
work = []
"""
BROKE = 70  # exit status of a fork whose program raised something
MOST_LINES = 3
PATIENCE = 60  # seconds until a run counts as hanging


class Result(NamedTuple):
    """A line of the table: what was done, what must come of it, what came of it, and whether that is it."""

    trial: str
    goal: str
    found: str
    kept: bool


class Ended(NamedTuple):
    """How a run ended: its status (``None``: killed) and what it had printed by then."""

    status: int | None
    out: str
    err: str

    @property
    def printed(self) -> str:
        """All that was printed."""
        return self.out + self.err


def environment(book: Path) -> dict[str, str]:
    """Return the environment of an officer whose book is ``book``."""
    return {**Casebook(book, TODAY.isoformat()).environment(), "CASEBOOK_OFFICER": "王科员"}


def told(path: Path) -> Path:
    """Make at ``path`` a small book of cases, with nothing that the first schema had no table for."""
    casebook = Casebook(path, TODAY.isoformat())
    casebook.init()
    casebook.intake("review", "2026-09-01", OPEN, "--applicant", "张某", "--respondent", "南昌县公安局")
    casebook.record(OPEN, "accept", "2026-09-03")
    for serial in range(2, 8):
        number = f"南府复〔2026〕{serial}号"
        casebook.intake("review", "2026-01-05", number, "--applicant", f"李某{serial}、王某", "--matter", "penalty")
        casebook.record(number, "accept", "2026-01-07", "--set", "procedure=ordinary")
        if serial % 2:
            casebook.close(number, "revoke", "2026-03-02", "--note", "合议")
    casebook.ok("correct", "2026-3", "7", "--on", "2026-03-03", "--reason", "笔误")
    casebook.intake("litigation", "2026-02-02", SUIT, "--instance", "first", "--court", "某区法院")
    casebook.record(SUIT, "hear", "2026-03-04", "--set", "head_attended=yes", "--set", "head_rank=deputy")
    return path


def furnished(path: Path) -> Path:
    """Make at ``path`` the same book with rows in every table of the journal."""
    casebook = Casebook(told(path), TODAY.isoformat())
    notice = path.with_name("2027.toml")
    notice.write_text(NOTICE, encoding="utf-8")
    casebook.ok("calendar", "adopt", str(notice))
    casebook.ok("target", "set", "conclusion", ">=90%", "--register", "review")
    casebook.ok("freeze", "--period", "2026Q1", "--register", "review", "--close", "--note", "报市局")
    casebook.ok("mask", "2026-2", "李某2", "--as", "李某", "--reason", "依当事人申请")
    casebook.ok("officer", "add", session.account(), "--name", "王科员", "--role", "enter,correct,freeze")
    assert not faults(path)
    return path


def copied(book: Path, folder: Path, name: str = "cases.book") -> Path:
    """Return a copy of a book that nobody has open, in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Path(shutil.copy(book, folder / name))


def faults(path: Path) -> list[str]:
    """Return what a deep check finds wrong with the book at ``path``; nothing for a sound one."""
    try:
        with Book.open(path, RULES) as book, book.reading():
            found = check.run(book, TODAY, deep=True)
    except CasebookError as error:
        return [str(error)]
    return [each.message.en for each in found if each.severity == check.ERROR]


def counted(path: Path) -> dict[str, int]:
    """Return how many rows each table of the journal has."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return {table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in JOURNAL}  # noqa: S608


def grown(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return by how many rows the tables have grown, those that have."""
    return {table: after[table] - before[table] for table in before if after[table] != before[table]}


def journal(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the journal."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        return {table: database.execute(f"select * from {table} order by 1, 2, 3").fetchall() for table in JOURNAL}  # noqa: S608


def well_said(ended: Ended) -> bool:
    """Tell whether a refusal is one to three lines on stderr and no traceback."""
    lines = [line for line in ended.err.splitlines() if line.strip()]
    return 1 <= len(lines) <= MOST_LINES and "Traceback" not in ended.err


def forked(
    argv: Sequence[str],
    book: Path,
    *,
    kill_after: float | None = None,
    killed: bool = False,
    first: Callable[[], Callable[[], None]] | None = None,
) -> Ended:
    """Run the program in a fork of this process, in the folder of the book; after ``kill_after`` seconds it is killed.

    A fork starts in a tenth of the time of a process, so the kills fall into the act and not into its imports.
    ``killed`` says that
    something else may do that. ``first`` is called in the fork before the program, and what it returns after it.
    """
    streams = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]  # noqa: SIM115 - closed below
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _become(argv, book, [stream.fileno() for stream in streams], first)
    killer = _alarm(child, PATIENCE if kill_after is None else kill_after)
    _, code = os.waitpid(child, 0)
    killer.cancel()
    status = os.waitstatus_to_exitcode(code)
    out, err = (_content(stream) for stream in streams)
    if status == BROKE or (kill_after is None and status < 0 and not killed):
        raise AssertionError(f"casebook {' '.join(argv)}: {status}\n{err}")
    return Ended(status if status >= 0 else None, out, err)


def _content(stream: IO[bytes]) -> str:
    with stream:
        stream.seek(0)
        return stream.read().decode(errors="replace")


def _alarm(child: int, seconds: float) -> threading.Timer:
    """Kill the child after some seconds, unless that is cancelled before."""

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(child, signal.SIGKILL)

    timer = threading.Timer(seconds, kill)
    timer.start()
    return timer


def _become(
    argv: Sequence[str], book: Path, streams: Sequence[int], first: Callable[[], Callable[[], None]] | None
) -> None:
    """Be the program from here on. Never returns."""
    status, last = BROKE, None
    try:
        for number, stream in enumerate(streams, 1):
            os.dup2(stream, number)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
        settings = environment(book)
        os.environ.clear()
        os.environ.update(settings)
        os.chdir(book.parent)
        sys.argv = ["casebook", *argv]
        if first is not None:
            last = first()
        status = program.whole_run(argv)
    except BaseException:  # noqa: BLE001 - it is told to the process that waits
        traceback.print_exc(file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if last is not None:
            last()
        os._exit(status)


def started(argv: Sequence[str], book: Path, *, kill_after: float) -> Ended:
    """Run the installed command as a process of its own and kill it after some seconds."""
    with subprocess.Popen(
        [COMMAND, *argv], env=environment(book), cwd=book.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(kill_after)
        killed = running.poll() is None
        running.kill()
        out, err = (text.decode() for text in running.communicate())
    return Ended(None if killed else running.returncode, out, err)


@contextlib.contextmanager
def timed() -> Iterator[Callable[[], float]]:
    """Yield a function that tells how many seconds the block has taken so far."""
    began = time.monotonic()
    yield lambda: time.monotonic() - began
