"""Cases in which our side is sued before a court or called before a higher review organ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

FIRST, SECOND, RETRIAL_REVIEW, RETRIAL = (
    "(2024)赣01行初5号",
    "(2024)赣行终31号",
    "(2025)赣行申7号",
    "(2025)赣行再2号",
)
DEFENCE = "洪府复〔2024〕31号"


@pytest.fixture
def suit(casebook: Casebook) -> Casebook:
    """A book with a suit of first instance, received on 2024-03-04."""
    casebook.intake("litigation", "2024-03-04", FIRST, "--instance", "first", "--court", "南昌市中级人民法院")
    return casebook


@pytest.fixture
def defence(casebook: Casebook) -> Casebook:
    """A book with a review in which our government is the respondent, received on 2024-03-04."""
    casebook.intake("review-defence", "2024-03-04", DEFENCE)
    return casebook


def days(deadline: Json) -> tuple[str, str, str]:
    return deadline["starts_on"], deadline["nominal_on"], deadline["due_on"]


def test_a_suit_is_open_from_its_receipt_heard_and_closed(suit: Casebook) -> None:
    assert suit.status(FIRST) == "open"
    suit.record(FIRST, "reply", "2024-03-15")
    suit.record(
        FIRST,
        "hear",
        "2024-04-16",
        "--set",
        "head_attended=yes",
        "--set",
        "head_rank=deputy",
        "--set",
        "head_name=王某",
        "--set",
        "head_post=副县长",
    )
    suit.close(FIRST, "reject_claims", "2024-05-20")
    case = suit.case(FIRST)
    assert (case["status"], case["outcome"], case["replied_on"]) == ("closed", "reject_claims", "2024-03-15")
    assert (case["law"], case["court"], case["instance"]) == (
        "litigation-2017",
        "南昌市中级人民法院",
        "first",
    )


def test_a_suit_is_suspended_and_resumed(suit: Casebook) -> None:
    suit.record(FIRST, "suspend", "2024-04-16", "--ground", "other_case")
    assert suit.status(FIRST) == "suspended"
    suit.record(FIRST, "resume", "2024-05-16")
    assert suit.status(FIRST) == "open"


def test_a_judgment_is_served_appealed_and_takes_effect(suit: Casebook) -> None:
    suit.close(FIRST, "revoke", "2024-05-20")
    suit.record(FIRST, "serve", "2024-05-22")
    suit.record(FIRST, "appeal", "2024-06-03", "--set", "by=agency")
    suit.intake("litigation", "2024-07-01", SECOND, "--instance", "second", "--previous-number", FIRST)
    suit.close(SECOND, "affirm", "2024-08-20")
    for step in ("serve", "effective", "perform"):
        suit.record(SECOND, step, "2024-08-30")
    assert (suit.status(FIRST), suit.status(SECOND)) == ("closed", "closed")
    assert suit.case(SECOND)["previous_number"] == FIRST


def test_the_way_through_all_instances(suit: Casebook) -> None:
    suit.close(FIRST, "declare_unlawful", "2024-05-20")
    for number, instance, received, outcome, closed, before in (
        (SECOND, "second", "2024-07-01", "reverse", "2024-08-20", FIRST),
        (RETRIAL_REVIEW, "retrial_review", "2025-01-06", "retrial_ordered", "2025-04-21", SECOND),
        (RETRIAL, "retrial", "2025-05-06", "retrial_remand", "2025-09-22", RETRIAL_REVIEW),
    ):
        suit.intake("litigation", received, number, "--instance", instance, "--previous-number", before)
        suit.close(number, outcome, closed)
    figures = suit.summary("litigation", "2024-01-01..2025-12-31")
    flows = {name: (flow["received"], flow["concluded"]) for name, flow in figures["instances"].items()}
    assert flows == {
        "first": (1, 1),
        "second": (1, 1),
        "retrial_review": (1, 1),
        "retrial": (1, 1),
        "not_stated": (0, 0),
    }
    assert figures["instance_outcomes"]["second"]["reverse"] == 1
    assert figures["instance_outcomes"]["first"]["reverse"] == 0
    families = {name: count for name, count in figures["families"].items() if count}
    assert families == {"declare_unlawful": 1, "reverse": 1, "remand": 1, "other": 1}


@pytest.mark.parametrize(
    ("instance", "outcome"),
    [
        ("first", "dismiss_suit"),
        ("first", "reject_claims"),
        ("first", "order_payment"),
        ("first", "compensate"),
        ("first", "withdraw"),
        ("first", "deemed_withdrawn"),
        ("first", "end"),
        ("first", "no_filing"),
        ("second", "affirm"),
        ("second", "reverse"),
        ("second", "remand"),
        ("second", "order_filing"),
        ("second", "appeal_withdrawn"),
        ("second", "mediate"),
        ("retrial_review", "retrial_refused"),
        ("retrial_review", "retrial_ordered"),
        ("retrial", "retrial_affirm"),
        ("retrial", "retrial_reverse"),
        ("retrial", "retrial_remand"),
    ],
)
def test_the_outcomes_of_each_instance(casebook: Casebook, instance: str, outcome: str) -> None:
    casebook.intake("litigation", "2024-03-04", FIRST, "--instance", instance)
    casebook.close(FIRST, outcome, "2024-05-20")
    assert casebook.case(FIRST)["outcome"] == outcome


@pytest.mark.parametrize(
    ("label", "code"),
    [("驳回上诉，维持原判", "affirm"), ("发回重审", "remand"), ("改判", "reverse"), ("准许撤诉", "withdraw")],
)
def test_outcomes_of_courts_in_their_own_words(casebook: Casebook, label: str, code: str) -> None:
    casebook.intake("litigation", "2024-03-04", FIRST, "--instance", "second")
    casebook.close(FIRST, label, "2024-05-20")
    assert casebook.case(FIRST)["outcome"] == code


@pytest.mark.parametrize(
    ("received", "nominal", "due"),
    [("2026-09-20", "2026-10-05", "2026-10-08"), ("2026-04-20", "2026-05-05", "2026-05-06")],
)
def test_fifteen_days_to_answer_a_suit_with_evidence(casebook: Casebook, received: str, nominal: str, due: str) -> None:
    casebook.today = received
    casebook.intake("litigation", received, FIRST, "--instance", "first")
    for rule in ("A1", "A2"):
        deadline = casebook.deadline(FIRST, rule)
        assert days(deadline) == (received, nominal, due)
        assert (deadline["bound"], deadline["own"], deadline["law"]) == ("agency", True, "litigation-2017")


def test_the_answer_to_an_appeal_and_to_a_retrial_application(casebook: Casebook) -> None:
    casebook.today = "2026-09-21"
    casebook.intake("litigation", "2026-09-20", SECOND, "--instance", "second")
    casebook.intake("litigation", "2026-09-20", RETRIAL_REVIEW, "--instance", "retrial_review")
    assert casebook.deadline(SECOND, "A10")["due_on"] == "2026-10-08"
    assert casebook.deadline(RETRIAL_REVIEW, "A13")["due_on"] == "2026-10-08"
    assert not {"A1", "A2", "A13"} & casebook.rules(SECOND)
    assert not {"A1", "A2", "A10"} & casebook.rules(RETRIAL_REVIEW)


@pytest.mark.parametrize(
    ("outcome", "rule", "due"), [("revoke", "A8", "2024-06-06"), ("dismiss_suit", "A9", "2024-06-03")]
)
def test_the_appeal_period_depends_on_the_outcome(suit: Casebook, outcome: str, rule: str, due: str) -> None:
    suit.today = "2024-05-22"
    suit.close(FIRST, outcome, "2024-05-20")
    suit.record(FIRST, "serve", "2024-05-22")
    assert suit.deadline(FIRST, rule)["due_on"] == due
    assert not ({"A8", "A9"} - {rule}) & suit.rules(FIRST)


def test_judicial_advice_and_procuratorial_advice(suit: Casebook) -> None:
    suit.close(FIRST, "revoke", "2024-05-20")
    suit.record(FIRST, "judicial_advice", "2024-05-27")
    suit.record(FIRST, "advice_answered", "2024-06-20")
    suit.record(FIRST, "procuratorial_advice", "2024-06-24")
    assert [each["step"] for each in suit.steps(FIRST)][-3:] == [
        "judicial_advice",
        "advice_answered",
        "procuratorial_advice",
    ]


def test_a_reply_after_fifteen_days_is_late_and_counted_so(suit: Casebook) -> None:
    suit.record(FIRST, "reply", "2024-03-20")
    assert suit.summary("litigation", "2024")["replies"] == {
        "due": 1,
        "on_time": 0,
        "late": 1,
        "outstanding": 0,
    }


def test_a_defence_is_open_answered_and_closed(defence: Casebook) -> None:
    assert (defence.status(DEFENCE), defence.law(DEFENCE)) == ("open", "review-2023")
    defence.record(DEFENCE, "reply", "2024-03-15")
    defence.close(DEFENCE, "maintain", "2024-05-06")
    for step in ("serve", "perform", "sued"):
        defence.record(DEFENCE, step, "2024-05-20")
    case = defence.case(DEFENCE)
    assert (case["status"], case["outcome"], case["replied_on"]) == ("closed", "maintain", "2024-03-15")


@pytest.mark.parametrize("step", ["accept", "refuse", "appeal", "ask_supplement"])
def test_a_step_that_a_defence_does_not_have(defence: Casebook, step: str) -> None:
    said = defence.refused("record", DEFENCE, step, "--on", "2024-03-15")
    assert "conclude" in said  # what a defence does have


def test_a_defence_is_governed_by_the_law_of_its_receipt(casebook: Casebook) -> None:
    for received, number, law in (
        ("2023-12-29", "洪府复〔2023〕1号", "review-2017"),
        ("2024-01-02", "洪府复〔2024〕1号", "review-2023"),
        ("2026-06-30", "洪府复〔2026〕1号", "review-2023"),
        ("2026-07-01", "洪府复〔2026〕2号", "review-2026"),
    ):
        casebook.intake("review-defence", received, number)
        assert casebook.law(number) == law


def test_the_figures_of_a_defence(defence: Casebook) -> None:
    defence.record(DEFENCE, "reply", "2024-03-18")
    defence.close(DEFENCE, "revoke_part", "2024-05-06")
    figures = defence.summary("review-defence", "2024")
    assert figures["flow"] == {
        "opening": 0,
        "received": 1,
        "concluded": 1,
        "pending": 0,
        "opening_concluded": 0,
    }
    assert figures["replies"] == {"due": 1, "on_time": 1, "late": 0, "outstanding": 0}
    assert (figures["outcomes"]["revoke_part"], figures["families"]["revoke"]) == (1, 1)


def test_a_suit_from_before_the_oldest_edition_counts_without_deadlines(casebook: Casebook) -> None:
    casebook.intake("litigation", "2014-03-04", "(2014)南行初字第12号", "--instance", "first")
    case = casebook.case("(2014)南行初字第12号")
    assert (case["law"], case["deadlines"]) == (None, [])
    assert casebook.summary("litigation", "2014")["flow"]["received"] == 1


def test_replies_are_due_in_every_instance_but_the_review_for_retrial(casebook: Casebook) -> None:
    for number, instance in ((FIRST, "first"), (SECOND, "second"), (RETRIAL_REVIEW, "retrial_review")):
        casebook.intake("litigation", "2024-03-04", number, "--instance", instance)
    casebook.intake("litigation", "2024-03-04", RETRIAL, "--instance", "retrial")
    casebook.record(SECOND, "reply", "2024-03-19")
    casebook.close(FIRST, "withdraw", "2024-03-08")
    replies = casebook.summary("litigation", "2024")["replies"]
    assert replies == {"due": 3, "on_time": 1, "late": 0, "outstanding": 2}
