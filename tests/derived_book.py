"""A book whose derived rows are written by hand, as the acts of an officer would have left them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import casebook.store

SCHEMA = Path(casebook.store.__file__).with_name("schema.sql").read_text(encoding="utf-8")

Fact = str | int | None


class DerivedBook:
    """A book in memory; ``case`` and ``hearing`` write derived rows."""

    def __init__(self, entries: int = 1) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(SCHEMA)
        self._row(
            "book", book_no=1, uuid="book", bureau="南昌县司法局", year_start="01-01", created_at="", chained_by=0
        )
        for number in range(1, entries + 1):
            told = {"recorded_at": "", "recorded_by": "", "act": "import", "digest": ""}
            self._row("entry", book_no=1, entry_no=number, **told)
        self.cases = 0
        self.steps = 0

    def _row(self, table: str, **values: Fact) -> None:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        self.connection.execute(
            f"insert into {table} ({names}) values ({marks})",  # noqa: S608 - names of this file and its tests
            values,
        )

    def case(self, received_on: str, **facts: Fact) -> int:
        """Add a case with these facts, a review unless they say otherwise, and return its number.

        ``accepted_on`` stands for an intake result; ``times`` adds so many cases alike and returns the last number;
        ``case_no`` adds a further state of a case; ``since`` and ``until`` are the entries it was known from and to.
        """
        accepted_on = facts.pop("accepted_on", None)
        if accepted_on:
            facts |= {"intake_result": "accept", "intake_on": accepted_on}
        refused = facts.get("intake_result") not in (None, "accept")
        left_on = facts.get("closed_on") or (facts.get("intake_on") if refused else None)
        times, case_no = int(facts.pop("times", 1) or 0), int(facts.pop("case_no", 0) or 0)
        since, until = facts.pop("since", 1), facts.pop("until", None)
        first = case_no or self.cases + 1
        for number in range(first, first + times):
            row: dict[str, Fact] = {
                "book_no": 1,
                "case_no": number,
                "since_entry": since,
                "until_entry": until,
                "register": "review",
                "docket_no": f"〔{received_on[:4]}〕{number}号",
                "docket_key": f"({received_on[:4]}){number}号",
                "docket_year": int(received_on[:4]),
                "docket_serial": number,
                "crosses_border": 0,
                "status": "closed" if left_on else "open",
                "received_on": received_on,
                "extended": 0,
                "left_on": left_on,
            }
            self._row("case_version", **(row | facts))
        self.cases = max(self.cases, first + times - 1)
        return first + times - 1

    def hearing(
        self,
        case_no: int,
        on_date: str,
        head_attended: str | None,
        *,
        since: int = 1,
        until: int | None = None,
    ) -> None:
        """Add a hearing of a case."""
        self.steps += 1
        self._row(
            "hearing_version",
            book_no=1,
            case_no=case_no,
            step_no=self.steps,
            since_entry=since,
            until_entry=until,
            on_date=on_date,
            head_attended=head_attended,
        )
