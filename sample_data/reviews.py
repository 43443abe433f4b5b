"""The registers of reviews: our own (``review``), and those we answer (``review-defence``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from invention import (
    CHANNELS,
    Case,
    Chance,
    Dispute,
    Place,
    invent_dispute,
    worked_days,
    worked_later,
    worked_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EVERY_MATTER = (
    *("penalty", "penalty", "penalty", "penalty", "complaint", "complaint", "complaint", "disclosure"),
    *("disclosure", "confirmation", "confirmation", "inaction", "inaction", "coercion", "expropriation"),
    *("licence", "title"),
)
# What may have been contested where a case ended so; anything, where an ending is not named.
MATTERS: Mapping[str, Sequence[str]] = {
    "maintain": ("penalty", "penalty", "penalty", "confirmation", "licence", "disclosure", "expropriation"),
    "no_duty": ("complaint", "complaint", "inaction", "inaction", "disclosure"),
    "revoke": ("penalty", "penalty", "confirmation", "licence", "title"),
    "revoke_part": ("penalty", "disclosure"),
    "vary": ("penalty",),
    "declare_unlawful": ("coercion", "disclosure", "penalty", "expropriation"),
    "order_performance": ("inaction", "disclosure", "complaint"),
}
INTAKE_WORKING_DAYS = 3  # the law gives five
QUICKEST, SLOWEST = 24, 57  # the law gives sixty days from receipt
LATE = (66, 84)


@dataclass(frozen=True, slots=True)
class Ending:
    """So many cases that ended in this way; an empty outcome leaves them open."""

    count: int
    outcome: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What a run of reviews must come to.

    ``first`` and ``last`` are the days on which an application can come in, ``end`` the last day on which a
    case can be concluded (all included). ``quickest`` is the least number of days from receipt to decision,
    ``rush`` the share in a hundred of applications that tend to come late in the run, ``late`` how many cases
    are decided after their sixty days.
    """

    first: date
    last: date
    end: date
    endings: Sequence[Ending]
    turned_away: Mapping[str, int]
    first_serial: int = 1
    quickest: int = QUICKEST
    rush: int = 0
    late: int = 0


def make_reviews(chance: Chance, place: Place, plan: ReviewPlan) -> list[Case]:
    """Return the reviews of ``plan`` in the order of their numbers, which is the order of receipt."""
    accepted = sum(ending.count for ending in plan.endings)
    turned_away = [result for result, count in plan.turned_away.items() for _ in range(count)]
    results = chance.shuffled(["accept"] * accepted + turned_away)
    days = _days_of_receipt(chance, plan, len(results))
    drafts = [_intake(chance, day, result) for day, result in zip(days, results, strict=True)]
    endings = _concluded(chance, plan, [draft for draft in drafts if draft.intake_result == "accept"])
    whole = [next(endings) if draft.intake_result == "accept" else draft for draft in drafts]
    return [_complete(chance, place, draft, serial) for serial, draft in enumerate(whole, plan.first_serial)]


def _days_of_receipt(chance: Chance, plan: ReviewPlan, count: int) -> list[date]:
    days = worked_days(plan.first, plan.last)
    return sorted(
        max(chance.pick(days), chance.pick(days)) if chance.happens(plan.rush) else chance.pick(days)
        for _ in range(count)
    )


def _intake(chance: Chance, received_on: date, result: str) -> Case:
    decided_on = worked_later(received_on, chance.between(1, INTAKE_WORKING_DAYS))
    return Case("review", "", received_on, intake_result=result, intake_on=decided_on)


def _concluded(chance: Chance, plan: ReviewPlan, accepted: Sequence[Case]) -> Iterator[Case]:
    """Give the cases that were ready first their endings; the others stay open."""
    late = set(chance.shuffled(range(len(accepted) // 2))[: plan.late])
    ready = [_ready_on(chance, plan, case.received_on, late=place in late) for place, case in enumerate(accepted)]
    ways = [way for way in plan.endings for _ in range(way.count) if way.outcome]
    order = sorted(range(len(accepted)), key=lambda place: (ready[place], place))
    ending_of = dict(zip(order, chance.shuffled(ways), strict=False))
    for place, case in enumerate(accepted):
        ending = ending_of.get(place)
        if ending is None:
            yield case
            continue
        closed_on = ready[place] if ready[place] <= plan.end else _hastened(chance, plan)
        note = "超过审理期限结案" if place in late else ""
        yield replace(case, closed_on=closed_on, outcome=ending.outcome, ground=ending.ground, note=note)


def _hastened(chance: Chance, plan: ReviewPlan) -> date:
    """Return one of the last days of the plan, for a case that must be concluded within it."""
    return worked_until(plan.end - timedelta(days=chance.between(0, 7)))


def _ready_on(chance: Chance, plan: ReviewPlan, received_on: date, *, late: bool) -> date:
    days = chance.between(*LATE) if late else chance.between(plan.quickest, SLOWEST)
    return worked_until(received_on + timedelta(days=days))


def _complete(chance: Chance, place: Place, draft: Case, serial: int) -> Case:
    matters = MATTERS.get(draft.outcome) or MATTERS.get(draft.ground) or EVERY_MATTER
    case = with_dispute(draft, invent_dispute(chance, place, chance.pick(matters)))
    number = f"{place.number_word}〔{draft.received_on.year}〕{serial}号"
    return replace(case, number=number, handler=chance.pick(place.handlers), channel=chance.pick(CHANNELS))


def with_dispute(case: Case, dispute: Dispute) -> Case:
    """Return ``case`` with the parties and the subject of ``dispute``."""
    return replace(
        case,
        applicant=dispute.applicant,
        applicant_kind=dispute.applicant_kind,
        applicant_count=dispute.applicant_count,
        respondent=dispute.respondent,
        respondent_level=dispute.respondent_level,
        matter=dispute.matter,
        field=dispute.field,
    )


def make_defences(chance: Chance, place: Place, first: date, last: date, endings: Sequence[Ending]) -> list[Case]:
    """Return reviews against our own government, answered in time: the law until 2023 gave ten natural days.

    ``first`` and ``last`` bound the days of receipt. The numbers are the higher organ's and have gaps.
    """
    every = chance.shuffled([way for way in endings for _ in range(way.count)])
    ways = sorted(every, key=lambda way: not way.outcome)  # what is still open came in last
    span = worked_days(first, last)
    days = sorted(chance.pick(span) for _ in ways)
    cases: list[Case] = []
    serial = 0
    for received_on, way in zip(days, ways, strict=True):
        serial += chance.between(2, 30)
        matter = chance.pick(("expropriation", "expropriation", "disclosure", "title", "inaction"))
        case = Case(
            register="review-defence",
            number=f"{place.higher_word}〔{received_on.year}〕{serial}号",
            received_on=received_on,
            replied_on=worked_until(received_on + timedelta(days=9)),
            handler=chance.pick(place.handlers),
            outcome=way.outcome,
            ground=way.ground,
            closed_on=_higher_decided(chance, received_on) if way.outcome else None,
        )
        cases.append(with_dispute(case, invent_dispute(chance, place, matter, "county_government")))
    return cases


def _higher_decided(chance: Chance, received_on: date) -> date:
    return worked_until(received_on + timedelta(days=chance.between(40, SLOWEST)))
