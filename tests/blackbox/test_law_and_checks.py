"""The law as the program shows it, and what ``check`` finds and does not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

EDITIONS = ["review-2017", "review-2023", "review-2026", "litigation-2017"]


def findings(casebook: Casebook, *options: str) -> list[Json]:
    """All findings, after a look at what the exit status promises of them."""
    answer = casebook.run("check", *options)
    status = answer.status
    document = casebook.json("check", *options, status=status)
    assert document["schema"] == "casebook/check/1"
    found: list[Json] = document["findings"]
    for each in found:
        assert {"check", "severity", "register", "number", "message"} <= set(each)
        assert each["severity"] in {"error", "warning"}
    errors = [each for each in found if each["severity"] == "error"]
    assert status == (1 if (found if "--strict" in options else errors) else 0)
    return found


def test_the_editions_are_listed(casebook: Casebook) -> None:
    for lang in ("zh", "en"):
        casebook.lang = lang
        listed = casebook.ok("law", "list")
        assert all(edition in listed for edition in EDITIONS)
        assert "2024-01-01" in listed
        assert "2026-07-01" in listed


def test_the_law_is_known_without_a_book(shelf: Casebook) -> None:
    assert "review-2026" in shelf.ok("law", "list")
    assert "62(1)" in shelf.ok("law", "show", "review-2023")


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (
            "review-2017",
            ["O2", "O3", "O7", "O8", "O10", "O12", "O17", "O19", "maintain", "reject_application"],
        ),
        (
            "review-2023",
            ["N2", "N3", "N4", "N7", "N8", "N10", "N11", "N17", "62(1)", "62(2)", "declare_void"],
        ),
        ("review-2026", ["N2", "N10", "N16", "no_further"]),
        ("litigation-2017", ["A1", "A2", "A8", "A9", "A10", "A13", "affirm", "remand"]),
    ],
)
def test_an_edition_is_shown_with_its_rules_and_articles(casebook: Casebook, edition: str, words: list[str]) -> None:
    shown = casebook.ok("law", "show", edition)
    assert [word for word in words if word not in shown] == []


def test_an_edition_is_shown_in_the_words_of_the_law(casebook: Casebook) -> None:
    casebook.lang = "zh"
    shown = casebook.ok("law", "show", "review-2023")
    for word in ("受理", "维持", "驳回", "延期", "2024-01-01"):
        assert word in shown


def test_a_book_in_which_everything_was_done_in_time_has_no_findings(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号")
    casebook.close("2024-1", "maintain", "2024-04-15")
    casebook.intake("review", "2024-03-04", "南府复〔2024〕2号")
    casebook.record("2024-2", "refuse", "2024-03-11")
    casebook.intake("review-defence", "2024-03-04", "洪府复〔2024〕1号")
    casebook.record("洪府复〔2024〕1号", "reply", "2024-03-18")
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初5号", "--instance", "first")
    casebook.record("(2024)赣01行初5号", "reply", "2024-03-19")
    assert findings(casebook, "--strict") == []
    assert findings(casebook, "--strict", "--deep") == []


def test_an_empty_book_has_no_findings(casebook: Casebook) -> None:
    assert findings(casebook, "--strict", "--deep") == []


def test_what_came_late_is_listed(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-12", "南府复〔2024〕1号")
    casebook.intake("review", "2024-03-04", "南府复〔2024〕2号")
    casebook.record("2024-2", "refuse", "2024-03-12")
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕3号")
    casebook.close("2024-3", "maintain", "2024-05-07")
    casebook.intake("review-defence", "2024-03-04", "洪府复〔2024〕1号")
    casebook.record("洪府复〔2024〕1号", "reply", "2024-03-19")
    casebook.intake("litigation", "2024-03-04", "(2024)赣01行初5号", "--instance", "first")
    casebook.record("(2024)赣01行初5号", "reply", "2024-03-20")
    casebook.today = "2024-05-07"
    assert {(each["register"], each["number"]) for each in findings(casebook)} == {
        ("review", "南府复〔2024〕1号"),
        ("review", "南府复〔2024〕2号"),
        ("review", "南府复〔2024〕3号"),
        ("review-defence", "洪府复〔2024〕1号"),
        ("litigation", "(2024)赣01行初5号"),
    }


def test_silence_is_said_to_count_as_acceptance_since_a_day(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    casebook.today = "2024-03-11"
    assert findings(casebook) == []
    casebook.today = "2024-03-12"
    assert any("2024-03-11" in each["message"] for each in findings(casebook) if each["number"] == "南府复〔2024〕1号")


def test_a_plain_rejection_is_listed_as_unresolved_until_it_is_corrected(casebook: Casebook) -> None:
    casebook.bring_in(
        [
            {
                "register": "review",
                "number": "南府复〔2022〕1号",
                "received_on": "2022-03-01",
                "intake_on": "2022-03-03",
                "closed_on": "2022-04-20",
                "outcome": "reject",
            },
        ]
    )
    [found] = findings(casebook)
    assert (found["register"], found["number"]) == ("review", "南府复〔2022〕1号")
    entry = str(casebook.entry_of("2022-1", "conclude"))
    resolved = ("--outcome", "reject_application", "--ground", "not_acceptable")
    casebook.ok("correct", "2022-1", entry, *resolved, "--reason", "查明决定书")
    assert findings(casebook) == []


def test_warnings_fail_only_a_strict_check(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-12", "南府复〔2024〕1号")
    casebook.close("2024-1", "maintain", "2024-04-15")
    assert findings(casebook)
    assert findings(casebook, "--strict")


def test_findings_in_words_name_the_case(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-12", "南府复〔2024〕1号")
    for lang in ("zh", "en"):
        casebook.lang = lang
        answer = casebook.run("check")
        assert "南府复〔2024〕1号" in answer.out
        assert answer.status in {0, 1}
