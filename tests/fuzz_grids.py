"""Mutated files of every format: each is read or refused in words. ``python tests/fuzz_grids.py [SECONDS [SEED]]``."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile

from casebook.filefaults import TableUnreadable
from casebook.grids import open_grids

TABLES = Path(__file__).with_name("workbooks")
MOST_LINES = 3
MOST_SECONDS = 20.0
CSV = (
    '案号,申请人,收案日期,备注\n南府复〔2024〕1号,张某,2024-03-05,"第一行\n第二行"\n南府复〔2024〕2号,李某,2024/3/6,\n'
)
PAGE = "<html><table><tr><th>案号</th><th>备注</th></tr><tr><td rowspan=2>1号</td><td>甲<br>乙</td></tr></table>"
LONE = (b"\0", b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f", b"<", b">", b"&#0;", b'"', b"]]>", b"<!--", b"9" * 12)


def _unpacked(path: Path) -> bytes:
    """Return the bytes of an archive with its parts as they are, so that a mutation meets them and not the packing."""
    from io import BytesIO

    plain = BytesIO()
    with ZipFile(path) as archive, ZipFile(plain, "w", ZIP_STORED) as copy:
        for each in archive.infolist():
            copy.writestr(each.filename, archive.read(each))
    return plain.getvalue()


SEEDS = ("xlsx", "xls", "ods", "csv", "utf16", "gb18030", "html")


def seed(ending: str) -> bytes:
    """Return a sound file of a format."""
    texts = {"csv": (CSV, "utf-8"), "utf16": (CSV, "utf-16"), "gb18030": (CSV, "gb18030"), "html": (PAGE, "utf-8")}
    if ending in texts:
        content, encoding = texts[ending]
        return content.encode(encoding)
    path = TABLES / f"register.{ending}"
    return path.read_bytes() if ending == "xls" else _unpacked(path)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return ``content`` with some bytes changed, cut out, doubled or put in."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 30))):
        place, kind = chance.randrange(len(found)), chance.random()
        if kind < 0.5:
            found[place] = chance.randrange(256)
        elif kind < 0.7:
            lone = chance.choice(LONE)
            found[place : place + len(lone)] = lone
        elif kind < 0.8:
            del found[place : place + chance.randrange(1, 300)]
        elif kind < 0.95:
            start = chance.randrange(len(found))
            found[place:place] = found[start : start + chance.randrange(300)]
        else:
            del found[max(1, place) :]
        found = found or bytearray(b"x")
    return bytes(found)


def crc_right(content: bytes) -> bytes:
    """Return an archive with the check sums that its parts now have: a mutation is not to be found by them alone."""
    from struct import error, pack_into, unpack_from
    from zlib import crc32

    found = bytearray(content)
    place = found.find(b"PK\x01\x02")
    while place >= 0:
        try:
            size, offset = unpack_from("<I", found, place + 20)[0], unpack_from("<I", found, place + 42)[0]
            name, extra = unpack_from("<HH", found, offset + 26)
            start = offset + 30 + name + extra
            pack_into("<I", found, place + 16, crc32(found[start : start + size]))
        except error:
            break
        place = found.find(b"PK\x01\x02", place + 4)
    return bytes(found)


def attempt(path: Path) -> str:
    """Read a file whole; return ``read``, or the slug of the error that it was refused with."""
    try:
        for grid in open_grids(path):
            for number, row in grid.records():
                assert number > 0
                assert row
    except TableUnreadable as refusal:
        error = refusal
    else:
        return "read"
    assert len(error.say("zh").split("\n")) <= MOST_LINES
    assert len(error.say("en").split("\n")) <= MOST_LINES
    return error.slug


def fuzz(ending: str, folder: Path, chance: random.Random, count: int) -> Counter[str]:
    """Read ``count`` mutated files of a format. Raises what a reader raises beside its own errors."""
    sound, outcomes = seed(ending), Counter[str]()
    path = folder / f"fuzzed.{ending}"
    for _ in range(count):
        content = mutated(sound, chance)
        path.write_bytes(crc_right(content) if content.startswith(b"PK") else content)
        began = time.monotonic()
        outcomes[attempt(path)] += 1
        assert time.monotonic() - began < MOST_SECONDS, f"slow: {path}"
    return outcomes


def main(seconds: float, start: int) -> None:
    """Fuzz for some seconds; a file that breaks a reader stays beside, under the name that is printed."""
    total: dict[str, Counter[str]] = {ending: Counter() for ending in SEEDS}
    ends = time.monotonic() + seconds
    with TemporaryDirectory() as folder:
        while time.monotonic() < ends:
            for ending in SEEDS:
                try:
                    total[ending] += fuzz(ending, Path(folder), random.Random(start), 20)  # noqa: S311 - a seed repeats it
                except BaseException:
                    kept = Path(f"fuzzed-{start}.{ending}")
                    kept.write_bytes((Path(folder) / f"fuzzed.{ending}").read_bytes())
                    sys.stderr.write(f"kept as {kept}\n")
                    raise
            start += 1
    for ending, outcomes in total.items():
        sys.stdout.write(f"{ending:8} {outcomes.total():7}  {dict(outcomes)}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
