"""Every form on a small book whose figures a lawyer can count by hand, and the files that forms are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import BUREAU, NOW, Desk
from form_figures import Filled, asked, own_form

from casebook import forms
from casebook.book import create
from casebook.cells import cell_names
from casebook.errors import FigureUnknown, UnknownCode
from casebook.filefaults import FormFaulty, FormUnknown
from casebook.formnames import FORM, RATES, SENTENCE, SUMMARY
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from form_figures import More

BROKEN = Path(__file__).with_name("forms_broken") / "forms"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of a county's government."""
    path = tmp_path / "cases.book"
    create(path, BUREAU, "南昌县人民政府", "南府复", "01-01", NOW, "county_government")
    return Desk(path)


def fill(desk: Desk, form: str, period: str, *registers: str, **more: Unpack[More]) -> Filled:
    return Filled(desk.book, asked(desk.book, form, period, desk.today, *registers, **more))


def review(desk: Desk, serial: int, received: str, accepted: str | None = None, **card: str) -> str:
    number = "review:" + desk.log("review", received, f"南府复〔{received[:4]}〕{serial}号", **card)
    if accepted:
        desk.step(number, "accept", accepted)
    return number


def suit(desk: Desk, serial: int, received: str, instance: str = "first", **card: str) -> str:
    number = f"({received[:4]})赣0121行初{serial}号"
    return "litigation:" + desk.log("litigation", received, number, instance=instance, **card)


@pytest.fixture
def fields(desk: Desk) -> Desk:
    """Eight reviews of 2024: two of 公安, one carried in; names of today, one with several rows, one with none."""
    first = review(
        desk, 1, "2023-12-20", "2023-12-22",
        field="公安", applicant="张某", respondent_level="county_department", matter="penalty",
    )  # fmt: skip
    desk.close(first, "maintain", "2024-02-01")
    second = review(
        desk, 2, "2024-01-10", "2024-01-12",
        field="公安", applicant="李某、王某", respondent_level="township", matter="agreement",
    )  # fmt: skip
    desk.close(second, "revoke_part", "2024-03-01", compensation="1200.50")
    third = review(
        desk, 3, "2024-01-15", "2024-01-17",
        field="人社", applicant="某公司", applicant_count="12", matter="inaction", respondent_level="county_department",
    )  # fmt: skip
    desk.close(third, "terminate", "2024-02-20", ground="withdrawn")
    fourth = review(desk, 4, "2024-02-01", "2024-02-05", field="市场监管", applicant="赵某", matter="penalty")
    desk.close(fourth, "terminate", "2024-03-20", ground="settled")
    review(desk, 5, "2024-11-01", "2024-11-05", field="网信")
    desk.step(review(desk, 6, "2024-03-01", matter="penalty"), "refuse", "2024-03-05")
    seventh = review(desk, 7, "2024-03-01", "2024-03-05", field="公安机关", matter="compensation")
    desk.close(seventh, "terminate", "2024-04-10")
    eighth = review(desk, 8, "2024-03-02", "2024-03-06", field="应急管理", matter="penalty")
    desk.close(eighth, "declare_void", "2024-04-15", compensation="300", norm_review="不合法")
    desk.step(eighth, "opinion_letter", "2024-04-20")
    desk.step(eighth, "opinion_letter", "2024-04-25")
    desk.step(eighth, "opinion_reported", "2024-06-20")
    desk.step(second, "opinion_letter", "2025-01-20")
    return desk


def test_the_official_form_counts_each_field_in_its_row(fields: Desk) -> None:
    form = fill(fields, "official-review", "2024")
    assert form.rows("fields") == {
        "public_security": {
            "c01_opening": 1, "c02_received": 2, "c03_accepted": 2, "c04_persons": 2, "respondent_township": 1,
            "respondent_not_stated": 1, "organ_county_government": 2, "matter_other": 2, "c31_concluded": 3,
            "c33_maintain": 1, "c35_revoke": 1, "c41_other": 1, "c44_compensated": 1, "c45_compensation": "1200.50",
        },
        "labour": {
            "c02_received": 1, "c03_accepted": 1, "c04_persons": 12, "respondent_county_department": 1,
            "organ_county_government": 1, "matter_inaction": 1, "c31_concluded": 1, "c39_withdrawn": 1,
        },
        "work_safety": {
            "c02_received": 1, "c03_accepted": 1, "respondent_not_stated": 1, "organ_county_government": 1,
            "matter_penalty": 1, "c31_concluded": 1, "c42_other": 1, "c44_compensated": 1, "c45_compensation": "300.00",
        },
        "市场监管": {
            "c02_received": 1, "c03_accepted": 1, "c04_persons": 1, "respondent_not_stated": 1,
            "organ_county_government": 1, "matter_penalty": 1, "c31_concluded": 1, "c40_settled": 1,
        },
        "网信": {
            "c02_received": 1, "c03_accepted": 1, "respondent_not_stated": 1, "organ_county_government": 1,
            "matter_not_stated": 1, "c43_pending": 1,
        },
        "not_stated": {
            "c02_received": 1, "respondent_not_stated": 1, "organ_county_government": 1, "matter_penalty": 1,
        },
        "total": {
            "c01_opening": 1, "c02_received": 7, "c03_accepted": 6, "c04_persons": 15, "respondent_township": 1,
            "respondent_county_department": 1, "respondent_not_stated": 5, "organ_county_government": 7,
            "matter_penalty": 3, "matter_inaction": 1, "matter_other": 2, "matter_not_stated": 1, "c31_concluded": 6,
            "c33_maintain": 1, "c35_revoke": 1, "c39_withdrawn": 1, "c40_settled": 1, "c41_other": 1, "c42_other": 1,
            "c43_pending": 1, "c44_compensated": 2, "c45_compensation": "1500.50",
        },
    }  # fmt: skip


