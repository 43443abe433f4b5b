"""The sheets of a file as rows of text, whatever the file is: decided by its content, not by its name.

Nothing is guessed: of merged cells the first alone has the value, a formula gives the value that was kept with it.
Links to other files, macros and pictures are not looked at.
"""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.filefaults import (
    TableCellTooLong,
    TableDamaged,
    TableEncrypted,
    TableForeign,
    TableTooLarge,
    TableUnreadable,
)
from casebook.grids import limits, values
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from zipfile import ZipFile

    Rows = Callable[[], Iterator[tuple[int, list[str]]]]

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
SAMPLE = 1 << 16
FOREIGN = {
    b"%PDF": Words("PDF 文件", "a PDF file"),
    b"MIME-Version:": Words("单个文件网页（MHTML）", "a web page in one file (MHTML)"),
    b"{\\rtf": Words("RTF 文档", "an RTF document"),
    b"\x09\x04": Words("Excel 4.0 的工作簿", "a workbook of Excel 4.0"),
    b"\x09\x02": Words("Excel 3.0 的工作簿", "a workbook of Excel 3.0"),
    b"\x09\x00": Words("Excel 2.0 的工作簿", "a workbook of Excel 2.0"),
    b"\x89PNG": Words("图片", "a picture"),
    b"\xff\xd8\xff": Words("图片", "a picture"),
    b"Rar!": Words("压缩包", "an archive"),
    b"7z\xbc\xaf": Words("压缩包", "an archive"),
    b"\x1f\x8b": Words("压缩包", "an archive"),
    b"SQLite format 3": Words("数据库", "a database"),
}
IN_ZIP = {
    "xl/workbook.bin": Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    "word/document.xml": Words("Word 文档", "a Word document"),
    "ppt/presentation.xml": Words("PowerPoint 演示文稿", "a PowerPoint presentation"),
}
IN_XML = {
    b"urn:schemas-microsoft-com:office:spreadsheet": Words("XML 电子表格 2003", "an XML spreadsheet of 2003"),
    b"urn:oasis:names:tc:opendocument": Words("单个 XML 的 OpenDocument 文件", "an OpenDocument file in one XML"),
}
PAGE_MARKS = (b"<html", b"<table", b"<!doctype html")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet that is shown; ``sheet`` is empty for a text file, ``height`` its rows, where known."""

    path: Path
    sheet: str
    height: int | None
    rows: Rows

    def records(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows that are not blank, with their numbers as the user sees them (the first is 1), anew each time.

        Cells are text, trailing empty ones cut. Raises ``TableUnreadable`` where the file cannot be read to its end.
        """
        with reading(self.path):
            for number, cells in self.rows():
                end = len(cells)
                while end and (not cells[end - 1] or cells[end - 1].isspace()):
                    end -= 1
                if end:
                    self._check(number, end, cells)
                    yield number, tuple(cells[:end])

    def _check(self, number: int, width: int, cells: list[str]) -> None:
        if number > limits.MAX_ROWS:
            raise TableTooLarge(
                path=self.path, what=Words(f"{self._place.zh}行数", f"{self._place.en}rows"), limit=limits.MAX_ROWS
            )
        if width > limits.MAX_COLUMNS:
            what = Words(
                f"{self._place.zh}第 {number} 行有 {width} 列，", f"{self._place.en}row {number} has {width} columns"
            )
            raise TableTooLarge(path=self.path, what=what, limit=limits.MAX_COLUMNS)
        if max(map(len, cells)) > limits.MAX_CELL:
            place, length = next((place, len(cell)) for place, cell in enumerate(cells) if len(cell) > limits.MAX_CELL)
            raise TableCellTooLong(
                path=self.path,
                sheet=self._place,
                row=number,
                column=values.column_name(place),
                length=length,
                limit=limits.MAX_CELL,
            )

    @property
    def _place(self) -> Words:
        name = self.sheet
        return Words(f"工作表“{name}”", f"sheet “{name}”, ") if name else Words("", "")


