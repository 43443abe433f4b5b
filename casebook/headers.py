"""Recognising a table of cases on a sheet: where its header stands, of which register it is, which rows are cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from casebook.headerrows import HEADER_ROWS, find_header
from casebook.headerwords import HEADERS, is_own, meaning_of, registers_named
from casebook.profiles import Profile
from casebook.sheetrows import Account, Sorter
from casebook.tables import Layout, lay_out
from casebook.terms import REGISTER
from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from casebook.words import Words

CERTAIN, BY_SHEET, BY_TITLE, BY_FILE = 100, 95, 90, 80
BY_WORDS, A_WORD, MOST_BY_WORDS = 60, 10, 90  # the register by its header words: more of them are surer
DOUBTFUL = 50
CONTRARY = 3  # so many more words of another register speak against a name
WITHOUT = 20  # off for each column that every case needs and that is not there


class Sheet(Protocol):
    """What is asked of a grid: see ``casebook.grids.Grid``."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def sheet(self) -> str:
        """The name of the sheet; empty where a file has no sheets."""

    def records(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows that are not blank, each with its number; every call starts anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer says of the tables: register, columns by header, headers to leave out, registers by sheet."""

    register: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table of cases on a sheet.

    ``register`` is ``None`` where a column tells it, or where nothing does (then ``sure`` is 0). ``header`` are the
    names of the columns, of a header of two rows both parts; ``header_rows`` the rows that it stands in. ``sure``
    says from 0 to 100 how sure the register is and how much of the header is known.
    """

    grid: Sheet
    register: str | None
    header: tuple[str, ...]
    header_rows: tuple[int, ...]
    layout: Layout
    sure: int
    _sorter: Sorter
    _account: Account

    @property
    def header_row(self) -> int:
        """The row that the cases stand below."""
        return self.header_rows[-1]

    @property
    def passed_over(self) -> tuple[Words, ...]:
        """What was not read, in words: titles from the start; totals, notes and the like once ``body`` has ended."""
        return self._account.told()

    def body(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows of cases with their numbers in the sheet; every call starts anew."""
        self._account.begin()
        yield from self._sorter.cases(self.grid.records(), self._account)


class _Found(NamedTuple):
    register: str | None
    sure: int


def recognise(grid: Sheet, asked: Asked) -> Recognised | None:
    """Return the table of cases on a sheet; ``None`` where its first rows hold no header of one."""
    first = list(islice(grid.records(), HEADER_ROWS))
    header = find_header(first, asked.mapping, asked.ignored)
    if header is None:
        return None
    titles = tuple(record for number, record in first if number < header.rows[0])
    found = _register(grid, titles, header.names, asked)
    layout = lay_out(header.names, asked.ignored, asked.mapping, found.register)
    account = Account(len(titles))
    sorter = Sorter(header, titles, layout)
    if layout.doubled:
        empty = _empty_places(sorter.cases(grid.records(), Account(0)), len(header.names))
        layout = lay_out(header.names, asked.ignored, asked.mapping, found.register, empty)
        sorter = Sorter(header, titles, layout)
    sure = _sure(found, layout)
    return Recognised(grid, found.register, header.names, header.rows, layout, sure, sorter, account)


def never_met(asked: Asked, tables: Iterable[Recognised]) -> tuple[str, ...]:
    """Return the headers that the officer mapped but no table has: most likely misspelt."""
    met = {fold(cell) for table in tables for cell in table.header}
    return tuple(name for name in asked.mapping if fold(name) not in met)


def asked_with(profile: Profile, asked: Asked) -> Asked:
    """Return what is asked with a profile: what the command line says goes before it."""
    said = {fold(name) for name in (*asked.mapping, *asked.ignored)}
    return Asked(
        asked.register or profile.register,
        {name: code for name, code in profile.headers.items() if fold(name) not in said} | dict(asked.mapping),
        tuple(name for name in profile.ignored if fold(name) not in said) + tuple(asked.ignored),
        {**profile.sheets, **asked.sheets},
    )


def profile_of(name: str, tables: Sequence[Recognised], asked: Asked, known: Profile | None = None) -> Profile:
    """Return what was recognised and asked for, to be used again; ``known`` is the profile that was used.

    Of the headers, those that name their column whatever stands beside them, and those that the officer mapped.
    Several registers are told by sheet.
    """
    headers: dict[str, str] = {}
    for table in tables:
        for place, code in table.layout.columns.items():
            cell = table.header[place]
            meaning = meaning_of(cell, table.register)
            if meaning is not None and meaning.rank == HEADERS:
                headers[cell] = code
    told = {table.register for table in tables}
    sheets = {table.grid.sheet: table.register for table in tables if table.grid.sheet and table.register}
    return Profile(
        name,
        asked.register or (told.pop() if len(told) == 1 else None),
        headers | dict(asked.mapping),
        tuple(asked.ignored),
        known.values if known else {},
        {**asked.sheets, **(sheets if len(told) > 1 else {})},
        known.levels if known else {},
    )


def _empty_places(body: Iterable[tuple[int, tuple[str, ...]]], width: int) -> frozenset[int]:
    """Return the places of a table that hold nothing in any of its rows."""
    empty = set(range(width))
    for _, record in body:
        empty -= {place for place in empty if place < len(record) and record[place].strip()}
        if not empty:
            break
    return frozenset(empty)


def _register(grid: Sheet, titles: Sequence[tuple[str, ...]], header: Sequence[str], asked: Asked) -> _Found:
    """Return the register: by its column, as asked, by the name of sheet or title, else by words or the file's name."""
    everywhere = lay_out(header, asked.ignored, asked.mapping)
    if "register" in everywhere.columns.values():
        return _Found(asked.register, CERTAIN)
    told = asked.register or asked.sheets.get(grid.sheet)
    if told:
        return _Found(told, CERTAIN)
    words = {register: sum(is_own(cell, register) for cell in header) for register in REGISTER.codes}
    title = " ".join(cell for record in titles for cell in record)
    for name, sure in ((grid.sheet, BY_SHEET), (title, BY_TITLE)):
        named = registers_named(name)
        if len(named) == 1:
            [register] = named
            against = max(words.values()) - words[register] >= CONTRARY
            return _Found(register, DOUBTFUL if against else sure)
    return _by_words(words, registers_named(grid.path.stem))


def _by_words(words: Mapping[str, int], named: frozenset[str]) -> _Found:
    """Return the register whose words a header has most of; the file's name decides between equals."""
    most = max(words.values())
    best = [register for register, count in words.items() if count == most]
    if most == 0:
        return _Found(next(iter(named)), BY_FILE) if len(named) == 1 else _Found(None, 0)
    if len(best) > 1:
        fitting = [register for register in best if register in named]
        if len(fitting) == 1:
            return _Found(fitting[0], BY_FILE)
        return _Found(best[0], DOUBTFUL)  # of 复议 and 被复议 the one that every bureau keeps
    rest = most - max(count for register, count in words.items() if register != best[0])
    sure = min(MOST_BY_WORDS, BY_WORDS + A_WORD * rest)
    return _Found(best[0], DOUBTFUL if len(named) == 1 and best[0] not in named else sure)


def _sure(found: _Found, layout: Layout) -> int:
    known = len(layout.columns) + len(layout.set_aside)
    whole = known + len(layout.unknown) + len(layout.doubled)
    missing = sum(code not in layout.columns.values() for code in ("number", "received_on"))
    return max(0, found.sure * known // whole - WITHOUT * missing) if whole else 0
