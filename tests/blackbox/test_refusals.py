"""Bad input: a word that helps, the exit status, and a book that is as before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook

NUMBER = "南府复〔2024〕1号"
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture
def open_case(casebook: Casebook) -> Casebook:
    """A book with one open review, accepted on 2024-03-06."""
    casebook.open_review("2024-03-04", "2024-03-06", NUMBER)
    return casebook


@LANGUAGES
def test_an_unknown_outcome_names_the_nearest(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    assert "maintain" in open_case.refused("close", NUMBER, "maintian", "--on", "2024-04-15")
    assert "维持" in open_case.refused("close", NUMBER, "维特", "--on", "2024-04-15")


@LANGUAGES
def test_an_unknown_step_names_the_nearest(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    assert "extend" in open_case.refused("record", NUMBER, "extent", "--on", "2024-04-15")


@LANGUAGES
def test_an_unknown_code_of_the_card_names_the_nearest(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    said = open_case.refused("intake", "review", "--received", "2024-03-04", "--matter", "penaltyy")
    assert "penaltyy" in said
    assert re.search(r"penalty\b|行政处罚", said)


@LANGUAGES
def test_an_unknown_register_names_the_known(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    assert "review" in open_case.refused("intake", "reviews!", "--received", "2024-03-04")


def test_a_step_of_another_register_is_unknown_here(open_case: Casebook) -> None:
    assert "appeal" in open_case.refused("record", NUMBER, "appeal", "--on", "2024-04-15")


@LANGUAGES
@pytest.mark.parametrize("written", ["2024-02-30", "2024-13-01", "gestern", "20240315x", "3月5日"])
def test_a_wrong_date(open_case: Casebook, lang: str, written: str) -> None:
    open_case.lang = lang
    assert written in open_case.refused("intake", "review", "--received", written)
    assert written in open_case.refused("close", NUMBER, "maintain", "--on", written)


@LANGUAGES
def test_a_date_in_the_future(open_case: Casebook, lang: str) -> None:
    open_case.lang, open_case.today = lang, "2024-04-15"
    assert "2024-04-16" in open_case.refused("close", NUMBER, "maintain", "--on", "2024-04-16")
    assert "2024-04-16" in open_case.refused("intake", "review", "--received", "2024-04-16")
    assert "2024-04-16" in open_case.refused("record", NUMBER, "reply", "--on", "2024-04-16")
    open_case.close(NUMBER, "maintain", "2024-04-15")


@LANGUAGES
def test_closing_before_acceptance_names_what_is_allowed_now(casebook: Casebook, lang: str) -> None:
    casebook.lang = lang
    casebook.intake("review", "2024-03-04", NUMBER)
    said = casebook.refused("close", NUMBER, "maintain", "--on", "2024-04-15")
    assert "accept" in said or "受理" in said
    assert re.search(r"\d", said.replace(NUMBER, "").replace("2024", ""))  # the article


@LANGUAGES
def test_closing_twice(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    open_case.close(NUMBER, "maintain", "2024-04-15")
    said = open_case.refused("close", NUMBER, "revoke", "--on", "2024-04-16")
    assert "serve" in said or "送达" in said
    assert open_case.case(NUMBER)["outcome"] == "maintain"


def test_accepting_twice(open_case: Casebook) -> None:
    assert "conclude" in open_case.refused("record", NUMBER, "accept", "--on", "2024-03-07")


def test_a_date_order_that_cannot_be(open_case: Casebook) -> None:
    assert open_case.refused("close", NUMBER, "maintain", "--on", "2024-03-05")
    open_case.intake("review", "2024-03-04", "南府复〔2024〕2号")
    assert open_case.refused("record", "2024-2", "accept", "--on", "2024-03-01")


def test_an_unknown_ground_of_termination_is_named_or_taken_as_text_but_never_lost(
    open_case: Casebook,
) -> None:
    answer = open_case.run("close", NUMBER, "terminate", "--on", "2024-04-15", "--ground", "wihdrawn")
    if answer.status == 0:
        assert open_case.steps(NUMBER, "conclude")[0]["ground"] == "wihdrawn"
    else:
        assert "withdrawn" in answer.err


def test_an_unknown_ground_of_suspension(open_case: Casebook) -> None:
    assert "death" in open_case.refused("record", NUMBER, "suspend", "--on", "2024-04-15", "--ground", "deaht")
    assert open_case.status(NUMBER) == "open"


@pytest.mark.parametrize("setting", ["nonsense=1", "days", "=5", "head_attended=yes"])
def test_a_setting_that_the_step_does_not_take(open_case: Casebook, setting: str) -> None:
    assert open_case.refused("record", NUMBER, "extend", "--on", "2024-04-15", "--set", setting)


def test_conclude_without_an_outcome(open_case: Casebook) -> None:
    assert "outcome" in open_case.refused("record", NUMBER, "conclude", "--on", "2024-04-15")


def test_an_outcome_with_a_step_that_has_none(open_case: Casebook) -> None:
    assert open_case.refused("record", NUMBER, "reply", "--on", "2024-04-15", "--outcome", "maintain")


def test_a_first_instance_does_not_know_the_outcomes_of_an_appeal(casebook: Casebook) -> None:
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初5号", "--instance", "first")
    for outcome in ("affirm", "remand", "retrial_refused", "驳回上诉，维持原判"):
        assert casebook.refused("close", "(2024)赣01行初5号", outcome, "--on", "2024-06-03")


def test_a_review_does_not_know_the_outcomes_of_a_suit(open_case: Casebook) -> None:
    for outcome in ("dismiss_suit", "reject_claims", "compensate", "affirm"):
        assert outcome in open_case.refused("close", NUMBER, outcome, "--on", "2024-04-15")


@pytest.mark.parametrize("count", ["many", "-1", "1.5"])
def test_a_count_that_is_no_number(casebook: Casebook, count: str) -> None:
    assert casebook.refused("intake", "review", "--received", "2024-03-04", "--applicant-count", count)


@pytest.mark.parametrize(
    "period", ["2023Q5", "2023H3", "2023-13", "yesterdays", "2023-12-31..2023-01-01", "2023..2024-99", ""]
)
def test_a_period_that_is_none(casebook: Casebook, period: str) -> None:
    assert casebook.refused("report", "summary", "--register", "review", "--period", period)


@LANGUAGES
@pytest.mark.parametrize(
    "args",
    [
        ["--by", "mater"],
        ["--base", "closed"],
        ["--scheme", "none-such"],
        ["--format", "papyrus"],
        ["--known-at", "99"],
        ["--known-at", "-1"],
        ["--cases", "outcome=maintian"],
        ["--cases", "outcom=maintain"],
    ],
)
def test_an_option_of_a_report_that_means_nothing(casebook: Casebook, lang: str, args: list[str]) -> None:
    casebook.lang = lang
    assert casebook.refused("report", "summary", "--register", "review", "--period", "2024", *args)


def test_an_unknown_form(casebook: Casebook) -> None:
    assert "summary" in casebook.refused("report", "sumary", "--register", "review", "--period", "2024")


def test_a_reason_is_asked_for_before_an_entry_is_righted(open_case: Casebook) -> None:
    assert "--reason" in open_case.refused("strike", NUMBER, "2")
    assert "--reason" in open_case.refused("correct", NUMBER, "2", "--on", "2024-03-07")
    assert open_case.refused("strike", NUMBER, "2", "--reason", "  ")


@LANGUAGES
def test_an_entry_that_is_not_of_this_case(open_case: Casebook, lang: str) -> None:
    open_case.lang = lang
    open_case.intake("review", "2024-03-04", "南府复〔2024〕2号")
    assert "3" in open_case.refused("strike", NUMBER, "3", "--reason", "重复")
    assert "99" in open_case.refused("correct", NUMBER, "99", "--on", "2024-03-07", "--reason", "笔误")
    assert open_case.refused("strike", NUMBER, "two", "--reason", "重复")


def test_an_unknown_law(casebook: Casebook) -> None:
    assert "review-2023" in casebook.refused("law", "show", "review-2022")


def test_a_refused_command_leaves_figures_and_entries_as_they_were(open_case: Casebook) -> None:
    before = open_case.summary("review", "2024")
    open_case.refused("close", NUMBER, "declare_voidd", "--on", "2024-04-15")
    open_case.refused("record", NUMBER, "accept", "--on", "2024-03-08")
    assert open_case.summary("review", "2024") == before
    open_case.close(NUMBER, "maintain", "2024-04-15")
    assert open_case.entry_of(NUMBER, "conclude") == 3
