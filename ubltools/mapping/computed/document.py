"""The rest of the document: references, payment, units, lists of lines.

Fallbacks that Billit applies when it makes UBL are here, so that a document made from an order says
what Billit's own would say.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

from ubltools import codes
from ubltools.lens.rows import Item, get, put
from ubltools.mapping.computed.lines import is_adjustment
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.custom import header
from ubltools.mapping.decisions import DEFAULT_CURRENCY, DEFAULT_PAYMENT_MEANS, DEFAULT_UNIT, DIRECT_DEBIT

SALES_ORDER: Final = (
    "SalesOrderID.Text",
    "SalesOrderID",
    "SalesOrderID.ID.Text",
)  # spellings on Billit's pages
DIRECT_DEBITS: Final = frozenset({DIRECT_DEBIT, "59"})  # codes that come with a mandate; 59 is that of SEPA
_FRENCH_PROCESS: Final = re.compile("[BSM][0-9]{1,2}")


def profile(ordinary: str) -> Callable[[Item, Any], str]:
    """BT-23: the profile of the kind of document; in France the BusinessProcessType stands there."""
    return lambda item, _: item.get("BusinessProcessType") or ordinary


def keep_profile(item: Item, stated: str, _: Any) -> None:
    """A French process such as S1 has a field of its own."""
    if _FRENCH_PROCESS.fullmatch(stated.strip()):
        item["BusinessProcessType"] = stated


def currency(_: Item, facts: Facts) -> str:
    """Currency of the document (BT-5), EUR by default."""
    return facts.document.get("Currency") or DEFAULT_CURRENCY


def buyer_reference(item: Item, facts: Facts) -> str | None:
    """BT-10: OrderTitle; a filler when the order has no reference of any kind (see decisions)."""
    if title := item.get("OrderTitle"):
        return str(title)
    return None if order_reference(item, facts) else facts.decisions.buyer_reference_filler


def order_reference(item: Item, facts: Facts) -> str | None:
    """BT-13: Reference, else the fallback of decisions; NA when only a sales order number is known."""
    fallback = facts.decisions.order_reference_fallback
    found = item.get("Reference") or (item.get(fallback) if fallback else None)
    return found or ("NA" if sales_order(item) else None)


def sales_order(item: Item) -> str | None:
    """BT-14, under any of the three spellings that Billit's pages have."""
    keys = header(item.get("OrderType") or "Invoice", *(f"OrderReference.{end}" for end in SALES_ORDER))
    return next((value for key in keys if (value := get(item, key))), None)


# Payment


def payment_means(item: Item, _: Any) -> str | None:
    """BT-81: CustomFields.PaymentMeansCode, 49 for Domiciliation, else 42."""
    if own := get(item, "CustomFields.PaymentMeansCode"):
        return str(own)
    return DIRECT_DEBIT if item.get("PaymentMethod") == "Domiciliation" else DEFAULT_PAYMENT_MEANS


def keep_payment_means(item: Item, stated: str, _: Any) -> None:
    """Direct debit is a PaymentMethod, any other code than the usual one a custom field."""
    if stated == DIRECT_DEBIT:
        item["PaymentMethod"] = "Domiciliation"
    else:
        put(item, "CustomFields.PaymentMeansCode", stated)


def payment_means_if_stated(item: Item, facts: Facts) -> str | None:
    """The same on a credit note, where Billit writes payment means only if the order says something."""
    stated = ("PaymentMethod", "PaymentReference", "IBAN", "CustomFields.PaymentMeansCode")
    return payment_means(item, facts) if any(get(item, key) for key in stated) else None


def credit_note_due_date(item: Item, facts: Facts) -> date | None:
    """BT-9 of a credit note, which has a place only inside payment means."""
    return item.get("ExpiryDate") if payment_means_if_stated(item, facts) else None


def iban(item: Item, _: Any) -> str | None:
    """BT-84: the account of the order, else that of the seller."""
    own: str | None = item.get("IBAN")
    return own or get(item, "Supplier.IBAN")


