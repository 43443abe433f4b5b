"""The summary of a register as sheets: one for each section of its report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.figures import percent, shares_of
from casebook.schemes import ALL, CONCLUDED
from casebook.selectors import pairs
from casebook.sheets import (
    COUNT,
    DAYS,
    PERCENT,
    TEXT,
    Column,
    Definition,
    Figure,
    Line,
    Part,
    Sheet,
)
from casebook.terms import NOT_STATED
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casebook.figures import Breakdown, Check, Efficiency, Key, Report
    from casebook.schemes import Scheme

ITEM = Words("项目", "item")
TOTAL = Words("合计", "total")
_COUNT = Column(COUNT, Words("件数", "count"))
_VALUE = Column("value", Words("数值", "value"))
_SHARE = Column("share", Words("占比", "share"), PERCENT)
_OF_CONCLUDED = Column("of_concluded", Words("占审结", "of concluded"), PERCENT)
RATE = Words("比率", "rate")
RATE_COLUMNS = (
    Column("percent", Words("数值", "value"), PERCENT),
    Column("fraction", Words("分子/分母", "part/whole"), TEXT),
    Column("definition", Words("算法", "definition"), TEXT),
)
_BREAKDOWN = Words("按{by}（{base}）", "by {by} ({base})")
_PRINTED_CHECKS = ("intake", "flow", "outcomes")


def part_of(report: Report, scheme: Scheme) -> Part:
    """Return what ``report`` says, as sheets in the order of printing, shown as ``scheme`` shows figures."""
    return Part(
        report.register,
        tuple(_sheets(report, scheme)),
        tuple(_labelled(check) for check in report.checks),
        tuple(Definition(share.name, share.label, share.definition) for share in report.rates),
        report=report,
    )


def _labelled(check: Check) -> Check:
    return replace(check, label=headings.SECTION.label(check.name)) if check.name in _PRINTED_CHECKS else check


def _sheets(report: Report, scheme: Scheme) -> Iterator[Sheet]:
    sections = report.sections
    if report.intake:
        yield _column(report, "intake", sections["intake"], total=False)
    yield _flow(report, scheme)
    if report.instances:
        flows = {name: flow.cells for name, flow in report.instances.items()}
        yield _by_instance(report, "instances", flows, total=False)
    yield _families(report, scheme)
    if report.instance_outcomes:
        yield _by_instance(report, "instance_outcomes", report.instance_outcomes)
    else:
        yield _column(report, "outcomes", _stated(report.outcomes))
    yield from (
        _column(report, f"grounds.{name}", _stated(cells))
        for name, cells in report.grounds.items()
        if any(cells.values())
    )
    yield from _register_sheets(report)
    yield rates(report)
    yield from (_breakdown(report, breakdown) for breakdown in report.breakdowns)


def _register_sheets(report: Report) -> Iterator[Sheet]:
    """What only some registers have: roles, hearings, replies, efficiency."""
    if report.roles:
        yield _column(report, "roles", report.roles)
    for section in ("hearings", "replies"):
        if section in report.sections:
            yield _column(report, section, report.sections[section], total=False)
    if report.efficiency:
        yield _efficiency(report, report.efficiency)


_CARRIED = Words("上期结转（期内审结的）", "carried in and concluded")
_STOCK = Words("期初全部未审结", "pending at the start, all")
_CLOSED = Words("办结", "closed")
_OF_CLOSED = Words("其中：受理后审结", "of these, concluded after acceptance")


def _flow(report: Report, scheme: Scheme) -> Sheet:
    """The flow, with 上期结转 and 办结 as the scheme means them; the other reading stands beside it."""
    sheet = _column(report, "flow", report.flow.cells, total=False)
    first = "opening"
    closed: tuple[str, ...] = ("concluded",)
    renamed: dict[str, Words] = {}
    if scheme.opening == CONCLUDED:
        first, renamed = "opening_concluded", {"opening_concluded": _CARRIED, "opening": _STOCK}
    if scheme.closed == ALL and report.flow.closed_all is not None:
        closed = ("closed_all", "concluded")
        renamed |= {"closed_all": _CLOSED, "concluded": _OF_CLOSED}
    return _reordered(sheet, (first, report.flow.entering, *closed, "pending"), renamed)


def _reordered(sheet: Sheet, order: Sequence[str], labels: Mapping[str, Words]) -> Sheet:
    """Return the sheet with the lines of ``order`` first, under other labels where ``labels`` has one."""
    named = [replace(line, label=labels.get(line.code, line.label)) for line in sheet.lines]
    first = {code: place for place, code in enumerate(order)}
    return replace(sheet, lines=tuple(sorted(named, key=lambda line: first.get(line.code, len(first)))))


def _families(report: Report, scheme: Scheme) -> Sheet:
    """The families in order and words of the scheme, with shares and without zeros where it says so."""
    sheet = _reordered(_column(report, "families", report.families), scheme.order, scheme.labels)
    if scheme.shares:
        numbers = [report.families[line.code] for line in sheet.lines]
        shown = shares_of(numbers, scheme.places, scheme.rounding)
        lines = tuple(
            replace(line, figures=(*line.figures, Figure(share, PERCENT)))
            for line, share in zip(sheet.lines, shown, strict=True)
        )
        whole = Figure(percent(sum(numbers), sum(numbers), scheme.places), PERCENT)
        total = replace(sheet.total, figures=(*sheet.total.figures, whole)) if sheet.total else None
        sheet = replace(sheet, columns=(*sheet.columns, _SHARE), lines=lines, total=total)
    if scheme.hide_zeros:
        sheet = replace(sheet, lines=tuple(line for line in sheet.lines if line.figures[0].value))
    return sheet


def _stated(cells: Mapping[str, int]) -> dict[str, int]:
    return {code: number for code, number in cells.items() if number}


def _column(report: Report, section: str, cells: Mapping[str, int], *, total: bool = True) -> Sheet:
    vocabulary = headings.section_values(report.register, section)
    head, _, inner = section.partition(".")
    title = headings.SECTION.label(head)
    if inner:
        outcome = terms.outcomes(report.register).label(inner)
        title = Words(f"{outcome.zh} — {title.zh}", f"{outcome.en} — {title.en}")
    lines = tuple(
        Line(code, vocabulary.label(code), (Figure(number, name=f"{section}.{code}"),))
        for code, number in cells.items()
    )
    closing = Line("total", TOTAL, (Figure(sum(cells.values())),)) if total else None
    return Sheet(section, title, ITEM, (_COUNT,), lines, closing)


def _by_instance(
    report: Report, section: str, by_instance: Mapping[str, Mapping[str, int]], *, total: bool = True
) -> Sheet:
    """Codes down, instances across, and their sum; codes and instances without a case are left out."""
    codes = headings.section_values(report.register, section)
    instances = headings.with_not_stated(terms.INSTANCE)
    shown = [name for name, cells in by_instance.items() if any(cells.values())]
    lines = [
        _line(code, codes.label(code), [(by_instance[name][code], f"{section}.{name}.{code}") for name in shown])
        for code in next(iter(by_instance.values()))
        if not total or any(by_instance[name][code] for name in shown)
    ]
    columns = (*(Column(name, instances.label(name)) for name in shown), Column("total", TOTAL))
    closing = total_of(lines, len(columns)) if total else None
    return Sheet(section, headings.SECTION.label(section), ITEM, columns, tuple(lines), closing)


def _line(code: str, label: Words, cells: Sequence[tuple[int, str]]) -> Line:
    figures = [Figure(number, name=name) for number, name in cells]
    return Line(code, label, (*figures, Figure(sum(number for number, _ in cells))))


def total_of(lines: Sequence[Line], width: int) -> Line:
    """Return the line that sums the counts of ``lines``, which have ``width`` figures each."""
    sums = [
        sum(value for line in lines if isinstance(value := line.figures[place].value, int)) for place in range(width)
    ]
    return Line("total", TOTAL, tuple(Figure(number) for number in sums))


def _efficiency(report: Report, efficiency: Efficiency) -> Sheet:
    """Counts with their share of the concluded cases, then the days."""
    places = report.rates[0].places if report.rates else 2
    counted = [
        Line(
            code,
            headings.EFFICIENCY.label(code),
            (
                Figure(number, name=f"efficiency.{code}"),
                Figure(percent(number, efficiency.concluded, places), PERCENT),
            ),
        )
        for code, number in efficiency.cells.items()
    ]
    days = [
        Line(code, headings.EFFICIENCY.label(code), (Figure(figure, DAYS), Figure("", TEXT)))
        for code, figure in efficiency.totals.items()
    ]
    return Sheet("efficiency", headings.SECTION.label("efficiency"), ITEM, (_VALUE, _OF_CONCLUDED), (*counted, *days))


def rates(report: Report) -> Sheet:
    """Return the rates with part, whole and definition."""
    lines = tuple(
        Line(
            share.name,
            share.label,
            (
                Figure(share.percent, PERCENT),
                Figure(f"{share.part}/{share.whole}", TEXT),
                Figure(share.definition.zh, TEXT, words=share.definition),
            ),
        )
        for share in report.rates
    )
    return Sheet("rates", headings.SECTION.label("rates"), RATE, RATE_COLUMNS, lines)


def _breakdown(report: Report, breakdown: Breakdown) -> Sheet:
    labels = [headings.dimension_label(report.register, name) for name in breakdown.by]
    base = headings.BASE.label(breakdown.base)
    title = Words(
        _BREAKDOWN.zh.format(by=" × ".join(label.zh for label in labels), base=base.zh),
        _BREAKDOWN.en.format(by=" × ".join(label.en for label in labels), base=base.en),
    )
    code = f"breakdowns.{breakdown.name}"
    if len(breakdown.by) == 1:
        return _single(report, breakdown, code, title, labels[0])
    return _cross(report, breakdown, code, title, labels[0])


def _cell(breakdown: Breakdown, key: Key) -> str:
    return f"{breakdown.base}:{pairs(breakdown.by, key)}"


def _single(report: Report, breakdown: Breakdown, code: str, title: Words, head: Words) -> Sheet:
    lines = tuple(
        Line(
            key[0] or NOT_STATED,
            headings.value_label(report.register, breakdown.by[0], key[0]),
            (Figure(number, name=_cell(breakdown, key)),),
        )
        for key, number in breakdown.counts
    )
    return Sheet(code, title, head, (_COUNT,), lines, Line("total", TOTAL, (Figure(breakdown.total),)))


def _cross(report: Report, breakdown: Breakdown, code: str, title: Words, head: Words) -> Sheet:
    down, across = breakdown.by
    counts = dict(breakdown.counts)
    values = sorted({key[1] for key in counts}, key=lambda value: headings.value_place(report.register, across, value))
    lines = [
        _line(
            value or NOT_STATED,
            headings.value_label(report.register, down, value),
            [(counts.get((value, other), 0), _cell(breakdown, (value, other))) for other in values],
        )
        for value in dict.fromkeys(key[0] for key in counts)
    ]
    columns = tuple(
        Column(value or NOT_STATED, headings.value_label(report.register, across, value)) for value in values
    )
    columns = (*columns, Column("total", TOTAL))
    return Sheet(code, title, head, columns, tuple(lines), total_of(lines, len(columns)))
