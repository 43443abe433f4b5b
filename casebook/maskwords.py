"""The words of ``data/masking.toml``: surnames, and what the names of organs, businesses and organisations end with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class MaskWords(NamedTuple):
    """What tells persons, organs and organisations by name; of ``kinds``, by pattern, the first that fits decides."""

    surnames: frozenset[str]
    organs: tuple[str, ...]
    business: re.Pattern[str]
    kinds: Sequence[tuple[re.Pattern[str], str]]
    late_kinds: Mapping[str, str]


@lru_cache(maxsize=1)
def mask_words() -> MaskWords:
    """Return the words as shipped."""
    import tomllib
    from pathlib import Path

    data = tomllib.loads((Path(__file__).parent / "data" / "masking.toml").read_text("utf-8"))
    ends = "|".join(f"{word}$" for word in data["business_ends"])
    kinds = [
        (re.compile(rf"(?:{'|'.join(kind['ends'])})(?:$|[^\u4e00-\u9fff])"), kind["told_as"]) for kind in data["kind"]
    ]
    return MaskWords(
        frozenset("".join(data["surnames"].split())) | frozenset(data["double_surnames"]),
        tuple(data["organs"]),
        re.compile("|".join([*data["businesses"], ends])),
        kinds,
        data["late_kinds"],
    )
