"""Counting a sheet of a form: rows by columns, from one scan of each register; totals are sums of what is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from casebook import headings
from casebook.figures import Check, at_least, equal, percent
from casebook.forms import columns_named
from casebook.quantiles import statistic
from casebook.sheets import COUNT, DAYS, PERCENT, YUAN, Column, Figure, Line, Sheet
from casebook.summary import ITEM, TOTAL
from casebook.terms import NOT_STATED
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.cells import Facts, Selection
    from casebook.forms import ColumnSpec, RowSpec, SheetSpec
    from casebook.store.counts import Group
    from casebook.store.hearings import Hearings

Key = str | None
ALL = "all"
_WHOLE = "total"
_AS_WRITTEN = "="
_FEN = 100
_VALUE = Column("value", Words("数值", "value"))
_UNMAPPED = Words("{value}（未对应）", "{value} (not mapped)")
_UNMAPPED_NOTE = Words(
    "以下名称在本报表中没有对应的行，单列于上，未并入“其他”：{names}。",
    "These names have no row of the form; they stand in rows of their own above, not in “other”: {names}.",
)
_CANDIDATES_NOTE = Words(
    "“{name}”在本报表中有不止一行（{rows}）可对应，不予推定；可在自己的报表文件中指定。",
    "“{name}” fits more than one row of the form ({rows}); none is presumed. Name one in a form of your own.",
)


class Scanned(NamedTuple):
    """What the scan of one register brought.

    ``groups`` carry values of ``dimensions`` and sums of ``measures``. ``hearings`` and ``steps`` are told by values
    of a row dimension (``None``: over all cases).
    """

    dimensions: tuple[str, ...]
    groups: Sequence[Group]
    measures: tuple[str, ...]
    hearings: Mapping[str | None, Mapping[Key, Hearings]]
    steps: Mapping[str | None, Mapping[tuple[str, Key], int]]
    cells: Mapping[str, Selection]


class Rounding(NamedTuple):
    """How rates are printed."""

    places: int = 2
    truncate: bool = False


@dataclass(slots=True)
class Tally:
    """The counts of one row by column, and the days of its cases by column."""

    numbers: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add what another row holds."""
        self.numbers.update(other.numbers)
        for code, days in other.days.items():
            self.days.setdefault(code, Counter()).update(days)


def selections_of(column: ColumnSpec, cells: Mapping[str, Selection]) -> list[Selection]:
    """Return what a column counts, one selection for each of its cells."""
    return [cells[name] for name in column.cells]


def cross(spec: SheetSpec, scanned: Mapping[str, Scanned], rounding: Rounding) -> tuple[Sheet, tuple[Check, ...]]:
    """Return the sheet that ``spec`` asks for, and its identities in every row."""
    rows = tallies(spec, scanned)
    total = Tally()
    for tally in rows.values():
        total.add(tally)
    lines = [(code, label, rows.get(code, Tally())) for code, label in _in_order(spec, rows)]
    checks = [check for code, _, tally in lines for check in _identities(spec, code, tally)]
    checks += _identities(spec, _WHOLE, total, labelled=True)
    checks += _whole(spec, scanned, total)
    return laid_out(spec, lines, total, rounding, unmapped_notes(spec, rows)), tuple(checks)


def tallies(spec: SheetSpec, scanned: Mapping[str, Scanned]) -> dict[str, Tally]:
    """Return the counts by the codes of the lines."""
    rows: dict[str, Tally] = {}
    codes: dict[Key, str] = {}
    for register in dict.fromkeys(column.register for column in spec.columns):
        columns = [column for column in spec.columns if column.register == register]
        for value, code, number, days in _counted(columns, spec.rows, scanned[register]):
            if value not in codes:
                codes[value] = line_code(spec, value)
            tally = rows.setdefault(codes[value], Tally())
            if days is None:
                tally.numbers[code] += number
            else:
                tally.days.setdefault(code, Counter())[days] += number
    return rows


def _counted(
    columns: Sequence[ColumnSpec], rows: str | None, scanned: Scanned
) -> Iterator[tuple[Key, str, int, int | None]]:
    """Yield row value, column and number of each group that a column counts, with the days where these are told."""
    place = scanned.dimensions.index(rows) if rows in scanned.dimensions else None
    counting = [(column, selections_of(column, scanned.cells)) for column in columns if column.cells]
    fitting: dict[Facts, list[tuple[ColumnSpec, int]]] = {}
    for group in scanned.groups:
        hits = fitting.get(group.facts)
        if hits is None:
            matched = ((column, sum(each.fits(group.facts) for each in own)) for column, own in counting)
            hits = fitting[group.facts] = [(column, times) for column, times in matched if times]
        value = group.values[place] if place is not None else None
        for column, times in hits:
            if not _fits(column, group, scanned.dimensions):
                continue
            if column.statistic:
                if group.days is not None:
                    yield value, column.code, group.count, group.days
            elif column.measure:
                yield value, column.code, group.sums[scanned.measures.index(column.measure)], None
            else:
                yield value, column.code, group.count * times, None
    yield from _told(columns, rows, scanned)


