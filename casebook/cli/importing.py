"""``casebook import``."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.arguments import FormatOption, LateOption, WhyOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.session import Session, say, tell
from casebook.closing import Lateness
from casebook.columns import COLUMNS
from casebook.errors import FINDING, REFUSED
from casebook.intake import Choices, Outcome, Rejection, import_table
from casebook.render.text import inert
from casebook.tables import Table, read_table
from casebook.terms import REGISTER, parse

SHOWN = 20
WORTH_SHOWING = 1000  # rows; below this nobody waits


def import_file(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("表格文件", "the table"))],
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            help=say("表中没有台账列时的台账", "the register, where the table has no such column"),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help=say("不导入的列", "a column to leave out"))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只预览，不登记", "say what would be done, log nothing"))
    ] = False,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial",
            help=say("登记能登记的行，其余另存文件", "log the good rows, put the others into a file"),
        ),
    ] = False,
    accept_corrections: Annotated[
        bool,
        typer.Option(
            "--accept-corrections",
            help=say("与台账不符的内容按更正登记", "log contradicting facts as corrections"),
        ),
    ] = False,
    late: LateOption = False,
    reason: WhyOption = None,
    form: FormatOption = "table",
) -> None:
    """Import cases from a table."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    choices = Choices(
        register=parse(REGISTER, register) if register else None,
        ignored=tuple(ignore or ()),
        dry_run=dry_run,
        partial=partial,
        accept_corrections=accept_corrections,
        lateness=Lateness(late, reason),
    )
    with current.open(write=True) as book:
        table = read_table(file)
        with _progress(len(table.body)) as seen:
            outcome = import_table(book, table, choices, current.scribe, seen)
    if wanted == "json":
        session.result(as_json(_json(outcome, dry_run)))
    else:
        session.result(_summary(outcome, dry_run))
    if outcome.set_aside:
        names = "、".join(map(inert, outcome.set_aside))
        session.message(say(f"未导入的列：{names}", f"Columns set aside: {names}"))
    if outcome.rejected:
        raise typer.Exit(_rejected(table, outcome, wanted))


def _rejected(table: Table, outcome: Outcome, wanted: str) -> int:
    """Say what was rejected, keep the rows of a partial import beside the file, and return the exit status."""
    count = len(outcome.rejected)
    if wanted != "json":
        for each in outcome.rejected[:SHOWN]:
            session.result(_line(each))
        if count > SHOWN:
            session.result(say(f"……另有 {count - SHOWN} 行", f"… and {count - SHOWN} more"))
    if not outcome.written:
        session.message(say(f"有 {count} 处不能接受，未登记任何内容。", f"{count} rejected; nothing was logged."))
        return REFUSED
    path = _write_rejected(table, outcome.rejected)
    session.message(
        say(
            f"有 {count} 行不能接受，连同理由存入 {path}。",
            f"{count} rows rejected; they are in {path}, with reasons.",
        )
    )
    return FINDING


def _line(each: Rejection) -> str:
    column = COLUMNS[each.column].label if each.column in COLUMNS else None
    name = tell(column) if column else inert(each.column)
    value = inert(each.value)[:40]
    return say(
        f"第 {each.row} 行，{name}“{value}”：{inert(each.reason.zh)}",
        f"row {each.row}, {name} “{value}”: {inert(each.reason.en)}",
    )


def _summary(outcome: Outcome, dry_run: bool) -> str:
    counts = (outcome.rows, outcome.added, outcome.updated, outcome.unchanged, len(outcome.rejected))
    words = say(
        "共 {} 行：新增 {}，补充 {}，无变化 {}，不能接受 {}。",
        "{} rows: {} added, {} updated, {} unchanged, {} rejected.",
    ).format(*counts)
    return say("预览，未登记。", "Dry run, nothing logged. ") + words if dry_run else words


def _json(outcome: Outcome, dry_run: bool) -> dict[str, object]:
    return {
        "schema": "casebook/import/1",
        "dry_run": dry_run,
        "rows": outcome.rows,
        "added": outcome.added,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "rejected": [
            {"row": each.row, "column": each.column, "value": each.value, "reason": tell(each.reason)}
            for each in outcome.rejected
        ],
        "set_aside": list(outcome.set_aside),
    }


def _write_rejected(table: Table, rejected: list[Rejection]) -> Path:
    """Write the rejected rows, in the shape of the table with a reason column, beside the file."""
    path = _free(table.path)
    reasons = {each.row: tell(each.reason) for each in rejected}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*table.header, say("原因", "reason")])
        writer.writerows(
            [*record, *[""] * (len(table.header) - len(record)), reasons[number]]
            for number, record in table.body
            if number in reasons
        )
    return path


def _free(path: Path) -> Path:
    candidate, number = path.with_name(f"{path.stem}.rejected.csv"), 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}.rejected-{number}.csv")
    return candidate


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show progress on a terminal; be silent elsewhere."""
    if not sys.stderr.isatty() or total < WORTH_SHOWING:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("导入", "Importing"), total=total)
        yield lambda done: bar.update(task, completed=done)
