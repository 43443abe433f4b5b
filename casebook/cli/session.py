"""What one invocation knows from outside: language, book, today, officer. Nothing else reads clock or environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from casebook.book import Book, Scribe
from casebook.dates import parse_date
from casebook.words import Language, Words

if TYPE_CHECKING:
    from casebook.versions import Rules

ENV_BOOK, ENV_LANG, ENV_TODAY, ENV_OFFICER = (
    "CASEBOOK_BOOK",
    "CASEBOOK_LANG",
    "CASEBOOK_TODAY",
    "CASEBOOK_OFFICER",
)

language: Language = "en"


def say(zh: str, en: str) -> str:
    """Return the text in the language of this invocation."""
    return zh if language == "zh" else en


def tell(words: Words) -> str:
    """Return ``words`` in the language of this invocation."""
    return words.say(language)


def choose_language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Return the language: ``--lang`` before the command, the variable, else the locale (Chinese for ``zh*``)."""
    asked = environ.get(ENV_LANG, "")
    for place, word in enumerate(argv):
        if word == "--lang" and place + 1 < len(argv):
            asked = argv[place + 1]
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    if not asked:
        asked = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if asked.lower().startswith("zh") else "en"


class Session(NamedTuple):
    """The global options of one invocation."""

    book: Path | None
    today: date
    officer: str | None

    @property
    def path(self) -> Path:
        """The path of the book: ``--book``, the variable, else the user's data folder."""
        if self.book is not None:
            return self.book
        named = os.environ.get(ENV_BOOK)
        if named:
            return Path(named)
        from platformdirs import user_data_path  # only where no book is named

        return user_data_path("casebook") / "casebook.db"

    @property
    def rules(self) -> Rules:
        """The law and the calendar as shipped."""
        from casebook.law import default_lawbook  # a list asks for neither
        from casebook.versions import Rules
        from casebook.workdays import Calendar

        return Rules(default_lawbook(), Calendar.standard())

    @property
    def scribe(self) -> Scribe:
        """Who writes, and when by the clock."""
        return Scribe(self.officer or os.environ.get(ENV_OFFICER) or _system_user(), clock, self.today)

    def open(self, *, write: bool = False) -> Book:
        """Open the book of this invocation."""
        return Book.open(self.path, lambda: self.rules, write=write)

    def known_calendar(self) -> tuple[Rules, Mapping[int, int]]:
        """Return the rules of the book, and by year the entry that adopted its notice; without a book the program's."""
        if not self.path.exists():
            return self.rules, {}
        with self.open() as book:
            return book.rules, {each.year: each.entry_no for each in book.adopted}

    def day(self, text: str) -> date:
        """Return the date that an argument names."""
        return parse_date(text, self.today)


def clock() -> str:
    """Return the instant now, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today_by(text: str | None) -> date:
    """Return today: the day that ``--today`` or its variable fixes, else the day of the clock."""
    fixed = text or os.environ.get(ENV_TODAY)
    now = datetime.now().astimezone().date()
    return parse_date(fixed, now) if fixed else now


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def message(text: str) -> None:
    """Print ``text`` on standard error, where messages belong."""
    sys.stderr.write(text + "\n")


def exact(text: str) -> None:
    """Print ``text`` on standard output with its own line ends, whatever the system's are."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(newline="")
    sys.stdout.write(text)


def result(text: str) -> None:
    """Print ``text`` on standard output, where results belong."""
    sys.stdout.write(text + "\n")
