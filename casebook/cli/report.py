"""``casebook report``."""

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from casebook import headings, reports
from casebook.book import Book
from casebook.cli import session
from casebook.cli.arguments import KnownAtOption
from casebook.cli.formats import as_json, one_of, terminal
from casebook.cli.session import Session, say
from casebook.dates import Period, parse_period, parse_year_start
from casebook.figures import Report
from casebook.filefaults import TemplateUnknown
from casebook.render import casejson
from casebook.render.casetable import write_cases
from casebook.render.text import inert
from casebook.terms import REGISTER, REVIEW, parse
from casebook.words import Vocabulary, Words, term

FORM = Vocabulary(
    Words("报表", "form"),
    term("summary", "汇总表", "summary", "汇总"),
    term("sentence", "报告文字", "sentence", "文字"),
)


DIMENSIONS = " ".join(headings.DIMENSION.codes)
BASES = " ".join(headings.BASE.codes)
SELECTORS = " ".join(headings.SELECTOR.codes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for."""

    period: Period
    known_at: int | None
    as_of: date | None
    by: tuple[str, ...]
    base: str | None
    scheme: str

    def build(self, book: Book, register: str) -> Report:
        """Return the report of one register."""
        return reports.build(
            book.connection,
            register=register,
            period=self.period,
            lawbook=book.rules.lawbook,
            bureau=book.head.bureau,
            known_at=self.known_at,
            as_of=self.as_of,
            by=self.by,
            base=self.base,
            scheme=self.scheme,
        )

    def case_numbers(self, book: Book, register: str, selector: str) -> list[int]:
        """Return the internal numbers of the cases behind a figure."""
        found = reports.cases_of(
            book.connection,
            selector,
            register=register,
            period=self.period,
            lawbook=book.rules.lawbook,
            known_at=self.known_at,
            as_of=self.as_of,
            base=self.base,
            scheme=self.scheme,
        )
        return [each.case_no for each in found]


def report(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help=say("summary 或 sentence", "summary or sentence"))
    ] = "summary",
    period: Annotated[
        str, typer.Option("--period", help=say("期间，如 2026H1、last-month", "period, such as 2026H1"))
    ] = "this-year",
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            help=say(
                "台账；缺省：文字和表格为全部，json、csv 为 review",
                "register; all, or review for json and csv",
            ),
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help=say(
                f"按一项或两项细分，如 field,family；可用：{DIMENSIONS}", f"break down by one or two of: {DIMENSIONS}"
            ),
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", help=say(f"细分的基数：{BASES}", f"base of breakdowns: {BASES}"))
    ] = None,
    scheme: Annotated[str, typer.Option("--scheme", help=say("统计口径", "counting scheme"))] = "standard",
    known_at: KnownAtOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help=say("截止日", "events after this day are left out"))
    ] = None,
    year_start: Annotated[
        str | None,
        typer.Option("--year-start", help=say("统计年度首日，如 12-11", "first day of the reporting year, MM-DD")),
    ] = None,
    selector: Annotated[
        str | None,
        typer.Option(
            "--cases",
            help=say(
                f"列出某一数字的案件，如 outcome=revoke；可用：{SELECTORS}",
                f"list the cases of a figure, such as outcome=revoke; by {SELECTORS}",
            ),
        ),
    ] = None,
    template: Annotated[
        str, typer.Option("--template", help=say("文字模板名或文件", "sentence template, name or file"))
    ] = "standard",
    output: Annotated[
        str, typer.Option("--format", help=say("格式：table plain md csv json", "table plain md csv json"))
    ] = "table",
) -> None:
    """Print figures."""
    current: Session = ctx.obj
    wanted = one_of(output, "table", "plain", "md", "csv", "json")
    chosen = parse(FORM, form)
    with current.open() as book, book.reading():
        start = parse_year_start(year_start or book.head.year_start)
        asked = Asked(
            parse_period(period, current.today, start),
            book.entry(known_at),
            current.day(as_of) if as_of else None,
            tuple(by or ()),
            base,
            scheme,
        )
        one = parse(REGISTER, register) if register else None
        if selector is not None:
            _list_cases(book, asked, one or REVIEW, selector, wanted)
        elif chosen == "sentence":
            _sentence(book, asked, one, template, wanted)
        else:
            _summary(book, asked, one, wanted)


def _summary(book: Book, asked: Asked, one: str | None, wanted: str) -> None:
    from casebook.render.report import render

    if one is None and wanted in ("json", "csv"):
        one = REVIEW
    shown = [one] if one else book.registers() or [REVIEW]
    if wanted == "table" and not sys.stdout.isatty():
        wanted = "plain"
    width, colour = terminal()
    built = [asked.build(book, name) for name in shown]
    texts = [render(each, wanted, session.language, width=width, colour=colour) for each in built]
    sys.stdout.write("\n".join(texts))


def _list_cases(book: Book, asked: Asked, register: str, selector: str, wanted: str) -> None:
    numbers = asked.case_numbers(book, register, selector)
    found = book.listing([("case_no", json.dumps(numbers))], known_at=asked.known_at)
    if wanted == "json":
        session.result(as_json(casejson.cases_json(found)))
        return
    write_cases(found, wanted, session.language)


def _sentence(book: Book, asked: Asked, one: str | None, template: str, wanted: str) -> None:
    from casebook import sentences

    loaded = sentences.load(_template(template))
    registers = [one] if one else list(REGISTER.codes)
    built = {register: asked.build(book, register) for register in registers}

    def count(register: str, selector: str) -> int:
        return len(asked.case_numbers(book, register, selector))

    text = sentences.write(loaded, built, count)
    if wanted == "json":
        period = {"from": asked.period.start.isoformat(), "to": asked.period.end.isoformat()}
        session.result(as_json({"schema": "casebook/sentence/1", "period": period, "text": text}))
        return
    session.result(inert(text))


def _template(name: str) -> Path:
    """Return the file of a template: a shipped one by name, in the language of this invocation, else a path."""
    folder = Path(__file__).parents[1] / "data" / "sentences"
    shipped = (folder / f"{name}_{session.language}.toml", folder / f"{name}.toml")
    found = [file for file in shipped if name.isidentifier() and file.is_file()] or [Path(name)]
    if not found[0].is_file():
        names = sorted({file.stem.partition("_")[0] for file in folder.glob("*.toml")})
        raise TemplateUnknown(name=inert(name), choices=", ".join(names))
    return found[0]
