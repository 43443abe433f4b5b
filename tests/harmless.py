"""What each format must be, whatever a stranger wrote into a book: read back by a parser that is not ours."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from unicodedata import category, normalize
from xml.etree import ElementTree as ET

from hostile_texts import has_address
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any


# Written independently of the program's own pattern: by the categories of Unicode, and the letters that show nothing.
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_FORGED = re.compile(r"(?m)^(?:two|three|four|END:VEVENT|BEGIN:VEVENT)")  # what stands behind a line end in a text
_FIGURE = re.compile(r"[+-]?[0-9.]+%?")


def unseen(character: str) -> bool:
    """Tell whether a screen obeys ``character`` or shows nothing for it."""
    last = ord(character) & 0xFFFF
    return category(character) in _OBEYED or character in _UNSEEN or last >= 0xFFFE or "\ufdd0" <= character <= "\ufdef"


def chosen(character: str) -> bool:
    """Tell whether ``character`` chooses the form of the one before."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def shown(text: str, but: str = "\n") -> None:
    """Fail where ``text`` has a character that is not shown, those of ``but`` aside."""
    found = {ascii(each) for each in text if unseen(each) and each not in but}
    assert not found, found
    pairs = zip(" " + text, text, strict=False)
    assert not [each for before, each in pairs if chosen(each) and (before.isspace() or chosen(before))]


def plain(text: str) -> None:
    """Fail where a terminal would do anything but print lines, or a text of somebody began a line of its own."""
    shown(text)
    assert not _FORGED.search(text)


def coloured(text: str) -> None:
    """Fail where a terminal would do anything but print lines in colours."""
    shown(_COLOUR.sub("", text))


def as_csv(text: str) -> None:
    """Fail where a row has other cells than the header, or a spreadsheet would calculate one."""
    shown(text.removeprefix("\ufeff"), "\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        shown(cell, "")
        assert not normalize("NFKC", cell).lstrip().startswith(("=", "+", "-", "@")) or _FIGURE.fullmatch(cell), cell


def as_json(text: str) -> None:
    """Fail where the text is no JSON, has a key twice, or would be obeyed by a terminal."""
    shown(text)
    json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def as_jsonl(text: str) -> None:
    """Fail where a line is no JSON of its own."""
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        as_json(line)


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BLOCKS = {"heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "inline"}
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")


def as_markdown(text: str) -> None:
    """Fail where a reader would find anything but headings, paragraphs and whole tables of text."""
    shown(text)
    for token in _MARKDOWN.parse(text):
        assert re.sub("_(open|close)$", "", token.type) in _BLOCKS, f"{token.type}: {token.content}"
        for child in token.children or ():
            assert child.type in ("text", "text_special"), f"{child.type}: {token.content}"
    bars = 0
    for line in text.split("\n"):
        count = len(_BAR.findall(line)) if line.startswith("|") else 0
        assert count == bars or not count or not bars, line
        bars = count
    assert not has_address(re.sub(r"\\[!-/:-@\[-`{-~]", "\x01", text))


_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title style body a header h1 h2 h3 p nav ul li main section figure figcaption div svg desc g"
        " rect path circle text line table caption colgroup thead tbody tfoot tr th td span dl dt dd details summary"
        " footer script tspan polyline",
    )
)
_POLICY = re.compile(
    r"default-src 'none'; style-src '(sha256-[^']+)'; script-src '(sha256-[^']+)'; base-uri 'none'; form-action 'none'"
)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inline: dict[str, str] = {}
        self.words: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own name
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            assert self._inside not in self.inline
            self.inline[self._inside] = data
        else:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def as_html(text: str) -> None:
    """Fail where the page has an element, attribute, address or script that is not its own."""
    shown(text)
    page = _Page(text)
    names = [name for name, _ in page.elements]
    assert set(names) <= _ELEMENTS
    assert (names.count("script"), names.count("style")) == (1, 1)
    for name, attributes in page.elements:
        assert not [each for each in attributes if each.startswith("on") or each in ("src", "style", "action")]
        assert attributes.get("href", "#").startswith("#"), attributes
        assert "xlink:href" not in attributes
        assert name != "meta" or attributes.get("http-equiv", "").lower() != "refresh"
    metas = [attributes for name, attributes in page.elements if name == "meta"]
    [policy] = [each["content"] for each in metas if each.get("http-equiv") == "Content-Security-Policy"]
    found = _POLICY.fullmatch(policy)
    assert found, policy
    assert [*found.groups()] == [_digest(page.inline[name]) for name in ("style", "script")]
    assert [each["content"] for each in metas if each.get("name") == "referrer"] == ["no-referrer"]
    for words in page.words:
        shown(words)


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


_FIELDS = {"PAGE", "NUMPAGES"}
_DOCUMENTS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def members(content: bytes) -> Iterator[tuple[str, ET.Element]]:
    """Yield the XML of an Office file by its member; fail where one is not well formed or is no XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            assert name.endswith((".xml", ".rels", ".jpeg")), name
            if not name.endswith(".jpeg"):  # a thumbnail of the empty document of python-docx
                yield name, ET.fromstring(packed.read(name))  # noqa: S314 - a file of ours


def as_office(content: bytes) -> None:
    """Fail where a workbook or a document has a formula, a field, a link, an object, or a text that is not shown."""
    for name, root in members(content):
        for element in root.iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in ("hyperlink", "object", "altChunk", "externalReference", "ddeLink", "oleObject"), name
            assert element.get("TargetMode") != "External", name
            if tag == "f" and "charts/" not in name:
                raise AssertionError(f"{name}: formula {element.text}")
            if element.tag == f"{_DOCUMENTS}instrText":
                assert str(element.text).strip() in _FIELDS
            for text in (element.text or "", *element.attrib.values()):
                _shown_in(name, tag, text)


def _shown_in(name: str, tag: str, text: str) -> None:
    """Fail where a text is not shown; a spreadsheet reads ``_x000D_`` in its texts as the character of that number."""
    decoded = text if name.startswith("word/") else _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    found = {ascii(each) for each in decoded if unseen(each) and each != "\n"}
    assert not found, f"{name} {tag} {found}"


_PROPERTIES = frozenset(
    re.findall(
        r"[A-Z-]+",
        "BEGIN END VERSION PRODID CALSCALE METHOD X-WR-CALNAME UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION"
        " CATEGORIES STATUS TRANSP ACTION TRIGGER",
    )
)
_ESCAPES = re.compile(r"\\(?:[\\;,n]|(.))")


def as_ics(text: str) -> None:
    """Fail where a line is too long or of an unknown kind, a value holds a separator, or an event is not closed."""
    assert text.endswith("\r\n")
    octets = text.removesuffix("\r\n").encode().split(b"\r\n")
    assert max(map(len, octets)) <= 75
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    standing = []
    for line in lines:
        shown(line, "")
        name, _, value = line.partition(":")
        assert name.partition(";")[0] in _PROPERTIES, line
        if name == "BEGIN":
            standing.append(value)
        elif name == "END":
            assert standing.pop() == value
        assert not any(_ESCAPES.findall(value)), line
        assert not re.search("[,;]", _ESCAPES.sub("", value)), line
    assert not standing


AS: Mapping[str, Callable[[str], None]] = {
    "table": plain,
    "plain": plain,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
    "jsonl": as_jsonl,
    "html": as_html,
    "ics": as_ics,
}
OFFICE = ("xlsx", "docx")


def harmless(form: str, content: bytes) -> None:
    """Fail where ``content``, printed or written as ``form``, would be obeyed by whoever reads it."""
    if form in OFFICE:
        as_office(content)
    else:
        AS[form](content.decode())
