"""The books that are measured: invented cases of ten years, the same ones each time, kept for the next run.

The shares of registers, months, matters and outcomes are those of published tables, in round figures. One review in
a hundred was suspended and resumed, one case in two hundred was corrected. A book is made by the program's own import
and acts, and made again when the program or this file has changed.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import threading
import time
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook.acts import Telling, record_step
from casebook.amend import Change, correct
from casebook.book import Book, Scribe
from casebook.law import default_lawbook
from casebook.store import connection as gateway
from casebook.versions import Rules
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".bench"
SIZES = (2_000, 20_000, 200_000, 1_000_000)
FIRST_YEAR, YEARS = 2016, 10
LAST = date(2025, 12, 31)
TODAY = date(2026, 1, 15)
MONTHS = tuple(accumulate((8, 5, 9, 9, 8, 9, 9, 9, 9, 7, 9, 9)))
COLUMNS = (
    "register", "number", "received_on", "applicant", "applicant_kind", "respondent", "respondent_level", "matter",
    "field", "handler", "intake_result", "intake_on", "closed_on", "outcome", "ground", "court", "instance",
    "defendant_role", "reviewed_first", "replied_on", "heard_on", "head_attended",
)  # fmt: skip
REGISTERS = {"review": 60, "litigation": 25, "review-defence": 15}
FIELDS = {
    "公安": 34, "市场监管": 16, "自然资源": 14, "人力资源和社会保障": 12, "住房和城乡建设": 6, "税务": 3, "教育": 3,
    "卫生健康": 3, "生态环境": 3, "民政": 2, "应急管理": 2, "交通运输": 2,
}  # fmt: skip
MATTERS = {
    "penalty": 38, "disclosure": 14, "complaint": 14, "inaction": 9, "confirmation": 8, "expropriation": 5,
    "coercion": 4, "licence": 3, "title": 2, "agreement": 1, "compensation": 1, "other": 1,
}  # fmt: skip
INTAKE = {"accept": 84, "refuse": 10, "refer": 2, "withdraw": 4}
OUTCOMES = {
    "maintain": 40, "reject_application": 18, "terminate": 26, "revoke": 6, "revoke_part": 1, "vary": 1,
    "declare_unlawful": 4, "order_performance": 2, "mediate": 2,
}  # fmt: skip
GROUNDS = {"withdrawn": 60, "settled": 25, "corrected": 15}
JUDGMENTS = {
    "reject_claims": 46, "dismiss_suit": 18, "withdraw": 16, "revoke": 7, "declare_unlawful": 5,
    "order_performance": 4, "compensate": 2, "mediate": 2,
}  # fmt: skip
SUSPENDED, CORRECTED = 100, 200  # one case of so many


class Made(NamedTuple):
    """A book, the table that it was imported from, and what the import took: seconds of processor, megabytes."""

    book: Path
    table: Path
    cases: int
    seconds: float
    megabytes: int


class Usage(NamedTuple):
    """What a process took: seconds by the clock and of the processors, the most memory in megabytes."""

    wall: float
    cpu: float
    megabytes: int


def measured(
    command: Sequence[str | Path], environment: dict[str, str], typed: Path | None = None, limit: int = 0
) -> Usage:
    """Run a command silently to its end; ``typed`` is the file on its standard input. A failure ends the benchmark.

    After ``limit`` seconds, where there is a limit, the command is stopped: it takes more than that.
    """
    streams: list[tuple[int, int, str | Path, int, int]] = [
        (os.POSIX_SPAWN_OPEN, 0, typed or os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    ]
    words = [str(word) for word in command]
    start = time.perf_counter()
    process = os.posix_spawn(words[0], words, environment, file_actions=streams)
    watch = threading.Timer(limit, os.kill, (process, signal.SIGTERM))
    if limit:
        watch.start()
    _, status, used = os.wait4(process, 0)
    watch.cancel()
    wall = time.perf_counter() - start
    if status and not (limit and os.WIFSIGNALED(status)):
        message = f"{' '.join(words)[:200]} failed"
        raise SystemExit(message)
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def _one(shares: dict[str, int], chance: random.Random) -> str:
    return chance.choices(tuple(shares), tuple(shares.values()))[0]


def _received(place: float) -> date:
    """Return the day of receipt at ``place`` (0 to 1) of the ten years: more in some months than in others."""
    year, within = divmod(place * YEARS, 1)
    weight = within * MONTHS[-1]
    month = next(number for number, end in enumerate(MONTHS) if weight < end)
    start = MONTHS[month - 1] if month else 0
    day = int((weight - start) / (MONTHS[month] - start) * 28)
    return date(FIRST_YEAR + int(year), month + 1, day + 1)


def invented(number: int, cases: int, chance: random.Random) -> dict[str, str]:
    """Return the canonical row of the case ``number`` of so many, in order of receipt."""
    received = _received(number / cases)
    field, register = _one(FIELDS, chance), _one(REGISTERS, chance)
    row: dict[str, str | date] = {
        "register": register,
        "number": f"{register}〔{received.year}〕{number}号",
        "received_on": received,
        "applicant": f"张某{number}",
        "applicant_kind": "citizen" if chance.random() < 0.9 else "organisation",
        "respondent": f"示例县{field}局",
        "respondent_level": "county_department",
        "matter": _one(MATTERS, chance),
        "field": field,
        "handler": f"承办人{chance.randrange(40)}",
    }
    row |= _review(received, chance) if register == "review" else _suit(received, register, chance)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _review(received: date, chance: random.Random) -> dict[str, str | date]:
    taken = received + timedelta(days=chance.randrange(1, 5))
    closed = taken + timedelta(days=chance.randrange(30, 75))
    if taken > LAST:
        return {}
    result = _one(INTAKE, chance)
    if result == "withdraw" and taken.year < 2024:  # the old law does not know it
        result = "refuse"
    told: dict[str, str | date] = {"intake_result": result, "intake_on": taken}
    if result != "accept" or closed > LAST:
        return told
    outcome = _one(OUTCOMES, chance)
    return told | {
        "closed_on": closed,
        "outcome": outcome,
        "ground": _one(GROUNDS, chance) if outcome == "terminate" else "",
    }


def _suit(received: date, register: str, chance: random.Random) -> dict[str, str | date]:
    closed = received + timedelta(days=chance.randrange(61, 180))
    replied, heard = received + timedelta(days=chance.randrange(3, 14)), received + timedelta(days=50)
    told: dict[str, str | date] = {"replied_on": replied} if replied <= LAST else {}
    if register == "litigation":
        told |= {"court": f"示例{chance.randrange(6)}区人民法院", "instance": "first", "defendant_role": "sole"}
        told |= {"reviewed_first": chance.choice(("yes", "no"))}
        if heard <= LAST:
            told |= {"heard_on": heard, "head_attended": chance.choice(("yes", "yes", "no"))}
    if closed <= LAST:
        outcome = _one(JUDGMENTS, chance) if register == "litigation" else chance.choice(("maintain", "revoke"))
        told |= {"closed_on": closed, "outcome": outcome}
    return told


def rows(cases: int) -> Iterator[dict[str, str]]:
    """Yield the canonical rows of a book of so many cases."""
    chance = random.Random(7)
    for number in range(cases):
        yield invented(number, cases, chance)


def _waits(number: int, row: dict[str, str]) -> bool:
    """Return whether the case is one that was suspended: its end is told by acts and not by the table."""
    return number % SUSPENDED == 3 and row["register"] == "review" and "closed_on" in row


def write_table(path: Path, cases: int) -> None:
    """Write the table of so many cases."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, row in enumerate(rows(cases)):
            if _waits(number, row):
                row |= {"closed_on": "", "outcome": "", "ground": ""}
            writer.writerow(row)


