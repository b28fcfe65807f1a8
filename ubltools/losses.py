"""What of an order is not in its document: from values that no row took to findings.

Silent about what an invoice has no place for by nature (mapping/not_carried.py) and about what the order
says in another place. Decides nothing about the document.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ubltools.finding import Finding, Location, Severity
from ubltools.lens.rows import Item
from ubltools.mapping.computed.lines import is_adjustment
from ubltools.mapping.computed.party import ADDRESS_KEYS
from ubltools.mapping.not_carried import EXPLAINED, NEUTRAL, is_carried


def lost(document: Item, unused: Iterable[tuple[str, Any]]) -> Iterator[Finding]:
    """A finding for every value that no row of the mapping took.

    Not for what an invoice has no place for by nature, nor for what it says in another place; an object
    of a list that is lost whole gives one finding.
    """
    elsewhere = _said_elsewhere(document)
    values = [
        (path, value)
        for path, value in unused
        if is_carried(path) and path not in elsewhere and NEUTRAL.get(path) != value
    ]
    by_object: dict[str, list[tuple[str, Any]]] = {}
    for path, value in values:
        by_object.setdefault(path.rpartition(".")[0] if path.count("[") else path, []).append((path, value))
    for parent, inside in by_object.items():
        again = sum(path.startswith(f"{parent}.") for path in elsewhere)
        if parent.endswith("]") and len(inside) + again == _size(document, parent):
            yield _lost(parent, ", ".join(str(value) for _, value in inside))
        else:
            yield from (_lost(path, value) for path, value in inside)


def _lost(path: str, value: object) -> Finding:
    shown = str(value)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    reason = EXPLAINED.get(path)
    severity = Severity.INFO if reason else Severity.WARNING
    message = f'"{shown}" is not in the document. {reason or ""}'.strip()
    hint = None if reason else "Check whether the customer can do without it; Comments go into the note."
    return Finding("UBLT-UNMAPPED", severity, message, Location(json_path=path), hint)


def _size(document: Item, path: str) -> int:
    """How many values an object of a list holds, by its JSON path: "$.Customer.Identifiers[0]"; else 0."""
    value: Any = document
    for key, index in _STEP.findall(path):
        if index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return sum(each not in (None, "") for each in value.values()) if isinstance(value, dict) else 0


_STEP: Final = re.compile(r"([A-Za-z]\w*)|\[(\d+)\]")


def _said_elsewhere(document: Item) -> set[str]:
    """JSON paths of values that repeat what stands in another field of the order."""
    found: set[str] = set()
    for key in ("Customer", "Supplier"):
        party = document.get(key) or {}
        found.update(f"$.{key}.{each}" for each in _repeated_address(party))
        for index, each in enumerate(party.get("Identifiers") or []):
            if each.get("Identifier") == party.get("VATNumber"):
                found.update(f"$.{key}.Identifiers[{index}].{name}" for name in each)
    lines = document.get("OrderLines") or []
    rates = {str(each.get("LinkedOrderLineID")): each for each in lines if not is_adjustment(each)}
    for index, each in enumerate(lines):
        line = rates.get(str(each.get("LinkedOrderLineID"))) if is_adjustment(each) else None
        for key in ("VATPercentage", "VentilationCode", "Reference") if line else ():
            if line and each.get(key) == line.get(key):
                found.add(f"$.OrderLines[{index}].{key}")
    return found


def _repeated_address(party: Item) -> Iterator[str]:
    addresses = party.get("Addresses") or []
    invoice = next((each for each in addresses if each.get("AddressType") == "InvoiceAddress"), None)
    names = {party.get("Name"), party.get("CommercialName")}
    for index, each in enumerate(addresses):
        if each.get("Name") in names:
            yield f"Addresses[{index}].Name"
        if invoice and each is not invoice and all(each.get(key) == invoice.get(key) for key in ADDRESS_KEYS):
            yield from (f"Addresses[{index}].{key}" for key in ("AddressType", *ADDRESS_KEYS))
    if invoice:
        yield from (key for key in ADDRESS_KEYS if party.get(key) == invoice.get(key))
