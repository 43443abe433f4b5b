"""Forms (报表): which sheets a report has, and what each row and column counts. Data, versioned by edition.

A form is a TOML file; an office can add its own. docs/forms.md says how one is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.datafile import Table, parse
from casebook.filefaults import FormFaulty, FormUnknown
from casebook.formchecks import check_code, check_column, check_day, check_sheet, check_value
from casebook.sheets import COUNT, DAYS, PERCENT, YUAN
from casebook.terms import NOT_STATED, REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

CROSS, MONTHS, HEARING_LIST, PACE, AGES, RATE_LIST = "cross", "months", "hearings", "pace", "ages", "rates"
KINDS = (CROSS, MONTHS, HEARING_LIST, PACE, AGES, RATE_LIST)
MORE_DIMENSIONS = ("reviewed_first",)
ORGAN_LEVEL = "organ_level"  # that of the government that decides: one for the whole book
ORGAN_LEVELS = tuple(code for code in terms.LEVEL.codes if code not in ("township", "other"))

_FOLDER = Path(__file__).with_name("data") / "forms"
_DIMENSIONS = tuple(name for name in headings.DIMENSION.codes if name not in ("month", "family", "outcome"))


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """What a column counts.

    ``cells`` of the report are added up, of the cases that fit ``where`` (a dimension and its values; ``None`` is not
    stated). Instead of cases a column may give a ``measure`` of them, a ``statistic`` of the days they took, the
    number of ``steps`` told in the period, or a cell of the ``hearing`` counts. ``part`` and ``whole`` are columns of
    the same sheet whose sums a rate divides.
    """

    code: str
    label: Words
    register: str
    kind: str = COUNT
    group: Words | None = None
    cells: tuple[str, ...] = ()
    where: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    measure: str | None = None
    statistic: str | None = None
    step: str | None = None
    hearing: str | None = None
    part: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    running: str | None = None


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row of a form: the values of the row dimension that it takes, each from a day on (``None``: always)."""

    code: str
    label: Words
    names: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class IdentitySpec:
    """Columns whose sums must be the same (``=``), or the first no less than the second (``>=``), in every row."""

    name: str
    label: Words
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: str = "="


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet of a form. ``rows`` is the dimension of its rows, ``None`` for a single row over all cases.

    ``free``: another dimension may be asked for instead. ``mapped`` are rows that values are brought to; of an
    ``ambiguous`` name the rows are known that it might belong to.
    """

    code: str
    title: Words
    kind: str
    register: str
    rows: str | None = None
    free: bool = False
    mapped: tuple[RowSpec, ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    identities: tuple[IdentitySpec, ...] = ()
    notes: tuple[Words, ...] = ()
    bands: tuple[int, ...] = ()
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its sheets in order; ``registers`` are those it reports on, ``source`` says where its cells come from."""

    name: str
    edition: str
    label: Words
    about: Words
    registers: tuple[str, ...]
    sheets: tuple[SheetSpec, ...]
    notes: tuple[Words, ...] = ()
    source: Words | None = None


def names() -> tuple[str, ...]:
    """Return the names of the forms that come with the program, as files."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def load(name: str) -> FormSpec:
    """Return the form ``name``. Raises ``FormUnknown`` and ``FormFaulty``."""
    known = names()
    if name not in known:
        raise FormUnknown(value=name, choices=", ".join(known))
    return read(name, text_of(name))


def text_of(name: str) -> str:
    """Return the file of a form that comes with the program."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def read(name: str, text: str) -> FormSpec:
    """Return the form that the TOML ``text`` defines. Raises ``FormFaulty``, saying what is wrong."""
    table = parse(text, lambda what: FormFaulty(form=name, what=what))
    registers = table.texts("registers")
    for register in registers:
        _check_register(table, register)
    form = FormSpec(
        name=name,
        edition=table.text("edition"),
        label=table.words("label"),
        about=table.words("about"),
        registers=registers,
        sheets=tuple(_sheet(each) for each in table.tables("sheet")),
        notes=tuple(_note(each) for each in table.tables("note")),
        source=table.words("source") if "source" in table else None,
    )
    table.done()
    if not form.sheets or not registers:
        raise table.fail("sheet", "至少要有一张表和一个台账", "needs one sheet and one register at least")
    codes = [sheet.code for sheet in form.sheets]
    if len(set(codes)) < len(codes):
        raise table.fail("sheet", "code 重复", "has a code twice")
    if set(registers) != {sheet.register for sheet in form.sheets}:
        zh, en = "应为各表所属的台账，不多不少", "must be those of the sheets, no more and no fewer"
        raise table.fail("registers", zh, en)
    return form