def test_the_official_form_has_45_columns_and_one_for_what_is_not_stated_in_each_block(fields: Desk) -> None:
    sheet = fill(fields, "official-review", "2024").sheet("fields")
    assert len([column for column in sheet.columns if not column.code.endswith("_not_stated")]) == 45
    assert [column.code for column in sheet.columns if column.code.endswith("_not_stated")] == [
        "respondent_not_stated",
        "organ_not_stated",
        "matter_not_stated",
    ]


def test_names_without_a_row_are_listed_and_never_presumed(fields: Desk) -> None:
    notes = fill(fields, "official-review", "2024").sheet("fields").notes[-2:]
    assert "“其他”：市场监管、网信" in notes[0].zh
    assert "“市场监管”在本报表中有不止一行（工商、质检、食品安全）" in notes[1].zh
    assert fill(fields, "official-review", "2024").row("fields", "other") == {}


def test_a_mapped_row_leads_to_the_cases_of_all_its_names(fields: Desk) -> None:
    form = fill(fields, "official-review", "2024")
    assert form.behind("fields.public_security.c31_concluded") == [
        "南府复〔2023〕1号",
        "南府复〔2024〕2号",
        "南府复〔2024〕7号",
    ]
    assert form.behind("fields.市场监管.c40_settled") == ["南府复〔2024〕4号"]
    assert form.behind("fields.not_stated.c02_received") == ["南府复〔2024〕6号"]


def test_a_name_belongs_to_its_row_from_the_day_of_the_mapping(desk: Desk) -> None:
    review(desk, 1, "2017-03-01", "2017-03-03", field="应急管理")
    review(desk, 2, "2017-03-01", "2017-03-03", field="人社")
    for period, row in (("2017", "应急管理"), ("2018-01-01..2018-03-16", "应急管理"), ("2018Q1", "work_safety")):
        form = fill(desk, "official-review", period)
        assert form.row("fields", row)["c43_pending"] == 1
        assert form.row("fields", "labour")["c43_pending"] == 1
    assert "应急管理" in fill(desk, "official-review", "2017").sheet("fields").notes[-1].zh
    assert fill(desk, "official-review", "2018").sheet("fields").notes == forms.load("official-review").sheets[0].notes


def test_the_review_organ_is_the_government_of_the_book(tmp_path: Path) -> None:
    for level, column in (("city_government", "organ_city_government"), (None, "organ_not_stated")):
        path = tmp_path / f"{level}.book"
        create(path, BUREAU, "某市人民政府", "某府复", "01-01", NOW, level)
        desk = Desk(path)
        review(desk, 1, "2024-03-01")
        form = fill(desk, "official-review", "2024")
        organs = {name: number for name, number in form.row("fields", "total").items() if name.startswith("organ_")}
        assert organs == {column: 1}
        assert form.behind(f"fields.total.{column}") == ["南府复〔2024〕1号"]
        assert form.behind("fields.total.organ_province_government") == []


def test_the_revised_form_merges_terminations_and_adds_letters_and_normative_review(fields: Desk) -> None:
    form = fill(fields, "official-review-2015", "2024")
    assert form.row("fields", "work_safety") == {
        "c02_received": 1, "c03_accepted": 1, "respondent_not_stated": 1, "organ_county_government": 1,
        "matter_penalty": 1, "c31_concluded": 1, "c40_other": 1, "c42_norm_review": 1, "c43_letters": 2,
        "c44_reported": 1, "c45_compensated": 1, "c46_compensation": "300.00",
    }  # fmt: skip
    total = form.row("fields", "total")
    assert (total["c38_mediate"], total["c39_terminate"], total["c40_other"]) == (1, 2, 1)
    assert (total["c43_letters"], total["c44_reported"]) == (2, 1)
    assert form.behind("fields.work_safety.c43_letters") == ["南府复〔2024〕8号"] * 2
    assert form.row("fields", "public_security").get("c43_letters") is None
    assert fill(fields, "official-review-2015", "2025").row("fields", "public_security")["c43_letters"] == 1


