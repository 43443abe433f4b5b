"""The calendar of a book: adopting a holiday notice, what is missing, and whether a year adds up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from casebook.filefaults import NoticeOfTwoYears
from casebook.noticeform import pack
from casebook.notices import SATURDAY, read_notice
from casebook.store import adoptions
from casebook.store.derive import Keeper
from casebook.store.journal import Act, load_case
from casebook.versions import state_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.book import Book, Scribe
    from casebook.model import Deadline
    from casebook.notices import Notice
    from casebook.versions import Rules
    from casebook.words import Words
    from casebook.workdays import Calendar

NOTICE_MONTH = 10  # the notice of the next year has come out from October on, if late in December
BATCH = 500


class Adopted(NamedTuple):
    """What an adoption did: its entry, the cases computed anew, the deadlines that came out differently.

    ``new`` is false where the book had adopted the same notice already; ``faults`` say what does not add up in it.
    """

    entry_no: int
    notice: Notice
    new: bool
    cases: int
    changed: int
    faults: tuple[Words, ...]


class Balance(NamedTuple):
    """The trial balance of a year: weekdays off, weekend days worked, and what does not add up."""

    year: int
    weekdays_off: int
    weekend_worked: int
    faults: tuple[Words, ...]


def adopt(book: Book, content: bytes, file: str, scribe: Scribe, reason: str | None = None) -> Adopted:
    """Adopt the notice that the TOML ``content`` of ``file`` states, and compute anew every case it touches.

    The notice stands instead of what was known of its year. The same notice again changes nothing. Raises the errors
    of ``read_notice``, and ``NoticeOfTwoYears``.
    """
    notice = read_notice(content, file)
    with book.writing("adopt"):
        calendar = book.rules.calendar
        _refuse_two_years(notice, calendar, file)
        compiled = pack(notice)
        before = next((each for each in reversed(book.adopted) if each.year == notice.year), None)
        rules = book.rules._replace(calendar=calendar.with_notice(notice))
        faults = rules.calendar.trial_balance(notice.year)
        if before is not None and before.compiled == compiled:
            return Adopted(before.entry_no, notice, new=False, cases=0, changed=0, faults=faults)
        writer = book.writer()
        text = content.decode("utf-8-sig")
        adopted = [(adoptions.CALENDAR, str(notice.year), text, compiled)]
        act = Act("adopt", scribe.clock(), scribe.officer, reason=reason, source=file, adoptions=adopted)
        writer.append(act)
        writer.flush()
        cases = adoptions.touched(book.connection, notice.year)
        changed = _recompute(book, cases, rules, writer.entry_no)
    book.refresh()
    return Adopted(writer.entry_no, notice, new=True, cases=len(cases), changed=changed, faults=faults)


def _refuse_two_years(notice: Notice, calendar: Calendar, file: str) -> None:
    for year in (notice.year - 1, notice.year + 1):
        other = calendar.notice(year)
        if other is None:
            continue
        for day in sorted({*notice.rest, *notice.work} & {*other.rest, *other.work}):
            raise NoticeOfTwoYears(file=file, day=day, year=year)


def _recompute(book: Book, cases: Sequence[int], rules: Rules, entry_no: int) -> int:
    """Derive ``cases`` anew as known at ``entry_no``; return how many deadlines came out differently."""
    keeper = Keeper(book.connection)
    changed = 0
    for done, case_no in enumerate(cases, 1):
        before = Counter(adoptions.last_days(book.connection, case_no))
        derived = state_of(load_case(book.connection, case_no), rules)
        keeper.replace(case_no, entry_no, derived)
        after = Counter(map(_last_day, derived.deadlines if derived else ()))
        changed += max((after - before).total(), (before - after).total())
        if done % BATCH == 0:
            keeper.flush()
    keeper.flush()
    return changed


def _last_day(deadline: Deadline) -> tuple[str, str | None, int]:
    return deadline.rule, deadline.due_on.isoformat() if deadline.due_on else None, int(deadline.provisional)


def missing(calendar: Calendar, today: date) -> int | None:
    """Return the year whose notice should be known by ``today`` and is not: this one, from October on the next."""
    years = (today.year, today.year + 1) if today.month >= NOTICE_MONTH else (today.year,)
    return next((year for year in years if calendar.notice(year) is None), None)


def balance(calendar: Calendar, year: int) -> Balance | None:
    """Return the trial balance of ``year``, ``None`` where its notice is not known."""
    notice = calendar.notice(year)
    if notice is None:
        return None
    off = sum(day.weekday() < SATURDAY for day in notice.rest)
    return Balance(year, off, len(notice.work), calendar.trial_balance(year))
