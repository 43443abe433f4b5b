"""``casebook scheme`` and ``casebook form``: list, show, adopt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from casebook import documents, formnames, forms, schemes
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import Session, say, tell
from casebook.dates import parse_period
from casebook.errors import CasebookError
from casebook.filefaults import FormFaulty, SchemeFaulty
from casebook.render.text import inert
from casebook.words import Words

scheme = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["scheme"].text())
form = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["form"].text())

ReasonOption = Annotated[str | None, typer.Option("--reason", help=say("理由", "reason"))]
BUILT_IN = (formnames.SUMMARY, formnames.SENTENCE, formnames.RATES)
OWN = Words("本台账", "this book's own")


@contextmanager
def _shelf(current: Session) -> Iterator[documents.Shelf]:
    """Yield the book with what it has adopted; where there is no book yet, what the program ships is shown."""
    if not current.path.exists():
        yield documents.Empty()
        return
    with current.open() as book, book.reading():
        yield book


@scheme.command("list", help=HELP["scheme list"].text())
def list_schemes(ctx: typer.Context, output: FormatOption = "table") -> None:
    """List the counting schemes."""
    current: Session = ctx.obj
    wanted = text_or_json(output)
    with _shelf(current) as book:
        chosen = documents.scheme_of(book, None).name
        own = dict.fromkeys(each.subject for each in book.known("scheme") if each.content)
        found = [documents.scheme_of(book, name) for name in dict.fromkeys((*schemes.names(), *own))]
    if wanted == "json":
        listed = [{"name": each.name, "label": tell(each.label), "chosen": each.name == chosen} for each in found]
        session.result(as_json({"schema": "casebook/schemes/1", "schemes": listed}))
        return
    for each in found:
        mark = say("（本台账缺省）", " (the book's own)") if each.name == chosen else ""
        session.result(inert(f"{each.name}  {tell(each.label)}{mark}"))


@scheme.command("show", help=HELP["scheme show"].text())
def show_scheme(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("统计口径", "the scheme"))],
    output: FormatOption = "table",
) -> None:
    """Print a counting scheme in words."""
    from casebook.render import catalogue
    from casebook.render.tables import plain

    current: Session = ctx.obj
    wanted = text_or_json(output)
    with _shelf(current) as book:
        found = documents.scheme_of(book, name)
    if wanted == "json":
        session.result(as_json(_scheme_json(found)))
        return
    heading = (tell(catalogue.scheme_title(found)),)
    session.result(plain(catalogue.scheme_tables(found, session.language), heading).rstrip("\n"))


def _scheme_json(found: schemes.Scheme) -> dict[str, object]:
    return {
        "schema": "casebook/scheme/1",
        "name": found.name,
        "label": tell(found.label),
        "unit": tell(found.unit),
        "places": found.places,
        "rounding": found.rounding,
        "opening": found.opening,
        "closed": found.closed,
        "rates": [
            {
                "name": rate.name,
                "variant": rate.variant,
                "registers": list(rate.registers),
                "definition": tell(rate.definition),
                "part": list(rate.part),
                "whole": list(rate.whole),
            }
            for rate in found.rates
        ],
    }


@scheme.command("adopt", help=HELP["scheme adopt"].text())
def adopt_scheme(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help=say("自带口径或 TOML 文件", "a scheme or a file"))],
    reason: ReasonOption = None,
) -> None:
    """Make a counting scheme the book's own."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        text = ""
        if name.endswith(".toml"):
            text, name = _read(Path(name), lambda what: SchemeFaulty(scheme=name, what=what)), Path(name).stem
            schemes.read(name, text)
        else:
            text = _own_text(book, "scheme", name)
            documents.scheme_of(book, name)
        entry = book.adopt("scheme", name, text, "", current.scribe, reason)
    done = f"统计口径 {name} 已启用（登记号 {entry}）。", f"The scheme {name} is the book's own now (entry {entry})."
    session.result(inert(say(*done)))


def _own_text(book: documents.Shelf, kind: str, name: str) -> str:
    """Return the file of an own scheme adopted before, empty for a shipped one."""
    return next((each.content for each in reversed(book.known(kind)) if each.subject == name), "")


def _read(path: Path, fault: Callable[[Words], CasebookError]) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as wrong:
        why = wrong.strerror or str(wrong) if isinstance(wrong, OSError) else str(wrong)
        raise fault(Words(f"读不出（{why}）", f"it cannot be read ({why})")) from wrong


def _is_period(name: str, current: Session) -> bool:
    """Tell whether ``name`` would be read as a period: the form could then not be asked for, or the period not."""
    try:
        parse_period(name, current.today)
    except CasebookError:
        return False
    return True


@form.command("list", help=HELP["form list"].text())
def list_forms(ctx: typer.Context, output: FormatOption = "table") -> None:
    """List the forms."""
    current: Session = ctx.obj
    wanted = text_or_json(output)
    found = [
        (name, formnames.FORM.label(name), Words("", ""))
        for name in (formnames.SUMMARY, formnames.SENTENCE, formnames.RATES)
    ]
    with _shelf(current) as book:
        own = dict.fromkeys(each.subject for each in book.known("form"))
        for name in dict.fromkeys((*forms.names(), *own)):
            each = documents.form_of(book, name)
            found.append((name, each.label, OWN if name in own else each.about))
    if wanted == "json":
        listed = [{"name": name, "label": tell(label), "about": tell(about)} for name, label, about in found]
        session.result(as_json({"schema": "casebook/forms/1", "forms": listed}))
        return
    for name, label, about in found:
        session.result(inert(f"{name}  {tell(label)}  {tell(about)}".rstrip()))


@form.command("show", help=HELP["form show"].text())
def show_form(
    ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help=say("报表", "the form"))]
) -> None:
    """Print what the rows and columns of a form count."""
    from casebook.render import catalogue
    from casebook.render.tables import plain

    current: Session = ctx.obj
    name = formnames.FORM.find(name) or name
    if name in BUILT_IN:
        from casebook.render import ownforms

        heading = [tell(words) for words in ownforms.own_form_heading(name)]
        session.result(plain(ownforms.own_form_tables(name, session.language), heading).rstrip("\n"))
        return
    with _shelf(current) as book:
        found = documents.form_of(book, name)
    heading = [tell(words) for words in catalogue.form_heading(found)]
    session.result(plain(catalogue.form_tables(found, session.language), heading).rstrip("\n"))


@form.command("adopt", help=HELP["form adopt"].text())
def adopt_form(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("报表文件（TOML）", "the form, as a TOML file"))],
    reason: ReasonOption = None,
) -> None:
    """Add a form of the office's own to the book."""
    current: Session = ctx.obj
    text = _read(file, lambda what: FormFaulty(form=file.name, what=what))
    found = forms.read(file.stem, text)
    if found.name in BUILT_IN or formnames.FORM.find(found.name) not in (None, found.name):
        raise FormFaulty(
            form=file.name, what=Words(f"名称“{found.name}”是自带报表的", f"“{found.name}” is a form of the program")
        )
    if _is_period(found.name, current):
        raise FormFaulty(form=file.name, what=Words(f"名称“{found.name}”是期间", f"“{found.name}” is a period"))
    with current.open(write=True) as book:
        entry = book.adopt("form", found.name, text, "", current.scribe, reason, file.name)
    done = say(f"报表 {found.name} 已启用（登记号 {entry}）。", f"The form {found.name} is adopted (entry {entry}).")
    session.result(inert(done))
