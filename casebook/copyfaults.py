"""Errors of backups: making them, restoring them, rescuing a damaged book, encrypting and decrypting."""

from __future__ import annotations

from casebook.bookfaults import Unsound
from casebook.errors import CasebookError


class CopyExists(CasebookError):
    """A backup never overwrites."""

    slug = "copy-exists"
    zh = "{path} 已存在，未改动。\n备份不覆盖已有文件：请另取名称；每日备份到文件夹请用 --keep。"
    en = "{path} exists already; nothing was changed.\nA backup overwrites nothing: choose another name; for a folder of daily backups use --keep."


class FileOfTheBook(CasebookError):
    """A file that is the book, or one that SQLite keeps beside it."""

    slug = "file-of-the-book"
    zh = "{path} 就是台账本身，或是数据库在它旁边使用的文件。\n未做任何改动。请指明另一个文件。"
    en = "{path} is the book itself, or a file that the database keeps beside it.\nNothing was changed. Name another file."


class CopyFaulty(Unsound):
    """A copy that did not stand its verification."""

    slug = "copy-faulty"
    zh = "台账 {path} 的副本未通过核验：{why}。\n未留下新文件，原有文件未动。请运行 casebook check --deep；台账已损坏的，用 restore 恢复备份或用 rescue 抢救。"
    en = "The copy of {path} did not stand its verification: {why}.\nNo new file was kept, no old one touched. Run casebook check --deep; a damaged book is restored from a backup or rescued."


class CopyUnusable(Unsound):
    """A file that cannot be restored."""

    slug = "copy-unusable"
    zh = "不能用 {path} 恢复：{why}。\n未做任何改动。请换一份备份；损坏的台账用 casebook rescue 抢救可读部分。"
    en = "{path} cannot be restored: {why}.\nNothing was changed. Give another backup; casebook rescue saves what is legible of a damaged book."


class NothingRescued(Unsound):
    """A damaged file of which nothing can be kept."""

    slug = "nothing-rescued"
    zh = "{path} 没有可以抢救的内容：{why}。\n未写入任何文件。请用 casebook restore 恢复最近的备份。"
    en = "Nothing of {path} can be rescued: {why}.\nNo file was written. Restore the latest backup with casebook restore."


class BookInTheWay(CasebookError):
    """A new book, or what an old one left beside it, stands where one would be written."""

    slug = "book-in-the-way"
    zh = "{path} 已存在，未做任何改动。\n请用 --book 另指位置；restore --replace 以备份取代它，并保留一份原件。"
    en = "{path} exists already; nothing was changed.\nName another place with --book; restore --replace puts a backup in its place and keeps a copy of it."


class BookInUse(Unsound):
    """A book that another program has open cannot be replaced."""

    slug = "book-in-use"
    zh = "台账 {path} 正被其他程序打开，等候十秒仍未关闭。\n未做任何改动。请先关闭该程序，再重试。"
    en = "The book {path} is open in another program; ten seconds were not enough.\nNothing was changed. Close it there and try again."


class KeyFileFaulty(CasebookError):
    """A key file that cannot be used."""

    slug = "key-file-faulty"
    zh = "密钥文件 {path} 不能使用：{why}。\n其中写 age 密钥（AGE-SECRET-KEY-1…；只加密的也可写 age1…），或只写一行口令。"
    en = "The key file {path} cannot be used: {why}.\nIt holds age keys (AGE-SECRET-KEY-1…; to encrypt only also age1…), or one line that is the passphrase."


class PassphraseNeeded(CasebookError):
    """A passphrase is needed and there is nobody to ask."""

    slug = "passphrase-needed"
    zh = "需要口令，但标准输入不是终端，无法询问。\n请用 --key-file 指明密钥文件；口令不能写在命令行或环境变量中。"
    en = "A passphrase is needed, and standard input is no terminal to ask at.\nName a key file with --key-file; a passphrase is never taken from the command line or the environment."


class PassphraseUnusable(CasebookError):
    """A passphrase that is empty, or was typed differently the second time."""

    slug = "passphrase-unusable"
    zh = "口令不能使用：{why}。\n未写入任何文件。请重新输入。"
    en = "The passphrase cannot be used: {why}.\nNo file was written. Try again."


class WrongKey(CasebookError):
    """A passphrase or key that does not open the file."""

    slug = "wrong-key"
    zh = "口令或密钥打不开 {path}。\n未做任何改动。请用加密时的口令，或含有对应私钥的 --key-file。"
    en = "The passphrase or key does not open {path}.\nNothing was changed. Give the passphrase that it was encrypted with, or a --key-file with the secret key."
