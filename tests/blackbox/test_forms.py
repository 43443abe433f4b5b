"""The forms from outside: every form as JSON, rows by another dimension, from a cell to its cases, own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from blackbox.program import Casebook, Json, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEETS = {
    "official-review": {"fields"},
    "official-review-2015": {"fields"},
    "disclosure": {"disclosure", "joint"},
    "outcomes": {"reviews", "standing", "defences", "suits"},
    "efficiency": {"handlers"},
    "monthly": {"reviews", "defences", "suits"},
    "litigation": {"instances", "courts", "roles", "outcomes"},
    "attendance": {"rates", "defendants", "hearings"},
    "handlers": {"reviews", "defences", "suits"},
    "caseflow": {
        f"{register}_{table}"
        for register in ("reviews", "defences", "suits")
        for table in ("pace", "ages", "ages_statistics", "ages_oldest")
    },
    "rates": {"rates", "ratio"},
}
SCHEMES = ("standard", "accepted-base", "all-closed", "broad", "carried-in", "merits")
KINDS = {"count", "percent", "points", "days", "yuan", "text", "date"}
OWN_FORM = """edition = "{edition}"
label = {{ zh = "本局来源表", en = "where cases come from" }}
about = {{ zh = "按收件方式", en = "by field" }}
registers = ["review"]

[[sheet]]
code = "fields"
register = "review"
title = {{ zh = "来源", en = "fields" }}
rows = "field"

[[sheet.column]]
code = "{column}"
label = {{ zh = "新收", en = "received" }}
cells = ["intake.received"]
"""
OWN_SCHEME = """label = {{ zh = "本局口径", en = "our scheme" }}
unit = {{ zh = "宗", en = "matters" }}
places = {places}
rounding = "truncate"

