"""``casebook check``."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from casebook import calendars, seals
from casebook import check as checks
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.session import Session, say, tell
from casebook.errors import FINDING
from casebook.render.align import aligned
from casebook.render.text import inert
from casebook.terms import REGISTER

WORTH_SHOWING = 5000  # entries, from which on a deep check is waited for
_SEVERITY = {checks.ERROR: ("错误", "error"), checks.WARNING: ("提示", "warning")}
_TIER = {
    checks.ALWAYS: ("总是检查", "always"),
    checks.STRICT: ("--strict", "--strict"),
    checks.DEEP: ("--deep", "--deep"),
    checks.SEALED: ("--seal", "--seal"),
}

Tick = Callable[[str, int, int], None]


Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help=say("只查这些项目，见 --list", "these checks only, see --list")),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help=say("再查停滞、迟登等；提示也算不通过", "doubtful things too; warnings fail too")),
]
Deep = Annotated[
    bool,
    typer.Option(
        "--deep",
        help=say("重算摘要链、派生数据，核对库结构和数据库自检", "recompute digests, derived rows, schema, integrity"),
    ),
]
Sealed = Annotated[
    str | None,
    typer.Option(
        "--seal",
        metavar="N:DIGEST",
        help=say("证明封印之前未被改动", "prove that nothing before a printed seal was changed"),
    ),
]
Listed = Annotated[bool, typer.Option("--list", help=say("列出检查项目", "list the checks"))]


def check(
    ctx: typer.Context,
    names: Names = None,
    strict: Strict = False,
    deep: Deep = False,
    seal: Sealed = None,
    listed: Listed = False,
    form: FormatOption = "table",
) -> None:
    """Check the book."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    if listed:
        session.result(as_json(_listed()) if wanted == "json" else "\n".join(_catalogue()))
        return
    printed = seals.parse(seal) if seal is not None else None
    checks.chosen(names or ())
    with current.open() as book, book.reading(), _progress(book.head.entry_no, deep=deep) as tick:
        found = checks.run(
            book,
            current.today,
            now=session.clock(),
            strict=strict,
            deep=deep,
            names=names or (),
            seal=printed,
            tick=tick,
        )
        missing = None if names or printed else calendars.missing(book.rules.calendar, current.today)
    if wanted == "json":
        session.result(as_json(_json(found)))
    else:
        session.result("\n".join(_lines(found, printed)))
    _mention(missing, found)
    errors = sum(each.severity == checks.ERROR for each in found)
    if errors or (strict and found):
        raise typer.Exit(FINDING)


def _mention(missing: int | None, found: Sequence[checks.Finding]) -> None:
    if missing is not None and not any(each.check == "calendar" for each in found):
        # no open deadline rests on it yet, so the book itself has no fault
        session.message(
            say(
                f"缺 {missing} 年放假安排：发布后用 calendar adopt 启用。",
                f"The holiday notice of {missing} is missing: adopt it with calendar adopt once it is out.",
            )
        )


@contextmanager
def _progress(entries: int, *, deep: bool) -> Iterator[Tick]:
    """Show on a terminal how far a deep check has come; be silent elsewhere."""
    if not (deep and sys.stderr.isatty() and entries >= WORTH_SHOWING):
        yield lambda _name, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("检查", "Checking"), total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total or None)


def _listed() -> dict[str, object]:
    rows = [
        {"name": each.name, "tier": each.tier, "holds": tell(each.holds), "remedy": tell(each.remedy)}
        for each in checks.CHECKS
    ]
    return {"schema": "casebook/checks/1", "checks": rows}


def _catalogue() -> list[str]:
    return aligned([(each.name, say(*_TIER[each.tier]), tell(each.holds)) for each in checks.CHECKS])


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
                "remedy": tell(checks.BY_NAME[each.check].remedy),
            }
            for each in found
        ],
    }


def _lines(found: list[checks.Finding], seal: seals.Seal | None) -> list[str]:
    if seal is not None and not any(each.check == checks.SEALED for each in found):
        proved = say(
            f"封印 {seal} 相符：登记号 {seal.entry_no} 及以前未被改动。",
            f"The seal {seal} holds: entry {seal.entry_no} and all before it are as they were.",
        )
        return [proved, *(_lines(found, None) if found else ())]
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
