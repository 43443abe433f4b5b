"""A document of any form as JSON (schema ``casebook/report/1``) and as CSV rows; the summary has a tree of its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from casebook.render import report as summary
from casebook.render.text import csv_cell, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.sheets import Column, Document, Figure, Line, Part, Sheet
    from casebook.words import Language

SEVERAL = "casebook/reports/1"

Json = dict[str, object]
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")


def as_json(document: Document, language: Language, more: Mapping[str, Mapping[str, object]] | None = None) -> str:
    """Return ``document`` as JSON, ending with a line feed; ``more`` are further keys by register.

    A summary of several registers is a list of reports.
    """
    trees = _trees(document, language, more or {})
    tree = trees[0] if len(trees) == 1 else {"schema": SEVERAL, "reports": trees}
    return json_text(json.dumps(tree, ensure_ascii=False, indent=2)) + "\n"


def _trees(document: Document, language: Language, more: Mapping[str, Mapping[str, object]]) -> list[Json]:
    reports = [part.report for part in document.parts if part.report]
    if reports:
        return [{**summary.tree(report, language), **more.get(report.register, {})} for report in reports]
    return [_form(document, language) | {key: value for each in more.values() for key, value in each.items()}]


def _form(document: Document, language: Language) -> Json:
    registers = [part.register for part in document.parts if part.register]
    tree: Json = {
        "schema": summary.SCHEMA,
        "form": document.form,
        "edition": document.edition,
        "registers": registers,
        "bureau": document.bureau,
        "period": _period(document),
        "known_at": document.known_at,
        "scheme": document.scheme,
    }
    if document.compared:
        tree["compared"] = {"from": document.compared.start.isoformat(), "to": document.compared.end.isoformat()}
    tree["tables"] = [_table(part, sheet, language) for part in document.parts for sheet in part.sheets]
    tree["checks"] = [
        {"name": check.name, "equation": check.equation, "holds": check.holds} for check in document.checks
    ]
    tree["notes"] = [note.say(language) for note in document.notes]
    return tree


def _period(document: Document) -> Json:
    return {"from": document.period.start.isoformat(), "to": document.period.end.isoformat()}


def _table(part: Part, sheet: Sheet, language: Language) -> Json:
    table: Json = {
        "register": part.register,
        "code": sheet.code,
        "title": sheet.title.say(language),
        "columns": [_column(column, language) for column in sheet.columns],
        "rows": [_row(sheet, line, language) for line in sheet.lines],
    }
    if sheet.total:
        table["total"] = _cells(sheet, sheet.total, language)
    if sheet.notes:
        table["notes"] = [note.say(language) for note in sheet.notes]
    return table


def _column(column: Column, language: Language) -> Json:
    group = {"group": column.group.say(language)} if column.group else {}
    return {"code": column.code, "label": column.label.say(language), **group, "kind": column.kind}


def _row(sheet: Sheet, line: Line, language: Language) -> Json:
    return {"code": line.code, "label": line.label.say(language), "cells": _cells(sheet, line, language)}


def _cells(sheet: Sheet, line: Line, language: Language) -> Json:
    return {column.code: _value(figure, language) for column, figure in zip(sheet.columns, line.figures, strict=True)}


def _value(figure: Figure, language: Language) -> int | str | None:
    return figure.say(language) if figure.words else figure.value


def as_csv(document: Document, language: Language) -> str:
    """Return ``document`` as CSV with the columns section, name and value."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("section", "name", "value"))
    for section, name, value in _csv_rows(document, language):
        writer.writerow((csv_cell(section), csv_cell(name), _csv_value(value)))
    return out.getvalue()


def _csv_value(value: int | str) -> int | str:
    """A signed number is no formula: as text it could not be counted with."""
    return value if isinstance(value, int) or _NUMBER.fullmatch(value) else csv_cell(value)


def _csv_rows(document: Document, language: Language) -> Iterator[tuple[str, str, int | str]]:
    reports = [part.report for part in document.parts if part.report]
    if reports and not document.compared:
        for report in reports:
            yield from summary.csv_rows(report)
        return
    yield "report", "form", document.form
    yield "report", "edition", document.edition
    yield "report", "bureau", document.bureau
    yield "period", "from", document.period.start.isoformat()
    yield "period", "to", document.period.end.isoformat()
    yield "report", "known_at", document.known_at
    yield "report", "scheme", document.scheme
    if document.compared:
        yield "compared", "from", document.compared.start.isoformat()
        yield "compared", "to", document.compared.end.isoformat()
        yield from (("report", "note", note.say(language)) for note in document.notes)
    for part in document.parts:
        for sheet in part.sheets:
            if document.compared:
                yield from ((_section(part, sheet), "note", note.say(language)) for note in sheet.notes)
            for line in sheet.all_lines:
                for column, figure in zip(sheet.columns, line.figures, strict=True):
                    value = _value(figure, language)
                    yield (
                        _section(part, sheet),
                        f"{line.code}.{column.code}",
                        summary.NO_SHARE if value is None else value,
                    )


def _section(part: Part, sheet: Sheet) -> str:
    return f"{part.register}.{sheet.code}" if part.register else sheet.code
