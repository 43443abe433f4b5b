"""A deadline supposed: what it would be, if the event that starts it happened on a day. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.errors import RuleNotSupposable
from casebook.model import Step
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.lawrules import DeadlineRule, RegisterRule

RECEIVE, CONCLUDE = "receive", "conclude"


class Supposed(NamedTuple):
    """The steps of a case with the supposed one, in timeline order, and the facts that the rule asks for."""

    steps: tuple[Step, ...]
    procedure: str | None
    instance: str | None


def suppose(
    rule: DeadlineRule,
    on: date,
    rules: RegisterRule,
    steps: Sequence[Step] = (),
    *,
    procedure: str | None = None,
    instance: str | None = None,
) -> Supposed:
    """Return ``steps`` (none: a case that is not in the book) with the start of ``rule`` on the day ``on``.

    A start that the case has already is moved to that day; what must have gone before is added. Raises
    ``RuleNotSupposable`` for a rule that no event starts or whose length only a document says.
    """
    _refuse(rule)
    told = list(steps)
    if not told:
        told.append(Step(1, 0, RECEIVE, on))
    if rule.starts_after and not any(step.step in rule.starts_after for step in told):
        told.append(_concluded(_next(told, rule.starts_after[0], on), rule, rules))
    if rule.counts_from and not any(step.step in rule.starts for step in told):
        told.append(_next(told, rule.starts[0], on))
    starting = rule.counts_from or rule.starts
    last = next((place for place in reversed(range(len(told))) if told[place].step in starting), None)
    if last is None:
        last = len(told)
        told.append(_next(told, starting[0], on)._replace(ground=next(iter(rule.grounds), None)))
    told[last] = _on_day(told[last], rule, on)
    return Supposed(
        tuple(sorted(told, key=lambda step: (step.step != RECEIVE, step.on))),
        procedure or next(iter(rule.procedures), None),
        instance if instance in rule.instances or not rule.instances else rule.instances[0],
    )


def _refuse(rule: DeadlineRule) -> None:
    if not rule.starts:
        before = rule.follows
        why = Words(f"它自 {'、'.join(before)} 届满起算", f"it begins where {', '.join(before)} runs out")
        raise RuleNotSupposable(rule=rule.id, why=why)
    if not rule.lengths:
        why = Words("其期间由文书写明", "its length is what the document says")
        raise RuleNotSupposable(rule=rule.id, why=why)


def _next(told: Sequence[Step], code: str, on: date) -> Step:
    return Step(max(step.step_no for step in told) + 1, 0, code, on)


def _on_day(step: Step, rule: DeadlineRule, on: date) -> Step:
    """Return the starting step on the day ``on``: its own day, or the one that it states."""
    details = {**step.details, **(rule.starts_needs or {})}
    if rule.starts_detail is None:
        return step._replace(on=on, details=details)
    return step._replace(details={**details, rule.starts_detail: on.isoformat()})


def _concluded(step: Step, rule: DeadlineRule, rules: RegisterRule) -> Step:
    """Return a conclusion with an outcome and details that the rule asks for; another step as it is."""
    if step.step != CONCLUDE:
        return step
    wanted = [
        outcome.code
        for outcome in rules.outcomes.values()
        if not (rule.outcomes or rule.outcome_kinds)
        or outcome.code in rule.outcomes
        or outcome.kind in rule.outcome_kinds
    ]
    return step._replace(outcome=wanted[0], details=rule.concluded_with or {})
