"""A form as its reader sees it: sheets by code, rows by code, columns by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from casebook import documents
from casebook.dates import NEW_YEAR, parse_period
from casebook.documents import Request
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from casebook.book import Book
    from casebook.dates import MonthDay
    from casebook.sheets import Document, Figure, Line, Part, Sheet, Value


class More(TypedDict, total=False):
    """What else may be asked of a form."""

    scheme: str
    by: tuple[str, ...]
    known_at: int
    as_of: date
    all_variants: bool


def asked(
    book: Book, form: str, period: str, today: date, *registers: str, start: MonthDay = NEW_YEAR, **more: Unpack[More]
) -> Request:
    """Return the request for a form, of the registers it has unless some are named."""
    shown = registers or documents.registers_of(book, form) or tuple(REGISTER.codes)
    return Request(form, parse_period(period, today, start), shown)._replace(**more)


class Filled:
    """A form filled in from a book, with every identity proven."""

    def __init__(self, book: Book, request: Request) -> None:
        self.book = book
        self.request = request
        self.document: Document = documents.build(book, request)
        failing = [check for check in self.document.checks if not check.holds]
        assert not failing, failing

    def sheet(self, code: str) -> Sheet:
        """Return the sheet of that code."""
        [found] = [sheet for part in self.document.parts for sheet in part.sheets if sheet.code == code]
        return found

    def row(self, sheet: str, row: str) -> dict[str, Value]:
        """Return the figures of a row that are not 0, by column."""
        [found] = [line for line in self.sheet(sheet).all_lines if line.code == row]
        return {
            name: value for name, value in values(self.sheet(sheet), found).items() if value not in (0, None, "0.00")
        }

    def rows(self, sheet: str) -> dict[str, dict[str, Value]]:
        """Return the rows in which anything is not 0, the total among them."""
        found = {line.code: self.row(sheet, line.code) for line in self.sheet(sheet).all_lines}
        return {code: figures for code, figures in found.items() if figures}

    def column(self, sheet: str, column: str) -> dict[str, Value]:
        """Return one column by row, total included."""
        shown = self.sheet(sheet)
        return {line.code: values(shown, line)[column] for line in shown.all_lines}

    def named(self) -> Iterator[tuple[Part, Figure]]:
        """Yield every figure that leads to cases, with the part it stands in."""
        for part in self.document.parts:
            for sheet in part.sheets:
                for line in sheet.all_lines:
                    for figure in line.figures:
                        if figure.name is not None:
                            yield part, figure

    def behind(self, name: str, register: str | None = None) -> list[str]:
        """Return the numbers of the cases behind a figure."""
        cases = documents.behind(self.book, self.request, register or self.request.registers[0], name)
        return [self.number(case_no) for case_no in cases]

    def number(self, case_no: int) -> str:
        """Return the number of a case."""
        [found] = self.book.listing([("case_no", f"[{case_no}]")])
        return str(found["docket_no"])


def values(sheet: Sheet, line: Line) -> dict[str, Value]:
    """Return the values of a line by column."""
    return {column.code: figure.value for column, figure in zip(sheet.columns, line.figures, strict=True)}


def own_form(sheet: str, register: str = "review", registers: str = "") -> str:
    """Return the text of a form file with one sheet, given from its title on."""
    return f"""edition = "1"
label = {{ zh = "自定义表", en = "own form" }}
about = {{ zh = "本局自用", en = "the bureau's own" }}
registers = [{registers or f'"{register}"'}]

[[sheet]]
code = "own"
register = "{register}"
title = {{ zh = "自定义", en = "own" }}
{sheet}
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
