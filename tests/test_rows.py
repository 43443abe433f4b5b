"""Rows of the case table: the card and the steps that they tell, and the first thing that cannot stand."""

from __future__ import annotations

from datetime import date

import pytest
from desk import RULES, TODAY

from casebook.cellvalues import OFFICE
from casebook.errors import NumberUnusable
from casebook.model import Card
from casebook.rows import CaseRow, Fault, check_number, read_row

REVIEW = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}
ACCEPTED = REVIEW | {"intake_result": "受理", "intake_on": "2024-03-06"}
SUIT = {"register": "行政应诉", "number": "（2024）赣01行初5号", "received_on": "2024-03-04"}
DEFENCE = {"register": "被复议", "number": "洪府复〔2024〕1号", "received_on": "2024-03-04"}


def read(cells: dict[str, str], **more: str) -> CaseRow:
    told = {name: text for name, text in (cells | more).items() if text}
    return read_row(told, TODAY, RULES)


def told(row: CaseRow) -> list[tuple[str, str]]:
    return [(step.step, step.on.isoformat()) for step in row.steps]


def test_a_row_with_what_is_required_tells_the_receipt() -> None:
    row = read(REVIEW)
    assert (row.register, told(row), row.hearings) == ("review", [("receive", "2024-03-04")], ())
    assert row.card == Card("南府复〔2024〕1号")


def test_a_row_tells_the_card_in_codes_and_names() -> None:
    card = read(
        REVIEW,
        applicant="张某、李某",
        applicant_kind="公民",
        applicant_count="5人",
        respondent="县公安局；某镇政府",
        respondent_level="县级部门",
        matter="处罚、强制",
        field="公安、税务",
        handler="王某",
        procedure="简易",
        previous_number="（2023）1号",
        channel="邮寄",
        note="转来",
    ).card
    assert card == Card(
        "南府复〔2024〕1号",
        ("张某", "李某"),
        ("县公安局", "某镇政府"),
        applicant_kind="citizen",
        applicant_count=5,
        respondent_level="county_department",
        matter="other",
        field="公安、税务",
        handler="王某",
        procedure="summary",
        previous_number="（2023）1号",
        channel="邮寄",
        note="转来",
    )


def test_a_closed_review_tells_its_steps_in_their_order() -> None:
    row = read(ACCEPTED, replied_on="2024-03-15", closed_on="2024-04-15", outcome="终止", ground="和解")
    assert told(row) == [
        ("receive", "2024-03-04"),
        ("accept", "2024-03-06"),
        ("reply", "2024-03-15"),
        ("conclude", "2024-04-15"),
    ]
    assert (row.steps[-1].outcome, row.steps[-1].ground) == ("terminate", "settled")
    assert [step.step_no for step in row.steps] == [1, 2, 3, 4]


def test_a_day_of_intake_without_a_result_means_acceptance() -> None:
    assert told(read(REVIEW, intake_on="2024-03-06"))[1] == ("accept", "2024-03-06")


def test_a_refusal_keeps_its_ground() -> None:
    row = read(REVIEW, intake_result="不予受理", intake_on="2024-03-06", ground="out_of_time")
    assert (row.steps[1].step, row.steps[1].ground) == ("refuse", "out_of_time")


def test_a_lapsed_application_needs_no_notice_that_registers_do_not_keep() -> None:
    row = read(REVIEW, intake_result="视为放弃", intake_on="2024-04-06")
    assert row.steps[1].details == {"notice": "not_stated"}


def test_a_word_of_its_own_stays_the_ground() -> None:
    row = read(REVIEW, intake_result="不予受理", intake_on="2024-03-06", ground=" 超过申请期限 ")
    assert row.steps[-1].ground == "超过申请期限"


def test_hearings_stand_with_their_hear_steps() -> None:
    row = read(SUIT, heard_on="2024-04-16;2024-05-07", head_attended="是;否", head_rank="副职")
    assert told(row)[1:] == [("hear", "2024-04-16"), ("hear", "2024-05-07")]
    assert [(held.step_no, held.on.isoformat(), held.head_attended, held.head_rank) for held in row.hearings] == [
        (2, "2024-04-16", "yes", "deputy"),
        (3, "2024-05-07", "no", "deputy"),
    ]


def test_everything_may_happen_on_the_day_of_receipt() -> None:
    day = "2024-03-04"
    row = read(SUIT, heard_on=day, replied_on=day, closed_on=day, outcome="撤诉")
    assert told(row) == [("receive", day), ("reply", day), ("hear", day), ("conclude", day)]


def test_attendance_not_stated_is_not_stated() -> None:
    assert [held.head_attended for held in read(SUIT, heard_on="2024-04-16").hearings] == [None]


