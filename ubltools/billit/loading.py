"""From the bytes of an order to its values and to what is wrong with them.

The way in: decode, find the order, check the values, look for what is missing. A clean document takes
the short way; anything else is settled first, so that every finding can be made. Conversion and rules
are not the business of this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from ubltools.billit.decode import MOST_BYTES, Decoded, decode
from ubltools.billit.faults import Capped, Place, value_finding, value_findings
from ubltools.billit.keys import repeated, settle
from ubltools.billit.model import Model
from ubltools.billit.order import Order
from ubltools.billit.plain import validator
from ubltools.billit.recognise import order_in
from ubltools.finding import Finding, Location, Severity


@dataclass(frozen=True)
class Loaded:
    """An order as it was read.

    item: the order as plain dict: Billit's keys in model order, Decimal, date, datetime, bool, int,
          str; None when a value does not fit, which the findings then say
    findings: what there is to say about it, fatal ones included
    """

    item: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def order(self) -> Order | None:
        """The same as a model, made when first asked for; changing it does not change item."""
        return None if self.item is None else Order.model_validate(self.item, by_alias=True, by_name=False)


def load(data: bytes, *, max_bytes: int = MOST_BYTES) -> Loaded:
    """Read an order from JSON. A wrong order is a finding, at a JSON path from the order's own root.

    Raises EmptyInput, TooLarge, NotJson, NotAnOrder.
    """
    decoded = decode(data, max_bytes)
    order, notes = order_in(decoded.value)
    found = [*decoded.findings, *notes, *text_findings(order, decoded)]
    return _loaded(order, found)


def load_value(value: object) -> Loaded:
    """Like load(), for JSON that is parsed already: numbers as int or Decimal. Raises NotAnOrder."""
    order, notes = order_in(value)
    return _loaded(order, list(notes))


class Checked(NamedTuple):
    """A JSON object after the check. plain: its values, None when one does not fit; settled: as it came."""

    plain: dict[str, Any] | None
    settled: dict[str, Any]
    findings: tuple[Finding, ...] = ()


def check(value: dict[str, Any], model: type[Model]) -> Checked:
    """Check the keys and values of a JSON object against a model."""
    try:
        return Checked(validator(model, False)(value), value)
    except ValidationError:
        settled, findings = settle(value, model)
    try:
        plain = validator(model, True)(settled)
    except ValidationError as error:
        return Checked(None, settled, findings + value_findings(error))
    return Checked(plain, settled, findings)


def _loaded(order: dict[str, Any], findings: list[Finding]) -> Loaded:
    checked = check(order, Order)
    findings += checked.findings
    refused = any(each.severity is Severity.FATAL for each in findings)
    findings += _missing(checked.settled)
    return Loaded(None if refused else checked.plain, tuple(findings))


_MISSING: Final = (
    ("OrderType", Severity.FATAL, "Write Invoice or CreditNote."),
    ("OrderDirection", Severity.FATAL, "Write Income for a sale, Cost for a purchase or for self-billing."),
    ("OrderDate", Severity.FATAL, "Write the date of the document, as 2026-01-31."),
    ("ExpiryDate", Severity.WARNING, "Billit asks for the due date, on credit notes too."),
    ("OrderNumber", Severity.WARNING, "Billit can number an order by itself; a UBL document needs a number."),
)


def _missing(item: dict[str, Any]) -> Iterator[Finding]:
    for key, severity, hint in _MISSING:
        if key not in item:
            where = Location(json_path=f"$.{key}")
            yield Finding("UBLT-ORDER-MISSING", severity, f"{key} is missing.", where, hint)
    if not item.get("OrderLines"):
        where = Location(json_path="$.OrderLines")
        hint = "An order needs at least one line under OrderLines."
        yield Finding("UBLT-NO-LINES", Severity.FATAL, "The order has no lines.", where, hint)


def text_findings(order: dict[str, Any], decoded: Decoded) -> tuple[Finding, ...]:
    """What only the JSON text shows: keys that occur twice, halves of characters."""
    if not decoded.repeated and not decoded.half_characters:
        return ()
    capped = Capped()
    for at, value in _everything(order):
        for key in decoded.repeated.get(id(value), ()):
            capped.add("UBLT-DUPLICATE-KEY", partial(repeated, (*at, key)))
        if decoded.half_characters and _halved(value):
            capped.add("UBLT-ORDER-VALUE", partial(value_finding, "half-character", at, value))
    return capped.findings


def _everything(order: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Every value and every key of the order, and its place."""
    stack: list[tuple[Place, Any]] = [((), order)]
    while stack:
        at, value = stack.pop()
        yield at, value
        if isinstance(value, dict):
            yield from ((at, key) for key in value)
            stack += [((*at, key), held) for key, held in reversed(value.items())]
        elif isinstance(value, list):
            stack += [((*at, index), held) for index, held in reversed(list(enumerate(value)))]


def _halved(value: Any) -> bool:
    return isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)
