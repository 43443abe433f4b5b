"""Correcting and striking: an earlier entry stays readable, a later one says what counts instead, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.acts import HEARING_DETAILS, Logged, admit_step, check_free, missed_by, new_step, read_hearing
from casebook.closing import Lateness, admit_days
from casebook.columns import COLUMNS, read_cell
from casebook.dates import parse_date
from casebook.details import read_detail, split_setting
from casebook.docket import fold_number
from casebook.errors import (
    BadValue,
    DateInFuture,
    EntryUnknown,
    NothingToCorrect,
    ReasonMissing,
    StepOfEntryUnclear,
    StruckStepsHold,
    listed,
)
from casebook.procedure import Misfit, arrange, read_ground
from casebook.store.derive import Keeper
from casebook.store.journal import Act, Writer
from casebook.terms import NOT_STATED, NOT_STATED_LABEL, STEP, outcomes, parse
from casebook.versions import derive, edition_of, governing_law
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from casebook.book import Book, Scribe
    from casebook.model import Card, CaseRecord, Hearing, Step

_CLEARED = (NOT_STATED, NOT_STATED_LABEL.zh)
_PARTY_COLUMNS = {"applicant": "applicants", "respondent": "respondents"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction says instead: ``None`` leaves a value as it was. ``step`` picks one of several steps."""

    on: date | None = None
    outcome: str | None = None
    ground: str | None = None
    note: str | None = None
    settings: Sequence[str] = ()
    step: str | None = None


def correct(
    book: Book, number: str, entry_no: int, change: Change, reason: str, scribe: Scribe, *, late: bool = False
) -> Logged:
    """Strike the step that ``entry_no`` told of a case and put the corrected one in its place.

    ``late`` lets it touch a day of a closed period. Raises ``EntryUnknown``, ``StepOfEntryUnclear``,
    ``NothingToCorrect``, ``ReasonMissing``, ``PeriodClosed`` and what the law refuses.
    """
    _need(reason)
    with book.writing("correct"):
        found = book.find(number)
        writer, keeper = book.writer(), Keeper(book.connection)
        record = book.load(found.case_no)
        old = _target(record, entry_no, change)
        new, card = _corrected(record, old, change, scribe.today)
        admit_days(book, [old.on, new.on], Lateness(late, reason))
        new = new._replace(step_no=writer.step_no + 1, entry_no=writer.entry_no + 1)
        if card is not None and fold_number(card.number) != fold_number(record.card.number):
            check_free(book, record.register, card.number)
        logged = replace_step(book, writer, keeper, record, (old, new, card), scribe, ("correct", reason))
        writer.flush()
        keeper.flush()
    return logged


def replace_step(
    book: Book,
    writer: Writer,
    keeper: Keeper,
    record: CaseRecord,
    exchange: tuple[Step, Step, Card | None],
    scribe: Scribe,
    why: tuple[str, str],
) -> Logged:
    """Append the act that strikes the old step of ``exchange`` and tells the new one. The caller flushes."""
    old, new, card = exchange
    act, reason = why
    rest = tuple(step for step in record.live if step.step_no != old.step_no)
    admit_step(record, new, book.rules, rest)
    hearing = read_hearing(new, record.register)
    writer.append(
        Act(
            act,
            scribe.clock(),
            scribe.officer,
            corrects=old.entry_no,
            reason=reason,
            steps=[new_step(record.case_no, new, hearing, card)],
            strikes=[old.step_no],
        )
    )
    hearings = [held for held in record.live_hearings if held.step_no != old.step_no]
    derived = derive(
        record.register,
        card or record.card,
        (*rest, new),
        [*hearings, *([hearing] if hearing else [])],
        book.rules,
    )
    keeper.replace(record.case_no, writer.entry_no, derived)
    if hearing is not None:
        keeper.end_hearing(record.case_no, writer.entry_no, old.step_no)
        keeper.add_hearings(record.case_no, writer.entry_no, [hearing])
    late = missed_by(new, record.register, derived, book.rules)
    unmasked = _unmasked(record, old, card)
    return Logged(writer.entry_no, (card or record.card).number, record.register, new, derived, late, unmasked)


def _unmasked(record: CaseRecord, old: Step, card: Card | None) -> tuple[str, ...]:
    """Return the masked names that a corrected card names no more."""
    before = record.cards.get(old.step_no)
    if card is None or before is None:
        return ()
    sides = (("applicant", before.applicants, card.applicants), ("respondent", before.respondents, card.respondents))
    return tuple([name for role, was, now in sides for name in was if name in record.masked(role) and name not in now])


def strike(
    book: Book,
    number: str,
    entry_no: int,
    reason: str,
    scribe: Scribe,
    step: str | None = None,
    *,
    late: bool = False,
) -> Logged:
    """Strike what ``entry_no`` told of a case; striking the receipt of a case strikes the case.

    ``late`` lets it touch a day of a closed period. Raises ``EntryUnknown``, ``ReasonMissing``, ``PeriodClosed``, and
    ``StruckStepsHold`` naming the steps that rest on it.
    """
    _need(reason)
    with book.writing("strike"):
        found = book.find(number)
        writer, keeper = book.writer(), Keeper(book.connection)
        record = book.load(found.case_no)
        struck = _told_by(record, entry_no)
        if step is not None:
            struck = [each for each in struck if each.step == step] or _told_by(record, -1)
        rest = _without(book, record, struck, entry_no)
        admit_days(book, [each.on for each in struck], Lateness(late, reason))
        writer.append(
            Act(
                "strike",
                scribe.clock(),
                scribe.officer,
                corrects=entry_no,
                reason=reason,
                strikes=[each.step_no for each in struck],
            )
        )
        hearings = [held for held in record.live_hearings if any(held.step_no == each.step_no for each in rest)]
        derived = derive(record.register, record.card, rest, hearings, book.rules) if rest else None
        keeper.replace(record.case_no, writer.entry_no, derived)
        for each in struck:
            if each.step == "hear":
                keeper.end_hearing(record.case_no, writer.entry_no, each.step_no)
        writer.flush()
        keeper.flush()
    return Logged(writer.entry_no, record.card.number, record.register, struck[0], derived)


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _told_by(record: CaseRecord, entry_no: int) -> list[Step]:
    told = [step for step in record.live if step.entry_no == entry_no]
    if not told:
        live = dict.fromkeys(step.entry_no for step in record.live)
        raise EntryUnknown(number=record.card.number, entry_no=entry_no, choices=", ".join(map(str, live)))
    return told


