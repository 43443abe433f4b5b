"""A name that was masked is nowhere in the file; the chain, the figures and everything else stay as they were."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import random_acts
from blackbox.program import Casebook
from desk import BUREAU, RULES, TODAY, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rederived import rebuilt_differs

from casebook import check, reports
from casebook.actfaults import MaskNeeded, MaskTells, PartyUnclear, PartyUnknown
from casebook.bookfaults import BookLocked
from casebook.dates import parse_period
from casebook.errors import BadValue, CaseAmbiguous, CasebookError, CaseUnknown, ReasonMissing
from casebook.exporting import Choices as ExportChoices
from casebook.exporting import Export
from casebook.intake import Choices
from casebook.render.report import tree
from casebook.rows import Fault
from casebook.searching import search
from casebook.store import masks as store
from casebook.store import verify
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.model import Mask
    from casebook.namemasks import Masked

NUMBER, OTHER, SUIT = "南府复〔2024〕1号", "南府复〔2024〕2号", "（2024）赣01行初5号"
NAME = "熊小猫"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "cases.book")
    desk.log("review", "2024-03-04", NUMBER, applicant=f"{NAME}、李四", respondent="县公安局", matter="penalty")
    desk.step(NUMBER, "accept", "2024-03-06")
    yield desk
    desk.book.connection.close()


def found_in_file(desk: Desk, *names: str) -> list[str]:
    """Return which names stand in the bytes of the book or of what SQLite keeps beside it, trigrams included."""
    files = [desk.book.path, *desk.book.path.parent.glob(f"{desk.book.path.name}-*")]
    content = b"".join(path.read_bytes() for path in files)
    return [name for name in names if name.encode() in content]


def findings(desk: Desk) -> list[str]:
    return [each.message.en for each in check.run(desk.book, TODAY, deep=True) if each.severity == check.ERROR]


def figures(desk: Desk) -> list[dict[str, object]]:
    """Return the reports of every register as JSON, as known now, without the entry they were known at."""
    period = parse_period("2023-01-01..2026-11-21", TODAY)
    trees = [
        tree(
            reports.build(
                desk.book.connection,
                register=register,
                period=period,
                lawbook=RULES.lawbook,
                bureau=BUREAU,
                by=("matter", "field,family", "respondent_level"),
            ),
            "en",
        )
        for register in REGISTER.codes
    ]
    return [{name: value for name, value in each.items() if name != "known_at"} for each in trees]


# What the officer sees


def test_a_masked_name_is_shown_as_exports_show_it(desk: Desk) -> None:
    before = [row["applicant"] for row in Export(desk.book, ExportChoices()).cases().rows]
    masked = desk.mask(NUMBER, NAME)
    assert (masked.shown, masked.places, masked.cards) == ("熊某1", (("applicant", 1),), 1)
    assert desk.case(NUMBER)["applicant"] == "熊某1、李四"
    assert [row["applicant"] for row in Export(desk.book, ExportChoices()).cases().rows] == before
    unmasked = Export(desk.book, ExportChoices(masked=False)).cases().rows
    assert [row["applicant"] for row in unmasked] == ["熊某1、李四"]
    assert search(desk.book, [NAME]).total == 0
    assert search(desk.book, ["熊某1"]).total == 1


def test_the_mask_may_be_chosen(desk: Desk) -> None:
    desk.mask(NUMBER, NAME, "申请人甲")
    assert desk.case(NUMBER)["applicant"] == "申请人甲、李四"


def test_another_person_of_an_export_never_gets_a_mask_that_the_book_shows(desk: Desk) -> None:
    desk.log("review", "2024-03-05", OTHER, applicant=NAME)  # perhaps another person, perhaps the same
    desk.mask(NUMBER, NAME)
    exported = [row["applicant"] for row in Export(desk.book, ExportChoices()).cases().rows]
    assert exported == ["熊某1、李某1", "熊某2"]


def test_every_card_of_the_case_loses_the_name_and_what_was_known_shows_the_mask(desk: Desk) -> None:
    desk.correct(NUMBER, 1, "matter=licence")
    desk.correct(NUMBER, 3, "field=公安")
    masked = desk.mask(NUMBER, NAME)
    assert masked.cards == 3
    for known_at in (1, 3, 4, 5):
        assert [case["applicant"] for case in desk.book.listing([], known_at=known_at)] == ["熊某1、李四"]
    assert [case["matter"] for case in desk.book.listing([], known_at=2)] == ["penalty"]
    assert found_in_file(desk, NAME) == []
    assert findings(desk) == []


def test_a_struck_case_of_the_number_loses_the_name_too(desk: Desk) -> None:
    desk.strike(NUMBER, 2)
    desk.strike(NUMBER, 1)
    desk.log("review", "2024-03-04", NUMBER, applicant=NAME)
    assert desk.mask(NUMBER, NAME).cards == 2
    assert found_in_file(desk, NAME) == []
    assert findings(desk) == []


def test_a_case_that_counts_no_more_is_found_by_its_whole_number(desk: Desk) -> None:
    desk.strike(NUMBER, 2)
    desk.strike(NUMBER, 1)
    assert desk.mask(NUMBER, NAME).number == NUMBER
    assert found_in_file(desk, NAME) == []
    desk.log("litigation", "2024-03-04", NUMBER)
    desk.strike(NUMBER, desk.book.head.entry_no)
    with pytest.raises(CaseAmbiguous, match="litigation"):
        desk.mask(NUMBER, "李四")
    desk.mask(f"review:{NUMBER}", "李四")
    with pytest.raises(CaseUnknown):
        desk.mask(OTHER, NAME)


def test_where_the_name_still_stands_is_said(desk: Desk) -> None:
    desk.step(NUMBER, "suspend", "2024-03-11", ground="death", note=f"{NAME}之父代为申请")
    desk.step(NUMBER, "resume", "2024-03-12", note="熊 小 猫到场")
    desk.correct(NUMBER, 2, on="2024-03-07", reason=f"{NAME}称收到在后")
    desk.log("review", "2024-03-05", OTHER, applicant=f"{NAME}（等3人）", note="与熊小猫案并案")
    masked = desk.mask(NUMBER, NAME)
    assert [(each.entry_no, each.what) for each in masked.standing] == [
        (3, "note"), (4, "note"), (5, "reason"), (6, "particulars"),
    ]  # fmt: skip
    assert masked.elsewhere == (("review", OTHER),)
    assert found_in_file(desk, NAME) == [NAME]


def test_another_name_in_the_same_place_of_another_card_is_said(desk: Desk) -> None:
    desk.correct(NUMBER, 1, "applicant=熊小毛、李四")
    assert desk.mask(NUMBER, "熊小毛").others == (NAME,)
    assert desk.mask(NUMBER, NAME, "熊某某").others == ()
    assert found_in_file(desk, NAME, "熊小毛") == []
    assert findings(desk) == []


def test_a_name_is_known_without_remarks_and_whatever_the_width(desk: Desk) -> None:
    desk.log("review", "2024-03-05", OTHER, applicant="Ｔｏｍ Ｂａｋｅｒ、欧阳 晓明（等3人）", respondent="县公安局")
    assert desk.mask(OTHER, "tom baker", "某外国人").places == (("applicant", 1),)
    assert desk.mask(OTHER, "欧阳晓明").shown == "欧阳某1"
    assert found_in_file(desk, "Ｔｏｍ Ｂａｋｅｒ", "欧阳 晓明") == []


# Which party


def test_several_parties_of_the_name_are_told_apart(desk: Desk) -> None:
    desk.log("litigation", "2024-03-04", SUIT, applicant="熊小猫、王五、熊小猫", respondent="县公安局、熊小猫")
    with pytest.raises(PartyUnclear, match=r"applicant or plaintiff 1.*applicant or plaintiff 3.*respondent"):
        desk.mask(SUIT, NAME)
    with pytest.raises(PartyUnclear, match="applicant or plaintiff 3"):
        desk.mask(SUIT, NAME, role="applicant")
    with pytest.raises(PartyUnknown):
        desk.mask(SUIT, NAME, role="applicant", ordinal=2)
    assert desk.mask(SUIT, NAME, role="applicant", ordinal=3).places == (("applicant", 3),)
    assert desk.mask(SUIT, NAME, "某人", role="respondent").places == (("respondent", 2),)
    assert desk.case(SUIT)["applicant"] == "熊小猫、王五、熊某1"
    assert desk.case(SUIT)["respondents"] == "县公安局、某人"
    assert findings(desk) == []


def test_a_name_that_is_not_there_or_is_masked_already_is_refused(desk: Desk) -> None:
    with pytest.raises(PartyUnknown, match=f"applicant or plaintiff 1 {NAME}.*李四.*县公安局"):
        desk.mask(NUMBER, "王五")
    desk.mask(NUMBER, NAME)
    for name in (NAME, "熊某1"):
        with pytest.raises(PartyUnknown, match="1 熊某1 \\(masked by entry 3\\)"):
            desk.mask(NUMBER, name)
    desk.correct(NUMBER, 1, "matter=licence")
    with pytest.raises(PartyUnknown):  # the mask on the later card is no name either
        desk.mask(NUMBER, "熊某1")


@pytest.mark.parametrize(
    ("shown", "reason", "error"),
    [
        (None, " ", ReasonMissing),
        (None, f"{NAME}申请", MaskTells),
        (f"{NAME}某", "依申请", MaskTells),
        ("熊 小 猫", "依申请", MaskTells),
        ("", "依申请", BadValue),
        ("甲、乙", "依申请", BadValue),
        ("甲\n乙", "依申请", BadValue),
        ("甲\u202e", "依申请", BadValue),
        ("甲" * 61, "依申请", BadValue),
    ],
)
def test_what_cannot_stand_instead_of_a_name_is_refused(
    desk: Desk, shown: str | None, reason: str, error: type[CasebookError]
) -> None:
    before = desk.dump()
    with pytest.raises(error):
        desk.mask(NUMBER, NAME, shown, reason=reason)
    assert desk.dump() == before


def test_for_an_organ_a_mask_must_be_given(desk: Desk) -> None:
    with pytest.raises(MaskNeeded):
        desk.mask(NUMBER, "县公安局")
    assert desk.mask(NUMBER, "县公安局", "某局").places == (("respondent", 1),)


# The file


def churn(desk: Desk) -> None:
    """Leave the name in free space, as a book does whose SQLite does not overwrite what it deletes."""
    desk.book.connection.execute("pragma secure_delete = off")
    for serial in range(10, 60):
        desk.log("review", "2024-03-05", f"南府复〔2024〕{serial}号", applicant="王五", note="甲乙丙丁" * 40)
    search(desk.book, [NAME])
    for matter in ("licence", "penalty", "title", "licence"):
        entry = desk.told(NUMBER, "receive").entry_no
        desk.correct(NUMBER, entry, f"matter={matter}")
    for text in (f"{NAME}一", f"{NAME}二"):
        desk.book.connection.execute("create table leftover as select ? || hex(randomblob(4000)) text", (text,))
        desk.book.connection.execute("drop table leftover")


def test_no_page_of_the_file_keeps_the_name(desk: Desk) -> None:
    churn(desk)
    assert found_in_file(desk, NAME, f"{NAME}一") == [NAME, f"{NAME}一"]
    assert desk.mask(NUMBER, NAME).clean
    assert found_in_file(desk, NAME) == []
    assert findings(desk) == []
    assert search(desk.book, ["王五"]).total == 50


def test_without_writing_the_file_anew_a_name_would_stay(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    churn(desk)
    monkeypatch.setattr(store, "forget_free_space", store.undisturbed)
    desk.mask(NUMBER, NAME)
    assert found_in_file(desk, NAME) == [NAME]


@pytest.fixture
def reader(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Somebody who reads the book, as long as the test."""
    with closing(sqlite3.connect(desk.book.path, isolation_level=None)) as connection:
        connection.execute("begin")
        connection.execute("select count(*) from entry").fetchone()
        yield connection


