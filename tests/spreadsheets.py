"""Spreadsheet files written by hand: sound ones in little, and those that no program would write."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
# Style 1 shows a date, 2 a date in Chinese, 3 a number with text that has the letters of a date.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="165" formatCode="[Red]0&quot;days&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


def zipped(path: Path, parts: Mapping[str, str | bytes], packed: int = ZIP_DEFLATED) -> Path:
    """Write an archive of ``parts``."""
    with ZipFile(path, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx_parts(
    *rows: str, name: str = "复议", strings: Sequence[str] = (), state: str = "", properties: str = ""
) -> dict[str, str]:
    """Return the parts of a workbook with one sheet of these rows."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><workbookPr {properties}/><sheets>'
        f'<sheet name="{name}" sheetId="1" {state} r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r4" Type="{REL}/externalLink" Target="file:///etc/passwd" TargetMode="External"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
    }


def xlsx(path: Path, *rows: str, **details: str) -> Path:
    """Write a workbook with one sheet of these rows."""
    return zipped(path, xlsx_parts(*rows, **details))


def told(place: str, text: str) -> str:
    """Return a cell of a workbook with a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(path: Path, *tables: str, styles: str = "", manifest: str = "<m/>") -> Path:
    """Write an OpenDocument spreadsheet of these tables."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(path, {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}, ZIP_STORED)


def ole(path: Path, streams: Mapping[str, bytes]) -> Path:
    """Write a container of the older Microsoft files; every stream is padded to where it is no small one."""
    table, body, entries = [FAT], b"", b""
    entries += _entry("Root Entry", 5, END, 0)
    sectors: list[tuple[str, int, int]] = []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start = len(table)
        count = len(padded) // 512
        table += [*range(start + 1, start + count), END]
        body += padded
        sectors.append((name, start, len(padded)))
    for name, start, size in sectors:
        entries += _entry(name, 2, start, size)
    entries = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    directory = len(table)
    count = len(entries) // 512
    table += [*range(directory + 1, directory + count), END]
    assert len(table) <= 128, "one sector of the table is all that is written"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += pack("<IIIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0, 0) + pack("<I", FREE) * 108
    path.write_bytes(header + pack("<128I", *table, *[FREE] * (128 - len(table))) + body + entries)
    return path


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    told_name = name.encode("utf-16-le") + b"\0\0"
    rest = pack("<HBB12x16xI16xIII", len(told_name), kind, 1, 0, start, size, 0)
    return told_name.ljust(64, b"\0") + rest


def biff(*records: tuple[int, bytes]) -> bytes:
    """Return records of an .xls workbook: first those of the book, and after its end those of its one sheet."""
    return b"".join(pack("<HH", kind, len(content)) + content for kind, content in records)


def xls_stream(*cells: tuple[int, bytes], book: Sequence[tuple[int, bytes]] = ()) -> bytes:
    """Return the workbook stream with one sheet of these records."""
    begin = pack("<HHHHII", 0x600, 5, 0, 1996, 0, 6)
    name = b"A"

    def whole(start: int) -> bytes:
        sheet = pack("<IBBBB", start, 0, 0, len(name), 0) + name
        return biff((0x809, begin), *book, (0x85, sheet), (0x0A, b""))

    return whole(len(whole(0))) + biff((0x809, pack("<HHHHII", 0x600, 16, 0, 1996, 0, 6)), *cells, (0x0A, b""))
