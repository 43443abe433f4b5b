"""Workbooks of Excel (.xlsx, .xlsm), read as a stream.

The library that reads .xls keeps the whole rectangle of a sheet in memory (226 MiB for 100,000 rows of 29 columns),
ends the process where two cells are far apart, and leaves out error values; so these are read here. A row as the
spreadsheet programs write it is taken apart by one pattern; any other row by a parser of XML, to the same cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import unescape

from casebook.filefaults import TableDamaged, TableTooLarge
from casebook.grids import limits, values
from casebook.grids.workbook import BLOCK, SheetPart, Workbook, local
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?'
    r"(?:/>|>(?:<f[^>]*(?:/>|>[^<]*</f>))?"
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*)(?:</v>|</t></is>)|<v/>)?</c>)'
)
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>")
_ROOT = re.compile(r"<((?:[\w.-]+:)?worksheet)\b[^>]*>")
_ROW_NUMBER = re.compile(r'<[^>]*?\sr="(\d{1,9})"')
_DIMENSION = re.compile(rb'dimension\b[^>]*\bref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_WHOLE = re.compile(r"[1-9]\d{0,14}\Z", re.ASCII)  # in that length a spreadsheet keeps every digit
_PLACE = re.compile(r"([A-Za-z]+)\d+")
COLUMNS = {values.column_name(place): place for place in range(limits.MAX_COLUMNS)}


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the rows: the tag that opens the sheet, the prefix of its elements, the rows it claims."""

    root: str
    close: str
    prefix: str
    height: int | None


def sheet_height(workbook: Workbook, archive: ZipFile, sheet: SheetPart) -> int | None:
    """Return how many rows a sheet claims to have, where it says so."""
    try:
        head, _ = next(_pieces(workbook.path, archive, sheet))
    except StopIteration:
        return None
    return head.height


def _pieces(path: Path, archive: ZipFile, sheet: SheetPart) -> Iterator[tuple[_Head, str]]:
    """Yield the XML of a sheet's rows in pieces that end with a row."""
    try:
        stream = archive.open(sheet.part)
    except KeyError as error:
        raise TableDamaged(
            path=path, why=Words(f"缺少部件 {sheet.part}", f"the part {sheet.part} is missing")
        ) from error
    with stream:
        head, rest = _read_head(path, sheet, stream)
        if head is None:
            return
        row_end, data_end = f"</{head.prefix}row>".encode(), f"</{head.prefix}sheetData>".encode()
        while True:
            end = rest.find(data_end)
            if end >= 0:
                yield head, _text(path, sheet, rest[:end])
                return
            cut = rest.rfind(row_end) + len(row_end)
            if cut >= len(row_end):
                yield head, _text(path, sheet, rest[:cut])
                rest = rest[cut:]
            elif len(rest) > limits.MAX_PIECE:
                raise _too_large_piece(path, sheet)
            block = stream.read(BLOCK)
            if not block:
                why = Words(f"工作表“{sheet.name}”中途断了", f"the sheet “{sheet.name}” breaks off")
                raise TableDamaged(path=path, why=why)
            rest += block


def _too_large_piece(path: Path, sheet: SheetPart) -> TableTooLarge:
    what = Words(f"工作表“{sheet.name}”有一行", f"a row of the sheet “{sheet.name}”")
    return TableTooLarge(path=path, what=what, limit=f"{limits.MAX_PIECE // limits.MIB} MiB")


def _read_head(path: Path, sheet: SheetPart, stream: IO[bytes]) -> tuple[_Head | None, bytes]:
    rest = b""
    while (found := _SHEET_DATA.search(rest)) is None:
        if len(rest) > limits.MAX_PIECE:
            raise _too_large_piece(path, sheet)
        block = stream.read(BLOCK)
        if not block:
            return None, b""
        rest += block
    before = rest[: found.start()]
    if b"<!" in before.replace(b"<!--", b""):
        why = Words(f"工作表“{sheet.name}”含有实体定义", f"the sheet “{sheet.name}” defines entities")
        raise TableDamaged(path=path, why=why)
    if found[2]:
        return None, b""
    root, height = _ROOT.search(_text(path, sheet, before)), _DIMENSION.search(before)
    opened, closed = (root[0], f"</{root[1]}>") if root else ("<worksheet>", "</worksheet>")
    head = _Head(opened, closed, found[1].decode(), int(height[1]) if height else None)
    return head, rest[found.end() :]


def _text(path: Path, sheet: SheetPart, piece: bytes) -> str:
    try:
        text = piece.decode()
    except UnicodeDecodeError as error:
        why = Words(f"工作表“{sheet.name}”的编码不是 UTF-8", f"the sheet “{sheet.name}” is not in UTF-8")
        raise TableDamaged(path=path, why=why) from error
    if "\0" in text:
        why = Words(f"工作表“{sheet.name}”含有空字符（NUL）", f"the sheet “{sheet.name}” holds NUL characters")
        raise TableDamaged(path=path, why=why)
    return text


