"""A book that is missing, no book, too new, not ours to write, or busy: exit status 3 and a plain word."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook, assert_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUND_BY_PERMISSIONS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
EVERY_COMMAND = [
    ["intake", "review", "--received", "2024-03-04"],
    ["record", "2024-1", "accept", "--on", "2024-03-06"],
    ["close", "2024-1", "maintain", "--on", "2024-04-15"],
    ["correct", "2024-1", "1", "--on", "2024-03-05", "--reason", "笔误"],
    ["strike", "2024-1", "1", "--reason", "重复登记"],
    ["show", "2024-1"],
    ["list"],
    ["history", "2024-1"],
    ["report", "summary", "--register", "review", "--period", "2024"],
    ["check"],
]


def books_word(casebook: Casebook, *args: str) -> str:
    answer = casebook.run(*args)
    assert_refusal(answer, 3)
    assert answer.out == ""
    assert casebook.path.name in answer.err
    return answer.err


@pytest.mark.parametrize("args", EVERY_COMMAND, ids=lambda args: args[0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_missing_book(shelf: Casebook, args: list[str], lang: str) -> None:
    shelf.lang = lang
    assert "init" in books_word(shelf, *args)
    assert not shelf.path.exists()


@pytest.mark.parametrize("args", EVERY_COMMAND, ids=lambda args: args[0])
def test_a_file_that_is_no_book(shelf: Casebook, args: list[str]) -> None:
    shelf.path.write_bytes(b"PK\x03\x04 a spreadsheet, say" * 100)
    before = shelf.path.read_bytes()
    assert books_word(shelf, *args)
    assert shelf.path.read_bytes() == before


def test_an_empty_file_is_no_book(shelf: Casebook) -> None:
    shelf.path.touch()
    assert books_word(shelf, "list")
    assert shelf.path.stat().st_size == 0


def test_a_folder_is_no_book(shelf: Casebook) -> None:
    shelf.path.mkdir()
    assert books_word(shelf, "list")


def test_a_database_of_another_program_is_no_book(shelf: Casebook) -> None:
    with contextlib.closing(sqlite3.connect(shelf.path)) as database:
        database.execute("create table step (number text)")
        database.commit()
    before = shelf.dump()
    assert books_word(shelf, "list")
    assert books_word(shelf, "intake", "review", "--received", "2024-03-04")
    assert shelf.dump() == before


@pytest.mark.parametrize("args", EVERY_COMMAND, ids=lambda args: args[0])
def test_a_book_of_a_newer_program(casebook: Casebook, args: list[str]) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    with contextlib.closing(sqlite3.connect(casebook.path)) as database:
        (version,) = database.execute("pragma user_version").fetchone()
        database.execute(f"pragma user_version = {version + 1}")
        database.commit()
    before = casebook.dump()
    assert books_word(casebook, *args)
    assert casebook.dump() == before


def test_a_damaged_book(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    with contextlib.closing(sqlite3.connect(casebook.path)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    head = casebook.path.read_bytes()[:4096]
    casebook.path.write_bytes(head + b"\x00" * 20000)
    for sidecar in ("-wal", "-shm"):
        casebook.path.with_name(casebook.path.name + sidecar).unlink(missing_ok=True)
    assert books_word(casebook, "list")


def unprivileged() -> list[str]:
    """What makes the superuser heed permissions as everybody else does."""
    return BOUND_BY_PERMISSIONS if os.geteuid() == 0 else []


@pytest.fixture
def read_only(casebook: Casebook) -> Iterator[Casebook]:
    """A book that everybody may read and nobody may write, in a folder that is the same."""
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    with contextlib.closing(sqlite3.connect(casebook.path)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "cases.book"
        shutil.copy(casebook.path, copy)
        copy.chmod(0o444)
        Path(folder).chmod(0o555)
        yield Casebook(copy)
        Path(folder).chmod(0o755)


def test_a_book_that_may_only_be_read(read_only: Casebook) -> None:
    before = read_only.path.read_bytes()
    for args in (
        ["intake", "review", "--received", "2024-03-04", "--number", "南府复〔2024〕2号"],
        ["record", "2024-1", "accept", "--on", "2024-03-06"],
    ):
        answer = read_only.process(*args, before=unprivileged())
        assert_refusal(answer, 3)
        assert answer.out == ""
    assert read_only.path.read_bytes() == before


def test_a_book_that_may_not_even_be_read(read_only: Casebook) -> None:
    read_only.path.chmod(0o000)
    assert_refusal(read_only.process("list", before=unprivileged()), 3)


def test_a_lock_is_waited_for_ten_seconds_by_a_writer_and_not_at_all_by_a_reader(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    with contextlib.closing(sqlite3.connect(casebook.path, isolation_level=None)) as holder:
        holder.execute("begin immediate")
        began = time.monotonic()
        assert "南府复〔2024〕1号" in casebook.ok("list")
        assert casebook.summary("review", "2024")["intake"]["received"] == 1
        read_after = time.monotonic() - began
        refused = casebook.process("record", "2024-1", "accept", "--on", "2024-03-06")
        waited = time.monotonic() - began - read_after
        holder.execute("rollback")
    assert_refusal(refused, 3)
    assert read_after < 5
    assert 9 < waited < 20
    assert casebook.status("2024-1") == "received"
    casebook.record("2024-1", "accept", "2024-03-06")
    assert casebook.status("2024-1") == "open"
