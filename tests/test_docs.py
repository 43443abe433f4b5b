"""The documentation is what the program does: generated pages, the blocks of the READMEs, the lists of reasons."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casebook import __version__, forms, schemes
from casebook.cli import main as program
from casebook.formnames import FORM

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")
WRITTEN = (*READMES, "CHANGELOG.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
EXAMPLE = {"docs/commands.md": "  Example:", "docs/commands.zh.md": "  例："}
BUREAU = ("--bureau", "南昌县司法局", "--number-word", "南府复")


def _load() -> ModuleType:
    sys.path.insert(0, str(ROOT / "docs"))  # where its own modules are
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


generate = _load()
COMMANDS: list[tuple[str, ...]] = list(generate.command_paths(program.build()))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command(words: tuple[str, ...]) -> Any:  # noqa: ANN401 - the framework's own type is private
    found = program.build()
    for word in words:
        found = found.get_command(None, word)
    return found


# Pages made from the program


@pytest.mark.parametrize("name", list(generate.PAGES))
def test_a_generated_page_is_what_the_program_makes_of_it(name: str) -> None:
    stale = generate.difference(name, text(name), generate.PAGES[name]())
    assert not stale, "\n".join([*stale, "Run: python docs/generate.py"])


def test_check_names_a_stale_page_and_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("stale\n", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "PAGES", {"page.md": lambda: "fresh\n"})
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["-stale", "+fresh"]
    assert page.read_text(encoding="utf-8") == "stale\n"
    assert generate.main([]) == 0
    assert page.read_text(encoding="utf-8") == "fresh\n"
    assert generate.main(["--check"]) == 0


def test_a_transcript_is_filled_with_what_its_commands_print() -> None:
    page = "<!-- transcript -->\n```console\n$ casebook \\\n    --version\nold\n```\n<!-- end -->\n"
    assert generate.refreshed(page) == page.replace("old", f"casebook {__version__}")


def test_a_failing_command_never_gets_into_a_page() -> None:
    page = "<!-- transcript -->\n```console\n$ casebook --book none.db list\n```\n<!-- end -->\n"
    with pytest.raises(ValueError, match="exit status 3"):
        generate.refreshed(page)


# Help


@pytest.mark.parametrize("page", EXAMPLE)
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...], page: str) -> None:
    called = " ".join(("casebook", *words))
    [section] = re.findall(rf"^## {called}\n\n```text\n(.*?)\n```", text(page), re.DOTALL | re.MULTILINE)
    lines = section.splitlines()
    example = lines[lines.index(EXAMPLE[page]) + 1]
    assert f"{example} ".startswith(f"    {called} ")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_and_argument_has_help(words: tuple[str, ...]) -> None:
    silent = [each.opts[0] for each in command(words).params if not each.help]
    assert silent == []


def test_every_global_option_that_is_shown_has_help() -> None:
    assert [each.opts[0] for each in program.build().params if not each.help and not each.hidden] == []


def examples() -> list[str]:
    found = re.findall(r"^    (casebook .+)$", text("docs/commands.md"), re.MULTILINE)
    assert found
    return found


@pytest.mark.parametrize("line", examples())
def test_every_example_is_a_command_line_that_the_program_takes(line: str) -> None:
    words = line.split()[1:]
    path = max((each for each in COMMANDS if tuple(words[: len(each)]) == each), key=len)
    parsed = command(path).make_context(path[-1], words[len(path) :])
    assert all(value is not None for name, value in parsed.params.items() if name in required(path))


def required(path: tuple[str, ...]) -> set[str]:
    return {each.name for each in command(path).params if each.required}


# The data model


def test_every_table_and_column_of_the_schema_is_explained() -> None:
    words = generate.read_schema(generate.SCHEMA.read_text(encoding="utf-8"))
    tables = generate.schema_database().tables
    silent = [each.name for each in tables if not words.purposes[each.name]]
    silent += [
        f"{each.name}.{column.name}"
        for each in tables
        for column in each.columns
        if not words.meaning(each.name, column.name)
    ]
    assert silent == []


def test_a_column_without_a_comment_is_found() -> None:
    words = generate.read_schema(
        "-- Things.\ncreate table thing (\n    shape text not null,\n    size integer -- mm\n);"
    )
    assert (words.purposes["thing"], words.meaning("thing", "size")) == ("Things.", "mm")
    assert words.meaning("thing", "shape") == ""


# Reasons


def declared() -> set[str]:
    project = tomllib.loads(text("pyproject.toml"))
    lines = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["dependency-groups"]["bench"],
        *project["build-system"]["requires"],
    ]
    return {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in lines}


def explained() -> set[str]:
    section = text("docs/decisions.md").split("## Dependencies")[1]
    return set(re.findall(r"^\| ([a-z0-9-]+) \|", section, re.MULTILINE)) - {"dependency"}


def test_every_dependency_has_its_line_in_the_decisions_and_no_other() -> None:
    assert explained() == declared()


def imported(folder: str) -> set[str]:
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("folder", ["casebook", "tests", "docs", "sample_data"])
def test_whatever_is_imported_is_an_explained_dependency(folder: str) -> None:
    homes = packages_distributions()
    foreign = imported(folder) - set(sys.stdlib_module_names) - {"casebook"}
    distributions = {name.lower() for module in foreign for name in homes.get(module, ())}
    assert distributions <= explained()


def test_the_changelog_starts_with_this_version_and_says_who_is_affected() -> None:
    versions = re.split(r"^## ", text("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    named = [each.split()[0] for each in versions]
    assert named[named[0] == "Unreleased"] == __version__
    assert all("**Affected:**" in each for each in versions)


# The READMEs


@pytest.mark.parametrize("name", READMES)
def test_the_tour_is_ten_commands_from_init_to_report(name: str) -> None:
    tour = re.findall(r"<!-- transcript -->\n(.*?)<!-- end -->", text(name), re.DOTALL)[1]
    called = [each.split()[1] for each in generate.commands_in(tour) if each.startswith("casebook ")]
    assert (len(called), called[0], called[-1]) == (10, "init", "report")


@pytest.mark.parametrize("name", READMES)
def test_a_reader_meets_the_result_then_the_commands_then_the_tour_then_cron(name: str) -> None:
    readme = text(name)
    places = [readme.index(word) for word in ("\n> 今年以来", "`make demo`", "casebook intake", "```crontab")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", READMES)
def test_the_make_targets_that_a_readme_names_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"`make ([a-z]+)`", text(name))) <= targets


@pytest.mark.parametrize("name", READMES)
def test_the_json_schemas_that_a_readme_promises_are_those_of_the_program(name: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "casebook").rglob("*.py"))
    promised = set(re.findall(r"`(casebook/[a-z]+/\d)`", text(name)))
    assert promised
    assert {each for each in promised if f'"{each}"' not in sources} == set()


def cron_lines(name: str) -> list[str]:
    [block] = re.findall(r"```crontab\n(.*?)```", text(name), re.DOTALL)
    return [line.split(None, 5)[5] for line in block.splitlines() if line[0].isdigit()]


def as_cron(line: str, home: Path, book: Path, today: str = "2023-10-01") -> subprocess.CompletedProcess[str]:
    settings = {"CASEBOOK_BOOK": str(book), "CASEBOOK_LANG": "zh", "CASEBOOK_TODAY": today}
    env = {**generate.environment(home), **settings}
    return subprocess.run(
        ["sh", "-c", line], cwd=home, env=env, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of an officer: a folder for reports, and a book with the cases of 南昌县."""
    (tmp_path / "reports").mkdir()
    book = ["--book", str(tmp_path / "cases.db"), "--today", "2023-10-16"]
    assert program.run([*book, "init", *BUREAU]) == 0
    assert program.run([*book, "import", str(ROOT / "sample_data" / "nanchang" / "cases.csv")]) == 0
    return tmp_path


