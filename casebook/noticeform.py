"""An adopted notice in the form that is read at every start: JSON, a tenth of the time that TOML takes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.notices import Notice, days_between
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Stretch = tuple[date, date, Words]


def pack(notice: Notice) -> str:
    """Return ``notice`` as JSON text; the same notice gives the same text."""
    form = {
        "year": notice.year,
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "rest": [[first.isoformat(), last.isoformat(), *name] for first, last, name in stretches(notice.rest)],
        "work": [[day.isoformat(), *name] for day, name in sorted(notice.work.items())],
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Notice:
    """Return the notice that ``pack`` made ``text`` of."""
    form: dict[str, Any] = json.loads(text)
    issued = form["issued_on"]
    rest = {
        day: Words(zh, en)
        for first, last, zh, en in form["rest"]
        for day in days_between(date.fromisoformat(first), date.fromisoformat(last))
    }
    work = {date.fromisoformat(day): Words(zh, en) for day, zh, en in form["work"]}
    return Notice(form["year"], form["number"], date.fromisoformat(issued) if issued else None, rest, work)


def stretches(days: Mapping[date, Words]) -> Iterator[Stretch]:
    """Yield the days of one name that follow one another as first day, last day (both included) and name."""
    open_: Stretch | None = None
    for day, name in sorted(days.items()):
        if open_ and open_[2] == name and (day - open_[1]).days == 1:
            open_ = (open_[0], day, name)
            continue
        if open_:
            yield open_
        open_ = (day, day, name)
    if open_:
        yield open_
