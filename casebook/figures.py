"""The figures of a report: integers that refuse to be inconsistent.

Every value here checks its own identity (E1 to E7 of the statistics) when it is made and raises
``Unbalanced`` where it does not hold. Totals are sums of the cells that are shown. Shares are exact: no float
is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook import quantiles
from casebook.bookfaults import Unbalanced
from casebook.headings import WITHIN_DAYS
from casebook.terms import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.dates import Period
    from casebook.words import Words

Key = tuple[str | None, ...]

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Check:
    """A named identity, written with its numbers. One with a ``label`` is printed; all are in the JSON."""

    name: str
    equation: str
    holds: bool
    label: Words | None = None


def equal(name: str, left: Sequence[int], right: Sequence[int]) -> Check:
    """Return the check that two sums are the same, such as ``0 + 116 = 87 + 29``."""
    return Check(name, f"{_sum_text(left)} = {_sum_text(right)}", sum(left) == sum(right))


def at_least(name: str, whole: int, part: int) -> Check:
    """Return the check that ``part`` is no more than ``whole``."""
    return Check(name, f"{whole} ≥ {part}", whole >= part)


def require(check: Check) -> None:
    """Raise ``Unbalanced`` where the identity does not hold."""
    if not check.holds:
        raise Unbalanced(name=check.name, equation=check.equation)


def _sum_text(numbers: Sequence[int]) -> str:
    return " + ".join(str(number) for number in numbers) or "0"


def _stated(cells: Mapping[str, int]) -> list[int]:
    """Return the cells that an equation writes out: those that are not zero."""
    return [number for number in cells.values() if number]


@dataclass(frozen=True, slots=True)
class IntakeFlow:
    """Applications from receipt to intake result (E1): ``results`` by code, ``awaiting`` at the end."""

    opening: int
    received: int
    results: Mapping[str, int]
    awaiting: int

    def __post_init__(self) -> None:
        require(self.check)

    @property
    def check(self) -> Check:
        """The identity E1."""
        return equal("intake", (self.opening, self.received), (*self.results.values(), self.awaiting))

    @property
    def cells(self) -> dict[str, int]:
        """The figures by code."""
        return {
            "opening": self.opening,
            "received": self.received,
            **self.results,
            "awaiting": self.awaiting,
        }


@dataclass(frozen=True, slots=True)
class Flow:
    """Cases carried in, ``entered`` (accepted or received, as ``entering`` says), concluded and pending (E2).

    ``opening`` is the whole open stock at the start, ``opening_concluded`` the part of ``concluded`` that
    was carried in; ``closed_all``, where it is counted, adds what left the desk before acceptance.
    """

    entering: str
    opening: int
    entered: int
    concluded: int
    pending: int
    opening_concluded: int
    closed_all: int | None = None
    name: str = "flow"

    def __post_init__(self) -> None:
        require(self.check)
        require(at_least(f"{self.name}.opening_concluded", self.opening, self.opening_concluded))
        require(at_least(f"{self.name}.opening_concluded", self.concluded, self.opening_concluded))

    @property
    def check(self) -> Check:
        """The identity E2."""
        return equal(self.name, (self.opening, self.entered), (self.concluded, self.pending))

    @property
    def cells(self) -> dict[str, int]:
        """The figures by code."""
        cells = {
            "opening": self.opening,
            self.entering: self.entered,
            "concluded": self.concluded,
            "pending": self.pending,
            "opening_concluded": self.opening_concluded,
        }
        return cells if self.closed_all is None else cells | {"closed_all": self.closed_all}


@dataclass(frozen=True, slots=True)
class Efficiency:
    """How long the concluded reviews of a period took: ``cells`` by code, and cases by ``days`` taken.

    Days are counted without those that the review period leaves out. What a case took is not known where its
    steps do not tell it.
    """

    concluded: int
    cells: Mapping[str, int]
    days: Mapping[int, int]

    def __post_init__(self) -> None:
        for check in self.checks:
            require(check)

    @property
    def checks(self) -> tuple[Check, ...]:
        """In time, late and not computed are all that was concluded; both ways of counting days agree."""
        timely = [self.cells[code] for code in ("on_time", "late", "not_computed")]
        within = sum(number for days, number in self.days.items() if days <= WITHIN_DAYS)
        return (
            equal("efficiency", (self.concluded,), timely),
            equal("efficiency.within_60", (self.cells["within_60"],), (within,)),
            at_least("efficiency.extended", self.concluded, self.cells["extended"]),
            at_least("efficiency.days", self.concluded, sum(self.days.values())),
        )

    @property
    def days_total(self) -> int:
        """The days of all cases together."""
        return quantiles.total(self.days)

    @property
    def median_days(self) -> str | None:
        """The median as exact text, such as ``41`` or ``41.5``: of an even count the mean of the middle two."""
        return quantiles.median(self.days)

    @property
    def average_days(self) -> str | None:
        """The mean with two places, rounded half up on the exact fraction."""
        return quantiles.mean(self.days)

    @property
    def totals(self) -> dict[str, int | str | None]:
        """The figures of days by code."""
        return {"days_total": self.days_total, "median_days": self.median_days, "average_days": self.average_days}


def percent(part: int, whole: int, places: int = 2, *, truncate: bool = False) -> str | None:
    """Return ``part`` ÷ ``whole`` such as ``"5.75%"``, rounded half up (or cut off) on the exact fraction.

    ``None`` for an empty whole. Nothing but 0 prints as 0, and nothing below 100 prints as 100.
    """
    if whole == 0:
        return None
    unit = 10**places
    scaled = part * _HUNDRED * unit
    rounded = scaled // whole if truncate else (2 * scaled + whole) // (2 * whole)
    if part > 0:
        rounded = max(rounded, 1)
    if part < whole:
        rounded = min(rounded, _HUNDRED * unit - 1)
    before, after = divmod(rounded, unit)
    return f"{before}.{after:0{places}d}%" if places else f"{before}%"


def shares_of(numbers: Sequence[int], places: int, rounding: str) -> tuple[str | None, ...]:
    """Return the share of each number in their sum; with ``largest_remainder`` the shares sum to 100 as printed.

    There too nothing but 0 prints as 0: what a share so small is given is taken from the largest.
    """
    whole = sum(numbers)
    if rounding != "largest_remainder" or not whole:
        return tuple(percent(number, whole, places, truncate=rounding == "truncate") for number in numbers)
    unit = 10**places
    exact = [divmod(number * _HUNDRED * unit, whole) for number in numbers]
    missing = _HUNDRED * unit - sum(floor for floor, _ in exact)
    raised = sorted(range(len(exact)), key=lambda place: (-exact[place][1], place))[:missing]
    floors = [floor + (place in raised) for place, (floor, _) in enumerate(exact)]
    shown = [max(floor, 1) if number else floor for number, floor in zip(numbers, floors, strict=True)]
    shown[numbers.index(max(numbers))] -= sum(shown) - sum(floors)
    return tuple(f"{each // unit}.{each % unit:0{places}d}%" if places else f"{each}%" for each in shown)


@dataclass(frozen=True, slots=True)
class Share:
    """A rate with its part, its whole and what the two are."""

    name: str
    label: Words
    definition: Words
    part: int
    whole: int
    places: int = 2
    truncate: bool = False

    def __post_init__(self) -> None:
        require(at_least(f"rates.{self.name}.part", self.part, 0))
        require(at_least(f"rates.{self.name}.whole", self.whole, 0))

    @property
    def percent(self) -> str | None:
        """The share in per cent, ``None`` for an empty whole."""
        return percent(self.part, self.whole, self.places, truncate=self.truncate)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The cases of a base by one dimension, or by two crossed (E4).

    ``counts`` are the cells that are not zero, in order of printing, each under its values; ``None`` is *not
    stated*. ``base_count`` is the number of cases of the base.
    """

    by: tuple[str, ...]
    base: str
    counts: tuple[tuple[Key, int], ...]
    base_count: int

    def __post_init__(self) -> None:
        require(self.check)

    @property
    def name(self) -> str:
        """The dimensions, as they are given with ``--by``."""
        return ",".join(self.by)

    @property
    def check(self) -> Check:
        """The identity E4."""
        return equal(f"breakdown {self.name}", [number for _, number in self.counts], (self.base_count,))

    @property
    def total(self) -> int:
        """The sum of all cells, those not stated included."""
        return sum(number for _, number in self.counts)

    @property
    def not_stated(self) -> int:
        """The cases whose first dimension is not stated."""
        return sum(number for key, number in self.counts if key[0] is None)

    @property
    def cells(self) -> dict[str, object]:
        """The cells by value; of a cross, by value of the first and then of the second dimension."""
        tree: dict[str, object] = {}
        crossed: dict[str, dict[str, int]] = {}
        for key, number in self.counts:
            first = key[0]
            if first is None:
                continue
            if len(key) == 1:
                tree[first] = number
                continue
            inner = crossed.setdefault(first, {})
            second = NOT_STATED if key[1] is None else key[1]
            inner[second] = inner.get(second, 0) + number
        return {**tree, **crossed}


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one register over one period, as known at an entry.

    It cannot be made where a figure does not balance. Sections that a register does not have
    are ``None`` or empty.
    """

    form: str
    register: str
    bureau: str
    period: Period
    known_at: int
    scheme: str
    unit: Words
    flow: Flow
    outcomes: Mapping[str, int]
    families: Mapping[str, int]
    grounds: Mapping[str, Mapping[str, int]]
    rates: tuple[Share, ...]
    intake: IntakeFlow | None = None
    instances: Mapping[str, Flow] = field(default_factory=dict)
    instance_outcomes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)
    hearings: Mapping[str, int] = field(default_factory=dict)
    replies: Mapping[str, int] = field(default_factory=dict)
    efficiency: Efficiency | None = None
    breakdowns: tuple[Breakdown, ...] = ()

    def __post_init__(self) -> None:
        for check in self.checks:
            require(check)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every identity of the report, in the order of its sections."""
        return tuple(self._checks())

    def _checks(self) -> Iterator[Check]:
        if self.intake:
            yield self.intake.check
        yield self.flow.check
        concluded = (self.flow.concluded,)
        yield equal("outcomes", concluded, _stated(self.outcomes))
        yield equal("families", concluded, _stated(self.families))
        for outcome, cells in self.grounds.items():
            yield equal(f"grounds.{outcome}", (self.outcomes[outcome],), _stated(cells))
        if self.intake and self.flow.closed_all is not None:
            before = [number for code, number in self.intake.results.items() if code != "accept"]
            yield equal("closed_all", (self.flow.closed_all,), (self.flow.concluded, *before))
        if self.efficiency:
            yield equal("efficiency.concluded", concluded, (self.efficiency.concluded,))
            yield from self.efficiency.checks
        yield from self._instance_checks()
        yield from self._litigation_checks()
        for breakdown in self.breakdowns:
            yield breakdown.check

    def _instance_checks(self) -> Iterator[Check]:
        for flow in self.instances.values():
            yield flow.check
        for code, number in self.flow.cells.items() if self.instances else ():
            parts = [flow.cells[code] for flow in self.instances.values()]
            yield equal(f"instances.{code}", (number,), parts)
        for instance, cells in self.instance_outcomes.items():
            concluded = self.instances[instance].concluded
            yield equal(f"instance_outcomes.{instance}", (concluded,), _stated(cells))

    def _litigation_checks(self) -> Iterator[Check]:
        if self.roles:
            yield equal("roles", (self.flow.entered,), list(self.roles.values()))
        if self.hearings:
            held, attended = self.hearings["hearings"], self.hearings["hearings_head_attended"]
            cases, present = self.hearings["cases_heard"], self.hearings["cases_head_attended"]
            yield at_least("hearings", held, attended)
            yield at_least("cases_heard", cases, present)
            yield at_least("hearings.cases_heard", held, cases)
            yield at_least("hearings.cases_head_attended", attended, present)
        if self.replies:
            answered = [self.replies[answer] for answer in ("on_time", "late", "outstanding")]
            yield equal("replies", (self.replies["due"],), answered)

    @property
    def sections(self) -> dict[str, Mapping[str, int]]:
        """The counted cells by section, each under its name in the JSON report (``grounds.terminate``)."""
        found: dict[str, Mapping[str, int]] = {"intake": self.intake.cells} if self.intake else {}
        found["flow"] = self.flow.cells
        found |= {f"instances.{instance}": flow.cells for instance, flow in self.instances.items()}
        found["outcomes"] = self.outcomes
        found |= {f"instance_outcomes.{name}": cells for name, cells in self.instance_outcomes.items()}
        found["families"] = self.families
        found |= {f"grounds.{outcome}": cells for outcome, cells in self.grounds.items()}
        times = self.efficiency.cells if self.efficiency else {}
        extra = {"roles": self.roles, "hearings": self.hearings, "replies": self.replies, "efficiency": times}
        return found | {name: cells for name, cells in extra.items() if cells}

    def values(self) -> Iterable[tuple[str, int | str | None]]:
        """Yield every figure under its dotted name (``flow.concluded``, ``rates.correction.percent``)."""
        for section, cells in self.sections.items():
            for code, number in cells.items():
                yield f"{section}.{code}", number
        for code, figure in self.efficiency.totals.items() if self.efficiency else ():
            yield f"efficiency.{code}", figure
        for share in self.rates:
            yield f"rates.{share.name}.part", share.part
            yield f"rates.{share.name}.whole", share.whole
            yield f"rates.{share.name}.percent", share.percent
