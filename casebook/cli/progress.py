"""How far a long command has come, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORTH_SHOWING = 1000  # below this nobody waits


@contextmanager
def progress(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar named ``doing`` on a terminal, moved by what is given; be silent elsewhere. No total: not known."""
    if not sys.stderr.isatty() or 0 < total < WORTH_SHOWING:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total or None)
        yield lambda done: bar.update(task, completed=done)
