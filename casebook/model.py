"""The ledger's nouns, immutable. Dates are ``datetime.date``; codes are those of terms.

Named tuples, not dataclasses: their classes are made when a command starts, and dataclasses take seven times as long.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from casebook.words import Words

NOTHING: Mapping[str, str] = {}
# What takes a role and is no act of the journal, for ``officers.DEEDS``: to tell of a closed period, and so on
LATE, RESTORE, REBUILD = "late", "restore", "rebuild"
Sign = Callable[[str, str], tuple[str, str | None]]  # code of an act, who says to act → officer and machine to record


class Hand(NamedTuple):
    """Whose hand acts on a book, as far as the system tells; by default that of a program that names no account.

    ``account`` is asked only where officers are registered; ``named`` is whom the command line says.
    """

    account: Callable[[], str] | None = None
    named: str | None = None
    machine: str | None = None


class Step(NamedTuple):
    """A procedural step as recorded: what happened in law, on which day, told by which entry.

    ``details`` are the values given with ``--set``; ``struck_by`` is the entry that struck the step.
    """

    step_no: int
    entry_no: int
    step: str
    on: date
    outcome: str | None = None
    ground: str | None = None
    note: str | None = None
    details: Mapping[str, str] = NOTHING
    struck_by: int | None = None


class Deadline(NamedTuple):
    """One deadline of a case, computed from its live steps.

    ``starts_on`` is the day of the event that starts it (not counted), ``nominal_on`` the last day
    by the count, ``due_on`` that day after it has rolled over rest days (both included in the
    period). A suspended deadline has no ``due_on`` but ``remaining`` days. ``met_on`` is the day of
    the step that ended it. ``mark`` is ``inferred`` or ``unverified`` where the law page says so.
    ``deemed_accepted_on`` is the day from which silence counts as acceptance. A deadline that hangs on silence
    comes into being once ``exists_after`` has passed: until then it is ``ahead`` and not to be listed.
    """

    rule: str
    name: str
    label: Words
    law: str
    article: str
    bound: str
    own: bool
    starts_on: date
    nominal_on: date | None
    due_on: date | None
    met_on: date | None = None
    remaining: int | None = None
    provisional: bool = False
    deemed_accepted_on: date | None = None
    mark: str | None = None
    after_decision: bool = False
    exists_after: date | None = None

    def deemed_by(self, today: date) -> date | None:
        """Return the day from which the case counts as accepted by silence, once it has passed; else ``None``."""
        day = self.deemed_accepted_on
        return day if day is not None and day < today else None

    def state(self, today: date) -> str:
        """Return ``met``, ``met_late``, ``suspended``, ``due``, ``overdue``, ``lapsed`` or ``ahead`` as of ``today``.

        A deadline is due to the end of its ``due_on``. A missed deadline is ``overdue`` where it is
        ours to keep and ``lapsed`` where somebody else is bound.
        """
        if self.exists_after is not None and today <= self.exists_after:
            return "ahead"
        if self.met_on is not None:
            return "met" if self.due_on is None or self.met_on <= self.due_on else "met_late"
        if self.due_on is None:
            return "suspended"
        if today <= self.due_on:
            return "due"
        return "overdue" if self.own else "lapsed"


class Hearing(NamedTuple):
    """A hearing that was held: who came for the agency."""

    step_no: int
    on: date
    head_attended: str | None = None
    head_name: str | None = None
    head_post: str | None = None
    head_rank: str | None = None
    absence: str | None = None


class Card(NamedTuple):
    """The registration card of a case: what is known of it apart from its steps. ``None`` is *not stated*."""

    number: str
    applicants: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    applicant_kind: str | None = None
    applicant_count: int | None = None
    respondent_level: str | None = None
    matter: str | None = None
    field: str | None = None
    handler: str | None = None
    procedure: str | None = None
    court: str | None = None
    instance: str | None = None
    defendant_role: str | None = None
    reviewed_first: str | None = None
    previous_number: str | None = None
    channel: str | None = None
    note: str | None = None


class CaseVersion(NamedTuple):
    """The state of a case, derived from its live steps; the columns of ``case_version`` after the entry numbers."""

    register: str
    docket_no: str
    docket_key: str
    docket_year: int | None
    docket_serial: int | None
    law: str | None
    crosses_border: bool
    status: str
    received_on: date
    intake_result: str | None
    intake_on: date | None
    closed_on: date | None
    outcome: str | None
    ground: str | None
    left_on: date | None
    replied_on: date | None
    reply_due_on: date | None
    due_on: date | None
    extended: bool
    days_taken: int | None
    heard_on: str | None
    head_attended: str | None
    head_rank: str | None
    sued_on: date | None
    effective_on: date | None
    norm_review: str | None
    compensation: int | None
    applicant: str | None
    applicant_kind: str | None
    applicant_count: int | None
    respondents: str | None
    respondent: str | None
    respondent_level: str | None
    matter: str | None
    field: str | None
    handler: str | None
    procedure: str | None
    court: str | None
    instance: str | None
    defendant_role: str | None
    reviewed_first: str | None
    previous_number: str | None
    previous_key: str | None
    channel: str | None
    note: str | None


class Mask(NamedTuple):
    """A name that was taken out of a card on legal grounds: whose it was, and what stands there since."""

    step_no: int
    role: str
    ordinal: int
    entry_no: int
    shown: str


class CaseRecord(NamedTuple):
    """A case as its acts tell it: every step, struck ones marked, with cards and hearings by step number."""

    case_no: int
    register: str
    steps: tuple[Step, ...]
    cards: Mapping[int, Card]
    hearings: Mapping[int, Hearing]
    masks: tuple[Mask, ...] = ()

    def masked(self, role: str) -> frozenset[str]:
        """Return what stands for the masked names of a side. A later card carries it on as it stands."""
        return frozenset(mask.shown for mask in self.masks if mask.role == role)

    @property
    def live(self) -> tuple[Step, ...]:
        """The steps that count."""
        return tuple(step for step in self.steps if step.struck_by is None)

    @property
    def receive(self) -> Step | None:
        """The live receive step, ``None`` when the whole case is struck."""
        return next((step for step in self.live if step.step == "receive"), None)

    @property
    def card(self) -> Card:
        """The live card; of a struck case, the last one."""
        live = self.receive or next(step for step in reversed(self.steps) if step.step == "receive")
        return self.cards[live.step_no]

    @property
    def live_hearings(self) -> tuple[Hearing, ...]:
        """The hearings of the live steps."""
        return tuple(self.hearings[step.step_no] for step in self.live if step.step_no in self.hearings)


class Found(NamedTuple):
    """A case that a number may mean: its internal number, register, and number as written."""

    case_no: int
    register: str
    docket_no: str
