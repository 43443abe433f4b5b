"""Text of users made harmless: none of it is obeyed by a terminal, a spreadsheet or a Markdown reader."""

from __future__ import annotations

import re

from casebook.words import BOM, FORMULA, inert, obeyed, written_out

__all__ = ["BOM", "csv_cell", "inert", "json_text", "markdown_cell", "markdown_line", "obeyed"]

_FORMULA = re.compile(FORMULA)
_MARKDOWN = re.compile(
    r"[\\`*_{}\[\]<>|#~$&@]|:(?=//)|(?<=www)\.", re.IGNORECASE
)  # addresses become links by themselves
_BLOCK = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))|(?=[-+=](?:[-=\s]|$))")  # begins a list, a rule or a heading


def markdown_cell(text: str) -> str:
    """Return ``text`` as a cell of a Markdown table: inert, and no mark or address in it is markup."""
    return _MARKDOWN.sub(r"\\\g<0>", inert(text))


def markdown_line(text: str) -> str:
    """Return ``text`` as a paragraph of Markdown: a cell that begins no list, rule, heading or block of code either."""
    line = markdown_cell(text).lstrip(" ")
    begun = _BLOCK.match(line)
    return f"{line[: begun.end()]}\\{line[begun.end() :]}" if begun else line


def csv_cell(text: str) -> str:
    """Return ``text`` as a cell of a CSV file: inert, and never taken for a formula by a spreadsheet."""
    plain = inert(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def json_text(text: str) -> str:
    """Return the JSON document ``text`` with what ``inert`` writes out as escapes of JSON.

    Line feeds stay: in a JSON document they stand between values only.
    """
    return written_out(text, _json_escape)


def _json_escape(found: re.Match[str]) -> str:
    if found[0] == "\n":
        return "\n"
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
