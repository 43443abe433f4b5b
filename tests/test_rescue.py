"""A damaged book is rescued as far as its chain holds: never more, never anything else, and it says what is lost."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Answer, Casebook
from desk import Desk
from old_book import content, make_old

from casebook.store import pages, rescue
from casebook.store.connection import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 4096
SAMPLE = Path(__file__).parents[1] / "sample_data" / "mixed" / "cases.csv"
NUMBER, SUIT = "南府复〔2024〕{}号", "（2024）赣01行初{}号"
TABLES = [kept.table for kept in (rescue.BOOK, *rescue.JOURNAL)]


def a_life(path: Path) -> None:
    """Tell a life of many kinds of act: cases, hearings, a strike, a target, a frozen report, a closed period."""
    desk = Desk(path)
    with desk.book:
        for serial in range(1, 41):
            number = desk.review("2024-03-04", "2024-03-06", NUMBER.format(serial))
            if serial % 2:
                desk.close(number, "maintain", "2024-04-15", note="维持" * serial)
        for serial in range(1, 21):
            number = desk.log("litigation", "2024-03-04", SUIT.format(serial), instance="first", respondent="县公安局")
            desk.step(number, "hear", "2024-04-02", head_attended="yes", head_name="张局长")
    casebook = Casebook(path)
    casebook.ok("freeze", "summary", "--period", "2024Q1", "--close")
    casebook.ok("target", "set", "loss", "<=8%")
    casebook.ok("strike", NUMBER.format(1), "3", "--reason", "误登")
    casebook.intake("review", "2024-05-06", NUMBER.format(99))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "whole.book"
    a_life(path)
    return path


def told(path: Path, last: int) -> dict[str, set[tuple[object, ...]]]:
    """Return the rows of the journal up to an act, by table."""
    with closing(sqlite3.connect(path)) as book:
        return {
            kept.table: set(
                book.execute(
                    f"select * from {kept.table} where {kept.told.format(of='main')}",  # noqa: S608 - own names
                    {"last": last},
                )
            )
            for kept in (rescue.BOOK, *rescue.JOURNAL)
        }


def rescued(damaged: Path, lang: str = "en") -> tuple[Casebook, Answer, int]:
    """Rescue a book; return the new one, the answer, and the last act that was kept (0: none)."""
    new = Casebook(damaged.with_name("new.book"), lang=lang)
    new.path.unlink(missing_ok=True)
    before = {path: path.read_bytes() for path in damaged.parent.iterdir()}
    answer = new.run("rescue", str(damaged))
    assert {path: path.read_bytes() for path in damaged.parent.iterdir() if path != new.path} == before
    found = re.search(r"entries 1 to (\d+)", answer.out)
    return new, answer, int(found[1]) if found else 0


def is_a_beginning(new: Casebook, whole: Path, last: int) -> None:
    assert told(new.path, last) == told(whole, last)
    assert told(new.path, 10**9) == told(new.path, last)
    assert new.path.stat().st_mode & 0o777 == 0o600
    assert not [each for each in new.json("check", "--deep")["findings"] if each["severity"] == "error"]


def entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as book:
        [count] = book.execute("select count(*) from entry").fetchone()
        return int(count)


def pages_of(path: Path, table: str, kind: str = "leaf") -> list[int]:
    """Return the pages that hold a table, in their order."""
    with closing(sqlite3.connect(path)) as book:
        asked = "select pageno from dbstat where name = ? and pagetype = ? order by path"
        return [page for (page,) in book.execute(asked, (table, kind))]


def overwrite(path: Path, page: int, filling: bytes = b"\xff") -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(filling * PAGE)


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    """The book, about to be damaged."""
    path = tmp_path / "cases.book"
    path.write_bytes(whole.read_bytes())
    return path


def test_every_table_of_the_journal_is_rescued() -> None:
    above = SCHEMA.read_text(encoding="utf-8").partition("\n-- derived:")[0]
    assert re.findall(r"^create table (\w+)", above, re.MULTILINE) == TABLES


def test_a_sound_book_loses_nothing(damaged: Path, whole: Path) -> None:
    new, answer, last = rescued(damaged)
    assert (answer.status, answer.out.splitlines()[-1]) == (0, "Nothing is lost.")
    assert last == entries(whole)
    is_a_beginning(new, whole, last)
    assert {table: rows for table, rows in content(new.path).items() if table in TABLES} == {
        table: rows for table, rows in content(whole).items() if table in TABLES
    }


def test_whatever_page_is_damaged_the_rest_is_a_true_beginning(damaged: Path, whole: Path) -> None:
    held = damaged.read_bytes()
    for page in range(1, len(held) // PAGE + 1, 5):
        damaged.write_bytes(held)
        overwrite(damaged, page, b"\xff" if page % 2 else b"\0")
        new, answer, last = rescued(damaged)
        if last == 0:
            assert answer.status == 3, (page, answer)
            assert not new.path.exists()
            continue
        assert (answer.status == 0) == answer.out.endswith("\nNothing is lost.\n")
        assert last == entries(whole) or answer.status == 1, (page, answer)
        assert told(new.path, last) == told(whole, last), page


@pytest.mark.parametrize("which", [0, 1, -1])
def test_pages_that_say_what_tables_there_are_cost_nothing(damaged: Path, whole: Path, which: int) -> None:
    """The header and the schema are lost; every row is still found by its shape."""
    overwrite(damaged, [1, *pages_of(damaged, "sqlite_schema")][which], b"\0")
    new, answer, last = rescued(damaged)
    assert (answer.status, last) == (1, entries(whole))
    assert answer.out.splitlines()[-1].startswith("No act is known to be lost; but part of the file was not legible")
    is_a_beginning(new, whole, last)


@pytest.mark.parametrize("table", ["book", "entry", "party", "closing"])
def test_a_table_whose_name_is_damaged_is_found_by_the_shape_of_its_rows(
    damaged: Path, whole: Path, table: str
) -> None:
    held = damaged.read_bytes()
    damaged.write_bytes(held.replace(f"CREATE TABLE {table} (".encode(), f"CREATE TABLE {table[:-1]}# (".encode()))
    assert damaged.read_bytes() != held
    new, answer, last = rescued(damaged)
    assert (answer.status, last) == (1, entries(whole))
    is_a_beginning(new, whole, last)


@pytest.mark.parametrize("seed", range(8))
def test_bytes_that_flip_anywhere_never_give_anything_but_a_beginning(damaged: Path, whole: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    held = bytearray(damaged.read_bytes())
    for _ in range(4**seed % 997 + 1):
        held[chance.randrange(len(held))] = chance.randrange(256)
    damaged.write_bytes(held)
    new, answer, last = rescued(damaged)
    assert answer.status in ((0, 1) if last else (3,))
    assert answer.status == 1 or last in (0, entries(whole))
    if last:
        told_of_it, true = told(new.path, last), told(whole, last)
        for each in (told_of_it, true):
            del each["book"]  # no digest covers what the book says of itself
        assert told_of_it == true


@pytest.mark.parametrize("table", ["entry", "step"])
def test_behind_a_damaged_inner_page_the_rows_are_still_found(damaged: Path, whole: Path, table: str) -> None:
    [inner] = pages_of(damaged, table, "internal")
    overwrite(damaged, inner)
    new, answer, last = rescued(damaged)
    assert answer.status == 1
    assert last >= 32  # the inner page holds a row of its own, and that one is lost
    is_a_beginning(new, whole, last)


def test_pages_give_the_same_rows_as_the_database(tmp_path: Path) -> None:
    path = tmp_path / "cases.book"
    a_life(path)
    long = "说" * 9000  # on a chain of pages
    Casebook(path).ok("record", NUMBER.format(2), "reply", "--on", "2024-04-02", "--note", long)
    with closing(sqlite3.connect(path)) as book:
        shapes = [
            pages.Shape(table, tuple((row[2] == "INTEGER", not row[3] and not row[5]) for row in columns))
            for table in TABLES
            for columns in [book.execute(f"pragma table_info({table})").fetchall()]
        ]
        rows = {table: set(book.execute(f"select * from {table}")) for table in TABLES}  # noqa: S608 - own names
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in TABLES}
    for _, table, row in pages.rows(path.read_bytes(), shapes):
        found[table].add(row)
    assert any(long in row for row in found["step"])
    strikes = found.pop("strike")
    assert rows.pop("strike") < strikes  # an index looks alike
    assert found == rows


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_is_cut_short_is_rescued_as_far_as_it_goes(damaged: Path, whole: Path, share: float) -> None:
    held = damaged.read_bytes()
    damaged.write_bytes(held[: int(len(held) * share)])
    new, answer, last = rescued(damaged)
    assert answer.status == (1 if last else 3)
    if last:
        is_a_beginning(new, whole, last)


@pytest.mark.parametrize("table", ["entry", "step", "party"])
def test_with_its_last_page_an_end_is_lost_and_named(damaged: Path, whole: Path, table: str) -> None:
    overwrite(damaged, pages_of(damaged, table)[-1])
    new, answer, last = rescued(damaged)
    assert 20 < last < entries(whole)
    assert answer.status == 1
    is_a_beginning(new, whole, last)
    lines = answer.out.splitlines()
    assert lines[2].startswith(f"Lost: {entries(whole) - last} entries, ")
    assert lines[3].split()[0].startswith(str(last + 1))
    if table != "entry":
        assert re.fullmatch(r" +\d+ +(intake|record) +2026-11-21T08:00:00Z.*", lines[3])


def test_of_a_page_in_the_middle_what_follows_is_named_with_its_cases(damaged: Path, whole: Path) -> None:
    pages = pages_of(damaged, "entry")
    overwrite(damaged, pages[1])
    _, answer, last = rescued(damaged, lang="zh")
    assert last == 0  # the words are Chinese
    found = re.search(r"登记号 1 至 (\d+)", answer.out)
    assert found is not None
    assert 0 < int(found[1]) < entries(whole)
    assert re.search(r"登记不可读 +南府复〔2024〕\d+号", answer.out)
    assert re.search(r"登记 +2026-11-21T08:00:00Z +南府复〔2024〕40号", answer.out)


@pytest.mark.parametrize(
    ("statement", "last"),
    [
        ("update step set on_date = '2024-03-05' where entry_no = 8", 7),
        ("update entry set recorded_by = '李科员' where entry_no = 9", 8),
        ("update party set name = '另一人' where step_no = (select max(step_no) from party)", None),
        ("delete from entry where entry_no = 12", 11),
        ("delete from case_file where case_no = 5", None),
        ("update frozen_cell set value = '7' where ordinal = 3", None),
        ("insert into strike values (1, 9, 20)", 19),
    ],
)
def test_what_somebody_changed_is_where_it_ends(damaged: Path, whole: Path, statement: str, last: int | None) -> None:
    with closing(sqlite3.connect(damaged)) as book:
        for (name,) in book.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            book.execute(f"drop trigger {name}")
        book.execute(statement)
        book.commit()
    new, answer, found = rescued(damaged)
    assert answer.status == 1
    assert 0 < found < entries(whole)
    assert last in (None, found)
    is_a_beginning(new, whole, found)


def test_with_the_log_its_last_acts_are_rescued_and_without_it_those_before(damaged: Path, whole: Path) -> None:
    log = damaged.with_name("cases.book-wal")
    with closing(sqlite3.connect(damaged, isolation_level=None)) as other:
        other.execute("select count(*) from entry").fetchone()
        Casebook(damaged).intake("review", "2024-05-07", NUMBER.format(100))
        held = {path: path.read_bytes() for path in (damaged, log)}
    for path, left in held.items():  # as a crash would have left them
        path.write_bytes(left)
    new, answer, last = rescued(damaged)
    assert (answer.status, last) == (0, entries(whole) + 1)
    assert NUMBER.format(100) in new.numbers()
    log.unlink()
    new, answer, last = rescued(damaged)
    assert (answer.status, last) == (0, entries(whole))
    is_a_beginning(new, whole, last)


def test_a_book_of_an_earlier_schema_is_rescued_into_one_of_today(tmp_path: Path) -> None:
    present = tmp_path / "present.book"
    desk = Desk(present)
    with desk.book:
        for serial in range(1, 60):
            desk.review("2024-03-04", "2024-03-06", NUMBER.format(serial))
    old = make_old(tmp_path / "old.book", present, 1)
    whole = Path(shutil.copy(old, tmp_path / "whole.book"))
    Casebook(whole).ok("list")  # which brings it up
    overwrite(old, pages_of(old, "entry")[-1])
    _, answer, last = rescued(old)
    assert (answer.status, last > 20) == (1, True), answer
    # the act after the migration would have covered the row of the book
    assert answer.out.splitlines()[-1].endswith("check them: 南昌县司法局, 南昌县人民政府, 南府复, 01-01")
    new, before = told(tmp_path / "new.book", last), told(whole, last)
    assert [row[:-1] for row in new.pop("book")] == [
        row[:-1] for row in before.pop("book")
    ]  # but the act that covers it
    assert new == before


def another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table entry (x)")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


CANNOT: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": a_folder,
    "a link that leads nowhere": a_dangling_link,
    "text": lambda path: path.write_text("案号,收到日期\n" * 1000, encoding="utf-8"),
    "only its first page": lambda path: path.write_bytes(path.read_bytes()[:PAGE]),
    "less than a page": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "another program's": another,
}


@pytest.mark.parametrize("what", CANNOT)
def test_what_holds_no_book_says_so_and_leaves_no_file(damaged: Path, what: str) -> None:
    CANNOT[what](damaged)
    before = sorted(damaged.parent.iterdir())
    new = Casebook(damaged.with_name("new.book"))
    new.refused("rescue", str(damaged), status=3)
    assert sorted(damaged.parent.iterdir()) == before


def test_a_new_book_is_written_over_nothing(damaged: Path) -> None:
    new = Casebook(damaged.with_name("new.book"))
    new.path.write_bytes(b"mine")
    new.refused("rescue", str(damaged))
    assert new.path.read_bytes() == b"mine"
    new.path.unlink()
    log = damaged.with_name("new.book-wal")
    log.write_bytes(b"log")
    new.refused("rescue", str(damaged))
    assert log.read_bytes() == b"log"
    Casebook(damaged).refused("rescue", str(damaged))
