"""Numbers and states: the journal has no gap, and every state is what the steps make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.acts import missed_by
from casebook.check.findings import ERROR, WARNING, Finding, Subject
from casebook.store import derive, rebuilt, verify
from casebook.terms import LAW, STEP, outcomes
from casebook.versions import Derived, edition_of
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casebook.book import Book
    from casebook.model import CaseRecord

OLDEST_REVIEW = "review-2017"
VERSIONS = "case_version"
_TICK = 500


def journal(subject: Subject) -> Iterator[Finding]:
    """Entries, steps and cases are numbered from 1 without a gap."""
    for gap in verify.gaps(subject.book.connection):
        yield Finding(
            "journal",
            ERROR,
            Words(
                f"日志表 {gap.table} 编号不连续：{gap.rows} 行，末号 {gap.last}。请从备份恢复。",
                f"The journal table {gap.table} has a gap: {gap.rows} rows, last number {gap.last}. Restore a backup.",
            ),
        )


def contradiction(subject: Subject) -> Iterator[Finding]:
    """No state contradicts itself: an outcome has a date, dates follow one another."""
    for name, register, number in verify.contradictions(subject.book.connection):
        message = Words(
            f"状态自相矛盾（{name}）。请用 history 查看并更正。",
            f"The state contradicts itself ({name}). See history and correct it.",
        )
        yield Finding("contradiction", ERROR, message, register, number)


def derivation(subject: Subject) -> Iterator[Finding]:
    """Every state is what the steps make it; on the way, what an officer should look at is listed.

    With the check ``rebuild`` the whole history of each case is compared, else its present state.
    """
    whole = "rebuild" in subject.wanted
    first: dict[str, Finding] = {}
    total = subject.book.head.entry_no
    compared = rebuilt.compared(subject.book.connection, subject.book.derive, whole=whole)
    for done, (case_no, record, derived, differing) in enumerate(compared, 1):
        if done % _TICK == 0:
            subject.tick("derivation", record.steps[0].entry_no if record else 0, total)
        if record is None:
            if VERSIONS in differing:
                yield Finding("derivation", ERROR, _senseless(case_no))
        else:
            if VERSIONS in differing and (not whole or _present_differs(subject, record, derived)):
                yield Finding("derivation", ERROR, _DIFFERS, record.register, record.card.number)
            yield from _looked_at(subject, record, derived)
        for table in differing if whole else ():
            first.setdefault(table, _differs(table, case_no, record))
    yield from first.values()


_DIFFERS = Words(
    "派生状态与登记不符。请用 check --deep 查明，必要时重建。",
    "The derived state is not what the steps make it. Run check --deep; rebuild if need be.",
)


def _present_differs(subject: Subject, record: CaseRecord, derived: Derived | None) -> bool:
    row = derive.version_row(derived.version) if derived else None
    return derive.current_row(subject.book.connection, record.case_no) != row


def _senseless(case_no: int) -> Words:
    return Words(
        f"内部编号 {case_no} 的案件：登记无法推出状态，或有状态而无登记。请用 check --deep 查明并从备份恢复。",
        f"Case {case_no} (internal number): its steps make no state, or it has a state and no steps. Run check --deep; restore a backup.",
    )


def _differs(table: str, case_no: int, record: CaseRecord | None) -> Finding:
    message = Words(
        f"派生表 {table} 与重建结果不符（第一件：内部编号 {case_no}）。请从备份恢复，或重建派生表。",
        f"The derived table {table} differs from its rebuild (first at case {case_no}, internal number). Restore a backup or rebuild.",
    )
    return Finding("rebuild", ERROR, message, *((record.register, record.card.number) if record else ()))


def _looked_at(subject: Subject, record: CaseRecord, derived: Derived | None) -> Iterator[Finding]:
    if derived is not None:
        for name, message in _notices(record, derived, subject.book, subject.today):
            yield Finding(name, WARNING, message, record.register, record.card.number)


def _notices(record: CaseRecord, derived: Derived, book: Book, today: date) -> Iterator[tuple[str, Words]]:
    version = derived.version
    edition = edition_of(record.register, version.law, book.rules.lawbook)
    rule = edition.registers[record.register].outcomes.get(version.outcome or "")
    label = outcomes(record.register).label(version.outcome or "")
    if rule is not None and rule.unresolved:
        yield (
            "unresolved",
            Words(
                f"结案方式“{label.zh}”未分清种类。请查明后用 correct 更正。",
                f"The outcome “{label.en}” leaves its kind open. Find out and correct it.",
            ),
        )
    elif version.outcome == "reject_application" and version.law == OLDEST_REVIEW and version.ground is None:
        # until 2023 one name stood for two outcomes: only the ground tells them apart (law page §1.5)
        yield (
            "ground-missing",
            Words(f"“{label.zh}”未填事由，不能分清种类。", f"“{label.en}” states no ground; its kind stays open."),
        )
    if version.crosses_border:
        law = LAW.label(version.law or "")
        yield (
            "border",
            Words(
                f"受理与结案跨越法律变更日，现按{law.zh}。请核对。",
                f"Accepted and decided on different sides of a change of the law; governed by {law.en}. Check it.",
            ),
        )
    for step in derived.timeline.steps:
        for missed in missed_by(step, record.register, derived, book.rules):
            name = STEP.label(step.step)
            yield (
                "late",
                Words(
                    f"“{name.zh}”（登记号 {step.entry_no}）{step.on} 晚于 {missed.rule} 的最后一日 {missed.due_on}（{missed.article}）。",
                    f"“{name.en}” (entry {step.entry_no}) on {step.on} is after the last day of {missed.rule}, {missed.due_on} ({missed.article}).",
                ),
            )
    for each in derived.deadlines:
        deemed_on = each.deemed_by(today)
        if deemed_on is not None and version.intake_result is None:
            yield (
                "deemed-accepted",
                Words(
                    f"审查期满未作决定，自 {deemed_on} 起视为受理。请登记 accept --ground silence。",
                    f"No decision in the review period: counts as accepted since {deemed_on}. Record accept --ground silence.",
                ),
            )
