"""Rows of cac:Party, for the seller (BG-4) and the buyer (BG-7), and of the tax representative (BG-11).

Seller and buyer differ in their business terms, in how many identifiers they may have, and in the custom
fields of their contact.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from ubltools.lens.rows import Computed, Const, Group, Leaf, Many, Row, Selection
from ubltools.mapping.computed import identifiers
from ubltools.mapping.computed import party as of
from ubltools.mapping.custom import document, header

ENDPOINT: Final = Selection(
    "Identifiers",
    identifiers.pick_endpoint,
    identifiers.put_endpoint,
    ("PeppolIdentifier", "VATNumber", "IdentifierType"),
)
LEGAL_IDENTIFIER: Final = Selection(
    "Identifiers[]", identifiers.pick_legal_identifier, identifiers.put_legal_identifier, ("IdentifierType",)
)
OTHER_IDENTIFIERS: Final = Selection(
    "Identifiers[]", identifiers.pick_other_identifiers, identifiers.put_other_identifier, ("IdentifierType",)
)
INVOICE_ADDRESS: Final = Selection(
    "Addresses[AddressType=InvoiceAddress]", of.pick_invoice_address, of.put_invoice_address, ("AddressType",)
)


@dataclass(frozen=True, slots=True)
class AddressTerms:
    """The business terms of an address. more, region: of what only custom fields hold."""

    street: str
    city: str
    zip: str
    country: str
    more: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The business terms in which seller and buyer differ; element: the name of the party in UBL."""

    element: str
    name: str
    trading_name: str
    identifier: str
    legal_id: str
    vat: str
    endpoint: str
    address: str
    address_terms: AddressTerms
    person: str
    phone: str
    email: str


SELLER_TERMS: Final = Terms(
    "AccountingSupplierParty",
    "BT-27", "BT-28", "BT-29", "BT-30", "BT-31", "BT-34",
    "BG-5", AddressTerms("BT-35", "BT-37", "BT-38", "BT-40"),
    "BT-41", "BT-42", "BT-43",
)  # fmt: skip
BUYER_TERMS: Final = Terms(
    "AccountingCustomerParty",
    "BT-44", "BT-45", "BT-46", "BT-47", "BT-48", "BT-49",
    "BG-8", AddressTerms("BT-50", "BT-52", "BT-53", "BT-55"),
    "BT-56", "BT-57", "BT-58",
)  # fmt: skip


