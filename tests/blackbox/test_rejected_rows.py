"""Every reason for which a row cannot be taken: named with row, column and value, and nothing is written."""

from __future__ import annotations

import pytest

from blackbox.program import Casebook, Json, Row, assert_refusal, write_lines, write_table

GOOD = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}
OPEN = {**GOOD, "number": "南府复〔2024〕2号", "intake_result": "accept", "intake_on": "2024-03-06"}
CLOSED = {**OPEN, "closed_on": "2024-04-15", "outcome": "maintain"}
OLD = {
    **GOOD,
    "number": "南府复〔2023〕2号",
    "received_on": "2023-03-06",
    "intake_on": "2023-03-08",
    "closed_on": "2023-04-10",
}
SUIT = {
    "register": "litigation",
    "number": "(2024)赣01行初5号",
    "received_on": "2024-03-04",
    "instance": "first",
    "closed_on": "2024-06-03",
}
DEFENCE = {"register": "review-defence", "number": "洪府复〔2024〕1号", "received_on": "2024-03-04"}


def places(rejected: list[Json]) -> list[tuple[int, str, str]]:
    return [(each["row"], each["column"], each["value"]) for each in rejected]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({**GOOD, "received_on": "2024-02-30"}, "received_on"),
        ({**GOOD, "received_on": "soon"}, "received_on"),
        ({**GOOD, "received_on": "2026-11-22"}, "received_on"),
        ({**GOOD, "received_on": ""}, "received_on"),
        ({**GOOD, "number": ""}, "number"),
        ({**GOOD, "register": "复印"}, "register"),
        ({**GOOD, "register": ""}, "register"),
        ({**OPEN, "intake_on": "2026-11-22"}, "intake_on"),
        ({**OPEN, "intake_on": "2024-13-01"}, "intake_on"),
        ({**OPEN, "intake_result": "taken"}, "intake_result"),
        ({**CLOSED, "closed_on": "2026-11-22"}, "closed_on"),
        ({**CLOSED, "closed_on": "2024-04-31"}, "closed_on"),
        ({**CLOSED, "outcome": "maintian"}, "outcome"),
        ({**CLOSED, "outcome": "dismiss_suit"}, "outcome"),
        ({**OLD, "outcome": "declare_void"}, "outcome"),
        ({**OLD, "outcome": "reject_claim"}, "outcome"),
        ({**OLD, "outcome": "行政协议"}, "outcome"),
        ({**SUIT, "outcome": "maintain"}, "outcome"),
        ({**SUIT, "outcome": "affirm"}, "outcome"),
        ({**DEFENCE, "closed_on": "2024-05-06", "outcome": "reject_claims"}, "outcome"),
        ({**GOOD, "matter": "penaltyy"}, "matter"),
        ({**GOOD, "respondent_level": "village"}, "respondent_level"),
        ({**GOOD, "procedure": "quick"}, "procedure"),
        ({**GOOD, "applicant_kind": "alien"}, "applicant_kind"),
        ({**GOOD, "applicant_count": "two"}, "applicant_count"),
        ({**GOOD, "applicant_count": "1.5"}, "applicant_count"),
        ({**SUIT, "outcome": "revoke", "instance": "third"}, "instance"),
        ({**SUIT, "outcome": "revoke", "defendant_role": "alone"}, "defendant_role"),
        ({**SUIT, "outcome": "revoke", "reviewed_first": "maybe"}, "reviewed_first"),
        ({**SUIT, "outcome": "revoke", "heard_on": "2024-04-16;2024-04-31"}, "heard_on"),
        (
            {**SUIT, "outcome": "revoke", "heard_on": "2024-04-16", "head_attended": "perhaps"},
            "head_attended",
        ),
        (
            {
                **SUIT,
                "outcome": "revoke",
                "heard_on": "2024-04-16",
                "head_attended": "yes",
                "head_rank": "king",
            },
            "head_rank",
        ),
        ({**SUIT, "outcome": "revoke", "replied_on": "2026-12-01"}, "replied_on"),
    ],
)
def test_a_cell_that_cannot_be(casebook: Casebook, row: Row, column: str, lang: str) -> None:
    casebook.lang = lang
    first = {**GOOD, "number": "南府复〔2024〕99号"}
    assert places(casebook.turned_away([first, row])) == [(3, column, row[column])]


