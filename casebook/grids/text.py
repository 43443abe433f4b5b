"""Tables in text files: which encoding, which delimiter, decided by the content."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.filefaults import TableUnreadable
from casebook.words import FORMULA, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DELIMITERS = ",\t;，|"
BLOCK = 1 << 20
SAMPLE = 1 << 16
SAMPLE_ROWS = 60
# Of the characters of a table some are delimiters, digits or line ends, whose one byte is NUL in UTF-16.
LEAST_NULS, ONE_SIDED = 1 / 16, 4
LEAST_NULS_OF_UTF8 = 1 / 2  # what is UTF-8 too is plain letters in UTF-16, or text with a NUL that strayed into it
GUARDED = re.compile(f"'(?={FORMULA})")  # ``csv_cell`` writes it
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is read; ``height`` is the number of its lines, ``skipped`` the lines that are no table."""

    encoding: str
    delimiter: str
    height: int
    skipped: int = 0


def encoding_of(path: Path) -> tuple[str, int]:
    """Return the encoding of a text file and the number of its lines.

    Raises ``TableUnreadable`` for one that no known encoding fits, or that holds NUL characters.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for encoding in _candidates(start):
        lines = _lines(path, encoding)
        if lines is not None:
            return encoding, lines
    raise TableUnreadable(path=path, why=Words("编码既非 UTF-8、UTF-16，也非 GB18030", "no UTF-8, UTF-16 or GB18030"))


def _candidates(start: bytes) -> Sequence[str]:
    if start.startswith(tuple(WIDE)):
        return (WIDE[start[:2]],)
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    first, second = start[::2].count(0), start[1::2].count(0)
    least = LEAST_NULS_OF_UTF8 if _is_utf8(start) else LEAST_NULS
    if first + second > len(start) / 2 * least:
        if second > first * ONE_SIDED:
            return ("utf-16-le",)
        if first > second * ONE_SIDED:
            return ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str) -> int | None:
    """Return the number of lines, or nothing where the encoding does not fit. Raises ``TableUnreadable`` for NULs."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, ended = 0, True
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                text = decoder.decode(block)
                if "\0" in text:
                    line = lines + text[: text.index("\0")].count("\n") + 1
                    why = Words(
                        f"第 {line} 行有空字符（NUL），不是文本文件（CSV）",
                        f"line {line} holds a NUL character; it is not a text file (CSV)",
                    )
                    raise TableUnreadable(path=path, why=why)
                lines += text.count("\n") or text.count("\r")
                ended = text.endswith(("\n", "\r"))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return lines + (not ended)


def dialect_of(path: Path) -> Dialect:
    """Return how the text file at ``path`` is read. Raises ``TableUnreadable`` and ``OSError``."""
    encoding, lines = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE).removeprefix("\ufeff")
    named = sample[:6].lower()
    if named.startswith("sep=") and len(sample) > len("sep=,") and sample[5] in "\r\n":  # a line that Excel obeys
        return Dialect(encoding, sample[4], lines, skipped=1)
    return Dialect(encoding, delimiter_of(sample), lines)


def delimiter_of(sample: str) -> str:
    """Return the delimiter by which most rows of ``sample`` have the same number of cells, and many of them."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> float:
    import csv

    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # a quoted cell of the sample does not end; what came before it tells enough
        for _, record in zip(range(SAMPLE_ROWS), reader, strict=False):
            if record:
                widths[len(record)] += 1
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 0.0
    count, width = max(several)
    return (count / widths.total()) ** 2 * (width - 1)  # prose agrees in few rows, a table in most


def _unguarded(cell: str) -> str:
    """Return what was meant by a cell that was written so that a spreadsheet neither counts nor runs it."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell[1:] if GUARDED.match(cell) else cell


def text_records(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a text file with their numbers. Raises ``TableUnreadable`` where it cannot go on."""
    import csv

    with path.open(encoding=dialect.encoding, newline="") as file:
        if dialect.encoding.startswith("utf-16") and file.read(1) != "\ufeff":
            file.seek(0)
        reader = csv.reader(file, delimiter=dialect.delimiter)
        number = 0
        try:
            for number, record in enumerate(reader, 1):
                if number <= dialect.skipped:
                    continue
                told = "".join(record)
                guarded = "=" in told or "'" in told  # few rows hold such a mark
                yield number, [_unguarded(cell) for cell in record] if guarded else record
        except csv.Error as error:
            why = Words(
                f"第 {number + 1} 行不是规范的 CSV（{error}），请查看是否有未配对的引号",
                f"row {number + 1} is no sound CSV ({error}); look for a quotation mark that is not closed",
            )
            raise TableUnreadable(path=path, why=why) from error
