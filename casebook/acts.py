"""What an officer does to a book: log a case, record a step, correct, strike. One act, one transaction, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.closing import ON_TIME, Lateness, admit_days
from casebook.docket import fold_number, write_number
from casebook.errors import (
    BadValue,
    DateInFuture,
    ExtensionTooLate,
    NumberTaken,
    OutcomeNotKnown,
    WrongProcedure,
    listed,
)
from casebook.model import Card, CaseRecord, Deadline, Hearing, Step
from casebook.procedure import Timeline, admit, citation, rule_of
from casebook.store import cases
from casebook.store.derive import Keeper
from casebook.store.journal import Act, NewStep, Writer
from casebook.terms import INSTANCE, LITIGATION, NUMBER_WORD, PROCEDURE, REGISTER, REVIEW, STEP, outcomes
from casebook.versions import Derived, Rules, derive, edition_of, governing_law, procedure_of
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from casebook.book import Book, Scribe
    from casebook.lawrules import Edition
    from casebook.rows import CaseRow

HEARING_DETAILS = ("head_attended", "head_name", "head_post", "head_rank", "absence")


class Telling(NamedTuple):
    """A step as the officer tells it, before it has a number."""

    step: str
    on: date
    outcome: str | None = None
    ground: str | None = None
    note: str | None = None
    details: Mapping[str, str] | None = None


class Logged(NamedTuple):
    """What an act left behind: its entry, the case as it is now, and the deadlines that the step missed.

    ``unmasked`` are the masked names that the card had before and has no more.
    """

    entry_no: int
    number: str
    register: str
    step: Step | None
    derived: Derived | None
    late: tuple[Deadline, ...] = ()
    unmasked: tuple[str, ...] = ()


def log_case(
    book: Book,
    row: CaseRow,
    scribe: Scribe,
    details: Mapping[str, str],
    note: str | None = None,
    lateness: Lateness = ON_TIME,
) -> Logged:
    """Log a new case with what its row tells; a missing number is the next of the register and year.

    ``details`` and ``note`` stand with the receive step (``law`` and why). Raises ``NumberTaken``, ``NumberUnusable``,
    ``PeriodClosed`` and ``ReasonMissing``.
    """
    with book.writing("intake"):
        admit_days(book, [step.on for step in row.steps], lateness)
        writer, keeper = book.writer(), Keeper(book.connection)
        number = row.card.number or next_number(book, row.register, row.steps[0].on.year)
        check_free(book, row.register, number)
        first = row.steps[0]._replace(details=dict(details), note=note)
        row = row._replace(card=row.card._replace(number=number), steps=(first, *row.steps[1:]))
        derived = add_case(writer, keeper, row, scribe, book.rules, "intake", reason=lateness.reason)
        writer.flush()
        keeper.flush()
    return Logged(writer.entry_no, number, row.register, None, derived)


def check_free(book: Book, register: str, number: str) -> None:
    """Raise ``NumberTaken`` where a case of the register has the number, ``NumberUnusable`` where none can have it."""
    from casebook.rows import check_number

    taken = cases.with_key(book.connection, register, fold_number(check_number(number)))
    if taken is not None:
        raise NumberTaken(register=REGISTER.label(register), number=number, entry_no=taken[1])


def next_number(book: Book, register: str, year: int) -> str:
    """Return the next number of ``register`` in ``year``, under the book's word for reviews, else the register's."""
    word = (book.head.number_word if register == REVIEW else None) or NUMBER_WORD[register]
    prefix = fold_number(f"{word}〔{year}〕")
    return write_number(word, year, cases.last_serial(book.connection, register, prefix, year) + 1)


def add_case(
    writer: Writer,
    keeper: Keeper,
    row: CaseRow,
    scribe: Scribe,
    rules: Rules,
    act: str,
    source: str | None = None,
    reason: str | None = None,
    batch: int | None = None,
) -> Derived:
    """Append a new case with all that its row tells as one act and keep its state. The caller flushes.

    ``batch`` is the first entry of the import that the act belongs to.
    """
    case_no = writer.new_case()
    held = {hearing.step_no: hearing for hearing in row.hearings}
    new = [
        new_step(case_no, step, held.get(step.step_no), row.card if step.step == "receive" else None)
        for step in row.steps
    ]
    cases_told = [(case_no, row.register)]
    told = writer.append(
        Act(
            act,
            scribe.clock(),
            scribe.officer,
            reason=reason,
            source=source,
            new_cases=cases_told,
            steps=new,
            batch=batch,
        )
    )
    numbered = zip(row.steps, told, strict=True) if held else ()
    hearings = tuple(
        [held[draft.step_no]._replace(step_no=step.step_no) for draft, step in numbered if draft.step_no in held]
    )
    derived = derive(row.register, row.card, told, hearings, rules)
    keeper.start(case_no, writer.entry_no, derived, hearings)
    return derived


def new_step(case_no: int, step: Step, hearing: Hearing | None = None, card: Card | None = None) -> NewStep:
    """Return ``step`` as it is appended to a case; what a hearing says goes into its own table."""
    details = step.details and {name: told for name, told in step.details.items() if name not in HEARING_DETAILS}
    return NewStep(case_no, step.step, step.on, step.outcome, step.ground, step.note, details or None, card, hearing)


def read_hearing(step: Step, register: str) -> Hearing | None:
    """Return the hearing that a hear step of a suit tells."""
    if step.step != "hear":
        return None
    told = {name: step.details.get(name) for name in HEARING_DETAILS} if register == LITIGATION else {}
    return Hearing(step.step_no, step.on, **told)


def record_step(
    book: Book, numbers: Sequence[str], telling: Telling, scribe: Scribe, lateness: Lateness = ON_TIME
) -> list[Logged]:
    """Record one step for one case or several (one decision may close several) as one entry.

    Raises what the law refuses, naming article and what is allowed; a step that is merely late is recorded, and
    the deadlines it missed are returned. Raises ``PeriodClosed`` for a day of a closed period without ``lateness``.
    """
    if telling.on > scribe.today:
        raise DateInFuture(on=telling.on, today=scribe.today)
    with book.writing("record"):
        admit_days(book, [telling.on], lateness)
        found = [book.find(number) for number in dict.fromkeys(numbers)]
        writer, keeper = book.writer(), Keeper(book.connection)
        plans = []
        for offset, each in enumerate(dict.fromkeys(found), 1):
            record = book.load(each.case_no)
            step = _numbered(telling, writer.step_no + offset, writer.entry_no + 1)
            admit_step(record, step, book.rules)
            plans.append((record, step))
        writer.append(
            Act(
                "record",
                scribe.clock(),
                scribe.officer,
                reason=lateness.reason,
                steps=[new_step(record.case_no, step, read_hearing(step, record.register)) for record, step in plans],
            )
        )
        logged = [_settle(keeper, record, step, book.rules, writer.entry_no) for record, step in plans]
        writer.flush()
        keeper.flush()
    return logged


def _numbered(telling: Telling, step_no: int, entry_no: int) -> Step:
    return Step(
        step_no,
        entry_no,
        telling.step,
        telling.on,
        telling.outcome,
        telling.ground,
        telling.note,
        telling.details or {},
    )


def _settle(keeper: Keeper, record: CaseRecord, step: Step, rules: Rules, entry_no: int) -> Logged:
    """Derive the case with its new step and keep the state. Returns what was logged."""
    hearing = read_hearing(step, record.register)
    hearings = (*record.live_hearings, *([hearing] if hearing else []))
    derived = derive(record.register, record.card, (*record.live, step), hearings, rules)
    keeper.replace(record.case_no, entry_no, derived)
    keeper.add_hearings(record.case_no, entry_no, [hearing] if hearing else [])
    late = missed_by(step, record.register, derived, rules)
    return Logged(entry_no, record.card.number, record.register, step, derived, late)


def missed_by(step: Step, register: str, derived: Derived, rules: Rules) -> tuple[Deadline, ...]:
    """Return the deadlines that ``step`` met too late."""
    edition = edition_of(register, derived.version.law, rules.lawbook)
    watched = edition.registers[register].steps[step.step].late_after
    return tuple(
        each
        for each in derived.deadlines
        if each.rule in watched and each.met_on == step.on and each.state(step.on) == "met_late"
    )


def admit_step(record: CaseRecord, step: Step, rules: Rules, live: Sequence[Step] | None = None) -> Timeline:
    """Return the timeline of a case with ``step``. Raises the error that says why the law does not allow it."""
    before = record.live if live is None else live
    _check_override(step)
    law = governing_law(record.register, (*before, step), rules.lawbook)
    edition = edition_of(record.register, law, rules.lawbook)
    number = record.card.number
    _check_instance(step, record, edition)
    timeline = admit(number, before, step, edition, record.register)
    rule = rule_of(step.step, edition, record.register)
    current = procedure_of(record.card, before)
    if rule.procedure is not None and (current or rule.procedure) != rule.procedure:
        raise WrongProcedure(
            number=number,
            step=STEP.label(step.step),
            procedure=PROCEDURE.label(current or ""),
            article=citation(edition, rule.article),
        )
    if rule.within and law is not None:
        state = derive(record.register, record.card, before, (), rules)
        for deadline in state.deadlines:
            if deadline.rule in rule.within and deadline.due_on is not None and step.on > deadline.due_on:
                raise ExtensionTooLate(
                    number=number, due_on=deadline.due_on, on=step.on, article=citation(edition, rule.article)
                )
    return timeline


def _check_override(step: Step) -> None:
    if "law" in step.details and not step.note:
        rule = Words("改变适用法律须用 --note 写明理由。", "A change of the governing law needs its reason: --note.")
        raise BadValue(field=Words("适用法律", "law"), value=step.details["law"], rule=rule)


def _check_instance(step: Step, record: CaseRecord, edition: Edition) -> None:
    """Raise ``OutcomeNotKnown`` for an outcome that the instance of a suit does not have."""
    instance = record.card.instance
    rules = edition.registers[record.register].outcomes
    stated = rules.get(step.outcome or "")
    if record.register != LITIGATION or instance is None or stated is None:
        return
    if stated.instances and instance not in stated.instances:
        known = [code for code, rule in rules.items() if not rule.instances or instance in rule.instances]
        label = INSTANCE.label(instance)
        raise OutcomeNotKnown(
            register=label,
            outcome=outcomes(record.register).label(stated.code),
            law=edition.label,
            choices=listed([outcomes(record.register).label(code) for code in known]),
        )
