import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.vat_numbers import vat_fault


# Belgian numbers are left to the rules before sending, right or wrong.
@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("BE0563846944", None),
        ("BE0563846945", None),
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


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text):
    vat_fault(text)
    vat_fault(f"NL{text}")
