"""Rows read straight from the pages of a database file, where what leads to them is damaged.

The format is that of https://www.sqlite.org/fileformat2.html: every page of a table without rowid, inner ones too,
holds whole rows. Which table a row is of is told by its shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    Row = tuple[int | str | None, ...]

_HEADER, _FIRST_HEADER = 0, 100  # of a page; the first one begins with the header of the file
_INNER, _LEAF, _ROWID_LEAF = 0x02, 0x0A, 0x0D
_DEFAULT_SIZE, _LARGEST = 4096, 65536
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)  # of whole numbers, by their code
_ZERO, _ONE, _FIRST_TEXT = 8, 9, 13
_BITS, _LAST_BYTE = 7, 9


class Shape(NamedTuple):
    """A table: its name, and of each column whether it is a whole number (else text) and whether it may be null."""

    table: str
    columns: tuple[tuple[bool, bool], ...]

    def fits(self, row: Row) -> bool:
        """Tell whether a row could be of this table."""
        return len(row) == len(self.columns) and all(
            may_be_null if value is None else isinstance(value, int) == is_number
            for value, (is_number, may_be_null) in zip(row, self.columns, strict=True)
        )


class Found(NamedTuple):
    """A row, the table that it could be of, and the page that it stands on."""

    page: int
    table: str
    row: Row


def rows(content: bytes, shapes: Collection[Shape]) -> Iterator[Found]:
    """Yield every row in the file ``content`` that has one of the shapes, page by page."""
    size = page_size(content)
    widths = {len(shape.columns) for shape in shapes}
    for page in range(1, len(content) // size + 1):
        for row in _Page(content, size, page).rows(widths):
            for shape in shapes:
                if shape.fits(row):
                    yield Found(page, shape.table, row)


def page_size(content: bytes) -> int:
    """Return the size of a page as the header says it, or the usual one where it says nothing possible."""
    told = int.from_bytes(content[16:18], "big")
    size = _LARGEST if told == 1 else told
    return size if size >= 512 and size & (size - 1) == 0 else _DEFAULT_SIZE  # noqa: PLR2004 - a power of two from 512 on


class _Page:
    """One page of a file. What does not hold together is passed over."""

    def __init__(self, content: bytes, size: int, number: int) -> None:
        self.content, self.size = content, size
        self.start = (number - 1) * size
        self.head = self.start + (_FIRST_HEADER if number == 1 else _HEADER)

    def rows(self, widths: Collection[int]) -> Iterator[Row]:
        kind = self.content[self.head]
        if kind not in (_INNER, _LEAF, _ROWID_LEAF):
            return
        pointers = self.head + (12 if kind == _INNER else 8)
        count = self._number(self.head + 3, 2)
        for place in range(pointers, min(pointers + 2 * count, self.start + self.size - 1), 2):
            try:
                row = self._cell(self.start + self._number(place, 2), kind, widths)
            except (IndexError, UnicodeDecodeError):
                continue
            if row is not None:
                yield row

    def _number(self, at: int, width: int) -> int:
        return int.from_bytes(self.content[at : at + width], "big")

    def _cell(self, at: int, kind: int, widths: Collection[int]) -> Row | None:
        if kind == _INNER:
            at += 4  # the page below it
        length, at = _varint(self.content, at)
        rowid = None
        if kind == _ROWID_LEAF:
            rowid, at = _varint(self.content, at)
        payload = self._payload(
            at, length, self.size - 35 if kind == _ROWID_LEAF else (self.size - 12) * 64 // 255 - 23
        )
        row = _record(payload, widths)
        # a primary key that is the rowid stands in the row as null
        return (rowid, *row[1:]) if row and rowid is not None and row[0] is None else row

    def _payload(self, at: int, length: int, most: int) -> bytes:
        """Return a row's bytes: what does not fit the page stands on a chain of others. Raises ``IndexError``."""
        if length > len(self.content):
            raise IndexError
        if length <= most:
            return self.content[at : at + length]
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self.size - 4)
        local = local if local <= most else least
        parts, rest = [self.content[at : at + local]], length - local
        page = self._number(at + local, 4)
        while rest > 0:
            start = (page - 1) * self.size
            if page < 1 or start + self.size > len(self.content):
                raise IndexError
            parts.append(self.content[start + 4 : start + 4 + min(rest, self.size - 4)])
            rest -= self.size - 4
            page = self._number(start, 4)
        return b"".join(parts)


def _record(payload: bytes, widths: Collection[int]) -> Row | None:
    """Return the values of a row, ``None`` where their number is not one of ``widths``, or one is of another kind."""
    end, at = _varint(payload, 0)
    codes = []
    while at < end:
        code, at = _varint(payload, at)
        codes.append(code)
    if len(codes) not in widths or at != end:
        return None
    values: list[int | str | None] = []
    for code in codes:
        if code in (_ZERO, _ONE):
            values.append(code - _ZERO)
            continue
        if code >= len(_WIDTHS) and (code < _FIRST_TEXT or code % 2 == 0):
            return None  # a fraction or bytes, which no table of the journal has
        width = _WIDTHS[code] if code < len(_WIDTHS) else (code - _FIRST_TEXT) // 2
        told = payload[at : at + width]
        if len(told) < width:
            raise IndexError
        at += width
        if code < len(_WIDTHS):
            values.append(int.from_bytes(told, "big", signed=True) if code else None)
        else:
            values.append(told.decode())
    return tuple(values)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """Return the number at ``at``, of one to nine bytes, and where it ends. Raises ``IndexError``."""
    value = 0
    for place in range(at, at + _LAST_BYTE - 1):
        byte = content[place]
        value = value << _BITS | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the bit that says whether another byte follows
            return value, place + 1
    return value << 8 | content[at + _LAST_BYTE - 1], at + _LAST_BYTE
