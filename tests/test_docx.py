"""A report in Word: the figures of the sheets, the looks of an official report, nothing of a user obeyed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm
from office import convert, needs_office
from printed import HOSTILE, LANGUAGES, sample_document

from casebook.figures import Check
from casebook.render.document import sheet_table
from casebook.render.docx import safe, word_document
from casebook.render.docxtable import MOST_COLUMNS, laid_out
from casebook.sheets import COUNT, Column, Figure, Line, Sheet
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.table import Table as WordTable

    from casebook.sheets import Document
    from casebook.words import Language

CREATED = date(2023, 10, 17)
SENTENCE = "2023年1月1日至10月16日，南昌县司法局受理行政复议116件，审结87件。"
FORBIDDEN = "\x00\x08\x0b\x1f\ud800\udfff\ufffe\uffff"


def the_word(document: Document, language: Language = "zh", paragraph: str | None = None) -> WordDocument:
    return docx.Document(BytesIO(word_document(document, language, paragraph, created=CREATED)))


def same(text: str) -> Words:
    return Words(text, text)


def wide_sheet(columns: int = 45, grouped: int = 4) -> Sheet:
    heads = tuple(
        Column(f"c{place}", Words(f"第{place}栏人数", f"col {place}"), COUNT, same(f"组{place // grouped}"))
        for place in range(columns)
    )
    lines = tuple(
        Line(f"l{row}", same(f"行{row}"), tuple(Figure(row * 1000 + place) for place in range(columns)))
        for row in range(30)
    )
    return Sheet("wide", same("四十五栏表"), same("项目"), heads, lines, notes=(same("注：共四十五栏。"),))


def with_sheets(*sheets: Sheet, bureau: str = "南昌县司法局") -> Document:
    document = sample_document(bureau=bureau)
    return replace(document, parts=(replace(document.parts[0], sheets=sheets),))


def rows_of(table: WordTable) -> list[list[str]]:
    # LibreOffice writes what looks like an escape, such as _x0041_, with its first mark escaped
    return [[cell.text.replace("_x005F_", "_") for cell in row.cells] for row in table.rows]


def printed_figures(word: WordDocument, document: Document, language: Language) -> Iterator[tuple[str, str, str, str]]:
    """Yield sheet, line, column and text of every figure as it stands in the tables of the file."""
    tables = iter(word.tables)
    for part in document.parts:
        for sheet in part.sheets:
            seen = 0
            while seen < len(sheet.columns):
                rows = rows_of(next(tables))
                heads = rows[: len(rows) - len(sheet.all_lines)]
                shown = sheet.columns[seen : seen + len(heads[-1]) - 1]
                assert heads[-1] == [
                    safe(sheet.head.say(language)),
                    *(safe(each.label.say(language)) for each in shown),
                ]
                for line, row in zip(sheet.all_lines, rows[len(heads) :], strict=True):
                    assert row[0] == safe(line.label.say(language))
                    for column, text in zip(shown, row[1:], strict=True):
                        yield sheet.code, line.code, column.code, text
                seen += len(shown)
    assert next(tables, None) is None


def known_figures(document: Document, language: Language) -> list[tuple[str, str, str, str]]:
    return [
        (sheet.code, line.code, column.code, safe(figure.say(language)))
        for part in document.parts
        for sheet in part.sheets
        for columns in [sheet_columns(sheet, language)]
        for piece in columns
        for line in sheet.all_lines
        for column, figure in ((sheet.columns[place], line.figures[place]) for place in piece)
    ]


def sheet_columns(sheet: Sheet, language: Language) -> list[list[int]]:
    """Return the columns of each piece of a sheet, counted without the labels."""
    table = sheet_table(sheet, language)
    return [[column - 1 for column in piece.columns if column] for piece in laid_out(table)]


def page_size(word: WordDocument, number: int) -> tuple[int, int]:
    section = word.sections[number]
    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    return round(width.mm), round(height.mm)


# the figures


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_sheets_stands_in_the_tables_under_its_head(language: Language) -> None:
    document = sample_document()
    word = the_word(document, language)
    printed = list(printed_figures(word, document, language))
    assert printed == known_figures(document, language)
    assert ("flow", "tax", "share", "—") in printed
    assert ("flow", "public_security", "department", "1234") in printed


def test_a_wide_sheet_stands_in_several_tables_each_with_the_labels_and_no_figure_is_lost() -> None:
    document = with_sheets(wide_sheet())
    word = the_word(document)
    assert len(word.tables) > 1
    for table in word.tables:
        assert len(table.columns) <= MOST_COLUMNS + 1
        assert [row[0] for row in rows_of(table)[2:]] == [f"行{place}" for place in range(30)]
    printed = list(printed_figures(word, document, "zh"))
    assert sorted(printed) == sorted(known_figures(document, "zh"))
    assert len(printed) == 45 * 30
    captions = [each.text for each in word.paragraphs if each.style is not None and each.style.name == "Caption"]
    assert captions == [f"表1　四十五栏表（{n}/{len(word.tables)}）" for n in range(1, len(word.tables) + 1)]
    assert [each.text for each in word.paragraphs].count("注：共四十五栏。") == 1


def test_no_table_has_more_columns_than_one_can_read_however_narrow_they_are() -> None:
    heads = tuple(Column(f"c{place}", same(f"{place}")) for place in range(20))
    sheet = Sheet("narrow", same("窄表"), same("项"), heads, (Line("l", same("行"), (Figure(1),) * 20),))
    tables = the_word(with_sheets(sheet)).tables
    assert [len(table.columns) for table in tables] == [11, 11]


def test_columns_under_one_head_are_not_parted_where_they_fit() -> None:
    for table in the_word(with_sheets(wide_sheet(grouped=5))).tables:
        groups, heads = rows_of(table)[0][1:], rows_of(table)[1][1:]
        for group in set(groups):
            number = int(group.removeprefix("组"))
            expected = [f"第{place}栏人数" for place in range(45) if place // 5 == number]
            assert [head for head, its in zip(heads, groups, strict=True) if its == group] == expected


def test_heads_of_a_group_are_merged_and_heads_without_one_are_as_high_as_both() -> None:
    word = the_word(sample_document())
    above, below = rows_of(word.tables[0])[:2]
    assert above == ["领域", "上期结转", "被申请人", "被申请人", "结案", "结案率", "较上年"]
    assert below == ["领域", "上期结转", "乡镇人民政府", "县级政府部门", "结案", "结案率", "较上年"]
    first = next(word.element.body.iter(qn("w:tr")))
    assert [each.get(qn("w:val")) for each in first.iter(qn("w:gridSpan"))] == ["2"]


def test_the_paragraph_notes_definitions_and_identities_are_told_in_their_places() -> None:
    document = sample_document()
    held = Check("flow", "1 + 1256 = 1209 + 48", holds=True, label=Words("收结情况", "flow"))
    hidden = Check("families", "87 = 87", holds=True)
    broken = Check("breakdown respondent", "3 + 4 = 8", holds=False)
    parts = (replace(document.parts[0], checks=(held, hidden, broken)), *document.parts[1:])
    texts = [each.text for each in the_word(replace(document, parts=parts), "zh", SENTENCE).paragraphs]
    told = [
        "南昌县司法局行政复议和行政应诉情况表",
        SENTENCE,
        "一、行政复议",
        "表1　收案结案情况",
        "注：结案含上期结转。",
        "二、行政应诉",
        "三、统计口径",
        "1. 纠错率：（撤销 + 变更 + 确认违法 + 责令履行）÷ 审结 × 100%，四舍五入，保留两位小数",
        "四、勾稽关系",
        "1. 收结情况：1 + 1256 = 1209 + 48（相符）",
        "2. breakdown respondent：3 + 4 = 8（不符）",
        "五、说明",
        "全部数据为虚构。",
    ]
    assert [text for text in texts if text in told] == told
    assert not [text for text in texts if "87 = 87" in text]
    assert "登记号：321" in texts[1]


def test_without_a_paragraph_the_tables_follow_the_line_of_the_period() -> None:
    assert [each.text for each in the_word(sample_document()).paragraphs][2] == "一、行政复议"


# the looks


def test_the_page_is_a4_with_the_margins_of_official_documents_and_lies_down_for_a_broad_table() -> None:
    word = the_word(sample_document(), "zh", SENTENCE)
    first = word.sections[0]
    margins = (first.top_margin, first.right_margin, first.bottom_margin, first.left_margin)
    assert [round(each.mm) for each in margins if each is not None] == [37, 26, 35, 28]
    assert page_size(word, 0) == (210, 297)
    lying = [each.orientation == WD_ORIENTATION.LANDSCAPE for each in word.sections]
    assert lying == [False, True, False]
    assert page_size(word, 1) == (297, 210)


def test_tables_are_as_wide_as_the_text_and_no_column_vanishes() -> None:
    word = the_word(with_sheets(wide_sheet(), *sample_document().parts[0].sheets), "zh", SENTENCE)
    for table in word.tables:
        widths = [each.width for each in table.columns if each.width is not None]
        assert min(widths) > Mm(9)
        assert sum(widths) in (pytest.approx(Mm(156), rel=1e-3), pytest.approx(Mm(225), rel=1e-3))


def test_rows_are_whole_heads_are_repeated_figures_stand_right_and_totals_are_bold() -> None:
    word = the_word(sample_document())
    table = word.tables[0]
    for place, row in enumerate(next(word.element.body.iter(qn("w:tbl"))).iter(qn("w:tr"))):
        marks = {each.tag for each in row.find(qn("w:trPr"))}
        assert qn("w:cantSplit") in marks
        assert (qn("w:tblHeader") in marks) == (place < 2)
    body = table.rows[2].cells
    assert [str(cell.paragraphs[0].alignment).partition(" ")[0] for cell in body] == ["LEFT"] + ["RIGHT"] * 6
    bold = [all(run.bold for cell in row.cells for run in cell.paragraphs[0].runs) for row in table.rows]
    assert bold == [True, True, False, False, False, True]


def test_chinese_text_has_its_own_fonts_and_latin_text_times_new_roman() -> None:
    word = the_word(sample_document())
    fonts = {
        name: word.styles[name].element.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Title", "Body Text", "Heading 1", "Table Text")
    }
    assert fonts == {"Title": "方正小标宋简体", "Body Text": "仿宋", "Heading 1": "黑体", "Table Text": "宋体"}
    body = word.styles["Body Text"].element
    assert body.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    assert body.find(qn("w:rPr")).find(qn("w:sz")).get(qn("w:val")) == "32"
    assert body.find(qn("w:pPr")).find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert body.find(qn("w:pPr")).find(qn("w:spacing")).get(qn("w:line")) == "560"
    assert not word.styles.element.xpath(".//w:style[@w:styleId='Heading1']//w:rFonts/@w:eastAsiaTheme")


def test_the_foot_of_each_page_names_bureau_entry_and_page() -> None:
    word = the_word(sample_document())
    foot = word.sections[0].footer.paragraphs[0]
    fields = [each.get(qn("w:instr"), "").strip() for each in foot.paragraph_format.element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert foot.text.startswith("南昌县司法局　　登记号 321")
    assert all(section.footer.is_linked_to_previous for section in list(word.sections)[1:])


# the file


def test_the_file_says_who_made_it_and_when_and_nothing_else() -> None:
    known = the_word(sample_document()).core_properties
    assert known.author == known.last_modified_by == "南昌县司法局"
    assert known.title == "南昌县司法局行政复议和行政应诉情况表"
    assert known.created is not None
    assert known.created.replace(tzinfo=None) == datetime(2023, 10, 17)  # noqa: DTZ001 - as the file has it
    assert (known.created, known.revision, known.comments) == (known.modified, 1, "")


def test_the_same_report_gives_the_same_bytes_in_every_process() -> None:
    here = word_document(sample_document(), "zh", SENTENCE, created=CREATED)
    program = (
        "import sys; from datetime import date; from printed import sample_document;"
        "from casebook.render.docx import word_document;"
        f"made = word_document(sample_document(), 'zh', {SENTENCE!r}, created=date(2023, 10, 17));"
        "sys.stdout.buffer.write(made)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout
    assert here == there
    with ZipFile(BytesIO(here)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_text_that_a_reader_would_obey_or_refuse_is_shown_and_not_obeyed() -> None:
    evil = "".join(HOSTILE) + FORBIDDEN
    lines = (Line("evil", same(evil), (Figure(1), Figure(evil, "text"))),)
    columns = (Column("n", same(evil), COUNT, same(evil)), Column("t", same(evil), "text"))
    sheet = Sheet("evil", same(evil), same(evil), columns, lines, notes=(same(evil),))
    made = word_document(with_sheets(sheet, bureau=evil), "zh", evil, created=CREATED)
    word = docx.Document(BytesIO(made))
    rows = rows_of(word.tables[0])
    assert rows[-1] == [safe(evil), "1", safe(evil)]
    everything = "".join(each.text for each in word.paragraphs) + "".join("".join(row) for row in rows)
    assert not set(everything) & set("\x1b\x07\u202e\u2066\u200b\u2028" + FORBIDDEN)
    assert "\\x1b" in everything
    assert "\\ufffe" in everything
    assert word.core_properties.author == safe(evil)[:255]
    with ZipFile(BytesIO(made)) as package:
        assert b"HYPERLINK(" in package.read("word/document.xml")
        assert b"w:hyperlink " not in package.read("word/document.xml")


@needs_office
def test_libreoffice_reads_the_same_figures_out_of_the_file(tmp_path: Path) -> None:
    document = sample_document()
    written = tmp_path / "report.docx"
    written.write_bytes(word_document(document, "zh", SENTENCE, created=CREATED))
    (again,) = convert(written, "docx:MS Word 2007 XML", tmp_path / "again")
    read = list(printed_figures(docx.Document(str(again)), document, "zh"))
    assert read == known_figures(document, "zh")


@needs_office
def test_libreoffice_shows_the_figures_of_a_wide_sheet_in_order(tmp_path: Path) -> None:
    document = with_sheets(wide_sheet())
    written = tmp_path / "wide.docx"
    written.write_bytes(word_document(document, "zh", None, created=CREATED))
    (text,) = convert(written, "txt:Text (encoded):UTF8", tmp_path / "text")
    numbers = [line for line in text.read_text(encoding="utf-8-sig").splitlines() if line.isdigit()]
    assert numbers == [value for _, _, _, value in known_figures(document, "zh")]
