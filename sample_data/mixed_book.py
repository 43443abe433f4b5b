"""The mixed book: each change of the law from both sides, every ground, every register, and cases still open.

A review is told in one line: number, matter (and field), receipt, intake, ending, procedure. What a table
cannot tell (suspensions, an extension, riders, corrections) is in ``mixed/acts.toml``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from invention import CHANNELS, Case, Chance, Court, Place, invent_dispute
from reviews import with_dispute

BASIC, CITY = Court("示例县人民法院", "示0123"), Court("示例市中级人民法院", "示01")
HIGH = Court("示例省高级人民法院", "示")
PLACE = Place("示例县", "示例县人民政府", "示府复", "例市府复", ("示例镇", "样例乡"), ("陈示明", "刘例安"), BASIC, CITY)
REVIEWS = (
    # the law until 2023 governs what came in until 2023-12-31, whatever day it was accepted or decided
    "2023-1 penalty 2023-11-20 accept:2023-11-24 maintain:2024-01-12",
    "2023-2 complaint 2023-12-04 refer:2023-12-06",
    "2023-3 title 2023-12-11 accept:2023-12-15 revoke:2024-02-05",
    "2023-4 inaction 2023-12-29 accept:2024-01-04 reject_application/no_duty:2024-02-23",
    # the law of 2023
    "2024-1 penalty 2024-01-02 accept:2024-01-05 declare_void:2024-02-28",
    "2024-2 disclosure 2024-01-15 accept:2024-01-19 reject_claim/no_duty:2024-02-07 summary",
    "2024-3 agreement 2024-02-20 accept:2024-02-26 decide_agreement:2024-04-18",
    "2024-4 penalty 2024-03-04 accept:2024-03-08 mediate:2024-04-22",
    "2024-5 confirmation 2024-03-18 accept:2024-03-22 terminate/settled:2024-04-30",
    "2024-6 penalty 2024-04-08 accept:2024-04-12 terminate/corrected:2024-05-20",
    "2024-7 complaint 2024-05-06 accept:2024-05-10 terminate/withdrawn:2024-06-05",
    "2024-8 confirmation 2024-05-20 accept:2024-05-24 terminate/no_successor:2024-07-12",
    "2024-9 coercion@公安 2024-06-03 accept:2024-06-07 terminate/detention:2024-07-01",
    "2024-10 inaction 2024-06-17 accept:2024-06-21 terminate/suspension_expired:2024-09-20",
    "2024-11 penalty 2024-07-08 accept:2024-07-12 terminate/other:2024-08-30",
    "2024-12 licence 2024-08-05 accept:2024-08-09 terminate:2024-09-12",
    "2024-13 complaint 2024-09-02 refuse:2024-09-06",
    "2024-14 compensation 2024-11-04 settle:2024-11-07",
    "2025-1 disclosure 2025-01-06 abandon:2025-01-27",
    "2025-2 penalty 2025-03-10 accept:2025-03-14 vary:2025-05-08",
    "2025-3 coercion 2025-05-12 accept:2025-05-16 declare_unlawful/minor_procedure:2025-07-11",
    "2025-4 disclosure 2025-06-16 accept:2025-06-20 order_performance:2025-08-08",
    "2025-5 penalty 2025-11-10 accept:2025-11-14 maintain:2025-12-30",
    # the regulation of 2026 governs what was accepted from 2026-07-01
    "2026-1 expropriation 2026-06-24 accept:2026-06-29 revoke:2026-08-20",
    "2026-2 penalty 2026-06-29 accept:2026-07-02 maintain:2026-08-27",
    "2026-3 complaint 2026-07-06 no_further:2026-07-09",
    "2026-4 coercion 2026-07-20 accept:2026-07-24 maintain:2026-09-29",  # decided after its sixty days
    "2026-5 inaction 2026-08-17 accept:2026-08-21",  # open beyond its sixty days
    "2026-6 penalty@城市管理 2026-09-01 accept:2026-09-07",
    "2026-7 penalty@城市管理 2026-09-02 accept:2026-09-07",
    "2026-8 expropriation 2026-09-08 accept:2026-09-14",
    "2026-9 agreement 2026-09-15 accept:2026-09-21",
    "2026-10 penalty 2026-10-09 accept:2026-10-14",
    "2026-11 disclosure 2026-10-26 accept:2026-10-30 - summary",
    "2026-12 penalty 2026-11-02 accept:2026-11-06 - summary",
    "2026-13 complaint 2026-11-09",  # no decision in five working days: counts as accepted
    "2026-14 penalty 2026-11-12",
    "2026-15 inaction 2026-11-19",
)


def mixed_cases() -> list[Case]:
    """Return the cases of the mixed book: reviews, reviews as respondent, suits."""
    chance = Chance(20261121)
    reviews = [_review(chance, line) for line in REVIEWS]
    by_number = {case.number: case for case in reviews}
    return [*reviews, *_defences(chance), *_suits(chance, by_number)]


def _number(short: str) -> str:
    year, _, serial = short.partition("-")
    return f"{PLACE.number_word}〔{year}〕{serial}号"


def _review(chance: Chance, line: str) -> Case:
    short, subject, received_on, *rest = line.split()
    intake, ending, procedure = (*rest, "", "", "")[:3]
    case = Case("review", _number(short), date.fromisoformat(received_on), procedure=procedure)
    if intake:
        result, _, day = intake.partition(":")
        case = replace(case, intake_result=result, intake_on=date.fromisoformat(day))
    if ending.strip("-"):
        how, _, day = ending.partition(":")
        outcome, _, ground = how.partition("/")
        case = replace(case, outcome=outcome, ground=ground, closed_on=date.fromisoformat(day))
    matter, _, field = subject.partition("@")
    level = "county_department" if field else ""
    case = with_dispute(case, invent_dispute(chance, PLACE, matter, level, field))
    return replace(case, handler=chance.pick(PLACE.handlers), channel=chance.pick(CHANNELS))


def _defences(chance: Chance) -> list[Case]:
    """Return reviews against our government: answered in time, late (ten working days), and not yet."""
    told = (
        ("2023", 41, "2023-10-16", "2023-10-24", "maintain", "", "2023-12-08"),
        ("2024", 18, "2024-05-13", "2024-06-03", "revoke", "", "2024-07-10"),
        ("2025", 7, "2025-03-03", "2025-03-14", "terminate", "corrected", "2025-04-18"),
        ("2026", 52, "2026-11-16", "", "", "", ""),
    )
    return [
        with_dispute(
            Case(
                register="review-defence",
                number=f"{PLACE.higher_word}〔{year}〕{serial}号",
                received_on=date.fromisoformat(received_on),
                replied_on=_day(replied_on),
                outcome=outcome,
                ground=ground,
                closed_on=_day(closed_on),
                handler=chance.pick(PLACE.handlers),
            ),
            invent_dispute(chance, PLACE, "expropriation", "county_government"),
        )
        for year, serial, received_on, replied_on, outcome, ground, closed_on in told
    ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _suit(case: Case, number: str, court: Court, instance: str, received_on: str, **facts: str) -> Case:
    """Return a suit with the parties of ``case``; ``facts`` are further cells by column."""
    return replace(
        Case("litigation", number, date.fromisoformat(received_on)),
        applicant=case.applicant,
        applicant_kind=case.applicant_kind,
        applicant_count=case.applicant_count,
        respondent=case.respondent,
        respondent_level=case.respondent_level,
        matter=case.matter,
        field=case.field,
        handler=case.handler,
        court=court.name,
        instance=instance,
        defendant_role=facts.get("role", "sole"),
        reviewed_first="yes" if case.register == "review" else "no",
        previous_number=facts.get("previous", ""),
        replied_on=_day(facts.get("replied", "")),
        heard_on=facts.get("heard", ""),
        head_attended=facts.get("head", ""),
        head_rank=facts.get("rank", ""),
        outcome=facts.get("outcome", ""),
        ground=facts.get("ground", ""),
        closed_on=_day(facts.get("closed", "")),
    )


def _dispute(chance: Chance, matter: str, level: str) -> Case:
    return with_dispute(
        Case("litigation", "", date.min, handler=chance.pick(PLACE.handlers)),
        invent_dispute(chance, PLACE, matter, level),
    )


def _suits(chance: Chance, reviews: dict[str, Case]) -> list[Case]:
    return [*_joint(reviews), *_chain(chance), *_remanded(chance), *_single(chance)]


def _joint(reviews: dict[str, Case]) -> list[Case]:
    """Return suits after a maintained act: agency and review organ together, before the agency's court."""
    after_old, after_new = reviews[_number("2023-1")], reviews[_number("2025-5")]
    both = replace(after_old, respondent=f"{after_old.respondent}、{PLACE.organ}")
    both_later = replace(after_new, respondent=f"{after_new.respondent}、{PLACE.organ}")
    return [
        _suit(
            both, "（2024）示0123行初5号", BASIC, "first", "2024-02-05", role="joint",
            previous=after_old.number, replied="2024-02-19", heard="2024-04-18", head="yes", rank="chief",
            outcome="revoke", closed="2024-06-14",
        ),
        _suit(
            both_later, "（2026）示0123行初3号", BASIC, "first", "2026-01-26", role="joint",
            previous=after_new.number, replied="2026-02-06", heard="2026-04-08", head="yes", rank="deputy",
            outcome="reject_claims", closed="2026-05-20",
        ),
    ]  # fmt: skip


