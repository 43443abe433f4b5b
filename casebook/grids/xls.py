"""Workbooks of Excel 97 to 2003 (.xls), and those that WPS writes so, read by the library python-calamine.

It reserves the whole rectangle between the first and the last filled cell, ends the process where that is too much or
where a record is broken, and leaves out error values: so the records are walked through before, and it runs in a
process of its own.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from struct import error, unpack_from
from typing import TYPE_CHECKING, Any

from casebook.filefaults import TableDamaged, TableEncrypted, TableForeign, TableTooLarge
from casebook.grids import limits, ole, values, xlsprocess
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EOF, FILEPASS, BOUNDSHEET, FORMULA, BOOLERR, SST, DIMENSIONS = 0x0A, 0x2F, 0x85, 0x06, 0x205, 0xFC, 0x200
# Records of one cell: number, text, text by number, RK, rich text, and the two above. One record holds several RK.
ONE_CELL = frozenset({0x203, 0x204, 0xFD, 0x27E, 0xD6, FORMULA, BOOLERR})
SEVERAL_RK = 0xBD
IS_ERROR, DIMENSIONS_LENGTH = 2, 14
LAST_ROW, LAST_COLUMN = 65_536, 256
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOOKS = ("Workbook", "Book", "WORKBOOK", "BOOK")
ENCRYPTED = frozenset({"EncryptedPackage", "EncryptionInfo"})
FOREIGN = {
    "WordDocument": Words("Word 文档", "a Word document"),
    "PowerPoint Document": Words("PowerPoint 演示文稿", "a PowerPoint presentation"),
}


@dataclass(slots=True)
class _Extent:
    """The rectangle of the cells of a sheet, and its error values by row and column."""

    first_row: int = 0xFFFF
    last_row: int = 0
    first_column: int = 0xFFFF
    last_column: int = 0
    claimed: int = 0  # not zero where the sheet claims more than the format has
    faults: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, row: int, first: int, last: int) -> None:
        """Widen the rectangle by the cells of a record."""
        self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, row)
        self.first_column, self.last_column = min(self.first_column, first), max(self.last_column, last)

    @property
    def area(self) -> int:
        """How many cells the rectangle has."""
        height, width = self.last_row - self.first_row + 1, self.last_column - self.first_column + 1
        return max(0, height) * max(0, width)


@dataclass(frozen=True, slots=True)
class XlsSheet:
    """A sheet that is shown and has cells."""

    name: str
    place: int
    height: int
    faults: dict[tuple[int, int], str]


def stream_of(path: Path, data: bytes) -> bytes:
    """Return the workbook in a container. Raises ``TableEncrypted``, ``TableForeign`` or ``TableDamaged``."""
    try:
        container = ole.open_container(data)
        if ENCRYPTED & container.streams.keys():
            raise TableEncrypted(path=path)
        for name in BOOKS:
            if name in container.streams:
                return container.read(name)
    except ole.Broken as failure:
        why = Words("文件内部的目录自相矛盾", "its inner directory contradicts itself")
        raise TableDamaged(path=path, why=why) from failure
    known = (kind for name, kind in FOREIGN.items() if name in container.streams)
    raise TableForeign(path=path, kind=next(known, Words("其他程序的文件", "a file of another program")))


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records from ``place`` to the end of their part."""
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        if kind == EOF:
            return
        place += 4 + length


def extents(path: Path, stream: bytes) -> list[_Extent]:
    """Return the extent of every sheet. Raises ``TableEncrypted``, ``TableTooLarge``; ``struct.error`` where broken."""
    starts: list[int] = []
    for kind, place, length in _records(stream, 0):
        if kind == FILEPASS:
            raise TableEncrypted(path=path)
        if kind == BOUNDSHEET:
            starts.append(unpack_from("<I", stream, place)[0])
        if kind == SST and unpack_from("<I", stream, place + 4)[0] > len(stream):
            raise TableDamaged(path=path, why=Words("文字表的长度不成立", "the length of its texts cannot be"))
        del length
    if len(starts) > limits.MAX_SHEETS:
        what = Words(f"有 {len(starts)} 张工作表，", f"{len(starts)} sheets")
        raise TableTooLarge(path=path, what=what, limit=limits.MAX_SHEETS)
    return [_extent(stream, start) for start in starts]


