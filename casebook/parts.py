"""What an import reads: the tables of a file; where none is recognised, its first row is taken for the header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.columns import COLUMNS
from casebook.filefaults import TableUnreadable
from casebook.headers import Asked, Recognised, recognise
from casebook.tables import Layout, Table, lay_out
from casebook.words import Words, inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from casebook.grids import Grid

Record = tuple[int, tuple[str, ...]]

_LABELS = frozenset(column.label.zh for column in COLUMNS.values())
_MOST_LEFT_OUT = 4  # a table of this program has all columns but those that its sheet does not need


@dataclass(frozen=True, slots=True)
class Part:
    """A table of cases: where it stands, whose it is, and its rows, which ``body`` gives anew each time.

    ``sheet`` is empty for a text file. ``literal`` tables are written in codes, ``exported`` ones by this program.
    """

    path: Path
    sheet: str
    register: str | None
    header: tuple[str, ...]
    header_row: int
    layout: Layout
    body: Callable[[], Iterator[Record]]
    height: int | None = None
    recognised: Recognised | None = None

    @property
    def literal(self) -> bool:
        """Tell whether columns are named by their codes: then cells hold codes too, and are read as they stand."""
        named = [cell for cell in self.header if cell]
        return 2 * sum(cell in COLUMNS for cell in named) >= len(named)

    @property
    def exported(self) -> bool:
        """Tell whether the table is one that this program wrote: it has nearly all columns, under their labels."""
        named = {cell for cell in self.header if cell}
        return named <= _LABELS and len(named) >= len(_LABELS) - _MOST_LEFT_OUT

    @property
    def passed_over(self) -> tuple[Words, ...]:
        """What of the sheet was not read, once its rows are read."""
        return self.recognised.passed_over if self.recognised else ()

    def source(self, row: int) -> str:
        """Return the place of a row as an entry keeps it."""
        return inert(f"{self.path.name}#{self.sheet}:{row}" if self.sheet else f"{self.path.name}:{row}")


def parts_of(grids: Sequence[Grid], asked: Asked) -> tuple[list[Part], list[str]]:
    """Return the tables of cases of a file, and the names of the sheets that hold none.

    Where no sheet holds a table that is recognised, the first row of the first one is taken for its header, so that
    what is wrong with it can be told. Raises ``TableUnreadable`` where that row names no column either.
    """
    found: list[Part] = []
    without: list[str] = []
    for grid in grids:
        table = recognise(grid, asked)
        if table is None:
            without.append(grid.sheet)
            continue
        found.append(
            Part(
                grid.path, grid.sheet, table.register, table.header, table.header_row, table.layout, table.body,
                grid.height, table,
            )
        )  # fmt: skip
    if found:
        return found, without
    part = _by_first_row(grids[0], asked)
    if not part.layout.columns:
        why = Words(
            "没有认出案件表：没有案号、收到日期等列", "no table of cases was recognised: no number, no date of receipt"
        )
        raise TableUnreadable(path=grids[0].path, why=why)
    return [part], without[1:]


def _by_first_row(grid: Grid, asked: Asked) -> Part:
    number, header = next(grid.records())
    cells = tuple(cell.strip() for cell in header)
    layout = lay_out(cells, asked.ignored, asked.mapping, asked.register)

    def body() -> Iterator[Record]:
        rows = grid.records()
        next(rows, None)
        yield from rows

    return Part(grid.path, grid.sheet, asked.register, cells, number, layout, body, grid.height)


def part_of(table: Table, asked: Asked) -> Part:
    """Return the part that a table in memory is."""
    layout = lay_out(table.header, asked.ignored, asked.mapping, asked.register)
    return Part(
        table.path, "", asked.register, table.header, table.header_row, layout, lambda: iter(table.body),
        len(table.body),
    )  # fmt: skip
