"""Reports as files: named by a pattern, replaced whole or not at all, the same bytes whoever makes them."""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from blackbox.program import COMMAND, Casebook, assert_refusal
from blackbox.written import FORMATS, PACKED, files_in, run, unpacked, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPORT = ("report", "summary", "--register", "review", "--period", "2024")
OLD = b"the report of last time\n"
ENDINGS = {"md": "md", "markdown": "md", "csv": "csv", "json": "json", "txt": "plain", "html": "html", "htm": "html"}
CANNOT = "The file that was there is untouched. Check the folder, its rights and the space left."
PLACES = "In braces may stand: period form ext register bureau scheme; a name has no slash."
UNBALANCED = "update case_version set outcome = 'x' where outcome is not null"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for reports."""
    made = tmp_path / "reports"
    made.mkdir()
    return made


def kept(folder: Path, name: str = "a.md") -> Path:
    """A report of last time."""
    path = folder / name
    path.write_bytes(OLD)
    return path


def printed(casebook: Casebook, form: str) -> bytes:
    """The report of the year as it is printed into a pipe."""
    answer = run(casebook, *REPORT, "--format", form)
    assert (answer.status, answer.err) == (0, "")
    return answer.out


# names and formats


def test_the_cron_line_writes_last_month_of_every_register(counted: Casebook, folder: Path) -> None:
    counted.today = "2024-10-08"
    said = counted.ok(
        "report", "last-month", "--all-registers", "--out", str(folder), "--name", "{period}-{form}.{ext}"
    )
    assert said == (
        f"2024-10-08 wrote {folder}/2024-09-summary.md"
        " (administrative review, review, as respondent, litigation; entry 30)\n"
    )
    [(name, content)] = files_in(folder).items()
    assert name == "2024-09-summary.md"
    text = content.decode()
    assert [line for line in text.splitlines() if line.startswith("# ")] == [
        "# 南昌县司法局: administrative review, summary of cases",
        "# 南昌县司法局: review, as respondent, summary of cases",
        "# 南昌县司法局: litigation, summary of cases",
    ]
    assert text.count("Period: 2024-09-01 to 2024-09-30, both days included.") == 3


def test_all_registers_are_written_even_those_without_cases(casebook: Casebook, folder: Path) -> None:
    casebook.intake("litigation", "2024-10-08", "（2024）赣01行初1号")
    call = ("report", "2024", "--out", str(folder / "a.md"))
    assert "(litigation; entry 1)" in casebook.ok(*call)
    assert "(administrative review, review, as respondent, litigation; entry 1)" in casebook.ok(
        *call, "--all-registers"
    )
    casebook.ok("report", "2024", "--all-registers", "--out", str(folder / "a.json"))
    assert b'"schema": "casebook/reports/1"' in (folder / "a.json").read_bytes()


def test_the_log_line_is_chinese_for_a_chinese_office(counted: Casebook, folder: Path) -> None:
    counted.lang = "zh"
    out = ("--out", str(folder / "a.csv"))
    assert counted.ok(*REPORT, *out) == f"2026-11-21 已写入 {folder}/a.csv（行政复议；登记号 30）\n"
    assert counted.ok(*REPORT, *out, "--if-changed") == f"2026-11-21 无变化 {folder}/a.csv（行政复议；登记号 30）\n"
    assert counted.ok(*REPORT, *out, "--known-at", "0").endswith("登记号 0）\n")


def test_several_formats_are_written_by_one_call(counted: Casebook, folder: Path) -> None:
    said = counted.ok(*REPORT, "--format", "md，csv, json,xlsx,docx,html,table,plain", "--out", str(folder))
    names = [f"2024-summary.{ending}" for ending in ("md", "csv", "json", "xlsx", "docx", "html", "txt")]
    assert [line.split()[2] for line in said.splitlines()] == [f"{folder}/{name}" for name in names]
    assert sorted(files_in(folder)) == sorted(names)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_is_printed(counted: Casebook, folder: Path, form: str) -> None:
    counted.ok(*REPORT, "--format", form, "--out", str(folder / "report"))
    assert (folder / "report").read_bytes() == printed(counted, form)


@pytest.mark.parametrize(("ending", "form"), ENDINGS.items())
def test_the_ending_of_a_file_chooses_the_format(counted: Casebook, folder: Path, ending: str, form: str) -> None:
    counted.ok(*REPORT, "--out", str(folder / f"a.{ending.upper()}"))
    assert files_in(folder) == {f"a.{ending.upper()}": printed(counted, form)}


@pytest.mark.parametrize(("ending", "member"), [("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")])
def test_the_ending_of_an_office_file_chooses_the_format(
    counted: Casebook, folder: Path, ending: str, member: str
) -> None:
    counted.ok(*REPORT, "--out", str(folder / f"a.{ending}"))
    assert member in unpacked((folder / f"a.{ending}").read_bytes())


@pytest.mark.parametrize("name", ["report", "report.2024"])
def test_a_file_of_no_known_ending_is_markdown(counted: Casebook, folder: Path, name: str) -> None:
    counted.ok(*REPORT, "--out", str(folder / name))
    assert files_in(folder) == {name: printed(counted, "md")}


@pytest.mark.parametrize(
    ("pattern", "period", "name"),
    [
        ("{period}", "2024Q2", "2024Q2"),
        ("{period}", "2024H2", "2024H2"),
        ("{period}", "2024-02", "2024-02"),
        ("{period}", "2024-01-01..2024-03-31", "2024Q1"),
        ("{period}", "2024-01-01..2024-10-16", "2024-01-01..2024-10-16"),
        ("{bureau}{period}{register}-{scheme}.{ext}", "2024", "南昌县司法局2024review-standard.md"),
        ("{{a}}", "2024", "{a}"),
        ("周报.md", "2024", "周报.md"),
    ],
)
def test_a_name_is_made_from_its_places(counted: Casebook, folder: Path, pattern: str, period: str, name: str) -> None:
    counted.ok(*REPORT[:4], "--period", period, "--out", str(folder), "--name", pattern)
    assert list(files_in(folder)) == [name]


def test_a_reporting_year_of_another_first_day_goes_by_its_own_name(counted: Casebook, folder: Path) -> None:
    counted.ok(*REPORT[:4], "2024", "--year-start", "12-11", "--out", str(folder))
    assert list(files_in(folder)) == ["2024-summary.md"]
    assert b"Period: 2023-12-11 to 2024-12-10" in (folder / "2024-summary.md").read_bytes()


@pytest.mark.parametrize(
    "pattern",
    [
        "{nonsense}", "{}", "{0}", "{", "}", "", ".", "..", "../a", "a/b", "/etc/a", "a\0b", "{period}/{form}",
        "{period.__class__}", "{period[0]}", "{period!r}", "{period:>99999999999}", "{form:{ext}}",
    ],
)  # fmt: skip
def test_a_name_reaches_no_further_than_the_folder_and_its_places(
    counted: Casebook, folder: Path, pattern: str
) -> None:
    said = counted.refused(*REPORT, "--out", str(folder), "--name", pattern)
    assert said.splitlines()[1] == PLACES
    assert files_in(folder) == {}
    assert sorted(path.name for path in folder.parent.iterdir()) == ["cases.book", "reports"]


def test_formats_that_would_take_one_another_s_place_are_refused(counted: Casebook, folder: Path) -> None:
    said = counted.refused(*REPORT, "--out", str(folder), "--format", "md,csv", "--name", "{period}")
    assert "{ext}" in said
    assert files_in(folder) == {}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "md,csv"), "several formats want a folder"),
        (("--format", "pdf"), "Known: table, plain, md, csv, json, xlsx, docx, html"),
        (("--format", ""), "“” is not known"),
        (("--format", "md,"), "“” is not known"),
        (("--name", "{form}"), "--name goes with --out"),
        (("--if-changed",), "--if-changed goes with --out"),
        (("--bom", "--format", "md"), "--bom goes with csv"),
        (("--explain",), "--explain does not apply to the form summary"),
        (("--all-variants",), "--all-variants does not apply to the form summary"),
        (("--cases", "outcome=revoke", "--compare", "year"), "--cases does not go with --compare"),
    ],
)
def test_options_that_would_do_nothing_are_refused(counted: Casebook, options: tuple[str, ...], said: str) -> None:
    assert said in counted.refused(*REPORT, *options)


def test_a_spreadsheet_of_what_is_only_text_is_refused(counted: Casebook, folder: Path) -> None:
    out = ("--out", str(folder / "a.xlsx"))
    assert "“xlsx” is not known" in counted.refused("report", "sentence", "2024", *out)
    assert "“xlsx” is not known" in counted.refused(*REPORT, "--cases", "outcome=revoke", *out)
    assert files_in(folder) == {}


# unchanged, replaced, kept


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_would_not_change_is_left_alone(counted: Casebook, folder: Path, form: str) -> None:
    call = (*REPORT, "--format", form, "--out", str(folder), "--name", "a")
    counted.ok(*call)
    path = folder / "a"
    before = path.read_bytes()
    os.utime(path, ns=(10**18, 10**18))
    told = path.stat()
    counted.today = "2026-11-22"  # a day later nothing has been told
    assert f"2026-11-22 unchanged {path} (" in counted.ok(*call, "--if-changed")
    assert (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes()) == (told.st_mtime_ns, told.st_ino, before)
    assert f"wrote {path} (" in counted.ok(*call)
    assert path.stat().st_mtime_ns > told.st_mtime_ns


def test_a_file_that_has_changed_is_written_anew(counted: Casebook, folder: Path) -> None:
    path = folder / "a.csv"
    call = (*REPORT, "--out", str(path), "--if-changed")
    assert f"wrote {path} (" in counted.ok(*call)
    before = path.read_bytes()
    counted.intake("review", "2024-11-04", "南府复〔2024〕30号")
    assert f"wrote {path} (" in counted.ok(*call)
    assert path.read_bytes() == printed(counted, "csv") != before


def test_a_report_is_for_its_owner_alone(counted: Casebook, folder: Path) -> None:
    path = kept(folder)
    path.chmod(0o644)
    counted.ok(*REPORT, "--format", "csv,xlsx,md", "--out", str(folder), "--name", "a.{ext}")
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}


def test_a_link_stays_and_what_it_leads_to_is_replaced(counted: Casebook, folder: Path) -> None:
    path = kept(folder, "2024.csv")
    link = folder / "latest.csv"
    link.symlink_to(path.name)
    counted.ok(*REPORT, "--out", str(link))
    assert link.is_symlink()
    assert path.read_bytes() == printed(counted, "csv")


@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "tempfile.mkstemp"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(counted: Casebook, folder: Path, call: str) -> None:
    kept(folder)
    with mock.patch(f"casebook.cli.outfiles.{call}", side_effect=OSError(errno.EIO, os.strerror(errno.EIO))):
        said = counted.refused(*REPORT, "--out", str(folder / "a.md"), status=3)
    assert said == f"Cannot write {folder}/a.md: Input/output error.\n{CANNOT}\n"
    assert files_in(folder) == {"a.md": OLD}


@pytest.mark.parametrize("when", ["fsync", "replace"])
def test_a_program_that_is_killed_while_writing_leaves_the_old_file_whole(
    counted: Casebook, folder: Path, when: str
) -> None:
    kept(folder)
    dying = f"import os; os.{when} = lambda *_: os.kill(os.getpid(), 9); from casebook.cli.main import main; main()"
    words = [sys.executable, "-c", dying, *REPORT, "--out", str(folder / "a.md")]
    done = subprocess.run(words, env=counted.environment(), capture_output=True, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert (folder / "a.md").read_bytes() == OLD
    counted.ok(*REPORT, "--out", str(folder / "a.md"))
    assert (folder / "a.md").read_bytes() == printed(counted, "md")


def test_a_reader_never_sees_half_a_file(counted: Casebook, folder: Path) -> None:
    path = kept(folder, "a.html")
    writer = subprocess.Popen([COMMAND, *REPORT, "--out", str(path)], env=counted.environment())
    seen = set()
    until = time.monotonic() + 60
    while writer.poll() is None and time.monotonic() < until:
        seen.add(path.read_bytes())
    assert writer.wait() == 0
    assert seen | {OLD} <= {OLD, path.read_bytes()}


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """Mount a disk of 16 KiB at ``place`` where this user may; yields whether it is there."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)]
    mounted = os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_keeps_the_old_file(counted: Casebook, tmp_path: Path) -> None:
    """Where no disk can be mounted, a limit on the size of files is met in the same place."""
    with small_disk(tmp_path / "disk") as mounted:
        path = kept(tmp_path / "disk", "a.html")
        limit = () if mounted else ("sh", "-c", 'ulimit -f 64; exec "$@"', "sh")
        answer = run(counted, *REPORT, "--out", str(path), before=limit)
        assert answer.status == 3
        assert files_in(path.parent) == {"a.html": OLD}
        why = os.strerror(errno.ENOSPC if mounted else errno.EFBIG)
        assert answer.err == f"Cannot write {path}: {why}.\n{CANNOT}\n"


