"""``casebook undo``."""

from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.arguments import LateOption
from casebook.cli.session import Session, say, tell
from casebook.render.undone import AGAIN, undone_lines
from casebook.undoing import undo as undo_last


def undo(
    ctx: typer.Context,
    reason: Annotated[str | None, typer.Option("--reason", help=say("理由", "reason"))] = None,
    late: LateOption = False,
) -> None:
    """Take back one's own last act."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        undone = undo_last(book, current.scribe, reason, late=late)
    for line in undone_lines(undone):
        session.result(tell(line))
    session.message(tell(AGAIN))
