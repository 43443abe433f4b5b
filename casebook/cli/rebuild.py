"""``casebook rebuild``."""

import typer

from casebook.cli import session
from casebook.cli.progress import progress
from casebook.cli.session import Session, say
from casebook.rebuilding import case_count
from casebook.rebuilding import rebuild as derive_anew


def rebuild(ctx: typer.Context) -> None:
    """Derive every case anew."""
    current: Session = ctx.obj
    with current.open(write=True) as book, progress(say("重新推导", "Deriving"), case_count(book)) as seen:
        found = derive_anew(book, seen)
    session.result(
        say(
            f"已由登记重新推导 {found.cases} 件案件；其中 {found.differing} 件原派生数据不符。",
            f"{found.cases} cases derived anew from the journal; {found.differing} of them were kept otherwise before.",
        )
    )
