"""The journal: acts are appended, never changed. Reads back a case as its acts tell it."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.model import Card, CaseRecord, Hearing, Step

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.store import frozen

CARD_COLUMNS = (
    "docket_no", "applicant_kind", "applicant_count", "respondent_level", "matter", "field", "handler", "procedure",
    "court", "instance", "defendant_role", "reviewed_first", "previous_number", "channel", "note",
)  # fmt: skip

REPORT_COLUMNS = (
    "report_no", "form", "edition", "scheme", "registers", "first_on", "last_on", "request", "known_at", "note",
)  # fmt: skip


WHOLE_ROW = "8"  # version of the uuid of a book whose chain begins with its whole row (RFC 9562: free for such use)
_VERSION_AT = 14

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)  # dumps would make one each time


def new_uuid() -> str:
    """Return the identity of a new book."""
    from uuid import uuid4  # only a new book needs one

    drawn = str(uuid4())
    return drawn[:_VERSION_AT] + WHOLE_ROW + drawn[_VERSION_AT + 1 :]


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
    batch: int | None = None  # first entry of the import that the act belongs to


class Writer:
    """Numbers and appends acts inside a transaction; rows go to the book with ``flush``.

    The digest of an act covers its whole content and the digest before it. A party stands in it by its own salted
    digest, so that a name can be masked on legal grounds without breaking the chain.
    """

    def __init__(self, connection: sqlite3.Connection, book_no: int = 1) -> None:
        self.connection = connection
        self.book_no = book_no
        head = connection.execute(
            "select entry_no, digest from entry where book_no = ? order by entry_no desc limit 1", (book_no,)
        ).fetchone()
        if head is None:
            head = (0, origin(connection, book_no))
        self.entry_no: int = head[0]
        self.digest: str = head[1]
        self.step_no = self._last("step", "step_no")
        self.case_no = self._last("case_file", "case_no")
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
        """Append ``act`` as the next entry and return its steps with their numbers."""
        self.entry_no += 1
        told = [self._step(new) for new in act.steps]
        entry = [
            self.entry_no,
            act.recorded_at,
            act.recorded_by,
            act.act,
            act.corrects,
            act.reason,
            act.source,
        ]
        content = {
            "entry": entry,
            "cases": act.new_cases,
            "steps": [canonical for _, canonical in told],
            "strikes": act.strikes,
            **({"adoptions": act.adoptions} if act.adoptions else {}),
            **({"frozen": self._frozen(act)} if act.frozen else {}),
            **({"closings": act.closings} if act.closings else {}),
            **({"batch": act.batch} if act.batch is not None else {}),
        }
        self.digest = chain(self.digest, content)
        rows = self._rows
        rows["entry"].append((self.book_no, *entry, act.batch, self.digest))
        rows["case_file"].extend((self.book_no, *case, self.entry_no) for case in act.new_cases)
        rows["strike"].extend((self.book_no, step_no, self.entry_no) for step_no in act.strikes)
        rows["adoption"].extend((self.book_no, self.entry_no, *adopted) for adopted in act.adoptions)
        rows["closing"].extend((self.book_no, self.entry_no, *closed) for closed in act.closings)
        return tuple(step for step, _ in told)

    def _frozen(self, act: Act) -> list[list[object]]:
        from casebook.store import frozen  # few acts freeze anything

        canonical: list[list[object]] = []
        for report, cells in act.frozen:
            digest = frozen.digest_of(report, cells)
            row = frozen.covered(report, digest)
            self._rows["frozen_report"].append((self.book_no, *row, self.entry_no))
            self._rows["frozen_cell"].extend((self.book_no, report.report_no, *cell) for cell in cells)
            canonical.append(row)
        return canonical

    def _step(self, new: NewStep) -> tuple[Step, list[object]]:
        self.step_no += 1
        details = _json(new.details) if new.details else None
        row = (
            self.step_no,
            self.entry_no,
            new.case_no,
            new.step,
            new.on.isoformat(),
            new.outcome,
            new.ground,
            new.note,
        )
        self._rows["step"].append((self.book_no, *row, details))
        canonical: list[object] = [*row, details]
        if new.card is not None:
            canonical.append(self._card(new.card))
        if new.hearing is not None:
            held = new.hearing
            values = (held.head_attended, held.head_name, held.head_post, held.head_rank, held.absence)
            self._rows["hearing"].append((self.book_no, self.step_no, *values))
            canonical.append(values)
        step = Step(
            self.step_no,
            self.entry_no,
            new.step,
            new.on,
            new.outcome,
            new.ground,
            new.note,
            new.details or {},
        )
        return step, canonical

    def _card(self, card: Card) -> list[object]:
        values = card_values(card)
        self._rows["particulars"].append((self.book_no, self.step_no, *values))
        parties: list[object] = []
        for role, names in (("applicant", card.applicants), ("respondent", card.respondents)):
            for ordinal, name in enumerate(names, 1):
                salt = os.urandom(16).hex()
                digest = party_digest(salt, name)
                self._rows["party"].append((self.book_no, self.step_no, role, ordinal, name, salt, digest))
                parties.append([role, ordinal, digest])
        return [*values, parties]

    def flush(self) -> None:
        """Write the rows of the acts appended so far, parents before children."""
        for table, sql in _INSERTS.items():
            if self._rows[table]:
                self.connection.executemany(sql, self._rows[table])
                self._rows[table].clear()


def card_values(card: Card) -> tuple[object, ...]:
    """Return the values of a card in the order of its table."""
    return (
        card.number, card.applicant_kind, card.applicant_count, card.respondent_level, card.matter, card.field,
        card.handler, card.procedure, card.court, card.instance, card.defendant_role, card.reviewed_first,
        card.previous_number, card.channel, card.note,
    )  # fmt: skip


def origin(connection: sqlite3.Connection, book_no: int = 1) -> str:
    """Return what the digest of the first act follows: that of the whole row of the book, empty where there is none.

    Books that earlier programs began have a uuid of version 4; their chain begins with that alone.
    """
    from hashlib import sha256

    row = connection.execute(
        "select uuid, bureau, organ, organ_level, number_word, year_start, created_at from book where book_no = ?",
        (book_no,),
    ).fetchone()
    if row is None:
        return ""
    uuid: str = row[0]
    return sha256(_json(row).encode()).hexdigest() if uuid[_VERSION_AT:].startswith(WHOLE_ROW) else uuid


def chain(before: str, content: Mapping[str, object]) -> str:
    """Return the digest of an act: sha256 over the digest before and its content in canonical JSON."""
    from hashlib import sha256  # a reader never needs it

    return sha256(f"{before}\n{_json(content)}".encode()).hexdigest()


def party_digest(salt: str, name: str) -> str:
    """Return the digest that stands for a name in the chain."""
    from hashlib import sha256

    return sha256(f"{salt}\n{name}".encode()).hexdigest()


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _insert(table: str, columns: Iterable[str]) -> str:
    names = ("book_no", *columns)
    marks = ", ".join("?" * len(names))
    return f"insert into {table} ({', '.join(names)}) values ({marks})"


_INSERTS = {
    "entry": _insert(
        "entry",
        ("entry_no", "recorded_at", "recorded_by", "act", "corrects", "reason", "source", "batch", "digest"),
    ),
    "case_file": _insert("case_file", ("case_no", "register", "entry_no")),
    "step": _insert(
        "step", ("step_no", "entry_no", "case_no", "step", "on_date", "outcome", "ground", "note", "details")
    ),
    "strike": _insert("strike", ("step_no", "entry_no")),
    "particulars": _insert("particulars", ("step_no", *CARD_COLUMNS)),
    "party": _insert("party", ("step_no", "role", "ordinal", "name", "salt", "digest")),
    "hearing": _insert(
        "hearing", ("step_no", "head_attended", "head_name", "head_post", "head_rank", "absence")
    ),
    "adoption": _insert("adoption", ("entry_no", "kind", "subject", "content", "compiled")),
    "frozen_report": _insert("frozen_report", (*REPORT_COLUMNS, "digest", "entry_no")),
    "frozen_cell": _insert("frozen_cell", ("report_no", "ordinal", "register", "name", "kind", "value")),
    "closing": _insert("closing", ("entry_no", "first_on", "last_on", "report_no")),
}  # fmt: skip


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
    return CaseRecord(case_no, register, steps, cards, hearings)


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
    values = (
        connection.execute(
            "select head_attended, head_name, head_post, head_rank, absence from hearing"
            " where book_no = ? and step_no = ?",
            (book_no, step.step_no),
        ).fetchone()
        or (None,) * 5
    )
    return Hearing(step.step_no, step.on, *values)