def address(terms: AddressTerms, more: tuple[str, ...] = (), region: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """Rows of an address. more, region: the keys of its second line and its region, if it has any."""
    keys = ("Street", "StreetNumber", "Box")
    rows: tuple[Row | None, ...] = (
        Computed("cbc:StreetName", of.street, term=terms.street, keys=keys, keep=of.keep_street),
        Leaf("cbc:AdditionalStreetName", more, term=terms.more) if more else None,
        Leaf("cbc:CityName", "City", term=terms.city),
        Leaf("cbc:PostalZone", "Zipcode", term=terms.zip),
        Leaf("cbc:CountrySubentity", region, term=terms.region) if region else None,
        Leaf("cac:Country/cbc:IdentificationCode", "CountryCode", term=terms.country),
    )
    return tuple(row for row in rows if row is not None)


def _identifier(path: str, selection: Selection, term: str) -> Group:
    rows = (Leaf(".", "Identifier", term=term), Leaf("@schemeID", "SchemeID", term=f"{term}-1"))
    return Group(path, rows, of=selection, term=term)


def _other_identifiers(root: str, terms: Terms) -> Row:
    """BT-29: every identifier that stands nowhere else; BT-46 of the buyer: at most one."""
    rows = (
        Leaf("cbc:ID", "Identifier", term=terms.identifier),
        Leaf("cbc:ID/@schemeID", "SchemeID", term=f"{terms.identifier}-1"),
    )
    if terms is SELLER_TERMS:
        return Many("cac:PartyIdentification", rows, of=OTHER_IDENTIFIERS, note="that stand nowhere else")
    key, *others = header(root, f"{terms.element}.Party.PartyIdentification.ID.Text")
    selection = Selection(
        "Identifiers[]",
        identifiers.one_identifier_picker(key, *others),
        identifiers.one_identifier_putter(key),
        ("IdentifierType",),
        (key, *others),
    )
    note = f"the first that stands nowhere else; without a scheme CustomFields {key[14:-2]}"
    return Group("cac:PartyIdentification", rows, of=selection, note=note)


def _party(root: str, term: Terms) -> tuple[Row, ...]:
    contact = partial(document, root)
    lead = f"{term.element}.Party.Contact"
    names, phones, mails = (contact(f"{lead}.{end}") for end in ("Name", "Telephone", "ElectronicMail"))
    return (
        _identifier("cbc:EndpointID", ENDPOINT, term.endpoint),
        _other_identifiers(root, term),
        Computed(
            "cac:PartyName/cbc:Name",
            of.trading_name,
            term=term.trading_name,
            keys=("CommercialName", "Name"),
            keep="CommercialName",
        ),
        Group("cac:PostalAddress", address(term.address_terms), of=INVOICE_ADDRESS, term=term.address),
        Leaf("cac:PartyTaxScheme/cbc:CompanyID", "VATNumber", term=term.vat),
        Const("cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "VAT"),
        Leaf("cac:PartyLegalEntity/cbc:RegistrationName", "Name", term=term.name),
        _identifier("cac:PartyLegalEntity/cbc:CompanyID", LEGAL_IDENTIFIER, term.legal_id),
        Computed(
            "cac:Contact/cbc:Name",
            of.first_of(names, of.contact_name),
            term=term.person,
            keys=(*names, "Contact", "ContactFirstName", "ContactLastName"),
            keep="Contact",
        ),
        Computed(
            "cac:Contact/cbc:Telephone",
            of.first_of(phones, of.phone),
            term=term.phone,
            keys=(*phones, "Phone", "Mobile"),
            keep="Phone",
        ),
        Computed(
            "cac:Contact/cbc:ElectronicMail",
            of.first_of(mails, of.email),
            term=term.email,
            keys=(*mails, "Email"),
            keep="Email",
        ),
    )


def seller(root: str) -> Group:
    """The seller; custom fields of its contact begin with the name of the root."""
    rows = _party(root, SELLER_TERMS)
    return Group("cac:AccountingSupplierParty/cac:Party", rows, of="Supplier", term="BG-4")


def buyer(root: str) -> Group:
    """The buyer."""
    rows = _party(root, BUYER_TERMS)
    return Group("cac:AccountingCustomerParty/cac:Party", rows, of="Customer", term="BG-7")


_REPRESENTATIVE: Final = (
    ("cac:PartyName/cbc:Name", "BT-62", ("PartyName.Name",)),
    ("cac:PostalAddress/cbc:StreetName", "BT-64", ("PostalAddress.StreetName",)),
    ("cac:PostalAddress/cbc:AdditionalStreetName", "BT-65", ("PostalAddress.AdditionalStreetName",)),
    ("cac:PostalAddress/cbc:CityName", "BT-66", ("PostalAddress.CityName",)),
    ("cac:PostalAddress/cbc:PostalZone", "BT-67", ("PostalAddress.PostalZone",)),
    ("cac:PostalAddress/cbc:CountrySubentity", "BT-68", ("PostalAddress.CountrySubentity",)),
    ("cac:PostalAddress/cac:AddressLine/cbc:Line", "BT-164", ("PostalAddress.AddressLine.Line",)),
    (
        "cac:PostalAddress/cac:Country/cbc:IdentificationCode",
        "BT-69",
        ("PostalAddress.Country.IdentificationCode.Text", "PostalAddress.Country.IdentificationCode"),
    ),
    (
        "cac:PartyTaxScheme/cbc:CompanyID",
        "BT-63",
        ("PartyTaxScheme.CompanyID.Text", "PartyTaxScheme.CompanyID"),
    ),
)


def representative(root: str) -> tuple[Row, ...]:
    """The tax representative (BG-11), which an order has only in custom fields."""
    element, lead = "TaxRepresentativeParty", "cac:TaxRepresentativeParty"
    leaves = tuple(
        Leaf(f"{lead}/{path}", header(root, *(f"{element}.{end}" for end in ends)), term=term)
        for path, term, ends in _REPRESENTATIVE
    )
    schemes = header(root, *(f"{element}.PartyTaxScheme.TaxScheme.ID{end}" for end in (".Text", "")))
    numbers = leaves[-1].keys
    scheme = Computed(
        f"{lead}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID",
        of.tax_scheme(schemes, numbers),
        keys=schemes,
        keep=schemes[0],
        note="else VAT",
    )
    return (*leaves, scheme)
