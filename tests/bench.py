"""What an officer waits for, as ratios on one machine: times of one machine mean little elsewhere.

``make bench`` runs it and writes the figures into ``docs/performance.md`` and ``docs/performance.json``. A first
argument leaves the largest book away, for a quick look that writes nothing: ``python tests/bench.py quick``.
"""

from __future__ import annotations

import sys
import time

import bench_measures as measures
import bench_page as page
from bench_books import SIZES, made
from bench_rivals import CASEBOOK, found
from bench_tables import tables

QUICK = "quick" in sys.argv[1:]


def main() -> None:
    """Measure, print, and write the page."""
    started = time.monotonic()
    tools = found()
    books = [made(cases, CASEBOOK) for cases in (SIZES[:-1] if QUICK else SIZES)]
    print(f"books: {time.monotonic() - started:.0f} s", flush=True)
    largest, fifth = books[-1], books[-2]
    figures = measures.start(books[2], tools)
    page.echo(figures)
    grown, curves = measures.growth(books)
    imported, hundred = measures.imports(largest, fifth)
    for more in (
        grown,
        measures.reports(largest, tools),
        imported,
        measures.others(hundred, tools),
        measures.every_form(books[2]),
        tables(hundred.with_suffix(".csv")),
        measures.long_ones(largest),
    ):
        page.echo(more)
        figures += more
    floor = measures.floor(books[2], tools)
    if not QUICK:
        page.write(figures, curves, floor, tools)
    print(f"in all {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
