"""Habits of those who keep registers in a spreadsheet: how sheets are laid out, and how cells are written."""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from registers import PLAIN, PLAIN_SUIT, as_text, plain_review, plain_suit, review_number
from writers import Cell, Formula, Sheet, delimited, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLE = "2024年行政复议案件台账"


def _reviews(*serials: int) -> list[list[Cell]]:
    return [plain_review(serial) for serial in serials]


# Layout


def _titles_above() -> bytes:
    head: list[list[Cell]] = [
        [TITLE],
        ["示例县司法局行政复议与应诉股"],
        ["说明：一、本表由承办人于收案当日登记；二、结案方式按决定书主文填写；三、如有疑问请联系何某。"],
        [],
        ["填报单位：示例县司法局", None, None, None, None, None, "填报日期：2024年12月31日"],
        ["单位：件"],
        [],
    ]
    return workbook(
        Sheet("台账", [*head, PLAIN, *_reviews(1, 2, 3)], merged=[(0, 0, 0, 8), (1, 0, 1, 8), (2, 0, 2, 8)])
    )


def _grouped_header() -> bytes:
    top: list[Cell] = ["序号", "案号", "收案", None, None, None, "立案", "结案", None]
    below: list[Cell] = [
        None,
        None,
        "收到日期",
        "申请人",
        "被申请人",
        "申请复议事项",
        "立案日期",
        "结案日期",
        "结案方式",
    ]
    merged = [(0, 0, 0, 8), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 5), (1, 7, 1, 8)]
    return workbook(Sheet("台账", [[TITLE], top, below, *_reviews(1, 2, 3)], merged=merged))


def _spread_out() -> bytes:
    def apart(row: Sequence[Cell]) -> list[Cell]:
        return [None, None, *row[:4], None, *row[4:7], None, None, *row[7:]]

    body: list[list[Cell]] = []
    for serial in (1, 2, 3):
        body += [apart(plain_review(serial)), [], []]
    return workbook(Sheet("台账", [[], [], [], apart(PLAIN), [], *body]))


def _totals_below() -> bytes:
    tail: list[list[Cell]] = [
        ["合计", "共3件", None, None, None, None, None, None, "结案3件"],
        [],
        ["注：1.结案方式以决定书主文为准。2.本表不含转送案件。"],
        ["制表人：何某", None, None, "审核人：周某", None, None, "2025年1月6日"],
    ]
    return workbook(Sheet("台账", [PLAIN, *_reviews(1, 2, 3), *tail]))


def _printed_pages() -> bytes:
    total: list[Cell] = ["本页小计", None, None, "2件"]
    page: list[list[Cell]] = [[TITLE], ["第1页 共3页"], PLAIN]
    rows: list[list[Cell]] = []
    for number, serials in enumerate(((1, 2), (3, 4), (5, 6)), 1):
        page[1] = [f"第{number}页 共3页"]
        rows += [*page, *_reviews(*serials), total]
    return workbook(Sheet("打印", [*rows, ["总计", None, None, "6件"]]))


def _spaced_headers() -> bytes:
    head: list[Cell] = [
        "序 号",
        "案　号",
        "收到\n日期",
        " 申请人 ",
        "被申请人：",
        "申请复议事项*",
        "立案日期（年月日）",
        "结案\r\n日期",
        "结案方式",
    ]
    return workbook(Sheet("台账", [head, *_reviews(1, 2)]))


# Cells


def _dates_as_text() -> bytes:
    days = ["2024-03-05", "2024.3.5", "2024/3/5", "2024年3月5日", "２０２４年３月５日", "2024 年 3 月 5 日", "2024-3-05", "２０２４.３.５", "45356", "2024年03月05号",
            "2024-03-05 00:00:00", "2024/3/5 0:00"]  # fmt: skip
    rows = [["案号", "收到日期", "申请人", "备注"]]
    rows += [[review_number(2024, serial), day, "张某", f"写法{serial}"] for serial, day in enumerate(days, 1)]
    return delimited(rows)


