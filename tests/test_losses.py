import pytest

from ubltools.finding import Severity
from ubltools.losses import lost
from ubltools.mapping.not_carried import is_carried


@pytest.mark.parametrize(
    ("path", "carried"),
    [
        ("$.OrderNumber", True),
        ("$.OrderID", False),
        ("$.OrderLines[3].Quantity", True),
        ("$.OrderLines[3].OrderLineID", False),
        ("$.VatGroups[0].TotalExcl", False),
        ("$.BookingEntries[0].Amount", False),
        ("$.Customer.Nr", False),
        ("$.Customer.Name", True),
        ("$.Customer.IBAN", False),
        ("$.Supplier.IBAN", True),
        ("$.Customer.Users[0].Name", False),
        ("$.CustomFields['Invoice.Note']", True),
    ],
)
def test_what_an_invoice_should_carry(path, carried):
    assert is_carried(path) is carried


def test_what_repeats_another_field_is_not_lost():
    address = {"AddressType": "InvoiceAddress", "Name": "N", "City": "C"}
    document = {
        "Customer": {
            "Name": "N",
            "City": "C",
            "Addresses": [address, {**address, "AddressType": "DeliveryAddress"}],
        }
    }
    unused = [
        ("$.Customer.City", "C"),
        ("$.Customer.Addresses[0].Name", "N"),
        ("$.Customer.Addresses[1].AddressType", "DeliveryAddress"),
        ("$.Customer.Addresses[1].City", "C"),
    ]
    assert list(lost(document, unused)) == []


def test_what_is_lost_for_a_known_reason_is_a_note():
    (finding,) = lost({}, [("$.ExpiryDate", "2026-01-01")])
    assert finding.severity is Severity.INFO and "due date" in finding.message


def test_a_long_value_is_shortened():
    (finding,) = lost({}, [("$.Colour", "x" * 500)])
    assert len(finding.message) < 100


def test_an_address_that_is_used_is_not_lost_with_its_name():
    address = {"AddressType": "InvoiceAddress", "Name": "Other", "City": "C"}
    (finding,) = lost(
        {"Customer": {"Name": "N", "Addresses": [address]}}, [("$.Customer.Addresses[0].Name", "Other")]
    )
    assert finding.location.json_path == "$.Customer.Addresses[0].Name"
