"""What a stranger calls files, sheets, headers and arguments: told back, written down and exported, never obeyed."""

from __future__ import annotations

import csv
import re
import sqlite3
import tomllib
from contextlib import closing
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import hostile_book
import pytest
import spreadsheets
from blackbox.program import MOST_LINES_OF_AN_ERROR, Casebook, write_lines
from harmless import harmless, members, plain, shown
from hostile_book import CLOSED, HEARD, OPEN, SAID
from hostile_texts import CLASSES, FIRST_DOOR, HARMLESS
from test_hostile_output import COMMANDS, printed

from casebook import profiles
from casebook.words import inert

if TYPE_CHECKING:
    from pathlib import Path

NAMED = {name: text.replace("/", "∕") for name, text in FIRST_DOOR.items()}  # a slash ends the name of a folder
FILE = "".join(each for each in SAID.replace("/", "∕") if each.isascii())[:100] + "\u202e\u2028\u200b\x9b"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """A book told by commands and an import."""
    return hostile_book.through_the_front_door(tmp_path_factory.mktemp("told"))


@pytest.fixture
def office(tmp_path: Path) -> Casebook:
    """A new book of an ordinary bureau."""
    book = Casebook(tmp_path / "cases.book", today=hostile_book.TODAY)
    book.init()
    return book


# arguments that are told back