def _chain(chance: Chance) -> list[Case]:
    """Return one dispute through first instance (two hearings), appeal and review for retrial."""
    case = _dispute(chance, "penalty", "county_department")
    first, second = "（2024）示0123行初12号", "（2024）示01行终31号"
    return [
        _suit(
            case, first, BASIC, "first", "2024-03-04", replied="2024-03-18", heard="2024-04-25;2024-05-16",
            head="yes;no", rank="deputy", outcome="reject_claims", closed="2024-06-20",
        ),
        _suit(
            case, second, CITY, "second", "2024-07-15", previous=first, replied="2024-07-26",
            heard="2024-08-22", head="yes", rank="chief", outcome="affirm", closed="2024-09-26",
        ),
        _suit(
            case, "（2024）示行申77号", HIGH, "retrial_review", "2024-12-09", previous=second,
            outcome="retrial_refused", closed="2025-03-12",
        ),
    ]  # fmt: skip


def _remanded(chance: Chance) -> list[Case]:
    """Return a suit that was lost, remanded on appeal and withdrawn after the defendant changed its act."""
    case = _dispute(chance, "expropriation", "county_government")
    first, second = "（2025）示01行初8号", "（2025）示行终19号"
    return [
        _suit(
            case, first, CITY, "first", "2025-02-17", replied="2025-02-28", heard="2025-04-10", head="yes",
            rank="other", outcome="declare_unlawful", closed="2025-06-05",
        ),
        _suit(
            case, second, HIGH, "second", "2025-07-14", previous=first, replied="2025-07-25",
            outcome="remand", closed="2025-09-19",
        ),
        _suit(
            case, "（2026）示01行初2号", CITY, "first", "2026-01-12", previous=second, replied="2026-01-23",
            outcome="withdraw", ground="defendant_changed", closed="2026-03-20",
        ),
    ]  # fmt: skip


def _single(chance: Chance) -> list[Case]:
    """Return a loss over money, a late answer with the head absent, and a suit that awaits its answer."""
    return [
        _suit(
            _dispute(chance, "compensation", "county_department"), "（2025）示0123行赔初2号", BASIC, "first",
            "2025-08-11", replied="2025-08-25", heard="2025-10-16", head="yes", rank="deputy",
            outcome="compensate", closed="2025-12-04",
        ),
        _suit(
            _dispute(chance, "coercion", "township"), "（2026）示0123行初21号", BASIC, "first", "2026-08-10",
            replied="2026-08-28", heard="2026-10-15", head="no",
        ),
        _suit(
            _dispute(chance, "penalty", "county_department"), "（2026）示0123行初33号", BASIC, "first",
            "2026-11-10",
        ),
    ]  # fmt: skip
