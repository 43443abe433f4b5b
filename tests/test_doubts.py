"""What a strict check adds, who may read the file, the clock, the number book, and the shape of the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import NOW, RULES, Desk

from casebook import check
from casebook.check import care
from casebook.errors import UnknownCode
from casebook.store import shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REVIEW, DEFENCE, SUIT = "南府复〔2024〕1号", "洪府复〔2024〕1号", "（2024）赣01行初5号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A book with one review, accepted on 2024-03-06: its period ends on 2024-05-06 (after a holiday)."""
    desk = Desk(tmp_path / "cases.book")
    desk.review("2024-03-04", "2024-03-06", REVIEW)
    yield desk
    desk.book.connection.close()


def found(desk: Desk, *names: str, today: str | None = None, now: str = NOW) -> list[str]:
    day = date.fromisoformat(today) if today else desk.today
    listed = check.run(desk.book, day, now=now, names=names)
    assert all(each.severity == check.WARNING for each in listed)
    assert all(each.message.zh != each.message.en for each in listed)
    return [f"{each.number} {each.message.en}".strip() for each in listed]


def by_force(desk: Desk, statement: str) -> None:
    """Change the journal as no act can."""
    for (name,) in desk.book.connection.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
        desk.book.connection.execute(f"drop trigger {name}")
    assert desk.book.connection.execute(statement).rowcount >= 1


# cases that stand still


def test_a_review_is_stuck_when_its_period_has_gone_by_twice(desk: Desk) -> None:
    assert found(desk, "stuck", today="2024-07-06") == []  # 61 days after 61 days
    [said] = found(desk, "stuck", today="2024-07-07")
    assert said.startswith(f"{REVIEW} N10 ended on 2024-05-06 (62(1)), 62 days ago")
    desk.close(REVIEW, "maintain", "2024-07-05")
    assert found(desk, "stuck", today="2024-07-07") == []


def test_a_reply_of_ours_is_stuck_until_it_is_made(desk: Desk) -> None:
    desk.close(REVIEW, "maintain", "2024-04-15")
    desk.log("review-defence", "2024-03-04", DEFENCE)
    assert found(desk, "stuck", today="2024-03-25") == []
    [said] = found(desk, "stuck", today="2024-06-25")
    assert said.startswith(DEFENCE)
    desk.step(DEFENCE, "reply", "2024-03-18")
    assert found(desk, "stuck", today="2024-06-25") == []


def test_what_a_court_lets_lie_is_not_ours_to_move(desk: Desk) -> None:
    desk.close(REVIEW, "maintain", "2024-04-15")
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.step(SUIT, "reply", "2024-03-18")
    assert found(desk, "stuck") == []


@pytest.mark.parametrize(("ground", "last"), [("death", "2024-05-19"), ("other_case", "2025-03-20")])
def test_a_suspension_is_stuck_after_the_days_of_the_law_or_a_year(desk: Desk, ground: str, last: str) -> None:
    desk.step(REVIEW, "suspend", "2024-03-20", ground=ground)
    assert found(desk, "stuck", today=last) == []
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    [said] = found(desk, "stuck", today=after)
    assert "Suspended since 2024-03-20" in said
    desk.step(REVIEW, "resume", "2024-04-20")
    assert not any("Suspended" in each for each in found(desk, "stuck", today=after))


def test_a_review_that_no_period_runs_for_is_stuck_after_a_year_without_a_step(desk: Desk) -> None:
    desk.close(REVIEW, "maintain", "2024-04-15")
    old = desk.log("review", "1998-03-02", "南府复〔1998〕1号")
    assert found(desk, "stuck", today="1999-03-02") == []
    [said] = found(desk, "stuck", today="1999-03-03")
    assert said.startswith(f"{old} Nothing was recorded since 1998-03-02")


def test_the_limits_without_a_law_are_longer_than_every_period_of_review(desk: Desk) -> None:
    days = {"days": 1, "working_days": 2, "months": 31, "years": 366}
    lengths = [
        days[length.unit] * length.count
        for code in ("review-2017", "review-2023", "review-2026")
        for rule in desk.book.rules.lawbook.edition(code).registers["review"].deadlines
        if rule.id in ("N10", "N11", "O10")
        for length in rule.lengths
    ]
    longest_extension = 30
    assert lengths
    assert max(lengths) + longest_extension < min(care.SILENT_DAYS, care.SUSPENDED_DAYS)


