"""Lines, VAT groups and totals, as Billit's "Calculations" page has them.

Line totals are rounded to the cent and then summed; VAT is computed per group and rounded once. All
in Decimal, at a precision at which nothing is lost before a rounding that is meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any, Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item
from ubltools.mapping.computed.tax import REASON, ZERO, category_of, code_of, is_text, percent, reason
from ubltools.mapping.decisions import PRICE_DECIMALS, QUANTITY_DECIMALS, ROUNDING, Decisions

EXACT: Final = Context(prec=64, rounding=ROUNDING)
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
ONE: Final = Decimal(1)
_PRICE_STEP: Final = Decimal(1).scaleb(-PRICE_DECIMALS)
_QUANTITY_STEP: Final = Decimal(1).scaleb(-QUANTITY_DECIMALS)

# Keys of derived objects. The tilde keeps them apart from anything an order holds.
PERCENTAGE: Final = "~percentage"
BASE: Final = "~base"
CATEGORY: Final = "~category"
REASON_TEXT: Final = "~reason"
REASON_CODE: Final = "~reason_code"
_DISCOUNT: Final = "PaymentDiscountPercentage"
REDUCTION_REASON: Final = "allowance"  # the text Billit prints for ReductionPercentage


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals, in the mode of decisions.ROUNDING."""
    return value.quantize(_CENT, context=EXACT)


