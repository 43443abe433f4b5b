"""Whatever the book holds: no form fails an identity, no figure leads to other cases than it counts, months add up."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import Desk, clear
from form_figures import Filled, asked, own_form, values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_cases import BESIDE, PERIODS, TODAY, Officer, tell

from casebook import documents, formparts, forms, headings, schemes
from casebook.cells import cell_names
from casebook.documents import Request
from casebook.formnames import RATES, SUMMARY
from casebook.monthly import parts_of
from casebook.sheets import COUNT, YUAN
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from pathlib import Path

    from random_cases import Row

    from casebook.sheets import Line, Sheet

CHEAP = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # there is no smaller book than that of a seed
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FORMS = (SUMMARY, RATES, *forms.names())
SCHEMES = schemes.names()
FREE = tuple(name for name in headings.DIMENSION.codes if name not in ("month", "outcome", "family"))
SEEDS, SIZES = st.integers(0, 10**6), st.integers(10, 60)


class Kept:
    """A random book, with corrections told after the first entries so that what was known differs from what is."""

    def __init__(self, folder: Path, seed: int, count: int) -> None:
        path = folder / f"{seed}.book"
        clear(path)
        self.officer = Officer(seed)
        self.desk = Desk(path, TODAY)
        self.rows = self.officer.cases(count)
        tell(self.desk, self.rows)
        self.told = self.desk.book.head.entry_no
        for row in self.officer.dice.sample(self.rows, count // 5):
            self.correct(row)

    def correct(self, row: Row) -> None:
        """Put another outcome in the place of a conclusion or strike it; else correct the card."""
        number = f"{row['register']}:{row['number']}"
        if not row["outcome"] or any(row[name] for name in BESIDE):
            received = self.desk.told(number, "receive").entry_no
            self.desk.correct(number, received, "field=公安", "matter=penalty", "handler=赵某")
            return
        entry = self.desk.told(number, "conclude").entry_no
        if row["instance"] in ("", "first") and row["outcome"] != "other":
            self.desk.correct(number, entry, outcome="other")
        else:
            self.desk.strike(number, entry, step="conclude")

    def request(self, form: str, period: str) -> Request:
        return asked(self.desk.book, form, period, TODAY)

    def fill(self, request: Request) -> Filled:
        return Filled(self.desk.book, request)


@CHEAP
@given(SEEDS, SIZES, st.data())
def test_no_form_fails_an_identity_or_counts_other_cases_than_it_lists(
    tmp_path: Path, seed: int, count: int, data: st.DataObject
) -> None:
    book = Kept(tmp_path, seed, count)
    known = st.none() | st.just(book.told) | st.integers(0, book.desk.book.head.entry_no)
    days = st.none() | st.dates(date(2024, 1, 1), date(2025, 1, 31))
    for form in FORMS:
        request = book.request(form, data.draw(st.sampled_from(PERIODS)))._replace(
            scheme=data.draw(st.sampled_from(SCHEMES)), known_at=data.draw(known), all_variants=data.draw(st.booleans())
        )
        as_of = data.draw(days)
        if as_of and as_of >= request.period.start:
            request = request._replace(as_of=as_of)
        if form == SUMMARY:
            request = request._replace(by=(data.draw(st.sampled_from(FREE)), "field,family"))
        elif form != RATES and documents.has_free_rows(book.desk.book, form):
            request = request._replace(by=data.draw(st.just(()) | st.sampled_from(FREE).map(lambda name: (name,))))
        filled = book.fill(request)
        assert filled.document.checks
        for place, (part, figure) in enumerate(filled.named()):
            if (figure.value or place % 11 == 0) and (form != SUMMARY or not is_hostile(str(figure.name))):
                assert part.register is not None
                behind = documents.behind(book.desk.book, request, part.register, str(figure.name))
                assert (figure.name, len(behind)) == (figure.name, figure.value)


def is_hostile(name: str) -> bool:
    """Tell whether a cell of a breakdown is that of a field recorded as “not_stated”: it is listed with the others."""
    return "field=not_stated" in name


@CHEAP
@given(SEEDS, SIZES, st.sampled_from(SCHEMES))
def test_every_scheme_and_dimension_of_free_rows_on_one_book(
    tmp_path: Path, seed: int, count: int, scheme: str
) -> None:
    book = Kept(tmp_path, seed, count)
    for form in ("outcomes", "efficiency"):
        request = book.request(form, "2024")._replace(scheme=scheme)
        whole = book.fill(request)
        for dimension in FREE:
            filled = book.fill(request._replace(by=(dimension,)))
            for part in filled.document.parts:
                for sheet in part.sheets:
                    assert values(sheet, total_of(sheet)) == values(sheet, total_of(whole.sheet(sheet.code)))


def total_of(sheet: Sheet) -> Line:
    assert sheet.total is not None
    return sheet.total


@CHEAP
@given(SEEDS, SIZES, st.sampled_from(PERIODS))
def test_totals_are_the_sums_of_the_rows_shown(tmp_path: Path, seed: int, count: int, period: str) -> None:
    book = Kept(tmp_path, seed, count)
    for form in forms.names():
        for part in book.fill(book.request(form, period)).document.parts:
            for sheet in part.sheets:
                if sheet.total is not None and form != "monthly":
                    assert_sums(sheet)
                codes = [line.code for line in sheet.all_lines]
                assert len(set(codes)) == len(codes)


def assert_sums(sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        shown = [line.figures[place].value for line in sheet.lines]
        if column.kind == COUNT:
            assert sum(number for number in shown if isinstance(number, int)) == total_of(sheet).figures[place].value
        elif column.kind == YUAN:
            fen = sum(int(str(text).replace(".", "")) for text in shown)
            assert f"{fen // 100}.{fen % 100:02}" == total_of(sheet).figures[place].value


@CHEAP
@given(SEEDS, SIZES, st.sampled_from([period for period in PERIODS if period[:7] != period[12:19]]))
def test_months_add_up_to_the_period_and_each_is_its_own_report(
    tmp_path: Path, seed: int, count: int, period: str
) -> None:
    book = Kept(tmp_path, seed, count)
    request = book.request("monthly", period)
    year = book.fill(request)
    for part in year.document.parts:
        [sheet] = part.sheets
        rows = {line.code: values(sheet, line) for line in sheet.lines}
        total = values(sheet, total_of(sheet))
        months = list(rows)
        for column in ("received", "accepted", "concluded", "corrected"):
            if column in total:
                assert sum(int(str(row[column])) for row in rows.values()) == total[column]
                assert rows[months[-1]].get(f"sum_{column}", total[column]) == total[column]
        assert total["opening"] == rows[months[0]]["opening"]
        assert total["pending"] == rows[months[-1]]["pending"]
        for name, month in list(zip(months, parts_of(request.period), strict=True))[:: max(len(months) // 3, 1)]:
            own = book.fill(request._replace(period=month, registers=(str(part.register),)))
            assert (
                values(sheet, own.sheet(sheet.code).lines[0]).items()
                >= {key: value for key, value in rows[name].items() if not key.startswith("sum_")}.items()
            )


def monthly_form(register: str) -> str:
    """Return a form that counts by month whatever can be counted by month."""
    sheet = 'kind = "months"\n'
    for number, cell in enumerate(sorted(cell_names(register))):
        if not cell.startswith(("pending.", "effective.")):
            label = f'{{ zh = "{cell}", en = "{cell}" }}'
            sheet += f'[[sheet.column]]\ncode = "c{number}"\nlabel = {label}\ncells = ["{cell}"]\n'
    return own_form(sheet, register)


@CHEAP
@given(SEEDS, st.integers(20, 60), st.sampled_from(REGISTER.codes))
def test_every_cell_that_a_month_can_count_is_that_of_the_month_alone(
    tmp_path: Path, seed: int, count: int, register: str
) -> None:
    book = Kept(tmp_path, seed, count)
    book.desk.book.adopt("form", "own", monthly_form(register), "", book.desk.scribe)
    request = book.request("own", "2024-01-15..2024-07-20")
    year = book.fill(request)
    for month, line in zip(parts_of(request.period), year.sheet("own").lines, strict=True):
        [alone] = book.fill(request._replace(period=month)).sheet("own").lines
        assert values(year.sheet("own"), line) == values(year.sheet("own"), alone)
        summary = book.fill(request._replace(form=SUMMARY, period=month)).document.parts[0].report
        assert summary is not None
        counted = dict(zip((column.label.en for column in year.sheet("own").columns), line.figures, strict=True))
        for section, cells in summary.sections.items():
            if section != "hearings":
                assert {code: counted[f"{section}.{code}"].value for code in cells} == cells, section


@CHEAP
@given(SEEDS, SIZES, st.sampled_from(PERIODS))
def test_the_forms_count_what_the_summary_counts(tmp_path: Path, seed: int, count: int, period: str) -> None:
    book = Kept(tmp_path, seed, count)
    summary = {part.register: part.report for part in book.fill(book.request(SUMMARY, period)).document.parts}
    review, suits = summary["review"], summary["litigation"]
    assert review is not None
    assert suits is not None
    intake = review.sections["intake"]
    official = values_of_total(book.fill(book.request("official-review", period)), "fields")
    assert official["c01_opening"] == review.flow.opening
    assert official["c02_received"] == intake["received"]
    assert official["c03_accepted"] == intake["accept"] == review.flow.entered
    assert official["c31_concluded"] == review.flow.concluded
    assert official["c43_pending"] == review.flow.pending
    families = ("reject", "maintain", "revoke", "vary", "mediate")
    columns = ("c32_reject", "c33_maintain", "c35_revoke", "c36_vary", "c38_mediate")
    assert [official[column] for column in columns] == [review.families[family] for family in families]
    assert sum(int(str(official[name])) for name in official if name.startswith("matter_")) == intake["received"]
    revised = values_of_total(book.fill(book.request("official-review-2015", period)), "fields")
    settled = review.grounds["terminate"]["settled"]
    assert revised["c38_mediate"] == review.families["mediate"] + settled
    assert revised["c39_terminate"] == review.families["terminate"] - settled
    pace = values_of_total(book.fill(book.request("efficiency", period)), "handlers")
    assert review.efficiency is not None
    assert {name: pace[name] for name in review.efficiency.cells} == review.efficiency.cells
    assert pace["median"] == review.efficiency.median_days
    assert pace["mean"] == review.efficiency.average_days
    by_instance = book.fill(book.request("litigation", period))
    assert values_of_total(by_instance, "instances")["concluded"] == suits.flow.concluded
    outcomes = values_of_total(by_instance, "outcomes")
    assert {code: outcomes[code] for code in suits.outcomes} == suits.outcomes
    heard = values_of_total(book.fill(book.request("attendance", period)), "defendants")
    assert {name: heard[name] for name in suits.hearings} == suits.hearings


def values_of_total(form: Filled, sheet: str) -> dict[str, object]:
    return dict(values(form.sheet(sheet), total_of(form.sheet(sheet))))


@CHEAP
@given(SEEDS, st.integers(10, 30))
def test_what_was_known_stays_as_it_was_told(tmp_path: Path, seed: int, count: int) -> None:
    book = Kept(tmp_path, seed, count)
    requests = [book.request(form, "2024") for form in FORMS]
    before = {each.form: book.fill(each).document for each in requests}
    known = book.desk.book.head.entry_no
    for row in book.rows[: count // 2]:
        number = f"{row['register']}:{row['number']}"
        received = book.desk.told(number, "receive").entry_no
        book.desk.correct(number, received, "handler=钱某", "field=林业", "respondent=县林业局")
    for each in requests:
        assert book.fill(each._replace(known_at=known)).document == before[each.form]


@CHEAP
@given(SEEDS, st.integers(10, 40), st.sampled_from(PERIODS))
def test_the_ages_are_those_of_the_pending_cases(tmp_path: Path, seed: int, count: int, period: str) -> None:
    book = Kept(tmp_path, seed, count)
    form = book.fill(book.request("caseflow", period))
    flows = {part.register: part.report for part in book.fill(book.request(SUMMARY, period)).document.parts}
    for register, sheet in (("review", "reviews"), ("review-defence", "defences"), ("litigation", "suits")):
        report = flows[register]
        assert report is not None
        bands = form.row(f"{sheet}_ages", "total")
        assert bands.get("total", 0) == report.flow.pending
        oldest = form.sheet(f"{sheet}_ages_oldest").lines
        assert len(oldest) == min(10, report.flow.pending)
        ages = [int(str(line.figures[1].value)) for line in oldest]
        assert ages == sorted(ages, reverse=True)
        if len(ages) < 10:
            starts = [int(line.code) for line in form.sheet(f"{sheet}_ages").lines]
            counted = Counter(max(start for start in starts if start <= age) for age in ages)
            shown = {
                int(row): number for row, number in form.column(f"{sheet}_ages", "total").items() if row != "total"
            }
            assert {start: number for start, number in shown.items() if number} == counted


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_book_fills_in_every_form(tmp_path: Path, form: str) -> None:
    desk = Desk(tmp_path / "cases.book")
    for scheme in SCHEMES:
        for period in ("2024", "1949", "2024-02-29..2024-02-29"):
            filled = Filled(desk.book, asked(desk.book, form, period, TODAY, scheme=scheme, all_variants=True))
            assert filled.document.parts
            for part in filled.document.parts:
                for sheet in part.sheets:
                    for line in sheet.all_lines:
                        numbers = [figure.value for figure in line.figures if figure.kind == COUNT]
                        assert set(numbers) <= {0}


def test_every_register_of_a_form_has_a_part_and_no_other_is_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    for name in forms.names():
        registers = documents.registers_of(desk.book, name)
        assert registers
        for register in REGISTER.codes:
            request = Request(name, asked(desk.book, name, "2024", TODAY).period, (register,))
            parts = formparts.parts(desk.book, request, forms.load(name), schemes.load())
            assert [part.register for part in parts] == ([register] if register in registers else [])