# acts told late, ahead, or by a wrong clock


def test_what_is_told_after_the_next_month_has_ended_is_late(desk: Desk) -> None:
    by_force(desk, "update book set created_at = '2024-01-01T00:00:00Z'")
    told = "update entry set recorded_at = '{}T01:00:00Z' where entry_no = 2"
    desk.book.connection.execute("update entry set recorded_at = '2024-03-05T01:00:00Z'")
    desk.book.connection.execute(told.format("2024-04-30"))
    assert found(desk, "late-entry") == []
    desk.book.connection.execute(told.format("2024-05-01"))
    [said] = found(desk, "late-entry")
    assert said.startswith(f"{REVIEW} “accept” (entry 2) of 2024-03-06 was recorded on 2024-05-01 only")
    assert found(desk, "late-entry", today="2024-04-30") == []  # not told yet on that day


def test_what_happened_before_the_book_was_made_could_not_be_told_in_time(desk: Desk) -> None:
    assert found(desk, "late-entry") == []


def test_what_is_told_before_it_happens_is_found(desk: Desk) -> None:
    by_force(desk, "update entry set recorded_at = '2024-03-05T23:00:00Z'")
    assert found(desk, "told-ahead") == []  # the sixth by the clock of the office
    desk.book.connection.execute("update entry set recorded_at = '2024-03-04T23:00:00Z'")
    [said] = found(desk, "told-ahead")
    assert said.startswith(f"{REVIEW} “accept” (entry 2) is of 2024-03-06, after 2024-03-04T23:00:00Z")


def test_a_clock_that_was_turned_back_is_found_and_the_order_stands(desk: Desk) -> None:
    desk.close(REVIEW, "maintain", "2024-04-15")
    by_force(desk, "update entry set recorded_at = '2026-11-21T07:50:00Z' where entry_no = 2")
    assert found(desk, "clock") == []  # ten minutes are the clocks of two machines
    desk.book.connection.execute("update entry set recorded_at = '2026-11-21T07:49:59Z' where entry_no = 2")
    [said] = found(desk, "clock")
    assert said.startswith("Entry 2 is of 2026-11-21T07:49:59Z, before 2026-11-21T08:00:00Z")


def test_an_entry_of_the_future_is_found(desk: Desk) -> None:
    assert found(desk, "clock", today="2026-11-20", now="2026-11-21T00:00:00Z") != []
    assert found(desk, "clock", today="2026-11-20", now=NOW) == []
    assert found(desk, "clock", today="2026-11-21", now="2026-01-01T00:00:00Z") == []  # the day is fixed by an option


# the number book


def test_a_running_number_that_was_given_twice_is_found(desk: Desk) -> None:
    assert found(desk, "number-book") == []
    again = desk.review("2024-03-04", "2024-03-06", "南府复〔2024〕01号")
    assert found(desk, "number-book") == [
        f"{again} The running number 1 stands twice under one word and year. Compare the files; correct one."
    ]


def test_the_same_number_under_another_word_is_another(desk: Desk) -> None:
    desk.review("2024-03-04", "2024-03-06", "南府复受〔2024〕1号")
    desk.log("review-defence", "2024-03-04", DEFENCE)
    assert found(desk, "number-book") == []


def test_a_number_bears_the_year_of_receipt_or_of_acceptance(desk: Desk) -> None:
    desk.review("2024-12-30", "2025-01-03", "南府复〔2025〕1号")
    desk.review("2024-12-30", "2025-01-03", "南府复〔2024〕2号")
    desk.log("litigation", "2025-01-03", SUIT, instance="first")
    assert found(desk, "number-book") == []
    wrong = desk.review("2024-03-04", "2024-03-06", "南府复〔2025〕2号")
    ahead = desk.log("litigation", "2024-03-04", "（2026）赣01行初6号", instance="first")
    assert [each.split(" ")[0] for each in found(desk, "number-book")] == [ahead, wrong]


# the file


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_book_that_others_may_read_or_write_is_found(desk: Desk, mode: int) -> None:
    assert found(desk, "permissions") == []
    desk.book.path.chmod(mode)
    said = found(desk, "permissions")
    assert any(each.startswith(f"The file cases.book has mode {mode:03o}") for each in said)