def test_while_somebody_reads_nothing_is_masked(desk: Desk, reader: sqlite3.Connection) -> None:
    desk.book.connection.execute("pragma busy_timeout = 0")
    desk.step(NUMBER, "reply", "2024-03-11")  # what the reader does not see yet
    before = desk.dump()
    with pytest.raises(BookLocked):
        desk.mask(NUMBER, NAME)
    assert desk.dump() == before
    reader.execute("commit")
    assert desk.mask(NUMBER, NAME).clean


def test_where_a_reader_comes_in_between_it_is_said_and_the_same_command_cleans_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    churn(desk)
    real = store.put_on
    with closing(sqlite3.connect(desk.book.path, isolation_level=None)) as reader:

        def put_on(connection: sqlite3.Connection, masks: list[Mask]) -> None:
            reader.execute("begin")
            reader.execute("select count(*) from entry").fetchone()
            real(connection, masks)
            connection.execute("pragma busy_timeout = 0")

        monkeypatch.setattr(store, "put_on", put_on)
        assert not desk.mask(NUMBER, NAME).clean
        monkeypatch.undo()
        assert reader.execute("select count(*) from party where name = ?", (NAME,)).fetchone()[0]
        reader.execute("commit")
        assert found_in_file(desk, NAME) == [NAME]
    with pytest.raises(PartyUnknown):
        desk.mask(NUMBER, NAME)
    assert found_in_file(desk, NAME) == []


