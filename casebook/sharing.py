"""Work on every case of a large book, shared by processes: each takes ranges of cases and opens the book itself."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from casebook.book import Book
from casebook.store.derive import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from casebook.versions import Rules

    Range = tuple[int, int]

WORTH_SHARING = 10_000  # a process takes as long to start as so many cases to derive
MOST_PROCESSES = 8
Asked = TypeVar("Asked")
Made = TypeVar("Made")


def ranges(cases: int) -> list[Range]:
    """Return the first and last numbers of cases that are read and derived together."""
    return [(first, min(first + AT_ONCE - 1, cases)) for first in range(1, cases + 1, AT_ONCE)]


def cores() -> int:
    """Return how many processes work at once."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


@contextmanager
def shared(
    book: Book, work: Callable[[Book, Range, Asked], Made], asked: Asked, parts: Sequence[Range], processes: int
) -> Iterator[Iterator[Made]]:
    """Yield what ``work``, a function of a module, makes of each part in turn.

    With several processes each opens the book and sees it as it then is, not what the open transaction has written.
    """
    if processes <= 1 or len(parts) * AT_ONCE < WORTH_SHARING:
        yield (work(book, part, asked) for part in parts)
        return
    from multiprocessing import get_context  # a small book needs no help

    # a connection must not be carried over a fork: each process starts afresh and opens the book itself
    with get_context("spawn").Pool(processes, _open, (book.path, book.shipped)) as pool:
        yield pool.imap(_Work(work, asked), parts)  # type: ignore[arg-type] # the pool loses what is made


_opened: list[Book] = []  # the book of a process that helps


def _open(path: Path, rules: Rules) -> None:
    _opened.append(Book.open(path, rules))


class _Work:
    """A piece of work as it is sent to a process that helps."""

    def __init__(self, work: Callable[[Book, Range, Any], Any], asked: object) -> None:
        self.work, self.asked = work, asked

    def __call__(self, part: Range) -> object:
        book = _opened[0]
        with book.reading():
            return self.work(book, part, self.asked)
