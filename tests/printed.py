"""A document with everything a report may carry, for those who print: no book is behind it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook.dates import Period
from casebook.figures import Check
from casebook.sheets import (
    BAR,
    COLUMNS,
    COUNT,
    DATE,
    DAYS,
    LINE,
    PERCENT,
    POINTS,
    TEXT,
    YUAN,
    CaseLine,
    CaseList,
    Chart,
    Column,
    Definition,
    Document,
    Figure,
    Line,
    Part,
    Series,
    Sheet,
)
from casebook.terms import LITIGATION, REVIEW
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.words import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")

# What a user may have typed as the name of a respondent: a spreadsheet, a browser, a terminal or rich would obey it.
HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "+86 0791",
    "-2+3",
    "'=1+1",
    '=HYPERLINK("http://example.com","点此")',
    "[draft]",
    "[red]公安[/red]",
    "<b>公安</b><script>alert(1)</script>",
    "&lt;税务&amp;",
    "a\"b'c`d|e_f*g*",
    "甲\x1b[31m乙\x07丙",
    "左\u202e右\u2066中\u200b",
    "上\n下\t右\u2028末",
    "http://example.com/",
    "12345678901234567890",
    "{figure}",
    "<r><t>raw</t></r>",
    "_x0041_",
)


def _same(text: str) -> Words:
    return Words(text, text)


def _counts(*numbers: int | None) -> tuple[Figure, ...]:
    return tuple(Figure(number, COUNT) for number in numbers)


def _flow() -> Sheet:
    accepted = Words("被申请人", "respondent")
    return Sheet(
        code="flow",
        title=Words("收案结案情况", "Cases received and concluded"),
        head=Words("领域", "field"),
        columns=(
            Column("opening", Words("上期结转", "carried in"), COUNT),
            Column("township", Words("乡镇人民政府", "township government"), COUNT, accepted),
            Column("department", Words("县级政府部门", "county department"), COUNT, accepted),
            Column("concluded", Words("结案", "concluded"), COUNT),
            Column("share", Words("结案率", "conclusion rate"), PERCENT),
            Column("change", Words("较上年", "on last year"), POINTS),
        ),
        lines=(
            Line(
                "public_security",
                Words("公安", "public security"),
                (
                    Figure(1, COUNT, "opening"),
                    Figure(12, COUNT, "accepted.township"),
                    Figure(1234, COUNT, "accepted.department"),
                    Figure(1200, COUNT, "concluded"),
                    Figure("96.23%", PERCENT),
                    Figure("-1.20", POINTS),
                ),
            ),
            Line(
                "land",
                Words("自然资源", "natural resources"),
                (*_counts(0, 3, 7, 9), Figure("90.00%", PERCENT), Figure("5.75", POINTS)),
            ),
            Line("tax", Words("税务", "tax"), (*_counts(0, 0, 0, 0), Figure(None, PERCENT), Figure(None, POINTS))),
        ),
        total=Line(
            "total",
            Words("合计", "total"),
            (*_counts(1, 15, 1241, 1209), Figure("96.18%", PERCENT), Figure("-0.05", POINTS)),
        ),
        notes=(
            Words("注：结案含上期结转。", "Note: concluded includes cases carried in."),
            Words("2024 年起适用新法。", "The new law applies from 2024."),
        ),
    )


def _efficiency() -> Sheet:
    return Sheet(
        code="efficiency",
        title=Words("办理效率", "Efficiency"),
        head=Words("承办人", "handler"),
        columns=(
            Column("concluded", Words("结案", "concluded"), COUNT),
            Column("average_days", Words("平均用时", "average days"), DAYS),
            Column("median_days", Words("用时中位数", "median days"), DAYS),
            Column("within_60", Words("60 日内占比", "within 60 days"), PERCENT),
            Column("last_closed", Words("最近结案", "last closed"), DATE),
            Column("remark", Words("说明", "remark"), TEXT),
        ),
        lines=(
            Line(
                "one",
                Words("承办一组", "team one"),
                (
                    Figure(87, COUNT),
                    Figure("41.07", DAYS),
                    Figure("41.5", DAYS),
                    Figure("5.8%", PERCENT),
                    Figure("2023-10-16", DATE),
                    Figure("=1+1", TEXT),
                ),
            ),
            Line(
                "two",
                Words("承办二组", "team two"),
                (
                    Figure(0, COUNT),
                    Figure(None, DAYS),
                    Figure(42, DAYS),
                    Figure("100%", PERCENT),
                    Figure(None, DATE),
                    Figure(None, TEXT),
                ),
            ),
        ),
    )


def _hostile() -> Sheet:
    return Sheet(
        code="respondents",
        title=Words("被申请人（用户填写）", "Respondents (as typed)"),
        head=Words("被申请人", "respondent"),
        columns=(Column("cases", Words("件数", "cases"), COUNT), Column("typed", Words("原文", "as typed"), TEXT)),
        lines=tuple(
            Line(f"typed_{place}", _same(text), (Figure(place, COUNT), Figure(text, TEXT)))
            for place, text in enumerate(HOSTILE, 1)
        ),
        total=Line("total", Words("合计", "total"), (Figure(sum(range(len(HOSTILE) + 1)), COUNT), Figure(None, TEXT))),
    )


def _review() -> Part:
    months = tuple(Words(f"{month} 月", f"month {month}") for month in range(1, 4))
    return Part(
        register=REVIEW,
        sheets=(_flow(), _efficiency(), _hostile()),
        checks=(
            Check("flow", "1 + 1256 = 1209 + 48", holds=True, label=Words("收结情况", "flow of cases")),
            Check("breakdown respondent", "3 + 4 = 8", holds=False),
        ),
        definitions=(
            Definition(
                "correction",
                Words("纠错率", "correction rate"),
                Words(
                    "（撤销 + 变更 + 确认违法 + 责令履行）÷ 审结 × 100%，四舍五入，保留两位小数",
                    "(annulled + changed + confirmed unlawful + ordered to perform) / decided, half up, two places",
                ),
            ),
            Definition(
                "mediation",
                Words("调解和解率", "mediation rate"),
                Words("（调解 + 和解后撤回）÷ 结案", "(mediated + withdrawn after settlement) / concluded"),
            ),
        ),
        charts=(
            Chart(
                "outcomes",
                Words("审结情况", "Outcomes"),
                BAR,
                (Words("维持", "upheld"), Words("撤销", "annulled"), _same("=1+1")),
                (Series(Words("件数", "cases"), (54, 5, None)),),
            ),
            Chart(
                "monthly",
                Words("逐月收结存", "Received, concluded and pending by month"),
                COLUMNS,
                months,
                (
                    Series(Words("收案", "received"), (10, 12, 9)),
                    Series(Words("结案", "concluded"), (8, 11, 10)),
                    Series(Words("未结", "pending"), (2, 3, 2)),
                ),
            ),
            Chart(
                "correction",
                Words("历年纠错率", "Correction rate over the years"),
                LINE,
                tuple(Words(f"{year} 年", str(year)) for year in (2021, 2022, 2023)),
                (Series(Words("纠错率", "correction rate"), ("9.50%", None, "5.75%")),),
                percent=True,
            ),
        ),
    )


def _litigation() -> Part:
    instances = (Words("一审", "first instance"), Words("二审", "second instance"))
    roles = (("sued", "作出单位", "issuing body"), ("reviewed", "复议机关", "review body"))
    return Part(
        register=LITIGATION,
        sheets=(
            Sheet(
                code="suits",
                title=Words("应诉案件（按审级）", "Suits by instance"),
                head=Words("结果", "outcome"),
                columns=(
                    *(
                        Column(f"{code}_{number}", Words(zh, en), COUNT, instance)
                        for number, instance in enumerate(instances, 1)
                        for code, zh, en in (*roles, ("lost", "败诉", "lost"), ("pending", "未结", "pending"))
                    ),
                    Column("award", Words("赔偿金额", "award"), YUAN),
                    Column("loss", Words("败诉率", "loss rate"), PERCENT, Words("比率", "rates")),
                ),
                lines=(
                    Line(
                        "lost",
                        Words("败诉", "lost"),
                        (*_counts(1, 2, 3, 4, 5, 6, 7, 8), Figure("1234567.80", YUAN), Figure("8.333%", PERCENT)),
                    ),
                    Line(
                        "won",
                        Words("胜诉", "won"),
                        (*_counts(11, 12, 13, 14, 0, 0, 0, 0), Figure("0.00", YUAN), Figure(None, PERCENT)),
                    ),
                ),
                total=Line(
                    "total",
                    Words("合计", "total"),
                    (*_counts(12, 14, 16, 18, 5, 6, 7, 8), Figure("1234567.80", YUAN), Figure("8.333%", PERCENT)),
                ),
            ),
            Sheet(
                code="empty",
                title=Words("出庭台账", "Attendance"),
                head=Words("开庭", "hearing"),
                columns=(Column("held_on", Words("开庭日期", "held on"), DATE),),
                lines=(),
                notes=(Words("本期无开庭。", "No hearing in the period."),),
            ),
        ),
        checks=(Check("flow", "0 + 60 = 60 + 0", holds=True, label=Words("收结情况", "flow of cases")),),
        definitions=(
            Definition("loss", Words("败诉率", "loss rate"), Words("败诉 ÷ 已判决", "lost / decided by judgment")),
        ),
    )


def _cases() -> CaseList:
    closed = Words("结案", "concluded")
    return CaseList(
        columns=(
            Words("收到日期", "received on"),
            Words("被申请人", "respondent"),
            Words("案由", "matter"),
            Words("结案方式", "outcome"),
        ),
        lines=(
            CaseLine(
                REVIEW,
                "南府复〔2023〕1号",
                ("2023-01-05", "县公安局", "行政处罚", "维持"),
                (Words("收到", "received"), closed),
            ),
            CaseLine(REVIEW, "20230002", ("2023-02-11", "=1+1", "政府信息公开", ""), (Words("收到", "received"),)),
            *(
                CaseLine(
                    LITIGATION, f"（2023）赣0121行初{place}号", ("2023-03-01", text, "征收补偿", "驳回"), (closed,)
                )
                for place, text in enumerate(HOSTILE, 1)
            ),
        ),
    )


def sample_document(*, bureau: str = "南昌县司法局") -> Document:
    """Return a report of two registers with every kind of figure, chart and note, and text that must not be obeyed."""
    return Document(
        form="summary",
        edition="2024",
        title=Words("行政复议和行政应诉情况表", "Administrative review and litigation"),
        bureau=bureau,
        period=Period(date(2023, 1, 1), date(2023, 10, 16)),
        known_at=321,
        scheme="standard",
        scheme_label=Words("通行口径", "the standard scheme"),
        unit=Words("件", "cases"),
        parts=(_review(), _litigation()),
        notes=(Words("全部数据为虚构。", "All figures are invented."),),
        cases=_cases(),
    )


def figures(document: Document) -> Iterator[tuple[Sheet, Line, Column, Figure]]:
    """Yield every figure of a document with where it stands."""
    for part in document.parts:
        for sheet in part.sheets:
            for line in sheet.all_lines:
                for column, figure in zip(sheet.columns, line.figures, strict=True):
                    yield sheet, line, column, figure