def test_a_conclusion_without_a_date(casebook: Casebook) -> None:
    [rejected] = casebook.turned_away([{**CLOSED, "closed_on": ""}])
    assert rejected["row"] == 2
    assert rejected["column"] in {"closed_on", "outcome"}


def test_a_conclusion_without_an_outcome(casebook: Casebook) -> None:
    [rejected] = casebook.turned_away([{**CLOSED, "outcome": ""}])
    assert rejected["row"] == 2
    assert rejected["column"] in {"closed_on", "outcome"}


def test_a_suit_concluded_without_an_outcome(casebook: Casebook) -> None:
    [rejected] = casebook.turned_away([SUIT])
    assert rejected["column"] in {"closed_on", "outcome"}


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({**OPEN, "intake_on": "2024-03-01"}, {"intake_on", "received_on"}),
        ({**CLOSED, "closed_on": "2024-03-05"}, {"closed_on", "intake_on"}),
        ({**SUIT, "outcome": "revoke", "closed_on": "2024-03-01"}, {"closed_on", "received_on"}),
        ({**DEFENCE, "closed_on": "2024-03-01", "outcome": "maintain"}, {"closed_on", "received_on"}),
    ],
)
def test_a_date_order_that_cannot_be(casebook: Casebook, row: Row, columns: set[str]) -> None:
    [rejected] = casebook.turned_away([row])
    assert rejected["row"] == 2
    assert rejected["column"] in columns


@pytest.mark.parametrize("result", ["refuse", "refer", "withdraw", "settle", "abandon"])
def test_a_case_that_was_not_accepted_has_no_outcome(casebook: Casebook, result: str) -> None:
    [rejected] = casebook.turned_away([{**CLOSED, "intake_result": result}])
    assert rejected["row"] == 2
    assert rejected["column"] in {"outcome", "closed_on", "intake_result"}


def test_a_conclusion_of_a_case_that_was_never_accepted(casebook: Casebook) -> None:
    row = {**CLOSED, "intake_result": "", "intake_on": ""}
    assert [each["row"] for each in casebook.turned_away([row])] == [2]


def test_a_result_without_its_day(casebook: Casebook) -> None:
    [rejected] = casebook.turned_away([{**OPEN, "intake_on": ""}])
    assert rejected["column"] in {"intake_on", "intake_result"}


def test_as_many_attendances_as_hearings(casebook: Casebook) -> None:
    row = {
        **SUIT,
        "outcome": "revoke",
        "heard_on": "2024-04-16;2024-05-07;2024-05-08",
        "head_attended": "yes;no",
    }
    [rejected] = casebook.turned_away([row])
    assert rejected["column"] in {"head_attended", "heard_on"}


def test_attendance_at_no_hearing(casebook: Casebook) -> None:
    [rejected] = casebook.turned_away([{**SUIT, "outcome": "revoke", "head_attended": "yes"}])
    assert rejected["column"] in {"head_attended", "heard_on"}


def test_more_cells_than_headers(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            ["register", "number", "received_on"],
            ["review", "南府复〔2024〕1号", "2024-03-04"],
            ["review", "南府复〔2024〕2号", "2024-03-04", "2024-03-06"],
        ],
    )
    [rejected] = casebook.file_turned_away(path)
    assert (rejected["row"], rejected["value"]) == (3, "2024-03-06")


def test_empty_cells_beyond_the_headers_are_nothing(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            ["register", "number", "received_on"],
            ["review", "南府复〔2024〕1号", "2024-03-04", "", ""],
            [],
            ["", "", ""],
        ],
    )
    told = casebook.json("import", str(path))
    assert (told["rows"], told["added"]) == (1, 1)


@pytest.mark.parametrize("twin", ["received_on", "收到日期", "收件日期"])
def test_two_columns_for_one_field(casebook: Casebook, twin: str) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            ["register", "number", "received_on", twin],
            ["review", "南府复〔2024〕1号", "2024-03-04", "2024-03-04"],
        ],
    )
    rejected = casebook.file_turned_away(path)
    assert {each["row"] for each in rejected} == {1}
    assert {each["column"] for each in rejected} <= {"received_on", twin}


def test_a_header_that_fits_no_column(casebook: Casebook) -> None:
    rejected = casebook.turned_away([{**GOOD, "天气": "晴"}])
    assert [(each["row"], each["column"]) for each in rejected] == [(1, "天气")]


