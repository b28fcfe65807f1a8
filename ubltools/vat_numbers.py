"""Whether a VAT number can exist: shape and check digits. The one door to python-stdnum.

Belgian numbers are judged strictly, because an access point refuses them; those of other EU countries
as far as python-stdnum knows them. Whether a number is in use nobody can tell without asking.
"""

from typing import Final


def vat_fault(number: str) -> tuple[str, str] | None:
    """(what is wrong, what to write) for a VAT number of an EU country, None when it is sound or unknown."""
    country = number[:2].upper()
    if country == "BE":
        return _belgian_fault(number)
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


def _belgian_fault(number: str) -> tuple[str, str] | None:
    from stdnum.be import vat
    from stdnum.exceptions import InvalidChecksum, ValidationError

    hint = "Write BE and the ten digits of the enterprise number, for example BE0563846944."
    digits = number[2:]
    if len(digits) != 10 or not digits.isascii() or not digits.isdecimal():
        count = sum(each.isdecimal() for each in digits)
        wrong = f"here {count} digits" if count != 10 else "without blanks or points"
        return f"{number[:40]} is not a Belgian VAT number: BE and ten digits, {wrong}.", hint
    try:
        vat.validate(digits)
    except InvalidChecksum:
        return f"{number} has wrong check digits: no such Belgian number exists.", hint
    except ValidationError:
        return f"{number} is not a Belgian VAT number: the first digit must be 0 or 1.", hint
    return None
