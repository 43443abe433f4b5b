"""The reader of the pages is the account ``wang``, or the one that their ``sudo`` names, whoever makes the pages."""

from __future__ import annotations

import os
import pwd

_named = pwd.getpwuid


def _account(number: int) -> pwd.struct_passwd:
    if number != os.getuid():
        return _named(number)
    home = os.environ.get("HOME", "/")
    name = os.environ.get("READER", "wang")
    return pwd.struct_passwd((name, "x", number, os.getgid(), name, home, "/bin/sh"))


pwd.getpwuid = _account