def _extent(stream: bytes, start: int) -> _Extent:
    extent = _Extent()
    for kind, place, length in _records(stream, start):
        if kind in ONE_CELL:
            row, column = unpack_from("<HH", stream, place)
            extent.add(row, column, column)
            if kind == BOOLERR and stream[place + 7]:
                extent.faults[row, column] = ERRORS.get(stream[place + 6], "#ERR!")
            elif kind == FORMULA and stream[place + 12 : place + 14] == b"\xff\xff" and stream[place + 6] == IS_ERROR:
                extent.faults[row, column] = ERRORS.get(stream[place + 8], "#ERR!")
        elif kind == DIMENSIONS and length >= DIMENSIONS_LENGTH:  # the library reserves what is claimed here
            rows, columns = unpack_from("<4xI2xH", stream, place)
            extent.claimed = max(extent.claimed, rows // (LAST_ROW + 1), columns // (LAST_COLUMN + 1))
        elif kind == SEVERAL_RK:
            row, first = unpack_from("<HH", stream, place)
            extent.add(row, first, unpack_from("<H", stream, place + length - 2)[0])
    return extent


def open_xls(path: Path, data: bytes) -> tuple[list[XlsSheet], int]:
    """Return the sheets of a workbook that are shown, and how many are not. Raises the errors of the family."""
    try:
        found = extents(path, stream_of(path, data))
    except (error, IndexError) as failure:
        why = Words("工作簿的记录不完整", "the records of the workbook are not whole")
        raise TableDamaged(path=path, why=why) from failure
    for extent in found:
        if extent.claimed:
            raise TableDamaged(path=path, why=Words("工作表的大小不成立", "a sheet claims a size that cannot be"))
        if extent.area > limits.MAX_XLS_AREA:
            last = f"{values.column_name(extent.last_column)}{extent.last_row + 1}"
            what = Words(f"一张工作表直到 {last} 都有单元格，", f"a sheet with cells as far as {last}")
            raise TableTooLarge(path=path, what=what, limit=limits.MAX_XLS_AREA)
    return _sheets(path, data, found)


def _sheets(path: Path, data: bytes, found: list[_Extent]) -> tuple[list[XlsSheet], int]:
    shown: list[XlsSheet] = []
    hidden = 0
    for place, (name, is_table, is_shown) in enumerate(_asked(path, data)):
        if not is_table:
            continue
        if not is_shown:
            hidden += 1
        elif place < len(found) and found[place].area:
            shown.append(XlsSheet(name, place, found[place].last_row + 1, found[place].faults))
    return shown, hidden


def sheet_records(path: Path, sheet: XlsSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet with their numbers. Raises ``TableDamaged`` where they break off, and ``OSError``."""
    for number, row in enumerate(_asked(path, path.read_bytes(), str(sheet.place)), 1):
        if sheet.faults:
            yield number, [text or sheet.faults.get((number - 1, place), "") for place, text in enumerate(row)]
        else:
            yield number, row


def _asked(path: Path, data: bytes, *sheet: str) -> Iterator[list[Any]]:
    """Yield what the process says that reads ``data``. Raises ``TableDamaged`` where it ends before its last line."""
    import json
    import sys
    from subprocess import DEVNULL, PIPE, Popen

    command = [sys.executable, "-P", "-m", "casebook.grids.xlsprocess", *sheet]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:  # noqa: S603 - nothing in it is told
        try:
            if process.stdin is None or process.stdout is None:
                raise BrokenPipeError  # cannot be: both are asked for above
            with suppress(BrokenPipeError):  # it ended early: the missing last line tells
                process.stdin.write(data)
                process.stdin.close()
            for line in process.stdout:
                told = json.loads(line) if line.endswith(b"\n") else None
                if told == xlsprocess.DONE:
                    return
                if told == xlsprocess.LOCKED:
                    raise TableEncrypted(path=path)
                if told is not None:
                    yield told
        finally:
            process.kill()
    raise TableDamaged(path=path, why=Words("工作簿无法解析", "the workbook cannot be parsed"))
