"""A closed period: what is told of its days later needs leave and a reason, and is an adjustment of the next report."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import TODAY, Desk

from casebook import check, closing
from casebook.bookfaults import PeriodClosed, ReportUnknown
from casebook.closing import Lateness
from casebook.dates import Period
from casebook.errors import ReasonMissing
from casebook.intake import Choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casebook.closing import Adjustment

FIRST, SECOND, SUIT = "南府复〔2023〕1号", "南府复〔2023〕2号", "（2023）赣01行初5号"
ACCEPTED = {"intake_result": "accept", "intake_on": "2023-03-03"}
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose 2023 was frozen by entry 7 and closed by entry 8."""
    desk = Desk(tmp_path_factory.mktemp("closed") / "cases.book", date(2024, 9, 2))
    desk.review("2023-03-01", "2023-03-03", FIRST)
    desk.close(FIRST, "maintain", "2023-04-20")
    desk.review("2023-12-20", "2023-12-22", SECOND)
    desk.log("litigation", "2023-06-01", SUIT, instance="first")
    desk.freeze("2023", close=True)
    desk.book.connection.execute("pragma wal_checkpoint(truncate)")
    desk.book.connection.close()
    return desk.book.path


@pytest.fixture
def desk(closed: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "cases.book"
    shutil.copy(closed, path)
    desk = Desk(path, date(2024, 9, 2))
    yield desk
    desk.book.connection.close()


def reason_of(desk: Desk, entry_no: int) -> object:
    return desk.book.connection.execute("select reason from entry where entry_no = ?", (entry_no,)).fetchone()[0]


def adjustments(
    desk: Desk, period: str, register: str = "review", known_at: int | None = None
) -> tuple[Adjustment, ...]:
    return closing.adjustments(desk.book, register, desk.request(period).period, known_at)


LATE_ACTS: dict[str, Callable[[Desk], object]] = {
    "a case received then": lambda desk: desk.log("review", "2023-12-31"),
    "a case accepted then": lambda desk: desk.log(
        "review", "2023-12-29", "南府复〔2023〕8号", intake_result="accept", intake_on="2024-01-02"
    ),
    "a step of then": lambda desk: desk.step(SECOND, "reply", "2023-12-31"),
    "a conclusion of then": lambda desk: desk.close(SUIT, "reject_claims", "2023-11-20"),
    "a correction of what was then": lambda desk: desk.correct(FIRST, 3, on="2024-01-08"),
    "a correction to then": lambda desk: desk.correct(SECOND, 9, on="2023-12-31"),
    "a card of then": lambda desk: desk.correct(FIRST, 1, "handler=李科员"),
    "a strike of what was then": lambda desk: desk.strike(FIRST, 3, reason="笔误"),
}


@pytest.mark.parametrize("name", LATE_ACTS)
def test_what_is_told_of_a_closed_period_is_refused(desk: Desk, name: str) -> None:
    if "to then" in name:
        desk.step(SECOND, "reply", "2024-01-05")
    before = desk.dump()
    with pytest.raises(
        PeriodClosed, match=r"falls in the period 2023-01-01..2023-12-31, which entry 8 closed.\n.*--late"
    ):
        LATE_ACTS[name](desk)
    assert desk.dump() == before


@pytest.mark.parametrize("name", LATE_ACTS)
def test_it_is_taken_with_leave_and_the_reason_stands_with_the_entry(desk: Desk, name: str) -> None:
    if "to then" in name:
        desk.step(SECOND, "reply", "2024-01-05")
    before = desk.book.head.entry_no
    with desk.late("笔误"):
        LATE_ACTS[name](desk)
    assert desk.book.head.entry_no == before + 1
    assert reason_of(desk, before + 1) == "笔误"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_leave_without_a_reason_is_refused(desk: Desk, reason: str | None) -> None:
    desk.lateness = Lateness(late=True, reason=reason)
    before = desk.dump()
    for tell in (
        lambda: desk.log("review", "2023-12-31"),
        lambda: desk.step(SECOND, "reply", "2023-12-31"),
        lambda: desk.bring_in([{"register": "review", "number": "9号", "received_on": "2024-02-01"}]),
    ):
        with pytest.raises(ReasonMissing):
            tell()
    assert desk.dump() == before


def test_what_is_told_of_other_days_needs_no_leave(desk: Desk) -> None:
    desk.log("review", "2024-01-01")
    desk.step(SECOND, "reply", "2024-01-02")
    desk.correct(SECOND, 10, on="2024-01-03")
    desk.close(SECOND, "maintain", "2024-02-05")
    assert adjustments(desk, "2024H1") == ()


# import


def test_rows_of_a_closed_period_are_rejected_by_the_column_that_says_so(desk: Desk) -> None:
    told = [
        {"register": "review", "number": "新登1号", "received_on": "2023-12-31"},
        {
            "register": "litigation",
            "number": "新登2号",
            "received_on": "2022-12-30",
            "closed_on": "2023-06-01",
            "outcome": "withdraw",
        },
        {"register": "review", "number": FIRST, "received_on": "2023-03-01", "handler": "李科员"},
        {"register": "review", "number": "新登3号", "received_on": "2024-02-01"},
    ]
    before = desk.dump()
    done = desk.bring_in(told)
    assert [(each.row, each.column, each.value) for each in done.rejected] == [
        (2, "received_on", "2023-12-31"),
        (3, "closed_on", "2023-06-01"),
        (4, "received_on", "2023-03-01"),
    ]
    assert "closed by entry 8; to log it, use --late --reason" in done.rejected[0].reason.en
    assert desk.dump() == before
    partial = desk.bring_in(told, Choices(partial=True))
    assert (partial.added, partial.written) == (1, True)


def test_rows_that_say_nothing_new_are_not_late(desk: Desk) -> None:
    known = [
        {
            "register": "review",
            "number": FIRST,
            "received_on": "2023-03-01",
            **ACCEPTED,
            "closed_on": "2023-04-20",
            "outcome": "maintain",
        }
    ]
    done = desk.bring_in(known)
    assert (done.unchanged, done.rejected) == (1, [])


def test_a_table_is_brought_in_late_with_its_reason_on_every_entry(desk: Desk) -> None:
    told = [
        {"register": "review", "number": "新登1号", "received_on": "2023-12-31"},
        {
            "register": "review",
            "number": FIRST,
            "received_on": "2023-03-01",
            **ACCEPTED,
            "outcome": "revoke",
            "closed_on": "2023-04-20",
        },
    ]
    done = desk.bring_in(told, Choices(accept_corrections=True, lateness=Lateness(late=True, reason="补报")))
    assert (done.added, done.updated) == (1, 1)
    assert [reason_of(desk, entry_no) for entry_no in (9, 10)] == ["补报", "按 cases.csv:3 更正；补报"]


# closing


def test_a_period_is_closed_once(desk: Desk) -> None:
    again = closing.close(desk.book, 1, desk.scribe)
    assert (again.entry_no, again.period, again.report_no) == (8, YEAR, 1)
    assert desk.book.head.entry_no == 8
    assert closing.closed_periods(desk.book) == (again,)


def test_a_report_frozen_earlier_is_closed_later(desk: Desk) -> None:
    frozen = desk.freeze("2024H1", "review")
    desk.log("review", "2024-06-28")
    closed = closing.close(desk.book, frozen.report_no, desk.scribe, "已上报")
    assert (closed.entry_no, closed.report_no) == (11, 2)
    assert reason_of(desk, 11) == "已上报"
    with pytest.raises(PeriodClosed, match="entry 11 closed"):
        desk.log("review", "2024-06-28")


def test_a_report_that_is_not_frozen_closes_nothing(desk: Desk) -> None:
    with pytest.raises(ReportUnknown, match=r"no frozen report 7.\nFrozen: 1"):
        closing.close(desk.book, 7, desk.scribe)


def test_a_book_with_closed_periods_and_late_entries_passes_the_deep_check(desk: Desk) -> None:
    with desk.late("复核"):
        desk.correct(FIRST, 3, on="2024-01-08")
    assert [each for each in check.run(desk.book, TODAY, deep=True) if each.severity == check.ERROR] == []


# adjustments


def test_the_next_report_lists_a_late_conclusion(desk: Desk) -> None:
    with desk.late("法院文书迟到"):
        desk.close(SUIT, "reject_claims", "2023-11-20")
    [found] = adjustments(desk, "2024H1", "litigation")
    assert (found.number, found.case_no, found.step, found.on, found.was_on) == (
        SUIT,
        3,
        "conclude",
        date(2023, 11, 20),
        None,
    )
    assert (found.entry_no, found.act, found.reason, found.closed) == (9, "record", "法院文书迟到", YEAR)
    assert adjustments(desk, "2024H1", "review") == ()


def test_a_correction_out_of_the_period_shows_both_days(desk: Desk) -> None:
    with desk.late("x"):
        desk.correct(FIRST, 3, on="2024-01-08", reason="结案日期录错")
    [found] = adjustments(desk, "2024H1")
    assert (found.step, found.on, found.was_on) == ("conclude", date(2024, 1, 8), date(2023, 4, 20))
    assert (found.act, found.reason) == ("correct", "结案日期录错")


def test_a_strike_shows_the_day_that_no_longer_counts(desk: Desk) -> None:
    with desk.late("x"):
        desk.strike(FIRST, 3, reason="登错案")
    [found] = adjustments(desk, "2024H1")
    assert (found.number, found.on, found.was_on, found.reason) == (FIRST, None, date(2023, 4, 20), "登错案")


def test_a_case_told_late_shows_each_step_of_the_closed_days(desk: Desk) -> None:
    with desk.late("补登"):
        desk.log("review", "2023-12-25", "南府复〔2023〕3号", intake_result="accept", intake_on="2024-01-02")
        desk.log("review", "2023-11-06", "南府复〔2023〕4号", intake_result="accept", intake_on="2023-11-08")
    found = adjustments(desk, "2024H1")
    assert [(each.number[-2:], each.step, each.on and each.on.isoformat()) for each in found] == [
        ("3号", "receive", "2023-12-25"),
        ("4号", "receive", "2023-11-06"),
        ("4号", "accept", "2023-11-08"),
    ]


def test_one_report_shows_it_and_the_one_after_does_not(desk: Desk) -> None:
    with desk.late("补登"):
        desk.close(SUIT, "reject_claims", "2023-11-20")
    assert len(adjustments(desk, "2024H1", "litigation")) == 1
    assert len(adjustments(desk, "2024H2", "litigation")) == 1  # nothing was reported in between
    frozen = desk.freeze("2024H1")
    assert adjustments(desk, "2024H2", "litigation") == ()
    assert len(adjustments(desk, "2024H1", "litigation")) == 1
    assert len(adjustments(desk, "2024H1", "litigation", frozen.known_at)) == 1


def test_a_report_on_another_register_shows_nothing_of_it_to_those_who_read_this_one(desk: Desk) -> None:
    with desk.late("补登"):
        desk.close(SUIT, "reject_claims", "2023-11-20")
    desk.freeze("2024H1", "review")
    assert len(adjustments(desk, "2024H2", "litigation")) == 1


def test_the_closed_period_itself_has_no_adjustments(desk: Desk) -> None:
    with desk.late("补登"):
        desk.close(SUIT, "reject_claims", "2023-11-20")
    assert adjustments(desk, "2023", "litigation") == ()
    assert adjustments(desk, "2023H2", "litigation") == ()


def test_what_was_told_before_the_closing_is_no_adjustment(desk: Desk) -> None:
    frozen = desk.freeze("2024H1")
    desk.log("review", "2024-06-20", "南府复〔2024〕5号")
    desk.close_period(frozen)
    with desk.late("补登"):
        desk.log("review", "2024-06-21", "南府复〔2024〕6号")
    assert [each.number for each in adjustments(desk, "2024H2")] == ["南府复〔2024〕6号"]


def test_adjustments_are_those_known_at_an_entry(desk: Desk) -> None:
    with desk.late("补登"):
        desk.log("review", "2023-11-06", "南府复〔2023〕3号")
        desk.correct("南府复〔2023〕3号", 9, "number=南府复〔2023〕4号")
    assert adjustments(desk, "2024H1", known_at=8) == ()
    assert [each.number for each in adjustments(desk, "2024H1", known_at=9)] == ["南府复〔2023〕3号"]
    assert [each.number for each in adjustments(desk, "2024H1")] == ["南府复〔2023〕4号"] * 2


def test_a_book_without_closed_periods_has_no_adjustments(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    desk.log("review", "2024-03-04")
    assert adjustments(desk, "2024") == ()
