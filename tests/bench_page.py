"""What the benchmark found, as the page of the documentation, as JSON and as a picture."""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bench_rivals as rivals
from bench_books import ROOT
from bench_measures import BY_COUNT, BY_CPU, BY_MEMORY, NOT_INSTALLED, Figure, exponent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE, DATA, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.json", ROOT / "docs" / "img"
BEGIN, END = "<!-- figures: made by make bench -->", "<!-- end of figures -->"
GIGABYTE = 2**30
Curves = dict[str, dict[int, float]]


def machine(tools: rivals.Tools) -> dict[str, str]:
    """Return the machine and the tools in words, without names of hosts and places."""
    told = {
        "cores": f"{os.cpu_count()} ({_model()})",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / GIGABYTE:.0f} GB",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "sqlite-utils": rivals.version([Path(sys.executable).parent / "sqlite-utils", "--version"]),
    }
    told["sqlite3 shell"] = rivals.version([tools.sqlite3, "--version"]) if tools.sqlite3 else NOT_INSTALLED
    told["hledger"] = rivals.version([tools.hledger, "--version"]) if tools.hledger else NOT_INSTALLED
    told["valgrind"] = rivals.version([tools.valgrind, "--version"]) if tools.valgrind else NOT_INSTALLED
    asked = [sys.executable, "-c", "import pandas; print(pandas.__version__)"]
    beside = {"PYTHONPATH": str(rivals.PANDAS_FOLDER)}
    told["pandas"] = rivals.version(list(asked), beside) if tools.pandas else NOT_INSTALLED
    return told


def _model() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", text)
    return found[1] if found else platform.machine()


def amount(value: float, by: str) -> str:
    """Return a figure as it is printed, by what was measured."""
    if by == BY_COUNT:
        return f"{value / 1e6:,.0f} M"
    if by == BY_MEMORY:
        return f"{value:,.0f} MB"
    return f"{value * 1000:,.0f} ms" if value < 10 else f"{value:,.1f} s"


def _row(each: Figure) -> str:
    if each.theirs is None:
        compared = (NOT_INSTALLED, "—", "—")
    else:
        assert each.ratio is not None
        compared = (
            amount(each.theirs, each.by),
            f"**{each.ratio:.2f}**",
            {True: "yes", False: "**no**", None: ""}[each.met],
        )
    ours = amount(each.ours, each.by) if each.ours else "—"
    goal = "" if each.goal is None else f"{'≥' if each.least else '≤'} {each.goal:g}"
    theirs, ratio, met = compared
    return f"| `{each.name}` | {each.by} | {ours} | {each.against} | {theirs} | {ratio} | {goal} | {met} |"


def tables(figures: Sequence[Figure]) -> str:
    """Return the figures as Markdown, a table for each section."""
    blocks = []
    for section, those in groupby(figures, key=lambda each: each.section):
        head = (
            "| figure | by | casebook | against | takes | ratio | goal | reached |\n|---|---|--:|---|--:|--:|--:|---|"
        )
        blocks.append("\n".join((f"### {section}\n", head, *map(_row, those))))
    return "\n\n".join(blocks)


def curves_table(curves: Curves) -> str:
    """Return the cost of each command by size, with the exponent of the curve that fits."""
    sizes = list(next(iter(curves.values())))
    head = "| command | " + " | ".join(f"{size:,}" for size in sizes) + " | exponent |"
    lines = [head, "|---|" + "--:|" * (len(sizes) + 1)]
    for name, curve in curves.items():
        cells = " | ".join(amount(curve[size], BY_CPU) for size in sizes)
        lines.append(f"| `{name}` | {cells} | {exponent(curve):.3f} |")
    return "\n".join(lines)


def floor_table(found: Mapping[str, int]) -> str:
    """Return what a start is made of."""
    if not found:
        return f"valgrind: {NOT_INSTALLED}"
    bare = found["a bare Typer application"]
    lines = ["| what runs | instructions | of a bare application |", "|---|--:|--:|"]
    lines += [f"| {name} | {count / 1e6:,.0f} M | {count / bare:.2f} |" for name, count in found.items()]
    return "\n".join(lines)


def draw(curves: Curves) -> None:
    """Draw the curves, both axes by powers of ten."""
    import pygal
    from pygal.style import CleanStyle

    style = CleanStyle(font_family="sans-serif", background="white", plot_background="white")
    chart = pygal.XY(
        title="Processor time of a command by the size of the book",
        x_title="cases in the book",
        y_title="milliseconds",
        logarithmic=True,
        xrange=(1_500, 1_500_000),
        range=(20, 1.2 * 1000 * max(max(curve.values()) for curve in curves.values())),
        x_value_formatter=lambda size: f"{size:,.0f}",
        y_value_formatter=lambda milliseconds: f"{milliseconds:,.0f}",
        truncate_label=-1,
        js=[],
        style=style,
        width=760,
        height=420,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        no_prefix=True,
        truncate_legend=-1,
        pretty_print=True,
        disable_xml_declaration=True,
        show_y_guides=True,
    )
    chart.x_labels = list(next(iter(curves.values())))
    for name, curve in curves.items():
        chart.add(name, [(size, seconds * 1000) for size, seconds in curve.items()])
    # what pygal says of itself, and what would answer to a mouse, are no part of a picture
    text = re.sub(r"<script.*?</script>|<!--.*?-->|/\*.*?\*/", "", chart.render(is_unicode=True), flags=re.DOTALL)
    (PICTURE / "growth.svg").write_text(text.rstrip() + "\n", encoding="utf-8")


def write(figures: Sequence[Figure], curves: Curves, floor: Mapping[str, int], tools: rivals.Tools) -> None:
    """Write page, data and picture; what stands around the figures on the page stays."""
    told, missed = machine(tools), [each for each in figures if each.met is False]
    words = ", ".join(f"{name} {value}" for name, value in told.items())
    reached = sum(each.met is True for each in figures)
    blocks = [
        f"One machine: {words}.",
        f"{reached} goals are reached, {len(missed)} are not"
        + (
            ": " + "; ".join(f"{each.section}: `{each.name}` against {each.against}" for each in missed)
            if missed
            else ""
        )
        + ".",
        tables(figures),
        "### Cost by the size of the book",
        "Processor time, medians. An exponent of 0 is flat, of 1 grows as the book does.",
        curves_table(curves),
        "![Processor time by the size of the book](img/growth.svg)",
        f"### What a start is made of\n\n{floor_table(floor)}",
    ]
    made = "\n\n".join((BEGIN, *blocks, END))
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(before + made + rest.partition(END)[2], encoding="utf-8")
    data: dict[str, Any] = {
        "machine": told,
        "figures": [each._asdict() | {"ratio": each.ratio, "met": each.met} for each in figures],
        "seconds_by_cases": curves,
        "instructions": dict(floor),
    }
    DATA.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draw(curves)


def echo(figures: Sequence[Figure]) -> None:
    """Print the figures as they come."""
    for each in figures:
        ratio = NOT_INSTALLED if each.ratio is None else f"{each.ratio:.2f}"
        goal = "" if each.goal is None else f"goal {each.goal:g}"
        mark = {True: "", False: "MISSED", None: ""}[each.met]
        print(f"{each.section} · {each.name} / {each.against}  {ratio}  {goal}  {mark}  ({each.by})", flush=True)
