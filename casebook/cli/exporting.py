"""``casebook export``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple, TypeVar

import typer

from casebook import encryption
from casebook.cli import session
from casebook.cli.arguments import KnownAtOption
from casebook.cli.listing import FILTERS, filters_of
from casebook.cli.options import WithOptions
from casebook.cli.outfiles import refuse_book, replacing
from casebook.cli.passphrase import EncryptOption, KeyFileOption, key_to_encrypt
from casebook.cli.progress import progress
from casebook.cli.session import Session, say, tell
from casebook.encryption import Key
from casebook.exporting import ALL, CASES, WHAT, Beyond, Choices, Export, Table, check_reason, log_export
from casebook.terms import REGISTER, parse

ENDINGS = ("csv", "xlsx", "jsonl")
SEALED = ".age"  # may follow the ending of an encrypted file
SHARING = "sharing"
TOLD_EACH = 500  # rows
Row = TypeVar("Row")
HEADERS = ("zh", "code")


class Job(NamedTuple):
    """What one invocation wants written, and where."""

    path: Path
    ending: str
    what: str
    register: str | None
    bom: bool
    codes: bool
    key: Key | None = None


def _export(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=say("文件，.csv、.xlsx 或 .jsonl", "the file: .csv, .xlsx or .jsonl"))
    ],
    what: Annotated[
        str,
        typer.Option(
            "--what",
            help=say(
                "内容：cases 案件、steps 节点、parties 当事人、hearings 开庭；xlsx 可用 all",
                "cases, steps, parties or hearings; all of them in an xlsx",
            ),
        ),
    ] = CASES,
    register: Annotated[
        str | None,
        typer.Option("--register", help=say("台账；缺省为全部", "the register; all by default")),
    ] = None,
    purpose: Annotated[
        str | None,
        typer.Option(
            "--for",
            help=say(
                "用途：sharing，遮蔽个人信息（缺省即是）",
                "what for: sharing, personal data masked (this is the default)",
            ),
        ),
    ] = None,
    unmasked: Annotated[
        bool,
        typer.Option(
            "--unmasked",
            help=say("保留姓名等全部内容；须写理由，并记入台账", "keep names; needs a reason, and is logged"),
        ),
    ] = False,
    reason: Annotated[str | None, typer.Option("--reason", help=say("保留姓名的理由", "why names are kept"))] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help=say("CSV 带 BOM，供电子表格识别", "CSV with a BOM, for spreadsheets"))
    ] = False,
    headers: Annotated[
        str | None,
        typer.Option(
            "--headers", help=say("xlsx 表头：zh 中文（缺省）或 code 代码", "headers of an xlsx: zh (default) or code")
        ),
    ] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help=say("只导出未结的", "only cases still on the desk"))
    ] = False,
    known_at: KnownAtOption = None,
    encrypt: EncryptOption = False,
    key_file: KeyFileOption = None,
    **wanted: str | None,
) -> None:
    """Export cases into a file."""
    current: Session = ctx.obj
    job = _job(file, what, register, bom, headers)._replace(key=key_to_encrypt(encrypt, key_file))
    _refuse_both(purpose, unmasked, reason)
    refuse_book(file, current.path)
    why = check_reason(reason) if unmasked else None
    with current.open(write=unmasked) as book:
        if unmasked:
            book.admit("export")  # before any name is written
        filters = filters_of(current, book.head.year_start, wanted)
        filters += [("pending", 1)] if pending else []
        if job.register is not None:
            filters.append(("register", job.register))
        choices = Choices(filters, known_at, masked=not unmasked)
        with replacing(file) as out:
            with book.reading():
                export = Export(book, choices)
                counts = _write(export, job, out, current)
                beyond = export.beyond() if job.what == CASES and job.ending != "jsonl" else ()
            # the entry comes first: names never leave without one, and an entry without a file does no harm
            entry_no = None if why is None else log_export(book, current.scribe, why, _source(job, counts))
    _say(job, counts, entry_no)
    if beyond:
        session.message(_beyond(beyond))


def _beyond(found: tuple[Beyond, ...]) -> str:
    """Return what an import of the file will not know, and where to keep it."""
    listed = say("、", ", ").join(f"{tell(each.what)} {each.cases}" for each in found)
    return say(
        f"案件表没有下列内容的栏目（件数）：{listed}。\n"
        "由此文件再导入时不含这些内容；请另用 --what all、.jsonl 或台账备份保存。",
        f"The case table has no column for these (cases): {listed}.\n"
        "An import of this file will not know them; keep them with --what all, .jsonl or a backup of the book.",
    )


def _job(file: Path, what: str, register: str | None, bom: bool, headers: str | None) -> Job:
    """Return what is wanted. Raises the framework's error for options that do not go together."""
    name = file.with_suffix("") if file.suffix.lower() == SEALED else file
    ending = name.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise typer.BadParameter(
            say(
                f"文件须以 .csv、.xlsx 或 .jsonl 结尾：{file.name}",
                f"the file ends in .csv, .xlsx or .jsonl: {file.name}",
            )
        )
    wanted = parse(WHAT, what)
    if wanted == ALL and ending != "xlsx":
        raise typer.BadParameter(say("--what all 只用于 xlsx", "--what all goes with xlsx"))
    if wanted != CASES and ending == "jsonl":
        raise typer.BadParameter(
            say("jsonl 每件一行，已含节点和开庭", "a line of jsonl is a case, its steps and hearings in it")
        )
    if bom and ending != "csv":
        raise typer.BadParameter(say("--bom 只用于 csv", "--bom goes with csv"))
    if headers is not None and (headers not in HEADERS or (headers == "zh" and ending != "xlsx")):
        raise typer.BadParameter(say("--headers 用于 xlsx：zh 或 code", "--headers goes with xlsx: zh or code"))
    return Job(file, ending, wanted, parse(REGISTER, register) if register else None, bom, headers == "code")


