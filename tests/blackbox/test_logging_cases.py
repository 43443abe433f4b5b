"""Logging a case: its number, its dates, its card; and how the case is named afterwards."""

from __future__ import annotations

import re

import pytest

from blackbox.program import Casebook

CARD = {
    "applicant": "张某",
    "applicant_kind": "citizen",
    "applicant_count": "3",
    "respondent": "南昌县公安局",
    "respondent_level": "county_department",
    "matter": "penalty",
    "field": "公安",
    "handler": "李某",
    "procedure": "summary",
    "channel": "当面",
    "previous_number": "南府复〔2023〕9号",
}
LABELS = {
    "applicant_kind": ("公民", "citizen"),
    "respondent_level": ("县级政府部门", "county_department"),
    "matter": ("政府信息公开", "disclosure"),
    "procedure": ("简易程序", "summary"),
}
COURT_CARD = {
    "court": "南昌市中级人民法院",
    "instance": "first",
    "defendant_role": "joint",
    "reviewed_first": "yes",
}
COURT_LABELS = {
    "instance": ("一审", "first"),
    "defendant_role": ("单独被告", "sole"),
    "reviewed_first": ("否", "no"),
}


def option(column: str) -> str:
    return "--" + column.replace("_", "-")


def options(card: dict[str, str]) -> list[str]:
    return [word for column, value in card.items() for word in (option(column), value)]


def test_numbers_are_given_from_the_number_word_and_the_year_of_receipt(casebook: Casebook) -> None:
    assert "南府复〔2023〕1号" in casebook.ok("intake", "review", "--received", "2023-03-05")
    assert "南府复〔2023〕2号" in casebook.ok("intake", "review", "--received", "2023-03-06")
    assert "南府复〔2024〕1号" in casebook.ok("intake", "review", "--received", "2024-01-02")
    assert "南府复〔2023〕3号" in casebook.ok("intake", "review", "--received", "2023-12-29")


def test_the_next_number_follows_the_highest_given_by_hand(casebook: Casebook) -> None:
    casebook.intake("review", "2023-03-05", "南府复（2023）11号")
    assert "南府复〔2023〕12号" in casebook.ok("intake", "review", "--received", "2023-03-06")


@pytest.mark.parametrize("register", ["review", "review-defence", "litigation"])
def test_without_a_number_word_cases_are_numbered_all_the_same(shelf: Casebook, register: str) -> None:
    shelf.ok("init", "--bureau", "南昌县司法局")
    assert "〔2023〕1号" in shelf.ok("intake", register, "--received", "2023-03-05")
    assert "〔2023〕2号" in shelf.ok("intake", register, "--received", "2023-03-05")


def test_a_number_given_by_hand_is_kept_as_written(casebook: Casebook) -> None:
    assert "南府复字（2023）第7号" in casebook.ok(
        "intake", "review", "--received", "2023-03-05", "--number", "南府复字（2023）第7号"
    )
    assert casebook.numbers() == ["南府复字（2023）第7号"]


@pytest.mark.parametrize(
    "twin", ["南府复〔2023〕12号", "南府复(2023)12号", "南府复［２０２３］１２号", "南府复【2023】12号"]
)
def test_a_number_stands_once_in_a_register_however_it_is_written(casebook: Casebook, twin: str) -> None:
    casebook.intake("review", "2023-03-05", "南府复〔2023〕12号")
    said = casebook.refused("intake", "review", "--received", "2023-03-06", "--number", twin)
    assert twin in said or "南府复〔2023〕12号" in said


def test_the_same_number_may_stand_in_another_register(casebook: Casebook) -> None:
    casebook.intake("review", "2023-03-05", "洪府复〔2023〕12号")
    casebook.intake("review-defence", "2023-03-05", "洪府复〔2023〕12号")
    assert casebook.numbers("review") == casebook.numbers("review-defence") == ["洪府复〔2023〕12号"]


@pytest.mark.parametrize("written", ["2023-03-05", "2023.3.5", "2023/3/5", "2023年3月5日", "2023-3-5", "2023.03.05"])
def test_a_date_may_be_written_as_on_paper(casebook: Casebook, written: str) -> None:
    casebook.intake("review", written, "南府复〔2023〕1号")
    assert casebook.case("2023-1")["received_on"] == "2023-03-05"


def test_today_and_yesterday_are_dates(casebook: Casebook) -> None:
    casebook.today = "2024-03-01"
    casebook.intake("review", "yesterday", "南府复〔2024〕1号")
    casebook.record("2024-1", "accept", "today")
    case = casebook.case("2024-1")
    assert (case["received_on"], case["intake_on"]) == ("2024-02-29", "2024-03-01")


