"""The level of an agency by its name: what the name says, and nothing where it can mean two."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from desk import RULES, TODAY
from hypothesis import given
from hypothesis import strategies as st

import casebook
from casebook.agencies import level_by_name, level_of
from casebook.cellvalues import OFFICE, Habits
from casebook.rows import CaseRow, read_row
from casebook.terms import LEVEL

REVIEW = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}


def read(habits: Habits = OFFICE, **cells: str) -> CaseRow:
    return read_row(REVIEW | cells, TODAY, RULES, habits=habits)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("南昌县人民政府", "county_government"),
        ("东湖区人民政府", "county_government"),
        ("海淀区政府", "county_government"),
        ("阿荣旗人民政府", "county_government"),
        ("峨边彝族自治县人民政府", "county_government"),
        ("县政府", "county_government"),
        ("莲塘镇人民政府", "township"),
        ("南昌县莲塘镇人民政府", "township"),
        ("某乡政府", "township"),
        ("某街道办事处", "township"),
        ("南昌县公安局", "county_department"),
        ("县公安局", "county_department"),
        ("南昌市东湖区城市管理局", "county_department"),
        ("万州区商务委员会", "county_department"),
        ("南昌县住房和城乡建设局", "county_department"),
        ("南昌县乡村振兴局", "county_department"),
        ("南昌县农业农村局", "county_department"),
        ("南昌县市场监督管理局", "county_department"),
        ("南昌县卫健委", "county_department"),
        ("南昌县人民政府办公室", "county_department"),
        ("凉山彝族自治州人民政府", "city_government"),
        ("锡林郭勒盟行政公署", "city_government"),
        ("凉山彝族自治州公安局", "city_department"),
        ("江西省人民政府", "province_government"),
        ("内蒙古自治区人民政府", "province_government"),
        ("上海市人民政府", "province_government"),
        ("江西省公安厅", "province_department"),
        ("广西壮族自治区民政厅", "province_department"),
        ("江西省市场监督管理局", "province_department"),
        ("公安部", "state_council_department"),
        ("国家税务总局", "state_council_department"),
        (" 南昌县 公安局 ", "county_department"),
    ],
)
def test_a_name_that_says_its_level(name: str, level: str) -> None:
    assert level_by_name(name) == level


@pytest.mark.parametrize(
    "name",
    [
        "南昌市人民政府", "市政府", "南昌市公安局", "江西省南昌市公安局", "北京市公安局", "浦东新区人民政府",
        "南昌高新区管委会",
        "南昌市经济技术开发区市场监督管理局", "崂山风景区管理局", "南昌县公安局莲塘派出所",
        "南昌县公安局交通警察大队",
        "南昌市公安局东湖分局", "南昌县莲塘镇农业委员会", "南昌县莲塘镇某村民委员会", "大兴安岭地区公安局",
        "南昌县某公司",
        "南昌县人民法院", "公安局", "某局", "县", "",
    ],
)  # fmt: skip
def test_a_name_that_can_mean_two_levels_has_none(name: str) -> None:
    assert level_by_name(name) is None


def test_an_empty_level_is_read_from_the_respondent_and_told() -> None:
    row = read(respondent="南昌县公安局")
    assert row.card.respondent_level == "county_department"
    assert [(each.column, each.text, each.taken_as.zh) for each in row.readings] == [
        ("respondent_level", "南昌县公安局", "县级政府部门")
    ]


def test_a_level_that_is_stated_stands() -> None:
    row = read(respondent="南昌县公安局", respondent_level="其他")
    assert (row.card.respondent_level, row.readings) == ("other", ())


def test_several_respondents_have_a_level_if_it_is_the_same() -> None:
    assert read(respondent="南昌县公安局、南昌县民政局").card.respondent_level == "county_department"
    assert read(respondent="南昌县公安局、南昌县人民政府").card.respondent_level is None
    assert read(respondent="南昌县公安局、南昌市民政局").card.respondent_level is None


def test_an_office_corrects_the_table_by_name() -> None:
    habits = Habits(levels={"南昌市公安局": "city_department", "南昌县公安局": "other"})
    assert read(habits, respondent="南昌市公安局").card.respondent_level == "city_department"
    assert read(habits, respondent="南昌县公安局").card.respondent_level == "other"
    assert read(habits, respondent="南昌市民政局").card.respondent_level is None


def test_on_the_command_line_and_in_an_export_nothing_is_read_into_an_empty_level() -> None:
    cells = REVIEW | {"respondent": "南昌县公安局"}
    assert read_row(cells, TODAY, RULES).card.respondent_level is None
    assert read(Habits(exported=True), respondent="南昌县公安局").card.respondent_level is None


def test_no_respondent_has_no_level() -> None:
    assert level_of((), {}) is None


def test_every_rule_of_the_table_gives_a_level_of_the_register_or_none() -> None:
    text = (Path(casebook.__file__).parent / "data" / "agencies.toml").read_text("utf-8")
    for rule in tomllib.loads(text)["rule"]:
        assert rule["level"] == "" or rule["level"] in LEVEL
        assert rule.keys() <= {"ends", "exactly", "of", "level"}
        assert rule.get("ends") or rule.get("exactly")


@given(st.text("南昌市县区旗镇乡村人民政府公安局委员会省厅自治州盟新开发", max_size=14))
def test_white_space_and_width_do_not_matter(name: str) -> None:
    assert level_by_name(f" {name}\u3000") == level_by_name(name)
