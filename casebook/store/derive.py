"""Derived rows: the states a case was ever known in. Kept with each act, or rebuilt from the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from casebook.model import CaseRecord, CaseVersion, Deadline, Hearing
from casebook.store.adoptions import CALENDAR, adopted
from casebook.store.inserting import insert_rows

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

HEARING_ROW = ("step_no", "since_entry", "until_entry", "on_date", "head_attended", "head_rank")
DERIVED_ROWS = {  # what a row holds after the numbers of book and case
    "case_version": ("since_entry", "until_entry", *VERSION_COLUMNS),
    "hearing_version": HEARING_ROW,
    "deadline": ("ordinal", "occurrence", *DEADLINE_COLUMNS),
}
INSERT = {
    table: f"insert into {table} (book_no, case_no, {', '.join(names)}) values ({', '.join('?' * (len(names) + 2))})"
    for table, names in DERIVED_ROWS.items()
}
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
        self._versions.append((self.book_no, case_no, entry_no, None, *version_row(derived.version)))
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
            self._versions.append((self.book_no, case_no, entry_no, None, *row))

    def _add_deadlines(self, case_no: int, derived: Derived) -> None:
        self._deadlines.extend((self.book_no, case_no, *row) for row in _deadline_rows(derived))

    def add_hearings(self, case_no: int, entry_no: int, hearings: Sequence[Hearing]) -> None:
        """Keep hearings that ``entry_no`` told."""
        for held in hearings:
            values = (held.step_no, entry_no, None, held.on.isoformat(), held.head_attended, held.head_rank)
            self._hearings.append((self.book_no, case_no, *values))

    def end_hearing(self, case_no: int, entry_no: int, step_no: int) -> None:
        """End a hearing that ``entry_no`` struck."""
        self.connection.execute(_END_HEARING, (entry_no, self.book_no, case_no, step_no))

    def flush(self) -> None:
        """Write the rows kept so far."""
        for table, rows in zip(DERIVED_TABLES, (self._versions, self._hearings, self._deadlines), strict=True):
            if rows:
                insert_rows(self.connection, INSERT[table], rows)
                rows.clear()


class History(NamedTuple):
    """What the derived tables hold of one case, each row without the numbers of book and case.

    ``versions``: since, until and the state; ``hearings``: step, since, until and what was held; ``deadlines`` as they
    stand now: ordinal, occurrence and values. ``derived`` is the state known now, ``None`` where the case is struck.
    """

    versions: list[tuple[object, ...]]
    hearings: list[tuple[object, ...]]
    deadlines: list[tuple[object, ...]]
    derived: Derived | None


def history(record: CaseRecord, derive: Deriver, adoptions: Sequence[int]) -> History:
    """Return the derived rows of a case, act by act; ``adoptions`` are the acts that adopted a holiday notice."""
    told = {step.entry_no for step in record.steps}
    struck = {step.struck_by for step in record.steps if step.struck_by is not None}
    later = {entry_no for entry_no in adoptions if entry_no > min(told)}
    acts = sorted(told | struck | later)
    versions: list[tuple[object, ...]] = []
    since, present, derived = 0, None, None
    for entry_no in acts:
        derived = derive(as_known(record, entry_no) if entry_no != acts[-1] else record, entry_no)
        row = version_row(derived.version) if derived else None
        if row == present:
            continue
        if present is not None:
            versions.append((since, entry_no, *present))
        since, present = entry_no, row
    if present is not None:
        versions.append((since, None, *present))
    return History(versions, _hearing_rows(record), _deadline_rows(derived), derived)


def _hearing_rows(record: CaseRecord) -> list[tuple[object, ...]]:
    return [
        (step.step_no, step.entry_no, step.struck_by, held.on.isoformat(), held.head_attended, held.head_rank)
        for step in record.steps
        if (held := record.hearings.get(step.step_no)) is not None
    ]


def _deadline_rows(derived: Derived | None) -> list[tuple[object, ...]]:
    occurrences: dict[str, int] = {}
    rows: list[tuple[object, ...]] = []
    for ordinal, each in enumerate(derived.deadlines if derived else (), 1):
        occurrence = occurrences[each.rule] = occurrences.get(each.rule, 0) + 1
        rows.append((ordinal, occurrence, *deadline_row(each)))
    return rows


def notices_adopted(connection: sqlite3.Connection, book_no: int = 1) -> tuple[int, ...]:
    """Return the acts that adopted a holiday notice: from each on, deadlines can be others."""
    return tuple(each.entry_no for each in adopted(connection, CALENDAR, book_no))


def rebuild(connection: sqlite3.Connection, derive: Deriver, book_no: int = 1) -> None:
    """Drop every derived row of the book and derive it again from the journal, act by act."""
    from casebook.store import records, rederive  # they rest on this module, and no act needs them

    adoptions = notices_adopted(connection, book_no)
    for table in DERIVED_TABLES:
        connection.execute(f"delete from {table} where book_no = ?", (book_no,))
    last = records.case_count(connection, book_no)
    for first in range(1, last + 1, AT_ONCE):
        read = records.records_between(connection, first, first + AT_ONCE - 1, book_no)
        rederive.insert(connection, [(each.case_no, history(each, derive, adoptions)) for each in read], book_no)


def rebuild_case(connection: sqlite3.Connection, case_no: int, derive: Deriver, book_no: int = 1) -> None:
    """Drop the derived rows of one case, past states included, and derive them again from the journal."""
    from casebook.store import records, rederive

    adoptions = notices_adopted(connection, book_no)
    read = records.records_between(connection, case_no, case_no, book_no)
    rederive.replace(connection, [(each.case_no, history(each, derive, adoptions)) for each in read], book_no)


def as_known(record: CaseRecord, entry_no: int) -> CaseRecord:
    """Return the case as it was known at ``entry_no``."""
    steps = tuple(
        step if step.struck_by is None or step.struck_by <= entry_no else step._replace(struck_by=None)
        for step in record.steps
        if step.entry_no <= entry_no
    )
    return CaseRecord(record.case_no, record.register, steps, record.cards, record.hearings)
