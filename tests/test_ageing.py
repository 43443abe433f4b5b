"""How fast cases go through and how old the pending ones are, counted by hand on small books."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from form_figures import Filled, asked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "cases.book")


def fill(desk: Desk, period: str = "2024", register: str = "review") -> Filled:
    return Filled(desk.book, asked(desk.book, "caseflow", period, desk.today, register))


def shown(form: Filled, sheet: str) -> dict[str, tuple[object, object]]:
    return {line.code: (line.figures[0].value, line.figures[1].value) for line in form.sheet(sheet).lines}


@pytest.fixture
def paced(desk: Desk) -> Desk:
    """Four reviews that took 10, 20, 30 and 40 days, one of them less a suspension; two pending, one carried out."""
    desk.close(desk.review("2024-03-01", "2024-03-04"), "maintain", "2024-03-14")
    desk.close(desk.review("2024-03-01", "2024-03-04"), "maintain", "2024-03-24")
    third = desk.review("2024-03-01", "2024-03-04")
    desk.step(third, "suspend", "2024-03-10", ground="other_case")
    desk.step(third, "resume", "2024-04-10")  # 31 days stand still
    desk.close(third, "revoke", "2024-05-04")  # of 61
    desk.close(desk.review("2024-03-01", "2024-03-04"), "maintain", "2024-04-13")
    desk.review("2024-10-08", "2024-10-10")
    desk.review("2024-10-08", "2024-10-10")
    return desk


def test_clearance_disposition_time_and_percentiles(paced: Desk) -> None:
    assert shown(fill(paced), "reviews_pace") == {
        "clearance": ("66.67%", "4/6"),
        "disposition": ("183.00", "2/4"),  # 2 ÷ 4 of a leap year
        "median": ("25", None),
        "mean": ("25.00", "100/4"),
        "lowest": (10, None),
        "highest": (40, None),
        "p75": (30, None),
        "p90": (40, None),
        "p98": (40, None),
    }


def test_the_days_of_the_period_are_counted_with_both_ends(paced: Desk) -> None:
    found = fill(paced, "2024-03-01..2024-03-31")
    assert shown(found, "reviews_pace")["clearance"] == ("50.00%", "2/4")
    assert shown(found, "reviews_pace")["disposition"] == ("31.00", "2/2")
    definition = found.sheet("reviews_pace").lines[1].figures[2].words
    assert definition is not None
    assert "（31）" in definition.zh


def test_where_nothing_was_concluded_there_is_no_time_to_disposition(paced: Desk) -> None:
    found = shown(fill(paced, "2024Q4"), "reviews_pace")
    assert found["clearance"] == ("0.00%", "0/2")
    assert found["disposition"] == (None, "2/0")
    assert found["median"] == (None, None)
    assert shown(fill(paced, "2022"), "reviews_pace")["clearance"] == (None, "0/0")


def test_other_registers_have_a_pace_without_days(desk: Desk) -> None:
    number = desk.log("litigation", "2024-03-01", instance="first")
    desk.close(number, "revoke", "2024-06-03")
    found = shown(fill(desk, register="litigation"), "suits_pace")
    assert found == {"clearance": ("100.00%", "1/1"), "disposition": ("0.00", "0/1")}


@pytest.fixture
def aged(desk: Desk) -> Desk:
    """Reviews pending at the end of 2024, on both sides of each band."""
    for accepted in ("2024-12-31", "2024-12-01", "2024-11-30", "2024-11-01", "2024-10-31", "2024-10-02", "2024-10-01"):
        desk.review(accepted, accepted)
    for accepted in ("2024-07-04", "2024-07-03", "2024-01-01", "2023-12-31", "2023-12-29"):
        desk.review(accepted, accepted)
    desk.step("2023-2", "suspend", "2024-01-10", ground="other_case")  # that of 29 December
    return desk


def test_bands_of_age_from_their_first_to_their_last_day(aged: Desk) -> None:
    form = fill(aged)
    assert {line.code: line.label.zh for line in form.sheet("reviews_ages").lines} == {
        "0": "0–30天", "31": "31–60天", "61": "61–90天", "91": "91–180天", "181": "181–365天", "366": "366天以上",
    }  # fmt: skip
    assert form.rows("reviews_ages") == {
        "0": {"open": 2, "total": 2},  # 0 and 30 days
        "31": {"open": 2, "total": 2},  # 31 and 60
        "61": {"open": 2, "total": 2},  # 61 and 90
        "91": {"open": 2, "total": 2},  # 91 and 180
        "181": {"open": 2, "total": 2},  # 181 and 365
        "366": {"open": 1, "suspended": 1, "total": 2},
        "total": {"open": 11, "suspended": 1, "total": 12},
    }


def test_median_age_and_backlog_leave_what_stands_still_apart(aged: Desk) -> None:
    found = {line.code: line.figures[0].value for line in fill(aged).sheet("reviews_ages_statistics").lines}
    # of 0 30 31 60 61 90 91 180 181 365 366 days; sixty days from 1 November end on 31 December, which is not gone by
    assert found == {"median_age": "90", "highest_age": 366, "backlog": 7, "no_last_day": 1}


def test_the_ten_oldest_cases(aged: Desk) -> None:
    sheet = fill(aged).sheet("reviews_ages_oldest")
    assert len(sheet.lines) == 10
    ages = [line.figures[1].value for line in sheet.lines]
    assert ages == [368, 366, 365, 181, 180, 91, 90, 61, 60, 31]
    assert [line.figures[3].value for line in sheet.lines] == ["是"] + ["否"] * 9
    assert sheet.lines[0].code == "南府复〔2023〕2号"
    assert sheet.lines[0].figures[0].value == "2023-12-29"


def test_a_case_concluded_after_the_period_was_pending_in_it(aged: Desk) -> None:
    aged.close("2023-1", "maintain", "2025-01-01")
    assert fill(aged).row("reviews_ages", "total")["total"] == 12
    assert fill(aged, "2025").row("reviews_ages", "total")["total"] == 11
    aged.step("2023-2", "resume", "2024-12-31")
    assert "suspended" not in fill(aged).row("reviews_ages", "total")


def test_suits_grow_old_from_their_receipt(desk: Desk) -> None:
    desk.log("litigation", "2024-12-01", instance="first")
    form = fill(desk, register="litigation")
    assert form.rows("suits_ages")["0"] == {"open": 1, "total": 1}
    [oldest] = form.sheet("suits_ages_oldest").lines
    assert oldest.figures[1].value == (date(2024, 12, 31) - date(2024, 12, 1)).days
