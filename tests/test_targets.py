"""Yearly targets: read as officers write them, measured on exact figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from derived_book import DerivedBook
from hypothesis import given
from hypothesis import strategies as st

from casebook import reports, terms
from casebook.dates import Period
from casebook.errors import FigureUnknown
from casebook.figures import Flow, Report, Share
from casebook.law import default_lawbook
from casebook.reportfaults import TargetRegister, TargetUnclear, TargetWithoutPercent, TargetWithPercent
from casebook.sheets import COUNT, DAYS, PERCENT, POINTS, TEXT
from casebook.targets import (
    BETTER,
    LAST_YEAR,
    RELATIONS,
    SAME,
    WORSE,
    Known,
    Progress,
    Target,
    known_figures,
    pack,
    parse_target,
    progress,
    target_sheet,
    unpack,
)
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

LAWBOOK = default_lawbook()
YEAR = 2023


def built(book: DerivedBook, register: str, year: int) -> Report:
    period = Period(date(year, 1, 1), date(year, 12, 31))
    return reports.build(book.connection, register=register, period=period, lawbook=LAWBOOK, bureau="南昌县司法局")


@pytest.fixture(scope="module")
def book() -> DerivedBook:
    book = DerivedBook()
    taken = {"accepted_on": "2023-03-02", "closed_on": "2023-05-02", "outcome": "maintain"}
    book.case("2023-03-01", **taken, days_taken=61, times=3)
    book.case("2022-03-01", accepted_on="2022-03-02", closed_on="2022-05-02", outcome="maintain", days_taken=40)
    return book


@pytest.fixture(scope="module")
def known(book: DerivedBook) -> dict[str, tuple[Known, ...]]:
    return {register: known_figures(built(book, register, YEAR)) for register in terms.REGISTER.codes}


Figures = dict[str, tuple[Known, ...]]


def suits(lost: int, concluded: int, *, received: int = 60) -> Report:
    """A report of suits in which so many were lost of those concluded at first instance."""
    lost_rate = Share("loss", Words("败诉率", "loss rate"), Words("…", "…"), lost, concluded)
    outcomes = dict.fromkeys(terms.LITIGATION_OUTCOME.codes, 0) | {"other": concluded}
    return Report(
        form="summary",
        register=LITIGATION,
        bureau="南昌县司法局",
        period=Period(date(YEAR, 1, 1), date(YEAR, 6, 30)),
        known_at=1,
        scheme="standard",
        unit=Words("件", "cases"),
        flow=Flow("received", 1000, received, concluded, 1000 + received - concluded, 0),
        outcomes=outcomes,
        families={"other": concluded},
        grounds={},
        rates=(lost_rate,),
    )


def a_target(figure: str, condition: str, register: str = LITIGATION) -> Target:
    """A target on one of the two figures of ``suits``."""
    here = {register: known_figures(suits(0, 1))}
    return parse_target(figure, condition, register, YEAR, here)


# reading


@pytest.mark.parametrize(
    ("written", "relation", "bound"),
    [
        ("<=8%", "<=", Fraction(8, 100)),
        ("≤8%", "<=", Fraction(8, 100)),
        ("＜＝8％", "<=", Fraction(8, 100)),
        (" <= 8.50 % ", "<=", Fraction(85, 1000)),
        ("不超过８％", "<=", Fraction(8, 100)),
        (">=95%", ">=", Fraction(95, 100)),
        ("不低于95%", ">=", Fraction(95, 100)),
        ("≥95%", ">=", Fraction(95, 100)),
        ("<8%", "<", Fraction(8, 100)),
        ("低于8%", "<", Fraction(8, 100)),
        ("＞0.5%", ">", Fraction(5, 1000)),
        ("超过0%", ">", Fraction(0)),
        ("<last-year", "<", None),
        ("低于上年", "<", None),
        ("不高于去年同期", "<=", None),
        (">=LAST-YEAR", ">=", None),
    ],
)
def test_a_condition_is_read_as_officers_write_it(written: str, relation: str, bound: Fraction | None) -> None:
    target = a_target("loss", written)
    assert (target.relation, target.bound, target.is_rate) == (relation, bound, True)


def test_the_bound_is_kept_as_it_was_written() -> None:
    assert a_target("loss", "≤8.50％").written == "8.50%"
    assert a_target("loss", "≤8.50％").condition == Words("≤8.50%", "≤8.50%")
    assert a_target("loss", "低于上年").written == LAST_YEAR
    assert a_target("loss", "低于上年").condition == Words("低于上年同期", "less than a year before")
    assert a_target("flow.received", "<60件").written == "60"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "8%",
        "=8%",
        "<",
        "<8%%",
        "<8%件",
        "<-8%",
        "8%以下",
        "<八%",
        "<1e3",
        "<" + "9" * 5000,
        "<٨%",
        "<8%; drop",
        "<last",
    ],
)
def test_what_is_no_condition_is_refused(written: str) -> None:
    with pytest.raises(TargetUnclear) as refused:
        a_target("loss", written)
    assert written in refused.value.say("zh")
    assert "<=8%" in refused.value.say("en")


@pytest.mark.parametrize(
    ("text", "register", "figure"),
    [
        ("loss", None, "loss"),
        ("败诉率", None, "loss"),
        ("Loss Rate", None, "loss"),
        ("rates.loss", None, "loss"),
        ("rates.loss.percent", None, "loss"),
        ("出庭应诉率", None, "attendance"),
        ("负责人出庭应诉率", None, "attendance"),
        ("纠错率", REVIEW, "correction"),
        ("直接纠错率", REVIEW_DEFENCE, "correction"),
    ],
)
def test_a_rate_is_found_by_its_name_and_its_labels(
    known: Figures, text: str, register: str | None, figure: str
) -> None:
    target = parse_target(text, ">=8%", register, YEAR, known)
    assert (target.figure, target.is_rate) == (figure, True)


@pytest.mark.parametrize(
    ("text", "register", "found"),
    [
        ("新收", LITIGATION, "flow.received"),
        ("新收", REVIEW, "intake.received"),
        ("本期新收", LITIGATION, "flow.received"),
        ("受理", None, "flow.accepted"),  # the flow, not the result of the intake
        ("flow.accepted", None, "flow.accepted"),
        ("一审新收", None, "instances.first.received"),
        ("终止和解", REVIEW, "grounds.terminate.settled"),
        ("平均办理天数", None, "efficiency.average_days"),
        ("开庭", None, "hearings.cases_heard"),
        ("rates.loss.part", None, "rates.loss.part"),
        ("败诉率（分子）", None, "rates.loss.part"),
    ],
)
def test_a_count_is_found_by_its_name_its_label_and_other_words_for_it(
    known: Figures, text: str, register: str | None, found: str
) -> None:
    target = parse_target(text, "<60", register, YEAR, known)
    assert (target.figure, target.is_rate, target.bound) == (found, False, Fraction(60))


def test_the_register_is_that_which_has_the_figure(known: Figures) -> None:
    assert parse_target("败诉率", "<8%", None, YEAR, known).register == LITIGATION
    assert parse_target("受理", "<8", None, YEAR, known).register == REVIEW


def test_a_figure_of_several_registers_needs_one_named(known: Figures) -> None:
    with pytest.raises(TargetRegister) as refused:
        parse_target("审结率", ">=90%", None, YEAR, known)
    assert "review 行政复议、review-defence 被复议、litigation 行政应诉" in refused.value.say("zh")
    assert parse_target("审结率", ">=90%", REVIEW_DEFENCE, YEAR, known).register == REVIEW_DEFENCE


def test_an_unknown_figure_is_refused_with_the_nearest(known: Figures) -> None:
    with pytest.raises(FigureUnknown) as refused:
        parse_target("败速率", "<8%", None, YEAR, known)
    assert "loss 败诉率" in refused.value.say("zh")
    assert "any register" in refused.value.say("en")
    with pytest.raises(FigureUnknown) as refused:
        parse_target("败诉率", "<8%", REVIEW, YEAR, known)
    assert "行政复议报表" in refused.value.say("zh")
    assert "loss" not in refused.value.say("zh")


def test_a_figure_like_none_is_refused_with_all_rates(known: Figures) -> None:
    with pytest.raises(FigureUnknown) as refused:
        parse_target("☃", "<8%", LITIGATION, YEAR, known)
    assert refused.value.say("en").endswith(
        "conclusion (conclusion rate), loss (loss rate), attendance (attendance of the head)"
    )


def test_a_rate_needs_a_per_cent_sign_and_a_count_has_none(known: Figures) -> None:
    with pytest.raises(TargetWithoutPercent) as bare:
        parse_target("loss", "<8", None, YEAR, known)
    assert "<8%" in bare.value.say("zh")
    assert "loss rate" in bare.value.say("en")
    with pytest.raises(TargetWithPercent) as marked:
        parse_target("flow.accepted", "<8%", None, YEAR, known)
    assert "<8；" in marked.value.say("zh")
    assert "acceptance (acceptance rate)" in marked.value.say("en")


# standing


def test_a_rate_below_its_bound_has_room_in_points_and_one_above_has_passed_it() -> None:
    target = a_target("loss", "<=8%")
    below, above = progress(target, suits(4, 100), None), progress(target, suits(9, 100), None)
    assert (below.value, below.met, below.distance) == ("4.00%", True, "+4.00")
    assert (above.value, above.met, above.distance) == ("9.00%", False, "-1.00")
    assert below.label == Words("败诉率", "loss rate")


def test_a_rate_is_measured_by_its_fraction_not_by_what_is_printed() -> None:
    at_most = progress(a_target("loss", "<=33.33%"), suits(1, 3), None)
    assert (at_most.value, at_most.met, at_most.distance) == ("33.33%", False, "-0.01")
    bound = progress(a_target("loss", "<=8%"), suits(8, 100), None)
    assert (bound.met, bound.distance) == (True, "0.00")
    assert progress(a_target("loss", "<8%"), suits(8, 100), None).met is False


def test_of_a_rate_that_should_be_high_the_room_is_above_the_bound() -> None:
    target = a_target("loss", ">=95%")
    assert progress(target, suits(97, 100), None).distance == "+2.00"
    assert progress(target, suits(90, 100), None).distance == "-5.00"
    assert progress(target, suits(90, 100), None).met is False


def test_a_count_has_room_in_cases() -> None:
    target = a_target("新收", "<60")
    few = progress(target, suits(0, 1, received=58), suits(0, 1, received=70))
    assert (few.value, few.met, few.distance, few.year_before, few.trend) == ("58", True, "+2", "70", BETTER)
    assert few.label == Words("新收", "received")
    many = progress(target, suits(0, 1, received=63), suits(0, 1, received=50))
    assert (many.met, many.distance, many.trend) == (False, "-3", WORSE)
    assert progress(target, suits(0, 1, received=60), None).distance == "0"


def test_days_have_room_in_days(book: DerivedBook, known: Figures) -> None:
    target = parse_target("平均办理天数", "<60.5天", None, YEAR, known)
    found = progress(target, built(book, REVIEW, YEAR), built(book, REVIEW, YEAR - 1))
    assert (found.value, found.kind, found.met, found.distance) == ("61.00", DAYS, False, "-0.50")
    assert (found.year_before, found.trend) == ("40.00", WORSE)


def test_of_nothing_concluded_no_rate_is_met_or_missed() -> None:
    found = progress(a_target("loss", "<=8%"), suits(0, 0), suits(1, 10))
    assert (found.value, found.met, found.distance, found.trend) == (None, None, None, None)
    assert found.year_before == "10.00%"


def test_a_target_against_last_year_is_measured_by_the_same_period_a_year_before() -> None:
    target = a_target("loss", "<last-year")
    found = progress(target, suits(4, 100), suits(5, 100))
    assert (found.met, found.distance, found.trend) == (True, "+1.00", BETTER)
    assert progress(target, suits(5, 100), suits(5, 100)).met is False
    assert progress(target, suits(5, 100), None).met is None
    assert progress(target, suits(5, 100), suits(0, 0)).met is None


def test_the_trend_says_whether_a_figure_moves_the_way_it_should() -> None:
    low, high = a_target("loss", "<=8%"), a_target("loss", ">=8%")
    now, before = suits(4, 100), suits(5, 100)
    assert [progress(low, now, before).trend, progress(high, now, before).trend] == [BETTER, WORSE]
    assert [progress(low, before, now).trend, progress(high, before, now).trend] == [WORSE, BETTER]
    assert progress(low, now, suits(40, 1000)).trend == SAME
    assert progress(low, now, None).trend is None


def test_a_figure_that_the_report_does_not_have_stands_nowhere() -> None:
    for figure, is_rate in (("attendance", True), ("hearings.cases_heard", False)):
        found = progress(Target(figure, LITIGATION, YEAR, ">=", Fraction(1), "100%", is_rate), suits(1, 2), None)
        assert (found.value, found.met, found.distance) == (None, None, None)


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 100), st.sampled_from(RELATIONS))
def test_room_is_positive_where_the_target_is_met_and_negative_where_it_is_passed(
    lost: int, more: int, bound: int, relation: str
) -> None:
    concluded = lost + more
    found = progress(a_target("loss", f"{relation}{bound}%"), suits(lost, concluded), None)
    rate, aim = Fraction(lost, concluded), Fraction(bound, 100)
    assert found.met == {"<": rate < aim, "<=": rate <= aim, ">": rate > aim, ">=": rate >= aim}[relation]
    assert found.distance is not None
    assert found.distance[0] == ("0" if rate == aim else "+" if found.met else "-")
    assert abs(abs(Fraction(found.distance)) - 100 * abs(rate - aim)) < Fraction(1, 100)


# the sheet


def a_sheet_of(*conditions: tuple[str, str]) -> list[Progress]:
    now, before = suits(4, 100, received=63), suits(5, 100, received=70)
    return [progress(a_target(figure, condition), now, before) for figure, condition in conditions]


def test_a_sheet_shows_target_now_distance_year_before_trend_and_whether_it_is_met() -> None:
    sheet = target_sheet(a_sheet_of(("loss", "<=8%"), ("新收", "<60"), ("审结", ">last-year")))
    assert (sheet.code, sheet.title) == ("targets", Words("年度目标", "Targets"))
    said = {line.code: [figure.say("zh") for figure in line.figures] for line in sheet.lines}
    assert said == {
        "loss": ["≤8%", "4.00%", "+4.00", "5.00%", "好转", "是"],
        "flow.received": ["<60", "63", "-3", "70", "好转", "否"],
        "flow.concluded": ["高于上年同期", "100", "0", "100", "持平", "否"],
    }
    assert [figure.say("en") for figure in sheet.lines[1].figures] == ["<60", "63", "-3", "70", "better", "no"]
    assert [figure.kind for figure in sheet.lines[0].figures] == [TEXT, PERCENT, POINTS, PERCENT, TEXT, TEXT]
    assert [column.kind for column in sheet.columns] == [TEXT, COUNT, COUNT, COUNT, TEXT, TEXT]
    assert sheet.lines[1].figures[1].value == 63
    assert [line.figures[1].name for line in sheet.lines] == [None, "flow.received", "flow.concluded"]
    assert "余地" in sheet.notes[0].zh


def test_a_sheet_of_rates_has_columns_of_rates() -> None:
    sheet = target_sheet(a_sheet_of(("loss", "<=8%")))
    assert [column.kind for column in sheet.columns] == [TEXT, PERCENT, POINTS, PERCENT, TEXT, TEXT]


def test_what_cannot_be_said_is_a_dash() -> None:
    sheet = target_sheet([progress(a_target("loss", "<=8%"), suits(0, 0), None)])
    assert [figure.text for figure in sheet.lines[0].figures] == ["≤8%", *("—",) * 5]


def test_an_office_without_targets_has_an_empty_sheet() -> None:
    assert target_sheet([]).lines == ()
    assert target_sheet([]).notes == ()


# keeping

TARGETS = st.builds(
    Target,
    figure=st.sampled_from(["loss", "flow.received", "自定率"]),
    register=st.sampled_from(terms.REGISTER.codes),
    year=st.integers(1900, 9998),
    relation=st.sampled_from(RELATIONS),
    bound=st.none() | st.fractions(0, 10**9),
    written=st.text(),
    is_rate=st.booleans(),
)


@given(TARGETS)
def test_a_target_is_unpacked_as_it_was_packed(target: Target) -> None:
    assert unpack(pack(target)) == target


def test_the_same_target_is_packed_as_the_same_text() -> None:
    assert pack(a_target("loss", "<=8%")) == (
        '{"bound":"2/25","figure":"loss","is_rate":true,"register":"litigation","relation":"<=","written":"8%","year":2023}'
    )
    assert pack(a_target("败诉率", "≤ 8％")) == pack(a_target("loss", "<=8%"))
    assert unpack(pack(a_target("loss", "低于上年"))).bound is None
