"""Hearings held in a period: counted in all, by dimensions of their cases, and listed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from casebook.store.counts import Listed, one_of
from casebook.store.population import DIMENSION_COLUMN, Population, as_known

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Hearings:
    """Hearings held in a period, and the cases they were held in; with the head, and with the chief officer."""

    cases_heard: int
    cases_head_attended: int
    hearings: int
    hearings_head_attended: int
    cases_chief_attended: int = 0
    hearings_chief_attended: int = 0


class Held(NamedTuple):
    """One hearing as it is recorded: in which case, when, and who came for the agency."""

    docket_no: str
    on_date: str
    court: str | None
    instance: str | None
    respondents: str | None
    head_attended: str | None
    head_name: str | None
    head_post: str | None
    head_rank: str | None
    absence: str | None


_COUNTS = (
    "count(distinct case_no), count(distinct case when attended = 1 then case_no end), count(*),"
    " coalesce(sum(attended), 0), count(distinct case when chief = 1 then case_no end), coalesce(sum(chief), 0)"
)


def count_hearings(connection: sqlite3.Connection, population: Population) -> Hearings:
    """Return how many hearings were held in the period and in how many cases, with the head and in all."""
    statement = f"{_held(population)} select {_COUNTS} from held"
    return Hearings(*connection.execute(statement, population.parameters).fetchone())


def hearings_by(
    connection: sqlite3.Connection, population: Population, dimensions: Sequence[str]
) -> list[tuple[tuple[str | None, ...], Hearings]]:
    """Return the hearings of the period by values of ``dimensions`` of their cases."""
    chosen = ", ".join(_own(name) for name in dimensions)
    statement = f"{_held(population)} select {chosen}, {_COUNTS} from held group by {chosen}"
    width = len(dimensions)
    return [(row[:width], Hearings(*row[width:])) for row in connection.execute(statement, population.parameters)]


def hearings(
    connection: sqlite3.Connection,
    population: Population,
    cell: str,
    values: Mapping[str, Sequence[str | None]] | None = None,
) -> list[Listed]:
    """Return what ``cell`` of the hearings counts: a row for each hearing, or for each case its first one."""
    asked = population.parameters
    limits = [one_of(_own(name), wanted, asked) for name, wanted in (values or {}).items()]
    if cell.endswith("head_attended"):
        limits.append("attended = 1")
    elif cell.endswith("chief_attended"):
        limits.append("chief = 1")
    columns = "select case_no, docket_no, received_on, on_date from held where"
    order = "order by docket_year, docket_serial, docket_no, case_no, on_date, step_no"
    statement = " ".join((_held(population), columns, " and ".join(limits or ["1 = 1"]), order))
    rows = [
        Listed(case_no, docket_no, received_on, on=on_date)
        for case_no, docket_no, received_on, on_date in connection.execute(statement, asked)
    ]
    return rows if cell.startswith("hearings") else list(_first_of_case(rows))


def register_of_hearings(connection: sqlite3.Connection, population: Population) -> list[Held]:
    """Return every hearing of the period with who came for the agency, by day."""
    statement = (
        f"{_held(population)} select docket_no, on_date, court, instance, respondents, head_attended, head_name,"
        " head_post, head_rank, absence from held order by on_date, docket_year, docket_serial, case_no, step_no"
    )
    return [Held(*row) for row in connection.execute(statement, population.parameters)]


def _own(dimension: str) -> str:
    return {"instance": "instance", "role": "defendant_role"}.get(dimension) or DIMENSION_COLUMN[dimension]


def _first_of_case(rows: Iterable[Listed]) -> Iterator[Listed]:
    seen: set[int] = set()
    for row in rows:
        if row.case_no not in seen:
            seen.add(row.case_no)
            yield row


def _held(population: Population) -> str:
    return " ".join(
        (
            """with held as (
  select h.case_no, h.step_no, h.on_date, v.docket_no, v.docket_year, v.docket_serial, v.received_on,
    v.matter, v.field, v.respondent, v.respondents, v.respondent_level, v.handler, v.procedure, v.court, v.instance,
    v.defendant_role, v.applicant_kind, v.law, v.reviewed_first,
    h.head_attended, t.head_name, t.head_post, h.head_rank, t.absence,
    case when h.head_attended = 'yes' then 1 else 0 end as attended,
    case when h.head_attended = 'yes' and h.head_rank = 'chief' then 1 else 0 end as chief
  from hearing_version h join case_version v on v.book_no = h.book_no and v.case_no = h.case_no
    left join hearing t on t.book_no = h.book_no and t.step_no = h.step_no
  where h.book_no = :book_no and v.register = :register and h.on_date >= :start and h.on_date <= :end""",
            as_known("h", population),
            as_known("v", population),
            ")",
        )
    )
