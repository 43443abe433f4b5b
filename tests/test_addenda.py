"""What stands beside the figures of a report: adjustments of closed periods, and how the targets stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook, table
from desk import RULES

from casebook import addenda, documents
from casebook.book import Book
from casebook.dates import parse_period
from casebook.documents import Request
from casebook.render import addendajson
from casebook.terms import LITIGATION, REGISTER, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.sheets import Document

TODAY = date(2026, 11, 21)
LATE, RIGHTED, STRUCK = "南府复〔2023〕30号", "南府复〔2023〕5号", "南府复〔2023〕31号"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The registers counted by hand; 2023 is closed, then added to, righted and struck; two targets for 2024."""
    casebook = Casebook(tmp_path_factory.mktemp("addenda") / "cases.book")
    casebook.init()
    casebook.bring_in([*table("counted_reviews"), *table("counted_suits"), *table("counted_defences")])
    casebook.open_review("2023-12-11", "2023-12-13", STRUCK)
    casebook.ok("freeze", "--period", "2023", "--close")
    casebook.ok("intake", "review", "--received", "2023-12-01", "--number", LATE, "--late", "--reason", "邮件迟到")
    wrong = str(casebook.entry_of(RIGHTED, "conclude"))
    day = ("--step", "conclude", "--on", "2023-07-21")
    casebook.ok("correct", RIGHTED, wrong, *day, "--late", "--reason", "笔误")
    entry = str(casebook.entry_of(STRUCK, "accept"))
    casebook.ok("strike", STRUCK, entry, "--late", "--reason", "误登")
    casebook.ok("target", "set", "conclusion", ">=90%", "--register", "review", "--year", "2024")
    casebook.ok("target", "set", "loss", "<=8%", "--year", "2024")
    with Book.open(casebook.path, RULES) as opened:
        yield opened


def asked(period: str, *registers: str) -> Request:
    return Request("summary", parse_period(period, TODAY), registers or tuple(REGISTER.codes))


def document_of(book: Book, request: Request) -> Document:
    return addenda.with_addenda(documents.build(book, request), addenda.of(book, request))


def last_sheets(book: Book, request: Request) -> dict[str | None, list[str]]:
    """The codes of the sheets that were added to each part."""
    plain = documents.build(book, request)
    return {
        part.register: [sheet.code for sheet in part.sheets[len(before.sheets) :]]
        for part, before in zip(document_of(book, request).parts, plain.parts, strict=True)
    }


def test_the_next_report_shows_what_was_told_late(book: Book) -> None:
    found = addenda.of(book, asked("2024"))
    assert list(found.adjustments) == [REVIEW]
    assert [
        (each.number, each.step, str(each.was_on), str(each.on), each.reason) for each in found.adjustments[REVIEW]
    ] == [
        (LATE, "receive", "None", "2023-12-01", "邮件迟到"),
        (RIGHTED, "conclude", "2023-07-20", "2023-07-21", "笔误"),
        (STRUCK, "accept", "2023-12-13", "None", "误登"),
    ]
    assert addenda.of(book, asked("2023")).adjustments == {}
    assert addenda.of(book, asked("2024", LITIGATION)).adjustments == {}


def test_sheets_are_added_only_where_there_is_something_to_say(book: Book) -> None:
    assert last_sheets(book, asked("2024")) == {
        "review": ["adjustments", "targets"],
        "review-defence": [],
        "litigation": ["targets"],
    }
    assert last_sheets(book, asked("2023")) == {"review": [], "review-defence": [], "litigation": []}
    plain = documents.build(book, asked("2023"))
    assert addenda.with_addenda(plain, addenda.of(book, asked("2023"))) == plain


def test_an_adjustment_is_a_line_with_both_days(book: Book) -> None:
    [sheet] = [each for each in document_of(book, asked("2024", REVIEW)).parts[0].sheets if each.code == "adjustments"]
    said = {line.label.zh: [figure.say("zh") for figure in line.figures] for line in sheet.lines}
    assert said[RIGHTED][:4] == ["2023-01-01..2023-12-31", "结案", "2023-07-20", "2023-07-21"]
    assert said[LATE][1:4] == ["收案", "—", "2023-12-01"]
    assert said[STRUCK][1:4] == ["受理", "2023-12-13", "—"]
    assert [line.code for line in sheet.lines] == ["1", "2", "3"]
    assert len(sheet.notes) == 1


def test_targets_are_those_of_the_year_in_which_the_period_ends(book: Book) -> None:
    met = addenda.of(book, asked("2024Q3")).progress
    assert {register: [each.target.figure for each in found] for register, found in met.items()} == {
        REVIEW: ["conclusion"],
        LITIGATION: ["loss"],
    }
    assert addenda.of(book, asked("2023-07-01..2024-06-30")).progress.keys() == met.keys()
    assert addenda.of(book, asked("2025")).progress == {}


def test_targets_are_measured_without_breakdowns_and_against_the_same_days_a_year_before(book: Book) -> None:
    request = asked("2024", REVIEW)
    cut = request._replace(as_of=date(2024, 9, 30), by=("field",))
    [one] = addenda.of(book, cut).progress[REVIEW]
    [same] = addenda.of(book, asked("2024-01-01..2024-09-30", REVIEW)).progress[REVIEW]
    assert one == same
    [whole] = addenda.of(book, request).progress[REVIEW]
    assert one.year_before != whole.year_before


def test_what_was_not_known_yet_does_not_stand_there(book: Book) -> None:
    early = asked("2024")._replace(known_at=33)
    assert addenda.of(book, early) == addenda.Addenda({}, {})


def test_a_year_without_cases_is_nothing_to_compare_with(book: Book) -> None:
    for period, there in (("2024", True), ("2023", True), ("2021", False)):
        assert addenda.has_cases(documents.report_of(book, asked(period), REVIEW)) == there


def test_json_has_the_keys_only_where_there_is_something(book: Book) -> None:
    found = addenda.of(book, asked("2024"))
    assert list(addendajson.as_tree(found, REVIEW, "en")) == ["adjustments", "targets"]
    assert list(addendajson.as_tree(found, LITIGATION, "en")) == ["targets"]
    assert addendajson.as_tree(found, "review-defence", "en") == {}
