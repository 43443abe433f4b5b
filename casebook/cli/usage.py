"""What the framework says of a wrong command line, in the language of the user."""

from __future__ import annotations

import re
from collections.abc import Callable

from casebook.cli.session import message, result, say
from casebook.errors import DONE, REFUSED
from casebook.words import inert

_CHINESE = (
    (re.compile(r"No such option: (\S+?)\.?(?: .*)?$"), "没有选项 {0}。"),
    (re.compile(r"No such command '(.+?)'\.?.*$"), "没有命令 {0}。"),
    (re.compile(r"Missing argument '?(.+?)'?\.?$"), "缺少参数 {0}。"),
    (re.compile(r"Missing option '?(.+?)'?\.?$"), "缺少选项 {0}。"),
    (re.compile(r"Got unexpected extra arguments? ?(?:\(s\))? ?\((.+)\)$"), "多出参数 {0}。"),
    (re.compile(r"Option '?(.+?)'? requires an argument\.?$"), "选项 {0} 后面缺少内容。"),
    (
        re.compile(r"Invalid value for '?(.+?)'?: '?(.+?)'? is not a valid int(?:eger)?(?: range)?\.?$"),
        "{0}：“{1}”不是整数。",
    ),
    (re.compile(r"Invalid value for '?(.+?)'?: (\S+) is not in the range (.+?)\.?$"), "{0}：{1} 不在范围内（{2}）。"),
    (re.compile(r"Invalid value for '?(.+?)'?: (.+)$"), "{0} 的内容不能使用：{1}"),
    (re.compile(r"Invalid value: (.+)$"), "{0}"),
)


def explain_usage(error: Exception) -> int:
    """Say what is wrong with the command line and where the help is, one or two lines; return the exit status.

    A group of commands without one of them is answered with its help.
    """
    formatted = getattr(error, "format_message", None)
    if type(error).__name__ == "NoArgsIsHelpError" and formatted:
        result(str(formatted()))
        return DONE
    message(_explained(error, formatted))
    return REFUSED


def _explained(error: Exception, formatted: Callable[[], str] | None) -> str:
    text = inert(" ".join(str(formatted() if formatted else error).split()))
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "casebook"
    for pattern, chinese in _CHINESE:
        found = pattern.match(text)
        if found:
            text = say(chinese.format(*found.groups()), text)
            break
    return say(f"{text}\n用法见 {command} --help", f"{text}\nSee {command} --help")
