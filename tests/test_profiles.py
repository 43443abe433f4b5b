"""Profiles: an office's own headers and words, written, exchanged, read back, and what is wrong with a bad one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_headers import Page

from casebook.columns import COLUMNS
from casebook.errors import BadValue, UnknownCode
from casebook.filefaults import ProfileExists, ProfileFaulty, ProfileUnknown
from casebook.headers import Asked, asked_with, profile_of, recognise
from casebook.profiles import Profile, check_name, load, names, read, read_mapping, save, written

if TYPE_CHECKING:
    from pathlib import Path

OURS = Profile(
    "ours",
    "review",
    {"文书号": "number", "来件日": "received_on", 'a"b\\c\n': "note"},
    ("天气",),
    {"matter": {"治安处罚": "penalty"}, "outcome": {"支持": "revoke"}, "court": {"中院": "市中级人民法院"}},
    {"应诉 2024": "litigation"},
    {"县公安局城关分局": "county_department"},
)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
profiles = st.builds(
    Profile,
    st.just("ours"),
    st.sampled_from([None, "review", "litigation"]),
    st.dictionaries(texts, st.sampled_from(list(COLUMNS))),
    st.lists(texts).map(tuple),
    st.dictionaries(st.sampled_from(["court", "handler"]), st.dictionaries(texts, texts)).map(
        lambda values: {column: words for column, words in values.items() if words}
    ),
    st.dictionaries(texts, st.sampled_from(["review", "review-defence", "litigation"])),
    st.dictionaries(texts, st.sampled_from(["township", "county_department"])),
)


@given(profiles)
def test_what_is_written_is_read_back(profile: Profile) -> None:
    assert read("ours", written(profile)) == profile


def test_a_profile_may_be_written_with_labels() -> None:
    text = 'register = "行政复议"\n[headers]\n"文书号" = "案号"\n'
    text += '[values.matter]\n"治安" = "行政处罚"\n[sheets]\n"被" = "被复议"\n'
    assert read("x", text) == Profile(
        "x", "review", {"文书号": "number"}, (), {"matter": {"治安": "penalty"}}, {"被": "review-defence"}
    )


def test_an_office_says_the_level_of_an_agency_whose_name_does_not_tell_it() -> None:
    row = {"respondent": "县公安局 城关分局", "matter": "治安处罚"}
    assert OURS.reworded(row) == {**row, "respondent_level": "county_department", "matter": "penalty"}
    assert OURS.reworded(row | {"respondent_level": "township"})["respondent_level"] == "township"
    assert OURS.reworded({"respondent": "县公安局"}) == {"respondent": "县公安局"}
    labelled = read("x", '[levels]\n"城关分局" = "县级政府部门"\n')
    assert labelled.levels == {"城关分局": "county_department"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[levels]\n"城关分局" = "很高"', "城关分局"),
        ("[headers", "no TOML"),
        ('register = "民事"', "register is no register"),
        ('[headers]\nx = "weather"', "headers.x “weather” is no column"),
        ("[headers]\nx = 1", "headers.x must be a text"),
        ('[values.closed_on]\nx = "2024-01-01"', "values.closed_on is no column whose words"),
        ('[values.weather]\nx = "y"', "values.weather is no column whose words"),
        ('[values.matter]\nx = "weather"', "values.matter.x .*“weather” is not known"),
        ('register = "review"\n[values.outcome]\nx = "affirm"', "values.outcome.x"),
        ('[sheets]\nx = "y"', "sheets.x is no register"),
        ('ignored = "x"', "ignored must be a list"),
        ('colour = "red"', "colour is not known"),
    ],
)
def test_the_place_of_a_fault_is_named(text: str, wrong: str) -> None:
    with pytest.raises(ProfileFaulty, match=wrong):
        read("ours", text)


def test_what_no_file_can_hold_is_refused() -> None:
    with pytest.raises(ProfileFaulty, match="cannot be written"):
        written(Profile("ours", headers={"\ud800": "note"}))


def test_a_profile_is_kept_under_its_name_and_found_by_it_or_by_its_path(tmp_path: Path) -> None:
    place = tmp_path / "profiles"
    assert names(place) == ()
    path = save(OURS, place)
    assert names(place) == ("ours",)
    assert load("ours", place) == load(str(path), tmp_path / "elsewhere") == OURS
    assert [each.name for each in place.iterdir()] == ["ours.toml"]


def test_another_profile_is_not_written_over(tmp_path: Path) -> None:
    save(OURS, tmp_path)
    save(OURS, tmp_path)
    other = Profile("ours", "litigation")
    with pytest.raises(ProfileExists, match=r"ours\.toml"):
        save(other, tmp_path)
    assert load("ours", tmp_path) == OURS


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", ".hidden", "a\\b", "a\nb", "x" * 61, "\u202e", "a\0b"])
def test_a_name_that_no_file_should_have_is_refused(name: str) -> None:
    with pytest.raises(BadValue):
        check_name(name)


def test_a_profile_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    save(OURS, tmp_path)
    for name in ("theirs", "theirs.toml", "a/b", "\0"):
        with pytest.raises(ProfileUnknown, match="Known: ours"):
            load(name, tmp_path)


@pytest.mark.parametrize(("data", "wrong"), [(b"\xff\xfe", "no text in UTF-8"), (b"#" * 1_000_001, "too big")])
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, data: bytes, wrong: str) -> None:
    (tmp_path / "bad.toml").write_bytes(data)
    with pytest.raises(ProfileFaulty, match=wrong):
        load("bad", tmp_path)


def test_the_words_of_an_office_are_replaced_whole_and_whatever_their_width() -> None:
    cells = {"matter": " 治安 处罚", "outcome": "支持", "court": "中院和高院", "note": "支持"}
    assert OURS.reworded(cells) == {"matter": "penalty", "outcome": "revoke", "court": "中院和高院", "note": "支持"}


def test_a_mapping_names_its_field_by_code_label_or_synonym() -> None:
    assert read_mapping(["文书号=number", "来件日 = 收案日期", "a=b=备注"]) == {
        "文书号": "number", "来件日": "received_on", "a=b": "note",
    }  # fmt: skip


@pytest.mark.parametrize("setting", ["文书号", "=number", "文书号=", "", "文书号=number\0"])
def test_what_is_no_mapping_is_refused(setting: str) -> None:
    with pytest.raises((BadValue, UnknownCode)):
        read_mapping([setting])


def test_one_header_cannot_be_two_fields() -> None:
    assert read_mapping(["x=number", "x=案号"]) == {"x": "number"}
    with pytest.raises(BadValue, match="another field"):
        read_mapping(["x=number", "x=note"])


def test_the_command_line_goes_before_the_profile() -> None:
    asked = asked_with(OURS, Asked("litigation", {"天 气": "note"}, ("来件日",)))
    assert (asked.register, asked.ignored) == ("litigation", ("来件日",))
    assert asked.mapping == {"文书号": "number", 'a"b\\c\n': "note", "天 气": "note"}
    assert asked.sheets == {"应诉 2024": "litigation"}


def test_what_was_recognised_once_is_recognised_by_its_profile() -> None:
    asked = Asked(None, {"文书号": "number"}, ("天气",))
    pages = [
        Page([["文书号", "收案日期", "申请人", "天气"]], "复议"),
        Page([["文书号", "收案日期", "原告", "来文机关"]], "应诉"),
    ]
    tables = [table for page in pages if (table := recognise(page, asked)) is not None]
    profile = profile_of("ours", tables, asked, OURS)
    assert profile.headers == {
        "收案日期": "received_on",
        "申请人": "applicant",
        "原告": "applicant",
        "文书号": "number",
    }
    assert (profile.register, profile.ignored, profile.values) == (None, ("天气",), OURS.values)
    assert profile.sheets == {"复议": "review", "应诉": "litigation"}
    again = [recognise(page, asked_with(profile, Asked())) for page in pages]
    assert [table.layout for table in again if table] == [table.layout for table in tables]
    assert [table.register for table in again if table] == ["review", "litigation"]
