"""Who is called what in what is given to others, and what is taken out of texts. All names and numbers are invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.masking import Named, is_organ, looks_personal, masks

PEOPLE = ("张三", "李四", "张三丰", "欧阳明", "阿迪力·买买提", "Smith")
BOOK = masks(
    [
        *(Named(name, "applicant", "citizen") for name in PEOPLE),
        Named("华夏商贸有限公司", "applicant", "organisation"),
        Named("县公安局", "respondent"),
        Named("王五", "respondent"),
        Named("张三（男，汉族）", "applicant"),
        Named("新村村民委员会", "applicant"),
        Named("华夏", "applicant", "organisation"),
    ]
)


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三", "张某1"),
        ("李四", "李某1"),
        ("张三丰", "张某2"),
        ("欧阳明", "欧阳某1"),
        ("阿迪力·买买提", "阿某1"),
        ("Smith", "S某1"),
        ("张三（男，汉族）", "张某1"),
        ("张 三", "张某1"),
        ("张三等5人", "张某1"),
        ("华夏商贸有限公司", "某公司1"),
        ("新村村民委员会", "某村委会1"),
        ("王五", "王某1"),
        ("县公安局", "县公安局"),
    ],
)
def test_persons_keep_their_surname_organisations_their_kind_organs_their_name(name: str, mask: str) -> None:
    assert BOOK.name(name) == mask


@pytest.mark.parametrize(
    "name",
    ["县公安局", "某镇人民政府", "市场监督管理局", "城关派出所", "南昌县卫生健康委员会", "国家税务总局南昌县税务局"],
)
def test_organs_are_known_by_their_last_word(name: str) -> None:
    assert is_organ(name)
    assert masks([Named(name, "applicant", "organisation")]).name(name) == name


@pytest.mark.parametrize(
    "name", ["新村村民委员会", "幸福业主委员会", "华夏书局", "老王饭局", "某某公司", "王局", "张部"]
)
def test_others_are_no_organs(name: str) -> None:
    assert not is_organ(name)


@pytest.mark.parametrize("name", ["张三", "欧阳修", "司马相如", "张某", "张某某", "古丽·艾合买提", "李四（经营者）"])
def test_persons_are_known_by_their_surname(name: str) -> None:
    assert looks_personal(name)
    assert masks([Named(name, "respondent")]).name(name) != name


@pytest.mark.parametrize("name", ["县公安局", "应急管理", "市监", "某县人民政府", "某公司", "城关镇", "other"])
def test_respondents_that_are_no_persons_keep_their_names(name: str) -> None:
    assert masks([Named(name, "respondent")]).name(name) == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("张三丰与张三、李四共同申请", "张某2与张某1、李某1共同申请"),
        ("由华夏商贸有限公司转来", "由某公司1转来"),
        ("电话13800138000", "电话（电话略）"),
        ("１３８００１３８０００", "（电话略）"),
        ("+86 138-0013-8000", "（电话略）"),
        ("1380\u200b0138000", "（电话略）"),
        ("0791-85712345", "（电话略）"),
        ("联系电话：85712345", "联系电话：（略）"),
        ("身份证36012119800101123X。", "身份证（证件号略）。"),
        ("信用代码91360121MA35ABCD1X", "信用代码（证件号略）"),
        ("账号6222021502012345678", "账号（账号略）"),
        ("6222 0215 0201 2345 678", "（账号略）"),
        ("邮箱zhang.san@example.com", "邮箱（邮箱略）"),
        ("赣A12345号车", "（车牌略）号车"),
        ("1980年1月1日出生", "（出生日期略）"),
        ("出生日期：1980-01-01", "出生日期：（略）"),
        ("住址：江西省南昌县向塘镇新村12号，已送达", "住址：江西省南昌县（住址略），已送达"),
        ("法定代表人：赵六", "法定代表人：赵某"),
        ("委托代理人为钱七，律师", "委托代理人为钱某，律师"),
    ],
)
def test_texts_are_told_without_what_is_personal(text: str, told: str) -> None:
    assert BOOK.text(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "案号（2024）赣0121行初5号，南府复〔2024〕12号",
        "2024-03-01 2024-03-05 收件",
        "南昌县向塘镇人民政府作出〔2024〕3号决定",
        "住房和城乡建设局；住房拆迁",
        "罚款100000000元",
        "法释〔2018〕1号第5条",
        "依据江西省人民政府令第12号",
        "申请人不服，第三人要求参加",
        "2024年3月5日产生争议",
        "邮寄",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert BOOK.text(text) == text


@given(
    st.lists(st.sampled_from((*"张王李三四五六丰", "华夏公司", "县公安局")).flatmap(lambda end: st.just("张" + end)))
)
def test_the_same_name_has_one_mask_and_no_two_names_share_one(names: list[str]) -> None:
    told = masks(Named(name, "applicant") for name in names)
    masked = {name: told.name(name) for name in names if not is_organ(name)}
    assert len(set(masked.values())) == len(masked)
    assert all(told.name(name) not in names for name in masked)


@given(st.lists(st.text("张王李赵一二三四", min_size=2, max_size=3), max_size=12), st.integers(0, 12))
def test_what_is_told_later_changes_no_mask(names: list[str], first: int) -> None:
    earlier = masks(Named(name, "applicant") for name in names[:first])
    later = masks(Named(name, "applicant") for name in names)
    assert [later.name(name) for name in names[:first]] == [earlier.name(name) for name in names[:first]]


@given(st.lists(st.sampled_from((*PEOPLE, "在", "，", "13800138000")), max_size=30))
def test_no_name_is_left_in_any_text(parts: list[str]) -> None:
    told = BOOK.text("".join(parts))
    assert not any(name in told for name in PEOPLE)


@pytest.mark.parametrize(
    "part", ["村", "村1号", "住址", "1", "1 1", "-", "a@", "a.a", "张", "张三", "南昌市", "0", "出生"]
)
def test_no_text_takes_long(part: str) -> None:
    text = (part * 2000)[:2000]
    began = time.process_time()
    BOOK.text(text)
    assert time.process_time() - began < 1
