"""Tables with something wrong in them, and files that are no tables."""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from registers import PLAIN, PLAIN_SUIT, as_text, plain_review, plain_suit, review_number
from writers import Cell, Formula, Sheet, archive, changed, compound, delimited, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

SHEET = "xl/worksheets/sheet1.xml"
MANY = 9_000  # unknown columns
LONG = 100_000  # characters in one cell
BOMB = 12_000_000  # bytes that the archive of a few thousand unpacks to


# Rows that cannot be taken


def _two_columns() -> bytes:
    head: list[Cell] = [*PLAIN[:7], "结案时间", *PLAIN[7:]]
    row = plain_review(1)
    return workbook(Sheet("台账", [head, [*row[:7], row[7], *row[7:]]]))


def _mixed_orders() -> bytes:
    days = ["13/05/2024", "05/14/2024", "05/06/2024", "2024-05-06"]
    return delimited(
        [["案号", "收到日期", "申请人"], *([review_number(2024, s), d, "张某"] for s, d in enumerate(days, 1))]
    )


def _two_digit_years() -> bytes:
    days = ["24.3.5", "24/3/5", "24年3月5日", "3月5日", "2024.3.5"]
    return delimited(
        [["案号", "收到日期", "申请人"], *([review_number(2024, s), d, "张某"] for s, d in enumerate(days, 1))]
    )


def _unknown_outcomes() -> bytes:
    outcomes = [
        (2023, "驳回请求"),
        (2023, "确认无效"),
        (2023, "行政协议"),
        (2024, "确认无效"),
        (2024, "维持原判"),
        (2024, "结了"),
    ]
    rows = [plain_review(serial, year, outcome) for serial, (year, outcome) in enumerate(outcomes, 1)]
    suit = plain_suit(7, "一审", "驳回上诉，维持原判")
    return workbook(Sheet("复议", [PLAIN, *rows]), Sheet("应诉", [PLAIN_SUIT, suit]))


def _out_of_order() -> bytes:
    rows = [
        plain_review(1),
        plain_review(2, 立案日期=date(2024, 2, 1)),
        plain_review(3, 结案日期=date(2024, 3, 5)),
        plain_review(4, 收到日期=date(2027, 4, 4), 立案日期=None, 结案日期=None, 结案方式=""),
        plain_review(5, 结案方式=""),
        plain_review(6, 结案日期=None),
    ]
    return workbook(Sheet("台账", [PLAIN, *rows]))


def _duplicates() -> bytes:
    again = plain_review(1)
    again[0] = 3
    other = plain_review(2, 收到日期=date(2024, 2, 5), 案号="示府复(2024) 2号")
    return delimited(as_text([PLAIN, plain_review(1), plain_review(2), again, other]))


def _story() -> Mapping[str, bytes]:
    """Return one register as sent in May, in June with later facts, and with a day that contradicts the first."""
    open_cases = [plain_review(1), plain_review(4, outcome=""), plain_review(5, outcome="", 立案日期=None)]
    later = [plain_review(1), plain_review(4), plain_review(5, outcome=""), plain_review(6, outcome="")]
    against = [plain_review(1, 结案日期=date(2024, 2, 19)), *later[1:]]
    sheets = {"story-1-may": open_cases, "story-2-june": later, "story-3-contradicts": against}
    return {f"{name}.xlsx": workbook(Sheet("台账", [PLAIN, *rows])) for name, rows in sheets.items()}


def _surplus_cells() -> bytes:
    return delimited([*as_text([PLAIN, plain_review(1)]), [*as_text([plain_review(2)])[0], "多出来的"]])


def _hostile() -> bytes:
    names = [
        "=1+1",
        "@SUM(A1:A9)",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "[red]张某[/red]",
        "<script>alert(1)</script>",
        "'; DROP TABLE step;--",
        "张某\u202e某李",
        "%s{0}",
        "张\u200b某",
    ]
    rows = [["案号", "收到日期", "申请人", "备注"]]
    rows += [[review_number(2024, serial), "2024-03-05", name, name] for serial, name in enumerate(names, 1)]
    return delimited(rows)


def _many_columns() -> bytes:
    head, row = as_text([PLAIN, plain_review(1)])
    return delimited([[*head, *["x"] * MANY], row])


def _long_cell() -> bytes:
    book = workbook(
        Sheet(
            "台账",
            [["案号", "收到日期", "申请人", "备注"], [review_number(2024, 1), date(2024, 3, 5), "张某", "长长长"]],
        )
    )
    return changed(book, {"xl/sharedStrings.xml": lambda xml: xml.replace("长长长".encode(), "长".encode() * LONG)})


def _nul_bytes() -> bytes:
    rows = [
        ["案号", "收到日期", "申请人"],
        [review_number(2024, 1), "2024-03-05", "张\0某"],
        [review_number(2024, 2), "2024-03-05", "李某"],
    ]
    return delimited(rows)


