"""The styles of sentences that the program ships: the seeds' own figures, and a grammatical sentence for any book."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk import BUREAU, RULES, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_reading import SAMPLES, read_rows, read_toml

from casebook import headings, reports, schemes, sentences, terms
from casebook.dates import Period, parse_period
from casebook.figures import Flow, IntakeFlow, Report, Share
from casebook.terms import LITIGATION, NOT_STATED, REVIEW, REVIEW_DEFENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casebook.words import Language

STYLES = ("by-defendant", "carried-in", "progress", "standard", "work-report")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PERIOD = Period(date(2024, 1, 1), date(2024, 9, 30))
YEAR_BEFORE = Period(date(2023, 1, 1), date(2023, 9, 30))
PUBLISHED: dict[str, dict[str, Any]] = {
    report["bureau"]: report
    for report in json.loads((Path(__file__).parent / "figures.json").read_text(encoding="utf-8"))
}
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")

Cells = dict[tuple[str, str], int]


@cache
def styled(style: str, language: Language) -> sentences.Template:
    path = sentences.shipped(style, language)
    assert path is not None
    return sentences.load(path)


def after_the_period(text: str, language: Language) -> str:
    """The sentence without the days that it begins with."""
    return re.split("日，" if language == "zh" else r"\d{4}-\d\d-\d\d\. ", text)[-1]


# The four books whose bureaus published what they counted


class Sample:
    """A sample book, and what its bureau published."""

    def __init__(self, name: str, folder: Path) -> None:
        about = read_toml(SAMPLES / name / "book.toml")
        self.published = PUBLISHED[about["bureau"]]
        self.desk = Desk(folder / "cases.book", date.fromisoformat(about["today"]))
        assert self.desk.bring_in(read_rows(name)).written
        self.period = parse_period(about["period"], self.desk.today)
        self.reports = {register: self.report(register) for register in terms.REGISTER.codes}

    def report(self, register: str) -> Report:
        connection, lawbook = self.desk.book.connection, RULES.lawbook
        return reports.build(connection, register=register, period=self.period, lawbook=lawbook, bureau=BUREAU)

    def count(self, register: str, selector: str) -> int:
        connection, lawbook = self.desk.book.connection, RULES.lawbook
        return len(reports.cases_of(connection, selector, register=register, period=self.period, lawbook=lawbook))

    def says(self, style: str, language: Language = "zh") -> str:
        return sentences.write(styled(style, language), self.reports, self.count)


def percents(figure: str) -> str:
    return f"{figure.rstrip('%')}.00%"


def figures_of_nanchang(told: dict[str, Any]) -> list[object]:
    review = told["review"]
    counts = [review[name] for name in ("received", "not_accepted", "accepted", "closed")]
    return [told["litigation"]["heard"], *counts, *review["outcomes"].values()]


def figures_of_xx(told: dict[str, Any]) -> list[object]:
    review, suits = told["review"], told["litigation"]
    counts = [review["received"], review["closed"], *review["outcomes"].values()]
    closed = [suits["first_instance_closed"], *suits["outcomes"].values()]
    return [*counts, suits["received"], *suits["defendant"].values(), *closed, percents(suits["head_attendance_rate"])]


def figures_of_nanan(told: dict[str, Any]) -> list[object]:
    counts = [told["review"][name] for name in ("received", "decided", "corrected", "terminated_after_mediation")]
    suits = told["litigation"]
    return [
        *counts, told["review_response"]["received"], suits["received"], percents(suits["head_attendance_rate"])
    ]  # fmt: skip


def figures_of_dangshan(told: dict[str, Any]) -> list[object]:
    review, suits = told["review"], told["litigation"]
    counts = [review[name] for name in ("received", "not_accepted", "accepted", "closed")]
    heard = [suits[name] for name in ("received", "heard", "head_attended", "closed")]
    return [*counts, *review["outcomes"].values(), *heard, *suits["outcomes"].values()]


SEEDS = [
    ("nanchang", "work-report", figures_of_nanchang),
    ("xx", "by-defendant", figures_of_xx),
    ("nanan", "carried-in", figures_of_nanan),
    ("dangshan", "progress", figures_of_dangshan),
]


@pytest.mark.parametrize(("name", "style", "figures"), SEEDS, ids=[style for _, style, _ in SEEDS])
def test_a_style_says_exactly_the_figures_of_the_bureau_that_reports_so(
    name: str, style: str, figures: Callable[[dict[str, Any]], list[object]], tmp_path: Path
) -> None:
    sample = Sample(name, tmp_path)
    expected = [str(figure) for figure in figures(sample.published)]
    for language in LANGUAGES:
        assert NUMBER.findall(after_the_period(sample.says(style, language), language)) == expected


def test_what_the_bureaus_say_without_a_figure_is_said_too(tmp_path: Path) -> None:
    for name in ("nanchang", "nanan"):
        (tmp_path / name).mkdir()
    assert "均已履行行政机关负责人出庭职责" in Sample("nanchang", tmp_path / "nanchang").says("work-report")
    said = Sample("nanan", tmp_path / "nanan").says("carried-in")
    for words in ("件（含上期结转），", "均按时提交答复；", "均按时提交应诉材料；"):
        assert words in said


def test_every_figure_of_a_real_book_is_explained_with_its_cases(tmp_path: Path) -> None:
    sample = Sample("nanan", tmp_path)
    for style in STYLES:
        told = sentences.explain(styled(style, "zh"), sample.reports, sample.count)
        text = after_the_period(sample.says(style), "zh")
        assert [each.value for each in told] == NUMBER.findall(text)
        for each in told:
            assert each.cases == (int(each.value) if each.value.isdigit() else sample.count(each.register, whole(each)))


def whole(figure: sentences.Explained) -> str:
    return f"{figure.name.removesuffix('.percent')}.whole"


# Any book


@st.composite
def splits(draw: st.DrawFn, codes: tuple[str, ...], most: int = 4) -> dict[str, int]:
    """Numbers of cases by code, most of them zero."""
    stated = draw(st.sets(st.sampled_from(codes), max_size=most))
    return {code: draw(st.integers(1, 12)) if code in stated else 0 for code in codes}


@st.composite
def parted(draw: st.DrawFn, codes: tuple[str, ...], total: int) -> dict[str, int]:
    """A total in parts that add up to it."""
    numbers = {}
    for code in codes[:-1]:
        numbers[code] = draw(st.sampled_from((0, total)) | st.integers(0, total))
        total -= numbers[code]
    return {**numbers, codes[-1]: total}


@st.composite
def flows(draw: st.DrawFn, register: str, concluded: int, name: str = "flow") -> Flow:
    pending = draw(st.sampled_from((0, 3)))
    opening = draw(st.sampled_from((0, concluded + pending)) | st.integers(0, concluded + pending))
    carried = draw(st.integers(max(0, opening - pending), min(opening, concluded)))
    entered = concluded + pending - opening
    return Flow(headings.ENTERING[register], opening, entered, concluded, pending, carried, None, name)


@st.composite
def intakes(draw: st.DrawFn) -> IntakeFlow:
    results = draw(splits(terms.INTAKE_RESULT.codes))
    awaiting = draw(st.sampled_from((0, 2)))
    total = sum(results.values()) + awaiting
    opening = draw(st.sampled_from((0, total)) | st.integers(0, total))
    return IntakeFlow(opening, total - opening, results, awaiting)


@st.composite
def suits(draw: st.DrawFn) -> dict[str, Any]:
    codes = terms.LITIGATION_OUTCOME.codes
    outcomes = {instance: draw(splits(codes)) for instance in ("first", "second")}
    instances = {
        name: draw(flows(LITIGATION, sum(cells.values()), f"instances.{name}")) for name, cells in outcomes.items()
    }
    heard = draw(st.sampled_from((0, 1, 5)))
    present = draw(st.sampled_from((0, heard)) | st.integers(0, heard))
    total = {
        code: sum(flow.cells[code] for flow in instances.values()) for code in next(iter(instances.values())).cells
    }
    received = total["received"]
    return {
        "outcomes": {code: sum(cells[code] for cells in outcomes.values()) for code in codes},
        "instance_outcomes": outcomes,
        "instances": instances,
        "flow": Flow(
            "received", total["opening"], received, total["concluded"], total["pending"], total["opening_concluded"]
        ),
        "roles": draw(parted((*terms.ROLE.codes, NOT_STATED), received)),
        "hearings": {
            "cases_heard": heard, "cases_head_attended": present, "hearings": heard, "hearings_head_attended": present
        },
    }  # fmt: skip


@st.composite
def books(draw: st.DrawFn, register: str, period: Period) -> Report:
    """What a report of any book may hold."""
    facts: dict[str, Any] = draw(suits()) if register == LITIGATION else {}
    outcomes: dict[str, int] = facts.setdefault("outcomes", draw(splits(terms.REVIEW_OUTCOME.codes)))
    flow: Flow = facts.setdefault("flow", draw(flows(register, sum(outcomes.values()))))
    grounded = headings.GROUNDED[register]
    families = dict.fromkeys(terms.families(register).codes, 0)
    for outcome, family in reports.families_of(RULES.lawbook, register).items():
        families[family] += outcomes[outcome]
    if register == REVIEW:
        facts["intake"] = draw(intakes())
    else:
        answers = draw(parted(("on_time", "late", "outstanding", "none"), flow.entered))
        facts["replies"] = {"due": flow.entered - answers.pop("none"), **answers}
    grounds = draw(parted(headings.with_not_stated(headings.grounds(register)).codes, outcomes[grounded]))
    report = Report(
        form="summary", register=register, bureau=BUREAU, period=period, known_at=1, scheme="standard",
        unit=schemes.load().unit, families=families, grounds={grounded: grounds}, rates=(), **facts,
    )  # fmt: skip
    return replace(report, rates=shares(report))


def shares(report: Report) -> tuple[Share, ...]:
    """The rates of the standard scheme that are made of the report's own cells."""
    values = {name: number for name, number in report.values() if isinstance(number, int)}
    return tuple(
        Share(
            rate.name,
            rate.label,
            rate.definition,
            sum(values[name] for name in rate.part),
            sum(values[name] for name in rate.whole),
        )
        for rate in schemes.load().rates_of(report.register)
        if {*rate.part, *rate.whole} <= values.keys()
    )


