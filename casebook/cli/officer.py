"""``casebook officer``: who may do what to the book."""

from typing import Annotated

import typer

from casebook import enrolment
from casebook.cli import session
from casebook.cli.arguments import FormatOption, KnownAtOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.help import HELP
from casebook.cli.session import Session, say, tell
from casebook.officers import ROLE, Officer, read_roles
from casebook.render.align import aligned
from casebook.render.text import inert

officer = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help=HELP["officer"].text())

AccountArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help=say("系统账号（登录名）", "account of the system: the login name"))
]


@officer.command("add", help=HELP["officer add"].text())
def add(
    ctx: typer.Context,
    account: AccountArgument,
    role: Annotated[
        list[str],
        typer.Option(
            "--role",
            help=say(
                "权限：enter 登记、correct 更正、freeze 封存、read 查阅；可多次，或以逗号分隔",
                "enter, correct, freeze or read; repeatable, or with commas between them",
            ),
        ),
    ],
    name: Annotated[
        str, typer.Option("--name", help=say("姓名；已登记的可省略", "the officer's name; known of a registered one"))
    ] = "",
    reason: Annotated[str | None, typer.Option("--reason", help=say("理由", "reason"))] = None,
) -> None:
    """Register an officer."""
    current: Session = ctx.obj
    asked = Officer(account, name, read_roles(role), 0)
    with current.open(write=True) as book:
        alone = not book.officers()
        done = enrolment.enrol(book, asked, current.scribe, reason, session.has_account)
    entry = done.entry_no
    zh = f"{_named(done, '（', '）')}已登记：{_roles(done)}（登记号 {entry}）。"
    en = f"{_named(done, ' (', ')')} is registered: {_roles(done)} (entry {entry})."
    session.result(inert(say(zh, en)))
    if alone:
        session.message(
            say(
                "此后只有登记的账号可以使用本台账，登记人以系统账号为准。",
                "From now on only registered accounts use this book, and the account decides who writes.",
            )
        )


@officer.command("remove", help=HELP["officer remove"].text())
def remove(
    ctx: typer.Context,
    account: AccountArgument,
    reason: Annotated[str, typer.Option("--reason", help=say("理由", "reason"))],
) -> None:
    """Take an officer off the list."""
    current: Session = ctx.obj
    with current.open(write=True) as book:
        gone = enrolment.remove(book, account, current.scribe, reason)
    zh = f"{_named(gone, '（', '）')}的登记已取消（登记号 {gone.entry_no}）。"
    en = f"{_named(gone, ' (', ')')} is not registered any more (entry {gone.entry_no})."
    session.result(inert(say(zh, en)))


@officer.command("list", help=HELP["officer list"].text())
def list_officers(ctx: typer.Context, form: FormatOption = "table", known_at: KnownAtOption = None) -> None:
    """List the officers."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    with current.open() as book, book.reading():
        found = sorted(book.officers(book.entry(known_at)).values())
    if wanted == "json":
        listed = [{**each._asdict(), "roles": list(each.roles)} for each in found]
        session.result(as_json({"schema": "casebook/officers/1", "officers": listed}))
        return
    heads = (say("账号", "account"), say("姓名", "name"), say("权限", "roles"), say("登记号", "entry"))
    rows = [(inert(each.account), inert(each.name), _roles(each), str(each.entry_no)) for each in found]
    if found:
        session.result("\n".join(aligned([heads, *rows])))
    else:
        session.message(
            say(
                "没有登记人员：能写这个文件的人都可以登记、更正、封存。",
                "Nobody is registered: whoever may write the file may do everything.",
            )
        )


def _named(one: Officer, opening: str, closing: str) -> str:
    return f"{one.name}{opening}{one.account}{closing}"


def _roles(one: Officer) -> str:
    return say("、", ", ").join(tell(ROLE.label(role)) for role in one.roles)
