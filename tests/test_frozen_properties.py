"""Books of random acts with reports frozen in between: each is reproduced whatever was told afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import random_acts
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from test_properties import BREAKDOWNS, PERIODS, Office

from casebook import check, freezing
from casebook.dates import Period
from casebook.documents import Request
from casebook.sheets import COUNT
from casebook.terms import REGISTER

if TYPE_CHECKING:
    from casebook.freezing import Compared
    from casebook.store.frozen import Cell

A_PERIOD = st.sampled_from(PERIODS) | st.builds(
    lambda first, days: Period(first, first + timedelta(days=days)),
    st.dates(random_acts.FIRST_DAY, random_acts.LAST_DAY),
    st.integers(0, 400),
)


class FreezingOffice(Office):
    """An office that freezes reports at any time, closed periods or not."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[int, tuple[Cell, ...]] = {}

    @rule(
        period=A_PERIOD,
        register=st.sampled_from(REGISTER.codes),
        by=st.booleans(),
        as_of=st.none() | st.integers(0, 90),
    )
    def freeze(self, period: Period, register: str, by: bool, as_of: int | None) -> None:
        day = None if as_of is None else min(period.start + timedelta(days=as_of), date.max)
        asked = Request("summary", period, (register,), by=BREAKDOWNS[register] if by else (), as_of=day)
        with self.act():
            frozen = freezing.freeze(self.book, asked, self.desk.scribe)
        self.sent[frozen.report_no] = frozen.cells
        assert freezing.compare(self.book, frozen.report_no).matches

    @invariant()
    def the_derived_rows_are_those_of_a_rebuild(self) -> None:
        """Left to the other office: it is what takes the time."""

    @invariant()
    def a_report_is_printed(self) -> None:
        """Left to the other office too."""

    def nothing_known_was_forgotten(self) -> None:
        for report_no, cells in self.sent.items():
            found = freezing.compare(self.book, report_no)
            assert found.reproduced
            assert found.frozen.cells == cells
            assert found.frozen.intact
            self.every_difference_has_its_cases(found)
        again = check.run(self.book, self.desk.today, names=["frozen"])
        assert [each for each in again if each.severity == check.ERROR] == []

    def every_difference_has_its_cases(self, found: Compared) -> None:
        """The cases that came less those that went are what a count of cases differs by; each was touched since."""
        for each in found.differences:
            assert each.then != each.now
            if each.kind != COUNT or not each.cases or each.name.startswith("hearings."):
                continue
            came = sum(-1 if case.then else 1 for case in each.cases)
            assert came == int(each.change or 0), each
            assert all(case.entries for case in each.cases)
            assert all(entry.entry_no > found.frozen.entry_no for case in each.cases for entry in case.entries)


TestFreezingOffice = FreezingOffice.TestCase
TestFreezingOffice.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
