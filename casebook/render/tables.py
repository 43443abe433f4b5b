"""Tables of texts, and the three ways to print one: for a terminal, as plain text, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.render import align
from casebook.render.pieces import pieces
from casebook.render.text import inert, markdown_cell, markdown_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType

Row = tuple[str, ...]

_HEAD_PADDING = 2  # columns that a header is given beyond its own width
_GAP = 3  # what the box draws between two columns, at most
_LEAST_TEXT = 10  # a column of text is folded down to five Chinese characters
_WIDEST_LABEL = 24  # of a table that is cut into pieces
_LEAST_BAR, _WIDEST_BAR = 5, 20
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title. ``numbers`` are the columns that are set to the right; a ``total`` closes it.

    ``whole`` are columns of text that no terminal is too narrow for; ``styles`` are the colours of the rows there.
    ``groups``, where there are any, stand above the headers, each over its neighbours of the same name; ``notes``
    stand below. ``bars`` are a part and its whole for each row, drawn on a terminal only.
    """

    title: str
    headers: Row
    rows: tuple[Row, ...]
    numbers: frozenset[int]
    total: Row | None = None
    styles: Row = ()
    whole: frozenset[int] = frozenset()
    groups: Row = ()
    notes: Row = ()
    bars: tuple[tuple[int, int] | None, ...] = ()

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows with the total as the last one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    @property
    def _alignment(self) -> list[str]:
        return ["right" if column in self.numbers else "left" for column in range(len(self.headers))]

    def _heads(self, harmless: Callable[[str], str], between: str) -> Iterator[str]:
        """Yield the headers, each with its group before it."""
        stacked = bool(self.groups) and between == "\n"  # a header without a group stands level with the others
        for group, header in zip(self.groups or ("",) * len(self.headers), self.headers, strict=True):
            yield f"{harmless(group)}{between}{harmless(header)}" if group or stacked else harmless(header)


def plain(tables: Sequence[Table], heading: Sequence[str], closing: Sequence[str] = ()) -> str:
    """Return heading, tables and closing lines as plain text, columns aligned by the width of characters."""
    blocks = ["\n".join(inert(line) for line in heading)]
    for table in tables:
        lines = (inert(table.title), _grid(table), *map(inert, table.notes))
        blocks.append("\n".join(lines))
    blocks += [inert(line) for line in closing]
    return "\n\n".join(blocks) + "\n"


def markdown(tables: Sequence[Table], heading: Sequence[str], closing: Sequence[str] = ()) -> str:
    """Return heading, tables and closing lines as Markdown: the first line a title, each table under its own."""
    title, *lines = heading
    blocks = [f"# {markdown_cell(title)}", *map(markdown_line, lines)]
    for table in tables:
        printed = _tabulated(table)
        blocks += [f"## {markdown_cell(table.title)}", printed, *map(markdown_line, table.notes)]
    blocks += [markdown_line(line) for line in closing]
    return "\n\n".join(blocks) + "\n"


def _grid(table: Table) -> str:
    """Return the grid as tabulate's “simple” form prints it, whose import costs more than a month's figures."""
    heads = [head.split("\n") for head in table._heads(inert, "\n")]  # noqa: SLF001 - this module's own class
    rows = [[inert(cell) for cell in row] for row in table.all_rows]
    widths = [
        max(max(map(align.width, head)) + _HEAD_PADDING, *(align.width(row[place]) for row in rows), 0)
        for place, head in enumerate(heads)
    ]
    right = [place in table.numbers and bool(rows) for place in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (whole - align.width(cell)) + cell if to_right else cell + " " * (whole - align.width(cell))
            for cell, whole, to_right in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * whole for whole in widths)
    return "\n".join((*map(line, zip(*heads, strict=True)), rule, *map(line, rows)))


def _tabulated(table: Table) -> str:
    """Return the grid in Markdown, each header with its group before it."""
    from tabulate import tabulate

    rows = [[markdown_cell(cell) for cell in row] for row in table.all_rows]
    printed = tabulate(
        rows,
        headers=list(table._heads(markdown_cell, " ")),  # noqa: SLF001 - this module's own class
        tablefmt="pipe",
        colalign=table._alignment if rows else None,  # noqa: SLF001 - this module's own class
        disable_numparse=True,
    )
    return "\n".join(line.rstrip() for line in printed.splitlines())


