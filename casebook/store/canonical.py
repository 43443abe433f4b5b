"""The canonical form: what the digest of an act covers, and in which order. Writer and verifier both read it here.

A column or table of the journal that stands in none of these lists is covered by nothing: ``tests/test_journal.py``
refuses one. What the schema gained after it was first published is covered by its name and only where it says
anything, so that the digests of acts from before stay what they were.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Row = Sequence[object]

BOOK_COLUMNS = (
    "uuid", "bureau", "organ", "organ_level", "number_word", "year_start", "created_at", "chained_by",
)  # fmt: skip
ENTRY_COLUMNS = ("entry_no", "recorded_at", "recorded_by", "act", "corrects", "reason", "source")
LATER_ENTRY_COLUMNS = ("batch", "machine")
STEP_COLUMNS = ("step_no", "entry_no", "case_no", "step", "on_date", "outcome", "ground", "note", "details")
CARD_COLUMNS = (
    "docket_no", "applicant_kind", "applicant_count", "respondent_level", "matter", "field", "handler", "procedure",
    "court", "instance", "defendant_role", "reviewed_first", "previous_number", "channel", "note",
)  # fmt: skip
PARTY_COLUMNS = ("role", "ordinal", "digest")  # the digest stands for salt and name
HEARING_COLUMNS = ("head_attended", "head_name", "head_post", "head_rank", "absence")
REPORT_COLUMNS = (
    "report_no", "form", "edition", "scheme", "registers", "first_on", "last_on", "request", "known_at", "note",
)  # fmt: skip
CELL_COLUMNS = ("ordinal", "register", "name", "kind", "value")


class Part(NamedTuple):
    """Rows that belong to an act itself: their name in its content, table, columns, and the order they are told in."""

    name: str
    table: str
    columns: tuple[str, ...]
    order: str
    always: bool = False  # named in the content of an act that has none too


PARTS = (
    Part("cases", "case_file", ("case_no", "register"), "case_no", always=True),
    Part("strikes", "strike", ("step_no",), "entry_no, step_no", always=True),
    Part("adoptions", "adoption", ("kind", "subject", "content", "compiled"), "entry_no"),
    Part("frozen", "frozen_report", (*REPORT_COLUMNS, "digest"), "report_no"),
    Part("closings", "closing", ("first_on", "last_on", "report_no"), "entry_no"),
    Part("masks", "name_mask", ("step_no", "role", "ordinal", "shown"), "entry_no, step_no, role, ordinal"),
    Part("officers", "officer", ("account", "name", "roles"), "entry_no, account"),
)

# dumps would make one each time; an act never holds itself
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, check_circular=False)
encode = _ENCODER.encode


def content(
    entry: Row, later: Row, steps: Sequence[Row], parts: Mapping[str, Sequence[object]], book: Row | None = None
) -> dict[str, object]:
    """Return the content of an act: its own values, those of later columns, its steps, and rows by part.

    ``parts`` of one column are that column's values. ``book`` is the row of the book, for the act that covers it.
    """
    covered: dict[str, object] = {"entry": entry, "steps": steps}
    for part in PARTS:
        rows = parts.get(part.name, ())
        if rows or part.always:
            covered[part.name] = rows
    covered |= {name: value for name, value in zip(LATER_ENTRY_COLUMNS, later, strict=True) if value is not None}
    if book is not None:
        covered["book"] = book
    return covered


def step(values: Row, card: Row | None, parties: Sequence[Row], hearing: Row | None) -> list[object]:
    """Return a step as the content of its act has it, with the card or the hearing that it told."""
    told: list[object] = [*values]
    if card is not None:
        told.append([*card, parties])
    if hearing is not None:
        told.append(hearing)
    return told


def first_link(book: Row) -> str:
    """Return what the first act is chained to, from the row of the book.

    A new book begins with a digest of the whole row. One from before schema 2 began with its identity alone: an act
    after the migration covers the row (``chained_by``).
    """
    uuid, chained_by = book[0], book[-1]
    return str(uuid) if chained_by else chain("", {"book": book})


def chain(before: str, covered: Mapping[str, object]) -> str:
    """Return the digest of an act: sha256 over the digest before and its content in canonical JSON."""
    return _sha256()(f"{before}\n{encode(covered)}".encode()).hexdigest()


@cache
def _sha256() -> Callable[[bytes], hashlib._Hash]:
    from hashlib import sha256  # a reader never needs it

    return sha256


def party_digest(salt: str, name: str) -> str:
    """Return the digest that stands for a name in the chain."""
    return _sha256()(f"{salt}\n{name}".encode()).hexdigest()


def report_digest(report: Row, cells: Iterable[Row]) -> str:
    """Return the digest of a frozen report: sha256 over what it was asked for and every cell, in canonical JSON."""
    covered = [[*report[: len(REPORT_COLUMNS)]], [[*cell] for cell in cells]]
    return _sha256()(encode(covered).encode()).hexdigest()
