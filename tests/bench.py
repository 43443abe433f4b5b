"""What an officer waits for, as ratios on one machine: times of one machine mean little elsewhere.

``make bench`` runs it and writes the figures into ``docs/performance.md`` and ``docs/performance.json``. A first
argument leaves the largest book away, for a quick look that writes nothing: ``python tests/bench.py quick``.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import bench_measures as measures
import bench_page as page
from bench_books import SIZES, made
from bench_rivals import CASEBOOK, found
from bench_tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench_books import Made
    from bench_rivals import Tools

QUICK = "quick" in sys.argv[1:]


def each_measure(books: Sequence[Made], grown: list[measures.Figure], tools: Tools) -> Iterator[list[measures.Figure]]:
    """Yield the figures as they are measured."""
    middle, fifth, largest = books[2], books[-2], books[-1]
    yield measures.start(middle, tools)
    yield grown
    yield measures.reports(largest, tools)
    imported, hundred = measures.imports(largest, fifth)
    yield imported
    yield measures.others(hundred, tools)
    yield measures.every_form(middle)
    yield tables(hundred.with_suffix(".csv"))
    yield measures.long_ones(largest)


def main() -> None:
    """Measure, print, and write the page."""
    started = time.monotonic()
    tools = found()
    books = [made(cases, CASEBOOK) for cases in (SIZES[:-1] if QUICK else SIZES)]
    print(f"books: {time.monotonic() - started:.0f} s", flush=True)
    grown, curves = measures.growth(books)
    figures: list[measures.Figure] = []
    for more in each_measure(books, grown, tools):
        page.echo(more)
        figures += more
    floor = measures.floor(books[2], tools)
    if not QUICK:
        page.write(figures, curves, floor, tools)
    print(f"in all {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
