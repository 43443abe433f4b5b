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
from casebook.words import Words

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


LIST = '[[list]]\nname = "l"\nitem = "{label}{value}件"\nseparator = "、"\n'
WHO = (
    f'{LIST}whole = "flow.received"\nrest = "其他"\n'
    '[[list.figure]]\nname = "cell:role=sole,respondent_level=county_government"\nlabel = "县政府"\n'
    '[[list.figure]]\nname = "roles.joint"\nlabel = "共同"\n'
)


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
        (one_part("{before.flow.recieved}"), "before.flow.recieved"),
        (one_part("{change.rates.correction.percent}"), "change.rates.correction.percent"),
        (one_part("{points.flow.concluded}"), "points.flow.concluded"),
        (one_part("无", more='rises = "rates.correction"'), "rates.correction"),
        (one_part("无", more='none = ["flow.a"]'), "flow.a"),
        (one_part("无", more='every = ["flow.b"]'), "flow.b"),
        (one_part("{cell:outcome=nonsense}"), "nonsense"),
        (one_part("{cell:nonsense=revoke}"), "nonsense=revoke"),
        (one_part("{l}", lists=WHO.replace("roles.joint", "roles.both")), "roles.both"),
        (one_part("{l}", LITIGATION, lists=WHO.replace("roles.joint", "roles.both")), "roles.both"),
        (one_part("{l}", LITIGATION, lists=WHO.replace("flow.received", "flow.accepted")), "flow.accepted"),
        (one_part("{l}", LITIGATION, lists=WHO.replace("flow.received", "rates.loss.percent")), "rates.loss.percent"),
        (one_part("{l}", LITIGATION, lists=WHO.replace("flow.received", "roles.joint")), "31"),
        (one_part("{l}", lists=LIST + 'of = "families"\nlabels = {maintained = "维持"}'), "maintained"),
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
        one_part("无", more="lead = 1"),
        one_part("无", more='none = "flow.opening"'),
        one_part("无", more="rises = 1"),
        'opening = "{flow.opening}"\n' + one_part("无"),
        'nothing = "{outcomes}"\n' + one_part("无"),
        one_part("无") + '[[part]]\ntext = "{flow.opening}"',
        one_part("无") + '[[part]]\ntext = "。"\nwhen = "flow.opening"',
        one_part("无", lists=LIST),
        one_part("无", lists=WHO.replace("whole", 'of = "roles"\nwhole')),
        one_part("无", lists=LIST + 'of = "roles"\nrest = "其他"'),
        one_part("无", lists=LIST + 'of = "roles"\nwhole = "flow.received"'),
        one_part("无", lists=LIST + '[[list.figure]]\nname = "roles.joint"'),
        one_part("无", lists=LIST + '[[list.figure]]\nname = "roles.joint"\nlabel = "共同"\ncode = "joint"'),
        one_part("无", lists=LIST + 'of = "roles"\nlabels = {joint = 1}'),
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
    assert "87" in said
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


# sentences, joints and stops

JOINED = """
name = "x"
language = "zh"
opening = "{bureau}自{period.from}起："
nothing = "至{period.to}无。"
[[part]]
register = "review"
when = "intake.refuse"
text = "拒{intake.refuse}件"
[[part]]
register = "litigation"
when = "flow.received"
lead = "，"
text = "诉{flow.received}件"
[[part]]
text = "。"
[[part]]
register = "review"
when = "flow.concluded"
every = ["intake.refuse"]
none = ["flow.opening"]
lead = "；"
text = "结{flow.concluded}件"
[[part]]
text = "。"
"""


def test_a_part_is_joined_to_what_its_sentence_has_before_it(bureau: Bureau) -> None:
    assert bureau.says(JOINED) == "南昌县司法局自2023年1月1日起：拒46件，诉31件。结87件。"
    assert bureau.says(JOINED, LITIGATION) == "南昌县司法局自2023年1月1日起：诉31件。"
    assert bureau.says(JOINED, REVIEW) == "南昌县司法局自2023年1月1日起：拒46件。结87件。"


def test_where_nothing_is_to_be_said_the_template_says_so() -> None:
    assert Bureau().says(JOINED) == "南昌县司法局自2023年1月1日起：至2023年10月16日无。"
    assert sentences.write(sentences.read("x.toml", JOINED), {}, Bureau().count) == ""


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ('none = ["flow.opening"]', True),
        ('none = ["flow.opening", "flow.concluded"]', False),
        ('every = ["flow.concluded", "flow.pending"]', True),
        ('every = ["flow.concluded", "flow.opening"]', False),
    ],
)
def test_a_part_may_ask_for_figures_that_are_zero_or_are_not(bureau: Bureau, more: str, printed: bool) -> None:
    assert bureau.says(one_part("有", more=more)) == ("有" if printed else "")


