from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.lens.codecs import AMOUNT, BASE64, DATE, FLAG, NUMBER, TEXT

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6)

# One list, run in both directions.
CASES = [
    (TEXT, "a b", "a b"),
    (NUMBER, Decimal("1.50"), "1.50"),
    (NUMBER, Decimal("-0.00001"), "-0.00001"),
    (AMOUNT, Decimal("12.30"), "12.30"),
    (AMOUNT, Decimal("-0.05"), "-0.05"),
    (AMOUNT, Decimal("0.00"), "0.00"),
    (DATE, date(2026, 2, 28), "2026-02-28"),
    (FLAG, True, "true"),
    (FLAG, False, "false"),
    (BASE64, "QUJD", "QUJD"),
]


@pytest.mark.parametrize(("codec", "value", "text"), CASES)
def test_write(codec, value, text):
    assert codec.write(value) == text


@pytest.mark.parametrize(("codec", "value", "text"), CASES)
def test_read(codec, value, text):
    assert codec.read(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5", "5.00"),
        ("5.1", "5.10"),
        ("1E+2", "100.00"),
        ("0", "0.00"),
        ("1.234", "1.234"),
        ("1E-3", "0.001"),
    ],
)
def test_an_amount_has_at_least_two_decimals_and_no_exponent(value, text):
    assert AMOUNT.write(Decimal(value)) == text


@pytest.mark.parametrize(("value", "number", "amount"), [("-0", "0", "0.00"), ("-0.000", "0.000", "0.000")])
def test_zero_has_no_sign(value, number, amount):
    assert NUMBER.write(Decimal(value)) == number
    assert AMOUNT.write(Decimal(value)) == amount


@given(decimals)
def test_numbers_come_back_exactly(value):
    assert NUMBER.read(NUMBER.write(value)) == value
    assert AMOUNT.read(AMOUNT.write(value)) == value


@given(decimals)
def test_numbers_are_written_without_exponent(value):
    assert set(NUMBER.write(value)) <= set("-0123456789.")
    assert set(AMOUNT.write(value)) <= set("-0123456789.")


@pytest.mark.parametrize("text", ["", " ", "1e3", "NaN", "INF", "1,5", "0x1", "1_000", "\u0661", "1 2"])
def test_what_xsd_calls_no_decimal_is_refused(text):
    with pytest.raises(ValueError, match="decimal"):
        NUMBER.read(text)


@pytest.mark.parametrize("text", ["+1", " 1 ", "\n1\t", ".5", "5."])
def test_what_xsd_calls_a_decimal_is_read(text):
    assert NUMBER.read(text) == Decimal(text.strip())


@pytest.mark.parametrize("text", ["2026-02-30", "2026-2-1", "2026-01-01Z", "20260101", "01-01-2026", ""])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        DATE.read(text)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("0", False), (" true ", True)])
def test_flags_in_all_spellings_of_xsd(text, value):
    assert FLAG.read(text) is value


@pytest.mark.parametrize("text", ["", "TRUE", "yes"])
def test_a_flag_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="true or false"):
        FLAG.read(text)


def test_base64_loses_its_line_breaks():
    assert BASE64.read("QU\n JD\n") == "QUJD"
