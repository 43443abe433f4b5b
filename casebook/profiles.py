"""Profiles: what an office calls its columns and values, as a TOML file that offices can exchange."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import datafile
from casebook.columns import COLUMNS, find_column
from casebook.errors import BadValue, CasebookError, UnknownCode, listed
from casebook.filefaults import ProfileExists, ProfileFaulty, ProfileUnknown
from casebook.terms import LITIGATION, REGISTER, REVIEW, outcomes, parse
from casebook.words import Words, fold, obeyed, written_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.columns import Column

SUFFIX = ".toml"
LONGEST_NAME = 60
BIGGEST = 1_000_000  # bytes; a file of headers and words is never longer
_REPLACED = frozenset({"code", "codes", "list", "outcome", "text", "names"})  # kinds of columns that hold words
_BARE = re.compile("[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """An office's own words.

    ``headers`` gives columns by header, ``ignored`` names headers to leave out, ``values`` gives for a column what
    stands for a word of the office, ``sheets`` the register of a sheet by its name, ``register`` that of the others,
    ``levels`` the level of an agency by its name, where a row tells none.
    """

    name: str
    register: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)

    def reworded(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return the cells of a row by column, the office's words replaced and the level of its agency told."""
        told = {column: _said(self.values.get(column, {}), text, text) for column, text in cells.items()}
        level = _said(self.levels, told.get("respondent", ""), "")
        return {"respondent_level": level, **told} if level else told


def _said(words: Mapping[str, str], text: str, otherwise: str) -> str:
    """Return what stands for ``text``, whatever its width, case and white space."""
    folded = fold(text) if words else ""
    return next((meant for word, meant in words.items() if fold(word) == folded), otherwise)


def read_mapping(settings: Iterable[str]) -> dict[str, str]:
    """Return the columns by header that ``列名=field`` settings give; a field may be a code, a label or a synonym.

    Raises ``BadValue`` for what is no such setting, ``UnknownCode`` for a field that there is not.
    """
    mapping: dict[str, str] = {}
    for setting in settings:
        header, equals, column = setting.rpartition("=")
        header = header.strip()
        if not (equals and header and column.strip()):
            rule = Words("写作 列名=项目，如 收文日=received_on。", "Write header=field, such as 收文日=received_on.")
            raise BadValue(field=Words("--map", "--map"), value=setting, rule=rule)
        code = column_of(column)
        if mapping.setdefault(header, code) != code:
            rule = Words(f"列“{header}”已对应另一项目。", f"The header “{header}” was given another field before.")
            raise BadValue(field=Words("--map", "--map"), value=setting, rule=rule)
    return mapping


def column_of(text: str) -> str:
    """Return the code of the column that ``text`` names. Raises ``UnknownCode``."""
    code = find_column(text.strip())
    if code is None:
        choices = listed([Words(f"{column.code} {column.label.zh}", column.code) for column in COLUMNS.values()])
        raise UnknownCode(field=Words("项目", "field"), value=text, choices=choices)
    return code


def read(name: str, text: str) -> Profile:
    """Return the profile that ``text`` holds. Raises ``ProfileFaulty`` naming the place."""

    def fault(what: Words) -> ProfileFaulty:
        return ProfileFaulty(profile=name, what=what)

    table = datafile.parse(text, fault)
    register = _register(table, "register") if "register" in table else None
    headers, sheets, values, levels = (table.table(key) for key in ("headers", "sheets", "values", "levels"))
    found = Profile(
        name,
        register,
        {header: _column(headers, header) for header in headers.keys()},  # noqa: SIM118 - no mapping
        table.texts("ignored"),
        {column: _values(values, column, register) for column in values.keys()},  # noqa: SIM118 - no mapping
        {sheet: _register(sheets, sheet) for sheet in sheets.keys()},  # noqa: SIM118 - no mapping
        {name: _code(levels, name, COLUMNS["respondent_level"], None) for name in levels.keys()},  # noqa: SIM118
    )
    table.done()
    return found


def _register(table: datafile.Table, key: str) -> str:
    code = REGISTER.find(table.text(key))
    if code is None:
        raise table.fail(key, f"不是台账：{'、'.join(REGISTER.codes)}", f"is no register: {', '.join(REGISTER.codes)}")
    return code


def _column(table: datafile.Table, header: str) -> str:
    text = table.text(header)
    try:
        return column_of(text)
    except UnknownCode:
        raise table.fail(header, f"“{text}”不是案件表的列", f"“{text}” is no column of the case table") from None


def _values(table: datafile.Table, key: str, register: str | None) -> dict[str, str]:
    column = COLUMNS.get(find_column(key) or "")
    if column is None or column.kind not in _REPLACED or column.code != key:
        raise table.fail(
            key, "不是可替换用词的列（用代码）", "is no column whose words can be replaced (give its code)"
        )
    inner = table.table(key)
    return {word: _code(inner, word, column, register) for word in inner.keys()}  # noqa: SIM118 - no mapping


