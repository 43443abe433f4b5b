"""Broken tables: each is read, or refused in words; some of them through ``casebook import`` into a book."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fuzz_grids import SEEDS, crc_right, fuzz, mutated, seed

from torture.ground import Result, counted, faults, furnished, timed
from torture.lines import attempt

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

THROUGH_THE_COMMAND = 10  # each so many files one is imported


def imported(book: Path, ending: str, chance: random.Random, count: int) -> Counter[str]:
    """Import ``count`` broken files; return how it ended. Raises ``AssertionError`` for an ending without words."""
    became = Counter[str]()
    path = book.with_name(f"broken.{ending}")
    for _ in range(count):
        content = mutated(seed(ending), chance)
        path.write_bytes(crc_right(content) if content.startswith(b"PK") else content)
        status, wrong = attempt(["import", str(path), "--register", "review"], book)
        assert not wrong, wrong
        became["imported" if status == 0 else "refused"] += 1
    return became


def trial(folder: Path, chance: random.Random, count: int) -> Iterator[Result]:
    """Read ``count`` broken files of seven formats, and import some more."""
    book = furnished(folder / "tables.book")
    before, each = counted(book)["entry"], -(-count // len(SEEDS))
    read, through = Counter[str](), Counter[str]()
    with timed() as taken:
        for ending in SEEDS:
            read += fuzz(ending, folder, chance, each)
            through += imported(book, ending, chance, each // THROUGH_THE_COMMAND)
    assert not faults(book)
    refused = read.total() - read["read"]
    yield Result(
        f"{read.total()} broken files of {len(SEEDS)} formats read, {through.total()} more imported",
        "each is read or refused in words; the book is sound after",
        f"{read['read']} read, {refused} refused for {len(read) - 1} reasons; {through['imported']} imported"
        f" ({counted(book)['entry'] - before} entries), {through['refused']} refused ({taken():.0f} s)",
        kept=True,
    )
