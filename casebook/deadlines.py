"""The deadlines of a case: from its live steps, the law that governs it and the calendar, to days. Pure.

What starts, stops, lengthens, restarts, ends or voids a period, and how long it is, stands in the law files;
``counting`` counts. Here the two are brought together, one rule after the other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.counting import DAY, DAYS, Count, Span, last_day, spans_between, united
from casebook.model import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.lawrules import DeadlineRule, Edition, Length
    from casebook.model import Step
    from casebook.workdays import Calendar

SILENCE = "silence"
FIRST_INSTANCE, ORDINARY, SUMMARY = "first", "ordinary", "summary"
INFERRED = "inferred"


class Start(NamedTuple):
    """One beginning of a period: place of its step in the timeline, or of the step on which silence followed.

    ``step`` is ``None`` where silence, or the end of another period, starts it. ``inferred`` says that the
    day stands for one that was not stated, ``provisional`` that it rests on a provisional calendar.
    """

    place: int
    day: date
    step: Step | None
    inferred: bool = False
    provisional: bool = False


class Course(NamedTuple):
    """How a deadline came about: what its reasons are told from.

    ``days`` and ``unit`` are the length in force, extension not included; ``unit`` is empty where a last day
    was stated instead. ``extra`` are the natural days of an extension.
    """

    deadline: Deadline
    rule: DeadlineRule
    start: Start
    unit: str
    days: int
    extra: int
    spans: tuple[Span, ...]


class _Measure(NamedTuple):
    """The length in force for one beginning of a period, and where it ends."""

    unit: str
    days: int
    article: str
    count: Count
    extra: int = 0
    spans: tuple[Span, ...] = ()
    inferred: bool = False


def compute(
    steps: Sequence[Step],
    edition: Edition,
    register: str,
    *,
    procedure: str | None,
    instance: str | None,
    calendar: Calendar,
) -> tuple[Deadline, ...]:
    """Return the deadlines of a case from its live ``steps`` in timeline order, the first of them ``receive``.

    ``procedure`` and ``instance`` are those of the case as stated; ``accept`` and ``convert`` may say more of the
    procedure. Not stated counts as ordinary procedure and first instance. What a later step made void is left
    out. What depends on silence is ``conditional``: it exists once its ``starts_on`` has passed.
    """
    found = courses(steps, edition, register, procedure=procedure, instance=instance, calendar=calendar)
    return tuple([course.deadline for course in found])


def courses(
    steps: Sequence[Step],
    edition: Edition,
    register: str,
    *,
    procedure: str | None,
    instance: str | None,
    calendar: Calendar,
) -> list[Course]:
    """Return the deadlines of ``compute``, each with how it came about."""
    case = _Case(steps, edition, register, calendar, procedure, instance)
    rules = edition.registers[register].deadlines
    found: list[Course] = []
    for rule in rules:
        if rule.deems is not None and case.knows(rule):
            found += case.until_deemed(rule)
    for rule in rules:
        if rule.deems is None and case.knows(rule):
            found += filter(None, [case.run(rule, start) for start in case.starts(rule)])
    for rule in rules:
        if rule.follows:
            found += case.after_others(rule, found)
    return found


class _Case:
    """One case as the rules look at it."""

    def __init__(
        self,
        steps: Sequence[Step],
        edition: Edition,
        register: str,
        calendar: Calendar,
        procedure: str | None,
        instance: str | None,
    ) -> None:
        self.steps = steps
        self.edition = edition
        self.register = register
        self.calendar = calendar
        self.instance = instance or FIRST_INSTANCE
        self.codes = {step.step for step in steps}
        self.conversions = _conversions(steps) if "convert" in self.codes else ()
        self.procedure = self._first_procedure(procedure)
        self.closing = self._last("conclude")
        self.silent: Start | None = None  # acceptance by silence …
        self.deemed: str | None = None  # … and the step that it stands for

    def _last(self, code: str) -> Step | None:
        if code not in self.codes:
            return None
        return next(step for step in reversed(self.steps) if step.step == code)

    def _first_procedure(self, stated: str | None) -> str:
        """Return the procedure before any conversion, which leads from the one to the other."""
        if self.conversions:
            return SUMMARY if self.conversions[0][1] == ORDINARY else ORDINARY
        accept = self._last("accept")
        return (accept and accept.details.get("procedure")) or stated or ORDINARY

    def procedure_at(self, place: int) -> str:
        """Return the procedure in force before the step in ``place`` of the timeline."""
        return next((to for converted, to in reversed(self.conversions) if converted < place), self.procedure)

    def knows(self, rule: DeadlineRule) -> bool:
        """Return whether the case has a step that starts ``rule`` and is one that it applies to."""
        return not self.codes.isdisjoint(rule.starts) and self.within(rule)

    def within(self, rule: DeadlineRule) -> bool:
        """Return whether ``rule`` applies to this case by procedure, instance and conclusion."""
        if rule.procedures and self.procedure_at(len(self.steps)) not in rule.procedures:
            return False
        if rule.instances and self.instance not in rule.instances:
            return False
        if self.closing is None:
            return True
        if rule.concluded_with and not rule.concluded_with.items() <= self.closing.details.items():
            return False
        if not rule.outcomes and not rule.outcome_kinds:
            return True
        outcome = self.edition.registers[self.register].outcomes.get(self.closing.outcome or "")
        return outcome is not None and (outcome.code in rule.outcomes or outcome.kind in rule.outcome_kinds)

    def starts(self, rule: DeadlineRule) -> Iterator[Start]:
        """Give the beginnings of ``rule``, in order; a step that silence has replaced begins on the day of that."""
        replaced = self.silent is not None and self.deemed in rule.starts
        for place, step in enumerate(self.steps):
            if step.step not in rule.starts or not self._begins(rule, place, step):
                continue
            if replaced and self.silent is not None and step.step == self.deemed:
                yield self.silent._replace(place=place, step=step)
                replaced = False
            elif rule.starts_detail is None:
                yield Start(place, step.on, step)
            elif rule.starts_detail in step.details:
                yield Start(place, date.fromisoformat(step.details[rule.starts_detail]), step)
            elif not rule.backwards:
                yield Start(place, step.on, step, inferred=True)
        if replaced and self.silent is not None:
            yield self.silent

    def _begins(self, rule: DeadlineRule, place: int, step: Step) -> bool:
        if rule.grounds and step.ground not in rule.grounds:
            return False
        if rule.starts_needs and not rule.starts_needs.items() <= step.details.items():
            return False
        return not rule.starts_after or any(before.step in rule.starts_after for before in self.steps[:place])

    def until_deemed(self, rule: DeadlineRule) -> Iterator[Course]:
        """Give the deadlines of a rule whose running out stands for a step, and keep the day on which it did.

        Once it has run out no step makes it void or starts it again.
        """
        for start in self.starts(rule):
            measure = self._measure(rule, start)
            if measure is None or measure.count.due_on is None:
                continue
            due_on = measure.count.due_on
            end = self._end(rule, start.place, void_until=due_on)
            if end is not None and end.step in rule.voids:
                continue
            silent = end is None or (end.step == rule.deems and (end.on > due_on or end.ground == SILENCE))
            course = self._course(rule, start, measure, end.on if end else None, due_on if silent else None)
            yield course
            if silent and rule.deems is not None:
                self.silent = Start(start.place, due_on, None, provisional=course.deadline.provisional)
                self.deemed = rule.deems
                self.codes.add(rule.deems)
                return

    def after_others(self, rule: DeadlineRule, found: Sequence[Course]) -> list[Course]:
        """Return the deadlines that start where others have run out unmet."""
        return [
            course
            for _, before in [(each.rule, each.deadline) for each in found if each.rule.id in rule.follows]
            if before.met_on is None and before.due_on is not None
            if (course := self.run(rule, Start(0, before.due_on, None, provisional=before.provisional)))
        ]

    def run(self, rule: DeadlineRule, start: Start) -> Course | None:
        """Return the deadline of ``rule`` from ``start``; ``None`` where it has no length or was made void."""
        measure = self._measure(rule, start)
        if measure is None:
            return None
        met_on = self._met_by_itself(rule, start)
        if met_on is None:
            end = self._end(rule, start.place)
            if end is not None and end.step in rule.voids:
                return None
            met_on = end.on if end else None
        return self._course(rule, start, measure, met_on)

    def _met_by_itself(self, rule: DeadlineRule, start: Start) -> date | None:
        if start.step is None:
            return None
        if rule.backwards:
            return start.step.on
        stated = start.step.details.get(rule.met_detail) if rule.met_detail else None
        return date.fromisoformat(stated) if stated else None

    def _end(self, rule: DeadlineRule, place: int, void_until: date | None = None) -> Step | None:
        """Return the first later step that ends the period or makes it void (on or before ``void_until``)."""
        for step in self.steps[place + 1 :]:
            if step.step in rule.ends:
                return step
            if step.step in rule.voids and (void_until is None or step.on <= void_until):
                return step
        return None

    def _measure(self, rule: DeadlineRule, start: Start) -> _Measure | None:
        """Return the length in force and the end of the period; ``None`` where the rule gives this case none."""
        last = self._stated(rule.last_day_detail, start)
        if last is not None:
            day = date.fromisoformat(last)
            return _Measure("", 0, rule.article, Count(day, self.calendar.roll(day)))
        length = self._length(rule, start)
        stated = self._stated(rule.length_detail, start)
        own = None
        if stated is not None:
            count = last_day(start.day, DAYS, int(stated), self.calendar)
            own = _Measure(DAYS, int(stated), rule.article, count)
        if length is None or (own is not None and not rule.longer_only):
            return own
        extra, inferred = self._extension(rule, start) if rule.extends in self.codes else (0, False)
        spans = self._spans(rule)
        days = -length.count if rule.backwards else length.count
        count = last_day(start.day, length.unit, days + extra, self.calendar, spans)
        lawful = _Measure(
            length.unit, length.count, length.article or rule.article, count, extra, spans, inferred
        )
        if own is not None and own.count.due_on and count.due_on and own.count.due_on > count.due_on:
            return own
        return lawful

    def _length(self, rule: DeadlineRule, start: Start) -> Length | None:
        step = start.step
        for length in rule.lengths:
            if length.procedure is not None and length.procedure != self.procedure_at(start.place):
                continue
            if length.ground is not None and (step is None or step.ground != length.ground):
                continue
            if length.needs and (step is None or not length.needs.items() <= step.details.items()):
                continue
            return length
        return None

    def _stated(self, detail: str | None, start: Start) -> str | None:
        """Return a detail of the starting step, or else of the conclusion."""
        if detail is None or start.step is None:
            return None
        stated = start.step.details.get(detail)
        return stated if stated or self.closing is None else self.closing.details.get(detail)

    def _extension(self, rule: DeadlineRule, start: Start) -> tuple[int, bool]:
        """Return the natural days the period was lengthened by; not stated, the most the law gives, inferred."""
        most = self.edition.registers[self.register].steps[rule.extends or ""].most_days or 0
        stated = [
            step.details.get("days") for step in self.steps[start.place + 1 :] if step.step == rule.extends
        ]
        return sum(int(days) if days else most for days in stated), None in stated

    def _spans(self, rule: DeadlineRule) -> tuple[Span, ...]:
        found: list[Span] = []
        if rule.suspends and "suspend" in self.codes:
            found += spans_between(self.steps, "suspend", "resume")
        if rule.supplement_excluded and "ask_supplement" in self.codes:
            found += spans_between(self.steps, "ask_supplement", "supplement")
        return united(found) if found else ()

    def _course(
        self,
        rule: DeadlineRule,
        start: Start,
        measure: _Measure,
        met_on: date | None,
        deemed_on: date | None = None,
    ) -> Course:
        count = measure.count
        deadline = Deadline(
            rule=rule.id,
            name=rule.name,
            label=rule.label,
            law=self.edition.code,
            article=measure.article,
            bound=rule.bound,
            own=self.register in rule.own,
            starts_on=start.day,
            nominal_on=count.nominal_on,
            due_on=count.due_on,
            met_on=met_on,
            remaining=count.remaining,
            provisional=start.provisional or self._provisional(start.day, measure),
            deemed_accepted_on=deemed_on,
            mark=rule.mark or (INFERRED if start.inferred or measure.inferred else None),
            after_decision=rule.after_decision,
            conditional=start.step is None,
        )
        return Course(deadline, rule, start, measure.unit, measure.days, measure.extra, measure.spans)

    def _provisional(self, start: date, measure: _Measure) -> bool:
        """Return whether a day that decided on the end lies in a year without a published notice."""
        nominal, due = measure.count.nominal_on, measure.count.due_on
        if nominal is None or due is None:
            return False
        first = nominal if measure.unit != "working_days" else start + DAY
        return self.calendar.provisional_between(min(first, due), max(first, due))


def _conversions(steps: Sequence[Step]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (place, step.details.get("procedure", ORDINARY))
        for place, step in enumerate(steps)
        if step.step == "convert"
    )
