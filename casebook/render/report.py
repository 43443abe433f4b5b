"""The summary of a register as JSON (schema ``casebook/report/1``) and as CSV rows, as they are promised to scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.figures import Report
    from casebook.words import Language

SCHEMA = "casebook/report/1"
NO_SHARE = "—"


def tree(report: Report, language: Language) -> dict[str, object]:
    """Return the report as the JSON document promises it; only definitions depend on ``language``."""
    document: dict[str, object] = {
        "schema": SCHEMA,
        "form": report.form,
        "register": report.register,
        "bureau": report.bureau,
        "period": {"from": report.period.start.isoformat(), "to": report.period.end.isoformat()},
        "known_at": report.known_at,
        "scheme": report.scheme,
    }
    for section, cells in report.sections.items():
        head, _, inner = section.partition(".")
        if inner:
            nested = document.setdefault(head, {})
            if isinstance(nested, dict):
                nested[inner] = dict(cells)
        else:
            document[head] = dict(cells)
    if report.efficiency:
        document["efficiency"] = {**report.efficiency.cells, **report.efficiency.totals}
    document["rates"] = {
        share.name: {
            "part": share.part,
            "whole": share.whole,
            "percent": share.percent,
            "definition": share.definition.say(language),
        }
        for share in report.rates
    }
    document["breakdowns"] = [
        {
            "by": list(each.by),
            "base": each.base,
            "cells": each.cells,
            "not_stated": each.not_stated,
            "total": each.total,
        }
        for each in report.breakdowns
    ]
    document["checks"] = [
        {"name": check.name, "equation": check.equation, "holds": check.holds} for check in report.checks
    ]
    return document


def csv_rows(report: Report) -> Iterator[tuple[str, str, int | str]]:
    """Yield the figures of ``report`` as section, name and value; a cross names both values with a comma."""
    yield "report", "register", report.register
    yield "report", "bureau", report.bureau
    yield "period", "from", report.period.start.isoformat()
    yield "period", "to", report.period.end.isoformat()
    yield "report", "known_at", report.known_at
    yield "report", "scheme", report.scheme
    for name, value in report.values():
        section, _, code = name.rpartition(".")
        yield section, code, NO_SHARE if value is None else value
    for each in report.breakdowns:
        section = f"breakdowns.{each.name}"
        yield section, "base", each.base
        for key, number in each.counts:
            if key[0] is not None:
                yield section, ",".join(terms.NOT_STATED if value is None else value for value in key), number
        yield section, terms.NOT_STATED, each.not_stated
        yield section, "total", each.total
