"""Charts of a report: which there are, and that they show the figures of the sheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook, table
from desk import RULES

from casebook import documents
from casebook.book import Book
from casebook.charting import MOST_MONTHS, with_charts
from casebook.dates import parse_period
from casebook.documents import Request
from casebook.sheets import BAR, COLUMNS, LINE
from casebook.terms import LITIGATION, REGISTER, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.sheets import Chart, Document

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The three registers counted by hand."""
    path: Path = tmp_path_factory.mktemp("charts") / "cases.book"

    casebook = Casebook(path)
    casebook.init()
    casebook.bring_in([*table("counted_reviews"), *table("counted_suits"), *table("counted_defences")])
    with Book.open(path, RULES) as opened:
        yield opened


def asked(period: str, form: str = "summary", *registers: str) -> Request:
    return Request(form, parse_period(period, TODAY), registers or (REVIEW,))


def charted(book: Book, request: Request) -> Document:
    return with_charts(book, request, documents.build(book, request))


def charts(book: Book, request: Request) -> dict[str, Chart]:
    return {chart.code: chart for part in charted(book, request).parts for chart in part.charts}


def shown(chart: Chart) -> dict[str, dict[str, int | str | None]]:
    """The values of a chart by the English labels of their series and category."""
    names = [category.en for category in chart.categories]
    return {each.label.en: dict(zip(names, each.values, strict=True)) for each in chart.series}


def test_a_year_has_four_charts_of_each_register(book: Book) -> None:
    found = charts(book, asked("2024", "summary", *REGISTER.codes))
    kinds = {"outcomes": BAR, "months": COLUMNS, "rates": LINE, "ages": COLUMNS}
    assert {code: chart.kind for code, chart in found.items()} == {
        f"{register}.{name}": kind
        for register in REGISTER.codes
        for name, kind in kinds.items()
        if (register, name) != ("review-defence", "rates")
    }


def test_the_outcomes_are_the_families_that_are_not_zero(book: Book) -> None:
    [cases] = shown(charts(book, asked("2024"))["review.outcomes"]).values()
    assert cases == {
        "maintained": 2, "rejected": 1, "revoked": 1, "declared unlawful": 1, "mediated": 1, "terminated": 3,
    }  # fmt: skip


def test_the_months_are_those_of_the_monthly_form(book: Book) -> None:
    request = asked("2024H1")
    months = shown(charts(book, request)["review.months"])
    assert months == shown(charts(book, request._replace(form="monthly"))["review.months"])
    assert list(months["received"]) == ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    report = documents.report_of(book, request, REVIEW)
    assert sum(int(str(value)) for value in months["concluded"].values()) == report.flow.concluded
    assert months["pending"]["Jun"] == report.flow.cells["pending"]


def test_months_of_two_years_bear_their_year(book: Book) -> None:
    months = charts(book, asked("2023-12-11..2024-02-10"))["review.months"]
    assert [each.en for each in months.categories] == ["Dec 23", "Jan 24", "Feb 24"]
    assert [each.zh for each in months.categories] == ["23年12月", "24年1月", "24年2月"]


@pytest.mark.parametrize(
    ("period", "there"),
    [("2024-02", False), ("2024Q1", True), ("2020-01-01..2024-12-31", True), ("2020-01-01..2025-01-01", False)],
)
def test_one_month_and_very_many_are_not_drawn(book: Book, period: str, there: bool) -> None:
    assert ("review.months" in charts(book, asked(period))) == there
    assert MOST_MONTHS == 60


def test_the_rates_go_back_to_the_first_year_that_has_any(book: Book) -> None:
    found = shown(charts(book, asked("2025", "summary", LITIGATION))["litigation.rates"])
    assert list(found) == ["loss rate", "attendance of the head"]
    assert found["attendance of the head"] == {"2023": "100.00%", "2024": "75.00%", "2025": None}
    assert found["loss rate"] == {"2023": None, "2024": "50.00%", "2025": None}
    assert "litigation.rates" not in charts(book, asked("2023", "summary", LITIGATION))


def test_the_rates_of_a_cut_year_are_those_of_the_same_days(book: Book) -> None:
    cut = asked("2024")._replace(as_of=date(2024, 8, 31))
    found = charts(book, cut)["review.rates"]
    assert found == charts(book, asked("2024-01-01..2024-08-31"))["review.rates"]
    assert found != charts(book, asked("2024"))["review.rates"]
    [now] = [each.percent for each in documents.report_of(book, cut, REVIEW).rates if each.name == "correction"]
    assert shown(found)["direct correction"] == {"2023": "0.00%", "2024": now}


def test_the_ages_are_those_of_the_case_flow(book: Book) -> None:
    request = asked("2024")
    ages = shown(charts(book, request)["review.ages"])
    assert ages == shown(charts(book, request._replace(form="caseflow"))["review.ages"])
    pending = documents.report_of(book, request, REVIEW).flow.cells["pending"]
    assert sum(int(str(value)) for series in ages.values() for value in series.values()) == pending


def test_a_period_without_conclusions_has_no_chart_of_outcomes(book: Book) -> None:
    assert "review.outcomes" not in charts(book, asked("2022"))


@pytest.mark.parametrize("form", ["outcomes", "rates", "litigation", "attendance", "disclosure", "handlers"])
def test_other_forms_have_no_charts(book: Book, form: str) -> None:
    registers = documents.registers_of(book, form) or (REVIEW,)
    request = asked("2024", form, *registers)
    assert charted(book, request) == documents.build(book, request)


def test_charts_are_as_known_at_an_entry(book: Book) -> None:
    assert charts(book, asked("2024")._replace(known_at=0)).keys() == {"review.months", "review.ages"}
