"""The last act of an officer taken back: as if it had not been, and still readable."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from blackbox.program import Casebook
from desk import TODAY, Desk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from test_properties import PERIODS, Office

from casebook import check
from casebook.actfaults import CannotBeUndone, LaterActsHold, NothingToUndo
from casebook.batches import strike_batch
from casebook.bookfaults import PeriodClosed
from casebook.errors import NumberTaken, ReasonMissing
from casebook.intake import Choices
from casebook.store import verify
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ONE, TWO, SUIT = "南府复〔2024〕1号", "南府复〔2024〕2号", "（2024）赣01行初5号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    desk.log("review", "2024-03-04", ONE, applicant="张三、李四", respondent="县公安局", matter="penalty")
    desk.step(ONE, "accept", "2024-03-06")
    yield desk
    assert [each for each in check.run(desk.book, TODAY, deep=True) if each.severity == check.ERROR] == []
    desk.book.connection.close()


@contextlib.contextmanager
def another_officer(desk: Desk) -> Iterator[None]:
    scribe = desk.scribe
    desk.scribe = scribe._replace(officer="李科员")
    try:
        yield
    finally:
        desk.scribe = scribe


class State(NamedTuple):
    """What an officer sees of the cases, whatever the numbers of the entries behind it."""

    cases: list[dict[str, object]]
    deadlines: list[tuple[object, ...]]
    hearings: list[tuple[object, ...]]
    live: list[list[tuple[object, ...]]]


def state(desk: Desk) -> State:
    connection = desk.book.connection
    cases = desk.book.listing([])
    records = [desk.book.load(int(str(case["case_no"]))) for case in cases]
    return State(
        cases,
        connection.execute("select * from deadline order by case_no, ordinal").fetchall(),
        connection.execute(
            "select case_no, on_date, head_attended, head_rank from hearing_version where until_entry is null"
            " order by 1, 2, 3, 4"
        ).fetchall(),
        [
            sorted(
                (step.step, step.on, step.outcome, step.ground, step.note, sorted(step.details.items()),
                 record.cards.get(step.step_no), _said(record.hearings.get(step.step_no)))
                for step in record.live
            )
            for record in records
        ],
    )  # fmt: skip


def _said(hearing: object) -> object:
    return hearing[1:] if isinstance(hearing, tuple) else hearing


def suit(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, instance="first")
    desk.step(SUIT, "hear", "2024-04-16", head_attended="yes", head_name="周局长", head_rank="chief")


ROWS = (
    {"register": "review", "number": ONE, "received_on": "2024-03-05", "intake_on": "2024-03-06"}
    | {"closed_on": "2024-04-15", "outcome": "revoke"},
    {"register": "review", "number": TWO, "received_on": "2024-03-11", "intake_on": "2024-03-13"},
    {"register": "litigation", "number": SUIT, "received_on": "2024-03-04", "heard_on": "2024-04-16"},
)

ACTS: dict[str, Callable[[Desk], object]] = {
    "intake": lambda desk: desk.log("review", "2024-03-05", TWO, intake_on="2024-03-06"),
    "record": lambda desk: desk.step(ONE, "extend", "2024-04-10", days="30", note="案情复杂"),
    "close of several": lambda desk: desk.close([ONE, "2024-9"], "terminate", "2024-04-15", ground="withdrawn"),
    "correct a card": lambda desk: desk.correct(ONE, 1, "applicant=王五", "matter=licence", "number=更正〔2024〕7号"),
    "correct a day": lambda desk: desk.correct(ONE, 2, on="2024-03-07"),
    "correct a hearing": lambda desk: desk.correct(SUIT, 6, "head_attended=no", "absence=出差"),
    "strike": lambda desk: desk.strike(ONE, 4),
    "strike a hearing": lambda desk: desk.strike(SUIT, 6),
    "strike a case": lambda desk: desk.strike("2024-9", 3),
    "import": lambda desk: desk.bring_in(ROWS, Choices(accept_corrections=True)),
}


def furnish(desk: Desk) -> None:
    desk.log("review", "2024-03-04", "南府复〔2024〕9号", intake_on="2024-03-06", applicant="赵六")
    desk.step(ONE, "reply", "2024-03-18")
    suit(desk)


@pytest.mark.parametrize("name", ACTS)
def test_what_was_told_is_taken_back_whole_and_stays_readable(desk: Desk, name: str) -> None:
    furnish(desk)
    before, entries = state(desk), desk.book.head.entry_no
    ACTS[name](desk)
    assert state(desk) != before
    told, steps = desk.book.head.entry_no, desk.book.connection.execute("select count(*) from step").fetchone()
    done = desk.undo("登错")
    assert state(desk) == before
    assert done.undone == (entries + 1 if name == "import" else told)
    assert done.entry_no == told + 1 == desk.book.head.entry_no
    assert desk.book.connection.execute("select count(*) from step").fetchone() >= steps
    row = desk.book.connection.execute("select act, corrects, reason from entry order by entry_no desc limit 1")
    assert row.fetchone() == ("undo", done.undone, "登错")


def test_undo_after_undo_takes_back_the_act_before(desk: Desk) -> None:
    furnish(desk)
    states = []
    for name in ("correct a day", "record", "correct a hearing", "strike", "strike a hearing", "intake", "import"):
        states.append((desk.book.head.entry_no + 1, state(desk)))
        act = (
            ACTS[name]
            if name != "strike a hearing"
            else lambda desk: desk.strike(SUIT, desk.told(SUIT, "hear").entry_no)
        )
        act(desk)
    while states:
        entry_no, before = states.pop()
        assert desk.undo().undone == entry_no
        assert state(desk) == before
    assert [desk.undo().undone for _ in range(6)] == [6, 5, 4, 3, 2, 1]
    assert desk.book.listing([]) == []
    with pytest.raises(NothingToUndo):
        desk.undo()


def test_a_corrected_step_can_be_taken_back_once_the_correction_was(desk: Desk) -> None:
    desk.correct(ONE, 2, on="2024-03-07")
    desk.correct(ONE, 3, on="2024-03-08")
    assert [desk.undo().undone for _ in range(3)] == [4, 3, 2]
    assert desk.live(ONE) == ["receive"]


def test_an_undone_strike_of_an_import_and_then_the_import(desk: Desk) -> None:
    suit(desk)
    before = state(desk)
    batch = desk.bring_in(ROWS, Choices(accept_corrections=True)).batch
    assert batch is not None
    imported = state(desk)
    strike_batch(desk.book, batch, "导错", desk.scribe)
    assert state(desk) == before
    desk.undo()
    assert state(desk) == imported
    assert desk.undo().undone == batch
    assert state(desk) == before
    assert desk.undo().undone == 4  # the hearing before the import


# Whose act


def test_only_the_officers_own_act_is_taken_back(desk: Desk) -> None:
    with another_officer(desk):
        desk.step(ONE, "reply", "2024-03-18")
        assert desk.undo().undone == 3
        with pytest.raises(NothingToUndo, match="李科员"):
            desk.undo()
    assert desk.undo().undone == 2


def test_what_rests_on_the_act_is_named(desk: Desk) -> None:
    with another_officer(desk):
        desk.close(ONE, "maintain", "2024-04-15")
    before = desk.dump()
    with pytest.raises(LaterActsHold, match=r"entry 2 cannot be undone.*entry 3 \(Conclude|entry 3 \(conclu"):
        desk.undo()
    assert desk.dump() == before


def test_what_another_corrected_is_not_taken_back(desk: Desk) -> None:
    with another_officer(desk):
        desk.correct(ONE, 2, on="2024-03-07")
    with pytest.raises(LaterActsHold, match="entry 3"):
        desk.undo()
    with another_officer(desk):
        desk.undo()
    assert desk.undo().undone == 2


def test_what_another_struck_is_passed_over(desk: Desk) -> None:
    with another_officer(desk):
        desk.strike(ONE, 2)
    assert desk.undo().undone == 1
    assert desk.book.listing([]) == []


def test_a_strike_is_not_taken_back_once_another_took_its_place(desk: Desk) -> None:
    desk.strike(ONE, 2)
    with another_officer(desk):
        desk.step(ONE, "accept", "2024-03-07")
    with pytest.raises(LaterActsHold, match="entry 4"):
        desk.undo()


def test_a_second_extension_never_comes_about(desk: Desk) -> None:
    desk.step(ONE, "extend", "2024-04-10", days="10")
    desk.strike(ONE, 3)
    with another_officer(desk):
        desk.step(ONE, "extend", "2024-04-11", days="20")
    with pytest.raises(LaterActsHold, match="entry 5"):
        desk.undo()


def test_a_number_that_another_case_has_since_is_not_taken_again(desk: Desk) -> None:
    desk.correct(ONE, 1, "number=更正〔2024〕7号")
    with another_officer(desk):
        desk.log("review", "2024-03-05", ONE)
    with pytest.raises(NumberTaken):
        desk.undo()


def test_a_struck_import_does_not_take_a_number_again_either(desk: Desk) -> None:
    batch = desk.bring_in([ROWS[1] | {"number": "临〔2024〕1号"}]).batch
    desk.correct("临〔2024〕1号", 3, "number=临〔2024〕2号", step="receive")
    assert batch == 3
    desk.strike(ONE, 2)
    desk.strike(ONE, 1)
    with another_officer(desk):
        desk.log("review", "2024-03-05", ONE)
    with pytest.raises(NumberTaken):
        desk.undo()


# What is never taken back


def test_acts_that_left_the_book_or_cannot_return_are_refused_with_words(desk: Desk) -> None:
    frozen = desk.freeze("2024Q1")
    with pytest.raises(CannotBeUndone, match=r"freeze \(entry 3\)"):
        desk.undo()
    desk.close_period(frozen)
    with pytest.raises(CannotBeUndone, match="--late"):
        desk.undo()
    desk.adopt(2027, "2027-01-01", "2027-01-03")
    with pytest.raises(CannotBeUndone, match="the later one stands"):
        desk.undo()
    desk.mask(ONE, "张三")
    with pytest.raises(CannotBeUndone, match="no longer in the book"):
        desk.undo()


def test_a_closed_period_is_respected(desk: Desk) -> None:
    with another_officer(desk):
        desk.close_period(desk.freeze("2024Q1"))
    with pytest.raises(PeriodClosed):
        desk.undo()
    with desk.late(" "), pytest.raises(ReasonMissing):
        desk.undo(" ")
    with desk.late("误登"):
        desk.undo("误登")
    assert desk.live(ONE) == ["receive"]


def test_what_is_told_again_carries_a_mask_on(desk: Desk) -> None:
    desk.correct(ONE, 1, "matter=licence")
    with another_officer(desk):
        desk.mask(ONE, "张三")
    desk.undo()
    assert desk.case(ONE)["applicant"] == "张某1、李四"
    assert "张三" not in desk.dump()
    again = desk.bring_in(
        [{"register": "review", "number": ONE, "received_on": "2024-03-04", "applicant": "张三、李四"}]
    )
    assert (again.unchanged, len(again.left_alone)) == (1, 1)


# Any acts in any order


class Undoing(Office):
    """Acts in any order, some of them taken back again: then all is as it was, down to the first that never is."""

    def __init__(self) -> None:
        super().__init__()
        self.before: list[tuple[State, list[dict[str, object]]]] = []

    def a_report_is_printed(self) -> None:
        """Leave what was known to the other machine."""

    def every_figure_balances_and_leads_to_its_cases(self) -> None:
        """Leave figures to the other machine."""

    def seen(self) -> tuple[State, list[dict[str, object]]]:
        figures = [self.report(register, PERIODS[0]) for register in REGISTER.codes]
        return state(self.desk), [{name: each[name] for name in each if name != "known_at"} for each in figures]

    @contextlib.contextmanager
    def act(self) -> Iterator[None]:
        before, entry_no = self.seen(), self.book.head.entry_no
        with super().act():
            yield
        if self.book.head.entry_no > entry_no:
            self.before.append(before)

    @rule(data=st.data(), corrections=st.booleans(), partial=st.booleans())
    @precondition(Office.has_cases)
    def import_what_is_known_and_more(self, data: st.DataObject, corrections: bool, partial: bool) -> None:
        before, entry_no = self.seen(), self.book.head.entry_no
        super().import_what_is_known_and_more(data, corrections, partial)
        if self.book.head.entry_no > entry_no:
            self.before.append(before)

    @rule(year=st.sampled_from((2027,)), month=st.integers(1, 11), days=st.integers(1, 9))
    def adopt_a_notice(self, year: int, month: int, days: int) -> None:
        entry_no = self.book.head.entry_no
        super().adopt_a_notice(year, month, days)
        if self.book.head.entry_no > entry_no:
            self.before.clear()

    @precondition(lambda self: bool(self.before))
    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            if self.before:
                entry_no = self.book.head.entry_no
                self.desk.undo()
                assert self.book.head.entry_no == entry_no + 1
                assert self.seen() == self.before.pop()
        assert list(verify.broken_entries(self.book.connection)) == []


class TwoOfficers(Office):
    """Two officers on one book, each of whom takes back what he told last, or is told why he cannot."""

    @rule(officer=st.sampled_from(("王科员", "李科员")))
    def the_other_sits_down(self, officer: str) -> None:
        self.desk.scribe = self.desk.scribe._replace(officer=officer)

    @rule()
    def undo(self) -> None:
        with self.act():
            self.desk.undo()

    @precondition(Office.has_cases)
    @rule(data=st.data())
    def strike_an_import(self, data: st.DataObject) -> None:
        batches = self.book.connection.execute("select distinct batch from entry where batch is not null").fetchall()
        if batches:
            with self.act():
                strike_batch(self.book, data.draw(st.sampled_from(batches))[0], "导错", self.desk.scribe)

    @precondition(Office.has_cases)
    @rule(data=st.data())
    def mask(self, data: st.DataObject) -> None:
        number, record, _ = self.pick(data)
        names = [*record.card.applicants, *record.card.respondents]
        if names:
            with self.act():
                self.desk.mask(number, data.draw(st.sampled_from(names)), f"代称{self.book.head.entry_no}")

    def a_report_is_printed(self) -> None:
        """Leave what was known to the other machine."""


TestUndoing, TestTwoOfficers = Undoing.TestCase, TwoOfficers.TestCase
TestUndoing.settings = TestTwoOfficers.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


# On the command line


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    casebook = Casebook(tmp_path / "cases.book")
    casebook.lang = "zh"
    casebook.init()
    casebook.open_review("2024-03-04", "2024-03-06", ONE)
    return casebook


def test_the_command_says_what_was_taken_back_and_what_another_would(casebook: Casebook) -> None:
    casebook.close(ONE, "maintain", "2024-04-15")
    answer = casebook.run("undo")
    assert answer.status == 0
    assert answer.out == f"已撤回登记号 3 的登记（登记号 4）：\n  {ONE}：冲销 2024-04-15 维持；现为审理中。\n"
    assert "再前一次" in answer.err
    casebook.ok("correct", ONE, "2", "--on", "2024-03-07", "--reason", "笔误")
    said = casebook.ok("undo", "--reason", "原来没错")
    assert "冲销 2024-03-07 受理；恢复 2024-03-06 受理；现为审理中" in said
    history = casebook.ok("history", ONE)
    assert "撤回登记" in history
    assert "针对登记号 5；理由：原来没错" in history
    assert "已由登记号 4 冲销" in history
    casebook.lang = "en"
    assert " undo " in casebook.ok("history", ONE)
    assert "told again" not in casebook.ok("undo")
    assert "struck receive" in casebook.ok("undo")


def test_an_import_is_taken_back_in_one_line(casebook: Casebook) -> None:
    table = casebook.path.with_name("cases.csv")
    table.write_text(
        "案号,收到日期,立案日期\n临〔2024〕1号,2024-03-04,2024-03-06\n临〔2024〕2号,2024-03-04,\n", encoding="utf-8"
    )
    casebook.ok("import", str(table), "--register", "review")
    assert casebook.ok("undo") == "已撤回导入批次 3（登记号 5）：案件 2 件，冲销节点 3 个，恢复 0 个。\n"
