"""What continuous integration promises: everything installed, nothing skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
RUN = TESTS.parent / ".ci" / "run"
BASH = shutil.which("bash") or "bash"

SKIPPING = """
import pytest

@pytest.mark.skipif(True, reason="no browser here")
def test_marked(): ...

def test_midway():
    pytest.skip("no office here")

@pytest.fixture
def absent():
    pytest.skip("no font here")

def test_fixture(absent): ...

@pytest.mark.xfail(reason="known")
def test_known_to_fail():
    assert False

def test_sound(): ...
"""
WHOLE_MODULE = 'import pytest\npytest.skip("no module here", allow_module_level=True)\n'
REASONS = ("no browser here", "no office here", "no font here", "no module here")


def run_skipping(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the skipping tests in a process of their own, under the conftest of ours."""
    shutil.copy(TESTS / "conftest.py", folder)
    (folder / "test_skipping.py").write_text(SKIPPING, encoding="utf-8")
    (folder / "test_whole.py").write_text(WHOLE_MODULE, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rsfE", *options, folder],
        env={**kept, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_skip_is_seen_with_its_reason(tmp_path: Path) -> None:
    done = run_skipping(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed, 4 skipped, 1 xfailed" in done.stdout
    assert all(reason in done.stdout for reason in REASONS)


@pytest.mark.parametrize("processes", ["0", "1"])
def test_where_ci_is_set_a_skip_is_a_failure_with_its_reason(tmp_path: Path, processes: str) -> None:
    done = run_skipping(tmp_path, "-n", processes, "--continue-on-collection-errors", CI="true")
    assert done.returncode == 1, done.stdout
    assert "1 failed, 1 passed, 1 xfailed, 3 errors" in done.stdout
    assert all(reason in done.stdout for reason in REASONS)
    assert "nothing may be skipped" in done.stdout


def test_ci_run_is_sound_shell_and_lets_nothing_be_skipped() -> None:
    subprocess.run([BASH, "-n", RUN], check=True)
    assert os.access(RUN, os.X_OK)
    assert RUN.read_text(encoding="utf-8").splitlines()[-1] == "CI=true make test"


def missing(path: Path) -> list[str]:
    done = subprocess.run([BASH, RUN, "--missing"], env={"PATH": str(path)}, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [name for name in done.stdout.splitlines() if name != "fonts-noto-cjk"]  # told by a file, not by a command


def test_ci_run_knows_what_a_bare_system_lacks_and_what_it_has(tmp_path: Path) -> None:
    commands, office = tmp_path / "bin", tmp_path / "office"
    commands.mkdir()
    office.mkdir()
    for tool in ("dirname", "readlink"):
        (commands / tool).symlink_to(shutil.which(tool) or tool)
    everything = [
        *("make", "python3", "python3-venv", "chromium"),
        *("libreoffice-calc-nogui", "libreoffice-writer-nogui", "poppler-utils"),
        *("gcc", "libc6-dev"),
    ]
    assert missing(commands) == everything

    for command in ("make", "chromium", "pdftoppm", "cc"):
        _program(commands / command)
    _program(office / "soffice")
    (commands / "soffice").symlink_to(office / "soffice")
    (office / "libsclo.so").touch()
    (commands / "python3").symlink_to(sys.executable)
    assert missing(commands) == ["libreoffice-writer-nogui"]

    (office / "libswlo.so").touch()
    assert missing(commands) == []


def _program(path: Path) -> None:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
