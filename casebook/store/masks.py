"""Names that are taken out of a book: where they stand, what stands there instead, and the file without a trace."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from casebook.store.canonical import CARD_COLUMNS
from casebook.store.derive import rebuild_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.model import Mask
    from casebook.store.derive import Deriver


class Party(NamedTuple):
    """A party as a card names it. ``masked_by`` is the entry that took its name out."""

    case_no: int
    step_no: int
    entry_no: int
    role: str
    ordinal: int
    name: str
    masked_by: int | None


class Standing(NamedTuple):
    """A text of the chain in which a name stands: what it is, the entry that told it, and the case it tells of."""

    what: str
    entry_no: int
    case_no: int | None


def parties(connection: sqlite3.Connection, case_nos: Sequence[int], book_no: int = 1) -> list[Party]:
    """Return the parties that the cards of some cases name, struck cards too, in the order they were told."""
    rows = connection.execute(
        "select s.case_no, p.step_no, s.entry_no, p.role, p.ordinal, p.name, m.entry_no"
        " from step s indexed by step_of_case join party p on p.book_no = s.book_no and p.step_no = s.step_no"
        " left join name_mask m on m.book_no = p.book_no and m.step_no = p.step_no and m.role = p.role"
        " and m.ordinal = p.ordinal where s.book_no = ? and s.case_no in (select value from json_each(?))"
        " order by p.step_no, p.role, p.ordinal",
        (book_no, json.dumps(list(case_nos))),
    )
    return [Party(*row) for row in rows]


class Numbered(NamedTuple):
    """A case that has or had a number. ``struck``: it counts no more."""

    case_no: int
    register: str
    number: str
    struck: bool


def with_number(
    connection: sqlite3.Connection, key: str, register: str | None = None, book_no: int = 1
) -> list[Numbered]:
    """Return the cases that have or ever had a folded number, in one register where it is named."""
    rows = connection.execute(
        "select v.case_no, v.register, v.docket_no, not exists (select 1 from case_version n"
        " where n.book_no = v.book_no and n.case_no = v.case_no and n.until_entry is null) from case_version v"
        " where v.book_no = :book and v.docket_key = :key and (:register is null or v.register = :register)"
        " group by v.case_no order by v.case_no",
        {"book": book_no, "key": key, "register": register},
    )
    return [Numbered(case_no, name, number, bool(struck)) for case_no, name, number, struck in rows]


def put_on(connection: sqlite3.Connection, masks: Sequence[Mask], book_no: int = 1) -> None:
    """Let the masks that were logged stand for the names; the search index, which holds the names, goes.

    What is deleted is overwritten at once, should the file not be written anew afterwards.
    """
    from casebook.store import search  # a report that is compared looks at masks too

    connection.execute("pragma secure_delete = on")
    connection.executemany(
        "update party set name = ?, salt = '' where book_no = ? and step_no = ? and role = ? and ordinal = ?",
        [(mask.shown, book_no, mask.step_no, mask.role, mask.ordinal) for mask in masks],
    )
    search.drop(connection)


def derive_again(connection: sqlite3.Connection, case_nos: Sequence[int], derive: Deriver, book_no: int = 1) -> None:
    """Make every state that the cases were ever known in anew."""
    for case_no in case_nos:
        rebuild_case(connection, case_no, derive, book_no)


def shown_since(connection: sqlite3.Connection, entry_no: int, book_no: int = 1) -> frozenset[str]:
    """Return what stands for the names that were masked after an entry."""
    rows = connection.execute(
        "select distinct shown from name_mask where book_no = ? and entry_no > ?", (book_no, entry_no)
    )
    return frozenset(shown for (shown,) in rows)


def undisturbed(connection: sqlite3.Connection) -> bool:
    """Bring what was written lately into the file itself; return whether nobody reads the book meanwhile.

    Waits for readers as long as for a writer. What they read may stand in the ``-wal`` file until they are done.
    """
    try:
        (busy, _, _) = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.OperationalError:  # somebody else is at the same thing
        return False
    return not busy


def forget_free_space(connection: sqlite3.Connection) -> bool:
    """Write the file anew without its free space, in which names may stand; return whether no trace remains.

    A page keeps what was once moved or overwritten in it, whatever ``secure_delete`` said at the time; only
    ``vacuum`` leaves none. It needs nobody to stop reading; a reader only keeps the old pages until he is done.
    """
    try:
        connection.execute("vacuum")
        return undisturbed(connection)
    except sqlite3.OperationalError:  # somebody writes, or the disk is full: the act stands, the traces too
        return False


def _told(what: str, text: str, source: str, case_no: str = "s.case_no") -> str:
    """Return the question for texts of a source ``s`` or joined to one, each with what it is and who told it."""
    return f"select '{what}' what, s.entry_no, {case_no} case_no, {text} text from {source} where s.book_no = :book"


def _joined(names: Sequence[str]) -> str:
    return " || char(10) || ".join(f"coalesce({name}, '')" for name in names)


_OF_STEP = "join step s on s.book_no = t.book_no and s.step_no = t.step_no"
_TEXTS = (
    _told("ground", "s.ground", "step s"),
    _told("note", "s.note", "step s"),
    _told("details", "s.details", "step s"),
    _told("particulars", _joined([f"t.{name}" for name in CARD_COLUMNS]), f"particulars t {_OF_STEP}"),
    _told("hearing", _joined(["t.head_name", "t.head_post", "t.absence"]), f"hearing t {_OF_STEP}"),
    _told("reason", "s.reason", "entry s", "null"),
    _told("source", "s.source", "entry s", "null"),
    _told("recorded_by", "s.recorded_by", "entry s", "null"),
    _told("adoption", _joined(["s.subject", "s.content", "s.compiled"]), "adoption s", "null"),
    _told("report", _joined(["s.note", "s.request"]), "frozen_report s", "null"),
    _told(
        "report",
        _joined(["t.name", "t.value"]),
        "frozen_cell t join frozen_report s on s.book_no = t.book_no and s.report_no = t.report_no",
        "null",
    ),
)
_STANDS = (
    "select distinct what, entry_no, case_no from ({told}) where exists (select 1 from json_each(:words) w"
    " where instr(replace(replace(text, ' ', ''), '\u3000', ''), w.value) > 0)"
)


def standing(connection: sqlite3.Connection, words: Sequence[str], book_no: int = 1) -> list[Standing]:
    """Return the texts in which one of ``words``, written without white space, stands, by entry."""
    asked = {"book": book_no, "words": json.dumps(list(words), ensure_ascii=False)}
    found = {Standing(*row) for told in _TEXTS for row in connection.execute(_STANDS.format(told=told), asked)}
    return sorted(found, key=lambda each: (each.entry_no, each.what, each.case_no or 0))


def named_like(connection: sqlite3.Connection, words: Sequence[str], book_no: int = 1) -> list[Party]:
    """Return the parties of the whole book in whose names one of ``words`` stands, without regard to white space."""
    rows = connection.execute(
        "select s.case_no, p.step_no, s.entry_no, p.role, p.ordinal, p.name, null from party p"
        " join step s on s.book_no = p.book_no and s.step_no = p.step_no where p.book_no = :book and exists"
        " (select 1 from json_each(:words) w where instr(replace(replace(p.name, ' ', ''), '\u3000', ''), w.value) > 0)"
        " order by p.step_no, p.role, p.ordinal",
        {"book": book_no, "words": json.dumps(list(words), ensure_ascii=False)},
    )
    return [Party(*row) for row in rows]
