"""Custom fields of a line whose key ends in a name of the user's ("Extra fields - line")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.converting import again, at, rules, to_order, to_tree
from tests.orders import line, order
from ubltools.lens.rows import steps
from ubltools.mapping.computed import families as of

OLDER = "Item.CommodityClassification.ItemClassificationCode"
CODE, LIST = "InvoiceLine/Item/CommodityClassification/ItemClassificationCode", "@listID"


def classifications(**fields: str) -> list[tuple]:
    found = of.pick_classifications({"CustomFields": fields} if fields else {}, None)
    return [(each[of.NAME], each[of.VALUE]) for each in found]


def properties(**fields: str) -> list[tuple]:
    found = of.pick_properties({"CustomFields": fields} if fields else {}, None)
    return [(each[of.NAME], each[of.VALUE]) for each in found]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"CommodityClassificationPO": "4500"}, [("PO", "4500")]),
        ({"CommodityClassificationPO": "1", "CommodityClassificationSRV": "2"}, [("PO", "1"), ("SRV", "2")]),
        ({"CommodityClassification": "1", "CommodityClassificationBH": ""}, []),  # no list, no value
        ({f"InvoiceLine.{OLDER}.Text": "1", f"InvoiceLine.{OLDER}.ListID": "STI"}, [("STI", "1")]),
        ({f"CreditNoteLine.{OLDER}.Text": "1", f"CreditNoteLine.{OLDER}.ListID": "STI"}, [("STI", "1")]),
        ({f"InvoiceLine.{OLDER}.Text": "1"}, [(None, "1")]),
        ({f"InvoiceLine.{OLDER}.ListID": "STI"}, []),
        (
            {f"InvoiceLine.{OLDER}.Text": "1", f"InvoiceLine.{OLDER}.ListID": "STI", "Z": "0"}
            | {"CommodityClassificationPO": "2"},
            [("PO", "2"), ("STI", "1")],
        ),
    ],
)
def test_the_classifications_of_a_line(fields, expected):
    assert classifications(**fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"AdditionalItemPropertyWeight": "24 kg"}, [("Weight", "24 kg")]),
        ({"AdditionalItemProperty": "24 kg", "AdditionalItemPropertyX": ""}, []),
        ({"additionalitempropertyWeight": "24 kg"}, []),
    ],
)
def test_the_properties_of_a_line(fields, expected):
    assert properties(**fields) == expected


def test_both_spellings_of_a_classification_in_one_line():
    """The older one says its list in a field of its own, which is nobody else's."""
    fields = {
        f"InvoiceLine.{OLDER}.Text": "09348023",
        f"InvoiceLine.{OLDER}.ListID": "STI",
        "CommodityClassificationPO": "4500",
    }
    tree, read = again(order(OrderLines=[line(CustomFields=fields)]))
    assert at(tree, CODE) == ["4500", "09348023"]
    assert at(tree, f"{CODE}/{LIST}") == ["PO", "STI"]
    assert read["OrderLines"][0]["CustomFields"] == {
        "CommodityClassificationPO": "4500",
        "CommodityClassificationSTI": "09348023",
    }


@pytest.mark.parametrize(
    ("fields", "unmapped"),
    [
        ({f"InvoiceLine.{OLDER}.ListID": "STI"}, f"InvoiceLine.{OLDER}.ListID"),
        ({"CommodityClassification": "1"}, "CommodityClassification"),
        ({"AdditionalItemProperty": "1"}, "AdditionalItemProperty"),
    ],
)
def test_half_a_field_is_reported(fields, unmapped):
    tree, findings = to_tree(order(OrderLines=[line(CustomFields=fields)]))
    assert at(tree, CODE) == []
    place = f"$.OrderLines[0].CustomFields{step(unmapped)}"
    assert rules(findings) == [("UBLT-UNMAPPED", place)]


def step(key: str) -> str:
    return f"['{key}']" if "." in key else f".{key}"


def test_a_second_classification_of_a_list_is_reported_and_the_first_is_kept():
    """A list is one key, so that a line has one code of it."""
    fields = {"CommodityClassificationSRV": "1", "CommodityClassificationPO": "3"}
    tree, _ = to_tree(order(OrderLines=[line(CustomFields=fields)]))
    second = next(tree.iter("{*}ItemClassificationCode"))
    second.getparent().addnext(copied(second.getparent(), "2"))
    read, findings = to_order(tree)
    assert read["OrderLines"][0]["CustomFields"] == fields
    assert [each.rule for each in findings] == ["UBLT-REPEATED"]


def copied(element, text: str):
    twin = element.__copy__()
    next(twin.iter("{*}ItemClassificationCode")).text = text
    return twin


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(names, names)
def test_a_property_of_any_name_crosses_or_is_not_taken(name, value):
    """A key that a JSON path could not spell is left to the report, never written so that it breaks."""
    line_read: dict = {}
    of.put_property(line_read, {}, {of.NAME: name, of.VALUE: value})
    kept = line_read.get("CustomFields", {})
    if {"'", "]"} & set(name):
        assert kept == {}
    else:
        assert [(each[of.NAME], each[of.VALUE]) for each in of.pick_properties(line_read, None)] == [
            (name, value)
        ]
        (key,) = kept
        assert steps(f"CustomFields['{key}']") == ("CustomFields", key)


def test_the_first_value_of_a_name_counts():
    read: dict = {}
    for value in ("1", "2"):
        of.put_property(read, {}, {of.NAME: "Weight", of.VALUE: value})
    for half in ({of.NAME: "Colour"}, {of.VALUE: "red"}, {}):
        of.put_property(read, {}, half)
    assert read == {"CustomFields": {"AdditionalItemPropertyWeight": "1"}}
