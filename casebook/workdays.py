"""The working days of mainland China: weekends, holidays by notice, and weekend days worked for them.

The library that knows the notices is slow to load, so the program reads a table compiled from it;
``python -m casebook.workdays`` compiles it anew after the library has been brought up to date.
A year without a published notice has weekends and the statutory days only, and says that it is provisional.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.notices import SATURDAY, Notice, days_between, notice_year
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

COMPILED, STATUTORY = "calendar.json", "statutory.json"
WEEKEND = {5: Words("星期六", "Saturday"), 6: Words("星期日", "Sunday")}


class Statutory(NamedTuple):
    """The days off that the law itself names, for years whose notice is not out, and how many there must be.

    ``fixed`` gives the holiday for (month, day), ``lunar`` for single days of some years; ``since`` the
    number of days off from a year on; ``exceptions`` the number and its reason for single years.
    """

    fixed: Mapping[tuple[int, int], Words]
    lunar: Mapping[date, Words]
    since: Mapping[int, int]
    exceptions: Mapping[int, tuple[int, Words]]


class _Year(NamedTuple):
    """One year: its working days in order, and for each of its days how many there are up to and with it."""

    before: int  # ordinal of the last day of the year before
    days: tuple[date, ...]
    ranks: tuple[int, ...]
    rest: Mapping[date, Words]
    work: Mapping[date, Words]


class Calendar:
    """Which days are worked. Immutable: ``with_notice`` returns another. Every question is one look-up.

    ``shipped`` gives notices by year that are read when they are first asked for; one of ``notices`` goes before it.
    """

    __slots__ = ("_notices", "_shipped", "_statutory", "_years")

    def __init__(
        self, notices: Iterable[Notice], statutory: Statutory, shipped: Mapping[int, Callable[[], Notice]] | None = None
    ) -> None:
        self._notices = {notice.year: notice for notice in notices}
        self._shipped = shipped or {}
        self._statutory = statutory
        self._years: dict[int, _Year] = {}

    @staticmethod
    def standard() -> Calendar:
        """Return the calendar of the published notices that the program carries."""
        return _standard()

    def with_notice(self, notice: Notice) -> Calendar:
        """Return this calendar with ``notice`` in place of what was known of its year."""
        return Calendar([*self._notices.values(), notice], self._statutory, self._shipped)

    @property
    def published(self) -> tuple[int, ...]:
        """The years whose notice is known, in order."""
        return tuple(sorted({*self._notices, *self._shipped}))

    def notice(self, year: int) -> Notice | None:
        """Return the notice of ``year``, ``None`` where it is not known."""
        if year not in self._notices and year in self._shipped:
            self._notices[year] = self._shipped[year]()
        return self._notices.get(year)

    def provisional(self, day: date) -> bool:
        """Return whether the notice that decides on ``day`` is not known."""
        return day.year not in self._notices and day.year not in self._shipped

    def is_workday(self, day: date) -> bool:
        """Return whether ``day`` is worked: no rest day, or a weekend day worked for a holiday."""
        year = self._year(day.year)
        place = day.toordinal() - year.before
        return year.ranks[place] > year.ranks[place - 1]

    def holiday(self, day: date) -> Words | None:
        """Return the holiday for which ``day`` rests, weekend or not; ``None`` where it rests for none."""
        return self._year(day.year).rest.get(day)

    def rest_name(self, day: date) -> Words | None:
        """Return why ``day`` rests, the holiday or the day of the week; ``None`` for a working day."""
        if self.is_workday(day):
            return None
        return self.holiday(day) or WEEKEND[day.weekday()]

    def make_up_name(self, day: date) -> Words | None:
        """Return the holiday for which the weekend day ``day`` is worked, ``None`` for any other day."""
        return self._year(day.year).work.get(day)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the last of ``count`` working days after ``start``, which does not count itself.

        A negative ``count`` goes back from ``start``; none returns ``start``.
        """
        if not count:
            return start
        number = start.year
        year = self._year(number)
        place = start.toordinal() - year.before
        if count > 0:
            rank = year.ranks[place] + count
            while rank > len(year.days):
                rank -= len(year.days)
                number += 1
                year = self._year(number)
            return year.days[rank - 1]
        rank = year.ranks[place - 1] + count + 1
        while rank < 1:
            number -= 1
            year = self._year(number)
            rank += len(year.days)
        return year.days[rank - 1]

    def roll(self, day: date) -> date:
        """Return ``day``, or the first working day after it where it is a rest day."""
        return day if self.is_workday(day) else self.add_working_days(day, 1)

    def trial_balance(self, year: int) -> tuple[Words, ...]:
        """Return what does not add up in the notice of ``year``; empty where it balances or is not known.

        Whatever is shifted: weekdays taken off, less weekend days worked, are the statutory days.
        """
        notice = self.notice(year)
        if notice is None:
            return ()
        taken = sum(day.weekday() < SATURDAY for day in notice.rest)
        given = len(notice.work)
        right, reason = self._statutory.exceptions.get(year, (self._statutory_days(year), None))
        if taken - given == right:
            return ()
        extra = Words(f"（{reason.zh}）", f" ({reason.en})") if reason else Words("", "")
        return (
            Words(
                f"{year}年：工作日放假{taken}天，减调休上班{given}天，得{taken - given}天；"
                f"法定应为{right}天{extra.zh}。",
                f"{year}: {taken} weekdays off less {given} weekend days worked are {taken - given};"
                f" the statutory days are {right}{extra.en}.",
            ),
        )

    def _statutory_days(self, year: int) -> int:
        return max((since, days) for since, days in self._statutory.since.items() if since <= year)[1]

    def _exceptions(self, year: int) -> tuple[Mapping[date, Words], Mapping[date, Words]]:
        """Return the days of ``year`` that rest and that are worked, whichever notice names them."""
        rest: dict[date, Words] = {}
        work: dict[date, Words] = {}
        own, after = self.notice(year), self.notice(year + 1)
        if own is None:
            rest.update((date(year, *day), name) for day, name in self._statutory.fixed.items())
            rest.update((day, name) for day, name in self._statutory.lunar.items() if day.year == year)
        for notice in (own, after):
            if notice is not None:
                rest.update((day, name) for day, name in notice.rest.items() if day.year == year)
                work.update((day, name) for day, name in notice.work.items() if day.year == year)
        return rest, work

    def _year(self, number: int) -> _Year:
        """Return the table of a year; it is made when the year is first asked for."""
        return self._years.get(number) or self._open(number)

    def _open(self, number: int) -> _Year:
        rest, work = self._exceptions(number)
        ranks = [0]
        days = []
        for day in days_between(date(number, 1, 1), date(number, 12, 31)):
            if day in work or (day.weekday() < SATURDAY and day not in rest):
                days.append(day)
            ranks.append(len(days))
        year = _Year(date(number, 1, 1).toordinal() - 1, tuple(days), tuple(ranks), rest, work)
        self._years[number] = year
        return year


