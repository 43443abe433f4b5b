"""``casebook due``."""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from casebook import agenda
from casebook.agenda import LIMITS, Item, Limits, Wanted
from casebook.book import Book
from casebook.cli import session
from casebook.cli.formats import as_json, one_of, terminal
from casebook.cli.session import Session, say
from casebook.dates import parse_period, parse_year_start
from casebook.errors import FINDING
from casebook.terms import PROCEDURE, REGISTER, parse

if TYPE_CHECKING:
    from casebook.why import Reasoned

FORMATS = ("table", "plain", "md", "csv", "json", "ics")
WHY_FORMATS = ("table", "plain", "json")
FAILURES = ("overdue", "due")

CaseFilter = Annotated[
    str | None, typer.Argument(metavar="CASE", help=say("只列一案；缺省为全部", "one case only; all by default"))
]
RuleFilter = Annotated[
    str | None, typer.Argument(metavar="RULE", help=say("只列该案的一条规则，如 N10", "one rule of it, such as N10"))
]
WithinOption = Annotated[
    int | None,
    typer.Option("--within", min=0, help=say("今后若干天内到期的，含已逾期", "due within so many days, or gone by")),
]
OwnOption = Annotated[bool, typer.Option("--own", help=say("只列自办的", "only those that are ours to keep"))]
AllOption = Annotated[bool, typer.Option("--all", help=say("含已完成的", "those that were met too"))]
AfterOption = Annotated[
    bool, typer.Option("--after-decision", help=say("只列结案后的事项", "only what is watched after the decision"))
]
RegisterOption = Annotated[str | None, typer.Option("--register", help=say("台账", "register"))]
HandlerOption = Annotated[str | None, typer.Option("--handler", help=say("承办人", "handler"))]
RulesOption = Annotated[
    list[str] | None, typer.Option("--rule", help=say("规则，如 N10；可重复", "rule, such as N10; repeatable"))
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", help=say("到期日所在期间，如 this-month", "period of the last day"))
]
FailOption = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="|".join(FAILURES),
        help=say(
            "所列自办期限有逾期（due：或未到期）的，退出码为 1",
            "exit status 1 where one of ours is overdue (due: or due)",
        ),
    ),
]
WhyOption = Annotated[bool, typer.Option("--why", help=say("逐行说明算法", "how they were computed, line by line"))]
SupposeOption = Annotated[
    str | None,
    typer.Option(
        "--if-received",
        metavar="DATE",
        help=say("假定起算之事（收到、受理等）在该日", "suppose that what starts the period happened that day"),
    ),
]
ProcedureOption = Annotated[
    str | None, typer.Option("--procedure", help=say("假定的审理程序", "procedure that is supposed"))
]
RedOption = Annotated[
    int, typer.Option("--red", min=0, help=say("红色：至多剩余天数", "red: so many days left, or fewer"))
]
YellowOption = Annotated[
    int, typer.Option("--yellow", min=0, help=say("黄色：至多剩余天数", "yellow: so many days left, or fewer"))
]
FormOption = Annotated[str, typer.Option("--format", help=say(f"格式：{' '.join(FORMATS)}", " ".join(FORMATS)))]


class Asked(NamedTuple):
    """What the command line asks for, as text."""

    case: str | None
    rules: tuple[str, ...]
    register: str | None
    handler: str | None
    period: str | None
    within: int | None
    flags: tuple[bool, bool, bool]  # own, met too, after the decision

    def wanted(self, book: Book, today: date) -> Wanted:
        """Return what is asked of ``book``."""
        own, met_too, after_decision = self.flags
        return Wanted(
            register=parse(REGISTER, self.register) if self.register else None,
            handler=self.handler.strip() if self.handler else None,
            rules=tuple(rule for text in self.rules for rule in agenda.parse_rules(text, book.rules.lawbook)),
            period=parse_period(self.period, today, parse_year_start(book.head.year_start)) if self.period else None,
            within=self.within,
            own=own,
            met_too=met_too,
            after_decision=after_decision,
            case_no=book.find(self.case).case_no if self.case else None,
        )


