"""Telling the cases of a sheet from what else stands below its header: totals, notes, signatures, printed headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.headerrows import Header
    from casebook.tables import Layout

TITLE, TOTAL, NOTE, REPEATED, PLACES, NUMBERED, UNNAMED = (
    "title", "total", "note", "repeated", "places", "numbered", "unnamed",
)  # fmt: skip
WORDS = {
    TITLE: Words("表头以上的标题", "titles above the header"),
    TOTAL: Words("合计", "totals"),
    NOTE: Words("注释、签名或小标题", "notes, signatures or headings"),
    REPEATED: Words("重复的表头", "the header again"),
    PLACES: Words("栏次", "numbers of the columns"),
    NUMBERED: Words("只有序号等不导入内容的行", "rows with nothing but what is set aside"),
    UNNAMED: Words("没有表头的列中的内容", "cells in columns without a header"),
}
SHOWN = 5
_TOTAL = re.compile("(?:本页|本月|本季|本季度|本年|全年|累计)?(?:合计|小计|总计|共计|累计)")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填报?说明|填表人|填报人|填报单位|填报日期|填表日期|制表人?|制表日期|制表单位|审核人?|审批人|复核人?"
    r"|负责人|单位负责人|统计负责人|部门负责人|经办人|联系人|联系电话|电话|打印日期|打印时间|报出日期|第\d+页(?:共\d+页)?)(?:[:：(（/]|\d*$)"
)
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_FEWEST_PLACES = 4


class Account:
    """What was passed over: for each kind how many rows, and the first of them."""

    def __init__(self, titles: int) -> None:
        self._titles = titles
        self._counts: dict[str, int] = {}
        self._rows: dict[str, list[int]] = {}

    def begin(self) -> None:
        """Forget what an earlier reading of the rows told."""
        self._counts.clear()
        self._rows.clear()

    def note(self, kind: str, row: int) -> None:
        """Count a row that was passed over."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        rows = self._rows.setdefault(kind, [])
        if len(rows) < SHOWN:
            rows.append(row)

    def told(self) -> tuple[Words, ...]:
        """Return what was passed over, one line a kind."""
        titles = [Words(f"{WORDS[TITLE].zh} {self._titles} 行", f"{WORDS[TITLE].en}: {self._titles}")]
        return tuple(titles if self._titles else []) + tuple(map(self._line, self._counts))

    def _line(self, kind: str) -> Words:
        count, what = self._counts[kind], WORDS[kind]
        more = count > SHOWN
        zh, en = (separator.join(map(str, self._rows[kind])) for separator in ("、", ", "))
        return Words(
            f"{what.zh}：第 {zh} 行" + (f"等 {count} 行" if more else ""),
            f"{what.en}: row {en}" + (f" and more, {count} in all" if more else ""),
        )


class Sorter:
    """Sorts the rows of a sheet below its header. A row with a case number is a case, but for a total or a note."""

    def __init__(self, header: Header, titles: Sequence[tuple[str, ...]], layout: Layout) -> None:
        self._start = header.rows[-1]
        self._width = len(header.names)
        self._headers = [_folded(cells) for cells in header.cells]
        self._titles = {fold(cell) for record in titles for cell in record if cell.strip()}
        self._numbers = tuple(place for place, code in layout.columns.items() if code == "number")
        self._received = tuple(place for place, code in layout.columns.items() if code == "received_on")
        self._first_cells = {cells[place] for cells in self._headers for place in cells if place in self._numbers}
        self._fields = (*layout.columns,)
        self._telling = {place for place, code in layout.columns.items() if code == "register" or code.endswith("_on")}
        self._unread = bool(layout.unknown or layout.doubled)
        self._unnamed = tuple(place for place, name in enumerate(header.names) if not name)

    def cases(
        self, records: Iterable[tuple[int, tuple[str, ...]]], account: Account
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows that are cases; ``account`` is told of the others."""
        for number, record in records:
            if number <= self._start:
                continue
            kind = self._kind(number, record)
            if kind is not None:
                account.note(kind, number)
                continue
            if self._unnamed and any(place < len(record) and record[place].strip() for place in self._unnamed):
                account.note(UNNAMED, number)
            yield number, record

    def _kind(self, number: int, record: Sequence[str]) -> str | None:
        """Return what a row is that is no case; ``None`` for a case, or for a row that may be meant as one."""
        told = next((text for place in self._numbers if place < len(record) and (text := record[place].strip())), "")
        if told and not self._suspicious(told) and not self._totals(record):
            return None  # nearly every row of a long table, before any of its cells is folded
        cells = _folded(record)
        kind = self._furniture(number, cells)
        if kind is not None or told or self._unread or any(place >= self._width for place in cells):
            return kind
        return self._remark(cells)

    def _furniture(self, number: int, cells: dict[int, str]) -> str | None:
        """Return what a row says that belongs to the sheet, not to a case."""
        first = next(iter(cells.values()), "")
        if any(len(head) > 1 and cells == head for head in self._headers):
            return REPEATED
        if number == self._start + 1 and _numbers_its_columns(cells):
            return PLACES
        if _TOTAL.match(first):
            return TOTAL
        return NOTE if _NOTE.match(first) or (len(cells) == 1 and first in self._titles) else None

    def _totals(self, record: Sequence[str]) -> bool:
        """Tell whether a row begins with 合计 or the like and has no date of receipt: 共3件 is no case number."""
        first = next((fold(cell) for cell in record if cell.strip()), "")
        if not _TOTAL.match(first):
            return False
        return not any(place < len(record) and record[place].strip() for place in self._received)

    def _suspicious(self, told: str) -> bool:
        """Tell whether what stands in the column of numbers may be something else."""
        word = fold(told)
        return (
            word in self._first_cells
            or word in self._titles
            or word in _HEAVENLY
            or (word.isdigit() and int(word) <= self._width)
            or bool(_TOTAL.match(word) or _NOTE.match(word))
        )

    def _remark(self, cells: dict[int, str]) -> str | None:
        """Return what a row without a number is: a remark of one cell or nothing but numbering is no case."""
        if not any(place in cells for place in self._fields):
            return NUMBERED if all(text.isdigit() for text in cells.values()) else NOTE
        lone = len(cells) == 1 and 0 in cells and 0 not in self._telling
        return NOTE if lone else None


def _folded(record: Sequence[str]) -> dict[int, str]:
    return {place: fold(cell) for place, cell in enumerate(record) if cell.strip()}


def _numbers_its_columns(cells: dict[int, str]) -> bool:
    """Tell whether a row counts the columns, as forms do below their header: 甲 乙 1 2 3."""
    texts = list(cells.values())
    letters = [text for text in texts if text in _HEAVENLY]
    digits = [text for text in texts if text.isdecimal()]
    counted = [str(number) for number in range(1, len(digits) + 1)]
    return len(texts) >= _FEWEST_PLACES and [*letters, *digits] == texts and digits == counted
