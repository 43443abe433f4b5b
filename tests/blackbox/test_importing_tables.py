"""Tables that can be taken: encodings, headers, dates, registers; the same again; more facts later."""

from __future__ import annotations

import json

import pytest

from blackbox.program import Casebook, table, write_lines, write_table

REVIEWS = table("reviews")
SUITS = table("suits")
CHINESE = table("chinese_headers")


def account(rows: int, added: int = 0, updated: int = 0, unchanged: int = 0) -> dict[str, object]:
    return {
        "schema": "casebook/import/1",
        "dry_run": False,
        "rows": rows,
        "added": added,
        "updated": updated,
        "unchanged": unchanged,
        "rejected": [],
    }


def test_a_table_under_codes_is_taken_whole(casebook: Casebook) -> None:
    assert casebook.bring_in(REVIEWS) == account(rows=3, added=3)
    assert {number: casebook.status(number) for number in casebook.numbers("review")} == {
        "南府复〔2024〕1号": "closed",
        "南府复〔2024〕2号": "not_accepted",
        "南府复〔2024〕3号": "received",
    }
    case = casebook.case("2024-1")
    for column, value in REVIEWS[0].items():
        if column != "ground":
            assert case[column] == value
    assert [each["step"] for each in casebook.steps("2024-1")] == ["receive", "accept", "conclude"]
    assert casebook.steps("2024-1", "conclude")[0]["ground"] == "settled"


def test_suits_are_taken_with_their_hearings(casebook: Casebook) -> None:
    assert casebook.bring_in(SUITS) == account(rows=2, added=2)
    figures = casebook.summary("litigation", "2024")
    assert figures["hearings"] == {
        "cases_heard": 2,
        "cases_head_attended": 2,
        "hearings": 4,
        "hearings_head_attended": 3,
    }
    assert figures["roles"] == {"sole": 1, "joint": 1, "not_stated": 0}
    assert [each["on"] for each in casebook.steps("(2024)赣01行初5号", "hear")] == [
        "2024-04-16",
        "2024-05-08",
    ]
    case = casebook.case("(2024)赣01行初5号")
    assert (case["replied_on"], case["reviewed_first"]) == ("2024-03-15", "yes")


def test_the_same_table_again_adds_nothing(casebook: Casebook) -> None:
    casebook.bring_in([*REVIEWS, *SUITS])
    before = casebook.dump()
    assert casebook.bring_in([*REVIEWS, *SUITS]) == account(rows=5, unchanged=5)
    assert casebook.dump() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_and_labels_in_every_encoding(casebook: Casebook, encoding: str) -> None:
    path = write_table(casebook.path.with_name("台账.csv"), CHINESE, encoding)
    assert casebook.file_brought_in(path) == account(rows=2, added=2)
    first, second = casebook.case("2024-1"), casebook.case("2024-2")
    assert [first[name] for name in ("received_on", "intake_result", "intake_on", "closed_on")] == [
        "2024-03-04",
        "accept",
        "2024-03-06",
        "2024-04-15",
    ]
    assert [first[name] for name in ("matter", "respondent_level", "procedure", "outcome", "field", "channel")] == [
        "penalty",
        "county_department",
        "ordinary",
        "terminate",
        "公安",
        "当面",
    ]
    assert (first["applicant"], first["respondent"], first["handler"]) == ("张某", "县公安局", "王某")
    assert (second["procedure"], second["outcome"], second["respondent_level"]) == (
        "summary",
        "maintain",
        "township",
    )


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("案号", "number"),
        ("收到日期", "received_on"),
        ("申请人类别", "applicant_kind"),
        ("受理法院", "court"),
        ("审级", "instance"),
        ("被告形式", "defendant_role"),
        ("是否经复议", "reviewed_first"),
        ("开庭日期", "heard_on"),
        ("负责人出庭", "head_attended"),
        ("职级", "head_rank"),
        ("前一审级/复议案号", "previous_number"),
        ("案件类别", "matter"),
        ("原告", "applicant"),
        ("被告", "respondent"),
    ],
)
def test_a_column_may_bear_its_chinese_label(casebook: Casebook, header: str, column: str) -> None:
    values = {
        "register": "litigation",
        "number": "(2024)赣01行初5号",
        "received_on": "2024-03-04",
        "applicant": "张某",
        "applicant_kind": "公民",
        "respondent": "县公安局",
        "matter": "行政处罚",
        "court": "南昌中院",
        "instance": "一审",
        "defendant_role": "共同被告",
        "reviewed_first": "是",
        "heard_on": "2024-04-16",
        "head_attended": "是",
        "head_rank": "正职",
        "previous_number": "南府复〔2023〕9号",
    }
    coded = Casebook(casebook.path.with_name("coded.book"))
    coded.init()
    coded.bring_in([values])
    casebook.bring_in([{header if name == column else name: value for name, value in values.items()}])
    assert casebook.json("list") == coded.json("list")
    assert casebook.summary("litigation", "2024") == coded.summary("litigation", "2024")


