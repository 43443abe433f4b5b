"""What a command loads: what it does not need is not imported on its way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from blackbox.program import Casebook

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "南府复〔2024〕1号"
# Each costs milliseconds that somebody waits for; a command loads those that are allowed to it below, no other.
HEAVY = frozenset(
    {
        "rich", "tabulate", "wcwidth", "sqlite_utils", "dateutil", "chinese_calendar", "platformdirs", "tomllib", "csv",
        "pydantic", "decimal", "asyncio", "importlib.metadata", "zipfile", "xlsxwriter", "docx", "pygal",
        "python_calamine", "casebook.headerwords", "casebook.grids.xlsx", "casebook.grids.xls",
        "pyrage", "casebook.copies", "casebook.rescuing",
        "casebook.lawfile", "casebook.lawchecks", "casebook.check", "casebook.intake",
        "casebook.sentences", "casebook.reports", "casebook.documents", "casebook.summary", "casebook.render.report",
        "casebook.forms", "casebook.formparts", "casebook.comparison", "casebook.targets", "casebook.charting",
        "casebook.caselists", "casebook.render.xlsx", "casebook.render.docx", "casebook.render.html", "fractions",
    }
)  # fmt: skip
# named periods
FIGURES = {"casebook.reports", "casebook.documents", "casebook.summary", "dateutil"}
FORMS = {"casebook.forms", "casebook.formparts", "tomllib"}
TABLE_MAKER = {"csv", "tabulate", "wcwidth", "importlib.metadata", "zipfile"}


# the help of a command stands in its module, so all of them are loaded
EVERY_HELP = frozenset(
    {
        "casebook.reports", "casebook.documents", "casebook.summary", "casebook.forms", "casebook.targets",
        "casebook.intake", "casebook.headerwords", "casebook.check", "casebook.copies", "csv", "decimal", "fractions",
    }
)  # fmt: skip


class Command(NamedTuple):
    """A command line and the heavy modules that it may load."""

    line: str
    allowed: frozenset[str] = frozenset()


COMMANDS = (
    Command("--version"),
    Command("--help", EVERY_HELP),
    Command("init --bureau 南昌县司法局 --year-start 12-11"),
    Command("intake review --received 2024-03-05 --applicant 张某"),
    Command(f"record {NUMBER} extend --on 2024-04-10"),
    Command(f"record {NUMBER} extent --on 2024-04-10"),
    Command(f"close {NUMBER} maintain --on 2024-04-15"),
    Command(f"correct {NUMBER} 2 --on 2024-03-07 --reason 笔误"),
    Command(f"strike {NUMBER} 2 --reason 误登"),
    Command(f"show {NUMBER}"),
    Command(f"show {NUMBER} --format json"),
    Command(f"history {NUMBER}"),
    Command("list", frozenset({"csv"})),
    Command("list --format csv", frozenset({"csv"})),
    Command("list --format md", frozenset(TABLE_MAKER)),
    Command("search 张某"),
    Command("law list"),
    Command("law show review-2023"),
    Command("report --period 2024 --format json", frozenset(FIGURES | {"casebook.render.report"})),
    Command("report --period 2024 --format csv", frozenset(FIGURES | {"casebook.render.report", "csv"})),
    Command("report --period 2024", frozenset(FIGURES)),
    Command("report --period 2024 --format md", frozenset(FIGURES | TABLE_MAKER)),
    Command("report --period 2024 --cases flow=concluded", frozenset(FIGURES | {"csv"})),
    Command("report efficiency --period 2024", frozenset(FIGURES | FORMS)),
    Command("report sentence --period 2024", frozenset(FIGURES | {"casebook.sentences", "tomllib"})),
    Command("backup kept.db", frozenset({"casebook.copies"})),
    Command("restore kept.db", frozenset({"casebook.copies"})),
    Command("export cases.jsonl", frozenset({"csv"})),
    Command("check", frozenset({"casebook.check", "casebook.reports", "dateutil"})),
    Command(
        "import cases.csv --register review", frozenset({"casebook.intake", "casebook.headerwords", "csv", "zipfile"})
    ),
)

PROGRAM = """
import json, sys
from casebook.cli.main import run
run(sys.argv[1:])
json.dump(sorted(sys.modules), sys.stderr)
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one open case, and a table beside it."""
    casebook = Casebook(tmp_path_factory.mktemp("book") / "cases.book")
    casebook.init()
    casebook.open_review("2024-03-04", "2024-03-06", NUMBER)
    table = "案号,收到日期\n南府复〔2024〕9号,2024-03-04\n"
    casebook.path.with_name("cases.csv").write_text(table, encoding="utf-8")
    return casebook.path


def loaded(book: Path, line: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded when the command is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *line.split()],
        cwd=book.parent,
        # nothing that measures coverage may load modules of its own here
        env={
            "PATH": os.environ["PATH"],
            "CASEBOOK_BOOK": str(book),
            "CASEBOOK_TODAY": "2026-11-21",
            "CASEBOOK_LANG": "zh",
            "CASEBOOK_OFFICER": "王科员",
        },
        capture_output=True,
        check=False,
        timeout=120,
    )
    said = done.stderr.decode()
    modules: list[str] = json.loads(said[said.rindex("[") :])
    return set(modules)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.line)
def test_a_command_loads_only_what_it_needs(book: Path, command: Command) -> None:
    modules = loaded(book, command.line)
    assert "casebook.cli.main" in modules
    assert (HEAVY & modules) - command.allowed == set()


def test_what_is_allowed_is_needed(book: Path) -> None:
    """An allowance that nothing uses any more would hide the next import."""
    for command in COMMANDS:
        if command.allowed:
            assert command.allowed - loaded(book, command.line) == set(), command.line


def test_the_framework_is_loaded_without_what_it_could_load_too(book: Path) -> None:
    assert not {"rich", "pydantic", "pygments", "markdown_it"} & loaded(book, "list")
