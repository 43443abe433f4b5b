"""Deadlines as a calendar: what RFC 5545 asks for, and that importing it twice makes no doubles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from casebook import agenda
from casebook.agenda import LIMITS, Limits, Wanted
from casebook.render.ical import MOST_OCTETS, calendar, escaped, folded
from casebook.terms import LITIGATION, REVIEW

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.words import Language

Event = dict[str, str]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Today is 2026-10-12: one review open, one suspended, one suit."""
    desk = Desk(tmp_path / "book.db")
    number = desk.log(REVIEW, "2026-09-28", "南府复〔2026〕1号", handler="李四, 王五; 科员\\")
    desk.step(number, "accept", "2026-09-30")
    desk.step(number, "notify", "2026-10-08")
    stopped = desk.review("2026-09-01", "2026-09-02", "南府复〔2026〕2号")
    desk.step(stopped, "notify", "2026-09-03")
    desk.step(stopped, "suspend", "2026-09-08", ground="other_case")
    desk.log(LITIGATION, "2026-09-25", "（2026）赣0121行初5号", instance="first")
    desk.on("2026-10-12")
    return desk


def text(desk: Desk, wanted: Wanted | None = None, limits: Limits = LIMITS, language: Language = "zh") -> str:
    listed = agenda.items(desk.book, wanted or Wanted(), desk.today)
    return calendar(listed, agenda.source(desk.book), desk.today, limits, language)


def unfolded(ics: str) -> list[str]:
    return ics.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events(ics: str) -> list[Event]:
    """The events by property; alarms are kept as their triggers."""
    found: list[Event] = []
    alarm = False
    for line in unfolded(ics):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({"alarms": ""})
        elif name in ("BEGIN", "END"):
            alarm = line == "BEGIN:VALARM"
        elif alarm and name == "TRIGGER":
            found[-1]["alarms"] += f"{value} "
        elif found and not alarm:
            assert name not in found[-1], "a property stands once"
            found[-1][name] = value
    return found


def event(ics: str, rule: str) -> Event:
    [found] = [each for each in events(ics) if each["UID"].startswith(f"{rule}-")]
    return found


def test_lines_end_with_cr_lf_and_have_at_most_75_octets(desk: Desk) -> None:
    ics = text(desk)
    assert ics.endswith("\r\n")
    assert "\n" not in ics.replace("\r\n", "")
    assert max(len(line.encode()) for line in ics.split("\r\n")) == MOST_OCTETS


def test_it_begins_and_ends_as_a_calendar_and_names_the_bureau(desk: Desk) -> None:
    lines = unfolded(text(desk))
    assert lines[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//casebook//due//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:南昌县司法局 期限",
    ]
    assert lines[-1] == "END:VCALENDAR"
    for kind in ("VCALENDAR", "VEVENT", "VALARM"):
        assert lines.count(f"BEGIN:{kind}") == lines.count(f"END:{kind}") > 0


def test_a_deadline_is_a_whole_day_that_says_what_is_due(desk: Desk) -> None:
    found = event(text(desk), "N10")
    assert (found["DTSTART;VALUE=DATE"], found["DTEND;VALUE=DATE"]) == ("20261130", "20261201")
    assert found["SUMMARY"] == "南府复〔2026〕1号 作出行政复议决定 N10"
    assert found["DESCRIPTION"] == (
        "义务人：复议机关；第62条(1)\\n自 2026-09-30 起算，次日为第一日\\n按日计算末日 2026-11-29，顺延"
        "\\n承办人：李四\\, 王五\\; 科员\\\\"
    )
    assert (found["CATEGORIES"], found["STATUS"], found["TRANSP"]) == ("行政复议", "CONFIRMED", "TRANSPARENT")


def test_the_stamp_is_the_day_of_the_list_so_that_the_same_book_gives_the_same_bytes(desk: Desk) -> None:
    assert event(text(desk), "N10")["DTSTAMP"] == "20261012T000000Z"
    assert text(desk) == text(desk)


def test_every_event_has_an_identity_of_its_own(desk: Desk) -> None:
    uuid = desk.book.connection.execute("select uuid from book").fetchone()[0]
    uids = [each["UID"] for each in events(text(desk, Wanted(met_too=True)))]
    assert len(set(uids)) == len(uids)
    assert all(re.fullmatch(rf"[ANO]\d+-\d\.\d\.{uuid}@casebook", uid) for uid in uids)


def test_an_event_that_moves_keeps_its_identity_and_counts_on(desk: Desk) -> None:
    before = event(text(desk), "N10")
    desk.step("2026-1", "extend", "2026-10-12", days="30")
    desk.correct("2026-1", desk.told("2026-1", "receive").entry_no, "number=南府复〔2026〕8号")
    after = event(text(desk), "N10")
    assert (before["DTSTART;VALUE=DATE"], after["DTSTART;VALUE=DATE"]) == ("20261130", "20261229")
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_what_was_met_is_taken_back_where_it_is_listed(desk: Desk) -> None:
    before = event(text(desk), "N10")
    desk.close("2026-1", "maintain", "2026-10-12")
    assert not [each for each in events(text(desk)) if each["UID"] == before["UID"]]
    taken_back = event(text(desk, Wanted(met_too=True, case_no=1)), "N10")
    assert (taken_back["UID"], taken_back["STATUS"], taken_back["alarms"]) == (before["UID"], "CANCELLED", "")


def test_a_deadline_that_stands_still_has_no_event(desk: Desk) -> None:
    assert not [each for each in events(text(desk)) if "〔2026〕2号" in each["SUMMARY"]]


def test_ours_are_recalled_in_good_time_anothers_on_its_day_and_the_past_not_at_all(desk: Desk) -> None:
    desk.step("2026-1", "respondent_received", "2026-10-12")
    ics = text(desk)
    assert event(ics, "N10")["alarms"].split() == ["-P6DT15H", "-P2DT15H"]
    assert event(ics, "N8")["alarms"].split() == ["PT9H"]
    assert event(ics, "A1")["alarms"] == ""


def test_alarms_follow_the_limits(desk: Desk) -> None:
    assert event(text(desk, limits=Limits(red=0, yellow=1)), "N10")["alarms"].split() == ["-PT15H", "PT9H"]
    assert event(text(desk, limits=Limits(red=2, yellow=2)), "N10")["alarms"].split() == ["-P1DT15H"]


def test_it_speaks_the_language_of_the_user(desk: Desk) -> None:
    found = event(text(desk, language="en"), "N10")
    assert found["SUMMARY"] == "南府复〔2026〕1号 review decision N10"
    assert found["DESCRIPTION"].startswith("Bound: review organ\\; art. 62(1)\\nFrom 2026-09-30\\, ")


def test_control_characters_are_shown_and_separators_escaped() -> None:
    assert escaped("a;b,c\\d", "e\x1b[0m\r\nBEGIN:VEVENT") == r"a\;b\,c\\d\ne\\x1b[0m\\x0d\\x0aBEGIN:VEVENT"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_folding_cuts_no_character_and_is_undone_by_unfolding(line: str) -> None:
    lines = folded(line).split("\r\n")
    assert all(len(each.encode()) <= MOST_OCTETS for each in lines)
    assert all(len(each.encode()) > MOST_OCTETS - 4 for each in lines[:-1])
    assert "".join([lines[0], *(each.removeprefix(" ") for each in lines[1:])]) == line
