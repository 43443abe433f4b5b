"""Sentence templates: what a template file may hold, and reading it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casebook import terms
from casebook.datafile import Table, parse
from casebook.filefaults import TemplateFaulty
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

BRACES = re.compile(r"\{([^{}]*)\}")
CELL = "cell:"
BEFORE, CHANGE, POINTS = "before.", "change.", "points."
COMPARING = (BEFORE, CHANGE, POINTS)
FRAME = ("bureau", "period.from", "period.to")  # what is said of a report beside its figures

_FOLDER = Path(__file__).parents[1] / "data" / "sentences"
_LANGUAGE = re.compile("_(zh|en)$")


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure that a list names by itself, and what it is called there."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ListRule:
    """An enumeration: of the cells of section ``of`` (``order`` first, ``omit`` never), or of ``figures``.

    Where ``whole`` names a figure, what it has beyond the items is one more item, called ``rest``.
    """

    name: str
    item: str
    separator: str
    of: str | None = None
    figures: tuple[Listed, ...] = ()
    order: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    whole: str | None = None
    rest: str | None = None
    register: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that the list asks for; a section stands for its cells."""
        own = (self.of,) if self.of else tuple(each.name for each in self.figures)
        return (*own, self.whole) if self.whole else own


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence, about one register, and the conditions under which it is printed.

    ``lead`` joins it to what is printed before it in the same sentence. A part without ``register`` is the stop of
    a sentence: its text is printed where the sentence has a part.
    """

    text: str
    register: str | None = None
    lead: str = ""
    when: str | None = None
    every: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()
    unequal: tuple[str, ...] = ()
    rises: str | None = None
    falls: str | None = None
    same: str | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        """The figures whose direction since the period before decides on the part."""
        return tuple(name for name in (self.rises, self.falls, self.same) if name)

    @property
    def names(self) -> tuple[str, ...]:
        """What the part asks for: the names in its braces and in its conditions."""
        conditions = (self.when,) if self.when else ()
        return (
            *BRACES.findall(self.text),
            *conditions,
            *self.every,
            *self.none,
            *self.equal,
            *self.unequal,
            *self.compared,
        )

    @property
    def compares(self) -> bool:
        """Tell whether the part is about two periods."""
        return bool(self.compared) or any(name.startswith(COMPARING) for name in self.names)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence template: labels by code, lists by name, parts in order.

    ``opening`` stands before the first part that is printed, or before ``nothing``, which stands where none is.
    """

    name: str
    language: Language
    labels: Mapping[str, str]
    lists: Mapping[str, ListRule]
    parts: tuple[Part, ...]
    opening: str = ""
    nothing: str = ""

    @property
    def compares(self) -> bool:
        """Tell whether any part is about two periods: then the reports of the period before are of use."""
        return any(part.compares for part in self.parts)

    def fault(self, zh: str, en: str) -> TemplateFaulty:
        """Return the error that says what is wrong with the template."""
        return TemplateFaulty(template=self.name, what=Words(zh, en))


def names() -> tuple[str, ...]:
    """Return the names of the templates that come with the program, each once for all languages."""
    return tuple(sorted({_LANGUAGE.sub("", path.stem) for path in _FOLDER.glob("*.toml")}))


def shipped(name: str, language: Language) -> Path | None:
    """Return the file of the shipped template ``name``, the one in ``language`` first; ``None`` where none is."""
    if name not in names():
        return None
    files = (_FOLDER / f"{name}_{language}.toml", _FOLDER / f"{name}.toml")
    return next((file for file in files if file.is_file()), None)


def load(path: Path) -> Template:
    """Return the template of a file. Raises ``TemplateFaulty``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        what = Words(f"读不出（{wrong}）", f"it cannot be read ({wrong})")
        raise TemplateFaulty(template=path.name, what=what) from wrong
    return read(path.name, text)


def read(file_name: str, text: str) -> Template:
    """Return the template that the TOML ``text`` of ``file_name`` defines. Raises ``TemplateFaulty``."""
    table = parse(text, lambda what: TemplateFaulty(template=file_name, what=what))
    language = table.text("language")
    if language not in ("zh", "en"):
        raise table.fail("language", "应为 zh 或 en", "must be zh or en")
    lists = tuple(_list_rule(each) for each in table.tables("list"))
    template = Template(
        name=table.text("name"),
        language="zh" if language == "zh" else "en",
        labels=table.table("labels").text_by_key(),
        lists={each.name: each for each in lists},
        parts=tuple(_part(each) for each in table.tables("part")),
        opening=_framed(table, "opening"),
        nothing=_framed(table, "nothing"),
    )
    table.done()
    if not template.parts:
        raise table.fail("part", "一个也没有", "is missing")
    return template


def _framed(table: Table, key: str) -> str:
    text = table.optional_text(key) or ""
    for name in BRACES.findall(text):
        if name not in FRAME:
            raise table.fail(
                key, f"只能用 {'、'.join(FRAME)}，不能用“{name}”", f"takes {', '.join(FRAME)}, not “{name}”"
            )
    return text


def _list_rule(table: Table) -> ListRule:
    rule = ListRule(
        name=table.text("name"),
        item=table.text("item"),
        separator=table.text("separator"),
        of=table.optional_text("of"),
        figures=tuple(_listed(each) for each in table.tables("figure")),
        order=table.texts("order"),
        omit=table.texts("omit"),
        labels=table.table("labels").text_by_key(),
        whole=table.optional_text("whole"),
        rest=table.optional_text("rest"),
        register=_register(table) if "register" in table else None,
    )
    table.done()
    if bool(rule.of) == bool(rule.figures):
        raise table.fail("of", "与 figure 须写且只写一个", "or figure must be given, one of them")
    if bool(rule.whole) != bool(rule.rest):
        raise table.fail("whole", "与 rest 须同时写", "and rest go together")
    return rule


def _listed(table: Table) -> Listed:
    listed = Listed(table.text("name"), table.text("label"))
    table.done()
    return listed


def _part(table: Table) -> Part:
    if "register" not in table:
        return _stop(table)
    part = Part(
        text=table.text("text"),
        register=_register(table),
        lead=table.optional_text("lead") or "",
        when=table.optional_text("when"),
        every=table.texts("every"),
        none=table.texts("none"),
        equal=table.texts("equal"),
        unequal=table.texts("unequal"),
        rises=table.optional_text("rises"),
        falls=table.optional_text("falls"),
        same=table.optional_text("same"),
    )
    table.done()
    return part


def _stop(table: Table) -> Part:
    stop = Part(table.text("text"))
    if BRACES.search(stop.text):
        raise table.fail(
            "register", "应写明：有数字的部分须属于一个台账", "is missing: a part with figures is about a register"
        )
    table.done()
    return stop


def _register(table: Table) -> str:
    register = table.text("register")
    if register not in terms.REGISTER:
        raise table.fail("register", f"没有台账“{register}”", f"names no register: “{register}”")
    return register
