"""Forms, counting schemes and checks in words, as the pages show them: the tables that the program prints itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import check, formnames, forms, officers, schemes
from casebook.render import catalogue, ownforms
from casebook.render.tables import Table
from casebook.render.text import markdown_cell
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from casebook.words import Language


def forms_in_words(language: Language) -> str:
    """Return a section for each form that comes with the program, in the order in which help lists them."""
    return "".join(_form(name, language) for name in formnames.FORM.codes)


def _form(name: str, language: Language) -> str:
    if name in ownforms.OWN_FORMS:
        (label, *said), tables = ownforms.own_form_heading(name), ownforms.own_form_tables(name, language)
    else:
        form = forms.load(name)
        (label, *said), tables = catalogue.form_heading(form), catalogue.form_tables(form, language)
    return _section(f"{label.say(language)} `{name}`", (words.say(language) for words in said), tables)


def readings(language: Language) -> str:
    """Return which reading of 上期结转 and 办结 each scheme takes."""
    return _table(catalogue.reading_table([schemes.load(name) for name in schemes.names()], language))


def schemes_in_words(language: Language) -> str:
    """Return a section for each scheme that comes with the program, and every definition of each rate."""
    loaded = [schemes.load(name) for name in schemes.names()]
    sections = [
        _section(_title(each.label, each.name, language), (), catalogue.scheme_tables(each, language))
        for each in loaded
    ]
    return f"{''.join(sections)}{_section(_EVERY.say(language), (), catalogue.rate_tables(language))}"


_EVERY = Words("每个比率的全部算法", "Every rate under every definition")


def _title(label: Words, name: str, language: Language) -> str:
    return f"{label.say(language)} `{name}`"


def _section(title: str, said: Iterable[str], tables: Iterable[Table]) -> str:
    lines = [f"## {title}\n", *(f"{line}\n" for line in said)]
    lines += [f"**{markdown_cell(each.title)}**\n\n{_table(each)}" for each in tables]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> str:
    rows = [table.headers, ("---",) * len(table.headers), *table.rows]
    lines = [f"| {' | '.join(map(markdown_cell, row))} |" for row in rows]
    return "\n".join(lines) + "\n" + "".join(f"\n{markdown_cell(note)}\n" for note in table.notes)


def roles(language: Language) -> str:
    """Return what each role may do."""
    separator = Words("；", "; ").say(language)
    rows = []
    for code in officers.ROLE.codes:
        deeds = [deed.words.say(language) for deed in officers.DEEDS.values() if deed.role == code]
        may = separator.join(deeds) or _READ.say(language)
        rows.append((code, officers.ROLE.label(code).zh, may))
    headers = Words("代码|中文|可以做", "role|Chinese|may").say(language).split("|")
    return _table(Table("", tuple(headers), tuple(rows), frozenset()))


_READ = Words(
    "查看、统计、导出（遮蔽）、检查；其余各项权限都包含此项",
    "look, count, export masked, check; every other role includes it",
)
_TIERS = {
    check.ALWAYS: Words("总是检查：`casebook check`", "Always: `casebook check`"),
    check.STRICT: Words("`--strict` 另查", "Added by `--strict`"),
    check.DEEP: Words("`--deep` 另查", "Added by `--deep`"),
    check.SEALED: Words("只在 `--seal` 时", "With `--seal` only"),
}
_CHECK_HEADS = (Words("名称", "name"), Words("应当成立", "what must hold"), Words("不成立时", "what to do"))


def checks_in_words(language: Language) -> str:
    """Return every check by tier: what must hold, and what to do where it does not."""
    sections = []
    for tier, title in _TIERS.items():
        rows = tuple(
            (each.name, each.holds.say(language), each.remedy.say(language))
            for each in check.CHECKS
            if each.tier == tier
        )
        heads = tuple(head.say(language) for head in _CHECK_HEADS)
        sections.append(f"## {title.say(language)}\n\n{_table(Table('', heads, rows, frozenset()))}\n")
    return "".join(sections)


MADE: Mapping[str, Callable[[Language], str]] = {
    "checks": checks_in_words,
    "forms": forms_in_words,
    "readings": readings,
    "roles": roles,
    "schemes": schemes_in_words,
}
