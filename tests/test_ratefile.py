"""The compiled rates and schemes are those of the TOML files."""

from __future__ import annotations

import pytest

from casebook import ratefile, rates, schemes


def test_what_a_report_reads_is_what_the_files_say() -> None:
    assert rates.COMPILED.read_text(encoding="utf-8") == ratefile.compiled(), "run make data"


def test_the_catalogue_is_read_back_whole() -> None:
    assert rates.catalogue() == rates.from_source()


@pytest.mark.parametrize("name", schemes.names())
def test_a_scheme_is_read_back_whole(name: str) -> None:
    assert schemes.load(name) == schemes.from_source(name, rates.from_source())
