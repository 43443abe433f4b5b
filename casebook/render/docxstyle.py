"""How a Word document looks: the fonts, sizes and margins that official reports are written in.

The page is that of GB/T 9704: A4 with 37, 26, 35 and 28 mm around the text; a page that lies on its side is the same
sheet turned to the left. Sizes are half points, lengths are twentieths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section

LATIN = "Times New Roman"
TITLE_SONG, SONG, FANG_SONG, KAI, HEI = "方正小标宋简体", "宋体", "仿宋", "楷体", "黑体"
_OTHER_NAMES = {  # what stands for a font where it is not installed
    TITLE_SONG: "宋体",
    SONG: "SimSun",
    FANG_SONG: "仿宋_GB2312",
    KAI: "楷体_GB2312",
    HEI: "SimHei",
}

_FONT_TABLE = "word/fontTable.xml"
_A4_MM = (210, 297)
_MARGINS_MM = {False: (37, 26, 35, 28), True: (26, 35, 28, 37)}  # top, right, bottom, left, as CSS counts them


@dataclass(frozen=True, slots=True)
class Look:
    """How the paragraphs of a style look. ``line`` 0 is a single line as high as its font."""

    font: str
    size: int
    line: int = 0
    align: str = "left"
    bold: bool = False
    before: int = 0
    after: int = 0
    first_characters: int = 0
    hanging: int = 0
    keep_next: bool = False
    level: int | None = None


NORMAL, TITLE, PERIOD, BODY, HEADING, SUBHEADING = (
    "Normal",
    "Title",
    "Subtitle",
    "Body Text",
    "Heading 1",
    "Heading 2",
)
CAPTION, CELL, SMALL_CELL, NOTE, ENTRY, FOOTER = (
    "Caption",
    "Table Text",
    "Small Table Text",
    "Table Note",
    "List",
    "Footer",
)
LOOKS = {
    NORMAL: Look(FANG_SONG, 32, line=560),
    TITLE: Look(TITLE_SONG, 44, line=700, align="center", after=240, keep_next=True),
    PERIOD: Look(KAI, 24, line=400, align="center", after=200),
    BODY: Look(FANG_SONG, 32, line=560, align="both", first_characters=2),
    HEADING: Look(HEI, 32, line=560, before=240, after=120, keep_next=True, level=0),
    SUBHEADING: Look(KAI, 28, line=520, before=120, keep_next=True, level=1),
    CAPTION: Look(HEI, 24, line=440, align="center", before=240, after=60, keep_next=True),
    CELL: Look(SONG, 24, before=40, after=40),
    SMALL_CELL: Look(SONG, 21, before=30, after=30),
    NOTE: Look(SONG, 18, line=280, before=40),
    ENTRY: Look(FANG_SONG, 24, line=440, align="both", hanging=480),
    FOOTER: Look(SONG, 18, align="center"),
}


def text_width(*, landscape: bool) -> int:
    """Return how wide the text of a page is."""
    _, right, _, left = _MARGINS_MM[landscape]
    return (_A4_MM[landscape] - left - right) * 14400 // 254


def element(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """Return the WordprocessingML element ``tag`` with attributes of that namespace, in the order given."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def set_page(section: Section, *, landscape: bool) -> None:
    """Give ``section`` the paper and margins."""
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    top, right, bottom, left = (Mm(length) for length in _MARGINS_MM[landscape])
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(_A4_MM[landscape]), Mm(_A4_MM[not landscape])
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Mm(20)


def set_styles(document: WordDocument) -> None:
    """Give the styles of ``document`` their looks, and make those that the template lacks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    for name, look in LOOKS.items():
        known = name in document.styles
        style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        for tag in ("w:pPr", "w:rPr"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
        style.element.append(_paragraph_look(look))
        style.element.append(_run_look(look))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:
        run = _run_look(LOOKS[NORMAL])
        run.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
        defaults[:] = [element("rPrDefault", run), element("pPrDefault")]
    language = document.settings.element.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def _paragraph_look(look: Look) -> BaseOxmlElement:
    made = element("pPr")
    if look.keep_next:
        made.extend([element("keepNext"), element("keepLines")])
    height = {"line": str(look.line), "lineRule": "exact"} if look.line else {"line": "240", "lineRule": "auto"}
    made.append(element("spacing", before=str(look.before), after=str(look.after), **height))
    if look.first_characters:
        hundredths, twips = look.first_characters * 100, look.first_characters * look.size * 10
        made.append(element("ind", firstLineChars=str(hundredths), firstLine=str(twips)))
    if look.hanging:
        made.append(element("ind", left=str(look.hanging), hanging=str(look.hanging)))
    made.append(element("jc", val=look.align))
    if look.level is not None:
        made.append(element("outlineLvl", val=str(look.level)))
    return made


def _run_look(look: Look) -> BaseOxmlElement:
    made = element("rPr", element("rFonts", ascii=LATIN, eastAsia=look.font, hAnsi=LATIN, cs=LATIN))
    if look.bold:
        made.extend([element("b"), element("bCs")])
    made.extend([element("sz", val=str(look.size)), element("szCs", val=str(look.size))])
    return made


def font_table() -> bytes:
    """Return the list of fonts of a document: each Chinese one with the name of what may stand for it."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _OTHER_NAMES.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}\n<w:fonts xmlns:w="{space}">{latin}{fonts}</w:fonts>'.encode()


def sealed(package: bytes) -> bytes:
    """Return the file ``package`` with the fonts listed, every part dated alike: the same document, the same bytes."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name)  # dated 1980-01-01, the first day that a zip can name
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, font_table() if name == _FONT_TABLE else old.read(name))
    return out.getvalue()
