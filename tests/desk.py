"""An officer's desk: a book on disk, and acts on it through the program's own functions."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook import amend, namemasks, undoing
from casebook.acts import Logged, Telling, log_case, record_step
from casebook.book import Book, Scribe, create
from casebook.calendars import Adopted, adopt
from casebook.closing import ON_TIME, Closed, Lateness, close
from casebook.dates import parse_period
from casebook.documents import Request
from casebook.enrolment import enrol
from casebook.freezing import Compared, Frozen, compare, freeze
from casebook.intake import Choices, import_parts
from casebook.law import default_lawbook
from casebook.model import Hand
from casebook.officers import Officer
from casebook.parts import part_of
from casebook.placing import beside
from casebook.rows import read_row
from casebook.tables import Table
from casebook.versions import Rules
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from casebook.importoutcome import Outcome
    from casebook.model import CaseRecord, Step
    from casebook.namemasks import Masked
    from casebook.undoing import Undone

TODAY = date(2026, 11, 21)
NOW = "2026-11-21T08:00:00Z"
BUREAU = "南昌县司法局"
RULES = Rules(default_lawbook(), Calendar.standard())


def clear(path: Path) -> None:
    """Take a book away with all that SQLite keeps beside it: an example before may have left it open."""
    for each in (path, *beside(path)):
        each.unlink(missing_ok=True)


class Desk:
    """The book at ``path``, a new one where there is none, and one officer who keeps it; dates are written as text."""

    def __init__(self, path: Path, today: date = TODAY) -> None:
        if not path.exists():
            create(path, BUREAU, "南昌县人民政府", "南府复", "01-01", NOW)
        self.book = Book.open(path, RULES, write=True)
        self.scribe = Scribe("王科员", lambda: NOW, today)
        self.lateness = ON_TIME

    @property
    def today(self) -> date:
        return self.scribe.today

    def on(self, today: str) -> None:
        """Let another day be today."""
        self.scribe = self.scribe._replace(today=date.fromisoformat(today))

    @contextmanager
    def late(self, reason: str) -> Iterator[None]:
        """Let what is told meanwhile be of a closed period, for a reason."""
        self.lateness = Lateness(late=True, reason=reason)
        try:
            yield
        finally:
            self.lateness = ON_TIME

    def log(self, register: str, received: str, number: str = "", **cells: str) -> str:
        """Log a case and return its number."""
        return self.log_cells({"register": register, "received_on": received, "number": number} | cells).number

    def log_cells(self, cells: Mapping[str, str], **details: str) -> Logged:
        """Log a case from the cells of a row, as they are written there; an empty one is not stated."""
        told = {name: text for name, text in cells.items() if text}
        row = read_row(told, self.today, self.book.rules, details.get("law"))
        note = "核对" if details else None
        return log_case(self.book, row, self.scribe, details, note, self.lateness)

    def review(self, received: str, accepted: str, number: str = "", **details: str) -> str:
        """Log a review that was accepted and return its number; ``details`` stand with the acceptance."""
        logged = self.log("review", received, number)
        self.step(logged, "accept", accepted, **details)
        return logged

    def step(
        self, numbers: str | Sequence[str], code: str, on: str, outcome: str | None = None, **facts: str
    ) -> list[Logged]:
        """Record a step of a case or of several; ``ground`` and ``note`` apart, ``facts`` are its details."""
        ground, note = facts.pop("ground", None), facts.pop("note", None)
        telling = Telling(code, date.fromisoformat(on), outcome, ground, note, facts)
        told = [numbers] if isinstance(numbers, str) else numbers
        return record_step(self.book, told, telling, self.scribe, self.lateness)

    def close(self, numbers: str | Sequence[str], outcome: str, on: str, **facts: str) -> list[Logged]:
        """Record the conclusion of a case or of several."""
        return self.step(numbers, "conclude", on, outcome, **facts)

    def correct(self, number: str, entry_no: int, *settings: str, reason: str = "笔误", **said: str) -> Logged:
        """Correct what an entry told of a case: ``on``, ``outcome``, ``ground``, ``note``, ``step``."""
        on = date.fromisoformat(said["on"]) if "on" in said else None
        change = amend.Change(on, said.get("outcome"), said.get("ground"), said.get("note"), settings, said.get("step"))
        late = self.lateness.late
        return amend.correct(self.book, number, entry_no, change, reason, self.scribe, late=late)

    def strike(self, number: str, entry_no: int, reason: str = "误登", step: str | None = None) -> Logged:
        """Strike what an entry told of a case."""
        return amend.strike(self.book, number, entry_no, reason, self.scribe, step, late=self.lateness.late)

    def mask(
        self,
        number: str,
        name: str,
        shown: str | None = None,
        reason: str = "依申请删除",
        role: str | None = None,
        ordinal: int | None = None,
    ) -> Masked:
        """Mask the name of a party."""
        asked = namemasks.Asked(name, reason, shown, role, ordinal)
        return namemasks.mask(self.book, number, asked, self.scribe)

    def undo(self, reason: str | None = None) -> Undone:
        """Take back the officer's last act."""
        return undoing.undo(self.book, self.scribe, reason, late=self.lateness.late)

    def bring_in(self, rows: Sequence[Mapping[str, str]], choices: Choices | None = None) -> Outcome:
        """Import a table whose rows have these cells."""
        header = tuple(dict.fromkeys(name for row in rows for name in row))
        body = tuple((place, tuple(row.get(name, "") for name in header)) for place, row in enumerate(rows, 2))
        table = Table(self.book.path.with_name("cases.csv"), header, 1, body)
        choices = choices or Choices(lateness=self.lateness)
        return import_parts(self.book, [part_of(table, choices.asked)], choices, self.scribe)

    def adopt(self, year: int, first: str, last: str) -> Adopted:
        """Adopt a notice of ``year`` with one holiday, both days included."""
        text = f'year = {year}\nnumber = "国办发明电"\nissued_on = {year - 1}-11-04\n'
        text += f'[[holiday]]\nname = "放假"\nfrom = {first}\nto = {last}\n'
        return adopt(self.book, text.encode(), f"{year}.toml", self.scribe)

    def freeze(
        self, period: str, *registers: str, asked: Mapping[str, Any] | None = None, close: bool = False
    ) -> Frozen:
        """Freeze the summary of a period, of all registers that have cases or of those named; close the period too."""
        frozen = freeze(self.book, self.request(period, *registers, asked=asked), self.scribe)
        if close:
            self.close_period(frozen)
        return frozen

    def enrol(self, account: str, name: str, *roles: str) -> Officer:
        """Register an officer."""
        return enrol(self.book, Officer(account, name, roles, 0), self.scribe)

    def sit_down(self, account: str, named: str | None = None) -> None:
        """Let what is told from now on be of another account."""
        self.book.hand = Hand(lambda: account, named, "desk-2")

    def request(self, period: str, *registers: str, asked: Mapping[str, Any] | None = None) -> Request:
        """Ask for the summary of a period; ``asked`` are further fields of the request."""
        shown = registers or tuple(self.book.registers())
        return Request("summary", parse_period(period, self.today), shown)._replace(**asked or {})

    def close_period(self, frozen: Frozen) -> Closed:
        """Close the period of a frozen report."""
        return close(self.book, frozen.report_no, self.scribe)

    def compare(self, frozen: Frozen) -> Compared:
        """Compare a frozen report with the book as it is now."""
        return compare(self.book, frozen.report_no)

    def record(self, number: str) -> CaseRecord:
        """Return a case as its acts tell it."""
        return self.book.load(self.book.find(number).case_no)

    def live(self, number: str) -> list[str]:
        """Return the codes of the steps that count, in their order of law."""
        derived = self.book.derive(self.record(number))
        return [step.step for step in derived.timeline.steps] if derived else []

    def told(self, number: str, code: str) -> Step:
        """Return the one live step of that code."""
        [step] = [step for step in self.record(number).live if step.step == code]
        return step

    def case(self, number: str) -> dict[str, object]:
        """Return the state of a case as the book keeps it."""
        [found] = self.book.listing([("case_no", f"[{self.book.find(number).case_no}]")])
        return found

    def dump(self) -> str:
        """Return everything the book holds, as SQL text."""
        return "\n".join(self.book.connection.iterdump())
