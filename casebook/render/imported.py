"""What an import did, or would do: for the officer and as JSON (schema ``casebook/import/1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.columns import COLUMNS
from casebook.headings import FLOW
from casebook.render.tables import Table, plain
from casebook.render.text import inert
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.importoutcome import Correction, LeftAlone, Outcome, Rejection
    from casebook.parts import Part
    from casebook.previews import YearChange
    from casebook.words import Language

SHOWN = 20
_LONGEST_VALUE = 40


def summary(outcome: Outcome, language: Language, *, dry_run: bool) -> str:
    """Return the account of an import in one line."""
    counts = (outcome.rows, outcome.added, outcome.updated, outcome.unchanged, len(outcome.rejected))
    words = Words(
        "共 {} 行：新增 {}，补充 {}，无变化 {}，不能接受 {}。",
        "{} rows: {} added, {} updated, {} unchanged, {} rejected.",
    )
    said = words.say(language).format(*counts)
    return Words("预览，未登记。", "Dry run, nothing logged. ").say(language) + said if dry_run else said


def recognised_lines(parts: Sequence[Part], without: Sequence[str], language: Language) -> Iterator[str]:
    """Yield for each sheet what was recognised: register, header row, how sure, and each header's field."""
    for part in parts:
        register = REGISTER.label(part.register) if part.register else Words("由“台账”列写明", "told by a column")
        sure = (
            Words(f"，把握 {part.recognised.sure}%", f", sure to {part.recognised.sure}%")
            if part.recognised
            else Words("", "")
        )
        sheet = Words(f"工作表“{part.sheet}”", f"Sheet “{part.sheet}”") if part.sheet else Words("表格", "Table")
        told = Words(
            f"{sheet.zh}：{register.zh}{sure.zh}；表头在第 {part.header_row} 行",
            f"{sheet.en}: {register.en}{sure.en}; header in row {part.header_row}",
        )
        yield inert(told.say(language))
        fields = [
            f"{part.header[place]} → {COLUMNS[code].label.say(language)}"
            for place, code in sorted(part.layout.columns.items())
            if part.header[place] not in (code, COLUMNS[code].label.zh, COLUMNS[code].label.en)
        ]
        if fields:
            yield inert("  " + Words("，", ", ").say(language).join(fields))
    if any(without):
        names = "、".join(name for name in without if name)
        yield inert(Words(f"没有案件表的工作表：{names}", f"Sheets without a table of cases: {names}").say(language))


def rejection_line(each: Rejection, language: Language) -> str:
    """Return a rejected row: sheet, row, column, value, reason."""
    column = COLUMNS[each.column].label if each.column in COLUMNS else None
    name = column.say(language) if column else inert(each.column)
    value = inert(each.value)[:_LONGEST_VALUE]
    place = Words(f"工作表“{inert(each.sheet)}”", f"sheet “{inert(each.sheet)}”, ").say(language) if each.sheet else ""
    reason = inert(each.reason.say(language))
    words = Words(
        f"{place}第 {each.row} 行，{name}“{value}”：{reason}", f"{place}row {each.row}, {name} “{value}”: {reason}"
    )
    return words.say(language)


def correction_line(each: Correction, language: Language) -> str:
    """Return a fact that was corrected: case, column, what was known, what the row says."""
    label = COLUMNS[each.column].label if each.column in COLUMNS else Words(each.column, each.column)
    words = Words(
        f"更正 {each.number}（第 {each.row} 行）{label.zh}：{each.known} → {each.told}",
        f"corrected {each.number} (row {each.row}), {label.en}: {each.known} → {each.told}",
    )
    return inert(words.say(language))


def left_alone_line(each: LeftAlone, language: Language) -> str:
    """Return a cell that was not compared, because a name of the case was masked."""
    label = COLUMNS[each.column].label
    words = Words(
        f"{each.number}（第 {each.row} 行）的{label.zh}已遮蔽，表中所写未采用。",
        f"{each.number} (row {each.row}): a name of the {label.en} is masked; what the table says was left alone.",
    )
    return inert(words.say(language))


def reading_lines(outcome: Outcome, language: Language) -> Iterator[str]:
    """Yield the cells that were not taken literally, the most frequent first."""
    for each, count in outcome.readings.most_common(SHOWN):
        label = COLUMNS[each.column].label if each.column in COLUMNS else Words(each.column, each.column)
        times = Words(f"（{count} 行）", f" ({count} rows)").say(language) if count > 1 else ""
        yield inert(f"{label.say(language)}“{each.text}” → {each.taken_as.say(language)}{times}")
    rest = len(outcome.readings) - SHOWN
    if rest > 0:
        yield Words(f"……另有 {rest} 种", f"… and {rest} more").say(language)


def years_text(years: Sequence[YearChange], language: Language) -> str:
    """Return the figures of each year before and after the import, as a table; empty where no year is touched."""
    if not years:
        return ""
    rows = tuple(
        (
            REGISTER.label(each.register).say(language),
            str(each.period),
            FLOW.label(name).say(language),
            str(each.before[name]),
            str(each.after[name]),
        )
        for each in years
        for name in each.after
        if each.before[name] != each.after[name]
    )
    headers = (
        Words("台账", "register"), Words("统计年度", "year"), Words("数字", "figure"), Words("导入前", "before"),
        Words("导入后", "after"),
    )  # fmt: skip
    title = Words("各年数字的变化", "figures of the years").say(language)
    return plain([Table(title, tuple(head.say(language) for head in headers), rows, frozenset({3, 4}))], ()).lstrip(
        "\n"
    )


def as_tree(
    outcome: Outcome, parts: Sequence[Part], without: Sequence[str], language: Language, *, dry_run: bool
) -> dict[str, object]:
    """Return the account of an import as JSON."""
    several = len(parts) > 1
    tree: dict[str, object] = {
        "schema": "casebook/import/1",
        "dry_run": dry_run,
        "rows": outcome.rows,
        "added": outcome.added,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "rejected": [
            {
                **({"sheet": each.sheet} if several else {}),
                "row": each.row,
                "column": each.column,
                "value": each.value,
                "reason": each.reason.say(language),
            }
            for each in outcome.rejected
        ],
        "set_aside": list(outcome.set_aside),
        "batch": outcome.batch,
        "corrections": [
            {"row": each.row, "number": each.number, "column": each.column, "known": each.known, "told": each.told}
            for each in outcome.corrections
        ],
        "left_alone": [{"row": each.row, "number": each.number, "column": each.column} for each in outcome.left_alone],
        "readings": [
            {"column": each.column, "text": each.text, "taken_as": each.taken_as.say(language), "rows": count}
            for each, count in outcome.readings.most_common()
        ],
        "sheets": [_sheet(part, language) for part in parts],
        "without_cases": [name for name in without if name],
    }
    if dry_run:
        tree["years"] = [
            {
                "register": each.register,
                "period": {"from": each.period.start.isoformat(), "to": each.period.end.isoformat()},
                "before": dict(each.before),
                "after": dict(each.after),
            }
            for each in outcome.years
        ]
    return tree


def _sheet(part: Part, language: Language) -> dict[str, object]:
    return {
        "sheet": part.sheet,
        "register": part.register,
        "sure": part.recognised.sure if part.recognised else None,
        "header_row": part.header_row,
        "columns": {part.header[place]: code for place, code in sorted(part.layout.columns.items())},
        "passed_over": [words.say(language) for words in part.passed_over],
    }
