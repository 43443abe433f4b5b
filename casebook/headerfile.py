"""The header words of ``data/headers``, compiled from TOML to the JSON that an import reads at its start.

``python -m casebook.headerfile`` writes the JSON anew, and a test refuses one that does not match.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from casebook import datafile, headerwords
from casebook.columns import COLUMNS
from casebook.filefaults import ProfileFaulty
from casebook.headerwords import FILLS, HEADERS, INSTEAD, PARTS, SHARED
from casebook.terms import REGISTER
from casebook.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.words import Words

_RANKS = (HEADERS, headerwords.ALONE, INSTEAD, PARTS, FILLS)
_ASIDE = ("derived", "not_kept")
NAMES = (SHARED, *REGISTER.codes)


def compiled(folder: Path = headerwords.SOURCES) -> str:
    """Return the JSON of every file of header words in ``folder``. Raises ``ProfileFaulty``."""
    words: dict[str, dict[str, list[str]]] = {}
    endings: dict[str, list[list[str]]] = {}
    named: list[list[str]] = []
    for name in NAMES:
        table = _parsed(folder / f"{name}.toml")
        words[name] = dict(_of_the_case_table()) if name == SHARED else {}
        endings[name] = []
        if "named" in table:
            inner = table.table("named")
            named += [[fold(word), name] for word in inner.texts("words")]
            inner.done()
        _take(table, words[name], endings[name])
        table.done()
    tree = {"words": words, "endings": endings, "named": sorted(named, key=lambda each: -len(each[0]))}
    return _printed(tree)


def _parsed(path: Path) -> datafile.Table:
    def fault(what: Words) -> ProfileFaulty:
        return ProfileFaulty(profile=path.name, what=what)

    return datafile.parse(path.read_text(encoding="utf-8"), fault)


def _of_the_case_table() -> Iterator[tuple[str, list[str]]]:
    for column in COLUMNS.values():
        for word in {column.code, *column.label}:
            yield fold(word), [column.code, HEADERS]


def _take(table: datafile.Table, words: dict[str, list[str]], endings: list[list[str]]) -> None:
    """Add the words of one file; what the case table says itself need not be said again, but may."""
    standing = dict(words)
    for column in table.keys():  # noqa: SIM118 - a table of a data file is no mapping
        inner = table.table(column)
        if column == "named":
            continue
        if column != "aside" and column not in COLUMNS:
            raise table.fail(column, "不是案件表的列", "is no column of the case table")
        for rank in _ASIDE if column == "aside" else _RANKS:
            for word in inner.texts(rank):
                meaning = ["" if column == "aside" else column, rank]
                if fold(word) in words and (fold(word) not in standing or standing[fold(word)] != meaning):
                    raise inner.fail(rank, f"重复的表头“{word}”", f"has “{word}” a second time")
                words[fold(word)] = meaning
        if column != "aside":
            endings += [[fold(ending), column] for ending in inner.texts("endings")]
        inner.done()


def _printed(tree: dict[str, Any]) -> str:
    """One word a line, so that a change of the files is seen as one."""
    parts = []
    for key, value in tree.items():
        if key == "words":
            blocks = (
                f" {json.dumps(name)}: {{\n"
                + ",\n".join(f"  {_text(word)}: {_text(meaning)}" for word, meaning in sorted(entries.items()))
                + "\n }"
                for name, entries in value.items()
            )
            parts.append('"words": {\n' + ",\n".join(blocks) + "\n}")
        else:
            parts.append(f"{json.dumps(key)}: {_text(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write the compiled file."""
    headerwords.COMPILED.write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
