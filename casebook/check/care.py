"""What an officer should look at: notices, cases that stand still, acts told late, the clock, who may read the file."""

from __future__ import annotations

import os
import stat
from datetime import date, timedelta
from typing import TYPE_CHECKING

from casebook import calendars
from casebook.check.findings import WARNING, Finding, Subject
from casebook.placing import beside
from casebook.store import adoptions, doubts
from casebook.terms import STEP
from casebook.versions import edition_of
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.store.doubts import Still

# No law gives these two. A year is longer than every period of the law files with its extension, and 复议终止 after
# a suspension comes after 60 days where the law has it at all; ``tests/test_check.py`` compares them with the law.
SILENT_DAYS = 365
SUSPENDED_DAYS = 365
# Several officers write with the clocks of their own machines, which differ by minutes.
CLOCK_MINUTES = 10


def notices(subject: Subject) -> Iterator[Finding]:
    """The notice of a year is known where open deadlines rest on it; adopted notices add up."""
    year = calendars.missing(subject.book.rules.calendar, subject.today)
    count, first = adoptions.provisional(subject.book.connection, subject.today) if year else (0, None)
    if year and count:
        message = Words(
            f"缺 {year} 年放假安排，{count} 个未完成的期限为暂定（最早 {first}）。发布后用 calendar adopt 启用。",
            f"The notice of {year} is missing; {count} open deadlines are provisional (the first on {first}). Adopt it with calendar adopt.",
        )
        yield Finding("calendar", WARNING, message)
    for adopted_year in sorted({each.year for each in subject.book.adopted}):
        for fault in subject.book.rules.calendar.trial_balance(adopted_year):
            yield Finding("calendar", WARNING, fault)


def stuck(subject: Subject) -> Iterator[Finding]:
    """No pending case of ours stands still: a period overdue by its own length again, a suspension without end."""
    today = subject.today.isoformat()
    for late in doubts.overdue_twice(subject.book.connection, today):
        days = (subject.today - date.fromisoformat(late.due_on)).days
        message = Words(
            f"{late.rule} 已于 {late.due_on} 届满（{late.article}），又过了 {days} 日，超过该期限本身。请办结，或补登已办的事项。",
            f"{late.rule} ended on {late.due_on} ({late.article}), {days} days ago, more than its own length again. Decide, or record what was done.",
        )
        yield Finding("stuck", WARNING, message, late.register, late.number)
    for still in doubts.suspended(subject.book.connection):
        limit = _suspension_limit(subject, still)
        days = (subject.today - date.fromisoformat(still.since)).days
        if days > limit:
            message = Words(
                f"自 {still.since} 中止，已 {days} 日（限 {limit} 日）。请查明中止原因是否消除：恢复审理，或按 suspension_expired 终止。",
                f"Suspended since {still.since}, {days} days (limit {limit}). See whether its cause is gone: resume, or terminate (suspension_expired).",
            )
            yield Finding("stuck", WARNING, message, still.register, still.number)
    for still in doubts.silent(subject.book.connection):
        days = (subject.today - date.fromisoformat(still.since)).days
        if days > SILENT_DAYS:
            message = Words(
                f"自 {still.since} 起 {days} 日没有任何登记，也没有期限在计算。请办理，或补登已办的事项。",
                f"Nothing was recorded since {still.since}, {days} days, and no period runs. Deal with it, or record what was done.",
            )
            yield Finding("stuck", WARNING, message, still.register, still.number)


def _suspension_limit(subject: Subject, still: Still) -> int:
    edition = edition_of(still.register, still.law, subject.book.rules.lawbook)
    ground = edition.ground("suspend", still.ground)
    return (ground and ground.ends_after_days) or SUSPENDED_DAYS


