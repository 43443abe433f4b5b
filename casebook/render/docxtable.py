"""Tables of a Word document: which page one stands on, how wide each column is, and its XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from casebook.render.align import width
from casebook.render.docxstyle import CELL, LOOKS, SMALL_CELL, element, text_width
from casebook.render.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

    from casebook.render.tables import Row, Table

MOST_COLUMNS = 14
_PADDING = 80  # on either side of a cell
_SLACK = 40  # lines of the grid
_WIDE, _NARROW = 10, 7  # tenths of the height: a Chinese character; a bold digit of the broadest font in its place
_TEXT = 80  # what a text is folded down to
_HEAD, _NARROW_HEAD = 40, 30  # and a head
_TOGETHER = 12  # a table of so many rows is kept on one page; of a longer one, the head with two rows
_WAYS = (  # in what type, on which page, with heads how narrow
    (CELL, False, _HEAD),
    (SMALL_CELL, False, _HEAD),
    (SMALL_CELL, True, _HEAD),
    (SMALL_CELL, True, _NARROW_HEAD),
)
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """The columns of a table that stand side by side, the labels first, with their widths; and what page they need."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    style: str
    landscape: bool


def laid_out(table: Table) -> list[Piece]:
    """Return ``table`` in as few pieces as the page allows: upright if it can be, in smaller type, or on its side.

    None has more than ``MOST_COLUMNS`` besides the labels.
    """
    count = len(table.headers)
    for style, landscape, head in _WAYS:
        least = [_twips(_least(table, column, head), style) for column in range(count)]
        if sum(least) <= text_width(landscape=landscape) and count <= MOST_COLUMNS + 1:
            return [_piece(table, range(count), least, style, landscape=landscape)]
    style, landscape, head = _WAYS[-1]
    label, *widths = (_twips(_least(table, column, head), style) for column in range(count))
    groups = [group or None for group in table.groups[1:]] or [None] * len(widths)
    cut = pieces(widths, groups, text_width(landscape=landscape) - label, MOST_COLUMNS)
    return [
        _piece(
            table,
            (0, *(column + 1 for column in columns)),
            [label, *(widths[column] for column in columns)],
            style,
            landscape=landscape,
        )
        for columns in cut
    ]


def _least(table: Table, column: int, least_head: int) -> int:
    """Return the tenths that a column must hold side by side: a figure is not folded, a text or head may be."""
    heads = [table.headers[column], *(table.groups[column : column + 1] if column == 0 else ())]
    words = [len(word) * _NARROW for text in heads for word in _WORD.findall(text)]
    head = min(max(*(min(_tenths(text), least_head) for text in heads), *words, 0), _TEXT)
    cells = max((_tenths(row[column]) for row in table.all_rows), default=0)
    if column in table.numbers or column in table.whole:
        return max(head, cells)
    return max(head, min(cells, _TEXT))


def _tenths(text: str) -> int:
    """Return how wide ``text`` is, in tenths of the height of its letters."""
    broad = width(text) - len(text)  # a Chinese character takes two columns of a terminal
    return max(broad, 0) * _WIDE + (len(text) - max(broad, 0)) * _NARROW


def _twips(tenths: int, style: str) -> int:
    return tenths * LOOKS[style].size + 2 * _PADDING + _SLACK


def _piece(table: Table, columns: Sequence[int], least: Sequence[int], style: str, *, landscape: bool) -> Piece:
    """Return the columns as wide as the page: what is left over goes where text would be folded, then to all alike."""
    room = text_width(landscape=landscape)
    widest = [
        max(few, *(_twips(_tenths(row[column]), style) for row in (table.headers, *table.all_rows)))
        for few, column in zip(least, columns, strict=True)
    ]
    wanted = [most - few for most, few in zip(widest, least, strict=True)]
    granted = max(0, min(room - sum(least), sum(wanted)))
    widths = [few + granted * want // max(1, sum(wanted)) for few, want in zip(least, wanted, strict=True)]
    spare = max(0, room - sum(widths))
    widths = [each + spare // len(widths) for each in widths]
    widths[0] += spare % len(widths)
    return Piece(tuple(columns), tuple(widths), style, landscape)


def table_xml(table: Table, piece: Piece) -> BaseOxmlElement:
    """Return a piece of ``table`` as ``w:tbl``: the head is repeated on each page, no row is broken."""
    made = element("tbl", _properties(piece), element("tblGrid", *(_grid(each) for each in piece.widths)))
    count = len(table.all_rows)
    together = range(count - 1 if count <= _TOGETHER else 2)
    made.extend(_head_rows(table, piece))
    for place, row in enumerate(table.all_rows):
        total = row is table.total
        cells = [
            _cell(
                row[column],
                piece.widths[at],
                _paragraph_look(piece, "right" if column in table.numbers else "left", keep=place in together),
                bold=total,
            )
            for at, column in enumerate(piece.columns)
        ]
        made.append(_row(cells, head=False))
    return made


def _properties(piece: Piece) -> BaseOxmlElement:
    sides = [element(side, w=str(_PADDING), type="dxa") for side in ("left", "right")]
    return element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=str(sum(piece.widths)), type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *sides),
        element(
            "tblLook", val="04A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="0", noVBand="1"
        ),
    )


def _grid(twips: int) -> BaseOxmlElement:
    return element("gridCol", w=str(twips))


def _head_rows(table: Table, piece: Piece) -> Iterator[BaseOxmlElement]:
    """Yield the row of headers, under one of groups where there are any; what has no group is as high as both."""
    groups = [table.groups[column] if table.groups else "" for column in piece.columns]
    headers = [table.headers[column] for column in piece.columns]
    if any(groups):
        yield _row(list(_group_cells(groups, headers, piece)), head=True)
    cells = []
    for place, header in enumerate(headers):
        below = any(groups) and not groups[place]
        merged = [element("vMerge")] if below else []
        text = "" if below else header
        cells.append(_cell(text, piece.widths[place], _paragraph_look(piece, "center", keep=True), *merged, bold=True))
    yield _row(cells, head=True)


def _group_cells(groups: Sequence[str], headers: Row | list[str], piece: Piece) -> Iterator[BaseOxmlElement]:
    for group, places in groupby(range(len(groups)), key=lambda place: groups[place]):
        across = list(places)
        if group:
            twips = sum(piece.widths[place] for place in across)
            span = element("gridSpan", val=str(len(across)))
            yield _cell(group, twips, _paragraph_look(piece, "center", keep=True), span, bold=True)
            continue
        for place in across:
            start = element("vMerge", val="restart")
            yield _cell(
                headers[place], piece.widths[place], _paragraph_look(piece, "center", keep=True), start, bold=True
            )


def _row(cells: Sequence[BaseOxmlElement], *, head: bool) -> BaseOxmlElement:
    marks = [element("cantSplit"), *([element("tblHeader")] if head else [])]
    return element("tr", element("trPr", *marks), *cells)


def _paragraph_look(piece: Piece, align: str, *, keep: bool) -> BaseOxmlElement:
    kept = [element("keepNext")] if keep else []
    return element("pPr", element("pStyle", val=piece.style.replace(" ", "")), *kept, element("jc", val=align))


def _cell(
    text: str, twips: int, look: BaseOxmlElement, *merged: BaseOxmlElement, bold: bool = False
) -> BaseOxmlElement:
    from docx.oxml.ns import qn

    written = element("t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    run = element("r", *([element("rPr", element("b"))] if bold else []), written)
    properties = element("tcPr", element("tcW", w=str(twips), type="dxa"), *merged, element("vAlign", val="center"))
    return element("tc", properties, element("p", look, run))
