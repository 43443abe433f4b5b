"""What the makers of sheets need to know of a request, and the population it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from casebook import reports

if TYPE_CHECKING:
    from datetime import date

    from casebook.book import Book
    from casebook.dates import Period
    from casebook.store.population import Population


class Asked(Protocol):
    """What a form needs to know of a request."""

    @property
    def period(self) -> Period:
        """The days reported on."""

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers wanted."""

    @property
    def by(self) -> tuple[str, ...]:
        """The dimension of free rows, where one is named."""

    @property
    def known_at(self) -> int | None:
        """The entry after which the book is read."""

    @property
    def as_of(self) -> date | None:
        """The day after which events are ignored."""

    @property
    def all_variants(self) -> bool:
        """Whether every definition of a rate is printed."""


def population_of(book: Book, asked: Asked, register: str, period: Period | None = None) -> Population:
    """Return the cases of ``register`` that a request is about. Raises ``EntryNotYet`` and ``AsOfBeforePeriod``."""
    return reports.asked(
        book.connection,
        register=register,
        period=period or asked.period,
        known_at=asked.known_at,
        as_of=asked.as_of,
        book_no=1,
    )
