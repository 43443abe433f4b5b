"""Reads and counts the sample books with the standard library alone: a second opinion on every figure."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SAMPLES = Path(__file__).parent.parent / "sample_data"
SENTENCES = Path(__file__).parent.parent / "casebook" / "data" / "sentences"
COUNTED = ("nanchang", "xx", "nanan", "dangshan")  # their figures were published
BOOKS = (*COUNTED, "mixed")

Row = dict[str, str]
Figures = dict[str, int]

FAMILY = {
    "reject_application": "reject",
    "reject_claim": "reject",
    "dismiss_suit": "reject",
    "reject_claims": "reject",
    "revoke_part": "revoke",
    "deemed_withdrawn": "withdraw",
}
CORRECTING = {"revoke", "revoke_part", "vary", "declare_unlawful", "declare_void", "order_performance"}
LABELS = {
    "maintain": "维持",
    "terminate": "终止",
    "reject": "驳回",
    "revoke": "撤销",
    "declare_unlawful": "确认违法",
    "order_performance": "责令履行",
    "dismiss_suit": "驳回起诉",
    "reject_claims": "驳回诉讼请求",
    "withdraw": "撤诉",
}
REPLY_DAYS = {"review-defence": 10, "litigation": 15}  # natural days, under the law until 2023


@dataclass(frozen=True)
class Span:
    start: date
    end: date

    def __contains__(self, day: str) -> bool:
        return bool(day) and self.start <= date.fromisoformat(day) <= self.end

    def before(self, day: str) -> bool:
        return bool(day) and date.fromisoformat(day) < self.start


def read_rows(book: str) -> list[Row]:
    with (SAMPLES / book / "cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def period_of(book: str) -> Span:
    start, _, end = str(read_toml(SAMPLES / book / "book.toml")["period"]).partition("..")
    return Span(date.fromisoformat(start), date.fromisoformat(end))


def of_register(rows: Iterable[Row], register: str) -> list[Row]:
    return [row for row in rows if row["register"] == register]


def count_review(rows: Iterable[Row], span: Span) -> Figures:
    cases = of_register(rows, "review")
    accepted = [row for row in cases if row["intake_result"] == "accept"]
    opening = [row for row in accepted if span.before(row["intake_on"]) and not span.before(row["closed_on"])]
    concluded = [row for row in accepted if row["closed_on"] in span]
    entered = [row for row in accepted if row["intake_on"] in span]
    results = Counter(row["intake_result"] for row in cases if row["intake_on"] in span)
    return {
        "intake.received": sum(row["received_on"] in span for row in cases),
        **{f"intake.{code}": results[code] for code in ("accept", "refuse", "refer")},
        "flow.opening": len(opening),
        "flow.accepted": len(entered),
        "flow.concluded": len(concluded),
        "flow.pending": len(opening) + len(entered) - len(concluded),
        "flow.opening_concluded": sum(row in concluded for row in opening),
        "rates.correction.part": sum(row["outcome"] in CORRECTING for row in concluded),
        **_tally("families", (FAMILY.get(row["outcome"], row["outcome"]) for row in concluded)),
        **_tally("grounds.terminate", (row["ground"] for row in concluded if row["outcome"] == "terminate")),
    }


def count_answered(rows: Iterable[Row], span: Span, register: str) -> Figures:
    cases = of_register(rows, register)
    received = [row for row in cases if row["received_on"] in span]
    concluded = [row for row in cases if row["closed_on"] in span]
    first = [row for row in concluded if row["instance"] == "first"]
    days = [reply_days(row) for row in received if row["instance"] != "retrial_review"]
    heard = {row["number"]: _attendance(row, span) for row in cases if _attendance(row, span)}
    return {
        "flow.received": len(received),
        "flow.concluded": len(concluded),
        "instances.first.concluded": len(first),
        "replies.due": len(days),
        "replies.on_time": sum(day is not None and day <= REPLY_DAYS[register] for day in days),
        "hearings.cases_heard": len(heard),
        "hearings.cases_head_attended": sum("yes" in each for each in heard.values()),
        "hearings.hearings": sum(len(each) for each in heard.values()),
        **_tally("roles", (row["defendant_role"] for row in received)),
        **_tally("families", (FAMILY.get(row["outcome"], row["outcome"]) for row in concluded)),
        **_tally("instance_outcomes.first", (row["outcome"] for row in first)),
        **{
            f"cell:role={role},respondent_level={level}": count
            for (role, level), count in Counter(
                (row["defendant_role"], row["respondent_level"]) for row in received
            ).items()
        },
    }


def reply_days(row: Row) -> int | None:
    return days_between(row["received_on"], row["replied_on"]) if row["replied_on"] else None


def days_of(row: Row, *columns: str) -> Iterator[date]:
    """Give the days of those ``columns`` that are filled."""
    return (date.fromisoformat(row[column]) for column in columns if row[column])


def hearings_of(row: Row) -> list[date]:
    return [date.fromisoformat(day) for day in row["heard_on"].split(";") if day]


def days_between(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def _attendance(row: Row, span: Span) -> list[str]:
    days = row["heard_on"].split(";")
    attended = row["head_attended"].split(";") * (1 if ";" in row["head_attended"] else len(days))
    return [came for day, came in zip(days, attended, strict=True) if day in span]


def _tally(section: str, codes: Iterable[str]) -> Figures:
    return {f"{section}.{code}": count for code, count in Counter(codes).items()}


def count_book(book: str) -> dict[str, Figures]:
    rows, span = read_rows(book), period_of(book)
    return {
        "review": count_review(rows, span),
        "review-defence": count_answered(rows, span, "review-defence"),
        "litigation": count_answered(rows, span, "litigation"),
    }


def write_sentence(template: Mapping[str, Any], figures: Mapping[str, Figures]) -> str:
    return "".join(
        _fill(str(part["text"]), template, figures[part["register"]])
        for part in template["part"]
        if _is_printed(part, figures[part["register"]])
    )


def _is_printed(part: Mapping[str, Any], figures: Figures) -> bool:
    values = {name: [figures.get(each, 0) for each in part.get(name, ())] for name in ("equal", "unequal")}
    return (
        ("when" not in part or figures.get(part["when"], 0) != 0)
        and len(set(values["equal"])) <= 1
        and len(set(values["unequal"])) != 1
    )


def _fill(text: str, template: Mapping[str, Any], figures: Figures) -> str:
    lists = {each["name"]: each for each in template.get("list", ())}

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return _write_list(lists[name], template, figures) if name in lists else str(figures.get(name, 0))

    return re.sub(r"\{([^{}]+)\}", value, text)


def _write_list(told: Mapping[str, Any], template: Mapping[str, Any], figures: Figures) -> str:
    section = f"{told['of']}."
    codes = [name.removeprefix(section) for name in figures if name.startswith(section)]
    labels = LABELS | template.get("labels", {})
    ordered = sorted(codes, key=[*told["order"], *codes].index)
    return str(told["separator"]).join(
        str(told["item"]).format(label=labels[code], value=figures[section + code]) for code in ordered
    )
