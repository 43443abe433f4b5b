"""Correcting and striking: the earlier entry stays readable, a later one says what counts, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import Desk

from casebook.amend import Change, correct
from casebook.errors import (
    BadValue,
    CasebookError,
    DateInFuture,
    DetailNotKnown,
    EntryUnknown,
    NothingToCorrect,
    NumberTaken,
    ReasonMissing,
    StepImpossible,
    StepOfEntryUnclear,
    StruckStepsHold,
    UnknownCode,
    WrongDate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CASE, OTHER = "南府复〔2024〕1号", "南府复〔2024〕2号"
SUIT = "（2024）赣01行初5号"
RECEIVED, ACCEPTED, CLOSED = 1, 2, 3


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A book with one closed review: entries 1 to 3."""
    desk = Desk(tmp_path / "cases.book")
    desk.log("review", "2024-03-04", CASE, applicant="张某", matter="penalty", handler="李某")
    desk.step(CASE, "accept", "2024-03-06")
    desk.close(CASE, "terminate", "2024-04-15", ground="settled", redo="yes")
    yield desk
    desk.book.connection.close()


def refused(desk: Desk, error: type[CasebookError], act: Callable[[], object]) -> str:
    """Act in a way that must be refused and leave the book as it was; return the message."""
    before = desk.dump()
    with pytest.raises(error) as caught:
        act()
    assert desk.dump() == before
    return str(caught.value)


# correcting a step


def test_a_corrected_step_takes_the_place_of_the_struck_one(desk: Desk) -> None:
    logged = desk.correct(CASE, CLOSED, on="2024-04-16", reason="与决定书不符")
    old, new = [step for step in desk.record(CASE).steps if step.step == "conclude"]
    assert (old.on.isoformat(), old.struck_by) == ("2024-04-15", 4)
    assert (new.on.isoformat(), new.struck_by, new.entry_no) == ("2024-04-16", None, logged.entry_no)
    assert (new.outcome, new.ground, new.details) == ("terminate", "settled", {"redo": "yes"})
    entry = desk.book.entries(desk.record(CASE))[4]
    assert (entry["act"], entry["corrects"], entry["reason"]) == ("correct", CLOSED, "与决定书不符")


def test_another_outcome_drops_the_ground_of_the_old_one(desk: Desk) -> None:
    desk.correct(CASE, CLOSED, outcome="维持")
    conclude = desk.told(CASE, "conclude")
    assert (conclude.outcome, conclude.ground) == ("maintain", None)


def test_a_ground_is_corrected_by_its_label_and_cleared_by_a_word(desk: Desk) -> None:
    desk.correct(CASE, CLOSED, ground="撤回")
    assert desk.told(CASE, "conclude").ground == "withdrawn"
    desk.correct(CASE, 4, ground="未填")
    assert desk.told(CASE, "conclude").ground is None


def test_a_detail_is_corrected_added_and_cleared(desk: Desk) -> None:
    desk.correct(CASE, CLOSED, "redo=no", "redo_days=30日")
    assert desk.told(CASE, "conclude").details == {"redo": "no", "redo_days": "30"}
    desk.correct(CASE, 4, "redo=not_stated")
    assert desk.told(CASE, "conclude").details == {"redo_days": "30"}


def test_a_note_alone_is_a_correction(desk: Desk) -> None:
    desk.correct(CASE, ACCEPTED, note="口头申请")
    assert desk.told(CASE, "accept").note == "口头申请"


def test_a_late_correction_says_so(desk: Desk) -> None:
    logged = desk.correct(CASE, CLOSED, on="2024-07-01")
    assert [each.rule for each in logged.late] == ["N10"]


