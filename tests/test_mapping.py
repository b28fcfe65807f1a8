import re

import pytest

from ubltools import codes
from ubltools.conversion import root_of
from ubltools.lens.describe import describe
from ubltools.mapping import decisions
from ubltools.mapping.invoice import TARGETS, target_of_order, target_of_ubl
from ubltools.names import BILLING, SELF_BILLING, Kind

IDS = [f"{target.kind}-{'self' if target.customization == SELF_BILLING else 'billing'}" for target in TARGETS]
# One row serves an allowance and a charge; it carries the term of the allowance.
CHARGE = {
    "BT-92": "BT-99", "BT-93": "BT-100", "BT-94": "BT-101", "BT-95": "BT-102", "BT-96": "BT-103",
    "BT-97": "BT-104", "BT-98": "BT-105", "BT-136": "BT-141", "BT-137": "BT-142", "BT-138": "BT-143",
    "BT-139": "BT-144", "BT-140": "BT-145",
}  # fmt: skip


def plain(path: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", path)


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_every_business_term_stands_at_its_path(target):
    wrong = []
    for entry in describe(root_of(target)):
        known = {plain(path) for path in codes.paths_of(entry.term)} if entry.term else None
        if known is not None and f"/{target.kind}/{entry.ubl_path}" not in known:
            wrong.append((entry.term, entry.ubl_path, sorted(known)))
    assert wrong == []


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_a_term_that_serves_allowances_serves_charges_too(target):
    paths = {entry.term: entry.ubl_path for entry in describe(root_of(target)) if entry.term in CHARGE}
    for term, path in paths.items():
        assert f"/{target.kind}/{path}" in {plain(each) for each in codes.paths_of(CHARGE[term])}


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_no_business_term_has_two_rows(target):
    terms = [entry.term for entry in describe(root_of(target)) if entry.term]
    assert sorted(terms) == sorted(set(terms))


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_every_path_stands_in_the_table_once(target):
    paths = [entry.ubl_path for entry in describe(root_of(target))]
    twice = {path for path in paths if paths.count(path) > 1}
    assert twice == set()


@pytest.mark.parametrize(
    ("order_type", "sub_type", "kind", "customization", "type_code"),
    [
        ("Invoice", None, Kind.INVOICE, BILLING, "380"),
        ("CreditNote", None, Kind.CREDIT_NOTE, BILLING, "381"),
        ("Invoice", "SelfBilling", Kind.INVOICE, SELF_BILLING, "389"),
        ("CreditNote", "SelfBilling", Kind.CREDIT_NOTE, SELF_BILLING, "261"),
    ],
)
def test_the_document_an_order_becomes(order_type, sub_type, kind, customization, type_code):
    target = target_of_order(order_type, sub_type)
    assert target is not None
    assert (target.kind, target.customization) == (kind, customization)
    codes_of_type = [e.codec for e in describe(root_of(target)) if e.ubl_path == f"cbc:{kind}TypeCode"]
    assert codes_of_type == [type_code]
    assert target_of_ubl(kind, customization) is target


@pytest.mark.parametrize("order_type", ["Offer", "DeliveryNote", "OrderForm", None, ""])
def test_other_orders_become_nothing(order_type):
    assert target_of_order(order_type, None) is None


def test_a_response_is_no_order():
    assert target_of_ubl(Kind.APPLICATION_RESPONSE, None) is None
    assert target_of_ubl(None, BILLING) is None


def test_an_unknown_customization_is_read_as_billing():
    target = target_of_ubl(Kind.INVOICE, "urn:cen.eu:en16931:2017")
    assert target is not None and target.customization == BILLING


def test_decisions_have_the_defaults_that_billit_shows_last():
    chosen = decisions.Decisions()
    assert (chosen.ventilation_22, chosen.buyer_reference_filler, chosen.order_reference_fallback) == (
        "O",
        "NA",
        None,
    )
