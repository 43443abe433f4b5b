"""A row of the case table: read from cells into a card and the steps that it tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.columns import CARD_COLUMNS, COLUMNS, read_cell
from casebook.dates import parse_date
from casebook.docket import LONGEST, fold_number
from casebook.errors import CasebookError, NumberUnusable
from casebook.model import NOTHING, Card, Hearing, Step
from casebook.procedure import Misfit, arrange, check_content, read_ground, rule_of
from casebook.terms import LITIGATION, NOT_STATED, REGISTER, REVIEW, STATUS, STEP, outcomes, parse
from casebook.versions import Rules, edition_of, governing_law
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.cellvalues import Habits, Reading
    from casebook.lawrules import Edition

_FIELD = CARD_COLUMNS.index("field")
_DATES = frozenset(code for code, column in COLUMNS.items() if column.kind in ("date", "dates"))
# A register has no column for the notice that must have come before.
_UNTOLD = {"notice": NOT_STATED}
_HEARING_COLUMNS = ("heard_on", "head_attended", "head_rank")
_COLUMN_OF_STEP = {
    "receive": "received_on",
    "reply": "replied_on",
    "hear": "heard_on",
    "conclude": "closed_on",
}


_IN_ORDER = (
    ("intake_on", "received_on"), ("replied_on", "received_on"), ("closed_on", "received_on"),
    ("closed_on", "intake_on"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Why a row cannot be taken: the column, its value, the reason."""

    column: str
    value: str
    reason: Words


class CaseRow(NamedTuple):
    """A row as read: the steps are numbered from 1, ``hearings`` stand by the number of their hear step.

    ``readings`` are the cells that were not taken literally, in the order of reading.
    """

    register: str
    card: Card
    steps: tuple[Step, ...]
    hearings: tuple[Hearing, ...]
    readings: tuple[Reading, ...] = ()


def read_row(
    cells: Mapping[str, str], today: date, rules: Rules, law: str | None = None, habits: Habits | None = None
) -> CaseRow:
    """Return the row of non-empty ``cells`` by column code; ``law`` overrides the governing edition.

    ``habits`` are those of the office whose table it is; without them, as on the command line, cells are read
    literally. Raises ``Fault`` for the first cell that cannot stand.
    """
    readings: Sequence[Reading] = ()
    if habits is None:
        values = _values(cells, today)
    else:
        from casebook.settling import office_values  # an import alone needs it

        values, readings = office_values(cells, today, habits)
    if not ("register" in values and "received_on" in values):
        column = "received_on" if "register" in values else "register"
        raise Fault(column, "", Words("缺少必填内容", "required, but empty"))
    register = str(values["register"])
    steps, hearings = _steps(values, cells, register)
    row = CaseRow(register, _card(values), steps, hearings, tuple(readings))
    check_row(row, cells, rules, law)
    return row


class _Known(dict[str, object]):
    """The values of the texts that a column holds, read once: a register repeats its words and its days."""

    MOST = 4096  # ten years have fewer days; what no other row says is not kept for long tables

    def __init__(self, code: str, today: date) -> None:
        super().__init__()
        self.code, self.today = code, today

    def __missing__(self, text: str) -> object:
        value = _read(self.code, text, self.today)
        if len(self) < self.MOST:
            self[text] = value
        return value


@lru_cache(maxsize=1)
def _known(today: date) -> Mapping[str, _Known]:
    return {code: _Known(code, today) for code in COLUMNS}


def _values(cells: Mapping[str, str], today: date) -> dict[str, object]:
    known = _known(today)
    values = {code: known[code][text] for code, text in cells.items()}
    return {code: value for code, value in values.items() if value}  # an empty text or list states nothing


def _read(code: str, text: str, today: date) -> object:
    """Return the value of a literal cell. Raises ``Fault``."""
    try:
        value = read_cell(COLUMNS[code], text, lambda day: parse_date(day, today))
    except CasebookError as error:
        raise Fault(code, text, one_line(error)) from None
    if code in _DATES:
        check_past(code, text, value, today)
    return value


def check_past(column: str, text: str, value: object, today: date) -> None:
    """Raise ``Fault`` where ``value`` is a day after ``today``, or holds one."""
    for day in value if isinstance(value, tuple) else (value,):
        if isinstance(day, date) and day > today:
            raise Fault(column, text, Words(f"日期晚于今天（{today}）", f"after today ({today})"))


