"""``casebook seal``."""

import typer

from casebook import seals
from casebook.cli import session
from casebook.cli.arguments import FormatOption, KnownAtOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.session import Session, tell
from casebook.sheets import seal_line


def seal(ctx: typer.Context, known_at: KnownAtOption = None, form: FormatOption = "table") -> None:
    """Print the seal of the book."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book, book.reading():
        found = seals.of(book, known_at)
    if wanted == "json":
        session.result(as_json({"schema": "casebook/seal/1", "entry_no": found.entry_no, "seal": str(found)}))
    else:
        session.result(tell(seal_line(str(found))))
