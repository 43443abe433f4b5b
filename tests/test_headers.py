"""Tables of cases as registers have them: which row is the header, what its words mean, which rows are cases."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook import headerfile, headerwords
from casebook.columns import COLUMNS
from casebook.filefaults import ProfileFaulty
from casebook.headers import Asked, Recognised, never_met, recognise
from casebook.headerwords import meaning_of
from casebook.tables import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLAIN = Asked()


@dataclass
class Page:
    """A sheet held in memory."""

    rows: Sequence[Sequence[str]]
    sheet: str = ""
    path: Path = field(default_factory=lambda: Path("cases.csv"))

    def records(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        for number, row in enumerate(self.rows, 1):
            if any(map(str.strip, row)):
                yield number, tuple(row)


def found(rows: Sequence[Sequence[str]], asked: Asked = PLAIN, sheet: str = "", file: str = "cases.csv") -> Recognised:
    table = recognise(Page(rows, sheet, Path(file)), asked)
    assert table is not None
    return table


def columns(table: Recognised) -> dict[str, str]:
    return {table.header[place]: code for place, code in table.layout.columns.items()}


def row_numbers(table: Recognised) -> list[int]:
    return [number for number, _ in table.body()]


def passed_over(table: Recognised) -> list[str]:
    row_numbers(table)
    return [words.zh for words in table.passed_over]


# the header rows of real registers

REAL = json.loads(Path(__file__).with_name("header_rows.json").read_text(encoding="utf-8"))


def test_the_first_variant_of_a_review_register_needs_no_mapping() -> None:
    table = found([REAL["review, first variant"]])
    assert (table.register, table.layout.unknown, table.layout.doubled) == ("review", (), ())
    assert columns(table) == {
        "收件日期": "received_on", "收件方式": "channel", "京政复字号": "number", "申请人": "applicant",
        "申请人类别": "applicant_kind", "被申请人": "respondent", "被申请人种类": "respondent_level",
        "行政管理类别": "field", "案件类型": "matter", "立案日期": "intake_on", "承办人": "handler",
        "结案日期": "closed_on", "结案种类": "outcome", "备注": "note",
    }  # fmt: skip
    assert {"序号", "办理状态", "审批人", "市领导批示", "文号"} < set(table.layout.set_aside)


def test_the_second_variant_of_a_review_register_needs_no_mapping() -> None:
    table = found([REAL["review, second variant"]])
    assert (table.register, table.layout.unknown, table.layout.doubled) == ("review", (), ())
    named = columns(table)
    assert {named[each] for each in ("收案日期", "案件编号", "行政复议事项", "结案方式", "申请人人数")} == {
        "received_on", "number", "matter", "outcome", "applicant_count",
    }  # fmt: skip


def test_a_register_of_suits_needs_no_mapping() -> None:
    table = found([REAL["suits"]])
    assert (table.register, table.layout.unknown, table.layout.doubled) == ("litigation", (), ())
    assert columns(table) == {
        "收案日期": "received_on", "案号": "number", "受理法院": "court", "审级": "instance", "原告": "applicant",
        "原告类别": "applicant_kind", "原告总数": "applicant_count", "被告": "respondent", "被告形式": "defendant_role",
        "案件类别": "matter", "行政管理类别": "field", "应诉机关级别": "respondent_level",
        "是否已复议": "reviewed_first", "复议案号": "previous_number", "承办人": "handler", "开庭时间": "heard_on",
        "是否出庭": "head_attended", "结案方式": "outcome", "结案时间": "closed_on", "备注": "note",
    }  # fmt: skip
    assert {"签收日期", "第一被告", "案件类型", "应诉机关"} < set(table.layout.set_aside)


def test_a_land_bureaus_module_needs_no_mapping() -> None:
    table = found([REAL["land bureau"]])
    assert (table.register, table.layout.unknown, table.layout.doubled) == ("litigation", (), ())
    assert columns(table) == {
        "收文日期": "received_on", "来文号": "number", "来文机关": "court", "诉讼阶段": "instance", "原告": "applicant",
        "被告": "respondent", "是否已复议": "reviewed_first", "上一审案号": "previous_number", "承办人": "handler",
        "送法院日期": "replied_on", "备注": "note", "诉讼类别": "matter",
    }  # fmt: skip
    assert {"第三人", "上诉人", "土地坐落", "办理状态"} < set(table.layout.set_aside)


def test_a_register_of_defences_is_told_from_one_of_reviews() -> None:
    header = [
        "复议机关",
        "复议案号",
        "收到答复通知书日期",
        "申请人",
        "被申请人",
        "提交答复日期",
        "复议结果",
        "决定日期",
    ]
    table = found([header])
    assert table.register == "review-defence"
    assert table.layout.set_aside == ("复议机关",)
    assert set(columns(table).values()) == {
        "number", "received_on", "applicant", "respondent", "replied_on", "outcome", "closed_on",
    }  # fmt: skip


def test_the_case_table_itself_is_known_by_codes_and_labels() -> None:
    for header in (list(COLUMNS), [column.label.zh for column in COLUMNS.values()]):
        table = found([header])
        assert list(columns(table).values()) == list(COLUMNS)
        assert (table.register, table.sure) == (None, 100)


# words


def test_what_the_program_reads_is_what_the_files_say() -> None:
    assert headerwords.COMPILED.read_text(encoding="utf-8") == headerfile.compiled(), "run make data"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[weather]\nheaders = ["天气"]\n', "weather is no column"),
        ('[number]\nheaders = ["文号", "文 号"]\n', "second time"),
        ('[number]\nheader = ["文号"]\n', "number.header is not known"),
        ("[number", "no TOML"),
    ],
)
def test_a_faulty_file_of_words_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    for name in headerfile.NAMES:
        (tmp_path / f"{name}.toml").write_text("", encoding="utf-8")
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileFaulty, match=wrong):
        headerfile.compiled(tmp_path)


@pytest.mark.parametrize(
    ("header", "register", "column"),
    [
        ("复议案号", None, "previous_number"),
        ("复议案号", "review", "number"),
        ("复议案号", "litigation", "previous_number"),
        ("立案日期", "review", "intake_on"),
        ("立案日期", "litigation", ""),
        ("原告", "review", "applicant"),
        ("南政复字号", "review", "number"),
        ("*案号：", None, "number"),
        ("是否出庭（是/否）", "litigation", "head_attended"),
        ("申请人人数（人）", "review", "applicant_count"),
        ("结 案\n日 期", "review", "closed_on"),
    ],
)
def test_a_word_means_what_its_register_means_by_it(header: str, register: str | None, column: str) -> None:
    meaning = meaning_of(header, register)
    assert meaning is not None
    assert meaning.column == column


@pytest.mark.parametrize("header", ["", "天气", "案号（二审）", "案号" * 40])
def test_what_is_no_header_means_nothing(header: str) -> None:
    assert meaning_of(header) is None


def test_a_word_that_names_its_column_names_no_other_one_in_another_register() -> None:
    tree = json.loads(headerwords.COMPILED.read_text(encoding="utf-8"))["words"]
    named = [(word, column) for words in tree.values() for word, (column, rank) in words.items() if rank == "headers"]
    assert len(dict(named)) == len(set(named))


# where the header stands


def test_titles_above_the_header_are_passed_over() -> None:
    rows = [
        ["2024年行政应诉案件登记表"],
        [],
        ["填报单位：某局", "", "单位：件"],
        ["案号", "收案日期"],
        ["1号", "2024-03-04"],
    ]
    table = found(rows)
    assert (table.header_row, table.register, row_numbers(table)) == (4, "litigation", [5])
    assert passed_over(table) == ["表头以上的标题 2 行"]


def test_a_header_below_the_first_thirty_rows_is_none() -> None:
    title = ["标题"]
    assert recognise(Page([title] * 30 + [["案号", "收案日期"]]), PLAIN) is None
    assert found([title] * 29 + [["案号", "收案日期"]]).header_row == 30


@pytest.mark.parametrize("rows", [[], [["甲", "乙"], ["1", "2"]], [["今天天气很好"]], [["备注"]]])
def test_a_sheet_without_a_header_is_no_table(rows: list[list[str]]) -> None:
    assert recognise(Page(rows), PLAIN) is None


def test_group_headings_are_part_of_the_names_below_them() -> None:
    rows = [
        ["行政复议台账"],
        ["序号", "案件基本信息", "", "", "申请人", "", "立案审查", "", "结案情况", "", "备注"],
        ["", "案号", "收案日期", "承办人", "姓名", "类别", "结果", "日期", "日期", "方式"],
        ["1", "1号", "2024-03-04", "王某", "张某", "公民", "受理", "2024-03-05", "2024-04-05", "维持"],
    ]
    table = found(rows)
    assert (table.header_row, table.header_rows, table.layout.unknown) == (3, (2, 3), ())
    [(number, record)] = table.body()
    assert number == 4
    assert cells_of(table.layout, record) == {
        "number": "1号", "received_on": "2024-03-04", "handler": "王某", "applicant": "张某", "applicant_kind": "公民",
        "intake_result": "受理", "intake_on": "2024-03-05", "closed_on": "2024-04-05", "outcome": "维持",
    }  # fmt: skip


def test_a_general_word_under_an_unknown_heading_is_unknown() -> None:
    rows = [["案号", "收案日期", "天气", ""], ["", "", "日期", "晴雨"], ["1号", "2024-03-04", "2024-03-05", "晴"]]
    assert "intake_on" not in found(rows).layout.columns.values()


def test_the_columns_below_an_outcome_fill_it() -> None:
    rows = [
        ["案号", "收案日期", "结案方式", "", "", "结案时间"],
        ["", "", "判决", "裁定", "其他"],
        ["1号", "2024-03-04", "", "撤诉", "", "2024-05-06"],
        ["2号", "2024-03-04", "撤销", "", "", "2024-05-06"],
    ]
    table = found(rows)
    assert [cells_of(table.layout, record)["outcome"] for _, record in table.body()] == ["撤诉", "撤销"]


def test_a_name_over_two_rows_is_no_heading_of_its_neighbour() -> None:
    rows = [
        ["案号", "", "申请人", "", "收案日期"],
        ["", "天气", "姓名", "类别"],
        ["1号", "晴", "张某", "公民", "2024-03-04"],
    ]
    table = found(rows)
    assert (table.header, table.layout.unknown) == (("案号", "天气", "申请人姓名", "申请人类别", "收案日期"), ("天气",))


# which rows are cases


def test_totals_notes_and_signatures_below_are_no_cases() -> None:
    rows = [
        ["案号", "收案日期", "申请人"],
        ["1号", "2024-03-04", "张某"],
        ["小计", "", "1"],
        ["2号", "2024-03-04", "合计"],
        ["合计：2件"],
        ["注：本表不含被复议案件。"],
        ["填表人：王某", "", "审核人：李某"],
    ]
    table = found(rows)
    assert row_numbers(table) == [2, 4]
    assert passed_over(table) == ["合计：第 3、5 行", "注释、签名或小标题：第 6、7 行"]


def test_the_header_and_title_of_a_printed_page_are_not_read_again() -> None:
    header = ["案号", "收案日期", "申请人"]
    rows = [
        ["行政复议登记表"],
        header,
        ["1号", "2024-03-04", "张某"],
        ["行政复议登记表"],
        header,
        ["2号", "2024-03-05", "李某"],
    ]
    table = found(rows)
    assert row_numbers(table) == [3, 6]
    assert len(passed_over(table)) == 3


def test_numbered_rows_without_a_case_and_numbers_of_columns_are_no_cases() -> None:
    rows = [
        ["序号", "案号", "收案日期", "承办人"],
        ["甲", "1", "2", "3"],
        ["1", "1号", "2024-03-04", "王某"],
        ["2"],
        ["3", ""],
    ]
    table = found(rows)
    assert row_numbers(table) == [3]
    assert passed_over(table) == ["栏次：第 2 行", "只有序号等不导入内容的行：第 4、5 行"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "2024-03-04", "张某"],
        ["", "2024-03-04"],
        ["5", "2024-03-04"],
        ["", "", "张某"],
        ["", "", "", "多出"],
        ["累1号", "2024-03-04"],
    ],
)
def test_a_row_that_may_be_meant_as_a_case_is_never_passed_over(row: list[str]) -> None:
    assert row_numbers(found([["案号", "收案日期", "申请人"], row])) == [2]


@pytest.mark.parametrize(
    ("name", "cell"), [("收案日期", "2024-03-04"), ("台账", "行政复议"), ("申请人", "二、去年结转")]
)
def test_a_lone_cell_in_the_first_column_is_a_heading_unless_it_tells_a_fact(name: str, cell: str) -> None:
    table = found([[name, "案号", "承办人"], [cell]])
    assert row_numbers(table) == ([] if name == "申请人" else [2])


def test_many_rows_passed_over_are_counted_not_listed() -> None:
    table = found([["案号", "收案日期"], *([["小计"]] * 40)])
    assert passed_over(table) == ["合计：第 2、3、4、5、6 行等 40 行"]
    assert passed_over(table) == ["合计：第 2、3、4、5、6 行等 40 行"]


def test_cells_in_a_column_without_a_header_are_said_to_be_unread() -> None:
    table = found([["案号", "", "收案日期"], ["1号", "晴", "2024-03-04"], ["2号", "", "2024-03-04"]])
    assert row_numbers(table) == [2, 3]
    assert passed_over(table) == ["没有表头的列中的内容：第 2 行"]


# two columns for one field


def test_of_two_columns_for_one_field_an_empty_one_gives_way() -> None:
    header = ["案号", "收案日期", "收文日期"]
    table = found([header, ["1号", "", "2024-03-04"], ["合计", "1", ""]])
    assert (columns(table), table.layout.doubled) == ({"案号": "number", "收文日期": "received_on"}, ())
    assert table.layout.set_aside == ("收案日期",)


def test_of_two_empty_columns_for_one_field_the_first_stays() -> None:
    table = found([["案号", "收案日期", "收文日期"], ["1号"]])
    assert (columns(table)["收案日期"], table.layout.set_aside, table.layout.doubled) == (
        "received_on",
        ("收文日期",),
        (),
    )


def test_two_filled_columns_for_one_field_are_a_fault() -> None:
    rows = [["案号", "收案日期", "收文日期"], ["1号", "2024-03-04", ""], ["2号", "", "2024-03-04"]]
    assert found(rows).layout.doubled == (("received_on", "收文日期"),)


def test_several_defendants_in_columns_of_their_own_are_one_list() -> None:
    table = found(
        [["案号", "收案日期", "原告", "第一被告", "第二被告"], ["1号", "2024-03-04", "张某", "县政府", "县公安局"]]
    )
    [(_, record)] = table.body()
    assert cells_of(table.layout, record)["respondent"] == "县政府、县公安局"


def test_the_case_reviewed_before_is_named_where_there_is_no_earlier_suit() -> None:
    rows = [
        ["案号", "收案日期", "上一审案号", "复议案号"],
        ["1号", "2024-03-04", "", "府复1号"],
        ["2号", "2024-03-04", "初1号", "府复1号"],
    ]
    table = found(rows, Asked("litigation"))
    assert [cells_of(table.layout, record)["previous_number"] for _, record in table.body()] == ["府复1号", "初1号"]


# the register


@pytest.mark.parametrize(
    ("sheet", "file", "register"),
    [
        ("2024复议", "cases.xlsx", "review"),
        ("被复议", "复议台账.xlsx", "review-defence"),
        ("二审", "复议台账.xlsx", "litigation"),
        ("Sheet1", "2024年应诉台账.xlsx", "litigation"),
        ("Sheet1", "cases.xlsx", None),
        ("Sheet1", "复议应诉台账.xlsx", None),
        ("复议应诉", "cases.xlsx", None),
    ],
)
def test_the_register_is_told_by_the_name_of_sheet_or_file(sheet: str, file: str, register: str | None) -> None:
    table = found([["案号", "收案日期"]], sheet=sheet, file=file)
    assert (table.register, table.sure > 0) == (register, register is not None)


def test_what_is_asked_goes_before_what_is_guessed() -> None:
    page = [["案号", "收案日期", "申请人"]]
    assert found(page, Asked("litigation"), "复议").register == "litigation"
    assert found(page, Asked(sheets={"复议": "review-defence"}), "复议").register == "review-defence"
    assert found(page, Asked("review"), "应诉").sure == 100


def test_a_name_that_the_header_speaks_against_is_doubted() -> None:
    suits = [["案号", "收案日期", "原告", "被告", "受理法院", "审级"]]
    assert found(suits, sheet="应诉").sure > 90
    assert found(suits, sheet="复议").sure <= 50
    assert found(suits, file="复议.xlsx").register == "litigation"


def test_a_table_without_the_columns_that_every_case_needs_is_less_sure() -> None:
    headers = (["案号", "收案日期", "备注"], ["案号", "备注"], ["承办人", "备注"], ["案号", "收案日期", "天气", "心情"])
    assert [found([header], Asked("review")).sure for header in headers] == [100, 80, 60, 50]


def test_words_of_two_registers_are_decided_by_the_name_of_the_file() -> None:
    header = [["案号", "收案日期", "申请人", "被申请人"]]
    assert (found(header).register, found(header).sure) == ("review", 50)
    defence = found(header, file="2024年被复议.xlsx")
    assert (defence.register, defence.sure) == ("review-defence", 80)


# what the officer says


def test_a_mapped_header_is_known_and_one_ignored_is_set_aside() -> None:
    rows = [["文书号", "来件日", "天气"], ["1号", "2024-03-04", "晴"]]
    assert recognise(Page(rows), PLAIN) is None
    asked = Asked("review", {"文书 号": "number", "来件日": "received_on", "温度": "note"}, ("天气",))
    table = found(rows, asked)
    assert (columns(table), table.layout.set_aside) == ({"文书号": "number", "来件日": "received_on"}, ("天气",))
    assert never_met(asked, [table]) == ("温度",)


def test_what_nobody_knows_is_listed() -> None:
    assert found([["案号", "收案日期", "天气", "心情"]]).layout.unknown == ("天气", "心情")


def test_wide_and_long_cells_cost_little() -> None:
    rows = [["x" * 100_000, *(f"列{place}" for place in range(10_000))]] * 3 + [["案号", "收案日期"]]
    assert found(rows).header_row == 4
