"""``casebook freeze`` and ``casebook compare``."""

import sys
from typing import Annotated

import typer

from casebook import closing, freezing
from casebook.book import Book
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, one_of, terminal, text_or_json
from casebook.cli.session import Session, say, tell
from casebook.dates import Period, parse_period, parse_year_start
from casebook.documents import Request
from casebook.errors import FINDING
from casebook.formnames import FORM
from casebook.terms import REGISTER, parse

DEFAULT_FORM = "summary"

FormArguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FORM]...", help=say("报表，缺省 summary", "forms; summary by default")),
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", help=say("期间，如 2023、2026H1", "period, such as 2023 or 2026H1"))
]
RegisterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--register",
        help=say("台账；缺省为有案件的全部台账；可多次", "register; all that have cases by default; repeatable"),
    ),
]
SchemeOption = Annotated[str | None, typer.Option("--scheme", help=say("统计口径", "counting scheme"))]
ByOption = Annotated[list[str] | None, typer.Option("--by", help=say("细分，同 report", "breakdowns, as with report"))]
BaseOption = Annotated[str | None, typer.Option("--base", help=say("细分的基数", "base of breakdowns"))]
CloseOption = Annotated[
    bool,
    typer.Option("--close", help=say("同时封闭该期间", "close the period: later entries on it need --late")),
]
ReportOption = Annotated[
    int | None,
    typer.Option("--report", help=say("只封闭已封存报表的期间", "close the period of a report frozen earlier")),
]
ReportNoteOption = Annotated[
    str | None, typer.Option("--note", help=say("备注，随报表保存", "note kept with the report"))
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help=say("理由", "reason"))]


def freeze(
    ctx: typer.Context,
    forms: FormArguments = None,
    period: PeriodOption = None,
    register: RegisterOption = None,
    scheme: SchemeOption = None,
    by: ByOption = None,
    base: BaseOption = None,
    close: CloseOption = False,
    report: ReportOption = None,
    note: ReportNoteOption = None,
    reason: ReasonOption = None,
    form: FormatOption = "table",
) -> None:
    """Keep the figures of reports as they are sent."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    if report is not None:
        _refuse_both(forms or period, close)
    elif period is None:
        raise typer.BadParameter(say("请用 --period 指明期间", "name the period with --period"))
    with current.open(write=True) as book, book.writing("close" if period is None else "freeze"):
        frozen: list[freezing.Frozen] = []
        number = report
        if period is not None:
            days = _period(book, current, period)
            if close:
                closing.refuse_unended(days, current.today)
            registers = tuple(dict.fromkeys(parse(REGISTER, each) for each in register or ())) or _with_cases(book)
            for name in dict.fromkeys(FORM.find(each) or each for each in forms or (DEFAULT_FORM,)):
                asked = _request(name, days, registers, tuple(by or ()), base, scheme)
                frozen.append(freezing.freeze(book, asked, current.scribe, note, reason))
            number = frozen[0].report_no
        closed = closing.close(book, number, current.scribe, reason) if close and number is not None else None
    _say_frozen(frozen, closed, wanted)


def _refuse_both(asked: object, close: bool) -> None:
    if asked or not close:
        raise typer.BadParameter(
            say(
                "--report 只与 --close 同用，封闭已封存报表的期间",
                "--report goes with --close alone: it closes the period of a report frozen earlier",
            )
        )


def _with_cases(book: Book) -> tuple[str, ...]:
    return tuple(book.registers()) or tuple(REGISTER.codes[:1])


def _period(book: Book, current: Session, text: str) -> Period:
    return parse_period(text, current.today, parse_year_start(book.head.year_start))


def _request(
    form: str, period: Period, registers: tuple[str, ...], by: tuple[str, ...], base: str | None, scheme: str | None
) -> Request:
    asked = Request(form, period, registers, by=by, base=base)
    return asked if scheme is None else asked._replace(scheme=scheme)


def _say_frozen(frozen: list[freezing.Frozen], closed: closing.Closed | None, wanted: str) -> None:
    from casebook.render import compared

    if wanted == "json":
        session.result(as_json(compared.frozen_json(frozen, closed)))
        return
    for line in compared.frozen_lines(frozen, closed):
        session.result(tell(line))


def compare(
    ctx: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[REPORT]...", help=say("报表号，缺省为全部", "report numbers; all by default")),
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", help=say("只看该期间的报表", "reports on this period only"))
    ] = None,
    form: Annotated[str | None, typer.Option("--form", help=say("只看该种报表", "reports of this form only"))] = None,
    output: Annotated[
        str, typer.Option("--format", help=say("格式：table plain md csv json", "table plain md csv json"))
    ] = "table",
) -> None:
    """Say what has changed since reports were frozen."""
    from casebook.render import compared

    current: Session = ctx.obj
    wanted = one_of(output, "table", "plain", "md", "csv", "json")
    with current.open() as book, book.reading():
        days = _period(book, current, period) if period else None
        chosen = freezing.chosen(book, numbers or (), days, form)
        found = [freezing.compare(book, each.report_no) for each in chosen]
    if wanted == "json":
        session.result(as_json(compared.compared_json(found, session.language)))
    elif found:
        width, colour = terminal()
        shown = "plain" if wanted == "table" and not sys.stdout.isatty() else wanted
        text = compared.compared_text(found, shown, session.language, width=width, colour=colour)
        session.printed(text, styled=shown == "table")
    else:
        session.message(say("没有已封存的报表。", "No report is frozen."))
    if not all(each.matches for each in found):
        raise typer.Exit(FINDING)
