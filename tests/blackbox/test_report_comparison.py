"""A report with the figures of another period beside its own: what changed, what is new, what is gone."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from blackbox.written import FORMATS, PACKED, run, words_of

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

REVIEWS = ("report", "summary", "--register", "review")
YEAR = (*REVIEWS, "--period", "2024", "--compare", "year", "--by", "field")
BACK = (*REVIEWS, "--period", "2023", "--compare", "2024", "--by", "field")
RECEIVED = ["received", "5", "12", "7", "+140.00%"]
NOTE = "Review Law (2023) has been in force since 2024-01-01; the figures before and after are not fully comparable."


def told(casebook: Casebook, form: str, *call: str) -> str:
    """A comparison in any format, as its words."""
    answer = run(casebook, *call, "--format", form)
    assert (answer.status, answer.err) == (0, "")
    if form in PACKED:
        return words_of(answer.out)
    text = answer.out.decode()
    return re.sub(r"\s*<[^>]*>\s*", "\n", text) if form == "html" else text


def rows(casebook: Casebook, *call: str) -> dict[tuple[str, str], list[str]]:
    """The values of a comparison in CSV by section and name."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in csv.DictReader(io.StringIO(casebook.ok(*call, "--format", "csv"))):
        found.setdefault((row["section"], row["name"]), []).append(row["value"])
    return found


def compared(casebook: Casebook, *call: str) -> Json:
    found: Json = casebook.json(*call)["compare"]
    return found


@pytest.mark.parametrize("form", ["plain", "md", "html", *PACKED])
def test_the_heading_says_both_periods(counted: Casebook, form: str) -> None:
    heading = "Period: 2024-01-01 to 2024-12-31, both days included. Compared with 2023-01-01 to 2023-12-31."
    assert heading in told(counted, form, *YEAR)
    counted.lang = "zh"
    words = told(counted, form, *YEAR)
    assert "统计期间：2024-01-01 至 2024-12-31（含首尾两日）" in words
    assert "对比期间：2023-01-01 至 2023-12-31" in words


@pytest.mark.parametrize(
    ("period", "compare", "first", "last"),
    [
        ("2024Q3", "year", "2023-07-01", "2023-09-30"),
        ("2024Q3", "period", "2024-04-01", "2024-06-30"),
        ("2024Q3", "环比", "2024-04-01", "2024-06-30"),
        ("2024-03", "同比", "2023-03-01", "2023-03-31"),
        ("2024-02", "year", "2023-02-01", "2023-02-28"),
        ("2024-03", "period", "2024-02-01", "2024-02-29"),
        ("2024-01-08..2024-01-14", "period", "2024-01-01", "2024-01-07"),
        ("2024", "2023H1", "2023-01-01", "2023-06-30"),
        ("2024", "2023-01-01..2023-10-16", "2023-01-01", "2023-10-16"),
        ("this-year", "year", "2025-01-01", "2025-11-21"),
    ],
)
def test_what_a_period_is_compared_with(counted: Casebook, period: str, compare: str, first: str, last: str) -> None:
    found = compared(counted, *REVIEWS, "--period", period, "--compare", compare)
    assert found["period"] == {"from": first, "to": last}


def test_a_year_that_is_cut_is_compared_with_the_same_days_of_the_year_before(counted: Casebook) -> None:
    call = (*REVIEWS, "--period", "2024", "--as-of", "2024-04-15")
    found = compared(counted, *call, "--compare", "year")
    assert found["period"] == {"from": "2023-01-01", "to": "2023-04-15"}
    whole = compared(counted, *REVIEWS, "--period", "2024-01-01..2024-04-15", "--compare", "year")
    assert found["figures"] == whole["figures"]
    assert "Compared with 2023-01-01 to 2023-04-15." in counted.ok(*call, "--compare", "year")


