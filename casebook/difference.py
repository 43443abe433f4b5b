"""What changed between two figures, and what stands in one of two lists and not in the other.

Changes are exact: rounded half up on the exact fraction, a decline as a rise of the same size, and nothing but 0
prints as 0.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from casebook.figures import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from casebook.dates import Period

T = TypeVar("T")
Value = int | str | None

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?%?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTHS = 12


def percent_change(before: int | Fraction, now: int | Fraction) -> str | None:
    """Return the change from ``before`` to ``now`` in per cent, such as ``-3.10%``; ``None`` from 0."""
    return _signed(Fraction(now - before) / before) if before else None


def points(before: Fraction, now: Fraction) -> str:
    """Return the change between two shares in percentage points, such as ``+1.20``."""
    return _signed(now - before).removesuffix("%")


def difference(before: Value, now: Value) -> Value:
    """Return ``now`` less ``before``: an integer of integers, else exact text with the places of the longer one.

    ``None`` where one of them is no number.
    """
    first, last = number_of(before), number_of(now)
    if first is None or last is None:
        return None
    if isinstance(before, int) and isinstance(now, int):
        return now - before
    places = max(_places(before), _places(now))
    scaled = (last - first) * 10**places
    whole, rest = divmod(abs(scaled.numerator), 10**places)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def number_of(value: Value) -> Fraction | None:
    """Return the number that a figure prints, of ``5.75%`` 5.75; ``None`` of another text."""
    text = str(value)
    return Fraction(text.removesuffix("%")) if _NUMBER.fullmatch(text) else None


def _places(value: Value) -> int:
    found = _NUMBER.fullmatch(str(value))
    return len(found[1] or "") if found else 0


def _signed(change: Fraction) -> str:
    sign = "+" if change > 0 else "-" if change < 0 else ""
    return f"{sign}{percent(abs(change.numerator), change.denominator)}"


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """The same thing now and before; what is new was not before, what has vanished is no longer there."""

    now: T | None
    before: T | None

    @property
    def either(self) -> T:
        """The thing as it is now, or was. Raises ``ValueError`` where there is none."""
        if self.now is not None:
            return self.now
        if self.before is not None:
            return self.before
        raise ValueError("neither now nor before")

    @property
    def new(self) -> bool:
        """Tell whether it was not there before."""
        return self.before is None

    @property
    def vanished(self) -> bool:
        """Tell whether it is no longer there."""
        return self.now is None


def paired(
    now: Iterable[T], before: Iterable[T], key_now: Callable[[T], Hashable], key_before: Callable[[T], Hashable]
) -> list[Pair[T]]:
    """Pair what has the same key, in the order of ``now``; what has vanished follows its old neighbour.

    Of several with the same key the first goes with the first, the second with the second.
    """
    left, right = _keyed(now, key_now), _keyed(before, key_before)
    following: dict[Hashable, list[Pair[T]]] = {}
    neighbour: Hashable = None
    for key, each in right.items():
        if key in left:
            neighbour = key
        else:
            following.setdefault(neighbour, []).append(Pair(None, each))
    pairs = following.get(None, [])
    for key, each in left.items():
        pairs += [Pair(each, right.get(key)), *following.get(key, ())]
    return pairs


def _keyed(items: Iterable[T], key_of: Callable[[T], Hashable]) -> dict[Hashable, T]:
    times: Counter[Hashable] = Counter()
    found: dict[Hashable, T] = {}
    for each in items:
        key = key_of(each)
        found[key, times[key]] = each
        times[key] += 1
    return found


def is_month(code: str | None) -> bool:
    """Tell whether a value is a calendar month, such as ``2023-09``."""
    return bool(_MONTH.fullmatch(code or ""))


def place_of(code: str | None, period: Period) -> Hashable:
    """Return what a value is matched by: a month by its place in ``period``, any other value by itself."""
    month = _MONTH.fullmatch(code or "")
    if not month:
        return code
    return (int(month[1]) - period.start.year) * _MONTHS + int(month[2]) - period.start.month
