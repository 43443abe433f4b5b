"""Closed periods: what is told late of their days needs a reason, and is an adjustment of the next report."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from casebook.bookfaults import PeriodClosed, ReportUnknown
from casebook.dates import Period
from casebook.errors import BadValue, ReasonMissing
from casebook.model import LATE
from casebook.store.closed import ClosingRow, closings
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.book import Book, Scribe
    from casebook.store.frozen import LateRow


class Lateness(NamedTuple):
    """Whether an act may tell of a closed period, and why it does; the reason stands with the entry."""

    late: bool = False
    reason: str | None = None

    def check(self) -> Lateness:
        """Return itself. Raises ``ReasonMissing`` for ``--late`` without a reason."""
        if self.late and not (self.reason or "").strip():
            raise ReasonMissing
        return self


ON_TIME = Lateness()


class Closed(NamedTuple):
    """A closed period, the report on it, and the act that closed it."""

    entry_no: int
    period: Period
    report_no: int


class Adjustment(NamedTuple):
    """What was told late of a closed period: the step, its day now and before.

    ``on`` is ``None`` where the step was struck and nothing told instead, ``was_on`` where nothing was known before.
    """

    register: str
    case_no: int
    number: str
    step: str
    on: date | None
    was_on: date | None
    entry_no: int
    act: str
    reason: str | None
    closed: Period


def closed_periods(book: Book) -> tuple[Closed, ...]:
    """Return the closed periods of the book, in the order in which they were closed."""
    return tuple([Closed(row.entry_no, _period(row), row.report_no) for row in closings(book.connection)])


def _period(row: ClosingRow | LateRow) -> Period:
    return Period(date.fromisoformat(row.first_on), date.fromisoformat(row.last_on))


def closing_of(closed: Iterable[Closed], day: date) -> Closed | None:
    """Return the first of the ``closed`` periods that ``day`` falls in."""
    return next((each for each in closed if day in each.period), None)


def admit_days(book: Book, days: Iterable[date], lateness: Lateness) -> None:
    """Let an act tell of ``days``. Raises ``ReasonMissing``, ``RoleMissing``, ``PeriodClosed`` for a closed day."""
    if lateness.check().late:
        book.admit(LATE)
        return
    closed = closed_periods(book)
    if not closed:
        return
    for day in sorted(days):
        found = closing_of(closed, day)
        if found is not None:
            raise PeriodClosed(on=day, period=found.period, entry_no=found.entry_no)


def close(book: Book, report_no: int, scribe: Scribe, reason: str | None = None) -> Closed:
    """Close the period of a frozen report for the whole book; one that is closed already is closed no second time.

    Raises ``ReportUnknown``, and ``BadValue`` for a period that has not ended.
    """
    from casebook.store import frozen
    from casebook.store.journal import Act

    with book.writing("close"):
        report = frozen.report(book.connection, report_no)
        if report is None:
            raise ReportUnknown(value=report_no, choices=listed_reports(book))
        period = Period(date.fromisoformat(report.first_on), date.fromisoformat(report.last_on))
        refuse_unended(period, scribe.today)
        known = next((each for each in closed_periods(book) if each.period == period), None)
        if known is not None:
            return known
        writer = book.writer()
        closed = [(report.first_on, report.last_on, report_no)]
        writer.append(Act("close", scribe.clock(), scribe.officer, reason=reason, closings=closed))
        writer.flush()
    return Closed(writer.entry_no, period, report_no)


def refuse_unended(period: Period, today: date) -> None:
    """Raise ``BadValue`` for a period that has not ended: it cannot be closed."""
    if period.end >= today:
        rule = Words("期间尚未结束，不能封闭。", "The period has not ended; it cannot be closed yet.")
        raise BadValue(field=Words("--close", "--close"), value=period, rule=rule)


def listed_reports(book: Book) -> Words:
    """Return the numbers of the frozen reports, for a message."""
    from casebook.store import frozen

    numbers = [str(row.report_no) for row in frozen.reports(book.connection)]
    return Words("、".join(numbers) or "无", ", ".join(numbers) or "none")


def adjustments(book: Book, register: str, period: Period, known_at: int | None = None) -> tuple[Adjustment, ...]:
    """Return what a report of ``register`` on ``period`` must say of closed periods before it, as it was told.

    These are the late entries by ``known_at`` since the latest report on an earlier period was frozen: once the report
    on ``period`` is frozen, later ones do not show them again.
    """
    if not closings(book.connection):
        return ()
    from casebook.store import frozen  # few books have closed a period

    known = book.head.entry_no if known_at is None else known_at
    start = period.start.isoformat()
    after = frozen.last_freeze_before(book.connection, register, start, known)
    told: dict[tuple[int, int, str], list[LateRow]] = defaultdict(list)
    for row in frozen.late_steps(book.connection, register, start, after, known):
        told[row.entry_no, row.case_no, row.step].append(row)
    found: list[Adjustment] = []
    for (entry_no, case_no, step), rows in told.items():
        number = frozen.number_at(book.connection, case_no, known)[1]
        struck = [row for row in rows if row.struck]
        for was, now in zip_longest(struck, [row for row in rows if not row.struck]):
            on, was_on = (date.fromisoformat(each.on_date) if each else None for each in (now, was))
            closed = [each for each in (now, was) if each and each.first_on]
            for row in closed[:1]:
                said = (entry_no, row.act, row.reason, _period(row))
                found.append(Adjustment(register, case_no, number, step, on, was_on, *said))
    return tuple(found)
