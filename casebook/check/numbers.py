"""The number book: running numbers by register, word and year."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from casebook.check.findings import WARNING, Finding, Subject
from casebook.store import doubts
from casebook.terms import REGISTER, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.store.doubts import Number

NAME = "number-book"


def number_book(subject: Subject) -> Iterator[Finding]:
    """Running numbers are given once and bear the year of the case; those that the office gives have no gap."""
    for register in REGISTER.codes:
        told: dict[tuple[str, int], array[int]] = {}
        for each in doubts.numbers(subject.book.connection, register):
            serials = told.setdefault((_word(each), each.year), array("q"))
            if serials and serials[-1] == each.serial:
                yield Finding(NAME, WARNING, _double(each), register, each.number)
            serials.append(each.serial)
            if each.year not in _years(each, register):
                yield Finding(NAME, WARNING, _wrong_year(each), register, each.number)
        if register == REVIEW:  # the others bear the numbers of courts and of higher organs
            yield from _gaps(told)


def _word(each: Number) -> str:
    return each.key.removesuffix("号").removesuffix(str(each.serial)).rstrip("0")  # 012号 is 12号 again


def _years(each: Number, register: str) -> range:
    """Return the years that a number can bear: ours that of receipt or acceptance, another's none after the case."""
    received, *later = (int(day[:4]) for day in (each.received_on, each.intake_on, each.closed_on) if day)
    if register == REVIEW:
        return range(received, max((received, *later[:1])) + 1)
    return range(max((received, *later)) + 1)


def _double(each: Number) -> Words:
    return Words(
        f"序号 {each.serial} 在同一字号、同一年里有两件。请核对案号，用 correct 更正。",
        f"The running number {each.serial} stands twice under one word and year. Compare the files; correct one.",
    )


def _wrong_year(each: Number) -> Words:
    return Words(
        f"案号年份 {each.year} 与收到日期 {each.received_on} 不合。请核对，用 correct 更正案号或日期。",
        f"The year {each.year} of the number does not go with {each.received_on}, the day of receipt. Correct number or date.",
    )


def _gaps(told: dict[tuple[str, int], array[int]]) -> Iterator[Finding]:
    first_year = min((year for _, year in told), default=0)
    for (word, year), serials in sorted(told.items()):
        # a book that an office begins in the middle of a year does not know the numbers before
        first = serials[0] if year == first_year else 1
        missing = _spans(serials, first)
        if missing:
            message = Words(
                f"{word} 缺号：{'、'.join(missing)}。请补登，或在号簿上注明作废。",
                f"{word}: numbers missing: {', '.join(missing)}. Log the cases, or note in the number book why there are none.",
            )
            yield Finding(NAME, WARNING, message, REVIEW)


def _spans(serials: array[int], expected: int, most: int = 10) -> list[str]:
    """Return the numbers from ``expected`` on that ``serials``, in order, leave out; at most so many spans."""
    shown: list[str] = []
    for serial in serials:
        if serial > expected:
            if len(shown) == most:
                return [*shown, "…"]
            last = serial - 1
            shown.append(str(expected) if expected == last else f"{expected}–{last}")
        expected = max(expected, serial + 1)
    return shown