def test_a_struck_opinion_letter_no_longer_counts(fields: Desk) -> None:
    letters = [step for step in fields.record("review:南府复〔2024〕8号").live if step.step == "opinion_letter"]
    before = fields.book.head.entry_no
    fields.strike("review:南府复〔2024〕8号", letters[1].entry_no)
    assert fill(fields, "official-review-2015", "2024").row("fields", "total")["c43_letters"] == 1
    assert fill(fields, "official-review-2015", "2024", known_at=before).row("fields", "total")["c43_letters"] == 2


@pytest.fixture
def disclosures(desk: Desk) -> Desk:
    """Reviews and suits over disclosure, and others that are not."""
    for serial, outcome in enumerate(("maintain", "reject_claim", "declare_unlawful", "mediate"), 1):
        desk.close(review(desk, serial, "2024-01-10", "2024-01-12", matter="disclosure"), outcome, "2024-03-01")
    review(desk, 5, "2024-11-10", "2024-11-12", matter="disclosure")
    desk.close(review(desk, 6, "2024-01-10", "2024-01-12", matter="penalty"), "revoke", "2024-03-01")
    desk.close(review(desk, 7, "2024-01-10", "2024-01-12"), "revoke", "2024-03-01")

    def over_disclosure(serial: int, outcome: str | None, instance: str = "first", **card: str) -> None:
        number = suit(desk, serial, "2024-02-01", instance, matter="disclosure", **card)
        if outcome:
            desk.close(number, outcome, "2024-06-03")

    over_disclosure(1, "reject_claims", reviewed_first="no")
    over_disclosure(2, "revoke", reviewed_first="no", defendant_role="joint")
    over_disclosure(3, None, reviewed_first="no")
    over_disclosure(4, "compensate", reviewed_first="yes", defendant_role="sole")
    over_disclosure(5, "dismiss_suit", reviewed_first="yes", defendant_role="joint")
    over_disclosure(6, "withdraw", reviewed_first="yes")
    over_disclosure(7, None, reviewed_first="yes", defendant_role="joint")
    over_disclosure(8, "order_performance")
    over_disclosure(9, "affirm", "second", reviewed_first="no")
    desk.close(suit(desk, 10, "2024-02-01", matter="penalty", reviewed_first="no"), "revoke", "2024-06-03")
    return desk


def test_the_fifteen_cells_of_the_report_on_disclosure(disclosures: Desk) -> None:
    form = fill(disclosures, "disclosure", "2024")
    assert form.rows("disclosure") == {
        "review": {"maintained": 2, "corrected": 1, "other": 1, "pending": 1, "total": 5},
        "direct": {"maintained": 1, "corrected": 1, "pending": 1, "total": 3},
        "after": {"corrected": 1, "other": 1, "total": 2},
        "unstated": {"corrected": 1, "total": 1},
    }


def test_a_co_defendant_case_after_a_review_counts_at_the_agency_that_did_the_act(disclosures: Desk) -> None:
    form = fill(disclosures, "disclosure", "2024")
    assert form.rows("joint") == {"concluded": {"value": 1}, "pending": {"value": 1}}
    assert form.behind("joint.all.concluded") == ["(2024)赣0121行初5号"]
    assert form.behind("disclosure.all.after_total") == ["(2024)赣0121行初4号", "(2024)赣0121行初6号"]
    assert form.behind("disclosure.all.direct_corrected") == ["(2024)赣0121行初2号"]


@pytest.fixture
def endings(desk: Desk) -> Desk:
    """Six reviews around the first quarter of 2024, two of them suspended for a time."""
    desk.close(review(desk, 1, "2023-12-01", "2023-12-05", matter="penalty"), "revoke", "2024-01-20")
    second = review(desk, 2, "2023-12-28", matter="penalty")
    desk.step(second, "accept", "2024-01-02")
    desk.step(second, "suspend", "2024-02-01", ground="other_case")
    third = review(desk, 3, "2024-01-10", "2024-01-12", matter="penalty")
    desk.step(third, "suspend", "2024-02-01", ground="other_case")
    desk.step(third, "resume", "2024-03-10")
    desk.step(review(desk, 4, "2024-01-10", matter="licence"), "settle", "2024-01-15")
    review(desk, 5, "2024-03-29")
    sixth = review(desk, 6, "2024-01-10", "2024-01-12", matter="licence")
    desk.close(sixth, "terminate", "2024-02-20", ground="corrected")
    return desk


