"""Tables of cases as files: encodings, delimiters, titles above the header, columns that are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.filefaults import TableUnreadable
from casebook.tables import Layout, cells_of, lay_out, read_table, surplus

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "案号,收到日期,申请人\n1号,2024-03-04,张某\n"


def table(folder: Path, data: str | bytes) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_table_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    found = read_table(table(tmp_path, TEXT.encode(encoding)))
    assert found.header == ("案号", "收到日期", "申请人")
    assert found.body == ((2, ("1号", "2024-03-04", "张某")),)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_commonest_one(tmp_path: Path, delimiter: str) -> None:
    assert read_table(table(tmp_path, TEXT.replace(",", delimiter))).body[0][1] == ("1号", "2024-03-04", "张某")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_they_end_anywhere(tmp_path: Path, end: str) -> None:
    assert [number for number, _ in read_table(table(tmp_path, TEXT.replace("\n", end))).body] == [2]


def test_titles_and_empty_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, f"行政复议案件登记表,,\n\n{TEXT},,\n2号,2024-03-05,\n"))
    assert (found.header_row, [number for number, _ in found.body]) == (3, [4, 6])


def test_without_a_known_header_the_first_row_is_the_header(tmp_path: Path) -> None:
    found = read_table(table(tmp_path, "甲,乙\n1,2\n"))
    assert (found.header_row, found.header) == (1, ("甲", "乙"))


def test_a_cell_may_hold_lines_and_delimiters(tmp_path: Path) -> None:
    [(_, record)] = read_table(table(tmp_path, '案号,收到日期,备注\n1号,2024-03-04,"一,\n二"\n')).body
    assert record[2] == "一,\n二"


def test_a_header_without_rows_is_a_table(tmp_path: Path) -> None:
    assert read_table(table(tmp_path, "案号,收到日期\n")).body == ()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \n,,\n", "the file is empty"),
        (b"PK\x03\x04\0\0", "not a text file"),
        (b"\xff\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (('案号,收到日期\n"' + "x" * 200_000).encode(), "not a sound CSV file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(TableUnreadable, match=why):
        read_table(table(tmp_path, data))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match="it is a folder"):
        read_table(tmp_path)
    with pytest.raises(TableUnreadable, match="no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableUnreadable, match="File name too long"):
        read_table(tmp_path / ("x" * 300))


def test_columns_are_found_and_those_that_the_book_derives_are_set_aside() -> None:
    header = ("序号", "案号", "收案日期", "办理状态", "", "律师费")
    assert lay_out(header, ()) == Layout({1: "number", 2: "received_on"}, ("序号", "办理状态"), ("律师费",), ())


def test_a_column_is_left_out_where_it_is_named() -> None:
    layout = lay_out(("案号", "律 师 费", "收到日期"), ("律师费", "收到日期"))
    assert (layout.columns, layout.set_aside, layout.unknown) == ({0: "number"}, ("律 师 费", "收到日期"), ())


def test_two_columns_for_one_field_are_named() -> None:
    assert lay_out(("案号", "收案日期", "收文日期"), ()).doubled == (("received_on", "收文日期"),)


def test_cells_are_those_that_hold_something() -> None:
    layout = lay_out(("案号", "律师费", "申请人", "备注"), ("律师费",))
    assert cells_of(layout, (" 1号 ", "9", "  ")) == {"number": "1号"}


def test_cells_beyond_the_header_are_surplus() -> None:
    header = ("案号", "收到日期")
    layout = lay_out(header, ())
    assert list(surplus(layout, header, ("1号", "2024-03-04", " ", "多出"))) == ["多出"]
    assert list(surplus(layout, header, ("1号",))) == []
