"""Yearly targets: what an office wants a figure to be, and how far it is from it.

A target is on a rate (``loss``: ``<=8%``), on a count or a number of days (``flow.received``: ``<60``), or on either
against the same period a year before (``<last-year``). It is measured on the figures of a period, so of a year
that is not over yet it says how things stand.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from casebook import headings, terms
from casebook.difference import difference, number_of, points
from casebook.errors import FigureUnknown, listed
from casebook.reportfaults import TargetRegister, TargetUnclear, TargetWithoutPercent, TargetWithPercent
from casebook.sheets import COUNT, DAYS, PERCENT, POINTS, TEXT, Column, Figure, Line, Sheet
from casebook.words import Words, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.figures import Report

RELATIONS = ("<=", ">=", "<", ">")
LAST_YEAR = "last-year"
BETTER, WORSE, SAME = "better", "worse", "same"

_WRITTEN = {
    "<=": ("<=", "=<", "≤", "≦", "⩽", "不超过", "不高于", "不多于", "不大于", "至多"),
    ">=": (">=", "=>", "≥", "≧", "⩾", "不低于", "不少于", "不小于", "至少"),
    "<": ("<", "低于", "少于", "小于"),
    ">": (">", "高于", "多于", "大于", "超过"),
}
_RELATION = {word: relation for relation, words in _WRITTEN.items() for word in words}
_CONDITION = re.compile(
    "({})(?:({})|([0-9]{{1,9}}(?:\\.[0-9]{{1,6}})?)(%|[件宗起次天日])?)".format(
        "|".join(sorted(_RELATION, key=len, reverse=True)), "last-year|上年同期|去年同期|上年|去年"
    )
)
_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_ON_LAST_YEAR = {
    "<=": Words("不高于上年同期", "no more than a year before"),
    ">=": Words("不低于上年同期", "no less than a year before"),
    "<": Words("低于上年同期", "less than a year before"),
    ">": Words("高于上年同期", "more than a year before"),
}
_OTHER_NAMES = {
    "attendance": ("出庭应诉率", "出庭率", "负责人出庭率"),
    "loss": ("行政诉讼败诉率",),
    "correction": ("纠错率",),
    "conclusion": ("办结率", "结案率"),
    "settled": ("调解率", "和解率", "调撤率"),
    "resolved": ("化解率",),
}
_FIRST_SECTIONS = ("rates", "flow", "intake")  # 受理 is the accepted cases of the flow, not the result of the intake
_DAYS = ("days_total", "median_days", "average_days")
_NEAREST, _ALIKE = 5, 0.3
_MET = {True: Words("是", "yes"), False: Words("否", "no")}
_TREND = {BETTER: Words("好转", "better"), WORSE: Words("变差", "worse"), SAME: Words("持平", "same")}
_NOTE = Words(
    "差距：为正，距目标线尚有余地；为负，越过目标线。比率以百分点计，其他以其本身的单位计。",
    "Distance: positive, there is room left to the bound; negative, it is passed. Of rates in percentage points.",
)


class Adopted(Protocol):
    """A target as the book keeps it: what it is about, and the target as ``pack`` wrote it, empty where withdrawn."""

    @property
    def subject(self) -> str:
        """Register, figure and year."""

    @property
    def compiled(self) -> str:
        """What ``pack`` wrote."""


class Known(NamedTuple):
    """A figure that a target can be set on: the name of a rate, or the dotted name of a figure of the report."""

    name: str
    label: Words
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What ``figure`` of ``register`` is to be in ``year``: ``relation`` (one of ``RELATIONS``) to ``bound``.

    ``bound`` is exact, of a rate a share of 1; ``None`` is the figure of the same period a year before. ``written`` is
    the bound as it was given.
    """

    figure: str
    register: str
    year: int
    relation: str
    bound: Fraction | None
    written: str
    is_rate: bool

    @property
    def condition(self) -> Words:
        """The condition as it is printed: ``≤8%``, 低于上年同期."""
        if self.bound is None:
            return _ON_LAST_YEAR[self.relation]
        text = f"{_SIGNS[self.relation]}{self.written}"
        return Words(text, text)

    @property
    def low_is_good(self) -> bool:
        """Tell whether the figure is to stay below the bound."""
        return self.relation in ("<", "<=")

    def met_by(self, value: Fraction, bound: Fraction) -> bool:
        """Tell whether ``value`` is in the wanted relation to ``bound``."""
        return {"<=": value <= bound, ">=": value >= bound, "<": value < bound, ">": value > bound}[self.relation]


@dataclass(frozen=True, slots=True)
class Progress:
    """How a target stands.

    ``value`` and ``year_before`` are as they are printed, ``None`` for a rate of an empty whole. ``met`` is ``None``
    where that cannot be said. ``distance`` is the room left to the bound, negative where it is passed: percentage
    points of a rate, else in the unit of the figure. ``trend`` says whether the figure is ``better``,
    ``worse`` or the ``same`` as in the same period a year before. ``kind`` is that of the figure.
    """

    target: Target
    label: Words
    kind: str
    value: str | None
    met: bool | None
    distance: str | None
    year_before: str | None
    trend: str | None


