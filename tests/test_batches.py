"""A whole import struck as one: nothing of it counts any more, what it had corrected counts again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import Desk
from rederived import differing_cases

from casebook import reports
from casebook.batches import strike_batch
from casebook.bookfaults import PeriodClosed
from casebook.dates import parse_period
from casebook.errors import BatchUnknown, ReasonMissing, StruckStepsHold
from casebook.intake import Choices
from casebook.store import verify

if TYPE_CHECKING:
    from pathlib import Path

Rows = tuple[dict[str, str], ...]

ONE, TWO, SUIT = "南府复〔2024〕1号", "南府复〔2024〕2号", "（2024）赣01行初5号"
FIRST: Rows = (
    {"register": "review", "number": ONE, "received_on": "2024-03-04", "intake_on": "2024-03-06"},
    {"register": "litigation", "number": SUIT, "received_on": "2024-03-05"},
)
CLOSED = {"closed_on": "2024-04-15", "outcome": "revoke"}
HEARD = {"heard_on": "2024-04-16", "head_attended": "yes"}
LATER: Rows = (
    FIRST[0] | {"received_on": "2024-03-05"} | CLOSED,
    FIRST[1] | HEARD,
    {"register": "review", "number": TWO, "received_on": "2024-03-11", "intake_on": "2024-03-13"},
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "cases.book")


def table(desk: Desk, rows: Rows, choices: Choices | None = None) -> int:
    """Import the rows and return the number of the import: its first entry."""
    first = desk.book.head.entry_no + 1
    outcome = desk.bring_in(rows, choices)
    assert outcome.written
    assert outcome.batch == first
    return first


def figures(desk: Desk) -> list[list[tuple[str, int | str | None]]]:
    period = parse_period("2024", desk.today)
    return [
        list(
            reports.build(
                desk.book.connection,
                register=register,
                period=period,
                lawbook=desk.book.rules.lawbook,
                bureau="南昌县司法局",
            ).values()
        )
        for register in ("review", "litigation")
    ]


def sound(desk: Desk) -> bool:
    database = desk.book.connection
    return not differing_cases(database, desk.book.derive) and not list(verify.broken_entries(database))


def test_an_import_of_new_cases_is_gone_as_if_it_had_not_been(desk: Desk) -> None:
    before = figures(desk)
    batch = table(desk, FIRST)
    assert figures(desk) != before
    done = strike_batch(desk.book, batch, "导错了表", desk.scribe)
    assert (done.cases, done.struck, done.told_again) == (2, 3, 0)
    assert figures(desk) == before
    assert sound(desk)


def test_what_a_later_import_corrected_counts_again(desk: Desk) -> None:
    table(desk, FIRST)
    before = figures(desk)
    batch = table(desk, LATER, Choices(accept_corrections=True))
    assert figures(desk) != before
    done = strike_batch(desk.book, batch, "导错了表", desk.scribe)
    assert done.told_again == 1
    assert figures(desk) == before
    assert sound(desk)


def test_the_same_table_can_be_imported_again_after_it_was_struck(desk: Desk) -> None:
    first = table(desk, FIRST)
    counted = figures(desk)
    strike_batch(desk.book, first, "重导", desk.scribe)
    table(desk, FIRST)
    assert figures(desk) == counted
    assert sound(desk)


def test_what_was_told_since_holds_an_import(desk: Desk) -> None:
    batch = table(desk, FIRST)
    desk.close(ONE, "maintain", "2024-04-15")
    with pytest.raises(StruckStepsHold, match="2024-04-15"):
        strike_batch(desk.book, batch, "导错了表", desk.scribe)
    assert sound(desk)


def test_a_reason_is_asked_for(desk: Desk) -> None:
    batch = table(desk, FIRST)
    with pytest.raises(ReasonMissing):
        strike_batch(desk.book, batch, " ", desk.scribe)


@pytest.mark.parametrize("twice", [False, True])
def test_an_import_that_is_none_or_no_longer_counts_is_refused(desk: Desk, twice: bool) -> None:
    batch = table(desk, FIRST)
    if twice:
        strike_batch(desk.book, batch, "导错了表", desk.scribe)
    with pytest.raises(BatchUnknown):
        strike_batch(desk.book, batch if twice else batch + 1, "导错了表", desk.scribe)


def test_a_closed_period_wants_a_late_entry(desk: Desk) -> None:
    batch = table(desk, FIRST)
    desk.close_period(desk.freeze("2024Q1"))
    with pytest.raises(PeriodClosed):
        strike_batch(desk.book, batch, "导错了表", desk.scribe)
    assert strike_batch(desk.book, batch, "导错了表", desk.scribe, late=True).cases == 2
