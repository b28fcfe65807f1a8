"""Each check on its own; what they say on whole orders is in test_convert.py and test_sendxml.py."""

from decimal import Decimal

import pytest

from tests.orders import allowance, charge, line
from ubltools.finding import Severity
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.decisions import Decisions
from ubltools.order_checks import CHECKS, check

GOOD = {
    "OrderType": "Invoice",
    "OrderDirection": "Income",
    "Reference": "PO-1",
    "Customer": {"Name": "C", "VATNumber": "BE0563846944"},
    "Supplier": {"Name": "S"},
    "OrderLines": [line()],
}


def said(**changes) -> list[tuple[str, str, str | None]]:
    document = {**GOOD, **changes}
    found = check(document, Facts(document, Decisions()))
    return [(each.rule, each.severity.value, each.location.json_path) for each in found]


def test_a_good_order_is_not_worth_a_word():
    assert said() == []


def test_every_check_can_speak():
    """One order that each check objects to."""
    linked = allowance("-1", LinkedOrderLineID="x")
    document = {
        "OrderDirection": "Income",
        "Supplier": {"VATNumber": "NL1"},
        "TotalExcl": Decimal(1),
        "VatGroups": [{"VATPercentage": Decimal(21), "TotalVAT": Decimal(5)}],
        "OrderPDF": {"FileName": "a.pdf"},
        "PaymentMethod": "Visa",
        "OrderLines": [
            line(Unit="PCE", VentilationCode="21", TotalIncl=Decimal(99)),
            line(rate=None),
            {"Quantity": Decimal(1), "VATPercentage": Decimal(21)},
            linked,
        ],
    }
    facts = Facts(document, Decisions())
    silent = [each.__name__ for each in CHECKS if not list(each(document, facts))]
    assert silent == []


@pytest.mark.parametrize("rate", ["0", "0.00"])
@pytest.mark.parametrize(("code", "speaks"), [(None, True), ("1", False), ("21", False)])
def test_zero_without_a_reason(rate, code, speaks):
    found = said(OrderLines=[line(rate=rate, VentilationCode=code)])
    assert bool(found) is speaks


def test_the_code_of_the_order_is_a_reason():
    assert said(OrderLines=[line(rate="0")], VentilationCode="55") == []


@pytest.mark.parametrize("code", ["2", "3", "4"])
def test_the_codes_of_ordinary_rates_are_known(code):
    assert said(OrderLines=[line(VentilationCode=code)]) == []


def test_a_linked_allowance_needs_no_rate():
    lines = [line(LinkedOrderLineID="a"), {**allowance("-1", LinkedOrderLineID="a"), "VATPercentage": None}]
    assert said(OrderLines=lines) == []


def test_an_allowance_of_the_document_needs_one():
    lines = [line(), {**allowance("-1"), "VATPercentage": None}]
    assert said(OrderLines=lines) == [("UBLT-ORDER-MISSING", "fatal", "$.OrderLines[1].VATPercentage")]


def test_two_groups_of_one_rate_are_not_compared():
    """The rate alone does not say which group is meant: Z and AE are both 0 %."""
    lines = [line(rate="0", VentilationCode="21"), line(rate="0", VentilationCode="1")]
    assert said(OrderLines=lines, VatGroups=[{"VATPercentage": Decimal(0), "TotalExcl": Decimal(99)}]) == []


@pytest.mark.parametrize(("posted", "speaks"), [("10.00", False), ("10.004", False), ("10.01", True)])
def test_totals_are_compared_to_the_cent(posted, speaks):
    assert bool(said(TotalExcl=Decimal(posted))) is speaks


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("QUJD", None),
        ("QU\nJD", None),
        ("QUJ", "UBLT-FILE-DAMAGED"),
        ("data:x;base64,QUJD", "UBLT-FILE-DAMAGED"),
    ],
)
def test_the_content_of_a_file(content, rule):
    found = said(OrderPDF={"FileName": "a.pdf", "FileContent": content})
    assert [each[0] for each in found] == ([rule] if rule else [])


def test_findings_are_fatal_only_where_sending_must_fail():
    fatal = {
        each[0] for each in said(OrderLines=[line(rate="0")], Reference=None) if each[1] == Severity.FATAL
    }
    assert fatal == set()


def test_a_line_without_a_price_is_no_gift():
    """A price under a key that Billit does not read must not become an invoice of 0."""
    unpriced = {"Quantity": Decimal(1), "VATPercentage": Decimal(21), "UnitPrice": Decimal(10)}
    assert said(OrderLines=[unpriced]) == [("UBLT-ORDER-MISSING", "fatal", "$.OrderLines[0].UnitPriceExcl")]
    assert said(OrderLines=[line(price="0")]) == []
    assert said(OrderLines=[line(), {"Description": "text"}]) == []


def test_charges_alone_are_no_document():
    assert said(OrderLines=[charge("4")]) == [("UBLT-NO-LINES", "fatal", "$.OrderLines")]


@pytest.mark.parametrize(("total", "speaks"), [("12.10", False), ("12.11", False), ("12.13", True)])
def test_a_line_total_with_vat(total, speaks):
    assert bool(said(OrderLines=[line(TotalIncl=Decimal(total))])) is speaks


def test_a_line_total_with_vat_of_no_pieces_is_not_lost_in_silence():
    entered = {
        "Quantity": Decimal(0),
        "InclLeading": True,
        "TotalIncl": Decimal("24.20"),
        "VATPercentage": Decimal(21),
    }
    assert said(OrderLines=[entered]) == [("UBLT-TOTAL-MISMATCH", "warning", "$.OrderLines[0].TotalIncl")]


def test_the_second_address_and_the_method_of_payment():
    party = {"Name": "C", "VATNumber": "BE0563846944", "Email": "a@x.example; b@x.example"}
    found = said(Customer=party, PaymentMethod="Visa")
    assert [each[2] for each in found] == ["$.Customer.Email", "$.PaymentMethod"]
    assert said(PaymentMethod="Visa", CustomFields={"PaymentMeansCode": "48"}) == []
    assert said(PaymentMethod="Wired") == []
