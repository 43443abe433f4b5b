"""The figures of a report counted anew from the rows of a table, as a clerk would do it with a pencil.

Written from the published interface and the page on statistics alone; nothing is borrowed from the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Row = Mapping[str, str]
Counts = dict[str, int]
Share = tuple[int, int, str | None]

LEFT = ("refuse", "refer", "withdraw", "settle", "abandon", "no_further")
REVIEW_OUTCOMES = [
    "maintain",
    "reject_application",
    "reject_claim",
    "reject",
    "revoke",
    "revoke_part",
    "vary",
    "declare_unlawful",
    "declare_void",
    "order_performance",
    "decide_agreement",
    "mediate",
    "terminate",
    "transfer",
    "other",
]
SUIT_OUTCOMES = [
    "dismiss_suit",
    "reject_claims",
    "reject",
    "revoke",
    "revoke_part",
    "vary",
    "declare_unlawful",
    "declare_void",
    "order_performance",
    "order_payment",
    "compensate",
    "decide_agreement",
    "mediate",
    "withdraw",
    "deemed_withdrawn",
    "transfer",
    "end",
    "no_filing",
    "other",
    "affirm",
    "reverse",
    "remand",
    "order_filing",
    "appeal_withdrawn",
    "retrial_refused",
    "retrial_ordered",
    "retrial_affirm",
    "retrial_reverse",
    "retrial_remand",
]
REVIEW_FAMILIES = {
    "maintain": ("maintain",),
    "reject": ("reject_application", "reject_claim", "reject"),
    "revoke": ("revoke", "revoke_part"),
    "vary": ("vary",),
    "declare_unlawful": ("declare_unlawful",),
    "declare_void": ("declare_void",),
    "order_performance": ("order_performance",),
    "mediate": ("mediate",),
    "terminate": ("terminate",),
    "other": ("decide_agreement", "transfer", "other"),
}
SUIT_FAMILIES = {
    "reject": ("dismiss_suit", "reject_claims", "reject"),
    "revoke": ("revoke", "revoke_part"),
    "vary": ("vary",),
    "declare_unlawful": ("declare_unlawful",),
    "declare_void": ("declare_void",),
    "order_performance": ("order_performance",),
    "pay": ("order_payment", "compensate"),
    "withdraw": ("withdraw", "deemed_withdrawn"),
    "mediate": ("mediate",),
    "affirm": ("affirm", "retrial_affirm"),
    "reverse": ("reverse", "retrial_reverse"),
    "remand": ("remand", "retrial_remand"),
    "other": (
        "decide_agreement",
        "transfer",
        "end",
        "no_filing",
        "other",
        "order_filing",
        "appeal_withdrawn",
        "retrial_refused",
        "retrial_ordered",
    ),
}
TERMINATE_GROUNDS = [
    "settled",
    "corrected",
    "withdrawn",
    "no_successor",
    "detention",
    "suspension_expired",
    "other",
    "not_stated",
]
CORRECTING = ("revoke", "revoke_part", "vary", "declare_unlawful", "declare_void", "order_performance")
LOSING = (*CORRECTING, "order_payment", "compensate")
INSTANCES = ("first", "second", "retrial_review", "retrial", "not_stated")

# Rest days on weekdays and worked weekend days, as the yearly notices of the State Council give them.
RESTED = """
2022-12-31..2023-01-02 2023-01-21..2023-01-27 2023-04-05 2023-04-29..2023-05-03 2023-06-22..2023-06-24
2023-09-29..2023-10-06 2024-01-01 2024-02-10..2024-02-17 2024-04-04..2024-04-06 2024-05-01..2024-05-05
2024-06-10
2024-09-15..2024-09-17 2024-10-01..2024-10-07 2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06
2025-05-01..2025-05-05 2025-05-31..2025-06-02 2025-10-01..2025-10-08 2026-01-01..2026-01-03
2026-02-15..2026-02-23
2026-04-04..2026-04-06 2026-05-01..2026-05-05 2026-06-19..2026-06-21 2026-09-25..2026-09-27
2026-10-01..2026-10-07
"""
WORKED = """
2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08 2024-02-04 2024-02-18 2024-04-07
2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
ONE_DAY = timedelta(days=1)


