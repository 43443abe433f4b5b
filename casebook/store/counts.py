"""Counting: one grouped scan of the cases that a period can touch, and the same cases listed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cells import OPTIONAL, Facts
from casebook.store.population import DIMENSION_COLUMN, Population, as_known, facts_of, struck_then, told_then

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence

    from casebook.cells import Selection, Value
    from casebook.store.population import Parameters

Values = tuple[str | None, ...]

MEASURES: Mapping[str, str] = {
    "persons": "sum(persons)",
    "compensation": "sum(coalesce(compensation, 0))",
    "compensated": "count(compensation)",
    "norm_review": "sum(norm_review)",
}
_RESTS_ON = {"compensated": "compensation"}


@dataclass(frozen=True, slots=True)
class Group:
    """So many cases with the same facts and the same values of the dimensions asked for.

    ``days`` is what each took, of reviews concluded in the period; ``sums`` are the measures asked for.
    """

    facts: Facts
    days: int | None
    values: Values
    count: int
    sums: tuple[int, ...] = ()


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
    *,
    facts: Collection[str] | None = None,
    days: bool = True,
    measures: Sequence[str] = (),
) -> list[Group]:
    """Return the cases of ``population`` grouped by their facts and by ``dimensions``, in one scan.

    ``base`` says which day gives the ``month``: that of receipt, acceptance or conclusion. ``facts`` are those to
    group by, ``None`` all that are not optional; ``days`` says whether days taken are told apart; ``measures`` are
    summed beside the number of cases.
    """
    told = [name for name in Facts._fields if (name not in OPTIONAL if facts is None else name in facts)]
    wanted = [DIMENSION_COLUMN[name] for name in dimensions]
    columns = [*told, *(("days",) if days else ()), *(name for name in dict.fromkeys(wanted) if name not in told)]
    chosen = ", ".join(columns) or "1"
    summed = "".join(f"{MEASURES[name]}, " for name in measures)
    optional = (*(name for name in told if name in OPTIONAL), *(_RESTS_ON.get(name, name) for name in measures))
    expression = facts_of(population, base, dict.fromkeys(optional), dimensions)
    grouped = f"group by {chosen}" if columns else ""
    statement = f"{expression} select {chosen}, {summed} count(*) from facts {grouped}"
    places = [columns.index(name) for name in wanted]
    make, at_days, first_sum = _maker(told), len(told) if days else None, max(len(columns), 1)
    return [
        Group(
            make(row[: len(told)]),
            None if at_days is None else row[at_days],
            tuple([row[place] for place in places]),
            row[-1],
            row[first_sum:-1],
        )
        for row in connection.execute(statement, population.parameters)
    ]


def _maker(names: Sequence[str]) -> Callable[[Sequence[Value]], Facts]:
    """Return what makes facts of the values of ``names``; those not asked for keep their defaults."""
    defaults = list(Facts())
    places = [Facts._fields.index(name) for name in names]

    def make(values: Sequence[Value]) -> Facts:
        told = defaults.copy()
        for place, value in zip(places, values, strict=True):
            told[place] = value
        return Facts._make(told)

    return make


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
    limits += [one_of(DIMENSION_COLUMN[name], wanted, asked) for name, wanted in (values or {}).items()]
    columns = (
        "case_no, docket_no, received_on, intake_result, intake_on, closed_on, known_outcome, known_ground"
        " from facts where"
    )
    order = "order by docket_year, docket_serial, docket_no, case_no"
    expression = facts_of(population, base, sorted(selection.optional), tuple(values or ()))
    statement = " ".join((expression, "select", columns, " and ".join(limits), order))
    return [Listed(*row) for row in connection.execute(statement, asked)]


def each_case(
    connection: sqlite3.Connection, population: Population, base: str = "received"
) -> list[tuple[int, str, Facts]]:
    """Return every case that the period touches, with its number and its facts, in order of the numbers."""
    facts = [name for name in Facts._fields if name not in OPTIONAL]
    order = "order by docket_year, docket_serial, docket_no, case_no"
    statement = " ".join(
        (facts_of(population, base), "select case_no, docket_no,", ", ".join(facts), "from facts", order)
    )
    return [(row[0], row[1], Facts(*row[2:])) for row in connection.execute(statement, population.parameters)]


@dataclass(frozen=True, slots=True)
class Pending:
    """A case that is pending at the end of a period: on the desk since a day, to be done by another."""

    case_no: int
    docket_no: str
    entered_on: str
    due_on: str | None
    suspended: bool
    handler: str | None


def pending(connection: sqlite3.Connection, population: Population) -> list[Pending]:
    """Return the cases pending at the end of the period, the oldest first."""
    expression = facts_of(population, "received", ("suspended_end",))
    statement = (
        f"{expression} select case_no, docket_no, entered_on, due_on, suspended_end, handler from facts"
        " where pending_end = 1 order by entered_on, docket_year, docket_serial, case_no"
    )
    return [
        Pending(case_no, docket_no, entered_on, due_on, bool(suspended), handler)
        for case_no, docket_no, entered_on, due_on, suspended, handler in connection.execute(
            statement, population.parameters
        )
    ]


def events(
    connection: sqlite3.Connection, population: Population, steps: Sequence[str], dimensions: Sequence[str] = ()
) -> list[tuple[str, Values, int]]:
    """Return how many live steps of ``steps`` fall in the period, by step and by values of ``dimensions``."""
    asked = population.parameters
    columns = [DIMENSION_COLUMN[name] for name in dimensions]
    expression = _told(population, one_of("s.step", steps, asked), columns)
    chosen = ", ".join(("step", *columns))
    statement = f"{expression} select {chosen}, count(*) from told group by {chosen}"
    return [(row[0], row[1:-1], row[-1]) for row in connection.execute(statement, asked)]


def cases_with(
    connection: sqlite3.Connection,
    population: Population,
    step: str,
    values: Mapping[str, Sequence[str | None]] | None = None,
) -> list[Listed]:
    """Return the cases in which ``step`` was told for a day of the period, a row for each such step."""
    asked = population.parameters
    limits = [one_of(DIMENSION_COLUMN[name], wanted, asked) for name, wanted in (values or {}).items()]
    expression = _told(population, one_of("s.step", (step,), asked), [DIMENSION_COLUMN[name] for name in values or ()])
    statement = " ".join(
        (
            expression,
            "select case_no, docket_no, received_on, on_date from told where",
            " and ".join(limits or ["1 = 1"]),
            "order by docket_year, docket_serial, docket_no, case_no, on_date, step_no",
        )
    )
    return [Listed(no, docket, received, on=on) for no, docket, received, on in connection.execute(statement, asked)]


def _told(population: Population, which: str, columns: Sequence[str]) -> str:
    """The live steps of a period with their cases; of the dimensions only those that stand on the card."""
    wanted = "".join(f", v.{_OWN_COLUMN.get(name, name)} as {name}" for name in dict.fromkeys(columns))
    return (
        "with told as ( select s.step, s.step_no, s.on_date, v.case_no, v.docket_no, v.docket_year, v.docket_serial,"
        f" v.received_on{wanted} from step s"
        " join case_version v on v.book_no = s.book_no and v.case_no = s.case_no"
        f" left join strike x on x.book_no = s.book_no and x.step_no = s.step_no{struck_then(population)}"
        f" where s.book_no = :book_no and {which} and s.on_date >= :start and s.on_date <= :end"
        f" and v.register = :register and x.step_no is null{told_then(population)} {as_known('v', population)} )"
    )


_OWN_COLUMN = {"known_instance": "instance", "known_role": "defendant_role", "known_outcome": "outcome"}


def _any_of(selection: Selection, asked: Parameters) -> str:
    fitting = (" and ".join(one_of(name, values, asked) for name, values in where) for where in selection.any_of)
    return "".join(("( ", " or ".join(f"({each})" for each in fitting), " )"))


def one_of(column: str, values: Sequence[Value], asked: Parameters) -> str:
    """Return the condition that ``column`` has one of ``values`` (``None`` is null), bound in ``asked``."""
    marks: list[str] = []
    for value in values:
        if value is not None:
            marks.append(f":value{len(asked)}")
            asked[f"value{len(asked)}"] = value
    among = f"{column} in ({', '.join(marks)})" if marks else "1 = 0"
    return f"({among} or {column} is null)" if None in values else among
