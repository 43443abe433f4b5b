"""Exported tables as files: CSV, workbooks, JSON lines. Rows go out as they come in, none is kept."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from casebook.bookfaults import OutputUnwritable
from casebook.exporting import shown_record
from casebook.render.text import BOM, csv_cell, inert, json_text
from casebook.render.xlsxcells import DATE_FORMAT, FONT, HEAD, day, plain, sheet_names
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from xlsxwriter import Workbook

    from casebook.exporting import Table

MOST_ROWS = 1_048_576  # of a worksheet, the header among them
_TOO_MANY = Words(
    "行数超过一张工作表所能容纳，请用 .csv 或 --register", "a worksheet holds no more rows; use .csv or --register"
)
_WIDTHS = {"date": 12, "count": 9, "text": 14}
_WIDER = {"number": 26, "previous_number": 26, "applicant": 22, "respondent": 26, "court": 22, "name": 26, "note": 40}


def write_csv(out: BinaryIO, table: Table, *, bom: bool = False) -> int:
    """Write a table under its codes, in UTF-8; return how many rows it has.

    What a spreadsheet would run as a formula is text. ``bom`` lets a spreadsheet see that it is UTF-8.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    if bom:
        text.write(BOM)
    writer = csv.writer(text, lineterminator="\n")
    codes = [field.code for field in table.fields]
    writer.writerow(codes)
    count = 0
    for record in table.rows:
        writer.writerow([_csv(record[code]) for code in codes])
        count += 1
    text.flush()
    text.detach()
    return count


def _csv(value: object) -> object:
    return csv_cell(value) if isinstance(value, str) else value


def write_jsonl(out: BinaryIO, lines: Iterable[Mapping[str, object]]) -> int:
    """Write each object on a line of its own, in UTF-8; return how many there are."""
    count = 0
    for line in lines:
        told = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{json_text(told)}\n".encode())
        count += 1
    return count


def write_xlsx(
    out: BinaryIO, tables: Iterable[Table], *, codes: bool, created: date, path: Path, in_memory: bool = False
) -> dict[str, int]:
    """Write a workbook with a sheet for each table, made on the day ``created``; return how many rows each has.

    Headers and coded cells are Chinese, or codes with ``codes``; dates are dates, counts numbers, all else text that
    nothing runs. With ``in_memory`` nothing is put aside on a disk. Raises ``OutputUnwritable`` for ``path`` where a
    table has more rows than a worksheet.
    """
    from xlsxwriter import Workbook  # nothing but a workbook needs it
    from xlsxwriter.exceptions import FileCreateError

    file = Workbook(out, _options(in_memory=in_memory))
    # XlsxWriter takes the day of the clock where none is given; the file format has no zones
    file.set_properties({"created": datetime(created.year, created.month, created.day)})  # noqa: DTZ001
    counts: dict[str, int] = {}
    try:
        try:
            for table in tables:
                counts[table.code] = _write_sheet(file, table, codes=codes, path=path)
        finally:
            file.close()  # also where rows fail: what XlsxWriter has put aside holds names
    except FileCreateError as error:
        why = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        raise OutputUnwritable(path=inert(str(path)), why=getattr(why, "strerror", None) or str(why)) from error
    return counts


def _options(*, in_memory: bool) -> dict[str, object]:
    font: dict[str, object] = {"font_name": FONT.zh, "font_size": 11, "font_scheme": "none"}
    return {
        "constant_memory": not in_memory,
        "in_memory": in_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": font,
    }


def _write_sheet(file: Workbook, table: Table, *, codes: bool, path: Path) -> int:
    fields = table.fields
    [name] = sheet_names([table.code if codes else table.label.zh])
    sheet = file.add_worksheet(name)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # numbers of cases are text
    sheet.freeze_panes(1, 2)
    text, date_form = file.add_format({"num_format": "@"}), file.add_format({"num_format": DATE_FORMAT})
    head = file.add_format(HEAD | {"num_format": "@"})
    for place, field in enumerate(fields):
        form = {"date": date_form, "count": None}.get(field.kind, text)
        sheet.set_column(place, place, _WIDER.get(field.code, _WIDTHS[field.kind]), form)
    for place, field in enumerate(fields):
        sheet.write_string(0, place, field.code if codes else field.label.zh, head)
    row = 0
    for record in table.rows:
        row += 1
        if row == MOST_ROWS:
            raise OutputUnwritable(path=inert(str(path)), why=_TOO_MANY)
        told = record if codes else shown_record(record)
        for place, field in enumerate(fields):
            value = told[field.code]
            if value is None:
                continue
            if isinstance(value, int):
                sheet.write_number(row, place, value)
                continue
            found = day(str(value)) if field.kind == "date" else None
            if found is not None:
                sheet.write_datetime(row, place, found, date_form)
            else:
                sheet.write_string(row, place, plain(str(value)), text)
    sheet.autofilter(0, 0, row, len(fields) - 1)
    return row