REFUSED = (
    ("show", SAID),
    ("history", SAID),
    ("record", SAID, "accept", "--on", "2026-10-12"),
    ("record", OPEN, SAID, "--on", "2026-10-12"),
    ("record", OPEN, "resume", "--on", SAID),
    ("record", OPEN, "resume", "--on", "2026-10-20", "--set", f"days={SAID}"),
    ("record", OPEN, "resume", "--on", "2026-10-20", "--set", f"{SAID}=1"),
    ("record", OPEN, "resume", "--on", "2026-10-20", "--set", SAID),
    ("close", OPEN, SAID, "--on", "2026-10-20"),
    ("correct", OPEN, SAID, "--reason", SAID),
    ("strike", OPEN, SAID, "--reason", SAID),
    ("intake", SAID, "--received", "2026-10-09"),
    ("intake", "review", "--received", SAID),
    ("intake", "review", "--received", "2026-10-09", "--matter", SAID),
    ("intake", "review", "--received", "2026-10-09", "--applicant-count", SAID),
    ("intake", "review", "--received", "2026-10-09", "--number", SAID, "--closed-on", SAID),
    ("list", SAID),
    ("list", "--matter", SAID),
    ("list", "--received-in", SAID),
    ("list", "--format", SAID),
    ("due", SAID),
    ("due", "--rule", SAID),
    ("due", "--why", OPEN, SAID),
    ("due", "--if-received", SAID, "N8"),
    ("due", "--fail-on", SAID),
    ("search", "red", "--register", SAID),
    ("report", SAID),
    ("report", "--period", SAID),
    ("report", "--by", SAID),
    ("report", "--scheme", SAID),
    ("report", "--format", SAID),
    ("report", "--compare", SAID),
    ("report", "--cases", SAID),
    ("report", "--year-start", SAID),
    ("report", "sentence", "--template", SAID),
    ("report", "--out", "{folder}/" + NAMED["path"] + "/" + FILE),
    ("report", "--out", "{folder}", "--name", SAID),
    ("freeze", SAID, "--period", "2026-09"),
    ("freeze", "--period", SAID),
    ("compare", SAID),
    ("compare", "--form", SAID),
    ("target", "set", f"{SAID}x", "<=8%"),
    ("target", "set", "loss", SAID),
    ("target", "drop", f"{SAID}x"),
    ("scheme", "show", SAID),
    ("scheme", "adopt", SAID),
    ("form", "show", SAID),
    ("form", "adopt", SAID),
    ("calendar", "show", SAID),
    ("calendar", "adopt", SAID),
    ("law", "show", SAID),
    ("profile", "show", SAID),
    ("profile", "test", SAID, SAID),
    ("import", SAID),
    ("import", "{folder}/hostile.csv", "--map", f"{SAID}=field"),
    ("import", "{folder}/hostile.csv", "--map", f"field={SAID}"),
    ("import", "{folder}/hostile.csv", "--profile", SAID),
    ("import", "{folder}/hostile.csv", "--register", SAID),
    ("export", SAID),
    ("export", "{folder}/nowhere/" + FILE + ".csv"),
    ("export", "{folder}/a.csv", "--what", SAID),
    ("export", "{folder}/a.csv", "--for", SAID),
    ("init", "--bureau", SAID),
    ("init", "--bureau", "甲", "--organ-level", SAID),
    ("--book", FILE, "list"),
    ("--book", f"nowhere/{FILE}", "init", "--bureau", "甲"),
    ("--lang", SAID, "list"),
    ("--today", SAID, "list"),
    (SAID,),
    ("list", f"--{SAID}"),
    ("list", "--limit", SAID),
    (f"--{SAID}", "list"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_error_tells_an_argument_back_and_does_not_obey_it(told: Casebook, lang: str) -> None:
    book = Casebook(told.path, told.today, lang)
    accepted = []
    for args in REFUSED:
        answer = printed(book, *args)
        if args[0] in ("compare", "due", "history", "list") and answer.status == 0:  # a filter that nothing fits
            accepted.append(args)
        else:
            assert answer.status in (2, 3), (args, answer)
            assert 1 <= len(answer.err.splitlines()) <= MOST_LINES_OF_AN_ERROR, answer.err
        plain(answer.err)
        plain(answer.out.decode())
    assert len(accepted) <= 1


NO_TEXT = (
    ("show", "王\udcff"),
    ("list", "--handler", "\udcff"),
    ("intake", "review", "--received", "2026-10-09", "--applicant", "\udcff"),
    ("--officer", "\udcff", "intake", "review", "--received", "2026-10-09"),
    ("export", "{folder}/a.csv", "--unmasked", "--reason", "\udcff"),
    ("strike", OPEN, "1", "--reason", "\udcff"),
    ("--book", "{folder}/b.book", "init", "--bureau", "\udcff"),
)


@pytest.mark.parametrize("args", NO_TEXT, ids=ascii)
def test_bytes_that_are_no_text_are_refused_and_leave_nothing(told: Casebook, args: tuple[str, ...]) -> None:
    before = told.dump()
    answer = printed(told, *args)
    assert answer.status == 2, answer
    assert 1 <= len(answer.err.splitlines()) <= MOST_LINES_OF_AN_ERROR
    plain(answer.err)
    assert told.dump() == before
    assert not (told.path.parent / "b.book").exists()
    assert not (told.path.parent / "a.csv").exists()


def test_a_path_may_hold_bytes_that_are_no_text(office: Casebook) -> None:
    folder = office.path.parent / "\udcb0\udcb8"  # 案 in GBK, as older systems wrote names
    folder.mkdir()
    table = write_lines(folder / "\udcb0\udcb8.csv", [["案号", "收到日期"], ["南府复〔2026〕1号", "2026-10-09"]])
    answer = printed(office, "import", str(table), "--register", "review")
    assert answer.status == 0, answer.err
    assert printed(office, "report", "--out", str(folder / "\udcb0.md")).status == 0
    assert printed(office, "export", str(folder / "\udcb0.csv"), "--unmasked", "--reason", "查").status == 0
    plain(printed(office, "history", "2026-1").out.decode())


def test_what_was_told_is_told_back_and_not_obeyed(office: Casebook) -> None:
    said = ("--applicant", SAID, "--respondent", SAID, "--handler", SAID, "--note", SAID)
    number = "=<b>|`[a](b)`南府复〔2026〕7号"
    for args in (
        ("intake", "review", "--received", "2026-10-09", "--number", number, *said),
        ("record", "2026-7", "accept", "--on", "2026-10-12", "--note", SAID),
        ("close", "2026-7", "maintain", "--on", "2026-10-20"),
        ("correct", "2026-7", "3", "--on", "2026-10-21", "--reason", SAID),
        ("strike", "2026-7", "4", "--reason", SAID),
        ("target", "set", "intake.received", ">=1", "--register", "review", "--reason", SAID),
        ("target", "drop", "intake.received", "--register", "review", "--reason", SAID),
        ("freeze", "--period", "2026-09", "--note", SAID),
        ("--book", "{folder}/" + FILE, "init", "--bureau", SAID),
    ):
        for form in ((), ("--format", "json")) if args[0] == "freeze" else ((),):
            answer = printed(office, "--officer", SAID, *args, *form)
            assert answer.status == 0, answer
            plain(answer.err)
            harmless("json" if form else "plain", answer.out)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_plain(told: Casebook, words: tuple[str, ...]) -> None:
    answer = printed(told, *words, "--help")
    assert answer.status == 0
    plain(answer.out.decode())


# tables that are imported


def sheet(name: str, *rows: list[str]) -> tuple[str, str]:
    """Return the name of a sheet as XML writes it, and its rows."""
    cells = [
        "".join(
            spreadsheets.told(f"{chr(65 + column)}{number}", escape(inert(cell))) for column, cell in enumerate(row)
        )
        for number, row in enumerate(rows, 1)
    ]
    return escape(name, {'"': "&quot;"}), "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(cells, 1))


def test_names_of_files_and_sheets_and_headers_are_told_back_and_stored_inert(office: Casebook) -> None:
    folder = office.path.parent
    for place, (kind, text) in enumerate(NAMED.items()):
        named = folder / f"{text[:60]}{place}.csv"
        number = f"南府复〔2026〕{place + 1}号"
        lines = [
            ["案号", "收到日期", "台账", text],
            [number, "2026-10-09", "review", text],
            ["x", text, "review", text],
        ]
        write_lines(named, lines)
        for form in ("table", "json"):
            for option in ("--dry-run", "--partial"):
                answer = printed(office, "import", str(named), "--ignore", text.strip(), option, "--format", form)
                assert answer.status in (0, 1, 2), (kind, answer)
                harmless("plain" if form == "table" else form, answer.out or b"{}")
                plain(answer.err)
        answer = printed(office, "profile", "test", str(named), str(named))
        plain(answer.out.decode() + answer.err)
    with closing(sqlite3.connect(office.path)) as database:
        sources = [source for (source,) in database.execute("select source from entry where source is not null")]
    assert len(sources) > len(NAMED) / 2
    for source in sources:
        shown(source, "")
    rejected = [path for path in folder.iterdir() if ".rejected" in path.name]
    assert len(rejected) > len(NAMED) / 2
    for path in rejected:
        shown(path.name, "")
        assert not set(path.name) & set('/\\:*?"<>|')
        harmless("csv", path.read_bytes())
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "name", ["\u202e台账", "a\x0bb", "=1+1", "<b>&amp;", "'复议'", "H" * 31, "[复]*议?", "History"]
)
def test_a_workbook_with_a_hostile_sheet_gives_its_rejected_rows_back(office: Casebook, name: str) -> None:
    good, bad = (["南府复〔2026〕1号", "2026-10-09", "a"], ["x", "2026-13-09", "<r><t>=1+1</t></r>_x000D_"])
    visible, rows = sheet(name.replace("\x0b", "_x000B_"), ["案号", "收到日期", "备注"], good, bad)
    path = spreadsheets.xlsx(office.path.with_name("a.xlsx"), rows, name=visible)
    answer = printed(office, "import", str(path), "--register", "review", "--partial")
    assert answer.status == 1, answer
    plain(answer.out.decode() + answer.err)
    content = office.path.with_name("a.rejected.xlsx").read_bytes()
    harmless("xlsx", content)
    again = printed(
        office, "import", str(office.path.with_name("a.rejected.xlsx")), "--register", "review", "--dry-run"
    )
    assert again.status == 2, again


def test_profiles_of_any_name_and_word_are_shown(office: Casebook) -> None:
    folder = office.path.parent
    place = folder / ".config" / "casebook" / "profiles"
    place.mkdir(parents=True)
    found = profiles.Profile(name="words", headers=dict.fromkeys(CLASSES.values(), "field"), register="review")
    text = profiles.written(found)
    shown(text)
    assert set(tomllib.loads(text)["headers"]) == set(found.headers)
    for name in (*(each[:60] for each in NAMED.values()), "words"):
        (place / f"{name}.toml").write_text(text, encoding="utf-8")
    for form in ("table", "json"):
        for args in (("list",), ("show", "words"), ("show", FILE)):
            answer = printed(office, "profile", *args, "--format", form)
            plain(answer.err)
            harmless("plain" if form == "table" else form, answer.out or b"{}")
    kept = printed(office, "profile", "show", "words").out.decode()
    assert tomllib.loads(kept)["headers"] == tomllib.loads(text)["headers"]


# files that are written


@pytest.mark.parametrize("more", [(), ("--unmasked", "--reason", SAID)], ids=["masked", "unmasked"])
def test_exports_are_read_and_not_obeyed(told: Casebook, more: tuple[str, ...]) -> None:
    for name, options in (
        ("a.csv", ("--bom",)),
        ("a.csv", ("--what", "steps")),
        ("a.csv", ("--what", "parties")),
        ("a.csv", ("--what", "hearings")),
        ("a.jsonl", ()),
        ("a.xlsx", ("--what", "all")),
        ("a.xlsx", ("--headers", "code")),
    ):
        path = told.path.with_name(name)
        answer = printed(told, "export", str(path), *options, *more)
        assert answer.status == 0, answer
        plain(answer.out.decode() + answer.err)
        harmless(name[2:], path.read_bytes())
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_exported_text_comes_back_as_it_was_unless_it_was_hidden(told: Casebook, office: Casebook) -> None:
    path = told.path.with_name("again.csv")
    told.ok("export", str(path), "--unmasked", "--reason", "查")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {"wide formula", "wide plus", "wide minus", "wide at", "formula", "plus", "minus", "at", "command"}
    for kind in texts:
        assert [each for each in rows if each["field"] == f"'{CLASSES[kind]}"], kind
        assert not [each for each in rows if each["field"] == CLASSES[kind]]
    answer = printed(office, "import", str(path), "--partial")
    assert answer.status in (0, 1)
    fields = {each["field"] for each in office.json("list")["cases"]}
    assert {CLASSES[kind] for kind in texts} <= fields


@pytest.mark.parametrize("bureau", [*NAMED.values(), "..", "CON", "a.", "长" * 200, "a/../../b"])
def test_a_file_named_after_a_bureau_stays_in_its_folder(tmp_path: Path, bureau: str) -> None:
    book = Casebook(tmp_path / "cases.book", today=hostile_book.TODAY)
    book.ok("init", "--bureau", bureau)
    out = tmp_path / "out"
    out.mkdir()
    answer = printed(book, "report", "--out", str(out), "--name", "{bureau}-{form}.{ext}", "--format", "md,csv")
    assert answer.status == 0, answer.err
    plain(answer.out.decode())
    names = [path.name for path in out.iterdir()]
    assert len(names) == 2
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside - {"cases.book-wal", "cases.book-shm"} == {"cases.book", "out"}
    for name in names:
        shown(name, "")
        assert not set(name) & set('/\\:*?"<>|')
        assert re.fullmatch(r".*[^. ]-summary\.(md|csv)", name)


# texts that nobody needs to fear


def test_harmless_texts_are_printed_as_they_are_everywhere(tmp_path: Path) -> None:
    book = Casebook(tmp_path / "cases.book", today=hostile_book.TODAY)
    book.ok("init", "--bureau", "南昌县司法局")
    accepted = ("--intake-result", "accept", "--intake-on", "2026-10-12")
    for number, text in enumerate(HARMLESS, 1):
        case = ("intake", "review", "--received", "2026-10-09", "--number", f"南府复〔2026〕{number}号")
        book.ok(*case, *accepted, "--applicant", text, "--respondent", text, "--field", text)
    printed_as = {
        form: printed(book, "list", "--format", form).out.decode() for form in ("table", "plain", "csv", "json")
    }
    report = ("report", "--period", "2026-10", "--by", "field")
    printed_as |= {
        f"report {form}": printed(book, *report, "--format", form).out.decode()
        for form in ("plain", "csv", "json", "html")
    }
    for form in ("xlsx", "docx"):
        texts = (text for _, root in members(printed(book, *report, "--format", form).out) for text in root.itertext())
        printed_as[form] = "\n".join(texts)
    for form, out in printed_as.items():
        for text in HARMLESS:
            assert text in out, (form, text)
    markdown = printed(book, *report, "--format", "md").out.decode()
    assert all(text in re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown) for text in HARMLESS)


