"""Rows of a line (BG-25), of allowances and charges (BG-20, BG-21, BG-27, BG-28), in the order of UBL."""

from typing import Final

from ubltools.lens.codecs import AMOUNT, FLAG, NUMBER, Codec
from ubltools.lens.rows import Computed, Leaf, Many, Row, Selection
from ubltools.mapping import tax
from ubltools.mapping.computed import document as of
from ubltools.mapping.computed import families, totals
from ubltools.mapping.computed import lines as amounts
from ubltools.mapping.custom import line as custom

PRICE: Final = Codec("price", NUMBER.write, NUMBER.read, ("currencyID", "Currency"), safe=True)
LINES: Final = Selection("OrderLines[]", of.pick_lines, of.put_line, ("LinkedOrderLineID",))
_LINK: Final = ("LinkedOrderLineID",)
_OF_LINE: Final = Selection("$.OrderLines[linked]", of.pick_line_adjustments, of.put_line_adjustment, _LINK)
_OF_DOCUMENT: Final = Selection(
    "$.OrderLines[not linked]", of.pick_document_adjustments, of.put_document_adjustment
)
_OF_REDUCTION: Final = "of a reduction or cash discount only"
_CLASSIFICATIONS: Final = Selection(
    "CustomFields['CommodityClassification<list>']",
    families.pick_classifications,
    families.put_classification,
    reads=families.OLDER_KEYS,
)
_PROPERTIES: Final = Selection(
    "CustomFields['AdditionalItemProperty<name>']", families.pick_properties, families.put_property
)
_AMOUNT_KEYS: Final = ("UnitPriceExcl", "Quantity", "UnitPriceIncl", "TotalIncl", "InclLeading")


def _adjustment(code: str, reason: str, percentage: str, amount: str, base: str) -> tuple[Row, ...]:
    return (
        Leaf("cbc:ChargeIndicator", "AllowanceChargeIndicator", FLAG),
        Leaf("cbc:AllowanceChargeReasonCode", "Code", term=code),
        Leaf("cbc:AllowanceChargeReason", "Description", term=reason),
        Leaf("cbc:MultiplierFactorNumeric", amounts.PERCENTAGE, NUMBER, percentage, _OF_REDUCTION),
        Computed(
            "cbc:Amount",
            amounts.adjustment_amount,
            AMOUNT,
            amount,
            keys=_AMOUNT_KEYS,
            keep=amounts.keep_adjustment_amount,
        ),
        Leaf("cbc:BaseAmount", amounts.BASE, AMOUNT, base, _OF_REDUCTION),
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
        Leaf("cbc:Note", custom(element, "Note"), term="BT-127"),
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
            note="computed",
        ),
        Leaf(f"{period}/cbc:StartDate", custom(element, "InvoicePeriod.StartDate"), term="BT-134"),
        Leaf(f"{period}/cbc:EndDate", custom(element, "InvoicePeriod.EndDate"), term="BT-135"),
        Leaf(
            "cac:OrderLineReference/cbc:LineID",
            custom(element, "OrderLineReference.LineID"),
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
        Computed(
            "cac:Price/cbc:BaseQuantity",
            lambda *_: amounts.ONE,
            NUMBER,
            "BT-149",
            keep=amounts.per_piece,
            note="always 1; the price for another quantity is divided by it",
        ),
    )


def _item(element: str) -> tuple[Row, ...]:
    item, standard = "cac:Item", "cac:Item/cac:StandardItemIdentification/cbc:ID"
    return (
        Leaf(f"{item}/cbc:Description", "DescriptionExtended", term="BT-154"),
        Leaf(f"{item}/cbc:Name", "Description", term="BT-153"),
        Leaf(
            f"{item}/cac:BuyersItemIdentification/cbc:ID",
            custom(element, "Item.BuyersItemIdentification.ID.Text"),
            term="BT-156",
        ),
        Leaf(f"{item}/cac:SellersItemIdentification/cbc:ID", "Reference", term="BT-155"),
        Leaf(standard, custom(element, "Item.StandardItemIdentification.ID.Text"), term="BT-157"),
        Leaf(
            f"{standard}/@schemeID",
            custom(element, "Item.StandardItemIdentification.ID.SchemeID"),
            term="BT-157-1",
        ),
        Many(
            f"{item}/cac:CommodityClassification",
            (
                Leaf("cbc:ItemClassificationCode", families.VALUE, term="BT-158"),
                Leaf("cbc:ItemClassificationCode/@listID", families.NAME, term="BT-158-1"),
            ),
            of=_CLASSIFICATIONS,
        ),
        *tax.category(f"{item}/cac:ClassifiedTaxCategory", "BT-151", "BT-152"),
        Many(
            f"{item}/cac:AdditionalItemProperty",
            (
                Leaf("cbc:Name", families.NAME, term="BT-160"),
                Leaf("cbc:Value", families.VALUE, term="BT-161"),
            ),
            of=_PROPERTIES,
            term="BG-32",
        ),
    )
