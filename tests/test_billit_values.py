from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from ubltools.billit import values
from ubltools.billit.values import Unreadable


def fault_of(function, value):
    with pytest.raises(PydanticCustomError) as caught:
        function(value)
    return caught.value.type


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (10, "10"),
        (-3, "-3"),
        (Decimal("10.50"), "10.50"),
        (Decimal("1e2"), "100"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-0.0"), "-0.0"),
        ("10.50", "10.50"),
        ("-7", "-7"),
        (999999999999999, "999999999999999"),
        (Decimal("0." + "1" * 20), "0." + "1" * 20),
    ],
)
def test_number_keeps_the_digits(value, expected):
    assert values.digits(values.number(value)) == expected


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (True, "number"),
        (None, "number"),
        ("", "number"),
        (" 5", "number"),
        ("1,000", "number"),
        ("1.000,50", "number"),
        ("1e5", "number"),
        ("NaN", "number"),
        ("٣", "number"),
        ([1], "number"),
        (Decimal("NaN"), "number"),
        (Decimal("Infinity"), "number"),
        (Unreadable("NaN"), "number"),
        (Unreadable("-Infinity"), "number"),
        (Unreadable("1e99999999999999999999"), "number-range"),
        (Decimal("1e15"), "number-range"),
        (Decimal("1e400"), "number-range"),
        (Decimal("1e-21"), "number-range"),
        (Decimal("0e-400"), "number-range"),
        (10**15, "number-range"),
        (-(10**15), "number-range"),
        ("1" * 16, "number-range"),
        ("0." + "1" * 21, "number-range"),
        (1.5, "float"),
    ],
)
def test_number_refuses(value, fault):
    assert fault_of(values.number, value) == fault


def test_a_number_too_long_to_write_out_is_refused():
    assert fault_of(values.number, 10**5000) == "number-range"


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,20}", fullmatch=True))
def test_a_number_within_the_limits_comes_out_digit_by_digit(text):
    assert values.digits(values.number(Decimal(text))) == text
    assert values.digits(values.number(text)) == text


@given(st.decimals())
def test_any_decimal_is_kept_exactly_or_refused(value):
    try:
        kept = values.number(value)
    except PydanticCustomError:
        assert not value.is_finite() or value.adjusted() >= 15 or value.as_tuple().exponent < -20
    else:
        assert kept == value
        assert "E" not in str(values.digits(kept))


def test_digits_refuses_what_would_not_fit():
    for value in (Decimal("1e999999"), Decimal("NaN")):
        with pytest.raises(ValueError, match="digits"):
            values.digits(value)


@pytest.mark.parametrize(("value", "expected"), [(7, 7), ("7", 7), ("-7", -7), (Decimal("7.0"), 7)])
def test_whole(value, expected):
    assert values.whole(value) == expected


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (True, "whole"),
        (Decimal("7.5"), "whole"),
        ("7.0", "whole"),
        ("x", "whole"),
        (2**63, "number-range"),
        (Decimal("1e400"), "number-range"),
    ],
)
def test_whole_refuses(value, fault):
    assert fault_of(values.whole, value) == fault


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-05",
        "2025-05-05T00:00:00",
        "2025-05-05T11:25",
        "2025-05-05T23:25:00.4667841-08:00",
        "2025-05-05T11:25:00.4667841+02:00",
        "2019-12-03T18:51:21.261Z".replace("2019-12-03", "2025-05-05"),
    ],
)
def test_day_is_the_date_as_written(text):
    assert values.day(text) == date(2025, 5, 5)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2025-02-30", "calendar"),
        ("0000-01-01", "calendar"),
        ("2025-13-01T10:00:00", "calendar"),
        ("2025-05-05T10:00:00+99:00", "calendar"),
        ("2025-05-05T24:00:00", "date"),
        ("2025-W01-1", "date"),
        ("20250505", "date"),
        ("05/05/2025", "date"),
        ("05-05-2025", "date"),
        ("2025-5-5", "date"),
        ("2025-05-05 10:00:00", "date"),
        ("２０２５-05-05", "date"),
        ("", "date"),
        (20250505, "date"),
        (None, "date"),
    ],
)
def test_day_refuses(value, fault):
    assert fault_of(values.day, value) == fault


@given(st.dates(), st.times(), st.sampled_from(["", "Z", "+02:00", "-11:30"]))
def test_day_does_not_convert_zones(day, time, zone):
    assert values.day(f"{day.isoformat()}T{time.isoformat()}{zone}") == day


def test_day_takes_dates_as_they_are():
    assert values.day(date(2025, 5, 5)) == date(2025, 5, 5)
    assert values.day(datetime(2025, 5, 5, 23, 59)) == date(2025, 5, 5)


def test_moment_cuts_digits_beyond_microseconds():
    assert values.moment("2025-05-05T11:25:00.4667849") == datetime(2025, 5, 5, 11, 25, 0, 466784)
    zone = timezone(timedelta(hours=2))
    assert values.moment("2025-05-05T11:25:00.1+02:00") == datetime(2025, 5, 5, 11, 25, 0, 100000, zone)
    assert values.moment("2025-05-05") == datetime(2025, 5, 5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("x", "x"), ("", ""), (True, "true"), (False, "false"), (5, "5"), (Decimal("1.50"), "1.50")],
)
def test_field_text(value, expected):
    assert values.field_text(value) == expected


def test_field_text_refuses_objects_and_huge_numbers():
    assert fault_of(values.field_text, {"a": 1}) == "field"
    assert fault_of(values.field_text, Decimal("1e400")) == "number-range"
    assert fault_of(values.field_text, Unreadable("NaN")) == "field"


def test_code_keeps_texts_and_whole_numbers():
    assert values.code("007") == "007"
    assert values.code(610220) == 610220
    assert fault_of(values.code, True) == "code"


def test_anything_finds_bad_numbers_at_any_depth():
    good = {"a": [1, "x", None, True, {"b": Decimal("1.5")}]}
    assert values.anything(good) is good
    assert fault_of(values.anything, {"a": [Unreadable("NaN")]}) == "inside"
    assert fault_of(values.anything, Decimal("1e99")) == "number-range"
    assert fault_of(values.anything, [0.5]) == "inside"


def test_anything_refuses_deep_nesting():
    deep = []
    for _ in range(1000):
        deep = [deep]
    assert fault_of(values.anything, deep) == "too-deep"
