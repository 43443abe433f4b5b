"""Words in the two languages of the user, and vocabularies of codes."""

from __future__ import annotations

import unicodedata
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and other format marks, line separators
_LAST_BYTE, _LAST_SHORT = 0xFF, 0xFFFF


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
    """Tell whether a terminal or an editor would obey ``character`` instead of showing it."""
    return unicodedata.category(character) in _OBEYED


def inert(text: str) -> str:
    r"""Return ``text`` with every control or direction character written out: ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(each) if obeyed(each) else each for each in text)


def _escape(character: str) -> str:
    code = ord(character)
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
        """Return the label of ``code``; a code that is not ours is shown as it stands."""
        known = self._terms.get(code)
        return known.label if known else Words(code, code)

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
