"""Random books with what rates ask for beyond the case table: extensions, suspensions, suits that followed, effect."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from blackbox import naive
from blackbox.test_random_books import TODAY, Clerk

if TYPE_CHECKING:
    from desk import Desk

Row = dict[str, str]
PERIODS = (
    "2023-01-01..2023-12-31",
    "2024-01-01..2024-12-31",
    "2023-12-11..2024-12-10",
    "2024-03-01..2024-03-31",
    "2024-02-29..2024-02-29",
    "2023-07-01..2025-06-30",
    "2026-06-15..2026-11-21",
    "2021-01-01..2021-12-31",
)
FIELDS = ("公安", "人社", "应急管理", "市场监管", "自然资源和规划", "网信", "其他", "total", "not_stated", "land", "")
# what the book says of a case beside its row; days as text, empty where it is not so
BESIDE = ("extended_on", "suspended_on", "resumed_on", "sued_on", "effective_on")


class Officer(Clerk):
    """Invents cases that were decided upon in time on receipt, so that a review period runs from acceptance."""

    def cases(self, count: int) -> list[Row]:
        """Return so many cases of all registers."""
        return [self.case(serial) for serial in range(1, count + 1)]

    def case(self, serial: int) -> Row:
        """Return a case of any register."""
        row = self.dice.choice((self.review, self.review, self.suit, self.defence))(serial)
        row |= dict.fromkeys(BESIDE, "") | {
            "field": self.dice.choice(FIELDS),
            "applicant": self.dice.choice(("张某", "李某、王某", "")),
            "applicant_count": self.dice.choice(("1", "12", "")),
            "reviewed_first": "",
            "head_rank": "",
        }
        if row["register"] == "review":
            self.more_of_a_review(row)
        elif row["register"] == "litigation":
            row["reviewed_first"] = self.dice.choice(("yes", "no", ""))
            if row["heard_on"]:
                row["head_rank"] = self.dice.choice(("chief", "deputy", ""))
            if row["closed_on"] and self.dice.random() < 0.4:
                row["effective_on"] = self.day(date.fromisoformat(row["closed_on"]), 90)
        return row

    def more_of_a_review(self, row: Row) -> None:
        """Let it be decided upon in time, and perhaps stand still, be extended, or be sued over."""
        if row["intake_on"]:
            received = date.fromisoformat(row["received_on"])
            row["intake_on"] = min(row["intake_on"], (received + timedelta(days=5)).isoformat())
        if not row["closed_on"]:
            return
        if self.dice.random() < 0.3:  # about the last day
            last = _start(row) + timedelta(days=self.dice.choice((29, 30, 31, 59, 60, 61, 62, 90, 91, 93)))
            row["closed_on"] = min(max(last.isoformat(), row["intake_on"]), TODAY.isoformat())
        closed, accepted = (date.fromisoformat(row[name]) for name in ("closed_on", "intake_on"))
        apart = (closed - accepted).days
        if apart > 12 and self.dice.random() < 0.3:
            row["suspended_on"] = (accepted + timedelta(days=3)).isoformat()
            row["resumed_on"] = (accepted + timedelta(days=self.dice.randint(4, 10))).isoformat()
        if apart > 12 and row["procedure"] != "summary" and self.dice.random() < 0.3:
            row["extended_on"] = (accepted + timedelta(days=11)).isoformat()
        if self.dice.random() < 0.3:
            row["sued_on"] = self.day(closed, 30)


def tell(desk: Desk, rows: list[Row]) -> None:
    """Put the cases into a book: the table first, then what it has no columns for."""
    for_steps = [row for row in rows if row["extended_on"] or row["suspended_on"]]
    closing = ("closed_on", "outcome", "ground")
    table = [dict(row) | (dict.fromkeys(closing, "") if row in for_steps else {}) for row in rows]
    for row in table:
        for name in BESIDE:
            del row[name]
    account = desk.bring_in(table)
    assert not account.rejected, account.rejected
    for row in rows:
        number = f"{row['register']}:{row['number']}"
        if row["suspended_on"]:
            desk.step(number, "suspend", row["suspended_on"], ground="other_case")
            desk.step(number, "resume", row["resumed_on"])
        if row["extended_on"]:
            desk.step(number, "extend", row["extended_on"], days="30")
        if row in for_steps:
            desk.step(number, "conclude", row["closed_on"], row["outcome"], **_ground(row))
        for step in ("sued", "effective"):
            if row[f"{step}_on"]:
                desk.step(number, step, row[f"{step}_on"])


def _ground(row: Row) -> dict[str, str]:
    return {"ground": row["ground"]} if row["ground"] else {}


def days_taken(row: naive.Row) -> int:
    """The natural days from acceptance (receipt under the law until 2023) to the conclusion, standstill left out."""
    return (date.fromisoformat(row["closed_on"]) - _start(row)).days - _stood_still(row)


def in_time(row: naive.Row) -> bool:
    """Sixty days, thirty in summary procedure, the extension and the standstill added, rolled over rest days."""
    length = 30 if row["procedure"] == "summary" else 60
    length += 30 if row["extended_on"] else 0
    return row["closed_on"] <= naive.after_days(_start(row), length + _stood_still(row)).isoformat()


def _start(row: naive.Row) -> date:
    return date.fromisoformat(row["received_on"] if row["received_on"] < "2024-01-01" else row["intake_on"])


def _stood_still(row: naive.Row) -> int:
    if not row["suspended_on"]:
        return 0
    return (date.fromisoformat(row["resumed_on"]) - date.fromisoformat(row["suspended_on"])).days


__all__ = ["BESIDE", "PERIODS", "TODAY", "Officer", "Row", "days_taken", "in_time", "tell"]
