"""Officers and their roles: who may do what to a book. Pure; loaded only where a book has officers.

It is a guard of this program against mistakes and borrowed names, not a lock: whoever may write the file can write it
with other programs. What those do is found by the chain of digests, not prevented.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from casebook.accessfaults import NotRegistered, OfficerDiffers, RoleMissing
from casebook.errors import listed
from casebook.model import LATE, REBUILD, RESTORE
from casebook.terms import parse
from casebook.words import Vocabulary, Words, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from casebook.model import Hand, Sign

ENTER, CORRECT, FREEZE, READ = "enter", "correct", "freeze", "read"
ROLE = Vocabulary(
    Words("权限", "role"),
    term(ENTER, "登记", "enter", "录入"),
    term(CORRECT, "更正", "correct"),
    term(FREEZE, "封存", "freeze", "管理"),
    term(READ, "查阅", "read", "查看"),
)


class Deed(NamedTuple):
    """What an act does, in words, and the role that it takes."""

    role: str
    words: Words


DEEDS: Mapping[str, Deed] = {
    "intake": Deed(ENTER, Words("收案", "log a case")),
    "record": Deed(ENTER, Words("登记节点、结案", "record a step or an outcome")),
    "import": Deed(ENTER, Words("导入", "import")),
    "correct": Deed(CORRECT, Words("更正（含导入时接受的更正）", "correct, in an import too")),
    "strike": Deed(CORRECT, Words("冲销", "strike")),
    "undo": Deed(CORRECT, Words("撤回登记", "undo")),
    "mask": Deed(CORRECT, Words("遮蔽姓名", "mask a name")),
    LATE: Deed(CORRECT, Words("补登已封闭期间（--late）", "tell of a closed period (--late)")),
    "freeze": Deed(FREEZE, Words("封存报表", "freeze a report")),
    "close": Deed(FREEZE, Words("封闭期间", "close a period")),
    "adopt": Deed(FREEZE, Words("启用日历、口径、报表，设定目标", "adopt a notice, scheme or form, set a target")),
    "export": Deed(FREEZE, Words("导出未遮蔽的姓名", "export names unmasked")),
    RESTORE: Deed(FREEZE, Words("以备份取代台账", "put a backup in the place of the book")),
    REBUILD: Deed(FREEZE, Words("重新推导", "derive all cases anew")),
    "enrol": Deed(FREEZE, Words("登记人员", "register officers")),
}


class Officer(NamedTuple):
    """An account of the system, whose it is, what it may do, and the act that registered it so."""

    account: str
    name: str
    roles: tuple[str, ...]
    entry_no: int

    def may(self, role: str) -> bool:
        """Tell whether the officer has a role; each other one includes ``read``."""
        return role == READ or role in self.roles


def standing(told: Iterable[tuple[int, str, str, str]]) -> dict[str, Officer]:
    """Return who is registered, by account, after the enrolments ``told`` (entry, account, name, JSON of roles)."""
    latest: dict[str, Officer] = {}
    for entry_no, account, name, roles in told:
        latest.pop(account, None)
        if roles != "[]":
            latest[account] = Officer(account, name, tuple(json.loads(roles)), entry_no)
    return latest


def identified(registered: Mapping[str, Officer], hand: Hand, path: Path) -> Officer:
    """Return the officer whose account it is. Raises ``NotRegistered``, and ``OfficerDiffers`` for a borrowed name."""
    account = hand.account() if hand.account else "-"
    officer = registered.get(account)
    if officer is None:
        raise NotRegistered(account=account, path=str(path), who=_who(registered, FREEZE))
    if hand.named not in (None, officer.name, account):
        raise OfficerDiffers(named=hand.named, account=account, name=officer.name)
    return officer


def signer(registered: Mapping[str, Officer], hand: Hand, path: Path) -> Sign:
    """Return what signs an act with the name of the officer whose account it is, and the machine.

    It raises ``NotRegistered``, ``OfficerDiffers`` and ``RoleMissing``.
    """
    officer = identified(registered, hand, path)

    def sign(deed: str, _: str) -> tuple[str, str | None]:
        role, words = DEEDS[deed]
        if not officer.may(role):
            who = _who(registered, role)
            raise RoleMissing(name=officer.name, account=officer.account, role=ROLE.label(role), deed=words, who=who)
        return officer.name, hand.machine

    return sign


def _who(registered: Mapping[str, Officer], role: str) -> Words:
    """Return who has a role, for a message."""
    may = [each for each in registered.values() if role in each.roles]
    named = listed([Words(f"{each.name}（{each.account}）", f"{each.name} ({each.account})") for each in may])
    return named if may else Words("无", "nobody")


def read_roles(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the roles that codes or Chinese words name, lists with commas too, in the order of the vocabulary.

    Raises ``UnknownCode``.
    """
    words = [word for text in texts for word in re.split(r"[,，、;；\s]+", text) if word]
    asked = {parse(ROLE, word) for word in words}
    return tuple(code for code in ROLE.codes if code in asked)
