"""The checks of a book: a sound one passes, and each check finds what it is there for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import NOW, Desk

from casebook import check, reports
from casebook.check import CHECKS, ERROR, WARNING, Check, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.dates import Period
    from casebook.figures import Report
    from casebook.law import Lawbook

NUMBER = "南府复〔2024〕1号"
TODO = "Log the cases, or note in the number book why there are none."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A book with one review, accepted and closed in time, and one suit."""
    desk = Desk(tmp_path / "cases.book")
    desk.review("2024-03-04", "2024-03-06", NUMBER)
    desk.close(NUMBER, "maintain", "2024-04-15")
    desk.log("litigation", "2024-03-04", "（2024）赣01行初5号", instance="first")
    yield desk
    desk.book.connection.close()


def found(desk: Desk, wanted: str) -> list[Finding]:
    return check.run(desk.book, desk.today, now=NOW, names=[wanted])


def warnings(desk: Desk) -> list[tuple[str, str]]:
    return [(each.check, each.number) for each in check.run(desk.book, desk.today) if each.severity == WARNING]


def damage(desk: Desk, statement: str) -> None:
    """Change what the book holds, triggers or not."""
    desk.book.connection.execute("pragma foreign_keys = off")
    for (name,) in desk.book.connection.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
        desk.book.connection.execute(f"drop trigger {name}")
    assert desk.book.connection.execute(statement).rowcount >= 1


def test_a_sound_book_has_no_findings(desk: Desk) -> None:
    assert check.run(desk.book, desk.today, deep=True) == []


def test_an_empty_book_has_no_findings(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "empty.book")
    assert check.run(desk.book, desk.today, deep=True) == []
    desk.book.connection.close()


def test_the_deep_checks_are_run_only_when_asked_for(desk: Desk) -> None:
    damage(desk, "update entry set recorded_by = '某人' where entry_no = 2")
    assert check.run(desk.book, desk.today) == []
    assert {each.check for each in check.run(desk.book, desk.today, deep=True)} == {"digest", "schema"}


def test_grave_findings_come_first(desk: Desk) -> None:
    desk.log("review", "2024-03-04", "南府复〔2024〕2号")  # deemed accepted: a warning
    damage(desk, "update case_version set matter = 'other' where docket_no like '（%'")
    assert [each.severity for each in check.run(desk.book, desk.today)] == [ERROR, WARNING]


@pytest.mark.parametrize("each", CHECKS)
def test_every_check_says_what_it_looks_at_and_what_to_do(each: Check) -> None:
    for words in (each.holds, each.remedy):
        assert words.zh != words.en
        assert words.zh.endswith(("。", "）"))
        assert words.en.endswith(".")


@pytest.mark.parametrize(
    ("statement", "wanted", "said"),
    [
        ("delete from entry where entry_no = 3", "journal", "entry has a gap: 3 rows, last number 4"),
        ("delete from step where step_no = 2", "journal", "step has a gap"),
        ("delete from case_file where case_no = 1", "journal", "case_file has a gap"),
        (
            "update case_version set closed_on = null where outcome is not null",
            "contradiction",
            "(outcome-without-date)",
        ),
        (
            "update case_version set outcome = null where closed_on is not null",
            "contradiction",
            "(date-without-outcome)",
        ),
        (
            "update case_version set closed_on = '2024-03-01' where closed_on is not null",
            "contradiction",
            "(closed-before-received)",
        ),
        (
            "update case_version set intake_on = '2024-03-01' where intake_on is not null",
            "contradiction",
            "(accepted-before-received)",
        ),
        (
            "update case_version set intake_on = '2024-04-16' where intake_on is not null",
            "contradiction",
            "(closed-before-accepted)",
        ),
        (
            "update case_version set intake_result = 'refuse' where outcome is not null",
            "contradiction",
            "(refused-with-outcome)",
        ),
        (
            "update case_version set status = 'open' where closed_on is not null",
            "contradiction",
            "(status-without-closing)",
        ),
        (
            "update case_version set outcome = 'x' where outcome is not null",
            "balance",
            "does not hold",
        ),
        (
            "update case_version set handler = '某人' where docket_no like '（%'",
            "derivation",
            "not what the steps make it",
        ),
        ("delete from case_version where docket_no like '（%'", "derivation", "not what the steps make it"),
        ("update party set name = '某人'", "digest", "entry 1 "),
        ("update entry set recorded_at = '' where entry_no = 2", "digest", "entry 2 "),
        ("update deadline set due_on = '2030-01-01' where rule = 'N10'", "rebuild", "table deadline"),
        ("delete from deadline", "rebuild", "table deadline"),
        ("update case_version set since_entry = 9 where since_entry = 3", "rebuild", "table case_version"),
        ("delete from case_file where case_no = 2", "integrity", "foreign key: step"),
    ],
)
def test_a_check_finds_what_it_is_there_for(desk: Desk, statement: str, wanted: str, said: str) -> None:
    if "party" in statement:
        desk.correct(NUMBER, 1, "applicant=张某")
        said = "entry 5 "
    assert found(desk, wanted) == []
    damage(desk, statement)
    findings = found(desk, wanted)
    assert {each.severity for each in findings} == {ERROR}
    assert any(said in each.message.en for each in findings), findings
    assert all(each.message.zh != each.message.en for each in findings)


