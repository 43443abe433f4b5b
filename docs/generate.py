"""Write the pages that are made from the program, and refresh what the others show of it.

``commands.md`` and ``commands.zh.md`` are the help of every command, ``data-model.md`` is the schema with its own
comments, and the marked blocks of the written pages are what their commands print (``blocks.py``)::

    python docs/generate.py           write what has changed
    python docs/generate.py --check   write nothing; exit status 1 and the difference where a page is stale
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from blocks import ROOT, WIDTH, commands_in, environment, refreshed

from casebook import headings, officers, terms
from casebook.cli import main as program
from casebook.columns import COLUMNS
from casebook.words import Language, Vocabulary, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlite_utils.db import Table

__all__ = ["PAGES", "ROOT", "commands_in", "difference", "environment", "main", "refreshed"]

SCHEMA = ROOT / "casebook" / "store" / "schema.sql"
STALE = 1
DIFFERENCE_SHOWN = 20


# The command reference


def command_paths(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - the framework's own type is private
    """Yield the words of every command under ``group``, groups before their own commands."""
    for name in group.list_commands(None):
        yield (*above, name)
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from command_paths(command, (*above, name))


def help_of(words: tuple[str, ...], language: Language) -> str:
    """Return what ``casebook WORDS --help`` prints. Raises ``ValueError`` where it fails."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = program.run(["--lang", language, *words, "--help"])
    if status:
        message = f"casebook {' '.join(words)} --help: exit status {status}"
        raise ValueError(message)
    return printed.getvalue().rstrip()


_COMMANDS = Words(
    "# 命令\n\n本页由 `python docs/generate.py` 按各命令的 `--help` 生成，不手工修改。代码和中文写法见文末。",
    "# Commands\n\nMade from the `--help` of each command by `python docs/generate.py`; not edited by hand. "
    "The codes and their Chinese labels, either of which every option takes, stand at the end.",
)

_CODES = Words("代码", "Codes")
_CODE_HEADERS = Words("| 代码 | 中文 | 英文 |", "| code | Chinese | English |")

CODES: tuple[tuple[Words, Vocabulary], ...] = (
    (Words("台账", "register"), terms.REGISTER),
    (Words("程序节点", "step"), terms.STEP),
    (Words("办理状态", "status"), terms.STATUS),
    (Words("立案审查结果", "intake result"), terms.INTAKE_RESULT),
    (Words("结案方式（行政复议、被复议）", "outcome of a review"), terms.REVIEW_OUTCOME),
    (Words("结案方式（行政应诉）", "outcome of a lawsuit"), terms.LITIGATION_OUTCOME),
    (terms.TERMINATE_GROUND.name, terms.TERMINATE_GROUND),
    (terms.WITHDRAW_GROUND.name, terms.WITHDRAW_GROUND),
    (terms.SUSPEND_GROUND.name, terms.SUSPEND_GROUND),
    (terms.REJECT_GROUND.name, terms.REJECT_GROUND),
    (terms.UNLAWFUL_GROUND.name, terms.UNLAWFUL_GROUND),
    (terms.MATTER.name, terms.MATTER),
    (terms.LEVEL.name, terms.LEVEL),
    (terms.APPLICANT_KIND.name, terms.APPLICANT_KIND),
    (terms.PROCEDURE.name, terms.PROCEDURE),
    (terms.INSTANCE.name, terms.INSTANCE),
    (terms.ROLE.name, terms.ROLE),
    (terms.RANK.name, terms.RANK),
    (Words("`--set` 的名称", "names of `--set`"), terms.DETAIL),
    (Words("`--by` 的分组", "dimensions of `--by`"), headings.DIMENSION),
    (Words("`--base` 的基数", "values of `--base`"), headings.BASE),
    (terms.LAW.name, terms.LAW),
    (Words("人员的权限", "roles of officers"), officers.ROLE),
)


def commands_page(language: Language) -> str:
    """Return the command reference; the interpreter must not have loaded a command in the other language."""
    os.environ["COLUMNS"] = WIDTH
    own_help = help_of((), language)  # before the walk: it sets the language in which commands are loaded
    blocks = [_COMMANDS.say(language), _help_section((), own_help)]
    blocks += [_help_section(words, help_of(words, language)) for words in command_paths(program.build())]
    blocks.append(f"## {_CODES.say(language)}")
    blocks += [_codes(title, vocabulary, language) for title, vocabulary in CODES]
    return "\n\n".join(blocks) + "\n"