# names of persons

PERSON = "欧阳甲乙"


def test_names_of_persons_stand_only_where_the_threat_model_says(tmp_path: Path) -> None:
    book = Casebook(tmp_path / "cases.book", today=hostile_book.TODAY)
    book.init()
    party = ("--applicant", PERSON, "--note", f"{PERSON}的电话 13800138000")
    book.intake("review", "2026-10-09", OPEN, *party, "--respondent", "南昌县公安局", "--field", "公安")
    book.record(OPEN, "accept", "2026-10-12", "--note", PERSON)
    book.intake("litigation", "2026-10-09", HEARD, *party, "--respondent", "南昌县公安局", "--court", "赣江法院")
    book.intake("review", "2026-10-10", CLOSED, "--applicant", PERSON, "--respondent", PERSON)
    book.ok("freeze", "--period", "2026-10", "--note", "上报")
    calls: list[tuple[str, ...]] = [
        ("due", "--all", "--format", form) for form in ("table", "md", "csv", "json", "ics")
    ]
    forms = ("plain", "md", "csv", "json", "xlsx", "docx", "html")
    calls += [
        ("report", form, "--period", "2026-10", "--format", each)
        for form in ("summary", "handlers", "monthly")
        for each in forms
    ]
    calls += [("compare", "--format", form) for form in ("plain", "csv", "json")]
    calls += [("check", "--deep"), ("check", "--format", "json"), ("report", "sentence", "--period", "2026-10")]
    for call in calls:
        answer = printed(book, *call)
        assert answer.status in (0, 1), answer
        assert PERSON not in told_by(answer.out) + answer.err, call
    for name in ("a.csv", "a.jsonl", "a.xlsx"):
        path = book.path.with_name(name)
        book.ok("export", str(path))
        assert PERSON not in told_by(path.read_bytes()), name
    for call in (("show", OPEN), ("list",), ("search", PERSON)):
        assert PERSON in printed(book, *call).out.decode()
    with closing(sqlite3.connect(book.path)) as database:
        for table in ("case_now", "step_now", "deadline_now", "frozen_report", "frozen_cell"):
            rows = database.execute(f"select * from {table}").fetchall()  # noqa: S608 - names of our own
            assert rows
            assert PERSON not in str(rows), table


def told_by(content: bytes) -> str:
    """Every text of a file, whatever it is packed in."""
    if not content.startswith(b"PK"):
        return content.decode()
    return "\n".join(
        text for _, root in members(content) for text in (*root.itertext(), str([e.attrib for e in root.iter()]))
    )
