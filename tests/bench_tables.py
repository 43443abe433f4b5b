"""What tables cost: a long one as a workbook against the same one as CSV, and what they take of memory."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS = 100_000
CASEBOOK = Path(sys.executable).parent / "casebook"


def tables(place: Path, header: Sequence[str], rows: Iterable[Sequence[str]], environment: dict[str, str]) -> None:
    """Print the row rate of a workbook against that of CSV, and the most memory that either import takes."""
    _write(place / "long.csv", place / "long.xlsx", header, rows)
    seconds, peaks = zip(*(_import(place / f"long.{kind}", environment) for kind in ("csv", "xlsx")), strict=True)
    print(f"rows a second, xlsx / csv  {seconds[0] / seconds[1]:.2f}   goal 0.33   ({ROWS:,} rows, processor time)")
    print(f"most memory, csv {peaks[0]} MB, xlsx {peaks[1]} MB   goal 250 MB")


def _write(text: Path, workbook: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (
        text.open("w", encoding="utf-8", newline="") as file,
        xlsxwriter.Workbook(str(workbook), {"constant_memory": True, "strings_to_numbers": False}) as book,
    ):
        writer, sheet = csv.writer(file), book.add_worksheet()
        for number, cells in enumerate((header, *rows)):
            writer.writerow(cells)
            sheet.write_row(number, 0, cells)


def _import(table: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Import a table into a new book; return the processor time in seconds, and the peak in megabytes."""
    own = environment | {"CASEBOOK_BOOK": f"{table}.db"}
    subprocess.run([CASEBOOK, "init", "--bureau", "南昌县司法局"], env=own, check=True, stdout=subprocess.DEVNULL)
    nowhere = [(os.POSIX_SPAWN_OPEN, output, os.devnull, os.O_WRONLY, 0) for output in (1, 2)]
    process = os.posix_spawn(CASEBOOK, ("casebook", "import", str(table)), own, file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
