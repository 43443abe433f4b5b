"""What an officer does to meet each error: a command line on a book that is ready for it."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import spreadsheets

from casebook import accessfaults, actfaults, bookfaults, errors, filefaults, linefaults, reportfaults
from casebook.book import Book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from blackbox.program import Casebook

    from casebook.errors import CasebookError
    from casebook.model import Found

    Around = Callable[[Casebook], AbstractContextManager[None]]

OPEN, CLOSED, SUMMARY = "南府复〔2024〕1号", "南府复〔2024〕2号", "南府复〔2024〕3号"
NEW, IMPORTED, EXTENDED = "南府复〔2024〕4号", "南府复〔2024〕5号", "南府复〔2024〕6号"
SUIT = "（2024）赣01行初5号"
NAMED = "南府复〔2024〕7号"
GRAMMAR = "name = '报告'\nlanguage = 'zh'\n[[part]]\nregister = 'review'\ntext = '受理{flow.nonsense}件'\n"


HEAD = 'year = {year}\nnumber = "国办发明电〔2026〕9号"\nissued_on = 2026-11-04\n'
HOLIDAY = '[[holiday]]\nname = "元旦"\nfrom = {first}\nto = {last}\nwork = [{work}]\n'


def notice(first: str, last: str, work: str = "", year: int = 2027) -> str:
    """Return a notice with one holiday."""
    return HEAD.format(year=year) + HOLIDAY.format(first=first, last=last, work=work)


NOTICES = {
    "no_toml": "year = ",
    "no_year": 'number = "国办发明电〔2026〕9号"',
    "backwards": notice("2027-01-03", "2027-01-01"),
    "outside": notice("2026-02-01", "2026-02-03"),
    "twice": notice("2027-01-01", "2027-01-03") + HOLIDAY.format(first="2027-01-03", last="2027-01-04", work=""),
    "weekday": notice("2027-01-01", "2027-01-03", work="2027-01-06"),
    "two_years": notice("2023-12-30", "2023-12-31", year=2023),  # named by the notice of 2024
}


def furnish(casebook: Casebook) -> None:
    """Tell the cases that the scenarios speak of; the entries are 1 to 14."""
    casebook.open_review("2024-03-04", "2024-03-06", OPEN)
    casebook.open_review("2024-03-04", "2024-03-06", CLOSED)
    casebook.close(CLOSED, "maintain", "2024-04-15")
    casebook.open_review("2024-03-04", "2024-03-06", SUMMARY, "--set", "procedure=summary")
    casebook.intake("review", "2024-03-04", NEW)
    whole = ["--intake-result", "accept", "--intake-on", "2024-03-06"]
    casebook.intake("review", "2024-03-04", IMPORTED, *whole)
    casebook.intake("litigation", "2024-03-04", SUIT, "--instance", "first")
    casebook.open_review("2024-03-04", "2024-03-06", EXTENDED)
    casebook.record(EXTENDED, "extend", "2024-04-10")
    casebook.intake("review", "2024-03-04", NAMED, "--applicant", "熊小猫、熊二、熊二", "--respondent", "县公安局")
    casebook.path.with_name("empty.csv").touch()
    for name, text in NOTICES.items():
        casebook.path.with_name(f"{name}.toml").write_text(text, encoding="utf-8")
    casebook.path.with_name("faulty.toml").write_text(GRAMMAR, encoding="utf-8")
    furnish_tables(casebook.path.parent)


def furnish_tables(folder: Path) -> None:
    """Lay down tables that cannot be read, each for one reason, and one that can."""
    (folder / "page.xls").write_text("<html><frameset></frameset></html>", encoding="utf-8")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "wide.csv").write_text("," * 800 + "x", encoding="utf-8")
    (folder / "good.csv").write_text("案号,收到日期\n南府复〔2024〕91号,2024-03-04\n", encoding="utf-8")
    spreadsheets.ole(folder / "locked.xlsx", {"EncryptionInfo": b"", "EncryptedPackage": b""})
    spreadsheets.xlsx(folder / "long.xlsx", f'<row r="1">{spreadsheets.told("A1", "长" * 40000)}</row>')


@contextmanager
def another_profile(casebook: Casebook) -> Iterator[None]:
    """A profile is kept under the name already, of another table."""
    kept = casebook.path.parent / ".config" / "casebook" / "profiles" / "ours.toml"
    kept.parent.mkdir(parents=True)
    kept.write_text('register = "review"\n[headers]\n"登记号" = "number"\n', encoding="utf-8")
    yield


@contextmanager
def no_book(casebook: Casebook) -> Iterator[None]:
    with mock.patch.object(casebook, "path", casebook.path.with_name("none.book")):
        yield


@contextmanager
def on_a_terminal(_: Casebook) -> Iterator[None]:
    with mock.patch("casebook.cli.reporting.on_terminal", return_value=True):
        yield


@contextmanager
def another_file(casebook: Casebook) -> Iterator[None]:
    with mock.patch.object(casebook, "path", casebook.path.with_name("faulty.toml")):
        yield


@contextmanager
def nobody_may_write(casebook: Casebook) -> Iterator[None]:
    """The superuser may write anything: what the system says to everybody else."""
    del casebook
    with mock.patch("casebook.store.connection.os.access", return_value=False):
        yield


@contextmanager
def somebody_writes(casebook: Casebook) -> Iterator[None]:
    with closing(sqlite3.connect(casebook.path, isolation_level=None)) as holder:
        holder.execute("begin immediate")
        with mock.patch("casebook.store.connection.WAIT_SECONDS", 0):
            yield


@contextmanager
def somebody_elses(casebook: Casebook) -> Iterator[None]:
    """The superuser may read anything: what the system says to everybody else."""
    del casebook
    with mock.patch("casebook.store.connection._head_of", side_effect=PermissionError(13, "Permission denied")):
        yield


@contextmanager
def on_a_share(casebook: Casebook) -> Iterator[None]:
    del casebook
    with mock.patch("casebook.store.connection.share", return_value="nfs4"):
        yield


@contextmanager
def no_room(casebook: Casebook) -> Iterator[None]:
    """The file may not grow: what the database says is what it says on a full disk."""
    del casebook
    with mock.patch("casebook.store.connection.durable", lambda book: book.execute("pragma max_page_count = 1")):
        yield


@contextmanager
def cut_short(casebook: Casebook) -> Iterator[None]:
    """Half of the file is lost."""
    content = casebook.path.read_bytes()
    casebook.path.write_bytes(content[: len(content) // 2])
    yield


def changed(*statements: str) -> Around:
    """A book that was changed behind the program's back, as long as it lasts."""

    @contextmanager
    def around(casebook: Casebook) -> Iterator[None]:
        with closing(sqlite3.connect(casebook.path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
        yield

    return around


@contextmanager
def old_and_not_ours(casebook: Casebook) -> Iterator[None]:
    """A book of the first schema that nobody here may write."""
    with changed("pragma user_version = 1")(casebook), nobody_may_write(casebook):
        yield


@contextmanager
def first_quarter_closed(casebook: Casebook) -> Iterator[None]:
    """A book whose reports on the first quarter were sent, and which is closed for it."""
    casebook.ok("freeze", "--period", "2024Q1", "--close")
    yield


def sitting(account: str) -> AbstractContextManager[object]:
    """The system says that the program runs for another account."""
    return mock.patch("casebook.cli.session.account", return_value=account)


def officer(account: str, *roles: str) -> Around:
    """A book that an officer administers, where another one with these roles sits down."""

    @contextmanager
    def around(casebook: Casebook) -> Iterator[None]:
        with sitting("wang"):
            casebook.ok("officer", "add", "wang", "--name", "王科员", "--role", "freeze")
            if roles:
                casebook.ok("officer", "add", account, "--name", "李科员", "--role", ",".join(roles))
        with sitting(account):
            yield

    return around


@contextmanager
def wang_alone(casebook: Casebook) -> Iterator[None]:
    """An account of this machine, and nobody registered."""
    del casebook
    with sitting("wang"):
        yield


@contextmanager
def written_meanwhile(casebook: Casebook) -> Iterator[None]:
    """Somebody who writes while a command reads."""
    del casebook
    find = Book.find

    def found(book: Book, text: str) -> Found:
        with book.path.open("r+b") as file:  # the same bytes: the system notes the day and the hour only
            head = file.read(1)
            file.seek(0)
            file.write(head)
        return find(book, text)

    with mock.patch.object(Book, "find", found):
        yield


@contextmanager
def somebody_reads(casebook: Casebook) -> Iterator[None]:
    """A book that another program reads as it was before the last act."""
    with closing(sqlite3.connect(casebook.path, isolation_level=None)) as holder:
        holder.execute("begin")
        holder.execute("select count(*) from entry").fetchone()
        casebook.record(OPEN, "reply", "2024-03-20")
        with mock.patch("casebook.store.connection.WAIT_SECONDS", 0):
            yield


@contextmanager
def somebody_went_on(casebook: Casebook) -> Iterator[None]:
    """What one officer told was corrected by another."""
    casebook.ok("--officer", "李科员", "record", OPEN, "reply", "--on", "2024-03-20")
    casebook.ok("correct", OPEN, "15", "--on", "2024-03-21", "--reason", "笔误")
    yield


@contextmanager
def told_before_it_was_closed(casebook: Casebook) -> Iterator[None]:
    """An officer told of a quarter that another one has closed since."""
    casebook.ok("--officer", "李科员", "record", OPEN, "reply", "--on", "2024-03-20")
    casebook.ok("freeze", "--period", "2024Q1", "--close")
    yield


def as_it_is(casebook: Casebook) -> AbstractContextManager[None]:
    del casebook
    return nullcontext()


BROKEN_NOTICE = "insert into adoption values (1, 1, 'calendar', '2027', '', '{')"

BROKEN_STEP = "update step set on_date = '2024-03-xx' where step_no = 2"


class Scenario(NamedTuple):
    """A command line, the error that it must meet, and what is the matter with the book."""

    error: type[CasebookError]
    line: str
    around: Around = as_it_is


REPORT = "report --register review --period 2024"

SCENARIOS = (
    Scenario(errors.UnknownCode, f"record {OPEN} acept --on 2024-03-07"),
    Scenario(errors.UnknownCode, f"close {OPEN} maintian --on 2024-03-07"),
    Scenario(errors.UnknownCode, f"{REPORT} --by mater"),
    Scenario(errors.WrongDate, f"record {OPEN} reply --on 2024-02-30"),
    Scenario(errors.DateInFuture, f"record {OPEN} reply --on 2027-01-04"),
    Scenario(errors.DateInFuture, f"correct {OPEN} 2 --on 2027-01-04 --reason 笔误"),
    Scenario(errors.StepNotInRegister, f"record {OPEN} appeal --on 2024-04-15"),
    Scenario(errors.StepNotAllowed, f"close {NEW} maintain --on 2024-04-15"),
    Scenario(errors.StepNotAllowed, f"record {CLOSED} extend --on 2024-05-06"),
    Scenario(errors.StepBeforeReceipt, f"record {NEW} accept --on 2024-03-01"),
    Scenario(errors.StepImpossible, f"record {CLOSED} suspend --on 2024-04-15 --ground death"),
    Scenario(errors.StepImpossible, f"correct {CLOSED} 4 --on 2024-04-16 --reason 笔误"),
    Scenario(errors.StepTooOften, f"record {EXTENDED} extend --on 2024-04-16"),
    Scenario(errors.DetailNotKnown, f"record {OPEN} extend --on 2024-04-16 --set weeks=2"),
    Scenario(errors.DetailNotKnown, "intake review --received 2024-03-04 --set days=2"),
    Scenario(errors.DetailWrong, f"record {OPEN} extend --on 2024-04-16 --set days=31"),
    Scenario(errors.DetailWrong, f"record {OPEN} plan_hearing --on 2024-04-16"),
    Scenario(errors.OutcomeMissing, f"record {OPEN} conclude --on 2024-04-16"),
    Scenario(errors.OutcomeNotKnown, f"close {SUIT} affirm --on 2024-06-03"),
    Scenario(errors.OutcomeNotOfStep, f"record {OPEN} reply --on 2024-04-16 --outcome maintain"),
    Scenario(errors.GroundNotKnown, f"record {OPEN} suspend --on 2024-04-16 --ground deaht"),
    Scenario(bookfaults.BookMissing, "list", no_book),
    Scenario(bookfaults.NotABook, "list", another_file),
    Scenario(bookfaults.BookDamaged, "list", cut_short),
    Scenario(bookfaults.BookDamaged, "due", changed(BROKEN_NOTICE)),
    Scenario(bookfaults.BookDamaged, f"history {OPEN}", changed("drop trigger step_no_update", BROKEN_STEP)),
    Scenario(bookfaults.BookDamaged, "intake review --received 2024-03-04", cut_short),
    Scenario(bookfaults.BookForbidden, "list", somebody_elses),
    Scenario(bookfaults.BookOnShare, "list", on_a_share),
    Scenario(bookfaults.BookOnShare, "--book {folder}/new.book init --bureau 南昌县司法局", on_a_share),
    Scenario(bookfaults.DiskFull, f"intake review --received 2024-03-04 --note {'长' * 2000}", no_room),
    Scenario(bookfaults.BookTooNew, "list", changed("pragma user_version = 99")),
    Scenario(bookfaults.BookTooOld, "list", old_and_not_ours),
    Scenario(bookfaults.BookReadOnly, f"record {OPEN} reply --on 2024-04-16", nobody_may_write),
    Scenario(bookfaults.BookLocked, f"record {OPEN} reply --on 2024-04-16", somebody_writes),
    Scenario(bookfaults.BookUnreadable, "list", changed("drop table case_version")),
    Scenario(bookfaults.FileExists, "init --bureau 南昌县司法局"),
    Scenario(bookfaults.FolderMissing, "--book {folder}/nowhere/cases.book init --bureau 南昌县司法局"),
    Scenario(linefaults.NumberTooLarge, f"compare {'9' * 30}"),
    Scenario(linefaults.NotText, "show \udcff"),
    Scenario(linefaults.NotText, "intake review --received 2024-03-04 --applicant 张\udcff某"),
    Scenario(errors.CaseUnknown, "show 2024-77"),
    Scenario(errors.CaseUnknown, f"show {NEW} --known-at 1"),
    Scenario(errors.CaseUnknown, "show 南府复〔2023〕1号"),
    Scenario(errors.CaseAmbiguous, "show 5号"),
    Scenario(errors.NumberTaken, "intake review --received 2024-03-04 --number 南府复(2024)1号"),
    Scenario(errors.NumberTaken, f"correct {CLOSED} 3 --set number={OPEN} --reason 笔误"),
    Scenario(errors.NumberUnusable, f"correct {OPEN} 1 --set number=〔{'2' * 99}〕 --reason 笔误"),
    Scenario(errors.EntryUnknown, f"strike {OPEN} 3 --reason 误登"),
    Scenario(errors.StepOfEntryUnclear, f"correct {IMPORTED} 9 --on 2024-03-05 --reason 笔误"),
    Scenario(errors.StruckStepsHold, f"strike {CLOSED} 4 --reason 误登"),
    Scenario(errors.NothingToCorrect, f"correct {OPEN} 2 --on 2024-03-06 --reason 笔误"),
    Scenario(errors.ReasonMissing, f"strike {OPEN} 2"),
    Scenario(errors.ReasonMissing, f"record {OPEN} reply --on 2024-03-20 --late", first_quarter_closed),
    Scenario(bookfaults.PeriodClosed, f"record {OPEN} reply --on 2024-03-20", first_quarter_closed),
    Scenario(bookfaults.PeriodClosed, f"strike {OPEN} 2 --reason 误登", first_quarter_closed),
    Scenario(bookfaults.PeriodClosed, f"correct {CLOSED} 4 --on 2024-03-29 --reason 笔误", first_quarter_closed),
    Scenario(bookfaults.ReportUnknown, "compare 9", first_quarter_closed),
    Scenario(bookfaults.ReportUnknown, "freeze --report 9 --close"),
    Scenario(errors.ExtensionTooLate, f"record {OPEN} extend --on 2024-06-03"),
    Scenario(errors.WrongProcedure, f"record {SUMMARY} extend --on 2024-03-20"),
    Scenario(errors.BadValue, f"record {OPEN} extend --on 2024-04-16 --set days"),
    Scenario(errors.BadValue, f"record {OPEN} extend --on 2024-04-16 --set days=many"),
    Scenario(errors.BadValue, "intake review --received 2024-03-04 --set law=review-2017"),
    Scenario(errors.CellRefused, "intake review --received 2024-03-04 --applicant-count many"),
    Scenario(errors.CellRefused, "intake review --received 2024-03-04 --intake-on 2024-03-01"),
    Scenario(errors.CellMissing, "intake review --received 2024-03-04 --outcome maintain"),
    Scenario(errors.WrongPeriod, "report --register review --period 2024Q5"),
    Scenario(errors.PeriodBackwards, "report --register review --period 2024-03-04..2024-03-03"),
    Scenario(errors.WrongYearStart, f"{REPORT} --year-start 02-29"),
    Scenario(bookfaults.Unbalanced, REPORT, changed("update case_version set outcome = 'x' where outcome is not null")),
    Scenario(errors.FigureUnknown, f"{REPORT} --cases outcom=maintain"),
    Scenario(errors.BaseNotInRegister, "report --register litigation --period 2024 --by matter --base accepted"),
    Scenario(errors.TooManyDimensions, f"{REPORT} --by matter,field,handler"),
    Scenario(errors.EntryNotYet, f"{REPORT} --known-at 99"),
    Scenario(errors.AsOfBeforePeriod, f"{REPORT} --as-of 2023-12-31"),
    Scenario(filefaults.SchemeUnknown, f"{REPORT} --scheme nonsense"),
    Scenario(filefaults.SchemeFaulty, "scheme adopt {folder}/faulty.toml"),
    Scenario(filefaults.FormUnknown, "report nonsense --period 2024"),
    Scenario(filefaults.FormUnknown, "form show nonsense"),
    Scenario(filefaults.FormFaulty, "form adopt {folder}/faulty.toml"),
    Scenario(filefaults.FormFaulty, "form adopt {folder}/none.toml"),
    Scenario(filefaults.NamePattern, f"{REPORT} --out {{folder}} --name .."),
    Scenario(filefaults.NamePattern, f"{REPORT} --out {{folder}} --name a/b.md"),
    Scenario(bookfaults.OutputUnwritable, f"{REPORT} --out {{folder}}/nowhere/a.md"),
    Scenario(filefaults.OutputNeeded, f"{REPORT} --format xlsx", on_a_terminal),
    Scenario(reportfaults.WrongComparison, f"{REPORT} --compare nonsense"),
    Scenario(reportfaults.TargetUnclear, 'target set loss "about 8%"'),
    Scenario(reportfaults.TargetWithoutPercent, 'target set loss "<=8"'),
    Scenario(reportfaults.TargetWithPercent, 'target set flow.received "<=8%" --register litigation'),
    Scenario(reportfaults.TargetRegister, 'target set conclusion ">=90%"'),
    Scenario(reportfaults.NoTarget, "target drop loss"),
    Scenario(filefaults.TemplateUnknown, "report sentence --period 2024 --template nonsense"),
    Scenario(filefaults.TemplateFaulty, "report sentence --period 2024 --template {folder}/faulty.toml"),
    Scenario(errors.RuleUnknown, "due --rule N99"),
    Scenario(errors.RuleNotInForce, "due --if-received 2023-03-06 --rule N10"),
    Scenario(errors.RuleNotSupposable, "due --if-received 2024-03-06 --rule N18"),
    Scenario(errors.DeadlineMissing, f"due --why {NEW} N20"),
    Scenario(filefaults.NoticeUnreadable, "calendar adopt {folder}/no_toml.toml"),
    Scenario(filefaults.NoticeUnreadable, "calendar adopt {folder}/none.toml"),
    Scenario(filefaults.NoticeIncomplete, "calendar adopt {folder}/no_year.toml"),
    Scenario(filefaults.NoticeBackwards, "calendar adopt {folder}/backwards.toml"),
    Scenario(filefaults.NoticeDayOutside, "calendar adopt {folder}/outside.toml"),
    Scenario(filefaults.NoticeDayTwice, "calendar adopt {folder}/twice.toml"),
    Scenario(filefaults.NoticeMakeUpOnWeekday, "calendar adopt {folder}/weekday.toml"),
    Scenario(filefaults.NoticeOfTwoYears, "calendar adopt {folder}/two_years.toml"),
    Scenario(filefaults.TableUnreadable, "import {folder}/none.csv"),
    Scenario(filefaults.TableUnreadable, "import {folder}"),
    Scenario(filefaults.TableUnreadable, "import {folder}/empty.csv"),
    Scenario(filefaults.TableForeign, "import {folder}/page.xls"),
    Scenario(filefaults.TableDamaged, "import {folder}/broken.xlsx"),
    Scenario(filefaults.TableTooLarge, "import {folder}/wide.csv"),
    Scenario(filefaults.TableEncrypted, "import {folder}/locked.xlsx"),
    Scenario(filefaults.TableCellTooLong, "import {folder}/long.xlsx"),
    Scenario(filefaults.ProfileFaulty, "import {folder}/good.csv --profile {folder}/faulty.toml"),
    Scenario(filefaults.ProfileUnknown, "import {folder}/good.csv --profile nobody"),
    Scenario(filefaults.ProfileExists, "import {folder}/good.csv --save-profile ours", another_profile),
    Scenario(accessfaults.NotRegistered, f"show {OPEN}", officer("li")),
    Scenario(accessfaults.NotRegistered, f"record {OPEN} reply --on 2024-04-16", officer("li")),
    Scenario(accessfaults.RoleMissing, f"record {OPEN} reply --on 2024-04-16", officer("li", "read")),
    Scenario(accessfaults.RoleMissing, f"correct {CLOSED} 4 --on 2024-04-12 --reason 笔误", officer("li", "enter")),
    Scenario(accessfaults.RoleMissing, "export {folder}/names.csv --unmasked --reason 移交", officer("li", "correct")),
    Scenario(
        accessfaults.OfficerDiffers, f"--officer 王科员 record {OPEN} reply --on 2024-04-16", officer("li", "enter")
    ),
    Scenario(accessfaults.NobodyAdministers, "officer add wang --name 王科员 --role enter", wang_alone),
    Scenario(accessfaults.NobodyAdministers, "officer remove wang --reason 调离", officer("wang")),
    Scenario(accessfaults.AccountUnknown, "officer add nosuchaccount --name 王科员 --role freeze", wang_alone),
    Scenario(accessfaults.OfficerUnknown, "officer remove li --reason 调离", officer("wang")),
    Scenario(accessfaults.ReadOnlyAsked, f"--read-only record {OPEN} reply --on 2024-04-16"),
    Scenario(accessfaults.BookChanged, f"--read-only show {OPEN}", written_meanwhile),
    Scenario(errors.BatchUnknown, "strike --batch 99 --reason 误导入"),
    Scenario(errors.ReasonMissing, f"mask {NAMED} 熊小猫"),
    Scenario(actfaults.PartyUnknown, f"mask {NAMED} 熊大 --reason 依申请"),
    Scenario(actfaults.PartyUnknown, f"mask {NEW} 熊大 --reason 依申请"),
    Scenario(actfaults.PartyUnclear, f"mask {NAMED} 熊二 --reason 依申请"),
    Scenario(actfaults.MaskNeeded, f"mask {NAMED} 县公安局 --reason 依申请"),
    Scenario(actfaults.MaskTells, f"mask {NAMED} 熊小猫 --reason 熊小猫申请"),
    Scenario(actfaults.MaskTells, f"mask {NAMED} 熊小猫 --as 熊小猫某 --reason 依申请"),
    Scenario(errors.BadValue, f"mask {NAMED} 熊小猫 --as 甲、乙 --reason 依申请"),
    Scenario(bookfaults.BookLocked, f"mask {NAMED} 熊小猫 --reason 依申请", somebody_reads),
    Scenario(actfaults.NothingToUndo, "--officer 无名 undo"),
    Scenario(actfaults.CannotBeUndone, "undo", first_quarter_closed),
    Scenario(actfaults.LaterActsHold, "--officer 李科员 undo", somebody_went_on),
    Scenario(bookfaults.PeriodClosed, "--officer 李科员 undo", told_before_it_was_closed),
)
