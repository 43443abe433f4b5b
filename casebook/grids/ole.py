"""The container of the older Microsoft files (.xls, .doc, encrypted .xlsx): its entries, and the bytes of one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from struct import Struct, error, unpack_from

HEADER, ENTRY = 512, 128
END = 0xFFFFFFFA  # from here on the numbers of sectors are marks
STREAM, ROOT = 2, 5
LARGEST_SHIFT, SMALLEST_SHIFT = 12, 7


class Broken(ValueError):
    """The container contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Stream:
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Container:
    """An OLE container over its bytes; ``streams`` by name."""

    data: bytes
    shift: int
    mini_shift: int
    cutoff: int
    table: tuple[int, ...]
    mini_table: tuple[int, ...]
    root: _Stream
    streams: dict[str, _Stream]

    def read(self, name: str) -> bytes:
        """Return the bytes of the stream ``name``. Raises ``Broken``, and ``KeyError`` where there is none."""
        stream = self.streams[name]
        if stream.size >= self.cutoff:
            return _joined(self.data, stream, self.table, self.shift, HEADER_OFFSET)
        small = _joined(self.data, self.root, self.table, self.shift, HEADER_OFFSET)
        return _joined(small, stream, self.mini_table, self.mini_shift, 0)


HEADER_OFFSET = 1  # the header stands where sector -1 would


def _chain(start: int, table: tuple[int, ...]) -> list[int]:
    found: list[int] = []
    while start < END:
        if start >= len(table) or len(found) > len(table):
            raise Broken
        found.append(start)
        start = table[start]
    return found


def _joined(data: bytes, stream: _Stream, table: tuple[int, ...], shift: int, offset: int) -> bytes:
    pieces = [data[(each + offset) << shift : (each + offset + 1) << shift] for each in _chain(stream.start, table)]
    return b"".join(pieces)[: stream.size]


def open_container(data: bytes) -> Container:
    """Return the container in ``data``. Raises ``Broken``."""
    try:
        return _opened(data)
    except error as failure:
        raise Broken from failure


def _opened(data: bytes) -> Container:
    shift, mini_shift = unpack_from("<HH", data, 30)
    if not (SMALLEST_SHIFT + 2 <= shift <= LARGEST_SHIFT and mini_shift < shift):
        raise Broken
    directory, cutoff, mini_start = unpack_from("<I4xII", data, 48)
    more, more_count = unpack_from("<II", data, 68)
    sectors = list(unpack_from("<109I", data, 76))
    numbers = Struct(f"<{(1 << shift) // 4}I")

    def sector(place: int) -> tuple[int, ...]:
        return numbers.unpack_from(data, (place + 1) << shift)

    for _ in range(min(more_count, len(data) >> shift)):
        if more >= END:
            break
        *further, more = sector(more)
        sectors += further
    table = tuple(chain.from_iterable(sector(each) for each in sectors[: len(data) >> shift] if each < END))
    mini_table = tuple(chain.from_iterable(sector(each) for each in _chain(mini_start, table)))
    entries = b"".join(data[(each + 1) << shift : (each + 2) << shift] for each in _chain(directory, table))
    root = _Stream(END, 0)
    streams: dict[str, _Stream] = {}
    for place in range(0, len(entries) - ENTRY + 1, ENTRY):
        length, kind = unpack_from("<HB", entries, place + 64)
        start, size = unpack_from("<II", entries, place + 116)
        name = entries[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if kind == ROOT:
            root = _Stream(start, size)
        elif kind == STREAM:
            streams.setdefault(name, _Stream(start, size))
    return Container(data, shift, mini_shift, cutoff, table, mini_table, root, streams)