def _note(table: Table) -> Words:
    words = Words(table.text("zh"), table.text("en"))
    table.done()
    return words


def _check_register(table: Table, register: str) -> None:
    if register not in REGISTER:
        raise table.fail("register", f"没有台账“{register}”", f"names no register: “{register}”")


def _sheet(table: Table) -> SheetSpec:
    register = table.text("register")
    _check_register(table, register)
    kind = table.optional_text("kind") or CROSS
    if kind not in KINDS:
        raise table.fail("kind", f"应为 {'、'.join(KINDS)} 之一", f"must be one of {', '.join(KINDS)}")
    rows = table.optional_text("rows")
    if rows is not None and rows not in (*_DIMENSIONS, *MORE_DIMENSIONS):
        raise table.fail("rows", f"没有分组“{rows}”", f"names no dimension: “{rows}”")
    sheet = SheetSpec(
        code=check_code(table, table.text("code")),
        title=table.words("title"),
        kind=kind,
        register=register,
        rows=rows,
        free=table.flag("free"),
        mapped=tuple(_row(each) for each in table.tables("row")),
        ambiguous=tuple(_ambiguous(each) for each in table.tables("ambiguous")),
        columns=tuple(_columns(table, register)),
        identities=tuple(_identity(each) for each in table.tables("identity")),
        notes=tuple(_note(each) for each in table.tables("note")),
        bands=table.numbers("bands"),
        rates=table.texts("rates"),
    )
    table.done()
    check_sheet(table, sheet)
    return sheet


def _row(table: Table) -> RowSpec:
    names = [(name, None) for name in table.texts("names")]
    later: list[tuple[str, str | None]] = []
    for each in table.tables("since"):
        day = check_day(each, each.text("from"))
        later += [(name, day) for name in each.texts("names")]
        each.optional_text("source")
        each.done()
    row = RowSpec(check_code(table, table.text("code")), table.words("label"), (*names, *later))
    table.done()
    return row


def _ambiguous(table: Table) -> tuple[str, tuple[str, ...]]:
    found = table.text("name"), table.texts("rows")
    table.optional_text("source")
    table.done()
    return found


def _columns(table: Table, register: str) -> Iterator[ColumnSpec]:
    """Yield the columns in the order of the file's ``column`` list; one with ``each`` stands for several."""
    for each in table.tables("column"):
        own = each.optional_text("register") or register
        _check_register(each, own)
        if "each" in each:
            yield from _spread(each, own)
        else:
            yield _column(each, own)


def _column(table: Table, register: str) -> ColumnSpec:
    statistic, measure = table.optional_text("statistic"), table.optional_text("measure")
    part = table.texts("part")
    column = ColumnSpec(
        code=check_code(table, table.text("code")),
        label=table.words("label"),
        register=register,
        kind=_kind(measure, statistic, part),
        group=table.words("group") if "group" in table else None,
        cells=table.texts("cells"),
        where=_where(table.table("where"), register),
        measure=measure,
        statistic=statistic,
        step=table.optional_text("step"),
        hearing=table.optional_text("hearing"),
        part=part,
        whole=table.texts("whole"),
        running=table.optional_text("running"),
    )
    table.done()
    check_column(table, column)
    return column


