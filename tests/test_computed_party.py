import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools import codes
from ubltools.mapping.computed import party

words = st.text(st.characters(whitelist_categories=("L", "N", "P"), whitelist_characters=" "), max_size=20)


def identifier(kind, value, **more):
    return {"IdentifierType": kind, "Identifier": value, **more}


def endpoint(**fields):
    return [(e["SchemeID"], e["Identifier"]) for e in party.pick_endpoint(fields, None)]


BE, CBE, GLN = "BE0563846944", identifier("CBE", "0563846944"), identifier("GLN", "5430003732007")
KVK, PREFERRED = identifier("KVK", "90000017"), {**GLN, "Preferred": True}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"VATNumber": BE}, ("9925", BE)),
        ({"VATNumber": "be0563846944"}, ("9925", "be0563846944")),
        ({"VATNumber": "EL094259216"}, ("9933", "EL094259216")),
        ({"Identifiers": [CBE], "VATNumber": BE}, ("0208", "0563846944")),
        ({"Identifiers": [GLN], "VATNumber": BE}, ("9925", BE)),
        ({"Identifiers": [GLN]}, ("0088", "5430003732007")),
        ({"Identifiers": [KVK, GLN]}, ("0088", "5430003732007")),
        ({"Identifiers": [CBE, PREFERRED]}, ("0088", "5430003732007")),
        ({"PeppolIdentifier": "0106:90000017", "VATNumber": BE}, ("0106", "90000017")),
        ({"Identifiers": [identifier("x", "1", SchemeID="0199")]}, ("0199", "1")),
        ({"Identifiers": [identifier("VAT", BE)]}, ("9925", BE)),
    ],
)
def test_choice_of_the_electronic_address(fields, expected):
    assert endpoint(**fields) == [expected]


@pytest.mark.parametrize(
    "fields", [{}, {"VATNumber": "US123"}, {"VATNumber": ""}, {"Identifiers": [identifier("MBR", "1")]}]
)
def test_no_address_where_nothing_says_one(fields):
    assert endpoint(**fields) == []


@pytest.mark.parametrize(
    ("kind", "value", "scheme"),
    [
        ("SIRET", "73282932000074", "0009"),
        ("SIRENE", "732829320", "0002"),
        ("SIREN", "732829320", "0002"),
        ("SIRET", "732829320", "0002"),  # the France page has them the other way round
        ("SIRENE", "73282932000074", "0009"),
        ("CTC", "732829320", "0225"),
        ("FRCTC", "732829320_A1", "0225"),
        ("cbe", "0563846944", "0208"),
        ("OIN", "00000001234567890000", "0190"),
        ("SDICODDEST", "ABC1234", None),
    ],
)
def test_the_scheme_of_an_identifier(kind, value, scheme):
    assert party.scheme_of(identifier(kind, value)) == scheme


def test_every_scheme_is_in_the_code_list_of_identifiers_or_known_to_be_retired():
    """CL008 refuses what Peppol has retired; the table follows Billit, and the validator tells."""
    current = set(codes.code_list("EAS"))
    used = set(party.EAS_OF_VAT.values()) | set(party.SCHEME_OF_TYPE.values())
    assert used - current == {"0213", "9906", "9955"}


def test_the_registration_is_the_legal_identifier():
    found = party.pick_legal_identifier(
        {"Identifiers": [identifier("GLN", "1"), identifier("CBE", "2")]}, None
    )
    assert [(e["SchemeID"], e["Identifier"]) for e in found] == [("0208", "2")]
    assert party.pick_legal_identifier({"Identifiers": [identifier("GLN", "1")]}, None) == []
    assert party.pick_legal_identifier({}, None) == []


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
    stated = " ".join(line.split(" ")).strip() or "x"
    item: dict = {}
    party.keep_street(item, stated, None)
    assert party.street(item, None) == stated


def test_parts_that_are_empty_leave_no_blanks():
    assert party.street({"Street": "Teststraat ", "StreetNumber": "", "Box": "301"}, None) == "Teststraat 301"
    assert party.street({"Street": " "}, None) is None


def test_names_of_the_contact():
    assert party.contact_name({"ContactFirstName": "An", "ContactLastName": "Maes"}, None) == "An Maes"
    assert party.contact_name({"Contact": "Bo", "ContactLastName": "Maes"}, None) == "Bo"
    assert party.contact_name({}, None) is None
    assert party.email({"Email": "a@x.example; b@x.example"}, None) == "a@x.example"
    assert party.trading_name({"Name": "N", "CommercialName": "C"}, None) == "C"
