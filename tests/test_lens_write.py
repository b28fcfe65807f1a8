from decimal import Decimal

import pytest
from hypothesis import given
from lxml import etree

from tests.lens_example import ROOT, Facts, documents
from ubltools.lens.escaping import ForbiddenCharacter
from ubltools.lens.write import writer

WRITE = writer(ROOT)
BARE = {"Number": "1", "Currency": "EUR"}


def write(document: dict) -> etree._Element:
    return etree.fromstring(WRITE(document, Facts(document)).encode())


def texts(root: etree._Element, name: str) -> list[str]:
    return [each.text for each in root.iter(f"{{*}}{name}")]


@given(documents)
def test_every_document_is_well_formed_xml_without_empty_elements(document):
    root = write(document)
    assert all(len(each) or each.text for each in root.iter())


def test_a_constant_is_always_written_at_the_top():
    assert texts(write({}), "CustomizationID") == ["example"]


def test_a_group_that_would_hold_only_constants_is_left_out():
    assert texts(write({"Customer": {"Address": "x"}}), "TaxScheme") == []


def test_a_constant_stands_beside_a_value():
    root = write({"Customer": {"Address": "x", "Vat": "BE1"}})
    assert root.find(".//{*}PartyTaxScheme/{*}TaxScheme/{*}ID").text == "VAT"


def test_blank_text_is_no_text():
    assert texts(write({"Number": " \t"}), "ID") == []


def test_an_attribute_without_its_element_is_not_written():
    assert texts(write({"Customer": {"Scheme": "0208", "Vat": "1"}}), "EndpointID") == []


def test_the_currency_goes_with_every_amount():
    root = write({**BARE, "Lines": [{"Id": "1", "Amount": Decimal("5")}]})
    amount = root.find(".//{*}LineExtensionAmount")
    assert (amount.text, amount.get("currencyID")) == ("5.00", "EUR")


def test_the_first_key_that_holds_a_value_is_written():
    customer = {"Address": "x", "Extra": {"First.Contact": "Ann"}}
    assert texts(write({"Customer": customer}), "Name") == ["Ann"]
    assert texts(write({"Customer": {**customer, "Contact": "Bob"}}), "Name") == ["Bob"]
    assert texts(write({"Customer": {**customer, "Contact": ""}}), "Name") == ["Ann"]


@pytest.mark.parametrize("text", ["<&>", 'a "quoted" value', "]]>", "line\nbreak\rreturn\ttab"])
def test_text_and_attributes_come_back_as_they_were(text):
    root = write({"Number": text, "Customer": {"Address": "x", "Scheme": text}})
    assert root.find("{*}ID").text == text
    assert root.find(".//{*}EndpointID").get("schemeID") == text


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.parametrize("place", ["text", "attribute"])
def test_a_character_that_xml_forbids_is_refused(character, place):
    customer = {"Address": "x", "Scheme": f"a{character}b"}
    document = {"Number": f"a{character}b"} if place == "text" else {"Customer": customer}
    with pytest.raises(ForbiddenCharacter):
        write(document)


def test_code_in_a_document_stays_text():
    assert texts(write({"Number": "'); raise SystemExit #"}), "ID") == ["'); raise SystemExit #"]
