"""``casebook search``."""

import sys
from typing import Annotated

import typer

from casebook import folding, searching
from casebook.cli import session
from casebook.cli.formats import as_json, one_of, terminal
from casebook.cli.session import Session, say, tell
from casebook.terms import REGISTER, parse

FORMATS = ("table", "plain", "csv", "json")


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD...",
            help=say("要找的词；写了几个的，须全部符合", "what to look for; of several words a case has all"),
        ),
    ],
    register: Annotated[str | None, typer.Option("--register", help=say("台账", "register"))] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=say("最多件数", "at most so many cases"))] = None,
    struck: Annotated[
        bool, typer.Option("--struck", help=say("也找已冲销的登记", "look in struck entries too"))
    ] = False,
    form: Annotated[str, typer.Option("--format", help=say(f"格式：{' '.join(FORMATS)}", " ".join(FORMATS)))] = "table",
) -> None:
    """Find cases by what was written."""
    from casebook.render import found

    current: Session = ctx.obj
    one_of(form, *FORMATS)
    if not all(map(folding.key, words)):
        raise typer.BadParameter(say("要找的词是空的", "a word to look for is empty"))
    with current.open() as book:
        answer = searching.search(
            book, words, register=parse(REGISTER, register) if register else None, limit=limit, struck=struck
        )
    if not answer.total:
        session.message(tell(found.NOTHING))
    if form == "json":
        session.result(as_json(found.found_json(answer, words)))
    elif form == "csv":
        session.printed(found.found_csv(answer))
    elif answer.total:
        marked = form == "table" and sys.stdout.isatty() and terminal()[1]
        session.printed(found.found_text(answer, session.language, marked=marked) + "\n", styled=marked)
