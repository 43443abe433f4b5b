"""The measures: each asks for one figure of the program beside the same of something else, turn by turn."""

from __future__ import annotations

import math
import os
import sqlite3
import statistics
import sys
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import bench_rivals as rivals
from bench_books import FOLDER, Made, Usage, environment_of, measured, write_table
from bench_rivals import BIN, CASEBOOK

from casebook import forms
from casebook.sharing import MOST_PROCESSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

TURNS, START_TURNS = 5, 40
LONGEST = 240  # seconds; what takes longer has missed its goal four times over
BY_CPU, BY_CLOCK, BY_COUNT, BY_MEMORY = "processor", "clock", "instructions", "memory"
NOT_INSTALLED = "not installed"
HUNDRED = 100_000
MIDDLE_YEAR = "2019"

Command = tuple["Sequence[str | Path]", "dict[str, str]", "Path | None"]


class Figure(NamedTuple):
    """A ratio with what it is made of. No ``theirs``: the rival is not there. ``goal`` is the most it may be."""

    section: str
    name: str
    ours: float
    against: str
    theirs: float | None
    goal: float | None
    by: str = BY_CPU
    least: bool = False  # the goal is the least that it may be

    @property
    def ratio(self) -> float | None:
        """Ours over theirs; theirs over ours where the goal is a least one."""
        if self.theirs is None:
            return None
        return self.theirs / self.ours if self.least else self.ours / self.theirs

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; ``None`` where there is none or nothing to compare with."""
        if self.ratio is None or self.goal is None:
            return None
        return self.ratio >= self.goal if self.least else self.ratio <= self.goal


def turns(commands: Mapping[str, Command], count: int) -> dict[str, Usage]:
    """Run the commands by turns, so that what disturbs one disturbs all; return the medians of each."""
    told: dict[str, list[Usage]] = {name: [] for name in commands}
    for _ in range(count):
        for name, (words, environment, typed) in commands.items():
            told[name].append(measured(words, environment, typed))
    return {name: _median(usages) for name, usages in told.items()}


def _median(usages: Iterable[Usage]) -> Usage:
    wall, cpu, most = zip(*usages, strict=True)
    return Usage(statistics.median(wall), statistics.median(cpu), int(statistics.median(most)))


def open_cases(book: Path, count: int) -> list[str]:
    """Return the numbers of open reviews, the latest first."""
    sql = (
        "select docket_no from case_version where book_no = 1 and register = 'review' and until_entry is null"
        " and status = 'open' order by case_no desc limit ?"
    )
    with closing(sqlite3.connect(book)) as database:
        return [number for (number,) in database.execute(sql, (count,))]


def _commands(made: Made) -> dict[str, Command]:
    [number] = open_cases(made.book, 1)
    own = environment_of(made.book)
    report = (CASEBOOK, "report", "summary", "--period", rivals.MONTH, "--register", "review")
    return {
        "show": ((CASEBOOK, "show", number), own, None),
        "list --limit 20": ((CASEBOOK, "list", "--limit", "20"), own, None),
        "record": ((CASEBOOK, "record", number, "hear", "--on", "2026-01-10"), own, None),
        "due --within 7": ((CASEBOOK, "due", "--within", "7"), own, None),
        "report of a month": (report, own, None),
    }


def start(made: Made, tools: rivals.Tools) -> list[Figure]:
    """Short commands against a bare application of the framework, and against another tool that reads the file."""
    own = environment_of(made.book)
    bare = (sys.executable, rivals.script("bare.py", rivals.BARE))
    rows = (BIN / "sqlite-utils", "rows", made.book, "case_version", "--limit", "20")
    commands = {"bare": (bare, own, None), "sqlite-utils rows": (rows, own, None), **_commands(made)}
    took = turns(commands, START_TURNS)
    figures = []
    section = f"Start, {made.cases:,} cases"
    for name in ("show", "list --limit 20", "record"):
        ours = took[name]
        figures += [
            Figure(section, name, ours.cpu, "a bare Typer application", took["bare"].cpu, 1.3),
            Figure(section, name, ours.wall, "the same, by the clock", took["bare"].wall, None, BY_CLOCK),
            Figure(section, name, ours.cpu, "`sqlite-utils rows`", took["sqlite-utils rows"].cpu, 1.0),
        ]
        if tools.valgrind:
            count, least = (rivals.instructions(list(commands[each][0]), own) for each in (name, "bare"))
            figures.append(Figure(section, name, count, "a bare Typer application", least, 1.3, BY_COUNT))
        else:
            against = "a bare Typer application (valgrind)"
            figures.append(Figure(section, name, 0, against, None, 1.3, BY_COUNT))
    return figures


def floor(made: Made, tools: rivals.Tools) -> dict[str, int]:
    """Return of what a start is made, in instructions: interpreter, framework, database, our modules, our work."""
    if not tools.valgrind:
        return {}
    own = environment_of(made.book)

    def count(*words: str | Path) -> int:
        return rivals.instructions([sys.executable, *words], own)

    session = "import casebook.cli.main; casebook.cli.main.build(); import sqlite3, casebook.cli.{}"
    found = {
        "an interpreter that does nothing": count("-c", "pass"),
        "the same with Typer": count("-c", "import typer"),
        "the same with Typer and sqlite3": count("-c", "import typer, sqlite3"),
        "a bare Typer application": count(FOLDER / "bare.py"),
    }
    for name, module in (("show", "show"), ("list --limit 20", "listing"), ("record", "record")):
        found[f"the modules of `{name}`"] = count("-c", session.format(module))
        found[f"`{name}`"] = rivals.instructions(list(_commands(made)[name][0]), own)
    return found


def growth(books: Sequence[Made]) -> tuple[list[Figure], dict[str, dict[int, float]]]:
    """Return the cost of commands by the size of the book: the largest against the smallest, and each in seconds."""
    commands = {f"{name}|{made.cases}": each for made in books for name, each in _commands(made).items()}
    took = turns(commands, 2 * TURNS)
    curves: dict[str, dict[int, float]] = {}
    for key, usage in took.items():
        name, _, cases = key.rpartition("|")
        curves.setdefault(name, {})[int(cases)] = usage.cpu
    goals = {"due --within 7": None, "report of a month": 1.5}
    least, most = books[0].cases, books[-1].cases
    section = f"Growth, {most:,} cases against {least:,}"
    figures = [
        Figure(section, name, curve[most], "the small book", curve[least], goals.get(name, 1.1))
        for name, curve in curves.items()
    ]
    return figures, curves


def exponent(curve: Mapping[int, float]) -> float:
    """Return b of the line ``seconds = a * cases ** b`` that fits best: 0 is flat, 1 grows as the book does."""
    sizes, seconds = [math.log(size) for size in curve], [math.log(each) for each in curve.values()]
    return statistics.linear_regression(sizes, seconds).slope


def reports(made: Made, tools: rivals.Tools) -> list[Figure]:
    """Reports of the largest book against SQL that a hand wrote, and as known in the middle of the book."""
    own = environment_of(made.book)
    summary = (CASEBOOK, "report", "summary", "--register", "review", "--period")
    commands: dict[str, Command] = {
        "bare": ((sys.executable, rivals.script("bare.py", rivals.BARE)), own, None),
        "month": ((*summary, rivals.MONTH), own, None),
        "year": ((*summary, rivals.YEAR, "--by", "field,family"), own, None),
        "now": ((*summary, MIDDLE_YEAR), own, None),
        "then": ((*summary, MIDDLE_YEAR, "--known-at", str(made.cases // 2)), own, None),
    }
    if tools.sqlite3:
        shell = (tools.sqlite3, made.book)
        commands["month by hand"] = (shell, own, rivals.script("month.sql", rivals.MONTH_SQL))
        commands["year by hand"] = (shell, own, rivals.script("year.sql", rivals.YEAR_SQL))
    took = {name: usage.cpu for name, usage in turns(commands, TURNS).items()}
    section, against = f"Reports, {made.cases:,} cases", "bare application + SQL by hand in the `sqlite3` shell"
    by_hand = {name: took["bare"] + took[f"{name} by hand"] for name in ("month", "year") if tools.sqlite3}
    return [
        Figure(section, "summary of a month", took["month"], against, by_hand.get("month"), 1.5),
        Figure(section, "summary of a year by field and family", took["year"], against, by_hand.get("year"), 2.0),
        Figure(
            section, "a year, `--known-at` the middle", took["then"], "the same year as known now", took["now"], 2.0
        ),
    ]


def imports(largest: Made, fifth: Made) -> tuple[list[Figure], Path]:
    """The import against what only copies the rows; returns the book of 100,000 cases too."""
    table, book = FOLDER / "hundred.csv", FOLDER / "hundred.db"
    write_table(table, HUNDRED)
    own = environment_of(book)
    raw = rivals.script("raw.py", rivals.RAW)
    told: dict[str, list[Usage]] = {"ours": [], "sqlite-utils": [], "raw": []}
    for _ in range(TURNS):
        for old in FOLDER.glob("hundred*.db*"):
            old.unlink()
        measured([CASEBOOK, "init", "--bureau", "示例县司法局", "--number-word", "review"], own)
        told["ours"].append(measured([CASEBOOK, "import", table], own))
        insert = (BIN / "sqlite-utils", "insert", FOLDER / "hundred-utils.db", "t", table, "--csv")
        told["sqlite-utils"].append(measured(insert, own))
        told["raw"].append(measured((sys.executable, raw, table, FOLDER / "hundred-raw.db"), own))
    took = {name: _median(usages) for name, usages in told.items()}
    section, linear = f"Import, {HUNDRED:,} rows", fifth.seconds * largest.cases / fifth.cases
    whole = f"Import, {largest.cases:,} rows"
    return [
        Figure(section, "import", took["ours"].cpu, "`sqlite-utils insert --csv`", took["sqlite-utils"].cpu, 1.5),
        Figure(section, "import", took["ours"].cpu, "`executemany` of the same rows", took["raw"].cpu, 4.0),
        Figure(whole, "import", largest.seconds, f"the time of {fifth.cases:,} rows, in proportion", linear, 1.2),
        Figure(whole, "import", largest.megabytes, "200 MB of memory", 200, 1.0, BY_MEMORY),
    ], book


def others(book: Path, tools: rivals.Tools) -> list[Figure]:
    """A month's report on 100,000 cases against a ledger of plain text and against pandas on the exported table."""
    own = environment_of(book)
    ours = (CASEBOOK, "report", "summary", "--period", rivals.MONTH, "--register", "review")
    commands: dict[str, Command] = {"ours": (ours, own, None)}
    if tools.hledger:
        journal = FOLDER / "hundred.journal"
        rivals.write_journal(journal, HUNDRED)
        period = ("-b", rivals.MONTH, "-e", rivals.NEXT_MONTH)
        commands["hledger"] = ((tools.hledger, "-f", journal, "balance", "review:", *period), own, None)
    if tools.pandas:
        table = FOLDER / "hundred-out.csv"
        table.unlink(missing_ok=True)
        measured((CASEBOOK, "export", table), own)
        counting = rivals.script("with_pandas.py", rivals.PANDAS)
        beside = {**own, "PYTHONPATH": str(rivals.PANDAS_FOLDER)}
        commands["pandas"] = ((sys.executable, counting, table, rivals.MONTH), beside, None)
    took = {name: usage.cpu for name, usage in turns(commands, TURNS).items()}
    section, name = f"Other ledgers, {HUNDRED:,} cases", "summary of a month"
    return [
        Figure(section, name, took["ours"], "`hledger balance`", took.get("hledger"), 40, least=True),
        Figure(section, name, took["ours"], "pandas on the exported CSV", took.get("pandas"), None),
    ]


