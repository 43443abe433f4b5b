"""Masking the name of a party on legal grounds: one act; the name leaves the file, the chain stays whole."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from casebook import masking
from casebook.actfaults import MaskNeeded, MaskTells, PartyUnclear, PartyUnknown
from casebook.book import split_register
from casebook.bookfaults import BookLocked
from casebook.columns import COLUMNS, read_text, split_names
from casebook.docket import fold_number
from casebook.errors import BadValue, CaseAmbiguous, CaseUnknown, ReasonMissing, listed
from casebook.exporting import masks_of
from casebook.model import Mask
from casebook.store import masks as store
from casebook.store.journal import Act
from casebook.terms import PARTY_ROLE, REGISTER
from casebook.words import Words, fold, obeyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.book import Book, Scribe
    from casebook.store.masks import Party, Standing

_LONGEST_MASK = 60
_SHORTEST_NAME = 2  # one character stands in every text


class Asked(NamedTuple):
    """Whose name is to go, and why. ``shown`` is what stands instead; ``None``: what exports show.

    ``role`` and ``ordinal`` pick one of several parties of a card that have the name.
    """

    name: str
    reason: str
    shown: str | None = None
    role: str | None = None
    ordinal: int | None = None


class Elsewhere(NamedTuple):
    """A party of the same name in another case: register and number of the case."""

    register: str
    number: str


class Masked(NamedTuple):
    """What the masking of a name did, and where the name, or another of the same party, still stands.

    ``places`` are the parties by side and ordinal, ``others`` the names that other cards give them; ``clean`` says
    whether the file has no trace of the name outside of what ``standing`` lists.
    """

    entry_no: int
    number: str
    shown: str
    cards: int
    places: tuple[tuple[str, int], ...]
    others: tuple[str, ...]
    standing: tuple[Standing, ...]
    elsewhere: tuple[Elsewhere, ...]
    clean: bool


class _Case(NamedTuple):
    """A case, with those that were struck and had its number: they name its parties too."""

    number: str
    case_nos: tuple[int, ...]


def mask(book: Book, number: str, asked: Asked, scribe: Scribe) -> Masked:
    """Take the name of a party out of every card of a case as one act, and out of every page of the file.

    Cards that were corrected or struck lose it too, and so does a struck case that had the number. Figures stay.
    Raises ``ReasonMissing``, ``CaseUnknown``, ``PartyUnknown``, ``PartyUnclear``, ``MaskNeeded``, ``MaskTells``,
    ``BadValue``, and ``BookLocked`` where somebody reads the book: what he reads could not be taken out of the file.
    """
    if not asked.reason.strip():
        raise ReasonMissing
    case = _find(book, number)
    parties = store.parties(book.connection, case.case_nos)
    if not _named(parties, asked) and any(party.masked_by for party in parties):
        store.forget_free_space(book.connection)  # a mask before may have been disturbed by a reader
    if not store.undisturbed(book.connection):
        raise BookLocked(path=book.path)
    with book.writing("mask"):
        case = _find(book, number)
        parties = store.parties(book.connection, case.case_nos)
        meant = _meant(case.number, parties, asked)
        shown = _shown(book, meant, asked)
        writer = book.writer()
        masks = [Mask(each.step_no, each.role, each.ordinal, writer.entry_no + 1, shown) for each in meant]
        rows = [(each.step_no, each.role, each.ordinal, each.shown) for each in masks]
        writer.append(Act("mask", scribe.clock(), scribe.officer, reason=asked.reason.strip(), masks=rows))
        writer.flush()
        store.put_on(book.connection, masks)
        store.derive_again(book.connection, case.case_nos, book.derive)
    clean = store.forget_free_space(book.connection)
    with book.reading():
        return _account(book, case, parties, meant, shown, writer.entry_no, clean=clean)


def _find(book: Book, text: str) -> _Case:
    """Return the case that ``text`` means, one that was struck by its whole number too."""
    register, written = split_register(text)
    try:
        found = book.find(text)
    except CaseUnknown:
        past = store.with_number(book.connection, fold_number(written), register)
        if not past:
            raise
        registers = {each.register for each in past}
        if len(registers) > 1:
            shown = listed([Words(f"{REGISTER.label(each).zh}:{written}", f"{each}:{written}") for each in registers])
            raise CaseAmbiguous(number=text, count=len(registers), choices=shown) from None
        return _Case(past[-1].number, tuple(each.case_no for each in past))
    past = store.with_number(book.connection, fold_number(found.docket_no), found.register)
    struck = [each.case_no for each in past if each.struck]
    return _Case(found.docket_no, (*struck, found.case_no))


def _named(parties: Iterable[Party], asked: Asked) -> list[Party]:
    """Return the parties that have the name, as written or else but for remarks; masked ones have none."""
    shown = {(party.role, party.name) for party in parties if party.masked_by}
    told = [
        party
        for party in parties
        if not party.masked_by and (party.role, party.name) not in shown and asked.role in (None, party.role)
    ]
    exact = [party for party in told if fold(party.name) == fold(asked.name)]
    return exact or [party for party in told if masking.same(party.name) == masking.same(asked.name)]


def _meant(number: str, parties: Sequence[Party], asked: Asked) -> list[Party]:
    """Return the parties whose name is to go. Raises ``PartyUnknown`` and ``PartyUnclear``."""
    named = _named(parties, asked)
    if not named or asked.ordinal not in (None, *(party.ordinal for party in named)):
        choices = dict.fromkeys(map(_call, parties))
        raise PartyUnknown(number=number, name=asked.name, choices=listed([*choices] or [Words("无", "nobody")]))
    meant: list[Party] = []
    for _, together in groupby(named, key=attrgetter("step_no")):
        card = list(together)
        picked = [party for party in card if party.ordinal == asked.ordinal]
        if len(card) > 1 and not picked:
            raise PartyUnclear(number=number, name=asked.name, choices=listed([_place(each) for each in card]))
        if len(picked) > 1:
            raise PartyUnclear(number=number, name=asked.name, choices=listed([_place(each) for each in picked]))
        meant += picked or card
    return meant


def _place(party: Party) -> Words:
    label = PARTY_ROLE.label(party.role)
    return Words(f"{label.zh} {party.ordinal}", f"{label.en} {party.ordinal}")


def _call(party: Party) -> Words:
    place = _place(party)
    if party.masked_by is None:
        return Words(f"{place.zh} {party.name}", f"{place.en} {party.name}")
    return Words(
        f"{place.zh} {party.name}（已由登记号 {party.masked_by} 遮蔽）",
        f"{place.en} {party.name} (masked by entry {party.masked_by})",
    )


def _words(names: Iterable[str]) -> list[str]:
    """Return how texts would write the names."""
    plain = {each for name in names for each in (masking.plain(name), "".join(name.split()))}
    return sorted(each for each in plain if len(each) >= _SHORTEST_NAME)


def _shown(book: Book, meant: Sequence[Party], asked: Asked) -> str:
    """Return what stands instead of the name. Raises ``MaskNeeded``, ``MaskTells`` and ``BadValue``."""
    name = meant[-1].name
    shown = _read_mask(asked.shown) if asked.shown is not None else masks_of(book).name(name)
    if shown == name:
        raise MaskNeeded(name=name)
    for word in _words(each.name for each in meant):
        for where, text in ((Words("代称", "mask"), shown), (Words("理由", "reason"), asked.reason)):
            if word in fold(text) or fold(word) in fold(text):
                raise MaskTells(where=where, text=text)
    return shown


def _read_mask(text: str) -> str:
    """Return a mask as it was given with ``--as``. Raises ``BadValue`` for what would not be read back as one name."""
    shown = read_text(COLUMNS["applicant"], text)
    if not shown or len(shown) > _LONGEST_MASK or split_names(shown) != (shown,) or any(map(obeyed, shown)):
        rule = Words(
            f"写一个代称，如 张某；至多 {_LONGEST_MASK} 字，不含顿号、逗号。",
            f"Give one mask, such as 张某: at most {_LONGEST_MASK} characters, none that separates names.",
        )
        raise BadValue(field=Words("--as", "--as"), value=text, rule=rule)
    return shown


def _account(
    book: Book, case: _Case, parties: Sequence[Party], meant: Sequence[Party], shown: str, entry_no: int, *, clean: bool
) -> Masked:
    places = tuple(dict.fromkeys((each.role, each.ordinal) for each in meant))
    gone = {(each.step_no, each.role, each.ordinal) for each in meant}
    others = [
        party.name
        for party in parties
        if (party.role, party.ordinal) in places
        and (party.step_no, party.role, party.ordinal) not in gone
        and not party.masked_by
        and not any(each.step_no == party.step_no for each in meant)
    ]
    words = _words(each.name for each in meant)
    keys = {masking.same(each.name) for each in meant}
    alike = [each for each in store.named_like(book.connection, words) if masking.same(each.name) in keys]
    numbers = dict.fromkeys(each.case_no for each in alike)
    cards = [book.load(case_no) for case_no in numbers]
    return Masked(
        entry_no,
        case.number,
        shown,
        len({each.step_no for each in meant}),
        places,
        tuple(dict.fromkeys(others)),
        tuple(store.standing(book.connection, words)),
        tuple(Elsewhere(record.register, record.card.number) for record in cards),
        clean,
    )
