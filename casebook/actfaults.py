"""Errors of acts on what was told before: masking a name, undoing the last act."""

from __future__ import annotations

from casebook.errors import CasebookError


class PartyUnknown(CasebookError):
    """The cards of the case name no such party."""

    slug = "party-unknown"
    zh = "{number} 没有名为“{name}”的当事人可以遮蔽。\n登记卡上有：{choices}。请按登记卡写全名。"
    en = "{number} names no party “{name}” that could be masked.\nIts cards name: {choices}. Write the name as it stands there."


class PartyUnclear(CasebookError):
    """One card gives the name to several parties."""

    slug = "party-unclear"
    zh = "{number} 的同一张登记卡上有多个“{name}”：{choices}。\n请用 --role 和 --ordinal 指明要遮蔽哪一个。"
    en = "One card of {number} names “{name}” several times: {choices}.\nSay which one with --role and --ordinal."


class MaskNeeded(CasebookError):
    """A name that exports do not mask, so that nothing says what should stand for it."""

    slug = "mask-needed"
    zh = "“{name}”在导出时不遮蔽（机关，或本已是代称），没有现成的代称。\n请用 --as 写明代之以什么。"
    en = "Exports do not mask “{name}” (an organ, or no name already), so there is no mask for it.\nSay with --as what is to be shown instead."


class MaskTells(CasebookError):
    """A mask or a reason in which the name stands."""

    slug = "mask-tells-the-name"
    zh = "{where}“{text}”含有要遮蔽的姓名。\n该文字将永久保存在台账中；请改写。"
    en = "The name to be masked stands in the {where} “{text}”.\nThat text stays in the book for ever; write another."


class NothingToUndo(CasebookError):
    """The officer has told nothing that still counts."""

    slug = "nothing-to-undo"
    zh = "{officer} 没有仍然有效的登记可以撤回。\nundo 只撤回本人的登记；他人的登记用 correct 更正或 strike 冲销。"
    en = "{officer} has told nothing that still counts.\nundo takes back one's own acts; those of others are corrected or struck."


class CannotBeUndone(CasebookError):
    """The officer's last act is of a kind that is never taken back."""

    slug = "cannot-be-undone"
    zh = "{officer} 的最后一次登记是{act}（登记号 {entry_no}），不能撤回。\n{instead}"
    en = "The last act of {officer}, {act} (entry {entry_no}), cannot be undone.\n{instead}"


class LaterActsHold(CasebookError):
    """Later acts rest on the one to be undone."""

    slug = "later-acts-rest-on-it"
    zh = "{number}：不能撤回登记号 {entry_no}，其后的登记以它为前提：{later}。\n请先冲销后续登记，或用 correct 更正。"
    en = "{number}: entry {entry_no} cannot be undone; later ones rest on it: {later}.\nStrike those first, or use correct."