def _dates_seldom_seen() -> bytes:
    days = ["20240305", "2024．3．5", "2024-03-05T00:00:00", "2024年3月5", "2024.03.05."]
    rows = [["案号", "收到日期", "申请人"]]
    rows += [[review_number(2024, serial), day, "张某"] for serial, day in enumerate(days, 1)]
    return delimited(rows)


def _date_cells() -> bytes:
    head = ["案号", "收到日期", "立案日期", "申请人"]
    rows: list[list[Cell]] = [
        [review_number(2024, 1), date(2024, 3, 5), date(2024, 3, 7), "张某"],
        [review_number(2024, 2), datetime(2024, 3, 5, 9, 30), datetime(2024, 3, 7, 16, 45), "李某"],  # noqa: DTZ001 - a cell has no zone
        [review_number(2024, 3), 45356, 45358, "王某"],
        [review_number(2024, 4), "2024年3月5日", "2024.3.7", "赵某"],
        [review_number(2024, 5), Formula("=DATE(2024,3,5)", 45356), Formula("=B6+2", 45358), "陈某"],
    ]
    return workbook(Sheet("台账", [head, *rows]))


def _several_parties() -> bytes:
    cells = [
        "张某、李某",
        "张某，李某",
        "张某；李某；王某",
        "张某\n李某",
        "张某等5人",
        "张某、李某等12人",
        "示例商贸有限公司",
        "张某 ",
        "张某等五人",
    ]
    head = ["案号", "收到日期", "申请人", "申请人人数", "被申请人"]
    rows: list[list[Cell]] = [
        [
            review_number(2024, serial),
            date(2024, 5, 6),
            cell,
            None,
            "示例县住房和城乡建设局、示例县自然资源局" if serial == 1 else "示例县自然资源局",
        ]
        for serial, cell in enumerate(cells, 1)
    ]
    return workbook(Sheet("台账", [head, *rows]))


def _old_rejections() -> bytes:
    head = [*PLAIN, "事由"]
    rows: list[list[Cell]] = [
        [*plain_review(1, 2021, "驳回"), ""],
        [*plain_review(2, 2021, "驳回行政复议申请"), ""],
        [*plain_review(3, 2022, "驳回申请"), "无法定职责或已履行"],
        [*plain_review(4, 2022, "驳回复议申请"), "不符合受理条件"],
        [*plain_review(5, 2023, "驳回"), ""],
    ]
    return workbook(Sheet("2021-2023", [head, *rows]))


def _status_words() -> bytes:
    head = [*PLAIN, "办理状态"]
    states = ["已结案", "审理中", "中止", "新收案待分配", "立案审查中"]
    rows: list[list[Cell]] = []
    for serial, state in enumerate(states, 1):
        row = plain_review(serial, 2026, "调解" if state == "已结案" else "")
        rows.append([*row[:6], row[6] if serial < 4 else None, *row[7:], state])
    return workbook(Sheet("台账", [head, *rows]))


def _outcome_words() -> bytes:
    words = [
        "维持原行政行为",
        "撤销原行政行为",
        "责令限期履行",
        "终止（自愿撤回）",
        "终止（和解协议）",
        "驳回行政复议请求",
        "调解结案",
        "终止审理",
        "确认违法",
        "未结",
    ]
    rows = [plain_review(serial, 2024, "" if word == "未结" else word) for serial, word in enumerate(words, 1)]
    rows[-1][-1] = "未结"
    return workbook(Sheet("台账", [PLAIN, *rows]))


def _not_accepted() -> bytes:
    head = ["案号", "收到日期", "申请人", "被申请人", "立案审查结果", "立案审查日期", "备注"]
    results = ["受理", "不予受理", "转送", "案前化解", "视为放弃", "受理前撤回", "告知", "立案"]
    rows: list[list[Cell]] = [
        [review_number(2025, serial), date(2025, 3, 3), "张某", "示例县公安局", result, date(2025, 3, 6), ""]
        for serial, result in enumerate(results, 1)
    ]
    return workbook(Sheet("收案登记", [head, *rows]))


