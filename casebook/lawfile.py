"""The law files: TOML that a lawyer reads, validated against the forms of ``lawrules``, compiled to JSON.

``python -m casebook.lawfile`` compiles the files that come with the program. A file is refused as a whole,
with ``LawFileError``: it names file, place, what is wrong and what to do.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from casebook import lawrules
from casebook.filefaults import LawFileError
from casebook.law import COMPILED, edition_from
from casebook.lawchecks import REGISTERS_OF_FAMILY, LawFile, check, place_of, same
from casebook.lawrules import (
    DeadlineRule,
    Edition,
    GroundRule,
    Instrument,
    Length,
    OutcomeRule,
    RegisterRule,
    RiderRule,
    StepRule,
)
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SOURCES = COMPILED.parent

_TABLES: Mapping[str, type] = {
    "instrument": Instrument,
    "register": RegisterRule,
    "step": StepRule,
    "outcome": OutcomeRule,
    "ground": GroundRule,
    "rider": RiderRule,
    "deadline": DeadlineRule,
}
_NOT_WRITTEN = frozenset({"instruments", "registers", "grounds", "riders", "steps", "outcomes", "deadlines"})
"""Fields that are not written in a table of their own name: they are gathered from the other tables."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A field of a table: the type it must have, and whether it must be written."""

    hint: object
    required: bool
    nullable: bool


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_words(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"zh", "en"} and _texts(list(value.values()))


def _tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


_KINDS: Mapping[object, tuple[Callable[[object], bool], Words]] = {
    str: (lambda value: isinstance(value, str), Words("文字", "a text")),
    bool: (lambda value: isinstance(value, bool), Words("true 或 false", "true or false")),
    int: (
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
        Words("正整数", "a whole number above zero"),
    ),
    date: (
        lambda value: isinstance(value, date) and not isinstance(value, datetime),
        Words("日期，如 2024-01-01", "a date such as 2024-01-01"),
    ),
    Words: (_is_words, Words('{ zh = "…", en = "…" }', '{ zh = "…", en = "…" }')),
    tuple[str, ...]: (_texts, Words("文字列表", "a list of texts")),
    tuple[Words, ...]: (
        lambda value: isinstance(value, list) and all(map(_is_words, value)),
        Words('{ zh = "…", en = "…" } 的列表', 'a list of { zh = "…", en = "…" }'),
    ),
    Mapping[str, str]: (
        lambda value: isinstance(value, dict) and _texts(list(value.values())),
        Words('{ 名称 = "值" }', '{ name = "value" }'),
    ),
    tuple[Length, ...]: (_tables, Words("期间的列表", "a list of lengths")),
}


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(lawrules), {"Mapping": Mapping, "date": date, "Words": Words})


def _defaults(kind: type) -> Mapping[str, object]:
    """Return the fields of a rule that may be left out, with what they are then."""
    if is_dataclass(kind):
        return {each.name: each.default for each in fields(kind) if each.default is not MISSING}
    defaults: Mapping[str, object] = getattr(kind, "_field_defaults")  # noqa: B009 - named tuples have no common class
    return defaults


def _forms(kind: type, *, leave: frozenset[str] = frozenset(), registers: bool = False) -> dict[str, _Form]:
    """Return the fields that a table of ``kind`` has, in the names of the file, read off its class."""
    hints = _hints(kind)
    forms: dict[str, _Form] = {}
    for name, hint in hints.items():
        if name in leave:
            continue
        nullable = NoneType in get_args(hint)
        bare = next(each for each in get_args(hint) if each is not NoneType) if nullable else hint
        required = name not in _defaults(kind) and not nullable
        forms["from" if name == "from_" else name] = _Form(bare, required, nullable)
    if registers:
        forms["registers"] = _Form(tuple[str, ...], required=True, nullable=False)
    return forms


_FORMS: Mapping[str, Mapping[str, _Form]] = {
    name: _forms(
        kind,
        leave=_NOT_WRITTEN if kind is RegisterRule else frozenset(),
        registers=kind in (StepRule, OutcomeRule),
    )
    for name, kind in _TABLES.items()
}
_EDITION = _forms(Edition, leave=_NOT_WRITTEN)
_LENGTH = _forms(Length)


def load(path: Path) -> Edition:
    """Return the edition of the law file ``path``. Raises ``LawFileError``."""
    return edition_from(read(path))


def read(path: Path) -> dict[str, Any]:
    """Return the tables of the law file ``path`` as compiled, dates as text. Raises ``LawFileError``."""
    raw = _parse(path)
    file = LawFile(path.name, raw)
    _check_shape(file)
    check(file)
    compiled: dict[str, Any] = json.loads(json.dumps(_complete(raw), default=date.isoformat))
    return compiled


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawFileError(
            file=path.name,
            place=Words("全文", "the file"),
            wrong=Words(f"读不出来（{error}）", f"cannot be read ({error})"),
            remedy=Words("请改为 UTF-8 编码的 TOML。", "Make it TOML in UTF-8."),
        ) from error


