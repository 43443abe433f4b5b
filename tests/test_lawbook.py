"""Which edition governs a case, and how its articles are cited."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.errors import UnknownCode
from casebook.law import COMPILED, Lawbook, cite, default_lawbook
from casebook.terms import LAW, LITIGATION, REVIEW, REVIEW_DEFENCE


@pytest.mark.parametrize(
    ("received_on", "accepted_on", "governing"),
    [
        (date(1999, 9, 30), None, None),
        (date(1999, 9, 30), date(1999, 10, 8), None),
        (date(1999, 10, 1), None, "review-2017"),
        (date(2023, 12, 31), None, "review-2017"),
        (date(2023, 12, 28), date(2024, 1, 3), "review-2017"),
        (date(2024, 1, 1), None, "review-2023"),
        (date(2026, 6, 29), None, "review-2023"),
        (date(2026, 6, 29), date(2026, 6, 30), "review-2023"),
        (date(2026, 6, 29), date(2026, 7, 1), "review-2026"),
        (date(2026, 7, 1), date(2026, 7, 3), "review-2026"),
    ],
)
def test_the_law_of_acceptance_governs_a_review_and_under_the_old_law_that_of_receipt(
    received_on: date, accepted_on: date | None, governing: str | None
) -> None:
    assert default_lawbook().governing(REVIEW, received_on, accepted_on) == governing


@pytest.mark.parametrize(
    ("register", "received_on", "governing"),
    [
        (REVIEW_DEFENCE, date(2023, 12, 31), "review-2017"),
        (REVIEW_DEFENCE, date(2026, 6, 30), "review-2023"),
        (REVIEW_DEFENCE, date(2026, 7, 1), "review-2026"),
        (LITIGATION, date(2017, 6, 30), None),
        (LITIGATION, date(2017, 7, 1), "litigation-2017"),
    ],
)
def test_the_law_of_receipt_governs_where_we_are_sued_or_reviewed(
    register: str, received_on: date, governing: str | None
) -> None:
    assert default_lawbook().governing(register, received_on, date(2026, 12, 1)) == governing


def test_editions_start_where_the_one_before_ends() -> None:
    book = default_lawbook()
    starts = [
        (date(1999, 10, 1), "review-2017"),
        (date(2024, 1, 1), "review-2023"),
        (date(2026, 7, 1), "review-2026"),
    ]
    assert book.starts(REVIEW) == book.starts(REVIEW_DEFENCE) == starts
    assert book.starts(LITIGATION) == [(date(2017, 7, 1), "litigation-2017")]


@pytest.mark.parametrize(
    ("register", "accepted_on", "decided_on", "crosses"),
    [
        (REVIEW, date(2023, 12, 31), date(2024, 1, 1), True),
        (REVIEW, date(2024, 1, 1), date(2026, 6, 30), False),
        (REVIEW, date(2026, 6, 30), date(2026, 7, 1), True),
        (REVIEW_DEFENCE, date(2026, 6, 30), date(2026, 8, 1), True),
        (LITIGATION, date(2023, 12, 31), date(2026, 8, 1), False),
    ],
)
def test_a_case_may_cross_the_border_of_two_editions(
    register: str, accepted_on: date, decided_on: date, crosses: bool
) -> None:
    assert default_lawbook().crosses_border(register, accepted_on, decided_on) is crosses


def test_an_edition_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UnknownCode) as refused:
        default_lawbook().edition("review-1990")
    assert "review-1990" in refused.value.say("en")
    assert LAW.label("review-2023").zh in refused.value.say("zh")


def test_an_edition_is_read_once() -> None:
    book = Lawbook(COMPILED)
    assert book.edition("review-2023") is book.edition("review-2023")


# --- citing ---


@pytest.mark.parametrize(
    ("article", "zh", "en"),
    [
        (
            "L23 30(1)",
            "《中华人民共和国行政复议法》（2023修订）第30条(1)",
            "Administrative Review Law (2023), art. 30(1)",
        ),
        (
            "L23 30(1); L23 31; J18 22",
            "《中华人民共和国行政复议法》（2023修订）第30条(1)、第31条；行政诉讼法解释（法释〔2018〕1号）第22条",
            (
                "Administrative Review Law (2023), art. 30(1), art. 31; "
                "Interpretation of the Litigation Law (2018), art. 22"
            ),
        ),
        ("MOJ24", "司法部规范性文件（司规〔2024〕1号）", "Ministry of Justice rules (2024)"),
        ("", "无条文（实务做法）", "no article (practice)"),
    ],
)
def test_an_article_is_cited_with_its_instrument(article: str, zh: str, en: str) -> None:
    assert cite(default_lawbook().edition("review-2026"), article, "zh") == zh
    assert cite(default_lawbook().edition("review-2026"), article, "en") == en
