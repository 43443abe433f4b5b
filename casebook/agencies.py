"""The level of an agency by its name, from the table ``data/agencies.toml``; a name that can mean two has none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNITS = re.compile("自治区|自治州|省|州|盟|市|县|区|旗|乡|镇|街道|村")
_OFFICIAL = re.compile(r"^(?:国家税务总局|中国人民银行)(?=.)")
_HIDDEN = "#"  # stands where a word was that only looks like a territory


class _Rule(NamedTuple):
    ends: tuple[str, ...]
    exactly: frozenset[str]
    of: frozenset[str]
    level: str


class _Table(NamedTuple):
    rules: tuple[_Rule, ...]
    not_territory: re.Pattern[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    import tomllib
    from pathlib import Path

    data = tomllib.loads((Path(__file__).parent / "data" / "agencies.toml").read_text("utf-8"))
    return _Table(tuple(map(_rule, data["rule"])), re.compile("|".join(data["not_territory"])))


def _rule(table: Mapping[str, Any]) -> _Rule:
    exactly = frozenset(map(fold, table.get("exactly", ())))
    return _Rule(tuple(table.get("ends", ())), exactly, frozenset(table.get("of", ())), table["level"])


def level_of(names: Sequence[str], corrections: Mapping[str, str]) -> str | None:
    """Return the level that all of ``names`` have, ``None`` where one has none or two differ.

    ``corrections`` are the levels that an office gave to agencies by name, stronger than the table.
    """
    levels = {corrections.get(name) or level_by_name(name) for name in names}
    return levels.pop() if len(levels) == 1 else None


@lru_cache(maxsize=4096)
def level_by_name(name: str) -> str | None:
    """Return the level that the table gives to the name of an agency, ``None`` where the name does not tell it."""
    table = _table()
    plain = fold(name)
    for rule in table.rules:
        if plain in rule.exactly:
            return rule.level or None
        end = next((end for end in rule.ends if plain.endswith(end)), None)
        if end is not None and (not rule.of or _unit(plain, end, rule, table) in rule.of):
            return rule.level or None
    return None


def _unit(plain: str, end: str, rule: _Rule, table: _Table) -> str | None:
    """Return the last unit of territory that the name of an agency names, its ending left out."""
    body = plain if end[0] in rule.of else plain.removesuffix(end)
    body = table.not_territory.sub(lambda found: _HIDDEN * len(found[0]), _OFFICIAL.sub("", body))
    units = _UNITS.findall(body)
    return units[-1] if units else None
