"""The cases behind the figures of a report, each with the figures it is counted in; no name of a person among them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from casebook import headings, masking, terms
from casebook.asking import population_of
from casebook.cells import Facts, cells_of
from casebook.reports import families_of
from casebook.sheets import CaseLine, CaseList
from casebook.store import counts
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.book import Book
    from casebook.cells import Selection
    from casebook.documents import Request
    from casebook.sheets import Document
    from casebook.words import Language

_COLUMNS: Mapping[str, Words] = {
    "received_on": Words("收到日期", "received on"),
    "intake_result": terms.INTAKE_RESULT.name,
    "intake_on": Words("立案审查日期", "intake on"),
    "closed_on": Words("结案日期", "closed on"),
    "outcome": Words("结案方式", "outcome"),
    "ground": Words("事由", "ground"),
    "respondents": Words("被申请人/被告", "respondent"),
    "matter": terms.MATTER.name,
    "field": Words("行政管理类别", "field"),
    "handler": Words("承办人", "handler"),
    "court": Words("受理法院", "court"),
    "instance": terms.INSTANCE.name,
}


NOT_A_CODE = Words("其他", "other")  # what an officer wrote instead of a code may name somebody


def with_cases(
    book: Book, request: Request, document: Document, language: Language, most: int | None = None
) -> Document:
    """Return ``document`` with the list of the cases of its registers that the period touches, in ``language``.

    Of more cases than ``most`` there is no list.
    """
    with book.reading():
        registers = [part.register for part in document.parts if part.register]
        found = {each: counts.each_case(book.connection, population_of(book, request, each)) for each in registers}
        if most is not None and sum(map(len, found.values())) > most:
            return document
        lines = tuple(
            line for register, cases in found.items() for line in _lines(book, request, register, cases, language)
        )
    return replace(document, cases=CaseList(tuple(_COLUMNS.values()), lines))


def _lines(
    book: Book, request: Request, register: str, found: list[tuple[int, str, Facts]], language: Language
) -> Iterator[CaseLine]:
    selections = cells_of(register, families_of(book.rules.lawbook, register))
    named = {name: _label(register, name) for name in selections}
    counted: dict[Facts, tuple[Words, ...]] = {}
    rows = _rows(book, [case_no for case_no, _, _ in found], request.known_at)
    for case_no, docket_no, facts in found:
        figures = counted.get(facts)
        if figures is None:
            figures = counted[facts] = _figures(selections, named, facts)
        yield CaseLine(register, docket_no, _values(register, rows[case_no], language), figures)


def _rows(book: Book, numbers: list[int], known_at: int | None) -> dict[int, dict[str, object]]:
    found = book.listing([("case_no", json.dumps(numbers))], known_at=known_at)
    return {int(str(row["case_no"])): row for row in found}


def _figures(selections: Mapping[str, Selection], named: Mapping[str, Words], facts: Facts) -> tuple[Words, ...]:
    return tuple(named[name] for name, selection in selections.items() if selection.fits(facts))


def _label(register: str, name: str) -> Words:
    section, _, code = name.rpartition(".")
    head = headings.SECTION.label(section.partition(".")[0])
    label = headings.section_values(register, section).label(code)
    return Words(f"{head.zh}：{label.zh}", f"{head.en}: {label.en}")


def _values(register: str, row: Mapping[str, object], language: Language) -> tuple[str, ...]:
    coded = {
        "intake_result": terms.INTAKE_RESULT,
        "outcome": terms.outcomes(register),
        "ground": headings.grounds(register),
        "matter": terms.MATTER,
        "instance": terms.INSTANCE,
    }

    def told(name: str) -> str:
        value = row[name]
        if value is None:
            return ""
        if name == "respondents":
            return "、".join(map(masking.surname_only, str(value).split("、")))
        if name == "ground" and value not in coded[name]:
            return NOT_A_CODE.say(language)
        return coded[name].label(str(value)).say(language) if name in coded else str(value)

    return tuple(map(told, _COLUMNS))
