"""Adjustments and targets of a report in its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.addenda import Addenda
    from casebook.words import Language


def as_tree(found: Addenda, register: str, language: Language) -> dict[str, object]:
    """Return the keys ``adjustments`` and ``targets`` of a register, each only where there is any."""
    tree: dict[str, object] = {}
    late, met = found.adjustments.get(register), found.progress.get(register)
    if late:
        tree["adjustments"] = [
            {
                "entry_no": each.entry_no,
                "number": each.number,
                "step": each.step,
                "on": each.on.isoformat() if each.on else None,
                "was_on": each.was_on.isoformat() if each.was_on else None,
                "reason": each.reason,
                "closed": {"from": each.closed.start.isoformat(), "to": each.closed.end.isoformat()},
            }
            for each in late
        ]
    if met:
        tree["targets"] = [
            {
                "figure": each.target.figure,
                "label": each.label.say(language),
                "year": each.target.year,
                "target": each.target.condition.say(language),
                "value": each.value,
                "met": each.met,
                "distance": each.distance,
                "year_before": each.year_before,
                "trend": each.trend,
            }
            for each in met
        ]
    return tree