def _at_most(value: Decimal, step: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    too_fine = isinstance(exponent, int) and exponent < step.as_tuple().exponent  # type: ignore[operator]
    return value.quantize(step, context=EXACT) if too_fine else value


@dataclass(slots=True, eq=False)
class Line:
    """A product line, worked out. price is never negative: the sign is in the quantity (BR-27)."""

    item: Item
    number: int
    quantity: Decimal
    price: Decimal
    gross: Decimal
    adjustments: list[Item] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        """BT-131: quantity x price, to the cent, less allowances and plus charges of the line."""
        return self.gross + sum((signed(each) for each in self.adjustments), ZERO)


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
            self._sorted = _sort_lines(self.document)
        return self._sorted[0]

    @property
    def adjustments(self) -> list[Item]:
        """The allowances and charges of the document level, those of a cash discount included."""
        if self._sorted is None:
            self._sorted = _sort_lines(self.document)
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


def is_adjustment(item: Item) -> bool:
    """Whether an order line is an allowance or a charge."""
    return item.get("AllowanceChargeIndicator") is not None


def _sort_lines(document: Item) -> tuple[dict[int, Line], list[Item]]:
    lines: dict[int, Line] = {}
    adjustments: list[Item] = []
    linked: dict[str, Line] = {}
    order_lines = document.get("OrderLines") or []
    for item in (each for each in order_lines if not is_adjustment(each)):
        line = lines[id(item)] = _line(item, len(lines) + 1)
        if link := item.get("LinkedOrderLineID"):
            linked.setdefault(str(link), line)
    for item in (each for each in order_lines if is_adjustment(each)):
        line_of = linked.get(str(item.get("LinkedOrderLineID")))
        (adjustments if line_of is None else line_of.adjustments).append(item)
    adjustments.extend(_cash_discount(document, lines.values(), adjustments))
    return lines, adjustments


def _line(item: Item, number: int) -> Line:
    quantity, price = _quantity_and_price(item)
    if price < ZERO:
        quantity, price = -quantity, -price
    line = Line(item, number, quantity, price, cents(EXACT.multiply(quantity, price)))
    percentage = item.get("ReductionPercentage")
    if percentage:
        line.adjustments.append(
            _reduction(item, line.gross, percentage, REDUCTION_REASON, "ReductionPercentage")
        )
    return line


def _quantity_and_price(item: Item) -> tuple[Decimal, Decimal]:
    quantity = _at_most(item.get("Quantity", ONE), _QUANTITY_STEP)
    price = item.get("UnitPriceExcl")
    if item.get("InclLeading") or price is None:
        price = _price_from_inclusive(item, quantity)
    return quantity, _at_most(price, _PRICE_STEP)


def _price_from_inclusive(item: Item, quantity: Decimal) -> Decimal:
    """Net unit price of a line entered with VAT ("When you submit prices incl. VAT")."""
    inclusive = item.get("UnitPriceIncl")
    if item.get("TotalIncl") is not None and item.get("InclLeading") and quantity:
        inclusive = EXACT.divide(item["TotalIncl"], quantity)
    if inclusive is None:
        return item.get("UnitPriceExcl") or ZERO
    factor = ONE + (item.get("VATPercentage") or ZERO) / _HUNDRED
    return EXACT.divide(inclusive, factor) if factor else ZERO


def _reduction(of: Item, base: Decimal, percentage: Decimal, text: str, by: str) -> Item:
    """A derived allowance of so many percent of a base. by: the key that asks for it."""
    amount = cents(EXACT.divide(EXACT.multiply(base, percentage), _HUNDRED))
    return {
        "AllowanceChargeIndicator": False,
        "Description": text,
        "Quantity": -ONE if amount < ZERO else ONE,
        "UnitPriceExcl": -abs(amount),
        "VATPercentage": of.get("VATPercentage"),
        PERCENTAGE: percentage,
        BASE: base,
        DERIVED_FROM: of,
        RENAMED: dict.fromkeys(("UnitPriceExcl", "Description", "AllowanceChargeIndicator"), by),
    }


def _cash_discount(document: Item, lines: Iterable[Line], others: list[Item]) -> list[Item]:
    """The Belgian cash discount: an allowance a VAT rate, and one charge of the same sum at 0 %.

    VAT is then due on the discounted base while the amount to pay stays whole ("Discount with simple
    Billit fields").
    """
    percentage = document.get(_DISCOUNT)
    if not percentage:
        return []
    bases: dict[Decimal, Decimal] = {}
    for item, value in [*((line.item, line.net) for line in lines), *((o, signed(o)) for o in others)]:
        if rate := item.get("VATPercentage"):
            bases[rate] = bases.get(rate, ZERO) + value
    allowances = [
        {**_reduction(document, base, percentage, "Cash discount", _DISCOUNT), "VATPercentage": rate}
        for rate, base in bases.items()
    ]
    total = sum((amount(each) for each in allowances), ZERO)
    charge = {
        "AllowanceChargeIndicator": True,
        "Description": "Cash discount",
        "Quantity": ONE,
        "UnitPriceExcl": total,
        "VATPercentage": ZERO,
        "VentilationCode": "1",
        DERIVED_FROM: document,
        RENAMED: dict.fromkeys(("UnitPriceExcl", "Description", "VATPercentage"), _DISCOUNT),
    }
    return [*allowances, charge] if total else []


def amount(item: Item) -> Decimal:
    """Amount of an allowance or charge line (BT-92, BT-99, BT-136, BT-141), to the cent.

    Billit writes allowances with a negative price; one with a positive price is an allowance too. An
    allowance below zero (a percentage of a returned good) has a negative quantity.
    """
    quantity, price = _quantity_and_price(item)
    return cents(EXACT.multiply(quantity, price if item.get("AllowanceChargeIndicator") else abs(price)))


def signed(item: Item) -> Decimal:
    """The amount of an allowance or charge as it counts: allowances negative."""
    return amount(item) if item.get("AllowanceChargeIndicator") else -amount(item)


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

    The order has one place for an exemption text; that of a second group stays with the group.
    """
    kind, text, code = (read.pop(key, None) for key in (CATEGORY, REASON_TEXT, REASON_CODE))
    if known := code_of(kind, document):
        read["VentilationCode"] = known
    for key, value in (("TaxExemptionReason", text), ("TaxExemptionReasonCode", code)):
        if value is None or value == REASON.get(kind or ""):
            continue
        fields = document.setdefault("CustomFields", {})
        (fields if fields.get(key, value) == value else read)[key] = value
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


def keep_payable(item: Item, stated: Decimal, facts: Facts) -> bool:
    """Nothing due of a total is Paid, anything else ToPay."""
    if stated == ZERO and facts.totals.inclusive != ZERO:
        item["Paid"] = True
    else:
        item["ToPay"] = stated
    return True


def line_of(item: Item, facts: Facts) -> Line:
    """The worked out line of an order line."""
    return facts.lines[id(item)]


def line_number(item: Item, facts: Facts) -> str:
    """Line id (BT-126): PeppolLineID, else the position among the product lines."""
    own = (item.get("CustomFields") or {}).get("PeppolLineID")
    return str(own) if own else str(line_of(item, facts).number)


def adjustment_amount(item: Item, _: Facts) -> Decimal | None:
    """Amount of an allowance or charge; None while nothing is known of it."""
    known = any(item.get(key) is not None for key in ("UnitPriceExcl", "UnitPriceIncl", "TotalIncl"))
    return amount(item) if known else None


def keep_adjustment_amount(item: Item, stated: Decimal, _: Any) -> bool:
    """One piece at the amount, the price of an allowance being negative."""
    charge = item.get("AllowanceChargeIndicator")
    item["Quantity"] = -ONE if stated < ZERO and not charge else ONE
    item["UnitPriceExcl"] = stated if charge else -abs(stated)
    return True
