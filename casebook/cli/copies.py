"""``casebook backup``, ``casebook restore`` and ``casebook rescue``."""

from pathlib import Path
from typing import Annotated

import typer

from casebook import copies
from casebook.cli import session
from casebook.cli.passphrase import EncryptOption, KeyFileOption, key_to_decrypt, key_to_encrypt
from casebook.cli.session import Session, say
from casebook.errors import FINDING
from casebook.model import RESTORE
from casebook.render.text import inert


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=say("备份文件；用 --keep 时为文件夹", "the backup; with --keep a folder")),
    ],
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            min=1,
            metavar="N",
            help=say(
                "在文件夹中按时间命名，只留最近 N 份本台账的备份",
                "name it by the instant, in a folder where the latest N backups of this book stay",
            ),
        ),
    ] = None,
    encrypt: EncryptOption = False,
    key_file: KeyFileOption = None,
) -> None:
    """Make a backup."""
    current: Session = ctx.obj
    current.admit()
    key = key_to_encrypt(encrypt, key_file)
    if keep is None:
        made = copies.back_up(current.path, file, key)
    else:
        made = copies.back_up_into(current.path, file, keep, session.clock(), key)
    shown, entry_no, digest = inert(str(made.path)), made.head.entry_no, made.head.digest
    session.result(
        say(
            f"已备份并核验：{shown}\n登记号 {entry_no}，摘要 {digest}",
            f"Backed up and verified: {shown}\nentry {entry_no}, digest {digest}",
        )
    )
    for each in made.dropped:
        session.result(say(f"已删除旧备份：{inert(str(each))}", f"Older backup deleted: {inert(str(each))}"))


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("备份文件", "the backup"))],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help=say("取代已有台账，并保留一份原件", "in place of the book there, keeping a copy of it")
        ),
    ] = False,
    key_file: KeyFileOption = None,
) -> None:
    """Restore a backup."""
    current: Session = ctx.obj
    current.refuse_read_only()
    if replace:
        current.admit(RESTORE)
    restored = copies.restore(current.path, file, lambda: key_to_decrypt(key_file), replace=replace)
    shown, head = inert(str(current.path)), restored.head
    session.result(
        say(
            f"已恢复并核验：{shown}\n登记号 {head.entry_no}，摘要 {head.digest}",
            f"Restored and verified: {shown}\nentry {head.entry_no}, digest {head.digest}",
        )
    )
    if restored.kept is not None:
        session.result(
            say(f"原件保留于：{inert(str(restored.kept))}", f"The old one is kept: {inert(str(restored.kept))}")
        )


def rescue(
    ctx: typer.Context,
    damaged: Annotated[Path, typer.Argument(metavar="DAMAGED", help=say("损坏的台账", "the damaged book"))],
    key_file: KeyFileOption = None,
) -> None:
    """Rescue a damaged book."""
    from casebook.render.rescued import lost_lines
    from casebook.rescuing import rescue as save

    current: Session = ctx.obj
    current.refuse_read_only()
    found = save(current.path, damaged, current.rules, lambda: key_to_decrypt(key_file))
    shown, head = inert(str(current.path)), found.head
    session.result(
        say(
            f"已抢救到 {shown}，并已核验：登记号 1 至 {head.entry_no}，案件 {found.cases} 件\n摘要 {head.digest}",
            f"Rescued to {shown} and verified: entries 1 to {head.entry_no}, {found.cases} cases\ndigest {head.digest}",
        )
    )
    session.result("\n".join(lost_lines(found.lost, session.language, all_read=found.all_read)))
    if found.lost or not found.all_read:
        if found.settings:
            told = say("、", ", ").join(map(inert, found.settings))
            session.result(
                say(
                    f"台账自身的设置尚不在摘要链内，请核对：{told}",
                    f"No digest covers the book's own settings yet; check them: {told}",
                )
            )
        raise typer.Exit(FINDING)