def open_grids(path: Path) -> tuple[Grid, ...]:
    """Return the sheets of a file that are shown and not empty, at least one.

    Raises ``TableUnreadable`` or one of its kind where the file is none of the formats, is encrypted, damaged, empty,
    or holds more than any register does.
    """
    with reading(path):
        kind = _kind(path)
        grids, hidden = kind(path)
        filled = tuple(grid for grid in grids if any(True for _ in grid.records()))
    if filled:
        return filled
    if hidden:
        why = Words(f"显示的工作表都是空的（另有 {hidden} 张隐藏）", f"its sheets are empty ({hidden} more are hidden)")
        raise TableUnreadable(path=path, why=why)
    raise TableUnreadable(path=path, why=Words("文件是空的", "the file is empty"))


_NO_ENCODING = ("unknown encoding", "multi-byte encodings")  # what the parser of XML says of an encoding it cannot read


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file meanwhile into an error of the family."""
    from csv import Error as CsvError
    from xml.etree.ElementTree import ParseError
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile
    from zlib import error as ZlibError  # noqa: N812 - a class, in spite of its name

    try:
        yield
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise TableDamaged(path=path, why=Words("压缩包无法解开", "its archive cannot be unpacked")) from error
    except UnicodeError as error:
        raise TableDamaged(path=path, why=Words("文字编码中途出错", "its encoding breaks off")) from error
    except (ExpatError, ParseError, LookupError, ValueError) as error:
        if isinstance(error, LookupError | ValueError) and not str(error).startswith(_NO_ENCODING):
            raise
        raise TableDamaged(path=path, why=Words(f"XML 有误（{error}）", f"its XML is faulty ({error})")) from error
    except CsvError as error:
        raise TableUnreadable(path=path, why=Words(f"CSV 有误（{error}）", f"faulty CSV ({error})")) from error
    except IsADirectoryError as error:
        raise TableUnreadable(path=path, why=Words("这是一个文件夹", "it is a folder")) from error
    except FileNotFoundError as error:
        raise TableUnreadable(path=path, why=Words("文件不存在", "there is no such file")) from error
    except PermissionError as error:
        why = Words("没有读取权限，或正被其他程序占用", "no permission, or another program holds it")
        raise TableUnreadable(path=path, why=why) from error
    except OSError as error:
        raise TableUnreadable(path=path, why=error.strerror or str(error)) from error


def _kind(path: Path) -> Callable[[Path], tuple[list[Grid], int]]:
    """Return the reader for a file. Raises ``TableUnreadable`` or one of its kind, and ``OSError``."""
    start = _start(path)
    if path.name.startswith("~$"):
        why = Words(
            "这是 Excel 或 WPS 的临时锁文件，请选台账文件本身", "Excel or WPS left it as a lock; choose the file itself"
        )
        raise TableUnreadable(path=path, why=why)
    if start.startswith(OLE):
        return _xls
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip
    for mark, kind in FOREIGN.items():
        if start.startswith(mark):
            raise TableForeign(path=path, kind=kind)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _markup(path, start)
    return _page if _is_wide_page(start) else _text


def _start(path: Path) -> bytes:
    """Return the first bytes of an ordinary file that is neither empty nor gigantic."""
    mode, size = path.stat().st_mode, path.stat().st_size
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if not stat.S_ISREG(mode):
        raise TableUnreadable(path=path, why=Words("不是普通文件", "it is no ordinary file"))
    _check_size(path, size, limits.MAX_FILE)
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start:
        raise TableUnreadable(path=path, why=Words("文件是空的", "the file is empty"))
    return start


def _check_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        what = Words(f"文件有 {size // limits.MIB} MiB，", f"{size // limits.MIB} MiB")
        raise TableTooLarge(path=path, what=what, limit=f"{limit // limits.MIB} MiB")


def _is_wide_page(start: bytes) -> bool:
    return start.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")) and b"t\0a\0b\0l\0e" in start.lower()


def _markup(path: Path, start: bytes) -> Callable[[Path], tuple[list[Grid], int]]:
    for mark, kind in IN_XML.items():
        if mark in start and not any(page in start.lower() for page in PAGE_MARKS):
            raise TableForeign(path=path, kind=kind)
    return _page if any(mark in start.lower() for mark in PAGE_MARKS) else _text


def _text(path: Path) -> tuple[list[Grid], int]:
    from casebook.grids.text import dialect_of, text_records

    dialect = dialect_of(path)
    return [Grid(path, "", dialect.height, lambda: text_records(path, dialect))], 0


def _page(path: Path) -> tuple[list[Grid], int]:
    from casebook.grids.html import page_tables
    from casebook.grids.text import encoding_of

    _check_size(path, path.stat().st_size, limits.MAX_HTML)
    tables = page_tables(path, path.read_text(encoding_of(path)[0]))
    if not tables:
        raise TableForeign(path=path, kind=Words("没有表格的网页（HTML）", "a web page (HTML) without a table"))

    def grid(place: int) -> Grid:
        rows = tables[place].rows
        name = f"表{place + 1}" if len(tables) > 1 else ""
        return Grid(path, name, len(rows), lambda: enumerate(rows, 1))

    if len(tables) > limits.MAX_SHEETS:
        what = Words(f"有 {len(tables)} 个表格，", f"{len(tables)} tables")
        raise TableTooLarge(path=path, what=what, limit=limits.MAX_SHEETS)
    return [grid(place) for place in range(len(tables))], 0


def _xls(path: Path) -> tuple[list[Grid], int]:
    from casebook.grids.xls import XlsSheet, open_xls, sheet_records

    _check_size(path, path.stat().st_size, limits.MAX_XLS)
    sheets, hidden = open_xls(path, path.read_bytes())

    def grid(sheet: XlsSheet) -> Grid:
        return Grid(path, sheet.name, sheet.height, lambda: sheet_records(path, sheet))

    return [grid(sheet) for sheet in sheets], hidden


def _zip(path: Path) -> tuple[list[Grid], int]:
    from zipfile import ZipFile

    from casebook.grids.archive import check_archive

    with ZipFile(path) as archive:
        check_archive(path, archive)
        names = frozenset(archive.namelist())
        for name, kind in IN_ZIP.items():
            if name in names:
                raise TableForeign(path=path, kind=kind)
        if "content.xml" in names:
            return _ods(path, archive)
        if "[Content_Types].xml" in names:
            return _xlsx(path, archive)
    if "EncryptedPackage" in names:
        raise TableEncrypted(path=path)
    raise TableForeign(path=path, kind=Words("压缩包", "an archive"))


def _ods(path: Path, archive: ZipFile) -> tuple[list[Grid], int]:
    from casebook.grids import ods

    ods.check_encryption(path, archive)
    found = ods.sheets_of(path, archive)

    def grid(place: int) -> Grid:
        sheet = found[place]
        return Grid(
            path, sheet.name, sheet.height, lambda: _unzipped(path, lambda again: ods.sheet_records(path, again, place))
        )

    shown = [place for place, sheet in enumerate(found) if sheet.shown and sheet.height]
    return [grid(place) for place in shown], sum(not sheet.shown for sheet in found)


def _xlsx(path: Path, archive: ZipFile) -> tuple[list[Grid], int]:
    from casebook.grids import xlsx
    from casebook.grids.workbook import SheetPart, open_workbook

    workbook = open_workbook(path, archive)

    def grid(sheet: SheetPart) -> Grid:
        height = xlsx.sheet_height(workbook, archive, sheet)
        return Grid(
            path, sheet.name, height, lambda: _unzipped(path, lambda again: xlsx.sheet_records(workbook, again, sheet))
        )

    return [grid(sheet) for sheet in workbook.sheets], workbook.hidden


def _unzipped(
    path: Path, rows: Callable[[ZipFile], Iterator[tuple[int, list[str]]]]
) -> Iterator[tuple[int, list[str]]]:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        yield from rows(archive)