def _fits(column: ColumnSpec, group: Group, dimensions: Sequence[str]) -> bool:
    return all(group.values[dimensions.index(name)] in values for name, values in column.where.items())


def _told(columns: Iterable[ColumnSpec], rows: str | None, scanned: Scanned) -> Iterator[tuple[Key, str, int, None]]:
    for column in columns:
        if column.hearing:
            for value, held in scanned.hearings[rows].items():
                yield value, column.code, getattr(held, column.hearing), None
        elif column.step:
            for (step, value), number in scanned.steps[rows].items():
                if step == column.step:
                    yield value, column.code, number, None


def line_code(spec: SheetSpec, value: Key) -> str:
    """Return the code of the line that counts ``value``: of its mapped row, else the value itself.

    A text that is the code of another line, such as a respondent called ``total``, gets a mark before it.
    """
    if spec.rows is None:
        return ALL
    if value is None:
        return NOT_STATED
    for row in spec.mapped:
        if any(name == value for name, _ in row.names):
            return row.code
    taken = value in (NOT_STATED, _WHOLE) or any(row.code == value for row in spec.mapped)
    return f"{_AS_WRITTEN}{value}" if taken or value.startswith(_AS_WRITTEN) else value


def _in_order(spec: SheetSpec, rows: Mapping[str, Tally]) -> list[tuple[str, Words]]:
    """Return code and label of every row: mapped ones as the form has them, then others, *not stated* last."""
    if spec.rows is None:
        return [(ALL, TOTAL)]
    dimension = spec.rows
    first = next((column.code for column in spec.columns if column.kind == COUNT), "")
    vocabulary = headings.dimension_values(spec.register, dimension)

    def rank(other: tuple[str, Key]) -> tuple[int, int, tuple[bool, int, str]]:
        code, value = other
        by_number = 0 if vocabulary else -rows[code].numbers[first]
        return headings.last_place(dimension, value), by_number, headings.value_place(spec.register, dimension, value)

    found = [(row.code, row.label) for row in spec.mapped]
    for code, value in sorted(_others(spec, rows), key=rank):
        label = headings.value_label(spec.register, dimension, value)
        if spec.mapped and value is not None:
            label = Words(_UNMAPPED.zh.format(value=value), _UNMAPPED.en.format(value=value))
        found.append((code, label))
    return found


def _others(spec: SheetSpec, rows: Mapping[str, Tally]) -> list[tuple[str, Key]]:
    """Return code and value of the lines that are no mapped rows."""
    own = {row.code for row in spec.mapped}
    return [(code, value) for code in rows if code not in own for value in rows_of(spec, code) or ()]


def unmapped_notes(spec: SheetSpec, rows: Mapping[str, Tally]) -> tuple[Words, ...]:
    """Return the note that names the values for which a mapped sheet has no row."""
    strangers = [value for _, value in _others(spec, rows) if value is not None]
    if not spec.mapped or not strangers:
        return ()
    names = Words("、".join(sorted(strangers)), ", ".join(sorted(strangers)))
    found = [Words(_UNMAPPED_NOTE.zh.format(names=names.zh), _UNMAPPED_NOTE.en.format(names=names.en))]
    labels = {row.code: row.label for row in spec.mapped}
    for name, codes in spec.ambiguous:
        if name in strangers:
            zh, en = "、".join(labels[code].zh for code in codes), ", ".join(labels[code].en for code in codes)
            note = _CANDIDATES_NOTE
            found.append(Words(note.zh.format(name=name, rows=zh), note.en.format(name=name, rows=en)))
    return tuple(found)


def _identities(spec: SheetSpec, row: str, tally: Tally, *, labelled: bool = False) -> Iterator[Check]:
    for identity in spec.identities:
        name = f"{spec.code}.{row}.{identity.name}"
        left = [tally.numbers[code] for code in columns_named(spec, identity.left)]
        right = [tally.numbers[code] for code in columns_named(spec, identity.right)]
        check = equal(name, left, right) if identity.relation == "=" else at_least(name, sum(left), sum(right))
        label = Words(f"{spec.title.zh}：{identity.label.zh}", f"{spec.title.en}: {identity.label.en}")
        yield Check(name, check.equation, check.holds, label if labelled else None)


