"""What Billit's documentation leaves open or says in two ways, decided in one place.

Each entry names the pages that disagree. Where users will differ it is a field of Decisions; where
only one reading makes valid documents it is a constant.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from typing import Final, Literal

# The rounding mode is not documented. Billit's printed examples never meet a half cent, so
# the commercial rule of EN 16931 implementations is taken: halves away from zero.
ROUNDING: Final = ROUND_HALF_UP

# "Use more than 2 digits for unit price": prices and quantities keep at most five decimals.
PRICE_DECIMALS: Final = 5
QUANTITY_DECIMALS: Final = 5

# "Allowances and charges advanced" wants allowances negative, "Empties" shows a positive one. The
# indicator says which it is, so an allowance counts as one with either sign.

# "Published UBL": code 42 unless the order says otherwise; 49 for direct debit.
DEFAULT_PAYMENT_MEANS: Final = "42"
DIRECT_DEBIT: Final = "49"

# "Published UBL": NAR (number of articles) when no unit is given.
DEFAULT_UNIT: Final = "NAR"

# Default of the order model.
DEFAULT_CURRENCY: Final = "EUR"


@dataclass(frozen=True, slots=True)
class Decisions:
    """Choices that a user may make otherwise.

    ventilation_22: VAT category of ventilation code 22. "Ventilation codes" says O (outside VAT),
        older texts and the access point pages say E (exempt).
    buyer_reference_filler: written as BT-10 when the order has neither OrderTitle nor Reference; one of
        the two is mandatory (PEPPOL-EN16931-R003). Billit wrote nothing in mid 2025, "N/A" at the end
        of 2025 and "NA" in 2026. None writes nothing.
    order_reference_fallback: what stands in for an empty Reference as BT-13. Billit took OrderTitle (May
        2025), then OrderNumber (November 2025), then nothing (March 2026).
    """

    ventilation_22: Literal["O", "E"] = "O"
    buyer_reference_filler: str | None = "NA"
    order_reference_fallback: Literal["OrderTitle", "OrderNumber"] | None = None