def test_a_name_that_search_has_indexed_is_gone_from_its_trigrams(desk: Desk) -> None:
    desk.log("review", "2024-03-05", OTHER, applicant="司马相如之子孙")
    search(desk.book, ["司马相如"])
    desk.mask(OTHER, "司马相如之子孙")
    assert found_in_file(desk, "司马相", "马相如", "之子孙") == []


# What comes later


def test_a_correction_of_the_card_carries_the_mask_on(desk: Desk) -> None:
    desk.mask(NUMBER, NAME)
    logged = desk.correct(NUMBER, 1, "matter=licence")
    assert logged.unmasked == ()
    assert desk.case(NUMBER)["applicant"] == "熊某1、李四"
    assert desk.record(NUMBER).masked("applicant") == {"熊某1"}
    assert findings(desk) == []


def test_a_correction_that_names_the_party_anew_is_taken_and_said(desk: Desk) -> None:
    desk.mask(NUMBER, NAME)
    assert desk.correct(NUMBER, 1, f"applicant={NAME}、李四").unmasked == ("熊某1",)
    assert desk.case(NUMBER)["applicant"] == f"{NAME}、李四"
    assert findings(desk) == []


TABLE = {
    "register": "review",
    "number": NUMBER,
    "received_on": "2024-03-04",
    "applicant": f"{NAME}、李四",
    "respondent": "县公安局",
    "intake_on": "2024-03-06",
}