def terminal(
    tables: Sequence[Table], heading: Sequence[str], *, width: int, colour: bool, closing: Sequence[str] = ()
) -> str:
    """Return heading, tables and closing lines for a terminal of ``width`` columns. No text is read as markup."""
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
            console.print(_rich(table, width))
            console.width = width
            for note in table.notes:
                console.print(Text(inert(note), style="dim"))
        for line in closing:
            console.print()
            console.print(Text(inert(line)))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def fitted(table: Table, width: int) -> list[Table]:
    """Return ``table`` in as many pieces as a terminal of ``width`` columns needs, each with the column of labels."""
    if _least_width(table) <= width:
        return [table]
    label, *widths = (_GAP + _least(table, column) for column in range(len(table.headers)))
    label = max(label, min(_GAP + _widest(table, 0), _WIDEST_LABEL))
    groups = [group or None for group in table.groups[1:]] or [None] * len(widths)
    cut = pieces(widths, groups, max(1, width - label - _GAP))
    if len(cut) == 1:
        return [table]
    return [
        _piece(table, columns, f"{table.title} ({n}/{len(cut)})", n == len(cut)) for n, columns in enumerate(cut, 1)
    ]


def _piece(table: Table, columns: range, title: str, last: bool) -> Table:  # noqa: FBT001
    """Return the label and ``columns``, which are counted without it; the notes stand below the last piece."""
    kept = (0, *(column + 1 for column in columns))

    def cut(row: Row) -> Row:
        return tuple(row[place] for place in kept) if row else ()

    def moved(marked: frozenset[int]) -> frozenset[int]:
        return frozenset(place for place, column in enumerate(kept) if column in marked)

    return replace(
        table,
        title=title,
        headers=cut(table.headers),
        rows=tuple(cut(row) for row in table.rows),
        numbers=moved(table.numbers),
        total=None if table.total is None else cut(table.total),
        whole=moved(table.whole),
        groups=cut(table.groups),
        notes=table.notes if last else (),
        bars=(),
    )


def _least_width(table: Table) -> int:
    """Return the columns that a table needs so that no figure is cut; a wider terminal is left to wrap itself."""
    return _GAP + sum(_GAP + _least(table, column) for column in range(len(table.headers)))


def _least(table: Table, column: int) -> int:
    """Return how narrow a column can be."""
    uncut = column in table.numbers or column in table.whole
    return _widest(table, column) if uncut else min(_widest(table, column), _LEAST_TEXT)


def _widest(table: Table, column: int) -> int:
    from rich.cells import cell_len

    rows = (table.groups, table.headers, *table.all_rows)
    return max(cell_len(inert(row[column])) for row in rows if row)


def bar(part: int, whole: int, width: int) -> str:
    """Return ``part`` of ``whole`` as a bar of up to ``width`` columns, in eighths of one; a part is never nothing."""
    if part <= 0 or whole <= 0:
        return ""
    eighths = max(1, min(part, whole) * width * 8 // whole)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _bars(table: Table, width: int) -> Row:
    """Return a bar for each row, as wide as the terminal leaves room for; none where that is too little."""
    taken = _GAP + sum(_GAP + _widest(table, column) for column in range(len(table.headers)))
    room = min(_WIDEST_BAR, width - taken - _GAP)
    if room < _LEAST_BAR:
        return ()
    return tuple(bar(*share, room) if share else "" for share in table.bars)


def _rich(table: Table, width: int) -> RenderableType:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(
        box=box.SIMPLE_HEAD,
        show_footer=table.total is not None,
        pad_edge=False,
    )
    footer = table.total or ("",) * len(table.headers)
    for column, header in enumerate(table._heads(inert, "\n")):  # noqa: SLF001 - this module's own class
        drawn.add_column(
            Text(header),
            footer=Text(inert(footer[column])),
            justify="right" if column in table.numbers else "left",
            no_wrap=column in table.numbers or column in table.whole,
            overflow="fold",
        )
    bars = _bars(table, width)
    if bars:
        drawn.add_column(style="cyan", no_wrap=True)
    for place, row in enumerate(table.rows):
        cells = [Text(inert(cell)) for cell in row]
        drawn.add_row(*cells, *bars[place : place + 1], style=table.styles[place] if table.styles else None)
    return drawn
