"""Spreadsheets as offices keep them, and worse ones: each gives what ``tables/expected.toml`` says."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from blackbox.program import ACCOUNT, Answer, Casebook, assert_refusal

TABLES = Path(__file__).with_name("tables")
FILES = TABLES / "files"
MOST_BYTES_OF_A_FILE, MOST_BYTES = 20_000, 600_000
LITTLE_MEMORY = ("sh", "-c", 'ulimit -v 1000000; exec "$0" "$@"')  # KiB of address space

EXPECTED: list[dict[str, Any]] = tomllib.loads((TABLES / "expected.toml").read_text(encoding="utf-8"))["file"]


def _named(wanted: dict[str, Any]) -> str:
    return " ".join([wanted["name"], *wanted.get("options", ())])


def _those(*keys: str, without: tuple[str, ...] = ()) -> list[Any]:
    found = [each for each in EXPECTED if all(key in each for key in keys) and not any(key in each for key in without)]
    return [pytest.param(each, id=_named(each)) for each in found]


READ = _those("rows")
TAKEN = _those("rows", without=("rejected",))
REJECTED = _those("rejected")
REFUSED = _those("refused")
SHEETS = _those("sheets")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book of the invented county."""
    book = Casebook(tmp_path_factory.mktemp("empty") / "cases.book")
    book.ok("init", "--bureau", "示例县司法局", "--organ", "示例县人民政府", "--number-word", "示府复")
    return book.path


@pytest.fixture
def book(tmp_path: Path, empty: Path) -> Casebook:
    shutil.copy(empty, tmp_path / "cases.book")
    return Casebook(tmp_path / "cases.book")


def prepared(book: Casebook, wanted: dict[str, Any]) -> list[str]:
    """Import what comes before the file; return the arguments that import the file itself, a copy beside the book."""
    for name in wanted.get("after", ()):
        book.json("import", str(FILES / name))
    copy = shutil.copy(FILES / wanted["name"], book.path.parent)
    return ["import", str(copy), *wanted.get("options", ())]


def account_of(answer: Answer) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(answer.out)
    return {name: document[name] for name in ACCOUNT if name not in {"schema", "dry_run"}}


def rows_named(text: str) -> list[int]:
    """Return the rows of ``4-5 10``."""
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in text.split()]
    return [row for first, last in ends for row in range(int(first), int(last) + 1)]


# The files themselves


def test_every_file_is_expected_to_give_something_and_small() -> None:
    kept = {path.name: path.stat().st_size for path in FILES.iterdir()}
    assert set(kept) == {each["name"] for each in EXPECTED}
    assert len(kept) >= 40
    assert max(kept.values()) < MOST_BYTES_OF_A_FILE
    assert sum(kept.values()) < MOST_BYTES


# Those that can be read


@pytest.mark.parametrize("wanted", TAKEN)
def test_a_table_comes_into_the_book(book: Casebook, wanted: dict[str, Any]) -> None:
    account = account_of(book.run(*prepared(book, wanted), "--format", "json"))
    counts = {"updated": 0, "unchanged": 0, "added": wanted["rows"]} | wanted
    assert account["rejected"] == []
    assert {name: account[name] for name in ("rows", "added", "updated", "unchanged")} == {
        name: counts[name] for name in ("rows", "added", "updated", "unchanged")
    }
    assert len(book.numbers()) == counts["added"] + counts["updated"] + counts["unchanged"]


@pytest.mark.parametrize("wanted", _those("cells"))
def test_cells_become_the_facts_of_a_case(book: Casebook, wanted: dict[str, Any]) -> None:
    book.json(*prepared(book, wanted))
    cases = {case["number"]: case for case in book.json("list")["cases"]}
    facts = {
        number: {name: cases.get(number, {}).get(name) or "" for name in cells}
        for number, cells in wanted["cells"].items()
    }
    assert facts == wanted["cells"]


