"""Lists of cases: text, Markdown, CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from casebook import terms
from casebook.columns import COLUMNS
from casebook.render.align import aligned
from casebook.render.casejson import case_json
from casebook.render.text import csv_cell, inert, markdown_cell
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

_SHOWN = (
    "number",
    "register",
    "status",
    "received_on",
    "applicant",
    "respondent",
    "matter",
    "closed_on",
    "outcome",
)


def write_cases(found: Sequence[Mapping[str, object]], form: str, language: Language, out: TextIO) -> None:
    """Write a list of cases (values by the names of ``case_version``) as ``table``, ``plain``, ``md`` or ``csv``."""
    cases = [case_json(case) for case in found]
    if form == "csv":
        import csv  # this form only

        writer = csv.writer(out, lineterminator="\n")
        names = [*COLUMNS, "status", "law"]
        writer.writerow(names)
        writer.writerows([[csv_cell(_code(case[name])) for name in names] for case in cases])
        return
    heads = [_label(name).say(language) for name in _SHOWN]
    rows = [[_shown(case, name, language) for name in _SHOWN] for case in cases]
    if form == "md":
        from tabulate import tabulate  # costs more than the list itself

        safe = [[markdown_cell(cell) for cell in row] for row in rows]
        out.write(tabulate(safe, heads, tablefmt="github", disable_numparse=True) + "\n")
        return
    out.write("\n".join(aligned([heads, *rows])) + "\n")
    if not cases:
        return
    total = Words(f"共 {len(cases)} 件", f"{len(cases)} case{'' if len(cases) == 1 else 's'}").say(language)
    out.write(f"{total}\n")


def _label(name: str) -> Words:
    return terms.STATUS.name if name == "status" else COLUMNS[name].label


def _code(value: object) -> str:
    return "" if value is None else str(value)


def _shown(case: Mapping[str, object], name: str, language: Language) -> str:
    value = case[name]
    if value is None:
        return ""
    text = str(value)
    if name == "status":
        return terms.STATUS.label(text).say(language)
    if name == "outcome":
        return terms.outcomes(str(case["register"])).label(text).say(language)
    vocabulary = COLUMNS[name].vocabulary
    return vocabulary.label(text).say(language) if vocabulary else inert(text)
