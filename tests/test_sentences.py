"""The sentence in which a bureau reports its figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from derived_book import DerivedBook

import casebook
from casebook import reports, sentences, terms
from casebook.dates import Period, parse_period
from casebook.filefaults import TemplateFaulty
from casebook.law import default_lawbook
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE

PERIOD = parse_period("2023-01-01..2023-10-16", date(2026, 11, 21))
SHIPPED = sorted((Path(casebook.__file__).parent / "data" / "sentences").glob("*.toml"))

NANCHANG = """
name = "nanchang"
language = "zh"
[labels]
maintain = "作出维持决定的"
[[list]]
name = "outcomes"
of = "families"
order = ["maintain", "terminate"]
item = "{label}{value}件"
separator = "；"
[[part]]
register = "litigation"
when = "hearings.cases_heard"
equal = ["hearings.cases_heard", "hearings.cases_head_attended"]
text = "已开庭案件为{hearings.cases_heard}件，均已履行行政机关负责人出庭职责。"
[[part]]
register = "litigation"
when = "hearings.cases_heard"
unequal = ["hearings.cases_heard", "hearings.cases_head_attended"]
text = "已开庭案件为{hearings.cases_heard}件，负责人出庭{hearings.cases_head_attended}件。"
[[part]]
register = "review"
when = "intake.received"
text = "共接收{intake.received}件，拒{intake.refuse}件，受理{intake.accept}件，办结{flow.concluded}件，{outcomes}。"
"""


class Bureau:
    """The three registers of a bureau, and what it says of them."""

    def __init__(self) -> None:
        self.book = DerivedBook()
        self.lawbook = default_lawbook()

    def count(self, register: str, selector: str) -> int:
        listed = reports.cases_of(
            self.book.connection, selector, register=register, period=PERIOD, lawbook=self.lawbook
        )
        return len(listed)

    def says(self, text: str, *registers: str) -> str:
        """Return the sentence of a template over these registers, or over all."""
        template = sentences.read("bureau.toml", text)
        built = {
            register: reports.build(
                self.book.connection, register=register, period=PERIOD, lawbook=self.lawbook, bureau="南昌县司法局"
            )
            for register in registers or terms.REGISTER.codes
        }
        return sentences.write(template, built, self.count)


@pytest.fixture
def bureau() -> Bureau:
    bureau = Bureau()
    book = bureau.book
    book.case("2023-02-01", intake_result="refuse", intake_on="2023-02-05", times=46)
    closings = {
        "maintain": 24,
        "reject_claim": 43,
        "terminate": 15,
        "revoke": 1,
        "declare_unlawful": 1,
        "order_performance": 3,
    }
    for outcome, times in closings.items():
        book.case("2023-03-01", accepted_on="2023-03-06", closed_on="2023-05-04", outcome=outcome, times=times)
    book.case("2023-09-01", accepted_on="2023-09-05", times=29)
    for _ in range(31):
        suit = book.case("2023-03-01", register=LITIGATION, defendant_role="sole", respondent_level="county_government")
        book.hearing(suit, "2023-06-01", "yes")
    return bureau


def one_part(text: str, register: str = REVIEW, more: str = "", lists: str = "") -> str:
    return f'name = "x"\nlanguage = "zh"\n{lists}\n[[part]]\nregister = "{register}"\ntext = "{text}"\n{more}\n'


def test_the_passage_of_nanchang(bureau: Bureau) -> None:
    assert bureau.says(NANCHANG) == (
        "已开庭案件为31件，均已履行行政机关负责人出庭职责。"
        "共接收162件，拒46件，受理116件，办结87件，"
        "作出维持决定的24件；终止15件；驳回43件；撤销1件；确认违法1件；责令履行3件。"
    )


def test_a_head_who_stayed_away_changes_the_wording(bureau: Bureau) -> None:
    bureau.book.hearing(bureau.book.cases, "2023-07-01", "no")
    assert "均已履行" in bureau.says(NANCHANG)
    another = bureau.book.case("2023-03-01", register=LITIGATION)
    bureau.book.hearing(another, "2023-07-01", None)
    assert "已开庭案件为32件，负责人出庭31件。" in bureau.says(NANCHANG)


def test_a_part_whose_figure_is_zero_is_left_out() -> None:
    assert Bureau().says(NANCHANG) == ""


@pytest.mark.parametrize(
    ("when", "printed"),
    [
        ("flow.opening", False),
        ("flow.concluded", True),
        ("rates.correction.percent", True),
        ("rates.settled.percent", False),
        ("cell:outcome=revoke", True),
        ("cell:outcome=vary", False),
    ],
)
def test_a_part_is_printed_when_its_figure_is_not_zero(bureau: Bureau, when: str, printed: bool) -> None:
    assert bureau.says(one_part("有", more=f'when = "{when}"')) == ("有" if printed else "")


def test_figures_periods_and_cells_stand_by_name(bureau: Bureau) -> None:
    said = bureau.says(
        one_part(
            "{bureau}{period.from}至{period.to}纠错率{rates.correction.percent}（{rates.correction.part}/{rates.correction.whole}）"
        )
    )
    assert said == "南昌县司法局2023年1月1日至2023年10月16日纠错率5.75%（5/87）"
    cell = "{cell:role=sole,respondent_level=county_government}件，{cell:role=joint}件"
    assert bureau.says(one_part(cell, LITIGATION)) == "31件，0件"
    assert bureau.says(one_part("{rates.loss.percent}", LITIGATION)) == "—"


def test_an_english_template_speaks_english(bureau: Bureau) -> None:
    listed = (
        '[[list]]\nname = "ways"\nof = "families"\nitem = "{label} {value}"\nseparator = ", "\nomit = ["terminate"]'
    )
    said = bureau.says(one_part("To {period.to}: {ways}.", lists=listed).replace('"zh"', '"en"'))
    assert said == ("To 2023-10-16: maintained 24, rejected 43, revoked 1, declared unlawful 1, performance ordered 3.")


def test_a_list_may_enumerate_any_section_of_any_register(bureau: Bureau) -> None:
    def listed(section: str, register: str = "") -> str:
        own = f'register = "{register}"' if register else ""
        return f'[[list]]\nname = "l"\nof = "{section}"\nitem = "{{label}}{{value}}"\nseparator = "、"\n{own}'

    assert bureau.says(one_part("{l}", lists=listed("outcomes"))).startswith("维持24、驳回请求43、撤销1")
    assert bureau.says(one_part("{l}", lists=listed("grounds.terminate"))) == "未填15"
    assert bureau.says(one_part("{l}", lists=listed("roles", LITIGATION))) == "单独被告31"
    assert bureau.says(one_part("{l}", LITIGATION, lists=listed("instances.not_stated"))) == "新收31、未审结31"


def test_only_the_registers_that_are_given_are_spoken_of(bureau: Bureau) -> None:
    assert bureau.says(NANCHANG, LITIGATION) == "已开庭案件为31件，均已履行行政机关负责人出庭职责。"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (one_part("{flow.recieved}"), "flow.recieved"),
        (one_part("{flow.received}"), "flow.received"),
        (one_part("{}"), "“”"),
        (one_part("无", more='when = "intake.nothing"'), "intake.nothing"),
        (one_part("无", more='when = "flow.opening"\nequal = ["flow.a", "flow.b"]'), "flow.a"),
        (one_part("{hearings.hearings}"), "hearings.hearings"),
        (NANCHANG.replace('"families"', '"family"'), "family"),
        (NANCHANG.replace('"maintain", "terminate"]', '"maintained"]'), "maintained"),
        (NANCHANG.replace("maintain = ", "maintained = "), "maintained"),
    ],
)
def test_a_figure_that_does_not_exist_is_named_with_its_template(bureau: Bureau, text: str, named: str) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        bureau.says(text)
    for message in (refused.value.say("zh"), refused.value.say("en")):
        assert named in message
        assert "nanchang" in message or "“x”" in message


def test_a_wrong_figure_is_found_even_in_a_part_that_is_left_out() -> None:
    with pytest.raises(TemplateFaulty):
        Bureau().says(one_part("{corrected}", more='when = "flow.concluded"'))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = ",
        'name = "x"\nlanguage = "zh"\n',
        one_part("无").replace('"zh"', '"fr"'),
        one_part("无", "reviews"),
        one_part("无", more="when = 3"),
        one_part("无", more='wenn = "flow.opening"'),
        one_part("无", more='equal = "flow.opening"'),
        one_part("无", lists='[[list]]\nname = "a"\nof = "families"\nitem = "{label}"'),
        one_part("无", lists="[labels]\nmaintain = 1"),
        "labels = 3\n" + one_part("无"),
    ],
)
def test_a_file_that_is_no_template_is_named(text: str) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        sentences.read("mine.toml", text)
    assert "mine.toml" in refused.value.say("zh")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateFaulty) as refused:
        sentences.load(tmp_path / "none.toml")
    assert "none.toml" in refused.value.say("en")
    (tmp_path / "gb.toml").write_bytes("name = '南昌'".encode("gb18030"))
    with pytest.raises(TemplateFaulty):
        sentences.load(tmp_path / "gb.toml")


def test_a_template_says_which_figures_it_needs() -> None:
    needed = sentences.figures_needed(sentences.read("nanchang.toml", NANCHANG))
    assert needed == {
        LITIGATION: {"hearings.cases_heard", "hearings.cases_head_attended"},
        REVIEW: {"intake.received", "intake.refuse", "intake.accept", "flow.concluded", "families"},
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_template_of_the_program_can_be_written(path: Path, bureau: Bureau) -> None:
    template = sentences.load(path)
    empty, full = Bureau(), bureau
    for each in (empty, full):
        said = each.says(path.read_text(encoding="utf-8"))
        assert "{" not in said
    assert "162" in said
    assert template.language in ("zh", "en")


def test_a_period_of_the_sentence_is_that_of_its_reports() -> None:
    bureau = Bureau()
    report = reports.build(
        bureau.book.connection,
        register=REVIEW_DEFENCE,
        period=Period(date(2022, 12, 11), date(2023, 6, 10)),
        lawbook=bureau.lawbook,
        bureau="甲",
    )
    template = sentences.read("x.toml", one_part("{period.from}—{period.to}", REVIEW_DEFENCE))
    said = sentences.write(template, {REVIEW_DEFENCE: report}, bureau.count)
    assert said == "2022年12月11日—2023年6月10日"
