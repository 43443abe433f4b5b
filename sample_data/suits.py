"""The register of litigation: suits at first instance, and appeals from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from invention import (
    RANKS,
    Case,
    Chance,
    Place,
    invent_dispute,
    worked_days,
    worked_from,
    worked_until,
)
from reviews import EVERY_MATTER, MATTERS, with_dispute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REPLY_DAYS = (6, 13)  # the law gives fifteen
TO_HEARING = (30, 62)
HEARING_TO_JUDGMENT = (14, 55)
UNHEARD_TO_RULING = (24, 70)
LONGEST_OPEN = 175  # the law gives a court six months
AFTER_REVIEW = (19, 32)  # fifteen days to sue, then the court files the suit and serves it
TO_APPEAL = (20, 36)
APPEALABLE = ("reject_claims", "dismiss_suit", "revoke", "declare_unlawful")
MAY_BE_JOINT = ("maintain", "county_department")


@dataclass(frozen=True, slots=True)
class Suits:
    """So many suits that went this way; an empty ``outcome`` leaves them open.

    ``defendant`` is ``agency`` (department or township), ``department``, ``government``, or ``joint`` for
    department and government together after a review that maintained the act. ``head`` tells whether the head
    of the agency came to the hearing.
    """

    count: int
    outcome: str = ""
    ground: str = ""
    defendant: str = "agency"
    heard: bool = True
    head: bool = True

    def days_needed(self) -> int:
        """Return how many days, at most, pass from receipt to the last thing that happens."""
        if self.heard:
            return TO_HEARING[1] + (HEARING_TO_JUDGMENT[1] if self.outcome else 0)
        return UNHEARD_TO_RULING[1] if self.outcome else REPLY_DAYS[1]


@dataclass(frozen=True, slots=True)
class Span:
    """The days in which suits come in and are tried, both included."""

    first: date
    end: date


def make_suits(
    chance: Chance, place: Place, span: Span, kinds: Sequence[Suits], reviews: Sequence[Case] = ()
) -> list[Case]:
    """Return suits at first instance in the order of receipt; joint ones follow one of ``reviews``."""
    maintained = [case for case in reviews if (case.outcome, case.respondent_level) == MAY_BE_JOINT]
    drafts = []
    for kind in _each(kinds):
        if kind.defendant == "joint":
            review = _take(chance, maintained, span, kind, AFTER_REVIEW[1])
            drafts.append(_course(chance, _after_review(chance, place, review), kind))
        else:
            drafts.append(_course(chance, _direct(chance, place, span, kind), kind))
    return _numbered(chance, drafts, place, "行初")


def make_appeals(
    chance: Chance, place: Place, span: Span, kinds: Sequence[Suits], firsts: Sequence[Case]
) -> list[Case]:
    """Return appeals from concluded suits of the basic court, each with the number of the suit before it."""
    court = place.basic_court.name
    appealable = [case for case in firsts if case.outcome in APPEALABLE and case.court == court]
    drafts = []
    for kind in _each(kinds):
        first = _take(chance, appealable, span, kind, TO_APPEAL[1])
        drafts.append(_course(chance, _appeal(chance, place, first), kind))
    return _numbered(chance, drafts, place, "行终")


def _each(kinds: Sequence[Suits]) -> list[Suits]:
    return [kind for kind in kinds for _ in range(kind.count)]


def _take(chance: Chance, cases: list[Case], span: Span, kind: Suits, delay: int) -> Case:
    """Take out of ``cases`` one concluded early enough for what follows; the latest, if that stays open."""
    latest = span.end - timedelta(days=delay + kind.days_needed())
    early = [case for case in cases if case.closed_on is not None and case.closed_on <= latest]
    in_order = sorted(early, key=lambda case: (str(case.closed_on), case.number))
    taken = chance.pick(in_order) if kind.outcome else in_order[-1]
    cases.remove(taken)
    return taken


def _direct(chance: Chance, place: Place, span: Span, kind: Suits) -> Case:
    last = span.end - timedelta(days=kind.days_needed())
    first = span.first if kind.outcome else max(span.first, span.end - timedelta(days=LONGEST_OPEN))
    level = {"government": "county_government", "department": "county_department"}.get(kind.defendant, "")
    matters = MATTERS.get("maintain" if kind.outcome == "reject_claims" else kind.outcome) or EVERY_MATTER
    court = place.city_court if kind.defendant == "government" else place.basic_court
    dispute = invent_dispute(chance, place, chance.pick(matters), level)
    case = Case(
        register="litigation",
        number="",
        received_on=chance.pick(worked_days(first, last)),
        handler=chance.pick(place.handlers),
        court=court.name,
        instance="first",
        defendant_role="sole",
        reviewed_first="no",
    )
    return with_dispute(case, dispute)


def _after_review(chance: Chance, place: Place, review: Case) -> Case:
    """Return the suit over a maintained act, before the court of the agency that did it (J18 134(3))."""
    return replace(
        review,
        register="litigation",
        number="",
        received_on=_later(chance, review.closed_on, AFTER_REVIEW),
        respondent=f"{review.respondent}、{place.organ}",
        intake_result="",
        intake_on=None,
        closed_on=None,
        outcome="",
        ground="",
        court=place.basic_court.name,
        instance="first",
        defendant_role="joint",
        reviewed_first="yes",
        previous_number=review.number,
        channel="",
        note="",
    )


def _appeal(chance: Chance, place: Place, first: Case) -> Case:
    return replace(
        first,
        number="",
        received_on=_later(chance, first.closed_on, TO_APPEAL),
        court=place.city_court.name,
        instance="second",
        previous_number=first.number,
        closed_on=None,
        outcome="",
        ground="",
        heard_on="",
        head_attended="",
        head_rank="",
    )


def _course(chance: Chance, case: Case, kind: Suits) -> Case:
    """Return ``case`` with its answer, its hearing and its end, as far as its kind has them."""
    replied_on = max(
        worked_until(case.received_on + timedelta(days=chance.between(*REPLY_DAYS))),
        worked_from(case.received_on + timedelta(days=1)),
    )
    case = replace(case, replied_on=replied_on, outcome=kind.outcome, ground=kind.ground)
    before_end, days_to_end = case.received_on, UNHEARD_TO_RULING
    if kind.heard:
        before_end, days_to_end = _later(chance, case.received_on, TO_HEARING), HEARING_TO_JUDGMENT
        case = replace(
            case,
            heard_on=before_end.isoformat(),
            head_attended="yes" if kind.head else "no",
            head_rank=chance.pick(RANKS) if kind.head else "",
        )
    return replace(case, closed_on=_later(chance, before_end, days_to_end)) if kind.outcome else case


def _later(chance: Chance, day: date | None, days: tuple[int, int]) -> date:
    if day is None:
        message = "there is no day to count from"
        raise ValueError(message)
    return worked_until(day + timedelta(days=chance.between(*days)))


def _numbered(chance: Chance, drafts: Iterable[Case], place: Place, kind: str) -> list[Case]:
    """Number the suits of each court in the order of receipt, with gaps: the court has other cases too."""
    codes = {court.name: court.code for court in (place.basic_court, place.city_court)}
    serials: defaultdict[str, int] = defaultdict(int)
    cases: list[Case] = []
    for case in sorted(drafts, key=lambda draft: draft.received_on):
        serials[case.court] += chance.between(1, 9)
        number = f"（{case.received_on.year}）{codes[case.court]}{kind}{serials[case.court]}号"
        cases.append(replace(case, number=number))
    return cases
