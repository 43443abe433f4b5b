"""Figures: every report balances and is carried over, every frozen one comes out again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from casebook import freezing, reports
from casebook.bookfaults import Unbalanced
from casebook.check.findings import ERROR, WARNING, Finding, Subject
from casebook.dates import parse_year_start, periods_between
from casebook.errors import CasebookError
from casebook.sheets import NO_FIGURE
from casebook.store import verify
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.figures import Report

SHOWN_CELLS = 3


def balance(subject: Subject) -> Iterator[Finding]:
    """Every report balances, and what is pending at the end of a period is carried into the next (E1–E7)."""
    year_start = parse_year_start(subject.book.head.year_start)
    for register in REGISTER.codes:
        extent = verify.extent(subject.book.connection, register)
        if extent is None:
            continue
        try:
            built = [
                reports.build(
                    subject.book.connection,
                    register=register,
                    period=period,
                    lawbook=subject.book.rules.lawbook,
                    bureau=subject.book.head.bureau,
                )
                for period in periods_between(extent.first, min(extent.last, subject.today), year_start)
            ]
        except Unbalanced as error:
            yield Finding("balance", ERROR, Words(error.say("zh"), error.say("en")), register)
            continue
        yield from _failed(built, register)
        yield from _carried(built, register)


def _failed(built: list[Report], register: str) -> Iterator[Finding]:
    for report in built:
        for each in report.checks:
            if not each.holds:
                message = Words(
                    f"{report.period} {each.name} 不平：{each.equation}",
                    f"{report.period} {each.name}: {each.equation} fails",
                )
                yield Finding("balance", ERROR, message, register)


def _carried(built: list[Report], register: str) -> Iterator[Finding]:
    for earlier, later in pairwise(built):
        if (later.period.start - earlier.period.end).days == 1 and later.flow.opening != earlier.flow.pending:
            message = Words(
                f"{earlier.period} 未审结 {earlier.flow.pending}，而 {later.period} 结转 {later.flow.opening}。",
                f"{earlier.period} ends with {earlier.flow.pending} pending, {later.period} opens with {later.flow.opening}.",
            )
            yield Finding("balance", ERROR, message, register)


def frozen(subject: Subject) -> Iterator[Finding]:
    """Every frozen report is reproduced as known at its entry; what has changed since is listed."""
    for each in freezing.list_frozen(subject.book):
        name = f"{each.report_no}（{each.form} {each.period}）"
        name_en = f"{each.report_no} ({each.form} {each.period})"
        if not each.intact:
            message = Words(
                f"封存报表 {name} 的数字与其摘要不符：被改动过。请从备份恢复并追查。",
                f"The figures of the frozen report {name_en} do not fit its digest: they were changed. Restore a backup and find out who.",
            )
            yield Finding("frozen", ERROR, message)
        try:
            found = freezing.compare(subject.book, each.report_no, with_cases=False)
        except CasebookError as error:
            message = Words(
                f"封存报表 {name} 不能重新生成：{error.say('zh')}",
                f"The frozen report {name_en} cannot be made again: {error.say('en')}",
            )
            yield Finding("frozen", ERROR, message)
            continue
        if not found.reproduced:
            message = Words(
                f"封存报表 {name} 按登记号 {each.known_at} 重算，结果与封存时不同。请用 check --deep 查明。",
                f"The frozen report {name_en}, made again as known at entry {each.known_at}, differs from what was sent. Run check --deep.",
            )
            yield Finding("frozen", ERROR, message)
        if found.differences:
            yield Finding("frozen", WARNING, _changed(found, name, name_en))


def _changed(found: freezing.Compared, name: str, name_en: str) -> Words:
    count = len(found.differences)
    first = found.differences[:SHOWN_CELLS]
    shown = [(each.label, each.then or NO_FIGURE, each.now or NO_FIGURE) for each in first]
    zh = "；".join([f"{label.zh} {then} → {now}" for label, then, now in shown])
    en = "; ".join([f"{label.en} {then} → {now}" for label, then, now in shown])
    more = count > len(first)
    return Words(
        f"封存报表 {name} 有 {count} 项与现在不同：{zh}{'……' if more else ''}。用 compare {found.frozen.report_no} 查看。",
        f"The frozen report {name_en} differs from now in {count} cells: {en}{' …' if more else ''}. See compare {found.frozen.report_no}.",
    )
