"""Rows of cac:Party, for the seller (BG-4) and the buyer (BG-7), in the order of UBL.

The two differ in their business terms only.
"""

from dataclasses import dataclass
from typing import Final

from ubltools.lens.rows import Computed, Const, Group, Leaf, Row, Selection
from ubltools.mapping.computed import party as of

ENDPOINT: Final = Selection(
    "Identifiers", of.pick_endpoint, of.put_endpoint, ("PeppolIdentifier", "VATNumber")
)
LEGAL_IDENTIFIER: Final = Selection(
    "Identifiers[]", of.pick_legal_identifier, of.put_legal_identifier, ("IdentifierType",)
)
INVOICE_ADDRESS: Final = Selection(
    "Addresses[AddressType=InvoiceAddress]", of.pick_invoice_address, of.put_invoice_address, ("AddressType",)
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The business terms in which seller and buyer differ."""

    name: str
    trading_name: str
    legal_id: str
    vat: str
    endpoint: str
    address: str
    street: str
    city: str
    zip: str
    country: str
    contact: str
    person: str
    phone: str
    email: str


SELLER_TERMS: Final = Terms(
    "BT-27", "BT-28", "BT-30", "BT-31", "BT-34",
    "BG-5", "BT-35", "BT-37", "BT-38", "BT-40",
    "BG-6", "BT-41", "BT-42", "BT-43",
)  # fmt: skip
BUYER_TERMS: Final = Terms(
    "BT-44", "BT-45", "BT-47", "BT-48", "BT-49",
    "BG-8", "BT-50", "BT-52", "BT-53", "BT-55",
    "BG-9", "BT-56", "BT-57", "BT-58",
)  # fmt: skip


def address(street: str, city: str, zipcode: str, country: str) -> tuple[Row, ...]:
    """Rows of an address, with the business terms of the place where it stands."""
    keys = ("Street", "StreetNumber", "Box")
    return (
        Computed("cbc:StreetName", of.street, term=street, keys=keys, keep=of.keep_street),
        Leaf("cbc:CityName", "City", term=city),
        Leaf("cbc:PostalZone", "Zipcode", term=zipcode),
        Leaf("cac:Country/cbc:IdentificationCode", "CountryCode", term=country),
    )


def _identifier(path: str, selection: Selection, term: str) -> Group:
    rows = (Leaf(".", "Identifier", term=term), Leaf("@schemeID", "SchemeID", term=f"{term}-1"))
    return Group(path, rows, of=selection, term=term)


def _party(term: Terms) -> tuple[Row, ...]:
    return (
        _identifier("cbc:EndpointID", ENDPOINT, term.endpoint),
        Computed(
            "cac:PartyName/cbc:Name",
            of.trading_name,
            term=term.trading_name,
            keys=("CommercialName", "Name"),
            keep="CommercialName",
        ),
        Group(
            "cac:PostalAddress",
            address(term.street, term.city, term.zip, term.country),
            of=INVOICE_ADDRESS,
            term=term.address,
        ),
        Leaf("cac:PartyTaxScheme/cbc:CompanyID", "VATNumber", term=term.vat),
        Const("cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "VAT"),
        Leaf("cac:PartyLegalEntity/cbc:RegistrationName", "Name", term=term.name),
        _identifier("cac:PartyLegalEntity/cbc:CompanyID", LEGAL_IDENTIFIER, term.legal_id),
        Computed(
            "cac:Contact/cbc:Name",
            of.contact_name,
            term=term.person,
            keys=("Contact", "ContactFirstName", "ContactLastName"),
            keep="Contact",
        ),
        Leaf("cac:Contact/cbc:Telephone", ("Phone", "Mobile"), term=term.phone),
        Computed("cac:Contact/cbc:ElectronicMail", of.email, term=term.email, keys=("Email",), keep="Email"),
    )


SELLER: Final = Group(
    "cac:AccountingSupplierParty/cac:Party", _party(SELLER_TERMS), of="Supplier", term="BG-4"
)
BUYER: Final = Group("cac:AccountingCustomerParty/cac:Party", _party(BUYER_TERMS), of="Customer", term="BG-7")
