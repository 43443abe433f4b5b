"""The case table: its columns, what they hold, and how a cell of each is read.

The same columns serve import, export, the options of ``intake``, the settings of a correction, the filters of ``list``.
"""

from __future__ import annotations

from functools import lru_cache
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


class Column(NamedTuple):
    """A column of the case table: its code, label, other labels, kind, and vocabulary where it is coded."""

    code: str
    label: Words
    kind: str
    vocabulary: Vocabulary | None = None
    synonyms: tuple[str, ...] = ()


def _column(code: str, zh: str, en: str, kind: str, *synonyms: str, of: Vocabulary | None = None) -> Column:
    return Column(code, Words(zh, en), kind, of, synonyms)


COLUMNS: Mapping[str, Column] = {
    column.code: column
    for column in (
        _column("register", "台账", "register", "code", of=terms.REGISTER),
        _column("number", "案号", "number", "number", "案件编号", "案件号"),
        _column("received_on", "收到日期", "received on", "date", "收案日期", "收件日期", "收文日期"),
        _column("applicant", "申请人", "applicant", "names", "原告", "申请人/原告", "申请人名称"),
        _column(
            "applicant_kind",
            "申请人类别",
            "kind of applicant",
            "code",
            "原告类别",
            "类别",
            of=terms.APPLICANT_KIND,
        ),
        _column("applicant_count", "申请人人数", "applicants", "count", "人数", "原告总数", "申请人总数"),
        _column("respondent", "被申请人", "respondent", "names", "被告", "被申请人/被告", "被申请人名称"),
        _column(
            "respondent_level",
            "被申请人层级",
            "level of respondent",
            "code",
            "层级",
            "被申请人种类",
            of=terms.LEVEL,
        ),
        _column(
            "matter",
            "申请复议事项",
            "matter",
            "codes",
            "案件类别",
            "行政复议事项",
            "申请复议事项/案件类别",
            of=terms.MATTER,
        ),
        _column("field", "行政管理类别", "field", "names", "行政类别"),
        _column("handler", "承办人", "handler", "text"),
        _column("procedure", "审理程序", "procedure", "code", of=terms.PROCEDURE),
        _column("intake_result", "立案审查结果", "intake result", "code", of=terms.INTAKE_RESULT),
        _column("intake_on", "立案日期", "intake on", "date", "立案审查日期", "受理日期", "日期"),
        _column("closed_on", "结案日期", "closed on", "date", "结案时间"),
        _column("outcome", "结案方式", "outcome", "outcome", "结案种类"),
        _column("ground", "事由", "ground", "text", "结案事由"),
        _column("court", "受理法院", "court", "text", "应诉法院"),
        _column("instance", "审级", "instance", "code", of=terms.INSTANCE),
        _column("defendant_role", "被告形式", "role", "code", "当事人类型", of=terms.ROLE),
        _column("reviewed_first", "是否经复议", "reviewed first", "code", "是否已复议", of=terms.YES_NO),
        _column("replied_on", "答复日期", "replied on", "date", "答辩日期", "答复/答辩日期", "送法院日期"),
        _column("heard_on", "开庭日期", "heard on", "dates", "开庭时间"),
        _column("head_attended", "负责人出庭", "head attended", "list", "是否出庭", of=terms.YES_NO),
        _column("head_rank", "职级", "rank of the head", "list", "负责人职级", of=terms.RANK),
        _column(
            "previous_number",
            "前一审级案号",
            "previous number",
            "text",
            "复议案号",
            "前一审级/复议案号",
            "上一审案号",
            "前一审案号",
        ),
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


@lru_cache(maxsize=1)
def _headers() -> Mapping[str, str]:
    index: dict[str, str] = {}
    for column in COLUMNS.values():
        for word in (column.code, column.label.zh, column.label.en, *column.synonyms):
            index.setdefault(fold(word), column.code)
    return index


def find_column(header: str) -> str | None:
    """Return the code of the column that a header cell names by code, label or synonym."""
    return _headers().get(fold(header))


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
        return tuple(terms.parse(vocabulary, part) for part in split_list(text))
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
