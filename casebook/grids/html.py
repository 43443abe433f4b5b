"""Tables of web pages that are called .xls: many systems export so. Simple tables only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from casebook.filefaults import TableForeign, TableTooLarge
from casebook.grids import limits
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
SPAN = re.compile(r"\s*(\d{1,8})\s*\Z", re.ASCII)
UNSEEN = frozenset({"script", "style", "title"})


@dataclass(slots=True)
class PageTable:
    """The rows of a table; cells that a wider or taller cell covers are empty."""

    rows: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.tables: list[PageTable] = []
        self.open = False
        self.unseen = 0
        self.covered: dict[int, int] = {}  # column: how many more rows a taller cell covers
        self.pieces: list[str] | None = None
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "table":
            if self.open:
                kind = Words("表中有表的网页（HTML）", "a web page (HTML) with tables inside tables")
                raise TableForeign(path=self.path, kind=kind)
            self.open = True
            self.covered = {}
            self.tables.append(PageTable())
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag == "tr" and self.open:
            self._end_cell()
            self._new_row()
        elif tag in {"td", "th"} and self.open:
            self._end_cell()
            told = dict(attrs)
            self.pieces, self.span = [], (_span(told.get("colspan")), _span(told.get("rowspan")))
        elif tag in {"br", "p", "div"} and self.pieces:
            self.pieces.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self.open = False
        elif tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)

    def handle_data(self, data: str) -> None:
        if self.pieces is not None and not self.unseen:
            self.pieces.append(data)

    def _new_row(self) -> None:
        self.tables[-1].rows.append([])
        self.covered = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}

    def _end_cell(self) -> None:
        if self.pieces is None:
            return
        if not self.tables[-1].rows:
            self._new_row()
        lines = (SPACE.sub(" ", line).strip() for line in "".join(self.pieces).split("\v"))
        self.pieces = None
        row, (across, down) = self.tables[-1].rows[-1], self.span
        while len(row) in self.covered and len(row) <= limits.MAX_COLUMNS:
            row.append("")
        if down > 1:
            self.covered |= {len(row) + place: down for place in range(across)}
        row.append("\n".join(line for line in lines if line))
        row += [""] * (across - 1)
        if len(row) > limits.MAX_COLUMNS:
            number = len(self.tables[-1].rows)
            what = Words(f"第 {number} 行有 {len(row)} 列，", f"row {number} has {len(row)} columns")
            raise TableTooLarge(path=self.path, what=what, limit=limits.MAX_COLUMNS)


def _span(text: str | None) -> int:
    found = SPAN.match(text or "")
    return min(max(1, int(found[1])), limits.MAX_COLUMNS) if found else 1


def page_tables(path: Path, text: str) -> list[PageTable]:
    """Return the tables of a page. Raises ``TableForeign`` where they are nested, ``TableTooLarge``."""
    reader = _Reader(path)
    reader.feed(text)
    reader.close()
    return reader.tables
