"""Values given with ``--set``: names as they are written, values in one canonical form."""

from __future__ import annotations

import pytest
from desk import TODAY

from casebook.details import read_detail, read_settings, split_setting
from casebook.errors import BadValue, CasebookError, UnknownCode, WrongDate


@pytest.mark.parametrize(
    ("text", "pair"),
    [("days=15", ("days", "15")), (" redo-days = 20 日 ", ("redo_days", "20 日")), ("note=a=b", ("note", "a=b"))],
)
def test_a_setting_is_a_name_and_a_value(text: str, pair: tuple[str, str]) -> None:
    assert split_setting(text) == pair


@pytest.mark.parametrize("text", ["days", "=15", "days=", " = ", ""])
def test_a_setting_without_name_or_value_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="--set name=value"):
        split_setting(text)


@pytest.mark.parametrize(
    ("name", "written", "canonical"),
    [
        ("procedure", "简易程序", "summary"),
        ("head_attended", "是", "yes"),
        ("head_rank", "副职", "deputy"),
        ("redo", "√", "yes"),
        ("own_power", "否", "no"),
        ("by", "被告", "agency"),
        ("law", "review-2023", "review-2023"),
        ("days", "15日", "15"),
        ("days", "０15", "15"),
        ("redo_days", "3650天", "3650"),
        ("received_on", "2024年3月5日", "2024-03-05"),
        ("hearing_on", "today", "2026-11-21"),
        ("compensation", "1,234.5元", "1234.50"),
        ("compensation", "１２３４", "1234.00"),
        ("compensation", "0.07", "0.07"),
        ("compensation", "999999999999999", "999999999999999.00"),
        ("absence", "出差", "出差"),
    ],
)
def test_a_value_is_kept_in_one_form(name: str, written: str, canonical: str) -> None:
    assert read_detail(name, written, TODAY) == canonical


@pytest.mark.parametrize(
    ("name", "written", "error"),
    [
        ("procedure", "快速", UnknownCode),
        ("law", "review-2022", UnknownCode),
        ("days", "0", BadValue),
        ("days", "3651", BadValue),
        ("days", "many", BadValue),
        ("days", "-1", BadValue),
        ("days", "1.5", BadValue),
        ("received_on", "三月五日", WrongDate),
        ("compensation", "1.234", BadValue),
        ("compensation", "1.x", BadValue),
        ("compensation", "-5", BadValue),
        ("compensation", "", BadValue),
        ("compensation", "9999999999999999", BadValue),
    ],
)
def test_a_value_that_is_none_is_refused(name: str, written: str, error: type[CasebookError]) -> None:
    with pytest.raises(error):
        read_detail(name, written, TODAY)


def test_settings_are_read_by_name_each_once() -> None:
    assert read_settings(["days=15", "received-on=昨天"], TODAY) == {"days": "15", "received_on": "2026-11-20"}
    with pytest.raises(BadValue, match="Give each name once"):
        read_settings(["days=15", "days=20"], TODAY)
