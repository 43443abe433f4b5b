"""Command lines at random: every command, its options, fitting words and others. None ends in a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from casebook import terms
from casebook.cli import main as program
from casebook.formnames import FORM
from torture.ground import MOST_LINES, OPEN, SUIT, Result, copied, environment, faults, furnished, timed

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

FRESH_AFTER = 250  # lines until the book is checked and a new copy of it taken
NUMBERS = ("0", "1", "2", "3", "7", "-1", "99", "1e9", "９", "一", "9" * 19, "9" * 30, "9" * 5000, "0x10", "1_0", "٣")
DATES = (
    "today", "yesterday", "2026-09-04", "2026.3.5", "2026年3月5日", "2026-02-30", "0000-00-00", "9999-12-31",
    "10000-01-01", "2026-1", "-1-1-1", "2026-09-04T10:00", "１９９９-1-1", "0001-01-01", "1949-10-01", "明天",
)  # fmt: skip
PERIODS = (
    "2026", "2026H1", "2026Q3", "2026-09", "2026-01-01..2026-10-16", "last-month", "this-year", "上月", "2026Q5",
    "..", "2026..", "9999", "0", "2026-13", "0001", "2026-10-16..2026-01-01", "2026年上半年",
)  # fmt: skip
PATHS = (
    "x.csv", "cases.book", "out.md", "out.xlsx", "out.html", "out.docx", "nowhere/a.md", ".", "", "折.toml", "a" * 300,
    "cases.book-wal", "new.book", "table.csv", "x\ny.csv", "out.jsonl", "out.csv",
)  # fmt: skip
FORMATS = ("json", "csv", "md", "xlsx", "html", "docx", "plain", "table", "JSON", "pdf")
JUNK = (
    "", " ", "-", "--", "'", '"', "%s", "{0}", "{x.__class__}", "[red]", "\x1b[31m", "\u202e", "\ud800", "\udcff",
    "😀", "\u0301" * 50, "\ufeff", "\n", "\t", "a\nb", ":", "：", "=", "=1", "a=", "a=b=c", "'; drop table entry; --",
    "*",
    "长" * 3000, "\uffff", "…", "null", "None", "True", "nan", "inf", "../..", "~", "$HOME", "@x", "\r", "\x07", "\x7f",
)  # fmt: skip
CASES = (
    OPEN,
    "2026-1",
    "1号",
    "2026-3",
    SUIT,
    "5号",
    "review:2026-2",
    "复议：2026-1",
    "litigation:5号",
    "2026-99",
    "〔〕",
)
CODES = tuple(
    word
    for each in (terms.REGISTER, terms.STEP, terms.REVIEW_OUTCOME, terms.LITIGATION_OUTCOME, terms.MATTER, terms.LEVEL,
                 terms.SUSPEND_GROUND, terms.INSTANCE, terms.PROCEDURE, FORM)
    for code in each.codes
    for word in (code, each.label(code).zh)
)  # fmt: skip
WORDS = (
    "days=30", "procedure=summary", "head_attended=yes", "received_on=2026-09-02", "compensation=1e999",
    "hearing_on=9999-99-99", "number=2026-1", "matter=penalty", "redo=maybe", "days=" + "9" * 30, "matter",
    "matter,field",
    "outcome=maintain", "family=revoke", "flow.received", "conclusion", "loss", ">=90%", "<=8", "about", "standard",
    "year",
    "N10", "A1", "O10", "review-2023", "2027", "采取", "王", "12-11", "02-29", "案号=number", "all", "steps", "parties",
)  # fmt: skip
POOLS = (NUMBERS, DATES, PERIODS, PATHS, JUNK, CASES, CODES, WORDS)
LIKELY = {
    "date": DATES, "on": DATES, "received": DATES, "as_of": DATES, "period": PERIODS, "compare": PERIODS, "case": CASES,
    "also": CASES, "step": CODES, "outcome": CODES, "register": CODES, "out": PATHS, "file": PATHS, "forms": CODES,
    "form": FORMATS, "output": FORMATS, "received_on": DATES, "intake_on": DATES, "closed_on": DATES,
    "if_received": DATES,
    "heard_on": DATES, "replied_on": DATES, "number": CASES, "year": ("2027", "2026", "2023", "1999"), "matter": CODES,
    "respondent_level": CODES, "instance": CODES, "procedure": CODES, "ground": CODES, "received_in": PERIODS,
    "accepted_in": PERIODS, "closed_in": PERIODS, "limit": NUMBERS, "batch": NUMBERS, "report": NUMBERS, "rule": WORDS,
    "rules": WORDS, "figure": WORDS, "condition": WORDS, "by": WORDS, "what": WORDS, "selector": WORDS,
    "mapping": WORDS,
    "settings": WORDS, "known_at": NUMBERS, "entry": NUMBERS, "within": NUMBERS, "numbers": NUMBERS,
}  # fmt: skip


class Command(NamedTuple):
    """A command: its words and what it takes."""

    words: tuple[str, ...]
    parameters: Sequence[Any]


def commands() -> list[Command]:
    """Return every command of the program, those of groups too."""
    return list(_below(program.build(), ()))


def _below(group: Any, above: tuple[str, ...]) -> Iterator[Command]:  # noqa: ANN401 - the framework's own type is private
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        words = (*above, name)
        if hasattr(command, "list_commands"):
            yield from _below(command, words)
        else:
            yield Command(words, command.params)


class Fuzzer:
    """Invents command lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.commands = commands()

    def line(self) -> list[str]:
        """Return a command line: mostly of a shape that the command knows."""
        command = self.chance.choice(self.commands)
        argv = [word for each in self._globals() for word in each] + list(command.words)
        for parameter in command.parameters:
            argv += self._given(parameter)
        if self.chance.random() < 0.1:
            argv.insert(self.chance.randrange(len(argv) + 1), self._value(""))
        if self.chance.random() < 0.05 and argv:
            argv.pop(self.chance.randrange(len(argv)))
        return argv

    def _globals(self) -> Iterator[tuple[str, str]]:
        if self.chance.random() < 0.1:
            yield "--lang", self.chance.choice(("zh", "en", "zh", "fr", ""))
        if self.chance.random() < 0.1:
            yield "--today", self.chance.choice(DATES)
        if self.chance.random() < 0.05:
            yield "--officer", self.chance.choice(JUNK)
        if self.chance.random() < 0.03:
            yield "--book", self.chance.choice(PATHS)

    def _given(self, parameter: Any) -> Iterator[str]:  # noqa: ANN401 - the framework's own type is private
        is_option = parameter.param_type_name == "option"
        wanted = parameter.required or not is_option
        if self.chance.random() > (0.95 if wanted else 0.15):
            return
        for _ in range(self.chance.choice((1, 1, 1, 2)) if parameter.multiple or parameter.nargs == -1 else 1):
            if is_option:
                yield self.chance.choice(parameter.opts)
            if not getattr(parameter, "is_flag", False):
                yield self._value(parameter.name)

    def _value(self, name: str) -> str:
        likely = LIKELY.get(name)
        if likely and self.chance.random() < 0.85:
            return self.chance.choice(likely)
        if self.chance.random() < 0.1:
            return "".join(
                self.chance.choice("9-号〔\ud8001.年\u3000 a=张%") for _ in range(self.chance.randrange(1, 12))
            )
        return self.chance.choice(self.chance.choice(POOLS))