def test_a_limit_on_the_size_of_files_keeps_the_old_file(counted: Casebook, folder: Path) -> None:
    kept(folder, "a.html")
    before = ("sh", "-c", 'ulimit -f 64; exec "$@"', "sh")
    answer = run(counted, *REPORT, "--out", str(folder / "a.html"), before=before)
    assert (answer.status, answer.out) == (3, b"")
    assert answer.err == f"Cannot write {folder}/a.html: {os.strerror(errno.EFBIG)}.\n{CANNOT}\n"
    assert files_in(folder) == {"a.html": OLD}


def test_a_folder_that_cannot_be_written_is_named(counted: Casebook, folder: Path) -> None:
    """The superuser may write anything: what the system says to everybody else."""
    kept(folder)
    denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    everybody = mock.patch("casebook.cli.outfiles.tempfile.mkstemp", side_effect=denied)
    folder.chmod(0o500)
    with everybody if os.geteuid() == 0 else contextlib.nullcontext():
        said = counted.refused(*REPORT, "--out", str(folder / "a.md"), status=3)
    folder.chmod(0o700)
    assert said == f"Cannot write {folder}/a.md: Permission denied.\n{CANNOT}\n"
    assert files_in(folder) == {"a.md": OLD}


@pytest.mark.parametrize("where", ["nowhere/a.md", "nowhere/", "nowhere/deeper/", "cases.book/a.md"])
def test_a_folder_that_is_not_there_is_never_made(counted: Casebook, tmp_path: Path, where: str) -> None:
    said = counted.refused(*REPORT, "--out", f"{tmp_path}/{where}", status=3)
    assert said.startswith(f"Cannot write {tmp_path}/{where.split('/', maxsplit=1)[0]}/")
    assert [path.name for path in tmp_path.iterdir()] == ["cases.book"]


