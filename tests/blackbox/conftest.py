"""Books for the tests: a shelf without one, a new one, and one that stays the same for a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Casebook:
    """A place for a book where none stands yet."""
    return Casebook(tmp_path / "cases.book")


@pytest.fixture
def casebook(shelf: Casebook) -> Casebook:
    """An empty book of a county's bureau; today is 2026-11-21, messages are English."""
    shelf.init()
    return shelf
