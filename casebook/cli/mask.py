"""``casebook mask``."""

from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.arguments import CaseArgument
from casebook.cli.session import Session, say, tell
from casebook.errors import FINDING
from casebook.namemasks import Asked
from casebook.namemasks import mask as mask_name
from casebook.render.masked import TRACES, masked_lines
from casebook.terms import PARTY_ROLE, parse


def mask(
    ctx: typer.Context,
    case: CaseArgument,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=say("登记卡上的姓名或名称", "the name as it stands on the card"))
    ],
    shown: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="MASK",
            help=say(
                "代之以什么，如 张某；缺省同导出", "what is shown instead, such as 张某; by default as in exports"
            ),
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            help=say(
                "同名时指明哪一方：applicant 或 respondent", "whose, where both sides have it: applicant or respondent"
            ),
        ),
    ] = None,
    ordinal: Annotated[
        int | None,
        typer.Option("--ordinal", help=say("同名时指明序号", "which one, where a side has it several times")),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help=say("法律依据、理由", "the legal ground"))] = "",
) -> None:
    """Mask the name of a party."""
    current: Session = ctx.obj
    asked = Asked(name, reason, shown, parse(PARTY_ROLE, role) if role else None, ordinal)
    with current.open(write=True) as book:
        masked = mask_name(book, case, asked, current.scribe)
    for line in masked_lines(masked):
        session.result(tell(line))
    if not masked.clean:
        session.message(tell(TRACES))
        raise typer.Exit(FINDING)
