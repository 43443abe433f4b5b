"""Deadlines as a calendar (iCalendar, RFC 5545) that may be imported again and again without doubles.

The same deadline always has the same identity, whatever day it has moved to, so that an importing calendar moves
its event. Days are whole days; a deadline without a last day has no event.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook import terms
from casebook.agenda import OPEN_STATES
from casebook.render.cases import place, provisional
from casebook.render.text import inert
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from casebook.agenda import Item, Limits, Source
    from casebook.words import Language

MOST_OCTETS = 75  # of a line, without its end
_MORNING = 9  # the hour at which an alarm sounds
_HOURS = 24
_LEADING, _CONTINUED = 0b1100_0000, 0b1000_0000  # how an octet inside a character of UTF-8 begins


def calendar(listed: Sequence[Item], source: Source, today: date, limits: Limits, language: Language) -> str:
    """Return the deadlines as the text of a calendar, its lines ended by CR LF."""
    name = Words("期限", "deadlines").say(language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//casebook//due//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(f'{source.bureau} {name}')}",
    ]
    for each in listed:
        lines += _event(each, source, today, limits, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(item: Item, source: Source, today: date, limits: Limits, language: Language) -> Iterator[str]:
    deadline, due_on = item.deadline, item.deadline.due_on
    if due_on is None:
        return
    label = f"{deadline.label.say(language)}{provisional(deadline).say(language)}"
    summary = f"{item.number} {label} {deadline.rule}"
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(f'{deadline.rule}-{item.occurrence}.{item.case_no}.{source.uuid}@casebook')}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{source.entry_no}"
    yield f"DTSTART;VALUE=DATE:{due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{escaped(*_description(item, language))}"
    yield f"CATEGORIES:{escaped(terms.REGISTER.label(item.register).say(language))}"
    yield f"STATUS:{'CONFIRMED' if item.state in OPEN_STATES else 'CANCELLED'}"
    yield "TRANSP:TRANSPARENT"
    for days in _alarms(item, limits):
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(summary)}")
        yield from (f"TRIGGER:{_before(days)}", "END:VALARM")
    yield "END:VEVENT"


def _alarms(item: Item, limits: Limits) -> tuple[int, ...]:
    """Return how many days before it an open deadline is recalled: ours in good time, another's on its day."""
    if item.state != "due":
        return ()
    return tuple(dict.fromkeys((limits.yellow, limits.red))) if item.deadline.own else (0,)


def _before(days: int) -> str:
    """Return the morning ``days`` before as a duration from the midnight with which the day begins."""
    if not days:
        return f"PT{_MORNING}H"
    whole = f"{days - 1}D" if days > 1 else ""
    return f"-P{whole}T{_HOURS - _MORNING}H"


def _description(item: Item, language: Language) -> Iterator[str]:
    deadline = item.deadline
    bound = terms.BOUND.label(deadline.bound)
    article = place(deadline.article)
    yield Words(f"义务人：{bound.zh}；{article.zh}", f"Bound: {bound.en}; {article.en}").say(language)
    start, nominal = deadline.starts_on, deadline.nominal_on
    yield Words(f"自 {start} 起算，次日为第一日", f"From {start}, which is not counted").say(language)
    if nominal != deadline.due_on:
        yield Words(f"按日计算末日 {nominal}，顺延", f"Last day by the count {nominal}, gone over").say(language)
    if deadline.mark:
        label = terms.MARK.label(deadline.mark)
        yield Words(f"依据{label.zh}", f"The rule is {label.en}").say(language)
    if item.handler:
        yield Words(f"承办人：{item.handler}", f"Handler: {item.handler}").say(language)


def escaped(*lines: str) -> str:
    """Return lines of text as one value: control characters shown, separators escaped, line ends written out."""
    shown = (inert(line).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)
    return "\\n".join(shown)


def folded(line: str) -> str:
    """Return ``line`` cut into lines of at most 75 octets, no character cut in two; each further one has a blank."""
    octets = line.encode()
    if len(octets) <= MOST_OCTETS:
        return line
    pieces, start, room = [], 0, MOST_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & _LEADING == _CONTINUED:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, MOST_OCTETS - 1
    return b"\r\n ".join((*pieces, octets[start:])).decode()
