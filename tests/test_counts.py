"""From the states of cases to figures, and from every figure back to exactly its cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from derived_book import DerivedBook
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook import headings, reports, terms
from casebook.bookfaults import Unbalanced
from casebook.dates import Period, parse_period
from casebook.errors import (
    AsOfBeforePeriod,
    BaseNotInRegister,
    CasebookError,
    EntryNotYet,
    FigureUnknown,
    TooManyDimensions,
    UnknownCode,
)
from casebook.law import default_lawbook
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE

if TYPE_CHECKING:
    from casebook.figures import Report

TODAY = date(2026, 11, 21)
LAWBOOK = default_lawbook()


@pytest.fixture
def book() -> DerivedBook:
    return DerivedBook()


def report(book: DerivedBook, period: str = "2023", register: str = REVIEW, *by: str, **options: object) -> Report:
    chosen = {"known_at": None, "as_of": None, "base": None} | options
    known_at, as_of, base = chosen["known_at"], chosen["as_of"], chosen["base"]
    return reports.build(
        book.connection,
        register=register,
        period=parse_period(period, TODAY),
        lawbook=LAWBOOK,
        bureau="南昌县司法局",
        by=by,
        known_at=known_at if isinstance(known_at, int) else None,
        as_of=as_of if isinstance(as_of, date) else None,
        base=base if isinstance(base, str) else None,
    )


def behind(
    book: DerivedBook, selector: str, register: str = REVIEW, base: str | None = None, period: str = "2023"
) -> list[int]:
    found = reports.cases_of(
        book.connection,
        selector,
        register=register,
        period=parse_period(period, TODAY),
        lawbook=LAWBOOK,
        base=base,
    )
    return [case.case_no for case in found]


def test_the_figures_of_nanchang(book: DerivedBook) -> None:
    book.case("2023-02-01", intake_result="refuse", intake_on="2023-02-05", times=46)
    closings = {
        "maintain": 24,
        "terminate": 15,
        "reject": 43,
        "revoke": 1,
        "declare_unlawful": 1,
        "order_performance": 3,
    }
    for outcome, times in closings.items():
        book.case("2023-03-01", accepted_on="2023-03-06", closed_on="2023-05-04", outcome=outcome, times=times)
    book.case("2023-09-01", accepted_on="2023-09-05", times=29)
    found = report(book, "2023-01-01..2023-10-16")
    assert found.intake is not None
    assert (found.intake.received, found.intake.results["refuse"], found.intake.results["accept"]) == (162, 46, 116)
    assert found.flow.cells == {
        "opening": 0, "accepted": 116, "concluded": 87, "pending": 29, "opening_concluded": 0, "closed_all": 133,
    }  # fmt: skip
    assert {family: number for family, number in found.families.items() if number} == closings
    assert found.grounds["terminate"]["not_stated"] == 15
    rates = {rate.name: (rate.part, rate.whole, rate.percent) for rate in found.rates}
    assert rates["correction"] == (5, 87, "5.75%")
    assert rates["acceptance"] == (116, 162, "71.60%")
    assert rates["conclusion"] == (87, 116, "75.00%")


def test_every_outcome_and_family_is_there_and_zero_in_an_empty_book(book: DerivedBook) -> None:
    for register in terms.REGISTER.codes:
        found = report(book, "2023", register)
        assert tuple(found.outcomes) == terms.outcomes(register).codes
        assert tuple(found.families) == terms.families(register).codes
        assert {number for cells in found.sections.values() for number in cells.values()} == {0}
        assert {rate.percent for rate in found.rates} == {None}


def test_the_families_are_those_that_scripts_rely_on() -> None:
    family = reports.families_of(LAWBOOK, REVIEW)
    assert set(family) == set(terms.REVIEW_OUTCOME.codes)
    assert {code for code in family if family[code] == "reject"} == {"reject_application", "reject_claim", "reject"}
    assert {code for code in family if family[code] == "revoke"} == {"revoke", "revoke_part"}
    assert {code for code in family if family[code] == "other"} == {"decide_agreement", "transfer", "other"}
    assert reports.families_of(LAWBOOK, REVIEW_DEFENCE) == family
    family = reports.families_of(LAWBOOK, LITIGATION)
    assert set(family) == set(terms.LITIGATION_OUTCOME.codes)
    assert {code for code in family if family[code] == "pay"} == {"order_payment", "compensate"}
    assert {code for code in family if family[code] == "withdraw"} == {"withdraw", "deemed_withdrawn"}
    assert {code for code in family if family[code] == "affirm"} == {"affirm", "retrial_affirm"}
    assert {code for code in family if family[code] == "reverse"} == {"reverse", "retrial_reverse"}
    assert {code for code in family if family[code] == "remand"} == {"remand", "retrial_remand"}


def test_a_case_counts_in_the_period_of_each_of_its_days(book: DerivedBook) -> None:
    case = book.case("2022-12-28", accepted_on="2023-01-03", closed_on="2024-01-01", outcome="maintain")
    assert report(book, "2022").sections["intake"]["awaiting"] == 1
    assert behind(book, "intake=awaiting", period="2022") == [case]
    of_2023 = report(book, "2023")
    assert {"opening": 1, "received": 0, "accept": 1}.items() <= of_2023.sections["intake"].items()
    assert (of_2023.flow.opening, of_2023.flow.entered, of_2023.flow.pending) == (0, 1, 1)
    of_2024 = report(book, "2024")
    assert (of_2024.flow.opening, of_2024.flow.concluded, of_2024.flow.opening_concluded) == (1, 1, 1)
    assert report(book, "2025").flow.opening == 0


def test_both_days_of_a_period_are_in_it(book: DerivedBook) -> None:
    book.case("2023-01-01", accepted_on="2023-01-01", closed_on="2023-12-31", outcome="maintain")
    found = report(book)
    assert (found.flow.opening, found.flow.entered, found.flow.concluded, found.flow.pending) == (0, 1, 1, 0)


def test_a_refused_application_never_enters_the_flow(book: DerivedBook) -> None:
    for result in ("refuse", "refer", "withdraw", "settle", "abandon", "no_further"):
        book.case("2023-03-01", intake_result=result, intake_on="2023-03-04")
    found = report(book)
    assert found.flow.entered == 0
    assert found.flow.closed_all == 6
    assert len(behind(book, "flow=closed_all")) == 6
    assert behind(book, "立案审查结果=案前化解") == [4]


def test_grounds_of_termination_have_their_own_cells(book: DerivedBook) -> None:
    closed = {"accepted_on": "2023-03-05", "closed_on": "2023-05-01", "outcome": "terminate"}
    for ground in ("settled", "corrected", "withdrawn", None, "申请人撤回，另有隐情"):
        book.case("2023-03-01", ground=ground, **closed)
    book.case("2023-03-01", accepted_on="2023-03-05", closed_on="2023-05-01", outcome="mediate", ground="settled")
    found = report(book)
    stated = {code: number for code, number in found.grounds["terminate"].items() if number}
    assert stated == {"settled": 1, "corrected": 1, "withdrawn": 1, "other": 1, "not_stated": 1}
    rates = {rate.name: rate.part for rate in found.rates}
    assert (rates["settled"], rates["resolved"], rates["terminated"]) == (2, 4, 5)
    assert behind(book, "ground=settled") == [1]
    assert behind(book, "终止事由=未填") == [4]
    assert behind(book, "ground=other") == [5]
    assert behind(book, "rates.settled.part") == [1, 6]


def test_a_withdrawal_of_a_suit_with_a_ground_of_its_own_is_not_stated_in_the_list(book: DerivedBook) -> None:
    for ground in ("voluntary", "defendant_changed", "因故", None):
        book.case("2023-03-01", register=LITIGATION, closed_on="2023-05-01", outcome="withdraw", ground=ground)
    assert report(book, "2023", LITIGATION).grounds == {
        "withdraw": {"voluntary": 1, "defendant_changed": 1, "settled": 0, "not_stated": 2}
    }


def test_suits_are_counted_by_instance(book: DerivedBook) -> None:
    suit = {"register": LITIGATION, "closed_on": "2023-08-01"}
    book.case("2023-03-01", outcome="revoke", instance="first", defendant_role="sole", times=2, **suit)
    book.case("2023-03-01", outcome="reject_claims", instance="first", defendant_role="joint", times=5, **suit)
    book.case("2023-03-01", outcome="revoke", instance="second", times=1, **suit)
    book.case("2022-03-01", outcome="affirm", instance="second", **suit)
    book.case("2023-04-01", register=LITIGATION)
    found = report(book, "2023", LITIGATION)
    assert found.intake is None
    assert found.instances["first"].cells == {
        "opening": 0, "received": 7, "concluded": 7, "pending": 0, "opening_concluded": 0,
    }  # fmt: skip
    assert found.instances["second"].opening_concluded == 1
    assert found.instances["not_stated"].pending == 1
    assert found.flow.cells == {"opening": 1, "received": 9, "concluded": 9, "pending": 1, "opening_concluded": 1}
    assert found.instance_outcomes["first"]["revoke"] == 2
    assert found.roles == {"sole": 2, "joint": 5, "not_stated": 2}
    loss = next(rate for rate in found.rates if rate.name == "loss")
    assert (loss.part, loss.whole) == (2, 7)
    assert behind(book, "rates.loss.part", LITIGATION) == [1, 2]
    assert behind(book, "instances.second.opening_concluded", LITIGATION) == [9]
    assert behind(book, "instance=second", LITIGATION) == [8]
    assert behind(book, "role=joint", LITIGATION) == [3, 4, 5, 6, 7]


def test_replies_are_those_of_cases_received_in_the_period_but_for_retrial_reviews(book: DerivedBook) -> None:
    due = {"register": LITIGATION, "reply_due_on": "2023-03-16"}
    book.case("2023-03-01", replied_on="2023-03-16", instance="first", **due)
    book.case("2023-03-01", replied_on="2023-03-17", instance="first", **due)
    book.case("2023-03-01", **due)
    book.case("2023-03-01", instance="retrial_review", **due)
    book.case("2022-03-01", replied_on="2023-03-16", **due)
    book.case("2023-03-01", register=LITIGATION, replied_on="2023-03-02")
    assert report(book, "2023", LITIGATION).replies == {"due": 4, "on_time": 2, "late": 1, "outstanding": 1}
    assert behind(book, "replies=late", LITIGATION) == [2]
    assert behind(book, "replies=on_time", LITIGATION) == [1, 6], "no period was computed, so none was missed"
    assert behind(book, "答复答辩=尚未答复", LITIGATION) == [3]
    assert report(book).replies == {}


def test_hearings_count_where_they_were_held_in_the_period(book: DerivedBook) -> None:
    first, second, third = (book.case("2022-03-01", register=LITIGATION) for _ in range(3))
    of_review = book.case("2023-01-01")
    book.hearing(first, "2023-03-01", "yes")
    book.hearing(first, "2023-04-01", "no")
    book.hearing(second, "2023-03-02", None)
    book.hearing(third, "2022-12-31", "yes")
    book.hearing(of_review, "2023-03-02", "yes")
    found = report(book, "2023", LITIGATION)
    assert found.hearings == {
        "cases_heard": 2, "cases_head_attended": 1, "hearings": 3, "hearings_head_attended": 1,
    }  # fmt: skip
    assert {rate.name: rate.percent for rate in found.rates}["attendance"] == "50.00%"
    assert behind(book, "hearings=cases_heard", LITIGATION) == [first, second]
    assert behind(book, "hearings=hearings", LITIGATION) == [first, first, second]
    assert behind(book, "rates.attendance.part", LITIGATION) == [first]


def test_a_report_as_known_at_an_entry_does_not_see_what_came_after() -> None:
    book = DerivedBook(entries=5)
    case = book.case("2023-03-01", accepted_on="2023-03-05", since=1, until=3)
    closed = {"accepted_on": "2023-03-05", "closed_on": "2023-05-01"}
    book.case("2023-03-01", case_no=case, since=3, until=5, outcome="maintain", **closed)
    book.case("2023-03-01", case_no=case, since=5, outcome="revoke", **closed)
    as_known = [report(book, known_at=entry) for entry in range(1, 6)]
    assert [found.flow.pending for found in as_known] == [1, 1, 0, 0, 0]
    assert [found.outcomes["maintain"] for found in as_known] == [0, 0, 1, 1, 0]
    assert [found.outcomes["revoke"] for found in as_known] == [0, 0, 0, 0, 1]
    assert report(book) == as_known[-1]
    assert report(book).known_at == 5


def test_a_hearing_has_its_own_time_of_being_known() -> None:
    book = DerivedBook(entries=4)
    case = book.case("2023-03-01", register=LITIGATION, since=1, until=2)
    book.case("2023-03-01", register=LITIGATION, case_no=case, since=2, until=4)
    book.case("2023-03-01", register=LITIGATION, case_no=case, since=4)
    book.hearing(case, "2023-05-01", "yes", since=2, until=4)
    heard = [report(book, "2023", LITIGATION, known_at=entry).hearings["hearings"] for entry in range(1, 5)]
    assert heard == [0, 1, 1, 0]
    assert report(book, "2023", LITIGATION).hearings["hearings"] == 0


def test_an_entry_that_does_not_exist_yet_is_refused(book: DerivedBook) -> None:
    with pytest.raises(EntryNotYet) as refused:
        report(book, known_at=2)
    assert "2" in refused.value.say("zh")
    with pytest.raises(EntryNotYet):
        report(book, known_at=-1)


def test_as_of_a_day_later_events_are_ignored_and_the_period_is_cut(book: DerivedBook) -> None:
    book.case("2023-03-01", accepted_on="2023-03-05", closed_on="2023-07-01", outcome="maintain")
    book.case("2023-06-30", accepted_on="2023-07-02")
    book.case("2023-07-01")
    found = report(book, "2023", REVIEW, "family", as_of=date(2023, 6, 30))
    assert found.period == Period(date(2023, 1, 1), date(2023, 6, 30))
    assert {"received": 2, "accept": 1, "awaiting": 1}.items() <= found.sections["intake"].items()
    assert (found.flow.concluded, found.flow.pending) == (0, 1)
    assert found.breakdowns[0].not_stated == 1
    listed = reports.cases_of(
        book.connection,
        "intake=received",
        register=REVIEW,
        period=parse_period("2023", TODAY),
        lawbook=LAWBOOK,
        as_of=date(2023, 6, 30),
    )
    assert [(case.intake_on, case.closed_on, case.outcome) for case in listed] == [
        ("2023-03-05", None, None),
        (None, None, None),
    ]
    with pytest.raises(AsOfBeforePeriod):
        report(book, as_of=date(2022, 12, 31))


def test_a_reply_after_the_day_of_reckoning_is_outstanding(book: DerivedBook) -> None:
    book.case("2023-03-01", register=REVIEW_DEFENCE, replied_on="2023-03-09", reply_due_on="2023-03-11")
    assert report(book, "2023", REVIEW_DEFENCE).replies["on_time"] == 1
    early = report(book, "2023", REVIEW_DEFENCE, as_of=date(2023, 3, 8))
    assert early.replies == {"due": 1, "on_time": 0, "late": 0, "outstanding": 1}


def test_a_respondent_accepts_what_it_receives(book: DerivedBook) -> None:
    book.case("2023-03-01", register=REVIEW_DEFENCE, closed_on="2023-04-01", outcome="maintain", times=10)
    found = report(book, "2023", REVIEW_DEFENCE)
    assert found.intake is None
    assert tuple(found.flow.cells) == ("opening", "received", "concluded", "pending", "opening_concluded")
    assert {rate.name: rate.percent for rate in found.rates}["acceptance"] == "100.00%"


def test_breakdowns_count_their_base_and_keep_what_is_not_stated(book: DerivedBook) -> None:
    book.case("2023-03-01", accepted_on="2023-03-05", matter="penalty", field="公安", times=3)
    book.case("2023-03-01", accepted_on="2023-04-05", matter="licence", field="税务")
    book.case("2023-03-01", accepted_on="2023-04-05", closed_on="2023-06-01", outcome="revoke_part", field="公安")
    book.case("2023-03-01", matter="penalty")
    by_matter, by_month, cross = report(book, "2023", REVIEW, "matter", "month", "field,family").breakdowns
    assert (by_matter.base, by_matter.cells, by_matter.not_stated, by_matter.total) == (
        "accepted", {"penalty": 3, "licence": 1}, 1, 5,
    )  # fmt: skip
    assert by_month.cells == {"2023-03": 3, "2023-04": 2}
    assert cross.cells == {"公安": {"revoke": 1, "not_stated": 3}, "税务": {"not_stated": 1}}
    of_received = report(book, "2023", REVIEW, "按月", base="received").breakdowns[0]
    assert of_received.cells == {"2023-03": 6}
    of_concluded = report(book, "2023", REVIEW, "outcome", "month", base="审结").breakdowns
    assert [each.cells for each in of_concluded] == [{"revoke_part": 1}, {"2023-06": 1}]
    by_matter, by_month = report(book, "2023", REVIEW, "matter", "month", base="pending").breakdowns
    assert by_matter.total == 4
    assert by_month.cells == {"2023-03": 3, "2023-04": 1}


def test_texts_come_by_number_and_codes_in_their_order(book: DerivedBook) -> None:
    for field_name, times in (("税务", 1), ("公安", 3), ("交通", 1)):
        book.case("2023-03-01", field=field_name, matter="other", times=times)
    book.case("2023-03-01", matter="penalty")
    by_field, by_matter = report(book, "2023", REVIEW, "field", "matter", base="received").breakdowns
    assert [key[0] for key, _ in by_field.counts] == ["公安", "交通", "税务", None]
    assert list(by_matter.cells) == ["penalty", "other"]


def test_every_dimension_can_be_counted_and_listed(book: DerivedBook) -> None:
    stated: dict[str, str] = {
        "matter": "penalty", "field": "公安", "respondent": "县公安局", "respondent_level": "county_department",
        "procedure": "summary", "handler": "张三", "court": "县法院", "instance": "first", "defendant_role": "sole",
        "applicant_kind": "citizen", "law": "litigation-2017", "outcome": "withdraw", "closed_on": "2023-05-01",
    }  # fmt: skip
    case = book.case("2023-03-01", register=LITIGATION, **stated)
    book.case("2023-03-01", register=LITIGATION)
    values = stated | {"role": "sole", "family": "withdraw", "month": "2023-03"}
    for dimension in headings.DIMENSION.codes:
        breakdown = report(book, "2023", LITIGATION, dimension).breakdowns[0]
        expected = 2 if dimension == "month" else 1
        assert breakdown.cells == {values[dimension]: expected}, dimension
        listed = behind(book, f"{dimension}={values[dimension]}", LITIGATION, base="received")
        assert listed[0] == case
        assert len(listed) == expected


@pytest.mark.parametrize(
    ("by", "error"),
    [("mattter", UnknownCode), ("", UnknownCode), ("field,", UnknownCode), ("field,family,month", TooManyDimensions)],
)
def test_a_wrong_breakdown_is_refused(book: DerivedBook, by: str, error: type[CasebookError]) -> None:
    with pytest.raises(error):
        report(book, "2023", REVIEW, by)


def test_the_nearest_dimension_is_named(book: DerivedBook) -> None:
    with pytest.raises(UnknownCode) as refused:
        report(book, "2023", REVIEW, "mattter")
    assert "matter" in refused.value.say("en").partition("\n")[2]


def test_a_suit_is_not_accepted(book: DerivedBook) -> None:
    with pytest.raises(BaseNotInRegister) as refused:
        report(book, "2023", LITIGATION, base="accepted")
    assert "received" in refused.value.say("en")


@pytest.mark.parametrize(
    "selector",
    ["", "penalty", "matter", "=", "matter=", "nothing=1", "flow.nothing", "replies=late", "hearings=cases_heard",
     "rates.correction.percent", "outcome=撤诉", "flow=received", "field=公安,flow=pending", "matter=penalty,field"],
)  # fmt: skip
def test_a_selector_that_leads_nowhere_is_refused(book: DerivedBook, selector: str) -> None:
    with pytest.raises((FigureUnknown, UnknownCode)) as refused:
        behind(book, selector)
    assert len(refused.value.say("zh").splitlines()) <= 3


def test_an_unknown_selector_lists_what_is_possible(book: DerivedBook) -> None:
    with pytest.raises(FigureUnknown) as refused:
        behind(book, "nothing=1")
    assert "outcome=… 结案方式" in refused.value.say("zh")
    assert "hearings" not in refused.value.say("zh")


def test_selectors_take_chinese_labels_of_any_width(book: DerivedBook) -> None:
    closed = {"accepted_on": "2023-03-05", "closed_on": "2023-05-01"}
    book.case("2023-03-01", outcome="revoke", matter="penalty", field="公安,交警", **closed)
    book.case("2023-03-01", outcome="revoke_part", matter="penalty", **closed)
    assert behind(book, "结案方式=撤销") == [1]
    assert behind(book, "结案类别＝撤销") == [1, 2]
    assert behind(book, "outcomes.revoke") == [1]
    assert behind(book, "flow=审结") == [1, 2]
    assert behind(book, "案件类别=行政处罚，family=撤销") == [1, 2]
    assert behind(book, "field=公安,交警,family=revoke") == [1]
    assert behind(book, "field=未填") == [2]
    assert behind(book, "field=no such field") == []


def test_a_base_that_is_given_asks_for_a_cell_of_the_breakdown(book: DerivedBook) -> None:
    book.case("2022-03-01", accepted_on="2022-03-05", closed_on="2023-05-01", outcome="revoke")
    book.case("2023-03-01", accepted_on="2023-03-05", closed_on="2024-05-01", outcome="revoke")
    assert behind(book, "outcome=revoke") == [1]
    assert behind(book, "outcome=revoke", base="accepted") == [2]


def test_a_case_behind_a_figure_is_listed_with_its_facts(book: DerivedBook) -> None:
    book.case("2023-03-01", accepted_on="2023-03-05", closed_on="2023-05-01", outcome="terminate", ground="settled")
    (case,) = reports.cases_of(
        book.connection, "ground=和解", register=REVIEW, period=parse_period("2023", TODAY), lawbook=LAWBOOK
    )
    assert (case.docket_no, case.received_on, case.intake_result) == ("〔2023〕1号", "2023-03-01", "accept")
    assert (case.intake_on, case.closed_on) == ("2023-03-05", "2023-05-01")
    assert (case.outcome, case.ground) == ("terminate", "settled")


def test_damaged_rows_are_never_reported(book: DerivedBook) -> None:
    book.case("2023-03-01", accepted_on="2023-03-05", closed_on="2023-05-01", outcome="no such outcome")
    with pytest.raises(Unbalanced):
        report(book)


def test_the_population_is_read_in_one_scan(book: DerivedBook) -> None:
    told: list[str] = []
    book.connection.set_trace_callback(told.append)
    report(book, "2023", REVIEW, "matter", "field,family")
    assert sum("case_version" in statement for statement in told) == 1


# Properties over books of random cases.

DAYS = st.integers(0, 1200).map(lambda days: date(2022, 1, 1) + timedelta(days=days))
LATER = st.integers(0, 400)
LEAVING = [code for code in terms.INTAKE_RESULT.codes if code != "accept"]


@dataclass
class Drawn:
    """A case drawn at random: its days in an order that the law allows, everything else as it comes."""

    received_on: date
    facts: dict[str, str | int | None] = field(default_factory=dict)
    hearings: list[tuple[date, str | None]] = field(default_factory=list)


@st.composite
def drawn_case(draw: st.DrawFn) -> Drawn:
    register = draw(st.sampled_from(terms.REGISTER.codes))
    case = Drawn(draw(DAYS), {"register": register})
    facts = case.facts
    last = case.received_on
    accepted = register != REVIEW
    if register == REVIEW:
        result = draw(st.sampled_from([None, "accept", "accept", "accept", *LEAVING]))
        if result:
            last += timedelta(days=draw(LATER))
            facts |= {"intake_result": result, "intake_on": last.isoformat()}
            accepted = result == "accept"
    if accepted and draw(st.booleans()):
        last += timedelta(days=draw(LATER))
        grounds = [*headings.grounds(register).codes, None, "其他原因"]
        facts |= {
            "closed_on": last.isoformat(),
            "outcome": draw(st.sampled_from(terms.outcomes(register).codes)),
            "ground": draw(st.sampled_from(grounds)),
        }
    for name, choices in (
        ("instance", terms.INSTANCE.codes), ("defendant_role", terms.ROLE.codes), ("matter", terms.MATTER.codes),
        ("field", ("公安", "税务", "自然资源")), ("handler", ("张三", "李四")),
    ):  # fmt: skip
        facts[name] = draw(st.sampled_from([*choices, None]))
    for name in ("replied_on", "reply_due_on"):
        if register != REVIEW and draw(st.booleans()):
            facts[name] = (case.received_on + timedelta(days=draw(LATER))).isoformat()
    if register == LITIGATION:
        held = st.tuples(
            LATER.map(lambda days: case.received_on + timedelta(days=days)), st.sampled_from(["yes", "no", None])
        )
        case.hearings = draw(st.lists(held, max_size=2))
    return case


BOOKS = st.lists(drawn_case(), max_size=12)
SPLITS = ("matter", "field,family", "month", "role,instance", "outcome")


def book_of(cases: list[Drawn]) -> DerivedBook:
    book = DerivedBook()
    for case in cases:
        number = book.case(case.received_on.isoformat(), **case.facts)
        for held_on, attended in case.hearings:
            book.hearing(number, held_on.isoformat(), attended)
    return book


@settings(max_examples=60, deadline=None)
@given(BOOKS, st.lists(DAYS, min_size=3, max_size=3, unique=True).map(sorted), st.booleans())
def test_every_report_balances_and_the_pending_open_the_next_period(
    cases: list[Drawn], days: list[date], as_of_the_end: bool
) -> None:
    book = book_of(cases)
    first, second, third = days
    for register in terms.REGISTER.codes:
        before, after = (
            reports.build(
                book.connection,
                register=register,
                period=Period(start, end - timedelta(days=1)),
                lawbook=LAWBOOK,
                bureau="",
                by=SPLITS,
                as_of=end - timedelta(days=1) if as_of_the_end else None,
            )
            for start, end in pairwise((first, second, third))
        )
        assert all(check.holds for check in (*before.checks, *after.checks))
        assert before.flow.pending == after.flow.opening
        for instance, flow in before.instances.items():
            assert flow.pending == after.instances[instance].opening
        if before.intake and after.intake:
            assert before.intake.awaiting == after.intake.opening
    book.connection.close()


@settings(max_examples=40, deadline=None)
@given(BOOKS, st.lists(DAYS, min_size=2, max_size=2, unique=True).map(sorted), st.data())
def test_every_figure_leads_to_exactly_its_cases(cases: list[Drawn], days: list[date], data: st.DataObject) -> None:
    book = book_of(cases)
    period = Period(*days)
    for register in terms.REGISTER.codes:
        base = data.draw(st.sampled_from(headings.BASES[register]))
        found = reports.build(
            book.connection,
            register=register,
            period=period,
            lawbook=LAWBOOK,
            bureau="",
            by=SPLITS,
            base=base,
        )
        figures = {name: number for name, number in found.values() if isinstance(number, int)}
        for breakdown in found.breakdowns:
            for key, number in breakdown.counts:
                pairs = (f"{name}={value or terms.NOT_STATED}" for name, value in zip(breakdown.by, key, strict=True))
                figures[",".join(pairs)] = number
        figures.pop("efficiency.days_total", None)  # a sum of days, not of cases
        names = reports.cells(found)
        assert set(names) == set(figures)
        empty = data.draw(st.sampled_from([name for name in names if not figures[name]]))
        for name in (*(name for name in names if figures[name]), empty):
            listed = reports.cases_of(
                book.connection, name, register=register, period=period, lawbook=LAWBOOK, base=base
            )
            assert len(listed) == figures[name], name
    book.connection.close()