def test_a_register_for_a_table_without_that_column(casebook: Casebook) -> None:
    bare = [{name: cell for name, cell in row.items() if name != "register"} for row in REVIEWS]
    [first, *_] = casebook.turned_away(bare)
    assert first["column"] == "register"
    assert casebook.bring_in(bare, "--register", "review") == account(rows=3, added=3)
    assert casebook.bring_in(bare, "--register", "行政复议") == account(rows=3, unchanged=3)


def test_titles_above_the_header_are_passed_over(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("titled.csv"),
        [
            ["南昌县司法局2024年行政复议案件登记表"],
            ["制表人：王某", "", "单位：件"],
            ["案号", "收件日期", "备注"],
            ["南府复〔2024〕1号", "2024-03-04", "一"],
        ],
    )
    assert casebook.file_brought_in(path, "--register", "review") == account(rows=1, added=1)


def test_derived_columns_are_set_aside_and_said_so(casebook: Casebook) -> None:
    rows = [{"序号": "1", "办理状态": "已结案", **REVIEWS[0]}]
    path = write_table(casebook.path.with_name("cases.csv"), rows)
    answer = casebook.run("import", str(path))
    assert answer.status == 0
    for header in ("序号", "办理状态"):
        assert header in answer.out + answer.err


def test_an_unknown_column_is_left_out_only_when_named(casebook: Casebook) -> None:
    rows = [{"天气": "晴", "心情": "好", **REVIEWS[0]}]
    rejected = casebook.turned_away(rows, "--ignore", "天气")
    assert [(each["row"], each["column"]) for each in rejected] == [(1, "心情")]
    assert casebook.bring_in(rows, "--ignore", "天气", "--ignore", "心情") == account(rows=1, added=1)


def test_an_intake_date_without_a_result_means_acceptance(casebook: Casebook) -> None:
    casebook.bring_in(
        [
            {
                "register": "review",
                "number": "南府复〔2024〕1号",
                "received_on": "2024-03-04",
                "intake_on": "2024-03-06",
            }
        ]
    )
    case = casebook.case("2024-1")
    assert (case["status"], case["intake_result"], case["intake_on"]) == ("open", "accept", "2024-03-06")


def test_a_plain_rejection_of_old_is_taken_counted_and_listed_as_unresolved(casebook: Casebook) -> None:
    row = {
        "register": "review",
        "number": "南府复〔2022〕1号",
        "received_on": "2022-03-01",
        "intake_on": "2022-03-03",
        "closed_on": "2022-04-20",
        "outcome": "驳回",
    }
    casebook.bring_in([row])
    assert casebook.case("2022-1")["outcome"] == "reject"
    figures = casebook.summary("review", "2022")
    assert (figures["outcomes"]["reject"], figures["families"]["reject"]) == (1, 1)
    assert [each["number"] for each in casebook.json("check")["findings"]] == ["南府复〔2022〕1号"]


def test_further_facts_of_a_known_number_are_added(casebook: Casebook) -> None:
    early = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}
    casebook.bring_in([early])
    middle = {**early, "number": "南府复(2024)1号", "intake_on": "2024-03-06", "matter": "penalty"}
    assert casebook.bring_in([middle]) == account(rows=1, updated=1)
    assert casebook.status("2024-1") == "open"
    late = {**middle, "closed_on": "2024-04-15", "outcome": "maintain"}
    assert casebook.bring_in([late]) == account(rows=1, updated=1)
    assert casebook.bring_in([late]) == account(rows=1, unchanged=1)
    assert casebook.bring_in([early]) == account(rows=1, unchanged=1)
    case = casebook.case("2024-1")
    assert (case["status"], case["outcome"], case["matter"]) == ("closed", "maintain", "penalty")
    live = [each["step"] for each in casebook.steps("2024-1") if each["struck_by"] is None]
    assert sorted(live) == ["accept", "conclude", "receive"]
    assert casebook.numbers("review") == ["南府复〔2024〕1号"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("closed_on", "2024-04-16"),
        ("outcome", "revoke"),
        ("received_on", "2024-03-01"),
        ("matter", "title"),
        ("intake_on", "2024-03-07"),
        ("applicant", "王某"),
    ],
)
def test_a_contradicting_fact_is_a_correction_only_when_asked_for(casebook: Casebook, column: str, value: str) -> None:
    row = {**REVIEWS[0], "ground": "", "outcome": "maintain"}
    casebook.bring_in([row])
    other = {**row, column: value}
    rejected = casebook.turned_away([other])
    assert [(each["row"], each["column"], each["value"]) for each in rejected] == [(2, column, value)]
    assert casebook.bring_in([other], "--accept-corrections") == account(rows=1, updated=1)
    assert casebook.case("2024-1")[column] == value
    assert any(each["struck_by"] for each in casebook.steps("2024-1"))
    assert casebook.bring_in([other]) == account(rows=1, unchanged=1)
    if column.endswith("_on"):
        assert row[column] in casebook.ok("history", "2024-1")


