"""What the masking of a name did, and where the name still stands, in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from casebook.errors import listed
from casebook.terms import PARTY_ROLE, REGISTER
from casebook.words import Words, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.namemasks import Masked

_WHAT = {
    "ground": Words("事由", "ground"),
    "note": Words("备注", "note"),
    "details": Words("其他内容", "further values"),
    "particulars": Words("登记卡", "card"),
    "hearing": Words("开庭", "hearing"),
    "reason": Words("理由", "reason"),
    "source": Words("来源", "source"),
    "recorded_by": Words("登记人", "officer"),
    "adoption": Words("启用的文件", "adopted file"),
    "report": Words("封存报表", "frozen report"),
}
SHOWN = 20

COPIES = Words(
    "此前的备份、导出文件、封存副本和打印件仍有该姓名，台账管不到，须另行处理。",
    "Backups, exports and prints made before keep the name; the book does not reach them.",
)
TRACES = Words(
    "已登记，但有人正在使用台账或磁盘空间不足，文件中可能还留有该姓名的残迹。\n请在无人使用时再运行一次同一命令：届时会提示已遮蔽，并清理文件。",
    "It is logged, but somebody uses the book or the disk is full: traces of the name may be left in the file.\n"
    "Run the same command again when nobody does: it will say that the name is masked, and clean the file.",
)


def masked_lines(masked: Masked) -> Iterator[Words]:
    """Yield what was done and what the officer must see to himself."""
    places = listed([_place(role, ordinal) for role, ordinal in masked.places])
    number, shown = inert(masked.number), inert(masked.shown)
    yield Words(
        f"{number}：{places.zh} 已遮蔽（登记号 {masked.entry_no}，登记卡 {masked.cards} 张），今后显示为“{shown}”。",
        f"{number}: {places.en} is masked (entry {masked.entry_no}, cards: {masked.cards}) and shown as “{shown}”.",
    )
    for other in masked.others:
        yield Words(
            f"其他登记卡在同一位置写的是“{inert(other)}”；如系同一人，也请遮蔽。",
            f"Other cards name “{inert(other)}” in that place; if it is the same party, mask that name too.",
        )
    if masked.elsewhere:
        cases = listed([_case(each.register, each.number) for each in masked.elsewhere[:SHOWN]])
        more = Words("……", " …") if len(masked.elsewhere) > SHOWN else Words("", "")
        yield Words(
            f"下列案件还有同名的当事人，如系同一人，请分别遮蔽：{cases.zh}{more.zh}。",
            f"Parties of the same name stand in {cases.en}{more.en}; if it is the same person, mask it there too.",
        )
    if masked.standing:
        texts = listed([*_texts(masked)])
        yield Words(
            f"该姓名仍见于下列登记的文字，文字不能遮蔽：{texts.zh}。",
            f"The name still stands in texts, which cannot be masked: {texts.en}.",
        )
    yield COPIES


def _place(role: str, ordinal: int) -> Words:
    label = PARTY_ROLE.label(role)
    return Words(f"{label.zh} {ordinal}", f"{label.en} {ordinal}")


def _case(register: str, number: str) -> Words:
    return Words(f"{REGISTER.label(register).zh} {inert(number)}", f"{register} {inert(number)}")


def _texts(masked: Masked) -> Iterator[Words]:
    told = {
        entry_no: dict.fromkeys(_WHAT[each.what] for each in standing)
        for entry_no, standing in groupby(masked.standing, key=lambda each: each.entry_no)
    }
    for entry_no, whats in list(told.items())[:SHOWN]:
        said = listed([*whats])
        yield Words(f"登记号 {entry_no}（{said.zh}）", f"entry {entry_no} ({said.en})")
    if len(told) > SHOWN:
        yield Words(f"另有 {len(told) - SHOWN} 条登记", f"{len(told) - SHOWN} more entries")