def _check_shape(file: LawFile) -> None:
    """Raise where a table or field is not known, is missing, or is not of its type."""
    known = ("edition", *_TABLES)
    for name in file.raw:
        if name not in known:
            raise file.fail(same(name), Words("没有这种表", "there is no such table"), same(", ".join(known)))
    for name in ("edition", "instrument", "register", "step", "outcome"):
        if name not in file.raw:
            raise file.fail(same(name), Words("缺少此表", "the table is missing"), Words("请写明。", "Write it."))
    if not isinstance(file.raw["edition"], dict):
        raise file.fail(same("edition"), Words("应为一个表", "must be one table"), same("[edition]"))
    _check_fields(file, same("[edition]"), _EDITION, file.raw["edition"])
    for name in _TABLES:
        tables = file.raw.get(name, [])
        if not _tables(tables):
            raise file.fail(same(name), Words("应为表的列表", "must be a list of tables"), same(f"[[{name}]]"))
        for table in tables:
            _check_fields(file, place_of(name, table), _FORMS[name], table)
            for length in table.get("lengths", ()):
                _check_fields(file, place_of(name, table), _LENGTH, length)


def _check_fields(file: LawFile, place: Words, forms: Mapping[str, _Form], table: Mapping[str, object]) -> None:
    for field, value in table.items():
        if field not in forms:
            wrong = Words(f"没有 {field} 这一项", f"there is no field {field}")
            raise file.fail(place, wrong, Words(f"可写：{'、'.join(forms)}", f"Fields: {', '.join(forms)}"))
        fits, expected = _KINDS[forms[field].hint]
        if not fits(value):
            wrong = Words(f"{field} 不合要求：{value}", f"{field} is wrong: {value}")
            raise file.fail(place, wrong, Words(f"应为{expected.zh}。", f"It must be {expected.en}."))
    for field, form in forms.items():
        if form.required and field not in table:
            _, expected = _KINDS[form.hint]
            wrong = Words(f"缺少 {field}", f"{field} is missing")
            raise file.fail(place, wrong, Words(f"请写明：{expected.zh}。", f"Write it: {expected.en}."))


def _complete(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables with ``null`` where a field may be left out but its class has no default."""
    bare = {
        name: [each for each in _FORMS[name] if each in _hints(kind) and each not in _defaults(kind)]
        for name, kind in _TABLES.items()
    }
    return {
        name: tables
        if name == "edition"
        else [{field: None for field in bare[name] if _FORMS[name][field].nullable} | table for table in tables]
        for name, tables in raw.items()
    }


def load_folder(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the compiled tables of all law files of ``folder`` by code, by family and first day.

    Raises ``LawFileError`` for a faulty file, and for two editions of a family that start on one day.
    """
    read_files = [LawFile(path.name, read(path)) for path in sorted(folder.glob("*.toml"))]
    families = [*REGISTERS_OF_FAMILY]
    read_files.sort(key=lambda file: (families.index(file.edition["family"]), file.edition["effective_on"]))
    _check_family(read_files)
    return {file.edition["code"]: dict(file.raw) for file in read_files}


def _check_family(files: Sequence[LawFile]) -> None:
    """Raise where two editions of a family start on one day or bear one code."""
    for field in ("effective_on", "code"):
        seen: dict[tuple[str, str], str] = {}
        for file in files:
            key = (file.edition["family"], str(file.edition[field]))
            if key in seen:
                wrong = Words(f"{field} {key[1]} 与 {seen[key]} 相同", f"{field} {key[1]} is also that of {seen[key]}")
                remedy = Words(
                    "同一类法律的每一版须有自己的代码和施行日期。",
                    "Each edition of a family has a code and a first day of its own.",
                )
                raise file.fail(same("[edition]"), wrong, remedy)
            seen[key] = file.name


def compiled(folder: Path) -> dict[str, str]:
    """Return name and text of each compiled file of the law files of ``folder``. Raises ``LawFileError``."""
    editions = load_folder(folder)
    index = [
        {
            "code": code,
            "family": raw["edition"]["family"],
            "effective_on": raw["edition"]["effective_on"],
            "governed_by": {each["register"]: each["governed_by"] for each in raw["register"]},
        }
        for code, raw in editions.items()
    ]
    files: dict[str, object] = {f"{code}.json": raw for code, raw in editions.items()}
    files["index.json"] = {"editions": index}
    return {name: json.dumps(content, ensure_ascii=False) + "\n" for name, content in files.items()}


def main() -> None:
    """Compile the law files that come with the program; a faulty one is named on stderr, with status 1."""
    try:
        files = compiled(SOURCES)
    except LawFileError as error:
        sys.exit(f"{error.say('zh')}\n{error.say('en')}")
    COMPILED.mkdir(exist_ok=True)
    for name, text in files.items():
        (COMPILED / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
