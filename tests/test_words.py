"""Words in two languages, and vocabularies that take what officers write for a code."""

from __future__ import annotations

import re
import sys

import pytest

from casebook import terms, words
from casebook.errors import UnknownCode, listed
from casebook.words import Vocabulary, Words, fold, term

VOCABULARIES = [each for each in vars(terms).values() if isinstance(each, Vocabulary)]
names_it = pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.name.en)

COLOUR = Vocabulary(
    Words("颜色", "colour"), term("red", "红", "red", "赤", "Crimson"), term("dark_blue", "深蓝", "dark blue")
)


def test_words_are_said_in_the_language_asked_for() -> None:
    assert Words("维持", "maintained").say("zh") == "维持"
    assert Words("维持", "maintained").say("en") == "maintained"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ｍaintain ", "maintain"),
        (" 维 持\u3000", "维持"),
        ("１２", "12"),
        ("驳回上诉，维持", "驳回上诉,维持"),
        ("", ""),
    ],
)
def test_words_are_compared_without_width_case_and_white_space(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("written", ["dark_blue", "Dark Blue", "dark-blue", "深蓝", "深 蓝", "ＤＡＲＫ＿ＢＬＵＥ"])
def test_a_code_is_found_by_code_and_label_in_any_width(written: str) -> None:
    assert COLOUR.find(written) == "dark_blue"


@pytest.mark.parametrize("written", ["赤", "crimson", "CRIMSON"])
def test_a_code_is_found_by_synonym(written: str) -> None:
    assert COLOUR.find(written) == "red"


@pytest.mark.parametrize("written", ["", "  ", "redd", "蓝", "dark"])
def test_another_word_finds_nothing(written: str) -> None:
    assert COLOUR.find(written) is None


def test_a_vocabulary_holds_its_codes_in_order_of_printing() -> None:
    assert COLOUR.codes == ("red", "dark_blue")
    assert len(COLOUR) == 2
    assert "red" in COLOUR
    assert "赤" not in COLOUR


def test_a_code_that_is_not_ours_is_shown_as_it_stands() -> None:
    assert COLOUR.label("red") == Words("红", "red")
    assert COLOUR.label("mauve") == Words("mauve", "mauve")


def test_the_nearest_words_are_codes_and_labels_not_synonyms() -> None:
    assert COLOUR.nearest("rd") == ("red",)
    assert "dark_blue" in COLOUR.nearest("dark-bleu")
    assert COLOUR.nearest("深兰") == ("深蓝",)
    assert COLOUR.nearest("xyzzy") == ()


def test_where_two_terms_share_a_synonym_the_first_has_it() -> None:
    shared = Vocabulary(Words("", ""), term("one", "一", "one", "单"), term("two", "二", "two", "单"))
    assert shared.find("单") == "one"


@names_it
def test_every_code_has_a_label_in_both_languages_and_is_found_by_each(vocabulary: Vocabulary) -> None:
    for code in vocabulary.codes:
        label = vocabulary.label(code)
        assert label.zh
        assert label.en
        assert [vocabulary.find(word) for word in (code, label.zh, label.en, f" {label.zh} ")] == [code] * 4


@names_it
def test_no_word_stands_for_two_codes(vocabulary: Vocabulary) -> None:
    labels = [fold(word) for code in vocabulary.codes for word in {fold(code), *map(fold, vocabulary.label(code))}]
    assert len(labels) == len(set(labels))


@names_it
def test_no_label_is_pinyin_or_left_in_the_other_language(vocabulary: Vocabulary) -> None:
    for code in vocabulary.codes:
        label = vocabulary.label(code)
        assert label.en.isascii()
        assert not label.zh.isascii()


def test_an_unknown_word_is_refused_with_what_is_known() -> None:
    with pytest.raises(UnknownCode) as caught:
        terms.parse(terms.MATTER, "penaltyy")
    assert caught.value.say("zh").startswith("申请复议事项：不认识“penaltyy”。")
    assert "penalty" in caught.value.say("en")


@pytest.mark.parametrize(
    ("register", "written", "code"),
    [
        (terms.REVIEW, "维持", "maintain"),
        (terms.REVIEW, "驳回行政复议请求", "reject_claim"),
        (terms.LITIGATION, "驳回上诉，维持原判", "affirm"),
        (terms.LITIGATION, "驳回上诉,维持原判", "affirm"),
        (terms.LITIGATION, "维持", "affirm"),
        (terms.REVIEW_DEFENCE, "撤 销", "revoke"),
    ],
)
def test_the_words_of_the_registers_are_taken_for_outcomes(register: str, written: str, code: str) -> None:
    assert terms.parse(terms.outcomes(register), written) == code


def test_an_outcome_is_found_whatever_register_knows_it() -> None:
    assert terms.find_outcome("维持") == "maintain"
    assert terms.find_outcome("驳回诉讼请求") == "reject_claims"
    with pytest.raises(UnknownCode):
        terms.find_outcome("gestern")


def test_a_list_is_one_text_in_each_language() -> None:
    assert listed([Words("维持", "maintained"), Words("撤销", "revoked")]) == Words("维持、撤销", "maintained, revoked")
    assert listed(()) == Words("", "")


def test_what_is_printable_and_no_suspect_needs_no_pattern() -> None:
    """The short way misses none of all characters that there are."""
    suspect = re.compile(words._SUSPECT)  # noqa: SLF001 - the short way is compared with the pattern
    everything = map(chr, range(sys.maxunicode + 1))
    found = [each for each in everything if each.isprintable() and suspect.match(each)]
    assert set(found) <= words._suspects()  # noqa: SLF001
