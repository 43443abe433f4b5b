"""Seals: number and digest of an entry on one short line, which proves later that nothing before it was changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from casebook.errors import BadValue
from casebook.store import chain
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.book import Book

# 128 bits. With 64 somebody who writes the book could prepare two of one seal, by 2^32 attempts, and show either.
DIGITS = 32

_WRITTEN = re.compile(r"(?:封印|seal)?\s*(\d{1,18})\s*[:：]\s*([0-9a-f][0-9a-f\s]*)(?:…|\.\.\.)?", re.IGNORECASE)


class Seal(NamedTuple):
    """An entry and the first digits of its digest, ``DIGITS`` of them where the program made it."""

    entry_no: int
    digest: str

    def __str__(self) -> str:
        return f"{self.entry_no}:{self.digest}"


def of(book: Book, known_at: int | None = None) -> Seal:
    """Return the seal of the entry ``known_at``, by default the last one. Raises ``EntryNotYet``."""
    entry_no = book.entry(known_at)
    entry_no = book.head.entry_no if entry_no is None else entry_no
    return Seal(entry_no, _shown(chain.digest_at(book.connection, entry_no))[:DIGITS])


def parse(text: str) -> Seal:
    """Return the seal that ``text`` writes, with or without its label and blanks. Raises ``BadValue``."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        rule = Words(
            "写作 登记号:摘要，如报表末尾所印：812:3f9a……（十六进制）。",
            "Write NUMBER:DIGEST as at the foot of a report: 812:3f9a… (hexadecimal).",
        )
        raise BadValue(field=Words("--seal", "--seal"), value=text, rule=rule)
    return Seal(int(found[1]), "".join(found[2].split()).lower())


def begins(digest: str, seal: Seal) -> bool:
    """Tell whether ``digest`` begins as ``seal`` says."""
    return _shown(digest).startswith(seal.digest)


def _shown(digest: str) -> str:
    """Return a digest as a seal shows it: what a chain of schema 1 begins with is an identity with dashes."""
    return digest.replace("-", "")
