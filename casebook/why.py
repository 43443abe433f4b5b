"""Why a deadline ends on its day, for a case of the book or for one that is only supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.deadlines import compute
from casebook.errors import DeadlineMissing, RuleNotInForce
from casebook.reasons import explain
from casebook.terms import REGISTER, REVIEW
from casebook.versions import edition_of, governing_law, procedure_of
from casebook.whatif import suppose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.book import Book
    from casebook.lawrules import DeadlineRule, Edition
    from casebook.model import CaseRecord, Deadline, Step
    from casebook.versions import Rules
    from casebook.words import Words


class Reasoned(NamedTuple):
    """A deadline and its computation, line by line; of a supposed one only the days count.

    ``number`` is empty where no case of the book is meant.
    """

    register: str
    number: str
    deadline: Deadline
    lines: tuple[Words, ...]
    supposed: bool


class Supposition(NamedTuple):
    """The day on which the event happened that starts the period, and what is supposed of the case."""

    on: date
    register: str | None = None
    procedure: str | None = None


class _Ground(NamedTuple):
    """What a deadline is computed from."""

    steps: tuple[Step, ...]
    edition: Edition
    register: str
    procedure: str | None
    instance: str | None
    rules: Rules

    def reasoned(self, number: str, wanted: Sequence[str], today: date | None) -> list[Reasoned]:
        """Return the deadlines by the rules ``wanted`` (none: by any) that have come into being by ``today``.

        Without ``today`` they are supposed ones.
        """
        found = compute(
            self.steps,
            self.edition,
            self.register,
            procedure=self.procedure,
            instance=self.instance,
            calendar=self.rules.calendar,
        )
        kept = [each for each in found if not wanted or each.rule in wanted]
        if today is not None:
            kept = [each for each in kept if each.state(today) != "ahead"]
        return [Reasoned(self.register, number, each, self._lines(each), today is None) for each in kept]

    def _lines(self, deadline: Deadline) -> tuple[Words, ...]:
        return explain(
            deadline,
            self.steps,
            self.edition,
            self.register,
            procedure=self.procedure,
            instance=self.instance,
            calendar=self.rules.calendar,
        )


def of_case(book: Book, text: str, rules: Sequence[str], today: date) -> list[Reasoned]:
    """Return the deadlines of a case, of ``rules`` only where any are given. Raises ``DeadlineMissing``."""
    record, ground = _case(book, text)
    known = ground.reasoned(record.card.number, (), today) if ground else []
    found = [each for each in known if not rules or each.deadline.rule in rules]
    if not found:
        raise _missing(record.card.number, rules, known)
    return found


def if_received(book: Book, text: str, rules: Sequence[str], supposition: Supposition) -> list[Reasoned]:
    """Return the deadlines that a case would have, had the event that starts them happened on the day supposed.

    Raises ``DeadlineMissing``, ``RuleNotInForce`` and ``RuleNotSupposable``.
    """
    record, ground = _case(book, text)
    if ground is None:
        raise _missing(record.card.number, rules, ())
    on, register = supposition.on, record.register
    known = suppose(
        _rule(ground.edition, register, rules, on),
        on,
        ground.edition.registers[register],
        ground.steps,
        procedure=supposition.procedure or ground.procedure,
        instance=ground.instance,
    )
    edition = edition_of(register, governing_law(register, known.steps, book.rules.lawbook), book.rules.lawbook)
    rule = _rule(edition, register, rules, on)
    supposed = ground._replace(steps=known.steps, edition=edition, procedure=known.procedure)
    found = supposed.reasoned(record.card.number, (rule.id,), None)
    if not found:
        raise _missing(record.card.number, (rule.id,), ())
    return [each for each in found if each.deadline.starts_on == on] or found


def if_any(rules: Rules, wanted: Sequence[str], supposition: Supposition) -> list[Reasoned]:
    """Return the deadline of the first register that has the rule, for a case that is not in the book.

    Raises ``RuleNotInForce`` and ``RuleNotSupposable``.
    """
    on = supposition.on
    for register in [supposition.register] if supposition.register else REGISTER.codes:
        law = rules.lawbook.governing(register, on, on)
        edition = edition_of(register, law, rules.lawbook)
        if law is None or not any(each.id in wanted for each in edition.registers[register].deadlines):
            continue
        rule = _rule(edition, register, wanted, on)
        known = suppose(rule, on, edition.registers[register], procedure=supposition.procedure)
        ground = _Ground(known.steps, edition, register, known.procedure, known.instance, rules)
        found = ground.reasoned("", (rule.id,), None)
        return found[-1:]
    register = supposition.register or REVIEW
    edition = edition_of(register, rules.lawbook.governing(register, on, on), rules.lawbook)
    raise _not_in_force(edition, register, wanted, on)


def _case(book: Book, text: str) -> tuple[CaseRecord, _Ground | None]:
    """Return a case and what its deadlines are computed from; ``None`` where it is struck or before the first law."""
    with book.reading():
        record = book.load(book.find(text).case_no)
    derived = book.derive(record)
    if derived is None or derived.version.law is None:
        return record, None
    steps = derived.timeline.steps
    edition = book.edition(record, derived)
    procedure = procedure_of(record.card, steps)
    return record, _Ground(steps, edition, record.register, procedure, record.card.instance, book.rules)


def _rule(edition: Edition, register: str, wanted: Sequence[str], on: date) -> DeadlineRule:
    for rule in edition.registers[register].deadlines:
        if rule.id in wanted:
            return rule
    raise _not_in_force(edition, register, wanted, on)


def _not_in_force(edition: Edition, register: str, wanted: Sequence[str], on: date) -> RuleNotInForce:
    known = dict.fromkeys(each.id for each in edition.registers[register].deadlines)
    return RuleNotInForce(rule=" ".join(wanted), on=on, law=edition.label, choices=" ".join(known))


def _missing(number: str, rules: Sequence[str], known: Sequence[Reasoned]) -> DeadlineMissing:
    ids = dict.fromkeys(each.deadline.rule for each in known)
    return DeadlineMissing(number=number, rule=" ".join(rules) or "—", choices=" ".join(ids) or "—")
