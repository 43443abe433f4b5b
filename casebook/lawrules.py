"""The forms of the law: what an edition says of steps, outcomes, grounds, riders and deadlines.

These dataclasses are the contract of the files in ``data/law``: a table there has the fields of its class
here (``from`` for ``from_``), and a field without a default must be written. Code holds no number, article
or date of any law. ``mark`` is a code of ``terms.MARK``: ``inferred`` and ``unverified`` as the law page
says, ``practice`` for what registers do without an article.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from casebook.words import Words


class Instrument(NamedTuple):
    """A statute, regulation or interpretation that an edition rests on; ``short`` is how messages cite it."""

    key: str
    title: str
    number: str
    in_force_from: date
    source: str
    short: Words | None = None
    mark: str | None = None


class StepRule(NamedTuple):
    """What the law says of one step in one register.

    ``from_`` are the statuses it is allowed in, ``to`` the status it leads to (``None``: it leaves the
    status as it is). ``table_from`` are further statuses it is taken from when a table tells the case,
    because registers keep no column for the step between. ``must`` and ``may`` name the details it takes.
    ``grounds`` are the coded grounds; ``strict_grounds`` that no other text is taken. ``times`` is how
    often a case may have it, ``most_days`` the longest value of the detail ``days``, ``procedure`` the only
    procedure it exists in, ``within`` the deadline rules before whose end it must be dated, ``late_after``
    the rules after whose end it is late.
    """

    code: str
    from_: tuple[str, ...]
    to: str | None
    article: str
    table_from: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    strict_grounds: bool = False
    needs_ground: bool = False
    times: int | None = None
    most_days: int | None = None
    procedure: str | None = None
    within: tuple[str, ...] = ()
    late_after: tuple[str, ...] = ()
    document: str | None = None
    mark: str | None = None


class OutcomeRule(NamedTuple):
    """What the law says of one way of closing a case.

    ``from_`` are the statuses it may close a case in; empty: all those of the step ``conclude``. ``kind``
    is a code of ``terms.OUTCOME_KIND``; ``corrects`` says that it corrects the respondent's act, ``loses``
    that the agency lost, ``on_merits`` that the merits were decided. ``co_defendant`` (``yes`` ``no``
    ``mixed`` ``open``) says whether a suit makes the review organ a joint defendant. ``instances`` limits
    it to instances of litigation; empty: any. ``grounds`` are the coded grounds; ``strict_grounds`` that no
    other text is taken. ``appeal_days`` is the appeal period or ``None``.
    """

    code: str
    family: str
    article: str
    kind: str
    document: str
    from_: tuple[str, ...] = ()
    corrects: bool = False
    loses: bool = False
    on_merits: bool = False
    co_defendant: str | None = None
    instances: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    strict_grounds: bool = False
    riders: tuple[str, ...] = ()
    unresolved: bool = False
    appeal_days: int | None = None
    appeal_article: str | None = None
    mark: str | None = None


class GroundRule(NamedTuple):
    """A ground that a step (refuse, suspend) or an outcome (terminate, withdraw) may state.

    ``ends_after_days`` is the length of a suspension after which the case is terminated; ``co_defendant``
    replaces that of the outcome.
    """

    of: str
    code: str
    label: Words
    article: str
    ends_after_days: int | None = None
    co_defendant: str | None = None
    mark: str | None = None


class RiderRule(NamedTuple):
    """An order that may stand beside an outcome (redo, remedy, compensation, norm review)."""

    code: str
    label: Words
    article: str
    details: tuple[str, ...]
    mark: str | None = None


class Length(NamedTuple):
    """A period: so many ``days`` (natural), ``working_days``, ``months`` or ``years``.

    Where ``procedure``, ``ground`` or ``needs`` (details of the starting step) is set the length holds for
    those only; the first that fits counts. The procedure is that of the day on which the period starts.
    ``article`` is set where it is not that of the rule.
    """

    unit: str
    count: int  # type: ignore[assignment] # hides the tuple's own method, which nobody asks for
    procedure: str | None = None
    ground: str | None = None
    needs: Mapping[str, str] | None = None
    article: str | None = None


class DeadlineRule(NamedTuple):
    """A deadline of the law, by its id in the tables of the law page.

    Starts: the steps ``starts`` (each occurrence starts one), from the step's own day or from its detail
    ``starts_detail``, or from the day of the last step of ``counts_from`` before it; ``starts_needs`` are
    details that the step must have, ``starts_after`` steps of which one must have gone before. Instead of a
    step, ``follows`` names rules whose last day, gone by unmet, starts it. Ends: the first later step of
    ``ends``, or the detail ``met_detail`` of the starting step, a day; a later step of ``voids`` makes it
    void. ``backwards`` counts back from the start (notice before a hearing) and is met by the starting step
    itself. ``length_detail`` names a detail (of the starting step or of the conclusion) whose number of
    natural days replaces the length, or with ``longer_only`` replaces it where that ends later;
    ``last_day_detail`` names one that is the last day itself. ``suspends`` says that suspensions are taken
    out, ``supplement_excluded`` that the time for a supplement is; ``extends`` names the step that lengthens
    it. ``procedures`` (as the case stands now, after a conversion), ``instances`` and ``grounds`` (of the
    starting step) limit the cases it applies to; so do ``outcomes`` and ``outcome_kinds``, of which one must
    fit, and the details ``concluded_with`` of the conclusion. ``deems`` is the step that silence to the last
    day stands for, on that day or with ``deems_from_start`` since the start. ``own`` are the registers in
    which it is ours to keep.
    """

    id: str
    name: str
    label: Words
    article: str
    registers: tuple[str, ...]
    bound: str
    own: tuple[str, ...]
    starts: tuple[str, ...]
    lengths: tuple[Length, ...]
    ends: tuple[str, ...]
    consequence: Words
    starts_detail: str | None = None
    starts_needs: Mapping[str, str] | None = None
    starts_after: tuple[str, ...] = ()
    counts_from: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    length_detail: str | None = None
    longer_only: bool = False
    last_day_detail: str | None = None
    met_detail: str | None = None
    voids: tuple[str, ...] = ()
    backwards: bool = False
    suspends: bool = False
    supplement_excluded: bool = False
    extends: str | None = None
    procedures: tuple[str, ...] = ()
    instances: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome_kinds: tuple[str, ...] = ()
    concluded_with: Mapping[str, str] | None = None
    deems: str | None = None
    deems_from_start: bool = False
    after_decision: bool = False
    mark: str | None = None


class RegisterRule(NamedTuple):
    """How cases of one register run under an edition: first step, final statuses, steps in their usual order.

    ``governed_by`` is ``receive`` or ``accept``: the step whose day picks the edition.
    """

    register: str
    governed_by: str
    first: str
    final: tuple[str, ...]
    steps: Mapping[str, StepRule]
    outcomes: Mapping[str, OutcomeRule]
    deadlines: tuple[DeadlineRule, ...]

    def __hash__(self) -> int:
        """Tell the rules by their identity: what hangs on them alone is worked out once, as they never change."""
        return id(self)


class Edition(NamedTuple):
    """One version of the law: it governs from ``effective_on`` to the start of the next of its family."""

    code: str
    family: str
    label: Words
    effective_on: date
    checked_on: date
    instruments: Mapping[str, Instrument]
    registers: Mapping[str, RegisterRule]
    grounds: tuple[GroundRule, ...]
    riders: Mapping[str, RiderRule]
    source: str = ""
    notes: tuple[Words, ...] = ()

    def ground(self, of: str, code: str | None) -> GroundRule | None:
        """Return the rule of the ground ``code`` of a step or an outcome, ``None`` where it has no code."""
        return next((each for each in self.grounds if each.of == of and each.code == code), None)
