"""The identity of a document that is sent."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from tests.invoices import invoice
from tests.orders import COMPANY, order, text
from tests.sent_documents import BUYER, CREDIT_NOTE, INVOICE, SELLER, note, party, sent
from ubltools.convert import to_ubl
from ubltools.errors import InputError, NotXml
from ubltools.responses.model import Identifier
from ubltools.responses.sent import same_number, sent_of

REFERENCE = """<cac:BillingReference>
  <cac:InvoiceDocumentReference><cbc:ID> {} </cbc:ID></cac:InvoiceDocumentReference>
</cac:BillingReference>"""
BEFORE = "<cac:AccountingSupplierParty>"


def credit_note(*references: str) -> bytes:
    held = invoice((BEFORE, "".join(map(REFERENCE.format, references)) + BEFORE)).decode()
    for old, new in (
        ("Invoice", "CreditNote"),
        ("CreditNoteDocumentReference", "InvoiceDocumentReference"),
        (">380<", ">381<"),
    ):
        held = held.replace(old, new)
    return held.encode()


def test_an_invoice():
    ubl = invoice()
    known = sent_of(ubl)
    assert (known.number, known.type_code, known.family) == ("2026-17", "380", INVOICE)
    assert (known.issue_date, known.currency, known.total) == (date(2026, 11, 20), "EUR", Decimal("121.00"))
    assert known.seller.name == "Garden Benches"
    assert known.seller.identifiers == (Identifier("BE0563846944", "9925"), Identifier("BE0563846944"))
    assert known.buyer.endpoint == Identifier("BE0403170701", "9925")
    assert (known.sender, known.receiver) == (known.seller, known.buyer)
    assert known.sha256 == hashlib.sha256(ubl).hexdigest()
    assert known.references == () and str(known) == "Invoice 2026-17"


def test_a_credit_note():
    known = sent_of(credit_note("2026-3", "2026-4", "2026-3"))
    assert (known.family, known.type_code, known.references) == (CREDIT_NOTE, "381", ("2026-3", "2026-4"))
    assert str(known) == "Credit note 2026-17"


def test_in_self_billing_the_buyer_sends():
    made = to_ubl(text(order(OrderSubType="SelfBilling", OrderDirection="Cost")), company=COMPANY).document
    assert made is not None
    known = sent_of(made.encode())
    assert known.self_billed and known.type_code == "389"
    assert (known.sender, known.receiver) == (known.buyer, known.seller)


def test_of_an_order_to_its_identity():
    made = to_ubl(text(order()), company=COMPANY)
    assert made.document is not None and made.places is not None
    assert sent_of(made.document.encode()).number == order()["OrderNumber"]


@pytest.mark.parametrize(
    "ubl",
    [
        invoice(("<cbc:ID>2026-17</cbc:ID>", "<cbc:ID> </cbc:ID>")),
        invoice(("121.00</cbc:TaxInclusiveAmount>", "much</cbc:TaxInclusiveAmount>")),
        invoice(
            ('<cbc:EndpointID schemeID="9925">BE0563846944</cbc:EndpointID>', ""),
            ("<cbc:CompanyID>BE0563846944</cbc:CompanyID>", ""),
        ),
        b"<Order/>",
    ],
    ids=["number", "total", "sender", "root"],
)
def test_what_cannot_be_told_from_others(ubl):
    with pytest.raises(InputError):
        sent_of(ubl)


def test_no_xml():
    with pytest.raises(NotXml):
        sent_of(b"no")


@pytest.mark.parametrize(
    "other",
    [
        sent(content="B"),
        sent(buyer=party("0208:0202239951")),
        sent(issue_date=date(2026, 11, 21), type_code="384"),
        sent(seller=party("0208:0563846944")),
    ],
)
def test_one_number(other):
    assert same_number(sent(), other)


@pytest.mark.parametrize(
    "other",
    [
        sent("2026-18"),
        note("2026-17"),
        sent(seller=party("0208:0202239951")),
        sent(self_billed=True),
    ],
)
def test_another_number(other):
    assert not same_number(sent(), other)


def test_numbers_of_self_billing_are_those_of_buyer_and_seller():
    ours = sent(self_billed=True)
    assert same_number(ours, sent(self_billed=True, content="B"))
    assert not same_number(ours, sent(self_billed=True, seller=party("0208:0202239951")))
    assert not same_number(ours, sent(self_billed=True, buyer=party("0208:0202239951")))
    assert (ours.sender, ours.receiver) == (BUYER, SELLER)