def due(
    ctx: typer.Context,
    case: CaseFilter = None,
    rule: RuleFilter = None,
    within: WithinOption = None,
    own: OwnOption = False,
    met_too: AllOption = False,
    after_decision: AfterOption = False,
    register: RegisterOption = None,
    handler: HandlerOption = None,
    rules: RulesOption = None,
    period: PeriodOption = None,
    fail_on: FailOption = None,
    why: WhyOption = False,
    if_received: SupposeOption = None,
    procedure: ProcedureOption = None,
    red: RedOption = LIMITS.red,
    yellow: YellowOption = LIMITS.yellow,
    form: FormOption = "table",
) -> None:
    """List deadlines."""
    current: Session = ctx.obj
    one_of(form, *(WHY_FORMATS if why or if_received else FORMATS))
    if fail_on is not None and fail_on not in FAILURES:
        raise typer.BadParameter(say("--fail-on 只能是 overdue 或 due", "--fail-on is overdue or due"))
    named = (*(rules or ()), *((rule,) if rule else ()))
    if if_received:
        _suppose(current, case, named, (if_received, register, procedure), form)
        return
    if why:
        _explain(current, case, named, form)
        return
    asked = Asked(case, named, register, handler, period, within, (own, met_too, after_decision))
    with current.open() as book, book.reading():
        listed = agenda.items(book, asked.wanted(book, current.today), current.today)
        _print(book, listed, current.today, form, Limits(red, yellow))
    if fail_on and agenda.fails(listed, fail_on):
        raise typer.Exit(FINDING)


def _print(book: Book, listed: Sequence[Item], today: date, form: str, limits: Limits) -> None:
    from casebook.render import due as shown

    if form == "json":
        session.result(as_json(shown.due_json(listed, today)))
    elif form == "csv":
        session.printed(shown.due_csv(listed, today))
    elif form == "md":
        session.printed(shown.due_markdown(listed, today, session.language))
    elif form == "ics":
        from casebook.render.ical import calendar

        session.exact(calendar(listed, agenda.source(book), today, limits, session.language))
    elif form == "table" and sys.stdout.isatty():
        width, colour = terminal()
        text = shown.due_terminal(listed, today, session.language, limits, width=width, colour=colour)
        session.printed(text, styled=True)
    else:
        session.result(shown.due_text(listed, session.language))


def _explain(current: Session, case: str | None, named: Sequence[str], form: str) -> None:
    from casebook import why

    if case is None:
        raise typer.BadParameter(
            say(
                "--why 须写明案号，或用 --if-received 写明日期和规则",
                "--why needs a case, or a day with --if-received and a rule",
            )
        )
    with current.open() as book:
        rules = [rule for text in named for rule in agenda.parse_rules(text, book.rules.lawbook)]
        _print_reasons(why.of_case(book, case, rules, current.today), current.today, form)


def _suppose(
    current: Session,
    case: str | None,
    named: Sequence[str],
    supposed: tuple[str, str | None, str | None],
    form: str,
) -> None:
    """Explain what would be; one word alone is the rule."""
    from casebook import why

    if not named:
        case, named = None, [case] if case else []
    if not named:
        raise typer.BadParameter(
            say("--if-received 须写明规则，如 N8", "--if-received needs a rule, such as N8"),
        )
    on, register, procedure = supposed
    supposition = why.Supposition(
        current.day(on),
        parse(REGISTER, register) if register else None,
        parse(PROCEDURE, procedure) if procedure else None,
    )
    if case is None:
        known, _ = current.known_calendar()
        rules = [rule for text in named for rule in agenda.parse_rules(text, known.lawbook)]
        found = why.if_any(known, rules, supposition)
    else:
        with current.open() as book:
            rules = [rule for text in named for rule in agenda.parse_rules(text, book.rules.lawbook)]
            found = why.if_received(book, case, rules, supposition)
    _print_reasons(found, current.today, form)


def _print_reasons(found: "Sequence[Reasoned]", today: date, form: str) -> None:
    from casebook.render.due import why_json, why_lines

    if form == "json":
        session.result(as_json(why_json(found, today, session.language)))
        return
    session.result("\n".join(why_lines(found, today, session.language)))
