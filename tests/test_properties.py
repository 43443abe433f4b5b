"""Books of random acts: the figures balance, the derived rows are those of a rebuild, what was known stays known."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import random_acts
from desk import BUREAU, RULES, TODAY, Desk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from rederived import differing_cases, rebuilt_differs

from casebook import reports
from casebook.acts import Telling, record_step
from casebook.amend import Change, correct
from casebook.dates import Period
from casebook.errors import CasebookError
from casebook.intake import Choices
from casebook.render.report import tree
from casebook.rows import Fault
from casebook.store import verify
from casebook.terms import REGISTER, YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.figures import Report
    from casebook.model import CaseRecord
    from casebook.versions import Derived

DATA = st.data()
BREAKDOWNS = {"review": ("matter", "field,family"), "review-defence": ("respondent",), "litigation": ("court,outcome",)}
PERIODS = [
    Period(random_acts.FIRST_DAY + timedelta(days=first), random_acts.FIRST_DAY + timedelta(days=first + length))
    for first, length in ((0, 700), (200, 92), (330, 30), (500, 365), (900, 400))
]


class Printed(NamedTuple):
    """A report as it was printed, and the list of cases as it was, when an entry was the last one."""

    known_at: int
    register: str
    period: Period
    figures: dict[str, object]
    cases: list[dict[str, object]]


class Office(RuleBasedStateMachine):
    """Acts in any order on one book; what the law refuses leaves the book as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name) / "cases.book")
        self.book = self.desk.book
        self.printed: list[Printed] = []

    def teardown(self) -> None:
        try:
            self.nothing_known_was_forgotten()
            self.the_journal_is_sound()
        finally:
            self.book.connection.close()
            self.folder.cleanup()

    # acts

    @contextlib.contextmanager
    def act(self) -> Iterator[None]:
        """One act: taken as one entry more, or refused with nothing written."""
        before = self.book.head.entry_no
        changes = self.book.connection.total_changes
        refused = False
        try:
            yield
        except (CasebookError, Fault):
            refused = True
        assert not self.book.connection.in_transaction
        after = self.book.head.entry_no
        assert after == (before if refused else before + 1)
        if refused:
            assert self.book.connection.total_changes == changes

    @initialize(told=st.lists(random_acts.rows(), min_size=1, max_size=2))
    def begin_with_cases(self, told: list[dict[str, str]]) -> None:
        for cells in told:
            self.log(cells)

    @rule(cells=random_acts.rows())
    def log(self, cells: dict[str, str]) -> None:
        with self.act():
            self.desk.log_cells(cells)

    def cases(self, *filters: tuple[str, object]) -> list[str]:
        return [f"{case['register']}:{case['docket_no']}" for case in self.book.listing(filters)]

    def has_cases(self) -> bool:
        return bool(self.cases())

    def has_open_cases(self) -> bool:
        return bool(self.cases(("status", "open")))

    def pick(self, data: st.DataObject, *filters: tuple[str, object]) -> tuple[str, CaseRecord, Derived]:
        number = data.draw(st.sampled_from(self.cases(*filters)), "case")
        record = self.desk.record(number)
        derived = self.book.derive(record)
        assert derived is not None
        return number, record, derived

    @precondition(has_cases)
    @rule(data=DATA)
    def a_case_moves_on(self, data: st.DataObject) -> None:
        self.record(data)

    @precondition(has_open_cases)
    @rule(data=DATA)
    def an_open_case_moves_on(self, data: st.DataObject) -> None:
        self.record(data, ("status", "open"))

    def record(self, data: st.DataObject, *filters: tuple[str, object]) -> None:
        number, record, derived = self.pick(data, *filters)
        step = data.draw(random_acts.steps(record, derived), "step")
        with self.act():
            told = Telling(step.step, step.on, step.outcome, step.ground, step.note, step.details)
            record_step(self.book, [number], told, self.desk.scribe)

    @precondition(has_open_cases)
    @rule(data=DATA)
    def one_decision_closes_several(self, data: st.DataObject) -> None:
        number, record, derived = self.pick(data, ("status", "open"))
        others = self.cases(("register", record.register), ("status", "open"), ("law", derived.version.law))
        step = data.draw(random_acts.steps(record, derived, "conclude"), "step")
        with self.act():
            told = Telling("conclude", self.desk.today, step.outcome, step.ground)
            logged = record_step(self.book, [number, *others], told, self.desk.scribe)
            assert {each.entry_no for each in logged} == {self.book.head.entry_no}
            assert len(logged) == len({number, *others})

    @precondition(has_cases)
    @rule(data=DATA)
    def correct(self, data: st.DataObject) -> None:
        number, record, derived = self.pick(data)
        step = data.draw(st.sampled_from(record.live), "step")
        change = Change(on=step.on + timedelta(days=data.draw(random_acts.a_slip)), step=step.step)
        if step.step == "receive" and data.draw(st.booleans()):
            change = Change(settings=data.draw(random_acts.settings_of(record.register)), step="receive")
        elif step.step == "conclude" and data.draw(st.booleans()):
            other = data.draw(random_acts.steps(record, derived, "conclude"))
            change = replace(change, outcome=other.outcome, ground=other.ground)
        elif step.step == "hear" and data.draw(st.booleans()):
            change = Change(settings=["head_attended=no", "head_rank=deputy"], step="hear")
        with self.act():
            correct(self.book, number, step.entry_no, change, "核对", self.desk.scribe)

    @precondition(has_cases)
    @rule(data=DATA, whole=st.booleans())
    def strike(self, data: st.DataObject, whole: bool) -> None:
        number, record, _ = self.pick(data)
        step = data.draw(st.sampled_from(record.live), "step")
        with self.act():
            self.desk.strike(number, step.entry_no, step=None if whole else step.step)

    @precondition(has_cases)
    @rule(data=DATA, corrections=st.booleans(), partial=st.booleans())
    def import_what_is_known_and_more(self, data: st.DataObject, corrections: bool, partial: bool) -> None:
        known = [self.told_again(data, case) for case in self.book.listing([])[-2:]]
        told = [*known, data.draw(random_acts.rows("新登〔2025〕1号"))]
        before = self.desk.dump()
        entries = self.book.head.entry_no
        choices = Choices(partial=partial, accept_corrections=corrections)
        done = self.desk.bring_in(told, choices)
        assert done.written == (partial or not done.rejected)
        if not done.written:
            assert self.desk.dump() == before
            return
        assert self.book.head.entry_no == entries + done.added + done.updated
        assert done.rows == done.added + done.updated + done.unchanged + len(done.rejected)
        again = self.desk.bring_in(told, choices)
        assert (again.added, again.updated, len(again.rejected)) == (0, 0, len(done.rejected))

    def told_again(self, data: st.DataObject, case: dict[str, object]) -> dict[str, str]:
        """A row that agrees with a known case on its receipt and hearings, not always on the rest."""
        cells = data.draw(random_acts.rows(str(case["docket_no"]), str(case["register"])))
        cells["received_on"] = str(case["received_on"])
        if case["heard_on"]:
            cells |= {"heard_on": str(case["heard_on"]), "head_attended": data.draw(st.sampled_from(YES_NO.codes))}
        return cells

    @rule(year=st.sampled_from((2024, 2026, 2027)), month=st.integers(1, 11), days=st.integers(1, 9))
    def adopt_a_notice(self, year: int, month: int, days: int) -> None:
        first = date(year, month, 3)
        adopted = self.desk.adopt(year, first.isoformat(), (first + timedelta(days=days)).isoformat())
        assert adopted.entry_no <= self.book.head.entry_no

    # what holds after every act

    @invariant()
    def the_derived_rows_are_those_of_a_rebuild(self) -> None:
        assert rebuilt_differs(self.book.connection, self.book.derive) == []
        assert differing_cases(self.book.connection, self.book.derive) == []

    @invariant()
    def a_report_is_printed(self) -> None:
        number = len(self.printed)
        register = REGISTER.codes[number % 3]
        period = PERIODS[number % len(PERIODS)]
        known_at = self.book.head.entry_no
        self.printed.append(
            Printed(known_at, register, period, self.report(register, period), self.book.listing([], known_at=known_at))
        )
        assert self.printed[-1].cases == self.book.listing([])

    def built(self, register: str, period: Period, known_at: int | None = None) -> Report:
        return reports.build(
            self.book.connection,
            register=register,
            period=period,
            lawbook=RULES.lawbook,
            bureau=BUREAU,
            known_at=known_at,
            by=BREAKDOWNS[register],
        )

    def report(self, register: str, period: Period, known_at: int | None = None) -> dict[str, object]:
        return tree(self.built(register, period, known_at), "en")

    @rule(data=DATA, register=st.sampled_from(REGISTER.codes))
    def every_figure_balances_and_leads_to_its_cases(self, data: st.DataObject, register: str) -> None:
        days = st.sampled_from(self.days()) | st.dates(random_acts.FIRST_DAY, TODAY)
        period = Period(*sorted((data.draw(days, "one end"), data.draw(days, "other end"))))
        following = Period(period.end + timedelta(days=1), period.end + timedelta(days=90))
        built = self.built(register, period)
        assert [each for each in built.checks if not each.holds] == []
        assert built.flow.pending == self.built(register, following).flow.opening
        cell = data.draw(st.sampled_from(reports.cells(built)), "figure")
        found = reports.cases_of(self.book.connection, cell, register=register, period=period, lawbook=RULES.lawbook)
        section, _, code = cell.rpartition(".")
        if section in built.sections:
            assert len(found) == built.sections[section][code]

    def days(self) -> list[date]:
        """The days on which anything happened: at the ends of a period they are counted or not."""
        names = ("received_on", "intake_on", "closed_on")
        told = {str(case[name]) for case in self.book.listing([]) for name in names if case[name]}
        return [date.fromisoformat(day) for day in sorted(told)] or [TODAY]

    # what holds of the whole book

    def nothing_known_was_forgotten(self) -> None:
        for then in self.printed:
            assert self.report(then.register, then.period, then.known_at) == then.figures
            assert self.book.listing([], known_at=then.known_at) == then.cases

    def the_journal_is_sound(self) -> None:
        connection = self.book.connection
        assert list(verify.broken_entries(connection)) == []
        assert list(verify.broken_parties(connection)) == []
        assert list(verify.gaps(connection)) == []
        assert list(verify.contradictions(connection)) == []
        assert list(verify.integrity(connection)) == []


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
