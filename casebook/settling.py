"""A row of an office's table: every cell as offices write it, then what one column says and another means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.agencies import level_of
from casebook.cellvalues import Habits, Reading, is_blank, read_sheet_cell, reading
from casebook.columns import COLUMNS
from casebook.dates import parse_date
from casebook.errors import CasebookError
from casebook.outcomecells import Closing, ground_words, office_ground, read_outcome
from casebook.partycells import Parties, hide_private, read_parties
from casebook.procedure import read_ground
from casebook.rows import Fault, check_past, one_line
from casebook.terms import INTAKE_RESULT, LEVEL, NOT_STATED_LABEL, REGISTER, YES_NO, outcomes
from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from casebook.columns import Column

_PARTIES = ("applicant", "respondent")
_UNCODED = ("text", "names", "number", "outcome")
_NOT_REVIEWED = "未经复议"
_REVIEW_ORGAN = "复议机关"


def office_values(
    cells: Mapping[str, str], today: date, habits: Habits
) -> tuple[dict[str, object], tuple[Reading, ...]]:
    """Return the values of non-empty ``cells`` by column code, and the cells that were not taken literally.

    Raises ``Fault`` for the first cell that cannot stand.
    """
    values: dict[str, object] = {}
    readings: list[Reading] = []

    def read_date(text: str) -> date:
        return parse_date(text, today)

    for code, text in cells.items():
        column = COLUMNS[code]
        try:
            value, taken = _office_value(column, text, read_date, habits)
        except CasebookError as error:
            raise Fault(code, hide_private(text) if column.kind == "names" else text, one_line(error)) from None
        if taken is not None:
            readings.append(reading(code, hide_private(text) if column.kind == "names" else text, taken))
        if value in ("", ()):
            continue
        check_past(code, text, value, today)
        values[code] = value
    _settle(values, cells, habits, readings)
    return values, tuple(readings)


def _office_value(
    column: Column, text: str, read_date: Callable[[str], date], habits: Habits
) -> tuple[object, Words | None]:
    """Return the value of a cell and what it was taken for, ``None`` where it was taken literally.

    The value of a cell of parties is ``Parties``; ``()`` is a cell that states nothing. Raises an error of the
    family for what the column cannot hold.
    """
    if not habits.exported:
        if column.kind in _UNCODED and is_blank(text):
            return (), NOT_STATED_LABEL
        if column.code in _PARTIES:
            parties, literal = read_parties(column, text, without_identities=habits.without_identities)
            return parties if parties.names else (), None if literal else parties.say()
        if column.code == "defendant_role" and fold(text) == _NOT_REVIEWED:
            return (), None
    return read_sheet_cell(column, text, read_date)


def _reviewed_first(role: str) -> str | None:
    """Return whether a form of being sued says that there was a review, ``None`` where it does not say."""
    plain = fold(role)
    if plain == _NOT_REVIEWED:
        return "no"
    return "yes" if plain.startswith(_REVIEW_ORGAN) and plain.endswith("被告") else None


def _settle(values: dict[str, object], cells: Mapping[str, str], habits: Habits, readings: list[Reading]) -> None:
    """Bring together what the cells of an office's row say in one column and mean for another."""
    parties = values.get("applicant")
    if isinstance(parties, Parties):
        values["applicant"] = parties.names
        if parties.persons is not None and values.setdefault("applicant_count", parties.persons) != parties.persons:
            reason = Words(f"申请人一栏写明 {parties.persons} 人", f"the names say {parties.persons} persons")
            raise Fault("applicant_count", cells["applicant_count"], reason)
    respondents = values.get("respondent")
    if isinstance(respondents, Parties):
        values["respondent"] = respondents.names
        told_otherwise = habits.levels_told or "respondent_level" in values
        level = None if told_otherwise else level_of(respondents.names, habits.levels)
        if level is not None:
            values["respondent_level"] = level
            readings.append(reading("respondent_level", cells["respondent"], LEVEL.label(level)))
    told = _reviewed_first(cells.get("defendant_role", ""))
    if told is not None and "reviewed_first" not in values:
        values["reviewed_first"] = told
        said = Words(f"是否经复议：{YES_NO.label(told).zh}", f"reviewed first: {YES_NO.label(told).en}")
        readings.append(reading("defendant_role", cells["defendant_role"], said))
    register = str(values.get("register", ""))
    if "outcome" in values and register in REGISTER:
        _settle_outcome(values, cells, register, readings)


def _settle_outcome(
    values: dict[str, object], cells: Mapping[str, str], register: str, readings: list[Reading]
) -> None:
    text = str(values["outcome"])
    code = outcomes(register).find(text)
    try:
        closing = Closing(code) if code else read_outcome(register, text)
    except CasebookError as error:
        raise Fault("outcome", cells["outcome"], one_line(error)) from None
    if code is None:
        readings.append(reading("outcome", text, closing.say(register)))
    if closing.outcome is None:
        _settle_open(values, cells, closing.intake)
        return
    values["outcome"] = closing.outcome
    if closing.details:
        values["details"] = closing.details
    stated = values.get("ground")
    if stated is not None:
        ground = read_ground(closing.outcome, str(stated))
        coded = office_ground(closing.outcome, ground)
        if coded is not None:
            values["ground"] = ground = coded
            readings.append(reading("ground", str(stated), ground_words(closing.outcome, coded)))
        if closing.ground not in (None, ground):
            said = ground_words(closing.outcome, str(closing.ground))
            raise Fault("ground", cells["ground"], Words(f"结案方式一栏写为{said.zh}", f"the outcome says {said.en}"))
    elif closing.ground is not None:
        values["ground"] = closing.ground


def _settle_open(values: dict[str, object], cells: Mapping[str, str], intake: str | None) -> None:
    """Take the word of an outcome that is none: the case is open, or it ended with the intake decision."""
    if intake is None:
        if "closed_on" in values:
            raise Fault(
                "outcome", cells["outcome"], Words("有结案日期而写为未结案", "closed on a day, but said to be open")
            )
        del values["outcome"]
        return
    if values.get("intake_result", intake) != intake:
        reason = Words("与立案审查结果不符", "the intake result says something else")
        raise Fault("outcome", cells["outcome"], reason)
    closed_on = values.get("closed_on")
    if closed_on is not None and values.get("intake_on", closed_on) != closed_on:
        label = INTAKE_RESULT.label(intake)
        reason = Words(
            f"{label.zh}只有一个日期，立案日期应留空或与结案日期相同",
            f"“{label.en}” has one date: leave the intake date empty, or give the same",
        )
        raise Fault("closed_on", cells["closed_on"], reason)
    values["intake_result"] = intake
    if closed_on is not None:
        values["intake_on"] = values.pop("closed_on")
    del values["outcome"]
