"""Export: what leaves a book as tables, masked for sharing or, with an entry that says so, with every name."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from casebook import masking, terms
from casebook.columns import COLUMNS, split_names
from casebook.docket import parse_number
from casebook.errors import ReasonMissing
from casebook.procedure import ground_vocabulary
from casebook.store import exports
from casebook.store.journal import Act
from casebook.terms import DETAIL, LITIGATION, PARTY_ROLE, REGISTER, STEP
from casebook.untabled import beyond_the_table, label_of
from casebook.words import Vocabulary, Words, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.book import Book, Scribe
    from casebook.masking import Masks

    Record = dict[str, object]

CASES, STEPS, PARTIES, HEARINGS, ALL = "cases", "steps", "parties", "hearings", "all"
WHAT = Vocabulary(
    Words("导出内容", "what is exported"),
    term(CASES, "案件", "cases"),
    term(STEPS, "程序节点", "steps", "节点"),
    term(PARTIES, "当事人", "parties"),
    term(HEARINGS, "开庭", "hearings", "听证"),
    term(ALL, "全部", "all"),
)

_IN_SUITS = {
    "applicant": Words("原告", "plaintiff"),
    "applicant_kind": Words("原告类别", "kind of plaintiff"),
    "applicant_count": Words("原告总数", "plaintiffs"),
    "respondent": Words("被告", "defendant"),
    "respondent_level": Words("层级", "level of defendant"),
    "matter": Words("案件类别", "matter"),
    "replied_on": Words("答辩日期", "replied on"),
}
_FREE = ("note", "channel", "field", "ground")  # texts of the case table in which anything may stand


class Field(NamedTuple):
    """A column of an exported table: its code, its label, and what stands in it (``date``, ``count`` or text)."""

    code: str
    label: Words
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: its rows are read once, by the codes of its fields, while it is written."""

    code: str
    label: Words
    fields: tuple[Field, ...]
    rows: Iterator[Record]


class Choices(NamedTuple):
    """What is to be exported: conditions of ``store.cases.CONDITIONS``, as known at an entry, masked or not."""

    filters: Sequence[tuple[str, object]] = ()
    known_at: int | None = None
    masked: bool = True

    def of(self, register: str) -> Choices:
        """Return the same of one register."""
        return self._replace(filters=[*self.filters, ("register", register)])

    @property
    def asked(self) -> exports.Asked:
        """The question to the store."""
        return exports.Asked(self.filters, self.known_at)


class Beyond(NamedTuple):
    """What the case table has no column for, and in how many of its cases it is told."""

    what: Words
    cases: int


