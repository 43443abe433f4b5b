"""``casebook intake``."""

from typing import Annotated

import typer

from casebook.acts import log_case
from casebook.cli import session
from casebook.cli.arguments import LateOption, WhyOption
from casebook.cli.options import WithOptions, column_options
from casebook.cli.session import Session, say, tell
from casebook.closing import Lateness
from casebook.columns import COLUMNS
from casebook.details import read_settings
from casebook.errors import BadValue, CasebookError, CellMissing, CellRefused, DetailNotKnown
from casebook.render.cases import logged_lines
from casebook.rows import Fault, read_row
from casebook.terms import REGISTER, STEP, parse
from casebook.words import Words

_FLAGS = {code: () for code in COLUMNS if code != "register"} | {"received_on": ("--received",)}


def _intake(
    ctx: typer.Context,
    register: Annotated[str, typer.Argument(help=say("台账：review、review-defence、litigation", "the register"))],
    settings: Annotated[
        list[str] | None, typer.Option("--set", help=say("其他内容 名称=值", "further values, name=value"))
    ] = None,
    late: LateOption = False,
    reason: WhyOption = None,
    **cells: str | None,
) -> None:
    """Log a new case and print its number."""
    current: Session = ctx.obj
    given = {code: text for code, text in cells.items() if text is not None and text.strip()}
    given["register"] = parse(REGISTER, register)
    details = read_settings(settings or (), current.today)
    for name in details:
        if name != "law":
            raise DetailNotKnown(step=STEP.label("receive"), name=name, choices="law")
    if "law" in details and "note" not in given:
        rule = Words("改变适用法律须用 --note 写明理由。", "A change of the governing law needs its reason: --note.")
        raise BadValue(field=Words("适用法律", "law"), value=details["law"], rule=rule)
    with current.open(write=True) as book:
        try:
            row = read_row(given, current.today, book.rules, details.get("law"))
        except Fault as fault:
            raise _refused(fault) from None
        logged = log_case(book, row, current.scribe, details, lateness=Lateness(late, reason))
    session.result(logged.number)
    for line in logged_lines(logged, current.today):
        session.message(tell(line))


def _refused(fault: Fault) -> CasebookError:
    column = COLUMNS[fault.column].label
    if fault.value:
        return CellRefused(column=column, value=fault.value, reason=fault.reason)
    option = "--received" if fault.column == "received_on" else f"--{fault.column.replace('_', '-')}"
    return CellMissing(column=column, option=option, reason=fault.reason)


intake = WithOptions(_intake, column_options(_FLAGS))
