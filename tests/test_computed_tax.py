from decimal import Decimal

import pytest

from ubltools.mapping.computed import tax
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.decisions import Decisions

ZERO, RATE = Decimal(0), Decimal(21)
INCOME, COST = {"OrderDirection": "Income"}, {"OrderDirection": "Cost"}


def category(line, order=INCOME, **decisions):
    return tax.category(line, order, Decisions(**decisions))


# Billit's "Ventilation codes" and "Ventilation codes for cost invoices", typed off the pages.
SALES = {
    "1": "Z", "21": "AE", "22": "O", "24": "E", "51": "K",
    "55": "K", "70": "G", "101": "E", "102": "E", "104": "E",
}  # fmt: skip
PURCHASES = {"1": "Z", "21": "AE", "22": "O", "51": "K", "55": "K", "70": "G", "102": "E", "111": "E"}


@pytest.mark.parametrize(
    ("order", "code", "expected"),
    [
        *((INCOME, code, kind) for code, kind in SALES.items()),
        *((COST, code, kind) for code, kind in PURCHASES.items()),
    ],
)
def test_the_code_says_the_category_at_no_rate(order, code, expected):
    assert category({"VATPercentage": ZERO, "VentilationCode": code}, order) == expected


@pytest.mark.parametrize("code", [None, "1", "4", "21", "51"])
def test_a_rate_is_standard_whatever_the_code_says(code):
    assert category({"VATPercentage": RATE, "VentilationCode": code}) == "S"


def test_no_rate_and_no_code_is_zero_rated():
    assert category({"VATPercentage": ZERO}) == "Z"


def test_the_code_of_the_order_counts_for_lines_without_one():
    order = {**INCOME, "VentilationCode": "55"}
    assert category({"VATPercentage": ZERO}, order) == "K"
    assert category({"VATPercentage": ZERO, "VentilationCode": "21"}, order) == "AE"
    assert category({"VATPercentage": RATE}, order) == "S"


def test_the_same_number_means_different_things_by_direction():
    line = {"VATPercentage": ZERO, "VentilationCode": "111"}
    assert (category(line, COST), category(line, INCOME)) == ("E", "Z")


def test_code_22_is_what_was_decided():
    line = {"VATPercentage": ZERO, "VentilationCode": "22"}
    assert category(line) == "O"
    assert category(line, ventilation_22="E") == "E"


def test_neither_rate_nor_code_says_nothing():
    assert category({}) is None


@pytest.mark.parametrize("direction", [INCOME, COST])
@pytest.mark.parametrize("kind", ["AE", "O", "E", "K", "G"])
def test_a_category_that_was_read_is_written_again(direction, kind):
    line = {"VATPercentage": ZERO}
    assert tax.keep_category(line, kind, Facts(direction, Decisions()))
    assert category(line, direction) == kind


def test_a_category_without_a_code_is_not_kept():
    assert not tax.keep_category({}, "L", Facts(INCOME, Decisions()))


def test_reasons_of_exemption():
    assert tax.reason("S", {}) == tax.reason("Z", {}) == (None, None)
    assert tax.reason("AE", {}) == ("Reverse Charge", None)
    own = {
        "CustomFields": {"TaxExemptionReason": "Franchise", "TaxExemptionReasonCode": "VATEX-FR-FRANCHISE"}
    }
    assert tax.reason("E", own) == ("Franchise", "VATEX-FR-FRANCHISE")
    assert tax.reason("S", own) == (None, None)


def test_a_code_without_a_rate_means_zero():
    line = {"VentilationCode": "21", "UnitPriceExcl": Decimal(5)}
    assert tax.percent(line, Facts({**INCOME, "OrderLines": [line]}, Decisions())) == ZERO