def sheet_records(workbook: Workbook, archive: ZipFile, sheet: SheetPart) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet with their numbers. Raises the errors of the family, and those of zip and XML."""
    reader = _Rows(workbook, sheet, workbook.strings(archive))
    number = 0
    for head, piece in _pieces(workbook.path, archive, sheet):
        start = f"<{head.prefix}row"
        for told in piece.split(f"</{head.prefix}row>"):
            place = told.rfind(start)
            if place < 0:
                continue
            row = told[place:]
            said = _ROW_NUMBER.match(row)
            number = int(said[1]) if said else number + 1 + told.count(start) - 1
            cells = _CELL.findall(row)
            if not head.prefix and len(cells) == row.count("<c"):
                yield number, reader.taken(number, cells)
            else:
                yield number, reader.taken(number, _parsed_cells(f"{head.root}{row}</{head.prefix}row>{head.close}"))


def _parsed_cells(xml: str) -> list[tuple[str, str, str, str]]:
    """Return the cells of one row: column, style, type, and the text as it stands in XML."""
    from xml.etree.ElementTree import fromstring

    found = []
    column = -1
    for cell in fromstring(xml)[0]:  # noqa: S314 - a piece in front of which nothing was defined
        if local(cell.tag) != "c":
            continue
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _place(place[1]) if place else column + 1
        pieces = [_spoken(part) for part in cell if local(part.tag) in {"v", "is"}]
        kind = cell.get("t", "")
        found.append((values.column_name(column), cell.get("s", ""), kind, _escaped("".join(pieces))))
    return found


def _spoken(part: Element) -> str:
    """Return the text of a value, without what is only there to be pronounced."""
    if local(part.tag) == "v":
        return part.text or ""
    runs = [part, *(each for each in part if local(each.tag) == "r")]
    return "".join(each.text or "" for run in runs for each in run if local(each.tag) == "t")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;") if "&" in text else text


def _place(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


@dataclass(frozen=True, slots=True)
class _Rows:
    """Turns the cells of a row into its texts."""

    workbook: Workbook
    sheet: SheetPart
    strings: list[str]

    def taken(self, number: int, cells: list[tuple[str, str, str, str]]) -> list[str]:
        """Return the texts of a row by column; a filled cell beyond the last column allowed is refused."""
        row: list[str] = []
        dates, strings = self.workbook.dates, self.strings
        for letters, style, kind, text in cells:
            if not text:
                continue
            place = COLUMNS.get(letters)
            if place is None:
                raise self._too_wide(number, letters)
            if kind == "s":
                try:
                    told = strings[int(text)]
                except (ValueError, IndexError) as error:
                    raise self._no_text(number, letters) from error
            elif kind in {"", "n"}:
                if style in dates:
                    told = values.serial(text, epoch_1904=self.workbook.epoch_1904)
                else:
                    told = text if _WHOLE.match(text) else values.number(text)
            else:
                told = _other(kind, text)
            missing = place - len(row)
            if missing < 0:
                row[place] = told
                continue
            if missing:
                row.extend([""] * missing)
            row.append(told)
        return row

    def _too_wide(self, number: int, letters: str) -> TableTooLarge:
        what = Words(
            f"工作表“{self.sheet.name}”第 {number} 行用到 {letters} 列，",
            f"row {number} of the sheet “{self.sheet.name}” reaches column {letters}",
        )
        return TableTooLarge(path=self.workbook.path, what=what, limit=values.column_name(limits.MAX_COLUMNS - 1))

    def _no_text(self, number: int, letters: str) -> TableDamaged:
        why = Words(
            f"工作表“{self.sheet.name}”单元格 {letters}{number} 的文字缺失",
            f"the text of the cell {letters}{number} of the sheet “{self.sheet.name}” is missing",
        )
        return TableDamaged(path=self.workbook.path, why=why)


def _other(kind: str, text: str) -> str:
    if kind == "b":
        return values.YES if text.strip() in {"1", "true"} else values.NO
    if kind == "d":
        return values.iso(text)
    if "&" in text:
        text = _resolved(text)
    return values.unescaped(text)


_NUMERIC = re.compile(r"&#(x[0-9A-Fa-f]{1,6}|\d{1,7});")


def _resolved(text: str) -> str:
    return unescape(_NUMERIC.sub(_character, text), {"&quot;": '"', "&apos;": "'"})


def _character(found: re.Match[str]) -> str:
    return values.character(int(found[1][1:], 16) if found[1][0] == "x" else int(found[1]))
