"""An open book: finding its cases and reading them. Acts on it stand in ``acts``."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

from casebook.bookfaults import BookDamaged
from casebook.docket import fold_number, parse_number
from casebook.errors import CaseAmbiguous, CasebookError, CaseUnknown, EntryNotYet, listed
from casebook.model import Hand
from casebook.store import adoptions, cases, officers, readonly
from casebook.store import connection as gateway
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from casebook.lawrules import Edition
    from casebook.model import CaseRecord, Found, Sign
    from casebook.officers import Officer
    from casebook.store.derive import Deriver
    from casebook.store.journal import Writer
    from casebook.versions import Derived, Rules


# What a row that was changed by force may end in; where the journal is whole it is a fault of the program.
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
_OF_THE_LINE = (UnicodeEncodeError, OverflowError)


class Scribe(NamedTuple):
    """Who writes, when by the clock, and which day counts as today."""

    officer: str
    clock: Callable[[], str]
    today: date


class Book:
    """An open book. Use as a context manager. ``rules`` are those of the program with what the book has adopted."""

    def __init__(self, path: Path, connection: sqlite3.Connection, rules: Callable[[], Rules]) -> None:
        self.path = path
        self.connection = connection
        self.hand = Hand()
        self._shipped = rules
        self._rules: Rules | None = None
        self._stamp: readonly.Stamp | None = None  # of a book that is read without locks
        self._adopted: tuple[adoptions.Adoption, ...] = ()

    @classmethod
    def open(
        cls,
        path: Path,
        rules: Rules | Callable[[], Rules],
        *,
        write: bool = False,
        read_only: bool = False,
        hand: Hand | None = None,
    ) -> Book:
        """Open the book at ``path``; one of an earlier schema is brought up to the present one first.

        ``rules`` may be what gives them: they are asked for when a case is first derived, and a list derives none.
        ``read_only`` opens it without any right to write; ``hand`` says who opens it. Raises the errors of
        ``store.connection.open_book`` and of ``store.migrations.migrate``, and where officers are registered
        ``NotRegistered`` and ``OfficerDiffers``.
        """
        stamp = readonly.stamp(path)
        connection = gateway.open_book(path, write=write, read_only=read_only)
        book = cls(path, connection, rules if callable(rules) else lambda: rules)
        book.hand = hand or book.hand
        try:
            book._stamp = stamp if readonly.is_unlocked(book.connection, path) else None
            if gateway.version(book.connection) < gateway.SCHEMA_VERSION:
                book._bring_up()
            with book.reading():
                book.refresh()
                if book.hand.account:
                    book._signer()
        except CasebookError:
            book.connection.close()
            raise
        return book

    def _bring_up(self) -> None:
        from casebook.store.migrations import migrate  # once in the life of a book

        def deriver() -> Deriver:
            self.refresh()
            return self.derive

        migrate(self.connection, self.path, deriver)

    @property
    def adopted(self) -> tuple[adoptions.Adoption, ...]:
        """The holiday notices adopted by now, oldest first."""
        return self._adopted

    @property
    def shipped(self) -> Rules:
        """The rules of the program without what the book has adopted."""
        return self._shipped()

    def refresh(self) -> None:
        """Let the rules be those of the notices adopted by now."""
        found = adoptions.adopted(self.connection, adoptions.CALENDAR)
        if found != self._adopted:
            self._adopted = found
            self._rules = None

    @property
    def rules(self) -> Rules:
        """The rules of the program with the notices adopted by now."""
        if self._rules is None:
            self._rules = self._with_adopted(self._adopted)
        return self._rules

    def known(self, kind: str, known_at: int | None = None) -> list[adoptions.Adoption]:
        """Return what was adopted of ``kind`` (scheme, form, target) by ``known_at`` (by now), oldest act first.

        A later one of a subject stands instead of an earlier one; the latest scheme is the book's own.
        """
        found = adoptions.adopted(self.connection, kind)
        return [each for each in found if known_at is None or each.entry_no <= known_at]

    def adopt(
        self,
        kind: str,
        subject: str,
        content: str,
        compiled: str,
        scribe: Scribe,
        reason: str | None = None,
        source: str | None = None,
    ) -> int:
        """Adopt a scheme, a form or a target as one act; return its entry, an earlier one where it stands already.

        ``content`` is the text as it was read (empty where the program ships it), ``compiled`` what is read later,
        ``source`` the name of the file.
        """
        from casebook.store.journal import Act

        with self.writing("adopt"):
            standing = [each for each in self.known(kind) if kind == adoptions.SCHEME or each.subject == subject]
            if standing and standing[-1][1:] == (subject, content, compiled):
                return standing[-1].entry_no
            writer = self.writer()
            adopted = [(kind, subject, content, compiled)]
            act = Act("adopt", scribe.clock(), scribe.officer, reason=reason, source=source, adoptions=adopted)
            writer.append(act)
            writer.flush()
            return writer.entry_no

    def officers(self, known_at: int | None = None) -> dict[str, Officer]:
        """Return who is registered, by account, as known at an entry (by now)."""
        from casebook.officers import standing  # most books have none

        return standing(officers.told(self.connection, known_at))

    @property
    def has_officers(self) -> bool:
        """Whether anybody is registered: once somebody is, one who administers always remains."""
        return bool(officers.told(self.connection))

    def _signer(self) -> Sign:
        """Return what signs an act, by the officers as the open transaction sees them."""
        told = officers.told(self.connection)
        if not told:
            machine = self.hand.machine
            return lambda _, officer: (officer, machine)
        from casebook.officers import signer, standing

        return signer(standing(told), self.hand, self.path)

    def writer(self) -> Writer:
        """Return what appends acts in the transaction that is open, each signed by an officer who may do it.

        Raises ``NotRegistered`` and ``OfficerDiffers``, and its ``append`` raises ``RoleMissing``.
        """
        from casebook.store.journal import Writer

        return Writer(self.connection, self._signer())

    def admit(self, deed: str) -> None:
        """Refuse what of ``officers.DEEDS`` whoever acts may not do. Raises as ``writer`` and its ``append`` do."""
        self._signer()(deed, "")

    def recorder(self, deed: str, officer: str) -> str:
        """Return the name that an act of ``officer`` would be recorded by. Raises as ``admit`` does."""
        return self._signer()(deed, officer)[0]

    def rules_at(self, known_at: int | None) -> Rules:
        """Return the rules with what the book had adopted by the act ``known_at``; ``None``: by now."""
        then = tuple(each for each in self._adopted if known_at is None or each.entry_no <= known_at)
        return self.rules if then == self._adopted else self._with_adopted(then)

    def _with_adopted(self, found: Sequence[adoptions.Adoption]) -> Rules:
        shipped = self.shipped
        if not found:
            return shipped
        from casebook.noticeform import unpack  # few books have adopted a notice yet

        calendar = shipped.calendar
        for each in found:
            try:
                calendar = calendar.with_notice(unpack(each.compiled))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                why = Words(
                    f"登记号 {each.entry_no} 启用的放假安排读不通",
                    f"the holiday notice that entry {each.entry_no} adopted cannot be read",
                )
                raise BookDamaged(path=self.path, why=why) from error
        return shipped._replace(calendar=calendar)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                self._explain(error)
        finally:
            self.connection.close()
        if self._stamp is not None and self._stamp != readonly.stamp(self.path):
            from casebook.accessfaults import BookChanged

            raise BookChanged(path=str(self.path)) from error

    def _explain(self, error: BaseException) -> None:
        """Raise what an error that a command fell over means: the disk's, or a row that was changed by force."""
        if isinstance(error, sqlite3.Error):
            gateway.fault(error, self.path)
        from casebook.procedure import Misfit  # a journal that is whole tells no step that does not fit

        if isinstance(error, (*_STUMBLES, Misfit)) and not isinstance(error, _OF_THE_LINE):
            self._refuse_changed(error)

    def _refuse_changed(self, error: BaseException) -> None:
        """Raise ``BookDamaged`` where a command fell over a row that was changed behind the program's back."""
        from casebook.store import verify

        changed = next(verify.broken_entries(self.connection), None)
        if changed is not None:
            why = Words(
                f"登记号 {changed} 的内容与其摘要不符", f"the content of entry {changed} does not fit its digest"
            )
            raise BookDamaged(path=self.path, why=why) from error

    @property
    def head(self) -> cases.Head:
        """The bureau, its settings and the last entry number."""
        return cases.head(self.connection)

    def find(self, text: str) -> Found:
        """Return the case that ``text`` means (``REGISTER:NUMBER`` too). Raises ``CaseUnknown``, ``CaseAmbiguous``."""
        register, number = split_register(text)
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
        """Return a case as its acts tell it. Raises ``CaseUnknown`` where it was not logged yet by ``known_at``."""
        from casebook.store.journal import load_case

        record = load_case(self.connection, case_no, known_at)
        if not record.steps:
            number = load_case(self.connection, case_no).card.number
            near = Words(f"登记号 {known_at} 时该案尚未登记。", f"as known at entry {known_at} it was not logged yet.")
            raise CaseUnknown(number=number, near=near)
        return record

    def links(self, record: CaseRecord) -> list[Found]:
        """Return the cases before and after a case: the review before a suit, the appeal after a judgment."""
        before = [fold_number(record.card.previous_number)] if record.card.previous_number else []
        return cases.linked(self.connection, before, fold_number(record.card.number))

    def entries(self, record: CaseRecord) -> dict[int, dict[str, object]]:
        """Return who recorded what when of a case, by entry number."""
        numbers = {step.entry_no for step in record.steps}
        numbers |= {step.struck_by for step in record.steps if step.struck_by is not None}
        numbers |= {mask.entry_no for mask in record.masks}
        return cases.entries_of(self.connection, sorted(numbers))

    def listing(
        self, filters: Sequence[tuple[str, object]], *, limit: int | None = None, known_at: int | None = None
    ) -> list[dict[str, object]]:
        """Return the cases that satisfy every filter of ``store.cases.CONDITIONS``, oldest first."""
        with self.reading():
            return cases.listing(self.connection, filters, limit=limit, known_at=self.entry(known_at))

    def registers(self) -> list[str]:
        """Return the registers that hold any case."""
        return [register for register in REGISTER.codes if cases.holds(self.connection, register)]

    def edition(self, record: CaseRecord, derived: Derived | None) -> Edition:
        """Return the edition whose steps a case follows."""
        from casebook.versions import edition_of

        return edition_of(record.register, derived.version.law if derived else None, self.rules.lawbook)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the book for several questions."""
        if self.connection.in_transaction:
            yield
            return
        with gateway.reading(self.connection, self.path):
            yield

    @contextmanager
    def writing(self, deed: str) -> Iterator[None]:
        """Make one act, or several together, one transaction by the rules adopted when it begins.

        ``deed`` is what of ``officers.DEEDS`` is going to be done: who may not do it is refused before any work. Raises
        what ``admit`` does.
        """
        if self.connection.in_transaction:
            self.admit(deed)
            yield
            return
        with gateway.writing(self.connection, self.path):
            self.refresh()  # another officer may have adopted a notice since the book was opened
            self.admit(deed)
            yield

    def derive(self, record: CaseRecord, known_at: int | None = None) -> Derived | None:
        """Return the state of a case by the rules adopted at ``known_at``, ``None`` where the whole case is struck."""
        from casebook.versions import state_of  # what lists and counts derives nothing

        return state_of(record, self.rules_at(known_at))


def create(
    path: Path,
    bureau: str,
    organ: str | None,
    number_word: str | None,
    year_start: str,
    now: str,
    organ_level: str | None = None,
) -> None:
    """Create the book of ``bureau`` at ``path``; ``year_start`` is MM-DD, ``organ_level`` the level of its government.

    Raises the errors of ``store.connection.create_book``.
    """
    from uuid import uuid4  # only a new book needs one

    with gateway.create_book(path) as connection, gateway.writing(connection, path):
        cases.found_book(connection, str(uuid4()), bureau, organ, organ_level, number_word, year_start, now)


def _full_name(found: Found) -> Words:
    register = REGISTER.label(found.register)
    return Words(f"{register.zh}:{found.docket_no}", f"{found.register}:{found.docket_no}")


def split_register(text: str) -> tuple[str | None, str]:
    """Return the register that ``REGISTER:NUMBER`` names, ``None`` where it names none, and the number."""
    for mark in (":", "："):
        word, found, rest = text.partition(mark)
        register = REGISTER.find(word) if found else None
        if register is not None:
            return register, rest
    return None, text
