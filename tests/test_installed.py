"""The wheel: it carries its data, and the command works from where it was installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("casebook", "pyproject.toml", "README.md", "README.zh.md", "LICENSE")
TABLE = """案号,收到日期,申请人,立案审查结果,立案日期,结案日期,结案方式
南府复〔2024〕1号,2024-03-04,张某,受理,2024-03-06,2024-04-15,维持
南府复〔2024〕2号,2024-03-05,李某,受理,2024-03-07,,
"""


def run(*args: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, away from the sources."""
    done = subprocess.run(
        args,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline from a copy of the sources."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=folder)
    [built] = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel was installed into, without its dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", "site")
    run(*pip, str(wheel), cwd=folder)
    return folder / "site"


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    package = ROOT / "casebook"
    files = {path.relative_to(ROOT).as_posix() for path in package.rglob("*") if path.is_file()}
    ours = {name for name in files if "__pycache__" not in name}
    assert ours - set(zipfile.ZipFile(wheel).namelist()) == set()


@pytest.mark.parametrize(
    "name",
    [
        "data/law/compiled/index.json",
        "data/law/compiled/review-2026.json",
        "data/calendar.json",
        "data/statutory.json",
        "store/schema.sql",
        "data/sentences/standard.toml",
        "data/schemes/standard.toml",
        "data/counting.json",
        "data/headers.json",
        "data/forms/official-review.toml",
    ],
)
def test_what_the_program_reads_at_run_time_is_in_the_wheel(wheel: Path, name: str) -> None:
    assert zipfile.ZipFile(wheel).getinfo(f"casebook/{name}").file_size > 0


def test_nothing_but_the_package_is_in_the_wheel(wheel: Path) -> None:
    heads = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    [described] = heads - {"casebook"}
    assert described.endswith(".dist-info")


def test_the_wheel_names_the_command_and_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [scripts] = [archive.read(name).decode() for name in names if name.endswith("entry_points.txt")]
        [metadata] = [archive.read(name).decode() for name in names if name.endswith("METADATA")]
    assert "casebook = casebook.cli.main:main" in scripts
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [line.removeprefix("Requires-Dist: ") for line in metadata.splitlines() if line.startswith("Requires-")]
    assert len([each for each in needed if not each.startswith("Requires-Python")]) == len(project["dependencies"])
    assert "License-File: LICENSE" in metadata


def test_the_installed_command_imports_a_table_and_prints_a_report(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(TABLE, encoding="utf-8")
    command = (sys.executable, "-c", "from casebook.cli.main import main; main()", "--book", "b.book")
    environment = {"PYTHONPATH": str(installed), "CASEBOOK_TODAY": "2026-11-21", "CASEBOOK_LANG": "en"}

    def casebook(*args: str) -> str:
        return run(*command, *args, cwd=tmp_path, **environment).stdout

    where = run(sys.executable, "-c", "import casebook; print(casebook.__file__)", cwd=tmp_path, **environment)
    assert Path(where.stdout.strip()).is_relative_to(installed)
    casebook("init", "--bureau", "南昌县司法局")
    assert "2 added" in casebook("import", "cases.csv", "--register", "review")
    report = json.loads(casebook("report", "--register", "review", "--period", "2024", "--format", "json"))
    assert report["flow"] == {
        "opening": 0,
        "accepted": 2,
        "concluded": 1,
        "pending": 1,
        "opening_concluded": 0,
        "closed_all": 1,
    }
    assert "accepted 2" in casebook("report", "sentence", "--period", "2024")
    assert "N10" in casebook("law", "show", "review-2026")
    assert casebook("check", "--deep")
