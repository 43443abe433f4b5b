"""Counting schemes and forms in words: what each rate, row and column counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import forms, headings, rates, schemes, terms
from casebook.forms import AGES, HEARING_LIST, MONTHS, PACE, RATE_LIST
from casebook.render.tables import Table
from casebook.terms import NOT_STATED_LABEL, REGISTER, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.forms import ColumnSpec, FormSpec, RowSpec, SheetSpec
    from casebook.rates import Rate
    from casebook.schemes import Scheme
    from casebook.words import Language

_ROUNDING = {
    schemes.HALF_UP: Words("四舍五入", "half up"),
    schemes.TRUNCATE: Words("截去尾数", "cut off"),
    schemes.LARGEST_REMAINDER: Words(
        "四舍五入；占比按最大余数法凑足100%", "half up; shares by largest remainder, to 100%"
    ),
}
_OPENING = {
    schemes.STOCK: Words("期初全部未审结案件", "every case pending at the start"),
    schemes.CONCLUDED: Words("上期转入且在期内审结的案件", "carried-in cases that were concluded in the period"),
}
_CLOSED = {
    schemes.ACCEPTED: Words("受理后审结的案件", "accepted cases that were concluded"),
    schemes.ALL: Words("全部办结案件，含未受理的", "all that left the desk, not accepted ones included"),
}  # fmt: skip
_READINGS = (Words("上期结转", "carried in"), Words("办结", "closed"), Words("百分数", "percentages"))
_SETTING = (Words("事项", "setting"), Words("规定", "rule"))
_RATE_HEADS = (
    Words("比率", "rate"), Words("算法", "variant"), Words("台账", "registers"), Words("定义", "definition"),
)  # fmt: skip
_COLUMN_HEADS = (Words("栏", "column"), Words("代码", "code"), Words("统计什么", "what it counts"))
_IDENTITY_HEADS = (Words("勾稽关系", "identity"), Words("代码", "code"))
_NAMES_HEADS = (Words("行", "row"), Words("名称", "names"))
_AMBIGUOUS_HEADS = (Words("名称", "name"), Words("可能的行", "rows it might belong to"))
_LINE_HEADS = (Words("项目", "item"), Words("统计什么", "what it counts"))
_KIND = {
    MONTHS: Words("逐月一行", "a row for each month"),
    HEARING_LIST: Words("每次开庭一行：谁出庭，未出庭的理由", "a row for each hearing: who came, and why not"),
    PACE: Words("结案比、处理时间、办理天数", "clearance rate, disposition time, days taken"),
    AGES: Words("未审结案件按存案天数分段，及积案", "pending cases by bands of age; backlog, the oldest"),
    RATE_LIST: Words("所列比率的全部算法", "the rates named, under every definition"),
}  # fmt: skip
_CLEARANCE = Words("结案比（CEPEJ）", "clearance rate (CEPEJ)")
_DISPOSITION = (
    Words("处理时间（CEPEJ，天）", "disposition time (CEPEJ, days)"),
    Words("未审结 ÷ 审结 × 期间天数", "pending ÷ concluded × days of the period"),
)
_TAKEN = (
    Words("办理天数", "days to conclusion"),
    Words(
        "中位数、平均、最短、最长、第75、90、98百分位；受理至审结的自然日，扣除中止，百分位取最近位次",
        "median, mean, lowest, highest, 75th, 90th and 98th percentile; natural days from acceptance to conclusion,"
        " suspension left out, nearest rank",
    ),
)
_AGE_LINES = (
    (
        Words("天数", "days"),
        Words(
            "自受理（被复议、应诉为收到）之日至期末的自然日；中止的单列",
            "natural days from acceptance (other registers: receipt) to the end; suspended ones apart",
        ),
    ),
    (Words("中位数、最长", "median, highest"), Words("办理中的未审结案件", "of the pending cases in hand")),
    (Words("积案", "backlog"), Words("超过办结期限的未审结案件", "pending beyond the last day")),
    (Words("存案最久的案件", "the oldest cases"), Words("十件，附办结期限和承办人", "ten, with last day and handler")),
)
_HEARING_LINES = (
    (
        Words("每次开庭", "each hearing"),
        Words(
            "日期、法院、审级、被告、负责人是否出庭、姓名、职务、职级、未出庭理由",
            "day, court, instance, defendant, whether the head came, name, post, rank, reason for absence",
        ),
    ),
)
_STATISTIC = {
    "days_total": Words("办理天数合计", "days in all"), "median": Words("办理天数中位数", "median of days taken"),
    "mean": Words("平均办理天数", "mean of days taken"), "lowest": Words("最短办理天数", "fewest days taken"),
    "highest": Words("最长办理天数", "most days taken"), "p75": Words("第75百分位", "75th percentile of days"),
    "p90": Words("第90百分位", "90th percentile of days"), "p98": Words("第98百分位", "98th percentile of days"),
}  # fmt: skip
_MEASURE = {
    "persons": Words("申请人人数", "number of applicants"),
    "compensated": Words("有赔偿数额的件数", "cases with compensation"),
    "compensation": Words("赔偿数额合计（元）", "compensation in all (yuan)"),
    "norm_review": Words("附带审查规范性文件的件数", "cases in which a normative document was reviewed"),
}  # fmt: skip
_MORE_CELLS = {
    "pending.in_hand": Words("未审结中办理中的", "pending and in hand"),
    "pending.suspended": Words("未审结中中止的", "pending and suspended"),
    "pending.overdue": Words("未审结中超过办结期限的", "pending beyond the last day"),
}


def scheme_title(scheme: Scheme) -> Words:
    """Return name and label of a scheme."""
    return Words(f"{scheme.label.zh}（{scheme.name}）", f"{scheme.label.en} ({scheme.name})")


def scheme_tables(scheme: Scheme, language: Language) -> list[Table]:
    """Return a scheme in words: its settings, then the definition of every rate."""
    settings = _table(Words("规定", "settings"), _SETTING, _settings(scheme), language)
    return [settings, _table(Words("各项比率", "rates"), _RATE_HEADS, map(_rate_row, scheme.rates), language)]


def reading_table(found: Sequence[Scheme], language: Language) -> Table:
    """Return which reading of 上期结转 and of 办结 each scheme takes, and how it rounds, side by side."""
    heads = (Words("口径", "scheme"), *_READINGS)
    rows = (
        (Words(each.name, each.name), _OPENING[each.opening], _CLOSED[each.closed], _percentages(each))
        for each in found
    )
    return _table(Words("两种读法", "readings"), heads, rows, language)


def _percentages(scheme: Scheme) -> Words:
    return Words(
        f"{scheme.places}位小数，{_ROUNDING[scheme.rounding].zh}",
        f"{scheme.places} place{'' if scheme.places == 1 else 's'}, {_ROUNDING[scheme.rounding].en}",
    )


def _settings(scheme: Scheme) -> Iterable[tuple[Words, ...]]:
    if scheme.seen:
        yield Words("见于", "seen in"), scheme.seen
    yield Words("上期结转", "carried in"), _OPENING[scheme.opening]
    yield Words("办结", "closed"), _CLOSED[scheme.closed]
    yield Words("百分数", "percentages"), _percentages(scheme)
    yield Words("单位", "unit"), scheme.unit
    yield (
        Words("为零的结案类别", "families that are zero"),
        Words("不列", "left out") if scheme.hide_zeros else Words("列出", "printed"),
    )
    yield (
        Words("结案类别占比", "shares of families"),
        Words("列出", "printed") if scheme.shares else Words("不列", "not printed"),
    )
    if scheme.order:
        named = [terms.REVIEW_FAMILY.label(code) for code in scheme.order]
        yield (
            Words("结案类别先后", "order of families"),
            _joined(scheme.labels.get(code, label) for code, label in zip(scheme.order, named, strict=True)),
        )


def rate_tables(language: Language) -> list[Table]:
    """Return every rate under every definition that ships."""
    return [_table(Words("全部算法", "every definition"), _RATE_HEADS, map(_rate_row, rates.catalogue()), language)]


def form_heading(form: FormSpec) -> tuple[Words, ...]:
    """Return label, purpose, edition and source of a form, and its notes."""
    edition = Words(f"版本：{form.edition}", f"Edition: {form.edition}")
    source = form.source
    sources = () if source is None else (Words(f"出处：{source.zh}", f"Source: {source.en}"),)
    return form.label, form.about, edition, *sources, *form.notes


def form_tables(form: FormSpec, language: Language) -> list[Table]:
    """Return a form in words: for each sheet what its rows, columns and identities are."""
    tables: list[Table] = []
    for sheet in form.sheets:
        register = REGISTER.label(sheet.register)
        title = Words(
            f"{sheet.title.zh}（{sheet.code}，{register.zh}）：{_rows(sheet).zh}",
            f"{sheet.title.en} ({sheet.code}, {register.en}): {_rows(sheet).en}",
        )
        notes = tuple(note.say(language) for note in sheet.notes)
        tables.append(replace(_sheet_table(sheet, title, language), notes=notes))
        if sheet.identities:
            held = ((each.label, Words(each.name, each.name)) for each in sheet.identities)
            said = Words("每行及合计均须成立", "to hold in every row and in the total")
            tables.append(_table(said, _IDENTITY_HEADS, held, language))
        tables += mapping_tables(sheet, language)
    return tables


def _sheet_table(sheet: SheetSpec, title: Words, language: Language) -> Table:
    if sheet.kind == RATE_LIST:
        named = (rate for rate in rates.catalogue() if rate.name in sheet.rates and sheet.register in rate.registers)
        return _table(title, _RATE_HEADS, (_rate_row(rate) for rate in named), language)
    lines = _lines(sheet)
    if lines:
        return _table(title, _LINE_HEADS, lines, language)
    columns = ((_head(each), Words(each.code, each.code), _meaning(sheet, each)) for each in sheet.columns)
    return _table(title, _COLUMN_HEADS, columns, language)


def _lines(sheet: SheetSpec) -> Sequence[tuple[Words, ...]]:
    """The lines of a sheet that has no columns of its own."""
    if sheet.kind == PACE:
        entered = headings.FLOW.label(headings.ENTERING[sheet.register])
        clearance = (_CLEARANCE, Words(f"审结 ÷ {entered.zh}", f"concluded ÷ {entered.en}"))
        return (clearance, _DISPOSITION, *((_TAKEN,) if sheet.register == REVIEW else ()))
    if sheet.kind == AGES:
        ends = (*(start - 1 for start in sheet.bands[1:]), None)
        bands = [
            f"{start}–{end}" if end is not None else f"{start}+" for start, end in zip(sheet.bands, ends, strict=True)
        ]
        said = Words("、".join(bands), ", ".join(bands))
        return ((Words("分段（天）", "bands (days)"), said), *_AGE_LINES)
    return _HEARING_LINES if sheet.kind == HEARING_LIST else ()


def _rate_row(rate: Rate) -> tuple[Words, ...]:
    return rate.label, Words(rate.variant, rate.variant), _registers(rate.registers), rate.definition


def _rows(sheet: SheetSpec) -> Words:
    if sheet.kind in _KIND:
        return _KIND[sheet.kind]
    if sheet.rows is None:
        return Words("全部案件", "all cases")
    label = headings.dimension_label(sheet.register, sheet.rows)
    if sheet.mapped:
        return Words(
            f"按{label.zh}，{len(sheet.mapped)}行，名称对照见下",
            f"by {label.en}, {len(sheet.mapped)} rows; below, the names they take",
        )
    free = Words("，可用 --by 另选", ", another with --by") if sheet.free else Words("", "")
    return Words(f"按{label.zh}分行{free.zh}", f"by {label.en}{free.en}")


def mapping_tables(sheet: SheetSpec, language: Language) -> list[Table]:
    """Return which names each row of a mapped sheet takes, from which day on, and the names that fit several rows."""
    if not sheet.mapped:
        return []
    rows = ((row.label, Words(_names(row, "、", "（自{}）"), _names(row, ", ", " (from {})"))) for row in sheet.mapped)
    title = Words("名称对照（更名日期未核实）", "names of the rows (days of renaming unverified)")
    tables = [_table(title, _NAMES_HEADS, rows, language)]
    if sheet.ambiguous:
        labels = {row.code: row.label for row in sheet.mapped}
        several = ((Words(name, name), _joined(labels[code] for code in codes)) for name, codes in sheet.ambiguous)
        title = Words("一名多行，逐件列出，不作推定", "names that fit several rows: listed, not presumed")
        tables.append(_table(title, _AMBIGUOUS_HEADS, several, language))
    return tables


def _names(row: RowSpec, mark: str, since_words: str) -> str:
    return mark.join(f"{name}{since_words.format(since)}" if since else name for name, since in row.names)


def _head(column: ColumnSpec) -> Words:
    if column.group is None:
        return column.label
    return Words(f"{column.group.zh}：{column.label.zh}", f"{column.group.en}: {column.label.en}")


def _meaning(sheet: SheetSpec, column: ColumnSpec) -> Words:
    if column.part:
        part, whole = (_sum(sheet, codes) for codes in (column.part, column.whole))
        return Words(f"{part.zh} ÷ {whole.zh}", f"{part.en} ÷ {whole.en}")
    if column.running:
        of = _sum(sheet, (column.running,))
        return Words(f"{of.zh}，自期初累计", f"{of.en}, summed from the start")
    if column.hearing:
        return headings.HEARINGS.label(column.hearing) if column.hearing in headings.HEARINGS else column.label
    if column.step:
        step = terms.STEP.label(column.step)
        return Words(f"期内登记的“{step.zh}”次数", f"how often “{step.en}” was told in the period")
    cells = _joined((_cell(column.register, name) for name in column.cells), " + ")
    said = {**_MEASURE, **_STATISTIC}.get(column.measure or column.statistic or "")
    if said:
        cells = Words(f"{said.zh}：{cells.zh}", f"{said.en}: {cells.en}")
    limits = _joined((_limit(column.register, name, values) for name, values in column.where.items()), "; ")
    return Words(f"{cells.zh}（{limits.zh}）", f"{cells.en} ({limits.en})") if limits.zh else cells


def _sum(sheet: SheetSpec, codes: Sequence[str]) -> Words:
    own = {column.code: column.label for column in sheet.columns}
    found = _joined((own[code] for code in forms.columns_named(sheet, tuple(codes))), " + ")
    return Words(f"（{found.zh}）", f"({found.en})") if len(codes) > 1 else found


def _cell(register: str, name: str) -> Words:
    if name in _MORE_CELLS:
        return _MORE_CELLS[name]
    section, _, code = name.rpartition(".")
    label = headings.section_values(register, section).label(code)
    head, _, inner = section.partition(".")
    if head in ("instances", "instance_outcomes"):
        instance = headings.with_not_stated(terms.INSTANCE).label(inner)
        return Words(f"{instance.zh}{label.zh}", f"{label.en} ({instance.en})")
    if head == "grounds":
        outcome = terms.outcomes(register).label(inner)
        return Words(f"{outcome.zh}（{label.zh}）", f"{outcome.en} ({label.en})")
    return label


def _limit(register: str, dimension: str, values: Sequence[str | None]) -> Words:
    labels = {
        "organ_level": Words("复议机关层级", "level of the review organ"),
        "reviewed_first": Words("是否经复议", "reviewed first"),
    }
    name = labels.get(dimension) or headings.dimension_label(register, dimension)
    vocabulary = {"organ_level": terms.LEVEL, "reviewed_first": terms.YES_NO}.get(dimension)
    said = _joined(
        NOT_STATED_LABEL if value is None
        else vocabulary.label(value) if vocabulary
        else headings.value_label(register, dimension, value)
        for value in values
    )  # fmt: skip
    return Words(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}")


def _registers(codes: Sequence[str]) -> Words:
    said = [REGISTER.label(code) for code in codes]
    return Words("、".join(each.zh for each in said), "; ".join(each.en for each in said))


def _joined(words: Iterable[Words], mark: str | None = None) -> Words:
    said = list(words)
    return Words((mark or "、").join(each.zh for each in said), (mark or ", ").join(each.en for each in said))


def _table(title: Words, heads: Sequence[Words], rows: Iterable[Sequence[Words]], language: Language) -> Table:
    return Table(
        title.say(language),
        tuple(head.say(language) for head in heads),
        tuple(tuple(cell.say(language) for cell in row) for row in rows),
        frozenset(),
    )
