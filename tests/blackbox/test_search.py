"""Search from outside: what it prints in every format, what it leaves out, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing

import pytest

from blackbox.program import Casebook, assert_refusal

REVIEW, SUIT = "南府复〔2024〕1号", "（2024）赣0121行初5号"


@pytest.fixture
def told(casebook: Casebook) -> Casebook:
    """A review and a suit of one person, and one more review."""
    casebook.intake("review", "2024-03-04", REVIEW, "--applicant", "王小明", "--respondent", "县公安局")
    casebook.record(REVIEW, "accept", "2024-03-06", "--note", "电话通知王小明")
    casebook.intake("review", "2024-03-05", "南府复〔2024〕2号", "--applicant", "李某", "--note", "=1+1")
    casebook.intake("litigation", "2024-05-20", SUIT, "--applicant", "王小明", "--instance", "first")
    return casebook


def found(casebook: Casebook, *args: str) -> list[str]:
    return [case["number"] for case in casebook.json("search", *args)["cases"]]


def test_the_text_says_which_case_and_where(told: Casebook) -> None:
    lines = told.ok("search", "王小明").splitlines()
    assert [line.split() for line in lines] == [
        [SUIT, "litigation", "open"],
        ["plaintiff", "王小明"],
        [REVIEW, "administrative", "review", "open"],
        ["applicant", "王小明"],
        ["2024-03-06", "accept:", "note", "电话通知王小明"],
        ["2", "cases"],
    ]


def test_the_document_names_each_text_with_the_places_of_the_words(told: Casebook) -> None:
    document = told.json("search", "小明", "电话")
    assert (document["schema"], document["words"], document["total"]) == ("casebook/search/1", ["小明", "电话"], 1)
    [case] = document["cases"]
    assert {name: case[name] for name in ("register", "number", "status", "received_on")} == {
        "register": "review",
        "number": REVIEW,
        "status": "open",
        "received_on": "2024-03-04",
    }
    card, step = case["matches"]
    assert (card["in"], card["step"], card["text"], card["spans"]) == ("applicant", "receive", "王小明", [[1, 3]])
    assert step == {
        "in": "step_note",
        "step": "accept",
        "on": "2024-03-06",
        "entry_no": 2,
        "struck_by": None,
        "text": "电话通知王小明",
        "spans": [[0, 2], [5, 7]],
    }


def test_csv_has_a_row_for_each_text_and_runs_no_formula(told: Casebook) -> None:
    rows = list(csv.DictReader(io.StringIO(told.ok("search", "王小明", "--format", "csv"))))
    assert [(row["number"], row["in"]) for row in rows] == [
        (SUIT, "applicant"),
        (REVIEW, "applicant"),
        (REVIEW, "step_note"),
    ]
    [row] = csv.DictReader(io.StringIO(told.ok("search", "1+1", "--format", "csv")))
    assert row["text"] == "'=1+1"


def test_a_register_and_a_limit_narrow_it(told: Casebook) -> None:
    assert found(told, "王小明", "--register", "行政应诉") == [SUIT]
    assert found(told, "王小明", "--limit", "1") == [SUIT]
    assert told.ok("search", "王小明", "--limit", "1").splitlines()[-1] == "2 cases, 1 shown"
    assert told.json("search", "王小明", "--limit", "1")["total"] == 2


def test_struck_entries_are_found_on_demand(told: Casebook) -> None:
    told.ok("strike", REVIEW, "2", "--reason", "误登")
    assert found(told, "电话") == []
    assert found(told, "电话", "--struck") == [REVIEW]
    assert "struck by entry 5" in told.ok("search", "电话", "--struck")


@pytest.mark.parametrize(("form", "out"), [("table", ""), ("plain", ""), ("csv", "register,number,"), ("json", "{")])
def test_nothing_found_is_no_error_and_said_beside_the_result(told: Casebook, form: str, out: str) -> None:
    answer = told.run("search", "没有这个人", "--format", form)
    assert (answer.status, answer.err) == (0, "No case has it.\n")
    assert answer.out.startswith(out)
    assert bool(answer.out) == bool(out)
    told.lang = "zh"
    assert told.run("search", "没有这个人").err == "没有案件符合。\n"


@pytest.mark.parametrize(
    "args",
    [
        ("",),
        ("王", " \u3000"),
        ("王", "\u202e"),
        (),
        ("王", "--limit", "0"),
        ("王", "--format", "md"),
        ("王", "--register", "x"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(told: Casebook, args: tuple[str, ...]) -> None:
    told.refused("search", *args)


def test_a_word_that_begins_with_a_dash_stands_behind_two(told: Casebook) -> None:
    told.record("南府复〔2024〕2号", "accept", "2024-03-07", "--note", "见附件-3")
    document = json.loads(told.ok("search", "--format", "json", "--", "-3"))
    assert [case["number"] for case in document["cases"]] == ["南府复〔2024〕2号"]


def test_without_a_book_there_is_nothing_to_search(shelf: Casebook) -> None:
    assert_refusal(shelf.run("search", "王"), 3)


def test_a_search_changes_nothing_that_was_told_or_derived(told: Casebook) -> None:
    before = rows(told)
    told.ok("search", "王小明")
    assert rows(told) == before
    assert told.run("check", "--deep").status == 0


def rows(casebook: Casebook) -> str:
    with closing(sqlite3.connect(casebook.path)) as database:
        names = "select name from sqlite_schema where type = 'table' and name not like 'search_index%' order by name"
        tables = [name for (name,) in database.execute(names)]
        return json.dumps({name: database.execute(f"select * from {name}").fetchall() for name in tables})  # noqa: S608


def test_the_same_search_gives_the_same_bytes(told: Casebook) -> None:
    first = told.ok("search", "王小明", "--format", "json")
    assert told.ok("search", "王小明", "--format", "json") == first
    assert told.process("search", "王小明", "--format", "json").out == first
