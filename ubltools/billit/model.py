"""What all models of an order share, and how a Python name becomes Billit's key.

A Python name becomes a key by a rule; the two tables hold what the rule cannot know. No fields here.
"""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from ubltools.billit.values import Anything

ACRONYMS: Final = frozenset({"bic", "fx", "gl", "iban", "id", "ocr", "pdf", "qr", "rpr", "tc", "ubl", "vat"})
IRREGULAR: Final = {
    "vat_groups": "VatGroups",
    "vat_deduction": "VatDeduction",
    "vat1": "VAT1",
    "vat2": "VAT2",
    "vat3": "VAT3",
}


def billit_key(name: str) -> str:
    """Turn "unit_price_excl" into "UnitPriceExcl" and "vat_number" into "VATNumber"."""
    words = (word.upper() if word in ACRONYMS else word.capitalize() for word in name.split("_"))
    return IRREGULAR.get(name) or "".join(words)


class Model(BaseModel):
    """A JSON object in Billit's words. Unknown keys are kept; Python code may use either spelling."""

    model_config = ConfigDict(
        alias_generator=billit_key,
        coerce_numbers_to_str=True,
        defer_build=True,
        extra="allow",
        populate_by_name=True,
        validate_assignment=True,
    )
    __pydantic_extra__: dict[str, Anything]

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Only what is set: an order has 86 fields and mostly a dozen values."""
        return ((name, value) for name, value in super().__repr_args__() if value is not None)


class OpenModel(Model):
    """An object of which Billit documents only a part: unknown keys are not worth a remark."""
