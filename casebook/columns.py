"""The case table: its columns, what they hold, and how a cell of each is read.

The same columns serve import, export, the options of ``intake``, the settings of a correction, the filters of ``list``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook import terms
from casebook.errors import BadValue, CasebookError
from casebook.words import Vocabulary, Words, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

LONGEST_TEXT = 2000
MOST_DIGITS = 9
SEPARATORS = str.maketrans(dict.fromkeys("、，,；;\n\r", "\n"))
_SEPARATORS = frozenset("、，,；;\n\r")  # most cells have none: telling so is faster than translating


class Column(NamedTuple):
    """A column of the case table: its code, label, kind, and vocabulary where it is coded."""

    code: str
    label: Words
    kind: str
    vocabulary: Vocabulary | None = None


def _column(code: str, zh: str, en: str, kind: str, of: Vocabulary | None = None) -> Column:
    return Column(code, Words(zh, en), kind, of)


COLUMNS: Mapping[str, Column] = {
    column.code: column
    for column in (
        _column("register", "台账", "register", "code", terms.REGISTER),
        _column("number", "案号", "number", "number"),
        _column("received_on", "收到日期", "received on", "date"),
        _column("applicant", "申请人", "applicant", "names"),
        _column("applicant_kind", "申请人类别", "kind of applicant", "code", terms.APPLICANT_KIND),
        _column("applicant_count", "申请人人数", "applicants", "count"),
        _column("respondent", "被申请人", "respondent", "names"),
        _column("respondent_level", "被申请人层级", "level of respondent", "code", terms.LEVEL),
        _column("matter", "申请复议事项", "matter", "codes", terms.MATTER),
        _column("field", "行政管理类别", "field", "names"),
        _column("handler", "承办人", "handler", "text"),
        _column("procedure", "审理程序", "procedure", "code", terms.PROCEDURE),
        _column("intake_result", "立案审查结果", "intake result", "code", terms.INTAKE_RESULT),
        _column("intake_on", "立案日期", "intake on", "date"),
        _column("closed_on", "结案日期", "closed on", "date"),
        _column("outcome", "结案方式", "outcome", "outcome"),
        _column("ground", "事由", "ground", "text"),
        _column("court", "受理法院", "court", "text"),
        _column("instance", "审级", "instance", "code", terms.INSTANCE),
        _column("defendant_role", "被告形式", "role", "code", terms.ROLE),
        _column("reviewed_first", "是否经复议", "reviewed first", "code", terms.YES_NO),
        _column("replied_on", "答复日期", "replied on", "date"),
        _column("heard_on", "开庭日期", "heard on", "dates"),
        _column("head_attended", "负责人出庭", "head attended", "list", terms.YES_NO),
        _column("head_rank", "职级", "rank of the head", "list", terms.RANK),
        _column("previous_number", "前一审级案号", "previous number", "text"),
        _column("channel", "收件方式", "channel", "text"),
        _column("note", "备注", "note", "text"),
    )
}

CARD_COLUMNS = (
    "applicant_kind",
    "applicant_count",
    "respondent_level",
    "matter",
    "field",
    "handler",
    "procedure",
    "court",
    "instance",
    "defendant_role",
    "reviewed_first",
    "previous_number",
    "channel",
    "note",
)


def find_column(header: str) -> str | None:
    """Return the code of the column that a header cell names by code, label or synonym, whatever the register."""
    if header in COLUMNS:
        return header
    from casebook.headerwords import NAMING, meaning_of  # a code needs no words, and every command loads this module

    found = meaning_of(header)
    return found.column or None if found is not None and found.rank in NAMING else None


def read_cell(column: Column, text: str, read_date: Callable[[str], date]) -> object:
    """Return the value of a non-empty cell: ``str``, ``int``, ``date``, or a tuple of them for a list.

    An outcome stays text, because its vocabulary depends on the register. Raises an error of the family for
    what the column cannot hold.
    """
    if column.vocabulary is not None:
        return _read_coded(column, column.vocabulary, text)
    if column.kind == "date":
        return read_date(text)
    if column.kind == "dates":
        return tuple(map(read_date, split_list(text)))
    if column.kind == "count":
        return read_count(column, text)
    plain = read_text(column, text)
    return split_names(plain) if column.kind == "names" else plain


def _read_coded(column: Column, vocabulary: Vocabulary, text: str) -> str | tuple[str, ...]:
    if column.kind == "list":
        # an empty place between marks is that of a hearing of which nothing is stated
        parts = map(str.strip, text.replace("；", ";").split(";"))
        return tuple(terms.parse(vocabulary, part) if part else "" for part in parts)
    if column.kind == "codes":
        return read_matter(vocabulary, text)
    return terms.parse(vocabulary, text)


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds one value for each hearing, separated by ``;``."""
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


def read_text(column: Column, text: str) -> str:
    """Return ``text`` trimmed. Raises ``BadValue`` for one that no cell of a register holds."""
    text = text.strip()
    if len(text) > LONGEST_TEXT or "\0" in text:
        rule = Words(f"最长 {LONGEST_TEXT} 字，不得含空字符。", f"At most {LONGEST_TEXT} characters, none of them NUL.")
        raise BadValue(field=column.label, value=text[:20] + "…", rule=rule)
    return text


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a cell; ``张某、李某`` are two."""
    if _SEPARATORS.isdisjoint(text):
        name = text.strip()
        return (name,) if name else ()
    return tuple(name.strip() for name in text.translate(SEPARATORS).split("\n") if name.strip())


def read_matter(vocabulary: Vocabulary, text: str) -> str:
    """Return the matter of a cell; a case that touches two goes whole into *other* (statistics page §1)."""
    whole = vocabulary.find(text.strip())
    if whole is not None:
        return whole
    parts = split_names(text)
    if len(parts) > 1 and len({terms.parse(vocabulary, part) for part in parts}) > 1:
        return "other"
    return terms.parse(vocabulary, parts[0] if parts else text)


def read_count(column: Column, text: str) -> int:
    """Return a number of persons, at least one."""
    digits = fold(text).removesuffix("人")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS and int(digits) > 0):
        rule = Words("填写不小于 1 的整数。", "Give a whole number, at least 1.")
        raise BadValue(field=column.label, value=text, rule=rule)
    return int(digits)


def one_name(names: tuple[str, ...]) -> str | None:
    """Return the single name of a breakdown; several go whole into *other* (statistics page §1)."""
    if len(names) > 1:
        return "other"
    return names[0] if names else None


__all__ = [
    "CARD_COLUMNS",
    "COLUMNS",
    "CasebookError",
    "Column",
    "find_column",
    "one_name",
    "read_cell",
    "split_names",
]
