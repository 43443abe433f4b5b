"""Cases and deadlines as JSON: codes of the case table, the same in every language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.model import CaseRecord, CaseVersion, Deadline, Found, Hearing, Step
    from casebook.versions import Derived

CASES_SCHEMA, CASE_SCHEMA, HISTORY_SCHEMA = "casebook/cases/1", "casebook/case/1", "casebook/history/1"

_SAME = (
    "received_on", "applicant", "applicant_kind", "applicant_count", "respondent_level", "matter", "field", "handler",
    "procedure", "intake_result", "intake_on", "closed_on", "outcome", "ground", "court", "instance",
    "defendant_role", "reviewed_first", "replied_on", "heard_on", "head_attended", "head_rank", "previous_number",
    "channel", "note",
)  # fmt: skip


def case_json(values: Mapping[str, object]) -> dict[str, object]:
    """Return a case from the values of its state, by the names of ``case_version``."""
    case: dict[str, object] = {
        "register": values["register"],
        "number": values["docket_no"],
        "law": values["law"],
        "crosses_border": bool(values["crosses_border"]),
        "status": values["status"],
    }
    for name in _SAME:
        case[name] = _plain(values[name])
        if name == "applicant_count":
            case["respondent"] = values["respondents"]
    return case


def version_json(version: CaseVersion) -> dict[str, object]:
    """Return a case from its derived state."""
    return case_json(version._asdict())


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def step_json(step: Step, hearing: Hearing | None) -> dict[str, object]:
    """Return a step as it was told, a struck one marked with the entry that struck it."""
    told: dict[str, object] = {
        "entry_no": step.entry_no,
        "step": step.step,
        "on": step.on.isoformat(),
        "outcome": step.outcome,
        "ground": step.ground,
        "note": step.note,
        "set": dict(step.details),
        "struck_by": step.struck_by,
    }
    if hearing is not None:
        told["hearing"] = {
            "head_attended": hearing.head_attended,
            "head_name": hearing.head_name,
            "head_post": hearing.head_post,
            "head_rank": hearing.head_rank,
            "absence": hearing.absence,
        }
    return told


def deadline_json(register: str, number: str, each: Deadline, today: date) -> dict[str, object]:
    """Return a deadline as ``due`` and ``show`` give it."""
    item: dict[str, object] = {
        "register": register,
        "number": number,
        "rule": each.rule,
        "name": each.name,
        "law": each.law,
        "article": each.article,
        "bound": each.bound,
        "own": each.own,
        "starts_on": each.starts_on.isoformat(),
        "nominal_on": _plain(each.nominal_on),
        "due_on": _plain(each.due_on),
        "days_left": None if each.due_on is None else (each.due_on - today).days,
        "state": each.state(today),
        "met_on": _plain(each.met_on),
        "provisional": each.provisional,
        "mark": each.mark,
    }
    if each.remaining is not None:
        item["remaining"] = each.remaining
    deemed_on = each.deemed_by(today)
    if deemed_on is not None:
        item["deemed_accepted_on"] = deemed_on.isoformat()
    return item


def cases_json(cases: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return a list of cases."""
    return {"schema": CASES_SCHEMA, "cases": [case_json(case) for case in cases]}


def shown_json(record: CaseRecord, derived: Derived | None, links: Sequence[Found], today: date) -> dict[str, object]:
    """Return a case with its steps and deadlines, as ``show`` gives it."""
    number, register = record.card.number, record.register
    case: dict[str, object] = {"schema": CASE_SCHEMA}
    case |= version_json(derived.version) if derived else {"register": register, "number": number, "status": "struck"}
    if record.masks:
        case["masked"] = _masks(record)
    case["links"] = [{"register": each.register, "number": each.docket_no} for each in links]
    case["steps"] = [step_json(step, record.hearings.get(step.step_no)) for step in _in_order(record, derived)]
    deadlines = [each for each in derived.deadlines if each.state(today) != "ahead"] if derived else []
    case["deadlines"] = [deadline_json(register, number, each, today) for each in deadlines]
    return case


def _masks(record: CaseRecord, entry_no: int | None = None) -> list[dict[str, object]]:
    """Return whose names were masked, by the entry named or any."""
    places = {(mask.entry_no, mask.role, mask.ordinal): mask.shown for mask in record.masks}
    return [
        {"entry_no": by, "role": role, "ordinal": ordinal, "shown": shown}
        for (by, role, ordinal), shown in places.items()
        if entry_no in (None, by)
    ]


def _in_order(record: CaseRecord, derived: Derived | None) -> list[Step]:
    """Return all steps, live ones in their order of law, struck ones beside them by day."""
    if derived is None:
        return list(record.steps)
    place = {step.step_no: rank for rank, step in enumerate(derived.timeline.steps)}
    return sorted(record.steps, key=lambda step: (step.on, place.get(step.step_no, -1), step.step_no))


def history_json(record: CaseRecord, entries: Mapping[int, Mapping[str, object]]) -> dict[str, object]:
    """Return who recorded what when, as ``history`` gives it."""
    return {
        "schema": HISTORY_SCHEMA,
        "register": record.register,
        "number": record.card.number,
        "entries": [
            {
                **entry,
                "steps": [
                    step_json(step, record.hearings.get(step.step_no))
                    for step in record.steps
                    if step.entry_no == entry_no
                ],
                **({"masked": masked} if (masked := _masks(record, entry_no)) else {}),
            }
            for entry_no, entry in entries.items()
        ],
    }
