"""The seal at the foot of a report proves later that nothing before it was changed, cut off or put in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from blackbox.program import Casebook
from desk import RULES, TODAY, Desk

from casebook import check, seals
from casebook.book import Book
from casebook.errors import BadValue
from casebook.store import canonical, chain, verify
from casebook.store.canonical import chain as honest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NUMBER = "南府复〔2024〕1号"


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    """A book with four entries."""
    desk = Desk(tmp_path / "cases.book")
    desk.review("2024-03-04", "2024-03-06", NUMBER)
    desk.close(NUMBER, "maintain", "2024-04-15")
    desk.log("litigation", "2024-03-04", "（2024）赣01行初5号", instance="first")
    desk.book.connection.close()
    return Casebook(tmp_path / "cases.book")


def rewritten(path: Path, statement: str, known: int) -> None:
    """Change what the book told and write its chain anew, as somebody could who knows how it is made."""
    with closing(sqlite3.connect(path, isolation_level=None)) as book:
        for (name,) in book.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            book.execute(f"drop trigger {name}")
        assert book.execute(statement).rowcount == 1
        digests: list[str] = []

        def keep(before: str, content: Mapping[str, object]) -> str:
            digests.append(honest("" if "entry" not in content else digests[-1] if digests else before, content))
            return digests[-1]

        with mock.patch.object(canonical, "chain", keep):
            list(chain.links(book))
        new = zip(digests[-known:], range(1, known + 1), strict=True)  # the link before the first act leads
        book.executemany("update entry set digest = ? where entry_no = ?", new)
        assert list(verify.broken_entries(book)) == []


def test_a_seal_is_the_number_and_the_digest_of_the_last_entry(casebook: Casebook) -> None:
    with closing(sqlite3.connect(casebook.path)) as book:
        digests = [row[0] for row in book.execute("select digest from entry order by entry_no")]
    assert casebook.ok("seal") == f"Seal 4:{digests[3][:32]}\n"
    assert casebook.ok("seal", "--known-at", "2") == f"Seal 2:{digests[1][:32]}\n"
    told = casebook.json("seal")
    assert told == {"schema": "casebook/seal/1", "entry_no": 4, "seal": f"4:{digests[3][:32]}"}
    casebook.lang = "zh"
    assert casebook.ok("seal") == f"封印 4:{digests[3][:32]}\n"
    assert casebook.run("seal", "--known-at", "5").status == 2


def test_a_book_without_entries_has_a_seal_of_its_own_row(tmp_path: Path) -> None:
    book = Casebook(tmp_path / "empty.book")
    book.init()
    seal = book.json("seal")["seal"]
    assert str(seal).startswith("0:")
    assert book.run("check", "--seal", str(seal)).status == 0
    with closing(sqlite3.connect(book.path, isolation_level=None)) as database:
        database.execute("drop trigger book_no_update")
        database.execute("update book set bureau = '别的局'")
    assert book.run("check", "--seal", str(seal)).status == 1


@pytest.mark.parametrize("form", ["table", "plain", "md", "html"])
@pytest.mark.parametrize("name", ["summary", "caseflow"])
def test_every_report_bears_the_seal_of_its_entry(casebook: Casebook, form: str, name: str) -> None:
    now, then = (casebook.ok("seal", *known).split()[1] for known in ((), ("--known-at", "3")))
    asked = ("report", name, "--register", "review", "--period", "2024", "--format", form)
    assert casebook.ok(*asked).count(now) == 1
    as_known = casebook.ok(*asked, "--known-at", "3")
    assert (as_known.count(then), as_known.count(now)) == (1, 0)
    if form in ("table", "plain", "md"):
        assert as_known.rstrip().endswith(f"Seal {then}")


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("name", ["summary", "caseflow"])
def test_figures_for_scripts_bear_none(casebook: Casebook, form: str, name: str) -> None:
    seal = casebook.ok("seal").split()[1]
    assert seal not in casebook.ok("report", name, "--register", "review", "--period", "2024", "--format", form)


def test_a_sentence_bears_none(casebook: Casebook) -> None:
    seal = casebook.ok("seal").split()[1]
    assert seal not in casebook.ok("report", "sentence", "--period", "2024")


def test_files_bear_the_seal_too(casebook: Casebook, tmp_path: Path) -> None:
    import docx
    import python_calamine

    seal = casebook.ok("seal").split()[1]
    how = ("--register", "review", "--period", "2024", "--format", "docx,xlsx", "--out", str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    casebook.ok("report", *how, "--name", "r.{ext}")
    word = docx.Document(str(tmp_path / "out" / "r.docx"))
    assert word.paragraphs[-1].text == f"Seal {seal}"
    sheets = python_calamine.load_workbook(str(tmp_path / "out" / "r.xlsx"))
    cells = [cell for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python() for cell in row]
    assert seal in cells


def test_a_seal_holds_however_much_is_told_later(casebook: Casebook) -> None:
    seal = casebook.ok("seal")
    casebook.record("（2024）赣01行初5号", "reply", "2024-03-19")
    for written in (seal.strip(), seal.split()[1], seal.split()[1].upper().replace(":", "：")):
        answer = casebook.run("check", "--seal", written)
        assert answer.status == 0
        assert "entry 4 and all before it are as they were" in answer.out
    assert casebook.json("check", "--seal", seal.strip())["findings"] == []


@pytest.mark.parametrize(
    "statement",
    [
        "update step set on_date = '2024-04-16' where step = 'conclude'",
        "update entry set recorded_by = '某人' where entry_no = 1",
        "update book set organ = '别的政府'",
    ],
)
def test_a_chain_that_was_written_anew_does_not_bear_the_seal(casebook: Casebook, statement: str) -> None:
    before, seal = casebook.ok("seal", "--known-at", "1").split()[1], casebook.ok("seal").split()[1]
    rewritten(casebook.path, statement, 4)
    assert casebook.json("check", "digest")["findings"] == []  # the chain by itself says nothing
    [found] = casebook.json("check", "--seal", seal, status=1)["findings"]
    assert (found["check"], found["severity"]) == ("seal", "error")
    assert "written anew" in found["message"]
    assert casebook.run("check", "--seal", before).status == (0 if "step" in statement else 1)


def test_a_change_after_the_seal_is_no_matter_of_it(casebook: Casebook) -> None:
    seal = casebook.ok("seal", "--known-at", "2").split()[1]
    with closing(sqlite3.connect(casebook.path, isolation_level=None)) as book:
        book.execute("drop trigger step_no_update")
        book.execute("update step set note = 'x' where step = 'conclude'")
    assert casebook.run("check", "--seal", seal).status == 0
    [found] = casebook.json("check", "--seal", casebook.ok("seal").split()[1], status=1)["findings"]
    assert "entry 3 " in found["message"]


def test_a_tail_that_was_cut_off_is_found(casebook: Casebook) -> None:
    seal = casebook.ok("seal").split()[1]
    with closing(sqlite3.connect(casebook.path, isolation_level=None)) as book:
        for (name,) in book.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            book.execute(f"drop trigger {name}")
        for row in (
            "party where step_no = 4", "particulars where step_no = 4", "step where step_no = 4",
            "case_file where case_no = 2", "case_version where case_no = 2", "deadline where case_no = 2",
            "entry where entry_no = 4",
        ):  # fmt: skip
            book.execute(f"delete from {row}")  # noqa: S608 - our own words
        assert list(verify.broken_entries(book)) == []
    [found] = casebook.json("check", "--seal", seal, status=1)["findings"]
    assert "the book ends with 3: entries were cut off" in found["message"]


def test_too_few_digits_prove_nothing(casebook: Casebook) -> None:
    [found] = casebook.json("check", "--seal", casebook.ok("seal").split()[1][:-1], status=1)["findings"]
    assert "31 digits and proves nothing" in found["message"]


@pytest.mark.parametrize("text", ["", "812", "812:", ":3f9a", "x:3f9a", "-1:3f9a", "812:xyz", "812;3f9a", "1" * 30])
def test_what_is_no_seal_is_refused(casebook: Casebook, text: str) -> None:
    with pytest.raises(BadValue):
        seals.parse(text)
    answer = casebook.run("check", "--seal", text)
    assert (answer.status, answer.out) == (2, "")
    assert "812:3f9a…" in answer.err


def test_a_seal_goes_with_other_checks(casebook: Casebook) -> None:
    seal = casebook.ok("seal").split()[1]
    assert casebook.run("check", "--deep", "--seal", seal).status == 0
    with Book.open(casebook.path, RULES) as book:
        shown = seals.parse(f"封印 {seal}")
        assert check.run(book, TODAY, seal=shown) == []
        assert seals.of(book) == shown
