"""Statistics of whole days, exact. Percentiles are by nearest rank; the median of an even count is a mean of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HUNDRED = 100


def statistic(name: str, days: Mapping[int, int]) -> str | int | None:
    """Return a statistic of cases by days taken, ``None`` of no case.

    ``days_total``, ``lowest``, ``highest`` and ``p75`` … are whole days; ``median`` (``41`` or ``41.5``) and ``mean``
    (two places, half up) exact texts.
    """
    told = sorted(day for day, number in days.items() if number)
    if not told:
        return None
    fixed = {"days_total": total(days), "lowest": told[0], "highest": told[-1]}
    if name in fixed:
        return fixed[name]
    if name in ("median", "mean"):
        return median(days) if name == "median" else mean(days)
    return nearest_rank(days, int(name.removeprefix("p")))


def total(days: Mapping[int, int]) -> int:
    """Return the days of all cases together."""
    return sum(day * number for day, number in days.items())


def median(days: Mapping[int, int]) -> str | None:
    """Return the median as exact text; of an even count the mean of the middle two."""
    count = sum(days.values())
    if not count:
        return None
    twice = at(days, (count + 1) // 2) + at(days, count // 2 + 1)
    return f"{twice // 2}.5" if twice % 2 else f"{twice // 2}"


def mean(days: Mapping[int, int]) -> str | None:
    """Return the mean with two places, rounded half up on the exact fraction."""
    count = sum(days.values())
    if not count:
        return None
    before, after = divmod((2 * _HUNDRED * total(days) + count) // (2 * count), _HUNDRED)
    return f"{before}.{after:02}"


def nearest_rank(days: Mapping[int, int], per_cent: int) -> int:
    """Return the percentile by nearest rank: the smallest value that at least ``per_cent`` of the cases reach."""
    count = sum(days.values())
    return at(days, max(-(-per_cent * count // _HUNDRED), 1))


def at(days: Mapping[int, int], place: int) -> int:
    """Return the days of the case in ``place``, 1 for the one that took the fewest."""
    for day in sorted(days):
        place -= days[day]
        if place <= 0:
            return day
    return 0
