"""Whatever a stranger wrote into a book, and wherever it is printed, it is shown and nothing obeys it."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import hostile_book
import pytest
from harmless import coloured, harmless, plain
from hostile_book import CLOSED, HEARD, OPEN

from casebook.cli import main as program
from casebook.cli.main import run as run_in_process

if TYPE_CHECKING:
    from blackbox.program import Casebook

sys.path.append(str(Path(__file__).parents[1] / "docs"))

import generate

COMMANDS: list[tuple[str, ...]] = list(generate.command_paths(program.build()))
PERIOD = ("--period", "2026-10")
SOME = ("md", "xlsx", "html")
REPORT = ("table", "plain", "md", "csv", "json", "xlsx", "docx", "html")


class Call(NamedTuple):
    """A command line that prints texts, in each of its formats; ``{folder}`` stands for the folder of the book."""

    line: tuple[str, ...]
    formats: tuple[str, ...] = ("table",)
    statuses: tuple[int, ...] = (0,)

    def __str__(self) -> str:
        return " ".join(self.line)


TEXT_AND_JSON = ("table", "json")
NO_OPTION = ("",)
CALLS = (
    Call(("show", OPEN), TEXT_AND_JSON),
    Call(("show", CLOSED), TEXT_AND_JSON),
    Call(("show", HEARD), TEXT_AND_JSON),
    Call(("history", CLOSED), TEXT_AND_JSON),
    Call(("history", HEARD), TEXT_AND_JSON),
    Call(("list",), ("table", "plain", "md", "csv", "json")),
    Call(("search", "red"), ("table", "plain", "csv", "json")),
    Call(("due", "--all"), ("table", "plain", "md", "csv", "json", "ics")),
    Call(("due", "--why", OPEN, "N10"), TEXT_AND_JSON),
    Call(("report", "summary", *PERIOD, "--all-registers", "--by", "field", "--by", "respondent,handler"), REPORT),
    Call(("report", "handlers", *PERIOD), SOME),
    Call(("report", "litigation", *PERIOD), SOME),
    Call(("report", "attendance", *PERIOD), SOME),
    Call(("report", "caseflow", *PERIOD), SOME),
    Call(("report", "ours", *PERIOD), REPORT),
    Call(("report", "rates", *PERIOD), SOME),
    Call(("report", "monthly", *PERIOD), SOME),
    Call(("report", *PERIOD, "--by", "field", "--compare", "2026-09"), SOME),
    Call(("report", *PERIOD, "--register", "review", "--cases", "flow.accepted"), ("table", "md", "csv", "json")),
    Call(("report", "sentence", *PERIOD, "--template", "{folder}/template.toml"), ("table", "plain", "md", "json")),
    Call(("report", "sentence", *PERIOD, "--template", "{folder}/template.toml", "--explain"), ("md", "json")),
    Call(("compare",), ("plain", "md", "csv", "json"), (0, 1)),
    Call(("target", "list"), TEXT_AND_JSON),
    Call(("scheme", "list"), TEXT_AND_JSON),
    Call(("scheme", "show", "own"), TEXT_AND_JSON),
    Call(("form", "list"), TEXT_AND_JSON),
    Call(("form", "show", "ours"), NO_OPTION),
    Call(("calendar", "show", "2027"), TEXT_AND_JSON),
    Call(("calendar", "check"), TEXT_AND_JSON, (0, 1)),
    Call(("law", "list"), TEXT_AND_JSON),
    Call(("law", "show", "review-2026"), TEXT_AND_JSON),
    Call(("check", "--deep"), TEXT_AND_JSON, (0, 1)),
    Call(("check", "--strict"), TEXT_AND_JSON, (0, 1)),
    Call(("officer", "list"), TEXT_AND_JSON),
    Call(("seal",), TEXT_AND_JSON),
    Call(("import", "{folder}/hostile.csv", "--dry-run"), TEXT_AND_JSON, (0, 2)),
)  # fmt: skip
# Commands whose output is of what they were just told; each is met in a test of its own below.
OTHERS = {
    "init", "intake", "record", "close", "correct", "strike", "freeze", "export", "profile", "profile list",
    "profile show", "profile test", "backup", "restore", "rescue", "rebuild", "undo", "mask", "officer add",
    "officer remove", "target set", "target drop", "scheme adopt", "form adopt", "calendar adopt",
}  # fmt: skip


class Terminal(io.TextIOWrapper):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class Printed(NamedTuple):
    """What a command printed, its output as it came."""

    status: int
    out: bytes
    err: str


def printed(book: Casebook, *args: str, terminal: bool = False) -> Printed:
    """Run a command in this process; on a terminal of 100 columns, if so asked."""
    kind = Terminal if terminal else io.TextIOWrapper
    out, err = (kind(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2))
    with (
        mock.patch.dict(os.environ, book.environment(COLUMNS="100"), clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = run_in_process([each.replace("{folder}", str(book.path.parent)) for each in args])
    told = [stream.buffer.getvalue() for stream in (out, err) if isinstance(stream.buffer, io.BytesIO)]
    return Printed(status, told[0], told[1].decode())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """A book told by commands and an import."""
    return hostile_book.through_the_front_door(tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def forced(told: Casebook, tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """The same book, with what no command lets in put straight into its tables."""
    return hostile_book.straight_into_the_tables(told, tmp_path_factory.mktemp("forced"))


@pytest.fixture(params=["told", "forced"])
def book(request: pytest.FixtureRequest) -> Casebook:
    found: Casebook = request.getfixturevalue(request.param)
    return found


@cache
def numbers(book: Casebook) -> dict[str, str]:
    """The numbers of the cases that the calls name, as this book has them."""
    listed = [each["number"] for each in book.json("list")["cases"]]
    return {number: next(each for each in listed if number in each) for number in (OPEN, CLOSED, HEARD)}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_a_command_prints_is_shown_and_not_obeyed(book: Casebook, call: Call) -> None:
    named = numbers(book)
    line = [named.get(word, word) for word in call.line]
    for form in call.formats:
        answer = printed(book, *line, *(("--format", form) if form else ()))
        assert answer.status in call.statuses, (form, answer.err)
        harmless(form or "plain", answer.out)
        plain(answer.err)
        if line[0] == "report" and form != "table":  # a file has not passed the net that is spread before a terminal
            path = book.path.with_name(f"out.{form}")
            wrote = printed(book, *line, "--format", form, "--out", str(path))
            assert wrote.status in call.statuses, wrote.err
            plain(wrote.out.decode())
            harmless(form, path.read_bytes())
    if {"table", ""} & {*call.formats}:
        answer = printed(book, *line, terminal=True)
        assert answer.status in call.statuses
        coloured(answer.out.decode())
        coloured(answer.err)


def test_every_command_is_called_here() -> None:
    known = {" ".join(words) for words in COMMANDS}
    called = {" ".join(call.line[:count]) for call in CALLS for count in (1, 2)} & known
    assert known - called == OTHERS
