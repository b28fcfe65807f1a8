"""What an order says in one field and UBL in allowances and charges, recognised when it is read back.

A reduction of a line and a cash discount are folded only where writing the field gives the same
allowances and charges again; everything else stays an order line of its own.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ubltools.lens.rows import Item
from ubltools.mapping.computed.document import payment_terms
from ubltools.mapping.computed.identifiers import put_legal_first
from ubltools.mapping.computed.lines import BASE, PERCENTAGE, amount, is_adjustment
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.decisions import Decisions

_SAME: Final = (
    "AllowanceChargeIndicator",
    "Description",
    "Code",
    "VATPercentage",
    "VentilationCode",
    PERCENTAGE,
    BASE,
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def fold(document: Item, decisions: Decisions) -> None:
    """Fold what can be folded, and put things in their order: lines before allowances and charges."""
    for key in ("Customer", "Supplier"):
        put_legal_first(document.get(key) or {})
    lines = document.get("OrderLines")
    if not lines:
        return
    adjustments = [line for line in lines if is_adjustment(line)]
    if any(PERCENTAGE in each for each in adjustments):
        _fold_reductions(document, decisions)
        _fold_cash_discount(document, decisions)
    for each in adjustments:
        each.pop(PERCENTAGE, None)
        each.pop(BASE, None)
    document["OrderLines"].sort(key=is_adjustment)
    _number_links(document["OrderLines"])


def _number_links(lines: list[Item]) -> None:
    """Link allowances and charges by the number of their line, whatever was read and folded before it."""
    numbers: dict[str, str] = {}
    for at, line in enumerate(lines, 1):
        if (link := line.get("LinkedOrderLineID")) is not None:
            line["LinkedOrderLineID"] = numbers.setdefault(link, str(at))


def _fold_reductions(document: Item, decisions: Decisions) -> None:
    """ReductionPercentage of a line, where its first allowance is what that would be written as."""
    lines = document["OrderLines"]
    linked: dict[str, list[Item]] = {}
    for line in lines:
        if is_adjustment(line) and "LinkedOrderLineID" in line:
            linked.setdefault(line["LinkedOrderLineID"], []).append(line)
    folded: set[int] = set()
    for line in lines:
        own = linked.get(line.get("LinkedOrderLineID", ""), []) if not is_adjustment(line) else []
        if own and PERCENTAGE in own[0] and _is_reduction(line, own[0], document, decisions):
            line["ReductionPercentage"] = own[0][PERCENTAGE]
            folded.add(id(own[0]))
            if len(own) == 1:
                del line["LinkedOrderLineID"]
    document["OrderLines"] = [line for line in lines if id(line) not in folded]


def _is_reduction(line: Item, allowance: Item, document: Item, decisions: Decisions) -> bool:
    alone = {**line, "ReductionPercentage": allowance[PERCENTAGE]}
    worked_out = Facts({**document, "OrderLines": [alone]}, decisions).lines[id(alone)]
    if not worked_out.adjustments:
        return False
    written = worked_out.adjustments[0]
    said = {**allowance, "VATPercentage": written.get("VATPercentage")}
    return _same(said, written)


def _fold_cash_discount(document: Item, decisions: Decisions) -> None:
    """PaymentDiscountPercentage, where the last allowances and charges are what that would be written as."""
    lines = document["OrderLines"]
    own = [line for line in lines if is_adjustment(line) and "LinkedOrderLineID" not in line]
    for at, first in enumerate(own):
        if PERCENTAGE not in first:
            continue
        rest = [line for line in lines if all(line is not each for each in own[at:])]
        without = {**document, "OrderLines": rest, "PaymentDiscountPercentage": first[PERCENTAGE]}
        written = Facts(without, decisions).adjustments[at:]
        if len(written) == len(own) - at and all(map(_same, own[at:], written)):
            document["OrderLines"] = rest
            document["PaymentDiscountPercentage"] = first[PERCENTAGE]
            _fold_terms(document, decisions)
        return


def _fold_terms(document: Item, decisions: Decisions) -> None:
    """PaymentReductionDays, where the terms are the sentence that would be written for them."""
    fields = document.get("CustomFields") or {}
    stated = fields.get("PaymentTerms")
    for day in _days(stated, document.get("OrderDate")):
        others = {key: value for key, value in fields.items() if key != "PaymentTerms"}
        without = {**document, "CustomFields": others, "PaymentReductionDays": day}
        if payment_terms(without, Facts(without, decisions)) == stated:
            document["PaymentReductionDays"] = day
            document["CustomFields"] = others
            if not others:
                del document["CustomFields"]


def _days(terms: Any, start: date | None) -> Iterator[int]:
    """The number of days from a date to each date that a text names."""
    for found in _DAY.findall(str(terms or "")) if start else ():
        try:
            yield (date.fromisoformat(found) - start).days  # type: ignore[operator]
        except ValueError:
            continue


def _same(read: Item, written: Item) -> bool:
    """Whether an allowance or charge that was read says what one would be written as."""
    return amount(read) == amount(written) and all(_value(read, key) == _value(written, key) for key in _SAME)


def _value(item: Item, key: str) -> Any:
    """What is compared: a Z category has ventilation code 1 when written and none when read."""
    value = item.get(key)
    return None if key == "VentilationCode" and value == "1" else value
