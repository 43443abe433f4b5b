"""What the sample books are invented from: the case table, a calendar, chance, names and agencies."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

T = TypeVar("T")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the case table; the fields are its columns, in their order."""

    register: str
    number: str
    received_on: date
    applicant: str = ""
    applicant_kind: str = ""
    applicant_count: int | None = None
    respondent: str = ""
    respondent_level: str = ""
    matter: str = ""
    field: str = ""
    handler: str = ""
    procedure: str = ""
    intake_result: str = ""
    intake_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    ground: str = ""
    court: str = ""
    instance: str = ""
    defendant_role: str = ""
    reviewed_first: str = ""
    replied_on: date | None = None
    heard_on: str = ""
    head_attended: str = ""
    head_rank: str = ""
    previous_number: str = ""
    channel: str = ""
    note: str = ""


COLUMNS = tuple(column.name for column in fields(Case))


def table(cases: Iterable[Case]) -> str:
    """Return ``cases`` as CSV text: a header of codes, one line a case, an empty cell for *not stated*."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in cases:
        cells = (getattr(case, column) for column in COLUMNS)
        writer.writerow("" if cell is None else str(cell) for cell in cells)
    return text.getvalue()


class Chance:
    """Chance that a seed repeats: of all sequences Python promises to keep that of ``Random.random`` only."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of ``items``."""
        return items[self.between(0, len(items) - 1)]

    def happens(self, percent: int) -> bool:
        """Return true ``percent`` times in a hundred."""
        return self.between(1, 100) <= percent

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return ``items`` in another order."""
        keyed = [(self._random(), place, item) for place, item in enumerate(items)]
        return [item for _, _, item in sorted(keyed, key=lambda each: each[:2])]


def _days(year: int, *days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)


# Weekdays off and weekends worked by the yearly notices, in the months that the generated books touch.
HOLIDAYS = (
    _days(2021, "01-01", "02-11", "02-12", "02-15", "02-16", "02-17", "04-05", "05-03", "05-04", "05-05")
    | _days(2021, "06-14")
    | _days(2023, "01-02", "01-23", "01-24", "01-25", "01-26", "01-27", "04-05", "05-01", "05-02", "05-03")
    | _days(2023, "06-22", "06-23", "09-29", "10-02", "10-03", "10-04", "10-05", "10-06")
)
WORKED_WEEKENDS = _days(2021, "02-07", "02-20", "04-25", "05-08") | _days(
    2023, "01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"
)
SATURDAY = 5


def is_worked(day: date) -> bool:
    """Tell whether ``day`` is a working day."""
    return day in WORKED_WEEKENDS or (day.weekday() < SATURDAY and day not in HOLIDAYS)


def worked_from(day: date) -> date:
    """Return the first working day that is not before ``day``."""
    while not is_worked(day):
        day += ONE_DAY
    return day


def worked_until(day: date) -> date:
    """Return the last working day that is not after ``day``."""
    while not is_worked(day):
        day -= ONE_DAY
    return day


def worked_later(day: date, count: int) -> date:
    """Return the working day that is ``count`` working days after ``day``."""
    for _ in range(count):
        day = worked_from(day + ONE_DAY)
    return day


def worked_days(first: date, last: date) -> tuple[date, ...]:
    """Return the working days from ``first`` to ``last``, both included."""
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return tuple(day for day in span if is_worked(day))


DEPARTMENTS: Mapping[str, str] = {
    "公安": "公安局",
    "市场监管": "市场监督管理局",
    "自然资源": "自然资源局",
    "人力资源和社会保障": "人力资源和社会保障局",
    "住房和城乡建设": "住房和城乡建设局",
    "城市管理": "城市管理局",
    "农业农村": "农业农村局",
    "交通运输": "交通运输局",
    "应急管理": "应急管理局",
    "卫生健康": "卫生健康委员会",
    "教育": "教育局",
    "民政": "民政局",
}
# Which fields a kind of act comes from; a field named twice comes twice as often.
FIELDS: Mapping[str, Sequence[str]] = {
    "penalty": ("公安", "公安", "公安", "市场监管", "市场监管", "城市管理", "交通运输", "应急管理"),
    "coercion": ("公安", "城市管理", "城市管理", "住房和城乡建设"),
    "expropriation": ("住房和城乡建设", "住房和城乡建设", "自然资源"),
    "licence": ("市场监管", "自然资源", "卫生健康"),
    "title": ("自然资源",),
    "confirmation": ("人力资源和社会保障", "人力资源和社会保障", "自然资源", "市场监管"),
    "disclosure": ("自然资源", "农业农村", "住房和城乡建设", "教育"),
    "complaint": ("市场监管", "市场监管", "市场监管", "人力资源和社会保障", "卫生健康"),
    "inaction": ("公安", "自然资源", "人力资源和社会保障", "民政"),
    "compensation": ("公安", "城市管理"),
    "agreement": ("住房和城乡建设",),
    "other": ("教育",),
}
TOWNSHIP_MATTERS = frozenset({"coercion", "expropriation", "title", "disclosure", "inaction"})
TOWNSHIP_FIELDS = frozenset({"自然资源", "住房和城乡建设", "农业农村", "城市管理", "民政"})
TOWNSHIP_PERCENT, ORGANISATION_PERCENT, SEVERAL_PERCENT = 60, 22, 8
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = tuple(first + second for first in "示例样" for second in "一二三四五六七八九十")
TRADES = ("建材", "食品", "物流", "餐饮", "置业", "医药", "农机", "服装")
CHANNELS = ("当面", "当面", "当面", "邮寄", "邮寄", "网络")
RANKS = ("deputy", "deputy", "deputy", "deputy", "chief", "other")


@dataclass(frozen=True, slots=True)
class Court:
    """A court and the code that its case numbers carry."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """A county: its name as agencies bear it, its organ, townships, handlers and courts."""

    county: str
    organ: str
    number_word: str
    higher_word: str
    towns: tuple[str, ...]
    handlers: tuple[str, ...]
    basic_court: Court
    city_court: Court


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who contests which act of whom."""

    applicant: str
    applicant_kind: str
    applicant_count: int
    respondent: str
    respondent_level: str
    matter: str
    field: str


def invent_applicant(chance: Chance) -> tuple[str, str, int]:
    """Return name, kind and number of an applicant who does not exist."""
    if chance.happens(ORGANISATION_PERCENT):
        return f"{chance.pick(GIVEN)}{chance.pick(TRADES)}有限公司", "organisation", 1
    name = chance.pick(SURNAMES) + chance.pick(GIVEN)
    if chance.happens(SEVERAL_PERCENT):
        count = chance.between(2, 9)
        return f"{name}等{count}人", "citizen", count
    return name, "citizen", 1


def invent_dispute(chance: Chance, place: Place, matter: str, level: str = "", field: str = "") -> Dispute:
    """Return a dispute over a ``matter``; chance chooses the field and the agency that are not given."""
    name, kind, count = invent_applicant(chance)
    field = field or chance.pick(FIELDS[matter])
    if not level:
        may_be_town = matter in TOWNSHIP_MATTERS and field in TOWNSHIP_FIELDS
        of_town = may_be_town and chance.happens(TOWNSHIP_PERCENT)
        level = "township" if of_town else "county_department"
    respondent = {
        "township": f"{place.county}{chance.pick(place.towns)}人民政府",
        "county_department": place.county + DEPARTMENTS[field],
        "county_government": place.organ,
    }[level]
    return Dispute(name, kind, count, respondent, level, matter, field)
