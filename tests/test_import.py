"""Import: a table becomes acts of the book, all of it or nothing; the same table again adds nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from rederived import rebuilt_differs

from casebook.intake import BATCH, Choices
from casebook.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.importoutcome import Rejection

CASE, OTHER = "南府复〔2024〕1号", "南府复〔2024〕2号"
ROW = {
    "register": "行政复议",
    "number": CASE,
    "received_on": "2024-03-04",
    "intake_on": "2024-03-06",
    "closed_on": "2024-04-15",
    "outcome": "维持",
}
SUIT = {
    "register": "litigation",
    "number": "（2024）赣01行初5号",
    "received_on": "2024-03-04",
    "heard_on": "2024-04-16;2024-05-07",
    "head_attended": "yes;no",
}
CORRECTING = Choices(accept_corrections=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def rejected(rejection: Rejection) -> tuple[int, str, str]:
    return rejection.row, rejection.column, rejection.value


def test_each_row_is_one_entry_that_names_file_and_row(desk: Desk) -> None:
    done = desk.bring_in([ROW, ROW | {"number": OTHER}])
    assert (done.rows, done.added, done.written) == (2, 2, True)
    entries = desk.book.entries(desk.record(OTHER))
    assert (entries[2]["act"], entries[2]["source"]) == ("import", "cases.csv:3")
    assert desk.live(OTHER) == ["receive", "accept", "conclude"]


def test_the_same_table_again_adds_nothing(desk: Desk) -> None:
    desk.bring_in([ROW, SUIT])
    before = desk.dump()
    again = desk.bring_in([ROW, SUIT])
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    assert desk.dump() == before


def test_a_row_that_stands_twice_counts_once(desk: Desk) -> None:
    done = desk.bring_in([ROW, ROW])
    assert (done.added, done.unchanged) == (1, 1)


def test_one_number_with_two_rows_is_rejected(desk: Desk) -> None:
    done = desk.bring_in([ROW, ROW | {"outcome": "撤销"}])
    assert list(map(rejected, done.rejected)) == [(3, "number", CASE)]
    assert "row 2" in done.rejected[0].reason.en


BY_HAND = {"台账": "行政复议", "案号": CASE, "收到日期": "2024-03-04", "立案日期": "2024-03-06"}


@pytest.mark.parametrize("number", ["案号：南府复[2024]第1（已结）", "南府复（2024）1", "南府复〔2024〕1号"])
def test_an_office_means_the_same_case_by_a_number_with_remarks(desk: Desk, number: str) -> None:
    desk.bring_in([BY_HAND])
    done = desk.bring_in([BY_HAND | {"案号": number, "结案日期": "2024-04-15", "结案方式": "维持"}])
    assert (done.added, done.updated, done.rejected) == (0, 1, [])
    assert desk.record(CASE).card.number == CASE
    assert desk.live(CASE) == ["receive", "accept", "conclude"]


def test_a_profile_tells_the_level_of_an_agency_whose_name_does_not(desk: Desk) -> None:
    row = BY_HAND | {"被申请人": "南昌县公安局城关分局"}
    desk.bring_in([row])
    assert desk.record(CASE).card.respondent_level is None
    profile = Profile("ours", levels={"南昌县公安局城关分局": "county_department"})
    desk.bring_in([row | {"案号": OTHER}], Choices(profile=profile))
    assert desk.record(OTHER).card.respondent_level == "county_department"


def test_a_number_without_its_last_character_is_no_second_case_of_the_table(desk: Desk) -> None:
    done = desk.bring_in([BY_HAND, BY_HAND | {"案号": CASE.removesuffix("号"), "立案日期": "2024-03-07"}])
    assert list(map(rejected, done.rejected)) == [(3, "number", CASE.removesuffix("号"))]


def test_in_a_table_of_codes_numbers_are_taken_to_the_letter(desk: Desk) -> None:
    done = desk.bring_in([ROW, ROW | {"number": CASE.removesuffix("号")}])
    assert (done.added, done.rejected) == (2, [])


def test_further_facts_are_added_to_a_known_case(desk: Desk) -> None:
    desk.bring_in([{**ROW, "closed_on": "", "outcome": ""}])
    done = desk.bring_in([ROW | {"handler": "李某"}])
    assert (done.updated, desk.case(CASE)["status"], desk.case(CASE)["handler"]) == (1, "closed", "李某")
    assert desk.book.entries(desk.record(CASE))[2]["act"] == "import"


def test_a_further_fact_that_could_not_have_happened_is_rejected(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", CASE)
    desk.step(CASE, "suspend", "2024-04-10", ground="death")
    done = desk.bring_in([ROW | {"closed_on": "2024-04-15", "outcome": "维持"}])
    assert [each[:2] for each in map(rejected, done.rejected)] == [(2, "closed_on")]


def test_a_contradicting_fact_is_rejected_unless_corrections_are_accepted(desk: Desk) -> None:
    desk.bring_in([ROW])
    changed = ROW | {"outcome": "撤销", "closed_on": "2024-04-16"}
    done = desk.bring_in([changed])
    assert list(map(rejected, done.rejected)) == [(2, "outcome", "撤销")]
    assert "the book says maintain" in done.rejected[0].reason.en
    assert desk.bring_in([changed], CORRECTING).updated == 1
    assert (desk.case(CASE)["outcome"], desk.case(CASE)["closed_on"]) == ("revoke", "2024-04-16")
    entry = desk.book.entries(desk.record(CASE))[2]
    assert (entry["act"], entry["corrects"], entry["reason"]) == ("correct", 1, "按 cases.csv:2 更正")


def test_a_corrected_hearing_stands_instead_of_the_old_one(desk: Desk) -> None:
    desk.bring_in([SUIT])
    desk.bring_in([SUIT | {"head_attended": "no;no"}], CORRECTING)
    number = str(SUIT["number"])
    assert desk.case(number)["head_attended"] == "no;no"
    assert [held.head_attended for held in desk.record(number).live_hearings] == ["no", "no"]
    assert rebuilt_differs(desk.book.connection, desk.book.derive) == []


def test_a_struck_case_is_logged_anew(desk: Desk) -> None:
    desk.bring_in([ROW])
    desk.strike(CASE, 1)
    assert desk.bring_in([ROW]).added == 1


def test_nothing_is_written_where_a_row_is_rejected(desk: Desk) -> None:
    before = desk.dump()
    done = desk.bring_in([ROW, ROW | {"number": OTHER, "outcome": "改判"}])
    assert (done.added, done.written, len(done.rejected)) == (0, False, 1)
    assert desk.dump() == before


def test_the_good_rows_are_written_where_that_is_wanted(desk: Desk) -> None:
    done = desk.bring_in([ROW | {"number": OTHER, "outcome": "改判"}, ROW], Choices(partial=True))
    assert (done.added, done.written) == (1, True)
    assert list(map(rejected, done.rejected)) == [(2, "outcome", "改判")]
    assert desk.live(CASE)


@pytest.mark.parametrize("choices", [Choices(dry_run=True), Choices(dry_run=True, partial=True)])
def test_a_dry_run_says_what_would_be_done(desk: Desk, choices: Choices) -> None:
    before = desk.dump()
    done = desk.bring_in([ROW, ROW | {"number": OTHER}], choices)
    assert (done.added, done.written) == (2, False)
    assert desk.dump() == before


def test_the_register_is_named_for_a_table_without_it(desk: Desk) -> None:
    row = {name: text for name, text in ROW.items() if name != "register"}
    [missing] = desk.bring_in([row]).rejected
    assert (missing.row, missing.column) == (1, "register")
    assert "--register" in missing.reason.en
    assert desk.bring_in([row], Choices(register="review")).added == 1


def test_a_register_in_the_row_goes_before_the_named_one(desk: Desk) -> None:
    desk.bring_in([SUIT, ROW | {"register": "", "heard_on": ""}], Choices(register="review"))
    assert desk.book.registers() == ["review", "litigation"]


@pytest.mark.parametrize(
    ("more", "ignored", "faults"),
    [
        ({"律师费": "9"}, (), [(1, "律师费", "律师费")]),
        ({"律师费": "9"}, ("律师费",), []),
        ({"收案日期": "2024-03-05"}, (), [(1, "received_on", "收案日期")]),
    ],
)
def test_the_header_is_judged_before_any_row(
    desk: Desk, more: dict[str, str], ignored: tuple[str, ...], faults: list[tuple[int, str, str]]
) -> None:
    done = desk.bring_in([ROW | more], replace(Choices(partial=True), ignored=ignored))
    assert list(map(rejected, done.rejected)) == faults
    assert done.written == (not faults)


def test_columns_that_every_case_needs_are_asked_for(desk: Desk) -> None:
    done = desk.bring_in([{"register": "review", "applicant": "张某"}])
    assert [each.column for each in done.rejected] == ["number", "received_on"]
    assert {each.reason.en for each in done.rejected} == {
        "the column “number” is missing",
        "the column “received on” is missing",
    }


def test_a_row_without_its_number_is_rejected(desk: Desk) -> None:
    assert [each.column for each in desk.bring_in([ROW, ROW | {"number": " "}]).rejected] == ["number"]


def test_columns_that_the_book_derives_are_set_aside(desk: Desk) -> None:
    assert desk.bring_in([ROW | {"序号": "1", "办理状态": "已结案"}]).set_aside == ("序号", "办理状态")


def test_a_long_table_is_told_in_batches(desk: Desk) -> None:
    rows = [ROW | {"number": f"南府复〔2024〕{serial}号"} for serial in range(1, BATCH + 3)]
    before = desk.book.head.entry_no
    done = desk.bring_in(rows)
    assert done.added == len(rows)
    assert desk.book.head.entry_no == before + len(rows)
