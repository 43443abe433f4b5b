"""The cases that a period can touch, with every column that figures count, as one common table expression.

Every column that is counted is derived once, in ``facts``: the scan groups by these columns and the listing
selects by them. Values are bound; column names come from fixed tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook import headings
from casebook.terms import LITIGATION, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from casebook.dates import Period

Parameters = dict[str, str | int | None]

FOR_EVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Population:
    """The cases asked for: of one register, in a period, as known at an entry, as of a day.

    ``known_at`` ``None`` is as known now. Events after the day ``as_of`` are ignored.
    """

    register: str
    period: Period
    known_at: int | None = None
    as_of: date | None = None
    book_no: int = 1

    @property
    def parameters(self) -> Parameters:
        """The values that every statement over the population binds."""
        end = self.period.end if self.as_of is None else min(self.period.end, self.as_of)
        grounds = headings.grounds(self.register)
        return {
            "book_no": self.book_no,
            "register": self.register,
            "start": self.period.start.isoformat(),
            "end": end.isoformat(),
            "cut": self.as_of.isoformat() if self.as_of else FOR_EVER,
            "known_at": self.known_at,
            **{f"since{step}": _days_before(self.period.start, step) for step in DESK_STEPS},
            "within": headings.WITHIN_DAYS,
            "grounded": headings.GROUNDED[self.register],
            "other_ground": "other" if "other" in grounds else None,
            **{f"ground{number}": code for number, code in enumerate(grounds.codes)},
        }


def _days_before(day: date, days: int) -> str:
    return (day - timedelta(days)).isoformat() if days < day.toordinal() else ""


DIMENSION_COLUMN: Mapping[str, str] = {
    "matter": "matter",
    "field": "field",
    "respondent": "respondent",
    "respondent_level": "respondent_level",
    "procedure": "procedure",
    "handler": "handler",
    "month": "month",
    "court": "court",
    "instance": "known_instance",
    "role": "known_role",
    "outcome": "known_outcome",
    "family": "known_outcome",
    "applicant_kind": "applicant_kind",
    "law": "law",
    # those that forms use besides the dimensions of breakdowns
    "reviewed_first": "reviewed_first",
    "received_month": "received_month",
    "intake_month": "intake_month",
    "entered_month": "entered_month",
    "done_month": "done_month",
    "intake_known": "intake_result",
}

_BASE_DAY = {
    "received": "received_on",
    "accepted": "entered_on",
    "concluded": "done_on",
    "pending": "entered_on",
}

_KNOWN_NOW = "and {}.until_entry is null"
_KNOWN_THEN = "and {0}.since_entry <= :known_at and ({0}.until_entry is null or {0}.until_entry > :known_at)"

_STATE = """
  select v.case_no, v.docket_no, v.docket_year, v.docket_serial, v.received_on, v.law, v.reply_due_on,
    v.matter, v.field, v.respondent, v.respondent_level, v.procedure, v.handler, v.court, v.applicant_kind,
    v.instance as known_instance, v.defendant_role as known_role, v.reviewed_first,
    v.due_on, v.days_taken, v.extended as was_extended,
    case when v.intake_on <= :cut then v.intake_result end as intake_result,
    case when v.intake_on <= :cut then v.intake_on end as intake_on,
    case when v.closed_on <= :cut then v.closed_on end as closed_on,
    case when v.closed_on <= :cut then v.outcome end as known_outcome,
    case when v.closed_on <= :cut then v.ground end as known_ground,
    case when v.replied_on <= :cut then v.replied_on end as replied_on,"""

# A review is on the desk from its acceptance, a case of the other registers from its receipt.
_ON_DESK = {
    True: """
    case when v.intake_result = 'accept' and v.intake_on <= :cut then v.intake_on end as entered_on,
    case when v.intake_result = 'accept' and v.closed_on <= :cut then v.closed_on end as done_on""",
    False: """
    v.received_on as entered_on,
    case when v.closed_on <= :cut then v.closed_on end as done_on""",
}

# What is read of a case only where it is asked for.
_MORE_STATE = {
    "sued": ", case when v.sued_on <= :cut then v.sued_on end as sued_on",
    "effective": ", case when v.effective_on <= :cut then v.effective_on end as effective_on",
    # persons, where a number or names are recorded; the names stand in one text
    "persons": """,
    coalesce(v.applicant_count, 1 + length(v.applicant) - length(replace(v.applicant, '、', '')), 0) as persons""",
    "compensation": ", v.compensation as compensation_told",
    "norm_review": ", v.norm_review as norm_review_told",
}

# The steps of desk_within. What left within so many days, and not before a period, was received at most so many days
# before it: a period reads the cases around it, however many the book holds.
DESK_STEPS = (32, 64, 128, 256, 512, 1024, 4096, 99999)
_WINDOWS = " union all select ".join(f"{step} as within, :since{step} as since" for step in DESK_STEPS)
_TOUCHED = f"""
  from (select {_WINDOWS}) w
  cross join case_version v indexed by case_version_period on v.book_no = :book_no and v.register = :register
    and v.desk_within = w.within and v.received_on >= w.since and v.received_on <= :end
  where (v.left_on is null or v.left_on >= :start)"""
# a judgment may take effect long after the case left the desk
_TOUCHED_OR_EFFECTIVE = """
  from case_version v
  where v.book_no = :book_no and v.register = :register and v.received_on <= :end
    and (v.left_on is null or v.left_on >= :start or (v.effective_on >= :start and v.effective_on <= :end))"""

_FLOW_FACTS = """
    case when received_on >= :start then 1 else 0 end as received_in,
    case when entered_on >= :start and entered_on <= :end then 1 else 0 end as entered_in,
    case when entered_on < :start and (done_on is null or done_on >= :start) then 1 else 0 end as open_start,
    case when done_on >= :start and done_on <= :end then 1 else 0 end as concluded_in,
    case when entered_on <= :end and (done_on is null or done_on > :end) then 1 else 0 end as pending_end,
    case when done_on >= :start and done_on <= :end then known_outcome end as outcome,"""

_INTAKE_FACTS = {
    True: """
    case when received_on < :start and (intake_on is null or intake_on >= :start) then 1 else 0 end
      as awaiting_start,
    case when intake_on is null or intake_on > :end then 1 else 0 end as awaiting_end,
    case when intake_on >= :start and intake_on <= :end then intake_result end as intake,""",
    False: """
    0 as awaiting_start, 0 as awaiting_end, null as intake,""",
}

_SUIT_FACTS = {
    True: """
    known_instance as instance, known_role as role,""",
    False: """
    null as instance, null as role,""",
}

# A retrial review has no reply that is ours to give in time. Where no period is known, none was missed.
_REPLY_FACT = {
    True: """
    null as reply,""",
    False: """
    case when received_on < :start or known_instance = 'retrial_review' then null
      when replied_on is null then 'outstanding'
      when reply_due_on is null or replied_on <= reply_due_on then 'on_time'
      else 'late' end as reply,""",
}


# A review with a law that was closed while its period stood still has no last day, and cannot be late.
_TIME_FACTS = {
    True: """
    case when done_on < :start or done_on > :end or done_on is null then null when law is null then 'not_computed'
      when due_on is null or done_on <= due_on then 'on_time' else 'late' end as timing,
    case when done_on >= :start and done_on <= :end then was_extended else 0 end as extended,
    case when done_on >= :start and done_on <= :end and days_taken <= :within then 1 else 0 end as within_60,
    case when done_on >= :start and done_on <= :end then days_taken end as days,""",
    False: """
    null as timing, 0 as extended, 0 as within_60, null as days,""",
}

_DONE_IN = "done_on >= :start and done_on <= :end"
_PENDING = "entered_on <= :end and (done_on is null or done_on > :end)"
# without the hint every step of the book is read for each case: the planner takes the primary key
_LAST_STAND = """(
      select s.step from step s indexed by step_of_case
      left join strike x on x.book_no = s.book_no and x.step_no = s.step_no{struck_then}
      where s.book_no = :book_no and s.case_no = state.case_no and s.step in ('suspend', 'resume')
        and s.on_date <= :end and x.step_no is null{told_then}
      order by s.on_date desc, s.step_no desc limit 1)"""
_OPTIONAL_FACTS = {
    "sued": f"case when {_DONE_IN} and sued_on is not null then 1 else 0 end as sued,",
    "effective": "case when effective_on >= :start and effective_on <= :end then known_outcome end as effective,",
    "reviewed": "reviewed_first as reviewed,",
    "suspended_end": f"case when {_PENDING} and {_LAST_STAND} = 'suspend' then 1 else 0 end as suspended_end,",
    "overdue_end": f"case when {_PENDING} and due_on < :end then 1 else 0 end as overdue_end,",
    "persons": "",
    "compensation": f"case when {_DONE_IN} then compensation_told end as compensation,",
    "norm_review": f"case when {_DONE_IN} and norm_review_told is not null then 1 else 0 end as norm_review,",
}
_MONTHS = """
    case when received_on < :start then '' else substr(received_on, 1, 7) end as received_month,
    case when intake_on > :end then null when intake_on < :start then '' else substr(intake_on, 1, 7) end
      as intake_month,
    case when entered_on > :end then null when entered_on < :start then '' else substr(entered_on, 1, 7) end
      as entered_month,
    case when done_on > :end then null when done_on < :start then '' else substr(done_on, 1, 7) end as done_month,"""

MONTHS = ("received_month", "intake_month", "entered_month", "done_month")


def as_known(alias: str, population: Population) -> str:
    """Return the condition that a derived row ``alias`` is the one known at the population's entry."""
    return (_KNOWN_NOW if population.known_at is None else _KNOWN_THEN).format(alias)


