"""Write the tables that ``test_real_tables.py`` imports; run by hand, the files are kept beside this script.

    python tests/tables/make.py           write what has changed (needs LibreOffice for .xls and .ods)
    python tests/tables/make.py NAME …    write these files only

Every case, person and number in them is invented. What each must give stands in ``expected.toml``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chapter import chapter
from faulty import faulty
from habits import habits
from registers import offices

HERE = Path(__file__).parent


def tables() -> dict[str, bytes]:
    """Return every file by name."""
    return {**offices(), **habits(), **faulty(), **chapter()}


def main(names: list[str]) -> None:
    """Write the files called ``names``, or all of them, where their content has changed."""
    for name, data in tables().items():
        path = HERE / "files" / name
        if (not names or name in names) and not (path.exists() and path.read_bytes() == data):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            sys.stdout.write(f"{name}: {len(data)} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
