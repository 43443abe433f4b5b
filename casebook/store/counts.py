"""Counting: one grouped scan of the cases that a period can touch, and the same cases listed one by one.

Every column that is counted is derived once, in the common table expression ``facts``; the scan groups by
these columns and the listing selects by them. Values are bound; column names come from fixed tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook import headings
from casebook.cells import Facts
from casebook.terms import LITIGATION, REVIEW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casebook.cells import Selection, Value
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
            "within": headings.WITHIN_DAYS,
            "grounded": headings.GROUNDED[self.register],
            "other_ground": "other" if "other" in grounds else None,
            **{f"ground{number}": code for number, code in enumerate(grounds.codes)},
        }


@dataclass(frozen=True, slots=True)
class Group:
    """So many cases with the same facts and the same values of the dimensions asked for.

    ``days`` is what each took, of reviews concluded in the period.
    """

    facts: Facts
    days: int | None
    values: tuple[str | None, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One case behind a figure, with the facts as of the day of reckoning; ``on`` is the day of a hearing."""

    case_no: int
    docket_no: str
    received_on: str
    intake_result: str | None = None
    intake_on: str | None = None
    closed_on: str | None = None
    outcome: str | None = None
    ground: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Hearings:
    """Hearings held in a period, and the cases they were held in."""

    cases_heard: int
    cases_head_attended: int
    hearings: int
    hearings_head_attended: int


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
}

_BASE_DAY = {
    "received": "substr(received_on, 1, 7) as month",
    "accepted": "substr(entered_on, 1, 7) as month",
    "concluded": "substr(done_on, 1, 7) as month",
    "pending": "substr(entered_on, 1, 7) as month",
}

_KNOWN_NOW = "and {}.until_entry is null"
_KNOWN_THEN = "and {0}.since_entry <= :known_at and ({0}.until_entry is null or {0}.until_entry > :known_at)"