@st.composite
def offices(draw: st.DrawFn) -> tuple[dict[str, Report], dict[str, Report], Cells]:
    """The reports of one register or of all, those of the year before where there are any, and who was sued."""
    registers = draw(st.just(terms.REGISTER.codes) | st.sampled_from([(code,) for code in terms.REGISTER.codes]))
    now = {register: draw(books(register, PERIOD)) for register in registers}
    then = {register: draw(books(register, YEAR_BEFORE)) for register in registers} if draw(st.booleans()) else {}
    sole = now[LITIGATION].roles["sole"] if LITIGATION in now else 0
    levels = draw(parted((*terms.LEVEL.codes[:5], NOT_STATED), sole))
    cells = {(LITIGATION, f"role=sole,respondent_level={level}"): number for level, number in levels.items()}
    return now, then, cells


def count_of(now: Mapping[str, Report], cells: Cells, register: str, selector: str) -> int:
    if (register, selector) in cells:
        return cells[register, selector]
    found = dict(now[register].values()).get(selector, 0)
    assert isinstance(found, int)
    return found


BROKEN = {
    "zh": re.compile(
        r"[，、；：。（]{2}|[，、；：。]）|（）|其中[，、；：。）]|为[，、；。]|^[，、；：。]|[^。]$"
        r"|(?<![\d.])0件|（0[）%]|—|[{}]|None| "
    ),
    "en": re.compile(
        r"[,;:.(] ?[,;:.)]|\(\)| [,;:.)]|\( |  |^[,;:. ]|[^.]$|(?<![\d./-])0(?![\d./-])|—|[{}]|None|(?:^|\. )[a-z]"
    ),
}
ITEMS_ZH = r"(?:[^，、；：。（）\d]+\d+件[，、]?)+"
LISTED = {
    "zh": (
        rf"(?P<wholes>[^。；]*\d+件)，(?:其中|办结结果为)(?P<items>{ITEMS_ZH})",
        rf"(?P<wholes>(?=收到行政复议申请|上期待审查申请)(?:收到行政复议申请\d+件)?(?:，另有)?(?:上期待审查申请\d+件)?)，(?P<items>{ITEMS_ZH})",
        rf"(?P<wholes>新收(?:被复议|行政应诉)案件\d+件)，(?P<items>{ITEMS_ZH})",
    ),
    "en": (
        r"(?P<wholes>(?:[^.;()]+: \d+)(?: plus [^.;()]+: \d+)?) \((?P<items>[^()]*)\)",
        r"(?P<wholes>Applications for review [^.;()]*\d); (?P<items>[^.;()]*)\.",
        r"(?P<wholes>(?:Reviews as respondent|Suits) received: \d+), (?P<items>[^.;()]*)\.",
    ),
}
BEGINNING = {"zh": re.compile("其中|办结结果为"), "en": re.compile(r"\((?!\d+/)")}
IN_BRACKETS = {
    "zh": re.compile(r"（(?:含上期结转|同比|与上年同期).*?）"),
    "en": re.compile(r" \((?:up|down|as many|cases).*?\)"),
}


