"""What a form file may say: every name it uses is one that exists, and every sheet says what its kind can count.

A fault is raised with the place in the file, before a figure is counted by it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook import headings, terms
from casebook.cells import cell_names
from casebook.headings import HEARINGS
from casebook.rates import CHIEF, catalogue
from casebook.terms import LITIGATION, NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.datafile import Table
    from casebook.forms import ColumnSpec, RowSpec, SheetSpec

MEASURES = ("persons", "compensated", "compensation", "norm_review")
STATISTICS = ("days_total", "median", "mean", "lowest", "highest", "p75", "p90", "p98")
RESERVED = ("total", "all", NOT_STATED)
_PARTS_OF_NAMES = (".", "*", "=")
# what is known of the end of the whole period only, or of the whole period, and not of each month
_NOT_BY_MONTH = ("pending.", "effective.")


def check_code(table: Table, code: str) -> str:
    """Return ``code``, which names a figure together with others. Raises the fault of the file."""
    if any(mark in code for mark in _PARTS_OF_NAMES):
        raise table.fail("code", f"“{code}”不能含有 . * =", f"“{code}” cannot hold . * =")
    return code


def check_value(table: Table, register: str, dimension: str, value: str) -> None:
    """Raise the fault of the file where a coded ``dimension`` has no such value."""
    vocabulary = terms.YES_NO if dimension == "reviewed_first" else headings.dimension_values(register, dimension)
    if vocabulary is not None and value != NOT_STATED and value not in vocabulary.codes:
        raise table.fail(dimension, f"没有“{value}”", f"knows no “{value}”")


def check_day(table: Table, text: str) -> str:
    """Return ``text``, a day from which names belong to a row. Raises the fault of the file."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise table.fail("from", f"“{text}”不是日期", f"“{text}” is no date") from None


def check_column(table: Table, column: ColumnSpec) -> None:
    """Raise the fault of the file where ``column`` counts what does not exist, or nothing."""
    known = cell_names(column.register)
    for cell in column.cells:
        if cell not in known:
            zh, en = f"用到不存在的数字“{cell}”", f"uses a figure that does not exist: “{cell}”"
            raise table.fail(column.code, zh, en)
    hearing = (*HEARINGS.codes, *CHIEF)
    for value, choices in (
        (column.measure, MEASURES),
        (column.statistic, STATISTICS),
        (column.step, terms.STEP.codes),
        (column.hearing, hearing if column.register == LITIGATION else ()),
    ):
        if value is not None and value not in choices:
            raise table.fail(column.code, f"没有“{value}”", f"knows no “{value}”")
    if not (column.cells or column.step or column.hearing or column.part or column.running):
        raise table.fail(column.code, "没有写明统计什么", "does not say what it counts")
    if bool(column.part) != bool(column.whole):
        raise table.fail(column.code, "part 和 whole 须同时写明", "needs part and whole together")
    if column.where and not column.cells:
        raise table.fail(column.code, "where 只用于 cells", "can limit cells only with where")


def check_sheet(table: Table, sheet: SheetSpec) -> None:
    """Raise the fault of the file where ``sheet`` names what it does not have, or what its kind cannot count."""
    _check_names(table, sheet)
    _check_rows(table, sheet)
    kind = f"kind = {sheet.kind}"
    if sheet.kind in ("cross", "months"):
        if not sheet.columns:
            raise table.fail("column", "至少要有一列", "needs one column at least")
        _check_by_month(table, sheet)
    elif sheet.columns or sheet.rows or sheet.mapped:
        raise table.fail(
            "column", f"{kind} 的表没有自己的行和列", f"cannot stand where {kind}: rows and columns are given"
        )
    if sheet.kind == "hearings" and sheet.register != LITIGATION:
        raise table.fail("register", "只有行政应诉有开庭一览", "has no hearings: they are those of litigation")
    if sheet.kind == "ages" and (sheet.bands[:1] != (0,) or list(sheet.bands) != sorted(set(sheet.bands))):
        raise table.fail("bands", "应从 0 起递增", "must begin with 0 and ascend")
    if sheet.kind == "rates":
        _check_rates(table, sheet)


def _check_names(table: Table, sheet: SheetSpec) -> None:
    codes = [column.code for column in sheet.columns]
    _once(table, "column", codes)
    named = [name for column in sheet.columns for name in (*column.part, *column.whole)]
    named += [column.running for column in sheet.columns if column.running]
    named += [name for identity in sheet.identities for name in (*identity.left, *identity.right)]
    for name in named:
        if name not in codes and not any(code.startswith(name[:-1]) for code in codes if name.endswith("*")):
            raise table.fail("column", f"没有列“{name}”", f"has no column “{name}”")


def _check_rows(table: Table, sheet: SheetSpec) -> None:
    codes = [row.code for row in sheet.mapped]
    _once(table, "row", codes)
    if sheet.mapped and sheet.rows is None:
        raise table.fail("rows", "没有写明各行是什么", "does not say what the rows are")
    for code in codes:
        if code in RESERVED:
            raise table.fail("row", f"“{code}”另有所指", f"cannot be called “{code}”")
    names = dict.fromkeys(name for row in sheet.mapped for name in _names(row))
    for name in names:
        if sum(name in _names(row) for row in sheet.mapped) > 1:
            raise table.fail("row", f"名称“{name}”在两行", f"has the name “{name}” in two rows")
    for name, rows in sheet.ambiguous:
        for row in rows:
            if row not in codes:
                raise table.fail("ambiguous", f"“{name}”：没有行“{row}”", f"“{name}”: there is no row “{row}”")


def _names(row: RowSpec) -> set[str]:
    return {name for name, _ in row.names}


def _once(table: Table, key: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise table.fail(key, f"code 重复（{code}）", f"has a code twice ({code})")
        seen.add(code)


def _check_by_month(table: Table, sheet: SheetSpec) -> None:
    """A sheet by month tells cases apart by the months of their events; only such a sheet has running totals."""
    for column in sheet.columns:
        if sheet.kind != "months":
            if column.running:
                raise table.fail(f"column.{column.code}", "累计只用于按月的表", "runs on: only a sheet by month does")
            continue
        counted = column.where or column.measure or column.statistic or column.step or column.hearing
        late = [cell for cell in column.cells if cell.startswith(_NOT_BY_MONTH)]
        if counted or late or column.register != sheet.register:
            raise table.fail(f"column.{column.code}", "不能按月统计", "cannot be counted by month")
    if sheet.kind == "months" and sheet.rows is not None:
        raise table.fail("rows", "按月的表，行就是各月", "cannot be given: the rows are the months")


def _check_rates(table: Table, sheet: SheetSpec) -> None:
    known = {rate.name for rate in catalogue() if sheet.register in rate.registers}
    if not sheet.rates:
        raise table.fail("rates", "没有写明哪些比率", "does not say which rates")
    for name in sheet.rates:
        if name not in known:
            raise table.fail("rates", f"没有比率“{name}”", f"knows no rate “{name}”")
