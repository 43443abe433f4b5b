"""The case table: headers as registers write them, and what the cells of each column hold."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.columns import CARD_COLUMNS, COLUMNS, find_column, one_name, read_cell, split_names
from casebook.dates import parse_date
from casebook.errors import BadValue, CasebookError, UnknownCode, WrongDate
from casebook.words import fold

TODAY = date(2026, 11, 21)


def read(column: str, text: str) -> object:
    return read_cell(COLUMNS[column], text, lambda day: parse_date(day, TODAY))


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("number", "number"),
        ("案号", "number"),
        ("案件编号", "number"),
        ("收案日期", "received_on"),
        ("收件日期", "received_on"),
        ("Received on", "received_on"),
        ("原告", "applicant"),
        ("申请人/原告", "applicant"),
        ("被申请人 / 被告", "respondent"),
        ("第一被告", None),
        ("层级", "respondent_level"),
        ("案件类别", "matter"),
        ("立案日期", "intake_on"),
        ("结案种类", "outcome"),
        ("审级", "instance"),
        ("当事人类型", "defendant_role"),
        ("答复/答辩日期", "replied_on"),
        ("开庭时间", "heard_on"),
        ("负责人职级", "head_rank"),
        ("上一审案号", "previous_number"),
        ("案 号\u3000", "number"),
        ("", None),
        ("律师费", None),
    ],
)
def test_a_header_is_known_by_code_label_and_the_words_of_the_registers(header: str, column: str | None) -> None:
    assert find_column(header) == column


def test_no_two_columns_share_a_header() -> None:
    words = [
        (fold(word), column.code)
        for column in COLUMNS.values()
        for word in {column.code, column.label.zh, column.label.en}
    ]
    assert {word: find_column(word) for word, _ in words} == dict(words)


def test_the_card_has_columns_of_the_table_only() -> None:
    assert set(CARD_COLUMNS) < COLUMNS.keys()


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("register", "行政应诉", "litigation"),
        ("received_on", "2024.3.5", date(2024, 3, 5)),
        ("received_on", "昨天", date(2026, 11, 20)),
        ("applicant", "张某、李某，王某;赵某\n钱某", ("张某", "李某", "王某", "赵某", "钱某")),
        ("applicant", " 张某 、、 ", ("张某",)),
        ("applicant_kind", "自然人", "citizen"),
        ("applicant_count", "12人", 12),
        ("applicant_count", "１２", 12),
        ("respondent_level", "县政府", "county_government"),
        ("matter", "行政处罚", "penalty"),
        ("matter", "处罚、强制", "other"),
        ("matter", "处罚、行政处罚", "penalty"),
        ("matter", "行政强制措施", "coercion"),
        ("field", "公安", ("公安",)),
        ("handler", " 李某 ", "李某"),
        ("procedure", "简易", "summary"),
        ("intake_result", "受理前化解", "settle"),
        ("outcome", " 维持 ", "维持"),
        ("heard_on", "2024-03-05；2024.4.6", (date(2024, 3, 5), date(2024, 4, 6))),
        ("head_attended", "是；否;", ("yes", "no", "")),
        ("head_rank", "副职", ("deputy",)),
        ("note", "第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_a_cell_is_read_by_the_kind_of_its_column(column: str, text: str, value: object) -> None:
    assert read(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "error"),
    [
        ("register", "民事", UnknownCode),
        ("matter", "处罚、民事", UnknownCode),
        ("matter", "、", UnknownCode),
        ("head_attended", "是;也许", UnknownCode),
        ("received_on", "三月五日", WrongDate),
        ("heard_on", "2024-03-05;昨日午后", WrongDate),
        ("applicant_count", "0", BadValue),
        ("applicant_count", "-3", BadValue),
        ("applicant_count", "十", BadValue),
        ("applicant_count", "1.5", BadValue),
        ("applicant_count", "1234567890", BadValue),
        ("note", "x" * 2001, BadValue),
        ("handler", "李\0某", BadValue),
    ],
)
def test_a_cell_that_its_column_cannot_hold_is_refused(column: str, text: str, error: type[CasebookError]) -> None:
    with pytest.raises(error):
        read(column, text)


def test_the_longest_text_is_taken() -> None:
    assert read("note", "x" * 2000) == "x" * 2000


@pytest.mark.parametrize(
    ("names", "one"),
    [((), None), (("公安局",), "公安局"), (("公安局", "税务局"), "other"), (("公安局",) * 2, "other")],
)
def test_a_case_against_several_goes_whole_into_other(names: tuple[str, ...], one: str | None) -> None:
    assert one_name(names) == one


def test_no_name_is_an_empty_one() -> None:
    assert split_names("；、\r\n") == ()