def _target(record: CaseRecord, entry_no: int, change: Change) -> Step:
    """Return the step that a correction means: the only one, the one named, or the one that can take the change."""
    told = _told_by(record, entry_no)
    if change.step is not None:
        told = [step for step in told if step.step == change.step] or told
    elif change.outcome is not None:
        told = [step for step in told if step.step == "conclude"] or told
    elif len(told) > 1 and change.settings and change.on is None:
        names = {split_setting(setting)[0] for setting in change.settings}
        if names <= {*COLUMNS, "received_on"}:
            told = [step for step in told if step.step == "receive"] or told
    if len(told) > 1:
        choices = listed([Words(f"{step.step} {STEP.label(step.step).zh}", step.step) for step in told])
        raise StepOfEntryUnclear(entry_no=entry_no, choices=choices)
    return told[0]


def _corrected(record: CaseRecord, old: Step, change: Change, today: date) -> tuple[Step, Card | None]:
    """Return the corrected step, and the corrected card where the step carries one."""
    card = record.cards.get(old.step_no)
    on = change.on or old.on
    settings = dict(map(split_setting, change.settings))
    if card is not None:
        on = parse_date(settings.pop("received_on"), today) if "received_on" in settings else on
        card, settings = _corrected_card(card, settings, today)
    if on > today:
        raise DateInFuture(on=on, today=today)
    outcome = parse(outcomes(record.register), change.outcome) if change.outcome is not None else old.outcome
    ground = old.ground if outcome == old.outcome else None
    if change.ground is not None:
        ground = None if change.ground in _CLEARED else read_ground(outcome or old.step, change.ground)
    known = {**_hearing_details(record.hearings.get(old.step_no)), **old.details}
    stated = {name: read_detail(name, value, today) for name, value in settings.items() if value not in _CLEARED}
    details = {name: value for name, value in (known | stated).items() if settings.get(name) not in _CLEARED}
    new = old._replace(on=on, outcome=outcome, ground=ground, details=details, note=change.note or old.note)
    if old._replace(details=known) == new and card == record.cards.get(old.step_no):
        raise NothingToCorrect(entry_no=old.entry_no)
    return new, card


def _hearing_details(hearing: Hearing | None) -> dict[str, str]:
    if hearing is None:
        return {}
    told = {name: getattr(hearing, name) for name in HEARING_DETAILS}
    return {name: value for name, value in told.items() if value is not None}


def _corrected_card(card: Card, settings: Mapping[str, str], today: date) -> tuple[Card, dict[str, str]]:
    """Return the card with the ``settings`` that name columns, and the other settings."""
    changes: dict[str, Any] = {}
    rest: dict[str, str] = {}
    for name, text in settings.items():
        column = COLUMNS.get(name)
        if column is None or not hasattr(card, _PARTY_COLUMNS.get(name, name)):
            rest[name] = text
            continue
        value = None if text in _CLEARED else read_cell(column, text, lambda day: parse_date(day, today))
        if name in _PARTY_COLUMNS:
            value = value or ()
        elif isinstance(value, tuple):
            value = "、".join(value)
        if name == "number" and value is None:
            rule = Words("案号不能为空。", "A case needs a number.")
            raise BadValue(field=column.label, value=text, rule=rule)
        changes[_PARTY_COLUMNS.get(name, name)] = value
    return card._replace(**changes), rest


def _without(book: Book, record: CaseRecord, struck: Sequence[Step], entry_no: int) -> tuple[Step, ...]:
    """Return the live steps without ``struck``. Raises ``StruckStepsHold`` naming those that could not stand then."""
    gone = {step.step_no for step in struck}
    rest = tuple(step for step in record.live if step.step_no not in gone)
    refuse_held(record, cannot_stand(book, record, rest), entry_no)
    return rest


def cannot_stand(book: Book, record: CaseRecord, steps: Sequence[Step]) -> list[Step]:
    """Return those of ``steps`` that could not have happened if these were all that count of a case."""
    if not any(step.step == "receive" for step in steps):
        return list(steps)
    law = governing_law(record.register, steps, book.rules.lawbook)
    rule = edition_of(record.register, law, book.rules.lawbook).registers[record.register]
    holding: list[Step] = []
    standing = tuple(steps)
    while True:
        try:
            arrange(standing, rule)
        except Misfit as misfit:
            holding.append(misfit.step)
            standing = tuple(step for step in standing if step.step_no != misfit.step.step_no)
        else:
            return holding


def refuse_held(record: CaseRecord, holding: Sequence[Step], entry_no: int) -> None:
    """Raise ``StruckStepsHold`` where any step rests on what is to be struck."""
    if not holding:
        return
    later = listed(
        [
            Words(
                f"登记号 {step.entry_no}（{STEP.label(step.step).zh} {step.on}）",
                f"entry {step.entry_no} ({STEP.label(step.step).en} {step.on})",
            )
            for step in holding
        ]
    )
    raise StruckStepsHold(number=record.card.number, entry_no=entry_no, later=later)
