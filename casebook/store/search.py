"""Words in the texts of the cases: a full-text table of folded texts, and the journal itself where that is behind.

A step never changes, so ``search_index`` only grows: a row for each step that has a text, and one for the last step
that was looked at, which says how far the table goes. What lies behind that is scanned, and all of it where the table
is missing, cannot be read by this SQLite, or was made by other rules. Struck steps are in it; they are left out when it
is asked. The table is derived, but from the journal alone and only as far as somebody has searched, so a rebuild of the
derived rows does not touch it and a deep check does not compare it.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from casebook.folding import key
from casebook.store.connection import WAIT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLE = "search_index"
# The number says by which rules the texts were chosen and folded: a table of other rules is made anew.
COLUMN = "text_1"
CREATE = f"CREATE VIRTUAL TABLE {TABLE} using fts5({COLUMN}, tokenize = 'trigram')"  # as SQLite keeps it, to the letter
SHORTEST_INDEXED = 3  # characters of a trigram; shorter words are looked for in the folded texts one by one
BOOK_SPAN = 1 << 40  # the texts of a book have the rows from book_no * BOOK_SPAN on
BETWEEN = "\n"  # between the texts of a step; no folded text holds one

CODED = frozenset({"procedure", "head_attended", "head_rank", "redo", "remedy", "own_power", "urgent", "by", "law"})
CARD_TEXTS = ("docket_no", "previous_number", "field", "handler", "court", "channel", "note")
HEARING_TEXTS = ("head_name", "head_post", "absence")
_CARD = ", ".join(f"p.{name}" for name in CARD_TEXTS)
_HEARD = ", ".join(f"h.{name}" for name in HEARING_TEXTS)
_STEPS = (
    "select s.step_no, s.case_no, s.entry_no, s.step, s.on_date, x.entry_no, s.ground, s.note, s.details,"
    f" {_CARD}, {_HEARD} from step s"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
    " left join particulars p on p.book_no = s.book_no and p.step_no = s.step_no"
    " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no"
    " where s.book_no = :book and {condition} order by s.step_no"
)
_PARTIES = (
    "select p.step_no, p.role, p.name from party p join step s on s.book_no = p.book_no and s.step_no = p.step_no"
    " where p.book_no = :book and {condition} order by p.step_no, p.role, p.ordinal"
)
_AFTER = "s.step_no > :after"
_OF_CASES = "s.case_no in (select value from json_each(:cases))"


class Text(NamedTuple):
    """A text of a step as it was written. ``part``: a column, ``details.NAME``, ``hearing.NAME`` or ``step_note``."""

    part: str
    text: str


class Told(NamedTuple):
    """A step with its texts; ``struck_by`` is the entry that struck it."""

    step_no: int
    case_no: int
    entry_no: int
    step: str
    on: str
    struck_by: int | None
    texts: tuple[Text, ...]

    @property
    def key(self) -> str:
        """All texts of the step as they are searched."""
        return BETWEEN.join(filter(None, (key(each.text) for each in self.texts)))


class Case(NamedTuple):
    """A case that was found. ``status`` and the rest as known now; a case that was struck has no status."""

    case_no: int
    register: str
    number: str
    status: str | None
    received_on: str


def bring_up_to_date(connection: sqlite3.Connection, book_no: int = 1) -> bool:
    """Index the steps told since the last search; return whether the index is complete now.

    Waits for nobody: where another officer writes, the book cannot be written, or SQLite has no trigrams, the index
    stays as it is.
    """
    connection.execute("pragma busy_timeout = 0")
    try:
        if indexed_to(connection, book_no) >= _last_step(connection, book_no):
            return True
        connection.execute("begin immediate")
        if not _is_ours(connection):
            connection.execute(f"drop table if exists {TABLE}")
            connection.execute(CREATE)
        _index(connection, book_no)
        connection.execute("commit")
    except sqlite3.Error:  # the scan answers instead, and tells what is wrong with the book itself
        if connection.in_transaction:
            connection.execute("rollback")
        return False
    finally:
        connection.execute(f"pragma busy_timeout = {WAIT_SECONDS * 1000}")
    return True


def drop(connection: sqlite3.Connection) -> None:
    """Drop the index, to be made anew by the next search. One that this SQLite cannot drop stays: it is not wrong."""
    try:
        connection.execute(f"drop table if exists {TABLE}")
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error) and "no such tokenizer" not in str(error):
            raise


def _is_ours(connection: sqlite3.Connection) -> bool:
    row = connection.execute("select sql from sqlite_schema where name = ?", (TABLE,)).fetchone()
    return row is not None and row[0] == CREATE


def _last_step(connection: sqlite3.Connection, book_no: int) -> int:
    sql = "select coalesce(max(step_no), 0) from step where book_no = ?"
    number: int = connection.execute(sql, (book_no,)).fetchone()[0]
    return number


def indexed_to(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the last step whose texts the index has, 0 where there is no index that can be used."""
    if not _is_ours(connection):
        return 0
    first = book_no * BOOK_SPAN
    try:
        row = connection.execute(
            f"select rowid from {TABLE} where rowid > ? and rowid < ? order by rowid desc limit 1",
            (first, first + BOOK_SPAN),
        ).fetchone()
    except sqlite3.Error:  # made by an SQLite that can do more, or damaged: the journal is there
        return 0
    return row[0] - first if row else 0


