"""What leaves a book comes back as it was: the same reports, the same export; and what does not is said."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import random_acts
from blackbox.program import COMMAND
from desk import RULES, TODAY, Desk, clear
from form_figures import asked
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_cases import BESIDE, PERIODS, Officer

from casebook import documents, forms
from casebook.acts import Telling, record_step
from casebook.book import Book
from casebook.columns import COLUMNS, find_column
from casebook.errors import CasebookError, EntryNotYet, ReasonMissing
from casebook.exporting import Choices, Export, log_export, shown_record
from casebook.formnames import RATES, SUMMARY
from casebook.intake import Choices as ImportChoices
from casebook.render.casefiles import write_csv, write_jsonl
from casebook.rows import Fault
from casebook.store import verify
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from random_cases import Row

    from casebook.sheets import Document

FORMS = (SUMMARY, RATES, *forms.names())
UNMASKED = Choices(masked=False)
REVIEW, SUIT = "南府复〔2026〕1号", "（2026）赣0121行初5号"
CHEAP = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # there is no smaller book than that of a seed
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ACTS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def new_desk(folder: Path, name: str = "cases") -> Desk:
    path = folder / f"{name}.book"
    clear(path)
    return Desk(path)


def csv_of(desk: Desk, choices: Choices = UNMASKED, what: str = "cases") -> str:
    out = io.BytesIO()
    with desk.book.reading():
        write_csv(out, Export(desk.book, choices).table(what))
    return out.getvalue().decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def exported(desk: Desk, what: str = "cases", choices: Choices = UNMASKED) -> list[dict[str, str]]:
    """The filled cells of every row of an exported table."""
    rows = rows_of(csv_of(desk, choices, what))
    return [{name: text for name, text in row.items() if text} for row in rows]


def lines_of(desk: Desk, choices: Choices = UNMASKED) -> list[dict[str, object]]:
    out = io.BytesIO()
    with desk.book.reading():
        write_jsonl(out, Export(desk.book, choices).lines())
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


def moved(desk: Desk, rows: list[dict[str, str]], *, partial: bool = False, name: str = "again") -> Desk:
    """A new book with these rows, of the same bureau."""
    other = new_desk(desk.book.path.parent, name)
    account = other.bring_in(rows, ImportChoices(partial=partial))
    assert partial or not account.rejected, account.rejected
    return other


def reports_of(desk: Desk) -> Iterator[Document]:
    for period in PERIODS:
        for form in FORMS:
            made = documents.build(desk.book, asked(desk.book, form, period, TODAY))
            yield replace(made, known_at=0, seal="")  # what two books do not share


def beyond(desk: Desk, choices: Choices = UNMASKED) -> dict[str, int]:
    with desk.book.reading():
        return {each.what.en: each.cases for each in Export(desk.book, choices).beyond()}


def states(desk: Desk) -> dict[tuple[str, str], dict[str, object]]:
    found = desk.book.listing([])
    return {(str(each["register"]), str(each.pop("docket_no"))): each for each in found if each.pop("case_no")}


# the round trip


@CHEAP
@given(st.integers(0, 10**6), st.integers(10, 60))
def test_an_export_imported_into_a_new_book_gives_the_same_reports_and_the_same_export(
    tmp_path: Path, seed: int, count: int
) -> None:
    desk = new_desk(tmp_path)
    rows: list[Row] = [
        {name: text for name, text in row.items() if name not in BESIDE} for row in Officer(seed).cases(count)
    ]
    assert not desk.bring_in(rows).rejected
    text = csv_of(desk)
    other = moved(desk, rows_of(text))
    assert csv_of(other) == text
    assert beyond(desk) == beyond(other) == {}
    assert list(reports_of(other)) == list(reports_of(desk))
    desk.book.connection.close()
    other.book.connection.close()


@ACTS
@given(data=st.data())
def test_a_case_that_comes_back_another_is_one_of_which_the_export_says_so(tmp_path: Path, data: st.DataObject) -> None:
    desk = new_desk(tmp_path)
    for cells in data.draw(st.lists(random_acts.rows(), min_size=2, max_size=5)):
        try:
            desk.log_cells(cells)
        except (CasebookError, Fault):
            continue
    for _ in range(data.draw(st.integers(0, 12))):
        an_act(desk, data)
    with desk.book.reading():
        lost = {case_no for case_no, told in Export(desk.book, UNMASKED).beyond_by_case() if told}
    held = {case["case_no"] for case in desk.book.listing([])} - lost
    text = csv_of(desk)
    other = moved(desk, rows_of(text), partial=True)
    before, after = states(desk), states(other)
    numbers = {
        (str(case["register"]), str(case["docket_no"])) for case in desk.book.listing([]) if case["case_no"] in held
    }
    assert {key: after.get(key) for key in numbers} == {key: before[key] for key in numbers}
    assert bool(lost) == bool(beyond(desk))
    if not lost:
        assert csv_of(other) == text
    desk.book.connection.close()
    other.book.connection.close()


def an_act(desk: Desk, data: st.DataObject) -> None:
    """Record something that may be refused."""
    cases = desk.book.listing([])
    if not cases:
        return
    case = data.draw(st.sampled_from(cases))
    number = f"{case['register']}:{case['docket_no']}"
    record = desk.record(number)
    derived = desk.book.derive(record)
    assert derived is not None
    step = data.draw(random_acts.steps(record, derived))
    told = Telling(step.step, step.on, step.outcome, step.ground, step.note, step.details)
    try:
        record_step(desk.book, [number], told, desk.scribe)
    except CasebookError:
        return


# what is told, and what is said to be missing


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One review with everything that the case table has no column for, and a suit with a hearing."""
    desk = new_desk(tmp_path)
    card = {"applicant": "张三、李四", "respondent": "县公安局", "matter": "penalty", "note": "张三电话13800138000"}
    desk.log("review", "2026-03-02", REVIEW, **card)
    desk.step(REVIEW, "accept", "2026-03-04", procedure="summary")
    desk.step(REVIEW, "convert", "2026-03-20", procedure="ordinary")
    desk.step(REVIEW, "suspend", "2026-03-25", ground="mediation", note="李四要求")
    desk.step(REVIEW, "resume", "2026-04-01")
    desk.close(REVIEW, "revoke", "2026-05-08", redo="yes", redo_days="30")
    desk.log("litigation", "2026-06-01", SUIT, applicant="李四", respondent="县公安局", instance="first")
    head = {"head_attended": "yes", "head_name": "钱局长", "head_post": "局长", "head_rank": "chief"}
    desk.step(SUIT, "hear", "2026-07-01", **head)
    desk.step(SUIT, "hear", "2026-07-08")
    return desk


