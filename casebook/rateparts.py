"""Rates side by side, each with part, whole and definition: by a scheme, or under every definition in use."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from casebook import headings, reports
from casebook.asking import population_of
from casebook.cells import cells_of
from casebook.rates import catalogue
from casebook.reports import families_of
from casebook.sheets import PERCENT, TEXT, Definition, Figure, Line, Part, Sheet
from casebook.store import counts, hearings
from casebook.summary import RATE, RATE_COLUMNS
from casebook.terms import LITIGATION, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.asking import Asked
    from casebook.book import Book
    from casebook.figures import Share
    from casebook.forms import SheetSpec
    from casebook.rates import Rate
    from casebook.schemes import Scheme


def rate_parts(book: Book, asked: Asked, scheme: Scheme) -> list[Part]:
    """Return every rate of each register: by the scheme, or under every definition side by side."""
    found = []
    for register in asked.registers:
        own = scheme.every_rate_of(register)
        if asked.all_variants:
            kept = {(rate.name, rate.variant) for rate in catalogue()}
            own = (
                *(rate for rate in catalogue() if register in rate.registers),
                *(rate for rate in own if (rate.name, rate.variant) not in kept),
            )
        shares = _shares(book, asked, register, own, scheme)
        sheet = _rate_sheet("rates", headings.SECTION.label("rates"), shares, scheme)
        found.append(Part(register, (sheet,), (), defined_in((sheet,))))
    if {REVIEW, LITIGATION} <= set(asked.registers):
        found.append(_ratio(book, asked, scheme))
    return found


_RATIO = Words("复议诉讼比", "reviews to suits")
_RATIO_IS = Words("行政复议新收 ÷ 行政诉讼一审新收", "reviews received ÷ suits received at first instance")


def _ratio(book: Book, asked: Asked, scheme: Scheme) -> Part:
    received = {
        register: reports.sections_of(
            counts.scan(
                book.connection,
                population_of(book, asked, register),
                facts=("received_in", "entered_in", "instance"),
                days=False,
            ),
            {name: cells_of(register, {})[name] for name in names},
        )
        for register, names in ((REVIEW, ("intake.received",)), (LITIGATION, ("instances.first.received",)))
    }
    part, whole = received[REVIEW]["intake"]["received"], received[LITIGATION]["instances.first"]["received"]
    figures = (
        Figure(_quotient(part, whole, scheme), TEXT),
        Figure(f"{part}/{whole}", TEXT),
        Figure(_RATIO_IS.zh, TEXT, words=_RATIO_IS),
    )
    sheet = Sheet("ratio", _RATIO, RATE, RATE_COLUMNS, (Line("review_to_suit", _RATIO, figures),))
    return Part(None, (sheet,), (), (Definition("review_to_suit", _RATIO, _RATIO_IS),))


def _quotient(part: int, whole: int, scheme: Scheme) -> str | None:
    """Return ``part`` ÷ ``whole`` with the places and the rounding of the scheme; nothing but 0 prints as 0."""
    if not whole:
        return None
    unit = 10**scheme.places
    rounded = part * unit // whole if scheme.truncate else (2 * unit * part + whole) // (2 * whole)
    before, after = divmod(max(rounded, 1) if part else 0, unit)
    return f"{before}.{after:0{scheme.places}d}" if scheme.places else f"{before}"


def _shares(
    book: Book, asked: Asked, register: str, chosen: Sequence[Rate], scheme: Scheme
) -> list[tuple[Rate, Share]]:
    population = population_of(book, asked, register)
    names = {cell for rate in chosen for cell in rate.cells}
    selections = {
        name: selection
        for name, selection in (
            cells_of(register, families_of(book.rules.lawbook, register)) | reports.rate_cells_for(chosen, register)
        ).items()
        if name in names
    }
    needed = {name for each in selections.values() for where in each.any_of for name, _ in where}
    sections = reports.sections_of(counts.scan(book.connection, population, facts=needed, days=False), selections)
    if register == LITIGATION:
        held = hearings.count_hearings(book.connection, population)
        sections["hearings"] = {code: getattr(held, code) for code in held.__slots__}
    return list(zip(chosen, reports.shares(sections, chosen, scheme), strict=True))


def _rate_sheet(code: str, title: Words, shares: Sequence[tuple[Rate, Share]], scheme: Scheme) -> Sheet:
    several = Counter(rate.name for rate, _ in shares)
    chosen = {(rate.name, rate.variant) for rate in scheme.rates}
    lines = tuple(
        _rate_line(rate, share, several[rate.name] > 1, (rate.name, rate.variant) in chosen) for rate, share in shares
    )
    return Sheet(code, title, RATE, RATE_COLUMNS, lines)


def _rate_line(rate: Rate, share: Share, several: bool, chosen: bool) -> Line:  # noqa: FBT001 - two marks of one line
    label = rate.label
    if several:
        mark = Words("，本口径", ", this scheme") if chosen else Words("", "")
        label = Words(f"{label.zh}（{rate.variant}{mark.zh}）", f"{label.en} ({rate.variant}{mark.en})")
    figures = (
        Figure(share.percent, PERCENT),
        Figure(f"{share.part}/{share.whole}", TEXT),
        Figure(share.definition.zh, TEXT, words=share.definition),
    )
    return Line(f"{rate.name}.{rate.variant}" if several else rate.name, label, figures)


def defined_in(sheets: Iterable[Sheet]) -> tuple[Definition, ...]:
    """Return the definitions of the rates that ``sheets`` print."""
    return tuple(
        Definition(line.code, line.label, words)
        for sheet in sheets
        if sheet.columns == RATE_COLUMNS
        for line in sheet.lines
        if (words := line.figures[-1].words)
    )


def variants(book: Book, asked: Asked, spec: SheetSpec, scheme: Scheme) -> Sheet:
    """Return the sheet of a form that prints the rates it names under every definition."""
    chosen = [rate for rate in catalogue() if rate.name in spec.rates and spec.register in rate.registers]
    return _rate_sheet(spec.code, spec.title, _shares(book, asked, spec.register, chosen, scheme), scheme)
