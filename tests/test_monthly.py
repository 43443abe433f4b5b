"""A period by month: each month as its own report would have it, running totals, a reporting year of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from form_figures import Filled, asked
from hypothesis import given
from hypothesis import strategies as st

from casebook.dates import NEW_YEAR, Period
from casebook.monthly import months_of, parts_of

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.dates import MonthDay

DECEMBER_11: MonthDay = (12, 11)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Reviews around a reporting year that runs from 11 December 2023 to 10 December 2024."""
    desk = Desk(tmp_path / "cases.book")
    desk.close(desk.review("2023-12-05", "2023-12-08"), "revoke", "2023-12-20")
    desk.close(desk.review("2023-12-10", "2023-12-15"), "maintain", "2024-02-10")
    desk.review("2024-12-10", "2024-12-10")
    desk.review("2024-12-11", "2024-12-12")
    desk.close(desk.review("2024-02-29", "2024-03-01"), "maintain", "2024-12-11")
    return desk


def fill(desk: Desk, period: str, start: MonthDay = NEW_YEAR, form: str = "monthly") -> Filled:
    return Filled(desk.book, asked(desk.book, form, period, desk.today, "review", start=start))


def test_a_reporting_year_that_starts_on_11_december(desk: Desk) -> None:
    form = fill(desk, "2024", DECEMBER_11)
    assert (form.request.period.start, form.request.period.end) == (date(2023, 12, 11), date(2024, 12, 10))
    rows = form.rows("reviews")
    assert list(rows) == ["2023-12", *(f"2024-{month:02}" for month in range(1, 13)), "total"]
    assert rows["2023-12"] == {
        "opening": 1, "accepted": 1, "concluded": 1, "corrected": 1, "pending": 1, "correction": "100.00%",
        "sum_accepted": 1, "sum_concluded": 1,
    }  # fmt: skip
    assert rows["2024-01"] == {"opening": 1, "pending": 1, "sum_accepted": 1, "sum_concluded": 1}
    assert rows["2024-02"] == {
        "received": 1, "opening": 1, "concluded": 1, "correction": "0.00%",
        "sum_received": 1, "sum_accepted": 1, "sum_concluded": 2,
    }  # fmt: skip
    assert rows["2024-03"] == {"accepted": 1, "pending": 1, "sum_received": 1, "sum_accepted": 2, "sum_concluded": 2}
    assert rows["2024-12"] == {
        "received": 1, "opening": 1, "accepted": 1, "pending": 2, "sum_received": 2, "sum_accepted": 3,
        "sum_concluded": 2,
    }  # fmt: skip
    assert rows["total"] == {
        "received": 2, "opening": 1, "accepted": 3, "concluded": 2, "corrected": 1, "pending": 2,
        "correction": "50.00%", "sum_received": 2, "sum_accepted": 3, "sum_concluded": 2,
    }  # fmt: skip


def test_a_month_leads_to_its_cases_and_the_first_and_last_only_to_those_of_the_period(desk: Desk) -> None:
    form = fill(desk, "2024", DECEMBER_11)
    assert len(form.behind("reviews.2023-12.concluded")) == 1
    assert form.behind("reviews.2023-12.received") == []
    assert len(form.behind("reviews.2024-12.pending")) == 2
    assert len(form.behind("reviews.total.accepted")) == 3


def test_a_month_of_the_table_is_the_report_of_that_month(desk: Desk) -> None:
    form = fill(desk, "2023-11-01..2024-12-31")
    for month in parts_of(form.request.period):
        name = month.start.isoformat()[:7]
        own = fill(desk, name)
        for column in ("received", "opening", "accepted", "concluded", "corrected", "pending", "correction"):
            figure = form.column("reviews", column)[name]
            assert figure == own.column("reviews", column)["total"]
            assert figure == own.column("reviews", column)[name]


def test_a_struck_conclusion_leaves_its_month(desk: Desk) -> None:
    assert fill(desk, "2024").row("reviews", "2024-02")["concluded"] == 1
    [case] = fill(desk, "2024").behind("reviews.2024-02.concluded")
    desk.strike(case, desk.told(case, "conclude").entry_no)
    assert "concluded" not in fill(desk, "2024").row("reviews", "2024-02")


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (("2024-02-29", "2024-02-29"), ["2024-02"]),
        (("2024-01-31", "2024-03-01"), ["2024-01", "2024-02", "2024-03"]),
        (("2023-12-11", "2024-01-10"), ["2023-12", "2024-01"]),
    ],
)
def test_the_months_with_a_day_in_the_period(period: tuple[str, str], months: list[str]) -> None:
    first, last = map(date.fromisoformat, period)
    assert list(months_of(Period(first, last))) == months


@given(st.dates(date(1999, 1, 1), date(2030, 12, 31)), st.integers(0, 1500))
def test_the_months_cover_the_period_without_gap_or_overlap(first: date, length: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + length))
    parts = parts_of(period)
    days = [date.fromordinal(day) for part in parts for day in range(part.start.toordinal(), part.end.toordinal() + 1)]
    assert days == [date.fromordinal(day) for day in range(first.toordinal(), period.end.toordinal() + 1)]
    assert all((part.start.year, part.start.month) == (part.end.year, part.end.month) for part in parts)
    assert len(months_of(period)) == len(parts)
