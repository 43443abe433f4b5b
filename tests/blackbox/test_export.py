"""``export`` from outside: files by their ending, whole or not at all; masked, or logged with a reason."""

from __future__ import annotations

import contextlib
import csv
import json
import sqlite3
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook

if TYPE_CHECKING:
    from pathlib import Path

    from blackbox.program import Json

COLUMNS = [
    "register", "number", "received_on", "applicant", "applicant_kind", "applicant_count", "respondent",
    "respondent_level", "matter", "field", "handler", "procedure", "intake_result", "intake_on", "closed_on",
    "outcome", "ground", "court", "instance", "defendant_role", "reviewed_first", "replied_on", "heard_on",
    "head_attended", "head_rank", "previous_number", "channel", "note",
]  # fmt: skip
WHY = ("--unmasked", "--reason", "移交档案")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def last_entry(book: Casebook) -> Json:
    with contextlib.closing(sqlite3.connect(book.path)) as database:
        row = database.execute("select act, reason, source from entry order by entry_no desc limit 1").fetchone()
    return dict(zip(("act", "reason", "source"), row, strict=True))


def sheets_of(path: Path) -> dict[str, str]:
    """The XML of each worksheet by its name."""
    with zipfile.ZipFile(path) as file:
        book = file.read("xl/workbook.xml").decode()
        names = [part.partition('"')[0] for part in book.split('<sheet name="')[1:]]
        return {name: file.read(f"xl/worksheets/sheet{number}.xml").decode() for number, name in enumerate(names, 1)}