def bic(item: Item, _: Any) -> str | None:
    """BT-86: the BIC that goes with the account."""
    own: str | None = item.get("BIC")
    return own if own or item.get("IBAN") else get(item, "Supplier.BIC")


def mandate(item: Item, facts: Facts) -> str | None:
    """BT-89, for direct debit only."""
    debit = payment_means(item, facts) in DIRECT_DEBITS
    return get(item, "Customer.DomiciliationMandateID") if debit else None


_DISCOUNT_TERMS: Final = {
    "NL": "{percent} % korting bij betaling uiterlijk op {day}",
    "FR": "{percent} % d'escompte en cas de paiement au plus tard le {day}",
    "DE": "{percent} % Skonto bei Zahlung bis zum {day}",
    "EN": "{percent} % discount if paid no later than {day}",
}


def payment_terms(item: Item, facts: Facts) -> str | None:
    """BT-20: the custom field, the plain field, or a sentence on the cash discount."""
    own = get(item, "CustomFields.PaymentTerms") or item.get("PaymentTerms")
    return str(own) if own else _discount_terms(item, facts)


_LONGEST_TERM: Final = 3660  # days; beyond ten years it is a slip


def _discount_terms(item: Item, facts: Facts) -> str | None:
    percentage, days = item.get("PaymentDiscountPercentage"), item.get("PaymentReductionDays")
    if not percentage or days is None or not 0 <= days <= _LONGEST_TERM or not item.get("OrderDate"):
        return None
    language = str(get(facts.document, "Customer.Language") or "EN").upper()
    if days > (date.max - item["OrderDate"]).days:
        return None
    day = item["OrderDate"] + timedelta(days=int(days))
    terms = _DISCOUNT_TERMS.get(language, _DISCOUNT_TERMS["EN"])
    return terms.format(percent=format(percentage.normalize(), "f"), day=day.isoformat())


# Lines


@cache
def _units() -> frozenset[str]:
    return frozenset(codes.code_list("CEN-units-rec20-21"))


def unit(item: Item, _: Any) -> str:
    """BT-130: PeppolUnitCode, else Unit where that is a unit code of Rec 20/21, else NAR."""
    own = get(item, "CustomFields.PeppolUnitCode")
    plain = item.get("Unit")
    return str(own) if own else plain if plain and plain in _units() else DEFAULT_UNIT


def pick_lines(_: Item, facts: Facts) -> list[Item]:
    """The product lines: order lines that are no allowance and no charge."""
    return [line.item for line in facts.lines.values()]


def put_line(_: Item, document: Item, read: Item) -> None:
    """Add a line that was read."""
    document.setdefault("OrderLines", []).append(read)


def pick_document_adjustments(_: Item, facts: Facts) -> list[Item]:
    """Allowances and charges that belong to no line, those of a cash discount included."""
    return facts.adjustments


def put_document_adjustment(_: Item, document: Item, read: Item) -> None:
    """Add an allowance or charge that was read as an order line; one that does not say which has no place."""
    if is_adjustment(read):
        document.setdefault("OrderLines", []).append(read)


def pick_line_adjustments(item: Item, facts: Facts) -> list[Item]:
    """Allowances and charges linked to a line, and its ReductionPercentage."""
    return facts.lines[id(item)].adjustments


def put_line_adjustment(line: Item, document: Item, read: Item) -> None:
    """Add an allowance or charge of a line as an order line that is linked to it."""
    if not is_adjustment(read):
        return
    lines = document.setdefault("OrderLines", [])
    read["LinkedOrderLineID"] = line.setdefault("LinkedOrderLineID", str(len(lines) + 1))
    lines.append(read)


def quantity(item: Item, facts: Facts) -> Decimal | None:
    """BT-129, at most five decimals; it carries the sign of a negative price."""
    return facts.lines[id(item)].quantity


def price(item: Item, facts: Facts) -> Decimal | None:
    """BT-146 without VAT, at most five decimals, never negative."""
    return facts.lines[id(item)].price


def net(item: Item, facts: Facts) -> Decimal:
    """BT-131."""
    return facts.lines[id(item)].net
