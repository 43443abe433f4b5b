"""The web page: every figure where a reader and a screen reader find it, nothing of a user obeyed, no network."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser import Browser, browser, needs_browser
from printed import HOSTILE, LANGUAGES, sample_document

from casebook.render.html import page
from casebook.render.svg import described, picture, ticks
from casebook.render.text import inert
from casebook.sheets import BAR, COLUMNS, LINE, Chart, Series
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction
    from pathlib import Path

    from casebook.sheets import Document, Sheet
    from casebook.words import Language

VOID = {"meta", "rect", "path", "circle"}


class Cell(NamedTuple):
    """A cell of a table, as a reader reads it."""

    tag: str
    text: str
    attributes: Mapping[str, str]


class Reader(HTMLParser):
    """What stands in a page: elements with attributes, tables by caption, and the text of each element kind."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.tables: list[dict[str, list[list[Cell]]]] = []
        self.captions: list[str] = []
        self.said: dict[str, list[str]] = {}
        self.unbalanced: list[str] = []
        self._group = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        self.said.setdefault(tag, []).append("")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append({"thead": [], "tbody": [], "tfoot": []})
            self.captions.append("")
        elif tag in {"thead", "tbody", "tfoot"}:
            self._group = tag
        elif tag == "tr":
            self.tables[-1][self._group].append([])
        elif tag in {"th", "td"}:
            self.tables[-1][self._group][-1].append(Cell(tag, "", attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.said[tag][-1] += data
        if "caption" in self.open:
            self.captions[-1] += data
        elif "th" in self.open or "td" in self.open:
            row = self.tables[-1][self._group][-1]
            row[-1] = row[-1]._replace(text=row[-1].text + data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def sheets(document: Document) -> Iterator[Sheet]:
    for part in document.parts:
        yield from part.sheets


def texts(rows: list[list[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def grid(rows: list[list[Cell]]) -> list[list[str]]:
    """Return the heads as a rectangle: what spans several columns or rows stands in each of them."""
    filled: list[dict[int, str]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        place = 0
        for cell in row:
            while place in filled[number]:
                place += 1
            across, down = int(cell.attributes.get("colspan", "1")), int(cell.attributes.get("rowspan", "1"))
            for each in range(down):
                for column in range(across):
                    filled[number + each][place + column] = cell.text
    return [[row[place] for place in sorted(row)] for row in filled]


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    spoken: Language = request.param
    return spoken


@pytest.fixture(scope="module")
def reader(document: Document, language: Language) -> Reader:
    return Reader(page(document, language, "A sentence.\nAnother."))


# what the page says


def test_every_figure_stands_in_its_line_and_column(document: Document, language: Language, reader: Reader) -> None:
    found = dict(zip(reader.captions, reader.tables, strict=True))
    for sheet in sheets(document):
        table = found[inert(sheet.title.say(language))]
        stated = [
            [inert(line.label.say(language)), *(inert(figure.text) for figure in line.figures)] for line in sheet.lines
        ]
        assert texts(table["tbody"]) == (stated or [["无记录" if language == "zh" else "none"]])
        assert grid(table["thead"])[-1] == [
            each.say(language) for each in (sheet.head, *(column.label for column in sheet.columns))
        ]


def test_the_total_is_the_foot_of_its_table(document: Document, language: Language, reader: Reader) -> None:
    found = dict(zip(reader.captions, reader.tables, strict=True))
    for sheet in sheets(document):
        total = sheet.total
        foot = [[total.label.say(language), *(figure.text for figure in total.figures)]] if total else []
        assert texts(found[inert(sheet.title.say(language))]["tfoot"]) == foot


def test_columns_of_one_group_stand_under_one_head(document: Document, language: Language, reader: Reader) -> None:
    suits = next(sheet for sheet in sheets(document) if sheet.code == "suits")
    table = reader.tables[reader.captions.index(suits.title.say(language))]
    groups = [column.group.say(language) if column.group else column.label.say(language) for column in suits.columns]
    assert grid(table["thead"])[0] == [suits.head.say(language), *groups]
    assert [cell.attributes["scope"] for cell in table["thead"][0]].count("colgroup") == 3


def test_a_head_says_whether_it_heads_a_row_or_a_column(reader: Reader) -> None:
    for table in reader.tables:
        for row in table["thead"]:
            assert all(cell.attributes["scope"] in {"col", "colgroup"} for cell in row)
        for row in (*table["tbody"], *table["tfoot"]):
            assert [cell.attributes.get("scope") for cell in row if cell.tag == "th"] in (["row"], [])


def test_heading_paragraph_notes_and_definitions_are_said(
    document: Document, language: Language, reader: Reader
) -> None:
    said = [*reader.said["p"], *reader.said["h1"], *reader.said["dt"], *reader.said["dd"], *reader.said["h2"]]
    wanted = [*document.heading, *document.notes, *(part.label for part in document.parts)]
    wanted += [note for sheet in sheets(document) for note in sheet.notes]
    wanted += [words for part in document.parts for each in part.definitions for words in (each.label, each.text)]
    assert [words.say(language) for words in wanted if words.say(language) not in said] == []
    assert {"A sentence.", "Another."} < set(said)


def test_a_failing_identity_is_told_in_words(document: Document) -> None:
    chinese, english = page(document, "zh"), page(document, "en")
    failing = next(table for table in Reader(chinese).tables if len(table["tbody"]) == 2 and not table["tfoot"]
                   and table["tbody"][0][1].text == "1 + 1256 = 1209 + 48")  # fmt: skip
    assert [row[2].text for row in failing["tbody"]] == ["成立", "不成立"]
    assert "勾稽关系 3 项，其中 1 项不成立。" in chinese
    assert "Identities: 3, of which 1 FAIL." in english
    sound = replace(document, parts=document.parts[1:])
    assert "勾稽关系 1 项，全部成立。" in page(sound, "zh")


def test_the_cases_behind_the_figures_are_listed(document: Document, language: Language, reader: Reader) -> None:
    assert document.cases is not None
    rows = reader.tables[-1]["tbody"]
    assert [row[1].text for row in rows] == [inert(case.number) for case in document.cases.lines]
    assert [[cell.text for cell in row[2:-1]] for row in rows] == [
        [inert(value) for value in case.values] for case in document.cases.lines
    ]
    assert rows[0][-1].text == {"zh": "收到、结案", "en": "received; concluded"}[language]
    assert "details" not in {tag for tag, _ in Reader(page(replace(document, cases=None), language)).elements}


def test_a_bar_is_the_share_of_the_total(document: Document) -> None:
    shares = [
        int(attributes["width"])
        for tag, attributes in Reader(page(document, "zh")).elements
        if tag == "rect" and attributes.get("height") == "1" and attributes.get("class") != "whole"
    ]
    total = sum(range(1, len(HOSTILE) + 1))
    assert shares == [number * 1000 // total for number in range(1, len(HOSTILE) + 1)]


# nothing of a user is obeyed, nothing is asked of a network


def test_hostile_text_is_shown_and_makes_no_element(language: Language) -> None:
    tame = Reader(page(sample_document(bureau="南昌县司法局"), language, "x"))
    for text in HOSTILE:
        wild = Reader(page(sample_document(bureau=text), language, f"x{text}".replace("\n", "")))
        assert [tag for tag, _ in wild.elements] == [tag for tag, _ in tame.elements]
        assert inert(text) in wild.said["title"][0]
        assert inert(text) in wild.said["h1"][0]


def test_no_control_or_direction_mark_stands_in_the_page(document: Document) -> None:
    text = page(document, "zh", "".join(HOSTILE))
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", text) == []


def test_elements_are_closed_in_order(reader: Reader) -> None:
    assert reader.unbalanced == []
    assert reader.open == []


def test_ids_are_unique_and_every_link_leads_to_one(reader: Reader) -> None:
    named = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(named) == len(set(named))
    links = [attributes["href"] for attributes in reader.of("a")]
    assert len(links) > 5
    assert {link.removeprefix("#") for link in links} <= set(named)


def test_the_page_refers_to_nothing_outside_itself(reader: Reader) -> None:
    for _, attributes in reader.elements:
        for name, value in attributes.items():
            assert name not in {"src", "srcset", "style", "action", "data", "poster"}
            assert not name.startswith("on")
            if name == "xmlns":
                assert value == "http://www.w3.org/2000/svg"
            elif name != "aria-label":  # a title that a user typed, perhaps
                assert "://" not in value
    for inlined in (*reader.said["style"], *reader.said["script"]):
        assert not re.search(r"url\(|@import|@font-face|https?:|fetch\(|XMLHttp|innerHTML|eval\(", inlined)


def test_the_policy_allows_the_style_and_script_of_the_page_alone(reader: Reader) -> None:
    policy = next(each["content"] for each in reader.of("meta") if "http-equiv" in each)
    (style,), (script,) = reader.said["style"], reader.said["script"]
    digests = [f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src {digests[0]}; script-src {digests[1]}; base-uri 'none'; form-action 'none'"
    )


def test_the_same_document_is_the_same_text(document: Document, language: Language) -> None:
    assert page(document, language, "x") == page(sample_document(), language, "x")


def test_the_page_names_its_language(document: Document) -> None:
    assert Reader(page(document, "zh")).of("html") == [{"lang": "zh-CN"}]
    assert Reader(page(document, "en")).of("html") == [{"lang": "en"}]
    assert page(document, "zh").startswith("<!doctype html>\n")


# pictures


def charts(document: Document) -> list[Chart]:
    return [chart for part in document.parts for chart in part.charts]


def test_a_picture_says_its_figures(document: Document, language: Language) -> None:
    for chart in charts(document):
        drawn = Reader(picture(chart, language))
        assert drawn.of("svg")[0]["role"] == "img"
        assert drawn.said["title"][0] == chart.title.say(language)
        assert drawn.said["desc"] == [inert(described(chart, language))]
    rates = charts(document)[2]
    assert described(rates, "zh") == "纠错率：2021 年 9.50%，2022 年 —，2023 年 5.75%。"
    assert described(rates, "en") == "correction rate: 2021 9.50%, 2022 —, 2023 5.75%."


def test_a_picture_carries_no_style_script_id_or_link(document: Document) -> None:
    for chart in charts(document):
        for tag, attributes in Reader(picture(chart, "zh")).elements:
            assert tag in {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
            assert set(attributes) <= {
                "xmlns", "class", "viewbox", "role", "aria-label", "transform",
                "x", "y", "width", "height", "cx", "cy", "r", "d",
            }  # fmt: skip


def bar(code: str, kind: str, *values: int | str | None, percent: bool = False) -> Chart:
    categories = tuple(Words(f"类{place}", f"kind {place}") for place in range(len(values)))
    return Chart(code, Words("图", "chart"), kind, categories, (Series(Words("件数", "cases"), values),), percent)


def lengths(chart: Chart, side: str) -> dict[str, float]:
    """Return how long each bar is, by the figure that is told where a reader points at it."""
    drawn = Reader(picture(chart, "zh"))
    told = [text.rpartition(" ")[2] for text in drawn.said["title"][1:]]
    sides = [float(each.get(side, "0")) for each in drawn.of("rect")]
    return dict(zip(told, sides, strict=True))


def test_bars_are_as_long_as_their_figures() -> None:
    for kind, side in ((BAR, "width"), (COLUMNS, "height")):
        drawn = lengths(bar("c", kind, 10, 40, 20, None, 0), side)
        assert set(drawn) == {"10", "40", "20", "0"}
        assert drawn["40"] == pytest.approx(4 * drawn["10"], abs=0.5)
        assert drawn["20"] == pytest.approx(2 * drawn["10"], abs=0.5)
        assert drawn["0"] == 0
        rates = lengths(bar("c", kind, "5.00%", "0.50%", percent=True), side)
        assert rates["5.00%"] == pytest.approx(10 * rates["0.50%"], abs=1)


def test_the_axis_of_a_picture_begins_at_nought_and_passes_the_largest_figure() -> None:
    for kind in (BAR, COLUMNS, LINE):
        drawn = Reader(picture(bar("c", kind, 10, 40, 20), "zh"))
        pairs = zip(drawn.said["text"], drawn.of("text"), strict=True)
        assert [text for text, attributes in pairs if attributes["class"] == "tick"] == ["0", "10", "20", "30", "40"]


def test_each_bar_shows_its_own_figure_and_label() -> None:
    drawn = Reader(picture(bar("c", BAR, "5.75%", None, "0.50%", percent=True), "zh"))
    shown = [text for text in drawn.said["text"] if text]
    assert [text for text in shown if text.startswith("类")] == ["类2", "类1", "类0"]  # drawn from the foot up
    heights = {
        text: float(attributes["y"])
        for text, attributes in zip(drawn.said["text"], drawn.of("text"), strict=True)
        if attributes.get("class") in {"value", "category"}
    }
    assert heights["5.75%"] == pytest.approx(heights["类0"], abs=3)
    assert heights["0.50%"] == pytest.approx(heights["类2"], abs=3)
    assert heights["类0"] < heights["类1"] < heights["类2"]


def test_a_line_breaks_where_a_figure_is_missing() -> None:
    drawn = Reader(picture(bar("c", LINE, 1, 2, None, 4, 5), "zh"))
    assert len([each for each in drawn.of("path") if each.get("class") == "line" and " L" in each["d"]]) == 2
    assert len(drawn.of("circle")) == 4


def test_columns_whose_labels_do_not_fit_are_drawn_as_bars() -> None:
    crowded = replace(bar("c", COLUMNS, *range(8)), categories=(Words("不予受理后又提起诉讼", "long"),) * 8)
    assert Reader(picture(crowded, "zh")).of("svg")[0]["class"] == "chart bar"
    assert Reader(picture(crowded, "en")).of("svg")[0]["class"] == "chart columns"


def test_a_picture_without_figures_says_so() -> None:
    for empty in (bar("c", BAR), bar("c", LINE, None, None), replace(bar("c", COLUMNS, 1), series=())):
        assert "无数据" in picture(empty, "zh")


def test_a_series_that_misses_a_category_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values for 3 categories"):
        picture(replace(bar("c", BAR, 1, 2, 3), series=(Series(Words("x", "x"), (1, 2)),)), "zh")


def test_an_axis_holds_every_value_on_few_round_ticks() -> None:
    from fractions import Fraction

    def axis(low: int | Fraction, high: int | Fraction, *, whole: bool = True) -> list[Fraction]:
        return ticks(Fraction(low), Fraction(high), whole=whole)

    assert axis(0, 0) == [0, 1]
    assert axis(0, 1) == [0, 1]
    assert axis(0, 12) == [0, 5, 10, 15]
    assert axis(-3, 4) == [-4, -2, 0, 2, 4]
    assert axis(0, Fraction(1, 2), whole=False)[-1] >= Fraction(1, 2)
    for high in (1, 5, 6, 9, 10, 11, 25, 26, 49, 99, 101, 1234, 56789, 10**9 + 1):
        values = axis(0, high)
        assert values[0] == 0
        assert values[-1] >= high
        assert len(values) <= 7
        assert len({after - before for before, after in pairwise(values)}) == 1


# colours

SEEN_AS = {  # what those see who do not see all colours: Machado and others, 2009
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts]


def contrast(one: str, other: str) -> float:
    light = sorted(sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True))
                   for each in (one, other))  # fmt: skip
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(colour: str, seen_as: str) -> tuple[float, float, float]:
    seen = [sum(w * v for w, v in zip(row, linear(colour), strict=True)) for row in SEEN_AS[seen_as]]
    red, green, blue = (min(1.0, max(0.0, each)) for each in seen)
    cubes = []
    for weights, white in (
        ((0.4124, 0.3576, 0.1805), 0.95047), ((0.2126, 0.7152, 0.0722), 1.0), ((0.0193, 0.1192, 0.9505), 1.08883)
    ):  # fmt: skip
        value = (weights[0] * red + weights[1] * green + weights[2] * blue) / white
        cubes.append(float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116)
    return 116 * cubes[1] - 16, 500 * (cubes[0] - cubes[1]), 200 * (cubes[1] - cubes[2])


def themes(document: Document) -> list[dict[str, str]]:
    """Return the colours of the light, the dark and the printed page by name."""
    (style,) = Reader(page(document, "zh")).said["style"]
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    return [dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6});", block)) for block in blocks]


def test_text_and_shapes_stand_out_from_their_ground(document: Document) -> None:
    found = themes(document)
    assert len(found) == 3
    for theme in found:
        for text in ("ink", "soft", "accent", "well", "ill"):
            assert contrast(theme[text], theme["card"]) >= 4.5, (text, theme)
            assert contrast(theme[text], theme["paper"]) >= 4.5, (text, theme)
        assert contrast(theme["ill"], theme["ill-card"]) >= 4.5
        for tone in range(6):
            assert contrast(theme[f"t{tone}"], theme["card"]) >= 3, (tone, theme)


@pytest.mark.parametrize("seen_as", SEEN_AS)
def test_series_are_told_apart_by_those_who_do_not_see_all_colours(document: Document, seen_as: str) -> None:
    for theme in themes(document):
        seen = [lab(theme[f"t{tone}"], seen_as) for tone in range(6)]
        for one, other in combinations(seen, 2):
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 25


# the page in a browser


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def opened(tab: Browser, folder: Path, text: str, *, scheme: str = "light", width: int = 1280, media: str = "") -> None:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    tab.complaints.clear()
    tab.requests.clear()
    tab.blocked.clear()
    tab.look(scheme=scheme, width=width, media=media)
    tab.open(path)


def column(tab: Browser, title: str, place: int) -> list[str]:
    """Return a column of the table under ``title`` as it stands on the screen, the total last."""
    found: list[str] = tab.evaluate(
        "[...[...document.querySelectorAll('table')].find(each => each.caption.textContent === "
        f"{title!r}).querySelectorAll('tbody tr, tfoot tr')].map(row => row.cells[{place}].textContent)"
    )
    return found


def head(title: str, label: str) -> str:
    """Return the expression for the head ``label`` of the table under ``title``."""
    table = f"[...document.querySelectorAll('table')].find(each => each.caption.textContent === {title!r})"
    return f"[...{table}.tHead.querySelectorAll('th')].find(each => each.textContent === {label!r})"


@needs_browser
def test_a_browser_shows_every_figure_and_complains_of_nothing(
    tab: Browser, folder: Path, document: Document, language: Language
) -> None:
    opened(tab, folder, page(document, language, "".join(HOSTILE)))
    seen = Reader(tab.evaluate("document.documentElement.outerHTML"))
    stored = Reader(page(document, language))
    assert [{group: texts(rows) for group, rows in table.items()} for table in seen.tables] == [
        {group: texts(rows) for group, rows in table.items()} for table in stored.tables
    ]
    assert tab.complaints == []
    assert [address.rpartition("/")[2] for address in tab.requests] == ["page.html"]


@needs_browser
def test_a_browser_would_have_complained(tab: Browser, folder: Path, document: Document) -> None:
    spoilt = page(document, "zh").replace("<main", '<b style="color:red" onclick="x()">x</b><script>x()</script><main')
    opened(tab, folder, spoilt)
    assert len(tab.complaints) >= 2
    assert all("Content Security Policy" in complaint for complaint in tab.complaints)


SMUGGLED = (
    "<script>window.got = 1</script>",
    '<script src="https://e.example/x.js"></script>',
    '<img src="https://e.example/i.png" onerror="window.got = 1">',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "<style>main { display: none }</style>",
    '<link rel="stylesheet" href="https://e.example/s.css">',
    '<iframe src="https://e.example/"></iframe>',
    '<object data="https://e.example/"></object>',
    '<svg onload="window.got = 1"></svg>',
    '<a href="javascript:window.got = 1" id="bait">x</a>',
)


@needs_browser
@pytest.mark.parametrize("markup", SMUGGLED)
def test_what_gets_into_a_page_neither_runs_nor_loads_nor_styles(
    tab: Browser, folder: Path, document: Document, markup: str
) -> None:
    opened(tab, folder, page(document, "zh").replace("<main", f"{markup}<main"))
    tab.evaluate("document.getElementById('bait') && document.getElementById('bait').click()")
    assert tab.evaluate("window.got") is None
    assert tab.evaluate("getComputedStyle(document.querySelector('main')).display") == "block"
    assert any("Content Security Policy" in complaint for complaint in tab.complaints)
    asked = [address for address in tab.requests if "e.example" in address]
    assert tab.blocked[: len(asked)] == ["csp"] * len(asked)
    assert tab.evaluate("[...document.images].every(each => each.naturalWidth === 0)")


@needs_browser
def test_a_page_opened_from_ours_is_not_told_where_it_was_opened(
    tab: Browser, folder: Path, document: Document
) -> None:
    opened(tab, folder, page(document, "zh"))
    assert tab.evaluate("document.querySelector('meta[name=referrer]').content") == "no-referrer"


@needs_browser
def test_a_table_is_sorted_by_a_click_and_a_third_click_restores_it(
    tab: Browser, folder: Path, document: Document
) -> None:
    opened(tab, folder, page(document, "zh"))
    title, concluded = "收案结案情况", head("收案结案情况", "结案")
    orders = []
    for _ in range(4):
        tab.evaluate(f"{concluded}.querySelector('button').click()")
        orders.append((tab.evaluate(f"{concluded}.ariaSort"), column(tab, title, 4)))
    assert orders == [
        ("ascending", ["0", "9", "1200", "1209"]),
        ("descending", ["1200", "9", "0", "1209"]),
        ("none", ["1200", "9", "0", "1209"]),
        ("ascending", ["0", "9", "1200", "1209"]),
    ]
    assert column(tab, title, 0) == ["税务", "自然资源", "公安", "合计"]
    assert tab.complaints == []


@needs_browser
def test_numbers_sort_as_numbers_missing_ones_last_and_chinese_by_its_sound(
    tab: Browser, folder: Path, document: Document
) -> None:
    review, suits = document.parts
    flow, *others = review.sheets
    public, land, tax = flow.lines
    renamed = (tax, replace(land, label=Words("土地", "land")), replace(public, label=Words("环保", "environment")))
    mixed = replace(review, sheets=(replace(flow, lines=renamed), *others))
    opened(tab, folder, page(replace(document, parts=(mixed, suits)), "zh"))

    def sorted_by(title: str, label: str, place: int, clicks: int) -> list[str]:
        for _ in range(clicks):
            tab.evaluate(f"{head(title, label)}.querySelector('button').click()")
        return column(tab, title, place)

    assert sorted_by("收案结案情况", "结案率", 5, 1) == ["90.00%", "96.23%", "—", "96.18%"]
    assert sorted_by("收案结案情况", "结案率", 5, 1) == ["96.23%", "90.00%", "—", "96.18%"]
    assert sorted_by("收案结案情况", "较上年", 6, 1) == ["-1.20", "5.75", "—", "-0.05"]
    assert sorted_by("收案结案情况", "领域", 0, 1) == ["环保", "税务", "土地", "合计"]  # huán, shuì, tǔ
    assert sorted_by("应诉案件（按审级）", "赔偿金额", 9, 1) == ["0.00", "1234567.80", "1234567.80"]
    assert sorted_by("办理效率", "平均用时", 2, 2) == ["41.07", "—"]
    states = tab.evaluate("[...document.querySelectorAll('table')[0].querySelectorAll('th[aria-sort]')]"
                          ".map(each => each.ariaSort)")  # fmt: skip
    assert states.count("none") == len(states) - 1


@needs_browser
def test_a_table_is_sorted_from_the_keyboard(tab: Browser, folder: Path, document: Document) -> None:
    opened(tab, folder, page(document, "en"))
    fields = head("Cases received and concluded", "field")
    tab.press("Tab", 9)
    assert tab.evaluate("document.activeElement.className") == "skip"
    for _ in range(40):
        if tab.evaluate(f"document.activeElement === {fields}.querySelector('button')"):
            break
        tab.press("Tab", 9)
    tab.press("Enter", 13, "\r")
    assert tab.evaluate(f"{fields}.ariaSort") == "ascending"
    assert column(tab, "Cases received and concluded", 0) == ["natural resources", "public security", "tax", "total"]
    assert tab.evaluate(f"document.activeElement === {fields}.querySelector('button')")


@needs_browser
def test_the_page_is_light_or_dark_as_the_reader_prefers(tab: Browser, folder: Path, document: Document) -> None:
    light, dark, _ = themes(document)
    for scheme, theme in (("light", light), ("dark", dark)):
        opened(tab, folder, page(document, "zh"), scheme=scheme)
        red, green, blue = (int(theme["paper"][place : place + 2], 16) for place in (1, 3, 5))
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == f"rgb({red}, {green}, {blue})"
        assert tab.screenshot().startswith(b"\x89PNG")


@needs_browser
def test_a_phone_scrolls_tables_not_the_page(tab: Browser, folder: Path, document: Document) -> None:
    opened(tab, folder, page(document, "zh"), width=360)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate("[...document.querySelectorAll('.scroll')].some(box => box.scrollWidth > box.clientWidth)")
    assert tab.evaluate("[...document.querySelectorAll('.scroll')].every(box => box.tabIndex === 0)")


@needs_browser
def test_a_screen_reader_finds_landmarks_tables_and_pictures(tab: Browser, folder: Path, document: Document) -> None:
    opened(tab, folder, page(document, "zh"))
    nodes = [node for node in tab.call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
    roles = {role for role, _ in told}
    assert {"banner", "navigation", "main", "contentinfo", "table", "columnheader", "rowheader"} <= roles
    assert {("table", "收案结案情况"), ("region", "收案结案情况"), ("group", "历年纠错率")} <= set(told)
    pictures = {
        node["name"]["value"]: node.get("description", {}).get("value", "")
        for node in nodes
        if node["role"]["value"] in {"image", "img"} and node.get("name", {}).get("value")
    }
    assert pictures["历年纠错率"] == "纠错率：2021 年 9.50%，2022 年 —，2023 年 5.75%。"


@needs_browser
def test_paper_shows_no_buttons_and_no_contents(tab: Browser, folder: Path, document: Document) -> None:
    opened(tab, folder, page(document, "zh"), scheme="dark", media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert tab.evaluate("getComputedStyle(document.querySelector('thead button'), '::after').content") == "none"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.evaluate("getComputedStyle(document.querySelector('tfoot')).display") == "table-row-group"
    assert tab.pdf().startswith(b"%PDF")
