"""Rows of a line (BG-25), of allowances and charges (BG-20, BG-21, BG-27, BG-28), in the order of UBL."""

from typing import Final

from ubltools.lens.codecs import AMOUNT, FLAG, NUMBER, Codec
from ubltools.lens.rows import Computed, Leaf, Many, Row, Selection
from ubltools.mapping import tax
from ubltools.mapping.computed import document as of
from ubltools.mapping.computed import lines as amounts
from ubltools.mapping.computed import totals

PRICE: Final = Codec("price", NUMBER.write, NUMBER.read, ("currencyID", "Currency"), safe=True)
LINES: Final = Selection("OrderLines[]", of.pick_lines, of.put_line, ("LinkedOrderLineID",))
_LINK: Final = ("LinkedOrderLineID",)
_OF_LINE: Final = Selection("$.OrderLines[linked]", of.pick_line_adjustments, of.put_line_adjustment, _LINK)
_OF_DOCUMENT: Final = Selection(
    "$.OrderLines[not linked]", of.pick_document_adjustments, of.put_document_adjustment
)
_AMOUNT_KEYS: Final = ("UnitPriceExcl", "Quantity", "UnitPriceIncl", "TotalIncl", "InclLeading")


def _adjustment(code: str, reason: str, percentage: str, amount: str, base: str) -> tuple[Row, ...]:
    return (
        Leaf("cbc:ChargeIndicator", "AllowanceChargeIndicator", FLAG),
        Leaf("cbc:AllowanceChargeReasonCode", "Code", term=code),
        Leaf("cbc:AllowanceChargeReason", "Description", term=reason),
        Computed(
            "cbc:MultiplierFactorNumeric",
            lambda item, _: item.get(amounts.PERCENTAGE),
            NUMBER,
            percentage,
            keys=("ReductionPercentage",),
        ),
        Computed(
            "cbc:Amount",
            amounts.adjustment_amount,
            AMOUNT,
            amount,
            keys=_AMOUNT_KEYS,
            keep=amounts.keep_adjustment_amount,
        ),
        Computed("cbc:BaseAmount", lambda item, _: item.get(amounts.BASE), AMOUNT, base),
    )


DOCUMENT_ADJUSTMENTS: Final = Many(
    "cac:AllowanceCharge",
    (
        *_adjustment("BT-98", "BT-97", "BT-94", "BT-92", "BT-93"),
        *tax.category("cac:TaxCategory", "BT-95", "BT-96"),
    ),
    of=_OF_DOCUMENT,
    term="BG-20",
    note="an order line with AllowanceChargeIndicator and no link; charges are BG-21",
)


def lines(element: str, quantity: str) -> Many:
    """The lines of a document: cac:InvoiceLine with cbc:InvoicedQuantity, or those of a credit note."""
    return Many(f"cac:{element}", _line(element, quantity), of=LINES, term="BG-25")


def _custom(element: str, end: str) -> tuple[str, ...]:
    """The custom field under the name of this element; credit notes are also read under InvoiceLine."""
    return tuple(dict.fromkeys(f"CustomFields['{root}.{end}']" for root in (element, "InvoiceLine")))


def _line(element: str, quantity: str) -> tuple[Row, ...]:
    unit_keys = ("CustomFields.PeppolUnitCode", "Unit")
    period = "cac:InvoicePeriod"
    return (
        Computed(
            "cbc:ID",
            totals.line_number,
            term="BT-126",
            keys=("CustomFields.PeppolLineID",),
            keep="CustomFields.PeppolLineID",
            note="else its position",
        ),
        Leaf("cbc:Note", _custom(element, "Note"), term="BT-127"),
        Computed(
            f"cbc:{quantity}",
            of.quantity,
            NUMBER,
            "BT-129",
            keys=("Quantity",),
            keep="Quantity",
            always=True,
        ),
        Computed(
            f"cbc:{quantity}/@unitCode",
            of.unit,
            term="BT-130",
            keys=unit_keys,
            keep="CustomFields.PeppolUnitCode",
            note="else NAR",
        ),
        Computed(
            "cbc:LineExtensionAmount",
            of.net,
            AMOUNT,
            "BT-131",
            keys=("TotalExcl", "UnitPriceExcl", "TotalIncl", "Quantity"),
            mismatch="UBLT-TOTAL-MISMATCH",
            note="computed",
        ),
        Leaf(f"{period}/cbc:StartDate", _custom(element, "InvoicePeriod.StartDate"), term="BT-134"),
        Leaf(f"{period}/cbc:EndDate", _custom(element, "InvoicePeriod.EndDate"), term="BT-135"),
        Leaf(
            "cac:OrderLineReference/cbc:LineID",
            _custom(element, "OrderLineReference.LineID"),
            term="BT-132",
        ),
        Many(
            "cac:AllowanceCharge",
            _adjustment("BT-140", "BT-139", "BT-138", "BT-136", "BT-137"),
            of=_OF_LINE,
            term="BG-27",
            note="order lines with AllowanceChargeIndicator and the same LinkedOrderLineID; charges: BG-28",
        ),
        *_item(element),
        Computed(
            "cac:Price/cbc:PriceAmount",
            of.price,
            PRICE,
            "BT-146",
            keys=("UnitPriceExcl", "UnitPriceIncl", "TotalIncl", "InclLeading"),
            keep="UnitPriceExcl",
            always=True,
        ),
        Computed("cac:Price/cbc:BaseQuantity", lambda *_: amounts.ONE, NUMBER, "BT-149", note="always 1"),
    )


def _item(element: str) -> tuple[Row, ...]:
    item, standard = "cac:Item", "cac:Item/cac:StandardItemIdentification/cbc:ID"
    return (
        Leaf(f"{item}/cbc:Description", "DescriptionExtended", term="BT-154"),
        Leaf(f"{item}/cbc:Name", "Description", term="BT-153"),
        Leaf(
            f"{item}/cac:BuyersItemIdentification/cbc:ID",
            _custom(element, "Item.BuyersItemIdentification.ID.Text"),
            term="BT-156",
        ),
        Leaf(f"{item}/cac:SellersItemIdentification/cbc:ID", "Reference", term="BT-155"),
        Leaf(standard, _custom(element, "Item.StandardItemIdentification.ID.Text"), term="BT-157"),
        Leaf(
            f"{standard}/@schemeID",
            _custom(element, "Item.StandardItemIdentification.ID.SchemeID"),
            term="BT-157-1",
        ),
        *tax.category(f"{item}/cac:ClassifiedTaxCategory", "BT-151", "BT-152"),
    )
