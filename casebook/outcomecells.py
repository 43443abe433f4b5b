"""How registers write an outcome: the word, what was ordered beside it, the ground, or that there is none yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from casebook.columns import COLUMNS
from casebook.errors import BadValue
from casebook.officewords import office_word
from casebook.terms import (
    DETAIL,
    INTAKE_RESULT,
    LITIGATION,
    REJECT_GROUND,
    REVIEW,
    REVIEW_DEFENCE,
    TERMINATE_GROUND,
    UNLAWFUL_GROUND,
    WITHDRAW_GROUND,
    outcomes,
    parse,
)
from casebook.words import Vocabulary, Words, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, str] = {}
_OPEN = frozenset(
    {
        *("未结", "未结案", "未审结", "未办结", "尚未审结", "尚未结案", "未判", "未判决", "在办", "办理中", "正在办理"),
        *("审理中", "正在审理", "在审", "待审", "中止", "中止中", "已中止", "中止审理"),
    }
)
_PEOPLE = re.compile(r"(?:被申请人|再审申请人|被上诉人|上诉人|申请人|原告|被告)的?|全部|的")
_ACT = re.compile(r"(?:原|被诉|涉案|该)?(?:具体)?行政行为|(?:原|被诉)?(?:行政)?处罚决定")
_FORM = re.compile(r"^(?:依法)?(判决|裁定|决定)|(判决|裁定|决定)$")
_RULED = frozenset(
    {
        *("dismiss_suit", "withdraw", "deemed_withdrawn", "transfer", "end", "no_filing", "affirm", "remand"),
        *("order_filing", "appeal_withdrawn", "retrial_refused", "retrial_ordered", "retrial_remand"),
    }
)
_ORDER = re.compile(r"(.+?)[,、;]?(?:并|且|同时)?((?:责令|判令|限期|重新|重作|重做|采取补救).*)")
_ANEW = re.compile(r"重作|重做|重新(?:作出|做出|处理|答复|认定|审查|调查|办理|决定)")
_DAYS = re.compile(r"([0-9]{1,3})(?:日|天)内?")
_BESIDE = re.compile(r"(.+?)(?:\((.+)\)|[-—:/](.+))")
_WITH_ORDER = frozenset(["revoke", "revoke_part", "declare_unlawful", "declare_void", "vary"])
_WITH_GROUND = frozenset(["terminate", "withdraw", "reject", "reject_application", "declare_unlawful", "other"])
_ENDED = {REVIEW: "terminate", REVIEW_DEFENCE: "terminate", LITIGATION: "withdraw"}
_GROUNDS: Mapping[str, Vocabulary] = {
    "terminate": TERMINATE_GROUND,
    "withdraw": WITHDRAW_GROUND,
    "declare_unlawful": UNLAWFUL_GROUND,
    "reject_application": REJECT_GROUND,
}


class Closing(NamedTuple):
    """What the cell of an outcome says: the outcome, its ground, what was ordered; or an intake result; or nothing."""

    outcome: str | None = None
    ground: str | None = None
    details: Mapping[str, str] = NOTHING
    intake: str | None = None

    def say(self, register: str) -> Words:
        """Return the closing in words."""
        if self.intake is not None:
            label = INTAKE_RESULT.label(self.intake)
            return Words(f"立案审查结果：{label.zh}", f"intake result: {label.en}")
        if self.outcome is None:
            return Words("未结案", "not closed")
        said = [outcomes(register).label(self.outcome)]
        if self.ground is not None:
            said.append(ground_words(self.outcome, self.ground))
        for name, value in self.details.items():
            label = DETAIL.label(name)
            said.append(label if value == "yes" else Words(f"{label.zh} {value}", f"{label.en}: {value}"))
        return Words("，".join(each.zh for each in said), ", ".join(each.en for each in said))


def ground_words(outcome: str, ground: str) -> Words:
    """Return a ground of ``outcome`` in words; a text that is no code as it stands."""
    vocabulary = _GROUNDS.get(outcome)
    return vocabulary.label(ground) if vocabulary else Words(ground, ground)


def office_ground(outcome: str, text: str) -> str | None:
    """Return the ground of ``outcome`` that ``text`` is an office's word for, ``None`` where it is none."""
    return office_word(f"ground.{outcome}", text)


