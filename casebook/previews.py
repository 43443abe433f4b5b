"""What an import changes in the figures: the flow of each year that it touches, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.dates import parse_year_start, year_containing
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from casebook.book import Book
    from casebook.dates import Period
    from casebook.figures import Report

FIGURES = ("received", "accepted", "concluded", "pending")


class YearChange(NamedTuple):
    """The flow of a register in a reporting year, by ``FIGURES``, before an import and after it."""

    register: str
    period: Period
    before: Mapping[str, int]
    after: Mapping[str, int]


def year_changes(book: Book, known_before: int, days: Mapping[str, Iterable[date]]) -> list[YearChange]:
    """Return the years that ``days`` (by register) fall into, as known at ``known_before`` and as known now.

    To be asked inside the transaction of the import: what a dry run has written counts here and is undone later.
    """
    start = parse_year_start(book.head.year_start)
    found: list[YearChange] = []
    for register in REGISTER.codes:
        years = {year_containing(day, start) for day in days.get(register, ())}
        for period in sorted(years, key=lambda each: each.start):
            before, after = (_flow(book, register, period, known_at) for known_at in (known_before, None))
            found.append(YearChange(register, period, before, after))
    return found


def _flow(book: Book, register: str, period: Period, known_at: int | None) -> dict[str, int]:
    from casebook import reports  # only an import that added something asks

    report: Report = reports.build(
        book.connection,
        register=register,
        period=period,
        lawbook=book.rules.lawbook,
        bureau=book.head.bureau,
        known_at=known_at,
    )
    flow = report.flow.cells
    received = report.intake.received if report.intake else flow["received"]
    told = {"received": received, "concluded": flow["concluded"], "pending": flow["pending"]}
    return {name: told.get(name, flow.get(name, 0)) for name in FIGURES if name in told or name in flow}
