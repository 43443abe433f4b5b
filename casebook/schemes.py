"""Counting schemes: which cells a rate divides by which. Data, so that each rate shows its definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import terms
from casebook.cells import cells_of
from casebook.datafile import Table, parse
from casebook.filefaults import SchemeFaulty, SchemeUnknown
from casebook.headings import HEARINGS
from casebook.terms import LITIGATION

if TYPE_CHECKING:
    from casebook.words import Words

STANDARD = "standard"

_FOLDER = Path(__file__).with_name("data") / "schemes"
_ROUNDING = {"half_up": False, "truncate": True}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of one or more registers: the sum of the cells ``part`` over the sum of the cells ``whole``."""

    name: str
    registers: tuple[str, ...]
    label: Words
    definition: Words
    part: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of counting: its rates in order of printing, their places and rounding, the unit of a case."""

    name: str
    label: Words
    unit: Words
    places: int
    truncate: bool
    rates: tuple[Rate, ...]

    def rates_of(self, register: str) -> tuple[Rate, ...]:
        """Return the rates that ``register`` has."""
        return tuple(rate for rate in self.rates if register in rate.registers)


def names() -> tuple[str, ...]:
    """Return the names of the schemes that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def load(name: str = STANDARD) -> Scheme:
    """Return the scheme ``name``. Raises ``SchemeUnknown`` and ``SchemeFaulty``."""
    known = names()
    if name not in known:
        raise SchemeUnknown(value=name, choices=", ".join(known))
    return read(name, (_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read(name: str, text: str) -> Scheme:
    """Return the scheme that the TOML ``text`` defines. Raises ``SchemeFaulty``, saying what is wrong."""
    table = parse(text, lambda what: SchemeFaulty(scheme=name, what=what))
    rounding = table.text("rounding")
    if rounding not in _ROUNDING:
        raise table.fail("rounding", "应为 half_up 或 truncate", "must be half_up or truncate")
    scheme = Scheme(
        name=name,
        label=table.words("label"),
        unit=table.words("unit"),
        places=table.number("places"),
        truncate=_ROUNDING[rounding],
        rates=tuple(_rate(each) for each in table.tables("rate")),
    )
    table.done()
    return scheme


def _rate(table: Table) -> Rate:
    rate = Rate(
        name=table.text("name"),
        registers=table.texts("registers"),
        label=table.words("label"),
        definition=table.words("definition"),
        part=table.texts("part"),
        whole=table.texts("whole"),
    )
    table.done()
    if not rate.registers or not rate.part or not rate.whole:
        raise table.fail(rate.name, "须写明 registers、part 和 whole", "needs registers, part and whole")
    for register in rate.registers:
        _check_cells(table, rate, register)
    return rate


def _check_cells(table: Table, rate: Rate, register: str) -> None:
    if register not in terms.REGISTER:
        raise table.fail("registers", f"没有台账“{register}”", f"names no register: “{register}”")
    known = set(cells_of(register, {}))
    if register == LITIGATION:
        known |= {f"hearings.{code}" for code in HEARINGS.codes}
    for cell in (*rate.part, *rate.whole):
        if cell not in known:
            zh, en = f"用到不存在的数字“{cell}”", f"uses a figure that does not exist: “{cell}”"
            raise table.fail(f"{rate.name}（{register}）", zh, en)
