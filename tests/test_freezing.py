"""A report stays what it was when it was sent; a comparison names what changed since, and the cases that changed it."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from desk import TODAY, Desk

from casebook import check, freezing
from casebook.bookfaults import ReportUnknown
from casebook.errors import BadValue
from casebook.filefaults import SchemeUnknown
from casebook.store import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.freezing import Compared, Difference, Frozen

FIRST, SECOND, SUIT = "南府复〔2023〕1号", "南府复〔2023〕2号", "（2023）赣01行初5号"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of 2023: a review maintained, one that is open, a suit; entries 1 to 7."""
    desk = Desk(tmp_path_factory.mktemp("year") / "cases.book", date(2024, 6, 3))
    desk.review("2023-03-01", "2023-03-03", FIRST)
    desk.close(FIRST, "maintain", "2023-04-20")
    desk.review("2023-05-08", "2023-05-10", SECOND)
    desk.log("litigation", "2023-06-01", SUIT, instance="first")
    desk.close(SUIT, "reject_claims", "2023-11-20")
    desk.book.connection.execute("pragma wal_checkpoint(truncate)")
    desk.book.connection.close()
    return desk.book.path


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "cases.book"
    shutil.copy(year, path)
    desk = Desk(path, date(2024, 6, 3))
    yield desk
    desk.book.connection.close()


def difference(found: Compared, name: str) -> Difference:
    [one] = [each for each in found.differences if each.name == name]
    return one


def values(frozen: Frozen, name: str) -> dict[str | None, str | None]:
    return {cell.register: cell.value for cell in frozen.cells if cell.name == name}


# freezing


