"""The rejected rows of an import in the shape of their table, with a reason: to be mended and imported again."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING

from casebook.render.text import BOM, csv_cell
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.importoutcome import Rejection
    from casebook.parts import Part
    from casebook.words import Language

REASON = Words("原因", "reason")


def rejected_rows(
    parts: Sequence[Part], rejected: Sequence[Rejection], language: Language
) -> list[tuple[str, list[list[str]]]]:
    """Return for each sheet with a rejected row its name and its rows, the header first, the reason last."""
    reasons: dict[tuple[str, int], list[str]] = defaultdict(list)
    for each in rejected:
        reasons[each.sheet, each.row].append(each.reason.say(language))
    found: list[tuple[str, list[list[str]]]] = []
    for part in parts:
        width = len(part.header)
        rows = [
            [*record, *[""] * (width - len(record)), "；".join(reasons[part.sheet, number])]
            for number, record in part.body()
            if (part.sheet, number) in reasons
        ]
        if rows:
            found.append((part.sheet, [[*part.header, REASON.say(language)], *rows]))
    return found


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the rows as CSV with a BOM, for a spreadsheet."""
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([csv_cell(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def as_xlsx(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return the sheets as a workbook; every cell is text, none is run as a formula."""
    import xlsxwriter

    from casebook.render.xlsxcells import plain, sheet_names

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        text = book.add_format({"num_format": "@"})
        for name, (_, rows) in zip(sheet_names(name for name, _ in sheets), sheets, strict=True):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(place, column, plain(cell), text)
            sheet.freeze_panes(1, 0)
    return out.getvalue()
