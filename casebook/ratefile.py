"""The catalogue of rates and the counting schemes, compiled from TOML to the JSON that a report reads at its start.

Reading and checking the TOML at every start costs more than counting a month: ``python -m casebook.ratefile`` writes
the JSON anew, and a test refuses one that does not match.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from casebook import rates, schemes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.rates import Rate
    from casebook.schemes import Scheme


def compiled() -> str:
    """Return the JSON of the catalogue and of every shipped scheme. Raises ``SchemeFaulty``."""
    known = rates.from_source()
    tree = {
        "rates": [_rate(rate) for rate in known],
        "schemes": {name: _scheme(schemes.from_source(name, known), known) for name in schemes.names()},
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _rate(rate: Rate) -> list[object]:
    return [
        rate.name, rate.variant, rate.registers, rate.label, rate.definition, rate.part, rate.whole, rate.summary,
    ]  # fmt: skip


def _scheme(scheme: Scheme, known: Sequence[Rate]) -> dict[str, Any]:
    """The fields of a scheme; of its rates the place in the catalogue and the registers they are chosen for."""
    places = {(rate.name, rate.variant, rate.definition): place for place, rate in enumerate(known)}
    return {
        "name": scheme.name,
        "label": scheme.label,
        "unit": scheme.unit,
        "places": scheme.places,
        "rounding": scheme.rounding,
        "rates": [[places[rate.name, rate.variant, rate.definition], rate.registers] for rate in scheme.rates],
        "opening": scheme.opening,
        "closed": scheme.closed,
        "shares": scheme.shares,
        "hide_zeros": scheme.hide_zeros,
        "order": scheme.order,
        "labels": scheme.labels,
        "seen": scheme.seen,
    }


def main() -> None:
    """Write the compiled file."""
    rates.COMPILED.write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
