import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.billit.faults import LONGEST_SHOWN, json_path, shown, value_finding
from ubltools.billit.values import FAULTS, Unreadable
from ubltools.finding import Severity


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ((), "$"),
        (("OrderDate",), "$.OrderDate"),
        (("OrderLines", 0, "Quantity"), "$.OrderLines[0].Quantity"),
        (("CustomFields", "Invoice.Note"), "$.CustomFields['Invoice.Note']"),
        (("it's",), "$['it\\'s']"),
        (("a\nb",), "$['a\\nb']"),
        (("\ud800",), "$['\\ud800']"),
    ],
)
def test_json_path(at, path):
    assert json_path(at) == path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", '"x"'),
        ('a"b\n', '"a\\"b\\n"'),
        (True, "true"),
        (None, "null"),
        (5, "5"),
        (Unreadable("NaN"), "NaN"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
    ],
)
def test_shown(value, text):
    assert shown(value) == text


def test_a_number_too_long_to_write_out_is_described():
    assert shown(10**5000) == "a number of hundreds of digits"


@given(st.text() | st.integers() | st.text(alphabet=st.characters(categories=["Cs"])))
def test_what_is_shown_is_short_and_printable(value):
    text = shown(value)
    assert len(text) <= LONGEST_SHOWN
    assert text.encode()
    assert "\n" not in text


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_reads_as_a_sentence(fault):
    finding = value_finding(fault, ("OrderLines", 0, "Quantity"), "abc")
    assert finding.rule == "UBLT-ORDER-VALUE"
    assert finding.severity is Severity.FATAL
    assert finding.message.startswith('Quantity is "abc", which ')
    assert finding.location.json_path == "$.OrderLines[0].Quantity"


def test_the_name_in_the_sentence():
    assert value_finding("dict_type", ("OrderLines", 3), 5).message.startswith("OrderLines[3] is 5, ")
    assert value_finding("dict_type", (), 5).message.startswith("The order is 5, ")
    assert value_finding("field", ("CustomFields", "a b"), []).message.startswith('"a b" is a list, ')


def test_choices_are_listed():
    hint = value_finding("literal_error", ("OrderDirection",), "Sale").hint
    assert hint == "Write Income or Cost."


def test_a_fault_nobody_thought_of_still_reads():
    assert "does not fit" in value_finding("brand_new", ("X",), json).message
