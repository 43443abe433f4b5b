"""Frozen reports against the book: what was sent, what the figures are now, and the cases that made the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.render.cases import ACT
from casebook.render.tables import Table, markdown, plain, terminal
from casebook.render.text import csv_cell, inert
from casebook.sheets import NO_FIGURE, NUMERIC
from casebook.terms import REGISTER
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.closing import Closed
    from casebook.freezing import Compared, Difference, Frozen, Touched

CSV_COLUMNS = ("report", "register", "name", "label", "then", "now", "change", "case", "counted", "entries")
_HEADERS = (
    Words("台账", "register"),
    Words("项目", "figure"),
    Words("封存时", "then"),
    Words("现在", "now"),
    Words("差", "change"),
    Words("原因（案件、登记号、理由）", "why (case, entry, reason)"),
)
_FIGURES = frozenset({2, 3, 4})


def frozen_lines(frozen: Sequence[Frozen], closed: Closed | None) -> list[Words]:
    """Return what was frozen, and closed, for the officer who did it."""
    lines = [
        Words(
            f"报表 {each.report_no}：{each.form} {each.period}，已封存 {len(each.cells)} 项，登记号 {each.entry_no}。",
            f"Report {each.report_no}: {each.form} {each.period}, {len(each.cells)} cells kept; entry {each.entry_no}.",
        )
        for each in frozen
    ]
    if closed is not None:
        lines.append(
            Words(
                f"已封闭期间 {closed.period}，登记号 {closed.entry_no}；此后补登须用 --late 并写理由。",
                f"Closed the period {closed.period}; entry {closed.entry_no}. Late entries need --late and a reason.",
            )
        )
    return lines


def frozen_json(frozen: Sequence[Frozen], closed: Closed | None) -> dict[str, object]:
    """Return what was frozen, and closed, as JSON."""
    return {
        "schema": "casebook/freeze/1",
        "frozen": [_frozen(each) | {"cells": len(each.cells)} for each in frozen],
        "closed": None
        if closed is None
        else {
            "entry_no": closed.entry_no,
            "period": {"from": closed.period.start.isoformat(), "to": closed.period.end.isoformat()},
            "report": closed.report_no,
        },
    }


def _frozen(frozen: Frozen) -> dict[str, object]:
    return {
        "report": frozen.report_no,
        "entry_no": frozen.entry_no,
        "form": frozen.form,
        "edition": frozen.edition,
        "scheme": frozen.scheme,
        "registers": list(frozen.request.registers),
        "period": {"from": frozen.period.start.isoformat(), "to": frozen.period.end.isoformat()},
        "known_at": frozen.known_at,
        "digest": frozen.digest,
        "note": frozen.note,
    }


def compared_json(found: Sequence[Compared], language: Language) -> dict[str, object]:
    """Return comparisons as JSON."""
    return {
        "schema": "casebook/compare/1",
        "matches": all(each.matches for each in found),
        "reports": [
            {
                **_frozen(each.frozen),
                "now": each.now,
                "intact": each.frozen.intact,
                "reproduced": each.reproduced,
                "matches": each.matches,
                "differences": [_difference(one, language) for one in each.differences],
            }
            for each in found
        ],
    }


def _difference(each: Difference, language: Language) -> dict[str, object]:
    return {
        "register": each.register,
        "name": each.name,
        "label": each.label.say(language),
        "kind": each.kind,
        "then": each.then,
        "now": each.now,
        "change": each.change,
        "cases": [
            {
                "register": case.register,
                "number": case.number,
                "counted": "then" if case.then else "now",
                "entries": [
                    {"entry_no": entry.entry_no, "act": entry.act, "reason": entry.reason} for entry in case.entries
                ],
            }
            for case in each.cases
        ],
    }


def compared_text(
    found: Sequence[Compared], form: str, language: Language, *, width: int = 80, colour: bool = False
) -> str:
    """Return comparisons as ``table`` (for a terminal), ``plain``, ``md`` or ``csv``."""
    if form == "csv":
        return _csv(found, language)
    return "\n".join(_one(each, form, language, width=width, colour=colour) for each in found)


def _one(found: Compared, form: str, language: Language, *, width: int, colour: bool) -> str:
    heading = [words.say(language) for words in _heading(found)]
    tables = [_table(found, language)] if found.differences else []
    if form == "md":
        return markdown(tables, heading)
    if form == "plain":
        return plain(tables, heading)
    return terminal(tables, heading, width=width, colour=colour)


def _heading(found: Compared) -> Iterator[Words]:
    frozen = found.frozen
    yield Words(
        f"报表 {frozen.report_no}：{found.title.zh}（{frozen.form}）{frozen.period}",
        f"Report {frozen.report_no}: {found.title.en} ({frozen.form}), {frozen.period}",
    )
    yield Words(
        f"封存于登记号 {frozen.entry_no}（所知截至 {frozen.known_at}），现为 {found.now}；统计口径 {frozen.scheme}",
        f"Frozen by entry {frozen.entry_no}, as known at {frozen.known_at}; now {found.now}. Scheme: {frozen.scheme}",
    )
    if frozen.note:
        yield Words(f"备注：{frozen.note}", f"Note: {frozen.note}")
    if not frozen.intact:
        yield Words(
            "封存的数字与其摘要不符：被改动过。", "The frozen figures do not fit their digest: they were changed."
        )
    if not found.reproduced:
        yield Words("按封存时所知重算，结果不同。", "Made again as known then, the figures are not the same.")
    if found.matches:
        yield Words("与封存时一致。", "The figures are what they were.")
    elif found.differences:
        count = len(found.differences)
        yield Words(
            f"有 {count} 项不同。", f"{count} figure{'' if count == 1 else 's'} differ{'s' if count == 1 else ''}."
        )


def _table(found: Compared, language: Language) -> Table:
    rows = tuple(
        (
            REGISTER.label(each.register).say(language) if each.register else "",
            each.label.say(language),
            each.then or NO_FIGURE,
            each.now or NO_FIGURE,
            each.change or "",
            Words("；", "; ").say(language).join(_case(case, language) for case in each.cases),
        )
        for each in found.differences
    )
    title = Words("变动", "changes").say(language)
    return Table(title, tuple(each.say(language) for each in _HEADERS), rows, _FIGURES)


def _case(case: Touched, language: Language) -> str:
    sign = "-" if case.then else "+"
    entries = _entries(case, language)
    return f"{sign}{case.number}{' ' if entries.startswith('(') else ''}{entries}"


def _entries(case: Touched, language: Language) -> str:
    said = []
    for entry in case.entries:
        act = ACT[entry.act].say(language) if entry.act in ACT else entry.act
        reason = Words(f"：{entry.reason}", f": {entry.reason}").say(language) if entry.reason else ""
        said.append(f"{entry.entry_no} {act}{reason}")
    joined = Words("，", ", ").say(language).join(said)
    return Words(f"（{joined}）", f"({joined})").say(language) if said else ""


def _csv(found: Sequence[Compared], language: Language) -> str:
    import csv  # only where it is asked for
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for report in found:
        for each in report.differences:
            said = (str(report.frozen.report_no), each.register or "", each.name, each.label.say(language))
            figures = tuple(_csv_figure(each.kind, text) for text in (each.then, each.now, each.change))
            cases: Sequence[Touched | None] = each.cases or (None,)
            for case in cases:
                why = (case.number, "then" if case.then else "now", _entries(case, language)) if case else ("", "", "")
                writer.writerow([*map(csv_cell, said), *figures, *map(csv_cell, why)])
    return out.getvalue()


def _csv_figure(kind: str, text: str | None) -> str:
    if text is None:
        return ""
    return inert(text) if kind in NUMERIC else csv_cell(text)
