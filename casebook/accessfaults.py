"""Errors of who may do what to a book, and of a book that was opened without the right to write."""

from __future__ import annotations

from casebook.bookfaults import Unsound
from casebook.errors import CasebookError


class NotRegistered(CasebookError):
    """An account that is no officer's, where officers are registered."""

    slug = "account-not-registered"
    zh = (
        "系统账号 {account} 未在台账 {path} 登记。\n"
        "台账登记了人员后，只有登记的账号可以使用；请由 {who} 用 casebook officer add 登记。"
    )
    en = (
        "The account {account} is not registered in the book {path}.\n"
        "Where officers are registered nobody else uses the book; ask {who} to register it with casebook officer add."
    )


class RoleMissing(CasebookError):
    """An act that the officer's roles do not cover."""

    slug = "role-missing"
    zh = "{name}（{account}）没有“{role}”权限，不能{deed}。\n未登记任何内容。有此权限的：{who}。"
    en = "{name} ({account}) does not have the role {role}: may not {deed}.\nNothing was logged. Who may: {who}."


class OfficerDiffers(CasebookError):
    """Somebody else is named than the officer whose account it is."""

    slug = "officer-differs"
    zh = (
        "指定的登记人是 {named}，而系统账号 {account} 登记的是 {name}。\n"
        "登记了人员的台账以系统账号为准；请去掉 --officer 和 $CASEBOOK_OFFICER，或换用 {named} 的账号。"
    )
    en = (
        "{named} was named, but the account {account} is registered as {name}.\n"
        "In a book with officers the account decides; leave out --officer and $CASEBOOK_OFFICER, or use the account "
        "of {named}."
    )


class NobodyAdministers(CasebookError):
    """Nobody would be left who may register officers."""

    slug = "nobody-administers"
    zh = "这样将没有人具有“封存”权限，无法再登记人员。\n首先登记、最后保留的人员须有 freeze（封存）权限。"
    en = (
        "Nobody would have the role freeze then, and nobody could register officers any more.\n"
        "The officer registered first, and the last one that is left, must have it."
    )


class OfficerUnknown(CasebookError):
    """An account that is not registered."""

    slug = "officer-unknown"
    zh = "没有登记账号 {account}。\n已登记：{known}。用 casebook officer list 查看。"
    en = "The account {account} is not registered.\nRegistered: {known}. See casebook officer list."


class AccountUnknown(CasebookError):
    """The first officer would be an account that this machine does not have: most likely misspelt."""

    slug = "account-unknown"
    zh = "本机没有系统账号 {account}。\n首先登记的账号须在本机存在，以免写错而无人能用；本次使用的账号是 {own}。"
    en = (
        "This machine has no account {account}.\n"
        "The first one registered must exist here, so that a misspelling locks nobody out; yours is {own}."
    )


class ReadOnlyAsked(Unsound):
    """A command that writes, with --read-only."""

    slug = "read-only-asked"
    zh = "命令行写了 --read-only，本命令要写台账 {path}。\n未登记任何内容。确需登记的，去掉 --read-only。"
    en = (
        "--read-only was given, and this command writes the book {path}.\n"
        "Nothing was logged. Leave out --read-only to write."
    )


class BookChanged(Unsound):
    """Somebody wrote while the book was read without a lock."""

    slug = "book-changed"
    zh = "台账 {path} 在只读打开期间被他人写入，本次结果不可靠。\n请重新运行；台账本身无恙。"
    en = (
        "The book {path} was written by somebody else while it was open without a lock; what was read is not reliable."
        "\nRun the command again; the book itself is sound."
    )
