"""The figures of a summary by where they stand: as its JSON has them, and as others read them out of its files."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import docx
from docx.table import Table as WordTable

from casebook import schemes
from casebook.headings import EFFICIENCY, SECTION, section_values, with_not_stated
from casebook.terms import INSTANCE, REGISTER, outcomes
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from browser import Browser

    from casebook.words import Language

Figures = dict[tuple[str, str, str, str], str]  # by register (in small letters), table, line and column as headed
Found = tuple[Words, Words, Words, str]

COUNT, TOTAL = Words("件数", "count"), Words("合计", "total")
VALUE, SHARE = Words("数值", "value"), Words("占审结", "of concluded")
FRACTION = Words("分子/分母", "part/whole")
COLUMNS = ("intake", "flow", "families", "outcomes", "roles", "hearings", "replies")
TABLES = (*COLUMNS, "grounds", "instances", "instance_outcomes", "efficiency", "rates")
SUMMED = ("families", "outcomes", "roles", "grounds", "instance_outcomes")
DAYS = ("days_total", "median_days", "average_days")
NO_TABLES = ("schema", "form", "register", "bureau", "period", "known_at", "seal", "scheme", "breakdowns", "checks")
FIGURE = re.compile(r"-?[\d,]+(\.\d+)?%?|\d+/\d+|—")
READABLE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # every sheet, as shown


def expected(report: Mapping[str, Any], language: Language) -> Figures:
    """Return every figure in the JSON of a summary of one register, with the sums and shares that follow from it."""
    assert set(report) <= {*TABLES, *NO_TABLES}, "the JSON holds figures that nobody looks for"
    assert not report["breakdowns"]
    register = REGISTER.label(report["register"]).say(language)
    return {
        (register.lower(), table.say(language), line.say(language), column.say(language)): figure
        for table, line, column, figure in _of_report(report)
    }


def _of_report(report: Mapping[str, Any]) -> Iterator[Found]:
    register = report["register"]
    for section in COLUMNS:
        # outcomes of suits are told by instance, their sums in the last column
        if section in report and not (section == "outcomes" and "instance_outcomes" in report):
            yield from _column(register, section, SECTION.label(section), report[section])
    for outcome, cells in report.get("grounds", {}).items():
        of, title = outcomes(register).label(outcome), SECTION.label("grounds")
        yield from _column(
            register, f"grounds.{outcome}", Words(f"{of.zh} — {title.zh}", f"{of.en} — {title.en}"), cells
        )
    for section, whole in (("instances", "flow"), ("instance_outcomes", "outcomes")):
        if section in report:
            yield from _by_instance(register, section, {**report[section], None: report[whole]})
    if "efficiency" in report:
        yield from _efficiency(report["efficiency"], report["flow"]["concluded"])
    for rate in schemes.load(report["scheme"]).rates:
        if rate.name in report["rates"] and register in rate.registers:
            told = report["rates"][rate.name]
            yield SECTION.label("rates"), rate.label, VALUE, told["percent"] or "—"
            yield SECTION.label("rates"), rate.label, FRACTION, f"{told['part']}/{told['whole']}"


def _column(
    register: str, section: str, title: Words, cells: Mapping[str, int], head: Words = COUNT
) -> Iterator[Found]:
    codes = section_values(register, section)
    for code, number in cells.items():
        yield title, codes.label(code), head, str(number)
    if section.partition(".")[0] in SUMMED:
        yield title, TOTAL, head, str(sum(cells.values()))


def _by_instance(register: str, section: str, by: Mapping[str | None, Mapping[str, int]]) -> Iterator[Found]:
    """Yield a column for each instance, and for ``None`` that of their sum."""
    for instance, cells in by.items():
        head = with_not_stated(INSTANCE).label(instance) if instance else TOTAL
        yield from _column(register, section, SECTION.label(section), cells, head)


def _efficiency(cells: Mapping[str, int | str | None], concluded: int) -> Iterator[Found]:
    title = SECTION.label("efficiency")
    for code, figure in cells.items():
        yield title, EFFICIENCY.label(code), VALUE, "—" if figure is None else str(figure)
        if code not in DAYS:
            yield title, EFFICIENCY.label(code), SHARE, _percent(int(figure or 0), concluded)


def _percent(part: int, whole: int) -> str:
    """Return the share with two places, half up."""
    if not whole:
        return "—"
    hundredths = (part * 20000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def differences(read: Figures, wanted: Figures) -> list[str]:
    """Return what is read otherwise than it should be, or not at all, or should not be there.

    A figure may be left out where it is nought.
    """
    found = [
        f"{place}: {figure} is read as {read.get(place, 'nothing')}"
        for place, figure in wanted.items()
        if read.get(place, "0" if figure == "0" else None) != figure
    ]
    return found + [f"{place}: {figure} is in no JSON" for place, figure in read.items() if place not in wanted]


def _of_table(register: str, title: str, rows: Sequence[Sequence[str]]) -> Figures:
    head, *lines = rows
    return {
        (register.lower(), title, line[0], column): cell.replace(",", "")
        for line in lines
        for column, cell in zip(head[1:], line[1:], strict=True)
        if FIGURE.fullmatch(cell)
    }


def from_page(tab: Browser, page: Path) -> Figures:
    """Return the figures that a browser shows."""
    tab.open(page)
    tables: list[tuple[str, str, list[list[str]]]] = tab.evaluate("""
        [...document.querySelectorAll("section.part")].flatMap(part =>
          [...part.querySelectorAll("table.figures")].map(table => [
            part.querySelector("h2").innerText,
            table.caption.innerText,
            [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim())),
          ]))
    """)
    return _together(
        # an empty table says so in one cell across all its columns
        _of_table(register, title, [row for row in rows if len(row) > 1])
        for register, title, rows in tables
    )


def from_sheets(folder: Path, stem: str) -> Figures:
    """Return the figures of the sheets that LibreOffice wrote into ``folder`` as ``STEM-SHEET.csv``."""
    registers = {words.say(language) for words in _registers() for language in ("zh", "en")}
    found: list[Figures] = []
    for path in sorted(folder.glob(f"{stem}-*.csv")):
        register = path.stem.removeprefix(f"{stem}-")
        if register in registers:
            with path.open(encoding="utf-8", newline="") as file:
                found += [_of_table(register, title, rows) for title, rows in _stacked(list(csv.reader(file)))]
    return _together(found)


def _registers() -> list[Words]:
    return [REGISTER.label(code) for code in REGISTER.codes]


def _stacked(rows: list[list[str]]) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield title and rows of the tables of a worksheet; an empty line ends its heading and each table."""
    blocks: list[list[list[str]]] = [[]]
    for row in rows:
        filled = [cell for cell in row if cell]
        if filled:
            blocks[-1].append(row)
        else:
            blocks.append([])
    for block in blocks[1:]:
        if block:
            title, head, *lines = block
            width = len([cell for cell in head if cell])
            yield title[0], [row[:width] for row in (head, *lines)]


def from_word(path: Path) -> Figures:
    """Return the figures of the tables of a Word document, under the numbered head of their register."""
    found: list[Figures] = []
    register = title = ""
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, WordTable):
            found.append(_of_table(register, title, [[cell.text for cell in row.cells] for row in block.rows]))
        elif block.style is not None and block.style.name == "Heading 1":
            register = re.sub(r"^\w+[、.]\s*", "", block.text)
        elif block.style is not None and block.style.name == "Caption":
            title = re.sub(r"^\w+\s?\d+[.\s]*", "", block.text)
    return _together(found)


def _together(tables: Iterable[Figures]) -> Figures:
    every: Figures = {}
    for table in tables:
        assert not set(every) & set(table), "two tables under one head"
        every |= table
    return every
