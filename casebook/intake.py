"""Import: a table of cases becomes acts of the book, all of it or nothing; the same table again adds nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.acts import add_case, new_step
from casebook.closing import ON_TIME, Lateness, closed_periods, closing_of
from casebook.columns import COLUMNS
from casebook.docket import fold_number
from casebook.merging import Merge, merge
from casebook.rows import CaseRow, Fault, check_row, read_row
from casebook.store import cases
from casebook.store.derive import Keeper
from casebook.store.journal import Act, Writer
from casebook.tables import Layout, Table, cells_of, lay_out, surplus
from casebook.versions import derive, governing_law
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from casebook.book import Book, Scribe
    from casebook.model import CaseRecord, Hearing, Step

BATCH = 500
DATED_BY = {"receive": "received_on", "reply": "replied_on", "hear": "heard_on", "conclude": "closed_on"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the officer chose for an import."""

    register: str | None = None
    ignored: tuple[str, ...] = ()
    dry_run: bool = False
    partial: bool = False
    accept_corrections: bool = False
    lateness: Lateness = ON_TIME


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be taken: its number in the sheet, the column, its value, the reason."""

    row: int
    column: str
    value: str
    reason: Words


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    set_aside: tuple[str, ...] = ()
    written: bool = False


class _Undo(Exception):
    pass


def import_table(
    book: Book, table: Table, choices: Choices, scribe: Scribe, seen: Callable[[int], None] = lambda _: None
) -> Outcome:
    """Import ``table`` into ``book`` as one transaction; ``seen`` is told how many rows are done.

    Nothing is written in a dry run, or where a row is rejected and ``partial`` was not chosen. A row that tells of a
    closed period is rejected unless its lateness is allowed. Raises ``ReasonMissing``.
    """
    choices.lateness.check()
    layout = lay_out(table.header, choices.ignored)
    outcome = Outcome(rows=len(table.body), set_aside=layout.set_aside)
    outcome.rejected += header_faults(table, layout, choices)
    if outcome.rejected:
        return outcome
    try:
        with book.writing():
            _Importer(book, table, layout, choices, scribe, outcome).run(seen)
            _keep_or_undo(outcome, choices)
    except _Undo:
        return outcome
    outcome.written = True
    return outcome


def _keep_or_undo(outcome: Outcome, choices: Choices) -> None:
    """Unwind the transaction where nothing may be written."""
    if outcome.rejected and not choices.partial:
        outcome.added = outcome.updated = 0
        raise _Undo
    if choices.dry_run:
        raise _Undo


def header_faults(table: Table, layout: Layout, choices: Choices) -> Iterator[Rejection]:
    """Yield what is wrong with the header: unknown, doubled or missing columns."""
    row = table.header_row
    for name in layout.unknown:
        yield Rejection(
            row,
            name,
            name,
            Words(
                "不认识的列；如不需要，用 --ignore 指明",
                "unknown column; leave it out with --ignore, if it is not needed",
            ),
        )
    for code, name in layout.doubled:
        yield Rejection(row, code, name, Words("两列对应同一项目", "two columns for one field"))
    needed = {"number", "received_on"} | (set() if choices.register else {"register"})
    for code in sorted(needed - set(layout.columns.values())):
        label = COLUMNS[code].label
        hint = (
            Words("；或用 --register 指明台账", "; or name the register with --register")
            if code == "register"
            else Words("", "")
        )
        yield Rejection(
            row,
            code,
            "",
            Words(f"缺少列“{label.zh}”{hint.zh}", f"the column “{label.en}” is missing{hint.en}"),
        )


class _Importer:
    """One run over the rows of a table, inside a transaction."""

    def __init__(
        self, book: Book, table: Table, layout: Layout, choices: Choices, scribe: Scribe, outcome: Outcome
    ) -> None:
        self.book, self.table, self.layout = book, table, layout
        self.choices, self.outcome = choices, outcome
        now = scribe.clock()
        self.scribe = scribe._replace(clock=lambda: now)
        self.writer, self.keeper = Writer(book.connection), Keeper(book.connection)
        self.seen: dict[tuple[str, str], tuple[int, Mapping[str, str]]] = {}
        self.closed = () if choices.lateness.late else closed_periods(book)

    def run(self, seen: Callable[[int], None]) -> None:
        """Take every row; those that cannot be taken are listed."""
        for done, (number, record) in enumerate(self.table.body, 1):
            try:
                self._take(number, record)
            except Fault as fault:
                self.outcome.rejected.append(Rejection(number, fault.column, fault.value, fault.reason))
            if done % BATCH == 0:
                self._flush()
                seen(done)
        self._flush()
        seen(len(self.table.body))

    def _flush(self) -> None:
        self.writer.flush()
        self.keeper.flush()

    def _take(self, number: int, record: tuple[str, ...]) -> None:
        for cell in surplus(self.layout, self.table.header, record):
            raise Fault("", cell, Words("单元格多于表头", "more cells than headers"))
        cells = cells_of(self.layout, record)
        if self.choices.register:
            cells.setdefault("register", self.choices.register)
        if "number" not in cells:
            raise Fault("number", "", Words("缺少必填内容", "required, but empty"))
        row = read_row(cells, self.scribe.today, self.book.rules)
        if self._again(number, row, cells):
            self.outcome.unchanged += 1
            return
        source = f"{self.table.path.name}:{number}"
        known = cases.with_key(self.book.connection, row.register, fold_number(row.card.number))
        if known is None:
            self._refuse_late(row.steps)
            reason = self.choices.lateness.reason
            add_case(self.writer, self.keeper, row, self.scribe, self.book.rules, "import", source, reason)
            self.outcome.added += 1
        elif self._update(known[0], row, cells, source):
            self.outcome.updated += 1
        else:
            self.outcome.unchanged += 1

    def _refuse_late(self, steps: Iterable[Step]) -> None:
        """Raise ``Fault`` for the first of ``steps`` whose day was closed."""
        for step in steps:
            found = closing_of(self.closed, step.on)
            if found is not None:
                reason = Words(
                    f"属于已封闭的期间 {found.period}（登记号 {found.entry_no}）；确需补登，用 --late --reason",
                    f"in the period {found.period}, closed by entry {found.entry_no}; to log it, use --late --reason",
                )
                raise Fault(DATED_BY.get(step.step, "intake_on"), step.on.isoformat(), reason)

    def _again(self, number: int, row: CaseRow, cells: Mapping[str, str]) -> bool:
        """Return whether an earlier row of the file says the same. Raises ``Fault`` where it says something else."""
        key = (row.register, fold_number(row.card.number))
        if key not in self.seen:
            self.seen[key] = (number, cells)
            return False
        earlier, told = self.seen[key]
        if told == cells:
            return True
        reason = Words(f"与第 {earlier} 行案号相同而内容不同", f"same number as row {earlier}, but other content")
        raise Fault("number", row.card.number, reason)

    def _update(self, case_no: int, row: CaseRow, cells: Mapping[str, str], source: str) -> bool:
        """Add what ``row`` tells of a known case. Returns whether it told anything new."""
        record = self.book.load(case_no)
        derived = self.book.derive(record)
        if derived is None:
            return False
        found = merge(record, derived, row)
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
        self._append(record, found, row, cells, source)
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
