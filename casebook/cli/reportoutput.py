"""A report as a document with what stands beside its figures, rendered in one format."""

import sys
from typing import TYPE_CHECKING

from casebook import addenda, documents
from casebook.book import Book
from casebook.cli import session
from casebook.cli.formats import terminal
from casebook.formnames import SUMMARY
from casebook.sheets import Document
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.cli.reporting import Job

MOST_CASES_OF_A_PAGE = 2000


def document(book: Book, job: "Job") -> Document:
    """Return the document of a job: compared where that is asked for, with adjustments and targets."""
    made = documents.build(book, job.request)
    if job.before is not None:
        from casebook.comparison import compare

        earlier = documents.build(book, job.request._replace(period=job.before, as_of=None))
        made = compare(made, earlier, tuple(_law_notes(book, job)))
    return addenda.with_addenda(made, addenda.of(book, job.request))


def _law_notes(book: Book, job: "Job") -> list[Words]:
    from casebook.comparison import law_notes

    found: dict[Words, None] = {}
    for register in job.request.registers:
        before = job.before or job.request.period
        found |= dict.fromkeys(law_notes(book.rules.lawbook, register, before, job.request.period))
    return list(found)


def rendered(book: Book, job: "Job", made: Document, form: str) -> bytes:
    """Return ``made`` in a format, as the bytes of its file."""
    if form in ("json", "csv"):
        return _data(book, job, made, form).encode()
    if form in ("xlsx", "docx", "html"):
        return _sheets(book, job, made, form)
    from casebook.render.document import render

    shown = "plain" if form == "table" and not sys.stdout.isatty() else form
    width, colour = terminal()
    return render(made, shown, session.language, width=width, colour=colour).encode()


def _data(book: Book, job: "Job", made: Document, form: str) -> str:
    from casebook.render import formjson

    if form == "csv":
        return (formjson.BOM if job.bom else "") + formjson.as_csv(made, session.language)
    return formjson.as_json(made, session.language, _more(book, job))


def _more(book: Book, job: "Job") -> dict[str, dict[str, object]]:
    """What a summary in JSON says beside its figures, by register."""
    if job.request.form != SUMMARY:
        return {}
    from casebook.render import addendajson

    found = addenda.of(book, job.request)
    more = {register: addendajson.as_tree(found, register, session.language) for register in job.request.registers}
    if job.before is not None:
        from casebook.comparison import changes

        notes = [note.say(session.language) for note in _law_notes(book, job)]
        for register in job.request.registers:
            now = documents.report_of(book, job.request, register)
            earlier = documents.report_of(book, job.request._replace(period=job.before, as_of=None), register)
            more[register]["compare"] = changes(now, earlier, notes)
    return more


def _sheets(book: Book, job: "Job", made: Document, form: str) -> bytes:
    """The spreadsheet, the Word document or the page; their charts and cases are looked up only here."""
    if form == "docx":
        from casebook.render.docx import word_document

        return word_document(made, session.language, _paragraph(book, job), created=job.today)
    from casebook.caselists import with_cases
    from casebook.charting import with_charts

    full = with_charts(book, job.request, made) if job.before is None else made
    full = with_cases(book, job.request, full, session.language)
    if form == "xlsx":
        from casebook.render.xlsx import workbook

        return workbook(full, session.language, created=job.today)
    from casebook.render.html import page

    few = full.cases is not None and len(full.cases.lines) <= MOST_CASES_OF_A_PAGE
    return page(full if few else made, session.language, _paragraph(book, job)).encode()


def _paragraph(book: Book, job: "Job") -> str | None:
    """The sentence that heads a summary on paper or on a page."""
    if job.request.form != SUMMARY or job.before is not None:
        return None
    from casebook.cli.reporttext import written

    return written(book, job.request, job.template) or None
