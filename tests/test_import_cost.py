"""What an import costs, counted and not timed: calls and statements are the same on every machine, however busy."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from bench_books import write_table
from desk import Desk

from casebook.grids import open_grids
from casebook.headers import Asked
from casebook.intake import Choices, import_parts
from casebook.parts import part_of, parts_of
from casebook.rowsread import Place, RowsRead
from casebook.store import inserting
from casebook.tables import Table

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

MOST_CALLS, MOST_STATEMENTS = 750, 1.0  # a case; 626 and 0.35 when this was written, 903 and 13 before


class Cost:
    """What importing a table took."""

    calls = 0
    statements = 0
    last = ""

    def call(self, _: FrameType, event: str, __: object) -> None:
        self.calls += event.endswith("call")

    def statement(self, text: str) -> None:
        self.statements += text != self.last  # a guard of the journal tells the statement again for each row
        self.last = text


def imported(folder: Path, count: int) -> Cost:
    """Import a canonical table of ``count`` new cases into a new book."""
    table = folder / f"{count}.csv"
    write_table(table, count)
    desk, cost = Desk(folder / f"{count}.book"), Cost()
    parts, _ = parts_of(open_grids(table), Asked())
    desk.book.connection.set_trace_callback(cost.statement)
    sys.setprofile(cost.call)
    try:
        outcome = import_parts(desk.book, parts, Choices(), desk.scribe)
    finally:
        sys.setprofile(None)
        desk.book.connection.close()
    assert outcome.added == count
    return cost


def test_a_case_costs_few_calls_and_statements_and_a_long_table_no_more_than_a_short_one(tmp_path: Path) -> None:
    imported(tmp_path, 10)  # what is read once is read
    short, long = imported(tmp_path, 500), imported(tmp_path, 1000)
    assert long.calls / 1000 < MOST_CALLS
    assert long.statements / 1000 < MOST_STATEMENTS
    assert (long.calls - short.calls) / 500 < 1.1 * short.calls / 500


def test_a_case_of_one_table_is_known_to_the_next_in_a_new_book_too(tmp_path: Path) -> None:
    desk, number = Desk(tmp_path / "cases.book"), "南府复〔2024〕1号"
    by_hand = Table(tmp_path, ("台账", "案号", "收到日期"), 1, ((2, ("行政复议", number, "2024-03-04")),))
    coded = Table(tmp_path, ("register", "number", "received_on"), 1, ((2, ("review", number, "2024-03-04")),))
    outcome = import_parts(desk.book, [part_of(by_hand, Asked()), part_of(coded, Asked())], Choices(), desk.scribe)
    assert (outcome.added, outcome.unchanged, outcome.rejected) == (1, 1, [])
    desk.book.connection.close()


# rows several to a statement


@pytest.mark.parametrize("count", [0, 1, inserting.AT_ONCE - 1, inserting.AT_ONCE, 2 * inserting.AT_ONCE + 7])
def test_rows_are_inserted_in_their_order_however_many(count: int) -> None:
    rows = [(number, f"南{number}") for number in range(count)]
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create table told (number integer, name text)")
        inserting.insert_rows(database, "insert into told (number, name) values (?, ?)", rows)
        assert database.execute("select * from told order by rowid").fetchall() == rows


def test_a_gap_among_many_rows_is_refused_with_all_of_them(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    numbers = [*range(1, inserting.AT_ONCE), inserting.AT_ONCE + 1]
    rows = [(1, number, "", "某人", "import", "") for number in numbers]
    statement = "insert into entry (book_no, entry_no, recorded_at, recorded_by, act, digest) values (?, ?, ?, ?, ?, ?)"
    with pytest.raises(sqlite3.IntegrityError, match="has no gap"):
        inserting.insert_rows(desk.book.connection, statement, rows)
    assert desk.book.head.entry_no == 0
    desk.book.connection.close()


# the rows of a file that were read


def test_a_number_that_comes_again_is_found_where_it_stood_first() -> None:
    read = RowsRead()
    told = {("a", "1"), ("b", "2")}
    assert read.earlier(("review", "1号"), frozenset(told), "Sheet1", 2) is None
    assert read.earlier(("litigation", "1号"), frozenset(told), "Sheet1", 3) is None
    assert read.earlier(("review", "2号"), frozenset(), "Sheet2", 2) is None
    assert read.earlier(("review", "1号"), frozenset(sorted(told)), "Sheet2", 3) == Place("Sheet1", 2, same=True)
    assert read.earlier(("litigation", "1号"), frozenset(), "Sheet2", 4) == Place("Sheet1", 3, same=False)
    assert read.earlier(("review", "2号"), frozenset(told), "Sheet3", 5) == Place("Sheet2", 2, same=False)