def _kind(measure: str | None, statistic: str | None, part: tuple[str, ...]) -> str:
    if part:
        return PERCENT
    if statistic:
        return DAYS
    return YUAN if measure == "compensation" else COUNT


def _spread(table: Table, register: str) -> Iterator[ColumnSpec]:
    """Yield a column for each code of a dimension, merged as ``codes`` says, and one for what is not stated."""
    dimension = table.text("each")
    vocabulary = terms.LEVEL if dimension == ORGAN_LEVEL else headings.dimension_values(register, dimension)
    if vocabulary is None or dimension in ("outcome", "family"):
        raise table.fail("each", f"“{dimension}”不是有代码的分组", f"“{dimension}” is no dimension with codes")
    prefix, group, cells = check_code(table, table.text("code")), table.words("group"), table.texts("cells")
    codes = table.texts("codes") or (ORGAN_LEVELS if dimension == ORGAN_LEVEL else vocabulary.codes)
    rest = table.optional_text("rest")
    table.done()
    for code in codes:
        if code not in vocabulary:
            raise table.fail("codes", f"没有“{code}”", f"names no code: “{code}”")
        values: tuple[str | None, ...] = (code,)
        if code == rest:
            values = tuple(each for each in vocabulary.codes if each not in codes or each == code)
        yield ColumnSpec(
            f"{prefix}_{code}", vocabulary.label(code), register, group=group, cells=cells, where={dimension: values}
        )
    yield ColumnSpec(
        f"{prefix}_{NOT_STATED}",
        terms.NOT_STATED_LABEL,
        register,
        group=group,
        cells=cells,
        where={dimension: (None,)},
    )


def _where(table: Table, register: str) -> dict[str, tuple[str | None, ...]]:
    found: dict[str, tuple[str | None, ...]] = {}
    for dimension in table.keys():  # noqa: SIM118 - a table is no mapping
        if dimension not in (*_DIMENSIONS, *MORE_DIMENSIONS):
            raise table.fail(dimension, "不是分组", "is no dimension")
        values = table.texts(dimension)
        for value in values:
            check_value(table, register, dimension, value)
        found[dimension] = tuple(None if value == NOT_STATED else value for value in values)
    return found


def _identity(table: Table) -> IdentitySpec:
    identity = IdentitySpec(
        table.text("name"),
        table.words("label"),
        table.texts("left"),
        table.texts("right"),
        table.optional_text("relation") or "=",
    )
    table.done()
    if identity.relation not in ("=", ">="):
        raise table.fail("relation", "应为 = 或 >=", "must be = or >=")
    return identity


def on_day(sheet: SheetSpec, day: date) -> SheetSpec:
    """Return the sheet with the names that its rows take on ``day``."""
    mapped = tuple(
        replace(row, names=tuple((name, since) for name, since in row.names if not since or since <= day.isoformat()))
        for row in sheet.mapped
    )
    return replace(sheet, mapped=mapped)


def of_organ(sheet: SheetSpec, level: str | None) -> SheetSpec:
    """Return the sheet for a book whose government has ``level``: columns of other levels count nothing."""

    def fixed(column: ColumnSpec) -> ColumnSpec:
        if ORGAN_LEVEL not in column.where:
            return column
        where = {name: values for name, values in column.where.items() if name != ORGAN_LEVEL}
        fits = level in column.where[ORGAN_LEVEL]
        return replace(column, where=where, cells=column.cells if fits else ())

    return replace(sheet, columns=tuple(fixed(column) for column in sheet.columns))


def columns_named(sheet: SheetSpec, names_of: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that ``names_of`` mean: ``level_*`` stands for every column whose code begins so."""
    found: list[str] = []
    for name in names_of:
        if name.endswith("*"):
            found += [column.code for column in sheet.columns if column.code.startswith(name[:-1])]
        else:
            found.append(name)
    return tuple(found)
