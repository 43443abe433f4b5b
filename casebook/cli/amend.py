"""``casebook correct`` and ``casebook strike``."""

from typing import Annotated

import typer

from casebook import amend
from casebook.cli import session
from casebook.cli.arguments import CaseArgument, GroundOption, LateOption, NoteOption, SetOption
from casebook.cli.session import Session, say, tell
from casebook.render.cases import logged_lines
from casebook.terms import STEP, parse

EntryArgument = Annotated[int, typer.Argument(metavar="ENTRY", help=say("登记号", "entry number"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=say("理由", "reason"))]
StepOption = Annotated[
    str | None,
    typer.Option("--step", help=say("一条登记含多个节点时，指明哪一个", "which step, where the entry tells several")),
]


def correct(
    ctx: typer.Context,
    case: CaseArgument,
    entry: EntryArgument,
    on: Annotated[str | None, typer.Option("--on", help=say("正确的日期", "the right day"))] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help=say("正确的结案方式", "the right outcome"))] = None,
    ground: GroundOption = None,
    note: NoteOption = None,
    settings: SetOption = None,
    step: StepOption = None,
    reason: ReasonOption = "",
    late: LateOption = False,
) -> None:
    """Correct an earlier entry."""
    current: Session = ctx.obj
    change = amend.Change(
        on=current.day(on) if on else None,
        outcome=outcome,
        ground=ground,
        note=note,
        settings=settings or (),
        step=parse(STEP, step) if step else None,
    )
    with current.open(write=True) as book:
        logged = amend.correct(book, case, entry, change, reason, current.scribe, late=late)
    for line in logged_lines(logged, current.today, "correct"):
        session.result(tell(line))


def strike(
    ctx: typer.Context,
    case: CaseArgument,
    entry: EntryArgument,
    step: StepOption = None,
    reason: ReasonOption = "",
    late: LateOption = False,
) -> None:
    """Strike an earlier entry."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        code = parse(STEP, step) if step else None
        logged = amend.strike(book, case, entry, reason, current.scribe, code, late=late)
    for line in logged_lines(logged, current.today, "strike"):
        session.result(tell(line))
