"""A whole import struck as one: what it told no longer counts, what it corrected counts again. One act, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.acts import new_step
from casebook.amend import cannot_stand, refuse_held
from casebook.closing import Lateness, admit_days
from casebook.errors import BatchUnknown, ReasonMissing
from casebook.store import cases
from casebook.store.derive import Keeper
from casebook.store.journal import Act, NewStep
from casebook.versions import derive

if TYPE_CHECKING:
    from casebook.book import Book, Scribe
    from casebook.model import CaseRecord, Hearing, Step


class Struck(NamedTuple):
    """What the striking of a batch did: its entry, the cases touched, the steps struck and those told again."""

    entry_no: int
    cases: int
    struck: int
    told_again: int


class _Undone(NamedTuple):
    """A case without what a batch told: the steps to strike, those that count again, and those that stay."""

    record: CaseRecord
    gone: tuple[Step, ...]
    back: tuple[Step, ...]
    rest: tuple[Step, ...]


def strike_batch(book: Book, batch: int, reason: str, scribe: Scribe, *, late: bool = False) -> Struck:
    """Strike everything that the import ``batch`` (its first entry) told.

    ``late`` lets it touch days of closed periods. Raises ``BatchUnknown``, ``ReasonMissing``, ``PeriodClosed``, and
    ``StruckStepsHold`` where something told since rests on it.
    """
    if not reason.strip():
        raise ReasonMissing
    with book.writing("strike"):
        entries = cases.entries_of_batch(book.connection, batch)
        undone = [_undone(book, case_no, entries) for case_no in cases.cases_of_entries(book.connection, entries)]
        undone = [each for each in undone if each.gone]
        if not undone:
            raise BatchUnknown(batch=batch)
        admit_days(book, [step.on for each in undone for step in each.gone], Lateness(late, reason))
        return _append(book, undone, batch, reason, scribe)


def _undone(book: Book, case_no: int, entries: frozenset[int]) -> _Undone:
    record = book.load(case_no)
    gone = tuple(step for step in record.live if step.entry_no in entries)
    back = tuple(step for step in record.steps if step.struck_by in entries and step.entry_no not in entries)
    kept = tuple(step for step in record.live if step.entry_no not in entries)
    rest = (*back, *kept)
    refuse_held(record, cannot_stand(book, record, rest), min(entries))
    return _Undone(record, gone, back, rest)


def _append(book: Book, undone: list[_Undone], batch: int, reason: str, scribe: Scribe) -> Struck:
    writer, keeper = book.writer(), Keeper(book.connection)
    told = [_again(each.record, step) for each in undone for step in each.back]
    strikes = sorted(step.step_no for each in undone for step in each.gone)
    act = Act("strike", scribe.clock(), scribe.officer, corrects=batch, reason=reason, steps=told, strikes=strikes)
    steps = iter(writer.append(act))
    for each in undone:
        _keep(book, keeper, writer.entry_no, each, [next(steps) for _ in each.back])
    writer.flush()
    keeper.flush()
    return Struck(writer.entry_no, len(undone), len(strikes), len(told))


def _again(record: CaseRecord, step: Step) -> NewStep:
    return new_step(record.case_no, step, record.hearings.get(step.step_no), record.cards.get(step.step_no))


def _keep(book: Book, keeper: Keeper, entry_no: int, undone: _Undone, told: list[Step]) -> None:
    """Derive the case from what stays and what counts again, and keep its hearings in step."""
    record = undone.record
    held = [
        hearing for hearing in record.live_hearings if hearing.step_no not in {step.step_no for step in undone.gone}
    ]
    again: list[Hearing] = [
        record.hearings[old.step_no]._replace(step_no=new.step_no)
        for old, new in zip(undone.back, told, strict=True)
        if old.step_no in record.hearings
    ]
    live = (*told, *undone.rest[len(undone.back) :])
    receive = next((step for step in undone.rest if step.step == "receive"), None)
    derived = None
    if receive is not None:
        derived = derive(record.register, record.cards[receive.step_no], live, [*held, *again], book.rules)
    keeper.replace(record.case_no, entry_no, derived)
    for step in undone.gone:
        if step.step == "hear":
            keeper.end_hearing(record.case_no, entry_no, step.step_no)
    keeper.add_hearings(record.case_no, entry_no, again)
