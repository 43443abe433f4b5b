"""Which step is allowed when. Status is never stored by hand: it follows from the steps in the order of law.

Steps are ordered by the day they happened, not by the day they were logged, so a suspension that is told late
takes its place before the conclusion that was told early. On one day the usual order of the law file decides, as far as
the statuses allow it.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from casebook.errors import (
    DetailNotKnown,
    DetailWrong,
    GroundMissing,
    GroundNotKnown,
    OutcomeMissing,
    OutcomeNotKnown,
    StepBeforeReceipt,
    StepImpossible,
    StepNotAllowed,
    StepNotInRegister,
    StepTooOften,
    listed,
)
from casebook.law import cite
from casebook.terms import (
    NOT_STATED,
    REGISTER,
    STATUS,
    STEP,
    SUSPEND_GROUND,
    TERMINATE_GROUND,
    UNLAWFUL_GROUND,
    WITHDRAW_GROUND,
    outcomes,
)
from casebook.terms import REJECT_GROUND as REJECT
from casebook.words import Vocabulary, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.lawrules import Edition, OutcomeRule, RegisterRule, StepRule
    from casebook.model import Step

_GROUNDS: Mapping[str, Vocabulary] = {
    "suspend": SUSPEND_GROUND,
    "terminate": TERMINATE_GROUND,
    "withdraw": WITHDRAW_GROUND,
    "declare_unlawful": UNLAWFUL_GROUND,
    "reject_application": REJECT,
}


_MISSING = Words("未填写", "is missing")


class Timeline(NamedTuple):
    """The live steps of a case in their order of law, with the status after each."""

    steps: tuple[Step, ...]
    statuses: tuple[str, ...]

    @property
    def status(self) -> str:
        """The status after the last step."""
        return self.statuses[-1]

    def first(self, *codes: str) -> Step | None:
        """Return the earliest step with one of ``codes``."""
        return next((step for step in self.steps if step.step in codes), None)

    def last(self, *codes: str) -> Step | None:
        """Return the latest step with one of ``codes``."""
        return next((step for step in reversed(self.steps) if step.step in codes), None)


class Misfit(Exception):
    """A step that the status of its day does not allow."""

    def __init__(self, step: Step, status: str | None) -> None:
        super().__init__(step, status)
        self.step = step
        self.status = status


def arrange(steps: Sequence[Step], rule: RegisterRule) -> Timeline:
    """Return the timeline of the live ``steps`` of one case. Raises ``Misfit`` for the first that does not fit."""
    ranks = _ranks(rule)
    last = len(ranks)
    usual = sorted(steps, key=lambda step: (step.on, ranks.get(step.step, last), step.step_no))
    statuses: list[str] = []
    status: str | None = None
    for step in usual:
        if not _fits(step, rule, status):
            return _rearrange(usual, rule)
        status = rule.steps[step.step].to or status or rule.first
        statuses.append(status)
    return Timeline(tuple(usual), tuple(statuses))


@cache
def _ranks(rule: RegisterRule) -> Mapping[str, int]:
    return {code: rank for rank, code in enumerate(rule.steps)}


def _rearrange(usual: Sequence[Step], rule: RegisterRule) -> Timeline:
    """Return the timeline of steps whose usual order does not fit: on one day another order may."""
    ordered: list[Step] = []
    statuses: list[str] = []
    status: str | None = None
    for _, same_day in groupby(usual, key=lambda step: step.on):
        waiting = list(same_day)
        while waiting:
            step = next((each for each in waiting if _fits(each, rule, status)), None)
            if step is None:
                raise Misfit(waiting[0], status)
            waiting.remove(step)
            status = rule.steps[step.step].to or status or rule.first
            ordered.append(step)
            statuses.append(status)
    return Timeline(tuple(ordered), tuple(statuses))


def _fits(step: Step, rule: RegisterRule, status: str | None) -> bool:
    if status is None:
        return step.step == "receive"
    allowed = rule.steps.get(step.step)
    if allowed is None:
        return False
    closing = rule.outcomes.get(step.outcome) if step.outcome else None
    if closing is not None and closing.from_:
        return status in closing.from_
    return status in allowed.from_ or (step.details.get("notice") == NOT_STATED and status in allowed.table_from)


def allowed_in(rule: RegisterRule, status: str | None) -> tuple[str, ...]:
    """Return the codes of the steps that ``status`` allows, in their usual order."""
    return tuple(code for code, step in rule.steps.items() if status in step.from_)


def admit(number: str, timeline: Sequence[Step], new: Step, edition: Edition, register: str) -> Timeline:
    """Return the timeline of a case with ``new`` in its place.

    Raises the error that tells the officer why the law does not allow it: the step is not known, not allowed in
    the status of its day, would make a later step impossible, is one too many, or lacks what it needs.
    """
    rule = edition.registers[register]
    step_rule = rule_of(new.step, edition, register)
    check_content(new, step_rule, edition, register)
    try:
        whole = arrange([*timeline, new], rule)
    except Misfit as misfit:
        raise _explain(number, timeline, new, misfit, edition, register) from None
    if step_rule.times is not None:
        told = [step for step in whole.steps if step.step == new.step]
        if len(told) > step_rule.times:
            raise StepTooOften(
                number=number,
                step=STEP.label(new.step),
                times=step_rule.times,
                earlier=told[0].entry_no or told[-1].entry_no,
                article=citation(edition, step_rule.article),
            )
    return whole


def citation(edition: Edition, article: str) -> Words:
    """Return the article as it is cited, in both languages."""
    return Words(cite(edition, article, "zh"), cite(edition, article, "en"))


def rule_of(code: str, edition: Edition, register: str) -> StepRule:
    """Return the rule of a step. Raises ``StepNotInRegister`` where the edition has no such step."""
    rule = edition.registers[register]
    if code not in rule.steps:
        raise StepNotInRegister(
            step=STEP.label(code),
            register=REGISTER.label(register),
            law=edition.label,
            choices=listed([_choice(each) for each in rule.steps if each != "receive"]),
        )
    return rule.steps[code]


def _choice(code: str) -> Words:
    return Words(f"{code} {STEP.label(code).zh}", code)


def _explain(
    number: str, timeline: Sequence[Step], new: Step, misfit: Misfit, edition: Edition, register: str
) -> Exception:
    rule = edition.registers[register]
    received = next((step for step in timeline if step.step == "receive"), None)
    if misfit.step is new and misfit.status is None and received is not None:
        return StepBeforeReceipt(
            number=number,
            step=STEP.label(new.step),
            on=new.on,
            received_on=received.on,
            entry_no=received.entry_no,
        )
    if misfit.step is new:
        allowed = allowed_in(rule, misfit.status)
        return StepNotAllowed(
            number=number,
            on=new.on,
            step=STEP.label(new.step),
            status=STATUS.label(misfit.status) if misfit.status else Words("尚未收案", "not yet received"),
            article=citation(edition, rule.steps[new.step].article),
            allowed=listed([_choice(code) for code in allowed if code != "receive"] or [Words("—", "—")]),
        )
    return StepImpossible(
        number=number,
        step=STEP.label(new.step),
        on=new.on,
        later=STEP.label(misfit.step.step),
        later_on=misfit.step.on,
        entry_no=misfit.step.entry_no,
    )


def check_content(step: Step, rule: StepRule, edition: Edition, register: str) -> None:
    """Raise the error that names what the step lacks or states wrongly: details, ground, outcome."""
    for name in rule.must:
        if name not in step.details:
            raise DetailWrong(
                step=STEP.label(step.step), name=name, why=_MISSING, article=citation(edition, rule.article)
            )
    known = {*rule.must, *rule.may, "law"} if step.details else set()
    for name in step.details:
        if name not in known:
            raise DetailNotKnown(
                step=STEP.label(step.step), name=name, choices=", ".join(sorted(known - {"law"})) or "—"
            )
    days = step.details.get("days")
    if rule.most_days is not None and days is not None and int(days) > rule.most_days:
        why = Words(f"为 {days}，最多 {rule.most_days}", f"is {days}; the most is {rule.most_days}")
        raise DetailWrong(step=STEP.label(step.step), name="days", why=why, article=citation(edition, rule.article))
    if step.step == "conclude":
        outcome_of(step, edition, register)
    elif rule.needs_ground and step.ground is None:
        raise GroundMissing(step=STEP.label(step.step), choices=_ground_choices(step.step, rule.grounds, edition))
    elif rule.grounds and step.step == "suspend" and step.ground not in rule.grounds and step.ground is not None:
        raise GroundNotKnown(
            of=STEP.label(step.step),
            ground=step.ground,
            law=edition.label,
            choices=_ground_choices(step.step, rule.grounds, edition),
        )


def outcome_of(step: Step, edition: Edition, register: str) -> OutcomeRule:
    """Return the rule of the outcome of a conclusion. Raises where the edition does not know it or its ground."""
    rule = edition.registers[register]
    if step.outcome is None:
        raise OutcomeMissing(choices=listed([_outcome_choice(code, register) for code in rule.outcomes]))
    outcome = rule.outcomes.get(step.outcome)
    if outcome is None:
        raise OutcomeNotKnown(
            outcome=outcomes(register).label(step.outcome),
            register=REGISTER.label(register),
            law=edition.label,
            choices=listed([outcomes(register).label(code) for code in rule.outcomes]),
        )
    if outcome.strict_grounds and step.ground is not None and step.ground not in outcome.grounds:
        raise GroundNotKnown(
            of=outcomes(register).label(outcome.code),
            ground=step.ground,
            law=edition.label,
            choices=_ground_choices(outcome.code, outcome.grounds, edition),
        )
    return outcome


def _outcome_choice(code: str, register: str) -> Words:
    return Words(f"{code} {outcomes(register).label(code).zh}", code)


def _ground_choices(of: str, codes: Sequence[str], edition: Edition) -> Words:
    labels = {ground.code: ground.label for ground in edition.grounds if ground.of == of}
    return listed([Words(f"{code} {labels[code].zh}" if code in labels else code, code) for code in codes])


def read_ground(of: str, text: str) -> str:
    """Return the code of a ground given as code or label; any other text as it stands, white space trimmed."""
    vocabulary = _GROUNDS.get(of)
    return (vocabulary.find(text) if vocabulary else None) or text.strip()


def ground_vocabulary(of: str) -> Vocabulary | None:
    """Return the grounds that a step or an outcome knows under every law; ``None`` where they are told freely."""
    return _GROUNDS.get(of)


def ground_label(of: str, code: str, edition: Edition) -> Words:
    """Return the label of a ground of a step or outcome; free text as it stands."""
    vocabulary = _GROUNDS.get(of)
    if vocabulary is not None and code in vocabulary:
        return vocabulary.label(code)
    return next((each.label for each in edition.grounds if each.of == of and each.code == code), Words(code, code))
