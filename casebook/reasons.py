"""Why a deadline ends on its day: start, days left out, extension, last day, rolling over, article. Pure.

Told on demand only; nothing of it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.counting import DAY, DAYS, WORKING_DAYS
from casebook.deadlines import courses, deadline_of
from casebook.law import cite
from casebook.notices import days_between
from casebook.terms import MARK, STEP, UNIT
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from casebook.deadlines import Course
    from casebook.lawrules import Edition
    from casebook.model import Deadline, Step
    from casebook.workdays import Calendar


def explain(
    deadline: Deadline,
    steps: Sequence[Step],
    edition: Edition,
    register: str,
    *,
    procedure: str | None,
    instance: str | None,
    calendar: Calendar,
) -> tuple[Words, ...]:
    """Return, line by line, how ``deadline`` was computed from ``steps``; empty where they do not give it.

    The parameters are those of ``deadlines.compute``.
    """
    found = courses(steps, edition, register, procedure=procedure, instance=instance, calendar=calendar)
    for course in found:
        if deadline_of(course, edition, register) == deadline:
            return tuple(_lines(course, edition, calendar))
    return ()


def _lines(course: Course, edition: Edition, calendar: Calendar) -> Iterator[Words]:
    yield _rule(course, edition)
    yield _beginning(course)
    yield from _length(course)
    yield from _days_looked_at(course, calendar)
    yield from _left_out(course)
    yield from _end(course, calendar)
    if course.provisional:
        yield Words(
            "暂定：涉及的年份尚无放假安排，只计周末和法定节日；启用安排后重算。",
            "Provisional: a year without a holiday notice; weekends and statutory days only, to be computed anew.",
        )
    mark = course.rule.mark
    if mark is not None:
        yield Words(
            f"此规则系{MARK.label(mark).zh}，请核对依据。", f"The rule is {MARK.label(mark).en}: check its basis."
        )
    if course.met_on is not None:
        yield Words(f"{course.met_on} 完成。", f"Met on {course.met_on}.")
    yield course.rule.consequence


def _rule(course: Course, edition: Edition) -> Words:
    article = course.measure.article
    rule = course.rule
    return Words(
        f"{rule.id} {rule.label.zh}：{cite(edition, article, 'zh')}；适用 {edition.label.zh}。",
        f"{rule.id} {rule.label.en}: {cite(edition, article, 'en')}; governed by {edition.label.en}.",
    )


def _beginning(course: Course) -> Words:
    rule, start = course.rule, course.start
    if start.step is not None and rule.backwards:
        on = Words(f"听证日 {start.day}", f"The hearing on {start.day}")
        return Words(
            f"{on.zh}，由此向前倒算，当日不计入。", f"{on.en}, counted back from; the day itself is not counted."
        )
    first = start.day + DAY
    counted = Words(f"当日不计入，自 {first} 起算。", f"not counted itself; the first day is {first}.")
    if start.step is not None and start.day == start.step.on:
        step = STEP.label(start.step.step)
        note = Words("（以该日代替未填的日期）", " (for a day that is not stated)") if start.inferred else Words("", "")
        return Words(f"{start.day} {step.zh}{note.zh}，{counted.zh}", f"{start.day} {step.en}{note.en}, {counted.en}")
    if start.step is not None and rule.starts_detail is not None:
        return Words(f"{start.day} 签收，{counted.zh}", f"{start.day} received, {counted.en}")
    if start.step is not None and rule.counts_from:
        return Words(f"自收到之日 {start.day} 计，{counted.zh}", f"From receipt on {start.day}, {counted.en}")
    if rule.follows:
        return Words(f"{start.day} 前一期限届满，{counted.zh}", f"{start.day} the period before ran out, {counted.en}")
    return Words(f"{start.day} 期满视为受理，{counted.zh}", f"{start.day} accepted by silence, {counted.en}")


def _length(course: Course) -> Iterator[Words]:
    measure = course.measure
    if not measure.unit:
        yield Words("文书写明了末日。", "The document states the last day.")
        return
    unit = UNIT.label(measure.unit)
    kind = Words("自然日", "natural days") if measure.unit == DAYS else unit
    amount = f"{measure.days}{unit.zh}" if measure.unit != DAYS else f"{measure.days}日（自然日）"
    yield Words(f"期间 {amount}。", f"Length: {measure.days} {kind.en}.")
    if measure.extra:
        inferred = Words("（未写天数，按最长计）", " (not stated: the longest)") if measure.inferred else Words("", "")
        yield Words(
            f"延长 {measure.extra} 日{inferred.zh}，合为一个期间。",
            f"Extended by {measure.extra} days{inferred.en}; it stays one period.",
        )


def _days_looked_at(course: Course, calendar: Calendar) -> Iterator[Words]:
    """Give each rest day passed over and each make-up day counted in a period of working days."""
    due = course.measure.end.due_on
    if course.measure.unit != WORKING_DAYS or due is None:
        return
    start = course.start.day
    for day in days_between(start + DAY, due) if due > start else days_between(due, start - DAY):
        yield from _day(day, calendar, Words("不计入", "not counted"))


def _day(day: date, calendar: Calendar, rests: Words) -> Iterator[Words]:
    rest, make_up = calendar.rest_name(day), calendar.make_up_name(day)
    if rest is not None:
        yield Words(f"{day} {rest.zh}，{rests.zh}。", f"{day} {rest.en}: {rests.en}.")
    elif make_up is not None:
        yield Words(f"{day} {make_up.zh}调休上班，计入。", f"{day} worked for {make_up.en}: counted.")


def _left_out(course: Course) -> Iterator[Words]:
    """Give the days left out that fell into the period: a suspension before or after it changes nothing."""
    end = course.measure.end
    for span in course.measure.spans:
        first = max(span.first, course.start.day + DAY)
        if end.due_on is not None and first > end.due_on:
            return
        if span.until is None:
            yield Words(
                f"自 {first} 停止计算，尚未恢复，剩余 {end.remaining} 日。",
                f"Stopped on {first} and not resumed; {end.remaining} days remain.",
            )
        elif span.until > first:
            days, last = (span.until - first).days, span.until - DAY
            yield Words(
                f"{first} 至 {last} 不计入，共 {days} 日；{span.until} 恢复计算。",
                f"{first} to {last} not counted, {days} days; it runs again from {span.until}.",
            )


def _end(course: Course, calendar: Calendar) -> Iterator[Words]:
    nominal, due, _ = course.measure.end
    if nominal is None or due is None:
        return
    if nominal == due:
        yield Words(f"末日 {due}。", f"The last day is {due}.")
        return
    yield Words(f"按日计算末日为 {nominal}。", f"By the count the last day is {nominal}.")
    for day in days_between(nominal, due - DAY):
        yield from _day(day, calendar, Words("顺延", "goes over to the next day"))
    yield Words(f"顺延至 {due}。", f"It goes over to {due}.")