def _refuse_both(purpose: str | None, unmasked: bool, reason: str | None) -> None:
    if purpose is not None and purpose != SHARING:
        raise typer.BadParameter(say("--for 只能是 sharing", "--for is sharing"))
    if purpose is not None and unmasked:
        raise typer.BadParameter(
            say(
                "--for sharing 遮蔽个人信息，不与 --unmasked 同用",
                "--for sharing masks names; it does not go with --unmasked",
            )
        )
    if reason is not None and not unmasked:
        raise typer.BadParameter(say("--reason 与 --unmasked 同用", "--reason goes with --unmasked"))


def _write(export: Export, job: Job, out: BinaryIO, current: Session) -> dict[str, int]:
    """Write the file, encrypted where it is to be; return how many rows of what it has."""
    if job.key is None:
        return _write_plain(export, job, out, current)
    plain = BytesIO()  # nothing of it lies on a disk in plain
    counts = _write_plain(export, job, plain, current)
    out.write(encryption.encrypt(plain.getvalue(), job.key))
    return counts


def _write_plain(export: Export, job: Job, out: BinaryIO, current: Session) -> dict[str, int]:
    from casebook.render import casefiles

    with progress(say("导出", "Exporting"), 0) as seen:
        if job.ending == "jsonl":
            return {CASES: casefiles.write_jsonl(out, _told(export.lines(), seen))}
        if job.ending == "csv":
            return {job.what: casefiles.write_csv(out, _shown(export.table(job.what), seen), bom=job.bom)}
        tables = (_shown(each, seen) for each in _tables(export, job))
        return casefiles.write_xlsx(
            out, tables, codes=job.codes, created=current.today, path=job.path, in_memory=job.key is not None
        )


def _shown(table: Table, seen: Callable[[int], None]) -> Table:
    return replace(table, rows=_told(table.rows, seen))


def _told(rows: Iterable[Row], seen: Callable[[int], None]) -> Iterator[Row]:
    """Yield ``rows``, and tell now and then how many there were."""
    for number, row in enumerate(rows, 1):
        if number % TOLD_EACH == 0:
            seen(number)
        yield row


def _tables(export: Export, job: Job) -> Iterator[Table]:
    if job.what in (CASES, ALL):
        held = [job.register] if job.register else export.book.registers()
        for register in held or REGISTER.codes[:1]:
            yield export.cases(register)
    others = [each for each in WHAT.codes if each not in (CASES, ALL)]
    for each in others if job.what == ALL else [each for each in others if each == job.what]:
        yield export.table(each)


def _source(job: Job, counts: dict[str, int]) -> str:
    """Return what the journal says of the file: its name, and how many rows of what are in it."""
    return ":".join((job.path.name, *(f"{code}={count}" for code, count in counts.items())))


def _say(job: Job, counts: dict[str, int], entry_no: int | None) -> None:
    labels = {code: tell(WHAT.label(code) if code in WHAT else REGISTER.label(code)) for code in counts}
    told = say("、", ", ").join(f"{labels[code]} {count}" for code, count in counts.items())
    if entry_no is None:
        session.result(say(f"已导出 {told}，个人信息已遮蔽。", f"Exported: {told}; personal data masked."))
    else:
        session.result(
            say(
                f"已导出 {told}，未遮蔽；记为登记号 {entry_no}。",
                f"Exported: {told}; unmasked, logged as entry {entry_no}.",
            )
        )


export = WithOptions(_export, {name: option for name, option in FILTERS.items() if name != "register"})
