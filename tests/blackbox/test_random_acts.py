"""Random officers: whatever they try, an act is recorded whole or refused in plain words, and the book stays sound."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest

from blackbox.program import Answer, Casebook, assert_refusal

STEPS = {
    "review": "ask_supplement supplement accept accept accept refuse refer withdraw settle abandon no_further "
    "notify respondent_received reply plan_hearing hear suspend resume extend convert conclude conclude conclude serve "
    "perform order_performance_notice opinion_letter opinion_reported proposal_letter sued",
    "review-defence": "reply hear suspend resume extend conclude serve perform sued",
    "litigation": "reply hear suspend resume conclude serve appeal effective perform judicial_advice advice_answered "
    "procuratorial_advice",
}
OUTCOMES = {
    "review": "maintain revoke terminate reject_application reject_claim mediate vary declare_void",
    "review-defence": "maintain revoke terminate reject_application",
    "litigation": "reject_claims affirm withdraw dismiss_suit revoke remand",
}
GROUNDS = "settled withdrawn death mediation silence other defendant_changed"
SETTINGS = (
    "days=15 days=30 days=31 procedure=summary procedure=ordinary head_attended=yes redo=yes received_on=2024-05-06 "
    "hearing_on=2024-06-03 by=agency own_power=yes law=review-2017 nonsense=1"
)
REGISTERS = list(STEPS)
STATES = {"due", "overdue", "lapsed", "suspended", "met", "met_late"}
SEEDS = range(4)


class Officer:
    """Tries one thing after the other, by the dice of a seed."""

    def __init__(self, casebook: Casebook, seed: int) -> None:
        self.casebook = casebook
        self.dice = random.Random(seed)  # noqa: S311 - the same acts again are the point
        self.today = date(2023, 11, 1)
        self.cases: dict[str, str] = {}
        self.entries: list[str] = []

    def one_of(self, words: str) -> str:
        return self.dice.choice(words.split())

    def maybe(self, option: str, words: str, chance: float) -> list[str]:
        return [option, self.one_of(words)] if self.dice.random() < chance else []

    def day(self) -> str:
        """Mostly a day a little later than the one before, now and then one long ago."""
        self.today += timedelta(days=self.dice.randint(0, 4))
        return (self.today - timedelta(days=self.dice.choice([0] * 9 + [40]))).isoformat()

    def intake(self) -> list[str]:
        register = self.dice.choice(REGISTERS)
        number = f"甲〔2024〕{len(self.cases) + 1}号"
        self.cases[number] = register
        instance = self.maybe("--instance", "first second", 0.8) if register == "litigation" else []
        return ["intake", register, "--received", self.day(), "--number", number, *instance]

    def record(self) -> list[str]:
        case, register = self.dice.choice([*self.cases.items()][-6:])
        step = self.one_of(STEPS[register if self.dice.random() < 0.95 else self.dice.choice(REGISTERS)])
        outcome = self.maybe("--outcome", OUTCOMES[register], 0.95) if step == "conclude" else []
        ground = self.maybe("--ground", GROUNDS, 0.9 if step == "suspend" else 0.15)
        return ["record", case, step, "--on", self.day(), *outcome, *ground, *self.maybe("--set", SETTINGS, 0.15)]

    def right(self) -> list[str]:
        case, entry = self.dice.choice(self.entries).split()
        if self.dice.random() < 0.4:
            return ["strike", case, entry, "--reason", "核对"]
        earlier = (self.today - timedelta(days=self.dice.randint(0, 60))).isoformat()
        changes = [*self.maybe("--on", earlier, 0.8), *self.maybe("--outcome", OUTCOMES[self.cases[case]], 0.2)]
        return ["correct", case, entry, *changes, "--reason", "核对"]

    def act(self) -> tuple[list[str], Answer]:
        """Try something; return what, and what came of it."""
        if len(self.cases) < 4 or self.dice.random() < 0.1:
            tried = self.intake()
        else:
            tried = self.right() if self.entries and self.dice.random() < 0.15 else self.record()
        answer = self.casebook.run(*tried)
        if answer.status == 0 and tried[0] in {"record", "correct"}:
            last = self.casebook.steps(tried[1])[-1]
            self.entries.append(f"{tried[1]} {last['entry_no']}")
        return tried, answer


@pytest.mark.parametrize("seed", SEEDS)
def test_acts_are_recorded_whole_or_refused_in_plain_words(casebook: Casebook, seed: int) -> None:
    officer, entries = Officer(casebook, seed), 0
    before = casebook.dump()
    for _ in range(120):
        tried, answer = officer.act()
        after = casebook.dump()
        if answer.status == 0:
            entries += 1
            assert after != before, tried
            assert "Traceback" not in answer.err
        else:
            assert_refusal(answer, 2)
            assert after == before, tried
        before = after
    assert entries > 30
    assert casebook.summary("review", "2024")["known_at"] == entries
    found = casebook.run("check", "--deep", "--format", "json")
    assert [each for each in json.loads(found.out)["findings"] if each["severity"] == "error"] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_balance_and_every_earlier_state_is_found_again(casebook: Casebook, seed: int) -> None:
    officer, told = Officer(casebook, 100 + seed), []
    for number in range(120):
        officer.act()
        if number % 20 == 0:
            told += [casebook.summary(register, "2024") for register in REGISTERS]
    for figures in told:
        assert all(check["holds"] is True for check in figures["checks"])
        known = str(figures["known_at"])
        assert casebook.summary(figures["register"], "2024", "--known-at", known) == figures
    for register in REGISTERS:
        halves = [casebook.summary(register, half)["flow"] for half in ("2023H2", "2024H1", "2024H2", "2025H1")]
        assert [each["pending"] for each in halves[:-1]] == [each["opening"] for each in halves[1:]]
        closed = casebook.numbers(register, "--status", "closed")
        assert sum(each["concluded"] for each in halves) == len(closed)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_hangs_together(casebook: Casebook, seed: int) -> None:
    officer = Officer(casebook, 200 + seed)
    for _ in range(120):
        officer.act()
    for listed in casebook.json("list")["cases"]:
        case = casebook.case(listed["number"])
        assert {name: case[name] for name in listed} == listed
        live = [each for each in case["steps"] if each["struck_by"] is None]
        conclusions = [each for each in live if each["step"] == "conclude"]
        assert len(conclusions) == (case["status"] == "closed")
        assert [each["outcome"] for each in conclusions] == ([case["outcome"]] if case["outcome"] else [])
        assert [each["step"] for each in live].count("receive") == 1
        assert min(each["on"] for each in live) == case["received_on"]
        assert {each["state"] for each in case["deadlines"]} <= STATES
        for lang in ("zh", "en"):
            casebook.lang = lang
            assert listed["number"] in casebook.ok("show", listed["number"])
            assert case["received_on"] in casebook.ok("history", listed["number"])
