"""A report of one register as the program prints it, from the report alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import schemes, summary
from casebook.documents import SUMMARY_EDITION, SUMMARY_TITLE
from casebook.formnames import SUMMARY
from casebook.render import document, formjson
from casebook.sheets import Document

if TYPE_CHECKING:
    from casebook.figures import Report
    from casebook.words import Language

FORMATS = ("table", "plain", "md", "csv", "json")


def document_of(report: Report) -> Document:
    """The document that a summary of one register is printed from."""
    scheme = schemes.load(report.scheme)
    return Document(
        SUMMARY, SUMMARY_EDITION, SUMMARY_TITLE, report.bureau, report.period, report.known_at, scheme.name,
        scheme.label, scheme.unit, (summary.part_of(report, scheme),),
    )  # fmt: skip


def render(report: Report, form: str, language: Language, *, width: int = 100, colour: bool = False) -> str:
    """The report in one of ``FORMATS``."""
    printed = document_of(report)
    if form == "json":
        return formjson.as_json(printed, language)
    if form == "csv":
        return formjson.as_csv(printed, language)
    return document.render(printed, form, language, width=width, colour=colour)
