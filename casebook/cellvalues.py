"""Cells as offices write them: what the literal reading refuses is read by table or by form, visibly, or not at all.

Nothing is guessed. A value that can mean two things stays refused, and the refusal says what to write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from casebook import terms
from casebook.columns import MOST_DIGITS, Column, read_cell, split_names
from casebook.dates import parse_sheet_date
from casebook.errors import BadValue, CasebookError
from casebook.officewords import office_word, rank_of, without_kind
from casebook.words import Words, fold, inert

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

NO_LEVELS: Mapping[str, str] = {}
_BLANK = frozenset("-－—–―─/／\\")  # strokes that a register puts into a cell which has nothing to say
_NOTHING = frozenset({"无", "暂无", "未填", "不详", "n/a", "空"})  # … and words, where the column holds no words
_SEVERAL_DATES = re.compile(r"[;；、,，\n]")
_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "两": 2}
_COUNT = re.compile(r"(?:共计?|合计)?([0-9]{1,9}|[〇零一二两三四五六七八九十百]{1,7})[人名]?")
_LONGEST_SHOWN = 60
_NOT_STATED = terms.NOT_STATED_LABEL


class Reading(NamedTuple):
    """A cell that was not taken literally: its column, its text, what it was taken for."""

    column: str
    text: str
    taken_as: Words


class Habits(NamedTuple):
    """How the tables of an office are read.

    ``levels`` gives the level of agencies by name, above the table of agencies; ``levels_told`` says that the table
    has a column of levels, whose empty cells are not stated. ``exported``: the table is one that
    this program wrote, so names stand as they are and nothing is read into empty cells. ``without_identities``: an
    identity or telephone number beside a name is left out, visibly; without it the row is refused.
    """

    levels: Mapping[str, str] = NO_LEVELS
    exported: bool = False
    without_identities: bool = False
    levels_told: bool = False


OFFICE = Habits()


def reading(column: str, text: str, taken: Words) -> Reading:
    """Return the reading of a cell; a long text is shortened, and nothing in it moves a cursor."""
    text = inert(text.replace("\n", "⏎"))
    return Reading(column, text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…", taken)


def is_blank(text: str) -> bool:
    """Return whether a cell holds strokes only: it is not stated."""
    return _BLANK.issuperset(text.strip())


def read_sheet_cell(column: Column, text: str, read_date: Callable[[str], date]) -> tuple[object, Words | None]:
    """Return the value of a cell and, where it is not the literal one, what it was taken for.

    ``()`` is a cell that states nothing. Raises an error of the family for what the column cannot hold.
    """
    if column.kind in ("date", "dates") and any(map(str.isdigit, text)):
        parts = [part.strip() for part in _SEVERAL_DATES.split(text)] if column.kind == "dates" else [text]
        days = [_day(part, read_date) for part in parts if part]
        said = _dates_said(days)
        return (tuple(day for day, _ in days) if column.kind == "dates" else days[0][0]), said
    try:
        # "today" in a file would be another day whenever it is read
        return read_cell(column, text, _no_date), None
    except CasebookError as error:
        return _loosely(column, text, error)


def _day(text: str, read_date: Callable[[str], date]) -> tuple[date, bool]:
    try:
        return read_date(text), True
    except CasebookError:
        return parse_sheet_date(text), False


def _dates_said(days: list[tuple[date, bool]]) -> Words | None:
    if all(literal for _, literal in days):
        return None
    text = "; ".join(day.isoformat() for day, _ in days)
    return Words(text, text)


def _no_date(text: str) -> date:
    rule = Words("写出日期，如 2024-03-05。", "Write the date, as in 2024-03-05.")
    raise BadValue(field=Words("日期", "date"), value=text.strip(), rule=rule)


def _loosely(column: Column, text: str, error: CasebookError) -> tuple[object, Words | None]:
    if is_blank(text) or (column.kind != "names" and fold(text) in _NOTHING):
        return (), _NOT_STATED
    if column.kind == "count":
        return _count(text, error)
    if column.vocabulary is None:
        raise error
    if column.kind == "list":
        parts = [part.strip() for part in text.replace("；", ";").split(";")]
        codes = tuple("" if is_blank(part) else _code(column, part) for part in parts)
        labels = [column.vocabulary.label(code) if code else _NOT_STATED for code in codes]
        return codes, Words("；".join(each.zh for each in labels), "; ".join(each.en for each in labels))
    if column.kind == "codes":
        told = {_code(column, part) for part in ((text,) if _known(column, text) else split_names(text))}
        code = told.pop() if len(told) == 1 else "other"
        return code, column.vocabulary.label(code)
    code = _code(column, text)
    return code, column.vocabulary.label(code)


def _known(column: Column, text: str) -> str | None:
    vocabulary = column.vocabulary
    if vocabulary is None:
        return None
    plain = without_kind(text)
    return (
        vocabulary.find(text)
        or office_word(column.code, text)
        or (vocabulary.find(plain) or office_word(column.code, plain) if plain else None)
        or (rank_of(text) if column.code == "head_rank" else None)
    )


def _code(column: Column, text: str) -> str:
    """Return the code of one word. Raises ``UnknownCode``, for a post with what it would have to say."""
    code = _known(column, text)
    if code is not None:
        return code
    if column.vocabulary is None:
        raise TypeError(column.code)
    if column.code == "head_rank":
        zh = "看不出是正职还是副职；填写 正职、副职 或 其他。"
        en = "It does not say which rank; write chief, deputy or other."
        raise BadValue(field=column.label, value=text, rule=Words(zh, en))
    return terms.parse(column.vocabulary, text)


def _count(text: str, error: CasebookError) -> tuple[object, Words | None]:
    found = _COUNT.fullmatch(fold(text))
    count = number_of(found[1]) if found else None
    if not count:
        raise error
    return count, Words(f"{count} 人", f"{count} persons")


def number_of(text: str) -> int | None:
    """Return the number that digits or Chinese numerals below a thousand write, ``None`` where they write none."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    found = re.fullmatch(
        r"(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)", text
    )
    if not text or not found:
        return None
    hundreds, tens, ten, ones = found.groups()
    return _DIGITS.get(hundreds, 0) * 100 + (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
