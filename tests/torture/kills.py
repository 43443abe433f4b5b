"""Acts that are killed at a random moment: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import statistics
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from blackbox.program import write_lines
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
    started,
    timed,
    told,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = 5  # of the table that is imported
FRESH_AFTER = 40  # kills of one kind until it goes on with a new copy of the book
PROCESSES = 10  # each so many kills is one of a real process, the others of a fork
BEYOND = 1.05  # kills fall up to this multiple of the time that the act takes
TOLD = re.compile(r"entry (\d+)|Import (\d+);")


class Kind(NamedTuple):
    """An act that says a token: its command line, the rows that it adds, the question for the entries that hold it."""

    name: str
    line: Callable[[str, Path], list[str]]
    adds: dict[str, int]
    holds: str


def table(token: str, folder: Path) -> Path:
    """Write a table of accepted reviews whose numbers say a token."""
    header = [
        "register", "number", "received_on", "applicant", "applicant_kind", "respondent", "matter", "intake_result",
        "intake_on",
    ]  # fmt: skip
    rows = [
        [
            "review",
            f"{token}〔2026〕{serial}号",
            "2026-09-01",
            "王某",
            "citizen",
            "县公安局",
            "penalty",
            "accept",
            "2026-09-03",
        ]
        for serial in range(1, ROWS + 1)
    ]
    return write_lines(folder / f"{token}.csv", [header, *rows])


KINDS = (
    Kind(
        "intake",
        lambda token, _: ["intake", "review", "--received", "2026-09-01", "--applicant", token],
        {"entry": 1, "case_file": 1, "step": 1, "particulars": 1, "party": 1},
        "select s.entry_no from party p join step s using (book_no, step_no) where p.name = ?",
    ),
    Kind(
        "record",
        lambda token, _: ["record", OPEN, "hear", "--on", "2026-09-10", "--note", token],
        {"entry": 1, "step": 1, "hearing": 1},
        "select entry_no from step where note = ?",
    ),
    Kind(
        "import",
        lambda token, folder: ["import", table(token, folder).name],
        {"entry": ROWS, "case_file": ROWS, "step": 2 * ROWS, "particulars": ROWS, "party": 2 * ROWS},
        "select entry_no from entry where source like ? || '.csv%' order by 1",
    ),
    Kind(
        "freeze",
        lambda token, _: ["freeze", "--period", "2026Q2", "--register", "review", "--note", token],
        {"entry": 1, "frozen_report": 1},
        "select entry_no from frozen_report where note = ?",
    ),
)


def entries(book: Path, kind: Kind, token: str) -> list[int]:
    """Return the entries whose acts say a token."""
    with contextlib.closing(sqlite3.connect(book)) as database:
        return [number for (number,) in database.execute(kind.holds, (token,))]


def act(kind: Kind, book: Path, token: str, run: Callable[[list[str], Path], Ended]) -> str:
    """Let an act be killed and return what became of it. Raises ``AssertionError`` where the book broke a promise."""
    before = counted(book)
    ended = run(kind.line(token, book.parent), book)
    said = TOLD.search(ended.printed)
    entry = int(said[1] or said[2]) if said else None
    where = f"{kind.name} {token}, status {ended.status}, printed {ended.printed!r}"
    wrong = faults(book)
    assert not wrong, f"{where}: {wrong}"
    found, rows = entries(book, kind, token), grown(before, counted(book))
    rows.pop("frozen_cell", None)  # how many figures a report has is no matter here; its digest covers them
    assert rows in ({}, kind.adds), f"{where}: half an act: {rows}"
    assert len(found) == rows.get("entry", 0), where
    if entry is not None or ended.status == 0:
        assert found[:1] == [entry], f"{where}: what was acknowledged is not there"
    return _became(ended, acknowledged=entry is not None, done=bool(found))


def _became(ended: Ended, *, acknowledged: bool, done: bool) -> str:
    if ended.status is not None:
        return "finished before"
    if acknowledged:
        return "killed after its word"
    return "killed after the commit" if done else "killed before it"


def _seconds(kind: Kind, book: Path) -> float:
    """Return how long an act of this kind takes in a fork."""
    times = []
    for turn in range(3):
        line = kind.line(f"暖{turn}", book.parent)
        with timed() as taken:
            assert forked(line, book).status == 0, line
        times.append(taken())
    return statistics.median(times)


def acts(kind: Kind, book: Path, folder: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kill an act of one kind ``count`` times and return how often what became of it."""
    became = Counter[str]()
    for turn in range(count):
        if turn % FRESH_AFTER == 0:
            here = copied(book, folder / kind.name)
            length = _seconds(kind, here)
        if turn % PROCESSES == PROCESSES - 1:
            moment = chance.uniform(0.05, 0.4)
            became[act(kind, here, f"词{turn}", lambda line, at, m=moment: started(line, at, kill_after=m))] += 1  # type: ignore[misc]
        else:
            moment = chance.uniform(0, BEYOND * length)
            became[act(kind, here, f"词{turn}", lambda line, at, m=moment: forked(line, at, kill_after=m))] += 1  # type: ignore[misc]
    return became


