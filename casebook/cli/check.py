"""``casebook check``."""

from typing import Annotated

import typer

from casebook import calendars
from casebook import check as checks
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.session import Session, say, tell
from casebook.errors import FINDING
from casebook.render.align import aligned
from casebook.render.text import inert
from casebook.terms import REGISTER

_SEVERITY = {checks.ERROR: ("错误", "error"), checks.WARNING: ("提示", "warning")}


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help=say("提示也算不通过", "warnings fail too"))] = False,
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help=say("重算摘要、派生数据和数据库自检", "recompute digests, derived rows, integrity")
        ),
    ] = False,
    form: FormatOption = "table",
) -> None:
    """Check the book."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book, book.reading():
        found = checks.run(book, current.today, deep=deep)
        missing = calendars.missing(book.rules.calendar, current.today)
    if wanted == "json":
        session.result(as_json(_json(found)))
    else:
        session.result("\n".join(_lines(found)))
    if missing is not None and not any(each.check == "calendar" for each in found):
        # no open deadline rests on it yet, so the book itself has no fault
        session.message(
            say(
                f"缺 {missing} 年放假安排：发布后用 calendar adopt 启用。",
                f"The holiday notice of {missing} is missing: adopt it with calendar adopt once it is out.",
            )
        )
    errors = sum(each.severity == checks.ERROR for each in found)
    if errors or (strict and found):
        raise typer.Exit(FINDING)


def _json(found: list[checks.Finding]) -> dict[str, object]:
    return {
        "schema": "casebook/check/1",
        "findings": [
            {
                "check": each.check,
                "severity": each.severity,
                "register": each.register,
                "number": each.number,
                "message": tell(each.message),
            }
            for each in found
        ],
    }


def _lines(found: list[checks.Finding]) -> list[str]:
    if not found:
        return [say("检查通过，未发现问题。", "No fault found.")]
    rows = [
        (
            say(*_SEVERITY[each.severity]),
            each.check,
            tell(REGISTER.label(each.register)) if each.register else "",
            inert(each.number),
            inert(tell(each.message)),
        )
        for each in found
    ]
    errors = sum(each.severity == checks.ERROR for each in found)
    total = say(f"错误 {errors}，提示 {len(found) - errors}。", f"{errors} errors, {len(found) - errors} warnings.")
    return [*aligned(rows), total]
