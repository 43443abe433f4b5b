"""Breakdowns, bases, states of knowledge, and the way from a figure to its cases."""

from __future__ import annotations

import pytest

from blackbox.program import Casebook, Json, numbers_in

YEAR = ("review", "2024")


def stated(cells: Json) -> Json:
    return {name: count for name, count in cells.items() if count}


def breakdown(casebook: Casebook, register: str, *options: str) -> Json:
    [found] = casebook.summary(register, "2024", *options)["breakdowns"]
    assert set(found) == {"by", "base", "cells", "not_stated", "total"}
    found["cells"] = stated(found["cells"])
    result: Json = found
    return result


def test_a_breakdown_of_the_accepted_by_default(counted: Casebook) -> None:
    assert breakdown(counted, "review", "--by", "matter") == {
        "by": ["matter"],
        "base": "accepted",
        "total": 9,
        "not_stated": 1,
        "cells": {"penalty": 4, "disclosure": 1, "title": 1, "inaction": 2},
    }


@pytest.mark.parametrize(
    ("base", "cells", "not_stated", "total"),
    [
        ("received", {"penalty": 4, "disclosure": 1, "title": 1, "inaction": 2, "complaint": 1}, 3, 12),
        ("accepted", {"penalty": 4, "disclosure": 1, "title": 1, "inaction": 2}, 1, 9),
        ("concluded", {"penalty": 5, "disclosure": 1, "title": 1, "inaction": 1}, 1, 9),
        ("pending", {"licence": 1, "inaction": 1}, 0, 2),
    ],
)
def test_a_breakdown_of_each_base(
    counted: Casebook, base: str, cells: dict[str, int], not_stated: int, total: int
) -> None:
    assert breakdown(counted, "review", "--by", "matter", "--base", base) == {
        "by": ["matter"],
        "base": base,
        "cells": cells,
        "not_stated": not_stated,
        "total": total,
    }


def test_an_open_list_is_counted_under_the_words_recorded(counted: Casebook) -> None:
    found = breakdown(counted, "review", "--by", "field")
    assert found["cells"] == {"公安": 3, "市场监管": 2, "自然资源": 1, "教育": 1}
    assert found["not_stated"] == 2


def test_a_breakdown_by_outcome_and_by_family(counted: Casebook) -> None:
    by_outcome = breakdown(counted, "review", "--by", "outcome", "--base", "concluded")
    assert by_outcome["cells"] == stated(counted.summary(*YEAR)["outcomes"])
    by_family = breakdown(counted, "review", "--by", "family", "--base", "concluded")
    assert by_family["cells"] == stated(counted.summary(*YEAR)["families"])


def test_a_cross_has_nested_cells(counted: Casebook) -> None:
    found = breakdown(counted, "review", "--by", "field,family", "--base", "concluded")
    assert found["by"] == ["field", "family"]
    assert stated(found["cells"]["公安"]) == {"maintain": 1, "reject": 1, "revoke": 1, "terminate": 1}
    assert stated(found["cells"]["市场监管"]) == {"maintain": 1, "mediate": 1}
    assert stated(found["cells"]["自然资源"]) == {"terminate": 1}
    assert found["total"] == 9


def test_several_breakdowns_stand_side_by_side(counted: Casebook) -> None:
    found = counted.summary(*YEAR, "--by", "matter", "--by", "field", "--by", "matter,field")["breakdowns"]
    assert [each["by"] for each in found] == [["matter"], ["field"], ["matter", "field"]]
    assert {each["total"] for each in found} == {9}


@pytest.mark.parametrize(
    ("register", "dimension", "cells", "not_stated"),
    [
        ("litigation", "court", {"南昌中院": 4, "江西高院": 1}, 1),
        ("litigation", "instance", {"first": 4, "second": 1, "retrial_review": 1}, 0),
        ("litigation", "role", {"sole": 3, "joint": 1}, 2),
        ("litigation", "month", {"2024-01": 2, "2024-04": 1, "2024-06": 1, "2024-09": 1, "2024-11": 1}, 0),
        ("litigation", "law", {"litigation-2017": 6}, 0),
        ("review-defence", "month", {"2024-01": 1, "2024-02": 1, "2024-12": 1}, 0),
        ("review", "law", {"review-2017": 1, "review-2023": 8}, 0),
        (
            "review",
            "month",
            {
                "2024-01": 1,
                "2024-02": 2,
                "2024-03": 2,
                "2024-04": 1,
                "2024-06": 1,
                "2024-08": 1,
                "2024-09": 1,
            },
            0,
        ),
    ],
)
def test_dimensions(counted: Casebook, register: str, dimension: str, cells: dict[str, int], not_stated: int) -> None:
    found = breakdown(counted, register, "--by", dimension)
    assert (found["cells"], found["not_stated"]) == (cells, not_stated)
    assert found["base"] == ("accepted" if register == "review" else "received")
    assert sum(found["cells"].values()) + found["not_stated"] == found["total"]


