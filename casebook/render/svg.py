"""A chart as an inline SVG: pygal places the shapes, the page's style sheet colours them, a text says the figures.

Nothing of a user goes through pygal, and of what pygal draws only the shapes are kept: no style, script, id or link.
Thus two charts of one page share nothing, and the same chart is always the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from casebook.render.align import width
from casebook.render.text import inert
from casebook.sheets import BAR, COLUMNS, LINE, NO_FIGURE
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casebook.sheets import Chart, Value
    from casebook.words import Language

TONES = 6  # the style sheet has as many colours; a seventh series begins anew

NO_DATA = Words("无数据", "no figures")
SAID = Words("{series}：{values}", "{series}: {values}")
POINT = Words("{category} {value}", "{category} {value}")

_WIDTH, _PLOT_HEIGHT = 560, 270
_MARGIN, _RIGHT = 12, 64
_LETTER, _FONT = 7, 13  # the width of one column of text and the height of a line, as page.css sets them
_ROW, _GAP = 16, 14  # a horizontal bar, and what parts one category from the next
_LEGEND_ROW = 22
_LONGEST_LABEL = 34  # columns of text; the whole label is in the text alternative and in the table
_MOST_TICKS = 5

_KEPT = ("x", "y", "width", "height", "cx", "cy", "r", "d", "transform")
_PARTS = {"guides": "guides", "series": "series", "bar": "bar", "dots": "dots", "line": "line", "guide": "guide"}
_DROPPED = frozenset({"tooltip-overlay", "titles", "background"})
_LONG_NUMBER = re.compile(r"(\d+\.\d)\d+")


class Node(Protocol):
    """An element of the tree that pygal draws."""

    tag: object
    text: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """Its attributes."""

    def __iter__(self) -> Iterator[Node]: ...


def picture(chart: Chart, language: Language) -> str:
    """Return ``chart`` as an ``<svg>`` element whose ``<desc>`` says every figure of it in ``language``.

    Raises ``ValueError`` where a series has not one value for each category, or a value that is no number.
    """
    return _Drawing.of(chart, language).svg()


def described(chart: Chart, language: Language) -> str:
    """Return the figures of ``chart`` in words, series by series."""
    sentences = []
    for series in chart.series:
        points = [
            POINT.say(language).format(category=category.say(language), value=_printed(value))
            for category, value in zip(chart.categories, series.values, strict=True)
        ]
        values = Words("，".join(points), ", ".join(points)).say(language) or NO_DATA.say(language)
        sentences.append(SAID.say(language).format(series=series.label.say(language), values=values))
    return Words("；".join(sentences) + "。", "; ".join(sentences) + ".").say(language)


def _printed(value: Value) -> str:
    return NO_FIGURE if value is None else str(value)


def _exact(value: Value) -> Fraction | None:
    return None if value is None else Fraction(str(value).removesuffix("%"))


def ticks(lowest: Fraction, highest: Fraction, *, whole: bool) -> list[Fraction]:
    """Return the few round values of an axis that reaches from ``lowest`` to ``highest``; ``whole`` if numbers."""
    reach = max(highest - lowest, Fraction(1))
    power = Fraction(1) if whole else Fraction(1, 100)
    while reach > _MOST_TICKS * 5 * power:
        power *= 10
    step = next(each * power for each in (1, 2, 5) if reach <= _MOST_TICKS * each * power)
    first, last = lowest // step, -(-highest // step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def decimal(value: Fraction) -> str:
    """Return ``value``, of at most two places, as text without zeros at the end."""
    whole, rest = divmod(abs(value) * 100 // 1, 100)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart with the texts and numbers that its picture needs."""

    chart: Chart
    language: Language
    labels: tuple[str, ...]
    legend: tuple[str, ...]
    values: tuple[tuple[Fraction | None, ...], ...]

    @classmethod
    def of(cls, chart: Chart, language: Language) -> _Drawing:
        """Return the drawing of ``chart`` with its labels in ``language``."""
        for series in chart.series:
            if len(series.values) != len(chart.categories):
                message = f"{chart.code}: {len(series.values)} values for {len(chart.categories)} categories"
                raise ValueError(message)
        return cls(
            chart,
            language,
            tuple(_shortened(inert(each.say(language))) for each in chart.categories),
            tuple(_shortened(inert(each.label.say(language))) for each in chart.series),
            tuple(tuple(_exact(value) for value in each.values) for each in chart.series),
        )

    @property
    def numbers(self) -> list[Fraction]:
        """Every value that is a figure."""
        return [value for values in self.values for value in values if value is not None]

    @property
    def kind(self) -> str:
        """The kind of the chart; columns whose labels do not fit beside each other are drawn as bars."""
        return BAR if self.chart.kind == COLUMNS and self._crowding > 1 else self.chart.kind

    @property
    def _crowding(self) -> int:
        """How many labels want the room of one."""
        widest = max((width(label) for label in self.labels), default=0)
        return -(-len(self.labels) * (widest + 1) * _LETTER // (_WIDTH - _RIGHT))

    @property
    def _height(self) -> int:
        if self.kind != BAR:
            return _PLOT_HEIGHT
        return len(self.labels) * (len(self.legend) * _ROW + _GAP) + 3 * _MARGIN + _FONT

    def svg(self) -> str:
        title, words = inert(self.chart.title.say(self.language)), inert(described(self.chart, self.language))
        drawn, height = self._body()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {self.kind}" viewBox="0 0 {_WIDTH} {height}"'
            f' role="img" aria-label="{escape(title)}">'
            f"<title>{escape(title)}</title><desc>{escape(words)}</desc>{drawn}</svg>"
        )

    def _body(self) -> tuple[str, int]:
        """Return the shapes and the height that they take."""
        if not self.numbers:
            text = escape(NO_DATA.say(self.language))
            return f'<text class="none" x="{_WIDTH // 2}" y="40">{text}</text>', 72
        keys, top = self._keys()
        shapes = "".join(self._shapes(self._tree(), None))
        return f'{keys}<g transform="translate(0, {top})">{shapes}</g>', top + self._height

    def _keys(self) -> tuple[str, int]:
        """Return the legend, in as many rows as it needs, and its height; one series needs none."""
        if len(self.legend) == 1:
            return "", 0
        keys, left, row = [], _MARGIN, 0
        for number, label in enumerate(self.legend):
            takes = 2 * _MARGIN + _GAP + width(label) * _LETTER
            if left + takes > _WIDTH and left > _MARGIN:
                left, row = _MARGIN, row + 1
            y = row * _LEGEND_ROW
            keys.append(
                f'<g class="key t{number % TONES}"><rect x="{left}" y="{y + 4}" width="{_FONT}" height="{_FONT}"/>'
                f'<text x="{left + _FONT + 6}" y="{y + 15}">{escape(label)}</text></g>'
            )
            left += takes
        return "".join(keys), (row + 1) * _LEGEND_ROW

    def _tree(self) -> Node:
        """Return what pygal draws. Labels are numbers of ours here: the texts are put in as the shapes are copied."""
        import pygal

        kinds = {BAR: pygal.HorizontalBar, COLUMNS: pygal.Bar, LINE: pygal.Line}
        numbers = [Fraction(0), *self.numbers]
        axis = ticks(min(numbers), max(numbers), whole=not self._parts)
        order = list(range(len(self.labels)))
        if self.kind == BAR:
            order.reverse()  # pygal begins at the bottom
        plot = kinds[self.kind](**self._options(axis))
        plot.x_labels = [f"c{number}" for number in order]
        plot.y_labels = [{"value": self._unit(tick), "label": self._tick(tick)} for tick in axis]
        for number, values in enumerate(self.values):
            ordered = [values[place] for place in order]
            plot.add(f"s{number}", [None if value is None else self._unit(value) for value in ordered])
        tree: Node = plot.render_tree()
        return tree

    @property
    def _parts(self) -> bool:
        """Tell whether any value has a fraction."""
        return self.chart.percent or any(value.denominator != 1 for value in self.numbers)

    def _unit(self, value: Fraction) -> int:
        """Return ``value`` as pygal gets it: an integer in hundredths, which is finer than any picture."""
        return value * 100 // 1

    def _tick(self, value: Fraction) -> str:
        return f"{decimal(value)}%" if self.chart.percent else decimal(value)

    def _options(self, axis: list[Fraction]) -> dict[str, Any]:
        beside = self.labels if self.kind == BAR else [self._tick(tick) for tick in axis]
        widest = max(width(label) for label in beside)
        return {
            "width": _WIDTH,
            "height": self._height,
            "margin": _MARGIN,
            "margin_left": _MARGIN + widest * _LETTER,
            "margin_right": _RIGHT if self.kind == BAR else 2 * _MARGIN,
            "range": (self._unit(axis[0]), self._unit(axis[-1])),
            "show_legend": False,
            "print_values": self._prints_values,
            "print_values_position": "top",
            "allow_interruptions": True,
            "dots_size": 4,
            "truncate_label": len("c") + len(str(len(self.labels))),
            "show_x_guides": self.kind == BAR,
            "show_y_guides": self.kind != BAR,
            "js": (),
            "css": (),
        }

    @property
    def _prints_values(self) -> bool:
        """Tell whether each bar has room for its value."""
        if self.kind == LINE:
            return False
        widest = max(len(_printed(value)) for series in self.chart.series for value in series.values)
        bars = len(self.labels) * len(self.legend)
        return self.kind == BAR or bars * (widest + 1) * _LETTER < _WIDTH - 2 * _RIGHT

    def _shapes(self, node: Node, series: int | None) -> Iterator[str]:
        """Yield what is kept of ``node`` and of what it holds; ``series`` is the one that it belongs to."""
        values = iter(self._drawn_values(series))
        for child in node:
            classes = child.attrib.get("class", "").split()
            if child.tag not in ("g", "rect", "path", "circle", "text") or _DROPPED.intersection(classes):
                continue
            of = next((int(each[6:]) for each in classes if each.startswith("serie-")), series)
            if child.tag == "text" and "value" in classes:
                yield self._element(child, ["value"], escape(next(values)))
            elif child.tag == "text":
                yield self._label(child)
            elif child.tag == "g":
                inner = "".join(self._shapes(child, of))
                yield self._element(child, self._names(classes, of), inner) if inner else ""
            else:
                yield self._element(child, self._names(classes, None), self._hint(node, of))
                if child.tag == "circle":
                    yield self._above(child, _place(node))

    def _names(self, classes: list[str], series: int | None) -> list[str]:
        names = [_PARTS[each] for each in classes if each in _PARTS]
        return [*names, f"t{series % TONES}"] if series is not None and "series" in names else names

    def _element(self, node: Node, names: list[str], inner: str) -> str:
        kept = [(name, node.attrib[name]) for name in _KEPT if name in node.attrib]
        named = [("class", " ".join(names))] if names else []
        written = "".join(f' {name}="{_rounded(value)}"' for name, value in [*named, *kept])
        return f"<{node.tag}{written}>{inner}</{node.tag}>" if inner else f"<{node.tag}{written}/>"

    def _drawn_values(self, series: int | None) -> list[str]:
        """Return the values that pygal writes for ``series``, in its order."""
        if series is None:
            return []
        printed = [_printed(value) for value in self.chart.series[series].values if value is not None]
        return printed[::-1] if self.kind == BAR else printed

    def _label(self, node: Node) -> str:
        """Return the text of an axis; of crowded labels only every n-th is written."""
        text = node.text or ""
        if not text.startswith("c"):
            return self._element(node, ["tick"], escape(text))
        place = int(text[1:])
        if self.kind == LINE and place % self._crowding:
            return ""
        return self._element(node, ["category"], escape(self.labels[place]))

    def _above(self, dot: Node, place: int) -> str:
        """Return the value over a dot of a line that is the only one; the first and the last stay off the edges."""
        if len(self.legend) > 1 or self._crowding > 1:
            return ""
        edge = " begins" if place == 0 else " ends" if place == len(self.labels) - 1 else ""
        value = _printed(self.chart.series[0].values[place])
        x, y = Fraction(dot.attrib["cx"]) // 1, Fraction(dot.attrib["cy"]) // 1 - _FONT * 2 // 3
        aside = _GAP // 2 if edge == " begins" else 0
        return f'<text class="value{edge}" x="{x + aside}" y="{y}">{escape(value)}</text>'

    def _hint(self, node: Node, series: int | None) -> str:
        """Return what is shown where a reader points at a shape: series, category, value."""
        if series is None:
            return ""
        number = _place(node)
        if number < 0:
            return ""
        category, told = self.chart.categories[number], self.chart.series[series]
        point = POINT.say(self.language).format(
            category=category.say(self.language), value=_printed(told.values[number])
        )
        hint = SAID.say(self.language).format(series=told.label.say(self.language), values=point)
        return f"<title>{escape(inert(hint))}</title>"


def _place(node: Node) -> int:
    """Return the place of the category that a bar or dot stands for; -1 where ``node`` holds none."""
    named = (each.text for each in node if each.attrib.get("class") == "x_label")
    return next((int(text[1:]) for text in named if text), -1)


def _rounded(places: str) -> str:
    """Return the numbers of an attribute with one place, which no screen shows more of."""
    return _LONG_NUMBER.sub(r"\1", places)


def _shortened(text: str) -> str:
    """Return ``text``, cut with an ellipsis where it is longer than a label may be."""
    if width(text) <= _LONGEST_LABEL:
        return text
    while width(text) >= _LONGEST_LABEL:
        text = text[:-1]
    return f"{text}…"
