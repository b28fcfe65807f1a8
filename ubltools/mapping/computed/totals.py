"""VAT groups and totals, as Billit's "Calculations" page has them: VAT per group, rounded once.

Facts holds what the functions of the mapping know about one document. How a line comes to its amount
is in lines.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item
from ubltools.mapping.computed.lines import EXACT, ZERO, Line, amount, cents, signed, sort_lines
from ubltools.mapping.computed.tax import REASON, category_of, code_of, is_text, percent, reason
from ubltools.mapping.decisions import Decisions

_HUNDRED: Final = Decimal(100)

# Keys of the derived objects of the VAT breakdown.
CATEGORY: Final = "~category"
REASON_TEXT: Final = "~reason"
REASON_CODE: Final = "~reason_code"


@dataclass(frozen=True, slots=True)
class Totals:
    """The document totals (BG-22), in the currency of the document; None where there is none of a kind."""

    lines: Decimal
    allowances: Decimal | None
    charges: Decimal | None
    exclusive: Decimal
    vat: Decimal
    inclusive: Decimal


class Facts:
    """What the functions know about one document; worked out when first asked for."""

    __slots__ = ("_groups", "_sorted", "_totals", "decisions", "document")

    def __init__(self, document: Item, decisions: Decisions) -> None:
        self.document = document
        self.decisions = decisions
        self._sorted: tuple[dict[int, Line], list[Item]] | None = None
        self._groups: list[Item] | None = None
        self._totals: Totals | None = None

    @property
    def lines(self) -> dict[int, Line]:
        """The product lines, by identity of their JSON object, in order."""
        if self._sorted is None:
            self._sorted = sort_lines(self.document)
        return self._sorted[0]

    @property
    def adjustments(self) -> list[Item]:
        """The allowances and charges of the document level, those of a cash discount included."""
        if self._sorted is None:
            self._sorted = sort_lines(self.document)
        return self._sorted[1]

    def taxed(self, item: Item) -> Item:
        """The line that says the VAT of a line: itself, for a text line the first that is none."""
        if "VATPercentage" in item or not is_text(item):
            return item
        others = (each for each in self.document.get("OrderLines") or () if not is_text(each))
        return next(others, item)

    @property
    def groups(self) -> list[Item]:
        """The VAT breakdown (BG-23): one object a category and rate, in order of appearance."""
        if self._groups is None:
            self._groups = _groups(self)
        return self._groups

    @property
    def totals(self) -> Totals:
        """The document totals."""
        if self._totals is None:
            self._totals = _totals(self)
        return self._totals


def _groups(facts: Facts) -> list[Item]:
    groups: dict[tuple[str | None, Decimal | None], Item] = {}
    lines = [(line.item, line.net) for line in facts.lines.values()]
    for item, value in [*lines, *((each, signed(each)) for each in facts.adjustments)]:
        kind = category_of(item, facts)
        rate = percent(item, facts)
        group = groups.get((kind, rate))
        if group is None:
            text, code = reason(kind, facts.document)
            group = groups[kind, rate] = {
                CATEGORY: kind,
                "VATPercentage": rate,
                "TotalExcl": ZERO,
                REASON_TEXT: text,
                REASON_CODE: code,
                DERIVED_FROM: item.get(DERIVED_FROM, item),
                RENAMED: _group_keys(item, text),
            }
        group["TotalExcl"] += value
    for group in groups.values():
        rate = group["VATPercentage"] or ZERO
        group["TotalExcl"] = cents(group["TotalExcl"])
        group["TotalVAT"] = cents(EXACT.divide(EXACT.multiply(group["TotalExcl"], rate), _HUNDRED))
    return list(groups.values())


def _group_keys(item: Item, text: str | None) -> dict[str, str]:
    """Which key of its first line stands behind each value of a VAT group."""
    by_category = "VentilationCode" if item.get("VentilationCode") else "VATPercentage"
    by_reason = "$.CustomFields.TaxExemptionReason" if text else by_category
    return {
        CATEGORY: by_category,
        REASON_TEXT: by_reason,
        REASON_CODE: "$.CustomFields.TaxExemptionReasonCode",
        "TotalExcl": "UnitPriceExcl",
        "TotalVAT": "VATPercentage",
    }


def _totals(facts: Facts) -> Totals:
    lines = cents(sum((line.net for line in facts.lines.values()), ZERO))
    charges = _sum(each for each in facts.adjustments if each.get("AllowanceChargeIndicator"))
    allowances = _sum(each for each in facts.adjustments if not each.get("AllowanceChargeIndicator"))
    vat = cents(sum((group["TotalVAT"] for group in facts.groups), ZERO))
    exclusive = lines - (allowances or ZERO) + (charges or ZERO)
    return Totals(lines, allowances, charges, exclusive, vat, exclusive + vat)


def _sum(adjustments: Iterable[Item]) -> Decimal | None:
    """The sum of allowances or charges; None when there are none (BR-CO-11, BR-CO-12)."""
    amounts = [amount(each) for each in adjustments]
    return cents(sum(amounts, ZERO)) if amounts else None


# What rows ask for.


def pick_groups(_: Item, facts: Facts) -> list[Item]:
    """The VAT breakdown."""
    return facts.groups


def put_group(_: Item, document: Item, read: Item) -> None:
    """Add a VAT group that was read, with its ventilation code; exemption texts go to the custom fields.

    The order has one place for an exemption text: that of the first group.
    """
    kind, text, code = (read.pop(key, None) for key in (CATEGORY, REASON_TEXT, REASON_CODE))
    if known := code_of(kind, document):
        read["VentilationCode"] = known
    for key, value in (("TaxExemptionReason", text), ("TaxExemptionReasonCode", code)):
        if value is None or value == REASON.get(kind or ""):
            continue
        document.setdefault("CustomFields", {}).setdefault(key, value)
    document.setdefault("VatGroups", []).append(read)


def payable(_: Item, facts: Facts) -> Decimal:
    """Amount due (BT-115): ToPay; 0 when paid, or for a credit note about a known invoice ("Credit note")."""
    order, total = facts.document, facts.totals.inclusive
    if order.get("ToPay") is not None and not order.get("Paid"):
        return cents(order["ToPay"])
    settled = order.get("OrderType") == "CreditNote" and order.get("AboutInvoiceNumber")
    return ZERO if order.get("Paid") or settled else total


def prepaid(item: Item, facts: Facts) -> Decimal:
    """Paid amount (BT-113): what is not due of the total."""
    return facts.totals.inclusive - payable(item, facts)


def keep_payable(item: Item, stated: Decimal, facts: Facts) -> None:
    """Nothing due of a total is Paid, anything else ToPay."""
    if stated == ZERO and facts.totals.inclusive != ZERO:
        item["Paid"] = True
    else:
        item["ToPay"] = stated


def line_of(item: Item, facts: Facts) -> Line:
    """The worked out line of an order line."""
    return facts.lines[id(item)]


def line_number(item: Item, facts: Facts) -> str:
    """Line id (BT-126): PeppolLineID, else the position among the product lines."""
    own = (item.get("CustomFields") or {}).get("PeppolLineID")
    return str(own) if own else str(line_of(item, facts).number)
