"""Scenarios of ``tests/deadlines``: cases as a lawyer tells them, and what must come of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook import terms
from casebook.deadlines import Course, courses, deadline_of
from casebook.details import read_detail
from casebook.law import default_lawbook
from casebook.model import Deadline, Step
from casebook.procedure import arrange, read_ground
from casebook.versions import governing_law
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "deadlines"
LAST_DAY = date(2030, 12, 31)


@dataclass(frozen=True)
class Scenario:
    """One case and what is expected of it; fields are those of the files."""

    file: str
    title: str
    register: str
    steps: list[str]
    law: str | None = None
    governed: str | None = None
    procedure: str | None = None
    instance: str | None = None
    starts: Mapping[str, object] = field(default_factory=dict)
    nominal: Mapping[str, object] = field(default_factory=dict)
    due: Mapping[str, object] = field(default_factory=dict)
    met: Mapping[str, object] = field(default_factory=dict)
    remaining: Mapping[str, int] = field(default_factory=dict)
    mark: Mapping[str, str] = field(default_factory=dict)
    article: Mapping[str, str] = field(default_factory=dict)
    deemed: Mapping[str, date] | None = None
    provisional: list[str] | None = None
    own: list[str] | None = None
    after_decision: list[str] | None = None
    absent: list[str] = field(default_factory=list)
    today: date | None = None
    state: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


@dataclass(frozen=True)
class Played:
    """What the program makes of a scenario."""

    law: str
    steps: tuple[Step, ...]
    courses: list[Course]
    deadlines: list[Deadline]

    def of(self, rule: str) -> list[Deadline]:
        return [each for each in self.deadlines if each.rule == rule]


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios of all files."""
    return tuple(
        Scenario(file=path.stem, **table)
        for path in sorted(FOLDER.glob("*.toml"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    )


def read_step(text: str, number: int, register: str) -> Step:
    """Return the step that a line such as ``2026-08-06 受理 审理程序=简易程序`` tells."""
    on, label, *values = text.split()
    code = terms.parse(terms.STEP, label)
    told: dict[str, str] = dict(value.split("=", 1) for value in values)
    outcome = told.pop("结案方式", None)
    ground = told.pop("事由", None)
    if outcome is not None:
        outcome = terms.parse(terms.outcomes(register), outcome)
    details = {terms.parse(terms.DETAIL, name): value for name, value in told.items()}
    return Step(
        number,
        number,
        code,
        date.fromisoformat(on),
        outcome=outcome,
        ground=read_ground(outcome or code, ground) if ground else None,
        details={name: read_detail(name, value, LAST_DAY) for name, value in details.items()},
    )


def play(scenario: Scenario, calendar: Calendar | None = None) -> Played:
    """Return the deadlines of a scenario; its steps must be ones that the law allows in this order."""
    lawbook = default_lawbook()
    told = [read_step(text, number, scenario.register) for number, text in enumerate(scenario.steps, 1)]
    law = scenario.law or governing_law(scenario.register, told, lawbook)
    assert law is not None, "older than the first edition"
    edition = lawbook.edition(law)
    timeline = arrange(told, edition.registers[scenario.register])
    facts: dict[str, Any] = {
        "procedure": scenario.procedure,
        "instance": scenario.instance,
        "calendar": calendar or Calendar.standard(),
    }
    found = courses(timeline.steps, edition, scenario.register, **facts)
    deadlines = [deadline_of(course, edition, scenario.register) for course in found]
    return Played(law, timeline.steps, found, deadlines)