def _yes_no() -> bytes:
    words = ["是", "否", "有", "无", "√", "×", "Y", "N", "yes", "no", "1", "0", "已", "未", "TRUE", "FALSE"]
    rows = [["案号", "收案日期", "审级", "原告", "被告", "是否已复议"]]
    rows += [
        [f"（2024）例0101行初{serial}号", "2024-03-05", "一审", "张某", "示例县公安局", word]
        for serial, word in enumerate(words, 1)
    ]
    return delimited(rows)


def _full_width() -> bytes:
    head = ["案号", "收到日期", "申请人", "申请人人数", "立案日期"]
    rows: list[list[Cell]] = [
        ["示府复（２０２４）１号", "２０２４－０３－０５", "张某", "３", "２０２４／３／７"],
        ["示府复【2024】2 号", "２０２４年３月５日", "李某", "１２人", "２０２４．３．７"],
        ["示府复[2024]第3号", "2024-03-05", "王某", 2.0, "2024-03-07"],
    ]
    return workbook(Sheet("复议", [head, *rows]))


def _hearings() -> bytes:
    rows = [
        [
            "案号",
            "收案日期",
            "受理法院",
            "审级",
            "原告",
            "被告",
            "开庭日期",
            "负责人出庭",
            "职级",
            "结案日期",
            "结案方式",
        ]
    ]
    fixed = ["2024-03-05", "示例县人民法院", "一审", "张某", "示例县公安局"]
    told = [
        ("2024-04-16", "是", "正职"),
        ("2024-04-16;2024-05-07", "是;否", "副职;其他"),
        ("2024.4.16；2024.5.7", "是", "副职"),
        ("2024年4月16日、2024年5月7日", "否", ""),
        ("", "", ""),
    ]
    rows += [
        [f"（2024）例0101行初{serial}号", *fixed, *each, "2024-06-03", "驳回诉讼请求"]
        for serial, each in enumerate(told, 1)
    ]
    return delimited(rows, encoding="utf-8-sig")


def _instances() -> bytes:
    head = [*PLAIN_SUIT, "上一审案号"]
    rows: list[list[Cell]] = [
        [*plain_suit(1, "一审", "判决驳回"), ""],
        [*plain_suit(2, "一审", "准予撤诉"), ""],
        [*plain_suit(3, "二审", "驳回上诉维持原判"), "（2024）例0101行初1号"],
        [*plain_suit(4, "二审", "发回重审"), "（2023）例0101行初40号"],
        [*plain_suit(5, "再审", "再审改判"), ""],
        [*plain_suit(6, "再审审查", "驳回再审申请"), "（2024）例01行终3号"],
    ]
    return workbook(Sheet("应诉", [head, *rows]))


def _levels() -> bytes:
    agencies = [
        "示例县公安局",
        "示例县甲镇人民政府",
        "示例县人民政府",
        "示例市自然资源和规划局",
        "示例市人民政府",
        "示例省教育厅",
        "示例省人民政府",
        "示例县乙乡人民政府",
    ]
    rows = [["案号", "收到日期", "申请人", "被申请人"]]
    rows += [[review_number(2024, serial), "2024-03-05", "张某", name] for serial, name in enumerate(agencies, 1)]
    return delimited(rows)


def _placeholders() -> bytes:
    rows = as_text(
        [PLAIN, *_reviews(1), plain_review(2, outcome=""), plain_review(3, outcome=""), plain_review(4, outcome="")]
    )
    for row, mark in zip(rows[2:], ("/", "—", "-"), strict=True):
        row[7] = row[8] = mark
    return delimited(rows)


