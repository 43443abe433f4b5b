"""The derived rows anew from the journal: right ones stay, wrong ones are put right, and it is said how many were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook
from desk import Desk

from casebook import sharing
from casebook.rebuilding import Rebuilt, rebuild

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES = 8
TABLES = ("case_version", "hearing_version", "deadline")
DAMAGES = {
    "a value": ("update case_version set field = '税务' where case_no = 1 and until_entry is null", 1),
    "a past state": ("delete from case_version where case_no = 1 and since_entry = 1", 1),
    "deadlines": ("delete from deadline where case_no in (2, 3)", 2),
    "a hearing": ("update hearing_version set until_entry = null", 1),
    "everything": ("delete from case_version", CASES),
    "a case that the journal does not know": ("update case_version set case_no = 99 where case_no = 2", 2),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A book with everything that makes states end: further steps, a correction, a struck hearing, a notice."""
    desk = Desk(tmp_path / "cases.book")
    number = desk.review("2026-03-04", "2026-03-06")
    for serial in range(2, 7):
        desk.log("review", "2026-09-04", f"南府复〔2026〕{serial}号")
    suit = desk.log("litigation", "2026-09-04", "（2026）赣01行初5号", instance="first")
    desk.step(number, "extend", "2026-04-20")
    desk.close(number, "maintain", "2026-05-20")
    desk.correct(number, 2, on="2026-03-05")
    [heard] = desk.step(suit, "hear", "2026-10-10", head_attended="yes")
    desk.strike(suit, heard.entry_no)
    desk.adopt(2027, "2027-01-01", "2027-01-03")
    desk.log("review", "2026-11-20")
    desk.strike("南府复〔2026〕7号", desk.book.head.entry_no)
    yield desk
    desk.book.connection.close()


def rows(desk: Desk) -> list[list[tuple[object, ...]]]:
    return [desk.book.connection.execute(f"select * from {table} order by 1, 2, 3").fetchall() for table in TABLES]  # noqa: S608


def test_what_is_right_stays(desk: Desk) -> None:
    before = desk.dump()
    assert rebuild(desk.book) == Rebuilt(CASES, 0)
    assert desk.dump() == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_put_right_and_counted(desk: Desk, damage: str) -> None:
    before = rows(desk)
    statement, count = DAMAGES[damage]
    assert desk.book.connection.execute(statement).rowcount > 0
    assert rows(desk) != before
    assert rebuild(desk.book).differing == count
    assert rows(desk) == before


@pytest.mark.parametrize(
    "loss",
    [
        "drop index case_version_received",
        "drop view deadline_now",
        "drop table hearing_version",
        "alter table deadline add column more text",
    ],
)
def test_tables_that_are_not_those_of_the_schema_are_made_anew(desk: Desk, loss: str) -> None:
    before = desk.dump()
    desk.book.connection.execute(loss)
    assert rebuild(desk.book).differing == CASES
    assert sorted(desk.dump().split("\n")) == sorted(before.split("\n"))


def test_several_processes_find_what_one_finds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "WORTH_SHARING", 1)
    monkeypatch.setattr(sharing, "AT_ONCE", 3)
    before = rows(desk)
    desk.book.connection.execute("update case_version set matter = 'other' where case_no in (1, 5)")
    seen: list[int] = []
    assert rebuild(desk.book, seen.append, processes=2) == Rebuilt(CASES, 2)
    assert rows(desk) == before
    assert seen == [3, 6, 8]


def test_the_command_says_what_it_found_in_both_languages(desk: Desk) -> None:
    desk.book.connection.execute("update case_version set matter = 'other' where case_no = 1")
    casebook = Casebook(desk.book.path)
    english = "8 cases derived anew from the journal; {} of them were kept otherwise before.\n"
    assert casebook.ok("rebuild") == english.format(1)
    assert casebook.ok("rebuild") == english.format(0)
    casebook.lang = "zh"
    assert casebook.ok("rebuild") == "已由登记重新推导 8 件案件；其中 0 件原派生数据不符。\n"


def test_a_journal_that_makes_no_sense_is_not_derived_away(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.book.path)) as database:
        database.execute("drop trigger step_no_update")
        database.execute("update step set on_date = '2026-09-xx' where step_no = 3")
        database.commit()
    desk.book.connection.close()
    casebook = Casebook(desk.book.path)
    before = casebook.dump()
    answer = casebook.run("rebuild")
    assert (answer.status, answer.out) == (3, "")
    assert "is damaged: the content of entry 3 does not fit its digest" in answer.err
    assert casebook.dump() == before
