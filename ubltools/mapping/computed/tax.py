"""Ventilation code and rate <-> VAT category and exemption text.

Tables from Billit's "Ventilation codes" (sales) and "Ventilation codes for cost invoices"; the same
number means different things by direction. Money is computed elsewhere.
"""

from decimal import Decimal
from typing import Any, Final

from ubltools.lens.rows import Item, get
from ubltools.mapping.computed.lines import ZERO
from ubltools.mapping.decisions import Decisions

# code -> VAT category of a line at 0 %; a line with a rate is S whatever the code says
SALES: Final = {
    "1": "Z",
    "21": "AE",
    "22": "O",
    "24": "E",
    "51": "K",
    "55": "K",
    "70": "G",
    "101": "E",
    "102": "E",
    "104": "E",
}
COST: Final = {
    "1": "Z",
    "21": "AE",
    "22": "O",
    "51": "K",
    "55": "K",
    "70": "G",
    "102": "E",
    "111": "E",
}
# Codes of the ordinary rates: no meaning at 0 %.
RATE_CODES: Final = frozenset({"2", "3", "4"})

# (direction, category) -> the code that is written when a document is read back
CODE_OF: Final = {
    "Income": {"AE": "21", "O": "22", "E": "104", "K": "51", "G": "70"},
    "Cost": {"AE": "21", "O": "22", "E": "102", "K": "51", "G": "70"},
}

# Texts that Billit prints as exemption reason (BT-120).
REASON: Final = {
    "AE": "Reverse Charge",
    "O": "Miscellaneous non-VAT",
    "E": "Exempt from VAT",
    "K": "VAT exempt for EEA intra-community supply of goods and services",
    "G": "Free export item, VAT not charged",
}


def codes_of(document: Item) -> dict[str, str]:
    """The ventilation table that the direction of an order calls for."""
    return COST if document.get("OrderDirection") == "Cost" else SALES


def code_of(category: str | None, document: Item) -> str | None:
    """The ventilation code that is written for a category that was read; none for S and Z."""
    direction = "Cost" if document.get("OrderDirection") == "Cost" else "Income"
    return CODE_OF[direction].get(category or "")


# What the codes mean that a category may stand for.
CODES: Final = {
    "22": "outside VAT",
    "24": "margin scheme",
    "51": "goods within the EU",
    "55": "services within the EU",
    "101": "international passenger transport",
    "102": "import through the EU",
    "104": "exempt",
    "111": "margin scheme",
}


def ambiguous(code: str | None, document: Item) -> tuple[str | None, tuple[str, ...]]:
    """The category behind a code that was read, and all codes it may stand for; None where there is one."""
    table = codes_of(document)
    kind = table.get(code or "")
    others = [each for each, category in table.items() if category == kind and each != code]
    return (kind, (str(code), *others)) if kind in {"K", "E"} and others else (None, ())


def ventilation(line: Item, document: Item) -> str | None:
    """The ventilation code that counts for a line: its own, else that of the order."""
    code = line.get("VentilationCode") or document.get("VentilationCode")
    return str(code).strip() if code else None


def category(line: Item, document: Item, decisions: Decisions) -> str | None:
    """VAT category (BT-151) of a line: S with a rate; at 0 % what the ventilation code says, else Z.

    None when the line has no rate and no code that says what it is.
    """
    rate = line.get("VATPercentage")
    if rate is not None and rate != ZERO:
        return "S"
    code = ventilation(line, document)
    if code == "22":
        return decisions.ventilation_22
    found = codes_of(document).get(code or "")
    return found or (None if rate is None else "Z")


def is_text(item: Item) -> bool:
    """Whether a line is text only: it has neither a price nor anything about VAT."""
    keys = ("UnitPriceExcl", "UnitPriceIncl", "TotalIncl", "VATPercentage", "VentilationCode")
    return all(item.get(key) is None for key in keys)


def category_of(item: Item, facts: Any) -> str | None:
    """VAT category of a line or of an allowance or charge; a text line has that of the first other line."""
    return category(facts.taxed(item), facts.document, facts.decisions)


def percent(item: Item, facts: Any) -> Decimal | None:
    """VAT rate (BT-152) in percent; none in category O, which must not state one (BR-O-05).

    A line that only says by its ventilation code that there is no VAT has the rate 0.
    """
    kind = category_of(item, facts)
    if kind in {None, "O"}:
        return None
    rate = facts.taxed(item).get("VATPercentage")
    return rate if isinstance(rate, Decimal) else ZERO


def keep_category(item: Item, stated: str, facts: Any) -> None:
    """Find the ventilation code for a category that was read. K and E are ambiguous by nature."""
    if stated in {"S", "Z"}:
        return  # the rate says it, at 0 % without a code
    if code := code_of(stated, facts.document):
        item["VentilationCode"] = code
    if stated == "O":
        item.setdefault("VATPercentage", ZERO)


def reason(category: str | None, document: Item) -> tuple[str | None, str | None]:
    """Exemption reason text and code (BT-120, BT-121) of a category; none for S and Z."""
    if category in {None, "S", "Z"}:
        return None, None
    text = get(document, "CustomFields.TaxExemptionReason") or REASON.get(category or "")
    return text, get(document, "CustomFields.TaxExemptionReasonCode")
