"""Options made from the columns of the case table, so that each column is named in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from casebook.cli.session import tell
from casebook.columns import COLUMNS
from casebook.words import Words

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
    return {code: ((f"--{code.replace('_', '-')}", *flags), COLUMNS[code].label) for code, flags in columns.items()}
