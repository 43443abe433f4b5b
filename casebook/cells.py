"""What each figure of a report counts: one selection of cases for each cell.

The same selection is evaluated over the grouped scan when a report is made and turned into a
condition of the store when the cases behind a figure are listed, so that a number and its list cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from casebook import headings, terms
from casebook.terms import LITIGATION, NOT_STATED, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | int | None


class Facts(NamedTuple):
    """What one case is to a period. Flags are 1 or 0; codes are ``None`` where they do not apply.

    ``received_in``: received in the period. ``awaiting_start``, ``awaiting_end``: received, without intake
    result, at the start and at the end. ``intake``: the result given in the period. ``entered_in``: accepted
    (review) or received (other registers) in the period. ``open_start``, ``pending_end``: entered and not
    closed, at the start and at the end. ``concluded_in``: closed in the period, with its ``outcome`` and,
    where counted, its ``ground``; of reviews also the ``timing`` (``on_time``, ``late``, ``not_computed``),
    whether they were ``extended`` and whether they took up to sixty days (``within_60``). ``reply``:
    ``on_time``, ``late`` or ``outstanding``, of cases received in the period whose reply is ours.

    The last ones are looked up only where they are asked for (``OPTIONAL``): whether a case concluded in the period
    was ``sued`` over, the outcome that took effect in the period (``effective``), whether a
    review came before the suit (``reviewed``), whether a pending case stands still at the end (``suspended_end``)
    or is past its last day (``overdue_end``).
    """

    received_in: int = 0
    awaiting_start: int = 0
    awaiting_end: int = 0
    intake: str | None = None
    entered_in: int = 0
    open_start: int = 0
    concluded_in: int = 0
    pending_end: int = 0
    outcome: str | None = None
    ground: str | None = None
    instance: str | None = None
    role: str | None = None
    reply: str | None = None
    timing: str | None = None
    extended: int = 0
    within_60: int = 0
    sued: int = 0
    effective: str | None = None
    reviewed: str | None = None
    suspended_end: int = 0
    overdue_end: int = 0


OPTIONAL = ("sued", "effective", "reviewed", "suspended_end", "overdue_end")

Where = tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Cases that fit at least one of ``any_of``; each of these lists facts and the values they may have."""

    any_of: tuple[Where, ...]

    def fits(self, facts: Facts) -> bool:
        """Tell whether a case with these facts is one of the selection."""
        return any(all(getattr(facts, name) in values for name, values in where) for where in self.any_of)

    def __or__(self, other: Selection) -> Selection:
        return Selection(self.any_of + other.any_of)

    @property
    def optional(self) -> frozenset[str]:
        """The optional facts that the selection asks for."""
        return frozenset(name for where in self.any_of for name, _ in where if name in OPTIONAL)

    def also(self, name: str, *values: Value) -> Selection:
        """Return the part of the selection whose fact ``name`` has one of ``values``."""
        return Selection(tuple((*where, (name, values)) for where in self.any_of))


def select(**facts: Value | tuple[Value, ...]) -> Selection:
    """Return the cases whose facts have these values (a tuple: one of these)."""
    where = tuple((name, value if isinstance(value, tuple) else (value,)) for name, value in facts.items())
    return Selection((where,))


BASE_CELLS: Mapping[str, Selection] = {
    "received": select(received_in=1),
    "accepted": select(entered_in=1),
    "concluded": select(concluded_in=1),
    "pending": select(pending_end=1),
}

NOT_ACCEPTED = tuple(code for code in terms.INTAKE_RESULT.codes if code != "accept")


def union(selections: Iterable[Selection]) -> Selection:
    """Return the cases of all ``selections`` together."""
    return Selection(tuple(where for selection in selections for where in selection.any_of))


def outcomes_of(family: str, family_of: Mapping[str, str]) -> tuple[Value, ...]:
    """Return the outcomes that are printed in ``family``."""
    return tuple(outcome for outcome, printed in family_of.items() if printed == family)