def test_a_part_whose_lists_are_empty_leaves_no_joint_behind() -> None:
    lone = Bureau()
    lone.book.case("2023-03-01", accepted_on="2023-03-06")
    listed = one_part("受理", lists=LIST + 'of = "families"') + (
        '[[part]]\nregister = "review"\nlead = "，其中"\ntext = "{l}"\n[[part]]\ntext = "。"'
    )
    assert lone.says(listed) == "受理。"


def test_a_list_of_figures_names_what_they_leave_of_the_whole(bureau: Bureau) -> None:
    who = one_part("{flow.received}件：{l}", LITIGATION, lists=WHO)
    assert bureau.says(who) == "31件：县政府31件"
    bureau.book.case("2023-03-01", register=LITIGATION, defendant_role="joint")
    bureau.book.case("2023-03-01", register=LITIGATION, times=2)
    assert bureau.says(who) == "34件：县政府31件、共同1件、其他2件"
    section = LIST + 'of = "roles"\nomit = ["sole", "not_stated"]\nwhole = "flow.received"\nrest = "其他"'
    assert bureau.says(one_part("{l}", LITIGATION, lists=section)) == "共同被告1件、其他33件"


def test_the_figures_of_a_list_may_be_those_of_another_register(bureau: Bureau) -> None:
    assert bureau.says(one_part("{l}", lists=f"{WHO.replace(LIST, LIST + OF_SUITS)}")) == "县政府31件"
    with pytest.raises(TemplateFaulty) as refused:
        bureau.says(one_part("{l}", lists=f"{WHO.replace(LIST, LIST + OF_SUITS)}"), REVIEW)
    assert "行政应诉" in refused.value.say("zh")


OF_SUITS = 'register = "litigation"\n'


def test_a_misspelt_figure_is_answered_with_those_that_are_near(bureau: Bureau) -> None:
    for text, near in (
        (one_part("{flow.recieved}", LITIGATION), "flow.received"),
        (one_part("{change.flow.conclude}"), "flow.concluded"),
        (one_part("{l}", lists=LIST + 'of = "family"'), "families"),
        (one_part("{l}", lists=LIST + 'of = "families"\norder = ["maintained"]'), "maintain"),
    ):
        with pytest.raises(TemplateFaulty) as refused:
            bureau.says(text)
        assert f"相近的有 {near}" in refused.value.say("zh")
        assert f"near it: {near}" in refused.value.say("en")
        assert len(refused.value.say("zh").splitlines()) <= 3


# the year before

YEAR_BEFORE = Period(date(2022, 1, 1), date(2022, 10, 16))
WAYS = "".join(
    f'[[part]]\nregister = "review"\n{way} = "intake.received"\ntext = "{word}"\n'
    for way, word in (
        ("rises", "上升{change.intake.received}"),
        ("falls", "下降{change.intake.received}"),
        ("same", "持平"),
    )
)


def compared(bureau: Bureau, text: str) -> str:
    now, then = (
        {
            register: reports.build(
                bureau.book.connection, register=register, period=period, lawbook=bureau.lawbook, bureau="甲"
            )
            for register in terms.REGISTER.codes
        }
        for period in (PERIOD, YEAR_BEFORE)
    )
    template = sentences.read("x.toml", text)
    assert template.compares
    assert sentences.write(template, now, bureau.count) == ""
    return sentences.write(template, now, bureau.count, then)


@pytest.mark.parametrize(
    ("before", "said"),
    [(0, ""), (144, "上升12.50%"), (160, "上升1.25%"), (162, "持平"), (163, "下降0.61%"), (1, "上升16100.00%")],
)
def test_a_count_rises_falls_or_stays_since_the_year_before(bureau: Bureau, before: int, said: str) -> None:
    if before:
        bureau.book.case("2022-03-01", intake_result="refuse", intake_on="2022-03-05", times=before)
    ways = one_part("", more="").partition("[[part]]")[0] + WAYS
    assert compared(bureau, ways) == said


def test_what_was_counted_the_year_before_stands_beside(bureau: Bureau) -> None:
    bureau.book.case("2022-03-01", accepted_on="2022-03-05", closed_on="2022-04-01", outcome="revoke", times=3)
    assert (
        compared(bureau, one_part("上年{before.flow.concluded}件，{before.rates.correction.percent}"))
        == "上年3件，100.00%"
    )


def test_rates_differ_by_points_as_they_are_printed(bureau: Bureau) -> None:
    for outcome, times in (("revoke", 1), ("maintain", 6)):
        bureau.book.case("2022-03-01", accepted_on="2022-03-05", closed_on="2022-04-01", outcome=outcome, times=times)
    text = "由{before.rates.correction.percent}降到{rates.correction.percent}，低{points.rates.correction}个百分点"
    fell = one_part(text, more='falls = "rates.correction.percent"')
    assert compared(bureau, fell) == "由14.29%降到5.75%，低8.54个百分点"
    assert compared(bureau, fell.replace("falls", "rises")) == ""


def test_a_rate_that_one_of_the_years_does_not_have_is_not_compared(bureau: Bureau) -> None:
    assert compared(bureau, one_part("{points.rates.correction}")) == ""
    assert compared(bureau, one_part("持平", more='same = "rates.correction.percent"')) == ""