def _help_section(words: tuple[str, ...], printed: str) -> str:
    return f"## {' '.join(('casebook', *words))}\n\n```text\n{printed}\n```"


def _codes(title: Words, vocabulary: Vocabulary, language: Language) -> str:
    rows = (f"| `{code}` | {vocabulary.label(code).zh} | {vocabulary.label(code).en} |" for code in vocabulary.codes)
    head = f"### {title.say(language)}\n\n{_CODE_HEADERS.say(language)}\n|---|---|---|\n"
    return head + "\n".join(rows)


def _commands_page_elsewhere(language: Language) -> str:
    """Return the command reference from a fresh interpreter: options are worded when their module is loaded."""
    asked = [sys.executable, str(Path(__file__).resolve()), "--commands", language]
    done = subprocess.run(asked, capture_output=True, check=True, env=environment(Path.cwd()))  # noqa: S603 - itself
    return done.stdout.decode()


# The data model


class ColumnLine(NamedTuple):
    """What the schema file says of a column: type and constraints, comment."""

    definition: str
    comment: str


@dataclass(frozen=True, slots=True)
class SchemaComments:
    """The words of the schema file: its head, the purpose of tables, views and indexes, the comments of columns."""

    head: list[str] = field(default_factory=list)
    purposes: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], ColumnLine] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    boundary: list[str] = field(default_factory=list)

    def meaning(self, table: str, column: str) -> str:
        """Return what a column holds.

        That is its own comment, else that of the same column in a table above, else its name in the case table.
        """
        own = self.columns[table, column].comment
        above = (line.comment for (_, name), line in self.columns.items() if name == column and line.comment)
        known = COLUMNS.get(column)
        return own or next(above, "") or (f"{known.label.en} ({known.label.zh})" if known else "")


_DEFINES = re.compile(r"create (?:unique )?(table|view|index|trigger) (\w+)")
_COLUMN = re.compile(r"    (?P<name>\w+) (?P<definition>(?:text|integer)\b.*?),?\s*(?:-- (?P<comment>.*))?$")
_VIEW_COLUMN = re.compile(r"    (?P<name>\w+),?\s*(?:-- (?P<comment>.*))?$")


def read_schema(text: str) -> SchemaComments:
    """Return the words of the schema ``text``. A comment belongs to what follows it without an empty line."""
    found = SchemaComments()
    pending: list[str] = []
    kind = table = ""
    for line in text.splitlines():
        if line.startswith("-- "):
            pending.append(line.removeprefix("-- "))
            continue
        defined, column = _DEFINES.match(line), (_VIEW_COLUMN if kind == "view" else _COLUMN).match(line)
        if defined:
            kind, name = defined.groups()
            found.purposes[name] = " ".join(pending)
            if kind in ("table", "view"):
                table = name
                found.derived.update([name] if found.boundary and kind == "table" else [])
        elif column:
            definition = "" if kind == "view" else column["definition"]
            found.columns[table, column["name"]] = ColumnLine(definition, column["comment"] or "")
        elif line.startswith(")"):
            kind = ""  # what follows the columns of a view is its question
        elif pending and not line:
            (found.boundary if found.head else found.head).extend(pending)
        pending = []
    return found


def schema_database() -> Any:  # noqa: ANN401 - the library ships no types for its database
    """Return a new database in memory with the tables of a book."""
    from sqlite_utils import Database

    database = Database(memory=True, execute_plugins=False)
    database.conn.executescript(SCHEMA.read_text(encoding="utf-8"))
    database.conn.execute("drop table sqlite_stat1")  # what the planner is told is no data
    return database


