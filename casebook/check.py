"""Checks of a book: small named functions in tiers. Each yields its findings; all of them are shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from casebook import calendars, freezing, reports
from casebook.acts import missed_by
from casebook.book import Book
from casebook.bookfaults import Unbalanced, Unsound
from casebook.dates import parse_year_start, periods_between
from casebook.errors import CasebookError
from casebook.sheets import NO_FIGURE
from casebook.store import adoptions, verify
from casebook.terms import LAW, REGISTER, REVIEW, STEP, outcomes
from casebook.versions import Derived, edition_of
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.figures import Report
    from casebook.model import CaseRecord

ERROR, WARNING = "error", "warning"
OLDEST_REVIEW = "review-2017"
SHOWN_CELLS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its name, how grave, where, and what to do."""

    check: str
    severity: str
    message: Words
    register: str = ""
    number: str = ""


Check = Callable[[Book, date], Iterator[Finding]]


def journal(book: Book, today: date) -> Iterator[Finding]:
    """Entries, steps and cases are numbered from 1 without a gap."""
    del today
    for gap in verify.gaps(book.connection):
        yield Finding(
            "journal",
            ERROR,
            Words(
                f"日志表 {gap.table} 编号不连续：{gap.rows} 行，末号 {gap.last}。请从备份恢复。",
                f"The journal table {gap.table} has a gap: {gap.rows} rows, last number {gap.last}. Restore a backup.",
            ),
        )


def contradiction(book: Book, today: date) -> Iterator[Finding]:
    """No state contradicts itself: an outcome has a date, dates follow one another."""
    del today
    for name, register, number in verify.contradictions(book.connection):
        message = Words(
            f"状态自相矛盾（{name}）。请用 history 查看并更正。",
            f"The state contradicts itself ({name}). See history and correct it.",
        )
        yield Finding("contradiction", ERROR, message, register, number)


def balance(book: Book, today: date) -> Iterator[Finding]:
    """Every report balances, and what is pending at the end of a period is carried into the next (E1–E7)."""
    year_start = parse_year_start(book.head.year_start)
    for register in REGISTER.codes:
        extent = verify.extent(book.connection, register)
        if extent is None:
            continue
        try:
            built = [
                reports.build(
                    book.connection,
                    register=register,
                    period=period,
                    lawbook=book.rules.lawbook,
                    bureau=book.head.bureau,
                )
                for period in periods_between(extent.first, min(extent.last, today), year_start)
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


def derivation(book: Book, today: date) -> Iterator[Finding]:
    """Every state is what the steps make it; on the way, what an officer should look at is listed."""
    kept = set(verify.differing_cases(book.connection, book.derive))
    for record in verify.records(book.connection):
        derived = book.derive(record)
        number = record.card.number
        if record.case_no in kept:
            message = Words(
                "派生状态与登记不符。请用 check --deep 查明，必要时重建。",
                "The derived state is not what the steps make it. Run check --deep; rebuild if need be.",
            )
            yield Finding("derivation", ERROR, message, record.register, number)
        if derived is not None:
            for name, message in _notices(record, derived, book, today):
                yield Finding(name, WARNING, message, record.register, number)


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


def number_book(book: Book, today: date) -> Iterator[Finding]:
    """The running numbers that the office gives its reviews have no gap within a year."""
    del today
    told: dict[tuple[str, int], list[int]] = {}
    for key, year, serial in verify.numbers(book.connection, REVIEW):
        word = key.removesuffix("号").removesuffix(str(serial))
        told.setdefault((word, year), []).append(serial)
    first_year = min((year for _, year in told), default=0)
    for (word, year), serials in sorted(told.items()):
        # a book that an office begins in the middle of a year does not know the numbers before
        first = serials[0] if year == first_year else 1
        missing = _spans(set(range(first, serials[-1] + 1)) - set(serials))
        if missing:
            shown = "、".join(missing)
            message = Words(f"{word} 缺号：{shown}。", f"{word}: numbers missing: {', '.join(missing)}.")
            yield Finding("number-gap", WARNING, message, REVIEW)


def _spans(missing: set[int], most: int = 10) -> list[str]:
    spans: list[list[int]] = []
    for number in sorted(missing):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:most]]
    return [*shown, "…"] if len(spans) > most else shown


