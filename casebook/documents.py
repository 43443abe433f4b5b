"""Documents: from a request for a form to the sheets that are printed, and from a figure back to its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from casebook import headings, reports, schemes, seals, summary
from casebook.dates import Period
from casebook.errors import FigureUnknown
from casebook.filefaults import FormUnknown, SchemeUnknown
from casebook.formnames import RATES, SUMMARY
from casebook.sheets import Document
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from datetime import date

    from casebook.book import Book
    from casebook.figures import Report
    from casebook.forms import FormSpec
    from casebook.schemes import Scheme
    from casebook.sheets import Part
    from casebook.store.adoptions import Adoption

SUMMARY_EDITION = "1"
SUMMARY_TITLE = Words("案件统计表", "summary of cases")
_RATES = Words("各项比率", "rates")
_OWN_FORMS = "form"
_OWN_SCHEMES = "scheme"


class Shelf(Protocol):
    """Where schemes and forms of an office stand: a book."""

    def known(self, kind: str, known_at: int | None = None) -> list[Adoption]:
        """Return what was adopted of ``kind`` by an entry."""


class Empty:
    """A shelf with nothing on it: there is no book yet."""

    def known(self, kind: str, known_at: int | None = None) -> list[Adoption]:
        """Return nothing."""
        del kind, known_at
        return []


class Request(NamedTuple):
    """What is asked for: a form over a period, of registers; as known at an entry, as of a day.

    ``scheme`` ``None`` is the book's own. ``by`` are breakdowns of a summary, or the dimension of a form's free
    rows. ``all_variants`` prints every definition of each rate.
    """

    form: str
    period: Period
    registers: tuple[str, ...]
    scheme: str | None = None
    by: tuple[str, ...] = ()
    base: str | None = None
    known_at: int | None = None
    as_of: date | None = None
    all_variants: bool = False


def build(book: Book, request: Request) -> Document:
    """Return the document of ``request``, in one state of the book.

    Raises ``FormUnknown``, ``FormFaulty`` and the errors of ``reports.build``.
    """
    scheme = scheme_of(book, request.scheme, request.known_at)
    request = cut(request)
    notes: tuple[Words, ...] = ()
    with book.reading():
        if request.form == SUMMARY:
            title, edition = SUMMARY_TITLE, SUMMARY_EDITION
            parts = [summary.part_of(report_of(book, request, register), scheme) for register in request.registers]
        elif request.form == RATES:
            title, edition = _RATES, SUMMARY_EDITION
            from casebook import rateparts

            parts = rateparts.rate_parts(book, request, scheme)
        else:
            from casebook import formparts

            form = form_of(book, request.form, request.known_at)
            title, edition, notes = form.label, form.edition, form.notes
            parts = formparts.parts(book, request, form, scheme)
        known_at = book.head.entry_no if request.known_at is None else request.known_at
        return Document(
            form=request.form,
            edition=edition,
            title=title,
            bureau=book.head.bureau,
            period=request.period,
            known_at=known_at,
            seal=str(seals.of(book, known_at)),
            scheme=scheme.name,
            scheme_label=scheme.label,
            unit=scheme.unit,
            parts=tuple(parts),
            notes=notes,
        )


def cut(request: Request) -> Request:
    """Return the request with its period cut to the day of reckoning. Raises ``AsOfBeforePeriod``."""
    if request.as_of is None:
        return request
    reports.check_as_of(request.as_of, request.period)
    return request._replace(period=Period(request.period.start, min(request.period.end, request.as_of)))


def report_of(book: Book, request: Request, register: str) -> Report:
    """Return the figures of one register."""
    return reports.build(
        book.connection,
        register=register,
        period=request.period,
        lawbook=book.rules.lawbook,
        bureau=book.head.bureau,
        known_at=request.known_at,
        as_of=request.as_of,
        by=request.by,
        base=request.base,
        scheme=scheme_of(book, request.scheme, request.known_at),
    )


def shipped(book: Book, request: Request) -> Part:
    """Return what a form that comes with the program says of the one register of ``request``."""
    from casebook import formparts, forms

    scheme = scheme_of(book, request.scheme, request.known_at)
    return formparts.parts(book, cut(request), forms.load(request.form), scheme)[0]


def behind(book: Book, request: Request, register: str, name: str) -> list[int]:
    """Return the numbers of the cases behind the figure ``name``, in order; a hearing names its case once more.

    A figure of a form is named by sheet, row and column; a cell of a breakdown by its base and its values, as
    ``accepted:matter=penalty``. Raises ``FigureUnknown``.
    """
    request = cut(request)
    base, colon, pairs = name.partition(":")
    if colon and base in headings.BASE:
        name = pairs
    else:
        base = ""
    if request.form not in (SUMMARY, RATES):
        from casebook import formparts

        found = formparts.cases_behind(book, request, form_of(book, request.form, request.known_at), name)
        if found is not None:
            return [each.case_no for each in found]
        if "=" not in name:
            raise FigureUnknown(
                value=name,
                register=REGISTER.label(register),
                choices=Words("表.行.列，如 JSON 报表所示", "sheet.row.column as in the JSON report"),
            )
    listed = reports.cases_of(
        book.connection,
        name,
        register=register,
        period=request.period,
        lawbook=book.rules.lawbook,
        known_at=request.known_at,
        as_of=request.as_of,
        base=base or request.base,
        scheme=scheme_of(book, request.scheme, request.known_at),
    )
    return [each.case_no for each in listed]


def scheme_of(book: Shelf, name: str | None, known_at: int | None = None) -> Scheme:
    """Return the scheme ``name``, one of the office's own before a shipped one; ``None`` is the book's own choice.

    Raises ``SchemeUnknown`` and ``SchemeFaulty``.
    """
    adopted = book.known(_OWN_SCHEMES, known_at)
    if name is None:
        name = adopted[-1].subject if adopted else schemes.STANDARD
    own = next((each.content for each in reversed(adopted) if each.subject == name and each.content), None)
    if own is not None:
        return schemes.read(name, own)
    if name not in schemes.names():
        known = dict.fromkeys((*schemes.names(), *(each.subject for each in adopted)))
        raise SchemeUnknown(value=name, choices=", ".join(known))
    return schemes.load(name)


def form_of(book: Shelf, name: str, known_at: int | None = None) -> FormSpec:
    """Return the form ``name``, the office's own before a shipped one, as it stood at ``known_at``.

    One that the office had not adopted by then is taken as it was first adopted. Raises ``FormUnknown`` and
    ``FormFaulty``.
    """
    from casebook import forms  # what only other forms than the summary need

    own = {each.subject: each.content for each in book.known(_OWN_FORMS, known_at)}
    if name in own:
        return forms.read(name, own[name])
    if name in forms.names():
        return forms.load(name)
    later = [each for each in book.known(_OWN_FORMS) if each.subject == name]
    if not later:
        known = dict.fromkeys((SUMMARY, RATES, *forms.names(), *(each.subject for each in book.known(_OWN_FORMS))))
        raise FormUnknown(value=name, choices=", ".join(known))
    return forms.read(name, later[0].content)


def registers_of(book: Book, form: str) -> tuple[str, ...] | None:
    """Return the registers that a form reports on, ``None`` where it takes any."""
    return None if form in (SUMMARY, RATES) else form_of(book, form).registers


def has_free_rows(book: Book, form: str) -> bool:
    """Tell whether the rows of a sheet of ``form`` can be those of another dimension."""
    return form not in (SUMMARY, RATES) and any(sheet.free for sheet in form_of(book, form).sheets)
