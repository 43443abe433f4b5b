"""What an undo took back, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.errors import listed
from casebook.render.cases import ACT
from casebook.terms import STATUS, STEP, outcomes
from casebook.words import Words, inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.model import Step
    from casebook.undoing import Case, Undone

SHOWN = 20


def undone_lines(undone: Undone) -> Iterator[Words]:
    """Yield what the act was, and what of each case was struck and counts again."""
    act = ACT[undone.act]
    if undone.act == "import":
        struck, again = (sum(map(len, steps)) for steps in zip(*[each[2:4] for each in undone.cases], strict=True))
        yield Words(
            f"已撤回导入批次 {undone.undone}（登记号 {undone.entry_no}）：案件 {len(undone.cases)} 件，"
            f"冲销节点 {struck} 个，恢复 {again} 个。",
            f"The import {undone.undone} is undone (entry {undone.entry_no}): {len(undone.cases)} cases, "
            f"{struck} steps struck, {again} told again.",
        )
    else:
        yield Words(
            f"已撤回登记号 {undone.undone} 的{act.zh}（登记号 {undone.entry_no}）：",
            f"The {act.en} of entry {undone.undone} is undone (entry {undone.entry_no}):",
        )
        yield from map(_case_line, undone.cases[:SHOWN])
        if len(undone.cases) > SHOWN:
            rest = len(undone.cases) - SHOWN
            yield Words(f"……另有 {rest} 件", f"… and {rest} more cases")


AGAIN = Words(
    "再次运行 undo 将撤回再前一次登记；撤回本身不能撤回，误撤的请重新登记。",
    "Another undo takes back the act before; undoing cannot be undone: log again what was taken back by mistake.",
)


def _case_line(case: Case) -> Words:
    status = STATUS.label(case.derived.version.status) if case.derived else Words("已冲销", "struck")
    struck, again = _steps(case.struck, case.register), _steps(case.told_again, case.register)
    zh, en = [], []
    if case.struck:
        zh.append(f"冲销 {struck.zh}")
        en.append(f"struck {struck.en}")
    if case.told_again:
        zh.append(f"恢复 {again.zh}")
        en.append(f"told again {again.en}")
    number = inert(case.number)
    return Words(
        f"  {number}：{'；'.join(zh)}；现为{status.zh}。",
        f"  {number}: {'; '.join(en)}; now {status.en}.",
    )


def _steps(steps: Sequence[Step], register: str) -> Words:
    return listed(
        [Words(f"{step.on} {_name(step, register).zh}", f"{_name(step, register).en} {step.on}") for step in steps]
    )


def _name(step: Step, register: str) -> Words:
    return outcomes(register).label(step.outcome) if step.outcome else STEP.label(step.step)
