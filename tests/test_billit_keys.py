import time

import pytest

from ubltools.billit import Order, Party
from ubltools.billit.faults import MOST_OF_A_KIND
from ubltools.billit.keys import settle, spellings
from ubltools.billit.order import Message


def found(findings):
    return [(finding.rule, finding.location.json_path, finding.hint) for finding in findings]


def test_keys_get_billits_capitals_at_every_level():
    given = {"ORDERNUMBER": "1", "customer": {"vatnumber": "x", "addresses": [{"ZIPCODE": "1"}]}}
    settled, findings = settle(given, Order)
    assert settled == {"OrderNumber": "1", "Customer": {"VATNumber": "x", "Addresses": [{"Zipcode": "1"}]}}
    assert findings == ()


def test_null_is_left_out_and_the_input_is_not_touched():
    given = {"Customer": {"Name": None, "Nr": "1"}, "Comments": None, "orderlines": [None, {"Unit": None}]}
    settled, findings = settle(given, Order)
    assert settled == {"Customer": {"Nr": "1"}, "OrderLines": [None, {}]}
    assert findings == ()
    assert given["Customer"]["Name"] is None


def test_custom_fields_are_not_looked_at():
    given = {"CustomFields": {"invoice.NOTE": "x", "zip": None}}
    assert settle(given, Order) == (given, ())
    assert settle(given, Party) == (given, ())


def test_the_last_of_two_spellings_wins():
    settled, findings = settle({"VATNumber": "a", "Name": "x", "VatNumber": "b"}, Party)
    assert settled == {"VATNumber": "b", "Name": "x"}
    assert found(findings) == [("UBLT-DUPLICATE-KEY", "$.VATNumber", None)]


@pytest.mark.parametrize(
    ("model", "key", "hint"),
    [
        (Party, "zip", "Billit reads Zipcode."),
        (Party, "VAT", "Billit reads VATNumber."),
        (Order, "DueDate", "Billit reads ExpiryDate."),
        (Order, "Lines", "Billit reads OrderLines."),
        (Order, "Zip", None),
        (Order, "OrderNumbr", "The nearest key that Billit documents is OrderNumber."),
    ],
)
def test_unknown_keys_get_a_hint(model, key, hint):
    settled, findings = settle({key: "x"}, model)
    assert settled == {key: "x"}
    assert found(findings) == [("UBLT-UNKNOWN-KEY", f"$.{key}", hint)]


def test_reports_about_sending_may_hold_anything():
    assert settle({"Novelty": 1, "fileid": "x"}, Message) == ({"Novelty": 1, "FileID": "x"}, ())


def test_many_unknown_keys_do_not_take_for_ever():
    start = time.perf_counter()
    _, findings = settle({f"OrderNumbr{number}": 1 for number in range(20_000)}, Order)
    assert len(findings) == MOST_OF_A_KIND + 1
    assert findings[-1].message.startswith(f"{20_000 - MOST_OF_A_KIND} more")
    assert time.perf_counter() - start < 5


def test_no_two_keys_of_a_model_differ_in_capitals_only():
    for model in (Order, Party, Message):
        assert len(spellings(model)) == len(model.model_fields)
