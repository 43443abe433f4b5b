"""The list of the cases behind the figures of a report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook, table
from desk import RULES

from casebook import documents, headings
from casebook.book import Book
from casebook.caselists import with_cases
from casebook.dates import parse_period
from casebook.documents import Request
from casebook.terms import LITIGATION, REGISTER, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.sheets import CaseList
    from casebook.words import Language

TODAY = date(2026, 11, 21)
APPLICANT = "张三丰"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The three registers counted by hand, and a case with an applicant."""
    casebook = Casebook(tmp_path_factory.mktemp("cases") / "cases.book")
    casebook.init()
    casebook.bring_in([*table("counted_reviews"), *table("counted_suits"), *table("counted_defences")])
    casebook.intake("review", "2024-10-08", "南府复〔2024〕30号", "--applicant", APPLICANT, "--note", APPLICANT)
    day = ("--step", "conclude", "--on", "2024-03-21", "--reason", "笔误")
    casebook.ok("correct", "南府复〔2024〕1号", str(casebook.entry_of("南府复〔2024〕1号", "conclude")), *day)
    with Book.open(casebook.path, RULES) as opened:
        yield opened


def asked(period: str, *registers: str) -> Request:
    return Request("summary", parse_period(period, TODAY), registers or (REVIEW,))


def listed(book: Book, request: Request, language: Language = "en", most: int | None = None) -> CaseList | None:
    return with_cases(book, request, documents.build(book, request), language, most).cases


@pytest.mark.parametrize("register", REGISTER.codes)
def test_each_case_is_counted_in_as_many_figures_as_the_report_says(book: Book, register: str) -> None:
    request = asked("2024", register)
    cases = listed(book, request)
    assert cases is not None
    counted = Counter(figure.en for line in cases.lines for figure in line.counted)
    for code, number in documents.report_of(book, request, register).flow.cells.items():
        assert counted[f"flow of cases: {headings.FLOW.label(code).en}"] == number


def test_a_case_is_shown_with_its_facts_in_the_language_of_the_reader(book: Book) -> None:
    for language, outcome in (("en", "revoked in part"), ("zh", "部分撤销")):
        cases = listed(book, asked("2024"), "en" if language == "en" else "zh")
        assert cases is not None
        heads = [column.en for column in cases.columns]
        [line] = [line for line in cases.lines if line.number == "南府复〔2024〕2号"]
        facts = dict(zip(heads, line.values, strict=True))
        assert (facts["received on"], facts["closed on"], facts["outcome"]) == ("2024-02-20", "2024-04-10", outcome)
        assert facts["ground"] == ""


def test_no_name_of_a_person_is_listed(book: Book) -> None:
    cases = listed(book, asked("2024"))
    assert cases is not None
    assert "南府复〔2024〕30号" in {line.number for line in cases.lines}
    assert APPLICANT not in repr(cases)


def test_the_cases_of_several_registers_stand_one_after_another(book: Book) -> None:
    cases = listed(book, asked("2024", REVIEW, LITIGATION))
    assert cases is not None
    registers = [line.register for line in cases.lines]
    assert registers == sorted(registers, reverse=True)
    assert set(registers) == {REVIEW, LITIGATION}


def test_of_more_cases_than_wanted_there_is_no_list(book: Book) -> None:
    request = asked("2024")
    cases = listed(book, request)
    assert cases is not None
    assert listed(book, request, most=len(cases.lines)) == cases
    assert listed(book, request, most=len(cases.lines) - 1) is None


def test_a_list_is_as_known_at_an_entry(book: Book) -> None:
    before, now = listed(book, asked("2024")._replace(known_at=30)), listed(book, asked("2024"))
    assert before is not None
    assert now is not None
    assert "南府复〔2024〕30号" not in {line.number for line in before.lines}
    [[was], [right]] = [
        [line.values for line in cases.lines if line.number == "南府复〔2024〕1号"] for cases in (before, now)
    ]
    assert ("2024-03-20" in was, "2024-03-21" in was) == (True, False)
    assert ("2024-03-20" in right, "2024-03-21" in right) == (False, True)
