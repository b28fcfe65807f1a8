"""Rows of VAT categories and of the VAT breakdown (BG-23)."""

from typing import Final

from ubltools.lens.codecs import AMOUNT, NUMBER
from ubltools.lens.rows import Computed, Const, Leaf, Many, Row, Selection
from ubltools.mapping.computed import tax as of
from ubltools.mapping.computed import totals

_KEYS: Final = ("VentilationCode", "VATPercentage", "$.VentilationCode")
_VAT: Final = Const("cac:TaxScheme/cbc:ID", "VAT")


def category(path: str, category: str, rate: str) -> tuple[Row, ...]:
    """Category and rate of a line or of an allowance or charge, with the terms of its place."""
    return (
        Computed(
            f"{path}/cbc:ID", of.category_of, term=category, keys=_KEYS, keep=of.keep_category, always=True
        ),
        Computed(
            f"{path}/cbc:Percent",
            of.percent,
            NUMBER,
            rate,
            keys=("VATPercentage",),
            keep="VATPercentage",
            always=True,
        ),
        Const(f"{path}/{_VAT.path}", _VAT.value),
    )


BREAKDOWN: Final = Selection("VatGroups[]", totals.pick_groups, totals.put_group)

TAX_TOTAL: Final[tuple[Row, ...]] = (
    Computed(
        "cac:TaxTotal/cbc:TaxAmount",
        lambda _, facts: facts.totals.vat,
        AMOUNT,
        "BT-110",
        keys=("TotalVAT",),
        note="computed: sum of the VAT groups",
    ),
    Many(
        "cac:TaxTotal/cac:TaxSubtotal",
        (
            Leaf("cbc:TaxableAmount", "TotalExcl", AMOUNT, "BT-116"),
            Leaf("cbc:TaxAmount", "TotalVAT", AMOUNT, "BT-117"),
            Leaf("cac:TaxCategory/cbc:ID", totals.CATEGORY, term="BT-118"),
            Leaf("cac:TaxCategory/cbc:Percent", "VATPercentage", NUMBER, "BT-119"),
            Leaf("cac:TaxCategory/cbc:TaxExemptionReasonCode", totals.REASON_CODE, term="BT-121"),
            Leaf("cac:TaxCategory/cbc:TaxExemptionReason", totals.REASON_TEXT, term="BT-120"),
            Const("cac:TaxCategory/cac:TaxScheme/cbc:ID", "VAT"),
        ),
        of=BREAKDOWN,
        term="BG-23",
        note="computed: one group a category and rate, VAT rounded once",
    ),
)