def test_a_folder_is_not_replaced_by_a_file(counted: Casebook, folder: Path) -> None:
    (folder / "2024").mkdir()
    said = counted.refused(*REPORT, "--out", str(folder), "--name", "{period}", status=3)
    assert said == f"Cannot write {folder}/2024: what is there is no file.\n{CANNOT}\n"
    assert (folder / "2024").is_dir()


def test_a_pipe_is_not_replaced_by_a_file(counted: Casebook, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    said = counted.refused(*REPORT, "--out", str(folder / "pipe"), status=3)
    assert said == f"Cannot write {folder}/pipe: what is there is no file.\n{CANNOT}\n"
    assert (folder / "pipe").is_fifo()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_the_book_is_never_replaced_by_a_report(counted: Casebook, ending: str) -> None:
    said = counted.refused(*REPORT, "--out", f"{counted.path}{ending}", status=3)
    assert said.startswith(f"Cannot write {counted.path}{ending}: it is the book.\n")


@pytest.mark.parametrize("how", ["by a name", "by a link", "by another way"])
def test_the_book_is_known_under_every_name(counted: Casebook, folder: Path, how: str) -> None:
    before = counted.dump()
    (folder / "link").symlink_to(counted.path)
    out = {
        "by a name": ("--out", str(folder.parent), "--name", "cases.book"),
        "by a link": ("--out", str(folder / "link")),
        "by another way": ("--out", f"{folder}/../cases.book"),
    }
    assert "it is the book" in counted.refused(*REPORT, *out[how], status=3)
    assert counted.dump() == before


def test_of_several_files_none_is_written_where_one_would_replace_the_book(counted: Casebook, folder: Path) -> None:
    counted.path = counted.path.rename(folder / "b.csv")
    out = ("--out", str(folder), "--name", "b.{ext}", "--format", "md,csv")
    assert "it is the book" in counted.refused(*REPORT, *out, status=3)
    assert not (folder / "b.md").exists()


def test_a_path_of_hostile_characters_is_named_harmlessly(counted: Casebook, folder: Path) -> None:
    path = folder / "a\x1b[31m\u202e\n.md"
    assert f"wrote {folder}/a\\x1b[31m\\u202e\\x0a.md (" in counted.ok(*REPORT, "--out", str(path))
    assert path.is_file()
    assert "a\\x1b" in counted.refused(*REPORT, "--out", str(path / "b"), status=3)


@pytest.mark.parametrize("out", ["", ".", "a\0b", "x" * 300])
def test_a_path_that_is_none_is_refused(counted: Casebook, out: str) -> None:
    with contextlib.chdir(counted.path.parent):
        answer = counted.run(*REPORT, "--out", out)
        if out == ".":
            assert answer.status == 0
            assert (counted.path.parent / "2024-summary.md").is_file()
        else:
            assert_refusal(answer, 3)
            assert [path.name for path in counted.path.parent.iterdir()] == ["cases.book"]


def test_a_long_name_is_written_as_long_as_the_system_takes_it(counted: Casebook, folder: Path) -> None:
    name = "报" * 84 + ".md"  # 255 bytes
    counted.ok(*REPORT, "--out", str(folder / name))
    assert list(files_in(folder)) == [name]


# streams


def on_terminal(casebook: Casebook, *args: str) -> tuple[int, str]:
    """Run the installed command with its output on a terminal of 80 columns; return status and what it shows."""
    leader, follower = pty.openpty()
    words = [COMMAND, *args]
    env = casebook.environment(TERM="xterm", COLUMNS="80")
    with subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower) as shown:
        os.close(follower)
        said = b""
        with contextlib.suppress(OSError):  # the terminal is gone when the program is
            while more := os.read(leader, 65536):
                said += more
    os.close(leader)
    return shown.returncode, said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("form", PACKED)
