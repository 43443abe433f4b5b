"""Errors in what is asked of a report: its form, what to compare it with, the targets it is measured by."""

from __future__ import annotations

from casebook.errors import CasebookError


class WrongComparison(CasebookError):
    """A text that names nothing to compare a period with."""

    slug = "wrong-comparison"
    zh = (
        "不能与“{value}”比较：这不是统计期间，或早于日历的起点。\n"
        "写作 year（同比）、period（环比），或一个期间，如 2022、2022H1、2022-01-01..2022-10-16。"
    )
    en = (
        "Nothing can be compared with “{value}”: it is no period, or one before the calendar begins.\n"
        "Write year (a year earlier), period (the period before), or a period: 2022, 2022H1, 2022-01-01..2022-10-16."
    )


class TargetRegister(CasebookError):
    """A target on a figure that several registers have."""

    slug = "target-register"
    zh = "“{value}”在几本台账中都有，目标要定在其中一本上。\n请用 --register 指明：{choices}"
    en = "Several registers have “{value}”; a target is set on one of them.\nName it with --register: {choices}"


class TargetUnclear(CasebookError):
    """A condition of a target that cannot be read."""

    slug = "target-unclear"
    zh = "看不懂目标“{value}”。\n写作 <=8%、>=95%、<60（加引号），或与上年同期比：<last-year、低于上年。"
    en = (
        "The target “{value}” cannot be read.\n"
        "Write <=8%, >=95% or <60, in quotes, or set it against the same period a year before: <last-year."
    )


class TargetWithoutPercent(CasebookError):
    """A target on a rate that is no percentage."""

    slug = "target-without-percent"
    zh = "{figure}是比率，目标“{value}”没有百分号。\n请写百分数，如 {suggestion}。"
    en = "{figure} is a rate; the target “{value}” has no per cent sign.\nWrite a percentage, such as {suggestion}."


class TargetWithPercent(CasebookError):
    """A target on a figure that is no rate, written as a percentage."""

    slug = "target-with-percent"
    zh = "{figure}不是比率，目标“{value}”不能带百分号。\n请写数字，如 {suggestion}；比率有：{choices}"
    en = (
        "{figure} is no rate; the target “{value}” cannot have a per cent sign.\n"
        "Write a number, such as {suggestion}; the rates are: {choices}"
    )


class NoTarget(CasebookError):
    """A target to be withdrawn that does not stand."""

    slug = "no-target"
    zh = "{year} 年没有关于“{figure}”的目标。\n用 casebook target list 查看。"
    en = "There is no target on “{figure}” in {year}.\nSee casebook target list."
