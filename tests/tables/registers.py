"""Registers as municipal, provincial and land offices keep them; every case, name and number is invented."""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from writers import Cell, Sheet, converted, delimited, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def header(text: str) -> list[Cell]:
    """Return the cells of a header; ``text`` holds them with spaces between."""
    return [*text.split()]


REVIEW_A = header(
    "序号 收件日期 收件方式 审理期限开始计算日期 立案审查人 京政复字号 申请人 申请人类别 被申请人 被申请人种类 案件事由 具体行政行为名称 "
    "行政管理类别 案件类型 是否补正 立案日期 办案处室 承办人 第二承办人 审批人 结案日期 结案种类 办理状态 统计关键词 备注"
)
REVIEW_B = header(
    "序号 收案日期 案件编号 申请人名称 被申请人名称 被复议的具体行政行为名称/文号 行政复议事项 立案日期 承办人 结案日期 结案方式 案件状态 复议意见书 市领导批示"
)
SUIT_BJ = header(
    "序号 收案日期 案号 专报号 签收日期 书面答辩提交截止日期 送法院日期 受理法院 审级 原告 原告类别 原告总数 被告 被告形式 案由 诉讼请求 "
    "被诉具体行政行为名称 案件类别 行政管理类别 是否已复议 复议案号 承办人 结案方式 结案时间 司法建议 备注"
)
SUIT_LAND = header(
    "序号 收文日期 来文号 来文机关 案号 诉讼阶段 原告 被告 第三人 案由 诉讼类别 土地坐落 承办人 承办日期 送法院日期 开庭时间 上一审案号 后一审案号 "
    "结案方式 结案时间 办理状态 备注"
)
SUIT_PROVINCE = header(
    "案件号 收案日期 诉讼阶段 当事人类型 原告 被告 涉及事项 行政类别 案由 应诉法院 代理人 开庭时间 开庭地点 出庭负责人 负责人职务 是否出庭 "
    "是否上诉 上诉时间 结案方式 结案时间 办理状态"
)
DEFENCE_PROVINCE = header(
    "案件号 收案日期 申请人 被申请人 申请复议事项 行政类别 答复日期 结案方式 结案日期 办理状态 备注"
)
PLAIN = header("序号 案号 收到日期 申请人 被申请人 申请复议事项 立案日期 结案日期 结案方式")
PLAIN_SUIT = header("序号 案号 收案日期 受理法院 审级 原告 被告 案件类别 结案时间 结案方式")


def review_number(year: int, serial: int) -> str:
    """Return a case number of the invented county."""
    return f"示府复〔{year}〕{serial}号"


def plain_review(serial: int, year: int = 2024, outcome: str = "维持", **cells: Cell) -> list[Cell]:
    """Return a row under ``PLAIN``: received on the 4th, accepted on the 6th of a month, closed in the next one."""
    month = (serial - 1) % 9 + 1
    row: dict[str, Cell] = {
        "序号": serial,
        "案号": review_number(year, serial),
        "收到日期": date(year, month, 4),
        "申请人": "张李王赵陈刘周吴郑"[(serial - 1) % 9] + "某",
        "被申请人": "示例县公安局",
        "申请复议事项": "行政处罚",
        "立案日期": date(year, month, 6),
        "结案日期": date(year, month + 1, 15) if outcome else None,
        "结案方式": outcome,
    }
    return [(row | cells)[str(name)] for name in PLAIN]