def _codes() -> bytes:
    head = "register number received_on applicant applicant_kind respondent respondent_level matter field procedure intake_result intake_on closed_on outcome ground"
    rows = [
        head.split(),
        ["review", review_number(2024, 1), "2024-03-05", "张某", "citizen", "示例县公安局", "county_department", "penalty", "公安", "ordinary", "accept", "2024-03-07", "2024-04-30", "terminate", "withdrawn"],
        ["review-defence", "例市府复〔2024〕9号", "2024-03-05", "李某", "citizen", "示例县人民政府", "county_government", "title", "土地", "", "", "", "2024-05-06", "maintain", ""],
        ["litigation", "（2024）例0101行初3号", "2024-03-05", "示例公司", "organisation", "示例县公安局", "county_department", "penalty", "公安", "", "", "", "2024-05-06", "withdraw", "voluntary"],
    ]  # fmt: skip
    return delimited(rows, newline="\n")


def _every_label() -> bytes:
    head = "台账,案号,收到日期,申请人/原告,类别,人数,被申请人/被告,层级,申请复议事项/案件类别,行政管理类别,承办人,审理程序,立案审查结果,立案审查日期,结案日期,结案方式,事由,受理法院,审级,被告形式,是否经复议,答复/答辩日期,开庭日期,负责人出庭,职级,前一审级/复议案号,收件方式,备注"
    rows = [
        head.split(","),
        ["行政复议", review_number(2025, 1), "2025-03-05", "张某", "公民", "1", "示例县公安局", "县级政府部门", "行政处罚", "公安", "何某", "简易程序", "受理", "2025-03-07", "2025-04-02", "终止", "和解", "", "", "", "", "2025-03-12", "", "", "", "", "当面", "口头申请"],
        ["行政应诉", "（2025）例0101行初1号", "2025-05-06", "李某", "公民", "1", "示例县公安局", "县级政府部门", "行政处罚", "公安", "何某", "", "", "", "2025-07-30", "撤诉", "和解", "示例县人民法院", "一审", "单独被告", "是", "2025-05-14", "2025-06-17", "是", "副职", review_number(2025, 1), "", ""],
    ]  # fmt: skip
    return delimited(rows, encoding="utf-8-sig")


def _extra_column() -> bytes:
    rows = [[*row, cell] for row, cell in zip([PLAIN, *_reviews(1, 2)], ("当日天气", "晴", "雨"), strict=True)]
    return workbook(Sheet("台账", rows))


def _formulas() -> bytes:
    rows: list[list[Cell]] = [
        [Formula("=ROW()-1", serial), Formula(f'="示府复〔2024〕"&A{serial + 1}&"号"', review_number(2024, serial)), date(2024, 5, 6), "张某", "示例县公安局",
         "行政处罚", Formula(f"=C{serial + 1}+2", 45420), None, ""]
        for serial in (1, 2, 3)
    ]  # fmt: skip
    total: list[Cell] = ["合计", Formula('=COUNTA(B2:B4)&"件"', "3件")]
    return workbook(Sheet("台账", [PLAIN, *rows, total]))


def habits() -> Mapping[str, bytes]:
    """Return the tables that show a habit, by file name."""
    return {
        "titles-above.xlsx": _titles_above(),
        "grouped-header.xlsx": _grouped_header(),
        "spread-out.xlsx": _spread_out(),
        "totals-below.xlsx": _totals_below(),
        "printed-pages.xlsx": _printed_pages(),
        "spaced-headers.xlsx": _spaced_headers(),
        "dates-as-text.csv": _dates_as_text(),
        "dates-seldom-seen.csv": _dates_seldom_seen(),
        "date-cells.xlsx": _date_cells(),
        "several-parties.xlsx": _several_parties(),
        "old-rejections.xlsx": _old_rejections(),
        "status-words.xlsx": _status_words(),
        "outcome-words.xlsx": _outcome_words(),
        "not-accepted.xlsx": _not_accepted(),
        "yes-no.csv": _yes_no(),
        "full-width.xlsx": _full_width(),
        "hearings.csv": _hearings(),
        "instances.xlsx": _instances(),
        "levels.csv": _levels(),
        "placeholders.csv": _placeholders(),
        "codes.csv": _codes(),
        "every-label.csv": _every_label(),
        "extra-column.xlsx": _extra_column(),
        "formulas.xlsx": _formulas(),
    }