@lru_cache(maxsize=1)
def _standard() -> Calendar:
    statutory = _read(STATUTORY)
    names = {code: Words(*name) for code, name in statutory["names"].items()}
    years: dict[str, Any] = _read(COMPILED)["years"]
    shipped = {int(year): partial(_compiled_notice, int(year), entry, names) for year, entry in years.items()}
    return Calendar((), _statutory_rules(statutory, names), shipped)


def _read(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(_data(name).read_text("utf-8"))
    return table


def _data(name: str) -> Path:
    from pathlib import Path  # only where the tables are read

    return Path(__file__).parent / "data" / name


def _compiled_notice(year: int, entry: Mapping[str, Any], names: Mapping[str, Words]) -> Notice:
    rest = {
        day: names[code]
        for first, last, code in entry["rest"]
        for day in days_between(date.fromisoformat(first), date.fromisoformat(last))
    }
    work = {date.fromisoformat(day): names[code] for day, code in entry["work"]}
    return Notice(year, "", None, rest, work)


def _statutory_rules(table: Mapping[str, Any], names: Mapping[str, Words]) -> Statutory:
    numbers = table["statutory_days"]
    return Statutory(
        fixed={
            (int(day[:2]), int(day[3:])): names[code] for code, days in table["fixed"]["days"].items() for day in days
        },
        lunar={date.fromisoformat(day): names[code] for code, days in table["lunar"]["days"].items() for day in days},
        since={int(year): days for year, days in numbers["since"].items()},
        exceptions={int(year): (days, Words(zh, en)) for year, (days, zh, en) in numbers["exceptions"].items()},
    )


def compile_table() -> dict[str, Any]:
    """Return the table of all notices that the library knows, in the form of the compiled file."""
    from importlib.metadata import version

    from chinese_calendar import holidays, workdays

    codes = {name: code for code, (_, name) in _read(STATUTORY)["names"].items()}
    codes["Anti-Fascist 70th Day"] = "victory_70"
    years: dict[str, dict[str, list[list[str]]]] = {}
    for day in sorted({*holidays, *workdays}):
        entry = years.setdefault(str(notice_year(day)), {"rest": [], "work": []})
        if day in workdays:
            entry["work"].append([day.isoformat(), codes[workdays[day]]])
        else:
            _extend_last(entry["rest"], day, codes[holidays[day]])
    return {"source": f"chinesecalendar {version('chinesecalendar')}", "years": years}


def _extend_last(spans: list[list[str]], day: date, code: str) -> None:
    """Put ``day`` into the last of ``spans`` (first, last, code) where it goes on, else into a new one."""
    if spans and spans[-1][2] == code and date.fromisoformat(spans[-1][1]).toordinal() + 1 == day.toordinal():
        spans[-1][1] = day.isoformat()
    else:
        spans.append([day.isoformat(), day.isoformat(), code])


def written(table: Mapping[str, Any]) -> str:
    """Return ``table`` as the text of the compiled file: one line for what rests, one for what is worked."""
    years = ",\n".join(
        f'"{year}": {{\n "rest": {json.dumps(entry["rest"])},\n "work": {json.dumps(entry["work"])}\n}}'
        for year, entry in table["years"].items()
    )
    return f'{{\n"source": {json.dumps(table["source"])},\n"years": {{\n{years}\n}}\n}}\n'


def main() -> None:
    """Write the compiled file anew."""
    _data(COMPILED).write_text(written(compile_table()), "utf-8")


if __name__ == "__main__":
    main()
