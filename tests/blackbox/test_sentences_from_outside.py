"""The sentence of a report: every shipped template, what each figure in it is, and templates that cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook, Json, numbers_in
from blackbox.written import obeyed, words_of

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = ("standard", "work-report", "by-defendant", "carried-in", "progress")
SENTENCE = ("report", "sentence", "--period", "2024")
REMEDY = "Correct its file."
OWN = """
name = "own"
language = "en"
[[part]]
register = "review"
text = "{text}"
"""

BEGINNINGS = {
    ("standard", "zh"): "2024年1月1日至2024年12月31日，收到行政复议申请12件，另有上期待审查申请2件，受理9件，",
    ("standard", "en"): "2024-01-01 to 2024-12-31. Applications for review received: 12, awaiting from before 2; ",
    ("work-report", "zh"): "2024年1月1日至2024年12月31日，行政应诉案件已开庭4件，其中行政机关负责人出庭3件；",
    ("work-report", "en"): "2024-01-01 to 2024-12-31. Suits heard: 4 (head of the agency present 3, ",
    ("by-defendant", "zh"): "2024年1月1日至2024年12月31日，上期结转行政复议案件2件，受理行政复议案件9件，已办结9件，",
    (
        "by-defendant",
        "en",
    ): "2024-01-01 to 2024-12-31. Reviews carried in: 2. Reviews accepted: 9. Reviews concluded: 9 ",
    ("carried-in", "zh"): "2024年1月1日至2024年12月31日，新收行政复议案件申请12件，作出行政复议决定9件（含上期结转），",
    ("carried-in", "en"): "2024-01-01 to 2024-12-31. Applications for review received: 12. Reviews decided: 9 ",
    ("progress", "zh"): "自2024年1月1日起，截至2024年12月31日，共收到行政复议申请12件（同比上升140.00%），",
    (
        "progress",
        "en",
    ): "From 2024-01-01 until 2024-12-31. Applications for review received: 12 plus awaiting from before: 2 ",
}


def template(casebook: Casebook, content: str | bytes, name: str = "own.toml") -> str:
    """Write a template of the office beside the book; return its path."""
    path = casebook.path.with_name(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def own(casebook: Casebook, text: str) -> str:
    """Return what a template of the office with one part about reviews says of 2024."""
    return casebook.ok(*SENTENCE, "--template", template(casebook, OWN.format(text=text)))


def explained(casebook: Casebook, name: str) -> Json:
    return casebook.json(*SENTENCE, "--template", name, "--explain")


@pytest.mark.parametrize(("name", "lang"), BEGINNINGS)
def test_each_template_speaks_both_languages(counted: Casebook, name: str, lang: str) -> None:
    counted.lang = lang
    said = counted.ok(*SENTENCE, "--template", name)
    assert said.startswith(BEGINNINGS[name, lang])
    assert said.count("\n") == 1
    assert not re.search(r"[{}]|None|—|\b0(件|\.00%)", said)
    assert bool(re.search("[\u4e00-\u9fff]", said)) == (lang == "zh")


def test_the_standard_template_is_the_one_when_none_is_named(counted: Casebook) -> None:
    assert counted.ok(*SENTENCE) == counted.ok(*SENTENCE, "--template", "standard")
    assert len({counted.ok(*SENTENCE, "--template", name) for name in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_has_something_to_say_of_an_empty_book(casebook: Casebook, name: str) -> None:
    for lang in ("zh", "en"):
        casebook.lang = lang
        said = casebook.ok(*SENTENCE, "--template", name)
        assert len(said.strip()) > len("2024-01-01 to 2024-12-31.")
        assert not re.search(r"[{}]|None", said)


def test_a_sentence_on_one_register_says_nothing_of_the_others(counted: Casebook) -> None:
    said = counted.ok(*SENTENCE, "--register", "litigation")
    assert "Suits received: 6" in said
    assert "review" not in said.lower()


def test_a_sentence_is_as_known_at_an_entry_and_as_of_a_day(counted: Casebook) -> None:
    before = counted.ok(*SENTENCE)
    counted.intake("review", "2024-10-08", "南府复〔2024〕30号")
    assert "Applications for review received: 13" in counted.ok(*SENTENCE)
    assert counted.ok(*SENTENCE, "--known-at", "30") == before
    half = counted.ok("report", "sentence", "--period", "2024H1", "--known-at", "30")
    assert counted.ok(*SENTENCE, "--as-of", "2024-06-30", "--known-at", "30") == half


def test_what_is_up_on_the_year_before_is_measured_by_the_same_days(counted: Casebook) -> None:
    """In the first half of 2023 one application came in, in the whole year five."""
    half = ("--template", "progress", "--register", "review")
    said = counted.ok("report", "sentence", "--period", "2024H1", *half)
    assert said.count("up 700.00% on the year before") == 1
    assert counted.ok(*SENTENCE, "--as-of", "2024-06-30", *half) == said


def test_a_sentence_uses_the_rates_of_the_scheme(counted: Casebook) -> None:
    said = counted.ok(*SENTENCE, "--scheme", "broad", "--register", "litigation")
    rate = counted.summary("litigation", "2024", "--scheme", "broad")["rates"]["loss"]
    assert f"loss rate {rate['percent']} ({rate['part']}/{rate['whole']})" in said
    assert said != counted.ok(*SENTENCE, "--register", "litigation")


# explained


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_figure_of_a_sentence_is_explained(counted: Casebook, name: str) -> None:
    found = explained(counted, name)
    assert (found["schema"], found["period"]) == ("casebook/sentence/1", {"from": "2024-01-01", "to": "2024-12-31"})
    assert found["text"] == counted.ok(*SENTENCE, "--template", name).rstrip("\n")
    said = re.sub(r"\d{4}-\d\d-\d\d|(first|second|all) instances?", "", found["text"])
    assert [each["value"].rstrip("%") for each in found["figures"]] == re.findall(r"\d+(?:\.\d+)?", said)
    assert all(each["label"] and each["definition"] and each["name"] for each in found["figures"])


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_count_of_a_sentence_leads_to_as_many_cases(counted: Casebook, name: str) -> None:
    counts = [each for each in explained(counted, name)["figures"] if each["cases"] is not None]
    assert counts
    for each in counts:
        figure = re.sub(r"^(rates\..*)\.percent$", r"\1.whole", each["name"])
        call = (*SENTENCE, "--register", each["register"], "--cases", figure)
        assert len(counted.json(*call)["cases"]) <= each["cases"]  # a case that is heard twice is two hearings
        if each["value"].isdigit():
            assert int(each["value"]) == each["cases"]


def test_the_figures_are_those_of_the_report(counted: Casebook) -> None:
    reports = {register: counted.summary(register, "2024") for register in ("review", "review-defence", "litigation")}
    for each in explained(counted, "standard")["figures"]:
        figure: object = reports[each["register"]]
        for key in each["name"].split("."):
            assert isinstance(figure, dict)
            figure = figure[key]
        assert each["value"] == str(figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_explanation_is_printed_as_text_and_markdown(counted: Casebook, lang: str) -> None:
    counted.lang = lang
    text = counted.ok(*SENTENCE).rstrip("\n")
    plain = counted.ok(*SENTENCE, "--explain", "--format", "plain").splitlines()
    assert plain[0] == text
    [received] = [line.split() for line in plain if "intake.received" in line]
    assert received[-2:] == ["12", "12"]
    marked = counted.ok(*SENTENCE, "--explain", "--format", "md").splitlines()
    assert marked[0] == {"zh": "# 报告文字", "en": "# sentence"}[lang]
    assert marked[2].replace("\\", "") == text
    [row] = [line for line in marked if "intake.received" in line]
    assert [cell.strip() for cell in row.split("|")][-3:] == ["12", "12", ""]


def test_an_explanation_stands_only_beside_a_sentence(counted: Casebook) -> None:
    assert "--explain does not apply to the form summary" in counted.refused("report", "2024", "--explain")
    assert "“csv” is not known" in counted.refused(*SENTENCE, "--explain", "--format", "csv")


# templates of the office


def test_a_template_of_the_office_is_a_file(counted: Casebook) -> None:
    said = own(counted, "{intake.received} received, {rates.correction.percent} corrected.")
    assert said == "12 received, 22.22% corrected.\n"


def test_a_template_written_by_an_editor_with_a_bom_is_read(counted: Casebook) -> None:
    path = template(counted, b"\xef\xbb\xbf" + OWN.format(text="{intake.received}").encode())
    assert counted.ok(*SENTENCE, "--template", path) == "12\n"


def test_hostile_words_of_a_template_come_out_inert(counted: Casebook) -> None:
    text = r"\u001b[31m\u202e<script>alert(1)</script>=1+1 {intake.received}\n\u2028"
    for form in ("plain", "md", "json"):
        path = template(counted, OWN.format(text=text))
        said = counted.ok(*SENTENCE, "--template", path, "--format", form)
        assert not obeyed(said)
    for form in ("html", "docx"):
        summary = ("report", "summary", "--period", "2024", "--template", path)
        file = counted.path.with_name(f"a.{form}")
        counted.ok(*summary, "--out", str(file))
        content = file.read_bytes()
        shown = content.decode() if form == "html" else words_of(content)
        assert not obeyed(shown) - {"\u00ad", "\t"}
        assert "<script>alert" not in (shown if form == "html" else "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{flow.nonsense}", "no figure “flow.nonsense”"),
        ("{flow.conclude}", "flow.concluded"),
        ("{rates.loss.percent}", "no figure “rates.loss.percent”"),
        ("{before.flow.nonsense}", "no figure"),
        ("{cell:nonsense=1}", "nonsense"),
        ("{__class__}", "no figure “__class__”"),
    ],
)
def test_a_figure_that_does_not_exist_is_named(counted: Casebook, text: str, said: str) -> None:
    path = template(counted, OWN.format(text=text))
    message = counted.refused(*SENTENCE, "--template", path)
    assert message.startswith("The sentence template “own")
    assert said in message
    assert message.endswith(f"{REMEDY}\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "language must be a text"),
        (b"name = ", "it is no TOML"),
        (b"\xff\xfe\x00", "it cannot be read"),
        (b"name = 'a'\nlanguage = 'zh'\n", "part is missing"),
        (b"name = 'a'\nlanguage = 'fr'\n[[part]]\ntext = 'a'\n", "language must be zh or en"),
        (b"name = 'a'\nlanguage = 'en'\nnonsense = 1\n[[part]]\ntext = 'a'\n", "nonsense"),
        (b"a = " + b"[" * 20_000, "it is no TOML"),
        (b"a = " + b"9" * 5_000, "it is no TOML"),
    ],
)
def test_a_file_that_is_no_template_is_refused(counted: Casebook, content: bytes, said: str) -> None:
    message = counted.refused(*SENTENCE, "--template", template(counted, content))
    assert said in message
    assert message.endswith(f"{REMEDY}\n")


def test_a_template_that_is_not_there_is_refused_with_those_that_are(counted: Casebook, tmp_path: Path) -> None:
    for name in ("nonsense", str(tmp_path), str(tmp_path / "none.toml"), "a\0b", "\x1b[31m"):
        said = counted.refused(*SENTENCE, "--template", name)
        assert said.splitlines()[1] == "Shipped: by-defendant, carried-in, progress, standard, work-report"
    assert "Could not read" in counted.refused(*SENTENCE, "--template", "x" * 300, status=3)


def test_the_cases_of_a_sentence_are_those_of_the_report(counted: Casebook) -> None:
    call = (*SENTENCE, "--register", "review", "--cases", "outcome=revoke_part")
    assert numbers_in(counted.ok(*call)) == {"南府复〔2024〕2号"}
