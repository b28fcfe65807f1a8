import pytest

from tests.lens_example import ROOT
from ubltools import names
from ubltools.lens.describe import describe
from ubltools.lens.rows import Computed, Const, Document, Group, Leaf, Many, Selection, get, join, put, steps
from ubltools.lens.tree import MappingError, build


def tree(*rows):
    return build(Document("Invoice", names.INVOICE, rows))


@pytest.mark.parametrize(
    "rows",
    [
        [Leaf("cbc:ID", "A"), Leaf("cbc:ID", "B")],
        [Leaf("cbc:ID/@schemeID", "A"), Leaf("cbc:ID/@schemeID", "B")],
        [Leaf("foo:ID", "A")],
        [Leaf("cbc:ID/", "A")],
        [Leaf("", "A")],
        [Leaf("ID", "A")],
        [Leaf("cbc:ID", "")],
        [Leaf("cbc:ID", "A[0]")],
        [Leaf("cac:Party", "A"), Leaf("cac:Party/cbc:ID", "B")],
        [Leaf("cac:Party/cbc:ID", "B"), Leaf("cac:Party", "A")],
        [Computed("cbc:ID", lambda *_: None, keys=("A b c[",))],
        [Group("cac:Party", (), of=7)],
        [Many("cac:Party", (Leaf("x", "A"),), of="Parties")],
    ],
)
def test_a_bad_declaration_fails_when_it_is_built(rows):
    with pytest.raises(MappingError):
        tree(*rows)


def test_paths_that_begin_alike_share_the_element():
    root = tree(Leaf("cac:Party/cbc:ID", "A"), Leaf("cac:Party/cbc:Name", "B"))
    assert [each.name for each in root.children] == ["cac:Party"]
    assert [each.name for each in root.children[0].children] == ["cbc:ID", "cbc:Name"]


def test_two_groups_with_objects_of_their_own_stay_apart():
    root = tree(
        Group("cac:Party", (Leaf("cbc:ID", "A"),), of="X"), Group("cac:Party", (Leaf("cbc:ID", "A"),), of="Y")
    )
    assert len(root.children) == 2


def test_a_group_that_is_one_element_with_a_text():
    root = tree(Group("cbc:ID", (Leaf(".", "Value"), Leaf("@schemeID", "Scheme")), of="Identifier"))
    assert dict(root.children[0].values()).keys() == {".", "@schemeID"}


def test_what_is_constant():
    root = tree(Const("cac:TaxScheme/cbc:ID", "VAT"), Leaf("cac:Party/cbc:ID", "A"))
    assert [each.constant for each in root.children] == [True, False]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("A", ("A",)),
        ("A.B", ("A", "B")),
        ("Custom['Invoice.Note']", ("Custom", "Invoice.Note")),
        ("Custom['Invoice.Note'].Text", ("Custom", "Invoice.Note", "Text")),
    ],
)
def test_steps_of_a_key(key, expected):
    assert steps(key) == expected
    item: dict = {}
    put(item, key, "value")
    assert get(item, key) == "value"
    assert join("$", key).startswith("$.") and join("$", key)[2:] == key


def test_get_of_what_is_not_there():
    assert get({"A": "text"}, "A.B") is None
    assert get({}, "A.B") is None


def test_describe_shows_every_value_once_in_document_order():
    shown = describe(ROOT)
    paths = [entry.ubl_path for entry in shown]
    assert len(paths) == len(set(paths))
    assert [entry.term for entry in shown if entry.term] == [f"T-{n}" for n in range(1, 15)]


def test_describe_shows_where_a_value_comes_from():
    shown = {entry.ubl_path: entry for entry in describe(ROOT)}
    party = "cac:AccountingCustomerParty/cac:Party"
    assert (
        shown[f"{party}/cac:PostalAddress/cbc:CityName"].json_path == "$.Customer.Addresses[Kind=Home].City"
    )
    assert shown[f"{party}/cac:Contact/cbc:Name"].json_path == (
        "$.Customer.Contact, $.Customer.Extra['First.Contact']"
    )
    assert shown[f"{party}/cac:Contact/cbc:Telephone"].json_path == "$.Extra.Phone"
    assert shown["cac:InvoiceLine/cbc:ID"].json_path == "$.Lines[].Id"
    assert shown["cac:InvoiceLine/cbc:ID"].repeats
    assert shown["cbc:CustomizationID"].kind == "Const"


@pytest.mark.parametrize(
    ("places", "key", "shown"),
    [
        ("$.Elsewhere[]", "A", "$.Elsewhere[].A"),
        ("$.One, $.Two[]", "A", "$.One.A, $.Two[].A"),
        ("$.One, $.Two[]", "~derived", "$.One, $.Two[]"),
        ("$.One[]", "$.Top", "$.Top"),
        ("Inside[]", "A", "$.Inside[].A"),
    ],
)
def test_a_selection_is_shown_with_the_places_it_picks_from(places, key, shown):
    selection = Selection(places, lambda *_: [], lambda *_: None)
    root = tree(Many("cac:Party", (Leaf("cbc:ID", key),), of=selection))
    assert describe(root)[0].json_path == shown
