"""Backups of a book: made while others write, proved before they count, rotated, and restored."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook import encryption
from casebook.bookfaults import FolderMissing, NotABook, OutputUnwritable
from casebook.copyfaults import BookInTheWay, CopyExists, CopyFaulty, CopyUnusable, FileOfTheBook
from casebook.placing import beside, is_same_file, make_folder, private_file, settle, workshop, write_private
from casebook.store import connection as gateway
from casebook.store import copying
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casebook.encryption import Key
    from casebook.store.copying import Head

    AskKey = Callable[[], Key]

_NAME = re.compile(r".+-(?P<instant>\d{8}T\d{6}Z)-(?P<uuid>[0-9a-f]{8})(?:-(?P<nth>\d+))?\.db(?:\.age)?", re.DOTALL)
_FOLDER = Words("这是一个文件夹", "it is a folder")
_NO_DATABASE = Words("不是 SQLite 数据库，也不是加密备份", "it is neither an SQLite database nor an encrypted backup")
_EMPTY = Words("文件为空", "it is empty")
_LEADS_NOWHERE = Words("链接指向的文件不存在", "it is a link that leads nowhere")
_OTHER = Words("是其他程序的数据库", "it is another application's database")
_NOT_RECORDED = Words("写入的内容与原件不同", "what was written is not what was read")


class Backup(NamedTuple):
    """A backup that was made: where, the head of the book in it, and older ones that gave way to it."""

    path: Path
    head: Head
    dropped: tuple[Path, ...] = ()


class Restored(NamedTuple):
    """A book that was restored: its head, and where the one that stood there is kept."""

    head: Head
    kept: Path | None


def back_up(book: Path, path: Path, key: Key | None = None) -> Backup:
    """Make a backup of ``book`` at ``path``, encrypted where a key is given, and prove it.

    Others may write meanwhile. Raises ``CopyExists``, ``FileOfTheBook``, ``CopyFaulty``, ``FolderMissing``,
    ``OutputUnwritable`` and the errors of ``store.connection.open_book``; no file is left then.
    """
    if any(is_same_file(path, own) for own in beside(book)):
        raise FileOfTheBook(path=str(path))
    if os.path.lexists(path):
        raise CopyExists(path=str(path))
    with _made(book, path.parent, path, key) as (made, head):
        try:
            settle(made, path)
        except FileExistsError as error:
            raise CopyExists(path=str(path)) from error
        except OSError as error:
            raise OutputUnwritable(path=str(path), why=error.strerror or str(error)) from error
    return Backup(path, head)


def back_up_into(book: Path, folder: Path, keep: int, instant: str, key: Key | None = None) -> Backup:
    """Make a backup of ``book`` in ``folder``, named by the book and the ``instant``, and drop all but ``keep``.

    Dropped are backups of the same book only, the oldest first, and not before the new one is proved. Raises what
    ``back_up`` does.
    """
    try:
        make_folder(folder)
    except OSError as error:
        raise FolderMissing(path=str(folder), why=error.strerror or str(error)) from error
    with _made(book, folder, folder, key) as (made, head):
        path = _settle_under_free_name(made, _names(book, folder, instant, head, sealed=key is not None))
    return Backup(path, head, tuple(_drop_older(folder, path, head, keep)))


def _names(book: Path, folder: Path, instant: str, head: Head, *, sealed: bool) -> Iterator[Path]:
    plain = f"{book.stem}-{re.sub('[-:]', '', instant)}-{head.uuid[:8]}"
    ending = ".db.age" if sealed else ".db"
    yield folder / f"{plain}{ending}"
    for number in range(2, 1000):
        yield folder / f"{plain}-{number}{ending}"


def _settle_under_free_name(made: Path, names: Iterator[Path]) -> Path:
    taken = made
    for path in names:
        try:
            settle(made, path)
        except FileExistsError:
            taken = path
            continue
        except OSError as error:
            raise OutputUnwritable(path=str(path), why=error.strerror or str(error)) from error
        return path
    raise CopyExists(path=str(taken))


def _drop_older(folder: Path, new: Path, head: Head, keep: int) -> Iterator[Path]:
    """Drop the oldest backups of the same book until ``keep`` are left, the new one among them; yield their names."""
    older = sorted(
        (each for each in folder.iterdir() if each != new and _is_backup_of(each, head)), key=_age, reverse=True
    )
    for each in older[keep - 1 :]:
        each.unlink(missing_ok=True)
        yield each


def _age(path: Path) -> tuple[str, int]:
    found = _NAME.fullmatch(path.name)
    return (found["instant"], int(found["nth"] or 1)) if found else ("", 0)


def _is_backup_of(path: Path, head: Head) -> bool:
    """Tell whether a file is a backup of the book by its name and, what is more, by what is in it.

    An encrypted one cannot be looked into: its name and its first line have to do.
    """
    found = _NAME.fullmatch(path.name)
    if found is None or found["uuid"] != head.uuid[:8] or path.is_symlink() or not path.is_file():
        return False
    if path.suffix == ".age":
        return encryption.is_encrypted(_first_bytes(path))
    return copying.is_of_book(path, head.uuid)


@contextmanager
def bench(folder: Path, shown: Path) -> Iterator[Path]:
    """Yield a new folder of its owner alone inside ``folder`` that goes when the block ends, with all that is in it.

    Raises ``FolderMissing`` where none can be made, ``OutputUnwritable`` for what the system refuses in the block.
    """
    try:
        with workshop(folder) as made:
            try:
                yield made
            except OSError as error:
                raise OutputUnwritable(path=str(shown), why=error.strerror or str(error)) from error
    except OSError as error:
        raise FolderMissing(path=str(shown), why=error.strerror or str(error)) from error


@contextmanager
def _made(book: Path, folder: Path, shown: Path, key: Key | None) -> Iterator[tuple[Path, Head]]:
    """Yield a finished, proved copy of the book in a folder of its own inside ``folder``, and its head."""
    with closing(gateway.open_book(book)) as source, bench(folder, shown) as place:
        made = place / "copy"
        try:
            head = _copy(source, book, made) if key is None else _copy_sealed(source, book, made, key)
        except sqlite3.Error as error:
            copying.copying_fault(error, book, shown)
        yield made, head


def _copy(source: sqlite3.Connection, book: Path, made: Path) -> Head:
    private_file(made)
    with copying.one_state(source):
        head = copying.head_of(source)
        copying.copy_to_file(source, made)
    with closing(copying.open_kept(made)) as copy:
        return _proved(copy, head, book)


def _copy_sealed(source: sqlite3.Connection, book: Path, made: Path, key: Key) -> Head:
    """Copy the book to memory, and from there encrypted to the file: nothing in plain lies on the disk meanwhile."""
    with copying.one_state(source):
        head = copying.head_of(source)
        held = copying.copy_to_memory(source)
    with closing(held):
        proved = _proved(held, head, book)
        content = copying.as_bytes(held)
    sealed = encryption.encrypt(content, key)
    write_private(made, sealed)
    if made.read_bytes() != sealed or (key.opens and encryption.decrypt(sealed, key, made) != content):
        raise CopyFaulty(path=str(book), why=_NOT_RECORDED)
    return proved


def _proved(copy: sqlite3.Connection, head: Head | None, book: Path) -> Head:
    """Return the head of a copy that is sound and tells what was read. Raises ``CopyFaulty``."""
    why = copying.fault_in(copy, book)
    if why is None and copying.head_of(copy) != head:
        why = _NOT_RECORDED
    if why is not None or head is None:
        raise CopyFaulty(path=str(book), why=why or _NOT_RECORDED)
    return head


# Restoring


def restore(book: Path, file: Path, ask_key: AskKey, *, replace: bool = False) -> Restored:
    """Let the backup ``file`` be the book at ``book``, as it is; ``ask_key`` is called where it is encrypted.

    Over a book that stands there only with ``replace``, which keeps a copy of it beside it. Raises ``BookInTheWay``,
    ``FileOfTheBook``, ``CopyUnusable``, ``BookInUse``, ``NotABook``, ``BookTooNew``, ``WrongKey``, ``FolderMissing``
    and ``OutputUnwritable``; nothing is changed then.
    """
    if any(is_same_file(file, own) for own in (book, *beside(book))):
        raise FileOfTheBook(path=str(file))
    place = Path(os.path.realpath(book))
    if not replace:
        refuse_in_the_way(book)
    else:
        _refuse_other_than_book(book, place)
    why = unreadable(file)
    if why is not None:
        raise CopyUnusable(path=str(file), why=why)
    with bench(place.parent, book) as made_in:
        made = private_file(made_in / "book")
        head = _fetch(file, made, ask_key)
        return Restored(head, _put(made, place))


def refuse_in_the_way(book: Path) -> None:
    """Raise ``BookInTheWay`` where something stands at ``book``, or a log beside it that would be taken for its own."""
    for each in (book, *beside(book)):
        if os.path.lexists(each):
            raise BookInTheWay(path=str(each))


def _refuse_other_than_book(book: Path, place: Path) -> None:
    why = None
    if book.is_symlink() and not place.exists():
        why = _LEADS_NOWHERE
    elif place.is_dir():
        why = _FOLDER
    elif place.exists() and not place.is_file():
        why = Words("那里不是普通文件", "what is there is no file")
    elif place.exists() and copying.is_of_another(place):
        why = _OTHER
    if why is not None:
        raise NotABook(path=str(book), why=why)


def unreadable(file: Path) -> Words | str | None:
    """Return why a file cannot be read at all, ``None`` where it can and holds anything."""
    if file.is_dir():
        return _FOLDER
    try:
        return None if _first_bytes(file) else _EMPTY
    except OSError as error:
        return _LEADS_NOWHERE if file.is_symlink() and not file.exists() else error.strerror or str(error)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(encryption.MARK))


def _fetch(file: Path, made: Path, ask_key: AskKey) -> Head:
    """Copy a backup to the file ``made`` and prove it; return its head."""
    try:
        with closing(_opened(file, ask_key)) as source:
            why = copying.fault_in(source, file)
            if why is not None:
                raise CopyUnusable(path=str(file), why=why)
            head = copying.head_of(source)
            copying.copy_to_file(source, made)
        with closing(copying.open_kept(made)) as copy:
            why = copying.fault_in(copy, file)
            if why is not None or head is None or copying.head_of(copy) != head:
                raise CopyUnusable(path=str(file), why=why or _NOT_RECORDED)
        copying.to_wal(made)
    except sqlite3.Error as error:
        raise CopyUnusable(path=str(file), why=str(error)) from error
    return head


def _opened(file: Path, ask_key: AskKey) -> sqlite3.Connection:
    head = _first_bytes(file)
    if head.startswith(copying.MAGIC):
        return copying.open_kept(file)
    if not encryption.is_encrypted(head):
        raise CopyUnusable(path=str(file), why=_NO_DATABASE)
    return copying.open_bytes(encryption.decrypt(file.read_bytes(), ask_key(), file))


def _put(made: Path, place: Path) -> Path | None:
    """Let the finished book stand at ``place``; return where what stood there is kept."""
    if any(os.path.lexists(each) for each in (place, *beside(place))):
        try:
            return copying.replace(made, place)
        except sqlite3.Error as error:
            raise OutputUnwritable(path=str(place), why=str(error)) from error
    try:
        settle(made, place)
    except FileExistsError as error:  # somebody was faster
        raise BookInTheWay(path=str(place)) from error
    return None
