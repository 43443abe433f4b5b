"""Any command line of reports is answered: a report, or one to three lines that say why there is none."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blackbox.program import ESCAPE, MOST_LINES_OF_AN_ERROR, Casebook
from blackbox.written import FORMATS, FORMS, obeyed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REGISTERS = ("review", "review-defence", "litigation", "行政应诉", "nonsense", "")
SCHEMES = ("standard", "accepted-base", "all-closed", "broad", "carried-in", "merits", "own", "nonsense")
PERIODS = (
    "2024", "2023", "2024H1", "2024Q4", "2024-02", "last-month", "this-year", "last-quarter", "今年", "1900", "9999",
    "2024-02-29..2024-02-29", "2023-01-01..2024-10-16", "2024-03-01..2024-02-01", "2024Q5", "0000", "2024-13", "..", "",
)  # fmt: skip
DIMENSIONS = (
    "matter", "field", "respondent", "respondent_level", "procedure", "handler", "month", "court", "instance", "role",
    "outcome", "family", "applicant_kind", "law", "行政管理类别", "nonsense", "",
)  # fmt: skip
SELECTORS = (
    "outcome=revoke", "outcome=nonsense", "family=reject", "flow.accepted", "rates.loss.whole", "intake.received",
    "accepted:matter=penalty", "matter=penalty,field=公安", "reviews.total.concluded", "fields.公安.accepted", "x.y.z",
    "pending:=", "=", ":", ".", "", "hearings.hearings", "efficiency.on_time", "checks.flow", "no=thing=",
)  # fmt: skip
DAYS = ("2024-06-30", "2022-01-01", "2030-01-01", "today", "2024-02-30", "nonsense")
COMPARISONS = ("year", "period", "同比", "环比", "2023", "2022-01-01..2022-10-16", "1900", "9999", "nonsense", "")
TEMPLATES = ("standard", "work-report", "by-defendant", "carried-in", "progress", "nonsense", "/", "")
HOSTILE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), max_size=12)


def option(name: str, *values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """The option with one of its values, seldom with any text."""
    usual = st.sampled_from(values)
    return st.one_of(usual, usual, usual, usual, HOSTILE).map(lambda value: (name, value))


WORDS = st.one_of(st.just(()), st.sampled_from([*FORMS, "sentence", "own", "汇总", *PERIODS]).map(lambda each: (each,)))
PATHS = ("out", "out/", "out/a.csv", "a.xlsx", "nowhere/a.md", "cases.book", "pipe", "")
NAMES = ("{period}-{form}.{ext}", "{register}{scheme}{bureau}.{ext}", "a", "..", "{nonsense}", "{", "a/b")
DIMENSION = st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=3).map(lambda each: ("--by", ",".join(each)))
FORMAT = st.lists(st.sampled_from([*FORMATS, "nonsense"]), min_size=1, max_size=2).map(
    lambda each: ("--format", ",".join(each))
)
OPTIONS = st.one_of(
    option("--period", *PERIODS),
    option("--register", *REGISTERS),
    st.just(("--all-registers",)),
    DIMENSION,
    option("--by", *DIMENSIONS),
    option("--base", "received", "accepted", "concluded", "pending", "审结", "nonsense"),
    option("--scheme", *SCHEMES),
    st.just(("--all-variants",)),
    option("--compare", *COMPARISONS),
    option("--known-at", "0", "1", "17", "30", "31", "99", "-1", "9" * 30),
    option("--as-of", *DAYS),
    option("--year-start", "12-11", "01-01", "02-29", "7-1", "nonsense"),
    option("--cases", *SELECTORS),
    option("--template", *TEMPLATES),
    st.just(("--explain",)),
    FORMAT,
    FORMAT,
    option("--out", *PATHS),
    option("--name", *NAMES),
    st.just(("--if-changed",)),
    st.just(("--bom",)),
)
LINES = st.tuples(WORDS, WORDS, st.lists(OPTIONS, max_size=5)).map(
    lambda line: (*line[0], *line[1], *(word for each in line[2] for word in each))
)


def at_times(name: str, *values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """The option with one of its values, or left out as often."""
    return st.one_of(st.just(()), st.sampled_from(values).map(lambda value: (name, value)))


KNOWN_PERIODS = ("2024", "2023", "2025H1", "2024Q4", "2024-02", "this-year", "1900", "9999", "2023-11-05..2024-10-16")
FREE = ("summary", "outcomes", "efficiency")
FORM_AND_ROWS = st.sampled_from(FORMS).flatmap(
    lambda form: at_times("--by", *DIMENSIONS[:6]).map(lambda by: (form, *(by if form in FREE else ())))
)
SENSIBLE = st.tuples(
    FORM_AND_ROWS,
    st.sampled_from(KNOWN_PERIODS).map(lambda each: ("--period", each)),
    st.one_of(st.just(()), st.just(("--all-registers",)), at_times("--register", *REGISTERS[:3])),
    at_times("--scheme", *SCHEMES[:6]),
    at_times("--compare", *COMPARISONS[:8]),
    at_times("--known-at", "0", "1", "17", "30", "31"),
    at_times("--as-of", "2024-12-06", "today", "2030-01-01"),
    at_times("--year-start", "12-11", "04-01"),
    st.sampled_from(FORMATS).map(lambda each: ("--format", each)),
).map(lambda line: tuple(word for each in line for word in each))


@pytest.fixture(scope="module")
def shelf_of_reports(counted_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    """The counted book in a folder where reports may be written, which is where the program runs."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "out").mkdir()
    os.mkfifo(folder / "pipe")
    shutil.copy(counted_book, folder / "cases.book")
    book = Casebook(folder / "cases.book")
    book.ok("target", "set", "loss", "<=8%", "--year", "2024")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield book


