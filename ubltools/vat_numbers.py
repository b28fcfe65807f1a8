"""Whether a VAT number can exist: shape and check digits. The one door to python-stdnum.

EU countries as far as python-stdnum knows them. Not Belgium: its numbers are judged by the rules before
sending (schematron/billit-presend). Whether a number is in use nobody can tell without asking.
"""

from typing import Final


def vat_fault(number: str) -> tuple[str, str] | None:
    """(what is wrong, what to do) for a VAT number; None for one that is sound, Belgian or not of the EU."""
    country = number[:2].upper()
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    if country not in _EU:
        return None
    try:
        vat.validate(number)
    except ValidationError:
        hint = f"Check it: length, check digits, prefix {country}."
        return f"{number[:40]} is not a valid VAT number of {country}.", hint
    return None


_EU: Final = frozenset(
    "AT BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
