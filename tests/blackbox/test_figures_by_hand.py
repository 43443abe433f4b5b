"""Three small registers whose figures were counted by hand with pencil and ruler."""

from __future__ import annotations

import csv
import io

import pytest

from blackbox.program import Casebook, Json, table

REVIEWS = table("counted_reviews")


def stated(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def shares(figures: Json) -> dict[str, tuple[int, int, str | None]]:
    return {name: (rate["part"], rate["whole"], rate["percent"]) for name, rate in figures["rates"].items()}


def test_the_head_of_the_report(counted: Casebook) -> None:
    figures = counted.summary("review", "2024")
    assert {name: figures[name] for name in ("schema", "form", "register", "bureau", "period", "scheme")} == {
        "schema": "casebook/report/1",
        "form": "summary",
        "register": "review",
        "bureau": "南昌县司法局",
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "scheme": "standard",
    }
    assert isinstance(figures["known_at"], int)
    assert {
        "intake",
        "flow",
        "outcomes",
        "families",
        "grounds",
        "rates",
        "breakdowns",
        "checks",
    } <= set(figures)


def test_reviews_of_a_year(counted: Casebook) -> None:
    figures = counted.summary("review", "2024")
    assert figures["intake"] == {
        "opening": 2,
        "received": 12,
        "accept": 9,
        "refuse": 1,
        "refer": 1,
        "withdraw": 0,
        "settle": 1,
        "abandon": 1,
        "no_further": 0,
        "awaiting": 1,
    }
    assert figures["flow"] == {
        "opening": 2,
        "accepted": 9,
        "concluded": 9,
        "pending": 2,
        "opening_concluded": 1,
        "closed_all": 13,
    }
    assert figures["outcomes"] == {
        "maintain": 2,
        "reject_application": 1,
        "reject_claim": 0,
        "reject": 0,
        "revoke": 0,
        "revoke_part": 1,
        "vary": 0,
        "declare_unlawful": 1,
        "declare_void": 0,
        "order_performance": 0,
        "decide_agreement": 0,
        "mediate": 1,
        "terminate": 3,
        "transfer": 0,
        "other": 0,
    }
    assert figures["families"] == {
        "maintain": 2,
        "reject": 1,
        "revoke": 1,
        "vary": 0,
        "declare_unlawful": 1,
        "declare_void": 0,
        "order_performance": 0,
        "mediate": 1,
        "terminate": 3,
        "other": 0,
    }
    assert figures["grounds"]["terminate"] == {
        "settled": 1,
        "corrected": 0,
        "withdrawn": 1,
        "no_successor": 0,
        "detention": 0,
        "suspension_expired": 0,
        "other": 0,
        "not_stated": 1,
    }


def test_rates_of_reviews(counted: Casebook) -> None:
    figures = counted.summary("review", "2024")
    assert shares(figures) == {
        "acceptance": (9, 12, "75.00%"),
        "conclusion": (9, 11, "81.82%"),
        "maintained": (2, 9, "22.22%"),
        "correction": (2, 9, "22.22%"),
        "settled": (2, 9, "22.22%"),
        "terminated": (3, 9, "33.33%"),
        "resolved": (5, 9, "55.56%"),
    }
    assert all(set(rate) == {"part", "whole", "percent", "definition"} for rate in figures["rates"].values())
    assert all(rate["definition"] for rate in figures["rates"].values())


def test_the_identities_are_written_out_and_hold(counted: Casebook) -> None:
    checks = counted.summary("review", "2024")["checks"]
    assert all(check["holds"] is True for check in checks)
    assert {"name": "flow", "equation": "2 + 9 = 9 + 2", "holds": True} in checks
    for register in ("litigation", "review-defence"):
        assert all(check["holds"] is True for check in counted.summary(register, "2024")["checks"])


def test_pending_of_a_period_is_the_opening_of_the_next(counted: Casebook) -> None:
    for register in ("review", "litigation", "review-defence"):
        halves = [
            counted.summary(register, period)["flow"]
            for period in ("2023H1", "2023H2", "2024H1", "2024H2", "2025H1", "2025H2")
        ]
        assert halves[0]["opening"] == 0
        assert [each["pending"] for each in halves[:-1]] == [each["opening"] for each in halves[1:]]


@pytest.mark.parametrize(
    ("period", "first", "last", "concluded"),
    [
        ("2024", "2024-01-01", "2024-12-31", 9),
        ("2024H1", "2024-01-01", "2024-06-30", 7),
        ("2024H2", "2024-07-01", "2024-12-31", 2),
        ("2024Q2", "2024-04-01", "2024-06-30", 4),
        ("2024-09", "2024-09-01", "2024-09-30", 2),
        ("2024-01-05..2024-03-20", "2024-01-05", "2024-03-20", 3),
        ("2024-01-06..2024-03-19", "2024-01-06", "2024-03-19", 1),
    ],
)
def test_periods_hold_both_their_ends(counted: Casebook, period: str, first: str, last: str, concluded: int) -> None:
    figures = counted.summary("review", period)
    assert figures["period"] == {"from": first, "to": last}
    assert figures["flow"]["concluded"] == concluded


@pytest.mark.parametrize(
    ("today", "period", "first", "last"),
    [
        ("2024-10-15", "last-month", "2024-09-01", "2024-09-30"),
        ("2024-01-15", "last-month", "2023-12-01", "2023-12-31"),
        ("2024-10-15", "last-quarter", "2024-07-01", "2024-09-30"),
        ("2024-02-15", "last-quarter", "2023-10-01", "2023-12-31"),
        ("2024-10-15", "this-year", "2024-01-01", "2024-10-15"),
        ("2024-10-15", "last-year", "2023-01-01", "2023-12-31"),
    ],
)
def test_periods_that_follow_today(casebook: Casebook, today: str, period: str, first: str, last: str) -> None:
    casebook.today = today
    assert casebook.summary("review", period)["period"] == {"from": first, "to": last}


def test_this_month_begins_on_its_first_day(casebook: Casebook) -> None:
    casebook.today = "2024-10-15"
    assert casebook.summary("review", "this-month")["period"]["from"] == "2024-10-01"


def test_a_reporting_year_may_start_on_another_day(shelf: Casebook) -> None:
    shelf.init("--year-start", "12-11")
    assert shelf.summary("review", "2024")["period"] == {"from": "2023-12-11", "to": "2024-12-10"}
    assert shelf.summary("review", "2024H1")["period"] == {"from": "2023-12-11", "to": "2024-06-10"}
    assert shelf.summary("review", "2024H2")["period"] == {"from": "2024-06-11", "to": "2024-12-10"}
    assert shelf.summary("review", "2024-03")["period"] == {"from": "2024-03-01", "to": "2024-03-31"}


def test_rates_of_nothing_are_not_computed(casebook: Casebook) -> None:
    for register in ("review", "litigation", "review-defence"):
        figures = casebook.summary(register, "2024")
        assert {(rate["part"], rate["whole"], rate["percent"]) for rate in figures["rates"].values()} == {(0, 0, None)}
        assert "—" in casebook.ok("report", "summary", "--register", register, "--period", "2024")


def test_a_full_rate_has_its_places_too(casebook: Casebook) -> None:
    casebook.bring_in(REVIEWS[:1])
    assert shares(casebook.summary("review", "2023"))["maintained"] == (1, 1, "100.00%")
    assert shares(casebook.summary("review", "2023"))["correction"] == (0, 1, "0.00%")


def test_suits_of_a_year(counted: Casebook) -> None:
    figures = counted.summary("litigation", "2024")
    assert "intake" not in figures
    assert figures["flow"] == {
        "opening": 1,
        "received": 6,
        "concluded": 6,
        "pending": 1,
        "opening_concluded": 1,
    }
    nothing = {"opening": 0, "received": 0, "concluded": 0, "pending": 0, "opening_concluded": 0}
    one = {**nothing, "received": 1, "concluded": 1}
    assert figures["instances"] == {
        "first": {"opening": 1, "received": 4, "concluded": 4, "pending": 1, "opening_concluded": 1},
        "second": one,
        "retrial_review": one,
        "retrial": nothing,
        "not_stated": nothing,
    }
    assert stated(figures["outcomes"]) == {
        "revoke": 1,
        "reject_claims": 1,
        "declare_unlawful": 1,
        "affirm": 1,
        "withdraw": 1,
        "retrial_refused": 1,
    }
    assert set(figures["outcomes"]) == {
        "dismiss_suit",
        "reject_claims",
        "revoke",
        "revoke_part",
        "vary",
        "declare_unlawful",
        "declare_void",
        "order_performance",
        "order_payment",
        "compensate",
        "decide_agreement",
        "mediate",
        "withdraw",
        "deemed_withdrawn",
        "transfer",
        "end",
        "no_filing",
        "other",
        "reject",
        "affirm",
        "reverse",
        "remand",
        "order_filing",
        "appeal_withdrawn",
        "retrial_refused",
        "retrial_ordered",
        "retrial_affirm",
        "retrial_reverse",
        "retrial_remand",
    }
    assert figures["families"] == {
        "reject": 1,
        "revoke": 1,
        "vary": 0,
        "declare_unlawful": 1,
        "declare_void": 0,
        "order_performance": 0,
        "pay": 0,
        "withdraw": 1,
        "mediate": 0,
        "affirm": 1,
        "reverse": 0,
        "remand": 0,
        "other": 1,
    }
    assert stated(figures["instance_outcomes"]["first"]) == {
        "revoke": 1,
        "reject_claims": 1,
        "declare_unlawful": 1,
        "withdraw": 1,
    }
    assert stated(figures["instance_outcomes"]["second"]) == {"affirm": 1}
    assert stated(figures["instance_outcomes"]["retrial_review"]) == {"retrial_refused": 1}


def test_roles_hearings_and_replies_of_suits(counted: Casebook) -> None:
    figures = counted.summary("litigation", "2024")
    assert figures["roles"] == {"sole": 3, "joint": 1, "not_stated": 2}
    assert figures["hearings"] == {
        "cases_heard": 4,
        "cases_head_attended": 3,
        "hearings": 5,
        "hearings_head_attended": 3,
    }
    assert figures["replies"] == {"due": 5, "on_time": 3, "late": 1, "outstanding": 1}


def test_rates_of_suits(counted: Casebook) -> None:
    assert shares(counted.summary("litigation", "2024")) == {
        "conclusion": (6, 7, "85.71%"),
        "loss": (2, 4, "50.00%"),
        "attendance": (3, 4, "75.00%"),
    }


def test_defences_of_two_years(counted: Casebook) -> None:
    figures = counted.summary("review-defence", "2024")
    assert figures["flow"] == {
        "opening": 1,
        "received": 3,
        "concluded": 3,
        "pending": 1,
        "opening_concluded": 1,
    }
    assert figures["replies"] == {"due": 3, "on_time": 1, "late": 1, "outstanding": 1}
    assert stated(figures["outcomes"]) == {"maintain": 2, "revoke": 1}
    assert stated(figures["families"]) == {"maintain": 2, "revoke": 1}
    rates = shares(figures)
    assert set(rates) == {
        "acceptance",
        "conclusion",
        "maintained",
        "correction",
        "settled",
        "terminated",
        "resolved",
    }
    assert (rates["conclusion"], rates["maintained"]) == ((3, 4, "75.00%"), (2, 3, "66.67%"))
    assert counted.summary("review-defence", "2023")["replies"] == {
        "due": 1,
        "on_time": 1,
        "late": 0,
        "outstanding": 0,
    }


def test_the_same_figures_as_csv(counted: Casebook) -> None:
    for register in ("review", "litigation", "review-defence"):
        figures = counted.summary(register, "2024")
        printed = counted.ok("report", "summary", "--register", register, "--period", "2024", "--format", "csv")
        head, *rows = csv.reader(io.StringIO(printed))
        assert head == ["section", "name", "value"]
        assert all(len(row) == 3 for row in rows)
        told = {(section, name): value for section, name, value in rows}
        assert len(told) == len(rows)
        for section in ("intake", "flow", "outcomes", "families", "roles", "hearings", "replies"):
            for name, count in figures.get(section, {}).items():
                assert told[section, name] == str(count)


def test_the_same_figures_in_words(counted: Casebook) -> None:
    for lang, heading in (("zh", "维持"), ("en", "maintained")):
        counted.lang = lang
        printed = counted.ok("report", "summary", "--register", "review", "--period", "2024")
        assert heading in printed
        for figure in ("81.82%", "22.22%", "33.33%", "2024-01-01", "2024-12-31", "南昌县司法局"):
            assert figure in printed


def test_the_sentence_for_the_annual_report_leaves_zeros_out(counted: Casebook) -> None:
    counted.lang = "zh"
    said = counted.ok("report", "sentence", "--register", "review", "--period", "2024")
    assert "审结" in said
    for outcome in ("维持2", "终止3", "撤销1", "调解1", "确认违法1"):
        assert outcome in said.replace(" ", "")
    for zero in ("变更", "责令履行", "确认无效"):
        assert zero not in said


def test_the_sentence_speaks_of_suits_and_defences_in_both_languages(counted: Casebook) -> None:
    for lang in ("zh", "en"):
        counted.lang = lang
        for register in ("review", "litigation", "review-defence"):
            said = counted.ok("report", "sentence", "--register", register, "--period", "2024")
            figures = counted.summary(register, "2024")["flow"]
            assert str(figures["concluded"]) in said
