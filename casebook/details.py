"""Values given with ``--set name=value``: what kind each name is, and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import terms
from casebook.dates import parse_date
from casebook.errors import BadValue
from casebook.words import Vocabulary, Words, fold, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

AGENCY_OR_OTHER = Vocabulary(
    Words("上诉人", "appellant"),
    term("agency", "行政机关", "agency", "被告"),
    term("plaintiff", "原告", "plaintiff", "applicant"),
    term("both", "双方", "both"),
)

_CODED: Mapping[str, Vocabulary] = {
    "procedure": terms.PROCEDURE,
    "head_attended": terms.YES_NO,
    "head_rank": terms.RANK,
    "redo": terms.YES_NO,
    "remedy": terms.YES_NO,
    "own_power": terms.YES_NO,
    "urgent": terms.YES_NO,
    "by": AGENCY_OR_OTHER,
    "law": terms.LAW,
}
_DAYS = ("days", "redo_days", "perform_days")
_DATES = ("received_on", "hearing_on", "perform_by", "forwarded_on", "asked_on")
_MOST_DAYS = 3650
_MOST_DIGITS, _CENTS = 15, 2  # an amount: digits of the yuan, places after the point


def split_setting(text: str) -> tuple[str, str]:
    """Return name and value of a setting ``name=value``. Raises ``BadValue``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        rule = Words("写作 --set 名称=值。", "Write --set name=value.")
        raise BadValue(field=Words("--set", "--set"), value=text, rule=rule)
    return name.strip().replace("-", "_"), value.strip()


def read_settings(settings: Sequence[str], today: date) -> dict[str, str]:
    """Return the values of ``--set`` by name, each in its canonical form. Raises ``BadValue`` and ``UnknownCode``."""
    read: dict[str, str] = {}
    for name, value in map(split_setting, settings):
        if name in read:
            rule = Words("一个名称只能填写一次。", "Give each name once.")
            raise BadValue(field=Words(name, name), value=value, rule=rule)
        read[name] = read_detail(name, value, today)
    return read


def read_detail(name: str, value: str, today: date) -> str:
    """Return the canonical text of the detail ``name``."""
    if name in _CODED:
        return terms.parse(_CODED[name], value)
    if name in _DAYS:
        return _days(name, value)
    if name in _DATES:
        return parse_date(value, today).isoformat()
    if name == "compensation":
        return _money(name, value)
    return value


def _days(name: str, value: str) -> str:
    digits = fold(value).removesuffix("日").removesuffix("天")
    if digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MOST_DAYS)) and 0 < int(digits) <= _MOST_DAYS:
        return str(int(digits))
    rule = Words(f"填写 1 至 {_MOST_DAYS} 的整数天数。", f"Give a whole number of days from 1 to {_MOST_DAYS}.")
    raise BadValue(field=Words(name, name), value=value, rule=rule)


def _money(name: str, value: str) -> str:
    """Return an amount in yuan with two places; kept as text so that no amount is ever a float."""
    plain = fold(value).removesuffix("元").replace(",", "")
    whole, _, cents = plain.partition(".")
    if (
        whole.isascii()
        and whole.isdigit()
        and len(whole) <= _MOST_DIGITS
        and len(cents) <= _CENTS
        and (not cents or cents.isdigit())
    ):
        return f"{int(whole)}.{cents:0<2}"
    rule = Words("填写以元为单位的金额，至多两位小数。", "Give an amount in yuan with at most two places.")
    raise BadValue(field=Words(name, name), value=value, rule=rule)
