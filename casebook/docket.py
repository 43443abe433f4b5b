"""Case numbers (案号): how they are compared, and what a short form of one means.

There is no national form for review numbers and a strict one for courts (law page §5), so a number is kept as
written and compared folded: half width, one kind of bracket, no white space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_BRACKETS = str.maketrans(dict.fromkeys("〔［【{﹝[", "(") | dict.fromkeys("〕］】}﹞]", ")"))
_ORDINALS = "一二三四五六七八九十"
_DIGITS = "0123456789"
_CENTURIES = ("19", "20")
_YEAR_DIGITS = 4
_MOST_DIGITS = 12

# A remark of the register before or behind a number; brackets with a year in them are part of it.
_BEFORE = r"^(?:案件?编?号|编号|文号|收文号|案件号):?"
_BEHIND = r"(?<=[0-9号])(?:\((?![12][0-9]{3}\))[^()]*\)|[,;、:].*|[*#]+)$"
_ORDINAL_WORD = r"第(?=[0-9]+号?$)"

LONGEST = 80


class Docket(NamedTuple):
    """A case number: as compared, and its year and running number where it has them."""

    key: str
    year: int | None
    serial: int | None


@lru_cache(maxsize=256)  # a row of a table asks for its number again and again
def fold_number(text: str) -> str:
    """Return ``text`` as case numbers are compared: ``（2023）赣 0121 行初 5 号`` → ``(2023)赣0121行初5号``."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).split())


def match_number(text: str) -> str:
    """Return a number as numbers of tables are matched: folded, without remarks and 第, with 号 behind its digits.

    ``案号：南府复[2024]第12（已结）`` and ``南府复〔2024〕12号`` are one case; what is written stays in the book.
    """
    key = fold_number(text)
    if _plain(key):
        return key
    key = re.sub(_BEHIND, "", re.sub(_BEFORE, "", key)) or key
    key = re.sub(_ORDINAL_WORD, "", key)
    return f"{key}号" if key[-1:].isdigit() and key[-1:].isascii() and ")" in key else key


def _plain(key: str) -> bool:
    """Return whether a folded number is one already: the usual case, told without patterns."""
    return key.endswith("号") and ":" not in key and "第" not in key and not key.startswith(("案", "编", "文", "收"))


def number_keys(text: str) -> tuple[str, ...]:
    """Return the keys under which a book may know the number of a table, the one as written first."""
    key, match = fold_number(text), match_number(text)
    return tuple(dict.fromkeys((key, match, match.removesuffix("号"))))


def parse_number(text: str) -> Docket:
    """Return the docket of a number as written on paper; year and serial are ``None`` where it has none."""
    key = fold_number(text)
    return Docket(key, _year(key), _number(_serial(key)[1]))


def parse_tail(text: str) -> tuple[int | None, int] | None:
    """Return year and serial of a short form: ``2023-12``, ``〔2023〕12号``, ``12号``; ``None`` if it is none."""
    before, digits = _serial(fold_number(text))
    serial = _number(digits)
    if serial is None:
        return None
    if not before:
        return None, serial
    year = before.strip("()").removesuffix("年").rstrip("-/.)")
    return (int(year), serial) if _is_year(year) and len(before) > _YEAR_DIGITS else None


def _serial(key: str) -> tuple[str, str]:
    """Return what stands before the running number, and its digits; ``之一`` and ``号`` are passed over."""
    head, mark, suffix = key.rpartition("之")
    if mark and suffix and not suffix.strip(_ORDINALS):
        key = head
    key = key.removesuffix("号")
    before = key.rstrip(_DIGITS)
    return before, key[len(before) :]


def _number(digits: str) -> int | None:
    return int(digits) if 0 < len(digits) <= _MOST_DIGITS else None


def _year(key: str) -> int | None:
    """Return the year in brackets, or at the beginning."""
    for piece in key.split("(")[1:]:
        digits, closed, _ = piece.partition(")")
        if closed and _is_year(digits):
            return int(digits)
    start = key[:_YEAR_DIGITS]
    return int(start) if _is_year(start) and key[_YEAR_DIGITS : _YEAR_DIGITS + 1] not in {*_DIGITS, ""} else None


def _is_year(text: str) -> bool:
    return len(text) == _YEAR_DIGITS and text.startswith(_CENTURIES) and text.isascii() and text.isdigit()


def write_number(word: str, year: int, serial: int) -> str:
    """Return the number in the form that governments use: ``南府复〔2023〕12号``."""
    return f"{word}〔{year}〕{serial}号"
