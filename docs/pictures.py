"""Make the pictures of the pages under docs/img from the sample book of 南昌县.

Needs Chromium, LibreOffice and pdftoppm (poppler-utils); ``make docs`` does not, and pictures are not compared::

    python docs/pictures.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from blocks import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IMAGES = ROOT / "docs" / "img"
SAMPLE = ROOT / "sample_data" / "nanchang"
TARGET = ("target", "set", "loss", "<=8%")
MOST_BYTES = 200_000
DOTS_PER_INCH = "72"
CHARTS = "图表"  # heads the pages of the spreadsheet that have any


class Shot(NamedTuple):
    """A picture of the page: from where on, how high (0: the element only), in which colours, how large."""

    name: str
    selector: str
    height: int
    scheme: str
    scale: float


SHOTS = (
    Shot("report-html-light", "#part-1-7", 1410, "light", 0.7),
    Shot("report-html-dark", "body", 1410, "dark", 0.7),
    Shot("report-chart", "#part-1 figure:nth-of-type(2)", 0, "light", 1.2),
)
WIDTH = 1000


def make_reports(folder: Path) -> None:
    """Build the sample book in ``folder`` and write its report as page, spreadsheet and Word document."""
    about = tomllib.loads((SAMPLE / "book.toml").read_text(encoding="utf-8"))
    settings = {"CASEBOOK_BOOK": str(folder / "book.db"), "CASEBOOK_LANG": "zh", "CASEBOOK_TODAY": about["today"]}
    init = ("init", "--bureau", about["bureau"], "--organ", about["organ"], "--organ-level", about["organ_level"])
    report = ("report", "--period", about["period"], "--by", "matter", "--format", "html,xlsx,docx")
    for words in (
        init,
        ("import", str(SAMPLE / "cases.csv")),
        TARGET,
        (*report, "--out", ".", "--name", "report.{ext}"),
    ):
        asked = [str(Path(sys.executable).with_name("casebook")), *words]
        env = {**environment(folder), **settings}
        subprocess.run(asked, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def page_pictures(page: Path, profile: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the web page."""
    sys.path.insert(0, str(ROOT / "tests"))  # the tests know how to talk to a browser
    from browser import browser

    with browser(profile) as tab:
        for shot in SHOTS:
            tab.look(scheme=shot.scheme, width=WIDTH, height=WIDTH)
            tab.open(page)
            box: Mapping[str, float] = tab.evaluate(
                "(() => { const b = document.querySelector(" + repr(shot.selector) + ").getBoundingClientRect();"
                " return { x: b.x, y: b.y, width: b.width, height: b.height } })()"
            )
            part = {"x": 0, "y": box["y"], "width": WIDTH, "height": shot.height}
            clip = {**(part if shot.height else box), "scale": shot.scale}
            told = tab.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
            yield shot.name, b64decode(told["data"])


def printed(document: Path) -> Path:
    """Return an office document as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(document.parent / 'office').as_uri()}"
    office = shutil.which("soffice") or "soffice"
    asked = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)]
    subprocess.run(asked, check=True, capture_output=True)  # noqa: S603 - a file of our own
    return document.with_suffix(".pdf")


def page_with(pdf: Path, words: str) -> int:
    """Return the number of the first page that has a line ``words``."""
    tool = shutil.which("pdftotext") or "pdftotext"
    told = subprocess.run([tool, str(pdf), "-"], check=True, capture_output=True).stdout.decode()  # noqa: S603 - the same
    return next(number for number, page in enumerate(told.split("\f"), 1) if words in page.splitlines())


def drawn(pdf: Path, page: int) -> bytes:
    """Return one page as PNG."""
    tool = shutil.which("pdftoppm") or "pdftoppm"
    one = ("-f", str(page), "-l", str(page), "-singlefile")
    made = pdf.with_suffix("")
    subprocess.run([tool, "-png", "-r", DOTS_PER_INCH, *one, str(pdf), str(made)], check=True)  # noqa: S603 - the same
    return made.with_suffix(".png").read_bytes()


def main() -> None:
    """Write all pictures. Raises ``ValueError`` for one that is too large for a page."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_reports(folder)
        pictures = dict(page_pictures(folder / "report.html", folder / "browser"))
        spreadsheet = printed(folder / "report.xlsx")
        pictures["report-xlsx"] = drawn(spreadsheet, 1)
        pictures["report-xlsx-charts"] = drawn(spreadsheet, page_with(spreadsheet, CHARTS))
        pictures["report-docx"] = drawn(printed(folder / "report.docx"), 1)
    for file, content in pictures.items():
        if len(content) > MOST_BYTES:
            message = f"{file}: {len(content)} bytes"
            raise ValueError(message)
        (IMAGES / f"{file}.png").write_bytes(content)
        print(f"docs/img/{file}.png {len(content)} bytes")


if __name__ == "__main__":
    main()
