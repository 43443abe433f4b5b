"""Who may do what: every command that writes needs its role, by the account, as registered right then."""

from __future__ import annotations

import ast
import json
import os
import pwd
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import pytest
from blackbox.program import Answer, Casebook, write_table
from desk import RULES, Desk

from casebook.accessfaults import NobodyAdministers, NotRegistered, OfficerDiffers, RoleMissing
from casebook.book import Book
from casebook.cli import main as program
from casebook.cli import session
from casebook.enrolment import enrol, remove
from casebook.errors import BadValue, ReasonMissing
from casebook.model import LATE, REBUILD, RESTORE, Hand
from casebook.officers import CORRECT, DEEDS, ENTER, FREEZE, READ, ROLE, Officer, read_roles, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "casebook"
OPEN, STALE, OTHERS = "南府复〔2024〕1号", "南府复〔2024〕2号", "南府复〔2024〕3号"
NOTICE = """year = 2027
number = "国办发明电〔2026〕9号"
issued_on = 2026-11-04
[[holiday]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
work = []
"""

# One account for each set of roles that a command asks for; the account is named by them.
ACCOUNTS = ((READ,), (ENTER,), (CORRECT,), (FREEZE,), (ENTER, CORRECT))
STRANGER = "stranger"


class Write(NamedTuple):
    """A command line that writes, and the roles that it takes."""

    line: str
    needs: tuple[str, ...]


WRITES = (
    Write("intake review --received 2024-03-05", (ENTER,)),
    Write("intake review --received 2024-01-10 --late --reason 漏登", (ENTER, CORRECT)),
    Write(f"record {OPEN} extend --on 2024-04-10", (ENTER,)),
    Write(f"record {OPEN} reply --on 2024-04-05 --late --reason 漏登", (ENTER, CORRECT)),
    Write(f"close {OPEN} maintain --on 2024-04-15", (ENTER,)),
    Write("import new.csv --register review", (ENTER,)),
    Write("import new.csv --register review --dry-run", (ENTER,)),
    Write("import new.csv --register review --late --reason 补录", (ENTER, CORRECT)),
    Write("import other.csv --register review --accept-corrections", (CORRECT,)),
    Write(f"correct {OPEN} 2 --on 2024-04-02 --reason 笔误", (CORRECT,)),
    Write(f"strike {OPEN} 2 --reason 误登", (CORRECT,)),
    Write(f"mask {OTHERS} 张某某 --reason 当事人申请", (CORRECT,)),
    Write("undo", (CORRECT,)),
    Write("strike --batch 3 --reason 误导入", (CORRECT,)),
    Write("freeze --period 2024", (FREEZE,)),
    Write("freeze --period 2024 --close", (FREEZE,)),
    Write("freeze --report 2 --close", (FREEZE,)),
    Write("target set loss <=8%", (FREEZE,)),
    Write("target drop loss --year 2025", (FREEZE,)),
    Write("scheme adopt broad", (FREEZE,)),
    Write("form adopt own.toml", (FREEZE,)),
    Write("calendar adopt 2027.toml", (FREEZE,)),
    Write("export names.csv --unmasked --reason 移交", (FREEZE,)),
    Write("restore --replace kept.db", (FREEZE,)),
    Write("rebuild", (FREEZE,)),
    Write("officer add zhou --name 周科员 --role read", (FREEZE,)),
    Write("officer add read --role read,enter", (FREEZE,)),
    Write("officer remove read --reason 调离", (FREEZE,)),
)
READS = (
    f"show {OPEN}", f"history {OPEN}", "list", "search 张某", "due", f"due --why {OPEN} N10", "report --period 2024",
    "report efficiency --period 2024", "compare", "export masked.csv", "check", "check --deep", "target list",
    "scheme list", "scheme show standard", "form list", "form show efficiency", "calendar show 2026",
    "calendar check 2026", "officer list", "seal",
)  # fmt: skip
NO_BOOK = (  # none is opened by its officer
    "init", "backup", "rescue", "law list", "law show", "profile list", "profile show", "profile test",
)  # fmt: skip


