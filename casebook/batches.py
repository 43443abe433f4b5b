"""A whole import struck as one: what it told no longer counts, what it corrected counts again. One act, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.amend import cannot_stand, refuse_held
from casebook.closing import Lateness, admit_days
from casebook.errors import BatchUnknown, ReasonMissing
from casebook.reversals import Reversal, reverse
from casebook.store import cases
from casebook.store.journal import Act

if TYPE_CHECKING:
    from casebook.book import Book, Scribe


class Struck(NamedTuple):
    """What the striking of a batch did: its entry, the cases touched, the steps struck and those told again."""

    entry_no: int
    cases: int
    struck: int
    told_again: int


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
        entry_no = reverse(book, undone, Act("strike", scribe.clock(), scribe.officer, batch, reason)).entry_no
    struck, told_again = (sum(map(len, steps)) for steps in zip(*[each[1:] for each in undone], strict=True))
    return Struck(entry_no, len(undone), struck, told_again)


def _undone(book: Book, case_no: int, entries: frozenset[int]) -> Reversal:
    record = book.load(case_no)
    gone = tuple(step for step in record.live if step.entry_no in entries)
    back = tuple(step for step in record.steps if step.struck_by in entries and step.entry_no not in entries)
    kept = tuple(step for step in record.live if step.entry_no not in entries)
    refuse_held(record, cannot_stand(book, record, (*back, *kept)), min(entries))
    return Reversal(record, gone, back)
