"""Reductions and cash discounts, recognised in the allowances and charges of UBL, or left as they are."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.converting import again, at, to_order, to_tree
from tests.orders import allowance, charge, line, order
from ubltools.mapping.computed.folding import fold
from ubltools.mapping.decisions import Decisions

LINE_ALLOWANCE = "InvoiceLine/AllowanceCharge"
CASH = {"PaymentDiscountPercentage": "2", "PaymentReductionDays": 8}


def there_and_back(**changes: Any) -> dict[str, Any]:
    return again(order(**changes))[1]


def adjustments(read: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in read["OrderLines"] if each.get("AllowanceChargeIndicator") is not None]


def changed(tree: etree._Element, path: str, value: str | None, which: int = 0) -> dict[str, Any]:
    """The order of a document in which one text is another one, None for no such element."""
    element = tree.findall("/".join(f"{{*}}{step}" for step in path.split("/")))[which]
    if value is None:
        element.getparent().remove(element)
    else:
        element.text = value
    return to_order(tree)[0]


# The reduction of a line


@pytest.mark.parametrize("percentage", ["25", "0.01", "12.5", "33.33", "100", "-5"])
@pytest.mark.parametrize(("quantity", "price"), [("14", "2.23"), ("1", "-100"), ("3", "0.335")])
def test_a_reduction_comes_back_as_the_field_it_was(percentage, quantity, price):
    """ "Commercial discount with simple Billit fields": one field, no line of its own."""
    sold = line(quantity, price, ReductionPercentage=Decimal(percentage))
    read = there_and_back(OrderLines=[sold])
    (found,) = read["OrderLines"]
    assert found["ReductionPercentage"] == Decimal(percentage)
    assert "LinkedOrderLineID" not in found


def test_a_reduction_beside_another_allowance_of_the_line():
    lines = [
        line("14", "2.23", ReductionPercentage=Decimal(25), LinkedOrderLineID="a"),
        allowance("-1.00", LinkedOrderLineID="a"),
    ]
    found, other = there_and_back(OrderLines=lines)["OrderLines"]
    assert found["ReductionPercentage"] == Decimal(25)
    assert (other["UnitPriceExcl"], other["LinkedOrderLineID"]) == (
        Decimal("-1.00"),
        found["LinkedOrderLineID"],
    )


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("AllowanceChargeReason", "Loyalty"),
        ("AllowanceChargeReason", None),
        ("ChargeIndicator", "true"),
        ("Amount", "7.80"),  # 31.22 less 25 % is 7.805, so 7.81
        ("MultiplierFactorNumeric", "24"),
        ("MultiplierFactorNumeric", None),
        ("BaseAmount", "31.24"),
        ("BaseAmount", None),
    ],
)
def test_an_allowance_that_says_anything_else_stays_a_line_of_its_own(element, text):
    tree, _ = to_tree(order(OrderLines=[line("14", "2.23", ReductionPercentage=Decimal(25))]))
    read = changed(tree, f"{LINE_ALLOWANCE}/{element}", text)
    sold, other = read["OrderLines"]
    assert "ReductionPercentage" not in sold
    assert other["AllowanceChargeIndicator"] is (text == "true")
    assert other["LinkedOrderLineID"] == sold["LinkedOrderLineID"]


def test_an_allowance_with_a_reason_code_is_no_reduction():
    tree, _ = to_tree(order(OrderLines=[line("14", "2.23", ReductionPercentage=Decimal(25))]))
    reason = tree.find(".//{*}InvoiceLine/{*}AllowanceCharge/{*}AllowanceChargeReason")
    code = etree.Element(reason.tag.replace("Reason", "ReasonCode"))
    code.text = "95"
    reason.addprevious(code)
    sold, other = to_order(tree)[0]["OrderLines"]
    assert "ReductionPercentage" not in sold and other["Code"] == "95"


def test_a_reduction_that_is_not_the_first_allowance_stays():
    """Billit writes the reduction before the other allowances, so the order of the two would change."""
    lines = [
        line("14", "2.23", ReductionPercentage=Decimal(25), LinkedOrderLineID="a"),
        allowance("-1.00", LinkedOrderLineID="a"),
    ]
    tree, _ = to_tree(order(OrderLines=lines))
    first, second = tree.findall(".//{*}InvoiceLine/{*}AllowanceCharge")
    first.addprevious(second)
    sold, *others = to_order(tree)[0]["OrderLines"]
    assert "ReductionPercentage" not in sold
    assert len(others) == 2


# The cash discount


@pytest.mark.parametrize(
    ("lines", "percentage"),
    [
        ([line("1", "1317.43")], "2"),
        ([line("3", "10", "6"), line("1", "7.77")], "2.5"),
        ([line("1", "10"), allowance("-1.50")], "2"),
        ([line("1", "10"), charge("1.50"), line("2", "3", "0", VentilationCode="1")], "3"),
        ([line("1", "100", ReductionPercentage=Decimal(10))], "2"),
    ],
)
@pytest.mark.parametrize("language", ["NL", "FR", "DE", None])
def test_a_cash_discount_comes_back_as_the_fields_it_was(lines, percentage, language):
    """ "Discount with simple Billit fields": an allowance for each rate, a charge at 0 %, and the terms.

    UBL does not say the language of the customer, so that terms in another one stay as a text.
    """
    customer = {**order()["Customer"], **({"Language": language} if language else {})}
    given = {**CASH, "PaymentDiscountPercentage": percentage, "OrderLines": lines, "Customer": customer}
    read, _ = to_order(to_tree(order(**given))[0])
    assert read["PaymentDiscountPercentage"] == Decimal(percentage)
    own = sum(1 for each in lines if "AllowanceChargeIndicator" in each)
    assert len(adjustments(read)) == own
    if language is None:
        assert read["PaymentReductionDays"] == 8
        assert "PaymentTerms" not in read.get("CustomFields", {})
    else:
        assert "2026-11-10" in read["CustomFields"]["PaymentTerms"]
        assert "PaymentReductionDays" not in read


def test_a_discount_is_written_again_as_it_was_with_the_terms_as_text():
    customer = {**order()["Customer"], "Language": "NL"}
    again(order(**CASH, Customer=customer))
    again(order(**CASH))


@pytest.mark.parametrize(
    ("path", "text", "which"),
    [
        ("AllowanceCharge/AllowanceChargeReason", "Skonto", 0),
        ("AllowanceCharge/Amount", "1.47", 0),
        ("AllowanceCharge/Amount", "1.47", -1),
        ("AllowanceCharge/BaseAmount", "1.00", 0),
        ("AllowanceCharge/MultiplierFactorNumeric", "3", 0),
        ("AllowanceCharge/ChargeIndicator", "true", 0),
        ("AllowanceCharge/ChargeIndicator", "false", -1),
        ("AllowanceCharge/TaxCategory/Percent", "12", 0),
        ("AllowanceCharge/TaxCategory/Percent", "6", -1),
        ("AllowanceCharge/TaxCategory/ID", "E", -1),
        ("InvoiceLine/Price/PriceAmount", "5", 0),
    ],
)
def test_allowances_that_say_anything_else_stay_lines_of_their_own(path, text, which):
    tree, _ = to_tree(order(**CASH))
    count = len(tree.findall("{*}AllowanceCharge"))
    read = changed(tree, path, text, which)
    assert "PaymentDiscountPercentage" not in read
    assert len(adjustments(read)) == count
    assert "PaymentTerms" in read["CustomFields"]


@pytest.mark.parametrize("more", [allowance("-1.00"), charge("1.00")])
def test_another_allowance_or_charge_after_the_discount_keeps_it_apart(more):
    """Billit writes the cash discount last, so this document was not made from the field."""
    tree, _ = to_tree(order(OrderLines=[line("1", "100")], **CASH))
    extra, _ = to_tree(order(OrderLines=[line("1", "100"), more]))
    tree.findall("{*}AllowanceCharge")[-1].addnext(extra.find("{*}AllowanceCharge"))
    read, _ = to_order(tree)
    assert "PaymentDiscountPercentage" not in read
    assert len(adjustments(read)) == 3


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ("2 % discount if paid no later than 2026-11-10", 8),
        ("2 % discount if paid no later than 2026-11-02", 0),
        ("2 % discount if paid no later than 2026-11-01", None),  # before the invoice
        ("2 % discount if paid no later than 2026-02-30", None),
        ("3 % discount if paid no later than 2026-11-10", None),
        ("2 % discount if paid no later than 2026-11-10, else 30 days", None),
        ("30 days", None),
    ],
)
def test_terms_become_days_only_where_they_are_the_sentence(terms, days):
    tree, _ = to_tree(order(**CASH))
    read = changed(tree, "PaymentTerms/Note", terms)
    assert read["PaymentDiscountPercentage"] == 2
    assert read.get("PaymentReductionDays") == days
    assert read.get("CustomFields", {}).get("PaymentTerms") == (terms if days is None else None)


# Whatever is folded


percentages = st.decimals("0.01", "100", places=2)
sold = st.builds(
    lambda quantity, price, rate, reduction: (
        line(str(quantity), str(price), rate) | ({"ReductionPercentage": reduction} if reduction else {})
    ),
    st.decimals("0.01", "99", places=2),
    st.decimals("-99", "999", places=3),
    st.sampled_from(["6", "12", "21"]),
    st.none() | percentages,
)


@given(st.lists(sold, min_size=1, max_size=4), st.none() | percentages)
def test_percentages_of_any_order_come_back(lines, discount):
    fields = {"PaymentDiscountPercentage": discount, "PaymentReductionDays": 8} if discount else {}
    tree, read = again(order(OrderLines=lines, **fields))
    assert [each.get("ReductionPercentage") for each in read["OrderLines"]] == [
        each.get("ReductionPercentage") for each in lines
    ]
    if at(tree, "AllowanceCharge/Amount"):  # a discount that comes to nothing is not written
        assert read["PaymentDiscountPercentage"] == discount


@pytest.mark.parametrize("lines", [None, [], [line()], [allowance("-1")]])
def test_nothing_to_fold(lines):
    document = {"OrderLines": lines}
    fold(document, Decisions())
    assert document == {"OrderLines": lines}


def test_allowances_come_after_the_lines_and_keep_nothing_derived():
    own = allowance("-1") | {"~percentage": Decimal(7), "~base": Decimal(9)}
    document = {"OrderLines": [own, line(), charge("2")]}
    fold(document, Decisions())
    assert document["OrderLines"] == [line(), allowance("-1"), charge("2")]