def test_both_readmes_give_the_same_cron_lines() -> None:
    assert cron_lines("README.md") == cron_lines("README.zh.md")


REPORTS = [f"2023-09-summary.{ending}" for ending in ("docx", "html", "xlsx")]


def test_the_monthly_cron_line_leaves_whole_reports_and_a_line_of_the_log_for_each(home: Path) -> None:
    for told in ("已写入", "无变化"):
        done = as_cron(cron_lines("README.md")[0], home, home / "cases.db")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert sorted(path.name for path in (home / "reports").iterdir()) == REPORTS
        logged = (home / "report.log").read_text(encoding="utf-8").splitlines()
        assert [line.split()[1:3] for line in logged[-3:]] == [
            [told, f"reports/2023-09-summary.{ending}（行政复议、被复议、行政应诉；登记号"]
            for ending in ("xlsx", "docx", "html")
        ]
    assert len(logged) == 6
    assert "2023-09-01 至 2023-09-30" in (home / "reports" / REPORTS[1]).read_text(encoding="utf-8")


def test_a_report_of_a_month_is_unchanged_on_another_day_of_the_next(home: Path) -> None:
    line = cron_lines("README.md")[0]
    for today in ("2023-10-01", "2023-10-02"):
        assert as_cron(line, home, home / "cases.db", today).returncode == 0
    assert "2023-10-02 已写入" not in (home / "report.log").read_text(encoding="utf-8")


