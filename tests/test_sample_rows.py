"""The rows of the sample books: codes, numbers, dates and links such as a real register could have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from sample_reading import (
    BOOKS,
    COUNTED,
    SAMPLES,
    days_between,
    days_of,
    hearings_of,
    of_register,
    period_of,
    read_rows,
    read_toml,
    reply_days,
)

from casebook import terms

LAST_DAY = date(2026, 11, 21)
NEW_LAW = "2024-01-01"
UNKNOWN_UNTIL_2023 = {"reject_claim", "declare_void", "decide_agreement"}
HEADER = (
    "register,number,received_on,applicant,applicant_kind,applicant_count,respondent,respondent_level,matter,field,"
    "handler,procedure,intake_result,intake_on,closed_on,outcome,ground,court,instance,defendant_role,"
    "reviewed_first,replied_on,heard_on,head_attended,head_rank,previous_number,channel,note"
)


def working_days_between(start: date, end: date) -> int:
    span = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in span)


@pytest.mark.parametrize("book", BOOKS)
def test_the_header_has_the_codes_of_the_case_table_in_their_order(book: str) -> None:
    first, *_ = (SAMPLES / book / "cases.csv").read_text(encoding="utf-8").split("\n")
    assert first == HEADER


@pytest.mark.parametrize("book", BOOKS)
def test_numbers_are_unique_in_a_register(book: str) -> None:
    numbers = Counter((row["register"], row["number"]) for row in read_rows(book))
    assert [number for number, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize("book", BOOKS)
def test_review_numbers_run_without_gaps_in_the_order_of_receipt(book: str) -> None:
    word = read_toml(SAMPLES / book / "book.toml")["number_word"]
    serials: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in of_register(read_rows(book), "review"):
        found = re.fullmatch(rf"{word}〔(\d{{4}})〕(\d+)号", row["number"])
        assert found is not None
        assert row["received_on"].startswith(found[1])
        serials[found[1]].append((int(found[2]), row["received_on"]))
    for year in serials.values():
        assert all(after[0] == before[0] + 1 and after[1] >= before[1] for before, after in pairwise(year))


@pytest.mark.parametrize("book", BOOKS)
def test_court_numbers_rise_with_the_day_of_receipt(book: str) -> None:
    serials: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in of_register(read_rows(book), "litigation"):
        found = re.fullmatch(r"（(\d{4})）(\D+\d*行(?:赔初|初|终|申))(\d+)号", row["number"])
        assert found is not None
        assert row["received_on"].startswith(found[1])
        serials[found[1] + found[2]].append((row["received_on"], int(found[3])))
    for told in serials.values():
        assert [serial for _, serial in sorted(told)] == sorted(serial for _, serial in told)


@pytest.mark.parametrize("book", BOOKS)
def test_coded_cells_hold_codes(book: str) -> None:
    vocabularies = {
        "applicant_kind": terms.APPLICANT_KIND,
        "respondent_level": terms.LEVEL,
        "matter": terms.MATTER,
        "procedure": terms.PROCEDURE,
        "intake_result": terms.INTAKE_RESULT,
        "instance": terms.INSTANCE,
        "defendant_role": terms.ROLE,
        "reviewed_first": terms.YES_NO,
    }
    for row in read_rows(book):
        for column, vocabulary in vocabularies.items():
            assert not row[column] or row[column] in vocabulary.codes
        assert not row["outcome"] or row["outcome"] in terms.outcomes(row["register"]).codes


@pytest.mark.parametrize("book", BOOKS)
def test_dates_stand_in_an_order_that_can_be(book: str) -> None:
    for row in read_rows(book):
        for column in ("intake_on", "closed_on", "replied_on"):
            assert list(days_of(row, "received_on", column)) == sorted(days_of(row, "received_on", column))
        assert list(days_of(row, "intake_on", "closed_on")) == sorted(days_of(row, "intake_on", "closed_on"))
        held = hearings_of(row)
        whole = [*days_of(row, "received_on", "replied_on"), *held, *days_of(row, "closed_on")]
        assert whole == sorted(whole)


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_happens_after_the_last_day_of_the_book(book: str) -> None:
    today = date.fromisoformat(read_toml(SAMPLES / book / "book.toml")["today"])
    text = (SAMPLES / book / "cases.csv").read_text(encoding="utf-8")
    latest = max(date.fromisoformat(day) for day in re.findall(r"\d{4}-\d{2}-\d{2}", text))
    assert latest <= today == period_of(book).end <= LAST_DAY


@pytest.mark.parametrize("book", BOOKS)
def test_offices_and_courts_work_on_working_days(book: str) -> None:
    for row in read_rows(book):
        held = hearings_of(row)
        for day in (*days_of(row, "received_on", "intake_on", "closed_on", "replied_on"), *held):
            assert chinese_calendar.is_workday(day), (row["number"], day)


@pytest.mark.parametrize("book", BOOKS)
def test_intake_is_decided_within_five_working_days(book: str) -> None:
    for row in of_register(read_rows(book), "review"):
        if row["intake_result"] not in ("", "abandon"):  # a lapsed application had its supplement asked for
            assert working_days_between(*days_of(row, "received_on", "intake_on")) <= 5


@pytest.mark.parametrize("book", COUNTED)
def test_reviews_are_concluded_within_sixty_days_but_for_a_few_that_say_so(book: str) -> None:
    concluded = [row for row in of_register(read_rows(book), "review") if row["closed_on"]]
    lasting = {row["number"]: days_between(row["received_on"], row["closed_on"]) for row in concluded}
    late = {number for number, length in lasting.items() if length > 60}
    assert late == {row["number"] for row in concluded if row["note"] == "超过审理期限结案"}
    assert len(late) <= 2
    assert min(lasting.values()) >= 10


@pytest.mark.parametrize("book", BOOKS)
def test_only_accepted_reviews_are_concluded_and_with_an_outcome(book: str) -> None:
    for row in read_rows(book):
        assert bool(row["closed_on"]) is bool(row["outcome"])
        assert not row["closed_on"] or row["register"] != "review" or row["intake_result"] == "accept"
        assert bool(row["intake_result"]) is bool(row["intake_on"])
        assert row["register"] == "review" or not row["intake_result"]


@pytest.mark.parametrize("book", BOOKS)
def test_the_law_until_2023_knows_the_outcome_and_no_summary_procedure(book: str) -> None:
    for row in read_rows(book):
        if row["register"] != "litigation" and row["received_on"] < NEW_LAW:
            assert row["outcome"] not in UNKNOWN_UNTIL_2023
            assert row["procedure"] == ""
            assert row["outcome"] != "reject_application" or row["ground"] in ("no_duty", "not_acceptable")


@pytest.mark.parametrize("book", COUNTED)
def test_only_nanan_carries_cases_in(book: str) -> None:
    span = period_of(book)
    carried_in = [row for row in read_rows(book) if span.before(row["received_on"])]
    assert len(carried_in) == (22 if book == "nanan" else 0)
    assert all(row["register"] == "review" and row["closed_on"] in span for row in carried_in)


@pytest.mark.parametrize("book", COUNTED)
def test_answers_were_given_in_time(book: str) -> None:
    for row in read_rows(book):
        length = reply_days(row)
        if row["register"] == "litigation":
            assert length is not None
            assert 0 < length <= 15
        elif row["register"] == "review-defence":
            assert length is not None
            assert 0 < length < 10


@pytest.mark.parametrize("book", BOOKS)
def test_joint_defendants_stand_after_a_review_that_maintained_the_act(book: str) -> None:
    rows = read_rows(book)
    maintained = {row["number"]: row for row in of_register(rows, "review") if row["outcome"] == "maintain"}
    joint = [row for row in rows if row["defendant_role"] == "joint" and row["instance"] == "first"]
    assert joint
    for row in joint:
        review = maintained[row["previous_number"]]
        assert row["reviewed_first"] == "yes"
        assert row["respondent"].split("、")[0] == review["respondent"]
        assert 15 < days_between(review["closed_on"], row["received_on"]) < 40


@pytest.mark.parametrize("book", BOOKS)
def test_an_appeal_follows_a_concluded_suit_of_the_book(book: str) -> None:
    suits = {row["number"]: row for row in of_register(read_rows(book), "litigation")}
    for row in suits.values():
        if row["instance"] != "first":
            before = suits[row["previous_number"]]
            assert before["closed_on"] < row["received_on"]
            assert (before["applicant"], before["respondent"]) == (row["applicant"], row["respondent"])


@pytest.mark.parametrize("book", BOOKS)
def test_nobody_in_the_samples_exists(book: str) -> None:
    for row in read_rows(book):
        assert re.fullmatch(r"\w?[示例样][一二三四五六七八九十](等[2-9]人|\w{2}有限公司)?", row["applicant"])
        assert row["handler"] in ("陈示明", "刘例安", "周样平", "吴示宁")


def test_the_mixed_book_shows_each_change_of_the_law_from_both_sides() -> None:
    reviews = of_register(read_rows("mixed"), "review")
    received = {row["received_on"] for row in reviews}
    accepted = {row["intake_on"] for row in reviews if row["intake_result"] == "accept"}
    assert {"2023-12-29", "2024-01-02"} <= received
    assert {"2026-06-29", "2026-07-02"} <= accepted
    assert any(row["received_on"] < NEW_LAW <= row["closed_on"] for row in reviews)
    assert {row["outcome"] for row in reviews} >= UNKNOWN_UNTIL_2023
    assert {row["ground"] or "not_stated" for row in reviews if row["outcome"] == "terminate"} == {
        *terms.TERMINATE_GROUND.codes,
        "not_stated",
    }
    assert {row["procedure"] for row in reviews} == {"summary", ""}
    assert {row["intake_result"] for row in reviews} > {
        "accept",
        "refuse",
        "refer",
        "settle",
        "abandon",
        "no_further",
    }


def test_the_mixed_book_has_late_answers_a_chain_and_several_hearings() -> None:
    rows = read_rows("mixed")
    assert any((reply_days(row) or 0) > 15 for row in of_register(rows, "litigation"))
    assert any(working_days_between(*days_of(row, "received_on", "replied_on")) > 10 for row in rows[38:41])
    assert {row["instance"] for row in of_register(rows, "litigation")} == {
        "first",
        "second",
        "retrial_review",
    }
    assert "yes;no" in {row["head_attended"] for row in rows}


def test_the_acts_of_the_mixed_book_name_its_cases_and_entries() -> None:
    case_of_entry: dict[int, str] = {number: row["number"] for number, row in enumerate(read_rows("mixed"), 1)}
    known = set(case_of_entry.values())
    for entry, act in enumerate(read_toml(SAMPLES / "mixed" / "acts.toml")["act"], len(case_of_entry) + 1):
        command, case, *rest = act["run"]
        assert case in known
        case_of_entry[entry] = case
        if command in ("correct", "strike"):
            assert case_of_entry[int(rest[0])] == case
            assert rest[rest.index("--reason") + 1]
        else:
            assert command in ("record", "close")
            assert date.fromisoformat(rest[rest.index("--on") + 1]) <= LAST_DAY
        assert known >= {rest[place + 1] for place, option in enumerate(rest) if option == "--also"}