_STATE = """
  select v.case_no, v.docket_no, v.docket_year, v.docket_serial, v.received_on, v.law, v.reply_due_on,
    v.matter, v.field, v.respondent, v.respondent_level, v.procedure, v.handler, v.court, v.applicant_kind,
    v.instance as known_instance, v.defendant_role as known_role,
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

_TOUCHED = """
  from case_version v
  where v.book_no = :book_no and v.register = :register
    and v.received_on <= :end and (v.left_on is null or v.left_on >= :start)"""

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


def last_entry(connection: sqlite3.Connection, book_no: int = 1) -> int:
    """Return the number of the latest entry of the book, 0 for an empty one."""
    sql = "select coalesce(max(entry_no), 0) from entry where book_no = :book_no"
    number: int = connection.execute(sql, {"book_no": book_no}).fetchone()[0]
    return number


def scan(
    connection: sqlite3.Connection,
    population: Population,
    dimensions: Sequence[str] = (),
    base: str = "received",
) -> list[Group]:
    """Return the cases of ``population`` grouped by their facts and by ``dimensions``, in one scan.

    ``base`` says which day gives the ``month``: that of receipt, acceptance or conclusion.
    """
    wanted = [DIMENSION_COLUMN[name] for name in dimensions]
    columns = [*Facts._fields, "days", *dict.fromkeys(wanted)]
    chosen = ", ".join(columns)
    statement = " ".join((_facts(population, base), "select", chosen, ", count(*) from facts group by", chosen))
    facts, places = len(Facts._fields), [columns.index(name) for name in wanted]
    return [
        Group(Facts(*row[:facts]), row[facts], tuple(row[place] for place in places), row[-1])
        for row in connection.execute(statement, population.parameters)
    ]


def cases(
    connection: sqlite3.Connection,
    population: Population,
    selection: Selection,
    values: Mapping[str, Sequence[str | None]] | None = None,
    base: str = "received",
) -> list[Listed]:
    """Return the cases that ``selection`` counts, each once, in order of their numbers.

    ``values`` limits them further to values of dimensions.
    """
    asked = population.parameters
    limits = [_any_of(selection, asked)]
    limits += [_one_of(DIMENSION_COLUMN[name], wanted, asked) for name, wanted in (values or {}).items()]
    columns = (
        "case_no, docket_no, received_on, intake_result, intake_on, closed_on, known_outcome, known_ground"
        " from facts where"
    )
    order = "order by docket_year, docket_serial, docket_no, case_no"
    statement = " ".join((_facts(population, base), "select", columns, " and ".join(limits), order))
    return [Listed(*row) for row in connection.execute(statement, asked)]


def count_hearings(connection: sqlite3.Connection, population: Population) -> Hearings:
    """Return how many hearings were held in the period and in how many cases, with the head and in all."""
    counts = (
        "select count(distinct case_no), count(distinct case when attended = 1 then case_no end), count(*),"
        " coalesce(sum(attended), 0) from held"
    )
    row = connection.execute(" ".join((_held(population), counts)), population.parameters).fetchone()
    return Hearings(*row)


def hearings(connection: sqlite3.Connection, population: Population, cell: str) -> list[Listed]:
    """Return what ``cell`` of the hearings counts: a row for each hearing, or for each case its first one."""
    limit = "where attended = 1" if cell.endswith("head_attended") else ""
    columns = "select case_no, docket_no, received_on, on_date from held"
    order = "order by docket_year, docket_serial, docket_no, case_no, on_date, step_no"
    statement = " ".join((_held(population), columns, limit, order))
    rows = [
        Listed(case_no, docket_no, received_on, on=on_date)
        for case_no, docket_no, received_on, on_date in connection.execute(statement, population.parameters)
    ]
    return rows if cell.startswith("hearings") else list(_first_of_case(rows))


def _first_of_case(rows: Iterable[Listed]) -> Iterator[Listed]:
    seen: set[int] = set()
    for row in rows:
        if row.case_no not in seen:
            seen.add(row.case_no)
            yield row


def _as_known(alias: str, population: Population) -> str:
    return (_KNOWN_NOW if population.known_at is None else _KNOWN_THEN).format(alias)


def _facts(population: Population, base: str) -> str:
    review, suit = population.register == REVIEW, population.register == LITIGATION
    state = (_STATE, _ON_DESK[review], _TOUCHED, _as_known("v", population))
    derived = (
        _FLOW_FACTS,
        _INTAKE_FACTS[review],
        _SUIT_FACTS[suit],
        _REPLY_FACT[review],
        _TIME_FACTS[review],
        _ground_fact(population),
    )
    return " ".join(
        (
            "with state as (",
            *state,
            "), facts as ( select state.*,",
            *derived,
            _BASE_DAY[base],
            "from state )",
        )
    )


def _ground_fact(population: Population) -> str:
    """A ground outside the vocabulary counts as other where there is such a ground, else as not stated."""
    codes = ", ".join(f":ground{number}" for number in range(len(headings.grounds(population.register))))
    return (
        "case when done_on >= :start and done_on <= :end and known_outcome = :grounded then"
        " case when known_ground is null then null"
        f" when known_ground in ({codes}) then known_ground"
        " else :other_ground end end as ground,"
    )


def _held(population: Population) -> str:
    return " ".join(
        (
            """with held as (
  select h.case_no, h.step_no, h.on_date, v.docket_no, v.docket_year, v.docket_serial, v.received_on,
    case when h.head_attended = 'yes' then 1 else 0 end as attended
  from hearing_version h join case_version v on v.book_no = h.book_no and v.case_no = h.case_no
  where h.book_no = :book_no and v.register = :register and h.on_date >= :start and h.on_date <= :end""",
            _as_known("h", population),
            _as_known("v", population),
            ")",
        )
    )


def _any_of(selection: Selection, asked: Parameters) -> str:
    fitting = (" and ".join(_one_of(name, values, asked) for name, values in where) for where in selection.any_of)
    return "".join(("( ", " or ".join(f"({each})" for each in fitting), " )"))


def _one_of(column: str, values: Sequence[Value], asked: Parameters) -> str:
    """Return the condition that ``column`` has one of ``values`` (``None`` is null), bound in ``asked``."""
    marks: list[str] = []
    for value in values:
        if value is not None:
            marks.append(f":value{len(asked)}")
            asked[f"value{len(asked)}"] = value
    among = f"{column} in ({', '.join(marks)})" if marks else "1 = 0"
    return f"({among} or {column} is null)" if None in values else among
