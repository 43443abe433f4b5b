"""Text as it is searched: half width, lower case, one kind of bracket, no white space, nothing that is not seen."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from casebook.docket import fold_number
from casebook.words import obeyed

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]  # first place of a match and the place behind its last


class _Fold(dict[int, str]):
    """What a character is searched as, found once for each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = found = "" if obeyed(character) else fold_number(character).lower()
        return found


_FOLD = _Fold()


def composed(text: str) -> str:
    """Return ``text`` with letters and their marks as one character: the places of matches count in it."""
    return unicodedata.normalize("NFC", text)


def key(text: str) -> str:
    """Return ``text`` as it is searched, character by character; empty where nothing of it can be."""
    return composed(text).translate(_FOLD)


def spans(text: str, keys: Iterable[str]) -> tuple[Span, ...]:
    """Return where in ``composed(text)`` any of the folded words stands, in order; what overlaps is one."""
    places: list[int] = []
    folded: list[str] = []
    for place, character in enumerate(composed(text)):
        found = _FOLD[ord(character)]
        folded.append(found)
        places.extend([place] * len(found))
    whole = "".join(folded)
    found_at = sorted(each for word in keys for each in _each(whole, word))
    merged: list[Span] = []
    for start, end in found_at:
        first, last = places[start], places[end - 1] + 1
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _each(whole: str, word: str) -> Iterable[Span]:
    start = whole.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = whole.find(word, start + len(word))
