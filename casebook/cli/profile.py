"""``casebook profile``: the headers and words of an office, kept for its next tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from casebook import profiles
from casebook.cli import session
from casebook.cli.arguments import FormatOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import say, tell
from casebook.columns import COLUMNS
from casebook.errors import DONE, FINDING
from casebook.headers import Asked, Recognised, asked_with, recognise
from casebook.profiles import Profile
from casebook.render.text import inert
from casebook.terms import REGISTER

profile = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["profile"].text())

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help=say("导入方案，或其 TOML 文件", "the profile, or its TOML file"))
]


@profile.command("list", help=HELP["profile list"].text())
def list_profiles(output: FormatOption = "table") -> None:
    """List the profiles that the user keeps."""
    wanted = text_or_json(output)
    place = profiles.folder()
    known = profiles.names(place)
    if wanted == "json":
        session.result(as_json({"schema": "casebook/profiles/1", "folder": str(place), "profiles": list(known)}))
        return
    for name in known:
        session.result(inert(name))
    if not known:
        session.message(inert(say(f"{place} 中没有导入方案。", f"There are no profiles in {place}.")))


@profile.command("show", help=HELP["profile show"].text())
def show_profile(name: NameArgument, output: FormatOption = "table") -> None:
    """Print a profile as the file that offices exchange."""
    wanted = text_or_json(output)
    found = profiles.load(name, profiles.folder())
    if wanted == "json":
        session.result(as_json(_json(found)))
        return
    session.result("\n".join(map(inert, profiles.written(found).rstrip("\n").split("\n"))))


def _json(found: Profile) -> dict[str, object]:
    return {
        "schema": "casebook/profile/1",
        "name": found.name,
        "register": found.register,
        "headers": dict(found.headers),
        "ignored": list(found.ignored),
        "values": {column: dict(words) for column, words in found.values.items()},
        "sheets": dict(found.sheets),
        "levels": dict(found.levels),
    }


@profile.command("test", help=HELP["profile test"].text())
def try_profile(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("表格文件", "the table"))],
    output: FormatOption = "table",
) -> None:
    """Say what a profile recognises in a table; exit status 1 where something is unknown."""
    from casebook.grids import open_grids

    wanted = text_or_json(output)
    asked = asked_with(profiles.load(name, profiles.folder()), Asked())
    found = [(grid.sheet, recognise(grid, asked)) for grid in open_grids(file)]
    for _, table in found:
        if table is not None:
            _read_through(table)
    if wanted == "json":
        sheets = [table_json(sheet, table) for sheet, table in found]
        session.result(as_json({"schema": "casebook/recognised/1", "sheets": sheets}))
    else:
        session.result("\n\n".join("\n".join(table_lines(sheet, table)) for sheet, table in found))
    tables = [table for _, table in found if table is not None]
    sound = tables and not any(table.layout.unknown or table.layout.doubled for table in tables)
    raise typer.Exit(DONE if sound else FINDING)


def _read_through(table: Recognised) -> None:
    """Read the rows: only then is known what is passed over."""
    for _ in table.body():
        pass


def table_lines(sheet: str, table: Recognised | None) -> Iterator[str]:
    """Yield what was recognised on a sheet, line by line; read its body first for what is passed over."""
    if sheet:
        yield inert(say(f"工作表 {sheet}", f"Sheet {sheet}"))
    if table is None:
        yield say("没有认出案件表。", "No table of cases was recognised.")
        return
    register = tell(REGISTER.label(table.register)) if table.register else _untold(table)
    rows = "–".join(map(str, table.header_rows))
    yield say(f"台账：{register}（把握 {table.sure}%）", f"Register: {register} (sure to {table.sure}%)")
    yield say(f"表头：第 {rows} 行", f"Header: row {rows}")
    for place, code in sorted(table.layout.columns.items()):
        yield inert(f"  {table.header[place]} → {code} {tell(COLUMNS[code].label)}")
    layout = table.layout
    doubled = tuple(f"{cell} ({code})" for code, cell in layout.doubled)
    for words, cells in (
        (say("不导入", "Set aside"), layout.set_aside),
        (say("不认识", "Unknown"), layout.unknown),
        (say("两列对应同一项目", "Two columns for one field"), doubled),
        (say("略过", "Passed over"), tuple(map(tell, table.passed_over))),
    ):
        if cells:
            yield inert(words + say("：", ": ") + say("、", "; ").join(cells))


def _untold(table: Recognised) -> str:
    if "register" in table.layout.columns.values():
        return say("见台账列", "as its column says")
    return say("不明，请用 --register 指明", "unknown; name it with --register")


def table_json(sheet: str, table: Recognised | None) -> dict[str, object]:
    """Return what was recognised on a sheet."""
    if table is None:
        return {"sheet": sheet, "recognised": False}
    return {
        "sheet": sheet,
        "recognised": True,
        "register": table.register,
        "sure": table.sure,
        "header_row": table.header_row,
        "columns": [
            {"header": table.header[place], "column": code} for place, code in sorted(table.layout.columns.items())
        ],
        "set_aside": list(table.layout.set_aside),
        "unknown": list(table.layout.unknown),
        "doubled": [{"column": code, "header": cell} for code, cell in table.layout.doubled],
        "passed_over": [tell(words) for words in table.passed_over],
    }
