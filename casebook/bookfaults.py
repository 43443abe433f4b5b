"""Errors of a book that cannot be opened, read or written, or whose figures do not balance."""

from __future__ import annotations

from casebook.errors import NO_BOOK, CasebookError


class Unsound(CasebookError):
    """Base of all errors of a book that cannot be opened, read or written. Never raised itself."""

    exit_status = NO_BOOK


class BookMissing(Unsound):
    """There is no book at the path."""

    slug = "book-missing"
    zh = "没有找到台账 {path}。\n先用 casebook init 建立，或用 --book 指明位置。"
    en = "There is no book at {path}.\nCreate one with casebook init, or name it with --book."


class NotABook(Unsound):
    """The file is something else."""

    slug = "not-a-book"
    zh = "{path} 不是 casebook 台账：{why}。\n文件未改动。请用 --book 指明正确的文件。"
    en = "{path} is not a casebook book: {why}.\nNothing was changed. Name the right file with --book."


class BookTooNew(Unsound):
    """The book was written by a later program."""

    slug = "book-too-new"
    zh = "台账 {path} 的版本（{found}）比本程序支持的（{known}）新。\n文件未改动。请升级 casebook。"
    en = "The book {path} has schema {found}; this program knows up to {known}.\nNothing was changed. Upgrade casebook."


class BookReadOnly(Unsound):
    """The book cannot be written."""

    slug = "book-read-only"
    zh = "台账 {path} 不能写入（只读，或没有权限）。\n未登记任何内容。请检查文件和文件夹的权限。"
    en = "The book {path} cannot be written (read-only, or no permission).\nNothing was logged. Check the rights on the file and its folder."


class BookLocked(Unsound):
    """Somebody else held the lock for ten seconds."""

    slug = "book-locked"
    zh = "台账 {path} 正被他人写入，等候十秒仍未释放。\n未登记任何内容。请稍后重试。"
    en = "The book {path} is being written by somebody else; ten seconds were not enough.\nNothing was logged. Try again."


class BookUnreadable(Unsound):
    """The database reports a fault, or the disk does."""

    slug = "book-unreadable"
    zh = "台账 {path} 读写失败：{why}。\n请检查磁盘，必要时从备份恢复。"
    en = "The book {path} could not be read or written: {why}.\nCheck the disk; restore a backup if need be."


class FileExists(CasebookError):
    """init never overwrites."""

    slug = "file-exists"
    zh = "{path} 已存在，未改动。\n请用 --book 另指位置。"
    en = "{path} exists already; nothing was changed.\nName another place with --book."


class FolderMissing(Unsound):
    """The folder of a new file does not exist or cannot be written."""

    slug = "folder-missing"
    zh = "不能在 {path} 建立文件：{why}。\n请先建立文件夹或检查权限。"
    en = "Cannot create {path}: {why}.\nCreate the folder first or check its rights."


class Unbalanced(Unsound):
    """Figures that do not add up: a defect of the program or damage to the derived rows, never the officer's fault."""

    slug = "figures-do-not-balance"
    zh = "数字不平：{name}，{equation} 不成立。\n不平的报表不予输出。请运行 casebook check --deep，并报告此问题。"
    en = (
        "The figures do not balance: {name}, {equation} does not hold.\n"
        "Such a report is never printed. Run casebook check --deep and report the fault."
    )
