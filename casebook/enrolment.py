"""Registering officers: who may do what from now on. Each change is an act."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from casebook.accessfaults import AccountUnknown, NobodyAdministers, OfficerUnknown
from casebook.errors import BadValue, ReasonMissing
from casebook.officers import FREEZE, Officer
from casebook.store.journal import Act
from casebook.words import Words, obeyed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casebook.book import Book, Scribe

ENROL = "enrol"
LONGEST = 64  # characters of an account, and of a name


def enrol(
    book: Book,
    officer: Officer,
    scribe: Scribe,
    reason: str | None = None,
    known_here: Callable[[str], bool] = lambda _: True,
) -> Officer:
    """Register an officer, or change name and roles of one; return it as it stands, an earlier act where it does.

    An empty name keeps the one that is known. ``known_here`` tells whether this machine has an account: the first one
    registered must exist. Raises ``BadValue``, ``AccountUnknown``, ``NobodyAdministers`` and what ``Book.admit`` does.
    """
    account = _checked(officer.account, Words("账号", "account"))
    with book.writing(ENROL):
        registered = book.officers()
        before = registered.get(account)
        name = officer.name if officer.name.strip() or before is None else before.name
        asked = Officer(account, _checked(name, Words("姓名（--name）", "--name")), _some(officer.roles), 0)
        if before is not None and before._replace(entry_no=0) == asked:
            return before
        if not registered and not known_here(account):
            own = book.hand.account() if book.hand.account else "-"
            raise AccountUnknown(account=account, own=own)
        _refuse_nobody([*(each for each in registered.values() if each.account != account), asked])
        return asked._replace(entry_no=_append(book, asked, scribe, reason))


def remove(book: Book, account: str, scribe: Scribe, reason: str) -> Officer:
    """Take an officer off the list; return what was registered.

    Raises ``OfficerUnknown``, ``ReasonMissing``, ``NobodyAdministers`` and what ``Book.admit`` does.
    """
    if not reason.strip():
        raise ReasonMissing
    with book.writing(ENROL):
        registered = book.officers()
        gone = registered.pop(account, None)
        if gone is None:
            known = Words("、".join(registered) or "无", ", ".join(registered) or "nobody")
            raise OfficerUnknown(account=account, known=known)
        _refuse_nobody(list(registered.values()))
        return gone._replace(entry_no=_append(book, gone._replace(roles=()), scribe, reason))


def _append(book: Book, officer: Officer, scribe: Scribe, reason: str | None) -> int:
    writer = book.writer()
    enrolled = [(officer.account, officer.name, json.dumps(officer.roles))]
    writer.append(Act(ENROL, scribe.clock(), scribe.officer, reason=reason, officers=enrolled))
    writer.flush()
    return writer.entry_no


def _refuse_nobody(left: Sequence[Officer]) -> None:
    if not any(each.may(FREEZE) for each in left):
        raise NobodyAdministers


def _checked(text: str, field: Words) -> str:
    """Return an account or a name without blanks around it. Raises ``BadValue`` for one that cannot stand."""
    told = text.strip()
    if not told or len(told) > LONGEST or any(map(obeyed, told)):
        rule = Words(
            f"须填写，不超过 {LONGEST} 字，不含控制字符。",
            f"It is needed, with at most {LONGEST} characters and no control characters.",
        )
        raise BadValue(field=field, value=text, rule=rule)
    return told


def _some(roles: tuple[str, ...]) -> tuple[str, ...]:
    if not roles:
        rule = Words(
            "至少一项权限；取消登记用 officer remove。", "At least one; officer remove takes one off the list."
        )
        raise BadValue(field=Words("--role", "--role"), value="", rule=rule)
    return roles
