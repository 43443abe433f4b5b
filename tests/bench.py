"""What an officer waits for, as ratios on one machine; times of one machine mean little elsewhere.

``show`` and ``record`` on a book of 10,000 cases against a bare application of the same framework; the import of
20,000 canonical rows against ``sqlite-utils insert --csv`` of the same file; ``due`` over 20,000 open cases against
``list`` over them; ``record`` against itself without its deadlines; reports on 200,000 cases (``bench_reports``);
100,000 rows as a workbook against CSV (``bench_tables``).
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench_reports import reports
from bench_tables import ROWS, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REPEATS = 9
BIN = Path(sys.executable).parent
BARE = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def hello(name: str = "x") -> None:
    print(name)
app()
"""
RECORD = """
import sys
from casebook import versions
from casebook.cli.main import main
if sys.argv.pop(1) == "without":
    versions.compute = lambda *steps, **facts: ()
main()
"""
HEADER = (
    "register", "number", "received_on", "applicant", "applicant_kind", "respondent", "respondent_level", "matter",
    "field", "handler", "intake_result", "intake_on", "closed_on", "outcome", "ground", "channel", "note",
)  # fmt: skip
OUTCOMES = ("maintain", "maintain", "reject_application", "terminate", "revoke", "declare_unlawful", "")


def row(number: int) -> list[str]:
    """Return the canonical row of an invented review of 2022 or 2023; every seventh is still open."""
    received = date(2022, 1, 4) + timedelta(days=number % 640)
    outcome = OUTCOMES[number % len(OUTCOMES)]
    ground = {"terminate": "withdrawn", "reject_application": "not_acceptable"}.get(outcome, "")
    closed = (received + timedelta(days=40)).isoformat() if outcome else ""
    accepted = (received + timedelta(days=3)).isoformat()
    return [
        "review", f"南府复〔{received.year}〕{number}号", received.isoformat(), f"张某{number}", "citizen",
        "南昌县公安局", "county_department", "penalty", "公安", "李四", "accept", accepted, closed, outcome, ground,
        "邮寄", "",
    ]  # fmt: skip


def open_row(number: int) -> list[str]:
    """Return the same row of a review that is not closed yet."""
    cells = row(number)
    cells[12:15] = ["", "", ""]
    return cells


def write_table(path: Path, count: int, of: Callable[[int], list[str]] = row) -> None:
    """Write a canonical table of ``count`` invented cases."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(of(number) for number in range(1, count + 1))


def run(command: Sequence[str | Path], environment: dict[str, str]) -> None:
    """Run a command silently; a failure ends the benchmark."""
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wall(action: Callable[[int], None], repeats: int = REPEATS) -> float:
    """Return the median wall time of ``action``, in seconds."""
    times = []
    for turn in range(repeats):
        start = time.perf_counter()
        action(turn)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def cpu(action: Callable[[], None]) -> float:
    """Return the processor time that ``action`` took in its child processes, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the ratios with their goals."""
    casebook = BIN / "casebook"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = os.environ | {"CASEBOOK_TODAY": "2023-12-31", "CASEBOOK_LANG": "en"}
        environment |= {"CASEBOOK_BOOK": str(place / "b.db")}
        (place / "bare.py").write_text(BARE, encoding="utf-8")
        write_table(place / "ten.csv", 10_000)
        write_table(place / "twenty.csv", 20_000)
        run([casebook, "init", "--bureau", "南昌县司法局", "--number-word", "南府复"], environment)
        run([casebook, "import", place / "ten.csv"], environment)
        opened = [number for number in range(1, 10_001) if not row(number)[13]]
        bare = wall(lambda _: run([sys.executable, place / "bare.py"], environment))
        show = wall(lambda turn: run([casebook, "show", row(opened[turn])[1]], environment))
        hear = ("hear", "--on", "2023-12-30")
        record = wall(lambda turn: run([casebook, "record", row(opened[turn])[1], *hear], environment))
        print(f"bare application {bare * 1000:.0f} ms")
        print(f"show   / bare  {show / bare:.2f}   goal 1.60")
        print(f"record / bare  {record / bare:.2f}   goal 1.60")
        new = environment | {"CASEBOOK_BOOK": str(place / "n.db")}
        run([casebook, "init", "--bureau", "南昌县司法局"], new)
        insert: list[str | Path] = [BIN / "sqlite-utils", "insert", place / "s.db", "t", place / "twenty.csv", "--csv"]
        theirs = cpu(lambda: run(insert, environment))
        ours = cpu(lambda: run([casebook, "import", place / "twenty.csv"], new))
        print(f"import / sqlite-utils insert --csv  {ours / theirs:.2f}   goal 2.00   (20,000 rows, processor time)")
        tables(place, HEADER, map(row, range(1, ROWS + 1)), environment)
        deadlines(place, environment)
        reports(place, casebook, environment)


def deadlines(place: Path, environment: dict[str, str]) -> None:
    """Print what deadlines cost: ``due`` against ``list``, ``record`` with them against ``record`` without."""
    casebook = BIN / "casebook"
    (place / "record.py").write_text(RECORD, encoding="utf-8")
    write_table(place / "open.csv", 20_000, open_row)
    own = environment | {"CASEBOOK_BOOK": str(place / "o.db")}
    run([casebook, "init", "--bureau", "南昌县司法局"], own)
    run([casebook, "import", place / "open.csv"], own)
    listed = statistics.median(cpu(lambda: run([casebook, "list"], own)) for _ in range(REPEATS))
    due = statistics.median(cpu(lambda: run([casebook, "due"], own)) for _ in range(REPEATS))
    print(f"due / list over 20,000 open cases  {due / listed:.2f}   goal 2.00   (processor time)")
    recorded: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(4 * REPEATS):
        for how, times in recorded.items():
            start = time.perf_counter()
            hear = ("record", open_row(turn + 1)[1], "hear", "--on", "2023-12-30")
            run([sys.executable, place / "record.py", how, *hear], own)
            times.append(time.perf_counter() - start)
    with_them, without = (statistics.median(times) for times in recorded.values())
    print(f"record with / without deadlines  {with_them / without:.2f}   goal 1.10")


if __name__ == "__main__":
    main()
