"""``casebook record`` and ``casebook close``."""

from typing import Annotated

import typer

from casebook.acts import Telling, record_step
from casebook.cli import session
from casebook.cli.arguments import (
    AlsoOption,
    CaseArgument,
    GroundOption,
    LateOption,
    NoteOption,
    OnOption,
    SetOption,
    WhyOption,
)
from casebook.cli.session import Session, say, tell
from casebook.closing import Lateness
from casebook.details import read_settings
from casebook.errors import OutcomeNotOfStep
from casebook.procedure import read_ground
from casebook.render.cases import logged_lines
from casebook.terms import STEP, outcomes, parse


def record(
    ctx: typer.Context,
    case: CaseArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help=say("节点，如 accept 或 受理", "step, such as accept"))],
    on: OnOption,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help=say("结案方式（用于 conclude）", "outcome, with conclude"))
    ] = None,
    ground: GroundOption = None,
    note: NoteOption = None,
    settings: SetOption = None,
    also: AlsoOption = None,
    late: LateOption = False,
    reason: WhyOption = None,
) -> None:
    """Record a step of a case."""
    told = (outcome, ground, note)
    numbers = [case, *(also or ())]
    _record(ctx.obj, numbers, parse(STEP, step), on, told, settings or [], Lateness(late, reason))


def close(
    ctx: typer.Context,
    case: CaseArgument,
    outcome: Annotated[
        str,
        typer.Argument(metavar="OUTCOME", help=say("结案方式，如 maintain 或 维持", "outcome, such as maintain")),
    ],
    on: OnOption,
    ground: GroundOption = None,
    note: NoteOption = None,
    settings: SetOption = None,
    also: AlsoOption = None,
    late: LateOption = False,
    reason: WhyOption = None,
) -> None:
    """Record the conclusion of a case."""
    told = (outcome, ground, note)
    numbers = [case, *(also or ())]
    _record(ctx.obj, numbers, "conclude", on, told, settings or [], Lateness(late, reason))


def _record(
    current: Session,
    numbers: list[str],
    step: str,
    on: str,
    told: tuple[str | None, str | None, str | None],
    settings: list[str],
    lateness: Lateness,
) -> None:
    outcome, ground, note = told
    day = current.day(on)
    details = read_settings(settings, current.today)
    if outcome is not None and step != "conclude":
        raise OutcomeNotOfStep(step=STEP.label(step))
    with current.open(write=True) as book:
        code = None
        if outcome is not None:
            code = parse(outcomes(book.find(numbers[0]).register), outcome)
        why = read_ground(code or step, ground) if ground else None
        telling = Telling(step, day, code, why, note, details)
        logged = record_step(book, numbers, telling, current.scribe, lateness)
    for each in logged:
        for line in logged_lines(each, current.today):
            session.result(tell(line))
