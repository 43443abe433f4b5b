"""What a report wrote or printed, byte for byte: run in a process of its own, files read back."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category
from xml.etree import ElementTree as ET

from blackbox.program import COMMAND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from blackbox.program import Casebook

TEXTS = ("table", "plain", "md", "csv", "json", "html")
PACKED = ("xlsx", "docx")
FORMATS = (*TEXTS, *PACKED)
FORMS = (
    "summary", "rates", "official-review", "official-review-2015", "disclosure", "outcomes", "efficiency", "monthly",
    "litigation", "attendance", "handlers", "caseflow",
)  # fmt: skip
_SHOWN = re.compile(r"sharedStrings|worksheets/|document|header|footer")
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Printed(NamedTuple):
    """What a process gave back, its output as it came."""

    status: int
    out: bytes
    err: str


def run(casebook: Casebook, *args: str, env: Mapping[str, str] | None = None, before: Sequence[str] = ()) -> Printed:
    """Run the installed command, with ``env`` beside the usual environment, behind the words ``before``.

    What limits the program there must not limit what measures its coverage, so nothing does.
    """
    told = casebook.environment(**(env or {}))
    measured = {name: value for name, value in told.items() if not before or not name.startswith("COV")}
    done = subprocess.run(
        [*before, COMMAND, *args],
        env=measured,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Printed(done.returncode, done.stdout, done.stderr.decode())


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name, hidden ones included."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def unpacked(content: bytes) -> dict[str, str]:
    """The XML of an Office file by member, each of it well formed."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert packed.testzip() is None
        texts = {name: packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels"))}
    for text in texts.values():
        ET.fromstring(text)  # noqa: S314 - a file of ours
    return texts


def words_of(content: bytes) -> str:
    """Every text that an Office file shows, one after another."""
    shown = [text for name, text in unpacked(content).items() if _SHOWN.search(name)]
    return "\n".join("".join(ET.fromstring(text).itertext()) for text in shown)  # noqa: S314 - a file of ours


def obeyed(text: str) -> set[str]:
    """The characters of a text that a terminal or an editor would obey; line feeds aside."""
    return {each for each in text if each != "\n" and category(each) in _OBEYED}
