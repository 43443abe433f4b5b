"""Which step is allowed when: the order of law, the status after each step, and why a step is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import RULES

from casebook.errors import (
    CasebookError,
    DetailNotKnown,
    DetailWrong,
    GroundMissing,
    GroundNotKnown,
    OutcomeMissing,
    OutcomeNotKnown,
    StepBeforeReceipt,
    StepImpossible,
    StepNotAllowed,
    StepNotInRegister,
    StepTooOften,
)
from casebook.model import Step
from casebook.procedure import (
    Misfit,
    admit,
    allowed_in,
    arrange,
    check_content,
    ground_label,
    read_ground,
    rule_of,
)
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.lawrules import Edition, RegisterRule

LAWBOOK = RULES.lawbook
NEW = LAWBOOK.edition("review-2023")
REVIEW = NEW.registers["review"]
SUITS = LAWBOOK.edition("litigation-2017")
EDITIONS = [
    (LAWBOOK.edition(code), register)
    for code in ("review-2017", "review-2023", "review-2026", "litigation-2017")
    for register in LAWBOOK.edition(code).registers
]


def steps(*told: str) -> list[Step]:
    """Return steps from ``code day`` or ``code day outcome``; days are of March 2024, numbers as told."""
    found = []
    for number, text in enumerate(told, 1):
        code, day, *outcome = text.split()
        found.append(Step(number, number, code, date(2024, 3, int(day)), outcome[0] if outcome else None))
    return found


def arranged(*told: str, rule: RegisterRule = REVIEW) -> list[tuple[str, str]]:
    timeline = arrange(steps(*told), rule)
    return [(step.step, status) for step, status in zip(timeline.steps, timeline.statuses, strict=True)]


def test_the_status_follows_from_the_steps() -> None:
    assert arranged(
        "receive 4", "ask_supplement 5", "supplement 8", "accept 11", "conclude 25 maintain", "serve 26"
    ) == [
        ("receive", "received"),
        ("ask_supplement", "supplementing"),
        ("supplement", "received"),
        ("accept", "open"),
        ("conclude", "closed"),
        ("serve", "closed"),
    ]


def test_steps_stand_in_the_order_of_their_days_whenever_they_were_told() -> None:
    told = arranged("receive 4", "conclude 25 maintain", "accept 6", "resume 20", "suspend 12")
    assert [code for code, _ in told] == ["receive", "accept", "suspend", "resume", "conclude"]


def test_on_one_day_the_statuses_decide() -> None:
    told = arranged("receive 4", "serve 4", "conclude 4 maintain", "accept 4")
    assert [code for code, _ in told] == ["receive", "accept", "conclude", "serve"]


def test_on_one_day_the_usual_order_of_the_law_file_decides() -> None:
    told = arranged("receive 4", "accept 6", "reply 12", "respondent_received 12", "notify 12")
    assert [code for code, _ in told][2:] == ["notify", "respondent_received", "reply"]


def test_a_suspension_and_its_end_may_fall_on_one_day() -> None:
    told = arranged("receive 4", "accept 6", "suspend 12", "resume 12", "suspend 12")
    assert [code for code, _ in told][2:] == ["suspend", "resume", "suspend"]


def test_a_timeline_knows_its_first_and_last_of_a_kind() -> None:
    timeline = arrange(steps("receive 4", "accept 6", "reply 12", "reply 18"), REVIEW)
    first, last = timeline.first("reply", "hear"), timeline.last("reply", "hear")
    assert first is not None
    assert last is not None
    assert (first.on.day, last.on.day, timeline.status) == (12, 18, "open")
    assert (timeline.first("hear"), timeline.last("hear")) == (None, None)


@pytest.mark.parametrize(
    ("told", "misfit", "status"),
    [
        (("receive 4", "accept 6", "resume 12"), "resume", "open"),
        (("receive 4", "conclude 25 maintain"), "conclude", "received"),
        (("accept 6",), "accept", None),
        (("receive 4", "accept 3"), "accept", None),
        (("receive 4", "appeal 6"), "appeal", "received"),
        (("receive 4", "accept 6", "suspend 7", "conclude 25 maintain"), "conclude", "suspended"),
        (("receive 4", "receive 5"), "receive", "received"),
    ],
)
def test_the_first_step_that_does_not_fit_is_named(told: tuple[str, ...], misfit: str, status: str | None) -> None:
    with pytest.raises(Misfit) as caught:
        arrange(steps(*told), REVIEW)
    assert (caught.value.step.step, caught.value.status) == (misfit, status)


def test_some_outcomes_end_a_suspension() -> None:
    assert arranged("receive 4", "accept 6", "suspend 7", "conclude 25 terminate")[-1] == ("conclude", "closed")


def test_a_lapse_without_its_notice_is_taken_from_tables_only() -> None:
    receive, abandon = steps("receive 4", "abandon 25")
    with pytest.raises(Misfit):
        arrange([receive, abandon], REVIEW)
    untold = abandon._replace(details={"notice": "not_stated"})
    assert arrange([receive, untold], REVIEW).status == "not_accepted"


@pytest.mark.parametrize(("edition", "register"), EDITIONS, ids=lambda each: getattr(each, "code", each))
def test_every_status_allows_a_step_or_is_final(edition: Edition, register: str) -> None:
    rule = edition.registers[register]
    statuses = {step.to for step in rule.steps.values() if step.to} - set(rule.final)
    assert all(allowed_in(rule, status) for status in statuses)
    assert "conclude" not in allowed_in(rule, "closed")
    assert allowed_in(rule, None) == ()


# why a step is refused


def refused(error: type[CasebookError], new: Step, *told: str, edition: Edition = NEW, register: str = "review") -> str:
    with pytest.raises(error) as caught:
        admit("1号", steps(*told), new, edition, register)
    return str(caught.value)


def a_step(code: str, day: int, outcome: str | None = None, ground: str | None = None, **details: str) -> Step:
    return Step(9, 9, code, date(2024, 3, day), outcome, ground, details=details)


def test_an_allowed_step_takes_its_place() -> None:
    timeline = admit("1号", steps("receive 4", "accept 6"), a_step("reply", 12), NEW, "review")
    assert [step.step for step in timeline.steps] == ["receive", "accept", "reply"]


def test_a_step_that_the_status_does_not_allow_names_the_article_and_what_is_allowed() -> None:
    said = refused(StepNotAllowed, a_step("conclude", 25, "maintain"), "receive 4")
    assert "on 2024-03-25 it is “received”" in said
    assert "Administrative Review Law (2023), art. 61" in said
    assert "accept" in said.splitlines()[-1]
    assert "receive" not in said.splitlines()[-1]


def test_where_nothing_is_allowed_that_is_said() -> None:
    rule = REVIEW._replace(steps={code: REVIEW.steps[code] for code in ("receive", "accept", "conclude")})
    edition = NEW._replace(registers={"review": rule})
    told = ("receive 4", "accept 6", "conclude 25 maintain")
    assert refused(StepNotAllowed, a_step("accept", 26), *told, edition=edition).endswith("Allowed then: —")


def test_a_step_before_the_receipt_names_both_days() -> None:
    said = refused(StepBeforeReceipt, a_step("accept", 1), "receive 4")
    assert "2024-03-01 is before the case was received on 2024-03-04" in said
    assert "entry 1" in said


def test_a_step_that_a_later_one_cannot_follow_names_that_one() -> None:
    said = refused(
        StepImpossible, a_step("suspend", 12, ground="death"), "receive 4", "accept 6", "conclude 25 maintain"
    )
    assert "“conclude” on 2024-03-25 (entry 3) impossible" in said


def test_one_step_too_many_names_the_one_that_is_there() -> None:
    said = refused(StepTooOften, a_step("extend", 25), "receive 4", "accept 6", "extend 12")
    assert "entry 3 already logs it" in said


def test_a_step_of_another_register_names_those_of_this_one() -> None:
    said = refused(StepNotInRegister, a_step("appeal", 12), "receive 4")
    assert "administrative review under Review Law (2023)" in said
    assert "accept" in said
    with pytest.raises(StepNotInRegister):
        rule_of("accept", SUITS, "litigation")


@pytest.mark.parametrize(
    ("error", "step", "said"),
    [
        (DetailWrong, a_step("plan_hearing", 12), "hearing_on of “give notice of hearing” is missing"),
        (DetailWrong, a_step("extend", 12, days="31"), "is 31; the most is 30"),
        (DetailNotKnown, a_step("extend", 12, weeks="2"), "It takes with --set: days"),
        (DetailNotKnown, a_step("reply", 12, days="2"), "It takes with --set: —"),
        (OutcomeMissing, a_step("conclude", 12), "maintain"),
        (OutcomeNotKnown, a_step("conclude", 12, "affirm"), "does not know the outcome"),
        (GroundNotKnown, a_step("conclude", 12, "terminate", "deaht"), "settled"),
        (GroundNotKnown, a_step("suspend", 12, ground="deaht"), "death"),
    ],
)
def test_what_a_step_says_is_judged(error: type[CasebookError], step: Step, said: str) -> None:
    assert said in refused(error, step, "receive 4", "accept 6")


@pytest.mark.parametrize(
    "step",
    [
        a_step("extend", 12, days="30"),
        a_step("extend", 12),
        a_step("suspend", 12, ground="death"),
        a_step("suspend", 12),
        a_step("conclude", 12, "terminate"),
        a_step("conclude", 12, "terminate", "settled"),
        a_step("conclude", 12, "revoke", "第六十四条第一款"),
        a_step("reply", 12, law="review-2023"),
    ],
)
def test_what_a_step_may_say_is_taken(step: Step) -> None:
    check_content(step, rule_of(step.step, NEW, "review"), NEW, "review")


def test_a_ground_is_asked_for_where_the_law_file_says_so() -> None:
    rule = REVIEW.steps["suspend"]._replace(needs_ground=True)
    with pytest.raises(GroundMissing) as caught:
        check_content(a_step("suspend", 12), rule, NEW, "review")
    assert str(caught.value).startswith("“suspend” needs its ground, given with --ground.\nKnown: death")
    check_content(a_step("suspend", 12, ground="death"), rule, NEW, "review")


# grounds as they are written


@pytest.mark.parametrize(
    ("of", "text", "code"),
    [
        ("terminate", "和解", "settled"),
        ("terminate", "settled", "settled"),
        ("withdraw", "和解", "settled"),
        ("suspend", "待他案结果", "other_case"),
        ("terminate", " 申请人去世 ", "申请人去世"),
        ("revoke", " 第六十四条 ", "第六十四条"),
    ],
)
def test_a_ground_is_read_as_a_code_where_there_is_one(of: str, text: str, code: str) -> None:
    assert read_ground(of, text) == code


@pytest.mark.parametrize(
    ("of", "code", "label"),
    [
        ("terminate", "settled", Words("和解", "settled")),
        ("terminate", "申请人去世", Words("申请人去世", "申请人去世")),
        ("revoke", "第六十四条", Words("第六十四条", "第六十四条")),
    ],
)
def test_a_ground_is_shown_by_its_label(of: str, code: str, label: Words) -> None:
    assert ground_label(of, code, NEW) == label


def test_a_ground_of_the_law_file_is_shown_by_the_label_that_stands_there() -> None:
    [refusal] = [each for each in NEW.grounds if (each.of, each.code) == ("refuse", "out_of_time")]
    assert ground_label("refuse", "out_of_time", NEW) == refusal.label
