"""Builds the sample books under demo/ and prints the report of each of the four published ones.

Run by ``make demo``; every step is the installed command, as an officer would type it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo"
PUBLISHED = ("nanchang", "xx", "nanan", "dangshan")
PROGRAM = Path(sys.executable).with_name("casebook")


def run(book: Path, today: str, *words: str) -> None:
    """Run one command on ``book`` and show it. A failure ends the demonstration."""
    print(f"\n$ casebook {' '.join(words)}", flush=True)
    environment = os.environ | {"CASEBOOK_BOOK": str(book), "CASEBOOK_TODAY": today, "CASEBOOK_LANG": "zh"}
    subprocess.run([PROGRAM, *words], env=environment, check=True)  # noqa: S603 - our own program


def init_words(about: dict[str, Any]) -> list[str]:
    """Return the command that creates the book described by ``book.toml``."""
    return [
        *("init", "--bureau", about["bureau"], "--organ", about["organ"]),
        *("--organ-level", about["organ_level"], "--number-word", about["number_word"]),
    ]


def build(name: str) -> tuple[Path, dict[str, Any]]:
    """Create the sample book ``name`` under demo/, import its cases and check it."""
    about = tomllib.loads((HERE / name / "book.toml").read_text(encoding="utf-8"))
    book = DEMO / f"{name}.db"
    run(book, about["today"], *init_words(about))
    run(book, about["today"], "import", str(HERE / name / "cases.csv"))
    acts = HERE / name / "acts.toml"
    if acts.exists():
        for act in tomllib.loads(acts.read_text(encoding="utf-8"))["act"]:
            run(book, about["today"], *act["run"])
    run(book, about["today"], "check")
    return book, about


def main() -> None:
    """Build all five books and print the reports of the published ones."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(mode=0o700)
    for name in PUBLISHED:
        book, about = build(name)
        run(book, about["today"], "report", "summary", "--period", about["period"])
        template = str(HERE / name / "sentence.toml")
        run(book, about["today"], "report", "sentence", "--period", about["period"], "--template", template)
    build("mixed")


if __name__ == "__main__":
    main()
