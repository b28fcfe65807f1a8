"""Allowances and charges both ways ("Allowances and charges advanced"), and the price of one piece."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.converting import again, to_order, to_tree
from tests.orders import allowance, charge, line, order
from ubltools.mapping.computed import lines as of

D = Decimal
FIELDS = ("ChargeIndicator", "AllowanceChargeReasonCode", "AllowanceChargeReason", "Amount")
TAX = ("TaxCategory/ID", "TaxCategory/Percent")


def said(tree: Any, parent: str = "") -> list[tuple[str | None, ...]]:
    """What each allowance and charge of the document, or of a line, says."""
    paths = ["/".join(f"{{*}}{step}" for step in field.split("/")) for field in (*FIELDS, *TAX)]
    lead = f"{{*}}{parent}/" if parent else ""
    return [
        tuple(each.findtext(path) for path in paths) for each in tree.iterfind(f"{lead}{{*}}AllowanceCharge")
    ]


@pytest.mark.parametrize(
    ("given", "written", "price"),
    [
        (allowance("-2", Code="95"), ("false", "95", "x", "2.00", "S", "21"), "-2.00"),
        (allowance("2"), ("false", None, "x", "2.00", "S", "21"), "-2.00"),  # "Empties"
        (allowance("-2", "6"), ("false", None, "x", "2.00", "S", "6"), "-2.00"),
        (charge("4", Code="FC"), ("true", "FC", "x", "4.00", "S", "21"), "4.00"),
        (charge("-4"), ("true", None, "x", "-4.00", "S", "21"), "-4.00"),
        (charge("4", "0", VentilationCode="1"), ("true", None, "x", "4.00", "Z", "0"), "4.00"),
        (charge("4", "0", VentilationCode="21"), ("true", None, "x", "4.00", "AE", "0"), "4.00"),
        ({**allowance("-1.50"), "Quantity": D(3)}, ("false", None, "x", "4.50", "S", "21"), "-4.50"),
        (allowance("0"), ("false", None, "x", "0.00", "S", "21"), "0.00"),
    ],
)
@pytest.mark.parametrize("kind", ["Invoice", "CreditNote"])
def test_an_allowance_or_charge_of_the_document(kind, given, written, price):
    tree, read = again(order(OrderType=kind, OrderLines=[line("1", "100"), given]))
    assert said(tree) == [written]
    (back,) = (each for each in read["OrderLines"] if "AllowanceChargeIndicator" in each)
    assert (back["Quantity"], back["UnitPriceExcl"]) == (1, D(price))
    assert back["AllowanceChargeIndicator"] is given["AllowanceChargeIndicator"]
    same = ("Code", "Description", "VATPercentage")
    assert {key: back.get(key) for key in same} == {key: given.get(key) for key in same}
    assert "LinkedOrderLineID" not in back


def test_allowances_of_lines_state_no_vat_and_keep_to_their_line():
    lines = [
        line("1", "100", LinkedOrderLineID="a"),
        line("1", "50", "6", LinkedOrderLineID="b"),
        charge("4", "6", LinkedOrderLineID="b", Code="FC"),
        allowance("-2", LinkedOrderLineID="a"),
        charge("3", LinkedOrderLineID="a"),
    ]
    tree, read = again(order(OrderLines=lines))
    assert said(tree, "InvoiceLine") == [
        ("false", None, "x", "2.00", None, None),
        ("true", None, "x", "3.00", None, None),
        ("true", "FC", "x", "4.00", None, None),
    ]
    assert said(tree) == []
    first, second, *others = read["OrderLines"]
    links = [first["LinkedOrderLineID"]] * 2 + [second["LinkedOrderLineID"]]
    assert [each["LinkedOrderLineID"] for each in others] == links
    assert first["LinkedOrderLineID"] != second["LinkedOrderLineID"]


def test_an_allowance_of_a_good_that_is_returned_is_below_zero():
    tree, read = again(order(OrderLines=[line("-1", "100", ReductionPercentage=D(10))]))
    assert [each[3] for each in said(tree, "InvoiceLine")] == ["-10.00"]
    tree.find(".//{*}MultiplierFactorNumeric").getparent().remove(tree.find(".//{*}MultiplierFactorNumeric"))
    _, other = to_order(tree)[0]["OrderLines"]
    assert (other["Quantity"], other["UnitPriceExcl"]) == (-1, D("-10.00"))
    assert read["OrderLines"][0]["ReductionPercentage"] == 10


@given(st.decimals("-9999", "9999", places=2), st.booleans())
def test_an_amount_that_was_read_is_the_amount_again(stated, is_charge):
    item: dict[str, Any] = {"AllowanceChargeIndicator": is_charge}
    of.keep_adjustment_amount(item, stated, None)
    assert of.amount(item) == stated
    assert of.signed(item) == (stated if is_charge else -stated)


@pytest.mark.parametrize(
    ("price", "base", "piece"),
    [
        ("50", "1", "50"),
        ("50", "4", "12.5"),
        ("10", "3", "3.33333"),
        ("1", "1000", "0.001"),
        ("1", "1000000", "0"),  # five decimals, as Billit keeps them
        ("50", "0.5", "100"),
        ("50", "0", "50"),
        ("50", "-2", "50"),
        (None, "4", None),
    ],
)
def test_the_price_of_one_piece(price, base, piece):
    item = {} if price is None else {"UnitPriceExcl": D(price)}
    of.per_piece(item, D(base), None)
    assert item == ({} if piece is None else {"UnitPriceExcl": D(piece)})


def test_nothing_is_known_of_an_allowance_without_a_price():
    bare = {key: value for key, value in allowance("1").items() if key != "UnitPriceExcl"}
    assert of.adjustment_amount(bare, None) is None
    tree, findings = to_tree(order(OrderLines=[line(), bare]))
    assert "UBLT-ORDER-MISSING" in {each.rule for each in findings}
    assert [each[3] for each in said(tree)] == [None]
