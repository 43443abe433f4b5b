"""Finding the header of a table among its first rows: under titles, in one row or in two with group headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.headerwords import ALONE, FILLS, HEADERS, LONGEST_HEADER, Meaning, meaning_of
from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Known = Callable[[str], Meaning | None]

HEADER_ROWS = 30
A_COLUMN, BESIDE = 2, 1
LEAST = 2 * A_COLUMN  # two columns of the case table make a header
_ALONE_ENOUGH = frozenset({"number", "received_on"})
# What a group heading may end in that is no part of the column's name: 结案情况 over 日期 is 结案日期.
_GROUP_ENDS = ("情况", "信息", "阶段", "环节", "事项")


class Header(NamedTuple):
    """The header of a table: the names of its columns, the rows it stands in, and their cells as they are."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]


def find_header(
    first: Sequence[tuple[int, tuple[str, ...]]], mapping: Mapping[str, str], ignored: Iterable[str]
) -> Header | None:
    """Return the header among the ``first`` rows of a sheet, that with most known names; ``None`` where none is one.

    Names that the officer mapped or wants ignored are known ones.
    """
    known = _knowing(mapping, ignored)
    best: Header | None = None
    most = 0
    for place, (number, record) in enumerate(first):
        score = _score(record, known)
        if score > most:
            best, most = Header(_names(record), (number,), (record,)), score
        if place + 1 == len(first):
            break
        below_number, below = first[place + 1]
        joined = join_rows(record, below, known)
        both = _score(joined, known)
        # the lower row alone must be worse too, or a title would become a group heading
        if both > max(most, _score(below, known)):
            best, most = Header(_names(joined), (number, below_number), (record, below)), both
    return best


def _names(record: Sequence[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in record]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _knowing(mapping: Mapping[str, str], ignored: Iterable[str]) -> Known:
    chosen = {fold(name): Meaning("", "ignored") for name in ignored}
    chosen |= {fold(name): Meaning(code, HEADERS) for name, code in mapping.items()}

    def known(cell: str) -> Meaning | None:
        if not cell or len(cell) > LONGEST_HEADER:
            return None
        return (chosen.get(fold(cell)) if chosen else None) or meaning_of(cell)

    return known


def _score(record: Sequence[str], known: Known) -> int:
    columns, beside = set(), 0
    for cell in record:
        meaning = known(cell)
        if meaning is not None and meaning.column and meaning.column not in columns:
            columns.add(meaning.column)
        elif meaning is not None and (not meaning.column or meaning.rank == FILLS):
            beside += 1
    score = A_COLUMN * len(columns) + BESIDE * beside
    return score if len(columns) * A_COLUMN >= LEAST or columns & _ALONE_ENOUGH else 0


def join_rows(above: Sequence[str], below: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return the names of a header of two rows: a heading above stands over the names below it up to the next one."""
    width = max(len(above), len(below))
    group = ""
    names = []
    for place in range(width):
        upper = above[place].strip() if place < len(above) else ""
        lower = below[place].strip() if place < len(below) else ""
        if upper or not lower:
            group = upper if lower else ""
        names.append(_joined(group, lower, known) if group and lower else upper or lower)
    return tuple(names)


def _joined(group: str, name: str, known: Known) -> str:
    stems = [group, *(group.removesuffix(end) for end in _GROUP_ENDS if group.endswith(end))]
    for stem in stems:
        if known(stem + name) is not None:
            return stem + name
    alone = known(name)
    return name if alone is not None and alone.rank != ALONE else group + name
