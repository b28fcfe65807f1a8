"""The order side: Billit's JSON order as values and as models. The one door to pydantic.

load reads an order, dump and to_json write one, company_party reads a company profile, json_schema
describes an order. Knows nothing of UBL.
"""

from typing import Any

from ubltools.billit.company import company_party
from ubltools.billit.dumping import dump, to_json
from ubltools.billit.loading import Loaded, load, load_value
from ubltools.billit.order import (
    BookingEntry,
    DeliveryDetails,
    DocumentReference,
    ExternalProviderReference,
    File,
    Message,
    Order,
    OrderLine,
    PaymentLink,
    VatGroup,
)
from ubltools.billit.party import Address, BankAccount, Identifier, Party, PartyCustomField

__all__ = [
    "Address",
    "BankAccount",
    "BookingEntry",
    "DeliveryDetails",
    "DocumentReference",
    "ExternalProviderReference",
    "File",
    "Identifier",
    "Loaded",
    "Message",
    "Order",
    "OrderLine",
    "Party",
    "PartyCustomField",
    "PaymentLink",
    "VatGroup",
    "company_party",
    "dump",
    "json_schema",
    "load",
    "load_value",
    "to_json",
]


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an order, with Billit's keys."""
    from ubltools.billit import schema

    return schema.json_schema()
