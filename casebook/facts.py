"""What the steps of one case say to the rules on deadlines: procedure, conclusion, suspensions, ends. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.counting import Span, spans_between, united

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date

    from casebook.lawrules import DeadlineRule, Length, RegisterRule
    from casebook.model import Step

FIRST_INSTANCE, ORDINARY, SUMMARY = "first", "ordinary", "summary"


class Facts:
    """The live steps of a case in timeline order, looked at through the rules of its register.

    ``procedure`` and ``instance`` are those of the case as stated; not stated counts as ordinary procedure and
    first instance. The attributes hold what they are now. Places are those of the timeline, 0 for the first step.
    """

    __slots__ = ("_conversions", "_first_procedure", "closing", "instance", "places", "procedure", "rules", "steps")

    def __init__(self, steps: Sequence[Step], rules: RegisterRule, procedure: str | None, instance: str | None) -> None:
        self.steps = steps
        self.rules = rules
        self.instance = instance or FIRST_INSTANCE
        self.places = {step.step: place for place, step in enumerate(steps)}  # of the last step with each code
        self.closing = self._last("conclude")
        self._conversions = [
            (place, step.details.get("procedure", ORDINARY))
            for place, step in enumerate(steps if "convert" in self.places else ())
            if step.step == "convert"
        ]
        self._first_procedure = self._before_conversion(procedure)
        self.procedure = self.procedure_at(len(steps))

    def _last(self, code: str) -> Step | None:
        return self.steps[self.places[code]] if code in self.places else None

    def _before_conversion(self, stated: str | None) -> str:
        """Return the procedure before any conversion, which leads from the one to the other."""
        if self._conversions:
            return SUMMARY if self._conversions[0][1] == ORDINARY else ORDINARY
        accept = self._last("accept")
        return (accept and accept.details.get("procedure")) or stated or ORDINARY

    def procedure_at(self, place: int) -> str:
        """Return the procedure in force before the step in ``place``."""
        if not self._conversions:
            return self._first_procedure
        for converted, procedure in reversed(self._conversions):
            if converted < place:
                return procedure
        return self._first_procedure

    def allow(self, rule: DeadlineRule) -> bool:
        """Return whether ``rule``, one for the procedure and instance of the case, applies by its conclusion."""
        closing = self.closing
        if closing is None:
            return True
        if rule.concluded_with and not rule.concluded_with.items() <= closing.details.items():
            return False
        if not rule.outcomes and not rule.outcome_kinds:
            return True
        outcome = self.rules.outcomes.get(closing.outcome or "")
        return outcome is not None and (outcome.code in rule.outcomes or outcome.kind in rule.outcome_kinds)

    def begin(self, rule: DeadlineRule, place: int, step: Step) -> bool:
        """Return whether ``step``, one that starts ``rule``, does so by its ground, details and what went before."""
        if rule.grounds and step.ground not in rule.grounds:
            return False
        if rule.starts_needs and not rule.starts_needs.items() <= step.details.items():
            return False
        if rule.starts_after:
            return any(before.step in rule.starts_after for before in self.steps[:place])
        return True

    def counted_from(self, rule: DeadlineRule, place: int) -> date | None:
        """Return the day of the last step up to ``place`` that ``rule`` counts from, where it names any."""
        days = [step.on for step in self.steps[: place + 1] if step.step in rule.counts_from]
        return days[-1] if days else None

    def end(self, rule: DeadlineRule, place: int, void_until: date | None = None) -> Step | None:
        """Return the first step after ``place`` that ends ``rule`` or makes it void (on or before ``void_until``)."""
        for step in self.steps[place + 1 :]:
            if step.step in rule.ends:
                return step
            if step.step in rule.voids and (void_until is None or step.on <= void_until):
                return step
        return None

    def length(self, rule: DeadlineRule, place: int, step: Step | None) -> Length | None:
        """Return the length of ``rule`` from ``place``, the first that fits; ``None`` where it has none."""
        for length in rule.lengths:
            if length.procedure is not None and length.procedure != self.procedure_at(place):
                continue
            if length.ground is not None and (step is None or step.ground != length.ground):
                continue
            if length.needs and (step is None or not length.needs.items() <= step.details.items()):
                continue
            return length
        return None

    def stated(self, detail: str, step: Step | None) -> str | None:
        """Return a detail of the starting step, where there is one, or else of the conclusion."""
        stated = step.details.get(detail) if step is not None else None
        return stated if stated or self.closing is None else self.closing.details.get(detail)

    def extension(self, rule: DeadlineRule, place: int) -> tuple[int, bool]:
        """Return the natural days that steps after ``place`` lengthen ``rule`` by, and whether that is inferred.

        Where a step does not state its days, they are the most that the law gives.
        """
        if rule.extends is None or rule.extends not in self.places:
            return 0, False
        most = self.rules.steps[rule.extends].most_days or 0
        stated = [step.details.get("days") for step in self.steps[place + 1 :] if step.step == rule.extends]
        return sum(int(days) if days else most for days in stated), None in stated

    def spans(self, rule: DeadlineRule) -> tuple[Span, ...]:
        """Return the days that ``rule`` leaves out: suspensions, the time for a supplement."""
        return spans_left_out(rule, self.steps, self.places)


def spans_left_out(rule: DeadlineRule, steps: Sequence[Step], codes: Container[str]) -> tuple[Span, ...]:
    """Return the days of ``steps`` that ``rule`` leaves out; ``codes`` are those of the steps."""
    found: list[Span] = []
    if rule.suspends and "suspend" in codes:
        found += spans_between(steps, "suspend", "resume")
    if rule.supplement_excluded and "ask_supplement" in codes:
        found += spans_between(steps, "ask_supplement", "supplement")
    return united(found) if found else ()
