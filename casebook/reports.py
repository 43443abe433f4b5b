"""Reports: from one scan of the book to figures that balance, and from a figure back to its cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.cells import BASE_CELLS, OPTIONAL, Facts, cells_of, more_cells_of
from casebook.dates import Period
from casebook.errors import AsOfBeforePeriod, EntryNotYet
from casebook.figures import Breakdown, Efficiency, Flow, IntakeFlow, Key, Report, Share
from casebook.schemes import Scheme, load
from casebook.selectors import Figures, default_base, pairs, parse_base, parse_dimensions
from casebook.store import counts, hearings
from casebook.store.population import Population
from casebook.terms import LITIGATION, REVIEW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from casebook.cells import Selection
    from casebook.law import Lawbook
    from casebook.rates import Rate
    from casebook.store.counts import Group, Listed

SUMMARY = "summary"

Sections = dict[str, dict[str, int]]


def build(
    connection: sqlite3.Connection,
    *,
    register: str,
    period: Period,
    lawbook: Lawbook,
    bureau: str,
    known_at: int | None = None,
    as_of: date | None = None,
    by: Sequence[str] = (),
    base: str | None = None,
    scheme: Scheme | None = None,
    book_no: int = 1,
) -> Report:
    """Return the summary report of ``register`` over ``period`` (both days included).

    ``known_at`` is the entry after which the book is read, ``as_of`` the day after which events are ignored
    and to which the period is cut. ``by`` are breakdowns of one dimension or of two, as ``field,family``, of
    the cases of ``base``, ``scheme`` the way of counting (the standard one). Raises ``EntryNotYet``,
    ``AsOfBeforePeriod``, ``UnknownCode``, ``BaseNotInRegister``, ``TooManyDimensions``, and ``Unbalanced`` where the
    derived rows are damaged.
    """
    population = asked(connection, register=register, period=period, known_at=known_at, as_of=as_of, book_no=book_no)
    family_of = families_of(lawbook, register)
    counting = scheme or load()
    chosen_base = parse_base(base, register) if base else default_base(register)
    crosses = [parse_dimensions(text) for text in by]
    dimensions = tuple(dict.fromkeys(name for cross in crosses for name in cross))
    asked_rates = counting.rates_of(register)
    groups = counts.scan(connection, population, dimensions, chosen_base, facts=facts_for(asked_rates, register))
    sections = sections_of(groups, cells_of(register, family_of))
    more = sections_of(groups, rate_cells_for(asked_rates, register))
    if register == LITIGATION:
        held = hearings.count_hearings(connection, population)
        sections["hearings"] = {code: getattr(held, code) for code in headings.HEARINGS.codes}
        more["hearings"] = {code: getattr(held, code) for code in held.__slots__}
    return Report(
        form=SUMMARY,
        register=register,
        bureau=bureau,
        period=population.period,
        known_at=counts.last_entry(connection, book_no) if known_at is None else known_at,
        scheme=counting.name,
        unit=counting.unit,
        flow=flow_of(sections["flow"], register, "flow"),
        outcomes=sections["outcomes"],
        families=sections["families"],
        grounds=_under(sections, "grounds"),
        rates=shares(sections | more, asked_rates, counting),
        intake=_intake(sections["intake"]) if register == REVIEW else None,
        instances=_instances(sections, register),
        instance_outcomes=_under(sections, "instance_outcomes"),
        roles=sections.get("roles", {}),
        hearings=sections.get("hearings", {}),
        replies=sections.get("replies", {}),
        efficiency=_efficiency(sections, groups) if register == REVIEW else None,
        breakdowns=tuple(
            _breakdown(groups, cross, dimensions=dimensions, base=chosen_base, register=register, family_of=family_of)
            for cross in crosses
        ),
    )


def cases_of(
    connection: sqlite3.Connection,
    selector: str,
    *,
    register: str,
    period: Period,
    lawbook: Lawbook,
    known_at: int | None = None,
    as_of: date | None = None,
    base: str | None = None,
    scheme: Scheme | None = None,
    book_no: int = 1,
) -> list[Listed]:
    """Return the cases behind the figure that ``selector`` names, in order of their numbers.

    A selector is a figure (``outcome=revoke``, ``intake=refuse``, ``flow=pending``, ``ground=settled``,
    ``replies=late``, ``hearings=cases_heard``), a value of a dimension (``matter=penalty``) or of two
    (``field=公安,family=revoke``) within the base, or the name of a figure in the JSON report
    (``rates.loss.part``). Raises ``FigureUnknown`` and the errors of ``build``.
    """
    population = asked(connection, register=register, period=period, known_at=known_at, as_of=as_of, book_no=book_no)
    chosen_base = parse_base(base, register) if base else None
    figures = Figures(register, families_of(lawbook, register), scheme or load(), chosen_base)
    target = figures.find(selector)
    if target.hearing:
        return hearings.hearings(connection, population, target.hearing)
    month_base = chosen_base or default_base(register)
    return counts.cases(connection, population, target.selection, target.values, month_base)


def cells(report: Report) -> tuple[str, ...]:
    """Return the names of all figures of ``report`` that lead to cases: selectors of ``cases_of``."""
    named = [f"{section}.{code}" for section, found in report.sections.items() for code in found]
    named += [f"rates.{share.name}.{side}" for share in report.rates for side in ("part", "whole")]
    for breakdown in report.breakdowns:
        named += [pairs(breakdown.by, key) for key, _ in breakdown.counts]
    return tuple(named)


def families_of(lawbook: Lawbook, register: str) -> dict[str, str]:
    """Return the family of each outcome of ``register``; of several editions the latest prevails."""
    return {
        outcome.code: outcome.family
        for _, edition in lawbook.starts(register)
        for outcome in lawbook.edition(edition).registers[register].outcomes.values()
    }


def check_as_of(as_of: date, period: Period) -> None:
    """Raise ``AsOfBeforePeriod`` where the day of reckoning lies before the period."""
    if as_of < period.start:
        raise AsOfBeforePeriod(as_of=as_of, start=period.start)


def asked(
    connection: sqlite3.Connection,
    *,
    register: str,
    period: Period,
    known_at: int | None,
    as_of: date | None,
    book_no: int,
) -> Population:
    """Return the population that is asked for. Raises ``EntryNotYet`` and ``AsOfBeforePeriod``."""
    if known_at is not None:
        last = counts.last_entry(connection, book_no)
        if not 0 <= known_at <= last:
            raise EntryNotYet(known_at=known_at, last=last)
    if as_of is not None:
        check_as_of(as_of, period)
        period = Period(period.start, min(period.end, as_of))
    return Population(register, period, known_at, as_of, book_no)


def rate_cells_for(asked_rates: Iterable[Rate], register: str) -> dict[str, Selection]:
    """Return the cells that ``asked_rates`` need beside those of the report."""
    needed = {cell for rate in asked_rates for cell in rate.cells}
    return {name: selection for name, selection in more_cells_of(register).items() if name in needed}


def facts_for(asked_rates: Iterable[Rate], register: str) -> tuple[str, ...]:
    """Return the facts that a report with ``asked_rates`` is counted by."""
    optional = {name for each in rate_cells_for(asked_rates, register).values() for name in each.optional}
    return tuple(name for name in Facts._fields if name not in OPTIONAL or name in optional)


def sections_of(groups: Iterable[Group], selections: Mapping[str, Selection]) -> Sections:
    """Return how many cases each selection counts, under its section and its code."""
    by_facts: Counter[Facts] = Counter()
    for group in groups:
        by_facts[group.facts] += group.count
    sections: Sections = {}
    for name, selection in selections.items():
        section, _, code = name.rpartition(".")
        number = sum(count for facts, count in by_facts.items() if selection.fits(facts))
        sections.setdefault(section, {})[code] = number
    return sections


def _under(sections: Sections, head: str) -> dict[str, dict[str, int]]:
    return {name.partition(".")[2]: found for name, found in sections.items() if name.startswith(f"{head}.")}


def _instances(sections: Sections, register: str) -> dict[str, Flow]:
    found = _under(sections, "instances")
    return {instance: flow_of(cells, register, f"instances.{instance}") for instance, cells in found.items()}


def _intake(found: Mapping[str, int]) -> IntakeFlow:
    results = {code: found[code] for code in terms.INTAKE_RESULT.codes}
    return IntakeFlow(found["opening"], found["received"], results, found["awaiting"])


def _efficiency(sections: Sections, groups: Iterable[Group]) -> Efficiency:
    days: Counter[int] = Counter()
    for group in groups:
        if group.days is not None:
            days[group.days] += group.count
    return Efficiency(sections["flow"]["concluded"], sections["efficiency"], days)


def flow_of(found: Mapping[str, int], register: str, name: str) -> Flow:
    """Return the flow that the cells ``found`` make; ``name`` is that of its identity. Raises ``Unbalanced``."""
    entering = headings.ENTERING[register]
    return Flow(
        entering,
        found["opening"],
        found[entering],
        found["concluded"],
        found["pending"],
        found["opening_concluded"],
        found.get("closed_all"),
        name,
    )


def shares(sections: Sections, asked_rates: Iterable[Rate], scheme: Scheme) -> tuple[Share, ...]:
    """Return the rates that the cells of ``sections`` make, rounded as ``scheme`` does."""

    def total(names: Sequence[str]) -> int:
        return sum(sections[section][code] for section, _, code in (name.rpartition(".") for name in names))

    return tuple(
        Share(
            rate.name,
            rate.label,
            rate.definition,
            total(rate.part),
            total(rate.whole),
            scheme.places,
            scheme.truncate,
        )
        for rate in asked_rates
    )


def _breakdown(
    groups: Iterable[Group],
    cross: tuple[str, ...],
    *,
    dimensions: tuple[str, ...],
    base: str,
    register: str,
    family_of: Mapping[str, str],
) -> Breakdown:
    places = [dimensions.index(name) for name in cross]
    found: Counter[Key] = Counter()
    whole = 0
    for group in groups:
        if BASE_CELLS[base].fits(group.facts):
            values = [group.values[place] for place in places]
            key = tuple(
                family_of.get(value, value) if name == "family" and value else value
                for name, value in zip(cross, values, strict=True)
            )
            found[key] += group.count
            whole += group.count
    return Breakdown(cross, base, _in_order(found, cross, register), whole)


def _in_order(found: Counter[Key], cross: tuple[str, ...], register: str) -> tuple[tuple[Key, int], ...]:
    """Codes in the order of their vocabulary, months by time, other texts by number; not stated last."""
    totals: Counter[str | None] = Counter()
    for key, number in found.items():
        totals[key[0]] += number
    by_number = cross[0] != "month" and headings.dimension_values(register, cross[0]) is None

    def rank(key: Key) -> tuple[int, int, list[tuple[bool, int, str]]]:
        places = [headings.value_place(register, name, value) for name, value in zip(cross, key, strict=True)]
        return headings.last_place(cross[0], key[0]), -totals[key[0]] if by_number else 0, places

    return tuple(sorted(found.items(), key=lambda item: rank(item[0])))
