"""An edition of the law as a readable table: steps, outcomes, deadlines, each with its article and mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casebook import terms
from casebook.render.align import aligned
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.law import Lawbook
    from casebook.lawrules import DeadlineRule, Edition, Length, OutcomeRule, RegisterRule, StepRule

UNITS = {
    "days": Words("日", "days"),
    "working_days": Words("个工作日", "working days"),
    "months": Words("个月", "months"),
    "years": Words("年", "years"),
}
SAME = Words("（不变）", "(unchanged)")


def _say(language: Language, zh: str, en: str) -> str:
    return Words(zh, en).say(language)


def list_lines(lawbook: Lawbook, language: Language) -> list[str]:
    """Return the editions, oldest first in each family."""
    rows = [
        [
            _say(language, "版本", "edition"),
            _say(language, "施行", "effective"),
            _say(language, "名称", "title"),
            _say(language, "核对", "checked"),
        ]
    ]
    for code in lawbook.codes():
        edition = lawbook.edition(code)
        rows.append(
            [
                code,
                edition.effective_on.isoformat(),
                edition.label.say(language),
                edition.checked_on.isoformat(),
            ]
        )
    return aligned(rows)


def list_json(lawbook: Lawbook) -> dict[str, object]:
    """Return the editions as JSON."""
    editions = [lawbook.edition(code) for code in lawbook.codes()]
    return {
        "schema": "casebook/laws/1",
        "laws": [
            {
                "code": edition.code,
                "family": edition.family,
                "label": edition.label._asdict(),
                "effective_on": edition.effective_on.isoformat(),
                "checked_on": edition.checked_on.isoformat(),
                "registers": list(edition.registers),
            }
            for edition in editions
        ],
    }


def edition_lines(edition: Edition, registers: Sequence[str], language: Language) -> list[str]:
    """Return the instruments of an edition and its tables for ``registers``."""
    lines = [f"{edition.code}  {edition.label.say(language)}", ""]
    lines += aligned(
        [
            (
                each.key,
                f"《{each.title}》{each.number}",
                f"{_say(language, '自', 'from')} {each.in_force_from}",
                each.source,
            )
            for each in edition.instruments.values()
        ],
        indent=2,
    )
    for register in registers:
        if register not in edition.registers:
            continue
        rule = edition.registers[register]
        lines += ["", f"{terms.REGISTER.label(register).say(language)}", ""]
        lines += [*_step_table(rule, language), "", *_outcome_table(rule, register, language)]
        if rule.deadlines:
            lines += ["", *_deadline_table(rule, language)]
    lines += ["", *(note.say(language) for note in edition.notes)] if edition.notes else []
    return lines


def _step_table(rule: RegisterRule, language: Language) -> list[str]:
    heads = [
        _say(language, "节点", "step"), "", _say(language, "可登记于", "allowed in"),
        _say(language, "之后", "leads to"),
        _say(language, "条文", "article"), _say(language, "标记", "mark"),
    ]  # fmt: skip
    return aligned([heads, *(_step_row(step, language) for step in rule.steps.values())], indent=2)


def _step_row(step: StepRule, language: Language) -> list[str]:
    allowed = _say(language, "、", ", ").join(terms.STATUS.label(status).say(language) for status in step.from_)
    to = terms.STATUS.label(step.to).say(language) if step.to else SAME.say(language)
    return [
        step.code,
        terms.STEP.label(step.code).say(language),
        allowed or "—",
        to,
        step.article,
        _mark(step.mark, language),
    ]


def _mark(mark: str | None, language: Language) -> str:
    return terms.MARK.label(mark).say(language) if mark else ""


def _outcome_table(rule: RegisterRule, register: str, language: Language) -> list[str]:
    heads = [
        _say(language, "结案方式", "outcome"), "", _say(language, "类别", "family"), _say(language, "文书", "document"),
        _say(language, "纠错/败诉", "corrects/loses"), _say(language, "共同被告", "co-defendant"),
        _say(language, "条文", "article"), _say(language, "标记", "mark"),
    ]  # fmt: skip
    return aligned([heads, *(_outcome_row(each, register, language) for each in rule.outcomes.values())], indent=2)


def _outcome_row(outcome: OutcomeRule, register: str, language: Language) -> list[str]:
    yes = terms.YES_NO.label("yes").say(language)
    joint = {"yes": ("是", "yes"), "no": ("否", "no"), "mixed": ("部分", "in part"), "open": ("未定", "open")}
    return [
        outcome.code,
        terms.outcomes(register).label(outcome.code).say(language),
        terms.families(register).label(outcome.family).say(language),
        outcome.document,
        yes if outcome.corrects or outcome.loses else "",
        _say(language, *joint[outcome.co_defendant]) if outcome.co_defendant else "",
        outcome.article,
        _mark(outcome.mark, language),
    ]


def _deadline_table(rule: RegisterRule, language: Language) -> list[str]:
    heads = [
        _say(language, "期限", "rule"), "", _say(language, "起算", "starts"), _say(language, "长度", "length"),
        _say(language, "义务人", "bound"), _say(language, "条文", "article"), _say(language, "标记", "mark"),
    ]  # fmt: skip
    return aligned([heads, *(_deadline_row(each, language) for each in rule.deadlines)], indent=2)


def _deadline_row(each: DeadlineRule, language: Language) -> list[str]:
    starts = _say(language, "、", ", ").join(terms.STEP.label(code).say(language) for code in each.starts)
    lengths = " / ".join(_length(length, language) for length in each.lengths)
    bound = terms.BOUND.label(each.bound).say(language)
    return [
        each.id,
        each.label.say(language),
        starts,
        lengths,
        bound,
        each.article,
        _mark(each.mark, language),
    ]


def _length(length: Length, language: Language) -> str:
    text = f"{length.count} {UNITS[length.unit].en}" if language == "en" else f"{length.count}{UNITS[length.unit].zh}"
    if length.procedure:
        text += f" ({terms.PROCEDURE.label(length.procedure).say(language)})"
    return text


def edition_json(edition: Edition, registers: Sequence[str]) -> dict[str, object]:
    """Return the steps, outcomes and deadlines of an edition as JSON."""
    told = {register: _tree(edition.registers[register]) for register in registers if register in edition.registers}
    return {
        "schema": "casebook/law/1",
        "code": edition.code,
        "family": edition.family,
        "effective_on": edition.effective_on.isoformat(),
        "checked_on": edition.checked_on.isoformat(),
        "instruments": [
            {
                "key": each.key,
                "title": each.title,
                "number": each.number,
                "in_force_from": each.in_force_from.isoformat(),
                "source": each.source,
            }
            for each in edition.instruments.values()
        ],
        "registers": told,
    }


def _tree(value: object) -> object:
    """Return rules as plain dictionaries and lists; a field takes the name that it has in the law file."""
    if isinstance(value, Mapping):
        return {name: _tree(each) for name, each in value.items()}
    names = getattr(value, "_fields", None)
    if names is not None:
        return {name.rstrip("_"): _tree(getattr(value, name)) for name in names}
    return [_tree(each) for each in value] if isinstance(value, tuple) else value
