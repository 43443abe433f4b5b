"""The deadlines of a case: from its live steps, the law that governs it and the calendar, to days. Pure.

What starts, stops, lengthens, restarts, ends or voids a period, and how long it is, stands in the law files;
``counting`` counts. Here the two are brought together, one rule after the other.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.counting import DAY, DAYS, WORKING_DAYS, Count, Span, last_day
from casebook.facts import Facts
from casebook.model import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casebook.lawrules import DeadlineRule, Edition, Length, RegisterRule
    from casebook.model import Step
    from casebook.workdays import Calendar

SILENCE = "silence"
INFERRED = "inferred"


class Start(NamedTuple):
    """One beginning of a period: place of its step in the timeline, or of the step on which silence followed.

    ``step`` is ``None`` where silence, or the end of another period, starts it; it is so once ``exists_after``
    has passed. ``inferred`` says that the day stands for one that was not stated, ``provisional`` that it rests
    on a provisional calendar.
    """

    place: int
    day: date
    step: Step | None
    inferred: bool = False
    provisional: bool = False
    exists_after: date | None = None


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
    left out. What hangs on silence says after which day it exists.
    """
    found = courses(steps, edition, register, procedure=procedure, instance=instance, calendar=calendar)
    own_key = _own_key(edition)
    return tuple([_deadline(course, edition.code, own_key, register) for course in found])


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
    rules = edition.registers[register]
    facts = Facts(steps, rules, procedure, instance)
    case = _Case(facts, calendar)
    plan = _plan(rules, facts.procedure, facts.instance)
    found: list[Course] = []
    for rule in plan.deeming:
        found += case.until_deemed(rule)
    for place, step in enumerate(steps):
        for rule in plan.started_by.get(step.step, ()):
            if (start := case.begin(rule, place, step)) and (course := case.run(rule, start)):
                found.append(course)
    if case.silent is not None and case.deemed not in facts.places:
        found += case.of_silence(plan.started_by.get(case.deemed or "", ()), case.silent)
    for rule in plan.following:
        found += case.after_others(rule, found)
    return found


def deadline_of(course: Course, edition: Edition, register: str) -> Deadline:
    """Return what is printed of ``course``; articles of the edition's own law stand without its key."""
    return _deadline(course, edition.code, _own_key(edition), register)


def _own_key(edition: Edition) -> str:
    """Return how references to the edition's own law, its first instrument, begin."""
    return f"{next(iter(edition.instruments))} "


def _deadline(course: Course, law: str, own_key: str, register: str) -> Deadline:
    rule, start, measure, met_on, provisional, deemed_on = course
    end = measure.end
    mark = rule.mark or (INFERRED if start.inferred or measure.inferred else None)
    return Deadline(
        rule.id,
        rule.name,
        rule.label,
        law,
        measure.article.replace(own_key, ""),
        rule.bound,
        register in rule.own,
        start.day,
        end.nominal_on,
        end.due_on,
        met_on,
        end.remaining,
        provisional,
        deemed_on,
        mark,
        rule.after_decision,
        start.exists_after,
    )


class _Plan(NamedTuple):
    """The deadlines of a register by what starts them: silence for a step, a step, the end of another one."""

    deeming: tuple[DeadlineRule, ...]
    started_by: Mapping[str, tuple[DeadlineRule, ...]]
    following: tuple[DeadlineRule, ...]


@cache
def _plan(rules: RegisterRule, procedure: str, instance: str) -> _Plan:
    """Return the deadlines of cases of one procedure and instance."""
    applied = [
        rule
        for rule in rules.deadlines
        if procedure in (rule.procedures or (procedure,)) and instance in (rule.instances or (instance,))
    ]
    started_by: dict[str, list[DeadlineRule]] = {}
    for rule in applied:
        for code in rule.starts if rule.deems is None else ():
            started_by.setdefault(code, []).append(rule)
    return _Plan(
        tuple(rule for rule in applied if rule.deems is not None),
        {code: tuple(started) for code, started in started_by.items()},
        tuple(rule for rule in applied if rule.follows),
    )


