"""Case numbers: compared whatever brackets and widths they are written in, and named by their tails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.docket import Docket, fold_number, parse_number, parse_tail, write_number

BRACKETS = ("〔〕", "（）", "()", "[]", "［］", "【】", "{}", "﹝﹞", "｛｝")


@pytest.mark.parametrize("brackets", BRACKETS)
def test_one_number_whatever_the_brackets(brackets: str) -> None:
    assert fold_number(f"南府复{brackets[0]}2024{brackets[1]}12号") == "南府复(2024)12号"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("（2023）赣 0121 行初 5 号", "(2023)赣0121行初5号"),
        ("南府复〔２０２４〕１２号", "南府复(2024)12号"),
        (" 南府复\u3000〔2024〕\t12号 ", "南府复(2024)12号"),
        ("南府复(2024)12号", "南府复(2024)12号"),
        ("ＡＢ-１", "AB-1"),
        ("", ""),
    ],
)
def test_a_number_is_compared_in_half_width_without_white_space(written: str, folded: str) -> None:
    assert fold_number(written) == folded


@given(st.text("南府复赣〔〕（）()【】２３45 \u3000号第之一ＡB-", max_size=40))
def test_a_folded_number_is_folded(text: str) -> None:
    assert fold_number(fold_number(text)) == fold_number(text)


@pytest.mark.parametrize(
    ("written", "year", "serial"),
    [
        ("南府复〔2024〕12号", 2024, 12),
        ("南府复〔2024〕第12号", 2024, 12),
        ("（2023）赣0121行初5号", 2023, 5),
        ("（2023）赣01行终5号之一", 2023, 5),
        ("洪府复〔1999〕7", 1999, 7),
        ("2024年12号", 2024, 12),
        ("2024-12", 2024, 12),
        ("南府复12号", None, 12),
        ("南府复〔2024〕号", 2024, None),
        ("〔1899〕3号", None, 3),
        ("南府复〔2024〕" + "9" * 13 + "号", 2024, None),
        ("无号", None, None),
    ],
)
def test_year_and_running_number_are_read_where_a_number_has_them(
    written: str, year: int | None, serial: int | None
) -> None:
    assert parse_number(written) == Docket(fold_number(written), year, serial)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2023-12", (2023, 12)),
        ("2023.12", (2023, 12)),
        ("2023/12", (2023, 12)),
        ("2023年12号", (2023, 12)),
        ("〔2023〕12号", (2023, 12)),
        ("(2023)12", (2023, 12)),
        ("12号", (None, 12)),
        ("１２", (None, 12)),
        ("南府复〔2023〕12号", None),
        ("12号之一", (None, 12)),
        ("12-", None),
        ("9" * 13, None),
        ("", None),
    ],
)
def test_a_short_form_means_a_running_number_and_perhaps_a_year(
    written: str, meant: tuple[int | None, int] | None
) -> None:
    assert parse_tail(written) == meant


@given(st.sampled_from(("南府复", "行复", "被复")), st.integers(1900, 2099), st.integers(1, 99999))
def test_a_number_that_the_book_gives_is_read_back(word: str, year: int, serial: int) -> None:
    number = write_number(word, year, serial)
    assert parse_number(number) == Docket(f"{word}({year}){serial}号", year, serial)
    assert parse_tail(number.removeprefix(word)) == (year, serial)
