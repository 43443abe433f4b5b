"""What a row of a table says of a case that the book knows already: nothing new, further facts, or a contradiction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.columns import CARD_COLUMNS
from casebook.versions import INTAKE_STEPS, Derived

if TYPE_CHECKING:
    from casebook.model import Card, CaseRecord, Hearing, Step
    from casebook.rows import CaseRow


_ROLES = {"applicants": "applicant", "respondents": "respondent"}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact of the row that differs from what the book knows."""

    column: str
    told: str
    known: str


@dataclass(slots=True)
class Merge:
    """The steps to add, with their hearings and card; the steps to strike for them; the contradictions.

    ``masked`` are the columns left alone because a name of theirs was masked: what the row says may be that name.
    """

    steps: list[tuple[Step, Hearing | None, Card | None]] = field(default_factory=list)
    strikes: list[Step] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the row tells anything that the book does not know."""
        return bool(self.steps)


def merge(record: CaseRecord, derived: Derived, row: CaseRow) -> Merge:
    """Return what ``row`` adds to or contradicts of a case; an empty cell says nothing."""
    found = Merge()
    _merge_card(found, record, derived, row)
    for step in row.steps[1:]:
        if step.step in INTAKE_STEPS:
            _merge_step(found, record, _first(record, *INTAKE_STEPS), step, ("intake_result", "intake_on"))
        elif step.step == "conclude":
            _merge_step(found, record, _first(record, "conclude"), step, ("outcome", "closed_on"))
        elif step.step == "reply":
            _merge_step(found, record, derived.timeline.first("reply"), step, ("replied_on", "replied_on"))
    _merge_hearings(found, record, row)
    return found


def _first(record: CaseRecord, *codes: str) -> Step | None:
    return next((step for step in record.live if step.step in codes), None)


def _merge_card(found: Merge, record: CaseRecord, derived: Derived, row: CaseRow) -> None:
    card, told = record.card, row.card
    changes: dict[str, Any] = {}
    for name in (*CARD_COLUMNS, "applicants", "respondents"):
        value = getattr(told, name)
        known = derived.version.procedure if name == "procedure" else getattr(card, name)
        if value in (None, ()) or value == known:
            continue
        column = _ROLES.get(name, name)
        if name in _ROLES and record.masked(column).intersection(known or ()):
            found.masked.append(column)
            continue
        changes[name] = value
        if known not in (None, ()):
            found.contradictions.append(Contradiction(column, _text(value), _text(known)))
    receive = record.receive
    if receive is None:
        return
    on = row.steps[0].on
    if on != receive.on:
        found.contradictions.append(Contradiction("received_on", on.isoformat(), receive.on.isoformat()))
    if changes or on != receive.on:
        found.strikes.append(receive)
        found.steps.append((receive._replace(on=on), None, card._replace(**changes)))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _merge_step(found: Merge, record: CaseRecord, known: Step | None, told: Step, columns: tuple[str, str]) -> None:
    if known is None:
        found.steps.append((told, None, None))
        return
    what, when = columns
    before = len(found.contradictions)
    if (told.step, told.outcome) != (known.step, known.outcome):
        found.contradictions.append(Contradiction(what, told.outcome or told.step, known.outcome or known.step))
    if told.on != known.on:
        found.contradictions.append(Contradiction(when, told.on.isoformat(), known.on.isoformat()))
    if told.ground is not None and known.ground is not None and told.ground != known.ground:
        found.contradictions.append(Contradiction("ground", told.ground, known.ground))
    further = _further_details(found, known, told)
    news = (told.ground is not None and known.ground is None) or bool(further)
    if news or len(found.contradictions) > before:
        same = told.step == known.step and told.outcome == known.outcome
        ground = told.ground or (known.ground if same else None)
        details = {**(known.details if told.step == known.step else {}), **further}
        found.strikes.append(known)
        found.steps.append((told._replace(ground=ground, details=details, note=known.note), None, None))
    del record


def _further_details(found: Merge, known: Step, told: Step) -> dict[str, str]:
    """Return what stands beside the outcome (责令重作 …) in the row and not, or otherwise, in the book."""
    if told.step != "conclude":
        return {}
    further = {name: value for name, value in told.details.items() if known.details.get(name) != value}
    for name in further.keys() & known.details.keys():
        found.contradictions.append(Contradiction(name, told.details[name], known.details[name]))
    return further


def _merge_hearings(found: Merge, record: CaseRecord, row: CaseRow) -> None:
    held = list(record.live_hearings)
    for told in row.hearings:
        known = next((each for each in held if each.on == told.on), None)
        step = next(step for step in row.steps if step.step_no == told.step_no)
        if known is None:
            found.steps.append((step, told, None))
            continue
        held.remove(known)
        changed = known
        for name in ("head_attended", "head_rank"):
            new, old = getattr(told, name), getattr(known, name)
            if new is None or new == old:
                continue
            changed = (
                changed._replace(head_attended=new) if name == "head_attended" else changed._replace(head_rank=new)
            )
            if old is not None:
                found.contradictions.append(Contradiction(name, new, old))
        if changed is not known:
            old_step = next(each for each in record.live if each.step_no == known.step_no)
            found.strikes.append(old_step)
            found.steps.append((old_step, changed, None))
