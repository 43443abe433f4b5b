"""Acts on a book: one act is one entry, a refused one is none, and what was late is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import RULES, TODAY, Desk

from casebook import acts
from casebook.acts import missed_by, next_number
from casebook.book import Book
from casebook.bookfaults import BookMissing, NotABook
from casebook.errors import (
    BadValue,
    CaseAmbiguous,
    CasebookError,
    CaseUnknown,
    DateInFuture,
    EntryNotYet,
    ExtensionTooLate,
    NumberTaken,
    OutcomeNotKnown,
    StepBeforeReceipt,
    StepNotAllowed,
    StepTooOften,
    WrongProcedure,
)
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST, SECOND = "南府复〔2024〕1号", "南府复〔2024〕2号"
SUIT = "（2024）赣01行初5号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def refused(desk: Desk, error: type[CasebookError], number: str | list[str], code: str, on: str, **facts: str) -> str:
    """Record a step that must be refused and leave the book as it was; return the message."""
    before = desk.dump()
    with pytest.raises(error) as caught:
        desk.step(number, code, on, **facts)
    assert desk.dump() == before
    return str(caught.value)


# logging a case


def test_a_case_without_a_number_gets_the_next_of_its_register_and_year(desk: Desk) -> None:
    assert desk.log("review", "2024-03-04") == "南府复〔2024〕1号"
    assert desk.log("review", "2024-03-05") == "南府复〔2024〕2号"
    assert desk.log("review", "2025-01-02") == "南府复〔2025〕1号"
    assert desk.log("review-defence", "2024-03-04") == "被复〔2024〕1号"
    assert desk.log("litigation", "2024-03-04") == "应诉〔2024〕1号"


def test_the_next_number_goes_on_after_the_highest_that_is_known(desk: Desk) -> None:
    desk.log("review", "2024-03-04", "南府复（2024）41号")
    desk.log("review", "2024-03-04", "洪府复〔2024〕99号")
    assert next_number(desk.book, "review", 2024) == "南府复〔2024〕42号"


def test_a_number_is_one_case_of_its_register_whatever_its_brackets(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    with pytest.raises(NumberTaken, match="entry 1"):
        desk.log("review", "2024-03-05", "南府复[2024] 1号")
    assert desk.log("review-defence", "2024-03-05", FIRST) == FIRST


def test_the_number_of_a_struck_case_is_free_again(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    desk.strike(FIRST, 1)
    desk.log("review", "2024-03-05", FIRST)
    assert desk.case(FIRST)["received_on"] == "2024-03-05"


def test_a_case_logged_at_its_end_is_one_entry(desk: Desk) -> None:
    cells = {"intake_result": "accept", "intake_on": "2024-03-06", "closed_on": "2024-04-15", "outcome": "maintain"}
    desk.log("review", "2024-03-04", FIRST, **cells)
    assert desk.book.head.entry_no == 1
    assert desk.live(FIRST) == ["receive", "accept", "conclude"]
    assert desk.case(FIRST)["status"] == "closed"


def test_a_named_law_stands_with_the_receipt_and_its_reason(desk: Desk) -> None:
    cells = {"register": "review", "received_on": "2024-03-04", "number": FIRST}
    desk.log_cells(cells, law="review-2017")
    receive = desk.told(FIRST, "receive")
    assert (receive.details, receive.note) == ({"law": "review-2017"}, "核对")
    assert desk.case(FIRST)["law"] == "review-2017"


# finding a case


@pytest.mark.parametrize(
    "text", [FIRST, "南府复(2024)1号", "review:1号", "行政复议：2024-1", "府复〔2024〕1号", "review:〔2024〕1号"]
)
def test_a_case_is_found_by_its_number_its_tail_and_its_register(desk: Desk, text: str) -> None:
    desk.log("review", "2024-03-04", FIRST)
    desk.log("review", "2023-03-06", "南府复〔2023〕11号")
    desk.log("review-defence", "2024-03-04", "洪政行复〔2024〕1号")
    assert desk.book.find(text).docket_no == FIRST


def test_a_tail_that_fits_several_names_them(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    desk.log("litigation", "2024-03-04", "（2024）赣01行初1号")
    with pytest.raises(CaseAmbiguous, match="review:南府复〔2024〕1号, litigation:（2024）赣01行初1号"):
        desk.book.find("2024-1")
    assert desk.book.find("赣01行初1号").register == "litigation"


def test_an_unknown_number_names_what_is_near(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    with pytest.raises(CaseUnknown, match="near it: 南府复〔2024〕1号"):
        desk.book.find("南府复〔2023〕1号")
    with pytest.raises(CaseUnknown, match="write year and serial only"):
        desk.book.find("无号")
    with pytest.raises(CaseUnknown):
        desk.book.find("民事:1号")


def test_a_struck_case_is_not_found(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    desk.strike(FIRST, 1)
    with pytest.raises(CaseUnknown):
        desk.book.find(FIRST)


def test_a_state_of_knowledge_lies_between_none_and_now(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    assert [desk.book.entry(known_at) for known_at in (None, 0, 1)] == [None, 0, 1]
    for known_at in (-1, 2):
        with pytest.raises(EntryNotYet):
            desk.book.entry(known_at)


def test_cases_that_follow_one_another_are_linked(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    desk.log("litigation", "2024-09-02", SUIT, previous_number="南府复(2024)1号", instance="first")
    [after] = desk.book.links(desk.record(FIRST))
    [before] = desk.book.links(desk.record(SUIT))
    assert (after.docket_no, before.docket_no) == (SUIT, FIRST)


def test_the_registers_of_a_book_are_those_that_hold_a_case(desk: Desk) -> None:
    assert desk.book.registers() == []
    desk.log("litigation", "2024-03-04", SUIT)
    desk.log("review", "2024-03-04", FIRST)
    assert desk.book.registers() == ["review", "litigation"]


# recording a step


def test_a_step_is_one_entry_and_gives_the_state_after_it(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    [logged] = desk.step(FIRST, "accept", "2024-03-06")
    assert (logged.entry_no, logged.number, logged.register) == (2, FIRST, "review")
    assert logged.derived is not None
    assert logged.derived.version.status == "open"
    assert logged.late == ()


def test_one_decision_closes_several_cases_as_one_entry(desk: Desk) -> None:
    for number in (FIRST, SECOND):
        desk.review("2024-03-04", "2024-03-06", number)
    logged = desk.close([FIRST, "2024-2", SECOND], "maintain", "2024-04-15")
    assert [(each.entry_no, each.number) for each in logged] == [(5, FIRST), (5, SECOND)]
    assert {str(desk.case(number)["closed_on"]) for number in (FIRST, SECOND)} == {"2024-04-15"}


def test_where_one_of_several_cases_refuses_none_is_closed(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", FIRST)
    desk.log("review", "2024-03-04", SECOND)
    refused(desk, StepNotAllowed, [FIRST, SECOND], "conclude", "2024-04-15", outcome="maintain")
    assert desk.case(FIRST)["status"] == "open"


def test_a_late_step_is_recorded_and_said_to_be_late(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-05", FIRST)
    [logged] = desk.close(FIRST, "maintain", "2024-08-06")
    assert [(each.rule, each.due_on) for each in logged.late] == [("N10", date(2024, 8, 5))]


def test_what_a_step_missed_is_only_what_it_met(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-05", FIRST)
    desk.step(FIRST, "notify", "2024-06-28")
    derived = desk.book.derive(desk.record(FIRST))
    assert derived is not None
    assert [each.rule for each in missed_by(desk.told(FIRST, "notify"), "review", derived, RULES)] == ["N7"]
    assert missed_by(desk.told(FIRST, "accept"), "review", derived, RULES) == ()


def test_a_hearing_of_a_suit_keeps_who_came(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.step(SUIT, "hear", "2024-04-16", head_attended="yes", head_name="李某", head_rank="deputy")
    [held] = desk.record(SUIT).live_hearings
    assert (held.head_attended, held.head_name, held.head_rank, held.absence) == ("yes", "李某", "deputy", None)
    assert desk.told(SUIT, "hear").details == {}


def test_a_hearing_of_a_review_has_nobody_to_come(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", FIRST)
    desk.step(FIRST, "hear", "2024-03-20")
    [held] = desk.record(FIRST).live_hearings
    assert held.head_attended is None
    assert acts.read_hearing(desk.told(FIRST, "accept"), "review") is None


@pytest.mark.parametrize(
    ("error", "code", "on", "facts"),
    [
        (DateInFuture, "reply", "2026-11-22", {}),
        (StepBeforeReceipt, "reply", "2024-03-01", {}),
        (StepNotAllowed, "accept", "2024-03-07", {}),
        (StepNotAllowed, "resume", "2024-03-07", {}),
        (BadValue, "reply", "2024-03-20", {"law": "review-2017"}),
    ],
)
def test_what_the_law_does_not_allow_is_refused(
    desk: Desk, error: type[CasebookError], code: str, on: str, facts: dict[str, str]
) -> None:
    desk.review("2024-03-04", "2024-03-06", FIRST)
    assert refused(desk, error, FIRST, code, on, **facts)


def test_a_period_is_extended_once_in_time_and_in_ordinary_procedure(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-05", FIRST)
    assert "2024-08" in refused(desk, ExtensionTooLate, FIRST, "extend", "2024-08-06")
    desk.step(FIRST, "extend", "2024-08-02")
    assert "art. 62(1)" in refused(desk, StepTooOften, FIRST, "extend", "2024-08-03")
    desk.review("2024-06-03", "2024-06-05", SECOND, procedure="summary")
    assert "summary procedure has no “extend”" in refused(desk, WrongProcedure, SECOND, "extend", "2024-06-20")


def test_a_converted_case_can_be_extended(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-05", FIRST, procedure="summary")
    desk.step(FIRST, "convert", "2024-06-20", procedure="ordinary")
    desk.step(FIRST, "extend", "2024-07-15")
    assert desk.case(FIRST)["procedure"] == "ordinary"


def test_a_case_without_a_stated_procedure_is_not_refused_an_extension(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-05", FIRST)
    assert desk.case(FIRST)["procedure"] is None
    desk.step(FIRST, "extend", "2024-07-15")


def test_an_outcome_belongs_to_its_instance(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    assert "first instance" in refused(desk, OutcomeNotKnown, SUIT, "conclude", "2024-06-03", outcome="affirm")
    desk.close(SUIT, "reject_claims", "2024-06-03")


def test_a_suit_without_an_instance_takes_the_outcomes_of_any(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT)
    desk.close(SUIT, "affirm", "2024-06-03")
    assert desk.case(SUIT)["outcome"] == "affirm"


def test_the_law_of_a_case_is_named_with_its_reason(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", FIRST)
    desk.step(FIRST, "reply", "2024-03-20", law="review-2017", note="受理前的旧案")
    assert desk.case(FIRST)["law"] == "review-2017"


# opening a book


def test_a_book_is_told_from_other_files(tmp_path: Path) -> None:
    with pytest.raises(BookMissing):
        Book.open(tmp_path / "none.book", RULES)
    with pytest.raises(NotABook) as caught:
        Book.open(tmp_path, RULES)
    assert caught.value.facts["why"] == Words("这是一个文件夹", "it is a folder")


def test_two_questions_see_one_state_of_the_book(desk: Desk) -> None:
    desk.log("review", "2024-03-04", FIRST)
    with Book.open(desk.book.path, RULES) as reader, reader.reading():
        before = reader.head.entry_no
        desk.step(FIRST, "accept", "2024-03-06")
        with reader.reading():
            assert reader.head.entry_no == before
    with Book.open(desk.book.path, RULES) as reader:
        assert reader.head.entry_no == before + 1


def test_an_adopted_notice_is_heeded_by_a_book_that_was_open_already(desk: Desk) -> None:
    with Book.open(desk.book.path, RULES, write=True) as other:
        desk.adopt(2027, "2027-01-01", "2027-01-03")
        assert other.rules.calendar.notice(2027) is None
        with other.writing("record"):
            assert other.rules.calendar.notice(2027) is not None
    assert desk.book.rules_at(0).calendar.notice(2027) is None
    assert desk.today == TODAY
