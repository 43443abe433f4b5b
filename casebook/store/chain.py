"""The chain of digests, recomputed: one merge over cursors in the order of the journal, so that memory stays flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.store import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    Row = tuple[Any, ...]

# what a mask has put in the place of the name of a party
_SHOWN = (
    "(select shown from name_mask m where m.book_no = party.book_no and m.step_no = party.step_no"
    " and m.role = party.role and m.ordinal = party.ordinal)"
)
BEYOND = float("inf")  # where a cursor stands that has no further row


class Link(NamedTuple):
    """An act in the chain: whether its digest fits what it told and the act before, and its parties their own."""

    entry_no: int
    digest: str
    fits: bool
    names_fit: bool


class _Rows:
    """Rows of one table in their order, the next at hand; ``key`` is the first value of the next row."""

    def __init__(self, connection: sqlite3.Connection, table: str, columns: str, order: str, book_no: int) -> None:
        self.read = connection.execute(f"select {columns} from {table} where book_no = ? order by {order}", (book_no,))
        self.row: Row = ()
        self.key: float = 0
        self.astray = BEYOND  # the least key passed that belongs to nothing
        self.advance()

    def advance(self) -> None:
        """Step on to the next row."""
        self.row = self.read.fetchone() or ()
        self.key = self.row[0] if self.row else BEYOND

    def take(self, key: int) -> list[Row]:
        """Return the rows of ``key`` without it, and pass over those before it, which belong to nothing."""
        taken: list[Row] = []
        while self.key <= key:
            if self.key == key:
                taken.append(self.row[1:])
            else:
                self.astray = min(self.astray, self.key)
            self.advance()
        return taken


class _Journal:
    """The tables of the journal below the acts, as cursors that move on together."""

    def __init__(self, connection: sqlite3.Connection, book_no: int) -> None:
        def rows(table: str, key: str, columns: tuple[str, ...], order: str) -> _Rows:
            return _Rows(connection, table, ", ".join((key, *columns)), order, book_no)

        self.parts = [
            (part, rows(part.table, "entry_no", part.columns, part.order), len(part.columns) == 1)
            for part in canonical.PARTS
        ]
        self.steps = rows("step", "entry_no", canonical.STEP_COLUMNS, "step_no")
        self.cards = rows("particulars", "step_no", canonical.CARD_COLUMNS, "step_no")
        named = (*canonical.PARTY_COLUMNS, "salt", "name", _SHOWN)
        self.parties = rows("party", "step_no", named, "step_no, role, ordinal")
        self.hearings = rows("hearing", "step_no", canonical.HEARING_COLUMNS, "step_no")
        self.cells = rows("frozen_cell", "report_no", canonical.CELL_COLUMNS, "report_no, ordinal")
        self.of_acts = [self.steps, *(each for _, each, _ in self.parts)]
        self.below = [self.cards, self.parties, self.hearings, self.cells]
        self.names_fit = True

    def told(self, entry_no: int) -> list[list[object]]:
        """Return the steps of an act as its digest covers them."""
        if self.steps.key > entry_no:
            return []
        return [self._step(values) for values in self.steps.take(entry_no)]

    def _step(self, values: Row) -> list[object]:
        step_no = values[0]
        cards = self.cards.take(step_no) if self.cards.key <= step_no else ()
        named = self.parties.take(step_no) if self.parties.key <= step_no else ()
        held = self.hearings.take(step_no) if self.hearings.key <= step_no else ()
        for *_, digest, salt, name, shown in named:
            fits = canonical.party_digest(salt, name) == digest if shown is None else (salt, name) == ("", shown)
            self.names_fit = self.names_fit and fits
        if named and not cards:  # a party stands in the chain with its card
            self.parties.astray = step_no
        covered = [row[:-3] for row in named]
        return canonical.step(values, cards[0] if cards else None, covered, held[0] if held else None)

    def rows_of(self, entry_no: int) -> dict[str, list[Any]]:
        """Return the rows of an act by part; a frozen report whose own digest does not fit has none."""
        found: dict[str, list[Any]] = {}
        for part, rows, single in self.parts:
            if rows.key <= entry_no:
                taken = rows.take(entry_no)
                found[part.name] = [row[0] for row in taken] if single else taken
        if "frozen" in found:
            found["frozen"] = [self._report(row) for row in found["frozen"]]
        return found

    def _report(self, row: Row) -> Row:
        *asked, kept = row
        digest = canonical.report_digest(asked, self.cells.take(row[0]))
        return (*asked, digest if digest == kept else "")

    def astray(self, entry_no: int) -> int | None:
        """Return the act that rows belong to which do not stand in its place, ``entry_no`` where they name none.

        ``None`` where there are none since it was asked last.
        """
        found = [int(rows.astray) for rows in self.of_acts if rows.astray != BEYOND]
        found += [entry_no for rows in self.below if rows.astray != BEYOND]
        if not found:
            return None
        for rows in (*self.of_acts, *self.below):
            rows.astray = BEYOND
        return min(found)

    def left_over(self, last: int) -> Iterator[int]:
        """Yield the acts that the rows after the last act name, ``last`` where they name none."""
        yield from (int(rows.key) for rows in self.of_acts if rows.key != BEYOND)
        yield from (last for rows in self.below if rows.key != BEYOND)


def digest_at(connection: sqlite3.Connection, entry_no: int, book_no: int = 1) -> str:
    """Return the digest of an act as it is kept; of the act 0, what the first one is chained to."""
    if entry_no == 0:
        return canonical.first_link(_book(connection, book_no))
    found = connection.execute(
        "select digest from entry where book_no = ? and entry_no = ?", (book_no, entry_no)
    ).fetchone()
    return str(found[0]) if found else ""


def _book(connection: sqlite3.Connection, book_no: int) -> Row:
    row: Row | None = connection.execute(
        f"select {', '.join(canonical.BOOK_COLUMNS)} from book where book_no = ?", (book_no,)
    ).fetchone()
    return row or (None,) * len(canonical.BOOK_COLUMNS)


def last_entry(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the number of the last act, 0 where there is none."""
    sql = "select coalesce(max(entry_no), 0) from entry where book_no = ?"
    number: int = connection.execute(sql, (book_no,)).fetchone()[0]
    return number


