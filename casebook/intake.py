"""Import: a table of cases becomes acts of the book, all of it or nothing; the same table again adds nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.acts import add_case, new_step
from casebook.cellvalues import OFFICE, Habits
from casebook.closing import ON_TIME, Lateness, closed_periods, closing_of
from casebook.columns import COLUMNS
from casebook.docket import fold_number, match_number, number_keys
from casebook.headers import Asked, asked_with
from casebook.importoutcome import Correction, LeftAlone, Outcome, Rejection
from casebook.merging import Merge, merge
from casebook.model import LATE
from casebook.previews import year_changes
from casebook.rows import CaseRow, Fault, check_row, read_row
from casebook.rowsread import RowsRead
from casebook.store import cases
from casebook.store.derive import Keeper
from casebook.store.journal import Act, Writer
from casebook.tables import cells_of, surplus
from casebook.terms import REGISTER
from casebook.versions import derive, governing_law
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casebook.book import Book, Scribe
    from casebook.model import CaseRecord, Hearing, Step
    from casebook.parts import Part
    from casebook.profiles import Profile

BATCH = 500
MOST_READINGS = 200  # kinds of readings that are told apart
DATED_BY = {"receive": "received_on", "reply": "replied_on", "hear": "heard_on", "conclude": "closed_on"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the officer chose for an import."""

    register: str | None = None
    ignored: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    profile: Profile | None = None
    dry_run: bool = False
    partial: bool = False
    accept_corrections: bool = False
    lateness: Lateness = ON_TIME

    @property
    def said(self) -> Asked:
        """What the command line says of the headers."""
        return Asked(self.register, self.mapping, self.ignored)

    @property
    def asked(self) -> Asked:
        """What is asked of the headers, the command line before the profile."""
        return asked_with(self.profile, self.said) if self.profile else self.said


class _Undo(Exception):
    pass


def import_parts(
    book: Book, parts: Sequence[Part], choices: Choices, scribe: Scribe, seen: Callable[[int], None] = lambda _: None
) -> Outcome:
    """Import the tables of a file into ``book`` as one transaction; ``seen`` is told how many rows are done.

    Nothing is written in a dry run, or where a row is rejected and ``partial`` was not chosen. A row that tells of a
    closed period is rejected unless its lateness is allowed. Raises ``ReasonMissing``.
    """
    choices.lateness.check()
    outcome = Outcome(set_aside=tuple(dict.fromkeys(name for part in parts for name in part.layout.set_aside)))
    outcome.rejected += [fault for part in parts for fault in header_faults(part)]
    if outcome.rejected:
        return outcome
    try:
        with book.writing("correct" if choices.accept_corrections else "import"):
            importer = _Importer(book, choices, scribe, outcome)
            importer.run(parts, seen)
            if choices.dry_run:
                outcome.years = year_changes(book, importer.batch - 1, importer.days)
            _keep_or_undo(outcome, choices)
    except _Undo:
        outcome.batch = None
        return outcome
    outcome.written = True
    return outcome


def _keep_or_undo(outcome: Outcome, choices: Choices) -> None:
    """Unwind the transaction where nothing may be written."""
    if outcome.rejected and not choices.partial:
        outcome.added = outcome.updated = 0
        outcome.years = []
        raise _Undo
    if choices.dry_run:
        raise _Undo


def header_faults(part: Part) -> Iterator[Rejection]:
    """Yield what is wrong with the header: unknown, doubled or missing columns."""
    row, layout = part.header_row, part.layout
    for name in layout.unknown:
        reason = Words(
            "不认识的列；如不需要，用 --ignore 指明，或用 --map 列名=项目 指定",
            "unknown column; leave it out with --ignore, or name its field with --map HEADER=FIELD",
        )
        yield Rejection(row, name, name, reason, part.sheet)
    for code, name in layout.doubled:
        yield Rejection(row, code, name, Words("两列对应同一项目", "two columns for one field"), part.sheet)
    needed = {"number", "received_on"} | (set() if part.register else {"register"})
    for code in sorted(needed - set(layout.columns.values())):
        label = COLUMNS[code].label
        hint = (
            Words("；或用 --register 指明台账", "; or name the register with --register")
            if code == "register"
            else Words("", "")
        )
        reason = Words(f"缺少列“{label.zh}”{hint.zh}", f"the column “{label.en}” is missing{hint.en}")
        yield Rejection(row, code, "", reason, part.sheet)


def _by_hand(habits: Habits | None) -> bool:
    """Tell whether a table is an office's own, not one written in codes or by this program."""
    return habits is not None and not habits.exported


def _habits(part: Part) -> Habits | None:
    """Return how the cells of a table are read: as they stand, as this program wrote them, or as an office does."""
    if part.literal:
        return None
    if part.exported:
        return Habits(exported=True)
    return OFFICE._replace(levels_told="respondent_level" in part.layout.columns.values())


