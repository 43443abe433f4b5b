"""A report as a web page: one file that needs no network, light and dark, on screen, on paper and read aloud.

Every text of a user passes ``inert`` and ``escape``. The policy of the page allows its own style and script, which are
named by their digests, and nothing else: a script that got in would not run.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from casebook.render.svg import picture
from casebook.render.text import inert
from casebook.sheets import COUNT, DATE, NUMERIC, SEAL
from casebook.terms import REGISTER
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.figures import Check
    from casebook.sheets import CaseList, Column, Definition, Document, Figure, Line, Part, Sheet
    from casebook.words import Language

_CODE = {"zh": "zh-CN", "en": "en"}
_SIZES = ((22, " widest"), (13, " wider"), (9, " wide"))  # so many columns are printed smaller, on a page turned
_SHARE = 1000  # how finely a bar is drawn
_CONTENTS_FROM = 3  # fewer sheets are found without a table of contents

SKIP = Words("跳到正文", "Skip to the report")
CONTENTS = Words("目录", "Contents")
IN_WORDS = Words("情况说明", "The report in words")
SORT = Words("点击排序：升序、降序、原序", "Sort: ascending, descending, original order")
NONE = Words("无记录", "none")
DEFINITIONS = Words("指标口径", "Definitions")
IDENTITIES = (Words("勾稽关系", "identity"), Words("算式", "equation"), Words("结果", "result"))
CHECKS = Words("勾稽关系", "Identities")
HOLDS, FAILS = Words("成立", "holds"), Words("不成立", "FAILS")
CASES = Words("案件清单（{count} 件）", "The cases behind the figures ({count})")
NUMBER, COUNTED = Words("案号", "case number"), Words("计入", "counted in")
SEPARATOR = Words("、", "; ")
ALL_HOLD = Words("勾稽关系 {count} 项，全部成立。", "Identities: {count}, and all hold.")
SOME_FAIL = Words("勾稽关系 {count} 项，其中 {failing} 项不成立。", "Identities: {count}, of which {failing} FAIL.")
_FOOTER = (
    Words("编制单位", "Bureau"),
    Words("报表", "Form"),
    Words("统计口径", "Scheme"),
    Words("登记号", "Entry"),
    SEAL,
)
EDITION = Words("{form}（{edition}）", "{form} ({edition})")


def page(document: Document, language: Language, paragraph: str | None = None) -> str:
    """Return ``document`` as a web page in ``language``; ``paragraph`` is the report in a sentence, set on top."""
    body = [
        _tag("a", _text(SKIP.say(language)), class_="skip", href="#report"),
        _header(document, language, paragraph),
        _contents(document, language),
        _tag("main", _lines(_main(document, language)), id="report"),
        _footer(document, language),
        _inline("script", "page.js"),
    ]
    return (
        "<!doctype html>\n"
        f'<html lang="{_CODE[language]}">\n{_head(document, language)}\n'
        f"{_tag('body', _lines(body), data_sort=SORT.say(language))}\n</html>\n"
    )


# elements and texts


def _text(text: str) -> str:
    return escape(inert(text))


def _tag(name: str, inner: str = "", **attributes: str | int | None) -> str:
    """Return an element around ``inner``, which is markup; attributes are texts, those that are ``None`` left out.

    An underscore stands for a hyphen (``data_kind``), one at the end for nothing (``class_``).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{inner}</{name}>"


def _lines(elements: Iterable[str]) -> str:
    return "\n" + "".join(f"{element}\n" for element in elements if element)


@cache
def _data(name: str) -> str:
    from importlib.resources import files

    return (files("casebook.render") / name).read_text(encoding="utf-8")


def _inline(element: str, name: str) -> str:
    return f"<{element}>{_data(name)}</{element}>"


def _digest(name: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(_data(name).encode()).digest()).decode('ascii')}'"


def _head(document: Document, language: Language) -> str:
    policy = (
        f"default-src 'none'; style-src {_digest('page.css')}; script-src {_digest('page.js')};"
        " base-uri 'none'; form-action 'none'"
    )
    return _tag(
        "head",
        _lines(
            (
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta name="referrer" content="no-referrer">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="color-scheme" content="light dark">',
                '<meta name="generator" content="casebook">',
                _tag("title", _text(document.heading[0].say(language))),
                _inline("style", "page.css"),
            )
        ),
    )


# the frame: header, contents, footer


def _header(document: Document, language: Language, paragraph: str | None) -> str:
    title, *others = (_text(words.say(language)) for words in document.heading)
    elements = [_tag("h1", title), *(_tag("p", line, class_="about") for line in others)]
    elements.append(_status(tuple(document.checks), language))
    if paragraph:
        told = (_tag("p", _text(line)) for line in paragraph.split("\n") if line.strip())
        elements.append(_tag("section", _lines(told), class_="words", aria_label=IN_WORDS.say(language)))
    elements += _notes(document.notes, language)
    return _tag("header", _lines(elements))


