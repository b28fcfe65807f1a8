"""What an invoice says, apart from who read or wrote it: what everything that is compared must agree on.

Each kind of carrier (JSON of an order, XML, our Order) has one function here that makes a Content of it;
those of the peers are in peers.py. None of them uses the mapping, so that an error in it shows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from lxml import etree

from ubltools.billit import Order
from ubltools.names import CAC, CBC

_NAMESPACES = {"cac": CAC, "cbc": CBC}


class NotEquivalent(Exception):
    """Two things that were to be compared do not say the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. rate: of VAT, in percent; net: without VAT."""

    name: str
    reference: str
    quantity: Decimal
    unit: str
    price: Decimal
    rate: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a document."""

    net: Decimal
    vat: Decimal
    payable: Decimal


@dataclass(frozen=True, slots=True)
class Content:
    """A document. totals: None where the carrier does not keep them."""

    number: str
    issued: str
    due: str
    seller: str
    buyer: str
    iban: str
    lines: tuple[Line, ...]
    totals: Totals | None


def require_same(expected: Content, found: Content, what: str) -> None:
    """Raise NotEquivalent unless both say the same. Totals that are not kept cannot differ."""
    if found.totals is None:
        expected = replace(expected, totals=None)
    if len(found.lines) != len(expected.lines):
        raise NotEquivalent(f"{what}: {len(found.lines)} lines, not {len(expected.lines)}")
    for field in fields(Content):
        wanted, got = getattr(expected, field.name), getattr(found, field.name)
        if wanted != got:
            raise NotEquivalent(f"{what}: {field.name} is {str(got)[:300]}, not {str(wanted)[:300]}")


def totals_of(lines: Iterable[Line]) -> Totals:
    """The sums of some lines, VAT rounded a rate."""
    nets: dict[Decimal, Decimal] = {}
    for line in lines:
        nets[line.rate] = nets.get(line.rate, Decimal(0)) + line.net
    vat = sum((round(net * rate / 100, 2) for rate, net in nets.items()), Decimal(0))
    net = sum(nets.values(), Decimal(0))
    return Totals(net, vat, net + vat)


def of_json(order: bytes) -> Content:
    """What the JSON of an order says, added up here."""
    data = json.loads(order, parse_float=Decimal, parse_int=Decimal)
    lines = tuple(map(_json_line, data["OrderLines"]))
    return Content(
        number=data["OrderNumber"],
        issued=data["OrderDate"],
        due=data["ExpiryDate"],
        seller=data["Supplier"]["VATNumber"],
        buyer=data["Customer"]["VATNumber"],
        iban=data["Supplier"]["IBAN"],
        lines=lines,
        totals=totals_of(lines),
    )


def _json_line(line: dict[str, Any]) -> Line:
    quantity, price = line["Quantity"], line["UnitPriceExcl"]
    unit = line["CustomFields"]["PeppolUnitCode"]
    return Line(
        line["Description"], line["Reference"], quantity, unit, price, line["VATPercentage"], quantity * price
    )


def of_xml(document: str | bytes) -> Content:
    """What a UBL invoice says, in its own words and with the totals it states."""
    root = etree.fromstring(document.encode() if isinstance(document, str) else document)
    total = "cac:LegalMonetaryTotal/cbc:"
    party = "cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
    return Content(
        number=_text(root, "cbc:ID"),
        issued=_text(root, "cbc:IssueDate"),
        due=_text(root, "cbc:DueDate"),
        seller=_text(root, f"cac:AccountingSupplierParty/{party}"),
        buyer=_text(root, f"cac:AccountingCustomerParty/{party}"),
        iban=_text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"),
        lines=tuple(map(_xml_line, root.findall("cac:InvoiceLine", _NAMESPACES))),
        totals=Totals(
            _number(root, f"{total}TaxExclusiveAmount"),
            _number(root, "cac:TaxTotal/cbc:TaxAmount"),
            _number(root, f"{total}PayableAmount"),
        ),
    )


def _xml_line(line: Any) -> Line:
    return Line(
        name=_text(line, "cac:Item/cbc:Name"),
        reference=_text(line, "cac:Item/cac:SellersItemIdentification/cbc:ID"),
        quantity=_number(line, "cbc:InvoicedQuantity"),
        unit=line.find("cbc:InvoicedQuantity", _NAMESPACES).get("unitCode"),
        price=_number(line, "cac:Price/cbc:PriceAmount"),
        rate=_number(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
        net=_number(line, "cbc:LineExtensionAmount"),
    )


def _text(element: Any, path: str) -> str:
    return element.findtext(path, "", _NAMESPACES) or ""


def _number(element: Any, path: str) -> Decimal:
    text = _text(element, path)
    if not text:
        raise NotEquivalent(f"there is no {path}")
    return Decimal(text)


def of_order(order: Order | None) -> Content:
    """What an order that was read says, with the VAT groups it holds."""
    if order is None or order.supplier is None or order.customer is None:
        raise NotEquivalent("there is no order, or it has no parties")
    groups = order.vat_groups or ()
    net = sum((group.total_excl or Decimal(0) for group in groups), Decimal(0))
    vat = sum((group.total_vat or Decimal(0) for group in groups), Decimal(0))
    return Content(
        number=order.order_number or "",
        issued=str(order.order_date),
        due=str(order.expiry_date),
        seller=order.supplier.vat_number or "",
        buyer=order.customer.vat_number or "",
        iban=order.iban or "",
        lines=tuple(_json_line(line.model_dump(by_alias=True)) for line in order.order_lines or ()),
        totals=Totals(net, vat, net + vat),
    )
