from decimal import Decimal

import pytest

from ubltools.billit.recognise import is_order, order_in
from ubltools.errors import NotAnOrder

ORDER = {"OrderType": "Invoice", "OrderLines": [{"Quantity": 1}]}


@pytest.mark.parametrize("value", [ORDER, {"ordernumber": "1"}, {"Customer": {}}, {"TOTALEXCL": Decimal(1)}])
def test_one_key_of_an_order_is_enough(value):
    assert is_order(value)
    assert order_in(value) == (value, ())


@pytest.mark.parametrize("value", [{"Order": ORDER}, {"TransportType": "Peppol", "order": ORDER}])
def test_a_wrapped_order_is_unwrapped_and_noted(value):
    order, notes = order_in(value)
    assert order is ORDER
    assert [note.rule for note in notes] == ["UBLT-ORDER-UNWRAPPED"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Registered": True, "Identifier": "9925:BE1", "DocumentTypes": []}, "participantInformation"),
        ({"InboxItems": []}, "inbox"),
        ({"InboxItemID": 69873}, "sendXML"),
        ({"UpdatedEntityID": 1, "EntityDetail": {}}, "webhook"),
        ({"errors": [{"Code": "x", "Description": "y"}]}, "error answer"),
        ({"Code": "x", "Description": "y"}, "error answer"),
        ({"Items": [ORDER], "NextPageLink": "x"}, "listing"),
        ({"TransportType": "Peppol", "OrderIDs": [1]}, "command"),
        ({"XML": "<Invoice/>"}, "UBL inside JSON"),
        ({"FileID": "x", "FileName": "y", "FileContent": "z"}, "base64"),
        ({"Messages": []}, "messages about an order"),
        ({"CurrentDocumentDeliveryDetails": {}, "Messages": []}, "delivery status"),
        ({"lines": [{"Quantity": 1}]}, "lines without the order"),
        ({"Quantity": 1, "UnitPriceExcl": 1, "Description": "x"}, "single order line"),
        ({"Companies": []}, "account information"),
        ({"Name": "x", "VATNumber": "BE1"}, "a party"),
        ({"PartyID": 5}, "a party"),
        ({"Order": None}, "holds no order"),
        ({"Order": {"a": 1}}, "holds no order"),
        ({"Colour": 1, "Size": 2}, '"Colour", "Size"'),
        ({}, "empty object"),
        ([], "empty list"),
        ([ORDER], "one order"),
        ([ORDER, {"Order": ORDER}], "2 orders"),
        ([{"Quantity": 1, "Description": "x"}], "first entry is a single order line"),
        ([[ORDER]], "first entry is a list"),
        ("x", "single value"),
        (5, "single value 5"),
        (None, "single value null"),
    ],
)
def test_what_it_is_instead(value, words):
    with pytest.raises(NotAnOrder) as caught:
        order_in(value)
    assert words in str(caught.value)


def test_several_orders_get_the_advice_to_give_one_a_file():
    with pytest.raises(NotAnOrder) as caught:
        order_in([ORDER, ORDER])
    assert "one order a file" in caught.value.hint
