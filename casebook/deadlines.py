"""The deadlines of a case: from its live steps, the law that governs it and the calendar, to days. Pure.

What starts, stops, lengthens, restarts, ends or voids a period, and how long it is, stands in the law files;
``counting`` counts. Here the two are brought together, one rule after the other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.counting import DAY, DAYS, WORKING_DAYS, Count, Span, last_day, spans_between, united
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


class Measure(NamedTuple):
    """The length in force for one beginning of a period, and where it ends.

    ``unit`` and ``days`` are the length without its extension, ``unit`` is empty where the last day itself was
    stated. ``extra`` are the natural days of an extension, ``inferred`` where they were not stated.
    """

    unit: str
    days: int
    article: str
    end: Count
    extra: int = 0
    spans: tuple[Span, ...] = ()
    inferred: bool = False


class Course(NamedTuple):
    """A deadline as it came about: from where, how long, what ended it; its reasons are told from it."""

    rule: DeadlineRule
    start: Start
    measure: Measure
    met_on: date | None
    provisional: bool
    deemed_on: date | None = None


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

    ``procedure`` and ``instance`` are those of the case as stated; ``accept`` and ``convert`` may say more of
    the procedure. Not stated counts as ordinary procedure and first instance. What a later step made void is
    left out. What depends on silence is ``conditional``: it exists once its ``starts_on`` has passed.
    """
    found = courses(steps, edition, register, procedure=procedure, instance=instance, calendar=calendar)
    return tuple([deadline_of(course, edition.code, register) for course in found])


def courses(
    steps: Sequence[Step],
    edition: Edition,
    register: str,
    *,
    procedure: str | None,
    instance: str | None,
    calendar: Calendar,
) -> list[Course]:
    """Return the deadlines of ``compute``, in the same order, as they came about."""
    case = _Case(steps, edition, register, procedure=procedure, instance=instance, calendar=calendar)
    rules = edition.registers[register].deadlines
    codes = case.codes
    found: list[Course] = []
    for rule in rules:
        if rule.deems is not None and not codes.isdisjoint(rule.starts) and case.within(rule):
            found += case.until_deemed(rule)
    for rule in rules:
        if rule.deems is None and not codes.isdisjoint(rule.starts) and case.within(rule):
            found += filter(None, [case.run(rule, start) for start in case.starts(rule)])
    for rule in rules:
        if rule.follows and case.within(rule):
            found += case.after_others(rule, found)
    return found


def deadline_of(course: Course, law: str, register: str) -> Deadline:
    """Return what the book keeps and prints of ``course``."""
    rule, start, measure, met_on, provisional, deemed_on = course
    end = measure.end
    return Deadline(
        rule=rule.id,
        name=rule.name,
        label=rule.label,
        law=law,
        article=measure.article,
        bound=rule.bound,
        own=register in rule.own,
        starts_on=start.day,
        nominal_on=end.nominal_on,
        due_on=end.due_on,
        met_on=met_on,
        remaining=end.remaining,
        provisional=provisional,
        deemed_accepted_on=deemed_on,
        mark=rule.mark or (INFERRED if start.inferred or measure.inferred else None),
        after_decision=rule.after_decision,
        conditional=start.step is None,
    )


