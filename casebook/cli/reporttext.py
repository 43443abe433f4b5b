"""The sentence of a report, and what each figure in it is."""

from collections.abc import Callable
from pathlib import Path

from casebook import documents, sentences
from casebook.book import Book
from casebook.cli import session
from casebook.cli.formats import as_json
from casebook.cli.session import say, tell
from casebook.dates import year_before
from casebook.documents import Request
from casebook.figures import Report
from casebook.filefaults import TemplateUnknown
from casebook.formnames import FORM, SENTENCE, SUMMARY
from casebook.render.tables import Table, markdown, plain
from casebook.render.text import inert, markdown_line
from casebook.terms import REGISTER


def sentence(book: Book, request: Request, template: str, form: str, *, explain: bool) -> str:
    """Return the sentence, or with ``explain`` what each of its figures is, ending with a line feed."""
    text = written(book, request, template)
    figures = _explained(book, request, template) if explain else ()
    if form == "json":
        period = {"from": request.period.start.isoformat(), "to": request.period.end.isoformat()}
        tree: dict[str, object] = {"schema": "casebook/sentence/1", "period": period, "text": text}
        if explain:
            tree["figures"] = [
                {
                    "register": each.register,
                    "name": each.name,
                    "label": tell(each.label),
                    "value": each.value,
                    "cases": each.cases,
                    "definition": tell(each.definition),
                }
                for each in figures
            ]
        return as_json(tree) + "\n"
    if not explain:
        return (markdown_line(text) if form == "md" else inert(text)) + "\n"
    headers = ("台账", "数字", "名称", "含义", "数值", "案件数") if session.language == "zh" else (
        "register", "figure", "label", "meaning", "value", "cases",
    )  # fmt: skip
    rows = tuple(
        (
            tell(REGISTER.label(each.register)),
            each.name,
            tell(each.label),
            tell(each.definition),
            each.value,
            "—" if each.cases is None else str(each.cases),
        )
        for each in figures
    )
    table = Table(say("文字中的数字", "figures of the sentence"), headers, rows, frozenset({4, 5}))
    if form == "md":
        return markdown([table], (tell(FORM.label(SENTENCE)), text))
    return plain([table], (text,))


def written(book: Book, request: Request, template: str) -> str:
    """Return the sentence of a template over the registers of ``request``."""
    loaded, now, before = _reports(book, request, template)
    return sentences.write(loaded, now, _counter(book, request), before)


def _explained(book: Book, request: Request, template: str) -> tuple[sentences.Explained, ...]:
    loaded, now, before = _reports(book, request, template)
    return sentences.explain(loaded, now, _counter(book, request), before)


def _reports(
    book: Book, request: Request, template: str
) -> tuple[sentences.Template, dict[str, Report], dict[str, Report] | None]:
    loaded = sentences.load(_file(template))
    asked = request._replace(form=SUMMARY, by=(), base=None)
    now = {register: documents.report_of(book, asked, register) for register in request.registers}
    if not loaded.compares:
        return loaded, now, None
    earlier = asked._replace(period=year_before(documents.cut(request).period), as_of=None)
    return loaded, now, {register: documents.report_of(book, earlier, register) for register in request.registers}


def _counter(book: Book, request: Request) -> Callable[[str, str], int]:
    asked = request._replace(form=SUMMARY)

    def count(register: str, selector: str) -> int:
        return len(documents.behind(book, asked, register, selector))

    return count


def _file(name: str) -> Path:
    """Return the file of a template: a shipped one by name, in the language of this invocation, else a path."""
    found = sentences.shipped(name, session.language) or Path(name)
    if not found.is_file():
        raise TemplateUnknown(name=inert(name), choices=", ".join(sentences.names()))
    return found