# what a figure is


def explained(bureau: Bureau, text: str) -> list[sentences.Explained]:
    now, then = (
        {
            register: reports.build(
                bureau.book.connection, register=register, period=period, lawbook=bureau.lawbook, bureau="甲"
            )
            for register in terms.REGISTER.codes
        }
        for period in (PERIOD, YEAR_BEFORE)
    )
    return [*sentences.explain(sentences.read("x.toml", text), now, bureau.count, then)]


def test_each_figure_of_the_sentence_is_explained_in_order(bureau: Bureau) -> None:
    told = explained(bureau, NANCHANG)
    assert [(each.register, each.name, each.value, each.cases) for each in told] == [
        (LITIGATION, "hearings.cases_heard", "31", 31),
        (REVIEW, "intake.received", "162", 162),
        (REVIEW, "intake.refuse", "46", 46),
        (REVIEW, "intake.accept", "116", 116),
        (REVIEW, "flow.concluded", "87", 87),
        (REVIEW, "families.maintain", "24", 24),
        (REVIEW, "families.terminate", "15", 15),
        (REVIEW, "families.reject", "43", 43),
        (REVIEW, "families.revoke", "1", 1),
        (REVIEW, "families.declare_unlawful", "1", 1),
        (REVIEW, "families.order_performance", "3", 3),
    ]
    assert told[5].label == Words("维持", "maintained")
    assert told[5].definition == Words("结案类别：维持", "outcome families: maintained")


def test_a_rate_is_explained_by_its_definition_its_part_and_its_whole(bureau: Bureau) -> None:
    [rate, part, whole] = explained(
        bureau, one_part("{rates.maintained.percent}（{rates.maintained.part}/{rates.maintained.whole}）")
    )
    assert (rate.name, rate.value, rate.cases) == ("rates.maintained.percent", "27.59%", 87)
    assert (part.value, part.cases, whole.value, whole.cases) == ("24", 24, "87", 87)
    assert rate.label == Words("维持率", "maintained")
    assert rate.definition == Words("维持 ÷ 审结：24/87", "maintained ÷ concluded: 24/87")
    assert part.label == Words("维持率分子", "maintained, part")


def test_a_cell_is_explained_by_its_selector_and_a_rest_by_what_it_leaves(bureau: Bureau) -> None:
    bureau.book.case("2023-03-01", register=LITIGATION, times=2)
    [cell, rest] = explained(bureau, one_part("{l}", LITIGATION, lists=WHO))
    selector = "role=sole,respondent_level=county_government"
    assert cell == sentences.Explained(
        LITIGATION, selector, Words("县政府", "县政府"), "31", 31, Words(selector, selector)
    )
    assert (rest.name, rest.label.zh, rest.value, rest.cases) == ("l.rest", "其他", "2", None)
    assert rest.definition == Words("新收 − 已列各项", "received − the items listed before")
    [alone] = explained(bureau, one_part("{cell:outcome=revoke}"))
    assert (alone.name, alone.label.zh, alone.cases) == ("outcome=revoke", "outcome=revoke", 1)


def test_cells_of_an_instance_and_of_a_ground_say_which(bureau: Bureau) -> None:
    [first, ground] = explained(
        bureau,
        one_part("{instances.not_stated.received}", LITIGATION)
        + '[[part]]\nregister = "review"\ntext = "{grounds.terminate.not_stated}"',
    )
    assert first.definition == Words("分审级收结（未填）：新收", "flow by instance (not stated): received")
    assert ground.definition == Words("事由（终止）：未填", "grounds (terminated): not stated")
    assert (first.cases, ground.cases) == (31, 15)


def test_figures_of_days_have_no_list_of_cases(bureau: Bureau) -> None:
    [days] = explained(bureau, one_part("{efficiency.days_total}"))
    assert (days.cases, days.definition.zh) == (None, "办案效率：办理天数合计")


def test_figures_of_the_year_before_are_explained_with_its_days(bureau: Bureau) -> None:
    bureau.book.case("2022-03-01", accepted_on="2022-03-05", closed_on="2022-04-01", outcome="revoke", times=100)
    text = "{before.flow.concluded}{change.flow.concluded}{points.rates.correction}"
    [before, change, points] = explained(bureau, one_part(text))
    assert (before.name, before.value, before.cases) == ("before.flow.concluded", "100", None)
    assert before.definition == Words(
        "收结情况：审结（2022-01-01 至 2022-10-16）", "flow of cases: concluded (2022-01-01 to 2022-10-16)"
    )
    assert (change.value, change.label.zh) == ("13.00%", "审结同比增减")
    assert change.definition.zh == "|本期 − 上年同期| ÷ 上年同期：|87 − 100|/100"
    assert (points.value, points.label.zh) == ("94.25", "直接纠错率同比增减百分点")
    assert points.definition.en == "|this period − the year before|: |5.75% − 100.00%|"
