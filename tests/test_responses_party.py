"""Whether two parties are one company. Schemes and their numbers: the code list of electronic addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sent_documents import party
from ubltools.responses.model import NO_PARTY, Identifier, Party
from ubltools.responses.party import party_of, same_party


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0208:0759529202", "0208:0759529202"),
        ("0208:0759529202", "9925:BE0759529202"),
        ("9925:BE0759529202", "9925:be0759529202"),
        ("9925:BE0759529202", "0759.529.202"),
        ("BE 0759.529.202", "0208:0759529202"),
        ("9930:DE123456789", "DE123456789"),
        ("0088:5412345000013", "0088:5412345000013"),
        ("0106:12345", "0106:12345"),  # short, but of one register
    ],
)
def test_the_same_company(one, other):
    assert same_party(party(one), party(other)) and same_party(party(other), party(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0208:0759529202", "0208:0437295202"),
        ("0088:5412345000013", "9925:BE5412345000013"),  # a GLN is no VAT number
        ("0060:123456789", "9930:DE123456789"),
        ("9930:DE123456789", "9933:EL123456789"),  # one number in two countries
        ("0208:12345", "9925:12345"),  # too few digits to say anything
        ("0208:0000000000", "9925:BE0000000000"),
        ("S-1", "S-1"),  # a number of nobody knows which register
        ("0088:", "0088:"),
    ],
)
def test_another_company(one, other):
    assert not same_party(party(one), party(other)) and not same_party(party(other), party(one))


def test_any_number_will_do():
    assert same_party(party("0088:5412345000013", "BE0759529202"), party("0106:1", "0208:0759529202"))


def test_nobody_is_not_nobody():
    assert not same_party(NO_PARTY, NO_PARTY)
    assert not same_party(Party(name="City Parks"), Party(name="City Parks"))


_NUMBERS = st.lists(
    st.builds(Identifier, st.text("BE01.-", max_size=12), st.sampled_from([None, "0208", "9925", "0088"])),
    max_size=3,
).map(lambda known: Party(identifiers=tuple(known)))


@given(_NUMBERS, _NUMBERS)
def test_both_ways_alike(one, other):
    assert same_party(one, other) == same_party(other, one)


def test_a_party_of_what_was_read():
    number = {"value": " BE1 ", "scheme": "9925"}
    read = {
        "endpoint": number,
        "numbers": [number, {"value": " "}],
        "legal_number": {"value": "2"},
        "trade_name": "T",
    }
    known = (Identifier("BE1", "9925"), Identifier("2"))
    assert party_of(read) == Party(known[0], "T", known)
    assert party_of(None) == party_of({}) == NO_PARTY
