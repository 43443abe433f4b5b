"""What the figures of a report are called: its sections, their cells, and the dimensions of breakdowns."""

from __future__ import annotations

from casebook import terms
from casebook.terms import LITIGATION, NOT_STATED, NOT_STATED_LABEL, REVIEW, REVIEW_DEFENCE
from casebook.words import Term, Vocabulary, Words, fold, term

SECTION = Vocabulary(
    Words("项目", "section"),
    term("intake", "立案审查", "intake"),
    term("flow", "收结情况", "flow of cases"),
    term("instances", "分审级收结", "flow by instance"),
    term("outcomes", "结案方式", "outcomes"),
    term("instance_outcomes", "分审级结案方式", "outcomes by instance"),
    term("families", "结案类别", "outcome families"),
    term("grounds", "事由", "grounds"),
    term("roles", "被告形式", "roles"),
    term("hearings", "开庭应诉", "hearings"),
    term("replies", "答复答辩", "replies"),
    term("efficiency", "办案效率", "efficiency"),
    term("rates", "比率", "rates"),
    term("checks", "勾稽", "checks"),
)

INTAKE = Vocabulary(
    Words("立案审查", "intake"),
    term("opening", "上期待审查", "awaiting at the start", "上期结转"),
    term("received", "新收", "received", "本期新收", "收到"),
    *(Term(code, terms.INTAKE_RESULT.label(code)) for code in terms.INTAKE_RESULT.codes),
    term("awaiting", "期末待审查", "awaiting at the end", "待审查"),
)

FLOW = Vocabulary(
    Words("收结情况", "flow of cases"),
    term("opening", "上期结转", "carried in", "结转"),
    term("accepted", "受理", "accepted", "本期受理"),
    term("received", "新收", "received", "本期新收", "收到"),
    term("concluded", "审结", "concluded", "结案", "已审结", "办结"),
    term("pending", "未审结", "pending", "未结"),
    term("opening_concluded", "审结中上期结转", "of concluded, carried in", "含上期结转"),
    term("closed_all", "全部办结（含未受理）", "closed, not accepted ones included", "全部办结"),
)

HEARINGS = Vocabulary(
    Words("开庭应诉", "hearings"),
    term("cases_heard", "开庭案件", "cases heard", "开庭"),
    term("cases_head_attended", "负责人出庭案件", "cases with the head present", "负责人出庭"),
    term("hearings", "开庭次数", "hearings"),
    term("hearings_head_attended", "负责人出庭次数", "hearings with the head present"),
)

REPLIES = Vocabulary(
    Words("答复答辩", "replies"),
    term("due", "应答复", "due", "应答辩"),
    term("on_time", "按期答复", "on time", "按期", "按期答辩"),
    term("late", "逾期答复", "late", "逾期", "逾期答辩"),
    term("outstanding", "尚未答复", "outstanding", "未答复", "未答辩"),
)

EFFICIENCY = Vocabulary(
    Words("办案效率", "efficiency"),
    term("on_time", "按期办结", "in time", "按期"),
    term("late", "逾期办结", "late", "逾期"),
    term("not_computed", "期限未计算", "deadline not computed", "未计算"),
    term("extended", "经延期", "extended", "延期"),
    term("within_60", "60日内办结", "within 60 days"),
    term("days_total", "办理天数合计", "days in all"),
    term("median_days", "办理天数中位数", "days, median"),
    term("average_days", "平均办理天数", "days, average"),
)
WITHIN_DAYS = 60  # the statistics' own measure, the same under every law; it names the figure within_60

DIMENSION = Vocabulary(
    Words("分组", "dimension"),
    term("matter", "申请复议事项", "matter", "案件类别"),
    term("field", "行政管理类别", "field"),
    term("respondent", "被申请人", "respondent", "被告", "被申请人/被告"),
    term("respondent_level", "被申请人层级", "level of respondent", "层级"),
    term("procedure", "审理程序", "procedure"),
    term("handler", "承办人", "handler"),
    term("month", "月份", "month", "按月"),
    term("court", "受理法院", "court", "法院"),
    term("instance", "审级", "instance"),
    term("role", "被告形式", "role", "defendant_role"),
    term("outcome", "结案方式", "outcome"),
    term("family", "结案类别", "outcome family"),
    term("applicant_kind", "申请人类别", "kind of applicant", "原告类别"),
    term("law", "适用法律", "governing law"),
)

BASE = Vocabulary(
    Words("统计基数", "base"),
    term("received", "新收", "received", "收到"),
    term("accepted", "受理", "accepted"),
    term("concluded", "审结", "concluded", "结案", "已审结"),
    term("pending", "未审结", "pending", "未结"),
)

