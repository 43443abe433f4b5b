"""What a law file must fulfil beyond its form: codes known, articles of listed instruments, no dead end.

Each check is a small function over the tables of one file and raises for the first fault it finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook import terms
from casebook.filefaults import LawFileError
from casebook.terms import LITIGATION, REVIEW, REVIEW_DEFENCE
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from casebook.words import Vocabulary

REGISTERS_OF_FAMILY = {"review": (REVIEW, REVIEW_DEFENCE), "litigation": (LITIGATION,)}
CO_DEFENDANT = ("yes", "no", "mixed", "open")
_REFERENCE = re.compile(r"(?P<key>[A-Z]+\d*)(?: \d+(?:\(\d+\))*)?")


def same(text: str) -> Words:
    """Return ``text`` as it stands in both languages: a code, a name of the file."""
    return Words(text, text)


def place_of(name: str, table: Mapping[str, Any]) -> Words:
    """Return how a message names a table: its kind and what tells it from others of its kind."""
    told = [str(table[key]) for key in ("of", "code", "id", "key", "register") if key in table]
    told.extend(map(str, table.get("registers", ())))
    return same(" ".join((f"[[{name}]]", *told)))


@dataclass(frozen=True, slots=True)
class LawFile:
    """The tables of one law file under its name."""

    name: str
    raw: Mapping[str, Any]

    @property
    def edition(self) -> Mapping[str, Any]:
        """The table that says what edition it is."""
        head: Mapping[str, Any] = self.raw["edition"]
        return head

    def tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return the tables ``[[name]]``; none where the file has none."""
        found: Sequence[Mapping[str, Any]] = self.raw.get(name, ())
        return found

    def of_register(self, name: str, register: str) -> Sequence[Mapping[str, Any]]:
        """Return the tables ``[[name]]`` that hold for ``register``, in the order of the file."""
        return [table for table in self.tables(name) if register in table["registers"]]

    def registers(self) -> list[str]:
        """Return the registers of the edition."""
        return [each["register"] for each in self.tables("register")]

    def fail(self, place: Words, wrong: Words, remedy: Words) -> LawFileError:
        """Return the error that says what is wrong at ``place`` of this file, and what to do."""
        return LawFileError(file=self.name, place=place, wrong=wrong, remedy=remedy)

    def unknown(self, place: Words, field: str, value: str, known: Iterable[str]) -> LawFileError:
        """Return the error for a code that ``field`` does not know."""
        wrong = Words(f"{field}：不认识“{value}”", f"{field}: “{value}” is not known")
        codes = sorted(known)
        return self.fail(place, wrong, Words(f"可用：{'、'.join(codes)}", f"Known: {', '.join(codes)}"))


def check(file: LawFile) -> None:
    """Raise ``LawFileError`` for the first fault of ``file``."""
    for each in CHECKS:
        each(file)


def every_source_is_named(file: LawFile) -> None:
    """An edition and an instrument say where their text comes from."""
    named = [(same("[edition]"), file.edition)]
    named += [(place_of("instrument", each), each) for each in file.tables("instrument")]
    for place, table in named:
        if not table.get("source", "").strip():
            remedy = Words(
                "请写明制定机关、公布日期和文本出处（不写网址）。",
                "Write who issued it, when, and where the text is kept (no web address).",
            )
            raise file.fail(place, Words("没有写明出处 source", "it names no source"), remedy)


