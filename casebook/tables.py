"""A table of cases: which column is which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from casebook.headerwords import FILLS, HEADERS, INSTEAD, PARTS, PLAIN, Meaning, meaning_of
from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet as text, the header first; row numbers count from 1 with the header."""

    path: Path
    header: tuple[str, ...]
    header_row: int
    body: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which place of the sheet holds which column of the case table, and what was left out.

    Several places of one column fill each other, the later ones first; those of a ``joined`` column make one list.
    """

    columns: Mapping[int, str]
    set_aside: tuple[str, ...]
    unknown: tuple[str, ...]
    doubled: tuple[tuple[str, str], ...]
    joined: frozenset[str] = frozenset()


class _Seat(NamedTuple):
    place: int
    rank: str


def lay_out(
    header: Sequence[str],
    ignored: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    register: str | None = None,
    empty: Container[int] = (),
) -> Layout:
    """Return the layout of a header in a table of ``register`` (``None``: several registers).

    ``ignored`` are headers that the user wants left out, ``mapping`` gives others their columns, ``empty`` are the
    places known to hold nothing: they give way where two columns stand for one field.
    """
    left_out = {fold(name) for name in ignored}
    chosen = {fold(name): code for name, code in (mapping or {}).items()}
    aside: set[int] = set()
    unknown: list[str] = []
    seats: dict[str, list[_Seat]] = {}
    for place, cell in enumerate(header):
        folded = fold(cell)
        meaning = Meaning(chosen[folded], HEADERS) if folded in chosen else meaning_of(cell, register)
        if folded in left_out or (meaning is not None and not meaning.column):
            aside.add(place)
        elif meaning is not None:
            seats.setdefault(meaning.column, []).append(_Seat(place, meaning.rank))
        elif folded:
            unknown.append(cell)
    columns: dict[int, str] = {}
    doubled: list[int] = []
    joined = set()
    for code, taken in seats.items():
        kept, twins = _seated(taken, empty)
        columns |= dict.fromkeys(kept, code)
        doubled += twins
        aside |= {seat.place for seat in taken}.difference(kept, twins)
        if len(kept) > 1 and any(seat.rank == PARTS for seat in taken if seat.place in kept):
            joined.add(code)
    named = {place: code for code, taken in seats.items() for place, _ in taken}
    return Layout(
        columns,
        tuple(header[place] for place in sorted(aside)),
        tuple(unknown),
        tuple((named[place], header[place]) for place in sorted(doubled)),
        frozenset(joined),
    )


def _seated(seats: Sequence[_Seat], empty: Container[int]) -> tuple[list[int], list[int]]:
    """Return the places that a column is read from, the best last, and those that contend with the best."""

    def of(*ranks: str) -> list[int]:
        return [seat.place for seat in seats if seat.rank in ranks]

    first, fills = of(*PLAIN), of(FILLS)
    filled = [place for place in first if place not in empty] or first[:1]
    best = filled[:1] or of(PARTS) or of(INSTEAD)[:1]
    return [*fills, *best], filled[1:]


def cells_of(layout: Layout, record: Sequence[str]) -> dict[str, str]:
    """Return the non-empty cells of a record by column code."""
    width = len(record)
    cells = {code: text for place, code in layout.columns.items() if place < width and (text := record[place].strip())}
    for code in layout.joined & cells.keys() if layout.joined else ():
        places = sorted(place for place, known in layout.columns.items() if known == code)
        cells[code] = "、".join(text for place in places if place < len(record) and (text := record[place].strip()))
    return cells


def surplus(layout: Layout, header: Sequence[str], record: Sequence[str]) -> Iterator[str]:
    """Yield the filled cells of a record that stand under no header."""
    del layout
    yield from (cell for cell in record[len(header) :] if cell.strip())
