"""``casebook report``."""

from typing import Annotated

import typer

from casebook import headings
from casebook.cli import reporting, session
from casebook.cli.arguments import KnownAtOption
from casebook.cli.session import Session, say
from casebook.errors import FINDING

DIMENSIONS = " ".join(headings.DIMENSION.codes)
BASES = " ".join(headings.BASE.codes)
SELECTORS = " ".join(headings.SELECTOR.codes)
FORMS = "summary sentence rates official-review official-review-2015 disclosure outcomes efficiency monthly litigation attendance handlers caseflow"  # noqa: E501 - a list of codes


def report(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORM] [PERIOD]",
            help=say(f"报表和期间；报表可为 {FORMS}", f"form and period; forms are {FORMS}"),
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help=say("期间，如 2026H1、last-month；缺省 this-year", "period, such as 2026H1; this-year by default"),
        ),
    ] = None,
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            help=say(
                "台账；缺省：文字和表格为全部，汇总表的 json、csv 为 review",
                "register; all, or review for the summary as json and csv",
            ),
        ),
    ] = None,
    all_registers: Annotated[
        bool, typer.Option("--all-registers", help=say("报表涉及的全部台账", "every register that the form has"))
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help=say(
                f"按一项或两项细分，如 field,family；可用：{DIMENSIONS}", f"break down by one or two of: {DIMENSIONS}"
            ),
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option("--base", help=say(f"细分的基数：{BASES}", f"base of breakdowns: {BASES}"))
    ] = None,
    scheme: Annotated[
        str | None, typer.Option("--scheme", help=say("统计口径；缺省为本台账的", "counting scheme; else the book's"))
    ] = None,
    all_variants: Annotated[
        bool,
        typer.Option(
            "--all-variants", help=say("比率表：并列每个比率的各种算法", "rates: every definition side by side")
        ),
    ] = False,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare", help=say("对比：year（同比）、period（环比）或期间", "compare with: year, period or a period")
        ),
    ] = None,
    known_at: KnownAtOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help=say("截止日", "events after this day are left out"))
    ] = None,
    year_start: Annotated[
        str | None,
        typer.Option("--year-start", help=say("统计年度首日，如 12-11", "first day of the reporting year, MM-DD")),
    ] = None,
    selector: Annotated[
        str | None,
        typer.Option(
            "--cases",
            help=say(
                f"列出某一数字的案件，如 outcome=revoke；可用：{SELECTORS}；其他报表写 表.行.列",
                f"list the cases of a figure, such as outcome=revoke; by {SELECTORS}; of other forms sheet.row.column",
            ),
        ),
    ] = None,
    template: Annotated[
        str, typer.Option("--template", help=say("文字模板名或文件", "sentence template, name or file"))
    ] = "standard",
    explain: Annotated[
        bool,
        typer.Option("--explain", help=say("说明文字中每个数字", "say what each figure of the sentence is")),
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=say(
                "格式：table plain md csv json xlsx docx html；写文件时可用逗号列出多种",
                "table plain md csv json xlsx docx html; several with commas where files are written",
            ),
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", help=say("写入文件或文件夹", "write to a file or into a folder"))
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            help=say(
                "文件夹内的文件名，缺省 {period}-{form}.{ext}；还有 {register} {bureau} {scheme}",
                "name in the folder, {period}-{form}.{ext} by default; also {register} {bureau} {scheme}",
            ),
        ),
    ] = None,
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help=say("内容无变化则不改写文件", "leave a file that would not change"))
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help=say("csv 带 BOM，供电子表格打开", "csv with a BOM, for spreadsheets"))
    ] = False,
) -> None:
    """Print figures."""
    current: Session = ctx.obj
    options = reporting.Options(
        tuple(words or ()), period, register, all_registers, tuple(by or ()), base, scheme, all_variants, compare,
        known_at, as_of, year_start, selector, template, explain, output, out, name, if_changed, bom,
    )  # fmt: skip
    with current.open() as book, book.reading():
        holds = reporting.run(book, current, options)
    if not holds:
        session.message(
            say(
                "有勾稽关系不成立，见报表末尾的“勾稽”。请运行 casebook check --deep，并报告此问题。",
                "An identity does not hold: see the checks of the report. Run casebook check --deep, report the fault.",
            )
        )
        raise typer.Exit(FINDING)