def one_line(error: CasebookError) -> Words:
    """Return the message of ``error`` on one line in each language."""
    return Words(error.say("zh").replace("\n", " "), error.say("en").replace("\n", " "))


def check_number(number: str) -> str:
    """Return ``number`` trimmed. Raises ``NumberUnusable``."""
    number = number.strip()
    if not fold_number(number) or len(number) > LONGEST or not number.isprintable():
        raise NumberUnusable(
            number=number[:LONGEST].encode("unicode_escape").decode() if not number.isprintable() else number[:LONGEST],
            longest=LONGEST,
        )
    return number


def _card(values: Mapping[str, Any]) -> Card:
    number = str(values.get("number", ""))
    if number:
        try:
            number = check_number(number)
        except NumberUnusable as error:
            raise Fault("number", number, one_line(error)) from None
    told = [values.get(name) for name in CARD_COLUMNS]
    told[_FIELD] = "、".join(_names(values, "field")) or None
    return Card(number, _names(values, "applicant"), _names(values, "respondent"), *told)


def _names(values: Mapping[str, object], column: str) -> tuple[str, ...]:
    names = values.get(column, ())
    return names if isinstance(names, tuple) else ()


def _steps(
    values: Mapping[str, object], cells: Mapping[str, str], register: str
) -> tuple[tuple[Step, ...], tuple[Hearing, ...]]:
    told: list[tuple[str, date, str | None, str | None]] = [("receive", _day(values, "received_on"), None, None)]
    ground = values.get("ground")
    outcome = _outcome(values, cells, register)
    intake = _intake(values, cells, register)
    if intake is not None:
        stated = read_ground(intake[0], str(ground)) if ground and outcome is None else None
        told.append((*intake, None, stated))
    elif ground and outcome is None:
        raise Fault("ground", cells["ground"], Words("有事由而无结案方式", "a ground without an outcome"))
    if "replied_on" in values:
        told.append(("reply", _day(values, "replied_on"), None, None))
    days, attendance, ranks = _hearing_lists(values, cells)
    told.extend(("hear", day, None, None) for day in days)
    if outcome is not None:
        told.append(
            (
                "conclude",
                _day(values, "closed_on"),
                outcome,
                read_ground(outcome, str(ground)) if ground else None,
            )
        )
    steps = tuple(
        [
            Step(no, 0, code, on, result, why, None, _details(values, code))
            for no, (code, on, result, why) in enumerate(told, 1)
        ]
    )
    if not days:
        return steps, ()
    numbers = [step.step_no for step in steps if step.step == "hear"]
    hearings = tuple(
        Hearing(no, day, head_attended=came, head_rank=rank)
        for no, day, came, rank in zip(numbers, days, attendance, ranks, strict=True)
    )
    return steps, hearings


def _details(values: Mapping[str, object], step: str) -> Mapping[str, str]:
    if step == "conclude":
        ordered = values.get("details")
        return ordered if isinstance(ordered, dict) else NOTHING
    return _UNTOLD if step == "abandon" else NOTHING


def _day(values: Mapping[str, object], column: str) -> date:
    day = values[column]
    if not isinstance(day, date):  # the column is of kind date: read_cell returned one
        raise TypeError(column)
    return day


def _outcome(values: Mapping[str, object], cells: Mapping[str, str], register: str) -> str | None:
    if "outcome" not in values:
        if "closed_on" in values:
            raise Fault("outcome", "", Words("有结案日期而无结案方式", "closed, but without an outcome"))
        return None
    if "closed_on" not in values:
        raise Fault("closed_on", "", Words("有结案方式而无结案日期", "an outcome without a date"))
    try:
        return parse(outcomes(register), str(values["outcome"]))
    except CasebookError as error:
        raise Fault("outcome", cells["outcome"], one_line(error)) from None


def _intake(values: Mapping[str, object], cells: Mapping[str, str], register: str) -> tuple[str, date] | None:
    result = values.get("intake_result")
    if result is None and "intake_on" not in values:
        return None
    if register != REVIEW:
        column = "intake_result" if result else "intake_on"
        label = REGISTER.label(register)
        reason = Words(f"{label.zh}没有立案审查，此列应留空", f"{label.en} has no intake decision; leave it empty")
        raise Fault(column, cells[column], reason)
    if "intake_on" not in values:
        raise Fault("intake_on", "", Words("有立案审查结果而无日期", "an intake result without a date"))
    return str(result or "accept"), _day(values, "intake_on")