@pytest.mark.parametrize("choices", [Choices(), Choices(accept_corrections=True)])
@pytest.mark.parametrize("later_card", [False, True])
@pytest.mark.parametrize("told", [f"{NAME}、李四", f"李四、{NAME}", f"{NAME}、李四、王五", NAME])
def test_a_table_with_the_name_neither_contradicts_nor_brings_it_back(
    desk: Desk, told: str, later_card: bool, choices: Choices
) -> None:
    desk.mask(NUMBER, NAME)
    if later_card:
        desk.correct(NUMBER, 1, "field=公安")
    outcome = desk.bring_in([TABLE | {"applicant": told, "closed_on": "2024-04-15", "outcome": "maintain"}], choices)
    assert (outcome.rejected, outcome.corrections, outcome.updated) == ([], [], 1)
    assert [(each.row, each.number, each.column) for each in outcome.left_alone] == [(2, NUMBER, "applicant")]
    assert desk.case(NUMBER)["applicant"] == "熊某1、李四"
    assert desk.case(NUMBER)["outcome"] == "maintain"
    assert desk.bring_in([TABLE | {"applicant": told}], choices).unchanged == 1
    assert NAME not in desk.dump()


def test_the_other_side_of_a_masked_case_is_compared_as_ever(desk: Desk) -> None:
    desk.mask(NUMBER, NAME)
    outcome = desk.bring_in([TABLE | {"respondent": "县税务局"}])
    assert [each.column for each in outcome.rejected] == ["respondent"]


def test_a_masked_respondent_does_not_make_a_frozen_report_look_forged(desk: Desk) -> None:
    desk.correct(NUMBER, 1, "respondent=熊大")
    frozen = desk.freeze("2024", "review", asked={"by": ("respondent", "matter")})
    masked = desk.mask(NUMBER, "熊大", "熊某")
    assert [(each.entry_no, each.what) for each in masked.standing] == [(4, "report")]
    compared = desk.compare(frozen)
    assert compared.reproduced
    assert {each.name.split(".")[1] for each in compared.differences} == {"respondent"}
    assert findings(desk) == []
    desk.strike(NUMBER, 2)
    desk.book.connection.execute("update case_version set matter = 'other'")
    assert not desk.compare(frozen).reproduced


# Random books


def masked_at_random(desk: Desk, data: st.DataObject) -> list[tuple[str, Masked]]:
    """Mask parties of the book, each by its own name and place."""
    done: list[tuple[str, Masked]] = []
    for case in desk.book.listing([]):
        number = f"{case['register']}:{case['docket_no']}"
        for role in ("applicant", "respondent"):
            if not data.draw(st.booleans(), "mask"):
                continue
            names = desk.record(number).card
            of_role = names.applicants if role == "applicant" else names.respondents
            for name in dict.fromkeys(of_role):
                done.append((name, desk.mask(number, name, f"代称{len(done)}", role=role)))
    return done


