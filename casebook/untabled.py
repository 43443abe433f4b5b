"""What the case table has no column for: an export says so, for an import of it will not know. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.columns import COLUMNS
from casebook.terms import DETAIL, NOT_STATED, STEP
from casebook.versions import INTAKE_STEPS
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Told = Mapping[str, object]

_SLOTS = ("receive", "intake", "reply", "hear", "conclude")


def beyond_the_table(steps: Sequence[Told]) -> set[tuple[str, str]]:
    """Return kind and name of what the case table cannot hold of a case, from its live ``steps`` by day.

    Kinds are ``step`` (also a second reply or decision on intake), ``detail``, ``note`` and ``ground`` of a step.
    A step has its code, ground, note and details, and what a hearing says.
    """
    found: set[tuple[str, str]] = set()
    taken: set[str] = set()
    left = _leaving(steps)
    for step in steps:
        code = str(step["step"])
        slot = "intake" if code in INTAKE_STEPS else code
        if slot not in _SLOTS or (slot in taken and slot != "hear"):
            found.add(("step", code))
            continue
        taken.add(slot)
        details = step["details"]
        if isinstance(details, dict):
            found |= {("detail", name) for name, value in details.items() if not _is_held(code, name, value)}
        found |= {("detail", name) for name in ("head_name", "head_post", "absence") if step[name] is not None}
        if step["note"] is not None:
            found.add(("note", code))
        if step["ground"] is not None and step is not left:
            found.add(("ground", code))
    return found


def _is_held(step: str, detail: str, value: str) -> bool:
    """Tell whether the case table holds a detail: the procedure has a column; that a notice is untold goes without."""
    return (step, detail) == ("accept", "procedure") or (step, detail, value) == ("abandon", "notice", NOT_STATED)


def _leaving(steps: Sequence[Told]) -> Told | None:
    """Return the step whose ground the table states: the conclusion, else what ended the case before acceptance."""
    concluded = next((step for step in steps if step["step"] == "conclude"), None)
    ended = (step for step in steps if step["step"] in INTAKE_STEPS and step["step"] != "accept")
    return concluded or next(ended, None)


def label_of(kind: str, name: str) -> Words:
    """Return what that is called."""
    if kind == "detail":
        return DETAIL.label(name)
    step = STEP.label(name)
    if kind == "step":
        return step
    word = COLUMNS[kind].label
    return Words(f"{step.zh}的{word.zh}", f"{word.en} of {step.en}")