[variants]
correction = "c"
"""


def form(casebook: Casebook, name: str, *options: str, period: str = "2024") -> Json:
    return casebook.json("report", name, "--period", period, *options)


def table(found: Json, code: str) -> Json:
    [one] = [each for each in found["tables"] if each["code"] == code]
    result: Json = one
    return result


def row(found: Json, code: str, name: str) -> Json:
    [one] = [each["cells"] for each in table(found, code)["rows"] if each["code"] == name]
    return {column: value for column, value in one.items() if value not in (0, None, "0.00")}


def cells(found: Json) -> Iterator[Json]:
    for each in found["tables"]:
        yield from (line["cells"] for line in each["rows"])
        if "total" in each:
            yield each["total"]


@pytest.mark.parametrize("name", SHEETS)
def test_every_form_as_json(counted: Casebook, name: str) -> None:
    found = form(counted, name, "--all-registers")
    assert found["schema"] == "casebook/report/1"
    assert found["form"] == name
    assert found["edition"]
    assert found["bureau"] == "南昌县司法局"
    assert found["period"] == {"from": "2024-01-01", "to": "2024-12-31"}
    assert found["scheme"] == "standard"
    assert {each["code"] for each in found["tables"]} == SHEETS[name]
    assert all(check["holds"] is True for check in found["checks"])
    assert found["checks"] or name == "rates"
    for each in found["tables"]:
        columns = {column["code"]: column["kind"] for column in each["columns"]}
        assert set(columns.values()) <= KINDS
        for line in each["rows"]:
            assert line["cells"].keys() == columns.keys()
            counts = [line["cells"][code] for code, kind in columns.items() if kind == "count"]
            assert all(isinstance(value, int) for value in counts) or each["code"].endswith("_statistics")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", SHEETS)
def test_every_form_holds_under_every_scheme_and_as_known_at_first(counted: Casebook, name: str, scheme: str) -> None:
    variants = ("--all-variants",) if name == "rates" else ()
    counted.ok("report", name, "2023H2", "--scheme", scheme, *variants, "--format", "plain")
    empty = form(counted, name, "--scheme", scheme, "--known-at", "0", "--all-registers")
    assert {value for each in cells(empty) for value in each.values() if isinstance(value, int)} <= {0}
    assert all(check["holds"] is True for check in empty["checks"])


def test_the_forms_agree_with_the_summary(counted: Casebook) -> None:
    summary, suits = counted.summary("review", "2024"), counted.summary("litigation", "2024")
    official = table(form(counted, "official-review"), "fields")["total"]
    assert official["c01_opening"] == summary["flow"]["opening"]
    assert official["c02_received"] == summary["intake"]["received"]
    assert official["c03_accepted"] == summary["flow"]["accepted"]
    assert official["c31_concluded"] == summary["flow"]["concluded"]
    assert official["c43_pending"] == summary["flow"]["pending"]
    assert official["c35_revoke"] == summary["families"]["revoke"]
    by_instance = form(counted, "litigation")
    assert table(by_instance, "instances")["total"]["received"] == suits["flow"]["received"]
    assert row(by_instance, "instances", "first")["concluded"] == suits["instances"]["first"]["concluded"]
    assert table(form(counted, "attendance"), "defendants")["total"]["hearings"] == suits["hearings"]["hearings"]
    months = table(form(counted, "monthly", "--register", "review"), "reviews")
    assert sum(each["cells"]["accepted"] for each in months["rows"]) == summary["flow"]["accepted"]
    assert months["rows"][-1]["cells"]["sum_concluded"] == summary["flow"]["concluded"]


def test_every_definition_of_a_rate_side_by_side(counted: Casebook) -> None:
    found = form(counted, "rates", "--all-variants", "--register", "litigation")
    rates = {each["code"]: each["cells"] for each in table(found, "rates")["rows"]}
    assert {code for code in rates if code.startswith("loss.")} == {"loss.a", "loss.b", "loss.c", "loss.d"}
    assert {code for code in rates if code.startswith("attendance.")} == {f"attendance.{code}" for code in "abcd"}
    summary = counted.summary("litigation", "2024")["rates"]
    for name in ("loss", "attendance", "conclusion"):
        assert rates[f"{name}.a"]["percent"] == summary[name]["percent"]
        assert rates[f"{name}.a"]["fraction"] == f"{summary[name]['part']}/{summary[name]['whole']}"
    alone = {each["code"] for each in table(form(counted, "rates", "--register", "litigation"), "rates")["rows"]}
    assert {"loss", "attendance"} <= alone


def test_efficiency_by_respondent(casebook: Casebook) -> None:
    for serial, (respondent, closed) in enumerate((("县公安局", "2024-03-14"), ("县税务局", "2024-05-20")), 1):
        number = f"南府复〔2024〕{serial}号"
        casebook.intake("review", "2024-03-01", number, "--respondent", respondent)
        casebook.record(number, "accept", "2024-03-04")
        casebook.close(number, "maintain", closed)
    found = form(casebook, "efficiency", "--by", "respondent")
    assert row(found, "handlers", "县公安局") == {
        "concluded": 1, "on_time": 1, "within_60": 1, "on_time_rate": "100.00%", "within_60_rate": "100.00%",
        "extended_rate": "0.00%", "mean": "10.00", "median": "10", "highest": 10,
    }  # fmt: skip
    assert row(found, "handlers", "县税务局")["late"] == 1
    assert table(found, "handlers")["total"]["on_time_rate"] == "50.00%"
    assert form(casebook, "efficiency", "--by", "被申请人") == found


def test_outcomes_by_field_and_by_matter_have_one_total(counted: Casebook) -> None:
    by_matter, by_field = form(counted, "outcomes"), form(counted, "outcomes", "--by", "field")
    for code in ("reviews", "standing"):
        assert table(by_matter, code)["total"] == table(by_field, code)["total"]
    assert {each["code"] for each in table(by_field, "reviews")["rows"]} >= {"公安", "not_stated"}


def behind(casebook: Casebook, name: str, cell: str, *options: str) -> list[str]:
    args = ("report", name, "--period", "2024", "--cases", cell, *options)
    found = [each["number"] for each in casebook.json(*args)["cases"]]
    assert numbers_in(casebook.ok(*args, "--format", "plain")) == set(found)
    return found


def test_a_cell_leads_to_its_cases(counted: Casebook) -> None:
    official = form(counted, "official-review")
    of_police = row(official, "fields", "public_security")["c31_concluded"]
    assert len(behind(counted, "official-review", "fields.public_security.c31_concluded")) == of_police
    assert len(behind(counted, "official-review", "fields.total.c03_accepted")) == 9
    months = form(counted, "monthly", "--register", "review")
    assert len(behind(counted, "monthly", "reviews.2024-02.received")) == row(months, "reviews", "2024-02")["received"]
    instances = form(counted, "litigation")
    assert (
        len(behind(counted, "litigation", "instances.first.concluded", "--register", "litigation"))
        == row(instances, "instances", "first")["concluded"]
    )


@pytest.mark.parametrize(
    ("chinese", "name"),
    [
        ("结案情况", "outcomes"),
        ("效率", "efficiency"),
        ("按月", "monthly"),
        ("应诉情况", "litigation"),
        ("出庭台账", "attendance"),
        ("承办人工作量", "handlers"),
        ("办案质效", "caseflow"),
        ("国法复统字1号", "official-review"),
        ("政府信息公开年报", "disclosure"),
        ("比率", "rates"),
    ],
)
def test_a_form_may_be_named_in_chinese(counted: Casebook, chinese: str, name: str) -> None:
    assert form(counted, chinese) == form(counted, name)
    assert counted.json("report", "2024", chinese) == form(counted, name)


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("weather",), ("weather", "official-review")),
        (("结案请况",), ("结案请况", "outcomes")),
        (("outcomes", "--by", "weather"), ("weather",)),
        (("outcomes", "--all-variants"), ("outcomes",)),
        (("outcomes", "--by", "month"), ("month", "matter")),
        (("outcomes", "--by", "field,family"), ("field,family", "matter")),
        (("outcomes", "--by", "field", "--by", "matter"), ("outcomes",)),
        (("disclosure", "--by", "weather"), ("disclosure",)),
        (("monthly", "--by", "matter"), ("monthly",)),
        (("efficiency", "--register", "litigation"), ("litigation", "administrative review")),
        (("attendance", "--register", "行政复议"), ("行政复议", "litigation")),
        (("outcomes", "--scheme", "lucky"), ("lucky", "carried-in")),
        (("outcomes", "--cases", "reviews.total.luck"), ("reviews.total.luck",)),
        (("outcomes", "--cases", "reviews.total"), ("reviews.total",)),
        (("monthly", "--cases", "reviews.2025-02.received"), ("reviews.2025-02.received",)),
        (("efficiency", "--cases", "handlers.total.median"), ("handlers.total.median",)),
        (("outcomes", "--known-at", "999999"), ("999999",)),
        (("outcomes", "--as-of", "2023-12-31"), ("2023-12-31",)),
    ],
)
def test_what_no_form_has_is_refused(counted: Casebook, args: tuple[str, ...], named: tuple[str, ...]) -> None:
    for language in ("en", "zh"):
        counted.lang = language
        message = counted.refused("report", *args, "--period", "2024")
        assert named[0] in message
        assert language == "zh" or all(each in message for each in named)


# An office's own form and scheme


def write(casebook: Casebook, name: str, text: str) -> str:
    path = casebook.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return str(path)


def entry(casebook: Casebook) -> str:
    return str(casebook.summary("review", "2024")["known_at"])


def test_an_own_form_is_adopted_used_and_replaced(counted: Casebook) -> None:
    counted.ok("form", "adopt", write(counted, "来源表.toml", OWN_FORM.format(edition="1", column="received")))
    then = entry(counted)
    assert "来源表" in counted.ok("form", "list")
    assert "where cases come from" in counted.ok("form", "show", "来源表")
    found = form(counted, "来源表")
    assert (found["edition"], found["registers"]) == ("1", ["review"])
    assert row(found, "fields", "公安")["received"] == 3
    assert len(behind(counted, "来源表", "fields.公安.received")) == 3
    counted.ok("form", "adopt", write(counted, "来源表.toml", OWN_FORM.format(edition="2", column="came_in")))
    assert row(form(counted, "来源表"), "fields", "公安") == {"came_in": 3}
    earlier = form(counted, "来源表", "--known-at", then)
    assert earlier == found
    counted.ok("check", "--deep")


def test_a_scheme_is_adopted_and_earlier_reports_keep_theirs(counted: Casebook) -> None:
    at_first = entry(counted)
    before = form(counted, "rates")
    counted.ok("scheme", "adopt", "broad")
    broad = entry(counted)
    counted.ok("scheme", "adopt", write(counted, "本局.toml", OWN_SCHEME.format(places=1)), "--reason", "局务会决定")
    own = entry(counted)
    first = counted.summary("review", "2024")
    assert first["scheme"] == "本局"
    assert first["rates"]["correction"]["whole"] == first["flow"]["accepted"]
    counted.ok("scheme", "adopt", write(counted, "本局.toml", OWN_SCHEME.format(places=3)))
    latest = counted.summary("review", "2024")
    assert latest["rates"]["correction"]["percent"] != first["rates"]["correction"]["percent"]
    assert counted.summary("review", "2024", "--known-at", own) == first
    assert counted.summary("review", "2024", "--known-at", broad)["scheme"] == "broad"
    assert form(counted, "rates", "--known-at", at_first) == before
    assert form(counted, "outcomes", "--known-at", at_first)["scheme"] == "standard"
    shown = counted.json("scheme", "show", "本局")
    assert (shown["places"], shown["rounding"]) == (3, "truncate")
    assert [each["name"] for each in counted.json("scheme", "list")["schemes"] if each["chosen"]] == ["本局"]
    counted.ok("check", "--deep")


@pytest.mark.parametrize("kind", ["form", "scheme"])
@pytest.mark.parametrize(
    "content",
    [b"", b"label = ", b"\xff\xfe\x00", b'label = "x"\n', b"[[sheet]]\n", b"places = 99999999999999999999\n"],
)
def test_a_file_that_is_none_is_refused_and_named(casebook: Casebook, kind: str, content: bytes) -> None:
    path = casebook.path.with_name("坏文件.toml")
    path.write_bytes(content)
    assert "坏文件" in casebook.refused(kind, "adopt", str(path))


BROKEN = Path(__file__).parents[1] / "forms_broken"


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_broken_file_is_refused_in_three_lines_that_name_it(casebook: Casebook, path: Path) -> None:
    message = casebook.refused(path.parent.name.removesuffix("s"), "adopt", str(path))
    assert path.stem in message


def test_a_file_that_is_not_there(casebook: Casebook) -> None:
    for kind in ("form", "scheme"):
        missing = str(casebook.path.with_name("nowhere.toml"))
        assert "nowhere" in casebook.refused(kind, "adopt", missing)
    assert "lucky" in casebook.refused("scheme", "adopt", "lucky")
    assert "weather" in casebook.refused("form", "show", "weather")


@pytest.mark.parametrize("name", ["summary", "rates", "sentence"])
def test_no_own_form_takes_the_name_of_what_is_built_in(casebook: Casebook, name: str) -> None:
    path = write(casebook, f"{name}.toml", OWN_FORM.format(edition="1", column="received"))
    assert name in casebook.refused("form", "adopt", path)
