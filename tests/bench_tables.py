"""What a long workbook costs against the same table as CSV, and what both take of memory."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import xlsxwriter
from bench_books import FOLDER, environment_of, measured
from bench_measures import BY_MEMORY, Figure
from bench_rivals import CASEBOOK

if TYPE_CHECKING:
    from pathlib import Path

    from bench_books import Usage


def tables(table: Path) -> list[Figure]:
    """Import ``table``, of 100,000 rows, as CSV and as a workbook, each into a new book."""
    workbook = FOLDER / "hundred.xlsx"
    _write(table, workbook)
    text, sheets = _import(table), _import(workbook)
    section = "Workbooks, 100,000 rows"
    return [
        Figure(section, "import of .xlsx", sheets.cpu, "the same as CSV", text.cpu, 3.0),
        Figure(section, "import of CSV", text.megabytes, "250 MB of memory", 250, 1.0, BY_MEMORY),
        Figure(section, "import of .xlsx", sheets.megabytes, "250 MB of memory", 250, 1.0, BY_MEMORY),
    ]


def _write(text: Path, workbook: Path) -> None:
    options = {"constant_memory": True, "strings_to_numbers": False}
    with text.open(encoding="utf-8", newline="") as file, xlsxwriter.Workbook(str(workbook), options) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(csv.reader(file)):
            sheet.write_row(number, 0, cells)


def _import(table: Path) -> Usage:
    book = FOLDER / "table.db"
    for old in FOLDER.glob("table.db*"):
        old.unlink()
    own = environment_of(book)
    measured([CASEBOOK, "init", "--bureau", "示例县司法局", "--number-word", "review"], own)
    return measured([CASEBOOK, "import", table], own)
