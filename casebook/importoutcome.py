"""What an import did, or would do: rows taken and rejected, facts corrected, cells left alone, figures changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from casebook.cellvalues import Reading
    from casebook.previews import YearChange
    from casebook.words import Words


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be taken: its number in the sheet, the column, its value, the reason."""

    row: int
    column: str
    value: str
    reason: Words
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact of the book that a row corrected: the case, the column, what was known and what the row says."""

    row: int
    number: str
    column: str
    known: str
    told: str
    sheet: str = ""


class LeftAlone(NamedTuple):
    """A cell that was not compared, because a name of the case was masked: row, case, column."""

    row: int
    number: str
    column: str
    sheet: str = ""


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. ``batch`` is its first entry, by which it can be struck as a whole.

    ``readings`` counts the cells that were not taken literally, ``years`` are the figures that a dry run would change.
    """

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)
    readings: Counter[Reading] = field(default_factory=Counter)
    years: list[YearChange] = field(default_factory=list)
    set_aside: tuple[str, ...] = ()
    passed_over: tuple[tuple[str, Words], ...] = ()
    written: bool = False
    batch: int | None = None