def _status(checks: Sequence[Check], language: Language) -> str:
    if not checks:
        return ""
    failing = sum(not check.holds for check in checks)
    told = (SOME_FAIL if failing else ALL_HOLD).say(language).format(count=len(checks), failing=failing)
    return _tag("p", _text(told), class_="status fails" if failing else "status holds")


def _notes(notes: Iterable[Words], language: Language) -> list[str]:
    return [_tag("p", _text(note.say(language)), class_="note") for note in notes]


def _contents(document: Document, language: Language) -> str:
    if sum(len(part.sheets) for part in document.parts) < _CONTENTS_FROM:
        return ""
    entries = []
    for number, part in enumerate(document.parts, 1):
        inner = "".join(
            _tag("li", _tag("a", _text(sheet.title.say(language)), href=f"#part-{number}-{place}"))
            for place, sheet in enumerate(part.sheets, 1)
        )
        link = _tag("a", _text(part.label.say(language)), href=f"#part-{number}")
        entries.append(_tag("li", link + _tag("ul", inner)))
    return _tag("nav", _tag("ul", "".join(entries)), aria_label=CONTENTS.say(language))


def _footer(document: Document, language: Language) -> str:
    form = EDITION.say(language)
    stated = (
        document.bureau,
        form.format(form=document.form, edition=document.edition),
        form.format(form=document.scheme_label.say(language), edition=document.scheme),
        str(document.known_at),
        *([document.seal] if document.seal else []),
    )
    pairs = (
        _tag("div", _tag("dt", _text(label.say(language))) + _tag("dd", _text(value)))
        for label, value in zip(_FOOTER, stated, strict=False)
    )
    return _tag("footer", _tag("dl", _lines(pairs)))


# the parts


def _main(document: Document, language: Language) -> Iterator[str]:
    for number, part in enumerate(document.parts, 1):
        yield _tag("section", _lines(_part(part, number, language)), id=f"part-{number}", class_="part")
    if document.cases is not None:
        yield _cases(document.cases, language)


def _part(part: Part, number: int, language: Language) -> Iterator[str]:
    yield _tag("h2", _text(part.label.say(language)))
    for place, sheet in enumerate(part.sheets, 1):
        inner = [_sheet(sheet, language), *_notes(sheet.notes, language)]
        yield _tag("section", _lines(inner), id=f"part-{number}-{place}", class_="sheet")
    if part.charts:
        figures = (_figure_of(picture(chart, language), chart.title.say(language)) for chart in part.charts)
        yield _tag("div", _lines(figures), class_="charts")
    if part.definitions:
        yield _definitions(part.definitions, language)
    if part.checks:
        yield _checks(part.identities, language)


def _figure_of(svg: str, title: str) -> str:
    caption = _tag("figcaption", _text(title))
    return _tag("figure", caption + _tag("div", svg, class_="scroll", role="group", tabindex=0, aria_label=title))


def _definitions(definitions: Sequence[Definition], language: Language) -> str:
    pairs = (
        _tag("div", _tag("dt", _text(each.label.say(language))) + _tag("dd", _text(each.text.say(language))))
        for each in definitions
    )
    title = _tag("h3", _text(DEFINITIONS.say(language)))
    return _tag("section", _lines((title, _tag("dl", _lines(pairs)))), class_="definitions")


def _checks(checks: Sequence[Check], language: Language) -> str:
    heads = "".join(_tag("th", _text(head.say(language)), scope="col") for head in IDENTITIES)
    rows = (
        _tag(
            "tr",
            _tag("th", _text(check.label.say(language) if check.label else check.name), scope="row")
            + _tag("td", _text(check.equation), class_="equation")
            + _tag("td", _text((HOLDS if check.holds else FAILS).say(language)), class_="result"),
            class_=None if check.holds else "fails",
        )
        for check in checks
    )
    return _table(
        CHECKS.say(language), [_tag("thead", _tag("tr", heads)), _tag("tbody", _lines(rows))], class_="checks"
    )


def _cases(cases: CaseList, language: Language) -> str:
    labels = (REGISTER.name, NUMBER, *cases.columns, COUNTED)
    heads = "".join(_tag("th", _text(label.say(language)), scope="col", data_kind="text") for label in labels)
    rows = (
        _tag(
            "tr",
            _tag("td", _text(REGISTER.label(case.register).say(language)))
            + _tag("th", _text(case.number), scope="row")
            + "".join(_tag("td", _text(value)) for value in case.values)
            + _tag("td", _text(SEPARATOR.say(language).join(each.say(language) for each in case.counted))),
        )
        for case in cases.lines
    )
    title = CASES.say(language).format(count=len(cases.lines))
    table = _table(title, [_tag("thead", _tag("tr", heads)), _tag("tbody", _lines(rows))], class_="cases sortable")
    return _tag("details", _tag("summary", _text(title)) + table)