@pytest.mark.parametrize(("mode", "count"), [(0o660, 0), (0o664, 1)])
def test_the_group_of_registered_officers_may_read_and_write_their_book(desk: Desk, mode: int, count: int) -> None:
    desk.enrol("wang", "王科员", "freeze")
    for path in desk.book.path.parent.glob("cases.book*"):
        path.chmod(0o660)
    desk.book.path.chmod(mode)
    assert len(found(desk, "permissions")) == count


@pytest.mark.parametrize(("mode", "count"), [(0o755, 0), (0o770, 1), (0o1777, 0), (0o777, 1)])
def test_a_folder_in_which_others_may_replace_the_book_is_found(desk: Desk, mode: int, count: int) -> None:
    folder = desk.book.path.parent
    before = folder.stat().st_mode
    folder.chmod(mode)
    try:
        assert len(found(desk, "permissions")) == count
    finally:
        folder.chmod(before)


@pytest.mark.parametrize(
    ("statement", "said", "severity"),
    [
        ("drop trigger step_no_update", "The trigger step_no_update is missing", check.ERROR),
        ("drop index step_of_case", "The index step_of_case is missing", check.ERROR),
        ("drop view case_now", "The view case_now is missing", check.ERROR),
        ("alter table hearing add column x text", "The table hearing was changed", check.ERROR),
        (
            "create trigger search_index_t after insert on step begin delete from deadline; end",
            "The trigger s",
            check.ERROR,
        ),
        ("create trigger t after insert on step begin delete from deadline; end", "The trigger t", check.ERROR),
        ("create table mine (x)", "The table mine is not of this program", check.WARNING),
        ("create view mine as select 1", "The view mine is not of this program", check.WARNING),
    ],
)
def test_what_the_database_is_made_of_is_compared_with_the_schema(
    desk: Desk, statement: str, said: str, severity: str
) -> None:
    desk.book.connection.execute("create table search_index_data (x)")  # as the first search makes one
    assert shape.deviations(desk.book.connection) == []
    desk.book.connection.execute(statement)
    [each] = check.run(desk.book, desk.today, names=["schema"])
    assert each.message.en.startswith(said)
    assert each.severity == severity


# tiers and names


def test_the_tiers_add_to_one_another() -> None:
    always, strict, deep, all_of_them = (
        {each.name for each in check.chosen((), **asked)}
        for asked in ({}, {"strict": True}, {"deep": True}, {"strict": True, "deep": True})
    )
    assert always < strict < all_of_them
    assert always < deep < all_of_them
    assert strict - always == {"stuck", "late-entry", "told-ahead"}
    assert deep - always == {"integrity", "schema", "digest", "rebuild"}
    assert {each.name for each in check.CHECKS} == {*all_of_them, "seal"}


def test_one_check_is_run_alone(desk: Desk) -> None:
    silent = desk.log("review", "2024-05-06", "南府复〔2024〕3号")
    assert [each.check for each in check.run(desk.book, desk.today, names=["number-book"])] == ["number-book"]
    [alone] = check.run(desk.book, desk.today, names=["deemed-accepted"])
    assert (alone.check, alone.number) == ("deemed-accepted", silent)


def test_a_check_that_is_not_there_lists_those_that_are(desk: Desk) -> None:
    with pytest.raises(UnknownCode, match=r"“nubmer-book” is not known.\nKnown: journal .* number-book .* rebuild$"):
        check.run(desk.book, desk.today, names=["nubmer-book"])
    with pytest.raises(UnknownCode):
        check.run(desk.book, desk.today, names=["seal"])


def test_a_journal_that_makes_no_sense_is_a_finding_and_no_crash(desk: Desk) -> None:
    desk.book.connection.execute("pragma foreign_keys = off")
    by_force(desk, "update step set on_date = 'never' where step_no = 2")
    listed = check.run(desk.book, desk.today, names=["derivation", "rebuild", "digest"])
    assert {each.check for each in listed} == {"derivation", "rebuild", "digest"}
    assert any("its steps make no state" in each.message.en for each in listed)


def test_rules_and_book_are_as_before(desk: Desk) -> None:
    """A check writes nothing."""
    before = desk.dump()
    check.run(desk.book, desk.today, now=NOW, strict=True, deep=True)
    assert desk.dump() == before
    assert desk.book.rules.lawbook is RULES.lawbook
