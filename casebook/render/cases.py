"""A case in words: card, timeline, deadlines, history, and what an act left behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook import terms
from casebook.columns import COLUMNS
from casebook.procedure import ground_label
from casebook.render.align import aligned
from casebook.render.text import inert
from casebook.terms import LITIGATION, STATUS, STEP, outcomes
from casebook.words import Language, Term, Vocabulary, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.acts import Logged
    from casebook.lawrules import Edition
    from casebook.model import CaseRecord, Deadline, Hearing, Mask, Step
    from casebook.versions import Derived

STATE = {
    "due": Words("未到期", "due"),
    "overdue": Words("已逾期", "overdue"),
    "lapsed": Words("对方已逾期", "lapsed"),
    "suspended": Words("中止", "suspended"),
    "met": Words("按期", "met"),
    "met_late": Words("逾期完成", "met late"),
}
_VALUES = {
    "procedure": terms.PROCEDURE,
    "law": terms.LAW,
    "redo": terms.YES_NO,
    "remedy": terms.YES_NO,
    "own_power": terms.YES_NO,
    "urgent": terms.YES_NO,
    "notice": Vocabulary(terms.NOT_STATED_LABEL, Term(terms.NOT_STATED, terms.NOT_STATED_LABEL)),
}
_CARD = (
    "applicant", "applicant_kind", "applicant_count", "respondent", "respondent_level", "matter", "field",
    "procedure", "handler", "court", "instance", "defendant_role", "reviewed_first", "previous_number", "channel",
    "note",
)  # fmt: skip


def logged_lines(logged: Logged, today: date, act: str = "record") -> list[Words]:
    """Return what an act did: entry number and status, what was late, what is due next."""
    lines = [_head_line(logged, act)]
    lines.extend(_late_line(each) for each in logged.late)
    lines.extend(_unmasked_line(each) for each in logged.unmasked)
    if logged.derived is None:
        return lines
    if logged.derived.version.crosses_border:
        lines.append(BORDER)
    coming = next_due(logged.derived.deadlines, today)
    if coming is not None and act != "intake":
        lines.append(_next_line(coming, today))
    return lines


def _late_line(each: Deadline) -> Words:
    return Words(
        f"逾期：{each.rule} {each.label.zh}应于 {each.due_on} 前完成（{place(each.article).zh}）。",
        f"Late: {each.rule} {each.label.en} was due on {each.due_on} ({place(each.article).en}).",
    )


def _unmasked_line(shown: str) -> Words:
    name = inert(shown)
    return Words(
        f"注意：登记卡上已遮蔽的“{name}”被换成了更正后的名称；如仍是同一人，请再遮蔽。",
        f"Note: the masked “{name}” gave way to what the correction says; if it is the same party, mask it again.",
    )


BORDER = Words(
    "注意：受理与结案跨越法律变更日，请核对适用法律（可用 --set law=… 指定并说明理由）。",
    "Note: accepted and decided on different sides of a change of the law; check which one governs (--set law=…).",
)


def _head_line(logged: Logged, act: str) -> Words:
    number, entry = inert(logged.number), logged.entry_no
    status = STATUS.label(logged.derived.version.status) if logged.derived else Words("已冲销", "struck")
    if logged.step is None:
        return Words(
            f"已登记 {number}（登记号 {entry}），{status.zh}。",
            f"Logged {number} (entry {entry}), {status.en}.",
        )
    step = STEP.label(logged.step.step)
    done = {
        "record": Words("已登记", "recorded"),
        "correct": Words("已更正", "corrected"),
        "strike": Words("已冲销", "struck"),
    }[act]
    return Words(
        f"{number}：{logged.step.on} {step.zh}，{done.zh}（登记号 {entry}）；现为{status.zh}。",
        f"{number}: {step.en} on {logged.step.on} {done.en} (entry {entry}); now {status.en}.",
    )


def place(article: str) -> Words:
    """Return the articles of a deadline as they are cited, ``30; 31(3)`` as 第30条、第31条(3)."""
    return Words("、".join(map(_chinese_place, article.split("; "))), f"art. {article}")


def _chinese_place(part: str) -> str:
    key, _, number = part.rpartition(" ")
    digits, bracket, rest = number.partition("(")
    return f"{key + ' ' if key else ''}第{digits}条{bracket}{rest}"


def next_due(deadlines: Sequence[Deadline], today: date) -> Deadline | None:
    """Return the next deadline that is ours to keep: the earliest still running, else the earliest missed one."""
    unmet = [each for each in deadlines if each.own and each.state(today) in ("due", "overdue")]
    running = [each for each in unmet if each.state(today) == "due"] or unmet
    return min(running, key=lambda each: (each.due_on or date.max, each.rule), default=None)


def _next_line(each: Deadline, today: date) -> Words:
    left, where = days_left(each, today), place(each.article)
    return Words(
        f"下一期限：{each.due_on} {each.rule} {each.label.zh}（{where.zh}）{left.zh}{provisional(each).zh}。",
        f"Next: {each.due_on} {each.rule} {each.label.en} ({where.en}){left.en}{provisional(each).en}.",
    )


def days_left(each: Deadline, today: date) -> Words:
    """Return how many days are left, or by how many it is missed."""
    if each.due_on is None:
        return Words("", "")
    days = (each.due_on - today).days
    if days < 0:
        return Words(f"，已逾期 {-days} 天", f", overdue by {-days} days")
    return Words(f"，还有 {days} 天", f", {days} days left")


def provisional(each: Deadline) -> Words:
    """Return the mark of a deadline that rests on a year without a holiday notice."""
    return Words("（暂定）", " (provisional)") if each.provisional else Words("", "")


def case_lines(
    record: CaseRecord,
    derived: Derived | None,
    links: Sequence[tuple[str, str]],
    today: date,
    language: Language,
    edition: Edition,
) -> list[str]:
    """Return a case as ``show`` prints it."""
    register = terms.REGISTER.label(record.register)
    status = STATUS.label(derived.version.status) if derived else Words("已冲销", "struck")
    lines = [f"{inert(record.card.number)}  {register.say(language)}  {status.say(language)}", ""]
    lines += aligned(_card_rows(record, derived, links, language, edition))
    lines += ["", Words("过程", "Timeline").say(language)]
    steps = derived.timeline.steps if derived else record.live
    rows = [
        (
            str(step.entry_no),
            step.on.isoformat(),
            _step_name(step, record.register, language),
            step_text(step, record, edition, language),
        )
        for step in steps
    ]
    lines += aligned(
        [
            _heads(
                ("登记号", "entry"),
                ("日期", "date"),
                ("节点", "step"),
                ("内容", "content"),
                language=language,
            ),
            *rows,
        ],
        indent=2,
    )
    if derived and derived.deadlines:
        lines += ["", Words("期限", "Deadlines").say(language)]
        begun = [each for each in derived.deadlines if each.state(today) != "ahead"]
        lines += aligned([deadline_row(each, today, language) for each in begun], indent=2)
    elif derived and derived.version.law is None:
        lines += ["", BEFORE_FIRST.say(language)]
    return lines


BEFORE_FIRST = Words(
    "本案早于所收录的最早法律版本，期限不予计算。",
    "The case is older than the first edition of the law kept here; its deadlines are not computed.",
)


def _heads(*labels: tuple[str, str], language: Language) -> tuple[str, ...]:
    return tuple(Words(*label).say(language) for label in labels)


def _card_rows(
    record: CaseRecord,
    derived: Derived | None,
    links: Sequence[tuple[str, str]],
    language: Language,
    edition: Edition,
) -> list[tuple[str, str]]:
    card = record.card
    law = edition.label if derived is None or derived.version.law else BEFORE_FIRST
    rows = [(Words("适用法律", "governing law").say(language), law.say(language))]
    if derived and derived.version.crosses_border:
        rows.append((Words("提示", "note").say(language), BORDER.say(language)))
    names = {
        "applicant": _names(record, "applicant", card.applicants, language),
        "respondent": _names(record, "respondent", card.respondents, language),
    }
    for code in _CARD:
        value = names[code] if code in names else getattr(card, code)
        if code == "procedure" and derived:
            value = derived.version.procedure
        if value in (None, ""):
            continue
        vocabulary = COLUMNS[code].vocabulary
        text = vocabulary.label(str(value)).say(language) if vocabulary else inert(str(value))
        rows.append((_card_label(code, record.register).say(language), text))
    for register, number in links:
        label = Words("关联案件", "linked case").say(language)
        rows.append((label, f"{inert(number)}（{terms.REGISTER.label(register).say(language)}）"))
    return rows


def _names(record: CaseRecord, role: str, names: Sequence[str], language: Language) -> str:
    """Return the names of a side, a masked one with the entry that masked it."""
    masked = {mask.shown: mask.entry_no for mask in record.masks if mask.role == role}
    mark = Words("{}（已由登记号 {} 遮蔽）", "{} (masked by entry {})").say(language)
    return "、".join(mark.format(name, masked[name]) if name in masked else name for name in names)


def _card_label(code: str, register: str) -> Words:
    if register == LITIGATION and code in ("applicant", "respondent", "matter"):
        return {
            "applicant": Words("原告", "plaintiff"),
            "respondent": Words("被告", "defendant"),
            "matter": Words("案件类别", "matter"),
        }[code]
    return COLUMNS[code].label


def _step_name(step: Step, register: str, language: Language) -> str:
    if step.step == "conclude" and step.outcome:
        return outcomes(register).label(step.outcome).say(language)
    return STEP.label(step.step).say(language)


def step_text(step: Step, record: CaseRecord, edition: Edition, language: Language) -> str:
    """Return what a step says besides its name: ground, details, hearing, note."""
    parts = []
    if step.ground:
        parts.append(inert(ground_label(step.outcome or step.step, step.ground, edition).say(language)))
    for name, value in step.details.items():
        vocabulary = _VALUES.get(name)
        shown = vocabulary.label(value).say(language) if vocabulary else inert(value)
        parts.append(f"{terms.DETAIL.label(name).say(language)} {shown}")
    hearing = record.hearings.get(step.step_no)
    if hearing is not None and record.register == LITIGATION:
        parts.append(_hearing_text(hearing, language))
    if step.note:
        parts.append(inert(step.note))
    return Words("；", "; ").say(language).join(part for part in parts if part)


def _hearing_text(hearing: Hearing, language: Language) -> str:
    if hearing.head_attended is None:
        return Words("负责人出庭情况未填", "attendance of the head not stated").say(language)
    came = (
        Words("负责人出庭", "the head came")
        if hearing.head_attended == "yes"
        else Words("负责人未出庭", "the head did not come")
    )
    parts: Iterable[str | None] = (
        came.say(language),
        hearing.head_name,
        hearing.head_post,
        terms.RANK.label(hearing.head_rank).say(language) if hearing.head_rank else None,
        hearing.absence,
    )
    return " ".join(inert(part) for part in parts if part)


def deadline_row(each: Deadline, today: date, language: Language) -> tuple[str, ...]:
    """Return a deadline as a row of text."""
    state = each.state(today)
    due = (
        each.due_on.isoformat()
        if each.due_on
        else Words(f"剩 {each.remaining} 天", f"{each.remaining} days left").say(language)
    )
    awaited = Words("", "") if each.own else Words("（待对方）", " (awaited)")
    shown = STATE[state].say(language) + provisional(each).say(language)
    if each.mark:
        shown += Words("（依据待核）", f" ({each.mark})").say(language)
    return (due, each.rule, each.label.say(language) + awaited.say(language), shown, place(each.article).say(language))


def history_lines(
    record: CaseRecord, entries: Mapping[int, Mapping[str, object]], edition: Edition, language: Language
) -> list[str]:
    """Return who recorded what when; struck steps are marked with the entry that struck them."""
    heads = _heads(
        ("登记号", "entry"), ("登记时间", "recorded at"), ("登记人", "by"), ("电脑", "machine"), ("方式", "act"),
        ("日期", "date"), ("节点", "step"), ("内容", "content"), language=language,
    )  # fmt: skip
    rows: list[tuple[str, ...]] = [heads]
    for entry_no, entry in entries.items():
        who = (
            str(entry_no),
            str(entry["recorded_at"]),
            inert(str(entry["recorded_by"])),
            inert(str(entry["machine"] or "")),
            ACT[str(entry["act"])].say(language),
        )
        told = len(rows)
        rows += [
            (
                *who,
                step.on.isoformat(),
                _step_name(step, record.register, language),
                _history_text(step, record, edition, language),
            )
            for step in record.steps
            if step.entry_no == entry_no
        ]
        rows += [(*who, "", "", _masked(mask, language)) for mask in _first_of(record.masks, entry_no)]
        why = _why(entry, language)
        if why or len(rows) == told:
            rows.append((*who, "", "", why) if len(rows) == told else ("", "", "", "", "", "", "", why))
    return aligned(rows)


def _first_of(masks: Sequence[Mask], entry_no: int) -> Iterable[Mask]:
    """Return a mask that an entry put on for each place: several cards may name the party there."""
    return {(mask.role, mask.ordinal): mask for mask in masks if mask.entry_no == entry_no}.values()


def _masked(mask: Mask, language: Language) -> str:
    label, shown = terms.PARTY_ROLE.label(mask.role), inert(mask.shown)
    words = Words(f"{label.zh} {mask.ordinal} 显示为“{shown}”", f"{label.en} {mask.ordinal} shown as “{shown}”")
    return words.say(language)


ACT = {
    "intake": Words("收案", "intake"),
    "record": Words("登记", "record"),
    "correct": Words("更正", "correct"),
    "strike": Words("冲销", "strike"),
    "import": Words("导入", "import"),
    "adopt": Words("启用", "adopt"),
    "freeze": Words("封存", "freeze"),
    "close": Words("封闭", "close"),
    "export": Words("导出", "export"),
    "undo": Words("撤回登记", "undo"),
    "mask": Words("遮蔽", "mask"),
    "enrol": Words("登记人员", "enrol"),
}


def _history_text(step: Step, record: CaseRecord, edition: Edition, language: Language) -> str:
    text = step_text(step, record, edition, language)
    if step.struck_by is None:
        return text
    mark = Words(f"［已由登记号 {step.struck_by} 冲销］", f"[struck by entry {step.struck_by}]").say(language)
    return f"{mark} {text}".rstrip()


def _why(entry: Mapping[str, object], language: Language) -> str:
    parts = []
    if entry["corrects"] is not None:
        parts.append(Words(f"针对登记号 {entry['corrects']}", f"about entry {entry['corrects']}").say(language))
    if entry["reason"]:
        parts.append(
            Words(f"理由：{inert(str(entry['reason']))}", f"reason: {inert(str(entry['reason']))}").say(language)
        )
    if entry["source"]:
        parts.append(
            Words(f"来源：{inert(str(entry['source']))}", f"source: {inert(str(entry['source']))}").say(language)
        )
    return Words("；", "; ").say(language).join(parts)
