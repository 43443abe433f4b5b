"""What is legible of a damaged book: the rows of its journal that can still be read, and how far its chain holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from casebook.store import connection as gateway
from casebook.store import copying

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Row = tuple[object, ...]


class Kept(NamedTuple):
    """A table of the journal: the number its rows are read by, and which of them an act up to ``:last`` has told."""

    table: str
    number: str
    told: str


_BY_ENTRY = "entry_no <= :last"
_BY_STEP = "step_no in (select step_no from {of}.step where entry_no <= :last)"
_BY_REPORT = "report_no in (select report_no from {of}.frozen_report where entry_no <= :last)"

# Every table of the journal besides the book itself, parents before children. A test compares it with the schema.
JOURNAL = (
    Kept("entry", "entry_no", _BY_ENTRY),
    Kept("case_file", "case_no", _BY_ENTRY),
    Kept("step", "step_no", _BY_ENTRY),
    Kept("strike", "step_no", _BY_ENTRY),
    Kept("particulars", "step_no", _BY_STEP),
    Kept("party", "step_no", _BY_STEP),
    Kept("hearing", "step_no", _BY_STEP),
    Kept("adoption", "entry_no", _BY_ENTRY),
    Kept("frozen_report", "report_no", _BY_ENTRY),
    Kept("frozen_cell", "report_no", _BY_REPORT),
    Kept("closing", "entry_no", _BY_ENTRY),
)
BOOK = Kept("book", "book_no", ":last >= 0")

_FARTHEST = 40  # doublings of the distance at which something legible is looked for behind a damaged place
_BEYOND = 10_000  # numbers behind the last legible one that are tried one by one


class Lost(NamedTuple):
    """An act that is not kept, as far as it is legible; ``last_no`` is another number than ``entry_no`` for a span."""

    entry_no: int
    last_no: int
    act: str | None = None
    recorded_at: str | None = None
    numbers: tuple[str, ...] = ()


def open_damaged(path: Path) -> sqlite3.Connection:
    """Return a connection to the working copy at ``path`` that reads whatever can be read of it.

    Raises ``sqlite3.Error``.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    # a file shorter than its header says is refused as a whole otherwise
    connection.execute("pragma writable_schema = on")
    connection.execute("pragma cell_size_check = on")
    return connection


def salvage(damaged: sqlite3.Connection, path: Path) -> None:
    """Write every legible row of the journal of ``damaged`` to a new database at ``path``, in tables of today's schema.

    Raises ``sqlite3.Error`` where not even the tables are legible.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as saved:
        saved.execute("pragma synchronous = off")  # a scratch file
        version = _make_tables(damaged, saved)
        saved.execute("begin")
        for kept in (BOOK, *JOURNAL):
            _save(damaged, saved, kept)
        saved.execute("commit")
        saved.execute(f"pragma user_version = {version}")
        if version < gateway.SCHEMA_VERSION:
            copying.bring_up(saved)
        saved.execute("create index if not exists step_of_case on step (book_no, case_no)")


def _make_tables(damaged: sqlite3.Connection, saved: sqlite3.Connection) -> int:
    """Make the tables of the journal as the damaged book has them, and return the number of its schema."""
    wanted = {kept.table for kept in (BOOK, *JOURNAL)}
    made = 0
    for name, sql in damaged.execute("select name, sql from sqlite_schema where type = 'table'").fetchall():
        if name in wanted:
            saved.execute(sql)
            made += 1
    if not made:
        message = "none of the tables of a book is there"
        raise sqlite3.DatabaseError(message)
    return gateway.version(damaged) or gateway.SCHEMA_VERSION


def _save(damaged: sqlite3.Connection, saved: sqlite3.Connection, kept: Kept) -> None:
    columns = [row[1] for row in saved.execute(f"pragma table_info({kept.table})")]
    if not columns:  # a table that the schema of the damaged book has not got
        return
    marks = ", ".join("?" * len(columns))
    insert = f"insert or ignore into {kept.table} ({', '.join(columns)}) values ({marks})"
    for row in legible(damaged, kept, columns):
        try:
            saved.execute(insert, row)
        except (sqlite3.Error, OverflowError):
            continue  # what a damaged page gives may be no row of this table; its act will not fit its digest


def legible(connection: sqlite3.Connection, kept: Kept, columns: list[str]) -> Iterator[Row]:
    """Yield the rows of a table that can be read, some of them more than once.

    The table is read by ranges of its number: one that breaks off is halved, down to single numbers.
    """
    place = columns.index(kept.number)
    order = "" if kept == BOOK else "book_no = 1 and "
    read = (
        f"select {', '.join(columns)} from {kept.table}"
        f" where {order}{kept.number} between ? and ? order by {kept.number}"
    )
    ranges = [(0, _last_number(connection, kept))]
    while ranges:
        low, high = ranges.pop()
        last = low
        try:
            for row in connection.execute(read, (low, high)):
                number = row[place]
                last = max(last, number) if isinstance(number, int) else last
                yield row
        except sqlite3.Error:
            if last < high:
                middle = (last + high) // 2
                ranges += [(middle + 1, high), (last, middle)] if middle > last else [(high, high), (last, last)]
            # where last = high a single number cannot be read: it is passed over


def _last_number(connection: sqlite3.Connection, kept: Kept) -> int:
    """Return a number behind which nothing of the table can be read."""
    book = "" if kept == BOOK else "book_no = 1 and "
    look = f"select {kept.number} from {kept.table} where {book}{kept.number} "
    try:
        row = connection.execute(f"{look} >= 0 order by {kept.number} desc limit 1").fetchone()
        return int(row[0]) if row else 0
    except sqlite3.Error:
        found = 0
    for doubling in range(_FARTHEST):
        try:
            row = connection.execute(f"{look} >= ? order by {kept.number} limit 1", (1 << doubling,)).fetchone()
        except sqlite3.Error:
            continue
        found = max(found, int(row[0])) if row else found
    return found + _BEYOND


def last_whole(saved: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the last act up to which every one is there and fits its digest; 0 where not even the first does."""
    broken = copying.first_broken(saved)
    [count] = saved.execute("select count(*) from entry where book_no = ?", (book_no,)).fetchone()
    end = count if broken is None else broken - 1
    for expected, (entry_no,) in enumerate(
        saved.execute("select entry_no from entry where book_no = ? and entry_no <= ? order by 1", (book_no, end)), 1
    ):
        if entry_no != expected:
            return expected - 1
    [whole] = saved.execute("select count(*) from entry where book_no = ? and entry_no <= ?", (book_no, end)).fetchone()
    return int(whole)