def links(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[Link]:
    """Yield every act with what its digest says; after the last one, acts that rows name and that are not there."""
    book = _book(connection, book_no)
    columns = (*canonical.ENTRY_COLUMNS, *canonical.LATER_ENTRY_COLUMNS, "digest")
    first_later = len(canonical.ENTRY_COLUMNS)
    journal = _Journal(connection, book_no)
    before, chained_by = canonical.first_link(book), book[-1]
    entry_no = 0
    for row in connection.execute(
        f"select {', '.join(columns)} from entry where book_no = ? order by entry_no", (book_no,)
    ):
        entry_no, digest = row[0], row[-1]
        journal.names_fit = True
        content = canonical.content(
            row[:first_later],
            row[first_later:-1],
            journal.told(entry_no),
            journal.rows_of(entry_no),
            book if entry_no == chained_by else None,
        )
        astray = journal.astray(entry_no)
        if astray is not None and astray != entry_no:
            yield Link(astray, "", fits=False, names_fit=True)
        fits = canonical.chain(before, content) == digest and astray is None
        yield Link(entry_no, digest, fits, journal.names_fit)
        before = digest
    for number in sorted(set(journal.left_over(max(entry_no, 1)))):
        yield Link(number, "", fits=False, names_fit=True)


def broken_entries(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[int]:
    """Yield the entries whose digest does not fit their content and the digest before; the first one matters."""
    return (link.entry_no for link in links(connection, book_no) if not link.fits)


def broken_parties(connection: sqlite3.Connection, book_no: int = 1) -> Iterator[int]:
    """Yield the entries that name a party whose digest does not fit its name."""
    return (link.entry_no for link in links(connection, book_no) if not link.names_fit)
