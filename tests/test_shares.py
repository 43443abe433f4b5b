"""A book on a network share is refused, with advice; elsewhere the question costs next to nothing."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook, assert_refusal

from casebook.store import shares

if TYPE_CHECKING:
    from pathlib import Path

MOUNT = "{number} 28 {device} / {place} rw,relatime shared:1 - {kind} {source} rw,vers=4.2\n"
ROOT = "28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
LOCAL = ("ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "9p", "virtiofs", "fuseblk", "fuse.mergerfs", "vfat")
EVERYWHERE = ("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "davfs", "fuse.rclone", "glusterfs", "vboxsf")


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table of mounts in which the folder of the test lies on a file system without a disk; returns its device."""
    device = os.stat(tmp_path).st_dev  # noqa: PTH116
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "mountinfo")
    monkeypatch.setattr(shares, "_major", lambda _: 0)
    return f"0:{os.minor(device)}"


def mount(folder: Path, device: str, kind: str) -> None:
    line = MOUNT.format(number=93, device=device, place="/mnt/sd\\040office", kind=kind, source="server:/office")
    (folder / "mountinfo").write_text(ROOT + line, encoding="utf-8")


@pytest.mark.parametrize("kind", EVERYWHERE)
def test_a_file_system_of_several_machines_is_told(tmp_path: Path, mounted: str, kind: str) -> None:
    mount(tmp_path, mounted, kind)
    assert shares.share(tmp_path) == kind


@pytest.mark.parametrize("kind", LOCAL)
def test_a_file_system_of_one_machine_is_none(tmp_path: Path, mounted: str, kind: str) -> None:
    mount(tmp_path, mounted, kind)
    assert shares.share(tmp_path) is None


def test_a_mount_of_another_file_system_says_nothing_of_this_one(tmp_path: Path, mounted: str) -> None:
    mount(tmp_path, f"{mounted}9", "nfs4")
    assert shares.share(tmp_path) is None


def test_without_a_table_of_mounts_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounted: str
) -> None:
    assert mounted
    monkeypatch.setattr(shares, "MOUNTS", tmp_path / "none")
    assert shares.share(tmp_path) is None
    assert shares.share(tmp_path / "nowhere") is None


def test_a_disk_is_no_share_whatever_the_table_says(
    tmp_path: Path, mounted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(tmp_path, mounted, "nfs4")
    monkeypatch.setattr(shares, "_major", lambda _: 8)
    assert shares.share(tmp_path) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_done_with_a_book_on_a_share(tmp_path: Path, mounted: str, lang: str) -> None:
    casebook = Casebook(tmp_path / "cases.book", lang=lang)
    casebook.init()
    before = casebook.path.read_bytes()
    mount(tmp_path, mounted, "nfs4")
    link = tmp_path / "link.book"
    link.symlink_to(casebook.path)
    for line in (
        ("list",),
        ("check", "--deep"),
        ("intake", "review", "--received", "2024-03-04"),
        ("--book", str(link), "list"),
        ("--book", str(tmp_path / "new.book"), "init", "--bureau", "南昌县司法局"),
    ):
        answer = casebook.run(*line)
        assert_refusal(answer, 3)
        assert "nfs4" in answer.err
        assert "ssh" in answer.err
    assert casebook.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.book", "link.book", "mountinfo"]


def test_the_question_costs_less_than_a_hundredth_of_a_start(tmp_path: Path, mounted: str) -> None:
    """A start of the program takes more than 100 ms; a table of two hundred mounts is a long one."""
    mount(tmp_path, mounted, "nfs4")
    lines = (tmp_path / "mountinfo").read_text(encoding="utf-8")
    facts = {"kind": "ext4", "source": "/dev/loop"}
    others = "".join(MOUNT.format(number=n, device=f"7:{n}", place=f"/snap/{n}", **facts) for n in range(200))
    (tmp_path / "mountinfo").write_text(others + lines, encoding="utf-8")
    took = []
    for _ in range(20):
        began = time.perf_counter()
        assert shares.share(tmp_path) == "nfs4"
        took.append(time.perf_counter() - began)
    assert min(took) < 0.001