def _days(spans: str) -> frozenset[date]:
    found = set()
    for span in spans.split():
        first, _, last = span.partition("..")
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last or first):
            found.add(day)
            day += ONE_DAY
    return frozenset(found)


REST_DAYS, WORK_DAYS = _days(RESTED), _days(WORKED)


def works(day: date) -> bool:
    return day in WORK_DAYS or (day.weekday() < 5 and day not in REST_DAYS)


def after_working_days(start: date, count: int) -> date:
    day = start
    while count:
        day += ONE_DAY
        count -= works(day)
    return day


def after_days(start: date, count: int) -> date:
    day = start + timedelta(days=count)
    while not works(day):
        day += ONE_DAY
    return day


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: str
    last: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, str) and day != "" and self.first <= day <= self.last


def percent(part: int, whole: int) -> str | None:
    """Half up, two places; nothing prints as 0 or 100 that is not."""
    if whole == 0:
        return None
    hundredths = (2 * part * 10000 + whole) // (2 * whole)
    if part and not hundredths:
        hundredths = 1
    if part < whole and hundredths == 10000:
        hundredths = 9999
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def share(part: int, whole: int) -> Share:
    return part, whole, percent(part, whole)


def taken_on(row: Row) -> str:
    """The day from which a case is on the desk: of acceptance for reviews, of receipt for the others."""
    if row["register"] != "review":
        return row["received_on"]
    return row["intake_on"] if row["intake_result"] == "accept" else ""


def flow(rows: Iterable[Row], period: Period, inflow: str) -> Counts:
    counts = Counter({"opening": 0, inflow: 0, "concluded": 0, "pending": 0, "opening_concluded": 0})
    for row in rows:
        taken, closed = taken_on(row), row["closed_on"]
        if not taken or taken > period.last:
            continue
        carried_in = taken < period.first
        if carried_in and closed and closed < period.first:
            continue
        counts["opening" if carried_in else inflow] += 1
        if closed in period:
            counts["concluded"] += 1
            counts["opening_concluded"] += carried_in
        else:
            counts["pending"] += 1
    return dict(counts)


def examination(rows: Sequence[Row], period: Period) -> Counts:
    """What became of the applications: identity E1."""
    waiting_at_start = [
        row for row in rows if row["received_on"] < period.first and not ("" < row["intake_on"] < period.first)
    ]
    waiting_at_end = [
        row for row in rows if row["received_on"] <= period.last and not ("" < row["intake_on"] <= period.last)
    ]
    results = Counter(row["intake_result"] for row in rows if row["intake_on"] in period)
    return {
        "opening": len(waiting_at_start),
        "received": sum(row["received_on"] in period for row in rows),
        **{result: results[result] for result in ("accept", *LEFT)},
        "awaiting": len(waiting_at_end),
    }


def concluded(rows: Iterable[Row], period: Period) -> list[Row]:
    return [row for row in rows if row["closed_on"] in period]


def outcomes(rows: Iterable[Row], period: Period) -> Counts:
    rows = list(rows)
    known = SUIT_OUTCOMES if rows and rows[0]["register"] == "litigation" else REVIEW_OUTCOMES
    counts = Counter(row["outcome"] for row in concluded(rows, period))
    return {code: counts[code] for code in known}


def families(counts: Counts, members: Mapping[str, tuple[str, ...]]) -> Counts:
    return {family: sum(counts[code] for code in codes) for family, codes in members.items()}


def grounds(rows: Iterable[Row], period: Period) -> Counts:
    counts = Counter(row["ground"] or "not_stated" for row in concluded(rows, period) if row["outcome"] == "terminate")
    return {ground: counts[ground] for ground in TERMINATE_GROUNDS}


