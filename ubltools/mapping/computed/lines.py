"""Lines, allowances and charges worked out: quantity, net price, amount.

Line totals are rounded to the cent and then summed ("Calculations"). All in Decimal, at a precision at
which nothing is lost before a rounding that is meant. What they add up to is in totals.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any, Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item
from ubltools.mapping.decisions import PRICE_DECIMALS, QUANTITY_DECIMALS, ROUNDING

# A reduction of a price without VAT that comes from a total may have 100 digits: the largest numbers that
# an order takes, multiplied and divided by the smallest.
EXACT: Final = Context(prec=128, rounding=ROUNDING)
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_PRICE_STEP: Final = Decimal(1).scaleb(-PRICE_DECIMALS)
_QUANTITY_STEP: Final = Decimal(1).scaleb(-QUANTITY_DECIMALS)

# Keys of derived objects. The tilde keeps them apart from anything an order holds.
PERCENTAGE: Final = "~percentage"
BASE: Final = "~base"
_DISCOUNT: Final = "PaymentDiscountPercentage"
REDUCTION_REASON: Final = "allowance"  # the text Billit prints for ReductionPercentage


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals, in the mode of decisions.ROUNDING."""
    return value.quantize(_CENT, None, EXACT)


def _at_most(value: Decimal, step: Decimal) -> Decimal:
    """Rounded to a step where it is finer, else with the digits it has."""
    rounded = value.quantize(step, None, EXACT)
    return value if rounded == value else rounded


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
        if not self.adjustments:
            return self.gross
        return self.gross + sum((signed(each) for each in self.adjustments), ZERO)


def is_adjustment(item: Item) -> bool:
    """Whether an order line is an allowance or a charge."""
    return item.get("AllowanceChargeIndicator") is not None


def sort_lines(document: Item) -> tuple[dict[int, Line], list[Item]]:
    """The product lines by identity of their object, and the allowances and charges of the document.

    A linked allowance or charge goes to its line; a cash discount adds to those of the document.
    """
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
    if item.get("TotalIncl") is not None and (item.get("InclLeading") or inclusive is None) and quantity:
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


def adjustment_amount(item: Item, _: Any) -> Decimal | None:
    """Amount of an allowance or charge; None while nothing is known of it."""
    known = any(item.get(key) is not None for key in ("UnitPriceExcl", "UnitPriceIncl", "TotalIncl"))
    return amount(item) if known else None


def keep_adjustment_amount(item: Item, stated: Decimal, _: Any) -> None:
    """One piece at the amount, the price of an allowance being negative."""
    charge = item.get("AllowanceChargeIndicator")
    item["Quantity"] = -ONE if stated < ZERO and not charge else ONE
    item["UnitPriceExcl"] = stated if charge else -abs(stated)


def per_piece(item: Item, stated: Decimal, _: Any) -> None:
    """An order has the price of one piece: divide the price of so many by their number (BT-149)."""
    if stated > ZERO and item.get("UnitPriceExcl") is not None:
        item["UnitPriceExcl"] = _at_most(EXACT.divide(item["UnitPriceExcl"], stated), _PRICE_STEP)