def test_how_cases_ended(endings: Desk) -> None:
    assert fill(endings, "outcomes", "2024Q1", "review").rows("reviews") == {
        "penalty": {"carried": 2, "received": 1, "pending": 2, "revoke": 1, "concluded": 1},
        "licence": {"received": 2, "settle": 1, "terminate_corrected": 1, "concluded": 1},
        "not_stated": {"received": 1, "awaiting": 1},
        "total": {
            "carried": 2, "received": 4, "settle": 1, "awaiting": 1, "pending": 2, "revoke": 1,
            "terminate_corrected": 1, "concluded": 2,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("period", "in_hand", "suspended"),
    [
        ("2024-01-01..2024-01-31", ["2", "3", "6"], []),
        ("2024-01-01..2024-02-01", ["6"], ["2", "3"]),  # of the day of suspension on
        ("2024-01-01..2024-03-09", [], ["2", "3"]),
        ("2024-01-01..2024-03-10", ["3"], ["2"]),  # and no more on the day of resumption
        ("2024Q1", ["3"], ["2"]),
    ],
)
def test_who_stands_still_at_the_end_of_the_period(
    endings: Desk, period: str, in_hand: list[str], suspended: list[str]
) -> None:
    form = fill(endings, "outcomes", period, "review")
    for column, serials in (("in_hand", in_hand), ("suspended", suspended)):
        assert form.row("standing", "total").get(column, 0) == len(serials)
        found = form.behind(f"standing.total.{column}")
        assert [number.split("〕")[1].removesuffix("号") for number in found] == serials


def test_a_resumption_told_later_does_not_change_what_was_known(endings: Desk) -> None:
    before = endings.book.head.entry_no
    endings.step("review:南府复〔2023〕2号", "resume", "2024-03-31")
    assert fill(endings, "outcomes", "2024Q1", "review").row("standing", "total") == {"in_hand": 2, "pending": 2}
    assert fill(endings, "outcomes", "2024Q1", "review", known_at=before).row("standing", "total") == {
        "in_hand": 1,
        "suspended": 1,
        "pending": 2,
    }


def test_rows_by_another_dimension(endings: Desk) -> None:
    form = fill(endings, "outcomes", "2024Q1", "review", by=("procedure",))
    assert form.rows("reviews").keys() == {"not_stated", "total"}
    assert form.sheet("reviews").head == Words("审理程序", "procedure")
    for nonsense in ("nonsense", "month", "family", "matter,field"):
        with pytest.raises(UnknownCode):
            fill(endings, "outcomes", "2024Q1", "review", by=(nonsense,))


def test_names_that_are_also_codes_of_lines_do_not_run_together(desk: Desk) -> None:
    for serial, name in enumerate(("total", "not_stated", "land", "土地", "=total", "公安.交警"), 1):
        review(desk, serial, "2024-03-01", "2024-03-04", field=name, handler=name)
    review(desk, 7, "2024-03-01", "2024-03-04")
    for form_name, sheet, column in (
        ("official-review", "fields", "c43_pending"),
        ("handlers", "reviews", "pending"),
    ):
        form = fill(desk, form_name, "2024", "review")
        rows = {code: figures[column] for code, figures in form.rows(sheet).items()}
        assert rows.pop("total") == 7
        assert set(rows.values()) == {1}
        assert rows.keys() >= {"=total", "=not_stated", "==total", "公安.交警", "not_stated"}
        for code in rows:
            assert len(form.behind(f"{sheet}.{code}.{column}")) == 1
    assert fill(desk, "official-review", "2024").behind("fields.land.c43_pending") == ["南府复〔2024〕4号"]
    assert fill(desk, "official-review", "2024").behind("fields.=land.c43_pending") == ["南府复〔2024〕3号"]


@pytest.fixture
def timed(desk: Desk) -> Desk:
    """Five reviews accepted on 1 March 2024 and concluded after 10, 41, 75, 70 less 20, and 80 days."""

    def accepted(serial: int, handler: str) -> str:
        return review(desk, serial, "2024-02-28", "2024-03-01", handler=handler)

    desk.close(accepted(1, "王某"), "maintain", "2024-03-11")
    desk.close(accepted(2, "王某"), "maintain", "2024-04-11")
    third, fourth = accepted(3, "李某"), accepted(4, "李某")
    desk.step(third, "extend", "2024-04-10", days="30")
    desk.close(third, "maintain", "2024-05-15")
    desk.step(fourth, "suspend", "2024-03-11", ground="other_case")
    desk.step(fourth, "resume", "2024-03-31")
    desk.close(fourth, "revoke", "2024-05-10")
    desk.close(accepted(5, ""), "maintain", "2024-05-20")
    return desk


def test_efficiency_by_handler(timed: Desk) -> None:
    assert fill(timed, "efficiency", "2024").rows("handlers") == {
        "王某": {
            "concluded": 2, "on_time": 2, "within_60": 2, "on_time_rate": "100.00%", "within_60_rate": "100.00%",
            "extended_rate": "0.00%", "mean": "25.50", "median": "25.5", "highest": 41,
        },
        "李某": {
            "concluded": 2, "on_time": 2, "extended": 1, "within_60": 1, "on_time_rate": "100.00%",
            "within_60_rate": "50.00%", "extended_rate": "50.00%", "mean": "62.50", "median": "62.5", "highest": 75,
        },
        "not_stated": {
            "concluded": 1, "late": 1, "on_time_rate": "0.00%", "within_60_rate": "0.00%", "extended_rate": "0.00%",
            "mean": "80.00", "median": "80", "highest": 80,
        },
        "total": {
            "concluded": 5, "on_time": 4, "late": 1, "extended": 1, "within_60": 3, "on_time_rate": "80.00%",
            "within_60_rate": "60.00%", "extended_rate": "20.00%", "mean": "51.20", "median": "50", "highest": 80,
        },
    }  # fmt: skip


def test_workload_of_handlers(timed: Desk) -> None:
    timed.close(review(timed, 6, "2023-11-01", "2023-11-03", handler="王某"), "maintain", "2024-01-02")
    review(timed, 7, "2024-09-02", "2024-09-04", handler="王某")
    timed.step(review(timed, 8, "2024-12-02", "2024-12-04", handler="王某"), "suspend", "2024-12-20", ground="death")
    # 10, 41 and, under the law until 2023 from receipt, 62 days: the sixtieth was New Year's Eve
    assert fill(timed, "handlers", "2024", "review").row("reviews", "王某") == {
        "opening": 1,
        "accepted": 4,
        "concluded": 3,
        "pending": 2,
        "suspended": 1,
        "overdue": 1,
        "on_time": 3,
        "conclusion": "60.00%",
        "on_time_rate": "100.00%",
        "mean": "37.67",
    }  # fmt: skip


def test_workload_in_suits_counts_replies_and_hearings(desk: Desk) -> None:
    number = suit(desk, 1, "2024-03-01", handler="王某")
    desk.step(number, "reply", "2024-03-18")  # the fifteenth day was a Saturday
    desk.step(number, "hear", "2024-04-10", head_attended="yes")
    desk.step(number, "hear", "2024-05-10", head_attended="no")
    desk.step(suit(desk, 2, "2024-03-01", handler="王某"), "reply", "2024-03-19")
    suit(desk, 3, "2024-03-01", handler="王某")
    desk.close(number, "withdraw", "2024-06-03")
    assert fill(desk, "handlers", "2024", "litigation").row("suits", "王某") == {
        "received": 3, "concluded": 1, "pending": 2, "replies_on_time": 1, "replies_late": 1, "replies_outstanding": 1,
        "hearings": 2, "hearings_head_attended": 1, "conclusion": "33.33%",
    }  # fmt: skip


@pytest.fixture
def suits(desk: Desk) -> Desk:
    """Suits of three instances in two courts, heard with chief, deputy or nobody."""
    first = suit(desk, 1, "2023-11-01", court="红谷滩法院", defendant_role="sole", respondent="县公安局")
    desk.step(first, "hear", "2023-12-28", head_attended="yes", head_rank="chief")
    desk.step(first, "hear", "2024-01-15", head_attended="yes", head_rank="chief", head_name="李某", head_post="局长")
    desk.step(first, "hear", "2024-02-15", head_attended="no", absence="出差")
    desk.close(first, "revoke_part", "2024-03-01")
    second = suit(desk, 2, "2024-01-10", court="红谷滩法院", defendant_role="joint", respondent="县公安局")
    desk.step(second, "hear", "2024-04-15", head_attended="yes", head_rank="deputy")
    desk.close(second, "withdraw", "2024-05-06", ground="defendant_changed")
    third = suit(desk, 3, "2024-02-01", court="南昌中院", respondent="县税务局")
    desk.step(third, "hear", "2024-05-15", head_attended="no")
    desk.close(third, "reject_claims", "2024-06-03")
    fourth = suit(desk, 4, "2024-06-20", "second", court="江西高院", respondent="县公安局")
    desk.close(fourth, "affirm", "2024-09-02")
    suit(desk, 5, "2024-12-02", respondent="县税务局")
    return desk


def test_suits_by_instance_court_role_and_outcome(suits: Desk) -> None:
    form = fill(suits, "litigation", "2024")
    assert form.rows("instances") == {
        "first": {
            "opening": 1, "received": 3, "concluded": 3, "pending": 1, "first_concluded": 3, "lost": 1,
            "loss": "33.33%", "cases_heard": 3, "cases_head_attended": 2, "hearings": 4, "hearings_head_attended": 2,
            "attendance": "66.67%",
        },
        "second": {"received": 1, "concluded": 1},
        "total": {
            "opening": 1, "received": 4, "concluded": 4, "pending": 1, "first_concluded": 3, "lost": 1,
            "loss": "33.33%", "cases_heard": 3, "cases_head_attended": 2, "hearings": 4, "hearings_head_attended": 2,
            "attendance": "66.67%",
        },
    }  # fmt: skip
    assert form.column("courts", "concluded") == {
        "红谷滩法院": 2,
        "南昌中院": 1,
        "江西高院": 1,
        "not_stated": 0,
        "total": 4,
    }
    assert form.column("roles", "concluded") == {"sole": 1, "joint": 1, "not_stated": 2, "total": 4}
    assert form.row("outcomes", "first") == {"reject_claims": 1, "revoke_part": 1, "withdraw": 1, "concluded": 3}
    assert form.row("outcomes", "second") == {"affirm": 1, "concluded": 1}
    assert form.behind("instances.first.lost") == ["(2023)赣0121行初1号"]
    assert form.behind("courts.红谷滩法院.hearings") == ["(2023)赣0121行初1号"] * 2 + ["(2024)赣0121行初2号"]


def test_attendance_under_every_denominator(suits: Desk) -> None:
    form = fill(suits, "attendance", "2024")
    assert {row: (cells["percent"], cells["fraction"]) for row, cells in form.rows("rates").items()} == {
        "attendance.a": ("66.67%", "2/3"),  # cases with the head of cases heard
        "attendance.b": ("50.00%", "2/4"),  # hearings of hearings
        "attendance.c": ("66.67%", "2/3"),  # of cases concluded at first instance
        "attendance.d": ("33.33%", "1/3"),  # chief officers only
    }
    assert form.rows("defendants") == {
        "县公安局": {
            "cases_heard": 2, "cases_head_attended": 2, "hearings": 3, "hearings_head_attended": 2,
            "hearings_chief_attended": 1, "attendance": "100.00%",
        },
        "县税务局": {"cases_heard": 1, "hearings": 1, "attendance": "0.00%"},
        "total": {
            "cases_heard": 3, "cases_head_attended": 2, "hearings": 4, "hearings_head_attended": 2,
            "hearings_chief_attended": 1, "attendance": "66.67%",
        },
    }  # fmt: skip


def test_the_ledger_of_attendance_tells_each_hearing_of_the_period(suits: Desk) -> None:
    sheet = fill(suits, "attendance", "2024").sheet("hearings")
    told = [(line.code, *(figure.value for figure in line.figures)) for line in sheet.lines]
    assert [each[:2] for each in told] == [
        ("(2023)赣0121行初1号#1", "2024-01-15"),
        ("(2023)赣0121行初1号#2", "2024-02-15"),
        ("(2024)赣0121行初2号#1", "2024-04-15"),
        ("(2024)赣0121行初3号#1", "2024-05-15"),
    ]
    assert told[0][2:] == ("红谷滩法院", "一审", "县公安局", "是", "李某", "局长", "正职", None)
    assert (told[1][5], told[1][-1]) == ("否", "出差")


# The files


def test_every_form_that_ships_is_read_and_has_a_name_in_words() -> None:
    assert set(FORM.codes) == {SUMMARY, RATES, SENTENCE, *forms.names()}
    for name in forms.names():
        form = forms.load(name)
        assert form.name == name
        assert form.edition
        assert all((*form.label, *form.about))


def test_every_cell_that_a_form_names_exists_and_each_column_counts_something() -> None:
    for name in forms.names():
        for sheet in forms.load(name).sheets:
            for column in sheet.columns:
                assert set(column.cells) <= cell_names(column.register)
                assert column.cells or column.step or column.hearing or column.part or column.running


def test_every_outcome_of_a_register_has_one_column_of_the_official_forms() -> None:
    """The columns that a case can stand in when it is concluded leave no outcome out and none twice."""
    for name, last in (("official-review", "c42_other"), ("official-review-2015", "c40_other")):
        [sheet] = forms.load(name).sheets
        [identity] = [each for each in sheet.identities if each.name == "outcomes"]
        assert identity.right[-1] == last
        cells = [cell for column in sheet.columns if column.code in identity.right for cell in column.cells]
        assert len(set(cells)) == len(cells)
        families = {cell.removeprefix("families.") for cell in cells if cell.startswith("families.")}
        grounds = {cell for cell in cells if cell.startswith("grounds.terminate.")}
        assert families | {"terminate"} == {
            cell.removeprefix("families.") for cell in cell_names("review") if cell.startswith("families.")
        }
        assert grounds == {cell for cell in cell_names("review") if cell.startswith("grounds.")}


FAULTS: dict[str, tuple[str, str]] = {
    "ages_of_no_beginning": ("sheet[1].bands", "must begin with 0"),
    "ambiguous_row": ("sheet[1].ambiguous", "there is no row “quarry”"),
    "code_twice": ("sheet[1].column", "code twice (received)"),
    "code_with_a_point": ("sheet[1].column[1].code", "cannot hold"),
    "dimension": ("sheet[1].rows", "no dimension: “weather”"),
    "each_of_text": ("sheet[1].column[1].each", "no dimension with codes"),
    "half_a_rate": ("sheet[1].column[2].rate", "needs part and whole together"),
    "hearing_of_reviews": ("sheet[1].column[1].heard", "knows no “hearings”"),
    "hearings_of_reviews": ("sheet[1].register", "those of litigation"),
    "identity_column": ("sheet[1].column", "has no column “accepted”"),
    "kind": ("sheet[1].kind", "must be one of cross"),
    "measure": ("sheet[1].column[1].weight", "knows no “weight”"),
    "month_of_pending": ("sheet[1].column.suspended", "cannot be counted by month"),
    "month_where": ("sheet[1].column.received", "cannot be counted by month"),
    "name_in_two_rows": ("sheet[1].row", "“土地” in two rows"),
    "no_column": ("sheet[1].column", "needs one column at least"),
    "no_sheet": ("sheet", "needs one sheet"),
    "nothing_counted": ("sheet[1].column[1].idle", "does not say what it counts"),
    "rate": ("sheet[1].rates", "knows no rate “luck”"),
    "register": ("sheet[1].register", "no register: “archive”"),
    "registers": ("registers", "must be those of the sheets"),
    "relation": ("sheet[1].identity[1].relation", "must be = or >="),
    "row_called_total": ("sheet[1].row", "cannot be called “total”"),
    "running_total_of_no_month": ("sheet[1].column.sum", "only a sheet by month"),
    "sheet_twice": ("sheet", "code twice"),
    "since_no_day": ("sheet[1].row[1].since[1].from", "is no date"),
    "statistic": ("sheet[1].column[1].days", "knows no “p42”"),
    "step": ("sheet[1].column[1].lunch", "knows no “lunch”"),
    "step_where": ("sheet[1].column[1].letters", "can limit cells only"),
    "toml": ("it is no TOML", "line 1"),
    "unknown_cell": ("sheet[1].column[1].received", "does not exist: “intake.lost”"),
    "unknown_code": ("sheet[1].column[1].codes", "names no code: “sabotage”"),
    "unknown_key": ("sheet[1].column[1].colour", "is not known"),
    "where_dimension": ("sheet[1].column[1].where.weather", "is no dimension"),
    "where_value": ("sheet[1].column[1].where.matter", "knows no “disclosur”"),
    "wrong_kind_of_value": ("sheet[1].column[1].cells", "must be a list of texts"),
    "words_in_one_language": ("sheet[1].title.en", "must be a text"),
}


def test_there_is_a_message_for_every_broken_form() -> None:
    assert {path.stem for path in BROKEN.glob("*.toml")} == FAULTS.keys()


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_form_says_where_it_is_wrong(name: str) -> None:
    place, what = FAULTS[name]
    with pytest.raises(FormFaulty) as told:
        forms.read(name, (BROKEN / f"{name}.toml").read_text(encoding="utf-8"))
    message = told.value.say("en")
    assert f"“{name}”" in message
    assert place in message
    assert what in message
    assert len(message.splitlines()) <= 3
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.value.say("zh").splitlines()[0].replace(name, ""))


