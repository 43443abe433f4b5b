"""A report as a workbook: a sheet for each register, charts, definitions and the cases behind the figures."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from casebook.render.align import width
from casebook.render.xlsxcells import (
    CELL,
    FONT,
    HEAD,
    LABEL,
    LINE_HEIGHT,
    PROSE,
    SUBTITLE,
    TITLE,
    TOTAL,
    Pen,
    lines_of,
    number,
    plain,
    sheet_names,
    uncoded,
)
from casebook.render.xlsxextra import case_list, chart_sheet, definitions
from casebook.sheets import SEAL
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.render.xlsxcells import Formats, Style
    from casebook.sheets import Column, Document, Figure, Line, Part, Sheet
    from casebook.words import Language

CHARTS, DEFINITIONS, CASES = Words("图表", "Charts"), Words("统计口径", "Definitions"), Words("案件清单", "Cases")

_WIDEST, _LABEL = 42, 14
_MANY = 16  # columns; more than these are narrow, or the page could not be read
_USUAL, _NARROW = (9, 16, 4), (6, 6, 2)  # the narrowest column, the width of a head before it is broken, padding
_READ, _FAR = 64, 110  # a line of text is at least so wide, and no wider than one looks along
_LONGEST_FOOTER = 60


def workbook(document: Document, language: Language, *, created: date) -> bytes:
    """Return ``document`` as an xlsx file in ``language``, made on the day ``created``: the same gives the same bytes.

    No text of a user is a formula, a link or markup in it, and every figure is a number with its exact value.
    """
    from xlsxwriter import Workbook  # nothing but a workbook needs it

    out = BytesIO()
    file = Workbook(out, _options(language))
    file.set_properties(_properties(document, language, created))
    labels, foot = _labels(document), _footer(document, language)
    formats: Formats = {}
    pens = [Pen(file, name, language, formats) for name in sheet_names(label.say(language) for label in labels)]
    for pen, part in zip(pens, document.parts, strict=False):
        _register(pen, document, part, foot)
    others = iter(pens[len(document.parts) :])
    if _has_charts(document):
        chart_sheet(next(others), document, CHARTS, foot)
    definitions(next(others), document, DEFINITIONS, foot)
    if document.cases is not None:
        case_list(next(others), document, document.cases, CASES, foot)
    file.close()
    return out.getvalue()


def _has_charts(document: Document) -> bool:
    return any(part.charts for part in document.parts)


def _options(language: Language) -> dict[str, object]:
    font: dict[str, object] = {"font_name": FONT.say(language), "font_size": 11, "font_scheme": "none"}
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": font,
    }


def _properties(document: Document, language: Language, created: date) -> dict[str, object]:
    return {
        "title": uncoded(plain(document.heading[0].say(language))),
        "subject": uncoded(plain(f"{document.form} {document.edition} {document.period}")),
        "author": uncoded(plain(document.bureau)),
        "created": datetime(created.year, created.month, created.day),  # noqa: DTZ001 - the file format has no zones
    }


def _labels(document: Document) -> list[Words]:
    """Return what each worksheet is called, in order."""
    charts = [CHARTS] if _has_charts(document) else []
    cases = [] if document.cases is None else [CASES]
    return [*(part.label for part in document.parts), *charts, DEFINITIONS, *cases]


def _footer(document: Document, language: Language) -> str:
    """Return bureau, entry number and page as the footer of every page; ``&`` begins a code there."""
    bureau = uncoded(plain(document.bureau))[:_LONGEST_FOOTER].replace("&", "&&")
    entry = Words(f"登记号：{document.known_at}", f"Entry: {document.known_at}").say(language)
    if document.seal:
        entry += f"\n{SEAL.say(language)} {document.seal}"
    return f"&L{bureau}&C{entry}&R{Words('第 &P 页，共 &N 页', 'Page &P of &N').say(language)}"


def _widths(sheets: Sequence[Sheet], language: Language) -> list[int]:
    """Return the width of each column that the tables share, in characters."""
    widths = [_LABEL]
    for sheet in sheets:
        narrowest, longest, padding = _NARROW if len(sheet.columns) > _MANY else _USUAL
        labels = [sheet.head.say(language), *(line.label.say(language) for line in sheet.all_lines)]
        widths[0] = max(widths[0], *(width(plain(label)) + _USUAL[2] for label in labels))
        for place, column in enumerate(sheet.columns, 1):
            if place == len(widths):
                widths.append(narrowest)
            shown = [_shown(line.figures[place - 1], language) + padding for line in sheet.all_lines]
            head = _head_width(column.label.say(language), longest) + padding
            widths[place] = max(widths[place], narrowest, head, *shown)
    return [min(each, _WIDEST) for each in widths]


def _shown(figure: Figure, language: Language) -> int:
    """Return the width of a figure with its thousands separators."""
    exact = number(figure)
    separators = 0 if exact is None else f"{exact:,}".count(",")
    return width(plain(figure.say(language))) + separators


def _head_width(head: str, longest: int) -> int:
    """Return the width a column's head asks for: it may be broken between words, Chinese anywhere."""
    word = max((width(word) for word in head.split()), default=0) if head.isascii() else 0
    return max(word, min(width(head), longest))


