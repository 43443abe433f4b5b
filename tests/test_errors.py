"""The catalogue of errors: each in two languages, on one to three lines, and met by a command line."""

from __future__ import annotations

import re
import shlex
import shutil
import string
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook
from copy_scenarios import COPY_SCENARIOS
from scenarios import SCENARIOS as OF_THE_BOOK
from scenarios import Scenario, furnish

from casebook import accessfaults, actfaults, bookfaults, copyfaults, errors, filefaults, linefaults, reportfaults
from casebook.bookfaults import Unsound
from casebook.errors import CasebookError
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.words import Language

SCENARIOS = (*OF_THE_BOOK, *COPY_SCENARIOS)
CHINESE = re.compile("[一-鿿]")
BASES = (CasebookError, Unsound)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
MOST_LINES = 3
# Not met on a command line: law files come with the program and are checked when it is made.
OF_MAKERS = (filefaults.LawFileError,)
# Raised where a law file says so; none of the shipped ones does. Met in test_procedure.py.
OF_OTHER_LAWS = (errors.GroundMissing,)


def subclasses(base: type[CasebookError]) -> Iterator[type[CasebookError]]:
    for each in base.__subclasses__():
        yield each
        yield from subclasses(each)


CATALOGUE = [each for each in subclasses(CasebookError) if each not in BASES]
names_it = pytest.mark.parametrize("error", CATALOGUE, ids=lambda error: error.slug)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def facts(error: type[CasebookError]) -> dict[str, object]:
    """Facts for every placeholder of a message, in words of both languages."""
    return {name: Words(f"某{name}", f"a {name}") for name in placeholders(error.zh) | placeholders(error.en)}


@names_it
def test_each_is_explained_and_said_in_both_languages(error: type[CasebookError]) -> None:
    assert error.__doc__ is not None
    assert error.__doc__.endswith(".")
    assert re.fullmatch("[a-z]+(-[a-z]+)*", error.slug)
    assert error.zh != error.en
    assert not CHINESE.search(error.en.replace("2023年3月5日", ""))  # the one date that is written out
    assert placeholders(error.zh) == placeholders(error.en)


@names_it
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_has_one_to_three_lines(error: type[CasebookError], language: Language) -> None:
    said = error(**facts(error)).say(language)
    lines = said.split("\n")
    assert 1 <= len(lines) <= MOST_LINES
    assert all(line.strip() for line in lines)
    assert "{" not in said


@names_it
def test_each_has_an_exit_status_that_scripts_know(error: type[CasebookError]) -> None:
    finding: dict[type[CasebookError], int] = {bookfaults.Unbalanced: errors.FINDING}
    usual = errors.NO_BOOK if issubclass(error, Unsound) else errors.REFUSED
    assert error.exit_status == finding.get(error, usual)


def test_no_two_errors_share_a_slug() -> None:
    assert [slug for slug, count in Counter(each.slug for each in CATALOGUE).items() if count > 1] == []


def test_the_bases_say_nothing_themselves() -> None:
    assert all(not base.slug and not base.zh for base in BASES)


def test_an_error_reads_in_english_where_nobody_asks_for_a_language() -> None:
    assert str(errors.CaseAmbiguous(number="5号", count=2, choices="…")).startswith("“5号” fits 2 cases")


def test_the_catalogue_is_the_only_place_that_makes_errors_of_the_family() -> None:
    assert {each.__module__ for each in (*CATALOGUE, *BASES)} == {
        module.__name__
        for module in (
            errors,
            accessfaults,
            actfaults,
            bookfaults,
            copyfaults,
            filefaults,
            linefaults,
            reportfaults,
        )
    }


# Each error as an officer meets it.


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """A book with the cases of the scenarios."""
    casebook = Casebook(tmp_path_factory.mktemp("furnished") / "cases.book")
    casebook.init()
    furnish(casebook)
    return casebook


@pytest.fixture
def office(furnished: Casebook, tmp_path: Path) -> Casebook:
    """A copy of that book, for one scenario."""
    shutil.copytree(furnished.path.parent, tmp_path / "office")
    return Casebook(tmp_path / "office" / "cases.book")


def shape(template: str) -> str:
    """Return the pattern of the messages that a template makes."""
    parsed = string.Formatter().parse(template)
    return "".join(re.escape(text) + ("" if name is None else ".+?") for text, name, _, _ in parsed)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.error.slug)
def test_it_is_met_and_said_in_both_languages(office: Casebook, scenario: Scenario) -> None:
    args = shlex.split(scenario.line.replace("{folder}", str(office.path.parent)))
    said: dict[str, str] = {}
    with scenario.around(office):
        for language in LANGUAGES:
            office.lang = language
            before = office.dump()
            answer = office.run(*args)
            assert answer.status == scenario.error.exit_status, answer.err
            assert answer.out == ""
            assert office.dump() == before
            said[language] = answer.err.removesuffix("\n")
    for language, template in zip(LANGUAGES, (scenario.error.zh, scenario.error.en), strict=True):
        assert re.fullmatch(shape(template), said[language], re.DOTALL), said[language]
        assert 1 <= len(said[language].split("\n")) <= MOST_LINES
        assert not re.search(r"[{}]|Traceback|Words\(|None", said[language])
    assert said["zh"] != said["en"]


def test_every_error_that_an_officer_can_cause_is_met_in_some_scenario() -> None:
    met = {scenario.error for scenario in SCENARIOS}
    missing = {each for each in CATALOGUE if each not in met}
    assert missing == {*OF_MAKERS, *OF_OTHER_LAWS}
