"""A report as text: tables for a terminal, plain text, or Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casebook.errors import UnknownCode, listed
from casebook.render.tables import Table, fitted, markdown, plain, terminal
from casebook.sheets import COUNT, DATE, NUMERIC, TEXT
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.figures import Check
    from casebook.sheets import Document, Line, Part, Sheet
    from casebook.words import Language

FORMS = ("table", "plain", "md")
WIDTH = 100

_FRACTION = re.compile(r"\d+/\d+")
_CHECKS = Words("勾稽", "checks")
_CHECK = (Words("勾稽关系", "identity"), Words("算式", "equation"))
BROKEN = Words("不符", "does not hold")


def render(document: Document, form: str, language: Language, *, width: int = WIDTH, colour: bool = False) -> str:
    """Return ``document`` in one of ``FORMS``, ending with a line feed. Raises ``UnknownCode`` for another.

    Each part is printed as a document of its own. ``width`` (in columns) and ``colour`` are those of the terminal
    that a ``table`` is for; a sheet that is wider is printed in pieces, none of which is cut.
    """
    if form not in FORMS:
        choices = listed([Words(each, each) for each in FORMS])
        raise UnknownCode(field=Words("输出格式", "format"), value=form, choices=choices)
    printed = []
    for part in document.parts:
        last = part is document.parts[-1]
        closing = [line.say(language) for line in document.foot] if last else []
        head, tables = heading(document, part, language), part_tables(part, language)
        if form == "plain":
            printed.append(plain(tables, head, closing))
        elif form == "md":
            printed.append(markdown(tables, head, closing))
        else:
            pieces = [piece for table in tables for piece in fitted(table, width)]
            printed.append(terminal(pieces, head, width=width, colour=colour, closing=closing))
    return "\n".join(printed)


def heading(document: Document, part: Part, language: Language) -> tuple[str, str]:
    """Return the title of a part that stands alone, and the line of period, entry, scheme and unit."""
    whole, line = (words.say(language) for words in document.heading)
    if part.register is None:
        return whole, line
    label, title = part.label.say(language), document.title.say(language)
    if label in title:
        return whole, line
    joined = f"{document.bureau}{label}{title}" if language == "zh" else f"{document.bureau}: {label}, {title}"
    return joined, line


def part_tables(part: Part, language: Language) -> list[Table]:
    """Return the sheets of a part as tables, its identities as the last one."""
    tables = [sheet_table(sheet, language) for sheet in part.sheets]
    checks = part.identities
    if checks:
        rows = tuple((check_label(check, language), _equation(check, language)) for check in checks)
        headers = tuple(header.say(language) for header in _CHECK)
        tables.append(Table(_CHECKS.say(language), headers, rows, frozenset()))
    return tables


def sheet_table(sheet: Sheet, language: Language) -> Table:
    """Return ``sheet`` in ``language``: figures right, dates unfolded, bars where one count is shared out."""
    columns = [(place, column) for place, column in enumerate(sheet.columns, 1)]
    return Table(
        sheet.title.say(language),
        (sheet.head.say(language), *(column.label.say(language) for column in sheet.columns)),
        tuple(_row(line, language) for line in sheet.lines),
        frozenset(place for place, column in columns if column.kind in NUMERIC or _fractions(sheet, place - 1)),
        None if sheet.total is None else _row(sheet.total, language),
        whole=frozenset(place for place, column in columns if column.kind == DATE),
        groups=_groups(sheet, language),
        notes=tuple(note.say(language) for note in sheet.notes),
        bars=tuple(_bars(sheet)),
    )


def _row(line: Line, language: Language) -> tuple[str, ...]:
    return (line.label.say(language), *(figure.say(language) for figure in line.figures))


def _groups(sheet: Sheet, language: Language) -> tuple[str, ...]:
    if not sheet.has_groups:
        return ()
    return ("", *(column.group.say(language) if column.group else "" for column in sheet.columns))


def _fractions(sheet: Sheet, place: int) -> bool:
    """Tell whether a column of text holds nothing but fractions, which align like figures."""
    texts = [line.figures[place].text for line in sheet.all_lines]
    return sheet.columns[place].kind == TEXT and bool(texts) and all(_FRACTION.fullmatch(text) for text in texts)


def _bars(sheet: Sheet) -> Iterator[tuple[int, int] | None]:
    """Yield each line's part of the total where the sheet has one column of counts and closes with a total."""
    counts = [place for place, column in enumerate(sheet.columns) if column.kind == COUNT]
    if sheet.total is None or len(counts) != 1:
        return
    whole = sheet.total.figures[counts[0]].value
    for line in sheet.lines:
        part = line.figures[counts[0]].value
        yield (part, whole) if isinstance(part, int) and isinstance(whole, int) else None


def check_label(check: Check, language: Language) -> str:
    """Return what an identity is called; one without a label is called as in the JSON."""
    return check.label.say(language) if check.label else check.name


def _equation(check: Check, language: Language) -> str:
    return check.equation if check.holds else f"{check.equation}  {BROKEN.say(language)}"