def review_rates(rows: Sequence[Row], period: Period) -> dict[str, Share]:
    register_flow = flow(rows, period, "taken")
    counts, reasons = outcomes(rows, period), grounds(rows, period)
    closed = register_flow["concluded"]
    correction = sum(counts[code] for code in CORRECTING)
    settled = counts["mediate"] + reasons["settled"]
    rates = {
        "conclusion": share(closed, register_flow["opening"] + register_flow["taken"]),
        "maintained": share(counts["maintain"], closed),
        "correction": share(correction, closed),
        "settled": share(settled, closed),
        "terminated": share(counts["terminate"], closed),
    }
    if not reasons["corrected"]:  # whether these count as withdrawn is left open by the page on statistics
        rates["resolved"] = share(correction + settled + reasons["withdrawn"], closed)
    if rows and rows[0]["register"] == "review":
        intake = examination(rows, period)
        rates["acceptance"] = share(intake["accept"], intake["received"])
    return rates


def hearings_of(row: Row) -> list[tuple[str, str]]:
    if not row["heard_on"]:
        return []
    days, heads = row["heard_on"].split(";"), row["head_attended"].split(";")
    return list(zip(days, heads if len(heads) == len(days) else heads * len(days), strict=True))


def hearings(rows: Iterable[Row], period: Period) -> Counts:
    held = [[head for day, head in hearings_of(row) if day in period] for row in rows]
    return {
        "cases_heard": sum(1 for heads in held if heads),
        "cases_head_attended": sum(1 for heads in held if "yes" in heads),
        "hearings": sum(len(heads) for heads in held),
        "hearings_head_attended": sum(heads.count("yes") for heads in held),
    }


def reply_due(row: Row) -> str:
    received = date.fromisoformat(row["received_on"])
    if row["register"] == "litigation":
        return after_days(received, 15).isoformat()
    if row["received_on"] < "2024-01-01":
        return after_days(received, 10).isoformat()
    return after_working_days(received, 5 if row["procedure"] == "summary" else 10).isoformat()


def replies(rows: Iterable[Row], period: Period) -> Counts:
    due = [row for row in rows if row["received_on"] in period and row["instance"] != "retrial_review"]
    answered = [row for row in due if row["replied_on"]]
    on_time = sum(row["replied_on"] <= reply_due(row) for row in answered)
    return {
        "due": len(due),
        "on_time": on_time,
        "late": len(answered) - on_time,
        "outstanding": len(due) - len(answered),
    }


def roles(rows: Iterable[Row], period: Period) -> Counts:
    counts = Counter(row["defendant_role"] or "not_stated" for row in rows if row["received_on"] in period)
    return {role: counts[role] for role in ("sole", "joint", "not_stated")}


def by_instance(rows: Sequence[Row], period: Period) -> dict[str, Counts]:
    return {
        name: flow([row for row in rows if (row["instance"] or "not_stated") == name], period, "received")
        for name in INSTANCES
    }


def suit_rates(rows: Sequence[Row], period: Period) -> dict[str, Share]:
    whole, first = flow(rows, period, "received"), [row for row in rows if row["instance"] == "first"]
    heard = hearings(rows, period)
    lost = sum(row["outcome"] in LOSING for row in concluded(first, period))
    return {
        "conclusion": share(whole["concluded"], whole["opening"] + whole["received"]),
        "loss": share(lost, len(concluded(first, period))),
        "attendance": share(heard["cases_head_attended"], heard["cases_heard"]),
    }


def population(rows: Iterable[Row], period: Period, base: str) -> list[Row]:
    """The cases of a base: received, accepted, concluded or pending."""
    tests: dict[str, Callable[[Row], bool]] = {
        "received": lambda row: row["received_on"] in period,
        "accepted": lambda row: taken_on(row) in period,
        "concluded": lambda row: row["closed_on"] in period,
        "pending": lambda row: "" < taken_on(row) <= period.last and not ("" < row["closed_on"] <= period.last),
    }
    return [row for row in rows if tests[base](row)]