def struck_then(population: Population) -> str:
    """Return the condition on strikes, and that on steps, of what was told by the population's entry."""
    return "" if population.known_at is None else " and x.entry_no <= :known_at"


def told_then(population: Population) -> str:
    """Return the condition that a step ``s`` was told by the population's entry."""
    return "" if population.known_at is None else " and s.entry_no <= :known_at"


def facts_of(population: Population, base: str, optional: Iterable[str] = (), dimensions: Iterable[str] = ()) -> str:
    """Return the expression ``with … facts as (…)``; ``base`` says which day gives the ``month``."""
    review, suit = population.register == REVIEW, population.register == LITIGATION
    asked = tuple(optional)
    more = (_MORE_STATE.get(name, "") for name in asked)
    touched = _TOUCHED_OR_EFFECTIVE if "effective" in asked else _TOUCHED
    state = (_STATE, _ON_DESK[review], *more, touched, as_known("v", population))
    then = {"struck_then": struck_then(population), "told_then": told_then(population)}
    derived = (
        _FLOW_FACTS,
        _INTAKE_FACTS[review],
        _SUIT_FACTS[suit],
        _REPLY_FACT[review],
        _TIME_FACTS[review],
        *(_OPTIONAL_FACTS[name].format(**then) for name in asked),
        _MONTHS if set(MONTHS) & set(dimensions) else "",
        _ground_fact(population),
        f"substr({_BASE_DAY[base]}, 1, 7) as month",
    )
    return " ".join(("with state as (", *state, "), facts as ( select state.*,", *derived, "from state )"))


def _ground_fact(population: Population) -> str:
    """A ground outside the vocabulary counts as other where there is such a ground, else as not stated."""
    codes = ", ".join(f":ground{number}" for number in range(len(headings.grounds(population.register))))
    return (
        "case when done_on >= :start and done_on <= :end and known_outcome = :grounded then"
        " case when known_ground is null then null"
        f" when known_ground in ({codes}) then known_ground"
        " else :other_ground end end as ground,"
    )
