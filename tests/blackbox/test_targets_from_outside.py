"""What an office wants to reach in a year, and the schemes and forms that it keeps in its book."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import casebook as program
from blackbox.written import FORMATS, PACKED, obeyed, run, words_of

if TYPE_CHECKING:
    from blackbox.program import Casebook, Json

DATA = Path(program.__file__).with_name("data")
REVIEWS = ("report", "summary", "--register", "review", "--period", "2024")
SCHEMES = ["standard", "accepted-base", "all-closed", "broad", "carried-in", "merits"]
FORMS = [
    "summary", "sentence", "rates", "attendance", "caseflow", "disclosure", "efficiency", "handlers", "litigation",
    "monthly", "official-review", "official-review-2015", "outcomes",
]  # fmt: skip


def targets(casebook: Casebook, *call: str) -> dict[str, Json]:
    """The targets of a report in JSON by their figure."""
    return {each["figure"]: each for each in casebook.json(*call).get("targets", [])}


def set_all(casebook: Casebook) -> None:
    """Set four targets for 2024."""
    casebook.ok("target", "set", "conclusion", ">=90%", "--register", "review", "--year", "2024")
    casebook.ok("target", "set", "flow.accepted", "<=10", "--register", "review", "--year", "2024")
    casebook.ok("target", "set", "correction", "<last-year", "--register", "review", "--year", "2024")
    casebook.ok("target", "set", "loss", "<=8%", "--year", "2024", "--reason", "考核通知")


# targets


def test_a_target_is_set_in_codes_and_in_chinese(counted: Casebook) -> None:
    assert counted.ok("target", "set", "loss", "<=8%") == "2026  litigation  loss ≤8% (entry 31)\n"
    counted.lang = "zh"
    said = counted.ok("target", "set", "负责人出庭率", "不低于９５％", "--year", "2024", "--register", "行政应诉")
    assert said == "2024  行政应诉  attendance ≥95%（登记号 32）\n"
    said = counted.ok("target", "set", "审结率", "高于上年", "--register", "行政复议", "--year", "2024")
    assert said == "2024  行政复议  conclusion 高于上年同期（登记号 33）\n"


def test_targets_are_listed_as_text_and_json(counted: Casebook) -> None:
    set_all(counted)
    counted.ok("target", "set", "attendance", ">=95%")
    listed = counted.ok("target", "list").splitlines()
    assert listed == [
        "2024  administrative review  conclusion ≥90%",
        "2024  administrative review  flow.accepted ≤10",
        "2024  administrative review  correction less than a year before",
        "2024  litigation  loss ≤8%",
        "2026  litigation  attendance ≥95%",
    ]
    assert counted.ok("target", "list", "--year", "2026").splitlines() == listed[4:]
    assert counted.json("target", "list", "--year", "2026") == {
        "schema": "casebook/targets/1",
        "targets": [{"register": "litigation", "figure": "attendance", "year": 2026, "target": "≥95%"}],
    }
    assert counted.ok("target", "list", "--year", "2025") == ""


def test_a_target_set_again_takes_the_place_of_the_first(counted: Casebook) -> None:
    counted.ok("target", "set", "loss", "<=8%")
    counted.ok("target", "set", "败诉率", "<=5%")
    assert counted.ok("target", "list") == "2026  litigation  loss ≤5%\n"


def test_a_target_is_dropped_once(counted: Casebook) -> None:
    counted.ok("target", "set", "loss", "<=8%")
    assert counted.ok("target", "drop", "败诉率", "--reason", "考核调整") == "The target is withdrawn (entry 32).\n"
    assert counted.ok("target", "list") == ""
    assert counted.json("target", "list")["targets"] == []
    assert "There is no target on “loss” in 2026." in counted.refused("target", "drop", "loss")


def test_a_report_shows_distance_and_trend(counted: Casebook) -> None:
    set_all(counted)
    found = targets(counted, *REVIEWS)
    assert list(found) == ["conclusion", "flow.accepted", "correction"]
    assert found["conclusion"] == {
        "figure": "conclusion",
        "label": "conclusion rate",
        "year": 2024,
        "target": "≥90%",
        "value": "81.82%",
        "met": False,
        "distance": "-8.18",
        "year_before": "33.33%",
        "trend": "better",
    }
    few, corrected = found["flow.accepted"], found["correction"]
    assert (few["value"], few["met"], few["distance"], few["year_before"], few["trend"]) == (
        "9", True, "+1", "3", "worse",
    )  # fmt: skip
    assert (corrected["met"], corrected["distance"], corrected["trend"]) == (False, "-22.22", "worse")


@pytest.mark.parametrize("form", [each for each in FORMATS if each not in ("csv", "json")])
def test_targets_stand_in_every_format(counted: Casebook, form: str) -> None:
    set_all(counted)
    answer = run(counted, *REVIEWS, "--format", form)
    assert (answer.status, answer.err) == (0, "")
    words = words_of(answer.out) if form in PACKED else answer.out.decode()
    for said in ("Targets", "≥90%", "less than a year before", "better", "worse"):
        assert said in words
    if form != "xlsx":  # there a figure is a number
        assert "81.82%" in words
        assert "-8.18" in words


def test_targets_stand_beside_the_figures_of_other_forms(counted: Casebook) -> None:
    set_all(counted)
    tables = counted.json("report", "litigation", "2024")["tables"]
    [sheet] = [table for table in tables if table["code"] == "targets"]
    [row] = sheet["rows"]
    assert (row["code"], row["cells"]["target"], row["cells"]["now"]) == ("loss", "≤8%", "50.00%")


def test_a_report_on_another_year_or_register_shows_no_target(counted: Casebook) -> None:
    set_all(counted)
    assert "targets" not in counted.json(*REVIEWS[:4], "--period", "2023")
    assert "targets" not in counted.summary("review-defence", "2024")
    assert list(targets(counted, *REVIEWS[:4], "--period", "2024Q1")) == ["conclusion", "flow.accepted", "correction"]


def test_a_cut_year_is_measured_against_the_same_days_of_the_year_before(counted: Casebook) -> None:
    set_all(counted)
    cut = targets(counted, *REVIEWS, "--as-of", "2024-06-30")
    assert cut == targets(counted, *REVIEWS[:4], "--period", "2024-01-01..2024-06-30")
    assert cut["flow.accepted"]["year_before"] == "1"


def test_targets_are_as_known_at_an_entry(counted: Casebook) -> None:
    set_all(counted)
    counted.ok("target", "drop", "conclusion", "--register", "review", "--year", "2024")
    assert "conclusion" not in targets(counted, *REVIEWS)
    assert "conclusion" in targets(counted, *REVIEWS, "--known-at", "34")
    assert targets(counted, *REVIEWS, "--known-at", "30") == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("loss", "8%"), "cannot be read"),
        (("loss", "<=8"), "Write a percentage, such as <=8%"),
        (("flow.received", "<=8%", "--register", "litigation"), "Write a number, such as <=8"),
        (("conclusion", ">=90%"), "Several registers have “conclusion”"),
        (("loss", "<=8%", "--register", "review"), "“loss” is no figure"),
        (("nonsense", "<=8%"), "“nonsense” is no figure"),
        (("loss", "<=8%", "--year", "1"), "1 is not in the range"),
        (("loss", "<=8%", "--register", "nonsense"), "“nonsense” is not known"),
        (("loss",), "CONDITION"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(counted: Casebook, words: tuple[str, ...], said: str) -> None:
    assert said in counted.refused("target", "set", *words)


# schemes


def test_schemes_are_listed_in_both_languages_and_in_json(counted: Casebook) -> None:
    listed = counted.ok("scheme", "list").splitlines()
    assert [line.split()[0] for line in listed] == SCHEMES
    assert [line for line in listed if "the book's own" in line] == listed[:1]
    counted.lang = "zh"
    assert counted.ok("scheme", "list").splitlines()[0] == "standard  标准口径（本台账缺省）"
    found = counted.json("scheme", "list")
    assert found["schema"] == "casebook/schemes/1"
    assert [each["name"] for each in found["schemes"]] == SCHEMES
    assert [each["name"] for each in found["schemes"] if each["chosen"]] == ["standard"]


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_is_said_in_words(counted: Casebook, name: str) -> None:
    said = counted.ok("scheme", "show", name)
    assert said.splitlines()[0].endswith(f"({name})")
    found = counted.json("scheme", "show", name)
    assert (found["schema"], found["name"]) == ("casebook/scheme/1", name)
    assert all(rate["definition"] in said for rate in found["rates"])
    counted.lang = "zh"
    assert all(
        rate["definition"] in counted.ok("scheme", "show", name)
        for rate in counted.json("scheme", "show", name)["rates"]
    )


def test_a_book_counts_by_the_scheme_that_it_adopted(counted: Casebook) -> None:
    before = counted.summary("litigation", "2024")
    broad = counted.summary("litigation", "2024", "--scheme", "broad")
    assert broad["rates"]["loss"]["percent"] != before["rates"]["loss"]["percent"]
    said = counted.ok("scheme", "adopt", "broad", "--reason", "考核通知")
    assert said == "The scheme broad is the book's own now (entry 31).\n"
    assert counted.summary("litigation", "2024") == {**broad, "known_at": 31}
    assert counted.summary("litigation", "2024", "--scheme", "standard") == {**before, "known_at": 31}
    assert counted.summary("litigation", "2024", "--known-at", "30") == before
    assert [each["name"] for each in counted.json("scheme", "list")["schemes"] if each["chosen"]] == ["broad"]


def test_an_office_brings_a_scheme_of_its_own(counted: Casebook) -> None:
    file = str(shutil.copy(DATA / "schemes" / "broad.toml", counted.path.with_name("own.toml")))
    counted.ok("scheme", "adopt", file)
    assert [each["name"] for each in counted.json("scheme", "list")["schemes"]] == [*SCHEMES, "own"]
    own, broad = (counted.summary("litigation", "2024", "--scheme", name) for name in ("own", "broad"))
    assert own == {**broad, "scheme": "own"}
    counted.ok("scheme", "adopt", "standard")
    assert counted.summary("litigation", "2024")["scheme"] == "standard"
    counted.ok("scheme", "adopt", "own")
    assert counted.summary("litigation", "2024")["scheme"] == "own"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rounding = "truncate"', 'rounding = "upwards"', "rounding"),
        ('loss = "d"', 'nonsense = "d"', "nonsense"),
        ('loss = "d"', 'loss = "z"', "loss"),
        ("places = 2", "places = 'two'", "places"),
        ("places = 2", "places = 2\nnonsense = 2", "nonsense"),
        ("label =", "label", "it is no TOML"),
    ],
)
def test_a_scheme_with_a_name_that_is_not_known_is_refused(counted: Casebook, old: str, new: str, said: str) -> None:
    text = (DATA / "schemes" / "broad.toml").read_text("utf-8")
    assert old in text
    file = counted.path.with_name("own.toml")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    message = counted.refused("scheme", "adopt", str(file))
    assert message.startswith("The counting scheme “own” is faulty: ")
    assert said in message


# forms


def test_forms_are_listed_in_both_languages_and_in_json(counted: Casebook) -> None:
    assert [line.split()[0] for line in counted.ok("form", "list").splitlines()] == FORMS
    counted.lang = "zh"
    found = counted.json("form", "list")
    assert found["schema"] == "casebook/forms/1"
    assert [each["name"] for each in found["forms"]] == FORMS
    [disclosure] = [each for each in found["forms"] if each["name"] == "disclosure"]
    assert "政府信息公开" in disclosure["label"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_said_in_words(counted: Casebook, name: str, lang: str) -> None:
    counted.lang = lang
    said = counted.ok("form", "show", name)
    [label] = [each["label"] for each in counted.json("form", "list")["forms"] if each["name"] == name]
    assert said.splitlines()[0] == label
    assert len(said.splitlines()) > 1


def test_a_form_is_known_by_its_chinese_name(counted: Casebook) -> None:
    assert counted.ok("form", "show", "结案情况") == counted.ok("form", "show", "outcomes")
    call = ("--period", "2024", "--format", "json")
    assert counted.ok("report", "结案情况", *call) == counted.ok("report", "outcomes", *call)


def own_form(casebook: Casebook, name: str = "own", old: str = "", new: str = "") -> str:
    """Write a form of the office, a shipped one under another name; return its path."""
    text = (DATA / "forms" / "handlers.toml").read_text("utf-8")
    assert old in text
    file = casebook.path.with_name(f"{name}.toml")
    file.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return str(file)


def test_an_office_brings_a_form_of_its_own(counted: Casebook) -> None:
    assert counted.ok("form", "adopt", own_form(counted)) == "The form own is adopted (entry 31).\n"
    found = counted.json("form", "list")["forms"][-1]
    assert (found["name"], found["about"]) == ("own", "this book's own")
    own = counted.json("report", "own", "2024")
    assert own == {**counted.json("report", "handlers", "2024"), "form": "own"}
    assert counted.ok("form", "show", "own") == counted.ok("form", "show", "handlers")
    out = counted.path.with_name("reports")
    out.mkdir()
    counted.ok("report", "2024", "own", "--out", str(out), "--format", ",".join(FORMATS))
    assert {path.stem for path in out.iterdir()} == {"2024-own"}


@pytest.mark.parametrize("name", ["summary", "sentence", "rates", "汇总", "2024", "last-month", "2024H1", "上月"])
def test_a_form_cannot_be_called_what_already_means_something(counted: Casebook, name: str) -> None:
    message = counted.refused("form", "adopt", own_form(counted, name))
    assert message.startswith(f"The form “{name}.toml” is faulty: “{name}” is a ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("flow.opening", "flow.nonsense", "uses a figure that does not exist: “flow.nonsense”"),
        ('rows = "handler"', 'rows = "nonsense"', "names no dimension: “nonsense”"),
        ("registers = [", 'registers = ["nonsense", ', "“nonsense”"),
        ("edition", "nonsense", "edition must be a text"),
        ('rows = "handler"', 'kind = "nonsense"\nrows = "handler"', "kind must be one of cross"),
        ("code =", "nonsense =", "code"),
    ],
)
def test_a_form_with_a_name_that_is_not_known_is_refused(counted: Casebook, old: str, new: str, said: str) -> None:
    message = counted.refused("form", "adopt", own_form(counted, "own", old, new))
    assert message.startswith("The form “own” is faulty: ")
    assert said in message
    assert message.endswith("Correct its file.\n")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"name = ", b"a = " + b"[" * 20_000, b"a = " + b"9" * 5_000])
@pytest.mark.parametrize("kind", ["form", "scheme"])
def test_a_file_that_is_none_is_refused(counted: Casebook, kind: str, content: bytes) -> None:
    file = counted.path.with_name("own.toml")
    file.write_bytes(content)
    assert "is faulty" in counted.refused(kind, "adopt", str(file))
    for missing in ("none.toml", f"{'x' * 300}.toml"):
        assert "it cannot be read" in counted.refused(kind, "adopt", str(file.with_name(missing)))
    file.unlink()
    file.mkdir()
    assert "it cannot be read (Is a directory)" in counted.refused(kind, "adopt", str(file))


def test_hostile_names_of_schemes_and_forms_are_shown_inert(counted: Casebook) -> None:
    evil = "\x1b[31m\u202e\u009b"
    label = 'zh = "\\u001b[31m\\u202e", en = "\\u001b[31m\\u202e"'
    scheme = counted.path.with_name(f"{evil}.toml")
    text = (DATA / "schemes" / "broad.toml").read_text("utf-8")
    scheme.write_text(text.replace('zh = "宽口径", en = "broad"', label, 1), encoding="utf-8")
    shown = counted.ok("scheme", "adopt", str(scheme))
    form = counted.path.with_name(f"{evil}2.toml")
    form.write_text((DATA / "forms" / "handlers.toml").read_text("utf-8"), encoding="utf-8")
    shown += counted.ok("form", "adopt", str(form))
    for kind, name in (("scheme", evil), ("form", f"{evil}2")):
        shown += counted.ok(kind, "list")
        shown += counted.ok(kind, "list", "--format", "json")
        shown += counted.ok(kind, "show", name)
    for output in ("plain", "md", "csv", "json"):
        shown += counted.ok("report", f"{evil}2", "2024", "--format", output)
        shown += counted.ok("report", "2024", "--format", output)
    assert "\\x1b[31m" in shown
    assert not obeyed(shown)