def environment_of(book: Path) -> dict[str, str]:
    """Return the environment in which a command reads ``book``."""
    own = {"CASEBOOK_BOOK": str(book), "CASEBOOK_TODAY": TODAY.isoformat(), "CASEBOOK_LANG": "en"}
    # whoever runs this may have forbidden bytecode, which would be measured then
    shell = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**shell, **own, "CASEBOOK_OFFICER": "王科员", "PYTHONHASHSEED": "0"}


def made(cases: int, casebook: Path) -> Made:
    """Return the book of so many cases, a new one where the program has changed since it was made."""
    FOLDER.mkdir(exist_ok=True)
    book, table, note = (FOLDER / f"{cases}.{kind}" for kind in ("db", "csv", "json"))
    state = _state()
    if note.exists() and book.exists() and (told := json.loads(note.read_text(encoding="utf-8")))["state"] == state:
        return Made(book, table, cases, told["seconds"], told["megabytes"])
    for old in (*FOLDER.glob(f"{cases}.db*"), note):
        old.unlink(missing_ok=True)
    write_table(table, cases)
    environment = environment_of(book)
    measured([casebook, "init", "--bureau", "示例县司法局", "--number-word", "review"], environment)
    used = measured([casebook, "import", table], environment)
    _act(book, cases)
    note.write_text(json.dumps({"state": state, "seconds": used.cpu, "megabytes": used.megabytes}), encoding="utf-8")
    return Made(book, table, cases, used.cpu, used.megabytes)


def _state() -> str:
    """Return a mark of the program and of this file."""
    sources = sorted(each for each in (ROOT / "casebook").rglob("*") if each.suffix in (".py", ".sql", ".json"))
    return sha256(b"".join(each.read_bytes() for each in (*sources, Path(__file__)))).hexdigest()


def _act(path: Path, cases: int) -> None:
    """Tell of suspensions and corrections as officers do, all in one transaction."""
    scribe = Scribe("李四", lambda: "2026-01-15T08:00:00Z", TODAY)
    day = date.fromisoformat
    with (
        Book.open(path, Rules(default_lawbook(), Calendar.standard()), write=True) as book,
        gateway.writing(book.connection, path),
    ):
        for number, row in enumerate(rows(cases)):
            if _waits(number, row):
                name, begun = [row["number"]], day(row["intake_on"]) + timedelta(days=5)
                record_step(book, name, Telling("suspend", begun, ground="other_case"), scribe)
                record_step(book, name, Telling("resume", begun + timedelta(days=20)), scribe)
                closed = min(day(row["closed_on"]) + timedelta(days=20), TODAY)
                record_step(book, name, Telling("conclude", closed, row["outcome"], row.get("ground") or None), scribe)
            elif number % CORRECTED == 7 and "closed_on" in row:
                change = Change(on=day(row["closed_on"]) - timedelta(days=1), step="conclude")
                correct(book, row["number"], number + 1, change, "日期录入有误", scribe)
