"""From the live steps of a case to the state it is in: pure, and the only place that derives one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.columns import one_name
from casebook.deadlines import compute
from casebook.docket import fold_number, parse_number
from casebook.model import Card, CaseRecord, CaseVersion, Deadline, Hearing, Step
from casebook.procedure import Timeline, arrange
from casebook.timing import Timing, timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.law import Lawbook
    from casebook.lawrules import Edition, RegisterRule
    from casebook.workdays import Calendar

INTAKE_STEPS = ("accept", "refuse", "refer", "withdraw", "settle", "abandon", "no_further")


class Rules(NamedTuple):
    """What a derivation rests on besides the steps: the editions of the law and the calendar."""

    lawbook: Lawbook
    calendar: Calendar


class Derived(NamedTuple):
    """A case as its live steps make it."""

    version: CaseVersion
    timeline: Timeline
    deadlines: tuple[Deadline, ...]


def state_of(record: CaseRecord, rules: Rules) -> Derived | None:
    """Return the state of a case as its acts tell it, ``None`` where the whole case is struck."""
    if record.receive is None:
        return None
    return derive(record.register, record.card, record.live, record.live_hearings, rules)


def governing_law(register: str, steps: Sequence[Step], lawbook: Lawbook) -> str | None:
    """Return the code of the edition that governs a case with these live steps, ``None`` before the first one.

    An edition named with ``--set law=…`` governs, the latest such step first; else the day of the governing step
    (law page §3).
    """
    received_on: date | None = None
    accepted_on: date | None = None
    named: tuple[date, int, str] | None = None
    for step in steps:
        if step.step == "receive":
            received_on = step.on
        elif step.step == "accept":
            accepted_on = step.on
        if "law" in step.details:
            named = max(filter(None, (named, (step.on, step.step_no, step.details["law"]))))
    if named is not None:
        return named[2]
    if received_on is None:
        return None
    return lawbook.governing(register, received_on, accepted_on)


def edition_of(register: str, law: str | None, lawbook: Lawbook) -> Edition:
    """Return the edition whose steps a case follows; before the first edition those of the first one."""
    return lawbook.edition(law or lawbook.starts(register)[0][1])


def procedure_of(card: Card, steps: Sequence[Step]) -> str | None:
    """Return the procedure of a case: that of its card, or of its latest step that sets one."""
    procedure = card.procedure
    for step in steps:
        procedure = step.details.get("procedure", procedure)
    return procedure


def derive(register: str, card: Card, steps: Sequence[Step], hearings: Sequence[Hearing], rules: Rules) -> Derived:
    """Return the state of a case from its card, live steps and hearings. Raises ``Misfit`` where they do not fit."""
    law = governing_law(register, steps, rules.lawbook)
    edition = edition_of(register, law, rules.lawbook)
    timeline = arrange(steps, edition.registers[register])
    procedure = procedure_of(card, timeline.steps)
    deadlines: tuple[Deadline, ...] = ()
    if law is not None:
        deadlines = compute(
            timeline.steps,
            edition,
            register,
            procedure=procedure,
            instance=card.instance,
            calendar=rules.calendar,
        )
    reply_due = _reply_due(timeline.steps[0], edition, register, card, rules.calendar) if law is not None else None
    timed = timing(timeline.steps, deadlines, edition.registers[register], register)
    version = _version(register, card, timeline, hearings, law, procedure, reply_due, timed, rules.lawbook)
    return Derived(version, timeline, deadlines)


def _version(
    register: str,
    card: Card,
    timeline: Timeline,
    hearings: Sequence[Hearing],
    law: str | None,
    procedure: str | None,
    reply_due: date | None,
    timed: Timing,
    lawbook: Lawbook,
) -> CaseVersion:
    docket = parse_number(card.number)
    received = timeline.steps[0]
    first = {step.step: step for step in reversed(timeline.steps)}
    intake = timeline.first(*INTAKE_STEPS)
    closing, reply = first.get("conclude"), first.get("reply")
    held = sorted(hearings, key=lambda hearing: (hearing.on, hearing.step_no)) if hearings else ()
    left = closing or (intake if intake and intake.step != "accept" else None)
    return CaseVersion(
        register=register,
        docket_no=card.number,
        docket_key=docket.key,
        docket_year=docket.year,
        docket_serial=docket.serial,
        law=law,
        crosses_border=closing is not None and lawbook.crosses_border(register, (intake or received).on, closing.on),
        status=timeline.status,
        received_on=received.on,
        intake_result=intake.step if intake else None,
        intake_on=intake.on if intake else None,
        closed_on=closing.on if closing else None,
        outcome=closing.outcome if closing else None,
        ground=left.ground if left else None,
        left_on=left.on if left else None,
        replied_on=reply.on if reply else None,
        reply_due_on=reply_due,
        due_on=timed.due_on,
        extended=timed.extended,
        days_taken=timed.days_taken,
        heard_on=_joined([hearing.on.isoformat() for hearing in held]),
        head_attended=_joined([hearing.head_attended or "" for hearing in held]),
        head_rank=_joined([hearing.head_rank or "" for hearing in held]),
        sued_on=_day(first.get("sued")),
        effective_on=_day(first.get("effective")),
        norm_review=closing.details.get("norm_review") if closing else None,
        compensation=_fen(closing.details.get("compensation")) if closing else None,
        applicant="、".join(card.applicants) or None,
        applicant_kind=card.applicant_kind,
        applicant_count=card.applicant_count,
        respondents="、".join(card.respondents) or None,
        respondent=one_name(card.respondents),
        respondent_level=card.respondent_level,
        matter=card.matter,
        field=card.field,
        handler=card.handler,
        procedure=procedure,
        court=card.court,
        instance=card.instance,
        defendant_role=card.defendant_role,
        reviewed_first=card.reviewed_first,
        previous_number=card.previous_number,
        previous_key=fold_number(card.previous_number) if card.previous_number else None,
        channel=card.channel,
        note=card.note,
    )


def _day(step: Step | None) -> date | None:
    return step.on if step else None


def _fen(amount: str | None) -> int | None:
    """Return an amount in yuan, as ``details`` writes it, in fen."""
    if amount is None:
        return None
    yuan, _, fen = amount.partition(".")
    return int(yuan) * 100 + int(f"{fen:0<2}")


def _joined(parts: Sequence[str]) -> str | None:
    return ";".join(parts) if any(parts) else None


def _reply_due(received: Step, edition: Edition, register: str, card: Card, calendar: Calendar) -> date | None:
    """Return the last day for our own reply, counted from receipt whatever came after: what the counts measure."""
    rules = _replies(edition.registers[register], register)
    if not rules:
        return None
    found = compute((received,), edition, register, procedure=card.procedure, instance=card.instance, calendar=calendar)
    return min((each.due_on for each in found if each.rule in rules and each.due_on is not None), default=None)


@cache
def _replies(rules: RegisterRule, register: str) -> frozenset[str]:
    """Return the rules whose deadline a reply of ours meets."""
    return frozenset(rule.id for rule in rules.deadlines if "reply" in rule.ends and register in rule.own)
