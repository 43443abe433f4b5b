"""Encryption of files that leave the office, in the age format (age-encryption.org/v1), by passphrase or by key.

The library works on whole contents; what is encrypted is held in memory, so that it never lies on a disk in plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from casebook.copyfaults import CopyUnusable, KeyFileFaulty, WrongKey
from casebook.words import Words

if TYPE_CHECKING:
    from pathlib import Path

MARK = b"age-encryption.org/v1\n"
SECRET, PUBLIC = "AGE-SECRET-KEY-1", "age1"
_LARGEST_KEY_FILE = 1 << 16
_WRONG = ("Decryption failed", "No matching keys found")  # the library has one class for all; the rest is damage


class Key(NamedTuple):
    """What opens or closes a file: a passphrase, or age keys as they are written."""

    passphrase: str | None = None
    secret: tuple[str, ...] = ()
    public: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether it decrypts what it encrypted; keys that are public only do not."""
        return self.passphrase is not None or bool(self.secret)


def is_encrypted(head: bytes) -> bool:
    """Tell whether a file with these first bytes is encrypted in the age format."""
    return head.startswith(MARK)


def read_key_file(path: Path) -> Key:
    """Return the key in a file: age keys one a line, lines with # being remarks, or one line that is the passphrase.

    Raises ``KeyFileFaulty``.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_KEY_FILE + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KeyFileFaulty(path=str(path), why=Words("不是 UTF-8 文本", "it is no text in UTF-8")) from error
    except OSError as error:
        raise KeyFileFaulty(path=str(path), why=error.strerror or str(error)) from error
    if len(text) > _LARGEST_KEY_FILE:
        raise KeyFileFaulty(path=str(path), why=Words("过大", "it is too large"))
    lines = [line.rstrip("\r") for line in text.split("\n")]
    told = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    secret = tuple(line for line in told if line.upper().startswith(SECRET))
    public = tuple(line for line in told if line.startswith(PUBLIC))
    if secret or public:
        if len(secret) + len(public) != len(told):
            raise KeyFileFaulty(path=str(path), why=Words("混有不是密钥的行", "a line among the keys is none"))
        return _checked(Key(None, secret, public), path)
    filled = [line for line in lines if line.strip()]
    if len(filled) != 1:
        why = Words("没有内容", "it is empty") if not filled else Words("多于一行", "it has more than one line")
        raise KeyFileFaulty(path=str(path), why=why)
    return Key(filled[0])


def _checked(key: Key, path: Path) -> Key:
    import pyrage  # only where something is encrypted

    try:
        _recipients(key)
    except (pyrage.IdentityError, pyrage.RecipientError) as error:
        raise KeyFileFaulty(path=str(path), why=Words("密钥写法不对", f"a key is misspelt ({error})")) from error
    return key


def _recipients(key: Key) -> list[object]:
    from pyrage import x25519

    own = [x25519.Identity.from_str(each).to_public() for each in key.secret]
    return [*own, *(x25519.Recipient.from_str(each) for each in key.public)]


def encrypt(content: bytes, key: Key) -> bytes:
    """Return ``content`` as a file in the age format that ``key`` opens (the secret part of it, where it is public)."""
    import pyrage

    if key.passphrase is not None:
        return bytes(pyrage.passphrase.encrypt(content, key.passphrase))
    return bytes(pyrage.encrypt(content, _recipients(key)))


def decrypt(content: bytes, key: Key, path: Path) -> bytes:
    """Return what the file ``content``, read from ``path``, holds.

    Raises ``WrongKey``, and ``CopyUnusable`` for a file that is not whole or was changed.
    """
    import pyrage
    from pyrage import x25519

    if not key.opens:
        raise WrongKey(path=str(path))
    try:
        if key.passphrase is not None:
            return bytes(pyrage.passphrase.decrypt(content, key.passphrase))
        return bytes(pyrage.decrypt(content, [x25519.Identity.from_str(each) for each in key.secret]))
    except pyrage.DecryptError as error:
        if str(error) in _WRONG:
            raise WrongKey(path=str(path)) from error
        why = Words("加密文件不完整或被改动", f"the encrypted file is not whole, or was changed ({error})")
        raise CopyUnusable(path=str(path), why=why) from error