def as_text(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return rows as an office's export writes them: dates with slashes."""
    return [
        [f"{c.year}/{c.month}/{c.day}" if isinstance(c, date) else "" if c is None else str(c) for c in row]
        for row in rows
    ]


def _reviews_a() -> bytes:
    day = date
    head: list[list[Cell]] = [["行政复议案件登记表"], ["填报单位：示例市人民政府法制办公室", *[None] * 20, "2016年度"]]
    tail = ["", "行政复议一处", "何某", "周某", "吴某"]
    rows: list[list[Cell]] = [
        [1, day(2016, 1, 8), "当面", day(2016, 1, 8), "郑某", "示政复字〔2016〕1号", "张某", "公民", "示例县人民政府", "县级政府", "不服房屋征收决定",
         "示县征字〔2015〕9号", "土地", "行政征收", "否", day(2016, 1, 12), *tail[1:], day(2016, 3, 4), "维持", "已结案", "征收", ""],
        [2, day(2016, 1, 20), "信件", day(2016, 1, 29), "郑某", "示政复字〔2016〕2号", "李某、王某", "公民", "示例市公安局", "市级政府部门", "不服罚款",
         "示公罚字〔2015〕77号", "公安", "行政处罚", "是", day(2016, 1, 29), *tail[1:], day(2016, 3, 25), "撤销", "已结案", "", ""],
        [3, day(2016, 2, 15), "邮件", None, "郑某", "示政复字〔2016〕3号", "示例商贸有限公司", "法人或其他组织", "示例市工商行政管理局", "市级政府部门",
         "举报不予立案", "", "工商", "举报投诉处理", "否", day(2016, 2, 18), *tail[1:], day(2016, 4, 12), "驳回", "已结案", "举报", "见卷"],
        [4, day(2016, 10, 9), "信件", None, "郑某", "示政复字〔2016〕4号", "赵某", "公民", "示例市国土资源局", "市级政府部门", "不履行公开职责", "",
         "土地", "信息公开", "否", day(2016, 10, 11), *tail[1:], None, "", "案件审理中", "", ""],
    ]  # fmt: skip
    sheet = Sheet("登记表", [*head, REVIEW_A, *rows], merged=[(0, 0, 0, 24), (1, 0, 1, 6)])
    return workbook(sheet)


def _reviews_b() -> bytes:
    rows: list[list[Cell]] = [
        [1, "2014.3.5", "示政复字[2014]5号", "张某", "示例市规划局", "规划许可证／示规许〔2013〕3号", "行政许可", "2014.3.7", "何某", "2014.4.30", "维持", "已结案", "无", ""],
        [2, "2014.3.19", "示政复字[2014]6号", "李某等5人", "示例县人民政府", "土地征收公告", "行政征收", "2014.3.24", "何某", "2014.5.20", "确认违法", "已结案", "有", "请抓紧办理"],
        [3, "2014.6.3", "示政复字[2014]7号", "示例建材厂", "示例市环境保护局", "罚款决定／示环罚〔2014〕2号", "行政处罚", "2014.6.6", "周某", "2014.7.28", "变更", "已结案", "无", ""],
        [4, "2014.11.28", "示政复字[2014]8号", "王某", "示例市公安局", "不予立案告知", "行政不作为", "2014.12.3", "周某", "", "", "案件审理中", "", ""],
    ]  # fmt: skip
    return workbook(Sheet("Sheet1", [REVIEW_B, *rows]))


def _suits_bj() -> bytes:
    day = date
    rows: list[list[Cell]] = [
        [1, day(2016, 3, 4), "（2016）例01行初11号", "专报1", day(2016, 3, 4), day(2016, 3, 19), day(2016, 3, 17), "示例市第一中级人民法院", "一审", "张某", "公民", 1,
         "示例市人民政府", "复议机关单独被告", "不服复议决定", "撤销复议决定", "复议决定", "行政处罚", "公安", "是", "示政复字〔2015〕91号", "何某", "驳回诉讼请求", day(2016, 6, 1), "否", ""],
        [2, day(2016, 4, 6), "（2016）例01行初27号", "专报2", day(2016, 4, 6), day(2016, 4, 21), day(2016, 4, 20), "示例市第一中级人民法院", "一审", "李某等12人", "公民", 12,
         "示例县人民政府、示例市人民政府", "复议机关共同被告", "征收", "撤销征收决定", "征收决定", "行政征收", "土地", "是", "示政复字〔2016〕1号", "何某", "驳回起诉", day(2016, 8, 2), "否", ""],
        [3, day(2016, 9, 9), "（2016）例行终88号", "专报3", day(2016, 9, 9), None, None, "示例省高级人民法院", "二审", "李某等12人", "公民", 12,
         "示例县人民政府、示例市人民政府", "复议机关共同被告", "征收", "撤销一审裁定", "征收决定", "行政征收", "土地", "是", "", "何某", "驳回上诉，维持原判", day(2016, 11, 30), "是", ""],
        [4, day(2016, 12, 1), "（2016）例01行初90号", "专报4", day(2016, 12, 1), day(2016, 12, 16), None, "示例市第一中级人民法院", "一审", "示例物业有限公司", "法人或其他组织", 1,
         "示例市人民政府", "复议机关单独被告", "信息公开", "确认违法", "告知书", "政府信息公开", "住房", "否", "", "周某", "", None, "", "尚未开庭"],
    ]  # fmt: skip
    return workbook(Sheet("应诉", [["行政应诉案件登记表（2016年）"], SUIT_BJ, *rows], merged=[(0, 0, 0, 25)]))


def _suits_land() -> bytes:
    day = date
    bureau = "示例市规划和自然资源局"
    rows: list[list[Cell]] = [
        [1, day(2024, 3, 5), "例行传〔2024〕3号", "示例县人民法院", "（2024）例0101行初31号", "一审", "张某", bureau, "", "不服信息公开答复", "政府信息公开", "示例县甲镇一村",
         "何某", day(2024, 3, 6), day(2024, 3, 18), day(2024, 4, 16), "", "（2024）例01行终66号", "驳回诉讼请求", day(2024, 5, 20), "已结案", ""],
        [2, day(2024, 6, 11), "例行传〔2024〕9号", "示例市中级人民法院", "（2024）例01行终66号", "二审", "张某", bureau, "", "不服一审判决", "政府信息公开", "示例县甲镇一村",
         "何某", day(2024, 6, 12), day(2024, 6, 24), None, "（2024）例0101行初31号", "", "驳回上诉，维持原判", day(2024, 8, 15), "已结案", ""],
        [3, day(2024, 7, 2), "例行传〔2024〕12号", "示例县人民法院", "（2024）例0101行初58号", "一审", "李某、王某", bureau, "示例县甲镇二村村委会", "林地权属", "行政确权", "示例县甲镇二村",
         "周某", day(2024, 7, 3), day(2024, 7, 15), day(2024, 9, 3), "", "", "撤诉", day(2024, 9, 20), "已结案", "协调后撤诉"],
        [4, day(2025, 1, 9), "例行传〔2025〕1号", "示例县人民法院", "（2025）例0101行初2号", "一审", "示例置业有限公司", bureau, "", "收回土地使用权", "其他", "示例县城关街道",
         "周某", day(2025, 1, 10), day(2025, 1, 22), None, "", "", "", None, "办理中", ""],
    ]  # fmt: skip
    return workbook(Sheet("行政诉讼", [SUIT_LAND, *rows]))


def _suits_province() -> bytes:
    rows: list[list[Cell]] = [
        ["（2016）例01行初5号", "2016-02-17", "一审", "单独被告", "张某", "示例省国土资源厅", "行政征收", "土地", "征地批复", "示例市中级人民法院", "钱律师",
         "2016-04-12", "第二法庭", "孙某", "副厅长", "是", "是", "2016-06-03", "驳回起诉", "2016-05-23", "结案已归档"],
        ["（2016）例01行初6号", "2016-03-08", "一审", "共同被告", "李某", "示例市人民政府、示例省人民政府", "政府信息公开", "其他", "复议维持", "示例市中级人民法院", "钱律师",
         "2016-05-10", "第一法庭", "", "", "否", "否", "", "驳回诉讼请求", "2016-07-01", "结案未归档"],
        ["（2016）例行终9号", "2016-06-20", "二审", "单独被告", "张某", "示例省国土资源厅", "行政征收", "土地", "征地批复", "示例省高级人民法院", "", "", "", "", "", "", "", "", "",
         "", "立案未结案"],
    ]  # fmt: skip
    return workbook(Sheet("行政应诉案件", [SUIT_PROVINCE, *rows]))


def _defences_province() -> bytes:
    rows: list[list[Cell]] = [
        ["示省府复〔2016〕31号", "2016-03-21", "张某", "示例市人民政府", "行政征收", "土地", "2016-03-30", "维持", "2016-05-16", "结案已归档", ""],
        ["示省府复〔2016〕47号", "2016-05-05", "李某等3人", "示例市人民政府", "政府信息公开", "其他", "2016-05-13", "责令履行", "2016-06-30", "结案未归档", "已整改"],
        ["示省府复〔2016〕80号", "2016-11-02", "示例农业合作社", "示例市人民政府", "行政确权", "林业", "2016-11-10", "", "", "立案未结案", ""],
    ]  # fmt: skip
    title: list[list[Cell]] = [["被复议案件登记表"]]
    return workbook(Sheet("被复议案件", [*title, DEFENCE_PROVINCE, *rows], merged=[(0, 0, 0, 10)]))


def plain_suit(serial: int, instance: str, outcome: str, year: int = 2024) -> list[Cell]:
    """Return a row under ``PLAIN_SUIT``: received on the 11th of a month, closed on the 20th two months later."""
    court = "示例县人民法院" if instance == "一审" else "示例市中级人民法院"
    number = f"（{year}）例0101行初{serial}号" if instance == "一审" else f"（{year}）例01行终{serial}号"
    closed = date(year, serial % 9 + 3, 20) if outcome else None
    plaintiff = "张李王赵陈刘周吴郑"[serial % 9] + "某"
    return [
        serial,
        number,
        date(year, serial % 9 + 1, 11),
        court,
        instance,
        plaintiff,
        "示例县人力资源和社会保障局",
        "行政确认",
        closed,
        outcome,
    ]


def _three_registers() -> bytes:
    reviews = [PLAIN, *(plain_review(serial) for serial in (1, 2, 3)), plain_review(4, outcome="")]
    defence_head = header("序号 案号 收到日期 申请人 被申请人 申请复议事项 答复日期 结案日期 结案方式")
    defences: list[list[Cell]] = [
        defence_head,
        [
            1,
            "例市府复〔2024〕15号",
            date(2024, 4, 8),
            "陈某",
            "示例县人民政府",
            "行政征收",
            date(2024, 4, 16),
            date(2024, 6, 4),
            "维持",
        ],
    ]
    suits = [
        PLAIN_SUIT,
        plain_suit(1, "一审", "驳回诉讼请求"),
        plain_suit(2, "一审", "准许撤诉"),
        plain_suit(3, "二审", "驳回上诉，维持原判"),
    ]
    lists: list[list[Cell]] = [["结案方式"], ["维持"], ["撤销"], ["驳回"]]
    return workbook(
        Sheet("复议", reviews),
        Sheet("被复议", defences),
        Sheet("应诉", suits),
        Sheet("Sheet4", []),
        Sheet("参数", lists, hidden=True),
    )


def _by_year() -> bytes:
    sheets = [
        Sheet(
            f"{year}年",
            [[f"{year}年行政复议案件台账"], PLAIN, *(plain_review(s, year) for s in (1, 2, 3)[: year - 2020])],
        )
        for year in (2021, 2022, 2023)
    ]
    return workbook(*sheets)


def _by_month() -> bytes:
    return workbook(
        *(
            Sheet(f"{month}月", [PLAIN, plain_review(month), plain_review(month + 9, outcome="撤销")])
            for month in (1, 2, 3)
        )
    )


def _one_sheet_of_all() -> bytes:
    head = header("台账 案号 收到日期 申请人/原告 被申请人/被告 申请复议事项/案件类别 结案日期 结案方式 立案日期")
    rows: list[list[Cell]] = [
        ["行政复议", review_number(2025, 1), date(2025, 2, 10), "张某", "示例县公安局", "行政处罚", date(2025, 4, 8), "维持", date(2025, 2, 13)],
        ["被复议", "例市府复〔2025〕8号", date(2025, 3, 3), "李某", "示例县人民政府", "行政征收", None, "", None],
        ["行政应诉", "（2025）例0101行初7号", date(2025, 3, 12), "王某", "示例县民政局", "行政确认", date(2025, 5, 20), "按撤诉处理", None],
    ]  # fmt: skip
    return workbook(Sheet("全部案件", [head, *rows]))


def offices() -> Mapping[str, bytes]:
    """Return the registers of offices by file name."""
    books = {
        "review-city-a": _reviews_a(),
        "review-city-b": _reviews_b(),
        "litigation-city": _suits_bj(),
        "litigation-land": _suits_land(),
        "litigation-province": _suits_province(),
        "defence-province": _defences_province(),
        "three-registers": _three_registers(),
        "one-sheet-a-year": _by_year(),
        "one-sheet-a-month": _by_month(),
        "one-sheet-of-all": _one_sheet_of_all(),
    }
    rows = [PLAIN, *(plain_review(serial, 2023) for serial in range(1, 6))]
    old = workbook(Sheet("复议台账", [["2023年行政复议案件台账"], *rows], merged=[(0, 0, 0, 8)]))
    texts = as_text(rows)
    return {f"{name}.xlsx": data for name, data in books.items()} | {
        "old-excel.xls": converted(old, "xls"),
        "open-document.ods": converted(old, "ods"),
        "three-registers.ods": converted(books["three-registers"], "ods"),
        "utf8.csv": delimited(texts),
        "utf8-mark.csv": delimited(texts, encoding="utf-8-sig"),
        "gb18030.csv": delimited(texts, encoding="gb18030"),
        "unicode-text.txt": delimited(texts, "\t", "utf-16"),
        "utf16-big-endian.csv": delimited(texts, encoding="utf-16-be", newline="\n"),
        "tabs.tsv": delimited(texts, "\t", newline="\n"),
        "gb18030-tabs.txt": delimited(texts, "\t", "gb18030"),
        "pipes.csv": delimited(texts, "|", newline="\n"),
        "wps-semicolons.csv": delimited(texts, ";", "utf-8-sig"),
    }
