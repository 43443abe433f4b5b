"""What may stand where a book is looked for, and where it is written to: a word, exit status 3, nothing changed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from blackbox.program import COMMAND, Casebook, assert_refusal
from blackbox.test_unusable_books import unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = "南府复〔2024〕1号"
READ, WRITE, CHECK = ("list",), ("intake", "review", "--received", "2024-03-04"), ("check", "--deep")
PAGE_SIZE_AT = 16


@pytest.fixture
def told(casebook: Casebook) -> Casebook:
    """A book with a case, closed: nothing stands beside it."""
    casebook.intake("review", "2024-03-04", NUMBER, "--applicant", "张某")
    assert [path.name for path in casebook.path.parent.iterdir()] == ["cases.book"]
    return casebook


def cut(to: Callable[[int], int]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: to(len(content))])

    return make


def overwritten(place: int, new: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[place : place + len(new)] = new
        path.write_bytes(content)

    return make


def of_another_program(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("pragma application_id = 252006673")
        database.execute("create table entry (entry_no integer)")
        database.commit()


def instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def remake(path: Path) -> None:
        path.unlink()
        make(path)

    return remake


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("案件台账\n" * 99, encoding="utf-8"), "not an SQLite database"),
    "another program": (of_another_program, "another application"),
    "no byte": (cut(lambda _: 0), "empty"),
    "ten bytes": (cut(lambda _: 10), "not an SQLite database"),
    "half the header": (cut(lambda _: 50), "not a database|damaged|another application"),
    "one page": (cut(lambda _: 4096), "damaged"),
    "half of it": (cut(lambda size: size // 2), "damaged"),
    "all but a page": (cut(lambda size: size - 4096), "damaged"),
    "a page size of none": (overwritten(PAGE_SIZE_AT, b"\0\0"), "damaged"),
    "a page size of 3": (overwritten(PAGE_SIZE_AT, b"\0\3"), "damaged"),
    "another page size": (overwritten(PAGE_SIZE_AT, b"\2\0"), "damaged"),
    "zeros after the header": (overwritten(100, bytes(40_000)), "damaged"),
    "a schema of zeros": (overwritten(100, bytes(3_996)), "damaged"),
    "a folder": (instead(Path.mkdir), "folder"),
    "a link to nowhere": (instead(lambda path: path.symlink_to("nowhere")), "leads nowhere"),
    "a link to itself": (instead(lambda path: path.symlink_to(path)), "symbolic links"),
    "a pipe": (instead(os.mkfifo), "pipe"),
    "a device": (instead(lambda path: path.symlink_to("/dev/zero")), "device"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_book_is_told_and_left_alone(told: Casebook, what: str) -> None:
    make, words = ODD[what]
    make(told.path)
    before = told.path.read_bytes() if told.path.is_file() else b""
    for line in (READ, WRITE, CHECK):
        answer = told.run(*line)
        assert_refusal(answer, 3)
        assert answer.out == ""
        assert any(each in answer.err for each in words.split("|")), answer.err
    assert (told.path.read_bytes() if told.path.is_file() else b"") == before


@pytest.mark.parametrize("what", ["a pipe", "half of it", "a page size of 3", "a link to nowhere"])
def test_the_installed_command_says_the_same(told: Casebook, what: str) -> None:
    ODD[what][0](told.path)
    answer = told.process(*READ)
    assert_refusal(answer, 3)
    assert answer == told.run(*READ)


def test_a_pipe_is_not_waited_for_by_init_either(shelf: Casebook) -> None:
    os.mkfifo(shelf.path)
    assert_refusal(shelf.process("init", "--bureau", "南昌县司法局"), 2)


def test_a_new_book_needs_a_folder_that_takes_it(shelf: Casebook, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("nowhere/new.book", "file/new.book", f"{'长' * 120}.book"):
        answer = shelf.run("--book", str(tmp_path / place), "init", "--bureau", "南昌县司法局")
        assert_refusal(answer, 3)
        assert answer.err.startswith("Cannot create")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.fixture
def guarded(told: Casebook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    """The book in a folder that others may enter; it is taken back afterwards."""
    folder = tmp_path_factory.mktemp("guarded")
    folder.parent.chmod(0o755)
    folder.parent.parent.chmod(0o755)
    copy = Casebook(Path(shutil.copy(told.path, folder / "cases.book")))
    yield copy
    folder.chmod(0o755)
    copy.path.chmod(0o600)


def test_somebody_elses_book_is_said_to_be_that(guarded: Casebook, tmp_path: Path) -> None:
    guarded.path.chmod(0o000)
    link = tmp_path / "link.book"
    link.symlink_to(guarded.path)
    for line in (READ, ("--book", str(link), *READ), WRITE):
        answer = guarded.process(*line, before=unprivileged())
        assert_refusal(answer, 3)
        assert "You may not read" in answer.err


def test_a_book_in_a_folder_that_takes_no_file_can_be_read_and_not_written(guarded: Casebook) -> None:
    guarded.path.parent.chmod(0o555)
    before = guarded.path.read_bytes()
    answer = guarded.process(*READ, before=unprivileged())
    assert (answer.status, answer.err) == (0, "")
    assert NUMBER in answer.out
    assert_refusal(guarded.process(*WRITE, before=unprivileged()), 3)
    assert guarded.path.read_bytes() == before


def test_acts_that_wait_beside_the_book_are_never_left_out_unsaid(guarded: Casebook) -> None:
    """Where the writer ended before the acts were merged, a reader who cannot merge them is told so."""
    with contextlib.closing(sqlite3.connect(guarded.path)) as open_elsewhere:
        open_elsewhere.execute("select * from entry").fetchone()
        guarded.intake("review", "2024-03-05", "南府复〔2024〕2号")
        folder = guarded.path.parent / "later"
        folder.mkdir()
        for name in ("cases.book", "cases.book-wal"):
            shutil.copy(guarded.path.with_name(name), folder / name)
    later = Casebook(folder / "cases.book")
    later.path.chmod(0o444)
    folder.chmod(0o555)
    answer = later.process(*READ, before=unprivileged())
    folder.chmod(0o755)
    assert_refusal(answer, 3)
    assert "cases.book-wal" in answer.err
    later.path.chmod(0o600)
    assert "南府复〔2024〕2号" in later.ok(*READ)


# streams and locales


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C"},
        {"LANG": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)
def test_chinese_comes_in_and_out_whatever_the_locale(told: Casebook, settings: dict[str, str]) -> None:
    told.lang = "zh"
    bare = {name: value for name, value in told.environment().items() if not name.startswith("LC_")}
    answer = told.process("show", NUMBER, env=bare | settings)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == told.ok("show", NUMBER)
    wrong = told.process("show", "南府复〔2024〕7号", env=bare | settings)
    assert_refusal(wrong, 2)
    assert wrong.err == told.run("show", "南府复〔2024〕7号").err


def shell(casebook: Casebook, line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which ``casebook`` is the installed command."""
    script = f'casebook() {{ "{COMMAND}" "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], env=casebook.environment(), cwd=casebook.path.parent, capture_output=True, check=False
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_error_and_touches_no_book(told: Casebook, closed: str) -> None:
    done = shell(told, f"casebook intake review --received 2024-03-05 {closed}")
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert told.numbers() == [NUMBER, "南府复〔2024〕2号"]
    assert told.json("check", "--deep")["findings"] == told.json("check")["findings"]
    refused = shell(told, f"casebook show 9 {closed}")
    assert (refused.returncode, b"Traceback" in refused.stderr) == (2, False)


def test_an_output_that_is_full_is_told_and_the_act_stays(told: Casebook) -> None:
    done = shell(told, "casebook intake review --received 2024-03-05 > /dev/full")
    assert done.returncode == 3
    assert "What was logged is in the book" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert told.numbers() == [NUMBER, "南府复〔2024〕2号"]
    assert shell(told, "casebook show 9 2> /dev/full").returncode == 2


def test_a_reader_that_has_enough_is_no_error(told: Casebook) -> None:
    for line in ("casebook show 1号 | head -1", "casebook law show review-2023 | head -1", "casebook list | true"):
        done = shell(told, f"set -o pipefail; {line}")
        assert (done.returncode, done.stderr) == (0, b""), line


def test_a_group_of_commands_alone_is_answered_with_its_help(shelf: Casebook) -> None:
    assert "adopt" in shelf.ok("calendar")
