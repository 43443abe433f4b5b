"""The layers hold, and a violation of each rule is seen; modules and functions stay small; no clock in the rules."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "casebook"
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50

LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS = {
    "cli/main.py:build": "the signature spells out the global options",
    "cli/main.py:casebook": "the signature spells out the global options",
    "cli/exporting.py:_export": "the signature spells out the options of a command",
    "cli/importing.py:import_file": "the signature spells out the options of a command",
    "cli/report.py:report": "the signature spells out the options of a command",
    "reports.py:build": "the signature and what it raises; the body is one report",
    "versions.py:_version": "one column of the state a line",
}
SQL_OUTSIDE_THE_STORE: dict[str, str] = {}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# import-linter: the contracts, and one violation of each


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def broken(printed: str) -> list[str]:
    """Return the names of the contracts that were found broken."""
    return [line.removesuffix(" BROKEN") for line in printed.splitlines() if line.endswith(" BROKEN")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package with its contracts."""
    shutil.copytree(PACKAGE, tmp_path / "casebook", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


class Violation(NamedTuple):
    """A line that breaks a contract, and the module that it is written into."""

    contract: str
    module: str
    line: str


VIOLATIONS = (
    Violation("Layers: words, rules, store, work, face", "words.py", "import casebook.model"),
    Violation("Layers: words, rules, store, work, face", "procedure.py", "import casebook.store.cases"),
    Violation("Layers: words, rules, store, work, face", "dates.py", "import casebook.book"),
    Violation("Layers: words, rules, store, work, face", "store/derive.py", "import casebook.acts"),
    Violation("Layers: words, rules, store, work, face", "acts.py", "import casebook.render.text"),
    Violation("Layers: words, rules, store, work, face", "render/report.py", "import casebook.cli.session"),
    Violation("Layers: words, rules, store, work, face", "unheard_of.py", '"""A module that no layer knows."""'),
    Violation("The command line asks the book, never the store", "cli/show.py", "import casebook.store.cases"),
    Violation("Only the command line knows the framework", "rows.py", "import typer"),
    Violation("Only the command line knows the framework", "render/cases.py", "import typer"),
)


def test_the_contracts_are_kept(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda each: f"{each.module} {each.line}")
def test_a_violation_is_seen(copy: Path, violation: Violation) -> None:
    with (copy / "casebook" / violation.module).open("a", encoding="utf-8") as file:
        file.write(f"\n{violation.line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert violation.contract in broken(done.stdout)


def test_every_contract_has_a_violation() -> None:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"] for contract in read["tool"]["importlinter"]["contracts"]}
    assert contracts == {violation.contract for violation in VIOLATIONS}


# size


def too_long() -> dict[str, int]:
    lines = {path: len((PACKAGE / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()}
    return {path: count for path, count in lines.items() if count > LONGEST_MODULE}


def too_long_functions() -> dict[str, int]:
    lengths = {
        f"{path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path, tree in modules()
        for function in functions(tree)
    }
    return {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}


def test_no_module_is_long_without_a_reason() -> None:
    assert too_long().keys() == LONG_MODULES.keys()


def test_no_function_is_long_without_a_reason() -> None:
    assert too_long_functions().keys() == LONG_FUNCTIONS.keys()


# what only one place may do


def attributes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


CLOCK_AND_ENVIRONMENT = {
    "date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.localtime", "os.environ",
    "os.getenv", "sys.argv", "sys.stdin", "locale.getlocale", "getpass.getuser", "os.uname", "os.getuid",
}  # fmt: skip


A_PROCESS_OF_ITS_OWN = "grids/xlsprocess.py"  # is told on its command line and by its input what to read


def test_only_the_command_line_knows_clock_and_environment() -> None:
    found = {
        (path, name)
        for path, tree in modules()
        if not path.startswith("cli/") and path != A_PROCESS_OF_ITS_OWN
        for name in attributes(tree)
        if name in CLOCK_AND_ENVIRONMENT
    }
    assert found == set()


def test_only_the_store_speaks_sql() -> None:
    speaking = {
        path
        for path, tree in modules()
        if not path.startswith("store/")
        for name in attributes(tree)
        if name.endswith((".execute", ".executemany", ".executescript"))
    }
    assert speaking == SQL_OUTSIDE_THE_STORE.keys()


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_only_the_command_line_imports_its_framework() -> None:
    assert {path for path, tree in modules() if "typer" in imported(tree) if not path.startswith("cli/")} == set()


def test_one_module_prints_and_it_lets_nothing_through_that_is_obeyed() -> None:
    streams = {
        (path, node.value.attr)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "write"
        if isinstance(node.value, ast.Attribute) and node.value.attr in ("stdout", "stderr")
    }
    # the other one writes JSON in ASCII to the process that started it
    assert streams == {("cli/session.py", "stdout"), ("cli/session.py", "stderr"), ("grids/xlsprocess.py", "stdout")}
    calls = {
        (path, node.func.id)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    }
    assert calls == set()


def test_no_figure_is_a_float() -> None:
    rules = (
        "figures.py", "reports.py", "cells.py", "counting.py", "deadlines.py", "quantiles.py", "crossing.py",
        "store/counts.py", "store/population.py", "store/hearings.py",
    )  # fmt: skip
    floats = [
        (path, node.lineno)
        for path, tree in modules()
        if path in rules
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert floats == []


def test_every_public_name_of_the_package_is_explained() -> None:
    missing = [
        f"{path}:{node.name}"
        for path, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert missing == []
