"""A book whose every text somebody wrote to be obeyed: let in by commands, or put straight into its tables."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from zlib import crc32

from blackbox.program import Casebook, write_table
from hostile_texts import CLASSES, EVERYTHING, FIRST_DOOR

from casebook.docket import fold_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TODAY = "2026-11-21"
SAID = EVERYTHING.replace("\0", "")  # every class but NUL, which no command line holds
REVIEWS = [f"南府复〔2026〕{number}号" for number in range(1, len(FIRST_DOOR) + 1)]
SUITS = [f"（2026）赣0121行初{number}号" for number in range(1, len(FIRST_DOOR) + 1)]
NAME = "=\x1b[31m<b>|\u202e`甲`[b](c)\r\nBEGIN:VEVENT"  # short, so that tables stay narrow
OPEN, CLOSED, HEARD = "南府复〔2026〕901号", "南府复〔2026〕902号", "（2026）赣0121行初903号"


def quoted(text: str) -> str:
    """Return ``text`` as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def words(text: str) -> str:
    return f"{{ zh = {quoted(text)}, en = {quoted(text)} }}"


FORM = f"""
edition = {quoted(CLASSES["minus"])}
label = {words(SAID)}
about = {words(SAID)}
source = {words(SAID)}
registers = ["review"]
[[sheet]]
code = "levels"
register = "review"
title = {words(SAID)}
rows = "field"
[[sheet.column]]
code = "accepted"
label = {words(CLASSES["formula"])}
cells = ["flow.accepted"]
[[sheet.column]]
code = "concluded"
label = {words(SAID)}
group = {words(SAID)}
cells = ["flow.concluded"]
"""
SCHEME = f"""
label = {words(SAID)}
seen = {words(SAID)}
unit = {words(SAID)}
places = 1
rounding = "half_up"
opening = "stock"
closed = "all"
shares = true
hide_zeros = false
order = []
[variants]
[labels]
terminate = {words(SAID)}
[[rate]]
name = "correction"
label = {words(SAID)}
summary = true
[[rate.variant]]
code = "a"
registers = ["review"]
definition = {words(SAID)}
part = ["outcomes.revoke"]
whole = ["outcomes.maintain", "outcomes.revoke"]
"""
NOTICE = f"""
year = 2027
number = {quoted(SAID)}
issued_on = 2026-11-04
[[holiday]]
name = {words(SAID)}
from = 2027-01-01
to = 2027-01-03
work = []
"""
TEMPLATE = f"""
name = {quoted("- " + SAID.replace("{", "").replace("}", ""))}
language = "zh"
opening = {quoted("- " + SAID.replace("{", "").replace("}", ""))}
nothing = {quoted(SAID.replace("{", "").replace("}", ""))}
[[part]]
register = "review"
text = {quoted(SAID.replace("{", "").replace("}", "") + "{intake.received}")}
"""


def row(register: str, number: str, text: str) -> dict[str, str]:
    """Return a row of the case table in which whatever a user may write is ``text``."""
    told = dict.fromkeys(("applicant", "respondent", "field", "handler", "note", "channel"), text)
    review = {"intake_result": "accept", "intake_on": "2026-10-12"}
    suit = {"court": text, "instance": "first"}
    more = review if register == "review" else suit
    return {"register": register, "number": number, "received_on": "2026-10-09", **told, **more}


def through_the_front_door(folder: Path, *, apart: Sequence[str] = ()) -> Casebook:
    """Return a book told by commands and an imported table; ``apart`` are what the driver is told besides."""
    book = Casebook(folder / "cases.book", today=TODAY)
    book.ok("init", "--bureau", SAID, "--organ", SAID, "--number-word", "南府复", *apart)
    cases = [("review", REVIEWS), ("litigation", SUITS)]
    rows = [row(register, *pair) for register, all_ in cases for pair in zip(all_, FIRST_DOOR.values(), strict=True)]
    table = write_table(folder / "hostile.csv", rows)
    book.ok("--officer", SAID, "import", str(table))
    act(book)
    return book


