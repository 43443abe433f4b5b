"""Reports as they were sent: reproduced to the byte after any correction, and compared with what is known now."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from blackbox.program import numbers_in
from blackbox.written import FORMATS, FORMS, PACKED, run, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from blackbox.program import Casebook, Json

YEAR = ("--period", "2024")
REVOKED, OPEN, NEW = "南府复〔2024〕2号", "南府复〔2024〕9号", "南府复〔2024〕30号"
SUIT = "（2024）赣01行初3号"


def outcome_righted(casebook: Casebook) -> None:
    casebook.ok(
        "correct",
        REVOKED,
        str(casebook.entry_of(REVOKED, "conclude")),
        "--outcome",
        "maintain",
        "--reason",
        "以决定书为准",
    )


def told_late(casebook: Casebook) -> None:
    casebook.intake("review", "2024-10-08", NEW, "--field", "公安")
    casebook.record(NEW, "accept", "2024-10-10")


def struck(casebook: Casebook) -> None:
    casebook.ok("strike", SUIT, str(casebook.entry_of(SUIT, "conclude")), "--reason", "误登")


CHANGES = {"an outcome righted": outcome_righted, "a case told late": told_late, "a decision struck": struck}


def told(casebook: Casebook, form: str, output: str, *more: str) -> bytes:
    answer = run(casebook, "report", form, *YEAR, "--all-registers", "--format", output, *more)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


def entry(casebook: Casebook) -> str:
    return str(casebook.summary("review", "2024")["known_at"])


def differences(casebook: Casebook, number: int = 1) -> dict[tuple[str, str], Json]:
    """What has changed in the figures of a frozen report, by register and name."""
    [found] = casebook.json("compare", str(number), status=1)["reports"]
    return {(each["register"], each["name"]): each for each in found["differences"]}


def findings(casebook: Casebook, *options: str, status: int = 0) -> list[Json]:
    found = casebook.json("check", *options, status=status)["findings"]
    return [each for each in found if each["check"] == "frozen"]


@pytest.mark.parametrize("output", FORMATS)
def test_a_report_as_known_at_an_entry_is_the_same_bytes_after_every_change(counted: Casebook, output: str) -> None:
    counted.ok("freeze", *YEAR)
    before = entry(counted)
    first = told(counted, "summary", output)
    for change in CHANGES.values():
        change(counted)
    counted.ok("target", "set", "loss", "<=8%", "--year", "2024")
    counted.ok("scheme", "adopt", "broad")
    assert told(counted, "summary", output) != first
    assert told(counted, "summary", output, "--known-at", before) == first


@pytest.mark.parametrize("form", [each for each in FORMS if each != "summary"])
def test_every_form_is_reproduced_after_every_change(counted: Casebook, form: str) -> None:
    before = entry(counted)
    first = told(counted, form, "csv"), told(counted, form, "html")
    for change in CHANGES.values():
        change(counted)
    again = told(counted, form, "csv", "--known-at", before), told(counted, form, "html", "--known-at", before)
    assert again == first
    assert told(counted, form, "csv") != first[0]


def test_a_form_of_the_office_is_reproduced_as_it_stood(counted: Casebook, tmp_path: Path) -> None:
    """The office brings another edition of its form after the report was sent."""
    counted.ok("form", "adopt", own_form(tmp_path, "1"))
    before = entry(counted)
    first = told(counted, "own", "json")
    counted.ok("freeze", "own", *YEAR)
    counted.ok("form", "adopt", own_form(tmp_path, "2"))
    assert json.loads(told(counted, "own", "json"))["edition"] == "2"
    assert told(counted, "own", "json", "--known-at", before) == first


def own_form(folder: Path, edition: str) -> str:
    """Write a form of one row that counts what was received; return its path."""
    file = folder / "own.toml"
    column = '[[sheet.column]]\ncode = "a"\nlabel = { zh = "新收", en = "received" }\n'
    cells = ["intake.received"] if edition == "1" else ["intake.received", "intake.opening"]
    file.write_text(
        f'edition = "{edition}"\nregisters = ["review"]\nlabel = {{ zh = "自定", en = "own" }}\n'
        'about = { zh = "自定", en = "own" }\n[[sheet]]\ncode = "s"\nregister = "review"\n'
        f'title = {{ zh = "表", en = "sheet" }}\n{column}cells = {json.dumps(cells)}\n',
        encoding="utf-8",
    )
    return str(file)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_compared_and_found(counted: Casebook, change: str) -> None:
    counted.ok("freeze", *YEAR)
    assert counted.json("compare")["matches"] is True
    assert findings(counted, "--deep") == []
    CHANGES[change](counted)
    found = counted.json("compare", status=1)
    [report] = found["reports"]
    assert (found["matches"], report["reproduced"], report["intact"]) == (False, True, True)
    assert report["differences"]
    [warning] = findings(counted, "--deep")
    assert (warning["severity"], "compare 1" in warning["message"]) == ("warning", True)
    assert counted.run("check", "--deep", "--strict").status == 1


def test_a_difference_names_the_case_the_entry_and_the_reason(counted: Casebook) -> None:
    counted.ok("freeze", *YEAR)
    outcome_righted(counted)
    found = differences(counted)
    maintained, revoked = found["review", "outcomes.maintain.count"], found["review", "outcomes.revoke_part.count"]
    assert (maintained["then"], maintained["now"], maintained["change"]) == ("2", "3", "+1")
    assert (revoked["then"], revoked["now"], revoked["change"]) == ("1", None, "-1")
    [case] = maintained["cases"]
    assert (case["number"], case["counted"]) == (REVOKED, "now")
    assert [(each["act"], each["reason"]) for each in case["entries"]] == [("correct", "以决定书为准")]
    assert {number for each in found.values() for case in each["cases"] for number in [case["number"]]} == {REVOKED}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_comparison_is_printed_as_text_markdown_and_csv(counted: Casebook, lang: str) -> None:
    counted.ok("freeze", *YEAR)
    told_late(counted)
    counted.lang = lang
    for output in ("table", "plain", "md"):
        answer = counted.run("compare", "--format", output)
        assert (answer.status, answer.err) == (1, "")
        assert numbers_in(answer.out) == {f"+{NEW}"}
    answer = counted.run("compare", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["case"] for row in rows if row["case"]} == {NEW}
    [received] = [row for row in rows if row["name"] == "intake.received.count"]
    assert (received["then"], received["now"], received["change"], received["counted"]) == ("12", "13", "+1", "now")


def test_a_change_outside_the_period_changes_no_frozen_report(counted: Casebook) -> None:
    counted.ok("freeze", "summary", "outcomes", "monthly", *YEAR)
    counted.intake("review", "2025-02-03", "南府复〔2025〕30号")
    found = counted.json("compare")
    assert (found["matches"], len(found["reports"])) == (True, 3)


def test_every_form_can_be_frozen_and_still_holds(counted: Casebook) -> None:
    said = counted.ok("freeze", *FORMS, *YEAR)
    assert [line.split(" ", 3)[2] for line in said.splitlines()] == list(FORMS)
    assert counted.json("compare")["matches"] is True
    for change in CHANGES.values():
        change(counted)
    reports = counted.json("compare", status=1)["reports"]
    assert all(each["reproduced"] and each["intact"] for each in reports)
    assert findings(counted, "--deep")


# closed periods


def test_a_closed_period_takes_late_entries_only_with_a_reason(counted: Casebook) -> None:
    counted.ok("freeze", *YEAR, "--close", "--reason", "年报已报送")
    late = ("intake", "review", "--received", "2024-10-08", "--number", NEW)
    said = counted.refused(*late)
    assert "2024-01-01..2024-12-31" in said
    assert "--late" in said
    counted.refused(*late, "--late")
    counted.ok(*late, "--late", "--reason", "邮件迟到")
    counted.ok("intake", "review", "--received", "2025-02-03")


@pytest.mark.parametrize("output", FORMATS)
def test_a_late_entry_shows_as_an_adjustment_in_the_next_report(counted: Casebook, output: str) -> None:
    next_report = ("report", "--period", "2025", "--register", "review", "--format", output)
    counted.ok("freeze", *YEAR, "--close")
    known = entry(counted)
    before = run(counted, *next_report).out
    counted.ok("intake", "review", "--received", "2024-10-08", "--number", NEW, "--late", "--reason", "邮件迟到")
    answer = run(counted, *next_report)
    assert (answer.status, answer.err) == (0, "")
    if output != "csv":  # the figures alone
        words = words_of(answer.out) if output in PACKED else answer.out.decode()
        assert "邮件迟到" in words
        assert NEW in words
    assert run(counted, *next_report, "--known-at", known).out == before != answer.out


def test_an_adjustment_names_the_case_the_step_and_the_period(counted: Casebook) -> None:
    counted.ok("freeze", *YEAR, "--close")
    entry_no = str(counted.entry_of(REVOKED, "conclude"))
    day = ("--step", "conclude", "--on", "2024-04-12")
    counted.ok("correct", REVOKED, entry_no, *day, "--late", "--reason", "日期录错")
    [found] = counted.summary("review", "2025")["adjustments"]
    assert (found["number"], found["step"]) == (REVOKED, "conclude")
    assert (found["was_on"], found["on"]) == ("2024-04-10", "2024-04-12")
    assert (found["reason"], found["closed"]) == ("日期录错", {"from": "2024-01-01", "to": "2024-12-31"})
    assert "adjustments" not in counted.summary("review", "2024")
    assert "adjustments" not in counted.summary("litigation", "2025")
    [line] = [line for line in counted.ok("report", "handlers", "2025").splitlines() if "日期录错" in line]
    assert REVOKED in line
    counted.ok("freeze", "--period", "2025")
    assert "adjustments" in counted.summary("review", "2025")
    assert "adjustments" not in counted.summary("review", "2026")


def test_a_frozen_report_that_was_changed_behind_the_program_s_back_is_found(counted: Casebook) -> None:
    counted.ok("freeze", *YEAR)
    with contextlib.closing(sqlite3.connect(counted.path)) as database:
        database.execute("drop trigger frozen_cell_no_update")
        database.execute("update frozen_cell set value = 99 where ordinal = 5")
        database.commit()
    found = counted.json("compare", status=1)
    assert (found["matches"], found["reports"][0]["intact"]) == (False, False)
    assert counted.run("check", "--deep").status == 1
