"""Names of report files, and the step in which one takes the place of another."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.bookfaults import OutputUnwritable
from casebook.cli.outfiles import PLACES, file_name, period_name, refuse_book, replace_file
from casebook.dates import NEW_YEAR, Period, parse_period
from casebook.filefaults import NamePattern
from casebook.placing import make_folder, settle
from casebook.words import inert

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 21)
VALUES = {name: name.upper() for name in PLACES}


@pytest.mark.parametrize("name", ["2024", "2024H1", "2024H2", "2024Q1", "2024Q4", "2024-02", "2024-12", "1900", "9999"])
@pytest.mark.parametrize("year_start", [NEW_YEAR, (12, 11), (4, 1)])
def test_a_period_with_a_name_is_called_by_it(name: str, year_start: tuple[int, int]) -> None:
    assert period_name(parse_period(name, TODAY, year_start), year_start) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024-01-01..2024-01-31", "2024-01"),
        ("2024-01-01..2024-06-30", "2024H1"),
        ("2024-01-01..2024-10-16", "2024-01-01..2024-10-16"),
        ("2024-02-29..2024-02-29", "2024-02-29..2024-02-29"),
        ("2023-01-01..2024-12-31", "2023-01-01..2024-12-31"),
        ("this-year", "2026-01-01..2026-11-21"),
        ("last-month", "2026-10"),
    ],
)
def test_another_period_is_called_by_its_days(text: str, name: str) -> None:
    assert period_name(parse_period(text, TODAY), NEW_YEAR) == name


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_the_name_of_a_period_names_that_period(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert parse_period(period_name(period, NEW_YEAR), TODAY) == period


def test_a_pattern_is_filled_in() -> None:
    assert file_name("{period}-{form}.{ext}", VALUES) == "PERIOD-FORM.EXT"
    assert file_name("{{{period}}}", VALUES) == "{PERIOD}"
    assert file_name("周报", VALUES) == "周报"


@given(st.text(st.sampled_from("{}[]!:.=\\/ab0_") | st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_pattern_makes_the_name_of_one_file_or_none(pattern: str) -> None:
    with contextlib.suppress(NamePattern):
        name = file_name(pattern, VALUES)
        assert os.path.basename(name) == name  # noqa: PTH119 - what a folder makes of it
        assert name not in ("", ".", "..")
        assert name == inert(name)
        assert not name.endswith((".", " "))


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("..", "_"),
        ("a/b", "a_b"),
        ("", "_"),
        ("/", "_"),
        ("a\0", "a_"),
        (" a. ", "a"),
        ('\\:*?"<>|', "________"),
        ("a\u202eb\nc", "a_b_c"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("长" * 99, "长" * 40),
    ],
)
def test_a_value_reaches_no_further_than_the_pattern(value: str, name: str) -> None:
    assert file_name("{bureau}", VALUES | {"bureau": value}) == name


@pytest.mark.parametrize("pattern", ["con", "NUL.md", "com1", "lpt9.txt", "a.", "a ", "a\\b", "a\u202eb", "a\x1b", ""])
def test_a_name_that_hides_a_character_or_is_a_device_is_refused(pattern: str) -> None:
    with pytest.raises(NamePattern):
        file_name(pattern, VALUES)


def test_a_file_is_written_once_and_left_alone_where_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert replace_file(path, b"1", if_changed=True)
    assert not replace_file(path, b"1", if_changed=True)
    assert replace_file(path, b"1")
    assert replace_file(path, b"2", if_changed=True)
    assert path.read_bytes() == b"2"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_dangling_link_is_followed_to_where_it_leads(tmp_path: Path) -> None:
    link, path = tmp_path / "link", tmp_path / "a"
    link.symlink_to(path)
    assert replace_file(link, b"1")
    assert (link.is_symlink(), path.read_bytes()) == (True, b"1")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputUnwritable, match="no file"):
        replace_file(tmp_path / "pipe", b"1")


def test_an_interrupt_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with mock.patch("os.fsync", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        replace_file(path, b"new")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_the_content_is_on_the_disk_before_it_takes_the_place(tmp_path: Path) -> None:
    calls: list[str] = []
    with (
        mock.patch("os.fsync", side_effect=lambda _: calls.append("fsync")),
        mock.patch("os.replace", side_effect=lambda *_: calls.append("replace")),
    ):
        replace_file(tmp_path / "a", b"1")
    assert calls == ["fsync", "replace"]


def test_a_book_and_the_files_beside_it_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "cases.book"
    book.touch()
    (tmp_path / "hard").hardlink_to(book)
    for name in (
        "cases.book",
        "cases.book-wal",
        "cases.book-shm",
        "cases.book-journal",
        "hard",
        "../x/../{}/cases.book",
    ):
        with pytest.raises(OutputUnwritable, match="it is the book"):
            refuse_book(tmp_path / name.format(tmp_path.name), book)
    refuse_book(tmp_path / "cases.book.md", book)


def test_new_folders_are_private_and_old_ones_left(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        (tmp_path / "old").mkdir(mode=0o755)
        make_folder(tmp_path / "old" / "a" / "b")
        make_folder(tmp_path / "old" / "a")
    finally:
        os.umask(old)
    modes = {name: (tmp_path / "old" / name).stat().st_mode & 0o777 for name in (".", "a", "a/b")}
    assert modes == {".": 0o755, "a": 0o700, "a/b": 0o700}
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        make_folder(tmp_path / "file" / "a")


def test_a_file_that_cannot_get_its_name_leaves_none_behind(tmp_path: Path) -> None:
    made, path = tmp_path / "made", tmp_path / "a"
    made.write_bytes(b"1")
    refused = OSError(1, "Operation not permitted")
    with (
        mock.patch("casebook.placing.os.link", side_effect=refused),
        mock.patch("casebook.placing.os.replace", side_effect=refused),
        pytest.raises(OSError, match="not permitted"),
    ):
        settle(made, path)
    assert list(tmp_path.iterdir()) == [made]
