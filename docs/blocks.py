"""The marked blocks of the written pages: what stands in them is what the program prints.

<!-- transcript -->                  a console block: commands after "$ ", each followed by what it prints
<!-- file NAME -->                   a block of text that the commands find as a file of this name
<!-- shown quote FILE -->            a file that the transcripts of the page wrote, as a quotation,
<!-- shown tables FILE TITLE … -->   or the tables of these titles in a Markdown report
<!-- made WHAT zh|en -->             forms, schemes or readings in words (``reference.py``)
<!-- end -->                         ends each of them

The transcripts of a page are one session: one shell, in one new folder that holds the sample data.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reference import MADE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]
READER = Path(__file__).resolve().with_name("reader")  # its account, and a ``sudo`` for the others
WIDTH = "100"  # of the help pages, whatever the terminal

_BLOCK = re.compile(
    r"(?P<head><!-- (?P<kind>transcript|shown|file|made)(?P<how>[^\n]*) -->\n)(?P<body>.*?)(?P<tail><!-- end -->)",
    re.DOTALL,
)
_FENCED = re.compile(r"```[a-z]*\n(?P<text>.*?)```\n", re.DOTALL)
# Salts and clock make another digest of every book, so that a page shows the first digits of one.
_SEAL = re.compile(r"\b(\d+):[0-9a-f]{32}\b")
BLOTTED = r"\1:3f9a…"
_OWN = ("CASEBOOK_", "LC_", "LANG")


class Told(NamedTuple):
    """What a session printed, command by command, and the folder in which it ran."""

    outputs: list[str]
    folder: Path


def environment(home: Path) -> Mapping[str, str]:
    """Return the environment of a reader whose home is ``home``: this program first on the path, no settings.

    The reader's account and machine have the same names on whatever machine the pages are made.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    path = os.pathsep.join((str(Path(sys.executable).parent), str(READER), os.environ.get("PATH", os.defpath)))
    terminal = {"LC_ALL": "C.UTF-8", "COLUMNS": WIDTH, "PYTHONUNBUFFERED": "1"}
    own = {"PYTHONPATH": str(READER), "LOGNAME": "wang", "USER": "wang", "CASEBOOK_MACHINE": "desk-1"}
    return {**kept, **terminal, **own, "PATH": path, "HOME": str(home)}


def commands_in(text: str) -> list[str]:
    r"""Return the commands of a console text: what follows ``$ ``, with the lines that a final ``\`` joins."""
    found: list[str] = []
    joined = False
    for line in text.splitlines():
        if joined:
            found[-1] += f"\n{line}"
        elif line.startswith("$ "):
            found.append(line.removeprefix("$ "))
        joined = (joined or line.startswith("$ ")) and line.endswith("\\")
    return found


@contextlib.contextmanager
def session(commands: list[str], files: Mapping[str, str]) -> Iterator[Told]:
    """Run ``commands`` in one shell, in a folder with ``files`` that is there until the end of the block.

    Raises ``ValueError`` where one fails: a page must not come to show an error message unnoticed.
    """
    script = "exec 2>&1\nset -e\n" + "".join(f"{each}\nprintf '\\0'\n" for each in commands)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "sample_data", folder / "sample_data")
        shutil.copytree(ROOT / "tests" / "tables" / "files", folder / "tables")
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        asked = ["/bin/sh", "-c", script]
        done = subprocess.run(asked, cwd=folder, env=environment(folder), capture_output=True, check=False)  # noqa: S603 - commands of our own pages
        *outputs, rest = done.stdout.decode().split("\0")
        if done.returncode:
            message = f"{commands[len(outputs)]}\nexit status {done.returncode}\n{rest}"
            raise ValueError(message)
        yield Told(outputs, folder)


def refreshed(text: str) -> str:
    """Return a page with its marked blocks as the program fills them today."""
    blocks = list(_BLOCK.finditer(text))
    commands = [each for block in blocks if block["kind"] == "transcript" for each in commands_in(block["body"])]
    files = {block["how"].strip(): _fenced(block["body"]) for block in blocks if block["kind"] == "file"}
    with session(commands, files) as told:
        outputs = iter(told.outputs)
        return _BLOCK.sub(lambda block: _filled(block, outputs, told.folder), text)


def _fenced(body: str) -> str:
    found = _FENCED.fullmatch(body)
    if found is None:
        message = f"a file is one fenced block:\n{body}"
        raise ValueError(message)
    return found["text"]


def _filled(block: re.Match[str], outputs: Iterator[str], folder: Path) -> str:
    if block["kind"] == "transcript":
        told = "".join(f"$ {command}\n{_SEAL.sub(BLOTTED, next(outputs))}" for command in commands_in(block["body"]))
        body = f"```console\n{told}```\n"
    elif block["kind"] == "file":
        body = block["body"]
    elif block["kind"] == "made":
        what, language = block["how"].split()
        body = MADE[what]("zh" if language == "zh" else "en")
    else:
        how, name, *titles = shlex.split(block["how"])
        body = _SHOWN[how](_SEAL.sub(BLOTTED, (folder / name).read_text(encoding="utf-8")), titles)
    return f"{block['head']}{body}{block['tail']}"


def _quoted(text: str, _: list[str]) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def _tables(report: str, titles: list[str]) -> str:
    """Return the tables with these ``titles`` of a Markdown report, their titles in bold."""
    sections = dict(part.split("\n", 1) for part in report.split("\n## ")[1:])
    return "".join(f"**{title}**\n\n{sections[title].strip()}\n\n" for title in titles)


_SHOWN: Mapping[str, Callable[[str, list[str]], str]] = {"quote": _quoted, "tables": _tables}
