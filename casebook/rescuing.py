"""Rescue: a new book with the acts of a damaged one up to where its chain of digests breaks, and what is lost of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from casebook import encryption
from casebook.book import Book
from casebook.bookfaults import BookTooNew
from casebook.copies import bench, refuse_in_the_way, unreadable
from casebook.copyfaults import BookInTheWay, CopyFaulty, FileOfTheBook, NothingRescued
from casebook.placing import beside, copy_private, is_same_file, settle, write_private
from casebook.store import connection as gateway
from casebook.store import copying, derive
from casebook.store import rescue as legible
from casebook.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.copies import AskKey
    from casebook.store.copying import Head
    from casebook.store.rescue import Lost
    from casebook.versions import Rules


class Rescued(NamedTuple):
    """What a rescue kept: the head of the new book and its cases; the acts that are lost; whether all could be read.

    Where not, an end may be lost of which no trace is left. ``settings`` is what the book says of itself, which no
    digest covers.
    """

    head: Head
    cases: int
    lost: tuple[Lost, ...]
    all_read: bool
    settings: tuple[str, ...]


def rescue(book: Path, damaged: Path, rules: Rules, ask_key: AskKey) -> Rescued:
    """Make at ``book`` a new book with the acts of ``damaged`` from the first to the last that fits its digest.

    Nothing is written to ``damaged``: a copy of it is read, with the log beside it. Raises ``BookInTheWay``,
    ``FileOfTheBook``, ``NothingRescued``, ``CopyUnusable``, ``BookTooNew``, ``WrongKey``, ``FolderMissing`` and
    ``OutputUnwritable``; no file is left then.
    """
    if any(is_same_file(damaged, own) for own in (book, *beside(book))):
        raise FileOfTheBook(path=str(damaged))
    refuse_in_the_way(book)
    why = unreadable(damaged)
    if why is not None:
        raise NothingRescued(path=str(damaged), why=why)
    with bench(book.parent, book) as place:
        copy = _working_copy(damaged, place / "damaged", ask_key)
        saved = place / "saved"
        all_read = _salvage(copy, saved, damaged)
        with closing(sqlite3.connect(saved, isolation_level=None)) as rows:
            last, lost = _kept_and_lost(rows, damaged, all_read=all_read)
        made = place / "book"
        head, cases, settings = _write(made, saved, last, rules, damaged)
        try:
            settle(made, book)
        except FileExistsError as error:  # somebody was faster
            raise BookInTheWay(path=str(book)) from error
    return Rescued(head, cases, lost, all_read, settings)


def _working_copy(damaged: Path, copy: Path, ask_key: AskKey) -> Path:
    """Copy the damaged book, decrypted where it is encrypted, with what lies beside it; return where it is."""
    with damaged.open("rb") as file:
        head = file.read(len(encryption.MARK))
    if encryption.is_encrypted(head):
        write_private(copy, encryption.decrypt(damaged.read_bytes(), ask_key(), damaged))
        return copy
    for own, other in zip((damaged, *beside(damaged)), (copy, *beside(copy)), strict=True):
        if own.exists() and not own.name.endswith("-shm"):  # made anew from the log
            copy_private(own, other)
    return copy


def _salvage(copy: Path, saved: Path, damaged: Path) -> bool:
    try:
        with closing(legible.open_damaged(copy)) as source:
            version = legible.version(source)
            if version > gateway.SCHEMA_VERSION:
                raise BookTooNew(path=damaged, found=version, known=gateway.SCHEMA_VERSION)
        return legible.salvage(copy, saved)
    except sqlite3.Error as error:
        why = Words(f"其中没有完整的台账表（{error}）", f"its tables are not those of a book ({error})")
        raise NothingRescued(path=str(damaged), why=why) from error


def _kept_and_lost(saved: sqlite3.Connection, damaged: Path, *, all_read: bool) -> tuple[int, tuple[Lost, ...]]:
    """Return the last act that is kept, and those that are lost. Raises ``NothingRescued`` where nothing is kept."""
    if copying.head_of(saved) is None:
        why = Words("其中没有可读的台账", "no book in it is legible")
        raise NothingRescued(path=str(damaged), why=why)
    last = legible.last_whole(saved)
    lost = tuple(legible.lost(saved, last))
    if not last and (lost or not all_read):
        count = lost[-1].last_no if lost else 0
        why = Words(
            f"第 1 条登记（共知有 {count} 条）已不可读，或与其摘要不符",
            f"the first of its {count} entries is not legible, or does not fit its digest",
        )
        raise NothingRescued(path=str(damaged), why=why)
    return last, lost


def _write(made: Path, saved: Path, last: int, rules: Rules, damaged: Path) -> tuple[Head, int, tuple[str, ...]]:
    """Write the new book with its journal up to ``last``, derive the rest, prove it; return head, cases, settings."""
    with legible.filled(made, saved, last) as connection:
        new = Book(made, connection, lambda: rules)
        new.refresh()
        derive.rebuild(connection, new.derive)
        cases, settings = legible.cases(connection), legible.settings(connection)
    with closing(copying.open_kept(made)) as check:
        why, head = copying.fault_in(check, damaged), copying.head_of(check)
    if why is not None or head is None or head.entry_no != last:
        raise CopyFaulty(path=str(damaged), why=why or Words("写入的内容不完整", "not all of it was written"))
    return head, cases, settings
