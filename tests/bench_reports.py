"""What reports cost on a book of 200,000 cases, against the bare framework and hand-written SQL on the same file.

Called by ``bench.py``. The book holds ten years of invented cases of all three registers.
"""

from __future__ import annotations

import csv
import random
import shutil
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook import forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CASES = 200_000
REPEATS = 9
FIRST, LAST = date(2016, 1, 4), date(2025, 12, 31)
NEW_LAW = date(2024, 1, 1)
MONTH = ("2023-09-01", "2023-09-30")
SQL = """
select outcome, sum(received_on >= '{0}'), sum(intake_result = 'accept' and intake_on between '{0}' and '{1}'),
  sum(intake_result = 'accept' and closed_on between '{0}' and '{1}'), count(*)
from case_version
where book_no = 1 and register = 'review' and until_entry is null and received_on <= '{1}'
  and (left_on is null or left_on >= '{0}')
group by outcome;
"""
COLUMNS = (
    "register", "number", "received_on", "applicant", "respondent", "respondent_level", "matter", "field", "handler",
    "intake_result", "intake_on", "closed_on", "outcome", "ground", "court", "instance", "defendant_role",
    "reviewed_first", "replied_on", "heard_on", "head_attended",
)  # fmt: skip
FIELDS = (
    "公安",
    "市场监管",
    "自然资源",
    "人力资源和社会保障",
    "税务",
    "教育",
    "卫生健康",
    "生态环境",
    "民政",
    "应急管理",
)
MATTERS = ("penalty", "penalty", "penalty", "disclosure", "complaint", "inaction", "expropriation", "confirmation")
OUTCOMES = ("maintain", "maintain", "maintain", "reject_application", "terminate", "terminate", "revoke", "mediate")
JUDGMENTS = ("reject_claims", "reject_claims", "dismiss_suit", "revoke", "withdraw")


def invented(number: int, chance: random.Random) -> dict[str, str]:
    """Return the canonical row of the case ``number``, of all that there are in order of receipt."""
    received = FIRST + timedelta(days=number * (LAST - FIRST).days // CASES)
    field = chance.choice(FIELDS)
    row = {
        "received_on": received.isoformat(),
        "applicant": f"张某{number}",
        "respondent": f"示例县{field}局",
        "respondent_level": "county_department",
        "matter": chance.choice(MATTERS),
        "field": field,
        "handler": f"承办人{chance.randrange(40)}",
    }
    register = ("review", "review", "review", "review-defence", "litigation")[number % 5]
    row |= {"register": register, "number": f"{register}〔{received.year}〕{number}号"}
    told = _review(received, chance) if register == "review" else _suit(received, register, chance)
    return row | {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def _review(received: date, chance: random.Random) -> dict[str, str | date]:
    taken = received + timedelta(days=chance.randrange(1, 5))
    closed = taken + timedelta(days=chance.randrange(20, 75))
    if taken > LAST:
        return {}
    if chance.random() < 0.1:
        return {"intake_result": "refuse", "intake_on": taken}
    accepted: dict[str, str | date] = {"intake_result": "accept", "intake_on": taken}
    if closed > LAST:
        return accepted
    outcome = chance.choice(OUTCOMES)
    ground = {"terminate": "withdrawn"}.get(outcome, "")
    return accepted | {"closed_on": closed, "outcome": outcome, "ground": ground}


def _suit(received: date, register: str, chance: random.Random) -> dict[str, str | date]:
    closed = received + timedelta(days=chance.randrange(61, 180))
    replied = received + timedelta(days=chance.randrange(3, 14))
    told: dict[str, str | date] = {"replied_on": replied} if replied <= LAST else {}
    if register == "litigation":
        told |= {"court": f"示例{chance.randrange(6)}区人民法院", "instance": "first", "defendant_role": "sole"}
        told |= {"reviewed_first": chance.choice(("yes", "no"))}
        if received + timedelta(days=50) <= LAST:
            told |= {"heard_on": received + timedelta(days=50), "head_attended": chance.choice(("yes", "yes", "no"))}
    if closed <= LAST:
        outcome = chance.choice(JUDGMENTS) if register == "litigation" else chance.choice(("maintain", "revoke"))
        told |= {"closed_on": closed, "outcome": outcome}
    return told


def make_book(place: Path, casebook: Path, environment: Mapping[str, str]) -> None:
    """Build the book of 200,000 cases by the program's own import."""
    chance = random.Random(7)
    with (place / "many.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(invented(number, chance) for number in range(CASES))
    for words in (("init", "--bureau", "示例县司法局"), ("import", place / "many.csv")):
        subprocess.run([casebook, *words], env=environment, check=True, stdout=subprocess.DEVNULL)


def median(command: Sequence[str | Path], environment: Mapping[str, str], typed: str | None = None) -> float:
    """Return the median wall time of ``command`` in seconds, what is ``typed`` on its standard input."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(
            command, env=environment, check=True, input=typed, text=True, stdout=subprocess.DEVNULL, stderr=None
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def reports(place: Path, casebook: Path, environment: Mapping[str, str]) -> None:
    """Print what a month's summary costs against the bare framework and SQL, and every form in seconds."""
    own = {**environment, "CASEBOOK_BOOK": str(place / "many.db"), "CASEBOOK_TODAY": "2026-01-15"}
    make_book(place, casebook, own)
    shell = shutil.which("sqlite3")
    if shell is None:
        print("report summary: the sqlite3 shell is missing, nothing to compare with")
    else:
        bare = median([sys.executable, place / "bare.py"], own)
        sql = median([shell, place / "many.db"], own, SQL.format(*MONTH))
        month = median([casebook, "report", "summary", "--period", "2023-09", "--register", "review"], own)
        print(f"report summary of a month / (bare + sqlite3)  {month / (bare + sql):.2f}   goal 2.00   (200,000 cases)")
    for form in ("summary", "rates", *forms.names()):
        seconds = median([casebook, "report", form, "--period", "2024"], own)
        print(f"report {form} of a year  {seconds:.2f} s   goal 1.00 s")
