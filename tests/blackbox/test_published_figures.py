"""The figures that five bureaus published, recounted from sample ledgers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

ROOT = Path(__file__).parents[2]
PUBLISHED: dict[str, Any] = {
    each["bureau"]: each for each in json.loads((ROOT / "tests" / "figures.json").read_text(encoding="utf-8"))
}
SAMPLES = {
    "nanchang": "南昌县司法局",
    "xx": "XX县司法局",
    "nanan": "南安市司法局",
    "dangshan": "砀山县司法局",
}
CODES = {"confirm_illegal": "declare_unlawful"}


def sample(casebook: Casebook, name: str) -> tuple[Json, str]:
    """Import a sample ledger; return what the bureau published and the period it speaks of."""
    casebook.ok("import", str(ROOT / "sample_data" / name / "cases.csv"))
    published = PUBLISHED[SAMPLES[name]]
    return published, f"{published['period']['from']}..{published['period']['to']}"


def families(published: dict[str, int]) -> dict[str, int]:
    return {CODES.get(name, name): count for name, count in published.items()}


def stated(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_ledger_is_taken_whole_and_again_adds_nothing(casebook: Casebook, name: str) -> None:
    path = str(ROOT / "sample_data" / name / "cases.csv")
    first = casebook.json("import", path)
    assert first["rejected"] == []
    assert first["added"] == first["rows"] > 0
    again = casebook.json("import", path)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, first["rows"])


@pytest.mark.parametrize("name", ["nanchang", "dangshan"])
def test_reviews_with_refusals(casebook: Casebook, name: str) -> None:
    published, period = sample(casebook, name)
    review = published["review"]
    figures = casebook.summary("review", period)
    assert figures["intake"]["received"] == review["received"]
    assert figures["intake"]["accept"] == figures["flow"]["accepted"] == review["accepted"]
    turned_away = ("refuse", "refer", "withdraw", "settle", "abandon", "no_further")
    assert sum(figures["intake"][result] for result in turned_away) == review["not_accepted"]
    assert figures["intake"]["awaiting"] == 0
    assert figures["flow"]["concluded"] == review["closed"]
    assert figures["flow"]["pending"] == review["pending"]
    assert stated(figures["families"]) == families(review["outcomes"])


def test_reviews_of_nanchang_in_plain_numbers(casebook: Casebook) -> None:
    _, period = sample(casebook, "nanchang")
    figures = casebook.summary("review", period)
    assert figures["flow"] == {
        "opening": 0,
        "accepted": 116,
        "concluded": 87,
        "pending": 29,
        "opening_concluded": 0,
        "closed_all": 133,
    }
    assert figures["families"] == {
        "maintain": 24,
        "reject": 43,
        "revoke": 1,
        "vary": 0,
        "declare_unlawful": 1,
        "declare_void": 0,
        "order_performance": 3,
        "mediate": 0,
        "terminate": 15,
        "other": 0,
    }
    correction = figures["rates"]["correction"]
    assert (correction["part"], correction["whole"], correction["percent"]) == (5, 87, "5.75%")
    assert {"name": "flow", "equation": "0 + 116 = 87 + 29", "holds": True} in figures["checks"]


def test_reviews_of_xx(casebook: Casebook) -> None:
    published, period = sample(casebook, "xx")
    figures = casebook.summary("review", period)
    assert figures["intake"]["received"] == figures["flow"]["accepted"] == published["review"]["received"]
    assert (figures["flow"]["concluded"], figures["flow"]["pending"]) == (published["review"]["closed"], 5)
    assert stated(figures["families"]) == families(published["review"]["outcomes"])


def test_reviews_of_nanan(casebook: Casebook) -> None:
    published, period = sample(casebook, "nanan")
    review = published["review"]
    figures = casebook.summary("review", period)
    assert figures["intake"]["received"] == review["received"]
    assert figures["flow"]["concluded"] == review["decided"]
    assert figures["flow"]["opening_concluded"] > 0
    assert figures["rates"]["correction"]["part"] == review["corrected"]
    assert figures["grounds"]["terminate"]["settled"] == review["terminated_after_mediation"]


def test_defences_of_nanan(casebook: Casebook) -> None:
    published, period = sample(casebook, "nanan")
    figures = casebook.summary("review-defence", period)
    assert figures["flow"]["received"] == published["review_response"]["received"]
    on_time = published["review_response"]["replied_on_time"]
    assert figures["replies"] == {"due": on_time, "on_time": on_time, "late": 0, "outstanding": 0}


@pytest.mark.parametrize(("name", "percent"), [("nanchang", "100.00%"), ("dangshan", "97.62%")])
def test_heads_of_agencies_in_court(casebook: Casebook, name: str, percent: str) -> None:
    published, period = sample(casebook, name)
    suits = published["litigation"]
    figures = casebook.summary("litigation", period)
    assert figures["hearings"]["cases_heard"] == suits["heard"]
    assert figures["hearings"]["cases_head_attended"] == suits["head_attended"]
    attendance = figures["rates"]["attendance"]
    assert (attendance["part"], attendance["whole"], attendance["percent"]) == (
        suits["head_attended"],
        suits["heard"],
        percent,
    )


@pytest.mark.parametrize("name", ["xx", "nanan"])
def test_where_every_head_came(casebook: Casebook, name: str) -> None:
    published, period = sample(casebook, name)
    assert published["litigation"]["head_attendance_rate"] == "100%"
    assert casebook.summary("litigation", period)["rates"]["attendance"]["percent"] == "100.00%"


def test_suits_of_xx(casebook: Casebook) -> None:
    published, period = sample(casebook, "xx")
    suits = published["litigation"]
    figures = casebook.summary("litigation", period)
    assert figures["flow"]["received"] == suits["received"]
    alone = suits["defendant"]["county_government_alone"] + suits["defendant"]["department_alone"]
    together = suits["defendant"]["county_government_and_department"]
    assert figures["roles"] == {"sole": alone, "joint": together, "not_stated": 0}
    assert figures["instances"]["first"]["concluded"] == suits["first_instance_closed"]
    assert stated(figures["instance_outcomes"]["first"]) == suits["outcomes"]


def test_suits_of_nanan(casebook: Casebook) -> None:
    published, period = sample(casebook, "nanan")
    suits = published["litigation"]
    figures = casebook.summary("litigation", period)
    assert figures["flow"]["received"] == suits["received"]
    assert (figures["replies"]["on_time"], figures["replies"]["late"]) == (suits["replied_on_time"], 0)


def test_suits_of_dangshan(casebook: Casebook) -> None:
    published, period = sample(casebook, "dangshan")
    suits = published["litigation"]
    figures = casebook.summary("litigation", period)
    assert figures["flow"]["received"] == suits["received"]
    assert figures["flow"]["concluded"] == suits["closed"]
    assert stated(figures["families"]) == suits["outcomes"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_published_figure_is_followed_to_its_cases(casebook: Casebook, name: str) -> None:
    published, period = sample(casebook, name)
    figures = casebook.summary("review", period)
    for outcome, count in stated(figures["outcomes"]).items():
        listed = casebook.json(
            "report", "summary", "--register", "review", "--period", period, "--cases", f"outcome={outcome}"
        )
        assert len(listed["cases"]) == count
    assert published["review"]["received"] == figures["intake"]["received"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_ledgers_balance(casebook: Casebook, name: str) -> None:
    _, period = sample(casebook, name)
    for register in ("review", "litigation", "review-defence"):
        checks = casebook.summary(register, period)["checks"]
        assert checks
        assert all(check["holds"] is True for check in checks)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sentence_of_a_sample_states_the_published_counts(casebook: Casebook, name: str) -> None:
    published, period = sample(casebook, name)
    casebook.lang = "zh"
    said = casebook.ok("report", "sentence", "--register", "review", "--period", period)
    assert str(published["review"]["received"]) in said
    for count in published["review"].get("outcomes", {}).values():
        assert str(count) in said