def known_figures(report: Report) -> tuple[Known, ...]:
    """Return the figures of ``report`` that a target can be set on, rates first."""
    rates = [Known(share.name, share.label, is_rate=True) for share in report.rates]
    names = [name for name, _ in report.values() if not name.endswith(".percent")]
    counted = [Known(name, _label(report, name), is_rate=False) for name in names]
    return (*rates, *sorted(counted, key=lambda each: _rank(each.name)))


def _rank(name: str) -> int:
    section = name.partition(".")[0]
    return _FIRST_SECTIONS.index(section) if section in _FIRST_SECTIONS else len(_FIRST_SECTIONS)


def _label(report: Report, name: str) -> Words:
    section, _, code = name.rpartition(".")
    head, _, inner = section.partition(".")
    if head == "rates":
        share = next((share.label for share in report.rates if share.name == inner), Words(inner, inner))
        side = {"part": Words("（分子）", ", part"), "whole": Words("（分母）", ", whole")}.get(code, Words("", ""))
        return Words(share.zh + side.zh, share.en + side.en)
    cell = headings.section_values(report.register, section).label(code)
    if not inner:
        return cell
    of = terms.outcomes(report.register) if head == "grounds" else headings.with_not_stated(terms.INSTANCE)
    return Words(of.label(inner).zh + cell.zh, f"{of.label(inner).en}, {cell.en}")


def parse_target(
    figure_text: str,
    condition_text: str,
    register: str | None,
    year: int,
    known: Mapping[str, Sequence[Known]],
) -> Target:
    """Return the target that ``figure_text`` (``loss``, 败诉率, ``flow.received``) and ``condition_text`` tell.

    ``known`` are the figures of each register, as ``known_figures`` gives them; without ``register`` the one that has
    the figure is meant. Raises ``FigureUnknown`` naming the nearest, ``TargetRegister``, ``TargetUnclear``,
    ``TargetWithoutPercent`` and ``TargetWithPercent``.
    """
    asked = known if register is None else {register: known.get(register, ())}
    found = {of: figure for of, figures in asked.items() if (figure := _find(figure_text, of, figures))}
    if not found:
        raise _unknown(figure_text, register, asked)
    if len(found) > 1:
        choices = listed([Words(f"{of} {terms.REGISTER.label(of).zh}", of) for of in found])
        raise TargetRegister(value=figure_text.strip(), choices=choices)
    [(where, figure)] = found.items()
    relation, written = _condition(condition_text)
    bound = None if written == LAST_YEAR else number_of(written)
    is_percent = written.endswith("%")
    if bound is not None and figure.is_rate and not is_percent:
        suggestion = f"{relation}{written}%"
        raise TargetWithoutPercent(figure=figure.label, value=condition_text.strip(), suggestion=suggestion)
    if bound is not None and is_percent and not figure.is_rate:
        rates = listed([_choice(each) for each in known[where] if each.is_rate])
        suggestion = f"{relation}{written.removesuffix('%')}"
        raise TargetWithPercent(figure=figure.label, value=condition_text.strip(), suggestion=suggestion, choices=rates)
    if bound is not None and figure.is_rate:
        bound /= 100
    return Target(figure.name, where, year, relation, bound, written, figure.is_rate)


def _condition(text: str) -> tuple[str, str]:
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    found = _CONDITION.fullmatch(plain)
    if not found:
        raise TargetUnclear(value=text.strip())
    relation, last_year, number, unit = found.groups()
    return _RELATION[relation], LAST_YEAR if last_year else f"{number}{'%' if unit == '%' else ''}"


def _find(text: str, register: str, figures: Sequence[Known]) -> Known | None:
    """Return the figure of a name, of a label, or of another word for it; in that order."""
    plain = fold(text)
    names = {plain, plain.removeprefix("rates."), plain.removeprefix("rates.").removesuffix(".percent")}
    for each in figures:
        if fold(each.name) in names:
            return each
    for each in figures:
        if plain in (fold(each.label.zh), fold(each.label.en)) or (each.is_rate and plain in _other_names(each.name)):
            return each
    return next((each for each in figures if not each.is_rate and _means(each.name, register, text)), None)


def _other_names(rate: str) -> tuple[str, ...]:
    return _OTHER_NAMES.get(rate, ())


def _means(name: str, register: str, text: str) -> bool:
    section, _, code = name.rpartition(".")
    return "." not in section and headings.section_values(register, section).find(text) == code


def _unknown(text: str, register: str | None, asked: Mapping[str, Sequence[Known]]) -> FigureUnknown:
    from difflib import get_close_matches  # only on the way to an error message

    every = {each.name: each for figures in asked.values() for each in figures if not each.name.startswith("rates.")}
    spoken: dict[str, Known] = {}
    for each in every.values():
        for word in (each.label.zh, each.label.en, each.name, *_other_names(each.name)):
            spoken.setdefault(fold(word), each)
    close = get_close_matches(fold(text), spoken, n=_NEAREST, cutoff=_ALIKE)
    near = list(dict.fromkeys(spoken[word] for word in close)) or [each for each in every.values() if each.is_rate]
    label = terms.REGISTER.label(register) if register else Words("任何台账", "any register")
    return FigureUnknown(value=text.strip(), register=label, choices=listed([_choice(each) for each in near]))