@contextmanager
def filled(path: Path, saved: Path, last: int) -> Iterator[sqlite3.Connection]:
    """Yield a new book at ``path`` that holds the journal in ``saved`` up to the act ``last``, nothing derived yet.

    It is inside the transaction that ends with the block. Raises the errors of ``connection.create_book``.
    """
    with closing(gateway.create_book(path)) as book:
        book.execute("attach ? as saved", (str(saved),))
        with gateway.writing(book, path):
            for kept in (BOOK, *JOURNAL):
                names = ", ".join(row[1] for row in book.execute(f"pragma main.table_info({kept.table})"))
                book.execute(
                    # in their order: triggers let a number follow the one before it only
                    f"insert into main.{kept.table} ({names}) select {names} from saved.{kept.table}"
                    f" where book_no = 1 and {kept.told.format(of='saved')} order by {kept.number}",
                    {"last": last},
                )
            yield book


def lost(saved: sqlite3.Connection, last: int) -> list[Lost]:
    """Return the acts after ``last`` that any row still tells of, and the spans of numbers between that none does."""
    told = {
        entry_no: (act, at)
        for entry_no, act, at in saved.execute(
            "select entry_no, act, recorded_at from entry where book_no = 1 and entry_no > ?", (last,)
        )
    }
    numbers = _numbers(saved, last)
    found: list[Lost] = []
    next_no = last + 1
    for entry_no in sorted(
        entry_no for entry_no in told.keys() | numbers.keys() if entry_no in told or numbers[entry_no]
    ):
        if entry_no > next_no:
            found.append(Lost(next_no, entry_no - 1))
        found.append(Lost(entry_no, entry_no, *told.get(entry_no, (None, None)), tuple(numbers.get(entry_no, ()))))
        next_no = entry_no + 1
    if max(numbers, default=0) >= next_no:  # acts of which a row is left, and that tells nothing
        found.append(Lost(next_no, max(numbers)))
    return found


def _numbers(saved: sqlite3.Connection, last: int) -> dict[int, list[str]]:
    """Return by act the numbers of the cases that it spoke of."""
    found: dict[int, list[str]] = {}
    for entry_no, number in saved.execute(
        "with told (entry_no, case_no) as ("
        "select entry_no, case_no from step where book_no = 1 and entry_no > :last"
        " union select entry_no, case_no from case_file where book_no = 1 and entry_no > :last"
        " union select x.entry_no, s.case_no from strike x join step s using (book_no, step_no)"
        " where x.book_no = 1 and x.entry_no > :last)"
        " select told.entry_no, p.docket_no from told"
        " left join step s on s.book_no = 1 and s.case_no = told.case_no"
        " left join particulars p on p.book_no = 1 and p.step_no = s.step_no"
        " group by 1, 2 order by 1, 2",
        {"last": last},
    ):
        numbers = found.setdefault(int(entry_no), [])
        if number is not None:
            numbers.append(str(number))
    return found


def cases(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return how many cases the book has that are not struck."""
    [count] = connection.execute(
        "select count(*) from case_version where book_no = ? and until_entry is null", (book_no,)
    ).fetchone()
    return int(count)