def test_a_check_that_breaks_off_is_a_finding_and_the_others_are_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(_: check.Subject) -> Iterator[check.Finding]:
        yield from ()
        raise LookupError("spring")

    damage(desk, "update step set on_date = '2024-03-05' where step_no = 2")
    catalogue = tuple(each._replace(find=stumbling) if each.name == "balance" else each for each in check.CHECKS)
    monkeypatch.setattr(check, "CHECKS", catalogue)
    findings = check.run(desk.book, desk.today, deep=True)
    broke = [each.check for each in findings if "The check broke off (LookupError: spring)" in each.message.en]
    assert broke == ["balance"]
    assert "entry 2 " in next(each.message.en for each in findings if each.check == "digest")


def test_a_deep_check_waits_for_no_writer_and_writes_nothing(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.book.path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        assert check.run(desk.book, desk.today, deep=True) == []
        writer.execute("rollback")
    assert desk.book.connection.execute("select name from temp.sqlite_schema").fetchall() == []


def test_a_balance_that_is_not_carried_over_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    build = reports.build

    def forgetful(
        connection: sqlite3.Connection, *, register: str, period: Period, lawbook: Lawbook, bureau: str
    ) -> Report:
        """Build reports that forget from April on what was told after the first entry."""
        known_at = 1 if period.start >= date(2024, 4, 1) else None
        return build(connection, register=register, period=period, lawbook=lawbook, bureau=bureau, known_at=known_at)

    monkeypatch.setattr(reports, "build", forgetful)
    carried = "2024-03-01..2024-03-31 ends with 1 pending, 2024-04-01..2024-04-30 opens with 0."
    assert carried in [each.message.en for each in found(desk, "balance")]


def test_a_step_after_its_last_day_is_listed(desk: Desk) -> None:
    late = desk.review("2024-06-03", "2024-06-17", "南府复〔2024〕2号")
    desk.close(late, "maintain", "2024-09-02")
    listed = [each for each in check.run(desk.book, desk.today) if each.check == "late"]
    assert [(each.number, each.severity) for each in listed] == [(late, WARNING)] * 2
    assert "N2, 2024-06-11" in listed[0].message.en
    assert "N10, 2024-08-12" in listed[1].message.en


def test_a_step_on_its_last_day_is_not_listed(desk: Desk) -> None:
    desk.review("2024-06-03", "2024-06-11", "南府复〔2024〕2号")  # the tenth is a holiday
    assert warnings(desk) == []


def test_a_decision_on_acceptance_that_nobody_made_is_listed(desk: Desk) -> None:
    silent = desk.log("review", "2024-05-06", "南府复〔2024〕2号")
    assert warnings(desk) == [("deemed-accepted", silent)]
    desk.step(silent, "accept", "2024-05-14", ground="silence")
    assert ("deemed-accepted", silent) not in warnings(desk)


def test_a_decision_on_acceptance_that_is_not_yet_due_is_not_listed(desk: Desk) -> None:
    desk.log("review", "2026-11-20", "南府复〔2026〕1号")
    assert warnings(desk) == []


def test_a_plain_rejection_of_old_data_is_listed(desk: Desk) -> None:
    old = desk.review("2022-05-06", "2022-05-09", "南府复〔2022〕1号")
    desk.close(old, "reject", "2022-06-06")
    assert ("unresolved", old) in warnings(desk)


def test_a_rejection_of_the_old_law_without_its_ground_is_listed(desk: Desk) -> None:
    old = desk.review("2022-05-06", "2022-05-09", "南府复〔2022〕1号")
    desk.close(old, "reject_application", "2022-06-06")
    assert ("ground-missing", old) in warnings(desk)
    desk.correct(old, desk.told(old, "conclude").entry_no, ground="no_duty")
    assert ("ground-missing", old) not in warnings(desk)


def test_a_case_across_a_change_of_the_law_is_listed(desk: Desk) -> None:
    across = desk.review("2023-12-04", "2023-12-06", "南府复〔2023〕1号")
    desk.close(across, "maintain", "2024-01-15")
    assert ("border", across) in warnings(desk)


@pytest.mark.parametrize(
    ("serials", "missing"),
    [
        ((2, 3), ""),
        ((3, 4, 7), "2, 5–6"),
        (tuple(range(3, 40, 2)), "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, …"),
    ],
)
def test_numbers_that_the_office_did_not_give_are_listed(desk: Desk, serials: tuple[int, ...], missing: str) -> None:
    for serial in serials:
        desk.review("2024-03-04", "2024-03-06", f"南府复〔2024〕{serial}号")
    gaps = [each.message.en for each in found(desk, "number-book")]
    assert gaps == ([f"南府复(2024): numbers missing: {missing}. {TODO}"] if missing else [])


def test_a_book_begun_in_the_middle_of_a_year_misses_nothing_before_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "young.book")
    for number in ("南府复〔2024〕57号", "南府复〔2024〕58号", "南府复〔2025〕1号", "南府复〔2025〕3号"):
        desk.review(f"{number[4:8]}-03-04", f"{number[4:8]}-03-06", number)
    assert [each.message.en for each in found(desk, "number-book")] == [f"南府复(2025): numbers missing: 2. {TODO}"]
    desk.book.connection.close()