# the tables


def _table(title: str, groups: Iterable[str], class_: str) -> str:
    """Return a table under its title, in a box of its own that scrolls where the screen is too narrow."""
    caption = _tag("caption", _tag("h3", _text(title)))
    table = _tag("table", _lines((caption, *groups)), class_=class_)
    return _tag("div", table, class_="scroll", role="region", tabindex=0, aria_label=title)


def _sheet(sheet: Sheet, language: Language) -> str:
    whole = _whole(sheet)
    rows = [_row(line, sheet, whole, language) for line in sheet.lines]
    if not rows:
        rows.append(_tag("tr", _tag("td", _text(NONE.say(language)), colspan=len(sheet.columns) + 1, class_="none")))
    groups = [_columns(sheet), _tag("thead", _lines(_heads(sheet, language))), _tag("tbody", _lines(rows))]
    if sheet.total is not None:
        groups.append(_tag("tfoot", _row(sheet.total, sheet, None, language)))
    count = len(sheet.columns)
    size = next((size for least, size in _SIZES if count >= least), "")
    sortable = " sortable" if len(sheet.lines) > 1 else ""
    return _table(sheet.title.say(language), groups, class_=f"figures{size}{sortable}")


def _runs(columns: Sequence[Column]) -> Iterator[tuple[Words | None, list[Column]]]:
    """Yield the neighbouring columns of one group together; a column without a group comes alone."""
    run: list[Column] = []
    for column in columns:
        if run and (column.group is None or column.group != run[0].group):
            yield run[0].group, run
            run = []
        run.append(column)
    if run:
        yield run[0].group, run


def _columns(sheet: Sheet) -> str:
    spans = (_tag("colgroup", span=len(run)) for _, run in _runs(sheet.columns))
    return _tag("colgroup", span=1) + "".join(spans)


def _heads(sheet: Sheet, language: Language) -> list[str]:
    """Return the rows of heads: one, or two where columns stand in groups."""
    deep = 2 if sheet.has_groups else None
    first = [_tag("th", _text(sheet.head.say(language)), scope="col", rowspan=deep, data_kind="text")]
    second = []
    for group, run in _runs(sheet.columns):
        if group is None:
            first += [_column_head(column, language, deep) for column in run]
        else:
            first.append(_tag("th", _text(group.say(language)), scope="colgroup", colspan=len(run), class_="group"))
            second += [_column_head(column, language, None) for column in run]
    return [_tag("tr", "".join(row)) for row in (first, second) if row]


def _column_head(column: Column, language: Language, deep: int | None) -> str:
    numeric = column.kind in NUMERIC
    return _tag(
        "th",
        _text(column.label.say(language)),
        scope="col",
        rowspan=deep,
        class_="number" if numeric else None,
        data_kind="number" if numeric else "text",
    )


def _row(line: Line, sheet: Sheet, whole: int | None, language: Language) -> str:
    """Return a line of figures; ``whole`` is what the bars of its counts are shares of, ``None`` draws none."""
    cells = (
        _cell(figure, column, whole if column.kind == COUNT else None, language)
        for column, figure in zip(sheet.columns, line.figures, strict=True)
    )
    return _tag("tr", _tag("th", _text(line.label.say(language)), scope="row") + "".join(cells))


def _cell(figure: Figure, column: Column, whole: int | None, language: Language) -> str:
    text = _text(figure.say(language))
    if whole is not None and isinstance(figure.value, int) and 0 <= figure.value <= whole:
        bar = (
            f'<svg viewBox="0 0 {_SHARE} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<rect class="whole" width="{_SHARE}" height="1"/>'
            f'<rect width="{figure.value * _SHARE // whole}" height="1"/></svg>'
        )
        return _tag("td", _tag("div", bar + _tag("span", text)), class_="number share", data_name=figure.name)
    name = "number" if column.kind in NUMERIC else "date" if column.kind == DATE else None
    return _tag("td", text, class_=name, data_name=figure.name)


def _whole(sheet: Sheet) -> int | None:
    """Return the total of the only column of counts, of which the bars are shares; ``None`` where there is none."""
    counts = [place for place, column in enumerate(sheet.columns) if column.kind == COUNT]
    if sheet.total is None or len(counts) != 1:
        return None
    value = sheet.total.figures[counts[0]].value
    return value if isinstance(value, int) and value > 0 else None
