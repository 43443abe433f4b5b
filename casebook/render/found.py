"""What a search found: text with the matches marked on a terminal, CSV, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import terms
from casebook.columns import COLUMNS
from casebook.render.align import aligned
from casebook.render.text import csv_cell, inert
from casebook.words import Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casebook.folding import Span
    from casebook.searching import Answer, Hit, Match

SCHEMA = "casebook/search/1"
CSV_COLUMNS = (
    "register", "number", "status", "received_on", "in", "step", "on", "entry_no", "struck_by", "text",
)  # fmt: skip
NOTHING = Words("没有案件符合。", "No case has it.")

_BEFORE, _AFTER = 16, 40  # characters of context
_MARK, _UNMARK = "\x1b[1;33m", "\x1b[0m"
_STRUCK = Words("已冲销", "struck")
_LITIGATION = {"applicant": Words("原告", "plaintiff"), "respondent": Words("被告", "defendant")}
_NAMES = {"docket_no": "number"}


def found_json(answer: Answer, words: Sequence[str]) -> dict[str, object]:
    """Return the answer as ``casebook/search/1`` promises it."""
    cases = [
        {
            "register": hit.register,
            "number": hit.number,
            "status": hit.status or "struck",
            "received_on": hit.received_on,
            "matches": [
                {
                    "in": _NAMES.get(each.part, each.part),
                    "step": each.step,
                    "on": each.on,
                    "entry_no": each.entry_no,
                    "struck_by": each.struck_by,
                    "text": each.text,
                    "spans": [list(span) for span in each.spans],
                }
                for each in hit.matches
            ],
        }
        for hit in answer.hits
    ]
    return {"schema": SCHEMA, "words": list(words), "total": answer.total, "cases": cases}


def found_csv(answer: Answer) -> str:
    """Return a row for each text that matched, with the names and values of the JSON."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for hit in answer.hits:
        for each in hit.matches:
            struck_by = "" if each.struck_by is None else each.struck_by
            case = (hit.register, csv_cell(hit.number), hit.status or "struck", hit.received_on)
            place = (_NAMES.get(each.part, each.part), each.step, each.on, each.entry_no, struck_by)
            writer.writerow([*case, *place, csv_cell(each.text)])
    return out.getvalue()


def found_text(answer: Answer, language: Language, *, marked: bool) -> str:
    """Return each case with the texts that matched, in context; ``marked``: the matches stand out on a terminal."""
    lines = []
    for hit in answer.hits:
        register = terms.REGISTER.label(hit.register).say(language)
        status = terms.STATUS.label(hit.status).say(language) if hit.status else _STRUCK.say(language)
        lines.append(f"{inert(hit.number)}  {register}  {status}")
        rows = [(_where(hit, each).say(language), _excerpt(each, _marked if marked else inert)) for each in hit.matches]
        lines += aligned(rows, indent=2)
    return "\n".join([*lines, _sums(answer).say(language)])


def _where(hit: Hit, match: Match) -> Words:
    """Return what the text is: a column of the card, or the step with its day."""
    kind, _, name = match.part.rpartition(".")
    if kind:
        label = terms.DETAIL.label(name)
    elif match.part == "step_note":
        label = COLUMNS["note"].label
    else:
        label = COLUMNS[_NAMES.get(name, name)].label
        if hit.register == terms.LITIGATION:
            label = _LITIGATION.get(name, label)
    if match.step != "receive":
        step = terms.STEP.label(match.step)
        label = Words(f"{match.on} {step.zh}：{label.zh}", f"{match.on} {step.en}: {label.en}")
    if match.struck_by is None:
        return label
    return Words(
        f"{label.zh}（登记号 {match.struck_by} 已冲销）", f"{label.en} (struck by entry {match.struck_by})"
    )  # fmt: skip


def _excerpt(match: Match, mark: Callable[[str], str]) -> str:
    """Return the text around the first match, with whatever else of it matches there."""
    start = max(match.spans[0][0] - _BEFORE, 0)
    end = min(max(match.spans[0][1] + _AFTER, start), len(match.text))
    pieces, place = ["…"] if start else [], start
    for first, last in _within(match.spans, end):
        pieces += [inert(match.text[place:first]), mark(match.text[first:last])]
        place = last
    pieces += [inert(match.text[place:end]), "…" if max(place, end) < len(match.text) else ""]
    return "".join(pieces)


def _within(spans: Sequence[Span], end: int) -> list[Span]:
    return [(first, last) for first, last in spans if last <= end]


def _marked(text: str) -> str:
    return f"{_MARK}{inert(text)}{_UNMARK}"


def _sums(answer: Answer) -> Words:
    total, shown = answer.total, len(answer.hits)
    cases = "1 case" if total == 1 else f"{total} cases"
    if shown == total:
        return Words(f"共 {total} 件", cases)
    return Words(f"共 {total} 件，列出 {shown} 件", f"{cases}, {shown} shown")
