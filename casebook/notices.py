"""The yearly notice on holidays: which days rest, which weekend days are worked, and the form of its file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from casebook.filefaults import (
    NoticeBackwards,
    NoticeDayOutside,
    NoticeDayTwice,
    NoticeIncomplete,
    NoticeMakeUpOnWeekday,
    NoticeUnreadable,
)
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SATURDAY = 5
DECEMBER, TURN_OF_YEAR = 12, 25  # from here a day may belong to the next year: New Year's rest reaches back
_LONGEST = 60  # days of one holiday; more is a slip of the pen and would fill the memory


class Notice(NamedTuple):
    """The arrangement of one year: every resting day of a holiday and every weekend day worked for one.

    ``rest`` and ``work`` give the holiday for each day. A notice stands for its whole year: one that changes
    an earlier one repeats what stays. ``number`` is that of the document, empty where it is not known.
    """

    year: int
    number: str
    issued_on: date | None
    rest: Mapping[date, Words]
    work: Mapping[date, Words]


def notice_year(day: date) -> int:
    """Return the year whose notice names ``day`` where one does: for the end of December the next year."""
    return day.year + (day.month == DECEMBER and day.day >= TURN_OF_YEAR)


def days_between(first: date, last: date) -> Iterator[date]:
    """Return the days from ``first`` to ``last``, both included."""
    yield from map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def read_notice(content: bytes | str, file: str) -> Notice:
    """Return the notice that the TOML text ``content`` states; ``file`` names it in messages.

    The form: ``year``, ``number``, ``issued_on``, and for each holiday a table ``[[holiday]]`` with ``name``
    (a text, or ``zh`` and ``en``), ``from`` and ``to`` (both days included) and ``work``, weekend days worked.
    Raises ``NoticeUnreadable``, ``NoticeIncomplete``, ``NoticeBackwards``, ``NoticeDayOutside``,
    ``NoticeDayTwice`` or ``NoticeMakeUpOnWeekday``.
    """
    table = _toml(content, file)
    year = table.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise NoticeIncomplete(file=file, name="year", value=_shown(year))
    holidays = table.get("holiday")
    if not isinstance(holidays, list) or not holidays or not all(isinstance(each, dict) for each in holidays):
        raise NoticeIncomplete(file=file, name="[[holiday]]", value=_shown(holidays))
    number = table.get("number")
    if not isinstance(number, str):
        raise NoticeIncomplete(file=file, name="number", value=_shown(number))
    rest: dict[date, Words] = {}
    work: dict[date, Words] = {}
    for holiday in holidays:
        _enter(holiday, year, rest, work, file)
    return Notice(year, number, _day(table, "issued_on", file), rest, work)


def _toml(content: bytes | str, file: str) -> Mapping[str, object]:
    import tomllib  # only where a notice is read

    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # neither TOML nor UTF-8, or tables nested without end
        raise NoticeUnreadable(file=file, problem=str(error).splitlines()[0]) from None


def _enter(
    holiday: Mapping[str, object], year: int, rest: dict[date, Words], work: dict[date, Words], file: str
) -> None:
    """Add the days of one holiday to ``rest`` and ``work``. Raises where a day cannot be."""
    name = _name(holiday, file)
    first, last = _day(holiday, "from", file), _day(holiday, "to", file)
    if not first <= last < first + timedelta(days=_LONGEST):
        raise NoticeBackwards(file=file, holiday=name, first=first, last=last)
    worked = holiday.get("work", [])
    if not isinstance(worked, list) or not all(_is_day(day) for day in worked):
        raise NoticeIncomplete(file=file, name="work", value=_shown(worked))
    for day in worked:
        if day.weekday() < SATURDAY:
            raise NoticeMakeUpOnWeekday(file=file, day=day, holiday=name)
    for days, kind in ((tuple(days_between(first, last)), rest), (worked, work)):
        for day in days:
            if day.year != year and notice_year(day) != year:
                raise NoticeDayOutside(file=file, day=day, year=year)
            if day in rest or day in work:
                raise NoticeDayTwice(file=file, day=day)
            kind[day] = name


def _name(holiday: Mapping[str, object], file: str) -> Words:
    name = holiday.get("name")
    if isinstance(name, str) and name:
        return Words(name, name)
    if isinstance(name, dict) and all(isinstance(name.get(each), str) for each in ("zh", "en")):
        return Words(name["zh"], name["en"])
    raise NoticeIncomplete(file=file, name="name", value=_shown(name))


def _day(table: Mapping[str, object], name: str, file: str) -> date:
    value = table.get(name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise NoticeIncomplete(file=file, name=name, value=_shown(value))


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _shown(value: object) -> object:
    return "—" if value is None else value