def test_a_corrected_hearing_keeps_what_was_not_corrected(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.step(SUIT, "hear", "2024-04-16", head_attended="no", absence="出差", head_post="副县长")
    desk.correct(SUIT, 5, "head_attended=yes", "absence=未填")
    [held] = desk.record(SUIT).live_hearings
    assert (held.on.isoformat(), held.head_attended, held.head_post, held.absence) == (
        "2024-04-16",
        "yes",
        "副县长",
        None,
    )
    assert (desk.case(SUIT)["heard_on"], desk.case(SUIT)["head_attended"]) == ("2024-04-16", "yes")


# correcting the card


def test_the_card_is_replaced_as_a_whole_by_its_correction(desk: Desk) -> None:
    desk.correct(CASE, RECEIVED, "matter=许可", "field=公安、税务", "applicant=李某、王某", "applicant_count=3")
    card = desk.record(CASE).card
    assert (card.matter, card.field, card.applicants, card.applicant_count) == (
        "licence",
        "公安、税务",
        ("李某", "王某"),
        3,
    )
    assert card.handler == "李某"


def test_a_value_of_the_card_is_cleared_by_a_word(desk: Desk) -> None:
    desk.correct(CASE, RECEIVED, "matter=not_stated", "applicant=未填")
    card = desk.record(CASE).card
    assert (card.matter, card.applicants, card.handler) == (None, (), "李某")


def test_the_day_of_receipt_is_a_value_of_the_card_too(desk: Desk) -> None:
    desk.correct(CASE, RECEIVED, "received_on=2024.3.1")
    assert desk.case(CASE)["received_on"] == "2024-03-01"


def test_a_corrected_number_is_the_number_of_the_case(desk: Desk) -> None:
    logged = desk.correct(CASE, RECEIVED, "number=南府复〔2024〕9号")
    assert logged.number == "南府复〔2024〕9号"
    assert desk.book.find("2024-9").docket_no == "南府复〔2024〕9号"
    desk.log("review", "2024-03-05", CASE)  # free again


def test_a_number_may_be_written_otherwise(desk: Desk) -> None:
    desk.correct(CASE, RECEIVED, "number=南府复(2024)1号")
    assert desk.case("2024-1")["docket_no"] == "南府复(2024)1号"


def test_a_number_that_another_case_has_is_refused(desk: Desk) -> None:
    desk.log("review", "2024-03-05", OTHER)
    assert "entry 4" in refused(desk, NumberTaken, lambda: desk.correct(CASE, RECEIVED, f"number={OTHER}"))
    assert refused(desk, BadValue, lambda: desk.correct(CASE, RECEIVED, "number=未填"))


# which step is meant


WHOLE = {"intake_result": "accept", "intake_on": "2024-03-06", "closed_on": "2024-04-15", "outcome": "maintain"}


def test_an_entry_with_several_steps_asks_which_is_meant(desk: Desk) -> None:
    desk.log("review", "2024-03-04", OTHER, **WHOLE)
    said = refused(desk, StepOfEntryUnclear, lambda: desk.correct(OTHER, 4, on="2024-03-07"))
    assert "receive, accept, conclude" in said
    desk.correct(OTHER, 4, on="2024-03-07", step="accept")
    assert desk.case(OTHER)["intake_on"] == "2024-03-07"


def test_an_outcome_means_the_conclusion_and_a_column_the_receipt(desk: Desk) -> None:
    desk.log("review", "2024-03-04", OTHER, **WHOLE)
    desk.correct(OTHER, 4, outcome="revoke")
    desk.correct(OTHER, 4, "matter=许可", "received_on=2024-03-01")
    case = desk.case(OTHER)
    assert (case["outcome"], case["matter"], case["received_on"]) == ("revoke", "licence", "2024-03-01")


def test_a_detail_of_no_column_leaves_the_step_unclear(desk: Desk) -> None:
    desk.log("review", "2024-03-04", OTHER, **WHOLE)
    assert refused(desk, StepOfEntryUnclear, lambda: desk.correct(OTHER, 4, "redo=yes"))


# what is refused


@pytest.mark.parametrize(
    ("error", "entry_no", "settings", "said"),
    [
        (NothingToCorrect, CLOSED, (), {}),
        (NothingToCorrect, CLOSED, ("redo=yes",), {}),
        (NothingToCorrect, CLOSED, (), {"on": "2024-04-15", "outcome": "terminate", "ground": "和解"}),
        (NothingToCorrect, RECEIVED, ("matter=处罚", "handler=李某"), {}),
        (DateInFuture, CLOSED, (), {"on": "2026-11-22"}),
        (DateInFuture, RECEIVED, ("received_on=2026-11-22",), {}),
        (StepImpossible, RECEIVED, (), {"on": "2024-03-07"}),
        (StepImpossible, ACCEPTED, (), {"on": "2024-04-16"}),
        (EntryUnknown, 4, (), {"on": "2024-04-16"}),
        (EntryUnknown, 99, (), {"on": "2024-04-16"}),
        (UnknownCode, CLOSED, (), {"outcome": "改判了"}),
        (UnknownCode, RECEIVED, ("matter=民事",), {}),
        (DetailNotKnown, RECEIVED, ("colour=red",), {}),
        (DetailNotKnown, RECEIVED, ("intake_on=2024-03-07",), {}),
        (WrongDate, RECEIVED, ("received_on=gestern",), {}),
        (BadValue, CLOSED, ("redo",), {}),
        (ReasonMissing, CLOSED, (), {"on": "2024-04-16", "reason": "  "}),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(
    desk: Desk, error: type[CasebookError], entry_no: int, settings: tuple[str, ...], said: dict[str, str]
) -> None:
    assert refused(desk, error, lambda: desk.correct(CASE, entry_no, *settings, **said))


def test_an_entry_of_another_case_is_not_of_this_one(desk: Desk) -> None:
    desk.log("review", "2024-03-05", OTHER)
    said = refused(desk, EntryUnknown, lambda: desk.correct(CASE, 4, on="2024-03-06"))
    assert "Its live entries: 1, 2, 3." in said


def test_a_change_of_nothing_leaves_everything(desk: Desk) -> None:
    refused(desk, NothingToCorrect, lambda: correct(desk.book, CASE, CLOSED, Change(), "核对", desk.scribe))


# striking


def test_a_struck_step_counts_no_more(desk: Desk) -> None:
    logged = desk.strike(CASE, CLOSED)
    assert logged.derived is not None
    assert (logged.derived.version.status, desk.case(CASE)["outcome"]) == ("open", None)
    assert [step.struck_by for step in desk.record(CASE).steps] == [None, None, 4]


def test_a_struck_receipt_takes_the_case_out(desk: Desk) -> None:
    desk.strike(CASE, CLOSED)
    desk.strike(CASE, ACCEPTED)
    record = desk.record(CASE)
    logged = desk.strike(CASE, RECEIVED)
    assert logged.derived is None
    assert desk.book.listing([]) == []
    assert desk.book.derive(desk.book.load(record.case_no)) is None
    assert desk.book.load(record.case_no).card.number == CASE


def test_an_entry_of_several_steps_is_struck_as_a_whole_or_by_the_step(desk: Desk) -> None:
    desk.log("review", "2024-03-04", OTHER, **WHOLE)
    desk.strike(OTHER, 4, step="conclude")
    assert desk.live(OTHER) == ["receive", "accept"]
    desk.strike(OTHER, 4)
    assert desk.book.listing([("docket_no", OTHER)]) == []


def test_what_rests_on_a_step_is_named(desk: Desk) -> None:
    said = refused(desk, StruckStepsHold, lambda: desk.strike(CASE, RECEIVED))
    assert "entry 2 (accept 2024-03-06), entry 3 (conclude 2024-04-15)" in said
    said = refused(desk, StruckStepsHold, lambda: desk.strike(CASE, ACCEPTED))
    assert "entry 3 (conclude 2024-04-15)" in said
    assert "entry 2 (accept" not in said


def test_a_struck_hearing_is_held_no_more(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.step(SUIT, "hear", "2024-04-16", head_attended="yes")
    desk.step(SUIT, "hear", "2024-05-07", head_attended="no")
    desk.strike(SUIT, 5)
    assert (desk.case(SUIT)["heard_on"], desk.case(SUIT)["head_attended"]) == ("2024-05-07", "no")


@pytest.mark.parametrize(
    ("error", "entry_no", "reason", "step"),
    [
        (ReasonMissing, CLOSED, "", None),
        (EntryUnknown, 9, "误登", None),
        (EntryUnknown, CLOSED, "误登", "accept"),
    ],
)
def test_a_strike_that_cannot_stand_is_refused(
    desk: Desk, error: type[CasebookError], entry_no: int, reason: str, step: str | None
) -> None:
    assert refused(desk, error, lambda: desk.strike(CASE, entry_no, reason, step))
