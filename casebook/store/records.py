"""Cases as the journal tells them, by ranges of their numbers: a fixed number of statements a range, flat memory."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Step
from casebook.store.canonical import CARD_COLUMNS, HEARING_COLUMNS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    Row = tuple[Any, ...]
    Named = Mapping[int, Mapping[str, list[str]]]

_STEPS = (
    "select s.case_no, f.register, s.step_no, s.entry_no, s.step, s.on_date, s.outcome, s.ground, s.note, s.details,"
    f" x.entry_no, p.step_no, {', '.join(f'p.{name}' for name in CARD_COLUMNS)}, h.step_no,"
    f" {', '.join(f'h.{name}' for name in HEARING_COLUMNS)}"
    # without the hints the planner sorts every step of the book
    " from case_file f cross join step s indexed by step_of_case on s.book_no = f.book_no and s.case_no = f.case_no"
    " left join strike x on x.book_no = s.book_no and x.step_no = s.step_no"
    " left join particulars p on p.book_no = s.book_no and p.step_no = s.step_no and s.step = 'receive'"
    " left join hearing h on h.book_no = s.book_no and h.step_no = s.step_no and s.step = 'hear'"
    " where f.book_no = ? and f.case_no between ? and ? order by f.case_no, s.step_no"
)
_PARTIES = (
    "select p.step_no, p.role, p.name from case_file f"
    " cross join step s indexed by step_of_case on s.book_no = f.book_no and s.case_no = f.case_no"
    " cross join party p on p.book_no = s.book_no and p.step_no = s.step_no"
    " where f.book_no = ? and f.case_no between ? and ? order by p.step_no, p.role, p.ordinal"
)
_CARD_AT = 12
_HEARING_AT = _CARD_AT + len(CARD_COLUMNS)


class Told(NamedTuple):
    """A case as its rows stand in the journal, not read yet."""

    case_no: int
    register: str
    rows: tuple[Row, ...]
    named: Named

    def record(self) -> CaseRecord:
        """Return the case. Raises whatever rows that were changed by force make it raise."""
        steps: list[Step] = []
        cards: dict[int, Card] = {}
        hearings: dict[int, Hearing] = {}
        for row in self.rows:
            _, _, no, entry, code, on, outcome, ground, note, details, by = row[: _CARD_AT - 1]
            said = json.loads(details) if details else {}
            step = Step(no, entry, code, date.fromisoformat(on), outcome, ground, note, said, by)
            steps.append(step)
            if code == "receive":
                number, *rest = row[_CARD_AT:_HEARING_AT]
                names = self.named[no]
                cards[no] = Card(number, tuple(names["applicant"]), tuple(names["respondent"]), *rest)
            if code == "hear":
                hearings[no] = Hearing(no, step.on, *row[_HEARING_AT + 1 :])
        return CaseRecord(self.case_no, self.register, tuple(steps), cards, hearings)


def told_between(connection: sqlite3.Connection, first: int, last: int, book_no: int = 1) -> Iterator[Told]:
    """Yield the cases with the numbers ``first`` to ``last``, in order."""
    asked = (book_no, first, last)
    named: defaultdict[int, dict[str, list[str]]] = defaultdict(lambda: {"applicant": [], "respondent": []})
    for step_no, role, name in connection.execute(_PARTIES, asked):
        named[step_no][role].append(name)
    for (case_no, register), rows in groupby(connection.execute(_STEPS, asked), key=itemgetter(0, 1)):
        yield Told(case_no, register, tuple(rows), named)


def records_between(connection: sqlite3.Connection, first: int, last: int, book_no: int = 1) -> Iterator[CaseRecord]:
    """Yield the cases with the numbers ``first`` to ``last`` as their acts tell them, in order."""
    return (told.record() for told in told_between(connection, first, last, book_no))


def case_count(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the number of the last case: they have no gap."""
    number: int = connection.execute(
        "select coalesce(max(case_no), 0) from case_file where book_no = ?", (book_no,)
    ).fetchone()[0]
    return number
