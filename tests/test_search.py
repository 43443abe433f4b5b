"""Search: the index and a scan of the journal give one answer, whatever was written and whatever is looked for."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from desk import RULES, TODAY, Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook import check, folding
from casebook.book import Book
from casebook.render.found import found_text
from casebook.searching import Answer, Hit, Match, search
from casebook.store import migrations
from casebook.store import search as store

if TYPE_CHECKING:
    from collections.abc import Iterator

CASE, OTHER, SUIT = "南府复〔2024〕1号", "南府复〔2024〕2号", "（2024）赣0121行初5号"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two reviews and a suit, with something written in every place that holds text."""
    desk = Desk(tmp_path / "cases.book")
    desk.log(
        "review", "2024-03-04", CASE, applicant="王　小明、李某", respondent="南昌县公安局", field="公安",
        handler="刘科员", channel="当面递交", note="因罚款２００元不服",
    )  # fmt: skip
    desk.step(CASE, "accept", "2024-03-06", note="电话通知申请人")
    desk.log("review", "2024-04-01", OTHER, applicant="王小明", respondent="南昌县教育局")
    desk.log("litigation", "2024-05-20", SUIT, instance="first", previous_number=CASE, court="南昌县人民法院")
    desk.step(
        SUIT, "hear", "2024-06-20", head_attended="yes", head_name="赵局长", head_post="副局长", absence="出差在外"
    )
    yield desk
    desk.book.connection.close()


def numbers(answer: Answer) -> list[str]:
    return [hit.number for hit in answer.hits]


def found(desk: Desk, *words: str, struck: bool = False) -> list[str]:
    return numbers(search(desk.book, words, struck=struck))


def parts(answer: Answer) -> list[str]:
    return [match.part for hit in answer.hits for match in hit.matches]


def indexed(desk: Desk) -> int:
    return store.indexed_to(desk.book.connection)


def refuse_index(desk: Desk) -> None:
    """Let the database make no full-text table, like an SQLite without trigrams."""

    def decide(action: int, *_: str | None) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_VTABLE else sqlite3.SQLITE_OK

    desk.book.connection.set_authorizer(decide)


@pytest.mark.parametrize(
    ("word", "number", "part"),
    [
        ("李某", CASE, "applicant"),
        ("县公安局", CASE, "respondent"),
        ("刘科员", CASE, "handler"),
        ("当面", CASE, "channel"),
        ("罚款", CASE, "note"),
        ("电话通知", CASE, "step_note"),
        ("人民法院", SUIT, "court"),
        ("赵局长", SUIT, "hearing.head_name"),
        ("副局", SUIT, "hearing.head_post"),
        ("出差在外", SUIT, "hearing.absence"),
        ("行初5", SUIT, "docket_no"),
    ],
)
@pytest.mark.parametrize("index", [True, False], ids=["index", "scan"])
def test_whatever_was_written_is_found_where_it_stands(
    desk: Desk, word: str, number: str, part: str, *, index: bool
) -> None:
    if not index:
        refuse_index(desk)
    answer = search(desk.book, [word])
    assert (numbers(answer), parts(answer)) == ([number], [part])
    assert (indexed(desk) > 0) == index
    [match] = answer.hits[0].matches
    [(first, last)] = match.spans
    assert folding.key(match.text[first:last]) == folding.key(word)


@pytest.mark.parametrize(
    "word",
    ["王小明", "王 小 明", "小明", "200元", "２００", "(2024)赣0121行初5号", "[2024]1号", "赣", "南府复〔2024〕１号"],
)
def test_width_brackets_and_blanks_do_not_matter(desk: Desk, word: str) -> None:
    assert found(desk, word)


def test_case_does_not_matter(desk: Desk) -> None:
    desk.step(OTHER, "accept", "2024-04-03", note="Called Mr. WANG")
    assert found(desk, "mr.wang") == found(desk, "WANG") == found(desk, "wa") == [OTHER]


def test_the_case_received_last_comes_first_and_a_limit_leaves_out_the_rest(desk: Desk) -> None:
    assert found(desk, "南昌县") == [SUIT, OTHER, CASE]
    answer = search(desk.book, ["南昌县"], limit=2)
    assert (numbers(answer), answer.total) == ([SUIT, OTHER], 3)
    assert numbers(search(desk.book, ["南昌县"], register="litigation")) == [SUIT]


def test_of_several_words_a_case_has_all_in_one_text_or_another(desk: Desk) -> None:
    assert found(desk, "王小明", "电话") == [CASE]
    assert found(desk, "王小明", "教育") == [OTHER]
    assert found(desk, "教育", "电话") == []
    assert parts(search(desk.book, ["王小明", "电话"])) == ["applicant", "step_note"]


def test_no_word_reaches_from_one_text_into_the_next(desk: Desk) -> None:
    assert found(desk, "李某王") == found(desk, "局公安") == []


