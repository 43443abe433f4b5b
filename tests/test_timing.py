"""How long a review took and by when it had to be: the columns behind the figures of time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from casebook.counting import Span, united
from casebook.law import default_lawbook
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.timing import days_between, review_period

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
SPANS = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4)
Times = tuple[str | None, int, int | None]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "book.db")


def times(desk: Desk, number: str) -> Times:
    """Last day of the review period, whether it was extended, and the days taken, as the book keeps them."""
    kept: Times = desk.book.connection.execute(
        "select due_on, extended, days_taken from case_version where docket_no = ? and until_entry is null", (number,)
    ).fetchone()
    return kept


def test_an_open_review_has_its_last_day_and_no_days_yet(desk: Desk) -> None:
    assert times(desk, desk.review("2026-08-03", "2026-08-06")) == ("2026-10-08", 0, None)


def test_the_days_are_counted_from_acceptance(desk: Desk) -> None:
    number = desk.review("2026-08-03", "2026-08-06")
    desk.close(number, "maintain", "2026-09-16")
    assert times(desk, number) == ("2026-10-08", 0, 41)


def test_under_the_law_until_2023_they_are_counted_from_receipt_without_the_time_for_the_supplement(desk: Desk) -> None:
    number = desk.log(REVIEW, "2023-03-01")
    desk.step(number, "ask_supplement", "2023-03-03")
    desk.step(number, "supplement", "2023-03-13")
    desk.step(number, "accept", "2023-03-14")
    desk.close(number, "maintain", "2023-04-11")
    assert times(desk, number) == ("2023-05-10", 0, 31)


def test_a_suspension_is_taken_out_and_an_extension_is_marked(desk: Desk) -> None:
    number = desk.review("2026-06-01", "2026-06-03")
    desk.step(number, "suspend", "2026-06-10", ground="other_case")
    desk.step(number, "resume", "2026-06-30")
    desk.step(number, "extend", "2026-08-10", days="30")
    desk.close(number, "maintain", "2026-09-11")
    assert times(desk, number) == ("2026-09-21", 1, 80)


def test_a_review_closed_while_it_is_suspended_has_no_last_day_and_stops_with_the_suspension(desk: Desk) -> None:
    number = desk.review("2026-06-01", "2026-06-03")
    desk.step(number, "suspend", "2026-06-10", ground="death")
    desk.close(number, "terminate", "2026-08-12", ground="suspension_expired")
    assert times(desk, number) == (None, 0, 6)


def test_acceptance_by_silence_starts_the_days_where_the_intake_ran_out(desk: Desk) -> None:
    number = desk.log(REVIEW, "2026-08-03")
    desk.step(number, "accept", "2026-08-20", ground="silence")
    desk.close(number, "maintain", "2026-09-09")
    assert times(desk, number) == ("2026-10-09", 0, 30)


def test_the_summary_procedure_has_its_own_last_day(desk: Desk) -> None:
    number = desk.review("2026-08-03", "2026-08-06", procedure="summary")
    assert times(desk, number) == ("2026-09-07", 0, None)


def test_before_acceptance_and_after_a_refusal_there_is_nothing(desk: Desk) -> None:
    received = desk.log(REVIEW, "2026-08-03")
    refused = desk.log(REVIEW, "2026-08-03")
    desk.step(refused, "refuse", "2026-08-07")
    assert times(desk, received) == times(desk, refused) == (None, 0, None)


def test_a_case_from_before_the_first_edition_has_days_and_no_last_day(desk: Desk) -> None:
    cells = {"register": REVIEW, "number": "老字1号", "received_on": "1999-05-04", "intake_on": "1999-05-06"}
    desk.bring_in([cells | {"closed_on": "1999-06-05", "outcome": "maintain"}])
    assert times(desk, "老字1号") == (None, 0, 30)


@pytest.mark.parametrize("register", [REVIEW_DEFENCE, LITIGATION])
def test_the_review_of_somebody_else_and_a_suit_have_no_such_times(desk: Desk, register: str) -> None:
    number = desk.log(register, "2026-03-02", "某字1号", instance="first" if register == LITIGATION else "")
    desk.close(number, "reject_claims" if register == LITIGATION else "maintain", "2026-04-02")
    assert times(desk, number) == (None, 0, None)


def test_the_review_period_is_what_the_law_files_let_a_conclusion_miss() -> None:
    found = {
        (code, register): list(review_period(rules, register))
        for code in default_lawbook().codes()
        for register, rules in default_lawbook().edition(code).registers.items()
    }
    assert found == {
        ("review-2017", REVIEW): ["O10"],
        ("review-2017", REVIEW_DEFENCE): [],
        ("review-2023", REVIEW): ["N10", "N11"],
        ("review-2023", REVIEW_DEFENCE): [],
        ("review-2026", REVIEW): ["N10", "N11"],
        ("review-2026", REVIEW_DEFENCE): [],
        ("litigation-2017", LITIGATION): [],
    }


@given(DAYS, st.integers(0, 60), SPANS)
def test_days_are_those_after_the_start_up_to_the_end_that_no_span_leaves_out(
    start: date, length: int, drawn: list[tuple[date, date | None]]
) -> None:
    end = start + timedelta(days=length)
    spans = united(Span(first, until) for first, until in drawn if until is None or until > first)
    counted = [start + timedelta(days=day) for day in range(1, length + 1)]
    left = [
        day
        for day in counted
        if not any(each.first <= day and (each.until is None or day < each.until) for each in spans)
    ]
    assert days_between(start, end, spans) == len(left)
