"""The reference for writing: the sample order to UBL by hand, element by element, with an lxml tree.

What one writes who has no mapping and only this one order to think of: no checks, no codes, no choice of
endpoint, nothing that this order does not have. A test holds that the document is the same as ours.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree

from ubltools.names import BILLING, BILLING_PROFILE, CAC, CBC, INVOICE

_C, _A = f"{{{CBC}}}", f"{{{CAC}}}"
_NAMESPACES: Any = {None: INVOICE, "cac": CAC, "cbc": CBC}
_Element = Any


def write(order: bytes) -> bytes:
    """JSON of the sample order with its Supplier -> UBL."""
    data = json.loads(order, parse_float=Decimal, parse_int=Decimal)
    root: _Element = etree.Element(f"{{{INVOICE}}}Invoice", nsmap=_NAMESPACES)
    _text(root, "CustomizationID", BILLING)
    _text(root, "ProfileID", BILLING_PROFILE)
    _text(root, "ID", data["OrderNumber"])
    _text(root, "IssueDate", data["OrderDate"])
    _text(root, "DueDate", data["ExpiryDate"])
    _text(root, "InvoiceTypeCode", "380")
    _text(root, "Note", data.get("Comments"))
    _text(root, "DocumentCurrencyCode", "EUR")
    _text(root, "BuyerReference", data.get("OrderTitle"))
    _text(_group(root, "OrderReference"), "ID", data.get("Reference"))
    _party(_group(root, "AccountingSupplierParty"), data["Supplier"])
    _party(_group(root, "AccountingCustomerParty"), data["Customer"])
    _delivery(_group(root, "Delivery"), data)
    _payment(_group(root, "PaymentMeans"), data)
    _totals(root, data["OrderLines"])
    for number, line in enumerate(data["OrderLines"], 1):
        _line(_group(root, "InvoiceLine"), number, line)
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _group(parent: _Element, name: str) -> _Element:
    return etree.SubElement(parent, _A + name)


def _text(parent: _Element, name: str, value: Any, **attributes: str) -> None:
    if value is not None:
        etree.SubElement(parent, _C + name, attributes).text = str(value)


def _amount(parent: _Element, name: str, value: Decimal) -> None:
    _text(parent, name, value, currencyID="EUR")


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _party(parent: _Element, party: dict[str, Any]) -> None:
    number = party["Identifiers"][0]["Identifier"]
    group = _group(parent, "Party")
    _text(group, "EndpointID", number, schemeID="0208")
    _text(_group(group, "PartyName"), "Name", party["Name"])
    _address(_group(group, "PostalAddress"), party["Addresses"][0])
    tax = _group(group, "PartyTaxScheme")
    _text(tax, "CompanyID", party["VATNumber"])
    _text(_group(tax, "TaxScheme"), "ID", "VAT")
    legal = _group(group, "PartyLegalEntity")
    _text(legal, "RegistrationName", party["Name"])
    _text(legal, "CompanyID", number, schemeID="0208")
    contact = _group(group, "Contact")
    _text(contact, "Name", party.get("Contact"))
    _text(contact, "Telephone", party.get("Phone"))
    _text(contact, "ElectronicMail", party.get("Email"))


def _address(group: _Element, address: dict[str, str]) -> None:
    street = (address.get(key) for key in ("Street", "StreetNumber", "Box"))
    _text(group, "StreetName", " ".join(part for part in street if part))
    _text(group, "CityName", address.get("City"))
    _text(group, "PostalZone", address.get("Zipcode"))
    _text(_group(group, "Country"), "IdentificationCode", address.get("CountryCode"))


def _delivery(group: _Element, data: dict[str, Any]) -> None:
    address = data["Customer"]["Addresses"][1]
    _text(group, "ActualDeliveryDate", data["DeliveryDate"])
    _address(_group(_group(group, "DeliveryLocation"), "Address"), address)
    _text(_group(_group(group, "DeliveryParty"), "PartyName"), "Name", address["Name"])


def _payment(group: _Element, data: dict[str, Any]) -> None:
    _text(group, "PaymentMeansCode", "42")
    _text(group, "PaymentID", data["PaymentReference"])
    account = _group(group, "PayeeFinancialAccount")
    _text(account, "ID", data["Supplier"]["IBAN"])
    _text(_group(account, "FinancialInstitutionBranch"), "ID", data["Supplier"]["BIC"])


def _net(line: dict[str, Any]) -> Decimal:
    return _cents(line["Quantity"] * line["UnitPriceExcl"])


def _totals(root: _Element, lines: list[dict[str, Any]]) -> None:
    bases: dict[Decimal, Decimal] = {}
    for line in lines:
        rate = line["VATPercentage"]
        bases[rate] = bases.get(rate, Decimal(0)) + _net(line)
    taxes = {rate: _cents(base * rate / 100) for rate, base in bases.items()}
    net, vat = sum(bases.values(), Decimal(0)), sum(taxes.values(), Decimal(0))
    total = _group(root, "TaxTotal")
    _amount(total, "TaxAmount", vat)
    for rate, base in bases.items():
        part = _group(total, "TaxSubtotal")
        _amount(part, "TaxableAmount", base)
        _amount(part, "TaxAmount", taxes[rate])
        _category(_group(part, "TaxCategory"), rate)
    sums = _group(root, "LegalMonetaryTotal")
    _amount(sums, "LineExtensionAmount", net)
    _amount(sums, "TaxExclusiveAmount", net)
    _amount(sums, "TaxInclusiveAmount", net + vat)
    _amount(sums, "PayableAmount", net + vat)


def _category(group: _Element, rate: Decimal) -> None:
    _text(group, "ID", "S")
    _text(group, "Percent", rate)
    _text(_group(group, "TaxScheme"), "ID", "VAT")


def _line(group: _Element, number: int, line: dict[str, Any]) -> None:
    _text(group, "ID", number)
    _text(group, "InvoicedQuantity", line["Quantity"], unitCode=line["CustomFields"]["PeppolUnitCode"])
    _amount(group, "LineExtensionAmount", _net(line))
    item = _group(group, "Item")
    _text(item, "Description", line.get("DescriptionExtended"))
    _text(item, "Name", line["Description"])
    if "Reference" in line:
        _text(_group(item, "SellersItemIdentification"), "ID", line["Reference"])
    _category(_group(item, "ClassifiedTaxCategory"), line["VATPercentage"])
    price = _group(group, "Price")
    _amount(price, "PriceAmount", line["UnitPriceExcl"])
    _text(price, "BaseQuantity", 1)
