"""A disk that is full, a call that fails, a program that ends, at each call of an act that writes: see ``shim.c``."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import mmap
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from old_book import content, make_old

from casebook.cli.main import COMMANDS
from torture.ground import (
    OPEN,
    Ended,
    Result,
    copied,
    counted,
    faults,
    forked,
    furnished,
    grown,
    journal,
    timed,
    told,
    well_said,
)
from torture.kills import KINDS, TOLD, Kind, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHIM = Path(__file__).with_name("shim.c")
SAID = "词"


class Mode(NamedTuple):
    """What happens at a call, as the shim knows it."""

    name: str
    error: int
    how: int


FULL = Mode("disk full from there on", errno.ENOSPC, 1)
FAILS = Mode("that call fails", errno.EIO, 0)
STOPS = Mode("the program is killed there", errno.EIO, 2)
MODES = (FULL, FAILS, STOPS)


class Trial(NamedTuple):
    """A command line on a fresh copy of a book, and what must hold of the book then: it returns what became of it."""

    name: str
    line: list[str]
    book: Path
    became: Callable[[Path, Ended], str]
    adds: bool = False


def built(folder: Path) -> Path:
    """Compile the shim. Raises ``FileNotFoundError`` where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        message = "a C compiler (gcc and libc6-dev) is needed to let a disk fail"
        raise FileNotFoundError(message)
    library = folder / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SHIM, "-ldl"], check=True)
    return library


def _whole_act(kind: Kind, book: Path) -> Callable[[Path, Ended], str]:
    before, content_before = counted(book), book.read_bytes()

    def became(here: Path, ended: Ended) -> str:
        alone = here.read_bytes() == content_before
        wrong = faults(here)
        assert not wrong, wrong
        found, rows = entries(here, kind, SAID), grown(before, counted(here))
        rows.pop("frozen_cell", None)
        assert rows in ({}, kind.adds), f"half an act: {rows}"
        said = TOLD.search(ended.printed)
        assert not said or found[:1] == [int(said[1] or said[2])], "what was acknowledged is not there"
        assert ended.status != 0 or found
        assert found or ended.status is None or alone, "an act was refused, and the file is another"
        return _word(ended, done=bool(found))

    return became


def _word(ended: Ended, *, done: bool) -> str:
    if ended.status == 0:
        return "logged"
    if ended.status is None:
        return "killed, and there" if done else "killed, and not there"
    return "refused, and there" if done else "refused, nothing changed"


def _new_book(here: Path, ended: Ended) -> str:
    made = here.with_name("new.book")
    assert not made.exists() or not faults(made), "half a book"
    assert made.exists() or ended.status != 0
    return _word(ended, done=made.exists())


def _only_read(book: Path) -> Callable[[Path, Ended], str]:
    before = journal(book)

    def became(here: Path, ended: Ended) -> str:
        assert not faults(here)
        assert journal(here) == before
        return "read" if ended.status == 0 else _word(ended, done=False)

    return became


def _brought_up(old: Path, folder: Path) -> Callable[[Path, Ended], str]:
    here = copied(old, folder / "whole")
    assert forked(["list"], here).status == 0
    whole, before = journal(here), content(old)

    def became(here: Path, ended: Ended) -> str:
        with contextlib.closing(sqlite3.connect(here)) as database:
            version = database.execute("pragma user_version").fetchone()[0]
        assert version != 1 or content(here) == before, "the old book is not what it was"
        for copy in here.parent.glob("cases.book.v1-backup*"):
            assert content(copy) == before, f"{copy.name} is no copy"
        assert not faults(here)  # opening it brings it up
        assert journal(here) == whole
        return _word(ended, done=version != 1)

    return became


