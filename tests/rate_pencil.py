"""Every rate under every definition, counted from the rows of the cases. From the page on statistics, §3, alone."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from blackbox import naive
from blackbox.naive import CORRECTING, LEFT, LOSING, Period
from random_cases import days_taken, in_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from blackbox.naive import Row

Rates = dict[str, tuple[int, int]]
ON_THE_MERITS = ("maintain", "reject_claim", *CORRECTING, "decide_agreement")
JUDGMENTS = ("reject_claims", *LOSING, "decide_agreement")


def printed(part: int, whole: int, places: int = 2, rounding: str = "half_up") -> str | None:
    """A share as it must be printed, from exact fractions."""
    if whole == 0:
        return None
    unit = 10**places
    exact = Fraction(100 * part, whole) * unit
    shown = exact // 1 if rounding == "truncate" else (exact + Fraction(1, 2)) // 1
    if part > 0:
        shown = max(shown, 1)
    if part < whole:
        shown = min(shown, 100 * unit - 1)
    digits = f"{shown:0{places + 1}}"
    return f"{digits[:-places]}.{digits[-places:]}%" if places else f"{digits}%"


def count(rows: Iterable[Row], *outcomes: str) -> int:
    """How many were concluded with one of the outcomes."""
    return sum(row["outcome"] in outcomes for row in rows)


def of_reviews(rows: Sequence[Row], period: Period) -> Rates:
    """The rates of reviews and of reviews against us; those that only one of them has come after."""
    closed = naive.concluded(rows, period)
    flow = naive.flow(rows, period, "in")
    ended = {
        name: sum(row["outcome"] == "terminate" and row["ground"] == name for row in closed)
        for name in ("settled", "corrected", "withdrawn")
    }
    correction, mediated, whole = count(closed, *CORRECTING), count(closed, "mediate"), len(closed)
    settled = mediated + ended["settled"]
    off = settled + ended["corrected"] + ended["withdrawn"]
    rejected = count(closed, "reject_application", "reject_claim", "reject")
    return {
        "conclusion.a": (whole, flow["opening"] + flow["in"]),
        "conclusion.b": (whole, flow["in"]),
        "maintained.a": (count(closed, "maintain"), whole),
        "maintained.b": (count(closed, "maintain") + rejected, whole),
        "correction.a": (correction, whole),
        "correction.d": (correction, count(closed, *ON_THE_MERITS)),
        "correction.e": (correction + ended["corrected"], whole),
        "comprehensive.a": (correction + ended["corrected"], whole),
        "settled.a": (settled, whole),
        "settled.b": (off, whole),
        "terminated.a": (count(closed, "terminate"), whole),
        "resolved.a": (correction + off, whole),
        "clearance.a": (whole, flow["in"]),
    }


def of_defences(rows: Sequence[Row], period: Period) -> Rates:
    """A respondent does not decide on acceptance: what it received counts as accepted."""
    received = sum(row["received_on"] in period for row in rows)
    return of_reviews(rows, period) | {"acceptance.a": (received, received)}


def of_own_reviews(rows: Sequence[Row], period: Period) -> Rates:
    """The rates of the review organ, those of intake, of time and of what followed included."""
    rates, closed = of_reviews(rows, period), naive.concluded(rows, period)
    received = sum(row["received_on"] in period for row in rows)
    accepted = sum(row["intake_result"] == "accept" and row["intake_on"] in period for row in rows)
    left = sum(row["intake_result"] in LEFT and row["intake_on"] in period for row in rows)
    before = sum(row["intake_result"] == "settle" and row["intake_on"] in period for row in rows)
    whole, sued = len(closed), sum(bool(row["sued_on"]) for row in closed)
    return rates | {
        "acceptance.a": (accepted, received),
        "conclusion.c": (whole + left, received),
        "correction.b": (rates["correction.a"][0], whole + left),
        "correction.c": (rates["correction.a"][0], accepted),
        "settled.c": (rates["settled.a"][0] + before, whole + left),
        "on_time.a": (sum(map(in_time, closed)), whole),
        "on_time.b": (sum(days_taken(row) <= 60 for row in closed), whole),
        "extended.a": (sum(bool(row["extended_on"]) for row in closed), whole),
        "sued.a": (sued, whole),
        "not_sued.a": (whole - sued, whole),
        "clearance.b": (whole, received),
    }


def of_suits(rows: Sequence[Row], period: Period) -> Rates:
    """The rates of suits: those of loss at first instance, or of what took effect; attendance by case or hearing."""
    flow, held = naive.flow(rows, period, "in"), naive.hearings(rows, period)
    first = naive.concluded([row for row in rows if row["instance"] == "first"], period)
    reviewed = [row for row in first if row["reviewed_first"] == "yes"]
    effect = [row for row in rows if row["effective_on"] in period]
    changed = sum(row["outcome"] == "withdraw" and row["ground"] == "defendant_changed" for row in first)
    with_chief = [row for row in rows if row["head_rank"] == "chief"]
    chief = naive.hearings(with_chief, period)["cases_head_attended"]
    lost, whole = count(first, *LOSING), flow["concluded"]
    return {
        "conclusion.a": (whole, flow["opening"] + flow["in"]),
        "conclusion.b": (whole, flow["in"]),
        "loss.a": (lost, len(first)),
        "loss.b": (lost, count(first, *JUDGMENTS)),
        "loss.c": (count(effect, *LOSING), len(effect)),
        "loss.d": (lost + changed, len(first)),
        "lost_after_review.a": (count(reviewed, *LOSING), len(reviewed)),
        "attendance.a": (held["cases_head_attended"], held["cases_heard"]),
        "attendance.b": (held["hearings_head_attended"], held["hearings"]),
        "attendance.c": (held["cases_head_attended"], len(first)),
        "attendance.d": (chief, held["cases_heard"]),
        "clearance.a": (whole, flow["in"]),
    }


OF_REGISTER = {"review": of_own_reviews, "review-defence": of_defences, "litigation": of_suits}


def every(register: str, rows: Iterable[Row], period: Period) -> Rates:
    """Return part and whole of each rate of a register, by rate and variant."""
    return OF_REGISTER[register]([row for row in rows if row["register"] == register], period)