_CODES: Mapping[str, Mapping[str, Iterable[str]]] = {
    "register": {"governed_by": ("receive", "accept"), "final": terms.STATUS.codes},
    "step": {
        "code": terms.STEP.codes,
        **dict.fromkeys(("from", "table_from", "to"), terms.STATUS.codes),
        **dict.fromkeys(("must", "may"), terms.DETAIL.codes),
        "procedure": terms.PROCEDURE.codes,
        "mark": terms.MARK.codes,
    },
    "outcome": {
        "kind": terms.OUTCOME_KIND.codes,
        "from": terms.STATUS.codes,
        "instances": terms.INSTANCE.codes,
        "co_defendant": CO_DEFENDANT,
        "mark": terms.MARK.codes,
    },
    "instrument": {"mark": terms.MARK.codes},
    "ground": {"co_defendant": CO_DEFENDANT, "mark": terms.MARK.codes},
    "rider": {"details": terms.DETAIL.codes, "mark": terms.MARK.codes},
    "deadline": {
        **dict.fromkeys(
            ("starts", "starts_after", "counts_from", "ends", "voids", "extends", "deems"), terms.STEP.codes
        ),
        **dict.fromkeys(
            (
                "starts_detail",
                "starts_needs",
                "length_detail",
                "last_day_detail",
                "met_detail",
                "concluded_with",
            ),
            terms.DETAIL.codes,
        ),
        "bound": terms.BOUND.codes,
        "procedures": terms.PROCEDURE.codes,
        "instances": terms.INSTANCE.codes,
        "outcome_kinds": terms.OUTCOME_KIND.codes,
        "mark": terms.MARK.codes,
    },
}
_LENGTH_CODES: Mapping[str, Iterable[str]] = {
    "unit": terms.UNIT.codes,
    "procedure": terms.PROCEDURE.codes,
    "needs": terms.DETAIL.codes,
}