def test_a_failing_cron_line_leaves_the_report_before_and_says_why(home: Path) -> None:
    report = home / "reports" / REPORTS[1]
    report.write_text("the month before", encoding="utf-8")
    done = as_cron(cron_lines("README.md")[0], home, home / "none.db")
    assert done.returncode == 3
    assert "none.db" in done.stderr
    assert report.read_text(encoding="utf-8") == "the month before"


def test_the_daily_cron_line_speaks_only_where_there_is_a_finding(home: Path) -> None:
    book = home / "faulty.db"
    line = cron_lines("README.md")[1]
    assert program.run(["--book", str(book), "init", *BUREAU]) == 0
    assert as_cron(line, home, book).stdout == ""
    number = ("--number", "南府复〔2023〕1号", "--intake-result", "accept", "--intake-on", "2023-03-30")
    logged = ["intake", "review", "--received", "2023-03-01", *number]
    assert program.run(["--book", str(book), "--today", "2023-10-01", *logged]) == 0
    assert "南府复〔2023〕1号" in as_cron(line, home, book).stdout


def test_the_timer_does_what_the_first_cron_line_does(home: Path) -> None:
    service = text("docs/examples/casebook-report.service")
    [started] = re.findall(r"^ExecStart=(.+)$", service, re.MULTILINE)
    [log] = re.findall(r"^StandardOutput=append:(.+)$", service, re.MULTILINE)
    line = f"{started} >> {log}".replace("%h/.local/bin/", "").replace("%h/", "")
    assert line == cron_lines("README.md")[0]
    settings = dict(pair.split("=", 1) for pair in re.findall(r"CASEBOOK_\w+=\S+", service))
    assert settings == {"CASEBOOK_BOOK": "%h/cases.db", "CASEBOOK_LANG": "zh"}
    assert (
        as_cron(started.replace("%h/.local/bin/", "").replace("%h", str(home)), home, home / "cases.db").returncode == 0
    )
    assert sorted(path.name for path in (home / "reports").iterdir()) == REPORTS


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_the_units_and_says_how_to_start_them(name: str) -> None:
    for unit in ("casebook-report.service", "casebook-report.timer"):
        assert f"](docs/examples/{unit})" in text(name)
    assert "systemctl --user enable --now casebook-report.timer" in text(name)


# Forms, schemes, pictures


