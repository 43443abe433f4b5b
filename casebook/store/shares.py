"""Whether a file lies on a network share, where the locks and the shared memory of SQLite cannot be relied on."""

from __future__ import annotations

import os
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")  # Linux; where there is none, nothing is told of any file

# Types of file systems that several machines can have open at once. Containers and virtual machines have their own
# disk as overlay, 9p or virtiofs too, so those are not among them.
NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "coda", "davfs", "ceph", "glusterfs",
        "lustre", "beegfs", "gfs2", "ocfs2", "vboxsf", "vmhgfs", "prl_fs",
        "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.davfs2", "fuse.s3fs",
        "fuse.gcsfuse", "fuse.ceph", "fuse.ceph-fuse", "fuse.glusterfs", "fuse.juicefs", "fuse.kio-fuse",
        "fuse.vmhgfs-fuse", "fuse.moosefs", "fuse.seaweedfs",
    }
)  # fmt: skip


def share(folder: Path) -> str | None:
    """Return the type of the network file system that ``folder`` lies on; ``None`` on a local one, or untold."""
    if str(folder).startswith("\\\\"):  # \\server\share
        return "smb"
    try:
        device = os.stat(folder).st_dev  # noqa: PTH116 - a Path costs more than the question
    except OSError:
        return None  # what is the matter with it is told when it is opened
    if _major(device):  # a disk: only file systems without a device of their own come over a network
        return None
    return _type_of(f"{_major(device)}:{_minor(device)}")


def _type_of(device: str) -> str | None:
    """Return the type of the network file system with the number ``device``, by the table of mounts."""
    try:
        table = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    for line in table.splitlines():
        place, _, kind = line.partition(" - ")
        if place.split(" ", 3)[2:3] == [device]:
            name = kind.split(" ", 1)[0]
            return name if name in NETWORK else None
    return None


def _major(device: int) -> int:
    return os.major(device) if hasattr(os, "major") else 1


def _minor(device: int) -> int:
    return os.minor(device)
