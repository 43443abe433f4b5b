"""``casebook law list`` and ``casebook law show``."""

from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import say
from casebook.law import default_lawbook
from casebook.render.lawtext import edition_json, edition_lines, list_json, list_lines
from casebook.terms import LAW, REGISTER, parse

law = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["law"].text())


@law.command("list", help=HELP["law list"].text())
def list_laws(form: FormatOption = "table") -> None:
    """List the editions of the law."""
    lawbook = default_lawbook()
    if text_or_json(form) == "json":
        session.result(as_json(list_json(lawbook)))
        return
    session.result("\n".join(list_lines(lawbook, session.language)))


@law.command("show", help=HELP["law show"].text())
def show_law(
    code: Annotated[
        str, typer.Argument(metavar="LAW", help=say("版本，如 review-2023", "edition, such as review-2023"))
    ],
    register: Annotated[str | None, typer.Option("--register", help=say("只显示一个台账", "one register only"))] = None,
    form: FormatOption = "table",
) -> None:
    """Show the steps, outcomes and deadlines of an edition."""
    edition = default_lawbook().edition(parse(LAW, code))
    registers = [parse(REGISTER, register)] if register else list(edition.registers)
    if text_or_json(form) == "json":
        session.result(as_json(edition_json(edition, registers)))
        return
    session.result("\n".join(edition_lines(edition, registers, session.language)))