def test_the_figures_before_are_those_of_a_report_on_that_period(counted: Casebook) -> None:
    found = compared(counted, *YEAR)
    now, before = (counted.summary("review", year) for year in ("2024", "2023"))
    for section in ("intake", "flow", "outcomes", "families", "efficiency"):
        for code in now[section]:
            figure = found["figures"][f"{section}.{code}"]
            assert (figure["now"], figure["before"]) == (now[section][code], before[section][code])
    for name, rate in found["rates"].items():
        assert (rate["now"], rate["before"]) == (now["rates"][name]["percent"], before["rates"][name]["percent"])


def test_counts_change_in_per_cent_and_rates_in_points(counted: Casebook) -> None:
    found = compared(counted, *YEAR)
    assert found["figures"]["intake.received"] == {"before": 5, "now": 12, "change": 7, "percent": "+140.00%"}
    assert found["figures"]["intake.awaiting"] == {"before": 2, "now": 1, "change": -1, "percent": "-50.00%"}
    assert found["figures"]["flow.pending"] == {"before": 2, "now": 2, "change": 0, "percent": "0.00%"}
    assert found["figures"]["intake.refuse"] == {"before": 0, "now": 1, "change": 1, "percent": None}
    assert found["rates"]["conclusion"] == {"before": "33.33%", "now": "81.82%", "points": "+48.48"}
    assert found["rates"]["maintained"] == {"before": "100.00%", "now": "22.22%", "points": "-77.78"}


def cells(line: str) -> list[str]:
    """The cells of a printed line."""
    return re.split(r"\s*\|\s*|\s{2,}", line.strip("| "))


@pytest.mark.parametrize("form", ["plain", "md"])
def test_a_table_shows_before_now_and_the_change(counted: Casebook, form: str) -> None:
    lines = [cells(line) for line in told(counted, form, *YEAR).splitlines()]
    assert RECEIVED in lines
    assert ["awaiting at the end", "2", "1", "-1", "-50.00%"] in lines
    assert ["refused", "0", "1", "1", "—"] in lines
    assert ["conclusion rate", "33.33%", "81.82%", "+48.48", "1/3", "9/11"] in [line[:6] for line in lines]
    assert ["公安", "2", "3", "1", "+50.00%"] in lines
    assert ["市场监管", "0", "2", "2", "—"] in lines


def test_a_spreadsheet_can_count_with_the_changes_in_csv(counted: Casebook) -> None:
    found = rows(counted, *YEAR)
    assert found["report", "form"] == ["summary"]
    assert found["period", "from"] == ["2024-01-01"]
    assert (found["compared", "from"], found["compared", "to"]) == (["2023-01-01"], ["2023-12-31"])
    received = {name: value for (section, name), [value] in found.items() if name.startswith("received.count.")}
    assert received == {
        "received.count.before": "5",
        "received.count.now": "12",
        "received.count.change": "7",
        "received.count.percent": "+140.00%",
    }
    assert found["review.rates", "maintained.percent.change"] == ["-77.78"]
    assert found["review.breakdowns.field", "note"] == ["New: 市场监管, 教育, not stated"]
    assert found["report", "note"] == [f"administrative review: {NOTE}"]


@pytest.mark.parametrize("form", [each for each in FORMATS if each not in ("csv", "json")])
def test_new_and_vanished_rows_are_shown_and_named(counted: Casebook, form: str) -> None:
    assert "New: 市场监管, 教育, not stated" in told(counted, form, *YEAR)
    assert "Vanished: 市场监管, 教育, not stated" in told(counted, form, *BACK)
    counted.lang = "zh"
    assert "新增：市场监管、教育、未填" in told(counted, form, *YEAR)
    assert "消失：市场监管、教育、未填" in told(counted, form, *BACK)


def test_new_and_vanished_cells_are_listed_in_json(counted: Casebook) -> None:
    gone = [["市场监管"], ["教育"], ["not_stated"]]
    assert compared(counted, *YEAR)["breakdowns"] == [{"by": ["field"], "new": gone, "vanished": []}]
    assert compared(counted, *BACK)["breakdowns"] == [{"by": ["field"], "new": [], "vanished": gone}]


