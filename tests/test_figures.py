"""Figures refuse to be inconsistent, and shares are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook import schemes, terms
from casebook.bookfaults import Unbalanced
from casebook.cells import cells_of
from casebook.dates import Period
from casebook.figures import Breakdown, Flow, IntakeFlow, Report, Share, percent
from casebook.filefaults import SchemeFaulty, SchemeUnknown
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

NO_INTAKE = dict.fromkeys(terms.INTAKE_RESULT.codes, 0)
A_WORD = Words("率", "rate")


def test_a_flow_that_does_not_balance_cannot_be_built() -> None:
    flow = Flow("accepted", opening=0, entered=116, concluded=87, pending=29, opening_concluded=0)
    assert flow.check.equation == "0 + 116 = 87 + 29"
    with pytest.raises(Unbalanced) as refused:
        replace(flow, pending=28)
    assert "0 + 116 = 87 + 28" in refused.value.say("zh")
    assert "check --deep" in refused.value.say("en")


def test_no_more_can_be_carried_in_and_concluded_than_was_carried_in_or_concluded() -> None:
    with pytest.raises(Unbalanced):
        Flow("accepted", opening=1, entered=9, concluded=5, pending=5, opening_concluded=2)
    with pytest.raises(Unbalanced):
        Flow("accepted", opening=9, entered=1, concluded=1, pending=9, opening_concluded=2)


def test_an_intake_that_does_not_balance_cannot_be_built() -> None:
    results = NO_INTAKE | {"accept": 116, "refuse": 46}
    assert IntakeFlow(0, 162, results, 0).check.holds
    with pytest.raises(Unbalanced):
        IntakeFlow(0, 162, results, 1)


def test_a_breakdown_sums_to_its_base() -> None:
    counts = ((("penalty",), 40), (("licence",), 75), ((None,), 1))
    breakdown = Breakdown(("matter",), "accepted", counts, 116)
    assert (breakdown.total, breakdown.not_stated) == (116, 1)
    assert breakdown.cells == {"penalty": 40, "licence": 75}
    with pytest.raises(Unbalanced):
        replace(breakdown, base_count=115)


def test_a_cross_keeps_what_is_not_stated_at_either_level() -> None:
    counts = ((("公安", "maintain"), 3), (("公安", None), 2), ((None, "revoke"), 1), ((None, None), 4))
    cross = Breakdown(("field", "family"), "accepted", counts, 10)
    assert cross.cells == {"公安": {"maintain": 3, "not_stated": 2}}
    assert cross.not_stated == 5
    assert cross.total == 10


def a_report(**changed: int) -> Report:
    outcomes = {**dict.fromkeys(terms.REVIEW_OUTCOME.codes, 0), "maintain": 2, "terminate": 1}
    families = {**dict.fromkeys(terms.REVIEW_FAMILY.codes, 0), "maintain": 2, "terminate": 1}
    grounds = {"withdrawn": 1, "not_stated": 0}
    outcomes |= {code: number for code, number in changed.items() if code in outcomes}
    return Report(
        form="summary",
        register=REVIEW,
        bureau="南昌县司法局",
        period=Period(date(2023, 1, 1), date(2023, 10, 16)),
        known_at=1,
        scheme="standard",
        unit=Words("件", "cases"),
        flow=Flow("accepted", 0, 4, changed.get("concluded", 3), 4 - changed.get("concluded", 3), 0, 3),
        outcomes=outcomes,
        families=families,
        grounds={"terminate": grounds},
        rates=(),
        intake=IntakeFlow(0, 4, NO_INTAKE | {"accept": 4}, 0),
    )


def test_outcomes_families_and_grounds_sum_to_what_they_divide() -> None:
    assert [check.name for check in a_report().checks] == [
        "intake", "flow", "outcomes", "families", "grounds.terminate", "closed_all",
    ]  # fmt: skip
    for wrong in ({"maintain": 3}, {"concluded": 2}, {"terminate": 0, "maintain": 3}):
        with pytest.raises(Unbalanced):
            a_report(**wrong)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (5, 87, "5.75%"),
        (116, 116, "100.00%"),
        (41, 42, "97.62%"),
        (0, 87, "0.00%"),
        (1, 8, "12.50%"),
        (1, 1600, "0.06%"),  # 0.0625
        (1, 800, "0.13%"),  # 0.125: half up
        (1, 1_000_000, "0.01%"),  # never 0 unless it is 0
        (999_999, 1_000_000, "99.99%"),  # never 100 unless it is
        (3, 2, "150.00%"),
        (0, 0, None),
    ],
)
def test_a_share_is_rounded_half_up_on_the_exact_fraction(part: int, whole: int, printed: str | None) -> None:
    assert percent(part, whole) == printed


def test_a_scheme_may_truncate_and_set_the_places() -> None:
    assert percent(2, 3, truncate=True) == "66.66%"
    assert percent(2, 3, places=0) == "67%"
    assert percent(2, 3, places=1) == "66.7%"


@given(st.integers(1, 10**12), st.data())
def test_every_share_is_the_decimal_one_but_for_nothing_and_all(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    exact = Fraction(part * 100, whole)
    wide = Decimal(exact.numerator * 10**60 // exact.denominator).scaleb(-60)
    rounded = wide.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if part:
        rounded = max(rounded, Decimal("0.01"))
    if part < whole:
        rounded = min(rounded, Decimal("99.99"))
    assert percent(part, whole) == f"{rounded}%"


def test_a_share_has_no_negative_part() -> None:
    with pytest.raises(Unbalanced):
        Share("loss", A_WORD, A_WORD, part=-1, whole=3)


def test_the_standard_scheme_has_the_rates_that_scripts_rely_on() -> None:
    standard = schemes.load()
    of_review = ["acceptance", "conclusion", "maintained", "correction", "settled", "terminated", "resolved"]
    for register in (REVIEW, REVIEW_DEFENCE):
        assert [rate.name for rate in standard.rates_of(register)] == of_review
    assert [rate.name for rate in standard.rates_of(LITIGATION)] == ["conclusion", "loss", "attendance"]
    assert standard.places == 2


def test_no_rate_of_the_standard_scheme_adds_a_case_twice() -> None:
    for register in terms.REGISTER.codes:
        cells = cells_of(register, {code: code for code in terms.outcomes(register).codes})
        for rate in schemes.load().rates_of(register):
            for side in (rate.part, rate.whole):
                assert len(set(side)) == len(side)
                wheres = [where for name in side if name in cells for where in cells[name].any_of]
                for number, one in enumerate(wheres):
                    assert not any(overlap(one, other) for other in wheres[number + 1 :]), rate.name


def overlap(one: tuple[tuple[str, tuple[object, ...]], ...], other: tuple[tuple[str, tuple[object, ...]], ...]) -> bool:
    """Tell whether a case could fit both: no case is open at the start and enters in the same period."""
    facts, others = dict(one), dict(other)
    if {"open_start", "entered_in"} <= facts.keys() | others.keys():
        return False
    return all(set(facts[name]) & set(others[name]) for name in facts.keys() & others.keys())


RATE = """
places = 2
rounding = "half_up"
label = { zh = "甲", en = "a" }
unit = { zh = "件", en = "cases" }
[[rate]]
name = "maintained"
label = { zh = "维持率", en = "maintained" }
summary = true
[[rate.variant]]
code = "a"
registers = ["review"]
definition = { zh = "维持 ÷ 审结", en = "maintained ÷ concluded" }
part = ["families.maintain"]
whole = ["flow.concluded"]
"""


def test_a_scheme_is_data() -> None:
    scheme = schemes.read("a", RATE.replace("half_up", "truncate").replace("places = 2", "places = 1"))
    assert (scheme.truncate, scheme.places, scheme.unit.zh) == (True, 1, "件")
    [own] = [rate for rate in scheme.rates_of(REVIEW) if rate.name == "maintained"]
    assert own.whole == ("flow.concluded",)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('["families.maintain"]', '["families.maintained"]'),
        ('["flow.concluded"]', '["flow.received"]'),
        ('["review"]', '["reviews"]'),
        ('["review"]', "[]"),
        ('["review"]', '"review"'),
        ("places = 2", 'places = "2"'),
        ("places = 2", "places = -1"),
        ('"half_up"', '"up"'),
        ('name = "maintained"', ""),
        ('name = "maintained"', 'name = "maintained"\nround = 2'),
        ('{ zh = "甲", en = "a" }', '"a"'),
        ('{ zh = "甲", en = "a" }', '{ zh = "甲" }'),
        ("[[rate]]", "[rate]"),
        ("places = 2", 'places = 2\nopening = "all"'),
        ("places = 2", 'places = 2\nclosed = "some"'),
        ("places = 2", 'places = 2\norder = ["maintained"]'),
        ("places = 2", "places = 2\nshares = 1"),
        ("[[rate]]", '[variants]\nloss = "z"\n[[rate]]'),
        ('["families.maintain"]', '["outcomes.<lost>"]'),
        ("[[rate]]", "[[rate]"),
    ],
)
def test_a_scheme_with_a_fault_is_refused_by_name(right: str, wrong: str) -> None:
    with pytest.raises(SchemeFaulty) as refused:
        schemes.read("mine", RATE.replace(right, wrong))
    assert "mine" in refused.value.say("zh")


def test_an_unknown_scheme_names_those_that_there_are() -> None:
    with pytest.raises(SchemeUnknown) as refused:
        schemes.load("../standard")
    assert "standard" in refused.value.say("en").partition("\n")[2]
