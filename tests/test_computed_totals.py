from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders import allowance, charge, line
from ubltools.mapping.computed.lines import cents
from ubltools.mapping.computed.totals import Facts, payable, prepaid
from ubltools.mapping.decisions import Decisions

D = Decimal
rates = st.sampled_from(["0", "6", "12", "21"])
prices = st.decimals("-99999", "99999", places=5)
quantities = st.decimals("-999", "9999", places=5)
lines = st.lists(
    st.builds(lambda q, p, r: line(str(q), str(p), r), quantities, prices, rates), min_size=1, max_size=6
)


def facts(*lines, **order) -> Facts:
    return Facts(
        {"OrderType": "Invoice", "OrderDirection": "Income", "OrderLines": list(lines), **order}, Decisions()
    )


def groups(of: Facts) -> list[tuple]:
    return [(g["~category"], g["VATPercentage"], g["TotalExcl"], g["TotalVAT"]) for g in of.groups]


def test_vat_is_computed_per_group_and_rounded_once():
    """Two lines of 0.03 at 21 %: 0.0126 is one cent; rounded a line it would be two."""
    of = facts(line("1", "0.03"), line("1", "0.03"))
    assert of.totals.vat == D("0.01")


def test_the_example_on_the_page_calculations():
    """49.99 at 6 %, 24.95 and 59.99 at 21 %: 2.9994 and 17.8374 are 3.00 and 17.84, in all 155.77.

    The page says 155.76. No rounding of its groups gives that, and Billit's printed UBL rounds
    271.1268 up to 271.13, so the figure on the page is taken to be a slip.
    """
    of = facts(line("1", "49.99", "6"), line("1", "24.95"), line("1", "59.99"))
    assert [group["TotalVAT"] for group in of.groups] == [D("3.00"), D("17.84")]
    assert of.totals.inclusive == D("155.77")


def test_line_totals_are_rounded_and_then_summed():
    of = facts(line("3", "0.335"), line("3", "0.335"))
    assert [each.net for each in of.lines.values()] == [D("1.01"), D("1.01")]  # 1.005 each
    assert of.totals.lines == D("2.02")  # not 2.01


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("2.674999", "2.67"),
        ("1e10", "10000000000.00"),
    ],
)
def test_half_a_cent_goes_away_from_zero(value, rounded):
    assert cents(D(value)) == D(rounded)


def test_a_negative_price_becomes_a_negative_quantity():
    """ "Negative lines": BR-27 forbids a negative price."""
    (found,) = facts(line("2", "-5")).lines.values()
    assert (found.quantity, found.price, found.net) == (D("-2"), D("5"), D("-10.00"))


def test_a_price_with_vat_is_taken_apart():
    """149.80 with 21 % for 10 pieces: 12.38017 each, 123.80 net, 26.00 VAT, 149.80 again."""
    entered = {"Quantity": D(10), "VATPercentage": D(21), "InclLeading": True, "TotalIncl": D("149.8")}
    of = facts(entered)
    (found,) = of.lines.values()
    assert (found.price, found.net) == (D("12.38017"), D("123.80"))
    assert (of.totals.vat, of.totals.inclusive) == (D("26.00"), D("149.80"))


def test_a_unit_price_with_vat():
    (found,) = facts(
        {"Quantity": D(2), "VATPercentage": D(21), "InclLeading": True, "UnitPriceIncl": D("12.1")}
    ).lines.values()
    assert (found.price, found.net) == (D(10), D("20.00"))


def test_a_total_with_vat_counts_where_there_is_no_price():
    (found,) = facts({"Quantity": D(2), "VATPercentage": D(21), "TotalIncl": D("24.2")}).lines.values()
    assert (found.price, found.net) == (D(10), D("20.00"))


def test_a_text_line_costs_nothing():
    (found,) = facts({"Description": "Week 44"}).lines.values()
    assert (found.quantity, found.net) == (D(1), D("0.00"))


def test_more_than_five_decimals_are_rounded_away():
    (found,) = facts(line("1.1234567", "2.7654321")).lines.values()
    assert (found.quantity, found.price) == (D("1.12346"), D("2.76543"))


def test_an_allowance_on_a_line_lowers_its_net_amount():
    of = facts(line("1", "10", LinkedOrderLineID="a"), allowance("-2", LinkedOrderLineID="a"))
    (found,) = of.lines.values()
    assert (found.gross, found.net) == (D("10.00"), D("8.00"))
    assert of.totals.allowances is None
    assert of.adjustments == []


