"""Statistics of days against the plainest definitions: nearest rank, the middle two, exact means."""

from __future__ import annotations

import statistics
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.quantiles import nearest_rank, statistic

SOME_DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("days", "per_cent", "found"),
    [
        ([10, 20, 30, 40], 75, 30),  # rank 3 of 4, exactly
        ([10, 20, 30, 40], 76, 40),
        ([10, 20, 30, 40], 90, 40),
        ([15, 20, 35, 40, 50], 30, 20),  # the textbook's example of the nearest rank
        ([15, 20, 35, 40, 50], 40, 20),
        ([15, 20, 35, 40, 50], 50, 35),
        ([15, 20, 35, 40, 50], 100, 50),
        ([7], 98, 7),
        ([1] * 98 + [9, 10], 98, 1),
        ([1] * 97 + [8, 9, 10], 98, 8),
    ],
)
def test_percentiles_by_nearest_rank(days: list[int], per_cent: int, found: int) -> None:
    assert nearest_rank(Counter(days), per_cent) == found


@pytest.mark.parametrize(
    ("days", "median", "mean"),
    [
        ([41], "41", "41.00"),
        ([10, 41], "25.5", "25.50"),
        ([10, 40], "25", "25.00"),
        ([0, 1], "0.5", "0.50"),
        ([0, 0, 1], "0", "0.33"),
        ([1, 1, 1, 1, 1, 1, 1, 2], "1", "1.13"),  # 1.125, half up
        ([30, 30, 31, 90], "30.5", "45.25"),
    ],
)
def test_median_and_mean(days: list[int], median: str, mean: str) -> None:
    assert statistic("median", Counter(days)) == median
    assert statistic("mean", Counter(days)) == mean


def test_of_no_case_there_is_no_statistic() -> None:
    for name in ("days_total", "median", "mean", "lowest", "highest", "p75", "p90", "p98"):
        assert statistic(name, {}) is None
        assert statistic(name, {5: 0}) is None


@given(SOME_DAYS, st.integers(1, 100))
def test_a_percentile_is_the_first_value_that_so_many_cases_reach(days: list[int], per_cent: int) -> None:
    reached = [day for day in sorted(days) if 100 * sum(each <= day for each in days) >= per_cent * len(days)]
    assert nearest_rank(Counter(days), per_cent) == reached[0]


@given(SOME_DAYS)
def test_every_statistic_is_that_of_the_days_written_out(days: list[int]) -> None:
    counted = Counter(days)
    median = statistic("median", counted)
    assert isinstance(median, str)
    assert Fraction(median) == Fraction(statistics.median([Fraction(day) for day in days]))
    mean = Decimal(sum(days)) / len(days)
    assert statistic("mean", counted) == str(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert statistic("lowest", counted) == min(days)
    assert statistic("highest", counted) == max(days)
    assert statistic("days_total", counted) == sum(days)
