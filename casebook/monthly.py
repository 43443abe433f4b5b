"""A period by calendar month from one scan: cases are grouped by the months of their events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from casebook.cells import Facts
from casebook.crossing import Rounding, Scanned, Tally, laid_out, selections_of
from casebook.dates import Period, parse_period
from casebook.figures import Check, equal
from casebook.store.population import MONTHS
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.forms import SheetSpec
    from casebook.sheets import Sheet
    from casebook.store.counts import Group

DIMENSIONS = (*MONTHS, "intake_known")
_YEAR = 12  # months
_END_OF = {"opening": ("pending", "awaiting")}  # a stock at the start of a month, and what it is at the end
_OF_THE_WHOLE = "opening_concluded"  # of what was carried into the period: more is carried into its months
_START, _END, _FLOW, _NO_SUM = "start", "end", "flow", "no sum"
# facts that a case has only in the month of its receipt, or of its conclusion
_OF_RECEIPT, _OF_CONCLUSION = ("reply",), ("ground", "timing", "extended", "within_60", "sued")
_CARRIED = Words("各月末未结即次月初结转", "what is pending at the end of a month is carried into the next")


def months_of(period: Period) -> tuple[str, ...]:
    """Return the calendar months with a day in ``period``, such as ``2023-09``."""
    first, last = (day.year * _YEAR + day.month - 1 for day in (period.start, period.end))
    return tuple(f"{month // _YEAR:04}-{month % _YEAR + 1:02}" for month in range(first, last + 1))


def parts_of(period: Period) -> tuple[Period, ...]:
    """Return the calendar months of ``period``, the first and the last one cut to its days."""
    found = []
    for month in months_of(period):
        whole = parse_period(month, period.start)
        found.append(Period(max(whole.start, period.start), min(whole.end, period.end)))
    return tuple(found)


def facts_between(group: Group, places: Mapping[str, int], first: str, last: str) -> Facts:
    """Return what the cases of ``group`` are to the months from ``first`` to ``last``, both included."""
    received, taken, entered, done, result = (group.values[places[name]] for name in DIMENSIONS)

    def within(month: str | None) -> bool:
        return month is not None and first <= month <= last

    concluded = within(done)
    told = group.facts._replace(
        received_in=int(within(received)),
        awaiting_start=int((received or "") < first and (taken is None or taken >= first)),
        awaiting_end=int((received or "") <= last and (taken is None or taken > last)),
        intake=result if within(taken) else None,
        entered_in=int(within(entered)),
        open_start=int(entered is not None and entered < first and (done is None or done >= first)),
        concluded_in=int(concluded),
        pending_end=int(entered is not None and entered <= last and (done is None or done > last)),
        outcome=group.facts.outcome if concluded else None,
    )
    gone = (() if within(received) else _OF_RECEIPT) + (() if concluded else _OF_CONCLUSION)
    return told._replace(**{name: Facts._field_defaults[name] for name in gone}) if gone else told


def by_month(spec: SheetSpec, scanned: Scanned, period: Period, rounding: Rounding) -> tuple[Sheet, tuple[Check, ...]]:
    """Return a line for each month, the period as the total, and the identities between them."""
    months = months_of(period)
    places = {name: scanned.dimensions.index(name) for name in DIMENSIONS}
    counted = [_tally(spec, scanned, places, month, month) for month in months]
    total = _tally(spec, scanned, places, months[0], months[-1])
    sums: Counter[str] = Counter()
    for tally in counted:
        for column in spec.columns:
            if column.running:
                sums[column.running] += tally.numbers[column.running]
                tally.numbers[column.code] = sums[column.running]
    for column in spec.columns:
        if column.running:
            total.numbers[column.code] = total.numbers[column.running]
    lines = [(month, Words(month, month), tally) for month, tally in zip(months, counted, strict=True)]
    return laid_out(spec, lines, total, rounding), tuple(_checks(spec, counted, total))


def _tally(spec: SheetSpec, scanned: Scanned, places: Mapping[str, int], first: str, last: str) -> Tally:
    counting = [(column.code, each) for column in spec.columns for each in selections_of(column, scanned.cells)]
    numbers: Counter[Facts] = Counter()
    for group in scanned.groups:
        numbers[facts_between(group, places, first, last)] += group.count
    tally = Tally()
    for facts, number in numbers.items():
        for code, selection in counting:
            if selection.fits(facts):
                tally.numbers[code] += number
    return tally


def _checks(spec: SheetSpec, counted: list[Tally], total: Tally) -> Iterator[Check]:
    """Months add up to the period, each ends as the next begins, and the first and last bound the period."""
    for column in spec.columns:
        if column.running or column.part:
            continue
        code = column.code
        numbers = [tally.numbers[code] for tally in counted]
        kinds = {_place(cell) for cell in column.cells}
        if kinds == {_FLOW}:
            label = Words(f"{spec.title.zh}：{column.label.zh}", f"{spec.title.en}: {column.label.en}")
            check = equal(f"{spec.code}.total.{code}", (total.numbers[code],), [number for number in numbers if number])
            yield Check(check.name, check.equation, check.holds, label)
        elif kinds in ({_START}, {_END}):
            edge = numbers[0] if kinds == {_START} else numbers[-1]
            yield equal(f"{spec.code}.total.{code}", (total.numbers[code],), (edge,))
    yield from _carried(spec, counted)


def _place(cell: str) -> str:
    """Tell whether a cell counts what there is at the start or at the end, or what happens meanwhile."""
    code = cell.rpartition(".")[2]
    if code in _END_OF:
        return _START
    if any(code in ends for ends in _END_OF.values()):
        return _END
    return _NO_SUM if code == _OF_THE_WHOLE else _FLOW


def _carried(spec: SheetSpec, counted: list[Tally]) -> Iterator[Check]:
    """Yield for each stock that is shown at both ends that a month begins with what the one before ended with."""
    codes = {column.cells[0]: column.code for column in spec.columns if len(column.cells) == 1}
    for cell, start in codes.items():
        section, _, code = cell.rpartition(".")
        ends = [codes[f"{section}.{end}"] for end in _END_OF.get(code, ()) if f"{section}.{end}" in codes]
        for end in ends:
            left = [tally.numbers[end] for tally in counted[:-1]]
            right = [tally.numbers[start] for tally in counted[1:]]
            check = equal(f"{spec.code}.carried.{start}", left, right)
            yield Check(check.name, check.equation, check.holds and left == right, _CARRIED)
