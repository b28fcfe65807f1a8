"""Totals that an order states beside those that its lines come to. Billit recomputes them, and so do we.

A difference is said with both values and never corrected in silence. Checks only, no computing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ubltools.finding import Finding, Location, Severity
from ubltools.lens.rows import Item
from ubltools.mapping.computed import tax
from ubltools.mapping.computed.lines import ZERO, cents
from ubltools.mapping.computed.totals import Facts


def posted_totals(document: Item, facts: Facts) -> Iterator[Finding]:
    """The totals of the order and the net amounts of its lines beside the computed ones."""
    totals = facts.totals
    computed = {"TotalExcl": totals.exclusive, "TotalVAT": totals.vat, "TotalIncl": totals.inclusive}
    for key, value in computed.items():
        yield from _differs(f"$.{key}", document.get(key), value)
    if isinstance(document.get("ToPay"), Decimal) and ZERO <= totals.inclusive < document["ToPay"]:
        yield from _differs("$.ToPay", document["ToPay"], totals.inclusive)
    for index, item in enumerate(document.get("OrderLines") or []):
        if line := facts.lines.get(id(item)):
            yield from _differs(f"$.OrderLines[{index}].TotalExcl", item.get("TotalExcl"), line.net)


def posted_groups(document: Item, facts: Facts) -> Iterator[Finding]:
    """The VAT groups of the order beside the computed ones, where the rate alone tells which is which."""
    groups = {each["VATPercentage"] or ZERO: each for each in facts.groups}
    if len(groups) != len(facts.groups):
        return
    for index, posted in enumerate(document.get("VatGroups") or []):
        group = groups.get(posted.get("VATPercentage") or ZERO)
        if group is not None:
            for key in ("TotalExcl", "TotalVAT"):
                yield from _differs(f"$.VatGroups[{index}].{key}", posted.get(key), group[key])


def inclusive_totals(document: Item, facts: Facts) -> Iterator[Finding]:
    """A line total with VAT beside what the line comes to; one cent is lost by taking VAT out and in."""
    for index, item in enumerate(document.get("OrderLines") or []):
        posted, line = item.get("TotalIncl"), facts.lines.get(id(item))
        if line is None or not isinstance(posted, Decimal):
            continue
        rate = tax.percent(item, facts) or ZERO
        computed = cents(line.net + line.net * rate / 100)
        if abs(cents(posted) - computed) > Decimal("0.01"):
            yield from _differs(f"$.OrderLines[{index}].TotalIncl", posted, computed)


def _differs(path: str, posted: Any, computed: Decimal) -> Iterator[Finding]:
    if not isinstance(posted, Decimal) or cents(posted) == computed:
        return
    yield Finding(
        "UBLT-TOTAL-MISMATCH",
        Severity.WARNING,
        f"The order says {posted:f}, its lines come to {computed:f}.",
        Location(json_path=path),
        "VAT is computed per rate on the sum of the lines and rounded once. Correct the lines or leave "
        "the total out.",
    )