def cells_of(register: str, family_of: Mapping[str, str]) -> dict[str, Selection]:
    """Return what each counted cell of a report of ``register`` counts, by its name in the JSON report."""
    cells = _flow("flow", register)
    if register == REVIEW:
        cells |= _intake()
        cells["flow.closed_all"] = select(concluded_in=1) | select(intake=NOT_ACCEPTED)
        cells |= _efficiency()
    cells |= _outcomes("outcomes", register)
    for family in terms.families(register).codes:
        cells[f"families.{family}"] = select(concluded_in=1, outcome=outcomes_of(family, family_of))
    cells |= _grounds(register)
    if register == LITIGATION:
        cells |= _litigation()
    if register != REVIEW:
        answers: tuple[Value, ...] = ("on_time", "late", "outstanding")
        cells["replies.due"] = select(reply=answers)
        cells |= {f"replies.{answer}": select(reply=answer) for answer in answers}
    return cells


def every_cell_of(register: str, family_of: Mapping[str, str]) -> dict[str, Selection]:
    """Return what each cell counts, those of the report and those that only rates and forms use."""
    return cells_of(register, family_of) | more_cells_of(register)


@cache
def cell_names(register: str) -> frozenset[str]:
    """Return the names of all cells of ``register``."""
    return frozenset(every_cell_of(register, {}))


def more_cells_of(register: str) -> dict[str, Selection]:
    """Return the cells that rates and forms are made of beside those of the report, by name."""
    pending, concluded = select(pending_end=1), select(concluded_in=1)
    cells = {
        "pending.in_hand": pending.also("suspended_end", 0),
        "pending.suspended": pending.also("suspended_end", 1),
        "pending.overdue": pending.also("overdue_end", 1),
    }
    if register == REVIEW:
        cells |= {"after.sued": concluded.also("sued", 1), "after.not_sued": concluded.also("sued", 0)}
    if register != LITIGATION:
        return cells
    codes = terms.outcomes(LITIGATION).codes
    first = concluded.also("instance", "first")
    reviewed = first.also("reviewed", "yes")
    cells |= {"changed.first": first.also("outcome", "withdraw").also("ground", "defendant_changed")}
    cells |= {"effective.concluded": select(effective=codes), "reviewed.concluded": reviewed}
    cells |= {f"effective.{code}": select(effective=code) for code in codes}
    return cells | {f"reviewed.{code}": reviewed.also("outcome", code) for code in codes}


def _flow(section: str, register: str) -> dict[str, Selection]:
    return {
        f"{section}.opening": select(open_start=1),
        f"{section}.{headings.ENTERING[register]}": select(entered_in=1),
        f"{section}.concluded": select(concluded_in=1),
        f"{section}.pending": select(pending_end=1),
        f"{section}.opening_concluded": select(open_start=1, concluded_in=1),
    }


def _intake() -> dict[str, Selection]:
    return {
        "intake.opening": select(awaiting_start=1),
        "intake.received": select(received_in=1),
        **{f"intake.{code}": select(intake=code) for code in terms.INTAKE_RESULT.codes},
        "intake.awaiting": select(awaiting_end=1),
    }


def _efficiency() -> dict[str, Selection]:
    cells = {f"efficiency.{code}": select(concluded_in=1, timing=code) for code in ("on_time", "late", "not_computed")}
    cells |= {f"efficiency.{code}": select(**{"concluded_in": 1, code: 1}) for code in ("extended", "within_60")}
    return cells


def _outcomes(section: str, register: str) -> dict[str, Selection]:
    codes = terms.outcomes(register).codes
    return {f"{section}.{code}": select(concluded_in=1, outcome=code) for code in codes}


def _grounds(register: str) -> dict[str, Selection]:
    outcome = headings.GROUNDED[register]
    closed = select(concluded_in=1, outcome=outcome)
    section = f"grounds.{outcome}"
    cells = {f"{section}.{code}": closed.also("ground", code) for code in headings.grounds(register).codes}
    cells[f"{section}.{NOT_STATED}"] = closed.also("ground", None)
    return cells


def _litigation() -> dict[str, Selection]:
    cells: dict[str, Selection] = {}
    for instance in (*terms.INSTANCE.codes, NOT_STATED):
        value = None if instance == NOT_STATED else instance
        own = _flow(f"instances.{instance}", LITIGATION) | _outcomes(f"instance_outcomes.{instance}", LITIGATION)
        cells |= {name: selection.also("instance", value) for name, selection in own.items()}
    received = select(received_in=1)
    for role in (*terms.ROLE.codes, NOT_STATED):
        cells[f"roles.{role}"] = received.also("role", None if role == NOT_STATED else role)
    return cells
