"""Reports as officers and scripts read them: aligned, in two languages, and with no text of a user obeyed."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
from derived_book import DerivedBook
from rendered import FORMATS, render
from wcwidth import wcswidth

from casebook import reports, terms
from casebook.dates import parse_period
from casebook.errors import UnknownCode
from casebook.law import default_lawbook
from casebook.render.text import csv_cell, inert, json_text, markdown_cell, markdown_line, obeyed
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import guarded

if TYPE_CHECKING:
    from casebook.figures import Report
    from casebook.words import Language

TODAY = date(2026, 11, 21)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
EVIL = "\x1b[31m[red]公安|=cmd\u202e\n<b>"


def a_report(
    book: DerivedBook, register: str = REVIEW, *by: str, base: str | None = None, bureau: str = "南昌县司法局"
) -> Report:
    return reports.build(
        book.connection,
        register=register,
        period=parse_period("2023-01-01..2023-10-16", TODAY),
        lawbook=default_lawbook(),
        bureau=bureau,
        by=by,
        base=base,
    )


@pytest.fixture
def reviews() -> DerivedBook:
    book = DerivedBook()
    book.case("2023-02-01", intake_result="refuse", intake_on="2023-02-05", times=46)
    closed = {"accepted_on": "2023-03-05", "closed_on": "2023-05-01"}
    for outcome, times in (
        ("maintain", 24),
        ("terminate", 15),
        ("reject", 43),
        ("revoke", 1),
        ("order_performance", 4),
    ):
        book.case("2023-03-01", outcome=outcome, times=times, field="公安", matter="penalty", **closed)
    book.case("2023-09-01", accepted_on="2023-09-05", times=29, field="自然资源和规划")
    return book


@pytest.fixture
def suits() -> DerivedBook:
    book = DerivedBook()
    first = {"register": LITIGATION, "instance": "first", "defendant_role": "sole", "closed_on": "2023-08-01"}
    case = book.case("2023-03-01", outcome="revoke", **first)
    book.case("2023-03-01", outcome="reject_claims", times=3, **first)
    book.case("2023-03-01", register=LITIGATION, instance="second", reply_due_on="2023-03-16")
    book.hearing(case, "2023-06-01", "yes")
    return book


def document(report: Report) -> dict[str, object]:
    read: dict[str, object] = json.loads(render(report, "json", "zh"))
    return read


def test_the_json_report_of_reviews_has_what_scripts_rely_on(reviews: DerivedBook) -> None:
    read = document(a_report(reviews, REVIEW, "matter", "field,family"))
    assert list(read) == [
        "schema", "form", "register", "bureau", "period", "known_at", "scheme", "intake", "flow", "outcomes",
        "families", "grounds", "efficiency", "rates", "breakdowns", "checks",
    ]  # fmt: skip
    assert (read["schema"], read["form"], read["register"]) == ("casebook/report/1", "summary", "review")
    assert (read["bureau"], read["known_at"], read["scheme"]) == ("南昌县司法局", 1, "standard")
    assert read["period"] == {"from": "2023-01-01", "to": "2023-10-16"}
    assert read["intake"] == {
        "opening": 0, "received": 162, "accept": 116, "refuse": 46, "refer": 0, "withdraw": 0, "settle": 0,
        "abandon": 0, "no_further": 0, "awaiting": 0,
    }  # fmt: skip
    assert read["flow"] == {
        "opening": 0, "accepted": 116, "concluded": 87, "pending": 29, "opening_concluded": 0, "closed_all": 133,
    }  # fmt: skip
    assert read["families"] == {
        "maintain": 24, "reject": 43, "revoke": 1, "vary": 0, "declare_unlawful": 0, "declare_void": 0,
        "order_performance": 4, "mediate": 0, "terminate": 15, "other": 0,
    }  # fmt: skip
    assert read["grounds"] == {
        "terminate": {
            "settled": 0, "corrected": 0, "withdrawn": 0, "no_successor": 0, "detention": 0, "suspension_expired": 0,
            "other": 0, "not_stated": 15,
        }
    }  # fmt: skip
    rates = read["rates"]
    assert isinstance(rates, dict)
    assert rates["correction"] == {
        "part": 5, "whole": 87, "percent": "5.75%",
        "definition": "（撤销 + 部分撤销 + 变更 + 确认违法 + 确认无效 + 责令履行）÷ 审结",
    }  # fmt: skip
    assert read["breakdowns"] == [
        {"by": ["matter"], "base": "accepted", "cells": {"penalty": 87}, "not_stated": 29, "total": 116},
        {
            "by": ["field", "family"],
            "base": "accepted",
            "cells": {
                "公安": {"maintain": 24, "reject": 43, "revoke": 1, "order_performance": 4, "terminate": 15},
                "自然资源和规划": {"not_stated": 29},
            },
            "not_stated": 0,
            "total": 116,
        },
    ]
    checks = read["checks"]
    assert isinstance(checks, list)
    assert {"name": "flow", "equation": "0 + 116 = 87 + 29", "holds": True} in checks
    assert all(check["holds"] for check in checks)


def test_the_json_report_of_suits_has_instances_roles_hearings_and_replies(suits: DerivedBook) -> None:
    read = document(a_report(suits, LITIGATION))
    assert list(read) == [
        "schema", "form", "register", "bureau", "period", "known_at", "scheme", "flow", "instances", "outcomes",
        "instance_outcomes", "families", "grounds", "roles", "hearings", "replies", "rates", "breakdowns", "checks",
    ]  # fmt: skip
    assert read["flow"] == {"opening": 0, "received": 5, "concluded": 4, "pending": 1, "opening_concluded": 0}
    instances, outcomes = read["instances"], read["instance_outcomes"]
    assert isinstance(instances, dict)
    assert isinstance(outcomes, dict)
    every = ["first", "second", "retrial_review", "retrial", "not_stated"]
    assert list(instances) == list(outcomes) == every
    assert instances["first"] == {
        "opening": 0, "received": 4, "concluded": 4, "pending": 0, "opening_concluded": 0,
    }  # fmt: skip
    assert tuple(outcomes["second"]) == terms.LITIGATION_OUTCOME.codes
    assert read["roles"] == {"sole": 4, "joint": 0, "not_stated": 1}
    assert read["hearings"] == {
        "cases_heard": 1, "cases_head_attended": 1, "hearings": 1, "hearings_head_attended": 1,
    }  # fmt: skip
    assert read["replies"] == {"due": 5, "on_time": 0, "late": 0, "outstanding": 5}


def test_the_json_report_as_respondent_has_no_intake(reviews: DerivedBook) -> None:
    read = document(a_report(reviews, REVIEW_DEFENCE))
    assert "intake" not in read
    assert set(read) >= {"flow", "outcomes", "families", "rates", "replies"}
    rates = read["rates"]
    assert isinstance(rates, dict)
    assert {rate["percent"] for rate in rates.values()} == {None}


def test_codes_of_the_json_report_do_not_change_with_the_language(reviews: DerivedBook) -> None:
    found = a_report(reviews, REVIEW, "matter")
    zh, en = (json.loads(render(found, "json", language)) for language in LANGUAGES)
    definitions = [{name: rate.pop("definition") for name, rate in each["rates"].items()} for each in (zh, en)]
    assert zh == en
    assert definitions[0] != definitions[1]


def test_csv_prints_the_figures_of_the_json_report(reviews: DerivedBook) -> None:
    found = a_report(reviews, REVIEW, "matter", "field,family")
    header, *rows = list(csv.reader(StringIO(render(found, "csv", "en"))))
    assert header == ["section", "name", "value"]
    figures = {(section, name): value for section, name, value in rows}
    assert len(figures) == len(rows)
    assert figures["flow", "closed_all"] == "133"
    assert figures["grounds.terminate", "not_stated"] == "15"
    assert figures["rates.correction", "percent"] == "5.75%"
    assert figures["breakdowns.matter", "penalty"] == "87"
    assert figures["breakdowns.matter", "not_stated"] == "29"
    assert figures["breakdowns.field,family", "自然资源和规划,not_stated"] == "29"
    assert figures["breakdowns.field,family", "total"] == "116"
    assert figures["period", "to"] == "2023-10-16"


@pytest.mark.parametrize("form", ["table", "plain", "md", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_whole_is_printed_as_a_dash(form: str, language: Language) -> None:
    assert "—" in render(a_report(DerivedBook()), form, language)


def test_a_plain_report_reads_like_a_form(reviews: DerivedBook) -> None:
    printed = render(a_report(reviews, REVIEW, "field,family"), "plain", "zh")
    assert printed.startswith("南昌县司法局行政复议案件统计表\n统计期间：2023-01-01 至 2023-10-16（含首尾两日）")
    for line in (
        "审结                      87",
        "直接纠错率   5.75%         5/87  （撤销 + 部分撤销 + 变更 + 确认违法 + 确认无效 + 责令履行）÷ 审结",
        "合计                24      43       1           4      15      29     116",
        "收结情况    0 + 116 = 87 + 29",
    ):
        assert f"{line}\n" in printed


def test_an_english_report_has_english_labels(reviews: DerivedBook) -> None:
    printed = render(a_report(reviews, REVIEW, "field,family"), "plain", "en")
    assert "administrative review, summary of cases" in printed
    assert "both days included. Entry: 1. Scheme: standard. Unit: cases" in printed
    assert "direct correction" in printed
    labels = [label.zh for label in (terms.REVIEW_FAMILY.label(code) for code in terms.REVIEW_FAMILY.codes)]
    assert not any(label in printed for label in labels)


def test_a_report_of_suits_shows_instances_side_by_side(suits: DerivedBook) -> None:
    found = a_report(suits, LITIGATION, "respondent_level")
    printed = render(found, "plain", "zh")
    assert "项目              一审    二审    合计" in printed
    assert "一审败诉" in printed
    assert "按被告层级（新收）" in printed
    assert "县级" not in printed


@pytest.mark.parametrize("form", ["table", "plain", "md"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_aligned_by_the_width_on_the_screen(reviews: DerivedBook, form: str, language: Language) -> None:
    printed = render(a_report(reviews, REVIEW, "field"), form, language)
    lines = [line.rstrip("| ▏▎▍▌▋▊▉█") for line in printed.splitlines()]
    ends = {
        wcswidth(line)
        for line in lines
        if line.endswith((" 87", " 29")) and ("公安" in line or "自然资源和规划" in line)
    }
    assert len(ends) == 1
    counts = [line for line in lines if "公安" in line or "自然资源和规划" in line]
    assert len(counts) == 2


def test_the_same_report_is_the_same_text(reviews: DerivedBook, suits: DerivedBook) -> None:
    for form in FORMATS:
        for book, register in ((reviews, REVIEW), (suits, LITIGATION)):
            first, second = (render(a_report(book, register, "month"), form, "zh") for _ in range(2))
            assert first == second
            assert first.endswith("\n")


def test_colour_is_only_where_it_is_asked_for(reviews: DerivedBook) -> None:
    found = a_report(reviews)
    assert "\x1b[" in render(found, "table", "zh", colour=True)
    assert "\x1b" not in render(found, "table", "zh")


def test_a_narrow_terminal_loses_no_figure(reviews: DerivedBook) -> None:
    printed = render(a_report(reviews, REVIEW, "field,family"), "table", "zh", width=30)
    for row in (
        ["24", "43", "1", "4", "15", "29", "116"],  # the total of the cross
        ["5.75%", "5/87"],
        ["自然资源和规划", "0", "29"],
    ):
        assert set(row) <= set(printed.split()), row


def test_an_unknown_format_names_the_known_ones(reviews: DerivedBook) -> None:
    with pytest.raises(UnknownCode) as refused:
        render(a_report(reviews), "pdf", "zh")
    assert "plain" in refused.value.say("zh")


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_of_a_user_is_obeyed(form: str) -> None:
    book = DerivedBook()
    book.case("2023-03-01", field=EVIL, handler=EVIL)
    printed = render(a_report(book, REVIEW, "field", "handler,field", base="received", bureau=EVIL), form, "zh")
    assert not {"\x1b", "\u202e", "\r"} & set(printed)
    assert "red" in printed
    if form != "json":
        assert "\\n<b>" not in printed.replace("\\x0a", "")
        assert "\\x1b" in printed.replace("\\\\", "\\")


def test_what_json_escapes_is_still_the_same_text() -> None:
    book = DerivedBook()
    book.case("2023-03-01", field=EVIL)
    read = document(a_report(book, REVIEW, "field", base="received", bureau=EVIL + "\U000e0001"))
    assert read["bureau"] == EVIL + "\U000e0001"
    assert json.loads(json_text(json.dumps("\x7f\u2028𝄞", ensure_ascii=False))) == "\x7f\u2028𝄞"


def test_control_and_direction_characters_are_written_out() -> None:
    assert inert("a\x1b[31mb\x07\u202ec\u2066\n\t\U000e0001") == r"a\x1b[31mb\x07\u202ec\u2066\x0a\x09\U000e0001"
    assert inert("县公安局（交警）〔2023〕12号 — ok") == "县公安局（交警）〔2023〕12号 — ok"
    assert inert("\x80\u200b\ud800") == r"\x80\u200b\ud800"


def test_a_cell_of_markdown_is_no_markup() -> None:
    assert markdown_cell("a|b\n*c* [d](e) <f> `g`") == r"a\|b\\x0a\*c\* \[d\](e) \<f\> \`g\`"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a", r"\- a"),
        ("+", r"\+"),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("    code", "code"),
        ("-5%", "-5%"),
        ("2023-01-01..2023-10-16", "2023-01-01..2023-10-16"),
        ("www.e.example http://e.example me@e.example", r"www\.e.example http\://e.example me\@e.example"),
    ],
)
def test_a_line_of_markdown_is_a_paragraph_without_links(text: str, line: str) -> None:
    assert markdown_line(text) == line


def test_every_character_that_a_screen_obeys_is_written_out() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    hidden = {each for each in every if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert hidden <= {each for each in every if obeyed(each)}
    assert all(inert(each) != each for each in hidden)
    letters = {each for each in every if category(each)[0] in "LMNPS" and obeyed(each)}
    assert letters == set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def test_a_selector_stays_behind_the_character_whose_form_it_chooses() -> None:
    for kept in ("葛\U000e0100城", "☎\ufe0f", "辻\U000e0101"):
        assert inert(kept) == kept
    assert inert("a\ufe01\ufe02\U000e0100") == "a\ufe01\\ufe02\\U000e0100"
    assert inert("\ufe0fa \ufe0f") == "\\ufe0fa \\ufe0f"


def test_lines_pass_a_second_net_before_they_are_printed() -> None:
    assert guarded("甲\n乙\u3000丙") == "甲\n乙\u3000丙"
    assert guarded("甲\x1b]0;t\x07\n\u202e乙") == "甲\\x1b]0;t\\x07\n\\u202e乙"
    assert guarded("\x1b[1;33m甲\x1b[0m\x1b[2J", styled=True) == "\x1b[1;33m甲\x1b[0m\\x1b[2J"
    assert guarded("\x1b[1m甲") == "\\x1b[1m甲"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠A1", "﹦1", "'=1"]
)
def test_a_cell_of_a_sheet_is_no_formula(text: str) -> None:
    assert csv_cell(text) == f"'{text}"
    assert csv_cell("a=1") == "a=1"
