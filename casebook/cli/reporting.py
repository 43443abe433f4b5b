"""What ``casebook report`` does with its options: which document is asked for, in which forms, and where it goes."""

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import typer

from casebook import documents, formnames
from casebook.book import Book
from casebook.cli import session
from casebook.cli.outfiles import DEFAULT_NAME, file_name, period_name, replace_file
from casebook.cli.session import Session, say
from casebook.dates import MonthDay, Period, parse_period, parse_year_start
from casebook.documents import Request
from casebook.errors import UnknownCode, WrongPeriod, listed
from casebook.filefaults import FormUnknown, OutputNeeded
from casebook.formnames import RATES, SENTENCE, SUMMARY
from casebook.terms import REGISTER, REVIEW, parse
from casebook.words import Words

FORMATS = ("table", "plain", "md", "csv", "json", "xlsx", "docx", "html")
BINARY = ("xlsx", "docx")
EXTENSIONS = {"table": "txt", "plain": "txt"}
_FORMAT_OF = {"txt": "plain", "markdown": "md", "htm": "html"}


class Options(NamedTuple):
    """The options of the command as they are given."""

    words: tuple[str, ...]
    period: str | None
    register: str | None
    all_registers: bool
    by: tuple[str, ...]
    base: str | None
    scheme: str | None
    all_variants: bool
    compare: str | None
    known_at: int | None
    as_of: str | None
    year_start: str | None
    selector: str | None
    template: str
    explain: bool
    format: str | None
    out: str | None
    name: str | None
    if_changed: bool
    bom: bool


class Job(NamedTuple):
    """A report that is asked for: the request, its formats, what it is compared with, and the reporting year."""

    request: Request
    formats: tuple[str, ...]
    before: Period | None
    year_start: MonthDay
    today: date
    template: str
    bom: bool


def run(book: Book, current: Session, options: Options) -> bool:
    """Do what ``options`` ask for; return whether every identity of what was printed holds."""
    job = _understood(book, current, options)
    if options.selector is not None:
        from casebook.cli import reportcases

        reportcases.list_cases(book, job.request, options.register, options.selector, job.formats[0])
        return True
    if job.request.form == SENTENCE:
        from casebook.cli import reporttext

        text = reporttext.sentence(book, job.request, job.template, job.formats[0], explain=options.explain)
        _deliver(book, job, options, {job.formats[0]: text.encode()})
        return True
    from casebook.cli import reportoutput

    document = reportoutput.document(book, job)
    rendered = {each: reportoutput.rendered(book, job, document, each) for each in job.formats}
    _deliver(book, job, options, rendered)
    return document.holds


def _understood(book: Book, current: Session, options: Options) -> Job:
    start = parse_year_start(options.year_start or book.head.year_start)
    form, named = _words(book, current, options.words, start)
    if named is not None and options.period is not None:
        raise typer.BadParameter(say("期间写了两次", "the period is given twice"))
    asked = options.period if options.period is not None else named
    period = parse_period("this-year" if asked is None else asked, current.today, start)
    formats = _formats(options, form)
    request = Request(
        form,
        period,
        _registers(book, options, form, formats),
        options.scheme,
        options.by,
        options.base,
        book.entry(options.known_at),
        current.day(options.as_of) if options.as_of else None,
        options.all_variants,
    )
    before = None
    if options.compare is not None:
        from casebook.comparison import parse_comparison

        before = parse_comparison(options.compare, period, current.today, start)
    return Job(request, formats, before, start, current.today, options.template, options.bom)


def _words(book: Book, current: Session, words: tuple[str, ...], start: MonthDay) -> tuple[str, str | None]:
    """Return the form and the period that the words without an option name, in either order."""
    form: str | None = None
    period: str | None = None
    for word in words:
        known = formnames.FORM.find(word) or _own_form(book, word)
        if known and form is None:
            form = known
        elif not known and period is None:
            try:
                parse_period(word, current.today, start)
            except WrongPeriod:
                own = (each.subject for each in book.known("form"))
                raise FormUnknown(value=word, choices=", ".join((*formnames.FORM.codes, *own))) from None
            period = word
        else:
            raise typer.BadParameter(say(f"多余的“{word}”", f"“{word}” is one too many"))
    return form or SUMMARY, period


