"""What a row says of a known case: nothing new, further facts, or something else than the book knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import RULES, TODAY, Desk

from casebook.cellvalues import OFFICE
from casebook.merging import Contradiction, Merge, merge
from casebook.rows import read_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REVIEW = {
    "register": "review",
    "number": "南府复〔2024〕1号",
    "received_on": "2024-03-04",
    "applicant": "张某",
    "matter": "penalty",
    "intake_result": "accept",
    "intake_on": "2024-03-06",
}
CLOSED = REVIEW | {"closed_on": "2024-04-15", "outcome": "terminate"}
SUIT = {
    "register": "litigation",
    "number": "（2024）赣01行初5号",
    "received_on": "2024-03-04",
    "replied_on": "2024-03-15",
    "heard_on": "2024-04-16",
    "head_attended": "yes",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def merged(desk: Desk, known: dict[str, str], **more: str) -> Merge:
    """Return what the row ``known``, with ``more`` in its cells, says after ``known`` was logged."""
    number = desk.log_cells(known).number
    record = desk.record(number)
    derived = desk.book.derive(record)
    assert derived is not None
    cells = {name: text for name, text in (known | more).items() if text}
    return merge(record, derived, read_row(cells, TODAY, RULES))


def steps(found: Merge) -> list[str]:
    return [step.step for step, _, _ in found.steps]


def strikes(found: Merge) -> list[str]:
    return [step.step for step in found.strikes]


@pytest.mark.parametrize("known", [REVIEW, CLOSED, SUIT])
def test_the_same_row_says_nothing_new(desk: Desk, known: dict[str, str]) -> None:
    found = merged(desk, known)
    assert (found.changed, found.strikes, found.contradictions) == (False, [], [])


def test_an_empty_cell_says_nothing(desk: Desk) -> None:
    assert not merged(desk, CLOSED, applicant="", matter="", closed_on="", outcome="").changed


def test_a_further_step_is_added(desk: Desk) -> None:
    found = merged(desk, REVIEW, closed_on="2024-04-15", outcome="maintain")
    assert (steps(found), strikes(found), found.contradictions) == (["conclude"], [], [])


def test_a_further_fact_of_the_card_replaces_the_card(desk: Desk) -> None:
    found = merged(desk, REVIEW, respondent="县公安局", handler="李某")
    assert (steps(found), strikes(found), found.contradictions) == (["receive"], ["receive"], [])
    [(_, _, card)] = found.steps
    assert card is not None
    assert (card.respondents, card.handler, card.applicants, card.matter) == (
        ("县公安局",),
        "李某",
        ("张某",),
        "penalty",
    )


def test_a_procedure_that_a_step_told_is_no_news(desk: Desk) -> None:
    number = desk.review("2024-03-04", "2024-03-06", procedure="summary")
    record = desk.record(number)
    derived = desk.book.derive(record)
    assert derived is not None
    cells = {"register": "review", "number": number, "received_on": "2024-03-04", "procedure": "summary"}
    assert not merge(record, derived, read_row(cells, TODAY, RULES)).changed


@pytest.mark.parametrize(
    ("known", "more", "contradictions"),
    [
        (REVIEW, {"matter": "licence"}, [("matter", "licence", "penalty")]),
        (REVIEW, {"applicant": "李某、王某"}, [("applicant", "李某、王某", "张某")]),
        (REVIEW, {"received_on": "2024-03-05"}, [("received_on", "2024-03-05", "2024-03-04")]),
        (REVIEW, {"intake_on": "2024-03-07"}, [("intake_on", "2024-03-07", "2024-03-06")]),
        (REVIEW, {"intake_result": "refuse"}, [("intake_result", "refuse", "accept")]),
        (CLOSED, {"outcome": "maintain"}, [("outcome", "maintain", "terminate")]),
        (
            CLOSED,
            {"outcome": "maintain", "closed_on": "2024-04-16"},
            [("outcome", "maintain", "terminate"), ("closed_on", "2024-04-16", "2024-04-15")],
        ),
        (
            CLOSED | {"ground": "settled"},
            {"ground": "withdrawn"},
            [("ground", "withdrawn", "settled")],
        ),
        (SUIT, {"replied_on": "2024-03-18"}, [("replied_on", "2024-03-18", "2024-03-15")]),
        (SUIT, {"head_attended": "no"}, [("head_attended", "no", "yes")]),
    ],
)
def test_another_fact_contradicts_and_names_both(
    desk: Desk, known: dict[str, str], more: dict[str, str], contradictions: list[tuple[str, str, str]]
) -> None:
    found = merged(desk, known, **more)
    assert found.contradictions == [Contradiction(*each) for each in contradictions]
    assert len(found.strikes) == 1
    assert found.changed


def test_a_ground_that_was_not_stated_is_a_further_fact(desk: Desk) -> None:
    found = merged(desk, CLOSED, ground="和解")
    assert (steps(found), strikes(found), found.contradictions) == (["conclude"], ["conclude"], [])
    assert found.steps[0][0].ground == "settled"


def test_a_corrected_day_keeps_the_ground_that_the_row_does_not_repeat(desk: Desk) -> None:
    found = merged(desk, CLOSED | {"ground": "settled"}, ground="", closed_on="2024-04-16")
    assert found.steps[0][0].ground == "settled"


def test_a_corrected_day_keeps_what_a_table_does_not_tell(desk: Desk) -> None:
    number = desk.review("2024-03-04", "2024-03-06")
    desk.close(number, "revoke", "2024-04-15", redo="yes", note="限三十日")
    record = desk.record(number)
    derived = desk.book.derive(record)
    assert derived is not None
    cells = {"register": "review", "number": number, "received_on": "2024-03-04", "intake_on": "2024-03-06"}
    found = merge(record, derived, read_row(cells | {"closed_on": "2024-04-16", "outcome": "revoke"}, TODAY, RULES))
    [(step, _, _)] = found.steps
    assert (step.on.isoformat(), step.details, step.note) == ("2024-04-16", {"redo": "yes"}, "限三十日")


@pytest.mark.parametrize(
    ("known", "contradictions"),
    [({}, []), ({"redo": "yes"}, None), ({"redo": "no"}, [Contradiction("redo", "yes", "no")])],
)
def test_an_order_beside_the_outcome_is_a_further_fact_or_contradicts(
    desk: Desk, known: dict[str, str], contradictions: list[Contradiction] | None
) -> None:
    number = desk.review("2024-03-04", "2024-03-06")
    desk.close(number, "revoke", "2024-04-15", **known)
    record = desk.record(number)
    derived = desk.book.derive(record)
    assert derived is not None
    cells = {"register": "review", "number": number, "received_on": "2024-03-04", "intake_on": "2024-03-06"}
    cells |= {"closed_on": "2024-04-15", "outcome": "撤销并责令重作"}
    found = merge(record, derived, read_row(cells, TODAY, RULES, habits=OFFICE))
    if contradictions is None:
        assert not found.changed
        return
    [(step, _, _)] = found.steps
    assert (step.outcome, step.details, strikes(found)) == ("revoke", {"redo": "yes"}, ["conclude"])
    assert found.contradictions == contradictions


def test_another_outcome_does_not_keep_the_old_ground(desk: Desk) -> None:
    found = merged(desk, CLOSED | {"ground": "settled"}, ground="", outcome="maintain")
    assert found.steps[0][0].ground is None


def test_a_hearing_of_another_day_is_one_more(desk: Desk) -> None:
    found = merged(desk, SUIT, heard_on="2024-04-16;2024-05-07", head_attended="yes;no")
    assert (steps(found), strikes(found), found.contradictions) == (["hear"], [], [])
    [(_, hearing, _)] = found.steps
    assert hearing is not None
    assert (hearing.on.isoformat(), hearing.head_attended) == ("2024-05-07", "no")


def test_a_rank_that_was_not_stated_is_added_to_its_hearing(desk: Desk) -> None:
    found = merged(desk, SUIT, head_rank="deputy")
    assert (steps(found), strikes(found), found.contradictions) == (["hear"], ["hear"], [])
    [(_, hearing, _)] = found.steps
    assert hearing is not None
    assert (hearing.head_attended, hearing.head_rank) == ("yes", "deputy")


def test_two_hearings_of_one_day_are_told_apart(desk: Desk) -> None:
    twice = SUIT | {"heard_on": "2024-04-16;2024-04-16", "head_attended": "yes;no"}
    found = merged(desk, twice)
    assert (steps(found), found.contradictions) == ([], [])
