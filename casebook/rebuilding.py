"""The derived tables anew from the journal: every case derived again, in as many processes as there are cores."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook import sharing
from casebook.model import REBUILD
from casebook.store import connection as gateway
from casebook.store import records, rederive
from casebook.store.migrations import is_whole, renew_derived

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.book import Book
    from casebook.sharing import Range
    from casebook.store.rederive import CaseRows


class Rebuilt(NamedTuple):
    """What a rebuild found: how many cases the journal tells of, and of how many the book kept other rows."""

    cases: int
    differing: int


def case_count(book: Book) -> int:
    """Return how many cases the journal tells of."""
    return records.case_count(book.connection)


def rebuild(book: Book, seen: Callable[[int], None] = lambda _: None, processes: int | None = None) -> Rebuilt:
    """Make the derived rows of every case what its acts make them, in one transaction.

    ``seen`` is told how many cases are done, ``processes`` is how many derive (as many as there are cores). Tables,
    indexes and views that are not those of the schema are dropped and made anew, and every index is made from its rows.
    Raises ``BookLocked``.
    """
    connection = book.connection
    with gateway.writing(connection, book.path):  # no act is told, so nobody signs for it
        book.refresh()
        book.admit(REBUILD)
        whole = is_whole(connection)
        if not whole:
            renew_derived(connection)
        cases = records.case_count(connection)
        parts = sharing.ranges(cases)
        # other processes see the book as it was before this transaction, which is of use only where its tables stay
        count = (processes or sharing.cores()) if whole else 1
        differing = rederive.drop_strays(connection, cases)
        with sharing.shared(book, _differing, None, parts, count) as found:
            for (_, last), others in zip(parts, found, strict=True):
                differing += rederive.replace(connection, others)
                seen(last)
        rederive.reindex(connection)
    return Rebuilt(cases, differing)


def _differing(book: Book, part: Range, _: None) -> list[CaseRows]:
    return list(rederive.differing(book.connection, *part, book.derive))
