"""The parts of a form: what its sheets ask of the book, one scan for each register, and the sheets made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import ageing, headings, monthly, rateparts, reports, terms
from casebook.asking import population_of
from casebook.cells import Facts, cells_of, every_cell_of, union
from casebook.crossing import Rounding, Scanned, cross, rows_of, selections_of
from casebook.errors import UnknownCode, listed
from casebook.forms import AGES, CROSS, HEARING_LIST, MONTHS, PACE, RATE_LIST, of_organ, on_day
from casebook.rateparts import defined_in
from casebook.reports import families_of
from casebook.selectors import parse_dimensions
from casebook.sheets import COUNT, DATE, TEXT, Column, Figure, Line, Part, Sheet
from casebook.store import counts, hearings
from casebook.words import Vocabulary, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.asking import Asked
    from casebook.book import Book
    from casebook.cells import Selection
    from casebook.figures import Check
    from casebook.forms import ColumnSpec, FormSpec, SheetSpec
    from casebook.schemes import Scheme
    from casebook.store.counts import Listed
    from casebook.store.population import Population


def parts(book: Book, asked: Asked, form: FormSpec, scheme: Scheme) -> list[Part]:
    """Return the parts of ``form``: one for each register that is asked for and has a sheet."""
    rounding = Rounding(scheme.places, scheme.truncate)
    sheets = [_arranged(spec, asked, book) for spec in form.sheets if spec.register in asked.registers]
    crossed = [spec for spec in sheets if spec.kind == CROSS]
    wanted = {column.register for spec in crossed for column in spec.columns}
    scanned = {register: _scan(book, asked, register, crossed) for register in REGISTERS if register in wanted}
    found = []
    for register in asked.registers:
        own = [spec for spec in sheets if spec.register == register]
        made = [_made(book, asked, spec, scanned, rounding, scheme) for spec in own]
        if made:
            printed = tuple(sheet for each, _ in made for sheet in each)
            found.append(
                Part(
                    register,
                    printed,
                    tuple(check for _, each in made for check in each),
                    defined_in(sheet for sheets, _ in made for sheet in sheets),
                )
            )
    return found


REGISTERS = terms.REGISTER.codes


def _arranged(spec: SheetSpec, asked: Asked, book: Book) -> SheetSpec:
    """The sheet by the dimension asked for where its rows are free, with the names that its rows take in the period."""
    spec = of_organ(spec, book.head.organ_level)
    if spec.free and asked.by:
        dimensions = parse_dimensions(asked.by[0])
        if len(dimensions) > 1 or dimensions[0] in ("month", "outcome", "family"):
            allowed = [
                Words(name, name) for name in headings.DIMENSION.codes if name not in ("month", "outcome", "family")
            ]
            raise UnknownCode(field=headings.DIMENSION.name, value=asked.by[0], choices=listed(allowed))
        return replace(spec, rows=dimensions[0], mapped=(), ambiguous=())
    return on_day(spec, asked.period.end) if spec.mapped else spec


def _scan(book: Book, asked: Asked, register: str, sheets: Iterable[SheetSpec]) -> Scanned:
    """Read one register once for all columns that count it."""
    cells = every_cell_of(register, families_of(book.rules.lawbook, register))
    counting = [(spec, column) for spec in sheets for column in spec.columns if column.register == register]
    dimensions = dict.fromkeys(
        name for spec, column in counting if column.cells for name in (spec.rows, *column.where) if name
    )
    measures = tuple(dict.fromkeys(column.measure for _, column in counting if column.measure))
    population = population_of(book, asked, register)
    groups = (
        counts.scan(
            book.connection,
            population,
            tuple(dimensions),
            facts=_facts((column for _, column in counting), cells),
            days=any(column.statistic for _, column in counting),
            measures=measures,
        )
        if any(column.cells for _, column in counting)
        else []
    )
    heard = {spec.rows for spec, column in counting if column.hearing}
    told = {spec.rows: [each.step for each in spec.columns if each.step] for spec, column in counting if column.step}
    return Scanned(
        tuple(dimensions),
        groups,
        measures,
        {rows: _heard(book, population, rows) for rows in heard},
        {rows: _steps(book, population, rows, steps) for rows, steps in told.items()},
        cells,
    )


def _facts(columns: Iterable[ColumnSpec], cells: Mapping[str, Selection]) -> frozenset[str]:
    """The facts by which the selections of ``columns`` tell cases apart."""
    return frozenset(
        name
        for column in columns
        for selection in selections_of(column, cells)
        for where in selection.any_of
        for name, _ in where
    )


def _heard(book: Book, population: Population, rows: str | None) -> dict[str | None, hearings.Hearings]:
    if rows is None:
        return {None: hearings.count_hearings(book.connection, population)}
    return {values[0]: held for values, held in hearings.hearings_by(book.connection, population, (rows,))}


def _steps(
    book: Book, population: Population, rows: str | None, steps: Sequence[str]
) -> dict[tuple[str, str | None], int]:
    found = counts.events(book.connection, population, steps, (rows,) if rows else ())
    return {(step, values[0] if values else None): number for step, values, number in found}


def _made(
    book: Book, asked: Asked, spec: SheetSpec, scanned: Mapping[str, Scanned], rounding: Rounding, scheme: Scheme
) -> tuple[Sequence[Sheet], Sequence[Check]]:
    if spec.kind == CROSS:
        sheet, checks = cross(spec, scanned, rounding)
        return (sheet,), checks
    if spec.kind == MONTHS:
        sheet, checks = monthly.by_month(spec, _scan_months(book, asked, spec), asked.period, rounding)
        return (sheet,), checks
    if spec.kind == HEARING_LIST:
        return (
            _hearing_list(
                spec, hearings.register_of_hearings(book.connection, population_of(book, asked, spec.register))
            ),
        ), ()
    if spec.kind == RATE_LIST:
        return (rateparts.variants(book, asked, spec, scheme),), ()
    return _aged(book, asked, spec, rounding)


def _scan_months(book: Book, asked: Asked, spec: SheetSpec) -> Scanned:
    cells = every_cell_of(spec.register, families_of(book.rules.lawbook, spec.register))
    facts = {name for name in _facts(spec.columns, cells) if name not in monthly_facts()} | {"outcome"}
    groups = counts.scan(
        book.connection,
        population_of(book, asked, spec.register),
        monthly.DIMENSIONS,
        facts=facts,
        days=False,
    )
    return Scanned(monthly.DIMENSIONS, groups, (), {}, {}, cells)


def monthly_facts() -> frozenset[str]:
    """The facts that a month tells by itself: they follow from the months of receipt, intake and conclusion."""
    return frozenset(Facts._fields[: Facts._fields.index("outcome")])


def _aged(book: Book, asked: Asked, spec: SheetSpec, rounding: Rounding) -> tuple[Sequence[Sheet], Sequence[Check]]:
    population = population_of(book, asked, spec.register)
    cells = {name: selection for name, selection in cells_of(spec.register, {}).items() if name.startswith("flow.")}
    needed = {name for each in cells.values() for where in each.any_of for name, _ in where}
    groups = counts.scan(book.connection, population, facts=needed, days=spec.kind == PACE)
    flow = reports.flow_of(reports.sections_of(groups, cells)["flow"], spec.register, "flow")
    if spec.kind == AGES:
        return ageing.ages(spec, counts.pending(book.connection, population), flow, population.period.end)
    days: Counter[int] = Counter()
    for group in groups:
        if group.days is not None:
            days[group.days] += group.count
    sheet, checks = ageing.pace(spec, flow, days, population.period, rounding)
    return (sheet,), checks


_HEARING_COLUMNS = (
    Column("on", Words("开庭日期", "heard on"), DATE),
    Column("court", Words("受理法院", "court"), TEXT),
    Column("instance", Words("审级", "instance"), TEXT),
    Column("defendant", Words("被告", "defendant"), TEXT),
    Column("attended", Words("负责人出庭", "head attended"), TEXT),
    Column("head_name", Words("出庭负责人", "name of the head"), TEXT),
    Column("head_post", Words("职务", "post"), TEXT),
    Column("head_rank", Words("职级", "rank"), TEXT),
    Column("absence", Words("未出庭理由", "reason of absence"), TEXT),
)


def _hearing_list(spec: SheetSpec, held: Sequence[hearings.Held]) -> Sheet:
    seen: Counter[str] = Counter()
    lines: list[Line] = []
    for each in held:
        seen[each.docket_no] += 1
        figures = (
            Figure(each.on_date, DATE), Figure(each.court, TEXT), _coded(terms.INSTANCE, each.instance),
            Figure(each.respondents, TEXT), _coded(terms.YES_NO, each.head_attended), Figure(each.head_name, TEXT),
            Figure(each.head_post, TEXT), _coded(terms.RANK, each.head_rank), Figure(each.absence, TEXT),
        )  # fmt: skip
        label = Words(each.docket_no, each.docket_no)
        lines.append(Line(f"{each.docket_no}#{seen[each.docket_no]}", label, figures))
    return Sheet(spec.code, spec.title, Words("案号", "number"), _HEARING_COLUMNS, tuple(lines), None, spec.notes)


def _coded(vocabulary: Vocabulary, code: str | None) -> Figure:
    label = vocabulary.label(code) if code else terms.NOT_STATED_LABEL
    return Figure(label.zh, TEXT, words=label)


def cases_behind(book: Book, asked: Asked, form: FormSpec, name: str) -> list[Listed] | None:
    """Return the cases that a figure of the form counts, ``None`` where the form has no such figure.

    ``name`` is sheet, row and column, joined by points; a row may hold points itself.
    """
    for spec, row, column in _places(book, form, asked, name):
        period = asked.period
        if spec.kind == MONTHS and row != "total":
            month = next((each for each in monthly.parts_of(asked.period) if each.start.isoformat()[:7] == row), None)
            if month is None:
                return None
            period = month
        population = population_of(book, asked, column.register, period)
        values = dict(column.where)
        rows = None if spec.kind == MONTHS else rows_of(spec, row)
        if rows is not None and spec.rows:
            values[spec.rows] = tuple(value for value in rows if spec.rows not in values or value in values[spec.rows])
        if column.hearing:
            return hearings.hearings(book.connection, population, column.hearing, values)
        if column.step:
            return counts.cases_with(book.connection, population, column.step, values)
        if not column.cells:
            return []  # a column of another review organ
        cells = every_cell_of(column.register, families_of(book.rules.lawbook, column.register))
        selection = union(selections_of(column, cells))
        return counts.cases(book.connection, population, selection, values)
    return None


def _places(book: Book, form: FormSpec, asked: Asked, name: str) -> Iterator[tuple[SheetSpec, str, ColumnSpec]]:
    for drawn in form.sheets:
        inner = name.removeprefix(f"{drawn.code}.")
        row, _, code = inner.rpartition(".")
        if inner == name or not row or drawn.kind not in (CROSS, MONTHS):
            continue
        spec = _arranged(drawn, asked, book)
        for column in spec.columns:
            if column.code == code and column.kind == COUNT and not column.running:
                yield spec, row, column