class _Case:
    """The work on one case: its facts, the calendar, and the step that silence stands for."""

    __slots__ = ("calendar", "deemed", "facts", "silent")

    def __init__(self, facts: Facts, calendar: Calendar) -> None:
        self.facts = facts
        self.calendar = calendar
        self.silent: Start | None = None  # acceptance by silence …
        self.deemed: str | None = None  # … and the step that it stands for

    def begin(self, rule: DeadlineRule, place: int, step: Step) -> Start | None:
        """Return the beginning of ``rule`` with ``step``, ``None`` where it has none.

        A step that silence came before begins with the silence.
        """
        if not self.facts.allow(rule) or not self.facts.begin(rule, place, step):
            return None
        if self.silent is not None and step.step == self.deemed:
            return self._from_earlier(rule, self.silent._replace(place=place, step=step, exists_after=None))
        if rule.counts_from:
            return self._from_earlier(rule, Start(place, step.on, step))
        if rule.starts_detail is None:
            return Start(place, step.on, step)
        stated = step.details.get(rule.starts_detail)
        if stated is not None:
            return Start(place, date.fromisoformat(stated), step)
        return None if rule.backwards else Start(place, step.on, step, inferred=True)

    def _from_earlier(self, rule: DeadlineRule, start: Start) -> Start:
        day = self.facts.counted_from(rule, start.place)
        return start if day is None else start._replace(day=day)

    def until_deemed(self, rule: DeadlineRule) -> Iterator[Course]:
        """Give the deadlines of a rule whose running out stands for a step, and keep the day on which it did.

        Once it has run out no step makes it void or starts it again.
        """
        for place, step in enumerate(self.facts.steps):
            if step.step not in rule.starts:
                continue
            start = self.begin(rule, place, step)
            measure = self._measure(rule, start) if start else None
            if start is None or measure is None or measure.end.due_on is None:
                continue
            due_on = measure.end.due_on
            end = self.facts.end(rule, place, void_until=due_on)
            if end is not None and end.step in rule.voids:
                continue
            late = end is not None and (end.on > due_on or end.ground == SILENCE)
            silent = end is None or (end.step == rule.deems and late)
            deemed_on = due_on if silent and not rule.deems_from_start else None
            provisional = self._provisional(start, measure)
            yield Course(rule, start, measure, end.on if end else None, provisional, deemed_on)
            if silent:
                begun_on = deemed_on or start.day
                self.silent = Start(place, begun_on, None, provisional=provisional, exists_after=due_on)
                self.deemed = rule.deems
                return

    def of_silence(self, rules: Sequence[DeadlineRule], silent: Start) -> list[Course]:
        """Return the deadlines that a step would start for which silence stands."""
        begun = [(rule, self._from_earlier(rule, silent)) for rule in rules if self.facts.allow(rule)]
        return [course for rule, start in begun if (course := self.run(rule, start))]

    def after_others(self, rule: DeadlineRule, found: Sequence[Course]) -> list[Course]:
        """Return the deadlines that start where others have run out unmet."""
        begun = [
            Start(0, last, None, provisional=before.provisional, exists_after=last)
            for before in found
            if before.rule.id in rule.follows and before.met_on is None and (last := before.measure.end.due_on)
        ]
        if not self.facts.allow(rule):
            return []
        return [course for start in begun if (course := self.run(rule, start))]

    def run(self, rule: DeadlineRule, start: Start) -> Course | None:
        """Return the deadline of ``rule`` from ``start``; ``None`` where it has no length or was made void."""
        measure = self._measure(rule, start)
        if measure is None:
            return None
        met_on = _met_by_itself(rule, start.step) if rule.backwards or rule.met_detail else None
        if met_on is None and (end := self.facts.end(rule, start.place)):
            if end.step in rule.voids:
                return None
            met_on = end.on
        return Course(rule, start, measure, met_on, self._provisional(start, measure))

    def _measure(self, rule: DeadlineRule, start: Start) -> Measure | None:
        """Return the length in force and the end of the period; ``None`` where the rule gives this case none."""
        if rule.last_day_detail and (stated := self.facts.stated(rule.last_day_detail, start.step)):
            day = date.fromisoformat(stated)
            return Measure("", 0, rule.article, Count(day, self.calendar.roll(day)))
        granted = self._granted(rule, start) if rule.length_detail else None
        length = self.facts.length(rule, start.place, start.step)
        if length is None or (granted is not None and not rule.longer_only):
            return granted
        lawful = self._lawful(rule, start, length)
        return granted if granted is not None and granted.end > lawful.end else lawful

    def _granted(self, rule: DeadlineRule, start: Start) -> Measure | None:
        """Return the period of natural days that a notice or the conclusion sets."""
        stated = self.facts.stated(rule.length_detail or "", start.step)
        if stated is None:
            return None
        days = int(stated)
        return Measure(DAYS, days, rule.article, last_day(start.day, DAYS, days, self.calendar))

    def _lawful(self, rule: DeadlineRule, start: Start, length: Length) -> Measure:
        """Return the period of the law, with its extension and without the days it leaves out."""
        article = length.article or rule.article
        extra, inferred = self.facts.extension(rule, start.place) if rule.extends else (0, False)
        spans = self.facts.spans(rule) if rule.suspends or rule.supplement_excluded else ()
        days = -length.count if rule.backwards else length.count + extra
        end = last_day(start.day, length.unit, days, self.calendar, spans)
        return Measure(length.unit, length.count, article, end, extra, spans, inferred)

    def _provisional(self, start: Start, measure: Measure) -> bool:
        """Return whether a day that decided on the end lies in a year without a published notice."""
        nominal, due = measure.end.nominal_on, measure.end.due_on
        if start.provisional or nominal is None or due is None:
            return start.provisional
        first = nominal if measure.unit != WORKING_DAYS else start.day + DAY
        return self.calendar.provisional(first) or self.calendar.provisional(due)


def _met_by_itself(rule: DeadlineRule, step: Step | None) -> date | None:
    """Return the day on which the starting step itself met the deadline, ``None`` where it did not."""
    if step is None or rule.backwards:
        return step.on if step else None
    stated = step.details.get(rule.met_detail or "")
    return date.fromisoformat(stated) if stated else None
