"""Columns of text that align where Chinese and Latin letters mix."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence


def width(text: str) -> int:
    """Return how many terminal columns ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def aligned(rows: Sequence[Sequence[str]], indent: int = 0) -> list[str]:
    """Return ``rows`` as lines whose columns align, two blanks between them; the last column is not padded."""
    count = max((len(row) for row in rows), default=0)
    known = {cell: width(cell) for cell in {cell for row in rows for cell in row}}  # a long list repeats itself
    widths = [max((known[row[place]] for row in rows if place < len(row)), default=0) for place in range(count)]
    lines = []
    for row in rows:
        cells = [cell + " " * (widths[place] - known[cell]) for place, cell in enumerate(row)]
        lines.append((" " * indent + "  ".join(cells)).rstrip())
    return lines
