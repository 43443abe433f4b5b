"""What a header cell of a register may be called: the words of ``data/headers``, as ``headerfile`` compiled them."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SOURCES = Path(__file__).with_name("data") / "headers"
COMPILED = Path(__file__).with_name("data") / "headers.json"  # made of the TOML files by ``headerfile``
SHARED = "shared"
LONGEST_HEADER = 60  # characters; a longer cell is a sentence, not a header

HEADERS, ALONE, INSTEAD, PARTS, FILLS = "headers", "alone", "instead", "parts", "fills"
PLAIN = (HEADERS, ALONE)
NAMING = (*PLAIN, FILLS)  # words that name their column whatever else stands in the table

# A hint on how to fill the column in, such as （是/否） or （必填）; other brackets may tell two columns apart.
_HINT = re.compile(
    r"\((?:[^()]*(?:[/、]|必填|选填|可选|下拉|格式|示例|yyyy)[^()]*|例?如.*|元|万元|人|件|天|日|年月日|单位.*)\)$"
)


class Meaning(NamedTuple):
    """What a header stands for: a column of the case table and how it is taken; no column where it is set aside."""

    column: str
    rank: str


class _Known(NamedTuple):
    words: Mapping[str, Mapping[str, Meaning]]
    endings: Mapping[str, Sequence[tuple[str, str]]]
    named: Sequence[tuple[str, str]]


@lru_cache(maxsize=1)
def _known() -> _Known:
    tree = json.loads(COMPILED.read_text(encoding="utf-8"))
    words = {
        register: {word: Meaning(*meaning) for word, meaning in entries.items()}
        for register, entries in tree["words"].items()
    }
    return _Known(words, tree["endings"], tree["named"])


@lru_cache(maxsize=4096)
def meaning_of(header: str, register: str | None = None) -> Meaning | None:
    """Return what ``header`` means in a table of ``register``, or in one of all registers; ``None`` if unknown."""
    if len(header) > LONGEST_HEADER:
        return None
    for word in _spellings(fold(header)):
        found = _find(word, register)
        if found is not None:
            return found
    return None


def is_own(header: str, register: str) -> bool:
    """Return whether ``header`` is a word of ``register``, not one that every register may have."""
    if len(header) > LONGEST_HEADER:
        return False
    words = _known().words[register]
    return any(word in words for word in _spellings(fold(header)))


def registers_named(text: str) -> frozenset[str]:
    """Return the registers that the name of a sheet, a title or a file speaks of."""
    rest, found = fold(text), set()
    for word, register in _known().named:  # the longest first: 被复议 is no 复议
        if word in rest:
            found.add(register)
            rest = rest.replace(word, " ")
    return frozenset(found)


def _spellings(word: str) -> Iterator[str]:
    """Yield a folded header, then without the marks and hints that forms put around it."""
    if word:
        yield word
        bare = _HINT.sub("", word.strip("*:")).strip("*:")
        if bare and bare != word:
            yield bare


def _find(word: str, register: str | None) -> Meaning | None:
    known = _known()
    own = [register] if register else []
    order = [*own, SHARED, *(name for name in known.words if name not in (register, SHARED))]
    for place in order:
        found = known.words[place].get(word) or _by_ending(word, known.endings.get(place, ()))
        if found is not None:
            return found
    return None


def _by_ending(word: str, endings: Sequence[tuple[str, str]]) -> Meaning | None:
    return next((Meaning(column, HEADERS) for ending, column in endings if word.endswith(ending)), None)
