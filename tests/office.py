"""LibreOffice as a reader of what casebook writes: converts a file, each time with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 240  # the first start of a fresh profile on a busy machine

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: no soffice to open the file with"
)


def convert(file: Path | Sequence[Path], to: str, out: Path) -> list[Path]:
    """Return what LibreOffice makes of a file, or of several in one start, in the folder ``out``, in order of name.

    ``to`` is an ending (``pdf``) or an ending with a filter and its options (``csv:Text - txt - csv (StarCalc):…``).
    """
    files = [file] if isinstance(file, Path) else file
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="casebook-office-") as folder:
        profile, fresh = Path(folder) / "profile", Path(folder) / "made"
        fresh.mkdir()
        done = subprocess.run(
            [
                *("soffice", "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"),
                *("--convert-to", to, "--outdir", str(fresh), *map(str, files)),
            ],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        made = sorted(Path(shutil.copy(each, out / each.name)) for each in fresh.iterdir())
    assert made, f"LibreOffice made nothing of {[each.name for each in files]}: {done.stdout}{done.stderr}"
    return made
