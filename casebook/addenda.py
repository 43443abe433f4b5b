"""What stands beside the figures of a report: late entries on closed periods, and how the year's targets stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from casebook import closing, documents
from casebook.dates import year_before
from casebook.sheets import DATE, TEXT, Column, Figure, Line, Sheet
from casebook.terms import STEP
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.book import Book
    from casebook.closing import Adjustment
    from casebook.documents import Request
    from casebook.figures import Report
    from casebook.sheets import Document, Part
    from casebook.targets import Progress, Target

TARGET = "target"
_ADJUSTMENTS = Words("已封闭期间的调整", "adjustments to closed periods")
_ADJUSTMENT_NOTE = Words(
    "以上事项晚于封闭登记，计入其所属期间的现有数字；已封存的报表不变，差异见 casebook compare。",
    "Told after the period was closed; they count in the figures of that period as known now. The report as sent"
    " stands; casebook compare prints the difference.",
)
_COLUMNS = (
    Column("period", Words("所属期间", "closed period"), TEXT),
    Column("step", Words("程序节点", "step"), TEXT),
    Column("was_on", Words("原日期", "day before"), DATE),
    Column("on", Words("日期", "day"), DATE),
    Column("entry", Words("登记号", "entry"), TEXT),
    Column("reason", Words("理由", "reason"), TEXT),
)


class Addenda(NamedTuple):
    """The adjustments that a report must show, and the progress of the targets it is measured by, by register."""

    adjustments: dict[str, tuple[Adjustment, ...]]
    progress: dict[str, tuple[Progress, ...]]


def of(book: Book, request: Request) -> Addenda:
    """Return what belongs beside the figures of ``request``."""
    with book.reading():
        late = {
            register: closing.adjustments(book, register, request.period, request.known_at)
            for register in request.registers
        }
        aims = _targets(book, request)
        met = {register: _progress(book, request, register, own) for register, own in aims.items()}
    return Addenda({register: found for register, found in late.items() if found}, met)


def _targets(book: Book, request: Request) -> dict[str, list[Target]]:
    """The targets of the year in which the period ends, the latest of each figure."""
    adopted = book.known(TARGET, request.known_at)
    if not adopted:
        return {}
    from casebook import targets  # exact fractions, which a book without targets does not need

    found: dict[str, list[Target]] = {}
    for target in targets.standing(adopted):
        if target.year == request.period.end.year and target.register in request.registers:
            found.setdefault(target.register, []).append(target)
    return found


def _progress(book: Book, request: Request, register: str, aims: Sequence[Target]) -> tuple[Progress, ...]:
    from casebook import targets

    asked = request._replace(by=(), base=None)
    now = documents.report_of(book, asked, register)
    before = year_before(documents.cut(request).period)
    earlier = documents.report_of(book, asked._replace(period=before, as_of=None), register)
    return tuple(targets.progress(each, now, earlier if has_cases(earlier) else None) for each in aims)


def has_cases(report: Report) -> bool:
    """Tell whether a report counts anything: the year before a book began has nothing to compare with."""
    return any(report.flow.cells.values()) or bool(report.intake and any(report.intake.cells.values()))


def with_addenda(document: Document, found: Addenda) -> Document:
    """Return ``document`` with a sheet for adjustments and one for targets in the parts that have any."""
    return replace(document, parts=tuple(_with(part, found) for part in document.parts))


def _with(part: Part, found: Addenda) -> Part:
    late, met = found.adjustments.get(part.register or "", ()), found.progress.get(part.register or "", ())
    more = [_adjustment_sheet(late)] if late else []
    if met:
        from casebook import targets

        more.append(targets.target_sheet(met))
    return replace(part, sheets=(*part.sheets, *more)) if more else part


def _adjustment_sheet(late: Sequence[Adjustment]) -> Sheet:
    lines = tuple(_adjusted(number, each) for number, each in enumerate(late, 1))
    head = Words("案号", "number")
    return Sheet("adjustments", _ADJUSTMENTS, head, _COLUMNS, lines, None, (_ADJUSTMENT_NOTE,))


def _adjusted(number: int, each: Adjustment) -> Line:
    step = STEP.label(each.step)
    figures = (
        Figure(str(each.closed), TEXT),
        Figure(step.zh, TEXT, words=step),
        Figure(each.was_on.isoformat() if each.was_on else None, DATE),
        Figure(each.on.isoformat() if each.on else None, DATE),
        Figure(str(each.entry_no), TEXT),
        Figure(each.reason, TEXT),
    )
    return Line(f"{number}", Words(each.number, each.number), figures)
