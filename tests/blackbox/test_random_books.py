"""Books of random cases: whatever the table holds, the report counts what a clerk with a pencil counts."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from blackbox import naive
from blackbox.naive import Period
from blackbox.program import Casebook, Json

TODAY = date(2026, 11, 21)
FIRST_DAY = date(2023, 1, 3)
BOOKS = range(4)
COLUMNS = [
    "register",
    "number",
    "received_on",
    "applicant_kind",
    "respondent",
    "respondent_level",
    "matter",
    "field",
    "handler",
    "procedure",
    "intake_result",
    "intake_on",
    "closed_on",
    "outcome",
    "ground",
    "court",
    "instance",
    "defendant_role",
    "replied_on",
    "heard_on",
    "head_attended",
]
CARD = {
    "applicant_kind": ["citizen", "organisation", ""],
    "respondent": ["县公安局", "县自然资源局", "某镇人民政府", ""],
    "respondent_level": ["township", "county_department", "county_government", "other", ""],
    "matter": ["penalty", "licence", "disclosure", "inaction", "agreement", "other", ""],
    "field": ["公安", "自然资源", "市场监管", "其他", ""],
    "handler": ["王某", "李某", ""],
}
OLD_OUTCOMES = [
    "maintain",
    "maintain",
    "reject_application",
    "reject",
    "revoke",
    "vary",
    "declare_unlawful",
    "order_performance",
    "mediate",
    "terminate",
    "terminate",
    "other",
]
NEW_OUTCOMES = [
    "maintain",
    "reject_application",
    "reject_claim",
    "revoke",
    "revoke_part",
    "vary",
    "declare_unlawful",
    "declare_void",
    "order_performance",
    "decide_agreement",
    "mediate",
    "terminate",
    "terminate",
    "transfer",
    "other",
]
SUIT_OUTCOMES = {
    "first": [
        "dismiss_suit",
        "reject_claims",
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
    ],
    "second": ["affirm", "affirm", "reverse", "remand", "order_filing", "appeal_withdrawn", "mediate"],
    "retrial_review": ["retrial_refused", "retrial_ordered"],
    "retrial": ["retrial_affirm", "retrial_reverse", "retrial_remand"],
}
TYPES = {"first": "初", "second": "终", "retrial_review": "申", "retrial": "再"}
DIMENSIONS = {
    "review": ["matter", "field", "respondent", "respondent_level", "handler", "applicant_kind", "procedure"],
    "review-defence": ["matter", "field", "respondent", "handler", "procedure"],
    "litigation": ["matter", "field", "court", "instance", "handler", "respondent_level"],
}


class Clerk:
    """Invents cases that could have been, from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - the same books again are the point

    def day(self, first: date, most_days: int) -> str:
        """A day from ``first`` on, today at the latest."""
        return min(first + timedelta(days=self.dice.randint(0, most_days)), TODAY).isoformat()

    def blank(self, register: str, serial: int) -> dict[str, str]:
        received = self.day(FIRST_DAY, (TODAY - FIRST_DAY).days)
        prefix = "南府复" if register == "review" else "洪府复"
        row = dict.fromkeys(COLUMNS, "")
        row |= {name: self.dice.choice(values) for name, values in CARD.items()}
        return row | {
            "register": register,
            "number": f"{prefix}〔{received[:4]}〕{serial}号",
            "received_on": received,
        }

    def conclude(self, row: dict[str, str], first: str, outcomes: list[str]) -> None:
        if self.dice.random() < 0.8:
            row["closed_on"] = self.day(date.fromisoformat(first), 150)
            row["outcome"] = self.dice.choice(outcomes)
            if row["outcome"] == "terminate":
                row["ground"] = self.dice.choice([*naive.TERMINATE_GROUNDS[:-1], ""])
            if row["outcome"] == "withdraw":
                row["ground"] = self.dice.choice(["voluntary", "defendant_changed", "settled", ""])

    def review(self, serial: int) -> dict[str, str]:
        row = self.blank("review", serial)
        if self.dice.random() < 0.1:
            return row
        row["intake_on"] = self.day(date.fromisoformat(row["received_on"]), 14)
        left = naive.LEFT if row["received_on"] >= "2026-07-01" else naive.LEFT[:-1]
        row["intake_result"] = "accept" if self.dice.random() < 0.7 else self.dice.choice(left)
        if row["intake_result"] == "accept":
            old = row["received_on"] < "2024-01-01"
            row["procedure"] = self.dice.choice(["ordinary", ""] if old else ["ordinary", "summary", ""])
            self.conclude(row, row["intake_on"], OLD_OUTCOMES if old else NEW_OUTCOMES)
        return row

    def answer(self, row: dict[str, str]) -> str:
        """Perhaps a reply; returns the day from which the case can be concluded."""
        if self.dice.random() < 0.85:
            row["replied_on"] = self.day(date.fromisoformat(row["received_on"]), 24)
        return row["replied_on"] or row["received_on"]

    def defence(self, serial: int) -> dict[str, str]:
        row = self.blank("review-defence", serial)
        old = row["received_on"] < "2024-01-01"
        row["procedure"] = "" if old else self.dice.choice(["ordinary", "summary", ""])
        self.conclude(row, self.answer(row), OLD_OUTCOMES if old else NEW_OUTCOMES)
        return row

    def suit(self, serial: int) -> dict[str, str]:
        row = self.blank("litigation", serial)
        row["instance"] = self.dice.choice(["first"] * 5 + ["second"] * 3 + ["retrial_review", "retrial"])
        row["number"] = f"({row['received_on'][:4]})赣01行{TYPES[row['instance']]}{serial}号"
        row["defendant_role"] = self.dice.choice(["sole", "sole", "joint", ""])
        row["court"] = self.dice.choice(["南昌中院", "江西高院", ""])
        days = [self.day(date.fromisoformat(self.answer(row)), 60) for _ in range(self.dice.choice([0, 1, 1, 2]))]
        held = sorted(set(days))
        row["heard_on"] = ";".join(held)
        if held:
            row["head_attended"] = self.dice.choice(
                ["yes", "no", ";".join(self.dice.choice(["yes", "no"]) for _ in held)]
            )
        self.conclude(row, max([*held, row["replied_on"] or row["received_on"]]), SUIT_OUTCOMES[row["instance"]])
        return row

    def periods(self, count: int) -> list[Period]:
        spans = []
        for _ in range(count):
            first = FIRST_DAY - timedelta(days=30) + timedelta(days=self.dice.randint(0, 1400))
            last = first + timedelta(days=self.dice.choice([0, 13, 30, 91, 182, 364, 800]))
            spans.append(Period(first.isoformat(), last.isoformat()))
        return [*spans, Period("2023-01-01", "2023-12-31"), Period("2024-01-01", "2024-12-31")]