def _index(connection: sqlite3.Connection, book_no: int) -> None:
    first, last = book_no * BOOK_SPAN, _last_step(connection, book_no)
    rows = (
        (first + told.step_no, folded)
        for told in _after(connection, indexed_to(connection, book_no), book_no)
        if (folded := told.key) or told.step_no == last
    )
    connection.executemany(f"insert into {TABLE} (rowid, {COLUMN}) values (?, ?)", rows)


def _after(connection: sqlite3.Connection, step_no: int, book_no: int) -> Iterator[Told]:
    return _told(connection, _AFTER, {"after": step_no, "book": book_no})


def texts_of(connection: sqlite3.Connection, case_nos: Sequence[int], book_no: int = 1) -> Iterator[Told]:
    """Yield the steps of some cases with their texts, in the order they were told."""
    return _told(connection, _OF_CASES, {"cases": json.dumps(list(case_nos)), "book": book_no})


def _told(connection: sqlite3.Connection, condition: str, values: dict[str, object]) -> Iterator[Told]:
    named = groupby(connection.execute(_PARTIES.format(condition=condition), values), key=itemgetter(0))
    step_no, names = next(named, (0, iter(())))
    card_at = 9
    hearing_at = card_at + len(CARD_TEXTS)
    for row in connection.execute(_STEPS.format(condition=condition), values):
        number, *cells = (Text(*pair) for pair in zip(CARD_TEXTS, row[card_at:hearing_at], strict=True))
        texts = [number]
        if step_no == row[0]:
            texts += [Text(role, name) for _, role, name in names]
            step_no, names = next(named, (0, iter(())))
        texts += cells
        texts += [Text(f"hearing.{name}", said) for name, said in zip(HEARING_TEXTS, row[hearing_at:], strict=True)]
        texts += _said(*row[6:card_at])
        number_of_step, case_no, entry_no, step, on, struck_by = row[:6]
        told = tuple(each for each in texts if each.text)
        yield Told(number_of_step, case_no, entry_no, step, on, struck_by, told)


def _said(ground: str | None, note: str | None, details: str | None) -> list[Text]:
    """Return what a step says besides its card; codes are no text."""
    coded = ground is None or (ground.isascii() and ground.islower() and ground.replace("_", "").isalpha())
    said = json.loads(details) if details else {}
    return [
        Text("ground", "" if coded else ground or ""),
        Text("step_note", note or ""),
        *(Text(f"details.{name}", str(value)) for name, value in said.items() if name not in CODED),
    ]


def cases_with(connection: sqlite3.Connection, words: Sequence[str], *, struck: bool, book_no: int = 1) -> set[int]:
    """Return the cases in whose texts every one of the folded ``words`` stands; of ``struck`` steps too, or of none."""
    mark = indexed_to(connection, book_no)
    try:
        found = [_by_index(connection, word, struck=struck, book_no=book_no) if mark else set() for word in words]
    except sqlite3.Error:  # the index is damaged, or this SQLite cannot use it: the journal is there
        mark, found = 0, [set() for _ in words]
    for told in _after(connection, mark, book_no):
        if struck or told.struck_by is None:
            text = told.key
            for word, cases in zip(words, found, strict=True):
                if word in text:
                    cases.add(told.case_no)
    return set.intersection(*found)


def _by_index(connection: sqlite3.Connection, word: str, *, struck: bool, book_no: int) -> set[int]:
    """Return the cases that the index has for a word. The match is a phrase: nothing in it is syntax."""
    phrase = '"' + word.replace('"', '""') + '"'
    matches = f"{TABLE} match :phrase and " if len(word) >= SHORTEST_INDEXED else ""
    rows = connection.execute(
        f"select distinct s.case_no from {TABLE} i"
        " cross join step s on s.book_no = :book and s.step_no = i.rowid - :first"
        " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
        f" where {matches} i.rowid > :first and i.rowid < :last and instr(i.{COLUMN}, :word) > 0"
        " and (:struck or x.step_no is null)",
        {
            "phrase": phrase,
            "word": word,
            "struck": struck,
            "book": book_no,
            "first": book_no * BOOK_SPAN,
            "last": (book_no + 1) * BOOK_SPAN,
        },
    )
    return {case_no for (case_no,) in rows}


def cases(
    connection: sqlite3.Connection, case_nos: Sequence[int], register: str | None, book_no: int = 1
) -> list[Case]:
    """Return what is known of some cases, of one register where it is named, the one received last first."""
    rows = connection.execute(
        "select f.case_no, f.register,"
        " coalesce(v.docket_no, (select p.docket_no from particulars p join step s using (book_no, step_no)"
        "  where s.book_no = f.book_no and s.case_no = f.case_no order by s.step_no desc limit 1)),"
        " v.status, coalesce(v.received_on, (select s.on_date from step s where s.book_no = f.book_no"
        "  and s.case_no = f.case_no and s.step = 'receive' order by s.step_no desc limit 1)) received_on"
        " from case_file f left join case_version v"
        " on v.book_no = f.book_no and v.case_no = f.case_no and v.until_entry is null"
        " where f.book_no = :book and f.case_no in (select value from json_each(:cases))"
        " and (:register is null or f.register = :register) order by received_on desc, f.case_no desc",
        {"book": book_no, "cases": json.dumps(list(case_nos)), "register": register},
    )
    return [Case(*row) for row in rows]
