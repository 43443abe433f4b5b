"""Deadlines as a list: text, Markdown, CSV, JSON; and the reasons of a deadline."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from casebook import terms
from casebook.agenda import Limits, light
from casebook.render.align import aligned
from casebook.render.casejson import deadline_json
from casebook.render.cases import deadline_row, place, provisional
from casebook.render.text import csv_cell, inert
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.agenda import Item
    from casebook.model import Deadline
    from casebook.why import Reasoned

DUE_SCHEMA, WHY_SCHEMA = "casebook/due/1", "casebook/why/1"
CSV_COLUMNS = (
    "register", "number", "rule", "name", "law", "article", "bound", "own", "starts_on", "nominal_on", "due_on",
    "days_left", "state", "provisional", "mark", "met_on", "remaining", "deemed_accepted_on",
)  # fmt: skip

_HEADS = (
    Words("到期日", "due on"),
    Words("期限", "time left"),
    Words("案号", "number"),
    Words("规则", "rule"),
    Words("事项", "what"),
    Words("义务人", "bound"),
    Words("条文", "article"),
    Words("提示", "note"),
)
_WHOLE = frozenset({0, 1, 2, 3})  # days, number and rule are never cut
_TITLE = Words("期限（{today}）", "Deadlines on {today}")
_NONE = Words("没有符合条件的期限。", "No deadline fits.")


def due_json(listed: Sequence[Item], today: date) -> dict[str, object]:
    """Return the list as ``casebook/due/1`` promises it."""
    found = [deadline_json(each.register, each.number, each.deadline, today) for each in listed]
    return {"schema": DUE_SCHEMA, "today": today.isoformat(), "items": found}


def due_csv(listed: Sequence[Item], today: date) -> str:
    """Return the list as CSV, with the names and values of the JSON items."""
    import csv  # this form only

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for each in listed:
        item = deadline_json(each.register, each.number, each.deadline, today)
        writer.writerow([_cell(item.get(name)) for name in CSV_COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # a number of days is no formula, whatever its sign
    return "" if value is None else str(value) if isinstance(value, int) else csv_cell(str(value))


def due_text(listed: Sequence[Item], language: Language) -> str:
    """Return the list as aligned text with its sums."""
    if not listed:
        return _NONE.say(language)
    return "\n".join([*aligned([_heads(language), *_rows(listed, language)]), sums(listed).say(language)])


def due_markdown(listed: Sequence[Item], today: date, language: Language) -> str:
    """Return the list as a Markdown table with its sums."""
    from casebook.render.tables import Table, markdown

    title = _TITLE.say(language).format(today=today)
    table = Table(sums(listed).say(language), _heads(language), _rows(listed, language), frozenset())
    return markdown([table], [title])


def due_terminal(
    listed: Sequence[Item], today: date, language: Language, limits: Limits, *, width: int, colour: bool
) -> str:
    """Return the list for a terminal of ``width`` columns, each line in the colour of its days left."""
    from casebook.render.tables import Table, terminal

    title = _TITLE.say(language).format(today=today)
    styles = tuple(light(each, limits) or "" for each in listed)
    heads, rows = _heads(language), _rows(listed, language)
    table = Table(sums(listed).say(language), heads, rows, frozenset(), styles=styles, whole=_WHOLE)
    return terminal([table], [title], width=width, colour=colour)


def _heads(language: Language) -> tuple[str, ...]:
    return tuple(head.say(language) for head in _HEADS)


def _rows(listed: Sequence[Item], language: Language) -> tuple[tuple[str, ...], ...]:
    bound = {(code, own): _bound(code, own=own).say(language) for code in terms.BOUND.codes for own in (True, False)}
    # a long list names the same articles and numbers again and again
    cited = {article: place(article).say(language) for article in {each.deadline.article for each in listed}}
    numbers = {number: inert(number) for number in {each.number for each in listed}}
    rows = []
    for each in listed:
        deadline = each.deadline
        rows.append(
            (
                "—" if deadline.due_on is None else deadline.due_on.isoformat(),
                left(each).say(language),
                numbers[each.number],
                deadline.rule,
                deadline.label.say(language),
                bound[deadline.bound, deadline.own],
                cited[deadline.article],
                _note(each, language),
            )
        )
    return tuple(rows)


def _bound(code: str, *, own: bool) -> Words:
    label = terms.BOUND.label(code)
    return label if own else Words(f"{label.zh}（待对方）", f"{label.en} (awaited)")


def left(item: Item) -> Words:
    """Return how many days are left, by how many it is missed, or when it was met."""
    deadline, days = item.deadline, abs(item.days_left or 0)
    counted = "1 day" if days == 1 else f"{days} days"
    if item.state == "suspended":
        return Words(f"中止，剩 {deadline.remaining} 天", f"suspended, {deadline.remaining} days remain")
    if item.state == "met":
        return Words(f"{deadline.met_on} 完成", f"met on {deadline.met_on}")
    if item.state == "met_late":
        return Words(f"{deadline.met_on} 逾期完成", f"met late on {deadline.met_on}")
    if item.state == "overdue":
        return Words(f"逾期 {days} 天", f"overdue by {counted}")
    if item.state == "lapsed":
        return Words(f"已过 {days} 天", f"lapsed {counted} ago")
    return Words(f"还有 {days} 天", f"{counted} left") if days else Words("今日到期", "due today")


def _note(item: Item, language: Language) -> str:
    deadline = item.deadline
    notes = []
    if deadline.provisional:
        notes.append(Words("暂定", "provisional"))
    if deadline.mark:
        label = terms.MARK.label(deadline.mark)
        notes.append(Words(f"依据{label.zh}", label.en))
    # a list is of open deadlines, of which a silence that has run out is overdue
    if deadline.deemed_accepted_on is not None and item.state == "overdue":
        day = deadline.deemed_accepted_on
        notes.append(Words(f"自 {day} 起视为受理", f"accepted by silence since {day}"))
    return Words("；", "; ").say(language).join(each.say(language) for each in notes)


def sums(listed: Sequence[Item]) -> Words:
    """Return how many deadlines the list has, and of which kind."""
    of = {state: sum(each.state == state for each in listed) for state in ("overdue", "lapsed", "suspended")}
    due = sum(each.state == "due" and each.deadline.own for each in listed)
    awaited = sum(each.state == "due" and not each.deadline.own for each in listed)
    met = len(listed) - sum(of.values()) - due - awaited
    zh = [f"共 {len(listed)} 项：逾期 {of['overdue']}，未到期 {due}，待对方 {awaited}，对方已过期 {of['lapsed']}"]
    en = [f"{len(listed)} deadlines: {of['overdue']} overdue, {due} due, {awaited} awaited, {of['lapsed']} lapsed"]
    if of["suspended"]:
        zh.append(f"，中止 {of['suspended']}")
        en.append(f", {of['suspended']} suspended")
    if met:
        zh.append(f"，已完成 {met}")
        en.append(f", {met} met")
    return Words("".join((*zh, "。")), "".join((*en, ".")))


def why_lines(found: Sequence[Reasoned], today: date, language: Language) -> list[str]:
    """Return each deadline as ``show`` prints it, and under it how it was computed; of a supposed one its last day."""
    first = found[0]
    register = terms.REGISTER.label(first.register).say(language)
    lines = [f"{inert(first.number)}  {register}" if first.number else register]
    for each in found:
        row = _supposed(each.deadline, language) if each.supposed else deadline_row(each.deadline, today, language)
        lines += ["", *aligned([row]), *(f"  {line.say(language)}" for line in each.lines)]
    return lines


def _supposed(deadline: Deadline, language: Language) -> tuple[str, ...]:
    due = "—" if deadline.due_on is None else deadline.due_on.isoformat()
    mark = Words("假定", "supposed").say(language) + provisional(deadline).say(language)
    return (due, deadline.rule, deadline.label.say(language), mark, place(deadline.article).say(language))


def why_json(found: Sequence[Reasoned], today: date, language: Language) -> dict[str, object]:
    """Return the deadlines with their reasons, which are in the language of the user."""
    return {
        "schema": WHY_SCHEMA,
        "today": today.isoformat(),
        "items": [
            {
                **deadline_json(each.register, each.number, each.deadline, today),
                "number": each.number or None,
                "supposed": each.supposed,
                "reasons": [line.say(language) for line in each.lines],
            }
            for each in found
        ],
    }
