"""What the sheets of a workbook of Excel (.xlsx, .xlsm) share: their names and parts, styles and texts."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.filefaults import TableDamaged, TableTooLarge
from casebook.grids import limits, values
from casebook.grids.archive import small_part
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

BLOCK = 1 << 18
STYLES, STRINGS = "/styles", "/sharedStrings"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, and the part of the archive that holds it."""

    name: str
    part: str


@dataclass(slots=True)
class Workbook:
    """What the sheets of a workbook share; the texts are read when a sheet first needs them."""

    path: Path
    sheets: tuple[SheetPart, ...] = ()
    hidden: int = 0
    strings_part: str = ""
    dates: frozenset[str] = frozenset()
    epoch_1904: bool = False
    _strings: list[str] | None = field(default=None, repr=False)

    def strings(self, archive: ZipFile) -> list[str]:
        """Return the texts that cells refer to by number."""
        if self._strings is None:
            self._strings = _shared(self.path, archive, self.strings_part) if self.strings_part else []
        return self._strings


def local(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def open_workbook(path: Path, archive: ZipFile) -> Workbook:
    """Return what a workbook says of itself. Raises ``TableDamaged``, and the errors of zip and XML."""
    main = _main_part(path, archive)
    relations = dict(_relations(path, archive, main))
    root = _parsed(path, archive, main)
    workbook = Workbook(path)
    sheets = []
    for element in root.iter():
        if local(element.tag) == "workbookPr":
            workbook.epoch_1904 = element.get("date1904", "0") in {"1", "true"}
        if local(element.tag) != "sheet":
            continue
        relation = next((value for name, value in element.items() if local(name) == "id"), "")
        kind, part = relations.get(relation, ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        if element.get("state", "visible") != "visible":
            workbook.hidden += 1
            continue
        sheets.append(SheetPart(element.get("name", ""), part))
    if len(sheets) > limits.MAX_SHEETS:
        what = Words(f"有 {len(sheets)} 张工作表，", f"{len(sheets)} sheets")
        raise TableTooLarge(path=path, what=what, limit=limits.MAX_SHEETS)
    workbook.sheets = tuple(sheets)
    for kind, part in relations.values():
        if kind.endswith(STRINGS):
            workbook.strings_part = part
        elif kind.endswith(STYLES):
            workbook.dates = _date_styles(_parsed(path, archive, part))
    return workbook


def _parsed(path: Path, archive: ZipFile, part: str) -> Element:
    from xml.etree.ElementTree import fromstring  # entities are refused by small_part

    try:
        content = small_part(path, archive, part)
    except KeyError as error:
        raise TableDamaged(path=path, why=Words(f"缺少部件 {part}", f"the part {part} is missing")) from error
    return fromstring(content)  # noqa: S314


def _main_part(path: Path, archive: ZipFile) -> str:
    for kind, part in dict(_relations(path, archive, "")).values():
        if kind.endswith("/officeDocument"):
            return part
    return "xl/workbook.xml"


def _relations(path: Path, archive: ZipFile, of: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a part refers to: the name of the relation, its kind, and the part; nothing outside of the file."""
    folder, name = posixpath.split(of)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in archive.namelist():
        return
    for element in _parsed(path, archive, part):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            yield element.get("Id", ""), (element.get("Type", ""), target.lstrip("/"))


def _date_styles(root: Element) -> frozenset[str]:
    """Return the styles of cells, by number, that show a date."""
    codes: dict[str, bool] = {str(each): True for each in values.BUILT_IN_DATES}
    found: list[str] = []
    for element in root:
        if local(element.tag) == "numFmts":
            codes |= {each.get("numFmtId", ""): values.is_date_format(each.get("formatCode", "")) for each in element}
        elif local(element.tag) == "cellXfs":
            found = [str(place) for place, each in enumerate(element) if codes.get(each.get("numFmtId", ""), False)]
    return frozenset(found)


class _Texts:
    """Gathers the shared texts; what is only there to be pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.taking = False
        self.spoken = 0

    def start(self, tag: str, _: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.spoken += 1
        self.taking = name == "t" and not self.spoken

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self.taking = False
        if name == "si":
            self.found.append(values.unescaped("".join(self.pieces)))
        elif name == "rPh":
            self.spoken -= 1

    def text(self, text: str) -> None:
        if self.taking:
            self.pieces.append(text)


def _shared(path: Path, archive: ZipFile, part: str) -> list[str]:
    from xml.parsers import expat

    try:
        size = archive.getinfo(part).file_size
    except KeyError as error:
        raise TableDamaged(path=path, why=Words(f"缺少部件 {part}", f"the part {part} is missing")) from error
    if size > limits.MAX_STRINGS:
        what = Words(f"文字共 {size // limits.MIB} MiB，", f"{size // limits.MIB} MiB of texts")
        raise TableTooLarge(path=path, what=what, limit=f"{limits.MAX_STRINGS // limits.MIB} MiB")
    texts, parser = _Texts(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = texts.start, texts.end
    parser.CharacterDataHandler = texts.text

    def refuse(*_: object) -> None:
        raise TableDamaged(path=path, why=Words(f"部件 {part} 含有实体定义", f"{part} defines entities"))

    parser.StartDoctypeDeclHandler = refuse
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 - the parser's own signature
    return texts.found
