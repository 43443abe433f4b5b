"""``casebook init``."""

from typing import Annotated

import typer

from casebook.book import create
from casebook.cli import session
from casebook.cli.session import Session, say
from casebook.dates import parse_year_start
from casebook.errors import BadValue
from casebook.placing import make_folder
from casebook.terms import LEVEL, parse
from casebook.words import Words, inert


def init(
    ctx: typer.Context,
    bureau: Annotated[str, typer.Option("--bureau", help=say("司法局名称", "name of the justice bureau"))],
    organ: Annotated[str | None, typer.Option("--organ", help=say("复议机关", "the review organ"))] = None,
    organ_level: Annotated[
        str | None,
        typer.Option(
            "--organ-level",
            help=say(f"复议机关的层级：{' '.join(LEVEL.codes)}", f"level of the review organ: {' '.join(LEVEL.codes)}"),
        ),
    ] = None,
    number_word: Annotated[
        str | None,
        typer.Option("--number-word", help=say("复议案号的字，如 南府复", "word of review numbers")),
    ] = None,
    year_start: Annotated[
        str,
        typer.Option("--year-start", help=say("统计年度首日，如 12-11", "first day of the reporting year, MM-DD")),
    ] = "01-01",
) -> None:
    """Create the book of this invocation."""
    current: Session = ctx.obj
    month, day = parse_year_start(year_start)
    if not bureau.strip():
        rule = Words("请写明司法局名称。", "Give the name of the justice bureau.")
        raise BadValue(field=Words("--bureau", "--bureau"), value=bureau, rule=rule)
    "".join(filter(None, (bureau, organ, number_word))).encode()  # what is no text is refused before there is a file
    level = parse(LEVEL, organ_level) if organ_level else None
    current.refuse_read_only()
    path = current.path
    if current.book is None:
        make_folder(path.parent)
    start = f"{month:02d}-{day:02d}"
    create(path, bureau.strip(), organ, number_word, start, session.clock(), organ_level=level)
    shown = inert(str(path))
    session.result(say(f"已建立台账：{shown}", f"Created the book {shown}"))
