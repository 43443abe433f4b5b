"""What of a book may be given to others: who is called what instead of by name, and what is taken out of free text.

Natural persons keep their surname, organisations their kind; a number keeps each apart from the others (law page §7).
Organs keep their names, and so do those who act for them: heads at hearings, handlers, courts. Case numbers stay.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from casebook.maskwords import mask_words
from casebook.personal import ADDRESSES, BIRTHS, NUMBERS
from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORGANISATION = "organisation"
_RESPONDENT = "respondent"
_SHORTEST, _LONGEST = 2, 60  # a name of one character would be found in every text
_PERSON, _TWO_SURNAMES = 3, 4
_ONE_CHARACTER_KIND = 4  # a name so long may end in 厂, 店: a shorter one is a person's

_UNKNOWN_KIND = "某组织"

_ASIDE = re.compile(r"[（(【\[].*?(?:[）)】\]]|$)")
_AND_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十百]+[人户名个位]?)?$")
# Who is told of in a text by what he is; a mark must stand between, for 申请人方提出 is a sentence
_TOLD_AS = re.compile(
    r"((?:法定代表人|诉讼代表人|代表人|委托代理人|代理人|监护人|经营者|业主|户主|第三人|申请人|原告|上诉人|证人|联系人|当事人|"
    r"死者|伤者|受害人|被害人|配偶|妻子|丈夫|父亲|母亲|儿子|女儿|姓名)(?:姓名)?(?:[：:]|为|系|是)[ ]?)"
    r"([\u4e00-\u9fff][\u4e00-\u9fff·]{1,3})"
)
_HALF_WIDTH = {0xFF0D: "-"} | {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class Named(NamedTuple):
    """A name as a card has it: for which side, and what the card says of the kind of applicant.

    ``masked``: it is no name any more but what the book shows instead of one.
    """

    name: str
    role: str
    kind: str | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Masks:
    """Who of a book is called what in what is given to others."""

    by_name: Mapping[str, str]  # what is looked for in texts, and what stands there instead
    by_key: Mapping[str, str]  # the same by the bare name, folded
    lengths: Sequence[int]  # of the names looked for, longest first
    beginnings: frozenset[str]

    def name(self, name: str) -> str:
        """Return what stands for a party: a mask, or its own name where that may be told."""
        return self.by_key.get(_key(name), name)

    def names(self, names: Iterable[str]) -> list[str]:
        """Return what stands for each party; see ``name``."""
        return [self.name(each) for each in names]

    def text(self, text: str) -> str:
        """Return ``text`` without names of parties, numbers of persons, ways to reach them, addresses and births."""
        seen = self._without_names(_UNSEEN.sub("", text).translate(_HALF_WIDTH))
        seen = _TOLD_AS.sub(lambda found: found[1] + _called(found[2]), seen)
        for pattern, instead in (*NUMBERS, *BIRTHS, *ADDRESSES):
            seen = pattern.sub(instead, seen)
        return seen

    def _without_names(self, text: str) -> str:
        if not self.beginnings.intersection(text):
            return text
        told: list[str] = []
        place = 0
        while place < len(text):
            found = text[place] if text[place] not in self.beginnings else self._longest(text, place)
            told.append(self.by_name.get(found, found))
            place += len(found)
        return "".join(told)

    def _longest(self, text: str, place: int) -> str:
        return next(
            (text[place : place + length] for length in self.lengths if text[place : place + length] in self.by_name),
            text[place],
        )


def masks(named: Iterable[Named]) -> Masks:
    """Return what stands for the names of a book, given in the order in which they were told.

    Who was named earlier has the lower number, so that the same book gives the same masks whatever is shown of it, and
    what is told later changes none. What the book itself shows instead of a name stays, and is given to nobody else.
    """
    told = list(named)
    by_key = {_key(each.name): each.name for each in told if each.masked}
    taken = frozenset(by_key.values())
    by_name: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for each in told:
        key = _key(each.name)
        if each.masked or not may_not_be_told(each):
            continue
        if key not in by_key:
            by_key[key] = _next(_prefix(each), counts, taken)
        for written in {each.name, _bare(each.name)}:
            if _SHORTEST <= len(written) <= _LONGEST:
                by_name[written] = by_key[key]
    lengths = sorted({len(each) for each in by_name}, reverse=True)
    return Masks(by_name, by_key, lengths, frozenset(each[0] for each in by_name))


def _next(word: str, counts: Counter[str], taken: frozenset[str]) -> str:
    """Return the next mask of a word that the book does not show already."""
    mask = ""
    while not mask or mask in taken:
        counts[word] += 1
        mask = f"{word}{counts[word]}"
    return mask


def same(name: str) -> str:
    """Return what two writings of one name have in common: no remarks in brackets, no 等, no width or white space."""
    return _key(name)


def plain(name: str) -> str:
    """Return a name without remarks and white space, as texts that speak of it write it."""
    return "".join((_bare(name) or name).split())


def may_not_be_told(named: Named) -> bool:
    """Tell whether a name must be masked: every applicant's but an organ's; of respondents a person's only."""
    if named.role == _RESPONDENT:
        return looks_personal(named.name)
    return not is_organ(named.name)


def is_organ(name: str) -> bool:
    """Tell whether a name is that of an organ of the state, by its last word."""
    bare = _bare(name)
    words = mask_words()
    return len(bare) >= _ONE_CHARACTER_KIND - 1 and bare.endswith(words.organs) and not words.business.search(bare)


def looks_personal(name: str) -> bool:
    """Tell whether a name looks like that of a natural person."""
    bare = _bare(name)
    if "·" in bare or "某" in bare[:3] or not bare:
        return not is_organ(name) and _kind(bare) is None
    if is_organ(name) or _kind(bare) is not None:
        return False
    surnames = mask_words().surnames
    if bare[:2] in surnames:
        return len(bare) <= _TWO_SURNAMES
    return bare[0] in surnames and _SHORTEST <= len(bare) <= _PERSON


def surname_only(name: str) -> str:
    """Return the name of a natural person as 王某, any other as it is."""
    return _called(_bare(name)) if looks_personal(name) else name


def _prefix(named: Named) -> str:
    bare = _bare(named.name)
    kind = _kind(bare)
    if kind is not None:
        return kind
    if named.kind == ORGANISATION and not looks_personal(named.name):
        return _UNKNOWN_KIND
    return _called(bare)


def _called(person: str) -> str:
    return f"{person[:2] if person[:2] in mask_words().surnames else person[:1]}某"


def _kind(bare: str) -> str | None:
    words = mask_words()
    for pattern, mask in words.kinds:
        if pattern.search(bare):
            return mask
    return (
        words.late_kinds.get(bare[-1:]) if len(bare) >= _ONE_CHARACTER_KIND and bare[:2] not in words.surnames else None
    )


def _bare(name: str) -> str:
    return _AND_OTHERS.sub("", _ASIDE.sub("", _UNSEEN.sub("", name)).strip()).strip()


def _key(name: str) -> str:
    return fold(_bare(name) or name)
