"""An open book: finding its cases and reading them. Acts on it stand in ``acts``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from casebook.docket import parse_number
from casebook.errors import CaseAmbiguous, CaseUnknown, EntryNotYet, listed
from casebook.store import cases
from casebook.store import connection as gateway
from casebook.store.journal import CaseRecord, load_case
from casebook.terms import REGISTER
from casebook.versions import Derived, Rules, derive
from casebook.words import Words


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who writes, when by the clock, and which day counts as today."""

    officer: str
    clock: Callable[[], str]
    today: date


class Book:
    """An open book. Use as a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection, rules: Rules) -> None:
        self.path = path
        self.connection = connection
        self.rules = rules

    @classmethod
    def open(cls, path: Path, rules: Rules, *, write: bool = False) -> Book:
        """Open the book at ``path``. Raises the errors of ``store.connection.open_book``."""
        return cls(path, gateway.open_book(path, write=write), rules)

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    @property
    def head(self) -> cases.Head:
        """The bureau, its settings and the last entry number."""
        return cases.head(self.connection)

    def find(self, text: str) -> cases.Found:
        """Return the case that ``text`` means, ``REGISTER:NUMBER`` included. Raises ``CaseUnknown``, ``CaseAmbiguous``."""
        register, number = _split_register(text)
        found = cases.find(self.connection, number, register)
        if len(found) == 1:
            return found[0]
        if not found:
            raise CaseUnknown(number=text, near=self._near(number))
        shown = listed([_full_name(each) for each in found[: cases.MANY]])
        raise CaseAmbiguous(number=text, count=len(found), choices=shown)

    def _near(self, number: str) -> Words:
        docket = parse_number(number)
        near = cases.by_serial(self.connection, docket.serial, None) if docket.serial is not None else []
        if not near:
            return Words("也可只写年份和序号，如 2023-12。", "or write year and serial only, such as 2023-12.")
        shown = listed([Words(each.docket_no, each.docket_no) for each in near[:3]])
        return Words(f"相近的有：{shown.zh}", f"near it: {shown.en}")

    def entry(self, known_at: int | None) -> int | None:
        """Return ``known_at``. Raises ``EntryNotYet`` for an entry that the book does not have."""
        if known_at is not None and not 0 <= known_at <= self.head.entry_no:
            raise EntryNotYet(known_at=known_at, last=self.head.entry_no)
        return known_at

    def load(self, case_no: int, known_at: int | None = None) -> CaseRecord:
        """Return a case as its acts tell it."""
        return load_case(self.connection, case_no, known_at)

    def derive(self, record: CaseRecord) -> Derived | None:
        """Return the state of a case, ``None`` where the whole case is struck."""
        if record.receive is None:
            return None
        return derive(record.register, record.card, record.live, record.live_hearings, self.rules)


def create(path: Path, bureau: str, organ: str | None, number_word: str | None, year_start: str, now: str) -> None:
    """Create the book of ``bureau`` at ``path``; ``year_start`` is MM-DD. Raises ``FileExists``, ``FolderMissing``."""
    connection = gateway.create_book(path)
    try:
        with gateway.writing(connection, path):
            connection.execute(
                "insert into book (book_no, uuid, bureau, organ, number_word, year_start, created_at)"
                " values (1, ?, ?, ?, ?, ?, ?)",
                (str(uuid4()), bureau, organ, number_word, year_start, now),
            )
    finally:
        connection.close()


def _full_name(found: cases.Found) -> Words:
    register = REGISTER.label(found.register)
    return Words(f"{register.zh}:{found.docket_no}", f"{found.register}:{found.docket_no}")


def _split_register(text: str) -> tuple[str | None, str]:
    for mark in (":", "："):
        word, found, rest = text.partition(mark)
        register = REGISTER.find(word) if found else None
        if register is not None:
            return register, rest
    return None, text