def long_ones(made: Made) -> list[Figure]:
    """What reads the whole book, once each, by the clock: sixty seconds are the goal."""
    own = environment_of(made.book)
    section = f"The whole book, {made.cases:,} cases, {os.cpu_count()} cores"
    figures = []
    for name, words in (("rebuild", ("rebuild",)), ("check --deep", ("check", "--deep"))):
        used = measured((CASEBOOK, *words), own, limit=LONGEST)
        stopped = " (stopped)" if used.wall >= LONGEST else ""
        if name == "rebuild":  # which shares its work: what it would take by the clock on a machine of its own
            own_cores = used.cpu / min(os.cpu_count() or 1, MOST_PROCESSES)
            figures.append(Figure(section, name + stopped, own_cores, "60 seconds, over the cores", 60, 1.0))
        figures.append(Figure(section, name + stopped, used.wall, "60 seconds", 60, 1.0, BY_CLOCK))
        figures.append(Figure(section, name + stopped, used.megabytes, "200 MB of memory", 200, None, BY_MEMORY))
    return figures


def every_form(made: Made) -> list[Figure]:
    """Every form of a year, against one second."""
    own = environment_of(made.book)
    section = f"Forms of a year, {made.cases:,} cases"
    names = ("summary", "rates", *forms.names())
    commands: dict[str, Command] = {
        name: ((CASEBOOK, "report", name, "--period", rivals.YEAR), own, None) for name in names
    }
    return [Figure(section, name, used.cpu, "one second", 1.0, 1.0) for name, used in turns(commands, 3).items()]