class _Case:
    """One case as the rules look at it."""

    def __init__(
        self,
        steps: Sequence[Step],
        edition: Edition,
        register: str,
        *,
        procedure: str | None,
        instance: str | None,
        calendar: Calendar,
    ) -> None:
        self.steps = steps
        self.rules = edition.registers[register]
        self.calendar = calendar
        self.instance = instance or FIRST_INSTANCE
        self.places: dict[str, list[int]] = {}
        for place, step in enumerate(steps):
            self.places.setdefault(step.step, []).append(place)
        self.codes = set(self.places)
        self.conversions = [
            (place, steps[place].details.get("procedure", ORDINARY)) for place in self.places.get("convert", ())
        ]
        self.procedure = self._first_procedure(procedure)
        self.closing = self._last("conclude")
        self.silent: Start | None = None  # acceptance by silence …
        self.deemed: str | None = None  # … and the step that it stands for

    def _last(self, code: str) -> Step | None:
        return self.steps[self.places[code][-1]] if code in self.places else None

    def _first_procedure(self, stated: str | None) -> str:
        """Return the procedure before any conversion, which leads from the one to the other."""
        if self.conversions:
            return SUMMARY if self.conversions[0][1] == ORDINARY else ORDINARY
        accept = self._last("accept")
        return (accept and accept.details.get("procedure")) or stated or ORDINARY

    def procedure_at(self, place: int) -> str:
        """Return the procedure in force before the step in ``place`` of the timeline."""
        for converted, procedure in reversed(self.conversions):
            if converted < place:
                return procedure
        return self.procedure

    def within(self, rule: DeadlineRule) -> bool:
        """Return whether ``rule`` applies to this case by procedure, instance and conclusion."""
        if rule.procedures and self.procedure_at(len(self.steps)) not in rule.procedures:
            return False
        if rule.instances and self.instance not in rule.instances:
            return False
        closing = self.closing
        if closing is None:
            return True
        if rule.concluded_with and not rule.concluded_with.items() <= closing.details.items():
            return False
        if not rule.outcomes and not rule.outcome_kinds:
            return True
        outcome = self.rules.outcomes.get(closing.outcome or "")
        return outcome is not None and (outcome.code in rule.outcomes or outcome.kind in rule.outcome_kinds)

    def starts(self, rule: DeadlineRule) -> Iterator[Start]:
        """Give the beginnings of ``rule``, in order; a step that silence came before begins with the silence."""
        places = self.places
        if len(rule.starts) == 1:
            where: Sequence[int] = places.get(rule.starts[0], ())
        else:
            where = sorted([place for code in rule.starts for place in places.get(code, ())])
        silent = self.silent if self.deemed in rule.starts else None
        for place in where:
            step = self.steps[place]
            if not self._begins(rule, place, step):
                continue
            if silent is not None and step.step == self.deemed:
                yield silent._replace(place=place, step=step)
            elif rule.starts_detail is None:
                yield Start(place, step.on, step)
            elif rule.starts_detail in step.details:
                yield Start(place, date.fromisoformat(step.details[rule.starts_detail]), step)
            elif not rule.backwards:
                yield Start(place, step.on, step, inferred=True)
        if silent is not None and self.deemed not in places:
            yield silent

    def _begins(self, rule: DeadlineRule, place: int, step: Step) -> bool:
        if rule.grounds and step.ground not in rule.grounds:
            return False
        if rule.starts_needs and not rule.starts_needs.items() <= step.details.items():
            return False
        return not rule.starts_after or any(self.places.get(code, (place,))[0] < place for code in rule.starts_after)

    def until_deemed(self, rule: DeadlineRule) -> Iterator[Course]:
        """Give the deadlines of a rule whose running out stands for a step, and keep the day on which it did.

        Once it has run out no step makes it void or starts it again.
        """
        for start in self.starts(rule):
            measure = self._measure(rule, start)
            if measure is None or measure.end.due_on is None:
                continue
            due_on = measure.end.due_on
            end = self._end(rule, start.place, void_until=due_on)
            if end is not None and end.step in rule.voids:
                continue
            late = end is not None and (end.on > due_on or end.ground == SILENCE)
            silent = end is None or (end.step == rule.deems and late)
            provisional = self._provisional(start, measure)
            met_on = end.on if end else None
            yield Course(rule, start, measure, met_on, provisional, due_on if silent else None)
            if silent and rule.deems is not None:
                self.silent = Start(start.place, due_on, None, provisional=provisional)
                self.deemed = rule.deems
                self.codes.add(rule.deems)
                return

    def after_others(self, rule: DeadlineRule, found: Sequence[Course]) -> list[Course]:
        """Return the deadlines that start where others have run out unmet."""
        begun = [
            Start(0, before.measure.end.due_on, None, provisional=before.provisional)
            for before in found
            if before.rule.id in rule.follows and before.met_on is None and before.measure.end.due_on is not None
        ]
        return [course for start in begun if (course := self.run(rule, start))]

    def run(self, rule: DeadlineRule, start: Start) -> Course | None:
        """Return the deadline of ``rule`` from ``start``; ``None`` where it has no length or was made void."""
        measure = self._measure(rule, start)
        if measure is None:
            return None
        met_on = self._met_by_itself(rule, start)
        if met_on is None:
            end = self._end(rule, start.place)
            if end is not None:
                if end.step in rule.voids:
                    return None
                met_on = end.on
        return Course(rule, start, measure, met_on, self._provisional(start, measure))

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

    def _measure(self, rule: DeadlineRule, start: Start) -> Measure | None:
        """Return the length in force and the end of the period; ``None`` where the rule gives this case none."""
        if rule.last_day_detail and (stated := self._stated(rule.last_day_detail, start)):
            day = date.fromisoformat(stated)
            return Measure("", 0, rule.article, Count(day, self.calendar.roll(day)))
        granted = self._granted(rule, start) if rule.length_detail else None
        length = self._length(rule, start)
        if length is None or (granted is not None and not rule.longer_only):
            return granted
        lawful = self._lawful(rule, start, length)
        return granted if granted is not None and granted.end > lawful.end else lawful

    def _granted(self, rule: DeadlineRule, start: Start) -> Measure | None:
        """Return the period of natural days that a notice or the conclusion sets."""
        stated = self._stated(rule.length_detail or "", start)
        if stated is None:
            return None
        days = int(stated)
        return Measure(DAYS, days, rule.article, last_day(start.day, DAYS, days, self.calendar))

    def _lawful(self, rule: DeadlineRule, start: Start, length: Length) -> Measure:
        """Return the period of the law, with its extension and without the days it leaves out."""
        article = length.article or rule.article
        extra, inferred = self._extension(rule, start) if rule.extends in self.codes else (0, False)
        spans = self._spans(rule) if rule.suspends or rule.supplement_excluded else ()
        days = -length.count if rule.backwards else length.count + extra
        end = last_day(start.day, length.unit, days, self.calendar, spans)
        return Measure(length.unit, length.count, article, end, extra, spans, inferred)

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

    def _stated(self, detail: str, start: Start) -> str | None:
        """Return a detail of the starting step, or else of the conclusion."""
        if start.step is None:
            return None
        stated = start.step.details.get(detail)
        return stated if stated or self.closing is None else self.closing.details.get(detail)

    def _extension(self, rule: DeadlineRule, start: Start) -> tuple[int, bool]:
        """Return the natural days the period was lengthened by; not stated, the most the law gives, inferred."""
        most = self.rules.steps[rule.extends or ""].most_days or 0
        stated = [
            self.steps[place].details.get("days") for place in self.places[rule.extends or ""] if place > start.place
        ]
        return sum(int(days) if days else most for days in stated), None in stated

    def _spans(self, rule: DeadlineRule) -> tuple[Span, ...]:
        found: list[Span] = []
        if rule.suspends and "suspend" in self.codes:
            found += spans_between(self.steps, "suspend", "resume")
        if rule.supplement_excluded and "ask_supplement" in self.codes:
            found += spans_between(self.steps, "ask_supplement", "supplement")
        return united(found) if found else ()

    def _provisional(self, start: Start, measure: Measure) -> bool:
        """Return whether a day that decided on the end lies in a year without a published notice."""
        nominal, due = measure.end.nominal_on, measure.end.due_on
        if start.provisional or nominal is None or due is None:
            return start.provisional
        first = nominal if measure.unit != WORKING_DAYS else start.day + DAY
        return self.calendar.provisional_between(*sorted((first, due)))