def test_an_export_says_what_the_case_table_has_no_column_for(desk: Desk) -> None:
    assert beyond(desk) == {
        "convert procedure": 1,
        "suspend": 1,
        "resume": 1,
        "ordered to act anew": 1,
        "days to act anew": 1,
        "name of the head": 1,
        "post of the head": 1,
    }


def test_an_export_says_which_notes_and_grounds_it_leaves_out(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.log("review", "2026-03-02", REVIEW)
    desk.step(REVIEW, "accept", "2026-03-10", ground="silence", note="逾期未决定")
    assert beyond(desk) == {"ground of accept": 1, "note of accept": 1}
    desk.log("review", "2026-03-02", "南府复〔2026〕2号")
    desk.step("南府复〔2026〕2号", "refuse", "2026-03-06", ground="超期")
    assert beyond(desk, UNMASKED._replace(filters=[("intake_result", "refuse")])) == {}


def test_hearings_of_which_only_some_are_stated_come_back(desk: Desk) -> None:
    [suit] = [row for row in exported(desk) if row["register"] == "litigation"]
    assert (suit["heard_on"], suit["head_attended"]) == ("2026-07-01;2026-07-08", "yes;")
    other = moved(desk, [suit])
    assert csv_of(other) == csv_of(desk, UNMASKED.of("litigation"))


def test_steps_parties_and_hearings_are_tables_of_their_own(desk: Desk) -> None:
    steps = exported(desk, "steps")
    assert [(row["step"], row["on"]) for row in steps if row["number"] == REVIEW] == [
        ("receive", "2026-03-02"),
        ("accept", "2026-03-04"),
        ("convert", "2026-03-20"),
        ("suspend", "2026-03-25"),
        ("resume", "2026-04-01"),
        ("conclude", "2026-05-08"),
    ]
    [closed] = [row for row in steps if row["step"] == "conclude"]
    assert (closed["outcome"], closed["set"]) == ("revoke", "redo=yes; redo_days=30")
    assert [(row["role"], row["ordinal"], row["name"]) for row in exported(desk, "parties")][:3] == [
        ("applicant", "1", "张三"),
        ("applicant", "2", "李四"),
        ("respondent", "1", "县公安局"),
    ]
    first, second = exported(desk, "hearings")
    assert (first["on"], first["head_attended"], first["head_name"]) == ("2026-07-01", "yes", "钱局长")
    assert "head_attended" not in second


def test_a_line_of_json_holds_a_case_with_its_parties_steps_and_hearings(desk: Desk) -> None:
    review, suit = lines_of(desk)
    assert list(review)[:3] == ["schema", "register", "number"]
    assert set(COLUMNS) <= set(review)
    assert review["parties"] == [
        {"role": "applicant", "ordinal": 1, "name": "张三"},
        {"role": "applicant", "ordinal": 2, "name": "李四"},
        {"role": "respondent", "ordinal": 1, "name": "县公安局"},
    ]
    told = review["steps"]
    assert isinstance(told, list)
    assert [each["step"] for each in told] == ["receive", "accept", "convert", "suspend", "resume", "conclude"]
    assert told[-1]["set"] == {"redo": "yes", "redo_days": "30"}
    assert isinstance(suit["hearings"], list)
    assert [each["head_name"] for each in suit["hearings"]] == ["钱局长", None]


def test_struck_steps_and_cases_do_not_leave_the_book(desk: Desk) -> None:
    desk.strike(REVIEW, desk.told(REVIEW, "conclude").entry_no)
    gone = desk.log("review", "2026-08-03", "南府复〔2026〕2号", applicant="赵五")
    desk.strike(gone, desk.book.head.entry_no)
    assert "conclude" not in {row["step"] for row in exported(desk, "steps")}
    assert "赵五" not in csv_of(desk, what="parties") + csv_of(desk) + csv_of(desk, what="steps")


def test_an_export_as_known_earlier_is_what_it_was_then(desk: Desk) -> None:
    known = desk.book.head.entry_no
    before = [csv_of(desk, Choices(masked=masked), what) for masked in (True, False) for what in ("cases", "steps")]
    desk.correct(REVIEW, desk.told(REVIEW, "conclude").entry_no, outcome="maintain")
    desk.log("review", "2026-08-03", "南府复〔2026〕2号", applicant="李五", note="张三")
    then = [Choices(known_at=known, masked=masked) for masked in (True, False)]
    assert [csv_of(desk, choices, what) for choices in then for what in ("cases", "steps")] == before
    with pytest.raises(EntryNotYet):
        csv_of(desk, Choices(known_at=known + 100))


def test_every_chinese_header_names_its_column_and_every_label_its_code(desk: Desk) -> None:
    with desk.book.reading():
        for register in (None, *REGISTER.codes):
            table = Export(desk.book, UNMASKED).cases(register)
            assert [field.code for field in table.fields] == list(COLUMNS)
            assert [find_column(field.label.zh) for field in table.fields] == list(COLUMNS)
            records = list(table.rows)
            told = [{name: str(value or "") for name, value in shown_record(each).items()} for each in records]
            if told:
                assert told[0]["register"] in ("行政复议", "行政应诉")
                assert told[0]["outcome"] in ("撤销", "")
                assert csv_of(moved(desk, told)) == csv_of(desk, UNMASKED.of(register) if register else UNMASKED)


# masked, or logged


def test_a_name_told_later_is_not_left_in_an_earlier_text(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.log("review", "2026-03-02", REVIEW, note="李五转交")
    known = desk.book.head.entry_no
    desk.log("review", "2026-08-03", "南府复〔2026〕2号", applicant="李五")
    [row] = exported(desk, choices=Choices(known_at=known))
    assert row["note"] == "李某1转交"


def test_names_are_masked_everywhere_unless_asked_for(desk: Desk) -> None:
    for what in ("cases", "steps", "parties", "hearings"):
        text = csv_of(desk, Choices(), what)
        assert not any(name in text for name in ("张三", "李四", "13800138000"))
        assert "县公安局" in text or what == "steps"
    review, suit = exported(desk, choices=Choices())
    assert (review["applicant"], suit["applicant"]) == ("张某1、李某1", "李某1")
    assert (review["number"], review["note"]) == (REVIEW, "张某1电话（电话略）")
    assert "张三" not in json.dumps(lines_of(desk, Choices()), ensure_ascii=False)


def test_a_masked_export_gives_the_same_reports(desk: Desk) -> None:
    whole = moved(desk, exported(desk), name="whole")
    masked = moved(desk, exported(desk, choices=Choices()), name="masked")
    assert list(reports_of(masked)) == list(reports_of(whole))


def test_a_mask_is_the_same_whatever_is_exported_and_whatever_is_told_later(desk: Desk) -> None:
    of_suits = exported(desk, choices=Choices().of("litigation"))
    desk.log("review", "2026-08-03", "南府复〔2026〕2号", applicant="李五")
    assert exported(desk, choices=Choices().of("litigation")) == of_suits
    assert [row.get("applicant") for row in exported(desk, choices=Choices())] == ["张某1、李某1", "李某1", "李某2"]


def test_names_leave_the_book_with_an_entry_that_the_chain_of_digests_covers(desk: Desk) -> None:
    with pytest.raises(ReasonMissing):
        log_export(desk.book, desk.scribe, " ", "cases.csv:cases=2")
    entry_no = log_export(desk.book, desk.scribe, "移交上级", "cases.csv:cases=2")
    sql = "select act, recorded_by, reason, source from entry where entry_no = ?"
    told = ("export", "王科员", "移交上级", "cases.csv:cases=2")
    assert desk.book.connection.execute(sql, (entry_no,)).fetchone() == told
    assert list(verify.broken_entries(desk.book.connection)) == []
    desk.book.connection.execute("drop trigger entry_no_update")
    desk.book.connection.execute("update entry set reason = '其他' where entry_no = ?", (entry_no,))
    assert list(verify.broken_entries(desk.book.connection)) == [entry_no]


# hostile texts


@pytest.mark.parametrize("text", ["=1+2", "+86", "-1", "@SUM(A1)", " =1+2"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(tmp_path: Path, text: str) -> None:
    desk = new_desk(tmp_path)
    desk.log("review", "2026-03-02", REVIEW, handler=text, note=f"{text}x")
    [row] = exported(desk)
    assert row["handler"] == f"'{text.strip()}"
    assert row["note"].startswith("'")
    assert lines_of(desk)[0]["handler"] == text.strip()


def test_a_book_is_read_while_another_officer_writes(desk: Desk) -> None:
    before = csv_of(desk)
    with Book.open(desk.book.path, RULES) as other, desk.book.reading():
        table = Export(other, UNMASKED).cases()
        assert len(list(table.rows)) == 2
    assert csv_of(desk) == before


def test_many_cases_are_never_held_at_once(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    first = date(2025, 1, 1)
    rows = [
        {"register": "review", "number": f"甲〔2025〕{n}号", "received_on": str(first + timedelta(days=n))}
        for n in range(1, 301)
    ]
    desk.bring_in(rows)
    with desk.book.reading():
        found = Export(desk.book, UNMASKED).lines()
        assert next(found)["number"] == "甲〔2025〕1号"
        assert sum(1 for _ in found) == 299


def test_a_terminal_sees_how_far_an_export_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.review("2024-03-04", "2024-03-06")
    desk.book.connection.close()
    own = {**os.environ, "CASEBOOK_BOOK": str(desk.book.path), "CASEBOOK_LANG": "en", "TERM": "xterm"}
    own.pop("NO_COLOR", None)
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        seen = [COMMAND, "export", str(tmp_path / "seen.csv")]
        subprocess.run(seen, check=True, env=own, stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        assert b"Exporting" in screen.read(4096)
    piped = subprocess.run([COMMAND, "export", str(tmp_path / "piped.csv")], check=True, env=own, capture_output=True)
    assert piped.stderr == b""
    assert (tmp_path / "piped.csv").read_bytes() == (tmp_path / "seen.csv").read_bytes()
