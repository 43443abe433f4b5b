"""``casebook list``."""

from io import StringIO
from typing import Annotated

import typer

from casebook.cli import session
from casebook.cli.arguments import KnownAtOption
from casebook.cli.formats import as_json, one_of
from casebook.cli.options import WithOptions, column_help
from casebook.cli.session import Session, say
from casebook.columns import COLUMNS
from casebook.dates import parse_period, parse_year_start
from casebook.render import casejson
from casebook.render.casetable import write_cases
from casebook.terms import LAW, REGISTER, STATUS, find_outcome, parse
from casebook.words import Words

_CODED = {
    "applicant_kind": COLUMNS["applicant_kind"].vocabulary,
    "respondent_level": COLUMNS["respondent_level"].vocabulary,
    "matter": COLUMNS["matter"].vocabulary,
    "procedure": COLUMNS["procedure"].vocabulary,
    "intake_result": COLUMNS["intake_result"].vocabulary,
    "instance": COLUMNS["instance"].vocabulary,
    "defendant_role": COLUMNS["defendant_role"].vocabulary,
    "reviewed_first": COLUMNS["reviewed_first"].vocabulary,
    "status": STATUS,
    "law": LAW,
}
_TEXT = {
    "number": "docket_no",
    "applicant": "applicant",
    "respondent": "respondents",
    "field": "field",
    "handler": "handler",
    "court": "court",
    "channel": "channel",
    "note": "note",
    "previous_number": "previous_number",
}
_PERIODS = {
    "received_in": ("received", Words("收到期间", "received in a period")),
    "accepted_in": ("accepted", Words("受理期间", "accepted in a period")),
    "closed_in": ("closed", Words("结案期间", "closed in a period")),
}


def _list(
    ctx: typer.Context,
    register: Annotated[
        str | None,
        typer.Argument(
            metavar="[REGISTER]", help=say("台账；缺省为全部", "the register; all by default"), show_default=False
        ),
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help=say("只列未结的", "only cases still on the desk"))] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help=say("最多件数", "at most so many"))] = None,
    form: Annotated[
        str, typer.Option("--format", help=say("格式：table plain md csv json", "table plain md csv json"))
    ] = "table",
    known_at: KnownAtOption = None,
    **wanted: str | None,
) -> None:
    """List cases."""
    current: Session = ctx.obj
    form = one_of(form, "table", "plain", "md", "csv", "json")
    with current.open() as book:
        filters = filters_of(current, book.head.year_start, wanted)
        if register is not None:
            filters.append(("register", parse(REGISTER, register)))
        if pending:
            filters.append(("pending", 1))
        found = book.listing(filters, limit=limit, known_at=known_at)
    if form == "json":
        session.result(as_json(casejson.cases_json(found)))
        return
    out = StringIO(newline="")
    write_cases(found, form, session.language, out)
    session.printed(out.getvalue())


def filters_of(current: Session, year_start: str, wanted: dict[str, str | None]) -> list[tuple[str, object]]:
    """Return the conditions that options of ``FILTERS`` name. Raises errors of the family for what none can mean."""
    filters: list[tuple[str, object]] = []
    for name, text in wanted.items():
        if text is None:
            continue
        vocabulary = _CODED.get(name)
        if vocabulary is not None:
            filters.append((name, parse(vocabulary, text)))
        elif name in _TEXT:
            filters.append((_TEXT[name], text.strip()))
        elif name in _PERIODS:
            period = parse_period(text, current.today, parse_year_start(year_start))
            kind = _PERIODS[name][0]
            filters += [(f"{kind}_from", period.start.isoformat()), (f"{kind}_to", period.end.isoformat())]
        elif name == "outcome":
            filters.append(("outcome", find_outcome(text)))
        else:
            from casebook.procedure import read_ground  # a list by ground is rare

            filters.append(("ground", read_ground("terminate", text)))
    return filters


def _help_of(name: str) -> Words:
    vocabulary = _CODED[name]
    if name in COLUMNS or vocabulary is None:
        return column_help(name)
    codes = " ".join(vocabulary.codes)
    return Words(f"{vocabulary.name.zh}：{codes}", f"{vocabulary.name.en}: {codes}")


FILTERS = {
    **{name: ((f"--{name.replace('_', '-')}",), _help_of(name)) for name in _CODED},
    **{name: ((f"--{name.replace('_', '-')}",), COLUMNS[name].label) for name in (*_TEXT, "outcome", "ground")},
    **{name: ((f"--{name.replace('_', '-')}",), label) for name, (_, label) in _PERIODS.items()},
}

list_cases = WithOptions(_list, FILTERS)
