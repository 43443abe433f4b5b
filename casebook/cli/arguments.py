"""Arguments and options that several commands share."""

from typing import Annotated

import typer

from casebook.cli.session import say

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help=say("案号或其末段，如 2026-12", "number, or a tail of it"))
]
OnOption = Annotated[str, typer.Option("--on", help=say("发生日期", "the day it happened"))]
GroundOption = Annotated[
    str | None,
    typer.Option(
        "--ground",
        help=say(
            "事由，如 settled 或 和解；各节点和结案方式可用的见 law show", "ground, such as settled; see law show"
        ),
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", help=say("备注", "note"))]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help=say("其他内容，名称=值，如 days=30；可多次", "further values, name=value, such as days=30; repeatable"),
    ),
]
AlsoOption = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="CASE", help=say("同时登记的其他案件", "further cases of the same act")),
]
LateOption = Annotated[
    bool, typer.Option("--late", help=say("补登、更正已封闭期间的事项，须写理由", "of a closed period; needs a reason"))
]
WhyOption = Annotated[str | None, typer.Option("--reason", help=say("补登的理由", "why it is told late"))]
FormatOption = Annotated[str, typer.Option("--format", help=say("格式：table 或 json", "table or json"))]
KnownAtOption = Annotated[int | None, typer.Option("--known-at", help=say("截至某登记号所知", "as known at an entry"))]
