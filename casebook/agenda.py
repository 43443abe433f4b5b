"""What must be done by when, over all cases of a book: the deadlines as they stand, filtered and sorted."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from casebook.book import Book
from casebook.dates import Period
from casebook.errors import RuleUnknown
from casebook.law import Lawbook
from casebook.model import Deadline
from casebook.store import due
from casebook.words import Words, fold

RED, YELLOW, GREEN = "red", "yellow", "green"
OPEN_STATES = ("due", "overdue", "lapsed", "suspended")


class Limits(NamedTuple):
    """Up to so many days left a deadline of ours is red, up to so many any deadline is yellow."""

    red: int
    yellow: int


LIMITS = Limits(red=3, yellow=7)


class Source(NamedTuple):
    """A book as the source of a calendar: its own mark, its bureau, and the number of its last entry."""

    uuid: str
    bureau: str
    entry_no: int


class Wanted(NamedTuple):
    """Which deadlines are asked for; without any limit, all that are not met."""

    register: str | None = None
    handler: str | None = None
    rules: tuple[str, ...] = ()
    period: Period | None = None
    within: int | None = None
    own: bool = False
    met_too: bool = False
    after_decision: bool = False
    case_no: int | None = None

    def filters(self, today: date) -> list[tuple[str, object]]:
        """Return the conditions of the store. What is overdue is always within the days asked for."""
        found: list[tuple[str, object]] = []
        flags = (("open", not self.met_too), ("own", self.own), ("after_decision", self.after_decision))
        found += [(name, 1) for name, on in flags if on]
        values = (("register", self.register), ("handler", self.handler), ("case_no", self.case_no))
        found += [(name, value) for name, value in values if value is not None]
        if self.period is not None:
            found += [("due_from", self.period.start.isoformat()), ("due_to", self.period.end.isoformat())]
        if self.within is not None:
            found.append(("due_to", _later(today, self.within).isoformat()))
        if self.rules:
            found.append(("rules", '["' + '","'.join(self.rules) + '"]'))
        return found


class Item(NamedTuple):
    """A deadline of a case as of the day of the list. ``occurrence``: 1 for the first of the case by its rule.

    ``days_left`` is negative where the last day has gone by, ``None`` where there is none.
    """

    register: str
    number: str
    handler: str | None
    case_no: int
    occurrence: int
    deadline: Deadline
    state: str
    days_left: int | None


def items(book: Book, wanted: Wanted, today: date) -> list[Item]:
    """Return the deadlines asked for, by last day and then by number; those that stand still come last."""
    with book.reading():
        found = due.rows(book.connection, wanted.filters(today), today)
    label, day = _labels(book.rules.lawbook), _days()
    listed = []
    for (
        register, number, handler, case_no, occurrence, rule, name, law, article, bound, own, starts_on, nominal_on,
        due_on, met_on, remaining, provisional, deemed_on, mark, after_decision, exists_after,
    ) in found:  # fmt: skip
        last = day(due_on)
        deadline = Deadline(
            rule, name, label(law, register, rule), law, article, bound, own == 1, date.fromisoformat(starts_on),
            day(nominal_on), last, day(met_on), remaining, provisional == 1, day(deemed_on), mark,
            after_decision == 1, day(exists_after),
        )  # fmt: skip
        left = None if last is None else (last - today).days
        listed.append(Item(register, number, handler, case_no, occurrence, deadline, deadline.state(today), left))
    return listed


def source(book: Book) -> Source:
    """Return the book that a calendar comes from."""
    return Source(*due.identity(book.connection))


def light(item: Item, limits: Limits) -> str | None:
    """Return the colour of an open deadline by its days left; what is awaited from others is never red."""
    if item.days_left is None or item.state not in OPEN_STATES:
        return None
    if item.days_left <= limits.red:
        return RED if item.deadline.own else YELLOW
    return YELLOW if item.days_left <= limits.yellow else GREEN


def fails(listed: Iterable[Item], on: str) -> bool:
    """Return whether a deadline of ours is overdue, or with ``on`` ``due`` has yet to be kept."""
    states = ("overdue",) if on == "overdue" else ("overdue", "due")
    return any(item.deadline.own and item.state in states for item in listed)


def parse_rules(text: str, lawbook: Lawbook) -> tuple[str, ...]:
    """Return the rules that ``text`` names by id or by name in any edition. Raises ``RuleUnknown``."""
    known: dict[str, tuple[str, ...]] = {}
    ids: dict[str, None] = {}
    for code in lawbook.codes():
        for register in lawbook.edition(code).registers.values():
            for rule in register.deadlines:
                ids[rule.id] = None
                for word in dict.fromkeys((rule.id, rule.name, *rule.label)):
                    told = known.get(fold(word), ())
                    known[fold(word)] = told if rule.id in told else (*told, rule.id)
    found = known.get(fold(text))
    if found is None:
        raise RuleUnknown(value=text.strip(), choices=" ".join(ids))
    return found


def _later(today: date, days: int) -> date:
    """Return the day so many days later, the last one that exists where there is none."""
    return today + timedelta(days=min(days, (date.max - today).days))


def _labels(lawbook: Lawbook) -> Callable[[str, str, str], Words]:
    """Return a look-up of what a rule is called; a rule that its edition no longer has is called by its id."""
    known: dict[tuple[str, str, str], Words] = {}

    def label(law: str, register: str, rule: str) -> Words:
        key = (law, register, rule)
        if key not in known:
            rules = lawbook.edition(law).registers[register].deadlines
            known[key] = next((each.label for each in rules if each.id == rule), Words(rule, rule))
        return known[key]

    return label


def _days() -> Callable[[str | None], date | None]:
    """Return a reader of days: a list names few days and names each of them often."""
    known: dict[str | None, date | None] = {None: None}

    def day(text: str | None) -> date | None:
        if text not in known and text is not None:
            known[text] = date.fromisoformat(text)
        return known[text]

    return day
