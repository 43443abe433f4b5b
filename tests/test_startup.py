"""What a command loads: what it does not need is not imported on its way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from blackbox.program import Casebook

from casebook.cli import main

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
        "casebook.officers", "casebook.enrolment", "casebook.accessfaults",
        "dataclasses", "hashlib", "multiprocessing", "casebook.law", "casebook.versions", "casebook.workdays",
        "casebook.noticeform", "casebook.store.journal", "casebook.store.frozen", "casebook.store.rederive",
        "casebook.store.migrations", "casebook.store.search", "casebook.rows", "casebook.exporting",
    }
)  # fmt: skip
LAW = {"casebook.law", "casebook.versions", "casebook.workdays"}
CASE = {*LAW, "casebook.store.journal"}  # a case derived from its steps
WRITING = {*CASE, "hashlib"}
# named periods
FIGURES = {*LAW, "casebook.reports", "casebook.documents", "casebook.summary", "dataclasses", "dateutil"}
FORMS = {"casebook.forms", "casebook.formparts", "tomllib"}
TABLE_MAKER = {"csv", "tabulate", "wcwidth", "importlib.metadata", "zipfile", "hashlib"}
ADOPTED = {*CASE, "casebook.noticeform"}
CATALOGUE = {"casebook.documents", "casebook.forms", "casebook.reports", "casebook.summary", "dataclasses"}
PROFILES = {"casebook.headerwords", "dataclasses", "platformdirs"}
FROZEN = {*WRITING, "casebook.store.frozen"}
EXPORT = {
    "tomllib",
    "casebook.exporting",
    "casebook.law",
    "casebook.store.journal",
    "casebook.versions",
    "csv",
    "dataclasses",
}

COPIES = {"casebook.copies", "casebook.store.migrations", "casebook.store.search"}

# the help of a command stands in its module, so all of them are loaded
EVERY_HELP = frozenset(
    {
        "casebook.check", "casebook.documents", "casebook.exporting", "casebook.forms", "casebook.headerwords",
        "casebook.intake", "casebook.law", "casebook.noticeform", "casebook.reports", "casebook.rows",
        "casebook.store.frozen", "casebook.store.journal", "casebook.store.migrations", "casebook.store.rederive",
        "casebook.store.search", "casebook.summary", "casebook.targets", "casebook.versions", "dataclasses",
        "decimal", "fractions",
        "casebook.officers", "casebook.enrolment", "casebook.accessfaults",
        "casebook.copies",
    }
)  # fmt: skip


class Command(NamedTuple):
    """A command line and the heavy modules that it may load."""

    line: str
    allowed: frozenset[str] = frozenset()


COMMANDS = (
    Command("--version"),
    Command("--help", frozenset(EVERY_HELP)),
    Command("init --bureau 南昌县司法局 --year-start 12-11"),
    Command(
        "intake review --received 2024-03-05 --applicant 张某", frozenset(WRITING | {"casebook.rows", "dataclasses"})
    ),
    Command(f"record {NUMBER} extend --on 2024-04-10", frozenset(WRITING)),
    Command(
        f"record {NUMBER} extent --on 2024-04-10",
        frozenset({"casebook.law", "casebook.store.journal", "casebook.versions"}),
    ),
    Command(f"close {NUMBER} maintain --on 2024-04-15", frozenset(WRITING)),
    Command(f"correct {NUMBER} 2 --on 2024-03-07 --reason 笔误", frozenset(WRITING | {"dataclasses"})),
    Command(f"strike {NUMBER} 2 --reason 误登", frozenset(WRITING | {"dataclasses"})),
    Command(
        "undo", frozenset({"casebook.law", "casebook.store.journal", "casebook.versions", "dataclasses"})
    ),  # nothing to undo
    Command("seal", frozenset({"dataclasses"})),
    Command(
        f"mask {NUMBER} 张小六 --reason 依申请",
        frozenset(
            WRITING
            | {"casebook.exporting", "casebook.store.search", "casebook.store.rederive", "dataclasses", "tomllib"}
        ),
    ),
    Command(f"show {NUMBER}", frozenset(CASE)),
    Command(f"show {NUMBER} --format json", frozenset(CASE)),
    Command(f"history {NUMBER}", frozenset(CASE)),
    Command("list"),
    Command("list --format csv", frozenset({"csv"})),
    Command("list --format md", frozenset(TABLE_MAKER | {"dataclasses"})),
    Command("search 张某", frozenset({"casebook.store.search"})),
    Command("due", frozenset(LAW)),
    Command("due --format ics", frozenset(LAW)),
    Command("due --format json", frozenset(LAW)),
    Command("law list", frozenset({"casebook.law"})),
    Command("law show review-2023", frozenset({"casebook.law"})),
    Command("calendar show 2026", frozenset(ADOPTED)),
    Command("calendar check", frozenset(ADOPTED)),
    Command("report --period 2024 --format json", frozenset(FIGURES | {"casebook.render.report"})),
    Command("report --period 2024 --format csv", frozenset(FIGURES | {"casebook.render.report", "csv"})),
    Command("report --period 2024", frozenset(FIGURES)),
    Command("report --period 2024 --format md", frozenset(FIGURES | TABLE_MAKER)),
    Command("report --period 2024 --cases flow=concluded", frozenset(FIGURES)),
    Command("report efficiency --period 2024", frozenset(FIGURES | FORMS)),
    Command("report sentence --period 2024", frozenset(FIGURES | {"casebook.sentences", "tomllib"})),
    Command("backup kept.db", frozenset({*COPIES, "hashlib"})),
    Command("restore kept.db", frozenset(COPIES)),
    Command("rescue kept.db", frozenset(COPIES | LAW | {"casebook.rescuing"})),
    Command(
        "officer list",
        frozenset({"casebook.store.journal", "casebook.officers", "casebook.enrolment", "casebook.accessfaults"}),
    ),
    Command("freeze summary --period 2023", frozenset(FIGURES | FROZEN)),
    Command(
        "compare",  # there is none
        frozenset(
            {
                "casebook.documents",
                "casebook.law",
                "casebook.reports",
                "casebook.summary",
                "dataclasses",
                "casebook.store.frozen",
                "casebook.store.journal",
            }
        ),
    ),
    Command("target list", frozenset(CATALOGUE - {"casebook.forms"} | {"casebook.targets", "decimal", "fractions"})),
    Command("scheme list", frozenset(CATALOGUE)),
    Command("form list", frozenset(CATALOGUE | {"tomllib"})),
    Command("profile list", frozenset(PROFILES)),
    Command("export cases-out.csv", frozenset(EXPORT)),
    Command(
        "check",
        frozenset(
            CASE
            | {
                "casebook.check",
                "casebook.noticeform",
                "casebook.reports",
                "casebook.store.frozen",
                "dataclasses",
                "dateutil",
            }
        ),
    ),
    Command(
        "rebuild", frozenset(LAW | {"casebook.store.migrations", "casebook.store.rederive", "casebook.store.search"})
    ),
    Command(
        "import cases.csv --register review",
        frozenset(
            WRITING | {"casebook.intake", "casebook.headerwords", "casebook.rows", "csv", "dataclasses", "zipfile"}
        ),
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
    casebook.intake("review", "2024-03-04", NUMBER, "--applicant", "张小六")
    casebook.record(NUMBER, "accept", "2024-03-06")
    table = "案号,收到日期\n南府复〔2024〕9号,2024-03-04\n"
    casebook.path.with_name("cases.csv").write_text(table, encoding="utf-8")
    return casebook.path


@cache
def loaded(book: Path, line: str, program: str = PROGRAM) -> set[str]:
    """Return the modules that a fresh interpreter has loaded when the command is done, on a copy of the book."""
    copy = shutil.copy(book, book.with_name("copy.book"))
    done = subprocess.run(
        [sys.executable, "-c", program, *line.split()],
        cwd=book.parent,
        # nothing that measures coverage may load modules of its own here
        env={
            "PATH": os.environ["PATH"],
            "CASEBOOK_BOOK": str(copy),
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


def test_every_command_is_looked_at() -> None:
    assert {command.line.split()[0] for command in COMMANDS} >= set(main.COMMANDS)


def test_a_case_reads_the_edition_that_governs_it_and_no_other(book: Path) -> None:
    """An edition is a tenth of the start of ``show``; there are four."""
    program = PROGRAM.replace("sorted(sys.modules)", "sorted(sys.modules['casebook.law'].default_lawbook()._editions)")
    assert loaded(book, f"show {NUMBER}", program) == {"review-2023"}


def test_what_is_allowed_is_needed(book: Path) -> None:
    """An allowance that nothing uses any more would hide the next import."""
    for command in COMMANDS:
        if command.allowed:
            assert command.allowed - loaded(book, command.line) == set(), command.line


def test_the_framework_is_loaded_without_what_it_could_load_too(book: Path) -> None:
    assert not {"rich", "pydantic", "pygments", "markdown_it"} & loaded(book, "list")
