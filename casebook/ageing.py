"""How fast cases go through and how old the pending ones are: clearance, percentiles, ages, backlog."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from casebook.figures import Check, equal, percent
from casebook.quantiles import statistic
from casebook.sheets import COUNT, DATE, DAYS, PERCENT, TEXT, Column, Figure, Line, Sheet
from casebook.summary import ITEM, RATE_COLUMNS, TOTAL, total_of
from casebook.terms import YES_NO
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.crossing import Rounding
    from casebook.dates import Period
    from casebook.figures import Flow
    from casebook.forms import SheetSpec
    from casebook.store.counts import Pending

OLDEST = 10
_FINE = 100

_CLEARANCE = Words("结案比（CEPEJ）", "clearance rate (CEPEJ)")
_DISPOSITION = Words("处理时间（CEPEJ，天）", "disposition time (CEPEJ, days)")
_DISPOSITION_IS = Words("未审结 ÷ 审结 × 期间天数（{days}）", "pending ÷ concluded × days of the period ({days})")
_TIMES: Mapping[str, Words] = {
    "median": Words("办理天数中位数", "days to conclusion, median"),
    "mean": Words("平均办理天数", "days to conclusion, mean"),
    "lowest": Words("最短办理天数", "days to conclusion, lowest"),
    "highest": Words("最长办理天数", "days to conclusion, highest"),
    "p75": Words("办理天数第75百分位", "days to conclusion, 75th percentile"),
    "p90": Words("办理天数第90百分位", "days to conclusion, 90th percentile"),
    "p98": Words("办理天数第98百分位", "days to conclusion, 98th percentile"),
}
_TIME_IS = Words(
    "受理至审结的自然日，扣除中止；百分位取最近位次",
    "natural days from acceptance to conclusion, suspension left out; nearest rank",
)
_OPEN = Words("办理中", "in hand")
_SUSPENDED = Words("中止", "suspended")
_BAND = Words("{first}–{last}天", "{first}–{last} days")
_LAST_BAND = Words("{first}天以上", "{first} days and more")
_AGE = Words("存案天数", "age in days")
_AGES_ARE = Words(
    "自受理（被复议、应诉为收到）之日至期末的自然日",
    "natural days from acceptance (other registers: receipt) to the end of the period",
)
_MEDIAN_AGE = Words("存案天数中位数（不含中止）", "age in days, median (suspended ones apart)")
_HIGHEST_AGE = Words("最长存案天数（不含中止）", "age in days, highest (suspended ones apart)")
_BACKLOG = Words("逾期未审结（积案）", "pending beyond the last day (backlog)")
_NO_LAST_DAY = Words("未审结中无办结期限的", "pending without a last day of ours")
_OLDEST = Words("存案最久的{count}件", "the {count} oldest cases")
_NUMBER = Words("案号", "number")
_SINCE = Words("起算日", "since")
_DUE = Words("办结期限", "last day")
_HANDLER = Words("承办人", "handler")


def pace(
    spec: SheetSpec, flow: Flow, days: Mapping[int, int], period: Period, rounding: Rounding
) -> tuple[Sheet, tuple[Check, ...]]:
    """Return clearance rate, disposition time, and where ``days`` tell them the percentiles of days taken."""
    length = (period.end - period.start).days + 1
    is_days = Words(_DISPOSITION_IS.zh.format(days=length), _DISPOSITION_IS.en.format(days=length))
    entering = (
        Words("审结 ÷ 受理", "concluded ÷ accepted")
        if flow.entering == "accepted"
        else Words("审结 ÷ 新收", "concluded ÷ received")
    )
    clearance = percent(flow.concluded, flow.entered, rounding.places, truncate=rounding.truncate)
    lines = [
        _line("clearance", _CLEARANCE, Figure(clearance, PERCENT), f"{flow.concluded}/{flow.entered}", entering),
        _line(
            "disposition",
            _DISPOSITION,
            Figure(_exact(flow.pending * length, flow.concluded), DAYS),
            f"{flow.pending}/{flow.concluded}",
            is_days,
        ),
    ]
    if spec.register == "review":
        lines += [
            _line(name, label, Figure(statistic(name, days), DAYS), _fraction(name, days), _TIME_IS)
            for name, label in _TIMES.items()
        ]
    sheet = Sheet(spec.code, spec.title, ITEM, RATE_COLUMNS, tuple(lines), None, spec.notes)
    return sheet, (flow.check,)


def _fraction(name: str, days: Mapping[int, int]) -> str | None:
    """Only the mean is a part of a whole: the days of all cases by their number."""
    return f"{statistic('days_total', days) or 0}/{sum(days.values())}" if name == "mean" else None


def _line(code: str, label: Words, figure: Figure, fraction: str | None, definition: Words) -> Line:
    return Line(code, label, (figure, Figure(fraction, TEXT), Figure(definition.zh, TEXT, words=definition)))


def _exact(part: int, whole: int) -> str | None:
    """Return ``part`` ÷ ``whole`` with two places, rounded half up; ``None`` for an empty whole."""
    if not whole:
        return None
    before, after = divmod((2 * _FINE * part + whole) // (2 * whole), _FINE)
    return f"{before}.{after:02}"


class Aged(NamedTuple):
    """A pending case with its age at the end of the period, in days."""

    case: Pending
    age: int


def ages(
    spec: SheetSpec, pending: Sequence[Pending], flow: Flow, end: date
) -> tuple[tuple[Sheet, ...], tuple[Check, ...]]:
    """Return the pending cases by bands of age, what is old about them, and the oldest ones."""
    aged = [Aged(each, (end - date.fromisoformat(each.entered_on)).days) for each in pending]
    bands = _bands(spec, aged)
    checks = (
        Check(
            f"{spec.code}.pending",
            *_said(flow.pending, [_number(line.figures[-1]) for line in bands.lines]),
            Words(f"{spec.title.zh}：未审结", f"{spec.title.en}: pending"),
        ),
    )
    return (bands, _statistics(spec, aged, end), _oldest(spec, aged)), checks


def _said(whole: int, parts: Sequence[int]) -> tuple[str, bool]:
    check = equal("", (whole,), parts)
    return check.equation, check.holds


def _number(figure: Figure) -> int:
    return figure.value if isinstance(figure.value, int) else 0


def _bands(spec: SheetSpec, aged: Sequence[Aged]) -> Sheet:
    starts = (*spec.bands, None)
    lines: list[Line] = []
    for first, until in pairwise(starts):
        inside = [each for each in aged if each.age >= (first or 0) and (until is None or each.age < until)]
        standing = sum(each.case.suspended for each in inside)
        figures = (Figure(len(inside) - standing), Figure(standing), Figure(len(inside)))
        words = _LAST_BAND if until is None else _BAND
        values = {"first": first, "last": (until or 1) - 1}
        label = Words(words.zh.format(**values), words.en.format(**values))
        lines.append(Line(f"{first}", label, figures))
    columns = (Column("open", _OPEN), Column("suspended", _SUSPENDED), Column("total", TOTAL))
    notes = (*spec.notes, _AGES_ARE)
    return Sheet(spec.code, spec.title, _AGE, columns, tuple(lines), total_of(lines, len(columns)), notes)


def _statistics(spec: SheetSpec, aged: Sequence[Aged], end: date) -> Sheet:
    going = Counter(each.age for each in aged if not each.case.suspended)
    late = sum(each.case.due_on is not None and each.case.due_on < end.isoformat() for each in aged)
    undated = sum(each.case.due_on is None for each in aged)
    lines = (
        Line("median_age", _MEDIAN_AGE, (Figure(statistic("median", going), DAYS),)),
        Line("highest_age", _HIGHEST_AGE, (Figure(statistic("highest", going), DAYS),)),
        Line("backlog", _BACKLOG, (Figure(late, COUNT),)),
        Line("no_last_day", _NO_LAST_DAY, (Figure(undated, COUNT),)),
    )
    title = Words(f"{spec.title.zh}：概况", f"{spec.title.en}: at a glance")
    return Sheet(f"{spec.code}_statistics", title, ITEM, (Column("value", Words("数值", "value")),), lines)


def _oldest(spec: SheetSpec, aged: Sequence[Aged]) -> Sheet:
    shown = sorted(aged, key=lambda each: -each.age)[:OLDEST]
    title = Words(_OLDEST.zh.format(count=len(shown)), _OLDEST.en.format(count=len(shown)))
    columns = (
        Column("since", _SINCE, DATE), Column("age", _AGE, DAYS), Column("due_on", _DUE, DATE),
        Column("suspended", _SUSPENDED, TEXT), Column("handler", _HANDLER, TEXT),
    )  # fmt: skip
    lines = tuple(
        Line(
            each.case.docket_no,
            Words(each.case.docket_no, each.case.docket_no),
            (
                Figure(each.case.entered_on, DATE),
                Figure(each.age, DAYS),
                Figure(each.case.due_on, DATE),
                _yes_no(each.case.suspended),
                Figure(each.case.handler, TEXT),
            ),
        )
        for each in shown
    )
    return Sheet(f"{spec.code}_oldest", title, _NUMBER, columns, lines)


def _yes_no(value: object) -> Figure:
    label = YES_NO.label("yes" if value else "no")
    return Figure(label.zh, TEXT, words=label)
