import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.billit import Address, Order, OrderLine, Party, dump, to_json


def test_dump_leaves_out_what_is_not_set():
    assert dump(Order()) == {}
    assert dump(Order(order_number=None, paid=False)) == {"Paid": False}


def test_dump_gives_plain_values():
    order = Order(
        order_date=date(2026, 1, 31),
        created=datetime(2026, 1, 31, 8, 0),
        to_pay=Decimal("1.50"),
        customer=Party(name="x", addresses=[Address(zipcode="9000")]),
        custom_fields={"PaymentTerms": "30 days"},
    )
    assert dump(order) == {
        "OrderDate": date(2026, 1, 31),
        "Customer": {"Name": "x", "Addresses": [{"Zipcode": "9000"}]},
        "ToPay": Decimal("1.50"),
        "CustomFields": {"PaymentTerms": "30 days"},
        "Created": datetime(2026, 1, 31, 8, 0),
    }


def test_json_text():
    order = Order(
        order_date=date(2026, 1, 31),
        order_lines=[OrderLine(quantity=Decimal("2.50"), unit_price_excl=Decimal("1E+3"))],
        paid=True,
        attachments=[],
        custom_fields={"Invoice.Note": 'Café "x"\n'},
        created=datetime(2026, 1, 31, 8, 0),
    )
    assert to_json(order) == (
        "{\n"
        '  "OrderDate": "2026-01-31",\n'
        '  "OrderLines": [\n'
        "    {\n"
        '      "Quantity": 2.50,\n'
        '      "UnitPriceExcl": 1000\n'
        "    }\n"
        "  ],\n"
        '  "Paid": true,\n'
        '  "Attachments": [],\n'
        '  "CustomFields": {\n'
        '    "Invoice.Note": "Café \\"x\\"\\n"\n'
        "  },\n"
        '  "Created": "2026-01-31T08:00:00"\n'
        "}\n"
    )


def test_a_dict_is_written_in_model_order_with_unknown_keys_last():
    item = {
        "Zebra": 1,
        "OrderLines": [{"Description": "x", "Ape": None, "Quantity": 1}],
        "Ant": [],
        "OrderNumber": "1",
        "Customer": {"City": "Gent", "Name": "y"},
    }
    written = json.loads(to_json(item))
    assert list(written) == ["OrderNumber", "Customer", "OrderLines", "Zebra", "Ant"]
    assert list(written["Customer"]) == ["Name", "City"]
    assert list(written["OrderLines"][0]) == ["Quantity", "Description"]


def test_custom_fields_keep_their_order():
    written = json.loads(to_json({"CustomFields": {"b": "1", "a": "2"}}))
    assert list(written["CustomFields"]) == ["b", "a"]


@pytest.mark.parametrize("value", [1.5, b"x", {1}, object()])
def test_what_does_not_belong_in_an_order(value):
    with pytest.raises(TypeError, match="does not belong"):
        to_json({"ToPay": value})


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("1e999999999")])
def test_numbers_that_json_should_not_hold(value):
    with pytest.raises(ValueError, match="digits"):
        to_json({"ToPay": value})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.text(), inner.filter(lambda held: held is not None))
        ),
    )
)
def test_anything_under_an_unknown_key_is_written_as_json(value):
    assert json.loads(to_json({"Unknown": [value]})) == {"Unknown": [value]}