def model_page() -> str:
    """Return the data model: one drawing, then every table with its columns, keys and indexes."""
    database, words = schema_database(), read_schema(SCHEMA.read_text(encoding="utf-8"))
    tables: list[Table] = database.tables
    blocks = [
        "# Data model\n\nMade from [`casebook/store/schema.sql`](../casebook/store/schema.sql) and its comments by "
        "`python docs/generate.py`; not edited by hand. " + " ".join(words.head),
        _drawing(tables, words),
        "An arrow points to what a row belongs to. " + _sentence(" ".join(words.boundary)),
        "## Journal",
        words.purposes["entry_appends"],
        *(_table_section(each, words) for each in tables if each.name not in words.derived),
        "## Derived",
        *(_table_section(each, words) for each in tables if each.name in words.derived),
        "## Views",
        "Read-only, for other programs; [open-data.md](open-data.md) shows what they answer.",
        *(_view_section(each.name, [column.name for column in each.columns], words) for each in database.views),
    ]
    return "\n\n".join(blocks) + "\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _drawing(tables: list[Table], words: SchemaComments) -> str:
    journal = [each.name for each in tables if each.name not in words.derived]
    arrows = sorted({(each.name, key.other_table) for each in tables for key in each.foreign_keys})
    lines = ["flowchart LR", '  subgraph journal["journal: rows are added, never changed"]']
    lines += [f"    {name}" for name in journal]
    lines += [f"    {child} --> {parent}" for child, parent in arrows]
    lines += ["  end", '  subgraph derived["derived: dropped and rebuilt from the journal"]']
    lines += [f"    {name}" for name in sorted(words.derived)]
    lines += ["  end", "  journal ==>|derive| derived", '  derived ==>|count| report(["reports, lists"])']
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def _table_section(table: Table, words: SchemaComments) -> str:
    rows = [
        f"| `{column.name}` | {words.columns[table.name, column.name].definition} "
        f"| {words.meaning(table.name, column.name)} |"
        for column in table.columns
    ]
    notes = [f"Primary key: {_listed(table.pks)}."]
    references: dict[str, list[str]] = {}
    for key in table.foreign_keys:
        references.setdefault(key.other_table, []).extend(key.columns)
    notes += [f"Refers to `{other}` by {_listed(columns)}." for other, columns in sorted(references.items())]
    notes += [
        f"Index `{index.name}`{' (unique)' if index.unique else ''} on {_listed(index.columns)}. "
        f"{words.purposes[index.name]}".rstrip()
        for index in sorted(table.indexes, key=lambda index: index.name)
        if index.origin == "c"
    ]
    head = f"### {table.name}\n\n{words.purposes[table.name]}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n\n" + "\n".join(f"- {each}" for each in notes)


def _view_section(view: str, columns: list[str], words: SchemaComments) -> str:
    rows = "\n".join(f"| `{column}` | {words.meaning(view, column)} |" for column in columns)
    return f"### {view}\n\n{words.purposes[view]}\n\n| column | meaning |\n|---|---|\n{rows}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))


# All pages

WRITTEN = (
    "docs/deadlines.md",
    "docs/undo-and-mask.md",
    "docs/undo-and-mask.zh.md",
    "docs/reports.md",
    "docs/reports.zh.md",
    "docs/forms.md",
    "docs/forms.zh.md",
    "docs/schemes.md",
    "docs/schemes.zh.md",
    "docs/sentences.md",
    "docs/checks.md",
    "docs/checks.zh.md",
    "docs/open-data.md",
    "docs/open-data.zh.md",
    "docs/moving-from-excel.md",
    "docs/moving-from-excel.zh.md",
    "docs/officers.md",
    "docs/officers.zh.md",
    "docs/backup.md",
    "docs/backup.zh.md",
    "README.md",
    "README.zh.md",
)


def _refreshed_page(name: str) -> Callable[[], str]:
    return lambda: refreshed((ROOT / name).read_text(encoding="utf-8"))


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": lambda: _commands_page_elsewhere("en"),
    "docs/commands.zh.md": lambda: _commands_page_elsewhere("zh"),
    "docs/data-model.md": model_page,
    **{name: _refreshed_page(name) for name in WRITTEN},
}


def difference(name: str, found: str, wanted: str) -> list[str]:
    """Return the first lines in which the page ``name`` differs from what is wanted; none where it is fresh."""
    as_it_is, as_it_should_be = f"{name} as it is", f"{name} as it should be"
    lines = difflib.unified_diff(found.splitlines(), wanted.splitlines(), as_it_is, as_it_should_be, lineterm="", n=0)
    return list(lines)[:DIFFERENCE_SHOWN]


def main(argv: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Write the generated pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where a page is stale")
    parser.add_argument("--commands", choices=("zh", "en"), help="print one command reference")
    asked = parser.parse_args(argv)
    if asked.commands:
        sys.stdout.buffer.write(commands_page(asked.commands).encode())
        return 0
    status = 0
    for name, make in PAGES.items():
        path, wanted = ROOT / name, make()
        lines = difference(name, path.read_text(encoding="utf-8") if path.exists() else "", wanted)
        if lines and asked.check:
            print("\n".join(lines))
            status = STALE
        elif lines:
            path.write_text(wanted, encoding="utf-8")
            print(f"{name} written")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
