"""A year of the calendar in words and as JSON: days off, weekend days worked, where they are known from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from casebook.noticeform import stretches
from casebook.notices import days_between
from casebook.render.align import aligned
from casebook.render.text import inert
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.calendars import Adopted, Balance
    from casebook.workdays import Calendar

YEAR_SCHEMA, CHECK_SCHEMA, ADOPTED_SCHEMA = "casebook/calendar/1", "casebook/calendar-check/1", "casebook/adopted/1"

_HEADS = (Words("节日", "holiday"), Words("放假", "off"), Words("天数", "days"), Words("调休上班", "worked"))
PROVISIONAL = Words(
    "尚无放假安排：只计周末和法定节日，涉及该年的期限为暂定。",
    "No notice yet: weekends and statutory days only; deadlines that reach into it are provisional.",
)
SHIPPED = Words("随程序提供的放假安排。", "The notice that comes with the program.")


class Year(NamedTuple):
    """A year of a calendar, and the entry that adopted its notice."""

    number: int
    calendar: Calendar
    adopted_by: int | None

    @property
    def rest(self) -> Mapping[date, Words]:
        """The days off, each with its holiday; without a notice those of the law."""
        notice = self.calendar.notice(self.number)
        if notice is not None:
            return notice.rest
        days = days_between(date(self.number, 1, 1), date(self.number, 12, 31))
        named = ((day, self.calendar.holiday(day)) for day in days)
        return {day: name for day, name in named if name is not None}

    @property
    def work(self) -> Mapping[date, Words]:
        """The weekend days worked, each with the holiday they are worked for."""
        notice = self.calendar.notice(self.number)
        return notice.work if notice else {}

    @property
    def working_days(self) -> int:
        """How many days of the year are worked."""
        days = days_between(date(self.number, 1, 1), date(self.number, 12, 31))
        return sum(self.calendar.is_workday(day) for day in days)

    @property
    def origin(self) -> Words:
        """Where the year is known from."""
        notice = self.calendar.notice(self.number)
        if notice is None:
            return PROVISIONAL
        if self.adopted_by is None:
            return SHIPPED
        name, issued = inert(notice.number), notice.issued_on
        return Words(
            f"{name}，{issued} 发布；登记号 {self.adopted_by} 启用。",
            f"{name}, issued on {issued}; adopted by entry {self.adopted_by}.",
        )


def year_lines(year: Year, language: Language) -> list[str]:
    """Return the year as ``calendar show`` prints it."""
    worked: dict[Words, list[str]] = {}
    for day, name in sorted(year.work.items()):
        worked.setdefault(name, []).append(_day(day, year.number))
    rows = []
    for first, last, name in stretches(year.rest):
        span = _day(first, year.number) if first == last else f"{_day(first, year.number)}–{_day(last, year.number)}"
        days = str((last - first).days + 1)
        rows.append((inert(name.say(language)), span, days, " ".join(worked.pop(name, ()))))
    rows += [(inert(name.say(language)), "", "", " ".join(days)) for name, days in worked.items()]
    count = year.working_days
    total = Words(f"工作日 {count} 天。", f"{count} working days.")
    return [
        f"{year.number}  {year.origin.say(language)}",
        "",
        *aligned([tuple(head.say(language) for head in _HEADS), *rows], indent=2),
        "",
        total.say(language),
    ]


def _day(day: date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else day.isoformat()


def year_json(year: Year) -> dict[str, object]:
    """Return the year as JSON."""
    notice = year.calendar.notice(year.number)
    issued = notice.issued_on if notice else None
    return {
        "schema": YEAR_SCHEMA,
        "year": year.number,
        "provisional": notice is None,
        "number": (notice.number or None) if notice else None,
        "issued_on": issued.isoformat() if issued else None,
        "adopted_by": year.adopted_by,
        "rest": [
            {"from": first.isoformat(), "to": last.isoformat(), "name": name._asdict()}
            for first, last, name in stretches(year.rest)
        ],
        "work": [{"on": day.isoformat(), "name": name._asdict()} for day, name in sorted(year.work.items())],
        "working_days": year.working_days,
    }


def adopted_lines(adopted: Adopted) -> list[Words]:
    """Return what an adoption did."""
    year, number, entry = adopted.notice.year, inert(adopted.notice.number), adopted.entry_no
    if not adopted.new:
        return [
            Words(
                f"{year} 年放假安排已由登记号 {entry} 启用，未作改动。",
                f"Entry {entry} has adopted the notice of {year} already; nothing was changed.",
            )
        ]
    return [
        Words(
            f"已启用 {year} 年放假安排（{number}），登记号 {entry}。",
            f"Adopted the notice of {year} ({number}), entry {entry}.",
        ),
        Words(
            f"重算 {adopted.cases} 件案件，{adopted.changed} 个期限有变动。",
            f"Computed anew: {adopted.cases} cases; {adopted.changed} deadlines came out differently.",
        ),
    ]


def adopted_json(adopted: Adopted, language: Language) -> dict[str, object]:
    """Return what an adoption did as JSON."""
    return {
        "schema": ADOPTED_SCHEMA,
        "year": adopted.notice.year,
        "number": adopted.notice.number,
        "entry_no": adopted.entry_no,
        "new": adopted.new,
        "cases": adopted.cases,
        "changed": adopted.changed,
        "faults": [fault.say(language) for fault in adopted.faults],
    }


def missing_line(year: int) -> Words:
    """Return that the notice of ``year`` is missing, and what to do."""
    return Words(
        f"缺 {year} 年放假安排：涉及该年的期限为暂定。发布后用 calendar adopt 启用。",
        f"The notice of {year} is missing: deadlines that reach into it are provisional. Adopt it with calendar adopt.",
    )


def check_lines(balances: Sequence[Balance], missing: Sequence[int], language: Language) -> list[str]:
    """Return the trial balance of each year, and the years whose notice is missing."""
    lines = []
    for each in balances:
        off, worked = each.weekdays_off, each.weekend_worked
        sound = Words(
            f"{each.year}  工作日放假 {off} 天，减调休上班 {worked} 天，得 {off - worked} 天：相符",
            f"{each.year}  {off} weekdays off less {worked} weekend days worked: {off - worked}, right",
        )
        lines += [fault.say(language) for fault in each.faults] or [sound.say(language)]
    return [*lines, *(missing_line(year).say(language) for year in missing)]


def check_json(balances: Sequence[Balance], missing: Sequence[int], language: Language) -> dict[str, object]:
    """Return the trial balances as JSON."""
    return {
        "schema": CHECK_SCHEMA,
        "years": [
            {
                "year": each.year,
                "weekdays_off": each.weekdays_off,
                "weekend_worked": each.weekend_worked,
                "balanced": not each.faults,
                "faults": [fault.say(language) for fault in each.faults],
            }
            for each in balances
        ],
        "missing": list(missing),
    }
