"""A short turn of each part of ``make torture``, with real processes, and proof that each part can fail."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blackbox.program import COMMAND, Answer, Casebook, assert_refusal
from torture import changes, crowd, disk, kills, lines, schemas, tables
from torture.__main__ import BEGIN, END, cells, write
from torture.ground import OPEN, Ended, Result, copied, environment, faults, furnished

if TYPE_CHECKING:
    from collections.abc import Iterator

LINUX = sys.platform == "linux"
COMPILER = shutil.which("cc") or shutil.which("gcc")
needs_shim = pytest.mark.skipif(
    not (LINUX and COMPILER), reason="faults of a disk are let in by a C library under Linux; install gcc and libc6-dev"
)
ENOSPC = "28"


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)  # noqa: S311 - a seed repeats it


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(tmp_path_factory.mktemp("ready") / "ready.book")


@pytest.fixture
def book(ready: Path, tmp_path: Path) -> Path:
    return copied(ready, tmp_path / "book")


def kept(results: Iterator[Result]) -> list[Result]:
    found = list(results)
    assert found
    assert all(each.kept for each in found), found
    return found


# each part, in short


def test_killed_acts(tmp_path: Path, chance: random.Random) -> None:
    [told] = kept(kills.trial(tmp_path, chance, 12))
    assert "killed" in told.found  # before it or after, as the machine is busy


def test_writers_at_once(tmp_path: Path) -> None:
    kept(crowd.trial(tmp_path, 4, 5))


@needs_shim
def test_a_disk_that_fails(tmp_path: Path) -> None:
    found = kept(disk.trial(tmp_path, 100))
    assert [each.found.count("refused, nothing changed") > 0 for each in found] == [True, True, False]


def test_changes_behind_the_programs_back(tmp_path: Path, chance: random.Random) -> None:
    kept(changes.trial(tmp_path, chance, 12))


def test_command_lines_at_random(tmp_path: Path, chance: random.Random) -> None:
    kept(lines.trial(tmp_path, chance, 150))


def test_broken_tables(tmp_path: Path, chance: random.Random) -> None:
    kept(tables.trial(tmp_path, chance, 35))


def test_old_books(tmp_path: Path) -> None:
    kept(schemas.trial(tmp_path, 60))


# a promise that is broken is seen


def test_an_act_that_was_acknowledged_and_is_lost_is_seen(book: Path) -> None:
    intake = kills.KINDS[0]

    def forgets(argv: list[str], at: Path) -> Ended:
        before = at.read_bytes()
        answer = Casebook(at, "2026-11-21").process(*argv)
        at.write_bytes(before)
        return Ended(0, answer.out, answer.err)

    with pytest.raises(AssertionError, match="what was acknowledged is not there"):
        kills.act(intake, book, "词", forgets)


def test_half_an_act_is_seen(book: Path) -> None:
    def halves(argv: list[str], at: Path) -> Ended:
        answer = Casebook(at, "2026-11-21").process(*argv)
        assert answer.status == 0
        with contextlib.closing(sqlite3.connect(at)) as database:
            database.execute("drop trigger hearing_no_delete")
            database.execute("delete from hearing where step_no = (select step_no from step where note = '词')")
            database.commit()
        return Ended(None, "", "")

    with pytest.raises(AssertionError, match="does not fit its digest"):
        kills.act(kills.KINDS[1], book, "词", halves)


def test_a_change_that_no_check_finds_is_seen(
    tmp_path: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.store.chain.links", lambda *_: iter(()))
    _, missed = changes.field_changes(tmp_path, chance, 12)
    assert missed
    monkeypatch.setattr(changes, "checked", lambda _: (0, "nothing"))
    assert changes.byte_changes(tmp_path, chance, 20).missed


def test_a_line_that_breaks_the_program_is_seen(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines.attempt(["list"], book) == (0, "")
    monkeypatch.setattr("casebook.book.Book.listing", lambda *_, **__: 1 // 0)
    status, fault = lines.attempt(["list"], book)
    assert status not in range(4)
    assert "ZeroDivisionError" in fault


@pytest.mark.parametrize(
    ("argv", "column", "value"),
    [
        (["history", OPEN], "entry.act", "correc"),
        (["compare"], "frozen_report.request", "{"),
        (["compare"], "frozen_report.first_on", "2026-01-01i"),
        (["show", OPEN], "particulars.book_no", 11),
        (["show", OPEN], "step.details", "x"),
        (["show", OPEN], "step.on_date", "2026-09-xx"),
        (["history", "2026-3"], "strike.step_no", 17),
        (["list"], "book.book_no", 11),
        (["report", "--period", "2026"], "adoption.compiled", "{"),
        (["record", OPEN, "hear", "--on", "2026-09-10"], "closing.last_on", "2026-03-3"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else str(value),
)
def test_a_command_that_falls_over_a_changed_row_says_so(
    book: Path, argv: list[str], column: str, value: object
) -> None:
    table, _, name = column.partition(".")
    with contextlib.closing(sqlite3.connect(book)) as database:
        for field in changes.fields(database)[(table, name)]:
            changes.change(book, field, value)
            if table != "particulars":
                break
    status, fault = lines.attempt(argv, book)
    assert (status, fault) == (3, "")


def test_the_table_is_put_between_the_marks_of_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}old\n{END}\nafter\n", encoding="utf-8")
    row = cells(Result("a|b", "goal", "found", kept=False))
    write(page, row)
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}| a\\|b | goal | found | **NO** |\n{END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no marks"):
        write(page, row)


def test_the_page_on_reliability_has_the_marks_and_a_table_without_a_broken_promise() -> None:
    text = (Path(__file__).parents[1] / "docs" / "reliability.md").read_text(encoding="utf-8")
    table = text.partition(BEGIN)[2].partition(END)[0]
    assert table.count("| yes |") >= 9
    assert "**NO**" not in table


# the real command, its C library behind a shim


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return disk.built(tmp_path_factory.mktemp("shim"))


def under_shim(shim: Path, book: Path, *argv: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**environment(book), "LD_PRELOAD": str(shim), "TORTURE_FOLDER": str(book.parent), **settings}
    return subprocess.run(
        [COMMAND, *argv], env=env, cwd=book.parent, capture_output=True, text=True, check=False, timeout=120
    )


RECORD = ["record", OPEN, "hear", "--on", "2026-09-10"]


def calls_before_the_word(shim: Path, book: Path, argv: list[str], log: Path) -> list[tuple[str, str]]:
    """Return the calls on the files of a book, with the names of the files, until the first word is printed."""
    printed = book.with_name("printed")
    env = environment(book) | {"LD_PRELOAD": str(shim), "TORTURE_FOLDER": str(book.parent), "TORTURE_LOG": str(log)}
    with printed.open("w") as out:
        subprocess.run([COMMAND, *argv], env=env, cwd=book.parent, stdout=out, check=True)
    calls = [line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines()]
    first = calls.index(["write", str(printed)])
    assert not [path for _, path in calls[first:] if path != str(printed)], "the book was written to after the word"
    return [(call, Path(path).name) for call, path in calls[:first]]


def assert_synced(calls: list[tuple[str, str]], *endings: str) -> None:
    """The last that is written to the files with these endings is followed by a sync of them."""
    told = [call for call, path in calls if path.endswith(endings)]
    written = max(place for place, call in enumerate(told) if call.startswith("pwrite"))
    assert {"fsync", "fdatasync"} & set(told[written:]), f"{endings} was not on disk"


@needs_shim
@pytest.mark.parametrize("argv", [["init", "--bureau", "南昌县司法局"], RECORD], ids=lambda argv: argv[0])
def test_what_is_printed_was_on_disk_before(shim: Path, book: Path, argv: list[str], tmp_path: Path) -> None:
    """Nobody else has the book open: file, journal file and folder are synced before the word."""
    where = book if argv[0] != "init" else book.with_name("new.book")
    calls = calls_before_the_word(shim, where, argv, tmp_path / "calls")
    assert {("fsync", book.parent.name), ("fdatasync", book.parent.name)} & set(calls)
    assert_synced(calls, "-wal")
    assert_synced(calls, ".book", ".new")


@needs_shim
@pytest.mark.parametrize("argv", [RECORD, ["import", "table.csv"]], ids=lambda argv: argv[0])
def test_a_commit_is_on_disk_where_others_have_the_book_open_too(
    shim: Path, book: Path, argv: list[str], tmp_path: Path
) -> None:
    """Nothing is merged into the file then: the commit itself has to wait for the disk."""
    kills.table("词", book.parent).rename(book.with_name("table.csv"))
    with contextlib.closing(sqlite3.connect(book)) as other:
        other.execute("select * from entry").fetchone()
        calls = calls_before_the_word(shim, book, argv, tmp_path / "calls")
    assert not [call for call, path in calls if path == "cases.book"]
    assert_synced(calls, "-wal")


@needs_shim
def test_a_full_disk_is_told_and_leaves_the_file_as_it_was(shim: Path, book: Path) -> None:
    before = book.read_bytes()
    for call in ("5", "12", "30"):
        done = under_shim(
            shim, book, *RECORD,
            TORTURE_AT=call, TORTURE_ERRNO=ENOSPC, TORTURE_MODE="1",
        )  # fmt: skip
        assert_refusal(Answer(done.returncode, done.stdout, done.stderr), 3)
        assert "no space left" in done.stderr
        assert book.read_bytes() == before
    assert not faults(book)


@needs_shim
def test_on_a_full_disk_a_book_can_still_be_read(shim: Path, book: Path) -> None:
    whole = under_shim(shim, book, "list")
    for call in ("1", "2", "4"):
        done = under_shim(shim, book, "list", TORTURE_AT=call, TORTURE_ERRNO=ENOSPC, TORTURE_MODE="1")
        assert (done.returncode, done.stdout, done.stderr) == (0, whole.stdout, "")


@needs_shim
def test_a_clock_put_back_by_years_takes_nothing_out_of_order(shim: Path, book: Path) -> None:
    years = str(-20 * 366 * 86400)
    line = RECORD
    assert under_shim(shim, book, *line).returncode == 0
    back = under_shim(shim, book, *line, "--note", "拨回", TORTURE_SKEW=years)
    assert (back.returncode, "recorded" in back.stdout) == (0, True)
    assert under_shim(shim, book, *line, "--note", "现在").returncode == 0
    with contextlib.closing(sqlite3.connect(book)) as database:
        rows = database.execute("select entry_no, recorded_at from entry order by entry_no desc limit 3").fetchall()
    (now, late), (_, early), _ = rows
    assert [no for no, _ in rows] == [now, now - 1, now - 2]
    assert early < "2010" < late
    assert not faults(book)


def test_reading_never_waits_for_a_writer(book: Path) -> None:
    with contextlib.closing(sqlite3.connect(book, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("create table half (number)")
        for argv in (["list"], ["show", OPEN], ["check", "--deep"]):
            status, fault = lines.attempt(argv, book)
            assert (status, fault) == (0, "")
        writer.execute("rollback")


def test_the_torture_runs_as_a_command_and_prints_a_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "torture", "--only", "schemas", "--size", "0.001", "--seed", "3"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    head, rule, row, *_ = done.stdout.splitlines()
    assert head.startswith("| what was done |")
    assert rule.startswith("|---")
    assert row.endswith("| yes |")
    assert "seed 3" in done.stdout
