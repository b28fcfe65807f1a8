"""Laws of the whole way, for any order that the quick-start table can express."""

import copy
import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orders import COMPANY, SAMPLES
from ubltools import billit
from ubltools.convert import from_ubl, to_ubl
from ubltools.finding import Severity
from ubltools.sendxml import presend

BASE: dict[str, Any] = json.loads((SAMPLES / "order.json").read_text("utf-8"))


def money(low: int, high: int, places: int) -> st.SearchStrategy[str]:
    """Decimal numbers as JSON strings, so that no float comes near them."""
    return st.decimals(low, high, places=places).map(lambda value: format(value, "f"))


taxed = st.sampled_from([("6", None), ("12", None), ("21", None), ("5.5", None)])
untaxed = st.sampled_from([("0", code) for code in (None, "21", "24", "51", "55", "70", "104")])


@st.composite
def product(draw: st.DrawFn, number: int) -> list[dict[str, Any]]:
    rate, code = draw(taxed | untaxed)
    item: dict[str, Any] = {"Description": f"Line {number}", "VATPercentage": rate}
    item |= {"VentilationCode": code} if code else {}
    item["Quantity"] = draw(money(-20, 500, 5))
    priced = draw(st.sampled_from(["UnitPriceExcl", "UnitPriceExcl", "UnitPriceIncl", "TotalIncl"]))
    item[priced] = draw(money(-50 if priced == "UnitPriceExcl" else 0, 900, 5))
    item |= {"InclLeading": True} if priced != "UnitPriceExcl" else {}
    item |= {"ReductionPercentage": draw(money(0, 100, 2))} if draw(st.booleans()) else {}
    if not draw(st.booleans()):
        return [item]
    item["LinkedOrderLineID"] = f"L{number}"
    return [
        item,
        adjustment(draw(money(0, 9, 2)), draw(st.booleans()), rate) | {"LinkedOrderLineID": f"L{number}"},
    ]


def adjustment(amount: str, charge: bool, rate: str) -> dict[str, Any]:
    price = amount if charge else f"-{amount}"
    held = {"Quantity": 1, "UnitPriceExcl": price, "VATPercentage": rate, "Description": "Adjustment"}
    return held | {"AllowanceChargeIndicator": charge}


@st.composite
def orders(draw: st.DrawFn) -> dict[str, Any]:
    order = copy.deepcopy(BASE)
    order["OrderType"] = draw(st.sampled_from(["Invoice", "CreditNote"]))
    order["OrderLines"] = [item for n in range(draw(st.integers(1, 4))) for item in draw(product(n))]
    for _ in range(draw(st.integers(0, 2))):
        order["OrderLines"].append(
            adjustment(draw(money(0, 50, 2)), draw(st.booleans()), draw(st.sampled_from(["6", "21"])))
        )
    if draw(st.booleans()):
        order["OrderLines"].append({"Description": "A line of text"})
    order |= draw(
        st.sampled_from([{}, {"Paid": True}, {"ToPay": "12.34"}, {"AboutInvoiceNumber": "2026-0001"}])
    )
    return order | draw(st.sampled_from([{}, {"PaymentDiscountPercentage": "2", "PaymentReductionDays": 8}]))


def written(order: dict[str, Any]) -> str:
    text = to_ubl(json.dumps(order), company=COMPANY).document
    assert text is not None
    return text


@settings(max_examples=60, deadline=None)
@given(orders())
def test_an_order_without_a_fault_has_no_fatal_finding(order):
    """XSD, EN 16931 and Peppol: what the conversion makes may be sent."""
    report = presend(json.dumps(order), company=COMPANY).report
    assert list(report.reaching(Severity.FATAL)) == []
    assert report.ok


@settings(deadline=None)
@given(orders())
def test_there_and_back_and_there_again_is_the_same_ubl(order):
    once = written(order)
    back = from_ubl(once.encode())
    assert to_ubl(billit.to_json(back.document)).document == once


@settings(deadline=None)
@given(orders())
def test_converting_back_twice_changes_nothing(order):
    first = from_ubl(written(order).encode()).document
    second = from_ubl(to_ubl(billit.to_json(first)).document.encode()).document
    assert billit.dump(first) == billit.dump(second)


@settings(deadline=None)
@given(orders(), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(order, random):
    keys = list(order)
    random.shuffle(keys)
    assert written({key: order[key] for key in keys}) == written(order)


@settings(deadline=None)
@given(orders())
def test_a_loaded_order_is_written_as_its_text_is(order):
    loaded = billit.load(json.dumps(order).encode()).order
    assert to_ubl(loaded, company=COMPANY).document == written(order)


def test_numbers_keep_their_digits_all_the_way():
    order = copy.deepcopy(BASE)
    order["OrderLines"] = [
        {"Quantity": 1, "UnitPriceExcl": Decimal("0.1"), "VATPercentage": 21, "Description": "x"}
    ]
    text = json.dumps(order, default=str).replace('"0.1"', "0.10000")
    back = from_ubl(to_ubl(text, company=COMPANY).document.encode()).document
    assert str(back.order_lines[0].unit_price_excl) == "0.10000"
