"""Options made from the columns of the case table, so that each column is named in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from casebook.cli.session import tell
from casebook.columns import COLUMNS
from casebook.words import Words

DATE = Words("（日期）", " (a date)")
DATES = Words("（日期，多次以 ; 分隔）", " (dates separated by ;)")
COUNT = Words("（整数）", " (a whole number)")

Options = Mapping[str, tuple[tuple[str, ...], Words]]


class WithOptions:
    """A command whose ``**values`` are spelt out as text options, for the framework to read."""

    def __init__(self, command: Callable[..., Any], options: Options) -> None:
        self._command = command
        own = inspect.signature(command, eval_str=True)
        plain = [each for each in own.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
        more = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[str | None, typer.Option(*flags, help=tell(words))],
            )
            for name, (flags, words) in options.items()
        ]
        self.__signature__ = own.replace(parameters=[*plain, *more])
        self.__annotations__ = {name: each.annotation for name, each in self.__signature__.parameters.items()}
        self.__name__ = command.__name__
        self.__doc__ = command.__doc__

    def __call__(self, *args: Any, **values: Any) -> Any:
        """Run the command."""
        return self._command(*args, **values)


def column_options(columns: Mapping[str, tuple[str, ...]]) -> Options:
    """Return options for columns by code, each with further flags besides its own name."""
    return {code: ((f"--{code.replace('_', '-')}", *flags), column_help(code)) for code, flags in columns.items()}


def column_help(code: str) -> Words:
    """Return the label of a column with what it takes: the codes of a coded one, a date, a number."""
    column = COLUMNS[code]
    if column.vocabulary is None:
        hint = {"date": DATE, "dates": DATES, "count": COUNT}.get(column.kind)
        return Words(f"{column.label.zh}{hint.zh}", f"{column.label.en}{hint.en}") if hint else column.label
    codes = " ".join(column.vocabulary.codes)
    return Words(f"{column.label.zh}：{codes}", f"{column.label.en}: {codes}")
