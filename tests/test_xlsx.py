"""The workbook: every figure a number with its exact value, every text only text, read back by a spreadsheet."""

from __future__ import annotations

import csv
import posixpath
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from office import convert, needs_office
from printed import HOSTILE, LANGUAGES, figures, sample_document

from casebook.render.xlsx import workbook
from casebook.render.xlsxcells import LONGEST_TEXT, day, number, number_format, plain, sheet_names
from casebook.sheets import (
    BAR,
    COUNT,
    DATE,
    DAYS,
    NUMERIC,
    PERCENT,
    POINTS,
    TEXT,
    YUAN,
    Chart,
    Column,
    Figure,
    Line,
    Series,
    Sheet,
)
from casebook.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.sheets import Document
    from casebook.words import Language

CREATED = date(2024, 1, 2)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
SHEETS = {
    "zh": ["行政复议", "行政应诉", "图表", "统计口径", "案件清单"],
    "en": ["administrative review", "litigation", "Charts", "Definitions", "Cases"],
}


class Cell(NamedTuple):
    """A cell as the file has it: its value, whether it is text, its number format."""

    value: str
    is_text: bool
    number_format: str
    is_bold: bool


class Opened:
    """The XML of a workbook, read without the library that wrote it."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(BytesIO(content))
        targets = {each.get("Id"): each.get("Target", "") for each in self.xml("xl/_rels/workbook.xml.rels")}
        self.paths = {
            sheet.get("name", ""): posixpath.join("xl", targets[sheet.get(RELATION)])
            for sheet in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        }
        self.strings = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in self.xml("xl/sharedStrings.xml").iter(f"{MAIN}si")
        ]
        styles = self.xml("xl/styles.xml")
        formats = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")}
        fonts = [font.find(f"{MAIN}b") is not None for font in styles.iter(f"{MAIN}font")]
        (shapes,) = styles.iter(f"{MAIN}cellXfs")
        self.formats = [formats.get(each.get("numFmtId"), each.get("numFmtId", "")) for each in shapes]
        self.bold = [fonts[int(each.get("fontId", "0"))] for each in shapes]

    def xml(self, path: str) -> ET.Element:
        return ET.fromstring(self.zip.read(path))  # noqa: S314 - casebook wrote it a moment ago

    def sheet(self, name: str) -> ET.Element:
        return self.xml(self.paths[name])

    def cells(self, name: str) -> dict[str, Cell]:
        return {each.get("r", ""): self.cell(each) for each in self.sheet(name).iter(f"{MAIN}c")}

    def cell(self, found: ET.Element) -> Cell:
        value, style = found.findtext(f"{MAIN}v", ""), int(found.get("s", "0"))
        is_text = found.get("t") == "s"
        text = self.strings[int(value)] if is_text else value
        return Cell(text, is_text, self.formats[style], self.bold[style])

    def rows(self, name: str) -> list[list[Cell]]:
        return [[self.cell(each) for each in row.iter(f"{MAIN}c")] for row in self.sheet(name).iter(f"{MAIN}row")]

    def files(self, folder: str) -> list[str]:
        return [name for name in self.zip.namelist() if name.startswith(folder) and name.endswith(".xml")]


def opened(document: Document | None = None, language: Language = "zh") -> Opened:
    return Opened(workbook(document or sample_document(), language, created=CREATED))


def row_of(book: Opened, sheet: str, label: str) -> list[Cell]:
    (found,) = [row for row in book.rows(sheet) if row and row[0].value == label]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_a_sheet_then_charts_definitions_and_cases(language: Language) -> None:
    assert list(opened(language=language).paths) == SHEETS[language]


def test_without_charts_and_cases_there_are_no_sheets_for_them() -> None:
    document = sample_document()
    bare = replace(document, cases=None, parts=tuple(replace(part, charts=()) for part in document.parts))

    assert list(opened(bare).paths) == ["行政复议", "行政应诉", "统计口径"]


def test_the_same_document_gives_the_same_bytes() -> None:
    one, two = (workbook(sample_document(), "zh", created=CREATED) for _ in range(2))

    assert one == two
    assert {info.date_time for info in zipfile.ZipFile(BytesIO(one)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_day_of_making_is_the_one_given() -> None:
    core = opened().zip.read("docProps/core.xml").decode()

    assert re.findall(r"W3CDTF\">([^<]*)<", core) == ["2024-01-02T00:00:00Z", "2024-01-02T00:00:00Z"]
    assert "南昌县司法局行政复议和行政应诉情况表" in core


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_a_formula_a_link_or_a_number(language: Language) -> None:
    book = opened(language=language)

    for name in book.paths:
        sheet = book.sheet(name)
        assert not list(sheet.iter(f"{MAIN}f"))
        assert not list(sheet.iter(f"{MAIN}hyperlink"))
    typed = {cell.value: cell for cell in book.cells(SHEETS[language][0]).values()}
    for text in HOSTILE:
        assert typed[plain(text).replace("_x0041_", "_x005F_x0041_")].is_text


def test_markup_of_the_file_itself_stays_text() -> None:
    assert plain("<r><t>raw</t></r>") == " <r><t>raw</t></r>"
    assert " <r><t>raw</t></r>" in opened().strings


def test_text_that_no_xml_can_hold_is_written_out() -> None:
    assert plain("甲\ufffe乙\uffff\x00\ud800") == "甲\\ufffe乙\\uffff\\x00\\ud800"
    assert "甲\\uffff" in opened(sample_document(bureau="甲\uffff")).zip.read("docProps/core.xml").decode()


def test_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    assert plain("甲" * LONGEST_TEXT) == "甲" * LONGEST_TEXT
    assert plain("甲" * (LONGEST_TEXT + 1)).endswith("甲…")
    assert len(plain("𠮷" * LONGEST_TEXT).encode("utf-16-le")) // 2 <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [
        (Figure(1234, COUNT), "1234", "#,##0"),
        (Figure("5.75%", PERCENT), "0.0575", "0.00%"),
        (Figure("5.8%", PERCENT), "0.058", "0.0%"),
        (Figure("100%", PERCENT), "1", "0%"),
        (Figure("8.333%", PERCENT), "0.08333", "0.000%"),
        (Figure("-1.20", POINTS), "-1.2", "0.00"),
        (Figure("+1.20", POINTS), "1.2", "0.00"),
        (Figure("41.5", DAYS), "41.5", "0.0"),
        (Figure(42, DAYS), "42", "0"),
        (Figure("1234567.80", YUAN), "1234567.8", "#,##0.00"),
        (Figure("0.07%", PERCENT), "0.0007", "0.00%"),
    ],
)
def test_a_figure_is_its_exact_number_printed_with_as_many_places(figure: Figure, value: str, shown: str) -> None:
    exact = number(figure)

    assert exact is not None
    assert f"{exact.normalize():f}" == value
    assert number_format(figure) == shown


@pytest.mark.parametrize(
    "figure",
    [Figure(None, COUNT), Figure(None, PERCENT), Figure("12", TEXT), Figure("1e5", COUNT), Figure("—", DAYS)],
)
def test_what_is_no_figure_is_no_number(figure: Figure) -> None:
    assert number(figure) is None


def test_cells_of_a_line_are_typed() -> None:
    cells = row_of(opened(), "行政复议", "承办一组")

    assert [(cell.value, cell.is_text, cell.number_format) for cell in cells[1:]] == [
        ("87", False, "#,##0"),
        ("41.07", False, "0.00"),
        ("41.5", False, "0.0"),
        ("0.058", False, "0.0%"),
        (str((date(2023, 10, 16) - date(1899, 12, 30)).days), False, "yyyy-mm-dd"),
        ("=1+1", True, "@"),
    ]


def test_what_has_no_value_prints_as_a_dash() -> None:
    cells = row_of(opened(), "行政复议", "承办二组")

    assert [cell.value for cell in cells[1:]] == ["0", "—", "42", "1.00", "—", "—"]


def test_a_day_that_a_spreadsheet_does_not_know_stays_text() -> None:
    assert day("1900-01-01") == date(1900, 1, 1)
    assert [day(text) for text in ("1899-12-31", "2023-02-30", "20230101", "")] == [None] * 4


def test_an_old_day_among_the_figures_stays_text() -> None:
    document = sample_document()
    attendance = document.parts[1].sheets[1]
    old = replace(attendance, lines=(Line("old", Words("旧案", "old"), (Figure("1888-05-01", DATE),)),))
    book = opened(replace(document, parts=(replace(document.parts[1], sheets=(old,)),)))

    (_, cell) = row_of(book, "行政应诉", "旧案")
    assert (cell.value, cell.is_text) == ("1888-05-01", True)


def test_the_total_is_bold_and_no_other_line_is() -> None:
    book = opened()

    assert all(cell.is_bold for cell in row_of(book, "行政应诉", "合计"))
    assert not any(cell.is_bold for cell in row_of(book, "行政应诉", "败诉"))


def test_columns_of_a_group_stand_under_one_head_and_others_reach_down() -> None:
    book = opened()
    merged = {each.get("ref") for each in book.sheet("行政应诉").iter(f"{MAIN}mergeCell")}
    cells = book.cells("行政应诉")
    (group,) = [place for place, cell in cells.items() if cell.value == "一审"]
    top = int(group.removeprefix("B"))

    assert {f"A{top}:A{top + 1}", f"B{top}:E{top}", f"F{top}:I{top}", f"J{top}:J{top + 1}"} <= merged
    assert [cells[f"{column}{top + 1}"].value for column in "BCDE"] == ["作出单位", "复议机关", "败诉", "未结"]


def test_one_table_keeps_its_head_in_sight_and_several_keep_the_heading() -> None:
    document = sample_document()
    litigation = replace(document.parts[1], sheets=document.parts[1].sheets[:1])
    book = opened(replace(document, parts=(document.parts[0], litigation)))

    panes = {name: next(book.sheet(name).iter(f"{MAIN}pane")).attrib for name in book.paths}
    assert panes["行政应诉"]["topLeftCell"] == "B8"
    assert book.cells("行政应诉")["A8"].value == "败诉"
    assert panes["行政复议"]["topLeftCell"] == "B4"
    assert {pane["state"] for pane in panes.values()} == {"frozen"}


def test_every_page_is_a4_one_page_wide_with_its_head_repeated_and_numbered() -> None:
    book = opened(sample_document(bureau="甲&乙局"))
    names = "".join(each.text or "" for each in book.xml("xl/workbook.xml").iter(f"{MAIN}definedName"))

    for name in book.paths:
        sheet = book.sheet(name)
        (setup,) = sheet.iter(f"{MAIN}pageSetup")
        assert (setup.get("paperSize"), setup.get("fitToHeight")) == ("9", "0")
        assert next(sheet.iter(f"{MAIN}pageSetUpPr")).get("fitToPage") == "1"
        footer = next(sheet.iter(f"{MAIN}oddFooter")).text
        assert footer == "&L甲&&乙局&C登记号：321&R第 &P 页，共 &N 页"
        assert re.search(rf"{name}'?!\$1:\$\d", names)


def test_a_wide_table_lies_and_a_narrow_one_stands() -> None:
    document = sample_document()
    narrow = replace(document.parts[1], sheets=document.parts[1].sheets[1:])
    book = opened(replace(document, parts=(document.parts[0], narrow)))

    turned = {name: next(book.sheet(name).iter(f"{MAIN}pageSetup")).get("orientation") for name in book.paths}
    assert turned["行政复议"] == "landscape"
    assert turned["行政应诉"] == "portrait"


def test_charts_are_native_and_drawn_from_the_cells_of_their_sheet() -> None:
    book = opened()
    charts = [book.xml(path) for path in sorted(book.files("xl/charts/"))]

    kinds = [
        next((kind for kind in ("barChart", "lineChart") if list(chart.iter(f"{CHART}{kind}"))), "") for chart in charts
    ]
    assert kinds == ["barChart", "barChart", "lineChart"]
    assert [next(chart.iter(f"{CHART}barDir")).get("val") for chart in charts[:2]] == ["bar", "col"]
    cells = book.cells("图表")
    for chart in charts:
        for reference in chart.iter(f"{CHART}f"):
            assert re.match(r"图表!\$[A-D]\$\d+", (reference.text or "").replace("'", ""))
    (values,) = charts[2].iter(f"{CHART}val")
    first, last = re.findall(r"\$B\$(\d+)", values.findtext(f".//{CHART}f", ""))
    held = [cells[f"B{row}"].value for row in range(int(first), int(last) + 1) if f"B{row}" in cells]
    assert held == ["0.0950", "0.0575"]
    assert [point.text for point in values.iter(f"{CHART}v")] == ["0.0950", "0.0575"]


def test_the_axis_of_rates_is_in_per_cent_and_begins_at_nought() -> None:
    book = opened()
    rates = book.xml("xl/charts/chart3.xml")
    (axis,) = rates.iter(f"{CHART}valAx")

    assert next(axis.iter(f"{CHART}numFmt")).get("formatCode") == "0.0%"
    assert next(axis.iter(f"{CHART}min")).get("val") == "0"


def test_every_chart_has_a_text_for_those_who_do_not_see_it() -> None:
    pictures = opened().xml("xl/drawings/drawing1.xml")

    told = [each.get("descr") for each in pictures.iter() if each.tag.endswith("cNvPr")]
    assert told == ["行政复议：审结情况", "行政复议：逐月收结存", "行政复议：历年纠错率"]


def test_a_chart_below_nought_shows_it() -> None:
    document = sample_document()
    falling = Chart("fall", Words("升降", "change"), BAR, (Words("一", "one"),), (Series(Words("差", "by"), (-3,)),))
    book = opened(replace(document, parts=(replace(document.parts[0], charts=(falling,)),)))

    assert not list(book.xml("xl/charts/chart1.xml").iter(f"{CHART}min"))


def test_pictures_are_not_cut_by_the_end_of_a_page() -> None:
    document = sample_document()
    many = replace(document.parts[0], charts=document.parts[0].charts * 3)
    book = opened(replace(document, parts=(many,)))

    broken = [int(each.get("id", "")) for each in book.sheet("图表").iter(f"{MAIN}brk")]
    assert broken == [58, 112]


def test_definitions_tell_the_scheme_each_rate_and_which_identity_fails() -> None:
    book = opened()
    rows = [[cell.value for cell in row if cell.value] for row in book.rows("统计口径")]

    assert ["口径方案", "standard", "通行口径"] in rows
    assert ["行政应诉", "败诉率", "败诉 ÷ 已判决", "loss"] in rows
    assert ["行政复议", "收结情况", "1 + 1256 = 1209 + 48", "成立"] in rows
    assert ["行政复议", "breakdown respondent", "3 + 4 = 8", "不成立"] in rows
    assert ["有平衡关系不成立。"] in rows


def test_cases_can_be_filtered_and_their_numbers_are_text() -> None:
    book = opened()
    (shown,) = book.sheet("案件清单").iter(f"{MAIN}autoFilter")
    second = next(row for row in book.rows("案件清单") if row and len(row) > 1 and row[1].value == "20230002")

    assert shown.get("ref") == f"A5:G{5 + 2 + len(HOSTILE)}"
    assert next(book.sheet("案件清单").iter(f"{MAIN}pane")).get("topLeftCell") == "C6"
    assert [cell.is_text for cell in second[:4]] == [True, True, False, True]
    assert second[2].number_format == "yyyy-mm-dd"
    assert second[-1].value == "收到"


def test_a_column_of_cases_with_one_wrong_date_stays_text() -> None:
    document = sample_document()
    assert document.cases is not None
    first, *others = document.cases.lines
    wrong = replace(first, values=("1888-01-05", *first.values[1:]))
    book = opened(replace(document, cases=replace(document.cases, lines=(wrong, *others))))

    column = [row[2] for row in book.rows("案件清单") if len(row) > 2 and row[1].value.startswith("（2023）")]
    assert {(cell.value, cell.is_text) for cell in column} == {("2023-03-01", True)}


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["行政复议", "行政复议", "行政复议"], ["行政复议", "行政复议 2", "行政复议 3"]),
        (["a/b:c", "[draft]?*\\", "'quoted'"], ["a b c", "draft", "quoted"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 29 + " 2"]),
        (["", "'"], ["-", "- 2"]),
    ],
)
def test_names_of_worksheets_are_short_allowed_and_differ(labels: list[str], names: list[str]) -> None:
    assert sheet_names(labels) == names


def test_a_column_is_as_wide_as_what_stands_in_it_and_chinese_counts_double() -> None:
    document = sample_document()
    wide = replace(document.parts[1].sheets[0], head=Words("行政机关负责人出庭应诉情况", "x"))
    book = opened(replace(document, parts=(replace(document.parts[1], sheets=(wide,)),)))

    first = next(book.sheet("行政应诉").iter(f"{MAIN}col"))
    assert float(first.get("width", "0")) > 2 * len("行政机关负责人出庭应诉情况")


def test_a_form_of_many_columns_has_narrow_ones_so_that_it_can_be_read_on_paper() -> None:
    document = sample_document()
    columns = tuple(Column(f"c{place}", Words("作出具体行政行为", "x")) for place in range(45))
    form = Sheet(
        "form",
        Words("统计表", "form"),
        Words("项目", "item"),
        columns,
        (Line("one", Words("公安", "police"), tuple(Figure(1234) for _ in columns)),),
    )
    book = opened(replace(document, parts=(replace(document.parts[1], sheets=(form,)),)))

    widths = [float(each.get("width", "0")) for each in book.sheet("行政应诉").iter(f"{MAIN}col")][1:]
    head = next(row for row in book.sheet("行政应诉").iter(f"{MAIN}row") if row.get("r") == "6")
    assert max(widths) < 9
    assert min(widths) > len("1,234")
    assert float(head.get("ht", "0")) >= 3 * 15


def as_read(figure: Figure) -> str:
    """Return a figure as a spreadsheet shows it: with thousands separators, and text that is inert."""
    if figure.value is not None and figure.kind in {COUNT, YUAN}:
        return f"{Decimal(figure.text):,}"
    return plain(figure.text)


@needs_office
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_reads_the_figures_of_the_document(tmp_path: Path, language: Language) -> None:
    document = sample_document()
    file = tmp_path / "report.xlsx"
    file.write_bytes(workbook(document, language, created=CREATED))

    made = convert(file, EVERY_SHEET, tmp_path / "read")

    assert {each.name for each in made} == {f"report-{name}.csv" for name in SHEETS[language]}
    read = {}
    for name in SHEETS[language]:
        with (tmp_path / "read" / f"report-{name}.csv").open(encoding="utf-8", newline="") as lines:
            read[name] = list(csv.reader(lines))
    for part, name in zip(document.parts, SHEETS[language], strict=False):
        for sheet in part.sheets:
            for line in sheet.all_lines:
                expected = [plain(line.label.say(language)), *(as_read(figure) for figure in line.figures)]
                assert expected in [row[: len(expected)] for row in read[name]]
    told = {cell for rows in read.values() for row in rows for cell in row}
    assert {check.equation for check in document.checks} <= told
    assert document.cases is not None
    assert {line.number for line in document.cases.lines} <= told


def test_every_kind_of_figure_is_in_the_document_that_is_read_back() -> None:
    kinds = {figure.kind for _, _, _, figure in figures(sample_document())}

    assert kinds == {*NUMERIC, TEXT, DATE}
