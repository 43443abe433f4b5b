"""The sample books: made again byte for byte, adding up to the published figures, and possible in law."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_reading import (
    BOOKS,
    COUNTED,
    SAMPLES,
    SENTENCES,
    count_book,
    period_of,
    read_toml,
    write_sentence,
)

from casebook import sentences

PUBLISHED: dict[str, dict[str, Any]] = {
    report["bureau"]: report
    for report in json.loads((Path(__file__).parent / "figures.json").read_text(encoding="utf-8"))
}


def published(book: str) -> dict[str, Any]:
    return PUBLISHED[read_toml(SAMPLES / book / "book.toml")["bureau"]]


def test_the_generator_writes_what_is_committed_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", "--to", tmp_path], check=True, capture_output=True)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(map(str, written)) == sorted(
        f"{book}/{name}" for book in BOOKS for name in ("book.toml", "cases.csv")
    )
    assert written == {path: (SAMPLES / path).read_bytes() for path in written}


@pytest.mark.parametrize("book", COUNTED)
def test_book_and_report_name_the_same_period(book: str) -> None:
    period = published(book)["period"]
    assert [str(day) for day in (period_of(book).start, period_of(book).end)] == [
        period["from"],
        period["to"],
    ]


@pytest.mark.parametrize("book", ["nanchang", "xx", "dangshan"])
def test_reviews_add_up_to_the_published_figures(book: str) -> None:
    told, counted = published(book)["review"], count_book(book)["review"]
    assert counted["intake.received"] == told["received"]
    assert counted["intake.refuse"] == told.get("not_accepted", 0)
    assert counted["flow.accepted"] == told.get("accepted", told["received"])
    assert counted["flow.concluded"] == told["closed"]
    assert counted["flow.pending"] == told.get("pending", told["received"] - told["closed"])
    outcomes = {{"confirm_illegal": "declare_unlawful"}.get(key, key): n for key, n in told["outcomes"].items()}
    assert {
        name.removeprefix("families."): n for name, n in counted.items() if name.startswith("families.")
    } == outcomes


def test_nanan_reviews_add_up_to_the_published_figures() -> None:
    told, counted = published("nanan")["review"], count_book("nanan")["review"]
    assert counted["intake.received"] == told["received"]
    assert counted["flow.concluded"] == told["decided"]
    assert (counted["flow.opening_concluded"] > 0) is told["decided_includes_carried_in"]
    assert counted["rates.correction.part"] == told["corrected"]
    assert counted["families.terminate"] == counted["grounds.terminate.settled"] == told["terminated_after_mediation"]
    assert counted["intake.accept"] + counted["intake.refuse"] + counted["intake.refer"] == told["received"]


def test_reviews_and_suits_answered_in_nanan_are_those_published() -> None:
    told, counted = published("nanan"), count_book("nanan")
    for register, name in (("review-defence", "review_response"), ("litigation", "litigation")):
        assert counted[register]["flow.received"] == told[name]["received"]
        assert counted[register]["replies.on_time"] == told[name]["replied_on_time"]


@pytest.mark.parametrize("book", COUNTED)
def test_the_head_of_the_agency_came_as_often_as_published(book: str) -> None:
    told, counted = published(book)["litigation"], count_book(book)["litigation"]
    heard, attended = counted["hearings.cases_heard"], counted["hearings.cases_head_attended"]
    assert counted["hearings.hearings"] == heard == told.get("heard", heard) > 0
    assert attended == told.get("head_attended", heard)
    tenths_of_percent = (attended * 2000 + heard) // (heard * 2)
    assert tenths_of_percent == round(float(told["head_attendance_rate"].rstrip("%")) * 10)


def test_suits_of_xx_county_are_those_published() -> None:
    told, counted = published("xx")["litigation"], count_book("xx")["litigation"]
    assert counted["flow.received"] == told["received"]
    assert counted["instances.first.concluded"] == told["first_instance_closed"] == counted["flow.concluded"]
    for outcome, count in told["outcomes"].items():
        assert counted[f"instance_outcomes.first.{outcome}"] == count
    roles = told["defendant"]
    assert counted["cell:role=sole,respondent_level=county_government"] == roles["county_government_alone"]
    assert counted["cell:role=sole,respondent_level=county_department"] == roles["department_alone"]
    assert counted["roles.joint"] == roles["county_government_and_department"]


def test_suits_of_dangshan_are_those_published() -> None:
    told, counted = published("dangshan")["litigation"], count_book("dangshan")["litigation"]
    assert counted["flow.received"] == told["received"]
    assert counted["flow.concluded"] == told["closed"]
    assert {outcome: counted[f"instance_outcomes.first.{outcome}"] for outcome in told["outcomes"]} == told["outcomes"]


# As the bureaus wrote them, without the evaluations that follow and without 2021年度.
WORDING = {
    "nanchang": (
        "今年以来已开庭案件为31件,均已履行行政机关负责人出庭职责。共接收行政复议案件162件,其中不予受理46件,"
        "受理116件,现已办结87件,作出维持决定的24件;终止15件;驳回43件;撤销1件;确认违法1件;责令履行3件。"
    ),
    "xx": (
        "办理行政复议案件25件（已办结20件，办结结果为维持7件、终止6件、驳回6件、撤销1件）、行政应诉案件16件"
        "（县政府作为单独被告3件，县政府与部门作为共同被告1件，部门作为单独被告12件。一审审结15件，"
        "其中驳回起诉5件，驳回诉讼请求6件、撤回起诉4件），行政机关负责人出庭应诉率常态化保持100％。"
    ),
    "nanan": (
        "新收行政复议案件申请216件,作出决定193件(含上期结转),行政复议纠错35件;应诉上级行政复议案件10件,"
        "审核及应诉行政诉讼案件68件,均按时提交答复、应诉材料。"
    ),
    "dangshan": (
        "截至目前共收到行政复议申请23件,其中不予受理2件,受理21件。已办结16件,其中维持7件,终止4件,驳回1件,"
        "确认违法2件,撤销2件。截至目前行政诉讼案件共56件,共开庭审理案件42件,行政机关负责人出庭应诉案件41件。"
        "其中,案件办结12件,驳回3件,准许原告撤回起诉6件,责令履行1件,撤销2件。"
    ),
}
# The reports mix stops of both widths, and commas with enumeration commas; a template keeps to one.
SAME_STOP = str.maketrans({"，": ",", "、": ",", "；": ",", ";": ",", "（": "(", "）": ")", "％": "%"})


@pytest.mark.parametrize("book", COUNTED)
def test_the_sentence_of_a_book_is_worded_as_its_bureau_wrote_it(book: str) -> None:
    template = read_toml(SAMPLES / book / read_toml(SAMPLES / book / "book.toml")["sentence"])
    assert write_sentence(template, count_book(book)).translate(SAME_STOP) == WORDING[book].translate(SAME_STOP)


TEMPLATES = sorted([*SENTENCES.glob("*.toml"), *SAMPLES.glob("*/sentence.toml")])
FIGURE = re.compile(
    r"(change\.)?(intake|flow|families|outcomes|roles|hearings|replies|instances\.first)\.[a-z_]+"
    r"|rates\.(correction|loss|attendance)\.(part|whole|percent)"
    r"|period\.(from|to)|cell:role=\w+,respondent_level=\w+"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_template_has_the_agreed_form(path: Path) -> None:
    template = read_toml(path)
    assert sentences.load(path).name in (path.stem, path.parent.name)
    lists = {each["name"] for each in template.get("list", ())}
    used = {name for part in template["part"] for name in re.findall(r"\{([^{}]+)\}", part["text"])}
    conditions = {
        name
        for part in template["part"]
        for name in (part.get("when"), *part.get("equal", ()), *part.get("unequal", ()))
    }
    assert lists <= used
    assert [name for name in (used | (conditions - {None})) - lists if not FIGURE.fullmatch(str(name))] == []


def test_a_sentence_says_otherwise_where_not_all_is_well() -> None:
    figures = count_book("nanan")
    figures["review-defence"] |= {"replies.on_time": 9, "replies.late": 1, "replies.outstanding": 0}
    figures["litigation"] |= {"replies.on_time": 66, "replies.late": 1, "replies.outstanding": 1}
    written = write_sentence(read_toml(SAMPLES / "nanan" / "sentence.toml"), figures)
    assert written.endswith("，除1件逾期、0件待提交外，均按时提交答复；应诉材料按时提交66件，逾期1件，待提交1件。")
