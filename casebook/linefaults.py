"""Errors of a command line that no command can take: bytes that are no text, numbers that no book can hold."""

from __future__ import annotations

from casebook.errors import CasebookError


class NotText(CasebookError):
    """A word of the command line, or a setting, whose bytes are no text."""

    slug = "not-text"
    zh = "命令行或环境变量中有不能识别的字符：“{text}”。\n请用 UTF-8 编码的终端输入（locale 为 C.UTF-8 或 zh_CN.UTF-8）。"
    en = "The command line or a setting holds bytes that are no text: “{text}”.\nUse a terminal in UTF-8 (locale C.UTF-8 or zh_CN.UTF-8)."


class NumberTooLarge(CasebookError):
    """A number that no book can hold."""

    slug = "number-too-large"
    zh = "命令行中有过大的数字。\n台账中的编号和数量都小于 9223372036854775808，请核对。"
    en = (
        "The command line holds a number that is too large.\nNumbers of a book are below 9223372036854775808; check it."
    )