def test_a_charge_on_a_line_raises_it():
    of = facts(line("1", "10", LinkedOrderLineID="a"), charge("2", LinkedOrderLineID="a"))
    assert of.totals.lines == D("12.00")


def test_an_allowance_of_the_document_counts_in_its_own_group():
    """ "Allowances and charges advanced": 5 x 10 at 6 % and a discount of 2 at 21 %."""
    of = facts(line("5", "10", "6"), allowance("-2"))
    assert groups(of) == [("S", D(6), D("50.00"), D("3.00")), ("S", D(21), D("-2.00"), D("-0.42"))]
    assert of.totals.exclusive == D("48.00")
    assert of.totals.inclusive == D("50.58")


def test_an_allowance_with_a_positive_price_is_an_allowance():
    """ "Empties" writes it so."""
    assert (
        facts(line(), allowance("2")).totals.allowances
        == facts(line(), allowance("-2")).totals.allowances
        == 2
    )


def test_an_allowance_of_nothing_still_has_a_total():
    """BR-CO-11 compares the two as soon as there is an allowance."""
    assert facts(line(), allowance("0")).totals.allowances == 0


def test_a_link_that_leads_nowhere_is_of_the_document():
    of = facts(line("1", "10", LinkedOrderLineID="a"), allowance("-2", LinkedOrderLineID="b"))
    assert of.totals.allowances == D("2.00")


def test_a_reduction_is_an_allowance_in_percent():
    """ "Commercial discount": 14 x 2.23 less 25 %."""
    (found,) = facts(line("14", "2.23", ReductionPercentage=D(25))).lines.values()
    assert (found.gross, found.net) == (D("31.22"), D("23.41"))  # 7.805 is rounded to 7.81


def test_a_reduction_of_a_returned_good_is_below_zero():
    (found,) = facts(line("1", "-100", ReductionPercentage=D(10))).lines.values()
    assert (found.gross, found.net) == (D("-100.00"), D("-90.00"))


def test_a_cash_discount_leaves_the_total_but_not_the_vat():
    """ "Cash discount": 1317.43 less 2 % is 1291.08 taxed at 21 %, and 26.35 at 0 %."""
    of = facts(line("1", "1317.43"), PaymentDiscountPercentage=D(2))
    assert groups(of) == [("S", D(21), D("1291.08"), D("271.13")), ("Z", D(0), D("26.35"), D("0.00"))]
    assert (of.totals.exclusive, of.totals.inclusive) == (D("1317.43"), D("1588.56"))


def test_outside_vat_states_no_rate():
    of = facts(line(rate="0", VentilationCode="22"))
    assert groups(of) == [("O", None, D("10.00"), D("0.00"))]


@pytest.mark.parametrize(
    ("order", "due", "paid"),
    [
        ({}, "1.21", "0"),
        ({"ToPay": D("0.9")}, "0.90", "0.31"),  # "Prepaid"
        ({"ToPay": D("1.21"), "Paid": False}, "1.21", "0"),
        ({"Paid": True}, "0", "1.21"),
        ({"Paid": True, "ToPay": D("0.9")}, "0", "1.21"),
        ({"AboutInvoiceNumber": "7"}, "1.21", "0"),
        ({"AboutInvoiceNumber": "7", "OrderType": "CreditNote"}, "0", "1.21"),
        ({"AboutInvoiceNumber": "7", "OrderType": "CreditNote", "ToPay": D("1.21")}, "1.21", "0"),
    ],
)
def test_what_is_due_and_what_is_prepaid(order, due, paid):
    of = facts(line("1", "1"), **order)
    assert (payable({}, of), prepaid({}, of)) == (D(due), D(paid))


@given(lines)
def test_the_breakdown_sums_to_the_totals(lines):
    of = facts(*lines)
    assert sum(group["TotalExcl"] for group in of.groups) == of.totals.exclusive
    assert sum(group["TotalVAT"] for group in of.groups) == of.totals.vat
    assert of.totals.inclusive == of.totals.exclusive + of.totals.vat


@given(lines)
def test_totals_do_not_depend_on_the_order_of_lines(lines):
    assert facts(*lines).totals == facts(*reversed(lines)).totals


@given(lines)
def test_amounts_have_two_decimals_and_prices_are_not_negative(lines):
    of = facts(*lines)
    for each in of.lines.values():
        assert each.price >= 0
        assert each.net.as_tuple().exponent == -2


@given(lines)
def test_a_line_satisfies_r120(lines):
    """PEPPOL-EN16931-R120: net = quantity x price within 0.02."""
    for each in facts(*lines).lines.values():
        assert abs(each.quantity * each.price - each.net) <= D("0.005")
