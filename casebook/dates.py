"""Dates and periods as officers write them. Both days of a period are included in it.

A book may start its reporting year on another day than the first of January. A year that starts
after 30 June bears the number of the year it ends in, any other the number of the year it starts in.
Halves and quarters run from that day; months are calendar months.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from casebook.errors import BadValue, PeriodBackwards, WrongDate, WrongPeriod, WrongYearStart
from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MonthDay = tuple[int, int]
NEW_YEAR: MonthDay = (1, 1)

_MIDDLE_OF_YEAR: MonthDay = (6, 30)
_YEAR, _HALF, _QUARTER, _MONTH = 12, 6, 3, 1  # lengths in months
_ONE_DAY = timedelta(days=1)
_ISO_LENGTH = len("2023-03-05")
_OLDEST_YEAR = 1900  # no register reaches further back: 0023 is a slip for 2023
_DAYS_BACK = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
# Patterns are compiled when they are first used: most dates are written as ISO 8601 and need none.
_DATE = r"([0-9]{4})(?:([-./])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)"
_WEEKDAYS = "一二三四五六日天"
_WEEKDAY = rf"[(]?(?:星期|周|礼拜)(?P<weekday>[{_WEEKDAYS}])[)]?"
_TIME = (
    r"(?:(?:[t ]|(?<![0-9]))(?:上午|下午|中午|早上|晚上)?"
    r"[0-9]{1,2}[:时点](?:[0-9]{1,2}(?:[:分][0-9]{1,2}(?:\.[0-9]+)?)?)?[分秒半]?z?|[上下]午)"
)
_TAIL = rf"(?:{_WEEKDAY})?(?:{_TIME})?"
_SHEET_DATE = rf"(?:{_DATE}|([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})){_TAIL}"
_YEAR_OF_TWO = rf"'?[0-9]{{2}}(?:[-./年][0-9]{{1,2}}[-./月][0-9]{{1,2}}[日号]?|[0-9]{{4}}){_TAIL}"
_YEAR_LAST = rf"[0-9]{{1,2}}[-./][0-9]{{1,2}}[-./](?:[0-9]{{2}}|[0-9]{{4}}){_TAIL}"
_SERIAL = r"([0-9]{5})(?:\.[0-9]+)?"
_HOW = ("写作 2024-03-05、2024.3.5 或 2024年3月5日。", "Write 2024-03-05, 2024.3.5 or 2024年3月5日.")
_SERIAL_START = date(1899, 12, 30)
_OLDEST_SERIAL = date(1990, 1, 1)  # the day of an older one is more likely something else than a date
_MONTH_DAY = r"([0-9]{1,2})(?:[-./]([0-9]{1,2})|月([0-9]{1,2})[日号]?)"
_ORDINAL = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_NAMED = (
    r"(?P<year>[0-9]{4})(?:年度?)?"
    r"(?:h(?P<h>[12])|(?P<half>[上下])半年|q(?P<q>[1-4])|第?(?P<quarter>[一二三四1-4])季度?)?"
)
_CALENDAR_MONTH = r"([0-9]{4})(?:[-./]([0-9]{1,2})|年([0-9]{1,2})月份?)"
_RELATIVE = {
    "last-month": "last-month", "上月": "last-month", "上个月": "last-month",
    "this-month": "this-month", "本月": "this-month", "这个月": "this-month",
    "last-quarter": "last-quarter", "上季度": "last-quarter", "上一季度": "last-quarter",
    "this-year": "this-year", "今年": "this-year", "本年": "this-year", "今年以来": "this-year",
    "last-year": "last-year", "去年": "last-year", "上年": "last-year",
}  # fmt: skip


class _Days(NamedTuple):
    start: date
    end: date


class Period(_Days):
    """The days from ``start`` to ``end``, both included. Raises ``PeriodBackwards``."""

    __slots__ = ()

    def __new__(cls, start: date, end: date) -> Self:
        """Return the period. Raises ``PeriodBackwards``."""
        if end < start:
            raise PeriodBackwards(start=start, end=end)
        return super().__new__(cls, start, end)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.start.isoformat()}..{self.end.isoformat()}"


def parse_date(text: str, today: date) -> date:
    """Return the date that ``text`` names; ``today`` is the day that ``today`` and ``yesterday`` count from.

    Any width of digits is read; a year has four digits. Raises ``WrongDate`` for another form and for a day
    that does not exist.
    """
    if len(text) == _ISO_LENGTH and text.isascii() and text[4] == text[7] == "-":
        return _iso_date(text)
    plain = fold(text)
    try:
        if plain in _DAYS_BACK:
            return today - timedelta(days=_DAYS_BACK[plain])
        # inner white space of a date is taken out, but "2023 0305" must not become one
        found = re.fullmatch(_DATE, _compact(text))
        if found:
            year, _, month, day, month_zh, day_zh = found.groups()
            if int(year) >= _OLDEST_YEAR:
                return date(int(year), int(month or month_zh), int(day or day_zh))
    except (ValueError, OverflowError) as wrong:
        raise WrongDate(value=text.strip()) from wrong
    raise WrongDate(value=text.strip())


def parse_sheet_date(text: str) -> date:
    """Return the date that a cell of a spreadsheet names, in more forms than ``parse_date`` takes.

    ``20240305``, a time or a weekday behind the date, the serial number of a spreadsheet (45356). Raises ``BadValue``
    for a year of two digits, a year that does not come first, a weekday that is not that of the day, a day that does
    not exist, and any other form.
    """
    plain = _compact(text)
    serial = re.fullmatch(_SERIAL, plain)
    if serial:
        day = _SERIAL_START + timedelta(days=int(serial[1]))
        if day >= _OLDEST_SERIAL:
            return day
    found = re.fullmatch(_SHEET_DATE, plain)
    if found:
        return _sheet_day(text, *found.groups())
    if re.fullmatch(_YEAR_OF_TWO, plain):
        raise _unclear(text, "年份写四位，如 2024-03-05。", "Write the year with four digits, as in 2024-03-05.")
    if re.fullmatch(_YEAR_LAST, plain):
        zh = "年份不在最前，月、日的先后不明；整列改为 2024-03-05 的写法。"
        en = "The year does not come first, so day and month are not clear; write the whole column as 2024-03-05."
        raise _unclear(text, zh, en)
    raise _unclear(text, *_HOW)


def _sheet_day(text: str, *parts: str | None) -> date:
    year, _, month, day, month_zh, day_zh, plain_year, plain_month, plain_day, weekday = parts
    try:
        found = date(
            int(year or plain_year or 0),
            int(month or month_zh or plain_month or 0),
            int(day or day_zh or plain_day or 0),
        )
    except ValueError as wrong:
        raise _unclear(text, "没有这一天；请核对。", "There is no such day; check it.") from wrong
    if found.year < _OLDEST_YEAR:
        raise _unclear(text, *_HOW)
    if weekday is not None and min(_WEEKDAYS.index(weekday), 6) != found.weekday():
        right = _WEEKDAYS[found.weekday()]
        zh, en = f"{found} 是星期{right}；请核对。", f"{found} is a {found:%A}; check it."
        raise _unclear(text, zh, en)
    return found


def _unclear(text: str, zh: str, en: str) -> BadValue:
    return BadValue(field=Words("日期", "date"), value=text.strip(), rule=Words(zh, en))


def _iso_date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise WrongDate(value=text) from wrong
    if day.year < _OLDEST_YEAR:
        raise WrongDate(value=text)
    return day


def parse_year_start(text: str) -> MonthDay:
    """Return month and day of ``text`` (``12-11``, ``12月11日``): the first day of a reporting year.

    Raises ``WrongYearStart`` for another form and for a day that not every year has.
    """
    found = re.fullmatch(_MONTH_DAY, _compact(text))
    if not found:
        raise WrongYearStart(value=text.strip())
    month, day, day_zh = found.groups()
    try:
        common = date(1901, int(month), int(day or day_zh))  # no leap year: 29 February is refused
    except ValueError as wrong:
        raise WrongYearStart(value=text.strip()) from wrong
    return common.month, common.day


def parse_period(text: str, today: date, year_start: MonthDay = NEW_YEAR) -> Period:
    """Return the period that ``text`` names, seen from ``today``; the year begins on ``year_start``.

    Raises ``WrongPeriod`` for a text that names none, ``WrongDate`` for a wrong date in ``a..b`` and
    ``PeriodBackwards`` for one that ends before it begins.
    """
    plain = fold(text)
    first, dots, last = _range_parts(text)
    if dots:
        return Period(parse_date(first, today), parse_date(last, today))
    try:
        if plain in _RELATIVE:
            return _relative(_RELATIVE[plain], today, year_start)
        found = re.fullmatch(_NAMED, plain)
        if found:
            return _named(found.groupdict(), year_start)
        month = re.fullmatch(_CALENDAR_MONTH, plain)
        if month:
            year, number, number_zh = month.groups()
            return _span(date(int(year), int(number or number_zh), 1), 0, _MONTH)
    except (ValueError, OverflowError) as wrong:
        raise WrongPeriod(value=text.strip()) from wrong
    raise WrongPeriod(value=text.strip())


def year_containing(day: date, year_start: MonthDay = NEW_YEAR) -> Period:
    """Return the reporting year that ``day`` falls in. Raises ``WrongPeriod`` at the ends of the calendar."""
    return _part_containing(day, _YEAR, year_start)


def periods_between(first: date, last: date, year_start: MonthDay = NEW_YEAR) -> Iterator[Period]:
    """Yield every month, quarter, half and year with a day in ``first``..``last`` (both included)."""
    for length in (_MONTH, _QUARTER, _HALF, _YEAR):
        anchor = NEW_YEAR if length == _MONTH else year_start
        part = _part_containing(first, length, anchor)
        yield part
        while part.end < last:
            part = _part_containing(part.end + _ONE_DAY, length, anchor)
            yield part


def period_before(period: Period, year_start: MonthDay = NEW_YEAR) -> Period:
    """Return the period before ``period``, of the same kind.

    Before a reporting year, half, quarter or calendar month comes the one before it; before any other period as many
    days. Raises ``WrongPeriod`` at the beginning of the calendar.
    """
    try:
        length = _length(period, year_start)
        if length:
            return _parts_before(period, length, 1, year_start)
        days = period.end - period.start + _ONE_DAY
        return Period(period.start - days, period.start - _ONE_DAY)
    except (ValueError, OverflowError) as wrong:
        raise WrongPeriod(value=str(period)) from wrong


def year_before(period: Period, year_start: MonthDay = NEW_YEAR) -> Period:
    """Return the same dates a year earlier, 28 February for the 29th.

    Of a reporting year, half, quarter or calendar month it is the same one of the year before: the February of a
    leap year is compared whole. Raises ``WrongPeriod`` at the beginning of the calendar.
    """
    try:
        length = _length(period, year_start)
        if length:
            return _parts_before(period, length, _YEAR // length, year_start)
        return Period(_a_year_earlier(period.start), _a_year_earlier(period.end))
    except (ValueError, OverflowError) as wrong:
        raise WrongPeriod(value=str(period)) from wrong


def _compact(text: str) -> str:
    return re.sub(r"(?<=\D)\s+|\s+(?=\D)", "", unicodedata.normalize("NFKC", text).strip().lower())


def _range_parts(text: str) -> tuple[str, str, str]:
    plain = unicodedata.normalize("NFKC", text)
    return plain.partition(".." if ".." in plain else "至")


def _named(parts: Mapping[str, str | None], year_start: MonthDay) -> Period:
    begin = _start_of_year(int(parts["year"] or 0), year_start)
    half = parts["h"] or parts["half"]
    if half:
        return _span(begin, _HALF * (_ORDINAL[half] - 1), _HALF)
    quarter = parts["q"] or parts["quarter"]
    if quarter:
        return _span(begin, _QUARTER * (_ORDINAL[quarter] - 1), _QUARTER)
    return _span(begin, 0, _YEAR)


def _relative(name: str, today: date, year_start: MonthDay) -> Period:
    if name == "this-year":
        return Period(year_containing(today, year_start).start, today)
    length = {"month": _MONTH, "quarter": _QUARTER, "year": _YEAR}[name.partition("-")[2]]
    anchor = NEW_YEAR if length == _MONTH else year_start
    current = _part_containing(today, length, anchor)
    if name == "this-month":
        return current
    return _part_containing(current.start - _ONE_DAY, length, anchor)


def _start_of_year(number: int, year_start: MonthDay) -> date:
    month, day = year_start
    return date(number - 1 if year_start > _MIDDLE_OF_YEAR else number, month, day)


def _part_containing(day: date, length: int, year_start: MonthDay) -> Period:
    month, first = year_start
    begin = date(day.year if (day.month, day.day) >= year_start else day.year - 1, month, first)
    for offset in range(0, _YEAR, length):
        part = _span(begin, offset, length)
        if day in part:
            return part
    raise WrongPeriod(value=day.isoformat())


def _length(period: Period, year_start: MonthDay) -> int | None:
    """Return the months of a reporting year, half, quarter or calendar month, ``None`` for another period."""
    for length in (_YEAR, _HALF, _QUARTER, _MONTH):
        if _part_containing(period.start, length, NEW_YEAR if length == _MONTH else year_start) == period:
            return length
    return None


def _parts_before(period: Period, length: int, times: int, year_start: MonthDay) -> Period:
    anchor = NEW_YEAR if length == _MONTH else year_start
    for _ in range(times):
        period = _part_containing(period.start - _ONE_DAY, length, anchor)
    return period


def _a_year_earlier(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _span(begin: date, offset: int, length: int) -> Period:
    """Return the ``length`` months that start ``offset`` months after ``begin``, counted from ``begin``."""
    return Period(_add_months(begin, offset), _day_before(begin, offset + length))


def _add_months(day: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta  # only where a period is named

    return day + relativedelta(months=months)


def _day_before(begin: date, months: int) -> date:
    if begin.year + (begin.month - 1 + months) // 12 > date.max.year:
        return date.max
    return _add_months(begin, months) - _ONE_DAY
