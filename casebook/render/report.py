"""A report as text: a table for the terminal, plain, Markdown, CSV, or JSON (schema ``casebook/report/1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.errors import UnknownCode, listed
from casebook.figures import percent
from casebook.render.tables import Row, Table, markdown, plain, terminal
from casebook.render.text import csv_cell, json_text
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.figures import Breakdown, Efficiency, Report

SCHEMA = "casebook/report/1"
FORMATS = ("table", "plain", "md", "csv", "json")
NO_SHARE = "—"
WIDTH = 100

_TITLE = Words("{bureau}{register}案件统计表", "{bureau}: {register}, summary of cases")
_PERIOD = Words(
    "统计期间：{start} 至 {end}（含首尾两日）　登记号：{known_at}　统计口径：{scheme}　单位：{unit}",
    "Period: {start} to {end}, both days included. Entry: {known_at}. Scheme: {scheme}. Unit: {unit}",
)
_ITEM = Words("项目", "item")
_COUNT = Words("件数", "count")
_TOTAL = Words("合计", "total")
_VALUE = Words("数值", "value")
_OF_CONCLUDED = Words("占审结", "of concluded")
_RATE = (
    Words("比率", "rate"),
    Words("数值", "value"),
    Words("分子/分母", "part/whole"),
    Words("算法", "definition"),
)
_CHECK = (Words("勾稽关系", "identity"), Words("算式", "equation"))
_BREAKDOWN = Words("按{by}（{base}）", "by {by} ({base})")
_SHOWN_CHECKS = ("intake", "flow", "outcomes")


def render(report: Report, form: str, language: Language, *, width: int = WIDTH, colour: bool = False) -> str:
    """Return ``report`` in one of ``FORMATS``, ending with a line feed. Raises ``UnknownCode`` for another.

    ``width`` (in columns) and ``colour`` are those of the terminal that a ``table`` is for.
    """
    if form == "json":
        import json

        return json_text(json.dumps(tree(report, language), ensure_ascii=False, indent=2)) + "\n"
    if form == "csv":
        return _csv(report)
    tables = list(_tables(report, language))
    if form == "plain":
        return plain(tables, heading(report, language))
    if form == "md":
        return markdown(tables, heading(report, language))
    if form == "table":
        return terminal(tables, heading(report, language), width=width, colour=colour)
    raise UnknownCode(
        field=Words("输出格式", "format"), value=form, choices=listed([Words(each, each) for each in FORMATS])
    )


def tree(report: Report, language: Language) -> dict[str, object]:
    """Return the report as the JSON document promises it; only definitions depend on ``language``."""
    document: dict[str, object] = {
        "schema": SCHEMA,
        "form": report.form,
        "register": report.register,
        "bureau": report.bureau,
        "period": {"from": report.period.start.isoformat(), "to": report.period.end.isoformat()},
        "known_at": report.known_at,
        "scheme": report.scheme,
    }
    for section, cells in report.sections.items():
        head, _, inner = section.partition(".")
        if inner:
            nested = document.setdefault(head, {})
            if isinstance(nested, dict):
                nested[inner] = dict(cells)
        else:
            document[head] = dict(cells)
    if report.efficiency:
        document["efficiency"] = {**report.efficiency.cells, **report.efficiency.totals}
    document["rates"] = {
        share.name: {
            "part": share.part,
            "whole": share.whole,
            "percent": share.percent,
            "definition": share.definition.say(language),
        }
        for share in report.rates
    }
    document["breakdowns"] = [
        {
            "by": list(each.by),
            "base": each.base,
            "cells": each.cells,
            "not_stated": each.not_stated,
            "total": each.total,
        }
        for each in report.breakdowns
    ]
    document["checks"] = [
        {"name": check.name, "equation": check.equation, "holds": check.holds} for check in report.checks
    ]
    return document


def heading(report: Report, language: Language) -> tuple[str, str]:
    """Return the title of the report and the line that says what it counts: period, entry, scheme, unit."""
    register = terms.REGISTER.label(report.register).say(language)
    title = _TITLE.say(language).format(bureau=report.bureau, register=register)
    line = _PERIOD.say(language).format(
        start=report.period.start.isoformat(),
        end=report.period.end.isoformat(),
        known_at=report.known_at,
        scheme=report.scheme,
        unit=report.unit.say(language),
    )
    return title, line


def _csv(report: Report) -> str:
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("section", "name", "value"))
    for section, name, value in csv_rows(report):
        writer.writerow((csv_cell(section), csv_cell(name), value if isinstance(value, int) else csv_cell(value)))
    return out.getvalue()


def csv_rows(report: Report) -> Iterator[tuple[str, str, int | str]]:
    """Yield the figures of ``report`` as section, name and value; a cross names both values with a comma."""
    yield "report", "register", report.register
    yield "report", "bureau", report.bureau
    yield "period", "from", report.period.start.isoformat()
    yield "period", "to", report.period.end.isoformat()
    yield "report", "known_at", report.known_at
    yield "report", "scheme", report.scheme
    for name, value in report.values():
        section, _, code = name.rpartition(".")
        yield section, code, NO_SHARE if value is None else value
    for each in report.breakdowns:
        section = f"breakdowns.{each.name}"
        yield section, "base", each.base
        for key, number in each.counts:
            if key[0] is not None:
                yield section, ",".join(terms.NOT_STATED if value is None else value for value in key), number
        yield section, terms.NOT_STATED, each.not_stated
        yield section, "total", each.total


def _tables(report: Report, language: Language) -> Iterator[Table]:
    yield from _counted(report, language)
    if report.efficiency:
        yield _efficiency(report, report.efficiency, language)
    yield _rates(report, language)
    for breakdown in report.breakdowns:
        yield _breakdown(report, breakdown, language)
    yield _checks(report, language)


def _counted(report: Report, language: Language) -> Iterator[Table]:
    sections = report.sections
    if report.intake:
        yield _column(report, "intake", sections["intake"], language, total=False)
    yield _column(report, "flow", sections["flow"], language, total=False)
    if report.instances:
        yield _by_instance(report, "instances", {name: flow.cells for name, flow in report.instances.items()}, language)
    yield _column(report, "families", report.families, language)
    if report.instance_outcomes:
        yield _by_instance(report, "instance_outcomes", report.instance_outcomes, language, total=True)
    else:
        yield _column(report, "outcomes", _stated(report.outcomes), language)
    for outcome, cells in report.grounds.items():
        if any(cells.values()):
            yield _column(report, f"grounds.{outcome}", _stated(cells), language)
    if report.roles:
        yield _column(report, "roles", report.roles, language)
    for section in ("hearings", "replies"):
        if section in sections:
            yield _column(report, section, sections[section], language, total=False)


def _stated(cells: Mapping[str, int]) -> dict[str, int]:
    return {code: number for code, number in cells.items() if number}


def _column(report: Report, section: str, cells: Mapping[str, int], language: Language, *, total: bool = True) -> Table:
    vocabulary = headings.section_values(report.register, section)
    head, _, inner = section.partition(".")
    title = headings.SECTION.label(head).say(language)
    if inner:
        title = f"{terms.outcomes(report.register).label(inner).say(language)} — {title}"
    return Table(
        title,
        (_ITEM.say(language), _COUNT.say(language)),
        tuple((vocabulary.label(code).say(language), str(number)) for code, number in cells.items()),
        frozenset({1}),
        (_TOTAL.say(language), str(sum(cells.values()))) if total else None,
    )


def _by_instance(
    report: Report,
    section: str,
    by_instance: Mapping[str, Mapping[str, int]],
    language: Language,
    *,
    total: bool = False,
) -> Table:
    """Codes down, instances across, and their sum; codes and instances without a case are left out."""
    codes = headings.section_values(report.register, section)
    instances = headings.with_not_stated(terms.INSTANCE)
    shown = [name for name, cells in by_instance.items() if any(cells.values())]
    rows: list[tuple[str, list[int]]] = [
        (codes.label(code).say(language), [by_instance[name][code] for name in shown])
        for code in next(iter(by_instance.values()))
        if not total or any(by_instance[name][code] for name in shown)
    ]
    sums = [sum(numbers[place] for _, numbers in rows) for place in range(len(shown))]
    return Table(
        headings.SECTION.label(section).say(language),
        (_ITEM.say(language), *(instances.label(name).say(language) for name in shown), _TOTAL.say(language)),
        tuple(_line(label, numbers) for label, numbers in rows),
        frozenset(range(1, len(shown) + 2)),
        _line(_TOTAL.say(language), sums) if total else None,
    )


def _line(label: str, numbers: list[int]) -> Row:
    return (label, *(str(number) for number in numbers), str(sum(numbers)))


def _efficiency(report: Report, efficiency: Efficiency, language: Language) -> Table:
    """Counts with their share of the concluded cases, then the days."""
    places = report.rates[0].places if report.rates else 2
    counted = [
        (
            headings.EFFICIENCY.label(code).say(language),
            str(number),
            percent(number, efficiency.concluded, places) or NO_SHARE,
        )
        for code, number in efficiency.cells.items()
    ]
    days = [
        (headings.EFFICIENCY.label(code).say(language), NO_SHARE if figure is None else str(figure), "")
        for code, figure in efficiency.totals.items()
    ]
    return Table(
        headings.SECTION.label("efficiency").say(language),
        (_ITEM.say(language), _VALUE.say(language), _OF_CONCLUDED.say(language)),
        (*counted, *days),
        frozenset({1, 2}),
    )


def _rates(report: Report, language: Language) -> Table:
    return Table(
        headings.SECTION.label("rates").say(language),
        tuple(header.say(language) for header in _RATE),
        tuple(
            (
                share.label.say(language),
                share.percent or NO_SHARE,
                f"{share.part}/{share.whole}",
                share.definition.say(language),
            )
            for share in report.rates
        ),
        frozenset({1, 2}),
    )


def _checks(report: Report, language: Language) -> Table:
    return Table(
        headings.SECTION.label("checks").say(language),
        tuple(header.say(language) for header in _CHECK),
        tuple(
            (headings.SECTION.label(check.name).say(language), check.equation)
            for check in report.checks
            if check.name in _SHOWN_CHECKS
        ),
        frozenset(),
    )


def _breakdown(report: Report, breakdown: Breakdown, language: Language) -> Table:
    names = [headings.dimension_label(report.register, name).say(language) for name in breakdown.by]
    base = headings.BASE.label(breakdown.base).say(language)
    title = _BREAKDOWN.say(language).format(by=" × ".join(names), base=base)
    if len(breakdown.by) == 1:
        return _single(report, breakdown, title, language)
    return _cross(report, breakdown, title, language)


def _single(report: Report, breakdown: Breakdown, title: str, language: Language) -> Table:
    (dimension,) = breakdown.by
    return Table(
        title,
        (headings.dimension_label(report.register, dimension).say(language), _COUNT.say(language)),
        tuple(
            (headings.value_label(report.register, dimension, key[0]).say(language), str(number))
            for key, number in breakdown.counts
        ),
        frozenset({1}),
        (_TOTAL.say(language), str(breakdown.total)),
    )


def _cross(report: Report, breakdown: Breakdown, title: str, language: Language) -> Table:
    down, across = breakdown.by
    counts = dict(breakdown.counts)
    lines = list(dict.fromkeys(key[0] for key in counts))
    columns = sorted({key[1] for key in counts}, key=lambda value: headings.value_place(report.register, across, value))
    rows = [
        (
            headings.value_label(report.register, down, line),
            [counts.get((line, value), 0) for value in columns],
        )
        for line in lines
    ]
    sums = [sum(numbers[place] for _, numbers in rows) for place in range(len(columns))]
    return Table(
        title,
        (
            headings.dimension_label(report.register, down).say(language),
            *(headings.value_label(report.register, across, value).say(language) for value in columns),
            _TOTAL.say(language),
        ),
        tuple(_line(label.say(language), numbers) for label, numbers in rows),
        frozenset(range(1, len(columns) + 2)),
        _line(_TOTAL.say(language), sums),
    )
