"""Working days: the notices as published, counting over them, years without one, and the compiled table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import chinese_calendar
import daybyday
import pytest
from hypothesis import given
from hypothesis import strategies as st

import casebook
from casebook import workdays
from casebook.counting import last_day
from casebook.notices import Notice, days_between
from casebook.words import Words
from casebook.workdays import Calendar, compile_table, written

CALENDAR = Calendar.standard()
COMPILED = Path(casebook.__file__).parent / "data" / "calendar.json"
FEAST = Words("春节", "Spring Festival")
SATURDAY = 5
PUBLISHED_DAYS = st.dates(date(2004, 1, 2), date(2026, 12, 31))
KNOWN_DAYS = st.dates(date(2023, 2, 1), date(2027, 10, 31))
COUNTS = st.integers(1, 25)


def day(text: str) -> date:
    return date.fromisoformat(text)


def invented_2027(rest: str, work: str) -> Notice:
    """A notice for 2027, whose own is not out, with one holiday."""
    return Notice(
        2027,
        "国办发明电〔2026〕0号",
        date(2026, 11, 4),
        dict.fromkeys(daybyday.days_of(rest), FEAST),
        dict.fromkeys(daybyday.days_of(work), FEAST),
    )


# --- what the notices say ---


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_a_year_has_the_days_off_and_the_worked_weekends_of_its_notice(year: int) -> None:
    days = list(days_between(date(year, 1, 1), date(year, 12, 31)))
    off = {each for each in daybyday.OFF_DAYS if each.year == year}
    worked = {each for each in daybyday.WORKED_DAYS if each.year == year}
    assert {each for each in days if each.weekday() < SATURDAY and not CALENDAR.is_workday(each)} == {
        each for each in off if each.weekday() < SATURDAY
    }
    assert {each for each in days if each.weekday() >= SATURDAY and CALENDAR.is_workday(each)} == worked
    assert {each for each in off if CALENDAR.holiday(each) is None} == set()
    assert {each for each in days if CALENDAR.make_up_name(each)} == worked


def test_every_day_of_the_library_is_what_the_library_says() -> None:
    days = list(days_between(date(2004, 1, 1), date(2026, 12, 31)))
    wrong = [each for each in days if CALENDAR.is_workday(each) != chinese_calendar.is_workday(each)]
    assert wrong == []
    assert len(days) == 8401


def test_the_compiled_table_is_the_one_that_the_library_gives_today() -> None:
    assert COMPILED.read_text(encoding="utf-8") == written(compile_table())


def test_a_table_written_anew_reads_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "calendar.json"
    source = workdays._data  # noqa: SLF001 - only the place of the compiled file is exchanged
    monkeypatch.setattr(workdays, "_data", lambda name: target if name == "calendar.json" else source(name))
    workdays.main()
    assert json.loads(target.read_text(encoding="utf-8")) == json.loads(COMPILED.read_text(encoding="utf-8"))


def test_names_of_rest_days_are_told_in_both_languages() -> None:
    assert CALENDAR.rest_name(day("2026-10-05")) == Words("国庆节", "National Day")
    assert CALENDAR.rest_name(day("2026-10-03")) == Words("国庆节", "National Day")
    assert CALENDAR.rest_name(day("2026-10-11")) == Words("星期日", "Sunday")
    assert CALENDAR.rest_name(day("2026-10-17")) == Words("星期六", "Saturday")
    assert CALENDAR.rest_name(day("2026-10-10")) is None
    assert CALENDAR.rest_name(day("2026-10-09")) is None
    assert CALENDAR.make_up_name(day("2026-10-10")) == Words("国庆节", "National Day")
    assert CALENDAR.make_up_name(day("2026-10-09")) is None


def test_new_years_rest_at_the_end_of_december_belongs_to_the_next_notice() -> None:
    assert not CALENDAR.is_workday(day("2018-12-31"))
    assert CALENDAR.is_workday(day("2018-12-29")), "a Saturday worked for New Year's Day 2019"
    notice = CALENDAR.notice(2019)
    assert notice is not None
    assert {day("2018-12-30"), day("2018-12-31")} <= notice.rest.keys()
    assert day("2018-12-29") in notice.work
    assert CALENDAR.is_workday(day("2024-02-09")), "New Year's Eve was worked before 2025"


# --- counting: the test vectors of the law page ---


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-09-28", 10, "2026-10-16"),
        ("2026-09-28", 5, "2026-10-10"),
        ("2026-02-12", 7, "2026-02-28"),
        ("2026-04-30", 10, "2026-05-18"),
        ("2026-06-18", 3, "2026-06-24"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2024-09-30", 10, "2024-10-18"),
        ("2024-02-08", 5, "2024-02-21"),
    ],
)
def test_working_days_skip_rest_days_and_count_worked_weekends(start: str, count: int, end: str) -> None:
    counted = last_day(day(start), "working_days", count, CALENDAR)
    assert (counted.nominal_on, counted.due_on) == (day(end), day(end))


@pytest.mark.parametrize(
    ("start", "count", "unit", "nominal", "due"),
    [
        ("2026-08-01", 60, "days", "2026-09-30", "2026-09-30"),
        ("2026-08-06", 60, "days", "2026-10-05", "2026-10-08"),
        ("2024-01-02", 60, "days", "2024-03-02", "2024-03-04"),
        ("2026-09-20", 15, "days", "2026-10-05", "2026-10-08"),
        ("2026-04-20", 15, "days", "2026-05-05", "2026-05-06"),
        ("2026-01-15", 6, "months", "2026-07-15", "2026-07-15"),
        ("2025-08-31", 6, "months", "2026-02-28", "2026-02-28"),
        ("2026-04-01", 6, "months", "2026-10-01", "2026-10-08"),
        ("2025-11-15", 3, "months", "2026-02-15", "2026-02-24"),
        ("2026-01-15", 45, "days", "2026-03-01", "2026-03-02"),
        ("2024-02-29", 2, "years", "2026-02-28", "2026-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28", "2025-02-28"),
    ],
)
def test_a_last_day_that_rests_goes_over_to_the_next_working_day(
    start: str, count: int, unit: str, nominal: str, due: str
) -> None:
    counted = last_day(day(start), unit, count, CALENDAR)
    assert (counted.nominal_on, counted.due_on) == (day(nominal), day(due))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-10-12", -5, "2026-09-29"),  # the make-up Saturday 10-10 counts, the seven days of October do not
        ("2026-11-20", -5, "2026-11-13"),
        ("2026-10-07", -1, "2026-09-30"),
        ("2026-01-05", -2, "2025-12-31"),
        ("2026-10-10", 0, "2026-10-10"),
        ("2026-12-30", 1, "2026-12-31"),  # the last working day of a year
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-01-05", -1, "2026-01-04"),  # the first one, a Sunday
        ("2026-01-04", -1, "2025-12-31"),
    ],
)
def test_working_days_are_counted_backwards_and_over_the_turn_of_the_year(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_working_days(day(start), count) == day(end)


@given(KNOWN_DAYS, COUNTS)
def test_counting_agrees_with_walking_day_by_day(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, count) == daybyday.working_days_after(start, count)
    assert CALENDAR.add_working_days(start, -count) == daybyday.working_days_after(start, -count)
    assert CALENDAR.roll(start) == daybyday.first_open(start)
    assert CALENDAR.is_workday(start) == daybyday.works(start)


@given(PUBLISHED_DAYS, COUNTS)
def test_a_later_start_never_ends_earlier(start: date, count: int) -> None:
    later = start + timedelta(days=1)
    assert CALENDAR.add_working_days(start, count) <= CALENDAR.add_working_days(later, count)
    assert CALENDAR.roll(start) <= CALENDAR.roll(later)


@given(PUBLISHED_DAYS, COUNTS, COUNTS)
def test_counting_on_is_counting_the_sum(start: date, first: int, second: int) -> None:
    there = CALENDAR.add_working_days(start, first)
    assert CALENDAR.add_working_days(there, second) == CALENDAR.add_working_days(start, first + second)
    assert CALENDAR.is_workday(there)


# --- years without a notice ---


def test_a_year_without_a_notice_rests_on_the_days_of_the_law_and_says_that_it_is_provisional() -> None:
    statutory = {each for each in daybyday.OFF_DAYS if each.year == 2027}
    rests = {
        each
        for each in days_between(date(2027, 1, 1), date(2027, 12, 31))
        if not CALENDAR.is_workday(each) and each.weekday() < SATURDAY
    }
    assert rests == {each for each in statutory if each.weekday() < SATURDAY}
    assert CALENDAR.rest_name(day("2027-02-05")) == FEAST
    assert not CALENDAR.is_workday(day("2027-05-08")), "no weekend is worked without a notice"
    assert CALENDAR.provisional(day("2027-01-01"))
    assert not CALENDAR.provisional(day("2026-12-31"))
    assert CALENDAR.notice(2027) is None


@pytest.mark.parametrize(
    ("year", "spring", "swept", "boats", "autumn"),
    [
        (2027, "02-06", "04-05", "06-09", "09-15"),
        (2028, "01-26", "04-04", "05-28", "10-03"),
        (2029, "02-13", "04-04", "06-16", "09-22"),
        (2030, "02-03", "04-05", "06-05", "09-12"),
    ],
)
def test_the_lunar_days_of_the_years_to_come(year: int, spring: str, swept: str, boats: str, autumn: str) -> None:
    first = day(f"{year}-{spring}")
    assert {CALENDAR.holiday(first + timedelta(days=each)) for each in (-1, 0, 1, 2)} == {FEAST}
    assert CALENDAR.holiday(first + timedelta(days=3)) is None
    assert CALENDAR.holiday(day(f"{year}-{swept}")) == Words("清明节", "Tomb-sweeping Day")
    assert CALENDAR.holiday(day(f"{year}-{boats}")) == Words("端午节", "Dragon Boat Festival")
    assert CALENDAR.holiday(day(f"{year}-{autumn}")) == Words("中秋节", "Mid-autumn Festival")


@pytest.mark.parametrize("year", [2003, 2031])
def test_where_not_even_the_lunar_days_are_known_the_fixed_ones_remain(year: int) -> None:
    rests = [each for each in days_between(date(year, 1, 1), date(year, 12, 31)) if CALENDAR.holiday(each) is not None]
    assert rests == [date(year, *each) for each in [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]]
    assert CALENDAR.provisional(date(year, 6, 1))


# --- adopting a notice ---


def test_an_adopted_notice_replaces_what_was_assumed_of_its_year_and_changes_no_other_calendar() -> None:
    notice = invented_2027("2026-12-31..2027-01-03 2027-02-05..2027-02-11", "2027-01-30 2027-02-20")
    adopted = CALENDAR.with_notice(notice)
    assert adopted.provisional(day("2027-01-01")) is False
    assert not adopted.is_workday(day("2027-02-11"))
    assert adopted.is_workday(day("2027-02-20"))
    assert adopted.is_workday(day("2027-04-05")), "the notice stands for the whole year"
    assert not adopted.is_workday(day("2026-12-31"))
    assert adopted.add_working_days(day("2027-02-04"), 1) == day("2027-02-12")
    assert 2027 in adopted.published
    assert CALENDAR.is_workday(day("2027-02-11"))
    assert CALENDAR.is_workday(day("2026-12-31"))
    assert 2027 not in CALENDAR.published


def test_a_later_notice_for_the_same_year_stands_alone() -> None:
    first = CALENDAR.with_notice(invented_2027("2027-03-01", ""))
    second = first.with_notice(invented_2027("2027-03-02", ""))
    assert not first.is_workday(day("2027-03-01"))
    assert second.is_workday(day("2027-03-01"))
    assert not second.is_workday(day("2027-03-02"))


# --- trial balance ---


def test_every_published_year_balances() -> None:
    assert CALENDAR.published == tuple(range(2004, 2027))
    assert {year: CALENDAR.trial_balance(year) for year in CALENDAR.published} == dict.fromkeys(CALENDAR.published, ())
    assert CALENDAR.trial_balance(2027) == ()


def test_a_year_that_does_not_balance_says_by_how_much() -> None:
    adopted = CALENDAR.with_notice(invented_2027("2027-02-05..2027-02-11", "2027-02-20"))
    (finding,) = adopted.trial_balance(2027)
    assert finding.zh == "2027年：工作日放假5天，减调休上班1天，得4天；法定应为13天。"
    assert finding.en == "2027: 5 weekdays off less 1 weekend days worked are 4; the statutory days are 13."


def test_a_year_with_a_reason_tells_it() -> None:
    changed = Notice(2015, "", None, {day("2015-09-03"): FEAST}, {})
    (finding,) = CALENDAR.with_notice(changed).trial_balance(2015)
    assert "抗战胜利70周年" in finding.zh
    assert "one more day" in finding.en


# --- what it costs ---


def test_neither_the_library_nor_a_parser_is_loaded_to_compute_a_deadline() -> None:
    script = (
        "import sys, casebook.workdays, casebook.deadlines\n"
        "from datetime import date\n"
        "casebook.workdays.Calendar.standard().add_working_days(date(2026, 9, 30), 5)\n"
        "print(*sorted({'chinese_calendar', 'tomllib', 'dateutil', 'importlib.metadata'} & sys.modules.keys()))"
    )
    # measured for coverage, the process would load the parser for that
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run([sys.executable, "-c", script], env=unmeasured, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_days_between_are_every_day_from_the_first_to_the_last() -> None:
    days = list(days_between(day("2024-02-27"), day("2024-03-02")))
    assert [each.isoformat() for each in days] == [
        "2024-02-27",
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
        "2024-03-02",
    ]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
