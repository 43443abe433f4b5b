"""Files that a report is written to: whole or not at all, and left alone where nothing has changed."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Formatter
from typing import BinaryIO

from casebook.bookfaults import OutputUnwritable
from casebook.dates import MonthDay, Period, parse_period
from casebook.errors import WrongPeriod
from casebook.filefaults import NamePattern
from casebook.placing import beside, is_same_file
from casebook.render.text import inert, obeyed
from casebook.words import Words, written_out

DEFAULT_NAME = "{period}-{form}.{ext}"
LONGEST_PART = 120  # octets of a value in a name; a name may have 255
_NOT_IN_A_NAME = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)  # devices of Windows
PLACES = ("period", "form", "ext", "register", "bureau", "scheme")


def period_name(period: Period, year_start: MonthDay) -> str:
    """Return the shortest name of ``period``: a month, quarter, half or year by name, else both days."""
    year = period.end.year
    names = [f"{period.start.isoformat()[:7]}"]
    names += [f"{each}{part}" for each in (year, year - 1) for part in ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4")]
    for name in names:
        try:
            if parse_period(name, period.end, year_start) == period:
                return name
        except WrongPeriod:
            continue
    return str(period)


def name_part(text: str) -> str:
    """Return ``text`` as a part of a file name on any system: no separator, nothing hidden, not too long."""
    plain = written_out(_NOT_IN_A_NAME.sub("_", text), lambda _: "_")
    short = plain.encode("utf-8", "replace")[:LONGEST_PART].decode("utf-8", "ignore")
    return short.strip(" .") or "_"


def file_name(pattern: str, values: dict[str, str]) -> str:
    """Return the file name that ``pattern`` makes, its values as ``name_part`` has them.

    Raises ``NamePattern`` for a place that there is not, and for a name that leaves the folder, hides a character, is a
    device of Windows, or ends in a dot or blank, which Windows drops.
    """
    try:
        name = "".join(_filled(pattern, values))
    except ValueError as wrong:
        raise NamePattern(pattern=inert(pattern), choices=" ".join(PLACES)) from wrong
    bare = Path(name).name == name and not any(each in "/\\" or obeyed(each) for each in name)
    if not name or not bare or name.endswith((".", " ")) or _RESERVED.fullmatch(name):
        raise NamePattern(pattern=inert(pattern), choices=" ".join(PLACES))
    return name


def _filled(pattern: str, values: dict[str, str]) -> Iterator[str]:
    """Yield words and values: a place is a bare name, for formats of Python reach further than the values."""
    for words, place, form, conversion in Formatter().parse(pattern):
        yield words
        if place is not None:
            if place not in values or form or conversion:
                raise ValueError(place)
            yield name_part(values[place])


def refuse_book(path: Path, book: Path) -> None:
    """Raise ``OutputUnwritable`` where a file at ``path`` would take the place of the book, or of a file of its own."""
    if "\0" in str(path):
        raise OutputUnwritable(path=inert(str(path)), why=Words("不是文件名", "that is no name of a file"))
    for own in (book, *beside(book)):
        if is_same_file(path, own):
            raise OutputUnwritable(path=inert(str(path)), why=Words("这是台账文件", "it is the book"))


def replace_file(path: Path, content: bytes, *, if_changed: bool = False) -> bool:
    """Let ``content`` take the place of the file at ``path`` in one step; the old one stays where that fails.

    A link stays and what it leads to is replaced. The file is for its owner alone: a report may list cases. Returns
    whether anything was written: with ``if_changed`` not where the file holds the same already. Raises
    ``OutputUnwritable``.
    """
    with _unwritable(path):
        place = _place_of(path)
        if if_changed and place.is_file() and place.read_bytes() == content:
            return False
    with replacing(path) as file:
        file.write(content)
    return True


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield an empty file of its owner alone that takes the place of the one at ``path`` once it is written whole.

    It does so when the block ends; where the block or the exchange fails, the old file stays and the new one is gone.
    Raises ``OutputUnwritable``, also for what the system refuses inside the block.
    """
    made: str | None = None
    try:
        with _unwritable(path):
            place = _place_of(path)
            handle, made = tempfile.mkstemp(dir=place.parent, prefix=".casebook-")
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, place)  # noqa: PTH105 - the temporary file is a name, not a path of ours
            made = None
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)


def _place_of(path: Path) -> Path:
    """Return where the file at ``path`` really lies. Raises ``OutputUnwritable`` for a folder or a device."""
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        raise OutputUnwritable(path=inert(str(path)), why=Words("那里不是普通文件", "what is there is no file"))
    return place


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    """Raise ``OutputUnwritable`` for what the system refuses."""
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(path=inert(str(path)), why=error.strerror or str(error)) from error