@pytest.mark.parametrize("page", ["docs/forms.md", "docs/forms.zh.md"])
def test_the_page_of_forms_has_a_section_for_each_with_its_source(page: str) -> None:
    sections = dict(
        re.findall(r"^## [^\n]*`([a-z0-9-]+)`\n(.*?)(?=^## |\Z|^<!-- end)", text(page), re.DOTALL | re.MULTILINE)
    )
    assert tuple(sections) == FORM.codes
    said = {name for name, section in sections.items() if re.search(r"^(Source: |出处：)\S", section, re.MULTILINE)}
    assert said == set(forms.names())


@pytest.mark.parametrize("page", ["docs/schemes.md", "docs/schemes.zh.md"])
def test_the_page_of_schemes_has_a_section_for_each_and_its_two_readings(page: str) -> None:
    assert tuple(re.findall(r"^## [^\n]*`([a-z-]+)`$", text(page), re.MULTILINE)) == schemes.names()
    [readings] = re.findall(r"<!-- made readings (?:zh|en) -->\n(.*?)<!-- end -->", text(page), re.DOTALL)
    rows = [line.split(" | ") for line in readings.splitlines()[2:]]
    alike: dict[str, list[str]] = {}
    for row in rows:
        alike.setdefault(row[1], []).append(row[0].strip("| "))
    assert sorted(alike.values(), key=len) == [
        ["carried-in"],
        [name for name in schemes.names() if name != "carried-in"],
    ]


@pytest.mark.parametrize("name", [*forms.names()])
def test_what_a_form_infers_it_says_in_both_pages(name: str) -> None:
    inferred = re.search("推断|未核实", forms.text_of(name)) is not None
    for page, words in (("docs/forms.md", "inferred|unverified"), ("docs/forms.zh.md", "推断|未核实")):
        [section] = re.findall(rf"^## [^\n]*`{name}`\n(.*?)(?=^## |\Z|^<!-- end)", text(page), re.DOTALL | re.MULTILINE)
        assert (re.search(words, section) is not None) == inferred


def test_a_file_of_a_page_is_there_for_its_commands() -> None:
    page = (
        "<!-- file a.toml -->\n```toml\nx = 1\n```\n<!-- end -->\n"
        "<!-- transcript -->\n```console\n$ cat a.toml\n```\n<!-- end -->\n"
    )
    assert generate.refreshed(page) == page.replace("$ cat a.toml\n", "$ cat a.toml\nx = 1\n")


def test_a_file_of_a_page_is_one_block() -> None:
    with pytest.raises(ValueError, match="one fenced block"):
        generate.refreshed("<!-- file a.toml -->\nx = 1\n<!-- end -->\n")


def pictures() -> list[str]:
    return sorted(path.name for path in (ROOT / "docs" / "img").glob("*.png"))


def test_the_pictures_are_there_and_small_enough_for_a_page() -> None:
    asked = {f"report-{name}.png" for name in ("html-light", "html-dark", "chart", "xlsx", "xlsx-charts", "docx")}
    assert set(pictures()) == asked
    for name in pictures():
        content = (ROOT / "docs" / "img" / name).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 200_000


@pytest.mark.parametrize("name", pictures())
def test_every_picture_is_shown_with_words_in_both_chapters(name: str) -> None:
    for page in ("docs/reports.md", "docs/reports.zh.md"):
        assert re.search(rf"!\[[^\]]+\]\(img/{re.escape(name)}\)", text(page))


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_one_picture(name: str) -> None:
    assert len(re.findall(r"!\[[^\]]+\]\(docs/img/[^)]+\)", text(name))) == 1


# All pages


@pytest.mark.parametrize("name", WRITTEN)
def test_every_link_to_a_file_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(name))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_no_page_names_a_path_of_the_machine_it_was_made_on(name: str) -> None:
    assert [path for path in (str(ROOT), tempfile.gettempdir(), sys.prefix) if path in text(name)] == []
