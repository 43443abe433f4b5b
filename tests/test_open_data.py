"""The book for other programs: views with promised columns and no names, ten questions, and datasette over it."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from blackbox.program import Casebook
from desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = ("docs/open-data.md", "docs/open-data.zh.md")
METADATA = json.loads((ROOT / "docs" / "datasette-metadata.json").read_text(encoding="utf-8"))
OURS: dict[str, Any] = METADATA["databases"]["casebook"]
QUERIES: dict[str, dict[str, Any]] = OURS["queries"]
TODAY = "2026-11-21"

# promised to other programs: a column may be added, none is renamed, moved or taken away
PROMISED = {
    "case_now": (
        "book_no case_no register number year serial law status received_on intake_result intake_on closed_on outcome"
        " ground left_on replied_on reply_due_on due_on extended days_taken heard_on head_attended head_rank sued_on"
        " effective_on compensation applicant_kind applicant_count respondent_level matter field handler procedure"
        " court instance defendant_role reviewed_first previous_number since_entry"
    ),
    "step_now": (
        "book_no case_no step_no entry_no register number step on_date outcome ground head_attended head_rank"
        " recorded_at"
    ),
    "deadline_now": (
        "book_no case_no register number handler ordinal rule name law article bound own starts_on nominal_on due_on"
        " remaining met_on state provisional deemed_accepted_on exists_after after_decision mark"
    ),
}

needs_datasette = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None, reason="datasette is not installed: nothing to serve the book with"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """The book of the pages, and a name and a note in every place that holds them."""
    book = Casebook(tmp_path_factory.mktemp("open") / "casebook.db", today=TODAY)
    book.ok("init", "--bureau", "示例县司法局", "--number-word", "示府复")
    book.ok("import", str(ROOT / "sample_data" / "mixed" / "cases.csv"))
    return book


@pytest.fixture
def database(sample: Casebook) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{sample.path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(database: sqlite3.Connection, sql: str, **values: str) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(sql, values)]


def columns(database: sqlite3.Connection, view: str) -> list[str]:
    return [row[1] for row in database.execute(f"pragma table_info({view})")]


def count(database: sqlite3.Connection, table: str) -> int:
    number: int = database.execute("select count(*) from {table}".format_map({"table": table})).fetchone()[0]
    return number


# the views


@pytest.mark.parametrize("view", PROMISED)
def test_the_columns_of_a_view_are_those_promised(database: sqlite3.Connection, view: str) -> None:
    assert columns(database, view) == PROMISED[view].split()


def test_every_view_is_promised(database: sqlite3.Connection) -> None:
    assert {row[0] for row in database.execute("select name from sqlite_schema where type = 'view'")} == set(PROMISED)


def test_a_row_of_the_views_is_a_case_a_live_step_a_deadline(sample: Casebook, database: sqlite3.Connection) -> None:
    listed = sample.json("list")["cases"]
    known = rows(database, "select * from case_now order by received_on, case_no")
    assert [(row["register"], row["number"], row["status"], row["outcome"]) for row in known] == [
        (case["register"], case["number"], case["status"], case["outcome"]) for case in listed
    ]
    assert count(database, "step_now") == count(database, "step")
    assert count(database, "deadline_now") == count(database, "deadline")


def test_no_view_shows_a_name_a_note_or_a_detail(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    number = desk.log("review", "2024-03-04", applicant="秘密甲", respondent="秘密乙", note="秘密丙")
    desk.step(number, "accept", "2024-03-06", note="秘密丁")
    desk.close(number, "maintain", "2024-04-15", norm_review="秘密戊", ground="秘密癸")
    suit = desk.log("litigation", "2024-05-20", "（2024）赣01行初5号", instance="first", applicant="秘密己")
    desk.step(suit, "hear", "2024-06-20", head_attended="yes", head_name="秘密庚", head_post="秘密辛", absence="秘密壬")
    for view in PROMISED:
        found = desk.book.connection.execute("select * from {view}".format_map({"view": view})).fetchall()
        assert found
        assert "秘密" not in str(found)
    desk.book.connection.close()


def test_a_struck_step_and_a_struck_case_are_in_no_view(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    kept, struck = desk.review("2024-03-04", "2024-03-06"), desk.log("review", "2024-03-05")
    desk.correct(kept, 2, on="2024-03-07")
    desk.strike(struck, 3)
    ask = desk.book.connection.execute
    assert ask("select number from case_now").fetchall() == [(kept,)]
    assert ask("select step, on_date from step_now order by step_no").fetchall() == [
        ("receive", "2024-03-04"),
        ("accept", "2024-03-07"),
    ]
    assert ask("select distinct number from deadline_now").fetchall() == [(kept,)]
    desk.book.connection.close()


def test_the_state_of_a_deadline_is_what_due_says_but_for_the_day(
    sample: Casebook, database: sqlite3.Connection
) -> None:
    items = sample.json("due", "--all")["items"]
    same = {"due": "open", "overdue": "open", "lapsed": "open"}
    told = sorted((each["number"], each["rule"], same.get(each["state"], each["state"])) for each in items)
    sql = "select number, rule, state from deadline_now where exists_after is null or exists_after < :today"
    assert sorted(tuple(row.values()) for row in rows(database, sql, today=TODAY)) == told


# the questions


def asked(page: str) -> list[str]:
    """Return the questions of a page as SQL, white space folded."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    return [
        " ".join(sql.split())
        for sql in re.findall(r'^\$ sqlite-utils casebook\.db [^"]*"([^"]*)"$', text, re.MULTILINE)
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_ten_questions_of_a_page_are_those_that_datasette_has_ready(page: str) -> None:
    assert len(QUERIES) == 10
    assert asked(page)[:10] == [" ".join(query["sql"].split()) for query in QUERIES.values()]


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_reads_views_only_and_has_an_answer(database: sqlite3.Connection, name: str) -> None:
    query = QUERIES[name]
    assert set(re.findall(r"(?:from|join) (\w+)", query["sql"])) <= {*PROMISED, "closed"}
    assert set(re.findall(r":(\w+)", query["sql"])) == set(query.get("params", ()))
    assert rows(database, query["sql"], year="2026", today=TODAY)


