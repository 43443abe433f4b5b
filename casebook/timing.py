"""How long a concluded review took, and by when it had to be: the facts behind the figures of time. Pure.

Counted are the natural days after the day that starts the review period (acceptance; receipt under the law until
2023), without the days that the period leaves out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.counting import DAY
from casebook.facts import spans_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from casebook.counting import Span
    from casebook.lawrules import DeadlineRule, RegisterRule
    from casebook.model import Deadline, Step

CONCLUDE, EXTEND = "conclude", "extend"


class Timing(NamedTuple):
    """Last day of the review period as it stands, whether it was extended, and the days to the conclusion."""

    due_on: date | None = None
    extended: bool = False
    days_taken: int | None = None


@cache
def review_period(rules: RegisterRule, register: str) -> Mapping[str, DeadlineRule]:
    """Return, by id, the rules whose deadline a conclusion of ours can miss; none where the review is not ours."""
    conclude = rules.steps.get(CONCLUDE)
    watched = conclude.late_after if conclude else ()
    return {rule.id: rule for rule in rules.deadlines if rule.id in watched and register in rule.own}


def timing(steps: Sequence[Step], deadlines: Iterable[Deadline], rules: RegisterRule, register: str) -> Timing:
    """Return the timing of an accepted case from its live ``steps`` and ``deadlines``; nothing before acceptance.

    A case from before the first edition has no deadlines: its days are counted from acceptance.
    """
    own = review_period(rules, register)
    first = {step.step: step for step in reversed(steps)}
    accepted = first.get("accept")
    if not own or accepted is None:
        return Timing()
    period = next((each for each in deadlines if each.rule in own), None)
    extended = EXTEND in first
    closing = first.get(CONCLUDE)
    if closing is None:
        return Timing(period.due_on if period else None, extended)
    rule = own[period.rule] if period else next(iter(own.values()))
    spans = spans_left_out(rule, steps, first)
    start = period.starts_on if period else accepted.on
    return Timing(period.due_on if period else None, extended, days_between(start, closing.on, spans))


def days_between(start: date, end: date, spans: Iterable[Span]) -> int:
    """Return the days after ``start`` up to ``end``, which is counted, without those of ``spans``, which are apart."""
    left_out = 0
    for span in spans:
        first = max(span.first, start + DAY)
        until = end + DAY if span.until is None else min(span.until, end + DAY)
        left_out += max((until - first).days, 0)
    return max((end - start).days, 0) - left_out
