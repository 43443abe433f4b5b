"""The figures of time of a report: in time, late, extended, within sixty days, median and average."""

from __future__ import annotations

import json
import statistics
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest
from derived_book import DerivedBook
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st
from rendered import render

from casebook import reports
from casebook.bookfaults import Unbalanced
from casebook.dates import parse_period
from casebook.figures import Efficiency
from casebook.law import default_lawbook
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from casebook.figures import Report

TODAY = date(2026, 11, 21)
COUNTED = ("on_time", "late", "not_computed", "extended", "within_60")


def report(
    connection: sqlite3.Connection, period: str = "2024", register: str = REVIEW, known_at: int | None = None
) -> Report:
    return reports.build(
        connection,
        register=register,
        period=parse_period(period, TODAY),
        lawbook=default_lawbook(),
        bureau="南昌县司法局",
        known_at=known_at,
    )


def efficiency(connection: sqlite3.Connection, period: str = "2024", known_at: int | None = None) -> dict[str, object]:
    document = json.loads(render(report(connection, period, known_at=known_at), "json", "en"))
    found: dict[str, object] = document["efficiency"]
    return found


@pytest.fixture
def book() -> DerivedBook:
    """Five reviews concluded in 2024: two in time, one late, one of old, one closed while it was suspended."""
    book = DerivedBook()
    told = {"accepted_on": "2024-01-03", "outcome": "maintain", "law": "review-2023"}
    book.case("2024-01-02", closed_on="2024-03-04", due_on="2024-03-04", days_taken=61, **told)
    book.case("2024-01-02", closed_on="2024-03-05", due_on="2024-03-04", days_taken=62, **told)
    book.case("2024-01-02", closed_on="2024-03-03", due_on="2024-04-02", days_taken=60, extended=1, **told)
    book.case("2024-01-02", closed_on="2024-05-06", days_taken=10, **told)
    book.case("2024-01-02", closed_on="2024-02-02", days_taken=30, **(told | {"law": None}))
    book.case("2024-01-02", due_on="2024-03-04", accepted_on="2024-01-03", law="review-2023")
    return book


def test_each_concluded_review_was_in_time_or_late_or_has_no_last_day(book: DerivedBook) -> None:
    assert efficiency(book.connection) == {
        "on_time": 3,
        "late": 1,
        "not_computed": 1,
        "extended": 1,
        "within_60": 3,
        "days_total": 223,
        "median_days": "60",
        "average_days": "44.60",
    }


def test_only_what_was_concluded_in_the_period_counts(book: DerivedBook) -> None:
    march = efficiency(book.connection, "2024-03")
    assert [march[code] for code in COUNTED] == [2, 1, 0, 1, 1]
    assert (march["median_days"], march["average_days"]) == ("61", "61.00")


def test_of_an_even_count_the_median_is_the_mean_of_the_middle_two(book: DerivedBook) -> None:
    assert efficiency(book.connection, "2024-02-01..2024-03-03")["median_days"] == "45"
    assert efficiency(book.connection, "2024-03-04..2024-03-05")["median_days"] == "61.5"


def test_an_empty_period_has_no_median_and_no_average(book: DerivedBook) -> None:
    empty = efficiency(book.connection, "2022")
    assert [empty[code] for code in COUNTED] == [0] * 5
    assert (empty["days_total"], empty["median_days"], empty["average_days"]) == (0, None, None)


def test_the_identity_stands_with_the_others(book: DerivedBook) -> None:
    checks = {check.name: check.equation for check in report(book.connection).checks}
    assert checks["efficiency"] == "5 = 3 + 1 + 1"


def test_each_figure_leads_to_its_cases(book: DerivedBook) -> None:
    for code in COUNTED:
        found = reports.cases_of(
            book.connection,
            f"efficiency={code}",
            register=REVIEW,
            period=parse_period("2024", TODAY),
            lawbook=default_lawbook(),
        )
        assert len(found) == efficiency(book.connection)[code]


@pytest.mark.parametrize("register", [REVIEW_DEFENCE, LITIGATION])
def test_other_registers_have_no_such_section(book: DerivedBook, register: str) -> None:
    built = report(book.connection, register=register)
    assert "efficiency" not in json.loads(render(built, "json", "zh"))
    assert not [name for name, _ in built.values() if name.startswith("efficiency")]


def test_the_table_shows_counts_with_their_share_and_the_days(book: DerivedBook) -> None:
    printed = [line.split() for line in render(report(book.connection), "plain", "zh").splitlines()]
    assert ["按期办结", "3", "60.00%"] in printed
    assert ["60日内办结", "3", "60.00%"] in printed
    assert ["办理天数中位数", "60"] in printed
    assert ["平均办理天数", "44.60"] in printed


def test_rows_of_csv_bear_the_names_of_the_json(book: DerivedBook) -> None:
    lines = render(report(book.connection), "csv", "zh").splitlines()
    assert {"efficiency,late,1", "efficiency,median_days,60", "efficiency,average_days,44.60"} <= set(lines)


def test_a_late_decision_found_out_later_changes_only_what_is_known_later(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book.db")
    number = desk.review("2024-01-02", "2024-01-03")
    logged = desk.close(number, "maintain", "2024-03-04")
    desk.correct(number, logged[0].entry_no, on="2024-03-05")
    connection = desk.book.connection
    assert efficiency(connection, known_at=logged[0].entry_no)["on_time"] == 1
    assert (efficiency(connection)["on_time"], efficiency(connection)["late"]) == (0, 1)


def test_counts_that_do_not_add_up_are_never_made() -> None:
    cells = dict.fromkeys(COUNTED, 0)
    with pytest.raises(Unbalanced, match="efficiency"):
        Efficiency(1, cells, {})
    with pytest.raises(Unbalanced, match="within_60"):
        Efficiency(1, cells | {"late": 1}, {60: 1})
    with pytest.raises(Unbalanced, match="extended"):
        Efficiency(1, cells | {"late": 1, "extended": 2}, {})
    with pytest.raises(Unbalanced, match="days"):
        Efficiency(1, cells | {"late": 1}, {61: 2})


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_median_and_average_are_those_of_the_single_cases(days: list[int]) -> None:
    by_days = {each: days.count(each) for each in set(days)}
    within = sum(each <= 60 for each in days)
    cells = dict.fromkeys(COUNTED, 0) | {"on_time": len(days), "within_60": within}
    figures = Efficiency(len(days), cells, by_days)
    cent = Decimal("0.01")
    assert figures.days_total == sum(days)
    assert figures.average_days == str((Decimal(sum(days)) / len(days)).quantize(cent, ROUND_HALF_UP))
    assert Decimal(figures.median_days or "") == Decimal(str(statistics.median(days)))