class Export:
    """The tables of one export. All of them are read from the same state of the book, inside ``book.reading``."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self.book, self.choices = book, choices
        book.entry(choices.known_at)
        self.masks = masks_of(book) if choices.masked else None

    def cases(self, register: str | None = None) -> Table:
        """Return the case table, of one register under its own headers."""
        choices = self.choices.of(register) if register else self.choices
        found = (_case(row, self.masks) for row in exports.cases(self.book.connection, choices.asked))
        label = REGISTER.label(register) if register else WHAT.label(CASES)
        return Table(register or CASES, label, _case_fields(register), found)

    def steps(self) -> Table:
        """Return the table of the steps that count."""
        rows = map(_named_step, exports.steps(self.book.connection, self.choices.asked))
        found = (_with_settings(_step(row, self.masks)) for row in rows)
        return Table(STEPS, WHAT.label(STEPS), _STEP_FIELDS, found)

    def parties(self) -> Table:
        """Return the table of the parties as the cards name them."""
        rows = exports.parties(self.book.connection, self.choices.asked)
        return Table(PARTIES, WHAT.label(PARTIES), _PARTY_FIELDS, (_party(row, self.masks) for row in rows))

    def hearings(self) -> Table:
        """Return the table of the hearings held."""
        rows = exports.hearings(self.book.connection, self.choices.asked)
        return Table(HEARINGS, WHAT.label(HEARINGS), _HEARING_FIELDS, (_hearing(row, self.masks) for row in rows))

    def table(self, what: str) -> Table:
        """Return the table of that name."""
        return {CASES: self.cases, STEPS: self.steps, PARTIES: self.parties, HEARINGS: self.hearings}[what]()

    def lines(self) -> Iterator[Record]:
        """Yield every case as one object with its parties, steps and hearings."""
        connection, asked = self.book.connection, self.choices.asked
        told = _Beside(exports.steps(connection, asked))
        named = _Beside(exports.parties(connection, asked))
        for row in exports.cases(connection, asked):
            case_no = row[0]
            steps = [_named_step(each) for each in told.of(case_no)]
            yield {
                "schema": "casebook/export/1",
                **_case(row, self.masks),
                "parties": [_without_case(_party(each, self.masks)) for each in named.of(case_no)],
                "steps": [_line_step(each, self.masks) for each in steps],
                "hearings": [_line_hearing(each, self.masks) for each in steps if each["held"]],
            }

    def beyond(self) -> tuple[Beyond, ...]:
        """Return what the case table cannot hold of the cases asked for, most cases first."""
        told = Counter(each for _, beyond in self.beyond_by_case() for each in beyond)
        found = [Beyond(label_of(kind, name), count) for (kind, name), count in sorted(told.items())]
        return tuple(sorted(found, key=lambda each: -each.cases))

    def beyond_by_case(self) -> Iterator[tuple[object, set[tuple[str, str]]]]:
        """Yield the cases, by internal number, with what the case table cannot hold of each."""
        rows = exports.steps(self.book.connection, self.choices.asked)
        for case_no, told in groupby(rows, key=itemgetter(0)):
            yield case_no, beyond_the_table([_named_step(row) for row in told])


class _Beside:
    """Rows of a question in the same order of cases, taken case by case."""

    def __init__(self, rows: Iterable[exports.Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, case_no: object) -> list[exports.Row]:
        """Return the rows of the next case, none where it has none."""
        if self._next is None or self._next[0] != case_no:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def masks_of(book: Book) -> Masks:
    """Return what stands for the names of the book: the same in each of its exports, for numbers go by first mention.

    Who has two files of one book can therefore lay them side by side. Names that were struck, or told after what is
    exported, are looked for in texts too.
    """
    told = exports.names(book.connection)
    return masking.masks(
        masking.Named(str(name), str(role), _text(kind), bool(gone)) for name, role, kind, gone in told
    )


def check_reason(reason: str | None) -> str:
    """Return the reason for which names leave the book. Raises ``ReasonMissing``."""
    if not (reason or "").strip():
        raise ReasonMissing
    return str(reason).strip()


def log_export(book: Book, scribe: Scribe, reason: str, source: str) -> int:
    """Log that names left the book: who took them, why, and into which file; return the entry.

    Raises ``ReasonMissing``.
    """
    reason = check_reason(reason)
    with book.writing("export"):
        writer = book.writer()
        writer.append(Act("export", scribe.clock(), scribe.officer, reason=reason, source=source))
        writer.flush()
        return writer.entry_no


def shown(register: object, code: str, value: object) -> object:
    """Return a value as people read it: the Chinese label of a code, yes and no by hearing; others as they stand."""
    if not isinstance(value, str):
        return value
    if code == "outcome":
        return terms.outcomes(str(register)).label(value).zh
    vocabulary = _LABELLED.get(code)
    if vocabulary is None:
        return value
    return ";".join(vocabulary.label(part).zh if part else "" for part in value.split(";"))


_LABELLED: Mapping[str, Vocabulary] = {
    **{code: column.vocabulary for code, column in COLUMNS.items() if column.vocabulary is not None},
    "step": STEP,
    "role": PARTY_ROLE,
}


def shown_record(record: Record) -> Record:
    """Return a record with every value as people read it; a ground by what it is the ground of."""
    told = {code: shown(record["register"], code, value) for code, value in record.items()}
    ground = record.get("ground")
    if isinstance(ground, str):
        of = record.get("outcome") or record.get("step") or record.get("intake_result")
        vocabulary = ground_vocabulary(str(of))
        told["ground"] = vocabulary.label(ground).zh if vocabulary else ground
    return told


def _case_fields(register: str | None) -> tuple[Field, ...]:
    labels = _IN_SUITS if register == LITIGATION else {}
    return tuple(
        Field(code, labels.get(code, column.label), column.kind if column.kind in ("date", "count") else "text")
        for code, column in COLUMNS.items()
    )


def _of_case(*fields: Field) -> tuple[Field, ...]:
    return (Field("register", COLUMNS["register"].label), Field("number", COLUMNS["number"].label), *fields)


def _column(code: str, kind: str = "text") -> Field:
    return Field(code, COLUMNS[code].label, kind)


_HEAD = tuple(Field(code, DETAIL.label(code)) for code in ("head_attended", "head_name", "head_post", "head_rank"))
_ABSENCE = Field("absence", DETAIL.label("absence"))
_STEP_FIELDS = _of_case(
    Field("entry_no", Words("登记号", "entry"), "count"),
    Field("step", STEP.name),
    Field("on", Words("日期", "on"), "date"),
    _column("outcome"),
    _column("ground"),
    _column("note"),
    Field("set", DETAIL.name),
)
_PARTY_FIELDS = _of_case(
    Field("role", PARTY_ROLE.name),
    Field("ordinal", Words("序号", "ordinal"), "count"),
    Field("name", Words("名称", "name")),
)
_HEARING_FIELDS = _of_case(
    Field("on", Words("开庭日期", "on"), "date"),
    _column("court"),
    _column("instance"),
    Field("respondent", Words("被申请人/被告", "respondent or defendant")),
    *_HEAD,
    _ABSENCE,
)


def _case(row: exports.Row, masks: Masks | None) -> Record:
    values = dict(zip(exports.CASE_COLUMNS, row, strict=True))
    values["number"], values["respondent"] = values["docket_no"], values["respondents"]
    case = {code: values[code] for code in COLUMNS}
    if masks is None:
        return case
    for code in ("number", "previous_number"):
        case[code] = _number(case[code], masks)
    for code in ("applicant", "respondent"):
        case[code] = _masked_names(case[code], masks)
    return case | {code: _scrubbed(case[code], masks) for code in _FREE}


def _number(value: object, masks: Masks) -> object:
    """Return a case number: it stays visible, unless it is no number but a text in which anything may stand."""
    if isinstance(value, str) and None in parse_number(value)[1:]:
        return masks.text(value)
    return value


def _masked_names(value: object, masks: Masks) -> object:
    return "、".join(masks.names(split_names(value))) if isinstance(value, str) else value


def _scrubbed(value: object, masks: Masks | None) -> object:
    return masks.text(value) if isinstance(value, str) and masks is not None else value


def _named_step(row: exports.Row) -> Record:
    named = dict(zip(exports.STEP_COLUMNS, row, strict=True))
    return named | {"details": json.loads(str(named["details"])) if named["details"] else {}}


def _step(row: Record, masks: Masks | None) -> Record:
    number = row["docket_no"] if masks is None else _number(row["docket_no"], masks)
    told = {"register": row["register"], "number": number, "entry_no": row["entry_no"], "step": row["step"]}
    told |= {"on": row["on_date"], "outcome": row["outcome"]}
    return told | {code: _scrubbed(row[code], masks) for code in ("ground", "note")} | {"set": _details(row, masks)}


def _details(row: Record, masks: Masks | None) -> Record:
    details = row["details"]
    told = details if isinstance(details, dict) else {}
    return {name: value if name == "compensation" else _scrubbed(value, masks) for name, value in told.items()}


def _with_settings(step: Record) -> Record:
    """Return a step with its further values in one cell, as ``--set`` takes them."""
    details = step["set"]
    told = details if isinstance(details, dict) else {}
    return step | {"set": "; ".join(f"{name}={value}" for name, value in told.items()) or None}


def _line_step(row: Record, masks: Masks | None) -> Record:
    return _without_case(_step(row, masks))


def _line_hearing(row: Record, masks: Masks | None) -> Record:
    head = {code: row[code] for code in ("head_attended", "head_name", "head_post", "head_rank")}
    return {"on": row["on_date"], **head, "absence": _scrubbed(row["absence"], masks)}


def _without_case(record: Record) -> Record:
    return {code: value for code, value in record.items() if code not in ("register", "number")}


def _party(row: exports.Row, masks: Masks | None) -> Record:
    _, register, number, role, ordinal, name, _ = row
    if masks is not None:
        number, name = _number(number, masks), masks.name(str(name))
    return {"register": register, "number": number, "role": role, "ordinal": ordinal, "name": name}


def _hearing(row: exports.Row, masks: Masks | None) -> Record:
    values = dict(zip(exports.HEARING_COLUMNS, row, strict=True))
    values |= {"number": values["docket_no"], "on": values["on_date"], "respondent": values["respondents"]}
    if masks is not None:
        values["number"] = _number(values["number"], masks)
        values["respondent"] = _masked_names(values["respondent"], masks)
        values["absence"] = _scrubbed(values["absence"], masks)
    return {field.code: values[field.code] for field in _HEARING_FIELDS}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
