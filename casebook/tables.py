"""Reading a table of cases: which encoding, which delimiter, which column is which."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.columns import find_column
from casebook.filefaults import TableUnreadable
from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;"
TITLE_ROWS = 10
# Headers that registers have and the book derives or does not keep.
SET_ASIDE = tuple(map(fold, ("序号", "办理状态", "案件状态", "状态", "适用法律", "status", "law", "crosses_border")))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet as text, the header first; row numbers count from 1 with the header."""

    path: Path
    header: tuple[str, ...]
    header_row: int
    body: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(path: Path) -> Table:
    """Return the table of a CSV file. Raises ``TableUnreadable`` for one that cannot be read as a whole."""
    text = _text(path)
    lines = text.splitlines()
    delimiter = max(DELIMITERS, key="".join(lines[:TITLE_ROWS]).count)
    try:
        records = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise TableUnreadable(
            path=path, why=Words(f"不是规范的 CSV（{error}）", f"not a sound CSV file ({error})")
        ) from error
    filled = [(number, tuple(record)) for number, record in enumerate(records, 1) if any(map(str.strip, record))]
    if not filled:
        raise TableUnreadable(path=path, why=Words("文件是空的", "the file is empty"))
    place = _header_place([record for _, record in filled[:TITLE_ROWS]])
    number, header = filled[place]
    return Table(path, tuple(cell.strip() for cell in header), number, tuple(filled[place + 1 :]))


def _header_place(records: Sequence[Sequence[str]]) -> int:
    """Return which of the first records is the header: titles may stand above it."""
    known = [sum(find_column(cell) is not None for cell in record) for record in records]
    return known.index(max(known)) if max(known) > 1 else 0


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise TableUnreadable(path=path, why=Words("这是一个文件夹", "it is a folder")) from error
    except FileNotFoundError as error:
        raise TableUnreadable(path=path, why=Words("文件不存在", "there is no such file")) from error
    except OSError as error:
        raise TableUnreadable(path=path, why=error.strerror or str(error)) from error
    if b"\0" in data:
        raise TableUnreadable(path=path, why=Words("不是文本文件（CSV）", "it is not a text file (CSV)"))
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable(path=path, why=Words("编码既非 UTF-8 也非 GB18030", "neither UTF-8 nor GB18030"))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of the sheet holds which column of the case table, and what was left out."""

    columns: Mapping[int, str]
    set_aside: tuple[str, ...]
    unknown: tuple[str, ...]
    doubled: tuple[tuple[str, str], ...]


def lay_out(header: Sequence[str], ignored: Sequence[str]) -> Layout:
    """Return the layout of a header; ``ignored`` are headers that the user wants left out."""
    left_out = {fold(name) for name in ignored}
    columns: dict[int, str] = {}
    aside: list[str] = []
    unknown: list[str] = []
    doubled: list[tuple[str, str]] = []
    for place, cell in enumerate(header):
        if fold(cell) in left_out:
            aside.append(cell)
            continue
        code = find_column(cell)
        if code is None:
            (aside if fold(cell) in SET_ASIDE or not cell else unknown).append(cell)
        elif code in columns.values():
            doubled.append((code, cell))
        else:
            columns[place] = code
    return Layout(columns, tuple(name for name in aside if name), tuple(unknown), tuple(doubled))


def cells_of(layout: Layout, record: Sequence[str]) -> dict[str, str]:
    """Return the non-empty cells of a record by column code."""
    return {
        code: text for place, code in layout.columns.items() if place < len(record) and (text := record[place].strip())
    }


def surplus(layout: Layout, header: Sequence[str], record: Sequence[str]) -> Iterator[str]:
    """Yield the filled cells of a record that stand under no header."""
    del layout
    yield from (cell for cell in record[len(header) :] if cell.strip())