def test_a_column_that_is_required(casebook: Casebook) -> None:
    rejected = casebook.turned_away([{"register": "review", "number": "南府复〔2024〕1号"}])
    assert "received_on" in {each["column"] for each in rejected}


def test_one_number_with_two_different_rows(casebook: Casebook) -> None:
    twin = {**GOOD, "number": "南府复(2024)1号", "received_on": "2024-03-05"}
    rejected = casebook.turned_away([GOOD, OPEN, twin])
    assert (4, "number") in {(each["row"], each["column"]) for each in rejected}


def test_one_number_in_two_registers_is_two_cases(casebook: Casebook) -> None:
    told = casebook.bring_in([GOOD, {**GOOD, "register": "review-defence"}])
    assert told["added"] == 2


def test_all_bad_rows_are_named_at_once(casebook: Casebook) -> None:
    rows = [
        {**GOOD, "received_on": "2024-02-30"},
        OPEN,
        {**CLOSED, "number": "南府复〔2024〕3号", "outcome": "maintian", "matter": "penaltyy"},
    ]
    found = places(casebook.turned_away(rows))
    assert (2, "received_on", "2024-02-30") in found
    assert {(4, "outcome", "maintian"), (4, "matter", "penaltyy")} & set(found)
    assert {row for row, _, _ in found} == {2, 4}
    assert casebook.numbers() == []


def test_nothing_counts_as_added_where_nothing_was_written(casebook: Casebook) -> None:
    path = write_table(casebook.path.with_name("cases.csv"), [GOOD, {**OPEN, "intake_on": "2024-13-01"}])
    told = casebook.json("import", str(path), status=2)
    assert (told["rows"], told["added"], told["updated"], len(told["rejected"])) == (2, 0, 0, 1)


def test_titles_and_header_are_counted_in_the_row(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            ["2024年行政复议案件台账"],
            ["案号", "收到日期"],
            ["南府复〔2024〕1号", "2024-03-04"],
            ["南府复〔2024〕2号", "2024-02-30"],
        ],
    )
    assert places(casebook.file_turned_away(path, "--register", "review")) == [(4, "received_on", "2024-02-30")]


def test_rejections_are_told_in_words_with_row_column_value_and_reason(casebook: Casebook) -> None:
    path = write_table(casebook.path.with_name("cases.csv"), [GOOD, {**CLOSED, "outcome": "maintian"}])
    for lang in ("zh", "en"):
        casebook.lang = lang
        answer = casebook.run("import", str(path))
        assert answer.status == 2
        told = answer.out + answer.err
        assert "3" in told
        assert "maintian" in told
        assert "maintain" in told
        assert "Traceback" not in told
    assert casebook.numbers() == []


def test_the_reason_speaks_the_language_of_the_user(casebook: Casebook) -> None:
    rows = [{**GOOD, "received_on": "2024-02-30"}]
    [english] = casebook.turned_away(rows)
    casebook.lang = "zh"
    [chinese] = casebook.turned_away(rows)
    assert english["reason"].isascii() or "2024" in english["reason"]
    assert english["reason"] != chinese["reason"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n  \n",
        b"\x00\x01\x02\xff\xfe garbage \x00" * 40,
        b"\xff\xff\xff\xff\xff\xff",
        "今天天气很好\n".encode(),
    ],
    ids=["empty", "blank", "binary", "undecodable", "no header"],
)
def test_a_file_that_cannot_be_read_as_a_whole(casebook: Casebook, content: bytes) -> None:
    path = casebook.path.with_name("cases.csv")
    path.write_bytes(content)
    before = casebook.dump()
    answer = casebook.run("import", str(path))
    assert_refusal(answer, 2)
    assert casebook.dump() == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_is_not_there_or_a_folder(casebook: Casebook, lang: str) -> None:
    casebook.lang = lang
    assert "nowhere.csv" in casebook.refused("import", str(casebook.path.with_name("nowhere.csv")))
    folder = casebook.path.with_name("folder.csv")
    folder.mkdir()
    assert "folder.csv" in casebook.refused("import", str(folder))


def test_the_book_itself_is_no_table(casebook: Casebook) -> None:
    assert casebook.refused("import", str(casebook.path))


def test_partial_does_not_save_a_table_whose_header_is_wrong(casebook: Casebook) -> None:
    rejected = casebook.turned_away([{**GOOD, "天气": "晴"}], "--partial")
    assert [each["row"] for each in rejected] == [1]
