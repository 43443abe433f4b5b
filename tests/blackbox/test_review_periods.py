"""Deadlines of a review as ``show`` tells them: test days of the law page, suspensions, extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

NUMBER = "南府复〔2026〕1号"


def days(deadline: Json) -> tuple[str, str, str]:
    return deadline["starts_on"], deadline["nominal_on"], deadline["due_on"]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-09-30", "2026-10-13"),
        ("2026-09-28", "2026-10-10"),
        ("2025-09-26", "2025-10-10"),
        ("2024-02-08", "2024-02-21"),
        ("2026-06-18", "2026-06-26"),
    ],
)
def test_five_working_days_to_examine_an_application(casebook: Casebook, received: str, due: str) -> None:
    casebook.today = received
    casebook.intake("review", received, NUMBER)
    for rule in ("N2", "N3"):
        deadline = casebook.deadline(NUMBER, rule)
        assert (deadline["starts_on"], deadline["due_on"], deadline["state"]) == (received, due, "due")
        assert (deadline["bound"], deadline["own"]) == ("organ", True)


def test_the_old_law_has_rules_of_its_own(casebook: Casebook) -> None:
    casebook.today = "2023-03-10"
    casebook.intake("review", "2023-03-06", "南府复〔2023〕1号")
    assert {"O2", "O3"} <= casebook.rules("2023-1")
    casebook.record("2023-1", "accept", "2023-03-08")
    assert {"O7", "O10"} <= casebook.rules("2023-1")
    assert all(rule.startswith("O") for rule in casebook.rules("2023-1"))


@pytest.mark.parametrize(
    ("accepted", "nominal", "due"),
    [
        ("2026-08-03", "2026-10-02", "2026-10-08"),
        ("2026-08-06", "2026-10-05", "2026-10-08"),
        ("2024-01-02", "2024-03-02", "2024-03-04"),
        ("2026-09-30", "2026-11-29", "2026-11-30"),
    ],
)
def test_sixty_days_to_decide_from_acceptance(casebook: Casebook, accepted: str, nominal: str, due: str) -> None:
    casebook.today = accepted
    casebook.open_review(accepted, accepted, NUMBER)
    deadline = casebook.deadline(NUMBER, "N10")
    assert days(deadline) == (accepted, nominal, due)
    assert (deadline["name"], deadline["article"], deadline["provisional"]) == (
        "review_decision",
        "62(1)",
        False,
    )


def test_a_deadline_has_the_keys_of_the_due_list(casebook: Casebook) -> None:
    casebook.open_review("2026-09-28", "2026-09-30", NUMBER)
    deadline = casebook.deadline(NUMBER, "N10")
    promised = {
        "rule": "N10",
        "name": "review_decision",
        "law": "review-2026",
        "article": "62(1)",
        "starts_on": "2026-09-30",
        "nominal_on": "2026-11-29",
        "due_on": "2026-11-30",
        "days_left": 9,
        "state": "due",
        "provisional": False,
        "bound": "organ",
        "own": True,
    }
    assert {name: deadline[name] for name in promised} == promised


def test_under_the_old_law_the_review_period_runs_from_receipt(casebook: Casebook) -> None:
    casebook.open_review("2023-03-06", "2023-03-10", "南府复〔2023〕1号")
    deadline = casebook.deadline("2023-1", "O10")
    assert days(deadline) == ("2023-03-06", "2023-05-05", "2023-05-05")
    assert deadline["state"] == "overdue"


@pytest.mark.parametrize(("accepted", "due"), [("2026-02-12", "2026-02-28"), ("2025-01-24", "2025-02-10")])
def test_seven_working_days_to_send_the_copy(casebook: Casebook, accepted: str, due: str) -> None:
    casebook.today = accepted
    casebook.open_review(accepted, accepted, NUMBER)
    assert casebook.deadline(NUMBER, "N7")["due_on"] == due


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-09-28", "2026-10-16"), ("2026-04-30", "2026-05-18"), ("2024-09-30", "2024-10-18")],
)
def test_ten_working_days_for_the_respondents_reply(casebook: Casebook, received: str, due: str) -> None:
    casebook.today = received
    casebook.open_review(received, received, NUMBER)
    casebook.record(NUMBER, "respondent_received", received)
    deadline = casebook.deadline(NUMBER, "N8")
    assert (deadline["starts_on"], deadline["due_on"]) == (received, due)
    assert (deadline["bound"], deadline["own"]) == ("respondent", False)


def test_a_reply_that_did_not_come_has_lapsed_and_is_not_ours(casebook: Casebook) -> None:
    casebook.open_review("2026-09-21", "2026-09-23", NUMBER)
    casebook.record(NUMBER, "respondent_received", "2026-09-28")
    assert casebook.deadline(NUMBER, "N8")["state"] == "lapsed"


def test_under_the_old_law_the_reply_has_ten_natural_days(casebook: Casebook) -> None:
    casebook.open_review("2023-03-06", "2023-03-08", "南府复〔2023〕1号")
    casebook.record("2023-1", "respondent_received", "2023-03-13")
    assert days(casebook.deadline("2023-1", "O8")) == ("2023-03-13", "2023-03-23", "2023-03-23")


def test_the_periods_of_the_summary_procedure(casebook: Casebook) -> None:
    casebook.today = "2026-06-18"
    casebook.open_review("2026-06-15", "2026-06-18", NUMBER, "--set", "procedure=summary")
    assert casebook.deadline(NUMBER, "N7")["due_on"] == "2026-06-24"
    casebook.record(NUMBER, "respondent_received", "2026-06-18")
    assert "N10" not in casebook.rules(NUMBER)
    decision = casebook.deadline(NUMBER, "N11")
    assert days(decision) == ("2026-06-18", "2026-07-18", "2026-07-20")
    assert decision["article"] == "62(2)"
    assert casebook.deadline(NUMBER, "N8")["due_on"] == "2026-06-26"


def test_conversion_gives_sixty_days_from_acceptance_and_leaves_the_rest(casebook: Casebook) -> None:
    casebook.today = "2026-07-10"
    casebook.open_review("2026-06-15", "2026-06-18", NUMBER, "--set", "procedure=summary")
    casebook.record(NUMBER, "notify", "2026-06-22")
    casebook.record(NUMBER, "respondent_received", "2026-06-22")
    casebook.record(NUMBER, "convert", "2026-07-10", "--set", "procedure=ordinary")
    assert "N11" not in casebook.rules(NUMBER)
    assert days(casebook.deadline(NUMBER, "N10")) == ("2026-06-18", "2026-08-17", "2026-08-17")
    assert casebook.deadline(NUMBER, "N7")["due_on"] == "2026-06-24"
    assert casebook.deadline(NUMBER, "N8")["due_on"] == "2026-06-29"


def test_an_extension_makes_one_period_rolled_once_at_its_end(casebook: Casebook) -> None:
    casebook.today = "2026-10-08"
    casebook.open_review("2026-08-06", "2026-08-06", NUMBER)
    casebook.record(NUMBER, "extend", "2026-09-30", "--set", "days=20")
    assert days(casebook.deadline(NUMBER, "N10")) == ("2026-08-06", "2026-10-25", "2026-10-26")


def test_a_suspension_stops_the_review_period_and_nothing_else(casebook: Casebook) -> None:
    casebook.today = "2026-06-30"
    casebook.open_review("2026-06-01", "2026-06-03", NUMBER)
    casebook.record(NUMBER, "respondent_received", "2026-06-05")
    reply = casebook.deadline(NUMBER, "N8")["due_on"]
    casebook.record(NUMBER, "suspend", "2026-06-10", "--ground", "mediation")
    suspended = casebook.deadline(NUMBER, "N10")
    assert (suspended["state"], suspended["due_on"], suspended["remaining"]) == ("suspended", None, 54)
    assert casebook.deadline(NUMBER, "N8")["due_on"] == reply
    casebook.record(NUMBER, "resume", "2026-06-30")
    assert casebook.deadline(NUMBER, "N10")["nominal_on"] == "2026-08-22"
    assert casebook.deadline(NUMBER, "N10")["due_on"] == "2026-08-24"


def test_an_application_left_in_silence_counts_as_accepted_since_a_day(casebook: Casebook) -> None:
    casebook.today = "2024-03-20"
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    deadline = casebook.deadline("2024-1", "N2")
    assert (deadline["state"], deadline["due_on"], deadline["deemed_accepted_on"]) == (
        "overdue",
        "2024-03-11",
        "2024-03-11",
    )
    assert casebook.case("2024-1")["intake_on"] is None
    casebook.record("2024-1", "accept", "2024-03-20", "--ground", "silence")
    assert days(casebook.deadline("2024-1", "N10")) == ("2024-03-11", "2024-05-10", "2024-05-10")
    assert casebook.case("2024-1")["intake_on"] == "2024-03-20"


def test_under_the_old_law_nothing_is_deemed_by_the_examination_period(casebook: Casebook) -> None:
    casebook.today = "2023-03-20"
    casebook.intake("review", "2023-03-06", "南府复〔2023〕1号")
    deadline = casebook.deadline("2023-1", "O2")
    assert (deadline["state"], deadline["due_on"]) == ("overdue", "2023-03-13")
    assert deadline.get("deemed_accepted_on") is None


def test_a_supplement_starts_the_examination_again(casebook: Casebook) -> None:
    casebook.today = "2026-09-30"
    casebook.intake("review", "2026-09-07", NUMBER)
    casebook.record(NUMBER, "ask_supplement", "2026-09-10", "--set", "received_on=2026-09-14")
    asked = casebook.deadline(NUMBER, "N4")
    assert (asked["starts_on"], asked["bound"], asked["own"]) == ("2026-09-14", "applicant", False)
    assert asked["due_on"] == "2026-09-28"  # Sunday the 20th was worked, Friday the 25th was not
    casebook.record(NUMBER, "supplement", "2026-09-28")
    assert casebook.deadline(NUMBER, "N2")["starts_on"] == "2026-09-28"
    assert casebook.deadline(NUMBER, "N2")["due_on"] == "2026-10-10"


def test_service_starts_the_period_to_sue(casebook: Casebook) -> None:
    casebook.today = "2026-09-20"
    casebook.open_review("2026-08-03", "2026-08-05", NUMBER)
    casebook.close(NUMBER, "maintain", "2026-09-18")
    casebook.record(NUMBER, "serve", "2026-09-20")
    deadline = casebook.deadline(NUMBER, "N17")
    assert days(deadline) == ("2026-09-20", "2026-10-05", "2026-10-08")
    assert (deadline["bound"], deadline["own"]) == ("applicant", False)


def test_an_opinion_letter_is_answered_in_sixty_days(casebook: Casebook) -> None:
    casebook.today = "2026-08-06"
    casebook.open_review("2026-06-01", "2026-06-03", NUMBER)
    casebook.close(NUMBER, "revoke", "2026-07-31")
    casebook.record(NUMBER, "opinion_letter", "2026-08-06")
    assert days(casebook.deadline(NUMBER, "N19")) == ("2026-08-06", "2026-10-05", "2026-10-08")


def test_a_day_in_a_year_without_a_holiday_notice_is_provisional(casebook: Casebook) -> None:
    casebook.open_review("2026-11-16", "2026-11-18", NUMBER)
    deadline = casebook.deadline(NUMBER, "N10")
    assert deadline["nominal_on"] == "2027-01-17"
    assert deadline["provisional"] is True


def test_before_the_oldest_edition_no_deadline_is_computed_and_that_is_said(casebook: Casebook) -> None:
    casebook.intake("review", "1999-04-06", "南府复〔1999〕1号")
    case = casebook.case("1999-1")
    assert (case["law"], case["deadlines"]) == (None, [])
    assert "not computed" in casebook.ok("show", "1999-1")
    assert casebook.summary("review", "1999")["intake"]["received"] == 1
