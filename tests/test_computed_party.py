import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.mapping.computed import party

words = st.text(st.characters(whitelist_categories=("L", "N", "P"), whitelist_characters=" "), max_size=20)


def test_the_invoice_address_goes_before_the_flat_fields():
    address = {"AddressType": "InvoiceAddress", "City": "Gent"}
    assert party.pick_invoice_address(
        {"City": "Brugge", "Addresses": [{"AddressType": "X"}, address]}, None
    ) == [address]
    flat = {"City": "Brugge"}
    assert party.pick_invoice_address(flat, None) == [flat]
    assert party.pick_invoice_address({"Name": "x"}, None) == []


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Oktrooiplein 1 301", {"Street": "Oktrooiplein", "StreetNumber": "1", "Box": "301"}),
        ("Kouter 12", {"Street": "Kouter", "StreetNumber": "12"}),
        ("Rue de la Loi 16b bus 3", {"Street": "Rue de la Loi", "StreetNumber": "16b", "Box": "bus 3"}),
        ("Place du 4 Août", {"Street": "Place du", "StreetNumber": "4", "Box": "Août"}),
        ("Kouter", {"Street": "Kouter"}),
        ("10 Downing Street", {"Street": "10 Downing Street"}),
    ],
)
def test_a_street_line_is_split(line, parts):
    item: dict = {}
    party.keep_street(item, line, None)
    assert item == parts


@given(words.filter(str.strip))
def test_a_split_street_line_is_the_same_line_again(line):
    item: dict = {}
    party.keep_street(item, line, None)
    assert party.street(item, None) == line


def test_parts_that_are_empty_leave_no_blanks():
    assert party.street({"Street": "Teststraat ", "StreetNumber": "", "Box": "301"}, None) == "Teststraat 301"
    assert party.street({"Street": " "}, None) is None


class Document:
    """The facts that the functions look at: the document and nothing else."""

    def __init__(self, **fields: str) -> None:
        self.document = {"CustomFields": fields} if fields else {}


KEYS = ("$.CustomFields['CreditNote.Name']", "$.CustomFields['Invoice.Name']")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, "Bo"),
        ({"Other": "x"}, "Bo"),
        ({"Invoice.Name": "An"}, "An"),
        ({"Invoice.Name": "An", "CreditNote.Name": "Els"}, "Els"),
        ({"Invoice.Name": "An", "CreditNote.Name": ""}, "An"),
        ({"Invoice.Name": ""}, "Bo"),
    ],
)
def test_a_custom_field_goes_before_the_contact_of_the_party(own, expected):
    """ "Extra fields - supplier and customer contacts": for this document only."""
    name = party.first_of(KEYS, party.contact_name)
    assert name({"Contact": "Bo"}, Document(**own)) == expected


@pytest.mark.parametrize(
    ("item", "scheme"),
    [
        ({}, None),
        ({"CustomFields": {"x": "y"}}, None),
        ({"CustomFields": {"Number": "BE1"}}, "VAT"),
        ({"CustomFields": {"Number": "BE1", "Scheme": "GST"}}, "GST"),
        ({"CustomFields": {"Scheme": "GST"}}, "GST"),
    ],
)
def test_the_tax_scheme_of_a_representative(item, scheme):
    read = party.tax_scheme(("CustomFields.Scheme",), ("CustomFields.Number",))
    assert read(item, None) == scheme


def test_names_of_the_contact():
    assert party.contact_name({"ContactFirstName": "An", "ContactLastName": "Maes"}, None) == "An Maes"
    assert party.contact_name({"Contact": "Bo", "ContactLastName": "Maes"}, None) == "Bo"
    assert party.contact_name({}, None) is None
    assert party.phone({"Phone": "1", "Mobile": "2"}, None) == "1"
    assert party.phone({"Mobile": "2"}, None) == "2"
    assert party.email({}, None) is None
    assert party.email({"Email": "a@x.example; b@x.example"}, None) == "a@x.example"
    assert party.trading_name({"Name": "N", "CommercialName": "C"}, None) == "C"
    assert party.trading_name({"Name": "N"}, None) == "N"
