"""Numbers and states: the journal has no gap, and every state is what the steps make it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from casebook import sharing
from casebook.acts import missed_by
from casebook.check.findings import ERROR, WARNING, Finding, OfCases, Subject
from casebook.store import derive, rebuilt, records, verify
from casebook.terms import LAW, STEP, outcomes
from casebook.versions import Derived, edition_of
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from casebook.book import Book
    from casebook.model import CaseRecord
    from casebook.sharing import Range

OLDEST_REVIEW = "review-2017"
VERSIONS = "case_version"


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


@contextmanager
def cases_looked_at(subject: Subject) -> Iterator[Iterator[OfCases]]:
    """Yield what is found of range after range of cases; of a large book other processes begin with it at once.

    With the check ``rebuild`` the whole history of each case is compared, else its present state.
    """
    whole = "rebuild" in subject.wanted
    cases = records.case_count(subject.book.connection)
    # a row may claim any number: the first range and the last have no end
    parts = sharing.ranges(cases) or [(1, 1)]
    parts[0] = (rebuilt.EVERY_CASE[0], parts[0][1])
    parts[-1] = (parts[-1][0], rebuilt.EVERY_CASE[1])
    asked = _Asked(subject.today, whole)
    with sharing.shared(subject.book, _of_cases, asked, parts, sharing.cores() if whole else 1) as found:
        yield _told_of(subject, parts, found, cases)


def _told_of(subject: Subject, parts: Sequence[Range], found: Iterator[OfCases], cases: int) -> Iterator[OfCases]:
    for (_, last), each in zip(parts, found, strict=True):
        subject.tick("derivation", min(last, cases), cases)
        yield each


def derivation(subject: Subject) -> Iterator[Finding]:
    """Every state is what the steps make it; on the way, what an officer should look at is listed."""
    first: dict[str, Finding] = {}
    for findings, differing in subject.cases:
        yield from findings
        first = differing | first
    yield from first.values()


class _Asked(NamedTuple):
    """What is asked of a range of cases: on which day, and whether their whole history is compared."""

    today: date
    whole: bool


def _of_cases(book: Book, part: Range, asked: _Asked) -> OfCases:
    """Return the findings of the cases of a range, and by table the first that a rebuild would change."""
    found: list[Finding] = []
    first: dict[str, Finding] = {}
    for case_no, record, made, differing in rebuilt.compared(book.connection, book.derive, part, whole=asked.whole):
        if record is None:
            if VERSIONS in differing:
                found.append(Finding("derivation", ERROR, _senseless(case_no)))
        else:
            derived = made.derived if made else None
            if VERSIONS in differing and (not asked.whole or _present_differs(book, record, derived)):
                found.append(Finding("derivation", ERROR, _DIFFERS, record.register, record.card.number))
            found += _looked_at(book, asked.today, record, derived)
        for table in differing if asked.whole else ():
            first.setdefault(table, _differs(table, case_no, record))
    return found, first


_DIFFERS = Words(
    "派生状态与登记不符。请用 check --deep 查明；登记无误的，运行 casebook rebuild。",
    "The derived state is not what the steps make it. Run check --deep; where the journal is sound, casebook rebuild.",
)


def _present_differs(book: Book, record: CaseRecord, derived: Derived | None) -> bool:
    row = derive.version_row(derived.version) if derived else None
    return derive.current_row(book.connection, record.case_no) != row


def _senseless(case_no: int) -> Words:
    return Words(
        f"内部编号 {case_no} 的案件：登记无法推出状态，或有状态而无登记。请用 check --deep 查明并从备份恢复。",
        f"Case {case_no} (internal number): its steps make no state, or it has a state and no steps. Run check --deep; restore a backup.",
    )


def _differs(table: str, case_no: int, record: CaseRecord | None) -> Finding:
    message = Words(
        f"派生表 {table} 与重建结果不符（第一件：内部编号 {case_no}）。日志无误的，运行 casebook rebuild；否则从备份恢复。",
        f"The derived table {table} differs from its rebuild (first at case {case_no}, internal number). Where the journal is sound, run casebook rebuild; else restore a backup.",
    )
    return Finding("rebuild", ERROR, message, *((record.register, record.card.number) if record else ()))


def _looked_at(book: Book, today: date, record: CaseRecord, derived: Derived | None) -> Iterator[Finding]:
    if derived is not None:
        for name, message in _notices(record, derived, book, today):
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
