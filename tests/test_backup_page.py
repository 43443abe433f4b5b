"""The pages on backups: both show the same, and their cron line does what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from blackbox.program import Casebook

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("backup.md", "backup.zh.md")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands(name: str) -> list[str]:
    shown = re.findall(r"^\$ (.+)$", page(name), re.MULTILINE)
    return [line.replace("CASEBOOK_LANG=zh", "CASEBOOK_LANG=en").replace("退出状态", "exit status") for line in shown]


def cron_line(name: str) -> str:
    [block] = re.findall(r"```crontab\n(.*?)```", page(name), re.DOTALL)
    [line] = [line for line in block.splitlines() if not line.startswith("#")]
    return str(line)


def test_both_pages_show_the_same() -> None:
    english, chinese = map(commands, PAGES)
    assert english == chinese
    assert len(english) > 10
    assert cron_line("backup.md") == cron_line("backup.zh.md")


@pytest.mark.parametrize("name", PAGES)
def test_the_cron_line_leaves_a_backup_and_a_line_in_the_log(tmp_path: Path, name: str) -> None:
    book = Casebook(tmp_path / "cases.db", lang="zh")
    book.init()
    book.intake("review", "2024-03-04", "南府复〔2024〕1号")
    minute, hour, *_, line = cron_line(name).split(None, 5)
    assert minute.isdigit()
    assert hour.isdigit()
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for _ in range(2):
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=book.environment(PATH=path), capture_output=True, check=True
        )
        assert (done.stdout, done.stderr) == (b"", b"")
    kept = sorted((tmp_path / "backups").iterdir())
    assert len(kept) == 2
    log = (tmp_path / "backup.log").read_text(encoding="utf-8")
    assert [f"backups/{path.name}" in log for path in kept] == [True, True]
    again = Casebook(tmp_path / "again.db")
    again.ok("restore", str(kept[0]))
    assert again.numbers() == ["南府复〔2024〕1号"]
