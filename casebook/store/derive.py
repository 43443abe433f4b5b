"""Derived rows: the states a case was ever known in. Kept with each act, or rebuilt from the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from casebook.model import CaseRecord, CaseVersion, Deadline, Hearing
from casebook.store.adoptions import CALENDAR, adopted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from casebook.versions import Derived

# From a case as known and the act it was known at (None: now) to its state then, None where it is struck.
Deriver = Callable[[CaseRecord, int | None], "Derived | None"]

VERSION_COLUMNS = CaseVersion._fields
AT_ONCE = 2_000  # cases that are read and derived together
DERIVED_TABLES = ("case_version", "hearing_version", "deadline")
VIEWS = ("case_now", "step_now", "deadline_now")
DEADLINE_COLUMNS = (
    "rule", "name", "law", "article", "bound", "own", "starts_on", "nominal_on", "due_on", "remaining", "met_on",
    "provisional", "deemed_accepted_on", "exists_after", "after_decision", "mark",
)  # fmt: skip

_MARKS = ", ".join("?" * (len(VERSION_COLUMNS) + 3))
_INSERT_VERSION = (
    f"insert into case_version (book_no, case_no, since_entry, {', '.join(VERSION_COLUMNS)}) values ({_MARKS})"
)
_INSERT_HEARING = (
    "insert into hearing_version (book_no, case_no, step_no, since_entry, on_date, head_attended, head_rank)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_DEADLINE = (
    f"insert into deadline (book_no, case_no, ordinal, occurrence, {', '.join(DEADLINE_COLUMNS)})"
    f" values ({', '.join('?' * (len(DEADLINE_COLUMNS) + 4))})"
)
_DROP_DEADLINES = "delete from deadline where book_no = ? and case_no = ?"
_END_VERSION = "update case_version set until_entry = ? where book_no = ? and case_no = ? and until_entry is null"
_END_HEARING = "update hearing_version set until_entry = ? where book_no = ? and case_no = ? and step_no = ?"


_DEADLINE_DAYS = tuple(place for place, name in enumerate(DEADLINE_COLUMNS) if name.endswith(("_on", "_after")))
# heard_on lists days and is text already
_VERSION_DAYS = tuple(place for place, name in enumerate(VERSION_COLUMNS) if name.endswith("_on"))
_deadline_values = attrgetter(*DEADLINE_COLUMNS)


def version_row(version: CaseVersion) -> tuple[object, ...]:
    """Return the values of ``version`` as the book keeps them."""
    return _kept(version, _VERSION_DAYS)


def deadline_row(deadline: Deadline) -> tuple[object, ...]:
    """Return the values of ``deadline`` as the book keeps them."""
    return _kept(_deadline_values(deadline), _DEADLINE_DAYS)


def _kept(values: tuple[object, ...], days: Iterable[int]) -> tuple[object, ...]:
    """Return ``values`` with the dates, which stand in the places ``days``, as text."""
    kept = list(values)
    for place in days:
        day = kept[place]
        if isinstance(day, date):
            kept[place] = day.isoformat()
    return tuple(kept)


def current_row(connection: sqlite3.Connection, case_no: int, book_no: int = 1) -> tuple[object, ...] | None:
    """Return the values of the state that a case is known in now, ``None`` where it has none."""
    row: tuple[object, ...] | None = connection.execute(
        f"select {', '.join(VERSION_COLUMNS)} from case_version"
        " where book_no = ? and case_no = ? and until_entry is null",
        (book_no, case_no),
    ).fetchone()
    return row


class Keeper:
    """Keeps the derived rows in step with the acts of one transaction."""

    def __init__(self, connection: sqlite3.Connection, book_no: int = 1) -> None:
        self.connection = connection
        self.book_no = book_no
        self._versions: list[tuple[object, ...]] = []
        self._hearings: list[tuple[object, ...]] = []
        self._deadlines: list[tuple[object, ...]] = []

    def start(self, case_no: int, entry_no: int, derived: Derived, hearings: Sequence[Hearing]) -> None:
        """Keep the first state of a case that the act ``entry_no`` logged."""
        self._versions.append((self.book_no, case_no, entry_no, *version_row(derived.version)))
        self._add_deadlines(case_no, derived)
        self.add_hearings(case_no, entry_no, hearings)

    def replace(self, case_no: int, entry_no: int, derived: Derived | None) -> None:
        """End the present state with ``entry_no`` where ``derived`` differs; ``None``: the case is struck."""
        self.connection.execute(_DROP_DEADLINES, (self.book_no, case_no))
        if derived is not None:
            self._add_deadlines(case_no, derived)
        row = version_row(derived.version) if derived else None
        if current_row(self.connection, case_no, self.book_no) == row:
            return
        self.connection.execute(_END_VERSION, (entry_no, self.book_no, case_no))
        if row is not None:
            self._versions.append((self.book_no, case_no, entry_no, *row))

    def _add_deadlines(self, case_no: int, derived: Derived) -> None:
        occurrences: Counter[str] = Counter()
        for ordinal, each in enumerate(derived.deadlines, 1):
            occurrences[each.rule] += 1
            place = (self.book_no, case_no, ordinal, occurrences[each.rule])
            self._deadlines.append((*place, *deadline_row(each)))

    def add_hearings(self, case_no: int, entry_no: int, hearings: Sequence[Hearing]) -> None:
        """Keep hearings that ``entry_no`` told."""
        for held in hearings:
            values = (held.step_no, entry_no, held.on.isoformat(), held.head_attended, held.head_rank)
            self._hearings.append((self.book_no, case_no, *values))

    def end_hearing(self, case_no: int, entry_no: int, step_no: int) -> None:
        """End a hearing that ``entry_no`` struck."""
        self.connection.execute(_END_HEARING, (entry_no, self.book_no, case_no, step_no))

    def flush(self) -> None:
        """Write the rows kept so far."""
        for sql, rows in (
            (_INSERT_VERSION, self._versions),
            (_INSERT_HEARING, self._hearings),
            (_INSERT_DEADLINE, self._deadlines),
        ):
            if rows:
                self.connection.executemany(sql, rows)
                rows.clear()


def rebuild(connection: sqlite3.Connection, derive: Deriver, book_no: int = 1) -> None:
    """Drop every derived row of the book and derive it again from the journal, act by act."""
    from casebook.store import rederive  # it rests on this module, and no act needs it

    adoptions = [each.entry_no for each in adopted(connection, CALENDAR, book_no)]
    for table in DERIVED_TABLES:
        connection.execute(f"delete from {table} where book_no = ?", (book_no,))
    last = rederive.case_count(connection, book_no)
    for first in range(1, last + 1, AT_ONCE):
        records = rederive.records_between(connection, first, first + AT_ONCE - 1, book_no)
        rederive.insert(connection, [rederive.rows_of(record, derive, adoptions) for record in records], book_no)


def as_known(record: CaseRecord, entry_no: int) -> CaseRecord:
    """Return the case as it was known at ``entry_no``."""
    steps = tuple(
        step if step.struck_by is None or step.struck_by <= entry_no else step._replace(struck_by=None)
        for step in record.steps
        if step.entry_no <= entry_no
    )
    return CaseRecord(record.case_no, record.register, steps, record.cards, record.hearings)
