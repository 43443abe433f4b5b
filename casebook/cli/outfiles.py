"""Files that a report is written to: whole or not at all, and left alone where nothing has changed."""

import os
import tempfile
from pathlib import Path

from casebook.bookfaults import OutputUnwritable
from casebook.dates import MonthDay, Period, parse_period
from casebook.errors import WrongPeriod
from casebook.filefaults import NamePattern
from casebook.render.text import inert

MODE = 0o600  # a report may list cases
DEFAULT_NAME = "{period}-{form}.{ext}"
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


def file_name(pattern: str, values: dict[str, str]) -> str:
    """Return the file name that ``pattern`` makes. Raises ``NamePattern`` for a place that there is not."""
    try:
        name = pattern.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError) as wrong:
        raise NamePattern(pattern=inert(pattern), choices=" ".join(PLACES)) from wrong
    if not name or Path(name).name != name or name in (".", "..") or "\0" in name:
        raise NamePattern(pattern=inert(pattern), choices=" ".join(PLACES))
    return name


def replace_file(path: Path, content: bytes, *, if_changed: bool = False) -> bool:
    """Let ``content`` take the place of the file at ``path`` in one step; the old one stays where that fails.

    Returns whether anything was written: with ``if_changed`` not where the file holds the same already. Raises
    ``OutputUnwritable``.
    """
    made: str | None = None
    try:
        if if_changed and path.is_file() and path.read_bytes() == content:
            return False
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), MODE)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, path)  # noqa: PTH105 - the temporary file is a name, not a path of ours
        made = None
    except OSError as error:
        raise OutputUnwritable(path=inert(str(path)), why=error.strerror or str(error)) from error
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)
    return True
