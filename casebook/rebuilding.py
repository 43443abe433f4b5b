"""The derived tables anew from the journal: every case derived again, in as many processes as there are cores."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from casebook.book import Book
from casebook.model import REBUILD
from casebook.store import connection as gateway
from casebook.store import rederive
from casebook.store.derive import AT_ONCE
from casebook.store.migrations import is_whole, renew_derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from casebook.store.rederive import CaseRows
    from casebook.versions import Rules

WORTH_SHARING = 10_000  # a process takes as long to start as so many cases to derive
MOST_PROCESSES = 8

Range = tuple[int, int]


class Rebuilt(NamedTuple):
    """What a rebuild found: how many cases the journal tells of, and of how many the book kept other rows."""

    cases: int
    differing: int


def case_count(book: Book) -> int:
    """Return how many cases the journal tells of."""
    return rederive.case_count(book.connection)


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
        cases = rederive.case_count(connection)
        count = processes or min(os.cpu_count() or 1, MOST_PROCESSES)
        # other processes read the book as it was before this transaction: they can compare with what stands in it only
        shared = whole and count > 1 and cases >= WORTH_SHARING
        ranges = [(first, min(first + AT_ONCE - 1, cases)) for first in range(1, cases + 1, AT_ONCE)]
        differing = rederive.drop_strays(connection, cases)
        with _shared(book, count) if shared else _alone(book) as derive_each:
            for (_, last), found in zip(ranges, derive_each(ranges), strict=True):
                differing += rederive.replace(connection, found)
                seen(last)
        rederive.reindex(connection)
    return Rebuilt(cases, differing)


@contextmanager
def _alone(book: Book) -> Iterator[Callable[[Iterable[Range]], Iterator[list[CaseRows]]]]:
    yield lambda ranges: (_differing(book, each) for each in ranges)


@contextmanager
def _shared(book: Book, processes: int) -> Iterator[Callable[[Iterable[Range]], Iterator[list[CaseRows]]]]:
    from multiprocessing import get_context  # a small book needs no help

    # a connection must not be carried over a fork: each process starts afresh and opens the book itself
    with get_context("spawn").Pool(processes, _open, (book.path, book.shipped)) as pool:
        yield lambda ranges: pool.imap(_derive, ranges)


_opened: list[Book] = []  # the book of a process that helps


def _open(path: Path, rules: Rules) -> None:
    _opened.append(Book.open(path, rules))


def _derive(cases: Range) -> list[CaseRows]:
    return _differing(_opened[0], cases)


def _differing(book: Book, cases: Range) -> list[CaseRows]:
    adoptions = [each.entry_no for each in book.adopted]
    with book.reading():
        return list(rederive.differing(book.connection, *cases, book.derive, adoptions))
