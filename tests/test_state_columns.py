"""What a state says besides: when it was sued over, when a judgment took effect, what the conclusion awards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASE, SUIT = "南府复〔2024〕1号", "（2024）赣01行初5号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def column(desk: Desk, number: str, name: str) -> object:
    row = desk.book.connection.execute(
        f"select {name} from case_version where docket_no = ? and until_entry is null",  # noqa: S608 - our own names
        (number,),
    ).fetchone()
    return row[0]


def test_a_review_is_sued_over_on_the_first_live_day(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", CASE)
    desk.close(CASE, "maintain", "2024-04-15")
    assert column(desk, CASE, "sued_on") is None
    desk.step(CASE, "sued", "2024-05-22")
    desk.step(CASE, "sued", "2024-05-20")
    assert column(desk, CASE, "sued_on") == "2024-05-20"
    desk.strike(CASE, 5)
    assert column(desk, CASE, "sued_on") == "2024-05-22"
    desk.strike(CASE, 4)
    assert column(desk, CASE, "sued_on") is None


def test_a_judgment_takes_effect_on_the_day_told(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.close(SUIT, "reject_claims", "2024-06-03")
    assert column(desk, SUIT, "effective_on") is None
    desk.step(SUIT, "effective", "2024-06-25")
    assert column(desk, SUIT, "effective_on") == "2024-06-25"
    desk.correct(SUIT, 3, on="2024-06-26")
    assert column(desk, SUIT, "effective_on") == "2024-06-26"


def test_what_a_conclusion_says_of_a_norm_goes_with_the_conclusion(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", CASE)
    desk.close(CASE, "revoke", "2024-04-15", norm_review="转送")
    assert column(desk, CASE, "norm_review") == "转送"
    desk.strike(CASE, 3)
    assert column(desk, CASE, "norm_review") is None


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("1000.00", 100000),
        ("0.05", 5),
        ("12.30", 1230),
        ("7", 700),
        ("7.5", 750),
        ("999999999999999.99", 99999999999999999),
    ],
)
def test_compensation_is_kept_in_fen(desk: Desk, yuan: str, fen: int) -> None:
    desk.review("2024-03-04", "2024-03-06", CASE)
    desk.close(CASE, "revoke", "2024-04-15", compensation=yuan)
    assert column(desk, CASE, "compensation") == fen
    desk.correct(CASE, 3, "compensation=not_stated")
    assert column(desk, CASE, "compensation") is None
