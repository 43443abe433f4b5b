"""What an officer might tell at random: rows of the case table, steps, corrections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk import RULES, TODAY
from hypothesis import strategies as st

from casebook.model import Step
from casebook.procedure import allowed_in
from casebook.terms import (
    APPLICANT_KIND,
    INSTANCE,
    INTAKE_RESULT,
    LEVEL,
    LITIGATION,
    MATTER,
    PROCEDURE,
    REGISTER,
    REVIEW,
    ROLE,
    YES_NO,
    outcomes,
)
from casebook.versions import Derived, edition_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from casebook.lawrules import Edition
    from casebook.model import CaseRecord

FIRST_DAY, LAST_DAY = date(2023, 5, 1), date(2026, 9, 30)
CARD = {
    "applicant": ("张某", "李某、王某", "某公司"),
    "applicant_kind": APPLICANT_KIND.codes,
    "applicant_count": ("1", "12"),
    "respondent": ("县公安局", "县公安局、某镇人民政府"),
    "respondent_level": LEVEL.codes[:3],
    "matter": (*MATTER.codes[:4], "处罚、强制"),
    "field": ("公安", "公安、税务", "自然资源"),
    "handler": ("王科员", "李科员"),
    "note": ("转来",),
}
SUIT = {"court": ("某区法院", "某市中院"), "instance": INSTANCE.codes, "defendant_role": ROLE.codes}
DETAILS: Mapping[str, Sequence[str]] = {
    "received_on": ("2024-02-01", "2026-08-03"),
    "hearing_on": ("2024-03-08", "2026-10-15"),
    "days": ("10", "30", "31"),
    "procedure": PROCEDURE.codes,
    "head_attended": YES_NO.codes,
    "head_rank": ("chief", "other"),
    "redo": YES_NO.codes,
    "redo_days": ("20",),
    "compensation": ("1000.00",),
}
OFTEN = ("accept", "hear", "suspend", "resume", "conclude", "reply")
days_later = st.sampled_from((1, 0, 2, 4, 7, 15, 40, 75)) | st.integers(0, 120)
a_slip = st.sampled_from((1, -1, 2, 10, 31, -7, 60))


def edition_for(record: CaseRecord, derived: Derived | None) -> Edition:
    """Return the edition whose steps a case follows."""
    return edition_of(record.register, derived.version.law if derived else None, RULES.lawbook)


@st.composite
def cards(draw: st.DrawFn, register: str) -> dict[str, str]:
    """Cells of a registration card, some of them empty."""
    columns = CARD | (SUIT if register == LITIGATION else {"procedure": PROCEDURE.codes})
    names = draw(st.lists(st.sampled_from(sorted(columns)), unique=True, max_size=5))
    return {name: draw(st.sampled_from(columns[name])) for name in names}


@st.composite
def rows(draw: st.DrawFn, number: str = "", register: str = "") -> dict[str, str]:
    """A row of the case table: a new case at any point of its life, in a date order that may be wrong."""
    register = register or draw(st.sampled_from(REGISTER.codes))
    received = FIRST_DAY + timedelta(days=draw(st.integers(0, (LAST_DAY - FIRST_DAY).days)))
    cells = draw(cards(register)) | {"register": register, "received_on": received.isoformat(), "number": number}
    day = received
    if register == REVIEW and draw(st.booleans()):
        day += timedelta(days=draw(days_later))
        result = draw(st.sampled_from(("accept", "accept", *INTAKE_RESULT.codes)))
        cells |= {"intake_result": result, "intake_on": day.isoformat()}
        if result != "accept":
            return cells
    if register == LITIGATION and draw(st.booleans()):
        day += timedelta(days=draw(days_later))
        cells |= {"heard_on": day.isoformat(), "head_attended": draw(st.sampled_from(YES_NO.codes))}
    if draw(st.booleans()):
        day += timedelta(days=draw(days_later))
        outcome = draw(st.sampled_from(outcomes(register).codes))
        cells |= {"closed_on": min(day, TODAY).isoformat(), "outcome": outcome}
    return cells


@st.composite
def steps(draw: st.DrawFn, record: CaseRecord, derived: Derived, code: str | None = None) -> Step:
    """A step that the case's status allows, unnumbered: its content may still be what the law refuses."""
    edition = edition_for(record, derived)
    rule = edition.registers[record.register]
    codes = [each for each in allowed_in(rule, derived.version.status) if each != "receive"]
    code = code or draw(st.sampled_from(codes) | st.sampled_from([each for each in codes if each in OFTEN] or codes))
    allowed = rule.steps[code]
    on = min(derived.timeline.steps[-1].on + timedelta(days=draw(days_later | a_slip)), TODAY)
    told = draw(st.sets(st.sampled_from(allowed.may))) if allowed.may else set()
    names = sorted({*allowed.must, *told} & DETAILS.keys())
    details = {name: draw(st.sampled_from(DETAILS[name])) for name in names}
    grounds = allowed.grounds
    outcome: str | None = None
    if code == "conclude":
        known = [
            each
            for each in rule.outcomes.values()
            if not each.instances or record.card.instance is None or record.card.instance in each.instances
        ]
        closing = draw(st.sampled_from(known))
        outcome, grounds = closing.code, closing.grounds
    stated = draw(st.booleans())
    ground = draw(st.sampled_from(grounds)) if grounds and stated else None
    return Step(0, 0, code, on, outcome, ground, None, details)


def settings_of(register: str) -> SearchStrategy[list[str]]:
    """Settings of a correction of the card."""
    told = cards(register).map(lambda cells: [f"{name}={text}" for name, text in sorted(cells.items())])
    return told | st.sampled_from((["number=更正〔2024〕7号"], ["matter=not_stated"], ["received_on=2024-01-02"]))
