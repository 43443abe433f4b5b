"""The registers that the chapter “Moving from Excel” brings into a book: as kept, mended, and three months later."""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from registers import header, review_number
from writers import Cell, Sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

REVIEWS = header(
    "序号 案号 收到日期 申请人 被申请人 申请复议事项 行政管理类别 立案日期 承办人 审批人 结案日期 结案方式 办理状态"
)
DEFENCES = header("序号 案号 收到日期 申请人 被申请人 申请复议事项 答复日期 结案日期 结案方式 办理状态")
SUITS = header("序号 案号 收案日期 受理法院 审级 原告 被告 案件类别 开庭日期 是否出庭 结案时间 结案方式 办理状态")

# day of receipt, applicant, agency, matter, field, acceptance, conclusion, outcome
KEPT: tuple[tuple[Cell, ...], ...] = (
    ("2025.1.16", "张某", "示例县公安局", "行政处罚", "公安", date(2025, 1, 20), date(2025, 3, 18), "维持"),
    ("2025.2.11", "李某、王某", "示例县自然资源局", "行政征收", "土地", date(2025, 2, 14), date(2025, 4, 11), "撤销"),
    ("2025年3月3日", "赵某", "示例县甲镇人民政府", "政府信息公开", "其他", date(2025, 3, 6), date(2025, 4, 30), "确认违法"),
    ("25.4.14", "示例商贸有限公司", "示例县市场监督管理局", "行政处罚", "市场监管", date(2025, 4, 16), date(2025, 6, 12), "驳回行政复议请求"),
    (date(2025, 5, 6), "陈某", "示例县人力资源和社会保障局", "行政确认", "人社", date(2025, 5, 9), date(2025, 7, 4), "维持"),
    (date(2025, 5, 20), "刘某", "示例县公安局", "行政处罚", "公安", date(2025, 5, 22), date(2025, 7, 15), "调解"),
    (date(2025, 6, 9), "周某", "示例县公安局", "行政处罚", "公安", date(2025, 6, 12), date(2025, 7, 25), "结了"),
    (date(2025, 7, 8), "张某", "示例县住房和城乡建设局", "举报投诉处理", "住建", date(2025, 7, 11), date(2025, 9, 5), "责令履行"),
    (date(2025, 8, 18), "吴某等5人", "示例县乙乡人民政府", "行政确权", "林业", date(2025, 8, 21), date(2025, 10, 17), "终止（和解协议）"),
    (date(2025, 9, 15), "郑某", "示例县公安局", "行政处罚", "公安", date(2025, 9, 18), None, ""),
    (date(2025, 9, 22), "王某", "示例县民政局", "行政不作为", "民政", date(2025, 9, 25), None, ""),
    (date(2025, 9, 29), "示例物业有限公司", "示例县城市管理局", "行政强制", "城管", None, None, ""),
)  # fmt: skip
MENDED = {4: ("2025.4.14", None), 7: (None, "终止（自愿撤回）")}  # day of receipt, outcome
LATER: Mapping[int, tuple[Cell, ...]] = {
    1: (date(2025, 1, 20), date(2025, 3, 19), "维持"),  # contradicts
    10: (date(2025, 9, 18), date(2025, 11, 14), "维持"),
    11: (date(2025, 9, 25), date(2025, 11, 20), "责令履行"),
    12: (date(2025, 10, 9), date(2025, 12, 4), "撤销"),
}
NEW: tuple[tuple[Cell, ...], ...] = (
    (date(2025, 10, 20), "李某", "示例县公安局", "行政处罚", "公安", date(2025, 10, 23), date(2025, 12, 18), "维持"),
    (date(2025, 12, 8), "赵某", "示例县教育局", "其他", "教育", date(2025, 12, 11), None, ""),
)  # fmt: skip


def _state(closed: Cell, accepted: Cell) -> str:
    return "已结案" if closed else "审理中" if accepted else "立案审查中"


def _reviews(*, mended: bool, later: bool) -> Sheet:
    rows: list[list[Cell]] = []
    for serial, told in enumerate(KEPT + (NEW if later else ()), 1):
        received, applicant, agency, matter, field, *end = told
        if mended and serial in MENDED:
            received = MENDED[serial][0] or received
            end[2] = MENDED[serial][1] or end[2]
        accepted, closed, outcome = LATER[serial] if later and serial in LATER else end
        number = review_number(2025, serial)
        first: list[Cell] = [serial, number, received, applicant, agency, matter, field]
        rows.append([*first, accepted, "何某", "吴局", closed, outcome, _state(closed, accepted)])
    total: list[Cell] = ["合计", None, None, f"{len(rows)}件"]
    head: list[list[Cell]] = [["2025年行政复议案件台账"], ["填报单位：示例县司法局", *[None] * 9, "单位：件"], REVIEWS]
    notes: list[list[Cell]] = [[], ["注：结案方式以决定书主文为准。"]]
    return Sheet("复议", [*head, *rows, total, *notes], merged=[(0, 0, 0, 12)])


def _defences() -> Sheet:
    row: list[Cell] = [
        1,
        "例市府复〔2025〕21号",
        date(2025, 6, 5),
        "陈某",
        "示例县人民政府",
        "行政征收",
        date(2025, 6, 13),
        date(2025, 8, 1),
        "维持",
        "已结案",
    ]
    return Sheet("被复议", [["2025年被复议案件台账"], DEFENCES, row])


def _suits() -> Sheet:
    court, agency = "示例县人民法院", "示例县公安局"
    rows: list[list[Cell]] = [
        [1, "（2025）例0101行初9号", date(2025, 4, 22), court, "一审", "张某", agency, "行政处罚", date(2025, 6, 17), "是", date(2025, 8, 8), "驳回诉讼请求", "已结案"],
        [2, "（2025）例0101行初14号", date(2025, 6, 10), court, "一审", "赵某", "示例县甲镇人民政府", "政府信息公开", date(2025, 8, 5), "√", date(2025, 8, 28), "准许撤诉", "已结案"],
        [3, "（2025）例01行终30号", date(2025, 9, 9), "示例市中级人民法院", "二审", "张某", agency, "行政处罚", None, "", None, "", "审理中"],
    ]  # fmt: skip
    return Sheet("应诉", [["2025年行政应诉案件台账"], SUITS, *rows])


def chapter() -> Mapping[str, bytes]:
    """Return the workbooks of the chapter by file name."""
    states = {"": (False, False), "-mended": (True, False), "-later": (True, True)}
    return {
        f"office-2025{name}.xlsx": workbook(_reviews(mended=mended, later=later), _defences(), _suits())
        for name, (mended, later) in states.items()
    }
