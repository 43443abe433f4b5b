"""What a workbook holds beside its tables: charts with the cells that feed them, definitions, and the cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.render.align import width
from casebook.render.xlsxcells import (
    CELL,
    HEAD,
    LABEL,
    PROSE,
    SUBTITLE,
    TITLE,
    Pen,
    day,
    number,
    plain,
    uncoded,
)
from casebook.sheets import BAR, COLUMNS, COUNT, LINE, PERCENT, SEAL, Figure
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.sheets import CaseLine, CaseList, Chart, Document, Part, Value
    from casebook.words import Language

KIND = {BAR: "bar", COLUMNS: "column", LINE: "line"}  # as XlsxWriter calls them
COLOURS = ("#1F5A99", "#D9822B", "#4B8F6B", "#8E5EA2", "#767676", "#B03A48")  # told apart without red and green

_CATEGORY, _SERIES = 22, 13
_PICTURE_WIDTH, _PICTURE_HEIGHT, _PICTURE_ROWS = 620, 320, 18
_PAGE_ROWS = 3 * _PICTURE_ROWS + 4  # with the heading
_FEW = 8  # an axis so short counts in whole cases
_DEFINITIONS = (16, 24, 76, 22)
_NARROWEST, _WIDEST, _PADDING, _ARROW = 8, 40, 4, 3
_SAMPLE = 1000  # lines that tell how wide a column is: a list of cases is long and alike

REGISTER_HEAD, NAME_HEAD = Words("台账", "register"), Words("名称", "name")
HOLDS, FAILS = Words("成立", "holds"), Words("不成立", "fails")


def _heading(pen: Pen, document: Document, label: Words, right: int) -> int:
    title, scope = document.heading
    row = pen.prose(0, right, title, TITLE, line=24)
    row = pen.prose(row, right, label, SUBTITLE, line=20)
    return pen.prose(row, right, scope, PROSE)


def _with_register(part: Part, words: Words, document: Document) -> Words:
    if len(document.parts) == 1:
        return words
    return Words(f"{part.label.zh}：{words.zh}", f"{part.label.en}: {words.en}")


def chart_sheet(pen: Pen, document: Document, label: Words, foot: str) -> None:
    """Write every chart of a document beside the cells that it is drawn from."""
    charts = [(part, chart) for part in document.parts for chart in part.charts]
    most = max(len(chart.series) for _, chart in charts)
    pen.columns([_CATEGORY, *[_SERIES] * most, 3, *[9] * 10])
    head = row = _heading(pen, document, label, most + 8)
    row += 1
    begun, breaks = head, []
    for part, chart in charts:
        high = _chart_rows(chart)
        if row + high - begun > _PAGE_ROWS and row > head + 1:
            breaks.append(row)
            begun = row - head
        _chart(pen, row, most + 2, chart, _with_register(part, chart.title, document))
        row += high
    pen.page(foot, repeat=(0, head - 1), freeze=(head, 0))
    pen.sheet.set_portrait()  # three pictures one under the other
    pen.sheet.print_area(0, 0, row, len(pen.widths) - 1)
    pen.sheet.set_h_pagebreaks(breaks)


def _chart_rows(chart: Chart) -> int:
    """Return how many rows the cells of a chart and its picture take, a blank one included."""
    return max(_PICTURE_ROWS, len(chart.categories) + 3)


def _chart(pen: Pen, row: int, column: int, chart: Chart, title: Words) -> None:
    """Write the cells of a chart at ``row``, and the picture at ``column``."""
    pen.words(row, 0, title, {"bold": True})
    pen.text(row + 1, 0, "", HEAD)
    for place, series in enumerate(chart.series, 1):
        pen.words(row + 1, place, series.label, HEAD)
    pen.row_height(row + 1, [(place, each.label.say(pen.language)) for place, each in enumerate(chart.series, 1)])
    first = row + 2
    for below, category in enumerate(chart.categories):
        pen.words(first + below, 0, category, LABEL)
        pen.row_height(first + below, [(0, category.say(pen.language))])
        for place, series in enumerate(chart.series, 1):
            _fed(pen, first + below, place, series.values[below], percent=chart.percent)
    pen.sheet.insert_chart(
        row, column, _picture(pen, row, chart), {"description": uncoded(plain(title.say(pen.language)))}
    )


def _fed(pen: Pen, row: int, column: int, value: Value, *, percent: bool) -> None:
    """Write a value that a chart is drawn from; a gap has no cell: text or a blank would be drawn as nought."""
    if value is not None:
        pen.figure(row, column, Figure(value, PERCENT if percent else COUNT), CELL)


def _picture(pen: Pen, row: int, chart: Chart) -> object:
    """Return the chart whose title stands at ``row``: all its words and values are references to cells."""
    name, first, last = pen.sheet.get_name(), row + 2, row + 1 + len(chart.categories)
    picture = pen.file.add_chart({"type": KIND[chart.kind]})
    for place in range(1, len(chart.series) + 1):
        colour = COLOURS[(place - 1) % len(COLOURS)]
        drawn = {"line": {"color": colour, "width": 2.25}, "marker": {"type": "circle", "fill": {"color": colour}}}
        picture.add_series(
            {
                "name": [name, row + 1, place],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, place, last, place],
                "data_labels": {"value": len(chart.series) == 1},
                **(drawn if chart.kind == LINE else {"fill": {"color": colour}, "gap": 60}),
            }
        )
    picture.set_title({"name": [name, row, 0], "name_font": {"size": 12}})
    picture.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    across, up = ({}, _value_axis(chart)) if chart.kind != BAR else (_value_axis(chart), {"reverse": True})
    picture.set_x_axis(across)
    picture.set_y_axis(up)
    picture.set_size({"width": _PICTURE_WIDTH, "height": _PICTURE_HEIGHT})
    picture.show_blanks_as("gap")
    return picture


def _value_axis(chart: Chart) -> dict[str, object]:
    """Return the axis of values: from nought, in whole cases or in per cent."""
    kind = PERCENT if chart.percent else COUNT
    exact = [number(Figure(value, kind)) for series in chart.series for value in series.values]
    values = [value for value in exact if value is not None]
    axis: dict[str, object] = {"num_format": "0.0%" if chart.percent else "#,##0"}
    axis["major_gridlines"] = {"visible": True, "line": {"color": "#D9D9D9"}}
    if chart.kind == BAR:
        axis["label_position"] = "high"  # the first category stands on top, and the axis would with it
    if min(values, default=0) >= 0:
        axis["min"] = 0
    if not chart.percent and max(values, default=0) <= _FEW:
        axis["major_unit"] = 1
    return axis


def definitions(pen: Pen, document: Document, label: Words, foot: str) -> None:
    """Write what the figures mean, under which scheme, and which identities hold."""
    pen.columns(_DEFINITIONS)
    right = len(_DEFINITIONS) - 1
    head = _heading(pen, document, label, right)
    row = _table(pen, head + 1, Words("报表", "Report"), (), _about(document))
    heads = (REGISTER_HEAD, NAME_HEAD, Words("定义", "definition"), Words("JSON 名称", "name in JSON"))
    row = _table(pen, row, Words("指标定义", "Definitions of rates"), heads, _defined(document))
    heads = (REGISTER_HEAD, NAME_HEAD, Words("算式", "equation"), Words("结果", "result"))
    title = Words("平衡关系", "Identities")
    row = _table(pen, row, title, heads, _identities(document))
    if not document.holds:
        pen.prose(row, right, Words("有平衡关系不成立。", "An identity does not hold."), {"bold": True})
    pen.page(foot, repeat=(0, head - 1), freeze=(head, 0))


def _about(document: Document) -> Iterator[tuple[Words, ...]]:
    title, edition, known = document.title, document.edition, document.known_at
    start, end = document.period.start.isoformat(), document.period.end.isoformat()
    form = Words(f"{title.zh}（{edition}）", f"{title.en} ({edition})")
    yield Words("表式", "form"), _same(document.form), form
    yield Words("口径方案", "scheme"), _same(document.scheme), document.scheme_label
    yield Words("单位", "unit"), _same(""), document.unit
    yield Words("统计期间", "period"), _same(""), Words(f"{start} 至 {end}", f"{start} to {end}")
    yield Words("登记号", "entry"), _same(str(known)), Words("截至该登记号的登记内容", "as known at this entry")
    if document.seal:
        yield SEAL, _same(document.seal), Words("可用 check --seal 验证", "proved by check --seal")


def _same(text: str) -> Words:
    return Words(text, text)


def _defined(document: Document) -> Iterator[tuple[Words, ...]]:
    for part in document.parts:
        for each in part.definitions:
            yield part.label, each.label, each.text, _same(each.name)


def _identities(document: Document) -> Iterator[tuple[Words, ...]]:
    for part in document.parts:
        for check in part.identities:
            yield part.label, check.label or _same(check.name), _same(check.equation), HOLDS if check.holds else FAILS


def _table(pen: Pen, row: int, title: Words, heads: tuple[Words, ...], lines: Iterator[tuple[Words, ...]]) -> int:
    """Write a table of text and return the row below it and a blank one."""
    row = pen.prose(row, len(_DEFINITIONS) - 1, title, SUBTITLE, line=20)
    for place, head in enumerate(heads):
        pen.words(row, place, head, HEAD)
    row += 1 if heads else 0
    for line in lines:
        for place, words in enumerate(line):
            wrong = {"bold": True, "font_color": "#B00020"} if words is FAILS else {}
            pen.words(row, place, words, LABEL | wrong)
        pen.row_height(row, list(enumerate(words.say(pen.language) for words in line)))
        row += 1
    return row + 1


def case_list(pen: Pen, document: Document, cases: CaseList, label: Words, foot: str) -> None:
    """Write the cases behind the figures, to be filtered; a column is of dates where every value of it is one."""
    heads = [
        words.say(pen.language)
        for words in (REGISTER_HEAD, Words("案号", "number"), *cases.columns, Words("计入", "counted in"))
    ]
    rows = [_case(line, pen.language) for line in cases.lines]
    pen.columns(_case_widths(heads, rows))
    top = _heading(pen, document, label, len(heads) - 1) + 1
    for place, head in enumerate(heads):
        pen.text(top, place, head, HEAD)
    dates = {place for place in range(2, len(heads) - 1) if _is_of_dates([row[place] for row in rows])}
    for row, cells in enumerate(rows, top + 1):
        for place, cell in enumerate(cells):
            found = day(cell) if place in dates else None
            if found is None:
                pen.text(row, place, cell, LABEL)
            else:
                pen.date(row, place, found, CELL)
        pen.row_height(row, enumerate(cells))
    pen.sheet.autofilter(top, 0, top + len(rows), len(heads) - 1)
    pen.page(foot, repeat=(0, top), freeze=(top + 1, 2))


def _case(line: CaseLine, language: Language) -> list[str]:
    counted = Words("、", ", ").say(language).join(each.say(language) for each in line.counted)
    return [REGISTER.label(line.register).say(language), line.number, *line.values, counted]


def _case_widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    widths = []
    for place, head in enumerate(heads):
        most = max((width(plain(row[place])) for row in rows[:_SAMPLE]), default=0)
        widths.append(min(max(most, width(head) + _ARROW, _NARROWEST) + _PADDING, _WIDEST))
    return widths


def _is_of_dates(values: Sequence[str]) -> bool:
    stated = [value for value in values if value]
    return bool(stated) and all(day(value) for value in stated)
