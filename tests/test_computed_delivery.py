"""Delivery: the address in full only where it differs from the postal one, custom fields before it."""

from datetime import date
from typing import Any

import pytest

from tests.converting import again, at, rules, to_tree
from tests.orders import order
from ubltools.mapping.computed import delivery as of

HOME = {
    "AddressType": "InvoiceAddress",
    "Street": "Meir",
    "StreetNumber": "48",
    "Zipcode": "2000",
    "City": "Antwerpen",
    "CountryCode": "BE",
}
SHOP = {**HOME, "AddressType": "DeliveryAddress", "Street": "Kouter", "StreetNumber": "9", "Name": "The shop"}
PLACE = "Delivery/DeliveryLocation/Address"
LEAD = "Invoice.Delivery.DeliveryLocation"


def delivered(*addresses: dict, **fields: str) -> dict[str, Any]:
    customer = {"Name": "City Parks", "VATNumber": "BE0888444477", "Addresses": list(addresses)}
    return order(Customer=customer, CustomFields=fields or None)


def place(tree) -> dict[str, str]:
    parts = {"Street": "StreetName", "More": "AdditionalStreetName", "City": "CityName", "Zip": "PostalZone"}
    parts |= {"Region": "CountrySubentity", "Country": "Country/IdentificationCode"}
    found = {key: at(tree, f"{PLACE}/{part}") for key, part in parts.items()}
    found["Name"] = at(tree, "Delivery/DeliveryParty/PartyName/Name")
    return {key: "".join(texts) for key, texts in found.items() if texts}


FULL = {"Street": "Kouter 9", "City": "Antwerpen", "Zip": "2000", "Country": "BE"}


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ([HOME], {"Country": "BE"}),
        ([HOME, SHOP], {**FULL, "Name": "The shop"}),
        ([HOME, {**SHOP, "Name": None}], FULL),
        ([SHOP], {**FULL, "Name": "The shop"}),
        ([HOME, {**HOME, "AddressType": "DeliveryAddress"}], {"Country": "BE"}),
        ([HOME, {**HOME, "AddressType": "DeliveryAddress", "Box": "3"}], {**FULL, "Street": "Meir 48 3"}),
        (
            [HOME, {"AddressType": "DeliveryAddress", "Name": "The shop"}],
            {"Country": "BE", "Name": "The shop"},
        ),
        ([HOME, {"AddressType": "DeliveryAddress", "CountryCode": "NL"}], {"Country": "NL"}),
        ([{**HOME, "CountryCode": None}], {}),
        ([], {}),
    ],
)
def test_where_an_order_is_delivered(addresses, expected):
    """Seen in Billit's own documents: in full only where it differs, else the country alone."""
    tree, _ = again(delivered(*addresses))
    assert place(tree) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Address.CityName": "Gent"}, {**FULL, "City": "Gent", "Name": "The shop"}),
        ({"Address.StreetName": "Square 1"}, {**FULL, "Street": "Square 1", "Name": "The shop"}),
        ({"Address.Country.IdentificationCode.Text": "NL"}, {**FULL, "Country": "NL", "Name": "The shop"}),
        ({"Address.AdditionalStreetName": "Back door"}, {**FULL, "More": "Back door", "Name": "The shop"}),
        ({"Address.CountrySubentity": "VAN"}, {**FULL, "Region": "VAN", "Name": "The shop"}),
        (
            {"Address.PostalZone": "1", "PostalAddress.PostalZone": "2"},
            {**FULL, "Zip": "1", "Name": "The shop"},
        ),
        ({"PostalAddress.PostalZone": "2"}, {**FULL, "Zip": "2", "Name": "The shop"}),
    ],
)
def test_a_custom_field_goes_before_the_address(fields, expected):
    """A house number belongs to its own street only."""
    tree, _ = to_tree(delivered(HOME, SHOP, **{f"{LEAD}.{end}": text for end, text in fields.items()}))
    assert place(tree) == expected


def test_custom_fields_alone_are_an_address():
    fields = {
        f"{LEAD}.Address.StreetName": "Octrooiplein",
        f"{LEAD}.Address.AdditionalStreetName": "Back door",
        f"{LEAD}.Address.CityName": "Gent",
        f"{LEAD}.Address.Country.IdentificationCode.Text": "BE",
        "Invoice.Delivery.DeliveryParty.PartyName.Name": "Reception",
    }
    tree, read = again(delivered(**fields))
    assert place(tree) == {
        "Street": "Octrooiplein",
        "More": "Back door",
        "City": "Gent",
        "Country": "BE",
        "Name": "Reception",
    }
    (address,) = read["Customer"]["Addresses"]
    assert address == {
        "AddressType": "DeliveryAddress",
        "Street": "Octrooiplein",
        "City": "Gent",
        "CountryCode": "BE",
        "Name": "Reception",
    }
    assert read["CustomFields"] == {f"{LEAD}.Address.AdditionalStreetName": "Back door"}


def test_what_a_custom_field_replaces_is_reported():
    fields = {f"{LEAD}.Address.StreetName": "Square 1"}
    _, findings = to_tree(delivered(HOME, SHOP, **fields))
    assert rules(findings) == [
        ("UBLT-UNMAPPED", "$.Customer.Addresses[1].Street"),
        ("UBLT-UNMAPPED", "$.Customer.Addresses[1].StreetNumber"),
    ]


def test_the_name_of_an_address_that_is_not_written_is_reported():
    same = {**HOME, "AddressType": "DeliveryAddress", "Name": "The cellar"}
    tree, findings = to_tree(delivered(HOME, same))
    assert place(tree) == {"Country": "BE"}
    assert rules(findings) == [("UBLT-UNMAPPED", "$.Customer.Addresses[1].Name")]


@pytest.mark.parametrize(
    ("item", "day"),
    [
        ({"DeliveryDate": date(2026, 1, 2), "OrderDate": date(2026, 1, 1)}, date(2026, 1, 2)),
        ({"OrderDate": date(2026, 1, 1)}, date(2026, 1, 1)),
        ({}, None),
    ],
)
def test_the_day_of_delivery_is_else_that_of_the_order(item, day):
    assert of.delivery_date(item, None) == day


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ({"CountryCode": "BE"}, []),  # no more than the postal address says
        ({"CountryCode": "NL"}, [{"AddressType": "DeliveryAddress", "CountryCode": "NL"}]),
        ({"City": "Gent"}, [{"AddressType": "DeliveryAddress", "City": "Gent"}]),
        ({}, []),
    ],
)
def test_an_address_that_was_read_is_kept_where_it_says_something(read, kept):
    document = {"Customer": {"Addresses": [{"AddressType": "InvoiceAddress", "CountryCode": "BE"}]}}
    of.put_delivery_address({}, document, read)
    assert document["Customer"]["Addresses"][1:] == kept


def test_the_name_that_was_read_goes_to_the_address_before_it():
    document: dict[str, Any] = {}
    of.put_delivery_party({}, document, {"Name": "A"})
    of.put_delivery_party({}, document, {"Name": "B"})
    assert document["Customer"]["Addresses"] == [{"AddressType": "DeliveryAddress", "Name": "B"}]
