"""An officer's desk: a book on disk, and acts on it through the program's own functions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook import amend
from casebook.acts import Logged, Telling, log_case, record_step
from casebook.book import Book, Scribe, create
from casebook.calendars import Adopted, adopt
from casebook.intake import Choices, Outcome, import_table
from casebook.law import default_lawbook
from casebook.rows import read_row
from casebook.tables import Table
from casebook.versions import Rules
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from casebook.model import CaseRecord, Step

TODAY = date(2026, 11, 21)
NOW = "2026-11-21T08:00:00Z"
BUREAU = "南昌县司法局"
RULES = Rules(default_lawbook(), Calendar.standard())


class Desk:
    """A new book at ``path`` and one officer who keeps it; dates are written as text."""

    def __init__(self, path: Path, today: date = TODAY) -> None:
        create(path, BUREAU, "南昌县人民政府", "南府复", "01-01", NOW)
        self.book = Book.open(path, RULES, write=True)
        self.scribe = Scribe("王科员", lambda: NOW, today)

    @property
    def today(self) -> date:
        return self.scribe.today

    def on(self, today: str) -> None:
        """Let another day be today."""
        self.scribe = self.scribe._replace(today=date.fromisoformat(today))

    def log(self, register: str, received: str, number: str = "", **cells: str) -> str:
        """Log a case and return its number."""
        return self.log_cells({"register": register, "received_on": received, "number": number} | cells).number

    def log_cells(self, cells: Mapping[str, str], **details: str) -> Logged:
        """Log a case from the cells of a row, as they are written there; an empty one is not stated."""
        told = {name: text for name, text in cells.items() if text}
        row = read_row(told, self.today, self.book.rules, details.get("law"))
        return log_case(self.book, row, self.scribe, details, "核对" if details else None)

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
        return record_step(self.book, [numbers] if isinstance(numbers, str) else numbers, telling, self.scribe)

    def close(self, numbers: str | Sequence[str], outcome: str, on: str, **facts: str) -> list[Logged]:
        """Record the conclusion of a case or of several."""
        return self.step(numbers, "conclude", on, outcome, **facts)

    def correct(self, number: str, entry_no: int, *settings: str, reason: str = "笔误", **said: str) -> Logged:
        """Correct what an entry told of a case: ``on``, ``outcome``, ``ground``, ``note``, ``step``."""
        on = date.fromisoformat(said["on"]) if "on" in said else None
        change = amend.Change(on, said.get("outcome"), said.get("ground"), said.get("note"), settings, said.get("step"))
        return amend.correct(self.book, number, entry_no, change, reason, self.scribe)

    def strike(self, number: str, entry_no: int, reason: str = "误登", step: str | None = None) -> Logged:
        """Strike what an entry told of a case."""
        return amend.strike(self.book, number, entry_no, reason, self.scribe, step)

    def bring_in(self, rows: Sequence[Mapping[str, str]], choices: Choices | None = None) -> Outcome:
        """Import a table whose rows have these cells."""
        header = tuple(dict.fromkeys(name for row in rows for name in row))
        body = tuple((place, tuple(row.get(name, "") for name in header)) for place, row in enumerate(rows, 2))
        table = Table(self.book.path.with_name("cases.csv"), header, 1, body)
        return import_table(self.book, table, choices or Choices(), self.scribe)

    def adopt(self, year: int, first: str, last: str) -> Adopted:
        """Adopt a notice of ``year`` with one holiday, both days included."""
        text = f'year = {year}\nnumber = "国办发明电"\nissued_on = {year - 1}-11-04\n'
        text += f'[[holiday]]\nname = "放假"\nfrom = {first}\nto = {last}\n'
        return adopt(self.book, text.encode(), f"{year}.toml", self.scribe)

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
