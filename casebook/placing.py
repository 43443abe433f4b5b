"""Files that hold case data: made for their owner alone, whole or not at all, and over nothing that is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database, by its name
_PREFIX = ".casebook-"


def beside(path: Path) -> tuple[Path, ...]:
    """Return where SQLite keeps its own files of the database at ``path``."""
    return tuple(type(path)(f"{path}{ending}") for ending in BESIDE)  # a folder such as . has no name to change


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether both names lead to one file, through links and hard links too."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    return one.exists() and other.exists() and one.samefile(other)


def make_folder(path: Path) -> None:
    """Make the folder at ``path`` and those above it that are missing, for their owner alone.

    Raises ``OSError``, also where something else than a folder is there.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():  # another process may have been first
            raise


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Yield a new folder of its owner alone inside ``folder``; it goes, with all that is in it, when the block ends.

    It stands on the disk of what is made in it, which can then take its place in one step. Raises ``OSError``.
    """
    made = Path(tempfile.mkdtemp(dir=folder, prefix=_PREFIX))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def private_file(path: Path) -> Path:
    """Make an empty file of its owner alone and return its path. Raises ``FileExistsError``, ``OSError``."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write ``content`` to a new file of its owner alone. Raises ``FileExistsError``, ``OSError``."""
    private_file(path).write_bytes(content)


def copy_private(source: Path, path: Path) -> None:
    """Copy the bytes of ``source`` to a new file of its owner alone. Raises ``FileExistsError``, ``OSError``."""
    with source.open("rb") as told, private_file(path).open("wb") as copy:
        shutil.copyfileobj(told, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def settle(made: Path, path: Path) -> None:
    """Let the finished file ``made`` stand at ``path``, where nothing stands yet, in one step; both are on disk then.

    Raises ``FileExistsError`` where something does, a link that leads nowhere too, and ``OSError``.
    """
    to_disk(made)
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as that of a memory stick: two steps
        private_file(path)
        try:
            os.replace(made, path)  # noqa: PTH105 - the same word as below
        except OSError:
            path.unlink()
            raise
    try:
        to_disk(path.parent)
    except OSError:
        path.unlink()
        raise


def take_place(made: Path, path: Path) -> None:
    """Let the finished file ``made`` take the place of the one at ``path`` in one step. Raises ``OSError``.

    The step is on the disk once ``to_disk`` has been asked for the folder.
    """
    to_disk(made)
    os.replace(made, path)  # noqa: PTH105 - the step that everything here turns on


def to_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk. Never for a database that is open: closing would unlock it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        if path.is_dir():
            return  # Windows opens no folders, and needs none synced
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