def test_the_card_is_kept_as_told(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号", *options(CARD))
    case = casebook.case("2024-1")
    assert {column: str(case[column]) for column in CARD} == CARD
    assert case["applicant_count"] == 3


def test_the_card_of_a_suit_is_kept_as_told(casebook: Casebook) -> None:
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初5号", *options(COURT_CARD))
    case = casebook.case("(2024)赣01行初5号")
    assert {column: case[column] for column in COURT_CARD} == COURT_CARD


@pytest.mark.parametrize("column", LABELS)
def test_a_chinese_label_says_the_same_as_its_code(casebook: Casebook, column: str) -> None:
    label, code = LABELS[column]
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号", option(column), label)
    casebook.intake("行政复议", "2024-03-04", "南府复〔2024〕2号", option(column), code)
    assert [casebook.case(tail)[column] for tail in ("2024-1", "2024-2")] == [code, code]


@pytest.mark.parametrize("column", COURT_LABELS)
def test_a_chinese_label_of_a_suit_says_the_same_as_its_code(casebook: Casebook, column: str) -> None:
    label, code = COURT_LABELS[column]
    casebook.intake("行政应诉", "2024-03-04", "(2024)赣01行初5号", option(column), label)
    assert casebook.case("(2024)赣01行初5号")[column] == code


def test_steps_outcomes_and_registers_are_understood_in_chinese(casebook: Casebook) -> None:
    casebook.ok("intake", "行政复议", "--received", "2024-03-04", "--number", "南府复〔2024〕1号")
    casebook.ok("record", "2024-1", "受理", "--on", "2024-03-06", "--set", "procedure=普通程序")
    casebook.ok("close", "2024-1", "终止", "--on", "2024-04-15", "--ground", "和解")
    case = casebook.case("2024-1")
    assert (case["register"], case["intake_result"], case["outcome"]) == ("review", "accept", "terminate")
    assert casebook.steps("2024-1", "conclude")[0]["ground"] == "settled"
    assert casebook.numbers("行政复议", "--outcome", "终止") == ["南府复〔2024〕1号"]
    assert casebook.summary("行政复议", "2024") == casebook.summary("review", "2024")


def test_what_is_not_stated_is_null(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    case = casebook.case("2024-1")
    assert [case[name] for name in ("intake_result", "intake_on", "closed_on", "outcome", "matter")] == [None] * 5


@pytest.mark.parametrize(
    "named",
    [
        "南府复〔2023〕12号",
        "南府复(2023)12号",
        "南府复（2023）12号",
        "南府复[2023]12号",
        "南府复［2023］12号",
        "南府复【2023】12号",
        "南府复﹝2023﹞12号",
        "南府复〔２０２３〕１２号",
        "2023-12",
        "〔2023〕12号",
        "12号",
    ],
)
def test_a_case_is_named_as_on_paper_or_by_its_tail(casebook: Casebook, named: str) -> None:
    for number in ("南府复〔2023〕12号", "南府复〔2023〕112号", "南府复〔2024〕2号"):
        casebook.intake("review", "2024-03-04", number)
    assert casebook.case(named)["number"] == "南府复〔2023〕12号"


def test_a_tail_that_fits_several_cases_lists_them(casebook: Casebook) -> None:
    casebook.intake("review", "2023-03-06", "南府复〔2023〕12号")
    casebook.intake("review", "2024-03-04", "南府复〔2024〕12号")
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初12号")
    for args in (["show"], ["history"]):
        said = casebook.refused(*args, "12号")
        assert "南府复〔2023〕12号" in said
        assert "南府复〔2024〕12号" in said
        assert "(2024)赣01行初12号" in said
    assert casebook.refused("close", "2024-12", "maintain", "--on", "2024-05-06")


def test_an_unknown_case_is_named_in_the_message(casebook: Casebook) -> None:
    casebook.intake("review", "2023-03-06", "南府复〔2023〕12号")
    for lang in ("zh", "en"):
        casebook.lang = lang
        assert "2023-13" in casebook.refused("show", "2023-13")
        assert "2023-13" in casebook.refused("history", "2023-13")
        assert "2023-13" in casebook.refused("record", "2023-13", "accept", "--on", "2023-03-07")


def test_the_timeline_of_a_case(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号", "--note", "材料齐全")
    steps = casebook.steps("2024-1")
    assert [(each["step"], each["on"], each["entry_no"], each["struck_by"]) for each in steps] == [
        ("receive", "2024-03-04", 1, None),
        ("accept", "2024-03-06", 2, None),
    ]
    assert steps[1]["note"] == "材料齐全"
    shown = casebook.ok("show", "2024-1")
    assert "南府复〔2024〕1号" in shown
    assert "2024-03-04" in shown
    assert "2024-03-06" in shown
    assert "N10" in shown or "62" in shown


def test_what_was_recorded_is_told_with_its_entry_number(casebook: Casebook) -> None:
    casebook.today = "2024-03-07"
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    said = casebook.record("2024-1", "accept", "2024-03-06")
    assert re.search(r"\b2\b", said.replace("南府复〔2024〕1号", ""))
    assert "2024-03-15" in said  # the copy to the respondent is due next, seven working days after acceptance


def test_a_list_has_the_columns_of_the_case_table(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号", *options(CARD))
    document = casebook.json("list")
    assert document["schema"] == "casebook/cases/1"
    [case] = document["cases"]
    promised = {
        "register",
        "number",
        "law",
        "status",
        "received_on",
        "intake_result",
        "intake_on",
        "closed_on",
    }
    assert promised | {"outcome"} | set(CARD) <= set(case)


def test_a_list_is_filtered_by_register_status_field_and_period(casebook: Casebook) -> None:
    casebook.intake("review", "2023-03-06", "南府复〔2023〕1号", "--matter", "penalty", "--handler", "李某")
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号")
    casebook.open_review("2024-03-05", "2024-03-06", "南府复〔2024〕2号")
    casebook.close("2024-2", "revoke", "2024-04-15")
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初5号", "--matter", "penalty", "--court", "南昌中院")
    assert casebook.numbers("review", "--status", "open") == ["南府复〔2024〕1号"]
    assert casebook.numbers("review", "--status", "审理中") == ["南府复〔2024〕1号"]
    assert casebook.numbers("review", "--matter", "行政处罚") == ["南府复〔2023〕1号"]
    assert set(casebook.numbers("--matter", "penalty")) == {"南府复〔2023〕1号", "(2024)赣01行初5号"}
    assert casebook.numbers("--handler", "李某") == ["南府复〔2023〕1号"]
    assert casebook.numbers("--court", "南昌中院") == ["(2024)赣01行初5号"]
    assert casebook.numbers("review", "--outcome", "revoke") == ["南府复〔2024〕2号"]
    assert set(casebook.numbers("review", "--received-in", "2024")) == {
        "南府复〔2024〕1号",
        "南府复〔2024〕2号",
    }
    assert casebook.numbers("review", "--received-in", "2024", "--status", "closed") == ["南府复〔2024〕2号"]
    assert casebook.numbers("review", "--closed-in", "2024Q2") == ["南府复〔2024〕2号"]
    assert casebook.numbers("review", "--accepted-in", "2024-04") == []
    assert casebook.numbers("review", "--law", "review-2017") == ["南府复〔2023〕1号"]


def test_history_tells_who_recorded_what_in_the_order_of_the_book(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号")
    casebook.intake("review", "2024-03-04", "南府复〔2024〕2号")
    casebook.close("2024-1", "maintain", "2024-04-15")
    lines = casebook.ok("history", "2024-1").splitlines()
    dated = [
        next(index for index, line in enumerate(lines) if day in line)
        for day in ("2024-03-04", "2024-03-06", "2024-04-15")
    ]
    assert dated == sorted(dated)
    assert "2024-1 " not in casebook.ok("history", "2024-2")
    casebook.lang = "zh"
    assert "维持" in casebook.ok("history", "2024-1")


def test_intake_takes_an_option_for_each_column_of_the_case_table(casebook: Casebook) -> None:
    suit = {
        **COURT_CARD,
        "applicant": "张某",
        "respondent": "县公安局",
        "matter": "penalty",
        "field": "公安",
        "handler": "李某",
        "replied_on": "2024-03-15",
        "heard_on": "2024-04-16;2024-05-08",
        "head_attended": "no;yes",
        "head_rank": "other;deputy",
        "closed_on": "2024-06-03",
        "outcome": "withdraw",
        "ground": "settled",
        "previous_number": "南府复〔2023〕9号",
        "channel": "邮寄",
    }
    review = {**CARD, "intake_result": "accept", "intake_on": "2024-03-06", "closed_on": "2024-04-15"}
    review |= {"outcome": "terminate", "ground": "withdrawn", "note": "无"}
    told = Casebook(casebook.path.with_name("told.book"))
    told.init()
    for register, number, card in (
        ("litigation", "(2024)赣01行初5号", suit),
        ("review", "南府复〔2024〕1号", review),
    ):
        casebook.intake(register, "2024-03-04", number, *options(card))
        told.bring_in([{"register": register, "number": number, "received_on": "2024-03-04", **card}])
        assert casebook.summary(register, "2024")["flow"]["concluded"] == 1
    assert casebook.json("list") == told.json("list")
