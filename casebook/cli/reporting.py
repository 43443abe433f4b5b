"""What ``casebook report`` does with its options: which document is asked for, in which forms, and where it goes."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import typer

from casebook import documents, formnames
from casebook.book import Book
from casebook.cli import session
from casebook.cli.outfiles import DEFAULT_NAME, file_name, period_name, refuse_book, replace_file
from casebook.cli.session import Session, say
from casebook.dates import MonthDay, Period, parse_period, parse_year_start
from casebook.documents import Request
from casebook.errors import UnknownCode, WrongPeriod, listed
from casebook.filefaults import FormUnknown, OutputNeeded
from casebook.formnames import RATES, SENTENCE, SUMMARY
from casebook.render.text import inert
from casebook.terms import REGISTER, REVIEW, parse
from casebook.words import Words

FORMATS = ("table", "plain", "md", "csv", "json", "xlsx", "docx", "html")
SAID = ("table", "plain", "md", "json")  # a sentence has no rows
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
    _check_together(options)
    job = _understood(book, current, options)
    if options.selector is not None:
        from casebook.cli import reportcases

        [form] = job.formats
        text = reportcases.listed_cases(book, job.request, options.register, options.selector, form, bom=job.bom)
        _deliver(book, job, options, {form: text.encode()})
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
    _check_by(book, form, options.by)
    _check_form(form, options)
    asked = options.period if options.period is not None else named
    period = parse_period("this-year" if asked is None else asked, current.today, start)
    formats = _formats(options, form)
    if options.bom and "csv" not in formats:
        raise typer.BadParameter(say("--bom 只用于 csv", "--bom goes with csv"))
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

        before = parse_comparison(options.compare, documents.cut(request).period, current.today, start)
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


def _check_together(options: Options) -> None:
    """Refuse options that would do nothing, instead of leaving them out without a word."""
    for given, name in ((options.name is not None, "--name"), (options.if_changed, "--if-changed")):
        if given and options.out is None:
            raise typer.BadParameter(say(f"{name} 须与 --out 同用", f"{name} goes with --out"))
    if options.selector is not None and options.compare is not None:
        raise typer.BadParameter(say("--cases 不能与 --compare 同用", "--cases does not go with --compare"))


def _check_form(form: str, options: Options) -> None:
    """Refuse options that another form takes."""
    for given, name, own in (
        (options.explain, "--explain", form == SENTENCE),
        (options.all_variants, "--all-variants", form == RATES),
        (options.compare is not None, "--compare", form != SENTENCE),
        (bool(options.by), "--by", form != SENTENCE),
        (options.base is not None, "--base", form == SUMMARY or options.selector is not None),
    ):
        if given and not own:
            raise typer.BadParameter(say(f"报表 {form} 不能用 {name}", f"{name} does not apply to the form {form}"))


def _check_by(book: Book, form: str, by: tuple[str, ...]) -> None:
    """Refuse a breakdown that the form has no rows for, instead of leaving it out without a word."""
    if not by or form in (SUMMARY, SENTENCE):
        return
    if not documents.has_free_rows(book, form):
        raise typer.BadParameter(
            say(f"报表 {form} 的行是固定的，不能用 --by 另分", f"the rows of {form} are fixed: --by does not apply")
        )
    if len(by) > 1:
        raise typer.BadParameter(
            say(f"报表 {form} 只能按一项分行", f"{form} has rows of one dimension: give --by once")
        )


def _own_form(book: Book, word: str) -> str | None:
    return next((each.subject for each in book.known("form") if each.subject == word), None)


def _formats(options: Options, form: str) -> tuple[str, ...]:
    """Return the formats asked for; without ``--format`` that of the file's ending."""
    known = FORMATS[:5] if options.selector is not None else SAID if form == SENTENCE else FORMATS
    if options.format is None:
        ending = Path(options.out).suffix.removeprefix(".").lower() if options.out and not _folder(options) else ""
        found = _FORMAT_OF.get(ending, ending)
        if found in known:
            return (found,)
        if found in FORMATS:  # a page or a spreadsheet of what there is only as text
            raise _unknown_format(found, known)
        return ("md" if options.out else "table",)
    asked = tuple(dict.fromkeys(_format(part, options) for part in options.format.replace("，", ",").split(",")))
    for each in asked:
        if each not in known:
            raise _unknown_format(each, known)
    if len(asked) > 1 and (options.selector is not None or form == SENTENCE):
        raise typer.BadParameter(say("这里只能有一种格式", "one format at a time here"))
    if len(asked) > 1 and not _folder(options):
        raise typer.BadParameter(
            say("多种格式须用 --out 指明文件夹", "several formats want a folder, named with --out")
        )
    return asked


def _format(part: str, options: Options) -> str:
    """Return a format as it is rendered: in a file there is no terminal to fit a table to."""
    form = part.strip().lower()
    return "plain" if form == "table" and options.out is not None else form


def _unknown_format(form: str, known: tuple[str, ...]) -> UnknownCode:
    choices = listed([Words(name, name) for name in known])
    return UnknownCode(field=Words("输出格式", "format"), value=form, choices=choices)


def _folder(options: Options) -> bool:
    """Tell whether ``--out`` names a folder: one that is there, or written as one, or with a name for files in it."""
    if not options.out:
        return False
    return options.name is not None or options.out.endswith(("/", os.sep)) or Path(options.out).is_dir()


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
    paths = {form: _path(book, job, options, form) for form in rendered}
    if len(set(paths.values())) < len(paths):
        raise typer.BadParameter(
            say("--name 中须有 {ext}：每种格式一个文件", "a file for each format: --name wants {ext}")
        )
    for path in paths.values():
        refuse_book(path, book.path)
    for form, content in rendered.items():
        path, shown = paths[form], inert(str(paths[form]))
        written = replace_file(path, content, if_changed=options.if_changed)
        entry = book.head.entry_no if job.request.known_at is None else job.request.known_at
        done = say("已写入", "wrote") if written else say("无变化", "unchanged")
        registers = say("、", ", ").join(REGISTER.label(each).say(session.language) for each in job.request.registers)
        session.result(
            say(
                f"{job.today} {done} {shown}（{registers}；登记号 {entry}）",
                f"{job.today} {done} {shown} ({registers}; entry {entry})",
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
        "bureau": book.head.bureau,
        "scheme": documents.scheme_of(book, job.request.scheme, job.request.known_at).name,
    }
    return target / file_name(DEFAULT_NAME if options.name is None else options.name, values)


def _print(form: str, content: bytes) -> None:
    if form not in BINARY:
        session.printed(content.decode(), styled=form == "table")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
