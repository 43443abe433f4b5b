"""Correct and strike: nothing is lost or counted twice, and what carries later steps is not pulled away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook

NUMBER = "南府复〔2024〕1号"
YEAR = ("review", "2024")


@pytest.fixture
def closed(casebook: Casebook) -> Casebook:
    """A book with one review: entry 1 received, 2 accepted, 3 concluded."""
    casebook.open_review("2024-03-04", "2024-03-06", NUMBER)
    casebook.close(NUMBER, "terminate", "2024-04-15", "--ground", "withdrawn")
    return casebook


def test_a_corrected_step_is_struck_and_another_takes_its_place(closed: Casebook) -> None:
    closed.ok("correct", NUMBER, "3", "--on", "2024-04-16", "--ground", "settled", "--reason", "与决定书不符")
    old, new = closed.steps(NUMBER, "conclude")
    assert (old["entry_no"], old["on"], old["ground"], old["struck_by"]) == (3, "2024-04-15", "withdrawn", 4)
    assert (new["entry_no"], new["on"], new["ground"], new["struck_by"]) == (4, "2024-04-16", "settled", None)
    assert new["outcome"] == "terminate"
    assert closed.case(NUMBER)["closed_on"] == "2024-04-16"
    assert closed.summary(*YEAR)["grounds"]["terminate"] == {
        "settled": 1,
        "corrected": 0,
        "withdrawn": 0,
        "no_successor": 0,
        "detention": 0,
        "suspension_expired": 0,
        "other": 0,
        "not_stated": 0,
    }


def test_an_outcome_is_corrected(closed: Casebook) -> None:
    closed.ok("correct", NUMBER, "3", "--outcome", "维持", "--reason", "录入错误")
    assert closed.case(NUMBER)["outcome"] == "maintain"
    figures = closed.summary(*YEAR)
    assert (figures["outcomes"]["maintain"], figures["outcomes"]["terminate"]) == (1, 0)
    assert figures["flow"]["concluded"] == 1


def test_the_card_is_corrected_through_the_entry_that_told_it(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER, "--matter", "penalty", "--field", "公安", "--handler", "李某")
    casebook.ok("correct", NUMBER, "1", "--set", "matter=licence", "--reason", "案由录错")
    case = casebook.case(NUMBER)
    assert (case["matter"], case["field"], case["handler"]) == ("licence", "公安", "李某")
    assert [each["struck_by"] for each in casebook.steps(NUMBER, "receive")] == [2, None]


def test_the_day_of_receipt_is_corrected(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER)
    casebook.ok("correct", NUMBER, "1", "--on", "2024-03-01", "--reason", "以签收单为准")
    assert casebook.case(NUMBER)["received_on"] == "2024-03-01"
    assert casebook.deadline(NUMBER, "N2")["starts_on"] == "2024-03-01"


def test_a_correction_of_a_correction(closed: Casebook) -> None:
    closed.ok("correct", NUMBER, "3", "--outcome", "maintain", "--reason", "录入错误")
    assert closed.refused("correct", NUMBER, "3", "--outcome", "revoke", "--reason", "再次核对")
    closed.ok("correct", NUMBER, "4", "--outcome", "revoke", "--reason", "再次核对")
    assert [each["struck_by"] for each in closed.steps(NUMBER, "conclude")] == [4, 5, None]
    assert closed.case(NUMBER)["outcome"] == "revoke"


def test_a_struck_conclusion_opens_the_case_again(closed: Casebook) -> None:
    closed.ok("strike", NUMBER, "3", "--reason", "登记到别的案件")
    case = closed.case(NUMBER)
    assert (case["status"], case["outcome"], case["closed_on"]) == ("open", None, None)
    assert closed.steps(NUMBER, "conclude")[0]["struck_by"] == 4
    assert closed.summary(*YEAR)["flow"] == {
        "opening": 0,
        "accepted": 1,
        "concluded": 0,
        "pending": 1,
        "opening_concluded": 0,
        "closed_all": 0,
    }
    closed.close(NUMBER, "maintain", "2024-04-20")
    assert closed.status(NUMBER) == "closed"


def test_a_step_that_later_ones_rest_on_is_not_struck(closed: Casebook) -> None:
    for lang in ("zh", "en"):
        closed.lang = lang
        said = closed.refused("strike", NUMBER, "2", "--reason", "误登")
        assert "3" in said.replace(NUMBER, "")
    assert closed.refused("strike", NUMBER, "1", "--reason", "误登")
    assert closed.status(NUMBER) == "closed"
    closed.ok("strike", NUMBER, "3", "--reason", "误登")
    closed.ok("strike", NUMBER, "2", "--reason", "误登")
    assert closed.status(NUMBER) == "received"


def test_what_was_struck_is_not_struck_again(closed: Casebook) -> None:
    closed.ok("strike", NUMBER, "3", "--reason", "误登")
    assert closed.refused("strike", NUMBER, "3", "--reason", "误登")


def test_a_case_logged_by_mistake_counts_no_more(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER)
    casebook.intake("review", "2024-03-05", "南府复〔2024〕2号")
    casebook.ok("strike", NUMBER, "1", "--reason", "重复登记")
    assert casebook.summary(*YEAR)["intake"]["received"] == 1
    assert casebook.numbers("review") == ["南府复〔2024〕2号"]


def test_a_correction_that_the_law_does_not_allow_is_refused(closed: Casebook) -> None:
    assert closed.refused("correct", NUMBER, "2", "--on", "2024-04-16", "--reason", "笔误")  # after the conclusion
    assert closed.refused("correct", NUMBER, "2", "--on", "2024-03-01", "--reason", "笔误")  # before receipt
    assert closed.refused("correct", NUMBER, "3", "--outcome", "affirm", "--reason", "笔误")
    assert closed.refused("correct", NUMBER, "3", "--on", "2027-01-01", "--reason", "笔误")
    assert closed.refused("correct", NUMBER, "3", "--reason", "什么都没改")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_history_keeps_struck_lines_visible_with_the_reason(closed: Casebook, lang: str) -> None:
    closed.ok("correct", NUMBER, "3", "--on", "2024-04-16", "--reason", "与决定书不符")
    closed.lang = lang
    told = closed.ok("history", NUMBER)
    assert "2024-04-15" in told
    assert "2024-04-16" in told
    assert "与决定书不符" in told


def test_a_strike_leaves_its_reason_in_the_history(closed: Casebook) -> None:
    closed.ok("strike", NUMBER, "3", "--reason", "登记到别的案件")
    assert "登记到别的案件" in closed.ok("history", NUMBER)
    assert "2024-04-15" in closed.ok("history", NUMBER)


def test_the_report_as_known_before_a_correction_stays_what_it_was(closed: Casebook) -> None:
    before = closed.summary(*YEAR)
    assert before["known_at"] == 3
    closed.ok("correct", NUMBER, "3", "--outcome", "revoke", "--reason", "录入错误")
    after = closed.summary(*YEAR)
    assert after["known_at"] == 4
    assert after["outcomes"] != before["outcomes"]
    assert closed.summary(*YEAR, "--known-at", "3") == before
    assert closed.summary(*YEAR, "--known-at", "2")["flow"]["pending"] == 1
    assert closed.summary(*YEAR, "--known-at", "1")["intake"]["awaiting"] == 1


def test_one_act_is_one_entry_and_entries_have_no_gap(closed: Casebook) -> None:
    closed.refused("close", NUMBER, "maintain", "--on", "2024-04-20")
    closed.ok("correct", NUMBER, "3", "--outcome", "maintain", "--reason", "录入错误")
    closed.refused("strike", NUMBER, "3", "--reason", "误登")
    closed.ok("strike", NUMBER, "4", "--reason", "误登")
    numbers = {each["entry_no"] for each in closed.steps(NUMBER)} | {each["struck_by"] for each in closed.steps(NUMBER)}
    assert numbers - {None} == {1, 2, 3, 4, 5}
