"""Identifiers of parties, against Billit's "Allowed identifiers"; codes typed off that page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.converting import again, at, rules, to_order, to_tree
from tests.invoices import invoice
from tests.orders import COMPANY, ORDER, order
from ubltools import codes
from ubltools.mapping.computed import identifiers as of

BE = "BE0563846944"


def identifier(kind: str, value: str, **more) -> dict:
    return {"IdentifierType": kind, "Identifier": value, **more}


CBE, GLN = identifier("CBE", "0563846944"), identifier("GLN", "5430003732007")
KVK, PREFERRED = identifier("KVK", "90000017"), {**GLN, "Preferred": True}
UNTYPED = {"Identifier": "H-77"}

# The page "Allowed identifiers". CVR stands there with 9902, which Peppol has retired for 0184.
PAGE = {
    "CBE": "0208", "LEITWEGID": "0204", "ERST": "0198", "DIGST": "0184", "NOVT": "0216", "GLN": "0088",
    "DUNS": "0060", "LEI": "0199", "OIB": "9934", "SDICODFIS": "0210", "SST": "0188", "LEC": "0200",
    "RPM": "9938", "EIF": "0230", "KVK": "0106", "OIN": "0190", "ORG": "0192", "ABN": "0151",
    "ORGNR": "0007", "EIN": "9959", "NAL": "0130",
}  # fmt: skip


# The scheme of one identifier


@pytest.mark.parametrize(
    ("kind", "value", "scheme"),
    [
        ("SIRET", "73282932000074", "0009"),
        ("SIRENE", "732829320", "0002"),
        ("SIREN", "732829320", "0002"),
        ("SIRET", "732829320", "0002"),  # the France page has them the other way round
        ("SIRENE", "73282932000074", "0009"),
        ("SIREN", "732829320_SUFFIX", "0225"),
        ("SIREN", "73282932A", "0225"),  # nine, but no digits
        ("CTC", "732829320", "0225"),
        ("FRCTC", "732829320_A1", "0225"),
        ("cbe", "0563846944", "0208"),
        ("CVR", "12345678", "0184"),
        ("VAT", BE, "9925"),
        ("VAT", "US1", None),
        *((kind, "1", None) for kind in ("SDICODDEST", "CNPJ", "NIF", "MBR", "TIN", "", "?")),
        *((kind, "1", scheme) for kind, scheme in PAGE.items()),
    ],
)
def test_the_scheme_of_an_identifier(kind, value, scheme):
    assert of.scheme_of(identifier(kind, value)) == scheme


def test_a_scheme_that_is_stated_goes_before_the_type():
    assert of.scheme_of(identifier("CBE", "1", SchemeID="0199")) == "0199"
    assert of.scheme_of({"Identifier": "1"}) is None


def test_every_scheme_is_in_the_code_list_of_identifiers_or_known_to_be_retired():
    """CL008 refuses what Peppol has retired; the table follows Billit, and the validator tells."""
    current = set(codes.code_list("EAS"))
    used = set(of.EAS_OF_VAT.values()) | set(of.SCHEME_OF_TYPE.values())
    assert used - current == {"0213", "9906", "9955"}


def test_a_type_that_is_read_means_its_scheme_again():
    for scheme, kind in of.TYPE_OF_SCHEME.items():
        value = {"SIREN": "732829320", "SIRET": "73282932000074"}.get(kind, "1")
        assert of.scheme_of(identifier(kind, value)) == scheme


# The electronic address


def endpoint(**fields) -> list[tuple[str, str]]:
    return [(each["SchemeID"], each["Identifier"]) for each in of.pick_endpoint(fields, None)]


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
    ("read", "kept"),
    [
        ({"SchemeID": "0208", "Identifier": "0563846944"}, ("0208", "0563846944")),
        ({"SchemeID": "0225", "Identifier": "1:2"}, ("0225", "1:2")),
        ({"Identifier": "1"}, ("", "1")),
    ],
)
def test_an_address_that_was_read_is_the_address_again(read, kept):
    party: dict = {"VATNumber": BE, "Identifiers": [CBE]}
    of.put_endpoint(party, {}, read)
    assert endpoint(**party) == [kept]


# Which identifier stands where, in a document: endpoint, BT-29 or BT-46, BT-30 or BT-47


def standing(tree, party: str) -> tuple[list, list, list]:
    places = ("EndpointID", "PartyIdentification/ID", "PartyLegalEntity/CompanyID")
    paths = [f"{party}/Party/{place}" for place in places]
    found = [list(zip(schemes(tree, path), at(tree, path), strict=True)) for path in paths]
    return tuple(found)


def schemes(tree, path: str) -> list[str | None]:
    return [None if each == "None" else each for each in at(tree, f"{path}/@schemeID")]


PLACES = [
    # identifiers, endpoint, those that stand nowhere else, legal identifier
    ([CBE], ("0208", "0563846944"), [], ("0208", "0563846944")),
    ([GLN], ("9925", BE), [("0088", "5430003732007")], None),
    ([PREFERRED, CBE], ("0088", "5430003732007"), [], ("0208", "0563846944")),
    ([GLN, CBE], ("0208", "0563846944"), [("0088", "5430003732007")], ("0208", "0563846944")),
    ([KVK, CBE], ("0208", "0563846944"), [("0106", "90000017")], ("0208", "0563846944")),
    ([identifier("DUNS", "1"), UNTYPED], ("9925", BE), [("0060", "1")], (None, "H-77")),
    ([identifier("VAT", BE), identifier("MBR", "2")], ("9925", BE), [], None),
    ([identifier("SIRET", "732829320")], ("9925", BE), [], ("0002", "732829320")),
    ([identifier("FRCTC", "732829320_A")], ("9925", BE), [("0225", "732829320_A")], None),
    ([], ("9925", BE), [], None),
]


@pytest.mark.parametrize(("identifiers", "address", "others", "legal"), PLACES)
@pytest.mark.parametrize("party", ["Customer", "Supplier"])
def test_where_the_identifiers_of_a_party_stand(party, identifiers, address, others, legal):
    own = {"Name": "City Parks", "VATNumber": BE, "Identifiers": identifiers}
    tree, _ = again(order(**{"Supplier": COMPANY, party: own}))
    element = "AccountingCustomerParty" if party == "Customer" else "AccountingSupplierParty"
    assert standing(tree, element) == ([address], others, [legal] if legal else [])


def test_a_seller_has_many_identifiers_and_a_buyer_one():
    two = [CBE, GLN, identifier("DUNS", "1")]
    party = {"Name": "City Parks", "VATNumber": BE, "Identifiers": two}
    tree, findings = to_tree(order(Supplier=party, Customer=party))
    both = [("0088", "5430003732007"), ("0060", "1")]
    assert standing(tree, "AccountingSupplierParty")[1] == both
    assert standing(tree, "AccountingCustomerParty")[1] == both[:1]
    assert rules(findings) == [("UBLT-UNMAPPED", "$.Customer.Identifiers[2]")]


def test_the_custom_field_is_the_one_identifier_of_the_buyer():
    key = "Invoice.AccountingCustomerParty.Party.PartyIdentification.ID.Text"
    customer = {"Name": "City Parks", "VATNumber": BE, "Identifiers": [CBE, GLN]}
    tree, findings = to_tree(order(Customer=customer, CustomFields={key: "C-9"}))
    assert standing(tree, "AccountingCustomerParty")[1] == [(None, "C-9")]
    assert rules(findings) == [("UBLT-UNMAPPED", "$.Customer.Identifiers[1]")]


# Reading documents that no order would be written as


def read(seller: str, legal: str = ""):
    """The supplier of an invoice whose seller has these identifiers, and the findings on the seller."""
    old = "<cac:PostalAddress>"
    changes = [(old, f"{seller}{old}")] if seller else []
    if legal:
        name = "<cbc:RegistrationName>Garden Benches</cbc:RegistrationName>"
        changes.append((name, f"{name}{legal}"))
    document, findings = to_order(invoice(*changes))
    here = [each for each in rules(findings) if "AccountingSupplierParty" in (each[1] or "")]
    return document["Supplier"].get("Identifiers", []), here


def stated(scheme: str | None) -> str:
    return f' schemeID="{scheme}"' if scheme else ""


def party_id(value: str, scheme: str | None) -> str:
    return f"<cac:PartyIdentification><cbc:ID{stated(scheme)}>{value}</cbc:ID></cac:PartyIdentification>"


def company_id(value: str, scheme: str | None) -> str:
    return f"<cbc:CompanyID{stated(scheme)}>{value}</cbc:CompanyID>"


LOST = "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID"


@pytest.mark.parametrize("scheme", ["0183", "9999", "SEPA", None])
def test_a_scheme_that_has_no_type_is_reported(scheme):
    assert read(party_id("X-1", scheme)) == ([], [("UBLT-UNMAPPED", LOST)])


@pytest.mark.parametrize(
    ("other", "legal"),
    [
        (("0563846944", "0208"), ("90000017", "0106")),  # CBE goes before KVK
        (("0563846944", "0208"), ("H-77", None)),  # any registration before an identifier without a type
        (("0563846944", "0208"), ("X", "0183")),
        (("0563846945", "0208"), ("0563846944", "0208")),  # two of a kind: the first counts
    ],
)
def test_the_legal_identifier_that_was_read_stays_the_legal_one(other, legal):
    """An identifier that an order would be written with as the legal one instead has to go, said aloud."""
    kept, findings = read(party_id(*other), company_id(*legal))
    tree, _ = to_tree(order(Supplier={"Name": "x", "VATNumber": BE, "Identifiers": kept}))
    assert standing(tree, "AccountingSupplierParty")[2] == [(legal[1], legal[0])]
    written = standing(tree, "AccountingSupplierParty")[1]
    assert findings == ([] if written == [(other[1], other[0])] else [("UBLT-UNMAPPED", LOST)])


def test_identifiers_that_do_not_outrank_the_legal_one_stay():
    kept, findings = read(party_id("90000017", "0106"), company_id("0563846944", "0208"))
    assert [each["Identifier"] for each in kept] == ["0563846944", "90000017"]
    assert findings == []


schemed = st.tuples(st.text("123456789", min_size=1, max_size=14), st.sampled_from(sorted(of.TYPE_OF_SCHEME)))


@given(st.lists(schemed, max_size=3, unique=True), st.none() | schemed)
def test_every_identifier_of_the_seller_crosses_or_is_reported(others, legal):
    """Without a legal identifier the best registration becomes it, as Billit writes it: that is reported."""
    kept, findings = read("".join(party_id(*each) for each in others), company_id(*legal) if legal else "")
    supplier = {"Name": "x", "PeppolIdentifier": f"9925:{BE}", "Identifiers": kept}
    _, written, written_legal = standing(to_tree(order(Supplier=supplier))[0], "AccountingSupplierParty")
    wanted = [(scheme, value) for value, scheme in others]
    assert written == [each for each in wanted if each in written]
    missing = [each for each in wanted if each not in written]
    said = [rule for rule, place in findings if "PartyIdentification" in (place or "")]
    assert len(said) == len(missing) and set(said) <= {"UBLT-UNMAPPED", "UBLT-REPEATED"}
    assert written_legal == ([(legal[1], legal[0])] if legal else missing[:1])


def test_the_customer_of_the_sample_keeps_its_number():
    _, read_back = again(order())
    (kept,) = read_back["Customer"]["Identifiers"]
    assert kept["IdentifierType"] == "CBE"
    assert kept["Identifier"] == ORDER["Customer"]["Identifiers"][0]["Identifier"]