@pytest.mark.parametrize(
    "dimension",
    ["respondent", "respondent_level", "procedure", "handler", "applicant_kind", "instance", "role", "court"],
)
def test_what_nobody_stated_is_shown_as_not_stated(counted: Casebook, dimension: str) -> None:
    found = breakdown(counted, "review", "--by", dimension)
    assert (found["cells"], found["not_stated"], found["total"]) == ({}, 9, 9)


def test_dimensions_may_be_named_in_chinese(counted: Casebook) -> None:
    assert breakdown(counted, "review", "--by", "行政管理类别") == breakdown(counted, "review", "--by", "field")


def test_figures_as_known_at_an_entry_never_change(counted: Casebook) -> None:
    before = counted.summary(*YEAR)
    counted.intake("review", "2024-10-08", "南府复〔2024〕30号")
    counted.record("2024-30", "accept", "2024-10-10")
    assert counted.summary(*YEAR)["flow"]["accepted"] == 10
    assert counted.summary(*YEAR)["known_at"] == before["known_at"] + 2
    assert counted.summary(*YEAR, "--known-at", str(before["known_at"])) == before


@pytest.mark.parametrize(
    ("selector", "numbers"),
    [
        ("outcome=revoke_part", {"南府复〔2024〕2号"}),
        ("outcome=部分撤销", {"南府复〔2024〕2号"}),
        ("outcome=maintain", {"南府复〔2023〕1号", "南府复〔2024〕1号"}),
        ("family=terminate", {"南府复〔2024〕3号", "南府复〔2024〕4号", "南府复〔2024〕12号"}),
        ("outcome=vary", set()),
    ],
)
def test_a_figure_is_followed_to_its_cases(counted: Casebook, selector: str, numbers: set[str]) -> None:
    args = ("report", "summary", "--register", "review", "--period", "2024", "--cases", selector)
    assert {each["number"] for each in counted.json(*args)["cases"]} == numbers
    assert numbers_in(counted.ok(*args)) == numbers


def test_every_outcome_leads_to_as_many_cases_as_it_counts(counted: Casebook) -> None:
    for register in ("review", "litigation", "review-defence"):
        for outcome, count in counted.summary(register, "2024")["outcomes"].items():
            listed = counted.json(
                "report",
                "summary",
                "--register",
                register,
                "--period",
                "2024",
                "--cases",
                f"outcome={outcome}",
            )
            assert len(listed["cases"]) == count


def test_the_cases_behind_a_figure_as_known_then(counted: Casebook) -> None:
    known = str(counted.summary(*YEAR)["known_at"])
    entry = str(counted.entry_of("南府复〔2024〕2号", "conclude"))
    counted.ok("correct", "南府复〔2024〕2号", entry, "--outcome", "maintain", "--reason", "以决定书为准")
    args = ("report", "summary", "--register", "review", "--period", "2024", "--cases", "outcome=revoke_part")
    assert counted.json(*args)["cases"] == []
    assert [each["number"] for each in counted.json(*args, "--known-at", known)["cases"]] == ["南府复〔2024〕2号"]


def test_breakdowns_are_printed_too(counted: Casebook) -> None:
    counted.lang = "zh"
    printed = counted.ok("report", "summary", "--register", "review", "--period", "2024", "--by", "matter,family")
    assert "行政处罚" in printed
    assert "未填" in printed


def test_summary_is_the_form_when_none_is_named(counted: Casebook) -> None:
    assert counted.json("report", "--register", "review", "--period", "2024") == counted.summary(*YEAR)
