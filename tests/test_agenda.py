"""The list of deadlines over all cases: what is on it, in which order, and who must act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from casebook import agenda
from casebook.agenda import Item, Limits, Wanted
from casebook.dates import Period
from casebook.errors import RuleUnknown
from casebook.law import default_lawbook
from casebook.model import Deadline
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 21)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Today is 2026-10-12. Five cases of three registers, some with a handler."""
    desk = Desk(tmp_path / "book.db")
    first = desk.log(REVIEW, "2026-09-07", "南府复〔2026〕2号", handler="李四")
    desk.step(first, "accept", "2026-09-09")
    desk.step(first, "notify", "2026-09-10")
    desk.step(first, "respondent_received", "2026-09-11")
    stopped = desk.review("2026-09-01", "2026-09-02", "南府复〔2026〕10号")
    desk.step(stopped, "notify", "2026-09-03")
    desk.step(stopped, "suspend", "2026-09-08", ground="other_case")
    closed = desk.review("2026-07-06", "2026-07-08", "南府复〔2026〕1号")
    desk.step(closed, "notify", "2026-07-20")
    desk.close(closed, "maintain", "2026-09-09")
    desk.step(closed, "serve", "2026-09-10")
    desk.log(REVIEW_DEFENCE, "2026-09-28", "洪府复〔2026〕3号", handler="王五")
    desk.log(LITIGATION, "2026-09-25", "（2026）赣0121行初5号", instance="first", handler="李四光")
    desk.on("2026-10-12")
    return desk


def told(desk: Desk, wanted: Wanted | None = None) -> list[tuple[str, str, str, str]]:
    """Last day, tail of the number, rule and state of the deadlines listed."""
    found = agenda.items(desk.book, wanted or Wanted(), desk.today)
    return [
        (str(each.deadline.due_on), each.number[-3:].lstrip("〕行初号"), each.deadline.rule, each.state)
        for each in found
    ]


def test_open_deadlines_are_listed_by_last_day_and_those_that_stand_still_come_last(desk: Desk) -> None:
    assert told(desk) == [
        ("2026-09-24", "2号", "N8", "lapsed"),
        ("2026-09-28", "1号", "N17", "lapsed"),
        ("2026-10-10", "5号", "A1", "overdue"),
        ("2026-10-10", "5号", "A2", "overdue"),
        ("2026-10-16", "3号", "N8", "due"),
        ("2026-11-09", "2号", "N10", "due"),
        ("None", "10号", "N10", "suspended"),
    ]


def test_of_one_day_the_number_decides_as_text(desk: Desk) -> None:
    for number in ("南府复〔2026〕9号", "南府复〔2026〕11号"):
        desk.log(REVIEW, "2026-10-12", number)
    found = agenda.items(desk.book, Wanted(rules=("N2",)), desk.today)
    assert [each.number for each in found] == ["南府复〔2026〕11号", "南府复〔2026〕9号"]


def test_met_ones_are_listed_where_they_are_asked_for(desk: Desk) -> None:
    met = [each for each in told(desk, Wanted(met_too=True)) if each[3].startswith("met")]
    assert met == [
        ("2026-07-13", "1号", "N2", "met"),
        ("2026-07-13", "1号", "N3", "met"),
        ("2026-07-17", "1号", "N7", "met_late"),
        ("2026-09-07", "1号", "N10", "met_late"),
        ("2026-09-08", "10号", "N2", "met"),
        ("2026-09-08", "10号", "N3", "met"),
        ("2026-09-11", "10号", "N7", "met"),
        ("2026-09-14", "2号", "N2", "met"),
        ("2026-09-14", "2号", "N3", "met"),
        ("2026-09-18", "2号", "N7", "met"),
    ]


def test_days_ahead_include_what_is_overdue_and_leave_out_what_stands_still(desk: Desk) -> None:
    assert [each[0] for each in told(desk, Wanted(within=4))] == [
        "2026-09-24",
        "2026-09-28",
        *["2026-10-10"] * 2,
        "2026-10-16",
    ]
    assert [each[0] for each in told(desk, Wanted(within=3))] == ["2026-09-24", "2026-09-28", *["2026-10-10"] * 2]
    assert len(told(desk, Wanted(within=10**9))) == 6


def test_own_drops_what_is_awaited_from_others(desk: Desk) -> None:
    assert {each[2] for each in told(desk, Wanted(own=True))} == {"A1", "A2", "N8", "N10"}
    assert ("2026-09-24", "2号", "N8", "lapsed") not in told(desk, Wanted(own=True))


def test_filters_hold_together(desk: Desk) -> None:
    assert {each[1] for each in told(desk, Wanted(handler="李四"))} == {"2号", "5号"}
    assert told(desk, Wanted(handler="李四", register=LITIGATION, rules=("A2",))) == [
        ("2026-10-10", "5号", "A2", "overdue")
    ]
    within = Period(date(2026, 10, 10), date(2026, 10, 16))
    assert {each[0] for each in told(desk, Wanted(period=within))} == {"2026-10-10", "2026-10-16"}
    assert {each[1] for each in told(desk, Wanted(case_no=1))} == {"2号"}


