"""Books for the tests: a shelf without one, an empty one, and one with three registers counted by hand."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook, table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Casebook:
    """A place for a book where none stands yet."""
    return Casebook(tmp_path / "cases.book")


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book, copied for each test that wants one."""
    book = Casebook(tmp_path_factory.mktemp("empty") / "cases.book")
    book.init()
    return book.path


@pytest.fixture(scope="session")
def counted_book(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registers counted by hand, brought in once."""
    book = Casebook(tmp_path_factory.mktemp("counted") / "cases.book")
    shutil.copy(empty_book, book.path)
    book.bring_in([*table("counted_reviews"), *table("counted_suits"), *table("counted_defences")])
    return book.path


@pytest.fixture
def casebook(shelf: Casebook, empty_book: Path) -> Casebook:
    """An empty book of a county's bureau; today is 2026-11-21, messages are English."""
    shutil.copy(empty_book, shelf.path)
    return shelf


@pytest.fixture
def counted(shelf: Casebook, counted_book: Path) -> Casebook:
    """A book with the three registers counted by hand."""
    shutil.copy(counted_book, shelf.path)
    return shelf