def _hearing_lists(
    values: Mapping[str, object], cells: Mapping[str, str]
) -> tuple[tuple[date, ...], tuple[str | None, ...], tuple[str | None, ...]]:
    if values.keys().isdisjoint(_HEARING_COLUMNS):
        return (), (), ()
    days = values.get("heard_on", ())
    if not isinstance(days, tuple):
        days = ()
    lists: list[tuple[str | None, ...]] = []
    for column in _HEARING_COLUMNS[1:]:
        listed = values.get(column, ())
        parts = listed if isinstance(listed, tuple) else ()
        if len(parts) != len(days):
            parts = tuple(filter(None, parts))
        if parts and not days:
            raise Fault(column, cells[column], Words("没有开庭日期", "there is no hearing date"))
        if len(parts) not in (0, 1, len(days)):
            reason = Words(
                f"开庭 {len(days)} 次，此处 {len(parts)} 项", f"{len(days)} hearings, but {len(parts)} values"
            )
            raise Fault(column, cells[column], reason)
        told = parts * len(days) if len(parts) == 1 else parts
        lists.append(tuple(part or None for part in told) or (None,) * len(days))
    return days, lists[0], lists[1]


def check_row(row: CaseRow, cells: Mapping[str, str], rules: Rules, law: str | None = None) -> None:
    """Raise ``Fault`` where the steps of a row cannot have happened under the governing law."""
    law = law or governing_law(row.register, row.steps, rules.lawbook)
    edition = edition_of(row.register, law, rules.lawbook)
    _check_order(row, cells)
    for step in row.steps[1:]:
        try:
            check_content(step, rule_of(step.step, edition, row.register), edition, row.register)
        except CasebookError as error:
            column = _fault_column(step, error)
            if column == "ground" and "ground" not in cells:
                column = "outcome"  # an office may write the ground beside the outcome
            raise Fault(column, cells.get(column, ""), one_line(error)) from None
    check_instance(row, cells, edition)
    try:
        arrange(row.steps, edition.registers[row.register])
    except Misfit as misfit:
        column = _COLUMN_OF_STEP.get(misfit.step.step, "intake_on")
        raise Fault(column, cells.get(column, ""), misfit_reason(misfit)) from None


def _fault_column(step: Step, error: CasebookError) -> str:
    if step.step == "conclude":
        return "ground" if error.slug.startswith("ground") else "outcome"
    return _COLUMN_OF_STEP.get(step.step, "intake_result")


def _check_order(row: CaseRow, cells: Mapping[str, str]) -> None:
    days = {_COLUMN_OF_STEP.get(step.step, "intake_on"): step.on for step in row.steps}
    for later, earlier in _IN_ORDER:
        if later in days and earlier in days and days[later] < days[earlier]:
            label = COLUMNS[earlier].label
            reason = Words(f"早于{label.zh} {days[earlier]}", f"before {label.en} {days[earlier]}")
            raise Fault(later, cells.get(later, ""), reason)
    first = row.steps[0].on
    for hearing in row.hearings:
        if hearing.on < first:
            raise Fault(
                "heard_on",
                cells.get("heard_on", ""),
                Words(f"早于收到日期 {first}", f"before received on {first}"),
            )


def check_instance(row: CaseRow, cells: Mapping[str, str], edition: Edition) -> None:
    """Raise ``Fault`` for an outcome that the instance of a suit does not know."""
    if row.register != LITIGATION or row.card.instance is None:
        return
    for step in row.steps:
        if step.outcome is None:
            continue
        rule = edition.registers[row.register].outcomes[step.outcome]
        if rule.instances and row.card.instance not in rule.instances:
            label = COLUMNS["instance"].vocabulary
            here = label.label(row.card.instance) if label else Words("", "")
            reason = Words(f"{here.zh}没有这一结案方式", f"not an outcome of {here.en}")
            raise Fault("outcome", cells.get("outcome", ""), reason)


def misfit_reason(misfit: Misfit) -> Words:
    """Return why a step does not fit where its date puts it."""
    step = STEP.label(misfit.step.step)
    status = STATUS.label(misfit.status) if misfit.status else Words("尚未收案", "not yet received")
    return Words(
        f"{misfit.step.on} 处于“{status.zh}”，不能有“{step.zh}”",
        f"on {misfit.step.on} the case is “{status.en}”; “{step.en}” is not possible",
    )
