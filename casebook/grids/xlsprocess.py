"""The part of reading .xls that runs as a process of its own: ``python -m casebook.grids.xlsprocess [SHEET]``.

The library python-calamine ends its process on some broken files, or asks for all the memory there is. Here nothing
else is lost. The workbook comes in on standard input; lines of JSON go out: without SHEET one for each sheet, else its
rows; a last line says that this is all.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import TYPE_CHECKING

from casebook.grids import limits, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook

DONE, LOCKED = "done", "locked"


def main(sheet: str | None, workbook: bytes) -> Iterator[object]:
    """Yield what is asked of a workbook: its sheets as name, whether it is shown and height, or the rows of one."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    except PasswordError:
        yield LOCKED
        return
    yield from _sheets(book) if sheet is None else _rows(book, int(sheet))
    yield DONE


def _sheets(book: CalamineWorkbook) -> Iterator[tuple[str, bool, bool]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for told in book.sheets_metadata:
        yield told.name, told.typ == SheetTypeEnum.WorkSheet, told.visible == SheetVisibleEnum.Visible


def _rows(book: CalamineWorkbook, place: int) -> Iterator[list[str]]:
    sheet = book.get_sheet_by_index(place)
    if sheet.start is not None:
        before = [""] * sheet.start[1]  # the rows begin with the first, the columns with the first that is filled
        for row in sheet.iter_rows():
            yield before + [values.plain(value) for value in row]


def confine() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.XLS_MEMORY, limits.XLS_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.XLS_SECONDS, limits.XLS_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    confine()
    for line in main(sys.argv[1] if len(sys.argv) > 1 else None, sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(line) + "\n")
