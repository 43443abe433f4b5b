"""Counting periods: from the day of an event and a length to the last day. Pure arithmetic, no law.

The day of the event is not counted. A period of natural days, months or years whose last day rests goes over
to the next working day; days left out (a suspension) are neither counted nor can a period end on one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.model import Step
    from casebook.workdays import Calendar

DAYS, WORKING_DAYS, MONTHS, YEARS = "days", "working_days", "months", "years"
MONTHS_A_YEAR = 12
DAY, LONGEST_MONTH = timedelta(days=1), timedelta(days=31)


class Span(NamedTuple):
    """Days that a period leaves out: from ``first`` to the day before ``until``; ``None``: not over yet."""

    first: date
    until: date | None


class Count(NamedTuple):
    """The end of a period: its last day by the count, and that day after rolling over rest days.

    Both are ``None`` where the period stands still, with ``remaining`` natural days to go.
    """

    nominal_on: date | None
    due_on: date | None
    remaining: int | None = None


def last_day(start: date, unit: str, count: int, calendar: Calendar, spans: Sequence[Span] = ()) -> Count:
    """Return the end of ``count`` days, months or years after ``start``, without the days of ``spans``.

    ``spans`` are in order and apart from each other; they are left out of natural days, months and years
    only. A negative count of working days goes back from ``start``.
    """
    if unit == WORKING_DAYS:
        day = calendar.add_working_days(start, count)
        return Count(day, day)
    nominal = start + timedelta(count) if unit == DAYS else _add_months(start, unit, count)
    if not spans:
        return Count(nominal, calendar.roll(nominal))
    for span in spans:
        first = max(span.first, start + DAY)
        if first > nominal:
            break
        if span.until is None:
            return Count(None, None, (nominal - first).days + 1)
        nominal += max(span.until - first, timedelta())
    due = _rolled(nominal, calendar, spans)
    return Count(nominal, due) if due else Count(None, None, 0)


def _add_months(start: date, unit: str, count: int) -> date:
    """Return the same day of a later month, or the last day of that month where it has no such day."""
    months = start.month - 1 + (count if unit == MONTHS else count * MONTHS_A_YEAR)
    first = date(start.year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)
    next_month = (first + LONGEST_MONTH).replace(day=1)
    return min(first + (start.day - 1) * DAY, next_month - DAY)


def _rolled(day: date, calendar: Calendar, spans: Sequence[Span]) -> date | None:
    """Return the first working day from ``day`` on that no span leaves out, ``None`` where a span is not over."""
    due = calendar.roll(day)
    for span in spans:
        if span.first <= due and (span.until is None or due < span.until):
            if span.until is None:
                return None
            due = calendar.roll(span.until)
    return due


def spans_between(steps: Iterable[Step], opening: str, closing: str) -> list[Span]:
    """Return the days from each step ``opening`` to the next ``closing``; one inside another adds nothing."""
    spans: list[Span] = []
    first: date | None = None
    for step in steps:
        if step.step == opening and first is None:
            first = step.on
        elif step.step == closing and first is not None:
            spans.append(Span(first, step.on))
            first = None
    if first is not None:
        spans.append(Span(first, None))
    return spans


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as spans in order and apart from each other: no day is left out twice."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        if not found or (found[-1].until is not None and found[-1].until < span.first):
            found.append(span)
        elif found[-1].until is not None and (span.until is None or span.until > found[-1].until):
            found[-1] = Span(found[-1].first, span.until)
    return tuple(found)