def _whole(spec: SheetSpec, scanned: Mapping[str, Scanned], total: Tally) -> Iterator[Check]:
    """The total of each column is the number of cases of its cells over the whole register."""
    for column in spec.columns:
        if column.cells and not (column.where or column.measure or column.statistic):
            whole = scanned[column.register]
            selections = selections_of(column, whole.cells)
            number = sum(group.count for each in selections for group in whole.groups if each.fits(group.facts))
            yield equal(f"{spec.code}.total.{column.code}", (total.numbers[column.code],), (number,))


def laid_out(
    spec: SheetSpec,
    lines: Sequence[tuple[str, Words, Tally]],
    total: Tally,
    rounding: Rounding,
    notes: tuple[Words, ...] = (),
) -> Sheet:
    """Return the sheet of counted lines; a single line over all cases is turned into a list of its figures."""
    notes = (*spec.notes, *notes)
    if spec.rows is None and spec.kind == "cross":
        return _turned(spec, figures_of(spec, ALL, total, rounding), notes)
    columns = tuple(Column(column.code, column.label, column.kind, column.group) for column in spec.columns)
    shown = tuple(Line(code, label, figures_of(spec, code, tally, rounding)) for code, label, tally in lines)
    closing = Line(_WHOLE, TOTAL, figures_of(spec, _WHOLE, total, rounding))
    head = headings.dimension_label(spec.register, spec.rows) if spec.rows and spec.rows in headings.DIMENSION else ITEM
    return Sheet(spec.code, spec.title, head, columns, shown, closing, notes)


def _turned(spec: SheetSpec, figures: tuple[Figure, ...], notes: tuple[Words, ...]) -> Sheet:
    """Groups of columns become lines where all have the same columns; else each column is a line."""
    grouped: dict[Words | None, list[tuple[ColumnSpec, Figure]]] = {}
    for column, figure in zip(spec.columns, figures, strict=True):
        grouped.setdefault(column.group, []).append((column, figure))
    heads = {tuple(column.label for column, _ in members) for members in grouped.values()}
    if None in grouped or len(heads) > 1:
        lines = [
            Line(column.code, column.label, (figure,)) for column, figure in zip(spec.columns, figures, strict=True)
        ]
        return Sheet(spec.code, spec.title, ITEM, (_VALUE,), tuple(lines), None, notes)
    first = next(iter(grouped.values()))
    columns = tuple(Column(column.code.rpartition("_")[2], column.label, column.kind) for column, _ in first)
    lines = [
        Line(members[0][0].code.rpartition("_")[0], group, tuple(figure for _, figure in members))
        for group, members in grouped.items()
        if group is not None
    ]
    return Sheet(spec.code, spec.title, ITEM, columns, tuple(lines), None, notes)


def figures_of(spec: SheetSpec, row: str, tally: Tally, rounding: Rounding) -> tuple[Figure, ...]:
    """Return the figures of a line; those that count cases bear the name under which these are listed."""
    return tuple(_figure(spec, column, row, tally, rounding) for column in spec.columns)


def _figure(spec: SheetSpec, column: ColumnSpec, row: str, tally: Tally, rounding: Rounding) -> Figure:
    if column.kind == PERCENT:
        part = sum(tally.numbers[code] for code in column.part)
        whole = sum(tally.numbers[code] for code in column.whole)
        return Figure(percent(part, whole, rounding.places, truncate=rounding.truncate), PERCENT)
    if column.statistic:
        return Figure(statistic(column.statistic, tally.days.get(column.code, Counter())), DAYS)
    number = tally.numbers[column.code]
    if column.kind == YUAN:
        return Figure(f"{number // _FEN}.{number % _FEN:02}", YUAN)
    leads = not column.measure and not column.running
    return Figure(number, COUNT, f"{spec.code}.{row}.{column.code}" if leads else None)


def rows_of(spec: SheetSpec, code: str) -> tuple[Key, ...] | None:
    """Return the values of the row dimension that the line ``code`` takes; ``None`` for a line over all of them."""
    if spec.rows is None or code == _WHOLE:
        return None
    mapped: RowSpec | None = next((row for row in spec.mapped if row.code == code), None)
    if mapped is not None:
        return tuple(name for name, _ in mapped.names)
    return (None if code == NOT_STATED else code.removeprefix(_AS_WRITTEN),)