def name_of(roles: tuple[str, ...]) -> str:
    return "-".join(roles)


@contextmanager
def sitting(account: str) -> Iterator[None]:
    """Let the system say that the program runs for another account."""
    with mock.patch("casebook.cli.session.account", return_value=account):
        yield


def run_as(casebook: Casebook, account: str, *args: str) -> Answer:
    """Run a command for an account, in the folder of the book."""
    before = Path.cwd()
    os.chdir(casebook.path.parent)
    try:
        with sitting(account):
            return casebook.run(*args)
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two cases with a closed period, files to read beside it, and an officer for each set of roles."""
    casebook = Casebook(tmp_path_factory.mktemp("furnished") / "cases.book")
    casebook.init()
    casebook.open_review("2024-03-04", "2024-04-01", OPEN, "--note", "张某")
    casebook.bring_in([{"register": "review", "number": STALE, "received_on": "2024-05-06", "handler": "李四"}])
    told = ("intake", "review", "--received", "2024-06-03", "--number", OTHERS, "--applicant", "张某某")
    casebook.ok("--officer", f"{CORRECT} 科员", *told)  # what that account can take back
    casebook.ok("freeze", "--period", "2024-01", "--close")
    casebook.ok("freeze", "--period", "2024-02")
    casebook.ok("target", "set", "loss", "<=7%", "--year", "2025")
    folder = casebook.path.parent
    write_table(folder / "new.csv", [{"number": "南府复〔2024〕9号", "received_on": "2024-03-04"}])
    write_table(folder / "other.csv", [{"number": STALE, "received_on": "2024-05-06", "handler": "王五"}])
    (folder / "own.toml").write_text(own_form(), encoding="utf-8")
    (folder / "2027.toml").write_text(NOTICE, encoding="utf-8")
    with sitting(FREEZE):
        for roles in (ACCOUNTS[-2], *ACCOUNTS):
            casebook.ok("officer", "add", name_of(roles), "--name", f"{name_of(roles)} 科员", "--role", ",".join(roles))
        casebook.ok("backup", str(folder / "kept.db"))
    return folder


def own_form() -> str:
    text = (Path(__file__).parents[1] / "docs" / "forms.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- file [^\n]*\.toml -->\n```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Casebook:
    """A copy of that book and its files."""
    shutil.copytree(furnished, tmp_path / "office")
    return Casebook(tmp_path / "office" / "cases.book")


# Every command


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.line)
def test_a_command_that_writes_takes_its_roles_and_no_others(office: Casebook, write: Write) -> None:
    words = write.line.split()
    for roles in ACCOUNTS:
        if set(write.needs) <= set(roles):
            continue
        before = office.dump()
        answer = run_as(office, name_of(roles), *words)
        assert (answer.status, answer.out) == (2, ""), answer
        missing = next(role for role in write.needs if role not in roles)
        assert f"({name_of(roles)}) does not have the role {missing}: may not " in answer.err, answer.err
        assert office.dump() == before
    for account in (STRANGER, "root"):
        answer = run_as(office, account, *words)
        assert (answer.status, answer.out) == (2, "")
        assert f"The account {account} is not registered" in answer.err
    assert not (office.path.parent / "names.csv").exists()
    done = run_as(office, name_of(write.needs), *words)
    assert done.status == 0, done.err
    found = json.loads(run_as(office, name_of(write.needs), "check", "--deep", "--format", "json").out)["findings"]
    assert [each for each in found if each["severity"] == "error"] == []


@pytest.mark.parametrize("line", READS)
def test_a_command_that_reads_takes_any_role(office: Casebook, line: str) -> None:
    for roles in ACCOUNTS:
        assert run_as(office, name_of(roles), *line.split()).status in (0, 1)
    answer = run_as(office, STRANGER, *line.split())
    assert (answer.status, answer.out) == (2, "")
    assert f"The account {STRANGER} is not registered" in answer.err
    assert "freeze 科员 (freeze)" in answer.err  # who can help


def leaves(group: object, above: tuple[str, ...] = ()) -> Iterator[str]:
    for name in group.list_commands(None):  # type: ignore[attr-defined] # the framework's own type is private
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        if hasattr(command, "list_commands"):
            yield from leaves(command, (*above, name))
        else:
            yield " ".join((*above, name))


def test_no_command_was_forgotten() -> None:
    lines = [*READS, *(each.line for each in WRITES), *NO_BOOK]
    commands = list(leaves(program.build()))
    assert [each for each in commands if not any(f"{line} ".startswith(f"{each} ") for line in lines)] == []


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.line)
def test_a_command_that_writes_is_refused_in_a_book_opened_for_reading(office: Casebook, write: Write) -> None:
    before = office.dump()
    answer = run_as(office, name_of(write.needs), "--read-only", *write.line.split())
    assert (answer.status, answer.out) == (3, "")
    assert "--read-only was given" in answer.err
    assert office.dump() == before


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("line", READS)
def test_a_command_that_reads_says_the_same_and_leaves_no_trace_when_it_may_not_write(
    office: Casebook, line: str
) -> None:
    before = everything_in(office.path.parent)
    answer = run_as(office, READ, "--read-only", *line.split())
    after = everything_in(office.path.parent)
    after.pop("masked.csv", None)
    assert after == before
    assert answer == run_as(office, READ, *line.split())


def test_a_backup_is_for_those_whom_the_book_knows(office: Casebook) -> None:
    answer = run_as(office, STRANGER, "backup", "copy.db")
    assert (answer.status, answer.out) == (2, "")
    assert f"The account {STRANGER} is not registered" in answer.err
    assert run_as(office, READ, "--read-only", "backup", "copy.db").status == 0
    assert (office.path.parent / "copy.db").exists()


# One place


def calls(name: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    }


def test_only_a_book_makes_writers_and_only_the_command_line_opens_books() -> None:
    assert calls("Writer") == {"book.py"}
    assert calls("Book.open") == {"cli/session.py", "sharing.py"}  # in a process that helps one that was admitted


def test_every_act_of_the_schema_takes_a_role() -> None:
    schema = (PACKAGE / "store" / "schema.sql").read_text(encoding="utf-8")
    [acts] = re.findall(r"act text not null check \(act in \((.*?)\)\)", schema)
    assert set(re.findall(r"'(\w+)'", acts)) | {LATE, RESTORE, REBUILD} == set(DEEDS)
    assert {deed.role for deed in DEEDS.values()} | {READ} == set(ROLE.codes)


# The account decides


def test_the_account_is_that_of_the_number_whatever_the_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "wang")
    assert session.account() == pwd.getpwuid(os.getuid()).pw_name
    assert session.has_account(session.account())
    assert not session.has_account("no-such-account")
    assert not session.has_account("no\0account")


def test_a_number_without_a_name_is_an_account_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert session.account() == "uid:4000000000"


def test_a_process_cannot_borrow_an_account_by_its_variables(office: Casebook) -> None:
    borrowed = office.environment(LOGNAME=FREEZE, USER=FREEZE, CASEBOOK_OFFICER="freeze 科员")
    answer = office.process("show", OPEN, env=borrowed)
    assert answer.status == 2
    assert f"The account {session.account()} is not registered" in answer.err


def test_acts_are_recorded_by_the_registered_name(office: Casebook) -> None:
    assert run_as(office, ENTER, "record", OPEN, "extend", "--on", "2024-04-10").status == 0
    assert run_as(office, ENTER, "--officer", "enter 科员", "record", OPEN, "reply", "--on", "2024-04-11").status == 0
    with sitting(READ):
        entries = office.json("history", OPEN)["entries"]
    assert [each["recorded_by"] for each in entries[-2:]] == ["enter 科员"] * 2
    assert {each["machine"] for each in entries} == {"desk-1"}


@pytest.mark.parametrize("named", ["张三", "freeze 科员", "freeze"])
def test_no_other_name_can_be_given(office: Casebook, named: str) -> None:
    for line in ("list", f"record {OPEN} extend --on 2024-04-10"):
        answer = run_as(office, ENTER, "--officer", named, *line.split())
        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith(f"{named} was named, but the account enter is registered as enter 科员.")


def test_where_nobody_is_registered_the_command_line_says_who_writes(tmp_path: Path) -> None:
    casebook = Casebook(tmp_path / "cases.book")
    casebook.init()
    casebook.ok("--officer", "张三", "intake", "review", "--received", "2024-03-04", "--number", OPEN)
    assert casebook.json("history", OPEN)["entries"][0]["recorded_by"] == "张三"
    assert casebook.json("officer", "list") == {"schema": "casebook/officers/1", "officers": []}


# Registering


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    yield desk
    desk.book.connection.close()


def test_the_first_officer_can_register_others(desk: Desk) -> None:
    with pytest.raises(NobodyAdministers):
        desk.enrol("wang", "王科员", ENTER, CORRECT)
    assert desk.book.head.entry_no == 0
    first = desk.enrol("wang", "王科员", FREEZE)
    desk.sit_down("wang")
    desk.enrol("li", "李科员", ENTER)
    assert desk.book.officers() == {"wang": first, "li": Officer("li", "李科员", (ENTER,), 2)}
    assert desk.book.officers(1) == {"wang": first}
    assert desk.book.officers(0) == {}


def test_the_last_who_can_register_others_stays(desk: Desk) -> None:
    desk.enrol("wang", "王科员", FREEZE)
    desk.sit_down("wang")
    desk.enrol("li", "李科员", ENTER)
    with pytest.raises(NobodyAdministers):
        desk.enrol("wang", "王科员", ENTER)
    with pytest.raises(NobodyAdministers):
        remove(desk.book, "wang", desk.scribe, "调离")
    desk.enrol("li", "李科员", FREEZE)
    assert remove(desk.book, "wang", desk.scribe, "调离").entry_no == 4
    assert list(desk.book.officers()) == ["li"]
    with pytest.raises(NotRegistered):
        desk.enrol("zhao", "赵科员", READ)


def test_the_same_again_is_no_act_and_a_name_that_is_known_need_not_be_said(desk: Desk) -> None:
    first = desk.enrol("wang", "王科员", FREEZE)
    desk.sit_down("wang")
    assert desk.enrol("wang", "", FREEZE) == first
    assert desk.enrol("wang", "", ENTER, FREEZE) == first._replace(roles=(ENTER, FREEZE), entry_no=2)


def test_an_account_taken_off_the_list_can_come_back(desk: Desk) -> None:
    desk.enrol("wang", "王科员", FREEZE)
    desk.sit_down("wang")
    desk.enrol("li", "李科员", ENTER)
    remove(desk.book, "li", desk.scribe, "借调")
    assert desk.enrol("li", "李科员", ENTER).entry_no == 4


@pytest.mark.parametrize(
    ("account", "name", "roles"),
    [
        (" ", "王科员", (FREEZE,)),
        ("wang", " ", (FREEZE,)),
        ("w" * 65, "王科员", (FREEZE,)),
        ("wang", "王\u202e科员", (FREEZE,)),
        ("wang\n", "王科员\x1b", (FREEZE,)),
        ("wang", "王科员", ()),
    ],
)
def test_what_cannot_be_read_is_not_registered(desk: Desk, account: str, name: str, roles: tuple[str, ...]) -> None:
    with pytest.raises(BadValue):
        enrol(desk.book, Officer(account, name, roles, 0), desk.scribe)
    assert desk.book.head.entry_no == 0


def test_an_account_goes_with_a_reason(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        remove(desk.book, "wang", desk.scribe, " ")


def test_roles_are_said_by_code_or_in_chinese_in_any_order() -> None:
    assert read_roles(["freeze", "登记,更正"]) == read_roles(["enter、correct、封存"]) == (ENTER, CORRECT, FREEZE)
    assert read_roles(["查阅"]) == (READ,)
    assert read_roles([]) == read_roles([" , "]) == ()


def test_a_later_enrolment_stands_instead_of_an_earlier_one() -> None:
    told = [(1, "wang", "王科员", '["freeze"]'), (2, "li", "李科员", '["read"]'), (3, "wang", "王科长", '["freeze"]')]
    assert standing(told)["wang"] == Officer("wang", "王科长", (FREEZE,), 3)
    assert list(standing([*told, (4, "li", "李科员", "[]")])) == ["wang"]


# As it stands right then


def test_an_officer_removed_meanwhile_by_another_process_is_refused(desk: Desk) -> None:
    desk.enrol("wang", "王科员", FREEZE)
    desk.sit_down("wang")
    desk.enrol("li", "李科员", ENTER)
    with Book.open(desk.book.path, RULES, write=True, hand=Hand(lambda: "wang")) as other:
        desk.sit_down("li")
        desk.log("review", "2024-03-04", OPEN)
        enrol(other, Officer("li", "李科员", (READ,), 0), desk.scribe)
        with pytest.raises(RoleMissing, match="may not log a case"):
            desk.log("review", "2024-03-04", STALE)
        remove(other, "li", desk.scribe, "调离")
        with pytest.raises(NotRegistered):
            desk.log("review", "2024-03-04", STALE)
    assert desk.book.head.entry_no == 5


def test_a_program_that_names_no_account_reads_but_does_not_write(desk: Desk) -> None:
    desk.enrol("wang", "王科员", FREEZE)
    with Book.open(desk.book.path, RULES) as other:
        assert list(other.officers()) == ["wang"]
    with pytest.raises(NotRegistered):
        desk.log("review", "2024-03-04", OPEN)


def test_a_borrowed_name_is_refused_when_the_book_is_opened(desk: Desk) -> None:
    desk.enrol("wang", "王科员", FREEZE)
    for named in ("王科员", "wang", None):
        Book.open(desk.book.path, RULES, hand=Hand(lambda: "wang", named)).connection.close()
    with pytest.raises(OfficerDiffers):
        Book.open(desk.book.path, RULES, hand=Hand(lambda: "wang", "李科员"))


# The machine


def test_an_act_names_the_machine_as_text_that_nothing_obeys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEBOOK_MACHINE", raising=False)
    assert session.machine() == os.uname().nodename
    monkeypatch.setenv("CASEBOOK_MACHINE", "desk\x1b[1m" + "x" * 99)
    told = session.machine()
    assert told is not None
    assert told.startswith("desk\\x1b[1mxxx")
    assert len(told) == 64
    monkeypatch.setenv("CASEBOOK_MACHINE", " ")
    assert session.machine() is None


def test_every_way_of_writing_names_the_machine(office: Casebook) -> None:
    for line in (
        f"record {OPEN} extend --on 2024-04-10",
        "import new.csv --register review",
        "intake 复议 --received 2024-03-05",
    ):
        assert run_as(office, ENTER, *line.split()).status == 0
    assert run_as(office, CORRECT, "import", "other.csv", "--register", "review", "--accept-corrections").status == 0
    with Book.open(office.path, RULES) as book:
        machines = {row[0] for row in book.connection.execute("select machine from entry")}
    assert machines == {"desk-1"}
    history = run_as(office, READ, "history", OPEN).out.splitlines()
    assert re.search(r"  by +machine +act  ", history[0])
    assert all("desk-1" in line for line in history[1:3])