def _choice(known: Known) -> Words:
    return Words(f"{known.name} {known.label.zh}", f"{known.name} ({known.label.en})")


class _Reading(NamedTuple):
    """A figure as it is printed and as it is exactly, ``None`` where the report has none."""

    text: str | None
    exact: Fraction | None


def _read(report: Report | None, target: Target) -> _Reading:
    if report is None:
        return _Reading(None, None)
    if not target.is_rate:
        value = dict(report.values()).get(target.figure)
        return _Reading(None, None) if value is None else _Reading(str(value), number_of(value))
    for share in report.rates:
        if share.name == target.figure and share.whole:
            return _Reading(share.percent, Fraction(share.part, share.whole))
    return _Reading(None, None)


def progress(target: Target, now: Report, before: Report | None) -> Progress:
    """Return how ``target`` stands by the figures of ``now``; ``before`` is the same period a year before."""
    value, earlier = _read(now, target), _read(before, target)
    bound = _Reading(target.written, target.bound) if target.bound is not None else earlier
    met = distance = None
    if value.exact is not None and bound.exact is not None:
        met = target.met_by(value.exact, bound.exact)
        distance = _room(target, value, bound)
    shares = {share.name: share.label for share in now.rates}
    name = target.figure
    label = shares.get(name, Words(name, name)) if target.is_rate else _label(now, name)
    days = name.rpartition(".")[2] in _DAYS
    kind = PERCENT if target.is_rate else DAYS if days else COUNT
    return Progress(target, label, kind, value.text, met, distance, earlier.text, _trend(target, value, earlier))


def _room(target: Target, value: _Reading, bound: _Reading) -> str | None:
    """Return the signed distance from the bound, positive on the side that is wanted."""
    low, high = (value, bound) if target.low_is_good else (bound, value)
    if target.is_rate:
        return None if low.exact is None or high.exact is None else points(low.exact, high.exact)
    room = str(difference(low.text, high.text))
    return f"+{room}" if (number_of(room) or 0) > 0 else room


def _trend(target: Target, value: _Reading, earlier: _Reading) -> str | None:
    if value.exact is None or earlier.exact is None:
        return None
    if value.exact == earlier.exact:
        return SAME
    return BETTER if (value.exact < earlier.exact) == target.low_is_good else WORSE


def target_sheet(progresses: Sequence[Progress]) -> Sheet:
    """Return the targets of one register as a sheet: target, now, distance, a year before, trend, met."""
    kinds = {each.kind for each in progresses}
    kind = kinds.pop() if len(kinds) == 1 else COUNT
    return Sheet(
        code="targets",
        title=Words("年度目标", "Targets"),
        head=Words("指标", "figure"),
        columns=(
            Column("target", Words("目标", "target"), TEXT),
            Column("now", Words("本期", "now"), kind),
            Column("distance", Words("差距", "distance"), POINTS if kind == PERCENT else kind),
            Column("year_before", Words("上年同期", "a year before"), kind),
            Column("trend", Words("趋势", "trend"), TEXT),
            Column("met", Words("达到", "met"), TEXT),
        ),
        lines=tuple(Line(each.target.figure, each.label, tuple(_cells(each))) for each in progresses),
        notes=(_NOTE,) if progresses else (),
    )


def _cells(each: Progress) -> Iterator[Figure]:
    name = None if each.target.is_rate or each.kind == DAYS else each.target.figure
    yield _said(each.target.condition)
    yield Figure(_typed(each.value), each.kind, name)
    yield Figure(each.distance, POINTS if each.kind == PERCENT else each.kind)
    yield Figure(_typed(each.year_before), each.kind)
    yield _said(_TREND[each.trend]) if each.trend else Figure(None, TEXT)
    yield Figure(None, TEXT) if each.met is None else _said(_MET[each.met])


def _typed(text: str | None) -> int | str | None:
    return int(text) if text is not None and text.isdecimal() else text


def _said(words: Words) -> Figure:
    return Figure(words.zh, TEXT, words=words)


def standing(adopted: Iterable[Adopted]) -> list[Target]:
    """Return the targets that stand: of each subject the latest adoption, unless it withdrew the target."""
    latest = {each.subject: each.compiled for each in adopted}
    return [unpack(compiled) for compiled in latest.values() if compiled]


def pack(target: Target) -> str:
    """Return ``target`` as JSON text; the same target gives the same text."""
    form = {
        "bound": None if target.bound is None else str(target.bound),
        "figure": target.figure,
        "is_rate": target.is_rate,
        "register": target.register,
        "relation": target.relation,
        "written": target.written,
        "year": target.year,
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Target:
    """Return the target that ``pack`` made ``text`` of."""
    form: dict[str, Any] = json.loads(text)
    bound = form.pop("bound")
    return Target(bound=None if bound is None else Fraction(bound), **form)
