"""Counting schemes (统计口径): which definition of each rate is printed, and how figures are rounded and shown. Data.

A scheme never changes what is counted: cells are the same under every scheme, so that two offices can compare them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook import rates, terms
from casebook.datafile import Table, parse
from casebook.filefaults import SchemeFaulty, SchemeUnknown
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.rates import Rate

STANDARD = "standard"

HALF_UP, TRUNCATE, LARGEST_REMAINDER = "half_up", "truncate", "largest_remainder"
MOST_PLACES = 6
STOCK, CONCLUDED = "stock", "concluded"
ACCEPTED, ALL = "accepted", "all"
_ROUNDING = (HALF_UP, TRUNCATE, LARGEST_REMAINDER)

_FOLDER = Path(__file__).with_name("data") / "schemes"
_NO_TEXTS: Mapping[str, Words] = {}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of counting.

    ``rates`` are the variants chosen, in order of printing; ``places`` and ``rounding`` those of rates. ``opening``
    says what 上期结转 is in the printed flow: the whole open ``stock``, or the carried-in cases ``concluded`` in the
    period; ``closed`` whether 办结 are ``accepted`` cases only or ``all`` that left the desk. ``shares``: outcomes
    are printed with their share; ``hide_zeros``: without the lines that are 0. ``order`` and ``labels`` are those
    of outcome families.
    """

    name: str
    label: Words
    unit: Words
    places: int
    rounding: str
    rates: tuple[Rate, ...]
    opening: str = STOCK
    closed: str = ACCEPTED
    shares: bool = False
    hide_zeros: bool = False
    order: tuple[str, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=lambda: _NO_TEXTS)
    seen: Words | None = None

    @property
    def truncate(self) -> bool:
        """Tell whether rates are cut off instead of rounded half up."""
        return self.rounding == TRUNCATE

    def rates_of(self, register: str) -> tuple[Rate, ...]:
        """Return the rates that a summary of ``register`` prints."""
        return tuple(rate for rate in self.rates if rate.summary and register in rate.registers)

    def every_rate_of(self, register: str) -> tuple[Rate, ...]:
        """Return all rates that ``register`` has, those included that only ``report rates`` prints."""
        return tuple(rate for rate in self.rates if register in rate.registers)


def names() -> tuple[str, ...]:
    """Return the names of the schemes that come with the program, the standard one first."""
    return tuple(sorted((path.stem for path in _FOLDER.glob("*.toml")), key=lambda name: (name != STANDARD, name)))


@cache
def load(name: str = STANDARD) -> Scheme:
    """Return the scheme ``name``. Raises ``SchemeUnknown``."""
    compiled = json.loads(rates.COMPILED.read_text(encoding="utf-8"))["schemes"]
    if name not in compiled:
        raise SchemeUnknown(value=name, choices=", ".join(names()))
    return unpacked(compiled[name])


def unpacked(packed: Mapping[str, Any]) -> Scheme:
    """Return the scheme that ``packed`` holds, its fields as JSON keeps them; rates are places in the catalogue."""
    known = rates.catalogue()
    return Scheme(
        **{
            **packed,
            "label": Words(*packed["label"]),
            "unit": Words(*packed["unit"]),
            "seen": Words(*packed["seen"]) if packed["seen"] else None,
            "rates": tuple(replace(known[place], registers=tuple(registers)) for place, registers in packed["rates"]),
            "order": tuple(packed["order"]),
            "labels": {code: Words(*label) for code, label in packed["labels"].items()},
        }
    )


def from_source(name: str, known: tuple[Rate, ...]) -> Scheme:
    """Return a shipped scheme as its TOML file has it, its rates out of ``known``. Raises ``SchemeFaulty``."""
    return read(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), known)


def read(name: str, text: str, known: tuple[Rate, ...] | None = None) -> Scheme:
    """Return the scheme that the TOML ``text`` defines, its rates out of ``known`` (the catalogue).

    Raises ``SchemeFaulty``, saying what is wrong.
    """
    table = parse(text, lambda what: SchemeFaulty(scheme=name, what=what))
    lists = table.table("lists")
    own_lists = {key: lists.texts(key) for key in lists.keys()}  # noqa: SIM118 - a table is no mapping
    own = tuple(rate for each in table.tables("rate") for rate in rates.read_rate(each, own_lists))
    labels = table.table("labels")
    scheme = Scheme(
        name=name,
        label=table.words("label"),
        unit=table.words("unit"),
        places=table.number("places"),
        rounding=_one_of(table, "rounding", _ROUNDING),
        rates=_chosen(table, own, rates.catalogue() if known is None else known),
        opening=_one_of(table, "opening", (STOCK, CONCLUDED), STOCK),
        closed=_one_of(table, "closed", (ACCEPTED, ALL), ACCEPTED),
        shares=table.flag("shares"),
        hide_zeros=table.flag("hide_zeros"),
        order=_families(table, table.texts("order")),
        labels={code: labels.words(code) for code in _families(table, labels.keys())},
        seen=table.words("seen") if "seen" in table else None,
    )
    table.done()
    if scheme.places > MOST_PLACES:
        raise table.fail("places", f"最多 {MOST_PLACES} 位", f"is {MOST_PLACES} at most")
    return scheme


def _one_of(table: Table, key: str, known: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key) if default is None else table.optional_text(key) or default
    if value not in known:
        raise table.fail(key, f"应为 {'、'.join(known)} 之一", f"must be one of {', '.join(known)}")
    return value


def _families(table: Table, codes: Iterable[str]) -> tuple[str, ...]:
    for code in codes:
        if code not in terms.REVIEW_FAMILY and code not in terms.LITIGATION_FAMILY:
            raise table.fail(code, "不是结案类别", "is no outcome family")
    return tuple(codes)


def _chosen(table: Table, own: tuple[Rate, ...], catalogue: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """Return one variant of each rate: the one that ``[variants]`` names where a register has it, else ``a``.

    A rate that the scheme defines itself stands instead of the one of that name.
    """
    variants = table.table("variants").text_by_key()
    replaced = {rate.name for rate in own}
    known = (*(rate for rate in catalogue if rate.name not in replaced), *own)
    for name, code in variants.items():
        if not any((rate.name, rate.variant) == (name, code) for rate in known):
            raise table.fail(f"variants.{name}", f"没有算法“{code}”", f"has no variant “{code}”")
    return tuple(_narrowed(rate, known, variants) for rate in known if _registers(rate, known, variants))


def _registers(rate: Rate, known: tuple[Rate, ...], variants: Mapping[str, str]) -> tuple[str, ...]:
    """Return the registers in which ``rate`` is the variant of its name that is printed."""
    wanted = variants.get(rate.name, rates.STANDARD_VARIANT)
    if rate.variant == wanted:
        return rate.registers
    if rate.variant != rates.STANDARD_VARIANT:
        return ()
    served = {
        register
        for other in known
        if (other.name, other.variant) == (rate.name, wanted)
        for register in other.registers
    }
    return tuple(register for register in rate.registers if register not in served)


def _narrowed(rate: Rate, known: tuple[Rate, ...], variants: Mapping[str, str]) -> Rate:
    return replace(rate, registers=_registers(rate, known, variants))
