"""Errors in files that an office gives: law files, holiday notices, schemes, sentence templates, tables of cases."""

from __future__ import annotations

from casebook.errors import CasebookError


class SchemeUnknown(CasebookError):
    """A counting scheme that does not exist."""

    slug = "scheme-unknown"
    zh = "没有统计口径“{value}”。\n可用：{choices}"
    en = "There is no counting scheme “{value}”.\nKnown: {choices}"


class SchemeFaulty(CasebookError):
    """A counting scheme that cannot be used."""

    slug = "scheme-faulty"
    zh = "统计口径“{scheme}”有误：{what}。\n请改正该文件。"
    en = "The counting scheme “{scheme}” is faulty: {what}.\nCorrect its file."


class NamePattern(CasebookError):
    """A pattern for file names that cannot be filled in."""

    slug = "name-pattern"
    zh = "文件名格式“{pattern}”不能使用。\n可放在花括号内的有：{choices}；文件名中不能有斜线。"
    en = "The pattern “{pattern}” makes no file name.\nIn braces may stand: {choices}; a name has no slash."


class OutputNeeded(CasebookError):
    """A format that no terminal can show."""

    slug = "output-needed"
    zh = "{form} 格式不能显示在终端上。\n请用 --out 指明文件，如 --out 报表.{form}，或用 > 转存。"
    en = "A terminal cannot show {form}.\nName a file with --out, such as --out report.{form}, or redirect the output."


class FormUnknown(CasebookError):
    """A form that does not exist."""

    slug = "form-unknown"
    zh = "没有报表“{value}”。\n可用：{choices}"
    en = "There is no form “{value}”.\nKnown: {choices}"


class FormFaulty(CasebookError):
    """A form that cannot be used."""

    slug = "form-faulty"
    zh = "报表“{form}”有误：{what}。\n请改正该文件。"
    en = "The form “{form}” is faulty: {what}.\nCorrect its file."


class TemplateFaulty(CasebookError):
    """A sentence template that cannot be used."""

    slug = "template-faulty"
    zh = "文句模板“{template}”有误：{what}。\n请改正模板文件。"
    en = "The sentence template “{template}” is faulty: {what}.\nCorrect its file."


class TemplateUnknown(CasebookError):
    """A sentence template that is neither shipped nor a file."""

    slug = "template-unknown"
    zh = "没有文字模板“{name}”：既不是自带模板，也不是文件。\n自带：{choices}"
    en = "There is no sentence template “{name}”: neither a shipped one nor a file.\nShipped: {choices}"


class NoticeUnreadable(CasebookError):
    """A holiday notice that is not TOML."""

    slug = "notice-unreadable"
    zh = "{file}：无法读取放假安排：{problem}\n文件须为 UTF-8 编码的 TOML，写法见 docs/calendar.md。"
    en = "{file}: the holiday notice cannot be read: {problem}\nIt is a TOML file in UTF-8; docs/calendar.md shows the form."


class NoticeIncomplete(CasebookError):
    """A holiday notice that lacks a value, or has one of the wrong kind."""

    slug = "notice-incomplete"
    zh = "{file}：“{name}”缺少或写法不对（{value}）。\n须有 year、number、issued_on；每个节日一张 [[holiday]] 表：name、from、to 及 work（调休上班日）。"
    en = (
        "{file}: “{name}” is missing or of the wrong kind ({value}).\n"
        "Give year, number, issued_on, and for each holiday a table [[holiday]]: name, from, to and work (days worked)."
    )


class NoticeBackwards(CasebookError):
    """A holiday whose last day is before its first, or far after it."""

    slug = "notice-backwards"
    zh = "{file}：{holiday}自 {first} 至 {last}，起止不成立。\n请核对 from 与 to（首末日均计入）。"
    en = "{file}: {holiday} cannot run from {first} to {last}.\nCheck from and to (both days included)."


class NoticeDayOutside(CasebookError):
    """A day of a notice that its year does not have."""

    slug = "notice-day-outside"
    zh = "{file}：{day} 不属于 {year} 年的安排。\n只能写该年的日期，以及上一年12月25日以后的日期。"
    en = "{file}: {day} is no day of the arrangement of {year}.\nIt may name days of that year and of 25 to 31 December before it."


class NoticeDayTwice(CasebookError):
    """A day that a notice names twice."""

    slug = "notice-day-twice"
    zh = "{file}：{day} 写了两次。\n一天只能属于一个节日，或休息，或上班。"
    en = "{file}: {day} is named twice.\nA day belongs to one holiday, and either rests or is worked."