@pytest.mark.parametrize("wanted", _those("set_aside"))
def test_what_is_left_out_is_said(book: Casebook, wanted: dict[str, Any]) -> None:
    told = json.loads(book.run(*prepared(book, wanted), "--dry-run", "--format", "json").out)["set_aside"]
    assert set(wanted["set_aside"]) <= set(told)


@pytest.mark.parametrize("wanted", SHEETS)
def test_register_header_and_cases_of_each_sheet_are_recognised(wanted: dict[str, Any]) -> None:
    from casebook.grids import open_grids
    from casebook.headers import Asked, recognise

    found = [recognise(grid, Asked(None, {}, ())) for grid in open_grids(FILES / wanted["name"])]
    told = [
        [each.grid.sheet, each.register or "", each.header_row, [row for row, _ in each.body()]]
        for each in found
        if each
    ]
    named = "--register" in wanted.get("options", ())
    assert told == [
        [sheet, told[place][1] if named else register, header, rows_named(rows)]
        for place, (sheet, register, header, rows) in enumerate(wanted["sheets"])
    ]


@pytest.mark.parametrize("wanted", READ)
def test_the_dry_run_says_what_the_import_does_and_writes_nothing(book: Casebook, wanted: dict[str, Any]) -> None:
    args = prepared(book, wanted)
    before = book.dump()
    dry = book.run(*args, "--dry-run", "--format", "json")
    assert book.dump() == before
    wet = book.run(*args, "--format", "json")
    assert dry.status == wet.status
    assert account_of(dry) == account_of(wet)
    assert (book.dump() == before) == ("rejected" in wanted or not wanted["rows"])


@pytest.mark.parametrize("wanted", TAKEN)
def test_the_same_table_again_adds_nothing(book: Casebook, wanted: dict[str, Any]) -> None:
    args = prepared(book, wanted)
    book.json(*args)
    before = book.dump()
    again = book.json(*args)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, wanted["rows"])
    assert book.dump() == before


@pytest.mark.parametrize("wanted", TAKEN)
def test_a_book_of_imported_tables_passes_its_checks(book: Casebook, wanted: dict[str, Any]) -> None:
    book.json(*prepared(book, wanted))
    findings = json.loads(book.run("check", "--format", "json").out)["findings"]
    assert [each for each in findings if each["severity"] == "error"] == []


# Rows that cannot be taken


@pytest.mark.parametrize("wanted", REJECTED)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_written(book: Casebook, wanted: dict[str, Any]) -> None:
    args = prepared(book, wanted)
    before = book.dump()
    rejected = book.json(*args, status=2)["rejected"]
    assert book.dump() == before
    assert [(each["row"], each["column"]) for each in rejected] == [
        (row, column) for row, column, _, _ in wanted["rejected"]
    ]
    for each, (_, _, value, reason) in zip(rejected, wanted["rejected"], strict=True):
        assert value in each["value"]
        assert reason in each["reason"]


@pytest.mark.parametrize("wanted", REJECTED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rejection_is_told_in_words(book: Casebook, wanted: dict[str, Any], lang: str) -> None:
    book.lang = lang
    answer = book.run(*prepared(book, wanted))
    assert answer.status == 2
    told = answer.out + answer.err
    for row, _, value, _ in wanted["rejected"]:
        assert str(row) in told
        assert value in told
    assert "Traceback" not in told


# Files that cannot be read


@pytest.mark.parametrize("wanted", REFUSED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_is_no_table_of_cases_is_refused(book: Casebook, wanted: dict[str, Any], lang: str) -> None:
    book.lang = lang
    message = book.refused(*prepared(book, wanted))
    assert wanted["name"] in message
    if lang == "en":
        assert wanted.get("reason", "") in message


@pytest.mark.parametrize("wanted", _those("bounded"))
def test_a_file_that_asks_for_more_than_there_is_is_refused_in_little_memory(
    book: Casebook, wanted: dict[str, Any]
) -> None:
    args = prepared(book, wanted)
    before = book.dump()
    answer = book.process(*args, before=LITTLE_MEMORY)
    assert_refusal(answer, 2)
    assert wanted["reason"] in answer.err
    assert book.dump() == before
