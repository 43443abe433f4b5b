"""The journal: acts are appended, never changed. Reads back a case as its acts tell it."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Mask, Step
from casebook.store import canonical
from casebook.store.canonical import CARD_COLUMNS, HEARING_COLUMNS
from casebook.store.inserting import insert_rows
from casebook.words import inert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.model import Sign
    from casebook.store import frozen

_SALT = 16  # bytes


class NewStep(NamedTuple):
    """A step to be appended: ``card`` with a receive step, ``hearing`` values with a hear step."""

    case_no: int
    step: str
    on: date
    outcome: str | None = None
    ground: str | None = None
    note: str | None = None
    details: Mapping[str, str] | None = None
    card: Card | None = None
    hearing: Hearing | None = None


class Act(NamedTuple):
    """What one officer did at once: new cases, new steps, struck steps. It becomes one entry."""

    act: str
    recorded_at: str
    recorded_by: str
    corrects: int | None = None
    reason: str | None = None
    source: str | None = None
    new_cases: Sequence[tuple[int, str]] = ()
    steps: Sequence[NewStep] = ()
    strikes: Sequence[int] = ()
    adoptions: Sequence[tuple[str, str, str, str]] = ()  # kind, subject, content, compiled
    frozen: Sequence[tuple[frozen.ReportRow, Sequence[frozen.Cell]]] = ()  # numbered already
    closings: Sequence[tuple[str, str, int]] = ()  # first day, last day, report
    officers: Sequence[tuple[str, str, str]] = ()  # account, name, roles as JSON
    batch: int | None = None  # first entry of the import that the act belongs to
    masks: Sequence[tuple[int, str, int, str]] = ()  # step, role, ordinal, what is shown


class Writer:
    """Numbers and appends acts inside a transaction; rows go to the book with ``flush``.

    The digest of an act covers its whole content and the digest before it. A party stands in it by its own salted
    digest, so that a name can be masked on legal grounds without breaking the chain. ``sign`` says who an act is
    recorded by and on which machine, and refuses what that officer may not do: no act gets into the book without it.
    """

    def __init__(self, connection: sqlite3.Connection, sign: Sign, book_no: int = 1) -> None:
        self.connection = connection
        self._sign = sign
        self.book_no = book_no
        book = connection.execute(
            f"select {', '.join(canonical.BOOK_COLUMNS)} from book where book_no = ?", (book_no,)
        ).fetchone()
        self._book_row = {book[-1]: book}  # by the act that covers it
        self.entry_no: int = 0
        self.digest: str = canonical.first_link(book)
        head = connection.execute(
            "select entry_no, digest from entry where book_no = ? order by entry_no desc limit 1", (book_no,)
        ).fetchone()
        if head is not None:
            self.entry_no, self.digest = head
        self.step_no = self._last("step", "step_no")
        self.case_no = self._last("case_file", "case_no")
        self._salts = _salts()
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTS}

    def _last(self, table: str, column: str) -> int:
        sql = f"select coalesce(max({column}), 0) from {table} where book_no = ?"
        number: int = self.connection.execute(sql, (self.book_no,)).fetchone()[0]
        return number

    def new_case(self) -> int:
        """Return the number of the next case."""
        self.case_no += 1
        return self.case_no

    def append(self, act: Act) -> tuple[Step, ...]:
        """Append ``act`` as the next entry and return its steps with their numbers. Raises what ``sign`` does."""
        recorded_by, machine = self._sign(act.act, act.recorded_by)
        self.entry_no += 1
        told = [self._step(new) for new in act.steps]
        source = None if act.source is None else inert(act.source)  # a file or a sheet may bear any name
        entry = (self.entry_no, act.recorded_at, recorded_by, act.act, act.corrects, act.reason, source)
        later = (act.batch, machine)
        parts: dict[str, Sequence[object]] = {
            "cases": act.new_cases,
            "strikes": sorted(act.strikes),
            "adoptions": act.adoptions,
            "frozen": self._frozen(act),
            "closings": act.closings,
            "officers": act.officers,
            "masks": act.masks,
        }
        steps = [covered for _, covered in told]
        content = canonical.content(entry, later, steps, parts, self._book_row.get(self.entry_no))
        self.digest = canonical.chain(self.digest, content)
        rows = self._rows
        rows["entry"].append((self.book_no, *entry, *later, self.digest))
        for part in canonical.PARTS:
            for row in parts[part.name]:
                rows[part.table].append((self.book_no, self.entry_no, *(row if isinstance(row, tuple) else (row,))))
        return tuple([step for step, _ in told])

    def _frozen(self, act: Act) -> list[tuple[object, ...]]:
        told: list[tuple[object, ...]] = []
        for report, cells in act.frozen:
            row = report[: len(canonical.REPORT_COLUMNS)]
            told.append((*row, canonical.report_digest(row, cells)))
            self._rows["frozen_cell"].extend((self.book_no, report.report_no, *cell) for cell in cells)
        return told

    def _step(self, new: NewStep) -> tuple[Step, list[object]]:
        case_no, code, on, outcome, ground, note, said, card, held = new
        self.step_no += 1
        details = canonical.encode(said) if said else None
        row = (self.step_no, self.entry_no, case_no, code, on.isoformat(), outcome, ground, note, details)
        self._rows["step"].append((self.book_no, *row))
        values = parties = hearing = None
        if card is not None:
            values, parties = self._card(card)
        if held is not None:
            hearing = (held.head_attended, held.head_name, held.head_post, held.head_rank, held.absence)
            self._rows["hearing"].append((self.book_no, self.step_no, *hearing))
        step = Step(self.step_no, self.entry_no, code, on, outcome, ground, note, said or {})
        return step, canonical.step(row, values, parties or (), hearing)

    def _card(self, card: Card) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
        values = card_values(card)
        self._rows["particulars"].append((self.book_no, self.step_no, *values))
        parties: list[tuple[object, ...]] = []
        for role, names in (("applicant", card.applicants), ("respondent", card.respondents)):
            for ordinal, name in enumerate(names, 1):
                salt = next(self._salts)
                digest = canonical.party_digest(salt, name)
                self._rows["party"].append((self.book_no, self.step_no, role, ordinal, digest, salt, name))
                parties.append((role, ordinal, digest))
        return values, parties

    def flush(self) -> None:
        """Write the rows of the acts appended so far, parents before children."""
        for table, sql in _INSERTS.items():
            if self._rows[table]:
                insert_rows(self.connection, sql, self._rows[table])
                self._rows[table].clear()


def card_values(card: Card) -> tuple[object, ...]:
    """Return the values of a card in the order of its table."""
    return (
        card.number, card.applicant_kind, card.applicant_count, card.respondent_level, card.matter, card.field,
        card.handler, card.procedure, card.court, card.instance, card.defendant_role, card.reviewed_first,
        card.previous_number, card.channel, card.note,
    )  # fmt: skip


def _salts() -> Iterator[str]:
    """Yield salts without end; the system is asked for many at once."""
    while True:
        drawn = os.urandom(_SALT * 64).hex()
        for place in range(0, len(drawn), 2 * _SALT):
            yield drawn[place : place + 2 * _SALT]


def _insert(table: str, columns: Iterable[str]) -> str:
    names = ("book_no", *columns)
    marks = ", ".join("?" * len(names))
    return f"insert into {table} ({', '.join(names)}) values ({marks})"


_PARTS = {part.table: _insert(part.table, ("entry_no", *part.columns)) for part in canonical.PARTS}
_INSERTS = {  # parents before children
    "entry": _insert("entry", (*canonical.ENTRY_COLUMNS, *canonical.LATER_ENTRY_COLUMNS, "digest")),
    "case_file": _PARTS["case_file"],
    "step": _insert("step", canonical.STEP_COLUMNS),
    "particulars": _insert("particulars", ("step_no", *CARD_COLUMNS)),
    "party": _insert("party", ("step_no", *canonical.PARTY_COLUMNS, "salt", "name")),
    "hearing": _insert("hearing", ("step_no", *HEARING_COLUMNS)),
    **_PARTS,
    "frozen_cell": _insert("frozen_cell", ("report_no", *canonical.CELL_COLUMNS)),
}


def load_case(
    connection: sqlite3.Connection, case_no: int, known_at: int | None = None, book_no: int = 1
) -> CaseRecord:
    """Return a case as its acts tell it, as known at an entry (default: now)."""
    register = connection.execute(
        "select register from case_file where book_no = ? and case_no = ?", (book_no, case_no)
    ).fetchone()[0]
    known = (
        connection.execute("select max(entry_no) from entry where book_no = ?", (book_no,)).fetchone()[0]
        if known_at is None
        else known_at
    )
    rows = connection.execute(
        "select s.step_no, s.entry_no, s.step, s.on_date, s.outcome, s.ground, s.note, s.details, x.entry_no"
        # without the hint every step of the book is read: the planner takes the primary key for the cheaper way
        " from step s indexed by step_of_case left join strike x"
        " on x.book_no = s.book_no and x.step_no = s.step_no and x.entry_no <= :known"
        " where s.book_no = :book and s.case_no = :case and s.entry_no <= :known order by s.step_no",
        {"book": book_no, "case": case_no, "known": known},
    ).fetchall()
    steps = tuple(
        Step(
            no,
            entry,
            code,
            date.fromisoformat(on),
            outcome,
            ground,
            note,
            json.loads(details) if details else {},
            by,
        )
        for no, entry, code, on, outcome, ground, note, details, by in rows
    )
    cards = {step.step_no: _load_card(connection, book_no, step.step_no) for step in steps if step.step == "receive"}
    hearings = {step.step_no: _load_hearing(connection, book_no, step) for step in steps if step.step == "hear"}
    return CaseRecord(case_no, register, steps, cards, hearings, _load_masks(connection, book_no, cards))


def _load_masks(connection: sqlite3.Connection, book_no: int, cards: Iterable[int]) -> tuple[Mask, ...]:
    sql = "select step_no, role, ordinal, entry_no, shown from name_mask where book_no = ? and step_no = ?"
    return tuple([Mask(*row) for step_no in cards for row in connection.execute(sql, (book_no, step_no))])


def _load_card(connection: sqlite3.Connection, book_no: int, step_no: int) -> Card:
    values = connection.execute(
        f"select {', '.join(CARD_COLUMNS)} from particulars where book_no = ? and step_no = ?",
        (book_no, step_no),
    ).fetchone()
    names: dict[str, list[str]] = {"applicant": [], "respondent": []}
    for role, name in connection.execute(
        "select role, name from party where book_no = ? and step_no = ? order by role, ordinal",
        (book_no, step_no),
    ):
        names[role].append(name)
    number, *rest = values
    return Card(number, tuple(names["applicant"]), tuple(names["respondent"]), *rest)


def _load_hearing(connection: sqlite3.Connection, book_no: int, step: Step) -> Hearing:
    values = connection.execute(
        f"select {', '.join(HEARING_COLUMNS)} from hearing where book_no = ? and step_no = ?",
        (book_no, step.step_no),
    ).fetchone() or (None,) * len(HEARING_COLUMNS)
    return Hearing(step.step_no, step.on, *values)
