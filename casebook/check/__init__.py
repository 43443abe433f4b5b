"""Checks of a book in three tiers: what is always looked at, what a strict check adds, and what a deep one proves."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from casebook.bookfaults import Unsound
from casebook.check import care, figures, numbers, proof, states
from casebook.check.findings import ERROR, WARNING, Finding, Subject
from casebook.errors import UnknownCode
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from casebook.book import Book
    from casebook.seals import Seal

__all__ = [
    "ALWAYS", "BY_NAME", "CHECKS", "DEEP", "ERROR", "SEALED", "STRICT", "WARNING", "Check", "Finding", "Subject",
    "chosen", "run",
]  # fmt: skip

ALWAYS, STRICT, DEEP, SEALED = "always", "strict", "deep", "seal"


class Check(NamedTuple):
    """A check by name: its tier, the function that makes its findings, what must hold, and what to do where not.

    One function can serve several checks: it looks at each case once and makes the findings of all of them.
    """

    name: str
    tier: str
    find: Callable[[Subject], Iterator[Finding]]
    holds: Words
    remedy: Words


_BACKUP = Words("从备份恢复，并查明由谁改动。", "Restore a backup and find out who changed the file.")
_CORRECT = Words("用 history 查看该案，用 correct 更正。", "See history of the case; correct it.")

CHECKS = (
    Check(
        "journal", ALWAYS, states.journal,
        Words("登记、节点、案件、封存报表从 1 起连续编号。", "Entries, steps, cases and frozen reports are numbered from 1 without a gap."),
        _BACKUP,
    ),
    Check(
        "contradiction", ALWAYS, states.contradiction,
        Words("案件状态不自相矛盾：有结果就有日期，日期先后有序。", "No state contradicts itself: an outcome has a date, dates follow one another."),
        _CORRECT,
    ),
    Check(
        "balance", ALWAYS, figures.balance,
        Words("每期报表勾稽平衡，期末未审结结转下期。", "Every report balances, and what is pending at the end of a period is carried into the next."),
        Words("运行 check --deep 找出被改动的行；没有时请报告程序问题。", "Run check --deep for the row that was changed; if there is none, report a fault of the program."),
    ),
    Check(
        "derivation", ALWAYS, states.derivation,
        Words("每件案件的现状与其登记推出的一致。", "The present state of every case is what its steps make it."),
        Words("运行 check --deep 查明；从备份恢复。", "Run check --deep; restore a backup."),
    ),
    Check(
        "late", ALWAYS, states.derivation,
        Words("各节点未超过法定期限。", "Every step was within its period."),
        Words("事实如此则保留；日期录错的用 correct 更正。", "Leave it where it is a fact; where the date is a slip, correct it."),
    ),
    Check(
        "unresolved", ALWAYS, states.derivation,
        Words("结案方式分清种类（旧数据中的“驳回”没有分清）。", "Every outcome states its kind (a plain 驳回 of old data does not)."),
        Words("查阅决定书，用 correct --outcome 更正。", "Look at the decision; correct it with --outcome."),
    ),
    Check(
        "ground-missing", ALWAYS, states.derivation,
        Words("旧法“驳回申请”填有事由。", "A rejection under the law until 2023 states its ground."),
        Words("查阅决定书，用 correct --ground 补上。", "Look at the decision; add it with correct --ground."),
    ),
    Check(
        "border", ALWAYS, states.derivation,
        Words("受理与结案适用同一部法律。", "Acceptance and decision fall under one edition of the law."),
        Words("核对适用法律；需要时用 correct --set law= 指定。", "Verify the law that governs; name another with correct --set law=."),
    ),
    Check(
        "deemed-accepted", ALWAYS, states.derivation,
        Words("审查期满的申请已有立案决定。", "Every application has its decision on acceptance when the review period is over."),
        Words("登记 accept --ground silence，日期为视为受理之日。", "Record accept --ground silence on the day since which it counts as accepted."),
    ),
    Check(
        "number-book", ALWAYS, numbers.number_book,
        Words("序号不重复、年份相合；本机关编的号不缺号。", "Running numbers are given once and bear the right year; those that the office gives have no gap."),
        Words("对照号簿补登或更正。", "Compare the number book; log what is missing or correct the number."),
    ),
    Check(
        "calendar", ALWAYS, care.notices,
        Words("未完成期限所依据的年份已有放假安排，且放假与补班日数相符。", "The holiday notice of a year is there where open deadlines rest on it, and adds up."),
        Words("用 calendar adopt 启用该年的通知。", "Adopt the notice of the year with calendar adopt."),
    ),
    Check(
        "frozen", ALWAYS, figures.frozen,
        Words("封存报表未被改动，可按原登记号重现，且与现在一致。", "Every frozen report is whole, comes out again as known at its entry, and agrees with now."),
        Words("与现在不同：用 compare 查看；不能重现：运行 check --deep。", "Where it differs from now, see compare; where it does not come out again, run check --deep."),
    ),
    Check(
        "clock", ALWAYS, care.clock,
        Words("时钟没有倒退，没有将来的登记。", "No clock was turned back between entries, and no entry is of the future."),
        Words("校准时钟；登记顺序以登记号为准。", "Set the clock right; the order of the entries stands by their numbers."),
    ),
    Check(
        "permissions", ALWAYS, care.permissions,
        Words("只有所有者能读写台账文件；登记了人员的，还有其用户组（POSIX）。", "Only its owner may read and write the files of the book; where officers are registered, their group too (POSIX)."),
        Words("对文件 chmod 600，对文件夹 chmod go-w。", "chmod 600 the file, chmod go-w its folder."),
    ),
    Check(
        "stuck", STRICT, care.stuck,
        Words("本机关的未结案件没有停滞：超期不超过期限本身，中止不超过法定或一年。", "No pending case of ours stands still: overdue by its own length again, or suspended beyond the law's limit or a year."),
        Words("办结、恢复或终止；已办的补登。", "Decide, resume or terminate it; record what was done."),
    ),
    Check(
        "late-entry", STRICT, care.late_entries,
        Words("事项在次月末以前登记。", "What happened is recorded before the next month ends."),
        Words("核对日期；已报的月报用 compare 查看差异。", "Verify the date; see compare for the reports that were sent."),
    ),
    Check(
        "told-ahead", STRICT, care.ahead,
        Words("事项的日期不晚于登记时间。", "Nothing is dated after the instant at which it was recorded."),
        Words("核对日期和时钟，用 correct 更正。", "Verify date and clock; correct the step."),
    ),
    Check(
        "integrity", DEEP, proof.database,
        Words("数据库的页、索引和行间关联完好。", "Pages, indexes and links between rows of the database are sound."),
        Words("从备份恢复。", "Restore a backup."),
    ),
    Check(
        "schema", DEEP, proof.schema,
        Words("表、触发器、视图、索引与本程序所建一致。", "Tables, triggers, views and indexes are those that the program made."),
        _BACKUP,
    ),
    Check(
        "digest", DEEP, proof.digests,
        Words("摘要链与每条登记的全部内容相符。", "The chain of digests fits the whole content of every entry."),
        _BACKUP,
    ),
    Check(
        "rebuild", DEEP, states.derivation,
        Words("派生表连同历史与从日志重建的结果一致。", "The derived tables, history included, are what a rebuild from the journal gives."),
        _BACKUP,
    ),
    Check(
        "seal", SEALED, proof.sealed,
        Words("封印之前的全部登记与封印时相同。", "Everything up to the entry of a printed seal is as it was then."),
        _BACKUP,
    ),
)  # fmt: skip

BY_NAME = {each.name: each for each in CHECKS}


def chosen(names: Sequence[str], *, strict: bool = False, deep: bool = False) -> tuple[Check, ...]:
    """Return the checks of these names, or those of the tiers asked for. Raises ``UnknownCode`` for another name."""
    for name in names:
        if name not in BY_NAME or BY_NAME[name].tier == SEALED:  # which needs its digits
            choices = " ".join(each.name for each in CHECKS if each.tier != SEALED)
            raise UnknownCode(field=Words("检查项目", "check"), value=name, choices=Words(choices, choices))
    if names:
        return tuple(each for each in CHECKS if each.name in names)
    tiers = (ALWAYS, *((STRICT,) if strict else ()), *((DEEP,) if deep else ()))
    return tuple(each for each in CHECKS if each.tier in tiers)


def run(
    book: Book,
    today: date,
    *,
    now: str = "",
    strict: bool = False,
    deep: bool = False,
    names: Sequence[str] = (),
    seal: Seal | None = None,
    tick: Callable[[str, int, int], None] = lambda _name, _done, _total: None,
) -> list[Finding]:
    """Return all findings, the grave ones first. Nothing is written.

    ``strict`` looks for what is doubtful too, ``deep`` recomputes digests and derived rows; ``names`` are the checks
    that are run instead, ``seal`` is compared, and alone where nothing
    else is asked for. ``now`` is the instant by the clock (UTC), ``tick`` is told of progress. Raises ``UnknownCode``.
    """
    alone = seal is not None and not (strict or deep or names)
    asked = () if alone else chosen(names, strict=strict, deep=deep)
    wanted = frozenset((*(each.name for each in asked), *(("seal",) if seal is not None else ())))
    subject = Subject(book, today, now, wanted, tick, seal)
    functions = dict.fromkeys(each.find for each in CHECKS if each.name in wanted)
    with states.cases_looked_at(subject) if states.derivation in functions else nullcontext(()) as cases:
        subject = subject._replace(cases=cases)
        # last what other processes are at meanwhile
        order = sorted(functions, key=lambda find: find is states.derivation)
        found = [finding for find in order for finding in _whole(find, subject) if finding.check in wanted]
    return sorted(found, key=lambda each: (each.severity != ERROR, each.check, each.register, each.number))


def _whole(find: Callable[[Subject], Iterator[Finding]], subject: Subject) -> Iterator[Finding]:
    """Yield what a function finds; that it breaks off is a finding, for a row that was changed may break any rule."""
    try:
        yield from find(subject)
    except (Unsound, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the checks that follow are to be made
        name = next(each.name for each in CHECKS if each.find is find and each.name in subject.wanted)
        said = f"{type(error).__name__}: {error}"
        message = Words(
            f"检查未能完成（{said}）：台账的内容读不通。请用 check --deep 查明被改动的登记，从备份恢复。",
            f"The check broke off ({said}): what the book says cannot be read. Find the changed entry with check --deep and restore a backup.",
        )
        yield Finding(name, ERROR, message)
