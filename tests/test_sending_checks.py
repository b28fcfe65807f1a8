"""Whose document it is, and how large it is."""

import copy

import pytest

from tests.invoices import invoice
from tests.orders import COMPANY, ORDER, order, text
from ubltools.finding import Severity
from ubltools.names import BILLING, SELF_BILLING
from ubltools.sending_checks import LARGE, other_company, too_large
from ubltools.sendxml import presend
from ubltools.xml import parse

# The invoice is from VAT number BE0563846944 to a buyer who has the address 9925:BE0403170701 only.
SELLER, BUYER = "BE0563846944", "BE0403170701"


def said(company, *changes):
    return [each.message for each in other_company(parse(invoice(*changes)), company)]


@pytest.mark.parametrize(
    "company",
    [
        {"VATNumber": SELLER},
        {"VATNumber": "be 0563.846.944"},
        {"VATNumber": "0563846944"},
        {
            "Identifiers": [
                {"IdentifierType": "GLN", "Identifier": "5430003732007"},
                {"Identifier": "0563846944"},
            ]
        },
        {"VATNumber": "BE0437295992", "PeppolIdentifier": f"9925:{SELLER}"},
        {},  # nobody said who it is
        {"Name": "x", "VATNumber": None, "Identifiers": None},
    ],
)
def test_the_configured_company(company):
    assert said(company) == []


def test_another_company():
    (message,) = said(COMPANY)
    assert "seller, BE0563846944," in message and "BE0437295992" in message
    assert "TheCustomerDoesNotSupportPeppolForType_0" in message


def test_a_seller_without_a_number_cannot_be_told():
    number = f"<cbc:CompanyID>{SELLER}</cbc:CompanyID>"
    assert (
        said(COMPANY, (number, ""), (f'<cbc:EndpointID schemeID="9925">{SELLER}</cbc:EndpointID>', "")) == []
    )


def test_in_self_billing_the_buyer_is_the_company():
    self_billing = (BILLING, SELF_BILLING)
    assert said({"VATNumber": BUYER}, self_billing) == []
    assert "buyer, BE0403170701," in said({"VATNumber": SELLER}, self_billing)[0]


def test_an_order_with_another_seller_is_refused_where_it_says_so():
    found = presend(text(order(Supplier=ORDER["Customer"])), company=COMPANY).report.findings
    (finding,) = (each for each in found if each.rule == "UBLT-OTHER-COMPANY")
    assert (finding.severity, finding.location.json_path) == (Severity.FATAL, "$.Supplier.VATNumber")
    assert finding.location.line


@pytest.mark.parametrize("company", [None, COMPANY])
def test_an_order_with_the_right_seller_may_be_sent(company):
    assert presend(text(order(Supplier=copy.deepcopy(COMPANY))), company=company).report.ok


def test_a_document_is_large_from_ten_megabytes_on():
    document = parse(invoice())
    assert list(too_large(document, LARGE)) == []
    (finding,) = too_large(document, LARGE + 1)
    assert (finding.severity, finding.location.xpath) == (Severity.WARNING, "/Invoice")
    assert "10 MB" in finding.message


def test_the_largest_file_is_named():
    files = [
        {"FileName": f"{n}.pdf", "MimeType": "application/pdf", "FileContent": "QUJD" * n}
        for n in (1, 2_600_000, 9)
    ]
    result = presend(text(order(Attachments=files)), company=COMPANY)
    (finding,) = (each for each in result.report.findings if each.rule == "UBLT-LARGE-DOCUMENT")
    assert finding.location.json_path == "$.Attachments[1].FileContent"
    assert result.body  # a warning, no more
