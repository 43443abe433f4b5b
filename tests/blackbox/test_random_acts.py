"""Random officers: whatever they try, an act is recorded whole or refused in plain words, and the book stays sound."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest

from blackbox.program import Casebook, assert_refusal

REGISTERS = ["review", "review-defence", "litigation"]
STEPS = (
    "ask_supplement supplement accept refuse refer withdraw settle abandon no_further notify respondent_received "
    "reply plan_hearing hear suspend resume extend convert conclude serve perform order_performance_notice "
    "opinion_letter opinion_reported proposal_letter sued appeal effective judicial_advice advice_answered "
    "procuratorial_advice"
)
LIKELY = "accept reply hear suspend resume extend conclude conclude serve ask_supplement supplement"
OUTCOMES = (
    "maintain revoke terminate reject_application reject_claim mediate vary reject_claims affirm withdraw "
    "dismiss_suit declare_void"
)
GROUNDS = ["settled", "withdrawn", "death", "mediation", "silence", "other", "defendant_changed"]
SETTINGS = [
    "days=15", "days=30", "days=31", "procedure=summary", "procedure=ordinary", "head_attended=yes", "redo=yes",
    "received_on=2024-05-06", "hearing_on=2024-06-03", "by=agency", "own_power=yes", "law=review-2017", "nonsense=1",
]  # fmt: skip


class Officer:
    """Tries one thing after the other, by the dice of a seed."""

    def __init__(self, casebook: Casebook, seed: int) -> None:
        self.casebook = casebook
        self.dice = random.Random(seed)  # noqa: S311 - the same acts again are the point
        self.cases: list[str] = []
        self.today = date(2023, 11, 1)

    def day(self) -> str:
        """Mostly a day a little later than the one before, now and then one long ago."""
        self.today += timedelta(days=self.dice.randint(0, 5))
        return (self.today - timedelta(days=self.dice.choice([0] * 9 + [40]))).isoformat()

    def maybe(self, option: str, values: list[str], chance: float) -> list[str]:
        return [option, self.dice.choice(values)] if self.dice.random() < chance else []

    def intake(self) -> list[str]:
        register = self.dice.choice(REGISTERS)
        number = f"甲〔2024〕{len(self.cases) + 1}号"
        self.cases.append(number)
        instance = self.maybe("--instance", ["first", "second"], 0.8) if register == "litigation" else []
        return ["intake", register, "--received", self.day(), "--number", number, *instance]

    def record(self) -> list[str]:
        step = self.dice.choice((STEPS if self.dice.random() < 0.3 else LIKELY).split())
        outcome = self.maybe("--outcome", OUTCOMES.split(), 0.95) if step == "conclude" else []
        details = [*outcome, *self.maybe("--ground", GROUNDS, 0.4), *self.maybe("--set", SETTINGS, 0.3)]
        return ["record", self.dice.choice(self.cases), step, "--on", self.day(), *details]

    def right(self) -> list[str]:
        entry = str(self.dice.randint(1, 40))
        case = self.dice.choice(self.cases)
        if self.dice.random() < 0.5:
            return ["strike", case, entry, "--reason", "核对"]
        changes = [*self.maybe("--on", [self.day()], 0.7), *self.maybe("--outcome", OUTCOMES.split(), 0.3)]
        return ["correct", case, entry, *changes, "--reason", "核对"]

    def act(self) -> list[str]:
        if not self.cases or self.dice.random() < 0.08:
            return self.intake()
        return self.right() if self.dice.random() < 0.2 else self.record()


@pytest.mark.parametrize("seed", range(4))
def test_acts_are_recorded_whole_or_refused_in_plain_words(casebook: Casebook, seed: int) -> None:
    officer = Officer(casebook, seed)
    entries = 0
    for _ in range(100):
        act = officer.act()
        before = casebook.dump()
        answer = casebook.run(*act)
        if answer.status == 0:
            entries += 1
            assert "Traceback" not in answer.err
        else:
            assert_refusal(answer, 2)
            assert casebook.dump() == before, act
    assert entries > 20
    assert casebook.summary("review", "2024")["known_at"] == entries
    found = casebook.run("check", "--deep", "--format", "json")
    assert [each for each in json.loads(found.out)["findings"] if each["severity"] == "error"] == []


@pytest.mark.parametrize("seed", range(4))
def test_figures_of_random_acts_balance_and_every_earlier_state_is_found_again(casebook: Casebook, seed: int) -> None:
    officer = Officer(casebook, 100 + seed)
    told = []
    for number in range(100):
        casebook.run(*officer.act())
        if number % 20 == 0:
            told += [casebook.summary(register, "2024") for register in REGISTERS]
    for figures in told:
        assert all(check["holds"] is True for check in figures["checks"])
        assert casebook.summary(figures["register"], "2024", "--known-at", str(figures["known_at"])) == figures
    for register in REGISTERS:
        halves = [casebook.summary(register, half)["flow"] for half in ("2023H2", "2024H1", "2024H2", "2025H1")]
        assert [each["pending"] for each in halves[:-1]] == [each["opening"] for each in halves[1:]]
        assert sum(each["concluded"] for each in halves) == len(
            [case for case in casebook.json("list", register)["cases"] if case["status"] == "closed"]
        )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_shown_of_random_acts_hangs_together(casebook: Casebook, seed: int) -> None:
    officer = Officer(casebook, 200 + seed)
    for _ in range(100):
        casebook.run(*officer.act())
    for listed in casebook.json("list")["cases"]:
        case = casebook.case(listed["number"])
        assert {name: case[name] for name in listed} == listed
        live = [each for each in case["steps"] if each["struck_by"] is None]
        conclusions = [each for each in live if each["step"] == "conclude"]
        assert len(conclusions) == (case["status"] == "closed")
        assert [each["outcome"] for each in conclusions] == ([case["outcome"]] if case["outcome"] else [])
        assert [each["step"] for each in live].count("receive") == 1
        assert live[0]["on"] == case["received_on"]
        assert all(each["on"] >= case["received_on"] for each in live)
        for lang in ("zh", "en"):
            casebook.lang = lang
            assert listed["number"] in casebook.ok("show", listed["number"])
            casebook.ok("history", listed["number"])
