"""How the tables of the tests are written: delimited text, workbooks, their conversions, and archives with odd parts.

Every function returns bytes and returns the same bytes each time.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MADE_AT = datetime(2026, 11, 21, 8, tzinfo=UTC).replace(tzinfo=None)
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the time stamps in an archive


class Formula(NamedTuple):
    """A cell that a spreadsheet computes, with the value that it last had."""

    text: str
    value: str | int = 0


Cell = str | int | float | bool | date | Formula | None


class Sheet(NamedTuple):
    """A worksheet: rows from the first, merged ranges (first row, first column, last row, last column; from 0)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False


def delimited(
    rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n"
) -> bytes:
    """Return ``rows`` as delimited text; ``utf-8-sig`` and ``utf-16`` (little endian) begin with a byte order mark."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    mark = {"utf-16": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    return mark + text.getvalue().encode("utf-16-le" if encoding == "utf-16" else encoding)


def workbook(*sheets: Sheet) -> bytes:
    """Return an ``.xlsx`` with these sheets; dates become real date cells."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE_AT, "author": "示例县司法局"})
        formats = {
            date: book.add_format({"num_format": "yyyy/m/d"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            list: book.add_format({"align": "center", "border": 1}),
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if sheet.hidden:
                page.hide()
            for row, column, last_row, last_column in sheet.merged:
                page.merge_range(row, column, last_row, last_column, "", formats[list])
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    _write(page, row, column, cell, formats)
    return data.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, formats: Mapping[type, object]
) -> None:
    if isinstance(cell, Formula):
        page.write_formula(row, column, cell.text, None, cell.value)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, formats[datetime if isinstance(cell, datetime) else date])
    elif cell is not None and cell != "":
        page.write(row, column, cell)


def converted(xlsx: bytes, ending: str) -> bytes:
    """Return a workbook as LibreOffice writes it in another format. Raises ``CalledProcessError``."""
    office = shutil.which("soffice")
    if office is None:
        message = "soffice (LibreOffice) is not installed"
        raise FileNotFoundError(message)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "table.xlsx").write_bytes(xlsx)
        asked = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", ending]
        asked += ["--outdir", str(folder / "out"), str(folder / "table.xlsx")]
        subprocess.run(asked, check=True, capture_output=True, timeout=120)
        made = (folder / "out" / f"table.{ending}").read_bytes()
    return without_clock(made) if ending == "ods" else made


def without_clock(ods: bytes) -> bytes:
    """Return an OpenDocument table alone: no picture, no settings, no time of its making."""
    kept = {
        name: data
        for name, data in parts_of(ods).items()
        if name in {"mimetype", "content.xml", "META-INF/manifest.xml"}
    }
    entries = rb'\s*<manifest:file-entry manifest:full-path="(?!/"|content\.xml")[^>]*/>'
    kept["META-INF/manifest.xml"] = re.sub(entries, b"", kept["META-INF/manifest.xml"])
    return archive(kept)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of ``parts``; the one called ``mimetype`` is stored as it is, as OpenDocument wants it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, how, 9)
    return data.getvalue()


def changed(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], **added: bytes) -> bytes:
    """Return an archive with some of its parts changed and others ``added`` (under names with ``/`` by ``**``)."""
    parts = parts_of(data)
    for name, change in changes.items():
        parts[name] = change(parts[name])
    return archive(parts | added)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file, the container of ``.xls`` and of encrypted workbooks, with these streams at its root.

    Streams are filled up to 4096 bytes: shorter ones would have to stand in a stream of streams.
    """
    sector, free, end, fat_mark = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0") for name, data in streams.items()}
    table, places = [fat_mark, end], {}
    for name, data in padded.items():
        places[name] = len(table)
        count = len(data) // sector
        table += [*range(len(table) + 1, len(table) + count), end]
    entry = _directory_entry("Root Entry", 5, end, 0, child=1)
    names = sorted(padded, key=lambda name: (len(name), name.upper()))
    for place, name in enumerate(names, 1):
        right = place + 1 if place < len(names) else free
        entry += _directory_entry(name, 2, places[name], len(padded[name]), right=right)
    words = [0x3E, 3, 0xFFFE, 9, 6]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + b"".join(each.to_bytes(2, "little") for each in words)
    numbers = [0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108]
    head += bytes(6) + b"".join(each.to_bytes(4, "little") for each in numbers)
    fat = b"".join(each.to_bytes(4, "little") for each in [*table, *[free] * (128 - len(table))])
    return head + fat + entry.ljust(sector, b"\0") + b"".join(padded.values())


def _directory_entry(
    name: str, kind: int, start: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1])
    links = b"".join(each.to_bytes(4, "little") for each in (0xFFFFFFFF, right, child))
    return head + links + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