def adopt(desk: Desk, name: str, text: str) -> int:
    forms.read(name, text)
    return desk.book.adopt("form", name, text, "", desk.scribe)


RECEIVED = own_form(
    """rows = "field"
[[sheet.column]]
code = "received"
label = { zh = "新收", en = "received" }
cells = ["intake.received"]
"""
)


def test_a_form_of_the_office_is_filled_in_as_any_other(fields: Desk) -> None:
    adopt(fields, "本局表", RECEIVED)
    form = fill(fields, "本局表", "2024")
    assert form.column("own", "received")["total"] == 7
    assert form.behind("own.公安.received") == ["南府复〔2024〕2号"]


def test_a_report_as_known_earlier_is_made_on_the_form_of_then(fields: Desk) -> None:
    early = fields.book.head.entry_no
    then = adopt(fields, "own", RECEIVED)
    adopt(fields, "own", RECEIVED.replace('"received"', '"came_in"').replace('edition = "1"', 'edition = "2"'))
    assert fill(fields, "own", "2024").document.edition == "2"
    old = fill(fields, "own", "2024", known_at=then)
    assert (old.document.edition, old.column("own", "received")["total"]) == ("1", 7)
    assert old.behind("own.公安.received") == ["南府复〔2024〕2号"]
    with pytest.raises(FigureUnknown):
        fill(fields, "own", "2024").behind("own.公安.received")
    assert fill(fields, "own", "2024", known_at=early).document.edition == "1"


