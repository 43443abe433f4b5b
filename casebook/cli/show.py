"""``casebook show`` and ``casebook history``."""

import typer

from casebook.cli import session
from casebook.cli.arguments import CaseArgument, FormatOption, KnownAtOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.session import Session
from casebook.render import casejson
from casebook.render.cases import case_lines, history_lines


def show(ctx: typer.Context, case: CaseArgument, form: FormatOption = "table", known_at: KnownAtOption = None) -> None:
    """Show a case."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book, book.reading():
        found = book.find(case)
        record = book.load(found.case_no, book.entry(known_at))
        derived = book.derive(record, known_at)
        links = book.links(record)
        if wanted == "json":
            told = casejson.shown_json(record, derived, links, current.today)
            session.result(as_json(told))
            return
        edition = book.edition(record, derived)
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
    with current.open() as book, book.reading():
        record = book.load(book.find(case).case_no)
        derived = book.derive(record)
        entries = book.entries(record)
        edition = book.edition(record, derived)
        if wanted == "json":
            session.result(as_json(casejson.history_json(record, entries)))
            return
        session.result("\n".join(history_lines(record, entries, edition, session.language)))
