"""What the program is measured against: the bare framework, other tools on the same data, and SQL written by hand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from bench_books import FOLDER, rows

PANDAS_FOLDER = FOLDER / "pandas"  # apart from the rest: sqlite-utils loads it where it can, and is slower for it
BIN = Path(sys.executable).parent
CASEBOOK = BIN / "casebook"
MONTH, NEXT_MONTH, YEAR = "2023-09", "2023-10-01", "2023"
BARE = """\
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def hello(name: str = "x") -> None:
    print(name)
app()
"""
# Received, accepted, concluded and pending by outcome: what a month's summary is made of.
MONTH_SQL = f"""\
select outcome, sum(received_on >= '{MONTH}-01'),
  sum(intake_result = 'accept' and intake_on between '{MONTH}-01' and '{MONTH}-30'),
  sum(intake_result = 'accept' and closed_on between '{MONTH}-01' and '{MONTH}-30'),
  sum(intake_result = 'accept' and intake_on <= '{MONTH}-30' and (closed_on is null or closed_on > '{MONTH}-30'))
from case_version
where book_no = 1 and register = 'review' and until_entry is null and received_on <= '{MONTH}-30'
  and (left_on is null or left_on >= '{MONTH}-01')
group by outcome;
"""
YEAR_SQL = f"""\
select field, outcome, count(*) from case_version
where book_no = 1 and register = 'review' and until_entry is null and intake_result = 'accept'
  and intake_on between '{YEAR}-01-01' and '{YEAR}-12-31'
group by field, outcome;
"""
RAW = """\
import csv, sqlite3, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file, sqlite3.connect(sys.argv[2]) as database:
    reader = csv.reader(file)
    header = next(reader)
    database.execute(f"create table t ({', '.join(header)})")
    database.executemany(f"insert into t values ({', '.join('?' * len(header))})", reader)
"""
PANDAS = """\
import sys
import pandas
cases = pandas.read_csv(sys.argv[1], dtype=str)
cases = cases[cases.register == "review"]
month = cases.closed_on.str.startswith(sys.argv[2], na=False)
print(cases[month].groupby("outcome").size())
print(cases.received_on.str.startswith(sys.argv[2]).sum(), cases.intake_on.str.startswith(sys.argv[2], na=False).sum())
"""
INSTRUCTIONS = re.compile(r"refs:\s+([\d,]+)")


class Tools(NamedTuple):
    """The programs that may be missing, and where they are; ``None``: not installed."""

    sqlite3: str | None
    hledger: str | None
    valgrind: str | None
    pandas: bool


def found() -> Tools:
    """Return which tools there are."""
    shell, hledger, valgrind = (shutil.which(name) for name in ("sqlite3", "hledger", "valgrind"))
    return Tools(shell, hledger, valgrind, (PANDAS_FOLDER / "pandas").is_dir())


def script(name: str, text: str) -> Path:
    """Write a script into the folder of the benchmark and return its place."""
    FOLDER.mkdir(exist_ok=True)
    place = FOLDER / name
    place.write_text(text, encoding="utf-8")
    return place


def write_journal(path: Path, cases: int) -> None:
    """Write the same cases as a journal of hledger: a case is a unit that moves from account to account."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(cases):
            kind, number = row["register"], row["number"]
            _move(file.write, row["received_on"], number, f"{kind}:desk", "received")
            if row.get("intake_on"):
                _move(file.write, row["intake_on"], number, f"{kind}:intake:{row['intake_result']}", f"{kind}:desk")
            if row.get("closed_on"):
                place = f"{kind}:intake:accept" if row.get("intake_on") else f"{kind}:desk"
                _move(file.write, row["closed_on"], number, f"{kind}:closed:{row['outcome']}", place)


def _move(write: object, on: str, number: str, to: str, out_of: str) -> None:
    write(f"{on} {number}\n    {to}  1 case\n    {out_of}\n\n")  # type: ignore[operator]


def instructions(command: list[str | Path], environment: dict[str, str]) -> int:
    """Return how many instructions a command takes, counted by valgrind's cachegrind; the same each time, nearly."""
    words = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *map(str, command)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    counted = INSTRUCTIONS.search(done.stderr)
    assert counted is not None, done.stderr
    return int(counted[1].replace(",", ""))


def version(command: list[str | Path], environment: dict[str, str] | None = None) -> str:
    """Return the number that a tool gives as its version."""
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=True)
    number = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return number[0] if number else done.stdout.strip()