def shares(figures: Json, names: set[str]) -> dict[str, naive.Share]:
    return {
        name: (rate["part"], rate["whole"], rate["percent"]) for name, rate in figures["rates"].items() if name in names
    }


def book(casebook: Casebook, seed: int, register: str) -> tuple[Clerk, list[dict[str, str]]]:
    clerk = Clerk(seed)
    invent = {"review": clerk.review, "review-defence": clerk.defence, "litigation": clerk.suit}[register]
    rows = [invent(serial) for serial in range(1, 121)]
    assert casebook.bring_in(rows)["added"] == len(rows)
    return clerk, rows


@pytest.mark.parametrize("seed", BOOKS)
def test_reviews(casebook: Casebook, seed: int) -> None:
    clerk, rows = book(casebook, seed, "review")
    for period in clerk.periods(8):
        figures = casebook.summary("review", f"{period.first}..{period.last}")
        intake, flow = naive.examination(rows, period), naive.flow(rows, period, "accepted")
        left = sum(intake[result] for result in naive.LEFT)
        assert figures["intake"] == intake
        assert figures["flow"] == {**flow, "closed_all": flow["concluded"] + left}
        assert figures["outcomes"] == naive.outcomes(rows, period)
        assert figures["families"] == naive.families(figures["outcomes"], naive.REVIEW_FAMILIES)
        assert figures["grounds"]["terminate"] == naive.grounds(rows, period)
        expected = naive.review_rates(rows, period)
        assert shares(figures, set(expected)) == expected
        assert all(check["holds"] is True for check in figures["checks"])


@pytest.mark.parametrize("seed", BOOKS)
def test_defences(casebook: Casebook, seed: int) -> None:
    clerk, rows = book(casebook, seed, "review-defence")
    for period in clerk.periods(8):
        figures = casebook.summary("review-defence", f"{period.first}..{period.last}")
        assert figures["flow"] == naive.flow(rows, period, "received")
        assert figures["outcomes"] == naive.outcomes(rows, period)
        assert figures["families"] == naive.families(figures["outcomes"], naive.REVIEW_FAMILIES)
        assert figures["replies"] == naive.replies(rows, period)
        expected = naive.review_rates(rows, period)
        assert shares(figures, set(expected)) == expected