def enumerations(text: str, style: str, language: Language) -> list[tuple[int, int, str]]:
    """Each enumeration in the text: the number that it parts, the sum of its items, and how it is written."""
    bare = IN_BRACKETS[language].sub("", text)
    if style == "work-report":
        bare = bare.replace("；", "，")  # its outcomes are set apart by semicolons, as the model has it
    patterns = LISTED[language] if style == "standard" else LISTED[language][:1]
    found = []
    for pattern in patterns:
        for each in re.finditer(pattern, bare):
            wholes = [int(number) for number in re.findall(r"\d+", each["wholes"])]
            both = re.search("另有| plus |, awaiting from before", each["wholes"])
            found.append((sum(wholes[-2:] if both else wholes[-1:]), sum(numbers_in(each["items"])), each[0]))
    return found


def numbers_in(items: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<![\d./])\d+(?![\d./%])", items)]


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(offices())
def test_any_book_gives_a_sentence_that_is_grammatical_and_adds_up(
    office: tuple[dict[str, Report], dict[str, Report], Cells],
) -> None:
    now, then, cells = office
    for style in STYLES:
        for language in LANGUAGES:
            template = styled(style, language)

            def count(register: str, selector: str) -> int:
                return count_of(now, cells, register, selector)

            said = after_the_period(sentences.write(template, now, count, then), language)
            assert not BROKEN[language].search(said), said
            listed = enumerations(said, style, language)
            assert len(listed) >= len(BEGINNING[language].findall(IN_BRACKETS[language].sub("", said))), said
            for parted_whole, items, words in listed:
                assert parted_whole == items, words
            told = sentences.explain(template, now, count, then)
            assert [each.value for each in told] == NUMBER.findall(said)


