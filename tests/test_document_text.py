"""Reports as text: the summary byte for byte as before, columns aligned, bars on a terminal, nothing cut."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from derived_book import DerivedBook
from printed import HOSTILE, LANGUAGES, figures, sample_document
from wcwidth import wcswidth

from casebook import reports
from casebook.dates import parse_period
from casebook.errors import UnknownCode
from casebook.figures import Check
from casebook.law import default_lawbook
from casebook.render.document import FORMS, render
from casebook.render.pieces import pieces
from casebook.render.tables import bar
from casebook.render.text import inert
from casebook.schemes import load
from casebook.sheets import COUNT, Column, Document, Figure, Line, Sheet
from casebook.summary import part_of
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.figures import Report
    from casebook.words import Language

TODAY = date(2026, 11, 21)
BAR_MARKS = set("▏▎▍▌▋▊▉█")


def same(text: str) -> Words:
    return Words(text, text)


def counted(*lines: tuple[str, int | None], total: int | None = None) -> Sheet:
    closing = None if total is None else Line("total", Words("合计", "total"), (Figure(total),))
    rows = tuple(Line(f"l{place}", same(label), (Figure(number),)) for place, (label, number) in enumerate(lines))
    return Sheet("outcomes", same("结案方式"), same("项目"), (Column("count", same("件数")),), rows, closing)


def with_sheets(*sheets: Sheet) -> Document:
    document = sample_document()
    return replace(document, parts=(replace(document.parts[0], sheets=sheets, checks=()),), notes=())


def wide_sheet(columns: int = 45) -> Sheet:
    heads = tuple(Column(f"c{place}", same(f"第{place}栏"), COUNT, same(f"组{place // 4}")) for place in range(columns))
    lines = tuple(
        Line(f"l{row}", same(f"第{row}行"), tuple(Figure(row * 1000 + place) for place in range(columns)))
        for row in range(1, 8)
    )
    return Sheet("wide", same("四十五栏表"), same("项目"), heads, lines, notes=(same("注：共四十五栏。"),))


def a_book() -> DerivedBook:
    book = DerivedBook()
    closed = {"accepted_on": "2023-03-05", "closed_on": "2023-05-01", "field": "公安", "matter": "penalty"}
    for outcome, times in (("maintain", 24), ("terminate", 15), ("reject", 43), ("revoke", 1)):
        book.case("2023-03-01", outcome=outcome, times=times, **closed)
    book.case("2023-09-01", accepted_on="2023-09-05", times=29, field="自然资源和规划")
    book.case("2023-03-01", register=REVIEW_DEFENCE, outcome="maintain", closed_on="2023-06-01")
    for instance, outcome in (("first", "reject_claims"), ("second", "affirm")):
        suit = book.case("2023-04-01", register=LITIGATION, instance=instance, outcome=outcome, closed_on="2023-07-01")
        book.hearing(suit, "2023-05-01", "yes")
    return book


def a_report(book: DerivedBook, register: str, *by: str) -> Report:
    return reports.build(
        book.connection,
        register=register,
        period=parse_period("2023-01-01..2023-10-16", TODAY),
        lawbook=default_lawbook(),
        bureau="南昌县司法局",
        by=by,
    )


def summary_document(*built: Report) -> Document:
    first = built[0]
    return Document(
        form="summary",
        edition="1",
        title=Words("案件统计表", "summary of cases"),
        bureau=first.bureau,
        period=first.period,
        known_at=first.known_at,
        scheme=first.scheme,
        scheme_label=Words("通行口径", "the standard scheme"),
        unit=first.unit,
        parts=tuple(part_of(report, load()) for report in built),
    )


# the summary


def test_each_register_is_printed_as_a_document_of_its_own() -> None:
    built = [a_report(a_book(), register) for register in (REVIEW, LITIGATION)]
    each = [render(summary_document(report), "plain", "zh") for report in built]
    assert render(summary_document(*built), "plain", "zh") == "\n".join(each)
    assert each[0].startswith("南昌县司法局行政复议案件统计表\n")
    assert each[1].startswith("南昌县司法局行政应诉案件统计表\n")


# what is printed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["table", "plain"])
def test_every_figure_and_label_stands_in_the_text(form: str, language: Language) -> None:
    document = sample_document()
    printed = render(document, form, language, width=200)
    for sheet, line, column, figure in figures(document):
        assert sheet.title.say(language) in printed
        assert inert(column.label.say(language)) in printed
        matching = [row for row in printed.splitlines() if row.strip().startswith(inert(line.label.say(language)))]
        assert any(inert(figure.say(language)) in row for row in matching)


@pytest.mark.parametrize("form", FORMS)
def test_notes_stand_below_their_table_and_those_of_the_report_at_the_end(form: str) -> None:
    lines = render(sample_document(), form, "zh", width=120).splitlines()
    places = [
        next(place for place, line in enumerate(lines) if text in line)
        for text in ("96.18%", "注：结案含上期结转。", "2024 年起适用新法。", "办理效率", "本期无开庭。")
    ]
    assert places == sorted(places)
    assert lines[-1] == "全部数据为虚构。"


@pytest.mark.parametrize("form", FORMS)
def test_identities_with_a_label_are_printed_and_one_that_fails_is_never_hidden(form: str) -> None:
    checks = (
        Check("flow", "1 + 2 = 3", holds=True, label=Words("收结情况", "flow")),
        Check("families", "87 = 87", holds=True),
        Check("grounds", "3 = 4", holds=False),
    )
    document = with_sheets(counted(("维持", 1)))
    document = replace(document, parts=(replace(document.parts[0], checks=checks),))
    printed = render(document, form, "zh")
    assert "1 + 2 = 3" in printed
    assert "87 = 87" not in printed
    assert "3 = 4  不符" in printed


def test_a_group_stands_above_its_columns_on_a_terminal_and_before_them_in_markdown() -> None:
    plain = render(sample_document(), "plain", "zh").splitlines()
    above = next(place for place, line in enumerate(plain) if "被申请人        被申请人" in line)
    assert plain[above + 1].split() == ["领域", "上期结转", "乡镇人民政府", "县级政府部门", "结案", "结案率", "较上年"]
    terminal = render(sample_document(), "table", "zh", width=120).splitlines()
    above = next(place for place, line in enumerate(terminal) if line.split() == ["被申请人", "被申请人"])
    assert terminal[above + 1].split()[2:4] == ["乡镇人民政府", "县级政府部门"]
    assert "| 被申请人 乡镇人民政府 |" in render(sample_document(), "md", "zh").replace("   ", " ")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("colour", [False, True])
def test_no_text_of_a_user_is_obeyed(form: str, colour: bool) -> None:
    evil = "".join(HOSTILE)
    column = Column("n", same(evil), COUNT, same(evil))
    sheet = Sheet("e", same(evil), same(evil), (column,), (Line("l", same(evil), (Figure(1),)),), notes=(same(evil),))
    document = replace(with_sheets(sheet), bureau=evil, notes=(same(evil),))
    printed = render(document, form, "zh", width=3000, colour=colour)
    ours = printed.replace("\x1b[", "")  # of the colours of the terminal; what a user wrote of them stands as \x1b
    assert not [each for each in ours if unicodedata.category(each) in ("Cc", "Cf") and each != "\n"]
    assert "\x1b[31m乙" not in printed
    assert ("\x1b[" in printed) == (colour and form == "table")


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownCode) as told:
        render(sample_document(), "pdf", "en")
    assert "pdf" in told.value.say("en")


# the terminal


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 87, ""),
        (87, 87, "█" * 20),
        (1, 100_000, "▏"),
        (1, 160, "▏"),
        (2, 160, "▎"),
        (7, 160, "▉"),
        (8, 160, "█"),
        (43, 87, "█████████▉"),
        (5, 4, "█" * 20),
        (3, 0, ""),
        (-1, 4, ""),
    ],
)
def test_a_bar_is_the_share_in_eighths_and_something_is_never_nothing(part: int, whole: int, shown: str) -> None:
    assert bar(part, whole, 20) == shown


def test_one_column_of_counts_with_a_total_has_bars_that_start_in_one_line_below_another() -> None:
    sheet = counted(("维持", 24), ("确认违法 (mixed)", 15), ("reject", 48), ("无", 0), ("未填", None), total=87)
    printed = render(with_sheets(sheet), "table", "zh", width=80).splitlines()
    barred = [line for line in printed if set(line) & BAR_MARKS]
    starts = {wcswidth(line[: next(place for place, mark in enumerate(line) if mark in BAR_MARKS)]) for line in barred}
    assert len(barred) == 3
    assert len(starts) == 1
    assert barred[2].endswith("█" * 11)
    assert not [line for line in printed if line.strip().startswith("合计") and set(line) & BAR_MARKS]


@pytest.mark.parametrize("width", [10, 16, 20, 24, 28, 40])
def test_bars_never_make_a_line_longer_than_the_terminal(width: int) -> None:
    sheet = counted(("维持", 87), ("撤销", 1), total=88)
    without = counted(("维持", 87), ("撤销", 1))
    longest = [
        max(wcswidth(line) for line in render(with_sheets(each), "table", "zh", width=width).splitlines())
        for each in (sheet, without)
    ]
    assert longest[0] <= max(width, longest[1])


def test_plain_text_markdown_and_sheets_of_several_counts_or_no_total_have_no_bars() -> None:
    one, no_total = counted(("维持", 24), total=24), counted(("维持", 24))
    column = Column("more", same("又一栏"))
    several = replace(
        one,
        columns=(*one.columns, column),
        lines=(Line("l", same("维持"), (Figure(24), Figure(1))),),
        total=Line("total", same("合计"), (Figure(24), Figure(1))),
    )
    assert set(render(with_sheets(one), "table", "zh")) & BAR_MARKS
    assert not set(render(with_sheets(one), "plain", "zh") + render(with_sheets(one), "md", "zh")) & BAR_MARKS
    assert not set(render(with_sheets(no_total, several), "table", "zh")) & BAR_MARKS


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_sheet_wider_than_the_terminal_is_printed_in_pieces_of_which_none_is_cut(width: int) -> None:
    sheet = wide_sheet()
    printed = render(with_sheets(sheet), "table", "zh", width=width)
    lines = printed.splitlines()
    assert max(wcswidth(line) for line in lines) <= width
    count = sum(line.startswith("四十五栏表 (") for line in lines)
    assert count > 1
    assert f"四十五栏表 ({count}/{count})" in lines
    for row in sheet.lines:
        shown = [line.split() for line in lines if line.strip().startswith(row.label.zh)]
        assert len(shown) == count
        assert [number for each in shown for number in each[1:]] == [figure.text for figure in row.figures]
    assert printed.count("注：共四十五栏。") == 1


def test_columns_of_a_terminal_align_where_chinese_and_latin_letters_mix() -> None:
    sheet = replace(wide_sheet(3), lines=(*wide_sheet(3).lines, Line("x", same("mixed 混合"), (Figure(1),) * 3)))
    lines = render(with_sheets(sheet), "table", "zh", width=100).splitlines()
    start = next(place for place, line in enumerate(lines) if "─" in line)
    body = [line for line in lines[start + 1 : start + 9] if line.strip()]
    assert len({wcswidth(line) for line in body}) == 1
    assert len(body) == 8


def cut(widths: list[int], groups: str, room: int, most: int | None = None) -> list[list[int]]:
    """Return the widths of each piece; groups are letters, a blank for none."""
    found = pieces(widths, [None if each == " " else each for each in groups], room, most)
    assert [column for piece in found for column in piece] == list(range(len(widths)))
    return [[widths[column] for column in piece] for piece in found]


def test_a_table_is_cut_between_groups_as_seldom_and_as_evenly_as_can_be() -> None:
    assert cut([3, 3, 3], "   ", 9) == [[3, 3, 3]]
    assert cut([3, 3, 3, 3], "    ", 9) == [[3, 3], [3, 3]]
    assert cut([3, 4, 5, 6], "aabb", 12) == [[3, 4], [5, 6]]
    assert cut([1, 2, 3, 4, 5], " aaa ", 10) == [[1, 2, 3, 4], [5]]
    assert cut([2, 3, 4, 5, 6], "a bbb", 15) == [[2, 3], [4, 5, 6]]
    assert cut([4, 4, 4], "aaa", 8) == [[4, 4], [4]]
    assert cut([20, 1], "  ", 8) == [[20], [1]]
    assert cut([1, 1, 1, 1], "    ", 99, 2) == [[1, 1], [1, 1]]
    assert cut([], "", 5) == []