def test_a_named_law_governs_the_row() -> None:
    cells = REVIEW | {"intake_on": "2024-03-06", "closed_on": "2024-04-15", "outcome": "驳回请求"}
    assert read(cells).steps[-1].outcome == "reject_claim"
    with pytest.raises(Fault, match="outcome"):
        read_row(cells, TODAY, RULES, "review-2017")


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ({"number": "1号"}, "register", "", "required"),
        ({"register": "review", "number": "1号"}, "received_on", "", "required"),
        ({**REVIEW, "register": "民事"}, "register", "民事", "not known"),
        ({**REVIEW, "received_on": "2024-02-30"}, "received_on", "2024-02-30", "not a date"),
        ({**REVIEW, "received_on": "2026-11-22"}, "received_on", "2026-11-22", "after today"),
        ({**SUIT, "heard_on": "2024-04-16;2027-01-04"}, "heard_on", "2024-04-16;2027-01-04", "after today"),
        ({**REVIEW, "number": "2" * 81}, "number", "2" * 81, "longer than 80"),
        ({**REVIEW, "number": "1\x1b号"}, "number", "1\x1b号", "control characters"),
        ({**REVIEW, "matter": "民事"}, "matter", "民事", "not known"),
        ({**REVIEW, "applicant_count": "0"}, "applicant_count", "0", "at least 1"),
        ({**REVIEW, "intake_result": "受理"}, "intake_on", "", "without a date"),
        ({**SUIT, "intake_result": "受理"}, "intake_result", "受理", "no intake decision"),
        ({**DEFENCE, "intake_on": "2024-03-06"}, "intake_on", "2024-03-06", "no intake decision"),
        ({**ACCEPTED, "outcome": "维持"}, "closed_on", "", "without a date"),
        ({**ACCEPTED, "closed_on": "2024-04-15"}, "outcome", "", "without an outcome"),
        ({**REVIEW, "ground": "和解"}, "ground", "和解", "without an outcome"),
        (
            {**ACCEPTED, "closed_on": "2024-04-15", "outcome": "终止", "ground": "申请人去世"},
            "ground",
            "申请人去世",
            "has no ground",
        ),
        ({**ACCEPTED, "closed_on": "2024-04-15", "outcome": "改判"}, "outcome", "改判", "not known"),
        ({**SUIT, "head_attended": "是"}, "head_attended", "是", "no hearing date"),
        ({**SUIT, "heard_on": "2024-04-16", "head_rank": "正职;副职"}, "head_rank", "正职;副职", "1 hearings, but 2"),
        ({**ACCEPTED, "intake_on": "2024-03-01"}, "intake_on", "2024-03-01", "before received on"),
        ({**SUIT, "replied_on": "2024-03-01"}, "replied_on", "2024-03-01", "before received on"),
        ({**SUIT, "heard_on": "2024-03-01"}, "heard_on", "2024-03-01", "before received on"),
        ({**SUIT, "closed_on": "2024-03-01", "outcome": "撤诉"}, "closed_on", "2024-03-01", "before received on"),
        ({**ACCEPTED, "closed_on": "2024-03-05", "outcome": "维持"}, "closed_on", "2024-03-05", "before intake on"),
        ({**REVIEW, "closed_on": "2024-04-15", "outcome": "维持"}, "closed_on", "2024-04-15", "“conclude” is not"),
        ({**REVIEW, "replied_on": "2024-04-15"}, "replied_on", "2024-04-15", "“reply” is not possible"),
        (
            {**SUIT, "instance": "一审", "closed_on": "2024-06-03", "outcome": "改判"},
            "outcome",
            "改判",
            "not an outcome",
        ),
        (
            {**SUIT, "closed_on": "2024-06-03", "outcome": "撤诉", "heard_on": "2024-06-04"},
            "heard_on",
            "2024-06-04",
            "“hear” is not possible",
        ),
        (
            {**REVIEW, "received_on": "2023-03-06", "intake_result": "不再处理", "intake_on": "2023-03-07"},
            "intake_result",
            "不再处理",
            "has no step",
        ),
        (
            {**ACCEPTED, "intake_result": "不予受理", "closed_on": "2024-04-15", "outcome": "维持"},
            "closed_on",
            "2024-04-15",
            "“not accepted”",
        ),
    ],
)
def test_the_first_thing_that_cannot_stand_is_named(
    cells: dict[str, str], column: str, value: str, reason: str
) -> None:
    with pytest.raises(Fault) as caught:
        read(cells)
    fault = caught.value
    assert (fault.column, fault.value) == (column, value)
    assert reason in fault.reason.en
    assert fault.reason.zh != fault.reason.en
    assert "\n" not in fault.reason.zh + fault.reason.en


def test_a_number_is_taken_without_the_white_space_around_it() -> None:
    assert check_number(" 南府复〔2024〕1号 ") == "南府复〔2024〕1号"
    assert check_number("2" * 80) == "2" * 80


@pytest.mark.parametrize("number", ["", "   ", "2" * 81, "1\n号", "\u202e1号"])
def test_a_number_that_no_paper_bears_is_refused(number: str) -> None:
    with pytest.raises(NumberUnusable) as caught:
        check_number(number)
    assert str(caught.value).isprintable() or "\n" in str(caught.value)
    assert "\u202e" not in str(caught.value)


def test_today_itself_is_not_in_the_future() -> None:
    cells = {**REVIEW, "received_on": "today"}
    assert read_row(cells, date(2024, 3, 4), RULES).steps[0].on == date(2024, 3, 4)


def test_cells_are_read_literally_unless_the_habits_of_an_office_are_given() -> None:
    cells = REVIEW | {"received_on": "20240304", "applicant": "张某等5人"}
    with pytest.raises(Fault, match="received_on"):
        read(cells)
    assert read(cells, received_on="2024-03-04").card.applicants == ("张某等5人",)
    row = read_row(cells, TODAY, RULES, habits=OFFICE)
    assert (row.steps[0].on, row.card.applicants, row.card.applicant_count) == (date(2024, 3, 4), ("张某",), 5)
    assert [each.column for each in row.readings] == ["received_on", "applicant"]


def test_what_was_ordered_beside_an_outcome_stands_with_the_conclusion() -> None:
    cells = ACCEPTED | {"closed_on": "2024-04-15", "outcome": "撤销并责令重作"}
    assert read_row(cells, TODAY, RULES, habits=OFFICE).steps[-1].details == {"redo": "yes"}
    with pytest.raises(Fault, match="outcome"):
        read(cells)


def test_no_habit_of_an_office_lets_a_day_of_the_future_in() -> None:
    with pytest.raises(Fault, match="received_on"):
        read_row(REVIEW | {"received_on": "20261122"}, TODAY, RULES, habits=OFFICE)
