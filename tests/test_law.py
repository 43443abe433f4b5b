"""The law as data: what each edition knows of steps, outcomes and grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import lawfile, terms
from casebook.law import COMPILED, default_lawbook
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE

if TYPE_CHECKING:
    from casebook.lawrules import Edition, OutcomeRule

REVIEWS = ("review-2017", "review-2023", "review-2026")
EDITIONS = (*REVIEWS, "litigation-2017")

REVIEW_STEPS = {
    "receive", "ask_supplement", "supplement", "accept", "refuse", "refer", "withdraw", "settle",
    "abandon", "notify", "respondent_received", "reply", "plan_hearing", "hear", "suspend", "resume",
    "extend", "conclude", "serve", "perform", "order_performance_notice", "opinion_letter",
    "opinion_reported", "proposal_letter", "sued",
}  # fmt: skip
DEFENCE_STEPS = {
    "receive", "reply", "hear", "suspend", "resume", "extend", "conclude", "serve", "perform", "sued",
}  # fmt: skip
LITIGATION_STEPS = {
    "receive", "reply", "hear", "suspend", "resume", "conclude", "serve", "appeal", "effective", "perform",
    "judicial_advice", "advice_answered", "procuratorial_advice",
}  # fmt: skip
SECOND_INSTANCE = {"affirm", "reverse", "remand", "order_filing", "appeal_withdrawn"}
RETRIAL = {"retrial_refused", "retrial_ordered", "retrial_affirm", "retrial_reverse", "retrial_remand"}
LOST = {
    "revoke", "revoke_part", "vary", "declare_unlawful", "declare_void", "order_performance", "order_payment",
    "compensate",
}  # fmt: skip
SUSPENSIONS = {
    "death", "capacity", "missing", "succession", "force_majeure", "mediation", "interpretation",
    "other_case", "norm_review", "other",
}  # fmt: skip


def edition(code: str) -> Edition:
    return default_lawbook().edition(code)


def outcomes(code: str, register: str = REVIEW) -> dict[str, OutcomeRule]:
    return dict(edition(code).registers[register].outcomes)


# --- the files that come with the program ---


def test_the_compiled_law_is_that_of_the_files_a_lawyer_reads() -> None:
    expected = lawfile.compiled(lawfile.SOURCES)
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in COMPILED.glob("*.json")}
    assert on_disk == expected


def test_a_file_is_named_after_its_edition_and_the_edition_after_the_vocabulary() -> None:
    for path in lawfile.SOURCES.glob("*.toml"):
        read = lawfile.load(path)
        assert read.code == path.stem
        assert read.label == terms.LAW.label(read.code)
    assert default_lawbook().codes() == terms.LAW.codes


@pytest.mark.parametrize("code", EDITIONS)
def test_an_edition_compiles_to_what_it_says(code: str) -> None:
    assert edition(code) == lawfile.load(lawfile.SOURCES / f"{code}.toml")


@pytest.mark.parametrize("code", EDITIONS)
def test_every_article_and_source_is_named(code: str) -> None:
    law = edition(code)
    assert law.source
    assert all(each.source and each.title and each.short for each in law.instruments.values())
    assert not any("http" in each.source or "www" in each.source for each in law.instruments.values())


# --- what each register knows ---


@pytest.mark.parametrize("code", REVIEWS)
def test_the_steps_of_a_review(code: str) -> None:
    added = {"review-2017": set(), "review-2023": {"convert"}, "review-2026": {"convert", "no_further"}}
    assert set(edition(code).registers[REVIEW].steps) == REVIEW_STEPS | added[code]
    assert set(edition(code).registers[REVIEW_DEFENCE].steps) == DEFENCE_STEPS


def test_the_steps_of_a_suit() -> None:
    assert set(edition("litigation-2017").registers[LITIGATION].steps) == LITIGATION_STEPS


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("ask_supplement", {"received"}, "supplementing"),
        ("supplement", {"supplementing"}, "received"),
        ("accept", {"received"}, "open"),
        ("refuse", {"received"}, "not_accepted"),
        ("refer", {"received"}, "not_accepted"),
        ("withdraw", {"received", "supplementing"}, "not_accepted"),
        ("settle", {"received", "supplementing"}, "not_accepted"),
        ("abandon", {"supplementing"}, "not_accepted"),
        ("suspend", {"open"}, "suspended"),
        ("resume", {"suspended"}, "open"),
        ("reply", {"open", "suspended"}, None),
        ("extend", {"open"}, None),
        ("conclude", {"open", "suspended"}, "closed"),
        ("serve", {"closed", "not_accepted"}, None),
        ("opinion_letter", {"open", "suspended", "closed"}, None),
    ],
)
@pytest.mark.parametrize("code", REVIEWS)
def test_a_step_is_allowed_in_its_statuses_and_leads_on(
    code: str, step: str, before: set[str], after: str | None
) -> None:
    rule = edition(code).registers[REVIEW].steps[step]
    assert set(rule.from_) == before
    assert rule.to == after


def test_on_one_day_intake_comes_before_the_decision_and_service_after_it() -> None:
    for code in EDITIONS:
        for register in edition(code).registers.values():
            order = list(register.steps)
            assert order[0] == register.first == "receive"
            assert order.index("resume") < order.index("suspend") < order.index("conclude") < order.index("serve")


@pytest.mark.parametrize(("code", "rule"), [("review-2017", "O10"), ("review-2023", "N10"), ("review-2026", "N10")])
def test_a_review_is_extended_once_by_thirty_days_within_its_period(code: str, rule: str) -> None:
    extend = edition(code).registers[REVIEW].steps["extend"]
    assert (extend.times, extend.most_days, extend.within) == (1, 30, (rule,))
    assert extend.procedure == (None if code == "review-2017" else "ordinary")


@pytest.mark.parametrize(
    ("code", "late"),
    [
        ("review-2017", {"refuse": ("O2",), "accept": ("O2",), "reply": ("O8",), "conclude": ("O10",)}),
        ("review-2023", {"refuse": ("N2",), "accept": ("N2",), "reply": ("N8",), "conclude": ("N10", "N11")}),
        (
            "review-2026",
            {"no_further": ("N2",), "ask_supplement": ("N3",), "notify": ("N7",), "refer": ("N2",)},
        ),
    ],
)
def test_what_happens_after_its_last_day_is_late(code: str, late: dict[str, tuple[str, ...]]) -> None:
    steps = edition(code).registers[REVIEW].steps
    assert {step: steps[step].late_after for step in late} == late


def test_the_old_law_has_neither_summary_procedure_nor_acceptance_by_silence() -> None:
    old = edition("review-2017").registers[REVIEW].steps
    new = edition("review-2023").registers[REVIEW].steps
    assert "procedure" in new["accept"].may
    assert "procedure" not in old["accept"].may
    assert new["accept"].grounds == ("silence",)
    assert (old["accept"].grounds, old["accept"].strict_grounds) == ((), True)


def test_a_table_may_tell_that_an_application_lapsed_without_the_notice_before() -> None:
    for code in REVIEWS:
        assert edition(code).registers[REVIEW].steps["abandon"].table_from == ("received",)


# --- ways of closing ---


@pytest.mark.parametrize("code", ["review-2023", "review-2026"])
def test_the_revised_law_knows_every_outcome_of_a_review(code: str) -> None:
    for register in (REVIEW, REVIEW_DEFENCE):
        assert set(outcomes(code, register)) == set(terms.REVIEW_OUTCOME.codes)


def test_the_old_law_knows_no_rejected_claim_no_void_act_and_no_agreement() -> None:
    unknown = {"reject_claim", "declare_void", "decide_agreement"}
    assert set(terms.REVIEW_OUTCOME.codes) - set(outcomes("review-2017")) == unknown


def test_a_suit_has_the_outcomes_of_its_instance() -> None:
    rules = outcomes("litigation-2017", LITIGATION)
    assert set(rules) == set(terms.LITIGATION_OUTCOME.codes)
    assert {code for code, rule in rules.items() if rule.instances == ("second",)} == SECOND_INSTANCE
    assert {code for code, rule in rules.items() if "retrial" in rule.instances} == RETRIAL
    assert not any(rules[code].instances for code in set(rules) - SECOND_INSTANCE - RETRIAL)


def test_a_suit_is_lost_by_what_the_rate_counts_as_lost() -> None:
    assert {code for code, rule in outcomes("litigation-2017", LITIGATION).items() if rule.loses} == LOST


def test_a_judgment_is_appealed_within_fifteen_days_and_three_rulings_within_ten() -> None:
    rules = outcomes("litigation-2017", LITIGATION)
    days = {code: rule.appeal_days for code, rule in rules.items() if not rule.instances}
    assert {code for code, length in days.items() if length == 10} == {"dismiss_suit", "no_filing"}
    judgments = {code for code, rule in rules.items() if rule.kind == "judgment" and not rule.instances}
    assert {code for code, length in days.items() if length == 15} == judgments
    assert not any(rules[code].appeal_days for code in SECOND_INSTANCE | RETRIAL)


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("reject", {"reject_application", "reject_claim", "reject"}),
        ("revoke", {"revoke", "revoke_part"}),
        ("other", {"decide_agreement", "transfer", "other"}),
        ("maintain", {"maintain"}),
        ("terminate", {"terminate"}),
        ("mediate", {"mediate"}),
    ],
)
def test_outcomes_are_printed_in_the_families_of_today_under_every_edition(family: str, codes: set[str]) -> None:
    for code in REVIEWS:
        rules = outcomes(code)
        assert {each for each, rule in rules.items() if rule.family == family} == codes & rules.keys()


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("reject", {"dismiss_suit", "reject_claims", "reject"}),
        ("pay", {"order_payment", "compensate"}),
        ("withdraw", {"withdraw", "deemed_withdrawn"}),
        ("affirm", {"affirm", "retrial_affirm"}),
        ("reverse", {"reverse", "retrial_reverse"}),
        ("remand", {"remand", "retrial_remand"}),
    ],
)
def test_outcomes_of_suits_are_printed_in_their_families(family: str, codes: set[str]) -> None:
    rules = outcomes("litigation-2017", LITIGATION)
    assert {each for each, rule in rules.items() if rule.family == family} == codes


@pytest.mark.parametrize("code", EDITIONS)
def test_a_plain_rejection_is_known_everywhere_and_marked_unresolved(code: str) -> None:
    for register in edition(code).registers.values():
        assert {each for each, rule in register.outcomes.items() if rule.unresolved} == {"reject"}


@pytest.mark.parametrize("code", REVIEWS)
def test_a_suspended_review_ends_by_termination_or_mediation_not_by_a_decision(code: str) -> None:
    for rule in outcomes(code).values():
        if rule.kind in ("decision", "rejection"):
            assert rule.from_ == ("open",)
    assert outcomes(code)["terminate"].from_ == outcomes(code)["mediate"].from_ == ()


def test_an_order_to_act_anew_beside_a_declaration_ended_with_the_old_law() -> None:
    assert "redo" in outcomes("review-2017")["declare_unlawful"].riders
    for code in ("review-2023", "review-2026"):
        assert "redo" not in outcomes(code)["declare_unlawful"].riders
        assert "redo" in outcomes(code)["revoke"].riders


def test_the_ground_of_an_old_rejection_tells_who_is_sued() -> None:
    law = edition("review-2017")
    assert outcomes("review-2017")["reject_application"].co_defendant == "open"
    answers = {code: law.ground("reject_application", code) for code in ("no_duty", "not_acceptable")}
    assert {code: rule.co_defendant for code, rule in answers.items() if rule} == {
        "no_duty": "yes",
        "not_acceptable": "no",
    }


def test_a_declaration_for_a_minor_procedural_fault_makes_both_organs_defendants() -> None:
    law = edition("review-2023")
    minor = law.ground("declare_unlawful", "minor_procedure")
    assert outcomes("review-2023")["declare_unlawful"].co_defendant == "no"
    assert minor is not None
    assert (minor.co_defendant, minor.mark) == ("yes", "inferred")


# --- grounds ---


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("review-2017", SUSPENSIONS - {"mediation"}),
        ("review-2023", SUSPENSIONS),
        ("review-2026", SUSPENSIONS),
        ("litigation-2017", SUSPENSIONS - {"missing", "mediation", "norm_review"}),
    ],
)
def test_the_grounds_of_suspension(code: str, known: set[str]) -> None:
    law = edition(code)
    assert {each.code for each in law.grounds if each.of == "suspend"} == known
    for register in law.registers.values():
        assert set(register.steps["suspend"].grounds) == known
        assert register.steps["suspend"].strict_grounds


@pytest.mark.parametrize(("code", "days"), [*((code, 60) for code in REVIEWS), ("litigation-2017", 90)])
def test_three_grounds_of_suspension_end_a_case(code: str, days: int) -> None:
    ending = {each.code: each.ends_after_days for each in edition(code).grounds if each.ends_after_days}
    assert ending == dict.fromkeys(("death", "capacity", "succession"), days)


@pytest.mark.parametrize("code", REVIEWS)
def test_the_grounds_of_termination(code: str) -> None:
    rule = outcomes(code)["terminate"]
    assert rule.grounds == terms.TERMINATE_GROUND.codes
    assert rule.strict_grounds


def test_the_ground_of_a_withdrawn_suit() -> None:
    rule = outcomes("litigation-2017", LITIGATION)["withdraw"]
    assert rule.grounds == terms.WITHDRAW_GROUND.codes
    assert rule.strict_grounds


def test_a_ground_without_a_code_is_none() -> None:
    assert edition("review-2023").ground("refuse", "材料不全") is None
