"""Text of users made harmless: none of it is obeyed by a terminal, a spreadsheet or a Markdown reader."""

from __future__ import annotations

import re
import unicodedata

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and other format marks, line separators
_FORMULA = ("=", "+", "-", "@")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~$&])")
_LAST_BYTE, _LAST_SHORT = 0xFF, 0xFFFF


def obeyed(character: str) -> bool:
    """Tell whether a terminal or an editor would obey ``character`` instead of showing it."""
    return unicodedata.category(character) in _OBEYED


def inert(text: str) -> str:
    r"""Return ``text`` with every control or direction character written out: ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(each) if obeyed(each) else each for each in text)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_SHORT else f"\\U{code:08x}"


def markdown_cell(text: str) -> str:
    """Return ``text`` as a cell of a Markdown table: inert, and no mark of it is markup."""
    return _MARKDOWN.sub(r"\\\1", inert(text))


def csv_cell(text: str) -> str:
    """Return ``text`` as a cell of a CSV file: inert, and never taken for a formula by a spreadsheet."""
    plain = inert(text)
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def json_text(text: str) -> str:
    """Return the JSON document ``text`` with control and direction characters of its strings as escapes.

    Line feeds stay: in a JSON document they stand between values only.
    """
    return "".join(_json_escape(each) if each != "\n" and obeyed(each) else each for each in text)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
