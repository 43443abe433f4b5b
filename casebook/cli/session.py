"""What one invocation knows from outside: language, book, today, officer. Nothing else reads clock or environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from casebook.book import Book, Scribe
from casebook.dates import parse_date
from casebook.model import Hand
from casebook.words import BOM, Language, Words, guarded, inert

if TYPE_CHECKING:
    from casebook.versions import Rules

ENV_BOOK, ENV_LANG, ENV_TODAY, ENV_OFFICER, ENV_MACHINE = (
    "CASEBOOK_BOOK",
    "CASEBOOK_LANG",
    "CASEBOOK_TODAY",
    "CASEBOOK_OFFICER",
    "CASEBOOK_MACHINE",
)
LONGEST_MACHINE = 64  # characters, as many as Linux gives a name

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
    read_only: bool = False

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
        return Scribe(self.named or _system_user(), clock, self.today)

    @property
    def named(self) -> str | None:
        """Whom the command line or the variable names as the officer who writes."""
        return self.officer or os.environ.get(ENV_OFFICER) or None

    def open(self, *, write: bool = False) -> Book:
        """Open the book of this invocation. Raises ``ReadOnlyAsked`` for a command that writes, with --read-only."""
        if write:
            self.refuse_read_only()
        hand = Hand(account, self.named, machine())
        return Book.open(self.path, lambda: self.rules, write=write, read_only=self.read_only, hand=hand)

    def refuse_read_only(self) -> None:
        """Raise ``ReadOnlyAsked`` where --read-only was given."""
        if self.read_only:
            from casebook.accessfaults import ReadOnlyAsked

            raise ReadOnlyAsked(path=str(self.path))

    def admit(self, deed: str | None = None) -> None:
        """Refuse whom the book does not know, or who may not do ``deed``, before its file is handled as a whole.

        A book that is damaged, of an earlier schema or not there cannot say who may, and refuses nobody.
        """
        from casebook.bookfaults import Unsound

        try:
            hand = Hand(account, self.named, machine())
            with Book.open(self.path, lambda: self.rules, read_only=True, hand=hand) as book:
                if deed is not None:
                    book.admit(deed)
        except Unsound:
            return

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


def account() -> str:
    """Return the name of the account of this process: by its number, which no variable changes; on Windows as it says.

    Of somebody who runs the program with ``sudo`` it is that of the superuser: the number is what the system goes by.
    """
    try:
        import pwd
    except ImportError:  # Windows
        return _system_user()
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid:{number}"  # no name of an account holds a colon


def has_account(name: str) -> bool:
    """Tell whether this machine has an account of that name."""
    if name == account():
        return True
    try:
        import pwd
    except ImportError:  # Windows
        return False
    try:
        pwd.getpwnam(name)
    except (KeyError, ValueError):
        return False
    return True


def machine() -> str | None:
    """Return the name of this machine, or the one that its variable fixes for reruns, as text that nothing obeys."""
    name = os.environ.get(ENV_MACHINE) or (os.uname().nodename if hasattr(os, "uname") else None)
    return inert((name or os.environ.get("COMPUTERNAME", "")).strip())[:LONGEST_MACHINE] or None


def message(text: str) -> None:
    """Print ``text`` on standard error, where messages belong. Where that takes nothing, nobody can be told so."""
    try:
        sys.stderr.write(guarded(text) + "\n")
    except OSError:
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Let what is left for ``stream`` go nowhere: it is closed, or full, and would be written to again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def prepare_streams() -> None:
    """Let the streams of this process take Chinese text whatever the locale, and a closed one take it to nowhere."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:  # else the next file to be opened would get the number, the book among them
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", encoding=None if takes_chinese(stream.encoding) else "utf-8")


def takes_chinese(encoding: str) -> bool:
    """Tell whether Chinese text can be written in ``encoding``."""
    try:
        "案件台账".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def exact(text: str) -> None:
    """Print ``text`` on standard output with its own line ends, whatever the system's are."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(newline="")
    sys.stdout.write(text)


def result(text: str) -> None:
    """Print ``text`` on standard output, where results belong."""
    sys.stdout.write(guarded(text) + "\n")


def printed(text: str, *, styled: bool = False) -> None:
    """Print what was rendered, its last line ended, on standard output; ``styled``: it may hold colours."""
    mark = BOM if text.startswith(BOM) else ""
    sys.stdout.write(mark + guarded(text.removeprefix(BOM), styled=styled))