def test_an_office_file_goes_through_a_pipe_but_not_to_a_terminal(counted: Casebook, form: str) -> None:
    words = words_of(printed(counted, form))
    assert "南昌县司法局" in words
    status, shown = on_terminal(counted, *REPORT, "--format", form)
    assert (status, len(shown.splitlines())) == (2, 2)
    assert shown.startswith(f"A terminal cannot show {form}.\nName a file with --out, such as --out report.{form}")


def test_a_table_in_a_file_is_plain_even_when_a_terminal_looks_on(counted: Casebook, folder: Path) -> None:
    status, shown = on_terminal(counted, *REPORT, "--format", "table", "--out", str(folder), "--name", "a.{ext}")
    assert (status, shown.startswith("2026-11-21 wrote ")) == (0, True)
    assert files_in(folder) == {"a.txt": printed(counted, "plain")}
    status, shown = on_terminal(counted, *REPORT)
    assert (status, "\x1b[" in shown) == (0, True)


def test_a_bom_stands_before_csv_alone(counted: Casebook, folder: Path) -> None:
    bom = "\ufeff".encode()
    plain = printed(counted, "csv")
    assert not plain.startswith(bom)
    assert run(counted, *REPORT, "--format", "csv", "--bom").out == bom + plain
    counted.ok(*REPORT, "--bom", "--format", "csv,md,json", "--out", str(folder), "--name", "a.{ext}")
    files = files_in(folder)
    assert files == {"a.csv": bom + plain, "a.md": printed(counted, "md"), "a.json": printed(counted, "json")}
    cases = ("--cases", "outcome=revoke_part", "--format", "csv")
    assert run(counted, *REPORT, *cases, "--bom").out == bom + run(counted, *REPORT, *cases).out


