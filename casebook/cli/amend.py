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
    case: Annotated[
        str | None,
        typer.Argument(metavar="CASE", help=say("案号或其末段", "case number or a tail of it"), show_default=False),
    ] = None,
    entry: Annotated[
        int | None, typer.Argument(metavar="ENTRY", help=say("登记号", "entry number"), show_default=False)
    ] = None,
    step: StepOption = None,
    batch: Annotated[
        int | None,
        typer.Option("--batch", help=say("冲销整次导入：导入时给出的批次号", "strike a whole import, by its number")),
    ] = None,
    reason: ReasonOption = "",
    late: LateOption = False,
) -> None:
    """Strike an earlier entry, or a whole import."""
    current: Session = ctx.obj
    if batch is not None:
        if case is not None or step is not None:
            raise typer.BadParameter(say("--batch 不与案号、节点同用", "--batch goes without a case and a step"))
        _strike_batch(current, batch, reason, late)
        return
    if case is None or entry is None:
        raise typer.BadParameter(say("请写明案号和登记号，或 --batch", "name a case and an entry, or --batch"))
    with current.open(write=True) as book:
        code = parse(STEP, step) if step else None
        logged = amend.strike(book, case, entry, reason, current.scribe, code, late=late)
    for line in logged_lines(logged, current.today, "strike"):
        session.result(tell(line))


def _strike_batch(current: Session, batch: int, reason: str, late: bool) -> None:
    from casebook.batches import strike_batch

    with current.open(write=True) as book:
        done = strike_batch(book, batch, reason, current.scribe, late=late)
    again = say(f"，恢复节点 {done.told_again} 个", f", {done.told_again} steps told again") if done.told_again else ""
    zh = f"批次 {batch} 已整体冲销（登记号 {done.entry_no}）：案件 {done.cases} 件，冲销节点 {done.struck} 个{again}。"
    en = f"The import {batch} is struck (entry {done.entry_no}): {done.cases} cases, {done.struck} steps{again}."
    session.result(say(zh, en))
