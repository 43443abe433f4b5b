"""Text that a stranger wrote into a case is shown by every form in every format, and obeyed by none."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from blackbox.program import Casebook
from blackbox.written import FORMS, obeyed, run, unpacked, words_of

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+cmd|x",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    '=HYPERLINK("http://example.com","点此")',
    "\x1b[31m红\x1b[0m\x07",
    "\x9b31m\x85",
    "\u202e反\u2066写\u200b",
    "行\u2028行\u2029",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "]]><!--&lt;&amp;",
    "甲|乙`丙*丁_戊[己](http://example.com)#庚",
    "</w:t><w:instrText>QUIT</w:instrText>",
    "<r><t>x</t></r>",
    "_x0041_&#x1b;",
    "{period}{flow.received}{{0}}%s%d",
    "[red]公安[/red]",
    "𝕏𐍈",
)
BENIGN = tuple(f"甲{number}" for number in range(1, len(HOSTILE) + 1))
PERIOD = ("--period", "2024", "--all-registers")


def build(path: Path, names: tuple[str, ...]) -> Casebook:
    """A book whose every text is one of ``names``: one case of each register for each name."""
    book = Casebook(path)
    book.ok("init", "--bureau", names[10] + names[6], "--organ", names[11], "--number-word", "南府复")
    for number, name in enumerate(names, 1):
        said = ("--field", name, "--handler", name, "--respondent", name, "--applicant", name, "--note", name)
        case = f"南府复〔2024〕{number}号"
        book.intake("review", "2024-02-01", case, "--matter", "disclosure", "--channel", name, *said)
        book.record(case, "accept", "2024-02-02", "--note", name)
        suit = f"（2024）赣01行初{number}号"
        heard = ("--heard-on", "2024-05-06", "--head-attended", "no")
        book.intake("litigation", "2024-02-01", suit, "--instance", "first", "--court", name, *heard, *said)
        if number % 2:
            book.close(case, "terminate", "2024-03-04", "--note", name)
            book.close(suit, "withdraw", "2024-06-03", "--note", name)
    book.ok("freeze", "--period", "2023", "--close", "--note", names[6], "--reason", names[8])
    for number, name in enumerate(names, 1):
        late = ("--late", "--reason", name)
        book.intake("review", "2023-12-01", f"南府复〔2023〕{number}号", "--field", name, *late)
    book.ok("target", "set", "loss", "<=8%", "--year", "2024", "--reason", names[0])
    return book


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """A book of hostile texts."""
    return build(tmp_path_factory.mktemp("hostile") / "cases.book", HOSTILE)


@pytest.fixture(scope="module")
def benign(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """The same book with harmless texts: what a report has of elements without any of a stranger's."""
    return build(tmp_path_factory.mktemp("benign") / "cases.book", BENIGN)


def told(casebook: Casebook, form: str, output: str) -> bytes:
    answer = run(casebook, "report", form, *PERIOD, "--format", output, *by(form))
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def by(form: str) -> tuple[str, ...]:
    return ("--by", "field", "--by", "respondent,handler") if form == "summary" else ()


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and the scripts in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, tuple[str, ...]]] = set()
        self.links: set[str] = set()
        self.scripts = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.links |= {str(value) for name, value in attrs if name in ("href", "src", "action", "style")}
        self.scripts += tag == "script"


@pytest.mark.parametrize("form", [*FORMS, "sentence"])
def test_plain_text_has_nothing_that_a_terminal_obeys(hostile: Casebook, form: str) -> None:
    for output in ("plain", "table", "md", "json", *(("csv", "html") if form != "sentence" else ())):
        text = told(hostile, form, output).decode()
        assert not obeyed(text), output
        if "<script>alert(1)</script>" in text:
            assert output in ("plain", "table", "csv", "json")


@pytest.mark.parametrize("form", FORMS)
def test_csv_has_no_cell_that_a_spreadsheet_calculates(hostile: Casebook, form: str) -> None:
    rows = list(csv.reader(io.StringIO(told(hostile, form, "csv").decode(), newline="")))
    assert {len(row) for row in rows} == {3}
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@")) or re.fullmatch(r"[+-]?[0-9.]+%?", cell)


