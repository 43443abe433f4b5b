"""Errors of a book that cannot be opened, read or written, of its frozen reports, and of figures that do not balance."""

from __future__ import annotations

from casebook.errors import FINDING, NO_BOOK, CasebookError


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


class BookTooOld(Unsound):
    """The book was written by an earlier program, and cannot be brought up here."""

    slug = "book-too-old"
    zh = "台账 {path} 的版本（{found}）较旧，须升级到 {known}，但{why}。\n文件未改动。请由可写该文件和文件夹的人运行一次 casebook check。"
    en = "The book {path} has schema {found} and must be brought to {known}, but {why}.\nNothing was changed. Let somebody who may write the file and its folder run casebook check."


class BookDamaged(Unsound):
    """The file is a book whose pages do not hold together."""

    slug = "book-damaged"
    zh = "台账 {path} 已损坏：{why}。\n文件未改动。请保留原文件，从最近的备份恢复（casebook restore）。"
    en = "The book {path} is damaged: {why}.\nNothing was changed. Keep the file as it is and restore the latest backup (casebook restore)."


class BookForbidden(Unsound):
    """The book belongs to somebody who lets nobody else read it."""

    slug = "book-forbidden"
    zh = "没有读取台账 {path} 的权限。\n文件未改动。请用 --book 指明自己的台账，或请其所有者放开权限。"
    en = "You may not read the book {path}.\nNothing was changed. Name your own with --book, or ask its owner for the rights."


class BookOnShare(Unsound):
    """The book lies on a network share."""

    slug = "book-on-share"
    zh = "台账 {path} 位于网络共享（{kind}）上，在那里同时读写会损坏台账。\n未改动。请复制到本机磁盘（有 -wal 文件的一并复制）后用 --book 指明；由一台机器保管，其他人经 ssh 使用。"
    en = "The book {path} is on a network share ({kind}), where use by several machines damages it.\nNothing was changed. Copy it to a local disk, its -wal file too if there is one, and name it with --book; let one machine keep it and the others use that by ssh."


class DiskFull(Unsound):
    """There is no room for the act."""

    slug = "disk-full"
    zh = "磁盘空间不足，台账 {path} 不能写入。\n未登记任何内容，原有内容未动。请腾出空间后重试。"
    en = "There is no space left for the book {path}.\nNothing was logged; what was there is untouched. Free some space and try again."


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


class ReportUnknown(CasebookError):
    """No frozen report has this number, or none fits."""

    slug = "report-unknown"
    zh = "没有已封存的报表 {value}。\n已封存：{choices}。用 casebook freeze 封存。"
    en = "There is no frozen report {value}.\nFrozen: {choices}. Freeze one with casebook freeze."


class PeriodClosed(CasebookError):
    """A legal date in a period that was closed."""

    slug = "period-closed"
    zh = "{on} 属于已封闭的统计期间 {period}（登记号 {entry_no} 封闭）。\n补登、更正须加 --late 并用 --reason 写明理由，列入下期报表的调整。"
    en = "{on} falls in the period {period}, which entry {entry_no} closed.\nTo log it all the same, give --late and a --reason; it shows as an adjustment in the next report."


class OutputUnwritable(Unsound):
    """A file that a report cannot be written to."""

    slug = "output-unwritable"
    zh = "不能写入 {path}：{why}。\n原有文件未动。请检查文件夹、权限和磁盘空间。"
    en = "Cannot write {path}: {why}.\nThe file that was there is untouched. Check the folder, its rights and the space left."


class Unbalanced(CasebookError):
    """Figures that do not add up: a defect of the program or damage to the derived rows, never the officer's fault."""

    exit_status = FINDING
    slug = "figures-do-not-balance"
    zh = "数字不平：{name}，{equation} 不成立。\n不平的报表不予输出。请运行 casebook check --deep，并报告此问题。"
    en = (
        "The figures do not balance: {name}, {equation} does not hold.\n"
        "Such a report is never printed. Run casebook check --deep and report the fault."
    )
