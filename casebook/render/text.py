"""Text of users made harmless: none of it is obeyed by a terminal, a spreadsheet or a Markdown reader."""

from __future__ import annotations

import re

from casebook.words import inert, obeyed

__all__ = ["BOM", "csv_cell", "inert", "json_text", "markdown_cell", "obeyed"]

BOM = "\ufeff"  # tells a spreadsheet that a CSV file is UTF-8

_FORMULA = re.compile(r"[\s']*[=+\-@]")  # quotes too: an import takes one away
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~$&])")


def markdown_cell(text: str) -> str:
    """Return ``text`` as a cell of a Markdown table: inert, and no mark of it is markup."""
    return _MARKDOWN.sub(r"\\\1", inert(text))


def csv_cell(text: str) -> str:
    """Return ``text`` as a cell of a CSV file: inert, and never taken for a formula by a spreadsheet."""
    plain = inert(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def json_text(text: str) -> str:
    """Return the JSON document ``text`` with control and direction characters of its strings as escapes.

    Line feeds stay: in a JSON document they stand between values only.
    """
    return "".join(_json_escape(each) if each != "\n" and obeyed(each) else each for each in text)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
