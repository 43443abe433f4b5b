"""Undoing: the last act of an officer is taken back as a whole, as entries. What was told stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.actfaults import CannotBeUndone, LaterActsHold, NothingToUndo
from casebook.amend import cannot_stand
from casebook.closing import Lateness, admit_days
from casebook.errors import listed
from casebook.reversals import Reversal, reverse
from casebook.store import cases
from casebook.store import reversals as store
from casebook.store.journal import Act
from casebook.terms import STEP
from casebook.versions import Derived, edition_of, governing_law
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.book import Book, Scribe
    from casebook.model import CaseRecord, Step
    from casebook.store.reversals import Told


class Never(NamedTuple):
    """An act that is never taken back: its name, and what to do instead."""

    act: Words
    instead: Words


NEVER = {
    "freeze": Never(
        Words("封存", "freeze"),
        Words(
            "封存的是报送时的数字；更正后可再封存一次，用 compare 比对。",
            "It keeps the figures as they were sent; freeze again after a correction, and compare.",
        ),
    ),
    "close": Never(
        Words("封闭期间", "closing a period"),
        Words(
            "封闭的期间不再打开；补登、更正用 --late --reason。",
            "A closed period stays closed; log and correct with --late --reason.",
        ),
    ),
    "adopt": Never(
        Words("启用", "adopt"),
        Words(
            "请再启用原来的文件或口径：后启用的代替先启用的；目标用 target drop。",
            "Adopt the former file or scheme again: the later one stands; a target is dropped with target drop.",
        ),
    ),
    "export": Never(
        Words("导出", "export"),
        Words(
            "姓名已经带出，这条登记说明由谁、为何。", "Names have left the book; the entry says who took them and why."
        ),
    ),
    "mask": Never(
        Words("遮蔽", "mask"),
        Words("姓名已不在台账中，不能恢复。", "The name is no longer in the book; nothing brings it back."),
    ),
    "enrol": Never(
        Words("登记人员", "enrol"),
        Words("请重新登记该人员：后登记的代替先登记的。", "Enrol the officer again: the later entry stands."),
    ),
}


TAKEN_OUT = ("strike", "undo")  # acts after which a step counts no more, and nothing instead of it


class Case(NamedTuple):
    """A case that an undone act had told of: the steps struck and told again, its state since (``None``: struck)."""

    number: str
    register: str
    struck: tuple[Step, ...]
    told_again: tuple[Step, ...]
    derived: Derived | None


class Undone(NamedTuple):
    """What was undone: its entry (of an import the first), what kind of act it was, the cases; and the new entry."""

    entry_no: int
    undone: int
    act: str
    cases: tuple[Case, ...]


def undo(book: Book, scribe: Scribe, reason: str | None = None, *, late: bool = False) -> Undone:
    """Take back the last act of the officer that still counts, an import as a whole; return what it was.

    An act that was undone, and undoing itself, are passed over: a second call takes back the act before. So is one of
    which nothing counts since it was struck. ``late`` lets it touch days of a closed period. Raises ``NothingToUndo``,
    ``CannotBeUndone``, ``LaterActsHold``, ``NumberTaken``, ``PeriodClosed`` and ``ReasonMissing``.
    """
    with book.writing("undo"):
        journal = _Journal(book)
        told, found = journal.last(book.recorder("undo", scribe.officer))
        lateness = Lateness(late, reason)
        admit_days(book, [step.on for each in found for step in (*each.gone, *each.back)], lateness)
        undone = told.entry_no if told.batch is None else told.batch
        act = Act("undo", scribe.clock(), scribe.officer, undone, (reason or "").strip() or None)
        done = reverse(book, found, act)
    touched = [
        Case(each.record.card.number, each.record.register, each.gone, each.back, state)
        for each, state in zip(found, done.states, strict=True)
    ]
    return Undone(done.entry_no, undone, "import" if told.batch is not None else told.act, tuple(touched))


class _Journal:
    """What was taken back already: a step that was struck and told again lives on in another row."""

    def __init__(self, book: Book) -> None:
        self.book = book
        taken_back = store.reversing(book.connection)
        self.undone = {entry_no for each in taken_back if each.act == "undo" for entry_no in self._whole(each.corrects)}
        # one that was undone itself leads nowhere
        self.reversals = [(each, self._whole(each.corrects)) for each in taken_back if each.entry_no not in self.undone]

    def _whole(self, entry_no: int | None) -> frozenset[int]:
        """Return the entries of the act that an entry belongs to: of an import all of them."""
        number = entry_no or 0
        return cases.entries_of_batch(self.book.connection, number) or frozenset({number})

    def last(self, officer: str) -> tuple[Told, list[Reversal]]:
        """Return the last act of the officer that counts, and how it is taken back."""
        batches: set[int] = set()
        for told in store.acts_of(self.book.connection, officer):
            if told.act == "undo" or told.entry_no in self.undone or told.batch in batches:
                continue
            if told.act in NEVER:
                said = NEVER[told.act]
                raise CannotBeUndone(officer=officer, entry_no=told.entry_no, act=said.act, instead=said.instead)
            if told.batch is not None:
                batches.add(told.batch)
            found = list(self._taken_back(told))
            if found:
                return told, found
        raise NothingToUndo(officer=officer)

    def _taken_back(self, told: Told) -> Iterator[Reversal]:
        connection = self.book.connection
        if told.batch is None:
            entries, touched = frozenset({told.entry_no}), store.cases_touched(connection, told.entry_no)
        else:
            entries = cases.entries_of_batch(connection, told.batch)
            touched = cases.cases_of_entries(connection, entries)
        for case_no in touched:
            found = self._of_case(self.book.load(case_no), entries)
            if found is not None:
                yield found

    def _of_case(self, record: CaseRecord, entries: frozenset[int]) -> Reversal | None:
        """Return how ``entries`` are taken back of a case, ``None`` where nothing of them counts."""
        ends = [self._end(record, step) for step in record.steps if step.entry_no in entries]
        back = tuple([step for step in record.steps if step.struck_by in entries and step.entry_no not in entries])
        dead = [step for step in ends if step.struck_by is not None]
        changed = [step for step in dead if self._told_instead(step)]
        gone = tuple([step for step in ends if step.struck_by is None])
        if changed or (dead and gone and back):
            self._refuse(record, entries, _strikers(record, changed or dead))
        if not gone and (dead or not back):
            return None
        reversal = Reversal(record, gone, back)
        rest = (*back, *reversal.kept)
        holding = cannot_stand(self.book, record, rest) or self._too_many(record, rest, back)
        if holding:
            later = [step for step in holding if step not in back] or [
                step for step in reversal.kept if step.entry_no > min(entries)
            ]
            self._refuse(record, entries, later)
        return reversal

    def _end(self, record: CaseRecord, step: Step) -> Step:
        """Return the row in which a step counts now, or the last one in which it did."""
        if step.struck_by is None:
            return step
        for act, entries in self.reversals:
            if step.struck_by in entries:
                struck = [each for each in record.steps if each.struck_by in entries and each.entry_no not in entries]
                again = [each for each in record.steps if each.entry_no == act.entry_no]
                copies = dict(zip([each.step_no for each in struck], again, strict=True)) if again else {}
                if step.step_no in copies:
                    return self._end(record, copies[step.step_no])
        return step

    def _told_instead(self, step: Step) -> bool:
        """Tell whether a step was struck for another that stands in its place, not only taken out."""
        return store.act(self.book.connection, step.struck_by or 0).act not in TAKEN_OUT

    def _too_many(self, record: CaseRecord, steps: Sequence[Step], back: Iterable[Step]) -> list[Step]:
        """Return the steps of which the case would have more than the law gives it."""
        law = governing_law(record.register, steps, self.book.rules.lawbook)
        rules = edition_of(record.register, law, self.book.rules.lawbook).registers[record.register].steps
        held: list[Step] = []
        for code in {step.step for step in back}:
            same = [step for step in steps if step.step == code]
            times = rules[code].times
            held += same if times is not None and len(same) > times else []
        return held

    def _refuse(self, record: CaseRecord, entries: frozenset[int], later: Sequence[Step]) -> None:
        said = [
            Words(
                f"登记号 {step.entry_no}（{STEP.label(step.step).zh} {step.on}）",
                f"entry {step.entry_no} ({STEP.label(step.step).en} {step.on})",
            )
            for step in later
        ]
        raise LaterActsHold(number=record.card.number, entry_no=min(entries), later=listed(said))


def _strikers(record: CaseRecord, struck: Iterable[Step]) -> list[Step]:
    """Return for each struck step what was told instead of it, else itself under the entry that struck it."""
    found: list[Step] = []
    for step in struck:
        instead = next((each for each in record.steps if each.entry_no == step.struck_by), None)
        found.append(instead or step._replace(entry_no=step.struck_by or 0))
    return found
