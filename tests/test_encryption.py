"""Encrypted backups and exports: in the age format, never in plain on the disk, opened by the right key only."""

from __future__ import annotations

import base64
import os
import pty
import re
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING
from unittest import mock

import pyrage
import pytest
from blackbox.program import COMMAND, Casebook, assert_refusal
from old_book import content
from pyrage import x25519

from casebook import encryption
from casebook.copyfaults import CopyUnusable, KeyFileFaulty, WrongKey
from casebook.encryption import Key, read_key_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# made with age 1.1.1: age-keygen, age -r, age -p
SECRET = "AGE-SECRET-KEY-1PNR6LM0QUG5S2Y4NNFPX6Y5P7HGC633H55R4FNSHRUT3Y4LX5VZSTTRCVS"  # noqa: S105 - of a test
PUBLIC = "age10rcthtxpzcqjvy0aepy0cjt33grcvf3zytkke9tgxacz362ruaqs96cl8v"
BY_KEY = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBLRUpGaEZXYkhEWDh1YmhXa1dmVUN4ZEIyMmUzODd0eHZLU29BM1BXVlZvClBYTXE4MGQr"
    "Skx5OHRrQVlzcXpUeERyYjUxeGFPZGRVdkRDOEN6amRzVTAKLS0tIHptT0hDV2puTnRNODljWk9WWE9vVGVUbHVMdzVISnlmRVJrVG1LS3NKUkUK"
    "8c65tSyXjPqKyYwFX4LJjxWTXqffS/S89FQLa+jeIHz8upjd+MEjeeOJwntM"
)
PASSPHRASE = "一口令 一把锁"  # noqa: S105 - of a test
BY_WORDS = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCA0RzZsQVZ6cklkM1FkK0lxYm5aSC9RIDE4CkhmQkcyOXB2RlJMQ0hUWGR3bDVDVkdLZTlU"
    "MW0vUktmMVJ3SlFMVkQyM3cKLS0tIDFaOERYOVpldE9TbjM0ZTVrQklTcW5HZDFSSW43OHJJc1FOaW1xTnlzM2cKjbpUB2ifbLGNjkyb6TLFKPd0"
    "MXQr7Ygq6k9D5KJgYkvqwJrYCoa07HjPJP5R"
)
PLAIN = "plain 明文\n".encode()
# the library may add a stanza that means nothing, as the format allows
HEADER = re.compile(rb"age-encryption\.org/v1\n-> X25519 [A-Za-z0-9+/]{43}\n(?:[^\n]*\n)+?--- [A-Za-z0-9+/]{43}\n")
NUMBER = "南府复〔2024〕1号"


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    """A book with a case, and key files beside it."""
    casebook = Casebook(tmp_path / "cases.book")
    casebook.init()
    casebook.intake("review", "2024-03-04", NUMBER, "--applicant", "张某某", "--note", "便笺" * 900)
    for name, text in {
        "secret.key": f"# created: 2026-11-26\n# public key: {PUBLIC}\n{SECRET}\n",
        "public.key": PUBLIC,
        "other.key": str(x25519.Identity.generate()),
        "passphrase.key": f"{PASSPHRASE}\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return casebook


def key(book: Casebook, name: str) -> tuple[str, str]:
    return "--key-file", str(book.path.with_name(f"{name}.key"))


def test_files_of_the_reference_program_are_read(tmp_path: Path) -> None:
    assert encryption.decrypt(base64.b64decode(BY_KEY), Key(secret=(SECRET,)), tmp_path) == PLAIN
    assert encryption.decrypt(base64.b64decode(BY_WORDS), Key(PASSPHRASE), tmp_path) == PLAIN


def test_a_backup_opens_with_the_library_alone_and_holds_the_book(book: Casebook, tmp_path: Path) -> None:
    sealed, plain = tmp_path / "kept.age", tmp_path / "opened.db"
    book.ok("backup", "--encrypt", *key(book, "secret"), str(sealed))
    assert sealed.stat().st_mode & 0o777 == 0o600
    held = sealed.read_bytes()
    assert HEADER.match(held)
    assert b"SQLite" not in held
    plain.write_bytes(pyrage.decrypt(held, [x25519.Identity.from_str(SECRET)]))
    with closing(sqlite3.connect(f"file:{plain}?mode=ro", uri=True)) as opened:
        assert opened.execute("pragma integrity_check").fetchone() == ("ok",)
    assert content(plain) == content(book.path)


def test_a_public_key_encrypts_what_only_the_secret_one_opens(book: Casebook, tmp_path: Path) -> None:
    sealed = tmp_path / "kept.age"
    book.ok("backup", "--encrypt", *key(book, "public"), str(sealed))
    new = Casebook(tmp_path / "new.book")
    for wrong in ("public", "other"):
        assert "does not open" in new.refused("restore", str(sealed), *key(book, wrong))
        assert not new.path.exists()
    new.ok("restore", str(sealed), *key(book, "secret"))
    assert content(new.path) == content(book.path)
    assert new.path.stat().st_mode & 0o777 == 0o600
    assert new.run("check", "--deep").status == 0


def test_a_passphrase_from_a_file(book: Casebook, tmp_path: Path) -> None:
    sealed, new = tmp_path / "kept.age", Casebook(tmp_path / "new.book")
    book.ok("backup", "--encrypt", *key(book, "passphrase"), str(sealed))
    new.refused("restore", str(sealed), *key(book, "other"))
    (tmp_path / "wrong.key").write_text("另一口令", encoding="utf-8")
    new.refused("rescue", str(sealed), *key(book, "wrong"))
    assert not new.path.exists()
    assert "Nothing is lost." in new.ok("rescue", str(sealed), *key(book, "passphrase"))
    assert new.numbers() == [NUMBER]


def test_at_a_terminal_it_is_asked_twice_and_never_shown(book: Casebook, tmp_path: Path) -> None:
    sealed = tmp_path / "kept.age"
    said = at_terminal(book, "backup", "--encrypt", str(sealed), typed=[PASSPHRASE, PASSPHRASE])
    assert PASSPHRASE not in said
    assert (said.count("Passphrase: "), said.count("Once more: ")) == (1, 1)
    assert pyrage.passphrase.decrypt(sealed.read_bytes(), PASSPHRASE).startswith(b"SQLite format 3\0")


def at_terminal(book: Casebook, *args: str, typed: Sequence[str]) -> str:
    """Run the command at a terminal at which somebody types; return what stands on the screen."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(COMMAND, [COMMAND, *args], book.environment())  # noqa: S606 - the installed program
    screen = b""
    waiting = list(typed)
    with open(terminal, "r+b", buffering=0) as device:  # noqa: PTH123 - a number, not a path
        while True:
            try:
                told = device.read(1000)
            except OSError:  # how a terminal says that the program is done
                break
            screen += told
            if screen.rstrip().endswith(b":") and waiting:
                time.sleep(0.1)  # the echo goes off just before or after the prompt
                device.write(f"{waiting.pop(0)}\n".encode())
    _, status = os.waitpid(process, 0)
    assert status == 0, screen
    return screen.decode()


@pytest.mark.parametrize("name", ["cases.csv.age", "cases.csv", "cases.jsonl.age", "cases.xlsx.age"])
def test_an_export_holds_what_the_plain_one_does(book: Casebook, tmp_path: Path, name: str) -> None:
    ending = name.removesuffix(".age").partition(".")[2]
    plain, sealed = tmp_path / f"plain.{ending}", tmp_path / name
    book.ok("export", str(plain))
    book.ok("export", "--encrypt", *key(book, "public"), str(sealed))
    assert sealed.stat().st_mode & 0o777 == 0o600
    opened = pyrage.decrypt(sealed.read_bytes(), [x25519.Identity.from_str(SECRET)])
    if ending == "xlsx":
        assert opened[:4] == plain.read_bytes()[:4] == b"PK\x03\x04"
    else:
        assert opened == plain.read_bytes()


@pytest.mark.parametrize(
    "line", ["backup --encrypt kept.age", "export --encrypt cases.xlsx", "export --encrypt cases.jsonl"]
)
def test_nothing_in_plain_is_on_the_disk_meanwhile(
    book: Casebook, tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))  # who would put anything aside there fails

    def looking(plain: bytes, key: Key) -> bytes:
        files = {path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size}
        seen.append({path.name for path in files})
        return sealing(plain, key)

    sealing = encryption.encrypt
    before = {path.name for path in tmp_path.iterdir() if path.is_file()}
    *command, file = line.split()
    with mock.patch.object(encryption, "encrypt", looking):
        book.ok(*command, *key(book, "public"), str(tmp_path / file))
    assert [each - {"cases.book-wal", "cases.book-shm"} for each in seen] == [before]


def damaged(sealed: Path, damage: str) -> None:
    held = sealed.read_bytes()
    sealed.write_bytes(
        {
            "no end": held[:-1],
            "half": held[: len(held) // 2],
            "only the first line": held[: len(encryption.MARK)],
            "a byte changed": held[:5000] + bytes([held[5000] ^ 1]) + held[5001:],
            "a header changed": held.replace(b"X25519", b"X25518", 1),
        }[damage]
    )


@pytest.mark.parametrize("damage", ["no end", "half", "only the first line", "a byte changed", "a header changed"])
@pytest.mark.parametrize("command", ["restore", "rescue"])
def test_a_damaged_file_is_named_and_nothing_made(book: Casebook, tmp_path: Path, command: str, damage: str) -> None:
    sealed, new = tmp_path / "kept.age", Casebook(tmp_path / "new.book")
    book.ok("backup", "--encrypt", *key(book, "secret"), str(sealed))
    damaged(sealed, damage)
    answer = new.run(command, str(sealed), *key(book, "secret"))
    assert_refusal(answer, 2 if damage == "a header changed" else 3)
    assert "kept.age" in answer.err
    assert not new.path.exists()


def test_what_was_encrypted_and_is_no_book_is_refused(tmp_path: Path, book: Casebook) -> None:
    (tmp_path / "text.age").write_bytes(base64.b64decode(BY_KEY))
    new = Casebook(tmp_path / "new.book")
    new.refused("restore", str(tmp_path / "text.age"), *key(book, "secret"), status=3)
    new.refused("rescue", str(tmp_path / "text.age"), *key(book, "secret"), status=3)


def test_a_key_file_is_refused_where_nothing_is_encrypted(book: Casebook, tmp_path: Path) -> None:
    assert "--encrypt" in book.refused("backup", *key(book, "secret"), str(tmp_path / "kept.db"))
    assert "--encrypt" in book.refused("export", *key(book, "secret"), str(tmp_path / "cases.csv"))


# Key files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"# mine\n\n{SECRET}\r\n", Key(None, (SECRET,), ())),
        (f"{PUBLIC}\n{PUBLIC}\n", Key(None, (), (PUBLIC, PUBLIC))),
        (" 前后 有空格 \n", Key(" 前后 有空格 ")),
        ("\ufeff# 井号开头的口令", Key("# 井号开头的口令")),
    ],
)
def test_a_key_file_is_keys_or_a_passphrase(tmp_path: Path, text: str, expected: Key) -> None:
    (tmp_path / "key").write_text(text, encoding="utf-8")
    assert read_key_file(tmp_path / "key") == expected


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        ("一\n二\n".encode(), "more than one line"),
        (f"{SECRET}\nand more\n".encode(), "a line among the keys is none"),
        (f"{SECRET[:-1]}X\n".encode(), "a key is misspelt"),
        (f"{PUBLIC}x\n".encode(), "a key is misspelt"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"x" * 70000, "too large"),
    ],
)
def test_another_file_is_none(tmp_path: Path, held: bytes, why: str) -> None:
    (tmp_path / "key").write_bytes(held)
    with pytest.raises(KeyFileFaulty, match=why):
        read_key_file(tmp_path / "key")


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileFaulty):
        read_key_file(tmp_path)


def test_damage_and_a_wrong_key_are_told_apart(tmp_path: Path) -> None:
    sealed = encryption.encrypt(PLAIN * 9000, Key(secret=(SECRET,)))
    with pytest.raises(WrongKey):
        encryption.decrypt(sealed, Key(secret=(str(x25519.Identity.generate()),)), tmp_path)
    with pytest.raises(WrongKey):
        encryption.decrypt(sealed, Key(PASSPHRASE), tmp_path)
    with pytest.raises(CopyUnusable):
        encryption.decrypt(sealed[:-1], Key(secret=(SECRET,)), tmp_path)
