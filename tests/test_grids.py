"""Tables out of files of every kind: what is read, what is refused and in which words, and what it costs."""

from __future__ import annotations

import codecs
import random
import subprocess
import sys
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import fuzz_grids
import pytest
import spreadsheets
from spreadsheets import told

from casebook.errors import REFUSED
from casebook.filefaults import (
    TableCellTooLong,
    TableDamaged,
    TableEncrypted,
    TableForeign,
    TableTooLarge,
    TableUnreadable,
)
from casebook.grids import Grid, limits, open_grids, values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casebook.words import Language

TABLES = Path(__file__).with_name("workbooks")
HEADER = ("案号", "申请人", "收案日期")
CASES = ((1, HEADER), (2, ("南府复〔2024〕1号", "张某", "2024-03-05")))
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def rows(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of the only sheet of a file."""
    [grid] = open_grids(path)
    found = list(grid.records())
    assert list(grid.records()) == found, "each call begins anew"
    return found


def whole(path: Path) -> list[list[tuple[int, tuple[str, ...]]]]:
    """The rows of every sheet of a file."""
    return [list(grid.records()) for grid in open_grids(path)]


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row for _, row in rows(path)]


def text(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def refused(kind: type[TableUnreadable], path: Path, why: str = ".") -> TableUnreadable:
    """Reading a file is refused, with one to three lines in both languages."""
    with pytest.raises(TableUnreadable, match=why) as caught:
        whole(path)
    assert type(caught.value) is kind
    assert caught.value.exit_status == REFUSED
    for language in LANGUAGES:
        said = caught.value.say(language)
        assert 1 <= len(said.split("\n")) <= 3
        assert str(path) in said
        assert "Words(" not in said
        assert "None" not in said
    return caught.value


# The same register, saved by programs in each format.


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_register_reads_the_same_in_every_format(ending: str) -> None:
    review, suits = open_grids(TABLES / f"register.{ending}")
    assert (review.sheet, suits.sheet) == ("复议2024", "应诉")  # the empty and the hidden one are left out
    assert list(review.records()) == [
        (1, ("南昌县行政复议案件登记表",)),
        (2, ("序号", "案号", "收案日期", "被申请人", "金额", "是否听证", "开庭时间", "备注")),
        (
            3,
            (
                "1",
                "南府复〔2024〕1号",
                "2024-03-05",
                "南昌县公安局",
                "1234.5",
                "是",
                "2024-04-01 14:30",
                "第一行\n第二行",
            ),
        ),
        (4, ("2", "南府复〔2024〕2号", "2024-03-06", "", "0.1", "否", "", "#DIV/0!")),
        (6, ("3", "南府复〔2024〕3号", "45356", "#N/A", "3", "", "09:05", "0")),
    ]
    assert list(suits.records()) == [
        (3, ("", "", "案号")),
        (4, ("", "", "（2024）赣01行初5号", "12345678901234600000")),
    ]
    assert (review.height, suits.height) == (6, 4)


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("called", ["a.csv", "a.xls", "a.xlsx", "a.txt", "a"])
def test_the_content_decides_not_the_ending(tmp_path: Path, ending: str, called: str) -> None:
    path = text(tmp_path / called, (TABLES / f"register.{ending}").read_bytes())
    assert [grid.sheet for grid in open_grids(path)] == ["复议2024", "应诉"]


def test_a_workbook_with_macros_is_read_as_any_other(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {**spreadsheets.xlsx_parts("<row>" + told("A1", "案号") + "</row>")}
    path = spreadsheets.zipped(tmp_path / "a.xlsm", parts | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})
    assert cells(path) == [("案号",)]


# Text files.

PLAIN = "案号,申请人,收案日期\r\n南府复〔2024〕1号,张某,2024-03-05\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
@pytest.mark.parametrize("delimiter", list(",\t;，|"))
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, mark: bytes, delimiter: str) -> None:
    content = PLAIN.replace(",", delimiter).encode(encoding)
    assert rows(text(tmp_path / "a.xls", mark + content)) == list(CASES)


def test_a_quoted_cell_holds_line_breaks_delimiters_and_quotation_marks(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", '案号,备注\n1号,"第一行\n第二行，""引""\n，，，"\n\n2号,|\n')
    assert rows(path) == [(1, ("案号", "备注")), (2, ("1号", '第一行\n第二行，"引"\n，，，')), (4, ("2号", "|"))]


def test_a_title_and_prose_above_the_table_do_not_decide_on_the_delimiter(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "登记表，2024年，南昌，县，局，一，二\n案号;申请人\n1号;张某，李某\n2号;王某\n")
    assert cells(path)[1:] == [("案号", "申请人"), ("1号", "张某，李某"), ("2号", "王某")]


def test_the_delimiter_that_a_file_names_for_excel_counts(tmp_path: Path) -> None:
    assert rows(text(tmp_path / "a.csv", "sep=|\n案号,一|申请人,二\n1号|张某\n"))[0] == (2, ("案号,一", "申请人,二"))


def test_numbers_that_were_kept_as_text_for_excel_lose_only_the_wrapping(tmp_path: Path) -> None:
    assert cells(text(tmp_path / "a.csv", '案号,编号\n1号,="0012"\n')) == [("案号", "编号"), ("1号", "0012")]


def test_blank_rows_and_trailing_empty_cells_are_left_out(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "\n,,\n案号,申请人,,\n \t,　,\n1号,, ,\n")
    assert rows(path) == [(3, ("案号", "申请人")), (5, ("1号",))]


def test_a_header_alone_is_a_table(tmp_path: Path) -> None:
    assert rows(text(tmp_path / "a.csv", "案号,申请人,收案日期")) == [(1, HEADER)]


def test_the_height_of_a_text_file_is_the_number_of_its_lines(tmp_path: Path) -> None:
    assert [grid.height for grid in open_grids(text(tmp_path / "a.csv", "a,b\n1,2\n3,4"))] == [3]


# Cells of workbooks.


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><v>45</v></c>', "45"),
        ('<c r="A1"><v>45.0</v></c>', "45"),
        ('<c r="A1"><v>-3</v></c>', "-3"),
        ('<c r="A1"><v>1E3</v></c>', "1000"),
        ('<c r="A1"><v>0.10000000000000001</v></c>', "0.1"),
        ('<c r="A1" s="1"><v>45356</v></c>', "2024-03-05"),
        ('<c r="A1" s="2"><v>45356.5</v></c>', "2024-03-05 12:00"),
        ('<c r="A1" s="1"><v>45356.99999999</v></c>', "2024-03-06"),  # the half of a second that a float cannot hold
        ('<c r="A1" s="1"><v>0.604178240740741</v></c>', "14:30:01"),
        ('<c r="A1" s="1"><v>59</v></c>', "1900-02-28"),
        ('<c r="A1" s="1"><v>60</v></c>', "60"),  # 29 February 1900, which never was
        ('<c r="A1" s="1"><v>61</v></c>', "1900-03-01"),
        ('<c r="A1" s="1"><v>-1</v></c>', "-1"),
        ('<c r="A1" s="1"><v>99999999</v></c>', "99999999"),
        ('<c r="A1" s="3"><v>5</v></c>', "5"),
        ('<c r="A1" t="d"><v>2024-03-05T00:00:00</v></c>', "2024-03-05"),
        ('<c r="A1" t="b"><v>1</v></c>', "是"),
        ('<c r="A1" t="b"><v>0</v></c>', "否"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A1" t="str"><f>A2&amp;"号"</f><v>1号</v></c>', "1号"),
        ('<c r="A1"><f t="shared" si="0"/><v>7</v></c>', "7"),
        ('<c r="A1" t="s"><v>0</v></c>', "张某"),
        ('<c r="A1" t="s"><v>1</v></c>', "李\r\n某"),
        (told("A1", "a&lt;b&amp;amp;&#10;c"), "a<b&amp;\nc"),
        ('<c t="inlineStr" r="A1"><is><r><t>王</t></r><rPh sb="0"><t>wang</t></rPh><r><t>某</t></r></is></c>', "王某"),
        ('<c r="A1" t="str"><v><![CDATA[a&amp;b]]></v></c>', "a&amp;b"),
        (told("A1", "_x0000_"), "_x0000_"),
        (told("A1", "_x0041_"), "A"),
    ],
)
def test_a_cell_is_told_as_its_text(tmp_path: Path, cell: str, expected: str) -> None:
    shared = "<si><r><t>张</t></r><rPh><t>zhang</t></rPh><r><t>某</t></r></si><si><t>李_x000D_&#10;某</t></si>"
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", f"<row>{cell}</row>", strings=shared)
    assert cells(path) == [(expected,)]


def test_a_workbook_of_a_mac_counts_its_days_from_1904(tmp_path: Path) -> None:
    row = '<row><c r="A1" s="1"><v>43894</v></c></row>'
    assert cells(spreadsheets.xlsx(tmp_path / "a.xlsx", row, properties='date1904="1"')) == [("2024-03-05",)]


def test_rows_and_cells_without_their_place_follow_one_another(tmp_path: Path) -> None:
    sheet = (
        "<row/><row><c><v>1</v></c><c><v>2</v></c></row>",
        '<row r="9"><c r="C9"><v>3</v></c><c r="A9"><v>4</v></c></row><row><c/></row><row><c><v>5</v></c></row>',
    )
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", *sheet)
    assert rows(path) == [(2, ("1", "2")), (9, ("4", "", "3")), (11, ("5",))]


def test_elements_may_have_a_prefix(tmp_path: Path) -> None:
    parts = spreadsheets.xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{spreadsheets.MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" t="str"><x:v>甲</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert rows(spreadsheets.zipped(tmp_path / "a.xlsx", parts)) == [(2, ("", "甲"))]


def test_of_vertically_merged_cells_the_first_alone_has_the_value(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=2>公安局<td>1号<td>张某<tr><td>2号<td>李某<tr><td colspan=2>合计<td>2</table>"
    assert cells(text(tmp_path / "a.xls", page)) == [("公安局", "1号", "张某"), ("", "2号", "李某"), ("合计", "", "2")]
    assert open_grids(TABLES / "register.xlsx")[0].sheet == "复议2024"  # there: 被申请人 of row 4


def test_a_sheet_beyond_a_chunk_is_read_whole(tmp_path: Path) -> None:
    sheet = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>{told(f"B{n}", "某" * 50)}</row>' for n in range(1, 5001)]
    found = rows(spreadsheets.xlsx(tmp_path / "a.xlsx", *sheet))
    assert [(number, row[0]) for number, row in found] == [(n, str(n)) for n in range(1, 5001)]


# OpenDocument.


def ods_row(*cells: str, times: int = 1) -> str:
    told_cells = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{told_cells}</table:table-row>'


def test_repeated_rows_and_cells_stand_as_often_as_they_are_repeated(tmp_path: Path) -> None:
    twice = '<table:table-cell table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    blank = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    sheet = f"<table:table-row>{twice}</table:table-row>{ods_row('乙', times=2)}{blank}"
    path = spreadsheets.ods(tmp_path / "a.ods", f'<table:table table:name="一">{sheet}</table:table>')
    assert rows(path) == [(1, ("甲", "甲")), (2, ("乙",)), (3, ("乙",))]
    assert [grid.height for grid in open_grids(path)] == [3]


def test_hidden_sheets_notes_and_copies_of_other_books_are_left_out(tmp_path: Path) -> None:
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cell = f"<table:table-cell>{note}<text:p>甲<text:s text:c='2'/>乙</text:p></table:table-cell>"
    path = spreadsheets.ods(
        tmp_path / "a.ods",
        f'<table:table table:name="隐" table:style-name="h">{ods_row("x")}</table:table>',
        f"<table:table table:name=\"'file:///b.ods'#一\">{ods_row('x')}</table:table>",
        f'<table:table table:name="显"><table:table-row>{cell}</table:table-row></table:table>',
        styles=style,
    )
    assert [(grid.sheet, list(grid.records())) for grid in open_grids(path)] == [("显", [(1, ("甲  乙",))])]


def test_an_error_that_an_older_libreoffice_keeps_as_zero_is_told_as_it_was_shown(tmp_path: Path) -> None:
    calcext = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    kept = f'office:value-type="float" office:value="0" xmlns:c="{calcext}" c:value-type="error"'
    row = f"<table:table-row><table:table-cell {kept}><text:p>#N/A</text:p></table:table-cell></table:table-row>"
    path = spreadsheets.ods(tmp_path / "a.ods", f'<table:table table:name="一">{row}</table:table>')
    assert cells(path) == [("#N/A",)]


# Files called .xls that are something else.


def test_a_web_page_called_xls_is_read_where_its_tables_are_simple(tmp_path: Path) -> None:
    page = (
        "<html><head><style>td {x:y}</style><title>t</title></head><body><table border=1>"
        "<tr><th>案号</th><th>备注</th></tr>"
        "<tr><td> 南府复〔2024〕1号 </td><td>第一行<br>第二行&nbsp;&lt;</td></tr></table></body></html>"
    )
    for encoding in ("utf-8", "gb18030", "utf-16"):
        path = text(tmp_path / "a.xls", page, encoding)
        assert cells(path) == [("案号", "备注"), ("南府复〔2024〕1号", "第一行\n第二行 <")]


def test_several_tables_of_a_page_are_several_sheets(tmp_path: Path) -> None:
    path = text(tmp_path / "a.xls", "<html><table><tr><td>甲</table><p><table></table><table><tr><td>乙</table>")
    assert [(grid.sheet, list(grid.records())) for grid in open_grids(path)] == [
        ("表1", [(1, ("甲",))]),
        ("表3", [(1, ("乙",))]),
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<html><table><tr><td><table><tr><td>1</table></table>", "tables inside tables"),
        ("<html><frameset><frame src='sheet1.htm'></frameset></html>", "without a table"),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML spreadsheet"),
        ("MIME-Version: 1.0\nX-Document-Type: Workbook\n", "MHTML"),
        ("%PDF-1.7\n", "a PDF"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named_and_told_to_be_saved_as_one(tmp_path: Path, content: str, kind: str) -> None:
    error = refused(TableForeign, text(tmp_path / "a.xls", content), kind)
    assert ".xlsx" in error.say("zh")


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "Word"),
        ({"[Content_Types].xml": "", "xl/workbook.bin": ""}, "xlsb"),
        ({"a.csv": "案号"}, "an archive"),
    ],
)
def test_another_archive_is_named(tmp_path: Path, parts: Mapping[str, str], kind: str) -> None:
    refused(TableForeign, spreadsheets.zipped(tmp_path / "a.xlsx", parts), kind)


def test_a_word_document_of_old_is_named(tmp_path: Path) -> None:
    refused(TableForeign, spreadsheets.ole(tmp_path / "a.xls", {"WordDocument": b"x"}), "Word")


# Files that cannot be read.


def test_missing_empty_and_odd_files_are_refused(tmp_path: Path) -> None:
    refused(TableUnreadable, tmp_path / "none.xlsx", "no such file")
    refused(TableUnreadable, tmp_path, "folder")
    refused(TableUnreadable, text(tmp_path / "a.csv", ""), "empty")
    refused(TableUnreadable, text(tmp_path / "b.csv", "\ufeff\n , ,\n"), "empty")
    refused(TableUnreadable, text(tmp_path / "~$a.xlsx", "x"), "lock")
    refused(TableUnreadable, tmp_path / ("長" * 200), "name too long")
    refused(TableUnreadable, text(tmp_path / "c.csv", b"a,\xff\n"), "GB18030")
    refused(TableUnreadable, Path("/dev/null"), "ordinary")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = text(tmp_path / "a.csv", PLAIN)
    monkeypatch.setattr(Path, "open", forbid)
    refused(TableUnreadable, path, "another program")


def test_a_file_that_is_gone_meanwhile_is_refused(tmp_path: Path) -> None:
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", f"<row>{told('A1', '案号')}</row>")
    [grid] = open_grids(path)
    path.unlink()
    with pytest.raises(TableUnreadable, match="no such file"):
        list(grid.records())


def test_sheets_that_are_all_empty_or_hidden_are_no_table(tmp_path: Path) -> None:
    refused(TableUnreadable, spreadsheets.xlsx(tmp_path / "a.xlsx", '<row><c r="A1" s="1"/></row>'), "empty")
    path = spreadsheets.xlsx(tmp_path / "b.xlsx", f"<row>{told('A1', 'x')}</row>", state='state="veryHidden"')
    refused(TableUnreadable, path, "1 more are hidden")


@pytest.mark.parametrize("content", ["案号,申请人\n1号,张\0某\n", "案号,申请人\n1号,张某\n" * 9 + "\0"])
def test_nul_characters_are_refused_with_their_line(tmp_path: Path, content: str) -> None:
    line = content[: content.index("\0")].count("\n") + 1
    refused(TableUnreadable, text(tmp_path / "a.csv", content), f"line {line} holds a NUL")


def test_files_locked_with_a_password_are_refused(tmp_path: Path) -> None:
    refused(TableEncrypted, spreadsheets.ole(tmp_path / "a.xlsx", {"EncryptionInfo": b"", "EncryptedPackage": b""}))
    locked = spreadsheets.xls_stream(book=[(0x2F, bytes(54))])
    refused(TableEncrypted, spreadsheets.ole(tmp_path / "a.xls", {"Workbook": locked}))
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    refused(TableEncrypted, spreadsheets.ods(tmp_path / "a.ods", manifest=manifest))
    path = spreadsheets.xlsx(tmp_path / "b.xlsx")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of an encrypted entry
    refused(TableEncrypted, text(path, bytes(content)))


def test_a_workbook_that_breaks_off_is_refused(tmp_path: Path) -> None:
    for ending in ("xlsx", "xls", "ods"):
        whole = (TABLES / f"register.{ending}").read_bytes()
        refused(TableDamaged, text(tmp_path / "a.xlsx", whole[: len(whole) // 2]))


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c><v>1</v></c></row>", "breaks off"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c><v>1</c></row></sheetData>", "XML is faulty"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>\0</row></sheetData>", "NUL"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>\xff</row></sheetData>", "not in UTF-8"),
        ("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY x "y">]><worksheet><sheetData></sheetData>', "entities"),
        ("xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si/></sst>', "entities"),
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY x "y">]><workbook>&x;</workbook>', "entities"),
        ("xl/workbook.xml", "<workbook>", "XML is faulty"),
        ("xl/workbook.xml", '<?xml version="1.0" encoding="UTF-5"?><workbook/>', "XML is faulty"),
        ("xl/workbook.xml", '<?xml version="1.0" encoding="gb18030"?><workbook/>', "XML is faulty"),
        ("xl/worksheets/sheet1.xml", None, "sheet1.xml is missing"),
        ("xl/sharedStrings.xml", None, "sharedStrings.xml is missing"),
        ("xl/sharedStrings.xml", "<sst/>", "the text of the cell A1"),
    ],
)
def test_a_broken_part_is_named(tmp_path: Path, part: str, content: str | bytes | None, why: str) -> None:
    parts: dict[str, Any] = {**spreadsheets.xlsx_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}
    if content is None:
        del parts[part]
    else:
        parts[part] = content
    refused(TableDamaged, spreadsheets.zipped(tmp_path / "a.xlsx", parts), why)


def test_entities_of_an_opendocument_are_refused(tmp_path: Path) -> None:
    content = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    path = spreadsheets.zipped(tmp_path / "a.ods", {"content.xml": content})
    refused(TableDamaged, path, "entities")


# Files with too much in them.


def test_what_an_archive_unpacks_to_is_known_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = {"[Content_Types].xml": "", "xl/workbook.xml": " " * (limits.RATIO_MATTERS + limits.MIB)}
    refused(TableTooLarge, spreadsheets.zipped(tmp_path / "a.xlsx", bomb), "to 1: more than the limit of 250:1")


def test_an_archive_that_says_it_is_gigantic_is_not_unpacked(tmp_path: Path) -> None:
    path = spreadsheets.xlsx(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = pack("<I", 2**31)
    refused(TableTooLarge, text(path, bytes(content)), "2048 MiB when unpacked")


def test_parts_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in spreadsheets.xlsx_parts().items():
            archive.writestr(name, content)
        for each in archive.infolist()[2:]:
            each.header_offset = archive.infolist()[1].header_offset
    refused(TableDamaged, path, "overlap")


def test_an_archive_of_countless_parts_is_refused(tmp_path: Path) -> None:
    parts = {f"{n}": "" for n in range(limits.MAX_PARTS + 1)}
    refused(TableTooLarge, spreadsheets.zipped(tmp_path / "a.xlsx", parts), "10001 parts")


@pytest.mark.parametrize(
    ("name", "limit", "why"),
    [
        ("MAX_FILE", 10, "MiB"),
        ("MAX_SHEETS", 0, "1 sheets"),
        ("MAX_STRINGS", 10, "MiB of texts"),
        ("MAX_SMALL_PART", 100, "_rels/.rels"),
        ("MAX_ROWS", 1, "rows"),
    ],
)
def test_each_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: int, why: str) -> None:
    monkeypatch.setattr(limits, name, limit)
    row = '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", row, strings="<si><t>甲</t></si>")
    refused(TableTooLarge, path, why)


def test_one_row_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PIECE", 1000)
    cells = "".join(f"<c><v>{random.Random(n).random()}</v></c>" for n in range(40_000))  # noqa: S311
    refused(TableTooLarge, spreadsheets.xlsx(tmp_path / "a.xlsx", f"<row>{cells}</row>"), "a row of the sheet “复议”")


def wide_page(path: Path) -> Path:
    return text(path, f"<table><tr>{'<td>1' * 10_000}</table>")


def wide_csv(path: Path) -> Path:
    return text(path, "案号,甲\n" + ",".join("甲" for _ in range(10_000)))


def wide_xlsx(path: Path) -> Path:
    return spreadsheets.xlsx(path, f"<row>{'<c><v>1</v></c>' * 10_000}</row>")


def wide_ods(path: Path) -> Path:
    cell = '<table:table-cell table:number-columns-repeated="10000"><text:p>甲</text:p></table:table-cell>'
    return spreadsheets.ods(
        path, f'<table:table table:name="一"><table:table-row>{cell}</table:table-row></table:table>'
    )


@pytest.mark.parametrize("write", [wide_page, wide_csv, wide_xlsx, wide_ods])
def test_ten_thousand_columns_are_refused(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    refused(TableTooLarge, write(tmp_path / "a.xls"), "ZZ|702")


def test_formats_far_to_the_right_are_no_columns(tmp_path: Path) -> None:
    row = f'<row r="1">{told("A1", "案号")}<c r="XFD1" s="1"/></row>'
    assert cells(spreadsheets.xlsx(tmp_path / "a.xlsx", row)) == [("案号",)]


def test_two_cells_at_the_ends_of_a_sheet_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZ1048576"><v>2</v></c></row>'
    found = rows(spreadsheets.xlsx(tmp_path / "a.xlsx", far))
    assert [(number, len(row)) for number, row in found] == [(1, 1), (1_048_576, 702)]


def number_at(row: int, column: int) -> tuple[int, bytes]:
    """A record of .xls: a number in a cell."""
    return 0x203, pack("<HHHd", row, column, 0, 7.0)


def test_an_xls_of_cells_far_apart_is_refused_before_memory_is_reserved(tmp_path: Path) -> None:
    stream = spreadsheets.xls_stream(number_at(0, 0), number_at(65_535, 255))
    refused(TableTooLarge, spreadsheets.ole(tmp_path / "a.xls", {"Workbook": stream}), "as far as IV65536")
    claimed = spreadsheets.xls_stream((0x200, pack("<IIHHH", 0, 2**31, 0, 60_000, 0)), number_at(0, 0))
    refused(TableDamaged, spreadsheets.ole(tmp_path / "b.xls", {"Workbook": claimed}), "a size that cannot be")
    texts = spreadsheets.xls_stream(number_at(0, 0), book=[(0xFC, pack("<II", 2**31, 2**31))])
    refused(TableDamaged, spreadsheets.ole(tmp_path / "c.xls", {"Workbook": texts}), "length of its texts")


def test_a_hand_made_xls_is_read(tmp_path: Path) -> None:
    stream = spreadsheets.xls_stream(number_at(1, 2))
    assert rows(spreadsheets.ole(tmp_path / "a.xls", {"Workbook": stream})) == [(2, ("", "", "7"))]


def test_a_container_whose_chain_of_sectors_is_a_ring_is_refused(tmp_path: Path) -> None:
    path = spreadsheets.ole(tmp_path / "a.xls", {"Workbook": spreadsheets.xls_stream(number_at(0, 0))})
    content = bytearray(path.read_bytes())
    content[512 + 4 * 3 : 512 + 4 * 4] = pack("<I", 1)
    refused(TableDamaged, text(path, bytes(content)), "directory contradicts itself")


LONG = "长" * 100_000


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_cell_of_a_hundred_thousand_characters_is_named_by_its_place(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        text(path, f"案号,备注\n1号,\n2号,{LONG}\n")
    elif ending == "xlsx":
        spreadsheets.xlsx(path, f'<row r="3">{told("A3", "2号")}{told("B3", LONG)}</row>')
    else:
        sheet = ods_row("案号", "备注") + ods_row("1号") + ods_row("2号", LONG)
        spreadsheets.ods(path, f'<table:table table:name="复议">{sheet}</table:table>')
    error = refused(TableCellTooLong, path, "row 3, column B: a cell of 100000 characters; the limit is 32767")
    assert ("工作表“复议”第 3 行 B 列" in error.say("zh")) is (ending != "csv")


def test_a_quotation_mark_that_is_not_closed_is_pointed_at(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", '案号,备注\n1号,"甲\n' + "2号,乙\n" * 50_000)
    refused(TableUnreadable, path, "row 2 is no sound CSV .* quotation mark")


def test_names_of_sheets_cannot_steer_a_terminal(tmp_path: Path) -> None:
    row = f'<row r="1">{told("A1", LONG)}</row>'
    error = refused(TableCellTooLong, spreadsheets.xlsx(tmp_path / "a.xlsx", row, name="复议\u202e&#10;x"))
    assert "\u202e" not in error.say("zh")
    assert "\\u202e" in error.say("zh")


# What it costs.

MEASURE = """
import sys, time
from pathlib import Path
from casebook.grids import open_grids
began = time.process_time()
[grid] = open_grids(Path(sys.argv[1]))
rows = sum(1 for _ in grid.records())
seconds = time.process_time() - began
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(rows, seconds, int(peak) // 1024)
"""


tells_peaks = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is told by Linux")


def cost(path: Path) -> tuple[int, float, int]:
    """How many rows a file has, and the seconds and MiB that a process of its own needs to read it."""
    command = [sys.executable, "-c", MEASURE, str(path)]
    count, seconds, mebibytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(count), float(seconds), int(mebibytes)


@tells_peaks
def test_memory_stays_flat_in_a_workbook_of_many_rows(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>南府复〔2024〕{n}号</t></si>" for n in range(30_000))

    def write(name: str, count: int) -> Path:
        shared = "".join(f'<c r="{values.column_name(c)}1" t="s"><v>{c * 999}</v></c>' for c in range(29))
        sheet = (f'<row r="{n}">{shared}</row>' for n in range(1, count + 1))
        return spreadsheets.xlsx(tmp_path / name, *sheet, strings=texts)

    few, many = cost(write("few.xlsx", 1_000)), cost(write("many.xlsx", 20_000))
    assert (few[0], many[0]) == (1_000, 20_000)
    assert many[2] - few[2] < 10
    assert many[2] < 100


@tells_peaks
def test_memory_stays_flat_in_a_text_file_of_many_rows(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "案号,申请人\n" + "南府复〔2024〕1号,张某\n" * 300_000)
    assert cost(path)[0] == 300_001
    assert cost(path)[2] < 50


# Whatever is done to a file.


@pytest.mark.parametrize("ending", fuzz_grids.SEEDS)
def test_a_mutated_file_is_read_or_refused_never_anything_else(tmp_path: Path, ending: str) -> None:
    outcomes = fuzz_grids.fuzz(ending, tmp_path, random.Random(2024), count=40 if ending == "xls" else 150)  # noqa: S311
    assert outcomes.total() == (40 if ending == "xls" else 150)
    assert outcomes["read"] > 0
    assert outcomes.total() > outcomes["read"]


def test_a_grid_can_be_made_of_rows_at_hand() -> None:
    grid = Grid(Path("a"), "复议", 1, lambda: iter([(1, ["案号", ""]), (2, ["", " "])]))
    assert list(grid.records()) == [(1, ("案号",))]
