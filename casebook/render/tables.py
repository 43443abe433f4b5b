"""Tables of texts, and the three ways to print one: for a terminal, as plain text, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.render.text import inert, markdown_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

Row = tuple[str, ...]

_GAP = 3  # what the box draws between two columns, at most
_LEAST_TEXT = 10  # a column of text is folded down to five Chinese characters


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title. ``numbers`` are the columns that are set to the right; a ``total`` closes it.

    ``whole`` are columns of text that no terminal is too narrow for; ``styles`` are the colours of the rows there.
    """

    title: str
    headers: Row
    rows: tuple[Row, ...]
    numbers: frozenset[int]
    total: Row | None = None
    styles: Row = ()
    whole: frozenset[int] = frozenset()

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows with the total as the last one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    @property
    def _alignment(self) -> list[str]:
        return ["right" if column in self.numbers else "left" for column in range(len(self.headers))]


def plain(tables: Sequence[Table], heading: Sequence[str]) -> str:
    """Return heading and tables as plain text, columns aligned by the width of characters on a terminal."""
    blocks = ["\n".join(inert(line) for line in heading)]
    blocks += [f"{inert(table.title)}\n{_tabulated(table, 'simple', inert)}" for table in tables]
    return "\n\n".join(blocks) + "\n"


def markdown(tables: Sequence[Table], heading: Sequence[str]) -> str:
    """Return heading and tables as Markdown: the first line a title, each table under its own."""
    title, *lines = (markdown_cell(line) for line in heading)
    blocks = [f"# {title}", *lines]
    blocks += [f"## {markdown_cell(table.title)}\n\n{_tabulated(table, 'pipe', markdown_cell)}" for table in tables]
    return "\n\n".join(blocks) + "\n"


def _tabulated(table: Table, form: str, harmless: Callable[[str], str]) -> str:
    from tabulate import tabulate  # 10 ms: only where a table is printed

    rows = [[harmless(cell) for cell in row] for row in table.all_rows]
    printed = tabulate(
        rows,
        headers=[harmless(header) for header in table.headers],
        tablefmt=form,
        colalign=table._alignment if rows else None,  # noqa: SLF001 - this module's own class
        disable_numparse=True,
    )
    return "\n".join(line.rstrip() for line in printed.splitlines())


def terminal(tables: Sequence[Table], heading: Sequence[str], *, width: int, colour: bool) -> str:
    """Return heading and tables for a terminal of ``width`` columns. No text is ever read as markup."""
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for number, line in enumerate(heading):
            console.print(Text(inert(line), style="" if number else "bold"))
        for table in tables:
            console.width = max(width, _least_width(table))
            console.print()
            console.print(Text(inert(table.title), style="bold"))
            console.print(_rich(table))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _least_width(table: Table) -> int:
    """Return the columns that a table needs so that no figure is cut; a wider terminal is left to wrap itself."""
    from rich.cells import cell_len

    total = _GAP
    for column in range(len(table.headers)):
        widest = max(cell_len(inert(row[column])) for row in (table.headers, *table.all_rows))
        uncut = column in table.numbers or column in table.whole
        total += _GAP + (widest if uncut else min(widest, _LEAST_TEXT))
    return total


def _rich(table: Table) -> RenderableType:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(
        box=box.SIMPLE_HEAD,
        show_footer=table.total is not None,
        pad_edge=False,
    )
    footer = table.total or ("",) * len(table.headers)
    for column, header in enumerate(table.headers):
        drawn.add_column(
            Text(inert(header)),
            footer=Text(inert(footer[column])),
            justify="right" if column in table.numbers else "left",
            no_wrap=column in table.numbers or column in table.whole,
            overflow="fold",
        )
    for row, style in zip(table.rows, table.styles or ("",) * len(table.rows), strict=True):
        drawn.add_row(*(Text(inert(cell)) for cell in row), style=style)
    return drawn
