import json
from decimal import Decimal

import pytest

from ubltools.billit import company_party
from ubltools.errors import ConfigurationError, EmptyInput, NotJson

PARTY = {
    "Name": "Bakkerij Peeters",
    "VATNumber": "BE0403170701",
    "Addresses": [{"AddressType": "InvoiceAddress", "Street": "Markt", "CountryCode": "BE"}],
}
OTHER = {"Name": "Drukkerij Maes", "VatNumber": "BE 0202.239.951"}


@pytest.mark.parametrize(
    "profile",
    [
        PARTY,
        {"Company": PARTY},
        {"Companies": [PARTY]},
        {"Account": {"Companies": [PARTY]}, "Email": "x@example.com"},
        [PARTY],
        {"Items": [{"Name": "no number"}, PARTY]},
    ],
)
def test_a_party_alone_or_near_the_top(profile):
    for given in (json.dumps(profile).encode(), profile):
        party = (
            company_party(given) if not isinstance(given, list) else company_party(json.dumps(given).encode())
        )
        assert party.name == "Bakkerij Peeters"
        assert party.addresses[0].street == "Markt"


@pytest.mark.parametrize(
    "profile", [{"Name": "x", "Identifiers": [{"Identifier": "1"}]}, {"name": "x", "partyid": 5}, OTHER]
)
def test_a_party_at_the_top_needs_no_vat_number(profile):
    assert company_party(profile).name == profile.get("Name", "x")


def test_numbers_of_a_mapping_come_through_exactly():
    party = company_party({**PARTY, "DefaultReductionPercentage": 2.5, "PartyID": 7})
    assert (party.default_reduction_percentage, party.party_id) == (Decimal("2.5"), 7)
    party = company_party({**PARTY, "DefaultReductionPercentage": Decimal("2.50")})
    assert str(party.default_reduction_percentage) == "2.50"


@pytest.mark.parametrize("wanted", ["BE0202239951", "be 0202.239.951"])
def test_of_several_one_is_chosen_by_vat_number(wanted):
    assert company_party({"Companies": [PARTY, OTHER]}, vat_number=wanted).name == "Drukkerij Maes"


@pytest.mark.parametrize(
    ("profile", "wanted", "words"),
    [
        (
            {"Companies": [PARTY, OTHER]},
            None,
            "several companies: Bakkerij Peeters (BE0403170701), Drukkerij Maes",
        ),
        ({"Companies": [PARTY, PARTY]}, "BE0403170701", "several companies"),
        ({"Companies": [PARTY]}, "BE0999999999", "No company in the profile has VAT number BE0999999999"),
        ({"Companies": []}, None, "no company"),
        ({"a": {"b": {"c": {"d": PARTY}}}}, None, "no company"),
        ({"Name": "x"}, None, "no company"),
        ([], None, "no company"),
        ({"OrderType": "Invoice", "Customer": PARTY}, None, "an order, not a company profile"),
        ({**PARTY, "SendPDF": "maybe"}, None, "SendPDF is"),
        ({**PARTY, "City": "\ud83d"}, None, "half of a character"),
        ({**PARTY, "Colour": [float("nan")]}, None, "Colour is a list"),
    ],
)
def test_what_is_no_company(profile, wanted, words):
    with pytest.raises(ConfigurationError) as caught:
        company_party(json.dumps(profile).encode(), wanted)
    assert words in str(caught.value)


def test_bytes_that_are_no_json():
    with pytest.raises(NotJson):
        company_party(b"<Party/>")
    with pytest.raises(EmptyInput):
        company_party(b"")