def notices(book: Book, today: date) -> Iterator[Finding]:
    """The notice of a year is known where open deadlines rest on it; adopted notices add up."""
    year = calendars.missing(book.rules.calendar, today)
    count, first = adoptions.provisional(book.connection, today) if year else (0, None)
    if year and count:
        message = Words(
            f"缺 {year} 年放假安排，{count} 个未完成的期限为暂定（最早 {first}）。发布后用 calendar adopt 启用。",
            f"The notice of {year} is missing; {count} open deadlines are provisional (the first on {first}). Adopt it with calendar adopt.",
        )
        yield Finding("calendar", WARNING, message)
    for adopted_year in sorted({each.year for each in book.adopted}):
        for fault in book.rules.calendar.trial_balance(adopted_year):
            yield Finding("calendar", WARNING, fault)


def frozen(book: Book, today: date) -> Iterator[Finding]:
    """Every frozen report is reproduced as known at its entry; what has changed since is listed."""
    del today
    for each in freezing.list_frozen(book):
        name = f"{each.report_no}（{each.form} {each.period}）"
        name_en = f"{each.report_no} ({each.form} {each.period})"
        if not each.intact:
            message = Words(
                f"封存报表 {name} 的数字与其摘要不符：被改动过。请从备份恢复并追查。",
                f"The figures of the frozen report {name_en} do not fit its digest: they were changed. Restore a backup and find out who.",
            )
            yield Finding("frozen", ERROR, message)
        try:
            found = freezing.compare(book, each.report_no, with_cases=False)
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


def digests(book: Book, today: date) -> Iterator[Finding]:
    """The chain of digests fits the content of every entry; the first that does not is named."""
    del today
    broken = next(verify.broken_entries(book.connection), None)
    if broken is None:
        broken = next(verify.broken_parties(book.connection), None)
    if broken is not None:
        message = Words(
            f"登记号 {broken} 的内容与其摘要不符：日志被改动过。请从备份恢复并追查。",
            f"The content of entry {broken} does not fit its digest: the journal was changed. Restore a backup and find out who.",
        )
        yield Finding("digest", ERROR, message)


def rebuilt(book: Book, today: date) -> Iterator[Finding]:
    """A rebuild from the journal gives the derived rows as they are, history included."""
    del today
    for table in verify.rebuilt_differs(book.connection, book.derive):
        message = Words(f"派生表 {table} 与重建结果不符。", f"The derived table {table} differs from its rebuild.")
        yield Finding("rebuild", ERROR, message)


def database(book: Book, today: date) -> Iterator[Finding]:
    """The database finds no fault with itself."""
    del today
    for said in verify.integrity(book.connection):
        yield Finding("integrity", ERROR, Words(f"数据库自检：{said}", f"Database: {said}"))


ALWAYS: tuple[Check, ...] = (journal, contradiction, balance, derivation, number_book, notices, frozen)
DEEP: tuple[Check, ...] = (database, digests, rebuilt)


def run(book: Book, today: date, *, deep: bool = False) -> list[Finding]:
    """Return all findings, the grave ones first; ``deep`` recomputes digests and derived rows too."""
    found = [finding for check in ALWAYS + (DEEP if deep else ()) for finding in _findings(check, book, today)]
    return sorted(found, key=lambda each: (each.severity != ERROR, each.check, each.register, each.number))


def _findings(check: Check, book: Book, today: date) -> Iterator[Finding]:
    """Yield what a check finds; that it breaks off is a finding, for a row that was changed may break any rule."""
    try:
        yield from check(book, today)
    except (Unsound, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the checks that follow are to be made
        said = f"{type(error).__name__}: {error}"
        message = Words(
            f"检查未能完成（{said}）：台账的内容读不通。请用 check --deep 查明被改动的登记，从备份恢复。",
            f"The check broke off ({said}): what the book says cannot be read. Find the changed entry with check --deep and restore a backup.",
        )
        yield Finding(check.__name__.replace("_", "-"), ERROR, message)
