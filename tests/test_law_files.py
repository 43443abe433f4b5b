"""What a law file must fulfil: one broken file for each fault, each refused with place and remedy."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook import lawfile
from casebook.filefaults import LawFileError
from casebook.law import Lawbook, cite, default_lawbook
from casebook.lawrules import (
    DeadlineRule,
    Edition,
    GroundRule,
    Instrument,
    Length,
    OutcomeRule,
    RegisterRule,
    RiderRule,
    StepRule,
)
from casebook.terms import LAW as KNOWN_LAWS
from casebook.terms import LITIGATION

if TYPE_CHECKING:
    from casebook.words import Language

LAW = Path(__file__).parent / "law"
BROKEN = sorted((LAW / "broken").glob("*.toml"))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
COLON: dict[Language, str] = {"zh": "：", "en": ": "}


def test_the_sample_from_which_the_broken_files_are_made_is_sound() -> None:
    law = lawfile.load(LAW / "sound.toml")
    assert law.effective_on == date(2099, 1, 1)
    assert law.registers[LITIGATION].deadlines[0].lengths[0].count == 15


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_faulty_file_is_refused_with_file_place_fault_and_remedy(path: Path) -> None:
    with pytest.raises(LawFileError) as refused:
        lawfile.load(path)
    for language in LANGUAGES:
        fault, remedy = told(path, language)
        said = refused.value.say(language).splitlines()
        assert said[0].startswith(f"{path.name}{COLON[language]}{fault}")
        assert said[1].startswith(remedy)


def told(path: Path, language: str) -> tuple[str, str]:
    """Return what the head of a broken file says that the message begins with: the fault, the remedy."""
    mark = f"# {language}: "
    fault, remedy = (
        line.removeprefix(mark) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(mark)
    )
    return fault, remedy


def test_two_editions_of_a_family_cannot_start_on_one_day() -> None:
    folder = LAW / "broken" / "same_start"
    with pytest.raises(LawFileError) as refused:
        lawfile.compiled(folder)
    for language in LANGUAGES:
        assert refused.value.say(language).splitlines() == [
            f"two.toml{COLON[language]}{told(folder / 'two.toml', language)[0]}",
            told(folder / "two.toml", language)[1],
        ]


def test_two_editions_of_a_family_cannot_bear_one_code(tmp_path: Path) -> None:
    sound = (LAW / "sound.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(sound, encoding="utf-8")
    later = sound.replace("effective_on = 2099-01-01", "effective_on = 2100-01-01")
    (tmp_path / "b.toml").write_text(later, encoding="utf-8")
    with pytest.raises(LawFileError, match=r"b\.toml: \[edition\]: code litigation-2099 is also that of a\.toml"):
        lawfile.compiled(tmp_path)


def test_a_file_without_deadlines_loads(tmp_path: Path) -> None:
    path = tmp_path / "no_deadlines.toml"
    path.write_text(
        (LAW / "sound.toml").read_text(encoding="utf-8").partition("# --- deadlines ---")[0], encoding="utf-8"
    )
    law = lawfile.load(path)
    assert law.registers[LITIGATION].deadlines == ()
    assert law.registers[LITIGATION].steps["reply"].late_after == ("A1",)


def test_the_program_compiles_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lawfile, "COMPILED", tmp_path / "compiled")
    lawfile.main()
    index = json.loads((tmp_path / "compiled" / "index.json").read_text(encoding="utf-8"))
    assert [each["code"] for each in index["editions"]] == list(KNOWN_LAWS.codes)
    assert Lawbook(tmp_path / "compiled").edition("review-2023") == default_lawbook().edition("review-2023")


def test_compiling_a_faulty_file_ends_with_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lawfile, "SOURCES", LAW / "broken" / "same_start")
    with pytest.raises(SystemExit, match="is also that of one"):
        lawfile.main()


def test_an_instrument_without_a_short_name_is_cited_by_its_title() -> None:
    law = lawfile.load(LAW / "sound.toml")
    assert cite(law, "S99 6", "zh") == "《样本法》第6条"


@pytest.mark.parametrize(
    "kind", [Edition, Instrument, RegisterRule, StepRule, OutcomeRule, GroundRule, RiderRule, DeadlineRule, Length]
)
def test_every_field_is_explained_to_the_lawyer_who_reviews_the_file(kind: type) -> None:
    page = (Path(__file__).parent.parent / "docs" / "law-files.md").read_text(encoding="utf-8")
    gathered = {"instruments", "registers", "grounds", "riders", "steps", "outcomes", "deadlines"}
    written = {name.rstrip("_") for name in kind.__annotations__} - gathered
    assert [field for field in sorted(written) if f"`{field}`" not in page] == []
