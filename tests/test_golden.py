"""The four published reports in every format: word for word as they were read and approved, one figure everywhere."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import goldens
import pytest
import read_back
from browser import browser, needs_browser
from goldens import BOOK_OF_FORMS, FORMS, GOLDEN, LANGUAGES, SEEDS, Seed
from office import convert, needs_office
from sealed import blotted

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.words import Language

EACH: list[tuple[str, Language]] = [(name, language) for name in SEEDS for language in LANGUAGES]
MADE_OTHERWISE = """{place} is no longer what the program prints. If that is meant, run

    python tests/goldens.py

and read what git shows of tests/golden before it is committed."""


class Report(NamedTuple):
    """The report of a sample book in one language, written in every format."""

    seed: Seed
    language: Language
    folder: Path
    files: dict[str, bytes]

    def path(self, form: str) -> Path:
        return self.folder / f"{self.seed.name}-{self.language}.{form}"

    @property
    def figures(self) -> read_back.Figures:
        """Every figure of the JSON, of all registers."""
        figures: read_back.Figures = {}
        for told in json.loads(self.files["json"])["reports"]:
            figures |= read_back.expected(told, self.language)
        return figures


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Seed]:
    """The sample books by name, each built once."""
    folder = tmp_path_factory.mktemp("seeds")
    return cache(lambda name: goldens.seed(name, folder))


@pytest.fixture(scope="module")
def reports(
    seeds: Callable[[str], Seed], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Language], Report]:
    """The reports by sample book and language, each written once."""
    base = tmp_path_factory.mktemp("reports")

    @cache
    def report(name: str, language: Language) -> Report:
        folder = base / f"{name}-{language}"
        return Report(seeds(name), language, folder, goldens.written(seeds(name), language, folder))

    return report


def assert_golden(place: Path, text: str) -> None:
    """Compare byte for byte; where it differs, pytest shows the lines and the message how to renew."""
    path = GOLDEN / place
    kept = path.read_bytes().decode() if path.is_file() else ""
    assert text.splitlines() == kept.splitlines(), MADE_OTHERWISE.format(place=f"tests/golden/{place}")
    assert text == kept, MADE_OTHERWISE.format(place=f"tests/golden/{place}")


# word for word


@pytest.mark.parametrize(("name", "language"), EACH)
def test_a_published_report_reads_as_it_was_approved(
    reports: Callable[[str, Language], Report], name: str, language: Language
) -> None:
    report = reports(name, language)
    for file, text in goldens.texts(report.seed, language, report.files).items():
        assert_golden(Path(name, language, file), text)


@pytest.mark.parametrize("form", FORMS)
def test_another_form_reads_as_it_was_approved(seeds: Callable[[str], Seed], form: str) -> None:
    assert_golden(Path("forms", f"{form}.txt"), goldens.form_text(seeds(BOOK_OF_FORMS), form))


def test_nothing_is_kept_that_no_test_compares() -> None:
    files = ("summary.txt", "summary.md", "summary.csv", "summary.json", "page.txt", "sentence.txt")
    wanted = {Path(name, language, file) for name, language in EACH for file in files}
    wanted |= {Path("forms", f"{form}.txt") for form in FORMS}
    assert {path.relative_to(GOLDEN) for path in GOLDEN.rglob("*") if path.is_file()} == wanted


def test_a_changed_report_is_refused_with_the_way_to_renew_it() -> None:
    place = Path("nanchang", "zh", "sentence.txt")
    kept = (GOLDEN / place).read_bytes().decode()
    assert_golden(place, kept)
    with pytest.raises(AssertionError, match=r"python tests/goldens\.py"):
        assert_golden(place, kept.replace("162", "163"))
    with pytest.raises(AssertionError, match=r"python tests/goldens\.py"):
        assert_golden(place, kept.rstrip("\n"))


@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_a_report_in_a_pipe_is_the_report_in_a_file(reports: Callable[[str, Language], Report], form: str) -> None:
    report = reports("nanchang", "zh")
    assert goldens.printed(report.seed, "zh", form) == blotted(report.files[form].decode())


def test_a_table_in_a_pipe_is_plain(reports: Callable[[str, Language], Report]) -> None:
    seed = reports("nanchang", "zh").seed
    assert goldens.printed(seed, "zh", "table") == goldens.printed(seed, "zh", "plain")


@pytest.mark.parametrize("name", SEEDS)
def test_every_file_has_the_same_bytes_when_it_is_made_again(
    reports: Callable[[str, Language], Report], tmp_path: Path, name: str
) -> None:
    report = reports(name, "zh")
    again = goldens.written(report.seed, "zh", tmp_path / "again")
    assert [form for form in again if again[form] != report.files[form]] == []
    assert report.files["xlsx"][:2] == report.files["docx"][:2] == b"PK"


# one figure everywhere


@needs_browser
def test_a_browser_shows_the_figures_of_the_json(reports: Callable[[str, Language], Report], tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as tab:
        for name, language in EACH:
            report = reports(name, language)
            assert read_back.differences(read_back.from_page(tab, report.path("html")), report.figures) == []
        assert tab.complaints == []


@needs_office
def test_libreoffice_reads_the_figures_of_the_json_in_the_sheets(
    reports: Callable[[str, Language], Report], tmp_path: Path
) -> None:
    every = [reports(name, language) for name, language in EACH]
    convert([report.path("xlsx") for report in every], read_back.READABLE, tmp_path)
    for report in every:
        read = read_back.from_sheets(tmp_path, report.path("xlsx").stem)
        assert read_back.differences(read, report.figures) == []


@needs_office
def test_libreoffice_reads_the_figures_of_the_json_in_the_word_document(
    reports: Callable[[str, Language], Report], tmp_path: Path
) -> None:
    every = [reports(name, language) for name, language in EACH]
    convert([report.path("docx") for report in every], "docx:MS Word 2007 XML", tmp_path)
    for report in every:
        read = read_back.from_word(tmp_path / report.path("docx").name)
        assert read_back.differences(read, report.figures) == []


def test_the_figures_that_are_compared_are_those_published(reports: Callable[[str, Language], Report]) -> None:
    figures = reports("nanchang", "zh").figures
    assert figures["行政复议", "立案审查", "新收", "件数"] == "162"
    assert figures["行政复议", "结案类别", "维持", "件数"] == "24"
    assert figures["行政复议", "办案效率", "按期办结", "占审结"] == "97.70%"
    assert figures["行政应诉", "开庭应诉", "负责人出庭案件", "件数"] == "31"
    assert figures["行政应诉", "比率", "负责人出庭应诉率", "数值"] == "100.00%"


def test_a_figure_that_is_wrong_missing_or_too_many_is_told() -> None:
    one, two, nought = (("r", "t", line, "件数") for line in ("维持", "撤销", "变更"))
    wanted = {one: "24", two: "1", nought: "0"}
    assert read_back.differences({one: "24", two: "1"}, wanted) == []
    assert len(read_back.differences({one: "25", two: "1"}, wanted)) == 1
    assert len(read_back.differences({one: "24"}, wanted)) == 1
    assert len(read_back.differences({**wanted, nought: "2"}, wanted)) == 1
    assert len(read_back.differences({**wanted, ("r", "t", "维持", "占比"): "3"}, wanted)) == 1
