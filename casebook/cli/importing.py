"""``casebook import``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from casebook import profiles
from casebook.cli import session
from casebook.cli.arguments import FormatOption, LateOption, WhyOption
from casebook.cli.formats import as_json, text_or_json
from casebook.cli.progress import progress
from casebook.cli.session import Session, say, tell
from casebook.closing import Lateness
from casebook.errors import FINDING, REFUSED, BadValue
from casebook.grids import open_grids
from casebook.headers import never_met, profile_of
from casebook.importoutcome import Outcome
from casebook.intake import Choices, import_parts
from casebook.parts import Part, parts_of
from casebook.profiles import Profile
from casebook.render import imported
from casebook.render.text import inert
from casebook.terms import REGISTER, parse
from casebook.words import Words

TEXT_ENDINGS = (".csv", ".tsv", ".txt", "")


def import_file(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("表格文件", "the table"))],
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            help=say("表中没有台账列时的台账", "the register, where the table has no such column"),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help=say("不导入的列", "a column to leave out"))
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help=say("列名=项目，如 立案时间=intake_on", "HEADER=FIELD, such as 立案时间=intake_on")),
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help=say("导入方案，或其文件", "a profile, or its file"))
    ] = None,
    save_profile: Annotated[
        str | None,
        typer.Option("--save-profile", help=say("把本次的认列存为导入方案", "keep what was recognised as a profile")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只预览，不登记", "say what would be done, log nothing"))
    ] = False,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial",
            help=say("登记能登记的行，其余另存文件", "log the good rows, put the others into a file"),
        ),
    ] = False,
    accept_corrections: Annotated[
        bool,
        typer.Option(
            "--accept-corrections",
            help=say("与台账不符的内容按更正登记", "log contradicting facts as corrections"),
        ),
    ] = False,
    late: LateOption = False,
    reason: WhyOption = None,
    form: FormatOption = "table",
) -> None:
    """Import cases from a table."""
    current: Session = ctx.obj
    wanted = text_or_json(form)
    known = profiles.load(profile, profiles.folder()) if profile else None
    choices = Choices(
        register=parse(REGISTER, register) if register else None,
        ignored=tuple(ignore or ()),
        mapping=profiles.read_mapping(mapping or ()),
        profile=known,
        dry_run=dry_run,
        partial=partial,
        accept_corrections=accept_corrections,
        lateness=Lateness(late, reason),
    )
    with current.open(write=True) as book:
        parts, without = parts_of(open_grids(file), choices.asked)
        _refuse_unmet(parts, choices)
        kept = _profile(save_profile, parts, choices)
        with progress(say("导入", "Importing"), sum(part.height or 0 for part in parts)) as seen:
            outcome = import_parts(book, parts, choices, current.scribe, seen)
    if kept:
        path = profiles.save(kept, profiles.folder())
        session.message(inert(say(f"导入方案已存为 {path}。", f"The profile is kept as {path}.")))
    _tell(outcome, parts, without, wanted, dry_run=dry_run)
    if outcome.rejected:
        raise typer.Exit(_rejected(file, parts, outcome, wanted))


def _refuse_unmet(parts: Sequence[Part], choices: Choices) -> None:
    """Raise ``BadValue`` for a header that was mapped and is nowhere in the file: most likely misspelt."""
    tables = [part.recognised for part in parts if part.recognised]
    if tables:
        for name in never_met(choices.said, tables):
            rule = Words("表中没有这一列；请按表头写。", "The table has no such header; write it as it stands there.")
            raise BadValue(field=Words("--map", "--map"), value=name, rule=rule)


def _profile(name: str | None, parts: Sequence[Part], choices: Choices) -> Profile | None:
    """Return the profile to be kept. Raises ``ProfileExists`` before anything of the table is logged."""
    if name is None:
        return None
    tables = [part.recognised for part in parts if part.recognised]
    found = profile_of(name, tables, choices.said, choices.profile)
    profiles.free_path(found, profiles.folder())
    return found


def _tell(outcome: Outcome, parts: Sequence[Part], without: Sequence[str], wanted: str, *, dry_run: bool) -> None:
    """Print the account of an import; what was recognised and how cells were read goes with a dry run."""
    if wanted == "json":
        tree = imported.as_tree(outcome, parts, without, session.language, dry_run=dry_run)
        session.result(as_json(tree))
    else:
        if dry_run:
            _print(imported.recognised_lines(parts, without, session.language))
        session.result(imported.summary(outcome, session.language, dry_run=dry_run))
        if dry_run:
            _print(imported.reading_lines(outcome, session.language))
            session.printed(imported.years_text(outcome.years, session.language))
        _print(imported.correction_line(each, session.language) for each in outcome.corrections[: imported.SHOWN])
        _print(imported.left_alone_line(each, session.language) for each in outcome.left_alone[: imported.SHOWN])
    if outcome.set_aside:
        names = "、".join(map(inert, outcome.set_aside))
        session.message(say(f"未导入的列：{names}", f"Columns set aside: {names}"))
    for sheet, words in outcome.passed_over:
        session.message(inert(f"{sheet + ': ' if sheet else ''}{tell(words)}"))
    if outcome.written and outcome.batch is not None:
        batch = outcome.batch
        session.message(
            say(
                f"批次 {batch}；如需整批冲销：casebook strike --batch {batch} --reason 理由",
                f"Import {batch}; to strike all of it: casebook strike --batch {batch} --reason WHY",
            )
        )


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        session.result(line)


def _rejected(file: Path, parts: Sequence[Part], outcome: Outcome, wanted: str) -> int:
    """Say what was rejected, keep the rows of a partial import beside the file, and return the exit status."""
    count = len(outcome.rejected)
    if wanted != "json":
        _print(imported.rejection_line(each, session.language) for each in outcome.rejected[: imported.SHOWN])
        if count > imported.SHOWN:
            rest = count - imported.SHOWN
            session.result(say(f"……另有 {rest} 行", f"… and {rest} more"))
    if not outcome.written:
        session.message(say(f"有 {count} 处不能接受，未登记任何内容。", f"{count} rejected; nothing was logged."))
        return REFUSED
    path = _write_rejected(file, parts, outcome)
    where = inert(str(path))
    session.message(
        say(
            f"有 {count} 行不能接受，连同理由存入 {where}。",
            f"{count} rows rejected; they are in {where}, with reasons.",
        )
    )
    return FINDING


def _write_rejected(file: Path, parts: Sequence[Part], outcome: Outcome) -> Path:
    """Write the rejected rows beside the file, in its shape, and return where."""
    from casebook.cli.outfiles import replace_file
    from casebook.render import rejectedrows

    sheets = rejectedrows.rejected_rows(parts, outcome.rejected, session.language)
    text = file.suffix.lower() in TEXT_ENDINGS or not parts[0].sheet
    path = _free(file, "csv" if text else "xlsx")
    replace_file(path, rejectedrows.as_csv(sheets[0][1]) if text else rejectedrows.as_xlsx(sheets))
    return path


def _free(path: Path, ending: str) -> Path:
    from casebook.cli.outfiles import name_part

    stem = name_part(path.stem)
    candidate, number = path.with_name(f"{stem}.rejected.{ending}"), 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{stem}.rejected-{number}.{ending}")
    return candidate