def test_every_figure_is_kept_under_its_name_for_each_register(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    assert values(frozen, "flow.concluded.count") == {"review": "1", "litigation": "1"}
    assert values(frozen, "flow.pending.count") == {"review": "1", "litigation": "0"}
    assert len({(cell.register, cell.name) for cell in frozen.cells}) == len(frozen.cells)
    assert [cell.ordinal for cell in frozen.cells] == list(range(1, len(frozen.cells) + 1))


def test_a_frozen_report_says_what_it_was_asked_for(desk: Desk) -> None:
    frozen = desk.freeze("2023", "review", asked={"by": ("matter", "field,family"), "base": "accepted"})
    assert (frozen.form, frozen.scheme, str(frozen.period)) == ("summary", "standard", "2023-01-01..2023-12-31")
    assert (frozen.report_no, frozen.known_at, frozen.entry_no) == (1, 7, 8)
    assert frozen.request.by == ("matter", "field,family")
    assert frozen.request.base == "accepted"
    assert frozen.request.registers == ("review",)
    assert freezing.find(desk.book, 1) == frozen


def test_a_day_of_reckoning_is_kept_with_the_report(desk: Desk) -> None:
    frozen = desk.freeze("2023", "review", asked={"as_of": date(2023, 4, 1)})
    assert freezing.find(desk.book, 1).request.as_of == date(2023, 4, 1)
    assert values(frozen, "flow.concluded.count") == {"review": "0"}
    assert desk.compare(frozen).matches


def test_freezing_is_one_act_with_its_reason_and_note(desk: Desk) -> None:
    frozen = freezing.freeze(desk.book, desk.request("2023", "review"), desk.scribe, "报省厅", "年报")
    act = desk.book.connection.execute("select act, reason, recorded_by from entry where entry_no = 8").fetchone()
    assert act == ("freeze", "年报", "王科员")
    assert frozen.note == "报省厅"
    assert desk.book.head.entry_no == 8


def test_reports_are_numbered_in_the_order_of_their_freezing(desk: Desk) -> None:
    for period in ("2023H1", "2023H2", "2023"):
        desk.freeze(period)
    assert [each.report_no for each in freezing.list_frozen(desk.book)] == [1, 2, 3]
    assert [str(each.period.end) for each in freezing.list_frozen(desk.book)] == [
        "2023-06-30",
        "2023-12-31",
        "2023-12-31",
    ]


def test_what_cannot_be_made_is_not_frozen(desk: Desk) -> None:
    before = desk.dump()
    with pytest.raises(SchemeUnknown):
        desk.freeze("2023", asked={"scheme": "nonsense"})
    assert desk.dump() == before


def test_a_number_that_is_not_frozen_is_refused(desk: Desk) -> None:
    desk.freeze("2023")
    with pytest.raises(ReportUnknown, match="no frozen report 2"):
        freezing.find(desk.book, 2)


# comparing


def test_a_report_that_nothing_has_changed_matches(desk: Desk) -> None:
    found = desk.compare(desk.freeze("2023", asked={"by": ("matter",)}))
    assert found.matches
    assert found.reproduced
    assert found.differences == ()


def test_later_acts_on_later_days_change_nothing_of_it(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    desk.close(SECOND, "revoke", "2024-01-08")
    desk.log("review", "2024-02-01")
    assert desk.compare(frozen).matches


def test_a_correction_of_last_year_is_named_with_case_entry_and_reason(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    desk.correct(FIRST, 3, on="2024-01-08", reason="结案日期录错")
    found = desk.compare(frozen)
    assert found.reproduced
    assert not found.matches
    concluded = difference(found, "flow.concluded.count")
    assert (concluded.register, concluded.then, concluded.now, concluded.change) == ("review", "1", "0", "-1")
    [case] = concluded.cases
    assert (case.number, case.then) == (FIRST, True)
    assert [(entry.entry_no, entry.act, entry.reason) for entry in case.entries] == [(9, "correct", "结案日期录错")]
    pending = difference(found, "flow.pending.count")
    assert [(case.number, case.then) for case in pending.cases] == [(FIRST, False)]
    assert {each.register for each in found.differences} == {"review"}


def test_a_case_told_late_is_found_by_every_act_on_it(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    desk.close(SECOND, "revoke", "2023-12-20")
    desk.correct(SECOND, 9, outcome="vary", reason="文书写明变更")
    found = desk.compare(frozen)
    concluded = difference(found, "flow.concluded.count")
    [case] = concluded.cases
    assert (case.number, case.then) == (SECOND, False)
    assert [entry.entry_no for entry in case.entries] == [9, 10]
    assert [entry.act for entry in case.entries] == ["record", "correct"]


def test_a_struck_case_is_still_named_by_its_number(desk: Desk) -> None:
    desk.log("review", "2023-07-03", "南府复〔2023〕3号")
    frozen = desk.freeze("2023")
    desk.strike("南府复〔2023〕3号", 8, reason="重复登记")
    received = difference(desk.compare(frozen), "intake.received.count")
    assert [(case.number, case.then) for case in received.cases] == [("南府复〔2023〕3号", True)]
    assert [entry.reason for entry in received.cases[0].entries] == ["重复登记"]


def test_a_new_number_of_a_case_is_the_one_that_is_shown(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    desk.correct(FIRST, 1, "number=南府复〔2023〕9号")
    desk.correct("南府复〔2023〕9号", 3, on="2024-01-08")
    concluded = difference(desk.compare(frozen), "flow.concluded.count")
    assert [case.number for case in concluded.cases] == ["南府复〔2023〕9号"]
    assert [entry.entry_no for entry in concluded.cases[0].entries] == [9, 10]


def test_a_rate_differs_in_percentage_points(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    desk.correct(FIRST, 3, on="2024-01-08")
    rates = [each for each in desk.compare(frozen).differences if each.kind == "percent" and each.change]
    assert ("50.00%", "0.00%", "-50.00") in {(each.then, each.now, each.change) for each in rates}


def test_a_row_that_vanished_counts_as_nothing(desk: Desk) -> None:
    frozen = desk.freeze("2023", "review")
    desk.correct(FIRST, 3, outcome="revoke")
    found = desk.compare(frozen)
    gone = [each for each in found.differences if each.name == "outcomes.maintain.count"]
    new = [each for each in found.differences if each.name == "outcomes.revoke.count"]
    assert [(each.then, each.now, each.change) for each in gone] == [("1", None, "-1")]
    assert [(each.then, each.now, each.change) for each in new] == [(None, "1", "+1")]
    assert [case.number for each in (*gone, *new) for case in each.cases] == [FIRST, FIRST]


@pytest.mark.parametrize(
    ("kind", "then", "now", "change"),
    [
        ("count", "3", "5", "+2"),
        ("count", "5", "3", "-2"),
        ("count", None, "2", "+2"),
        ("count", "2", None, "-2"),
        ("percent", "5.75%", "10.00%", "+4.25"),
        ("percent", "10%", "9.5%", "-0.5"),
        ("percent", "0.05%", "0.00%", "-0.05"),
        ("percent", None, "9.50%", None),
        ("points", "-1.20", "+0.30", "+1.50"),
        ("days", "41.5", "41", "-0.5"),
        ("yuan", "1000.00", "999.99", "-0.01"),
        ("text", "1/2", "0/2", None),
        ("date", "2023-01-01", "2023-01-02", None),
    ],
)
def test_a_change_is_exact(kind: str, then: str | None, now: str | None, change: str | None) -> None:
    assert freezing.change_of(kind, then, now) == change


def test_reports_are_chosen_by_number_period_and_form(desk: Desk) -> None:
    for period in ("2023H1", "2023H2", "2023"):
        desk.freeze(period, "review")
    half = desk.request("2023H1").period
    assert [each.report_no for each in freezing.chosen(desk.book, (3, 1), None, None)] == [3, 1]
    assert [each.report_no for each in freezing.chosen(desk.book, (), half, None)] == [1]
    assert [each.report_no for each in freezing.chosen(desk.book, (), None, "summary")] == [1, 2, 3]
    with pytest.raises(ReportUnknown, match=r"no frozen report disclosure.\nFrozen: 1, 2, 3"):
        freezing.chosen(desk.book, (), None, "disclosure")


# check


def findings(desk: Desk) -> dict[str, list[str]]:
    """Return what the check of frozen reports finds, by how grave it is."""
    found: dict[str, list[str]] = {}
    for each in check.run(desk.book, TODAY, names=["frozen"]):
        found.setdefault(each.severity, []).append(each.message.en)
    return found


def forge(desk: Desk, statement: str) -> None:
    for table in ("frozen_cell", "frozen_report", "case_version"):
        desk.book.connection.execute(f"drop trigger if exists {table}_no_update")
    desk.book.connection.execute(statement)


def test_check_has_nothing_to_say_of_a_report_that_still_holds(desk: Desk) -> None:
    desk.freeze("2023")
    assert findings(desk) == {}


def test_check_warns_of_a_report_that_later_acts_have_changed(desk: Desk) -> None:
    desk.freeze("2023")
    desk.freeze("2023Q1")
    desk.correct(FIRST, 3, on="2024-01-08")
    [warning] = findings(desk)[check.WARNING]
    assert "frozen report 1 (summary 2023-01-01..2023-12-31)" in warning
    assert "concluded · count 1 → 0" in warning
    assert "See compare 1." in warning
    assert check.ERROR not in findings(desk)


def test_check_finds_a_frozen_figure_that_was_changed(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    forge(desk, "update frozen_cell set value = '7' where name = 'flow.concluded.count' and register = 'review'")
    errors = findings(desk)[check.ERROR]
    assert [("do not fit its digest" in each, "differs from what was sent" in each) for each in errors] == [
        (True, False),
        (False, True),
    ]
    assert not freezing.find(desk.book, frozen.report_no).intact
    assert not desk.compare(frozen).matches


def test_check_finds_a_report_that_is_not_reproduced_because_derived_rows_are_damaged(desk: Desk) -> None:
    desk.freeze("2023")
    forge(desk, "update case_version set outcome = 'revoke' where case_no = 1 and outcome is not null")
    [error] = findings(desk)[check.ERROR]
    assert "as known at entry 7, differs from what was sent" in error


def test_check_says_which_report_cannot_be_made_again(desk: Desk) -> None:
    desk.freeze("2023")
    forge(desk, "update frozen_report set scheme = 'nonsense'")
    assert any("cannot be made again: There is no counting scheme" in each for each in findings(desk)[check.ERROR])


def test_two_cells_of_one_name_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    document = freezing._build(desk.book, desk.request("2023", "review"))  # noqa: SLF001 - what a form must not do
    [part] = document.parts
    monkeypatch.setattr(freezing, "_build", lambda *_: document)
    object.__setattr__(part, "sheets", (*part.sheets, part.sheets[0]))
    with pytest.raises(ValueError, match="two cells are named"):
        desk.freeze("2023", "review")


# what a book adopts besides


def test_a_scheme_that_a_book_adopts_is_known_from_its_entry_on(desk: Desk) -> None:
    first = desk.book.adopt("scheme", "broad", "", "{}", desk.scribe, "省厅口径")
    second = desk.book.adopt("scheme", "standard", "", "{}", desk.scribe)
    assert (first, second) == (8, 9)
    assert [each.subject for each in desk.book.known("scheme")] == ["broad", "standard"]
    assert [each.subject for each in desk.book.known("scheme", 8)] == ["broad"]
    assert desk.book.known("form") == []


def test_what_stands_already_is_not_adopted_again(desk: Desk) -> None:
    for entry_no in (8, 8):
        assert desk.book.adopt("target", "litigation/loss/2024", "<=8%", "{}", desk.scribe) == entry_no
    assert desk.book.adopt("target", "litigation/loss/2025", "<=8%", "{}", desk.scribe) == 9
    assert desk.book.adopt("target", "litigation/loss/2024", "<=7%", "{}", desk.scribe) == 10
    assert desk.book.adopt("target", "litigation/loss/2024", "<=8%", "{}", desk.scribe) == 11
    for entry_no, name in ((12, "broad"), (13, "standard"), (14, "broad")):
        assert desk.book.adopt("scheme", name, "", "{}", desk.scribe) == entry_no
    assert [each.severity for each in check.run(desk.book, TODAY, deep=True) if each.severity == check.ERROR] == []


def test_an_adoption_of_another_kind_does_not_touch_the_calendar(desk: Desk) -> None:
    desk.book.adopt("form", "own", "code = 'own'", "{}", desk.scribe, source="own.toml")
    assert desk.book.adopted == ()
    assert desk.book.connection.execute("select source from entry where entry_no = 8").fetchone() == ("own.toml",)


def test_a_report_that_was_changed_breaks_the_chain_where_it_was_frozen(desk: Desk) -> None:
    frozen = desk.freeze("2023")
    assert list(verify.broken_entries(desk.book.connection)) == []
    forge(desk, "update frozen_cell set value = '7' where ordinal = 1")
    assert list(verify.broken_entries(desk.book.connection)) == [frozen.entry_no]


def test_a_period_that_has_not_ended_is_not_closed(desk: Desk) -> None:
    with pytest.raises(BadValue, match="has not ended"):
        desk.freeze("2024H1", close=True)