def test_an_imported_case_goes_on_by_hand(casebook: Casebook) -> None:
    casebook.bring_in(REVIEWS)
    casebook.record("2024-3", "accept", "2024-03-08")
    casebook.close("2024-3", "maintain", "2024-04-30")
    closed = {**REVIEWS[2], "intake_on": "2024-03-08", "closed_on": "2024-04-30", "outcome": "maintain"}
    assert casebook.bring_in([closed]) == account(rows=1, unchanged=1)


def test_a_dry_run_tells_everything_and_writes_nothing(casebook: Casebook) -> None:
    before = casebook.dump()
    assert casebook.bring_in(REVIEWS, "--dry-run") == {**account(rows=3, added=3), "dry_run": True}
    assert casebook.dump() == before
    bad = [*REVIEWS, {**REVIEWS[2], "number": "南府复〔2024〕4号", "received_on": "2024-02-30"}]
    rejected = casebook.turned_away(bad, "--dry-run")
    assert [each["row"] for each in rejected] == [5]


def test_partial_writes_the_good_rows_and_puts_the_others_beside_the_input(casebook: Casebook) -> None:
    bad = {**REVIEWS[2], "number": "南府复〔2024〕4号", "received_on": "2024-02-30"}
    path = write_table(casebook.path.with_name("cases.csv"), [REVIEWS[0], bad, REVIEWS[1]])
    before = set(path.parent.iterdir())
    told = casebook.json("import", str(path), "--partial", status=1)
    assert (told["rows"], told["added"], len(told["rejected"])) == (3, 2, 1)
    [rejected] = told["rejected"]
    assert (rejected["row"], rejected["column"], rejected["value"]) == (3, "received_on", "2024-02-30")
    assert set(casebook.numbers("review")) == {"南府复〔2024〕1号", "南府复〔2024〕2号"}
    [beside] = [each for each in set(path.parent.iterdir()) - before if not each.name.startswith(casebook.path.name)]
    text = beside.read_text(encoding="utf-8-sig")
    assert "南府复〔2024〕4号" in text
    assert rejected["reason"].split("\n")[0] in text
    assert "南府复〔2024〕1号" not in text


def test_partial_without_rejected_rows_is_a_plain_import(casebook: Casebook) -> None:
    before = set(casebook.path.parent.iterdir())
    assert casebook.bring_in(REVIEWS, "--partial") == account(rows=3, added=3)
    new = {each.name for each in set(casebook.path.parent.iterdir()) - before}
    assert {name for name in new if not name.startswith(casebook.path.name)} == {"cases.csv"}


def test_a_header_without_rows_is_an_import_of_nothing(casebook: Casebook) -> None:
    path = write_lines(casebook.path.with_name("empty.csv"), [["register", "number", "received_on"]])
    assert casebook.file_brought_in(path) == account(rows=0)


def test_a_very_old_case_is_taken_and_counted(casebook: Casebook) -> None:
    casebook.bring_in(
        [
            {
                "register": "review",
                "number": "南府复字(1998)第3号",
                "received_on": "1998-05-04",
                "intake_on": "1998-05-06",
                "closed_on": "1998-06-08",
                "outcome": "maintain",
            },
        ]
    )
    assert casebook.summary("review", "1998")["flow"]["concluded"] == 1
    assert casebook.case("南府复字(1998)第3号")["law"] is None


def test_every_row_says_where_it_came_from(casebook: Casebook) -> None:
    casebook.bring_in(REVIEWS)
    assert "cases.csv" in casebook.ok("history", "2024-2")


def test_the_account_of_an_import_in_words(casebook: Casebook) -> None:
    path = write_table(casebook.path.with_name("cases.csv"), REVIEWS)
    for lang in ("en", "zh"):
        casebook.lang = lang
        assert "3" in casebook.ok("import", str(path))


def test_the_json_is_one_document_whatever_the_status(casebook: Casebook) -> None:
    path = write_table(casebook.path.with_name("cases.csv"), [{**REVIEWS[0], "outcome": "bless"}])
    answer = casebook.process("import", str(path), "--format", "json")
    assert answer.status == 2
    assert json.loads(answer.out)["rejected"][0]["value"] == "bless"
