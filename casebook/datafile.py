"""Reading TOML tables strictly: every key is asked for by its kind, and a key left over is a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from casebook.errors import CasebookError

    Fault = Callable[[Words], CasebookError]


def parse(text: str, fault: Fault) -> Table:
    """Return the table that ``text`` holds. Raises what ``fault`` makes where it is no TOML."""
    import tomllib  # only where a data file is read

    try:
        return Table(tomllib.loads(text), "", fault)
    except (ValueError, RecursionError) as wrong:  # its own error is a ValueError; numbers and brackets without end
        raise fault(Words(f"不是 TOML（{wrong}）", f"it is no TOML ({wrong})")) from wrong


class Table:
    """A table of a data file. ``where`` names it in messages, ``fault`` makes the error of the file."""

    def __init__(self, values: Mapping[str, object], where: str, fault: Fault) -> None:
        self._values = values
        self._where = where
        self._fault = fault
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def fail(self, key: str, zh: str, en: str) -> CasebookError:
        """Return the error that says what is wrong with ``key``."""
        place = f"{self._where}.{key}" if self._where else key
        return self._fault(Words(f"{place} {zh}", f"{place} {en}"))

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str) -> str:
        """Return the text of ``key``, which must be there."""
        value = self._take(key)
        if not isinstance(value, str) or not value:
            raise self.fail(key, "应为文字", "must be a text")
        return value

    def optional_text(self, key: str) -> str | None:
        """Return the text of ``key``, ``None`` where it is absent."""
        return self.text(key) if key in self._values else None

    def number(self, key: str) -> int:
        """Return the whole number of ``key``, which must be there and not negative."""
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(key, "应为不小于零的整数", "must be a whole number, not negative")
        return value

    def flag(self, key: str) -> bool:
        """Return whether ``key`` is true; false where it is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            raise self.fail(key, "应为 true 或 false", "must be true or false")
        return bool(value)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the table, in the order of the file."""
        return tuple(self._values)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return the list of whole numbers of ``key``; empty where it is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, int) and each >= 0 for each in value):
            raise self.fail(key, "应为不小于零的整数列表", "must be a list of whole numbers, none negative")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts of ``key``; empty where it is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.fail(key, "应为文字列表", "must be a list of texts")
        return tuple(value)

    def words(self, key: str) -> Words:
        """Return the text of ``key`` in both languages."""
        inner = self.table(key)
        said = Words(inner.text("zh"), inner.text("en"))
        inner.done()
        return said

    def table(self, key: str) -> Table:
        """Return the table of ``key``; empty where it is absent."""
        value = self._take(key)
        if value is None:
            return Table({}, f"{self._where}.{key}" if self._where else key, self._fault)
        if not isinstance(value, dict):
            raise self.fail(key, "应为表", "must be a table")
        return Table(value, f"{self._where}.{key}" if self._where else key, self._fault)

    def text_by_key(self) -> dict[str, str]:
        """Return all keys of the table, each with its text."""
        return {key: self.text(key) for key in self._values}

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the tables of the list of tables ``key``; none where it is absent."""
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.fail(key, "应为表的列表", "must be a list of tables")
        for number, each in enumerate(value, start=1):
            yield Table(each, f"{self._where}.{key}[{number}]" if self._where else f"{key}[{number}]", self._fault)

    def done(self) -> None:
        """Raise the error of the file where it holds a key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.fail(key, "不认识", "is not known")