@pytest.mark.parametrize("form", FORMS)
def test_markdown_has_no_markup_of_a_stranger_and_no_broken_row(hostile: Casebook, form: str) -> None:
    text = told(hostile, form, "md").decode()
    assert not re.search(r"(?<!\\)<(script|img|svg|r>|/w:t|!--)", text)
    assert not re.search(r"(?<!\\)\]\(http", text)
    columns = 0
    for line in text.splitlines():
        bars = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        assert columns in (0, bars) or not bars
        columns = bars


@pytest.mark.parametrize("form", FORMS)
def test_json_says_the_texts_as_they_were_told(hostile: Casebook, form: str) -> None:
    tree = json.loads(told(hostile, form, "json"))
    reports = tree.get("reports", [tree])
    assert {report["bureau"] for report in reports} == {HOSTILE[10] + HOSTILE[6]}
    if form == "summary":
        cells = reports[0]["breakdowns"][0]["cells"]
        assert set(cells) >= {name.strip() for name in HOSTILE if not re.search("[;,]", name)}  # these part two fields
        assert list(cells.values()) == [1] * len(HOSTILE)


@pytest.mark.parametrize("form", FORMS)
def test_a_page_has_no_element_of_a_stranger(hostile: Casebook, benign: Casebook, form: str) -> None:
    page, plain = (Elements(told(book, form, "html").decode()) for book in (hostile, benign))
    assert page.seen == plain.seen
    assert page.scripts == plain.scripts
    assert page.links == plain.links
    assert not any(name.startswith("on") for _, names in page.seen for name in names)


@pytest.mark.parametrize("form", FORMS)
def test_a_workbook_has_no_formula_link_or_macro_of_a_stranger(hostile: Casebook, benign: Casebook, form: str) -> None:
    files, plain = (unpacked(told(book, form, "xlsx")) for book in (hostile, benign))
    assert set(files) == set(plain)
    for name, text in files.items():
        assert tags(text) == tags(plain[name]), name
        assert text.count("<f>") == plain[name].count("<f>"), name
    assert "example.com" not in "".join(text for name, text in files.items() if name.endswith(".rels"))
    if form == "summary":
        assert "<script>alert(1)</script>" in words_of(told(hostile, form, "xlsx"))


@pytest.mark.parametrize("form", FORMS)
def test_a_word_document_has_no_field_or_link_of_a_stranger(hostile: Casebook, benign: Casebook, form: str) -> None:
    files, plain = (unpacked(told(book, form, "docx")) for book in (hostile, benign))
    assert set(files) == set(plain)
    for name, text in files.items():
        assert tags(text) == tags(plain[name]), name
        assert text.count("<w:instrText") == plain[name].count("<w:instrText"), name
    assert not obeyed(words_of(told(hostile, form, "docx")).replace("\t", ""))


def tags(text: str) -> set[str]:
    """The names of the elements of an XML text."""
    return {element.tag for element in ET.fromstring(text).iter()}  # noqa: S314 - a file of ours


def test_hostile_texts_are_found_by_the_names_they_were_told_under(hostile: Casebook) -> None:
    for name in HOSTILE[1:3]:
        call = ("report", *PERIOD[:2], "--register", "review", "--cases", f"accepted:field={name}")
        assert len(hostile.json(*call)["cases"]) == 1
    for output in ("plain", "md", "csv", "json"):
        listed = ("report", *PERIOD[:2], "--register", "review", "--cases", "flow.accepted", "--format", output)
        assert not obeyed(hostile.ok(*listed))


def test_comparisons_with_hostile_rows_are_inert_too(hostile: Casebook) -> None:
    for output in ("plain", "md", "csv", "json", "html"):
        answer = run(hostile, "report", *PERIOD, "--by", "field", "--compare", "2023", "--format", output)
        assert (answer.status, answer.err) == (0, "")
        assert not obeyed(answer.out.decode()), output
