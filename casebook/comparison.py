"""Two periods side by side: every figure before and now, with its change.

Counts change by a difference and in per cent of what was before (``+12.00%``), rates in percentage points
(``+1.20``), days and yuan by a difference. What was not there before is new, what is no longer there has vanished;
both are shown and named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from casebook.dates import NEW_YEAR, parse_period, period_before, year_before
from casebook.difference import Pair, difference, is_month, number_of, paired, percent_change, place_of, points
from casebook.errors import WrongPeriod, listed
from casebook.reportfaults import WrongComparison
from casebook.sheets import COUNT, NUMERIC, PERCENT, POINTS, TEXT, Column, Document, Figure, Line, Part, Sheet
from casebook.terms import LAW, NOT_STATED, REGISTER
from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from casebook.dates import MonthDay, Period
    from casebook.figures import Breakdown, Check, Key, Report, Share
    from casebook.law import Lawbook
    from casebook.sheets import Value

_BEFORE, _NOW = Words("对比期", "before"), Words("本期", "now")
_CHANGE, _IN_PERCENT = Words("增减", "change"), Words("增减幅度", "change, %")
_IN_POINTS = Words("增减（百分点）", "change, points")
_NEW, _VANISHED = Words("新增", "New"), Words("消失", "Vanished")
_NEW_COLUMN, _VANISHED_COLUMN = Words("新增栏", "New columns"), Words("消失栏", "Vanished columns")
_BY_PLACE = Words(
    "月份按在期间中的先后对应：本期第一个月对对比期第一个月。",
    "Months are matched by their place in the period: the first month with the first.",
)
_YEAR_BEFORE = ("year", "同比", "上年同期", "去年同期")
_PERIOD_BEFORE = ("period", "环比", "上期", "上一期")
_FRACTION = re.compile(r"([0-9]+)/([0-9]+)")
_MOST_NAMES = 30  # a note names so many; a sheet of cases can have thousands of lines
_NOTHING = Figure("", TEXT)

Coded = TypeVar("Coded", Sheet, Line)


def parse_comparison(text: str, period: Period, today: date, year_start: MonthDay = NEW_YEAR) -> Period:
    """Return the period that ``period`` is compared with.

    ``year`` (同比) is the same dates a year earlier, ``period`` (环比) the one before of the same kind; any other text
    is read as a period. Raises ``WrongComparison``, and ``WrongDate`` and ``PeriodBackwards`` for a wrong ``a..b``.
    """
    plain = fold(text)
    try:
        if plain in _YEAR_BEFORE:
            return year_before(period, year_start)
        if plain in _PERIOD_BEFORE:
            return period_before(period, year_start)
        return parse_period(text, today, year_start)
    except WrongPeriod as wrong:
        raise WrongComparison(value=text.strip()) from wrong


def law_notes(lawbook: Lawbook, register: str, before: Period, now: Period) -> tuple[Words, ...]:
    """Return a note for each edition of the law of ``register`` that came into force between the two periods.

    That is after the first day of the earlier and not after the last day of the later one.
    """
    first, last = min(before.start, now.start), max(before.end, now.end)
    name = REGISTER.label(register)
    return tuple(
        Words(
            f"{name.zh}：{LAW.label(code).zh}自{day.isoformat()}起施行，前后数字不尽可比。",
            f"{name.en}: {LAW.label(code).en} has been in force since {day.isoformat()};"
            " the figures before and after are not fully comparable.",
        )
        for day, code in lawbook.starts(register)
        if first < day <= last
    )


def compare(now: Document, before: Document, law_notes: Sequence[Words] = ()) -> Document:
    """Return ``now`` with the figures of ``before``, a document of the same form, beside its own.

    Sheets, columns and lines are matched by their codes, months by their place in the period. Only the figures of now
    keep their names. Notes tell what is new and what has vanished, whether the two were counted in different
    ways, and ``law_notes``. Raises ``ValueError`` for documents of two forms.
    """
    if now.form != before.form:
        raise ValueError(f"{now.form} is not {before.form}")
    periods = _Periods(now.period, before.period)
    parts = paired(now.parts, before.parts, lambda part: part.register, lambda part: part.register)
    notes = (*_notes(now.notes, before.notes), *_otherwise_counted(now, before), *law_notes)
    return replace(now, parts=tuple(_part(each, periods) for each in parts), notes=notes, compared=before.period)


def _otherwise_counted(now: Document, before: Document) -> Iterator[Words]:
    counted, earlier = ((each.scheme, each.edition, each.known_at) for each in (now, before))
    if counted != earlier:
        yield Words(
            "本期与对比期的统计口径、表式版本或登记号不同：{}，{}，{}；对比期 {}，{}，{}。".format(*counted, *earlier),
            "Scheme, edition of the form or entry differ: {}, {}, {}; before {}, {}, {}.".format(*counted, *earlier),
        )


def _notes(now: Sequence[Words], before: Sequence[Words]) -> tuple[Words, ...]:
    return (*now, *(_of_before(note) for note in before if note not in now))


def _of_before(label: Words) -> Words:
    return Words(f"{_BEFORE.zh}：{label.zh}", f"{_BEFORE.en}: {label.en}")


class _Periods(NamedTuple):
    now: Period
    before: Period

    def pairs(self, these: Iterable[Coded], those: Iterable[Coded]) -> list[Pair[Coded]]:
        """Match by code, months by their place in the period."""
        return paired(
            these, those, lambda each: place_of(each.code, self.now), lambda each: place_of(each.code, self.before)
        )


def _part(pair: Pair[Part], periods: _Periods) -> Part:
    now, before = (each or Part(pair.either.register, ()) for each in (pair.now, pair.before))
    defined = {each.name for each in now.definitions}
    return replace(
        now,
        sheets=tuple(_sheet(each, periods) for each in periods.pairs(now.sheets, before.sheets)),
        checks=(*now.checks, *(_check_of_before(check) for check in before.checks)),
        definitions=(*now.definitions, *(each for each in before.definitions if each.name not in defined)),
    )


def _check_of_before(check: Check) -> Check:
    return replace(check, name=f"before.{check.name}", label=_of_before(check.label) if check.label else None)


def _sheet(pair: Pair[Sheet], periods: _Periods) -> Sheet:
    now, before = (each or replace(pair.either, lines=(), total=None, notes=()) for each in (pair.now, pair.before))
    spreads = _spreads(now, before, periods)
    lines = periods.pairs(now.lines, before.lines)
    notes = [
        *_named(_NEW, [each.either.label for each in lines if each.new]),
        *_named(_VANISHED, [each.either.label for each in lines if each.vanished]),
        *_named(_NEW_COLUMN, [each.column.label for each in spreads if each.before is None]),
        *_named(_VANISHED_COLUMN, [each.column.label for each in spreads if each.now is None]),
    ]
    if any(map(is_month, (*(each.either.code for each in lines), *(each.column.code for each in spreads)))):
        notes.append(_BY_PLACE)
    return replace(
        now,
        columns=tuple(column for spread in spreads for column in _columns(spread)),
        lines=tuple(_line(each, spreads) for each in lines),
        total=_line(Pair(now.total, before.total), spreads) if now.total or before.total else None,
        notes=(*_notes(now.notes, before.notes), *notes),
    )


def _named(head: Words, labels: Sequence[Words]) -> Iterator[Words]:
    if not labels:
        return
    named = listed(list(labels[:_MOST_NAMES]))
    many = len(labels) > _MOST_NAMES
    more = Words(f" 等 {len(labels)} 项", f" and others, {len(labels)} in all") if many else Words("", "")
    yield Words(f"{head.zh}：{named.zh}{more.zh}", f"{head.en}: {named.en}{more.en}")


class _Spread(NamedTuple):
    """A column, its place in either sheet, and into which columns it is spread.

    ``numeric``: before, now and change; ``counted``: also the change in per cent; ``fractions``, the parts and
    wholes of rates: before and now. Another text stands once.
    """

    column: Column
    now: int | None
    before: int | None
    numeric: bool
    counted: bool
    fractions: bool


def _spreads(now: Sheet, before: Sheet, periods: _Periods) -> list[_Spread]:
    pairs = paired(
        enumerate(now.columns),
        enumerate(before.columns),
        lambda each: place_of(each[1].code, periods.now),
        lambda each: place_of(each[1].code, periods.before),
    )
    return [_spread(pair, now, before) for pair in pairs]


def _spread(pair: Pair[tuple[int, Column]], now: Sheet, before: Sheet) -> _Spread:
    _, column = pair.either
    place_now = pair.now[0] if pair.now else None
    place_before = pair.before[0] if pair.before else None
    figures = [line.figures[place_now] for line in now.all_lines if place_now is not None]
    figures += [line.figures[place_before] for line in before.all_lines if place_before is not None]
    kinds = {figure.kind for figure in figures} or {column.kind}
    stated = [figure.text for figure in figures if figure.value]
    return _Spread(
        column,
        place_now,
        place_before,
        numeric=column.kind in NUMERIC or not kinds.isdisjoint(NUMERIC),
        counted=COUNT in kinds,
        fractions=bool(stated) and all(_FRACTION.fullmatch(text) for text in stated),
    )


def _columns(spread: _Spread) -> Iterator[Column]:
    column = spread.column
    group = column.label
    if column.group:
        group = Words(f"{column.group.zh} {column.label.zh}", f"{column.group.en}, {column.label.en}")
    if not (spread.numeric or spread.fractions):
        yield column
        return
    yield Column(f"{column.code}.before", _BEFORE, column.kind, group)
    yield Column(f"{column.code}.now", _NOW, column.kind, group)
    if spread.numeric:
        rate = column.kind in (PERCENT, POINTS)
        change = (_IN_POINTS, POINTS) if rate else (_CHANGE, column.kind)
        yield Column(f"{column.code}.change", *change, group)
    if spread.counted:
        yield Column(f"{column.code}.percent", _IN_PERCENT, PERCENT, group)


def _line(pair: Pair[Line], spreads: Sequence[_Spread]) -> Line:
    shares = _shares(pair, spreads)
    figures: list[Figure] = []
    for spread in spreads:
        now, before = _cell(pair.now, spread.now), _cell(pair.before, spread.before)
        if not spread.numeric and not spread.fractions:
            figures.append(now or _unnamed(before) or Figure(None, spread.column.kind))
            continue
        now, before = now or _absent(before, spread.column), _unnamed(before) or _absent(now, spread.column)
        figures += [before, now]
        if spread.numeric:
            figures.append(_change(before, now, shares))
        if spread.counted:
            figures.append(_in_percent(before, now))
    return replace(pair.either, figures=tuple(figures))


def _shares(pair: Pair[Line], spreads: Sequence[_Spread]) -> Pair[Figure]:
    """Return part and whole of the one rate of a line, where they are shown."""
    fractions = [spread for spread in spreads if spread.fractions]
    rates = [spread for spread in spreads if spread.column.kind == PERCENT]
    if len(fractions) == len(rates) == 1:
        return Pair(_cell(pair.now, fractions[0].now), _cell(pair.before, fractions[0].before))
    return Pair(None, None)


def _cell(line: Line | None, place: int | None) -> Figure | None:
    return None if line is None or place is None else line.figures[place]


def _unnamed(figure: Figure | None) -> Figure | None:
    return replace(figure, name=None) if figure else None


def _absent(other: Figure | None, column: Column) -> Figure:
    """Return what stands where a line or column is missing: no case is 0 cases, of the rest nothing is known."""
    kind = other.kind if other else column.kind
    return Figure(0, kind) if kind == COUNT else Figure("" if kind == TEXT else None, kind)


def _change(before: Figure, now: Figure, shares: Pair[Figure]) -> Figure:
    if TEXT in (before.kind, now.kind):
        return _NOTHING
    if now.kind not in (PERCENT, POINTS):
        return Figure(difference(before.value, now.value), now.kind)
    first, last = _rate(before, shares.before), _rate(now, shares.now)
    return Figure(None if first is None or last is None else points(first, last), POINTS)


def _rate(figure: Figure, share: Figure | None) -> Fraction | None:
    """Return a rate exactly where its part and whole are shown, else as it is printed."""
    found = _FRACTION.fullmatch(share.text) if share else None
    if found:
        part, whole = map(int, found.groups())
        return Fraction(part, whole) if whole else None
    printed = number_of(figure.value)
    return None if printed is None else printed / 100


def _in_percent(before: Figure, now: Figure) -> Figure:
    if {before.kind, now.kind} != {COUNT}:
        return _NOTHING
    first, last = number_of(before.value), number_of(now.value)
    return Figure(None if first is None or last is None else percent_change(first, last), PERCENT)


def changes(now: Report, before: Report, notes: Sequence[str] = ()) -> dict[str, object]:
    """Return what a summary in JSON says of the comparison of ``now`` with ``before``, a report of the same register.

    ``period`` is that of ``before``. ``figures`` are all figures by name but the rates, whose change is in
    percentage points. Of breakdowns by the same dimensions of the same base ``new`` and ``vanished`` list the cells
    that only one of them has: their values in the order of ``by``. ``notes`` are taken over.
    """
    figures, earlier = _figures(now), _figures(before)
    shares, old = ({share.name: share for share in each.rates} for each in (now, before))
    broken = paired(
        now.breakdowns, before.breakdowns, lambda each: (each.by, each.base), lambda each: (each.by, each.base)
    )
    return {
        "period": {"from": before.period.start.isoformat(), "to": before.period.end.isoformat()},
        "figures": {name: _figure_change(earlier.get(name), figures.get(name)) for name in figures | earlier},
        "rates": {name: _rate_change(old.get(name), shares.get(name)) for name in shares | old},
        "breakdowns": [_breakdown_change(each, now.period, before.period) for each in broken],
        "notes": list(notes),
    }


def _figures(report: Report) -> dict[str, Value]:
    return {name: value for name, value in report.values() if not name.startswith("rates.")}


def _figure_change(before: Value, now: Value) -> dict[str, Value]:
    percent = percent_change(before, now) if isinstance(before, int) and isinstance(now, int) else None
    return {"before": before, "now": now, "change": difference(before, now), "percent": percent}


def _rate_change(before: Share | None, now: Share | None) -> dict[str, str | None]:
    changed = None
    if before and now and before.whole and now.whole:
        changed = points(Fraction(before.part, before.whole), Fraction(now.part, now.whole))
    return {"before": before.percent if before else None, "now": now.percent if now else None, "points": changed}


def _breakdown_change(pair: Pair[Breakdown], now: Period, before: Period) -> dict[str, object]:
    def place_in(period: Period) -> Callable[[Key], Hashable]:
        return lambda key: tuple(place_of(value, period) for value in key)

    left, right = ([key for key, _ in each.counts] if each else [] for each in (pair.now, pair.before))
    cells = paired(left, right, place_in(now), place_in(before))
    return {
        "by": list(pair.either.by),
        "new": [_values(each.either) for each in cells if each.new],
        "vanished": [_values(each.either) for each in cells if each.vanished],
    }


def _values(key: Key) -> list[str]:
    return [NOT_STATED if value is None else value for value in key]
