"""What is legible of a damaged book: the rows of its journal that can still be read, and how far its chain holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from casebook.store import connection as gateway
from casebook.store import copying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    Kept("name_mask", "step_no", _BY_ENTRY),
    Kept("officer", "entry_no", _BY_ENTRY),
    Kept("hearing", "step_no", _BY_STEP),
    Kept("adoption", "entry_no", _BY_ENTRY),
    Kept("frozen_report", "report_no", _BY_ENTRY),
    Kept("frozen_cell", "report_no", _BY_REPORT),
    Kept("closing", "entry_no", _BY_ENTRY),
)
BOOK = Kept("book", "book_no", ":last >= 0")

_STRIKE = "strike"
_FARTHEST = 40  # doublings of the distance at which something legible is looked for behind a damaged place
_PATIENCE = 30_000  # places in a table that cannot be read, after which its pages are looked through instead
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


def version(damaged: sqlite3.Connection) -> int:
    """Return the number of the schema, 0 where it is not legible."""
    try:
        return gateway.version(damaged)
    except sqlite3.Error:
        return 0


def salvage(copy: Path, path: Path) -> bool:
    """Write every legible row of the journal in the working copy to a new database, in tables of today's schema.

    Where the way to some rows is damaged every page is looked through for them. Returns whether every table was read
    whole, so that nothing can be missing without a trace. Raises ``sqlite3.DatabaseError`` where the file is a
    database, but of another kind.
    """
    with closing(open_damaged(copy)) as damaged:
        told = version(damaged)
    try:
        return _salvage(copy, path, told)
    except sqlite3.Error:
        if not 0 < told < gateway.SCHEMA_VERSION:
            raise
    path.unlink()  # the number may be what is damaged
    return _salvage(copy, path, gateway.SCHEMA_VERSION)


def _salvage(copy: Path, path: Path, told: int) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None)) as saved:
        saved.execute("pragma synchronous = off")  # a scratch file
        with closing(open_damaged(copy)) as damaged:
            legible_tables, unread = _make_tables(damaged, saved, told)
            unread += [kept for kept in legible_tables if not _save(damaged, saved, kept)]
        strikes = _scan(copy, saved, unread) if unread else {}
        if 0 < told < gateway.SCHEMA_VERSION:
            saved.execute(f"pragma user_version = {told}")
            copying.bring_up(saved)
        saved.execute("create index if not exists step_of_case on step (book_no, case_no)")
        _add_strikes(saved, strikes)
        return not unread


def _make_tables(damaged: sqlite3.Connection, saved: sqlite3.Connection, told: int) -> tuple[list[Kept], list[Kept]]:
    """Make the tables of the journal; return those that the damaged book still has, and those it should have.

    A book of an earlier schema gives its own tables, any other those of today.
    """
    try:
        found = _tables(damaged)
        columns = {name: _columns(damaged, name) for name in found}
    except sqlite3.Error:
        found, columns = {}, {}
    wanted = found if 0 < told < gateway.SCHEMA_VERSION else _tables_of_today()
    there: list[Kept] = []
    missing: list[Kept] = []
    for kept in (BOOK, *JOURNAL):
        if kept.table in wanted:
            saved.execute(wanted[kept.table])
            own = set(_columns(saved, kept.table))
            (there if own <= set(columns.get(kept.table, ())) else missing).append(kept)
    if found and not there:
        message = "none of the tables of a book is there"
        raise sqlite3.DatabaseError(message)
    return there, missing


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in database.execute("select name from pragma_table_info(?)", (table,))]


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("select name, sql from sqlite_schema where type = 'table'").fetchall())


def _tables_of_today() -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(gateway.SCHEMA.read_text(encoding="utf-8"))
        return _tables(fresh)


def _save(damaged: sqlite3.Connection, saved: sqlite3.Connection, kept: Kept) -> bool:
    """Copy the legible rows of a table; return whether those are all."""
    columns = _columns(saved, kept.table)
    faults: list[sqlite3.Error] = []
    _insert(saved, kept.table, columns, legible(damaged, kept, columns, faults))
    return not faults


def _insert(saved: sqlite3.Connection, table: str, columns: list[str], found: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    insert = f"insert or ignore into {table} ({', '.join(columns)}) values ({marks})"
    saved.execute("begin")
    for row in found:
        try:
            saved.execute(insert, row)
        except (sqlite3.Error, OverflowError):
            continue  # what a damaged page gives may be no row of this table; its act will not fit its digest
    saved.execute("commit")


def _scan(copy: Path, saved: sqlite3.Connection, unread: list[Kept]) -> dict[int, list[Row]]:
    """Add what the pages of the file hold of tables that were not read whole; return rows that may be strikes, by page.

    A row of ``strike`` looks like one of an index on ``step``: three whole numbers.
    """
    from casebook.store import pages

    columns: dict[str, list[str]] = {}
    shapes = []
    for kept in unread:
        told = saved.execute(f"pragma table_info({kept.table})").fetchall()
        columns[kept.table] = [row[1] for row in told]
        shapes.append(pages.Shape(kept.table, tuple((row[2] == "INTEGER", not row[3] and not row[5]) for row in told)))
    strikes: dict[int, list[Row]] = {}
    found: dict[str, list[Row]] = {table: [] for table in columns}
    for page, table, row in pages.rows(copy.read_bytes(), shapes):
        if row[0] != 1:
            continue
        if table == _STRIKE:
            strikes.setdefault(page, []).append(row)
        else:
            found[table].append(row)
    for table, rows in found.items():
        _insert(saved, table, columns[table], rows)
    return strikes


def _add_strikes(saved: sqlite3.Connection, pages: dict[int, list[Row]]) -> None:
    """Add the rows of those pages on which every one can be a strike, unless the chain then breaks earlier."""
    possible = (
        "select count(*) from entry e join step s on s.book_no = e.book_no and s.entry_no < e.entry_no"
        " where e.book_no = ? and s.step_no = ? and e.entry_no = ? and e.act in ('strike', 'correct', 'import')"
    )
    sure = [
        row
        for rows in pages.values()
        if all(saved.execute(possible, each).fetchone()[0] for each in rows)
        for row in rows
    ]
    if not sure:
        return
    before = last_whole(saved)
    saved.execute("savepoint strikes")
    saved.executemany("insert or ignore into strike (book_no, step_no, entry_no) values (?, ?, ?)", sure)
    if last_whole(saved) < before:
        saved.execute("rollback to strikes")
    saved.execute("release strikes")


def legible(
    connection: sqlite3.Connection, kept: Kept, columns: list[str], faults: list[sqlite3.Error]
) -> Iterator[Row]:
    """Yield the rows of a table that can be read, some of them more than once; what cannot is told in ``faults``.

    The table is read by ranges of its number: one that breaks off is halved, down to single numbers.
    """
    place = columns.index(kept.number)
    order = "" if kept == BOOK else "book_no = 1 and "
    read = (
        f"select {', '.join(columns)} from {kept.table}"
        f" where {order}{kept.number} between ? and ? order by {kept.number}"
    )
    ranges = [(0, _last_number(connection, kept))]
    while ranges and len(faults) < _PATIENCE:
        low, high = ranges.pop()
        last = low
        try:
            for row in connection.execute(read, (low, high)):
                number = row[place]
                last = max(last, number) if isinstance(number, int) else last
                yield row
        except sqlite3.Error as error:
            faults.append(error)
            if last < high:  # else it is a single number, and passed over
                middle = max(last, (last + high) // 2)
                ranges += [(middle + 1, high), (last, middle)]


def _last_number(connection: sqlite3.Connection, kept: Kept) -> int:
    """Return a number behind which nothing of the table can be read."""
    book = "" if kept == BOOK else "book_no = 1 and "
    look = f"select {kept.number} from {kept.table} where {book}{kept.number} "
    try:
        row = connection.execute(f"{look} >= 0 order by {kept.number} desc limit 1").fetchone()
        if row is None or isinstance(row[0], int):
            return row[0] if row else 0
    except sqlite3.Error:
        pass  # it is looked for from below
    found = 0
    for doubling in range(_FARTHEST):
        try:
            row = connection.execute(f"{look} >= ? order by {kept.number} limit 1", (1 << doubling,)).fetchone()
        except sqlite3.Error:
            continue
        found = max(found, row[0]) if row and isinstance(row[0], int) else found
    return found + _BEYOND


def last_whole(saved: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the last act up to which every one is there and fits its digest; 0 where not even the first does."""
    if copying.head_of(saved, book_no) is None:
        return 0
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
    with gateway.create_book(path) as book:
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
        book.execute("detach saved")


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


def settings(connection: sqlite3.Connection, book_no: int = 1) -> tuple[str, ...]:
    """Return what the book says of itself where no digest covers that yet, as in one that schema 1 began; no null."""
    row = connection.execute(
        "select bureau, organ, number_word, year_start from book where book_no = ? and chained_by > 0", (book_no,)
    ).fetchone()
    return tuple(str(value) for value in row or () if value is not None)