def _code(table: datafile.Table, word: str, column: Column, register: str | None) -> str:
    text = table.text(word)
    vocabularies = [column.vocabulary] if column.vocabulary is not None else []
    if column.kind == "outcome":
        vocabularies = [outcomes(each) for each in ([register] if register else [REVIEW, LITIGATION])]
    for vocabulary in vocabularies:
        code = vocabulary.find(text)
        if code is not None:
            return code
    if not vocabularies:
        return text
    try:
        parse(vocabularies[0], text)
    except CasebookError as error:
        zh, en = (error.say(language).replace("\n", " ") for language in ("zh", "en"))
        raise table.fail(word, zh, en) from None
    return text


def written(profile: Profile) -> str:
    """Return ``profile`` as TOML. Raises ``ProfileFaulty`` for a text that no file can hold."""
    lines = ["# casebook profile: headers and words of an office. See: casebook profile --help"]
    if profile.register:
        lines.append(f"register = {_quoted(profile, profile.register)}")
    if profile.ignored:
        lines += ["ignored = [", *(f"  {_quoted(profile, name)}," for name in profile.ignored), "]"]
    tables = {"headers": profile.headers, "sheets": profile.sheets, "levels": profile.levels}
    tables |= {f"values.{column}": words for column, words in profile.values.items()}
    for title, entries in tables.items():
        if entries:
            pairs = (f"{_key(profile, key)} = {_quoted(profile, value)}" for key, value in entries.items())
            lines += ["", f"[{title}]", *pairs]
    return "\n".join(lines) + "\n"


def _key(profile: Profile, text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(profile, text)


def _quoted(profile: Profile, text: str) -> str:
    """Return a TOML string: as JSON escapes it, and what is not seen in the way of TOML."""
    if any("\ud800" <= each <= "\udfff" for each in text):
        shown = text.encode("ascii", "backslashreplace").decode()
        raise ProfileFaulty(profile=profile.name, what=Words(f"不能写出“{shown}”", f"“{shown}” cannot be written"))
    return written_out(json.dumps(text, ensure_ascii=False), lambda found: f"\\U{ord(found[0]):08x}")


def folder() -> Path:
    """Return where the user's own profiles are kept."""
    from platformdirs import user_config_path  # only where a profile is asked for

    return user_config_path("casebook") / "profiles"


def names(place: Path) -> tuple[str, ...]:
    """Return the names of the profiles kept in ``place``."""
    return tuple(sorted(path.stem for path in place.glob(f"*{SUFFIX}") if path.is_file())) if place.is_dir() else ()


def load(name: str, place: Path) -> Profile:
    """Return the profile kept in ``place`` under ``name``, or that of a file where ``name`` is a path of one.

    Raises ``ProfileUnknown``, ``ProfileFaulty``.
    """
    path = Path(name) if name.endswith(SUFFIX) or "/" in name or "\\" in name else place / f"{name}{SUFFIX}"
    if "\0" in name or not path.is_file():
        known = names(place)
        choices = Words("、".join(known) or "（无）", ", ".join(known) or "(none)")
        raise ProfileUnknown(value=name, choices=choices)
    return read(path.stem, _text(path))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= BIGGEST else None
        text = None if data is None else data.decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        what = Words(f"读不出（{why}）", f"it cannot be read ({why})")
        raise ProfileFaulty(profile=path.name, what=what) from error
    except UnicodeDecodeError as error:
        what = Words("不是 UTF-8 编码的文本", "it is no text in UTF-8")
        raise ProfileFaulty(profile=path.name, what=what) from error
    if text is None:
        raise ProfileFaulty(profile=path.name, what=Words("文件过大", "it is too big"))
    return text


def check_name(name: str) -> str:
    """Return ``name`` where a profile can be kept under it. Raises ``BadValue``."""
    name = name.strip().removesuffix(SUFFIX)
    hostile = any(each in '/\\:*?"<>|' or obeyed(each) for each in name)
    if not name or hostile or name.startswith(".") or len(name) > LONGEST_NAME:
        rule = Words(f"至多 {LONGEST_NAME} 字，不含斜线等符号。", f"At most {LONGEST_NAME} characters, no slashes.")
        raise BadValue(field=Words("导入方案名称", "name of a profile"), value=name[:LONGEST_NAME], rule=rule)
    return name


def free_path(profile: Profile, place: Path) -> Path:
    """Return where ``profile`` can be kept in ``place``: nothing stands there yet, or the same.

    Raises ``BadValue`` for a name that no file can have, ``ProfileExists`` where another one stands under it.
    """
    path = place / f"{check_name(profile.name)}{SUFFIX}"
    if path.exists() and _text(path) != written(profile):
        raise ProfileExists(profile=profile.name, path=str(path))
    return path


def save(profile: Profile, place: Path) -> Path:
    """Write ``profile`` into ``place`` and return its path; raises what ``free_path`` does."""
    path = free_path(profile, place)
    place.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(written(profile), encoding="utf-8")
    fresh.replace(path)
    return path