def test_after_the_decision_there_is_what_is_watched_then(desk: Desk) -> None:
    desk.step("2026-1", "opinion_letter", "2026-09-10")
    assert told(desk, Wanted(after_decision=True)) == [
        ("2026-09-28", "1号", "N17", "lapsed"),
        ("2026-11-09", "1号", "N19", "due"),
    ]


def test_what_hangs_on_silence_is_listed_once_the_silence_is_over(desk: Desk) -> None:
    number = desk.log(REVIEW, "2026-10-12", "南府复〔2026〕7号")
    case = Wanted(case_no=desk.book.find(number).case_no)
    desk.on("2026-10-19")
    assert [each[2:] for each in told(desk, case)] == [("N2", "due"), ("N3", "due")]
    desk.on("2026-10-20")
    assert [each[2:] for each in told(desk, case)] == [
        ("N2", "overdue"),
        ("N3", "overdue"),
        ("N7", "due"),
        ("N10", "due"),
    ]
    found = agenda.items(desk.book, case, desk.today)
    assert found[0].deadline.deemed_by(desk.today) == date(2026, 10, 19)


def test_struck_and_corrected_cases_are_listed_as_they_are_now(desk: Desk) -> None:
    number = desk.log(REVIEW, "2026-10-12", "南府复〔2026〕7号")
    desk.correct(number, desk.told(number, "receive").entry_no, "received_on=2026-10-09")
    assert ("2026-10-15", "7号", "N2", "due") in told(desk)
    desk.strike(number, desk.told(number, "receive").entry_no)
    assert not [each for each in told(desk) if each[1] == "7号"]


def test_two_deadlines_by_the_same_rule_are_told_apart(desk: Desk) -> None:
    desk.step("2026-1", "serve", "2026-09-15")
    found = agenda.items(desk.book, Wanted(rules=("N17",)), desk.today)
    assert [(each.occurrence, str(each.deadline.due_on)) for each in found] == [(1, "2026-09-28"), (2, "2026-09-30")]


def item(days_left: int | None, state: str, *, own: bool) -> Item:
    label = Words("作出行政复议决定", "review decision")
    due_on = None if days_left is None else TODAY + timedelta(days=days_left)
    deadline = Deadline("N10", "review_decision", label, "review-2026", "62(1)", "organ", own, TODAY, due_on, due_on)
    return Item(REVIEW, "南府复〔2026〕1号", None, 1, 1, deadline, state, days_left)


@pytest.mark.parametrize(
    ("days_left", "state", "own", "colour"),
    [
        (-1, "overdue", True, "red"),
        (0, "due", True, "red"),
        (3, "due", True, "red"),
        (4, "due", True, "yellow"),
        (7, "due", True, "yellow"),
        (8, "due", True, "green"),
        (-1, "lapsed", False, "yellow"),
        (3, "due", False, "yellow"),
        (8, "due", False, "green"),
        (None, "suspended", True, None),
        (2, "met", True, None),
        (-2, "met_late", True, None),
    ],
)
def test_the_light_goes_by_days_left_and_is_red_for_ours_only(
    days_left: int | None, state: str, own: bool, colour: str | None
) -> None:
    assert agenda.light(item(days_left, state, own=own), agenda.LIMITS) == colour


def test_the_limits_of_the_light_can_be_moved() -> None:
    assert agenda.light(item(10, "due", own=True), Limits(red=10, yellow=20)) == "red"
    assert agenda.light(item(1, "due", own=True), Limits(red=0, yellow=0)) == "green"


def test_a_run_fails_on_ours_only() -> None:
    assert agenda.fails([item(-1, "overdue", own=True)], "overdue")
    assert agenda.fails([item(-1, "overdue", own=True)], "due")
    assert agenda.fails([item(2, "due", own=True)], "due")
    assert not agenda.fails([item(2, "due", own=True)], "overdue")
    for harmless in (item(-1, "lapsed", own=False), item(2, "due", own=False), item(None, "suspended", own=True)):
        assert not agenda.fails([harmless], "due")


def test_rules_are_named_by_id_or_by_what_they_are_called_in_any_edition() -> None:
    lawbook = default_lawbook()
    assert agenda.parse_rules("n10", lawbook) == ("N10",)
    assert agenda.parse_rules(" Ｎ９h ", lawbook) == ("N9h",)
    assert agenda.parse_rules("review_decision", lawbook) == ("O10", "N10")
    assert agenda.parse_rules("作出行政复议决定", lawbook) == ("O10", "N10")
    with pytest.raises(RuleUnknown, match="N10"):
        agenda.parse_rules("N99", lawbook)


@given(st.integers(-40, 40), st.integers(0, 60))
def test_what_is_within_some_days_is_within_more(days_left: int, red: int) -> None:
    """A missed run is caught up by the next: nothing is warned of on one exact day only."""
    state = "due" if days_left >= 0 else "overdue"
    if agenda.light(item(days_left, state, own=True), Limits(red, red)) == "red":
        assert agenda.light(item(days_left - 1, "due", own=True), Limits(red, red)) == "red"
