"""The pictures of a report, from the same scans as its figures: outcomes, months, rates over years, ages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import documents, headings, terms
from casebook.dates import year_before
from casebook.formnames import SUMMARY
from casebook.monthly import months_of
from casebook.sheets import BAR, COLUMNS, LINE, Chart, Series
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.book import Book
    from casebook.documents import Request
    from casebook.figures import Report
    from casebook.sheets import Document, Part, Sheet, Value

MONTHLY, CASEFLOW = "monthly", "caseflow"
YEARS = 5
MOST_MONTHS = 60  # more columns than that nobody can tell apart

_SHEETS = {REVIEW: "reviews", REVIEW_DEFENCE: "defences", LITIGATION: "suits"}
_RATES = {REVIEW: ("correction",), REVIEW_DEFENCE: ("correction",), LITIGATION: ("loss", "attendance")}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CASES = Words("件数", "cases")
_OUTCOMES = Words("结案类别", "outcome families")
_MONTHS = Words("各月新收、审结、未审结", "received, concluded and pending by month")
_YEARS = Words("历年比率（同期）", "rates over the years (same days)")
_AGES = Words("未审结案件存案年龄", "age of pending cases")


def with_charts(book: Book, request: Request, document: Document) -> Document:
    """Return ``document`` with the charts of each of its parts."""
    with book.reading():
        parts = tuple(replace(part, charts=tuple(_charts(book, request, part))) for part in document.parts)
    return replace(document, parts=parts)


def _charts(book: Book, request: Request, part: Part) -> Iterator[Chart]:
    if part.register is None:
        return
    sheets = {sheet.code: sheet for sheet in part.sheets}
    if request.form == SUMMARY and part.report:
        if part.report.flow.concluded:
            yield _outcomes(part.report)
        asked = request._replace(registers=(part.register,), by=(), base=None)
        if 1 < len(months_of(documents.cut(request).period)) <= MOST_MONTHS:
            yield _months(part.register, _sheet_of(book, asked._replace(form=MONTHLY), part.register, ""))
        yield from _years(book, asked, part.register)
        yield _ages(part.register, _sheet_of(book, asked._replace(form=CASEFLOW), part.register, "_ages"))
    elif request.form == MONTHLY and len(sheets[_SHEETS[part.register]].lines) <= MOST_MONTHS:
        yield _months(part.register, sheets[_SHEETS[part.register]])
    elif request.form == CASEFLOW:
        yield _ages(part.register, sheets[f"{_SHEETS[part.register]}_ages"])


def _sheet_of(book: Book, asked: Request, register: str, ending: str) -> Sheet:
    """Return the sheet of a shipped form for one register."""
    found = documents.shipped(book, asked)
    return next(each for each in found.sheets if each.code == f"{_SHEETS[register]}{ending}")


def _outcomes(report: Report) -> Chart:
    labels = terms.families(report.register)
    shown = [(labels.label(code), number) for code, number in report.families.items() if number]
    return Chart(
        f"{report.register}.outcomes",
        _OUTCOMES,
        BAR,
        tuple(label for label, _ in shown),
        (Series(_CASES, tuple(number for _, number in shown)),),
    )


def _months(register: str, sheet: Sheet) -> Chart:
    places = {column.code: place for place, column in enumerate(sheet.columns)}
    wanted = ("received", "concluded", "pending")
    labels = [headings.FLOW.label(code) for code in wanted]
    one_year = len({line.code[:4] for line in sheet.lines}) == 1
    return Chart(
        f"{register}.months",
        _MONTHS,
        COLUMNS,
        tuple(_month(line.code, one_year=one_year) for line in sheet.lines),
        tuple(
            Series(label, tuple(line.figures[places[code]].value for line in sheet.lines))
            for code, label in zip(wanted, labels, strict=True)
        ),
    )


def _month(code: str, *, one_year: bool) -> Words:
    year, month = code.split("-")
    name = _MONTH_NAMES[int(month) - 1]
    return Words(f"{int(month)}月", name) if one_year else Words(f"{year[2:]}年{int(month)}月", f"{name} {year[2:]}")


def _years(book: Book, asked: Request, register: str) -> Iterator[Chart]:
    """The rates of the same days in this year and up to four before it, from the first year on that has any."""
    period = documents.cut(asked).period
    told: list[tuple[Words, Report]] = []
    for _ in range(YEARS):
        year = str(period.end.year)
        told.append((Words(year, year), documents.report_of(book, asked._replace(period=period, as_of=None), register)))
        period = year_before(period)
    told.reverse()
    while told and not any(share.whole for share in told[0][1].rates if share.name in _RATES[register]):
        told.pop(0)
    if len(told) > 1:
        yield Chart(
            f"{register}.rates",
            _YEARS,
            LINE,
            tuple(label for label, _ in told),
            tuple(_rate_series(name, [report for _, report in told]) for name in _RATES[register]),
            percent=True,
        )


def _rate_series(name: str, reports: Sequence[Report]) -> Series:
    shares = [next(share for share in report.rates if share.name == name) for report in reports]
    values: tuple[Value, ...] = tuple(share.percent for share in shares)
    return Series(shares[0].label, values)


def _ages(register: str, sheet: Sheet) -> Chart:
    going, standing = sheet.columns[0], sheet.columns[1]
    return Chart(
        f"{register}.ages",
        _AGES,
        COLUMNS,
        tuple(line.label for line in sheet.lines),
        (
            Series(going.label, tuple(line.figures[0].value for line in sheet.lines)),
            Series(standing.label, tuple(line.figures[1].value for line in sheet.lines)),
        ),
    )
