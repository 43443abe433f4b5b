"""Cells as offices write them: every reading that is not literal is told; what can mean two things is refused."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk import RULES, TODAY
from hypothesis import given
from hypothesis import strategies as st

import casebook
from casebook import terms
from casebook.cellvalues import OFFICE, Habits, number_of
from casebook.columns import COLUMNS
from casebook.dates import parse_sheet_date
from casebook.docket import fold_number, match_number, number_keys
from casebook.errors import CasebookError
from casebook.officewords import office_word, rank_of
from casebook.outcomecells import read_outcome
from casebook.partycells import hide_private
from casebook.rows import CaseRow, Fault, read_row
from casebook.words import fold

REVIEW = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}
ACCEPTED = REVIEW | {"intake_on": "2024-03-06"}
CLOSED = ACCEPTED | {"closed_on": "2024-04-15"}
SUIT = {"register": "litigation", "number": "（2024）赣0121行初5号", "received_on": "2024-03-04"}
JUDGED = SUIT | {"closed_on": "2024-06-14"}
HEARD = SUIT | {"heard_on": "2024-04-16"}
IDENTITY, TELEPHONE = "36012119900101123X", "13800138000"


def read(cells: dict[str, str], habits: Habits = OFFICE, **more: str) -> CaseRow:
    told = {name: text for name, text in (cells | more).items() if text}
    return read_row(told, TODAY, RULES, habits=habits)


def refused(cells: dict[str, str], habits: Habits = OFFICE, **more: str) -> Fault:
    with pytest.raises(Fault) as caught:
        read(cells, habits, **more)
    fault = caught.value
    assert "\n" not in fault.reason.zh + fault.reason.en
    return fault


def taken(row: CaseRow) -> list[tuple[str, str]]:
    return [(each.column, each.taken_as.zh) for each in row.readings]


def closing(row: CaseRow) -> tuple[str | None, str | None, dict[str, str]]:
    last = row.steps[-1]
    assert last.step == "conclude"
    return last.outcome, last.ground, dict(last.details)


@pytest.mark.parametrize(
    "text", ["2024-03-05", "2024.3.5", "2024/3/5", "2024年3月5日", "２０２４．３．５", " 2024-3-5 "]
)
def test_a_date_in_its_usual_forms_is_read_without_a_word(text: str) -> None:
    row = read(REVIEW, received_on=text)
    assert (row.steps[0].on, row.readings) == (date(2024, 3, 5), ())


@pytest.mark.parametrize(
    "text",
    [
        "20240305", "２０２４０３０５", "45356", "45356.75", "2024-03-05 09:30", "2024/3/5 9:30:00",
        "2024-03-05T09:30:00",
        "2024年3月5日 9时30分", "2024年3月5日上午9点半", "2024年3月5日下午", "2024-03-05 星期二",
        "2024年3月5日（周二）",
        "2024年3月5日星期二 14:30", "2024.3.5（星期二）",
    ],
)  # fmt: skip
def test_a_date_in_other_forms_is_read_and_told(text: str) -> None:
    row = read(REVIEW, received_on=text)
    assert row.steps[0].on == date(2024, 3, 5)
    assert [(each.column, each.text, each.taken_as.en) for each in row.readings] == [
        ("received_on", text, "2024-03-05")
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("24.3.5", "four digits"),
        ("24年3月5日", "four digits"),
        ("03/05/24", "four digits"),
        ("240305", "four digits"),
        ("3/5/2024", "year does not come first"),
        ("13/5/2024", "year does not come first"),
        ("5-3-2024", "year does not come first"),
        ("3/5/24", "year does not come first"),
        ("2024-02-30", "no such day"),
        ("20241301", "no such day"),
        ("2023年2月29日", "no such day"),
        ("2024年3月5日 星期三", "is a Tuesday"),
        ("今天", "Write the date"),
        ("yesterday", "Write the date"),
        ("2024.3", "Write 2024-03-05"),
        ("2024-3-109:30", "Write 2024-03-05"),
        ("12345", "Write 2024-03-05"),
        ("2024/3-5", "Write 2024-03-05"),
        ("2024-03-05至2024-03-08", "Write 2024-03-05"),
        ("0024-03-05", "Write 2024-03-05"),
        ("三月五日", "Write the date"),
    ],
)
def test_a_date_that_can_be_another_day_is_refused_with_its_rule(text: str, rule: str) -> None:
    fault = refused(REVIEW, received_on=text)
    assert (fault.column, fault.value) == ("received_on", text)
    assert rule in fault.reason.en


def test_a_column_of_mixed_orders_is_refused_at_the_value_that_does_not_begin_with_the_year() -> None:
    assert read(REVIEW, received_on="2024/3/5").steps[0].on == date(2024, 3, 5)
    assert "整列改为 2024-03-05" in refused(REVIEW, received_on="3/5/2024").reason.zh


def test_a_serial_number_is_no_date_on_the_command_line() -> None:
    with pytest.raises(Fault, match="received_on"):
        read_row(REVIEW | {"received_on": "45356"}, TODAY, RULES)


@given(st.dates(date(1990, 1, 1), date(2026, 11, 21)))
def test_every_form_of_a_date_names_the_same_day(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    weekday = "一二三四五六日"[day.weekday()]
    for text in (serial, f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日星期{weekday}", f"{day} 08:00"):
        assert parse_sheet_date(text) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    try:
        day = parse_sheet_date(text)
    except CasebookError:
        return
    assert day.year >= 1900


@pytest.mark.parametrize(
    ("text", "names", "persons"),
    [
        ("张某", ("张某",), None),
        ("张某、李某，王某；赵某\n钱某", ("张某", "李某", "王某", "赵某", "钱某"), None),
        ("张某等人", ("张某等人",), None),
        ("张某1、李某2", ("张某1", "李某2"), None),
        ("360科技公司", ("360科技公司",), None),
        ("南昌某公司（法定代表人：张某，经理）", ("南昌某公司（法定代表人：张某，经理）",), None),
        ("张某（女、李某", ("张某（女", "李某"), None),
        ("张某）、李某", ("张某）", "李某"), None),
    ],
)
def test_names_that_are_read_as_written(text: str, names: tuple[str, ...], persons: int | None) -> None:
    row = read(REVIEW, applicant=text)
    assert (row.card.applicants, row.card.applicant_count, row.readings) == (names, persons, ())


@pytest.mark.parametrize(
    ("text", "names", "persons"),
    [
        ("张某等5人", ("张某",), 5),
        ("张某等五人", ("张某",), 5),
        ("张某等５人", ("张某",), 5),
        ("张某等12名村民", ("张某",), 12),
        ("张某、李某等2人", ("张某", "李某"), 2),
        ("张某、李某（共7人）", ("张某", "李某"), 7),
        ("张某，李某共2人", ("张某", "李某"), 2),
        ("张某等人（共三十五人）", ("张某",), 35),
        ("张某(5人)", ("张某",), 5),
        ("1.张某 2.李某", ("张某", "李某"), None),
        ("1、张某\n2、李某", ("张某", "李某"), None),
        ("①张某②李某", ("张某", "李某"), None),
        ("（1）张某；（2）李某等6人", ("张某", "李某"), 6),
        ("南昌某公司（经理：张某，李某）、王某", ("南昌某公司（经理：张某，李某）", "王某"), None),
    ],
)
def test_names_that_are_taken_apart_and_told(text: str, names: tuple[str, ...], persons: int | None) -> None:
    row = read(REVIEW, applicant=text)
    assert (row.card.applicants, row.card.applicant_count) == (names, persons)
    said = "、".join(names) + (f"，{persons} 人" if persons else "")
    assert taken(row) == [("applicant", said)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("张某、李某、王某等2人", "says 2 persons and names 3"),
        ("共5人", "says 5 persons and names 0"),
        ("张某等0人", "says 0 persons"),
        ("1.张某 3.李某", "does not run from 1"),
        ("1.张某2.李某", "does not run from 1"),
    ],
)
def test_names_that_do_not_add_up_are_refused(text: str, reason: str) -> None:
    fault = refused(REVIEW, applicant=text)
    assert (fault.column, fault.value) == ("applicant", text)
    assert reason in fault.reason.en


def test_a_number_of_persons_told_twice_must_be_the_same() -> None:
    assert read(REVIEW, applicant="张某等5人", applicant_count="5").card.applicant_count == 5
    fault = refused(REVIEW, applicant="张某等5人", applicant_count="6")
    assert (fault.column, fault.value) == ("applicant_count", "6")


def test_respondents_have_no_number_of_persons() -> None:
    assert read(REVIEW, respondent="某协会（5人）").card.respondents == ("某协会（5人）",)


@pytest.mark.parametrize(
    "text", [f"张某 {IDENTITY}", f"张某（电话：{TELEPHONE}）", "张某，360121900101123", "张某 0791-88880000"]
)
def test_identity_and_telephone_numbers_never_enter_the_book(text: str) -> None:
    fault = refused(REVIEW, applicant=text)
    assert fault.column == "applicant"
    assert "holds an identity or telephone number" in fault.reason.en
    for told in (fault.value, fault.reason.zh, fault.reason.en):
        assert "*" in told or "身份证号或电话号码" in told
        assert not any(private in told for private in (IDENTITY, TELEPHONE, "360121900101123", "88880000"))


def test_an_office_may_have_them_left_out_and_is_told() -> None:
    text = f"张某（女，身份证号：{IDENTITY}，电话{TELEPHONE}）、李某（{TELEPHONE}）"
    row = read(REVIEW, Habits(without_identities=True), applicant=text)
    assert row.card.applicants == ("张某（女）", "李某")
    assert taken(row) == [("applicant", "张某（女）、李某")]
    assert IDENTITY not in row.readings[0].text


def test_a_number_that_is_nobodys_stays() -> None:
    assert hide_private("南昌某公司91360121MA35ABCD1X") == "南昌某公司91360121MA35ABCD1X"
    assert read(REVIEW, applicant="第20240305号业主").card.applicants == ("第20240305号业主",)


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        ("维持原行政行为", ("maintain", None, {}), "维持"),
        ("维持原具体行政行为", ("maintain", None, {}), "维持"),
        ("决定维持", ("maintain", None, {}), "维持"),
        ("驳回申请人的行政复议申请", ("reject_application", None, {}), "驳回申请"),
        ("驳回申请（不符合受理条件）", ("reject_application", "not_acceptable", {}), "驳回申请，不符合受理条件"),
        ("驳回（已经履责）", ("reject", "已经履责", {}), "驳回，已经履责"),
        ("撤销并责令重作", ("revoke", None, {"redo": "yes"}), "撤销，责令重作"),
        ("撤销，责令重新作出行政行为", ("revoke", None, {"redo": "yes"}), "撤销，责令重作"),
        ("撤销（责令重作）", ("revoke", None, {"redo": "yes"}), "撤销，责令重作"),
        ("部分撤销并责令重作", ("revoke_part", None, {"redo": "yes"}), "部分撤销，责令重作"),
        (
            "撤销原行政行为并责令30日内重新答复",
            ("revoke", None, {"redo": "yes", "redo_days": "30"}),
            "撤销，责令重作，重作期限（日） 30",
        ),
        ("撤销（部分）", ("revoke_part", None, {}), "部分撤销"),
        ("确认原行政行为违法", ("declare_unlawful", None, {}), "确认违法"),
        ("确认违法并责令采取补救措施", ("declare_unlawful", None, {"remedy": "yes"}), "确认违法，补救措施"),
        ("责令履行法定职责", ("order_performance", None, {}), "责令履行"),
        ("变更处罚决定", ("vary", None, {}), "变更"),
        ("和解终止", ("terminate", "settled", {}), "终止，和解"),
        ("终止（和解）", ("terminate", "settled", {}), "终止，和解"),
        ("终止-自愿撤回", ("terminate", "withdrawn", {}), "终止，撤回"),
        ("撤回终止", ("terminate", "withdrawn", {}), "终止，撤回"),
        ("撤回申请", ("terminate", "withdrawn", {}), "终止，撤回"),
        ("改变撤回", ("terminate", "corrected", {}), "终止，被申请人改变后撤回"),
        ("其他（转信访）", ("other", "转信访", {}), "其他，转信访"),
    ],
)
def test_an_outcome_of_a_review_in_the_words_of_offices(
    text: str, outcome: tuple[str, str | None, dict[str, str]], said: str
) -> None:
    row = read(CLOSED, outcome=text)
    assert closing(row) == outcome
    assert taken(row) == [("outcome", said)]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("准予撤诉", ("withdraw", None, {})),
        ("裁定准许原告撤诉", ("withdraw", None, {})),
        ("自愿撤诉", ("withdraw", "voluntary", {})),
        ("撤诉（和解）", ("withdraw", "settled", {})),
        ("按撤诉处理", ("deemed_withdrawn", None, {})),
        ("裁定驳回起诉", ("dismiss_suit", None, {})),
        ("判决驳回原告的诉讼请求", ("reject_claims", None, {})),
        ("驳回上诉维持原判", ("affirm", None, {})),
        ("驳回上诉，维持一审判决", ("affirm", None, {})),
        ("撤销原判，改判", ("reverse", None, {})),
        ("撤销一审判决，发回重审", ("remand", None, {})),
        ("驳回再审申请人的再审申请", ("retrial_refused", None, {})),
        ("撤销并判令重作", ("revoke", None, {"redo": "yes"})),
        ("判决确认违法并责令采取补救措施", ("declare_unlawful", None, {"remedy": "yes"})),
    ],
)
def test_an_outcome_of_a_suit_in_the_words_of_courts(
    text: str, outcome: tuple[str, str | None, dict[str, str]]
) -> None:
    assert closing(read(JUDGED, outcome=text)) == outcome


def test_a_plain_rejection_stays_unresolved() -> None:
    row = read(CLOSED, outcome="驳回")
    assert (closing(row), row.readings) == (("reject", None, {}), ())


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (CLOSED, "调解终止"),
        (CLOSED, "确认违法并责令履行"),
        (CLOSED, "维持（撤销）"),
        (CLOSED, "维持、撤销"),
        (CLOSED, "维持（已履行）"),
        (CLOSED, "改判"),
        (CLOSED, "终止（申请人去世）"),
        (CLOSED, "确认无效并责令重作"),
        (JUDGED, "裁定撤销"),
        (JUDGED, "维持具体行政行为"),
        (JUDGED, "撤销原判"),
        (JUDGED, "不予受理"),
    ],
)
def test_an_outcome_that_can_mean_two_things_is_refused(cells: dict[str, str], text: str) -> None:
    fault = refused(cells, outcome=text)
    assert (fault.column, fault.value) == ("outcome", text)


def test_the_ground_beside_the_outcome_and_that_of_its_column_must_agree() -> None:
    assert closing(read(CLOSED, outcome="终止（和解）", ground="和解协议")) == ("terminate", "settled", {})
    assert refused(CLOSED, outcome="终止（和解）", ground="撤回").column == "ground"


def test_a_ground_in_the_words_of_offices_is_told() -> None:
    row = read(CLOSED, outcome="终止", ground="申请人撤回")
    assert (closing(row), taken(row)) == (("terminate", "withdrawn", {}), [("ground", "撤回")])


@pytest.mark.parametrize("text", ["未结", "审理中", "办理中", "中止"])
def test_a_state_in_the_column_of_outcomes_says_that_the_case_is_open(text: str) -> None:
    row = read(ACCEPTED, outcome=text)
    assert [step.step for step in row.steps] == ["receive", "accept"]
    assert taken(row) == [("outcome", "未结案")]
    assert refused(CLOSED, outcome=text).column == "outcome"


def test_a_refusal_in_the_column_of_outcomes_is_the_result_of_intake() -> None:
    row = read(REVIEW, closed_on="2024-03-08", outcome="不予受理", ground="超过申请期限")
    assert [(step.step, step.on, step.ground) for step in row.steps[1:]] == [
        ("refuse", date(2024, 3, 8), "超过申请期限")
    ]
    assert taken(row) == [("outcome", "立案审查结果：不予受理")]


def test_a_refusal_has_one_date_and_no_other_result() -> None:
    assert refused(CLOSED, outcome="不予受理").column == "closed_on"
    assert refused(CLOSED, outcome="不予受理", intake_result="受理", intake_on="2024-04-15").column == "outcome"
    assert refused(REVIEW, outcome="不予受理").column == "intake_on"


@pytest.mark.parametrize(
    ("text", "came"),
    [
        *((text, "yes") for text in ("是", "√", "✓", "有", "Y", "1", "已", "出庭", "ｙｅｓ", "TRUE")),
        *((text, "no") for text in ("否", "×", "✗", "无", "N", "0", "未", "未出庭", "没有", "false")),
        *((text, None) for text in ("——", "-", "/", "—")),
    ],
)
def test_yes_and_no_in_every_spelling(text: str, came: str | None) -> None:
    assert read(HEARD, head_attended=text).hearings[0].head_attended == came


def test_a_circle_is_a_yes_to_some_and_a_nought_to_others() -> None:
    assert refused(HEARD, head_attended="○").column == "head_attended"


def test_a_stroke_among_hearings_keeps_its_place() -> None:
    row = read(SUIT, heard_on="2024-04-16、2024年5月7日9:30", head_attended="出庭；——")
    assert [(held.on.isoformat(), held.head_attended) for held in row.hearings] == [
        ("2024-04-16", "yes"),
        ("2024-05-07", None),
    ]
    assert taken(row) == [("heard_on", "2024-04-16; 2024-05-07"), ("head_attended", "是；未填")]


@pytest.mark.parametrize(
    ("post", "rank"),
    [
        *((post, "chief") for post in ("局长", "县长", "区长", "党组书记、局长", "街道办主任", "县卫健委主任")),
        *((post, "deputy") for post in ("副局长", "分管副县长", "常务副区长", "党委委员、副局长", "副主任")),
        *((post, "other") for post in ("法制科科长", "科员", "工作人员")),
    ],
)  # fmt: skip
def test_a_post_that_says_its_rank(post: str, rank: str) -> None:
    assert read(HEARD, head_rank=post).hearings[0].head_rank == rank


@pytest.mark.parametrize(
    "post", ["主任", "办公室主任", "副县长兼公安局局长", "四级调研员", "分管领导", "党组书记", "所长", "政委"]
)
def test_a_post_that_can_be_of_two_ranks_is_refused(post: str) -> None:
    fault = refused(HEARD, head_rank=post)
    assert (fault.column, fault.value) == ("head_rank", post)
    assert "write chief, deputy or other" in fault.reason.en
    assert rank_of(post) is None


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("register", "应诉案件", None),
        ("procedure", "一般程序", "ordinary"),
        ("instance", "终审", "second"),
        ("instance", "第一审", "first"),
        ("instance", "申请再审", "retrial_review"),
        ("matter", "行政处罚类", "penalty"),
        ("matter", "信息公开案件", "disclosure"),
        ("matter", "不履行法定职责", "inaction"),
        ("matter", "行政处罚类、信息公开类", "other"),
        ("matter", "征地拆迁", "expropriation"),
        ("respondent_level", "县（市、区）政府部门", "county_department"),
        ("respondent_level", "乡(镇)政府", "township"),
        ("applicant_kind", "法人和其他组织", "organisation"),
        ("defendant_role", "单独", "sole"),
        ("reviewed_first", "未经复议直接起诉", "no"),
    ],
)
def test_coded_words_of_offices_are_read_and_told(column: str, text: str, code: str | None) -> None:
    row = read(SUIT | {column: text})
    assert (row.register if column == "register" else getattr(row.card, column)) == (code or "litigation")
    assert [each.column for each in row.readings] == [column]


@pytest.mark.parametrize(
    ("role", "sued_as", "reviewed"),
    [
        ("复议机关共同被告", "joint", "yes"),
        ("复议机关单独被告", "sole", "yes"),
        ("未经复议", None, "no"),
        ("共同被告", "joint", None),
    ],
)
def test_the_form_of_being_sued_may_say_that_there_was_a_review(
    role: str, sued_as: str | None, reviewed: str | None
) -> None:
    card = read(SUIT, defendant_role=role).card
    assert (card.defendant_role, card.reviewed_first) == (sued_as, reviewed)


@pytest.mark.parametrize(
    ("column", "text"), [("matter", "行政裁决"), ("applicant_kind", "个体工商户"), ("instance", "复核")]
)
def test_a_word_that_stands_nowhere_is_refused_with_those_that_do(column: str, text: str) -> None:
    fault = refused(SUIT | {column: text})
    assert (fault.column, fault.value) == (column, text)
    assert "可用" in fault.reason.zh


@pytest.mark.parametrize("column", ["applicant", "respondent", "handler", "court", "note", "procedure", "intake_on"])
def test_a_stroke_states_nothing(column: str) -> None:
    row = read(REVIEW | {column: "——"})
    assert (row.card, len(row.steps)) == (read(REVIEW).card, 1)
    assert taken(row) == [(column, "未填")]


def test_no_word_for_nothing_is_taken_for_a_name() -> None:
    assert read(REVIEW, applicant="无").card.applicants == ("无",)
    assert read(REVIEW, closed_on="无").steps[-1].step == "receive"


@pytest.mark.parametrize(
    ("text", "count"), [("5人", 5), ("共12名", 12), ("十二", 12), ("一百零三人", 103), ("二十", 20)]
)
def test_a_number_of_persons_in_any_writing(text: str, count: int) -> None:
    assert read(REVIEW, applicant_count=text).card.applicant_count == count


@pytest.mark.parametrize("text", ["", "百", "二三", "十十", "一百二", "〇〇", "1.5"])
def test_what_writes_no_number_is_none(text: str) -> None:
    assert number_of(text) in (None, 102)


def test_a_table_of_this_program_is_read_as_it_stands() -> None:
    row = read(REVIEW, Habits(exported=True), applicant="张某等5人", respondent="南昌县公安局", note="—")
    assert (row.card.applicants, row.card.applicant_count) == (("张某等5人",), None)
    assert (row.card.respondent_level, row.card.note, row.readings) == (None, "—", ())


def test_a_canonical_row_is_read_the_same_way_everywhere() -> None:
    cells = CLOSED | {"outcome": "terminate", "ground": "settled", "applicant": "张某、李某", "matter": "penalty"}
    literal = read_row(cells, TODAY, RULES)
    assert read(cells) == literal
    assert read(cells, Habits(exported=True)) == literal


def test_a_reading_moves_no_cursor_and_is_short() -> None:
    [told] = read(REVIEW, applicant=f"张某\x1b[2J\n{'李' * 80}等5人").readings
    assert told.text.isprintable()
    assert len(told.text) <= 61


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("南府复〔2024〕12号", "南府复(2024)12号"),
        ("案号：南府复[2024]第12（已结）", "南府复(2024)12号"),
        ("南府复（2024）12", "南府复(2024)12号"),
        ("南府复〔2024〕12号，补", "南府复(2024)12号"),
        ("（2024）赣 0121 行初 5 号", "(2024)赣0121行初5号"),
        ("〔2024〕12号之一", "(2024)12号之一"),
        ("南府复12号（2024）", "南府复12号(2024)"),
        ("2024-12", "2024-12"),
        ("12", "12"),
    ],
)
def test_a_number_is_matched_without_remarks_and_kept_as_written(text: str, match: str) -> None:
    assert match_number(text) == match
    assert number_keys(text)[0] == fold_number(text)
    assert match in number_keys(text)
    assert read(REVIEW, number=text).card.number == text


@given(st.text("南府复字〔2024〕[]（）第号案：补，1 ", max_size=20))
def test_matching_a_number_twice_changes_nothing(text: str) -> None:
    assert match_number(match_number(text)) == match_number(text)


def test_the_words_of_offices_lead_to_codes_and_repeat_no_literal_word() -> None:
    data = tomllib.loads((Path(casebook.__file__).parent / "data" / "words.toml").read_text("utf-8"))
    vocabularies = {code: column.vocabulary for code, column in COLUMNS.items()} | {
        "outcome.review": terms.REVIEW_OUTCOME,
        "outcome.litigation": terms.LITIGATION_OUTCOME,
        "ground.terminate": terms.TERMINATE_GROUND,
        "ground.withdraw": terms.WITHDRAW_GROUND,
    }
    for section, words in sections(data):
        vocabulary = vocabularies[section]
        assert vocabulary is not None
        told = [fold(word) for code, listed in words.items() for word in listed if code in vocabulary]
        assert len(told) == len(set(told)) == sum(map(len, words.values())), section
        for word in told:
            assert vocabulary.find(word) is None or section in ("head_attended", "intake_result"), (section, word)
            assert office_word(section, word) is not None


def sections(data: dict[str, Any]) -> list[tuple[str, dict[str, list[str]]]]:
    found = []
    for name, table in data.items():
        inner = {key: value for key, value in table.items() if isinstance(value, dict)}
        found += [(f"{name}.{key}", value) for key, value in inner.items()] or [(name, table)]
    return found


@given(
    st.sampled_from(["review", "litigation", "review-defence"]),
    st.text("维持驳回撤销终止和解并责令重作（）-、部分", max_size=12),
)
def test_no_text_breaks_the_reading_of_outcomes(register: str, text: str) -> None:
    try:
        read = read_outcome(register, text)
    except CasebookError:
        return
    assert read.outcome is None or read.outcome in terms.outcomes(register)


@given(st.text("张某李、，；\n（）()等共5人1.２①②：0-", max_size=25))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    try:
        card = read(REVIEW, applicant=text).card
    except Fault:
        return
    assert all(name == name.strip() and name for name in card.applicants)
