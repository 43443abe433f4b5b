"""Every rate, under every definition and every scheme, against a recount by exact fractions from the cases alone."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
import rate_pencil
from blackbox.naive import Period
from desk import Desk, clear
from form_figures import Filled, asked
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_cases import PERIODS, TODAY, Officer, tell

from casebook import documents, schemes
from casebook.figures import percent, shares_of
from casebook.rates import catalogue
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.sheets import Line

# What each scheme prints where a register has it: written from its description, not from its file.
CHOSEN = {
    "standard": {},
    "accepted-base": {"conclusion": "b", "correction": "c", "maintained": "b"},
    "all-closed": {"conclusion": "c", "correction": "b", "settled": "c"},
    "broad": {"correction": "e", "settled": "b", "loss": "d"},
    "carried-in": {"settled": "b"},
    "merits": {"correction": "d", "loss": "b", "attendance": "b"},
}
PRINTED = {
    "standard": (2, "half_up"),
    "accepted-base": (1, "half_up"),
    "all-closed": (2, "half_up"),  # largest remainders are for shares of one whole, a rate stands alone
    "broad": (2, "truncate"),
    "carried-in": (1, "truncate"),
    "merits": (2, "half_up"),
}
CHEAP = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # there is no smaller book than that of a seed
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
BOOKS = st.integers(0, 10**6)


def lines(form: Filled, register: str) -> Iterator[tuple[str, Line]]:
    """Yield rate and variant of each line of a register; one that has no variants is ``a``."""
    for part in form.document.parts:
        if part.register == register:
            for line in part.sheets[0].lines:
                yield line.code if "." in line.code else f"{line.code}.a", line


def of_days(text: str) -> Period:
    first, last = text.split("..")
    return Period(first, last)


def open_desk(folder: Path, seed: int) -> Desk:
    """Return a new book for one example."""
    path = folder / f"{seed}.book"
    clear(path)
    return Desk(path, TODAY)


@CHEAP
@given(seed=BOOKS, count=st.integers(10, 40))
def test_every_variant_is_what_its_definition_counts(tmp_path: Path, seed: int, count: int) -> None:
    officer = Officer(seed)
    rows = officer.cases(count)
    desk = open_desk(tmp_path, seed)
    tell(desk, rows)
    for period in PERIODS:
        form = Filled(desk.book, asked(desk.book, "rates", period, TODAY, all_variants=True))
        for register in REGISTER.codes:
            expected = rate_pencil.every(register, rows, of_days(period))
            found = dict(lines(form, register))
            assert found.keys() == expected.keys(), register
            for name, (part, whole) in expected.items():
                value, fraction, definition = found[name].figures
                assert (name, fraction.value) == (name, f"{part}/{whole}"), (period, register)
                assert value.value == rate_pencil.printed(part, whole)
                assert definition.words is not None
        ratio = form.document.parts[-1].sheets[0].lines[0]
        received = [sum(row["register"] == "review" and row["received_on"] in of_days(period) for row in rows)]
        received += [sum(row["instance"] == "first" and row["received_on"] in of_days(period) for row in rows)]
        assert ratio.figures[1].value == f"{received[0]}/{received[1]}"


@CHEAP
@given(seed=BOOKS, count=st.integers(10, 40), period=st.sampled_from(PERIODS))
def test_a_scheme_prints_the_variant_it_chose_rounded_its_way(
    tmp_path: Path, seed: int, count: int, period: str
) -> None:
    officer = Officer(seed)
    rows = officer.cases(count)
    desk = open_desk(tmp_path, seed)
    tell(desk, rows)
    for scheme, (places, rounding) in PRINTED.items():
        form = Filled(desk.book, asked(desk.book, "rates", period, TODAY, scheme=scheme))
        summary = Filled(desk.book, asked(desk.book, "summary", period, TODAY, scheme=scheme))
        for register in REGISTER.codes:
            expected = rate_pencil.every(register, rows, of_days(period))
            shown: dict[str, tuple[object, object]] = {}
            for name, line in lines(form, register):
                rate = name.removesuffix(".a")
                wanted = f"{rate}.{CHOSEN[scheme].get(rate, 'a')}"
                part, whole = expected[wanted if wanted in expected else f"{rate}.a"]
                shown[rate] = (f"{part}/{whole}", rate_pencil.printed(part, whole, places, rounding))
                assert (line.figures[1].value, line.figures[0].value) == shown[rate], (scheme, rate)
            assert shown.keys() == {name.partition(".")[0] for name in expected}
            [part_of] = [each for each in summary.document.parts if each.register == register]
            assert part_of.report is not None
            for share in part_of.report.rates:
                assert (f"{share.part}/{share.whole}", share.percent) == shown[share.name]


def test_the_recount_knows_every_definition_there_is() -> None:
    assert set(CHOSEN) == set(PRINTED) == set(schemes.names())
    for register in REGISTER.codes:
        known = {f"{rate.name}.{rate.variant}" for rate in catalogue() if register in rate.registers}
        assert rate_pencil.every(register, [], Period("2024-01-01", "2024-12-31")).keys() == known


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 4), st.sampled_from(("half_up", "truncate")))
def test_a_share_is_rounded_on_the_exact_fraction(part: int, more: int, places: int, rounding: str) -> None:
    whole = part + more
    found = percent(part, whole, places, truncate=rounding == "truncate")
    assert found == rate_pencil.printed(part, whole, places, rounding)
    if found is not None:
        shown = Fraction(found.removesuffix("%"))
        assert (shown == 0) == (part == 0)
        assert (shown == 100) == (part == whole)
        assert abs(shown - Fraction(100 * part, whole)) <= Fraction(1, 10**places)


@pytest.mark.parametrize(
    ("part", "whole", "half_up", "truncated"),
    [
        (5, 87, "5.75%", "5.74%"),
        (1, 8, "12.50%", "12.50%"),
        (1, 800, "0.13%", "0.12%"),  # 0.125
        (1, 200_000, "0.01%", "0.01%"),
        (199_999, 200_000, "99.99%", "99.99%"),
        (2, 3, "66.67%", "66.66%"),
        (3, 2, "150.00%", "150.00%"),
        (0, 7, "0.00%", "0.00%"),
        (7, 7, "100.00%", "100.00%"),
    ],
)
def test_shares_as_printed(part: int, whole: int, half_up: str, truncated: str) -> None:
    assert percent(part, whole) == half_up
    assert percent(part, whole, truncate=True) == truncated


@pytest.mark.parametrize(
    ("numbers", "shares"),
    [
        ((1, 1, 1), ("33.34%", "33.33%", "33.33%")),
        ((2, 1), ("66.67%", "33.33%")),
        ((0, 4), ("0.00%", "100.00%")),
        ((1_000_000, 1), ("99.99%", "0.01%")),
        ((1_000_000, 1, 0, 1), ("99.98%", "0.01%", "0.00%", "0.01%")),
        ((0, 0), (None, None)),
    ],
)
def test_shares_by_largest_remainder(numbers: tuple[int, ...], shares: tuple[str | None, ...]) -> None:
    assert shares_of(numbers, 2, "largest_remainder") == shares


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=15), st.integers(0, 3))
def test_shares_by_largest_remainder_sum_to_100_and_hide_no_case(numbers: list[int], places: int) -> None:
    shares = shares_of(numbers, places, "largest_remainder")
    if not sum(numbers):
        assert set(shares) == {None}
        return
    shown = [Fraction(str(share).removesuffix("%")) for share in shares]
    assert sum(shown) == 100
    assert [share == 0 for share in shown] == [number == 0 for number in numbers]
    unit = Fraction(1, 10**places)
    for share, number in zip(shown, numbers, strict=True):
        assert abs(share - Fraction(100 * number, sum(numbers))) <= unit * len(numbers)


def test_reviews_to_suits_is_rounded_as_the_scheme_says(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "cases.book")
    for _ in range(5):
        desk.log("review", "2024-03-01")
    for _ in range(3):
        desk.log("litigation", "2024-03-01", instance="first")
    desk.log("litigation", "2024-03-01", instance="second")
    for scheme, shown in (("standard", "1.67"), ("broad", "1.66"), ("carried-in", "1.6"), ("accepted-base", "1.7")):
        form = Filled(desk.book, asked(desk.book, "rates", "2024", TODAY, scheme=scheme))
        assert form.rows("ratio")["review_to_suit"]["percent"] == shown
    alone = documents.build(desk.book, asked(desk.book, "rates", "2024", TODAY, "review"))
    assert [part.register for part in alone.parts] == ["review"]
