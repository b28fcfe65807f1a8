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
    line = {} if kind == "O" else {"VATPercentage": ZERO}  # category O states no rate (BR-O-05)
    tax.keep_category(line, kind, Facts(direction, Decisions()))
    assert category(line, direction) == kind
    assert line["VATPercentage"] == ZERO


@pytest.mark.parametrize("kind", ["S", "Z", "L", "M", "B"])
def test_a_category_without_a_code_leaves_the_line_as_it_is(kind):
    line: dict = {}
    tax.keep_category(line, kind, Facts(INCOME, Decisions()))
    assert line == {}


@pytest.mark.parametrize(
    ("order", "code", "category", "others"),
    [
        (INCOME, "51", "K", {"51", "55"}),
        (INCOME, "55", "K", {"51", "55"}),
        (COST, "51", "K", {"51", "55"}),
        (INCOME, "104", "E", {"24", "101", "102", "104"}),
        (COST, "102", "E", {"102", "111"}),
        *((order, code, None, set()) for order in (INCOME, COST) for code in ("1", "21", "22", "70", None)),
    ],
)
def test_codes_that_share_a_category_cannot_be_told_apart(order, code, category, others):
    kind, codes = tax.ambiguous(code, order)
    assert (kind, set(codes)) == (category, others)
    assert codes[:1] == ((code,) if category else ())
    assert all(each in tax.CODES for each in codes)


def test_a_text_line_is_taxed_as_the_first_line_that_says_something():
    text, priced = {"Description": "Week 44"}, {"UnitPriceExcl": Decimal(1), "VATPercentage": RATE}
    of = Facts({**INCOME, "OrderLines": [text, priced]}, Decisions())
    assert (tax.category_of(text, of), tax.percent(text, of)) == ("S", RATE)
    alone = Facts({**INCOME, "OrderLines": [text]}, Decisions())
    assert (tax.category_of(text, alone), tax.percent(text, alone)) == (None, None)


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
