"""``freeze``, ``compare`` and ``--late`` as an officer types them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND, SUIT = "南府复〔2023〕1号", "南府复〔2023〕2号", "（2023）赣01行初5号"
WRONG_DAY = ("correct", FIRST, "3", "--on", "2024-01-08", "--reason", "结案日期录错")


@pytest.fixture
def office(tmp_path: Path) -> Casebook:
    """A book of 2023: a review maintained, one that is open, a suit; entries 1 to 6."""
    casebook = Casebook(tmp_path / "cases.book", today="2024-09-02")
    casebook.init()
    casebook.open_review("2023-03-01", "2023-03-03", FIRST)
    casebook.close(FIRST, "maintain", "2023-04-20")
    casebook.open_review("2023-05-08", "2023-05-10", SECOND)
    casebook.intake("litigation", "2023-06-01", SUIT, "--instance", "first")
    return casebook


def test_freezing_names_report_and_entry(office: Casebook) -> None:
    said = office.ok("freeze", "summary", "--period", "2023")
    assert said.startswith("Report 1: summary 2023-01-01..2023-12-31, ")
    assert said.endswith("cells kept; entry 7.\n")
    office.lang = "zh"
    assert office.ok("freeze", "--period", "2023H1").startswith("报表 2：summary 2023-01-01..2023-06-30，已封存 ")


def test_all_registers_that_have_cases_are_frozen_unless_one_is_named(office: Casebook) -> None:
    every = office.json("freeze", "--period", "2023")["frozen"][0]
    assert every["registers"] == ["review", "litigation"]
    assert (every["report"], every["entry_no"], every["known_at"], every["scheme"]) == (1, 7, 6, "standard")
    assert len(every["digest"]) == 64
    one = office.json("freeze", "--period", "2023", "--register", "行政应诉", "--by", "court")["frozen"][0]
    assert one["registers"] == ["litigation"]
    assert 0 < one["cells"] < every["cells"]


def test_several_forms_are_frozen_and_closed_together_or_not_at_all(office: Casebook) -> None:
    office.refused("freeze", "summary", "nonsense", "--period", "2023", "--close")
    told = office.json(
        "freeze", "summary", "rates", "--period", "2023", "--close", "--note", "报省厅", "--reason", "年报"
    )
    assert [(each["report"], each["form"], each["note"]) for each in told["frozen"]] == [
        (1, "summary", "报省厅"),
        (2, "rates", "报省厅"),
    ]
    assert told["closed"] == {"entry_no": 9, "period": {"from": "2023-01-01", "to": "2023-12-31"}, "report": 1}


def test_a_report_frozen_earlier_is_closed_by_its_number(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    assert "Closed the period 2023-01-01..2023-12-31; entry 8." in office.ok("freeze", "--close", "--report", "1")
    assert office.json("freeze", "--close", "--report", "1")["closed"]["entry_no"] == 8


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("freeze",), "--period"),
        (("freeze", "--report", "1"), "--report goes with --close alone"),
        (("freeze", "--report", "1", "--close", "--period", "2023"), "--report goes with --close alone"),
        (("freeze", "--report", "9", "--close"), "There is no frozen report 9."),
        (("freeze", "--period", "2024", "--close"), "has not ended"),
        (("freeze", "--period", "2023", "--register", "nonsense"), "register"),
        (("freeze", "--period", "2023", "--scheme", "nonsense"), "nonsense"),
        (("freeze", "--period", "2023", "--format", "xml"), "xml"),
        (("compare", "9"), "There is no frozen report 9.\nFrozen: 1."),
        (("compare", "--form", "nonsense"), "There is no frozen report nonsense."),
        (("compare", "--period", "2022"), "There is no frozen report 2022-01-01..2022-12-31."),
        (("compare", "x"), "x"),
    ],
)
def test_what_cannot_be_meant_is_refused(office: Casebook, args: tuple[str, ...], said: str) -> None:
    office.ok("freeze", "--period", "2023Q1")
    assert said in office.refused(*args)


def test_a_book_without_frozen_reports_has_nothing_to_compare(office: Casebook) -> None:
    answer = office.run("compare")
    assert (answer.status, answer.out, answer.err) == (0, "", "No report is frozen.\n")
    assert office.json("compare") == {"schema": "casebook/compare/1", "matches": True, "reports": []}


def test_a_report_that_still_holds_is_said_to(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    assert "The figures are what they were." in office.ok("compare")
    assert office.json("compare", "1")["matches"] is True


def test_a_comparison_shows_then_now_and_the_case_and_exits_with_a_finding(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    office.ok(*WRONG_DAY)
    answer = office.run("compare", "--format", "plain")
    assert answer.status == 1
    [line] = [line for line in answer.out.splitlines() if "concluded · count" in line]
    assert line.split()[-7:] == ["1", "0", "-1", f"-{FIRST}", "(8", "correct:", "结案日期录错)"]
    assert office.run("compare", "--format", "md").out.startswith("# Report 1: ")
    assert office.run("compare").out == answer.out  # nobody's terminal


def test_a_comparison_in_json_names_cases_and_entries(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    office.ok("freeze", "--period", "2023Q1")
    office.ok(*WRONG_DAY)
    told = office.json("compare", status=1)
    assert [each["matches"] for each in told["reports"]] == [False, True]
    [concluded] = [each for each in told["reports"][0]["differences"] if each["name"] == "flow.concluded.count"]
    assert (concluded["register"], concluded["then"], concluded["now"], concluded["change"]) == (
        "review",
        "1",
        "0",
        "-1",
    )
    assert concluded["cases"] == [
        {
            "register": "review",
            "number": FIRST,
            "counted": "then",
            "entries": [{"entry_no": 9, "act": "correct", "reason": "结案日期录错"}],
        }
    ]
    assert office.json("compare", "2")["matches"] is True


def test_a_comparison_in_csv_has_a_line_for_each_case(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    office.ok("correct", FIRST, "3", "--on", "2024-01-08", "--reason", "=1+1")
    rows = list(csv.DictReader(io.StringIO(office.run("compare", "--format", "csv").out)))
    [concluded] = [row for row in rows if row["name"] == "flow.concluded.count"]
    assert (concluded["change"], concluded["case"], concluded["counted"]) == ("-1", FIRST, "then")
    assert not any(value.startswith(("=", "@")) for row in rows for value in row.values())


def test_hostile_text_of_a_note_is_not_obeyed(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023", "--note", "\x1b[31m")
    assert "Note: \\x1b[31m" in office.ok("compare", "--format", "plain")


def test_check_warns_of_what_a_comparison_shows(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023")
    office.ok(*WRONG_DAY)
    found = [each for each in office.json("check", "--deep")["findings"] if each["check"] == "frozen"]
    assert [each["severity"] for each in found] == ["warning"]
    assert "See compare 1." in found[0]["message"]


# late


@pytest.mark.parametrize(
    "args",
    [
        ("intake", "review", "--received", "2023-12-01"),
        ("record", SECOND, "reply", "--on", "2023-06-01"),
        ("close", SECOND, "maintain", "--on", "2023-07-03"),
        ("correct", FIRST, "3", "--on", "2024-01-08", "--reason", "笔误"),
        ("strike", FIRST, "3", "--reason", "笔误"),
    ],
)
def test_an_act_on_a_closed_period_needs_late_and_a_reason(office: Casebook, args: tuple[str, ...]) -> None:
    office.ok("freeze", "--period", "2023", "--close")
    said = office.refused(*args)
    assert "falls in the period 2023-01-01..2023-12-31, which entry 8 closed." in said
    assert "--late" in said
    if "--reason" not in args:
        assert "--late and --unmasked need a reason" in office.refused(*args, "--late")
        args = (*args, "--reason", "笔误")
    office.ok(*args, "--late")
    case = FIRST if FIRST in args else SECOND if SECOND in args else "南府复〔2023〕3号"
    assert "reason: 笔误" in office.ok("history", case)


def test_a_table_with_late_rows_needs_late_and_a_reason(office: Casebook) -> None:
    office.ok("freeze", "--period", "2023", "--close")
    table = office.path.with_name("cases.csv")
    table.write_text("案号,收到日期\n南府复〔2023〕9号,2023-12-01\n", encoding="utf-8")
    told = office.json("import", str(table), "--register", "review", status=2)
    assert [(each["row"], each["column"]) for each in told["rejected"]] == [(2, "received_on")]
    late = ("import", str(table), "--register", "review", "--late")
    office.refused(*late)
    office.ok(*late, "--reason", "补报")
    assert "reason: 补报" in office.ok("history", "南府复〔2023〕9号")


# the level of the government


def test_a_book_states_the_level_of_its_government(tmp_path: Path) -> None:
    casebook = Casebook(tmp_path / "cases.book")
    assert "province_government" in casebook.refused("init", "--bureau", "南昌县司法局", "--organ-level", "kingdom")
    casebook.init("--organ-level", "县级政府")
    assert "county_government" in casebook.dump()
