"""The check digits and tolerances of the Peppol rules, against published examples and python-stdnum."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import ean, luhn
from stdnum.au import abn
from stdnum.be import vat as be_vat
from stdnum.gr import vat as gr_vat
from stdnum.it import iva
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr

from tests.peppol import answers

# Published examples of each function: what is true, what is false. Ours among the false ones: a sign that is
# no digit, in front of a number whose sum would be right (":" counts as 10, ";" as 11).
VECTORS = [
    (
        "u:gln(@v)",
        ("7300010000001", "12345670", "0", "00000000"),
        ("7300010000002", "5", "", "x", ":7300010000001"),
    ),
    ("u:mod11(@v)", ("123456785", "974760673"), ("000000000", "100000000", "", "97476067x", ";974760673")),
    (
        "u:mod97(@v)",
        ("0202239951", "0000000097"),
        ("0000000000", "0842217521", "", "x", "020223995", "x0202239951"),
    ),
    ("u:ipa(@v)", ("ABC123", "abcdef"), ("", "ABC12", "ABC12\u00e9")),
    (
        "u:codice-fiscale(@v)",
        ("RSSMRA85T10A562S", "12345678901", "+1234567890", "RSSMRA+5T10A562S"),
        (
            "RSSMRA85T10A5623",
            "",
            "1234567890",
            "RSSMRA8XT10A562S",
            "RSSMRA85T1OA562S",
            "RSSMRA85T10A56OS",
            "AAAAAA12A10AAA5RSSMRA85T10A562S",
            "1234567890A",
        ),
    ),
    (
        "u:partita-iva-if-italian(@v)",
        ("IT12345678903", "IT00000000000", "FRxxx", "", "It1"),
        ("IT12345678901", "IT1234567890", "IT", "it12345678901", "IT1234567890x"),
    ),
    (
        "u:luhn10(@v)",
        ("5567890123", "2120000142", "212000014299", "0000000000"),
        ("212000014", "", "556789012", "5567890124", "55678901x3", ":0000000090"),
    ),
    ("u:abn(@v)", ("51824753556",), ("51824753557", "", "5182475355", ":10000100040")),
    (
        "u:greek-tin(@v)",
        ("094259216", "0942592169", "000000000", "094259216x"),
        ("09425921", "094259217", "", "EL094259216", " 094259216", ":00000008"),
    ),
]


@pytest.mark.parametrize(("call", "good", "bad"), VECTORS)
def test_published_vectors(call: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert answers(call, *good) == [True] * len(good)
    assert answers(call, *bad) == [False] * len(bad)


def test_signed_italian_vat_number_cannot_be_evaluated() -> None:
    assert answers("u:partita-iva-if-italian(@v)", "IT+1234567890") == [None]


def test_tolerance_includes_its_limit_and_needs_both_amounts() -> None:
    assert answers("u:within(@v, 1, 0.02)", "0.98", "1.02", "0.9799", "1.0201", "", "1e0") == [
        True, True, False, False, None, None,
    ]  # fmt: skip


def test_halves_of_a_cent_go_up() -> None:
    rounded = {
        "0.005": "0.01",
        "-0.005": "0",
        "-0.0051": "-0.01",
        "2.345": "2.35",
        "-2.345": "-2.34",
        "2.3449": "2.34",
    }
    for amount_, expected in rounded.items():
        assert answers(f"u:cents({amount_}) eq {expected}", "") == [True]


DIGIT = "0123456789"


def digits(smallest: int, largest: int) -> st.SearchStrategy[str]:
    return st.text(DIGIT, min_size=smallest, max_size=largest)


def right(call: str, payload: str) -> set[str]:
    """The numbers that begin with the payload and whose last digit the rules accept."""
    numbers = [payload + last for last in DIGIT]
    return {number for number, answer in zip(numbers, answers(call, *numbers), strict=True) if answer}


few = settings(max_examples=60, deadline=None)


@few
@given(digits(1, 30))
def test_gln_is_the_gs1_check_digit(payload: str) -> None:
    assert right("u:gln(@v)", payload) == {payload + ean.calc_check_digit(payload)}


@few
@given(digits(8, 8))
def test_norwegian_number_as_stdnum_has_it(payload: str) -> None:
    numbers = {payload + last for last in DIGIT}
    assert right("u:mod11(@v)", payload) == {
        each for each in numbers if int(each) and no_orgnr.is_valid(each)
    }


@few
@given(digits(8, 8))
def test_belgian_number_as_stdnum_has_it(payload: str) -> None:
    # Check digits run from 01 to 97; 00, 98 and 99 have the same remainder as three of these.
    ends = range(100)
    known = [be_vat.checksum(f"{payload}{end:02}") == 0 and 1 <= end <= 97 for end in ends]
    assert answers("u:mod97(@v)", *(f"{payload}{end:02}" for end in ends)) == known


@few
@given(digits(10, 10))
def test_italian_number_is_a_luhn_number(payload: str) -> None:
    found = right("u:partita-iva-if-italian(concat('IT', @v))", payload)
    assert found == {payload + luhn.calc_check_digit(payload)}


@few
@given(st.integers(1, 9_999_999))
def test_italian_number_as_stdnum_has_it(number: int) -> None:
    payload = f"{number:07}058"
    known = {payload + last for last in DIGIT if iva.is_valid(payload + last)}
    assert right("u:partita-iva-if-italian(concat('IT', @v))", payload) == known


@few
@given(digits(9, 9))
def test_swedish_number_as_stdnum_has_it(payload: str) -> None:
    assert right("u:luhn10(@v)", payload) == {
        payload + last for last in DIGIT if se_orgnr.is_valid(payload + last)
    }


@few
@given(digits(9, 9))
def test_australian_number_as_stdnum_has_it(end: str) -> None:
    numbers = [f"{start}{end}" for start in range(11, 100)]
    assert answers("u:abn(@v)", *numbers) == [abn.is_valid(each) for each in numbers]


@few
@given(digits(8, 8))
def test_greek_number_as_stdnum_has_it(payload: str) -> None:
    known = {payload + last for last in DIGIT if gr_vat.is_valid(payload + last)}
    assert right("u:greek-tin(@v)", payload) == known


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=14).filter(str.isprintable))
def test_no_text_breaks_a_check(text: str) -> None:
    for call, *_ in VECTORS:
        if text[:2].upper() != "IT" or text[2:3] not in "+- ":
            assert answers(call, text)[0] is not None
