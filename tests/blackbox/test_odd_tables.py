"""Tables as they come from life: line breaks in cells, windows line ends, and changes of what was told before."""

from __future__ import annotations

from blackbox.program import Casebook, write_lines, write_table

HEAD = ["register", "number", "received_on", "note"]
REVIEW = {"register": "review", "number": "南府复〔2024〕1号", "received_on": "2024-03-04"}
SUIT = {
    "register": "litigation",
    "number": "(2024)赣01行初5号",
    "received_on": "2024-03-04",
    "instance": "first",
    "heard_on": "2024-04-16",
    "head_attended": "no",
}


def test_a_line_break_in_a_cell_is_no_new_row(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            HEAD,
            ["review", "南府复〔2024〕1号", "2024-03-04", '第一行\n第二行，“引号”，"直引号"'],
            ["review", "南府复〔2024〕2号", "2024-02-30", ""],
        ],
    )
    [rejected] = casebook.file_turned_away(path)
    assert (rejected["row"], rejected["value"]) == (3, "2024-02-30")


def test_windows_line_ends_and_a_missing_last_one(casebook: Casebook) -> None:
    path = casebook.path.with_name("cases.csv")
    text = "register,number,received_on\r\nreview,南府复〔2024〕1号,2024-03-04\r\nreview,南府复〔2024〕2号,2024-03-05"
    path.write_bytes(text.encode())
    assert casebook.file_brought_in(path)["added"] == 2


def test_spaces_and_widths_around_cells_do_not_matter(casebook: Casebook) -> None:
    path = write_lines(
        casebook.path.with_name("cases.csv"),
        [
            [" 台账 ", "案 号", "收到日期 ", "申请复议事项", "申请人人数"],
            [" 行政复议 ", " 南府复〔2024〕１号 ", " 2024-03-04 ", " 行政处罚 ", "３"],
        ],
    )
    assert casebook.file_brought_in(path)["added"] == 1
    case = casebook.case("2024-1")
    assert (case["received_on"], case["matter"], case["applicant_count"]) == ("2024-03-04", "penalty", 3)


def test_short_rows_leave_the_rest_unstated(casebook: Casebook) -> None:
    path = write_lines(casebook.path.with_name("cases.csv"), [HEAD, ["review", "南府复〔2024〕1号", "2024-03-04"]])
    assert casebook.file_brought_in(path)["added"] == 1


def test_an_identical_row_twice_in_a_table_is_one_case(casebook: Casebook) -> None:
    told = casebook.bring_in([REVIEW, dict(REVIEW)])
    assert told["added"] == 1
    assert casebook.numbers("review") == [REVIEW["number"]]


def test_a_hearing_more_is_added_to_a_known_suit(casebook: Casebook) -> None:
    casebook.bring_in([SUIT])
    more = {**SUIT, "heard_on": "2024-04-16;2024-05-08", "head_attended": "no;yes"}
    assert casebook.bring_in([more])["updated"] == 1
    assert casebook.bring_in([more])["unchanged"] == 1
    assert casebook.summary("litigation", "2024")["hearings"] == {
        "cases_heard": 1,
        "cases_head_attended": 1,
        "hearings": 2,
        "hearings_head_attended": 1,
    }


def test_another_attendance_at_the_same_hearing_contradicts(casebook: Casebook) -> None:
    casebook.bring_in([SUIT])
    other = {**SUIT, "head_attended": "yes"}
    [rejected] = casebook.turned_away([other])
    assert (rejected["row"], rejected["column"]) == (2, "head_attended")
    assert casebook.bring_in([other], "--accept-corrections")["updated"] == 1
    assert casebook.summary("litigation", "2024")["hearings"]["hearings_head_attended"] == 1


def test_an_earlier_day_of_receipt_is_corrected_under_later_steps(casebook: Casebook) -> None:
    row = {**REVIEW, "intake_on": "2024-03-06", "closed_on": "2024-04-15", "outcome": "maintain"}
    casebook.bring_in([row])
    earlier = {**row, "received_on": "2024-03-01"}
    assert casebook.bring_in([earlier], "--accept-corrections")["updated"] == 1
    case = casebook.case("2024-1")
    assert (case["received_on"], case["status"], case["outcome"]) == ("2024-03-01", "closed", "maintain")


def test_a_correction_that_cannot_be_is_rejected_even_where_corrections_are_accepted(casebook: Casebook) -> None:
    row = {**REVIEW, "intake_on": "2024-03-06", "closed_on": "2024-04-15", "outcome": "maintain"}
    casebook.bring_in([row])
    assert casebook.turned_away([{**row, "closed_on": "2024-03-05"}], "--accept-corrections")
    assert casebook.turned_away([{**row, "outcome": "affirm"}], "--accept-corrections")


def test_a_case_once_refused_is_not_quietly_accepted(casebook: Casebook) -> None:
    refused = {**REVIEW, "intake_result": "refuse", "intake_on": "2024-03-06"}
    casebook.bring_in([refused])
    accepted = {**refused, "intake_result": "accept"}
    [rejected] = casebook.turned_away([accepted])
    assert rejected["column"] == "intake_result"
    assert casebook.bring_in([accepted], "--accept-corrections")["updated"] == 1
    assert casebook.status("2024-1") == "open"


def test_codes_and_labels_may_stand_in_one_column(casebook: Casebook) -> None:
    rows = [
        {**REVIEW, "matter": "penalty"},
        {**REVIEW, "number": "南府复〔2024〕2号", "register": "行政复议", "matter": "行政处罚"},
    ]
    casebook.bring_in(rows)
    assert len(casebook.numbers("--matter", "penalty")) == 2


def test_names_that_look_like_markup_or_formulas_are_only_names(casebook: Casebook) -> None:
    names = ["=1+1", "[bold]张某[/bold]", "Robert') drop table step --", "{applicant}", "%s%d", "null"]
    rows = [
        {**REVIEW, "number": f"南府复〔2024〕{serial}号", "applicant": name} for serial, name in enumerate(names, 1)
    ]
    casebook.bring_in(rows)
    assert [casebook.case(f"2024-{serial}")["applicant"] for serial in range(1, len(names) + 1)] == names
    for serial, name in enumerate(names, 1):
        assert name in casebook.ok("show", f"2024-{serial}")
        assert casebook.numbers("--applicant", name) == [f"南府复〔2024〕{serial}号"]


def test_a_large_table_is_taken_at_once(casebook: Casebook) -> None:
    rows = [{**REVIEW, "number": f"南府复〔2024〕{serial}号"} for serial in range(1, 3001)]
    told = casebook.file_brought_in(write_table(casebook.path.with_name("many.csv"), rows))
    assert (told["rows"], told["added"]) == (3000, 3000)
    assert casebook.summary("review", "2024")["intake"]["received"] == 3000
