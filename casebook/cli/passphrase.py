"""The key of an encrypted file: from a file, or a passphrase that is typed at a terminal and shown nowhere."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from casebook.cli.session import say
from casebook.copyfaults import PassphraseNeeded, PassphraseUnusable
from casebook.encryption import Key, read_key_file
from casebook.words import Words

EncryptOption = Annotated[
    bool,
    typer.Option(
        "--encrypt",
        help=say(
            "加密（age 格式）；在终端询问口令，或用 --key-file",
            "encrypt (age format); asks for a passphrase, or --key-file",
        ),
    ),
]
KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="PATH",
        help=say("密钥文件：age 密钥，或一行口令", "a file with age keys, or with one line that is the passphrase"),
    ),
]


def key_to_encrypt(encrypt: bool, key_file: Path | None) -> Key | None:
    """Return the key to encrypt with, ``None`` where nothing is to be encrypted; asks twice at a terminal.

    Raises ``KeyFileFaulty``, ``PassphraseNeeded``, ``PassphraseUnusable`` and the framework's error for a key file
    without ``--encrypt``.
    """
    if not encrypt:
        if key_file is not None:
            raise typer.BadParameter(say("--key-file 与 --encrypt 同用", "--key-file goes with --encrypt"))
        return None
    if key_file is not None:
        return read_key_file(key_file)
    first = _asked(say("口令：", "Passphrase: "))
    if not first:
        raise PassphraseUnusable(why=Words("为空", "it is empty"))
    if first != _asked(say("再输入一次：", "Once more: ")):
        raise PassphraseUnusable(why=Words("两次输入不同", "it was typed differently the second time"))
    return Key(first)


def key_to_decrypt(key_file: Path | None) -> Key:
    """Return the key to decrypt with; asks once at a terminal. Raises ``KeyFileFaulty``, ``PassphraseNeeded``."""
    return read_key_file(key_file) if key_file is not None else Key(_asked(say("口令：", "Passphrase: ")))


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise PassphraseNeeded
    from getpass import getpass

    return getpass(prompt)