def trials(folder: Path) -> Iterator[Trial]:
    """Yield the acts that are tried."""
    book = furnished(folder / "present.book")
    strikes = Kind("strike", lambda token, _: ["strike", OPEN, "2", "--reason", token], {"entry": 1, "strike": 1},
                   "select entry_no from entry where reason = ?")  # fmt: skip
    for kind in (*KINDS, strikes):
        yield Trial(kind.name, kind.line(SAID, folder), book, _whole_act(kind, book), adds=True)
    yield Trial("init", ["--book", "new.book", "init", "--bureau", "南昌县司法局"], book, _new_book)
    old = make_old(folder / "old.book", told(folder / "told.book"), 1)
    yield Trial("migration", ["list"], old, _brought_up(old, folder))
    yield Trial("list", ["list"], book, _only_read(book))
    if "backup" in COMMANDS:
        yield Trial("backup", ["backup", "new.book"], book, _new_book)


class Shim:
    """The shim that this process was started with."""

    def __init__(self) -> None:
        self.shim = ctypes.CDLL(None)
        self.shim.torture_seen.restype = ctypes.c_long
        self.seen = mmap.mmap(-1, 8)

    def arm(self, folder: Path, call: int, mode: Mode) -> Callable[[], None]:
        """Let the shim act on the files of ``folder`` from now on; return what tells the calls that it saw."""
        self.shim.torture_arm(str(folder).encode(), ctypes.c_long(call), mode.error, mode.how)
        return self.tell

    def tell(self) -> None:
        """Leave the number of calls seen where the process that waits finds it; act no more."""
        self.seen[:] = self.shim.torture_seen().to_bytes(8, "little")

    def run(self, trial: Trial, folder: Path, call: int, mode: Mode) -> tuple[Path, Ended, int]:
        """Run a trial on a fresh copy of its book; return the copy, how it ended and how many calls it made."""
        here = copied(trial.book, folder / "here")
        for table in trial.book.parent.glob("*.csv"):
            shutil.copy(table, here.parent)
        ended = forked(trial.line, here, first=lambda: self.arm(here.parent, call, mode), killed=mode is STOPS)
        return here, ended, int.from_bytes(self.seen[:], "little")


def tried(folder: Path, step: int) -> dict[str, dict[str, int]]:
    """Try every ``step``-th call of every act in every way, and return by way what became of them how often.

    Raises ``AssertionError`` for a book that broke a promise.
    """
    shim, total = Shim(), {mode.name: Counter[str]() for mode in MODES}
    for trial in trials(folder):
        _, ended, calls = shim.run(trial, folder, 0, FAILS)
        assert ended.status == 0, f"{trial.name}: {ended}"
        for mode in MODES:
            for call in range(1 + step // 2 if step > 1 else 1, calls + 1, step):
                here, ended, _ = shim.run(trial, folder, call, mode)
                where = f"{trial.name}, call {call} of {calls}, {mode.name}: {ended}"
                assert ended.status in ((None,) if mode is STOPS else (0, 3)), where
                assert ended.status != 3 or well_said(ended), where
                try:
                    total[mode.name][trial.became(here, ended)] += 1
                except AssertionError as broken:
                    raise AssertionError(f"{where}: {broken}") from broken
    return total  # type: ignore[return-value]


def trial(folder: Path, step: int = 1) -> Iterator[Result]:
    """Try every ``step``-th call that writes, in a process that has the shim before its C library."""
    library = built(folder)
    with timed() as taken:
        done = subprocess.run(
            [sys.executable, "-m", "torture.disk", folder, str(step)],
            env={**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(SHIM.parents[1])},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    for mode, became in json.loads(done.stdout).items():
        shown = ", ".join(f"{number} {what}" for what, number in sorted(became.items(), key=lambda each: -each[1]))
        yield Result(
            f"{mode}: {sum(became.values())} calls that write, of each act one by one",
            "exit status 3 and a message, or 0; the act whole or not at all; a deep check finds nothing",
            f"so it is each time: {shown} ({taken() / len(MODES):.0f} s)",
            kept=True,
        )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tried(Path(sys.argv[1]), int(sys.argv[2]))))
