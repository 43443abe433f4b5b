"""The installed command: its streams, its exit statuses, its languages, where its book is."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from blackbox.program import COMMAND, ESCAPE, Casebook, assert_refusal, write_table

if TYPE_CHECKING:
    from pathlib import Path

MANY_CASES = [
    {
        "register": "review",
        "number": f"南府复〔2024〕{serial}号",
        "received_on": "2024-03-04",
        "matter": "penalty",
    }
    for serial in range(1, 2001)
]


def test_a_case_from_first_to_last_through_the_installed_command(shelf: Casebook) -> None:
    statuses = [
        shelf.process("init", "--bureau", "南昌县司法局", "--number-word", "南府复").status,
        shelf.process("intake", "review", "--received", "2024-03-04", "--applicant", "张某").status,
        shelf.process("record", "南府复〔2024〕1号", "accept", "--on", "2024-03-06").status,
        shelf.process("close", "南府复〔2024〕1号", "maintain", "--on", "2024-04-15").status,
    ]
    assert statuses == [0, 0, 0, 0]
    shown = shelf.process("show", "南府复〔2024〕1号", "--format", "json")
    assert (shown.status, shown.err) == (0, "")
    case = json.loads(shown.out)
    assert (case["status"], case["outcome"], case["closed_on"]) == ("closed", "maintain", "2024-04-15")


def test_a_refusal_of_the_installed_command_has_status_two_and_speaks_on_stderr(casebook: Casebook) -> None:
    answer = casebook.process("show", "南府复〔2024〕99号")
    assert_refusal(answer, 2)
    assert answer.out == ""
    assert "南府复〔2024〕99号" in answer.err


def test_a_missing_book_has_status_three(shelf: Casebook) -> None:
    assert_refusal(shelf.process("list"), 3)


def test_a_finding_has_status_one(casebook: Casebook) -> None:
    casebook.intake("review", "2022-03-01", "南府复〔2022〕1号")
    casebook.record("南府复〔2022〕1号", "accept", "2022-04-29")
    assert casebook.process("check", "--strict").status == 1


def test_in_process_and_as_a_process_the_command_says_the_same(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号")
    for args in (["list"], ["show", "2024-1"], ["history", "2024-1"], ["check"], ["show", "2024-2"]):
        assert casebook.process(*args) == casebook.run(*args)


@pytest.mark.parametrize("args", [["list", "--nonsense"], ["nonsense"], ["show"], ["--lang", "fr", "list"]])
def test_wrong_usage_is_told_in_one_to_three_lines(casebook: Casebook, args: list[str]) -> None:
    assert_refusal(casebook.process(*args), 2)


def test_wrong_usage_is_told_in_chinese_too(casebook: Casebook) -> None:
    casebook.lang = "zh"
    answer = casebook.process("show", "南府复〔2024〕99号")
    assert_refusal(answer, 2)
    assert any("一" <= letter <= "鿿" for letter in answer.err.replace("南府复", "").replace("号", ""))


def test_help_is_on_stdout(casebook: Casebook) -> None:
    answer = casebook.process("--help")
    assert answer.status == 0
    for command in ("init", "intake", "record", "close", "correct", "strike", "show", "list", "history"):
        assert command in answer.out
    assert "--today" not in answer.out
    assert casebook.process("record", "--help").status == 0


def test_a_new_book_belongs_to_its_owner_alone(shelf: Casebook) -> None:
    shelf.init()
    shelf.intake("review", "2024-03-04", "南府复〔2024〕1号")
    kept = [path for path in shelf.path.parent.iterdir() if path.name.startswith(shelf.path.name)]
    assert shelf.path in kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_new_book_is_private_whatever_the_umask(shelf: Casebook) -> None:
    before = os.umask(0)
    try:
        answer = shelf.process("init", "--bureau", "南昌县司法局")
    finally:
        os.umask(before)
    assert answer.status == 0
    assert stat.S_IMODE(shelf.path.stat().st_mode) == 0o600


def test_init_over_any_existing_file_is_refused_and_leaves_it_alone(shelf: Casebook) -> None:
    shelf.path.write_text("shopping list", encoding="utf-8")
    assert_refusal(shelf.run("init", "--bureau", "南昌县司法局"), 2)
    assert shelf.path.read_text(encoding="utf-8") == "shopping list"


def test_init_over_a_book_is_refused_and_leaves_it_alone(casebook: Casebook) -> None:
    assert casebook.path.name in casebook.refused("init", "--bureau", "别县司法局")


def test_the_option_names_the_book_before_the_environment_does(casebook: Casebook, tmp_path: Path) -> None:
    other = Casebook(tmp_path / "other.book")
    other.init()
    other.intake("review", "2024-03-04", "南府复〔2024〕7号")
    assert casebook.ok("--book", str(other.path), "list") == other.ok("list")
    assert casebook.numbers() == []


def test_without_option_and_environment_the_book_is_in_the_users_data_folder(shelf: Casebook) -> None:
    env = {name: value for name, value in shelf.environment().items() if name != "CASEBOOK_BOOK"}
    assert shelf.process("list", env=env).status == 3
    assert shelf.process("init", "--bureau", "南昌县司法局", "--number-word", "南府复", env=env).status == 0
    assert shelf.process("intake", "review", "--received", "2024-03-04", env=env).status == 0
    assert "南府复〔2024〕1号" in shelf.process("list", env=env).out
    assert not shelf.path.exists()


def test_the_language_is_taken_from_option_then_variable_then_locale(casebook: Casebook) -> None:
    english, chinese = (
        casebook.ok("--lang", "en", "list", "--help"),
        casebook.ok("--lang", "zh", "list", "--help"),
    )
    assert casebook.ok("list", "--help") == english
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    told = {lang: casebook.ok("--lang", lang, "show", "2024-1") for lang in ("en", "zh")}
    assert told["en"] != told["zh"]
    bare = {name: value for name, value in casebook.environment().items() if name not in {"CASEBOOK_LANG", "LC_ALL"}}
    assert casebook.process("show", "2024-1", env={**bare, "CASEBOOK_LANG": "zh"}).out == told["zh"]
    assert casebook.process("show", "2024-1", env={**bare, "LANG": "zh_CN.UTF-8"}).out == told["zh"]
    assert casebook.process("show", "2024-1", env={**bare, "LC_ALL": "zh_CN.UTF-8"}).out == told["zh"]
    assert casebook.process("show", "2024-1", env={**bare, "LANG": "de_DE.UTF-8"}).out == told["en"]
    assert casebook.process("show", "2024-1", env=bare).out == told["en"]
    assert chinese  # help in Chinese exists; its wording is free


def test_codes_and_keys_do_not_change_with_the_language(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-06", "南府复〔2024〕1号", "--set", "procedure=summary")
    for args in (["list"], ["check"], ["report", "summary", "--register", "review", "--period", "2024"]):
        spoken = [casebook.json("--lang", lang, *args) for lang in ("zh", "en")]
        for document in spoken:
            for rate in document.get("rates", {}).values():
                assert rate.pop("definition")
            for finding in document.get("findings", []):
                finding.pop("message")
        assert spoken[0] == spoken[1]
    csv = ["report", "summary", "--register", "review", "--period", "2024", "--format", "csv"]
    names = [
        [line.rsplit(",", 1)[0] for line in casebook.ok("--lang", lang, *csv).splitlines()] for lang in ("zh", "en")
    ]
    assert names[0][:1] == names[1][:1] == ["section,name"]


def test_today_can_be_fixed_by_option_and_by_variable(casebook: Casebook) -> None:
    casebook.today = "2024-03-05"
    casebook.refused("intake", "review", "--received", "2024-03-06")
    assert "2024" in casebook.ok("--today", "2024-03-06", "intake", "review", "--received", "2024-03-06")
    casebook.today = "2024年3月7日"
    assert "2024" in casebook.ok("intake", "review", "--received", "2024-03-07")


@pytest.mark.parametrize("today", ["someday", "2024-02-30"])
def test_a_wrong_today_is_refused(casebook: Casebook, today: str) -> None:
    assert today in casebook.refused("--today", today, "list")


def test_the_same_command_twice_prints_the_same_bytes(casebook: Casebook) -> None:
    casebook.bring_in(MANY_CASES[:40])
    casebook.record("2024-3", "accept", "2024-03-06")
    period = ["--register", "review", "--period", "2024"]
    for args in (
        ["list"],
        ["list", "--format", "json"],
        ["show", "2024-3"],
        ["show", "2024-3", "--format", "json"],
        ["history", "2024-3"],
        ["check", "--format", "json"],
        ["report", "summary", *period],
        ["report", "summary", *period, "--by", "matter", "--format", "json"],
        ["report", "summary", *period, "--format", "csv"],
        ["report", "sentence", *period],
        ["law", "show", "review-2023"],
    ):
        assert casebook.process(*args) == casebook.process(*args)


def test_piped_output_carries_no_colour(casebook: Casebook) -> None:
    casebook.open_review("2024-03-04", "2024-03-29", "南府复〔2024〕1号")
    forcing = {**casebook.environment(), "TERM": "xterm-256color"}
    for args in (["list"], ["show", "2024-1"], ["check"], ["--help"], ["show", "2024-9"]):
        answer = casebook.process(*args, env=forcing)
        assert ESCAPE not in answer.out + answer.err


def test_a_long_number_is_never_cut_where_there_is_no_terminal(casebook: Casebook) -> None:
    number = "南昌县人民政府行政复议办公室（行政复议决定）字〔2024〕12345号"
    casebook.intake("review", "2024-03-04", number, "--respondent", "南昌县自然资源和规划局" * 6, "--field", "自然资源")
    assert number in casebook.ok("list")
    assert number in casebook.ok("show", number)


def test_terminal_control_characters_in_names_are_shown_not_obeyed(casebook: Casebook) -> None:
    casebook.intake(
        "review",
        "2024-03-04",
        "南府复〔2024〕1号",
        "--applicant",
        "张\x1b[31m某[bold]",
        "--field",
        "[red]公安",
    )
    shown = casebook.ok("show", "2024-1")
    assert "[bold]" in shown
    assert "[red]公安" in shown


def test_an_ascii_locale_neither_breaks_nor_garbles(casebook: Casebook) -> None:
    casebook.intake("review", "2024-03-04", "南府复〔2024〕1号")
    env = {**casebook.environment(), "LC_ALL": "C", "LANG": "C"}
    assert casebook.process("history", "2024-1", env=env).status == 0
    for args in (["list"], ["list", "--format", "json"], ["show", "2024-1"]):
        answer = casebook.process(*args, env=env)
        assert answer.status == 0
        assert answer.err == ""
        assert "南府复〔2024〕1号" in answer.out


def test_a_reader_that_hangs_up_early_is_no_error_of_the_program(casebook: Casebook) -> None:
    write_table(casebook.path.with_name("many.csv"), MANY_CASES)
    casebook.ok("import", str(casebook.path.with_name("many.csv")))
    with subprocess.Popen(
        [COMMAND, "list", "--format", "json"],
        env=casebook.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        reading.stdout.read(1)
        reading.stdout.close()
        said = reading.stderr.read().decode()
    assert said == ""
