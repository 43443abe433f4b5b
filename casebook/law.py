"""The law as data: the compiled editions, and which of them governs a case.

``data/law/*.toml`` is what lawyers read; ``lawfile`` validates it and compiles the JSON that is read here,
because starting must be quick. The forms of the rules stand in ``lawrules``.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.errors import UnknownCode, listed
from casebook.lawrules import (
    DeadlineRule,
    Edition,
    GroundRule,
    Instrument,
    Length,
    OutcomeRule,
    RegisterRule,
    RiderRule,
    StepRule,
)
from casebook.terms import LAW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.words import Language

COMPILED = Path(__file__).parent / "data" / "law" / "compiled"
NO_ARTICLE = Words("无条文（实务做法）", "no article (practice)")


class Start(NamedTuple):
    """First day of an edition, and for each of its registers the step whose day picks it."""

    code: str
    family: str
    effective_on: date
    governed_by: Mapping[str, str]


class Lawbook:
    """The compiled editions of a folder; an edition is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._editions: dict[str, Edition] = {}
        self._index: tuple[Start, ...] | None = None

    def _starts(self) -> tuple[Start, ...]:
        if self._index is None:
            self._index = tuple(
                Start(**each | {"effective_on": date.fromisoformat(each["effective_on"])})
                for each in _read(self._folder / "index.json")["editions"]
            )
        return self._index

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all editions, by family, the oldest first."""
        return tuple(each.code for each in self._starts())

    def edition(self, code: str) -> Edition:
        """Return the edition ``code``. Raises ``UnknownCode``."""
        if code not in self._editions:
            if code not in self.codes():
                known = listed([LAW.label(each) for each in self.codes()])
                raise UnknownCode(field=LAW.name, value=code, choices=known)
            self._editions[code] = edition_from(_read(self._folder / f"{code}.json"))
        return self._editions[code]

    def starts(self, of: str) -> list[tuple[date, str]]:
        """Return first day and code of the editions of a register or a family, the oldest first."""
        known = [each for each in self._starts() if of == each.family or of in each.governed_by]
        return [(each.effective_on, each.code) for each in known]

    def governing(self, register: str, received_on: date, accepted_on: date | None) -> str | None:
        """Return the code of the edition that governs a case, ``None`` before the first one.

        The edition in force on the day of receipt governs, unless it leaves the choice to the day of
        acceptance (``governed_by``): then the one in force on that day. So an application received under the
        old law, which counts it as accepted on its day of receipt, stays with the old law.
        """
        received_under = self._in_force(register, received_on)
        if received_under is None:
            return None
        governing = received_under
        if accepted_on is not None and received_under.governed_by[register] == "accept":
            governing = self._in_force(register, accepted_on) or received_under
        return governing.code

    def _in_force(self, register: str, on: date) -> Start | None:
        known = [each for each in self._starts() if register in each.governed_by and each.effective_on <= on]
        return known[-1] if known else None

    def crosses_border(self, register: str, from_: date, to: date) -> bool:
        """Return whether an edition of ``register`` starts after ``from_`` and not later than ``to``."""
        return any(from_ < start <= to for start, _ in self.starts(register))


@cache
def default_lawbook() -> Lawbook:
    """Return the lawbook that comes with the program."""
    return Lawbook(COMPILED)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def edition_from(raw: Mapping[str, Any]) -> Edition:
    """Return the edition of a compiled law file, which has the tables of the TOML file and dates as text."""
    head = dict(raw["edition"])
    for day in ("effective_on", "checked_on"):
        head[day] = date.fromisoformat(head[day])
    deadlines = [_deadline(each) for each in raw.get("deadline", ())]
    steps = [(each["registers"], StepRule(**_fields(each, "registers"))) for each in raw["step"]]
    outcomes = [(each["registers"], OutcomeRule(**_fields(each, "registers"))) for each in raw["outcome"]]
    registers = {
        each["register"]: RegisterRule(
            **_fields(each),
            steps={step.code: step for where, step in steps if each["register"] in where},
            outcomes={outcome.code: outcome for where, outcome in outcomes if each["register"] in where},
            deadlines=tuple(deadline for deadline in deadlines if each["register"] in deadline.registers),
        )
        for each in raw["register"]
    }
    return Edition(
        **_fields(head),
        instruments={each["key"]: _instrument(each) for each in raw["instrument"]},
        registers=registers,
        grounds=tuple(GroundRule(**_fields(each)) for each in raw.get("ground", ())),
        riders={each["code"]: RiderRule(**_fields(each)) for each in raw.get("rider", ())},
    )


def _instrument(table: Mapping[str, Any]) -> Instrument:
    return Instrument(**_fields(table) | {"in_force_from": date.fromisoformat(table["in_force_from"])})


def _deadline(table: Mapping[str, Any]) -> DeadlineRule:
    lengths = tuple(Length(**_fields(each)) for each in table["lengths"])
    return DeadlineRule(**_fields(table) | {"lengths": lengths})


def _fields(table: Mapping[str, Any], leave: str = "") -> dict[str, Any]:
    return {"from_" if key == "from" else key: _frozen(value) for key, value in table.items() if key != leave}


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict) and value.keys() == {"zh", "en"}:
        return Words(value["zh"], value["en"])
    return value


def cite(edition: Edition, article: str, language: Language) -> str:
    """Return references such as ``L23 30(1); L23 31`` as they are cited.

    In Chinese 《…法》（2023修订）第30条(1)、第31条, in English Law (2023), art. 30(1), art. 31.
    An empty ``article`` is said to be none.
    """
    cited: list[str] = []
    before = ""
    for reference in filter(None, map(str.strip, article.split(";"))):
        key, _, place = reference.partition(" ")
        if key == before and place:
            cited[-1] += ("、" if language == "zh" else ", ") + _place(place, language)
        else:
            cited.append(_instrument_and_place(edition.instruments.get(key), key, place, language))
        before = key
    return ("；" if language == "zh" else "; ").join(cited) or NO_ARTICLE.say(language)


def _instrument_and_place(instrument: Instrument | None, key: str, place: str, language: Language) -> str:
    name = key
    if instrument is not None:
        name = instrument.short.say(language) if instrument.short else f"《{instrument.title}》"
    if not place:
        return name
    return f"{name}{_place(place, language)}" if language == "zh" else f"{name}, {_place(place, language)}"


def _place(place: str, language: Language) -> str:
    if language == "en":
        return f"art. {place}"
    number, bracket, rest = place.partition("(")
    return f"第{number}条{bracket}{rest}"
