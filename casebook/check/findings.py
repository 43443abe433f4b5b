"""A finding, and what a check is given to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from casebook.book import Book
    from casebook.seals import Seal
    from casebook.words import Words

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its name, how grave, where, and what to do."""

    check: str
    severity: str
    message: Words
    register: str = ""
    number: str = ""


# What is found of a range of cases, and by derived table the first that a rebuild would change.
OfCases = tuple[list[Finding], dict[str, Finding]]


class Subject(NamedTuple):
    """What is looked at: the book, on which day, at which instant by the clock (UTC), by the checks ``wanted``.

    ``tick`` is told of progress: the name of what is done, how much of it, and how much in all.
    ``seal`` is one that was printed earlier. ``cases`` are looked at range by range, in other processes meanwhile.
    """

    book: Book
    today: date
    now: str
    wanted: frozenset[str]
    tick: Callable[[str, int, int], None]
    seal: Seal | None = None
    cases: Iterable[OfCases] = ()