SELECTOR = Vocabulary(
    Words("数字", "figure"),
    term("intake", "立案审查", "intake", "立案审查结果"),
    term("flow", "收结情况", "flow of cases"),
    term("ground", "事由", "ground", "终止事由", "撤诉事由"),
    term("replies", "答复答辩", "replies"),
    term("hearings", "开庭应诉", "hearings"),
    term("efficiency", "办案效率", "efficiency"),
    *(
        Term(
            code,
            DIMENSION.label(code),
            synonyms=("案件类别", "被告") if code in ("matter", "respondent") else (),
        )
        for code in DIMENSION.codes
    ),
)

_IN_SUITS = {
    "matter": Words("案件类别", "matter"),
    "respondent": Words("被告", "defendant"),
    "respondent_level": Words("被告层级", "level of defendant"),
    "applicant_kind": Words("原告类别", "kind of plaintiff"),
}
_SEVERAL = Words("多个被申请人/被告", "several respondents")
ENTERING = {REVIEW: "accepted", REVIEW_DEFENCE: "received", LITIGATION: "received"}
BASES = {
    REVIEW: ("received", "accepted", "concluded", "pending"),
    REVIEW_DEFENCE: ("received", "concluded", "pending"),
    LITIGATION: ("received", "concluded", "pending"),
}
GROUNDED = {REVIEW: "terminate", REVIEW_DEFENCE: "terminate", LITIGATION: "withdraw"}


def with_not_stated(vocabulary: Vocabulary) -> Vocabulary:
    """Return ``vocabulary`` with *not stated* after its own codes."""
    own = (Term(code, vocabulary.label(code)) for code in vocabulary.codes)
    return Vocabulary(vocabulary.name, *own, Term(NOT_STATED, NOT_STATED_LABEL))


def grounds(register: str) -> Vocabulary:
    """Return the grounds of the one outcome of ``register`` whose grounds are counted."""
    return terms.WITHDRAW_GROUND if register == LITIGATION else terms.TERMINATE_GROUND


def dimension_values(register: str, dimension: str) -> Vocabulary | None:
    """Return the codes that a dimension takes in ``register``; ``None`` where it holds text as recorded."""
    if dimension == "outcome":
        return terms.outcomes(register)
    if dimension == "family":
        return terms.families(register)
    return {
        "matter": terms.MATTER,
        "respondent_level": terms.LEVEL,
        "procedure": terms.PROCEDURE,
        "instance": terms.INSTANCE,
        "role": terms.ROLE,
        "applicant_kind": terms.APPLICANT_KIND,
        "law": terms.LAW,
    }.get(dimension)


def section_values(register: str, section: str) -> Vocabulary:
    """Return the cells of a section, which is named as in the JSON report: ``flow``, ``instances.first``."""
    head = section.partition(".")[0]
    if head in ("outcomes", "instance_outcomes"):
        return terms.outcomes(register)
    if head == "families":
        return terms.families(register)
    if head == "grounds":
        return with_not_stated(grounds(register))
    if head == "roles":
        return with_not_stated(terms.ROLE)
    fixed = {
        "intake": INTAKE,
        "flow": FLOW,
        "instances": FLOW,
        "hearings": HEARINGS,
        "replies": REPLIES,
        "efficiency": EFFICIENCY,
    }
    return fixed.get(head, SECTION)


def value_label(register: str, dimension: str, value: str | None) -> Words:
    """Return the label of a value of a dimension; ``None`` is *not stated*, text is shown as recorded."""
    if value is None:
        return NOT_STATED_LABEL
    vocabulary = dimension_values(register, dimension)
    if is_several(dimension, value):
        return _SEVERAL  # the card's word for several respondents
    return vocabulary.label(value) if vocabulary else Words(value, value)


def is_not_stated(text: str) -> bool:
    """Tell whether ``text`` says *not stated* in either language."""
    return fold(text) in {fold(word) for word in (NOT_STATED, *NOT_STATED_LABEL)}


def dimension_label(register: str, dimension: str) -> Words:
    """Return what a dimension is called in ``register``: suits have a defendant, reviews a respondent."""
    label = DIMENSION.label(dimension)
    return _IN_SUITS.get(dimension, label) if register == LITIGATION else label


def value_place(register: str, dimension: str, value: str | None) -> tuple[bool, int, str]:
    """Return what values of a dimension are sorted by: codes by vocabulary, other texts, *not stated*."""
    vocabulary = dimension_values(register, dimension)
    codes = vocabulary.codes if vocabulary else ()
    place = codes.index(value) if value in codes else len(codes)
    return value is None, place + (is_several(dimension, value)), value or ""


def is_several(dimension: str, value: str | None) -> bool:
    """Tell whether ``value`` stands for cases with several respondents, which come after the single ones."""
    return dimension == "respondent" and value == "other"


def last_place(dimension: str, value: str | None) -> int:
    """Return 0 for a value that stands for itself, 1 for *several*, 2 for *not stated*: the order of rows."""
    return 2 if value is None else int(is_several(dimension, value))
