"""Figures after strikes, corrections, suspensions and supplements; and figures at the edge of their rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blackbox.program import Casebook

NUMBER = "南府复〔2024〕1号"
SUIT = "(2024)赣01行初5号"
YEAR = ("review", "2024")


def closed_cases(count: int, **first: str) -> list[dict[str, str]]:
    """``count`` reviews terminated in 2024, the first of them changed as told."""
    common = {
        "register": "review",
        "received_on": "2024-03-04",
        "intake_on": "2024-03-06",
        "closed_on": "2024-04-15",
        "outcome": "terminate",
        "ground": "withdrawn",
    }
    rows = [{**common, "number": f"南府复〔2024〕{serial}号"} for serial in range(1, count + 1)]
    return [{**rows[0], **first}, *rows[1:]]


def test_a_case_awaiting_its_supplement_is_awaiting(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER)
    casebook.record(NUMBER, "ask_supplement", "2024-03-06")
    assert casebook.summary(*YEAR)["intake"]["awaiting"] == 1
    casebook.record(NUMBER, "abandon", "2024-04-08")
    intake = casebook.summary(*YEAR)["intake"]
    assert (intake["awaiting"], intake["abandon"]) == (0, 1)
    assert casebook.summary(*YEAR)["flow"]["closed_all"] == 1


def test_a_suspended_case_is_pending(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", NUMBER)
    casebook.record(NUMBER, "suspend", "2024-03-20", "--ground", "interpretation")
    assert casebook.summary(*YEAR)["flow"]["pending"] == 1
    assert casebook.numbers("review", "--status", "suspended") == [NUMBER]


def test_a_corrected_hearing_changes_the_attendance(casebook: Casebook) -> None:
    casebook.intake("litigation", "2024-03-04", SUIT, "--instance", "first")
    casebook.record(SUIT, "hear", "2024-04-16", "--set", "head_attended=no", "--set", "absence=出差")
    assert casebook.summary("litigation", "2024")["rates"]["attendance"]["percent"] == "0.00%"
    entry = str(casebook.entry_of(SUIT, "hear"))
    casebook.ok("correct", SUIT, entry, "--set", "head_attended=yes", "--reason", "以庭审笔录为准")
    figures = casebook.summary("litigation", "2024")
    assert figures["rates"]["attendance"]["percent"] == "100.00%"
    assert figures["hearings"]["hearings"] == 1
    casebook.ok("strike", SUIT, str(casebook.entry_of(SUIT, "hear")), "--reason", "改期未开庭")
    assert casebook.summary("litigation", "2024")["hearings"]["cases_heard"] == 0


def test_a_hearing_without_word_of_the_head_counts_as_held_only(casebook: Casebook) -> None:
    casebook.intake("litigation", "2024-03-04", SUIT, "--instance", "first")
    casebook.record(SUIT, "hear", "2024-04-16")
    assert casebook.summary("litigation", "2024")["hearings"] == {
        "cases_heard": 1,
        "cases_head_attended": 0,
        "hearings": 1,
        "hearings_head_attended": 0,
    }


def test_a_struck_number_is_free_again(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER)
    casebook.ok("strike", NUMBER, "1", "--reason", "登记到错误的台账")
    casebook.intake("review", "2024-03-05", NUMBER)
    assert casebook.case(NUMBER)["received_on"] == "2024-03-05"
    assert casebook.summary(*YEAR)["intake"]["received"] == 1


def test_a_corrected_number_finds_the_case_and_the_old_one_does_not(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", NUMBER)
    casebook.intake("review", "2024-03-05", "南府复〔2024〕2号")
    assert casebook.refused("correct", NUMBER, "1", "--set", "number=南府复(2024)2号", "--reason", "错号")
    casebook.ok("correct", NUMBER, "1", "--set", "number=南府复〔2024〕7号", "--reason", "错号")
    assert casebook.case("2024-7")["received_on"] == "2024-03-04"
    assert casebook.refused("show", "2024-1")


def test_a_corrected_acceptance_moves_the_figures_to_its_period(casebook: Casebook) -> None:
    casebook.open_review("2024-03-28", "2024-03-29", NUMBER)
    entry = str(casebook.entry_of(NUMBER, "accept"))
    casebook.ok("correct", NUMBER, entry, "--on", "2024-04-02", "--reason", "以受理通知书为准")
    assert casebook.summary("review", "2024Q1")["flow"]["accepted"] == 0
    assert casebook.summary("review", "2024Q1")["intake"]["awaiting"] == 1
    assert casebook.summary("review", "2024Q2")["intake"]["opening"] == 1
    assert casebook.summary("review", "2024Q2")["flow"]["accepted"] == 1


def test_rates_are_rounded_half_up_from_whole_numbers(casebook: Casebook) -> None:
    casebook.bring_in(closed_cases(800, outcome="maintain", ground=""))
    rates = casebook.summary(*YEAR)["rates"]
    assert (rates["maintained"]["part"], rates["maintained"]["whole"]) == (1, 800)
    assert rates["maintained"]["percent"] == "0.13%"  # 0.125
    assert rates["terminated"]["percent"] == "99.88%"  # 99.875
    assert rates["acceptance"]["percent"] == "100.00%"


def test_respondents_of_one_case_are_one_case(casebook: Casebook) -> None:
    casebook.bring_in(closed_cases(2, respondent="县公安局、县自然资源局"))
    [found] = casebook.summary(*YEAR, "--by", "respondent")["breakdowns"]
    assert (found["total"], found["not_stated"], sum(found["cells"].values())) == (2, 1, 1)
    assert not {"县公安局", "县自然资源局"} & {name for name, count in found["cells"].items() if count}


def test_february_of_a_leap_year_has_its_last_day(casebook: Casebook) -> None:
    casebook.bring_in(closed_cases(1, received_on="2024-02-29"))
    assert casebook.summary("review", "2024-02")["period"] == {"from": "2024-02-01", "to": "2024-02-29"}
    assert casebook.summary("review", "2024-02")["intake"]["received"] == 1


def test_a_case_received_accepted_and_closed_on_one_day(casebook: Casebook) -> None:
    day = {"received_on": "2024-05-13", "intake_on": "2024-05-13", "closed_on": "2024-05-13"}
    casebook.bring_in(closed_cases(1, **day))
    figures = casebook.summary("review", "2024-05-13..2024-05-13")
    assert figures["flow"] == {
        "opening": 0,
        "accepted": 1,
        "concluded": 1,
        "pending": 0,
        "opening_concluded": 0,
        "closed_all": 1,
    }


def test_a_withdrawal_after_correction_is_no_direct_correction(casebook: Casebook) -> None:
    casebook.bring_in(closed_cases(1, ground="corrected"))
    figures = casebook.summary(*YEAR)
    assert figures["grounds"]["terminate"]["corrected"] == 1
    assert figures["rates"]["correction"]["part"] == figures["rates"]["settled"]["part"] == 0


def test_a_report_may_be_asked_for_all_registers_at_once(casebook: Casebook) -> None:
    casebook.bring_in(closed_cases(3))
    printed = casebook.ok("report", "summary", "--period", "2024")
    assert "3" in printed
    assert casebook.ok("report", "summary", "--period", "2024", "--scheme", "standard") == printed


def test_officers_who_log_at_the_same_time_get_numbers_of_their_own(casebook: Casebook) -> None:
    def log(_: int) -> int:
        return casebook.process("intake", "review", "--received", "2024-03-04").status

    with ThreadPoolExecutor(6) as officers:
        assert list(officers.map(log, range(12))) == [0] * 12
    assert sorted(casebook.numbers("review")) == sorted(f"南府复〔2024〕{serial}号" for serial in range(1, 13))
    assert casebook.summary(*YEAR)["known_at"] == 12
