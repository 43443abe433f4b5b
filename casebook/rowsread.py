"""The rows of a file that were read, by case number: which come again, and whether they say the same."""

from __future__ import annotations

from array import array
from typing import NamedTuple

_TWO_DIGITS = (1 << 60) - 1  # the longest integers that take 32 bytes; a register of a million rows is held in memory


class Place(NamedTuple):
    """Where a row stands, and whether the later row with its number says the same."""

    sheet: str
    row: int
    same: bool


class RowsRead:
    """Numbers and contents are kept as hashes: a row takes 120 bytes, whatever it holds."""

    __slots__ = ("_contents", "_numbers", "_rows", "_sheets")

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._contents, self._rows = array("q"), array("q")
        self._sheets: list[tuple[int, str]] = []

    def earlier(self, number: tuple[str, str], content: object, sheet: str, row: int) -> Place | None:
        """Keep the first row of a case ``number`` and return ``None``; of a later one, return where the first is."""
        told = hash(content)
        here = len(self._rows)
        place = self._numbers.setdefault(hash(number) & _TWO_DIGITS, here)
        if place != here:
            return Place(self._sheet(place), self._rows[place], self._contents[place] == told)
        if not self._sheets or self._sheets[-1][1] != sheet:
            self._sheets.append((here, sheet))
        self._contents.append(told)
        self._rows.append(row)
        return None

    def _sheet(self, place: int) -> str:
        return next(sheet for first, sheet in reversed(self._sheets) if first <= place)
