"""A report as a document with what stands beside its figures, rendered in one format."""

import sys
from datetime import date
from typing import TYPE_CHECKING

from casebook import addenda, documents
from casebook.book import Book
from casebook.cli import session
from casebook.cli.formats import terminal
from casebook.formnames import SUMMARY
from casebook.render.text import BOM
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
        notes = (note for register in job.request.registers for note in _law_notes(book, job, register))
        made = compare(made, earlier, tuple(notes))
    return addenda.with_addenda(made, addenda.of(book, job.request))


def _law_notes(book: Book, job: "Job", register: str) -> tuple[Words, ...]:
    from casebook.comparison import law_notes

    now = documents.cut(job.request).period
    return law_notes(book.rules.lawbook, register, job.before or now, now)


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
        return (BOM if job.bom else "") + formjson.as_csv(made, session.language)
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

        for register in job.request.registers:
            notes = [note.say(session.language) for note in _law_notes(book, job, register)]
            now = documents.report_of(book, job.request, register)
            earlier = documents.report_of(book, job.request._replace(period=job.before, as_of=None), register)
            more[register]["compare"] = changes(now, earlier, notes)
    return more


def _sheets(book: Book, job: "Job", made: Document, form: str) -> bytes:
    """The spreadsheet, the Word document or the page; their charts and cases are looked up only here."""
    if form == "docx":
        from casebook.render.docx import word_document

        return word_document(made, session.language, _paragraph(book, job), created=_made_on(job))
    from casebook.caselists import with_cases
    from casebook.charting import with_charts

    full = with_charts(book, job.request, made) if job.before is None else made
    if form == "xlsx":
        from casebook.render.xlsx import workbook

        full = with_cases(book, job.request, full, session.language)
        return workbook(full, session.language, created=_made_on(job))
    from casebook.render.html import page

    full = with_cases(book, job.request, full, session.language, MOST_CASES_OF_A_PAGE)
    return page(full, session.language, _paragraph(book, job)).encode()


def _made_on(job: "Job") -> date:
    """The day that a file says it was made on: of a period that is over its last, so that nothing changes by itself."""
    return min(job.request.period.end, job.today)


def _paragraph(book: Book, job: "Job") -> str | None:
    """The sentence that heads a summary on paper or on a page."""
    if job.request.form != SUMMARY or job.before is not None:
        return None
    from casebook.cli.reporttext import written

    return written(book, job.request, job.template) or None
