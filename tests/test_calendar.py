"""Adopting holiday notices: what an adoption touches, what stays as it was known, and what is missing."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from blackbox.program import Casebook
from desk import RULES, Desk
from rederived import rebuilt_differs

from casebook import calendars, check
from casebook.book import Book
from casebook.filefaults import NoticeOfTwoYears
from casebook.noticeform import pack, stretches, unpack
from casebook.notices import read_notice
from casebook.store import verify
from casebook.terms import LITIGATION, REVIEW
from casebook.words import Words
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTICE = """# 国务院办公厅关于2027年部分节假日安排的通知
year = 2027
number = "国办发明电〔2026〕0号"
issued_on = 2026-11-05

[[holiday]]
name = { zh = "元旦", en = "New Year's Day" }
from = 2027-01-01
to = 2027-01-03

[[holiday]]
name = "春节"
from = 2027-02-05
to = 2027-02-11
work = [2027-01-30, 2027-02-20]
"""
LONGER = NOTICE.replace("to = 2027-01-03", "to = 2027-01-18")
STANDARD = Calendar.standard()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Today is 2026-11-21; one review whose period ends in 2027, one that ends before."""
    desk = Desk(tmp_path / "book.db")
    desk.review("2026-11-10", "2026-11-17", "南府复〔2026〕1号")
    desk.review("2026-09-01", "2026-09-02", "南府复〔2026〕2号")
    return desk


def adopt(desk: Desk, text: str = NOTICE) -> calendars.Adopted:
    return calendars.adopt(desk.book, text.encode(), "2027.toml", desk.scribe)


def deadline(desk: Desk, number: str, rule: str) -> tuple[str, int]:
    """Last day and provisional mark as the book keeps them."""
    kept: tuple[str, int] = desk.book.connection.execute(
        "select due_on, provisional from deadline where case_no = ? and rule = ?",
        (desk.book.find(number).case_no, rule),
    ).fetchone()
    return kept


def findings(desk: Desk, name: str) -> list[check.Finding]:
    return [each for each in check.run(desk.book, desk.today, deep=True) if each.check == name]


def is_sound(desk: Desk) -> bool:
    """Whether the derived rows are those of a rebuild and the chain of digests holds."""
    same = rebuilt_differs(desk.book.connection, desk.book.derive) == []
    return same and list(verify.broken_entries(desk.book.connection)) == []


# What an adoption does


def test_a_deadline_that_reached_into_an_unknown_year_is_computed_anew(desk: Desk) -> None:
    assert deadline(desk, "2026-1", "N10") == ("2027-01-18", 1)
    adopted = adopt(desk, LONGER)
    assert (adopted.new, adopted.cases) == (True, 2)
    assert deadline(desk, "2026-1", "N10") == ("2027-01-19", 0)
    assert is_sound(desk)


def test_what_does_not_reach_into_the_year_stays(desk: Desk) -> None:
    before = deadline(desk, "2026-2", "N10")
    assert adopt(desk, LONGER).changed == 2  # N10 of the other case, and N18 which follows it
    assert deadline(desk, "2026-2", "N10") == before == ("2026-11-02", 0)


def test_the_act_is_an_entry_that_keeps_the_notice_as_it_was_read(desk: Desk) -> None:
    entry = adopt(desk).entry_no
    row = desk.book.connection.execute("select act, source from entry where entry_no = ?", (entry,)).fetchone()
    assert row == ("adopt", "2027.toml")
    kept = desk.book.connection.execute("select entry_no, kind, subject, content from adoption").fetchall()
    assert kept == [(entry, "calendar", "2027", NOTICE)]


def test_further_acts_go_by_the_adopted_notice(desk: Desk) -> None:
    adopt(desk, LONGER)
    late = desk.review("2026-11-09", "2026-11-16", "南府复〔2026〕3号")
    assert deadline(desk, late, "N10") == ("2027-01-19", 0)
    reopened = Book.open(desk.book.path, RULES)
    assert reopened.rules.calendar.notice(2027) == read_notice(LONGER, "")
    reopened.connection.close()
    assert is_sound(desk)


def test_an_act_goes_by_a_notice_that_was_adopted_after_the_book_was_opened(desk: Desk) -> None:
    with Book.open(desk.book.path, RULES, write=True) as other:
        calendars.adopt(other, LONGER.encode(), "2027.toml", desk.scribe)
    late = desk.review("2026-11-09", "2026-11-16", "南府复〔2026〕3号")
    assert deadline(desk, late, "N10") == ("2027-01-19", 0)
    assert is_sound(desk)


