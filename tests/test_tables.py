"""Tables of cases: which column is which, and which are set aside."""

from __future__ import annotations

from casebook.tables import Layout, cells_of, lay_out, surplus


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
