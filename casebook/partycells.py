"""Names of parties as offices write them: several in one cell, numbered, with how many there are.

A register needs names, not identity numbers or telephone numbers (law page §7), and an append-only book cannot forget
one: a cell that holds them is refused, or, where the office says so, read without them and said so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from casebook.cellvalues import number_of
from casebook.columns import Column, read_text, split_names
from casebook.errors import BadValue
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_IDENTITY = (
    rf"(?<![0-9])(?:[1-8][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_MONTH_AND_DAY}[0-9]{{3}}[0-9Xx]"
    rf"|[1-8][0-9]{{7}}{_MONTH_AND_DAY}[0-9]{{3}})(?![0-9Xx])"
)
_TELEPHONE = r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})(?![0-9])"
_PRIVATE = re.compile(rf"{_IDENTITY}|{_TELEPHONE}")
_LABEL = r"(?:(?:公民)?身份证?(?:号码|号)?|证件号码?|(?:联系|移动)?电话(?:号码)?|手机(?:号码|号)?|联系方式)"
_PRIVATE_WITH_LABEL = re.compile(rf"\s*(?:{_LABEL}\s*[:：]?\s*)?(?:{_IDENTITY}|{_TELEPHONE})")
_LOOSE_ENDS = re.compile(r"(?<=[（(])[，,、；;\s]+|[，,、；;\s]+(?=[)）])|[（(]\s*[)）]")

_NUMBER = r"([0-9]{1,6}|[一二两三四五六七八九十百]{1,7})"
_TOTAL = re.compile(
    rf"[、，,；;\s]*(?:(?:等人?\s*)?[（(]\s*(?:共计?|合计|等)?\s*{_NUMBER}\s*[人名]\s*[)）]"
    rf"|(?:等人?)?[，,\s]*(?:共计?|合计)\s*{_NUMBER}\s*[人名]"
    rf"|等\s*{_NUMBER}\s*[人名](?:村民|业主|职工|原告|申请人)?)$"
)
_ITEM = re.compile(r"(?:(?:^|(?<=[\s、，,；;]))\s*[（(]?([0-9]{1,2})[)）.．、]|\s*([①-⑳]))\s*(?=[^0-9\s])")
_GLUED = re.compile(r"(?<=.)[0-9]{1,2}[.．、)）](?=[^0-9\s])")
_CIRCLED_ZERO = ord("①") - 1
_OPENING, _CLOSING, _BETWEEN = "（([【〔", "）)]】〕", "、，,；;\n\r"
_SHOWN = 3  # digits of a private number that a message shows at either end


class Parties(NamedTuple):
    """The parties that a cell names, and how many there are where it says so."""

    names: tuple[str, ...]
    persons: int | None = None

    def say(self) -> Words:
        """Return the parties in words."""
        names = "、".join(self.names)
        if self.persons is None:
            return Words(names, names)
        return Words(f"{names}，{self.persons} 人", f"{names}; {self.persons} persons")


def hide_private(text: str) -> str:
    """Return ``text`` with the middle of every identity or telephone number starred."""
    plain = text.translate(_NARROW)
    return _PRIVATE.sub(
        lambda found: f"{found[0][:_SHOWN]}{'*' * (len(found[0]) - 2 * _SHOWN)}{found[0][-_SHOWN:]}", plain
    )


def read_parties(column: Column, text: str, *, without_identities: bool = False) -> tuple[Parties, bool]:
    """Return the parties of a cell, and whether they are what the literal reading gives.

    Raises ``BadValue`` for identity or telephone numbers, a number of persons below that of the names, and numbering
    that does not run from 1.
    """
    text = read_text(column, text)
    told = _without_private(column, text, allowed=without_identities)
    count = None
    if column.code == "applicant":
        total = _TOTAL.search(told.translate(_NARROW))
        if total:
            told, count = told[: total.start()], number_of(next(filter(None, total.groups())))
    names = tuple(_items(column, told))
    if count is not None and not 0 < len(names) <= count:
        zh = f"写明 {count} 人，而列名 {len(names)} 个；请核对。"
        raise _refuse(column, text, zh, f"It says {count} persons and names {len(names)}; check it.")
    return Parties(names, count), count is None and names in (split_names(text), (text,))


def _without_private(column: Column, text: str, *, allowed: bool) -> str:
    plain = text.translate(_NARROW)
    if not _PRIVATE.search(plain):
        return text
    if not allowed:
        zh = "含身份证号或电话号码；台账只记名称，且不能删改，请在表中删去后再导入。"
        en = "It holds an identity or telephone number; the book keeps names only and cannot forget: take it out first."
        raise _refuse(column, hide_private(text), zh, en)
    rest = _PRIVATE_WITH_LABEL.sub("", plain)
    return _LOOSE_ENDS.sub("", _LOOSE_ENDS.sub("", rest)).strip()


def _refuse(column: Column, text: str, zh: str, en: str) -> BadValue:
    return BadValue(field=column.label, value=text, rule=Words(zh, en))


def _items(column: Column, text: str) -> Iterator[str]:
    """Yield the names: the items of a numbered list, else what stands between separators outside brackets."""
    marks = list(_ITEM.finditer(text.translate(_NARROW)))
    if not marks or marks[0].start() != 0:
        yield from _apart(text)
        return
    numbers = [int(mark[1]) if mark[1] else ord(mark[2]) - _CIRCLED_ZERO for mark in marks]
    bounds = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [text[mark.end() : end].strip(_BETWEEN + " \t\u3000") for mark, end in zip(marks, bounds, strict=True)]
    if numbers != list(range(1, len(numbers) + 1)) or any(_GLUED.search(item) for item in items):
        raise _refuse(
            column,
            text,
            "编号不连续或未分开；用“、”分隔各名称。",
            "The numbering does not run from 1; put 、 between the names.",
        )
    for item in items:
        yield from _apart(item)


def _apart(text: str) -> Sequence[str]:
    """Return the names between separators that stand outside brackets; brackets that do not pair are no brackets."""
    depth, start, parts = 0, 0, []
    for place, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
            if depth < 0:
                return split_names(text)
        elif character in _BETWEEN and not depth:
            parts.append(text[start:place])
            start = place + 1
    if depth:
        return split_names(text)
    return [name for part in (*parts, text[start:]) if (name := part.strip())]