def test_the_same_notice_again_changes_nothing(desk: Desk) -> None:
    first = adopt(desk)
    before = desk.dump()
    again = adopt(desk, NOTICE.replace("\n\n", "\n"))
    assert (again.new, again.entry_no, again.cases, again.changed) == (False, first.entry_no, 0, 0)
    assert desk.dump() == before


def test_a_later_notice_of_a_year_stands_instead_of_the_earlier_one(desk: Desk) -> None:
    adopt(desk, LONGER)
    adopt(desk, NOTICE)
    assert deadline(desk, "2026-1", "N10") == ("2027-01-18", 0)
    assert desk.book.rules.calendar.notice(2027) == read_notice(NOTICE, "")
    assert is_sound(desk)
    assert adopt(desk, LONGER).new


def test_a_known_year_can_be_corrected_and_closed_cases_follow(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book.db")
    number = desk.review("2026-01-05", "2026-01-07", "南府复〔2026〕1号")
    desk.close(number, "maintain", "2026-03-09")
    suit = desk.log(LITIGATION, "2026-02-20", "（2026）赣0121行初5号", instance="first")
    desk.step(suit, "reply", "2026-03-09")
    desk.close(suit, "reject_claims", "2026-05-06")
    assert (desk.case(number)["closed_on"], deadline(desk, number, "N10")) == ("2026-03-09", ("2026-03-09", 0))
    closed = "year = 2026\nnumber = '补'\nissued_on = 2026-02-01\n[[holiday]]\nname = '防疫'\nfrom = {}\nto = {}\n"
    calendars.adopt(desk.book, closed.format("2026-03-05", "2026-03-11").encode(), "2026.toml", desk.scribe)
    assert deadline(desk, number, "N10") == ("2026-03-12", 0)
    assert deadline(desk, suit, "A1") == ("2026-03-12", 0)
    assert is_sound(desk)


def test_what_was_known_before_the_adoption_stays_known_as_it_was(desk: Desk) -> None:
    before = desk.book.head.entry_no
    entry = adopt(desk, LONGER).entry_no
    rows = desk.book.connection.execute(
        "select since_entry, until_entry, due_on from case_version where case_no = 1 order by since_entry"
    ).fetchall()
    assert rows == [(1, 2, None), (2, entry, "2027-01-18"), (entry, None, "2027-01-19")]
    record = desk.record("2026-1")
    then, now = desk.book.derive(record, before), desk.book.derive(record)
    assert then is not None
    assert now is not None
    assert (then.version.due_on, now.version.due_on) == (date(2027, 1, 18), date(2027, 1, 19))


def test_a_notice_that_moves_the_end_of_the_intake_moves_what_hangs_on_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "book.db")
    number = desk.log(REVIEW, "2026-11-18", "南府复〔2026〕1号")
    assert [deadline(desk, number, rule)[0] for rule in ("N2", "N10")] == ["2026-11-25", "2027-01-25"]
    moved = "year = 2026\nnumber = '补'\nissued_on = 2026-11-20\n[[holiday]]\nname = '停'\nfrom = {0}\nto = {0}\n"
    calendars.adopt(desk.book, moved.format("2026-11-23").encode(), "2026.toml", desk.scribe)
    assert [deadline(desk, number, rule)[0] for rule in ("N2", "N10")] == ["2026-11-26", "2027-01-25"]
    assert is_sound(desk)


def test_a_notice_whose_day_another_year_names_is_refused_and_leaves_the_book_alone(desk: Desk) -> None:
    adopt(desk, NOTICE.replace("from = 2027-01-01", "from = 2026-12-31"))
    before = desk.dump()
    other = "year = 2026\nnumber = '补'\nissued_on = 2026-12-01\n"
    other += "[[holiday]]\nname = '元旦'\nfrom = 2026-12-30\nto = 2026-12-31\n"
    with pytest.raises(NoticeOfTwoYears) as refused:
        calendars.adopt(desk.book, other.encode(), "2026.toml", desk.scribe)
    assert "2026-12-31" in refused.value.say("zh")
    assert desk.dump() == before
    assert desk.book.rules.calendar.notice(2026) == STANDARD.notice(2026)


def test_a_notice_that_does_not_add_up_is_taken_and_said_so(desk: Desk) -> None:
    [fault] = adopt(desk).faults
    assert "are 4" in fault.en
    assert "13" in fault.en
    assert [each.message for each in findings(desk, "calendar")] == [fault]