@pytest.mark.parametrize("form", FORMATS)
def test_a_law_that_changed_between_the_periods_is_noted(counted: Casebook, form: str) -> None:
    assert NOTE in told(counted, form, *YEAR)
    assert "has been in force since" not in told(counted, form, *REVIEWS, "2024H2", "--compare", "2024H1")
    counted.lang = "zh"
    assert "行政复议法（2023修订）自2024-01-01起施行，前后数字不尽可比。" in told(counted, form, *YEAR)


def test_each_register_has_the_notes_of_its_own_law(counted: Casebook) -> None:
    [reviews, defences, suits] = [
        each["compare"]["notes"]
        for each in counted.json("report", "--all-registers", "--period", "2024", "--compare", "year")["reports"]
    ]
    assert reviews == [f"administrative review: {NOTE}"]
    assert defences == [f"review, as respondent: {NOTE}"]
    assert suits == []


@pytest.mark.parametrize(
    "form", ["litigation", "outcomes", "efficiency", "handlers", "attendance", "caseflow", "rates"]
)
@pytest.mark.parametrize("output", FORMATS)
def test_every_form_can_be_compared_in_every_format(counted: Casebook, form: str, output: str) -> None:
    words = told(counted, output, "report", form, "2024", "--compare", "year", "--all-registers")
    assert "2023-01-01" in words
    assert "2024-12-31" in words


def test_the_months_of_a_year_stand_beside_those_of_the_year_before(counted: Casebook) -> None:
    found = counted.json("report", "monthly", "2024Q1", "--register", "review", "--compare", "year")
    assert found["compared"] == {"from": "2023-01-01", "to": "2023-03-31"}
    [table] = found["tables"]
    assert [row["code"] for row in table["rows"]] == ["2024-01", "2024-02", "2024-03"]
    assert table["rows"][1]["cells"]["received.before"] == 0
    assert table["rows"][1]["cells"]["received.now"] == 2
    assert any("matched by their place" in note for note in table["notes"])


def test_both_periods_are_counted_as_known_at_one_entry(counted: Casebook) -> None:
    before = compared(counted, *YEAR)
    counted.intake("review", "2023-11-06", "南府复〔2023〕30号")
    assert compared(counted, *YEAR)["figures"]["intake.received"]["before"] == 6
    assert compared(counted, *YEAR, "--known-at", "30") == before
    for options, line in (((), ["received", "6", "12", "6", "+100.00%"]), (("--known-at", "30"), RECEIVED)):
        assert line in [cells(line) for line in counted.ok(*YEAR, *options).splitlines()]


def test_the_identities_of_both_periods_are_printed(counted: Casebook) -> None:
    lines = [cells(line) for line in told(counted, "plain", *YEAR).splitlines()]
    assert ["flow of cases", "2 + 9 = 9 + 2"] in lines
    assert ["before: flow of cases", "0 + 3 = 1 + 2"] in lines


@pytest.mark.parametrize(
    ("compare", "said"),
    [
        ("nonsense", "Nothing can be compared with “nonsense”"),
        ("", "Nothing can be compared with “”"),
        ("2023Q5", "Nothing can be compared with “2023Q5”"),
        ("2023-02-30..2023-03-01", "“2023-02-30” is not a date"),
        ("2023-02-01..2023-01-01", "The period ends on 2023-01-01, before it begins on 2023-02-01."),
    ],
)
def test_what_is_no_period_is_compared_with_nothing(counted: Casebook, compare: str, said: str) -> None:
    assert counted.refused(*REVIEWS, "2024", "--compare", compare).startswith(said)


def test_a_sentence_compares_by_its_template_not_by_an_option(counted: Casebook) -> None:
    said = counted.refused("report", "sentence", "--period", "2024", "--compare", "year")
    assert "--compare does not apply to the form sentence" in said
