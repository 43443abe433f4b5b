"""``casebook calendar show``, ``casebook calendar adopt`` and ``casebook calendar check``."""

from pathlib import Path
from typing import Annotated

import typer

from casebook import calendars
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import Session, say, tell
from casebook.errors import FINDING
from casebook.filefaults import NoticeUnreadable
from casebook.render import calendartext

FIRST_YEAR, LAST_YEAR = 1949, 9998  # the neighbours of a year are looked at too

calendar = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["calendar"].text())


@calendar.command("show", help=HELP["calendar show"].text())
def show_year(
    ctx: typer.Context,
    year: Annotated[int, typer.Argument(metavar="YEAR", min=FIRST_YEAR, max=LAST_YEAR, help=say("年份", "the year"))],
    form: FormatOption = "table",
) -> None:
    """Show the days off and the weekend days worked of a year."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    rules, adopted = current.known_calendar()
    shown = calendartext.Year(year, rules.calendar, adopted.get(year))
    if wanted == "json":
        session.result(as_json(calendartext.year_json(shown)))
        return
    session.result("\n".join(calendartext.year_lines(shown, session.language)))


@calendar.command("adopt", help=HELP["calendar adopt"].text())
def adopt_notice(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("放假安排（TOML）", "the notice, as a TOML file"))],
    reason: Annotated[str | None, typer.Option("--reason", help=say("理由", "reason"))] = None,
    form: FormatOption = "table",
) -> None:
    """Adopt a notice."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NoticeUnreadable(file=file, problem=error.strerror or str(error)) from error
    with current.open(write=True) as book:
        adopted = calendars.adopt(book, content, file.name, current.scribe, reason)
    for fault in adopted.faults:
        session.message(tell(fault))
    if wanted == "json":
        session.result(as_json(calendartext.adopted_json(adopted, session.language)))
        return
    session.result("\n".join(tell(line) for line in calendartext.adopted_lines(adopted)))


@calendar.command("check", help=HELP["calendar check"].text())
def check_years(
    ctx: typer.Context,
    year: Annotated[
        int | None,
        typer.Argument(
            metavar="YEAR",
            min=FIRST_YEAR,
            max=LAST_YEAR,
            help=say("年份；缺省为全部", "the year; all by default"),
            show_default=False,
        ),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Check whether years add up and whether a notice is missing."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    known = current.known_calendar()[0].calendar
    asked = known.published if year is None else (year,)
    balances = [found for each in asked if (found := calendars.balance(known, each)) is not None]
    lacking = calendars.missing(known, current.today) if year is None else year if not balances else None
    missing = [] if lacking is None else [lacking]
    if wanted == "json":
        session.result(as_json(calendartext.check_json(balances, missing, session.language)))
    else:
        session.result("\n".join(calendartext.check_lines(balances, missing, session.language)))
    if missing or any(each.faults for each in balances):
        raise typer.Exit(FINDING)
