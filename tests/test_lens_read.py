from decimal import Decimal

import pytest
from hypothesis import given
from lxml import etree

from tests.lens_example import DOCUMENT, ROOT, Facts, documents
from ubltools import names
from ubltools.lens.read import read, settle
from ubltools.lens.write import writer

WRITE = writer(ROOT)
NS = (
    f'xmlns="{names.INVOICE}" xmlns:cac="{names.CAC}" xmlns:cbc="{names.CBC}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def read_text(text: str):
    result = read(ROOT, etree.fromstring(text.encode()), (*DOCUMENT.fixed, ("Currency", "EUR")))
    return result, settle(result, Facts)


def read_inside(inside: str):
    return read_text(f"<Invoice {NS}><cbc:CustomizationID>example</cbc:CustomizationID>{inside}</Invoice>")


def strays(result):
    return [
        (etree.QName(each.element).localname, each.attribute, each.value, each.reason)
        for each in result.strays
    ]


@given(documents)
def test_what_was_written_is_read_back(document):
    result, mismatches = read_text(WRITE(document, Facts(document)))
    assert result.item == document
    assert result.strays == [] == mismatches


@given(documents)
def test_comments_processing_instructions_and_blanks_do_not_matter(document):
    root = etree.fromstring(WRITE(document, Facts(document)).encode())
    for each in list(root.iter("{*}ID", "{*}Party")):
        each.insert(0, etree.Comment("a"))
        each.append(etree.ProcessingInstruction("b", "c"))
        if len(each) == 2:  # a leaf: its text now stands around the comment
            each[0].tail, each.text = each.text, ""
    result = read(ROOT, root, (*DOCUMENT.fixed, ("Currency", "EUR")))
    settle(result, Facts)
    assert result.item == document


def test_an_unknown_element_is_stray_with_each_of_its_values():
    result, _ = read_inside("<cac:Delivery><cbc:ID>7</cbc:ID><cbc:Note>soon</cbc:Note></cac:Delivery>")
    assert strays(result) == [("ID", None, "7", "unmapped"), ("Note", None, "soon", "unmapped")]


def test_an_unknown_attribute_is_stray():
    result, _ = read_inside('<cbc:ID schemeName="x">7</cbc:ID>')
    assert result.item["Number"] == "7"
    assert strays(result) == [("ID", "schemeName", "x", "unmapped")]


def test_a_schema_location_is_not_worth_a_word():
    result, _ = read_inside('<cbc:ID xsi:schemaLocation="a b">7</cbc:ID>')
    assert strays(result) == []


def test_a_second_element_is_repeated_and_never_overwrites():
    result, _ = read_inside("<cbc:ID>7</cbc:ID><cbc:ID>8</cbc:ID>")
    assert result.item["Number"] == "7"
    assert strays(result) == [("ID", None, "8", "repeated")]


def test_another_currency_is_stray():
    amount = '<cbc:LineExtensionAmount currencyID="USD">1.00</cbc:LineExtensionAmount>'
    result, _ = read_inside(f"<cac:InvoiceLine>{amount}</cac:InvoiceLine>")
    assert ("LineExtensionAmount", "currencyID", "USD", "unmapped") in strays(result)


def test_constants_tell_siblings_apart():
    def scheme(number: str, kind: str) -> str:
        return (
            f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
            f"<cac:TaxScheme><cbc:ID>{kind}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        )

    party = scheme("local", "TAX") + scheme("BE1", "VAT")
    result, _ = read_inside(
        f"<cac:AccountingCustomerParty><cac:Party>{party}</cac:Party></cac:AccountingCustomerParty>"
    )
    assert result.item["Customer"] == {"Vat": "BE1"}
    assert [each[2] for each in strays(result)] == ["local", "TAX"]


def test_a_constant_of_the_document_that_differs_is_stray():
    result, _ = read_text(f"<Invoice {NS}><cbc:CustomizationID>other</cbc:CustomizationID></Invoice>")
    assert strays(result) == [("CustomizationID", None, "other", "unmapped")]


@pytest.mark.parametrize(
    ("element", "text"),
    [("InvoicedQuantity", "1e3"), ("InvoicedQuantity", "NaN"), ("LineExtensionAmount", "1,5")],
)
def test_a_text_that_is_no_such_value_is_stray_with_the_reason(element, text):
    result, _ = read_inside(f"<cac:InvoiceLine><cbc:{element}>{text}</cbc:{element}></cac:InvoiceLine>")
    assert strays(result) == [(element, None, text, "not a decimal number")]


def payable(amount: str) -> str:
    element = f'<cbc:PayableAmount currencyID="EUR">{amount}</cbc:PayableAmount>'
    return f"<cac:LegalMonetaryTotal>{element}</cac:LegalMonetaryTotal>"


def test_a_stated_value_that_differs_from_the_computed_one_is_a_mismatch():
    result, mismatches = read_inside(payable("9.99"))
    assert [(each.stated, each.computed) for each in mismatches] == [(Decimal("9.99"), Decimal("0.00"))]
    assert "Total" not in result.item


def test_amounts_are_compared_as_numbers():
    _, mismatches = read_inside(payable("0"))
    assert mismatches == []


def test_a_computed_value_is_kept_only_where_it_differs():
    kept, _ = read_inside("<cbc:Note>mine</cbc:Note>")
    default, _ = read_inside("<cbc:Note>untitled</cbc:Note>")
    assert kept.item["Title"] == "mine"
    assert "Title" not in default.item
