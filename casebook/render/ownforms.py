"""The forms that are no data file, in words: the summary, the rates and the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook import headings
from casebook.formnames import FORM, RATES, SENTENCE, SUMMARY
from casebook.render.tables import Table
from casebook.words import Words

if TYPE_CHECKING:
    from casebook.words import Language

OWN_FORMS = (SUMMARY, SENTENCE, RATES)

_ABOUT = {
    SUMMARY: Words(
        "每本台账的全部数字，按节列出；--by 另加细分表，--scheme 选择比率的算法。",
        "Every figure of each register, by section; --by adds breakdowns, --scheme chooses the definitions of rates.",
    ),
    SENTENCE: Words(
        "按模板写出的一段话；--template 选择模板，--explain 说明其中每个数字。写法见 docs/sentences.md。",
        "A paragraph written from a template: --template chooses it, --explain says what each figure is."
        " How one is written: docs/sentences.md.",
    ),
    RATES: Words(
        "每个比率的分子、分母和定义；--all-variants 并列各种算法，另列复议诉讼比。",
        "Every rate with part, whole and definition; --all-variants prints all definitions side by side."
        " Reviews to suits stands beside them.",
    ),
}


class _Counted(NamedTuple):
    """A figure of the summary and what it counts; ``code`` ``*`` stands for each code of the section."""

    section: str
    code: str
    counts: Words


def _counted(section: str, code: str, zh: str, en: str) -> _Counted:
    return _Counted(section, code, Words(zh, en))


_COUNTED = (
    _counted(
        "intake", "opening", "期初以前收到、期初尚无结果的申请", "received before the period, no result at its start"
    ),
    _counted("intake", "received", "收到日期在期内的申请", "applications received in the period"),
    _counted("intake", "*", "期内作出该结果的申请，不论何时收到", "applications that got this result in the period"),
    _counted("intake", "awaiting", "期末尚无结果的申请", "applications without a result at the end of the period"),
    _counted(
        "flow",
        "opening",
        "期初以前受理（被复议、应诉为收到）、期初尚未审结的全部案件",
        "all cases accepted (other registers: received) before the period and not concluded at its start",
    ),
    _counted("flow", "accepted", "受理日期在期内的复议案件", "reviews accepted in the period"),
    _counted("flow", "received", "收到日期在期内的被复议、应诉案件", "cases of the other registers received in it"),
    _counted("flow", "concluded", "结案日期在期内的案件", "cases whose day of conclusion is in the period"),
    _counted("flow", "pending", "期末尚未审结的案件，含中止", "cases not concluded at its end, suspended ones too"),
    _counted(
        "flow", "opening_concluded", "审结案件中属于上期结转的", "of the concluded cases those that were carried in"
    ),
    _counted(
        "flow",
        "closed_all",
        "审结，加期内未受理即离手的（不予受理至不再处理）",
        "concluded, and all that left the desk before acceptance",
    ),
    _counted("instances", "*", "同上，应诉案件各审级分别计算", "the same of suits, each instance for itself"),
    _counted("outcomes", "*", "审结案件中以该方式结案的", "of the concluded those that ended this way"),
    _counted("families", "*", "同上，按结案类别归并", "the same, brought together by family"),
    _counted("grounds", "*", "终止（应诉为撤诉）案件的事由", "grounds of terminations (of suits: withdrawals)"),
    _counted("roles", "*", "期内新收的应诉案件，按被告形式", "suits received in the period, by role"),
    _counted(
        "hearings", "*", "期内举行的开庭；一案各审级分别计", "hearings held in the period; each instance is a case"
    ),
    _counted(
        "replies",
        "*",
        "期内新收案件的答复、答辩（再审审查除外）",
        "replies in cases received in the period, retrial reviews excepted",
    ),
    _counted(
        "efficiency",
        "*",
        "审结的复议案件：是否按期；受理至结案的自然日，扣除中止",
        "concluded reviews: in time or not; natural days from acceptance to conclusion, suspension left out",
    ),
)
_IDENTITIES = (
    (
        Words("立案审查", "intake"),
        Words("上期待审查 + 新收 = 各结果之和 + 期末待审查", "awaiting at the start + received = results + awaiting"),
    ),
    (
        Words("收结情况", "flow of cases"),
        Words(
            "上期结转 + 受理（新收）= 审结 + 未审结；应诉各审级亦然；本期未审结 = 下期上期结转",
            "carried in + accepted (received) = concluded + pending, of suits in each instance too;"
            " pending = what the next period carries in",
        ),
    ),
    (
        Words("结案方式", "outcomes"),
        Words(
            "审结 = 各结案方式之和；结案类别 = 所含方式之和；终止、撤诉 = 各事由之和",
            "concluded = sum of the outcomes; a family = sum of its outcomes;"
            " terminated, withdrawn = sum of their grounds",
        ),
    ),
    (
        Words("细分", "breakdowns"),
        Words("各行之和 = 基数；未填单列，不丢弃", "rows sum to the base; what is not stated is a row of its own"),
    ),
    (
        Words("应诉", "suits"),
        Words(
            "新收 = 各被告形式之和；开庭案件 ≥ 负责人出庭案件；开庭次数 ≥ 负责人出庭次数",
            "received = sum of the roles; heard ≥ with the head present, in cases and in hearings",
        ),
    ),
    (Words("答复答辩", "replies"), Words("应答复 = 按期 + 逾期 + 尚未答复", "due = on time + late + outstanding")),
)


def own_form_heading(name: str) -> tuple[Words, Words]:
    """Return label and purpose of a form that is no data file."""
    return FORM.label(name), _ABOUT[name]


def own_form_tables(name: str, language: Language) -> list[Table]:
    """Return what the summary counts and which identities it satisfies; nothing more is to say of the others."""
    if name != SUMMARY:
        return []
    heads = (
        Words("节", "section"),
        Words("代码", "code"),
        Words("数字", "figure"),
        Words("统计什么", "what it counts"),
    )
    counted = tuple(
        (
            headings.SECTION.label(each.section).say(language),
            each.code,
            _label(each).say(language),
            each.counts.say(language),
        )
        for each in _COUNTED
    )
    held = tuple((label.say(language), said.say(language)) for label, said in _IDENTITIES)
    identity_heads = (Words("勾稽关系", "identity"), Words("算式", "equation"))
    return [
        _table(Words("数字", "figures"), heads, counted, language),
        _table(Words("每份报表均须成立", "to hold in every report"), identity_heads, held, language),
    ]


def _label(each: _Counted) -> Words:
    if each.code == "*":
        return Words("每一项", "each")
    return headings.section_values("review", each.section).label(each.code)


def _table(title: Words, heads: tuple[Words, ...], rows: tuple[tuple[str, ...], ...], language: Language) -> Table:
    return Table(title.say(language), tuple(head.say(language) for head in heads), rows, frozenset())