def late_entries(subject: Subject) -> Iterator[Finding]:
    """What happened is told before the month after it ends: else a whole monthly report went out without it."""
    tomorrow = (subject.today + timedelta(days=1)).isoformat()
    for told in doubts.told_late(subject.book.connection, tomorrow):
        step = STEP.label(told.step)
        message = Words(
            f"“{step.zh}”（登记号 {told.entry_no}）发生于 {told.on_date}，{told.recorded_at[:10]} 才登记。请核对日期；已报的月报可用 compare 查看差异。",
            f"“{step.en}” (entry {told.entry_no}) of {told.on_date} was recorded on {told.recorded_at[:10]} only. Verify the date; see compare for reports sent.",
        )
        yield Finding("late-entry", WARNING, message, told.register, told.number)


def ahead(subject: Subject) -> Iterator[Finding]:
    """Nothing was told before it happened."""
    for told in doubts.told_ahead(subject.book.connection):
        step = STEP.label(told.step)
        message = Words(
            f"“{step.zh}”（登记号 {told.entry_no}）的日期 {told.on_date} 晚于登记时间 {told.recorded_at}。请核对日期和时钟，用 correct 更正。",
            f"“{step.en}” (entry {told.entry_no}) is of {told.on_date}, after {told.recorded_at} when it was recorded. Verify date and clock; correct it.",
        )
        yield Finding("told-ahead", WARNING, message, told.register, told.number)


def clock(subject: Subject) -> Iterator[Finding]:
    """The clock was not turned back between two entries, and no entry is of the future."""
    turned = doubts.turned_back(subject.book.connection, CLOCK_MINUTES)
    if turned is not None:
        message = Words(
            f"登记号 {turned.entry_no} 的时间 {turned.recorded_at} 早于前一条的 {turned.before}（共 {turned.acts} 处）：时钟被拨回过。登记顺序不受影响；请校准时钟。",
            f"Entry {turned.entry_no} is of {turned.recorded_at}, before {turned.before} of the entry before it ({turned.acts} such): a clock was turned back. The order stands; set the clock right.",
        )
        yield Finding("clock", WARNING, message)
    # a day that --today fixes may lie after that of the clock
    latest = max(subject.now, f"{(subject.today + timedelta(days=1)).isoformat()}T00:{CLOCK_MINUTES:02}:00Z")
    later = doubts.told_after(subject.book.connection, latest)
    if later is not None:
        count, entry_no, recorded_at = later
        message = Words(
            f"登记号 {entry_no} 的时间 {recorded_at} 在将来（共 {count} 条）。请校准时钟。",
            f"Entry {entry_no} is of {recorded_at}, in the future ({count} such). Set the clock right.",
        )
        yield Finding("clock", WARNING, message)


def permissions(subject: Subject) -> Iterator[Finding]:
    """Nobody but its owner may read or write the book, or put another file in its place (POSIX).

    A book whose officers are registered is kept by several accounts, so their group may.
    """
    if os.name != "posix":
        return
    book = subject.book.path
    shared = subject.book.has_officers
    strangers = stat.S_IRWXO if shared else stat.S_IRWXG | stat.S_IRWXO
    for path in (book, *beside(book)):
        mode = _mode(path)
        if mode & strangers:
            message = Words(
                f"文件 {path.name} 的权限为 {mode & 0o777:03o}，他人可读或可写。请执行 chmod {'o-rwx' if shared else '600'}。",
                f"The file {path.name} has mode {mode & 0o777:03o}: others may read or write it. Run chmod {'o-rwx' if shared else '600'} on it.",
            )
            yield Finding("permissions", WARNING, message)
    mode = _mode(book.absolute().parent)
    if mode & strangers & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        message = Words(
            f"台账所在文件夹的权限为 {mode & 0o777:03o}，他人可以替换台账。请执行 chmod {'o-w' if shared else 'go-w'}。",
            f"The folder of the book has mode {mode & 0o777:03o}: others may put another file in its place. Run chmod {'o-w' if shared else 'go-w'} on it.",
        )
        yield Finding("permissions", WARNING, message)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0
