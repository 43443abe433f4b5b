"""Deadlines: scenarios with literal days, a second count of every one of them, and what must hold of any case."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import daybyday
import pytest
from deadline_scenarios import Scenario, play, read_step, scenarios
from hypothesis import assume, given
from hypothesis import strategies as st

from casebook.counting import Span, last_day, united
from casebook.deadlines import compute, courses
from casebook.law import default_lawbook
from casebook.lawrules import Length
from casebook.model import Step
from casebook.notices import Notice
from casebook.words import Words
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.deadlines import Course
    from casebook.lawrules import DeadlineRule
    from casebook.model import Deadline

CALENDAR = Calendar.standard()
LAWBOOK = default_lawbook()
EVERY = pytest.mark.parametrize("scenario", scenarios(), ids=str)


def plain(values: list[object]) -> object:
    """The value of a rule that gives one deadline, the list of them where it gives several."""
    return values[0] if len(values) == 1 else values


# --- scenarios ---


@EVERY
def test_the_days_are_those_that_a_lawyer_counts(scenario: Scenario) -> None:
    played = play(scenario)
    for expected, attribute in (
        (scenario.starts, "starts_on"),
        (scenario.nominal, "nominal_on"),
        (scenario.due, "due_on"),
        (scenario.met, "met_on"),
        (scenario.remaining, "remaining"),
        (scenario.mark, "mark"),
        (scenario.article, "article"),
    ):
        found = {rule: plain([getattr(each, attribute) for each in played.of(rule)]) for rule in expected}
        assert found == expected, attribute
    for rule in scenario.remaining:
        assert {(each.nominal_on, each.due_on) for each in played.of(rule)} == {(None, None)}
    assert {each.rule for each in played.deadlines} & {*scenario.absent} == set()


@EVERY
def test_states_marks_and_sides_are_those_that_the_scenario_names(scenario: Scenario) -> None:
    played = play(scenario)
    if scenario.governed is not None:
        assert played.law == scenario.governed
    if scenario.today is not None:
        found = {rule: plain([each.state(scenario.today) for each in played.of(rule)]) for rule in scenario.state}
        assert found == scenario.state
    if scenario.deemed is not None:
        silent = {each.rule: each.deemed_accepted_on for each in played.deadlines if each.deemed_accepted_on}
        assert silent == scenario.deemed
    for named, attribute in (
        (scenario.provisional, "provisional"),
        (scenario.own, "own"),
        (scenario.after_decision, "after_decision"),
    ):
        if named is not None:
            assert {each.rule for each in played.deadlines if getattr(each, attribute)} == {*named}, attribute


@EVERY
def test_walking_day_by_day_comes_to_the_same_days(scenario: Scenario) -> None:
    played = play(scenario)
    assert played.courses or scenario.absent
    for course in played.courses:
        assert walked(course) == course.measure.end[:2], course.rule.id


def walked(course: Course) -> tuple[date | None, date | None]:
    """Last day by the count and after rolling, found by walking from day to day."""
    start, measure, spans = course.start.day, course.measure, course.measure.spans
    if measure.unit == "working_days":
        count = -measure.days if course.rule.backwards else measure.days
        day = daybyday.working_days_after(start, count)
        return day, day
    if not measure.unit:
        nominal = measure.end.nominal_on
        return nominal, daybyday.first_open(nominal) if nominal else None
    if measure.unit == "months":
        return daybyday.months_after(start, measure.days)
    left_out = frozenset(
        span.first + timedelta(days=count)
        for span in spans
        for count in range(((span.until or date(2035, 1, 1)) - span.first).days)
    )
    nominal, due = daybyday.natural_days_after(start, measure.days + measure.extra, left_out)
    return (None, None) if due >= date(2035, 1, 1) else (nominal, due)


def test_every_rule_of_every_law_file_stands_in_at_least_two_scenarios() -> None:
    played = Counter(
        (result.law, scenario.register, rule)
        for scenario in scenarios()
        for result in [play(scenario)]
        for rule in {each.rule for each in result.deadlines}
    )
    seen = Counter(rule for (_, _, rule), count in played.items() for _ in range(count))
    rules = {
        rule.id
        for code in LAWBOOK.codes()
        for register in LAWBOOK.edition(code).registers.values()
        for rule in register.deadlines
    }
    assert {rule for rule in rules if seen[rule] < 2} == set()
    assert seen.keys() == rules
    assert len(scenarios()) >= 120


def test_the_rules_that_the_interface_promises_are_there() -> None:
    ids = {
        code: {rule.id for register in LAWBOOK.edition(code).registers.values() for rule in register.deadlines}
        for code in LAWBOOK.codes()
    }
    assert ids["review-2017"] == {"O2", "O3", "O7", "O8", "O10", "O12", "O17", "O19"}
    new = {"N2", "N3", "N4", "N7", "N8", "N9h", "N10", "N11", "N12", "N14", "N15", "N16", "N17", "N18", "N19", "N20"}
    assert ids["review-2023"] == ids["review-2026"] == new
    assert ids["litigation-2017"] == {
        "A1", "A2", "A8", "A9", "A10", "A12", "A13", "A17", "A19", "A21", "A22",
    }  # fmt: skip


def test_the_appeal_periods_are_those_that_the_outcomes_state() -> None:
    litigation = LAWBOOK.edition("litigation-2017").registers["litigation"]
    stated: dict[int, set[str]] = {}
    for outcome in litigation.outcomes.values():
        if outcome.appeal_days is not None:
            stated.setdefault(outcome.appeal_days, set()).add(outcome.code)
    given_by_rules = {
        rule.lengths[0].count: {*rule.outcomes} for rule in litigation.deadlines if rule.id in {"A8", "A9"}
    }
    assert given_by_rules == stated


# --- what holds of any case ---

REVIEW_2026 = LAWBOOK.edition("review-2026")


def review(
    *lines: str, law: str = "review-2026", calendar: Calendar = CALENDAR, procedure: str | None = None
) -> dict[str, Deadline]:
    """The deadlines of a review by rule, from lines such as those of the scenarios."""
    steps = [read_step(line, number, "review") for number, line in enumerate(lines, 1)]
    found = compute(steps, LAWBOOK.edition(law), "review", procedure=procedure, instance=None, calendar=calendar)
    return {each.rule: each for each in found}


def test_nothing_is_computed_twice_and_the_steps_are_left_as_they_are() -> None:
    steps = [read_step(line, number, "review") for number, line in enumerate(["2026-08-03 收案", "2026-08-06 受理"])]
    before = list(steps)
    first, second = (
        compute(steps, REVIEW_2026, "review", procedure=None, instance=None, calendar=CALENDAR) for _ in range(2)
    )
    assert first == second
    assert steps == before


def test_a_second_suspension_while_suspended_adds_nothing() -> None:
    once = review("2026-06-01 收案", "2026-06-03 受理", "2026-06-10 中止", "2026-06-30 恢复")
    twice = review("2026-06-01 收案", "2026-06-03 受理", "2026-06-10 中止", "2026-06-20 中止", "2026-06-30 恢复")
    assert twice["N10"] == once["N10"]


def test_days_left_out_for_two_reasons_are_left_out_once() -> None:
    """A supplement asked for late, after the case counted as accepted, overlaps with a suspension."""
    found = review(
        "2023-03-06 收案", "2023-03-20 通知补正", "2023-03-25 中止", "2023-03-30 补正", "2023-04-04 恢复",
        law="review-2017",
    )  # fmt: skip
    assert found["O10"].nominal_on == date(2023, 5, 5) + timedelta(days=15)


@pytest.mark.parametrize(
    ("spans", "whole"),
    [
        ([("06-10", "06-20"), ("06-15", "06-25")], [("06-10", "06-25")]),
        ([("06-15", "06-25"), ("06-10", "06-20")], [("06-10", "06-25")]),
        ([("06-10", "06-20"), ("06-20", "06-25")], [("06-10", "06-25")]),
        ([("06-10", "06-25"), ("06-12", "06-15")], [("06-10", "06-25")]),
        ([("06-10", "06-20"), ("06-21", "06-25")], [("06-10", "06-20"), ("06-21", "06-25")]),
        ([("06-10", None), ("06-15", "06-25")], [("06-10", None)]),
        ([("06-15", None), ("06-10", "06-20")], [("06-10", None)]),
        ([("06-10", "06-10"), ("06-10", None)], [("06-10", None)]),
    ],
)
def test_overlapping_spans_are_one(spans: list[tuple[str, str | None]], whole: list[tuple[str, str | None]]) -> None:
    def read(pairs: list[tuple[str, str | None]]) -> tuple[Span, ...]:
        return tuple(
            Span(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{until}") if until else None)
            for first, until in pairs
        )

    assert united(read(spans)) == read(whole)


def test_an_adopted_notice_changes_the_day_and_ends_the_provisional_mark() -> None:
    lines = "2026-12-07 收案", "2026-12-09 受理"
    assert (review(*lines)["N10"].due_on, review(*lines)["N10"].provisional) == (date(2027, 2, 9), True)
    feast = Words("春节", "Spring Festival")
    rest = {date(2027, 2, 5) + timedelta(days=count): feast for count in range(7)}
    adopted = CALENDAR.with_notice(Notice(2027, "国办发明电〔2026〕0号", date(2026, 11, 5), rest, {}))
    found = review(*lines, calendar=adopted)["N10"]
    assert (found.nominal_on, found.due_on, found.provisional) == (date(2027, 2, 7), date(2027, 2, 12), False)


def test_a_case_that_was_only_received_hangs_everything_else_on_silence() -> None:
    found = review("2026-08-03 收案")
    assert {rule: each.exists_after for rule, each in found.items()} == {
        "N2": None,
        "N3": None,
        "N7": date(2026, 8, 10),
        "N10": date(2026, 8, 10),
        "N18": date(2026, 10, 9),
    }
    assert found["N2"].deemed_by(date(2026, 8, 10)) is None
    assert found["N2"].deemed_by(date(2026, 8, 11)) == date(2026, 8, 10)
    assert found["N10"].deemed_by(date(2026, 8, 11)) is None


def test_a_planned_hearing_without_its_day_has_no_deadline() -> None:
    assert "N9h" not in review("2026-08-06 收案", "2026-08-06 受理", "2026-10-08 通知听证")


def bare_notice(year: int) -> Notice:
    """A notice that gives one day off."""
    return Notice(year, "", None, {date(year, 1, 1): Words("元旦", "New Year's Day")}, {})


def test_what_rests_on_a_provisional_day_is_provisional_though_it_ends_in_a_published_year() -> None:
    gap = CALENDAR.with_notice(bare_notice(2028))
    silent = review("2027-12-27 收案", calendar=gap)
    assert (silent["N2"].due_on, silent["N10"].due_on) == (date(2028, 1, 3), date(2028, 3, 3))
    assert {rule for rule, each in silent.items() if each.provisional} == {"N2", "N3", "N7", "N10", "N18"}
    overdue = review("2027-10-29 收案", "2027-11-01 受理", calendar=gap)
    assert (overdue["N10"].due_on, overdue["N18"].due_on) == (date(2027, 12, 31), date(2028, 1, 17))
    assert overdue["N18"].provisional


def test_a_last_day_that_rolls_out_of_a_provisional_year_is_provisional() -> None:
    gap = CALENDAR.with_notice(bare_notice(2029))
    found = review("2028-11-01 收案", "2028-11-01 受理", calendar=gap)["N10"]
    assert (found.nominal_on, found.due_on) == (date(2028, 12, 31), date(2029, 1, 2))
    assert found.provisional


def of_rules(*rules: DeadlineRule, lines: Sequence[str], instance: str | None = None) -> dict[str, Deadline]:
    """The deadlines of a review under these rules alone."""
    register = REVIEW_2026.registers["review"]._replace(deadlines=rules)
    edition = REVIEW_2026._replace(registers={"review": register})
    steps = [read_step(line, number, "review") for number, line in enumerate(lines, 1)]
    found = compute(steps, edition, "review", procedure=None, instance=instance, calendar=CALENDAR)
    return {each.rule: each for each in found}


def rule(of: str) -> DeadlineRule:
    """A rule of the review law, to be changed."""
    return next(each for each in REVIEW_2026.registers["review"].deadlines if each.id == of)


def test_a_period_that_follows_another_starts_only_where_that_ran_out_unmet() -> None:
    copy, chase = rule("N7"), rule("N18")._replace(id="X", follows=("N7",), voids=())
    sent = "2026-08-06 收案", "2026-08-06 受理", "2026-08-18 送达副本"
    assert of_rules(copy, chase, lines=sent[:2])["X"].starts_on == date(2026, 8, 17)
    assert "X" not in of_rules(copy, chase, lines=sent)
    assert "X" not in of_rules(chase, copy, lines=sent), "whatever the order of the rules"
    assert "X" in of_rules(chase, copy, lines=sent[:2])


def test_a_period_that_follows_another_keeps_to_its_own_limits() -> None:
    copy, chase = rule("N7"), rule("N18")._replace(id="X", follows=("N7",), instances=("second",))
    lines = "2026-08-06 收案", "2026-08-06 受理"
    assert "X" not in of_rules(copy, chase, lines=lines)
    assert "X" in of_rules(copy, chase, lines=lines, instance="second")


def test_silence_counts_whatever_the_order_of_the_rules() -> None:
    decision, intake = rule("N10"), rule("N2")
    found = of_rules(decision, intake, lines=["2026-08-03 收案"])
    assert found["N10"].starts_on == date(2026, 8, 10)


def test_a_rule_without_length_gives_no_deadline() -> None:
    assert of_rules(rule("N10")._replace(lengths=()), lines=["2026-08-06 收案", "2026-08-06 受理"]) == {}


def test_a_length_may_hang_on_the_ground_of_the_step() -> None:
    lengths = (Length("days", 5, ground="mediation"), Length("days", 9))
    stopped = rule("N14")._replace(lengths=lengths, grounds=(), ends=(), voids=())
    lines = "2026-08-03 收案", "2026-08-03 受理", "2026-08-10 中止 事由=调解和解"
    assert of_rules(stopped, lines=lines)["N14"].nominal_on == date(2026, 8, 15)
    other = *lines[:2], "2026-08-10 中止 事由=其他"
    assert of_rules(stopped, lines=other)["N14"].nominal_on == date(2026, 8, 19)


@pytest.mark.parametrize("stated", [None, "ordinary", "summary"])
def test_the_procedure_before_a_conversion_is_the_other_one_whatever_the_card_says(stated: str | None) -> None:
    found = review("2026-06-18 收案", "2026-06-18 受理", "2026-07-10 转换程序 审理程序=普通程序", procedure=stated)
    assert found["N7"].due_on == date(2026, 6, 24)
    assert found["N10"].due_on == date(2026, 8, 17)
    assert "N11" not in found


def test_where_accept_and_card_differ_the_acceptance_says_which_procedure() -> None:
    found = review("2026-06-18 收案", "2026-06-18 受理 审理程序=简易程序", procedure="ordinary")
    assert "N11" in found
    assert "N10" not in found


DAYS = st.dates(date(2023, 2, 1), date(2026, 9, 30))
GAPS = st.lists(st.integers(0, 40), min_size=1, max_size=6)


def suspended_review(received: date, wait: int, gaps: Sequence[int], extended: int) -> list[Step]:
    """A review accepted after ``wait`` days, suspended and resumed after each of ``gaps``, perhaps extended."""
    steps = [Step(1, 1, "receive", received), Step(2, 2, "accept", received + timedelta(days=wait))]
    on = steps[-1].on
    for number, gap in enumerate(gaps, 3):
        on += timedelta(days=gap)
        steps.append(Step(number, number, "resume" if number % 2 == 0 else "suspend", on, ground="other"))
    if extended:
        steps.append(Step(99, 99, "extend", on, details={"days": str(extended)}))
    return steps


def review_days(steps: Sequence[Step], law: str) -> dict[str, date | None]:
    found = compute(steps, LAWBOOK.edition(law), "review", procedure=None, instance=None, calendar=CALENDAR)
    return {each.rule: each.due_on for each in found}


@given(DAYS, st.integers(0, 12), GAPS, st.integers(0, 30), st.sampled_from(["review-2017", "review-2023"]))
def test_moving_the_start_a_day_later_never_brings_a_due_day_earlier(
    received: date, wait: int, gaps: list[int], extended: int, law: str
) -> None:
    steps = suspended_review(received, wait, gaps, extended)
    later = [step._replace(on=step.on + timedelta(days=1)) for step in steps[:2]] + steps[2:]
    assume(all(before.on <= after.on for before, after in pairwise(later)))
    first, second = review_days(steps, law), review_days(later, law)
    for rule in first.keys() & second.keys():
        before, after = first[rule], second[rule]
        assert after is None or (before is not None and before <= after), rule


@given(DAYS, st.integers(0, 5), GAPS, st.integers(0, 30))
def test_moving_a_resumption_a_day_later_never_brings_the_decision_earlier(
    received: date, wait: int, gaps: list[int], extended: int
) -> None:
    steps = suspended_review(received, wait, [*gaps, 0], extended)
    place = max(number for number, step in enumerate(steps) if step.step in {"suspend", "resume"})
    later = [*steps]
    later[place] = later[place]._replace(on=later[place].on + timedelta(days=1))
    before, after = (review_days(each, "review-2026")["N10"] for each in (steps, later))
    if steps[place].step == "resume":
        assert before is not None
        assert after is not None
        assert before <= after


@given(DAYS, st.integers(0, 5), GAPS, st.integers(0, 30))
def test_any_suspensions_leave_as_many_days_as_walking_finds(
    received: date, wait: int, gaps: list[int], extended: int
) -> None:
    steps = suspended_review(received, wait, gaps, extended)
    for course in courses(steps, REVIEW_2026, "review", procedure=None, instance=None, calendar=CALENDAR):
        assert walked(course) == course.measure.end[:2]


@given(DAYS, st.integers(1, 400), st.sampled_from(["days", "months", "years", "working_days"]))
def test_a_last_day_is_always_worked_and_never_before_the_count(start: date, count: int, unit: str) -> None:
    assume(unit in {"days", "working_days"} or count < 5)
    found = last_day(start, unit, count, CALENDAR)
    assert found.nominal_on is not None
    assert found.due_on is not None
    assert found.nominal_on <= found.due_on
    assert CALENDAR.is_workday(found.due_on)
    assert start < found.nominal_on


@given(DAYS, st.integers(1, 70), st.integers(0, 3))
def test_after_the_period_has_run_out_a_suspension_changes_nothing(start: date, count: int, wait: int) -> None:
    free = last_day(start, "days", count, CALENDAR)
    assert free.due_on is not None
    late = Span(free.due_on + timedelta(days=1 + wait), None)
    assert last_day(start, "days", count, CALENDAR, [late]) == free