def test_the_office_may_put_a_form_in_the_place_of_a_shipped_one(fields: Desk) -> None:
    before = fields.book.head.entry_no
    adopt(fields, "outcomes", RECEIVED)
    assert [sheet.code for sheet in fill(fields, "outcomes", "2024").document.parts[0].sheets] == ["own"]
    assert fill(fields, "outcomes", "2024", "review", known_at=before).document.edition == "1"
    assert fill(fields, "outcomes", "2024", "review", known_at=before).row("reviews", "total")["received"] == 7


def test_rows_and_a_limit_of_one_dimension(fields: Desk) -> None:
    text = own_form(
        """rows = "matter"
[[sheet.column]]
code = "penalties"
label = { zh = "处罚", en = "penalties" }
cells = ["intake.received"]
where = { matter = ["penalty", "not_stated"] }
"""
    )
    adopt(fields, "own", text)
    form = fill(fields, "own", "2024")
    assert form.rows("own") == {
        "penalty": {"penalties": 3},
        "not_stated": {"penalties": 1},
        "total": {"penalties": 4},
    }
    assert len(form.behind("own.penalty.penalties")) == 3
    assert form.behind("own.not_stated.penalties") == ["南府复〔2024〕5号"]
    assert len(form.behind("own.total.penalties")) == 4
    assert form.behind("own.inaction.penalties") == []


