"""``casebook show`` and ``casebook history``."""

from __future__ import annotations

from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.record import CaseArgument
from casebook.cli.session import Session, say
from casebook.docket import fold_number
from casebook.render import casejson
from casebook.render.cases import case_lines, history_lines
from casebook.store import cases
from casebook.versions import edition_of

FormatOption = Annotated[str, typer.Option("--format", help=say("格式：table 或 json", "table or json"))]
KnownAtOption = Annotated[int | None, typer.Option("--known-at", help=say("截至某登记号所知", "as known at an entry"))]


def show(ctx: typer.Context, case: CaseArgument, form: FormatOption = "table", known_at: KnownAtOption = None) -> None:
    """Show a case."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book:
        found = book.find(case)
        record = book.load(found.case_no, book.entry(known_at))
        derived = book.derive(record)
        before = [fold_number(record.card.previous_number)] if record.card.previous_number else []
        links = cases.linked(book.connection, before, fold_number(record.card.number))
        if wanted == "json":
            told = casejson.shown_json(record, derived, links, current.today)
            session.result(as_json(told))
            return
        edition = edition_of(record.register, derived.version.law if derived else None, book.rules.lawbook)
        lines = case_lines(
            record,
            derived,
            [(each.register, each.docket_no) for each in links],
            current.today,
            session.language,
            edition,
        )
    session.result("\n".join(lines))


def history(ctx: typer.Context, case: CaseArgument, form: FormatOption = "table") -> None:
    """Show who recorded what when."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book:
        record = book.load(book.find(case).case_no)
        derived = book.derive(record)
        numbers = {step.entry_no for step in record.steps}
        numbers |= {step.struck_by for step in record.steps if step.struck_by is not None}
        entries = cases.entries_of(book.connection, sorted(numbers))
        edition = edition_of(record.register, derived.version.law if derived else None, book.rules.lawbook)
    if wanted == "json":
        session.result(as_json(casejson.history_json(record, entries)))
        return
    session.result("\n".join(history_lines(record, entries, edition, session.language)))