def act(book: Casebook) -> None:
    """Log what commands take texts for: notes, reasons, grounds, heads, officers, files of the office."""
    folder = book.path.parent
    officer = ("--officer", SAID)
    said = ("--applicant", NAME, "--respondent", NAME, "--field", NAME, "--handler", NAME, "--note", SAID)
    for number in (OPEN, CLOSED):
        book.ok(*officer, "intake", "review", "--received", "2026-10-09", "--number", number, *said)
        book.ok(*officer, "record", number, "accept", "--on", "2026-10-12", "--note", SAID)
    book.ok("record", OPEN, "suspend", "--on", "2026-10-15", "--ground", "other", "--note", SAID)
    book.ok("close", CLOSED, "terminate", "--on", "2026-10-20", "--ground", "other", "--note", SAID)
    court = ("--court", NAME, "--instance", "first")
    book.ok("intake", "litigation", "--received", "2026-09-01", "--number", HEARD, *said, *court)
    head = ("--set", "head_attended=yes", "--set", f"head_name={SAID}", "--set", f"head_post={SAID}")
    book.ok("record", HEARD, "hear", "--on", "2026-10-20", *head, "--note", SAID)
    book.ok("record", HEARD, "hear", "--on", "2026-10-21", "--set", "head_attended=no", "--set", f"absence={SAID}")
    entry = book.entry_of(CLOSED, "conclude")
    book.ok(*officer, "correct", CLOSED, str(entry), "--on", "2026-10-21", "--reason", SAID)
    for name, text in (("ours", FORM), ("own", SCHEME), ("notice", NOTICE), ("template", TEMPLATE)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    book.ok("form", "adopt", str(folder / "ours.toml"), "--reason", SAID)
    book.ok("scheme", "adopt", str(folder / "own.toml"), "--reason", SAID)
    book.ok("calendar", "adopt", str(folder / "notice.toml"))
    book.ok("target", "set", "loss", "<=8%", "--year", "2026", "--reason", SAID)
    book.ok("freeze", "--period", "2026-10", "--by", "field", "--note", SAID, "--reason", SAID)
    book.ok("freeze", "ours", "--period", "2026-10", "--register", "review", "--note", SAID)
    late = ("--received", "2026-10-10", "--field", NAME)
    book.ok("intake", "review", *late)
    book.ok("export", str(folder / "unmasked.csv"), "--unmasked", "--reason", SAID)


# columns that hold what somebody wrote; every other text is a code, a date, a digest or JSON
WRITTEN = {
    "book": ("bureau", "organ", "number_word", "uuid"),
    "entry": ("recorded_by", "reason", "source"),
    "step": ("note", "ground"),
    "particulars": ("docket_no", "field", "handler", "court", "previous_number", "channel", "note"),
    "party": ("name",),
    "hearing": ("head_name", "head_post", "absence"),
    "frozen_report": ("edition", "note"),
    "case_version": (
        "docket_no", "ground", "applicant", "respondents", "respondent", "field", "handler", "court",
        "previous_number", "channel", "note", "norm_review",
    ),
}  # fmt: skip


def straight_into_the_tables(made: Casebook, folder: Path) -> Casebook:
    """Return a copy of a book into which somebody with ``sqlite3`` wrote the classes that no command lets in."""
    path = folder / "cases.book"
    shutil.copytree(made.path.parent, folder, dirs_exist_ok=True)
    texts = tuple(CLASSES.values())

    def hostile(value: str | None) -> str | None:
        if value is None:
            return None
        turn = crc32(value.encode())
        more = EVERYTHING if turn % 64 == 0 else texts[turn // 64 % len(texts)]
        return f"{texts[turn % len(texts)]}{value}{more}"

    with closing(sqlite3.connect(path)) as database, database:
        database.create_function("hostile", 1, hostile, deterministic=True)
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f"drop trigger {name}")
        for table, columns in WRITTEN.items():
            told = ", ".join(f"{name} = hostile({name})" for name in columns)
            database.execute(f"update {table} set {told}")  # noqa: S608 - names of our own
        database.create_function("folded", 1, fold_number, deterministic=True)
        database.execute("update case_version set docket_key = folded(docket_no)")
    return Casebook(path, today=TODAY)
