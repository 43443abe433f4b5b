"""The reports that are kept word for word under tests/golden, and how they are made.

After a change that is meant, ``python tests/goldens.py`` writes them anew: read what git shows before it is committed.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from blackbox.program import Casebook
from sample_reading import COUNTED, SAMPLES, read_toml
from sealed import blotted

if TYPE_CHECKING:
    from casebook.words import Language

GOLDEN = Path(__file__).with_name("golden")
SEEDS = COUNTED
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FORMATS = ("md", "csv", "json", "html", "xlsx", "docx")
FORMS = ("official-review", "disclosure", "efficiency", "monthly", "attendance", "caseflow")
BOOK_OF_FORMS = "nanan"  # it has all three registers, cases carried in, appeals and a whole year
REPORT = ("report", "summary", "--all-registers", "--period")


class Seed(NamedTuple):
    """A sample book as it stands, and the period that its bureau reported on."""

    name: str
    book: Casebook
    period: str


def seed(name: str, folder: Path) -> Seed:
    """Build the sample book ``name`` in ``folder``."""
    about = read_toml(SAMPLES / name / "book.toml")
    book = Casebook(folder / f"{name}.db", about["today"], "zh")
    book.ok(
        "init",
        *("--bureau", about["bureau"], "--number-word", about["number_word"]),
        *("--organ", about["organ"], "--organ-level", about["organ_level"]),
    )
    book.ok("import", str(SAMPLES / name / "cases.csv"))
    return Seed(name, book, about["period"])


def _process(seed: Seed, language: str, *words: str) -> str:
    """Return what the installed command prints, its seal blotted out."""
    book = Casebook(seed.book.path, seed.book.today, language)
    answer = book.process(*words)
    assert (answer.status, answer.err) == (0, ""), f"{words}: exit status {answer.status}\n{answer.err}"
    return blotted(answer.out)


def written(seed: Seed, language: str, folder: Path) -> dict[str, bytes]:
    """Return the report of ``seed`` in every format that is written to a file, as one command writes them."""
    folder.mkdir(parents=True)
    how = ("--format", ",".join(FORMATS), "--out", str(folder), "--name", f"{seed.name}-{language}.{{ext}}")
    _process(seed, language, *REPORT, seed.period, *how)
    return {form: (folder / f"{seed.name}-{language}.{form}").read_bytes() for form in FORMATS}


def printed(seed: Seed, language: str, form: str) -> str:
    """Return the report of ``seed`` as it is printed into a pipe; ``table`` is plain there."""
    return _process(seed, language, *REPORT, seed.period, "--format", form)


def sentence(seed: Seed, language: str) -> str:
    """Return the sentence of ``seed``: in Chinese as its bureau words it, in English by the standard template."""
    own = str(SAMPLES / seed.name / "sentence.toml") if language == "zh" else "standard"
    return _process(seed, language, "report", "sentence", "--period", seed.period, "--template", own)


def texts(seed: Seed, language: str, files: dict[str, bytes]) -> dict[str, str]:
    """Return what is kept of a report, by file name: texts as they are, of the page its digest and what it says."""
    page = blotted(files["html"].decode())
    return {
        "summary.txt": printed(seed, language, "table"),
        "summary.md": blotted(files["md"].decode()),
        "summary.csv": blotted(files["csv"].decode()),
        "summary.json": blotted(files["json"].decode()),
        "page.txt": f"sha256 {sha256(page.encode()).hexdigest()}\n{Outline(page).text}",
        "sentence.txt": sentence(seed, language),
    }


def form_text(seed: Seed, form: str) -> str:
    """Return another form over the period of ``seed``, in Chinese, as it is printed into a pipe."""
    return _process(seed, "zh", "report", form, seed.period)


class Outline(HTMLParser):
    """What a page says, a line for each paragraph, picture or row of a table; of its list of cases the caption."""

    _LINES = ("title", "h1", "h2", "h3", "p", "a", "summary", "figcaption", "desc", "dt", "dd", "tr")

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._said = ""
        self._within = dict.fromkeys(("style", "script", "nav", "svg", "desc"), 0)
        self._cases = False
        self.feed(page)
        self.close()
        self.text = "".join(f"{line}\n" for line in self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._within:
            self._within[tag] += 1
        if tag == "table":
            self._cases = "cases" in (dict(attrs).get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            self._within[tag] -= 1
        if tag in {"th", "td"}:
            self._said += " | "
        elif tag in self._LINES:
            line = " ".join(self._said.removesuffix(" | ").split())
            if line and not (tag == "tr" and self._cases):
                self._lines.append(line)
            self._said = ""

    def handle_data(self, data: str) -> None:
        within = self._within
        drawn = within["svg"] and not within["desc"]
        if not (drawn or within["style"] or within["script"] or within["nav"]):
            self._said += data


def every_text(folder: Path) -> dict[Path, str]:
    """Return every golden text by its place under ``GOLDEN``, made anew with books in ``folder``."""
    made: dict[Path, str] = {}
    for name in SEEDS:
        built = seed(name, folder)
        for language in LANGUAGES:
            files = written(built, language, folder / f"{name}-{language}")
            kept = texts(built, language, files)
            made |= {Path(name, language, file): text for file, text in kept.items()}
        if name == BOOK_OF_FORMS:
            made |= {Path("forms", f"{form}.txt"): form_text(built, form) for form in FORMS}
    return made


def main() -> None:
    """Write every golden text anew; what is no longer made goes."""
    with TemporaryDirectory(prefix="casebook-golden-") as folder:
        made = every_text(Path(folder))
    rmtree(GOLDEN, ignore_errors=True)
    for place, text in made.items():
        path = GOLDEN / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    sys.stdout.write(f"{len(made)} texts written under {GOLDEN}\n")


if __name__ == "__main__":
    main()
