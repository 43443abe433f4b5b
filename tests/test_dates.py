"""Dates and periods as officers write them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.dates import (
    MonthDay,
    Period,
    parse_date,
    parse_period,
    parse_year_start,
    periods_between,
    year_containing,
)
from casebook.errors import PeriodBackwards, WrongDate, WrongPeriod, WrongYearStart

TODAY = date(2026, 11, 21)
DECEMBER_11: MonthDay = (12, 11)
AUGUST_1: MonthDay = (8, 1)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
YEAR_STARTS = st.dates(date(1901, 1, 1), date(1901, 12, 31)).map(lambda day: (day.month, day.day))


def span(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-05", "2023-3-5", "2023.3.5", "2023/3/5", "2023年3月5日", "2023年03月05号", " 2023-03-05 ",
        "２０２３年３月５日", "２０２３．３．５", "２０２３／３／５", "2023 年 3 月 5 日",
    ],
)  # fmt: skip
def test_every_way_to_write_a_day_is_the_same_day(text: str) -> None:
    assert parse_date(text, TODAY) == date(2023, 3, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [("today", TODAY), ("今天", TODAY), ("Yesterday", date(2026, 11, 20)), ("昨天", date(2026, 11, 20))],
)
def test_today_and_yesterday_count_from_the_given_day(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "23-03-05", "23年3月5日", "0023-03-05", "2023-02-29", "2023-13-01", "2023-00-10", "2023-3",
        "2023", "2023-03/05", "2023 0305", "20230305", "tomorrow", "２０２３",
        "2023-03-05T00:00", "٢٠٢٣-٠٣-٠٥", "45000",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WrongDate):
        parse_date(text, TODAY)


def test_the_day_before_the_first_of_all_days_is_refused() -> None:
    with pytest.raises(WrongDate):
        parse_date("yesterday", date.min)


@given(DAYS)
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_date(day.isoformat(), TODAY) == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日", TODAY) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("２０２３年度", "2023-01-01", "2023-12-31"),
        ("2023H1", "2023-01-01", "2023-06-30"),
        ("2023h2", "2023-07-01", "2023-12-31"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2023年下半年", "2023-07-01", "2023-12-31"),
        ("2023Q3", "2023-07-01", "2023-09-30"),
        ("2023年第三季度", "2023-07-01", "2023-09-30"),
        ("2023年第4季度", "2023-10-01", "2023-12-31"),
        ("2023年一季度", "2023-01-01", "2023-03-31"),
        ("2023-09", "2023-09-01", "2023-09-30"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("2023年9月", "2023-09-01", "2023-09-30"),
        ("2023-01-01..2023-10-16", "2023-01-01", "2023-10-16"),
        ("2023.1.1 .. 2023年10月16日", "2023-01-01", "2023-10-16"),
        ("2023年1月1日至2023年10月16日", "2023-01-01", "2023-10-16"),
        ("2023-10-16..2023-10-16", "2023-10-16", "2023-10-16"),
        ("2026-11-01..today", "2026-11-01", "2026-11-21"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("this-month", "2026-11-01", "2026-11-30"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("this-year", "2026-01-01", "2026-11-21"),
        ("今年", "2026-01-01", "2026-11-21"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_periods_include_both_days(text: str, start: str, end: str) -> None:
    assert parse_period(text, TODAY) == span(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", "2022-12-11", "2023-12-10"),
        ("2023H1", "2022-12-11", "2023-06-10"),
        ("2023H2", "2023-06-11", "2023-12-10"),
        ("2023Q1", "2022-12-11", "2023-03-10"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("this-year", "2025-12-11", "2026-11-21"),
        ("last-year", "2024-12-11", "2025-12-10"),
        ("last-quarter", "2026-06-11", "2026-09-10"),
        ("last-month", "2026-10-01", "2026-10-31"),
    ],
)
def test_a_year_from_11_december_bears_the_number_of_the_year_it_ends_in(text: str, start: str, end: str) -> None:
    assert parse_period(text, TODAY, DECEMBER_11) == span(start, end)


def test_a_year_that_starts_after_june_ends_in_its_number_and_an_earlier_one_starts_in_it() -> None:
    assert parse_period("2023", TODAY, AUGUST_1) == span("2022-08-01", "2023-07-31")
    assert parse_period("2023", TODAY, (7, 1)) == span("2022-07-01", "2023-06-30")
    assert parse_period("2023", TODAY, (6, 30)) == span("2023-06-30", "2024-06-29")
    assert parse_period("2023", TODAY, (4, 1)) == span("2023-04-01", "2024-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023H3",
        "2023Q5",
        "2023-13",
        "2023-00",
        "2023年第五季度",
        "0000",
        "2023-10-16",
        "20231",
        "某年",
        "next-year",
    ],
)
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(WrongPeriod):
        parse_period(text, TODAY)


def test_a_period_before_the_calendar_begins_is_refused() -> None:
    with pytest.raises(WrongPeriod):
        parse_period("0001", TODAY, DECEMBER_11)
    with pytest.raises(WrongPeriod):
        parse_period("last-year", date(1, 5, 1))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodBackwards) as refused:
        parse_period("2023-10-16..2023-01-01", TODAY)
    assert "2023-10-16" in refused.value.say("en")
    assert "2023-01-01" in refused.value.say("zh")


def test_a_wrong_day_in_a_period_is_named() -> None:
    with pytest.raises(WrongDate) as refused:
        parse_period("2023-01-01..2023-02-30", TODAY)
    assert "2023-02-30" in refused.value.say("zh")


def test_the_start_of_a_reporting_year_is_a_day_that_every_year_has() -> None:
    assert parse_year_start("12-11") == DECEMBER_11
    assert parse_year_start("８月１日") == AUGUST_1
    for wrong in ("02-29", "13-01", "12", "2023-12-11", ""):
        with pytest.raises(WrongYearStart):
            parse_year_start(wrong)


def test_a_period_contains_its_first_and_its_last_day_and_no_other_neighbour() -> None:
    period = span("2023-01-01", "2023-10-16")
    assert date(2023, 1, 1) in period
    assert date(2023, 10, 16) in period
    assert date(2022, 12, 31) not in period
    assert date(2023, 10, 17) not in period
    assert str(period) == "2023-01-01..2023-10-16"


@given(YEAR_STARTS, st.integers(1951, 2099))
def test_quarters_fill_halves_and_halves_fill_the_year(year_start: MonthDay, number: int) -> None:
    def period(name: str) -> Period:
        return parse_period(f"{number}{name}", TODAY, year_start)

    for parts in (("Q1", "Q2", "Q3", "Q4"), ("H1", "H2")):
        spans = [period(part) for part in parts]
        assert spans[0].start == period("").start
        assert spans[-1].end == period("").end
        for before, after in pairwise(spans):
            assert after.start - before.end == timedelta(days=1)
    assert parse_period(str(number + 1), TODAY, year_start).start - period("").end == timedelta(days=1)


@given(DAYS, YEAR_STARTS)
def test_every_day_lies_in_its_reporting_year(day: date, year_start: MonthDay) -> None:
    year = year_containing(day, year_start)
    assert day in year
    assert (year.start.month, year.start.day) == year_start


def test_the_periods_that_touch_a_range_are_months_quarters_halves_and_years() -> None:
    found = list(periods_between(date(2023, 3, 31), date(2023, 4, 1), DECEMBER_11))
    assert found == [
        span("2023-03-01", "2023-03-31"),
        span("2023-04-01", "2023-04-30"),
        span("2023-03-11", "2023-06-10"),
        span("2022-12-11", "2023-06-10"),
        span("2022-12-11", "2023-12-10"),
    ]


def test_the_periods_of_the_last_day_of_all_end_with_it() -> None:
    assert {period.end for period in periods_between(date.max, date.max)} == {date.max}