@given(data=st.data(), rows=st.lists(random_acts.rows(), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_masks_of_random_parties_change_names_and_nothing_else(data: st.DataObject, rows: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "cases.book")
        try:
            for cells in rows:
                names = {"applicant": f"名{len(cells)}甲、名{len(cells)}乙", "respondent": "某甲局"}
                logged = _logged(desk, cells | names)
                if logged and data.draw(st.booleans(), "correct"):
                    _corrected(desk, logged, data)
            frozen = desk.freeze("2024") if desk.book.registers() else None
            before = [figures(desk), _without_names(desk)]
            known = [_without_names(desk, entry) for entry in range(1, desk.book.head.entry_no + 1)]
            done = masked_at_random(desk, data)
            assert [figures(desk), _without_names(desk)] == before
            assert [_without_names(desk, entry) for entry in range(1, len(known) + 1)] == known
            assert frozen is None or desk.compare(frozen).matches
            assert rebuilt_differs(desk.book.connection, desk.book.derive) == []
            assert list(verify.broken_entries(desk.book.connection)) == []
            assert list(verify.broken_parties(desk.book.connection)) == []
            assert all(masked.clean for _, masked in done)
            living = {name for case in desk.book.listing([]) for name in _names(case)}
            gone = {name for name, _ in done} - living - {name for _, each in done for name in each.others}
            assert [name for name in found_in_file(desk, *gone) if not _still_told(desk, name)] == []
        finally:
            desk.book.connection.close()


def _logged(desk: Desk, cells: dict[str, str]) -> str | None:
    try:
        return desk.log_cells(cells).number
    except (CasebookError, Fault):
        return None


def _corrected(desk: Desk, number: str, data: st.DataObject) -> None:
    register = desk.record(number).register
    told = data.draw(random_acts.settings_of(register), "settings")
    try:
        desk.correct(number, desk.record(number).steps[0].entry_no, *told, step="receive")
    except CasebookError:
        return


def _without_names(desk: Desk, known_at: int | None = None) -> str:
    cases = desk.book.listing([], known_at=known_at)
    return json.dumps([{**case, "applicant": "", "respondents": ""} for case in cases], default=date.isoformat)


def _names(case: dict[str, object]) -> list[str]:
    return "、".join(filter(None, (str(case["applicant"] or ""), str(case["respondents"] or "")))).split("、")


def _still_told(desk: Desk, name: str) -> bool:
    return bool(store.named_like(desk.book.connection, [name]) or store.standing(desk.book.connection, [name]))


# On the command line


@pytest.fixture
def casebook(tmp_path: Path) -> Casebook:
    casebook = Casebook(tmp_path / "cases.book")
    casebook.lang = "zh"
    casebook.init()
    casebook.intake("review", "2024-03-04", NUMBER, "--applicant", NAME)
    return casebook


def test_the_command_says_what_is_left_to_do(casebook: Casebook) -> None:
    casebook.record(NUMBER, "accept", "2024-03-06", "--note", f"{NAME}到场")
    said = casebook.ok("mask", NUMBER, NAME, "--reason", "依申请删除")
    assert "申请人/原告 1 已遮蔽（登记号 3，登记卡 1 张），今后显示为“熊某1”" in said
    assert "登记号 2（备注）" in said
    assert "备份" in said
    assert "熊某1（已由登记号 3 遮蔽）" in casebook.ok("show", NUMBER)
    history = casebook.ok("history", NUMBER)
    assert "遮蔽" in history
    assert "理由：依申请删除" in history
    casebook.lang = "en"
    assert "mask " in casebook.ok("history", NUMBER)
    shown = casebook.json("show", NUMBER)
    assert shown["masked"] == [{"entry_no": 3, "role": "applicant", "ordinal": 1, "shown": "熊某1"}]
    entries = casebook.json("history", NUMBER)["entries"]
    assert [each.get("masked", []) for each in entries] == [[], [], shown["masked"]]


def test_a_correction_that_takes_the_mask_away_is_said(casebook: Casebook) -> None:
    casebook.ok("mask", NUMBER, NAME, "--reason", "依申请删除")
    assert "已遮蔽的“熊某1”" in casebook.ok("correct", NUMBER, "1", "--set", "applicant=王五", "--reason", "错列")


def test_traces_that_a_reader_keeps_are_a_finding(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "forget_free_space", lambda _: False)
    answer = casebook.run("mask", NUMBER, NAME, "--reason", "依申请删除")
    assert answer.status == 1
    assert "再运行一次" in answer.err
