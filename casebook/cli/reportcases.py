"""The cases behind a figure of a report."""

import json
from io import StringIO

from casebook import documents
from casebook.book import Book
from casebook.cli import session
from casebook.cli.formats import as_json
from casebook.documents import Request
from casebook.formnames import SENTENCE, SUMMARY
from casebook.render import casejson
from casebook.render.casetable import write_cases
from casebook.render.text import BOM
from casebook.terms import REGISTER, REVIEW, parse


def listed_cases(
    book: Book, request: Request, register: str | None, selector: str, form: str, *, bom: bool = False
) -> str:
    """Return the cases that a figure counts, ending with a line feed; those of a sentence are a summary's."""
    if request.form == SENTENCE:
        request = request._replace(form=SUMMARY)
    own = documents.registers_of(book, request.form)
    one = parse(REGISTER, register) if register else own[0] if own else REVIEW
    registers = own or tuple(REGISTER.codes)
    numbers = documents.behind(book, request._replace(registers=registers), one, selector)
    found = book.listing([("case_no", json.dumps(numbers))], known_at=request.known_at)
    if form == "json":
        return as_json(casejson.cases_json(found)) + "\n"
    out = StringIO(newline="")
    if bom:
        out.write(BOM)
    write_cases(found, form, session.language, out)
    return out.getvalue()
