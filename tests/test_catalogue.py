"""Schemes and forms in words: everything that is counted is said, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from blackbox.program import Casebook

from casebook import forms, rates, schemes
from casebook.render import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.render.tables import Table


def cells(tables: list[Table]) -> list[str]:
    return [cell for table in tables for row in table.rows for cell in row]


@pytest.mark.parametrize("name", schemes.names())
def test_a_scheme_says_every_rate_with_variant_and_definition(name: str) -> None:
    scheme = schemes.load(name)
    for tables, place in ((catalogue.scheme_tables(scheme, "zh"), 0), (catalogue.scheme_tables(scheme, "en"), 1)):
        settings, defined = tables
        assert [(row[0], row[1], row[3]) for row in defined.rows] == [
            (rate.label[place], rate.variant, rate.definition[place]) for rate in scheme.rates
        ]
        assert all(cell for row in settings.rows for cell in row)
    assert name in catalogue.scheme_title(scheme).zh


def test_two_schemes_never_say_the_same() -> None:
    said = {name: tuple(cells(catalogue.scheme_tables(schemes.load(name), "en"))) for name in schemes.names()}
    assert len(set(said.values())) == len(said)


def test_every_definition_that_ships_stands_in_one_table() -> None:
    for place, [table] in enumerate((catalogue.rate_tables("zh"), catalogue.rate_tables("en"))):
        assert [(row[0], row[1], row[3]) for row in table.rows] == [
            (rate.label[place], rate.variant, rate.definition[place]) for rate in rates.catalogue()
        ]


@pytest.mark.parametrize("name", forms.names())
def test_a_form_says_what_each_column_counts(name: str) -> None:
    form = forms.load(name)
    zh, en = (catalogue.form_tables(form, "zh"), catalogue.form_tables(form, "en"))
    assert [len(table.rows) for table in zh] == [len(table.rows) for table in en]
    assert all(len(row) == len(table.headers) for table in (*zh, *en) for row in table.rows)
    codes = {column.code for sheet in form.sheets for column in sheet.columns}
    assert codes <= set(cells(zh))
    assert codes <= set(cells(en))
    assert all(all(cells(tables)) for tables in (zh, en))


@pytest.mark.parametrize("name", forms.names())
def test_a_form_says_every_identity_that_must_hold(name: str) -> None:
    form = forms.load(name)
    said = cells(catalogue.form_tables(form, "zh"))
    assert all(each.label.zh in said for sheet in form.sheets for each in sheet.identities)


def test_an_english_form_has_no_chinese_word_but_names() -> None:
    for name in forms.names():
        for table in catalogue.form_tables(forms.load(name), "en"):
            assert not any("一" <= each <= "鿿" for header in table.headers for each in header)


def test_a_form_of_fixed_rows_says_which_names_each_row_takes() -> None:
    form = forms.load("official-review")
    said = "\n".join(cells(catalogue.form_tables(form, "zh")))
    rows = [row for sheet in form.sheets for row in sheet.mapped]
    assert rows
    for row in rows:
        assert row.label.zh in said
        assert all(name in said for name, _ in row.names)
        assert all(since in said for _, since in row.names if since)


@pytest.mark.parametrize("line", ["scheme list", "scheme show broad", "form list", "form show disclosure"])
def test_what_ships_is_shown_before_there_is_a_book(tmp_path: Path, line: str) -> None:
    shown = Casebook(tmp_path / "none.book").run(*line.split())
    assert (shown.status, shown.err) == (0, "")
    assert ("broad" if "scheme" in line else "disclosure") in shown.out
    assert not (tmp_path / "none.book").exists()
