"""A table that is too wide for its page or terminal, cut between its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def pieces(widths: Sequence[int], groups: Sequence[object], room: int, most: int | None = None) -> list[range]:
    """Return the columns of each piece, so that each takes up to ``room`` and has at most ``most`` columns.

    ``groups`` tell what heads each column: neighbours under one head stay together where they fit. The pieces are as
    few as can be and, that given, about equally long. A column wider than ``room`` stands alone.
    """
    longest = most or len(widths)
    greedy = _filled(widths, groups, room, longest)
    for limit in range(-(-len(widths) // max(1, len(greedy))), longest):
        evenly = _filled(widths, groups, room, limit)
        if len(evenly) <= len(greedy):
            return evenly
    return greedy


def _filled(widths: Sequence[int], groups: Sequence[object], room: int, most: int) -> list[range]:
    """Return pieces of which each holds as much as it can."""
    found: list[range] = []
    for unit in _units(widths, groups, room, most):
        last = found[-1] if found else None
        if last is not None and _fits(widths, range(last.start, unit.stop), room, most):
            found[-1] = range(last.start, unit.stop)
        else:
            found.append(unit)
    return found


def _units(widths: Sequence[int], groups: Sequence[object], room: int, most: int) -> Iterator[range]:
    """Yield what is not cut: the columns of a group that fits, every other column by itself."""
    start = 0
    while start < len(widths):
        stop = start + 1
        while groups[start] is not None and stop < len(widths) and groups[stop] == groups[start]:
            stop += 1
        whole = range(start, stop)
        if _fits(widths, whole, room, most):
            yield whole
        else:
            yield from (range(place, place + 1) for place in whole)
        start = stop


def _fits(widths: Sequence[int], columns: range, room: int, most: int) -> bool:
    return len(columns) <= most and sum(widths[column] for column in columns) <= room