def attempt(argv: list[str], book: Path) -> tuple[int, str]:
    """Run a command line in this process; return its status and what is wrong with how it ended, if anything."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2))
    with (
        mock.patch.dict(os.environ, environment(book), clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            status = program.run(argv)
        except BaseException:  # noqa: BLE001 - this is what is looked for
            return 70, traceback.format_exc(limit=-4)
    err.seek(0)
    said = [line for line in err.read().splitlines() if line.strip()]
    if status not in range(4):
        return status, f"exit status {status}"
    if status >= 2 and not 1 <= len(said) <= MOST_LINES:
        return status, f"{len(said)} lines on stderr: {said[:6]}"
    return status, ""


def fuzz(folder: Path, chance: random.Random, count: int) -> tuple[Counter[int], dict[str, str]]:
    """Run ``count`` invented lines; return the statuses, and what went wrong with the first line that did each."""
    present = furnished(folder / "present.book")
    statuses, wrong = Counter[int](), dict[str, str]()
    fuzzer, before = Fuzzer(chance), Path.cwd()
    try:
        for turn in range(count):
            if turn % FRESH_AFTER == 0:
                here = _fresh(present, folder, wrong)
            argv = [word.replace("\0", "") for word in fuzzer.line()]
            status, fault = attempt(argv, here)
            statuses[status] += 1
            if fault:
                wrong.setdefault(fault, repr(argv))
        _fresh(present, folder, wrong)
    finally:
        os.chdir(before)
    return statuses, wrong


def _fresh(present: Path, folder: Path, wrong: dict[str, str]) -> Path:
    """Check the book that the lines were run on and return a new copy, in a folder of its own where they are run."""
    here = folder / "lines" / "cases.book"
    if here.exists():
        for fault in faults(here):
            wrong.setdefault(fault, "the book after the lines")
    os.chdir(folder)
    copied(present, here.parent)
    os.chdir(here.parent)
    table = "案号,收到日期,申请人\n南府复〔2026〕91号,2026-03-04,赵某\n南府复〔2026〕92号,2026-13-04,钱某\n"
    Path("table.csv").write_text(table, encoding="utf-8")
    shutil.copy(present.with_name("2027.toml"), "折.toml")
    return here


def trial(folder: Path, chance: random.Random, count: int) -> Iterator[Result]:
    """Run ``count`` invented command lines."""
    with timed() as taken:
        statuses, wrong = fuzz(folder, chance, count)
    shown = ", ".join(f"{number} ended with {status}" for status, number in sorted(statuses.items()))
    yield Result(
        f"{count} command lines at random, in one process, on a small book",
        "no traceback; exit status 0 to 3; an error of one to three lines; the book is sound after",
        f"{shown} ({taken():.0f} s)" + "".join(f"; WRONG: {line}: {fault}" for fault, line in wrong.items()),
        kept=not wrong,
    )
