"""Which form a result takes, and JSON as every command prints it."""

from __future__ import annotations

import json
import os

import typer

from casebook.cli.session import say
from casebook.render.text import json_text


def as_json(value: object) -> str:
    """Return ``value`` as JSON, keys in the order given; what a terminal would obey is escaped."""
    return json_text(json.dumps(value, ensure_ascii=False, indent=2))


def one_of(form: str, *known: str) -> str:
    """Return ``form`` if it is one of ``known``. Raises the framework's error for a wrong option."""
    if form in known:
        return form
    choices = say("、", ", ").join(known)
    raise typer.BadParameter(say(f"没有格式 {form}；可用：{choices}", f"there is no format {form}; known: {choices}"))


def terminal() -> tuple[int, bool]:
    """Return the width of the terminal and whether colour is wanted."""
    import shutil

    return shutil.get_terminal_size().columns, not os.environ.get("NO_COLOR")


def text_or_json(form: str) -> str:
    """Return ``text`` or ``json``; ``table`` and ``plain`` are text here."""
    return "json" if one_of(form, "table", "plain", "json") == "json" else "text"
