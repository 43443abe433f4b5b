"""The rates that offices print, each with every definition in use: data, from which a counting scheme chooses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook import terms
from casebook.cells import cell_names
from casebook.datafile import Table, parse
from casebook.filefaults import SchemeFaulty
from casebook.headings import HEARINGS
from casebook.terms import LITIGATION
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


CATALOGUE = "rates"
STANDARD_VARIANT = "a"

_FILE = Path(__file__).with_name("data") / "rates.toml"
COMPILED = Path(__file__).with_name("data") / "counting.json"  # made of the TOML files by ``ratefile``
_LIST = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Rate:
    """One definition of a rate for some registers: the sum of the cells ``part`` over the sum of the cells ``whole``.

    ``summary`` rates stand in every summary report.
    """

    name: str
    variant: str
    registers: tuple[str, ...]
    label: Words
    definition: Words
    part: tuple[str, ...]
    whole: tuple[str, ...]
    summary: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells that the rate is made of."""
        return self.part + self.whole


@cache
def catalogue() -> tuple[Rate, ...]:
    """Return every rate in every variant, in order of printing."""
    return tuple(unpacked(each) for each in json.loads(COMPILED.read_text(encoding="utf-8"))["rates"])


def unpacked(packed: Sequence[Any]) -> Rate:
    """Return the rate that ``packed`` holds, the values of its fields as JSON keeps them."""
    name, variant, registers, label, definition, part, whole, summary = packed
    return Rate(name, variant, tuple(registers), Words(*label), Words(*definition), tuple(part), tuple(whole), summary)


def from_source() -> tuple[Rate, ...]:
    """Return the catalogue as its TOML file has it. Raises ``SchemeFaulty``."""
    table = parse(_FILE.read_text(encoding="utf-8"), lambda what: SchemeFaulty(scheme=CATALOGUE, what=what))
    lists = table.table("lists")
    codes = {name: lists.texts(name) for name in lists.keys()}  # noqa: SIM118 - a table is no mapping
    found = tuple(rate for each in table.tables("rate") for rate in read_rate(each, codes))
    table.done()
    return found


def read_rate(table: Table, lists: Mapping[str, Sequence[str]]) -> Iterator[Rate]:
    """Yield the variants of the rate that ``table`` defines; ``lists`` are the codes that ``<name>`` stands for."""
    name, label = table.text("name"), table.words("label")
    summary = table.flag("summary")
    for each in table.tables("variant"):
        rate = Rate(
            name,
            each.text("code"),
            each.texts("registers"),
            label,
            each.words("definition"),
            _spelled(each, "part", lists),
            _spelled(each, "whole", lists),
            summary,
        )
        each.done()
        if not rate.registers or not rate.part or not rate.whole:
            raise each.fail(rate.name, "须写明 registers、part 和 whole", "needs registers, part and whole")
        for register in rate.registers:
            _check_cells(each, rate, register)
        yield rate
    table.done()


def _spelled(table: Table, key: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in table.texts(key):
        named = _LIST.search(cell)
        if named is None:
            cells.append(cell)
        elif named[1] in lists:
            cells += [cell.replace(named[0], code) for code in lists[named[1]]]
        else:
            raise table.fail(key, f"用到不存在的列表“{named[1]}”", f"uses a list that does not exist: “{named[1]}”")
    return tuple(cells)


def _check_cells(table: Table, rate: Rate, register: str) -> None:
    if register not in terms.REGISTER:
        raise table.fail("registers", f"没有台账“{register}”", f"names no register: “{register}”")
    known = set(cell_names(register))
    if register == LITIGATION:
        known |= {f"hearings.{code}" for code in (*HEARINGS.codes, *CHIEF)}
    for cell in rate.cells:
        if cell not in known:
            zh, en = f"用到不存在的数字“{cell}”", f"uses a figure that does not exist: “{cell}”"
            raise table.fail(f"{rate.name}（{register}）", zh, en)


CHIEF = ("cases_chief_attended", "hearings_chief_attended")
