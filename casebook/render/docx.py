"""A report as a Word document: title, paragraph, tables, definitions and identities, as official reports have them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from casebook.render import docxstyle as style
from casebook.render.document import BROKEN, check_label, heading, sheet_table
from casebook.render.docxtable import laid_out, table_xml
from casebook.render.text import inert
from casebook.sheets import seal_line
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from casebook.render.docxtable import Piece
    from casebook.render.tables import Row, Table
    from casebook.sheets import Document
    from casebook.words import Language

_TABLE = Words("表{n}　", "Table {n}. ")
_OF_PIECES = Words("（{n}/{count}）", " ({n} of {count})")
_DEFINITIONS = Words("统计口径", "Definitions")
_CHECKS = Words("勾稽关系", "Identities")
_NOTES = Words("说明", "Notes")
_ENTRY = Words("　　登记号 {n}　　", "   entry {n}   ")
_PAGE = Words("第 {PAGE} 页　共 {NUMPAGES} 页", "page {PAGE} of {NUMPAGES}")
_HOLDS = Words("相符", "holds")
_COLON = Words("：", ": ")
_REMARK = Words("（{text}）", " ({text})")
_NUMBERS = "一二三四五六七八九十"
_FIELD = re.compile(r"\{(\w+)\}")
_PROPERTY_LENGTH = 255  # what a core property holds
_NOT_XML = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph in a style, on a page that lies on its side or stands; its runs are texts, bold or not."""

    style: str
    runs: tuple[tuple[str, bool], ...]
    landscape: bool


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table, or a piece of one."""

    table: Table
    piece: Piece

    @property
    def landscape(self) -> bool:
        return self.piece.landscape


def word_document(document: Document, language: Language, paragraph: str | None, *, created: date) -> bytes:
    """Return ``document`` as a .docx file, with ``paragraph`` (the report in a sentence) above the tables, if given.

    ``created`` is the day that the file says it was made on: the same arguments give the same bytes.
    """
    import docx

    word = docx.Document()
    style.set_styles(word)
    blocks = list(_blocks(document, language, paragraph))
    _write(word, blocks)
    _write_footer(word.sections[0].footer.paragraphs[0], document, language)
    _set_properties(word, document, blocks[0], language, created)
    out = BytesIO()
    word.save(out)
    return style.sealed(out.getvalue())


def safe(text: str) -> str:
    """Return ``text`` inert, and without the two characters left that no XML file may hold."""
    return inert(text).translate(_NOT_XML)


def _safe_table(table: Table) -> Table:
    def row(cells: Row) -> Row:
        return tuple(safe(cell) for cell in cells)

    return replace(
        table,
        title=safe(table.title),
        headers=row(table.headers),
        rows=tuple(row(cells) for cells in table.rows),
        total=None if table.total is None else row(table.total),
        groups=row(table.groups),
        notes=row(table.notes),
    )


# what stands in the document, from top to bottom


def _blocks(document: Document, language: Language, paragraph: str | None) -> Iterator[_Text | _Grid]:
    parts = list(_parts(document, language))
    first = next((block.landscape for block in parts), False) and paragraph is None
    alone = document.parts[0] if len(document.parts) == 1 else None
    title, line = heading(document, alone, language) if alone else (each.say(language) for each in document.heading)
    yield _plain(style.TITLE, title, landscape=first)
    broken = "\n".join(safe(text) for text in line.split("　", 1))  # between two facts, not within one
    yield _Text(style.PERIOD, ((broken, False),), first)
    for text in (paragraph or "").splitlines():
        yield _plain(style.BODY, text.strip())
    yield from parts
    closing = (
        (_DEFINITIONS, list(_definitions(document, language))),
        (_CHECKS, list(_checks(document, language))),
        (_NOTES, [_plain(style.ENTRY, note.say(language)) for note in document.notes]),
    )
    number = len(document.parts)
    for label, entries in closing:
        if entries:
            number += 1
            yield _plain(style.HEADING, _numbered(number, label.say(language), language))
            yield from entries
    if document.seal:
        yield _plain(style.ENTRY, seal_line(document.seal).say(language))


def _plain(name: str, text: str, *, landscape: bool = False) -> _Text:
    return _Text(name, ((safe(text), False),), landscape)


def _numbered(number: int, text: str, language: Language) -> str:
    if language == "en":
        return f"{number}. {text[:1].upper()}{text[1:]}"
    return f"{_NUMBERS[number - 1] if number <= len(_NUMBERS) else number}、{text}"


def _parts(document: Document, language: Language) -> Iterator[_Text | _Grid]:
    """Yield the parts, each under its heading on the page of its first table."""
    shown = 0
    for number, part in enumerate(document.parts, 1):
        tables: list[_Text | _Grid] = []
        for sheet in part.sheets:
            shown += 1
            tables += _table(_safe_table(sheet_table(sheet, language)), shown, language)
        landscape = tables[0].landscape if tables else False
        yield _plain(style.HEADING, _numbered(number, part.label.say(language), language), landscape=landscape)
        yield from tables


def _table(table: Table, number: int, language: Language) -> Iterator[_Text | _Grid]:
    """Yield caption and grid for each piece of a table, and its notes below the last one."""
    laid = laid_out(table)
    caption = _TABLE.say(language).format(n=number) + table.title
    for place, piece in enumerate(laid, 1):
        which = _OF_PIECES.say(language).format(n=place, count=len(laid)) if len(laid) > 1 else ""
        yield _Text(style.CAPTION, ((caption + which, False),), piece.landscape)
        yield _Grid(table, piece)
    for note in table.notes:
        yield _Text(style.NOTE, ((note, False),), laid[-1].landscape)


def _definitions(document: Document, language: Language) -> Iterator[_Text]:
    for part in document.parts:
        if part.definitions and len(document.parts) > 1:
            yield _plain(style.SUBHEADING, part.label.say(language))
        for number, each in enumerate(part.definitions, 1):
            label = f"{number}. {each.label.say(language)}{_COLON.say(language)}"
            yield _entry(label, each.text.say(language))


def _checks(document: Document, language: Language) -> Iterator[_Text]:
    for part in document.parts:
        checks = part.identities
        if checks and len(document.parts) > 1:
            yield _plain(style.SUBHEADING, part.label.say(language))
        for number, each in enumerate(checks, 1):
            label = f"{number}. {check_label(each, language)}{_COLON.say(language)}"
            verdict = _HOLDS if each.holds else BROKEN
            yield _entry(label, each.equation + _REMARK.say(language).format(text=verdict.say(language)))


def _entry(label: str, text: str) -> _Text:
    return _Text(style.ENTRY, ((safe(label), True), (safe(text), False)), landscape=False)


# writing it


def _write(word: WordDocument, blocks: Sequence[_Text | _Grid]) -> None:
    """Write the blocks, with a new section wherever the page is turned."""
    landscape = blocks[0].landscape
    style.set_page(word.sections[0], landscape=landscape)
    for block in blocks:
        if block.landscape != landscape:
            landscape = block.landscape
            style.set_page(word.add_section(), landscape=landscape)
        if isinstance(block, _Grid):
            word.element.body.insert_element_before(table_xml(block.table, block.piece), "w:sectPr")
            continue
        paragraph = word.add_paragraph(style=block.style)
        for text, bold in block.runs:
            paragraph.add_run(text).bold = bold or None


def _write_footer(paragraph: Paragraph, document: Document, language: Language) -> None:
    """Write who reports, the entry, and the fields of page and pages."""
    entry = _ENTRY.say(language).format(n=document.known_at)
    for place, text in enumerate(_FIELD.split(_PAGE.say(language))):
        if place % 2:
            number = style.element("r", style.element("t"))
            number[0].text = "1"
            paragraph.paragraph_format.element.append(style.element("fldSimple", number, instr=f" {text} "))
        else:
            paragraph.add_run(text if place else safe(document.bureau) + entry + text)


def _set_properties(
    word: WordDocument, document: Document, title: _Text | _Grid, language: Language, created: date
) -> None:
    """Say in the file who made it and when, and nothing of the machine; the template's own picture goes."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    properties = word.core_properties
    bureau = safe(document.bureau)[:_PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = bureau
    properties.title = title.runs[0][0][:_PROPERTY_LENGTH] if isinstance(title, _Text) else bureau
    properties.created = properties.modified = datetime.combine(created, time())
    properties.revision = 1
    properties.comments = properties.keywords = properties.subject = ""
    properties.language = "zh-CN" if language == "zh" else "en"
    relations = word.part.package.rels if word.part.package else {}
    for name in [name for name, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]
