import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import vat

from ubltools.vat_numbers import vat_fault


# Check digits of a Belgian number: 97 - (first eight digits mod 97), here 97 - 53 = 44 and 97 - 76 = 21.
@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("BE0563846944", None),
        ("BE1000000021", None),
        ("BE05638469442", "11 digits"),
        ("BE056384694", "9 digits"),
        ("BE0563846945", "check digits"),
        ("BE2563846944", "first digit"),
        ("BE 0563846944", "without blanks"),
        ("BE0563.846.944", "without blanks"),
        ("BE٠563846944", "Belgian"),
        ("NL004495445B01", None),
        ("NL004495445B1", "not a valid VAT number of NL"),
        ("FR37127399999", "not a valid VAT number of FR"),
        ("US12", None),
        ("0563846944", None),
        ("", None),
    ],
)
def test_a_vat_number(number, said):
    fault = vat_fault(number)
    assert (fault is None) if said is None else (fault is not None and said in fault[0])


@given(st.from_regex(r"\A[01][0-9]{9}\Z"))
def test_belgian_numbers_are_judged_as_stdnum_judges_them(digits):
    assert (vat_fault(f"BE{digits}") is None) == vat.is_valid(digits)


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text):
    vat_fault(text)
    vat_fault(f"BE{text}")
    vat_fault(f"NL{text}")