@pytest.mark.parametrize(
    "word",
    [
        '"',
        "'",
        "王小明 OR 李某",
        "NEAR(王 小)",
        "王*",
        "-王小明",
        "text_1:王小明",
        "^王小明",
        "%",
        "_某",
        "(小明",
        "💥\u202e",
    ],
)
def test_a_word_is_data_whatever_a_query_language_would_make_of_it(desk: Desk, word: str) -> None:
    assert found(desk, word) == []
    desk.step(OTHER, "accept", "2024-04-03", note=f"前{word}后")
    assert found(desk, word) == found(desk, f"前{word}后") == [OTHER]


def test_the_index_itself_takes_every_word(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    note = """ '"*-():^~{}[]+,.;AND OR NOT NEAR(a b, 3) "" """
    desk.step(OTHER, "accept", "2024-04-03", note=note)
    store.bring_up_to_date(desk.book.connection)
    monkeypatch.setattr(store, "_after", lambda *_: iter(()))  # no scan helps
    wanted = folding.key(note)
    for length in (1, 3, len(wanted)):
        for start in range(len(wanted) - length + 1):
            assert OTHER in found(desk, wanted[start : start + length])


def test_codes_are_no_text(desk: Desk) -> None:
    desk.close(desk.review("2024-05-01", "2024-05-03"), "terminate", "2024-05-20", ground="withdrawn")
    desk.step(desk.review("2024-05-01", "2024-05-03"), "suspend", "2024-05-20", ground="other_case")
    desk.step(OTHER, "accept", "2024-04-03", procedure="summary")
    assert found(desk, "withdrawn") == found(desk, "other_case") == found(desk, "summary") == []


# struck


def test_what_was_struck_is_found_on_demand_only(desk: Desk) -> None:
    desk.correct(CASE, 2, reason="笔误", note="书面通知申请人")
    assert found(desk, "电话通知") == []
    assert found(desk, "书面通知") == [CASE]
    answer = search(desk.book, ["电话通知"], struck=True)
    assert numbers(answer) == [CASE]
    assert [match.struck_by for hit in answer.hits for match in hit.matches] == [6]


def test_beside_what_stands_nothing_struck_is_shown(desk: Desk) -> None:
    desk.correct(CASE, 2, reason="笔误", note="通知申请人")
    assert [match.text for hit in search(desk.book, ["通知申请人"]).hits for match in hit.matches] == ["通知申请人"]


def test_a_scan_leaves_out_what_was_struck_too(desk: Desk) -> None:
    desk.strike(CASE, 2)
    refuse_index(desk)
    assert found(desk, "电话通知") == []
    assert found(desk, "电话通知", struck=True) == [CASE]


def test_a_strike_is_seen_without_indexing_anew(desk: Desk) -> None:
    assert found(desk, "电话通知") == [CASE]
    desk.strike(CASE, 2)
    assert found(desk, "电话通知") == []


def test_a_case_that_was_struck_as_a_whole_has_no_status(desk: Desk) -> None:
    desk.strike(OTHER, 3)
    assert found(desk, "教育局") == []
    [hit] = search(desk.book, ["教育局"], struck=True).hits
    assert (hit.number, hit.status, hit.received_on) == (OTHER, None, "2024-04-01")


# the index


def test_acts_leave_the_index_alone_and_the_next_search_catches_up(desk: Desk) -> None:
    assert indexed(desk) == 0
    found(desk, "王小明")
    before = indexed(desk)
    desk.step(OTHER, "accept", "2024-04-03", note="寄送通知书")
    assert indexed(desk) == before
    assert found(desk, "寄送") == found(desk, "寄送通知") == [OTHER]
    assert indexed(desk) == before + 1


def test_a_step_without_text_is_looked_at_once(desk: Desk) -> None:
    desk.step(OTHER, "accept", "2024-04-03")
    found(desk, "王小明")
    steps = desk.book.connection.execute("select max(step_no) from step").fetchone()[0]
    assert indexed(desk) == steps


def test_a_book_that_cannot_be_written_is_searched_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.book.connection.execute("pragma wal_checkpoint(truncate)")
    desk.book.connection.close()
    monkeypatch.setattr("casebook.store.connection.os.access", lambda *_: False)
    with Book.open(desk.book.path, RULES) as book:
        assert numbers(search(book, ["王小明"])) == [OTHER, CASE]
        assert store.indexed_to(book.connection) == 0


def test_somebody_who_writes_is_not_waited_for(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.book.path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        start = time.monotonic()
        assert found(desk, "王小明") == [OTHER, CASE]
        assert time.monotonic() - start < 5
        writer.execute("rollback")
    assert indexed(desk) == 0
    assert desk.book.connection.execute("pragma busy_timeout").fetchone() == (10_000,)


def test_an_index_that_is_behind_is_helped_by_a_scan(desk: Desk) -> None:
    found(desk, "王小明")
    desk.step(OTHER, "accept", "2024-04-03", note="王小明来电")
    with closing(sqlite3.connect(desk.book.path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        assert found(desk, "王小明") == [OTHER, CASE]
        assert found(desk, "来电") == [OTHER]
        writer.execute("rollback")


def test_a_damaged_index_is_not_asked(desk: Desk) -> None:
    found(desk, "王小明")
    desk.book.connection.execute("delete from search_index_data")
    assert found(desk, "王小明") == [OTHER, CASE]


def test_an_index_of_other_rules_is_made_anew(desk: Desk) -> None:
    desk.book.connection.execute("create virtual table search_index using fts5(text_0, tokenize = 'trigram')")
    desk.book.connection.execute("insert into search_index (rowid, text_0) values (?, '')", (store.BOOK_SPAN + 99,))
    assert found(desk, "王小明") == [OTHER, CASE]
    assert indexed(desk) == desk.book.connection.execute("select max(step_no) from step").fetchone()[0]


def test_a_deep_check_does_not_mind_an_index_that_is_behind(desk: Desk) -> None:
    found(desk, "王小明")
    desk.step(OTHER, "accept", "2024-04-03", note="寄送")
    before = indexed(desk)
    findings = check.run(desk.book, TODAY, deep=True)
    assert [each for each in findings if each.severity == check.ERROR] == []
    assert indexed(desk) == before


def test_what_is_derived_anew_is_indexed_anew(desk: Desk) -> None:
    found(desk, "王小明")
    desk.book.connection.execute("begin immediate")
    migrations.renew_derived(desk.book.connection)
    desk.book.connection.execute("rollback")
    assert indexed(desk) > 0
    store.drop(desk.book.connection)
    assert indexed(desk) == 0
    names = desk.book.connection.execute("select count(*) from sqlite_schema where name like 'search_index%'")
    assert names.fetchone() == (0,)


def test_two_who_search_together_both_get_the_answer(desk: Desk) -> None:
    answers: list[list[str]] = []

    def look() -> None:
        with Book.open(desk.book.path, RULES) as book:
            answers.append(numbers(search(book, ["王小明"])))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[OTHER, CASE]] * 4


TEXTS = st.text(
    st.sampled_from("王小明 某罚款\"'*-():〔〕（）aAｂＢéＥ1１\u200b\u3000\n"), min_size=1, max_size=8
).filter(lambda text: text.strip())


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5), st.lists(TEXTS.filter(folding.key), min_size=1, max_size=3))
def test_index_and_scan_find_what_a_reader_would(notes: list[str], words: list[str]) -> None:
    with TemporaryDirectory(prefix="casebook-search-") as folder:
        desk = Desk(Path(folder) / "cases.book")
        logged = [desk.log("review", "2024-03-04", f"甲〔2024〕{n}号", note=note) for n, note in enumerate(notes, 1)]
        texts = [f"{folding.key(number)}\n{folding.key(note)}" for number, note in zip(logged, notes, strict=True)]
        wanted = [folding.key(word) for word in words]
        expected = {number for number, text in zip(logged, texts, strict=True) if all(word in text for word in wanted)}
        refuse_index(desk)
        assert set(found(desk, *words)) == expected
        desk.book.connection.set_authorizer(None)
        assert set(found(desk, *words)) == expected
        assert indexed(desk) == len(notes)
        desk.book.connection.close()


# folding and marks


def test_spans_are_places_in_the_text_as_it_is_shown() -> None:
    assert folding.spans("王　小明，王小明", ["王小明"]) == ((0, 4), (5, 8))
    assert folding.spans("第１０号", ["10"]) == ((1, 3),)
    assert folding.spans("罚款罚款罚", ["罚款", "款罚"]) == ((0, 5),)
    assert folding.spans("cafe\u0301", ["fé"]) == ((2, 4),)
    assert folding.spans("㈱王", ["株"]) == ((0, 1),)
    assert folding.spans("无", ["有"]) == ()


def test_a_match_is_marked_in_its_context_and_nothing_else_is_obeyed() -> None:
    text = "很" * 30 + "张某" + "\x1b[31m" + "长" * 60
    match = Match("note", "receive", "2024-03-04", 1, None, text, ((30, 32),))
    hit = Hit("review", CASE, "open", "2024-03-04", (match,))
    marked = found_text(Answer((hit,), 1), "zh", marked=True)
    assert f"…{'很' * 16}\x1b[1;33m张某\x1b[0m\\x1b[31m{'长' * 35}…" in marked
    plain = found_text(Answer((hit,), 1), "en", marked=False)
    assert "\x1b" not in plain
    assert "note  …" in plain
