"""Seals in what is kept word for word: salts and clock make another digest of every book, so that it is blotted out."""

from __future__ import annotations

import re

_DIGEST = re.compile(r"\b(\d+):[0-9a-f]{32}\b")


def blotted(text: str) -> str:
    """Return ``text`` with each seal shown as ``812:3f9a…``."""
    return _DIGEST.sub(r"\1:3f9a…", text)