@pytest.mark.parametrize("seed", BOOKS)
def test_suits(casebook: Casebook, seed: int) -> None:
    clerk, rows = book(casebook, seed, "litigation")
    for period in clerk.periods(8):
        figures = casebook.summary("litigation", f"{period.first}..{period.last}")
        assert figures["flow"] == naive.flow(rows, period, "received")
        assert figures["instances"] == naive.by_instance(rows, period)
        assert figures["outcomes"] == naive.outcomes(rows, period)
        assert figures["families"] == naive.families(figures["outcomes"], naive.SUIT_FAMILIES)
        for instance, outcomes in figures["instance_outcomes"].items():
            of_instance = [row for row in rows if (row["instance"] or "not_stated") == instance]
            counts = Counter(row["outcome"] for row in naive.concluded(of_instance, period))
            assert {code: count for code, count in outcomes.items() if count} == dict(counts)
        assert figures["roles"] == naive.roles(rows, period)
        assert figures["hearings"] == naive.hearings(rows, period)
        expected = naive.suit_rates(rows, period)
        assert shares(figures, set(expected)) == expected
        assert figures["replies"] == naive.replies(rows, period)


@pytest.mark.parametrize("register", DIMENSIONS)
def test_breakdowns(casebook: Casebook, register: str) -> None:
    clerk, rows = book(casebook, 99, register)
    period = Period("2024-01-01", "2025-06-30")
    bases = ["received", "concluded", "pending"] + (["accepted"] if register == "review" else [])
    for base in bases:
        people = naive.population(rows, period, base)
        inner = clerk.dice.choice(DIMENSIONS[register])
        options = [word for name in DIMENSIONS[register] for word in ("--by", name)]
        figures = casebook.summary(
            register, f"{period.first}..{period.last}", *options, "--by", f"field,{inner}", "--base", base
        )
        *single, cross = figures["breakdowns"]
        for found, dimension in zip(single, DIMENSIONS[register], strict=True):
            counts = Counter(row[dimension] for row in people)
            assert (found["by"], found["base"], found["total"]) == ([dimension], base, len(people))
            assert found["not_stated"] == counts.pop("", 0)
            assert {name: count for name, count in found["cells"].items() if count} == dict(counts)
        for field in {row["field"] for row in people if row["field"]}:
            counts = Counter(row[inner] or "not_stated" for row in people if row["field"] == field)
            cells = {name: count for name, count in cross["cells"][field].items() if count}
            assert {**counts, "not_stated": 0} == {**cells, "not_stated": 0}
        assert cross["total"] == len(people)


@pytest.mark.parametrize("register", DIMENSIONS)
def test_lists_and_the_cases_behind_the_figures(casebook: Casebook, register: str) -> None:
    _, rows = book(casebook, 7, register)
    period = Period("2024-03-01", "2025-03-31")
    for outcome, count in naive.outcomes(rows, period).items():
        listed = casebook.json(
            "report",
            "summary",
            "--register",
            register,
            "--period",
            f"{period.first}..{period.last}",
            "--cases",
            f"outcome={outcome}",
        )["cases"]
        numbers = {row["number"] for row in naive.concluded(rows, period) if row["outcome"] == outcome}
        assert ({each["number"] for each in listed}, len(listed)) == (numbers, count)
    for matter in ("penalty", "inaction"):
        assert set(casebook.numbers(register, "--matter", matter)) == {
            row["number"] for row in rows if row["matter"] == matter
        }


def test_the_same_cases_told_in_two_halves_give_the_same_figures(casebook: Casebook) -> None:
    _, rows = book(casebook, 5, "review")
    slow = Casebook(casebook.path.with_name("slow.book"))
    slow.init()
    early = [{**row, "closed_on": "", "outcome": "", "ground": ""} for row in rows]
    slow.bring_in([{**row, "intake_result": "", "intake_on": "", "procedure": ""} for row in early])
    slow.bring_in(early)
    slow.bring_in(rows)
    for period in ("2023", "2024", "2025H1", "2026Q2"):
        quick_figures, slow_figures = casebook.summary("review", period), slow.summary("review", period)
        del quick_figures["known_at"], slow_figures["known_at"]
        assert quick_figures == slow_figures


def test_figures_known_earlier_are_found_again(casebook: Casebook) -> None:
    clerk, rows = book(casebook, 3, "review")
    told = [casebook.summary("review", "2024")]
    for row in [row for row in rows if row["intake_result"] == "accept" and not row["closed_on"]][:6]:
        casebook.close(row["number"], "maintain", TODAY.isoformat())
        told.append(casebook.summary("review", "2024"))
    changed = clerk.dice.sample([row for row in rows if row["outcome"] == "maintain"], 3)
    for row in changed:
        entry = str(casebook.entry_of(row["number"], "conclude"))
        casebook.ok("correct", row["number"], entry, "--outcome", "revoke", "--reason", "核对")
        told.append(casebook.summary("review", "2024"))
    for before in told:
        assert casebook.summary("review", "2024", "--known-at", str(before["known_at"])) == before
