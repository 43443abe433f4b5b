"""Acts taken back as a whole: what they told is struck, what they struck is told again. One act, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.acts import new_step
from casebook.docket import fold_number
from casebook.errors import NumberTaken
from casebook.store import cases
from casebook.store.derive import Keeper
from casebook.terms import REGISTER
from casebook.versions import Derived, derive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.book import Book
    from casebook.model import CaseRecord, Hearing, Step
    from casebook.store.journal import Act, NewStep


class Reversal(NamedTuple):
    """A case without what an act told of it: the steps to strike, and the struck ones to tell again."""

    record: CaseRecord
    gone: tuple[Step, ...]
    back: tuple[Step, ...]

    @property
    def kept(self) -> tuple[Step, ...]:
        """The steps that count as before."""
        gone = {step.step_no for step in self.gone}
        return tuple(step for step in self.record.live if step.step_no not in gone)


class Reversed(NamedTuple):
    """The entry that took acts back, and the state of each case since; ``None``: the case is struck."""

    entry_no: int
    states: tuple[Derived | None, ...]


def reverse(book: Book, reversals: Sequence[Reversal], act: Act) -> Reversed:
    """Append ``act`` with what the ``reversals`` strike and tell again, and keep the state of each case.

    Raises ``NumberTaken`` where a case that counts again had a number that another one has since.
    """
    writer, keeper = book.writer(), Keeper(book.connection)
    for each in reversals:
        _refuse_taken(book, each)
    told = [_again(each.record, step) for each in reversals for step in each.back]
    strikes = sorted(step.step_no for each in reversals for step in each.gone)
    steps = iter(writer.append(act._replace(steps=told, strikes=strikes)))
    states = [_keep(book, keeper, writer.entry_no, each, [next(steps) for _ in each.back]) for each in reversals]
    writer.flush()
    keeper.flush()
    return Reversed(writer.entry_no, tuple(states))


def _refuse_taken(book: Book, reversal: Reversal) -> None:
    record = reversal.record
    for step in reversal.back:
        if step.step != "receive":
            continue
        number = record.cards[step.step_no].number
        taken = cases.with_key(book.connection, record.register, fold_number(number))
        if taken is not None and taken[0] != record.case_no:
            raise NumberTaken(register=REGISTER.label(record.register), number=number, entry_no=taken[1])


def _again(record: CaseRecord, step: Step) -> NewStep:
    return new_step(record.case_no, step, record.hearings.get(step.step_no), record.cards.get(step.step_no))


def _keep(book: Book, keeper: Keeper, entry_no: int, reversal: Reversal, told: Sequence[Step]) -> Derived | None:
    """Derive the case from what stays and what counts again, and keep its hearings in step."""
    record, kept = reversal.record, reversal.kept
    held = [record.hearings[step.step_no] for step in kept if step.step_no in record.hearings]
    again: list[Hearing] = [
        record.hearings[old.step_no]._replace(step_no=new.step_no)
        for old, new in zip(reversal.back, told, strict=True)
        if old.step_no in record.hearings
    ]
    receive = next((step for step in (*reversal.back, *kept) if step.step == "receive"), None)
    derived = None
    if receive is not None:
        card = record.cards[receive.step_no]
        derived = derive(record.register, card, (*told, *kept), [*held, *again], book.rules)
    keeper.replace(record.case_no, entry_no, derived)
    for step in reversal.gone:
        if step.step == "hear":
            keeper.end_hearing(record.case_no, entry_no, step.step_no)
    keeper.add_hearings(record.case_no, entry_no, again)
    return derived