def test_a_csv_has_the_columns_of_the_case_table_and_every_register(counted: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    counted.ok("export", str(file))
    rows = read(file)
    assert list(rows[0]) == COLUMNS
    assert [row["number"] for row in rows] == counted.numbers()
    assert {row["register"] for row in rows} == {"review", "review-defence", "litigation"}


def test_filters_are_those_of_list(counted: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    for asked in (["--outcome", "maintain"], ["--closed-in", "2023"], ["--pending"], ["--status", "closed"]):
        counted.ok("export", str(file), *asked)
        assert [row["number"] for row in read(file)] == counted.numbers(*asked)
    counted.ok("export", str(file), "--register", "行政应诉")
    assert [row["number"] for row in read(file)] == counted.numbers("litigation")


def test_an_unmasked_export_gives_a_new_book_the_same_figures(
    counted: Casebook, tmp_path: Path, empty_book: Path
) -> None:
    file, again = tmp_path / "out.csv", tmp_path / "again.csv"
    counted.ok("export", str(file), *WHY)
    other = Casebook(tmp_path / "other.book")
    other.path.write_bytes(empty_book.read_bytes())
    other.file_brought_in(file)
    for register in ("review", "review-defence", "litigation"):
        for period in ("2022", "2023", "2024"):
            mine, others = (book.summary(register, period) for book in (counted, other))
            assert others | {"known_at": 0} == mine | {"known_at": 0}
    other.ok("export", str(again), *WHY)
    assert again.read_bytes() == file.read_bytes()
    account = other.json("import", str(file))
    assert (account["added"], account["updated"], account["rejected"]) == (0, 0, [])


def test_a_workbook_goes_into_a_new_book_without_being_told_what_its_columns_are(
    counted: Casebook, tmp_path: Path, empty_book: Path
) -> None:
    file, mine, theirs = tmp_path / "out.xlsx", tmp_path / "mine.csv", tmp_path / "theirs.csv"
    counted.ok("export", str(file), *WHY)
    other = Casebook(tmp_path / "other.book")
    other.path.write_bytes(empty_book.read_bytes())
    account = other.json("import", str(file))
    assert (account["added"], account["rejected"]) == (len(counted.numbers()), [])
    for book, out in ((counted, mine), (other, theirs)):
        book.ok("export", str(out), *WHY)
    assert sorted(map(tuple, map(dict.values, read(theirs)))) == sorted(map(tuple, map(dict.values, read(mine))))


@pytest.mark.parametrize("text", ["=1+2", "'=1+2", "''-1", "'x", "@SUM(A1)"])
def test_a_cell_made_harmless_comes_back_as_it_was(
    casebook: Casebook, tmp_path: Path, empty_book: Path, text: str
) -> None:
    file = tmp_path / "out.csv"
    casebook.intake("review", "2026-03-02", "南府复〔2026〕1号", "--applicant", "张某", f"--note={text}")
    casebook.ok("export", str(file), *WHY)
    assert not read(file)[0]["note"].startswith(("=", "@"))
    other = Casebook(tmp_path / "other.book")
    other.path.write_bytes(empty_book.read_bytes())
    other.ok("import", str(file))
    assert other.json("show", "南府复〔2026〕1号")["note"] == text


def test_names_are_masked_unless_a_reason_is_given_and_logged(casebook: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    said = ("--applicant", "张三", "--respondent", "县公安局", "--note", "张三，13800138000")
    casebook.intake("review", "2026-03-02", "南府复〔2026〕1号", *said)
    before = casebook.dump()
    assert "masked" in casebook.ok("export", str(file))
    assert casebook.dump() == before
    [row] = read(file)
    assert (row["applicant"], row["respondent"], row["note"]) == ("张某1", "县公安局", "张某1，（电话略）")
    casebook.ok("export", str(file), "--for", "sharing")
    casebook.refused("export", str(file), "--unmasked")
    casebook.refused("export", str(file), "--unmasked", "--reason", " ")
    casebook.refused("export", str(file), "--reason", "移交")
    casebook.refused("export", str(file), "--for", "sharing", *WHY)
    casebook.refused("export", str(file), "--for", "press")
    assert read(file) == [row]
    assert "logged as entry 2" in casebook.ok("export", str(file), *WHY)
    assert read(file)[0]["applicant"] == "张三"
    assert last_entry(casebook) == {"act": "export", "reason": "移交档案", "source": "out.csv:cases=1"}
    assert "0 errors" in casebook.ok("check", "--deep")


def test_what_the_case_table_cannot_hold_is_said(casebook: Casebook, tmp_path: Path) -> None:
    case = casebook.open_review("2026-03-02", "2026-03-04", "南府复〔2026〕1号")
    casebook.record(case, "suspend", "2026-03-20", "--ground", "mediation")
    answer = casebook.run("export", str(tmp_path / "out.csv"))
    assert answer.status == 0
    assert "no column for these (cases): suspend 1." in answer.err
    assert casebook.run("export", str(tmp_path / "out.jsonl")).err == ""
    assert casebook.run("export", str(tmp_path / "out.xlsx"), "--what", "all").err == ""


def test_a_workbook_has_a_sheet_for_each_register_with_chinese_headers(counted: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    counted.ok("export", str(file))
    sheets = sheets_of(file)
    assert list(sheets) == ["行政复议", "被复议", "行政应诉"]
    assert "原告" in sheets["行政应诉"]
    assert "原告" not in sheets["行政复议"]
    assert all("<autoFilter" in each and 'state="frozen"' in each for each in sheets.values())
    counted.ok("export", str(file), "--headers", "code", "--what", "all")
    sheets = sheets_of(file)
    assert list(sheets) == ["review", "review-defence", "litigation", "steps", "parties", "hearings"]
    assert "received_on" in sheets["review"]
    assert "<f>" not in "".join(sheets.values())


def test_the_same_book_gives_the_same_bytes(counted: Casebook, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "jsonl"):
        one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
        counted.ok("export", str(one))
        counted.ok("--lang", "zh", "export", str(other))
        assert one.read_bytes() == other.read_bytes()


def test_json_lines_are_one_case_each(counted: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    counted.ok("export", str(file))
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["number"] for line in lines] == counted.numbers()
    assert {step["step"] for line in lines for step in line["steps"]} >= {"receive", "accept", "conclude", "hear"}


def test_a_bom_is_written_on_request(counted: Casebook, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    counted.ok("export", str(plain))
    counted.ok("export", str(marked), "--bom")
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_a_file_is_private_and_replaces_another_whole(counted: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o644)
    counted.ok("export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    "words",
    [
        ["out.txt"],
        ["out"],
        ["out.csv", "--what", "all"],
        ["out.jsonl", "--what", "steps"],
        ["out.xlsx", "--bom"],
        ["out.csv", "--headers", "zh"],
        ["out.xlsx", "--headers", "ja"],
        ["out.csv", "--what", "everything"],
        ["out.csv", "--register", "criminal"],
        ["out.csv", "--known-at", "10000"],
        ["out.csv", "--outcome", "nonsense"],
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_written(
    counted: Casebook, tmp_path: Path, words: list[str]
) -> None:
    counted.refused("export", str(tmp_path / words[0]), *words[1:])
    assert not (tmp_path / words[0]).exists()


def test_the_book_is_never_written_over(counted: Casebook, tmp_path: Path) -> None:
    link = tmp_path / "out.csv"
    link.symlink_to(counted.path)
    assert "it is the book" in counted.refused("export", str(link), status=3)
    assert "Cannot write" in counted.refused("export", str(tmp_path / "none" / "out.csv"), *WHY, status=3)


def test_an_empty_book_gives_a_header(casebook: Casebook, tmp_path: Path) -> None:
    for name in ("out.csv", "out.xlsx", "out.jsonl"):
        casebook.ok("export", str(tmp_path / name))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert list(sheets_of(tmp_path / "out.xlsx")) == ["行政复议"]
