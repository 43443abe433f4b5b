"""``casebook target``: what an office wants to reach in a year."""

from typing import Annotated

import typer

from casebook import documents, targets
from casebook.book import Book
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import Session, say, tell
from casebook.dates import NEW_YEAR, year_containing
from casebook.documents import Request
from casebook.formnames import SUMMARY
from casebook.reportfaults import NoTarget
from casebook.terms import REGISTER, parse

target = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["target"].text())

KIND = "target"
FIRST_YEAR, LAST_YEAR = 1949, 9998
YearOption = Annotated[
    int | None,
    typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, help=say("年份，缺省今年", "the year; this one by default")),
]
RegisterOption = Annotated[str | None, typer.Option("--register", help=say("台账", "register"))]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", help=say("理由，如考核文件", "reason, such as the notice"))
]
FigureArgument = Annotated[
    str,
    typer.Argument(
        metavar="FIGURE",
        help=say("比率或数字，如 loss、败诉率、flow.received", "a rate or a figure: loss, flow.received"),
    ),
]


@target.command("set", help=HELP["target set"].text())
def set_target(
    ctx: typer.Context,
    figure: FigureArgument,
    condition: Annotated[
        str,
        typer.Argument(metavar="CONDITION", help=say('如 "<=8%"、">=95%"、"<60"', 'such as "<=8%", ">=95%", "<60"')),
    ],
    year: YearOption = None,
    register: RegisterOption = None,
    reason: ReasonOption = None,
) -> None:
    """Set a target."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        made = _parsed(book, current, figure, condition, register, year)
        entry = book.adopt(KIND, _subject(made), condition, targets.pack(made), current.scribe, reason)
    session.result(_line(made, entry))


@target.command("drop", help=HELP["target drop"].text())
def drop_target(
    ctx: typer.Context,
    figure: FigureArgument,
    year: YearOption = None,
    register: RegisterOption = None,
    reason: ReasonOption = None,
) -> None:
    """Withdraw a target."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        asked = _parsed(book, current, figure, "<last-year", register, year)
        if _subject(asked) not in {_subject(each) for each in targets.standing(book.known(KIND))}:
            raise NoTarget(figure=figure, year=asked.year)
        entry = book.adopt(KIND, _subject(asked), "", "", current.scribe, reason)
    session.result(say(f"目标已撤销（登记号 {entry}）。", f"The target is withdrawn (entry {entry})."))


@target.command("list", help=HELP["target list"].text())
def list_targets(ctx: typer.Context, year: YearOption = None, output: FormatOption = "table") -> None:
    """List the targets."""
    current: Session = ctx.obj
    wanted = text_or_json(output)
    with current.open() as book:
        found = [each for each in targets.standing(book.known(KIND)) if year is None or each.year == year]
    if wanted == "json":
        listed = [
            {"register": each.register, "figure": each.figure, "year": each.year, "target": tell(each.condition)}
            for each in found
        ]
        session.result(as_json({"schema": "casebook/targets/1", "targets": listed}))
        return
    for each in found:
        session.result(_line(each))


def _parsed(
    book: Book, current: Session, figure: str, condition: str, register: str | None, year: int | None
) -> targets.Target:
    period = year_containing(current.today, NEW_YEAR)
    one = parse(REGISTER, register) if register else None
    known = {
        code: targets.known_figures(documents.report_of(book, Request(SUMMARY, period, (code,)), code))
        for code in ((one,) if one else REGISTER.codes)
    }
    return targets.parse_target(figure, condition, one, year or current.today.year, known)


def _subject(made: targets.Target) -> str:
    return f"{made.register}/{made.figure}/{made.year}"


def _line(made: targets.Target, entry: int | None = None) -> str:
    register = tell(REGISTER.label(made.register))
    told = "" if entry is None else say(f"（登记号 {entry}）", f" (entry {entry})")
    return f"{made.year}  {register}  {made.figure} {tell(made.condition)}{told}"
