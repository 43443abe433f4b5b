"""``casebook due`` as officers and scripts call it: forms, filters, exit statuses, reasons, suppositions."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import select
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from blackbox.program import COMMAND, Casebook

from casebook.law import default_lawbook
from casebook.render.due import CSV_COLUMNS

ROOT = Path(__file__).parents[1]
ITEM = [
    "register", "number", "rule", "name", "law", "article", "bound", "own", "starts_on", "nominal_on", "due_on",
    "days_left", "state", "met_on", "provisional", "mark",
]  # fmt: skip
ALL_RULES = [
    (code, register, rule.id)
    for code in default_lawbook().codes()
    for register, rules in default_lawbook().edition(code).registers.items()
    for rule in rules.deadlines
]


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    """Today is 2026-11-21: a review to decide by 30 November, one under silence, one suspended, a suit."""
    book = Casebook(tmp_path / "cases.book", lang="zh")
    book.init()
    book.intake("review", "2026-09-28", "南府复〔2026〕12号", "--handler", "李四")
    book.record("2026-12", "accept", "2026-09-30")
    book.record("2026-12", "notify", "2026-10-08")
    book.intake("review", "2026-11-10", "南府复〔2026〕13号")
    book.open_review("2026-09-01", "2026-09-02", "南府复〔2026〕14号")
    book.record("2026-14", "notify", "2026-09-03")
    book.record("2026-14", "suspend", "2026-09-08", "--ground", "other_case")
    book.intake("litigation", "2026-11-16", "（2026）赣0121行初5号", "--instance", "first")
    return book


def items(book: Casebook, *options: str, status: int = 0) -> list[dict[str, Any]]:
    document = book.json("due", *options, status=status)
    assert (document["schema"], document["today"]) == ("casebook/due/1", "2026-11-21")
    found: list[dict[str, Any]] = document["items"]
    return found


def rules(book: Casebook, *options: str) -> list[str]:
    return [each["rule"] for each in items(book, *options)]


# The list


def test_an_item_is_what_scripts_rely_on(book: Casebook) -> None:
    [found] = items(book, "2026-12")
    assert found == {
        "register": "review",
        "number": "南府复〔2026〕12号",
        "rule": "N10",
        "name": "review_decision",
        "law": "review-2026",
        "article": "62(1)",
        "bound": "organ",
        "own": True,
        "starts_on": "2026-09-30",
        "nominal_on": "2026-11-29",
        "due_on": "2026-11-30",
        "days_left": 9,
        "state": "due",
        "met_on": None,
        "provisional": False,
        "mark": None,
    }
    assert list(found) == ITEM


def test_the_list_and_the_case_say_the_same(book: Casebook) -> None:
    for number in ("2026-12", "2026-13", "2026-14"):
        shown = book.json("show", number)["deadlines"]
        assert sorted(items(book, number, "--all"), key=str) == sorted(shown, key=str)


def test_it_is_sorted_by_last_day_and_number_and_what_stands_still_comes_last(book: Casebook) -> None:
    found = items(book, "--all")
    dated = [(each["due_on"], each["number"]) for each in found if each["due_on"]]
    assert dated == sorted(dated)
    assert [each["state"] for each in found if not each["due_on"]] == [found[-1]["state"]] == ["suspended"]
    assert found[-1]["remaining"] == 55


def test_a_silence_that_has_run_out_says_since_when_the_case_counts_as_accepted(book: Casebook) -> None:
    [found] = items(book, "2026-13", "--rule", "N2")
    assert (found["state"], found["deemed_accepted_on"]) == ("overdue", "2026-11-17")


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ((), ["N2", "N3", "N7", "N10", "A1", "A2", "N10", "N10"]),
        (("--within", "4"), ["N2", "N3"]),
        (("--within", "5"), ["N2", "N3", "N7"]),
        (("--rule", "n10", "--rule", "A1"), ["N10", "A1", "N10", "N10"]),
        (("--rule", "作出行政复议决定"), ["N10", "N10", "N10"]),
        (("--register", "行政应诉"), ["A1", "A2"]),
        (("--handler", "李四"), ["N10"]),
        (("--period", "2026-12"), ["A1", "A2"]),
        (("--period", "2026-11-26..2026-11-30"), ["N7", "N10"]),
        (("--after-decision",), []),
        (("2026-13", "N7"), ["N7"]),
    ],
)
def test_the_list_is_cut_to_what_is_asked_for(book: Casebook, options: tuple[str, ...], wanted: list[str]) -> None:
    assert rules(book, *options) == wanted


def test_after_the_decision_and_own(book: Casebook) -> None:
    book.close("2026-12", "revoke", "2026-11-16", "--set", "redo=yes")
    book.record("2026-12", "serve", "2026-11-17")
    assert rules(book, "--after-decision") == ["N17", "N16"]
    assert rules(book, "--after-decision", "--own") == []
    assert items(book, "--rule", "N16")[0]["mark"] == "inferred"


def test_a_provisional_day_is_marked_wherever_it_is_printed(book: Casebook) -> None:
    [found] = items(book, "2026-13", "N10")
    assert (found["due_on"], found["provisional"]) == ("2027-01-18", True)
    for form in ("table", "md"):
        assert "暂定" in book.ok("due", "2026-13", "N10", "--format", form)
    assert "（暂定）" in book.ok("due", "2026-13", "N10", "--format", "ics").replace("\r\n ", "")
    assert "暂定" in book.ok("due", "2026-13", "N10", "--why")


# Forms


def test_the_table_names_day_time_left_number_rule_what_who_article_and_note(book: Casebook) -> None:
    lines = [re.split(r"\s{2,}", line) for line in book.ok("due").splitlines()]
    assert lines[0] == ["到期日", "期限", "案号", "规则", "事项", "义务人", "条文", "提示"]
    assert lines[1][:6] == ["2026-11-17", "逾期 4 天", "南府复〔2026〕13号", "N2", "立案审查", "复议机关"]
    assert lines[1][6:] == ["第30条、第31条(3)", "自 2026-11-17 起视为受理"]
    assert lines[8][:2] == ["—", "中止，剩 55 天"]
    assert lines[9] == ["共 8 项：逾期 2，未到期 5，待对方 0，对方已过期 0，中止 1。"]


def test_the_table_speaks_english_too(book: Casebook) -> None:
    book.lang = "en"
    book.today = "2026-11-30"
    printed = book.ok("due", "--all")
    for said in ("due today", "overdue by 13 days", "1 day left", "suspended, 55 days remain", "met on 2026-09-30"):
        assert said in printed
    assert printed.splitlines()[-1].endswith("1 suspended, 6 met.")
    book.today = "2026-09-01"
    assert book.ok("due", "--rule", "A21") == "No deadline fits.\n"


def test_csv_has_the_values_of_the_json(book: Casebook) -> None:
    rows = list(csv.DictReader(StringIO(book.ok("due", "--all", "--format", "csv"))))
    assert set(CSV_COLUMNS) == {*ITEM, "remaining", "deemed_accepted_on"}
    spoken = {True: "true", False: "false", None: ""}
    for row, item in zip(rows, items(book, "--all"), strict=True):
        told = {name: item.get(name) for name in CSV_COLUMNS}
        assert row == {
            name: spoken[value] if value is None or isinstance(value, bool) else str(value)
            for name, value in told.items()
        }


def test_markdown_is_a_table_under_a_title(book: Casebook) -> None:
    printed = book.ok("due", "--format", "md").splitlines()
    assert printed[0] == "# 期限（2026-11-21）"
    assert "| 2026-11-30 | 还有 9 天 | 南府复〔2026〕12号" in " ".join("\n".join(printed).split())


def test_the_calendar_comes_out_byte_for_byte_with_its_own_line_ends(book: Casebook) -> None:
    answer = subprocess.run(
        [COMMAND, "due", "--format", "ics"], env=book.environment(), capture_output=True, check=True, timeout=60
    )
    assert answer.stdout.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.stdout.count(b"\r\n") == answer.stdout.count(b"\n")
    assert answer.stdout == book.ok("due", "--format", "ics").encode()


def on_a_terminal(book: Casebook, *args: str, **env: str) -> str:
    """What the command prints where its output is a terminal."""
    leader, follower = pty.openpty()
    with subprocess.Popen([COMMAND, *args], env=book.environment(COLUMNS="140", TERM="xterm", **env), stdout=follower):
        os.close(follower)
        printed = b""
        while select.select([leader], [], [], 60)[0]:
            try:
                printed += os.read(leader, 65536)
            except OSError:
                break
    os.close(leader)
    return printed.decode()


def test_a_terminal_shows_each_line_in_the_colour_of_its_days_left(book: Casebook) -> None:
    coloured = on_a_terminal(book, "due")
    shown = [line for line in coloured.splitlines() if "2026-1" in line and "\x1b[3" in line]
    assert ["31" if "\x1b[31m" in line else "33" if "\x1b[33m" in line else "32" for line in shown] == [
        "31", "31", "33", "32", "32", "32",
    ]  # fmt: skip
    assert "\x1b[31m" in on_a_terminal(book, "due", "--red", "9", "2026-12")
    assert "\x1b[32m" in on_a_terminal(book, "due", "--yellow", "8", "2026-12")
    assert "\x1b[" not in on_a_terminal(book, "due", NO_COLOR="1")


# Exit statuses


def test_a_run_fails_on_ours_and_only_where_it_is_told_to(book: Casebook) -> None:
    assert items(book, "--fail-on", "overdue", status=1)
    assert items(book, "--fail-on", "due", "--register", "litigation", status=1)
    assert items(book, "--fail-on", "overdue", "--register", "litigation")
    assert not items(book, "--fail-on", "due", "--register", "litigation", "--within", "9")
    book.record("2026-12", "respondent_received", "2026-10-12")
    assert items(book, "--fail-on", "due", "--rule", "N8")[0]["state"] == "lapsed"


@pytest.mark.parametrize(
    "args",
    [
        ("--fail-on", "lapsed"),
        ("--format", "xml"),
        ("--within", "-1"),
        ("--rule", "N99"),
        ("--register", "criminal"),
        ("--period", "soon"),
        ("2026-99",),
        ("--why",),
        ("--why", "2026-12", "--format", "ics"),
        ("--why", "2026-12", "N17"),
        ("--if-received", "2026-09-30"),
        ("--if-received", "2026-02-30", "N8"),
        ("--if-received", "2026-09-30", "N18"),
        ("--if-received", "2026-09-30", "O8"),
        ("--if-received", "2026-09-30", "2026-12", "O8"),
        ("--if-received", "1999-09-30", "N8"),
        ("--if-received", "2026-09-30", "2026-12", "N17", "--rule", "A1", "--format", "md"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_plain_words(book: Casebook, args: tuple[str, ...]) -> None:
    for book.lang in ("zh", "en"):
        book.refused("due", *args)


def cron_lines(page: str) -> list[str]:
    [block] = re.findall(r"```crontab\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    return [line.split(None, 5)[5] for line in block.splitlines() if "casebook due" in line]


def as_cron(book: Casebook, line: str) -> subprocess.CompletedProcess[str]:
    folder = book.path.parent
    (folder / "public").mkdir(exist_ok=True)
    path = f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=book.environment(PATH=path),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


@pytest.mark.parametrize("page", ["docs/deadlines.md", "README.md", "README.zh.md"])
def test_the_daily_cron_line_mails_what_is_ours_and_near_and_nothing_else(book: Casebook, page: str) -> None:
    line = cron_lines(page)[0]
    mailed = as_cron(book, line).stdout
    assert "N2" in mailed
    assert "N10" not in mailed
    book.record("2026-13", "accept", "2026-11-17")
    book.record("2026-13", "notify", "2026-11-20")
    assert as_cron(book, line).stdout == ""
    book.today = "2026-11-27"
    assert "南府复〔2026〕12号" in as_cron(book, line).stdout


def test_the_cron_line_of_the_calendar_leaves_a_whole_file(book: Casebook) -> None:
    done = as_cron(book, cron_lines("docs/deadlines.md")[1])
    assert (done.stdout, done.stderr) == ("", "")
    kept = (book.path.parent / "public" / "due.ics").read_bytes()
    assert kept.endswith(b"END:VCALENDAR\r\n")


# Reasons


def test_the_reasons_of_a_case_are_told_line_by_line(book: Casebook) -> None:
    printed = book.ok("due", "--why", "2026-12", "N10").splitlines()
    assert printed == [
        "南府复〔2026〕12号  行政复议",
        "",
        "2026-11-30  N10  作出行政复议决定  未到期  第62条(1)",
        (
            "  N10 作出行政复议决定：《中华人民共和国行政复议法》（2023修订）第62条(1)；"
            "适用 行政复议法（2023修订）及2026年条例。"
        ),
        "  2026-09-30 受理，当日不计入，自 2026-10-01 起算。",
        "  期间 60日（自然日）。",
        "  按日计算末日为 2026-11-29。",
        "  2026-11-29 星期日，顺延。",
        "  顺延至 2026-11-30。",
        "  逾期不作决定的，申请人可以起诉；上级机关可以责令纠正。",
    ]


def test_without_a_rule_every_deadline_that_exists_is_explained(book: Casebook) -> None:
    document = book.json("due", "--why", "2026-12")
    assert document["schema"] == "casebook/why/1"
    assert [each["rule"] for each in document["items"]] == ["N2", "N3", "N7", "N10"]
    assert all(each["reasons"] and not each["supposed"] for each in document["items"])
    told = [{name: each[name] for name in ITEM} for each in document["items"]]
    assert told == [{name: each[name] for name in ITEM} for each in book.json("show", "2026-12")["deadlines"]]


def test_a_struck_case_has_no_reasons(book: Casebook) -> None:
    book.ok("strike", "2026-13", str(book.entry_of("2026-13", "receive")), "--reason", "误登")
    assert "没有" in book.refused("due", "--why", "南府复〔2026〕13号")


# Suppositions


def supposed(book: Casebook, *args: str) -> dict[str, Any]:
    document = book.json("due", "--if-received", *args)
    [found] = document["items"]
    assert found["supposed"] is True
    assert isinstance(found, dict)
    return found


def test_what_if_needs_no_case(book: Casebook) -> None:
    found = supposed(book, "2026-09-30", "N8")
    assert (found["number"], found["register"], found["due_on"]) == (None, "review", "2026-10-20")
    assert "2026-09-30 被申请人签收，当日不计入，自 2026-10-01 起算。" in found["reasons"]
    assert book.ok("due", "--why", "--if-received", "2026-09-30", "N8").splitlines()[:3] == [
        "行政复议",
        "",
        "2026-10-20  N8  书面答复和证据  假定  第48条",
    ]


def test_what_if_needs_no_book(book: Casebook) -> None:
    book.path = book.path.with_name("none.book")
    assert supposed(book, "2023-09-20", "O8")["due_on"] == "2023-10-07"


def test_what_if_by_procedure_and_register(book: Casebook) -> None:
    assert supposed(book, "2026-09-30", "N8", "--procedure", "简易程序")["due_on"] == "2026-10-13"
    found = supposed(book, "2026-09-30", "N8", "--register", "review-defence")
    assert (found["own"], found["due_on"]) == (True, "2026-10-20")


def test_what_if_goes_by_the_law_of_that_day(book: Casebook) -> None:
    assert supposed(book, "2026-06-30", "N8")["law"] == "review-2023"
    assert supposed(book, "2026-07-01", "N8")["law"] == "review-2026"


def test_what_if_in_a_case_keeps_the_rest_of_it(book: Casebook) -> None:
    assert supposed(book, "2026-11-18", "2026-12", "N8")["due_on"] == "2026-12-02"
    moved = supposed(book, "2026-10-09", "2026-12", "N10")
    assert (moved["number"], moved["starts_on"], moved["due_on"]) == ("南府复〔2026〕12号", "2026-10-09", "2026-12-08")
    stopped = supposed(book, "2026-09-04", "2026-14", "N10")
    assert (stopped["due_on"], stopped["remaining"]) == (None, 57)


def test_what_if_leaves_the_book_as_it_is(book: Casebook) -> None:
    before = book.dump()
    supposed(book, "2026-10-09", "2026-12", "N10")
    assert book.dump() == before


@pytest.mark.parametrize(("law", "register", "rule"), ALL_RULES)
def test_every_rule_that_an_event_starts_can_be_supposed(book: Casebook, law: str, register: str, rule: str) -> None:
    edition = default_lawbook().edition(law)
    [told] = [each for each in edition.registers[register].deadlines if each.id == rule]
    on = edition.effective_on.isoformat()
    answer = book.run("due", "--if-received", on, rule, "--register", register, "--format", "json")
    if not told.starts or not told.lengths:
        assert answer.status == 2
        return
    [found] = json.loads(answer.out)["items"]
    assert (found["rule"], found["law"], found["starts_on"]) == (rule, law, on)
    assert found["reasons"]
    assert (found["due_on"] < on) == told.backwards
