"""From a figure's name to the cases it counts: ``outcome=revoke``, ``field=公安,family=revoke``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.cells import BASE_CELLS, Selection, cells_of, more_cells_of, outcomes_of, union
from casebook.errors import BaseNotInRegister, FigureUnknown, TooManyDimensions, listed
from casebook.rates import CHIEF
from casebook.terms import LITIGATION, NOT_STATED, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.figures import Key
    from casebook.schemes import Scheme

_SECTION_OF = {
    "intake": "intake",
    "flow": "flow",
    "outcome": "outcomes",
    "family": "families",
    "role": "roles",
    "replies": "replies",
    "hearings": "hearings",
    "efficiency": "efficiency",
}
_MOST_DIMENSIONS = 2
_NEXT_PAIR = re.compile(r"[,，](?=[^,，=＝]+[=＝])")  # a comma inside a value is no border
_EQUALS = re.compile("[=＝]")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure counts: a selection limited to values of dimensions, or a cell of the hearings."""

    selection: Selection
    values: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    hearing: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that a report of ``register`` can have; ``base`` is the one given, ``None`` the default."""

    register: str
    family_of: Mapping[str, str]
    scheme: Scheme
    base: str | None = None

    def find(self, selector: str) -> Target:
        """Return what ``selector`` counts. Raises ``FigureUnknown``, or ``UnknownCode`` for a value of it."""
        pairs = [_EQUALS.split(pair, maxsplit=1) for pair in _NEXT_PAIR.split(selector.strip())]
        if len(pairs) == 1 and len(pairs[0]) == 1:
            return self._cells(self._named(selector), selector)
        if any(len(pair) == 1 for pair in pairs):
            raise self._unknown(selector)
        asked = [(headings.SELECTOR.find(name.strip()), value.strip()) for name, value in pairs]
        if len(asked) == 1:
            section = self._section(asked[0][0])
            if section:
                return self._cells((self._cell_name(section, asked[0][1], selector),), selector)
        return self._breakdown_cell(asked, selector)

    def _named(self, name: str) -> tuple[str, ...]:
        for rate in self.scheme.every_rate_of(self.register):
            if name in (f"rates.{rate.name}.part", f"rates.{rate.name}.whole"):
                return rate.part if name.endswith("part") else rate.whole
        return (name,)

    def _section(self, name: str | None) -> str | None:
        """Return the section whose figure ``name=value`` is; a base that is given asks for a breakdown."""
        if name == "ground":
            return f"grounds.{headings.GROUNDED[self.register]}"
        if name in headings.DIMENSION and self.base is not None:
            return None
        return _SECTION_OF.get(name or "")

    def _cell_name(self, section: str, value: str, selector: str) -> str:
        known = {name.rpartition(".")[2] for name in self._names() if name.rpartition(".")[0] == section}
        if not known:
            raise self._unknown(selector)
        code = terms.parse(headings.section_values(self.register, section), value)
        if code not in known:
            vocabulary = headings.section_values(self.register, section)
            choices = [_choice(each, vocabulary.label(each)) for each in vocabulary.codes if each in known]
            raise FigureUnknown(value=selector, register=terms.REGISTER.label(self.register), choices=listed(choices))
        return f"{section}.{code}"

    def _names(self) -> frozenset[str]:
        held = (f"hearings.{code}" for code in headings.HEARINGS.codes if self.register == LITIGATION)
        return frozenset((*cells_of(self.register, self.family_of), *held))

    def _cells(self, names: tuple[str, ...], selector: str) -> Target:
        cells = cells_of(self.register, self.family_of) | more_cells_of(self.register)
        if all(name in cells for name in names):
            return Target(union(cells[name] for name in names))
        section, _, code = names[0].partition(".")
        if self.register == LITIGATION and section == "hearings" and code in (*headings.HEARINGS.codes, *CHIEF):
            return Target(union(()), hearing=code)
        raise self._unknown(selector)

    def _breakdown_cell(self, asked: list[tuple[str | None, str]], selector: str) -> Target:
        if any(name not in headings.DIMENSION for name, _ in asked):
            raise self._unknown(selector)
        values = {name: self._values(name, text) for name, text in asked if name}
        return Target(BASE_CELLS[self.base or default_base(self.register)], values)

    def _values(self, dimension: str, text: str) -> tuple[str | None, ...]:
        if headings.is_not_stated(text):
            return (None,)
        vocabulary = headings.dimension_values(self.register, dimension)
        if vocabulary is None:
            return (text,)
        code = terms.parse(vocabulary, text)
        if dimension != "family":
            return (code,)
        return tuple(str(outcome) for outcome in outcomes_of(code, self.family_of))

    def _unknown(self, selector: str) -> FigureUnknown:
        names = [*_SECTION_OF, "ground", *headings.DIMENSION.codes]
        sections = {name.partition(".")[0] for name in self._names()}
        choices = [
            _choice(f"{name}=…", headings.SELECTOR.label(name))
            for name in dict.fromkeys(names)
            if name in headings.DIMENSION or self._has(name, sections)
        ]
        register = terms.REGISTER.label(self.register)
        return FigureUnknown(value=selector, register=register, choices=listed(choices))

    def _has(self, name: str, sections: set[str]) -> bool:
        return name == "ground" or _SECTION_OF[name] in sections


def _choice(code: str, label: Words) -> Words:
    return Words(f"{code} {label.zh}", code)


def default_base(register: str) -> str:
    """Return the base that breakdowns of ``register`` count unless another is given."""
    return "accepted" if register == REVIEW else "received"


def parse_base(text: str, register: str) -> str:
    """Return the code of a base of ``register``. Raises ``UnknownCode`` and ``BaseNotInRegister``."""
    base = terms.parse(headings.BASE, text)
    if base not in headings.BASES[register]:
        choices = [_choice(each, headings.BASE.label(each)) for each in headings.BASES[register]]
        raise BaseNotInRegister(
            register=terms.REGISTER.label(register), base=headings.BASE.label(base), choices=listed(choices)
        )
    return base


def parse_dimensions(text: str) -> tuple[str, ...]:
    """Return the dimensions of one ``--by``. Raises ``UnknownCode``, and ``TooManyDimensions`` beyond two."""
    found = tuple(terms.parse(headings.DIMENSION, part) for part in re.split("[,，]", text))
    if len(found) > _MOST_DIMENSIONS:
        raise TooManyDimensions(value=text)
    return found


def pairs(by: Sequence[str], key: Key) -> str:
    """Return the selector of a cell of a breakdown, such as ``field=公安,family=revoke``."""
    return ",".join(f"{name}={NOT_STATED if value is None else value}" for name, value in zip(by, key, strict=True))