def test_the_cases_of_a_figure_go_into_a_file_too(counted: Casebook, folder: Path) -> None:
    cases = (*REPORT, "--cases", "outcome=revoke_part")
    for ending, form in (("csv", "csv"), ("json", "json"), ("md", "md"), ("txt", "plain")):
        path = folder / f"a.{ending}"
        assert f"wrote {path} (" in counted.ok(*cases, "--out", str(path))
        assert path.read_text("utf-8") == counted.ok(*cases, "--format", form)
        assert "南府复〔2024〕2号" in path.read_text("utf-8")


def test_a_sentence_goes_into_a_file_too(counted: Casebook, folder: Path) -> None:
    sentence = ("report", "sentence", "--period", "2024")
    counted.ok(*sentence, "--out", str(folder))
    assert files_in(folder) == {"2024-sentence.md": counted.ok(*sentence).encode()}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes_in_every_process(counted: Casebook, form: str) -> None:
    call = (*REPORT, "--by", "field,family", "--by", "matter", "--format", form)
    first = run(counted, *call, env={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    second = run(counted, *call, env={"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai", "COLUMNS": "40", "LC_ALL": "C"})
    assert (first.status, first.err) == (0, "")
    assert first == second


def test_a_page_of_very_many_cases_keeps_its_charts_and_leaves_out_the_list(counted: Casebook) -> None:
    whole = counted.ok(*REPORT, "--format", "html")
    with mock.patch("casebook.cli.reportoutput.MOST_CASES_OF_A_PAGE", 3):
        page = counted.ok(*REPORT, "--format", "html")
    assert page.count("<figure>") == whole.count("<figure>") > 0
    assert ("南府复〔2024〕2号" in whole, "南府复〔2024〕2号" in page) == (True, False)


# identities


def damaged(casebook: Casebook) -> None:
    """Change derived rows behind the program's back."""
    with contextlib.closing(sqlite3.connect(casebook.path)) as database:
        database.execute(UNBALANCED)
        database.commit()


def test_a_summary_that_does_not_balance_is_not_written(counted: Casebook, folder: Path) -> None:
    kept(folder)
    damaged(counted)
    said = counted.refused(*REPORT, "--out", str(folder / "a.md"), status=1)
    assert said.startswith("The figures do not balance: outcomes, 9 = 0 does not hold.\n")
    assert files_in(folder) == {"a.md": OLD}


@pytest.mark.parametrize("form", ["outcomes", "official-review", "disclosure"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_whose_identity_fails_says_so_and_exits_with_a_finding(
    counted: Casebook, folder: Path, form: str, lang: str
) -> None:
    counted.ok("report", form, "2024")
    damaged(counted)
    counted.lang = lang
    answer = counted.run("report", form, "2024", "--format", "plain")
    assert answer.status == 1
    assert len(answer.error_lines) == 1
    assert "check --deep" in answer.err
    assert re.search(r" = 0 (\+ 0 )*+ +(不符|does not hold)\n", answer.out)
    written = counted.run("report", form, "2024", "--out", str(folder / "a.json"))
    assert (written.status, written.err) == (1, answer.err)
    assert b'"holds": false' in (folder / "a.json").read_bytes()
