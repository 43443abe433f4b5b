"""The program as a stranger sees it: arguments in; exit status, two streams and a file out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from casebook.cli.main import run as run_in_process

Json = dict[str, Any]
Row = Mapping[str, str]

COMMAND = str(Path(sys.executable).with_name("casebook"))
ALWAYS_A_PROCESS = "CASEBOOK_TESTS_AS_PROCESS" in os.environ
REGISTERS = Path(__file__).with_name("registers")
ACCOUNT = ("schema", "dry_run", "rows", "added", "updated", "unchanged", "rejected")
ESCAPE = "\x1b"
MOST_LINES_OF_AN_ERROR = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def error_lines(self) -> list[str]:
        """The lines on stderr that say something."""
        return [line for line in self.err.splitlines() if line.strip()]


class Casebook:
    """One book and the command that keeps it."""

    def __init__(self, path: Path, today: str = "2026-11-21", lang: str = "en") -> None:
        self.path = path
        self.today = today
        self.lang = lang

    def environment(self, **more: str) -> dict[str, str]:
        home = str(self.path.parent)
        own = {
            "CASEBOOK_BOOK": str(self.path),
            "CASEBOOK_TODAY": self.today,
            "CASEBOOK_LANG": self.lang,
            "CASEBOOK_MACHINE": "desk-1",
            "HOME": home,
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
        }
        measured = {name: value for name, value in os.environ.items() if name.startswith(("COV_", "COVERAGE"))}
        return {**measured, **own, **more}

    def run(self, *args: str) -> Answer:
        """Run the command in this process, or in its own where the environment asks for it."""
        if ALWAYS_A_PROCESS:
            return self.process(*args)
        out, err = _stream(), _stream()
        with (
            mock.patch.dict(os.environ, self.environment(), clear=True),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = run_in_process(list(args))
        return Answer(status, _text(out), _text(err))

    def process(self, *args: str, env: Mapping[str, str] | None = None, before: Sequence[str] = ()) -> Answer:
        """Run the installed command in a process of its own."""
        done = subprocess.run(
            [*before, COMMAND, *args],
            env=self.environment() if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def ok(self, *args: str) -> str:
        """Run a command that must succeed; return what it printed."""
        answer = self.run(*args)
        assert answer.status == 0, f"{args}: exit status {answer.status}\n{answer.out}{answer.err}"
        assert "Traceback" not in answer.err
        assert ESCAPE not in answer.out + answer.err
        return answer.out

    def refused(self, *args: str, status: int = 2) -> str:
        """Run a command that must be refused without touching the book; return the message."""
        before = self.dump()
        answer = self.run(*args)
        assert_refusal(answer, status)
        assert answer.out == ""
        assert self.dump() == before, "a refused command changed the book"
        return answer.err

    def json(self, *args: str, status: int = 0) -> Json:
        """Run a command with ``--format json``; return the document."""
        answer = self.run(*args, "--format", "json")
        assert answer.status == status, f"{args}: exit status {answer.status}\n{answer.out}{answer.err}"
        document: Json = json.loads(answer.out)
        return document

    def dump(self) -> str:
        """Everything the book holds, as SQL text; empty where there is no book to read."""
        if not self.path.is_file():
            return ""
        try:
            with contextlib.closing(sqlite3.connect(self.path)) as database:
                return "\n".join(database.iterdump())
        except sqlite3.DatabaseError:
            return self.path.read_bytes().hex()

    # the register's words

    def init(self, *options: str) -> None:
        self.ok(
            "init",
            "--bureau",
            "南昌县司法局",
            "--organ",
            "南昌县人民政府",
            "--number-word",
            "南府复",
            *options,
        )

    def intake(self, register: str, received: str, number: str, *options: str) -> str:
        self.ok("intake", register, "--received", received, "--number", number, *options)
        return number

    def record(self, case: str, step: str, on: str, *options: str) -> str:
        return self.ok("record", case, step, "--on", on, *options)

    def close(self, case: str, outcome: str, on: str, *options: str) -> str:
        return self.ok("close", case, outcome, "--on", on, *options)

    def open_review(self, received: str, accepted: str, number: str, *options: str) -> str:
        """Log a review that was accepted; ``options`` belong to the acceptance."""
        self.intake("review", received, number)
        self.record(number, "accept", accepted, *options)
        return number

    def case(self, case: str) -> Json:
        return self.json("show", case)

    def status(self, case: str) -> str:
        status: str = self.case(case)["status"]
        return status

    def law(self, case: str) -> str | None:
        law: str | None = self.case(case)["law"]
        return law

    def steps(self, case: str, step: str | None = None) -> list[Json]:
        """The steps of a case, struck ones included; all, or those of one kind."""
        return [each for each in self.case(case)["steps"] if step in (None, each["step"])]

    def entry_of(self, case: str, step: str) -> int:
        """The entry number of the live step of that kind."""
        [entry_no] = [each["entry_no"] for each in self.steps(case, step) if each["struck_by"] is None]
        assert isinstance(entry_no, int)
        return entry_no

    def deadline(self, case: str, rule: str) -> Json:
        """The latest deadline of a case by that rule."""
        found: list[Json] = [each for each in self.case(case)["deadlines"] if each["rule"] == rule]
        assert found, f"{case} has no deadline {rule}"
        return found[-1]

    def rules(self, case: str) -> set[str]:
        return {each["rule"] for each in self.case(case)["deadlines"]}

    def numbers(self, *filters: str) -> list[str]:
        return [each["number"] for each in self.json("list", *filters)["cases"]]

    def summary(self, register: str, period: str, *options: str) -> Json:
        return self.json("report", "summary", "--register", register, "--period", period, *options)

    def bring_in(self, rows: Sequence[Row], *options: str, name: str = "cases.csv") -> Json:
        """Import a table that must be taken whole; return the import's own account."""
        return self.file_brought_in(write_table(self.path.with_name(name), rows), *options)

    def file_brought_in(self, path: Path, *options: str) -> Json:
        """Import a file that must be taken whole; return what the account promises to tell."""
        account = self.json("import", str(path), *options)
        return {name: account[name] for name in ACCOUNT}

    def turned_away(self, rows: Sequence[Row], *options: str, name: str = "cases.csv") -> list[Json]:
        """Import a table that must be rejected without touching the book; return the rejections."""
        return self.file_turned_away(write_table(self.path.with_name(name), rows), *options)

    def file_turned_away(self, path: Path, *options: str) -> list[Json]:
        before = self.dump()
        account = self.json("import", str(path), *options, status=2)
        assert self.dump() == before, "a rejected table changed the book"
        assert account["rejected"]
        rejected: list[Json] = account["rejected"]
        assert all(set(each) == {"row", "column", "value", "reason"} for each in rejected)
        assert all(each["reason"] for each in rejected)
        return rejected


def assert_refusal(answer: Answer, status: int) -> None:
    """An error is one to three plain lines on stderr and its exit status; never a traceback."""
    assert answer.status == status, f"exit status {answer.status}\n{answer.out}{answer.err}"
    assert 1 <= len(answer.error_lines) <= MOST_LINES_OF_AN_ERROR, answer.err
    assert "Traceback" not in answer.err
    assert ESCAPE not in answer.err


def write_table(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """Write ``rows`` as CSV under the columns that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return write_lines(path, [columns, *([row.get(name, "") for name in columns] for row in rows)], encoding)


def write_lines(path: Path, lines: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    """Write ``lines`` of cells as CSV, whatever they hold."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def table(name: str) -> list[dict[str, str]]:
    """Read one of the small registers beside the tests."""
    with (REGISTERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers_in(text: str) -> set[str]:
    """The case numbers that a printed text names."""
    return set(re.findall(r"[^\s,;:：，；、|│]*[〔(（]\d{4}[〕)）][^\s,;:：，；、|│]*?\d+号", text))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
