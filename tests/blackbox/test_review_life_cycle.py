"""A review case from receipt to the file, under the three editions of the law."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook

OLD, NEW, NEWEST = "南府复〔2023〕1号", "南府复〔2024〕1号", "南府复〔2026〕1号"
DAYS = {
    OLD: ("2023-03-06", "2023-03-09", "2023-04-10"),
    NEW: ("2024-03-04", "2024-03-07", "2024-04-10"),
    NEWEST: ("2026-07-06", "2026-07-09", "2026-08-10"),
}
CASES = pytest.mark.parametrize("number", [OLD, NEW, NEWEST])


def received(casebook: Casebook, number: str) -> str:
    return casebook.intake("review", DAYS[number][0], number)


def accepted(casebook: Casebook, number: str, *options: str) -> str:
    return casebook.open_review(*DAYS[number][:2], number, *options)


def shown_late(casebook: Casebook, number: str) -> bool:
    return re.search(r"\blate\b", casebook.ok("show", number), re.IGNORECASE) is not None


@CASES
def test_a_case_is_received_open_and_closed(casebook: Casebook, number: str) -> None:
    received(casebook, number)
    assert casebook.status(number) == "received"
    casebook.record(number, "accept", DAYS[number][1])
    assert casebook.status(number) == "open"
    casebook.close(number, "maintain", DAYS[number][2])
    assert casebook.status(number) == "closed"
    case = casebook.case(number)
    assert [case[name] for name in ("received_on", "intake_on", "closed_on")] == list(DAYS[number])
    assert (case["intake_result"], case["outcome"]) == ("accept", "maintain")


@CASES
@pytest.mark.parametrize("step", ["refuse", "refer", "withdraw", "settle"])
def test_a_case_that_leaves_before_acceptance_is_not_accepted(casebook: Casebook, number: str, step: str) -> None:
    received(casebook, number)
    casebook.record(number, step, DAYS[number][1])
    case = casebook.case(number)
    assert (case["status"], case["intake_result"], case["intake_on"]) == (
        "not_accepted",
        step,
        DAYS[number][1],
    )
    assert (case["outcome"], case["closed_on"]) == (None, None)
    casebook.refused("record", number, "accept", "--on", DAYS[number][2])
    casebook.refused("close", number, "maintain", "--on", DAYS[number][2])


@CASES
def test_a_supplement_is_asked_for_given_and_the_case_examined_again(casebook: Casebook, number: str) -> None:
    received(casebook, number)
    casebook.record(number, "ask_supplement", DAYS[number][1])
    assert casebook.status(number) == "supplementing"
    casebook.refused("record", number, "accept", "--on", DAYS[number][2])
    casebook.record(number, "supplement", DAYS[number][2])
    assert casebook.status(number) == "received"
    casebook.record(number, "accept", DAYS[number][2])
    assert casebook.status(number) == "open"


@CASES
def test_a_supplement_that_never_came_abandons_the_application(casebook: Casebook, number: str) -> None:
    received(casebook, number)
    assert "ask_supplement" in casebook.refused("record", number, "abandon", "--on", DAYS[number][1])
    casebook.record(number, "ask_supplement", DAYS[number][1])
    casebook.record(number, "abandon", DAYS[number][2])
    assert casebook.status(number) == "not_accepted"
    assert casebook.case(number)["intake_result"] == "abandon"


def test_no_further_handling_exists_since_the_regulation_of_2026(casebook: Casebook) -> None:
    received(casebook, NEWEST)
    casebook.record(NEWEST, "no_further", DAYS[NEWEST][1])
    assert casebook.status(NEWEST) == "not_accepted"
    for number in (OLD, NEW):
        received(casebook, number)
        casebook.refused("record", number, "no_further", "--on", DAYS[number][1])
        assert casebook.status(number) == "received"


@CASES
def test_a_case_is_suspended_and_resumed(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    casebook.record(number, "suspend", DAYS[number][2], "--ground", "other_case")
    assert casebook.status(number) == "suspended"
    casebook.refused("record", number, "suspend", "--on", DAYS[number][2], "--ground", "other_case")
    assert "resume" in casebook.refused("close", number, "maintain", "--on", DAYS[number][2])
    casebook.record(number, "resume", DAYS[number][2])
    assert casebook.status(number) == "open"
    casebook.refused("record", number, "resume", "--on", DAYS[number][2])


@CASES
def test_a_case_that_rested_sixty_days_is_terminated_out_of_suspension(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    casebook.record(number, "suspend", DAYS[number][1], "--ground", "申请人死亡")
    ended = DAYS[number][0].replace("-03-", "-06-").replace("-07-", "-10-")
    casebook.close(number, "terminate", ended, "--ground", "suspension_expired")
    assert casebook.status(number) == "closed"


@CASES
def test_after_the_decision_it_is_served_performed_and_perhaps_sued(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    casebook.refused("record", number, "serve", "--on", DAYS[number][2])
    casebook.record(number, "conclude", DAYS[number][2], "--outcome", "order_performance")
    for step in ("serve", "perform", "sued"):
        casebook.record(number, step, DAYS[number][2])
        assert casebook.status(number) == "closed"
    assert [each["step"] for each in casebook.steps(number)][-3:] == ["serve", "perform", "sued"]


@CASES
def test_the_hearing_of_the_respondent(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    for step in ("notify", "respondent_received", "reply", "hear"):
        casebook.record(number, step, DAYS[number][2])
        assert casebook.status(number) == "open"
    assert casebook.case(number)["replied_on"] == DAYS[number][2]


@CASES
def test_letters_of_the_review_organ(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    casebook.close(number, "revoke", DAYS[number][2])
    for step in ("opinion_letter", "opinion_reported", "proposal_letter"):
        casebook.record(number, step, DAYS[number][2])
    assert casebook.status(number) == "closed"


def test_close_writes_the_step_conclude(casebook: Casebook) -> None:
    accepted(casebook, NEW)
    casebook.close(NEW, "terminate", "2024-04-10", "--ground", "settled")
    [step] = casebook.steps(NEW, "conclude")
    assert (step["on"], step["outcome"], step["ground"], step["struck_by"]) == (
        "2024-04-10",
        "terminate",
        "settled",
        None,
    )


def test_a_rider_does_not_change_the_outcome(casebook: Casebook) -> None:
    accepted(casebook, NEW)
    casebook.record(NEW, "conclude", "2024-04-10", "--outcome", "revoke", "--set", "redo=yes", "--set", "redo_days=30")
    assert casebook.case(NEW)["outcome"] == "revoke"
    assert casebook.summary("review", "2024")["outcomes"]["revoke"] == 1


OUTCOMES_OF_EVERY_LAW = [
    "maintain",
    "reject_application",
    "revoke",
    "vary",
    "declare_unlawful",
    "order_performance",
    "mediate",
    "terminate",
    "other",
]
OUTCOMES_SINCE_2024 = ["reject_claim", "revoke_part", "declare_void", "decide_agreement", "transfer"]


@CASES
@pytest.mark.parametrize("outcome", OUTCOMES_OF_EVERY_LAW)
def test_an_outcome_that_every_law_knows(casebook: Casebook, number: str, outcome: str) -> None:
    accepted(casebook, number)
    casebook.close(number, outcome, DAYS[number][2])
    assert casebook.case(number)["outcome"] == outcome


@pytest.mark.parametrize("number", [NEW, NEWEST])
@pytest.mark.parametrize("outcome", OUTCOMES_SINCE_2024)
def test_an_outcome_of_the_law_of_2023(casebook: Casebook, number: str, outcome: str) -> None:
    accepted(casebook, number)
    casebook.close(number, outcome, DAYS[number][2])
    assert casebook.case(number)["outcome"] == outcome


@pytest.mark.parametrize("outcome", ["reject_claim", "declare_void", "decide_agreement", "驳回请求", "确认无效"])
def test_an_outcome_that_the_old_law_did_not_know(casebook: Casebook, outcome: str) -> None:
    accepted(casebook, OLD)
    assert casebook.refused("close", OLD, outcome, "--on", "2023-04-10")
    assert casebook.status(OLD) == "open"


@pytest.mark.parametrize(
    ("days", "law"),
    [
        (("2017-03-06", "2017-03-09"), "review-2017"),
        (("2023-12-25", "2023-12-29"), "review-2017"),
        (("2023-12-29", "2024-01-03"), "review-2017"),
        (("2024-01-02", "2024-01-05"), "review-2023"),
        (("2026-06-25", "2026-06-30"), "review-2023"),
        (("2026-06-29", "2026-07-01"), "review-2026"),
        (("2026-07-01", "2026-07-03"), "review-2026"),
    ],
)
def test_the_law_of_acceptance_governs_and_under_the_old_law_that_of_receipt(
    casebook: Casebook, days: tuple[str, str], law: str
) -> None:
    casebook.open_review(*days, "南府复〔2023〕1号")
    assert casebook.law("2023-1") == law


def test_until_acceptance_the_law_of_receipt_governs(casebook: Casebook) -> None:
    casebook.intake("review", "2026-06-29", "南府复〔2026〕1号")
    assert casebook.law("2026-1") == "review-2023"
    casebook.record("2026-1", "accept", "2026-07-01")
    assert casebook.law("2026-1") == "review-2026"


def test_the_governing_law_can_be_set_with_a_note_that_says_why(casebook: Casebook) -> None:
    casebook.intake("review", "2023-12-29", "南府复〔2023〕1号")
    accept = ("record", "2023-1", "accept", "--on", "2024-01-03", "--set", "law=review-2023")
    assert "--note" in casebook.refused(*accept)
    casebook.ok(*accept, "--note", "受理时新法已施行")
    assert casebook.law("2023-1") == "review-2023"
    casebook.close("2023-1", "declare_void", "2024-02-20")


def test_acceptance_by_silence_is_logged_not_assumed(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NEW)
    assert casebook.status(NEW) == "received"
    assert casebook.summary("review", "2024")["intake"]["awaiting"] == 1
    casebook.record(NEW, "accept", "2024-03-11", "--ground", "silence")
    assert casebook.status(NEW) == "open"
    assert casebook.steps(NEW, "accept")[0]["ground"] == "silence"


def test_summary_procedure_and_its_conversion(casebook: Casebook) -> None:
    accepted(casebook, NEW, "--set", "procedure=summary")
    assert casebook.case(NEW)["procedure"] == "summary"
    casebook.record(NEW, "convert", "2024-03-20", "--set", "procedure=ordinary")
    assert casebook.case(NEW)["procedure"] == "ordinary"


def test_the_old_law_has_no_summary_procedure(casebook: Casebook) -> None:
    received(casebook, OLD)
    casebook.refused("record", OLD, "accept", "--on", "2023-03-09", "--set", "procedure=summary")
    casebook.record(OLD, "accept", "2023-03-09")
    casebook.refused("record", OLD, "convert", "--on", "2023-03-20", "--set", "procedure=ordinary")
    assert casebook.status(OLD) == "open"


@CASES
def test_the_review_period_is_extended_once_by_thirty_days_at_most(casebook: Casebook, number: str) -> None:
    accepted(casebook, number)
    extend = ("record", number, "extend", "--on", DAYS[number][2], "--set")
    article = "31" if number == OLD else "62"
    assert article in casebook.refused(*extend, "days=31")
    casebook.ok(*extend, "days=30")
    assert article in casebook.refused(*extend, "days=10")
    assert len(casebook.steps(number, "extend")) == 1


def test_no_extension_in_summary_procedure(casebook: Casebook) -> None:
    accepted(casebook, NEW, "--set", "procedure=summary")
    assert "62" in casebook.refused("record", NEW, "extend", "--on", "2024-03-20", "--set", "days=15")
    casebook.record(NEW, "convert", "2024-03-21", "--set", "procedure=ordinary")
    casebook.record(NEW, "extend", "2024-03-22", "--set", "days=15")


def test_no_extension_after_the_period_has_run_out(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", NEW)
    assert "62" in casebook.refused("record", NEW, "extend", "--on", "2024-05-07", "--set", "days=30")
    casebook.record(NEW, "extend", "2024-05-06", "--set", "days=30")


@pytest.mark.parametrize("days", ["0", "-5", "ten", ""])
def test_an_extension_needs_a_number_of_days(casebook: Casebook, days: str) -> None:
    accepted(casebook, NEW)
    casebook.refused("record", NEW, "extend", "--on", "2024-04-10", "--set", f"days={days}")
    assert casebook.status(NEW) == "open"


def test_a_late_step_is_a_fact_recorded_and_shown_as_late(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号")
    casebook.close("2024-1", "maintain", "2024-05-06")
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕2号")
    casebook.close("2024-2", "maintain", "2024-05-07")
    assert not shown_late(casebook, "2024-1")
    assert shown_late(casebook, "2024-2")
    assert casebook.case("2024-2")["outcome"] == "maintain"


@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_an_intake_decision_after_five_working_days_is_late(casebook: Casebook, step: str) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    casebook.record("2024-1", step, "2024-03-11")
    casebook.intake("review", "2024-03-04", "南府复〔2024〕2号")
    casebook.record("2024-2", step, "2024-03-12")
    assert not shown_late(casebook, "2024-1")
    assert shown_late(casebook, "2024-2")


def test_a_late_reply_is_recorded_as_late(casebook: Casebook) -> None:
    for number, replied in (("南府复〔2026〕1号", "2026-10-16"), ("南府复〔2026〕2号", "2026-10-17")):
        casebook.open_review("2026-09-21", "2026-09-23", number)
        casebook.record(number, "respondent_received", "2026-09-28")
        casebook.record(number, "reply", replied)
    assert not shown_late(casebook, "2026-1")
    assert shown_late(casebook, "2026-2")


def test_steps_may_be_learned_of_in_another_order_than_they_happened(casebook: Casebook) -> None:
    accepted(casebook, NEW)
    casebook.record(NEW, "hear", "2024-04-02")
    casebook.record(NEW, "reply", "2024-03-20")
    assert casebook.case(NEW)["replied_on"] == "2024-03-20"
    assert casebook.status(NEW) == "open"