class _Importer:
    """One run over the rows of the tables, inside a transaction."""

    def __init__(self, book: Book, choices: Choices, scribe: Scribe, outcome: Outcome) -> None:
        self.book, self.choices, self.outcome = book, choices, outcome
        now = scribe.clock()
        self.scribe = scribe._replace(clock=lambda: now)
        self.writer, self.keeper = book.writer(), Keeper(book.connection)
        self.batch = self.writer.entry_no + 1
        self.days: dict[str, set[date]] = {}
        self.read = RowsRead()
        self.holding = cases.holding(book.connection, REGISTER.codes)  # registers that may know a number of the file
        if choices.lateness.late:
            book.admit(LATE)
        self.closed = () if choices.lateness.late else closed_periods(book)

    def run(self, parts: Sequence[Part], seen: Callable[[int], None]) -> None:
        """Take every row; those that cannot be taken are listed."""
        passed_over: list[tuple[str, Words]] = []
        for part in parts:
            habits = _habits(part)
            for number, record in part.body():
                self.outcome.rows += 1
                try:
                    self._take(part, number, record, habits)
                except Fault as fault:
                    found = Rejection(number, fault.column, fault.value, fault.reason, part.sheet)
                    self.outcome.rejected.append(found)
                if self.outcome.rows % BATCH == 0:
                    self._flush()
                    seen(self.outcome.rows)
            self._flush()
            self.holding = frozenset(REGISTER.codes)  # what the next table calls a number may be one of this table
            passed_over += [(part.sheet, words) for words in part.passed_over]
        seen(self.outcome.rows)
        self.outcome.passed_over = tuple(passed_over)
        if self.writer.entry_no >= self.batch:
            self.outcome.batch = self.batch

    def _flush(self) -> None:
        self.writer.flush()
        self.keeper.flush()

    def _take(self, part: Part, number: int, record: tuple[str, ...], habits: Habits | None) -> None:
        if len(record) > len(part.header):
            for cell in surplus(part.layout, part.header, record):
                raise Fault("", cell, Words("单元格多于表头", "more cells than headers"))
        cells = cells_of(part.layout, record)
        if part.register:
            cells.setdefault("register", part.register)
        if "number" not in cells:
            raise Fault("number", "", Words("缺少必填内容", "required, but empty"))
        if self.choices.profile:
            cells = self.choices.profile.reworded(cells)
        row = read_row(cells, self.scribe.today, self.book.rules, habits=habits)
        by_hand = _by_hand(habits)
        if self._again(part, number, row, cells, by_hand=by_hand):
            self.outcome.unchanged += 1
            return
        known = self._known(row, by_hand=by_hand)
        if known is None:
            self._add(part, number, row)
        elif self._update(part, number, known[0], row, cells):
            self.outcome.updated += 1
        else:
            self.outcome.unchanged += 1
        self._account(row)

    def _known(self, row: CaseRow, *, by_hand: bool) -> tuple[int, int] | None:
        """Return the case that has the number of ``row``, which offices write with remarks, with 第 or without 号."""
        if by_hand:
            keys = number_keys(row.card.number)
        else:  # an earlier row with this number was met: the register need not be asked for those of the file
            keys = (fold_number(row.card.number),) if row.register in self.holding else ()
        told = (cases.with_key(self.book.connection, row.register, key) for key in keys)
        return next((found for found in told if found is not None), None)

    def _add(self, part: Part, number: int, row: CaseRow) -> None:
        self._refuse_late(row.steps)
        add_case(
            self.writer,
            self.keeper,
            row,
            self.scribe,
            self.book.rules,
            "import",
            part.source(number),
            self.choices.lateness.reason,
            self.batch,
        )
        self.outcome.added += 1

    def _account(self, row: CaseRow) -> None:
        """Keep what a preview tells: how cells were read, and the days that figures may change by."""
        for each in row.readings:
            if each in self.outcome.readings or len(self.outcome.readings) < MOST_READINGS:
                self.outcome.readings[each] += 1
        if self.choices.dry_run:
            self.days.setdefault(row.register, set()).update(step.on for step in row.steps)

    def _refuse_late(self, steps: Iterable[Step]) -> None:
        """Raise ``Fault`` for the first of ``steps`` whose day was closed."""
        for step in steps if self.closed else ():
            found = closing_of(self.closed, step.on)
            if found is not None:
                reason = Words(
                    f"属于已封闭的期间 {found.period}（登记号 {found.entry_no}）；确需补登，用 --late --reason",
                    f"in the period {found.period}, closed by entry {found.entry_no}; to log it, use --late --reason",
                )
                raise Fault(DATED_BY.get(step.step, "intake_on"), step.on.isoformat(), reason)

    def _again(self, part: Part, number: int, row: CaseRow, cells: Mapping[str, str], *, by_hand: bool) -> bool:
        """Return whether an earlier row of the file says the same. Raises ``Fault`` where it says something else."""
        written = row.card.number
        key = match_number(written).removesuffix("号") if by_hand else fold_number(written)
        earlier = self.read.earlier((row.register, key), frozenset(cells.items()), part.sheet, number)
        if earlier is None or earlier.same:
            return earlier is not None
        sheet = earlier.sheet
        zh, en = (f"工作表“{sheet}”", f" of sheet “{sheet}”") if sheet and sheet != part.sheet else ("", "")
        reason = Words(
            f"与{zh}第 {earlier.row} 行案号相同而内容不同", f"same number as row {earlier.row}{en}, but other content"
        )
        raise Fault("number", row.card.number, reason)

    def _update(self, part: Part, number: int, case_no: int, row: CaseRow, cells: Mapping[str, str]) -> bool:
        """Add what ``row`` tells of a known case. Returns whether it told anything new."""
        record = self.book.load(case_no)
        derived = self.book.derive(record)
        if derived is None:
            return False
        found = merge(record, derived, row)
        number_of_case = record.card.number
        self.outcome.left_alone += [LeftAlone(number, number_of_case, name, part.sheet) for name in found.masked]
        if found.contradictions and not self.choices.accept_corrections:
            first = found.contradictions[0]
            reason = Words(
                f"台账已登记为 {first.known}；如确需更正，用 --accept-corrections",
                f"the book says {first.known}; to correct it, use --accept-corrections",
            )
            raise Fault(first.column, cells.get(first.column, first.told), reason)
        if not found.changed:
            return False
        self._refuse_late([*found.strikes, *(step for step, _, _ in found.steps)])
        self._append(record, found, row, cells, part.source(number))
        self.outcome.corrections += [
            Correction(number, record.card.number, each.column, each.known, each.told, part.sheet)
            for each in found.contradictions
        ]
        return True

    def _append(self, record: CaseRecord, found: Merge, row: CaseRow, cells: Mapping[str, str], source: str) -> None:
        struck = {step.step_no for step in found.strikes}
        rest = [step for step in record.live if step.step_no not in struck]
        card = next((card for _, _, card in found.steps if card is not None), record.card)
        numbered = list(_numbered(found.steps, self.writer))
        _check_merged(record.register, [*rest, *(step for step, _ in numbered)], self.book, row, cells)
        self._flush()
        correcting = bool(found.contradictions)
        reasons = [Words(f"按 {source} 更正", f"corrected by {source}").zh] if correcting else []
        reasons += [self.choices.lateness.reason] if self.choices.lateness.reason else []
        self.writer.append(
            Act(
                "correct" if correcting else "import",
                self.scribe.clock(),
                self.scribe.officer,
                corrects=found.strikes[0].entry_no if correcting else None,
                reason="；".join(reasons) or None,
                source=source,
                steps=[
                    new_step(record.case_no, step, hearing, told[2])
                    for (step, hearing), told in zip(numbered, found.steps, strict=True)
                ],
                strikes=sorted(struck),
                batch=self.batch,
            )
        )
        hearings = [held for held in record.live_hearings if held.step_no not in struck]
        new = [hearing for _, hearing in numbered if hearing is not None]
        live = [*rest, *(step for step, _ in numbered)]
        derived = derive(record.register, card, live, [*hearings, *new], self.book.rules)
        self.keeper.replace(record.case_no, self.writer.entry_no, derived)
        for step in found.strikes:
            if step.step == "hear":
                self.keeper.end_hearing(record.case_no, self.writer.entry_no, step.step_no)
        self.keeper.add_hearings(record.case_no, self.writer.entry_no, new)
        self._flush()


def _numbered(
    told: Iterable[tuple[Step, Hearing | None, object]], writer: Writer
) -> Iterator[tuple[Step, Hearing | None]]:
    for offset, (step, hearing, _) in enumerate(told, 1):
        step_no = writer.step_no + offset
        numbered = step._replace(step_no=step_no, entry_no=writer.entry_no + 1)
        yield numbered, hearing._replace(step_no=step_no) if hearing else None


def _check_merged(register: str, steps: list[Step], book: Book, row: CaseRow, cells: Mapping[str, str]) -> None:
    """Raise ``Fault`` where the case, with what the row adds, could not have happened."""
    law = governing_law(register, steps, book.rules.lawbook)
    ordered = sorted(steps, key=lambda step: (step.step != "receive", step.on, step.step_no))
    check_row(CaseRow(register, row.card, tuple(ordered), ()), cells, book.rules, law)
