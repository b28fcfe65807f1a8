from decimal import Decimal

import pytest
from hypothesis import given
from lxml import etree

from tests.lens_example import ROOT, Facts, documents
from ubltools import names
from ubltools.lens.audit import unused, values
from ubltools.lens.locate import Locator, paths
from ubltools.lens.rows import DERIVED_FROM, RENAMED, Document, Leaf, Many, Selection
from ubltools.lens.tree import build
from ubltools.lens.write import writer
from ubltools.xml import xpath_of

WRITE = writer(ROOT)
SAMPLE = {
    "Type": "Example",
    "Currency": "EUR",
    "Number": "1",
    "Customer": {"Address": "a", "Addresses": [{"Kind": "Work", "City": "X"}, {"Kind": "Home", "City": "Y"}]},
    "Lines": [{"Id": "1", "Amount": Decimal(1)}, {"Id": "2", "Amount": Decimal(2), "Charge": True}],
}


def locator(document: dict) -> Locator:
    return Locator(ROOT, document, Facts(document))


def where(xpath: str, *terms: str):
    place = locator(SAMPLE).locate(xpath, terms)
    return place and (place.json_path, place.term)


@given(documents)
def test_every_written_element_is_located_under_the_xpath_that_xml_gives(document):
    root = etree.fromstring(WRITE(document, Facts(document)).encode())
    written = {xpath_of(each) for each in root.iter() if len(each) == 0}
    constants = {xpath for xpath in written if xpath.endswith(("CustomizationID", "TaxScheme/cbc:ID"))}
    traced = {xpath for xpath, _ in locator(document).traced() if "/@" not in xpath}
    assert traced | constants == written


def test_a_value_is_found_in_its_list():
    assert where("/Invoice/cac:InvoiceLine[2]/cbc:LineExtensionAmount") == ("$.Lines[1].Amount", "T-13")


def test_an_attribute_is_found():
    document = {"Customer": {"Address": "a", "Scheme": "s"}}
    place = locator(document).locate(
        "/Invoice/cac:AccountingCustomerParty/cac:Party/cbc:EndpointID/@schemeID"
    )
    assert place.json_path == "$.Customer.Scheme"


def test_a_selected_object_is_found_where_it_stands():
    xpath = "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName"
    assert where(xpath) == ("$.Customer.Addresses[1].City", "T-6")


def test_what_is_missing_is_found_by_its_term_below_the_parent():
    party = "/Invoice/cac:AccountingCustomerParty/cac:Party"
    assert where(party, "T-10", "T-7") == ("$.Customer.Vat", "T-7")
    assert where("/Invoice/cac:InvoiceLine[1]", "T-12") == ("$.Lines[0].Quantity", "T-12")


def test_a_missing_group_is_found_by_its_own_term():
    document = {"Customer": {"Address": "a"}}
    party = "/Invoice/cac:AccountingCustomerParty/cac:Party"
    assert locator(document).locate(party, ("T-G",)).json_path == "$.Customer.Addresses[Kind=Home]"


def test_below_what_was_written_the_nearest_object_is_given():
    assert where("/Invoice/cac:InvoiceLine[2]/cac:Item/cbc:Name") == ("$.Lines[1]", "T-L")


def test_a_foreign_root_is_nowhere():
    assert where("/Other/cbc:ID") is None


def test_the_key_that_was_taken_is_named():
    document = {"Customer": {"Address": "a", "Extra": {"First.Contact": "Ann"}}}
    xpath = "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:Name"
    assert locator(document).locate(xpath).json_path == "$.Customer.Extra['First.Contact']"


def test_a_key_of_the_document_is_found_from_inside_an_object():
    document = {"Customer": {"Address": "a"}, "Extra": {"Phone": "7"}}
    xpath = "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:Telephone"
    assert locator(document).locate(xpath).json_path == "$.Extra.Phone"
    assert unused(ROOT, document, Facts(document)) == []


def test_a_key_of_the_document_that_nothing_was_written_for_is_unused():
    document = {"Extra": {"Phone": "7"}}
    assert unused(ROOT, document, Facts(document)) == [("$.Extra.Phone", "7")]


def test_paths_of_all_objects():
    assert set(paths(SAMPLE).values()) == {
        "$",
        "$.Customer",
        "$.Customer.Addresses[0]",
        "$.Customer.Addresses[1]",
        "$.Lines[0]",
        "$.Lines[1]",
    }


@given(documents)
def test_nothing_that_was_carried_is_called_unused(document):
    assert unused(ROOT, document, Facts(document)) == [("$.Type", "Example")]


def test_what_no_row_took_is_unused():
    document = {**SAMPLE, "Colour": "red", "Customer": {**SAMPLE["Customer"], "Odd key": "x"}}
    found = dict(unused(ROOT, document, Facts(document)))
    assert found == {
        "$.Type": "Example",
        "$.Customer.Addresses[0].Kind": "Work",
        "$.Customer.Addresses[0].City": "X",
        "$.Customer['Odd key']": "x",
        "$.Colour": "red",
    }


def test_a_second_source_that_was_not_taken_is_unused():
    document = {"Customer": {"Address": "a", "Contact": "Bob", "Extra": {"First.Contact": "Ann"}}}
    assert unused(ROOT, document, Facts(document)) == [("$.Customer.Extra['First.Contact']", "Ann")]


def derived(document: dict) -> list[dict]:
    """One object a custom field: what an order holds under a key of its own, UBL has in an element."""
    renamed = ((key, f"Fields['{key}']") for key in document.get("Fields") or {})
    return [
        {"~name": key, "Odd": document["Fields"][key], DERIVED_FROM: document, RENAMED: {"Odd": path}}
        for key, path in renamed
    ]


DERIVED = build(
    Document(
        "Invoice",
        names.INVOICE,
        (
            Many(
                "cac:Party",
                (Leaf("cbc:ID", "Odd", term="T-1"), Leaf("cbc:ID/@schemeID", "~name")),
                of=Selection("Fields", lambda item, _: derived(item), lambda *_: None),
            ),
        ),
    )
)


def test_a_value_of_a_derived_object_is_found_under_the_key_it_came_from():
    document = {"Fields": {"a.b": "1", "c": "2"}}
    found = Locator(DERIVED, document, Facts(document))
    assert found.locate("/Invoice/cac:Party[1]/cbc:ID").json_path == "$.Fields['a.b']"
    assert found.locate("/Invoice/cac:Party[2]/cbc:ID").json_path == "$.Fields.c"
    assert unused(DERIVED, document, Facts(document)) == []


@pytest.mark.parametrize("value", [None, ""])
def test_a_value_that_leaves_no_element_takes_nothing(value):
    """An attribute needs a text to stand at; what would have filled it is not carried."""
    document = {"Customer": {"Address": value, "Scheme": "s", "Vat": "1"}}
    left = dict(unused(ROOT, document, Facts(document)))
    assert "$.Customer.Scheme" in left


def test_values_lists_what_is_neither_empty_nor_a_container():
    document = {"A": 0, "B": "", "C": None, "D": [{"odd key": False}, []], "E": {}}
    assert list(values(document)) == [("$.A", 0), ("$.D[0]['odd key']", False)]