def test_what_is_due_and_overdue_is_what_the_program_lists(sample: Casebook, database: sqlite3.Connection) -> None:
    items = sample.json("due", "--own", "--within", "7")["items"]
    for name, state in (("due_soon", "due"), ("overdue", "overdue")):
        found = rows(database, QUERIES[name]["sql"], today=TODAY)
        assert sorted((row["number"], row["rule"], row["due_on"]) for row in found) == sorted(
            (each["number"], each["rule"], each["due_on"]) for each in items if each["state"] == state
        )
        assert found


def test_the_cases_on_the_desk_are_those_that_the_program_lists(sample: Casebook, database: sqlite3.Connection) -> None:
    found = rows(database, QUERIES["pending"]["sql"])
    assert sum(row["cases"] for row in found) == len(sample.json("list", "--pending")["cases"])


# datasette


def test_every_column_of_a_view_is_described_as_in_the_schema() -> None:
    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    for view, promised in PROMISED.items():
        [section] = re.findall(rf"^### {view}\n(.*?)(?=^### |\Z)", page, re.DOTALL | re.MULTILINE)
        described = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))
        assert list(described) == promised.split()
        assert OURS["tables"][view]["columns"] == described
        assert set(OURS["tables"][view].get("units", ())) <= set(described)


def test_every_table_that_holds_names_or_notes_is_closed(sample: Casebook, database: sqlite3.Connection) -> None:
    sample.ok("search", "公安局")  # makes its tables
    texts = {"name", "note", "applicant", "respondents", "head_name", "reason", "recorded_by", "details", "content"}
    for (table,) in database.execute("select name from sqlite_schema where type = 'table'").fetchall():
        if texts & set(columns(database, table)) - (
            {"name", "note"} if table in {"deadline", "frozen_cell"} else set()
        ):
            assert table == "frozen_report" or OURS["tables"][table]["allow"] == {"id": "root"}
    shadows = database.execute("select name from sqlite_schema where name like 'search_index%' and type = 'table'")
    assert {name for (name,) in shadows} <= set(OURS["tables"])


def served(sample: Casebook, address: str) -> subprocess.CompletedProcess[str]:
    metadata = ROOT / "docs" / "datasette-metadata.json"
    asked_for = [sys.executable, "-m", "datasette", str(sample.path), "--metadata", str(metadata), "--get", address]
    return subprocess.run(asked_for, capture_output=True, text=True, check=False, timeout=120)


@needs_datasette
@pytest.mark.parametrize("view", PROMISED)
def test_datasette_serves_a_view(sample: Casebook, database: sqlite3.Connection, view: str) -> None:
    done = served(sample, f"/casebook/{view}.json?_shape=array&_size=max")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == count(database, view)


@needs_datasette
def test_datasette_answers_a_question_and_explains_a_view(sample: Casebook, database: sqlite3.Connection) -> None:
    done = served(sample, f"/casebook/overdue.json?today={TODAY}&_shape=array")
    assert json.loads(done.stdout) == rows(database, QUERIES["overdue"]["sql"], today=TODAY)
    page = served(sample, "/casebook/case_now").stdout
    assert OURS["tables"]["case_now"]["title"] in page
    assert OURS["tables"]["case_now"]["columns"]["days_taken"] in page


@needs_datasette
@pytest.mark.parametrize(
    "address", ["/casebook/party", "/casebook/case_version", "/casebook?sql=select+1", "/casebook.db"]
)
def test_datasette_shows_no_visitor_a_name(sample: Casebook, address: str) -> None:
    done = served(sample, address)
    assert done.returncode == 1
    assert "Forbidden" in done.stdout
