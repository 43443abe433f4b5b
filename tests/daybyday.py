"""The calendar once more, as plainly as can be: one day after the other, from the notices as printed.

It shares nothing with the program, so that both can be wrong only in different ways.
"""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)

# The notices of the State Council for 2023 to 2026: days off, weekends within them included, and days worked.
OFF = """
2022-12-31..2023-01-02 2023-01-21..2023-01-27 2023-04-05 2023-04-29..2023-05-03 2023-06-22..2023-06-24
2023-09-29..2023-10-06
2024-01-01 2024-02-10..2024-02-17 2024-04-04..2024-04-06 2024-05-01..2024-05-05 2024-06-10
2024-09-15..2024-09-17 2024-10-01..2024-10-07
2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05 2025-05-31..2025-06-02
2025-10-01..2025-10-08
2026-01-01..2026-01-03 2026-02-15..2026-02-23 2026-04-04..2026-04-06 2026-05-01..2026-05-05
2026-06-19..2026-06-21 2026-09-25..2026-09-27 2026-10-01..2026-10-07
"""
WORKED = """
2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
# Statutory days of years whose notice is not out.
OFF_2027 = (
    "2027-01-01 2027-02-05..2027-02-08 2027-04-05 2027-05-01..2027-05-02 2027-06-09 2027-09-15 2027-10-01..2027-10-03"
)
KNOWN_FROM, KNOWN_TO = date(2023, 1, 1), date(2027, 12, 31)


def days_of(text: str) -> frozenset[date]:
    """Return the days that ``text`` lists, ranges with both ends."""
    found: set[date] = set()
    for span in text.split():
        first, _, last = span.partition("..")
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last or first):
            found.add(day)
            day += DAY
    return frozenset(found)


OFF_DAYS, WORKED_DAYS = days_of(OFF) | days_of(OFF_2027), days_of(WORKED)


def works(day: date) -> bool:
    """Return whether ``day`` is worked."""
    if day in WORKED_DAYS:
        return True
    return day.weekday() < 5 and day not in OFF_DAYS


def working_days_after(start: date, count: int) -> date:
    """Return the last of ``count`` working days after ``start``, or before it where ``count`` is negative."""
    step = DAY if count > 0 else -DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= works(day)
    return day


def natural_days_after(start: date, count: int, left_out: frozenset[date] = frozenset()) -> tuple[date, date]:
    """Return the last of ``count`` natural days after ``start`` without those left out, and the day it rolls to."""
    day, left = start, count
    while left:
        day += DAY
        left -= day not in left_out
    return day, first_open(day, left_out)


def months_after(start: date, count: int) -> tuple[date, date]:
    """Return the same day ``count`` months later, or the last of that month, and the day it rolls to."""
    year, month = start.year, start.month
    for _ in range(count):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = start.day
    while True:
        try:
            last = date(year, month, day)
        except ValueError:
            day -= 1
        else:
            return last, first_open(last)


def first_open(day: date, left_out: frozenset[date] = frozenset()) -> date:
    """Return the first day from ``day`` on that is worked and not left out."""
    while not works(day) or day in left_out:
        day += DAY
    return day
