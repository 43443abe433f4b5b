"""Words in the two languages of the user, and vocabularies of codes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Language = Literal["zh", "en"]

# controls, format marks (bidi, joiners, tags), line separators, halves of characters, what is no character
_OBEYED = (
    "\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
# letters and marks that show nothing, so that two names look alike
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# choose the form of the character before them: one is writing, several hide a message
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_HIDDEN = f"[{_OBEYED}{_UNSEEN}]"
_SUSPECT = f"[{_OBEYED}{_UNSEEN}{_SELECTORS}]"
_HARMFUL = f"{_HIDDEN}|(?<![^\\s{_OBEYED}{_UNSEEN}{_SELECTORS}])[{_SELECTORS}]"
_pattern = cache(re.compile)  # each is compiled where a text asks for it, not at every start
_LAST_BYTE, _LAST_SHORT = 0xFF, 0xFFFF

BOM = "\ufeff"  # tells a spreadsheet that a CSV file is UTF-8
FORMULA = r"[\s']*[=+\-@＝＋－＠﹦﹢﹣﹫]"  # what a spreadsheet takes for one; quotes too: an import takes one away


class Words(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.zh if language == "zh" else self.en


def fold(text: str) -> str:
    """Return ``text`` as it is compared: half width, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def obeyed(character: str) -> bool:
    """Tell whether a terminal or an editor would obey ``character``, or show nothing, instead of showing it."""
    return _pattern(_HIDDEN).match(character) is not None


def inert(text: str) -> str:
    r"""Return ``text`` with every character that is obeyed or unseen written out: ``\x1b``, ``\u202e``."""
    return written_out(text, _escape)


def written_out(text: str, escape: Callable[[re.Match[str]], str]) -> str:
    """Return ``text`` with what ``inert`` writes out written in the way of ``escape``.

    A variation selector stays behind the character whose form it chooses, as in the names of people and places.
    """
    if text.isprintable() and _suspects().isdisjoint(text):  # most texts, at a tenth of the price of the pattern
        return text
    return _pattern(_HARMFUL).sub(escape, text) if _pattern(_SUSPECT).search(text) else text


@cache
def _suspects() -> frozenset[str]:
    """Return the characters that may have to be written out although Python calls them printable."""
    return frozenset((*_UNSEEN, *map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))))


def guarded(text: str, *, styled: bool = False) -> str:
    """Return lines as they may go to a terminal: whatever is still obeyed in them is written out.

    The second of two nets: every value is made inert where it is formatted. ``styled``: colours pass, nothing else.
    """
    if text.replace("\n", "").isprintable():
        return text
    if styled:
        parts = re.split("(\x1b\\[[0-9;]*m)", text)  # the odd ones are what it was split at
        return "".join(part if place % 2 else guarded(part) for place, part in enumerate(parts))
    return "\n".join(map(inert, text.split("\n")))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_SHORT else f"\\U{code:08x}"


class Term(NamedTuple):
    """A code with its labels and the other words that stand for it."""

    code: str
    label: Words
    synonyms: tuple[str, ...] = ()


def term(code: str, zh: str, en: str, *synonyms: str) -> Term:
    """Return the term of ``code``; short, because terms are written in long lists."""
    return Term(code, Words(zh, en), synonyms)


class Vocabulary:
    """The codes that one field knows, in their order of printing."""

    __slots__ = ("_index", "_terms", "name")

    def __init__(self, name: Words, *terms: Term) -> None:
        self.name = name
        self._terms = {each.code: each for each in terms}
        self._index: dict[str, str] | None = None

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in their order of printing."""
        return tuple(self._terms)

    def label(self, code: str) -> Words:
        """Return the label of ``code``; a code that is not ours is shown as it stands, inert."""
        known = self._terms.get(code)
        return known.label if known else Words(inert(code), inert(code))

    def find(self, text: str) -> str | None:
        """Return the code that ``text`` (code, label or synonym, any width) stands for."""
        if text in self._terms:
            return text
        if self._index is None:
            index: dict[str, str] = {}
            for each in self._terms.values():
                for word in (each.code, each.label.zh, each.label.en, *each.synonyms):
                    index.setdefault(fold(word), each.code)
            self._index = index
        folded = fold(text)
        return self._index.get(folded) or self._index.get(folded.replace("-", "_"))

    def nearest(self, text: str, count: int = 3) -> tuple[str, ...]:
        """Return up to ``count`` words of the vocabulary that look most like ``text``."""
        from difflib import get_close_matches  # only on the way to an error message

        spoken: dict[str, str] = {}
        for each in self._terms.values():
            for word in (each.code, each.label.zh, each.label.en):
                spoken.setdefault(fold(word), word)
        close = get_close_matches(fold(text), spoken, n=count, cutoff=0.3)
        return tuple(spoken[each] for each in close)
