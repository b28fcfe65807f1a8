"""Which country the Peppol rules take the seller and the buyer to be in."""

import dataclasses
from functools import cache

import pytest

from tests.peppol import BILLING, credit_note, fired, invoice, schema
from tests.peppol_cases_gr import address, buyer, representative, seller, vat
from ubltools import xml
from ubltools.finding import Severity
from ubltools.validation import saxon
from ubltools.validation.schematron import Assert, Pattern, Rule, Value

# seller, then what $seller-country is; None for an error
SELLERS: list[tuple[str, str | None]] = [
    ("", "XX"),
    (seller(), "XX"),
    (seller(vat("NO974760673MVA")), "NO"),
    (seller(vat("no974760673mva")), "NO"),
    (seller(vat(" NO123")), "N"),  # cut before it is trimmed
    (seller(vat("  NO123"), address("SE")), ""),
    (seller(vat("I")), "I"),
    (seller(vat("IT1"), address("SE")), "IT"),
    (seller(vat("IT1", "TAX"), vat("EL1")), "EL"),
    (seller(vat("IT1", "vat"), address(" se\n")), "SE"),
    (seller(vat("IT1", " VAT"), address("SE")), "SE"),
    (seller(vat(""), address("SE")), "SE"),
    (seller(vat("").replace("<cbc:CompanyID></cbc:CompanyID>", ""), address("SE")), "SE"),
    (seller(address("")), ""),
    (seller(vat("IT1"), vat("IT1")), None),
    (seller(vat(""), vat(""), address("SE")), None),
]


@cache
def teller(name: str) -> saxon.Rules:
    """Rules that say what a value is, as the message of a rule that always fires."""
    check = Assert("value", "false()", Severity.FATAL, (Value(f"${name}"),))
    only = Pattern("only", (), (Rule("/*", (), (check,)),))
    return saxon.Rules(dataclasses.replace(schema(BILLING), patterns=(only,)))


def value(name: str, document: str) -> str | None:
    (said,) = teller(name).check(saxon.Source(xml.parse(document.encode()).root)).failures
    return None if said.error else said.message


@pytest.mark.parametrize(("party", "country"), SELLERS)
def test_country_of_the_seller(party: str, country: str | None) -> None:
    for document in (invoice(party), credit_note(party)):
        assert value("seller-country", document) == value("seller-own-country", document) == country


@pytest.mark.parametrize(("party", "country"), SELLERS)
def test_country_of_the_buyer(party: str, country: str | None) -> None:
    document = invoice(party.replace("Supplier", "Customer"))
    assert (value("buyer-country", document), value("seller-country", document)) == (country, "XX")


@pytest.mark.parametrize(
    ("party", "agent", "country", "own"),
    [
        (seller(address("SE")), vat("EL1"), "EL", "SE"),
        (seller(vat(""), address("SE")), vat("el1"), "EL", "SE"),
        (seller(vat("IT1")), vat("EL1"), "IT", "IT"),
        (seller(vat("IT1")), vat("EL1") * 2, "IT", "IT"),
        (seller(address("SE")), vat("EL1") * 2, None, "SE"),
        (seller(vat("IT1") * 2), vat("EL1"), None, None),
        (seller(address("SE")), vat("EL1", "TAX"), "SE", "SE"),
        (seller(address("SE")), vat("") + address("GR"), "SE", "SE"),
        (seller(), address("GR"), "XX", "XX"),
    ],
)
def test_representative_of_the_seller(party: str, agent: str, country: str | None, own: str | None) -> None:
    document = invoice(party, representative(agent))
    assert (value("seller-country", document), value("seller-own-country", document)) == (country, own)
    assert (
        value("buyer-country", invoice(party.replace("Supplier", "Customer"), representative(agent))) == own
    )


@pytest.mark.parametrize("code", ["DK", "dk", "DK ", ""])
def test_code_in_the_address_is_taken_as_it_is(code: str) -> None:
    document = invoice(seller(vat("IT1"), address(code)), buyer(address(code[::-1])))
    assert value("seller-address-code", document) == code
    assert value("buyer-address-code", document) == code[::-1]
    assert value("seller-address-code", invoice(seller())) == ""


def test_seller_with_two_vat_numbers_falls_under_no_rule_that_asks_for_the_country() -> None:
    two = vat("EL1") + vat("EL1")
    found = fired(invoice("<cbc:ID>1</cbc:ID>", seller(two, address("GR")), buyer(vat("EL1"))))
    assert not [rule for rule in found if rule.startswith(("GR-", "IT-", "NO-"))]
    assert [rule for rule in fired(invoice(seller(vat("EL1")))) if rule.startswith("GR-")]