def status_of(casebook: Casebook, *words: str) -> int:
    """Run a command line and return its exit status; whatever it asks for, the answer keeps what is promised."""
    try:
        answer = casebook.run(*words)
    except UnicodeDecodeError:  # a spreadsheet, which the reader of this process does not take for text
        return 0
    assert answer.status in (0, 1, 2, 3), answer.err
    assert "Traceback" not in answer.out + answer.err
    assert ESCAPE not in answer.out + answer.err
    assert len(answer.error_lines) <= MOST_LINES_OF_AN_ERROR
    assert bool(answer.status) == bool(answer.error_lines)
    assert answer.status == 0 or answer.out == ""
    return answer.status


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", range(2))
def test_any_report_is_made_or_refused_in_a_few_lines(shelf_of_reports: Casebook, lang: str, seed: int) -> None:
    del seed  # each has examples of its own, on a worker of its own
    before = shelf_of_reports.dump()

    @MANY
    @given(LINES)
    def answered(words: tuple[str, ...]) -> None:
        shelf_of_reports.lang = lang
        status_of(shelf_of_reports, "report", *words)

    answered()
    assert shelf_of_reports.dump() == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_that_can_be_meant_is_made_and_balances(shelf_of_reports: Casebook, lang: str) -> None:
    statuses: list[int] = []

    @MANY
    @given(SENSIBLE)
    def answered(words: tuple[str, ...]) -> None:
        shelf_of_reports.lang = lang
        statuses.append(status_of(shelf_of_reports, "report", *words))

    answered()
    assert 1 not in statuses
    assert statuses.count(0) > len(statuses) / 2


@pytest.mark.parametrize(
    "words",
    [
        ("{evil}",),
        ("summary", "2024", "{evil}"),
        ("--{evil}",),
        *(
            ("2024", option, "{evil}")
            for option in (
                "--period", "--register", "--by", "--base", "--scheme", "--compare", "--known-at", "--as-of",
                "--year-start", "--cases", "--format", "--name",
            )
        ),
        ("sentence", "2024", "--template", "{evil}"),
        ("2024", "--out", "nowhere/{evil}"),
    ],
)  # fmt: skip
def test_a_hostile_word_is_told_back_harmlessly(counted: Casebook, words: tuple[str, ...]) -> None:
    evil = "a\x1b[31m\n\n\nb\u202e\x9b\nc\u2028d"
    answer = counted.run("report", *(word.format(evil=evil) for word in words))
    assert answer.status in (2, 3)
    assert 1 <= len(answer.error_lines) <= MOST_LINES_OF_AN_ERROR
    assert not obeyed(answer.err)


@pytest.mark.parametrize("command", ["target set", "target drop", "scheme show", "form show", "freeze", "compare"])
def test_any_word_after_the_other_commands_of_reports_is_answered(
    counted: Casebook, command: str, tmp_path: Path
) -> None:
    words = st.one_of(st.sampled_from(["loss", "<=8%", "summary", "own", "1", "standard", "--period", "2024"]), HOSTILE)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(words, max_size=4))
    def answered(given_words: list[str]) -> None:
        answer = counted.run(*command.split(), *given_words)
        assert answer.status in (0, 1, 2, 3)
        assert ESCAPE not in answer.out + answer.err
        if answer.status in (2, 3):
            assert len(answer.error_lines) <= MOST_LINES_OF_AN_ERROR or "Usage" in answer.err + answer.out

    answered()
    assert [path.name for path in tmp_path.iterdir()] == ["cases.book"]