def _own_form(book: Book, word: str) -> str | None:
    return next((each.subject for each in book.known("form") if each.subject == word), None)


def _formats(options: Options, form: str) -> tuple[str, ...]:
    """Return the formats asked for; without ``--format`` that of the file's ending."""
    known = FORMATS[:5] if form == SENTENCE or options.selector is not None else FORMATS
    if options.format is None:
        ending = Path(options.out).suffix.removeprefix(".").lower() if options.out and not _folder(options) else ""
        found = _FORMAT_OF.get(ending, ending)
        return (found if found in known else "md" if options.out else "table",)
    asked = tuple(dict.fromkeys(part.strip().lower() for part in options.format.replace("，", ",").split(",")))
    for each in asked:
        if each not in known:
            choices = listed([Words(name, name) for name in known])
            raise UnknownCode(field=Words("输出格式", "format"), value=each, choices=choices)
    if len(asked) > 1 and not (options.out and _folder(options)):
        raise typer.BadParameter(
            say("多种格式须用 --out 指明文件夹", "several formats want a folder, named with --out")
        )
    return asked


def _folder(options: Options) -> bool:
    """Tell whether ``--out`` names a folder: one that is there, or with a name for the files in it."""
    return bool(options.out) and (options.name is not None or Path(str(options.out)).is_dir())


def _registers(book: Book, options: Options, form: str, formats: tuple[str, ...]) -> tuple[str, ...]:
    known = tuple(REGISTER.codes) if form == SENTENCE else documents.registers_of(book, form) or tuple(REGISTER.codes)
    if options.register:
        one = parse(REGISTER, options.register)
        if one not in known:
            choices = listed([REGISTER.label(each) for each in known])
            raise UnknownCode(field=REGISTER.name, value=options.register, choices=choices)
        return (one,)
    if options.all_registers or form == SENTENCE:
        return known
    if form in (SUMMARY, RATES) and formats[0] in ("json", "csv"):
        return (REVIEW,)
    with_cases = tuple(register for register in book.registers() if register in known)
    return with_cases or known[:1]


def _deliver(book: Book, job: Job, options: Options, rendered: dict[str, bytes]) -> None:
    """Print what was rendered, or write it to files, with a line for each."""
    if options.out is None:
        for form, content in rendered.items():
            if form in BINARY and on_terminal():
                raise OutputNeeded(form=form)
            _print(form, content)
        return
    for form, content in rendered.items():
        path = _path(book, job, options, form)
        written = replace_file(path, content, if_changed=options.if_changed)
        entry = book.head.entry_no if job.request.known_at is None else job.request.known_at
        done = say("已写入", "wrote") if written else say("无变化", "unchanged")
        registers = say("、", ", ").join(REGISTER.label(each).say(session.language) for each in job.request.registers)
        session.result(
            say(
                f"{job.today} {done} {path}（{registers}；登记号 {entry}）",
                f"{job.today} {done} {path} ({registers}; entry {entry})",
            )
        )


def on_terminal() -> bool:
    """Tell whether the output goes to a terminal, which shows no spreadsheet."""
    return sys.stdout.isatty()


def _path(book: Book, job: Job, options: Options, form: str) -> Path:
    target = Path(str(options.out))
    if not _folder(options):
        return target
    values = {
        "period": period_name(job.request.period, job.year_start),
        "form": job.request.form,
        "ext": EXTENSIONS.get(form, form),
        "register": "+".join(job.request.registers),
        "bureau": book.head.bureau.replace("/", "_"),
        "scheme": documents.scheme_of(book, job.request.scheme, job.request.known_at).name,
    }
    return target / file_name(options.name or DEFAULT_NAME, values)


def _print(form: str, content: bytes) -> None:
    if form not in BINARY:
        sys.stdout.write(content.decode())
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