def read_outcome(register: str, text: str) -> Closing:
    """Return what ``text`` says in the column of outcomes of ``register``.

    A plain 驳回 stays unresolved. Raises ``UnknownCode`` or ``BadValue`` where it fits no outcome, or more than one.
    """
    plain = fold(text).strip(",.。;")
    if plain in _OPEN:
        return Closing()
    found = _whole(register, plain) or _ordered(register, plain) or _with_ground(register, plain)
    if found is not None:
        return found
    return Closing(parse(outcomes(register), text))  # raises: the word is in no vocabulary


def _whole(register: str, plain: str) -> Closing | None:
    """Read a text that is one outcome, or the ground of the one outcome that has such a ground."""
    code = _word(register, plain)
    if code is not None:
        return Closing(code)
    intake = INTAKE_RESULT.find(plain) or office_word("intake_result", plain) if register == REVIEW else None
    if intake not in (None, "accept"):
        return Closing(intake=intake)
    ended = _ENDED[register]
    for word in (plain, plain.removeprefix("因").removesuffix("终止"), plain.removeprefix("终止")):
        ground = _ground(ended, word) if word else None
        if ground not in (None, "other"):
            return Closing(ended, ground)
    return _bare(register, plain)


def _word(register: str, plain: str) -> str | None:
    kind = LITIGATION if register == LITIGATION else REVIEW
    return outcomes(register).find(plain) or office_word(f"outcome.{kind}", plain)


def _ground(outcome: str, plain: str) -> str | None:
    vocabulary = _GROUNDS.get(outcome)
    return (vocabulary.find(plain) if vocabulary else None) or office_word(f"ground.{outcome}", plain)


def _bare(register: str, plain: str) -> Closing | None:
    """Read an outcome wrapped in words for the form of the decision, for who asked and for the act."""
    people_out = _PEOPLE.sub("", plain)
    act_out = _ACT.sub("", people_out)
    if register == LITIGATION and act_out != people_out and act_out.startswith("维持"):
        return None  # upholding the act was an outcome of the law before 2015; it is not that of an appeal
    if act_out != plain and (code := _word(register, act_out)):
        return Closing(code)
    form = _FORM.search(act_out)
    if form is None:
        return None
    code = _word(register, _FORM.sub("", act_out, count=1))
    ruled = (form[1] or form[2]) == "裁定"
    return Closing(code) if code and not (ruled and code not in _RULED) else None


def _ordered(register: str, plain: str) -> Closing | None:
    """Read an outcome with an order beside it: ``撤销并责令重作``."""
    found = _ORDER.fullmatch(plain)
    base = _whole(register, found[1]) if found else None
    if found is None or base is None or base.outcome not in _WITH_ORDER:
        return None
    order = found[2]
    if _ANEW.search(order) and base.outcome != "declare_void":
        days = _DAYS.search(order)
        return base._replace(details={"redo": "yes"} | ({"redo_days": days[1]} if days else {}))
    if "补救" in order:
        return base._replace(details={"remedy": "yes"})
    return None


def _with_ground(register: str, plain: str) -> Closing | None:
    """Read an outcome with its ground, or with an order, in brackets or behind a stroke."""
    found = _BESIDE.fullmatch(plain)
    base = _whole(register, found[1]) if found else None
    if found is None or base is None or base.outcome is None:
        return None
    beside = found[2] or found[3]
    if (code := _word(register, f"{found[1]}{beside}")) is not None:
        return Closing(code)
    ordered = _ordered(register, f"{found[1]}{beside}")
    if ordered is not None:
        return ordered
    ground = _ground(base.outcome, beside)
    if ground is None and (_word(register, beside) or "部分" in beside or base.outcome not in _WITH_GROUND):
        rule = Words(
            "一格只写一种结案方式；事由另填一列。", "Write one outcome in a cell, its ground in its own column."
        )
        raise BadValue(field=COLUMNS["outcome"].label, value=plain, rule=rule)
    return base._replace(ground=ground or beside)
