"""Words looked for in a book: which cases have them all, and the texts in which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.folding import Span, composed, key, spans
from casebook.store import search as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.book import Book


class Match(NamedTuple):
    """A text in which any of the words stands. ``spans`` are the places of the words in ``text``.

    ``part`` says what the text is: a column of the case table, ``details.NAME``, ``hearing.NAME`` or ``step_note``.
    """

    part: str
    step: str
    on: str
    entry_no: int
    struck_by: int | None
    text: str
    spans: tuple[Span, ...]


class Hit(NamedTuple):
    """A case that has all the words, with the texts. ``status`` is ``None`` where the whole case is struck."""

    register: str
    number: str
    status: str | None
    received_on: str
    matches: tuple[Match, ...]


class Answer(NamedTuple):
    """The cases found, the one received last first; ``total`` counts those that a limit left out too."""

    hits: tuple[Hit, ...]
    total: int


def search(
    book: Book, words: Sequence[str], *, register: str | None = None, limit: int | None = None, struck: bool = False
) -> Answer:
    """Return the cases whose texts hold every one of ``words``, each at least one visible character.

    Width, case, kind of bracket and white space do not matter. ``struck`` looks in struck steps too. The index is
    brought up to date on the way where that can be done; the answer is the same without.
    """
    wanted = tuple(dict.fromkeys(map(key, words)))
    store.bring_up_to_date(book.connection)
    with book.reading():
        numbers = sorted(store.cases_with(book.connection, wanted, struck=struck))
        found = store.cases(book.connection, numbers, register)
        shown = found[:limit]
        matches = _matches(book, [case.case_no for case in shown], wanted, struck=struck)
    hits = tuple(Hit(*case[1:], matches=tuple(matches[case.case_no])) for case in shown)
    return Answer(hits, len(found))


def _matches(book: Book, numbers: Sequence[int], wanted: Sequence[str], *, struck: bool) -> dict[int, list[Match]]:
    matches: dict[int, list[Match]] = {number: [] for number in numbers}
    for told in store.texts_of(book.connection, numbers):
        if told.struck_by is not None and not struck:
            continue
        for each in told.texts:
            places = spans(each.text, wanted)
            if places:
                where = (told.step, told.on, told.entry_no, told.struck_by)
                matches[told.case_no].append(Match(each.part, *where, composed(each.text), places))
    return matches
