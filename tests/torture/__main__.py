"""All of it: ``python -m torture [--size PARTS] [--seed N] [--only NAME] [--write PAGE]`` prints a Markdown table.

``--size`` 1 is the whole measure; smaller parts of it take less time. ``--write`` puts the table between the marks of a
page too. Exit status 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from torture import changes, crowd, disk, kills, lines, schemas, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from torture.ground import Result

BEGIN, END = "<!-- torture -->\n", "<!-- end -->"
HEAD = "| what was done | goal | measured | kept |\n|---|---|---|---|\n"


def parts(size: float, seed: int) -> Mapping[str, Callable[[Path], Iterator[Result]]]:
    """Return the trials by name, each to be given a folder of its own; ``size`` is the share of the whole measure."""

    def share(whole: int) -> int:
        return max(1, round(whole * size))

    def chance(name: str) -> random.Random:
        return random.Random(f"{seed} {name}")  # noqa: S311 - a seed repeats it, whatever else is run

    return {
        "kills": lambda folder: kills.trial(folder, chance("kills"), share(500)),
        "crowd": lambda folder: crowd.trial(folder, 8, share(500)),
        "disk": lambda folder: disk.trial(folder, max(1, round(1 / size))),
        "changes": lambda folder: changes.trial(folder, chance("changes"), share(1000)),
        "lines": lambda folder: lines.trial(folder, chance("lines"), share(10_000)),
        "tables": lambda folder: tables.trial(folder, chance("tables"), share(10_000)),
        "schemas": lambda folder: schemas.trial(folder, share(20_000)),
    }


def results(names: Sequence[str], size: float, seed: int) -> Iterator[Result]:
    """Yield a line for each trial as it ends."""
    for name, trial in parts(size, seed).items():
        if not names or name in names:
            with tempfile.TemporaryDirectory(prefix=f"torture-{name}-") as folder:
                yield from trial(Path(folder))


def cells(result: Result) -> str:
    """Return a result as a row of the table."""
    told = (result.trial, result.goal, result.found, "yes" if result.kept else "**NO**")
    return "| " + " | ".join(each.replace("|", "\\|").replace("\n", " ") for each in told) + " |\n"


def measured_on(seed: int, size: float) -> str:
    """Return what the figures depend on."""
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    part = "" if size == 1 else f", a share of {size:g} of the whole measure"
    return f"\nMeasured with seed {seed}{part}: {machine}, SQLite {sqlite3.sqlite_version}.\n"


def write(page: Path, text: str) -> None:
    """Put ``text`` between the marks of a page. Raises ``ValueError`` where it has none."""
    old = page.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{page} has no marks for the table"
        raise ValueError(message)
    page.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")


def main() -> int:
    """Run the trials that are asked for."""
    asked = argparse.ArgumentParser(prog="torture", description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--size", type=float, default=1.0, help="share of the whole measure")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", action="append", default=[], help="a trial by name; repeatable")
    asked.add_argument("--write", type=Path, help="page to put the table into")
    told = asked.parse_args()
    rows, kept = [], True
    sys.stdout.write(HEAD)
    for result in results(told.only, told.size, told.seed):
        rows.append(cells(result))
        kept = kept and result.kept
        sys.stdout.write(rows[-1])
        sys.stdout.flush()
    whole = HEAD + "".join(rows) + measured_on(told.seed, told.size)
    sys.stdout.write(measured_on(told.seed, told.size))
    if told.write:
        write(told.write, whole)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
