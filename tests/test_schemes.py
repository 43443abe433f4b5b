"""Counting schemes: the files that ship, what each prints differently, an office's own, and faulty files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk import Desk
from form_figures import Filled, asked

from casebook import documents, schemes
from casebook.filefaults import SchemeFaulty, SchemeUnknown
from casebook.rates import catalogue
from casebook.terms import REGISTER, families

if TYPE_CHECKING:
    from casebook.sheets import Line, Sheet

BROKEN = Path(__file__).with_name("forms_broken") / "schemes"
OWN = """label = { zh = "本局口径", en = "own scheme" }
unit = { zh = "宗", en = "matters" }
places = 1
rounding = "truncate"

[variants]
maintained = "b"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Six reviews of 2024, one of them carried in, one refused; three concluded."""
    desk = Desk(tmp_path / "cases.book")
    desk.close(desk.review("2023-12-18", "2023-12-20"), "maintain", "2024-01-30")
    desk.close(desk.review("2024-01-10", "2024-01-12"), "terminate", "2024-03-01", ground="corrected")
    desk.close(desk.review("2024-01-10", "2024-01-12"), "revoke", "2024-03-01")
    desk.step(desk.log("review", "2024-02-01"), "refuse", "2024-02-05")
    desk.review("2023-11-01", "2023-11-03")
    desk.review("2024-11-01", "2024-11-04")
    return desk


def fill(desk: Desk, scheme: str | None = None, known_at: int | None = None, form: str = "summary") -> Filled:
    request = asked(desk.book, form, "2024", desk.today, "review")
    return Filled(desk.book, request._replace(scheme=scheme, known_at=known_at))


def lines(sheet: Sheet) -> list[tuple[str, str, object]]:
    return [(line.code, line.label.zh, line.figures[0].value) for line in sheet.lines]


def percents(form: Filled) -> dict[str, object]:
    return {line.code: line.figures[0].value for line in form.sheet("rates").lines}


# The files


def test_the_schemes_that_ship() -> None:
    assert schemes.names()[0] == schemes.STANDARD
    assert len(schemes.names()) >= 4
    for name in schemes.names():
        scheme = schemes.load(name)
        assert scheme.seen is not None, "where it was found"
        assert scheme.rounding in ("half_up", "truncate", "largest_remainder")
        chosen = {rate.name for rate in scheme.rates}
        assert chosen == {rate.name for rate in catalogue()}


def test_a_scheme_has_one_definition_of_each_rate_in_each_register() -> None:
    for name in schemes.names():
        for register in REGISTER.codes:
            names = [rate.name for rate in schemes.load(name).every_rate_of(register)]
            assert len(set(names)) == len(names)
            assert set(names) == {rate.name for rate in catalogue() if register in rate.registers}


FAULTS: dict[str, tuple[str, str]] = {
    "closed": ("closed", "must be one of accepted, all"),
    "family": ("order", "is no outcome family"),
    "label_of_no_family": ("mercy", "is no outcome family"),
    "no_label": ("label.zh", "must be a text"),
    "opening": ("opening", "must be one of stock, concluded"),
    "places": ("places", "must be a whole number"),
    "places_negative": ("places", "not negative"),
    "rate_of_no_list": ("rate[1].variant[1].part", "a list that does not exist: “lucky”"),
    "rate_of_no_register": ("rate[1].variant[1].registers", "no register: “archive”"),
    "rate_of_unknown_cell": ("luck（review）", "does not exist: “flow.lost”"),
    "rate_without_whole": ("rate[1].variant[1].luck", "needs registers, part and whole"),
    "rounding": ("rounding", "must be one of half_up"),
    "toml": ("it is no TOML", "line"),
    "unknown_key": ("colour", "is not known"),
    "unknown_rate": ("variants.luck", "has no variant “a”"),
    "unknown_variant": ("variants.loss", "has no variant “z”"),
    "variant_no_text": ("variants.loss", "must be a text"),
}


def test_there_is_a_message_for_every_broken_scheme() -> None:
    assert {path.stem for path in BROKEN.glob("*.toml")} == FAULTS.keys()


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_scheme_says_where_it_is_wrong(name: str) -> None:
    place, what = FAULTS[name]
    with pytest.raises(SchemeFaulty) as told:
        schemes.read(name, (BROKEN / f"{name}.toml").read_text(encoding="utf-8"))
    message = told.value.say("en")
    assert f"“{name}”" in message
    assert place in message
    assert what in message
    assert len(message.splitlines()) <= 3


def test_a_scheme_that_there_is_not(desk: Desk) -> None:
    for find in (lambda: schemes.load("lucky"), lambda: fill(desk, "lucky")):
        with pytest.raises(SchemeUnknown) as told:
            find()
        assert "carried-in" in told.value.say("zh")


# What they print


def test_cells_are_the_same_under_every_scheme(desk: Desk) -> None:
    reports = [fill(desk, name).document.parts[0].report for name in schemes.names()]
    counted = [report.sections for report in reports if report]
    assert len(counted) == len(schemes.names())
    assert all(each == counted[0] for each in counted)


def test_carried_in_is_the_stock_or_only_what_was_concluded_of_it(desk: Desk) -> None:
    standard, rolling = fill(desk).sheet("flow"), fill(desk, "carried-in").sheet("flow")
    assert lines(standard)[0] == ("opening", "上期结转", 2)
    assert lines(rolling)[0] == ("opening_concluded", "上期结转（期内审结的）", 1)
    assert ("opening", "期初全部未审结", 2) in lines(rolling)


def test_closed_are_accepted_cases_or_all_that_left_the_desk(desk: Desk) -> None:
    wide = lines(fill(desk, "all-closed").sheet("flow"))
    assert wide[2:4] == [("closed_all", "办结", 4), ("concluded", "其中：受理后审结", 3)]


def test_order_words_and_zeros_of_outcomes(desk: Desk) -> None:
    assert lines(fill(desk, "carried-in").sheet("families")) == [
        ("maintain", "维持", 1),
        ("terminate", "终止审理", 1),
        ("revoke", "撤销", 1),
    ]
    assert [code for code, _, _ in lines(fill(desk).sheet("families"))] == list(families("review").codes)


def test_shares_are_printed_where_the_scheme_says_so_and_sum_to_100(desk: Desk) -> None:
    sheet = fill(desk, "all-closed").sheet("families")
    shares = {line.code: line.figures[1].value for line in sheet.lines if line.figures[0].value}
    assert shares == {"maintain": "33.34%", "revoke": "33.33%", "terminate": "33.33%"}
    assert closing(sheet).figures[1].value == "100.00%"
    assert len(fill(desk).sheet("families").columns) == 1


def closing(sheet: Sheet) -> Line:
    assert sheet.total is not None
    return sheet.total


@pytest.mark.parametrize(
    ("scheme", "conclusion", "correction", "settled"),
    [
        ("standard", "60.00%", "33.33%", "0.00%"),  # 3 of 2 + 3; 1 of 3
        ("accepted-base", "100.0%", "33.3%", "0.0%"),  # 3 of 3 accepted
        ("all-closed", "100.00%", "25.00%", "0.00%"),  # 4 of 4 received; 1 of 4
        ("broad", "60.00%", "66.66%", "33.33%"),  # what the respondent corrected itself counts
        ("carried-in", "60.0%", "33.3%", "33.3%"),
        ("merits", "60.00%", "50.00%", "0.00%"),  # 1 of a maintained and a revoked one
    ],
)
def test_rates_of_each_scheme(desk: Desk, scheme: str, conclusion: str, correction: str, settled: str) -> None:
    found = percents(fill(desk, scheme))
    assert (found["conclusion"], found["correction"], found["settled"]) == (conclusion, correction, settled)


def test_the_parts_and_wholes_of_a_scheme_lead_to_their_cases(desk: Desk) -> None:
    form = fill(desk, "broad")
    assert len(form.behind("rates.correction.part")) == 2
    assert len(fill(desk).behind("rates.correction.part")) == 1
    assert len(fill(desk, "all-closed").behind("rates.correction.whole")) == 4


# The office's own


def adopt(desk: Desk, name: str, text: str = "") -> int:
    if text:
        schemes.read(name, text)
    return desk.book.adopt("scheme", name, text, "", desk.scribe)


def test_the_scheme_of_the_book_is_the_latest_adopted(desk: Desk) -> None:
    before = desk.book.head.entry_no
    assert fill(desk).document.scheme == "standard"
    broad = adopt(desk, "broad")
    assert fill(desk).document.scheme == "broad"
    own = adopt(desk, "本局", OWN)
    found = fill(desk)
    assert (found.document.scheme, found.document.unit.zh) == ("本局", "宗")
    assert percents(found)["correction"] == "33.3%"
    adopt(desk, "standard")
    assert fill(desk).document.scheme == "standard"
    for known_at, scheme in ((before, "standard"), (broad, "broad"), (own, "本局")):
        assert fill(desk, known_at=known_at).document.scheme == scheme
        assert fill(desk, known_at=known_at, form="outcomes").document.scheme == scheme


def test_a_report_as_known_earlier_is_made_by_the_scheme_as_it_then_was(desk: Desk) -> None:
    first = adopt(desk, "本局", OWN)
    adopt(desk, "本局", OWN.replace("places = 1", "places = 3"))
    assert percents(fill(desk))["correction"] == "33.333%"
    assert percents(fill(desk, known_at=first))["correction"] == "33.3%"
    assert percents(fill(desk, "本局", known_at=first))["correction"] == "33.3%"
    with pytest.raises(SchemeUnknown):
        fill(desk, "本局", known_at=first - 1)


def test_a_rate_of_the_office_s_own_stands_in_the_place_of_the_one_of_that_name(desk: Desk) -> None:
    text = (
        OWN
        + """
[lists]
soft = ["mediate", "terminate"]

[[rate]]
name = "settled"
label = { zh = "柔性化解率", en = "soft endings" }
summary = true

[[rate.variant]]
code = "a"
registers = ["review"]
definition = { zh = "（调解 + 终止）÷ 审结", en = "(mediated + terminated) ÷ concluded" }
part = ["outcomes.<soft>"]
whole = ["flow.concluded"]
"""
    )
    adopt(desk, "本局", text)
    form = fill(desk)
    [line] = [line for line in form.sheet("rates").lines if line.code == "settled"]
    assert (line.label.zh, line.figures[0].value, line.figures[1].value) == ("柔性化解率", "33.3%", "1/3")
    assert form.behind("rates.settled.part") == ["南府复〔2024〕1号"]
    assert documents.scheme_of(desk.book, None).name == "本局"
