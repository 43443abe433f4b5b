"""Two periods side by side: exact changes, nothing lost, what is new and what has vanished named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from derived_book import DerivedBook
from hypothesis import given
from hypothesis import strategies as st

from casebook import reports, summary
from casebook.comparison import changes, compare, law_notes, parse_comparison
from casebook.dates import NEW_YEAR, Period, parse_period, period_before, periods_between, year_before
from casebook.difference import difference, paired, percent_change, points
from casebook.errors import PeriodBackwards, WrongPeriod
from casebook.figures import Check
from casebook.law import default_lawbook
from casebook.reportfaults import WrongComparison
from casebook.schemes import load
from casebook.sheets import (
    COUNT,
    DAYS,
    PERCENT,
    POINTS,
    TEXT,
    YUAN,
    Column,
    Definition,
    Document,
    Figure,
    Line,
    Part,
    Sheet,
)
from casebook.terms import LITIGATION, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.dates import MonthDay
    from casebook.figures import Report
    from casebook.sheets import Value

TODAY = date(2026, 11, 21)
DECEMBER_11: MonthDay = (12, 11)
LAWBOOK = default_lawbook()
DAYS_OF_CALENDAR = st.dates(date(1950, 1, 1), date(2100, 12, 31))
COUNTS = st.integers(0, 10**9)
CODES = st.sampled_from(["公安", "税务", "市场监管", "自然资源", "not_stated", "2023-02", "2022-02", "2022-05"])


def the(text: str, year_start: MonthDay = NEW_YEAR) -> Period:
    return parse_period(text, TODAY, year_start)


def same(text: str) -> Words:
    return Words(text, text)


# the other period


@pytest.mark.parametrize(
    ("period", "with_what", "other"),
    [
        ("2023-01-01..2023-10-16", "year", "2022-01-01..2022-10-16"),
        ("2023-01-01..2023-10-16", "同比", "2022-01-01..2022-10-16"),
        ("2024-02-29..2024-03-31", "Year", "2023-02-28..2023-03-31"),
        ("2025-02-28..2025-03-31", "year", "2024-02-28..2024-03-31"),
        ("2024-02", "year", "2023-02"),
        ("2025-02", "year", "2024-02-01..2024-02-29"),  # the whole month: its last day belongs to it
        ("2023Q3", "year", "2022Q3"),
        ("2023", "period", "2022"),
        ("2023H1", "环比", "2022H2"),
        ("2023Q1", "period", "2022Q4"),
        ("2023-03", "period", "2023-02"),
        ("2023-03-01..2023-03-10", "period", "2023-02-19..2023-02-28"),
        ("2023", "2021", "2021"),
        ("2023", " 2022年上半年 ", "2022H1"),
        ("2023", "2019-01-01..2019-06-30", "2019H1"),
    ],
)
def test_a_period_is_compared_with_the_year_before_the_one_before_or_another(
    period: str, with_what: str, other: str
) -> None:
    assert parse_comparison(with_what, the(period), TODAY) == the(other)


@pytest.mark.parametrize(
    ("period", "before", "a_year_before"),
    [
        ("2023", "2022", "2022"),
        ("2023H1", "2022H2", "2022H1"),
        ("2023Q2", "2023Q1", "2022Q2"),
        ("2023-03", "2023-02", "2022-03"),  # months are calendar months
    ],
)
def test_a_reporting_year_from_11_december_has_its_own_halves_and_quarters(
    period: str, before: str, a_year_before: str
) -> None:
    asked = the(period, DECEMBER_11)
    assert parse_comparison("period", asked, TODAY, DECEMBER_11) == the(before, DECEMBER_11)
    assert parse_comparison("year", asked, TODAY, DECEMBER_11) == the(a_year_before, DECEMBER_11)


def test_a_half_of_the_calendar_is_no_half_of_another_reporting_year() -> None:
    assert parse_comparison("period", the("2023H1"), TODAY, DECEMBER_11) == the("2022-07-04..2022-12-31")


def test_the_second_half_of_a_year_from_29_august_begins_on_the_last_day_of_february() -> None:
    begins: MonthDay = (8, 29)
    assert year_before(the("2025H2", begins), begins) == the("2024H2", begins)
    assert the("2024H2", begins).start == date(2024, 2, 29)


@given(DAYS_OF_CALENDAR, st.sampled_from([NEW_YEAR, DECEMBER_11, (8, 31), (4, 1)]))
def test_the_period_before_a_named_one_ends_on_the_day_before_it_and_is_named_too(day: date, begins: MonthDay) -> None:
    for period in list(periods_between(day, day, begins)):
        before = period_before(period, begins)
        assert before.end == period.start - timedelta(days=1)
        assert before in list(periods_between(before.start, before.end, begins))


@given(DAYS_OF_CALENDAR, st.integers(0, 500))
def test_the_period_before_any_other_has_as_many_days(start: date, more: int) -> None:
    period = Period(start, start + timedelta(days=more))
    before = period_before(period, (7, 1))
    assert before.end == start - timedelta(days=1)
    if period not in list(periods_between(start, start, (7, 1))):
        assert before.end - before.start == period.end - period.start


@pytest.mark.parametrize("text", ["", "yaer", "上上期", "23", "2023-10-16"])
def test_what_names_nothing_to_compare_with_is_refused(text: str) -> None:
    with pytest.raises(WrongComparison) as refused:
        parse_comparison(text, the("2023"), TODAY)
    assert f"“{text}”" in refused.value.say("zh")
    assert "year" in refused.value.say("en")


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodBackwards):
        parse_comparison("2022-10-16..2022-01-01", the("2023"), TODAY)


@pytest.mark.parametrize("text", ["year", "period"])
@pytest.mark.parametrize("end", [date(1, 12, 31), date(1, 6, 2)])
def test_nothing_comes_before_the_calendar_begins(text: str, end: date) -> None:
    with pytest.raises(WrongComparison):
        parse_comparison(text, Period(date(1, 1, 1), end), TODAY)


@pytest.mark.parametrize("before", [year_before, period_before])
def test_a_year_without_a_year_before_is_no_period(before: object) -> None:
    assert callable(before)
    with pytest.raises(WrongPeriod):
        before(Period(date(1, 1, 1), date(1, 12, 31)), DECEMBER_11)


# the law in between


def test_a_law_that_came_into_force_in_between_is_noted_with_its_day() -> None:
    [note] = law_notes(LAWBOOK, REVIEW, the("2023"), the("2024"))
    assert "2024-01-01" in note.zh
    assert "行政复议法（2023修订）" in note.zh
    assert "administrative review" in note.en
    assert "2024-01-01" in note.en


def test_a_law_of_the_first_day_before_or_of_a_later_day_is_not() -> None:
    assert law_notes(LAWBOOK, REVIEW, the("2022"), the("2023")) == ()
    assert law_notes(LAWBOOK, REVIEW, the("2024"), the("2025")) == ()
    assert law_notes(LAWBOOK, LITIGATION, the("2023"), the("2024")) == ()


def test_the_last_day_counts_and_the_order_of_the_periods_does_not() -> None:
    first_day = the("2024-01-01..2024-01-01")
    assert len(law_notes(LAWBOOK, REVIEW, the("2023"), first_day)) == 1
    assert law_notes(LAWBOOK, REVIEW, the("2024"), the("2023")) == law_notes(LAWBOOK, REVIEW, the("2023"), the("2024"))


# changes


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    [
        (100, 112, "+12.00%"),
        (1000, 969, "-3.10%"),
        (5, 5, "0.00%"),
        (0, 5, None),
        (0, 0, None),
        (3, 0, "-100.00%"),
        (800, 801, "+0.13%"),  # 0.125: half up
        (800, 799, "-0.13%"),  # a decline as a rise of the same size
        (1_000_000, 1_000_001, "+0.01%"),  # nothing but 0 prints as 0
        (3, 9, "+200.00%"),
    ],
)
def test_a_count_changes_in_per_cent_of_what_was_before(before: int, now: int, printed: str | None) -> None:
    assert percent_change(before, now) == printed


def rounded(change: Fraction) -> str:
    """Half up on the size, as a decimal library does it; nothing but 0 is 0, nothing below 100 is 100."""
    size = abs(change) * 100
    wide = Decimal(size.numerator * 10**40 // size.denominator).scaleb(-40)
    shown = wide.quantize(Decimal("0.01"), ROUND_HALF_UP)
    shown = max(shown, Decimal("0.01")) if size else shown
    shown = min(shown, Decimal("99.99")) if size < 100 else shown
    return f"{'+' if change > 0 else '-' if change < 0 else ''}{shown}"


@given(st.integers(1, 10**9), COUNTS)
def test_every_change_of_a_count_is_the_rounded_fraction(before: int, now: int) -> None:
    assert percent_change(before, now) == f"{rounded(Fraction(now - before, before))}%"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.data())
def test_rates_change_by_the_difference_of_the_fractions_not_of_what_is_printed(
    whole: int, other: int, data: st.DataObject
) -> None:
    now, before = Fraction(data.draw(st.integers(0, whole)), whole), Fraction(data.draw(st.integers(0, other)), other)
    assert points(before, now) == rounded(now - before)
    assert points(now, before).lstrip("+-") == points(before, now).lstrip("+-")


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    [
        (3, 8, 5),
        (8, 3, -5),
        ("41.5", 42, "0.5"),
        ("41.07", "41.5", "0.43"),
        ("41.5", "41.07", "-0.43"),
        ("0.30", "0.20", "-0.10"),
        ("1234567.80", "1234567.80", "0.00"),
        ("41", "40", "-1"),
        (None, 3, None),
        (3, None, None),
        ("县公安局", 3, None),
    ],
)
def test_days_and_yuan_change_by_an_exact_difference(before: Value, now: Value, printed: Value) -> None:
    assert difference(before, now) == printed


# documents

COUNTED = Column("count", Words("件数", "count"))


def a_sheet(cells: Mapping[str, int], code: str = "field") -> Sheet:
    lines = tuple(Line(each, same(each), (Figure(number, name=f"f={each}"),)) for each, number in cells.items())
    total = Line("total", Words("合计", "total"), (Figure(sum(cells.values())),))
    return Sheet(code, Words("按领域", "by field"), Words("领域", "field"), (COUNTED,), lines, total)


def a_document(year: int, *sheets: Sheet, register: str = REVIEW, checks: Sequence[Check] = ()) -> Document:
    return Document(
        form="summary",
        edition="1",
        title=Words("统计表", "summary"),
        bureau="南昌县司法局",
        period=the(str(year)),
        known_at=7,
        scheme="standard",
        scheme_label=Words("标准口径", "standard"),
        unit=Words("件", "cases"),
        parts=(Part(register, sheets, tuple(checks)),),
    )


def compared(now: Sequence[Sheet], before: Sequence[Sheet]) -> dict[str, Sheet]:
    both = compare(a_document(2023, *now), a_document(2022, *before))
    return {sheet.code: sheet for sheet in both.parts[0].sheets}


def printed(sheet: Sheet) -> dict[str, list[str]]:
    return {line.code: [figure.text for figure in line.figures] for line in sheet.all_lines}


def test_every_figure_stands_before_now_and_with_its_change() -> None:
    [sheet] = compared([a_sheet({"公安": 3, "税务": 4})], [a_sheet({"公安": 2, "林业": 1})]).values()
    assert printed(sheet) == {
        "公安": ["2", "3", "1", "+50.00%"],
        "林业": ["1", "0", "-1", "-100.00%"],
        "税务": ["0", "4", "4", "—"],
        "total": ["3", "7", "4", "+133.33%"],
    }
    assert [(column.code, column.kind) for column in sheet.columns] == [
        ("count.before", COUNT), ("count.now", COUNT), ("count.change", COUNT), ("count.percent", PERCENT),
    ]  # fmt: skip
    assert {column.group for column in sheet.columns} == {COUNTED.label}


def test_new_and_vanished_lines_are_named_in_the_notes() -> None:
    [sheet] = compared([a_sheet({"公安": 3, "税务": 4})], [a_sheet({"公安": 2, "林业": 1, "水利": 1})]).values()
    assert sheet.notes == (Words("新增：税务", "New: 税务"), Words("消失：林业、水利", "Vanished: 林业, 水利"))


def test_a_note_names_thirty_lines_and_counts_the_rest() -> None:
    [sheet] = compared([a_sheet({f"单位{number}": 1 for number in range(31)})], [a_sheet({})]).values()
    [note] = sheet.notes
    assert note.zh.count("单位") == 30
    assert note.zh.endswith("等 31 项")
    assert note.en.endswith("31 in all")


def test_a_vanished_line_stays_beside_its_old_neighbour() -> None:
    before = a_sheet({"初": 1, "公安": 1, "林业": 1, "水利": 1, "税务": 1})
    [sheet] = compared([a_sheet({"税务": 1, "公安": 1})], [before]).values()
    assert [line.code for line in sheet.lines] == ["初", "税务", "公安", "林业", "水利"]


def test_a_sheet_that_only_one_of_them_has_is_shown() -> None:
    sheets = compared([a_sheet({"公安": 3}, "now")], [a_sheet({"税务": 2}, "before")])
    assert printed(sheets["now"]) == {"公安": ["0", "3", "3", "—"], "total": ["0", "3", "3", "—"]}
    assert printed(sheets["before"]) == {"税务": ["2", "0", "-2", "-100.00%"], "total": ["2", "0", "-2", "-100.00%"]}
    assert sheets["before"].notes == (Words("消失：税务", "Vanished: 税务"),)


def test_only_the_figures_of_now_lead_to_cases() -> None:
    [sheet] = compared([a_sheet({"公安": 3})], [a_sheet({"公安": 2, "林业": 1})]).values()
    names = [figure.name for line in sheet.all_lines for figure in line.figures if figure.name]
    assert names == ["f=公安"]
    assert sheet.lines[0].figures[1].name == "f=公安"


@given(st.lists(st.tuples(CODES, COUNTS)), st.lists(st.tuples(CODES, COUNTS)))
def test_new_vanished_and_common_lines_are_all_lines_and_keep_their_figures(
    now: list[tuple[str, int]], before: list[tuple[str, int]]
) -> None:
    left, right = list_sheet(now), list_sheet(before)
    pairs = paired(left.lines, right.lines, lambda line: line.code, lambda line: line.code)
    common = [pair for pair in pairs if not pair.new and not pair.vanished]
    new, vanished = [pair for pair in pairs if pair.new], [pair for pair in pairs if pair.vanished]
    assert len(common) + len(new) == len(now)
    assert len(common) + len(vanished) == len(before)
    assert [pair.now for pair in pairs if pair.now] == list(left.lines)
    assert sorted(line.code for pair in pairs if (line := pair.before)) == sorted(code for code, _ in before)
    [sheet] = compared([left], [right]).values()
    for line in sheet.all_lines:
        first, last, change, percent = (figure.value for figure in line.figures)
        assert isinstance(first, int)
        assert isinstance(last, int)
        assert change == last - first
        assert percent == (f"{rounded(Fraction(last - first, first))}%" if first else None)
    assert sum_of(sheet, 0) == sum(number for _, number in before) == sheet.all_lines[-1].figures[0].value
    assert sum_of(sheet, 1) == sum(number for _, number in now) == sheet.all_lines[-1].figures[1].value


def list_sheet(cells: Sequence[tuple[str, int]]) -> Sheet:
    """A sheet whose lines may bear the same code."""
    lines = tuple(Line(code, same(code), (Figure(number),)) for code, number in cells)
    total = Line("total", same("合计"), (Figure(sum(number for _, number in cells)),))
    return Sheet("field", same("按领域"), same("领域"), (COUNTED,), lines, total)


def sum_of(sheet: Sheet, place: int) -> int:
    return sum(value for line in sheet.lines if isinstance(value := line.figures[place].value, int))


def test_months_are_matched_by_their_place_in_the_period() -> None:
    [sheet] = compared([a_sheet({"2023-01": 3, "2023-03": 4})], [a_sheet({"2022-01": 2, "2022-02": 1})]).values()
    assert printed(sheet) == {
        "2023-01": ["2", "3", "1", "+50.00%"],
        "2022-02": ["1", "0", "-1", "-100.00%"],
        "2023-03": ["0", "4", "4", "—"],
        "total": ["3", "7", "4", "+133.33%"],
    }
    assert sheet.notes[-1].zh.startswith("月份按在期间中的先后对应")


def test_the_months_of_a_half_are_matched_with_those_of_the_half_before() -> None:
    now = replace(a_document(2023, a_sheet({"2023-07": 3})), period=the("2023H2"))
    before = replace(a_document(2023, a_sheet({"2023-01": 2})), period=the("2023H1"))
    [sheet] = compare(now, before).parts[0].sheets
    assert printed(sheet)["2023-07"] == ["2", "3", "1", "+50.00%"]


def test_a_text_stands_as_it_is_now_and_a_blank_stays_blank() -> None:
    def sheet(text: str, *codes: str) -> Sheet:
        columns = (Column("share", same("占比"), PERCENT), Column("remark", same("说明"), TEXT))
        lines = (Line(code, same(code), (Figure("", TEXT), Figure(text, TEXT))) for code in codes)
        return Sheet("remarks", same("说明"), same("项目"), columns, tuple(lines))

    found = compared([sheet("本年", "a")], [sheet("上年", "a", "b")])["remarks"]
    assert printed(found) == {"a": ["", "", "", "本年"], "b": ["", "", "", "上年"]}


def rates_sheet(cells: Mapping[str, tuple[str | None, str]], *, with_fractions: bool = True) -> Sheet:
    columns = (
        Column("percent", Words("数值", "value"), PERCENT),
        Column("fraction", Words("分子/分母", "part/whole"), TEXT),
        Column("definition", Words("算法", "definition"), TEXT),
    )
    lines = tuple(
        Line(
            code,
            same(code),
            (Figure(shown, PERCENT), Figure(fraction, TEXT), Figure("甲÷乙", TEXT, words=same("甲÷乙"))),
        )
        for code, (shown, fraction) in cells.items()
    )
    sheet = Sheet("rates", Words("比率", "rates"), Words("比率", "rate"), columns, lines)
    if with_fractions:
        return sheet
    lines = tuple(Line(line.code, line.label, (line.figures[0], line.figures[2])) for line in lines)
    return Sheet("rates", sheet.title, sheet.head, (columns[0], columns[2]), lines)


def test_rates_change_in_points_of_the_exact_fraction_where_part_and_whole_are_shown() -> None:
    now, before = {"loss": ("33.33%", "1/3")}, {"loss": ("16.67%", "1/6")}
    exact = compared([rates_sheet(now)], [rates_sheet(before)])["rates"]
    assert printed(exact) == {"loss": ["16.67%", "33.33%", "+16.67", "1/6", "1/3", "甲÷乙"]}
    as_printed = compared([rates_sheet(now, with_fractions=False)], [rates_sheet(before, with_fractions=False)])[
        "rates"
    ]
    assert printed(as_printed) == {"loss": ["16.67%", "33.33%", "+16.66", "甲÷乙"]}
    assert [column.kind for column in exact.columns] == [PERCENT, PERCENT, POINTS, TEXT, TEXT, TEXT]
    assert exact.lines[0].figures[-1].words == same("甲÷乙")


def test_a_rate_of_nothing_has_no_change() -> None:
    now, before = {"loss": ("33.33%", "1/3"), "new": ("50.00%", "1/2")}, {"loss": (None, "0/0")}
    sheet = compared([rates_sheet(now)], [rates_sheet(before)])["rates"]
    assert printed(sheet)["loss"] == ["—", "33.33%", "—", "0/0", "1/3", "甲÷乙"]
    assert printed(sheet)["new"][:3] == ["—", "50.00%", "—"]


def test_days_and_yuan_among_counts_have_a_difference_and_no_change_in_per_cent() -> None:
    def sheet(days: Value, yuan: Value) -> Sheet:
        value = Column("value", Words("数值", "value"))
        days_line = Line("days", same("天数"), (Figure(days, DAYS),))
        lines = (Line("late", same("逾期"), (Figure(4),)), days_line, Line("yuan", same("金额"), (Figure(yuan, YUAN),)))
        return Sheet("efficiency", same("效率"), same("项目"), (value,), lines)

    found = compared([sheet("41.07", "10.00")], [sheet("41.5", "12.50")])["efficiency"]
    assert printed(found) == {
        "late": ["4", "4", "0", "0.00%"],
        "days": ["41.5", "41.07", "-0.43", ""],
        "yuan": ["12.50", "10.00", "-2.50", ""],
    }
    assert found.lines[1].figures[2].kind == DAYS


def test_columns_that_only_one_of_them_has_are_shown_and_named() -> None:
    def cross(*instances: str) -> Sheet:
        columns = tuple(Column(name, same(name), group=Words("审级", "instance")) for name in instances)
        return Sheet("cross", same("交叉"), same("方式"), columns, (Line("a", same("a"), (Figure(2),) * len(columns)),))

    sheet = compared([cross("first", "total")], [cross("first", "second", "total")])["cross"]
    assert printed(sheet) == {"a": ["2", "2", "0", "0.00%", "2", "0", "-2", "-100.00%", "2", "2", "0", "0.00%"]}
    assert sheet.columns[0].group == Words("审级 first", "instance, first")
    assert sheet.notes == (Words("消失栏：second", "Vanished columns: second"),)


def test_identities_of_both_stand_below_those_of_before_say_so() -> None:
    flow = Words("收结", "flow")
    now = a_document(2023, checks=[Check("flow", "1 + 2 = 3", holds=True, label=flow)])
    before = a_document(2022, checks=[Check("flow", "0 + 2 = 3", holds=False, label=flow)])
    both = compare(now, before)
    assert [(check.name, check.equation) for check in both.checks] == [
        ("flow", "1 + 2 = 3"),
        ("before.flow", "0 + 2 = 3"),
    ]
    assert not both.holds
    assert [check.label for check in both.checks] == [flow, Words("对比期：收结", "before: flow")]


def test_the_heading_says_both_periods_and_the_notes_what_was_counted_otherwise() -> None:
    now, before = a_document(2023), a_document(2022)
    law = Words("新法施行", "a new law")
    both = compare(now, before, [law])
    assert both.compared == before.period
    for text in both.heading[1]:
        assert "2023-01-01" in text
        assert "2022-12-31" in text
    assert both.notes == (law,)
    other = replace(before, scheme="broad", known_at=3)
    [note] = compare(now, other).notes
    assert "broad" in note.zh
    assert "standard" in note.en


def test_a_register_a_definition_and_a_note_that_only_before_has_are_kept() -> None:
    own = Definition("loss", same("败诉率"), same("甲"))
    before = a_document(2022, a_sheet({"公安": 2}), register=LITIGATION)
    part = Part(LITIGATION, before.parts[0].sheets, definitions=(own,))
    before = replace(before, parts=(part,), notes=(same("快报"),))
    both = compare(a_document(2023, a_sheet({"公安": 3})), before)
    assert [part.register for part in both.parts] == [LITIGATION, REVIEW]
    assert both.parts[0].definitions == (own,)
    assert both.notes == (Words("对比期：快报", "before: 快报"),)


def test_documents_of_two_forms_are_not_compared() -> None:
    now = a_document(2023)
    other = replace(now, form="monthly")
    with pytest.raises(ValueError, match="monthly"):
        compare(now, other)


# reports


@pytest.fixture(scope="module")
def book() -> DerivedBook:
    book = DerivedBook()
    taken = {"accepted_on": "2022-03-02", "closed_on": "2022-05-02"}
    book.case("2022-03-01", **taken, outcome="revoke", field="税务", days_taken=61, times=2)
    book.case("2022-03-01", **taken, outcome="maintain", field="公安", days_taken=61, times=4)
    taken = {"accepted_on": "2023-03-02", "closed_on": "2023-05-02"}
    book.case("2023-03-01", **taken, outcome="revoke", field="公安", days_taken=40)
    book.case("2023-03-01", **taken, outcome="maintain", days_taken=61, times=8)
    return book


def report_of(book: DerivedBook, year: int, *by: str) -> Report:
    return reports.build(
        book.connection, register=REVIEW, period=the(str(year)), lawbook=LAWBOOK, bureau="南昌县司法局", by=by
    )


def test_the_json_tells_every_figure_before_and_now(book: DerivedBook) -> None:
    now, before = report_of(book, 2023), report_of(book, 2022)
    tree = changes(now, before, ["说明"])
    assert tree["period"] == {"from": "2022-01-01", "to": "2022-12-31"}
    assert tree["notes"] == ["说明"]
    figures, rates = tree["figures"], tree["rates"]
    assert isinstance(figures, dict)
    assert isinstance(rates, dict)
    assert figures["flow.accepted"] == {"before": 6, "now": 9, "change": 3, "percent": "+50.00%"}
    assert figures["outcomes.vary"] == {"before": 0, "now": 0, "change": 0, "percent": None}
    assert figures["efficiency.average_days"] == {"before": "61.00", "now": "58.67", "change": "-2.33", "percent": None}
    assert rates["correction"] == {"before": "33.33%", "now": "11.11%", "points": "-22.22"}
    counted = {name for name, _ in now.values() if not name.startswith("rates.")}
    assert figures.keys() == counted
    assert rates.keys() == {share.name for share in now.rates}


def test_the_json_names_new_and_vanished_cells_of_each_breakdown(book: DerivedBook) -> None:
    by = ("field", "month", "field,outcome")
    tree = changes(report_of(book, 2023, *by), report_of(book, 2022, *by))
    assert tree["breakdowns"] == [
        {"by": ["field"], "new": [["not_stated"]], "vanished": [["税务"]]},
        {"by": ["month"], "new": [], "vanished": []},
        {
            "by": ["field", "outcome"],
            "new": [["公安", "revoke"], ["not_stated", "maintain"]],
            "vanished": [["公安", "maintain"], ["税务", "revoke"]],
        },
    ]


def test_a_rate_of_nothing_changes_by_nothing_in_the_json(book: DerivedBook) -> None:
    rates = changes(report_of(book, 2023), report_of(book, 2020))["rates"]
    assert isinstance(rates, dict)
    assert rates["correction"] == {"before": None, "now": "11.11%", "points": None}


def test_a_section_that_only_one_report_has_is_in_the_json(book: DerivedBook) -> None:
    now, before = report_of(book, 2023), report_of(book, 2022)
    vanished = changes(replace(now, efficiency=None), before)["figures"]
    new = changes(now, replace(before, efficiency=None))["figures"]
    assert isinstance(vanished, dict)
    assert isinstance(new, dict)
    assert vanished["efficiency.extended"] == {"before": 0, "now": None, "change": None, "percent": None}
    assert new["efficiency.extended"] == {"before": None, "now": 0, "change": None, "percent": None}


def test_the_summary_compares_as_its_json_does(book: DerivedBook) -> None:
    now, before = report_of(book, 2023, "field"), report_of(book, 2022, "field")
    tree = changes(now, before)["figures"]
    assert isinstance(tree, dict)
    both = compare(summary_of(now), summary_of(before))
    seen = 0
    for sheet in both.parts[0].sheets:
        for line in sheet.lines:
            for place, figure in enumerate(line.figures):
                if figure.name in tree:
                    told = tree[figure.name]
                    cells = [each.value for each in line.figures[place - 1 : place + 3]]
                    assert cells == [told["before"], told["now"], told["change"], told["percent"]]
                    seen += 1
    assert seen > 30


def summary_of(report: Report) -> Document:
    return replace(a_document(report.period.start.year), parts=(summary.part_of(report, load()),))
