"""Write the sample books: one folder each, with the case table ``cases.csv`` and ``book.toml``.

Four books come to the figures that a bureau published in its work report; the cases themselves, people,
numbers and dates are invented. The fifth shows each change of the law from both sides. The seeds are fixed
and nothing is read from outside, so that every run writes the same bytes::

    python sample_data/make_samples.py [--to FOLDER]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from invention import Case, Chance, Court, Place, table
from mixed_book import mixed_cases
from reviews import Ending, ReviewPlan, make_defences, make_reviews
from suits import Span, Suits, make_appeals, make_suits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOWNS = ("示例镇", "样例镇", "示范乡", "例水镇", "样山乡", "示湖镇")
ORGAN_LEVEL = "county_government"  # of all five
HANDLERS = ("陈示明", "刘例安", "周样平", "吴示宁")


@dataclass(frozen=True, slots=True)
class Book:
    """A sample book: whose it is, what it reports, and its cases."""

    bureau: str
    organ: str
    number_word: str
    period: tuple[date, date]
    sentence: str
    note: tuple[str, str]
    cases: Callable[[], list[Case]]


def nanchang_cases() -> list[Case]:
    """Return 162 reviews received and 31 suits heard between 1 January and 16 October 2023."""
    chance, end = Chance(20231016), date(2023, 10, 16)
    place = Place(
        "南昌县", "南昌县人民政府", "南府复", "洪府复", TOWNS, HANDLERS,
        Court("南昌县人民法院", "赣0121"), Court("南昌市中级人民法院", "赣01"),
    )  # fmt: skip
    endings = (
        Ending(24, "maintain"),
        Ending(15, "terminate", "withdrawn"),
        Ending(18, "reject_application", "no_duty"),
        Ending(25, "reject_application", "not_acceptable"),
        Ending(1, "revoke"),
        Ending(1, "declare_unlawful"),
        Ending(3, "order_performance"),
        Ending(29),
    )
    plan = ReviewPlan(date(2023, 1, 3), date(2023, 10, 11), end, endings, {"refuse": 46}, rush=55, late=2)
    kinds = (
        Suits(8, "reject_claims"),
        Suits(2, "reject_claims", defendant="government"),
        Suits(2, "reject_claims", defendant="joint"),
        Suits(4, "dismiss_suit"),
        Suits(1, "withdraw", "voluntary"),
        Suits(2, "withdraw", "defendant_changed"),
        Suits(1, "revoke"),
        Suits(1, "declare_unlawful"),
        Suits(1, "order_performance"),
        Suits(7),
        Suits(2, defendant="government"),
    )
    reviews = make_reviews(chance, place, plan)
    return reviews + make_suits(chance, place, Span(date(2023, 1, 3), end), kinds, reviews)


def xx_cases() -> list[Case]:
    """Return 25 reviews and 16 suits of the year 2023."""
    chance, end = Chance(20231231), date(2023, 12, 29)
    place = Place(
        "XX县", "XX县人民政府", "X府复", "XX市府复", TOWNS, HANDLERS,
        Court("XX县人民法院", "X0121"), Court("XX市中级人民法院", "X01"),
    )  # fmt: skip
    endings = (
        Ending(7, "maintain"),
        Ending(4, "terminate", "withdrawn"),
        Ending(2, "terminate", "settled"),
        Ending(2, "reject_application", "no_duty"),
        Ending(4, "reject_application", "not_acceptable"),
        Ending(1, "revoke"),
        Ending(5),
    )
    plan = ReviewPlan(date(2023, 1, 3), date(2023, 12, 20), end, endings, {}, rush=45)
    kinds = (
        Suits(1, "reject_claims", defendant="government"),
        Suits(1, "dismiss_suit", defendant="government"),
        Suits(1, "dismiss_suit", defendant="government", heard=False),
        Suits(1, "reject_claims", defendant="joint"),
        Suits(4, "reject_claims", defendant="department"),
        Suits(1, "dismiss_suit", defendant="department"),
        Suits(2, "dismiss_suit", defendant="department", heard=False),
        Suits(1, "withdraw", "defendant_changed", defendant="department"),
        Suits(2, "withdraw", "voluntary", defendant="department", heard=False),
        Suits(1, "withdraw", "settled", defendant="department", heard=False),
        Suits(1, defendant="department"),
    )
    reviews = make_reviews(chance, place, plan)
    return reviews + make_suits(chance, place, Span(date(2023, 1, 3), end), kinds, reviews)


def nanan_cases() -> list[Case]:
    """Return the year 2023: 22 reviews carried in, 216 received, 10 answered elsewhere, 68 suits."""
    chance, end = Chance(20240226), date(2023, 12, 29)
    place = Place(
        "南安市", "南安市人民政府", "南政复", "泉政复", TOWNS, HANDLERS,
        Court("泉州市鲤城区人民法院", "闽0502"), Court("泉州市中级人民法院", "闽05"),
    )  # fmt: skip
    reviews = [*_nanan_carried_in(chance, place, end), *_nanan_received(chance, place, end)]
    defended = (
        Ending(5, "maintain"),
        Ending(1, "reject_application", "not_acceptable"),
        Ending(1, "terminate", "settled"),
        Ending(1, "revoke"),
        Ending(1, "declare_unlawful"),
        Ending(1),
    )
    defences = make_defences(chance, place, date(2023, 2, 6), date(2023, 10, 31), defended)
    return [*reviews, *defences, *_nanan_suits(chance, place, Span(date(2023, 1, 3), end), reviews)]


def _nanan_carried_in(chance: Chance, place: Place, end: date) -> list[Case]:
    endings = (
        Ending(9, "maintain"),
        Ending(2, "reject_application", "no_duty"),
        Ending(2, "reject_application", "not_acceptable"),
        Ending(5, "terminate", "settled"),
        Ending(2, "revoke"),
        Ending(2, "declare_unlawful"),
    )
    first, last = date(2022, 11, 24), date(2022, 12, 23)
    plan = ReviewPlan(first, last, end, endings, {}, first_serial=180, quickest=40)
    return make_reviews(chance, place, plan)


def _nanan_received(chance: Chance, place: Place, end: date) -> list[Case]:
    endings = (
        Ending(70, "maintain"),
        Ending(11, "reject_application", "no_duty"),
        Ending(19, "reject_application", "not_acceptable"),
        Ending(40, "terminate", "settled"),
        Ending(12, "revoke"),
        Ending(2, "revoke_part"),
        Ending(1, "vary"),
        Ending(10, "declare_unlawful"),
        Ending(6, "order_performance"),
        Ending(25),
    )
    first, last, turned_away = date(2023, 1, 3), date(2023, 12, 21), {"refuse": 17, "refer": 3}
    return make_reviews(chance, place, ReviewPlan(first, last, end, endings, turned_away, rush=30, late=2))


def _nanan_suits(chance: Chance, place: Place, span: Span, reviews: list[Case]) -> list[Case]:
    kinds = (
        Suits(18, "reject_claims"),
        Suits(3, "reject_claims", defendant="government"),
        Suits(4, "reject_claims", defendant="joint"),
        Suits(1, defendant="joint"),
        Suits(3, "dismiss_suit"),
        Suits(4, "dismiss_suit", heard=False),
        Suits(4, "withdraw", "voluntary", heard=False),
        Suits(4, "withdraw", "settled", heard=False),
        Suits(2, "withdraw", "defendant_changed", heard=False),
        Suits(2, "revoke"),
        Suits(2, "declare_unlawful"),
        Suits(1, "order_performance"),
        Suits(5),
        Suits(3, heard=False),
    )
    appeals = (
        Suits(3, "affirm"),
        Suits(1, "reverse"),
        Suits(4, "affirm", heard=False),
        Suits(1, "appeal_withdrawn", heard=False),
        Suits(1),
        Suits(2, heard=False),
    )
    firsts = make_suits(chance, place, span, kinds, reviews)
    return firsts + make_appeals(chance, place, span, appeals, firsts)


def dangshan_cases() -> list[Case]:
    """Return 23 reviews and 56 suits received between 1 January and 13 August 2021."""
    chance, end = Chance(20210813), date(2021, 8, 13)
    place = Place(
        "砀山县", "砀山县人民政府", "砀政复", "宿政复", TOWNS, HANDLERS,
        Court("砀山县人民法院", "皖1321"), Court("宿州市中级人民法院", "皖13"),
    )  # fmt: skip
    endings = (
        Ending(7, "maintain"),
        Ending(3, "terminate", "withdrawn"),
        Ending(1, "terminate", "settled"),
        Ending(1, "reject_application", "not_acceptable"),
        Ending(2, "declare_unlawful"),
        Ending(2, "revoke"),
        Ending(5),
    )
    plan = ReviewPlan(date(2021, 1, 4), date(2021, 8, 6), end, endings, {"refuse": 2}, rush=10)
    kinds = (
        Suits(3, "reject"),
        Suits(3, "withdraw", "voluntary", heard=False),
        Suits(2, "withdraw", "defendant_changed", heard=False),
        Suits(1, "withdraw", "settled", heard=False),
        Suits(1, "order_performance"),
        Suits(2, "revoke"),
        Suits(27),
        Suits(1, head=False),
        Suits(6, defendant="government"),
        Suits(2, defendant="joint"),
        Suits(7, heard=False),
        Suits(1, defendant="government", heard=False),
    )
    reviews = make_reviews(chance, place, plan)
    return reviews + make_suits(chance, place, Span(date(2021, 1, 4), end), kinds, reviews)


FIGURES_ONLY = (
    "统计数字出自该局公开的工作报告；案件、当事人、案号、日期和承办人均为虚构。",
    "The figures are those of the bureau's published report; cases, people, numbers and dates are invented.",
)
ALL_INVENTED = (
    "全部虚构，用以展示法律修订前后的差别。",
    "Invented throughout, to show each change of the law from both sides.",
)
BOOKS: Mapping[str, Book] = {
    "nanchang": Book(
        "南昌县司法局", "南昌县人民政府", "南府复", (date(2023, 1, 1), date(2023, 10, 16)), "sentence.toml",
        FIGURES_ONLY, nanchang_cases,
    ),
    "xx": Book(
        "XX县司法局", "XX县人民政府", "X府复", (date(2023, 1, 1), date(2023, 12, 31)), "sentence.toml",
        FIGURES_ONLY, xx_cases,
    ),
    "nanan": Book(
        "南安市司法局", "南安市人民政府", "南政复", (date(2023, 1, 1), date(2023, 12, 31)), "sentence.toml",
        FIGURES_ONLY, nanan_cases,
    ),
    "dangshan": Book(
        "砀山县司法局", "砀山县人民政府", "砀政复", (date(2021, 1, 1), date(2021, 8, 13)), "sentence.toml",
        FIGURES_ONLY, dangshan_cases,
    ),
    "mixed": Book(
        "示例县司法局", "示例县人民政府", "示府复", (date(2026, 1, 1), date(2026, 11, 21)), "standard",
        ALL_INVENTED, mixed_cases,
    ),
}  # fmt: skip


def describe(book: Book) -> str:
    """Return the ``book.toml`` of a book: what ``init`` and ``report`` are told, and what is invented."""
    start, end = book.period
    facts = {
        "bureau": book.bureau,
        "organ": book.organ,
        "organ_level": ORGAN_LEVEL,
        "number_word": book.number_word,
        "period": f"{start}..{end}",
        "today": end.isoformat(),
        "sentence": book.sentence,
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    zh, en = (json.dumps(text, ensure_ascii=False) for text in book.note)
    return "\n".join([*lines, "", "[note]", f"zh = {zh}", f"en = {en}", ""])


def write_books(folder: Path) -> None:
    """Write every book below ``folder``; the folder of a book is made where it is missing."""
    for name, book in BOOKS.items():
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        cases = book.cases()
        (home / "cases.csv").write_text(table(cases), encoding="utf-8", newline="")
        (home / "book.toml").write_text(describe(book), encoding="utf-8", newline="")
        print(f"{name}: {len(cases)}")


def main() -> None:
    """Read the command line and write the books, beside this script unless told otherwise."""
    parser = argparse.ArgumentParser(description="Write the sample books.")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="folder to write to")
    write_books(parser.parse_args().to)


if __name__ == "__main__":
    main()
