"""What a rebuild would change in a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.store.derive import DERIVED_TABLES
from casebook.store.rebuilt import compared

if TYPE_CHECKING:
    import sqlite3

    from casebook.store.derive import Deriver


def differing_cases(connection: sqlite3.Connection, derive: Deriver) -> list[int]:
    """Return the cases whose present derived state is not what their steps make it."""
    return [each.case_no for each in compared(connection, derive, whole=False) if each.differing]


def rebuilt_differs(connection: sqlite3.Connection, derive: Deriver) -> list[str]:
    """Return the derived tables that a rebuild from the journal would change."""
    found = {table for each in compared(connection, derive) for table in each.differing}
    return [table for table in DERIVED_TABLES if table in found]
