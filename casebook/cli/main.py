"""The command ``casebook``: global options, commands loaded when they are called, errors as messages."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from casebook import __version__
from casebook.cli import session
from casebook.cli.help import HELP, localised
from casebook.cli.session import Session, say
from casebook.errors import DONE, NO_BOOK, CasebookError
from casebook.words import inert

UsageError: type[Exception] = typer.BadParameter.__bases__[0]
INTERRUPTED = 130
AS_UTF8 = ("-P", "-X", "utf8", "-c", "from casebook.cli.main import main; main()")
CONTEXT = 12  # characters shown on either side of what is no text


class Entry(NamedTuple):
    """Where a command lives."""

    module: str
    name: str


COMMANDS = {
    "init": Entry("init", "init"),
    "intake": Entry("intake", "intake"),
    "record": Entry("record", "record"),
    "close": Entry("record", "close"),
    "correct": Entry("amend", "correct"),
    "strike": Entry("amend", "strike"),
    "undo": Entry("undo", "undo"),
    "mask": Entry("mask", "mask"),
    "show": Entry("show", "show"),
    "history": Entry("show", "history"),
    "list": Entry("listing", "list_cases"),
    "search": Entry("searching", "search"),
    "due": Entry("due", "due"),
    "report": Entry("report", "report"),
    "freeze": Entry("freeze", "freeze"),
    "compare": Entry("freeze", "compare"),
    "target": Entry("target", "target"),
    "scheme": Entry("catalogue", "scheme"),
    "form": Entry("catalogue", "form"),
    "import": Entry("importing", "import_file"),
    "profile": Entry("profile", "profile"),
    "export": Entry("exporting", "export"),
    "check": Entry("check", "check"),
    "seal": Entry("sealing", "seal"),
    "rebuild": Entry("rebuild", "rebuild"),
    "backup": Entry("copies", "backup"),
    "restore": Entry("copies", "restore"),
    "rescue": Entry("copies", "rescue"),
    "law": Entry("law", "law"),
    "calendar": Entry("calendar", "calendar"),
    "officer": Entry("officer", "officer"),
}


class Commands(TyperGroup):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of an officer's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command, ``None`` where there is none of that name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        found = getattr(import_module(f"casebook.cli.{entry.module}"), entry.name)
        if isinstance(found, typer.Typer):
            command = typer.main.get_command(found)
        else:
            app = typer.Typer(add_completion=False, rich_markup_mode=None)
            app.command(
                name=cmd_name,
                help=HELP[cmd_name].text(),
                context_settings={"help_option_names": ["--help", "-h"]},
            )(found)
            command = typer.main.get_command(app)
        command.name = cmd_name
        return speaking(command)

    def get_help(self, ctx: Any) -> str:
        """Return the help of the group, framework's words included, in the user's language."""
        return localised(super().get_help(ctx))


def speaking(command: Any) -> Any:
    """Return ``command`` with its help, and that of the commands below it, in the user's language."""
    plain = command.get_help
    command.get_help = lambda ctx: localised(plain(ctx))
    for below in getattr(command, "commands", {}).values():
        speaking(below)
    return command


def _version(asked: bool) -> None:
    if asked:
        session.result(f"casebook {__version__}")
        raise typer.Exit


def build() -> Any:
    """Return the command group in the language of this invocation."""
    app = typer.Typer(
        cls=Commands,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        help=say(
            "司法局行政复议、被复议、行政应诉案件台账。",
            "The case ledger of a justice bureau: review, review as respondent, litigation.",
        ),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback()
    def casebook(
        ctx: typer.Context,
        book: Annotated[
            Path | None,
            typer.Option(
                "--book",
                readable=False,  # a book that cannot be read is told by the book's own words, with status 3
                help=say(
                    "台账文件；缺省用 $CASEBOOK_BOOK，再缺省在用户数据文件夹",
                    "the book; else $CASEBOOK_BOOK, else in the user's data folder",
                ),
            ),
        ] = None,
        lang: Annotated[
            str | None,
            typer.Option(
                "--lang",
                help=say(
                    "界面语言 zh 或 en；缺省用 $CASEBOOK_LANG，再缺省按系统",
                    "language, zh or en; else $CASEBOOK_LANG, else the locale",
                ),
            ),
        ] = None,
        today: Annotated[str | None, typer.Option("--today", hidden=True)] = None,
        officer: Annotated[
            str | None,
            typer.Option(
                "--officer",
                help=say(
                    "登记人；缺省用 $CASEBOOK_OFFICER，再缺省为系统用户",
                    "who writes; else $CASEBOOK_OFFICER, else the system user",
                ),
            ),
        ] = None,
        read_only: Annotated[
            bool,
            typer.Option(
                "--read-only",
                help=say(
                    "只读打开：不写台账，也不在旁边留文件", "open without any right to write, leave no file beside"
                ),
            ),
        ] = False,
        version: Annotated[
            bool,
            typer.Option("--version", callback=_version, is_eager=True, help=say("显示版本", "show the version")),
        ] = False,
    ) -> None:
        if lang is not None and lang not in ("zh", "en"):
            raise typer.BadParameter(say("--lang 只能是 zh 或 en", "--lang is zh or en"))
        ctx.obj = Session(book, session.today_by(today), officer, read_only)

    return typer.main.get_command(app)


def run(argv: Sequence[str]) -> int:
    """Run one command line. Returns the exit status; results and messages are printed."""
    session.language = session.choose_language(argv, os.environ)
    try:
        status = build().main(args=list(argv) or ["--help"], prog_name="casebook", standalone_mode=False)
    except CasebookError as error:
        status = _refused(error)
    except UsageError as error:
        from casebook.cli.usage import explain_usage  # its patterns cost more than most commands

        status = explain_usage(error)
    except typer.Abort:
        status = INTERRUPTED
    except BrokenPipeError:
        session.drop(sys.stdout)  # whoever read the output has enough of it
        status = DONE
    except OSError as error:
        why = inert(str(error))
        session.message(say(f"读写失败：{why}", f"Could not read or write: {why}"))
        status = NO_BOOK
    except OverflowError:
        from casebook.linefaults import NumberTooLarge

        status = _refused(NumberTooLarge())
    except UnicodeEncodeError as error:
        from casebook.linefaults import NotText

        status = _refused(NotText(text=error.object[max(0, error.start - CONTEXT) : error.end + CONTEXT]))
    return status if isinstance(status, int) else DONE


def _refused(error: CasebookError) -> int:
    session.message(error.say(session.language))
    return error.exit_status


def main() -> None:
    """Run the command line of this process."""
    if not session.takes_chinese(sys.getfilesystemencoding()):  # words and names of files are lost already: begin again
        os.execv(sys.executable, [sys.executable, *AS_UTF8, *sys.argv[1:]])  # noqa: S606 - itself, no shell
    os._exit(whole_run(sys.argv[1:]))  # all is written and closed: to take every module apart took a tenth of a command


def whole_run(argv: Sequence[str]) -> int:
    """Run ``argv`` and hand what was printed to the streams of the process; return the exit status."""
    session.prepare_streams()
    status = run(argv)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        session.drop(sys.stdout)
    except OSError as error:
        session.drop(sys.stdout)
        session.message(
            say(
                f"结果未能输出：{error}。\n已登记的内容仍在台账中。",
                f"The result could not be printed: {error}.\nWhat was logged is in the book.",
            )
        )
        status = NO_BOOK
    sys.stderr.flush()
    return status