# The journal


@pytest.mark.parametrize(
    "statement",
    [
        "update adoption set content = ''",
        "delete from adoption",
        "insert or replace into adoption select book_no, entry_no, kind, subject, '', compiled from adoption",
    ],
)
def test_an_adoption_is_never_changed(desk: Desk, statement: str) -> None:
    adopt(desk)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        desk.book.connection.execute(statement)


@pytest.mark.parametrize("column", ["content", "compiled", "subject"])
def test_an_adoption_changed_by_force_breaks_the_chain(desk: Desk, column: str) -> None:
    entry = adopt(desk).entry_no
    desk.book.connection.execute("drop trigger adoption_no_update")
    desk.book.connection.execute(f"update adoption set {column} = {column} || ' '")  # noqa: S608 - names of this test
    assert list(verify.broken_entries(desk.book.connection))[:1] == [entry]


def test_an_adoption_taken_out_by_force_breaks_the_chain(desk: Desk) -> None:
    entry = adopt(desk).entry_no
    desk.book.connection.execute("drop trigger adoption_no_delete")
    desk.book.connection.execute("delete from adoption")
    assert list(verify.broken_entries(desk.book.connection))[:1] == [entry]


def test_opening_a_book_without_adoptions_costs_one_question(desk: Desk) -> None:
    told: list[str] = []
    book = Book(desk.book.path, desk.book.connection, lambda: RULES)
    book.connection.set_trace_callback(told.append)
    book.refresh()
    assert len(told) == 1
    assert book.rules is RULES


# The form that is read at every start


@pytest.mark.parametrize("year", STANDARD.published)
def test_a_packed_notice_is_read_back_as_it_was(year: int) -> None:
    notice = STANDARD.notice(year)
    assert notice is not None
    assert unpack(pack(notice)) == notice


def test_a_packed_notice_keeps_number_and_day_of_issue() -> None:
    notice = read_notice(NOTICE, "2027.toml")
    assert unpack(pack(notice)) == notice
    assert (notice.number, notice.issued_on) == ("国办发明电〔2026〕0号", date(2026, 11, 5))


def test_days_of_one_name_that_follow_one_another_are_one_stretch() -> None:
    new_year, spring = Words("元旦", "new"), Words("春节", "spring")
    days = {date(2027, 1, day): new_year for day in (1, 2, 4)} | {date(2027, 1, 5): spring}
    assert list(stretches(days)) == [
        (date(2027, 1, 1), date(2027, 1, 2), new_year),
        (date(2027, 1, 4), date(2027, 1, 4), new_year),
        (date(2027, 1, 5), date(2027, 1, 5), spring),
    ]
    assert list(stretches({})) == []


# What is missing


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-09-30", None), ("2026-10-01", 2027), ("2026-12-31", 2027), ("2027-01-01", 2027), ("2025-12-31", None)],
)
def test_from_october_on_the_notice_of_the_next_year_is_missed(today: str, year: int | None) -> None:
    assert calendars.missing(STANDARD, date.fromisoformat(today)) == year


def test_check_speaks_of_a_missing_notice_where_open_deadlines_rest_on_it(desk: Desk) -> None:
    [found] = findings(desk, "calendar")
    assert (found.severity, "2027" in found.message.en, "2027-01-18" in found.message.zh) == (check.WARNING, True, True)
    desk.on("2026-09-30")
    assert findings(desk, "calendar") == []
    desk.on("2026-11-21")
    desk.close("2026-1", "maintain", "2026-11-20")
    assert findings(desk, "calendar") == []


# The command


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    book = Casebook(tmp_path / "cases.book")
    book.init()
    return book


@pytest.fixture
def notice(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str = NOTICE) -> str:
        path = tmp_path / "2027.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_year_is_shown_with_its_days_off_and_its_weekend_days_worked(book: Casebook) -> None:
    book.lang = "zh"
    printed = book.ok("calendar", "show", "2026")
    assert "国庆节  10-01–10-07  7     09-20 10-10" in printed
    assert "工作日 248 天。" in printed
    shown = book.json("calendar", "show", "2026")
    assert (shown["schema"], shown["year"], shown["provisional"]) == ("casebook/calendar/1", 2026, False)
    assert (shown["working_days"], shown["adopted_by"], len(shown["work"])) == (248, None, 6)
    spring = {"from": "2026-02-15", "to": "2026-02-23", "name": {"zh": "春节", "en": "Spring Festival"}}
    assert spring in shown["rest"]