def migrations(folder: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kill the program while it brings a book of the first schema up."""
    became = Counter[str]()
    old = make_old(folder / "old.book", told(folder / "told.book"), 1)
    for turn in range(count):
        here = copied(old, folder / "migrate")
        with timed() as taken:
            assert forked(["list"], here).status == 0
        if turn == 0:
            whole, length = journal(here), taken()
        here = copied(old, folder / "migrate")
        ended = forked(["list"], here, kill_after=chance.uniform(0, BEYOND * length))
        with contextlib.closing(sqlite3.connect(here)) as database:
            version = database.execute("pragma user_version").fetchone()[0]
        if version == 1:
            assert content(here) == content(old), "the old book is not what it was"
        assert not faults(here)  # opening it brings it up
        assert journal(here) == whole
        for copy in here.parent.glob("cases.book.v1-backup*"):
            assert content(copy) == content(old), f"{copy.name} is no copy"
        became[_became(ended, acknowledged=False, done=version != 1)] += 1
    return became


def backups(present: Path, folder: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kill the program while it writes a backup: what stands under its name is a whole book."""
    became = Counter[str]()
    here = copied(present, folder / "backup")
    before = journal(here)
    with timed() as taken:
        assert forked(["backup", "first.backup"], here).status == 0
    length = taken()
    for turn in range(count):
        place = here.with_name(f"{turn}.backup")
        ended = forked(["backup", place.name], here, kill_after=chance.uniform(0, BEYOND * length))
        assert not faults(here)
        if place.exists():
            assert not faults(place), f"{place} is no book"
            assert journal(place) == before
        assert place.exists() or ended.status != 0
        became[_became(ended, acknowledged=False, done=place.exists())] += 1
    return became


def beginnings(folder: Path, count: int, chance: random.Random) -> Counter[str]:
    """Kill the program while it makes a new book: there is none, or a whole one."""
    became = Counter[str]()
    line = ["init", "--bureau", "南昌县司法局"]
    place = folder / "init" / "cases.book"
    place.parent.mkdir()
    with timed() as taken:
        assert forked(line, place).status == 0
    length = taken()
    for _ in range(count):
        place.unlink(missing_ok=True)
        ended = forked(line, place, kill_after=chance.uniform(0, BEYOND * length))
        assert not place.exists() or not faults(place), "half a book"
        assert place.exists() or ended.status != 0
        became[_became(ended, acknowledged=False, done=place.exists())] += 1
    return became


def kinds_of(present: Path, folder: Path, chance: random.Random) -> Iterator[tuple[str, Callable[[int], Counter[str]]]]:
    """Yield what can be killed: its name, and what kills it so many times."""
    for kind in KINDS:
        yield kind.name, lambda count, kind=kind: acts(kind, present, folder, count, chance)  # type: ignore[misc]
    yield "init", lambda count: beginnings(folder, count, chance)
    yield "migration", lambda count: migrations(folder, count, chance)
    if "backup" in COMMANDS:
        yield "backup", lambda count: backups(present, folder, count, chance)


def trial(folder: Path, chance: random.Random, count: int) -> Iterator[Result]:
    """Kill ``count`` acts of every kind and tell what became of them."""
    present = furnished(folder / "present.book")
    kinds = list(kinds_of(present, folder, chance))
    total, share = Counter[str](), -(-count // len(kinds))
    with timed() as taken:
        for _, kill in kinds:
            total += kill(share)
    shown = ", ".join(f"{number} {what}" for what, number in total.most_common())
    yield Result(
        f"{total.total()} kills (SIGKILL) at random moments of {', '.join(name for name, _ in kinds)}",
        "nothing acknowledged is lost, no act by halves, a deep check finds nothing",
        f"so it is each time: {shown} ({taken():.0f} s)",
        kept=True,
    )