def _values(value: object) -> Iterator[str]:
    """Yield the codes of a field: of a list each one, of a table its names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        yield from value


def every_code_is_known(file: LawFile) -> None:
    """Steps, statuses, details, procedures, units … are those of the program."""
    if file.edition["family"] not in REGISTERS_OF_FAMILY:
        raise file.unknown(same("[edition]"), "family", file.edition["family"], REGISTERS_OF_FAMILY)
    for name, fields in _CODES.items():
        for table in file.tables(name):
            _check_codes(file, place_of(name, table), fields, table)
            for length in table.get("lengths", ()):
                _check_codes(file, place_of(name, table), _LENGTH_CODES, length)


def _check_codes(file: LawFile, place: Words, fields: Mapping[str, Iterable[str]], table: Mapping[str, Any]) -> None:
    for field, known in fields.items():
        for value in _values(table.get(field)):
            if value not in known:
                raise file.unknown(place, field, value, known)


def every_register_is_declared(file: LawFile) -> None:
    """A register belongs to the family of the edition and has its own table."""
    for table in file.tables("register"):
        known = REGISTERS_OF_FAMILY[file.edition["family"]]
        if table["register"] not in known:
            raise file.unknown(place_of("register", table), "register", table["register"], known)
    for name in ("step", "outcome", "deadline"):
        for table in file.tables(name):
            for register in (*table["registers"], *table.get("own", ())):
                if register not in file.registers():
                    raise file.unknown(place_of(name, table), "registers", register, file.registers())


def every_outcome_has_a_family(file: LawFile) -> None:
    """Code and family of an outcome are those of each of its registers."""
    for table in file.tables("outcome"):
        place = place_of("outcome", table)
        for register in table["registers"]:
            pairs: tuple[tuple[str, Vocabulary], ...] = (
                ("code", terms.outcomes(register)),
                ("family", terms.families(register)),
            )
            for field, vocabulary in pairs:
                if table[field] not in vocabulary:
                    raise file.unknown(place, f"{field} ({register})", table[field], vocabulary.codes)


def nothing_is_said_twice(file: LawFile) -> None:
    """One rule for each step, outcome and deadline of a register, each ground, rider and instrument."""
    for name, keys in (("instrument", ("key",)), ("rider", ("code",)), ("ground", ("of", "code"))):
        _check_once(file, name, keys, file.tables(name))
    for name, key in (("step", "code"), ("outcome", "code"), ("deadline", "id")):
        for register in file.registers():
            _check_once(file, name, (key,), file.of_register(name, register))


def _check_once(file: LawFile, name: str, keys: Sequence[str], tables: Iterable[Mapping[str, Any]]) -> None:
    seen: set[tuple[str, ...]] = set()
    for table in tables:
        told = tuple(table[key] for key in keys)
        if told in seen:
            remedy = Words(f"只留一个 [[{name}]]。", f"Keep one [[{name}]].")
            raise file.fail(place_of(name, table), Words("写了两次", "it is there twice"), remedy)
        seen.add(told)


def every_ground_is_labelled(file: LawFile) -> None:
    """A ground that a step, an outcome or a deadline names has its table, and no table stands unused."""
    labelled = {(each["of"], each["code"]) for each in file.tables("ground")}
    listed = {
        (table["code"], code): place_of(name, table)
        for name in ("step", "outcome")
        for table in file.tables(name)
        for code in table.get("grounds", ())
    }
    for of, code in listed.keys() - labelled:
        raise file.unknown(listed[of, code], "grounds", code, [known for owner, known in labelled if owner == of])
    for table in file.tables("ground"):
        if (table["of"], table["code"]) not in listed:
            wrong = Words("没有节点或结案方式列出这一事由", "no step or outcome lists this ground")
            remedy = Words(
                f"写入 {table['of']} 的 grounds，或删去此表。",
                f"Put it into grounds of {table['of']}, or take it out.",
            )
            raise file.fail(place_of("ground", table), wrong, remedy)
    codes = {code for _, code in labelled}
    for table in file.tables("deadline"):
        lengths = [each["ground"] for each in table["lengths"] if "ground" in each]
        for code in (*table.get("grounds", ()), *lengths):
            if code not in codes:
                raise file.unknown(place_of("deadline", table), "grounds", code, codes)


def every_rider_is_described(file: LawFile) -> None:
    """A rider that an outcome may carry has its table."""
    known = [each["code"] for each in file.tables("rider")]
    for table in file.tables("outcome"):
        for code in table.get("riders", ()):
            if code not in known:
                raise file.unknown(place_of("outcome", table), "riders", code, known)


def every_article_is_of_a_listed_instrument(file: LawFile) -> None:
    """A reference reads ``L23 30(1)``; what has no article carries a mark."""
    for name in ("step", "outcome", "ground", "rider", "deadline"):
        for table in file.tables(name):
            place = place_of(name, table)
            if not table["article"] and "mark" not in table:
                wrong = Words("既无条文又无 mark", "it has neither article nor mark")
                remedy = Words('写明条文，或写 mark = "practice"。', 'Write the article, or mark = "practice".')
                raise file.fail(place, wrong, remedy)
            lengths = [each.get("article", "") for each in table.get("lengths", ())]
            for article in (table["article"], table.get("appeal_article", ""), *lengths):
                _check_references(file, place, article)


def _check_references(file: LawFile, place: Words, article: str) -> None:
    keys = [each["key"] for each in file.tables("instrument")]
    for reference in filter(None, map(str.strip, article.split(";"))):
        matched = _REFERENCE.fullmatch(reference)
        if matched is None:
            wrong = Words(f"条文“{reference}”的写法不认识", f"the article “{reference}” is not written as one")
            remedy = Words("写作 L23 30(1)，几条之间用分号。", "Write L23 30(1), several with semicolons between.")
            raise file.fail(place, wrong, remedy)
        if matched["key"] not in keys:
            raise file.unknown(place, "article", matched["key"], keys)


def every_status_leads_on(file: LawFile) -> None:
    """From its first step a case can get to every status that is named, and from each to a final one."""
    for table in file.tables("register"):
        register = table["register"]
        place = place_of("register", table)
        steps = file.of_register("step", register)
        _check_first_step(file, place, table["first"], steps)
        ways = {(here, step["to"]) for step in steps for here in step["from"] if "to" in step}
        begin = next(step["to"] for step in steps if step["code"] == table["first"])
        named = {here for step in steps for here in step["from"]} | {there for _, there in ways} | {*table["final"]}
        lost = named - _reachable({begin}, ways)
        if lost:
            wrong = Words(f"到不了状态 {min(lost)}", f"no step leads to the status {min(lost)}")
            remedy = Words(
                "补上通往它的节点，或从 from、final 中删去。",
                "Add a step to it, or take it out of from and final.",
            )
            raise file.fail(place, wrong, remedy)
        stuck = named - _reachable({*table["final"]}, {(there, here) for here, there in ways})
        if stuck:
            wrong = Words(f"状态 {min(stuck)} 没有出路", f"no step leads out of the status {min(stuck)}")
            remedy = Words(
                "补上通往终局状态的节点，或列入 final。",
                "Add a step towards a final status, or list it in final.",
            )
            raise file.fail(place, wrong, remedy)


def _check_first_step(file: LawFile, place: Words, first: str, steps: Sequence[Mapping[str, Any]]) -> None:
    beginning = [step["code"] for step in steps if not step["from"] and "to" in step]
    if beginning != [first]:
        wrong = Words(
            f"首个节点 {first} 应唯一具有 from = [] 和 to",
            f"the first step {first} alone has from = [] and to",
        )
        remedy = Words("请核对各节点的 from 与 first。", "Check from of the steps, and first.")
        raise file.fail(place, wrong, remedy)


def _reachable(begin: set[str], ways: set[tuple[str, str]]) -> set[str]:
    found = begin
    while True:
        further = found | {there for here, there in ways if here in found}
        if further == found:
            return found
        found = further


def every_outcome_can_be_reached(file: LawFile) -> None:
    """An outcome closes a case only in a status in which the step ``conclude`` is allowed."""
    for register in file.registers():
        allowed = {
            here for step in file.of_register("step", register) if step["code"] == "conclude" for here in step["from"]
        }
        for table in file.of_register("outcome", register):
            for status in table.get("from", ()):
                if status not in allowed:
                    raise file.unknown(place_of("outcome", table), "from", status, allowed)


def every_deadline_named_exists(file: LawFile) -> None:
    """``within``, ``late_after`` and ``follows`` name deadlines of the register, once it has any at all."""
    for register in file.registers():
        deadlines = file.of_register("deadline", register)
        ids = [each["id"] for each in deadlines]
        naming = [("step", each) for each in file.of_register("step", register)] if ids else []
        for name, table in (*naming, *(("deadline", each) for each in deadlines)):
            for field in ("within", "late_after", "follows"):
                for value in table.get(field, ()):
                    if value not in ids:
                        raise file.unknown(place_of(name, table), f"{field} ({register})", value, ids)


def every_deadline_can_start_and_end(file: LawFile) -> None:
    """A deadline has a start in each of its registers, outcomes that are there, and a length."""
    for table in file.tables("deadline"):
        place = place_of("deadline", table)
        for register in table["registers"]:
            steps = [each["code"] for each in file.of_register("step", register)]
            if not table.get("follows") and not set(table["starts"]) & set(steps):
                raise file.unknown(place, f"starts ({register})", ", ".join(table["starts"]) or "—", steps)
            outcomes = [each["code"] for each in file.of_register("outcome", register)]
            for code in table.get("outcomes", ()):
                if code not in outcomes:
                    raise file.unknown(place, f"outcomes ({register})", code, outcomes)
        if not table["lengths"] and not {"length_detail", "last_day_detail"} & table.keys():
            wrong = Words("没有期间", "it has no length")
            raise file.fail(place, wrong, Words("请写明 lengths。", "Write lengths."))


CHECKS: tuple[Callable[[LawFile], None], ...] = (
    every_source_is_named,
    every_code_is_known,
    every_register_is_declared,
    every_outcome_has_a_family,
    nothing_is_said_twice,
    every_ground_is_labelled,
    every_rider_is_described,
    every_article_is_of_a_listed_instrument,
    every_status_leads_on,
    every_outcome_can_be_reached,
    every_deadline_named_exists,
    every_deadline_can_start_and_end,
)
