from decimal import Decimal

import pytest
from pydantic import ValidationError

from ubltools.billit import BankAccount, Identifier, Order, OrderLine, Party
from ubltools.billit.model import Model
from ubltools.billit.party import Address, PartyCustomField
from ubltools.billit.plain import nested, validator


def test_the_plain_form_has_the_values_of_the_model():
    given = {"CustomFields": {"a": 1}, "Addresses": [{"Zipcode": 9000}], "DefaultExpiryOffset": "30"}
    plain = validator(Party, False)(given)
    assert plain == {
        "Addresses": [{"Zipcode": "9000"}],
        "DefaultExpiryOffset": 30,
        "CustomFields": [{"Key": "a", "Value": "1"}],
    }
    assert plain == Party.model_validate(given).model_dump(by_alias=True, exclude_none=True)


def test_unknown_keys_are_refused_or_kept():
    with pytest.raises(ValidationError):
        validator(Party, False)({"Zip": "9000"})
    assert validator(Party, True)({"Zip": {"x": Decimal(1)}}) == {"Zip": {"x": Decimal(1)}}


@pytest.mark.parametrize(
    "key", ["Name", "DefaultExpiryOffset", "Users", "Addresses", "SendPDF", "CustomFields"]
)
def test_null_is_refused(key):
    with pytest.raises(ValidationError):
        validator(Party, True)({key: None})


def test_nested():
    assert nested(Order)["OrderLines"] == (OrderLine, True)
    assert nested(Order)["Customer"] == (Party, False)
    assert {key: inner.model for key, inner in nested(Party).items()} == {
        "Addresses": Address,
        "Identifiers": Identifier,
        "BankAccounts": BankAccount,
        "CustomFields": PartyCustomField,
    }


def test_every_model_in_an_order_is_reached():
    reached, waiting = set(), [Order]
    while waiting:
        model = waiting.pop()
        reached.add(model)
        waiting += [inner.model for inner in nested(model).values() if inner.model not in reached]
    models = {each for base in (Model, *Model.__subclasses__()) for each in base.__subclasses__()}
    assert reached == {each for each in models if each.model_fields}
