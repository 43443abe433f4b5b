"""Cells of a workbook: figures as the numbers they are, text as text, and the styles they stand in."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from casebook.render.align import width
from casebook.render.text import inert
from casebook.sheets import COUNT, DATE, NO_FIGURE, NUMERIC, PERCENT, YUAN, Figure
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from casebook.words import Language

    Style = dict[str, object]
    Formats = dict[tuple[tuple[str, object], ...], Format]

FONT = Words("宋体", "Calibri")  # what every office machine of the language has
HEAD: Style = {
    "bold": True,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "bg_color": "#E9EDF2",
}
CELL: Style = {"border": 1, "valign": "vcenter"}
LABEL: Style = CELL | {"text_wrap": True, "align": "left", "indent": 1, "num_format": "@"}
TOTAL: Style = {"bold": True, "top": 2}
TITLE: Style = {"bold": True, "font_size": 16, "valign": "vcenter", "text_wrap": True}
SUBTITLE: Style = {"bold": True, "font_size": 12, "valign": "vcenter", "text_wrap": True}
PROSE: Style = {"valign": "top", "text_wrap": True}

DATE_FORMAT = "yyyy-mm-dd"
FIRST_YEAR = 1900  # a spreadsheet knows no day before
LINE_HEIGHT = 16
PORTRAIT = 92  # characters that fit the width of an A4 page in ordinary size
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
CUT = "…"

_NUMBER = re.compile(r"[+-]?\d+(?:\.(\d+))?%?", re.ASCII)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet would read the character of that number
_NO_CHARACTERS = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}  # XML has no way to write them
_A4 = 9
_ISO_LENGTH = 10


def plain(text: str) -> str:
    """Return ``text`` as it may stand in a cell: inert, no longer than a cell holds, and never taken for markup."""
    safe = inert(text).translate(_NO_CHARACTERS)
    if safe.startswith("<r>") and safe.endswith("</r>"):
        safe = f" {safe}"  # XlsxWriter would write it as ready-made XML
    units = len(safe.encode("utf-16-le")) // 2
    return safe if units <= LONGEST_TEXT else safe[: LONGEST_TEXT // 2] + CUT


def uncoded(text: str) -> str:
    """Return ``text`` for a name, a foot or a property: XlsxWriter guards only cells against ``_x000D_``."""
    return _CODED.sub("-", text)


def number(figure: Figure) -> Decimal | None:
    """Return the figure as an exact number, a percentage as its hundredth; ``None`` where it is none."""
    from decimal import Decimal  # costs more than a command that writes no workbook may pay

    text = figure.text
    if figure.kind not in NUMERIC or not _NUMBER.fullmatch(text):
        return None
    exact = Decimal(text.removesuffix("%"))
    return exact.scaleb(-2) if text.endswith("%") else exact


def number_format(figure: Figure) -> str:
    """Return the number format that prints the figure as its text does: with as many places."""
    found = _NUMBER.fullmatch(figure.text)
    places = f".{'0' * len(found[1])}" if found and found[1] else ""
    if figure.kind == PERCENT or figure.text.endswith("%"):
        return f"0{places}%"
    return f"#,##0{places}" if figure.kind in {COUNT, YUAN} else f"0{places}"


def day(text: str) -> date | None:
    """Return the date that ``text`` is, ``None`` where it is none or one that a spreadsheet does not know."""
    if len(text) != _ISO_LENGTH:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def sheet_names(labels: Iterable[str]) -> list[str]:
    """Return a name that a worksheet may have for each label: short, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for label in labels:
        clean = uncoded(_NOT_IN_A_NAME.sub(" ", plain(label))).strip("' ") or "-"
        name, turn = clean[:LONGEST_NAME], 2
        while name.lower() in taken:
            end = f" {turn}"
            name, turn = clean[: LONGEST_NAME - len(end)] + end, turn + 1
        taken.add(name.lower())
        names.append(name)
    return names


def lines_of(text: str, characters: int) -> int:
    """Return how many lines ``text`` takes in a cell so many characters wide; a broken word may need one more."""
    needed = width(text)
    if needed > characters and " " in text:
        needed += needed // characters * 4
    return max(1, -(-needed // characters))


class Pen:
    """Writes cells of one worksheet; ``widths`` are its columns in characters, in order."""

    __slots__ = ("_formats", "file", "language", "sheet", "widths")

    def __init__(self, file: Workbook, name: str, language: Language, formats: Formats) -> None:
        self.file = file
        self.language = language
        self.widths: list[int] = []
        self._formats = formats
        self.sheet: Worksheet = file.add_worksheet(name)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # numbers of cases are text

    def columns(self, widths: Sequence[int]) -> None:
        """Set the widths of the columns."""
        self.widths = list(widths)
        for place, characters in enumerate(widths):
            self.sheet.set_column(place, place, characters)

    def format(self, style: Style) -> Format:
        """Return the format of a style; the same style is one format of the file."""
        key = tuple(sorted(style.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(style)
        return self._formats[key]

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write text, never anything else."""
        self.sheet.write_string(row, column, plain(text), self.format(style))

    def words(self, row: int, column: int, words: Words, style: Style) -> None:
        """Write the text of the language."""
        self.text(row, column, words.say(self.language), style)

    def figure(self, row: int, column: int, figure: Figure, style: Style) -> None:
        """Write a figure as a number, a date or text, as it is."""
        exact = number(figure)
        if exact is not None:
            shown = self.format(style | {"num_format": number_format(figure), "align": "right"})
            self.sheet.write_number(row, column, exact, shown)
            return
        found = day(figure.text) if figure.kind == DATE else None
        if found is not None:
            self.date(row, column, found, style)
            return
        side = "right" if figure.kind in NUMERIC else "center" if figure.text == NO_FIGURE else "left"
        shape: Style = {"align": side, "text_wrap": True, "num_format": "@", "indent": int(side == "left")}
        self.text(row, column, figure.say(self.language), style | shape)

    def date(self, row: int, column: int, found: date, style: Style) -> None:
        """Write a date."""
        shown = self.format(style | {"num_format": DATE_FORMAT, "align": "center"})
        self.sheet.write_datetime(row, column, found, shown)

    def block(self, top: int, left: int, bottom: int, right: int, words: Words, style: Style) -> None:
        """Write text over several cells that become one."""
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", self.format(style))
        self.words(top, left, words, style)

    def prose(self, row: int, right: int, words: Words, style: Style, line: int = LINE_HEIGHT) -> int:
        """Write a line over all columns up to ``right``, high enough to be read whole, and return the row below."""
        self.block(row, 0, row, right, words, style)
        room = sum(self.widths[: right + 1]) * LINE_HEIGHT // line
        self.sheet.set_row(row, line * lines_of(plain(words.say(self.language)), room))
        return row + 1

    def row_height(self, row: int, texts: Iterable[tuple[int, str]]) -> None:
        """Make a row as high as its wrapped texts, given with their columns, need; a low one is left alone."""
        most = max((lines_of(plain(text), self.widths[column] - 1) for column, text in texts), default=1)
        if most > 1:
            self.sheet.set_row(row, LINE_HEIGHT * most)

    def page(self, footer: str, *, repeat: tuple[int, int], freeze: tuple[int, int]) -> None:
        """Set the page up: A4, one page wide, lying where the table is wide; ``repeat`` heads every page."""
        self.sheet.set_paper(_A4)
        if sum(self.widths) > PORTRAIT:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
        self.sheet.center_horizontally()
        self.sheet.set_footer(footer)
        self.sheet.repeat_rows(*repeat)
        self.sheet.freeze_panes(*freeze)
