"""OpenDocument spreadsheets, read as a stream: a sheet of a million repeated rows costs no memory."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.filefaults import TableDamaged, TableEncrypted, TableTooLarge
from casebook.grids import limits, values
from casebook.grids.archive import small_part
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from zipfile import ZipFile

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
BLOCK = 1 << 16
TABLE, OFFICE, TEXT, STYLE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("table", "office", "text", "style")
)
# Text in a cell that is not its value.
BESIDE = frozenset({OFFICE + "annotation", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 frame"})
CELLS = frozenset({TABLE + "table-cell", TABLE + "covered-table-cell"})
BLANKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
VALUE_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
TRUTHS = {
    "true": values.YES,
    "false": values.NO,
    "TRUE": values.YES,
    "FALSE": values.NO,
    "真": values.YES,
    "假": values.NO,
}
COUNT = re.compile(r"\d{1,9}", re.ASCII)
MOST_SPACES = 1000  # a run of more says nothing


@dataclass(slots=True)
class SheetFound:
    """A sheet: its name, whether it is shown, how many rows it has up to the last filled one."""

    name: str
    shown: bool
    height: int = 0


@dataclass(slots=True)
class _Parsing:
    """Where the parser stands; ``rows`` are those of the sheet ``wanted`` that were not taken yet."""

    path: Path
    wanted: int | None
    sheets: list[SheetFound] = field(default_factory=list)
    rows: list[tuple[int, int, list[str]]] = field(default_factory=list)  # number, times, texts
    concealed: set[str] = field(default_factory=set)
    style: str = ""
    depth: int = 0
    beside: int = 0
    number: int = 0
    times: int = 1
    row: list[str] = field(default_factory=list)
    cell: Mapping[str, str] | None = None
    cell_depth: int = 0
    paragraphs: list[list[str]] = field(default_factory=list)
    done: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.cell is not None:
            self._inside(tag, attributes)
        elif tag in CELLS and self.depth == 1:
            self.cell, self.cell_depth, self.paragraphs = attributes, 1, []
        elif tag == TABLE + "table-row" and self.depth == 1:
            self.row, self.times = [], _count(attributes.get(TABLE + "number-rows-repeated"))
        elif tag == TABLE + "table":
            self.depth += 1
            if self.depth == 1:
                self._sheet(attributes)
        elif tag == STYLE + "style":
            self.style = attributes.get(STYLE + "name", "")
        elif tag == STYLE + "table-properties" and attributes.get(TABLE + "display") == "false":
            self.concealed.add(self.style)

    def _sheet(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get(TABLE + "name", "")
        # A table with the name of a file is a copy of another book that a formula once looked into.
        shown = attributes.get(TABLE + "style-name") not in self.concealed and not name.startswith("'file:")
        self.sheets.append(SheetFound(name, shown))
        self.number = 0
        if len(self.sheets) > limits.MAX_SHEETS:
            what = Words("工作表数", "the number of sheets")
            raise TableTooLarge(path=self.path, what=what, limit=limits.MAX_SHEETS)

    def _inside(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.cell_depth += 1
        if self.beside or tag in BESIDE:
            self.beside += 1
        elif tag == TEXT + "p":
            self.paragraphs.append([])
        elif tag in BLANKS:
            self.text(BLANKS[tag])
        elif tag == TEXT + "s":
            self.text(" " * min(_count(attributes.get(TEXT + "c")), MOST_SPACES))

    def text(self, text: str) -> None:
        if self.cell is not None and self.paragraphs and not self.beside:
            self.paragraphs[-1].append(text)

    def end(self, tag: str) -> None:
        if self.cell is not None:
            self.cell_depth -= 1
            self.beside -= self.beside > 0
            if self.cell_depth == 0:
                self._cell_ends(self.cell, covered=tag == TABLE + "covered-table-cell")
                self.cell = None
        elif tag == TABLE + "table-row" and self.depth == 1:
            self._row_ends()
        elif tag == TABLE + "table":
            self.depth -= 1
            self.done = self.done or (self.depth == 0 and len(self.sheets) - 1 == self.wanted)

    def _cell_ends(self, cell: Mapping[str, str], *, covered: bool) -> None:
        times = _count(cell.get(TABLE + "number-columns-repeated"))
        told = "" if covered else _value(cell, self.paragraphs)
        width = len(self.row) + times
        if width > limits.MAX_COLUMNS:
            if told.strip():
                sheet, number = self.sheets[-1].name, self.number + 1
                what = Words(
                    f"工作表“{sheet}”第 {number} 行有 {width} 列，",
                    f"row {number} of the sheet “{sheet}” has {width} columns",
                )
                raise TableTooLarge(path=self.path, what=what, limit=limits.MAX_COLUMNS)
            times = max(0, limits.MAX_COLUMNS - len(self.row))
        self.row += [told] * times

    def _row_ends(self) -> None:
        if any(self.row):
            self.sheets[-1].height = self.number + self.times
            if self.wanted == len(self.sheets) - 1:
                self.rows.append((self.number + 1, self.times, self.row))
        self.number += self.times


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and COUNT.fullmatch(text) else 1


def _value(cell: Mapping[str, str], paragraphs: list[list[str]]) -> str:
    """Return what a cell holds: the value that is kept, or where it is a text or an error what is shown."""
    shown = "\n".join("".join(each) for each in paragraphs)
    if cell.get(VALUE_TYPE) == "error":
        return shown
    kind = cell.get(OFFICE + "value-type")
    truth = cell.get(OFFICE + "boolean-value", shown if kind == "float" else "")  # LibreOffice keeps some as numbers
    if truth in TRUTHS:
        return TRUTHS[truth]
    if kind in {"float", "percentage", "currency"}:
        return values.number(cell.get(OFFICE + "value", ""))
    if kind == "date":
        return values.iso(cell.get(OFFICE + "date-value", ""))
    if kind == "time":
        return values.duration(cell.get(OFFICE + "time-value", ""))
    return cell.get(OFFICE + "string-value") or shown


def check_encryption(path: Path, archive: ZipFile) -> None:
    """Raise ``TableEncrypted`` where the manifest says that parts are encrypted."""
    if MANIFEST in archive.namelist() and b"encryption-data" in small_part(path, archive, MANIFEST):
        raise TableEncrypted(path=path)


def _steps(parsing: _Parsing, archive: ZipFile) -> Iterator[None]:
    """Feed the content to the parser; after each step the rows found so far can be taken."""
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        why = Words(f"部件 {CONTENT} 含有实体定义", f"{CONTENT} defines entities")
        raise TableDamaged(path=parsing.path, why=why)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = parsing.start, parsing.end
    parser.CharacterDataHandler = parsing.text
    parser.EntityDeclHandler = refuse
    feed: Callable[[bytes, bool], object] = parser.Parse
    with archive.open(CONTENT) as stream:
        while block := stream.read(BLOCK):
            feed(block, False)  # noqa: FBT003 - the parser's own signature
            yield
            if parsing.done:
                return
        feed(b"", True)  # noqa: FBT003
        yield


def sheets_of(path: Path, archive: ZipFile) -> list[SheetFound]:
    """Return the sheets of a spreadsheet. Raises the errors of the family, and those of zip and XML."""
    parsing = _Parsing(path, None)
    for _ in _steps(parsing, archive):
        continue
    return parsing.sheets


def sheet_records(path: Path, archive: ZipFile, place: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the filled rows of the sheet at ``place`` with their numbers; a repeated row as often as it stands there.

    Raises the errors of the family, and those of zip and XML.
    """
    parsing = _Parsing(path, place)
    for _ in _steps(parsing, archive):
        for number, times, row in parsing.rows:
            for more in range(times):
                yield number + more, list(row)
        parsing.rows.clear()