class NoticeMakeUpOnWeekday(CasebookError):
    """A make-up day that is a working day anyhow."""

    slug = "notice-make-up-on-weekday"
    zh = "{file}：{holiday}的调休上班日 {day} 不是周六或周日。\n请核对日期。"
    en = "{file}: {day}, to be worked for {holiday}, is no Saturday or Sunday.\nCheck the date."


class NoticeOfTwoYears(CasebookError):
    """A day that the notices of two years name."""

    slug = "notice-of-two-years"
    zh = "{file}：{day} 已见于 {year} 年的放假安排。\n一天只能由一份安排规定；请核对文件。"
    en = "{file}: {day} is named by the notice of {year} already.\nOne notice decides on a day; check the file."


class LawFileError(CasebookError):
    """A law file that does not hold together."""

    slug = "law-file"
    zh = "{file}：{place}：{wrong}\n{remedy}"
    en = "{file}: {place}: {wrong}\n{remedy}"


class TableUnreadable(CasebookError):
    """A file that cannot be read as a table."""

    slug = "table-unreadable"
    zh = "不能读取 {path}：{why}。\n未登记任何内容。请提供 .xlsx、.xls、.ods，或 CSV（UTF-8、UTF-16、GB18030）。"
    en = "Cannot read {path}: {why}.\nNothing was logged. Give .xlsx, .xls, .ods, or CSV in UTF-8, UTF-16 or GB18030."


class TableDamaged(TableUnreadable):
    """A spreadsheet that is broken or not whole."""

    slug = "table-damaged"
    zh = "{path} 已损坏或不完整：{why}。\n未登记任何内容。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再导入。"
    en = "{path} is damaged or not whole: {why}.\nNothing was logged. Open it in Excel or WPS, save it as a new .xlsx and import that."


class TableEncrypted(TableUnreadable):
    """A spreadsheet that only its password opens."""

    slug = "table-encrypted"
    zh = "{path} 设有打开密码。\n未登记任何内容。请用 Excel 或 WPS 打开，取消密码后另存，再导入。"
    en = "{path} is locked with a password.\nNothing was logged. Open it in Excel or WPS, take the password off, save it and import that."


class TableForeign(TableUnreadable):
    """A file of another kind than those that are read as tables."""

    slug = "table-foreign"
    zh = "{path} 是{kind}，不能作为表格读取。\n未登记任何内容。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
    en = "{path} is {kind}, which is not read as a table.\nNothing was logged. Open it in Excel or WPS, save it as .xlsx and import that."


class TableTooLarge(TableUnreadable):
    """A spreadsheet with more of something than any register has."""

    slug = "table-too-large"
    zh = "{path}：{what}超过上限（{limit}）。\n未登记任何内容。请只保留台账本身，或分成几个文件导入。"
    en = "{path}: {what}: more than the limit of {limit}.\nNothing was logged. Keep the register only, or import it in several files."


class TableCellTooLong(TableUnreadable):
    """A cell with more text than a spreadsheet allows."""

    slug = "table-cell-too-long"
    zh = "{path}：{sheet}第 {row} 行 {column} 列的单元格有 {length} 个字符，上限为 {limit}。\n请缩短该单元格；CSV 中请查看是否有未配对的引号。"
    en = "{path}: {sheet}row {row}, column {column}: a cell of {length} characters; the limit is {limit}.\nShorten it; in a CSV file, look for a quotation mark that is not closed."


class ProfileFaulty(CasebookError):
    """A profile of an office's headers and words that cannot be used."""

    slug = "profile-faulty"
    zh = "导入方案“{profile}”有误：{what}。\n请改正该文件。"
    en = "The profile “{profile}” is faulty: {what}.\nCorrect its file."


class ProfileUnknown(CasebookError):
    """A profile that does not exist."""

    slug = "profile-unknown"
    zh = "没有导入方案“{value}”。\n可用：{choices}；也可写出文件路径（.toml）。"
    en = "There is no profile “{value}”.\nKnown: {choices}; or give the path of a file (.toml)."


class ProfileExists(CasebookError):
    """A profile that would be written over another one."""

    slug = "profile-exists"
    zh = "已有导入方案“{profile}”：{path}。\n请换一个名称，或先删除该文件。"
    en = "There is a profile “{profile}” already: {path}.\nChoose another name, or delete that file first."