def test_several_respondents_are_one_row_and_come_after_the_single_ones(desk: Desk) -> None:
    for serial, respondent in enumerate(("县公安局、某镇", "某镇、县税务局", "县公安局", ""), 1):
        review(desk, serial, "2024-03-01", "2024-03-04", respondent=respondent)
    form = fill(desk, "outcomes", "2025", "review", by=("respondent",))
    lines = [(line.code, line.label.zh) for line in form.sheet("reviews").lines]
    assert lines == [("县公安局", "县公安局"), ("other", "多个被申请人/被告"), ("not_stated", "未填")]
    assert len(form.behind("reviews.other.carried")) == 2


@pytest.mark.parametrize(
    "rows", ["procedure", "reviewed_first", "law", "instance", "role", "handler", "applicant_kind"]
)
def test_hearings_may_be_counted_by_every_dimension(suits: Desk, rows: str) -> None:
    text = own_form(
        f"""rows = "{rows}"
[[sheet.column]]
code = "heard"
label = {{ zh = "开庭", en = "heard" }}
hearing = "hearings"
""",
        "litigation",
    )
    adopt(suits, "own", text)
    form = fill(suits, "own", "2024")
    numbers = form.column("own", "heard")
    assert numbers.pop("total") == 4
    assert sum(number for number in numbers.values() if isinstance(number, int)) == 4
    for row, number in numbers.items():
        assert len(form.behind(f"own.{row}.heard")) == number


@pytest.mark.parametrize("find", [forms.load, lambda name: forms.load(name).name])
def test_a_form_that_there_is_not(find: Callable[[str], object]) -> None:
    with pytest.raises(FormUnknown) as told:
        find("weather")
    assert "official-review" in told.value.say("en")


def test_a_form_nobody_adopted_names_those_there_are(desk: Desk) -> None:
    adopt(desk, "本局表", RECEIVED)
    with pytest.raises(FormUnknown) as told:
        fill(desk, "weather", "2024")
    assert "本局表" in told.value.say("zh")
    assert "outcomes" in told.value.say("zh")


def test_a_form_cut_at_a_day_counts_nothing_after_it(fields: Desk) -> None:
    form = fill(fields, "official-review", "2024", as_of=date(2024, 2, 29))
    assert form.row("fields", "total")["c31_concluded"] == 2
    assert form.row("fields", "total")["c43_pending"] == 2
