"""The values of cells as text: numbers, dates, errors, as the officer sees them and a register is told them."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from string import ascii_uppercase

YES, NO = "是", "否"
# Excel's own numbers of date formats, those of the Chinese edition (27–36, 50–58) included.
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
LAST_SERIAL = 2_958_465  # 9999-12-31
FALSE_LEAP_DAY = 60  # 1900-02-29, which Excel counts and no calendar has
DAY = 86_400
LINE_CHARACTERS = frozenset(map(ord, "\t\n\r"))
EXACT = 10**15  # up to here a spreadsheet keeps and shows every digit
WHOLE = 10**21  # beyond it a number is written with an exponent
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DURATION = re.compile(r"PT(\d{1,5})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")


def column_name(place: int) -> str:
    """Return the letters of the column at ``place`` (0 is A)."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = ascii_uppercase[letter] + name
    return name


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time."""
    shown = _LITERAL.sub("", code.partition(";")[0]).lower()
    return shown != "general" and any(letter in shown for letter in "ymdhs")


def number(text: str) -> str:
    """Return a number as a spreadsheet keeps it (``45.0``, ``1E3``) as it is written; what is none stays."""
    try:
        value = float(text)
    except ValueError:
        return text
    return real(value)


def real(value: float) -> str:
    """Return a number in the shortest writing, whole numbers without a point."""
    if abs(value) < WHOLE and value == int(value):
        if abs(value) < EXACT:
            return str(int(value))
        digits, _, power = f"{value:.14e}".partition("e")
        return str(int(digits.replace(".", "")) * 10 ** (int(power) - 14))
    return repr(value)


@lru_cache(maxsize=1 << 15)  # a register has the same days again and again
def serial(text: str, *, epoch_1904: bool) -> str:
    """Return the date that a serial number of a spreadsheet stands for; a number that is none stays a number."""
    try:
        value = float(text)
    except ValueError:
        return text
    if not 0 <= value <= LAST_SERIAL:
        return number(text)
    days, seconds = divmod(round(value * DAY), DAY)
    if days == 0 and not epoch_1904:
        return clock(time(*_clock(seconds)))
    if days == FALSE_LEAP_DAY and not epoch_1904:
        return number(text)
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 31 if days < FALSE_LEAP_DAY else 30)
    try:
        day = first + timedelta(days=days)
    except OverflowError:
        return number(text)
    return moment(datetime.combine(day, time(*_clock(seconds))))


def _clock(seconds: int) -> tuple[int, int, int]:
    minutes, second = divmod(seconds, 60)
    return (*divmod(minutes, 60), second)


def clock(value: time) -> str:
    """Return a time of day, the seconds only where there are some."""
    return value.isoformat("seconds" if value.second else "minutes")


def moment(value: datetime) -> str:
    """Return a date, with its time where that is not midnight."""
    day = value.date().isoformat()
    at = value.time().replace(microsecond=0, tzinfo=None)
    return f"{day} {clock(at)}" if at != time() else day


def iso(text: str) -> str:
    """Return an ISO date of a file (``2024-03-05T00:00:00``) as text; what is none stays as it stands."""
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def duration(text: str) -> str:
    """Return an ISO duration, as OpenDocument keeps a time of day, as ``14:30``; what is none stays."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    hours, minutes, seconds = map(int, found.groups())
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def unescaped(text: str) -> str:
    """Return a text of a workbook with ``_x000D_`` and the like resolved; control characters stay written out."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in "\t\n\r" or character.isprintable() else found[0]


def plain(value: object) -> str:
    """Return a value of the library as text."""
    match value:
        case str():
            told = value
        case bool():
            told = YES if value else NO
        case int() | float():
            told = real(value)
        case datetime():
            told = moment(value)
        case date():
            told = value.isoformat()
        case time():
            told = clock(value.replace(microsecond=0))
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            told = f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            told = str(value)
    return told


def character(code: int) -> str:
    """Return the character of a reference such as ``&#10;``; one that a terminal would obey is replaced."""
    if code in LINE_CHARACTERS or (code <= sys.maxunicode and chr(code).isprintable()):
        return chr(code)
    return "\N{REPLACEMENT CHARACTER}"
