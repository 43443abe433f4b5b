"""Words that offices write in coded cells, from ``data/words.toml``: looked up where the literal reading has failed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND = re.compile(r"(?:类案件|类|案件|案)$")
_DEPUTY = re.compile(r"副[^、,;()]*(?:长|主任|书记|主席|职)")
_CHIEF = re.compile(
    r"(?:局|县|区|市|镇|乡|州|旗|省|厅|部|行|署)长|(?:街道办|办事处|委员会|管委会|发改委|卫健委|人社委)主任|^正职$"
)
_NOT_A_HEAD = re.compile(r"^(?:[^、,;()副]*(?:科长|股长|科员|法制员)|工作人员|一般工作人员|普通工作人员)$")
_PARTY_POST = re.compile(r"党(?:组|委|工委)(?:副?书记|委员|成员)")
_POST_PARTS = re.compile(r"[、,;()/兼\s]+")
_RANKS = ((_DEPUTY, "deputy"), (_CHIEF, "chief"), (_NOT_A_HEAD, "other"))


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, str]]:
    """Return the codes by folded word, by section (``matter``, ``outcome.review`` …)."""
    import tomllib
    from pathlib import Path

    text = (Path(__file__).parent / "data" / "words.toml").read_text("utf-8")
    return dict(_sections("", tomllib.loads(text)))


def _sections(name: str, table: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    words = {fold(word): code for code, listed in table.items() if isinstance(listed, list) for word in listed}
    found: list[tuple[str, Mapping[str, str]]] = [(name, words)] if words else []
    for key, inner in table.items():
        if isinstance(inner, dict):
            found += _sections(f"{name}.{key}" if name else key, inner)
    return found


def office_word(section: str, text: str) -> str | None:
    """Return the code that ``text`` stands for in ``section`` of the table, ``None`` where it stands for none."""
    return _tables().get(section, {}).get(fold(text))


def without_kind(text: str) -> str:
    """Return ``text`` without a word for *kind* or *case* behind it: ``行政处罚类`` → ``行政处罚``."""
    return _KIND.sub("", fold(text))


def rank_of(post: str) -> str | None:
    """Return the rank that a post tells, ``None`` where it can mean more than one.

    ``副县长`` is a deputy, ``局长`` the chief, ``科长`` neither. A post of the party beside one of the agency says
    nothing; ``副县长兼公安局局长`` says two things, and ``主任`` alone may head an agency or an office in it.
    """
    plain = _PARTY_POST.sub("、", fold(post))
    told = {_rank_of_one(part) for part in _POST_PARTS.split(plain) if part}
    return told.pop() if len(told) == 1 else None


def _rank_of_one(post: str) -> str | None:
    return next((rank for pattern, rank in _RANKS if pattern.search(post)), None)
