"""What a rescue could not keep, act by act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.render.align import aligned
from casebook.render.cases import ACT
from casebook.render.text import inert
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.store.rescue import Lost

_NOTHING = Words("没有丢失内容。", "Nothing is lost.")
_NO_TRACE = Words(
    "未发现丢失的登记；但文件的一部分不可读，末尾如有丢失而无痕迹，无从得知。",
    "No act is known to be lost; but part of the file was not legible, and an end without a trace would not show.",
)
_ILLEGIBLE = Words("不可读", "not legible")
_NO_ACT = Words("登记不可读", "act not legible")


def lost_lines(lost: Sequence[Lost], language: Language, *, all_read: bool) -> list[str]:
    """Return the lost acts as lines: number, act, instant, numbers of the cases; a span of which nothing is legible."""
    if not lost:
        return [(_NOTHING if all_read else _NO_TRACE).say(language)]
    count = sum(each.last_no - each.entry_no + 1 for each in lost)
    illegible = sum(each.last_no - each.entry_no + 1 for each in lost if each.act is None and not each.numbers)
    head = Words(
        f"丢失登记 {count} 条，其中不可读 {illegible} 条；末尾丢失而无痕迹的不计在内：",
        f"Lost: {count} entries, {illegible} of them not legible; an end of which no trace is left is not counted:",
    )
    return [head.say(language), *aligned([_line(each, language) for each in lost], indent=2)]


def _line(lost: Lost, language: Language) -> tuple[str, ...]:
    span = str(lost.entry_no) if lost.last_no == lost.entry_no else f"{lost.entry_no}–{lost.last_no}"
    if lost.act is None:
        return (span, (_NO_ACT if lost.numbers else _ILLEGIBLE).say(language), "", _listed(lost, language))
    act = ACT[lost.act].say(language) if lost.act in ACT else inert(lost.act)
    return (span, act, inert(lost.recorded_at or ""), _listed(lost, language))


def _listed(lost: Lost, language: Language) -> str:
    return Words("、", ", ").say(language).join(inert(number) for number in lost.numbers)