ALL_OF_THEM = (
    ("carried-in", "均按时提交答复", REVIEW_DEFENCE, "flow.received", "replies.on_time"),
    ("carried-in", "均按时提交应诉材料", LITIGATION, "flow.received", "replies.on_time"),
    ("work-report", "均已履行", LITIGATION, "hearings.cases_heard", "hearings.cases_head_attended"),
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(offices())
def test_all_of_them_is_said_only_where_it_is_true(
    office: tuple[dict[str, Report], dict[str, Report], Cells],
) -> None:
    now, _, cells = office
    for style, words, register, total, fit in ALL_OF_THEM:
        said = sentences.write(styled(style, "zh"), now, lambda *asked: count_of(now, cells, *asked))
        values = dict(now[register].values()) if register in now else {total: 0, fit: 0}
        assert (words in said) == (values[total] == values[fit] != 0), said


DIRECTIONS = {1: "（同比上升", -1: "（同比下降", 0: "（与上年同期持平"}


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(offices())
def test_a_style_that_compares_says_which_way_it_went(
    office: tuple[dict[str, Report], dict[str, Report], Cells],
) -> None:
    now, then, cells = office
    said = sentences.write(styled("progress", "zh"), now, lambda *asked: count_of(now, cells, *asked), then)
    expected = []
    for register, name in ((REVIEW, "intake.received"), (LITIGATION, "flow.received")):
        first, second = (dict(each[register].values())[name] if register in each else None for each in (then, now))
        if isinstance(first, int) and isinstance(second, int) and first and second:
            expected.append(DIRECTIONS[(second > first) - (second < first)])
    assert re.findall("（同比..|（与上年同期持平", said) == expected


def test_a_book_without_cases_says_so() -> None:
    nothing = {"zh": "2024年1月1日至2024年9月30日，没有可以列入的数字。", "en": "There are no figures to report."}
    empty = {REVIEW: Report(
        form="summary", register=REVIEW, bureau=BUREAU, period=PERIOD, known_at=0, scheme="standard",
        unit=schemes.load().unit, flow=Flow("accepted", 0, 0, 0, 0, 0),
        outcomes=dict.fromkeys(terms.REVIEW_OUTCOME.codes, 0), families=dict.fromkeys(terms.REVIEW_FAMILY.codes, 0),
        grounds={"terminate": {"settled": 0}}, rates=(),
        intake=IntakeFlow(0, 0, dict.fromkeys(terms.INTAKE_RESULT.codes, 0), 0),
    )}  # fmt: skip
    empty[REVIEW] = replace(
        empty[REVIEW], grounds={"terminate": dict.fromkeys((*terms.TERMINATE_GROUND.codes, NOT_STATED), 0)}
    )
    empty[REVIEW] = replace(empty[REVIEW], rates=shares(empty[REVIEW]))
    for style in STYLES:
        for language in LANGUAGES:
            said = sentences.write(styled(style, language), empty, lambda _register, _selector: 0)
            assert said.endswith(nothing[language].partition("，")[2] or nothing[language])


def test_five_styles_ship_in_both_languages() -> None:
    assert sentences.names() == STYLES
    for style in STYLES:
        for language in LANGUAGES:
            assert styled(style, language).language == language
    assert sentences.shipped("nonsense", "zh") is None
    assert sentences.shipped("standard_en", "zh") is None
    assert REVIEW_DEFENCE in sentences.figures_needed(styled("standard", "zh"))