def _span(widths: list[int]) -> int:
    """Return the last column that lines of text run to; narrow tables are given empty columns."""
    last = 0
    while sum(widths[: last + 1]) < (_FAR if last + 1 < len(widths) else _READ):
        last += 1
        if last == len(widths):
            widths.append(_USUAL[0])
    return last


def _register(pen: Pen, document: Document, part: Part, foot: str) -> None:
    """Write the sheet of one part: who reports, then its tables one under the other."""
    widths = _widths(part.sheets, pen.language)
    right = _span(widths)
    pen.columns(widths)
    title, scope = document.heading
    row = pen.prose(0, right, title, TITLE, line=24)
    row = pen.prose(row, right, part.label, SUBTITLE, line=20)
    head = pen.prose(row, right, scope, PROSE)
    row, first = head + 1, head
    for place, sheet in enumerate(part.sheets):
        row, body = _table(pen, row, right, sheet)
        first = body if place == 0 else first
    for note in document.notes:
        row = pen.prose(row, right, note, PROSE)
    # Where tables of other columns follow, the head of the first would stand above figures that are not its own.
    fixed = first if len(part.sheets) == 1 else head
    pen.page(foot, repeat=(0, fixed - 1), freeze=(fixed, 1))


def _table(pen: Pen, row: int, right: int, sheet: Sheet) -> tuple[int, int]:
    """Write a table at ``row`` and return the row below it, and the row of its first line."""
    row = pen.prose(row, right, sheet.title, SUBTITLE, line=20)
    body = row = _heads(pen, row, sheet)
    for line in sheet.lines:
        row = _line(pen, row, line, {})
    if sheet.total is not None:
        row = _line(pen, row, sheet.total, TOTAL)
    for note in sheet.notes:
        row = pen.prose(row, right, note, PROSE)
    return row + 1, body


def _heads(pen: Pen, row: int, sheet: Sheet) -> int:
    """Write the head of a table, in two rows where columns stand under groups, and return the row below."""
    lowest = row + 1 if sheet.has_groups else row
    pen.block(row, 0, lowest, 0, sheet.head, HEAD)
    place, high = 1, 1
    for group, members in groupby(sheet.columns, key=lambda column: column.group):
        columns = list(members)
        _group(pen, (row, lowest), place, group, columns)
        if group is not None:
            high = max(high, lines_of(group.say(pen.language), sum(pen.widths[place : place + len(columns)]) - 1))
        place += len(columns)
    if high > 1:
        pen.sheet.set_row(row, LINE_HEIGHT * high)
    heads = [(0, sheet.head), *enumerate((column.label for column in sheet.columns), 1)]
    pen.row_height(lowest, [(column, label.say(pen.language)) for column, label in heads])
    return lowest + 1


def _group(pen: Pen, rows: tuple[int, int], place: int, group: Words | None, columns: list[Column]) -> None:
    top, lowest = rows
    if group is not None:
        pen.block(top, place, top, place + len(columns) - 1, group, HEAD)
    for each, column in enumerate(columns, place):
        pen.block(lowest if group else top, each, lowest, each, column.label, HEAD)


def _line(pen: Pen, row: int, line: Line, style: Style) -> int:
    label = line.label.say(pen.language)
    pen.text(row, 0, label, LABEL | style)
    for place, figure in enumerate(line.figures, 1):
        pen.figure(row, place, figure, CELL | style)
    pen.row_height(row, [(0, label), *enumerate((figure.say(pen.language) for figure in line.figures), 1)])
    return row + 1
