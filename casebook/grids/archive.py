"""Spreadsheets in zip archives: what the directory says, before anything is unpacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.filefaults import TableDamaged, TableEncrypted, TableTooLarge
from casebook.grids import limits
from casebook.words import Words

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

ENCRYPTED = 1  # the flag of an entry
LOCAL_HEADER = 30  # its least size in front of the data


def check_archive(path: Path, archive: ZipFile) -> None:
    """Raise ``TableTooLarge`` or ``TableDamaged`` for an archive that would unpack to more than a spreadsheet."""
    parts = archive.infolist()
    if len(parts) > limits.MAX_PARTS:
        raise TableTooLarge(
            path=path, what=Words(f"压缩包内有 {len(parts)} 个部件，", f"{len(parts)} parts"), limit=limits.MAX_PARTS
        )
    whole = sum(part.file_size for part in parts)
    if whole > limits.MAX_UNPACKED:
        raise TableTooLarge(
            path=path,
            what=Words(f"解压后有 {whole // limits.MIB} MiB，", f"{whole // limits.MIB} MiB when unpacked"),
            limit=f"{limits.MAX_UNPACKED // limits.MIB} MiB",
        )
    for part in parts:
        _check_part(path, part)
    _check_overlap(path, parts)


def _check_part(path: Path, part: ZipInfo) -> None:
    if part.flag_bits & ENCRYPTED:
        raise TableEncrypted(path=path)
    if part.file_size > limits.RATIO_MATTERS and part.file_size > part.compress_size * limits.MAX_RATIO:
        ratio = part.file_size // max(part.compress_size, 1)
        what = Words(f"部件 {part.filename} 的压缩比为 {ratio}，", f"{part.filename} is compressed {ratio} to 1")
        raise TableTooLarge(path=path, what=what, limit=f"{limits.MAX_RATIO}:1")


def _check_overlap(path: Path, parts: list[ZipInfo]) -> None:
    """Raise ``TableDamaged`` where two entries share bytes: a bomb that its ratio does not show."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            why = Words(f"压缩包内的部件重叠（{part.filename}）", f"parts of the archive overlap ({part.filename})")
            raise TableDamaged(path=path, why=why)
        end = part.header_offset + LOCAL_HEADER + part.compress_size


def small_part(path: Path, archive: ZipFile, name: str) -> bytes:
    """Return a part that is parsed as a whole. Raises ``TableTooLarge``, and ``KeyError`` where there is none."""
    with archive.open(name) as part:
        content = part.read(limits.MAX_SMALL_PART + 1)
    if len(content) > limits.MAX_SMALL_PART:
        limit = f"{limits.MAX_SMALL_PART // limits.MIB} MiB"
        raise TableTooLarge(path=path, what=Words(f"部件 {name} ", name), limit=limit)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise TableDamaged(path=path, why=Words(f"部件 {name} 含有实体定义", f"{name} defines entities"))
    return content
