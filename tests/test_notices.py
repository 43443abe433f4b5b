"""The file of a holiday notice: what it says, and one broken file for each message."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.filefaults import (
    NoticeBackwards,
    NoticeDayOutside,
    NoticeDayTwice,
    NoticeIncomplete,
    NoticeMakeUpOnWeekday,
    NoticeUnreadable,
)
from casebook.notices import notice_year, read_notice
from casebook.words import Words
from casebook.workdays import Calendar

if TYPE_CHECKING:
    from casebook.errors import CasebookError

SOUND = """
year = 2027
number = "国办发明电〔2026〕0号"
issued_on = 2026-11-05

[[holiday]]
name = "元旦"
from = 2026-12-31
to = 2027-01-03
work = [2026-12-27]

[[holiday]]
name = { zh = "春节", en = "Spring Festival" }
from = 2027-02-05
to = 2027-02-11
work = [2027-01-30, 2027-02-20]

[[holiday]]
name = "清明节"
from = 2027-04-05
to = 2027-04-05
"""


def test_a_notice_says_which_days_rest_and_which_are_worked() -> None:
    notice = read_notice(SOUND, "2027.toml")
    assert (notice.year, notice.number, notice.issued_on) == (2027, "国办发明电〔2026〕0号", date(2026, 11, 5))
    assert len(notice.rest) == 4 + 7 + 1
    assert notice.rest[date(2027, 2, 11)] == Words("春节", "Spring Festival")
    assert notice.rest[date(2026, 12, 31)] == Words("元旦", "元旦")
    assert notice.work == {
        date(2026, 12, 27): Words("元旦", "元旦"),
        date(2027, 1, 30): Words("春节", "Spring Festival"),
        date(2027, 2, 20): Words("春节", "Spring Festival"),
    }


def test_it_may_come_as_bytes_with_the_mark_that_some_editors_put_first() -> None:
    assert read_notice(b"\xef\xbb\xbf" + SOUND.encode(), "2027.toml") == read_notice(SOUND, "2027.toml")


def test_an_adopted_notice_makes_the_year_definite() -> None:
    calendar = Calendar.standard().with_notice(read_notice(SOUND, "2027.toml"))
    assert not calendar.provisional(date(2027, 2, 1))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27)), "a Sunday worked for New Year's Day"
    assert calendar.make_up_name(date(2027, 2, 20)) == Words("春节", "Spring Festival")
    assert calendar.trial_balance(2027) != ()


@pytest.mark.parametrize(
    ("right", "wrong", "error", "told"),
    [
        ("year = 2027", "year is 2027", NoticeUnreadable, "line 2"),
        ("year = 2027", "", NoticeIncomplete, "year"),
        ("year = 2027", "year = true", NoticeIncomplete, "true"),
        ('number = "国办发明电〔2026〕0号"', "", NoticeIncomplete, "number"),
        ("issued_on = 2026-11-05", 'issued_on = "2026-11-05"', NoticeIncomplete, "issued_on"),
        ("issued_on = 2026-11-05", "issued_on = 2026-11-05T08:00:00", NoticeIncomplete, "issued_on"),
        ('name = "清明节"', "", NoticeIncomplete, "name"),
        ('name = "清明节"', 'name = { zh = "清明节" }', NoticeIncomplete, "name"),
        ("from = 2027-04-05", "", NoticeIncomplete, "from"),
        ("to = 2027-04-05", "to = 5", NoticeIncomplete, "to"),
        ("work = [2026-12-27]", "work = 2026-12-27", NoticeIncomplete, "work"),
        ("work = [2026-12-27]", "work = [27]", NoticeIncomplete, "work"),
        ("to = 2027-04-05", "to = 2027-04-04", NoticeBackwards, "2027-04-04"),
        ("to = 2027-04-05", "to = 2027-10-05", NoticeBackwards, "2027-10-05"),
        ("from = 2026-12-31", "from = 2026-12-24", NoticeDayOutside, "2026-12-24"),
        ("work = [2026-12-27]", "work = [2028-01-01]", NoticeDayOutside, "2028-01-01"),
        ("work = [2026-12-27]", "work = [2027-02-06]", NoticeDayTwice, "2027-02-06"),
        ("from = 2027-04-05", "from = 2027-02-11", NoticeDayTwice, "2027-02-11"),
        ("work = [2026-12-27]", "work = [2026-12-28]", NoticeMakeUpOnWeekday, "2026-12-28"),
    ],
)
def test_a_faulty_notice_is_refused_with_the_place_and_the_remedy(
    right: str, wrong: str, error: type[CasebookError], told: str
) -> None:
    assert SOUND.count(right) == 1
    with pytest.raises(error) as raised:
        read_notice(SOUND.replace(right, wrong), "2027.toml")
    for message in (raised.value.say("zh"), raised.value.say("en")):
        assert message.startswith("2027.toml")
        assert told.lower() in message.lower()
        assert 2 <= len(message.splitlines()) <= 3


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"year = 2027\nyear = 2028\n"])
def test_what_is_not_a_toml_file_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NoticeUnreadable):
        read_notice(content, "notice.toml")


@pytest.mark.parametrize("text", ["", "year = 2027", "year = 2027\nholiday = []", "year = 2027\nholiday = [1]"])
def test_a_notice_names_a_year_and_at_least_one_holiday(text: str) -> None:
    with pytest.raises(NoticeIncomplete):
        read_notice(text, "notice.toml")


def test_the_last_days_of_december_belong_to_the_next_notice() -> None:
    assert notice_year(date(2026, 12, 24)) == 2026
    assert notice_year(date(2026, 12, 25)) == 2027
    assert notice_year(date(2027, 1, 1)) == 2027
