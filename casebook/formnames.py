"""What forms are called; an office's own forms go by the names of their files."""

from __future__ import annotations

from casebook.words import Vocabulary, Words, term

SUMMARY, RATES, SENTENCE = "summary", "rates", "sentence"

FORM = Vocabulary(
    Words("报表", "form"),
    term(SUMMARY, "汇总表", "summary", "汇总"),
    term(SENTENCE, "报告文字", "sentence", "文字"),
    term(RATES, "比率表", "rates", "比率"),
    term("official-review", "国法复统字1号", "official review form", "行政复议统计表"),
    term("official-review-2015", "国法复统字1号（2015）", "official review form of 2015"),
    term("disclosure", "政府信息公开年报", "annual report on disclosure", "信息公开年报"),
    term("outcomes", "结案情况", "outcomes", "结案情况表"),
    term("efficiency", "效率", "efficiency", "办案效率表", "效率指标"),
    term("monthly", "按月", "monthly", "分月统计表"),
    term("litigation", "应诉情况", "litigation", "行政应诉情况表"),
    term("attendance", "出庭台账", "attendance", "负责人出庭台账"),
    term("handlers", "承办人工作量", "handlers", "工作量"),
    term("caseflow", "办案质效", "case flow", "质效"),
)
