"""Case numbers (案号): how they are compared, and what a short form of one means.

There is no national form for review numbers and a strict one for courts (law page §5), so a number is kept as
written and compared folded: half width, one kind of bracket, no white space.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_BRACKETS = str.maketrans(dict.fromkeys("〔［【{﹝[", "(") | dict.fromkeys("〕］】}﹞]", ")"))
_YEAR = re.compile(r"\(((?:19|20)\d\d)\)|^((?:19|20)\d\d)(?=\D)")
_SERIAL = re.compile(r"(\d+)(?=号?(?:之[一二三四五六七八九十]+)?$)")
_TAIL = re.compile(r"^(?:\(?((?:19|20)\d\d)\)?[-年/.])?(\d+)号?$|^\(((?:19|20)\d\d)\)(\d+)号?$")
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff()号]*")

LONGEST = 80
_MOST_DIGITS = 12


class Docket(NamedTuple):
    """A case number: as compared, and its year and running number where it has them."""

    key: str
    year: int | None
    serial: int | None


def fold_number(text: str) -> str:
    """Return ``text`` as case numbers are compared: ``（2023）赣 0121 行初 5 号`` → ``(2023)赣0121行初5号``."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
        text = "".join(text.split())
    return text


def parse_number(text: str) -> Docket:
    """Return the docket of a number as written on paper; year and serial are ``None`` where it has none."""
    key = fold_number(text)
    year = _YEAR.search(key)
    serial = _SERIAL.search(key)
    number = int(serial.group(1)) if serial and len(serial.group(1)) <= _MOST_DIGITS else None
    return Docket(key, int(year.group(1) or year.group(2)) if year else None, number)


def parse_tail(text: str) -> tuple[int | None, int] | None:
    """Return year and serial of a short form: ``2023-12``, ``〔2023〕12号``, ``12号``; ``None`` if it is none."""
    found = _TAIL.match(fold_number(text))
    if not found:
        return None
    year = found.group(1) or found.group(3)
    serial = found.group(2) or found.group(4)
    return (int(year) if year else None, int(serial)) if len(serial) <= _MOST_DIGITS else None


def write_number(word: str, year: int, serial: int) -> str:
    """Return the number in the form that governments use: ``南府复〔2023〕12号``."""
    return f"{word}〔{year}〕{serial}号"