def _external_link() -> bytes:
    cell = Formula("=[1]Sheet1!A1", "张某")
    book = workbook(Sheet("台账", [["案号", "收到日期", "申请人"], [review_number(2024, 1), date(2024, 3, 5), cell]]))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = (
        '<?xml version="1.0" encoding="UTF-8"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<externalBook xmlns:r="{relations}" r:id="rId1"><sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    )
    target = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/externalLinkPath" Target="file:///D:/example/other.xlsx" TargetMode="External"/></Relationships>'
    )
    entry = f'<Relationship Id="rId99" Type="{relations}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    kind = '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>'
    asked = f'</sheets><externalReferences><externalReference xmlns:r="{relations}" r:id="rId99"/></externalReferences>'
    changes = {
        "xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"</Relationships>", entry.encode()),
        "[Content_Types].xml": lambda xml: xml.replace(b"</Types>", kind.encode()),
        "xl/workbook.xml": lambda xml: xml.replace(b"</sheets>", asked.encode()),
    }
    parts = {
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": target.encode(),
    }
    return changed(book, changes, **parts)


# Files that cannot be read, or ask for more than there is


def _sound() -> bytes:
    return workbook(Sheet("台账", [PLAIN, plain_review(1), plain_review(2)]))


def _web_page() -> bytes:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in as_text([PLAIN, plain_review(1)])
    )
    return f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table></body></html>".encode()


def _encrypted_xlsx() -> bytes:
    # what a protected workbook is from outside; the key and the content are nothing
    info = (
        b'\x04\0\x04\0\x40\0\0\0<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyData saltSize="16" blockSize="16" '
        b'keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" '
        b'saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/></encryption>'
    )
    noise = bytes((each * 167 + each // 7 * 31) % 256 for each in range(4096))
    return compound({"EncryptionInfo": info, "EncryptedPackage": (4000).to_bytes(8, "little") + noise})


OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry></manifest:manifest>'
)


def _encrypted_ods() -> bytes:
    protection = (
        '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAAAAAAAAAAAAAAAAAAAAAAAAA=">'
        '<manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAAAAAAAAA="/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" '
        'manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data>'
    )
    noise = bytes((each * 89 + each // 5) % 256 for each in range(1024))
    parts = {
        "mimetype": OPEN_DOCUMENT,
        "content.xml": noise,
        "META-INF/manifest.xml": MANIFEST.format(protection).encode(),
    }
    return archive(parts)


def _repeated_ods() -> bytes:
    """Return a table whose one row says that it stands there a million times, and its one cell sixteen thousand times."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>案号</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="台账">{row}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return archive(
        {
            "mimetype": OPEN_DOCUMENT,
            "content.xml": content.encode(),
            "META-INF/manifest.xml": MANIFEST.format("").encode(),
        }
    )


def _zip_bomb() -> bytes:
    return changed(_sound(), {SHEET: lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * BOMB)})


def _entity_bomb() -> bytes:
    entities = ['<!ENTITY a0 "示府复">', *(f'<!ENTITY a{each} "{f"&a{each - 1};" * 10}">' for each in range(1, 10))]
    kind = f"<!DOCTYPE sst [{''.join(entities)}]><sst "
    changes = {
        "xl/sharedStrings.xml": lambda xml: xml.replace(b"<sst ", kind.encode()).replace("张某".encode(), b"&a9;")
    }
    return changed(_sound(), changes)


def _far_cell() -> bytes:
    """Return a sound table and a single cell in the last row and column that a spreadsheet has."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return changed(_sound(), {SHEET: lambda xml: xml.replace(b"</sheetData>", far)})


def _no_cases() -> bytes:
    rows: list[list[Cell]] = [
        ["2024年度值班表"],
        ["日期", "带班领导", "值班人员", "电话"],
        [date(2024, 10, 1), "吴某", "何某", "0000"],
        [date(2024, 10, 2), "吴某", "周某", "0000"],
    ]
    return workbook(Sheet("值班", rows))


def faulty() -> Mapping[str, bytes]:
    """Return the tables and files with something wrong, by file name."""
    sound = _sound()
    return {
        "two-columns.xlsx": _two_columns(),
        "mixed-orders.csv": _mixed_orders(),
        "two-digit-years.csv": _two_digit_years(),
        "unknown-outcomes.xlsx": _unknown_outcomes(),
        "out-of-order.xlsx": _out_of_order(),
        "duplicates.csv": _duplicates(),
        **_story(),
        "surplus-cells.csv": _surplus_cells(),
        "hostile-text.csv": _hostile(),
        "many-columns.csv": _many_columns(),
        "long-cell.xlsx": _long_cell(),
        "nul-bytes.csv": _nul_bytes(),
        "external-link.xlsx": _external_link(),
        "header-only.xlsx": workbook(Sheet("台账", [["2024年行政复议案件台账"], PLAIN])),
        "header-only.csv": delimited(as_text([PLAIN])),
        "no-cases.xlsx": _no_cases(),
        "empty.csv": b"",
        "empty.xlsx": workbook(Sheet("Sheet1", [])),
        "cut-off.xlsx": sound[: len(sound) * 2 // 3],
        "damaged-part.xlsx": changed(sound, {SHEET: lambda xml: xml[: len(xml) // 2]}),
        "no-workbook.xls": compound({"WordDocument": "示例".encode() * 40}),
        "web-page.xls": _web_page(),
        "undecodable.csv": delimited(as_text([PLAIN, plain_review(1)])) + b"\xff\xff\xff\x81",
        "encrypted.xlsx": _encrypted_xlsx(),
        "encrypted.ods": _encrypted_ods(),
        "repeated-cells.ods": _repeated_ods(),
        "zip-bomb.xlsx": _zip_bomb(),
        "entity-bomb.xlsx": _entity_bomb(),
        "far-cell.xlsx": _far_cell(),
    }