def test_a_year_without_a_notice_is_shown_as_provisional(book: Casebook) -> None:
    assert "provisional" in book.ok("calendar", "show", "2027")
    shown = book.json("calendar", "show", "2027")
    assert (shown["provisional"], shown["number"], shown["work"]) == (True, None, [])


def test_the_calendar_is_known_without_a_book(tmp_path: Path) -> None:
    assert "Labour Day" in Casebook(tmp_path / "none.book").ok("calendar", "show", "2026")


def test_adopting_by_hand(book: Casebook, notice: Callable[..., str]) -> None:
    book.open_review("2026-11-10", "2026-11-17", "南府复〔2026〕1号")
    answer = book.run("calendar", "adopt", notice(), "--reason", "发布")
    assert answer.status == 0
    assert answer.out.splitlines() == [
        "Adopted the notice of 2027 (国办发明电〔2026〕0号), entry 3.",
        "Computed anew: 1 cases; 2 deadlines came out differently.",
    ]
    assert "the statutory days are 13" in answer.err
    assert "adopted by entry 3" in book.ok("calendar", "show", "2027")
    assert book.json("calendar", "show", "2027")["adopted_by"] == 3
    assert book.json("due", "--rule", "N10")["items"][0]["provisional"] is False
    again: dict[str, Any] = book.json("calendar", "adopt", notice())
    assert (again["schema"], again["new"], again["entry_no"]) == ("casebook/adopted/1", False, 3)
    assert "already" in book.ok("calendar", "adopt", notice())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("work = [2027-01-30, 2027-02-20]", "work = [2027-01-29]"), "2027-01-29"),
        (("to = 2027-01-03", "to = 2026-12-30"), "2026-12-30"),
        (("from = 2027-02-05", "from = 2027-01-03"), "2027-01-03"),
        (("number =", "nummer ="), "number"),
        (("year = 2027", "year = 2026"), "2027-01-01"),
        (("[[holiday]]", "[[holiday"), "TOML"),
    ],
)
def test_a_faulty_notice_is_refused_with_the_day_or_the_line(
    book: Casebook, notice: Callable[..., str], change: tuple[str, str], said: str
) -> None:
    assert said in book.refused("calendar", "adopt", notice(NOTICE.replace(*change, 1)))


def test_a_file_that_is_not_there_is_refused(book: Casebook, tmp_path: Path) -> None:
    assert "none.toml" in book.refused("calendar", "adopt", str(tmp_path / "none.toml"))


def test_the_trial_balance_of_a_year_and_of_all(book: Casebook, notice: Callable[..., str]) -> None:
    assert book.ok("calendar", "check", "2026") == "2026  19 weekdays off less 6 weekend days worked: 13, right\n"
    answer = book.run("calendar", "check")
    assert answer.status == 1
    assert answer.out.splitlines()[-1].startswith("The notice of 2027 is missing")
    book.today = "2026-09-30"
    assert book.run("calendar", "check").status == 0
    assert book.run("calendar", "check", "2027").status == 1
    book.ok("calendar", "adopt", notice())
    checked = book.json("calendar", "check", "2027", status=1)
    assert (checked["schema"], checked["missing"]) == ("casebook/calendar-check/1", [])
    [year] = checked["years"]
    assert (year["balanced"], year["weekdays_off"], year["weekend_worked"]) == (False, 6, 2)


def test_a_year_that_is_none_is_refused(book: Casebook) -> None:
    for word in ("0", "99999", "next"):
        book.refused("calendar", "show", word)


def test_a_book_that_cannot_be_read_is_no_reason_to_fall_back_on_the_program(tmp_path: Path) -> None:
    path = tmp_path / "cases.book"
    path.write_text("no book", encoding="utf-8")
    answer = Casebook(path).run("calendar", "show", "2026")
    assert (answer.status, answer.out) == (3, "")


def test_the_words_of_a_notice_are_shown_and_not_obeyed(book: Casebook, notice: Callable[..., str]) -> None:
    book.ok("calendar", "adopt", notice(NOTICE.replace('"春节"', '"\\u001b[31m春节"').replace("0号", "\\u202e0号")))
    printed = book.ok("calendar", "show", "2027")
    assert "\\x1b[31m春节" in printed
    assert "\\u202e" in printed
    with contextlib.closing(sqlite3.connect(book.path)) as database:
        assert database.execute("select count(*) from adoption").fetchone() == (1,)
